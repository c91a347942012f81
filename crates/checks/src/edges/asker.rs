//! Where the rules put their questions.

use averment_model::{Def, Part};
use averment_syntax::vocabulary::Category;

use super::question::{Also, Evidence, Gravity, Question, Several, Target, Where};
use super::rules::EdgeRule;
use super::scene::Act;

/// Where the rules put their questions.
pub(crate) struct Asker<'db> {
    pub(super) category: Category,
    pub(super) rule: &'static EdgeRule,
    pub(super) asked: Vec<(Question<'db>, &'static EdgeRule)>,
}

/// Adds to a question that was just asked.
pub(crate) struct Asked<'a, 'db> {
    question: &'a mut Question<'db>,
}

impl<'db> Asker<'db> {
    /// Asks about a target at a place of a step. `known` is a clause without an end, `asks` a question that begins small.
    pub(crate) fn ask(
        &mut self,
        target: Target<'db>,
        at: Part,
        step: usize,
        known: impl Into<String>,
        asks: impl Into<String>,
    ) -> Asked<'_, 'db> {
        let question = Question {
            category: self.category,
            rule: self.rule.name,
            gravity: self.rule.gravity,
            weight: 0,
            target,
            at,
            step: Some(step),
            known: known.into(),
            asks: asks.into(),
            of_several: None,
            cases: Vec::new(),
            fields: Vec::new(),
            evidence: Vec::new(),
            settled_by: Vec::new(),
        };
        self.asked.push((question, self.rule));
        let last = self.asked.len() - 1;
        Asked { question: &mut self.asked[last].0 }
    }

    /// Asks about an effect, at its path.
    pub(crate) fn ask_of(
        &mut self,
        act: &Act<'db>,
        known: impl Into<String>,
        asks: impl Into<String>,
    ) -> Asked<'_, 'db> {
        self.ask(act.target(), act.at(), act.index, known, asks)
    }

    /// Whether this rule has asked about a target already.
    pub(crate) fn has_asked(&self, target: &Target<'db>) -> bool {
        self.asked.iter().any(|(question, rule)| rule.name == self.rule.name && question.target == *target)
    }

    /// Whether this rule has asked about these states already.
    pub(crate) fn has_asked_about(&self, states: &[Def<'db>]) -> bool {
        self.asked.iter().any(|(question, rule)| rule.name == self.rule.name && question.cases == states)
    }

    /// Whether this rule has asked something of a step already.
    pub(crate) fn asks_of(&self, step: usize) -> bool {
        self.asked.iter().any(|(question, rule)| rule.name == self.rule.name && question.step == Some(step))
    }
}

impl<'db> Asked<'_, 'db> {
    /// It matters so much.
    pub(crate) fn gravity(self, gravity: Gravity) -> Self {
        self.question.gravity = gravity;
        self
    }

    /// It matters more than others of its rule: 5 a little, 10 clearly, 20 a lot.
    pub(crate) fn raise(self, by: u32) -> Self {
        self.question.weight += by;
        self
    }

    /// How to ask it of three or more targets of one step at once, with `{}` for their list: what is known, what is asked.
    pub(crate) fn of_several(self, known: impl Into<String>, asks: impl Into<String>) -> Self {
        self.question.of_several = Some(Several { known: known.into(), asks: asks.into(), from: 3 });
        self
    }

    /// Asks together from fewer targets on, or from more.
    pub(crate) fn together_from(self, from: usize) -> Self {
        if let Some(several) = &mut self.question.of_several {
            several.from = from;
        }
        self
    }

    /// The states that it asks about, with the fields that may be in them. Its texts name them as
    /// [`CASES`](super::question::CASES).
    pub(crate) fn cases(self, fields: Vec<Def<'db>>, states: Vec<Def<'db>>) -> Self {
        (self.question.fields, self.question.cases) = (fields, states);
        self
    }

    /// An answer of another category, of what this leads to, answers it as well.
    pub(crate) fn settled_by(self, category: Category, of: Def<'db>) -> Self {
        self.question.settled_by.push(Also { category, of });
        self
    }

    /// A piece of evidence, as a clause.
    pub(crate) fn evidence(self, place: Where<'db>, text: impl Into<String>) -> Self {
        self.question.evidence.push(Evidence { place, text: text.into() });
        self
    }
}
