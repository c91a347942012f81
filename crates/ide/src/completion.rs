//! What could be written at the cursor: only what may stand there.
//!
//! [`Complete`] reads the line, finds the block it stands in, and asks the part that knows that kind of line.

mod codes;
mod dates;
#[cfg(test)]
mod example_tests;
mod expressions;
mod lines;
#[cfg(test)]
mod mistake_tests;
mod models;
mod names;
mod partial;
#[cfg(test)]
mod tests;
mod values;

use averment_model::{
    Builtin, Db, DeclRef, Def, Place, SourceFile, body, file_module, item_ranges, items, module_paths, resolve_full,
    spans,
};
use averment_syntax::SyntaxKind::*;
use averment_syntax::vocabulary::{self, Dimension, Hole, Key, Kind, PropertyData, Status, Target, UNITS};
use averment_syntax::{ItemKind, SyntaxKind};
use smol_str::SmolStr;

use self::names::Asked;
use crate::calendar::Day;
use crate::cursor_line::{CursorLine, Mode};
use crate::diagnostics::add_use;
use crate::expectations::{Expected, Written, expected, values};
use crate::hover::{kind_card, property_card, summary};
use crate::language_words::{CLAUSES, CONSTRAINTS, FUNCTIONS, LanguageWord, OPERATORS, TAGS, word};
use crate::names_in_sight::{in_sight, members, out_of_sight, resolve, states};
use crate::position::{container, file_text, item_at, symbol_kind};
use crate::semantic_tokens::is_past;
use crate::symbols::misfit;
use crate::types::{
    Completion, CompletionDetails, CompletionOptions, CompletionSource, Completions, FilePosition, SymbolKind,
};

/// How many names of other modules are offered.
const MOST_AFAR: usize = 60;

/// How many modules are offered where their names are not asked for.
const MOST_MODULES: usize = 12;

/// How many of the best come with documentation where the client cannot ask for it later.
const MOST_DOCUMENTED: usize = 40;

const ANY: &[Target] = &[Target::Any, Target::State];

/// What could be written at a position, the likeliest first.
pub(crate) fn completions(db: &dyn Db, at: FilePosition, options: &CompletionOptions) -> Completions {
    let text = file_text(db, at.file);
    let offset = usize::from(at.offset).min(text.len());
    let from = open_use(db, at);
    if let Some(line) = CursorLine::at_date(text, offset, from) {
        let scope = enclosing(db, at.file, text, &line);
        let mut complete = Complete::new(db, at.file, scope, line, options);
        if complete.dates_only() {
            return complete.finish();
        }
    }
    let line = CursorLine::new(text, offset, from);
    let scope = enclosing(db, at.file, text, &line);
    let mut complete = Complete::new(db, at.file, scope, line, options);
    complete.fill();
    complete.finish()
}

/// What a completion says about itself and does elsewhere in the file, where it was left out of the list.
pub(crate) fn details(db: &dyn Db, file: SourceFile, source: &CompletionSource) -> CompletionDetails {
    let documentation = match source {
        CompletionSource::Kind(kind) => Some(kind_card(*kind)),
        CompletionSource::Property(kind, word) => {
            kind.property(word).map(|property| property_card(Some(*kind), property))
        }
        CompletionSource::Name { module, path, .. } => definition(db, file, module, path).map(|def| summary(db, def)),
    };
    let additional = match source {
        CompletionSource::Name { module, path, uses: true } => vec![add_use(db, file, module, path)],
        _ => Vec::new(),
    };
    CompletionDetails { documentation, additional }
}

/// What a name of a module stands for.
fn definition<'db>(db: &'db dyn Db, file: SourceFile, module: &str, path: &str) -> Option<Def<'db>> {
    let words = |text: &str| text.split('.').filter(|word| !word.is_empty()).map(SmolStr::new).collect::<Vec<_>>();
    match module {
        "" => resolve(db, file, None, &words(path)).def(),
        _ => resolve_full(db, file.workspace(db), &[words(module), words(path)].concat()).def(),
    }
}

/// The start of the `use` item the cursor is in, where its list is still open.
pub(crate) fn open_use(db: &dyn Db, at: FilePosition) -> Option<usize> {
    let (item, start) = item_at(db, at.file, at.offset)?;
    let before = item.text(db).get(..usize::from(at.offset.checked_sub(start)?))?;
    (item.kind(db) == ItemKind::Use && before.contains('{') && !before.contains('}')).then(|| start.into())
}

