//! Heads of declarations as people write them before they know the language: what is said of them, and the fix.

use rowan::TextRange;

use super::super::cursor::{Parser, fix};
use super::super::{SyntaxEdit, SyntaxFix};
use crate::SyntaxKind::*;
use crate::naming::pascal_case;
use crate::vocabulary::{Head, Kind, category};

/// Something else where the name of a declaration is expected: its title, its number.
pub(super) fn without_name(p: &mut Parser, kind: Kind) {
    let word = kind.word();
    match p.current() {
        STRING if !pascal_case(p.text()).is_empty() => {
            let (range, title) = (p.range(), p.text());
            let name = pascal_case(title);
            let whole = if kind.data().title { format!("{name} {title}") } else { name };
            let message = format!("`{word}` needs a name, which is one word: `{word} {whole}`");
            p.error_with_fix("unexpected", range, message, fix(format!("write `{whole}`"), range, &whole));
        }
        NUMBER => {
            let range = p.range();
            let mut capital = word.to_owned();
            capital[..1].make_ascii_uppercase();
            let name = format!("{capital}{}", p.text().replace('.', "_"));
            let marker = p.start();
            p.bump();
            if p.at(WORD) {
                let message = format!("a `{word}` has a name and no number: `{word} {}`", p.text());
                let through = TextRange::new(range.start(), p.range().start());
                p.error_with_fix("unexpected", range, message, fix("remove the number", through, ""));
            } else {
                let message = format!("a name starts with a letter: `{word} {name}`");
                p.error_with_fix("unexpected", range, message, fix(format!("write `{name}`"), range, &name));
            }
            p.complete(marker, ERROR);
            if p.at(WORD) {
                super::declarations::name(p, "a name");
            }
        }
        _ => p.expected(&format!("a name after `{word}`")),
    }
}

/// Whatever stands behind a name before the title, the `:` or the `{`: a line of its block, prose without its colon,
/// more words of the name.
pub(super) fn behind_name(p: &mut Parser, kind: Kind, keyword: TextRange, indentation: &str) {
    if !p.at(WORD) {
        return;
    }
    let (data, word, name) = (kind.data(), kind.word(), p.previous_range());
    let ends = (0..).find(|&n| matches!(p.nth(n), NEWLINE | EOF | COLON | L_BRACE)).unwrap_or(0);
    // Also of a line that breaks off behind its first word: whoever types `edge Empty covers` is about to say what.
    let is_line = kind.property(p.text()).is_some_and(|property| !property.value.is_empty());
    if is_line {
        return line_of_block(p, kind, name, None, indentation);
    }
    let covered =
        category(p.text_at(name)).filter(|_| kind.property("covers").is_some() && p.at_word("of") && ends > 1);
    if let Some(category) = covered {
        return line_of_block(p, kind, name, Some(category.word), indentation);
    }
    if data.head == Head::OptionalName && data.prose && matches!(p.nth(ends), NEWLINE | EOF) {
        let message = format!("`{word}` takes prose after a colon: `{word}: …`");
        let colon = fix("add the colon", TextRange::empty(keyword.end()), ":");
        p.error_with_fix("missing-colon", keyword, message, colon);
        return skip(p);
    }
    let words = (0..).take_while(|&n| p.nth(n) == WORD).count();
    let whole = TextRange::new(name.start(), p.nth_range(words - 1).end());
    if matches!(p.nth(words), NEWLINE | EOF | COLON | L_BRACE | STRING) {
        let title = p.text_at(whole);
        let name = pascal_case(title);
        let meant = if data.title && p.nth(words) != STRING { format!("{name} \"{title}\"") } else { name };
        let message = format!("a name is one word: `{word} {meant}`");
        p.error_with_fix("unexpected", whole, message, fix(format!("write `{meant}`"), whole, &meant));
        skip(p);
    }
}

/// Takes what stands before the title, the `:` or the `{`.
fn skip(p: &mut Parser) {
    let marker = p.start();
    while !matches!(p.current(), NEWLINE | EOF | COLON | L_BRACE | R_BRACE | STRING) {
        p.bump();
    }
    p.complete(marker, ERROR);
}

