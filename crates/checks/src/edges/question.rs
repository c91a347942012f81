//! A question that a flow raises, with what is known and where that is written.

use averment_model::{Db, DeclRef, Def, Part};
use averment_syntax::vocabulary::Category;
use smol_str::SmolStr;

use super::english;
use crate::severity::{Severities, Severity};

/// How much it matters that a question stays open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gravity {
    /// It may well be hit: a hint in a draft, a warning once approved.
    Likely,
    /// It will be hit, or it hurts when it is: a warning under review, an error once approved.
    Sure,
}

impl Gravity {
    /// The severity under each status.
    pub fn severities(self) -> Severities {
        match self {
            Gravity::Likely => Severities::new(Severity::Hint, Severity::Information, Severity::Warning),
            Gravity::Sure => Severities::new(Severity::Information, Severity::Warning, Severity::Error),
        }
    }
}

/// What a question is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, salsa::SalsaValue)]
pub enum Target<'db> {
    /// A part of the model.
    Model {
        /// The path as an author writes it: `Report.rows`.
        text: SmolStr,
        /// What its segments lead to, the last one last. Never empty.
        defs: Vec<Def<'db>>,
    },
    /// The flow itself.
    Flow,
    /// A step of the flow, by its index.
    Step(usize),
}

impl<'db> Target<'db> {
    /// A declaration.
    pub fn decl(db: &'db dyn averment_model::Db, decl: DeclRef<'db>) -> Self {
        Target::def(db, Def::Decl(decl))
    }

    /// A declaration, a field or a state, under its own name.
    pub fn def(db: &'db dyn averment_model::Db, def: Def<'db>) -> Self {
        Target::Model { text: SmolStr::new(def.qualified_name(db)), defs: vec![def] }
    }
}

/// Where a piece of evidence stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, salsa::SalsaValue)]
pub enum Where<'db> {
    /// A part of the flow.
    Here(Part),
    /// What this leads to.
    At(Def<'db>),
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct Evidence<'db> {
    /// Where it stands.
    pub place: Where<'db>,
    /// What it shows, as a clause.
    pub text: String,
}

/// Stands in the texts of a question for the states it asks about, so that those that are answered need not be named.
pub(crate) const CASES: &str = "{cases}";

/// How a question is asked of several targets at once.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct Several {
    /// What is known, with `{}` for the list of the targets.
    pub known: String,
    /// What is asked, with `{}` for the list of the targets.
    pub asks: String,
    /// From so many targets on.
    pub from: usize,
}

/// An answer of another category that answers a question as well.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct Also<'db> {
    /// The category.
    pub category: Category,
    /// What it has to be about.
    pub of: Def<'db>,
}

/// A question that a flow raises: one thing that somebody will run into.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct Question<'db> {
    /// Its category.
    pub category: Category,
    /// The rule that asks: `list-shown`.
    pub rule: &'static str,
    /// How much it matters.
    pub gravity: Gravity,
    /// Its rank among others: the heaviest are asked first.
    pub weight: u32,
    /// What it is about.
    pub target: Target<'db>,
    /// Where it is asked.
    pub at: Part,
    /// The step it is asked of, by its index.
    pub step: Option<usize>,
    /// Why it is asked, as a clause without an end: `[Report.rows] holds 0 to 2,000,000 rows`.
    pub known: String,
    /// What is asked, beginning small: `what does the analyst see when there are none?`
    pub asks: String,
    /// How it is asked of several targets at once.
    pub of_several: Option<Several>,
    /// The states it asks about, where it asks about states. The texts name them as [`CASES`].
    pub cases: Vec<Def<'db>>,
    /// The fields that may be in these states.
    pub fields: Vec<Def<'db>>,
    /// What else shows it.
    pub evidence: Vec<Evidence<'db>>,
    /// What else would answer it: an answer of this category, of what this leads to.
    pub settled_by: Vec<Also<'db>>,
}

impl<'db> Question<'db> {
    /// One of its texts with all the states it asks about.
    pub(crate) fn filled(&self, db: &'db dyn Db, text: &str) -> String {
        naming(db, text, &self.cases)
    }
}

/// A text of a question with the states it asks about as a choice: `lapsed or cancelled`.
pub(crate) fn naming<'db>(db: &'db dyn Db, text: &str, states: &[Def<'db>]) -> String {
    if !text.contains(CASES) {
        return text.to_owned();
    }
    let names: Vec<_> = states.iter().map(|state| english::words(&state.name(db))).collect();
    text.replace(CASES, &english::choice(&names))
}
