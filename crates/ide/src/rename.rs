//! Another name for a thing, everywhere it is named: in structure and prose, in every file.
//!
//! A name is refused that is no name, that is taken, or that would make any path, here or elsewhere, lead to something
//! else than it does now.

mod read_again;

use averment_model::{
    Builtin, Db, DeclRef, Def, Item, Module, NodeId, Place, Resolution, SourceFile, Workspace, body, declared,
    file_module, file_words, imports, item_words, items, member, module_files, module_paths, resolutions, resolve_path,
    spans, type_of,
};
use averment_syntax::vocabulary::Kind;
use averment_syntax::{ItemKind, TextRange, TextSize};
use smol_str::SmolStr;

use crate::diagnostics::item_start;
use crate::mentions::mentions;
use crate::position::{Subject, file_text, option_places, subject_at, targets};
use crate::relations::extending;
use crate::types::{FilePosition, FileRange, SourceEdit, TextEdit};

/// The name at a position and where it stands, for an editor to put into its field; the reason where there is none that
/// can be changed.
pub(crate) fn prepare(db: &dyn Db, at: FilePosition) -> Result<(TextRange, String), String> {
    let (range, _) = renamed(db, at)?;
    Ok((range, file_text(db, at.file)[std::ops::Range::from(range)].to_owned()))
}

