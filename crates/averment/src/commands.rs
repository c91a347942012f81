//! One module per command.

pub(crate) mod check;
pub(crate) mod explain;
pub(crate) mod fmt;
pub(crate) mod hints;
pub(crate) mod init;
pub(crate) mod manual;
