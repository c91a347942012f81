//! `type/missing-property`: a declaration without what its status asks for.

use averment_model::Def;
use averment_syntax::vocabulary::{Head, Key, Kind, PropertyData, Prose, Status};

use crate::finding::{Checker, Edit};
use crate::registry::{Check, Rule, status};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "type/missing-property",
    severity: Severities::CONTRACT,
    page: include_str!("../../../rules/type/missing-property.md"),
    check: Check::Item(check),
};

/// Whether a property that is required from a status is required under another.
fn is_owed(required: Status, status: Status) -> bool {
    match status {
        Status::Retired | Status::Iceboxed => required == Status::Draft,
        Status::Building | Status::Shipped => true,
        status => required <= status,
    }
}

fn check(c: &mut Checker<'_>) {
    let is_spec = c.body.decls.first().is_some_and(|decl| decl.kind == Some(Kind::Spec));
    let status = if is_spec { status(c.db, c.item) } else { Status::Draft };
    for (id, decl) in c.body.all_decls() {
        let Some(kind) = decl.kind else { continue };
        // One that is said in one line of prose is only named here.
        if decl.prose.is_some() {
            continue;
        }
        let owed = kind
            .data()
            .properties
            .iter()
            .filter(|data| data.required.is_some_and(|required| is_owed(required, status)));
        let missing: Vec<&PropertyData> = owed.filter(|data| decl.property(data.key).is_none()).collect();
        for data in missing {
            let unnamed = matches!(kind.data().head, Head::None) || decl.name.is_none();
            let subject = if unnamed { format!("this `{}`", kind.word()) } else { format!("`{}`", decl.label()) };
            let when = match data.required {
                Some(Status::Draft) | None => String::new(),
                Some(from) => format!("; it is needed from status `{}` on", from.word()),
            };
            let message = format!("{subject} has no `{}`{when}", data.word);
            let line = match data.prose {
                Prose::Required => format!("{}: ", data.word),
                _ => format!("{} ", data.word),
            };
            let about = Def::Decl(c.decl_ref(id));
            let add = vec![Edit::AddLine(c.decl_ref(id), line)];
            c.report(decl.name_node, message).about(about).fix(format!("add `{}`", data.word), add);
        }
        if kind == Kind::Rule && decl.property(Key::Always).is_none() && decl.property(Key::Never).is_none() {
            let about = Def::Decl(c.decl_ref(id));
            c.report(decl.name_node, format!("the rule `{}` says nothing; add `always …` or `never …`", decl.label()))
                .about(about);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits};

    #[test]
    fn what_a_status_asks_for() {
        check(
            "type/",
            "\
spec Draft {
  status draft
}
spec Reviewed {
//   ^^^^^^^^ type/missing-property: `Reviewed` has no `owner`; it is needed from status `review` on
//   ^^^^^^^^ type/missing-property: `Reviewed` has no `problem`; it is needed from status `review` on
  status review
  quality Fast {
    scale: time to the answer
  }
}
enum Size
//   ^^^^ type/missing-property: `Size` has no `values`
rule Empty {
//   ^^^^^ type/missing-property: the rule `Empty` says nothing; add `always …` or `never …`
  because: somebody will write it
}
",
        );
        assert_eq!(fix_edits("type/missing-property", "enum Size\n"), ["add `values`"]);
    }
}
