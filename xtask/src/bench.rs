//! `cargo xtask bench`: measures the server and the command as their users meet them, beside what they must reach.
//!
//! The rows are those of the table in `ARCHITECTURE.md`. The server is driven over its standard input and output, on
//! generated workspaces (`cargo xtask workspace`), and every time is from the client's write to the last byte of the
//! answer.

mod asking;
mod document;
mod editing;
mod report;
mod session;
mod starting;
mod throughput;

use std::error::Error;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use self::document::Place;
use self::report::{Budget, Row};
use self::session::Bench;
use crate::codegen::category_words;
use crate::workspace::{LINES_PER_FILE, Recipe};

/// The probes of the workspaces, by their place in the recipe.
const SHORT_FILE: usize = 0;
const LONG_FILE: usize = 1;

/// Arguments of `cargo xtask bench`.
#[derive(clap::Args)]
pub(crate) struct BenchArgs {
    /// Also write the report to this file, as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Fewer repetitions: a look, not a measurement
    #[arg(long)]
    quick: bool,
    /// Measure this binary instead of building one
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
}

/// How often things are done.
struct Scale {
    keystrokes: usize,
    questions: usize,
    bursts: usize,
    starts: usize,
    checks: usize,
    passes: usize,
}

const FULL: Scale = Scale { keystrokes: 900, questions: 300, bursts: 20, starts: 30, checks: 15, passes: 20 };
const QUICK: Scale = Scale { keystrokes: 90, questions: 30, bursts: 3, starts: 5, checks: 3, passes: 3 };

impl BenchArgs {
    /// Measures everything and prints the table.
    pub(crate) fn run(self) -> Result<(), Box<dyn Error>> {
        let server = match self.binary {
            Some(binary) => binary.canonicalize()?,
            None => build()?,
        };
        let rows = measure(&server, if self.quick { &QUICK } else { &FULL })?;
        write!(io::stdout(), "{}", report::table(&rows))?;
        if let Some(file) = self.json {
            fs::write(file, format!("{:#}\n", report::json(&rows, self.quick)))?;
        }
        Ok(())
    }
}

/// Builds the command with optimisations. Returns where it is.
fn build() -> Result<PathBuf, Box<dyn Error>> {
    let output = Command::new(cargo())
        .args(["build", "--release", "--package", "averment", "--message-format", "json-render-diagnostics"])
        .current_dir(crate::root())
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err("averment could not be built".into());
    }
    let messages = output.stdout.split(|byte| *byte == b'\n').flat_map(serde_json::from_slice::<Value>);
    let mut executables = messages.filter_map(|message| message["executable"].as_str().map(PathBuf::from));
    executables.next_back().ok_or_else(|| "the package `averment` has no executable".into())
}

/// The cargo that runs this task.
fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

fn measure(server: &Path, scale: &Scale) -> Result<Vec<Row>, Box<dyn Error>> {
    let temporary = tempfile::tempdir()?;
    let bench = |name, files, probes: &[usize]| generate(server, &temporary.path().join(name), files, probes);
    let small = bench("small", 10, &[250])?;
    let silent = bench("silent", 10, &[250])?;
    silence(&silent)?;
    let large = bench("large", 1000, &[250, 4000])?;

    let mut rows = Vec::new();
    progress("edits");
    rows.extend(edit_rows(&small, &large, scale)?);
    progress("questions about edge cases");
    rows.extend(question_rows(&small, &silent, scale)?);
    progress("requests");
    rows.extend(asking::rows(&large, SHORT_FILE, scale.questions, "1,000 files")?);
    progress("bursts of edits");
    rows.extend(burst_rows(&large, scale)?);
    progress("starts");
    rows.extend(start_rows(&small, &large, scale)?);
    rows.extend(starting::memory(&large, SHORT_FILE, "1,000 files")?);
    progress("the syntax crate");
    rows.extend(throughput::rows(&large, scale.passes)?);
    Ok(rows)
}

/// Says on standard error what is being measured.
fn progress(what: &str) {
    eprintln!("measuring {what} …");
}

fn generate<'a>(server: &'a Path, folder: &Path, files: usize, probes: &[usize]) -> Result<Bench<'a>, Box<dyn Error>> {
    let recipe = Recipe { files, lines: LINES_PER_FILE, seed: 1, probes: probes.to_vec() };
    let workspace = recipe.generate()?;
    workspace.write_to(folder)?;
    // Servers may resolve links in paths, and a temporary folder may be behind one.
    Ok(Bench { server, folder: folder.canonicalize()?, workspace })
}

