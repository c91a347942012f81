//! Values and expressions as their authors wrote them, and how they compare.

use std::cmp::Ordering;

use averment_model::{Body, ExprId, ExprKind, Literal, Number, Quantity, Value};
use averment_syntax::vocabulary::{Dimension, UNITS};

use super::calendar::days;
use averment_syntax::nearest;

/// A value, as written.
pub(super) fn literal_text(literal: &Literal) -> String {
    match literal {
        Literal::Quantity(quantity) => quantity.text.to_string(),
        Literal::Text(text) => format!("\"{text}\""),
        Literal::Date(text) | Literal::Word(text) => text.to_string(),
    }
}

/// A range, as written.
pub(super) fn range_text(from: Option<&Literal>, to: Option<&Literal>) -> String {
    format!("{}..{}", from.map(literal_text).unwrap_or_default(), to.map(literal_text).unwrap_or_default())
}

/// A value of a property, as written.
pub(in crate::rules) fn value_text(body: &Body, value: &Value) -> String {
    match value {
        Value::Path(path) => body.path(*path).text(),
        Value::Word(text)
        | Value::Keyword(text)
        | Value::Date(text)
        | Value::TimeOfDay(text)
        | Value::Comparison(text)
        | Value::Code(text) => text.to_string(),
        Value::Quantity(quantity) => quantity.text.to_string(),
        Value::Range(from, to) => range_text(from.as_ref(), to.as_ref()),
        Value::Text(text) => format!("\"{text}\""),
        Value::Comma => ",".to_owned(),
        Value::Pipe => "|".to_owned(),
        Value::Tag(tag) => format!("@{tag}"),
        Value::Expr(expr) => expr_text(body, *expr),
    }
}

/// An expression, as it could have been written.
pub(super) fn expr_text(body: &Body, expr: ExprId) -> String {
    let part = |id: &ExprId| match &body.expr(*id).kind {
        ExprKind::Binary(..) => format!("({})", expr_text(body, *id)),
        _ => expr_text(body, *id),
    };
    match &body.expr(expr).kind {
        ExprKind::Missing => "…".to_owned(),
        ExprKind::Path(path) => body.path(*path).text(),
        ExprKind::Literal(literal) => literal_text(literal),
        ExprKind::Binary(operator, lhs, rhs) => format!("{} {operator} {}", part(lhs), part(rhs)),
        ExprKind::Not(inner) => format!("not {}", part(inner)),
        ExprKind::Negate(inner) => format!("-{}", part(inner)),
        ExprKind::Call { function, path, condition, .. } => {
            let path = path.map(|path| body.path(path).text()).unwrap_or_default();
            let condition = condition.map(|condition| format!(" where {}", expr_text(body, condition)));
            format!("{function}({path}{})", condition.unwrap_or_default())
        }
        ExprKind::In(subject, set) => {
            let set: Vec<_> = set.iter().map(|member| expr_text(body, *member)).collect();
            format!("{} in {{ {} }}", part(subject), set.join(", "))
        }
        ExprKind::IsSet(subject, unset) => format!("{} is {}", part(subject), if *unset { "unset" } else { "set" }),
    }
}

/// The number of a quantity without its unit, as written.
pub(super) fn number_text(quantity: &Quantity) -> &str {
    let end = quantity.text.find(|c: char| !matches!(c, '0'..='9' | '_' | '.' | '-'));
    quantity.text[..end.unwrap_or(quantity.text.len())].trim_end()
}

/// The unit of a quantity with the space before it, as written.
pub(super) fn unit_text(quantity: &Quantity) -> &str {
    &quantity.text[number_text(quantity).len()..]
}

/// Which of two values is more; `None` where they cannot be compared or one of them is no value. Zero is zero in any
/// unit, and amounts and shares may be written without one.
pub(super) fn compare(a: &Literal, b: &Literal) -> Option<Ordering> {
    match (a, b) {
        (Literal::Quantity(a), Literal::Quantity(b)) => {
            let plain = |q: &Quantity| q.dimension().is_none();
            let lenient = |one: &Quantity, other: &Quantity| {
                plain(one) && (is_zero(one) || matches!(other.dimension(), Some(Dimension::Money | Dimension::Percent)))
            };
            match a.compare(b) {
                None if lenient(a, b) || lenient(b, a) => Some(a.number.cmp(&b.number)),
                order => order,
            }
        }
        (Literal::Date(a), Literal::Date(b)) => {
            let (a, b) = (days(a)?, days(b)?);
            if a == b {
                Some(Ordering::Equal)
            } else if a.1 < b.0 {
                Some(Ordering::Less)
            } else if b.1 < a.0 {
                Some(Ordering::Greater)
            } else {
                None
            }
        }
        _ => None,
    }
}