/// What is renamed.
enum Renamed<'db> {
    Def(Def<'db>),
    /// The name that a `use` line gives a thing in its file.
    Alias(Def<'db>, SmolStr),
    Option(DeclRef<'db>, SmolStr),
}

fn renamed(db: &dyn Db, at: FilePosition) -> Result<(TextRange, Renamed<'_>), String> {
    let nothing = || "there is no name here; put the cursor on a name that somebody gave".to_owned();
    let found = subject_at(db, at).ok_or_else(nothing)?;
    let word = &file_text(db, at.file)[std::ops::Range::from(found.range)];
    let renamed = match found.subject {
        Subject::Option(decision, name) => Renamed::Option(decision, name),
        Subject::Defs(defs) => match defs[..] {
            [Def::Property(..)] => return Err(format!("`{word}` is a word of the language, which nobody can rename")),
            [def] => {
                let own = def.name(db);
                let last = own.rsplit('.').next().unwrap_or_default();
                if last == word { Renamed::Def(def) } else { Renamed::Alias(def, SmolStr::new(word)) }
            }
            _ => return Err(format!("`{word}` may be several things; name the one that is meant first")),
        },
        Subject::Builtin(_) | Subject::Kind(_) | Subject::Property(..) | Subject::Status(_) | Subject::Category(_) => {
            return Err(format!("`{word}` is a word of the language, which nobody can rename"));
        }
        _ => return Err(nothing()),
    };
    Ok((found.range, renamed))
}

/// The edits that give the thing at a position another name, or why they cannot be made.
pub(crate) fn rename(db: &dyn Db, at: FilePosition, new: &str) -> Result<SourceEdit, String> {
    let (_, renamed) = renamed(db, at)?;
    let new = SmolStr::new(new.trim());
    is_a_name(&new)?;
    let edit = match renamed {
        Renamed::Option(decision, old) => rename_option(db, decision, &old, &new)?,
        Renamed::Alias(def, old) => rename_alias(db, at.file, def, &old, &new)?,
        Renamed::Def(Def::Module(module)) => rename_module(db, module, &new)?,
        Renamed::Def(def) => {
            if def.name(db) == new {
                return Ok(SourceEdit::default());
            }
            is_free(db, def, &new)?;
            leads_elsewhere(db, def, &new)?;
            edits(db, def, &new)
        }
    };
    read_again::is_still_a_name(db, &edit, &new)?;
    Ok(edit)
}

/// Whether a word can be a name at all.
fn is_a_name(word: &str) -> Result<(), String> {
    let part = |part: &str| {
        let mut chars = part.chars();
        chars.next().is_some_and(unicode_ident::is_xid_start) && chars.all(unicode_ident::is_xid_continue)
    };
    if word.is_empty() || !word.split('-').all(part) {
        return Err(format!(
            "`{word}` is no name: a name begins with a letter and holds letters, digits, `_` and inner `-`"
        ));
    }
    const RESERVED: [&str; 11] =
        ["given", "when", "then", "and", "but", "module", "use", "now", "today", "true", "false"];
    if RESERVED.contains(&word) {
        return Err(format!("`{word}` is a word of the language; choose another name"));
    }
    Ok(())
}

/// Whether nothing beside a thing has a name already.
fn is_free(db: &dyn Db, def: Def<'_>, new: &SmolStr) -> Result<(), String> {
    let taken = |by: Def<'_>| {
        Err(format!("there is {} `{}` already; choose another name", with_article(by.word(db)), by.qualified_name(db)))
    };
    match def {
        Def::Decl(decl) => {
            let typed = matches!(decl.kind(db), Some(Kind::Entity | Kind::Value | Kind::Enum | Kind::Actor));
            if typed && Builtin::from_word(new).is_some() {
                return Err(format!("`{new}` is a type of the language; choose another name"));
            }
            if let Some(parent) = decl.parent(db) {
                return member(db, Def::Decl(parent), new).map_or(Ok(()), taken);
            }
            let file = decl.item.file(db);
            let module = Module::new(db, file.workspace(db), file_module(db, file).clone());
            declared(db, module, new).first().map_or(Ok(()), |item| taken(Def::Decl(DeclRef::root(*item))))
        }
        Def::Field(owner, _) => {
            if let Some(kind) = owner.kind(db)
                && kind.property(new).is_some()
            {
                return Err(format!("`{new}` is a property of every {}; choose another name", kind.word()));
            }
            member(db, Def::Decl(owner), new).map_or(Ok(()), taken)?;
            // Where it is inherited, a field of that name would hide it.
            in_what_extends(db, owner, new).map_or(Ok(()), taken)
        }
        Def::State(owner, field, _) => member(db, Def::Field(owner, field), new).map_or(Ok(()), taken),
        Def::Constant(owner, _) => member(db, Def::Decl(owner), new).map_or(Ok(()), taken),
        Def::Module(_) | Def::Property(..) => Ok(()),
    }
}

/// The field of this name in what extends a declaration, however far down.
fn in_what_extends<'db>(db: &'db dyn Db, decl: DeclRef<'db>, name: &SmolStr) -> Option<Def<'db>> {
    let (mut all, mut next) = (vec![decl], 0);
    while let Some(above) = all.get(next).copied() {
        next += 1;
        for below in extending(db, above) {
            if let Some(found) = member(db, Def::Decl(below), name) {
                return Some(found);
            }
            if !all.contains(&below) {
                all.push(below);
            }
        }
    }
    None
}

fn with_article(word: &str) -> String {
    let article = if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {word}")
}

/// Refuses a name under which a path would lead to something else than it does now: one that names the thing, or one that
/// has the new name already.
fn leads_elsewhere<'db>(db: &'db dyn Db, def: Def<'db>, new: &SmolStr) -> Result<(), String> {
    let old = def.name(db);
    let refuse = |item: Item<'db>, node: NodeId, other: Def<'db>| {
        let place = describe(db, item, node);
        Err(format!(
            "{place} `{new}` would mean `{}` and `{}`; choose another name",
            other.qualified_name(db),
            def.qualified_name(db)
        ))
    };
    // Where the thing is named: what else is called so there?
    for mention in mentions(db, def, None).0 {
        let body = body(db, mention.item);
        let path = body.all_paths().find_map(|(id, path)| {
            let index = (0..path.segments.len()).find(|index| path.segment(*index) == mention.node)?;
            Some((id, path, index))
        });
        let Some((id, path, index)) = path else { continue };
        let scope = DeclRef { item: mention.item, decl: path.scope };
        let before = index
            .checked_sub(1)
            .and_then(|before| resolutions(db, mention.item)[id.0 as usize].segment(before, path.segments.len()));
        let other = match before {
            Some(before) => member(db, before, new),
            // States are looked for in what they are compared with before anything else.
            None if matches!(def, Def::State(..) | Def::Constant(..)) => None,
            None => resolve_path(db, scope, std::slice::from_ref(new)).def(),
        };
        if let Some(other) = other.filter(|other| *other != def) {
            return refuse(mention.item, mention.node, other);
        }
    }
    // Where something else has the new name: would the thing be found there instead?
    let Some(workspace) = def.file(db).map(|file| file.workspace(db)) else { return Ok(()) };
    for file in workspace.open(db).iter().chain(workspace.closed(db)).copied() {
        if !file_words(db, file).mentioned.contains(new) {
            continue;
        }
        for item in items(db, file).iter().filter(|item| item_words(db, **item).mentioned.contains(new)) {
            for (id, path) in body(db, *item).all_paths().filter(|(_, path)| path.segments.first() == Some(new)) {
                let resolved = &resolutions(db, *item)[id.0 as usize];
                let Some(now) = resolved.segment(0, path.segments.len()).or(resolved.def()) else { continue };
                let scope = DeclRef { item: *item, decl: path.scope };
                let found = resolve_path(db, scope, std::slice::from_ref(&old)).def() == Some(def);
                let compared = match &path.place {
                    Place::Expr { against: Some(other), .. } => {
                        let other = resolutions(db, *item)[other.0 as usize].def();
                        other
                            .and_then(|other| type_of(db, other).states(db))
                            .is_some_and(|states| states.contains(&def))
                    }
                    _ => false,
                };
                if (found || compared) && now != def {
                    return refuse(*item, path.segment(0), now);
                }
            }
        }
    }
    Ok(())
}

