//! Workflow commands of GitHub Actions: each finding becomes an annotation on a pull request.

use averment_ide::{Severity, TextRange};

use crate::findings::Outcome;
use crate::source::Source;

/// Renders an outcome.
pub(crate) fn render(outcome: &Outcome) -> String {
    let findings = outcome.findings();
    findings.map(|(source, d)| command(level(d.severity), source, d.range, d.code, &d.message)).collect()
}

/// The command for a severity.
pub(crate) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "notice",
    }
}

/// A line that makes an annotation.
pub(crate) fn command(command: &str, source: &Source, range: TextRange, title: &str, message: &str) -> String {
    let (start, end) = source.span(range);
    // The runner refuses columns of a place of more than one line.
    let columns =
        if start.line == end.line { format!(",col={},endColumn={}", start.column, end.column) } else { String::new() };
    format!(
        "::{command} file={},line={},endLine={}{columns},title={}::{}\n",
        property(&source.path),
        start.line,
        end.line,
        property(title),
        data(message)
    )
}

/// The text after the `::`. A `%` or a line break would end it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, which a `:` or `,` would end as well.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
