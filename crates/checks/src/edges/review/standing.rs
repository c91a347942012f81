//! Which answer settles which question.

use averment_model::{Db, DeclId, DeclRef, Def, Item, resolve_path};
use smol_str::SmolStr;

use super::{InFlow, Settled};
use crate::edges::answers::{Answer, Answered, around, is_part};
use crate::edges::question::Where;

/// What became of a question.
#[derive(Debug, Clone, Default)]
pub(super) struct Standing<'db> {
    /// Who answers it, and how.
    pub(super) answer: Option<Settled>,
    /// The states it asks about that are answered, where not all of them are.
    pub(super) cases: Vec<(Def<'db>, Settled)>,
    /// What will answer it once its placeholders are filled in.
    pub(super) begun: Option<DeclId>,
}

/// An answer that may be meant for several questions, and does not say for which.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct Vague<'db> {
    /// The answer.
    pub answer: Answer<'db>,
    /// What the questions are about, as an author writes it.
    pub targets: Vec<SmolStr>,
}

/// Rules that ask the same of a whole and of a part of it: who answers the first of the whole answers the second of its parts.
/// Two who change a thing at once are the two who take the last of it.
const SAME_MATTER: [(&str, &str); 1] = [("shared-edit", "scarce")];

/// The questions that an answer speaks of, by their indices.
enum Reach {
    /// All of each.
    Whole(Vec<usize>),
    /// Of each the states that the answer names.
    States(Vec<usize>),
    /// One of these, and nothing says which.
    OneOf(Vec<usize>),
}

/// What becomes of each question, and which answers do not say what they answer.
pub(super) fn standings<'db>(
    db: &'db dyn Db,
    item: Item<'db>,
    all: &[InFlow<'db>],
    answers: &[Answer<'db>],
) -> (Vec<Standing<'db>>, Vec<Vague<'db>>) {
    let mut standings: Vec<Standing<'db>> = vec![Standing::default(); all.len()];
    let mut unclear: Vec<(&Answer<'db>, Vec<usize>)> = Vec::new();
    for answer in answers {
        let settled = Settled { by: answer.by, how: answer.how };
        for reach in reaches(db, item, all, answer) {
            match reach {
                Reach::Whole(reached) => {
                    reached.into_iter().for_each(|index| standings[index].settle(settled, answer.is_begun));
                }
                Reach::States(reached) if !answer.is_begun => {
                    for index in reached {
                        let asked = all[index].question.cases.iter().filter(|case| names(answer, **case));
                        standings[index].cases.extend(asked.map(|case| (*case, settled)));
                    }
                }
                Reach::States(_) => {}
                Reach::OneOf(reached) => unclear.push((answer, reached)),
            }
        }
    }
    for (standing, asked) in standings.iter_mut().zip(all) {
        let mut others = answers.iter().filter(|answer| {
            let mut also = asked.question.settled_by.iter();
            // Why one thing need not be answered is no reason for another.
            let says = answer.of.is_some() && answer.how != Answered::Waive;
            says && also.any(|also| answer.answers(db, item, also.category, &[also.of]))
        });
        if let (None, Some(other)) = (standing.answer, others.find(|answer| !answer.is_begun)) {
            standing.answer = Some(Settled { by: other.by, how: other.how });
        }
        // What is said of every state it asks about answers it whole.
        let is_said = |case: &Def<'db>| standing.cases.iter().any(|(said, _)| said == case);
        if let (None, Some((_, first))) = (standing.answer, standing.cases.first())
            && asked.question.cases.iter().all(is_said)
        {
            standing.answer = Some(*first);
        }
    }
    let vague = unclear.into_iter().filter_map(|(answer, reached)| {
        let open = reached.into_iter().filter(|index| standings[*index].answer.is_none());
        let targets: Vec<_> = open.map(|index| all[index].target(db, item).0).collect();
        (!targets.is_empty() && !answer.is_begun).then(|| Vague { answer: answer.clone(), targets })
    });
    let vague = vague.collect();
    (standings, vague)
}

impl Standing<'_> {
    fn settle(&mut self, settled: Settled, is_begun: bool) {
        if is_begun {
            self.begun = self.begun.or(Some(settled.by));
        } else if self.answer.is_none_or(|answer| answer.how == Answered::Waive && settled.how != Answered::Waive) {
            // What is said to happen counts before what is waived.
            self.answer = Some(settled);
        }
    }
}

/// Whether an answer speaks of a state.
fn names<'db>(answer: &Answer<'db>, state: Def<'db>) -> bool {
    answer.states.contains(&state) || answer.of.as_ref().and_then(|of| of.last()) == Some(&state)
}

