//! A declaration moved to another module, with the `use` lines that it and those who name it need then.

use std::collections::{BTreeMap, BTreeSet};

use averment_model::{
    Db, DeclId, DeclRef, Def, Item, Module, Resolution, SourceFile, body, declared, file_module, file_words, imports,
    item_words, items, module_files, resolutions, resolve_in_file, spans,
};
use averment_syntax::{ItemKind, TextRange, TextSize};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::Scope;
use crate::diagnostics::{add_use, item_start, newline, whole_lines};
use crate::mentions::mentions;
use crate::position::file_text;
use crate::types::{SourceEdit, TextEdit};

/// How many modules are offered.
const MOST: usize = 4;

/// What the moves on offer are called. Who names the declaration is not sought for that: where its word is written is known.
pub(super) fn labels(scope: &Scope<'_>) -> Vec<String> {
    let Some(moved) = Moved::at(scope) else { return Vec::new() };
    moved.modules().into_iter().map(|module| moved.label(module)).collect()
}

/// The move that is called so.
pub(super) fn edit(scope: &Scope<'_>, label: &str) -> Option<SourceEdit> {
    let mut moved = Moved::at(scope)?;
    let module = moved.modules().into_iter().find(|module| moved.label(*module) == label)?;
    moved.names()?;
    moved.to(module)
}

/// A declaration that is to stand elsewhere.
struct Moved<'db> {
    db: &'db dyn Db,
    item: Item<'db>,
    name: SmolStr,
    /// Where it stands, with its doc comment and the comment behind it.
    range: TextRange,
    from: Module<'db>,
    /// What it needs from elsewhere, by the name it has for it.
    needs: BTreeMap<SmolStr, Def<'db>>,
    /// The places in `use` lines and paths that lead to it.
    named: Vec<Named<'db>>,
}

/// A path that leads to what moves.
struct Named<'db> {
    item: Item<'db>,
    /// The module before its name, as written; `None` where the name stands alone.
    qualifier: Option<TextRange>,
}

/// What becomes of the `use` lines of a file.
#[derive(Default)]
struct Uses {
    /// Those names that nothing needs any more.
    drop: BTreeSet<SmolStr>,
    /// What is needed from now on: a module and a name in it.
    add: BTreeSet<(SmolStr, SmolStr)>,
}

impl<'db> Moved<'db> {
    /// The declaration whose name is at the start of the range.
    fn at(scope: &Scope<'db>) -> Option<Moved<'db>> {
        let (db, item) = (scope.db, scope.item);
        let decl = body(db, item).decls.first().filter(|_| matches!(item.kind(db), ItemKind::Declaration(_)))?;
        let here = scope.range(spans(db, item).get(decl.name_node));
        if !here.contains_inclusive(scope.at.range.start()) || scope.text().starts_with('\u{feff}') {
            return None;
        }
        Moved::of(db, item, decl.name.clone()?)
    }

    fn label(&self, module: Module<'db>) -> String {
        format!("move `{}` to `{}`", self.name, module.path(self.db))
    }

    fn of(db: &'db dyn Db, item: Item<'db>, name: SmolStr) -> Option<Moved<'db>> {
        let file = item.file(db);
        let workspace = file.workspace(db);
        let start = item_start(db, item);
        let (text, body) = (file_text(db, file), body(db, item));
        let node = spans(db, item).get(body.decls.first()?.node) + start;
        let trimmed = text.get(..usize::from(node.end()))?.trim_end().len();
        let end = text[trimmed..].find(['\n', '\r']).map_or(text.len(), |length| trimmed + length);
        let mut moved = Moved {
            db,
            item,
            name,
            range: TextRange::new(start, TextSize::from(end as u32)),
            from: Module::new(db, workspace, file_module(db, file).clone()),
            needs: BTreeMap::new(),
            named: Vec::new(),
        };
        for (id, path) in body.all_paths() {
            let Some(first) = path.segments.first() else { continue };
            let found = resolve_in_file(db, file, std::slice::from_ref(first)).def();
            let leads = resolutions(db, item)[id.0 as usize].segment(0, path.segments.len());
            // What lies in the declaration itself, or in what it is about, goes with it.
            let (Some(found), Some(leads)) = (found, leads) else { continue };
            let needed = match found {
                Def::Decl(decl) => decl.item != item,
                _ => imports(db, file).iter().any(|import| import.name == *first),
            };
            if found == leads && needed {
                moved.needs.insert(first.clone(), found);
            }
        }
        Some(moved)
    }

