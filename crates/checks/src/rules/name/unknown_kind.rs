//! `name/unknown-kind`: a declaration of a kind that there is not.

use averment_syntax::vocabulary::Kind;

use super::listed;
use super::unknown_property::{home, in_blocks};
use crate::finding::{Checker, Edit};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "name/unknown-kind",
    severity: Severities::ERROR,
    page: include_str!("../../../rules/name/unknown-kind.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    for decl in c.body.decls.iter().filter(|decl| decl.kind.is_none_or(|kind| kind.word() != decl.word)) {
        let parent = decl.parent.map(|parent| c.body.decl(parent).kind);
        // Of a block of an unknown kind nobody knows what it may hold.
        if parent == Some(None) {
            continue;
        }
        let parent = parent.flatten();
        let word = decl.word.as_str();
        let meant = decl.kind.map(Kind::word);
        let what = match (meant, parent) {
            (Some(meant), _) => format!("did you mean `{meant}`?"),
            (None, Some(parent)) => held(word, parent),
            (None, None) => {
                let top: Vec<_> = Kind::ALL.iter().filter(|kind| kind.data().top_level).map(|k| k.word()).collect();
                format!("a file holds {}", listed(&top, "and"))
            }
        };
        let message = format!("there is no kind `{word}`; {what}");
        let place = c.place(decl.keyword);
        let finding = c.report(decl.keyword, message);
        if let Some(meant) = meant {
            finding.fix(format!("write `{meant}`"), vec![Edit::Replace(place, meant.to_owned())]);
        }
    }
}

/// What there is to say of a word that is like no kind that a block holds.
fn held(word: &str, parent: Kind) -> String {
    let known: Vec<_> = Kind::ALL.iter().filter(|kind| parent.holds(**kind)).map(|kind| kind.word()).collect();
    match home(word, parent) {
        Some((homes, _)) => format!("`{word}` is a property of {}, and opens no block", in_blocks(&homes)),
        None if known.is_empty() => format!("a `{}` holds no blocks", parent.word()),
        None => format!("a `{}` holds {}", parent.word(), listed(&known, "and")),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits};

    #[test]
    fn kinds_that_there_are_not() {
        check(
            "name/unknown-kind",
            "\
spec S {
  fow Buy {
//^^^ name/unknown-kind: there is no kind `fow`; did you mean `flow`?
    stp Inner {
//  ^^^ name/unknown-kind: there is no kind `stp`; did you mean `step`?
    }
  }
  hippo Big {
//^^^^^ name/unknown-kind: there is no kind `hippo`; a `spec` holds `metric`, `actor`, `entity`, `value`, `enum`, `lifecycle` and 16 more
  }
  flow F {
    step A {
      hippo Big {
//    ^^^^^ name/unknown-kind: there is no kind `hippo`; a `step` holds no blocks
      }
    }
    problem Slow {
//  ^^^^^^^ name/unknown-kind: there is no kind `problem`; `problem` is a property of a `spec`, and opens no block
    }
  }
}
",
        );
    }

    #[test]
    fn fixes() {
        assert_eq!(fix_edits("name/unknown-kind", "spec S {\n  fow Buy {\n  }\n}\n"), ["write `flow`"]);
        assert!(fix_edits("name/unknown-kind", "spec S {\n  hippo Buy {\n  }\n}\n").is_empty());
    }
}
