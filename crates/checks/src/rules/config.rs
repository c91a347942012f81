//! What is wrong with `averment.toml`. The reader of the file finds it (`crate::config`); here is its page.

use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static INVALID: Rule = Rule {
    code: "config/invalid",
    severity: Severities::ERROR,
    page: include_str!("../../rules/config/invalid.md"),
    check: Check::Reader,
};
