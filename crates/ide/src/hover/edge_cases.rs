//! What a line or a declaration of a spec raises, and what answers it.

use averment_checks::edges::{Answered, Raised, review_of};
use averment_model::{Db, DeclId, DeclRef, Item, body, spans};
use averment_syntax::vocabulary::{Category, Kind};

use crate::diagnostics::locate;
use crate::position::item_at;
use crate::types::FilePosition;

/// How many questions are listed.
const MOST: usize = 12;

/// What the effect on the line of a position raises.
pub(super) fn of_effect(db: &dyn Db, at: FilePosition) -> Option<String> {
    let (item, start) = item_at(db, at.file, at.offset)?;
    let within = at.offset.checked_sub(start)?;
    let (body, spans) = (body(db, item), spans(db, item));
    let line = body.decls.iter().flat_map(|decl| decl.properties.iter().map(move |property| (decl, property)));
    let here = |property: &averment_model::Property| spans.get(property.node).contains_inclusive(within);
    let (decl, property) = line.into_iter().find(|(_, property)| here(property))?;
    let data = decl.kind?.property(property.key?.word())?;
    if !data.effect || DeclRef::root(item).kind(db) != Some(Kind::Spec) {
        return None;
    }
    let range = spans.get(property.node) + start;
    list(db, item, |raised| range.contains_range(locate(db, raised.place).range))
}

/// What a declaration of a spec raises or answers.
pub(super) fn of_decl<'db>(db: &'db dyn Db, decl: DeclRef<'db>) -> Option<String> {
    let item = decl.item;
    if DeclRef::root(item).kind(db) != Some(Kind::Spec) {
        return None;
    }
    match decl.kind(db)? {
        Kind::Spec => {
            let coverage = review_of(db, item).coverage();
            let percent = coverage.percent()?;
            let waived = if coverage.waived == 0 { String::new() } else { format!(", {} waived", coverage.waived) };
            let all = coverage.answered + coverage.open;
            Some(format!("**Edge cases:** {} of {all} answered ({percent}%){waived}", coverage.answered))
        }
        Kind::Flow => list(db, item, |raised| raised.flow == decl.decl && raised.answer.is_none()),
        Kind::Step => list(db, item, |raised| raised.step == Some(decl.decl)),
        Kind::Edge | Kind::Fail | Kind::Branch => {
            let answered = |raised: &&Raised<'_>| raised.answer.is_some_and(|answer| answer.by == decl.decl);
            let raised: Vec<_> = review_of(db, item).raised.iter().filter(answered).collect();
            let lines: Vec<_> = raised.iter().map(|raised| format!("- `{}`", subject(raised))).collect();
            (!lines.is_empty()).then(|| format!("**Answers:**\n{}", lines.join("\n")))
        }
        _ => None,
    }
}

/// What is asked of a category in the spec around a position.
pub(super) fn of_category(db: &dyn Db, at: FilePosition, category: Category) -> Option<String> {
    let (item, _) = item_at(db, at.file, at.offset)?;
    if DeclRef::root(item).kind(db) != Some(Kind::Spec) {
        return None;
    }
    list(db, item, |raised| raised.category == category)
}

fn list<'db>(db: &'db dyn Db, item: Item<'db>, wanted: impl Fn(&Raised<'db>) -> bool) -> Option<String> {
    let raised: Vec<_> = review_of(db, item).raised.iter().filter(|raised| wanted(raised)).collect();
    let mut lines: Vec<_> = raised.iter().take(MOST).map(|raised| line(db, item, raised)).collect();
    if raised.len() > MOST {
        lines.push(format!("- and {} more", raised.len() - MOST));
    }
    (!lines.is_empty()).then(|| format!("**Edge cases:**\n{}", lines.join("\n")))
}

/// `stale of Report`
fn subject(raised: &Raised<'_>) -> String {
    format!("{} of {}", raised.category.word(), raised.target)
}

fn line(db: &dyn Db, item: Item<'_>, raised: &Raised<'_>) -> String {
    let name = |decl: DeclId| body(db, item).decl(decl).label();
    let subject = subject(raised);
    match raised.answer {
        None => format!("- `{subject}`: **open.** {}", raised.message),
        Some(answer) if answer.how == Answered::Waive => format!("- `{subject}`: waived"),
        Some(answer) => format!("- `{subject}`: answered by `{}`", name(answer.by)),
    }
}
