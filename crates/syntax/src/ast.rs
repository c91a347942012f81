//! Typed nodes: thin wrappers around the nodes of the tree.
//!
//! The nodes and their accessors are generated from `syntax/averment.ungram`; what the grammar cannot say about them (the
//! text of a name, the operator of an expression) stands here. Any text parses, so every part may be missing: an
//! accessor returns an `Option` or an iterator.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

pub use crate::generated::nodes::*;
use crate::vocabulary::{self, Key, Kind};
use crate::{SyntaxKind, SyntaxNode, SyntaxToken};

/// A typed node: a node of the tree that is known to be of a certain kind, or of one of several.
pub trait AstNode: Sized {
    /// Whether a node of this kind can be cast.
    fn can_cast(kind: SyntaxKind) -> bool;

    /// The node, typed, if it is of the right kind.
    fn cast(syntax: SyntaxNode) -> Option<Self>;

    /// The node, untyped.
    fn syntax(&self) -> &SyntaxNode;
}

/// What the generated accessors are made of.
pub(crate) mod support {
    use super::{AstNode, SyntaxKind, SyntaxNode, SyntaxToken};

    /// The children that are `N`.
    pub(crate) fn children<N: AstNode>(node: &SyntaxNode) -> impl Iterator<Item = N> + use<N> {
        node.children().by_kind(N::can_cast).filter_map(N::cast)
    }

    /// The children that are `N` and stand before the first token of this kind; all of them where there is none.
    pub(crate) fn children_before<N: AstNode>(node: &SyntaxNode, kind: SyntaxKind) -> impl Iterator<Item = N> + use<N> {
        let elements = node.children_with_tokens().take_while(move |element| element.kind() != kind);
        elements.filter_map(|element| element.into_node()).filter_map(N::cast)
    }

    /// The children that are `N` and stand after the first token of this kind; none where there is none.
    pub(crate) fn children_after<N: AstNode>(node: &SyntaxNode, kind: SyntaxKind) -> impl Iterator<Item = N> + use<N> {
        let elements = node.children_with_tokens().skip_while(move |element| element.kind() != kind);
        elements.filter_map(|element| element.into_node()).filter_map(N::cast)
    }

    /// The first token of this kind.
    pub(crate) fn token(node: &SyntaxNode, kind: SyntaxKind) -> Option<SyntaxToken> {
        tokens(node, kind).next()
    }

    /// The tokens of this kind.
    pub(crate) fn tokens(node: &SyntaxNode, kind: SyntaxKind) -> impl Iterator<Item = SyntaxToken> + use<> {
        node.children_with_tokens().by_kind(move |other| other == kind).filter_map(|element| element.into_token())
    }
}

/// The text of a token, borrowed from the tree.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Text(SyntaxToken);

impl Text {
    /// The token.
    pub fn token(&self) -> &SyntaxToken {
        &self.0
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.0.text()
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl Name {
    /// The name.
    pub fn text(&self) -> Option<Text> {
        self.word_token().map(Text)
    }
}

impl UseName {
    /// The name.
    pub fn text(&self) -> Option<Text> {
        self.word_token().map(Text)
    }
}

impl Segment {
    /// The name.
    pub fn text(&self) -> Option<Text> {
        self.word_token().map(Text)
    }
}

impl State {
    /// The name.
    pub fn text(&self) -> Option<Text> {
        self.word_token().map(Text)
    }
}

impl Path {
    /// Its names, from the outermost inwards.
    pub fn names(&self) -> impl Iterator<Item = Text> + use<> {
        self.segments().filter_map(|segment| segment.text())
    }

    /// Its names with dots between: `Order.status`.
    pub fn text(&self) -> String {
        join(self.names(), ".")
    }
}

impl Code {
    /// The code: `edge/stale`, `edge/*`.
    pub fn text(&self) -> String {
        significant_text(self.syntax())
    }
}

impl Unit {
    /// The unit as it is written: `s`, `%`, `requests/s`.
    pub fn text(&self) -> String {
        significant_text(self.syntax())
    }

    /// The unit of measure it names. A noun (`10_000 rows`) names none.
    pub fn unit(&self) -> Option<&'static vocabulary::Unit> {
        vocabulary::unit(&self.text())
    }
}

impl Quantity {
    /// The number without the `_` between its digits, with its sign.
    pub fn number(&self) -> Option<String> {
        let sign = if self.minus_token().is_some() { "-" } else { "" };
        let digits = self.number_token()?.text().replace('_', "");
        Some(format!("{sign}{digits}"))
    }
}

impl Literal {
    /// The text between the quotes, its escapes resolved.
    pub fn text(&self) -> Option<String> {
        self.string_token().map(|token| unquote(token.text()).into_owned())
    }

