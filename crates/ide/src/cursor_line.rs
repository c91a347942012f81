//! The line under the cursor as far as it is written: what stands before the word being typed, and how that is read.
//!
//! Works on tokens and not on the tree, because a line that is being written is broken more often than not.

use averment_syntax::SyntaxKind::{self, *};
use averment_syntax::lexer::{self, CLAUSE_WORDS};
use averment_syntax::{TextRange, TextSize};

/// What the place of the cursor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Structured text.
    Structure,
    /// After `@`.
    Tag,
    /// In a reference in prose; whether more of it stands behind the word: its `]`, or the rest of its path.
    Reference(bool),
    /// In other prose, a comment or a text: nothing to offer.
    Nothing,
}

/// A line up to the cursor.
#[derive(Debug)]
pub(crate) struct CursorLine<'t> {
    /// What the place is.
    pub(crate) mode: Mode,
    /// Where the cursor is.
    pub(crate) offset: usize,
    /// Whether the line, or the first of the lines it continues, is indented.
    pub(crate) indented: bool,
    /// How far the line is indented, in characters.
    pub(crate) column: usize,
    /// The tokens before the path being typed, without white space.
    pub(crate) tokens: Vec<(SyntaxKind, &'t str)>,
    /// The segments before the word being typed: `Order` in `Order.st`.
    pub(crate) qualifier: Vec<&'t str>,
    /// The word being typed, up to the cursor.
    pub(crate) word: &'t str,
    /// The word being typed, all of it.
    pub(crate) replace: TextRange,
    /// Whether more stands on the line behind it.
    pub(crate) more: bool,
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '-' || unicode_mark(c)
}

/// Whether a character that is no letter may continue a word, such as a combining accent.
fn unicode_mark(c: char) -> bool {
    !c.is_ascii() && lexer::is_word(&format!("a{c}"))
}

fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind(['\n', '\r']).map_or(0, |at| at + 1)
}

fn line_end(text: &str, offset: usize) -> usize {
    text[offset..].find(['\n', '\r']).map_or(text.len(), |at| offset + at)
}

impl<'t> CursorLine<'t> {
    /// Reads the line at an offset. `from` is where reading has to start at the latest, for `use` lists over lines.
    pub(crate) fn new(text: &'t str, offset: usize, from: Option<usize>) -> CursorLine<'t> {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let physical = line_start(text, offset);
        let mut start = from.map_or(physical, |from| from.min(physical));
        while let Some(above) = continued(text, start) {
            start = above;
        }
        let before = &text[physical..offset];
        let mut word_start = physical + before.trim_end_matches(is_word_char).len();
        let mut word = &text[word_start..offset];
        let mut numeric = false;
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            let rest = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '_');
            numeric = rest.starts_with('-');
            word_start = offset - rest.len();
            word = rest;
        }
        let trimmed = word.trim_start_matches('-');
        word_start += word.len() - trimmed.len();
        let word = trimmed;
        let mut path_start = word_start;
        let mut qualifier = Vec::new();
        while let Some(outer) = text[physical..path_start].strip_suffix('.') {
            let name_start = physical + outer.trim_end_matches(is_word_char).len();
            let name = &text[name_start..path_start - 1];
            if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
                break;
            }
            qualifier.insert(0, name);
            path_start = name_start;
        }
        let end = line_end(text, offset);
        let tail = &text[offset..end];
        let (tokens, last_line) = tokens(text, start, path_start, physical);
        let mut mode = mode_of(&tokens[last_line..], text, physical, path_start);
        let after_word = tail.trim_start_matches(is_word_char);
        let in_path = matches!(mode, Mode::Reference(_)) && in_reference(after_word);
        let rest_of_word = if word.is_empty() && !in_path { 0 } else { tail.len() - after_word.len() };
        let behind = tail[rest_of_word..].trim();
        if numeric {
            mode = Mode::Nothing;
        }
        if let Mode::Reference(closed) = &mut mode {
            *closed = in_reference(behind);
        }
        let tokens: Vec<_> = tokens.into_iter().filter(|(kind, _)| !matches!(kind, LEX_ERROR | COMMENT)).collect();
        let first = &text[start..];
        let first = first.strip_prefix('\u{feff}').unwrap_or(first);
        let indent = &text[physical..word_start.min(path_start)];
        CursorLine {
            mode,
            offset,
            indented: first.starts_with([' ', '\t']),
            column: indent.chars().take_while(|c| matches!(c, ' ' | '\t')).count(),
            tokens,
            qualifier,
            word,
            replace: TextRange::new(size(word_start), size(offset + rest_of_word)),
            more: !behind.is_empty(),
        }
    }

    /// The same where the word being typed is a date, or could become one: all of it counts as the word then.
    pub(crate) fn at_date(text: &'t str, offset: usize, from: Option<usize>) -> Option<CursorLine<'t>> {
        let before = text.get(..offset)?;
        let is_date_char = |c: char| c.is_ascii_digit() || matches!(c, '-' | 'Q');
        let start = before.trim_end_matches(is_date_char).len();
        let word = &before[start..];
        if !word.starts_with(|c: char| c.is_ascii_digit()) || !before[..start].ends_with([' ', '\t', ',']) {
            return None;
        }
        let mut line = CursorLine::new(text, start, from);
        let rest = &text[offset..];
        let end = text.len() - rest.trim_start_matches(is_date_char).len();
        line.more = !text[end..line_end(text, end)].trim().is_empty();
        (line.word, line.replace) = (word, TextRange::new(size(start), size(end)));
        (line.mode == Mode::Structure).then_some(line)
    }

    /// Whether the word being typed is the first of its line.
    pub(crate) fn at_start(&self) -> bool {
        self.tokens.is_empty() && self.qualifier.is_empty()
    }

    /// The first word of the line.
    pub(crate) fn keyword(&self) -> Option<&'t str> {
        self.tokens.first().filter(|(kind, _)| *kind == WORD).map(|(_, text)| *text)
    }
}