    /// Finds who names it; `None` where somebody does in a way that cannot be kept.
    fn names(&mut self) -> Option<()> {
        let db = self.db;
        let def = Def::Decl(DeclRef::root(self.item));
        for mention in mentions(db, def, None).0 {
            if mention.item == self.item || mention.item.kind(db) == ItemKind::Use {
                continue;
            }
            let start = item_start(db, mention.item);
            let spans = spans(db, mention.item);
            let (path, index) = body(db, mention.item).all_paths().find_map(|(_, path)| {
                let index = (0..path.segments.len()).find(|index| path.segment(*index) == mention.node)?;
                Some((path, index))
            })?;
            let qualifier = index
                .checked_sub(1)
                .map(|last| spans.get(path.segment(0)).cover(spans.get(path.segment(last))) + start);
            self.named.push(Named { item: mention.item, qualifier });
        }
        Some(())
    }

    /// Where it may belong: where its word is written, and where what it names is.
    fn modules(&self) -> Vec<Module<'db>> {
        let (db, workspace) = (self.db, self.from.workspace(self.db));
        let module = |file| Module::new(db, workspace, file_module(db, file).clone());
        let writes = |file: &SourceFile| file_words(db, *file).mentioned.contains(&self.name);
        let files = workspace.open(db).iter().chain(workspace.closed(db)).copied();
        let named = files.filter(writes).map(module);
        let needed = self.needs.values().filter_map(|def| Some(module(def.file(db)?)));
        let mut modules: Vec<_> = named.chain(needed).collect();
        modules.retain(|module| *module != self.from && !module.path(db).is_empty());
        modules.sort_by_key(|module| module.path(db));
        modules.dedup();
        modules.into_iter().filter(|module| self.fits(*module).is_some()).take(MOST).collect()
    }

    /// The file of a module that it may stand in, and what that needs then; `None` where it would mean something else there.
    fn fits(&self, module: Module<'db>) -> Option<(SourceFile, Uses)> {
        let (db, path) = (self.db, module.path(self.db));
        let files = module_files(db, module);
        let last = path.rsplit('.').next().unwrap_or_default();
        let called = files.iter().find(|file| file.path(db).file_stem() == Some(last));
        let target = *called.or(files.first())?;
        let def = Def::Decl(DeclRef::root(self.item));
        let means = |file, name: &SmolStr| resolve_in_file(db, file, std::slice::from_ref(name));
        // Somebody there means something else by its name.
        let is_taken = |file: &SourceFile| {
            matches!(means(*file, &self.name), Resolution::Ambiguous(_))
                || means(*file, &self.name).def().is_some_and(|other| other != def)
        };
        if !declared(db, module, &self.name).is_empty() || files.iter().any(is_taken) {
            return None;
        }
        let mut uses = Uses::default();
        for (name, needed) in &self.needs {
            let home = match needed {
                Def::Module(module) => SmolStr::new(module.path(db).rsplit_once('.')?.0),
                Def::Decl(decl) if decl.decl == DeclId::ROOT => file_module(db, decl.item.file(db)).clone(),
                _ => return None,
            };
            // It is called something else here, which a list of names cannot say.
            if home.is_empty() || needed.name(db).rsplit('.').next() != Some(name) {
                return None;
            }
            match means(target, name) {
                Resolution::Found(defs) if defs.last() == Some(needed) => {}
                Resolution::Missing { .. } => {
                    uses.add.insert((home, name.clone()));
                }
                _ => return None,
            }
        }
        Some((target, uses))
    }

    fn to(&self, module: Module<'db>) -> Option<SourceEdit> {
        let (db, path) = (self.db, module.path(self.db));
        let workspace = module.workspace(db);
        let def = Def::Decl(DeclRef::root(self.item));
        let (target, needed) = self.fits(module)?;
        let mut uses: FxHashMap<SourceFile, Uses> = [(target, needed)].into_iter().collect();
        let mut edit = SourceEdit::default();
        for named in &self.named {
            let file = named.item.file(db);
            let is_there = file_module(db, file) == path;
            match named.qualifier {
                Some(range) => edit.push(file, TextEdit { range, text: path.to_string() }),
                None if is_there => {}
                None => {
                    let mut known = imports(db, file).iter().filter(|import| import.name == self.name);
                    let leads = |path: &[SmolStr]| averment_model::resolve_full(db, workspace, path).def() == Some(def);
                    let in_module = *file_module(db, file) == *self.from.path(db);
                    if in_module && known.next().is_some() {
                        return None;
                    }
                    if in_module {
                        uses.entry(file).or_default().add.insert((path.clone(), self.name.clone()));
                    } else if !known.all(|import| leads(&import.path)) {
                        return None;
                    }
                }
            }
        }
        // What it alone used stays behind unused.
        let source = self.item.file(db);
        for import in imports(db, source).iter().filter(|import| self.needs.contains_key(&import.name)) {
            let others = items(db, source).iter().filter(|other| **other != self.item);
            let mut others = others.filter(|other| other.kind(db) != ItemKind::Use);
            if !others.any(|other| item_words(db, *other).mentioned.contains(&import.name)) {
                uses.entry(source).or_default().drop.insert(import.name.clone());
            }
        }
        for file in workspace.open(db).iter().chain(workspace.closed(db)).copied() {
            for import in imports(db, file).iter().filter(|import| import.path.contains(&self.name)) {
                if averment_model::resolve_full(db, workspace, &import.path).def() == Some(def) {
                    if import.name != self.name {
                        // The file goes on to call it what it does.
                        let line = body(db, import.item).uses.as_ref()?;
                        let whole = spans(db, import.item).get(line.path_node) + item_start(db, import.item);
                        edit.push(file, TextEdit { range: whole, text: format!("{path}.{}", self.name) });
                        continue;
                    }
                    let uses = uses.entry(file).or_default();
                    uses.drop.insert(import.name.clone());
                    if file_module(db, file) != path {
                        uses.add.insert((path.clone(), self.name.clone()));
                    }
                }
            }
        }
        for (file, uses) in uses {
            uses.write(db, file, &mut edit);
        }
        self.place(target, &mut edit);
        edit.files.sort_by_key(|(file, _)| file.path(db));
        Some(edit)
    }

    /// Takes its text away, and puts it at the end of another file.
    fn place(&self, target: SourceFile, edit: &mut SourceEdit) {
        let db = self.db;
        let source = self.item.file(db);
        let (text, there) = (file_text(db, source), file_text(db, target));
        let lines = newline(there);
        let own = text[std::ops::Range::from(self.range)].replace("\r\n", "\n").replace('\n', lines);
        let end = TextRange::new(TextSize::from(there.trim_end().len() as u32), TextSize::of(there));
        edit.push(target, TextEdit { range: end, text: format!("{lines}{lines}{own}{lines}") });
        let whole = whole_lines(text, self.range);
        let rest = &text[usize::from(whole.end())..];
        // The empty lines behind it go with it, or those before it where nothing follows.
        let behind = rest.len() - rest.trim_start_matches(['\n', '\r']).len();
        let end = whole.end() + TextSize::from(behind as u32);
        let start = if end == TextSize::of(text) {
            let before = text[..usize::from(whole.start())].trim_end();
            let kept = text[before.len()..].find('\n').map_or(before.len(), |length| before.len() + length + 1);
            TextSize::from(kept as u32).min(whole.start())
        } else {
            whole.start()
        };
        edit.push(source, TextEdit { range: TextRange::new(start, end), text: String::new() });
    }
}

