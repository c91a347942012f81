//! The state, its changes, and snapshots of it.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use averment_model::{Content, RootDatabase, SourceFile, Workspace};
use averment_syntax::vocabulary::Status;
use averment_syntax::{TextRange, TextSize};
use camino::{Utf8Path, Utf8PathBuf};
use rustc_hash::{FxHashMap, FxHashSet};
use salsa::{Database as _, Durability, Setter as _};

use crate::diagnostics;
use crate::edge_cases::SpecReview;
use crate::matrix::StateMatrix;
use crate::semantic_tokens::SemanticToken;
use crate::types::*;

/// The answer, or word that it was cancelled.
pub type Cancellable<T> = Result<T, Cancelled>;

/// The state changed while a question was being answered, or the asker lost interest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cancelled {
    /// The state changed: ask again, if the answer still matters.
    Changed,
    /// The [`CancelToken`] was used.
    ByAsker,
}

/// What a file holds, as its keeper sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileText {
    /// The text an editor has. It wins over the disk's.
    Open(Arc<str>),
    /// The text on disk.
    Closed(Arc<str>),
    /// It is on disk but cannot be read as text; the reason, for its author.
    Unreadable(String),
    /// It is gone.
    Absent,
}

/// A file that is new, changed, opened, closed or gone.
#[derive(Debug, Clone)]
pub struct FileChange {
    /// The absolute, normalised path.
    pub path: Utf8PathBuf,
    /// What it holds now.
    pub text: FileText,
}

/// What changed. Applied at once, as one revision.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// All workspace roots with the texts of their `averment.toml`, when they changed. A file belongs to the root with
    /// the longest path that holds it; a file under no root makes its folder a root of its own.
    pub roots: Option<Vec<(Utf8PathBuf, Option<Arc<str>>)>>,
    /// The files that changed.
    pub files: Vec<FileChange>,
}

/// Owns the state. There is one, on one thread.
#[derive(Default)]
pub struct AnalysisHost {
    db: RootDatabase,
    workspaces: FxHashMap<Utf8PathBuf, Workspace>,
    /// The roots that were told. The other workspaces are folders of files that were under none of these when they came.
    roots: FxHashSet<Utf8PathBuf>,
    files: FxHashMap<Utf8PathBuf, SourceFile>,
    status_override: Option<Status>,
    settings: Option<Arc<str>>,
}

impl AnalysisHost {
    /// A host without files.
    pub fn new() -> Self {
        Self::default()
    }

    /// A host over a database of the caller's, for tests that count queries.
    pub fn with_database(db: RootDatabase) -> Self {
        AnalysisHost { db, ..Self::default() }
    }

    /// Judges every spec as if it had this status, whatever it says of itself.
    pub fn set_status_override(&mut self, status: Option<Status>) {
        self.status_override = status;
        for workspace in self.workspaces.values() {
            workspace.set_status_override(&mut self.db).with_durability(Durability::HIGH).to(status);
        }
    }

    /// Takes over what the settings of an editor ask of every workspace, written as an `averment.toml` would; a workspace's own
    /// wins over it.
    pub fn set_settings(&mut self, settings: Option<Arc<str>>) {
        if self.settings == settings {
            return;
        }
        self.settings.clone_from(&settings);
        for workspace in self.workspaces.values() {
            workspace.set_settings(&mut self.db).with_durability(Durability::HIGH).to(settings.clone());
        }
    }

    /// Gives back the memory of bodies and trees beyond those used last. A change does so, too; a question about a thousand
    /// files leaves them all behind until then. Waits until every snapshot is dropped.
    pub fn trim(&mut self) {
        self.db.trigger_lru_eviction();
    }

    /// Applies a change. Waits until every snapshot is dropped; running questions end with [`Cancelled`].
    pub fn apply(&mut self, change: Change) {
        if let Some(roots) = change.roots {
            self.set_roots(roots);
        }
        let mut touched = Vec::new();
        for FileChange { path, text } in change.files {
            let (content, open) = match text {
                FileText::Open(text) => (Content::Text(text), true),
                FileText::Closed(text) => (Content::Text(text), false),
                FileText::Unreadable(reason) => (Content::Unreadable(reason), false),
                FileText::Absent => (Content::Absent, false),
            };
            let listed = content != Content::Absent;
            let file = match self.files.get(&path) {
                Some(&file) => {
                    file.hold(&mut self.db, content, open);
                    file
                }
                None => {
                    let workspace = self.workspace_of(&path);
                    let file = SourceFile::add(&mut self.db, path.clone(), workspace, content, open);
                    self.files.insert(path, file);
                    file
                }
            };
            touched.push((file, listed.then_some(open)));
        }
        self.list(&touched);
    }

