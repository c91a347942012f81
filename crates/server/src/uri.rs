//! URIs to paths and back. Clients write the same file in several ways (`c%3A`, `C:`), so URIs are never keys.

use camino::{Utf8Path, Utf8PathBuf};

/// The path that a document is known by: for a file its absolute path, for anything else (an unsaved document) a path
/// made of its URI, in a place where no file can be.
pub(crate) fn to_path(uri: &str) -> Utf8PathBuf {
    let Some(rest) = uri.strip_prefix("file://") else {
        return Utf8PathBuf::from(format!("/\u{0}virtual/{}", decode(uri).replace(['/', '\\'], "\u{2215}")));
    };
    // `file://host/path`: a host other than this one is a network share.
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let path = decode(path);
    let path = match path.strip_prefix('/') {
        Some(drive) if is_drive(drive) => drive[..1].to_ascii_uppercase() + &drive[1..],
        _ if !host.is_empty() && host != "localhost" => format!("//{host}{path}"),
        _ if path.is_empty() => "/".to_owned(),
        _ => path,
    };
    averment_vfs::normalise(Utf8Path::new(&path))
}

/// Whether a path names something on disk.
pub(crate) fn is_file(path: &Utf8Path) -> bool {
    !path.as_str().contains('\u{0}')
}

/// The URI of a file.
pub(crate) fn from_path(path: &Utf8Path) -> String {
    // Elsewhere it is a character like any other.
    let path = if cfg!(windows) { path.as_str().replace('\\', "/") } else { path.to_string() };
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("file://{slash}{}", encode(&path, |b| matches!(b, b'/' | b':')))
}

fn is_drive(path: &str) -> bool {
    let bytes = path.as_bytes();
    cfg!(windows) && bytes.len() >= 2 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':'
}

fn encode(text: &str, keep: impl Fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') || keep(byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = |b: &u8| char::from(*b).to_digit(16).map(|d| d as u8);
        match (first, tail) {
            (b'%', [a, b, after @ ..]) if hex(a).is_some() && hex(b).is_some() => {
                bytes.push(hex(a).unwrap_or(0) << 4 | hex(b).unwrap_or(0));
                rest = after;
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A URI as the protocol's types take it: bytes that may not stand in one are escaped, escapes are left alone. Some
/// clients send raw spaces, brackets and letters of any alphabet, and a notification with such a URI would be dropped.
pub(crate) fn repair(uri: &str) -> String {
    let mut mended = String::with_capacity(uri.len());
    for (part, text) in uri.split('%').enumerate() {
        if part > 0 {
            let is_escape = text.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
            mended.push_str(if is_escape { "%" } else { "%25" });
        }
        mended.push_str(&encode(text, |byte| b"/:?#@!$&'()*+,;=".contains(&byte)));
    }
    mended
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_has_one_path_however_it_is_written() {
        assert_eq!(to_path("file:///a/b%20c.averment"), "/a/b c.averment");
        assert_eq!(to_path("file:///a/b c.averment"), "/a/b c.averment");
        assert_eq!(to_path("file:///a/%5Bx%5D/../%C3%A9.averment"), "/a/é.averment");
        assert_eq!(to_path("file://localhost/a/x"), "/a/x");
        assert_eq!(to_path("file://localhost"), "/");
        assert!(!is_file(&to_path("untitled:Untitled-1")));
        assert_ne!(to_path("untitled:Untitled-1"), to_path("untitled:Untitled-2"));
    }

    #[test]
    fn paths_survive_the_way_through_a_uri() {
        for path in ["/a/b c.averment", "/a/[x]/é漢🦀.averment", "/100%/x#y?.averment", "/a+b/c&d", "/C:/a"] {
            let uri = from_path(Utf8Path::new(path));
            assert_eq!(to_path(&uri), path, "{uri}");
            assert_eq!(repair(&uri), uri, "a right URI is left alone");
        }
    }

    #[test]
    fn what_may_not_stand_in_a_uri_is_escaped() {
        assert_eq!(repair("file:///a b/[x]/é^|.averment"), "file:///a%20b/%5Bx%5D/%C3%A9%5E%7C.averment");
        assert_eq!(repair("file:///100%/%2/%zz%20%é"), "file:///100%25/%252/%25zz%20%25%C3%A9");
    }
}
