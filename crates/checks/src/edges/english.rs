//! English for messages: nouns from names, one and many, articles, lists, numbers.

use averment_model::{Literal, Quantity};

/// A name as words: `OrderLine` and `order_line` are `order line`.
pub(crate) fn words(name: &str) -> String {
    let mut words = String::new();
    let mut before = ' ';
    for c in name.chars() {
        if matches!(c, '_' | '-' | '.') {
            words.push(' ');
        } else {
            if c.is_uppercase() && (before.is_lowercase() || before.is_ascii_digit()) {
                words.push(' ');
            }
            words.extend(c.to_lowercase());
        }
        before = c;
    }
    words
}

/// `a` or `an`, and the noun.
pub(crate) fn a(noun: &str) -> String {
    let article = if begins_with_vowel_sound(noun) { "an" } else { "a" };
    format!("{article} {noun}")
}

fn begins_with_vowel_sound(noun: &str) -> bool {
    let lower = noun.to_lowercase();
    let consonant = ["uni", "use", "usa", "uti", "eu", "one", "once", "url"];
    if consonant.iter().any(|start| lower.starts_with(start)) {
        return false;
    }
    ["hour", "honest", "heir"].iter().any(|start| lower.starts_with(start))
        || lower.starts_with(['a', 'e', 'i', 'o', 'u'])
}

/// Several of a noun; of a phrase its last word.
pub(crate) fn plural(noun: &str) -> String {
    let (head, last) = noun.rsplit_once(' ').map_or(("", noun), |(head, last)| (head, last));
    let irregular =
        [("person", "people"), ("child", "children"), ("man", "men"), ("woman", "women"), ("staff", "staff")];
    let vowel = |c: Option<char>| c.is_some_and(|c| "aeiou".contains(c));
    let mut ends = last.chars().rev();
    let (end, before) = (ends.next(), ends.next());
    let many = if let Some((_, many)) = irregular.iter().find(|(one, _)| *one == last) {
        (*many).to_owned()
    } else if is_plural(last) {
        last.to_owned()
    } else if end == Some('y') && !vowel(before) {
        format!("{}ies", &last[..last.len() - 1])
    } else if ["s", "x", "z", "ch", "sh"].iter().any(|ending| last.ends_with(ending)) {
        format!("{last}es")
    } else {
        format!("{last}s")
    };
    if head.is_empty() { many } else { format!("{head} {many}") }
}

/// Whether a noun already stands for several.
pub(crate) fn is_plural(noun: &str) -> bool {
    let last = noun.rsplit(' ').next().unwrap_or(noun);
    let singular = ["ss", "us", "is", "news", "status", "address"];
    matches!(
        last,
        "people" | "children" | "men" | "women" | "data" | "media" | "staff" | "stock" | "history" | "content"
    ) || last.ends_with('s') && !singular.iter().any(|ending| last.ends_with(ending))
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn list(parts: &[String]) -> String {
    joined(parts, "and")
}

/// `a`, `a or b`, `a, b or c`.
pub(crate) fn choice(parts: &[String]) -> String {
    joined(parts, "or")
}

fn joined(parts: &[String], word: &str) -> String {
    match parts {
        [most @ .., last] if !most.is_empty() => format!("{} {word} {last}", most.join(", ")),
        _ => parts.concat(),
    }
}

/// A number with its unit as people write it: `2,000,000`, `50 EUR`.
pub(crate) fn quantity(quantity: &Quantity) -> String {
    let text = quantity.text.trim();
    let digits = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '_' | '.' | ',' | '-'))).unwrap_or(text.len());
    let (number, unit) = (&text[..digits], text[digits..].trim());
    let number = thousands(&number.replace(['_', ','], ""));
    match unit {
        "" => number,
        "%" => format!("{number}%"),
        unit => format!("{number} {unit}"),
    }
}

fn thousands(number: &str) -> String {
    let (whole, rest) = number.find('.').map_or((number, ""), |dot| number.split_at(dot));
    let (sign, whole) = whole.strip_prefix('-').map_or(("", whole), |whole| ("-", whole));
    if whole.len() < 5 && whole.len() != 4 {
        return number.to_owned();
    }
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{rest}")
}

/// A value as people write it.
pub(crate) fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Quantity(q) => quantity(q),
        Literal::Text(text) => format!("\"{text}\""),
        Literal::Date(text) | Literal::Word(text) => text.to_string(),
    }
}

/// A range as people write it: `0 to 2,000,000`, `at least 1`, `at most 10 MB`.
pub(crate) fn range(from: Option<&Literal>, to: Option<&Literal>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!("{} to {}", literal(from), literal(to)),
        (Some(from), None) => format!("{} or more", literal(from)),
        (None, Some(to)) => format!("at most {}", literal(to)),
        (None, None) => "any number".to_owned(),
    }
}

/// The first letter made large.
pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A sentence as the second half of one: its first letter small.
pub(crate) fn uncapitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// Words as a name in PascalCase.
pub(crate) fn pascal(text: &str) -> String {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(capitalised).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_words() {
        assert_eq!(words("OrderLine"), "order line");
        assert_eq!(words("incident_date"), "incident date");
        assert_eq!(words("in-review"), "in review");
    }

    #[test]
    fn one_and_many() {
        for (one, many) in [
            ("row", "rows"),
            ("policy", "policies"),
            ("address", "addresses"),
            ("box", "boxes"),
            ("order line", "order lines"),
            ("key", "keys"),
            ("person", "people"),
            ("match", "matches"),
            ("status", "statuses"),
        ] {
            assert_eq!(plural(one), many);
            assert_eq!(plural(many), many);
        }
    }

    #[test]
    fn articles() {
        assert_eq!(a("order"), "an order");
        assert_eq!(a("user"), "a user");
        assert_eq!(a("hour"), "an hour");
        assert_eq!(a("report"), "a report");
    }

    #[test]
    fn numbers_are_grouped() {
        let number = |text: &str| {
            quantity(&Quantity { number: averment_model::Number::parse(text, false), unit: None, text: text.into() })
        };
        assert_eq!(number("2_000_000"), "2,000,000");
        assert_eq!(number("200"), "200");
        assert_eq!(number("1400"), "1,400");
        assert_eq!(number("10 MB"), "10 MB");
        assert_eq!(number("2.5 h"), "2.5 h");
    }
}
