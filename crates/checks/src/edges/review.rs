//! Questions and answers put together: what stays open, and how much is answered.

use averment_model::{Db, DeclId, DeclRef, Def, Item, NodeId, Part, body, flows_of, steps_of};
use averment_syntax::vocabulary::{Category, Status};
use smol_str::SmolStr;

use super::answers::{Answer, Answered, answers_of};
use super::asking::{merge, questions};
use super::english;
use super::question::{Gravity, Question, Target, Where, naming};
use crate::finding::Place;

mod policies;
mod standing;

use policies::wanted_by_policies;
pub use standing::Vague;
use standing::{Standing, standings};

/// What is known of a spec's edge cases.
#[derive(Debug, Clone, Default, PartialEq, Eq, salsa::SalsaValue)]
pub struct Review<'db> {
    /// Every question its flows raise, the heaviest first.
    pub raised: Vec<Raised<'db>>,
    /// What is still to be asked, the heaviest first. Three or more of a kind are one.
    pub hints: Vec<Hint<'db>>,
    /// What may answer several questions, and does not say which.
    pub vague: Vec<Vague<'db>>,
}

/// A question that a spec raises, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct Raised<'db> {
    /// Its category.
    pub category: Category,
    /// The rule that asks: `list-shown`.
    pub rule: &'static str,
    /// What it is about, as an author writes it: `Report.rows`.
    pub target: SmolStr,
    /// What it is about.
    pub defs: Vec<Def<'db>>,
    /// The flow.
    pub flow: DeclId,
    /// The step it is asked of.
    pub step: Option<DeclId>,
    /// Where it is asked.
    pub place: Place<'db>,
    /// Why, and what.
    pub message: String,
    /// Who answers it, and how.
    pub answer: Option<Settled>,
    /// The states it asks about that are answered, and by whom, where not all of them are.
    pub cases: Vec<(Def<'db>, Settled)>,
}

impl<'db> Raised<'db> {
    /// Who says what happens in one of the states it asks about.
    pub fn answer_in(&self, state: Def<'db>) -> Option<Settled> {
        self.cases.iter().find(|(case, _)| *case == state).map(|(_, settled)| *settled)
    }
}

/// Who answers a question, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, salsa::SalsaValue)]
pub struct Settled {
    /// The declaration.
    pub by: DeclId,
    /// How.
    pub how: Answered,
}

/// A question to be asked.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct Hint<'db> {
    /// Its category.
    pub category: Category,
    /// The rule that asks most: `list-shown`.
    pub rule: &'static str,
    /// How much it matters.
    pub gravity: Gravity,
    /// Its rank: the heaviest are asked first.
    pub weight: u32,
    /// What it is about, as an author writes it; three or more where they are asked together.
    pub targets: Vec<SmolStr>,
    /// What the first of them leads to.
    pub subject: Def<'db>,
    /// The fields whose states it asks about, where it asks about states.
    pub fields: Vec<Def<'db>>,
    /// Where it is asked.
    pub place: Place<'db>,
    /// Why, and what is asked.
    pub message: String,
    /// What else shows it.
    pub evidence: Vec<Seen<'db>>,
    /// An edge about the same that was filed under another word, and may well answer it.
    pub near: Option<DeclId>,
    /// What will answer it once its placeholders are filled in.
    pub begun: Option<DeclId>,
}

/// A piece of evidence with its place.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct Seen<'db> {
    /// Where it stands.
    pub place: Place<'db>,
    /// What it shows.
    pub text: String,
}

/// How much of a category, or of all, is answered. What several hints would ask together counts one by one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Answered by an edge case, a failure or a branch.
    pub answered: usize,
    /// Still open.
    pub open: usize,
    /// Waived with a reason.
    pub waived: usize,
}

impl Coverage {
    fn of<'a, 'db: 'a>(raised: impl Iterator<Item = &'a Raised<'db>>) -> Self {
        let mut coverage = Coverage::default();
        for raised in raised {
            match raised.answer.map(|answer| answer.how) {
                None => coverage.open += 1,
                Some(Answered::Waive) => coverage.waived += 1,
                Some(_) => coverage.answered += 1,
            }
        }
        coverage
    }

    /// The share that is answered, in percent, of what is answered or open; `None` where nothing is either.
    pub fn percent(&self) -> Option<u32> {
        let all = self.answered + self.open;
        (all > 0).then(|| (self.answered * 100 / all) as u32)
    }
}

