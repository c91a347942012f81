//! From an offset to the thing that stands there, and from a thing to the place it is declared.

use averment_model::{
    Builtin, Content, Db, DeclId, DeclRef, Def, Item, Module, NodeId, Place, Resolution, SourceFile, TypeRef, Value,
    Workspace, body, item_ranges, items, module_files, parse, resolutions, resolve_full, resolve_path, spans,
};
use averment_syntax::SyntaxKind::*;
use averment_syntax::vocabulary::{self, CategoryData, Key, Kind, PropertyData, Status, Unit};
use averment_syntax::{ItemKind, SyntaxNode, SyntaxToken, TextRange, TextSize, TokenAtOffset};
use smol_str::SmolStr;

use crate::diagnostics::item_start;
use crate::language_words::{self, LanguageWord};
use crate::types::{FilePosition, NavigationTarget, SymbolKind};

/// What a word in a file is.
#[derive(Debug, Clone)]
pub(crate) enum Subject<'db> {
    /// A name that is declared, or that leads to a declaration; several where it is ambiguous.
    Defs(Vec<Def<'db>>),
    /// An option of a decision, or a stage of a rollout.
    Option(DeclRef<'db>, SmolStr),
    /// The keyword of a declaration.
    Kind(Kind),
    /// The keyword of a property, or a fixed word in it.
    Property(Kind, &'static PropertyData),
    /// A word of a closed list that a property takes.
    Choice(&'static PropertyData, SmolStr),
    /// A status of a spec.
    Status(Status),
    /// A unit of measure.
    Unit(&'static Unit),
    /// A type of the language.
    Builtin(Builtin),
    /// A category of edge cases.
    Category(&'static CategoryData),
    /// The code of a rule.
    Code(SmolStr),
    /// Another word of the language.
    Language(&'static LanguageWord),
}

/// A word in a file with what it is.
#[derive(Debug, Clone)]
pub(crate) struct Found<'db> {
    /// The word, as a place in its file.
    pub(crate) range: TextRange,
    /// What it is.
    pub(crate) subject: Subject<'db>,
}

/// The text of a file; empty where it has none.
pub(crate) fn file_text(db: &dyn Db, file: SourceFile) -> &str {
    if let Content::Text(text) = file.content(db) { text } else { "" }
}

/// The item at an offset, with where it starts. Offsets past the end are in the last item.
pub(crate) fn item_at(db: &dyn Db, file: SourceFile, offset: TextSize) -> Option<(Item<'_>, TextSize)> {
    let ranges = item_ranges(db, file);
    let index = ranges.partition_point(|range| range.end() <= offset).min(ranges.len().checked_sub(1)?);
    Some((*items(db, file).get(index)?, ranges[index].start()))
}

/// What the word at an offset is.
pub(crate) fn subject_at(db: &dyn Db, at: FilePosition) -> Option<Found<'_>> {
    let (item, start) = item_at(db, at.file, at.offset)?;
    let found = subject_in_item(db, item, at.offset.checked_sub(start)?);
    // At the border of two items the word may be the last one of the item above.
    let found = match found {
        None if at.offset == start && start > TextSize::from(0) => {
            let (item, start) = item_at(db, at.file, start - TextSize::from(1))?;
            return subject_in_item(db, item, at.offset - start).map(|found| found.shifted(start));
        }
        found => found?,
    };
    Some(found.shifted(start))
}

impl Found<'_> {
    fn shifted(mut self, by: TextSize) -> Self {
        self.range += by;
        self
    }
}

fn subject_in_item<'db>(db: &'db dyn Db, item: Item<'db>, offset: TextSize) -> Option<Found<'db>> {
    let root = parse(db, item).green.syntax();
    let token = match root.token_at_offset(offset.min(root.text_range().end())) {
        TokenAtOffset::None => return None,
        TokenAtOffset::Single(token) => token,
        TokenAtOffset::Between(left, right) => {
            if rank(&right) >= rank(&left) {
                right
            } else {
                left
            }
        }
    };
    let subject = Lookup { db, item }.token(&token)?;
    let range = match &subject {
        Subject::Code(_) => token.parent()?.text_range(),
        Subject::Unit(_) => token.parent().filter(|p| p.kind() == UNIT).map_or(token.text_range(), |p| p.text_range()),
        _ => token.text_range(),
    };
    Some(Found { range, subject })
}

/// What one word of an item is.
pub(crate) fn subject_of_token<'db>(db: &'db dyn Db, item: Item<'db>, token: &SyntaxToken) -> Option<Subject<'db>> {
    Lookup { db, item }.token(token)
}

/// How much a token has to say, for choosing between the two at a border.
fn rank(token: &SyntaxToken) -> u32 {
    match token.kind() {
        WORD | KEYWORD => 2,
        NUMBER | PERCENT | TAG => 1,
        _ => 0,
    }
}

struct Lookup<'db> {
    db: &'db dyn Db,
    item: Item<'db>,
}

impl<'db> Lookup<'db> {
    fn token(&self, token: &SyntaxToken) -> Option<Subject<'db>> {
        let parent = token.parent()?;
        match token.kind() {
            KEYWORD => self.keyword(token, &parent),
            WORD => self.word(token, &parent),
            NUMBER | PERCENT => self.unit(&parent),
            SLASH if parent.kind() == CODE => Some(Subject::Code(SmolStr::new(parent.text().to_string()))),
            SLASH if parent.kind() == UNIT => self.unit(&parent),
            TAG => language_words::tag(token.text().trim_start_matches('@')).map(Subject::Language),
            _ => None,
        }
    }

    fn keyword(&self, token: &SyntaxToken, parent: &SyntaxNode) -> Option<Subject<'db>> {
        let word = token.text();
        match parent.kind() {
            DECLARATION => {
                let first = first_keyword(parent)? == *token;
                if first { Kind::from_word(word).map(Subject::Kind) } else { language(word) }
            }
            PROPERTY => {
                let kind = self.decl_around(parent).and_then(|decl| body(self.db, self.item).decl(decl).kind)?;
                let key = first_keyword(parent)?;
                Some(Subject::Property(kind, kind.property(key.text())?))
            }
            CLAUSE => language_words::clause(word).map(Subject::Language),
            _ => language(word),
        }
    }

    fn word(&self, token: &SyntaxToken, parent: &SyntaxNode) -> Option<Subject<'db>> {
        let (db, item) = (self.db, self.item);
        let around = parent.parent()?;
        match (parent.kind(), around.kind()) {
            (NAME, DECLARATION) => self.decl_around(parent).map(|decl| def(Def::Decl(DeclRef { item, decl }))),
            (NAME, FIELD) => {
                let decl = self.decl_around(parent)?;
                let fields = &body(db, item).decl(decl).fields;
                let index = fields.iter().position(|f| self.span(f.name_node) == parent.text_range())?;
                Some(def(Def::Field(DeclRef { item, decl }, index as u32)))
            }
            (NAME, CALL_EXPR) => language(token.text()),
            (NAME, USE) | (USE_NAME, _) | (SEGMENT, _) => self.path_word(token, parent, &around),
            (STATE, _) => {
                let decl = self.decl_around(parent)?;
                for (index, field) in (0u32..).zip(&body(db, item).decl(decl).fields) {
                    if let TypeRef::States(states) = &field.ty
                        && let Some(state) = states.iter().position(|(_, node)| self.span(*node) == parent.text_range())
                    {
                        return Some(def(Def::State(DeclRef { item, decl }, index, state as u32)));
                    }
                }
                None
            }
            (UNIT, _) => self.unit(parent),
            (CODE, _) => Some(Subject::Code(SmolStr::new(parent.text().to_string()))),
            _ => language(token.text()),
        }
    }

    fn unit(&self, parent: &SyntaxNode) -> Option<Subject<'db>> {
        let unit = match parent.kind() {
            UNIT => parent.clone(),
            QUANTITY => parent.children().find(|child| child.kind() == UNIT)?,
            _ => return None,
        };
        vocabulary::unit(&unit.text().to_string()).map(Subject::Unit)
    }

    /// A word of a path, of a `use` list or after `as`.
    fn path_word(&self, token: &SyntaxToken, parent: &SyntaxNode, around: &SyntaxNode) -> Option<Subject<'db>> {
        let (db, item) = (self.db, self.item);
        let workspace = item.file(db).workspace(db);
        let body = body(db, item);
        if let Some(module) = &body.module {
            let before = usize::from(parent.text_range().end() - self.span(module.node).start());
            let path: String = module.path.split('.').fold(String::new(), |mut path, word| {
                if path.len() < before {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(word);
                }
                path
            });
            return Some(def(Def::Module(Module::new(db, workspace, SmolStr::new(path)))));
        }
        if let Some(uses) = &body.uses {
            let here = parent.text_range();
            let full: Vec<SmolStr> = match parent.kind() {
                USE_NAME => uses.path.iter().cloned().chain([SmolStr::new(token.text())]).collect(),
                SEGMENT => {
                    let index = (0..uses.path.len()).find(|i| self.span(segment(uses.path_node, *i)) == here)?;
                    uses.path[..=index].to_vec()
                }
                _ => uses.path.clone(),
            };
            return defs_of(&resolve_full(db, workspace, &full)).map(Subject::Defs);
        }
        let range = around.text_range();
        let path = body.all_paths().find(|(_, path)| self.span(path.node) == range);
        if let Some((id, path)) = path {
            let index = (0..path.segments.len()).find(|i| self.span(path.segment(*i)) == parent.text_range())?;
            let resolution = &resolutions(db, item)[id.0 as usize];
            if matches!(resolution, Resolution::Language) {
                return language(token.text());
            }
            let scope = DeclRef { item, decl: path.scope };
            return segment_defs(db, scope, resolution, index, &path.segments).map(Subject::Defs);
        }
        self.plain_word(token, around)
    }

    /// A word that leads to no declaration: a choice, a category, a built-in type, a constant where it is declared.
    fn plain_word(&self, token: &SyntaxToken, path: &SyntaxNode) -> Option<Subject<'db>> {
        let (db, item) = (self.db, self.item);
        let line = path.parent()?;
        if line.kind() == NAMED_TYPE {
            return Builtin::from_word(token.text()).map(Subject::Builtin);
        }
        if line.kind() != PROPERTY {
            return language(token.text());
        }
        let id = self.decl_around(&line)?;
        let decl = body(db, item).decl(id);
        let kind = decl.kind?;
        let data = kind.property(first_keyword(&line)?.text())?;
        let word = SmolStr::new(token.text());
        let of = DeclRef { item, decl: id };
        match data.key {
            Key::Values => {
                let words = decl.properties_of(Key::Values).flat_map(|property| property.words());
                let index = words.map(|(_, node)| self.span(node)).position(|span| span == path.text_range())?;
                Some(def(Def::Constant(of, index as u32)))
            }
            Key::Chosen | Key::Option => Some(Subject::Option(of, word)),
            // Behind its name a stage has words of the language only.
            Key::Stage
                if option_places(db, of, &word)
                    .iter()
                    .any(|(at, _)| at.start() == token.text_range().start() + item_start(db, item)) =>
            {
                Some(Subject::Option(of, word))
            }
            Key::Covers => vocabulary::category(&word).map(Subject::Category),
            Key::Status if kind == Kind::Spec => Status::from_word(&word).map(Subject::Status),
            Key::Unit => vocabulary::unit(&word).map(Subject::Unit),
            _ if crate::expectations::choices(data).contains(&word.as_str()) => Some(Subject::Choice(data, word)),
            // A verb, a percentile, a label: its property says what it is for.
            _ => Some(Subject::Property(kind, data)),
        }
    }

    fn decl_around(&self, node: &SyntaxNode) -> Option<DeclId> {
        let declaration = node.ancestors().find(|node| node.kind() == DECLARATION)?;
        let keyword = first_keyword(&declaration)?.text_range();
        body(self.db, self.item).all_decls().find(|(_, decl)| self.span(decl.keyword) == keyword).map(|(id, _)| id)
    }

    fn span(&self, node: NodeId) -> TextRange {
        spans(self.db, self.item).get(node)
    }
}

