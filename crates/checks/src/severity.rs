//! How grave a finding is: by its rule and the status of its spec.

use averment_syntax::vocabulary::Status;
use serde::Deserialize;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth a thought.
    Hint,
    /// Worth knowing.
    Information,
    /// Probably wrong, or needed before the spec is approved.
    Warning,
    /// Wrong.
    Error,
}

/// A rule's severity for each degree of strictness.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Severities {
    /// In a draft, or in a spec that is iceboxed or retired.
    pub draft: Severity,
    /// Under review, and outside specs.
    pub review: Severity,
    /// Once approved.
    pub approved: Severity,
}

impl Severities {
    /// Not Averment, whatever the status.
    pub const ERROR: Severities = Severities::new(Severity::Error, Severity::Error, Severity::Error);
    /// Wrong, though a draft may name what is yet to be written.
    pub const BROKEN: Severities = Severities::new(Severity::Warning, Severity::Error, Severity::Error);
    /// Part of the contract: a draft is nudged, a review warned, an approval refused.
    pub const CONTRACT: Severities = Severities::new(Severity::Hint, Severity::Warning, Severity::Error);
    /// Worth a thought, whatever the status.
    pub const HINT: Severities = Severities::new(Severity::Hint, Severity::Hint, Severity::Hint);
    /// A matter of order, never an error.
    pub const ADVICE: Severities = Severities::new(Severity::Hint, Severity::Hint, Severity::Warning);

    pub(crate) const fn new(draft: Severity, review: Severity, approved: Severity) -> Self {
        Severities { draft, review, approved }
    }

    /// The severity under a status.
    pub fn at(self, status: Status) -> Severity {
        match status {
            Status::Draft | Status::Retired | Status::Iceboxed => self.draft,
            Status::Review => self.review,
            Status::Approved | Status::Building | Status::Shipped => self.approved,
        }
    }
}
