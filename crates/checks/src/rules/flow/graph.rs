//! Where the steps of a flow lead: what is reached, and from where it can end.

use averment_model::{Body, Decl, DeclId, FlowGraph, PathId, WayTo};
use averment_syntax::vocabulary::{Key, Kind};

/// The steps of a flow and where each of them leads.
pub(super) struct Graph<'a> {
    /// The steps, as written, those of branches after those of the flow.
    pub(super) steps: &'a [DeclId],
    /// Where each step leads, by index.
    pub(super) ways: Vec<Vec<usize>>,
    /// Whether the flow ends after a step.
    ends: Vec<bool>,
    /// Whether a step leads where nobody knows: what follows it is said to be reached, and to end.
    anywhere: Vec<bool>,
    /// Where somebody may come in.
    entries: &'a [usize],
}

/// The declarations of a kind that stand right inside another.
pub(super) fn children(body: &Body, decl: &Decl, kind: Kind) -> Vec<DeclId> {
    decl.children.iter().copied().filter(|child| body.decl(*child).kind == Some(kind)).collect()
}

/// The paths of a property of a declaration.
pub(super) fn paths(decl: &Decl, key: Key) -> impl Iterator<Item = PathId> {
    decl.properties_of(key).flat_map(|property| property.paths())
}

impl<'a> Graph<'a> {
    pub(super) fn of(flow: &'a FlowGraph) -> Graph<'a> {
        let count = flow.steps.len();
        let mut graph = Graph {
            steps: &flow.steps,
            ways: vec![Vec::new(); count],
            ends: vec![false; count],
            anywhere: vec![false; count],
            entries: &flow.entries,
        };
        for way in &flow.ways {
            match way.to {
                WayTo::Step(to) => graph.ways[way.from].push(to),
                WayTo::Success | WayTo::Failure => graph.ends[way.from] = true,
                WayTo::Anywhere => graph.anywhere[way.from] = true,
            }
        }
        graph
    }

    /// The steps that can be reached; all of them where a step that is reached may lead anywhere.
    pub(super) fn reachable(&self) -> Vec<bool> {
        let mut reached = vec![false; self.steps.len()];
        self.mark(self.entries.to_vec(), &mut reached);
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