fn def(def: Def<'_>) -> Subject<'_> {
    Subject::Defs(vec![def])
}

fn language<'db>(word: &str) -> Option<Subject<'db>> {
    language_words::word(word).map(Subject::Language)
}

fn first_keyword(node: &SyntaxNode) -> Option<SyntaxToken> {
    node.children_with_tokens().filter_map(|element| element.into_token()).find(|token| token.kind() == KEYWORD)
}

/// The node of a segment of a path.
pub(crate) fn segment(path: NodeId, index: usize) -> NodeId {
    NodeId(path.0 + 1 + index as u32)
}

fn defs_of<'db>(resolution: &Resolution<'db>) -> Option<Vec<Def<'db>>> {
    match resolution {
        Resolution::Found(defs) => defs.last().map(|def| vec![*def]),
        Resolution::Ambiguous(defs) => Some(defs.clone()),
        _ => None,
    }
}

/// What one segment of a path leads to. Unlike [`Resolution::segment`] it knows the outer modules of a full path, and
/// what the sound beginning of a broken path leads to.
pub(crate) fn segment_defs<'db>(
    db: &'db dyn Db,
    scope: DeclRef<'db>,
    resolution: &Resolution<'db>,
    index: usize,
    segments: &[SmolStr],
) -> Option<Vec<Def<'db>>> {
    match resolution {
        Resolution::Found(defs) => {
            let outer = outer_module(db, scope.item.file(db).workspace(db), defs, index, segments);
            resolution.segment(index, segments.len()).or(outer).map(|def| vec![def])
        }
        Resolution::Ambiguous(defs) if index + 1 == segments.len() => Some(defs.clone()),
        Resolution::Missing { segment, .. } if index < *segment as usize => {
            defs_of(&resolve_path(db, scope, &segments[..=index]))
        }
        _ => None,
    }
}

