//! The steps of a flow and the ways between them.
//!
//! Steps follow one another as written, unless one says `next` or `ends`. A branch leaves `from` its steps, and goes back
//! where it `resume`s; one that says neither that nor `ends` ends with its last step.

use averment_model::{Body, Decl, DeclId, Def, PathId};
use averment_syntax::vocabulary::{Key, Kind};

use crate::finding::Checker;

/// The steps of a flow.
pub(super) struct Graph {
    /// The steps, as written, those of branches after those of the flow.
    pub(super) steps: Vec<DeclId>,
    /// Where each step leads, by index.
    pub(super) ways: Vec<Vec<usize>>,
    /// Whether the flow ends after a step.
    ends: Vec<bool>,
    /// Whether a step leads where nobody knows: what follows it is said to be reached, and to end.
    anywhere: Vec<bool>,
    /// Where somebody may come in.
    entries: Vec<usize>,
}

/// Every flow of an item.
pub(super) fn flows(body: &Body) -> impl Iterator<Item = (DeclId, &Decl)> {
    body.all_decls().filter(|(_, decl)| decl.kind == Some(Kind::Flow))
}

/// The declarations of a kind that stand right inside another.
pub(super) fn children(body: &Body, decl: &Decl, kind: Kind) -> Vec<DeclId> {
    decl.children.iter().copied().filter(|child| body.decl(*child).kind == Some(kind)).collect()
}

/// The paths of a property of a declaration.
pub(super) fn paths(decl: &Decl, key: Key) -> impl Iterator<Item = PathId> {
    decl.properties_of(key).flat_map(|property| property.paths())
}

/// A branch with its steps.
struct Branch {
    id: DeclId,
    steps: Vec<DeclId>,
}

impl Graph {
    pub(super) fn of(c: &Checker<'_>, flow: &Decl) -> Graph {
        let main = children(c.body, flow, Kind::Step);
        let branches = children(c.body, flow, Kind::Branch).into_iter();
        let branches: Vec<_> =
            branches.map(|id| Branch { id, steps: children(c.body, c.body.decl(id), Kind::Step) }).collect();
        let steps: Vec<_> = main.iter().chain(branches.iter().flat_map(|branch| &branch.steps)).copied().collect();
        let count = steps.len();
        let mut graph = Graph {
            steps,
            ways: vec![Vec::new(); count],
            ends: vec![false; count],
            anywhere: vec![false; count],
            entries: Vec::new(),
        };
        graph.entries.extend((!main.is_empty()).then_some(0));
        graph.sequence(c, &main, None, &branches);
        for branch in &branches {
            graph.sequence(c, &branch.steps, Some(branch), &branches);
            graph.leave(c, branch, &branches);
        }
        for index in 0..count {
            let step = c.body.decl(graph.steps[index]);
            if step.property(Key::On).is_some() || step.property(Key::Every).is_some() {
                graph.entries.push(index);
            }
        }
        graph
    }

    // The steps of a flow are in the order of their ids, those of a branch after those before it.
    fn index(&self, step: DeclId) -> Option<usize> {
        self.steps.iter().position(|other| *other == step)
    }

    /// The ways within steps that follow one another, of the flow or of a branch.
    fn sequence(&mut self, c: &Checker<'_>, steps: &[DeclId], branch: Option<&Branch>, branches: &[Branch]) {
        let Some(first) = steps.first().and_then(|step| self.index(*step)) else { return };
        for (position, step) in steps.iter().enumerate() {
            let (index, decl) = (first + position, c.body.decl(*step));
            let goes_elsewhere = decl.property(Key::Next).is_some();
            if goes_elsewhere {
                self.lead(c, index, paths(decl, Key::Next), None, branches);
            }
            if decl.property(Key::Ends).is_some() {
                self.ends[index] = true;
            } else if !goes_elsewhere && position + 1 < steps.len() {
                self.ways[index].push(index + 1);
            } else if !goes_elsewhere {
                self.close(c, index, branch, branches);
            }
        }
    }

