//! Flows and lifecycles as boxes and arrows.
//!
//! Steps follow one another as written, unless one says `next` or `ends`. A branch leaves `from` its steps, and goes back
//! where it `resume`s; one that says neither that nor `ends` ends with its last step.

use averment_model::{Decl, DeclId, Def, Property};
use averment_syntax::vocabulary::{Key, Kind};

use super::document::{Page, called, names};
use super::writer::{Writer, words};
use super::{Diagram, Edge, EdgeKind, Node, NodeKind};

/// The ids of boxes that no declaration stands behind.
const START: &str = "start";
const SUCCESS: &str = "success";
const FAILURE: &str = "failure";

/// A flow: its steps, its branches, and the failures of the systems that its steps call. `None` without a step.
pub(super) fn flow<'db>(page: &mut Page<'db>, writer: &Writer<'db>, id: DeclId) -> Option<Diagram> {
    let decl = writer.body.decl(id);
    let mut drawing = Drawing { page, writer, flow: decl, nodes: Vec::new(), edges: Vec::new(), ends: Vec::new() };
    let main = drawing.children(decl, Kind::Step);
    let branches = drawing.children(decl, Kind::Branch);
    let first = *main.first()?;
    drawing.start(first);
    main.iter().for_each(|step| drawing.step(*step, NodeKind::Step));
    drawing.sequence(&main, EdgeKind::Main, None);
    for branch in branches {
        drawing.branch(branch);
    }
    drawing.failures();
    drawing.close();
    let title = decl.title.clone().unwrap_or_else(|| decl.label().clone()).to_string();
    let Drawing { nodes, edges, .. } = drawing;
    Some(Diagram { title, nodes, edges })
}

struct Drawing<'a, 'db> {
    page: &'a mut Page<'db>,
    writer: &'a Writer<'db>,
    flow: &'db Decl,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    /// Whether the flow ends well, and whether it ends badly, somewhere.
    ends: Vec<&'static str>,
}

