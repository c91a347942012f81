//! Specs with gaps: `$key` and `${key}` are filled from [`Words`].
//!
//! A key is a word or phrase (`$customer`), a declaration (`$Entity`, written as the file at hand writes it), or one of
//! a few random numbers (`$dozens`), drawn anew each time.

use std::collections::BTreeMap;

use super::file::{ModuleFile, Name};
use super::words;

/// What the keys of a template stand for.
#[derive(Clone, Default)]
pub(super) struct Words(BTreeMap<&'static str, Word>);

#[derive(Clone)]
enum Word {
    Text(String),
    Declaration(Name),
}

impl Words {
    /// Lets a key stand for a text.
    pub(super) fn text(mut self, key: &'static str, text: impl Into<String>) -> Self {
        self.0.insert(key, Word::Text(text.into()));
        self
    }

    /// Lets a key stand for a declaration.
    pub(super) fn declaration(mut self, key: &'static str, name: Name) -> Self {
        self.0.insert(key, Word::Declaration(name));
        self
    }

    /// The template with its gaps filled.
    ///
    /// A text of several lines is indented as far as the line it is put into.
    ///
    /// # Panics
    ///
    /// At a key that stands for nothing, which is a mistake in the template.
    pub(super) fn fill(&self, template: &str, file: &mut ModuleFile) -> String {
        let mut filled = String::with_capacity(template.len() * 2);
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('$') {
            filled.push_str(before);
            let (key, after) = split_key(after);
            let value = self.value(key, file);
            let line = filled.rfind('\n').map_or(0, |newline| newline + 1);
            let indent = filled[line..].len() - filled[line..].trim_start().len();
            filled.push_str(&value.replace('\n', &format!("\n{:indent$}", "")));
            rest = after;
        }
        filled.push_str(rest);
        filled
    }

    fn value(&self, key: &str, file: &mut ModuleFile) -> String {
        match self.0.get(key) {
            Some(Word::Text(text)) => text.clone(),
            Some(Word::Declaration(name)) => file.spell(name),
            None => random_number(key, file),
        }
    }
}

fn random_number(key: &str, file: &mut ModuleFile) -> String {
    let number = match key {
        "few" => file.random.between(2, 9),
        "day" => file.random.between(10, 28),
        "dozens" => file.random.between(11, 60),
        "hundreds" => 10 * file.random.between(11, 95),
        "thousands" => 100 * file.random.between(11, 400),
        _ => panic!("`${key}` stands for nothing in this template"),
    };
    words::grouped(number)
}

/// The key at the start of a text, in braces or not, and what follows it.
fn split_key(text: &str) -> (&str, &str) {
    if let Some((key, after)) = text.strip_prefix('{').and_then(|text| text.split_once('}')) {
        return (key, after);
    }
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    text.split_at(end)
}

/// The blocks of a template, which blank lines separate.
pub(super) fn blocks(template: &'static str) -> impl Iterator<Item = &'static str> {
    template.split("\n\n").map(|block| block.trim_end()).filter(|block| !block.is_empty())
}

/// The name that a block declares: the second word of its first line.
pub(super) fn declared_name(block: &str) -> Option<&str> {
    block.split_whitespace().nth(1).map(|name| name.trim_end_matches(':'))
}

/// Rows of a first word and a rest, with the rests brought under one another.
pub(super) fn columns(rows: &str) -> String {
    let rows: Vec<(&str, &str)> = rows.lines().filter_map(|row| row.split_once(' ')).collect();
    let width = rows.iter().map(|(first, _)| first.len()).max().unwrap_or_default();
    let aligned: Vec<String> = rows.iter().map(|(first, rest)| format!("{first:width$} {rest}")).collect();
    aligned.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> ModuleFile {
        ModuleFile::new(1, "a.averment".to_owned(), "a")
    }

    #[test]
    fn keys_are_filled_and_indented() {
        let words = Words::default()
            .text("noun", "RoomBooking")
            .text("rows", "a\nb")
            .declaration("Room", Name::new("a", "Room"));
        let filled = words.fill("entity ${noun}Life {\n  of $Room.title\n  $rows\n}", &mut file());
        assert_eq!(filled, "entity RoomBookingLife {\n  of Room.title\n  a\n  b\n}");
    }

    #[test]
    #[should_panic(expected = "`$nobody` stands for nothing")]
    fn an_unknown_key_is_a_mistake() {
        Words::default().fill("$nobody", &mut file());
    }

    #[test]
    fn columns_stand_under_one_another() {
        assert_eq!(columns("id Id @unique\nreference Text"), "id        Id @unique\nreference Text");
    }
}
