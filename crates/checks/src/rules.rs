//! One module per group, one file per rule.

mod config;
mod flow;
mod name;
mod syntax;
mod types;

use crate::Rule;

/// Every rule, sorted by code.
pub(crate) const ALL: &[&Rule] = &[
    &config::INVALID,
    // flow
    // name
    &syntax::UNEXPECTED,
    // type
];
