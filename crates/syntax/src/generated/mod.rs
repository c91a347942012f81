//! Generated from `syntax/` by `cargo xtask codegen`; do not edit.

#[rustfmt::skip]
pub(crate) mod nodes;
#[rustfmt::skip]
pub(crate) mod syntax_kind;
#[rustfmt::skip]
pub(crate) mod vocabulary;
