//! `vocabulary.toml`: the kinds, their properties, the units.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use serde::Deserialize;

use super::categories::{self, Categories};
use super::pattern::{self, Part};
use super::{pascal_case, rust};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Vocabulary {
    #[serde(rename = "kind")]
    pub(super) kinds: Vec<Kind>,
    /// Properties that several kinds share, by the name under which a kind includes them.
    #[serde(rename = "group")]
    groups: BTreeMap<String, Vec<Property>>,
    #[serde(rename = "unit")]
    units: Vec<Unit>,
    /// Denominators of rates and what a rate over them is called.
    rates: Vec<(String, String)>,
    /// ISO 4217 codes and what the currency is called.
    pub(super) currencies: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Kind {
    pub(super) word: String,
    #[serde(default)]
    also: Vec<String>,
    pub(super) doc: String,
    #[serde(default)]
    pub(super) top_level: bool,
    #[serde(default)]
    pub(super) inside: Vec<String>,
    #[serde(default)]
    pub(super) head: Head,
    #[serde(default)]
    pub(super) title: bool,
    #[serde(default)]
    pub(super) prose: bool,
    #[serde(default)]
    pub(super) lines: Vec<Line>,
    pub(super) snippet: String,
    #[serde(default)]
    properties: Vec<Row>,
}

#[derive(Deserialize, Clone, Copy, Default, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Head {
    #[default]
    Name,
    OptionalName,
    None,
    Code,
}

#[derive(Deserialize, Clone, Copy, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Line {
    Fields,
    Transitions,
    Cases,
    Clauses,
}