impl Review<'_> {
    /// How much of it all is answered.
    pub fn coverage(&self) -> Coverage {
        Coverage::of(self.raised.iter())
    }

    /// How much of a category is answered.
    pub fn coverage_of(&self, category: Category) -> Coverage {
        Coverage::of(self.raised.iter().filter(|raised| raised.category == category))
    }
}

/// A question with the flow that raises it.
struct InFlow<'db> {
    flow: DeclId,
    steps: Vec<DeclId>,
    start: NodeId,
    question: Question<'db>,
    near: Option<DeclId>,
}

impl<'db> InFlow<'db> {
    fn place(&self, item: Item<'db>, part: Part) -> Place<'db> {
        Place::node(item, NodeId(self.start.0 + part.0))
    }

    fn step(&self) -> Option<DeclId> {
        self.question.step.and_then(|index| self.steps.get(index).copied())
    }

    /// What it is about: as an author writes it, and what that leads to.
    fn target(&self, db: &'db dyn Db, item: Item<'db>) -> (SmolStr, Vec<Def<'db>>) {
        let decl = |decl| {
            let def = Def::Decl(DeclRef { item, decl });
            let name = def.qualified_name(db);
            // Within the spec its own name is not written.
            let own = name.split_once('.').map_or(name.as_str(), |(_, rest)| rest);
            (SmolStr::new(own), vec![def])
        };
        match &self.question.target {
            Target::Model { text, defs } => (text.clone(), defs.clone()),
            Target::Flow => decl(self.flow),
            Target::Step(index) => decl(self.steps.get(*index).copied().unwrap_or(self.flow)),
        }
    }

    fn evidence(&self, db: &'db dyn Db, item: Item<'db>) -> Vec<Seen<'db>> {
        let place = |place: &Where<'db>| match place {
            Where::Here(part) => Some(self.place(item, *part)),
            Where::At(def) => Place::def(db, *def),
        };
        let seen = self.question.evidence.iter();
        seen.filter_map(|e| Some(Seen { place: place(&e.place)?, text: e.text.clone() })).collect()
    }
}

/// What a spec's flows raise, and what it answers.
#[salsa::tracked]
pub fn review_of<'db>(db: &'db dyn Db, item: Item<'db>) -> Review<'db> {
    // Nobody answers for what is retired.
    if crate::registry::status(db, item) == Status::Retired {
        return Review::default();
    }
    let body = body(db, item);
    let flow_decls = body.all_decls().filter(|(_, decl)| decl.kind == Some(averment_syntax::vocabulary::Kind::Flow));
    let mut all: Vec<InFlow<'db>> = Vec::new();
    for (flow, (id, decl)) in flows_of(db, item).iter().zip(flow_decls) {
        let steps = steps_of(body, id);
        let asked = questions(db, *flow).iter().map(|question| InFlow {
            flow: id,
            steps: steps.clone(),
            start: decl.node,
            question: question.clone(),
            near: None,
        });
        for asked in asked {
            let (_, defs) = asked.target(db, item);
            let same = |other: &&mut InFlow<'db>| {
                other.question.category == asked.question.category && other.target(db, item).1.last() == defs.last()
            };
            match all.iter_mut().find(same) {
                Some(other) if other.flow == asked.flow => merge(db, &mut other.question, asked.question),
                // What another flow knows stands in that flow; here it is only the question that counts.
                Some(other) => {
                    other.question.gravity = other.question.gravity.max(asked.question.gravity);
                    if other.question.weight < asked.question.weight {
                        *other = asked;
                    }
                }
                None => all.push(asked),
            }
        }
    }
    let answers = answers_of(db, item);
    for asked in &mut all {
        let (_, defs) = asked.target(db, item);
        asked.near = near(answers, asked.question.category, &defs);
        if asked.near.is_some() {
            asked.question.weight = asked.question.weight.saturating_sub(ANSWERED_NEARBY);
        }
    }
    all.sort_by(|a, b| {
        b.question.weight.cmp(&a.question.weight).then(a.flow.cmp(&b.flow)).then(a.question.at.cmp(&b.question.at))
    });
    let (standings, vague) = standings(db, item, &all, answers);
    let raised = all.iter().zip(&standings).map(|(asked, standing)| {
        let (target, defs) = asked.target(db, item);
        let question = &asked.question;
        Raised {
            category: question.category,
            rule: question.rule,
            target,
            defs,
            flow: asked.flow,
            step: asked.step(),
            place: asked.place(item, question.at),
            message: message(&question.filled(db, &question.known), &question.filled(db, &question.asks)),
            answer: standing.answer,
            cases: standing.cases.clone(),
        }
    });
    let mut raised: Vec<_> = raised.collect();
    let mut hints = hints(db, item, &all, &standings, &raised);
    if !flows_of(db, item).is_empty() {
        for wanted in wanted_by_policies(db, item, &raised) {
            hints.extend(wanted.hint);
            raised.push(wanted.raised);
        }
        hints.sort_by_key(|hint| std::cmp::Reverse(hint.weight));
    }
    Review { raised, hints, vague }
}

