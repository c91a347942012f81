//! The text of an open file, told to the database item by item.
//!
//! A keystroke changes the text of one item and seldom which items there are. Told as one text, both hang on every
//! keystroke, and with them each name that is looked up in the file from anywhere. So the kinds and names of its items
//! are inputs that last, and the text of each is one that does not.

use std::sync::Arc;

use averment_syntax::{ItemKind, split};
use salsa::{Durability, Setter as _};
use smol_str::SmolStr;

use crate::names::module_of;
use crate::{Content, RootDatabase, SourceFile};

/// The text of an open file from where one of its items starts to the next.
#[salsa::input(debug)]
pub struct Piece {
    /// What the item is.
    #[returns(copy)]
    pub kind: ItemKind,
    /// The word after its keyword.
    pub name: SmolStr,
    /// Its text.
    pub text: Arc<str>,
}

/// The pieces of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pieces {
    /// Those in use, in the order of the text, and behind them the ones of items that are gone: an input lives as long as
    /// the database, so they wait for the next item.
    all: Vec<Piece>,
    /// How many are in use; `None` while the file is closed.
    used: Option<usize>,
    /// The module that the text says it belongs to.
    module: SmolStr,
}

impl Pieces {
    /// Those of an open file, in the order of its text.
    pub(crate) fn used(&self) -> Option<&[Piece]> {
        self.used.map(|used| &self.all[..used])
    }

    /// The module that the text of an open file says it belongs to.
    pub(crate) fn module(&self) -> Option<&SmolStr> {
        self.used.map(|_| &self.module)
    }
}

/// How long a text that is typed in is expected to last.
const TYPED: Durability = Durability::LOW;
/// How long what a file consists of is expected to last while it is open.
const WHILE_OPEN: Durability = Durability::MEDIUM;
/// How long what a closed file holds is expected to last.
const ON_DISK: Durability = Durability::HIGH;

impl SourceFile {
    /// A file that is new.
    pub fn add(
        db: &mut RootDatabase,
        path: camino::Utf8PathBuf,
        workspace: crate::Workspace,
        content: Content,
        open: bool,
    ) -> SourceFile {
        let pieces = match &content {
            Content::Text(text) if open => cut(db, &Pieces::default(), text),
            _ => Pieces::default(),
        };
        SourceFile::builder(path, workspace, content, pieces)
            .durability(ON_DISK)
            .content_durability(if open { TYPED } else { ON_DISK })
            .pieces_durability(if open { WHILE_OPEN } else { ON_DISK })
            .new(db)
    }

    /// Tells what it holds now, and whether that is what an editor has.
    pub fn hold(self, db: &mut RootDatabase, content: Content, open: bool) {
        if *self.content(db) != content || open != self.is_open(db) {
            let durability = if open { TYPED } else { ON_DISK };
            self.set_content(db).with_durability(durability).to(content.clone());
        }
        let before = self.pieces(db).clone();
        let pieces = match &content {
            Content::Text(text) if open => cut(db, &before, text),
            _ => Pieces { used: None, module: SmolStr::default(), ..before.clone() },
        };
        if pieces != before {
            self.set_pieces(db).with_durability(if open { WHILE_OPEN } else { ON_DISK }).to(pieces);
        }
    }
}