    /// The date as it is written.
    pub fn date(&self) -> Option<Text> {
        self.date_token().map(Text)
    }
}

impl Declaration {
    /// The keyword as it is written.
    pub fn keyword(&self) -> Option<Text> {
        self.keyword_token().map(Text)
    }

    /// What it declares.
    pub fn kind(&self) -> Option<Kind> {
        let around = || self.syntax().ancestors().skip(1).find_map(Declaration::cast);
        let keyword = self.keyword()?;
        Kind::from_word(&keyword).or_else(|| Kind::of_header(&keyword, around().and_then(|around| around.kind())))
    }

    /// The name it declares.
    pub fn name_text(&self) -> Option<Text> {
        self.name()?.text()
    }

    /// The title, without its quotes.
    pub fn title(&self) -> Option<String> {
        self.title_token().map(|token| unquote(token.text()).into_owned())
    }

    /// The text of the doc comment above it.
    pub fn doc(&self) -> Option<String> {
        doc_text(self.doc_comment_tokens())
    }

    /// The lines of its block.
    pub fn lines(&self) -> impl Iterator<Item = Line> + use<> {
        self.block().into_iter().flat_map(|block| block.lines())
    }

    /// The declarations directly in its block.
    pub fn declarations(&self) -> impl Iterator<Item = Declaration> + use<> {
        self.block().into_iter().flat_map(|block| support::children(block.syntax()))
    }

    /// The properties in its block.
    pub fn properties(&self) -> impl Iterator<Item = Property> + use<> {
        self.block().into_iter().flat_map(|block| support::children(block.syntax()))
    }

    /// The first property of this key in its block.
    pub fn property(&self, key: Key) -> Option<Property> {
        self.properties().find(|property| property.key() == Some(key))
    }
}

impl Field {
    /// The text of the doc comment above it.
    pub fn doc(&self) -> Option<String> {
        doc_text(self.doc_comment_tokens())
    }

    /// Its tags as they are written: `@pii`.
    pub fn tags(&self) -> impl Iterator<Item = Text> + use<> {
        self.tag_tokens().map(Text)
    }
}

impl Property {
    /// The keyword as it is written.
    pub fn keyword(&self) -> Option<Text> {
        self.keyword_token().map(Text)
    }

    /// The key it gives a value to.
    pub fn key(&self) -> Option<Key> {
        Key::from_word(&self.keyword()?)
    }

    /// Its tags as they are written: `@pii`.
    pub fn tags(&self) -> impl Iterator<Item = Text> + use<> {
        self.tag_tokens().map(Text)
    }
}

impl Clause {
    /// `given`, `when`, `then`, `and` or `but`.
    pub fn keyword(&self) -> Option<Text> {
        self.keyword_token().map(Text)
    }
}

impl BulletItem {
    /// Whether its checkbox is ticked; `None` without a checkbox.
    pub fn checked(&self) -> Option<bool> {
        self.checkbox_token().map(|token| token.text() != "[ ]")
    }
}

impl Prose {
    /// The words without the `|` of continuations: one space stands for a line break with what surrounds it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut broken = false;
        let tokens = self.syntax().descendants_with_tokens().filter_map(|element| element.into_token());
        for token in tokens {
            match token.kind() {
                SyntaxKind::NEWLINE | SyntaxKind::PIPE => broken = true,
                SyntaxKind::WHITESPACE if broken => {}
                _ => {
                    if std::mem::take(&mut broken) && !text.is_empty() {
                        text.truncate(text.trim_end().len());
                        text.push(' ');
                    }
                    text.push_str(token.text());
                }
            }
        }
        text.trim().to_owned()
    }
}

/// An operator between two expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each is its own name")]
pub enum BinaryOp {
    Implies,
    Or,
    And,
    Eq,
    Neq,
    Lt,
    Lte,
    Gt,
    Gte,
    Add,
    Sub,
    Mul,
    Div,
}

/// An operator before an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each is its own name")]
pub enum PrefixOp {
    Not,
    Neg,
}

impl BinExpr {
    /// The token of the operator.
    pub fn op_token(&self) -> Option<SyntaxToken> {
        first_token(self.syntax())
    }

