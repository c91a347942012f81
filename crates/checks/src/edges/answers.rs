//! What a spec answers: its edge cases, failures and branches, and what it waives with a reason.

use averment_model::{
    Cue, Db, Decl, DeclId, DeclRef, Def, Item, PathId, Prose, Resolution, Type, Value, body, cues_of, field_type,
    resolutions,
};
use averment_syntax::vocabulary::{Category, Key, Kind};

use super::english;

/// How something is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, salsa::SalsaValue)]
pub enum Answered {
    /// By an edge case.
    Edge,
    /// By a failure mode.
    Fail,
    /// By a branch of a flow.
    Branch,
    /// By a waiver with its reason.
    Waive,
}

/// One thing a spec answers.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct Answer<'db> {
    /// The declaration that answers.
    pub by: DeclId,
    /// How.
    pub how: Answered,
    /// The category; `None` for a waiver of them all.
    pub category: Option<Category>,
    /// What it is limited to, by what the segments of its path lead to; `None` for the whole spec.
    pub of: Option<Vec<Def<'db>>>,
    /// That path.
    pub path: Option<PathId>,
    /// Whether an author limited it to that, and so means the question of just that where there is one. What an error says
    /// of a step and of what the step touches it says of all of it.
    pub is_chosen: bool,
    /// The states its clauses speak of.
    pub states: Vec<Def<'db>>,
    /// Whether it is written as far as its placeholders, and so answers nothing yet.
    pub is_begun: bool,
}

/// Whether a declaration says what comes of it: one of its clauses is a `then` with words in it.
pub(crate) fn has_outcome(decl: &Decl) -> bool {
    let mut clauses = decl.clauses.iter().skip_while(|clause| clause.word != "then");
    clauses.any(|clause| says_something(&clause.prose)) || decl.prose.as_ref().is_some_and(says_something)
}

/// Whether a `then` waits for what is to be said in it.
fn has_placeholder(decl: &Decl) -> bool {
    decl.clauses.iter().any(|clause| clause.word == "then" && !says_something(&clause.prose))
}

/// Whether prose holds a word.
pub(crate) fn says_something(prose: &Prose) -> bool {
    !prose.empty
}

/// What a spec answers, in the order of its text. What says nothing answers nothing.
#[salsa::tracked]
pub fn answers_of<'db>(db: &'db dyn Db, item: Item<'db>) -> Vec<Answer<'db>> {
    let (body, resolved) = (body(db, item), resolutions(db, item));
    let chain = |path: averment_model::PathId| match &resolved[path.0 as usize] {
        Resolution::Found(defs) => Some(defs.clone()),
        other => other.def().map(|def| vec![def]),
    };
    let touched_by = |step: DeclId| body.decl(step).properties.iter().flat_map(averment_model::Property::paths);
    let mut answers = Vec::new();
    for (by, decl) in body.all_decls() {
        let is_begun = match decl.kind {
            Some(Kind::Edge | Kind::Fail) => !has_outcome(decl),
            Some(Kind::Waive) => !decl.prose.as_ref().is_some_and(says_something),
            _ => false,
        };
        let mentioned = decl.clauses.iter().flat_map(|clause| &clause.prose.mentions);
        let states = mentioned.filter_map(|path| resolved[path.0 as usize].def());
        let states: Vec<_> = states.filter(|def| matches!(def, Def::State(..) | Def::Constant(..))).collect();
        let mut answer = |how, category, of: Option<Vec<Def<'db>>>, path| {
            let is_chosen = !matches!(how, Answered::Branch) && of.is_some();
            answers.push(Answer { by, how, category, of, path, is_chosen, states: states.clone(), is_begun });
        };
        match decl.kind {
            Some(Kind::Edge | Kind::Fail) if !is_begun || has_placeholder(decl) => {
                let how = if decl.kind == Some(Kind::Edge) { Answered::Edge } else { Answered::Fail };
                for covers in decl.properties_of(Key::Covers) {
                    let path = covers.paths().next();
                    let of = path.map(chain);
                    // A path that leads nowhere is reported as such, and limits the answer to nothing.
                    let Some(of) = of.map_or(Some(None), |of| of.map(Some)) else { continue };
                    for category in categories(&covers.values) {
                        answer(how, Some(category), of.clone(), path);
                    }
                }
                for path in decl.properties_of(Key::On).flat_map(averment_model::Property::paths) {
                    let Some(defs) = chain(path) else { continue };
                    let Some(Def::Decl(on)) = defs.last().copied() else { continue };
                    match on.kind(db) {
                        Some(Kind::System) => answer(how, Some(Category::Unavailable), Some(defs), Some(path)),
                        _ => stands_for(db, on.into()).into_iter().for_each(|c| answer(how, Some(c), None, None)),
                    }
                }
            }
            Some(Kind::Branch) => {
                // An error says something of the steps it leaves and of what they touch, and nothing of the others.
                let from = decl.properties_of(Key::From).flat_map(averment_model::Property::paths).filter_map(chain);
                let left: Vec<DeclId> = from
                    .filter_map(|defs| defs.last()?.as_decl())
                    .filter(|step| step.item == item)
                    .map(|step| step.decl)
                    .collect();
                for path in decl.properties_of(Key::On).flat_map(averment_model::Property::paths) {
                    let Some(defs) = chain(path) else { continue };
                    let Some(on) = defs.last().copied() else { continue };
                    if let Def::State(..) | Def::Constant(..) = on {
                        answer(Answered::Branch, Some(Category::WrongState), Some(defs), None);
                    } else {
                        let touched: Vec<_> =
                            left.iter().flat_map(|step| touched_by(*step)).filter_map(chain).collect();
                        for category in stands_for(db, on) {
                            if left.is_empty() {
                                answer(Answered::Branch, Some(category), None, None);
                            }
                            let steps = left.iter().map(|step| vec![Def::Decl(DeclRef { item, decl: *step })]);
                            // Only a system can be unavailable: what else the step touches is answered by nobody.
                            let is_system = |of: &Vec<Def<'db>>| {
                                let decl = of.last().and_then(|def| def.as_decl());
                                decl.is_some_and(|decl| decl.kind(db) == Some(Kind::System))
                            };
                            let about = touched.iter().filter(|of| category != Category::Unavailable || is_system(of));
                            for of in about.cloned().chain(steps) {
                                answer(Answered::Branch, Some(category), Some(of), None);
                            }
                        }
                    }
                }
            }
            // One without as much as a placeholder is reported, and neither answers nor is begun.
            Some(Kind::Waive) if decl.prose.is_some() => {
                let Some(code) = decl.code.as_ref().and_then(|code| code.strip_prefix("edge/")) else { continue };
                let category = if code == "*" { None } else { Category::from_word(code) };
                if code != "*" && category.is_none() {
                    continue;
                }
                let of = decl.of.map(chain);
                let Some(of) = of.map_or(Some(None), |of| of.map(Some)) else { continue };
                answer(Answered::Waive, category, of, decl.of);
            }
            _ => {}
        }
    }
    answers
}

