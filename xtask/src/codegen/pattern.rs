//! The notation for values in `vocabulary.toml` (its head explains it), read into the `Part`s of the tables.
//!
//! ```text
//! choice   = sequence ('|' sequence)*
//! sequence = (atom ('?' | ',+')?)*
//! atom     = "'" word "'" | '<' hole (':' word*)? '>' | '(' choice ')'
//! ```

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::pascal_case;

/// A part of a property's value, as `averment_syntax::vocabulary::Part`.
pub(super) enum Part {
    Word(String),
    Hole { name: String, of: Vec<String> },
    Optional(Vec<Part>),
    List(Vec<Part>),
    Either(Vec<Vec<Part>>),
}

/// Reads a pattern. `context` says whose it is, for the message of a mistake in it.
pub(super) fn parse(pattern: &str, context: &str) -> Vec<Part> {
    let mut reader = Reader { rest: pattern, pattern, context };
    let parts = reader.choice();
    if !reader.rest.is_empty() {
        reader.fail("unexpected text");
    }
    parts
}

struct Reader<'p> {
    rest: &'p str,
    pattern: &'p str,
    context: &'p str,
}

impl<'p> Reader<'p> {
    fn choice(&mut self) -> Vec<Part> {
        let mut sequences = vec![self.sequence()];
        while self.eat("|") {
            sequences.push(self.sequence());
        }
        match sequences.len() {
            1 => sequences.remove(0),
            _ => vec![Part::Either(sequences)],
        }
    }

    fn sequence(&mut self) -> Vec<Part> {
        let mut parts = Vec::new();
        while let Some(atom) = self.atom() {
            if self.eat("?") {
                parts.push(Part::Optional(atom));
            } else if self.eat(",+") {
                parts.push(Part::List(atom));
            } else {
                parts.extend(atom);
            }
        }
        parts
    }

    fn atom(&mut self) -> Option<Vec<Part>> {
        if self.eat("'") {
            return Some(vec![Part::Word(self.until("'").to_owned())]);
        }
        if self.eat("<") {
            let inner = self.until(">");
            let (name, of) = inner.split_once(':').unwrap_or((inner, ""));
            let of = of.split_whitespace().map(str::to_owned).collect();
            return Some(vec![Part::Hole { name: name.to_owned(), of }]);
        }
        if self.eat("(") {
            let parts = self.choice();
            if !self.eat(")") {
                self.fail("expected `)`");
            }
            return Some(parts);
        }
        None
    }

    fn eat(&mut self, text: &str) -> bool {
        self.rest = self.rest.trim_start();
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn until(&mut self, end: &str) -> &'p str {
        let Some((inner, rest)) = self.rest.split_once(end) else { self.fail(&format!("expected `{end}`")) };
        self.rest = rest;
        inner
    }

    fn fail(&self, what: &str) -> ! {
        panic!("vocabulary.toml, {}: {what} in `{}` at `{}`", self.context, self.pattern, self.rest)
    }
}

