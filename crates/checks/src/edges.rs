//! Missing edge cases: what a spec's own model says somebody will run into, and the spec does not answer.
//!
//! `facts → questions → answers → hints`. [`questions`] asks of one flow what its steps, types, states, rights and
//! dependencies raise; [`answers_of`] are what the spec says about edge cases; [`review_of`] puts the two together. A rule is a
//! function over a [`Scene`]; the rules of a category share a file, and the category a page.
//!
//! **Never from guessing at prose.** Types, tags and structure come first, the conventional names of `names.toml` second.

#[cfg(test)]
mod answer_tests;
mod answers;
mod asker;
mod asking;
pub(crate) mod english;
mod findings;
pub(crate) mod names;
mod question;
mod review;
pub(crate) mod rules;
mod scene;
#[cfg(test)]
mod silence_tests;
mod state_matrix;

pub use answers::{Answer, Answered, answers_of};
pub(crate) use answers::{around, has_outcome};
pub use asking::questions;
pub(crate) use findings::{WAITING, edge_findings};
pub use findings::{fixes, stubs};
pub use question::{Evidence, Gravity, Question, Several, Target, Where};
pub use review::{Coverage, Hint, Raised, Review, Seen, Settled, Vague, review_of};
pub use rules::wrong_state::NO_TRANSITION;
pub use rules::{CATEGORY_RULES, CategoryRules, EdgeRule};
pub(crate) use scene::is_touched;
pub use state_matrix::{Cell, Matrix, MatrixStep, matrix};
