//! The outline of a file, and the search for names over a workspace.

use averment_model::{
    Db, DeclId, DeclRef, Def, Item, NodeId, SourceFile, TypeRef, Workspace, body, item_ranges, items, signature, spans,
};
use averment_syntax::vocabulary::{Key, Kind};
use averment_syntax::{TextRange, TextSize};
use smol_str::SmolStr;

use crate::position::{targets, trimmed};
use crate::types::{DocumentSymbol, NavigationTarget, SymbolKind};

// ---- the outline of a file ----

/// The outline of a file.
pub(crate) fn document_symbols(db: &dyn Db, file: SourceFile) -> Vec<DocumentSymbol> {
    let mut symbols = Vec::new();
    for (item, range) in items(db, file).iter().zip(item_ranges(db, file)) {
        let outline = Outline { db, item: *item, start: range.start() };
        let body = body(db, *item);
        if let Some(module) = &body.module {
            symbols.push(outline.leaf(module.path.to_string(), None, SymbolKind::Module, module.node, module.node));
        }
        for (id, decl) in body.all_decls() {
            if decl.parent.is_none() {
                symbols.push(outline.declaration(id));
            }
        }
    }
    symbols
}

struct Outline<'db> {
    db: &'db dyn Db,
    item: Item<'db>,
    start: TextSize,
}

impl<'db> Outline<'db> {
    fn range(&self, node: NodeId) -> TextRange {
        trimmed(self.db, self.item, spans(self.db, self.item).get(node)) + self.start
    }

    fn text(&self, node: NodeId) -> &'db str {
        let range = std::ops::Range::<usize>::from(spans(self.db, self.item).get(node));
        self.item.text(self.db).get(range).unwrap_or_default().trim()
    }

    fn leaf(
        &self,
        name: String,
        detail: Option<String>,
        kind: SymbolKind,
        node: NodeId,
        focus: NodeId,
    ) -> DocumentSymbol {
        let (range, focus) = (self.range(node), self.range(focus));
        // An editor refuses an outline whose names lie outside what they name.
        let focus = if range.contains_range(focus) { focus } else { TextRange::empty(range.start()) };
        DocumentSymbol { name, detail, kind, range, focus, children: Vec::new() }
    }

    fn declaration(&self, id: DeclId) -> DocumentSymbol {
        let body = body(self.db, self.item);
        let decl = body.decl(id);
        let kind = decl.kind.map_or(SymbolKind::Keyword, SymbolKind::Kind);
        let name = decl.name.clone().or_else(|| decl.code.clone()).unwrap_or_else(|| decl.word.clone());
        let name = if name.trim().is_empty() { "declaration".to_owned() } else { name.to_string() };
        let prose = decl.prose.as_ref().map(|prose| first_words(self.text(prose.node)));
        let detail = decl.title.as_ref().map(ToString::to_string).or(prose).filter(|detail| !detail.is_empty());
        let mut symbol = self.leaf(name, detail, kind, decl.node, decl.name_node);
        for field in &decl.fields {
            let detail = matches!(field.ty, TypeRef::Missing).then(String::new);
            let detail = detail.unwrap_or_else(|| self.text(field.ty_node).to_owned());
            let detail = Some(detail).filter(|detail| !detail.is_empty());
            let name = field.name.to_string();
            symbol.children.push(self.leaf(name, detail, SymbolKind::Field, field.node, field.name_node));
        }
        for property in &decl.properties {
            let kind = match property.key {
                Some(Key::Values) if decl.kind == Some(Kind::Enum) => SymbolKind::State,
                Some(Key::Option | Key::Stage) => SymbolKind::Property,
                _ => continue,
            };
            for (word, node) in property.words() {
                let all = if kind == SymbolKind::State { node } else { property.node };
                let prose = property.prose.as_ref().map(|prose| first_words(self.text(prose.node)));
                symbol.children.push(self.leaf(word.to_string(), prose, kind, all, node));
            }
        }
        symbol.children.extend(decl.children.iter().map(|child| self.declaration(*child)));
        symbol.children.sort_by_key(|child| child.range.start());
        symbol
    }
}

/// The beginning of a prose, for a list.
fn first_words(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default().trim();
    match line.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line.to_owned(),
    }
}

// ---- the search ----

/// A name that is searched for, without its place.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
struct FileSymbol<'db> {
    item: Item<'db>,
    decl: DeclId,
    /// The index of a field or constant of the declaration, and which of them it is.
    member: Option<(u32, bool)>,
    /// The name in lower case, for comparing.
    folded: SmolStr,
    name: SmolStr,
    /// Which letters the name holds.
    letters: u64,
}

impl<'db> FileSymbol<'db> {
    fn def(&self) -> Def<'db> {
        let decl = DeclRef { item: self.item, decl: self.decl };
        match self.member {
            None => Def::Decl(decl),
            Some((field, true)) => Def::Field(decl, field),
            Some((constant, false)) => Def::Constant(decl, constant),
        }
    }
}

