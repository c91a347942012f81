//! A lifecycle as a graph of states.

use averment_model::{Decl, DeclId, Def, NodeId, PathId, type_of};
use averment_syntax::vocabulary::{Key, Kind};

use super::graph::paths;
use crate::finding::Checker;

/// The states of a lifecycle's field and what the lifecycle says of them.
pub(super) struct States<'db> {
    /// The field.
    pub(super) field: Def<'db>,
    /// The states of the field.
    pub(super) states: Vec<Def<'db>>,
    /// Those something begins in, with where that is said.
    pub(super) initial: Vec<(Def<'db>, NodeId)>,
    /// Those nothing leaves, with where that is said.
    pub(super) last: Vec<(Def<'db>, NodeId)>,
    /// The transitions.
    pub(super) ways: Vec<Way<'db>>,
}

/// A transition, with where its two states stand.
pub(super) struct Way<'db> {
    pub(super) from: (Def<'db>, NodeId),
    pub(super) to: (Def<'db>, NodeId),
}

/// Every lifecycle of an item of which everything is known.
pub(super) fn lifecycles<'db>(c: &Checker<'db>) -> Vec<(DeclId, States<'db>)> {
    let lifecycles = c.body.all_decls().filter(|(_, decl)| decl.kind == Some(Kind::Lifecycle));
    lifecycles.filter_map(|(id, decl)| Some((id, States::of(c, decl)?))).collect()
}

impl<'db> States<'db> {
    fn of(c: &Checker<'db>, lifecycle: &Decl) -> Option<States<'db>> {
        let field = paths(lifecycle, Key::For).next().and_then(|path| c.def(path))?;
        let states = type_of(c.db, field).element().states(c.db)?;
        // One state that leads nowhere, and nothing can be said of the others.
        let state = |path: PathId| Some((c.def(path).filter(|def| states.contains(def))?, c.body.path(path).node));
        let all = |key| paths(lifecycle, key).map(state).collect::<Option<Vec<_>>>();
        let (initial, last) = (all(Key::Initial)?, all(Key::Final)?);
        let ways = lifecycle.transitions.iter().map(|t| Some(Way { from: state(t.from?)?, to: state(t.to?)? }));
        let ways = ways.collect::<Option<Vec<_>>>()?;
        (!initial.is_empty()).then_some(States { field, states, initial, last, ways })
    }

    /// Whether the lifecycle says anything of a state.
    pub(super) fn mentions(&self, state: Def<'db>) -> bool {
        let in_ways = self.ways.iter().any(|way| way.from.0 == state || way.to.0 == state);
        in_ways || self.initial.iter().chain(&self.last).any(|(other, _)| *other == state)
    }

    /// Where it says that nothing leaves a state.
    pub(super) fn is_final(&self, state: Def<'db>) -> Option<NodeId> {
        self.last.iter().find(|(other, _)| *other == state).map(|(_, node)| *node)
    }

    /// The transitions out of a state into others.
    pub(super) fn ways_out_of(&self, state: Def<'db>) -> impl Iterator<Item = &Way<'db>> {
        self.ways.iter().filter(move |way| way.from.0 == state && way.to.0 != state)
    }

    /// The transitions into a state from others.
    pub(super) fn ways_into(&self, state: Def<'db>) -> impl Iterator<Item = &Way<'db>> {
        self.ways.iter().filter(move |way| way.to.0 == state && way.from.0 != state)
    }

    /// The states that can be reached from some, and these.
    pub(super) fn reachable(&self, from: Vec<Def<'db>>) -> Vec<Def<'db>> {
        let mut reached = from;
        let mut next = 0;
        while let Some(state) = reached.get(next).copied() {
            next += 1;
            for way in self.ways_out_of(state) {
                if !reached.contains(&way.to.0) {
                    reached.push(way.to.0);
                }
            }
        }
        reached
    }

    /// The states that can be reached from where things begin.
    pub(super) fn reached(&self) -> Vec<Def<'db>> {
        self.reachable(self.initial.iter().map(|(state, _)| *state).collect())
    }
}
