//! The tree of a file as text, for those who work on the parser.

use averment_model::{Db, SourceFile, item_ranges, items, parse};
use averment_syntax::WalkEvent;

/// Each node and each token on a line of its own, as far in as it lies deep: what it is, where it is, and the text of a token.
pub(crate) fn syntax_tree(db: &dyn Db, file: SourceFile) -> String {
    let mut shown = String::new();
    for (item, at) in items(db, file).iter().zip(item_ranges(db, file)) {
        let mut depth = 0;
        for event in parse(db, *item).green.syntax().preorder_with_tokens() {
            let element = match event {
                WalkEvent::Enter(element) => element,
                WalkEvent::Leave(element) => {
                    depth -= usize::from(element.as_node().is_some());
                    continue;
                }
            };
            let range = element.text_range() + at.start();
            shown.push_str(&format!("{}{:?} {range:?}", "  ".repeat(depth), element.kind()));
            match element.as_token() {
                Some(token) => shown.push_str(&format!(" {:?}\n", token.text())),
                None => {
                    shown.push('\n');
                    depth += 1;
                }
            }
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    #[test]
    fn every_token_is_shown_where_it_stands() {
        let text = "module a\r\n\r\nspec 🦀 {\n  problem: x [\n";
        let fixture = Fixture::new(text);
        let tree = fixture.analysis().syntax_tree(fixture.file(0)).expect("nothing changes it");
        let tokens = tree.lines().filter_map(|line| {
            let (place, said) = line.trim_start().split_once(" \"")?;
            let (start, end) = place.rsplit_once(' ')?.1.split_once("..")?;
            Some((start.parse::<usize>().ok()?, end.parse::<usize>().ok()?, said.len()))
        });
        let mut end = 0;
        for (from, to, said) in tokens {
            assert!(from == end && said > to - from, "{tree}");
            end = to;
        }
        assert_eq!(end, text.len(), "{tree}");
    }
}
