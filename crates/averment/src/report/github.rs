//! Workflow commands of GitHub Actions: each finding becomes an annotation on a pull request.

use averment_ide::Severity;

use crate::findings::Outcome;

/// Renders an outcome.
pub(crate) fn render(outcome: &Outcome) -> String {
    let lines = outcome.findings().map(|(source, diagnostic)| {
        let (start, end) = source.span(diagnostic.range);
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Information | Severity::Hint => "notice",
        };
        // The runner refuses columns of a place of more than one line.
        let columns = if start.line == end.line {
            format!(",col={},endColumn={}", start.column, end.column)
        } else {
            String::new()
        };
        format!(
            "::{command} file={},line={},endLine={}{columns},title={}::{}\n",
            property(&source.path),
            start.line,
            end.line,
            property(diagnostic.code),
            data(&diagnostic.message)
        )
    });
    lines.collect()
}

/// The text after the `::`. A `%` or a line break would end it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, which a `:` or `,` would end as well.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
