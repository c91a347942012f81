//! What policies want of the specs that comply with them: an answer in each category they name.

use averment_model::{Db, DeclId, DeclRef, Def, Item, body, resolutions};
use averment_syntax::vocabulary::{CATEGORIES, Category, Key, Kind};
use smol_str::SmolStr;

use super::{Hint, Raised, Settled, message};
use crate::edges::answers::{answers_of, categories};
use crate::edges::question::Gravity;
use crate::finding::Place;

/// The categories that the policies of an item want answered.
#[salsa::tracked]
fn categories_wanted<'db>(db: &'db dyn Db, item: Item<'db>) -> Vec<(DeclId, Vec<Category>)> {
    let policies = body(db, item).all_decls().filter(|(_, decl)| decl.kind == Some(Kind::Policy));
    policies
        .map(|(id, decl)| {
            let wanted = decl.properties_of(Key::NeedsEdges).flat_map(|property| categories(&property.values));
            (id, wanted.collect())
        })
        .collect()
}

/// A question that a policy asks.
pub(super) struct Wanted<'db> {
    pub(super) raised: Raised<'db>,
    /// `None` where it is answered.
    pub(super) hint: Option<Hint<'db>>,
}

/// What the policies ask with which a spec complies: each category once, where nothing in the spec asks about it already.
pub(super) fn wanted_by_policies<'db>(db: &'db dyn Db, item: Item<'db>, raised: &[Raised<'db>]) -> Vec<Wanted<'db>> {
    let (body, resolved) = (body(db, item), resolutions(db, item));
    let Some(spec) = body.decls.first().filter(|decl| decl.kind == Some(Kind::Spec)) else { return Vec::new() };
    let root = Def::Decl(DeclRef::root(item));
    let mut wanted: Vec<Wanted<'db>> = Vec::new();
    for property in spec.properties_of(Key::Complies) {
        for path in property.paths() {
            let Some(Def::Decl(policy)) = resolved[path.0 as usize].def() else { continue };
            let all = categories_wanted(db, policy.item).iter().filter(|(id, _)| *id == policy.decl);
            for category in all.flat_map(|(_, categories)| categories.iter().copied()) {
                let asked = raised.iter().any(|raised| raised.category == category);
                if asked || wanted.iter().any(|wanted| wanted.raised.category == category) {
                    continue;
                }
                let mut answers = answers_of(db, item).iter().filter(|answer| !answer.is_begun);
                let answer = answers.find(|answer| answer.category.is_none_or(|own| own == category));
                let name = root.qualified_name(db);
                let known = format!("[{}] wants `{}` answered", Def::Decl(policy).name(db), category.word());
                let data = CATEGORIES.iter().find(|data| data.category == category);
                let asks = crate::edges::english::uncapitalised(data.map_or("", |data| data.question));
                let (place, text) = (Place::node(item, body.path(path).node), message(&known, &asks));
                let hint = Hint {
                    category,
                    rule: "policy",
                    gravity: Gravity::Sure,
                    weight: WEIGHT,
                    targets: vec![SmolStr::new(&name)],
                    subject: root,
                    fields: Vec::new(),
                    place,
                    message: text.clone(),
                    evidence: Vec::new(),
                    near: None,
                    begun: None,
                };
                let raised = Raised {
                    category,
                    rule: "policy",
                    target: SmolStr::new(name),
                    defs: vec![root],
                    flow: DeclId::ROOT,
                    step: None,
                    place,
                    message: text,
                    answer: answer.map(|answer| Settled { by: answer.by, how: answer.how }),
                    cases: Vec::new(),
                };
                wanted.push(Wanted { hint: raised.answer.is_none().then_some(hint), raised });
            }
        }
    }
    wanted
}

/// Somebody has already decided that it matters; what it would do is not known.
const WEIGHT: u32 = 60;

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn spec(rest: &str) -> String {
        format!(
            "policy Careful {{\n  needs-edges audit, empty\n}}\nactor Clerk\nentity Order {{\n  rows many Text 0..10\n}}\nspec S {{\n  status review\n{rest}}}\n"
        )
    }

    const FLOW: &str = "  flow F {\n    actor Clerk\n    step Look {\n      reads Order.rows\n    }\n  }\n";

    #[test]
    fn what_a_policy_wants_is_asked_once() {
        let asked = "  complies Careful\n  //       ^^^^^^^ edge/audit: [Careful] wants `audit` answered: what is recorded of who did it and when, and who can read that?\n";
        // What is empty is asked of the list itself, and not once more because a policy wants it.
        check("edge/audit", &spec(&format!("{asked}{FLOW}")));
        check("edge/empty", &spec(&format!("  complies Careful\n{}", FLOW.replace("      reads Order.rows\n", "      reads Order.rows\n      //    ^^^^^^^^^^ edge/empty: [Order.rows] holds 0 to 10 rows: what does the clerk see when there are no rows?\n"))));
    }

    #[test]
    fn a_spec_of_which_nothing_else_is_asked_is_asked_all_the_same() {
        let quiet = "  flow F {\n    step Look: it is looked at\n  }\n";
        let asked = "  complies Careful\n  //       ^^^^^^^ edge/audit: [Careful] wants `audit` answered: what is recorded of who did it and when, and who can read that?\n";
        check("edge/audit", &spec(&format!("{asked}{quiet}")));
    }

    #[test]
    fn any_answer_of_the_category_answers_it() {
        let edge =
            "  edge Kept {\n    covers audit\n    when a clerk looks\n    then their name and the time are kept\n  }\n";
        check("edge/audit", &spec(&format!("  complies Careful\n{FLOW}{edge}")));
        check("edge/audit", &spec(&format!("  complies Careful\n{FLOW}  waive edge/audit: nothing is changed\n")));
        // A spec without flows is not asked about what it has not written yet.
        check("edge/audit", &spec("  complies Careful\n"));
        check("edge/audit", &spec(FLOW));
    }
}