/// The declaration in whose block the cursor is.
pub(crate) fn enclosing<'db>(
    db: &'db dyn Db,
    file: SourceFile,
    text: &str,
    line: &CursorLine<'_>,
) -> Option<DeclRef<'db>> {
    if !line.indented && line.at_start() {
        return None;
    }
    // The last item that starts at or before the cursor.
    let ranges = item_ranges(db, file);
    let index = ranges.partition_point(|range| usize::from(range.start()) <= line.offset).checked_sub(1)?;
    let (item, start) = (*items(db, file).get(index)?, ranges[index].start());
    let spans = spans(db, item);
    let mut innermost = None;
    for (id, decl) in body(db, item).all_decls() {
        let Some(block) = decl.block else { continue };
        let block = spans.get(block) + start;
        let (open, end) = (usize::from(block.start()), usize::from(block.end()));
        if line.offset <= open {
            continue;
        }
        let closed = end > open + 1 && text[..end].ends_with('}');
        let inside = if closed {
            line.offset < end
        } else {
            let keyword = usize::from((spans.get(decl.keyword) + start).start());
            let line_start = text[..keyword].rfind(['\n', '\r']).map_or(0, |at| at + 1);
            let column = text[line_start..keyword].chars().count();
            let near = line.offset <= end || text[end..line.offset].trim().is_empty();
            near && line.column > column
        };
        if inside {
            innermost = Some(DeclRef { item, decl: id });
        }
    }
    innermost
}

struct Complete<'db, 't> {
    db: &'db dyn Db,
    file: SourceFile,
    scope: Option<DeclRef<'db>>,
    line: CursorLine<'t>,
    options: &'t CompletionOptions,
    /// The word being typed, in lower case.
    folded: String,
    found: Vec<Completion>,
    /// Whether more would fit than is listed.
    incomplete: bool,
    /// The property whose value is being written.
    key: Option<Key>,
    /// What is asked of a name besides its kind.
    asked: Asked,
    /// Whether some declaration may lead back to the one the cursor is in.
    leads_back: bool,
    /// Whether the type of a field is being written.
    of_type: bool,
    /// What the list being written holds already.
    given: Vec<String>,
}

impl<'db, 't> Complete<'db, 't> {
    fn new(
        db: &'db dyn Db,
        file: SourceFile,
        scope: Option<DeclRef<'db>>,
        line: CursorLine<'t>,
        options: &'t CompletionOptions,
    ) -> Self {
        let folded = line.word.to_lowercase();
        Complete {
            db,
            file,
            scope,
            line,
            options,
            folded,
            found: Vec::new(),
            incomplete: false,
            key: None,
            asked: Asked::Nothing,
            leads_back: false,
            of_type: false,
            given: Vec::new(),
        }
    }
}

