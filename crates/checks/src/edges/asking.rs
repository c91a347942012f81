//! The questions of a flow: every rule is asked, and what is asked twice is asked once.

use averment_model::{Db, Def, Flow};
use averment_syntax::vocabulary::Category;

use super::asker::Asker;
use super::question::{Evidence, Gravity, Question, Target, Where};
use super::rules::{CATEGORY_RULES, EdgeRule};
use super::scene::Scene;
use crate::config::config;

/// A rule whose questions are not asked where another category asks about the same.
const GIVES_WAY: [(Category, &str, Category); 1] = [(Category::Stale, "read-then-act", Category::Concurrent)];

/// The questions a flow raises, answered or not: each category of each target once, the heaviest first.
#[salsa::tracked]
pub fn questions<'db>(db: &'db dyn Db, flow: Flow<'db>) -> Vec<Question<'db>> {
    let config = config(db, flow.item(db).file(db).workspace(db));
    let scene = Scene::new(db, flow, &config.names);
    let mut asked = Vec::new();
    // Most workspaces switch nothing off, and need not be asked of each rule.
    let switched = !config.lints.is_empty();
    for rules in CATEGORY_RULES {
        if switched && config.is_off(&format!("edge/{}", rules.category.word())) {
            continue;
        }
        for rule in rules.rules {
            if switched && config.is_off(&format!("edge/{}/{}", rules.category.word(), rule.name)) {
                continue;
            }
            let mut asker = Asker { category: rules.category, rule, asked: Vec::new() };
            (rule.look)(&scene, &mut asker);
            asked.extend(asker.asked);
        }
    }
    let mut questions: Vec<_> = asked.into_iter().map(|(question, rule)| weighed(&scene, question, rule)).collect();
    questions.sort_by(|a, b| b.weight.cmp(&a.weight).then(a.at.cmp(&b.at)));
    let mut merged: Vec<Question<'db>> = Vec::new();
    for question in questions {
        match merged.iter_mut().find(|other| other.category == question.category && other.target == question.target) {
            Some(heavier) => merge(db, heavier, question),
            None => merged.push(question),
        }
    }
    // What is taken of a thing stands for the thing.
    let same = |one: &Question<'db>, other: &Question<'db>| {
        one.target == other.target || one.rule == "scarce" && about(&one.target) == about(&other.target)
    };
    let gone = |question: &Question<'db>, all: &[Question<'db>]| {
        GIVES_WAY.iter().any(|(category, rule, other)| {
            question.category == *category
                && question.rule == *rule
                && all.iter().any(|q| q.category == *other && same(q, question))
        })
    };
    let all = merged.clone();
    merged.retain(|question| !gone(question, &all));
    merged
}

/// What a heavier question about the same takes over from a lighter one.
pub(super) fn merge<'db>(db: &'db dyn Db, heavier: &mut Question<'db>, lighter: Question<'db>) {
    heavier.gravity = heavier.gravity.max(lighter.gravity);
    // Only what would answer both answers the two as one.
    heavier.settled_by.retain(|also| lighter.settled_by.contains(also));
    let known = Evidence { place: Where::Here(lighter.at), text: lighter.filled(db, &lighter.known) };
    for evidence in [known].into_iter().chain(lighter.evidence) {
        if evidence.text != heavier.known && !heavier.evidence.contains(&evidence) {
            heavier.evidence.push(evidence);
        }
    }
}

/// The thing that a target is or is a part of.
fn about<'db>(target: &Target<'db>) -> Option<averment_model::DeclRef<'db>> {
    if let Target::Model { defs, .. } = target { defs.last()?.owner() } else { None }
}

fn weighed<'db>(scene: &Scene<'db>, mut question: Question<'db>, rule: &EdgeRule) -> Question<'db> {
    question.weight += match question.gravity {
        Gravity::Sure => 60,
        Gravity::Likely => 30,
    };
    question.weight += if rule.joins { 10 } else { 0 };
    if let Target::Model { defs, .. } = &question.target
        && let Some(Def::Field(owner, index)) = defs.last()
    {
        let field = scene.field(*owner, *index);
        question.weight += if scene.is_money(&field) { 10 } else { 0 };
        question.weight += if field.is_tagged("pii") || field.is_tagged("secret") { 8 } else { 0 };
    }
    question
}