/// The names of a file. Depends on signatures only, so prose and places come and go without it.
#[salsa::tracked]
fn file_symbols<'db>(db: &'db dyn Db, file: SourceFile) -> Vec<FileSymbol<'db>> {
    let mut symbols = Vec::new();
    for item in items(db, file) {
        for (decl, signature) in (0..).map(DeclId).zip(&signature(db, *item).decls) {
            let mut add = |name: &SmolStr, member| {
                let folded = SmolStr::new(name.to_lowercase());
                let letters = letters(&folded);
                symbols.push(FileSymbol { item: *item, decl, member, folded, name: name.clone(), letters });
            };
            if let Some(name) = &signature.name {
                add(name, None);
            }
            for (index, field) in (0..).zip(&signature.fields) {
                add(&field.name, Some((index, true)));
            }
            for (index, constant) in (0..).zip(&signature.constants) {
                add(constant, Some((index, false)));
            }
        }
    }
    symbols
}

/// What in a file has this name and stands in this, wherever it is by now: of several, the one nearest to where it was.
pub(crate) fn find_again(
    db: &dyn Db,
    file: SourceFile,
    name: &str,
    container: Option<&str>,
    near: TextSize,
) -> Option<NavigationTarget> {
    let named = file_symbols(db, file).iter().filter(|symbol| symbol.name == name);
    let found = named.flat_map(|symbol| targets(db, symbol.def()));
    let found = found.filter(|target| target.file == file && target.container.as_deref() == container);
    found.min_by_key(|target| u32::from(target.focus.start()).abs_diff(near.into()))
}

/// A set of letters, such that a name can hold a word only where it holds its letters.
pub(crate) fn letters(folded: &str) -> u64 {
    folded.chars().fold(0, |set, c| {
        set | 1
            << match c {
                'a'..='z' => u32::from(c) - u32::from('a'),
                '0'..='9' => 26 + u32::from(c) - u32::from('0'),
                _ => 36 + u32::from(c) % 28,
            }
    })
}

/// How badly a name fits a query in lower case; `None` where its letters are not there in this order.
pub(crate) fn misfit(query: &str, folded: &str, name: &str) -> Option<u32> {
    let length = folded.len().min(255) as u32;
    if query == folded {
        return Some(0);
    }
    if let Some(at) = folded.find(query) {
        let class = match at {
            0 => 1_000,
            _ if starts_word(name, at) => 2_000,
            _ => 3_000,
        };
        return Some(class + length);
    }
    // First by the starts of words (`ce` finds `CsvExport`), then any letters in this order.
    let mut starts = name.char_indices().filter(|(at, _)| *at == 0 || starts_word(name, *at)).map(|(_, c)| c);
    if query.chars().all(|wanted| starts.any(|c| c.to_lowercase().eq(std::iter::once(wanted)))) {
        return Some(2_500 + length);
    }
    let (mut gaps, mut chars) = (0, folded.chars());
    for wanted in query.chars() {
        gaps += chars.by_ref().position(|c| c == wanted)? as u32;
    }
    Some(4_000 + gaps.min(99) * 10 + length)
}

fn starts_word(name: &str, at: usize) -> bool {
    let (Some(before), Some(rest)) = (name.get(..at), name.get(at..)) else { return false };
    let (Some(before), Some(here)) = (before.chars().next_back(), rest.chars().next()) else { return false };
    matches!(before, '_' | '-') || (here.is_uppercase() && !before.is_uppercase())
}