fn milliseconds(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

fn edit_rows(small: &Bench, large: &Bench, scale: &Scale) -> Result<Vec<Row>, Box<dyn Error>> {
    let short = [Budget::percentile(50, milliseconds(1)), Budget::percentile(99, milliseconds(3))];
    let long = [Budget::percentile(50, milliseconds(2)), Budget::percentile(99, milliseconds(5))];
    let rows = |bench, probe, work: &str, budgets: &[Budget]| {
        let times = editing::keystrokes(bench, probe, &Place::ALL, scale.keystrokes)?;
        Ok::<_, Box<dyn Error>>(editing::keystroke_rows(work, &times, budgets))
    };
    let in_ten = rows(small, SHORT_FILE, "edit → diagnostics, 250 lines, 10 files", &short)?;
    let in_thousand = rows(large, SHORT_FILE, "edit → diagnostics, 250 lines, 1,000 files", &short)?;
    let long = rows(large, LONG_FILE, "edit → diagnostics, 4,000 lines, 1,000 files", &long)?;
    let pushed = editing::pushes(large, SHORT_FILE, scale.questions)?;

    let ratio = in_thousand[0].percentile(50).zip(in_ten[0].percentile(50)).map_or(f64::NAN, |(many, few)| many / few);
    let mut rows = in_ten;
    rows.extend(in_thousand);
    rows.push(Row::number("10 → 1,000 files, p50 of an edit", ratio, "×", &[Budget::at_most(1.3)]));
    rows.extend(long);
    rows.push(Row::times("edit → pushed diagnostics, 250 lines, 1,000 files", pushed, &[]));
    Ok(rows)
}

/// What the questions about edge cases cost by themselves: an effect is edited, so that its flow is asked anew, in a
/// workspace that asks all of them and in the same one with every category off.
fn question_rows(asking: &Bench, silent: &Bench, scale: &Scale) -> Result<Vec<Row>, Box<dyn Error>> {
    let row = |bench, work: &str, budgets: &[Budget]| {
        let times = editing::keystrokes(bench, SHORT_FILE, &[Place::Effect], scale.questions)?;
        Ok::<_, Box<dyn Error>>(Row::times(work, times.into_iter().map(|(_, time)| time).collect(), budgets))
    };
    let short = [Budget::percentile(50, milliseconds(1)), Budget::percentile(99, milliseconds(3))];
    let asked = row(asking, "edit of an effect → diagnostics, 250 lines", &short)?;
    let unasked = row(silent, "edit of an effect → diagnostics, every category off", &[])?;
    let cost = asked.percentile(50).zip(unasked.percentile(50)).map_or(f64::NAN, |(all, none)| all - none);
    Ok(vec![asked, unasked, Row::number("questions of one flow, p50 of an edit", cost, "ms", &[])])
}

/// Switches every category of edge cases off.
fn silence(bench: &Bench) -> Result<(), Box<dyn Error>> {
    let off = category_words().into_iter().map(|word| format!("\"edge/{word}\" = \"off\"\n"));
    let file = bench.folder.join("averment.toml");
    let config = format!("{}\n[lints]\n{}", fs::read_to_string(&file)?, off.collect::<String>());
    Ok(fs::write(file, config)?)
}

fn burst_rows(bench: &Bench, scale: &Scale) -> Result<Vec<Row>, Box<dyn Error>> {
    let row = |probe, work: &str, limit| {
        let times = editing::bursts(bench, probe, scale.bursts)?;
        Ok::<_, Box<dyn Error>>(Row::times(work, times, &[Budget::percentile(95, milliseconds(limit))]))
    };
    Ok(vec![
        row(SHORT_FILE, "500 edits at once → diagnostics, 250 lines", 60)?,
        row(LONG_FILE, "500 edits at once → diagnostics, 4,000 lines", 150)?,
    ])
}

fn start_rows(small: &Bench, large: &Bench, scale: &Scale) -> Result<Vec<Row>, Box<dyn Error>> {
    let few = starting::starts(small, SHORT_FILE, scale.starts)?;
    let many = starting::starts(large, SHORT_FILE, scale.starts)?;
    let checks = starting::cold_runs(large, "check", scale.checks)?;
    let hints = starting::cold_runs(large, "hints", scale.checks)?;

    let limit = [Budget::percentile(95, milliseconds(15))];
    let first = Row::times("start → first diagnostics, 1,000 files", many.first, &[]);
    let all = Row::times("start → all files read, 1,000 files", many.all, &[]);
    // A server that reads everything before it answers is near 1.
    let share = first.percentile(50).zip(all.percentile(50)).map_or(f64::NAN, |(first, all)| first / all);
    Ok(vec![
        Row::times("start → first diagnostics, 10 files", few.first, &limit),
        first,
        all,
        Row::number("first diagnostics, as a share of reading all", share, "×", &[Budget::at_most(0.5)]),
        Row::times("cold check, 1,000 files", checks, &[Budget::percentile(95, milliseconds(500))]),
        Row::times("cold hints, 1,000 files", hints, &[]),
    ])
}
