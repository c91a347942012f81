//! The shape of a file: what can be folded, what a selection grows to, which words are links.

use averment_model::{Db, SourceFile, item_ranges, items, parse};
use averment_syntax::SyntaxKind::*;
use averment_syntax::{ItemKind, SyntaxNode, TextRange, TextSize};

use crate::position::{file_text, item_at};
use crate::types::FilePosition;

/// Something that can be folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// From the end of its first line to its end.
    pub range: TextRange,
    /// What it is.
    pub kind: FoldKind,
}

/// What can be folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoldKind {
    /// A block in braces.
    Block,
    /// Prose over several lines, or a list.
    Prose,
    /// Comments over several lines.
    Comment,
    /// The `use` lines.
    Uses,
}

/// A word that leads somewhere outside of the specs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The word.
    pub range: TextRange,
    /// An address, or a path from the folder of the workspace with a place behind `#`.
    pub target: LinkTarget,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// An address: `https://…`.
    Url(String),
    /// A file, relative to the folder of the workspace, and what stands behind its `#`.
    File(String, Option<String>),
}

/// What can be folded in a file, outer before inner.
pub(crate) fn folds(db: &dyn Db, file: SourceFile) -> Vec<Fold> {
    let text = file_text(db, file);
    let mut folds = Vec::new();
    let mut uses: Option<TextRange> = None;
    for (item, range) in items(db, file).iter().zip(item_ranges(db, file)) {
        let root = parse(db, *item).green.syntax();
        if let Some(line) = root.children().find(|_| item.kind(db) == ItemKind::Use) {
            let whole = trimmed(text, line.text_range() + range.start());
            uses = Some(uses.map_or(whole, |uses| uses.cover(whole)));
        }
        for node in root.descendants() {
            let kind = match node.kind() {
                BLOCK => FoldKind::Block,
                PROSE | BULLET_ITEM => FoldKind::Prose,
                PROPERTY if node.children().any(|child| child.kind() == BULLET_ITEM) => FoldKind::Prose,
                _ => continue,
            };
            folds.extend(fold(text, trimmed(text, node.text_range() + range.start()), kind));
        }
        folds.extend(
            comments(&root, range.start()).into_iter().filter_map(|c| fold(text, trimmed(text, c), FoldKind::Comment)),
        );
    }
    folds.extend(uses.and_then(|uses| fold(text, uses, FoldKind::Uses)));
    folds.sort_by_key(|fold| (fold.range.start(), std::cmp::Reverse(fold.range.end())));
    folds.dedup();
    folds
}

fn trimmed(text: &str, range: TextRange) -> TextRange {
    let length = text.get(std::ops::Range::from(range)).map_or(0, |text| text.trim_end().len());
    TextRange::at(range.start(), TextSize::from(length as u32))
}

/// A fold of what goes over more than one line.
fn fold(text: &str, range: TextRange, kind: FoldKind) -> Option<Fold> {
    let inside = text.get(std::ops::Range::from(range))?;
    inside.contains(['\n', '\r']).then_some(Fold { range, kind })
}

/// Runs of comment lines.
fn comments(root: &SyntaxNode, start: TextSize) -> Vec<TextRange> {
    let mut runs: Vec<TextRange> = Vec::new();
    let mut open = false;
    for token in root.descendants_with_tokens().filter_map(|element| element.into_token()) {
        match token.kind() {
            COMMENT | DOC_COMMENT => {
                let range = token.text_range() + start;
                match runs.last_mut().filter(|_| open) {
                    Some(run) => *run = run.cover(range),
                    None => runs.push(range),
                }
                open = true;
            }
            WHITESPACE | NEWLINE => {}
            _ => open = false,
        }
    }
    runs
}

/// What a selection at a position grows to, from the word outward to the whole file.
pub(crate) fn selections(db: &dyn Db, at: FilePosition) -> Vec<TextRange> {
    let text = file_text(db, at.file);
    let mut ranges = Vec::new();
    if let Some((item, start)) = item_at(db, at.file, at.offset)
        && let Some(offset) = at.offset.checked_sub(start)
    {
        let root = parse(db, item).green.syntax();
        let token = match root.token_at_offset(offset.min(root.text_range().end())) {
            averment_syntax::TokenAtOffset::None => None,
            averment_syntax::TokenAtOffset::Single(token) => Some(token),
            averment_syntax::TokenAtOffset::Between(left, right) => {
                // At the end of a word somebody means the word, whatever mark follows.
                let is_behind = left.kind() == WORD && right.kind() != WORD;
                Some(if is_behind || matches!(right.kind(), WHITESPACE | NEWLINE) { left } else { right })
            }
        };
        if let Some(token) = token {
            ranges.push(whole_signs(text, token.text_range() + start));
            ranges.extend(token.parent_ancestors().map(|node| trimmed(text, node.text_range() + start)));
        }
    }
    ranges.push(TextRange::up_to(TextSize::of(text)));
    // What holds no more than the one before it is no step outward.
    let mut grown: Vec<TextRange> = Vec::new();
    for range in ranges {
        if grown.last().is_none_or(|last| range.contains_range(*last) && range != *last) {
            grown.push(range);
        }
    }
    grown
}

/// A range with all of the signs it is a part of: several characters may show as one, and only people can tell.
fn whole_signs(text: &str, range: TextRange) -> TextRange {
    let is_sign = |c: &char| !c.is_ascii() && !c.is_whitespace();
    let token = std::ops::Range::<usize>::from(range);
    if !text[token.clone()].chars().all(|c| is_sign(&c)) {
        return range;
    }
    let before: usize = text[..token.start].chars().rev().take_while(is_sign).map(char::len_utf8).sum();
    let behind: usize = text[token.end..].chars().take_while(is_sign).map(char::len_utf8).sum();
    TextRange::new(((token.start - before) as u32).into(), ((token.end + behind) as u32).into())
}