    /// The operator.
    pub fn op(&self) -> Option<BinaryOp> {
        let token = self.op_token()?;
        let op = match token.kind() {
            SyntaxKind::EQ => BinaryOp::Eq,
            SyntaxKind::NEQ => BinaryOp::Neq,
            SyntaxKind::LT => BinaryOp::Lt,
            SyntaxKind::LTE => BinaryOp::Lte,
            SyntaxKind::GT => BinaryOp::Gt,
            SyntaxKind::GTE => BinaryOp::Gte,
            SyntaxKind::PLUS => BinaryOp::Add,
            SyntaxKind::MINUS => BinaryOp::Sub,
            SyntaxKind::STAR => BinaryOp::Mul,
            SyntaxKind::SLASH => BinaryOp::Div,
            _ => match token.text() {
                "implies" => BinaryOp::Implies,
                "or" => BinaryOp::Or,
                "and" => BinaryOp::And,
                _ => return None,
            },
        };
        Some(op)
    }
}

impl PrefixExpr {
    /// The token of the operator.
    pub fn op_token(&self) -> Option<SyntaxToken> {
        first_token(self.syntax())
    }

    /// The operator.
    pub fn op(&self) -> Option<PrefixOp> {
        let token = self.op_token()?;
        match (token.kind(), token.text()) {
            (SyntaxKind::MINUS, _) => Some(PrefixOp::Neg),
            (_, "not") => Some(PrefixOp::Not),
            _ => None,
        }
    }
}

impl IsExpr {
    /// `true` for `is set`, `false` for `is unset`.
    pub fn is_set(&self) -> Option<bool> {
        self.keyword_tokens().find_map(|token| match token.text() {
            "set" => Some(true),
            "unset" => Some(false),
            _ => None,
        })
    }
}

impl Value {
    /// The path, if it is one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Value::Expr(Expr::Path(path)) => Some(path),
            _ => None,
        }
    }

    /// The quantity, if it is one.
    pub fn quantity(&self) -> Option<&Quantity> {
        match self {
            Value::Expr(Expr::Quantity(quantity)) => Some(quantity),
            _ => None,
        }
    }

    /// The text or date, if it is one.
    pub fn literal(&self) -> Option<&Literal> {
        match self {
            Value::Expr(Expr::Literal(literal)) => Some(literal),
            _ => None,
        }
    }
}

/// The first token directly in a node that is not white space, a comment or a line break.
fn first_token(node: &SyntaxNode) -> Option<SyntaxToken> {
    let mut tokens = node.children_with_tokens().filter_map(|element| element.into_token());
    tokens.find(|token| !token.kind().is_trivia())
}

/// The text of a node without white space, comments and line breaks.
fn significant_text(node: &SyntaxNode) -> String {
    let tokens = node.descendants_with_tokens().filter_map(|element| element.into_token());
    let mut text = String::new();
    for token in tokens.filter(|token| !token.kind().is_trivia()) {
        text.push_str(token.text());
    }
    text
}

fn join(names: impl Iterator<Item = Text>, separator: &str) -> String {
    let mut joined = String::new();
    for name in names {
        if !joined.is_empty() {
            joined.push_str(separator);
        }
        joined.push_str(&name);
    }
    joined
}

/// The text of `///` lines: each without the slashes and the one space after them.
fn doc_text(tokens: impl Iterator<Item = SyntaxToken>) -> Option<String> {
    let mut text: Option<String> = None;
    for token in tokens {
        let line = token.text().strip_prefix("///").unwrap_or(token.text());
        let line = line.strip_prefix(' ').unwrap_or(line).trim_end();
        match &mut text {
            None => text = Some(line.to_owned()),
            Some(text) => {
                text.push('\n');
                text.push_str(line);
            }
        }
    }
    text
}

