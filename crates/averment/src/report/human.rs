//! For people: the line, the evidence under it, the fix, and a summary.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use averment_ide::{Diagnostic, Severity, TextRange};

use crate::findings::Outcome;
use crate::source::Source;

/// The most of a line that is shown, in bytes. Longer lines are shown around what is wrong.
const WINDOW: usize = 240;

/// Renders an outcome.
pub(crate) fn render(outcome: &Outcome, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    for (source, diagnostic) in outcome.findings() {
        text.push_str(&finding(outcome, source, diagnostic, &renderer));
        text.push_str("\n\n");
    }
    text.push_str(&summary(outcome));
    text
}

fn finding(outcome: &Outcome, source: &Source, diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Information => Level::INFO,
        Severity::Hint => Level::HELP.with_name("hint"),
    };
    let mut group = Group::with_title(level.primary_title(diagnostic.message.as_str()).id(diagnostic.code));
    let main = Excerpt::new(source, diagnostic.range);
    let mut excerpts = vec![(main, None, source)];
    for related in &diagnostic.related {
        if let Some(other) = outcome.sources.get(&related.at.file) {
            excerpts.push((Excerpt::new(other, related.at.range), Some(related.message.as_str()), other));
        }
    }
    // Evidence in another file, or far away, has an excerpt of its own.
    for (excerpt, label, source) in &excerpts {
        let kind = if label.is_none() { AnnotationKind::Primary } else { AnnotationKind::Context };
        let annotation = kind.span(excerpt.span.clone()).label(*label);
        let snippet = Snippet::source(excerpt.text.as_str()).path(source.path.as_str()).line_start(excerpt.line);
        group = group.element(snippet.annotation(annotation));
    }
    for fix in diagnostic.fixes.iter().take(3) {
        group = group.element(Level::HELP.message(fix.label.as_str()));
    }
    renderer.render(&[group])
}

/// The line of a place, cut to a readable width, without control characters that would move the carets.
struct Excerpt {
    text: String,
    line: usize,
    span: std::ops::Range<usize>,
}

impl Excerpt {
    fn new(source: &Source, range: TextRange) -> Self {
        let (start, end) = (usize::from(range.start()), usize::from(range.end()));
        let (line_start, line_end) = source.line_around(start);
        let start = start.min(line_end);
        let end = end.clamp(start, line_end);
        let floor = |mut i: usize| {
            while !source.text.is_char_boundary(i) {
                i -= 1;
            }
            i
        };
        let (mut from, mut to) = (line_start, line_end);
        if line_end - line_start > WINDOW {
            from = floor(start.saturating_sub(WINDOW / 3).max(line_start));
            to = floor((from + WINDOW).min(line_end)).max(start);
        }
        let clean = |text: &str| -> String {
            let shown = |c: char| if c.is_control() && c != '\t' { '\u{fffd}' } else { c };
            text.chars().map(shown).collect()
        };
        let before = clean(&source.text[from..start]);
        let marked = clean(&source.text[start..end.min(to)]);
        let after = clean(&source.text[end.min(to)..to]);
        let span = before.len()..before.len() + marked.len();
        Excerpt { text: before + &marked + &after, line: source.position(start).line, span }
    }
}

fn summary(outcome: &Outcome) -> String {
    let count = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let files = count(outcome.files.len(), "file", "files");
    let parts = [
        (Severity::Error, "error", "errors"),
        (Severity::Warning, "warning", "warnings"),
        (Severity::Information, "remark", "remarks"),
        (Severity::Hint, "hint", "hints"),
    ];
    let found = parts.map(|(severity, one, many)| (outcome.count(severity), one, many));
    let found: Vec<_> = found.into_iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| count(n, one, many)).collect();
    if found.is_empty() { format!("{files}, no findings\n") } else { format!("{} in {files}\n", found.join(", ")) }
}