/// By how much a question ranks lower when an edge about the same may answer it.
const ANSWERED_NEARBY: u32 = 20;

/// Categories that people take for one another: an edge filed under one of a line may well be meant for another.
const CONFUSED: [&[Category]; 7] = [
    &[Category::Empty, Category::Missing, Category::InvalidInput, Category::Permission],
    &[Category::Large, Category::Boundary, Category::RateLimit],
    &[Category::Duplicate, Category::Concurrent, Category::Stale],
    &[Category::Expired, Category::WrongState, Category::Stale, Category::Undo],
    &[Category::Unavailable, Category::Timeout, Category::Offline, Category::Interrupted, Category::PartialFailure],
    &[Category::Permission, Category::SignedOut],
    &[Category::Orphaned, Category::Retention, Category::Undo],
];

/// An edge of the same target under a category that is easily taken for another.
fn near<'db>(answers: &[Answer<'db>], category: Category, target: &[Def<'db>]) -> Option<DeclId> {
    let target = target.last()?;
    let confused = |other: Category| CONFUSED.iter().any(|line| line.contains(&category) && line.contains(&other));
    let same = |of: &Vec<Def<'db>>| {
        let last = of.last();
        // Of a thing is also what is of one of its fields, which is where most put it.
        last == Some(target) || matches!((last, target), (Some(Def::Field(owner, _)), Def::Decl(decl)) if owner == decl)
    };
    let mut edges = answers.iter().filter(|answer| answer.how == Answered::Edge && !answer.is_begun);
    let found = edges.find(|answer| answer.category.is_some_and(confused) && answer.of.as_ref().is_some_and(same));
    found.map(|answer| answer.by)
}

fn message(known: &str, asks: &str) -> String {
    format!("{known}: {asks}")
}