/// The declarations of these workspaces whose names match, best first. A name is one word, so blanks are as good as none:
/// `csv export` finds `CsvExport`.
pub(crate) fn workspace_symbols(
    db: &dyn Db,
    workspaces: &[Workspace],
    query: &str,
    limit: usize,
) -> Vec<NavigationTarget> {
    let query = query.split_whitespace().collect::<String>().to_lowercase();
    let (outer, wanted) = query.rsplit_once('.').unwrap_or(("", &query));
    let wanted_letters = letters(wanted);
    let mut matches: Vec<(u32, &FileSymbol<'_>)> = Vec::new();
    let files = workspaces.iter().flat_map(|workspace| workspace.open(db).iter().chain(workspace.closed(db)));
    for file in files {
        for symbol in file_symbols(db, *file) {
            if symbol.letters & wanted_letters != wanted_letters {
                continue;
            }
            if let Some(misfit) = misfit(wanted, &symbol.folded, &symbol.name) {
                let depth = u32::from(symbol.decl != DeclId::ROOT) * 20 + u32::from(symbol.member.is_some()) * 40;
                matches.push((misfit + depth, symbol));
            }
        }
    }
    if !outer.is_empty() {
        matches.retain(|(_, symbol)| {
            let def = symbol.def();
            let module = averment_model::file_module(db, symbol.item.file(db));
            let path = format!("{module}.{}", def.qualified_name(db)).to_lowercase();
            path.rsplit_once('.').is_some_and(|(path, _)| path.contains(outer))
        });
    }
    let order = |a: &(u32, &FileSymbol<'_>), b: &(u32, &FileSymbol<'_>)| (a.0, &a.1.name).cmp(&(b.0, &b.1.name));
    if matches.len() > limit && limit > 0 {
        matches.select_nth_unstable_by(limit - 1, order);
    }
    matches.truncate(limit);
    matches.sort_by(order);
    matches.into_iter().flat_map(|(_, symbol)| targets(db, symbol.def())).take(limit).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::fixture::{Fixture, slice};

    fn show(text: &str, symbols: &[DocumentSymbol], depth: usize, out: &mut String) {
        for symbol in symbols {
            let detail = symbol.detail.as_deref().map(|detail| format!(" — {detail}")).unwrap_or_default();
            out.push_str(&format!("{}{} {:?}{detail}\n", "  ".repeat(depth), symbol.name, symbol.kind));
            assert!(symbol.range.contains_range(symbol.focus), "{symbol:?}");
            assert!(!slice(text, symbol.range).ends_with(char::is_whitespace), "{symbol:?}");
            show(text, &symbol.children, depth + 1, out);
        }
    }

    #[track_caller]
    fn outline(text: &str, expected: Expect) {
        let fixture = Fixture::new(text);
        let symbols = fixture.analysis().document_symbols(fixture.file(0)).expect("nothing changes it");
        let mut out = String::new();
        show(fixture.text(fixture.file(0)), &symbols, 0, &mut out);
        expected.assert_eq(&out);
    }

    #[test]
    fn an_outline_reads_like_a_table_of_contents() {
        let text = "module b\r\nuse a.B\r\nspec Sell \"Sell 🍏\" {\r\n  problem: x\r\n  flow F {\r\n    step S \"First\" {\r\n      when x\r\n    }\r\n  }\r\n  entity E {\r\n    name Text 1..20 @pii\r\n  }\r\n  edge None: it is empty, and so on\r\n  waive edge/stale: no\r\n  rollout {\r\n    stage beta 10%\r\n  }\r\n  decision D {\r\n    option A: one\r\n  }\r\n}\r\nenum Size {\r\n  values small | large\r\n}\r\n";
        outline(
            text,
            expect![[r#"
            b Module
            Sell Kind(Spec) — Sell 🍏
              F Kind(Flow)
                S Kind(Step) — First
              E Kind(Entity)
                name Field — Text
              None Kind(Edge) — it is empty, and so on
              edge/stale Kind(Waive) — no
              rollout Kind(Rollout)
                beta Property
              D Kind(Decision)
                A Property — one
            Size Kind(Enum)
              small State
              large State
        "#]],
        );
    }

    #[test]
    fn broken_texts_have_outlines() {
        outline(
            "spec {\n  flow\n  entity {\n  a\n",
            expect![[r#"
            spec Kind(Spec)
              flow Kind(Flow)
              entity Kind(Entity)
        "#]],
        );
    }

    #[track_caller]
    fn search(query: &str, expected: &[&str]) {
        let text = "//- a.averment\nmodule shop\nentity Export {\n  row_count Integer\n}\nspec CsvExport {\n  flow Exporting {\n  }\n  entity ExportFile {\n  }\n}\nenum Größe {\n  values klein | groß\n}\n//- b.averment\nentity Explorer {\n}\n";
        let fixture = Fixture::new(text);
        let analysis = fixture.analysis();
        let workspace = analysis.workspace(fixture.file(0)).expect("nothing changes it");
        let found = analysis.workspace_symbols(workspace, query, 5).expect("nothing changes it");
        assert_eq!(found.iter().map(|target| target.name.as_str()).collect::<Vec<_>>(), expected, "{query}");
    }

    #[test]
    fn the_best_match_comes_first() {
        search("export", &["Export", "Exporting", "ExportFile", "CsvExport"]);
        search("ce", &["CsvExport"]);
        search("GRÖSSE", &[]);
        search("größe", &["Größe"]);
        search("rowc", &["row_count"]);
        search("klein", &["klein"]);
        search("shop.csvexport.ex", &["Exporting", "ExportFile"]);
        search("csv export", &["CsvExport"]);
        search("row count", &["row_count"]);
        search("zzz", &[]);
    }

    #[test]
    fn misfits_are_ordered() {
        let of = |query: &str, name: &str| misfit(query, &name.to_lowercase(), name);
        assert_eq!(of("abc", "Abc"), Some(0));
        assert!(of("abc", "Abcd") < of("abc", "MyAbc"));
        assert!(of("abc", "MyAbc") < of("abc", "Myabc"));
        assert!(of("ef", "ExportFile") < of("ef", "Oefx"));
        assert!(of("ex", "Elephantix").is_some() && of("xe", "Exa").is_none());
    }
}