/// The module that a segment within the module's part of a full path stands for.
pub(crate) fn outer_module<'db>(
    db: &'db dyn Db,
    workspace: Workspace,
    defs: &[Def<'db>],
    index: usize,
    segments: &[SmolStr],
) -> Option<Def<'db>> {
    let within = matches!(defs.first(), Some(Def::Module(_))) && index + defs.len() < segments.len();
    within.then(|| Def::Module(Module::new(db, workspace, SmolStr::new(segments[..=index].join(".")))))
}

/// What a definition is, for icons.
pub(crate) fn symbol_kind(db: &dyn Db, def: Def<'_>) -> SymbolKind {
    match def {
        Def::Module(_) => SymbolKind::Module,
        Def::Decl(decl) => decl.kind(db).map_or(SymbolKind::Keyword, SymbolKind::Kind),
        Def::Field(..) => SymbolKind::Field,
        Def::State(..) | Def::Constant(..) => SymbolKind::State,
        Def::Property(..) => SymbolKind::Property,
    }
}

/// What a definition stands in: its module, or what it is nested in.
pub(crate) fn container<'db>(db: &'db dyn Db, def: Def<'db>) -> Option<String> {
    let outer = match def {
        Def::Module(_) => return None,
        Def::Decl(decl) => decl.parent(db).map(Def::Decl),
        Def::Field(decl, _) | Def::Constant(decl, _) | Def::Property(decl, _) => Some(Def::Decl(decl)),
        Def::State(decl, field, _) => Some(Def::Field(decl, field)),
    };
    match outer {
        Some(outer) => Some(outer.qualified_name(db)),
        None => Some(averment_model::file_module(db, def.file(db)?).to_string()).filter(|module| !module.is_empty()),
    }
}

