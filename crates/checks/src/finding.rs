//! Findings and the edits that answer them, in parts of bodies instead of offsets.

use averment_model::{Body, Db, DeclId, DeclRef, Def, Item, NodeId, PathId, Resolution, body, resolutions};
use averment_syntax::TextRange;
use averment_syntax::vocabulary::Category;
use smol_str::SmolStr;

use crate::registry::Rule;
use crate::severity::Severities;

/// A place in an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, salsa::SalsaValue)]
pub struct Place<'db> {
    /// The item.
    pub item: Item<'db>,
    /// Where in it.
    pub anchor: Anchor,
}

/// Where in an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Anchor {
    /// A part of its body.
    Node(NodeId),
    /// A stretch of its text, relative to its start. Only for what is wrong with its syntax.
    Range(TextRange),
}

impl<'db> Place<'db> {
    /// A part of an item.
    pub fn node(item: Item<'db>, node: NodeId) -> Self {
        Place { item, anchor: Anchor::Node(node) }
    }

    /// The name of a declaration, or its keyword where it has none.
    pub fn decl(db: &'db dyn Db, decl: DeclRef<'db>) -> Self {
        Place::node(decl.item, body(db, decl.item).decl(decl.decl).name_node)
    }

    /// The name of what a definition leads to; `None` for a module.
    pub fn def(db: &'db dyn Db, def: Def<'db>) -> Option<Self> {
        let owner = def.owner()?;
        let decl = body(db, owner.item).decl(owner.decl);
        let node = match def {
            Def::Field(_, field) => decl.fields.get(field as usize)?.name_node,
            Def::State(_, field, state) => match &decl.fields.get(field as usize)?.ty {
                averment_model::TypeRef::States(states) => states.get(state as usize)?.1,
                _ => decl.fields.get(field as usize)?.name_node,
            },
            Def::Constant(_, constant) => {
                let values = decl.properties_of(averment_syntax::vocabulary::Key::Values);
                values.flat_map(averment_model::Property::words).nth(constant as usize)?.1
            }
            // One that is not written down is the error's all the same.
            Def::Property(_, key) => decl.property(key).map_or(decl.name_node, |property| property.keyword),
            _ => decl.name_node,
        };
        Some(Place::node(owner.item, node))
    }
}

/// Something a rule found.
#[derive(Debug, Clone, PartialEq, salsa::SalsaValue)]
pub struct Finding<'db> {
    /// The rule.
    pub rule: &'static Rule,
    /// Where.
    pub place: Place<'db>,
    /// What is wrong and what to do, in the author's words.
    pub message: String,
    /// Where the evidence stands, and what it shows.
    pub related: Vec<(Place<'db>, String)>,
    /// Edits that answer it, the likeliest first.
    pub fixes: Vec<Fix<'db>>,
    /// Whether it marks something that could simply be removed.
    pub unnecessary: bool,
    /// Whether it marks something whose time is over.
    pub deprecated: bool,
    /// What it is about, for waivers that name it.
    pub subject: Option<Def<'db>>,
    /// How grave it is under each status: the rule's own severity, unless it depends on what was found.
    pub severity: Severities,
    /// What it asks, where it asks something.
    pub question: Option<QuestionData>,
}

/// A question as data, for clients and agents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionData {
    /// Its category.
    pub category: Category,
    /// The rule that asks: `list-shown`.
    pub rule: &'static str,
    /// What it is about, as an author writes it.
    pub targets: Vec<SmolStr>,
    /// Its rank: the heaviest are asked first.
    pub weight: u32,
}

impl<'db> Finding<'db> {
    /// A finding with nothing but its message.
    pub(crate) fn new(rule: &'static Rule, place: Place<'db>, message: String) -> Self {
        Finding {
            rule,
            place,
            message,
            related: Vec::new(),
            fixes: Vec::new(),
            unnecessary: false,
            deprecated: false,
            subject: None,
            severity: rule.severity,
            question: None,
        }
    }
}

/// An edit that answers a finding.
#[derive(Debug, Clone, PartialEq, salsa::SalsaValue)]
pub struct Fix<'db> {
    /// What it does, as an imperative: ``write `Report` ``.
    pub label: String,
    /// What is changed.
    pub edits: Vec<Edit<'db>>,
}

