//! Where a definition is named: first the files and items that hold its word at all, then those whose paths lead to it.

use averment_model::{
    Db, DeclRef, Def, Item, NodeId, Resolution, SourceFile, Workspace, body, file_words, imports, is_mentioned,
    item_words, items, resolutions, resolve_full,
};
use averment_syntax::ItemKind;
use smol_str::SmolStr;

use crate::position::{outer_module, place_word, segment, segment_defs};

/// One place that names a definition.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mention<'db> {
    /// The item it stands in.
    pub(crate) item: Item<'db>,
    /// The segment.
    pub(crate) node: NodeId,
    /// What it is for: `reads`, `prose`, `use`.
    pub(crate) place: &'static str,
}

/// Where a definition is named. Looks into at most `limit` items, and into `use` lines only without a limit; says
/// whether that was all.
pub(crate) fn mentions<'db>(db: &'db dyn Db, def: Def<'db>, limit: Option<usize>) -> (Vec<Mention<'db>>, bool) {
    let mut found = Vec::new();
    let workspace = match def {
        Def::Module(module) => module.workspace(db),
        _ => match def.file(db) {
            Some(file) => file.workspace(db),
            None => return (found, true),
        },
    };
    let name = def.name(db);
    let word = SmolStr::new(name.rsplit('.').next().unwrap_or_default());
    if word.is_empty() {
        return (found, true);
    }
    let files = || workspace.open(db).iter().chain(workspace.closed(db)).copied();
    let mut looked_at = 0;
    let mut aliases: Vec<(SourceFile, SmolStr)> = Vec::new();
    for file in files() {
        for import in imports(db, file).iter().filter(|import| import.path.contains(&word)) {
            if import.path.last() != Some(&import.name) && resolve_full(db, workspace, &import.path).def() == Some(def)
            {
                aliases.push((file, import.name.clone()));
            }
        }
        if limit.is_none() {
            // What a line that cannot be read to its end brings in is not known, but what it names before that is.
            let names = |item: &Item<'db>| item.kind(db) == ItemKind::Use && item.text(db).contains(word.as_str());
            for item in items(db, file).iter().filter(|item| names(item)) {
                in_use(db, workspace, *item, def, &word, &mut found);
            }
        }
    }
    // A file that gives the definition another name is searched for that name too.
    if !is_mentioned(db, workspace, &word) && aliases.is_empty() {
        return (found, true);
    }
    for file in files() {
        let alias = aliases.iter().find(|(other, _)| *other == file).map(|(_, name)| name);
        let wanted = |mentioned: &rustc_hash::FxHashSet<SmolStr>| {
            mentioned.contains(&word) || alias.is_some_and(|alias| mentioned.contains(alias))
        };
        if !wanted(&file_words(db, file).mentioned) {
            continue;
        }
        for item in items(db, file).iter().filter(|item| wanted(&item_words(db, **item).mentioned)) {
            if limit == Some(looked_at) {
                return (found, false);
            }
            looked_at += 1;
            in_item(db, *item, def, |segment| *segment == word || alias == Some(segment), &mut found);
        }
    }
    (found, true)
}

fn in_item<'db>(
    db: &'db dyn Db,
    item: Item<'db>,
    def: Def<'db>,
    wanted: impl Fn(&SmolStr) -> bool,
    found: &mut Vec<Mention<'db>>,
) {
    let body = body(db, item);
    let mut resolved: Option<&'db Vec<Resolution<'db>>> = None;
    for (id, path) in body.all_paths() {
        for (index, _) in path.segments.iter().enumerate().filter(|(_, segment)| wanted(segment)) {
            let resolution = &resolved.get_or_insert_with(|| resolutions(db, item))[id.0 as usize];
            let scope = DeclRef { item, decl: path.scope };
            if segment_defs(db, scope, resolution, index, &path.segments).is_some_and(|defs| defs.contains(&def)) {
                found.push(Mention { item, node: path.segment(index), place: place_word(&path.place) });
            }
        }
    }
}

fn in_use<'db>(
    db: &'db dyn Db,
    workspace: Workspace,
    item: Item<'db>,
    def: Def<'db>,
    word: &SmolStr,
    found: &mut Vec<Mention<'db>>,
) {
    let Some(uses) = &body(db, item).uses else { return };
    let mention = |node| Mention { item, node, place: "use" };
    if uses.path.contains(word) {
        let resolution = resolve_full(db, workspace, &uses.path);
        for index in (0..uses.path.len()).filter(|index| uses.path[*index] == *word) {
            let outer = match &resolution {
                Resolution::Found(defs) => outer_module(db, workspace, defs, index, &uses.path),
                _ => None,
            };
            if resolution.segment(index, uses.path.len()).or(outer) == Some(def) {
                found.push(mention(segment(uses.path_node, index)));
                if index + 1 == uses.path.len()
                    && !uses.list
                    && let Some((_, alias)) = &uses.alias
                {
                    found.push(mention(*alias));
                }
            }
        }
    }
    for (name, node) in uses.names.iter().filter(|(name, _)| name == word) {
        let path: Vec<_> = uses.path.iter().chain([name]).cloned().collect();
        if resolve_full(db, workspace, &path).def() == Some(def) {
            found.push(mention(*node));
        }
    }
}
