//! A small client of the Language Server Protocol, for measuring a server as an editor would meet it.
//!
//! A thread reads what the server says, notes when each message was complete, and answers the server's own requests at
//! once, so that the time at which the caller looks at a message plays no part in what is measured.

use std::collections::HashMap;
use std::error::Error;
use std::fmt;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long to wait for an answer before the server counts as stuck.
const PATIENCE: Duration = Duration::from_secs(60);

/// The error codes by which a server says that an answer was overtaken, and that it is to be asked again.
const OVERTAKEN: [i64; 2] = [-32801, -32802];

/// How findings get to the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Diagnostics {
    /// The client asks for them.
    Pull,
    /// The server sends them.
    Push,
}

/// A running server and the connection to it.
pub(crate) struct Client {
    server: Child,
    to_server: Arc<Mutex<ChildStdin>>,
    from_server: Receiver<Arrival>,
    capabilities: Value,
    next_id: i64,
    /// The last findings that were pushed for each document.
    pushed: HashMap<String, Pushed>,
}

/// A message of the server and when its last byte was read.
struct Arrival {
    message: Value,
    at: Instant,
}

/// Findings that were pushed.
struct Pushed {
    version: Option<i64>,
    at: Instant,
}

/// An answer of the server.
pub(crate) struct Answer {
    /// What was asked for.
    pub(crate) result: Value,
    /// When its last byte was read.
    pub(crate) at: Instant,
}

/// A message, ready to be written.
pub(crate) struct Frame(Vec<u8>);

impl Client {
    /// Starts a server on a folder and goes through the handshake.
    pub(crate) fn start(server: &Path, folder: &Path, diagnostics: Diagnostics) -> Result<Client, ClientError> {
        let mut server = Command::new(server)
            .arg("lsp")
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(ClientError::Start)?;
        let to_server = Arc::new(Mutex::new(server.stdin.take().expect("stdin is piped")));
        let from_server = listen(server.stdout.take().expect("stdout is piped"), Arc::clone(&to_server));
        let (next_id, pushed) = (1, HashMap::new());
        let mut client = Client { server, to_server, from_server, capabilities: Value::Null, next_id, pushed };
        let answer = client.ask("initialize", initialize_params(folder, diagnostics))?;
        client.capabilities = answer.result["capabilities"].clone();
        client.write(&notification("initialized", json!({})))?;
        Ok(client)
    }

    /// Whether the server said that it offers something: `hoverProvider`.
    pub(crate) fn offers(&self, provider: &str) -> bool {
        !matches!(self.capabilities[provider], Value::Null | Value::Bool(false))
    }

    /// The process id of the server.
    pub(crate) fn process(&self) -> u32 {
        self.server.id()
    }

    /// A request, to be written with others and waited for by its id.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> (i64, Frame) {
        let id = self.next_id;
        self.next_id += 1;
        (id, frame(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })))
    }

    /// Sends a request and waits for its answer.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Result<Answer, ClientError> {
        let (id, request) = self.request(method, params);
        self.write(&request)?;
        self.answer(id)
    }

    /// Sends a request again until its answer is not overtaken by something else.
    pub(crate) fn ask_until_settled(&mut self, method: &str, params: &Value) -> Result<Answer, ClientError> {
        loop {
            match self.ask(method, params.clone()) {
                Err(error) if error.is_overtaken() => {}
                settled => return settled,
            }
        }
    }

    /// Sends one message.
    pub(crate) fn write(&self, frame: &Frame) -> Result<(), ClientError> {
        self.write_all(std::slice::from_ref(frame)).map(drop)
    }

    /// Sends messages at once. Returns when the writing began.
    pub(crate) fn write_all(&self, frames: &[Frame]) -> Result<Instant, ClientError> {
        let bytes = frames.iter().flat_map(|frame| &frame.0).copied().collect::<Vec<u8>>();
        let mut to_server = self.to_server.lock().map_err(|_| ClientError::Ended)?;
        let start = Instant::now();
        to_server.write_all(&bytes).and_then(|()| to_server.flush()).map_err(|_| ClientError::Ended)?;
        Ok(start)
    }

    /// Waits for the answer to a request.
    pub(crate) fn answer(&mut self, id: i64) -> Result<Answer, ClientError> {
        loop {
            let Arrival { mut message, at } = self.next_arrival()?;
            if message["id"] == id {
                return match message.get("error") {
                    Some(error) => Err(ClientError::refused(error)),
                    None => Ok(Answer { result: message["result"].take(), at }),
                };
            }
        }
    }

    /// Waits until the server has pushed findings for a version of a document. Returns when they were there.
    pub(crate) fn pushed(&mut self, uri: &str, version: i64) -> Result<Instant, ClientError> {
        loop {
            if let Some(pushed) = self.pushed.get(uri).filter(|pushed| pushed.version == Some(version)) {
                return Ok(pushed.at);
            }
            self.next_arrival()?;
        }
    }

    fn next_arrival(&mut self) -> Result<Arrival, ClientError> {
        let arrival = self.from_server.recv_timeout(PATIENCE).map_err(|error| match error {
            RecvTimeoutError::Timeout => ClientError::Silent,
            RecvTimeoutError::Disconnected => ClientError::Ended,
        })?;
        if arrival.message["method"] == "textDocument/publishDiagnostics" {
            let params = &arrival.message["params"];
            let uri = params["uri"].as_str().unwrap_or_default().to_owned();
            self.pushed.insert(uri, Pushed { version: params["version"].as_i64(), at: arrival.at });
        }
        Ok(arrival)
    }

    /// Ends the server by the protocol.
    pub(crate) fn stop(mut self) -> Result<(), ClientError> {
        self.ask("shutdown", Value::Null)?;
        self.write(&notification("exit", Value::Null))?;
        self.server.wait().map_err(|_| ClientError::Ended)?;
        Ok(())
    }
}

