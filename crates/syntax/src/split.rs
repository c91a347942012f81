//! Where one top-level item ends and the next begins.
//!
//! Column 0 is top level: a line that begins there with `module`, `use` or a top-level kind starts an item, and the
//! `///` lines directly above it belong to it. So does a line that reads like one of these but for its first word, which is
//! misspelled or another notation's. Everything else belongs to the item above. Only the first columns of the
//! lines are looked at, so no unclosed brace or string can move the border of another item.

use rowan::TextRange;

use crate::lexer;
use crate::vocabulary::Kind;

/// What kind of top-level item a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemKind {
    /// What stands before the first item: comments, blank lines, or text that belongs nowhere.
    Preamble,
    /// `module path`
    Module,
    /// `use path`
    Use,
    /// A declaration of this kind.
    Declaration(Kind),
}

impl ItemKind {
    /// What a line in column 0 starts, if it starts an item.
    pub(crate) fn of_line(line: &str) -> Option<ItemKind> {
        let word = lexer::leading_word(line);
        ItemKind::from_word(word).or_else(|| ItemKind::meant_by(word, &line[word.len()..]))
    }

    /// The item that a line with another first word was meant to start.
    fn meant_by(word: &str, rest: &str) -> Option<ItemKind> {
        if word.is_empty() {
            None
        } else if is_head(rest) {
            Kind::of_header(word, None).filter(|kind| kind.data().top_level).map(ItemKind::Declaration)
        } else {
            import(word, rest)
        }
    }

    /// What the first word of a line in column 0 starts, if it starts an item.
    pub fn from_word(word: &str) -> Option<ItemKind> {
        match word {
            "module" => Some(ItemKind::Module),
            "use" => Some(ItemKind::Use),
            _ => Kind::from_word(word).filter(|kind| kind.data().top_level).map(ItemKind::Declaration),
        }
    }
}

/// One top-level item of a file: its place and what an identity can be made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemText<'t> {
    /// What it is, read off its first word.
    pub kind: ItemKind,
    /// The word after the keyword, or `""`. For a declaration with a name it is the name.
    pub name: &'t str,
    /// Its text, with the doc comments above it and everything down to the next item.
    pub text: &'t str,
    /// Where the text stands in the file.
    pub range: TextRange,
}

/// Splits a file into its items, one at a time. Their texts, one after another, are the file's text to the byte.
///
/// A file without any item is one [`ItemKind::Preamble`]; an empty file has no item.
pub fn split(text: &str) -> Split<'_> {
    Split { text, kind: ItemKind::Preamble, name: "", start: 0, line_start: 0 }
}

/// The items of a text that are still to come.
#[derive(Debug, Clone)]
pub struct Split<'t> {
    text: &'t str,
    /// The item that the last line looked at belongs to.
    kind: ItemKind,
    name: &'t str,
    start: usize,
    /// Where the next line to look at starts.
    line_start: usize,
}

impl<'t> Iterator for Split<'t> {
    type Item = ItemText<'t>;

    fn next(&mut self) -> Option<ItemText<'t>> {
        let text = self.text;
        // Where the run of `///` lines that ends directly above the current line begins.
        let mut docs: Option<usize> = None;
        while self.line_start < text.len() {
            let line_start = self.line_start;
            let line_end = lexer::line_end(text, line_start);
            self.line_start = lexer::next_line(text, line_end);
            let first =
                if line_start == 0 && text.starts_with(lexer::BOM) { lexer::BOM.len_utf8() } else { line_start };
            let line = &text[first.min(line_end)..line_end];
            if lexer::is_doc_comment(line) {
                docs.get_or_insert(first);
                continue;
            }
            let word = lexer::leading_word(line);
            let Some(kind) = ItemKind::of_line(line) else {
                docs = None;
                continue;
            };
            let start = docs.take().unwrap_or(first);
            let before = self.item(start);
            self.kind = kind;
            self.name = lexer::leading_word(line[word.len()..].trim_start_matches([' ', '\t']));
            self.start = start;
            if before.is_some() {
                return before;
            }
        }
        let last = self.item(text.len());
        self.start = text.len();
        last
    }
}

impl<'t> Split<'t> {
    /// The item that ends here, unless it is empty.
    fn item(&self, end: usize) -> Option<ItemText<'t>> {
        // Files over `MAX_FILE_SIZE` are turned away at the door, so offsets fit 32 bits.
        let range = TextRange::new((self.start as u32).into(), (end as u32).into());
        let text = &self.text[self.start..end];
        (!text.is_empty()).then_some(ItemText { kind: self.kind, name: self.name, text, range })
    }
}

/// How a line goes on behind its first word, if that may be the head of a declaration: a name, perhaps a title, and
/// a block or prose.
fn is_head(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '\t']);
    let name = lexer::leading_word(rest);
    let behind = rest[name.len()..].trim_matches([' ', '\t']);
    !name.is_empty() && (behind.starts_with(':') || behind.ends_with('{'))
}

/// The kind of an item that starts with `import a.b` or the like.
fn import(word: &str, rest: &str) -> Option<ItemKind> {
    let named = |words: &[&str]| words.iter().any(|known| known.eq_ignore_ascii_case(word));
    let path = rest.trim_start_matches([' ', '\t']);
    let (first, rest) = path.split_at(lexer::leading_word(path).len());
    let is_path = !first.is_empty() && (rest.trim().is_empty() || rest.starts_with('.') || rest.starts_with(" as "));
    match () {
        _ if !is_path => None,
        _ if named(&USES) => Some(ItemKind::Use),
        _ if named(&MODULES) => Some(ItemKind::Module),
        _ => None,
    }
}

/// What other notations write for `use`, and how it is misspelled.
const USES: [&str; 7] = ["use", "uses", "using", "import", "imports", "include", "require"];

/// What other notations write for `module`.
const MODULES: [&str; 5] = ["module", "modul", "package", "namespace", "mod"];
