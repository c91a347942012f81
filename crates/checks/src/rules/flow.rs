//! Whether flows and lifecycles can be gone through, and whether what happens in one is known to the other.

pub(crate) mod cycle;
pub(crate) mod dead_target;
pub(crate) mod endless;
mod graph;
pub(crate) mod move_without_transition;
pub(crate) mod never_emitted;
pub(crate) mod no_exit;
mod states;
pub(crate) mod transition_not_moved;
pub(crate) mod undeclared_state;
pub(crate) mod unhandled_error;
pub(crate) mod unreachable_state;
pub(crate) mod unreachable_step;
