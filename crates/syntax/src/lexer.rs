//! Text to tokens, line by line.
//!
//! Every token lies within one line and is recognised from the first word or character of that line, so lexing a line
//! needs only that line. Two token sets (structured text and prose) share the lines between them: a line is prose from
//! its start (`given`, `- `, `| `), from its first `:`, or not at all. The tokens' texts, one after another, are the
//! text to the byte.

use logos::Logos;

use crate::SyntaxKind::{self, *};

/// The byte order mark, which may open a file.
pub(crate) const BOM: char = '\u{feff}';

/// The words that start a clause. They are reserved.
pub const CLAUSE_WORDS: [&str; 5] = ["given", "when", "then", "and", "but"];

/// A token: what it is and where it ends. It starts where the one before it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: SyntaxKind,
    /// The offset just past it, in bytes.
    pub end: u32,
}

/// The tokens of structured text.
#[derive(Logos, Debug, Clone, Copy, PartialEq, Eq)]
enum Structured {
    #[regex(r"[ \t\x0B\x0C\u{A0}\u{2000}-\u{200A}\u{202F}\u{205F}\u{3000}\u{FEFF}]+")]
    Space,
    #[regex(r"//[^\n\r]*", allow_greedy = true)]
    Comment,
    #[regex(r"///[^\n\r]*", allow_greedy = true)]
    DocComment,
    #[regex(r"////[^\n\r]*", allow_greedy = true, priority = 20)]
    Ruler,
    #[regex(r"[\p{XID_Start}_]\p{XID_Continue}*(-\p{XID_Continue}+)*")]
    Word,
    #[regex(r"[0-9][0-9_]*(\.[0-9][0-9_]*)?")]
    Number,
    #[regex(r"[0-9]{4}-([0-9]{2}(-[0-9]{2})?|Q[1-4])", priority = 20)]
    Date,
    #[regex(r"[0-9]{1,2}:[0-9]{2}")]
    Time,
    #[regex(r#""([^"\\\n\r]|\\[^\n\r])*""#)]
    String,
    #[regex(r#""([^"\\\n\r]|\\[^\n\r])*\\?"#, allow_greedy = true)]
    OpenString,
    #[regex(r"@[\p{XID_Start}_]\p{XID_Continue}*(-\p{XID_Continue}+)*")]
    Tag,
    #[token("{")]
    LBrace,
    #[token("}")]
    RBrace,
    #[token("(")]
    LParen,
    #[token(")")]
    RParen,
    #[token("[")]
    LBrack,
    #[token("]")]
    RBrack,
    #[token(",")]
    Comma,
    #[token(":")]
    Colon,
    #[token(".")]
    Dot,
    #[token("..")]
    DotDot,
    #[token("->")]
    Arrow,
    #[token("|")]
    Pipe,
    #[token("=")]
    Eq,
    #[token("!=")]
    Neq,
    #[token("<")]
    Lt,
    #[token("<=")]
    Lte,
    #[token(">")]
    Gt,
    #[token(">=")]
    Gte,
    #[token("+")]
    Plus,
    #[token("-")]
    Minus,
    #[token("*")]
    Star,
    #[token("/")]
    Slash,
    #[token("%")]
    Percent,
    #[token("?")]
    Question,
}

