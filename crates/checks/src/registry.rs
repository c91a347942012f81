//! The rules there are, and the queries that run them.

use averment_model::{Db, DeclId, Item, SourceFile, body, items, syntax_errors};
use averment_syntax::TextRange;
use averment_syntax::vocabulary::{Key, Kind, Status};

use crate::finding::{Anchor, Checker, Edit, Finding, Fix, Place};
use crate::rules;
use crate::severity::Severities;

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// `group/name`
    pub code: &'static str,
    /// How grave its findings are.
    pub severity: Severities,
    /// Its page, in Markdown: what it asks for, why, examples, how to answer. The first paragraph is its summary.
    pub page: &'static str,
    /// How it looks.
    pub check: Check,
}

/// How a rule looks at a workspace.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// At the body of one item and what its paths lead to. Places and prose do not matter to it.
    Item(fn(&mut Checker<'_>)),
    /// At one item in the light of the items beside it in its file, such as which names of a `use` line they mention.
    File(fn(&mut Checker<'_>)),
    /// It does not look: the parser reports it.
    Parser,
    /// It does not look: the questions about edge cases are asked of whole specs, see [`crate::edges`].
    Questions,
    /// It does not look: whoever reads the files reports it. Its page has no examples, as what it is about is no spec.
    Reader,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for Rule {}

impl Rule {
    /// `syntax`, `name`, `type` or `flow`.
    pub fn group(&self) -> &'static str {
        self.code.split_once('/').map_or(self.code, |(group, _)| group)
    }

    /// The first paragraph of its page, on one line, without its heading.
    pub fn summary(&self) -> &'static str {
        let body = self.page.trim_start().split_once("\n\n").map_or(self.page, |(_, rest)| rest);
        body.trim_start().split("\n\n").next().unwrap_or_default()
    }

    /// Whether a spec may waive it with a reason. What is plainly wrong cannot be waived.
    pub fn waivable(&self) -> bool {
        !PLAIN.contains(&self.group())
    }
}

/// The groups of what is plainly wrong.
pub(crate) const PLAIN: [&str; 4] = ["config", "name", "syntax", "type"];

/// Every rule, by code.
pub static RULES: &[&Rule] = rules::ALL;

/// The rule with a code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code == code)
}

/// The status of the spec that an item is; review for what stands outside specs, which drafts and approved specs share.
#[salsa::tracked(returns(copy))]
pub fn status<'db>(db: &'db dyn Db, item: Item<'db>) -> Status {
    if let Some(status) = item.file(db).workspace(db).status_override(db) {
        return status;
    }
    match body(db, item).decls.first() {
        Some(spec) if spec.kind == Some(Kind::Spec) => {
            let word = spec.property(Key::Status).and_then(|p| p.words().next());
            word.and_then(|(word, _)| Status::from_word(word)).unwrap_or_default()
        }
        _ => Status::Review,
    }
}

/// What the rules find in one item. Recomputed when what it says, or what its names lead to, changes; never because it
/// moved.
#[salsa::tracked]
pub fn item_findings<'db>(db: &'db dyn Db, item: Item<'db>) -> Vec<Finding<'db>> {
    run(db, item, |check| if let Check::Item(check) = check { Some(check) } else { None })
}

/// What the rules find in one item in the light of its file.
#[salsa::tracked]
fn item_in_file_findings<'db>(db: &'db dyn Db, item: Item<'db>) -> Vec<Finding<'db>> {
    run(db, item, |check| if let Check::File(check) = check { Some(check) } else { None })
}

fn run<'db>(
    db: &'db dyn Db,
    item: Item<'db>,
    select: impl Fn(Check) -> Option<fn(&mut Checker<'_>)>,
) -> Vec<Finding<'db>> {
    let mut findings = Vec::new();
    for rule in RULES {
        if let Some(check) = select(rule.check) {
            let mut checker = Checker::new(db, item, rule);
            check(&mut checker);
            findings.extend(checker.findings);
        }
    }
    let waived = waived(db, item);
    let all_looked = select(Check::Item(|_| {})).is_some();
    if all_looked && !waived.is_empty() && syntax_errors(db, item).is_empty() {
        let stale =
            waived.iter().filter(|waive| waive.is_stale(db, item, &findings)).map(|waive| waive.finding(db, item));
        let stale: Vec<_> = stale.collect();
        findings.extend(stale);
    }
    findings.retain(|finding| !(finding.rule.waivable() && waived.iter().any(|waive| waive.covers(db, finding))));
    findings
}

/// A `waive` line of a spec.
struct Waived<'db> {
    code: smol_str::SmolStr,
    of: Option<averment_model::Def<'db>>,
    /// Its declaration.
    decl: DeclId,
}

impl<'db> Waived<'db> {
    fn covers(&self, db: &'db dyn Db, finding: &Finding<'db>) -> bool {
        let code = self.code == finding.rule.code
            || self.code.strip_suffix("/*").is_some_and(|group| group == finding.rule.group());
        let of = self.of.is_none_or(|of| {
            let name = of.qualified_name(db);
            finding.subject.is_some_and(|subject| {
                let subject = subject.qualified_name(db);
                subject == name || subject.strip_prefix(&name).is_some_and(|rest| rest.starts_with('.'))
            })
        });
        code && of
    }