impl<'db> Drawing<'_, 'db> {
    fn decl(&self, id: DeclId) -> &'db Decl {
        self.writer.body.decl(id)
    }

    fn children(&self, decl: &Decl, kind: Kind) -> Vec<DeclId> {
        decl.children.iter().copied().filter(|child| self.decl(*child).kind == Some(kind)).collect()
    }

    fn node_id(decl: DeclId) -> String {
        format!("n{}", decl.0)
    }

    fn edge(&mut self, from: String, to: String, label: Option<String>, kind: EdgeKind, at: Option<&Decl>) {
        let at = at.map(|decl| self.writer.at(decl.node));
        if !self.edges.iter().any(|edge| edge.from == from && edge.to == to && edge.label == label) {
            self.edges.push(Edge { from, to, label, kind, at });
        }
    }

    /// Who begins.
    fn start(&mut self, first: DeclId) {
        let actors = self.flow.properties_of(Key::Actor).flat_map(Property::paths);
        let actors = names(self.page.db, actors.map(|path| self.writer.def(path)));
        let label = actors.unwrap_or_else(|| "Start".to_owned());
        self.nodes.push(Node {
            id: START.to_owned(),
            label,
            detail: None,
            kind: NodeKind::Start,
            at: None,
            section: None,
        });
        self.edge(START.to_owned(), Self::node_id(first), None, EdgeKind::Main, None);
    }

    fn step(&mut self, id: DeclId, kind: NodeKind) {
        let decl = self.decl(id);
        let started = decl.properties.iter().filter(|p| matches!(p.key, Some(Key::On | Key::Every)));
        let started: Vec<_> =
            started.map(|property| format!("{} {}", property.word, words(&self.writer.values(property)))).collect();
        let actors = decl.properties_of(Key::Actor).flat_map(Property::paths).map(|path| self.writer.def(path));
        let detail: Vec<_> = names(self.page.db, actors).into_iter().chain(started).collect();
        let section = self.page.section_of(self.writer, id);
        self.nodes.push(Node {
            id: Self::node_id(id),
            label: decl.title.clone().unwrap_or_else(|| decl.label().clone()).to_string(),
            detail: (!detail.is_empty()).then(|| detail.join(", ")),
            kind,
            at: Some(self.writer.at(decl.node)),
            section: Some(section),
        });
    }

    /// The ways between steps that follow one another. `branch` is the one they stand in.
    fn sequence(&mut self, steps: &[DeclId], kind: EdgeKind, branch: Option<&'db Decl>) {
        for (index, step) in steps.iter().enumerate() {
            let decl = self.decl(*step);
            let from = Self::node_id(*step);
            let next: Vec<_> = decl.properties_of(Key::Next).flat_map(Property::paths).collect();
            for path in &next {
                if let Some(to) = self.writer.own(*path).and_then(|target| self.entry(target)) {
                    self.edge(from.clone(), to, None, kind, None);
                }
            }
            if let Some(end) = end_of(decl) {
                self.end(from, end, kind);
            } else if next.is_empty() {
                match (steps.get(index + 1), branch) {
                    (Some(next), _) => self.edge(from, Self::node_id(*next), None, kind, None),
                    (None, Some(branch)) => self.leave(from, branch, None),
                    (None, None) => self.end(from, SUCCESS, kind),
                }
            }
        }
    }

    fn end(&mut self, from: String, end: &'static str, kind: EdgeKind) {
        if !self.ends.contains(&end) {
            self.ends.push(end);
        }
        self.edge(from, end.to_owned(), None, if end == FAILURE { EdgeKind::Failure } else { kind }, None);
    }

    /// The box by which a step or a branch is entered.
    fn entry(&self, target: DeclId) -> Option<String> {
        match self.decl(target).kind {
            Some(Kind::Step) => Some(Self::node_id(target)),
            Some(Kind::Branch) => Some(Self::node_id(*self.children(self.decl(target), Kind::Step).first()?)),
            _ => None,
        }
    }

    /// What becomes of a branch after its last step: it goes back, or it ends.
    fn leave(&mut self, from: String, branch: &'db Decl, label: Option<String>) {
        let resume = branch.properties_of(Key::Resume).flat_map(Property::paths).next();
        if let Some(to) = resume.and_then(|path| self.writer.own(path)).and_then(|step| self.entry(step)) {
            return self.edge(from, to, label.or(Some("resumes".to_owned())), EdgeKind::Branch, Some(branch));
        }
        let end = end_of(branch).unwrap_or(SUCCESS);
        if !self.ends.contains(&end) {
            self.ends.push(end);
        }
        let kind = if end == FAILURE { EdgeKind::Failure } else { EdgeKind::Branch };
        self.edge(from, end.to_owned(), label, kind, Some(branch));
    }

    fn branch(&mut self, id: DeclId) {
        let decl = self.decl(id);
        let steps = self.children(decl, Kind::Step);
        let on = decl.properties_of(Key::On).flat_map(Property::paths).map(|path| self.writer.def(path));
        let on = names(self.page.db, on);
        let label =
            decl.title.clone().map(|title| title.to_string()).or(on).unwrap_or_else(|| decl.label().to_string());
        steps.iter().for_each(|step| self.step(*step, NodeKind::Branch));
        for path in decl.properties_of(Key::From).flat_map(Property::paths) {
            let Some(from) = self.writer.own(path).filter(|step| self.decl(*step).kind == Some(Kind::Step)) else {
                continue;
            };
            match steps.first() {
                Some(first) => {
                    let to = Self::node_id(*first);
                    self.edge(Self::node_id(from), to, Some(label.clone()), EdgeKind::Branch, Some(decl));
                }
                None => self.leave(Self::node_id(from), decl, Some(label.clone())),
            }
        }
        self.sequence(&steps, EdgeKind::Branch, Some(decl));
    }

    /// The failures of what the flow's steps call.
    fn failures(&mut self) {
        let steps = self.writer.body.all_decls().filter(|(id, decl)| {
            let within = || self.writer.body.ancestors(*id).any(|(_, around)| std::ptr::eq(around, self.flow));
            decl.kind == Some(Kind::Step) && within()
        });
        let steps: Vec<_> = steps.map(|(id, decl)| (id, self.leads(decl, Key::Calls))).collect();
        let fails: Vec<_> = self.writer.body.all_decls().filter(|(_, decl)| decl.kind == Some(Kind::Fail)).collect();
        for (id, fail) in fails {
            let on = self.leads(fail, Key::On);
            let from: Vec<_> =
                steps.iter().filter(|(_, calls)| calls.iter().any(|called| on.contains(called))).collect();
            if from.is_empty() {
                continue;
            }
            let section = self.page.section_of(self.writer, id);
            self.nodes.push(Node {
                id: Self::node_id(id),
                label: fail.title.clone().unwrap_or_else(|| fail.label().clone()).to_string(),
                detail: None,
                kind: NodeKind::Failure,
                at: Some(self.writer.at(fail.node)),
                section: Some(section),
            });
            let label = names(self.page.db, on.into_iter().map(Some));
            let from: Vec<_> = from.into_iter().map(|(step, _)| Self::node_id(*step)).collect();
            for from in from {
                self.edge(from, Self::node_id(id), label.clone(), EdgeKind::Failure, Some(fail));
            }
        }
    }

    fn leads(&self, decl: &Decl, key: Key) -> Vec<Def<'db>> {
        let paths = decl.properties_of(key).flat_map(Property::paths);
        paths.filter_map(|path| self.writer.def(path)).collect()
    }

    /// The boxes in which the flow ends, with what is true then.
    fn close(&mut self) {
        for (end, key, kind, label) in [
            (SUCCESS, Key::Success, NodeKind::EndSuccess, "Success"),
            (FAILURE, Key::Failure, NodeKind::EndFailure, "Failure"),
        ] {
            if !self.ends.contains(&end) {
                continue;
            }
            let at = self.flow.property(key).map(|property| self.writer.at(property.node));
            self.nodes.push(Node {
                id: end.to_owned(),
                label: label.to_owned(),
                detail: None,
                kind,
                at,
                section: None,
            });
        }
    }
}