    /// Brings the file lists of the workspaces in line with `touched`: open, closed, or not listed at all.
    fn list(&mut self, touched: &[(SourceFile, Option<bool>)]) {
        let mut by_workspace: FxHashMap<Workspace, Vec<(SourceFile, Option<bool>)>> = FxHashMap::default();
        for &(file, state) in touched {
            by_workspace.entry(file.workspace(&self.db)).or_default().push((file, state));
        }
        for (workspace, changes) in by_workspace {
            let update = |listed: &[SourceFile], wanted: bool| {
                let states: FxHashMap<_, _> = changes.iter().copied().collect();
                let have: rustc_hash::FxHashSet<_> = listed.iter().copied().collect();
                let kept = listed.iter().copied().filter(|file| states.get(file).is_none_or(|s| *s == Some(wanted)));
                let added =
                    changes.iter().filter(|(file, s)| *s == Some(wanted) && !have.contains(file)).map(|(f, _)| *f);
                let next: Vec<_> = kept.chain(added).collect();
                (next != listed).then_some(next)
            };
            if let Some(open) = update(workspace.open(&self.db), true) {
                workspace.set_open(&mut self.db).with_durability(Durability::MEDIUM).to(open);
            }
            if let Some(closed) = update(workspace.closed(&self.db), false) {
                workspace.set_closed(&mut self.db).with_durability(Durability::HIGH).to(closed);
            }
        }
    }

    fn set_roots(&mut self, roots: Vec<(Utf8PathBuf, Option<Arc<str>>)>) {
        self.roots = roots.iter().map(|(root, _)| root.clone()).collect();
        // What is no root any more has no configuration either; files that were opened may still lie there.
        let gone = self.workspaces.keys().filter(|root| !self.roots.contains(*root)).map(|root| (root.clone(), None));
        for (root, config) in gone.collect::<Vec<_>>().into_iter().chain(roots) {
            let workspace = self.workspace_at(&root);
            if *workspace.config(&self.db) != config {
                workspace.set_config(&mut self.db).with_durability(Durability::HIGH).to(config);
            }
        }
        let files: Vec<_> = self.files.iter().map(|(path, file)| (path.clone(), *file)).collect();
        let mut touched = Vec::new();
        for (path, file) in files {
            let (before, after) = (file.workspace(&self.db), self.workspace_of(&path));
            if before != after {
                let open = before.open(&self.db).contains(&file);
                let listed = open || before.closed(&self.db).contains(&file);
                self.list(&[(file, None)]);
                file.set_workspace(&mut self.db).with_durability(Durability::HIGH).to(after);
                touched.push((file, listed.then_some(open)));
            }
        }
        self.list(&touched);
    }

    fn workspace_at(&mut self, root: &Utf8Path) -> Workspace {
        if let Some(&workspace) = self.workspaces.get(root) {
            return workspace;
        }
        let workspace = Workspace::builder(
            root.to_owned(),
            None,
            Vec::new(),
            Vec::new(),
            self.status_override,
            self.settings.clone(),
        )
        .durability(Durability::HIGH)
        .open_durability(Durability::MEDIUM)
        .new(&self.db);
        self.workspaces.insert(root.to_owned(), workspace);
        workspace
    }

    fn workspace_of(&mut self, path: &Utf8Path) -> Workspace {
        let root = path.ancestors().skip(1).find(|folder| self.roots.contains(*folder));
        self.workspace_at(root.or(path.parent()).unwrap_or(path))
    }

    /// A snapshot of the state. It must be dropped before the next change can be applied; never keep one.
    pub fn analysis(&self) -> Analysis {
        let mut workspaces: Vec<_> = self.workspaces.iter().map(|(root, workspace)| (root, *workspace)).collect();
        workspaces.sort_by_key(|(root, _)| *root);
        let workspaces = workspaces.into_iter().map(|(_, workspace)| workspace).collect();
        Analysis { db: self.db.clone(), workspaces }
    }

    /// The file at an absolute, normalised path, if it was ever heard of.
    pub fn file(&self, path: &Utf8Path) -> Option<SourceFile> {
        self.files.get(path).copied()
    }
}

