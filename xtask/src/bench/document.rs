//! An open document and a person who types in it.

use std::ops::Range;

use serde_json::{Value, json};

use crate::lsp_client::{Frame, notification};

/// A document as the client has it. Its text is ASCII, so that an offset is the same in every encoding.
pub(super) struct Document {
    /// Its URI.
    pub(super) uri: String,
    /// The version that was sent last.
    pub(super) version: i64,
    text: String,
}

impl Document {
    /// A document that is about to be opened.
    pub(super) fn new(uri: String, text: String) -> Self {
        assert!(text.is_ascii(), "the text of {uri} is not ASCII");
        Document { uri, version: 1, text }
    }

    /// The text as it is now.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Tells the server that the document is open.
    pub(super) fn open(&self) -> Frame {
        let item = json!({ "uri": self.uri, "languageId": "averment", "version": self.version, "text": self.text });
        notification("textDocument/didOpen", json!({ "textDocument": item }))
    }

    /// Changes a range of the text, and tells the server.
    pub(super) fn edit(&mut self, Edit { range, text }: &Edit) -> Frame {
        self.version += 1;
        let change = json!({
            "range": { "start": self.position(range.start), "end": self.position(range.end) },
            "text": text,
        });
        self.text.replace_range(range.clone(), text);
        let document = json!({ "uri": self.uri, "version": self.version });
        notification("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [change] }))
    }

    /// The line and column of an offset.
    pub(super) fn position(&self, offset: usize) -> Value {
        let before = &self.text[..offset];
        let line = before.matches('\n').count();
        let column = offset - before.rfind('\n').map_or(0, |newline| newline + 1);
        json!({ "line": line, "character": column })
    }

    /// The document as the parameters of requests name it.
    pub(super) fn identifier(&self) -> Value {
        json!({ "uri": self.uri })
    }
}

/// One change of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    /// What is taken away.
    pub(super) range: Range<usize>,
    /// What stands there afterwards.
    pub(super) text: String,
}

impl Edit {
    /// Adds a text.
    pub(super) fn insert(offset: usize, text: impl Into<String>) -> Self {
        Edit { range: offset..offset, text: text.into() }
    }
}

/// What is typed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The words after `then`.
    Prose,
    /// The bound at the end of a field.
    Field,
    /// The name of an event or an error, which leaves what refers to it without a target.
    Name,
    /// The path at the end of an effect of a step, from which the questions about edge cases come.
    Effect,
}

impl Place {
    /// Where people type most.
    pub(super) const ALL: [Place; 3] = [Place::Prose, Place::Field, Place::Name];

    /// What a person types there.
    fn word(self) -> &'static str {
        match self {
            Place::Prose => " now",
            Place::Field => "00",
            Place::Name | Place::Effect => "Old",
        }
    }

    /// Where in a line a person would begin to type, if the line has such a place.
    fn column(self, line: &str) -> Option<usize> {
        let content = line.trim_start();
        let indent = line.len() - content.len();
        match self {
            Place::Prose => {
                let prose = content.strip_prefix("then ")?;
                Some(indent + "then ".len() + prose.find(' ')?)
            }
            Place::Field => {
                let bounded = indent == 4 && content.contains("..") && content.ends_with(|c: char| c.is_ascii_digit());
                bounded.then_some(line.len())
            }
            Place::Name => {
                let name = ["event ", "error "].iter().find_map(|keyword| content.strip_prefix(keyword))?;
                Some(line.len() - name.len() + name.find(' ')?)
            }
            Place::Effect => {
                let effects = ["reads ", "shows ", "asks ", "updates ", "creates ", "deletes "];
                effects.iter().any(|effect| content.starts_with(effect)).then_some(line.len())
            }
        }
    }
}

/// A person who types a word at one place, takes it back letter by letter, and goes on to the next.
///
/// After each word the text is what it was, however long they go on.
pub(super) struct Typist {
    sites: Vec<(Place, usize)>,
    site: usize,
    stroke: usize,
}

impl Typist {
    /// A person who types at these kinds of places of a text, in turn.
    pub(super) fn new(text: &str, places: &[Place]) -> Self {
        let sites_of = |place: Place| {
            let mut start = 0;
            let mut sites = Vec::new();
            for line in text.split_inclusive('\n') {
                sites.extend(place.column(line.trim_end()).map(|column| (place, start + column)));
                start += line.len();
            }
            assert!(!sites.is_empty(), "the text has no place of the kind {place:?}");
            sites
        };
        let by_place: Vec<Vec<(Place, usize)>> = places.iter().map(|place| sites_of(*place)).collect();
        let longest = by_place.iter().map(Vec::len).max().unwrap_or_default();
        let round = |round: usize| by_place.iter().map(move |sites| sites[round % sites.len()]);
        Typist { sites: (0..longest).flat_map(round).collect(), site: 0, stroke: 0 }
    }

    /// The next keystroke, and where it falls.
    pub(super) fn stroke(&mut self) -> (Place, Edit) {
        let (place, start) = self.sites[self.site];
        let word = place.word();
        let edit = match self.stroke.checked_sub(word.len()) {
            None => Edit::insert(start + self.stroke, &word[self.stroke..=self.stroke]),
            Some(taken_back) => {
                let end = start + word.len() - taken_back;
                Edit { range: end - 1..end, text: String::new() }
            }
        };
        self.stroke += 1;
        if self.stroke == 2 * word.len() {
            self.stroke = 0;
            self.site = (self.site + 1) % self.sites.len();
        }
        (place, edit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "spec A {\n    then the page opens\n    size Text 1..12\n  event Done {\n  }\n}\n";

    #[test]
    fn a_typist_types_words_and_takes_them_back() {
        let mut document = Document::new("file:///a".to_owned(), TEXT.to_owned());
        let mut typist = Typist::new(TEXT, &Place::ALL);
        let mut seen = Vec::new();
        let strokes: usize = Place::ALL.iter().map(|place| 2 * place.word().len()).sum();
        for _ in 0..strokes {
            let (_, edit) = typist.stroke();
            document.edit(&edit);
            seen.push(document.text().to_owned());
        }
        assert_eq!(document.text(), TEXT);
        for typed in ["then the now page", "Text 1..1200\n", "event DoneOld {"] {
            assert!(seen.iter().any(|text| text.contains(typed)), "{typed}");
        }
    }

    #[test]
    fn an_edit_is_told_by_line_and_column() {
        let mut document = Document::new("file:///a".to_owned(), "ab\ncd\n".to_owned());
        assert_eq!(document.position(4), json!({ "line": 1, "character": 1 }));
        document.edit(&Edit { range: 1..4, text: "-".to_owned() });
        assert_eq!((document.text(), document.version), ("a-d\n", 2));
    }
}
