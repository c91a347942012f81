//! For people: the line, the evidence under it, the fix, and a summary.

use std::ops::Range;

use annotate_snippets::renderer::Style;
use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Origin, Padding, Renderer, Snippet, normalize_untrusted_str,
};
use averment_ide::{Diagnostic, Fix, Severity, TextRange};
use rayon::prelude::*;

use crate::findings::Outcome;
use crate::source::Source;

/// The most of a line that is shown, in bytes. Longer lines are shown around what is wrong.
const WINDOW: usize = 240;
/// How many lines may lie between two places that are shown in one excerpt.
const NEAR: usize = 12;
/// The longest text of a fix that is shown, in bytes.
const SHORT: usize = 60;

/// Renders an outcome: what is wrong first, hints after it.
pub(crate) fn render(outcome: &Outcome, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let dim = Style::new().dimmed();
    let hints = if color { renderer.clone().help(dim).emphasis(dim) } else { renderer.clone() };
    let mut text = String::new();
    for of_hints in [false, true] {
        let renderer = if of_hints { &hints } else { &renderer };
        let wanted: Vec<_> = outcome.findings().filter(|(_, d)| (d.severity == Severity::Hint) == of_hints).collect();
        let each = wanted.into_par_iter().map(|(source, d)| finding(outcome, source, d, renderer) + "\n\n");
        text.extend(each.collect::<Vec<_>>());
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
    let main = Place { source, range: diagnostic.range, label: None };
    let related = diagnostic.related.iter().filter_map(|related| {
        let source = outcome.sources.get(&related.at.file)?;
        Some(Place { source, range: related.at.range, label: Some(related.message.as_str()) })
    });
    let excerpts = excerpts(main, related);
    let mut group = Group::with_title(level.primary_title(diagnostic.message.as_str()).id(diagnostic.code));
    for excerpt in &excerpts {
        let path = excerpt.source.path.as_str();
        if excerpt.source.text.is_empty() {
            // There is no line to show, as of a file that cannot be read.
            group = group.element(Origin::path(path));
            continue;
        }
        let mut snippet = Snippet::source(excerpt.text.as_str()).line_start(excerpt.line);
        if excerpt.cut {
            // Columns counted in the part that is shown would be wrong.
            let at = excerpt.source.position(excerpt.first);
            group = group.element(Origin::path(path).line(at.line).char_column(at.column)).element(Padding);
        } else {
            snippet = snippet.path(path);
        }
        group = group.element(snippet.annotations(excerpt.marks.iter().map(Mark::annotation)));
    }
    for fix in diagnostic.fixes.iter().take(3) {
        group = group.element(Level::HELP.message(normalize_untrusted_str(&help(fix))));
    }
    renderer.render(&[group])
}

/// What a fix does, with what it writes where the label does not say it and it is short.
fn help(fix: &Fix) -> String {
    if let [(_, edits)] = fix.edit.files.as_slice()
        && let [edit] = edits.as_slice()
    {
        let text = edit.text.trim();
        let short = !text.is_empty() && text.len() <= SHORT && !text.contains(['\n', '\r', '`']);
        // A colon alone is no news: ``add `problem`: `problem:` ``.
        if short && !fix.label.contains(text.trim_end_matches(':')) {
            return format!("{}: `{text}`", fix.label);
        }
    }
    fix.label.clone()
}

/// A place to show; without a label it is the one that the finding is about.
struct Place<'a> {
    source: &'a Source,
    range: TextRange,
    label: Option<&'a str>,
}

impl Place<'_> {
    fn start(&self) -> usize {
        self.range.start().into()
    }

    fn line(&self) -> usize {
        self.source.position(self.start()).line
    }

    /// Whether another place can share the excerpt of this one.
    fn is_near(&self, other: &Place<'_>) -> bool {
        if self.source.path != other.source.path || self.line().abs_diff(other.line()) > NEAR {
            return false;
        }
        let (a, b) = (self.source.line_around(self.start()), self.source.line_around(other.start()));
        let between = &self.source.text[a.0.min(b.0)..a.1.max(b.1)];
        // A CR that stands alone breaks a line in the source, and none for the renderer.
        between.len() <= WINDOW * NEAR
            && between.split('\n').all(|line| {
                let line = line.strip_suffix('\r').unwrap_or(line);
                line.len() <= WINDOW && !line.contains('\r')
            })
    }
}

/// A part of a text with the places in it.
struct Excerpt<'a> {
    source: &'a Source,
    text: String,
    /// The line the text starts in.
    line: usize,
    /// Where the first of its places is, in the source.
    first: usize,
    /// Whether the text is less than its line.
    cut: bool,
    marks: Vec<Mark<'a>>,
}

struct Mark<'a> {
    span: Range<usize>,
    label: Option<&'a str>,
}

impl<'a> Mark<'a> {
    fn annotation(&self) -> Annotation<'a> {
        let kind = if self.label.is_none() { AnnotationKind::Primary } else { AnnotationKind::Context };
        kind.span(self.span.clone()).label(self.label)
    }
}

/// Evidence close to the finding shares its excerpt; what is far away or in another file has one of its own.
fn excerpts<'a>(main: Place<'a>, related: impl Iterator<Item = Place<'a>>) -> Vec<Excerpt<'a>> {
    let (near, far): (Vec<_>, Vec<_>) = related.partition(|place| main.is_near(place));
    let mut excerpts = vec![Excerpt::new(main, near)];
    excerpts.extend(far.into_iter().map(|place| Excerpt::new(place, Vec::new())));
    excerpts
}

impl<'a> Excerpt<'a> {
    /// The lines around a place and others near it.
    fn new(main: Place<'a>, near: Vec<Place<'a>>) -> Self {
        let source = main.source;
        let cut_to_line = |place: &Place<'_>| {
            // Of a place of many lines, the part in its first.
            let (from, to) = source.line_around(place.start());
            let start = place.start().min(to);
            (from..to, start..usize::from(place.range.end()).clamp(start, to))
        };
        let (line, part) = cut_to_line(&main);
        let (mut from, mut to) = (line.start, line.end);
        let cut = near.is_empty() && to - from > WINDOW;
        if cut {
            from = source.floor(part.start.saturating_sub(WINDOW / 3).max(from));
            to = source.floor((from + WINDOW).min(to)).max(part.start);
        }
        let mut parts = vec![(part.clone(), main.label)];
        for place in &near {
            let (line, part) = cut_to_line(place);
            (from, to) = (from.min(line.start), to.max(line.end));
            parts.push((part, place.label));
        }
        let shown = |part: Range<usize>| clean(&source.text[part.start.min(to)..part.end.min(to)]);
        let marks = parts.into_iter().map(|(part, label)| {
            let start = shown(from..part.start).len();
            Mark { span: start..start + shown(part).len(), label }
        });
        let marks = marks.collect();
        Excerpt { source, text: shown(from..to), line: source.position(from).line, first: part.start, cut, marks }
    }
}

/// Without control characters, which would move the carets or do worse to a terminal; as many characters as before.
fn clean(text: &str) -> String {
    let shown = |c: char| if c.is_control() && !matches!(c, '\t' | '\n') { '\u{fffd}' } else { c };
    text.replace("\r\n", "\n").chars().map(shown).collect()
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
