//! The vocabulary of the answers. Offsets are bytes into the text of the file at the time of the snapshot.

pub use averment_checks::Severity;
use averment_model::SourceFile;
use averment_syntax::{TextRange, TextSize};

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FilePosition {
    /// The file.
    pub file: SourceFile,
    /// The offset into its text.
    pub offset: TextSize,
}

/// A stretch of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FileRange {
    /// The file.
    pub file: SourceFile,
    /// The stretch.
    pub range: TextRange,
}

/// A finding, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule: `name/unresolved`.
    pub code: &'static str,
    /// How grave it is here, under the status of its spec and the configuration.
    pub severity: Severity,
    /// Where.
    pub range: TextRange,
    /// What is wrong and what to do, in the author's words.
    pub message: String,
    /// Where the evidence stands.
    pub related: Vec<Related>,
    /// Whether it marks something that could be removed (editors fade it).
    pub unnecessary: bool,
    /// Edits that answer it, the likeliest first.
    pub fixes: Vec<Fix>,
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub at: FileRange,
    /// What it shows.
    pub message: String,
}

/// An edit that answers a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an imperative: ``write `Report` ``.
    pub label: String,
    /// The edit.
    pub edit: SourceEdit,
}

/// Edits in one or more files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceEdit {
    /// Per file, replacements that do not overlap, in the order of the text.
    pub files: Vec<(SourceFile, Vec<TextEdit>)>,
}

/// One replacement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextEdit {
    /// What is replaced; empty for an insertion.
    pub range: TextRange,
    /// What stands there afterwards.
    pub text: String,
}

/// What to show about the thing under the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The thing.
    pub range: TextRange,
    /// Markdown.
    pub markdown: String,
}

/// What a name is, for icons and outlines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SymbolKind {
    /// A module.
    Module,
    /// A declaration of this kind.
    Kind(averment_syntax::vocabulary::Kind),
    /// A field.
    Field,
    /// A state, or a constant of an enumeration.
    State,
    /// A property's keyword.
    Property,
    /// A word of the language.
    Keyword,
    /// A unit of measure.
    Unit,
    /// A plain value.
    Value,
}

/// Something that could be written at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What the list shows.
    pub label: String,
    /// What it is.
    pub kind: SymbolKind,
    /// A few words beside the label: the kind, the module.
    pub detail: Option<String>,
    /// Markdown.
    pub documentation: Option<String>,
    /// What is replaced by it: the word being typed.
    pub replace: TextRange,
    /// What is inserted.
    pub insert: String,
    /// Whether `insert` is a snippet with `$1`, `${1:text}` and `$0`.
    pub snippet: bool,
    /// Edits elsewhere in the same file, such as a new `use` line.
    pub additional: Vec<TextEdit>,
    /// Lower comes first.
    pub rank: u32,
}

/// Where a name leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavigationTarget {
    /// The file.
    pub file: SourceFile,
    /// The whole declaration.
    pub range: TextRange,
    /// Its name.
    pub focus: TextRange,
    /// Its name, as text.
    pub name: String,
    /// What it is.
    pub kind: SymbolKind,
    /// What it stands in, for lists: `reports.model`, `CsvExport`.
    pub container: Option<String>,
}

/// One entry of an outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentSymbol {
    /// Its name, or its keyword where it has none.
    pub name: String,
    /// Its title, type or first words.
    pub detail: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// All of it.
    pub range: TextRange,
    /// Its name.
    pub focus: TextRange,
    /// What stands in it.
    pub children: Vec<DocumentSymbol>,
}

/// An edit on offer at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeAction {
    /// What it does.
    pub label: String,
    /// The code of the finding it answers, and where that is.
    pub answers: Option<(&'static str, TextRange)>,
    /// The edit.
    pub edit: SourceEdit,
    /// Whether it is the likeliest of its kind.
    pub preferred: bool,
}

/// A rule as its users see it.
#[derive(Debug, Clone, Copy)]
pub struct RulePage {
    /// `name/unresolved`.
    pub code: &'static str,
    /// One line.
    pub summary: &'static str,
    /// The page, in Markdown.
    pub page: &'static str,
}
