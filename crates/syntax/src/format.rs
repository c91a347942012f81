//! The formatter: how a text would look if everyone wrote it the same way.
//!
//! White space, blank lines and the spelling of edge-case categories are all it touches. Nothing is moved, prose is kept
//! to the letter, and what the parser could not read stays as it is: a line with an error, and a whole item whose braces
//! do not match.
//!
//! - Blocks are indented by two spaces, bullets and `|` lines by two more than what they belong to.
//! - In a block, the values of the structured properties and fields between two blank lines stand in one column; so do
//!   the prose of clauses on consecutive lines (with the properties right above them, if these are no wider), the `->` of
//!   consecutive transitions and cases, and the values of consecutive properties of the same name.
//! - There is one blank line between top-level items, at most one anywhere else, and none at the edges of a block.

mod columns;
mod layout;

use std::ops::RangeInclusive;

use rowan::{TextRange, TextSize};

use crate::SyntaxEdit;
use crate::lexer;

/// A text that was formatted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formatted {
    /// The text.
    pub text: String,
    /// The lines, from 1, of what was given that were left as they are, as they could not be read; empty for a text without
    /// errors of syntax.
    pub kept: Vec<RangeInclusive<usize>>,
}

/// The text of a file, formatted.
pub fn format(text: &str) -> String {
    formatted(text).text
}

/// The text of a file, formatted, and what of it could not be.
pub fn formatted(text: &str) -> Formatted {
    let layout = layout::Layout::of(text);
    Formatted { text: laid_out(text, &layout), kept: layout.kept() }
}

fn laid_out(text: &str, layout: &layout::Layout<'_>) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut position = 0;
    for edit in edits_to(text, layout) {
        let range = std::ops::Range::<usize>::from(edit.range);
        out.push_str(&text[position..range.start]);
        out.push_str(&edit.text);
        position = range.end;
    }
    out.push_str(&text[position..]);
    out
}

/// The smallest replacements, line by line and in the order of the text, that format the text of a file. A text that is
/// formatted needs none.
pub fn edits(text: &str) -> Vec<SyntaxEdit> {
    edits_to(text, &layout::Layout::of(text))
}

fn edits_to(text: &str, layout: &layout::Layout<'_>) -> Vec<SyntaxEdit> {
    let eol = dominant_line_break(text);
    let required = layout.required_blanks();
    let mut edits = Vec::new();
    let mut replace = |start: usize, end: usize, new: &str| edits.extend(replacement(text, start, end, new));
    // The last line that was kept, whether it looks blank, and the blank lines since.
    let mut previous: Option<(usize, bool)> = None;
    let mut blanks = 0..0;
    let mut new = String::new();
    for (index, line) in layout.lines.iter().enumerate() {
        if line.blank && !line.raw {
            blanks = if blanks.is_empty() { index..index + 1 } else { blanks.start..index + 1 };
            continue;
        }
        // At the very start, U+FEFF would become a byte order mark.
        let shields = previous.is_none() && text[line.start..].starts_with(lexer::BOM) && !blanks.is_empty();
        let wanted = shields
            || previous.is_some_and(|(previous, looks_blank)| {
                let inside = !blanks.is_empty() && !layout.lines[previous].opens && !line.closes;
                !looks_blank && (required[index] || inside)
            });
        new.clear();
        for (nth, blank) in blanks.clone().enumerate() {
            let blank = &layout.lines[blank];
            replace(blank.start, blank.next, if nth == 0 && wanted { eol } else { "" });
        }
        if wanted && blanks.is_empty() {
            new.push_str(eol);
        }
        blanks = 0..0;
        layout.render(index, &mut new);
        let looks_blank = line.blank;
        if line.next > line.end || !looks_blank {
            new.push_str(eol);
        }
        replace(line.start, line.next, &new);
        previous = Some((index, looks_blank));
    }
    for blank in &layout.lines[blanks] {
        replace(blank.start, blank.next, "");
    }
    edits
}

/// The line break most lines end in.
fn dominant_line_break(text: &str) -> &'static str {
    let (mut lf, mut crlf, mut cr) = (0, 0, 0);
    let mut position = 0;
    while position < text.len() {
        let end = lexer::line_end(text, position);
        position = lexer::next_line(text, end);
        match &text[end..position] {
            "\n" => lf += 1,
            "\r\n" => crlf += 1,
            "\r" => cr += 1,
            _ => {}
        }
    }
    if lf >= crlf && lf >= cr {
        "\n"
    } else if crlf >= cr {
        "\r\n"
    } else {
        "\r"
    }
}

/// What turns the text between two offsets into another, without what both begin and end with.
fn replacement(text: &str, start: usize, end: usize, new: &str) -> Option<SyntaxEdit> {
    let old = &text[start..end];
    if old == new {
        return None;
    }
    let mut prefix = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
    while !old.is_char_boundary(prefix) || !new.is_char_boundary(prefix) {
        prefix -= 1;
    }
    let (old, new) = (&old[prefix..], &new[prefix..]);
    let mut suffix = old.bytes().rev().zip(new.bytes().rev()).take_while(|(a, b)| a == b).count();
    while !old.is_char_boundary(old.len() - suffix) || !new.is_char_boundary(new.len() - suffix) {
        suffix -= 1;
    }
    let range = TextRange::at(TextSize::from((start + prefix) as u32), TextSize::from((old.len() - suffix) as u32));
    Some(SyntaxEdit { range, text: new[..new.len() - suffix].to_owned() })
}