/// The nodes of a definition within its item: all of it, and its name.
fn nodes<'db>(db: &'db dyn Db, decl: DeclRef<'db>, def: Def<'db>) -> Option<(NodeId, NodeId)> {
    let data = body(db, decl.item).decls.get(decl.decl.0 as usize)?;
    match def {
        Def::Module(_) => None,
        Def::Decl(_) => Some((data.node, data.name_node)),
        Def::Field(_, field) => data.fields.get(field as usize).map(|field| (field.node, field.name_node)),
        Def::State(_, field, state) => match &data.fields.get(field as usize)?.ty {
            TypeRef::States(states) => states.get(state as usize).map(|(_, node)| (*node, *node)),
            _ => None,
        },
        Def::Constant(_, constant) => {
            let mut words = data.properties_of(Key::Values).flat_map(|property| property.words());
            words.nth(constant as usize).map(|(_, node)| (node, node))
        }
        // One that is not written down is the error's all the same.
        Def::Property(_, key) => {
            let written = data.property(key).map(|property| (property.node, property.keyword));
            Some(written.unwrap_or((data.node, data.name_node)))
        }
    }
}

/// Where a definition stands. A module stands in each of its files.
pub(crate) fn targets<'db>(db: &'db dyn Db, def: Def<'db>) -> Vec<NavigationTarget> {
    if let Def::Module(module) = def {
        return module_files(db, module).iter().filter_map(|file| module_target(db, module, *file)).collect();
    }
    let target = || {
        let decl = def.owner()?;
        let (node, focus) = nodes(db, decl, def)?;
        let start = item_start(db, decl.item);
        let name = match def {
            Def::Decl(decl) => body(db, decl.item).decl(decl.decl).label().to_string(),
            _ => def.name(db).to_string(),
        };
        Some(NavigationTarget {
            file: decl.item.file(db),
            range: trimmed(db, decl.item, spans(db, decl.item).get(node)) + start,
            focus: spans(db, decl.item).get(focus) + start,
            name,
            kind: symbol_kind(db, def),
            container: container(db, def),
        })
    };
    target().into_iter().collect()
}

