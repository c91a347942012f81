//! Files to items, items to bodies.

use std::sync::Arc;

use averment_syntax::{ItemKind, Parse, SyntaxError, TextRange, TextSize, parse_item, split};
use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use crate::item_body::{Body, Signature, Spans};
use crate::lower::lower;
use crate::pieces::Piece;
use crate::{Content, Db, SourceFile};
use averment_syntax::vocabulary::Key;

/// A top-level item of a file. Its identity is the file, what it is and its name (and its rank among equals), never its
/// place: it stays the same while text above it comes and goes.
#[salsa::tracked(debug)]
pub struct Item<'db> {
    /// The file it stands in.
    #[returns(copy)]
    pub file: SourceFile,
    /// What it is.
    #[returns(copy)]
    pub kind: ItemKind,
    /// The word after its keyword.
    pub name: SmolStr,
    /// Where its text is.
    #[tracked]
    #[returns(ref)]
    source: Source,
}

/// Where the text of an item is: in a piece of an open file, or as a part of the text of a closed one, of which there is one
/// copy.
#[derive(Clone)]
pub enum Source {
    /// This piece.
    Open(Piece),
    /// This part of this text.
    Closed(Arc<str>, TextRange),
}

/// Equal where the text is, wherever it stands. Whether that of a piece is what it was is for the piece to say.
impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Source::Open(piece), Source::Open(other)) => piece == other,
            (Source::Closed(text, range), Source::Closed(other, others)) => {
                text[std::ops::Range::<usize>::from(*range)] == other[std::ops::Range::<usize>::from(*others)]
            }
            _ => false,
        }
    }
}

impl Eq for Source {}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Source::Open(piece) => piece.fmt(f),
            Source::Closed(_, range) => range.fmt(f),
        }
    }
}

impl<'db> Item<'db> {
    /// Its text, with the doc comments above it and everything down to the next item.
    pub fn text(self, db: &'db dyn Db) -> &'db str {
        match self.source(db) {
            Source::Open(piece) => piece.text(db),
            Source::Closed(text, range) => &text[std::ops::Range::<usize>::from(*range)],
        }
    }
}

/// The items of a file, in the order of its text.
#[salsa::tracked]
pub fn items<'db>(db: &'db dyn Db, file: SourceFile) -> Vec<Item<'db>> {
    if let Some(pieces) = file.pieces(db).used() {
        // The content is not looked at: it changes with every keystroke.
        let item = |piece: &Piece| Item::new(db, file, piece.kind(db), piece.name(db).clone(), Source::Open(*piece));
        return pieces.iter().map(item).collect();
    }
    let Content::Text(text) = file.content(db) else { return Vec::new() };
    let item = |item: averment_syntax::ItemText<'_>| {
        Item::new(db, file, item.kind, SmolStr::new(item.name), Source::Closed(text.clone(), item.range))
    };
    split(text).map(item).collect()
}

/// Where the items of a file stand, in the order of [`items`]. The only query that knows absolute offsets.
#[salsa::tracked]
pub fn item_ranges(db: &dyn Db, file: SourceFile) -> Vec<TextRange> {
    let mut end = TextSize::default();
    let range = |item: &Item<'_>| {
        let start = end;
        end += TextSize::of(item.text(db));
        TextRange::new(start, end)
    };
    items(db, file).iter().map(range).collect()
}

/// The syntax tree of an item, for features that need one. Kept for the items used last: the rest of the model is
/// computed from trees that are dropped at once, which is what keeps a thousand files small.
#[salsa::tracked(lru = 128)]
pub fn parse<'db>(db: &'db dyn Db, item: Item<'db>) -> Parse {
    parse_item(item.text(db))
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Lowered {
    signature: Arc<Signature>,
    body: Arc<Body>,
    spans: Arc<Spans>,
    errors: Arc<[SyntaxError]>,
}

// Only the last ones used are kept. Whatever was computed from the others stays valid without them.
#[salsa::tracked(lru = 1024)]
fn lowered<'db>(db: &'db dyn Db, item: Item<'db>) -> Lowered {
    let parse = parse_item(item.text(db));
    let (signature, body, spans) = lower(&parse.green.syntax());
    Lowered {
        signature: Arc::new(signature),
        body: Arc::new(body),
        spans: Arc::new(spans),
        errors: parse.errors.into(),
    }
}