/// The links of a file.
pub(crate) fn links(db: &dyn Db, file: SourceFile) -> Vec<Link> {
    let mut links = Vec::new();
    for (item, range) in items(db, file).iter().zip(item_ranges(db, file)) {
        let text = item.text(db);
        if !["://", "verified-by", "implemented-in", "source"].iter().any(|word| text.contains(word)) {
            continue;
        }
        let root = parse(db, *item).green.syntax();
        for token in root.descendants_with_tokens().filter_map(|element| element.into_token()) {
            let at = token.text_range() + range.start();
            match token.kind() {
                URL => links.push(Link { range: at, target: LinkTarget::Url(token.text().to_owned()) }),
                STRING => links.extend(linked_file(&token, at)),
                _ => {}
            }
        }
    }
    links
}

/// The properties whose texts are paths of files.
const PATHS: [&str; 3] = ["verified-by", "implemented-in", "source"];

fn linked_file(token: &averment_syntax::SyntaxToken, at: TextRange) -> Option<Link> {
    let line = token.parent_ancestors().find(|node| node.kind() == PROPERTY)?;
    let keyword = line.children_with_tokens().filter_map(|e| e.into_token()).find(|token| token.kind() == KEYWORD)?;
    if !PATHS.contains(&keyword.text()) {
        return None;
    }
    // A string that is never closed has no end to speak of.
    let inner = token.text().strip_prefix('"')?.strip_suffix('"').filter(|inner| !inner.is_empty())?;
    let range = TextRange::at(at.start() + TextSize::of('"'), TextSize::of(inner));
    if inner.contains("://") {
        return Some(Link { range, target: LinkTarget::Url(inner.to_owned()) });
    }
    let (path, place) = inner.split_once('#').map_or((inner, None), |(path, place)| (path, Some(place.to_owned())));
    Some(Link { range, target: LinkTarget::File(path.to_owned(), place) })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::FileRange;
    use crate::fixture::{Fixture, slice};

    const TEXT: &str = "module m\n\nuse a.{B}\nuse c.{D}\n\n// one\n// two\nspec S {\n  problem: first\n    | second 🎉\n  scope:\n    - one\n    - two\n  accept A {\n    verified-by \"tests/a.rs#works\"\n    then see https://example.org/x and go\n  }\n}\n";

    #[test]
    fn folds_are_blocks_prose_comments_and_uses() {
        let fixture = Fixture::new(TEXT);
        let folds = fixture.analysis().folds(fixture.file(0)).expect("nothing changes it");
        let shown = folds.iter().map(|fold| {
            let text = slice(TEXT, fold.range);
            format!(
                "{:?}: {} … {}",
                fold.kind,
                text.lines().next().unwrap_or_default(),
                text.lines().last().unwrap_or_default().trim()
            )
        });
        expect![[r#"
            Uses: use a.{B} … use c.{D}
            Comment: // one … // two
            Block: { … }
            Prose: first … | second 🎉
            Prose: scope: … - two
            Block: { … }"#]]
        .assert_eq(&shown.collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn a_selection_begins_with_a_whole_word_or_sign() {
        for (text, expected) in [
            ("spec S {\n  problem: a 👨\u{200d}👩$0\u{200d}👧 b\n}\n", "👨\u{200d}👩\u{200d}👧"),
            ("spec S {\n  problem: some$0, others\n}\n", "some"),
            ("spec S {\n  problem: $0some\n}\n", "some"),
        ] {
            let fixture = Fixture::new(text);
            let at = fixture.cursor();
            let grown = fixture.analysis().selections(at).expect("nothing changes it");
            assert_eq!(slice(fixture.text(at.file), grown[0]), expected);
        }
    }

    #[test]
    fn a_selection_grows() {
        let fixture = Fixture::new(&TEXT.replace("sec", "se$0c"));
        let grown = fixture.analysis().selections(fixture.cursor()).expect("nothing changes it");
        let first: Vec<_> = grown.iter().take(3).map(|range| slice(TEXT, *range)).collect();
        assert_eq!(first, ["second", "first\n    | second 🎉", "problem: first\n    | second 🎉"]);
        assert_eq!(grown.last().copied(), Some(TextRange::up_to(TextSize::of(TEXT))));
        assert!(grown.windows(2).all(|pair| pair[1].contains_range(pair[0])), "{grown:?}");
    }

    #[test]
    fn links_lead_to_files_and_addresses() {
        let fixture = Fixture::new(TEXT);
        let file = fixture.file(0);
        let links = fixture.analysis().links(file).expect("nothing changes it");
        let shown: Vec<_> = links
            .iter()
            .map(|l| format!("{} {:?}", fixture.show(FileRange { file, range: l.range }), l.target))
            .collect();
        expect![[r#"
            a.averment:15:tests/a.rs#works File("tests/a.rs", Some("works"))
            a.averment:16:https://example.org/x Url("https://example.org/x")"#]]
        .assert_eq(&shown.join("\n"));
    }

    #[test]
    fn no_place_panics() {
        for text in [
            TEXT,
            "\u{feff}spec Ä {\r\n  problem: 🎉\r\n  | x\r\n  verified-by \"\"\r\n",
            "spec S {\n  source \"\n",
            "\n",
        ] {
            let fixture = Fixture::new(text);
            let analysis = fixture.analysis();
            for at in fixture.everywhere() {
                analysis.selections(at).expect("nothing changes it");
            }
            analysis.folds(fixture.file(0)).expect("nothing changes it");
            analysis.links(fixture.file(0)).expect("nothing changes it");
        }
    }
}
