//! What specs say of one another.

pub(crate) mod past_spec;