    /// The way on from the last step of a flow or of a branch.
    fn close(&mut self, c: &Checker<'_>, index: usize, branch: Option<&Branch>, branches: &[Branch]) {
        let decl = branch.map(|branch| c.body.decl(branch.id));
        match (branch, decl.filter(|decl| decl.property(Key::Resume).is_some())) {
            (Some(branch), Some(decl)) => {
                self.lead(c, index, paths(decl, Key::Resume), Some(branch), branches);
                self.ends[index] |= decl.property(Key::Ends).is_some();
            }
            _ => self.ends[index] = true,
        }
    }

    /// The ways a `next` or `resume` names. One that leads nowhere in this flow may lead anywhere.
    fn lead(
        &mut self,
        c: &Checker<'_>,
        index: usize,
        paths: impl Iterator<Item = PathId>,
        out_of: Option<&Branch>,
        branches: &[Branch],
    ) {
        let mut any = false;
        for path in paths {
            any = true;
            match self.target(c, path, out_of, branches) {
                Some(target) => self.ways[index].push(target),
                None => self.anywhere[index] = true,
            }
        }
        self.anywhere[index] |= !any;
    }

    /// The step that a path leads to: a step of this flow, or the first one of a branch. A branch does not come `out_of`
    /// its own steps, nor go back to them.
    fn target(&self, c: &Checker<'_>, path: PathId, out_of: Option<&Branch>, branches: &[Branch]) -> Option<usize> {
        let Some(Def::Decl(target)) = c.def(path) else { return None };
        if target.item != c.item || out_of.is_some_and(|branch| branch.steps.contains(&target.decl)) {
            return None;
        }
        let first = branches.iter().find(|branch| branch.id == target.decl).and_then(|branch| branch.steps.first());
        self.index(*first.unwrap_or(&target.decl))
    }

    /// The ways into a branch. One that leaves from nowhere known may be entered at any time.
    fn leave(&mut self, c: &Checker<'_>, branch: &Branch, branches: &[Branch]) {
        let decl = c.body.decl(branch.id);
        let from: Vec<_> = paths(decl, Key::From).map(|path| self.target(c, path, Some(branch), branches)).collect();
        let first = branch.steps.first().and_then(|step| self.index(*step));
        for from in from.iter().flatten() {
            match first {
                Some(first) => self.ways[*from].push(first),
                None => self.close(c, *from, Some(branch), branches),
            }
        }
        if from.is_empty() || from.contains(&None) {
            self.entries.extend(first);
        }
    }

    /// The steps that can be reached; all of them where a step that is reached may lead anywhere.
    pub(super) fn reachable(&self) -> Vec<bool> {
        let mut reached = vec![false; self.steps.len()];
        self.mark(self.entries.clone(), &mut reached);
        let anywhere = (0..reached.len()).any(|index| reached[index] && self.anywhere[index]);
        if anywhere { vec![true; reached.len()] } else { reached }
    }

    /// Marks these steps and all that they lead to.
    pub(super) fn mark(&self, mut pending: Vec<usize>, marked: &mut [bool]) {
        while let Some(index) = pending.pop() {
            if !std::mem::replace(&mut marked[index], true) {
                pending.extend(&self.ways[index]);
            }
        }
    }

    /// The steps from which the flow can end.
    pub(super) fn ending(&self) -> Vec<bool> {
        let mut before = vec![Vec::new(); self.steps.len()];
        for (index, ways) in self.ways.iter().enumerate() {
            ways.iter().for_each(|to| before[*to].push(index));
        }
        let mut ending = vec![false; self.steps.len()];
        let mut pending: Vec<_> = (0..ending.len()).filter(|&index| self.ends[index] || self.anywhere[index]).collect();
        while let Some(index) = pending.pop() {
            if !std::mem::replace(&mut ending[index], true) {
                pending.extend(&before[index]);
            }
        }
        ending
    }
}
