//! The edits that format a file.

use averment_model::{Db, SourceFile};

use crate::position::file_text;
use crate::types::TextEdit;

/// The edits that format a file.
pub(crate) fn format(db: &dyn Db, file: SourceFile) -> Vec<TextEdit> {
    let edits = averment_syntax::format::edits(file_text(db, file)).into_iter();
    edits.map(|edit| TextEdit { range: edit.range, text: edit.text }).collect()
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    #[test]
    fn the_edits_make_the_formatted_text() {
        for text in ["spec A {\r\nowner Bo\r\n      problem: 🎉 x\r\n}", "", "entity A {\n  id Id\n}\n"] {
            let fixture = Fixture::new(text);
            if text.is_empty() {
                continue;
            }
            let edits = fixture.analysis().format(fixture.file(0)).expect("nothing changes it");
            let mut formatted = text.to_owned();
            for edit in edits.iter().rev() {
                formatted.replace_range(std::ops::Range::<usize>::from(edit.range), &edit.text);
            }
            assert_eq!(formatted, averment_syntax::format::format(text));
        }
    }
}
