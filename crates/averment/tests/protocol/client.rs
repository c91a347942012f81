//! A client of the test's own: frames, ids, and answers to what the server asks.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long an answer may take before the test fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// A position.
pub(crate) fn at(line: usize, character: usize) -> Value {
    json!({ "line": line, "character": character })
}

/// The edits that a workspace edit makes in the document whose URI ends so, in either of its forms.
pub(crate) fn edits_of(edit: &Value, name: &str) -> Vec<Value> {
    let listed = edit["changes"].as_object().into_iter().flatten().map(|(uri, edits)| (uri.as_str(), edits));
    let changed = edit["documentChanges"].as_array().into_iter().flatten();
    let changed = changed.filter_map(|change| Some((change["textDocument"]["uri"].as_str()?, &change["edits"])));
    let found = listed.chain(changed).find(|(uri, _)| uri.ends_with(name)).map(|(_, edits)| edits);
    found.and_then(Value::as_array).cloned().unwrap_or_default()
}

/// A running server and the folder it looks at. Dropping it ends the server as the protocol says.
pub(crate) struct Client {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    folder: tempfile::TempDir,
    next_id: i64,
    published: Vec<Value>,
    progress: Vec<Value>,
    asked: Vec<String>,
    requests: Vec<Value>,
    answers: Vec<Value>,
    pub(crate) capabilities: Value,
    ended: bool,
    gone: bool,
}

impl Client {
    /// Starts the server in a folder with these files.
    pub(crate) fn spawn(files: &[(&str, &str)]) -> Client {
        let folder = tempfile::tempdir().expect("a folder for the test");
        for (name, text) in files {
            let path = folder.path().join(name);
            path.parent().map_or(Ok(()), std::fs::create_dir_all).expect("a folder for the file");
            std::fs::write(path, text).expect("a file for the test");
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_averment"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the server starts");
        let input = child.stdin.take();
        let mut output = BufReader::new(child.stdout.take().expect("it was piped"));
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Client {
            child,
            input,
            messages,
            folder,
            next_id: 1,
            published: Vec::new(),
            progress: Vec::new(),
            asked: Vec::new(),
            requests: Vec::new(),
            answers: Vec::new(),
            capabilities: Value::Null,
            ended: false,
            gone: false,
        }
    }

    /// Starts and initializes the server.
    pub(crate) fn start(files: &[(&str, &str)], capabilities: Value) -> Client {
        let mut client = Client::spawn(files);
        client.initialize(capabilities);
        client
    }

    pub(crate) fn initialize(&mut self, capabilities: Value) {
        self.initialize_with(capabilities, Value::Null);
    }

    /// The same with options of the client's own.
    pub(crate) fn initialize_with(&mut self, capabilities: Value, options: Value) {
        let folders = json!([{ "uri": self.folder_uri(), "name": "test" }]);
        let params = json!({ "processId": std::process::id(), "rootUri": null, "capabilities": capabilities, "workspaceFolders": folders, "initializationOptions": options });
        self.initialize_as(params);
    }

    /// The same with parameters of the test's own.
    pub(crate) fn initialize_as(&mut self, params: Value) {
        let mut params = params;
        let capabilities = &mut params["capabilities"];
        // A client that asks for diagnostics asks again when told to, unless a test says otherwise.
        if capabilities["textDocument"]["diagnostic"].is_object() && capabilities["workspace"]["diagnostics"].is_null()
        {
            capabilities["workspace"]["diagnostics"] = json!({ "refreshSupport": true });
        }
        self.capabilities = self.ask("initialize", params)["capabilities"].clone();
        self.notify("initialized", json!({}));
    }

    pub(crate) fn folder_uri(&self) -> String {
        format!("file://{}", self.folder.path().display())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn uri(&self, name: &str) -> String {
        format!("{}/{name}", self.folder_uri())
    }

    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("the server runs");
        input.write_all(bytes).and_then(|()| input.flush()).expect("the server reads");
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// The answer to a request, whatever it is.
    #[track_caller]
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.begin(method, params);
        self.answer(&json!(id))
    }

