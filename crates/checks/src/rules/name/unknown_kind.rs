//! `name/unknown-kind`: a declaration of a kind that there is not.

use averment_syntax::vocabulary::Kind;

use super::listed;
use super::unknown_property::{home, in_blocks};
use crate::finding::{Checker, Edit};
use crate::registry::{Check, Rule};
use crate::severity::Severities;
use crate::suggest::nearest;

pub(crate) static RULE: Rule = Rule {
    code: "name/unknown-kind",
    severity: Severities::ERROR,
    page: include_str!("../../../rules/name/unknown-kind.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    for decl in c.body.decls.iter().filter(|decl| decl.kind.is_none()) {
        // Of a block of an unknown kind nobody knows what it may hold.
        let Some(parent) = decl.parent.and_then(|parent| c.body.decl(parent).kind) else { continue };
        let word = decl.word.as_str();
        let known: Vec<_> = Kind::ALL.iter().filter(|kind| parent.holds(**kind)).map(|kind| kind.word()).collect();
        let meant = nearest(word, known.iter().copied());
        let what = match (meant, home(word, parent)) {
            (Some(meant), _) => format!("did you mean `{meant}`?"),
            (None, Some((homes, _))) => format!("`{word}` is a property of {}, and opens no block", in_blocks(&homes)),
            (None, None) if known.is_empty() => format!("a `{}` holds no blocks", parent.word()),
            (None, None) => format!("a `{}` holds {}", parent.word(), listed(&known, "and")),
        };
        let message = format!("there is no kind `{word}`; {what}");
        let place = c.place(decl.keyword);
        let finding = c.report(decl.keyword, message);
        if let Some(meant) = meant {
            finding.fix(format!("write `{meant}`"), vec![Edit::Replace(place, meant.to_owned())]);
        }
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
