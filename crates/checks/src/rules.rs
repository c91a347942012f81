//! One module per group, one file per rule.

mod config;
mod edge;
mod flow;
mod link;
mod name;
mod syntax;
mod types;

#[cfg(test)]
mod first_forms;

use crate::Rule;
use crate::edges;

/// The rule under which an answer that does not say which question it answers is told.
pub(crate) use edge::answers_nothing::RULE as ANSWERS_NOTHING;
/// The rule under which a waiver that waives nothing is told.
pub(crate) use name::unknown_code::RULE as STALE_WAIVER;

/// Every rule, sorted by code.
pub(crate) const ALL: &[&Rule] = &[
    &config::INVALID,
    &edges::rules::accessibility::FINDING,
    &edge::answers_nothing::RULE,
    &edges::rules::audit::FINDING,
    &edges::rules::boundary::FINDING,
    &edges::rules::calendar::FINDING,
    &edges::rules::concurrent::FINDING,
    &edges::rules::duplicate::FINDING,
    &edges::rules::empty::FINDING,
    &edges::rules::expired::FINDING,
    &edges::rules::interrupted::FINDING,
    &edges::rules::invalid_input::FINDING,
    &edges::rules::large::FINDING,
    &edges::rules::locale::FINDING,
    &edges::rules::migration::FINDING,
    &edges::rules::missing::FINDING,
    &edge::no_category::RULE,
    &edges::rules::offline::FINDING,
    &edges::rules::order::FINDING,
    &edges::rules::orphaned::FINDING,
    &edges::rules::partial_failure::FINDING,
    &edges::rules::permission::FINDING,
    &edges::rules::rate_limit::FINDING,
    &edges::rules::retention::FINDING,
    &edges::rules::signed_out::FINDING,
    &edges::rules::special_characters::FINDING,
    &edges::rules::stale::FINDING,
    &edges::rules::timeout::FINDING,
    &edges::rules::unavailable::FINDING,
    &edges::rules::undo::FINDING,
    &edge::unfinished::RULE,
    &edges::WAITING,
    &edges::rules::wrong_state::FINDING,
    &flow::case_gap::RULE,
    &flow::case_overlap::RULE,
    &flow::cycle::RULE,
    &flow::dead_case::RULE,
    &flow::dead_target::RULE,
    &flow::endless::RULE,
    &flow::move_without_transition::RULE,
    &flow::never_emitted::RULE,
    &flow::no_effect::RULE,
    &flow::no_exit::RULE,
    &flow::resume_and_ends::RULE,
    &flow::transition_not_moved::RULE,
    &flow::undecided_case::RULE,
    &flow::undeclared_state::RULE,
    &flow::unhandled_error::RULE,
    &flow::unheld_right::RULE,
    &flow::unreachable_state::RULE,
    &flow::unreachable_step::RULE,
    &link::past_spec::RULE,
    &name::ambiguous::RULE,
    &name::duplicate::RULE,
    &name::naming::RULE,
    &name::unknown_code::RULE,
    &name::unknown_kind::RULE,
    &name::unknown_property::RULE,
    &name::unresolved::RULE,
    &name::unused::RULE,
    &name::unused_use::RULE,
    &name::wrong_kind::RULE,
    &syntax::COLUMN_ZERO,
    &syntax::MISPLACED,
    &syntax::MISSING_COLON,
    &syntax::STRAY_BRACE,
    &syntax::TOO_DEEP,
    &syntax::UNCLOSED_BLOCK,
    &syntax::UNCLOSED_STRING,
    &syntax::UNEXPECTED,
    &syntax::UNEXPECTED_COLON,
    &syntax::UNKNOWN_CHARACTER,
    &syntax::UNREADABLE,
    &types::always_set::RULE,
    &types::comparison::RULE,
    &types::constraint::RULE,
    &types::default_outside::RULE,
    &types::missing_property::RULE,
    &types::range_reversed::RULE,
    &types::repeated_property::RULE,
    &types::unit::RULE,
    &types::unknown_state::RULE,
    &types::wrong_value::RULE,
];