    /// Sends a request and does not wait; its id.
    pub(crate) fn begin(&mut self, method: &str, params: Value) -> i64 {
        let id = self.next_id;
        self.next_id += 1;
        let mut message = json!({ "jsonrpc": "2.0", "id": id, "method": method });
        if !params.is_null() {
            message["params"] = params;
        }
        self.send(&message);
        id
    }

    /// The next answer with this id. Answers may come in any order.
    #[track_caller]
    pub(crate) fn answer(&mut self, id: &Value) -> Value {
        let start = Instant::now();
        loop {
            if let Some(found) = self.answers.iter().position(|answer| answer["id"] == *id) {
                return self.answers.remove(found);
            }
            let left = PATIENCE.saturating_sub(start.elapsed());
            let message = self.messages.recv_timeout(left).unwrap_or_else(|_| panic!("no answer to request {id}"));
            self.take(message);
        }
    }

    /// The next answer to anything, in the order in which they come.
    #[track_caller]
    pub(crate) fn next_answer(&mut self) -> Value {
        let start = Instant::now();
        while self.answers.is_empty() {
            let left = PATIENCE.saturating_sub(start.elapsed());
            let message = self.messages.recv_timeout(left).expect("an answer");
            self.take(message);
        }
        self.answers.remove(0)
    }

    /// The answers that nobody waited for, once the server has been quiet for a while.
    pub(crate) fn unexpected(&mut self) -> Vec<Value> {
        while let Ok(message) = self.messages.recv_timeout(Duration::from_millis(600)) {
            self.take(message);
        }
        std::mem::take(&mut self.answers)
    }

    /// Notes what was said and answers what the server asks.
    fn take(&mut self, message: Value) {
        if message["method"] == "textDocument/publishDiagnostics" {
            self.published.push(message["params"].clone());
        } else if message["method"] == "$/progress" {
            self.progress.push(message["params"].clone());
        } else if message.get("method").is_some() && message.get("id").is_some() {
            self.asked.extend(message["method"].as_str().map(str::to_owned));
            self.requests.push(message.clone());
            self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": null }));
        } else if message.get("id").is_some() {
            self.answers.push(message);
        }
    }

    /// What was said under a token so far, in the order of the wire. A second look finds only what came since.
    pub(crate) fn said(&mut self, token: &str) -> Vec<Value> {
        let (said, others) = std::mem::take(&mut self.progress).into_iter().partition(|said| said["token"] == token);
        self.progress = others;
        Vec::into_iter(said).map(|mut said: Value| said["value"].take()).collect()
    }

    /// What the server has asked since the last time, once it has been quiet for a while.
    pub(crate) fn asked(&mut self) -> Vec<String> {
        while let Ok(message) = self.messages.recv_timeout(Duration::from_millis(600)) {
            self.take(message);
        }
        std::mem::take(&mut self.asked)
    }

    /// The parameters of the next request that the server makes by this method.
    #[track_caller]
    pub(crate) fn wait_asked(&mut self, method: &str) -> Value {
        let start = Instant::now();
        loop {
            if let Some(found) = self.requests.iter().position(|request| request["method"] == method) {
                return self.requests.remove(found)["params"].take();
            }
            let left = PATIENCE.saturating_sub(start.elapsed());
            let message = self.messages.recv_timeout(left).unwrap_or_else(|_| panic!("{method} is never asked"));
            self.take(message);
        }
    }

