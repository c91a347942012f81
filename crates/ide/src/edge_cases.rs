//! What is known of a spec's edge cases: what its model raises, what it answers, and what is still to be asked.

pub use averment_checks::edges::{Answered, Coverage};

use averment_checks::config;
use averment_checks::edges::{Hint, Raised, review_of};
use averment_model::{Db, Item, SourceFile, body, items};
use averment_syntax::TextRange;
use averment_syntax::vocabulary::{CATEGORIES, Kind, Status};

use crate::diagnostics::{locate, resolve_fix};
use crate::types::{FileRange, Fix, Related, Severity};

/// The edge cases of a spec.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecReview {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// Its status, as an author writes it.
    pub status: &'static str,
    /// Where its name stands.
    pub range: TextRange,
    /// How much of what its model raises is answered.
    pub coverage: Coverage,
    /// The same for each category that is raised, in the order of the categories.
    pub by_category: Vec<(&'static str, Coverage)>,
    /// Every question, answered or not, the heaviest first.
    pub raised: Vec<RaisedQuestion>,
    /// What is still to be asked, the heaviest first.
    pub open: Vec<OpenQuestion>,
}

/// A question that a spec raises, and who answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RaisedQuestion {
    /// Its category: `empty`.
    pub category: &'static str,
    /// What it is about: `Report.rows`.
    pub target: String,
    /// Where it is asked.
    pub range: TextRange,
    /// Why, and what.
    pub message: String,
    /// The name of the declaration that answers it, and how it does; `None` while it is open.
    pub answer: Option<(String, Answered)>,
}

/// A question to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenQuestion {
    /// Its code: `edge/empty`.
    pub code: String,
    /// Its category: `empty`.
    pub category: &'static str,
    /// The rule that asks: `list-shown`.
    pub rule: &'static str,
    /// How grave it is under the spec's status and the configuration; `None` where its category is switched off.
    pub severity: Option<Severity>,
    /// Its rank: the heaviest are asked first.
    pub weight: u32,
    /// What it is about; several where they are asked together.
    pub targets: Vec<String>,
    /// Where it is asked.
    pub range: TextRange,
    /// Why, and what is asked.
    pub message: String,
    /// What else shows it.
    pub evidence: Vec<Related>,
    /// *Specify* and *Waive*.
    pub fixes: Vec<Fix>,
}

/// The edge cases of the specs of a file that have flows.
pub(crate) fn reviews(db: &dyn Db, file: SourceFile) -> Vec<SpecReview> {
    let items = items(db, file).iter();
    items.filter_map(|item| spec_review(db, *item)).collect()
}

fn spec_review(db: &dyn Db, item: Item<'_>) -> Option<SpecReview> {
    let body = body(db, item);
    let spec = body.decls.first().filter(|decl| decl.kind == Some(Kind::Spec))?;
    if !body.decls.iter().any(|decl| decl.kind == Some(Kind::Flow)) {
        return None;
    }
    let review = review_of(db, item);
    let status = averment_checks::status(db, item);
    let of = CATEGORIES.iter().map(|data| (data.word, review.coverage_of(data.category)));
    let raised = |raised: &Raised<'_>| RaisedQuestion {
        category: raised.category.word(),
        target: raised.target.to_string(),
        range: locate(db, raised.place).range,
        message: raised.message.clone(),
        answer: raised.answer.map(|answer| {
            let by = body.decl(answer.by);
            let code = by.code.as_ref().map(|code| format!("{} {code}", by.word));
            (code.unwrap_or_else(|| by.label().to_string()), answer.how)
        }),
    };
    Some(SpecReview {
        name: spec.label().to_string(),
        title: spec.title.as_ref().map(ToString::to_string),
        status: status.word(),
        range: locate(db, averment_checks::Place::node(item, spec.name_node)).range,
        coverage: review.coverage(),
        by_category: of.filter(|(_, coverage)| *coverage != Coverage::default()).collect(),
        raised: review.raised.iter().map(raised).collect(),
        open: review.hints.iter().map(|hint| open(db, item, status, hint)).collect(),
    })
}

fn open(db: &dyn Db, item: Item<'_>, status: Status, hint: &Hint<'_>) -> OpenQuestion {
    let code = format!("edge/{}", hint.category.word());
    let config = config(db, item.file(db).workspace(db));
    let related = |(place, message): (FileRange, &String)| Related { at: place, message: message.clone() };
    OpenQuestion {
        severity: config.severity(&code, hint.gravity.severities().at(status)),
        code,
        category: hint.category.word(),
        rule: hint.rule,
        weight: hint.weight,
        targets: hint.targets.iter().map(ToString::to_string).collect(),
        range: locate(db, hint.place).range,
        message: hint.message.clone(),
        evidence: hint.evidence.iter().map(|seen| related((locate(db, seen.place), &seen.text))).collect(),
        fixes: averment_checks::edges::fixes(db, item, hint).iter().map(|fix| resolve_fix(db, fix)).collect(),
    }
}