/// The length of a text as a value, for what a range says about it.
pub(super) fn length(text: &str) -> Literal {
    let count = text.chars().count().to_string();
    Literal::Quantity(Quantity { number: Number::parse(&count, false), unit: None, text: count.into() })
}

/// What a part of one is in percent: `50%` for `0.5`; `None` for what is no part of one.
pub(super) fn fraction_of_all(quantity: &Quantity) -> Option<String> {
    let (none, one) = (Number::parse("0", false), Number::parse("1", false));
    let part = quantity.number > none && quantity.number < one;
    let number: f64 = number_text(quantity).replace('_', "").parse().ok().filter(|_| part)?;
    // Six decimals are more than anybody writes, and what a `f64` makes of the rest is left out.
    let percent = (number * 1e8).round() / 1e6;
    Some(format!("{percent}%"))
}

/// Whether a range of shares is written as if the whole were one: `0..1`, which is read as 0% to 1%.
pub(super) fn part_of_one(from: Option<&Literal>, to: Option<&Literal>) -> bool {
    let plain = |end: Option<&Literal>| matches!(end, None | Some(Literal::Quantity(Quantity { unit: None, .. })));
    let Some(Literal::Quantity(most)) = to else { return false };
    plain(from) && plain(to) && most.number > Number::parse("0", false) && most.number <= Number::parse("1", false)
}

/// Whether a number is none at all, for which its unit does not matter.
pub(super) fn is_zero(quantity: &Quantity) -> bool {
    quantity.number == Number::parse("0", false)
}

/// The units in which something of a dimension is usually given.
pub(super) fn likely_units(dimension: Dimension) -> &'static [&'static str] {
    match dimension {
        Dimension::Time => &["s", "min", "h", "days"],
        Dimension::Size => &["KB", "MB", "GB"],
        Dimension::Percent => &["%"],
        Dimension::Money => &["EUR", "USD", "GBP"],
        Dimension::Rate => &["requests/s", "requests/min"],
    }
}

/// A number with a unit.
pub(super) fn with_unit(number: &str, unit: &str) -> String {
    match unit {
        "%" => format!("{number}%"),
        "days" if number == "1" => "1 day".to_owned(),
        unit => format!("{number} {unit}"),
    }
}

/// The unit of a dimension that a word was meant as, if it is none.
pub(super) fn meant_unit(quantity: &Quantity, dimension: Dimension) -> Option<&'static str> {
    let word = quantity.unit.as_ref()?;
    if quantity.dimension().is_some() {
        return None;
    }
    let units = || UNITS.iter().filter(|unit| unit.dimension == dimension);
    let words = || units().flat_map(|unit| [unit.word].into_iter().chain(unit.aliases.iter().copied()));
    let meant = nearest(word, words())?;
    // Symbols have no plural.
    if meant.len() <= 3 && meant != "day" {
        return Some(meant);
    }
    // `3 da` is 3 days, and `1 dais` is a day.
    let one = quantity.number == Number::parse("1", false);
    let other = if one { meant.strip_suffix('s').map(str::to_owned) } else { Some(format!("{meant}s")) };
    let same = units().find(|unit| unit.word == meant || unit.aliases.contains(&meant))?;
    let agreeing = [same.word].into_iter().chain(same.aliases.iter().copied());
    Some(agreeing.into_iter().find(|word| Some(*word) == other.as_deref()).unwrap_or(meant))
}

/// What is usually written for a dimension: ``a time, such as `5 s` ``.
pub(super) fn dimension_text(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Time => "a time, such as `5 s`",
        Dimension::Size => "a size, such as `10 MB`",
        Dimension::Percent => "a percentage, such as `30%`",
        Dimension::Money => "an amount of money, such as `50 EUR`",
        Dimension::Rate => "a rate, such as `100 requests/s`",
    }
}