/// The end that an `ends` says.
fn end_of(decl: &Decl) -> Option<&'static str> {
    let property = decl.property(Key::Ends)?;
    let failure = property.words().any(|(word, _)| word == "failure");
    Some(if failure { FAILURE } else { SUCCESS })
}

/// A lifecycle: its states and what leads from one to another. `None` without a transition that leads somewhere.
pub(super) fn lifecycle<'db>(writer: &Writer<'db>, id: DeclId) -> Option<Diagram> {
    let decl = writer.body.decl(id);
    let of = |key| decl.properties_of(key).flat_map(Property::paths).filter_map(|path| writer.def(path));
    let (initial, last): (Vec<_>, Vec<_>) = (of(Key::Initial).collect(), of(Key::Final).collect());
    let mut states: Vec<Def<'db>> = Vec::new();
    let ends = decl.transitions.iter().flat_map(|transition| [transition.from, transition.to]);
    let mentioned = ends.flatten().filter_map(|path| writer.def(path));
    for state in initial.iter().copied().chain(mentioned).chain(last.iter().copied()) {
        if !states.contains(&state) {
            states.push(state);
        }
    }
    let node = |def: Def<'db>| states.iter().position(|state| *state == def).map(|index| format!("s{index}"));
    let mut edges: Vec<Edge> = Vec::new();
    for state in &initial {
        let to = node(*state)?;
        edges.push(Edge { from: START.to_owned(), to, label: None, kind: EdgeKind::Main, at: None });
    }
    let before = edges.len();
    for transition in &decl.transitions {
        let (from, to) = (transition.from.and_then(|p| writer.def(p)), transition.to.and_then(|p| writer.def(p)));
        let (Some(from), Some(to)) = (from.and_then(node), to.and_then(node)) else { continue };
        let on: Vec<_> =
            transition.on.iter().filter_map(|path| writer.def(*path)).map(|def| called(writer.db, def)).collect();
        let label = (!on.is_empty()).then(|| on.join(", "));
        let at = Some(writer.at(transition.node));
        edges.push(Edge { from, to, label, kind: EdgeKind::Main, at });
    }
    if edges.len() == before {
        return None;
    }
    let mut nodes = Vec::new();
    if !initial.is_empty() {
        let (id, label) = (START.to_owned(), "Start".to_owned());
        nodes.push(Node { id, label, detail: None, kind: NodeKind::Start, at: None, section: None });
    }
    for (index, state) in states.iter().enumerate() {
        let at = crate::position::targets(writer.db, *state)
            .first()
            .map(|target| crate::types::FileRange { file: target.file, range: target.focus });
        let kind = if last.contains(state) { NodeKind::Final } else { NodeKind::State };
        let label = state.name(writer.db).to_string();
        nodes.push(Node { id: format!("s{index}"), label, detail: None, kind, at, section: None });
    }
    let title = decl.title.clone().unwrap_or_else(|| decl.label().clone()).to_string();
    Some(Diagram { title, nodes, edges })
}
