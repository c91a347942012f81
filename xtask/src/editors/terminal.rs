//! A terminal to run an editor in: tmux, with a server of its own.

use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::{Result, Setup, Stage};

/// How long anything may take to show up. The machine may be busy; what comes, comes at once otherwise.
const PATIENCE: Duration = Duration::from_secs(30);

pub(super) struct Terminal<'s> {
    setup: &'s Setup,
    stage: &'s Stage,
    socket: String,
}

impl<'s> Terminal<'s> {
    /// Starts a command, already quoted for a shell, in a terminal of 120 by 40.
    pub(super) fn start(setup: &'s Setup, stage: &'s Stage, name: &str, command: &str) -> Result<Terminal<'s>> {
        let terminal = Terminal { setup, stage, socket: format!("averment-{name}-{}", std::process::id()) };
        let arguments = ["-u", "-f", "/dev/null", "new-session", "-d", "-x", "120", "-y", "40", command];
        terminal.tmux(&arguments)?;
        Ok(terminal)
    }

    fn tmux(&self, arguments: &[&str]) -> Result<String> {
        let mut command: Command = self.setup.debian.command("usr/bin/tmux")?;
        command.arg("-L").arg(&self.socket).args(arguments);
        self.stage.isolate(&mut command, self.setup);
        command.env("TERM", "xterm-256color").env("COLORTERM", "truecolor").env_remove("TMUX");
        command.env("TERMINFO_DIRS", self.setup.debian.join("usr/share/terminfo"));
        let output = command.output()?;
        if !output.status.success() {
            return Err(format!("tmux {arguments:?}: {}", String::from_utf8_lossy(&output.stderr).trim()).into());
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Types keys, by tmux's names for them.
    pub(super) fn keys(&self, keys: &[&str]) -> Result {
        self.tmux(&[&["send-keys"], keys].concat()).map(drop)
    }

    /// Types escape, and waits: with a key right behind it, it would be another key.
    pub(super) fn escape(&self) -> Result {
        self.keys(&["Escape"])?;
        self.settled().map(drop)
    }

    /// Types a text as it is.
    pub(super) fn text(&self, text: &str) -> Result {
        self.tmux(&["send-keys", "-l", text]).map(drop)
    }

    /// What is on the screen.
    pub(super) fn screen(&self) -> Result<String> {
        self.tmux(&["capture-pane", "-p"])
    }

    /// What is on the screen, with its colours as escape sequences.
    pub(super) fn coloured_screen(&self) -> Result<String> {
        self.tmux(&["capture-pane", "-p", "-e"])
    }

    /// The screen, once nothing on it has changed for a second.
    pub(super) fn settled(&self) -> Result<String> {
        let (mut screen, mut since, start) = (String::new(), Instant::now(), Instant::now());
        loop {
            let now = self.coloured_screen()?;
            if now != screen {
                (screen, since) = (now, Instant::now());
            } else if since.elapsed() > Duration::from_secs(1) || start.elapsed() > PATIENCE {
                return Ok(screen);
            }
            sleep(Duration::from_millis(100));
        }
    }

    /// Waits until the screen shows what a test looks for.
    pub(super) fn wait(&self, what: &str, test: impl Fn(&str) -> bool) -> Result<String> {
        let start = Instant::now();
        loop {
            let screen = self.screen()?;
            if test(&screen) {
                return Ok(screen);
            }
            if start.elapsed() > PATIENCE {
                return Err(format!("{what} did not show up; the screen:\n{screen}").into());
            }
            sleep(Duration::from_millis(50));
        }
    }

    /// Waits until the screen shows a text.
    pub(super) fn wait_for(&self, text: &str) -> Result<String> {
        self.wait(&format!("`{text}`"), |screen| screen.contains(text))
    }
}

impl Drop for Terminal<'_> {
    fn drop(&mut self) {
        let _ = self.tmux(&["kill-server"]);
    }
}
