//! What is not Averment. The parser reports these, and whoever reads the files the last of them; here are their pages.

use crate::registry::{Check, Rule};
use crate::severity::Severities;

macro_rules! syntax_rule {
    ($name:ident, $code:literal, $check:expr) => {
        pub(crate) static $name: Rule = Rule {
            code: concat!("syntax/", $code),
            severity: Severities::ERROR,
            page: include_str!(concat!("../../rules/syntax/", $code, ".md")),
            check: $check,
        };
    };
}

syntax_rule!(COLUMN_ZERO, "column-zero", Check::Parser);
syntax_rule!(MISPLACED, "misplaced", Check::Parser);
syntax_rule!(MISSING_COLON, "missing-colon", Check::Parser);
syntax_rule!(STRAY_BRACE, "stray-brace", Check::Parser);
syntax_rule!(TOO_DEEP, "too-deep", Check::Parser);
syntax_rule!(UNCLOSED_BLOCK, "unclosed-block", Check::Parser);
syntax_rule!(UNCLOSED_STRING, "unclosed-string", Check::Parser);
syntax_rule!(UNEXPECTED, "unexpected", Check::Parser);
syntax_rule!(UNEXPECTED_COLON, "unexpected-colon", Check::Parser);
syntax_rule!(UNKNOWN_CHARACTER, "unknown-character", Check::Parser);
syntax_rule!(UNREADABLE, "unreadable", Check::Reader);

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::testing::{check, fix_edits};

    /// The codes that the parser's sources hand to `error` and `error_with_fix`.
    fn emitted(folder: &Path, codes: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).expect("the sources of the parser").flatten() {
            let path = entry.path();
            if path.is_dir() {
                emitted(&path, codes);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a source file");
            for call in ["error(", "error_with_fix("] {
                for (at, _) in text.match_indices(call) {
                    let argument = text[at + call.len()..].trim_start();
                    // The two functions themselves take the code from their caller.
                    if argument.starts_with("&mut self") || argument.starts_with("code,") {
                        continue;
                    }
                    let code = argument.strip_prefix('"').and_then(|rest| rest.split('"').next());
                    let code = code.unwrap_or_else(|| panic!("{}: `{call}` without a literal code", path.display()));
                    codes.insert(format!("syntax/{code}"));
                }
            }
        }
    }

    #[test]
    fn every_code_of_the_parser_has_a_page_and_every_page_a_code() {
        let mut codes = BTreeSet::new();
        emitted(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../syntax/src/parser"), &mut codes);
        let rules = crate::RULES.iter().filter(|rule| rule.group() == "syntax" && matches!(rule.check, Check::Parser));
        let pages: BTreeSet<_> = rules.map(|rule| rule.code.to_owned()).collect();
        assert_eq!(codes, pages);
    }

    #[test]
    fn an_error_of_the_parser_is_shown_where_it_is_with_its_fix() {
        check(
            "syntax/",
            "\
// a comment moves everything

entity Order {
  total: Money
//     ^ syntax/unexpected-colon: a field takes no colon: write its type after its name, `total Text`
}
",
        );
        assert_eq!(fix_edits("syntax/unexpected-colon", "entity Order {\n  total: Money\n}\n"), ["remove the colon"]);
    }

    #[test]
    fn an_error_of_syntax_cannot_be_waived() {
        assert!(crate::RULES.iter().filter(|rule| rule.group() == "syntax").all(|rule| !rule.waivable()));
    }
}
