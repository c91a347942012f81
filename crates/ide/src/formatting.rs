//! The edits that format a file.

use averment_model::{Db, SourceFile};

use crate::types::TextEdit;

/// The edits that format a file.
pub(crate) fn format(db: &dyn Db, file: SourceFile) -> Vec<TextEdit> {
    let _ = (db, file);
    Vec::new()
}