/// Whether this goes on with a reference in prose: its end, or the next word of its path.
fn in_reference(behind: &str) -> bool {
    behind.starts_with(']') || behind.strip_prefix('.').is_some_and(|rest| rest.starts_with(is_word_char))
}

fn size(offset: usize) -> TextSize {
    TextSize::from(offset as u32)
}

/// The tokens from `start` to `end` without white space, and the index of the first one on the line of the cursor.
fn tokens(text: &str, start: usize, end: usize, physical: usize) -> (Vec<(SyntaxKind, &str)>, usize) {
    let part = &text[start..end];
    let (mut tokens, mut from, mut last_line) = (Vec::new(), 0, 0);
    for token in lexer::lex(part) {
        let to = token.end as usize;
        if start + from < physical {
            last_line = tokens.len() + usize::from(!is_space(token.kind));
        }
        if !is_space(token.kind) {
            tokens.push((token.kind, &part[from..to]));
        }
        from = to;
    }
    (tokens, last_line)
}

fn is_space(kind: SyntaxKind) -> bool {
    matches!(kind, WHITESPACE | NEWLINE | BOM)
}

/// The start of the line above, where that one goes on.
fn continued(text: &str, start: usize) -> Option<usize> {
    let above = text[..start].strip_suffix('\n').map_or(&text[..start], |t| t.strip_suffix('\r').unwrap_or(t));
    let above = if above.len() == start { above.strip_suffix('\r')? } else { above };
    let from = line_start(text, above.len());
    let (tokens, _) = tokens(text, from, above.len(), from);
    let tokens: Vec<_> = tokens.into_iter().filter(|(kind, _)| *kind != COMMENT).collect();
    if is_prose(&tokens) {
        return None;
    }
    let (kind, word) = tokens.last()?;
    let open = matches!(kind, COMMA | PIPE | ARROW | EQ | NEQ | LT | LTE | GT | GTE | PLUS | MINUS | STAR)
        || (*kind == WORD && tokens.len() > 1 && matches!(*word, "and" | "or" | "implies" | "not"));
    open.then_some(from)
}

