//! A page: which sections it has, and in which order.

use averment_model::{Db, Decl, DeclId, DeclRef, Def, Property, lifecycles_of, movements};
use averment_syntax::vocabulary::{Key, Kind};
use averment_syntax::{TextRange, TextSize};
use rustc_hash::FxHashMap;

use super::writer::{Writer, label, words};
use super::{Block, Preview, Row, Section, Text, Tone, blocks, coverage, diagrams};
use crate::types::FileRange;

/// The kinds a spec holds, in the order in which a reader wants them, with the heading over them.
const GROUPS: [(Kind, &str); 21] = [
    (Kind::Flow, "Flows"),
    (Kind::Lifecycle, "Lifecycles"),
    (Kind::Edge, "Edge cases"),
    (Kind::Fail, "Failures"),
    (Kind::Accept, "Acceptance criteria"),
    (Kind::Quality, "Qualities"),
    (Kind::Metric, "Metrics"),
    (Kind::Decision, "Decisions"),
    (Kind::Question, "Open questions"),
    (Kind::Risk, "Risks"),
    (Kind::Rollout, "Rollout"),
    (Kind::Rule, "Rules"),
    (Kind::Cases, "Decision tables"),
    (Kind::Entity, "Entities"),
    (Kind::Value, "Values"),
    (Kind::Enum, "Enumerations"),
    (Kind::Event, "Events"),
    (Kind::Error, "Errors"),
    (Kind::Actor, "Actors"),
    (Kind::Term, "Terms"),
    (Kind::Waive, "Left out on purpose"),
];

/// A page while it is put together.
pub(super) struct Page<'db> {
    pub(super) db: &'db dyn Db,
    /// The declaration it is about.
    root: DeclRef<'db>,
    /// What the cursor can be in.
    places: Vec<(TextRange, String)>,
    /// The ids given so far, with how often.
    taken: FxHashMap<String, u32>,
    /// The ids of declarations of the page's own item.
    ids: FxHashMap<DeclId, String>,
}

/// The page of a declaration at top level. `cursor` is an offset into its file.
pub(super) fn page<'db>(db: &'db dyn Db, root: DeclRef<'db>, cursor: Option<TextSize>) -> Preview {
    let writer = Writer::new(db, root.item);
    let mut page = Page { db, root, places: Vec::new(), taken: FxHashMap::default(), ids: FxHashMap::default() };
    let decl = writer.body.decl(root.decl);
    let told: Vec<_> = decl.properties.iter().filter(|property| property.prose.is_some()).collect();
    let told_keys: Vec<_> = told.iter().filter_map(|property| property.key).chain([Key::Status]).collect();
    let mut top = blocks::of(&mut page, &writer, root.decl, &told_keys);
    let mut sections = page.argument(&writer, &told);
    if decl.kind == Some(Kind::Lifecycle) {
        top.extend(diagrams::lifecycle(&writer, root.decl).map(Block::Diagram));
    }
    let mut grouped: Vec<Kind> = Vec::new();
    let order = |kind: Kind| GROUPS.iter().position(|(group, _)| *group == kind).unwrap_or(GROUPS.len());
    for child in &decl.children {
        if let Some(kind) = writer.body.decl(*child).kind
            && !grouped.contains(&kind)
        {
            grouped.push(kind);
        }
    }
    let is_spec = decl.kind == Some(Kind::Spec);
    // Both may have something to show where the spec declares none.
    let unsaid = [Kind::Lifecycle, Kind::Edge].into_iter().filter(|kind| is_spec && !grouped.contains(kind));
    let unsaid: Vec<_> = unsaid.collect();
    grouped.extend(unsaid);
    grouped.sort_by_key(|kind| order(*kind));
    for kind in grouped {
        sections.extend(page.group(&writer, kind, decl));
    }
    // A word that is no keyword yet is shown as what it is.
    for child in decl.children.iter().filter(|child| writer.body.decl(**child).kind.is_none()) {
        let section = page.section(&writer, *child);
        sections.push(section);
    }
    let current = cursor.and_then(|cursor| page.current(cursor));
    Preview {
        kind: word(decl).to_owned(),
        name: decl.name.clone().unwrap_or_default().to_string(),
        title: decl.title.as_ref().map(ToString::to_string),
        status: is_spec.then(|| averment_checks::status(db, root.item)),
        at: writer.at(decl.name_node),
        blocks: top,
        sections,
        current,
    }
}

