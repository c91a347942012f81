//! One module per format. Each turns an outcome into a text; none prints.

pub(crate) mod github;
pub(crate) mod hints;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod junit;
pub(crate) mod matrix;
pub(crate) mod sarif;

use averment_ide::Severity;

/// The word for a severity, for people.
fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information => "information",
        Severity::Hint => "hint",
    }
}
