//! What a `use` line brings in.

use averment_model::{Def, NodeId, Resolution, member, module_paths, resolve_full};
use averment_syntax::nearest;
use smol_str::SmolStr;

use super::super::{listed, scope};
use super::{suggest, what_it_has};
use crate::finding::Checker;

/// Reports the names of a `use` line that lead nowhere.
pub(super) fn check(c: &mut Checker<'_>) {
    let Some(uses) = &c.body.uses else { return };
    let workspace = c.item.file(c.db).workspace(c.db);
    match resolve_full(c.db, workspace, &uses.path) {
        Resolution::Missing { segment, after } => {
            let segment = segment as usize;
            let Some(name) = uses.path.get(segment) else { return };
            let node = NodeId(uses.path_node.0 + 1 + segment as u32);
            match after {
                Some(after) if matches!(after, Def::Field(..)) || !scope::is_open(c.db, after) => {
                    missing_in(c, node, name, after)
                }
                Some(_) => {}
                None => {
                    let modules = module_paths(c.db, workspace);
                    let firsts = modules.iter().filter_map(|path| path.split('.').next());
                    let meant = nearest(name, firsts);
                    let message = match meant {
                        Some(meant) => format!("there is no module `{name}`; did you mean `{meant}`?"),
                        None if modules.is_empty() => {
                            format!("there is no module `{name}`; no file names its `module` yet")
                        }
                        None => format!("there is no module `{name}`; the workspace has {}", listed(modules, "and")),
                    };
                    suggest(c, node, message, meant);
                }
            }
        }
        resolution => {
            let Some(def) = resolution.def() else { return };
            for (name, node) in &uses.names {
                if member(c.db, def, name).is_none() && !scope::is_open(c.db, def) {
                    missing_in(c, *node, name, def);
                }
            }
        }
    }
}

fn missing_in(c: &mut Checker<'_>, node: NodeId, name: &str, of: Def<'_>) {
    let members = scope::members(c.db, of);
    let meant = nearest(name, members.iter().map(SmolStr::as_str));
    let whole = of.qualified_name(c.db);
    let message = match meant {
        Some(meant) => format!("`{whole}` has no `{name}`; did you mean `{meant}`?"),
        None => format!("`{whole}` has no `{name}`; {}", what_it_has(c, of, &members)),
    };
    suggest(c, node, message, meant);
}
