//! The steps of a flow and the ways between them.
//!
//! Steps follow one another as written, unless one says `next` or `ends`. A branch leaves `from` its steps, and goes back
//! where it `resume`s; one that says neither that nor `ends` ends with its last step.

use averment_syntax::vocabulary::{Key, Kind};

use crate::Db;
use crate::item::{Item, body};
use crate::item_body::{Body, Decl, DeclId, PathId, Property};
use crate::names::{Def, Resolution, resolutions};

/// A flow as steps and the ways between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowGraph {
    /// The flow.
    pub flow: DeclId,
    /// Its steps as written, those of branches after those of the flow itself.
    pub steps: Vec<DeclId>,
    /// How many of the steps are in no branch.
    pub main: usize,
    /// Its branches as written.
    pub branches: Vec<Branch>,
    /// The ways: those of the flow's own steps, and for each branch those into it and those of its steps.
    pub ways: Vec<Way>,
    /// The steps at which somebody may come in, by index.
    pub entries: Vec<usize>,
}

/// A branch of a flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// The branch.
    pub decl: DeclId,
    /// Its steps, by index.
    pub steps: std::ops::Range<usize>,
}

/// A way on from a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// The step, by index.
    pub from: usize,
    /// Where it leads.
    pub to: WayTo,
    /// What makes it one.
    pub by: WayBy,
}

/// Where a way leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayTo {
    /// To a step, by index.
    Step(usize),
    /// The flow is over, and has reached what it is for.
    Success,
    /// The flow is over, and has not.
    Failure,
    /// Nobody knows: a path that leads nowhere in this flow, or none at all.
    Anywhere,
}

/// What makes a way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayBy {
    /// The order of the steps, or what the step itself says.
    Step,
    /// A branch begins.
    Enter(DeclId),
    /// The last step of a branch is done.
    Leave(DeclId),
    /// A branch without steps begins and is over.
    Pass(DeclId),
}

/// The flows of an item, in the order of its text.
#[salsa::tracked]
pub fn flow_graphs<'db>(db: &'db dyn Db, item: Item<'db>) -> Vec<FlowGraph> {
    let builder = Builder { body: body(db, item), resolutions: resolutions(db, item), item };
    let flows = builder.body.all_decls().filter(|(_, decl)| decl.kind == Some(Kind::Flow));
    flows.map(|(id, decl)| builder.graph(id, decl)).collect()
}

struct Builder<'db> {
    body: &'db Body,
    resolutions: &'db [Resolution<'db>],
    item: Item<'db>,
}