impl<'db> Page<'db> {
    /// The innermost place that holds an offset.
    fn current(&self, offset: TextSize) -> Option<String> {
        let around = self.places.iter().filter(|(range, _)| range.contains_inclusive(offset));
        around.min_by_key(|(range, _)| range.len()).map(|(_, id)| id.clone())
    }

    /// Notes that what is known by an id is written here.
    pub(super) fn place(&mut self, at: FileRange, id: &str) {
        if at.file == self.root.item.file(self.db) {
            self.places.push((at.range, id.to_owned()));
        }
    }

    /// An id that nothing else has.
    fn unique(&mut self, id: String) -> String {
        let times = self.taken.entry(id.clone()).or_default();
        *times += 1;
        if *times == 1 { id } else { format!("{id}~{times}") }
    }

    /// The id of a declaration: the same for as long as its name is.
    pub(super) fn id(&mut self, writer: &Writer<'_>, decl: DeclId) -> String {
        let own = writer.item == self.root.item;
        if let Some(id) = self.ids.get(&decl).filter(|_| own) {
            return id.clone();
        }
        let mut names: Vec<_> =
            writer.body.ancestors(decl).map(|(_, decl)| format!("{}.{}", decl.word, decl.label())).collect();
        names.reverse();
        let id = self.unique(names.join("/"));
        if own {
            self.ids.insert(decl, id.clone());
        }
        id
    }

    /// A row that the cursor can be in.
    pub(super) fn row(&mut self, at: FileRange, name: &str, cells: Vec<Text>, tone: Tone) -> Row {
        let id = self.unique(name.to_owned());
        self.place(at, &id);
        Row { id: Some(id), at: Some(at), cells, tone }
    }

    /// The sections of what is told in prose: the problem, the scope and so on.
    fn argument(&mut self, writer: &Writer<'_>, told: &[&Property]) -> Vec<Section> {
        let mut sections = Vec::new();
        for property in told {
            let blocks = blocks::told(writer, property);
            if blocks.is_empty() {
                continue;
            }
            let at = writer.at(property.node);
            let id = self.unique(format!("property.{}", property.word));
            self.place(at, &id);
            let heading = label(&property.word);
            sections.push(Section { id, heading, note: None, at: Some(at), blocks, sections: Vec::new() });
        }
        sections
    }

    /// All declarations of one kind.
    fn group(&mut self, writer: &Writer<'db>, kind: Kind, of: &Decl) -> Option<Section> {
        let decls: Vec<_> = of.children.iter().copied().filter(|id| writer.body.decl(*id).kind == Some(kind)).collect();
        let heading = GROUPS.iter().find(|(group, _)| *group == kind).map(|(_, heading)| (*heading).to_owned());
        let heading = heading.unwrap_or_else(|| label(kind.word()));
        let (mut blocks, mut sections) = (Vec::new(), Vec::new());
        if kind == Kind::Edge && of.kind == Some(Kind::Spec) {
            blocks.extend(coverage::of(self, writer));
        }
        let as_table =
            matches!(kind, Kind::Accept | Kind::Quality | Kind::Metric | Kind::Question | Kind::Risk | Kind::Waive);
        let table = if as_table { blocks::tabled(self, writer, kind, &decls) } else { None };
        match table {
            Some(table) => blocks.push(Block::Table(table)),
            // What is said once has no heading of its own below the one of its group.
            None if decls.len() == 1 && matches!(kind, Kind::Rollout | Kind::Signoff) => {
                let section = self.section(writer, decls[0]);
                return Some(Section { heading, note: None, ..section });
            }
            None => sections.extend(decls.iter().map(|decl| self.section(writer, *decl))),
        }
        if kind == Kind::Lifecycle {
            sections.extend(self.lifecycles_elsewhere(writer));
        }
        let empty = blocks.is_empty() && sections.is_empty();
        let id = self.unique(format!("group.{}", kind.word()));
        (!empty).then_some(Section { id, heading, note: None, at: None, blocks, sections })
    }