/// The questions that an answer speaks of, category by category.
fn reaches<'db>(db: &'db dyn Db, item: Item<'db>, all: &[InFlow<'db>], answer: &Answer<'db>) -> Vec<Reach> {
    let mut categories = Vec::new();
    for asked in all.iter().filter(|asked| answer.is_of(asked.question.category)) {
        if !categories.contains(&asked.question.category) {
            categories.push(asked.question.category);
        }
    }
    let of = |category| (0..all.len()).filter(|index| all[*index].question.category == category).collect();
    categories.into_iter().map(|category| reach(db, item, all, answer, of(category))).collect()
}

/// Of the questions of a category those that an answer speaks of. A path means the question of just that; where there is
/// none, those of what lies in it or around it; and where there are none either, the one that shows it.
fn reach<'db>(db: &'db dyn Db, item: Item<'db>, all: &[InFlow<'db>], answer: &Answer<'db>, asked: Vec<usize>) -> Reach {
    let Some((of, last)) = answer.of.as_ref().and_then(|of| Some((of, *of.last()?))) else {
        return Reach::Whole(asked);
    };
    let only = |keep: &dyn Fn(&InFlow<'db>) -> bool| -> Vec<usize> {
        asked.iter().copied().filter(|index| keep(&all[*index])).collect()
    };
    let lies = |asked: &InFlow<'db>| is_part(db, item, of, &asked.target(db, item).1);
    if !answer.is_chosen {
        return Reach::Whole(only(&lies));
    }
    let lies_in = |asked: &InFlow<'db>| around(db, &asked.target(db, item).1).contains(&last);
    let is_exact = |asked: &InFlow<'db>| asked.target(db, item).1.last() == Some(&last);
    let exact = only(&is_exact);
    if !exact.is_empty() {
        let rules = |index: &usize| all[*index].question.rule;
        let same = |other: &str| exact.iter().map(rules).any(|rule| SAME_MATTER.contains(&(rule, other)));
        return Reach::Whole(only(&|asked| is_exact(asked) || same(asked.question.rule) && lies_in(asked)));
    }
    let here = |decl: DeclId| Def::Decl(DeclRef { item, decl });
    let happens_in =
        |asked: &InFlow<'db>| last == here(asked.flow) || asked.step().is_some_and(|step| last == here(step));
    let around_it = only(&|asked| lies(asked) || happens_in(asked));
    if !around_it.is_empty() {
        return Reach::Whole(around_it);
    }
    let shown = only(&|asked| shows(db, item, asked, last));
    let states = only(&|asked| asked.question.cases.iter().any(|case| names(answer, *case)));
    let states: Vec<_> = states.into_iter().filter(|index| shown.contains(index)).collect();
    match answer.how {
        Answered::Waive => Reach::Whole(shown),
        _ if !states.is_empty() => Reach::States(states),
        _ if shown.len() > 1 => Reach::OneOf(shown),
        _ => Reach::Whole(shown),
    }
}

/// Whether a question shows something to who reads it: in its text, its evidence, or by the states it asks about.
fn shows<'db>(db: &'db dyn Db, item: Item<'db>, asked: &InFlow<'db>, def: Def<'db>) -> bool {
    let def = if let Def::State(owner, field, _) = def { Def::Field(owner, field) } else { def };
    let leads_there = |path: &[Def<'db>]| around(db, path).contains(&def);
    let question = &asked.question;
    let evidence = question.evidence.iter().filter_map(|seen| match seen.place {
        Where::At(def) => Some(def),
        Where::Here(_) => None,
    });
    question.fields.iter().copied().chain(evidence).any(|seen| leads_there(&[seen]))
        || [&question.known, &question.asks].into_iter().flat_map(|text| paths_in(text)).any(|path| {
            let segments: Vec<_> = path.split('.').map(SmolStr::new).collect();
            let scope = DeclRef { item, decl: asked.flow };
            resolve_path(db, scope, &segments).def().is_some_and(|def| leads_there(&[def]))
        })
}

/// The paths that a text names: `Order.total` of `[Order.total] is charged`.
fn paths_in(text: &str) -> impl Iterator<Item = &str> {
    text.split('[').skip(1).filter_map(|rest| rest.split_once(']')).map(|(path, _)| path)
}