/// The tokens of prose.
#[derive(Logos, Debug, Clone, Copy, PartialEq, Eq)]
enum ProseToken {
    #[regex(r"[ \t\x0B\x0C\u{A0}\u{2000}-\u{200A}\u{202F}\u{205F}\u{3000}\u{FEFF}]+")]
    Space,
    #[regex(r"[\p{XID_Start}_]\p{XID_Continue}*([-'’]\p{XID_Continue}+)*")]
    Word,
    #[regex(r"[0-9]+([_.,][0-9]+)*")]
    Number,
    #[regex(r"[0-9]{4}-([0-9]{2}(-[0-9]{2})?|Q[1-4])", priority = 20)]
    Date,
    #[regex(r#""([^"\\\n\r]|\\[^\n\r])*""#)]
    #[regex(r"“[^”\n\r]*”")]
    String,
    #[regex(r"`[^`\n\r]*`")]
    CodeSpan,
    #[regex(r#"https?://[^ \t\n\r<>"`\])}]*[^ \t\n\r<>"`\])}.,;:!?]"#, priority = 20)]
    Url,
    #[regex(r#"\\[\[\]\\"`]"#)]
    Escape,
    #[regex(
        r"\[[\p{XID_Start}_]\p{XID_Continue}*(-\p{XID_Continue}+)*(\.[\p{XID_Start}_]\p{XID_Continue}*(-\p{XID_Continue}+)*)*\]"
    )]
    Reference,
    #[token("%")]
    Percent,
}

/// Lexes a text, which need not start at the start of a file but must start at the start of a line.
pub fn lex(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 3 + 4);
    let mut pos = 0;
    if text.starts_with(BOM) {
        pos = BOM.len_utf8();
        tokens.push(Token { kind: SyntaxKind::BOM, end: pos as u32 });
    }
    while pos < text.len() {
        let end = line_end(text, pos);
        Line { text, end, tokens: &mut tokens }.lex(pos);
        pos = next_line(text, end);
        if pos > end {
            tokens.push(Token { kind: NEWLINE, end: pos as u32 });
        }
    }
    tokens
}

/// The offset of the line break that ends the line at `start`, or the length of the text. `\n`, `\r\n` and a lone `\r`
/// break lines, as in the Language Server Protocol.
pub(crate) fn line_end(text: &str, start: usize) -> usize {
    memchr::memchr2(b'\n', b'\r', &text.as_bytes()[start..]).map_or(text.len(), |i| start + i)
}

/// The start of the line after the one that ends at `line_end`.
pub(crate) fn next_line(text: &str, line_end: usize) -> usize {
    match text.as_bytes()[line_end..] {
        [b'\r', b'\n', ..] => line_end + 2,
        [_, ..] => line_end + 1,
        [] => line_end,
    }
}

/// Whether this line, without its indentation, is a doc comment.
pub(crate) fn is_doc_comment(line: &str) -> bool {
    line.starts_with("///") && !line.starts_with("////")
}

/// The word at the very start of a line, or `""`.
pub(crate) fn leading_word(line: &str) -> &str {
    match line.as_bytes().first() {
        None | Some(b' ' | b'\t' | b'}' | b'/' | b'|' | b'-') => "",
        _ => {
            let mut lexer = Structured::lexer(line);
            match lexer.next() {
                Some(Ok(Structured::Word)) => lexer.slice(),
                _ => "",
            }
        }
    }
}

/// Whether a text is one word of the language, such as a name may be.
pub fn is_word(text: &str) -> bool {
    !text.is_empty() && leading_word(text).len() == text.len()
}

/// One line being lexed.
struct Line<'a> {
    text: &'a str,
    end: usize,
    tokens: &'a mut Vec<Token>,
}

