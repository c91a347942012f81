//! What is not Averment. The parser reports these; here are their pages.

use crate::registry::{Check, Rule};
use crate::severity::Severities;

macro_rules! syntax_rule {
    ($name:ident, $code:literal) => {
        pub(crate) static $name: Rule = Rule {
            code: concat!("syntax/", $code),
            severity: Severities::ERROR,
            page: include_str!(concat!("../../rules/syntax/", $code, ".md")),
            check: Check::Parser,
        };
    };
}

syntax_rule!(UNEXPECTED, "unexpected");
