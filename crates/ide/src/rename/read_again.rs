//! Whether a text with another name in it is still read the same way. Which words would be taken for something else than a
//! name depends on where they stand, and only the parser knows it: it is asked.

use averment_model::{Db, SourceFile, item_ranges, items, parse};
use averment_syntax::vocabulary::Kind;
use averment_syntax::{Parse, SyntaxKind, SyntaxNode, TextRange, TextSize, parse_item, split};

use super::line_of;
use crate::position::file_text;
use crate::types::{SourceEdit, TextEdit};

/// So many items are read again: what stands in more of them stands there in the same few ways.
const MOST: usize = 200;

/// Refuses a name that would be read as something else in one of the places that an edit puts it into.
pub(super) fn is_still_a_name(db: &dyn Db, edit: &SourceEdit, new: &str) -> Result<(), String> {
    if !may_be_a_word_of_the_language(new) {
        return Ok(());
    }
    let mut left = MOST;
    for (file, edits) in &edit.files {
        for (item, range) in items(db, *file).iter().zip(item_ranges(db, *file)) {
            let inside = |edit: &&TextEdit| range.contains_range(edit.range);
            let edits: Vec<_> = edits.iter().filter(inside).collect();
            if edits.is_empty() {
                continue;
            }
            let Some(rest) = left.checked_sub(1) else { return Ok(()) };
            left = rest;
            let before = parse(db, *item);
            if let Some(index) = read_otherwise(before, item.text(db), &edits, range.start()) {
                return Err(refusal(db, *file, edits[index], new));
            }
        }
    }
    Ok(())
}

/// The language has words with a capital only for its types, which are refused where they are declared. What begins with one
/// and is no word of the language in small letters either need not be tried in every place.
fn may_be_a_word_of_the_language(new: &str) -> bool {
    let small = new.to_lowercase();
    let is_word = || Kind::ALL.iter().any(|kind| kind.word() == small || kind.property(&small).is_some());
    !new.starts_with(char::is_uppercase) || is_word()
}

/// Which of some edits makes an item another tree than it was.
fn read_otherwise(before: &Parse, text: &str, edits: &[&TextEdit], start: TextSize) -> Option<usize> {
    let mut after = text.to_owned();
    for edit in edits.iter().rev() {
        after.replace_range(std::ops::Range::<usize>::from(edit.range - start), &edit.text);
    }
    let read = parse_item(&after);
    let (old, new) = (before.green.syntax(), read.green.syntax());
    let differs = elements(&old).zip(elements(&new)).find(|((old, _), (new, _))| old != new);
    let at = match differs {
        Some(((_, at), _)) => at.start(),
        None if elements(&old).count() != elements(&new).count()
            || before.errors.len() != read.errors.len()
            || split(text).count() != split(&after).count() =>
        {
            TextSize::from(0)
        }
        None => return None,
    };
    // What is read otherwise may begin before the word that is to blame, but not after it.
    let behind = |edit: &&&TextEdit| edit.range.end() - start >= at;
    Some(edits.iter().position(|edit| behind(&edit)).unwrap_or(edits.len().saturating_sub(1)))
}

/// What a tree is made of, from its start to its end.
fn elements(tree: &SyntaxNode) -> impl Iterator<Item = (SyntaxKind, TextRange)> {
    tree.descendants_with_tokens().map(|element| (element.kind(), element.text_range()))
}

fn refusal(db: &dyn Db, file: SourceFile, edit: &TextEdit, new: &str) -> String {
    let line = line_of(file_text(db, file), edit.range.start());
    let name = file.path(db).file_name().unwrap_or_default();
    format!("in {name}, line {line}, `{new}` would be read as a word of the language; choose another name")
}
