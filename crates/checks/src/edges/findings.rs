//! Hints as findings, with the edits that answer them.

use averment_model::{Body, Db, DeclId, DeclRef, Item, body, resolve_path};
use averment_syntax::vocabulary::{Category, Kind, Status};
use smol_str::SmolStr;

use super::english;
use super::review::{Hint, Vague, review_of};
use super::rules::CATEGORY_RULES;
use crate::config::config;
use crate::finding::{Edit, Finding, Fix, Place, QuestionData};
use crate::registry::{Check, Rule, status};
use crate::severity::Severities;

/// What says how many questions wait behind those that a draft shows.
pub(crate) static WAITING: Rule = Rule {
    code: "edge/waiting",
    severity: Severities::ADVICE,
    page: include_str!("../../rules/edge/waiting.md"),
    check: Check::Questions,
};

/// The hints of a spec as findings: in a draft the heaviest few, and how many wait behind them.
#[salsa::tracked]
pub(crate) fn edge_findings<'db>(db: &'db dyn Db, item: Item<'db>) -> Vec<Finding<'db>> {
    let body = body(db, item);
    let Some(spec) = body.decls.first().filter(|decl| decl.kind == Some(Kind::Spec)) else { return Vec::new() };
    let review = review_of(db, item);
    // A question whose stub is being written rests: the stub holds it already, and says what is missing in it.
    let hints: Vec<_> = review.hints.iter().filter(|hint| hint.begun.is_none()).collect();
    let shown = match status(db, item) {
        Status::Retired => return Vec::new(),
        Status::Draft | Status::Iceboxed => config(db, item.file(db).workspace(db)).shown_in_draft.min(hints.len()),
        _ => hints.len(),
    };
    let mut findings: Vec<_> = hints[..shown].iter().filter_map(|hint| finding(db, item, hint)).collect();
    findings.extend(review.vague.iter().filter_map(|vague| says_not_which(item, body, vague)));
    let waiting = hints.len() - shown;
    if waiting > 0 {
        let (questions, wait) = if waiting == 1 { ("question", "waits") } else { ("questions", "wait") };
        let message = match shown {
            0 => format!("{waiting} {questions} about edge cases {wait}; `averment hints` lists them"),
            shown => format!(
                "{waiting} more {questions} about edge cases {wait} behind the {shown} shown; `averment hints` lists them all"
            ),
        };
        findings.push(Finding::new(&WAITING, Place::node(item, spec.name_node), message));
    }
    findings
}

/// What may answer several questions: it has to say which, by the path of one of them.
fn says_not_which<'db>(item: Item<'db>, body: &Body, vague: &Vague<'db>) -> Option<Finding<'db>> {
    let answer = &vague.answer;
    let path = body.path(answer.path?);
    let (name, category) = (body.decl(answer.by).label(), answer.category?.word());
    let targets: Vec<_> = vague.targets.iter().map(|target| format!("`{target}`")).collect();
    let message = match &targets[..] {
        [only] => format!("`{name}` answers nothing: what is asked about `{category}` here is asked of {only}"),
        _ => format!(
            "`{name}` answers nothing: it does not say of which of {} it tells; name one of them, or the states it is about",
            english::list(&targets)
        ),
    };
    let mut finding = Finding::new(&crate::rules::ANSWERS_NOTHING, Place::node(item, path.node), message);
    for target in &vague.targets {
        let edit = Edit::Replace(Place::node(item, path.node), target.to_string());
        finding.fixes.push(Fix { label: format!("say that it is about `{target}`"), edits: vec![edit] });
    }
    Some(finding)
}

fn finding<'db>(db: &'db dyn Db, item: Item<'db>, hint: &Hint<'db>) -> Option<Finding<'db>> {
    let rules = CATEGORY_RULES.iter().find(|rules| rules.category == hint.category)?;
    let mut finding = Finding::new(rules.finding, hint.place, hint.message.clone());
    finding.severity = hint.gravity.severities();
    finding.subject = Some(hint.subject);
    finding.related = hint.evidence.iter().map(|seen| (seen.place, seen.text.clone())).collect();
    finding.question = Some(QuestionData {
        category: hint.category,
        rule: hint.rule,
        targets: hint.targets.clone(),
        weight: hint.weight,
    });
    finding.fixes = fixes(db, item, hint);
    Some(finding)
}