/// A place, for a message: `in model.averment, line 3,`.
fn describe(db: &dyn Db, item: Item<'_>, node: NodeId) -> String {
    let file = item.file(db);
    let line = line_of(file_text(db, file), spans(db, item).get(node).start() + item_start(db, item));
    format!("in {}, line {line},", file.path(db).file_name().unwrap_or_default())
}

/// The line of an offset, from 1.
fn line_of(text: &str, offset: TextSize) -> usize {
    text.get(..usize::from(offset)).map_or(1, |before| before.matches('\n').count() + 1)
}

fn edits<'db>(db: &'db dyn Db, def: Def<'db>, new: &SmolStr) -> SourceEdit {
    let old = def.name(db);
    let mut places: Vec<FileRange> =
        targets(db, def).into_iter().map(|target| FileRange { file: target.file, range: target.focus }).collect();
    for mention in mentions(db, def, None).0 {
        let range = spans(db, mention.item).get(mention.node) + item_start(db, mention.item);
        places.push(FileRange { file: mention.item.file(db), range });
    }
    // Where a file gives it another name, that name stays.
    places.retain(|place| file_text(db, place.file).get(std::ops::Range::from(place.range)) == Some(old.as_str()));
    replacing(places, new)
}

fn replacing(mut places: Vec<FileRange>, new: &SmolStr) -> SourceEdit {
    let mut edit = SourceEdit::default();
    let mut seen: Vec<FileRange> = Vec::new();
    places.sort_by_key(|place| place.range.start());
    for place in places {
        if !seen.contains(&place) {
            seen.push(place);
            edit.push(place.file, TextEdit { range: place.range, text: new.to_string() });
        }
    }
    edit
}

fn rename_option<'db>(db: &'db dyn Db, decision: DeclRef<'db>, old: &str, new: &SmolStr) -> Result<SourceEdit, String> {
    if !option_places(db, decision, new).is_empty() {
        let what = if body(db, decision.item).decl(decision.decl).kind == Some(Kind::Rollout) {
            "this rollout has a stage"
        } else {
            "this decision has an option"
        };
        return Err(format!("{what} `{new}` already; choose another name"));
    }
    let file = decision.item.file(db);
    let places = option_places(db, decision, old).into_iter().map(|(range, _)| FileRange { file, range });
    Ok(replacing(places.collect(), new))
}

/// Changes the name after `as`, which only its own file knows.
fn rename_alias<'db>(
    db: &'db dyn Db,
    file: SourceFile,
    def: Def<'db>,
    old: &SmolStr,
    new: &SmolStr,
) -> Result<SourceEdit, String> {
    let module = Module::new(db, file.workspace(db), file_module(db, file).clone());
    let taken = !declared(db, module, new).is_empty() || imports(db, file).iter().any(|import| import.name == *new);
    if taken {
        return Err(format!("this file knows something else as `{new}` already; choose another name"));
    }
    let mut places = Vec::new();
    for item in items(db, file) {
        let place = |node| FileRange { file, range: spans(db, *item).get(node) + item_start(db, *item) };
        let body = body(db, *item);
        if let Some((alias, node)) = body.uses.as_ref().and_then(|uses| uses.alias.as_ref())
            && alias == old
        {
            places.push(place(*node));
        }
        for (id, path) in body.all_paths().filter(|(_, path)| path.segments.first() == Some(old)) {
            let leads = match &resolutions(db, *item)[id.0 as usize] {
                Resolution::Found(defs) => defs.contains(&def),
                other => other.def() == Some(def),
            };
            if leads {
                places.push(place(path.segment(0)));
            }
        }
    }
    Ok(replacing(places, new))
}