/// What an item says, without places. Equal after edits to prose that names nothing, comments and white space.
#[salsa::tracked(lru = 1024)]
pub fn body<'db>(db: &'db dyn Db, item: Item<'db>) -> Arc<Body> {
    lowered(db, item).body.clone()
}

/// What other items may know of an item. That of an item in a closed file is often all that is ever asked of it, so its
/// body is dropped at once: kept until the next edit, those of a thousand files are most of what a server holds.
#[salsa::tracked]
pub fn signature<'db>(db: &'db dyn Db, item: Item<'db>) -> Arc<Signature> {
    match item.file(db).is_open(db) {
        true => lowered(db, item).signature.clone(),
        false => Arc::new(lower(&parse_item(item.text(db)).green.syntax()).0),
    }
}

/// Where the parts of an item's body stand, relative to the item.
pub fn spans<'db>(db: &'db dyn Db, item: Item<'db>) -> &'db Arc<Spans> {
    &lowered(db, item).spans
}

/// What is wrong with an item's syntax; places are relative to the item.
#[salsa::tracked]
pub fn syntax_errors<'db>(db: &'db dyn Db, item: Item<'db>) -> Arc<[SyntaxError]> {
    lowered(db, item).errors.clone()
}

/// The words an item's paths are made of, and with which property. By word and not by meaning, so that a change in one
/// file never makes another resolve its names again; what is found here is then resolved where it matters. What stands
/// where nothing is understood may be meant as a path, and what a `use` brings in is meant to be used: both count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// Every segment of every path.
    pub mentioned: FxHashSet<SmolStr>,
    /// The last segments of the paths of effects and of `on`, with their property.
    pub by_key: FxHashSet<(Key, SmolStr)>,
    /// Codes of rules that a reason waives of something, each with the last segment of its path: `flow/unhandled-error Lost`.
    pub waived: FxHashSet<SmolStr>,
    /// Those that are the default of a field and nothing else: that says nothing about what is so when it is that.
    only_defaults: FxHashSet<SmolStr>,
}

impl Words {
    /// Whether something is said with this word.
    pub fn say(&self, word: &SmolStr) -> bool {
        self.mentioned.contains(word) && !self.only_defaults.contains(word)
    }

    /// Adds the words of something else.
    pub(crate) fn add(&mut self, others: &Words) {
        self.only_defaults.retain(|word| !others.say(word));
        let new = others.only_defaults.iter().filter(|word| !self.mentioned.contains(*word));
        self.only_defaults.extend(new.cloned());
        self.mentioned.extend(others.mentioned.iter().cloned());
        self.by_key.extend(others.by_key.iter().cloned());
        self.waived.extend(others.waived.iter().cloned());
    }
}

/// The words of an item's paths.
#[salsa::tracked]
pub fn item_words<'db>(db: &'db dyn Db, item: Item<'db>) -> Words {
    words_of(body(db, item))
}

/// A code and the name that it is waived of, as one word.
pub(crate) fn waived(code: &str, of: &str) -> SmolStr {
    SmolStr::new(format!("{code} {of}"))
}

fn words_of(body: &Body) -> Words {
    let mut words = Words::default();
    if let Some(uses) = &body.uses {
        words.mentioned.extend(uses.path.iter().chain(uses.names.iter().map(|(name, _)| name)).cloned());
    }
    let properties = body.decls.iter().flat_map(|decl| &decl.properties);
    for property in properties.filter(|property| property.key.is_none() || property.mismatch.is_some()) {
        words.mentioned.extend(property.words().flat_map(|(word, _)| word.split('.')).map(SmolStr::new));
    }
    let (defaults, paths): (Vec<_>, Vec<_>) =
        body.paths.iter().partition(|path| matches!(path.place, crate::item_body::Place::DefaultOf(_)));
    for path in paths {
        words.mentioned.extend(path.segments.iter().cloned());
        let key = match path.place {
            crate::item_body::Place::Property(Some(key), _) => key,
            crate::item_body::Place::TransitionOn => Key::On,
            _ => continue,
        };
        if let Some(last) = path.segments.last() {
            words.by_key.insert((key, last.clone()));
        }
    }
    let with_reason = body.decls.iter().filter(|decl| decl.prose.as_ref().is_some_and(|prose| !prose.empty));
    for decl in with_reason {
        let of = decl.of.and_then(|path| body.path(path).segments.last());
        if let (Some(code), Some(of)) = (&decl.code, of) {
            words.waived.insert(waived(code, of));
        }
    }
    for word in defaults.into_iter().flat_map(|path| &path.segments) {
        if words.mentioned.insert(word.clone()) {
            words.only_defaults.insert(word.clone());
        }
    }
    words
}

