//! Facts: what a spec's flows do to the model, and what the workspace says of what they touch.
//!
//! [`flows_of`] takes each flow out of its spec with everything its paths lead to; whatever is derived from a flow hangs on
//! that one value and not on the rest of the spec. [`touches_of`], [`rights_on`], [`pointing_at`] and [`rules_on`] answer
//! for one entity over all files. They find their files by word, as the rest of the model does: a file that never says
//! `Order` is not asked about orders.

mod flow;
mod outside;
mod workspace;

pub use flow::{
    BranchFacts, Effect, Flow, FlowFacts, Named, Need, Part, Said, StepFacts, flows_of, is_change, steps_of,
};
pub use outside::{
    ActorFacts, Bound, Difference, FieldFacts, LaunchFacts, RuleFacts, SystemFacts, actor_facts, field_facts,
    launch_facts, rules, system_facts,
};
pub use workspace::{
    Pointer, Right, Touch, pointing_at, rights_held, rights_of, rights_on, rules_on, touches, touches_of,
};
