//! The server's parser, the tree-sitter grammar and the TextMate grammar see the same in a text.
//!
//! What a line's first characters decide (prose, the references in it, comments) must be the same on every line in which
//! the server's parser finds nothing wrong. What takes the structure around it (declarations and the words of structured lines) must be the same on any
//! text in which the server's parser finds no error; on the others the three may mend differently.

use std::collections::BTreeSet;

mod data;
mod our_parser;
mod textmate;
mod tree_sitter_parser;

/// What a piece of text is to all three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    Comment,
    /// A line's prose, without the white space around it.
    Prose,
    /// `[Path]` in prose.
    Reference,
    /// The keyword of a declaration.
    Kind,
    /// The name of a declaration.
    Name,
    /// A word or a path on a structured line that is no keyword, no unit and no code.
    Word,
}

impl Class {
    fn is_lexical(self) -> bool {
        matches!(self, Class::Comment | Class::Prose | Class::Reference)
    }
}

/// A piece of a text: where it starts and ends, in bytes, and what it is.
pub(crate) type Piece = (usize, usize, Class);

/// The lines of prose in a stretch of prose, each without its `|` and the white space around it.
pub(crate) fn prose_lines(text: &str, start: usize, end: usize, pieces: &mut BTreeSet<Piece>) {
    let mut at = start;
    for (index, line) in text[start..end].split(['\n', '\r']).enumerate() {
        let body = if index == 0 { line } else { line.trim_start().strip_prefix('|').unwrap_or(line) };
        let from = at + line.len() - body.trim_start().len();
        let to = at + line.trim_end().len();
        if from < to {
            pieces.insert((from, to, Class::Prose));
        }
        at += line.len() + 1;
    }
}

/// The first piece that one has and the other has not, as a person can find it.
fn difference(text: &str, ours: &BTreeSet<Piece>, theirs: &BTreeSet<Piece>) -> Option<String> {
    let show = |(start, end, class): &Piece, who: &str| {
        let line = text[..*start].matches('\n').count() + 1;
        let whole = text.lines().nth(line - 1).unwrap_or_default();
        format!("line {line}: only {who} sees {class:?} in {:?}\n    {whole}\n", &text[*start..*end])
    };
    let mut out = String::new();
    ours.difference(theirs).take(3).for_each(|piece| out += &show(piece, "the server"));
    theirs.difference(ours).take(3).for_each(|piece| out += &show(piece, "the grammar"));
    (!out.is_empty()).then_some(out)
}

#[track_caller]
fn agree(grammar: &str, texts: &[data::Text], mut theirs: impl FnMut(usize, &str) -> BTreeSet<Piece>) {
    let mut failures = String::new();
    let mut compared = [0usize; 6];
    for (index, data::Text { origin, text }) in texts.iter().enumerate() {
        let our_parser::Seen { pieces: mut ours, wrong } = our_parser::look(text);
        let mut theirs = theirs(index, text);
        for pieces in [&mut ours, &mut theirs] {
            let in_doubt = |start: &usize| wrong.iter().any(|lines| lines.contains(start));
            pieces.retain(|(start, _, class)| wrong.is_empty() || class.is_lexical() && !in_doubt(start));
        }
        for (.., class) in &ours {
            compared[*class as usize] += 1;
        }
        if let Some(difference) = difference(text, &ours, &theirs) {
            failures += &format!("--- {origin}\n{difference}");
        }
    }
    let count = failures.matches("--- ").count();
    assert!(failures.is_empty(), "{grammar}: {count} of {} texts differ\n{failures}", texts.len());
    // A test that compares nothing proves nothing.
    assert!(compared.iter().all(|count| *count > 20), "{compared:?}");
}

#[test]
fn tree_sitter_agrees_with_the_server() {
    let texts = data::texts();
    let mut parser = tree_sitter_parser::parser();
    agree("tree-sitter", &texts, |_, text| tree_sitter_parser::pieces(&mut parser, text));
}

/// A spec is broken most of the time while it is typed.
#[test]
fn the_grammars_agree_with_the_server_while_a_line_is_missing() {
    let texts = data::with_a_line_missing();
    let mut parser = tree_sitter_parser::parser();
    agree("tree-sitter", &texts, |_, text| tree_sitter_parser::pieces(&mut parser, text));
    let tokens = textmate::tokens(&texts);
    agree("TextMate", &texts, |index, text| textmate::pieces(text, &tokens[index]));
}

/// The example specs are what a grammar is judged by first.
#[test]
fn tree_sitter_has_no_error_in_a_text_without_errors() {
    let mut parser = tree_sitter_parser::parser();
    for data::Text { origin, text } in data::texts() {
        if our_parser::look(&text).wrong.is_empty() {
            let tree = parser.parse(&text, None).expect("a parser with a language");
            let root = tree.root_node();
            assert!(!root.has_error(), "{origin}\n{text}\n{}", root.to_sexp());
        }
    }
}

#[test]
fn textmate_agrees_with_the_server() {
    let texts = data::texts();
    let tokens = textmate::tokens(&texts);
    agree("TextMate", &texts, |index, text| textmate::pieces(text, &tokens[index]));
}

/// Both grammars colour the built-in types; the model knows which there are.
#[test]
fn built_in_types_are_those_of_the_model() {
    let root = data::root();
    let types: Vec<&str> = averment_model::Builtin::ALL.iter().map(|(_, word, _)| *word).collect();
    let query =
        std::fs::read_to_string(root.join("syntax/tree-sitter-averment/queries/highlights.scm")).expect("a query");
    let listed = types.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" ");
    let flat = query.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains(&listed), "highlights.scm must list {listed}");
    let textmate = std::fs::read_to_string(root.join("syntax/textmate/averment.tmLanguage.json")).expect("a grammar");
    assert!(textmate.contains(&types.join("|")), "averment.tmLanguage.json must list {}", types.join("|"));
}

/// A query with a node or field that the grammar does not have is refused by the editor that loads it.
#[test]
fn every_query_fits_the_grammar() {
    let language = tree_sitter_averment::LANGUAGE.into();
    let queries = data::queries();
    assert!(queries.len() >= 5, "{queries:?}");
    for path in queries {
        let query = std::fs::read_to_string(&path).expect("a query");
        if let Err(error) = tree_sitter::Query::new(&language, &query) {
            panic!("{}: {error}", path.display());
        }
    }
}