fn is_prose(tokens: &[(SyntaxKind, &str)]) -> bool {
    match tokens.first() {
        Some((MINUS | PIPE, _)) => true,
        Some((WORD, word)) if CLAUSE_WORDS.contains(word) => true,
        _ => tokens.iter().any(|(kind, _)| *kind == COLON),
    }
}

fn mode_of(tokens: &[(SyntaxKind, &str)], text: &str, physical: usize, path_start: usize) -> Mode {
    let before = &text[physical..path_start];
    if is_prose(tokens) {
        let Some(outer) = before.strip_suffix('[') else { return Mode::Nothing };
        let quoted = outer.matches('"').count() % 2 == 1 || outer.matches('`').count() % 2 == 1;
        return if quoted || outer.ends_with('\\') { Mode::Nothing } else { Mode::Reference(false) };
    }
    let open_text = |text: &str| text.len() < 2 || !text.ends_with('"');
    if tokens.iter().any(|(kind, text)| *kind == STRING && open_text(text)) {
        return Mode::Nothing;
    }
    match tokens.last() {
        Some((COMMENT | DOC_COMMENT, _)) => Mode::Nothing,
        _ if before.ends_with('@') => Mode::Tag,
        _ => Mode::Structure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> CursorLine<'static> {
        let offset = text.find("$0").expect("there is a cursor");
        let text: &'static str = Box::leak(text.replace("$0", "").into_boxed_str());
        CursorLine::new(text, offset, None)
    }

    #[test]
    fn a_path_is_taken_apart() {
        let line = at("  reads Order.customer.na$0me, X\n");
        assert_eq!(line.qualifier, ["Order", "customer"]);
        assert_eq!((line.word, line.keyword(), line.more), ("na", Some("reads"), true));
        assert_eq!(line.replace, TextRange::new(23.into(), 27.into()));
    }

    #[test]
    fn numbers_are_no_words() {
        assert_eq!(at("  within 2.5m$0").word, "m");
        assert_eq!(at("  within 2.5m$0").tokens.last(), Some(&(NUMBER, "2.5")));
        assert_eq!(at("  by 2026-1$0").mode, Mode::Nothing);
        assert_eq!(at("  a 1..$0").qualifier.len(), 0);
    }

    #[test]
    fn prose_offers_references_only() {
        assert_eq!(at("  when the $0").mode, Mode::Nothing);
        assert_eq!(at("  when the [Or$0").mode, Mode::Reference(false));
        assert_eq!(at("  when 🎉 the [Order.s$0] is").mode, Mode::Reference(true));
        assert_eq!(at("  when the [Or$0der.status] is").mode, Mode::Reference(true));
        assert_eq!(at("  when the [$0.status] is").mode, Mode::Reference(true));
        let all = at("  when the [$0Order] is");
        assert_eq!((all.mode, all.replace), (Mode::Reference(true), TextRange::new(12.into(), 17.into())));
        assert_eq!(at("  when the [$0is").replace.len(), 0.into());
        assert_eq!(at("  when the [Or$0. Then").mode, Mode::Reference(false));
        assert_eq!(at("  problem: a \\[$0").mode, Mode::Nothing);
        assert_eq!(at("  problem: \"see [a$0\"").mode, Mode::Nothing);
        assert_eq!(at("  // own$0").mode, Mode::Nothing);
        assert_eq!(at("  message \"Hello wo$0").mode, Mode::Nothing);
    }

    #[test]
    fn a_line_goes_on_after_a_comma() {
        let line = at("  reads A,\r\n    B,\r\n    $0");
        assert_eq!(line.keyword(), Some("reads"));
        assert_eq!(line.tokens.last(), Some(&(COMMA, ",")));
        assert_eq!(at("  when a,\n    $0").keyword(), None);
    }

    #[test]
    fn words_of_every_script() {
        assert_eq!(at("  owner Zoë$0").word, "Zoë");
        assert_eq!(at("  reads 注文.状$0").qualifier, ["注文"]);
        let line = CursorLine::new("  owner é", 9, None);
        assert_eq!((line.word, line.offset), ("", 8));
        assert_eq!(CursorLine::new("ab", 99, None).word, "ab");
    }
}