/// A row of a kind's properties: one, or all of a group.
#[derive(Deserialize)]
#[serde(untagged)]
enum Row {
    Include(Include),
    Property(Property),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Include {
    include: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Property {
    pub(super) word: String,
    pub(super) doc: String,
    #[serde(default)]
    pub(super) value: String,
    #[serde(default)]
    pub(super) prose: Prose,
    #[serde(default)]
    bullets: bool,
    #[serde(default)]
    pub(super) repeat: bool,
    #[serde(default)]
    pub(super) effect: bool,
    pub(super) required: Option<String>,
    snippet: Option<String>,
}

#[derive(Deserialize, Clone, Copy, Default, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Prose {
    #[default]
    No,
    Optional,
    Required,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Unit {
    pub(super) word: String,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    pub(super) dimension: String,
    /// Numerator and denominator, in the dimension's base.
    factor: (u64, u64),
    pub(super) doc: String,
}

impl Vocabulary {
    pub(super) fn read(text: &str) -> Vocabulary {
        let vocabulary: Vocabulary = toml::from_str(text).unwrap_or_else(|error| panic!("vocabulary.toml: {error}"));
        for kind in &vocabulary.kinds {
            for parent in &kind.inside {
                let known = vocabulary.kinds.iter().any(|kind| kind.word == *parent);
                assert!(known, "vocabulary.toml, {}: no kind `{parent}` to stand in", kind.word);
            }
        }
        vocabulary
    }

    /// The properties of a kind, its groups written out.
    pub(super) fn properties<'v>(&'v self, kind: &'v Kind) -> Vec<&'v Property> {
        let mut properties: Vec<&Property> = Vec::new();
        for row in &kind.properties {
            match row {
                Row::Property(property) => properties.push(property),
                Row::Include(Include { include }) => match self.groups.get(include) {
                    Some(group) => properties.extend(group),
                    None => panic!("vocabulary.toml, {}: no group `{include}`", kind.word),
                },
            }
        }
        for (index, property) in properties.iter().enumerate() {
            let twice = properties[..index].iter().any(|other| other.word == property.word);
            assert!(!twice, "vocabulary.toml, {}: `{}` stands there twice", kind.word, property.word);
        }
        properties
    }

    /// The properties that say what a step does to the model.
    pub(super) fn effects(&self) -> impl Iterator<Item = &Property> {
        self.groups.values().flatten().filter(|property| property.effect)
    }

    /// Every word that is a property somewhere, in alphabetical order.
    fn keys(&self) -> Vec<&str> {
        let mut keys: Vec<&str> =
            self.kinds.iter().flat_map(|kind| self.properties(kind)).map(|property| property.word.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// The units written down, then the rates, then the currencies.
    pub(super) fn all_units(&self) -> Vec<Unit> {
        let seconds = |word: &str| {
            let unit = self.units.iter().find(|unit| unit.word == word && unit.dimension == "time");
            unit.unwrap_or_else(|| panic!("vocabulary.toml, rates: no unit of time `{word}`")).factor
        };
        let mut units: Vec<Unit> = self.units.clone();
        units.extend(self.rates.iter().map(|(per, doc)| {
            let (numerator, denominator) = seconds(per);
            Unit {
                word: format!("requests/{per}"),
                aliases: vec![format!("/{per}")],
                dimension: "rate".to_owned(),
                factor: (denominator, numerator),
                doc: doc.clone(),
            }
        }));
        units.extend(self.currencies.iter().map(|(code, doc)| Unit {
            word: code.clone(),
            aliases: Vec::new(),
            dimension: "money".to_owned(),
            factor: (1, 1),
            doc: doc.clone(),
        }));
        units
    }
}

impl Line {
    /// What the reference calls these lines.
    pub(super) fn describe(self) -> &'static str {
        match self {
            Line::Fields => "[fields](#fields)",
            Line::Transitions => "[transitions](#transitions)",
            Line::Cases => "[cases](#decision-tables)",
            Line::Clauses => "[clauses](#clauses)",
        }
    }
}

impl Property {
    /// The value, read. `context` says whose it is, for the message of a mistake in it.
    pub(super) fn parts(&self, context: &str) -> Vec<Part> {
        pattern::parse(&self.value, context)
    }

    /// The snippet that is written down, or one made from the value.
    fn snippet(&self, parts: &[Part]) -> String {
        if let Some(snippet) = &self.snippet {
            return snippet.clone();
        }
        let mut next = 1;
        let value = pattern::snippet(parts, &mut next);
        let mut snippet = self.word.clone();
        if !value.is_empty() {
            snippet.push(' ');
            snippet.push_str(&value);
        }
        if self.prose == Prose::Required {
            snippet.push_str(": $0");
        }
        snippet
    }
}

/// The tables of the vocabulary and of the categories.
pub(super) fn emit(vocabulary: &Vocabulary, categories: &Categories) -> String {
    let kinds = emit_kinds(vocabulary);
    let keys = emit_keys(&vocabulary.keys());
    let units = emit_units(vocabulary);
    let categories = categories::emit(categories);
    rust(
        "syntax/vocabulary.toml` and `syntax/categories.toml",
        quote! {
            use crate::vocabulary::{
                CategoryData, Dimension, Family, Head, Hole, KindData, Lines, Part, Prose, PropertyData, Status, Target,
                Unit,
            };

            #kinds
            #keys
            #categories
            #units
        },
    )
}

fn emit_kinds(vocabulary: &Vocabulary) -> TokenStream {
    let kinds = &vocabulary.kinds;
    let words: Vec<&str> = kinds.iter().map(|kind| kind.word.as_str()).collect();
    let variants: Vec<Ident> = words.iter().map(|word| variant(word)).collect();
    let docs = kinds.iter().map(|kind| format!(" `{}`: {}", kind.word, kind.doc));
    let data = kinds.iter().map(|kind| emit_kind(vocabulary, kind));
    let count = kinds.len();
    quote! {
        /// What a declaration declares.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            #(#[doc = #docs] #variants,)*
        }

        impl Kind {
            /// Every kind, in the order of the reference.
            pub const ALL: &[Kind] = &[#(Kind::#variants),*];

            /// The kind this keyword declares.
            pub fn from_word(word: &str) -> Option<Kind> {
                let kind = match word {
                    #(#words => Kind::#variants,)*
                    _ => return None,
                };
                Some(kind)
            }

            /// The keyword an author writes.
            pub fn word(self) -> &'static str {
                self.data().word
            }

            /// What the table says of it.
            pub fn data(self) -> &'static KindData {
                &KINDS[self as usize]
            }
        }

        static KINDS: [KindData; #count] = [#(#data),*];
    }
}

fn emit_kind(vocabulary: &Vocabulary, kind: &Kind) -> TokenStream {
    let Kind { word, also, doc, top_level, inside, head, title, prose, lines, snippet, .. } = kind;
    let name = variant(word);
    let parents = inside.iter().map(|parent| variant(parent));
    let head = match head {
        Head::Name => quote!(Name),
        Head::OptionalName => quote!(OptionalName),
        Head::None => quote!(None),
        Head::Code => quote!(Code),
    };
    let [fields, transitions, cases, clauses] =
        [Line::Fields, Line::Transitions, Line::Cases, Line::Clauses].map(|line| lines.contains(&line));
    let properties = vocabulary.properties(kind).into_iter().map(|property| emit_property(kind, property));
    quote! {
        KindData {
            kind: Kind::#name,
            word: #word,
            also: &[#(#also),*],
            top_level: #top_level,
            parents: &[#(Kind::#parents),*],
            head: Head::#head,
            title: #title,
            prose: #prose,
            lines: Lines { fields: #fields, transitions: #transitions, cases: #cases, clauses: #clauses },
            properties: &[#(#properties),*],
            doc: #doc,
            snippet: #snippet,
        }
    }
}

fn emit_property(kind: &Kind, property: &Property) -> TokenStream {
    let Property { word, doc, prose, bullets, repeat, effect, required, .. } = property;
    let key = variant(word);
    let context = format!("{}.{word}", kind.word);
    let parts = property.parts(&context);
    let signature = pattern::signature(&parts);
    let value = parts.iter().map(|part| part.rust(&context));
    let prose = match prose {
        Prose::No => quote!(No),
        Prose::Optional => quote!(Optional),
        Prose::Required => quote!(Required),
    };
    let required = match required {
        None => quote!(None),
        Some(status) => {
            let status = variant(status);
            quote!(Some(Status::#status))
        }
    };
    let snippet = property.snippet(&parts);
    quote! {
        PropertyData {
            key: Key::#key,
            word: #word,
            value: &[#(#value),*],
            signature: #signature,
            prose: Prose::#prose,
            bullets: #bullets,
            repeat: #repeat,
            effect: #effect,
            required: #required,
            doc: #doc,
            snippet: #snippet,
        }
    }
}

fn emit_keys(words: &[&str]) -> TokenStream {
    let variants: Vec<Ident> = words.iter().map(|word| variant(word)).collect();
    let docs = words.iter().map(|word| format!(" `{word}`"));
    quote! {
        /// The keyword of a property. One word is one key, whatever the kinds it is a property of.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Key {
            #(#[doc = #docs] #variants,)*
        }

        impl Key {
            /// The key this word is.
            pub fn from_word(word: &str) -> Option<Key> {
                let key = match word {
                    #(#words => Key::#variants,)*
                    _ => return None,
                };
                Some(key)
            }

            /// The word an author writes.
            pub fn word(self) -> &'static str {
                match self {
                    #(Key::#variants => #words,)*
                }
            }
        }
    }
}

fn emit_units(vocabulary: &Vocabulary) -> TokenStream {
    let units = vocabulary.all_units();
    let count = units.len();
    let rows = units.iter().map(|Unit { word, aliases, dimension, factor: (numerator, denominator), doc }| {
        let dimension = variant(dimension);
        quote! {
            Unit {
                word: #word,
                aliases: &[#(#aliases),*],
                dimension: Dimension::#dimension,
                factor: (#numerator, #denominator),
                doc: #doc,
            }
        }
    });
    let arms =
        units.iter().enumerate().map(|(index, Unit { word, aliases, .. })| quote!(#word #(| #aliases)* => #index));
    let rates = vocabulary.rates.iter().map(|(per, _)| {
        let spellings = vocabulary.units.iter().find(|unit| unit.word == *per);
        let aliases = spellings.map(|unit| unit.aliases.as_slice()).unwrap_or_default();
        let index = units.iter().position(|unit| unit.word == format!("requests/{per}"));
        quote!(#per #(| #aliases)* => #index)
    });
    quote! {
        /// Every unit: times, sizes, shares, rates, currencies.
        pub static UNITS: [Unit; #count] = [#(#rows),*];

        /// The index in [`UNITS`] of the unit a word names, by its own spelling or an alias. Whatever is counted, a unit
        /// that is something per time (`rows/min`) is the rate over that time.
        pub(crate) fn unit_index(word: &str) -> Option<usize> {
            let index = match word {
                #(#arms,)*
                _ => {
                    let (_, per) = word.split_once('/')?;
                    match per {
                        #(#rates,)*
                        _ => return None,
                    }
                }
            };
            Some(index)
        }
    }
}

/// A word as the variant of an enum.
fn variant(word: &str) -> Ident {
    format_ident!("{}", pascal_case(word))
}
