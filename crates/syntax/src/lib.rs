//! Text to a lossless syntax tree.
//!
//! Any text parses: [`parse_item`] returns a tree and a list of [`SyntaxError`]s, never a failure. A file is first
//! [`split`] into its top-level items by its first columns; each item is lexed and parsed by itself, with ranges relative
//! to its start, so that an edit costs the item it falls into. [`parse_file`] assembles the items of a whole file.
//!
//! **This crate knows no names, no files and no queries.** What a word means is a matter of the [`vocabulary`]; what a
//! name leads to is decided in `averment-model`.
//!
//! Read first: [`split`], [`parse_item`], [`ast`], [`vocabulary::Kind`].

pub mod ast;
pub mod format;
mod generated;
pub mod lexer;
pub mod naming;
mod parser;
mod spelling;
mod split;
mod tree;
pub mod vocabulary;

pub use generated::syntax_kind::SyntaxKind;
pub use parser::{Parse, SyntaxEdit, SyntaxError, SyntaxFix, parse_file, parse_item};
pub use rowan::{TextRange, TextSize, TokenAtOffset, WalkEvent};
pub use spelling::{may_be_meant, nearest};
pub use split::{ItemKind, ItemText, split};
pub use tree::{Averment, Green, SyntaxElement, SyntaxNode, SyntaxToken};

/// The largest file that is read, in bytes. No person wrote more than this (some 400,000 lines), and a file that is no
/// spec at all costs up to a hundred times its size while it is read.
pub const MAX_FILE_SIZE: usize = 16 << 20;