    /// The lifecycles, declared outside, of what the page's steps move.
    fn lifecycles_elsewhere(&mut self, writer: &Writer<'db>) -> Vec<Section> {
        let mut found: Vec<DeclRef<'db>> = Vec::new();
        for field in movements(self.db, writer.item).iter().filter_map(|movement| movement.field) {
            for lifecycle in lifecycles_of(self.db, writer.item, field) {
                if lifecycle.item != writer.item && !found.contains(&lifecycle) {
                    found.push(lifecycle);
                }
            }
        }
        let section = |lifecycle: DeclRef<'db>| self.section(&Writer::new(self.db, lifecycle.item), lifecycle.decl);
        found.into_iter().map(section).collect()
    }

    /// A declaration with what it holds.
    pub(super) fn section(&mut self, writer: &Writer<'db>, id: DeclId) -> Section {
        let decl = writer.body.decl(id);
        let at = writer.at(decl.node);
        let section_id = self.id(writer, id);
        self.place(at, &section_id);
        let (heading, named) = heading(writer, decl);
        let kind = word(decl);
        let note = match &decl.name {
            Some(name) if !named => format!("{kind} {name}"),
            _ => kind.to_owned(),
        };
        let mut left_out = vec![Key::Chosen];
        if decl.kind != Some(Kind::Decision) || decl.property(Key::Option).is_none() {
            left_out.clear();
        }
        let mut blocks = blocks::of(self, writer, id, &left_out);
        let diagram = match decl.kind {
            Some(Kind::Flow) => diagrams::flow(self, writer, id),
            Some(Kind::Lifecycle) => diagrams::lifecycle(writer, id),
            _ => None,
        };
        // A picture comes before the lines that say the same.
        let lines = |block: &Block| matches!(block, Block::Table(_));
        let place = blocks.iter().position(lines).unwrap_or(blocks.len());
        if let Some(diagram) = diagram {
            blocks.insert(place, Block::Diagram(diagram));
        }
        // Depth is bounded: the parser nests declarations only so far.
        let sections = decl.children.iter().map(|child| self.section(writer, *child)).collect();
        Section { id: section_id, heading, note: Some(note), at: Some(at), blocks, sections }
    }

    /// Where the declaration of a definition stands on this page, if it does.
    pub(super) fn section_of(&mut self, writer: &Writer<'db>, decl: DeclId) -> String {
        self.id(writer, decl)
    }
}

/// The keyword of a declaration.
fn word(decl: &Decl) -> &str {
    decl.kind.map_or(&decl.word, |kind| kind.word())
}

/// What a declaration is called on a page, and whether that is its name.
fn heading(writer: &Writer<'_>, decl: &Decl) -> (String, bool) {
    if let Some(title) = &decl.title {
        return (title.to_string(), false);
    }
    let prose = decl.prose.as_ref().filter(|_| blocks::prose_is_heading(decl)).map(|prose| words(&writer.prose(prose)));
    match prose.filter(|prose| !prose.is_empty()) {
        Some(prose) => (prose, false),
        None => (decl.label().to_string(), true),
    }
}

/// What a definition is called in a diagram: its title, or its name.
pub(super) fn called<'db>(db: &'db dyn Db, def: Def<'db>) -> String {
    let title = def.as_decl().and_then(|decl| decl.signature(db).title.clone());
    title.map_or_else(|| def.name(db).to_string(), |title| title.to_string())
}

/// Names in a row.
pub(super) fn names<'db>(db: &'db dyn Db, defs: impl Iterator<Item = Option<Def<'db>>>) -> Option<String> {
    let names: Vec<_> = defs.flatten().map(|def| def.name(db).to_string()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}