/// Where an edge about the same was filed under another word: its `covers`. *Specify* and *Waive*: the edits that answer a hint, once their placeholders are filled in.
pub fn fixes<'db>(db: &'db dyn Db, item: Item<'db>, hint: &Hint<'db>) -> Vec<Fix<'db>> {
    let body = body(db, item);
    let mut names: Vec<SmolStr> = Vec::new();
    let (name, stub) = stub(db, item, hint, &mut names);
    let specify = add(item, body, answer_kind(db, item, hint), stub);
    let code = format!("edge/{}", hint.category.word());
    let waivers = hint.targets.iter().map(|target| format!("waive {code} of {target}: …"));
    let waive = add(item, body, Kind::Waive, waivers.collect::<Vec<_>>().join("\n"));
    let mut fixes = Vec::new();
    if let (Some(near), [target]) = (hint.near, &hint.targets[..])
        && let Some(edge) = body.decl(near).name.as_ref()
    {
        let category = hint.category.word();
        let covers = Edit::AddLine(DeclRef { item, decl: near }, format!("covers {category} of {target}"));
        fixes.push(Fix { label: format!("`{edge}` answers it: add `covers {category}`"), edits: vec![covers] });
    }
    fixes.extend(specify.map(|edit| Fix { label: format!("specify it, as `{name}`"), edits: vec![edit] }));
    let of = hint.targets.iter().map(|target| format!("`{target}`")).collect::<Vec<_>>().join(", ");
    fixes.extend(waive.map(|edit| Fix { label: format!("waive `{code}` of {of}, with a reason"), edits: vec![edit] }));
    fixes
}

/// Stubs for all of these hints, as one edit.
pub fn stubs<'db>(db: &'db dyn Db, item: Item<'db>, hints: &[Hint<'db>]) -> Option<Edit<'db>> {
    let body = body(db, item);
    let mut names = Vec::new();
    let stubs: Vec<_> = hints.iter().map(|hint| stub(db, item, hint, &mut names).1).collect();
    if stubs.is_empty() { None } else { add(item, body, Kind::Edge, stubs.join("\n\n")) }
}

/// What answers a hint best: a failure, where something that can fail is not there; else an edge case.
fn answer_kind<'db>(db: &'db dyn Db, item: Item<'db>, hint: &Hint<'db>) -> Kind {
    let fails = |target: &SmolStr| {
        let path: Vec<SmolStr> = target.split('.').map(SmolStr::new).collect();
        let found = resolve_path(db, DeclRef::root(item), &path).def();
        let kind = found.and_then(|def| def.as_decl()).and_then(|decl| decl.kind(db));
        matches!(kind, Some(Kind::System | Kind::Error))
    };
    if hint.category == Category::Unavailable && hint.targets.iter().all(fails) { Kind::Fail } else { Kind::Edge }
}

/// A declaration that answers a hint once its placeholders are filled in, with its name. `taken` holds the names that other
/// stubs have.
fn stub<'db>(db: &'db dyn Db, item: Item<'db>, hint: &Hint<'db>, taken: &mut Vec<SmolStr>) -> (SmolStr, String) {
    let body = body(db, item);
    let last = hint.targets.first().map_or("", |target| target.rsplit('.').next().unwrap_or(target));
    let base = english::pascal(&format!("{}-{}", hint.category.word(), english::words(last)));
    let is_taken = |name: &str| {
        taken.iter().any(|other| other == name) || body.decls.iter().any(|decl| decl.name.as_deref() == Some(name))
    };
    let numbered = std::iter::once(base.clone()).chain((2..).map(|n| format!("{base}{n}")));
    let name = SmolStr::new(numbered.into_iter().find(|name| !is_taken(name)).unwrap_or(base));
    taken.push(name.clone());
    let question = format!("// {}", hint.message);
    let text = if answer_kind(db, item, hint) == Kind::Fail {
        let on = hint.targets.join(", ");
        format!("fail {name} {{\n  {question}\n  on   {on}\n  when …\n  then …\n}}")
    } else {
        let covers: Vec<_> =
            hint.targets.iter().map(|target| format!("  covers {} of {target}\n", hint.category.word())).collect();
        format!("edge {name} {{\n  {question}\n{}  when …\n  then …\n}}", covers.concat())
    };
    (name, text)
}

/// Puts a declaration behind the last of its kind, or where an author would put the first.
fn add<'db>(item: Item<'db>, body: &Body, kind: Kind, text: String) -> Option<Edit<'db>> {
    let spec = body.decls.first()?;
    let last = |kinds: &[Kind]| {
        let of_kind = |id: &&DeclId| body.decl(**id).kind.is_some_and(|kind| kinds.contains(&kind));
        spec.children.iter().rfind(of_kind).copied()
    };
    let order: &[&[Kind]] = match kind {
        Kind::Waive => &[&[Kind::Waive]],
        Kind::Fail => &[&[Kind::Fail], &[Kind::Edge], &[Kind::Flow]],
        _ => &[&[Kind::Edge], &[Kind::Flow]],
    };
    let before_signoff = || {
        let unsigned = |id: &&DeclId| body.decl(**id).kind != Some(Kind::Signoff);
        spec.children.iter().rfind(unsigned).copied()
    };
    let behind = order.iter().find_map(|kinds| last(kinds)).or_else(before_signoff)?;
    let tight = kind == Kind::Waive && body.decl(behind).kind == Some(Kind::Waive);
    Some(Edit::AddBehind { decl: DeclRef { item, decl: behind }, text, apart: !tight })
}
