//! The vocabulary of the answers. Offsets are bytes into the text of the file at the time of the snapshot.

pub use averment_checks::{QuestionData, Severity};
use averment_model::SourceFile;
use averment_syntax::{TextRange, TextSize};
use camino::Utf8PathBuf;

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
    /// Whether it marks something whose time is over (editors strike it out).
    pub deprecated: bool,
    /// Edits that answer it, the likeliest first.
    pub fixes: Vec<Fix>,
    /// What it asks, where it asks something: for clients and agents that read more than messages.
    pub question: Option<QuestionData>,
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
    /// Files that get another path, after the replacements.
    pub moves: Vec<(SourceFile, Utf8PathBuf)>,
}

/// What stands for words that only the author can write.
const HOLE: &str = "…";

impl SourceEdit {
    /// The first place in a file that these edits leave to the author: where it is once they are made, and the file's text
    /// up to there. `text` is that of the file as it is now.
    pub fn first_hole(&self, file: SourceFile, text: &str) -> Option<(TextRange, String)> {
        let (_, edits) = self.files.iter().find(|(other, _)| *other == file)?;
        let (mut before, mut end) = (String::new(), 0);
        for edit in edits {
            let replaced = std::ops::Range::<usize>::from(edit.range);
            before.push_str(text.get(end..replaced.start)?);
            end = replaced.end;
            // What was left open before is nothing to jump to.
            let was_open = text.get(replaced)?.contains(HOLE);
            let hole = edit.text.find(HOLE).filter(|_| !was_open);
            if let Some(at) = hole {
                let start = TextSize::of(before.as_str()) + TextSize::of(&edit.text[..at]);
                before.push_str(&edit.text[..at + HOLE.len()]);
                return Some((TextRange::at(start, TextSize::of(HOLE)), before));
            }
            before.push_str(&edit.text);
        }
        None
    }
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

/// What a client wants of completion, and what today is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CompletionOptions {
    /// The day dates are counted from; without it none are offered.
    pub today: Option<crate::Day>,
    /// Whether documentation and edits elsewhere are left out of the list, to be asked for one by one.
    pub lazy: bool,
}

/// What could be written at the cursor.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completions {
    /// The likeliest first.
    pub items: Vec<Completion>,
    /// Whether there is more than is listed, so that one has to ask again as more is typed.
    pub incomplete: bool,
}

/// Something that could be written at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What the list shows.
    pub label: String,
    /// What it is.
    pub kind: SymbolKind,
    /// What it is, in a few words: `entity`, how it is written.
    pub detail: Option<String>,
    /// What stands right behind the label: the type of a field.
    pub label_detail: Option<String>,
    /// Where it comes from: a module, what it stands in.
    pub description: Option<String>,
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
    /// The characters that, typed while it is chosen, take it and then stand behind it.
    pub commits: &'static [&'static str],
    /// Whether it is better not used any more.
    pub deprecated: bool,
    /// What its documentation and edits elsewhere can be asked for by.
    pub source: Option<CompletionSource>,
    /// Lower comes first.
    pub rank: u32,
}

/// What a completion stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CompletionSource {
    /// A kind.
    Kind(averment_syntax::vocabulary::Kind),
    /// A property of a kind.
    Property(averment_syntax::vocabulary::Kind, String),
    /// A name.
    Name {
        /// Its module; empty where it has none.
        module: smol_str::SmolStr,
        /// The name with those of what it stands in.
        path: String,
        /// Whether a `use` has to bring it in.
        uses: bool,
    },
}

/// What a completion says about itself and does elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CompletionDetails {
    /// Markdown.
    pub documentation: Option<String>,
    /// Edits elsewhere in the same file.
    pub additional: Vec<TextEdit>,
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
    /// What sort of edit it is.
    pub kind: ActionKind,
    /// The finding it answers.
    pub answers: Option<AnsweredFinding>,
    /// The edit; empty where it is left for later.
    pub edit: SourceEdit,
    /// Whether the edit takes so long to work out that it is left for [`Analysis::assist`](crate::Analysis::assist).
    pub later: bool,
    /// Whether it is the likeliest of its kind.
    pub preferred: bool,
}

/// A finding that an edit answers. One place may have several of a code, which their messages tell apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnsweredFinding {
    /// Its code.
    pub code: &'static str,
    /// Where it is.
    pub range: TextRange,
    /// What it says.
    pub message: String,
}

/// A sort of edit, by which editors group and filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionKind {
    /// It answers a finding.
    QuickFix,
    /// It takes something out and gives it a name.
    Extract,
    /// It writes something where its name stands.
    Inline,
    /// It puts something elsewhere.
    Move,
    /// It writes the same in another way, or more of it.
    Rewrite,
    /// It sorts and prunes the `use` lines.
    OrganizeUses,
    /// It applies every fix that leaves no choice.
    FixAll,
}

impl ActionKind {
    /// Every sort there is.
    pub const ALL: [ActionKind; 7] = [
        ActionKind::QuickFix,
        ActionKind::Extract,
        ActionKind::Inline,
        ActionKind::Move,
        ActionKind::Rewrite,
        ActionKind::OrganizeUses,
        ActionKind::FixAll,
    ];
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    #[test]
    fn the_first_hole_is_where_the_edits_put_it() {
        let fixture = Fixture::new("//- a.averment\none é … two\nthree\n//- b.averment\nfour\n");
        let (file, other) = (fixture.file(0), fixture.file(1));
        let text = fixture.text(file).to_owned();
        let replace = |from: &str, to: &str| {
            let start = text.find(from).expect("it is there");
            TextEdit { range: TextRange::at((start as u32).into(), TextSize::of(from)), text: to.to_owned() }
        };
        let hole = |edits: &[TextEdit]| {
            let mut edit = SourceEdit::default();
            edits.iter().for_each(|change| edit.push(file, change.clone()));
            assert_eq!(edit.first_hole(other, fixture.text(other)), None);
            let (range, before) = edit.first_hole(file, &text)?;
            let after = fixture.apply(&edit);
            let after = after.strip_prefix("//- a.averment\n").expect("the file is changed");
            assert_eq!((&after[range], &after[..range.end().into()]), (HOLE, before.as_str()));
            Some(before)
        };
        let longer = replace("one", "one and a half");
        assert_eq!(
            hole(&[longer.clone(), replace("three", "3: …, …")]).as_deref(),
            Some("one and a half é … two\n3: …")
        );
        assert_eq!(hole(&[replace("two", "…")]).as_deref(), Some("one é … …"));
        // What was open before, or is untouched, is not what the edits leave open.
        assert_eq!(hole(std::slice::from_ref(&longer)), None);
        assert_eq!(hole(&[replace("… two", "2 …")]), None);
    }
}
