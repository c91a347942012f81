//! The TextMate grammar, from the vocabulary. Its forms are those of `syntax/tree-sitter-averment/grammar.js`: one
//! block per kind, of the same few lines.
//!
//! TextMate matches line by line, and so is the language made: a rule begins at the first word of a line and ends with
//! the line, unless a comma or an operator carries it on to the next.

use serde_json::{Map, Value, json};

use super::keywords::{self, KeywordsOfKind, KeywordsOfProperty, Stretch, Words};
use super::{COMMAND, Language};

/// A character that goes on in a word, and one that may start it. Close to Unicode's XID classes, in the terms every
/// engine knows.
const CONTINUE: &str = r"[\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]";
const START: &str = r"[\p{L}\p{Nl}_]";

/// The start of a line that carries nothing on: it is empty, a comment, or prose from its first word or sign.
const APART: &str = r"^(?=\s*(?:$|//(?!/)|(?:given|when|then|and|but|[-|])(?:[ \t]|$)))";

/// The words of expressions; none of them is a unit.
const EXPRESSION_WORDS: [&str; 10] = ["and", "or", "not", "implies", "in", "is", "where", "set", "unset", "then"];

/// The built-in types. A test holds them against those of the model.
const TYPES: [&str; 16] = [
    "Text", "Integer", "Decimal", "Money", "Percent", "Boolean", "Date", "Time", "Duration", "File", "Image", "Url",
    "Email", "Phone", "Id", "Json",
];