/// Cuts a text into pieces. Those of items that are still there are kept, and only what is not as before is told.
fn cut(db: &mut RootDatabase, before: &Pieces, text: &str) -> Pieces {
    let items: Vec<_> = split(text).collect();
    let used = before.used.unwrap_or(0);
    let (old, spare) = before.all.split_at(used);
    let same = |(piece, item): &(&Piece, &averment_syntax::ItemText<'_>)| {
        piece.kind(db) == item.kind && *piece.name(db) == item.name
    };
    let first = old.iter().zip(&items).take_while(same).count();
    let behind = old[first..].iter().rev().zip(items[first..].iter().rev()).take_while(same).count();
    let (changed, last) = old[first..].split_at(used - first - behind);
    let mut free = changed.iter().chain(spare).copied();
    let mut all = Vec::with_capacity(before.all.len().max(items.len()));
    all.extend_from_slice(&old[..first]);
    let wanted = items.len() - first - behind;
    all.extend(free.by_ref().take(wanted));
    for item in &items[all.len()..items.len() - behind] {
        let piece = Piece::builder(item.kind, item.name.into(), item.text.into());
        all.push(piece.durability(WHILE_OPEN).text_durability(TYPED).new(db));
    }
    all.extend_from_slice(last);
    all.extend(free);
    for (piece, item) in all.clone().into_iter().zip(&items) {
        if piece.kind(db) != item.kind {
            piece.set_kind(db).with_durability(WHILE_OPEN).to(item.kind);
        }
        if *piece.name(db) != item.name {
            piece.set_name(db).with_durability(WHILE_OPEN).to(item.name.into());
        }
        if **piece.text(db) != *item.text {
            piece.set_text(db).with_durability(TYPED).to(item.text.into());
        }
    }
    Pieces { all, used: Some(items.len()), module: module_of(items) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::item::items;
    use crate::{Item, Workspace};

    const START: &str = "module a\n\nentity A\nentity B {\n}\nspec S\n";

    fn file(db: &mut RootDatabase) -> SourceFile {
        let workspace = Workspace::new(db, "/w".into(), None, Vec::new(), Vec::new(), None, None);
        SourceFile::add(db, "/w/a.averment".into(), workspace, Content::Text(START.into()), true)
    }

    fn named<'db>(db: &'db RootDatabase, file: SourceFile, name: &str) -> Item<'db> {
        *items(db, file).iter().find(|item| item.name(db) == name).expect("an item of that name")
    }

    #[test]
    fn the_pieces_are_the_text_and_no_more_of_them_are_made_than_are_needed() {
        let mut db = RootDatabase::default();
        let file = file(&mut db);
        let mut most = 0;
        for text in [
            START,
            "module b\n\nentity A\nentity B {\n}\nspec S\n",
            "entity A\nentity B {\n  id Id\n}\nspec S\n",
            "entity A\n\nentity Bo {\n}\nentity C\nspec S\nspec S\n",
            "",
            "// nothing yet\n",
            "spec S\nspec S\nentity B\nentity A\nspec S {\n",
            START,
        ] {
            file.hold(&mut db, Content::Text(text.into()), true);
            let together: String = items(&db, file).iter().map(|item| item.text(&db)).collect();
            assert_eq!(together, text);
            assert_eq!(file.pieces(&db).module().map(SmolStr::as_str), Some(&*module_of(split(text))));
            most = most.max(split(text).count());
        }
        assert!(file.pieces(&db).all.len() <= most);
        file.hold(&mut db, Content::Text(START.into()), false);
        assert!(!file.is_open(&db));
        assert_eq!(items(&db, file).iter().map(|item| item.text(&db)).collect::<String>(), START);
    }

    #[test]
    fn what_is_typed_in_one_item_is_told_of_no_other() {
        let mut db = RootDatabase::default();
        let file = file(&mut db);
        let pieces = |db: &RootDatabase| file.pieces(db).clone();
        let before = pieces(&db);
        file.hold(&mut db, Content::Text(START.replace("{\n}", "{\n  id Id\n}").into()), true);
        assert_eq!(pieces(&db), before, "there are the same items");
        assert_eq!(named(&db, file, "B").text(&db), "entity B {\n  id Id\n}\n");
        // A new item in front of others is a new piece, and theirs stay theirs.
        let last = |db: &RootDatabase| pieces(db).used().and_then(<[Piece]>::last).copied();
        let spec = last(&db);
        file.hold(&mut db, Content::Text(START.replace("entity B", "entity New\nentity B").into()), true);
        assert_eq!(last(&db), spec);
        assert_eq!(pieces(&db).all.len(), before.all.len() + 1);
    }
}
