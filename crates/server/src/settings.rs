//! What the settings of an editor ask of specs.
//!
//! They are sent with `workspace/didChangeConfiguration` and written as an `averment.toml` would say them, so that there is one
//! reader for both. Only what is a matter of taste can be set there; the rest belongs to the workspace.

use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::Value;

/// The settings as the text of an `averment.toml`; `None` where they ask for nothing. They may stand under `averment`, as
/// editors send them, or by themselves.
pub(crate) fn text(settings: &Value) -> Option<Arc<str>> {
    let settings = settings.get("averment").unwrap_or(settings);
    let mut text = String::new();
    if let Some(shown) = settings.pointer("/hints/draft").and_then(Value::as_u64) {
        let _ = write!(text, "[hints]\ndraft = {shown}\n");
    }
    let lints = settings.get("lints").and_then(Value::as_object).into_iter().flatten();
    let mut lints = lints.filter_map(|(code, level)| Some((code, level.as_str()?))).peekable();
    if lints.peek().is_some() {
        text.push_str("[lints]\n");
    }
    for (code, level) in lints {
        let _ = writeln!(text, "{} = {}", quoted(code), quoted(level));
    }
    (!text.is_empty()).then(|| text.into())
}

/// What is in quotes in JSON is in quotes in TOML, but for one control character.
fn quoted(text: &str) -> String {
    Value::from(text).to_string().replace('\u{7f}', "\\u007F")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::text;

    #[test]
    fn settings_are_written_as_a_configuration() {
        let settings = json!({
            "server": { "path": "" },
            "hints": { "draft": 3 },
            "lints": { "edge/empty": "off", "a\"b": "error", "c\u{7f}\n": "hint", "name/unused": 1 },
        });
        let expected = "[hints]\ndraft = 3\n[lints]\n\"a\\\"b\" = \"error\"\n\"c\\u007F\\n\" = \"hint\"\n\"edge/empty\" = \"off\"\n";
        for sent in [json!({ "averment": settings }), settings] {
            assert_eq!(text(&sent).as_deref(), Some(expected));
        }
        for nothing in [json!(null), json!({ "averment": { "hints": { "draft": null }, "lints": {} } }), json!([])] {
            assert_eq!(text(&nothing), None);
        }
    }
}
