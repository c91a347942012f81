//! What comes in, frame by frame, before the framework sees it.
//!
//! The framework stops reading after a frame it cannot take: bytes that are not JSON, JSON that is no message, a header
//! without a length. Here every frame is read to the end first. One that is no message is replaced by a request that is
//! answered with the protocol's error, and where a length was wrong, reading goes on at the next header: the server lives.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tower_lsp::jsonrpc::{Request, Response};

use crate::repair::repair;

/// The method of the request that stands for a message that could not be read.
pub(crate) const MALFORMED: &str = "averment/malformed";

/// The largest message that is read, in bytes: the largest file, escaped, and then some.
const LARGEST: usize = 512 << 20;
/// The longest line that is looked at for a header. A longer one is the rest of a message whose length was wrong.
const LONGEST_HEADER: usize = 64 << 10;
/// More than a header with a length needs.
const HEADER: usize = 64;
/// What a length is announced with.
const LENGTH: &[u8] = b"content-length:";

/// Copies messages until the input ends. Notes whether `shutdown` was among them: its handler may come too late, as some
/// clients say `exit` without waiting for the answer.
pub(crate) async fn copy(
    mut input: impl AsyncRead + Unpin,
    mut output: impl AsyncWrite + Unpin,
    shutdown: Arc<AtomicBool>,
) -> std::io::Result<()> {
    let mut frames = Frames::default();
    let mut chunk = vec![0; 64 << 10];
    loop {
        let read = input.read(&mut chunk).await?;
        if read == 0 {
            return output.shutdown().await;
        }
        frames.feed(&chunk[..read]);
        while let Some(message) = frames.next() {
            if message["method"] == "shutdown" {
                shutdown.store(true, Ordering::SeqCst);
            }
            let body = message.to_string();
            output.write_all(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes()).await?;
            output.write_all(body.as_bytes()).await?;
        }
        output.flush().await?;
    }
}

/// Takes bytes and gives messages that the framework can read.
#[derive(Debug, Default)]
pub(crate) struct Frames {
    bytes: Vec<u8>,
    /// Where in `bytes` what was not taken yet begins.
    start: usize,
    /// How far behind `start` the end of a line was looked for.
    searched: usize,
    /// What the headers so far say of the length of the body.
    length: Length,
}

#[derive(Debug, Clone, Copy, Default)]
enum Length {
    #[default]
    Unsaid,
    Wrong,
    /// The headers are over when the flag is set.
    Said(usize, bool),
}

impl Frames {
    /// Adds bytes to what is read.
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        self.bytes.drain(..std::mem::take(&mut self.start));
        self.bytes.extend_from_slice(bytes);
    }

    /// The next message, or the request that stands for one that is none; `None` until there are more bytes.
    pub(crate) fn next(&mut self) -> Option<Value> {
        loop {
            let message = match self.length {
                Length::Said(length, true) => {
                    let end = self.start + length;
                    let body = self.bytes.get(self.start..end)?;
                    let (message, used) = read(body);
                    self.start += used;
                    self.length = Length::Unsaid;
                    Some(message)
                }
                _ => self.header()?,
            };
            if message.is_some() {
                return message;
            }
        }
    }

    /// Takes one line of the headers; what has to be answered if they are over and say no length. `None` until there are
    /// more bytes.
    fn header(&mut self) -> Option<Option<Value>> {
        let rest = &self.bytes[self.start..];
        let Some(end) = rest[self.searched..].iter().position(|byte| *byte == b'\n') else {
            self.searched = rest.len();
            if rest.len() > LONGEST_HEADER {
                // The end may be the beginning of a header.
                self.start += rest.len() - HEADER;
                self.searched = HEADER;
            }
            return None;
        };
        let line = rest[..self.searched + end].trim_ascii_end();
        let is_empty = line.is_empty();
        if let Some(at) = rfind(line, LENGTH) {
            // Where a length before was wrong, the rest of that message stands before this header.
            let length = str::from_utf8(&line[at + LENGTH.len()..]).ok().and_then(|text| text.trim().parse().ok());
            let length = length.filter(|length| *length <= LARGEST);
            self.length = length.map_or(Length::Wrong, |length| Length::Said(length, false));
        } else if !is_empty && matches!(self.length, Length::Unsaid) {
            self.length = Length::Wrong;
        }
        self.start += self.searched + end + 1;
        self.searched = 0;
        if !is_empty {
            return Some(None);
        }
        match self.length {
            Length::Said(length, _) => {
                self.length = Length::Said(length, true);
                Some(None)
            }
            // An empty line between messages does no harm.
            Length::Unsaid => Some(None),
            Length::Wrong => {
                self.length = Length::Unsaid;
                tracing::error!("a message does not say how long it is");
                Some(Some(malformed(&Value::Null, false)))
            }
        }
    }
}

/// Reads a body: its message, and how many of its bytes that was. A length that was too large lets a body go on into the
/// headers of the next message, which begins behind the bytes used then.
fn read(body: &[u8]) -> (Value, usize) {
    let mut values = serde_json::Deserializer::from_slice(body).into_iter();
    match values.next() {
        Some(Ok(value)) => {
            let is_space = body[values.byte_offset()..].trim_ascii().is_empty();
            (message(value), if is_space { body.len() } else { values.byte_offset() })
        }
        _ => {
            tracing::error!("a message is not JSON");
            (malformed(&Value::Null, false), find(body, LENGTH).unwrap_or(body.len()))
        }
    }
}

