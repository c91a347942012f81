//! A question that a flow raises, with what is known and where that is written.

use averment_model::{DeclRef, Def, Part};
use averment_syntax::vocabulary::Category;
use smol_str::SmolStr;

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
    /// The same for three or more targets of one step, with `{}` for their list: what is known, and what is asked.
    pub of_several: Option<(&'static str, &'static str)>,
    /// What else shows it.
    pub evidence: Vec<Evidence<'db>>,
    /// What else would answer it: an answer of this category, of what this leads to.
    pub settled_by: Vec<Also<'db>>,
}
