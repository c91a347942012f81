//! Whether names lead somewhere, and to what.

pub(crate) mod ambiguous;
pub(crate) mod duplicate;
pub(crate) mod naming;
pub(super) mod scope;
pub(crate) mod unknown_code;
pub(crate) mod unknown_kind;
pub(crate) mod unknown_property;
pub(crate) mod unresolved;
pub(crate) mod unused;
pub(crate) mod unused_use;
pub(crate) mod wrong_kind;

use averment_model::{Db, Import, NodeId, Use, body};

use crate::finding::{Checker, Edit, Place};

/// Words in a row, each as code: `` `a`, `b` and `c` ``. Of a long row the first, and how many more there are.
pub(super) fn listed(words: &[impl AsRef<str>], joint: &str) -> String {
    const MOST: usize = 6;
    let shown: Vec<_> = words.iter().take(MOST).map(|word| format!("`{}`", word.as_ref())).collect();
    if words.len() > MOST {
        return format!("{} and {} more", shown.join(", "), words.len() - MOST);
    }
    match &shown[..] {
        [most @ .., last] if !most.is_empty() => format!("{} {joint} {last}", most.join(", ")),
        _ => shown.concat(),
    }
}

/// Where a name stands that a `use` line brings in.
fn import_place<'db>(db: &'db dyn Db, import: &Import<'db>) -> Option<Place<'db>> {
    let uses = body(db, import.item).uses.as_ref()?;
    Some(Place::node(import.item, name_node(uses, import.index)))
}

/// The name with this index in the braces of a `use` line, or the name of the whole line.
fn name_node(uses: &Use, index: Option<u32>) -> NodeId {
    match (index.and_then(|index| uses.names.get(index as usize)), &uses.alias) {
        (Some((_, node)), _) | (None, Some((_, node))) => *node,
        (None, None) => NodeId(uses.path_node.0 + uses.path.len() as u32),
    }
}

/// The edits that take names out of a `use` line: the line itself where none is left.
fn remove_names<'db>(c: &Checker<'db>, uses: &Use, indices: &[u32]) -> Vec<Edit<'db>> {
    let kept = (0..).zip(&uses.names).filter(|(index, _)| !indices.contains(index));
    let kept: Vec<_> = kept.map(|(_, (name, _))| name.as_str()).collect();
    if kept.is_empty() {
        return vec![Edit::DeleteLines(c.place(uses.node))];
    }
    let line = format!("use {}.{{{}}}", uses.path.join("."), kept.join(", "));
    vec![Edit::Replace(c.place(uses.node), line)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Fixture;

    #[test]
    fn long_rows_are_cut() {
        assert_eq!(listed(&["a"], "and"), "`a`");
        assert_eq!(listed(&["a", "b", "c"], "or"), "`a`, `b` or `c`");
        assert_eq!(listed(&["a", "b", "c", "d", "e", "f", "g"], "and"), "`a`, `b`, `c`, `d`, `e`, `f` and 1 more");
    }

    #[test]
    fn the_shipped_examples_hold_one_name_that_nothing_mentions() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/specs");
        let mut text = String::new();
        for folder in std::fs::read_dir(root).expect("the examples").flatten() {
            for file in std::fs::read_dir(folder.path()).expect("a folder of examples").flatten() {
                let path = file.path();
                if path.extension().is_some_and(|extension| extension == "averment") {
                    text.push_str(&format!("//- {}\n", path.display()));
                    text.push_str(&std::fs::read_to_string(path).expect("an example"));
                }
            }
        }
        let fixture = Fixture::new(&text);
        let mut found = Vec::new();
        for (file, _) in &fixture.files {
            let findings = fixture.findings(*file).into_iter().filter(|(_, _, finding)| finding.rule.group() == "name");
            found.extend(findings.map(|(_, _, finding)| format!("{}: {}", finding.rule.code, finding.message)));
        }
        assert_eq!(found, ["name/unused: nothing mentions the actor `Adjuster`; use it, or remove it"]);
    }
}