    /// The answer to a request; diagnostics that were overtaken are asked for again.
    #[track_caller]
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        for _ in 0..20 {
            let answer = self.request(method, params.clone());
            match answer["error"]["code"].as_i64() {
                None => {
                    self.ended |= method == "shutdown";
                    return answer["result"].clone();
                }
                Some(-32801 | -32802) => {}
                Some(_) => panic!("{method}: {}", answer["error"]),
            }
        }
        panic!("{method} is overtaken again and again")
    }

    /// The code of the error that a request gets.
    pub(crate) fn error(&mut self, method: &str, params: Value) -> i64 {
        let answer = self.request(method, params);
        answer["error"]["code"].as_i64().unwrap_or_else(|| panic!("{method} succeeded: {answer}"))
    }

    pub(crate) fn open(&mut self, name: &str, text: &str) -> String {
        let uri = self.uri(name);
        self.open_uri(&uri, text);
        uri
    }

    pub(crate) fn open_uri(&mut self, uri: &str, text: &str) {
        self.notify(
            "textDocument/didOpen",
            json!({ "textDocument": { "uri": uri, "languageId": "averment", "version": 1, "text": text } }),
        );
    }

    pub(crate) fn change(&mut self, uri: &str, version: i64, changes: Value) {
        self.notify(
            "textDocument/didChange",
            json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": changes }),
        );
    }

    /// Changes a file on disk and says so.
    pub(crate) fn write(&mut self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).expect("a file for the test");
        self.touched(name, 2);
    }

    /// Says that something happened to a file on disk: 1 made, 2 changed, 3 deleted.
    pub(crate) fn touched(&mut self, name: &str, what: u8) {
        let uri = self.uri(name);
        self.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri, "type": what }] }));
    }

    /// Waits until the files on disk have been read.
    pub(crate) fn wait_for_workspace(&mut self) {
        self.wait_for("Order");
    }

    /// Waits until a name on disk is known.
    pub(crate) fn wait_for(&mut self, name: &str) {
        let start = Instant::now();
        while self.ask("workspace/symbol", json!({ "query": name })).as_array().is_none_or(Vec::is_empty) {
            assert!(start.elapsed() < PATIENCE, "the workspace is never read");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// The diagnostics that were published last for a version of a document, once the server has been quiet for a while:
    /// what other files make of it may come later.
    pub(crate) fn published(&mut self, uri: &str, version: i64) -> Value {
        let start = Instant::now();
        loop {
            match self.messages.recv_timeout(Duration::from_millis(600)) {
                Ok(message) => self.take(message),
                Err(_) => {
                    let of = |p: &&Value| p["uri"] == uri && p["version"] == version;
                    if let Some(found) = self.published.iter().rev().find(of) {
                        return found["diagnostics"].clone();
                    }
                    assert!(start.elapsed() < PATIENCE, "nothing is published for version {version} of {uri}");
                }
            }
        }
    }
}

impl Client {
    /// Waits until the diagnostics published last for a URI are as wanted.
    #[track_caller]
    pub(crate) fn wait_published(&mut self, uri: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let last = self.published.iter().rev().find(|p| p["uri"] == uri).map(|p| p["diagnostics"].clone());
            if let Some(found) = last.as_ref().filter(|found| wanted(found)) {
                return found.clone();
            }
            let left = PATIENCE.saturating_sub(start.elapsed());
            let message = self.messages.recv_timeout(left);
            let message = message.unwrap_or_else(|_| panic!("{uri} has never what is wanted but {last:?}"));
            self.take(message);
        }
    }

    /// The codes of everything that was published for a URI so far.
    pub(crate) fn spoken_of(&self, uri: &str) -> Vec<Vec<String>> {
        self.published.iter().filter(|p| p["uri"] == uri).map(|p| crate::codes(&p["diagnostics"])).collect()
    }

    /// Closes the client's end, as an editor does that crashes.
    pub(crate) fn hang_up(&mut self) {
        self.input.take();
    }

    /// Waits until the process has ended, and says how.
    #[track_caller]
    pub(crate) fn wait_until_gone(&mut self) -> ExitStatus {
        self.gone = true;
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a child of ours") {
                return status;
            }
            if start.elapsed() > PATIENCE {
                let _ = self.child.kill();
                panic!("the server does not end");
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        if self.gone {
            return;
        }
        if std::thread::panicking() {
            // The test has failed already; what the server says now is of no interest.
            let _ = self.child.kill();
            return;
        }
        if !self.ended {
            self.ask("shutdown", Value::Null);
        }
        self.notify("exit", json!({}));
        // The client keeps its end open, as some editors do; the server must end all the same.
        let status = self.wait_until_gone();
        self.input.take();
        assert!(status.success(), "after `shutdown` and `exit` the server ends with success: {status}");
    }
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().ok()?,
            _ if line.trim_end().is_empty() => break,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