/// Where the name at a position is written again in its file, if it is written nowhere else: an option of a decision, and
/// where it is chosen.
pub(crate) fn linked(db: &dyn Db, at: FilePosition) -> Vec<TextRange> {
    match subject_at(db, at).map(|found| found.subject) {
        Some(Subject::Option(decision, name)) => {
            option_places(db, decision, &name).into_iter().map(|(range, _)| range).collect()
        }
        _ => Vec::new(),
    }
}

/// Changes one word of a module's path, in the files of the module and of those inside it, and moves the files that are
/// called after it.
fn rename_module(db: &dyn Db, module: Module<'_>, new: &SmolStr) -> Result<SourceEdit, String> {
    let workspace = module.workspace(db);
    let old = module.path(db).clone();
    let depth = old.matches('.').count();
    let renamed = match old.rsplit_once('.') {
        Some((outer, _)) => format!("{outer}.{new}"),
        None => new.to_string(),
    };
    if module_paths(db, workspace).iter().any(|path| *path == renamed || path.starts_with(&format!("{renamed}."))) {
        return Err(format!("there is a module `{renamed}` already; choose another name"));
    }
    let inside =
        |path: &SmolStr| *path == old || path.strip_prefix(old.as_str()).is_some_and(|rest| rest.starts_with('.'));
    let mut places = Vec::new();
    let mut files = Vec::new();
    for path in module_paths(db, workspace).iter().filter(|path| inside(path)) {
        for file in module_files(db, Module::new(db, workspace, path.clone())) {
            places.extend(module_word(db, *file, depth));
            if *path == old {
                files.push(*file);
            }
        }
    }
    for mention in mentions(db, Def::Module(module), None).0 {
        let range = spans(db, mention.item).get(mention.node) + item_start(db, mention.item);
        places.push(FileRange { file: mention.item.file(db), range });
    }
    let word = old.rsplit('.').next().unwrap_or_default();
    // What stands for the module under another name keeps it.
    places.retain(|place| file_text(db, place.file).get(std::ops::Range::from(place.range)) == Some(word));
    let mut edit = replacing(places, new);
    let exists = |path: &camino::Utf8Path| {
        let files = workspace.open(db).iter().chain(workspace.closed(db));
        files.into_iter().any(|file| file.path(db) == path)
    };
    for file in files.into_iter().filter(|file| file.path(db).file_stem() == Some(word)) {
        // A module need not be called after its file: one that is in the way stays, and so does this one.
        let path = file.path(db).with_file_name(format!("{new}.averment"));
        if !exists(&path) {
            edit.moves.push((file, path));
        }
    }
    Ok(edit)
}

/// Where a file's `module` line has its word of this index.
fn module_word(db: &dyn Db, file: SourceFile, index: usize) -> Option<FileRange> {
    let item = items(db, file).iter().find(|item| item.kind(db) == ItemKind::Module)?;
    let node = body(db, *item).module.as_ref()?.node;
    let range = spans(db, *item).get(node) + item_start(db, *item);
    let text = file_text(db, file).get(std::ops::Range::from(range))?;
    let before: usize = text.split('.').take(index).map(|word| word.len() + 1).sum();
    let word = text.split('.').nth(index)?;
    // A space around the dot belongs to no word.
    let lead = word.len() - word.trim_start().len();
    let start = range.start() + TextSize::from((before + lead) as u32);
    Some(FileRange { file, range: TextRange::at(start, TextSize::from(word.trim().len() as u32)) })
}

