//! A field, and a field of states, with what is known of them.

use std::rc::Rc;

use averment_model::{Builtin, Constraint, Db, DeclRef, Def, FieldFacts, Lifecycle, Literal, Quantity, Type};
use smol_str::SmolStr;

use crate::edges::english;
use crate::edges::question::Target;

/// A field, with what is known of it.
#[derive(Clone)]
pub(crate) struct Field<'db> {
    /// The declaration that has it.
    pub(crate) owner: DeclRef<'db>,
    /// Its index there.
    pub(crate) index: u32,
    /// Its name.
    pub(crate) name: &'db SmolStr,
    /// Its type.
    pub(crate) ty: &'db Type<'db>,
    /// Whether it may be unset.
    pub(crate) optional: bool,
    /// Its constraints and tags.
    pub(crate) facts: &'db FieldFacts,
    /// The path by which it was reached, as an author would write it: `Report.rows`.
    pub(crate) path: SmolStr,
    /// What the segments of that path lead to.
    pub(crate) defs: Rc<[Def<'db>]>,
}

impl<'db> Field<'db> {
    /// The field itself.
    pub(crate) fn def(&self) -> Def<'db> {
        Def::Field(self.owner, self.index)
    }

    /// As a target.
    pub(crate) fn target(&self) -> Target<'db> {
        Target::Model { text: self.path.clone(), defs: self.defs.to_vec() }
    }

    /// The path in brackets, as messages name it: `[Report.rows]`.
    pub(crate) fn shown(&self) -> String {
        format!("[{}]", self.path)
    }

    /// Its name as a noun: `incident date`.
    pub(crate) fn noun(&self) -> String {
        english::words(self.name)
    }

    /// Whether it holds several.
    pub(crate) fn is_many(&self) -> bool {
        matches!(self.ty, Type::Many(_))
    }

    /// The built-in type of its values, of each of them where there are several.
    pub(crate) fn builtin(&self) -> Option<Builtin> {
        if let Type::Builtin(builtin) = self.ty.element() { Some(*builtin) } else { None }
    }

    /// Whether its values are of one of these built-in types.
    pub(crate) fn is_a(&self, builtins: &[Builtin]) -> bool {
        self.builtin().is_some_and(|builtin| builtins.contains(&builtin))
    }

    /// The least and the most of its values, or of how many there are.
    pub(crate) fn range(&self) -> Option<(Option<&'db Literal>, Option<&'db Literal>)> {
        self.facts.range()
    }

    /// The most of its values, or of how many there are.
    pub(crate) fn upper(&self) -> Option<&'db Quantity> {
        if let Some((_, Some(Literal::Quantity(upper)))) = self.range() { Some(upper) } else { None }
    }

    /// The least of its values, or of how many there are.
    pub(crate) fn lower(&self) -> Option<&'db Quantity> {
        if let Some((Some(Literal::Quantity(lower)), _)) = self.range() { Some(lower) } else { None }
    }

    /// Its range with its own noun, for the start of a sentence: `[Report.rows] holds 0 to 2,000,000 rows`.
    pub(crate) fn holds(&self) -> String {
        let (from, to) = self.range().unwrap_or_default();
        if self.is_many() {
            let range = match (from, to) {
                (None, None) => "any number of".to_owned(),
                _ => english::range(from, to),
            };
            // Of what has no number only the number is said.
            if english::is_uncountable(&self.noun()) && (from.is_some() || to.is_some()) {
                return format!("{} holds {range}", self.shown());
            }
            format!("{} holds {range} {}", self.shown(), english::plural(&self.noun()))
        } else {
            format!("{} is {}", self.shown(), english::range(from, to))
        }
    }

    /// What it must match.
    pub(crate) fn pattern(&self) -> Option<&'db SmolStr> {
        self.facts
            .constraints
            .iter()
            .find_map(|c| if let Constraint::Matches(pattern) = c { Some(pattern) } else { None })
    }

    /// Whether its values are a closed list of texts.
    pub(crate) fn is_one_of(&self) -> bool {
        self.facts.constraints.iter().any(|constraint| matches!(constraint, Constraint::OneOf(_)))
    }

    /// Whether it is text in which everything may be written.
    pub(crate) fn is_free_text(&self) -> bool {
        self.is_a(&[Builtin::Text]) && self.pattern().is_none() && !self.is_one_of()
    }

    /// Whether it is a moment that the machine writes down: `created_at`.
    pub(crate) fn is_stamp(&self) -> bool {
        const STAMPS: [&str; 6] = ["sent_at", "read_at", "seen_at", "paid_at", "left_at", "done_at"];
        let name = self.name.as_str();
        self.is_a(&[Builtin::Time])
            && (STAMPS.contains(&name) || name.ends_with("ed_at") || name.starts_with("last_") || name == "at")
    }

    /// Whether it has a default.
    pub(crate) fn has_default(&self) -> bool {
        self.facts.constraints.iter().any(|constraint| matches!(constraint, Constraint::Default(_)))
    }

    /// Whether it has a tag, such as `pii`.
    pub(crate) fn is_tagged(&self, tag: &str) -> bool {
        self.facts.is(tag)
    }
}

/// A field of states, with its lifecycle where it has one.
#[derive(Clone)]
pub(crate) struct StateField<'db> {
    /// The field.
    pub(crate) field: Field<'db>,
    /// Its states.
    pub(crate) states: Vec<Def<'db>>,
    /// What its lifecycles say.
    pub(crate) lifecycles: Vec<&'db Lifecycle<'db>>,
}

impl<'db> StateField<'db> {
    /// Whether nothing leaves a state: a lifecycle says so.
    pub(crate) fn is_final(&self, state: Def<'db>) -> bool {
        let listed = self.lifecycles.iter().any(|life| life.last.contains(&Some(state)));
        let leaves = self.lifecycles.iter().flat_map(|life| &life.changes).any(|change| change.from == Some(state));
        listed || (!self.lifecycles.is_empty() && !leaves)
    }

    /// Whether a transition leads from one state to another that a step may make: one that names the step, where any does.
    pub(crate) fn leads_by(&self, db: &'db dyn Db, step: &str, from: Def<'db>, to: Def<'db>) -> bool {
        let changes = || self.lifecycles.iter().flat_map(|life| &life.changes);
        let names = |on: &[Option<Def<'db>>]| on.iter().flatten().any(|on| on.name(db) == step);
        let named = changes().any(|change| change.to == Some(to) && names(&change.on));
        changes().any(|change| {
            let leads = change.from.is_none_or(|f| f == from) && change.to.is_none_or(|t| t == to);
            leads && (!named || names(&change.on))
        })
    }

    /// Whether a transition leads from one state to another.
    pub(crate) fn leads(&self, from: Def<'db>, to: Def<'db>) -> bool {
        let mut changes = self.lifecycles.iter().flat_map(|life| &life.changes);
        changes.any(|change| change.from.is_none_or(|f| f == from) && change.to.is_none_or(|t| t == to))
    }
}
