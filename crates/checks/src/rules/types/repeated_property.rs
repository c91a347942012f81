//! `type/repeated-property`: a property given more than once in a block that takes it once.

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
    let mut found = Vec::new();
    for (_, decl) in c.body.all_decls() {
        let Some(kind) = decl.kind else { continue };
        for (index, property) in decl.properties.iter().enumerate() {
            let Some(key) = property.key else { continue };
            let once = kind.property(&property.word).is_some_and(|data| !data.repeat);
            let first = decl.properties[..index].iter().find(|other| other.key == Some(key));
            if let (true, Some(first)) = (once, first) {
                found.push((kind, property, first.keyword));
            }
        }
    }
    for (kind, property, first) in found {
        let word = &property.word;
        let message =
            format!("`{word}` stands twice, and {} takes it once; keep one", averment_model::with_article(kind.word()));
        let (first, place) = (c.place(first), c.place(property.node));
        c.report(property.keyword, message)
            .related(first, format!("the first `{word}` is here"))
            .fix("remove this one", vec![Edit::DeleteLines(place)]);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits};

    #[test]
    fn properties_given_twice() {
        let text = "\
spec S {
  status draft
  status review
//^^^^^^ type/repeated-property: `status` stands twice, and a spec takes it once; keep one
  flow F {
    step A {
      emits E
      emits E
    }
  }
}
event E
";
        check("type/repeated-property", text);
        assert_eq!(fix_edits("type/repeated-property", text), ["remove this one"]);
    }
}