impl Drop for Client {
    /// A server that was not stopped by the protocol is not left behind. One that was has ended: both calls then do
    /// nothing.
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// A notification, ready to be written.
pub(crate) fn notification(method: &str, params: Value) -> Frame {
    frame(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
}

/// The URI of a file.
pub(crate) fn file_uri(path: &Path) -> String {
    let mut uri = "file://".to_owned();
    for byte in path.to_string_lossy().replace('\\', "/").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

fn frame(message: &Value) -> Frame {
    let body = message.to_string();
    Frame(format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes())
}

/// Reads the server's messages on a thread of its own, until it says nothing more.
fn listen(stdout: ChildStdout, to_server: Arc<Mutex<ChildStdin>>) -> Receiver<Arrival> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut reader = BufReader::new(stdout);
        while let Ok(Some(body)) = read_body(&mut reader) {
            let at = Instant::now();
            let Ok(message) = serde_json::from_slice(&body) else { break };
            if !take(Arrival { message, at }, &sender, &to_server) {
                break;
            }
        }
    });
    receiver
}

/// Answers a request of the server, or hands the message on. Whether anyone still listens.
fn take(arrival: Arrival, sender: &Sender<Arrival>, to_server: &Mutex<ChildStdin>) -> bool {
    let message = &arrival.message;
    match (message.get("id"), message["method"].as_str()) {
        (Some(id), Some(method)) => {
            let answer = json!({ "jsonrpc": "2.0", "id": id, "result": reply(method, &message["params"]) });
            to_server.lock().is_ok_and(|mut to_server| to_server.write_all(&frame(&answer).0).is_ok())
        }
        _ => sender.send(arrival).is_ok(),
    }
}

/// What an editor without any settings answers.
fn reply(method: &str, params: &Value) -> Value {
    match method {
        "workspace/configuration" => {
            let items = params["items"].as_array().map_or(0, Vec::len);
            Value::Array(vec![Value::Null; items])
        }
        "workspace/applyEdit" => json!({ "applied": false }),
        _ => Value::Null,
    }
}

/// Reads one message's body; nothing at the end of the stream.
fn read_body(reader: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut length = None;
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header)? == 0 {
            return Ok(None);
        }
        match header.trim_end().split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("Content-Length") => length = value.parse().ok(),
            Some(_) => {}
            None => break,
        }
    }
    let length = length.ok_or_else(|| io::Error::other("a message without Content-Length"))?;
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(Some(body))
}