impl Line<'_> {
    fn push(&mut self, kind: SyntaxKind, end: usize) {
        self.tokens.push(Token { kind, end: end as u32 });
    }

    fn lex(&mut self, start: usize) {
        let rest = &self.text[start..self.end];
        let content = start + (rest.len() - rest.trim_start_matches([' ', '\t']).len());
        if content > start {
            self.push(WHITESPACE, content);
        }
        let line = &self.text[content..self.end];
        let after = |n: usize| line.as_bytes().get(n).is_none_or(|b| matches!(b, b' ' | b'\t'));
        match line.as_bytes().first() {
            None => {}
            Some(b'-') if after(1) => {
                self.push(MINUS, content + 1);
                self.bullet(content + 1);
            }
            Some(b'|') if after(1) => {
                self.push(PIPE, content + 1);
                self.prose(content + 1);
            }
            Some(b'a' | b'b' | b'g' | b't' | b'w') => {
                match CLAUSE_WORDS.iter().find(|word| line.starts_with(**word) && after(word.len())) {
                    Some(word) => {
                        self.push(WORD, content + word.len());
                        self.prose(content + word.len());
                    }
                    None => self.structured(content),
                }
            }
            Some(_) => self.structured(content),
        }
    }

    /// The text after the `-` of a bullet: perhaps a checkbox, then prose.
    fn bullet(&mut self, start: usize) {
        let rest = &self.text[start..self.end];
        let trimmed = rest.trim_start_matches([' ', '\t']);
        let checkbox = start + (rest.len() - trimmed.len());
        if ["[ ]", "[x]", "[X]"].iter().any(|mark| trimmed.starts_with(mark)) {
            if checkbox > start {
                self.push(WHITESPACE, checkbox);
            }
            self.push(CHECKBOX, checkbox + 3);
            self.prose(checkbox + 3);
        } else {
            self.prose(start);
        }
    }

    fn structured(&mut self, mut start: usize) {
        'restart: loop {
            let mut lexer = Structured::lexer(&self.text[start..self.end]);
            while let Some(token) = lexer.next() {
                let span = lexer.span();
                let end = start + span.end;
                let kind = match token {
                    Ok(Structured::OpenString) => {
                        // A string that was never closed must not swallow the block its line opens.
                        let text = &self.text[start + span.start..end];
                        let body = text.trim_end();
                        if let Some(title) = body.strip_suffix('{') {
                            let cut = start + span.start + title.trim_end().len();
                            self.push(STRING, cut);
                            start = cut;
                            continue 'restart;
                        }
                        self.push(STRING, start + span.start + body.len());
                        if body.len() < text.len() {
                            self.push(WHITESPACE, end);
                        }
                        continue;
                    }
                    Ok(Structured::Colon) => {
                        self.push(COLON, end);
                        return self.prose(end);
                    }
                    Ok(token) => token.kind(),
                    Err(()) => LEX_ERROR,
                };
                self.push(kind, end);
            }
            return;
        }
    }

    fn prose(&mut self, start: usize) {
        let mut lexer = ProseToken::lexer(&self.text[start..self.end]);
        while let Some(token) = lexer.next() {
            let span = lexer.span();
            let end = start + span.end;
            let kind = match token {
                Ok(ProseToken::Reference) => {
                    self.reference(start + span.start, end);
                    continue;
                }
                Ok(token) => token.kind(),
                // Anything else is punctuation to us: prose has no errors.
                Err(()) => PUNCT,
            };
            self.push(kind, end);
        }
    }

    /// `[Path.to.it]`, found whole so that no other bracket is taken for one, and then cut into its tokens.
    fn reference(&mut self, start: usize, end: usize) {
        self.push(L_BRACK, start + 1);
        let mut lexer = Structured::lexer(&self.text[start + 1..end - 1]);
        while let Some(token) = lexer.next() {
            let kind = token.map_or(LEX_ERROR, Structured::kind);
            self.push(kind, start + 1 + lexer.span().end);
        }
        self.push(R_BRACK, end);
    }
}

