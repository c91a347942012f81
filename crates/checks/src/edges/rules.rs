//! The rules, category by category: one file and one page each.

use averment_syntax::vocabulary::Category;

use super::asker::Asker;
use super::question::Gravity;
use super::scene::Scene;
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) mod accessibility;
pub(crate) mod audit;
pub(crate) mod boundary;
pub(crate) mod calendar;
pub(crate) mod concurrent;
pub(crate) mod duplicate;
pub(crate) mod empty;
pub(crate) mod expired;
pub(crate) mod interrupted;
pub(crate) mod invalid_input;
pub(crate) mod large;
pub(crate) mod locale;
pub(crate) mod migration;
pub(crate) mod missing;
pub(crate) mod offline;
pub(crate) mod order;
pub(crate) mod orphaned;
pub(crate) mod partial_failure;
pub(crate) mod permission;
pub(crate) mod rate_limit;
pub(crate) mod retention;
pub(crate) mod signed_out;
pub(crate) mod special_characters;
pub(crate) mod stale;
pub(crate) mod timeout;
pub(crate) mod unavailable;
pub(crate) mod undo;
pub(crate) mod wrong_state;

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

/// Every category with its rules, in the order of `categories.toml`; a test holds the two together.
pub static CATEGORY_RULES: &[&CategoryRules] = &[
    &empty::RULES,
    &large::RULES,
    &boundary::RULES,
    &missing::RULES,
    &invalid_input::RULES,
    &special_characters::RULES,
    &duplicate::RULES,
    &order::RULES,
    &migration::RULES,
    &calendar::RULES,
    &expired::RULES,
    &stale::RULES,
    &concurrent::RULES,
    &interrupted::RULES,
    &wrong_state::RULES,
    &undo::RULES,
    &orphaned::RULES,
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

#[cfg(test)]
mod tests {
    use super::*;
    use averment_syntax::vocabulary::CATEGORIES;

    #[test]
    fn every_category_has_its_rules() {
        let with_rules: Vec<_> = CATEGORY_RULES.iter().map(|rules| rules.category).collect();
        let all: Vec<_> = CATEGORIES.iter().map(|data| data.category).collect();
        assert_eq!(with_rules, all, "one file under `edges/rules` for each row of `categories.toml`, in that order");
        for rules in CATEGORY_RULES {
            assert_eq!(rules.finding.code, format!("edge/{}", rules.category.word()));
            assert!(!rules.rules.is_empty(), "{}", rules.finding.code);
            for rule in rules.rules {
                let line = format!("- `{}`: ", rule.name);
                assert!(
                    rules.finding.page.contains(&line),
                    "the page of {} says what `{}` asks",
                    rules.finding.code,
                    rule.name
                );
            }
        }
    }
}
