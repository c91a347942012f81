//! How fast the syntax crate is by itself, as the bench target `throughput` of this package measures it.

use std::error::Error;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde::Deserialize;

use super::report::{Budget, Row};
use super::session::Bench;

/// A line that the bench target prints.
#[derive(Deserialize)]
struct Measured {
    work: String,
    bytes: usize,
    nanoseconds: Vec<u64>,
}

/// Runs the bench target over the workspace.
pub(super) fn rows(bench: &Bench, passes: usize) -> Result<Vec<Row>, Box<dyn Error>> {
    let output = Command::new(super::cargo())
        .args(["bench", "--quiet", "--package", "xtask", "--bench", "throughput", "--"])
        .arg(&bench.folder)
        .arg(passes.to_string())
        .current_dir(crate::root())
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err("the bench target `throughput` failed".into());
    }
    let lines = serde_json::Deserializer::from_slice(&output.stdout).into_iter::<Measured>();
    lines.map(|measured| Ok(measured?.row())).collect()
}

impl Measured {
    fn row(self) -> Row {
        let times: Vec<Duration> = self.nanoseconds.into_iter().map(Duration::from_nanos).collect();
        let throughput = |work, at_least| {
            let row = Row::times(String::new(), times.clone(), &[]);
            let megabytes_per_second = self.bytes as f64 / 1e3 / row.percentile(50).unwrap_or(f64::NAN);
            Row::number(work, megabytes_per_second, "MB/s", &[Budget::at_least(at_least)])
        };
        match self.work.as_str() {
            "lex" => throughput("lexing", 200.0),
            "parse" => throughput("parsing to trees", 40.0),
            _ => Row::times(format!("{} after an edit, {} kB", self.work, self.bytes / 1000), times, &[]),
        }
    }
}