/// A range of an item without the white space at its end.
pub(crate) fn trimmed(db: &dyn Db, item: Item<'_>, range: TextRange) -> TextRange {
    let text = item.text(db);
    let (start, end) = (usize::from(range.start()), usize::from(range.end()));
    let length = text.get(start..end).map_or(end - start, |text| text.trim_end().len());
    TextRange::at(range.start(), TextSize::from(length as u32))
}

fn module_target<'db>(db: &'db dyn Db, module: Module<'db>, file: SourceFile) -> Option<NavigationTarget> {
    let lines = items(db, file).iter().zip(item_ranges(db, file));
    let (item, range) = lines.into_iter().find(|(item, _)| item.kind(db) == ItemKind::Module)?;
    let node = body(db, *item).module.as_ref()?.node;
    let focus = spans(db, *item).get(node) + range.start();
    Some(NavigationTarget {
        file,
        range: TextRange::new(range.start(), focus.end()),
        focus,
        name: module.path(db).to_string(),
        kind: SymbolKind::Module,
        container: None,
    })
}

/// The line of an option of a decision or of a stage of a rollout, with its name.
pub(crate) fn option_target<'db>(db: &'db dyn Db, decision: DeclRef<'db>, name: &str) -> Option<NavigationTarget> {
    let data = body(db, decision.item).decl(decision.decl);
    let (line, focus) =
        data.properties.iter().filter(|property| matches!(property.key, Some(Key::Option | Key::Stage))).find_map(
            |property| property.words().find(|(word, _)| *word == name).map(|(_, node)| (property.node, node)),
        )?;
    let start = item_start(db, decision.item);
    Some(NavigationTarget {
        file: decision.item.file(db),
        range: trimmed(db, decision.item, spans(db, decision.item).get(line)) + start,
        focus: spans(db, decision.item).get(focus) + start,
        name: name.to_owned(),
        kind: SymbolKind::Property,
        container: Some(Def::Decl(decision).qualified_name(db)),
    })
}

/// The places where a decision names an option, or a rollout a stage, with whether each declares it.
pub(crate) fn option_places<'db>(db: &'db dyn Db, decision: DeclRef<'db>, name: &str) -> Vec<(TextRange, bool)> {
    let data = body(db, decision.item).decl(decision.decl);
    let start = item_start(db, decision.item);
    let lines = data.properties.iter().filter(|p| matches!(p.key, Some(Key::Option | Key::Chosen | Key::Stage)));
    let places = lines.flat_map(|property| {
        let named = if property.key == Some(Key::Stage) { 1 } else { usize::MAX };
        let words = property.values.iter().take(named);
        let words = words.filter(|(value, _)| matches!(value, Value::Word(word) if word == name));
        words.map(|(_, node)| (spans(db, decision.item).get(*node) + start, property.key != Some(Key::Chosen)))
    });
    places.collect()
}

/// What a path is for, as an author would say it.
pub(crate) fn place_word(place: &Place) -> &'static str {
    match place {
        Place::Property(Some(key), _) => key.word(),
        Place::Property(None, _) => "other",
        Place::StateOf(_) => "moves",
        Place::LifecycleState | Place::TransitionOn | Place::TransitionBy => "lifecycle",
        Place::Type => "field type",
        Place::DefaultOf(_) => "default",
        Place::Expr { .. } => "expression",
        Place::Prose => "prose",
        Place::WaiveOf => "waive",
    }
}
