//! What comes in, frame by frame, before the framework sees it.
//!
//! The framework stops reading after a message that is not JSON. Such a message is replaced here by a request that is
//! answered with the protocol's parse error, so that the server lives.

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};

/// The method of the request that stands for a message that could not be read.
pub(crate) const MALFORMED: &str = "averment/malformed";

/// The largest message that is read, in bytes: the largest file, escaped, and then some.
const LARGEST: usize = 512 << 20;

/// Copies frames until the input ends.
pub(crate) async fn copy(
    input: impl tokio::io::AsyncRead + Unpin,
    mut output: impl AsyncWrite + Unpin,
) -> std::io::Result<()> {
    let mut input = BufReader::with_capacity(64 << 10, input);
    let mut line = Vec::new();
    let mut length: Option<usize> = None;
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line).await? == 0 {
            return output.shutdown().await;
        }
        let header = String::from_utf8_lossy(&line);
        let header = header.trim_end();
        if let Some((name, value)) = header.split_once(':') {
            if name.trim().eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().ok().filter(|length| *length <= LARGEST);
            }
            continue;
        }
        // An empty line ends the headers; anything else is none, and is left out.
        let Some(length) = length.take().filter(|_| header.is_empty()) else { continue };
        let mut body = vec![0; length];
        input.read_exact(&mut body).await?;
        if serde_json::from_slice::<serde::de::IgnoredAny>(&body).is_err() {
            tracing::error!("a message is not JSON");
            body = format!(r#"{{"jsonrpc":"2.0","id":null,"method":"{MALFORMED}"}}"#).into_bytes();
        }
        output.write_all(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes()).await?;
        output.write_all(&body).await?;
        output.flush().await?;
    }
}