/// `edge Empty covers empty of Order: …`: a line of the block behind the name. With a category for its name
/// (`edge empty of Order: …`) the declaration is yet to be named.
fn line_of_block(p: &mut Parser, kind: Kind, name: TextRange, category: Option<&str>, indentation: &str) {
    let start = p.range().start();
    let first = p.range();
    let marker = p.start();
    while !matches!(p.current(), NEWLINE | EOF | COLON | L_BRACE | R_BRACE) {
        p.bump();
    }
    let line = p.text_at(TextRange::new(start, p.previous_range().end()));
    p.complete(marker, ERROR);
    let (word, newline, inner) = (kind.word(), p.newline(), format!("{indentation}  "));
    let (line, declared) = match category {
        Some(category) => {
            let of = line.rsplit('.').next().unwrap_or_default();
            let of = of.split_whitespace().last().unwrap_or_default();
            (format!("covers {category} {line}"), pascal_case(&format!("{category} {of}")))
        }
        None => (line.to_owned(), p.text_at(name).to_owned()),
    };
    let property = line.split_whitespace().next().unwrap_or_default();
    let message = format!("`{property}` stands in the block of `{word} {declared}`, on a line of its own");
    let opened = format!("{declared} {{{newline}{inner}{line}");
    let edits = match p.current() {
        L_BRACE => vec![(TextRange::new(name.start(), p.range().end()), opened)],
        COLON => {
            // Prose over several lines ends where the next line does not continue it.
            let is_end = |n: &usize| match p.nth(*n) {
                EOF => true,
                NEWLINE => p.nth(n + 1) != PIPE,
                _ => false,
            };
            let end = (1..).find(is_end).unwrap_or(1);
            if !kind.data().lines.clauses || end == 1 {
                Vec::new()
            } else {
                let space = if p.joint(0) { " " } else { "" };
                let then = format!("{opened}{newline}{inner}then{space}");
                let close = TextRange::empty(p.nth_range(end - 1).end());
                vec![
                    (TextRange::new(name.start(), p.range().end()), then),
                    (close, format!("{newline}{indentation}}}")),
                ]
            }
        }
        _ => {
            let whole = TextRange::new(name.start(), p.previous_range().end());
            vec![(whole, format!("{opened}{newline}{indentation}}}"))]
        }
    };
    let edits: Vec<_> = edits.into_iter().map(|(range, text)| SyntaxEdit { range, text }).collect();
    let label = format!("put `{property}` into the block");
    let fixes = (!edits.is_empty()).then_some(SyntaxFix { label, edits });
    p.error_with_fix("misplaced", first, message, fixes);
}

/// `spec Buying: what it is about`, of a kind that takes no prose: that is its doc comment.
pub(super) fn prose_of_none(p: &mut Parser, kind: Kind, keyword: TextRange, indentation: &str) {
    let word = kind.word();
    let colon = p.range();
    let end = (1..).find(|&n| matches!(p.nth(n), NEWLINE | EOF)).unwrap_or(1);
    let prose = TextRange::new(colon.end(), p.nth_range(end - 1).end());
    let said = p.text_at(prose).trim();
    // An enumeration is more likely to list its values there, and a line that goes on has no place in a comment.
    let can_be_told = end > 1 && kind != Kind::Enum && p.nth(end + 1) != PIPE && !said.starts_with('{');
    let fixes = can_be_told.then(|| {
        let doc = format!("/// {said}{}{indentation}", p.newline());
        let edits = vec![
            SyntaxEdit { range: TextRange::empty(keyword.start()), text: doc },
            SyntaxEdit { range: TextRange::new(p.previous_range().end(), prose.end()), text: String::new() },
        ];
        SyntaxFix { label: "make it a doc comment".to_owned(), edits }
    });
    let next = if can_be_told { "say it in a doc comment above, `/// …`" } else { "open one with `{`" };
    let message = format!("`{word}` takes a block, not prose; {next}");
    p.error_with_fix("unexpected-colon", colon, message, fixes);
}

/// `waive empty: …`: a category where a code is expected.
pub(super) fn category_for_code(p: &mut Parser) {
    let (range, word) = (p.range(), p.text());
    if p.at(WORD) && category(word).is_some() {
        let message = format!("a waiver names a code: `edge/{word}`");
        p.error_with_fix(
            "unexpected",
            range,
            message,
            fix(format!("write `edge/{word}`"), range, format!("edge/{word}")),
        );
        let marker = p.start();
        p.bump();
        p.complete(marker, ERROR);
    } else {
        p.expected("the code that is waived, such as `edge/stale`");
    }
}
