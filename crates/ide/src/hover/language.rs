//! What the words of the language mean: kinds, properties, codes.

use std::fmt::Write as _;

use averment_syntax::vocabulary::{Kind, PropertyData, Prose, Status};

use super::{code, quoted};

/// A kind as the reference shows it.
pub(crate) fn kind_card(kind: Kind) -> String {
    let data = kind.data();
    let mut card = format!("{}\n\n{}", code(&kind_signature(kind)), data.doc);
    let nested: Vec<_> = Kind::ALL.iter().filter(|inner| kind.holds(**inner)).map(|inner| inner.word()).collect();
    let properties: Vec<_> = data.properties.iter().map(|property| property.word).collect();
    if !properties.is_empty() {
        let _ = write!(card, "\n\n**Properties:** {}", quoted(&properties));
    }
    if !nested.is_empty() {
        let _ = write!(card, "\n\n**Holds:** {}", quoted(&nested));
    }
    if !data.parents.is_empty() {
        let parents: Vec<_> = data.parents.iter().map(|parent| parent.word()).collect();
        let top = if data.top_level { "top level, " } else { "" };
        let _ = write!(card, "\n\n**Stands in:** {top}{}", quoted(&parents));
    }
    card
}

pub(super) fn kind_signature(kind: Kind) -> String {
    use averment_syntax::vocabulary::Head;
    let data = kind.data();
    let head = match data.head {
        Head::Name => " Name",
        Head::OptionalName => " Name?",
        Head::None => "",
        Head::Code => " CODE (of PATH)?",
    };
    let title = if data.title { " \"title\"?" } else { "" };
    format!("{}{head}{title}", data.word)
}

/// A property as the reference shows it.
pub(crate) fn property_card(kind: Option<Kind>, data: &PropertyData) -> String {
    let value = if data.signature.is_empty() { String::new() } else { format!(" {}", data.signature) };
    let prose = match data.prose {
        Prose::Required => ": prose",
        Prose::Optional => " (: prose)?",
        Prose::No => "",
    };
    let mut card = format!("{}\n\n{}", code(&format!("{}{value}{prose}", data.word)), data.doc);
    let mut notes = Vec::new();
    if let Some(kind) = kind {
        notes.push(format!("a property of `{}`", kind.word()));
    }
    if data.repeat {
        notes.push("may be given more than once".to_owned());
    }
    if data.bullets {
        notes.push("takes bullets".to_owned());
    }
    match data.required {
        Some(Status::Draft) => notes.push("required".to_owned()),
        Some(status) => notes.push(format!("required from status `{}` on", status.word())),
        None => {}
    }
    if !notes.is_empty() {
        let _ = write!(card, "\n\n*{}*", notes.join("; "));
    }
    card
}

/// The page of a rule; of a category that has none yet, what is known of it.
pub(super) fn rule_card(rule_code: &str) -> Option<String> {
    if let Some(rule) = averment_checks::rule(rule_code) {
        let page = rule.page.trim();
        let text = page.strip_prefix("# ").and_then(|page| page.split_once('\n')).map_or(page, |(_, text)| text);
        // What an example shows is for the tests of the rules; an editor wants the language alone.
        let text = text.replace("```averment bad", "```averment").replace("```averment good", "```averment");
        return Some(format!("{}\n\n{}", code(rule.code), text.trim()));
    }
    let category = averment_syntax::vocabulary::category(rule_code.strip_prefix("edge/")?)?;
    Some(format!("{}\n\n{}\n\n*{}*", code(rule_code), category.doc, category.question))
}