/// `syntax/textmate/averment.tmLanguage.json`.
pub(super) fn emit(language: &Language) -> String {
    let kinds = keywords::kinds(language);
    let items: Vec<_> = keywords::item_words(language).iter().map(|word| (*word).to_owned()).collect();
    let border = format!("^(?={})", words(&items));
    let grammar = Grammar { border, units: units(language) };
    let mut repository = grammar.shared();
    for kind in &kinds {
        repository.insert(format!("declaration-{}", kind.word), grammar.declaration(kind, ""));
        if kinds.iter().any(|parent| is_both(parent, &kind.word)) {
            // Where the word is a property of the parent too, only what a declaration has behind it tells them apart.
            let ahead = format!(r#"(?=\s+(?:{}\s*)*[{{:"])"#, word());
            repository.insert(format!("declaration-{}-by-its-head", kind.word), grammar.declaration(kind, &ahead));
        }
        repository.insert(format!("block-{}", kind.word), grammar.block(kind));
    }
    repository.insert("block-any".to_owned(), grammar.block_any(&kinds));
    let mut patterns = vec![include("comment"), include("module"), include("use")];
    patterns
        .extend(kinds.iter().filter(|kind| kind.top_level).map(|kind| include(&format!("declaration-{}", kind.word))));
    patterns.extend([include("prose-lines"), include("unknown")]);
    let whole = json!({
        "$schema": "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
        "information_for_contributors": [format!("Generated from `syntax/vocabulary.toml` by `{COMMAND}`; do not edit.")],
        "name": "Averment",
        "scopeName": "source.averment",
        "fileTypes": ["averment"],
        "patterns": patterns,
        "repository": repository,
    });
    serde_json::to_string_pretty(&whole).expect("plain data") + "\n"
}

fn include(name: &str) -> Value {
    json!({ "include": format!("#{name}") })
}

/// A word of the language, whole.
fn word() -> String {
    format!("{START}{CONTINUE}*(?:-{CONTINUE}+)*")
}

fn path() -> String {
    format!(r"{0}(?:\s*\.\s*{0})*", word())
}

/// One of these words, whole.
fn words<S: AsRef<str>>(words: &[S]) -> String {
    let mut sorted: Vec<_> = words.iter().map(AsRef::as_ref).collect();
    sorted.sort_by_key(|word| (std::cmp::Reverse(word.len()), *word));
    format!("(?:{}){}", sorted.join("|"), word_end())
}

/// One of the built-in types, and not the start of a path.
fn built_in_type() -> String {
    format!(r"(?:{}){}(?!\s*\.)", TYPES.join("|"), word_end())
}

/// Not in the middle of a word.
fn word_end() -> String {
    format!("(?!{CONTINUE}|-{CONTINUE})")
}

/// Units of measure that are words, for quantities in prose. A unit such as `requests/s` is one there too.
fn units(language: &Language) -> String {
    words(&keywords::prose_units(language))
}

fn scope(name: &str) -> Value {
    json!({ "name": format!("{name}.averment") })
}

struct Grammar {
    /// Where an item starts, which is where an unclosed block ends.
    border: String,
    units: String,
}

impl Grammar {
    /// Where a structured line ends: not after an operator, which goes on in `continuation`.
    fn line_end(&self) -> String {
        format!(r"$|(?=\}})|{APART}|{}", self.border)
    }

    /// The same, for a part of a line: the line itself ends there, too.
    fn part_end(&self) -> String {
        format!(r"(?=$|:|\}}|\{{)|{APART}|{}", self.border)
    }

    fn shared(&self) -> Map<String, Value> {
        let word = word();
        let path = path();
        let end = word_end();
        let json = json!({
            "comment": { "patterns": [
                { "name": "comment.line.double-slash.averment", "match": "////.*$" },
                { "name": "comment.line.documentation.averment", "match": "///.*$" },
                { "name": "comment.line.double-slash.averment", "match": "//.*$" },
            ]},
            "module": {
                "begin": format!("^(module){end}"), "beginCaptures": { "1": scope("keyword.other") },
                "end": self.line_end(),
                "patterns": [
                    include("comment"),
                    { "name": "entity.name.namespace.averment", "match": path },
                    include("value"),
                ],
            },
            "use": {
                "begin": format!("^(use){end}"), "beginCaptures": { "1": scope("keyword.other") },
                "end": self.line_end(),
                "patterns": [
                    include("comment"),
                    { "match": format!("(as){end}\\s+({word})"),
                      "captures": { "1": scope("keyword.other"), "2": scope("entity.name.type.alias") } },
                    { "begin": "\\{", "end": format!(r"\}}|{}", self.border), "patterns": [include("comment"), include("path")] },
                    include("value"),
                    include("path"),
                ],
            },
            "prose-lines": { "patterns": [
                { "begin": r"^\s*(-)(?=[ \t]|$)(?:[ \t]*(\[[ xX]\]))?",
                  "beginCaptures": { "1": scope("punctuation.definition.list.begin"), "2": scope("constant.language.checkbox") },
                  "end": "$", "contentName": "meta.prose.averment", "patterns": [include("prose")] },
                { "begin": r"^\s*(\|)(?=[ \t]|$)", "beginCaptures": { "1": scope("punctuation.separator.continuation") },
                  "end": "$", "contentName": "meta.prose.averment", "patterns": [include("prose")] },
                { "begin": r"^\s*(given|when|then|and|but)(?=[ \t]|$)", "beginCaptures": { "1": scope("keyword.control") },
                  "end": "$", "contentName": "meta.prose.averment", "patterns": [include("prose")] },
            ]},
            "after-colon": {
                "begin": "(:)", "beginCaptures": { "1": scope("punctuation.separator.colon") },
                "end": "$", "contentName": "meta.prose.averment", "patterns": [include("prose")],
            },
            "prose": { "patterns": [
                { "match": format!(r"(\[)({word}(?:\.{word})*)(\])"), "name": "meta.reference.averment",
                  "captures": { "1": scope("punctuation.definition.reference.begin"), "2": scope("markup.underline.link"),
                                "3": scope("punctuation.definition.reference.end") } },
                { "match": r#"\\[\[\]\\"`]"#, "name": "constant.character.escape.averment" },
                { "match": "`[^`]*`", "name": "markup.inline.raw.averment" },
                { "match": "https?://[^\\s<>\"`\\])}]*[^\\s<>\"`\\])}.,;:!?]", "name": "markup.underline.link.url.averment" },
                { "match": "\"(?:[^\"\\\\]|\\\\.)*\"", "name": "string.quoted.double.averment" },
                { "match": "“[^”]*”", "name": "string.quoted.double.averment" },
                { "match": r"[0-9]{4}-(?:[0-9]{2}(?:-[0-9]{2})?|Q[1-4])", "name": "constant.numeric.date.averment" },
                { "match": format!(r"([0-9]+(?:[_.,][0-9]+)*)(?:\s*({}|%))?", self.units),
                  "captures": { "1": scope("constant.numeric"), "2": scope("keyword.other.unit") } },
                // A word is taken whole, so that nothing in it is taken for a number.
                { "match": format!("{START}{CONTINUE}*(?:[-'’]{CONTINUE}+)*") },
            ]},
            "value": { "patterns": [
                include("comment"),
                include("after-colon"),
                include("continuation"),
                include("string"),
                { "match": r"[0-9]{4}-(?:[0-9]{2}(?:-[0-9]{2})?|Q[1-4])", "name": "constant.numeric.date.averment" },
                include("time-of-day"),
                { "match": format!("@{word}"), "name": "storage.modifier.tag.averment" },
                include("code"),
                { "match": r"->|[,|]", "name": "punctuation.separator.averment" },
                { "match": r"[!<>]?=|[<>+*/-]", "name": "keyword.operator.averment" },
                { "match": r"\.\.", "name": "keyword.operator.range.averment" },
            ]},
            "time-of-day": { "match": "[0-9]{1,2}:[0-9]{2}", "name": "constant.numeric.time.averment" },
            "string": { "patterns": [
                { "match": "\"(?:[^\"\\\\]|\\\\.)*\"", "name": "string.quoted.double.averment" },
                // One that is never closed leaves the block its line opens.
                { "match": r#""(?:(?!\s*\{?\s*$).)*+.?(?=\s*\{?\s*$)"#, "name": "string.quoted.double.unclosed.averment" },
            ]},
            "code": { "match": format!(r"{word}/(?:{word}|\*)"), "name": "constant.other.code.averment" },
            "continuation": {
                "begin": r"(?:(->|[,|])|([!<>]?=|[<>+*/-]))(?=\s*(?://(?!/).*)?$)",
                "beginCaptures": { "1": scope("punctuation.separator"), "2": scope("keyword.operator") },
                "end": "^", "patterns": [include("comment")],
            },
            // A word carries on only where it is an operator.
            "operand-on-next-line": {
                "begin": format!(r"{}(?=\s*(?://(?!/).*)?$)", words(&EXPRESSION_WORDS[..4])),
                "beginCaptures": { "0": scope("keyword.operator.word") },
                "end": "^", "patterns": [include("comment")],
            },
            "path": { "patterns": [
                { "match": built_in_type(), "name": "support.type.averment" },
                { "match": path, "name": "variable.other.averment" },
            ]},
            "constant": { "match": path, "name": "constant.other.averment" },
            "expression": { "patterns": [
                { "begin": format!("(in){end}\\s*(\\{{)"),
                  "beginCaptures": { "1": scope("keyword.operator.word"), "2": scope("punctuation.section.set.begin") },
                  "end": format!(r"(\}})|$|{}", self.border), "endCaptures": { "1": scope("punctuation.section.set.end") },
                  "patterns": [quantity(&EXPRESSION_WORDS), include("value"), include("path")] },
                include("operand-on-next-line"),
                { "match": words(&EXPRESSION_WORDS[..9]), "name": "keyword.operator.word.averment" },
                { "match": format!(r"({word})\s*(?=\()"), "captures": { "1": scope("support.function") } },
                quantity(&EXPRESSION_WORDS),
                include("value"),
                include("path"),
            ]},
            // A line whose first word means nothing where it stands, and what it holds.
            "unknown": { "patterns": [
                { "begin": format!(r#"^\s*({word})(?:\s+({word}))?(?=\s*(?:"(?:[^"\\]|\\.)*"\s*)?\{{\s*(?://.*)?$)"#),
                  "beginCaptures": { "1": scope("keyword.declaration"), "2": scope("entity.name.type") },
                  "end": format!(r"(?<=\}})|$|{}", self.border),
                  "patterns": [include("comment"), include("string"), include("block-any")] },
                { "begin": format!(r"^\s*({word})"), "beginCaptures": { "1": scope("keyword.other.property") },
                  "end": self.line_end(), "patterns": [quantity(&[]), include("value"), include("path"), include("block-any")] },
            ]},
        });
        let Value::Object(map) = json else { unreachable!("an object is written above") };
        map
    }

    fn declaration(&self, kind: &KeywordsOfKind, ahead: &str) -> Value {
        let word = word();
        let end = word_end();
        let keyword = &kind.word;
        let (begin, code) = match kind.head {
            "name" | "optional-name" => (format!(r"^\s*({keyword}){end}{ahead}(?:\s+({word}))?"), false),
            "code" => (format!(r"^\s*({keyword}){end}"), true),
            _ => (format!(r"^\s*({keyword}){end}"), false),
        };
        let mut patterns = vec![include("comment"), include("after-colon"), include("string")];
        if code {
            patterns.push(include("code"));
            patterns.push(json!({ "match": format!("(of){end}"), "name": "keyword.other.averment" }));
            patterns.push(include("path"));
        }
        patterns.push(include(&format!("block-{keyword}")));
        json!({
            "name": format!("meta.{keyword}.averment"),
            "begin": begin,
            "beginCaptures": { "1": scope("keyword.declaration"), "2": scope(entity(keyword)) },
            "end": format!(r"(?<=\}})|$|{}", self.border),
            "patterns": patterns,
        })
    }

    fn block(&self, kind: &KeywordsOfKind) -> Value {
        let has = |line| kind.lines.contains(&line);
        let mut patterns = vec![include("comment"), include("prose-lines")];
        let (both, only): (Vec<_>, Vec<_>) = kind.properties.iter().partition(|property| is_both(kind, &property.word));
        patterns.extend(both.iter().map(|property| include(&format!("declaration-{}-by-its-head", property.word))));
        patterns.extend(self.properties(&both));
        patterns.extend(self.properties(&only));
        let rest = kind.holds.iter().filter(|word| both.iter().all(|property| property.word != **word));
        patterns.extend(rest.map(|word| include(&format!("declaration-{word}"))));
        if has("cases") {
            patterns.push(json!({
                "begin": format!(r"^\s*(case){}", word_end()), "beginCaptures": { "1": scope("keyword.control") },
                "end": self.line_end(), "patterns": [include("expression")],
            }));
        }
        if has("transitions") {
            patterns.push(json!({
                "begin": format!(r"^\s*(?={}\s*->)", path()),
                "end": self.line_end(),
                "patterns": [
                    { "match": words(&["on", "by"]), "name": "keyword.other.averment" },
                    { "match": format!(r"{0}(?=\s*->)|(?<=->\s){0}|(?<=->){0}", path()), "name": "constant.other.averment" },
                    include("value"), include("path"),
                ],
            }));
        }
        if has("fields") {
            patterns.push(self.field());
        }
        patterns.push(include("unknown"));
        json!({
            "begin": r"\{", "beginCaptures": { "0": scope("punctuation.section.block.begin") },
            "end": format!(r"\}}|{}", self.border), "endCaptures": { "0": scope("punctuation.section.block.end") },
            "patterns": patterns,
        })
    }

    fn block_any(&self, kinds: &[KeywordsOfKind]) -> Value {
        let mut patterns = vec![include("comment"), include("prose-lines")];
        patterns.extend(kinds.iter().map(|kind| include(&format!("declaration-{}", kind.word))));
        patterns.push(include("unknown"));
        json!({
            "begin": r"\{", "beginCaptures": { "0": scope("punctuation.section.block.begin") },
            "end": format!(r"\}}|{}", self.border), "endCaptures": { "0": scope("punctuation.section.block.end") },
            "patterns": patterns,
        })
    }

    fn field(&self) -> Value {
        let word = word();
        let end = word_end();
        let constraints = ["one-of", "matches", "default"];
        json!({
            // A line that opens a block is no field.
            "begin": format!(r"^\s*({word})(?![^:]*\{{\s*(?://.*)?$)"),
            "beginCaptures": { "1": scope("variable.other.member") },
            "end": self.line_end(),
            "patterns": [
                { "match": format!(r"(many|map|to){end}(?=\s+{START})"), "name": "storage.modifier.averment" },
                { "match": format!(r"(default){end}\s+({word})"),
                  "captures": { "1": scope("keyword.other"), "2": scope("constant.other") } },
                { "match": words(&constraints), "name": "keyword.other.averment" },
                // States stand beside a bar, a type does not.
                { "match": format!(r"{word}(?=\s*\|)|(?<=\|)\s*{word}|(?<=\|\s){word}"), "name": "constant.other.averment" },
                quantity(&constraints),
                include("value"),
                { "match": built_in_type(), "name": "support.type.averment" },
                { "match": path(), "name": "support.class.averment" },
            ],
        })
    }

    /// The properties of a block: one rule for those whose values have one form.
    fn properties(&self, properties: &[&KeywordsOfProperty]) -> Vec<Value> {
        let mut groups: Vec<(&[Stretch], Vec<&str>)> = Vec::new();
        for property in properties {
            match groups.iter_mut().find(|(values, _)| *values == property.values) {
                Some((_, words)) => words.push(&property.word),
                None => groups.push((&property.values, vec![&property.word])),
            }
        }
        groups.iter().map(|(values, keys)| self.property(keys, values)).collect()
    }

    fn property(&self, keys: &[&str], values: &[Stretch]) -> Value {
        let fixed: Vec<&str> = values.iter().filter_map(|stretch| stretch.after.as_deref()).collect();
        let mut patterns = Vec::new();
        for stretch in values.iter().rev() {
            let Some(after) = &stretch.after else { continue };
            let mut inner = stretch_patterns(stretch.words, &fixed);
            // A later fixed word may follow an earlier one.
            inner.splice(0..0, patterns.iter().cloned());
            patterns.push(json!({
                "begin": format!("({after}){}", word_end()), "beginCaptures": { "1": scope("keyword.other") },
                "end": self.part_end(), "patterns": inner,
            }));
        }
        let first = values.first().map_or(Words::Paths, |stretch| stretch.words);
        patterns.extend(stretch_patterns(first, &fixed));
        patterns.push(include("block-any"));
        let mut begin = format!(r"^\s*({})", words(keys));
        if first == Words::Name {
            begin += &format!(r"(?:\s+({}))?", word());
        }
        json!({
            "begin": begin,
            "beginCaptures": { "1": scope("keyword.other.property"), "2": scope("constant.other") },
            "end": self.line_end(),
            "patterns": patterns,
        })
    }
}

/// Whether a word starts both a declaration and a property in the block of a kind.
fn is_both(parent: &KeywordsOfKind, word: &String) -> bool {
    parent.holds.contains(word) && parent.properties.iter().any(|property| property.word == *word)
}

fn stretch_patterns(words: Words, fixed: &[&str]) -> Vec<Value> {
    match words {
        Words::Expression => vec![include("expression")],
        Words::Constants | Words::States => vec![quantity(fixed), include("value"), include("constant")],
        Words::Paths | Words::Name => vec![quantity(fixed), include("value"), include("path")],
        Words::Verbs => vec![
            quantity(fixed),
            // A verb has another word or a comma behind it.
            json!({ "match": format!(r"{}(?=\s*,\s*{}\s+{}|\s+{START})", word(), word(), START), "name": "constant.other.averment" }),
            include("value"),
            include("path"),
        ],
    }
}

/// A number with its unit, which is any word but these.
fn quantity(not: &[&str]) -> Value {
    let but = if not.is_empty() { String::new() } else { format!("(?!{})", words(not)) };
    json!({
        "match": format!(r"([0-9][0-9_]*(?:\.[0-9][0-9_]*)?)(?![-0-9])(?:\s*(%|{but}{0}(?:/{0})?))?", word()),
        "captures": { "1": scope("constant.numeric"), "2": scope("keyword.other.unit") },
    })
}

/// What a name of this kind is to a theme.
fn entity(kind: &str) -> &'static str {
    match kind {
        "flow" | "step" | "branch" => "entity.name.function",
        "rule" | "cases" | "policy" => "entity.name.function.rule",
        "edge" | "fail" | "accept" | "quality" | "decision" | "question" | "risk" => "entity.name.section",
        "spec" => "entity.name.class",
        _ => "entity.name.type",
    }
}