/// Ends the questions of one snapshot from another thread.
#[derive(Clone)]
pub struct CancelToken(salsa::CancellationToken);

impl CancelToken {
    /// Ends them.
    pub fn cancel(&self) {
        self.0.cancel();
    }
}

/// A snapshot of the state, which answers questions.
#[derive(Clone)]
pub struct Analysis {
    db: RootDatabase,
    workspaces: Vec<Workspace>,
}

impl Analysis {
    /// A token that ends this snapshot's questions.
    pub fn cancel_token(&self) -> CancelToken {
        CancelToken(self.db.cancellation_token())
    }

    fn with<T>(&self, question: impl FnOnce(&RootDatabase) -> T) -> Cancellable<T> {
        salsa::Cancelled::catch(AssertUnwindSafe(|| self.db.attach(question))).map_err(|cancelled| match cancelled {
            salsa::Cancelled::Local => Cancelled::ByAsker,
            _ => Cancelled::Changed,
        })
    }

    /// The workspaces there are, by the paths of their roots.
    pub fn workspaces(&self) -> Cancellable<Vec<Workspace>> {
        Ok(self.workspaces.clone())
    }

    /// All files there are, over all workspaces `files` belongs to.
    pub fn files(&self, workspace: Workspace) -> Cancellable<Vec<SourceFile>> {
        self.with(|db| workspace.open(db).iter().chain(workspace.closed(db)).copied().collect())
    }

    /// The file at an absolute, normalised path, where it is there.
    pub fn file_at(&self, path: &Utf8Path) -> Cancellable<Option<SourceFile>> {
        self.with(|db| {
            let mut files = self.workspaces.iter().flat_map(|w| w.open(db).iter().chain(w.closed(db)));
            files.find(|file| file.path(db) == path).copied()
        })
    }

    /// The folder of a workspace.
    pub fn root(&self, workspace: Workspace) -> Cancellable<Utf8PathBuf> {
        self.with(|db| workspace.root(db).clone())
    }

    /// Computes ahead what the first question of its kind would wait for. Costs nothing where it is done already.
    pub fn prepare(&self, workspace: Workspace) -> Cancellable<()> {
        self.with(|db| crate::names_in_sight::prepare(db, workspace))
    }

    /// The tree of a file as text.
    pub fn syntax_tree(&self, file: SourceFile) -> Cancellable<String> {
        self.with(|db| crate::syntax_tree::syntax_tree(db, file))
    }

    /// Computes ahead what the answers about a whole workspace take from this file.
    pub fn read(&self, file: SourceFile) -> Cancellable<()> {
        self.with(|db| {
            averment_model::file_words(db, file);
        })
    }

    /// The path of a file.
    pub fn path(&self, file: SourceFile) -> Cancellable<Utf8PathBuf> {
        self.with(|db| file.path(db).clone())
    }

    /// The workspace of a file.
    pub fn workspace(&self, file: SourceFile) -> Cancellable<Workspace> {
        self.with(|db| file.workspace(db))
    }

    /// The text of a file; empty where it has none.
    pub fn text(&self, file: SourceFile) -> Cancellable<Arc<str>> {
        self.with(|db| match file.content(db) {
            Content::Text(text) => text.clone(),
            _ => Arc::from(""),
        })
    }

    /// The text of the `averment.toml` of a workspace; empty where there is none.
    pub fn config_text(&self, workspace: Workspace) -> Cancellable<Arc<str>> {
        self.with(|db| workspace.config(db).clone().unwrap_or_else(|| Arc::from("")))
    }

    /// What is wrong in a file, in the order of its text.
    pub fn diagnostics(&self, file: SourceFile) -> Cancellable<Vec<Diagnostic>> {
        self.with(|db| diagnostics::diagnostics(db, file))
    }

    /// The same without the edits that answer it.
    pub fn diagnostics_without_fixes(&self, file: SourceFile) -> Cancellable<Vec<Diagnostic>> {
        self.with(|db| diagnostics::diagnostics_without_fixes(db, file))
    }

    /// The table of the field of states that a path such as `Order.status` leads to; a reason where it leads to none.
    pub fn matrix(&self, workspace: Workspace, path: &str) -> Cancellable<Result<StateMatrix, String>> {
        self.with(|db| crate::matrix::matrix(db, workspace, path))
    }

    /// What is known of the edge cases of a file's specs.
    pub fn edge_cases(&self, file: SourceFile) -> Cancellable<Vec<SpecReview>> {
        self.with(|db| crate::edge_cases::reviews(db, file))
    }