/// The categories after a `covers`.
pub(crate) fn categories(values: &[(Value, averment_model::NodeId)]) -> impl Iterator<Item = Category> + '_ {
    values.iter().filter_map(|(value, _)| if let Value::Word(word) = value { Category::from_word(word) } else { None })
}

/// Words that hint at a category in a sentence and say nothing of one in a name: `OrderClosed` is of an order and not of which comes
/// first, `NoStock` is not an empty list, and `BankSaysTheSame` is said of anything.
const VAGUE_IN_NAMES: [&str; 11] =
    ["order", "no", "nothing", "without", "same", "some", "rest", "again", "limit", "existing", "exactly"];

/// The categories an error stands for, by the words of its name: `FileTooLarge` stands for `large`.
fn stands_for<'db>(db: &'db dyn Db, error: Def<'db>) -> Vec<Category> {
    let mut categories = Vec::new();
    let name = english::words(&error.name(db));
    for cue in name.split(' ').filter(|word| !VAGUE_IN_NAMES.contains(word)).flat_map(cues_of) {
        if let Cue::Category(category, _) = cue
            && !categories.contains(category)
        {
            categories.push(*category);
        }
    }
    categories
}

impl<'db> Answer<'db> {
    /// Whether it is of a category.
    pub(crate) fn is_of(&self, category: Category) -> bool {
        self.category.is_none_or(|own| own == category)
    }

    /// Whether it answers a category of a target, which is given by what the segments of its path lead to.
    pub(crate) fn answers(&self, db: &'db dyn Db, item: Item<'db>, category: Category, target: &[Def<'db>]) -> bool {
        let Some(of) = &self.of else { return self.is_of(category) };
        self.is_of(category) && is_part(db, item, of, target)
    }
}

/// Whether one of two paths lies in what the other leads to.
pub(crate) fn is_part<'db>(db: &'db dyn Db, item: Item<'db>, of: &[Def<'db>], target: &[Def<'db>]) -> bool {
    let root = Def::Decl(DeclRef::root(item));
    let (Some(of_last), Some(target_last)) = (of.last(), target.last()) else { return false };
    *of_last == root || around(db, target).contains(of_last) || around(db, of).contains(target_last)
}

/// What a path leads through, with everything that these things stand in.
pub(crate) fn around<'db>(db: &'db dyn Db, path: &[Def<'db>]) -> Vec<Def<'db>> {
    let mut all = Vec::new();
    for def in path {
        all.push(*def);
        match *def {
            Def::State(owner, field, _) => all.push(Def::Field(owner, field)),
            // What a field refers to lies under it.
            Def::Field(owner, field) => {
                if let Type::Decl(to) = field_type(db, owner, field).element() {
                    all.push(Def::Decl(*to));
                }
            }
            _ => {}
        }
        // A spec holds everything it declares; that two things stand in one says nothing of them.
        let owners = def.owner().into_iter().flat_map(|owner| owner.ancestors(db));
        all.extend(owners.filter(|owner| owner.kind(db) != Some(Kind::Spec)).map(Def::Decl));
    }
    all
}

#[cfg(test)]
mod tests {
    use crate::testing::Fixture;

    /// What is asked of a list that a step shows, where the step may be left with an error of this name.
    fn asked(error: &str) -> Vec<&'static str> {
        let fixture = Fixture::new(&format!(
            "actor Clerk\nentity Order {{\n  lines many Line\n}}\nvalue Line {{\n  name Text\n}}\nspec S {{\n  status review\n  error {error}\n  flow F {{\n    actor Clerk\n    step Open {{\n      shows Order.lines\n    }}\n    branch B {{\n      from Open\n      on {error}\n      step Told: it is said\n    }}\n  }}\n}}\n"
        ));
        let found = fixture.findings(fixture.files[0].0).into_iter().map(|(_, _, finding)| finding.rule.code);
        found.filter(|code| ["edge/empty", "edge/order"].contains(code)).collect()
    }

    #[test]
    fn what_an_error_is_called_answers_what_it_names_and_nothing_else() {
        for vague in ["NoSuchOrder", "SomeLinesGone", "OrderClosed"] {
            assert_eq!(asked(vague).len(), 2, "{vague} answers neither");
        }
        assert_eq!(asked("ListIsEmpty"), ["edge/order"]);
    }
}
