//! The steps of a flow and the ways between them.
//!
//! Steps follow one another as written, unless one says `next` or `ends`. A branch leaves `from` its steps, and goes back
//! where it `resume`s; one that says neither that nor `ends` ends with its last step.

use averment_model::{Decl, DeclId, Def, PathId};
use averment_syntax::vocabulary::{Key, Kind};

use crate::finding::Checker;

/// The steps of a flow.
pub(super) struct Graph {
    /// The steps, as written, those of branches after those of the flow.
    pub(super) steps: Vec<DeclId>,
    /// Where each step leads, by index.
    ways: Vec<Vec<usize>>,
    /// Whether the flow may end after a step, as far as is known.
    ends: Vec<bool>,
    /// Where somebody may come in.
    entries: Vec<usize>,
}

/// Every flow of an item.
pub(super) fn flows<'c>(c: &'c Checker<'_>) -> impl Iterator<Item = (DeclId, &'c Decl)> {
    c.body.all_decls().filter(|(_, decl)| decl.kind == Some(Kind::Flow))
}

fn children(c: &Checker<'_>, decl: &Decl, kind: Kind) -> Vec<DeclId> {
    decl.children.iter().copied().filter(|child| c.body.decl(*child).kind == Some(kind)).collect()
}

/// The paths of a property of a declaration.
pub(super) fn paths(decl: &Decl, key: Key) -> impl Iterator<Item = PathId> {
    decl.properties_of(key).flat_map(|property| property.paths())
}

impl Graph {
    pub(super) fn of(c: &Checker<'_>, flow: &Decl) -> Graph {
        let main = children(c, flow, Kind::Step);
        let branches: Vec<_> =
            children(c, flow, Kind::Branch).into_iter().map(|b| (b, children(c, c.body.decl(b), Kind::Step))).collect();
        let steps: Vec<_> = main.iter().chain(branches.iter().flat_map(|(_, steps)| steps)).copied().collect();
        let count = steps.len();
        let mut graph = Graph { steps, ways: vec![Vec::new(); count], ends: vec![false; count], entries: Vec::new() };
        graph.entries.extend((!main.is_empty()).then_some(0));
        graph.sequence(c, &main, None, &branches);
        for (branch, steps) in &branches {
            let branch = c.body.decl(*branch);
            graph.sequence(c, steps, Some(branch), &branches);
            graph.leave(c, branch, steps, &branches);
        }
        for index in 0..count {
            let step = c.body.decl(graph.steps[index]);
            if step.property(Key::On).is_some() || step.property(Key::Every).is_some() {
                graph.entries.push(index);
            }
        }
        graph
    }

    fn index(&self, step: DeclId) -> Option<usize> {
        self.steps.iter().position(|other| *other == step)
    }

    /// The ways within steps that follow one another, of the flow or of a branch.
    fn sequence(
        &mut self,
        c: &Checker<'_>,
        steps: &[DeclId],
        branch: Option<&Decl>,
        branches: &[(DeclId, Vec<DeclId>)],
    ) {
        for (position, step) in steps.iter().enumerate() {
            let Some(index) = self.index(*step) else { continue };
            let decl = c.body.decl(*step);
            if decl.property(Key::Ends).is_some() {
                self.ends[index] = true;
            } else if decl.property(Key::Next).is_some() {
                self.lead(c, index, decl, Key::Next, branches);
            } else if let Some(following) = steps.get(position + 1).and_then(|step| self.index(*step)) {
                self.ways[index].push(following);
            } else {
                match branch.filter(|branch| branch.property(Key::Resume).is_some()) {
                    Some(branch) if branch.property(Key::Ends).is_none() => {
                        self.lead(c, index, branch, Key::Resume, branches)
                    }
                    _ => self.ends[index] = true,
                }
            }
        }
    }

    /// The ways a `next` or `resume` names. One that leads nowhere known may lead anywhere: nothing is concluded.
    fn lead(&mut self, c: &Checker<'_>, index: usize, decl: &Decl, key: Key, branches: &[(DeclId, Vec<DeclId>)]) {
        let mut known = false;
        for path in paths(decl, key) {
            match self.target(c, path, branches) {
                Some(target) => {
                    known = true;
                    self.ways[index].push(target);
                }
                None => self.ends[index] = true,
            }
        }
        self.ends[index] |= !known;
    }

    /// The step that a path leads to: a step of this flow, or the first one of a branch.
    fn target(&self, c: &Checker<'_>, path: PathId, branches: &[(DeclId, Vec<DeclId>)]) -> Option<usize> {
        let Some(Def::Decl(target)) = c.def(path) else { return None };
        if target.item != c.item {
            return None;
        }
        let first = branches.iter().find(|(branch, _)| *branch == target.decl).and_then(|(_, steps)| steps.first());
        self.index(*first.unwrap_or(&target.decl))
    }

    /// The ways into a branch.
    fn leave(&mut self, c: &Checker<'_>, branch: &Decl, steps: &[DeclId], branches: &[(DeclId, Vec<DeclId>)]) {
        let from: Vec<_> = paths(branch, Key::From).map(|path| self.target(c, path, branches)).collect();
        let first = steps.first().and_then(|step| self.index(*step));
        for from in &from {
            match (from, first) {
                (Some(from), Some(first)) => self.ways[*from].push(first),
                (Some(from), None) if branch.property(Key::Resume).is_some() => {
                    self.lead(c, *from, branch, Key::Resume, branches)
                }
                (Some(from), None) => self.ends[*from] = true,
                (None, _) => {}
            }
        }
        if from.is_empty() || from.contains(&None) {
            self.entries.extend(first);
        }
    }

    /// The steps that can be reached.
    pub(super) fn reachable(&self) -> Vec<bool> {
        let mut reached = vec![false; self.steps.len()];
        let mut pending = self.entries.clone();
        while let Some(index) = pending.pop() {
            if !std::mem::replace(&mut reached[index], true) {
                pending.extend(&self.ways[index]);
            }
        }
        reached
    }

    /// The steps from which the flow can end.
    pub(super) fn ending(&self) -> Vec<bool> {
        let mut ending = self.ends.clone();
        loop {
            let more: Vec<_> =
                (0..ending.len()).filter(|&i| !ending[i] && self.ways[i].iter().any(|to| ending[*to])).collect();
            if more.is_empty() {
                return ending;
            }
            more.into_iter().for_each(|index| ending[index] = true);
        }
    }
}