impl Structured {
    fn kind(self) -> SyntaxKind {
        match self {
            Structured::Space => WHITESPACE,
            Structured::Comment | Structured::Ruler => COMMENT,
            Structured::DocComment => DOC_COMMENT,
            Structured::Word => WORD,
            Structured::Number => NUMBER,
            Structured::Date => DATE,
            Structured::Time => TIME,
            Structured::String | Structured::OpenString => STRING,
            Structured::Tag => TAG,
            Structured::LBrace => L_BRACE,
            Structured::RBrace => R_BRACE,
            Structured::LParen => L_PAREN,
            Structured::RParen => R_PAREN,
            Structured::LBrack => L_BRACK,
            Structured::RBrack => R_BRACK,
            Structured::Comma => COMMA,
            Structured::Colon => COLON,
            Structured::Dot => DOT,
            Structured::DotDot => DOT_DOT,
            Structured::Arrow => ARROW,
            Structured::Pipe => PIPE,
            Structured::Eq => EQ,
            Structured::Neq => NEQ,
            Structured::Lt => LT,
            Structured::Lte => LTE,
            Structured::Gt => GT,
            Structured::Gte => GTE,
            Structured::Plus => PLUS,
            Structured::Minus => MINUS,
            Structured::Star => STAR,
            Structured::Slash => SLASH,
            Structured::Percent => PERCENT,
            Structured::Question => QUESTION,
        }
    }
}

impl ProseToken {
    fn kind(self) -> SyntaxKind {
        match self {
            ProseToken::Space => WHITESPACE,
            ProseToken::Word => WORD,
            ProseToken::Number => NUMBER,
            ProseToken::Date => DATE,
            ProseToken::String => STRING,
            ProseToken::CodeSpan => CODE_SPAN,
            ProseToken::Url => URL,
            ProseToken::Escape => ESCAPE,
            ProseToken::Reference => REFERENCE,
            ProseToken::Percent => PERCENT,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tokens of a text, one a line, without white space.
    fn dump(text: &str) -> String {
        let mut start = 0;
        let mut out = String::new();
        for token in lex(text) {
            let end = token.end as usize;
            if token.kind != WHITESPACE {
                out.push_str(&format!("{:?} {:?}\n", token.kind, &text[start..end]));
            }
            start = end;
        }
        assert_eq!(start, text.len(), "tokens cover the text");
        out
    }

    #[test]
    fn a_colon_turns_the_line_to_prose() {
        expect_test::expect![[r#"
            WORD "problem"
            COLON ":"
            WORD "it's"
            NUMBER "20"
            PERCENT "%"
            PUNCT "/"
            PUNCT "/"
            WORD "slow"
            PUNCT "—"
            L_BRACK "["
            WORD "Report"
            DOT "."
            WORD "rows"
            R_BRACK "]"
            PUNCT "[a"
            WORD "b"
            PUNCT "]"
        "#]]
        .assert_eq(&dump("  problem: it's 20% // slow — [Report.rows] [a b]"));
    }

    #[test]
    fn structured_numbers_ranges_dates_and_words() {
        expect_test::expect![[r#"
            WORD "x-y"
            NUMBER "1"
            DOT_DOT ".."
            NUMBER "1_000"
            DATE "2026-11-20"
            DATE "2026-Q4"
            DATE "2026-11"
            NUMBER "2.5"
            WORD "s"
            ARROW "->"
            LTE "<="
            COMMENT "// end"
        "#]]
        .assert_eq(&dump("x-y 1..1_000 2026-11-20 2026-Q4 2026-11 2.5 s -> <= // end"));
    }

    #[test]
    fn line_starts_decide() {
        expect_test::expect![[r#"
            WORD "when"
            WORD "a"
            PUNCT ":"
            WORD "b"
            NEWLINE "\r\n"
            MINUS "-"
            CHECKBOX "[x]"
            WORD "done"
            NEWLINE "\r"
            PIPE "|"
            WORD "more"
            NEWLINE "\n"
            WORD "whenever"
            WORD "Text"
        "#]]
        .assert_eq(&dump("when a: b\r\n - [x] done\r | more\nwhenever Text"));
    }

    #[test]
    fn an_open_string_leaves_the_block_its_line_opens() {
        expect_test::expect![[r#"
            WORD "spec"
            WORD "A"
            STRING "\"title"
            L_BRACE "{"
            NEWLINE "\n"
            STRING "\"b\\\\"
        "#]]
        .assert_eq(&dump("spec A \"title {\n\"b\\\\"));
    }
}
