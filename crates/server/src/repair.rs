//! Mends the URIs of incoming messages before they are decoded.

use serde_json::Value;

use crate::uri;

/// Mends every URI in a message: the strings under keys that end in `uri`. Messages nest a few levels deep at most, and
/// the decoder refuses those that nest deeper than 128.
pub(crate) fn repair(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for (key, value) in map.iter_mut() {
                match value {
                    Value::String(text) if key.ends_with("uri") || key.ends_with("Uri") => *text = uri::repair(text),
                    // The text of a document is long and holds none.
                    Value::String(_) => {}
                    other => repair(other),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(repair),
        _ => {}
    }
}
