//! Whether names lead somewhere.
