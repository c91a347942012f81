//! What an editor asks of Averment specs, in offsets and plain data.
//!
//! [`AnalysisHost`] owns the state and takes [`Change`]s; [`Analysis`] is a snapshot that answers questions, each of
//! which may end with [`Cancelled`] when the state changes meanwhile. **No type of the Language Server Protocol, no
//! input or output.**

mod assists;
mod calendar;
mod code_lens;
mod completion;
pub mod coverage;
mod cursor_line;
mod diagnostics;
mod edge_cases;
mod expectations;
#[cfg(test)]
mod fixture;
mod formatting;
mod host;
mod hover;
mod inlay_hints;
mod language_words;
mod matrix;
mod mentions;
mod names_in_sight;
mod navigation;
mod on_type;
mod position;
pub mod preview;
mod relations;
mod rename;
mod semantic_tokens;
mod signature_help;
mod structure;
mod symbols;
mod syntax_tree;
mod types;

pub use averment_model::{SourceFile, Workspace};
pub use averment_syntax::vocabulary::Kind as VocabularyKind;
pub use averment_syntax::{TextRange, TextSize};
pub use calendar::Day;
pub use code_lens::{CodeLens, LensAbout, LensText};
pub use diagnostics::unread_config;
pub use edge_cases::{Answered, Coverage, OpenQuestion, RaisedQuestion, SpecReview};
pub use host::{
    Analysis, AnalysisHost, CancelToken, Cancellable, Cancelled, Change, FileChange, FileText, rule_page, rule_pages,
};
pub use inlay_hints::InlayHint;
pub use matrix::{StateMatrix, StateMatrixStep};
pub use on_type::TYPED;
pub use relations::{Highlight, Relation};
pub use semantic_tokens::{SemanticToken, TokenKind, TokenModifier, TokenModifiers};
pub use signature_help::{Parameter, SignatureHelp};
pub use structure::{Fold, FoldKind, Link, LinkTarget};
pub use types::*;
