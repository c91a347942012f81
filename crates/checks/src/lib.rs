//! The rules: what is wrong with a spec.
//!
//! A [`Rule`] is one file under `rules/` here and one page under `rules/` of the crate; [`RULES`] lists them all. A rule
//! looks at one item or one file and reports [`Finding`]s, whose places are parts of a body and not offsets, so that text
//! moving about changes none of them. How grave a finding is is decided last, from the status of its spec and the
//! configuration.
//!
//! **No editor, no protocol, no output.** Read first: [`Rule`], [`Finding`], [`file_findings`].

mod config;
mod decision;
pub mod edges;
mod finding;
mod registry;
mod rules;
mod severity;
#[cfg(test)]
mod testing;

pub use config::{Config, ConfigFinding, config, config_findings};
pub use decision::missing_cases;
pub use finding::{Anchor, Checker, Edit, Finding, FindingBuilder, Fix, Place, QuestionData};
pub use registry::{Check, RULES, Rule, file_findings, item_findings, rule, status};
pub use severity::{Severities, Severity};