impl Builder<'_> {
    fn graph(&self, id: DeclId, flow: &Decl) -> FlowGraph {
        let mut steps = self.children(flow, Kind::Step);
        let main = steps.len();
        let mut branches = Vec::new();
        for decl in self.children(flow, Kind::Branch) {
            let first = steps.len();
            steps.extend(self.children(self.body.decl(decl), Kind::Step));
            branches.push(Branch { decl, steps: first..steps.len() });
        }
        let entries = (main > 0).then_some(0).into_iter().collect();
        let mut graph = FlowGraph { flow: id, steps, main, branches, ways: Vec::new(), entries };
        self.sequence(&mut graph, 0..main, None);
        for branch in graph.branches.clone() {
            self.enter(&mut graph, &branch);
            self.sequence(&mut graph, branch.steps.clone(), Some(&branch));
        }
        let begins = |step: &DeclId| {
            let decl = self.body.decl(*step);
            decl.property(Key::On).is_some() || decl.property(Key::Every).is_some()
        };
        let begun = graph.steps.iter().enumerate().filter(|(_, step)| begins(step)).map(|(index, _)| index);
        let begun: Vec<_> = begun.collect();
        graph.entries.extend(begun);
        graph
    }

    fn children(&self, decl: &Decl, kind: Kind) -> Vec<DeclId> {
        decl.children.iter().copied().filter(|child| self.body.decl(*child).kind == Some(kind)).collect()
    }

    /// The ways on from steps that follow one another, of the flow or of a branch.
    fn sequence(&self, graph: &mut FlowGraph, steps: std::ops::Range<usize>, branch: Option<&Branch>) {
        for from in steps.clone() {
            let decl = self.body.decl(graph.steps[from]);
            let next = self.named(graph, decl, Key::Next, None);
            graph.ways.extend(next.iter().map(|to| Way { from, to: *to, by: WayBy::Step }));
            // A `next` that is not written yet leads on meanwhile.
            let goes_elsewhere = decl.properties_of(Key::Next).any(|property| property.paths().next().is_some());
            if let Some(to) = end_of(decl) {
                graph.ways.push(Way { from, to, by: WayBy::Step });
            } else if !goes_elsewhere {
                match branch {
                    _ if from + 1 < steps.end => {
                        graph.ways.push(Way { from, to: WayTo::Step(from + 1), by: WayBy::Step });
                    }
                    Some(branch) => self.leave(graph, from, branch, WayBy::Leave(branch.decl)),
                    None => graph.ways.push(Way { from, to: WayTo::Success, by: WayBy::Step }),
                }
            }
        }
    }

    /// Where a property leads. One that names no step of this flow may lead anywhere.
    fn named(&self, graph: &FlowGraph, decl: &Decl, key: Key, out_of: Option<&Branch>) -> Vec<WayTo> {
        let paths = decl.properties_of(key).flat_map(Property::paths);
        let mut named: Vec<_> =
            paths.map(|path| self.target(graph, path, out_of).map_or(WayTo::Anywhere, WayTo::Step)).collect();
        if named.is_empty() && decl.property(key).is_some() {
            named.push(WayTo::Anywhere);
        }
        named
    }

    /// The ways into a branch. One that leaves from nowhere known may be entered at any time.
    fn enter(&self, graph: &mut FlowGraph, branch: &Branch) {
        let paths = self.body.decl(branch.decl).properties_of(Key::From).flat_map(Property::paths);
        let from: Vec<_> = paths.map(|path| self.target(graph, path, Some(branch))).collect();
        let first = branch.steps.clone().next();
        for from in from.iter().copied().flatten() {
            match first {
                Some(first) => {
                    graph.ways.push(Way { from, to: WayTo::Step(first), by: WayBy::Enter(branch.decl) });
                }
                None => self.leave(graph, from, branch, WayBy::Pass(branch.decl)),
            }
        }
        if from.is_empty() || from.contains(&None) {
            graph.entries.extend(first);
        }
    }

    /// What becomes of a branch that is over: it goes back, or it ends.
    fn leave(&self, graph: &mut FlowGraph, from: usize, branch: &Branch, by: WayBy) {
        let decl = self.body.decl(branch.decl);
        let resumes = self.named(graph, decl, Key::Resume, Some(branch));
        graph.ways.extend(resumes.iter().map(|to| Way { from, to: *to, by }));
        let goes_back = resumes.iter().any(|to| *to != WayTo::Anywhere);
        if let Some(to) = end_of(decl).or((!goes_back).then_some(WayTo::Success)) {
            graph.ways.push(Way { from, to, by });
        }
    }

    /// The step that a path leads to: a step of this flow, or the first one of a branch. A branch does not come `out_of`
    /// its own steps, nor go back to them.
    fn target(&self, graph: &FlowGraph, path: PathId, out_of: Option<&Branch>) -> Option<usize> {
        let Some(Def::Decl(target)) = self.resolutions[path.0 as usize].def() else { return None };
        if target.item != self.item {
            return None;
        }
        let entered = graph.branches.iter().find(|branch| branch.decl == target.decl);
        if let Some(first) = entered.and_then(|branch| branch.steps.clone().next()) {
            return Some(first);
        }
        let index = graph.steps.iter().position(|step| *step == target.decl)?;
        (!out_of.is_some_and(|branch| branch.steps.contains(&index))).then_some(index)
    }
}