/// The name that a `use` line gives a thing, with the thing's own.
fn alias_of(body: &Body) -> Option<(SmolStr, SmolStr)> {
    let uses = body.uses.as_ref()?;
    Some((uses.alias.as_ref()?.0.clone(), uses.path.last()?.clone()))
}

/// The words of a file's paths. Those of an open file are put together from its items, of which an edit changes one; the
/// bodies of a closed file are dropped at once, which is what keeps a thousand of them small.
#[salsa::tracked]
pub fn file_words(db: &dyn Db, file: SourceFile) -> Words {
    let (mut words, mut aliases) = (Words::default(), Vec::new());
    if file.is_open(db) {
        for item in items(db, file) {
            words.add(item_words(db, *item));
            if item.kind(db) == ItemKind::Use {
                aliases.extend(alias_of(body(db, *item)));
            }
        }
    } else if let Content::Text(text) = file.content(db) {
        for item in split(text) {
            let (_, body, _) = lower(&parse_item(item.text).green.syntax());
            words.add(&words_of(&body));
            aliases.extend(alias_of(&body));
        }
    }
    // A file may give a name another one; whoever asks knows the first.
    for (alias, name) in aliases {
        let keys: Vec<Key> = words.by_key.iter().filter(|(_, word)| *word == alias).map(|(key, _)| *key).collect();
        words.by_key.extend(keys.into_iter().map(|key| (key, name.clone())));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{RootDatabase, Workspace};

    /// Whether every item's text is a part of this very text.
    fn within(db: &RootDatabase, file: SourceFile, text: &Arc<str>) -> bool {
        let whole = text.as_bytes().as_ptr_range();
        items(db, file).iter().all(|item| whole.contains(&item.text(db).as_ptr()))
    }

    #[test]
    fn an_item_that_declares_nothing_is_of_no_kind() {
        let mut db = RootDatabase::default();
        let workspace = Workspace::new(&db, "/w".into(), None, Vec::new(), Vec::new(), None, None);
        let text = Content::Text(Arc::from("module m\nuse a.{B}\nentity C\n"));
        let file = SourceFile::add(&mut db, "/w/a.averment".into(), workspace, text, true);
        let roots = items(&db, file).iter().map(|item| crate::DeclRef::root(*item));
        let seen: Vec<_> = roots.map(|root| (root.kind(&db), root.children(&db).count(), root.parent(&db))).collect();
        let entity = Some(averment_syntax::vocabulary::Kind::Entity);
        assert_eq!(seen, [(None, 0, None), (None, 0, None), (entity, 0, None)]);
    }

    #[test]
    fn the_items_of_a_closed_file_are_parts_of_its_text_and_no_old_text_is_kept_for_an_open_one() {
        let mut db = RootDatabase::default();
        let workspace = Workspace::new(&db, "/w".into(), None, Vec::new(), Vec::new(), None, None);
        let text: Arc<str> = Arc::from("entity A {\n}\nentity B {\n}\n");
        let content = Content::Text(text.clone());
        let file = SourceFile::add(&mut db, "/w/a.averment".into(), workspace, content.clone(), false);
        assert!(within(&db, file, &text));
        file.hold(&mut db, content, true);
        // Each of these leaves one of the items alone.
        for typed in ["entity A {\n  id Id\n}\nentity B {\n}\n", "entity A {\n  id Id\n}\nentity B {\n  id Id\n}\n"] {
            file.hold(&mut db, Content::Text(Arc::from(typed)), true);
            items(&db, file);
        }
        let typed: Arc<str> = Arc::from("entity C {\n}\nentity A {\n  id Id\n}\nentity B {\n  id Id\n}\n");
        file.hold(&mut db, Content::Text(typed.clone()), true);
        assert!(
            items(&db, file).iter().all(|item| !typed.as_bytes().as_ptr_range().contains(&item.text(&db).as_ptr()))
        );
        assert_eq!(items(&db, file).iter().map(|item| item.text(&db).to_string()).collect::<String>(), &*typed);
        assert_eq!(Arc::strong_count(&text), 1, "nobody needs what it was when it was opened");
    }
}
