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

/// What is offered may stand there: taken in place of the word of an example, it breaks no rule of syntax and is of the
/// right kind.
#[test]
fn whatever_is_offered_may_stand_there() {
    let text = include_str!("../../../../tests/specs/checkout/checkout.averment");
    // What is wrong on a line, or anywhere.
    let codes = |text: &str, line: Option<usize>| -> Vec<String> {
        let fixture = Fixture::new(text);
        let found = fixture.analysis().diagnostics(fixture.file(0)).expect("nothing changes it");
        let wrong =
            ["syntax/", "name/wrong-kind", "name/unknown", "name/unresolved", "type/wrong-value", "type/unknown-state"];
        let line_of = |d: &crate::Diagnostic| text[..usize::from(d.range.start())].matches('\n').count();
        let found = found.into_iter().filter(|d| {
            wrong.iter().any(|group| d.code.starts_with(group)) && line.is_none_or(|line| line == line_of(d))
        });
        found.map(|d| format!("{}: {}", d.code, d.message)).collect()
    };
    assert_eq!(codes(text, None), [""; 0]);
    let mut wrong = Vec::new();
    let mut taken = 0;
    // These want something behind them.
    let go_on = ["many", "map", "each"];
    let tokens = parse_file(text).green.syntax().descendants_with_tokens();
    let words = tokens.filter_map(|e| e.into_token()).filter(|token| matches!(token.kind(), WORD));
    for token in words.step_by(3) {
        let parent = token.parent().expect("a token stands in a node");
        if !matches!(parent.kind(), SEGMENT) {
            continue;
        }
        let range = std::ops::Range::<usize>::from(token.text_range());
        // In an expression what stands behind the word hangs on it.
        let line = text[..range.start].matches('\n').count();
        let rest = text[range.end..].lines().next().unwrap_or_default();
        let expression =
            parent.ancestors().any(|node| matches!(node.kind(), BIN_EXPR | IN_EXPR | IS_EXPR | CALL_EXPR | CASE));
        if expression && !rest.trim().is_empty() {
            continue;
        }
        // A word with more of its path behind it is the way to something, and what leads there is another matter.
        let last = !text[range.end..].starts_with('.');
        let fixture = Fixture::new(&format!("{}$0{}", &text[..range.start], &text[range.end..]));
        let found = fixture.analysis().completions(fixture.cursor(), &options()).expect("nothing changes it").items;
        for completion in found
            .into_iter()
            .filter(|c| last && !c.snippet && c.commits.is_empty() && !go_on.contains(&c.label.as_str()))
            .take(8)
        {
            let mut after = fixture.text(fixture.cursor().file).to_owned();
            after.replace_range(std::ops::Range::<usize>::from(completion.replace), &completion.insert);
            taken += 1;
            if let Some(code) = codes(&after, Some(line)).first() {
                wrong.push(format!("line {}: {} for {}: {code}", line + 1, completion.insert, token.text()));
            }
        }
    }
    assert!(taken > 80, "{taken}");
    assert!(wrong.is_empty(), "{} of {taken}: {wrong:#?}", wrong.len());
}