fn hints<'db>(
    db: &'db dyn Db,
    item: Item<'db>,
    all: &[InFlow<'db>],
    standings: &[Standing<'db>],
    raised: &[Raised<'db>],
) -> Vec<Hint<'db>> {
    let group = |asked: &InFlow<'db>| {
        // What is asked of steps is asked of all of them together, what is asked of their parts step by step.
        let of_step = matches!(asked.question.target, Target::Step(_));
        let question = &asked.question;
        // Who sends a message finds out in one way that it did not arrive, wherever it is sent, and what is in a state is in
        // it wherever it is met.
        let of_all = of_step || question.rule == "undeliverable" || !question.cases.is_empty();
        let place = (!of_all).then_some((asked.flow, question.step));
        (place, question.category, question.rule, question.of_several.clone(), question.fields.clone())
    };
    // Of the states a question asks about only those that nobody spoke of yet are asked about.
    let left = |index: usize| {
        let said = |case: &&Def<'db>| !standings[index].cases.iter().any(|(said, _)| said == *case);
        all[index].question.cases.iter().filter(said).copied().collect::<Vec<_>>()
    };
    let mut hints: Vec<Hint<'db>> = Vec::new();
    let mut done = vec![false; all.len()];
    for index in 0..all.len() {
        if done[index] || raised[index].answer.is_some() {
            continue;
        }
        let asked = &all[index];
        // Whether they are asked together depends on how many there are, not on how many are left: an answer to one must
        // not make others appear.
        let mut members = vec![index];
        if let Some(several) = &asked.question.of_several {
            let same = (0..all.len()).filter(|other| group(&all[*other]) == group(asked));
            let same: Vec<_> = same.collect();
            if same.len() >= several.from {
                members = same.into_iter().filter(|other| raised[*other].answer.is_none()).collect();
            }
        }
        members.iter().for_each(|member| done[*member] = true);
        let question = &asked.question;
        let mut evidence = asked.evidence(db, item);
        let text = match &question.of_several {
            Some(several) if members.len() > 1 => {
                members.sort_by_key(|member| (all[*member].flow, all[*member].question.at));
                let name = |member: &usize| match all[*member].question.target {
                    Target::Step(_) => {
                        let target = &raised[*member].target;
                        format!("`{}`", target.rsplit('.').next().unwrap_or(target))
                    }
                    _ => format!("[{}]", raised[*member].target),
                };
                let names: Vec<_> = members.iter().map(name).collect();
                let names = english::list(&names);
                let mut cases: Vec<Def<'db>> = Vec::new();
                for member in &members {
                    let question = &all[*member].question;
                    let text = naming(db, &question.known, &left(*member));
                    evidence.push(Seen { place: raised[*member].place, text });
                    cases.extend(left(*member).into_iter().filter(|case| !cases.contains(case)).collect::<Vec<_>>());
                }
                cases.sort_by_key(|case| {
                    if let Def::State(_, _, state) | Def::Constant(_, state) = case { *state } else { 0 }
                });
                let text = |text: &str| naming(db, &text.replace("{}", &names), &cases);
                message(&english::capitalised(&text(&several.known)), &text(&several.asks))
            }
            _ => message(&naming(db, &question.known, &left(index)), &naming(db, &question.asks, &left(index))),
        };
        let first = members[0];
        hints.push(Hint {
            category: question.category,
            rule: question.rule,
            gravity: members.iter().map(|member| all[*member].question.gravity).max().unwrap_or(question.gravity),
            weight: question.weight,
            targets: members.iter().map(|member| raised[*member].target.clone()).collect(),
            subject: raised[first].defs.last().copied().unwrap_or(Def::Decl(DeclRef::root(item))),
            fields: question.fields.clone(),
            place: raised[first].place,
            message: text,
            evidence,
            near: asked.near.filter(|_| members.len() == 1),
            begun: members.iter().map(|member| standings[*member].begun).reduce(Option::and).flatten(),
        });
    }
    hints
}

#[cfg(test)]
mod tests {
    use crate::testing::fix_edits;

    #[test]
    fn an_edge_filed_under_another_word_is_offered_first() {
        let spec = |edge: &str| {
            format!(
                "actor Clerk\nentity Order {{\n  code Text @unique\n}}\nspec S {{\n  status review\n  flow F {{\n    actor Clerk\n    step Find {{\n      searches Order.code\n    }}\n  }}\n{edge}}}\n"
            )
        };
        let edge = "  edge Unknown {\n    covers permission of Order.code\n    when nobody has it\n    then nothing is said of it\n  }\n";
        assert_eq!(
            fix_edits("edge/empty", &spec(edge)),
            [
                "`Unknown` answers it: add `covers empty`",
                "specify it, as `EmptyOrder`",
                "waive `edge/empty` of `Order`, with a reason"
            ]
        );
        // What is about something else, or of a category that nobody takes for it, is no answer.
        for other in [edge.replace("permission of Order.code", "offline of Order.code"), String::new()] {
            assert_eq!(fix_edits("edge/empty", &spec(&other)).len(), 2, "{other}");
        }
    }
}
