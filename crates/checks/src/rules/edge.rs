//! What is wrong with answers to questions about edge cases. The questions themselves are asked in [`crate::edges`].

pub(super) mod answers_nothing;
pub(super) mod no_category;
pub(super) mod unfinished;
