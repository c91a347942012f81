//! A server at work on a generated workspace, with one document open.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::document::{Document, Edit};
use crate::lsp_client::{Answer, Client, ClientError, Diagnostics, Frame, file_uri};
use crate::workspace::Workspace;

/// How long to wait between two looks at whether the workspace has been read.
const GLANCE: Duration = Duration::from_millis(1);

/// How long to wait for the server to read the workspace.
const PATIENCE: Duration = Duration::from_secs(60);

/// One in so many files of specs is asked for, to see whether all have been read.
const LANDMARK_DISTANCE: usize = 100;

/// A generated workspace on disk, and the server to measure on it.
pub(super) struct Bench<'a> {
    /// The binary.
    pub(super) server: &'a Path,
    /// Where the workspace is.
    pub(super) folder: PathBuf,
    /// What is in it.
    pub(super) workspace: Workspace,
}

/// A server that was started on a workspace.
pub(super) struct Session {
    /// The connection to it.
    pub(super) client: Client,
    /// What is open.
    pub(super) document: Document,
    /// What the server called its last findings of the document.
    last_result: Value,
}

impl Bench<'_> {
    /// Starts the server and opens a probe, without waiting for anything beyond the handshake.
    pub(super) fn start(&self, probe: usize, diagnostics: Diagnostics) -> Result<Session, ClientError> {
        let client = Client::start(self.server, &self.folder, diagnostics)?;
        let file = self.workspace.probe(probe);
        let document = Document::new(file_uri(&self.folder.join(&file.path)), file.text.clone());
        client.write(&document.open())?;
        Ok(Session { client, document, last_result: Value::Null })
    }

    /// Starts the server, opens a probe, and waits until the workspace has been read and the probe checked.
    pub(super) fn settled(&self, probe: usize, diagnostics: Diagnostics) -> Result<Session, ClientError> {
        let mut session = self.start(probe, diagnostics)?;
        session.wait_for(&self.landmarks())?;
        match diagnostics {
            Diagnostics::Pull => session.pull().map(drop)?,
            Diagnostics::Push => session.client.pushed(&session.document.uri, 1).map(drop)?,
        }
        Ok(session)
    }

    /// The names of some specs from all over the workspace. A server that knows them has read it.
    pub(super) fn landmarks(&self) -> Vec<&str> {
        let files = self.workspace.files().iter().rev();
        files.filter_map(|file| first_spec(&file.text)).step_by(LANDMARK_DISTANCE).collect()
    }
}

/// The name of the first spec of a file.
fn first_spec(text: &str) -> Option<&str> {
    text.lines().find_map(|line| line.strip_prefix("spec ")?.split(' ').next())
}

impl Session {
    /// Asks for the findings of the document, until it gets them.
    pub(super) fn pull(&mut self) -> Result<Instant, ClientError> {
        let params = self.pull_params();
        let answer = self.client.ask_until_settled("textDocument/diagnostic", &params)?;
        Ok(self.take_findings(answer))
    }

    /// As editors ask: with the name of the last findings, so that the server may say that they are the same.
    fn pull_params(&self) -> Value {
        let mut params = json!({ "textDocument": self.document.identifier() });
        if !self.last_result.is_null() {
            params["previousResultId"] = self.last_result.clone();
        }
        params
    }

    fn take_findings(&mut self, mut answer: Answer) -> Instant {
        self.last_result = answer.result["resultId"].take();
        answer.at
    }

    /// Waits until the server knows these names. When it knew the last.
    pub(super) fn wait_for(&mut self, names: &[&str]) -> Result<Instant, ClientError> {
        let start = Instant::now();
        let mut known = start;
        for name in names {
            known = loop {
                let answer = self.client.ask_until_settled("workspace/symbol", &json!({ "query": name }))?;
                if answer.result.as_array().is_some_and(|symbols| !symbols.is_empty()) {
                    break answer.at;
                }
                if start.elapsed() > PATIENCE {
                    return Err(ClientError::Unread { name: (*name).to_owned() });
                }
                thread::sleep(GLANCE);
            };
        }
        Ok(known)
    }

    /// Makes edits at once and asks for the findings after them. How long the complete answer took.
    pub(super) fn edit_and_pull(&mut self, edits: &[Edit]) -> Result<Duration, ClientError> {
        let mut frames: Vec<Frame> = edits.iter().map(|edit| self.document.edit(edit)).collect();
        let (id, request) = self.client.request("textDocument/diagnostic", self.pull_params());
        frames.push(request);
        let start = self.client.write_all(&frames)?;
        let end = match self.client.answer(id) {
            Err(error) if error.is_overtaken() => self.pull()?,
            answer => self.take_findings(answer?),
        };
        Ok(end - start)
    }

    /// Sends messages and a request behind them. How long the complete answer took, and what it was.
    pub(super) fn ask_after(
        &mut self,
        mut frames: Vec<Frame>,
        method: &str,
        params: Value,
    ) -> Result<(Duration, Value), ClientError> {
        let (id, request) = self.client.request(method, params);
        frames.push(request);
        let start = self.client.write_all(&frames)?;
        let answer = self.client.answer(id)?;
        Ok((answer.at - start, answer.result))
    }

    /// Makes an edit and waits for the findings that the server sends. How long they took.
    pub(super) fn edit_and_wait(&mut self, edit: &Edit) -> Result<Duration, ClientError> {
        let change = self.document.edit(edit);
        let start = self.client.write_all(&[change])?;
        Ok(self.client.pushed(&self.document.uri, self.document.version)? - start)
    }

    /// A line of `/proc/PID/status` of the server, in bytes.
    pub(super) fn memory(&self, key: &str) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.client.process())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?;
        let kilobytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
        Some(kilobytes * 1024)
    }
}