fn initialize_params(folder: &Path, diagnostics: Diagnostics) -> Value {
    let uri = file_uri(folder);
    let mut text_document = json!({
        "synchronization": { "didSave": true },
        "publishDiagnostics": { "relatedInformation": true, "versionSupport": true, "dataSupport": true },
        "completion": { "completionItem": {
            "snippetSupport": true,
            "documentationFormat": ["markdown"],
            "labelDetailsSupport": true,
            "resolveSupport": { "properties": ["documentation", "additionalTextEdits"] },
        } },
        "hover": { "contentFormat": ["markdown"] },
        "definition": { "linkSupport": true },
        "references": {},
        "rename": { "prepareSupport": true },
        "signatureHelp": { "signatureInformation": { "parameterInformation": { "labelOffsetSupport": true } } },
        "semanticTokens": {
            "requests": { "range": true, "full": { "delta": true } },
            "tokenTypes": [],
            "tokenModifiers": [],
            "formats": ["relative"],
            "augmentsSyntaxTokens": true,
        },
        "inlayHint": { "resolveSupport": { "properties": ["tooltip"] } },
        "codeLens": {},
        "codeAction": {
            "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix", "refactor"] } },
            "dataSupport": true,
            "resolveSupport": { "properties": ["edit", "command"] },
        },
        "declaration": {},
        "linkedEditingRange": {},
        "onTypeFormatting": {},
        "rangeFormatting": {},
        "typeHierarchy": { "dynamicRegistration": false },
        "typeDefinition": {},
        "implementation": {},
        "documentHighlight": {},
        "callHierarchy": {},
        "foldingRange": {},
        "selectionRange": {},
        "documentLink": {},
    });
    let mut workspace = json!({
        "configuration": true,
        "workspaceFolders": true,
        "didChangeWatchedFiles": { "dynamicRegistration": true },
        "symbol": { "resolveSupport": { "properties": ["location.range"] } },
        "fileOperations": { "willRename": true },
        "workspaceEdit": { "documentChanges": true },
    });
    if diagnostics == Diagnostics::Pull {
        text_document["diagnostic"] = json!({ "dynamicRegistration": false, "relatedDocumentSupport": true });
        workspace["diagnostics"] = json!({ "refreshSupport": true });
    }
    json!({
        "processId": std::process::id(),
        "clientInfo": { "name": "xtask" },
        "rootUri": uri,
        "workspaceFolders": [{ "uri": uri, "name": "workspace" }],
        "capabilities": {
            "general": { "positionEncodings": ["utf-8", "utf-16"] },
            "window": { "workDoneProgress": true },
            "workspace": workspace,
            "textDocument": text_document,
        },
    })
}

/// Why an exchange with the server came to nothing.
#[derive(Debug)]
pub(crate) enum ClientError {
    /// It could not be started.
    Start(io::Error),
    /// It ended, or closed its output.
    Ended,
    /// It said nothing for [`PATIENCE`].
    Silent,
    /// It answered with an error.
    Refused {
        /// The code of the error.
        code: i64,
        /// Its message.
        message: String,
    },
    /// It does not come to know a declaration of the workspace.
    Unread {
        /// The name of the declaration.
        name: String,
    },
}

impl ClientError {
    /// Whether the answer was overtaken by something else, so that asking again makes sense.
    pub(crate) fn is_overtaken(&self) -> bool {
        matches!(self, ClientError::Refused { code, .. } if OVERTAKEN.contains(code))
    }

    fn refused(error: &Value) -> Self {
        let message = error["message"].as_str().unwrap_or("no message").to_owned();
        ClientError::Refused { code: error["code"].as_i64().unwrap_or_default(), message }
    }
}

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ClientError::Start(error) => write!(f, "the server could not be started: {error}"),
            ClientError::Ended => write!(f, "the server ended in the middle of an exchange"),
            ClientError::Silent => write!(f, "the server has not answered for {} s", PATIENCE.as_secs()),
            ClientError::Refused { code, message } => write!(f, "the server answered with error {code}: {message}"),
            ClientError::Unread { name } => write!(f, "the server does not find `{name}`, which is in the workspace"),
        }
    }
}

impl Error for ClientError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_read_back() {
        let message = json!({ "jsonrpc": "2.0", "method": "a", "params": { "text": "é" } });
        let mut stream = [frame(&message).0, frame(&json!(1)).0].concat();
        stream.extend_from_slice(b"Content-Type: x\r\ncontent-length: 2\r\n\r\n{}");
        let mut reader = BufReader::new(&stream[..]);
        let mut next = || read_body(&mut reader).unwrap().map(|body| serde_json::from_slice::<Value>(&body).unwrap());
        assert_eq!([next(), next(), next(), next()], [Some(message), Some(json!(1)), Some(json!({})), None]);
    }

    #[test]
    fn settings_are_answered_with_as_many_nulls_as_items() {
        let params = json!({ "items": [{ "section": "averment" }, {}] });
        assert_eq!(reply("workspace/configuration", &params), json!([null, null]));
        assert_eq!(reply("client/registerCapability", &json!({})), Value::Null);
    }

    #[test]
    fn a_path_with_odd_characters_becomes_a_uri() {
        assert_eq!(file_uri(Path::new("/tmp/a b/é.averment")), "file:///tmp/a%20b/%C3%A9.averment");
    }
}
