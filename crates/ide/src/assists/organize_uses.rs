//! The `use` lines sorted, those of one module put together, and those that nothing needs left out.

use std::collections::BTreeMap;

use averment_model::{body, imports, item_words, items, parse};
use averment_syntax::{ItemKind, TextRange};

use super::Scope;
use crate::diagnostics::{item_start, newline};
use crate::types::SourceEdit;

pub(super) fn look(scope: &Scope<'_>) -> Vec<(String, SourceEdit)> {
    let (db, file) = (scope.db, scope.at.file);
    let uses: Vec<_> = items(db, file).iter().filter(|item| item.kind(db) == ItemKind::Use).collect();
    let lines: Option<Vec<TextRange>> = uses
        .iter()
        .map(|item| {
            let line = parse(db, **item).green.syntax().children().next()?.text_range() + item_start(db, **item);
            let length = scope.text().get(std::ops::Range::from(line))?.trim_end().len() as u32;
            Some(TextRange::at(line.start(), length.into()))
        })
        .collect();
    let Some(lines) = lines.filter(|lines| !lines.is_empty()) else { return Vec::new() };
    let whole = lines.iter().copied().reduce(TextRange::cover).unwrap_or_default();
    let between = &scope.text()[std::ops::Range::from(whole)];
    // What stands between them, such as a comment, has its place there.
    if between.contains("//") {
        return Vec::new();
    }
    let needed = |name: &smol_str::SmolStr| {
        let others = items(db, file).iter().filter(|item| item.kind(db) != ItemKind::Use);
        others.into_iter().any(|item| item_words(db, *item).mentioned.contains(name))
    };
    let mut lists: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut whole_paths: Vec<String> = Vec::new();
    for item in &uses {
        let Some(uses) = &body(db, **item).uses else { continue };
        let own = imports(db, file).iter().filter(|import| import.item == **item && needed(&import.name));
        let path = uses.path.join(".");
        for import in own {
            if uses.list {
                lists.entry(path.clone()).or_default().push(import.name.to_string());
            } else {
                let alias = uses.alias.as_ref().map(|(alias, _)| format!(" as {alias}")).unwrap_or_default();
                whole_paths.push(format!("use {path}{alias}"));
            }
        }
    }
    let mut sorted: Vec<String> = whole_paths;
    for (path, mut names) in lists {
        names.sort();
        names.dedup();
        sorted.push(format!("use {path}.{{{}}}", names.join(", ")));
    }
    sorted.sort();
    sorted.dedup();
    let text = sorted.join(newline(scope.text()));
    if text == between { Vec::new() } else { vec![("sort and prune the uses".to_owned(), scope.replace(whole, text))] }
}

#[cfg(test)]
mod tests {
    use crate::assists::testing::after;

    #[test]
    fn sorted_and_pruned() {
        let text = "module m\n\nuse z.{Z, Y}\nuse a.B\nuse z.{X}\nuse c.D as E\n$0\nspec S {\n  changes Z, X, E\n}\n";
        assert_eq!(after("sort", text), "module m\n\nuse c.D as E\nuse z.{X, Z}\n\nspec S {\n  changes Z, X, E\n}\n");
    }
}