impl Uses {
    /// Drops and adds names. A line that is left without any is taken by what is added.
    fn write(self, db: &dyn Db, file: SourceFile, edit: &mut SourceEdit) {
        let text = file_text(db, file);
        let mut empty = Vec::new();
        for item in items(db, file).iter().filter(|item| item.kind(db) == ItemKind::Use) {
            let (start, Some(uses)) = (item_start(db, *item), &body(db, *item).uses) else { continue };
            let spans = spans(db, *item);
            let own = imports(db, file).iter().filter(|import| import.item == *item);
            let (dropped, kept): (Vec<_>, Vec<_>) = own.partition(|import| self.drop.contains(&import.name));
            // A name that a file gives a thing itself stays.
            if dropped.is_empty() || uses.alias.is_some() {
                continue;
            }
            if kept.is_empty() {
                let line = spans.get(uses.node) + start;
                let length = text[std::ops::Range::from(line)].trim_end().len();
                empty.push(TextRange::at(line.start(), TextSize::from(length as u32)));
            } else if let (Some((_, first)), Some((_, last))) = (uses.names.first(), uses.names.last()) {
                let range = spans.get(*first).cover(spans.get(*last)) + start;
                let names: Vec<_> = kept.iter().map(|import| import.name.as_str()).collect();
                edit.push(file, TextEdit { range, text: names.join(", ") });
            }
        }
        let mut lists: BTreeMap<SmolStr, Vec<SmolStr>> = BTreeMap::new();
        for (module, name) in self.add {
            lists.entry(module).or_default().push(name);
        }
        let mut empty = empty.into_iter();
        if !lists.is_empty()
            && let Some(line) = empty.next()
        {
            let lines = lists.iter().map(|(module, names)| format!("use {module}.{{{}}}", names.join(", ")));
            edit.push(file, TextEdit { range: line, text: lines.collect::<Vec<_>>().join(newline(text)) });
            lists.clear();
        }
        let (lines, mut before) = (newline(text), None);
        for (module, names) in lists {
            let mut added = add_use(db, file, &module, &names.join(", "));
            // The empty line before the first one is before all of them.
            if before.replace(added.range) == Some(added.range)
                && let Some(rest) = added.text.strip_prefix(lines).filter(|rest| rest.starts_with(lines))
            {
                added.text = rest.to_owned();
            }
            edit.push(file, added);
        }
        for line in empty {
            edit.push(file, TextEdit { range: whole_lines(text, line), text: String::new() });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::assists::testing::{everywhere, labels};

    #[test]
    fn a_declaration_moves_and_all_who_name_it_know_where() {
        let after = everywhere(
            "move `Order` to `shop.model`",
            "\
//- model.averment
module shop.model

entity Basket {
  of Customer
}
//- a.averment
module shop

use shop.model.Basket
use shop.units.{Weight, Size}

/// What somebody buys.
entity Or$0der {
  from   Basket
  weight Weight
  buyer  Customer
} // for now

actor Customer
//- b.averment
module shop
entity Line {
  of Order
}
//- units.averment
module shop.units
value Weight {
  grams Integer 0..
}
enum Size {
  values s | m
}
//- c.averment
module c
use shop.{Customer, Order}
use shop.Order as Old
spec S {
  problem: [Order], [shop.Order.weight] and [Old] of a [Customer] with a [Size]
  changes Order, Old
}
",
        );
        let expected = "\
//- model.averment
module shop.model

use shop.{Customer}
use shop.units.{Weight}

entity Basket {
  of Customer
}

/// What somebody buys.
entity Order {
  from   Basket
  weight Weight
  buyer  Customer
} // for now
//- a.averment
module shop

use shop.units.{Size}

actor Customer
//- b.averment
module shop

use shop.model.{Order}
entity Line {
  of Order
}
//- c.averment
module c
use shop.{Customer}
use shop.model.Order as Old
use shop.model.{Order}
spec S {
  problem: [Order], [shop.model.Order.weight] and [Old] of a [Customer] with a [Size]
  changes Order, Old
}
";
        assert_eq!(after, expected);
    }

    #[test]
    fn what_would_be_lost_is_not_moved() {
        // Its name is taken there; it needs what no module holds.
        let taken =
            "//- m.averment\nmodule m\nentity A\nentity B\n//- a.averment\nmodule a\nuse m.B\nentity A$0 {\n  b B\n}\n";
        let homeless =
            "//- m.averment\nmodule m\nentity B\n//- a.averment\nuse m.B\nentity C\nentity A$0 {\n  b B\n  c C\n}\n";
        for text in [taken, homeless] {
            assert!(labels(text).iter().all(|label| !label.starts_with("move ")), "{:?}", labels(text));
        }
    }
}
