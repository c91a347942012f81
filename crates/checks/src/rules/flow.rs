//! Whether flows and lifecycles can be gone through.
