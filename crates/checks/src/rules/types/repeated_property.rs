//! `type/repeated-property`: a property given twice in a block that takes it once.

use averment_syntax::vocabulary::Key;

use crate::finding::{Checker, Edit};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "type/repeated-property",
    severity: Severities::BROKEN,
    page: include_str!("../../../rules/type/repeated-property.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    for decl in &c.body.decls {
        let Some(kind) = decl.kind else { continue };
        let mut seen: Vec<(Key, averment_model::NodeId)> = Vec::new();
        for property in &decl.properties {
            let Some(key) = property.key else { continue };
            if kind.property(&property.word).is_none_or(|data| data.repeat) {
                continue;
            }
            let Some((_, first)) = seen.iter().find(|(other, _)| *other == key) else {
                seen.push((key, property.keyword));
                continue;
            };
            let (word, block) = (&property.word, averment_model::with_article(kind.word()));
            let message = format!("{block} takes `{word}` once; keep one of them");
            let (line, first) = (c.place(property.node), c.place(*first));
            c.report(property.keyword, message)
                .related(first, format!("`{word}` is given here already"))
                .fix("remove this line", vec![Edit::DeleteLines(line)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits, related};

    const TWICE: &str = "\
person Ana
spec S {
  owner Ana
  problem: it is slow
  owner Ana
//^^^^^ type/repeated-property: a spec takes `owner` once; keep one of them
  problem: it is also wrong
//^^^^^^^ type/repeated-property: a spec takes `problem` once; keep one of them
  owner Ana
//^^^^^ type/repeated-property: a spec takes `owner` once; keep one of them
}
";

    #[test]
    fn properties_given_twice() {
        check("type/repeated-property", TWICE);
        assert_eq!(related("type/repeated-property", TWICE), ["owner: `owner` is given here already"]);
        assert_eq!(fix_edits("type/repeated-property", TWICE), ["remove this line"]);
    }

    #[test]
    fn properties_that_may_be_repeated_or_that_nobody_knows() {
        check(
            "type/repeated-property",
            "\
system Gate {
  latency p95 < 1 s
  latency p99 < 3 s
  odd 1
  odd 2
}
spec S {
  flow A {
    success: it works
  }
  flow B {
    success: it works
  }
}
",
        );
    }
}
