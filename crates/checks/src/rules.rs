//! One module per group, one file per rule.

pub(crate) mod flow;
pub(crate) mod name;
pub(crate) mod syntax;
pub(crate) mod types;

use crate::Rule;

/// Every rule, by code.
pub(crate) const ALL: &[&Rule] = &[
    &syntax::UNEXPECTED,
];
