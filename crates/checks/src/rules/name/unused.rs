//! `name/unused`: something declared that nothing mentions.

use averment_model::{Def, file_words, is_mentioned};
use averment_syntax::vocabulary::Kind;
use smol_str::SmolStr;

use crate::finding::{Checker, Edit};
use crate::registry::{Check, Rule};
use crate::severity::Severities;
use averment_syntax::nearest;

pub(crate) static RULE: Rule = Rule {
    code: "name/unused",
    severity: Severities::ADVICE,
    page: include_str!("../../../rules/name/unused.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    let workspace = c.item.file(c.db).workspace(c.db);
    for (id, decl) in c.body.all_decls() {
        let (Some(kind), Some(name)) = (decl.kind, &decl.name) else { continue };
        let is_for_others = matches!(
            kind,
            Kind::Entity | Kind::Value | Kind::Enum | Kind::Actor | Kind::System | Kind::Person | Kind::Team
        );
        // By word and not by meaning: whatever has the name may be a mention.
        if !is_for_others || name.starts_with('_') || is_mentioned(c.db, workspace, name) {
            continue;
        }
        // A word of this file that is nearly the name is a misspelt mention, and reported as that.
        let words = file_words(c.db, c.item.file(c.db));
        if nearest(name, words.mentioned.iter().map(SmolStr::as_str)).is_some() {
            continue;
        }
        let about = Def::Decl(c.decl_ref(id));
        let place = c.place(decl.name_node);
        let message = format!("nothing mentions the {} `{name}`; use it, or remove it", kind.word());
        let keep = vec![Edit::InsertBefore(place, "_".to_owned())];
        c.report(decl.name_node, message)
            .unnecessary()
            .about(about)
            .fix(format!("keep it for later, as `_{name}`"), keep);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits};

    #[test]
    fn what_nothing_mentions() {
        check(
            "name/unused",
            "\
actor Adjuster
//    ^^^^^^^^ name/unused: nothing mentions the actor `Adjuster`; use it, or remove it
spec S {
  entity File {
//       ^^^^ name/unused: nothing mentions the entity `File`; use it, or remove it
    id Id
  }
}
",
        );
        assert_eq!(fix_edits("name/unused", "actor Adjuster\n"), ["keep it for later, as `_Adjuster`"]);
    }

    #[test]
    fn a_misspelt_mention_counts() {
        check("name/unused", "actor Customer\nspec S {\n  actor Custmer\n}\n");
    }

    #[test]
    fn any_mention_counts() {
        check(
            "name/unused",
            "\
//- /a.averment
module a
actor One
actor Two
actor Three
actor Four
actor _Later
event Five
goal Six
//- /b.averment
module b
use a.{Three}
spec S {
  problem: [One] waits
  actr Four
  user: [a.Two] as well
}
",
        );
    }
}
