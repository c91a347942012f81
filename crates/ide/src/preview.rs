//! A declaration as a person would read it: headings, sentences, tables and diagrams.
//!
//! What is shown, and in which order, is decided here, once for all editors; a client only draws [`Block`]s. Everything
//! knows where it was written, so that a reader can go from the page to the text.

use averment_model::{Db, DeclId, DeclRef};
use averment_syntax::vocabulary::{Kind, Status};
use averment_syntax::{ItemKind, TextSize};

use crate::position::item_at;
use crate::types::{FilePosition, FileRange};

mod blocks;
mod coverage;
mod diagrams;
mod document;
#[cfg(test)]
mod tests;
mod writer;

/// A declaration to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Its keyword: `spec`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its title, where it has one.
    pub title: Option<String>,
    /// The status of a spec.
    pub status: Option<Status>,
    /// Its name, in its file.
    pub at: FileRange,
    /// What stands before the first section.
    pub blocks: Vec<Block>,
    /// Its sections.
    pub sections: Vec<Section>,
    /// The id of the innermost section, row or step that the cursor is in.
    pub current: Option<String>,
}

/// A part of a page with a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What it is known by within the page.
    pub id: String,
    /// The heading.
    pub heading: String,
    /// What it is, and its name, where the heading does not say so: `step Request`.
    pub note: Option<String>,
    /// Where it is written; `None` for a heading over several declarations.
    pub at: Option<FileRange>,
    /// What stands below the heading.
    pub blocks: Vec<Block>,
    /// The sections in it.
    pub sections: Vec<Section>,
}

/// Something below a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Prose(Text),
    /// A list.
    Bullets(Vec<Bullet>),
    /// Labels with what belongs to them.
    Facts(Vec<Fact>),
    /// Given, when, then.
    Clauses(Vec<Clause>),
    /// A table.
    Table(Table),
    /// A diagram.
    Diagram(Diagram),
    /// For whom it is switched on, and until when.
    Stages(Vec<Stage>),
    /// How much of the edge cases is answered.
    Coverage(averment_checks::edges::Coverage),
}

/// Words, in stretches.
pub type Text = Vec<Span>;

/// A stretch of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The words, without quotes, brackets or backquotes.
    pub text: String,
    /// What they are.
    pub kind: SpanKind,
    /// What they lead to.
    pub target: Option<FileRange>,
}

/// What a stretch of words is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpanKind {
    /// Plain words.
    Plain,
    /// A name that leads somewhere.
    Reference,
    /// A name that leads nowhere.
    Unresolved,
    /// Words on a screen.
    Quoted,
    /// Code.
    Code,
    /// A number with its unit.
    Quantity,
    /// An address.
    Link,
}

/// An entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bullet {
    /// What it says.
    pub text: Text,
    /// Whether its box is ticked, where it has one.
    pub checked: Option<bool>,
}

/// A label with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The label: `Depends on`.
    pub label: String,
    /// What it says.
    pub text: Text,
    /// What it lists.
    pub bullets: Vec<Bullet>,
}

/// A clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// `given`, `when`, `then`, `and` or `but`.
    pub word: String,
    /// What it says.
    pub text: Text,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The headings of its columns.
    pub columns: Vec<String>,
    /// Its rows, each with as many cells as there are columns.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is known by within the page, where the cursor can be in it.
    pub id: Option<String>,
    /// Where it is written.
    pub at: Option<FileRange>,
    /// What its cells say.
    pub cells: Vec<Text>,
    /// How it stands.
    pub tone: Tone,
}

/// How something stands, for its colour and its sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// As usual.
    Neutral,
    /// It is settled.
    Settled,
    /// It is still to be done.
    Open,
    /// It was left out, with a reason.
    Waived,
}

/// A stage of a rollout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Its name.
    pub name: String,
    /// For how many, as written.
    pub text: String,
    /// The same, from 0 to 100.
    pub percent: u8,
    /// Until when.
    pub until: Option<String>,
    /// Where it is written.
    pub at: FileRange,
}

/// A diagram.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagram {
    /// What it shows, in words.
    pub title: String,
    /// Its boxes.
    pub nodes: Vec<Node>,
    /// Its arrows.
    pub edges: Vec<Edge>,
}

/// A box of a diagram.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it is known by within the diagram.
    pub id: String,
    /// What it says.
    pub label: String,
    /// A few words more.
    pub detail: Option<String>,
    /// What it is.
    pub kind: NodeKind,
    /// Where it is written.
    pub at: Option<FileRange>,
    /// The section of the page that tells more.
    pub section: Option<String>,
}

/// What a box of a diagram is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeKind {
    /// Where it begins.
    Start,
    /// A step of a flow.
    Step,
    /// A step of a branch.
    Branch,
    /// A failure and what is shown then.
    Failure,
    /// The end, when all went well.
    EndSuccess,
    /// The end, when it did not.
    EndFailure,
    /// A state.
    State,
    /// A state that nothing leaves.
    Final,
}

/// An arrow of a diagram.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Where it begins.
    pub from: String,
    /// Where it leads.
    pub to: String,
    /// What makes somebody go there.
    pub label: Option<String>,
    /// What it is.
    pub kind: EdgeKind,
    /// Where it is written.
    pub at: Option<FileRange>,
}

/// What an arrow of a diagram is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EdgeKind {
    /// The usual way.
    Main,
    /// A variant, or the way back from one.
    Branch,
    /// What goes wrong.
    Failure,
}

/// The declaration around a position as a page; the first spec of the file, or its first declaration, where the cursor is
/// in none. `None` for a file without declarations.
pub(crate) fn preview(db: &dyn Db, at: FilePosition) -> Option<Preview> {
    let items = || averment_model::items(db, at.file).iter().copied();
    let is_declaration = |kind: ItemKind| matches!(kind, ItemKind::Declaration(_));
    let here = item_at(db, at.file, at.offset).map(|(item, _)| item).filter(|item| is_declaration(item.kind(db)));
    let spec = || items().find(|item| item.kind(db) == ItemKind::Declaration(Kind::Spec));
    let item = here.or_else(spec).or_else(|| items().find(|item| is_declaration(item.kind(db))))?;
    // An item whose text is torn apart may declare nothing.
    averment_model::body(db, item).decls.first()?;
    let offset: Option<TextSize> = here.map(|_| at.offset);
    Some(document::page(db, DeclRef { item, decl: DeclId::ROOT }, offset))
}