impl<'db> Complete<'db, '_> {
    fn finish(mut self) -> Completions {
        self.found.sort_by(|a, b| (a.rank, &a.label).cmp(&(b.rank, &b.label)));
        if !self.options.lazy {
            for (index, completion) in self.found.iter_mut().enumerate() {
                let Some(source) = &completion.source else { continue };
                let uses = matches!(source, CompletionSource::Name { uses: true, .. });
                if index < MOST_DOCUMENTED || uses {
                    let details = details(self.db, self.file, source);
                    completion.additional = details.additional;
                    completion.documentation = details.documentation.filter(|_| index < MOST_DOCUMENTED);
                }
            }
        }
        Completions { items: self.found, incomplete: self.incomplete }
    }

    /// Adds something. The answer is for setting what is left.
    fn offer(&mut self, label: &str, kind: SymbolKind, rank: u32) -> Option<&mut Completion> {
        if self.is_given(label) {
            return None;
        }
        let mut rank = rank;
        if !self.folded.is_empty() {
            // What begins with the word comes before what only holds its letters.
            let misfit = misfit(&self.folded, &label.to_lowercase(), label)?;
            rank += if misfit < 2_000 { 0 } else { 10_000 };
        }
        self.found.push(Completion {
            label: label.to_owned(),
            kind,
            detail: None,
            label_detail: None,
            description: None,
            documentation: None,
            replace: self.line.replace,
            insert: label.to_owned(),
            snippet: false,
            additional: Vec::new(),
            commits: &[],
            deprecated: false,
            source: None,
            rank,
        });
        self.found.last_mut()
    }

    /// Whether a name has the letters of the word being typed.
    fn is_meant(&self, name: &str) -> bool {
        self.folded.is_empty() || misfit(&self.folded, &name.to_lowercase(), name).is_some()
    }

    /// Whether the list being written holds something already.
    fn is_given(&self, label: &str) -> bool {
        self.given.iter().any(|given| match self.line.qualifier[..] {
            [] => given == label,
            _ => given
                .strip_suffix(label)
                .and_then(|path| path.strip_suffix('.'))
                .is_some_and(|path| path.split('.').eq(self.line.qualifier.iter().copied())),
        })
    }

    fn offer_word(&mut self, row: &'static LanguageWord, rank: u32) {
        if let Some(completion) = self.offer(row.word, SymbolKind::Keyword, rank) {
            completion.detail = Some(row.signature.to_owned());
            completion.documentation = Some(row.doc.to_owned());
        }
    }

    fn offer_name(&mut self, name: &str, def: Def<'db>, rank: u32) -> Option<&mut Completion> {
        let (db, kind) = (self.db, symbol_kind(self.db, def));
        let close = self.line.mode == Mode::Reference(false);
        let completion = self.offer(name, kind, rank)?;
        completion.detail = Some(def.word(db).to_owned());
        completion.description = container(db, def);
        if let Def::Field(decl, field) = def {
            completion.label_detail = Some(decl.signature(db).fields[field as usize].text.to_string());
        }
        completion.commits = if has_members(db, def) { &["."] } else { &[] };
        completion.deprecated = is_past(db, def);
        let module = match def {
            Def::Module(_) => SmolStr::default(),
            _ => def.file(db).map(|file| file_module(db, file).clone()).unwrap_or_default(),
        };
        completion.source = Some(CompletionSource::Name { module, path: def.qualified_name(db), uses: false });
        if close {
            completion.insert.push(']');
        }
        Some(completion)
    }

    fn fill(&mut self) {
        match self.line.mode {
            Mode::Nothing => {}
            Mode::Tag => {
                let given: Vec<&str> = self.line.tokens.iter().map(|(_, text)| *text).collect();
                for (rank, row) in (0..).zip(TAGS.iter().filter(|row| !given.contains(&row.signature))) {
                    self.offer_word(row, rank);
                }
            }
            Mode::Reference(_) => self.names(ANY),
            Mode::Structure if !self.line.indented && self.line.at_start() => self.top_level(),
            Mode::Structure => self.structured(),
        }
    }

    fn structured(&mut self) {
        let first = self.line.keyword();
        match first {
            Some("use") if !self.line.indented => return self.use_line(),
            Some("module") if !self.line.indented => return self.module_paths(false),
            _ => {}
        }
        let Some(scope) = self.scope else { return };
        let Some(kind) = scope.kind(self.db) else { return };
        let lines = kind.data().lines;
        if self.line.at_start() {
            return self.line_start(scope, kind);
        }
        let Some(first) = first else {
            // `Order.` at the start of a line of a lifecycle has no meaning; nothing else starts with a path.
            return;
        };
        if let Some(data) = kind.property(first) {
            return self.property(scope, data);
        }
        if Kind::from_word(first) == Some(Kind::Waive) && kind.holds(Kind::Waive) {
            return self.waive();
        }
        if Kind::from_word(first).is_some_and(|nested| kind.holds(nested)) {
            return;
        }
        if lines.transitions {
            return self.transition(scope);
        }
        if lines.cases && first == "case" {
            return match self.line.tokens.last() {
                Some((ARROW, _)) => self.case_result(scope),
                _ if self.line.tokens.iter().any(|(kind, _)| *kind == ARROW) => {}
                _ => self.expression(scope),
            };
        }
        if lines.fields {
            self.field();
        }
    }
}

fn kind_has_members(kind: Kind) -> bool {
    kind.data().lines.fields || matches!(kind, Kind::Enum | Kind::Spec | Kind::Flow | Kind::Branch | Kind::Goal)
}

/// Whether something can stand behind the name after a `.`.
fn has_members<'db>(db: &'db dyn Db, def: Def<'db>) -> bool {
    match def {
        Def::Module(_) => true,
        Def::Decl(decl) => decl.kind(db).is_some_and(kind_has_members),
        Def::Field(owner, field) => {
            let ty = averment_model::field_type(db, owner, field).element();
            matches!(ty, averment_model::Type::Decl(_) | averment_model::Type::States(..))
        }
        Def::State(..) | Def::Constant(..) | Def::Property(..) => false,
    }
}