/// The text a string token stands for: without its quotes, `\" \\ \n \t \u{…}` resolved. An escape that is none stands
/// for itself.
pub fn unquote(token: &str) -> Cow<'_, str> {
    let inner = match token.strip_prefix('"') {
        Some(rest) => rest.strip_suffix('"').unwrap_or(rest),
        None => token.strip_prefix('“').and_then(|rest| rest.strip_suffix('”')).unwrap_or(token),
    };
    let Some(first) = inner.find('\\') else { return Cow::Borrowed(inner) };
    let mut text = inner[..first].to_owned();
    let mut rest = &inner[first..];
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let (char, length) = escape(&rest[at..]);
        text.push(char);
        rest = &rest[at + length..];
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// The character an escape at the start of the text stands for, and how long the escape is.
fn escape(text: &str) -> (char, usize) {
    let mut chars = text.chars().skip(1);
    match chars.next() {
        Some(char @ ('"' | '\\')) => (char, 2),
        Some('n') => ('\n', 2),
        Some('t') => ('\t', 2),
        Some('u') => {
            let hex = text[2..].strip_prefix('{').and_then(|rest| rest.split_once('}')).map(|(hex, _)| hex);
            let char = hex.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
            char.zip(hex).map_or(('\\', 1), |(char, hex)| (char, "\\u{}".len() + hex.len()))
        }
        _ => ('\\', 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first node of a type in a text.
    #[track_caller]
    fn first<N: AstNode>(text: &str) -> N {
        crate::parse_file(text).green.syntax().descendants().find_map(N::cast).expect("the text holds one")
    }

    #[test]
    fn a_declaration_says_what_it_declares() {
        let text = "/// One.\n///  Two.\nspec A \"A \\\"b\\\"\" {\n  owner Ana\n  flow F {\n  }\n}\n";
        let spec: Declaration = first(text);
        assert_eq!(spec.kind(), Some(Kind::Spec));
        assert_eq!(spec.name_text().as_deref(), Some("A"));
        assert_eq!(spec.title().as_deref(), Some("A \"b\""));
        assert_eq!(spec.doc().as_deref(), Some("One.\n Two."));
        assert_eq!(spec.lines().count(), 2);
        assert_eq!(spec.declarations().map(|inner| inner.kind()).collect::<Vec<_>>(), [Some(Kind::Flow)]);
        let owner = spec.property(Key::Owner).expect("it has an owner");
        assert_eq!(owner.values().next().and_then(|value| Some(value.path()?.text())).as_deref(), Some("Ana"));
    }

    #[test]
    fn the_ends_of_a_range_are_told_apart() {
        let bounds = |text: &str| {
            let range: Range = first(&format!("entity A {{\n  a Text {text}\n}}\n"));
            let number = |bound: Option<Bound>| bound?.quantity()?.number();
            (number(range.start()), number(range.end()))
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(bounds("-1..1_000"), (some("-1"), some("1000")));
        assert_eq!(bounds("..50"), (None, some("50")));
        assert_eq!(bounds("0.."), (some("0"), None));
    }

    #[test]
    fn the_parts_of_an_expression_are_told_apart() {
        let rule = |text: &str| format!("rule A {{\n  always {text}\n}}\n");
        let comparison: BinExpr = first(&rule("a.b >= 5 s"));
        assert_eq!(comparison.op(), Some(BinaryOp::Gte));
        assert!(matches!(comparison.lhs(), Some(Expr::Path(path)) if path.text() == "a.b"));
        assert!(matches!(comparison.rhs(), Some(Expr::Quantity(five)) if five.unit().is_some_and(|s| s.text() == "s")));
        assert_eq!(first::<BinExpr>(&rule("a implies b")).op(), Some(BinaryOp::Implies));
        assert_eq!(first::<PrefixExpr>(&rule("not a")).op(), Some(PrefixOp::Not));
        assert_eq!(first::<IsExpr>(&rule("a is unset")).is_set(), Some(false));
        let call: CallExpr = first(&rule("count(lines where quantity > 1)"));
        assert_eq!(call.path().map(|path| path.text()).as_deref(), Some("lines"));
        assert!(matches!(call.expr(), Some(Expr::BinExpr(_))));
        let set: InExpr = first(&rule("a in { b, c }"));
        assert!(matches!(set.expr(), Some(Expr::Path(path)) if path.text() == "a"));
        assert_eq!(set.values().count(), 2);
    }

    #[test]
    fn prose_goes_on_without_its_marks() {
        let prose: Prose = first("spec A {\n  problem: one, \n    |  two [A]\n    | three\n}\n");
        assert_eq!(prose.text(), "one, two [A] three");
    }

    #[test]
    fn escapes_are_resolved_and_others_left_alone() {
        assert_eq!(unquote(r#""plain""#), "plain");
        assert_eq!(unquote(r#""a \"b\" \\ \n\t\u{1F4C4}""#), "a \"b\" \\ \n\t📄");
        assert_eq!(unquote(r#""\d+ \u{zz} \u{110000} \é""#), r"\d+ \u{zz} \u{110000} \é");
        assert_eq!(unquote(r#""never closed"#), "never closed");
        assert_eq!(unquote("“curly”"), "curly");
        assert_eq!(unquote(r#""""#), "");
        assert_eq!(unquote(r#"""#), "");
    }
}