    /// What is wrong with the `averment.toml` of a workspace; ranges are into its text.
    pub fn config_diagnostics(&self, workspace: Workspace) -> Cancellable<Vec<Diagnostic>> {
        self.with(|db| diagnostics::config_diagnostics(db, workspace))
    }

    /// What the thing under the cursor is.
    pub fn hover(&self, at: FilePosition) -> Cancellable<Option<Hover>> {
        self.with(|db| crate::hover::hover(db, at))
    }

    /// What could be written at the cursor.
    pub fn completions(&self, at: FilePosition, options: &CompletionOptions) -> Cancellable<Completions> {
        self.with(|db| crate::completion::completions(db, at, options))
    }

    /// What was left out of the list about a completion in a file.
    pub fn completion_details(&self, file: SourceFile, source: &CompletionSource) -> Cancellable<CompletionDetails> {
        self.with(|db| crate::completion::details(db, file, source))
    }

    /// Where the name under the cursor leads.
    pub fn definition(&self, at: FilePosition) -> Cancellable<Vec<NavigationTarget>> {
        self.with(|db| crate::navigation::definition(db, at))
    }

    /// Everywhere the thing under the cursor is named, in structure and prose.
    pub fn references(&self, at: FilePosition, include_declaration: bool) -> Cancellable<Vec<FileRange>> {
        self.with(|db| crate::navigation::references(db, at, include_declaration))
    }

    /// The name at a position and where it stands; the reason where there is none that can be changed.
    pub fn prepare_rename(&self, at: FilePosition) -> Cancellable<Result<(TextRange, String), String>> {
        self.with(|db| crate::rename::prepare(db, at))
    }

    /// The edits that give the thing at a position another name, or why they cannot be made.
    pub fn rename(&self, at: FilePosition, new: &str) -> Cancellable<Result<SourceEdit, String>> {
        self.with(|db| crate::rename::rename(db, at, new))
    }

    /// The edits that keep a file's module in step when the file gets another name (without its extension).
    pub fn file_renamed(&self, file: SourceFile, stem: &str) -> Cancellable<Option<SourceEdit>> {
        self.with(|db| crate::rename::file_renamed(db, file, stem))
    }

    /// Where the type of the thing at a position is declared.
    pub fn type_definition(&self, at: FilePosition) -> Cancellable<Vec<NavigationTarget>> {
        self.with(|db| crate::relations::type_definition(db, at))
    }

    /// What makes the thing at a position real: specs that serve a goal, failures that handle a system, steps that move.
    pub fn implementation(&self, at: FilePosition) -> Cancellable<Vec<NavigationTarget>> {
        self.with(|db| crate::relations::implementation(db, at))
    }

    /// Everywhere in its file that the thing at a position is named, and whether it is changed there.
    pub fn highlights(&self, at: FilePosition) -> Cancellable<Vec<crate::Highlight>> {
        self.with(|db| crate::relations::highlights(db, at))
    }

    /// The thing at a position, to be asked what it relies on and what relies on it.
    pub fn impact_at(&self, at: FilePosition) -> Cancellable<Vec<NavigationTarget>> {
        self.with(|db| crate::relations::impact_at(db, at))
    }

    /// Everything that would be touched if the thing at a position changed.
    pub fn incoming(&self, at: FilePosition) -> Cancellable<Vec<crate::Relation>> {
        self.with(|db| crate::relations::incoming(db, at))
    }

    /// What the thing at a position relies on.
    pub fn outgoing(&self, at: FilePosition) -> Cancellable<Vec<crate::Relation>> {
        self.with(|db| crate::relations::outgoing(db, at))
    }

    /// The declaration at a position, where its kind has parents.
    pub fn kin_at(&self, at: FilePosition) -> Cancellable<Vec<NavigationTarget>> {
        self.with(|db| crate::relations::kin_at(db, at))
    }

    /// What the declaration at a position extends, or is a part of.
    pub fn supertypes(&self, at: FilePosition) -> Cancellable<Vec<NavigationTarget>> {
        self.with(|db| crate::relations::supertypes(db, at))
    }

    /// What extends the declaration at a position, or is a part of it.
    pub fn subtypes(&self, at: FilePosition) -> Cancellable<Vec<NavigationTarget>> {
        self.with(|db| crate::relations::subtypes(db, at))
    }

