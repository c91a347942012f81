//! The example specs, word by word: what stands there is offered, and what is offered may stand there.

use averment_syntax::parse_file;

use super::*;
use crate::fixture::Fixture;

fn options() -> CompletionOptions {
    CompletionOptions { today: Day::new(2026, 11, 21), lazy: true }
}

/// Every word of the examples that is not a new name is offered where it stands, once its first letter is typed.
#[test]
fn whatever_stands_in_the_examples_is_offered() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/specs");
    let mut missing: Vec<String> = Vec::new();
    let mut asked = 0;
    for folder in std::fs::read_dir(root).expect("the examples").flatten() {
        let mut texts: Vec<(String, String)> = Vec::new();
        for file in std::fs::read_dir(folder.path()).into_iter().flatten().flatten() {
            let path = file.path();
            if path.extension().is_some_and(|extension| extension == "averment") {
                let text = std::fs::read_to_string(&path).expect("an example");
                texts.push((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), text));
            }
        }
        let all: String = texts.iter().map(|(name, text)| format!("//- {name}\n{text}\n")).collect();
        let fixture = Fixture::new(&all);
        let analysis = fixture.analysis();
        for (index, (name, _)) in texts.iter().enumerate() {
            let file = fixture.file(index);
            let text = fixture.text(file);
            let tokens = parse_file(text).green.syntax().descendants_with_tokens().filter_map(|e| e.into_token());
            for token in tokens.filter(|token| matches!(token.kind(), WORD | KEYWORD)) {
                let parent = token.parent().expect("a token stands in a node");
                let around = parent.parent();
                let new = matches!(parent.kind(), NAME | STATE | PROSE)
                    && around.as_ref().is_none_or(|around| around.kind() != CALL_EXPR);
                // What a module is called, and all of prose but its references, is the author's own.
                let prose = parent.ancestors().any(|node| node.kind() == PROSE) && parent.kind() != SEGMENT;
                if new || prose || parent.ancestors().any(|node| node.kind() == MODULE) {
                    continue;
                }
                let line = parent.ancestors().find(|node| matches!(node.kind(), PROPERTY | DECLARATION | FIELD));
                let keyword = line.as_ref().and_then(|line| {
                    line.children_with_tokens().filter_map(|e| e.into_token()).find(|t| t.kind() == KEYWORD)
                });
                let keyword = keyword.map(|keyword| keyword.text().to_owned()).unwrap_or_default();
                // New names, free words and nouns for units are the author's own.
                let free = ["option", "stage", "flag", "values", "can", "cannot", "needs", "unit", "needs-edges"];
                if parent.kind() == SEGMENT && free.contains(&keyword.as_str())
                    || parent.kind() == UNIT && vocabulary::unit(token.text()).is_none()
                {
                    continue;
                }
                let first = token.text().chars().next().map_or(0, char::len_utf8) as u32;
                let at =
                    FilePosition { file, offset: token.text_range().start() + averment_syntax::TextSize::from(first) };
                let found = analysis.completions(at, &options());
                let found = found.expect("nothing changes it").items;
                asked += 1;
                // `is set` is offered as one, as are the path of a module and the code of a rule.
                let is_it = |label: &str| label.split([' ', '.', '/']).any(|word| word == token.text());
                if !found.iter().any(|completion| is_it(&completion.label)) {
                    let line = text[..usize::from(at.offset)].matches('\n').count() + 1;
                    missing.push(format!("{name}:{line} {} ({:?} of `{keyword}`)", token.text(), parent.kind()));
                }
            }
        }
    }
    assert!(asked > 1_000, "{asked}");
    assert!(missing.is_empty(), "{} of {asked}: {missing:#?}", missing.len());
}

/// The files of an example.
fn example(name: &str) -> Vec<(String, String)> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/specs/");
    let files = std::fs::read_dir(format!("{root}{name}")).expect("the example").flatten().map(|file| file.path());
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "averment"));
    let mut texts: Vec<_> = files
        .map(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).expect("an example"))
        })
        .collect();
    texts.sort();
    texts
}

