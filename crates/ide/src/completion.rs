//! What could be written at the cursor: only what may stand there.

use averment_model::{
    Builtin, Db, DeclRef, Def, SourceFile, body, file_module, item_ranges, items, module_paths, resolve_full, spans,
};
use averment_syntax::SyntaxKind::*;
use averment_syntax::vocabulary::{self, Dimension, Hole, Key, Kind, PropertyData, Status, Target, UNITS};
use averment_syntax::{ItemKind, SyntaxKind};
use smol_str::SmolStr;

use crate::cursor_line::{CursorLine, Mode};
use crate::diagnostics::add_use;
use crate::expectations::{Expected, Written, expected, values};
use crate::hover::{kind_card, property_card, summary};
use crate::language_words::{CLAUSES, CONSTRAINTS, FUNCTIONS, LanguageWord, OPERATORS, TAGS, word};
use crate::names_in_sight::{in_sight, members, out_of_sight, resolve, states};
use crate::position::{container, file_text, item_at, symbol_kind};
use crate::symbols::misfit;
use crate::types::{Completion, FilePosition, SymbolKind};

/// How many names of other modules are offered.
const MOST_AFAR: usize = 60;

/// How many of the best names come with documentation: it is read from their trees.
const MOST_DOCUMENTED: usize = 40;

/// The kinds a field's type may have.
const TYPE_TARGETS: &[Target] =
    &[Target::Kind(Kind::Entity), Target::Kind(Kind::Value), Target::Kind(Kind::Enum), Target::Kind(Kind::Actor)];

const ANY: &[Target] = &[Target::Any, Target::State];

/// What could be written at a position, the likeliest first.
pub(crate) fn completions(db: &dyn Db, at: FilePosition) -> Vec<Completion> {
    let text = file_text(db, at.file);
    let offset = usize::from(at.offset).min(text.len());
    let line = CursorLine::new(text, offset, open_use(db, at));
    let scope = enclosing(db, at.file, text, &line);
    let mut complete = Complete { db, file: at.file, scope, line, found: Vec::new() };
    complete.fill();
    complete.finish()
}

/// The start of the `use` item the cursor is in, where its list is still open.
fn open_use(db: &dyn Db, at: FilePosition) -> Option<usize> {
    let (item, start) = item_at(db, at.file, at.offset)?;
    let before = item.text(db).get(..usize::from(at.offset.checked_sub(start)?))?;
    (item.kind(db) == ItemKind::Use && before.contains('{') && !before.contains('}')).then(|| start.into())
}

