//! How long it takes from nothing to findings, and how much memory they cost.

use std::io;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::report::{Budget, Row};
use super::session::Bench;
use crate::lsp_client::{ClientError, Diagnostics};

/// From the start of a server.
#[derive(Default)]
pub(super) struct Starts {
    /// Until the findings of the open document were there.
    pub(super) first: Vec<Duration>,
    /// Until the workspace had been read.
    pub(super) all: Vec<Duration>,
}

/// Starts the server so many times.
pub(super) fn starts(bench: &Bench, probe: usize, count: usize) -> Result<Starts, ClientError> {
    let mut starts = Starts::default();
    for _ in 0..count {
        let start = Instant::now();
        let mut session = bench.start(probe, Diagnostics::Pull)?;
        starts.first.push(session.pull()? - start);
        starts.all.push(session.wait_for(&bench.landmarks())? - start);
        session.client.stop()?;
    }
    Ok(starts)
}

/// Runs a command, such as `check`, over the whole workspace so many times, each time with a new process.
pub(super) fn cold_runs(bench: &Bench, command: &str, count: usize) -> io::Result<Vec<Duration>> {
    let run = || {
        let start = Instant::now();
        let status = Command::new(bench.server)
            .args([command, "--format", "json"])
            .arg(&bench.folder)
            .stdout(Stdio::null())
            .status()?;
        // 1 means that there were findings.
        match status.code() {
            Some(0 | 1) => Ok(start.elapsed()),
            _ => Err(io::Error::other(format!("`averment {command}` could not run: {status}"))),
        }
    };
    (0..count).map(|_| run()).collect()
}

/// How much memory the server holds once the workspace has been read, and held at most until then.
pub(super) fn memory(bench: &Bench, probe: usize, files: &str) -> Result<Vec<Row>, ClientError> {
    let session = bench.settled(probe, Diagnostics::Pull)?;
    let row = |work: &str, key, budgets: &[Budget]| {
        let work = format!("{work}, {files}");
        match session.memory(key) {
            Some(bytes) => Row::number(work, bytes as f64 / 1e6, "MB", budgets),
            None => Row::missing(work, "not known on this system"),
        }
    };
    let rows = vec![row("memory", "VmRSS", &[Budget::at_most(80.0)]), row("memory at its peak", "VmHWM", &[])];
    session.client.stop()?;
    Ok(rows)
}
