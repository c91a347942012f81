//! The pictures of the README: real editors with a draft open, and the sample of each grammar.

use std::fs;
use std::process::Command;

use serde_json::json;

use super::readme::quoted;
use super::terminal::Terminal;
use super::{Result, Setup, Stage, helix, neovim, picture};

/// The draft that the editors show.
const DRAFT: &str = "claims/claims.averment";

pub(super) fn write(setup: &Setup) -> Result {
    tree_sitter(setup)?;
    textmate()?;
    let stage = setup.stage("pictures")?;
    in_neovim(setup, &stage)?;
    in_helix(setup, &stage)
}

fn save(path: &str, screen: &str, background: Option<&str>) -> Result {
    let path = crate::root().join(path);
    fs::write(&path, picture::svg(screen, background))?;
    println!("   wrote {}", path.display());
    Ok(())
}

fn output(command: &mut Command) -> Result<String> {
    let output = command.output()?;
    if !output.status.success() {
        return Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn tree_sitter(setup: &Setup) -> Result {
    let grammar = setup.output.join("grammar");
    if !grammar.exists() {
        super::copy(&crate::root().join("syntax/tree-sitter-averment"), &grammar)?;
    }
    let theme = json!({
        "attribute": "#569cd6", "comment": "#6a9955", "constant": "#4fc1ff", "function": "#dcdcaa", "keyword": "#569cd6",
        "keyword.control": "#c586c0", "keyword.operator": "#c586c0", "label": "#d7ba7d", "markup.link": "#4ec9b0",
        "markup.raw": "#ce9178", "namespace": "#9cdcfe", "number": "#b5cea8", "property": "#569cd6", "string": "#ce9178",
        "type": "#4ec9b0", "type.builtin": "#4ec9b0", "variable": "#9cdcfe", "variable.member": "#9cdcfe",
    });
    let config = setup.output.join("tree-sitter.json");
    fs::write(&config, json!({ "parser-directories": [], "theme": theme }).to_string())?;
    let mut command = setup.debian.command("usr/bin/tree-sitter")?;
    command.arg("highlight").arg("--config-path").arg(&config).arg("--grammar-path").arg(&grammar);
    command.arg(crate::root().join("syntax/sample.averment"));
    command
        .env("XDG_CACHE_HOME", setup.output.join("grammar/cache"))
        .env("COLORTERM", "truecolor")
        .env("CLICOLOR_FORCE", "1");
    save("syntax/tree-sitter-averment/sample.svg", &output(&mut command)?, None)
}

fn textmate() -> Result {
    let root = crate::root();
    let mut command = Command::new("node");
    command.arg(root.join("tests/grammars/paint.mjs")).arg(root.join("syntax/sample.averment"));
    save("syntax/textmate/sample.svg", &output(&mut command)?, None)
}

fn in_neovim(setup: &Setup, stage: &Stage) -> Result {
    let tests = crate::root().join("tests/editors/neovim");
    let socket = stage.folder.join("neovim.sock");
    // A program started through a loader cannot start itself again, as Neovim does for its screen: one shows the other.
    let plugin = crate::root().join("editors/neovim");
    let nvim = format!("env AVERMENT_PLUGIN={} {}", quoted(plugin), neovim::words(setup)?);
    let line = format!(
        "{nvim} --headless --listen '{socket}' -u '{init}' +'set termguicolors signcolumn=yes' {DRAFT} & \
         while [ ! -S '{socket}' ]; do sleep 0.1; done; {nvim} --server '{socket}' --remote-ui",
        socket = socket.display(),
        init = tests.join("init.lua").display(),
    );
    let terminal = Terminal::start(setup, stage, "pictures", &line)?;
    terminal.wait_for("module insurance.claims")?;
    terminal.text(":AvermentBuildParser")?;
    terminal.keys(&["Enter"])?;
    terminal.wait_for("parser is ready")?;
    terminal.text(":lua vim.diagnostic.config({ virtual_text = { prefix = '●' } })")?;
    terminal.keys(&["Enter"])?;
    terminal.text(":redraw! | echo ''")?;
    terminal.keys(&["Enter"])?;
    terminal.text("/^spec")?;
    terminal.keys(&["Enter", "z", "t", "C-y", "C-y", "C-y"])?;
    terminal.text(":nohlsearch | echo ''")?;
    terminal.keys(&["Enter"])?;
    let screen = terminal.settled()?;
    terminal.text(":qall!")?;
    terminal.keys(&["Enter"])?;
    save("editors/neovim/screen.svg", &screen, Some("#14161b"))
}

fn in_helix(setup: &Setup, stage: &Stage) -> Result {
    helix::install(setup, stage, &[])?;
    let config = stage.home.join("config/helix/config.toml");
    fs::write(config, "theme = \"dark_plus\"\n[editor.lsp]\ndisplay-inlay-hints = true\n")?;
    let terminal = Terminal::start(setup, stage, "pictures", &format!("{} {DRAFT}", helix::words(setup)?))?;
    terminal.wait_for("module insurance.claims")?;
    terminal.text("/flow Submit")?;
    terminal.keys(&["Enter", "z", "t"])?;
    // What the first finding can be answered with.
    terminal.text("]d")?;
    let _ = terminal.settled()?;
    terminal.keys(&["Space", "a"])?;
    let screen = terminal.settled()?;
    save("editors/helix/screen.svg", &screen, Some("#1e1e1e"))
}
