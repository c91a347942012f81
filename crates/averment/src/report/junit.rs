//! JUnit XML: a test suite per file, a test per finding, a passed one for a file without any. A test fails when its finding
//! fails the run; what others say is their output.

use averment_ide::Severity;

use super::word;
use crate::findings::Outcome;

/// Renders an outcome. Findings as grave as `limit` fail the run.
pub(crate) fn render(outcome: &Outcome, limit: Severity) -> String {
    let failing = |severity: Severity| severity >= limit;
    let failures = outcome.findings().filter(|(_, d)| failing(d.severity)).count();
    let tests: usize = outcome.files.iter().map(|file| file.diagnostics.len().max(1)).sum();
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.push_str(&format!("<testsuites name=\"averment\" tests=\"{tests}\" failures=\"{failures}\">\n"));
    for file in &outcome.files {
        let path = escape(&file.source.path);
        let failures = file.diagnostics.iter().filter(|d| failing(d.severity)).count();
        let tests = file.diagnostics.len().max(1);
        xml.push_str(&format!("  <testsuite name=\"{path}\" tests=\"{tests}\" failures=\"{failures}\">\n"));
        if file.diagnostics.is_empty() {
            xml.push_str(&format!("    <testcase classname=\"{path}\" name=\"no findings\"/>\n"));
        }
        for diagnostic in &file.diagnostics {
            let at = file.source.position(diagnostic.range.start().into());
            let message = escape(&diagnostic.message);
            let name = format!("{} at {}:{}", diagnostic.code, at.line, at.column);
            xml.push_str(&format!("    <testcase classname=\"{path}\" name=\"{name}\">\n"));
            let kind = word(diagnostic.severity);
            if failing(diagnostic.severity) {
                xml.push_str(&format!("      <failure type=\"{kind}\" message=\"{message}\"/>\n"));
            } else {
                xml.push_str(&format!("      <system-out>{kind}: {message}</system-out>\n"));
            }
            xml.push_str("    </testcase>\n");
        }
        xml.push_str("  </testsuite>\n");
    }
    xml.push_str("</testsuites>\n");
    xml
}

/// Text as XML 1.0 takes it: characters it cannot hold become the replacement character.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
