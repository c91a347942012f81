//! `SyntaxKind`: every token and node of the tree.

use proc_macro2::Ident;
use quote::{format_ident, quote};

use super::grammar::Grammar;
use super::{rust, snake_case};

/// A token: its kind, its text if it has but one, and what an author would call it.
pub(super) struct TokenKind {
    pub(super) kind: &'static str,
    pub(super) text: Option<&'static str>,
    describe: &'static str,
}

const fn token(kind: &'static str, describe: &'static str) -> TokenKind {
    TokenKind { kind, text: None, describe }
}

const fn fixed(kind: &'static str, text: &'static str) -> TokenKind {
    TokenKind { kind, text: Some(text), describe: "" }
}

/// How many of the first tokens are trivia.
const TRIVIA: usize = 5;

/// The tokens, in the order of their kinds. The grammar names them by their text or by their kind in lower case.
pub(super) const TOKENS: &[TokenKind] = &[
    token("WHITESPACE", "white space"),
    token("NEWLINE", "the end of the line"),
    token("COMMENT", "a comment"),
    token("DOC_COMMENT", "a doc comment"),
    token("BOM", "a byte order mark"),
    token("WORD", "a name"),
    token("KEYWORD", "a keyword"),
    token("NUMBER", "a number"),
    token("DATE", "a date"),
    token("TIME", "a time of day"),
    token("STRING", "a text in quotes"),
    token("TAG", "a tag"),
    fixed("L_BRACE", "{"),
    fixed("R_BRACE", "}"),
    fixed("L_PAREN", "("),
    fixed("R_PAREN", ")"),
    fixed("L_BRACK", "["),
    fixed("R_BRACK", "]"),
    fixed("COMMA", ","),
    fixed("COLON", ":"),
    fixed("DOT", "."),
    fixed("DOT_DOT", ".."),
    fixed("ARROW", "->"),
    fixed("PIPE", "|"),
    fixed("EQ", "="),
    fixed("NEQ", "!="),
    fixed("LT", "<"),
    fixed("LTE", "<="),
    fixed("GT", ">"),
    fixed("GTE", ">="),
    fixed("PLUS", "+"),
    fixed("MINUS", "-"),
    fixed("STAR", "*"),
    fixed("SLASH", "/"),
    fixed("PERCENT", "%"),
    fixed("QUESTION", "?"),
    token("CHECKBOX", "a checkbox"),
    token("CODE_SPAN", "a code span"),
    token("URL", "an address"),
    token("ESCAPE", "an escaped character"),
    token("PUNCT", "punctuation"),
    token("LEX_ERROR", "an unknown character"),
];

/// What an author would call a node, where its name does not say it.
const NODE_NAMES: &[(&str, &str)] = &[
    ("SourceFile", "a file"),
    ("Use", "a `use`"),
    ("UseList", "a list of names in braces"),
    ("UseName", "a name"),
    ("Block", "a block in braces"),
    ("BulletItem", "a bullet"),
    ("TransitionOn", "what starts the transition"),
    ("TransitionBy", "who makes the transition"),
    ("NamedType", "a type"),
    ("ManyType", "a `many` type"),
    ("MapType", "a `map` type"),
    ("StatesType", "a union of states"),
    ("Bound", "the end of a range"),
    ("OneOf", "a `one-of`"),
    ("Matches", "a `matches`"),
    ("Default", "a `default`"),
    ("Segment", "a name"),
    ("Quantity", "a number"),
    ("Literal", "a text, a date or a time of day"),
    ("BinExpr", "an expression"),
    ("PrefixExpr", "an expression"),
    ("ParenExpr", "an expression in parentheses"),
    ("CallExpr", "a function call"),
    ("InExpr", "an `in`"),
    ("IsExpr", "an `is`"),
    ("Prose", "prose"),
];

/// The kind of a token, by its name in the grammar.
pub(super) fn token_kind(name: &str) -> &'static str {
    let found = TOKENS.iter().find(|token| token.text == Some(name) || token.kind.to_lowercase() == name);
    found.unwrap_or_else(|| panic!("averment.ungram: no token '{name}'")).kind
}

/// `SourceFile` as `SOURCE_FILE`.
pub(super) fn node_kind(name: &str) -> Ident {
    format_ident!("{}", snake_case(name).to_uppercase())
}

pub(super) fn emit(grammar: &Grammar) -> String {
    let nodes: Vec<&str> = grammar.structs().collect();
    let node_kinds: Vec<Ident> = nodes.iter().map(|name| node_kind(name)).collect();
    let node_names = nodes.iter().map(|name| describe_node(name));

    let tokens: Vec<Ident> = TOKENS.iter().map(|token| format_ident!("{}", token.kind)).collect();
    let trivia = &tokens[..TRIVIA];
    let token_names = TOKENS.iter().map(|token| match token.text {
        Some(text) => format!("`{text}`"),
        None => token.describe.to_owned(),
    });
    let names = token_names.chain(node_names);
    let texts = TOKENS.iter().filter_map(|token| {
        let (kind, text) = (format_ident!("{}", token.kind), token.text?);
        Some(quote!(#kind => #text))
    });
    let all: Vec<&Ident> = tokens.iter().chain(&node_kinds).collect();

    rust(
        "syntax/averment.ungram",
        quote! {
            /// The kind of a token or node of the tree.
            #[allow(missing_docs, non_camel_case_types, clippy::upper_case_acronyms)]
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            #[repr(u16)]
            pub enum SyntaxKind {
                TOMBSTONE,
                EOF,
                #(#tokens,)*
                ERROR,
                #(#node_kinds,)*
            }

            use SyntaxKind::*;

            /// Every kind, at the index of its number.
            const KINDS: &[SyntaxKind] = &[TOMBSTONE, EOF, #(#tokens,)* ERROR, #(#node_kinds,)*];

            impl SyntaxKind {
                /// The kind with this number; `ERROR` for a number that no kind has.
                pub fn from_raw(raw: u16) -> SyntaxKind {
                    KINDS.get(usize::from(raw)).copied().unwrap_or(ERROR)
                }

                /// Whether it is white space, a line end, a comment or a byte order mark.
                pub fn is_trivia(self) -> bool {
                    matches!(self, #(#trivia)|*)
                }

                /// The text of a token that has but one.
                pub fn text(self) -> Option<&'static str> {
                    let text = match self {
                        #(#texts,)*
                        _ => return None,
                    };
                    Some(text)
                }

                /// What an author would call it: ``"`{`"``, `"a name"`.
                pub fn describe(self) -> &'static str {
                    match self {
                        TOMBSTONE => "nothing",
                        EOF => "the end of the file",
                        ERROR => "text that is not understood",
                        #(#all => #names,)*
                    }
                }
            }
        },
    )
}

fn describe_node(name: &str) -> String {
    if let Some((_, given)) = NODE_NAMES.iter().find(|(node, _)| *node == name) {
        return (*given).to_owned();
    }
    let words = snake_case(name).replace('_', " ");
    let article = if words.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {words}")
}