/// The declaration in whose block the cursor is.
fn enclosing<'db>(db: &'db dyn Db, file: SourceFile, text: &str, line: &CursorLine<'_>) -> Option<DeclRef<'db>> {
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
    found: Vec<(Completion, Option<Def<'db>>)>,
}

impl<'db> Complete<'db, '_> {
    fn finish(mut self) -> Vec<Completion> {
        self.found.sort_by(|(a, _), (b, _)| (a.rank, &a.label).cmp(&(b.rank, &b.label)));
        let mut documented = 0;
        let mut completions = Vec::with_capacity(self.found.len());
        for (mut completion, def) in self.found {
            if let Some(def) = def.filter(|_| documented < MOST_DOCUMENTED) {
                completion.documentation = Some(summary(self.db, def));
                documented += 1;
            }
            completions.push(completion);
        }
        completions
    }

    /// Adds something that is not a name. The answer is for setting what is left.
    fn offer(&mut self, label: &str, kind: SymbolKind, rank: u32) -> Option<&mut Completion> {
        self.offer_def(label, kind, rank, None)
    }

    fn offer_def(
        &mut self,
        label: &str,
        kind: SymbolKind,
        rank: u32,
        def: Option<Def<'db>>,
    ) -> Option<&mut Completion> {
        let mut rank = rank;
        if !self.line.word.is_empty() {
            // What begins with the word comes before what only holds its letters.
            let misfit = misfit(&self.line.word.to_lowercase(), &label.to_lowercase(), label)?;
            rank += if misfit < 2_000 { 0 } else { 10_000 };
        }
        let completion = Completion {
            label: label.to_owned(),
            kind,
            detail: None,
            documentation: None,
            replace: self.line.replace,
            insert: label.to_owned(),
            snippet: false,
            additional: Vec::new(),
            rank,
        };
        self.found.push((completion, def));
        self.found.last_mut().map(|(completion, _)| completion)
    }

    fn offer_word(&mut self, row: &'static LanguageWord, rank: u32) {
        if let Some(completion) = self.offer(row.word, SymbolKind::Keyword, rank) {
            completion.detail = Some(row.signature.to_owned());
            completion.documentation = Some(row.doc.to_owned());
        }
    }

    fn offer_name(&mut self, name: &str, def: Def<'db>, rank: u32) {
        let (db, kind) = (self.db, symbol_kind(self.db, def));
        let close = self.line.mode == Mode::Reference(false);
        if let Some(completion) = self.offer_def(name, kind, rank, Some(def)) {
            let container = container(db, def).map(|container| format!(" · {container}")).unwrap_or_default();
            completion.detail = Some(format!("{}{container}", def.word(db)));
            if close {
                completion.insert.push(']');
            }
        }
    }

    fn fill(&mut self) {
        match self.line.mode {
            Mode::Nothing => {}
            Mode::Tag => {
                for (rank, row) in (0..).zip(&TAGS) {
                    self.offer_word(row, rank);
                }
            }
            Mode::Reference(_) => self.names(ANY),
            Mode::Structure if !self.line.indented && self.line.at_start() => self.top_level(),
            Mode::Structure => self.structured(),
        }
    }

    fn top_level(&mut self) {
        let (db, more) = (self.db, self.line.more);
        let here = self.line.offset;
        let mut modules = items(db, self.file).iter().zip(item_ranges(db, self.file));
        let has_module = modules.any(|(item, range)| {
            let range = std::ops::Range::<usize>::from(*range);
            item.kind(db) == ItemKind::Module && !(range.start..=range.start + "module".len()).contains(&here)
        });
        for (rank, (row, snippet)) in
            (0..).zip([("module", "module ${1:name}"), ("use", "use ${1:module}.{${2:Name}}")])
        {
            if row == "module" && has_module {
                continue;
            }
            let data = word(row);
            if let Some(completion) = self.offer(row, SymbolKind::Keyword, rank) {
                completion.detail = data.map(|data| data.signature.to_owned());
                completion.documentation = data.map(|data| data.doc.to_owned());
                (completion.insert, completion.snippet) =
                    if more { (row.to_owned(), false) } else { (snippet.to_owned(), true) };
            }
        }
        for (rank, kind) in (10..).zip(Kind::ALL.iter().filter(|kind| kind.data().top_level)) {
            self.kind(*kind, rank);
        }
    }

    fn kind(&mut self, kind: Kind, rank: u32) {
        let more = self.line.more;
        if let Some(completion) = self.offer(kind.word(), SymbolKind::Kind(kind), rank) {
            completion.detail = Some(kind.data().doc.to_owned());
            completion.documentation = Some(kind_card(kind));
            if !more && !kind.data().snippet.is_empty() {
                completion.insert = kind.data().snippet.to_owned();
                completion.snippet = true;
            }
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
            if !self.line.tokens.iter().any(|(kind, _)| *kind == ARROW) {
                self.expression(scope);
            }
            return;
        }
        if lines.fields {
            self.field();
        }
    }

    /// Everything that may start a line of a block.
    fn line_start(&mut self, scope: DeclRef<'db>, kind: Kind) {
        let (db, more) = (self.db, self.line.more);
        let data = kind.data();
        let own = body(db, scope.item).decl(scope.decl);
        let item_start = crate::diagnostics::item_start(db, scope.item);
        let offset = self.line.offset;
        let given = |key: Key| {
            own.properties_of(key).any(|property| {
                let keyword = std::ops::Range::<usize>::from(spans(db, scope.item).get(property.keyword) + item_start);
                !(keyword.start..=keyword.end).contains(&offset)
            })
        };
        if data.lines.clauses {
            for (rank, row) in (0..).zip(&CLAUSES) {
                self.offer_word(row, rank);
                if let Some((completion, _)) = self.found.last_mut().filter(|(c, _)| c.label == row.word && !more) {
                    completion.insert.push(' ');
                }
            }
        }
        if data.lines.cases
            && let Some(completion) = self.offer("case", SymbolKind::Keyword, 0)
        {
            completion.detail = word("case").map(|row| row.signature.to_owned());
            completion.documentation = word("case").map(|row| row.doc.to_owned());
            if !more {
                completion.insert = "case ${1:condition} -> ${2:result}".to_owned();
                completion.snippet = true;
            }
        }
        for (rank, property) in (100..).zip(data.properties) {
            if !property.repeat && given(property.key) {
                continue;
            }
            if let Some(completion) = self.offer(property.word, SymbolKind::Property, rank) {
                completion.detail = Some(property.signature.to_owned()).filter(|signature| !signature.is_empty());
                completion.documentation = Some(property_card(Some(kind), property));
                if !more && !property.snippet.is_empty() {
                    completion.insert = property.snippet.to_owned();
                    completion.snippet = true;
                }
            }
        }
        for (rank, nested) in (200..).zip(Kind::ALL.iter().filter(|nested| kind.holds(**nested))) {
            self.kind(*nested, rank);
        }
        if data.lines.transitions {
            for (rank, (name, state)) in (50..).zip(self.lifecycle_states(scope)) {
                self.offer_name(&name, state, rank);
            }
        }
    }

    // ---- values of properties ----

    fn property(&mut self, scope: DeclRef<'db>, data: &'static PropertyData) {
        if matches!(data.value, [vocabulary::Part::Hole(Hole::Expression)]) {
            return self.expression(scope);
        }
        let tokens: Vec<(SyntaxKind, SmolStr)> =
            self.line.tokens[1..].iter().map(|(kind, text)| (*kind, SmolStr::new(text))).collect();
        let tokens: Vec<(SyntaxKind, &str)> = tokens.iter().map(|(kind, text)| (*kind, text.as_str())).collect();
        let written = values(&tokens, data);
        let expected = expected(data, &written);
        for expected in expected {
            match expected {
                Expected::Hole(Hole::Path(targets)) => self.path_value(scope, data, targets, &written),
                _ if !self.line.qualifier.is_empty() => {}
                Expected::Word(word) => {
                    self.offer(word, SymbolKind::Keyword, 5);
                }
                Expected::Unit(dimension) => self.units(dimension),
                Expected::Hole(hole) => self.hole(scope, data, hole),
            }
        }
    }

    fn path_value(
        &mut self,
        scope: DeclRef<'db>,
        data: &'static PropertyData,
        targets: &'static [Target],
        written: &[Written<'_>],
    ) {
        if targets != [Target::State] || !self.line.qualifier.is_empty() {
            return self.names(targets);
        }
        let states = match data.key {
            Key::Initial | Key::Final => self.lifecycle_states(scope),
            _ => {
                let path = written.iter().rev().find_map(|value| match value {
                    Written::Path(path) if path[..] != ["to"] => Some(path),
                    _ => None,
                });
                let path: Vec<SmolStr> = path.into_iter().flatten().map(SmolStr::new).collect();
                let field = resolve(self.db, self.file, Some(scope), &path).def();
                field.map(|field| states(self.db, field)).unwrap_or_default()
            }
        };
        if states.is_empty() {
            return self.names(targets);
        }
        for (rank, (name, state)) in (0..).zip(states) {
            self.offer_name(&name, state, rank);
        }
    }

    fn lifecycle_states(&self, scope: DeclRef<'db>) -> Vec<(SmolStr, Def<'db>)> {
        let about = scope.signature(self.db).about.iter();
        let fields = about.filter_map(|path| resolve(self.db, self.file, scope.parent(self.db), path).def());
        fields.flat_map(|field| states(self.db, field)).collect()
    }

    fn hole(&mut self, scope: DeclRef<'db>, data: &'static PropertyData, hole: Hole) {
        let db = self.db;
        match hole {
            Hole::Choice(words) => {
                for (rank, word) in (0..).zip(words) {
                    if let Some(completion) = self.offer(word, SymbolKind::Value, rank) {
                        completion.documentation = Some(data.doc.to_owned());
                    }
                }
            }
            Hole::Status => {
                for (rank, (_, word, doc)) in (0..).zip(Status::ALL) {
                    if let Some(completion) = self.offer(word, SymbolKind::Value, rank) {
                        completion.detail = Some(doc.to_owned());
                    }
                }
            }
            Hole::Category => {
                for (rank, category) in (0..).zip(&vocabulary::CATEGORIES) {
                    if let Some(completion) = self.offer(category.word, SymbolKind::Value, rank) {
                        completion.detail = Some(category.question.to_owned());
                        completion.documentation = Some(format!("{}\n\n*{}*", category.doc, category.question));
                    }
                }
            }
            Hole::Percentile => {
                for (rank, word) in (0..).zip(["p95", "p99", "median", "p50", "p90", "p99.9"]) {
                    self.offer(word, SymbolKind::Value, rank);
                }
            }
            Hole::Comparison if self.line.word.is_empty() => {
                for (rank, word) in (10..).zip(["<=", "<", ">=", ">", "="]) {
                    self.offer(word, SymbolKind::Keyword, rank);
                }
            }
            Hole::Word => match data.key {
                Key::Can | Key::Cannot | Key::Needs => {
                    let verbs = ["create", "read", "update", "delete", "export", "approve", "share", "manage"];
                    for (rank, verb) in (50..).zip(verbs) {
                        self.offer(verb, SymbolKind::Value, rank);
                    }
                }
                Key::Chosen => {
                    let options = body(db, scope.item).decl(scope.decl).properties_of(Key::Option);
                    for (rank, (option, _)) in (0..).zip(options.flat_map(|option| option.words())) {
                        self.offer(option, SymbolKind::Property, rank);
                    }
                }
                Key::Unit => {
                    self.offer("percent", SymbolKind::Unit, 0);
                    self.units(Some(Dimension::Time));
                }
                _ => {}
            },
            Hole::Tag => {
                for (rank, row) in (0..).zip(&TAGS) {
                    if let Some(completion) = self.offer(row.signature, SymbolKind::Value, rank) {
                        completion.documentation = Some(row.doc.to_owned());
                    }
                }
            }
            Hole::Code => self.codes(),
            _ => {}
        }
    }

    fn units(&mut self, dimension: Option<Dimension>) {
        let wanted = |of: Dimension| match dimension {
            Some(dimension) => of == dimension,
            None => !matches!(of, Dimension::Money | Dimension::Rate),
        };
        for (rank, unit) in (20..).zip(UNITS.iter().filter(|unit| wanted(unit.dimension))) {
            if let Some(completion) = self.offer(unit.word, SymbolKind::Unit, rank) {
                completion.detail = Some(unit.doc.to_owned());
            }
            // Other spellings only where they are being written.
            let long =
                unit.aliases.iter().filter(|alias| alias.starts_with(self.line.word) && !self.line.word.is_empty());
            for alias in long.copied().collect::<Vec<_>>() {
                if let Some(completion) = self.offer(alias, SymbolKind::Unit, rank + 1_000) {
                    completion.detail = Some(unit.doc.to_owned());
                }
            }
        }
    }

    // ---- names ----

    /// How well a definition fits a place: 0 by itself, 5 as the way to something that does.
    fn fit(&self, targets: &[Target], def: Def<'db>) -> Option<u32> {
        let db = self.db;
        let wants = |target| targets.contains(&target);
        let any = wants(Target::Any);
        match def {
            Def::Module(_) => Some(8),
            Def::State(..) | Def::Constant(..) => wants(Target::State).then_some(0),
            Def::Field(..) if any || wants(Target::Field) => Some(0),
            Def::Field(..) => (wants(Target::State) && !states(db, def).is_empty()).then_some(5),
            Def::Decl(decl) => {
                let kind = decl.kind(db)?;
                if any || wants(Target::Kind(kind)) {
                    return Some(0);
                }
                let has_fields = kind.data().lines.fields;
                if has_fields && (wants(Target::Field) || wants(Target::State)) {
                    return Some(5);
                }
                if kind == Kind::Enum && wants(Target::State) {
                    return Some(5);
                }
                let leads = targets.iter().any(|target| match target {
                    Target::Kind(wanted) => {
                        let parents = wanted.data().parents;
                        let within = parents.contains(&kind) || parents.iter().any(|parent| kind.holds(*parent));
                        within && (kind != Kind::Spec || !wanted.data().top_level || !self.line.qualifier.is_empty())
                    }
                    _ => false,
                });
                leads.then_some(6)
            }
        }
    }

    /// The names that lead to one of these, or to something that holds one.
    fn names(&mut self, targets: &'static [Target]) {
        if !self.line.qualifier.is_empty() {
            return self.members(targets);
        }
        let (db, file) = (self.db, self.file);
        let sight = in_sight(db, file, self.scope);
        for name in &sight {
            if let Some(fit) = self.fit(targets, name.def) {
                self.offer_name(&name.name, name.def, 100 + name.distance * 10 + fit);
            }
        }
        let seen: rustc_hash::FxHashSet<&SmolStr> = sight.iter().map(|name| &name.name).collect();
        let this: &Self = self;
        let afar = out_of_sight(db, file, self.line.word, MOST_AFAR, |decl, name| {
            !seen.contains(name) && this.fit(targets, Def::Decl(decl)).is_some_and(|fit| fit < 6)
        });
        for (rank, afar) in (1_000..).zip(afar) {
            let before = self.found.len();
            self.offer_name(&afar.name, Def::Decl(afar.decl), rank);
            if let Some((completion, _)) = self.found.get_mut(before) {
                completion.additional = vec![add_use(db, file, &afar.module, &afar.name)];
            }
        }
        if !self.line.word.is_empty() {
            let workspace = file.workspace(db);
            for path in module_paths(db, workspace) {
                let module = averment_model::Module::new(db, workspace, path.clone());
                self.offer_name(path, Def::Module(module), 2_000);
            }
        }
    }

    fn members(&mut self, targets: &'static [Target]) {
        let path: Vec<SmolStr> = self.line.qualifier.iter().map(SmolStr::new).collect();
        let Some(def) = resolve(self.db, self.file, self.scope, &path).def() else { return };
        for (rank, (name, member)) in (100..).zip(members(self.db, def)) {
            if let Some(fit) = self.fit(targets, member) {
                self.offer_name(&name, member, rank + fit * 100);
            }
        }
    }

    // ---- `use` and `module` ----

    fn use_line(&mut self) {
        let (db, workspace) = (self.db, self.file.workspace(self.db));
        let Some(brace) = self.line.tokens.iter().position(|(kind, _)| *kind == L_BRACE) else {
            if self.line.tokens.iter().any(|(_, text)| *text == "as") {
                return;
            }
            return match self.line.qualifier[..] {
                [] if self.line.tokens.len() == 1 => self.module_paths(true),
                [] if !self.line.more => {
                    self.offer("as", SymbolKind::Keyword, 0);
                }
                [] => {}
                _ => {
                    let path: Vec<SmolStr> = self.line.qualifier.iter().map(SmolStr::new).collect();
                    if let Some(def) = resolve_full(db, workspace, &path).def() {
                        for (rank, (name, member)) in (0..).zip(members(db, def)) {
                            if matches!(member, Def::Decl(_) | Def::Module(_)) {
                                self.offer_name(&name, member, rank);
                            }
                        }
                    }
                }
            };
        };
        if self.line.tokens.iter().any(|(kind, _)| *kind == R_BRACE) {
            return;
        }
        let words = |tokens: &[(SyntaxKind, &str)]| -> Vec<SmolStr> {
            tokens.iter().filter(|(kind, _)| *kind == WORD).map(|(_, text)| SmolStr::new(text)).collect()
        };
        let path = words(&self.line.tokens[1..brace]);
        let mut there = words(&self.line.tokens[brace..]);
        // The names behind the cursor are there as well.
        if let Some((item, start)) = item_at(db, self.file, averment_syntax::TextSize::from(self.line.offset as u32))
            && let Some(uses) = &body(db, item).uses
        {
            let here = self.line.replace;
            let others = uses.names.iter().filter(|(_, node)| spans(db, item).get(*node) + start != here);
            there.extend(others.map(|(name, _)| name.clone()));
        }
        let Some(def) = resolve_full(db, workspace, &path).def() else { return };
        for (rank, (name, member)) in (0..).zip(members(db, def)) {
            if matches!(member, Def::Decl(_)) && !there.contains(&name) {
                self.offer_name(&name, member, rank);
            }
        }
    }

    fn module_paths(&mut self, list: bool) {
        let (db, workspace) = (self.db, self.file.workspace(self.db));
        let prefix: String = self.line.qualifier.iter().map(|word| format!("{word}.")).collect();
        if self.line.tokens.len() > 1 {
            return;
        }
        let own = file_module(db, self.file);
        for (rank, path) in (0..).zip(module_paths(db, workspace)) {
            let Some(rest) = path.strip_prefix(prefix.as_str()).filter(|_| !list || path != own) else { continue };
            let module = averment_model::Module::new(db, workspace, path.clone());
            let more = self.line.more;
            let before = self.found.len();
            self.offer_name(rest, Def::Module(module), rank);
            if let Some((completion, _)) = self.found.get_mut(before).filter(|_| list && !more) {
                completion.insert = format!("{rest}.{{$1}}");
                completion.snippet = true;
            }
        }
    }

    // ---- the other lines ----

    fn waive(&mut self) {
        let tokens = &self.line.tokens;
        match tokens.last() {
            Some((SLASH, _)) => {
                let group = tokens.get(1).map_or("", |(_, text)| *text).to_owned();
                if group == "edge" {
                    for (rank, category) in (0..).zip(&vocabulary::CATEGORIES) {
                        if let Some(completion) = self.offer(category.word, SymbolKind::Value, rank) {
                            completion.detail = Some(category.question.to_owned());
                        }
                    }
                } else {
                    let codes =
                        averment_checks::RULES.iter().filter_map(|rule| Some((rule.code.split_once('/')?, rule)));
                    for (rank, ((_, name), rule)) in (0..).zip(codes.filter(|((of, _), _)| *of == group)) {
                        if let Some(completion) = self.offer(name, SymbolKind::Value, rank) {
                            completion.detail = Some(rule.summary().to_owned());
                        }
                    }
                }
            }
            Some((WORD, "of")) if tokens.len() > 2 => self.names(ANY),
            _ if tokens.len() == 1 => self.codes(),
            _ if tokens.iter().any(|(_, text)| *text == "of") => {}
            Some((WORD, _)) if tokens.iter().any(|(kind, _)| *kind == SLASH) => {
                self.offer("of", SymbolKind::Keyword, 0);
            }
            _ => {}
        }
    }

    fn codes(&mut self) {
        for (rank, category) in (0..).zip(&vocabulary::CATEGORIES) {
            let code = format!("edge/{}", category.word);
            if let Some(completion) = self.offer(&code, SymbolKind::Value, rank) {
                completion.detail = Some(category.question.to_owned());
            }
        }
        let fixed = ["syntax/", "name/", "type/", "edge/"];
        let rules =
            averment_checks::RULES.iter().filter(|rule| !fixed.iter().any(|group| rule.code.starts_with(group)));
        for (rank, rule) in (100..).zip(rules) {
            if let Some(completion) = self.offer(rule.code, SymbolKind::Value, rank) {
                completion.detail = Some(rule.summary().to_owned());
            }
        }
    }

    fn transition(&mut self, scope: DeclRef<'db>) {
        let tokens = &self.line.tokens;
        let Some(arrow) = tokens.iter().position(|(kind, _)| *kind == ARROW) else {
            self.offer("->", SymbolKind::Keyword, 0);
            return;
        };
        let after = &tokens[arrow + 1..];
        let part = after.iter().rposition(|(kind, text)| *kind == WORD && matches!(*text, "on" | "by"));
        let has = |word: &str| after.iter().any(|(_, text)| *text == word);
        match (part, after.last()) {
            (_, None) => {
                for (rank, (name, state)) in (0..).zip(self.lifecycle_states(scope)) {
                    self.offer_name(&name, state, rank);
                }
            }
            (Some(part), Some((kind, _))) if part + 1 == after.len() || *kind == COMMA => match after[part].1 {
                "on" => self.names(&[Target::Kind(Kind::Step)]),
                _ => self.names(&[Target::Kind(Kind::Actor)]),
            },
            _ if self.line.qualifier.is_empty() => {
                let words = ["on", "by"].map(|word| (word, has(word)));
                for (rank, (word, _)) in (0..).zip(words.into_iter().filter(|(_, given)| !given)) {
                    self.offer(word, SymbolKind::Keyword, rank);
                }
            }
            _ => {}
        }
    }

    fn field(&mut self) {
        let tokens: Vec<(SyntaxKind, SmolStr)> =
            self.line.tokens[1..].iter().map(|(kind, text)| (*kind, SmolStr::new(text))).collect();
        let last = tokens.last().map(|(kind, text)| (*kind, text.as_str()));
        let has = |word: &str| tokens.iter().any(|(kind, text)| *kind == WORD && text == word);
        match last {
            None | Some((WORD, "many" | "map" | "to")) => self.types(last.is_none()),
            Some((PIPE, _)) => {}
            Some((WORD, "default")) => {
                let end = tokens.len() - 1;
                for (rank, (index, (_, word))) in (0..).zip(tokens[..end].iter().enumerate()) {
                    let beside =
                        |at: Option<usize>| at.and_then(|at| tokens.get(at)).is_some_and(|(kind, _)| *kind == PIPE);
                    if beside(Some(index + 1)) || beside(index.checked_sub(1)) {
                        self.offer(word, SymbolKind::State, rank);
                    }
                }
                if has("Boolean") {
                    self.offer("true", SymbolKind::Value, 0);
                    self.offer("false", SymbolKind::Value, 1);
                }
            }
            Some((WORD, "one-of" | "matches")) | Some((DOT_DOT | COMMA, _)) => {}
            Some((kind, _)) => {
                if !self.line.qualifier.is_empty() {
                    return;
                }
                if kind == NUMBER {
                    let dimension = match () {
                        () if has("File") || has("Image") => Some(Dimension::Size),
                        () if has("Duration") => Some(Dimension::Time),
                        () if has("Money") => Some(Dimension::Money),
                        () if has("Percent") => Some(Dimension::Percent),
                        () => None,
                    };
                    if dimension.is_some() {
                        self.units(dimension);
                    }
                }
                if has("map") && !has("to") {
                    self.offer("to", SymbolKind::Keyword, 0);
                    return;
                }
                for (rank, row) in (50..).zip(CONSTRAINTS.iter().filter(|row| !has(row.word))) {
                    self.offer_word(row, rank);
                }
                for (rank, row) in (60..).zip(&TAGS) {
                    if let Some(completion) = self.offer(row.signature, SymbolKind::Value, rank) {
                        completion.documentation = Some(row.doc.to_owned());
                    }
                }
            }
        }
    }

    fn types(&mut self, outermost: bool) {
        if self.line.qualifier.is_empty() {
            for (rank, (builtin, word, doc)) in (10..).zip(Builtin::ALL) {
                let _ = builtin;
                if let Some(completion) = self.offer(word, SymbolKind::Keyword, rank) {
                    completion.detail = Some(doc.to_owned());
                }
            }
            if outermost {
                for (rank, row) in (0..).zip(["many", "map"].iter().filter_map(|row| word(row))) {
                    self.offer_word(row, rank);
                }
            }
        }
        self.names(TYPE_TARGETS);
    }

    // ---- expressions ----

    fn expression(&mut self, scope: DeclRef<'db>) {
        let tokens: Vec<(SyntaxKind, SmolStr)> =
            self.line.tokens[1..].iter().map(|(kind, text)| (*kind, SmolStr::new(text))).collect();
        let last = tokens.last().map(|(kind, text)| (*kind, text.as_str()));
        if let Some((WORD, "is")) = last {
            self.offer("set", SymbolKind::Keyword, 0);
            self.offer("unset", SymbolKind::Keyword, 1);
            return;
        }
        let operand = match last {
            None => true,
            Some((WORD, word)) => matches!(word, "and" | "or" | "not" | "implies" | "where"),
            Some((kind, _)) => {
                matches!(kind, EQ | NEQ | LT | LTE | GT | GTE | PLUS | MINUS | STAR | SLASH | L_PAREN | L_BRACE | COMMA)
            }
        };
        if !operand {
            if self.line.qualifier.is_empty() {
                if matches!(last, Some((WORD, "in"))) {
                    self.offer("{", SymbolKind::Keyword, 0);
                    return;
                }
                if matches!(last, Some((NUMBER, _))) {
                    self.units(None);
                    self.units(Some(Dimension::Money));
                }
                for (rank, row) in (0..).zip(&OPERATORS) {
                    self.offer_word(row, rank);
                }
                if self.line.word.is_empty() {
                    for (rank, sign) in (10..).zip(["=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/"]) {
                        self.offer(sign, SymbolKind::Keyword, rank);
                    }
                }
            }
            return;
        }
        let element = element_before(&tokens).and_then(|path| resolve(self.db, self.file, Some(scope), &path).def());
        if self.line.qualifier.is_empty() {
            if let Some(path) = compared(&tokens) {
                let def = resolve(self.db, self.file, Some(scope), &path).def();
                let def = element.and_then(|e| averment_model::member(self.db, e, path.first()?)).or(def);
                for (rank, (name, state)) in (0..).zip(def.map(|def| states(self.db, def)).unwrap_or_default()) {
                    self.offer_name(&name, state, rank);
                }
            }
            if let Some(element) = element {
                for (rank, (name, member)) in (50..).zip(members(self.db, element)) {
                    self.offer_name(&name, member, rank);
                }
            }
            for (rank, row) in (600..).zip(FUNCTIONS.iter()) {
                self.offer_word(row, rank);
                if let Some((completion, _)) = self.found.last_mut().filter(|(c, _)| c.label == row.word) {
                    completion.insert = format!("{}($1)", row.word);
                    completion.snippet = true;
                }
            }
            for (rank, row) in (610..).zip(["not", "now", "today"].iter().filter_map(|row| word(row))) {
                self.offer_word(row, rank);
            }
        }
        if let (Some(element), [first, rest @ ..]) = (element, &self.line.qualifier[..])
            && let Some(start) = averment_model::member(self.db, element, &SmolStr::new(first))
        {
            let end =
                rest.iter().try_fold(start, |def, name| averment_model::member(self.db, def, &SmolStr::new(name)));
            for (rank, (name, member)) in (0..).zip(end.map(|end| members(self.db, end)).unwrap_or_default()) {
                self.offer_name(&name, member, rank);
            }
        }
        self.names(&[
            Target::Field,
            Target::State,
            Target::Kind(Kind::Entity),
            Target::Kind(Kind::Value),
            Target::Kind(Kind::Metric),
            Target::Kind(Kind::Actor),
        ]);
    }
}

/// The path that ends at the end of these tokens.
fn path_before(tokens: &[(SyntaxKind, SmolStr)]) -> Option<Vec<SmolStr>> {
    let start = tokens.iter().rposition(|(kind, _)| !matches!(kind, WORD | DOT)).map_or(0, |at| at + 1);
    // Two words without a dot between them are not one path.
    let mut path: Vec<SmolStr> = Vec::new();
    let mut dotted = true;
    for (kind, text) in tokens[start..].iter().rev() {
        match kind {
            DOT => dotted = true,
            _ if dotted => {
                path.push(text.clone());
                dotted = false;
            }
            _ => break,
        }
    }
    path.reverse();
    (!path.is_empty()).then_some(path)
}

/// The other side of the comparison at whose right side the cursor is.
fn compared(tokens: &[(SyntaxKind, SmolStr)]) -> Option<Vec<SmolStr>> {
    let (last, before) = tokens.split_last()?;
    if matches!(last.0, EQ | NEQ | LT | LTE | GT | GTE) {
        return path_before(before);
    }
    let brace = tokens.iter().rposition(|(kind, _)| *kind == L_BRACE)?;
    let closed = tokens[brace..].iter().any(|(kind, _)| *kind == R_BRACE);
    let before = tokens[..brace].strip_suffix(&[(WORD, SmolStr::new_static("in"))])?;
    if closed { None } else { path_before(before) }
}

/// The path of the innermost open call in whose condition the cursor is.
fn element_before(tokens: &[(SyntaxKind, SmolStr)]) -> Option<Vec<SmolStr>> {
    let mut depth = 0;
    let open = tokens.iter().rposition(|(kind, _)| {
        depth += match kind {
            R_PAREN => 1,
            L_PAREN => -1,
            _ => 0,
        };
        depth < 0
    })?;
    let condition = tokens[open..].iter().position(|(kind, text)| *kind == WORD && text == "where")? + open;
    path_before(&tokens[open + 1..condition])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    const MODEL: &str = "//- model.averment
module shop.model
/// What somebody buys.
entity Order {
  id Id
  total Money 0..
  status draft | placed | paid
  lines many Line
}
value Line {
  price Money
  quantity Integer 1..99
}
enum Size {
  values small | large
}
event Ordered {
  id Id
}
error Declined {
  code \"E1\"
}
actor Buyer {
  can create Order
}
system Bank {
}
person Ana: an owner
";

    #[track_caller]
    fn complete(text: &str) -> Vec<Completion> {
        let fixture = Fixture::new(text);
        fixture.analysis().completions(fixture.cursor()).expect("nothing changes it")
    }

    #[track_caller]
    fn labels(text: &str) -> Vec<String> {
        complete(text).into_iter().map(|completion| completion.label).collect()
    }

    #[track_caller]
    fn with_model(text: &str) -> Vec<String> {
        labels(&format!("{MODEL}//- a.averment\nmodule shop.buy\nuse shop.model.{{Order, Size}}\n{text}"))
    }

    #[track_caller]
    fn has(labels: &[String], wanted: &[&str]) {
        for wanted in wanted {
            assert!(labels.iter().any(|label| label == wanted), "`{wanted}` is not in {labels:?}");
        }
    }

    #[track_caller]
    fn has_not(labels: &[String], unwanted: &[&str]) {
        for unwanted in unwanted {
            assert!(!labels.iter().any(|label| label == unwanted), "`{unwanted}` is in {labels:?}");
        }
    }

    #[test]
    fn column_zero_takes_top_level_kinds() {
        let labels = labels("$0");
        has(&labels, &["module", "use", "entity", "spec", "lifecycle"]);
        has_not(&labels, &["step", "flow", "status"]);
        has_not(&self::labels("module a\n$0"), &["module"]);
        has(&self::labels("module a\nspec A {\n}\nent$0"), &["entity"]);
        let spec = complete("sp$0").into_iter().find(|c| c.label == "spec").expect("it is offered");
        assert!(spec.snippet && spec.insert.starts_with("spec ${1"));
    }

    #[test]
    fn a_block_takes_its_own_lines() {
        let labels = labels("spec A {\n  owner B\n  $0\n}\n");
        has(&labels, &["status", "problem", "flow", "edge", "serves", "waive"]);
        has_not(&labels, &["owner", "step", "given", "person"]);
        let labels = self::labels("spec A {\n  flow F {\n    step S {\n      $0\n    }\n  }\n}\n");
        has(&labels, &["when", "then", "reads", "moves", "within"]);
        has_not(&labels, &["flow", "step", "status"]);
        assert_eq!(labels[0], "given");
    }

    #[test]
    fn the_property_being_written_is_still_offered() {
        has(&labels("spec A {\n  owner$0\n}\n"), &["owner"]);
        let more = complete("spec A {\n  ow$0 Ana\n}\n");
        assert_eq!((more[0].insert.as_str(), more[0].snippet), ("owner", false));
    }

    #[test]
    fn a_block_that_is_not_closed_is_a_block() {
        has(&labels("spec A {\n  flow F {\n    step S {\n      re$0"), &["reads"]);
        has(&labels("spec A {\n  flow F {\n    $0\n\nspec B {\n}\n"), &["step", "branch"]);
        has(&labels("spec A {\n  $0"), &["status"]);
        let outer = labels("spec A {\n  flow F {\n    step S {\n  $0");
        has(&outer, &["problem"]);
    }

    #[test]
    fn values_are_of_the_right_kind() {
        let labels = with_model("spec A {\n  flow F {\n    step S {\n      reads $0\n    }\n  }\n}\n");
        has(&labels, &["Order", "each", "Line"]);
        has_not(&labels, &["Buyer", "Bank"]);
        let labels = with_model("spec A {\n  flow F {\n    step S {\n      calls $0\n    }\n  }\n}\n");
        has(&labels, &["Bank"]);
        has_not(&labels, &["Order", "Line", "Ordered"]);
        has(&with_model("spec A {\n  owner $0\n}\n"), &["Ana"]);
    }

    #[test]
    fn choices_statuses_and_categories() {
        assert_eq!(labels("spec A {\n  status $0\n}\n")[..2], ["draft", "review"]);
        assert_eq!(labels("spec A {\n  horizon n$0\n}\n"), ["now", "next"]);
        let categories = complete("spec A {\n  edge E {\n    covers em$0\n  }\n}\n");
        assert_eq!(categories[0].label, "empty");
        assert!(categories[0].detail.as_deref().is_some_and(|detail| detail.ends_with('?')));
        has(&labels("spec A {\n  edge E {\n    covers empty $0\n  }\n}\n"), &["of"]);
    }

    #[test]
    fn units_follow_numbers() {
        let step =
            |line: &str| labels(&format!("spec A {{\n  flow F {{\n    step S {{\n      {line}\n    }}\n  }}\n}}\n"));
        has(&step("within 2 $0"), &["s", "min", "at"]);
        has(&step("within 2m$0"), &["ms", "min", "minutes"]);
        has_not(&step("within 2 $0"), &["MB", "EUR"]);
        assert_eq!(step("within 2 s $0"), ["at"]);
        has(&step("within 2 s at p$0"), &["p95", "p99"]);
    }

    #[test]
    fn states_follow_to() {
        let labels = with_model("spec A {\n  flow F {\n    step S {\n      moves Order.status to $0\n    }\n  }\n}\n");
        assert_eq!(labels, ["draft", "placed", "paid"]);
        let lines = "lifecycle L {\n  for Order.status\n";
        assert_eq!(with_model(&format!("{lines}  initial $0\n}}\n")), ["draft", "placed", "paid"]);
        assert_eq!(
            with_model(&format!("{lines}  draft -> p$0\n}}\n")),
            ["paid", "placed"].map(String::from).into_iter().rev().collect::<Vec<_>>()
        );
        has(&with_model(&format!("{lines}  draft -> paid by $0\n}}\n")), &["Buyer"]);
        assert_eq!(with_model(&format!("{lines}  draft -> paid $0\n}}\n")), ["on", "by"]);
    }

    #[test]
    fn types_constraints_and_tags() {
        let labels = with_model("entity A {\n  a $0\n}\n");
        has(&labels, &["many", "map", "Text", "Order", "Line", "Size"]);
        has_not(&labels, &["Ordered", "Bank"]);
        has(&with_model("entity A {\n  a many Or$0\n}\n"), &["Order"]);
        let labels = with_model("entity A {\n  a Text 1..20 $0\n}\n");
        has(&labels, &["one-of", "matches", "default", "@pii"]);
        assert_eq!(with_model("entity A {\n  a Text @p$0\n}\n"), ["pii", "private"]);
        assert_eq!(with_model("entity A {\n  a x | y default $0\n}\n"), ["x", "y"]);
        has(&with_model("entity A {\n  a File ..10 $0\n}\n"), &["MB"]);
    }

    #[test]
    fn members_follow_a_dot() {
        let labels = with_model("spec A {\n  flow F {\n    step S {\n      reads Order.$0\n    }\n  }\n}\n");
        assert_eq!(labels, ["id", "total", "status", "lines"]);
        assert_eq!(with_model("spec A {\n  problem: the [Order.lines.$0\n}\n"), ["price", "quantity"]);
        assert_eq!(with_model("spec A {\n  problem: is [Order.status.p$0]\n}\n"), ["placed", "paid"]);
    }

    #[test]
    fn prose_takes_references_between_brackets() {
        let all = complete(&format!(
            "{MODEL}//- a.averment\nmodule b\nuse shop.model.Order\nspec A {{\n  flow F {{\n    when 🎉 the [Ord$0 is\n  }}\n}}\n"
        ));
        assert_eq!((all[0].label.as_str(), all[0].insert.as_str()), ("Order", "Order]"));
        assert!(all[0].documentation.as_deref().is_some_and(|doc| doc.contains("What somebody buys.")));
        assert!(labels("spec A {\n  problem: the Ord$0\n}\n").is_empty());
        let closed =
            complete(&format!("{MODEL}//- a.averment\nmodule shop.model\nspec A {{\n  problem: [Ord$0]\n}}\n"));
        assert_eq!(closed[0].insert, "Order");
    }

    #[track_caller]
    fn accept(text: &str, label: &str) -> String {
        let fixture = Fixture::new(text);
        let at = fixture.cursor();
        let all = fixture.analysis().completions(at).expect("nothing changes it");
        let chosen = all.into_iter().find(|completion| completion.label == label).expect("it is offered");
        let mut edits = chosen.additional;
        edits.push(crate::TextEdit { range: chosen.replace, text: chosen.insert });
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.range.start()));
        let mut text = fixture.text(at.file).to_owned();
        for edit in edits {
            text.replace_range(std::ops::Range::<usize>::from(edit.range), &edit.text);
        }
        text
    }

    #[test]
    fn names_out_of_sight_bring_their_use() {
        let file = |uses: &str| format!("{MODEL}//- a.averment\nmodule b\n{uses}\nspec A {{\n  changes Lin$0\n}}\n");
        let text = accept(&file("use shop.model.{Order}\n"), "Line");
        assert!(text.contains("use shop.model.{Order, Line}\n"), "{text}");
        let text = accept(&file("use people.Ana\n"), "Line");
        assert!(text.contains("use people.Ana\nuse shop.model.{Line}\n"), "{text}");
        let text = accept(&file("").replace('\n', "\r\n"), "Line");
        assert!(text.contains("module b\r\n\r\nuse shop.model.{Line}\r\n"), "{text:?}");
        assert!(text.contains("  changes Line\r\n"), "{text:?}");
    }

    #[test]
    fn uses_complete_modules_and_names() {
        let file = |line: &str| labels(&format!("{MODEL}//- a.averment\nmodule b\nuse {line}\n"));
        has(&file("$0"), &["shop.model"]);
        assert_eq!(file("shop.$0"), ["model"]);
        has(&file("shop.model.O$0"), &["Order"]);
        let names = file("shop.model.{Order, $0}");
        has(&names, &["Line", "Ana"]);
        has_not(&names, &["Order"]);
        has(&file("shop.model.{\n  Order,\n  $0"), &["Line"]);
    }

    #[test]
    fn expressions_take_operands_and_operators() {
        let rule = |e: &str| with_model(&format!("rule R {{\n  for Order\n  always {e}\n}}\n"));
        has(&rule("$0"), &["total", "status", "count", "not"]);
        has(&rule("total $0"), &["and", "is set", ">="]);
        has_not(&rule("total $0"), &["status", "count"]);
        assert_eq!(rule("status = $0")[..3], ["draft", "placed", "paid"]);
        assert_eq!(rule("status in { draft, pa$0")[..1], ["paid"]);
        assert_eq!(rule("total is $0"), ["set", "unset"]);
        has(&rule("count(lines where $0"), &["price", "quantity"]);
        has(&rule("sum(lines.$0"), &["price"]);
        has(&rule("total > 50 $0"), &["EUR"]);
    }

    #[test]
    fn local_names_come_first() {
        let text = "spec A {\n  event Mine {\n  }\n  flow F {\n    step S {\n      emits $0\n    }\n  }\n}\nevent Theirs {\n}\n";
        let labels = with_model(text);
        assert_eq!(labels[..4], ["each", "Mine", "Theirs", "Ordered"]);
    }

    #[test]
    fn decisions_and_waives() {
        let decision = "spec A {\n  decision D {\n    option Un: a\n    option Deux: b\n    chosen $0\n  }\n}\n";
        assert_eq!(labels(decision), ["Un", "Deux"]);
        has(&labels("spec A {\n  waive $0\n}\n"), &["edge/empty"]);
        has(&labels("spec A {\n  waive edge/em$0\n}\n"), &["empty"]);
        assert_eq!(labels("spec A {\n  waive edge/empty $0\n}\n"), ["of"]);
        has(&labels("entity Ding {\n}\nspec A {\n  waive edge/empty of $0\n}\n"), &["Ding"]);
    }

    #[test]
    fn comments_and_texts_take_nothing() {
        for text in ["// en$0", "spec A {\n  // ow$0\n}\n", "spec A \"sp$0\" {\n}\n", "/// en$0\nentity A {\n}\n"] {
            assert!(labels(text).is_empty(), "{text}");
        }
    }

    /// Cut off after any character, the examples are what an author's file looks like while it is written.
    #[test]
    fn the_examples_can_be_written() {
        let example = include_str!("../../../tests/specs/checkout/checkout.averment");
        for end in (0..example.len()).step_by(61).filter(|end| example.is_char_boundary(*end)) {
            complete(&format!("{}$0", &example[..end]));
        }
        let at = |line: &str| {
            let end = example.find(line).expect("the example has this line") + line.len();
            let rest = example[end..].trim_start_matches(char::is_alphanumeric);
            labels(&format!("{}$0{rest}", &example[..end]))
        };
        has(&at("on Checkout.Buy.Pl"), &["Place"]);
        has(&at("placed  -> cancelled by Cu"), &["Customer"]);
        has(&at("always total = sum(lines.pr"), &["price"]);
        has(&at("always status in { paid, sh"), &["shipped"]);
        has(&at("case tier = go"), &["gold"]);
        has(&at("on     PaymentD"), &["PaymentDeclined"]);
        has(&at("resume P"), &["Pay", "Place"]);
        has(&at("an [Order] is [Order.status.pa"), &["paid"]);
    }

    #[test]
    fn no_place_panics() {
        let specs = [
            MODEL,
            "spec Äpfel \"🍏\" {\r\n  flow F {\r\n    when 🎉 [Äpfel.\r\n    moves é.\r\n  lösche",
            "use a.{",
            "\u{feff}use é.🎉{",
        ];
        for text in specs {
            let fixture = Fixture::new(text);
            let analysis = fixture.analysis();
            for at in fixture.everywhere() {
                analysis.completions(at).expect("nothing changes it");
            }
        }
    }
}
