//! The rules, category by category: one file and one page each.

use averment_syntax::vocabulary::Category;

use super::question::Gravity;
use super::scene::{Asker, Scene};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) mod accessibility;
pub(crate) mod audit;
pub(crate) mod empty;
pub(crate) mod locale;
pub(crate) mod offline;
pub(crate) mod partial_failure;
pub(crate) mod permission;
pub(crate) mod rate_limit;
pub(crate) mod retention;
pub(crate) mod signed_out;
pub(crate) mod timeout;
pub(crate) mod unavailable;

/// The rules of a category.
pub struct CategoryRules {
    /// The category.
    pub category: Category,
    /// Its finding, with its page.
    pub finding: &'static Rule,
    /// The rules.
    pub rules: &'static [EdgeRule],
}

/// A rule of a category: what makes it ask.
pub struct EdgeRule {
    /// Its name within its category: `list-shown`.
    pub name: &'static str,
    /// How much its questions matter, unless it says otherwise of one.
    pub gravity: Gravity,
    /// Whether it joins two facts or more, and so is surer of itself than one that looks at a single fact.
    pub joins: bool,
    /// Looks at a flow and asks.
    pub(crate) look: for<'a, 'db> fn(&'a Scene<'db>, &mut Asker<'db>),
}

/// The finding of a category: its severity is that of each question.
const fn finding(code: &'static str, page: &'static str) -> Rule {
    Rule { code, severity: Severities::CONTRACT, page, check: Check::Questions }
}

/// Every category with its rules, in the order of `categories.toml`.
pub static CATEGORY_RULES: &[&CategoryRules] = &[
    &empty::RULES,
    &unavailable::RULES,
    &timeout::RULES,
    &partial_failure::RULES,
    &offline::RULES,
    &rate_limit::RULES,
    &permission::RULES,
    &signed_out::RULES,
    &locale::RULES,
    &accessibility::RULES,
    &retention::RULES,
    &audit::RULES,
];