/// The end that an `ends` says.
fn end_of(decl: &Decl) -> Option<WayTo> {
    let fails = decl.property(Key::Ends)?.words().any(|(word, _)| word == "failure");
    Some(if fails { WayTo::Failure } else { WayTo::Success })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::item::items;
    use crate::{Content, RootDatabase, SourceFile, Workspace};

    /// The ways of the first flow of a spec, by the names of its steps, and where one comes in.
    fn ways(lines: &str) -> String {
        let mut db = RootDatabase::default();
        let workspace = Workspace::new(&db, "/w".into(), None, Vec::new(), Vec::new(), None, None);
        let text = Content::Text(Arc::from(format!(
            "spec S {{\n  flow F {{\n{lines}  }}\n  flow G {{\n    step Z\n  }}\n}}\n"
        )));
        let file = SourceFile::add(&mut db, "/w/a.averment".into(), workspace, text, true);
        let item = items(&db, file)[0];
        let graph = &flow_graphs(&db, item)[0];
        let name = |decl: DeclId| body(&db, item).decl(decl).label().to_string();
        let step = |index: usize| name(graph.steps[index]);
        let way = |way: &Way| {
            let to = match way.to {
                WayTo::Step(to) => step(to),
                end => format!("{end:?}").to_lowercase(),
            };
            let by = match way.by {
                WayBy::Step => String::new(),
                WayBy::Enter(branch) => format!(" into {}", name(branch)),
                WayBy::Leave(branch) => format!(" out of {}", name(branch)),
                WayBy::Pass(branch) => format!(" through {}", name(branch)),
            };
            format!("{} -> {to}{by}", step(way.from))
        };
        let ways: Vec<_> = graph.ways.iter().map(way).collect();
        let entries: Vec<_> = graph.entries.iter().map(|index| step(*index)).collect();
        format!("{}; from {}", ways.join(", "), entries.join(", "))
    }

    #[test]
    fn steps_follow_one_another_unless_they_say_otherwise() {
        assert_eq!(ways("    step A\n    step B\n"), "A -> B, B -> success; from A");
        assert_eq!(
            ways("    step A {\n      next C, A\n    }\n    step B {\n      ends failure\n    }\n    step C\n"),
            "A -> C, A -> A, B -> failure, C -> success; from A"
        );
        // A name that is not written yet, one that leads nowhere, and one that leads to another flow.
        assert_eq!(
            ways("    step A {\n      next\n    }\n    step B\n"),
            "A -> anywhere, A -> B, B -> success; from A"
        );
        for elsewhere in ["Nowhere", "Z"] {
            let text = format!("    step A {{\n      next {elsewhere}\n    }}\n    step B\n");
            assert_eq!(ways(&text), "A -> anywhere, B -> success; from A");
        }
        assert_eq!(ways("    step A\n    step B {\n      every 1 day\n    }\n"), "A -> B, B -> success; from A, B");
    }

    #[test]
    fn branches_leave_and_come_back() {
        let branch = |lines: &str| ways(&format!("    step A\n    step B\n    branch X {{\n{lines}    }}\n"));
        assert_eq!(
            branch("      from A\n      resume B\n      step C\n      step D\n"),
            "A -> B, B -> success, A -> C into X, C -> D, D -> B out of X; from A"
        );
        assert_eq!(
            branch("      from A\n      ends failure\n      step C\n"),
            "A -> B, B -> success, A -> C into X, C -> failure out of X; from A"
        );
        assert_eq!(branch("      from A\n      resume B\n"), "A -> B, B -> success, A -> B through X; from A");
        // It neither comes out of its own steps nor goes back to them.
        assert_eq!(
            branch("      from C\n      resume C\n      step C\n"),
            "A -> B, B -> success, C -> anywhere out of X, C -> success out of X; from A, C"
        );
    }
}
