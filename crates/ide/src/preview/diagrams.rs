//! Flows and lifecycles as boxes and arrows.

use averment_model::{Decl, DeclId, Def, FlowGraph, Property, Way, WayBy, WayTo, flow_graphs};
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
    let graph = flow_graphs(writer.db, writer.item).iter().find(|graph| graph.flow == id)?;
    let first = *graph.steps[..graph.main].first()?;
    let mut drawing =
        Drawing { page, writer, flow: decl, graph, nodes: Vec::new(), edges: Vec::new(), ends: Vec::new() };
    drawing.start(first);
    for (index, step) in graph.steps.iter().enumerate() {
        drawing.step(*step, if index < graph.main { NodeKind::Step } else { NodeKind::Branch });
    }
    graph.ways.iter().for_each(|way| drawing.way(*way));
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
    graph: &'db FlowGraph,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    /// Whether the flow ends well, and whether it ends badly, somewhere.
    ends: Vec<&'static str>,
}

impl<'db> Drawing<'_, 'db> {
    fn decl(&self, id: DeclId) -> &'db Decl {
        self.writer.body.decl(id)
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

    /// A way from a step: on, into a branch, or out of it. One that leads nowhere known is not drawn.
    fn way(&mut self, way: Way) {
        let from = Self::node_id(self.graph.steps[way.from]);
        let (to, end) = match way.to {
            WayTo::Step(to) => (Self::node_id(self.graph.steps[to]), None),
            WayTo::Success => (SUCCESS.to_owned(), Some(SUCCESS)),
            WayTo::Failure => (FAILURE.to_owned(), Some(FAILURE)),
            WayTo::Anywhere => return,
        };
        let (label, branch) = match way.by {
            WayBy::Step => (None, None),
            WayBy::Enter(branch) | WayBy::Pass(branch) => (Some(self.branch_label(branch)), Some(self.decl(branch))),
            WayBy::Leave(branch) => (end.is_none().then(|| "resumes".to_owned()), Some(self.decl(branch))),
        };
        let kind = match way.by {
            _ if end == Some(FAILURE) => EdgeKind::Failure,
            WayBy::Step if way.from < self.graph.main => EdgeKind::Main,
            _ => EdgeKind::Branch,
        };
        if let Some(end) = end.filter(|end| !self.ends.contains(end)) {
            self.ends.push(end);
        }
        self.edge(from, to, label, kind, branch);
    }

    /// What a branch is taken for: its title, or what it answers, or its name.
    fn branch_label(&self, id: DeclId) -> String {
        let decl = self.decl(id);
        let on = decl.properties_of(Key::On).flat_map(Property::paths).map(|path| self.writer.def(path));
        let on = names(self.page.db, on);
        decl.title.clone().map(|title| title.to_string()).or(on).unwrap_or_else(|| decl.label().to_string())
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