/// What is wrong with a line of a file, were this its text: everything but what more detail would answer.
fn wrong_with(texts: &[(String, String)], index: usize, text: &str, line: usize) -> Vec<String> {
    let parts = texts.iter().enumerate();
    let all: String =
        parts.map(|(nth, (name, old))| format!("//- {name}\n{}\n", if nth == index { text } else { old })).collect();
    let fixture = Fixture::new(&all);
    let found = fixture.analysis().diagnostics(fixture.file(index)).expect("nothing changes it");
    let of = |offset: usize| text.get(..offset).unwrap_or_default().matches('\n').count();
    let counts = |code: &str| {
        let group = code.split('/').next().unwrap_or_default();
        ["syntax", "name", "type"].contains(&group)
            && !["name/naming", "name/unused", "type/missing-property", "type/repeated-property"].contains(&code)
            || ["flow/cycle", "flow/dead-target"].contains(&code)
    };
    let found = found.into_iter().filter(|d| counts(d.code) && of(usize::from(d.range.start())) == line);
    found.map(|d| format!("{}: {}", d.code, d.message)).collect()
}

/// Nothing is offered that is a mistake: taken in place of a word of an example, each item leaves its line without a finding
/// it did not have. What only leads on to something comes behind what fits.
#[test]
fn whatever_is_offered_may_stand_there() {
    let (mut wrong, mut taken) = (Vec::new(), 0);
    for (name, step) in [("checkout", 2), ("sign-in", 5)] {
        let texts = example(name);
        for (index, (file, text)) in texts.iter().enumerate() {
            let tokens = parse_file(text).green.syntax().descendants_with_tokens();
            let words = tokens.filter_map(|e| e.into_token()).filter(|token| matches!(token.kind(), WORD));
            let words = words.filter(|token| token.parent().is_some_and(|parent| parent.kind() == SEGMENT));
            for token in words.step_by(step) {
                let range = std::ops::Range::<usize>::from(token.text_range());
                // A word with more of its path behind it is the way to something: what leads there is another matter.
                let constrained = token.parent_ancestors().any(|node| node.kind() == FIELD)
                    && !text[range.end..].lines().next().unwrap_or_default().trim().is_empty();
                // What limits a type stands behind it, and is of that type.
                if text[range.end..].starts_with('.') || constrained {
                    continue;
                }
                let line = text[..range.start].matches('\n').count();
                let cut = format!("{}$0{}", &text[..range.start], &text[range.end..]);
                let all: String = texts
                    .iter()
                    .map(|(other, old)| format!("//- {other}\n{}\n", if other == file { &cut } else { old }))
                    .collect();
                let fixture = Fixture::new(&all);
                let found = fixture.analysis().completions(fixture.cursor(), &options());
                let found = found.expect("nothing changes it").items;
                let mut way: Option<String> = None;
                for item in found.into_iter().filter(|item| !item.snippet && item.source_is_near()).take(12) {
                    let mut after = text[..range.start].to_owned() + &text[range.end..];
                    after.replace_range(std::ops::Range::<usize>::from(item.replace), &item.insert);
                    taken += 1;
                    let at = format!("{file}:{} {} for {}", line + 1, item.insert, token.text());
                    match (wrong_with(&texts, index, &after, line).first(), &way) {
                        (None, Some(way)) => wrong.push(format!("{at} stands behind {way}")),
                        (None, None) => {}
                        // It wants more behind it.
                        (Some(_), _) if item.commits == ["."] => way = Some(item.label),
                        (Some(_), _) if ["many", "map", "each", "not"].contains(&item.label.as_str()) => {}
                        (Some(found), _) => wrong.push(format!("{at}: {found}")),
                    }
                }
            }
        }
    }
    assert!(taken > 200, "{taken}");
    assert!(wrong.is_empty(), "{} of {taken}: {wrong:#?}", wrong.len());
}

impl Completion {
    /// Whether it brings no `use` with it, which would move the lines.
    fn source_is_near(&self) -> bool {
        !matches!(self.source, Some(CompletionSource::Name { uses: true, .. }))
    }
}