/// A change to a text, in terms of places.
#[derive(Debug, Clone, PartialEq, salsa::SalsaValue)]
pub enum Edit<'db> {
    /// The text at a place becomes another.
    Replace(Place<'db>, String),
    /// The text from the start of one place to the end of another becomes another.
    ReplaceThrough(Place<'db>, Place<'db>, String),
    /// A text is put right behind a place.
    InsertAfter(Place<'db>, String),
    /// A text is put right before a place.
    InsertBefore(Place<'db>, String),
    /// A place is taken out of its line, with the white space before it.
    Remove(Place<'db>),
    /// The brackets around a place in prose mean no name any more.
    Escape(Place<'db>),
    /// The lines of a place are removed whole.
    DeleteLines(Place<'db>),
    /// A line is put first into the block of a declaration, which gets one if it has none.
    AddLine(DeclRef<'db>, String),
    /// Lines are put behind a declaration, as far in as it is.
    AddBehind {
        /// The declaration.
        decl: DeclRef<'db>,
        /// The lines, with `\n` between them.
        text: String,
        /// Whether an empty line stands between.
        apart: bool,
    },
    /// Lines are put behind a line of a block, as far in as it is.
    AddLinesBehind(Place<'db>, String),
    /// The file of an item uses a name of a module.
    AddUse(Item<'db>, SmolStr, SmolStr),
}

/// What a rule sees while it looks at an item, and where it reports.
pub struct Checker<'db> {
    /// The database.
    pub db: &'db dyn Db,
    /// The item.
    pub item: Item<'db>,
    /// What the item says.
    pub body: &'db Body,
    /// What its paths lead to, by [`PathId`].
    pub resolutions: &'db [Resolution<'db>],
    pub(crate) rule: &'static Rule,
    pub(crate) findings: Vec<Finding<'db>>,
}

impl<'db> Checker<'db> {
    pub(crate) fn new(db: &'db dyn Db, item: Item<'db>, rule: &'static Rule) -> Self {
        Checker { db, item, body: body(db, item), resolutions: resolutions(db, item), rule, findings: Vec::new() }
    }

    /// What a path leads to.
    pub fn resolution(&self, path: PathId) -> &'db Resolution<'db> {
        &self.resolutions[path.0 as usize]
    }

    /// What a path leads to, if it leads to something.
    pub fn def(&self, path: PathId) -> Option<Def<'db>> {
        self.resolution(path).def()
    }

    /// A declaration of this item, for those who look in from outside.
    pub fn decl_ref(&self, decl: DeclId) -> DeclRef<'db> {
        DeclRef { item: self.item, decl }
    }

    /// A place in this item.
    pub fn place(&self, node: NodeId) -> Place<'db> {
        Place::node(self.item, node)
    }

    /// A finding at a part of this item, to be completed and [pushed](Checker::push).
    pub fn report_at(&self, node: NodeId, message: String) -> Finding<'db> {
        Finding::new(self.rule, Place::node(self.item, node), message)
    }

    /// Reports a finding.
    pub fn push(&mut self, finding: Finding<'db>) {
        self.findings.push(finding);
    }

    /// Reports a finding at a part of this item.
    pub fn report(&mut self, node: NodeId, message: impl Into<String>) -> FindingBuilder<'_, 'db> {
        self.findings.push(Finding::new(self.rule, Place::node(self.item, node), message.into()));
        let index = self.findings.len() - 1;
        FindingBuilder { finding: &mut self.findings[index] }
    }
}

/// Adds to a finding that was just reported.
pub struct FindingBuilder<'c, 'db> {
    finding: &'c mut Finding<'db>,
}

impl<'db> FindingBuilder<'_, 'db> {
    /// A piece of evidence.
    pub fn related(self, place: Place<'db>, message: impl Into<String>) -> Self {
        self.finding.related.push((place, message.into()));
        self
    }

    /// An edit that answers it.
    pub fn fix(self, label: impl Into<String>, edits: Vec<Edit<'db>>) -> Self {
        self.finding.fixes.push(Fix { label: label.into(), edits });
        self
    }

    /// It marks something that could simply be removed.
    pub fn unnecessary(self) -> Self {
        self.finding.unnecessary = true;
        self
    }

    /// It marks something whose time is over.
    pub fn deprecated(self) -> Self {
        self.finding.deprecated = true;
        self
    }

    /// How grave it is, where that is not what its rule says.
    pub fn graded(self, severity: Severities) -> Self {
        self.finding.severity = severity;
        self
    }

    /// What it is about.
    pub fn about(self, subject: Def<'db>) -> Self {
        self.finding.subject = Some(subject);
        self
    }
}
