//! Whether values are what their places ask for, and whether what is compared can be.

pub(crate) mod comparison;
pub(crate) mod default_outside;
pub(crate) mod missing_property;
pub(crate) mod range_reversed;
pub(crate) mod repeated_property;
pub(crate) mod unit;
pub(crate) mod unknown_state;
pub(crate) mod wrong_value;

use averment_model::{Literal, NodeId, Quantity, Value};

/// A value as an author wrote it, for messages.
fn value_text(value: &Value) -> String {
    match value {
        Value::Word(word) | Value::Keyword(word) | Value::Comparison(word) | Value::Date(word) | Value::Code(word) => {
            format!("`{word}`")
        }
        Value::Quantity(quantity) => format!("`{}`", quantity.text),
        Value::Text(text) => format!("`\"{text}\"`"),
        Value::Tag(tag) => format!("`@{tag}`"),
        Value::Range(..) => "a range".to_owned(),
        Value::Comma => "`,`".to_owned(),
        Value::Pipe => "`|`".to_owned(),
        Value::Path(_) => "a path".to_owned(),
        Value::Expr(_) => "an expression".to_owned(),
    }
}

/// The value at a node.
fn value_at(values: &[(Value, NodeId)], node: NodeId) -> Option<&Value> {
    values.iter().find(|(_, other)| *other == node).map(|(value, _)| value)
}

/// Words in a row: `` `a`, `b` or `c` ``.
fn either(words: &[impl AsRef<str>]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{}`", word.as_ref())).collect();
    match &quoted[..] {
        [most @ .., last] if !most.is_empty() => format!("{} or {last}", most.join(", ")),
        _ => quoted.concat(),
    }
}

/// A literal as it would be written.
fn literal_text(literal: &Literal) -> String {
    match literal {
        Literal::Quantity(Quantity { text, .. }) | Literal::Date(text) | Literal::Word(text) => text.to_string(),
        Literal::Text(text) => format!("{text:?}"),
    }
}
