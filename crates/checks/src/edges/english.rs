//! English for messages: nouns from names, one and many, articles, lists, numbers.

use averment_model::{Literal, Quantity};

/// A name as words: `OrderLine` and `order_line` are `order line`, and `HRAdmin` is `HR admin`.
pub(crate) fn words(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let at = |index: usize| chars.get(index).copied().unwrap_or(' ');
    let mut words = String::new();
    for (index, c) in chars.iter().copied().enumerate() {
        let before = if index == 0 { ' ' } else { at(index - 1) };
        if matches!(c, '_' | '-' | '.') {
            words.push(' ');
            continue;
        }
        let begins = c.is_uppercase()
            && (before.is_lowercase()
                || before.is_ascii_digit()
                || before.is_uppercase() && at(index + 1).is_lowercase());
        if begins && index > 0 {
            words.push(' ');
        }
        // Of several capitals each stands for a word.
        let letter = |c: char| c.is_uppercase() || c.is_ascii_digit();
        let alone = at(index + 1).is_lowercase();
        let acronym = c.is_uppercase() && !alone && (before.is_uppercase() || letter(at(index + 1)));
        if acronym { words.push(c) } else { words.extend(c.to_lowercase()) }
    }
    words
}

/// A title as a noun: up to three words that say the name more fully, `Support agent` of `Support` or `HR administrator` of
/// `HrAdmin`. Another title may be anything: `Sells used furniture`.
pub(crate) fn title_as_noun(title: &str, name: &str) -> Option<String> {
    let words: Vec<&str> = title.split(' ').collect();
    let plain = |word: &&str| !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '-');
    let (lower, last) = (title.to_lowercase(), name.rsplit(' ').next().unwrap_or(name).to_lowercase());
    let fuller = lower.rsplit(' ').next().is_some_and(|word| word.starts_with(&last))
        || lower.split(' ').next().is_some_and(|word| word == name.to_lowercase());
    if words.len() > 3 || !words.iter().all(plain) || !fuller || is_plural(title) != is_plural(name) {
        return None;
    }
    // What is written in capitals stays so.
    let acronym = words[0].chars().nth(1).is_some_and(char::is_uppercase);
    Some(if acronym { title.to_owned() } else { uncapitalised(title) })
}

/// `a` or `an`, and the noun.
pub(crate) fn a(noun: &str) -> String {
    let article = if begins_with_vowel_sound(noun) { "an" } else { "a" };
    format!("{article} {noun}")
}

fn begins_with_vowel_sound(noun: &str) -> bool {
    let first = noun.split(' ').next().unwrap_or_default();
    // The letters of an acronym are spoken one by one.
    if first.len() > 1 && first.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) {
        return first.starts_with(['A', 'E', 'F', 'H', 'I', 'L', 'M', 'N', 'O', 'R', 'S', 'X']);
    }
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
    matches!(last, "people" | "children" | "men" | "women" | "media" | "staff" | "stock" | "history" | "content")
        || is_uncountable(last)
        || last.ends_with('s') && !singular.iter().any(|ending| last.ends_with(ending))
}

/// Whether there is no number of a noun: nobody has three evidences.
pub(crate) fn is_uncountable(noun: &str) -> bool {
    const UNCOUNTABLE: [&str; 12] = [
        "data",
        "evidence",
        "news",
        "information",
        "feedback",
        "equipment",
        "luggage",
        "baggage",
        "software",
        "advice",
        "proof",
        "metadata",
    ];
    UNCOUNTABLE.contains(&noun.rsplit(' ').next().unwrap_or(noun))
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
        assert_eq!(words("HRAdmin"), "HR admin");
        assert_eq!(words("FAQ"), "FAQ");
        assert_eq!(words("SMSCode"), "SMS code");
        assert_eq!(words("sign_in_code"), "sign in code");
        assert_eq!(words("TeamA"), "team a");
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
            ("evidence", "evidence"),
            ("FAQ", "FAQs"),
        ] {
            assert_eq!(plural(one), many);
            assert_eq!(plural(many), many);
        }
    }

    #[test]
    fn short_titles_are_nouns() {
        let noun = |title: &str, name: &str| title_as_noun(title, name);
        assert_eq!(noun("Support agent", "support").as_deref(), Some("support agent"));
        assert_eq!(noun("HR administrator", "hr admin").as_deref(), Some("HR administrator"));
        for (title, name) in [
            ("Sells used furniture", "seller"),
            ("Therapists", "therapist"),
            ("People who look after the shop", "shop"),
            ("What's on", "programme"),
            ("", "order"),
        ] {
            assert_eq!(noun(title, name), None, "{title}");
        }
    }

    #[test]
    fn articles() {
        assert_eq!(a("order"), "an order");
        assert_eq!(a("user"), "a user");
        assert_eq!(a("HR admin"), "an HR admin");
        assert_eq!(a("EV driver"), "an EV driver");
        assert_eq!(a("PDF"), "a PDF");
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
