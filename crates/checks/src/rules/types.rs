//! Whether values are what their places ask for.
