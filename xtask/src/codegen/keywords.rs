//! The keywords of the grammars for editors: what a tree-sitter or a TextMate grammar has to know of the vocabulary.
//!
//! A grammar has no types. Of a property it knows the fixed words on its line and what the free words between them
//! are, which is enough to colour them and to tell a reference from a constant.

use serde::Serialize;

use super::Language;
use super::pattern::{self, Part};
use super::vocabulary::{Head, Kind, Line, Property};

/// What the free words of a stretch of values are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Words {
    /// Paths to declarations.
    Paths,
    /// Words of a closed list, labels, percentiles: nothing a reference could lead to.
    Constants,
    /// States separated by `|`.
    States,
    /// A name, and then whatever else.
    Name,
    /// Verbs, and then paths.
    Verbs,
    /// An expression to the end of the line.
    Expression,
}

/// A stretch of values: the fixed word it begins with, if any, and what follows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct Stretch {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) after: Option<String>,
    pub(super) words: Words,
}

#[derive(Serialize)]
pub(super) struct KeywordsOfProperty {
    pub(super) word: String,
    pub(super) values: Vec<Stretch>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct KeywordsOfKind {
    pub(super) word: String,
    pub(super) top_level: bool,
    /// What follows the keyword: `name`, `optional-name`, `none` or `code`.
    pub(super) head: &'static str,
    /// The kinds its block may hold.
    pub(super) holds: Vec<String>,
    pub(super) lines: Vec<&'static str>,
    pub(super) properties: Vec<KeywordsOfProperty>,
}

/// Every kind as the grammars see it.
pub(super) fn kinds(language: &Language) -> Vec<KeywordsOfKind> {
    let kinds = &language.vocabulary.kinds;
    let holds = |parent: &Kind| {
        kinds.iter().filter(|kind| kind.inside.contains(&parent.word)).map(|kind| kind.word.clone()).collect()
    };
    let view = |kind: &Kind| KeywordsOfKind {
        word: kind.word.clone(),
        top_level: kind.top_level,
        head: match kind.head {
            Head::Name => "name",
            Head::OptionalName => "optional-name",
            Head::None => "none",
            Head::Code => "code",
        },
        holds: holds(kind),
        lines: kind.lines.iter().map(|line| line_word(*line)).collect(),
        properties: language.vocabulary.properties(kind).into_iter().map(property).collect(),
    };
    kinds.iter().map(view).collect()
}

/// The words that start an item in column 0.
pub(super) fn item_words(language: &Language) -> Vec<&str> {
    let kinds = language.vocabulary.kinds.iter().filter(|kind| kind.top_level).map(|kind| kind.word.as_str());
    ["module", "use"].into_iter().chain(kinds).collect()
}

fn line_word(line: Line) -> &'static str {
    match line {
        Line::Fields => "fields",
        Line::Transitions => "transitions",
        Line::Cases => "cases",
        Line::Clauses => "clauses",
    }
}

fn property(property: &Property) -> KeywordsOfProperty {
    let parts = pattern::parse(&property.value, &property.word);
    let mut values = vec![(None, Holes::default())];
    collect(&parts, &mut values);
    // A stretch without a hole stands before a fixed word that may be left out: what follows it may follow at once.
    for index in (1..values.len()).rev() {
        if values[index - 1].1 == Holes::default() {
            values[index - 1].1 = values[index].1;
        }
    }
    let values = values.into_iter().map(|(after, holes)| Stretch { after, words: holes.words() }).collect();
    KeywordsOfProperty { word: property.word.clone(), values }
}

/// Which holes stand in a stretch, in so far as it matters.
#[derive(Clone, Copy, Default, PartialEq)]
struct Holes {
    path: bool,
    states: bool,
    name: bool,
    word: bool,
    expression: bool,
    other: bool,
}

impl Holes {
    fn words(&self) -> Words {
        match self {
            Holes { expression: true, .. } => Words::Expression,
            Holes { name: true, .. } => Words::Name,
            Holes { states: true, .. } => Words::States,
            Holes { path: true, word: true, .. } => Words::Verbs,
            Holes { path: true, .. } => Words::Paths,
            _ => Words::Constants,
        }
    }
}

/// The units of measure that are words. In prose a word behind a number is a unit only if it is one of them.
pub(super) fn prose_units(language: &Language) -> Vec<String> {
    let units = language.vocabulary.all_units();
    let spellings = units.into_iter().flat_map(|unit| std::iter::once(unit.word).chain(unit.aliases));
    spellings.filter(|word| word.starts_with(char::is_alphabetic)).collect()
}

fn collect(parts: &[Part], values: &mut Vec<(Option<String>, Holes)>) {
    for part in parts {
        match part {
            Part::Word(word) => values.push((Some(word.clone()), Holes::default())),
            Part::Optional(parts) | Part::List(parts) => collect(parts, values),
            Part::Either(choices) => choices.iter().for_each(|parts| collect(parts, values)),
            Part::Hole { name, .. } => {
                let Some((_, holes)) = values.last_mut() else { continue };
                match name.as_str() {
                    "path" => holes.path = true,
                    "states" => holes.states = true,
                    "name" => holes.name = true,
                    "word" => holes.word = true,
                    "expression" => holes.expression = true,
                    _ => holes.other = true,
                }
            }
        }
    }
}