/// A value as a message: with right URIs, or replaced where it is none.
fn message(mut value: Value) -> Value {
    use serde::Deserialize as _;
    if Request::deserialize(&value).is_err() && Response::deserialize(&value).is_err() {
        tracing::error!("a message is JSON but no request, notification or answer");
        // Only a request is waited for.
        let id = value.get("id").filter(|id| value.get("method").is_some() && (id.is_i64() || id.is_string()));
        return malformed(id.unwrap_or(&Value::Null), true);
    }
    if let Some(params) = value.get_mut("params") {
        repair(params);
    }
    let is_request = value.get("id").is_some();
    if let Some(Value::String(method)) = value.get_mut("method")
        && is_request
        && method.starts_with("$/")
    {
        // The framework ignores them like notifications; a request that nobody knows is answered.
        method.insert(0, '?');
    }
    value
}

/// A request that gets the error of a message that is not JSON, or is `json` but nothing else.
fn malformed(id: &Value, json: bool) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "method": MALFORMED, "params": { "json": json } })
}

fn find(text: &[u8], lower: &[u8]) -> Option<usize> {
    text.windows(lower.len()).position(|window| window.eq_ignore_ascii_case(lower))
}

fn rfind(text: &[u8], lower: &[u8]) -> Option<usize> {
    text.windows(lower.len()).rposition(|window| window.eq_ignore_ascii_case(lower))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(input: &[u8], chunk: usize) -> Vec<Value> {
        let mut frames = Frames::default();
        let mut found = Vec::new();
        for bytes in input.chunks(chunk) {
            frames.feed(bytes);
            found.extend(std::iter::from_fn(|| frames.next()));
        }
        found
    }

    fn framed(body: &str) -> Vec<u8> {
        format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
    }

    /// The ids of the messages; `"?"` for one that could not be read.
    fn ids(input: &[u8]) -> Vec<Value> {
        let found = all(input, 7);
        assert_eq!(found, all(input, input.len().max(1)), "however the bytes come in");
        found.iter().map(|m| if m["method"] == MALFORMED { json!("?") } else { m["id"].clone() }).collect()
    }

    const GOOD: &str = r#"{"jsonrpc":"2.0","id":1,"method":"x"}"#;

    #[test]
    fn headers_are_read_as_clients_write_them() {
        for headers in [
            "Content-Length: 37\r\n\r\n",
            "content-length:37\n\n",
            "CONTENT-LENGTH:  37 \r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n",
            "Content-Type: x\r\nContent-Length: 37\r\n\r\n",
            "\r\n\r\nContent-Length: 37\r\n\r\n",
        ] {
            assert_eq!(ids(&[headers.as_bytes(), GOOD.as_bytes()].concat().repeat(2)), [1, 1], "{headers:?}");
        }
    }

    #[test]
    fn reading_goes_on_after_a_wrong_length() {
        for (headers, expected) in [
            ("", json!([1])),
            ("Content-Type: x\r\n\r\n", json!(["?", 1])),
            ("Content-Length: 30\r\n\r\n", json!(["?", 1])),
            ("Content-Length: 50\r\n\r\n", json!([1, 1])),
            ("Content-Length: 90\r\n\r\n", json!([1, 1])),
            ("Content-Length: -1\r\n\r\n", json!(["?", 1])),
            ("Content-Length: 99999999999999999999999\r\n\r\n", json!(["?", 1])),
            ("Content-Length: 600000000\r\n\r\n", json!(["?", 1])),
            ("Content-Length: many\r\n\r\n", json!(["?", 1])),
            ("\u{0}\u{1}\u{fffd}\r\n\r\n", json!(["?", 1])),
        ] {
            let input = [headers.as_bytes(), GOOD.as_bytes(), &framed(GOOD)].concat();
            assert_eq!(json!(ids(&input)), expected, "{headers:?}");
        }
        let endless = [&[b'x'; 200_000][..], &framed(GOOD)].concat();
        assert_eq!(ids(&endless), [1]);
    }

    #[test]
    fn what_is_no_message_is_replaced() {
        let deep = format!(r#"{{"jsonrpc":"2.0","method":"x","params":{}}}"#, "[".repeat(100_000));
        for body in ["", "[]", "4", "null", "{}", "{\"broken\"", r#"{"jsonrpc":"1.0","method":"x"}"#, &deep] {
            assert_eq!(ids(&[framed(body), framed(GOOD)].concat()), [json!("?"), json!(1)], "{body:.80}");
        }
        let found = all(&framed(r#"{"id":"a","method":"x"}"#), 64);
        assert_eq!((&found[0]["id"], &found[0]["params"]), (&json!("a"), &json!({ "json": true })));
        let found = all(&framed(r#"{"id":3,"result":1}"#), 64);
        assert_eq!(found[0]["id"], json!(null), "an answer that cannot be read is not answered under its id");
    }

    proptest! {
        /// Whatever comes in, what goes out can be read by the framework, and the way it was cut up does not matter.
        #[test]
        fn every_message_can_be_read(
            parts in prop::collection::vec(
                prop_oneof![
                    prop::collection::vec(any::<u8>(), 0..20),
                    Just(framed(GOOD)),
                    Just(GOOD.as_bytes().to_vec()),
                    "Content-Length: [0-9]{1,3}(\r\n){0,2}".prop_map(String::into_bytes),
                    Just(b"\r\n\r\n".to_vec()),
                    Just(framed(r#"{"jsonrpc":"2.0","id":1,"id":2,"method":"x","params":{"uri":"a b"}}"#)),
                ],
                0..12,
            ),
            chunk in 1_usize..64,
        ) {
            let input = parts.concat();
            let found = all(&input, chunk);
            prop_assert_eq!(&found, &all(&input, input.len().max(1)));
            for message in found {
                let text = message.to_string();
                prop_assert!(text.parse::<Request>().is_ok() || text.parse::<Response>().is_ok(), "{}", text);
            }
        }
    }
}