/// The edits that keep the modules of files in step when the files get other names: where a file is called after its
/// module, the module goes with it.
pub(crate) fn file_renamed(db: &dyn Db, file: SourceFile, stem: &str) -> Option<SourceEdit> {
    let path = file_module(db, file).clone();
    let word = path.rsplit('.').next().unwrap_or_default();
    let new = SmolStr::new(stem);
    if word.is_empty() || file.path(db).file_stem() != Some(word) || is_a_name(&new).is_err() {
        return None;
    }
    let workspace: Workspace = file.workspace(db);
    let module = Module::new(db, workspace, path);
    // Other files of the module are not asked to come along.
    if module_files(db, module).len() > 1 {
        return None;
    }
    let mut edit = rename_module(db, module, &new).ok()?;
    edit.moves.clear();
    Some(edit)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use crate::fixture::Fixture;

    /// The files after a rename, those that change.
    #[track_caller]
    fn check(new: &str, text: &str, expected: Expect) {
        let fixture = Fixture::new(text);
        let edit = fixture.analysis().rename(fixture.cursor(), new).expect("nothing changes it");
        let shown = match edit {
            Err(reason) => format!("refused: {reason}\n"),
            Ok(edit) => fixture.apply(&edit),
        };
        expected.assert_eq(&shown);
    }

    const MODEL: &str = "//- model.averment\nmodule shop.model\nentity Order {\n  id Id\n  total Money\n  status draft | paid\n}\nentity Bill {\n  order Order\n}\nrule Positive {\n  for Order\n  always total >= 0 and status = paid\n}\n//- other.averment\nmodule shop.other\nuse shop.model.{Order}\nspec S {\n  problem: an [Order] with [Order.total], 🎉 [Order.status.paid]\n  flow F {\n    step Pay {\n      charges Order.total\n      moves Order.status to paid\n    }\n  }\n}\n";

    #[test]
    fn a_declaration_with_its_uses_in_structure_and_prose() {
        check(
            "Purchase",
            &MODEL.replace("entity Order", "entity Or$0der"),
            expect![[r#"
                //- model.averment
                module shop.model
                entity Purchase {
                  id Id
                  total Money
                  status draft | paid
                }
                entity Bill {
                  order Purchase
                }
                rule Positive {
                  for Purchase
                  always total >= 0 and status = paid
                }
                //- other.averment
                module shop.other
                use shop.model.{Purchase}
                spec S {
                  problem: an [Purchase] with [Purchase.total], 🎉 [Purchase.status.paid]
                  flow F {
                    step Pay {
                      charges Purchase.total
                      moves Purchase.status to paid
                    }
                  }
                }
            "#]],
        );
    }

    #[test]
    fn fields_states_and_steps() {
        let changed = |new: &str, text: &str| {
            let fixture = Fixture::new(text);
            let edit =
                fixture.analysis().rename(fixture.cursor(), new).expect("nothing changes it").expect("a good name");
            let shown = fixture.apply(&edit);
            shown.lines().filter(|line| line.contains(new)).map(str::trim).collect::<Vec<_>>().join(" | ")
        };
        assert_eq!(
            changed("sum", &MODEL.replace("charges Order.total", "charges Order.to$0tal")),
            "sum Money | always sum >= 0 and status = paid | problem: an [Order] with [Order.sum], 🎉 [Order.status.paid] | charges Order.sum"
        );
        assert_eq!(
            changed("settled", &MODEL.replace("to paid\n", "to pa$0id\n")),
            "status draft | settled | always total >= 0 and status = settled | problem: an [Order] with [Order.total], 🎉 [Order.status.settled] | moves Order.status to settled"
        );
        assert_eq!(changed("Settle", &MODEL.replace("step Pay", "step P$0ay")), "step Settle {");
        assert_eq!(
            changed(
                "Two",
                "spec A {\n  decision D {\n    option One$0: a\n    option Three: b\n    chosen One\n  }\n}\n"
            ),
            "option Two: a | chosen Two"
        );
        let rollout = "spec A {\n  rollout {\n    stage beta 10% until 2027-01-01\n    stage all 100%\n  }\n}\n";
        assert_eq!(changed("some", &rollout.replace("beta", "be$0ta")), "stage some 10% until 2027-01-01");
        let fixture = Fixture::new(&rollout.replace("beta", "be$0ta"));
        let taken = fixture.analysis().rename(fixture.cursor(), "all").expect("nothing changes it");
        assert_eq!(taken, Err("this rollout has a stage `all` already; choose another name".to_owned()));
    }

    #[test]
    fn a_default_goes_with_its_state() {
        let text = |state: &str| {
            format!(
                "//- a.averment\nenum Size {{\n  values small | {state}\n}}\nentity E {{\n  size Size default {state}\n  other Size default Size.{state}\n  own many a | {state} default {state}\n  late Boolean default no\n}}\n"
            )
        };
        let fixture = Fixture::new(&text("no").replacen("no\n", "n$0o\n", 1));
        let edit = fixture.analysis().rename(fixture.cursor(), "large").expect("nothing changes it").expect("a name");
        let expected = text("large").replace("own many a | large default large", "own many a | no default no");
        assert_eq!(fixture.apply(&edit), expected);
    }

    #[test]
    fn names_that_are_refused() {
        check(
            "Bill",
            &MODEL.replace("entity Order", "entity Or$0der"),
            expect![[r#"
            refused: there is an entity `Bill` already; choose another name
        "#]],
        );
        check(
            "2nd",
            &MODEL.replace("entity Order", "entity Or$0der"),
            expect![[r#"
            refused: `2nd` is no name: a name begins with a letter and holds letters, digits, `_` and inner `-`
        "#]],
        );
        check(
            "when",
            &MODEL.replace("entity Order", "entity Or$0der"),
            expect![[r#"
            refused: `when` is a word of the language; choose another name
        "#]],
        );
        check(
            "Text",
            &MODEL.replace("entity Order", "entity Or$0der"),
            expect![[r#"
            refused: `Text` is a type of the language; choose another name
        "#]],
        );
        check(
            "extends",
            &MODEL.replace("  total Money", "  to$0tal Money"),
            expect![[r#"
            refused: `extends` is a property of every entity; choose another name
        "#]],
        );
        check(
            "status",
            &MODEL.replace("  total Money", "  to$0tal Money"),
            expect![[r#"
            refused: there is a field `Order.status` already; choose another name
        "#]],
        );
        check(
            "x",
            &MODEL.replace("id Id", "id I$0d"),
            expect![[r#"
            refused: `Id` is a word of the language, which nobody can rename
        "#]],
        );
    }

    /// Which words those are depends on the place: the parser is asked.
    #[test]
    fn words_of_the_language_are_refused_where_they_would_be_read_as_such() {
        let text = "entity Order {\n  status draft | paid\n  note Text 1..9\n}\nlifecycle L {\n  for Order.status\n  initial draft\n  final paid\n  draft -> paid\n}\nrule R {\n  for Order\n  always status = draft or note is set\n}\n";
        let line = |offset: &str, new: &str| {
            let fixture = Fixture::new(&text.replacen(offset, &format!("{}$0{}", &offset[..3], &offset[3..]), 1));
            fixture.analysis().rename(fixture.cursor(), new).expect("nothing changes it").err()
        };
        for (name, new, at) in [
            ("draft", "in", 13),
            ("draft", "set", 13),
            ("draft", "initial", 9),
            ("draft", "final", 9),
            ("draft", "for", 9),
            ("note", "not", 13),
            ("note", "is", 13),
            ("note", "where", 13),
            ("note", "implies", 13),
        ] {
            let expected = format!(
                "in a.averment, line {at}, `{new}` would be read as a word of the language; choose another name"
            );
            assert_eq!(line(name, new), Some(expected), "{name} -> {new}");
        }
        for (name, new) in [("draft", "always"), ("note", "count"), ("Order", "Case"), ("note", "percent")] {
            assert_eq!(line(name, new), None, "{name} -> {new}");
        }
    }

    #[test]
    fn a_field_that_would_be_hidden_is_refused() {
        check(
            "extra",
            "entity X {\n  na$0me Text 1..9\n}\nentity Y {\n  extends X\n}\nentity Z {\n  extends Y\n  extra Text 1..9\n}\n",
            expect![[r#"
            refused: there is a field `Z.extra` already; choose another name
        "#]],
        );
    }

    #[test]
    fn a_file_in_the_way_stays_and_an_alias_stays() {
        check(
            "buy",
            "//- model.averment\nmodule shop.mo$0del\nentity Order {\n}\n//- buy.averment\nmodule shop\nuse shop.model.{Order as O}\n//- far.averment\nmodule far\nuse shop.model as Things\n",
            expect![[r#"
            //- model.averment
            module shop.buy
            entity Order {
            }
            //- buy.averment
            module shop
            use shop.buy.{Order as O}
            //- far.averment
            module far
            use shop.buy as Things
        "#]],
        );
    }

    #[test]
    fn a_name_that_would_mean_something_else_is_refused() {
        // In `S`, `Local` is what the spec declares.
        check(
            "Local",
            &MODEL.replace("entity Order", "entity Or$0der").replace("spec S {", "spec S {\n  entity Local {\n  }"),
            expect![[r#"
                refused: in other.averment, line 6, `Local` would mean `S.Local` and `Order`; choose another name
            "#]],
        );
        // What reads `Far` in the module would read the entity instead of what is used.
        let far = "//- far.averment\nmodule far\nentity Far {\n}\n//- a.averment\nmodule m\nuse far.{Far}\nentity Ne$0ar {\n}\nspec S {\n  changes Far\n}\n";
        check(
            "Far",
            far,
            expect![[r#"
            refused: in a.averment, line 6, `Far` would mean `Far` and `Near`; choose another name
        "#]],
        );
    }

    #[test]
    fn another_name_of_one_file_stays_in_that_file() {
        let text = |a: &str, b: &str| {
            format!(
                "//- model.averment\nmodule m\nentity {a} {{\n}}\n//- a.averment\nmodule b\nuse m.Order as Kauf\nspec S {{\n  changes {b}\n}}\n"
            )
        };
        check(
            "Buy",
            &text("Order", "Ka$0uf"),
            expect![[r#"
            //- a.averment
            module b
            use m.Order as Buy
            spec S {
              changes Buy
            }
        "#]],
        );
        check(
            "Purchase",
            &text("Or$0der", "Kauf"),
            expect![[r#"
            //- model.averment
            module m
            entity Purchase {
            }
            //- a.averment
            module b
            use m.Purchase as Kauf
            spec S {
              changes Kauf
            }
        "#]],
        );
    }

    #[test]
    fn a_module_with_its_files() {
        let text = "//- export.averment\nmodule shop.ex$0port\nentity A {\n}\n//- inner.averment\nmodule shop.export.inner\nentity B {\n}\n//- user.averment\nmodule user\nuse shop.export.{A}\nspec S {\n  changes shop.export.inner.B\n}\n";
        check(
            "delivery",
            text,
            expect![[r#"
            //- delivery.averment
            module shop.delivery
            entity A {
            }
            //- inner.averment
            module shop.delivery.inner
            entity B {
            }
            //- user.averment
            module user
            use shop.delivery.{A}
            spec S {
              changes shop.delivery.inner.B
            }
        "#]],
        );
        let fixture = Fixture::new(text);
        let edit = fixture.analysis().file_renamed(fixture.file(0), "delivery").expect("nothing changes it");
        let shown = fixture.apply(&edit.expect("the module is called after the file"));
        assert!(shown.contains("module shop.delivery\n") && shown.contains("//- export.averment"), "{shown}");
        assert_eq!(fixture.analysis().file_renamed(fixture.file(2), "x y").expect("nothing changes it"), None);
    }

    #[test]
    fn there_and_back_again() {
        for (old, new, at) in [
            ("Order", "Purchase", "entity Or$0der"),
            ("total", "sum", "  to$0tal Money"),
            ("paid", "settled", "draft | pa$0id"),
        ] {
            let marked = MODEL.replace(&at.replace("$0", ""), at);
            let fixture = Fixture::new(&marked);
            let there =
                fixture.analysis().rename(fixture.cursor(), new).expect("nothing changes it").expect("a good name");
            let renamed = fixture.apply(&there);
            let back_at = at.replace("$0", "").replace(old, &format!("$0{new}"));
            let back = Fixture::new(&renamed.replacen(&back_at.replace("$0", ""), &back_at, 1));
            let edit =
                back.analysis().rename(back.cursor(), old).expect("nothing changes it").expect("the old name is free");
            assert_eq!(back.apply(&edit), MODEL, "{old} to {new} and back");
        }
    }

    #[test]
    fn no_place_panics() {
        for text in [MODEL, "\u{feff}module é\r\nuse é.{Ä}\r\nspec Ä \"🍏\" {\r\n  problem: 🎉[Ä.x] 5 s\r\n"] {
            let fixture = Fixture::new(text);
            for at in fixture.everywhere() {
                let _ = fixture.analysis().prepare_rename(at).expect("nothing changes it");
                let _ = fixture.analysis().rename(at, "New").expect("nothing changes it");
            }
        }
    }
}
