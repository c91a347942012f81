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
    /// Those something begins in.
    pub(super) initial: Vec<Def<'db>>,
    /// Those nothing leaves, with where that is said.
    pub(super) last: Vec<(Def<'db>, NodeId)>,
    /// From, to, and where.
    pub(super) ways: Vec<(Def<'db>, Def<'db>, NodeId)>,
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
        let all = |key: Key| -> Option<Vec<(Def<'db>, NodeId)>> {
            paths(lifecycle, key).map(|path| Some((c.def(path)?, c.body.path(path).node))).collect()
        };
        let initial: Vec<_> = all(Key::Initial)?.into_iter().map(|(state, _)| state).collect();
        let last = all(Key::Final)?;
        let end = |path: Option<PathId>| c.def(path?);
        let ways = lifecycle.transitions.iter().map(|t| Some((end(t.from)?, end(t.to)?, t.node)));
        let ways = ways.collect::<Option<Vec<_>>>()?;
        (!initial.is_empty()).then_some(States { field, states, initial, last, ways })
    }

    /// Whether the lifecycle says anything of a state.
    pub(super) fn mentions(&self, state: Def<'db>) -> bool {
        let in_ways = self.ways.iter().any(|(from, to, _)| *from == state || *to == state);
        in_ways || self.initial.contains(&state) || self.is_final(state)
    }

    pub(super) fn is_final(&self, state: Def<'db>) -> bool {
        self.last.iter().any(|(other, _)| *other == state)
    }

    /// The states that can be reached.
    pub(super) fn reachable(&self) -> Vec<Def<'db>> {
        let mut reached = self.initial.clone();
        let mut next = 0;
        while let Some(state) = reached.get(next).copied() {
            next += 1;
            for (from, to, _) in &self.ways {
                if *from == state && !reached.contains(to) {
                    reached.push(*to);
                }
            }
        }
        reached
    }
}