impl Part {
    /// The part as Rust, in terms of `averment_syntax::vocabulary`.
    pub(super) fn rust(&self, context: &str) -> TokenStream {
        match self {
            Part::Word(word) => quote!(Part::Word(#word)),
            Part::Optional(parts) => {
                let parts = parts.iter().map(|part| part.rust(context));
                quote!(Part::Optional(&[#(#parts),*]))
            }
            Part::List(parts) => {
                let parts = parts.iter().map(|part| part.rust(context));
                quote!(Part::List(&[#(#parts),*]))
            }
            Part::Either(sequences) => {
                let sequences = sequences.iter().map(|parts| {
                    let parts = parts.iter().map(|part| part.rust(context));
                    quote!(&[#(#parts),*])
                });
                quote!(Part::Either(&[#(#sequences),*]))
            }
            Part::Hole { name, of } => {
                let hole = hole(name, of, context);
                quote!(Part::Hole(Hole::#hole))
            }
        }
    }
}

fn hole(name: &str, of: &[String], context: &str) -> TokenStream {
    match (name, of) {
        ("path", [_, ..]) => {
            let targets = of.iter().map(|word| match word.as_str() {
                "field" | "state" | "any" => {
                    let target = format_ident!("{}", pascal_case(word));
                    quote!(Target::#target)
                }
                kind => {
                    let kind = format_ident!("{}", pascal_case(kind));
                    quote!(Target::Kind(Kind::#kind))
                }
            });
            quote!(Path(&[#(#targets),*]))
        }
        ("choice", [_, ..]) => quote!(Choice(&[#(#of),*])),
        ("quantity", []) => quote!(AnyQuantity),
        ("quantity", [dimension]) => {
            let dimension = format_ident!("{}", pascal_case(dimension));
            quote!(Quantity(Dimension::#dimension))
        }
        (
            "name" | "word" | "status" | "states" | "number" | "range" | "date" | "text" | "percentile" | "comparison"
            | "expression" | "code" | "category" | "tag" | "time-of-day",
            [],
        ) => {
            let hole = format_ident!("{}", pascal_case(name));
            quote!(#hole)
        }
        _ => panic!("vocabulary.toml, {context}: no such hole: <{name}> of {of:?}"),
    }
}

/// The parts as the reference writes them: `NAME PERCENT [until DATE]`.
pub(super) fn signature(parts: &[Part]) -> String {
    let rendered: Vec<String> = parts
        .iter()
        .map(|part| match part {
            Part::Word(word) => word.clone(),
            Part::Optional(parts) => format!("[{}]", signature(parts)),
            Part::List(parts) => match parts.as_slice() {
                [Part::Either(_)] | [_, _, ..] => format!("({}), …", signature(parts)),
                _ => format!("{}, …", signature(parts)),
            },
            Part::Either(sequences) => {
                let sequences: Vec<String> = sequences.iter().map(|parts| signature(parts)).collect();
                sequences.join(" | ")
            }
            Part::Hole { name, of } => hole_signature(name, of),
        })
        .collect();
    rendered.join(" ")
}

fn hole_signature(name: &str, of: &[String]) -> String {
    match (name, of) {
        ("path", [..]) if of.len() > 3 || of.iter().any(|word| word == "any") => "PATH".to_owned(),
        ("path", [..]) => of.join("|").to_uppercase(),
        ("choice", [..]) => of.join("|"),
        ("quantity", [dimension]) if dimension == "time" => "DURATION".to_owned(),
        ("quantity", [dimension]) => dimension.to_uppercase(),
        ("comparison", []) => "OP".to_owned(),
        ("percentile", []) => "PERCENTILE".to_owned(),
        ("states", []) => "A | B | …".to_owned(),
        ("time-of-day", []) => "HH:MM".to_owned(),
        _ => name.to_uppercase(),
    }
}

/// The parts as the rest of a snippet, with placeholders from `next` on.
pub(super) fn snippet(parts: &[Part], next: &mut usize) -> String {
    let mut snippet = String::new();
    for part in parts {
        let text = match part {
            Part::Word(word) => word.clone(),
            // What may be left out is left out.
            Part::Optional(_) => continue,
            Part::List(parts) => self::snippet(parts, next),
            Part::Either(sequences) => self::snippet(&sequences[0], next),
            Part::Hole { name, of } => {
                let number = *next;
                *next += 1;
                match (name.as_str(), of.as_slice()) {
                    ("choice", [..]) => format!("${{{number}|{}|}}", of.join(",")),
                    ("status", []) => format!("${{{number}|draft,review,approved,building,shipped,retired,iceboxed|}}"),
                    ("comparison", []) => format!("${{{number}|<=,<,>=,>,=|}}"),
                    ("text", []) => format!("\"${{{number}:text}}\""),
                    ("percentile", []) => format!("${{{number}:p95}}"),
                    ("quantity", [dimension]) => format!("${{{number}:{}}}", example(dimension)),
                    ("states", []) => format!("${{{number}:a}} | ${{{}:b}}", std::mem::replace(next, *next + 1)),
                    ("date", []) => format!("${{{number}:2026-12-31}}"),
                    ("time-of-day", []) => format!("${{{number}:02:00}}"),
                    ("path", [first, ..]) => format!("${{{number}:{}}}", example_path(first)),
                    ("name", []) => format!("${{{number}:Name}}"),
                    ("quantity" | "number", []) => format!("${{{number}:10}}"),
                    ("tag", []) => format!("${{{number}:@tag}}"),
                    _ => format!("${{{number}:{name}}}"),
                }
            }
        };
        if !snippet.is_empty() {
            snippet.push(' ');
        }
        let _ = write!(snippet, "{text}");
    }
    snippet
}

fn example_path(target: &str) -> String {
    match target {
        "field" => "Entity.field".to_owned(),
        "state" => "state".to_owned(),
        "any" => "Name".to_owned(),
        kind => pascal_case(kind),
    }
}

fn example(dimension: &str) -> &'static str {
    match dimension {
        "time" => "5 s",
        "size" => "10 MB",
        "percent" => "10%",
        "money" => "50 EUR",
        "rate" => "100 requests/s",
        _ => panic!("vocabulary.toml: no dimension `{dimension}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::{parse, signature, snippet};

    #[track_caller]
    fn check(pattern: &str, expected: &str, expected_snippet: &str) {
        let parts = parse(pattern, "test");
        assert_eq!(signature(&parts), expected);
        assert_eq!(snippet(&parts, &mut 1), expected_snippet);
    }

    #[test]
    fn patterns_are_written_out() {
        check("", "", "");
        check("<name> <quantity:percent> ('until' <date>)?", "NAME PERCENT [until DATE]", "${1:Name} ${2:10%}");
        check("'each'? <path:field> 'to' <path:state>", "[each] FIELD to STATE", "${1:Entity.field} to ${2:state}");
        check("(<tag> | <path:any>),+", "(TAG | PATH), …", "${1:@tag}");
        check("<choice:yes no>,+", "yes|no, …", "${1|yes,no|}");
        check("<states>", "A | B | …", "${1:a} | ${2:b}");
    }

    #[test]
    #[should_panic(expected = "vocabulary.toml, spec.owner: expected `>` in `<path:person` at `path:person`")]
    fn a_mistake_says_where_it_is() {
        parse("<path:person", "spec.owner");
    }

    #[test]
    #[should_panic(expected = "no such hole: <nmae>")]
    fn an_unknown_hole_is_a_mistake() {
        for part in parse("<nmae>", "spec.owner") {
            part.rust("spec.owner");
        }
    }
}