    /// Where the name at a position is written again in its file and must stay the same, if it is written nowhere else.
    pub fn linked(&self, at: FilePosition) -> Cancellable<Vec<TextRange>> {
        self.with(|db| crate::rename::linked(db, at))
    }

    /// What can be folded in a file.
    pub fn folds(&self, file: SourceFile) -> Cancellable<Vec<crate::Fold>> {
        self.with(|db| crate::structure::folds(db, file))
    }

    /// What a selection at a position grows to, from the word outward.
    pub fn selections(&self, at: FilePosition) -> Cancellable<Vec<TextRange>> {
        self.with(|db| crate::structure::selections(db, at))
    }

    /// The words of a file that lead outside of the specs.
    pub fn links(&self, file: SourceFile) -> Cancellable<Vec<crate::Link>> {
        self.with(|db| crate::structure::links(db, file))
    }

    /// The outline of a file.
    pub fn document_symbols(&self, file: SourceFile) -> Cancellable<Vec<DocumentSymbol>> {
        self.with(|db| crate::symbols::document_symbols(db, file))
    }

    /// The declarations of a workspace whose names match, best first, at most `limit`.
    pub fn workspace_symbols(
        &self,
        workspace: Workspace,
        query: &str,
        limit: usize,
    ) -> Cancellable<Vec<NavigationTarget>> {
        self.with(|db| crate::symbols::workspace_symbols(db, &[workspace], query, limit))
    }

    /// The same over all workspaces: the best of all of them is first.
    pub fn symbols(&self, query: &str, limit: usize) -> Cancellable<Vec<NavigationTarget>> {
        self.with(|db| crate::symbols::workspace_symbols(db, &self.workspaces, query, limit))
    }

    /// How the property on the line of the cursor is written, and which part of it comes next.
    pub fn signature_help(&self, at: FilePosition) -> Cancellable<Option<crate::SignatureHelp>> {
        self.with(|db| crate::signature_help::signature_help(db, at))
    }

    /// What a file, or a range of it, leaves unsaid, in the order of the text.
    pub fn inlay_hints(&self, file: SourceFile, range: Option<TextRange>) -> Cancellable<Vec<crate::InlayHint>> {
        self.with(|db| crate::inlay_hints::inlay_hints(db, file, range))
    }

    /// Where there is something to say about the declarations of a file.
    pub fn code_lenses(&self, file: SourceFile) -> Cancellable<Vec<crate::CodeLens>> {
        self.with(|db| crate::code_lens::code_lenses(db, file))
    }

    /// Numbers that change when what the lenses of a file say may have changed; cheaper than asking each of them.
    pub fn lens_numbers(&self, file: SourceFile) -> Cancellable<Vec<usize>> {
        self.with(|db| crate::code_lens::lens_numbers(db, file))
    }

    /// What there is to say about a declaration of a file.
    pub fn lens_text(
        &self,
        file: SourceFile,
        name: &str,
        about: crate::LensAbout,
        today: Option<crate::Day>,
    ) -> Cancellable<Option<crate::LensText>> {
        self.with(|db| crate::code_lens::lens_text(db, file, name, about, today))
    }

    /// What the words of a file, or of a range of it, are, in the order of the text.
    pub fn semantic_tokens(&self, file: SourceFile, range: Option<TextRange>) -> Cancellable<Vec<SemanticToken>> {
        self.with(|db| crate::semantic_tokens::semantic_tokens(db, file, range))
    }

    /// The declaration around a position as a person would read it.
    pub fn preview(&self, at: FilePosition) -> Cancellable<Option<crate::preview::Preview>> {
        self.with(|db| crate::preview::preview(db, at))
    }

    /// How much of the edge cases of each spec of a workspace is answered.
    pub fn coverage(&self, workspace: Workspace) -> Cancellable<Vec<crate::coverage::SpecCoverage>> {
        self.with(|db| crate::coverage::coverage(db, workspace))
    }

    /// The edits that format a file.
    pub fn format(&self, file: SourceFile) -> Cancellable<Vec<TextEdit>> {
        self.with(|db| crate::formatting::format(db, file))
    }

    /// The edits that format the lines of a range.
    pub fn format_range(&self, file: SourceFile, range: TextRange) -> Cancellable<Vec<TextEdit>> {
        self.with(|db| crate::on_type::format_range(db, file, range))
    }

    /// The edits that follow from a character of [`crate::TYPED`] that was typed right before a position.
    pub fn on_type(&self, at: FilePosition, typed: char) -> Cancellable<Vec<TextEdit>> {
        self.with(|db| crate::on_type::on_type(db, at, typed))
    }