    /// Whether it answers nothing that was found in its spec. Nothing is said of whole groups, of what other queries find,
    /// of what is waived for others, and as long as something is plainly wrong, which may be why nothing was found.
    fn is_stale(&self, db: &'db dyn Db, item: Item<'db>, findings: &[Finding<'db>]) -> bool {
        let looked = RULES.iter().filter(|rule| rule.waivable() && matches!(rule.check, Check::Item(_)));
        let mut looked = looked.filter(|rule| rule.group() != "edge").map(|rule| rule.code);
        let known = looked.any(|code| code == self.code);
        let unclear = findings.iter().any(|finding| !finding.rule.waivable() && finding.severity == Severities::BROKEN);
        // What is declared elsewhere is judged there.
        let elsewhere = self.of.is_some_and(|of| of.owner().is_none_or(|owner| owner.item != item));
        known && !unclear && !elsewhere && !findings.iter().any(|finding| self.covers(db, finding))
    }

    fn finding(&self, db: &'db dyn Db, item: Item<'db>) -> Finding<'db> {
        let decl = body(db, item).decl(self.decl);
        let message = format!("`waive {}` waives nothing: there is no such finding here; remove it", self.code);
        let place = Place::node(item, decl.code_node);
        let fix = Fix { label: "remove it".to_owned(), edits: vec![Edit::DeleteLines(Place::node(item, decl.node))] };
        let severity = Severities::ADVICE;
        Finding { fixes: vec![fix], unnecessary: true, severity, ..Finding::new(&rules::STALE_WAIVER, place, message) }
    }
}

fn waived<'db>(db: &'db dyn Db, item: Item<'db>) -> Vec<Waived<'db>> {
    let body = body(db, item);
    let waives = body.all_decls().filter(|(_, decl)| decl.kind == Some(Kind::Waive));
    let with_reason = waives.filter(|(_, decl)| decl.prose.as_ref().is_some_and(|prose| !prose.empty));
    let resolutions = averment_model::resolutions(db, item);
    with_reason
        .filter_map(|(id, decl)| {
            let of = decl.of.map(|path| resolutions[path.0 as usize].def());
            // A waiver of something that does not exist waives nothing.
            if of == Some(None) {
                return None;
            }
            Some(Waived { code: decl.code.clone()?, of: of.flatten(), decl: id })
        })
        .collect()
}

/// What is wrong with the syntax of an item.
#[salsa::tracked]
fn syntax_findings<'db>(db: &'db dyn Db, item: Item<'db>) -> Vec<Finding<'db>> {
    let place = move |range: TextRange| Place { item, anchor: Anchor::Range(range) };
    let findings = syntax_errors(db, item).iter().filter_map(|error| {
        let rule = RULES.iter().find(|rule| rule.code.strip_prefix("syntax/") == Some(error.code))?;
        let fixes = error.fixes.iter().map(|fix| {
            let edits = fix.edits.iter().map(|edit| Edit::Replace(place(edit.range), edit.text.clone()));
            Fix { label: fix.label.clone(), edits: edits.collect() }
        });
        let fixes = fixes.collect();
        let finding = Finding::new(rule, place(error.range), error.message.clone());
        Some(Finding { fixes, ..finding })
    });
    findings.collect()
}

/// Everything that is wrong in a file, item by item. Each item's findings are kept, and nothing is copied: this is asked with
/// every keystroke.
pub fn file_findings<'db>(db: &'db dyn Db, file: SourceFile) -> Vec<&'db Finding<'db>> {
    let mut findings = Vec::new();
    for item in items(db, file) {
        let unread = unread_lines(db, *item);
        findings.extend(syntax_findings(db, *item));
        let found = item_findings(db, *item).iter().chain(item_in_file_findings(db, *item));
        let found = found.chain(crate::edges::edge_findings(db, *item));
        findings.extend(found.filter(|finding| !unread.iter().any(|line| stands_in(db, finding, *line))));
    }
    findings
}

/// The lines of an item that are not Averment. What the rules would say about the rest of such a line comes of that, and
/// is left unsaid until the line can be read.
fn unread_lines<'db>(db: &'db dyn Db, item: Item<'db>) -> Vec<TextRange> {
    let errors = syntax_errors(db, item).iter();
    if errors.len() == 0 {
        return Vec::new();
    }
    let text = item.text(db);
    let line = |error: &averment_syntax::SyntaxError| {
        let at = usize::from(error.range.start());
        let start = text[..at].rfind(['\n', '\r']).map_or(0, |i| i + 1);
        let end = match text[at..].find(['\n', '\r']) {
            Some(length) if !error.rest => at + length,
            _ => text.len(),
        };
        TextRange::new((start as u32).into(), (end as u32).into())
    };
    errors.map(line).collect()
}

fn stands_in<'db>(db: &'db dyn Db, finding: &Finding<'db>, line: TextRange) -> bool {
    match finding.place.anchor {
        Anchor::Node(node) => line.contains_inclusive(averment_model::spans(db, finding.place.item).get(node).start()),
        Anchor::Range(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits};

    #[test]
    fn a_waiver_that_waives_nothing() {
        let text = "\
error Shared
spec S {
  waive flow/cycle: it was one
//      ^^^^^^^^^^ name/unknown-code: `waive flow/cycle` waives nothing: there is no such finding here; remove it
  waive flow/unhandled-error of Lost: the gateway handles it
  waive flow/unhandled-error of Shared: the gateway handles it
  waive edge/stale: it is read once
  waive prose/vague: it is meant to be
  error Lost
}
";
        check("name/unknown-code", text);
        assert_eq!(fix_edits("name/unknown-code", text), ["remove it"]);
        // What leads nowhere may be why there is no circle.
        check(
            "name/unknown-code",
            "\
spec S {
  depends-on T, Typo
  waive flow/cycle: both at once
}
",
        );
    }

    #[test]
    fn a_line_that_cannot_be_read_has_one_finding() {
        check(
            "name/",
            "\
spec S {
  this is prose, isn't it
  is this
//^^ name/unknown-property: a spec block has no `is`; `is` belongs in an `actor`
}
",
        );
    }
}