    /// What was given as a target, found again after edits by its name, by what it stands in and by where it was.
    pub fn find_again(
        &self,
        file: SourceFile,
        name: &str,
        container: Option<&str>,
        near: TextSize,
    ) -> Cancellable<Option<NavigationTarget>> {
        self.with(|db| crate::symbols::find_again(db, file, name, container, near))
    }

    /// The edits on offer in a range where nothing need be wrong, of the kinds that are wanted.
    pub fn assists(&self, at: FileRange, wanted: impl Fn(ActionKind) -> bool) -> Cancellable<Vec<CodeAction>> {
        self.with(|db| crate::assists::assists(db, at, wanted, false))
    }

    /// The same, but with what takes long to work out left for [`Analysis::assist`].
    pub fn assists_lazily(&self, at: FileRange, wanted: impl Fn(ActionKind) -> bool) -> Cancellable<Vec<CodeAction>> {
        self.with(|db| crate::assists::assists(db, at, wanted, true))
    }

    /// The edit that was left for later, by what it was offered as; `None` where it cannot be made after all.
    pub fn assist(&self, at: FileRange, kind: ActionKind, label: &str) -> Cancellable<Option<SourceEdit>> {
        self.with(|db| crate::assists::assist(db, at, kind, label))
    }

    /// One edit with every fix of a file that leaves no choice; empty where there is none.
    pub fn fix_all(&self, file: SourceFile) -> Cancellable<SourceEdit> {
        self.with(|db| diagnostics::fix_all(db, file))
    }

    /// The edits on offer in a range.
    pub fn code_actions(&self, at: FileRange) -> Cancellable<Vec<CodeAction>> {
        self.with(|db| diagnostics::code_actions(db, at))
    }
}

/// The page of a rule, by its code. A question stands on the page of its category, `edge/timeout/long-step` as `edge/timeout`, whichever
/// of its words the category is called by.
pub fn rule_page(code: &str) -> Option<RulePage> {
    let of_category = || {
        let word = code.strip_prefix("edge/")?.split('/').next()?;
        averment_checks::rule(&format!("edge/{}", averment_syntax::vocabulary::category(word)?.word))
    };
    averment_checks::rule(code).or_else(of_category).map(page_of)
}

/// Every rule there is, in the order of their codes.
pub fn rule_pages() -> Vec<RulePage> {
    averment_checks::RULES.iter().copied().map(page_of).collect()
}

fn page_of(rule: &'static averment_checks::Rule) -> RulePage {
    RulePage { code: rule.code, summary: rule.summary(), page: rule.page }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unresolved(host: &AnalysisHost, path: &str) -> usize {
        let file = host.file(path.into()).expect("it was set");
        let found = host.analysis().diagnostics(file).expect("nothing changes it");
        found.iter().filter(|diagnostic| diagnostic.code == "name/unresolved").count()
    }

    fn set(host: &mut AnalysisHost, path: &str, text: FileText) {
        host.apply(Change { roots: None, files: vec![FileChange { path: path.into(), text }] });
    }

    /// An editor opens a file before the folders are read; it must not stay by itself.
    #[test]
    fn a_file_moves_to_the_root_that_comes_after_it() {
        let mut host = AnalysisHost::new();
        set(
            &mut host,
            "/w/deep/a.averment",
            FileText::Open("use model.{Order}\nspec A {\n  changes Order\n}\n".into()),
        );
        assert_eq!(unresolved(&host, "/w/deep/a.averment"), 1);
        host.apply(Change { roots: Some(vec![("/w".into(), None)]), files: Vec::new() });
        set(&mut host, "/w/model.averment", FileText::Closed("module model\nentity Order\n".into()));
        assert_eq!(unresolved(&host, "/w/deep/a.averment"), 0);
        // A root further in takes it away again, and gives it back when it goes.
        host.apply(Change { roots: Some(vec![("/w".into(), None), ("/w/deep".into(), None)]), files: Vec::new() });
        assert_eq!(unresolved(&host, "/w/deep/a.averment"), 1);
        host.apply(Change { roots: Some(vec![("/w".into(), None)]), files: Vec::new() });
        assert_eq!(unresolved(&host, "/w/deep/a.averment"), 0);
        host.apply(Change { roots: Some(Vec::new()), files: Vec::new() });
        assert_eq!(unresolved(&host, "/w/deep/a.averment"), 1, "without a root it is by itself");
    }
}
