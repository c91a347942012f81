//! `edge/missing`: a value that may be left out was left out.

use averment_model::{Builtin, Def};
use averment_syntax::vocabulary::{Category, Key};

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::english;
use crate::edges::question::{Gravity, Target, Where};
use crate::edges::scene::{Field, Scene};
use crate::registry::Rule;

pub(crate) static FINDING: Rule = finding("edge/missing", include_str!("../../../rules/edge/missing.md"));

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::Missing,
    finding: &FINDING,
    rules: &[
        EdgeRule { name: "sorted", gravity: Gravity::Sure, joins: true, look: sorted },
        EdgeRule { name: "sent", gravity: Gravity::Sure, joins: true, look: sent },
        EdgeRule { name: "shown", gravity: Gravity::Likely, joins: true, look: shown },
    ],
};

/// Whether a field may be unset where it is used, and nothing says otherwise.
fn may_be_missing<'db>(scene: &Scene<'db>, field: &Field<'db>) -> bool {
    field.optional && !field.is_many() && !field.has_default() && !scene.is_said_to_be_set(field)
}

fn shown<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Shows]) {
        let Some(field) = scene.named_field(&act.effect.target).filter(|field| may_be_missing(scene, field)) else {
            continue;
        };
        let set_here = scene
            .acts_by(&[Key::Asks, Key::Creates, Key::Updates])
            .any(|set| set.index <= act.index && set.def() == field.def());
        if !set_here && !asker.has_asked(&field.target()) {
            let known = format!("{} may be left out", field.shown());
            let asks = format!("what stands in its place when there is no {}?", field.noun());
            let asked = asker.ask(field.target(), act.at(), act.index, known, asks);
            asked.of_several("{} may be left out", "what stands in their place when they are?");
        }
    }
}

fn sorted<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for (index, step) in scene.steps() {
        for named in &step.ordered_by {
            let Some(field) = scene.named_field(named).filter(|field| may_be_missing(scene, field)) else { continue };
            if !asker.has_asked(&field.target()) {
                let known = format!("{} may be left out, and decides the order", field.shown());
                let things = field.owner;
                let asks = format!(
                    "do {} without {} stand first, last, or nowhere?",
                    english::plural(&scene.noun(things)),
                    english::a(&field.noun())
                );
                asker.ask(field.target(), named.at, index, known, asks);
            }
        }
    }
    for act in scene.acts_by(&[Key::Searches]) {
        let Some(field) = scene.named_field(&act.effect.target).filter(|field| may_be_missing(scene, field)) else {
            continue;
        };
        if !asker.has_asked(&field.target()) {
            let known = format!("{} may be left out, and is searched", field.shown());
            let asks = format!(
                "are {} without {} found, and how?",
                english::plural(&scene.noun(field.owner)),
                english::a(&field.noun())
            );
            asker.ask(field.target(), act.at(), act.index, known, asks);
        }
    }
}

/// What goes to a system that may want it.
fn sent<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Reads, Key::Notifies]) {
        let Some(field) = scene.named_field(&act.effect.target).filter(|field| may_be_missing(scene, field)) else {
            continue;
        };
        let known = match (act.key(), scene.called(act.step)) {
            (Key::Notifies, _) => {
                format!("{} notifies {}, which may be left out", scene.step_name(act.step), field.shown())
            }
            // A date or a number that is not there is left out; what says which thing is meant cannot be.
            (_, Some((_, system))) if !act.effect.mentioned && says_which(&field) => {
                format!("{} may be left out, and is read for {}", field.shown(), scene.shown(system))
            }
            _ => continue,
        };
        let target = Target::def(scene.db, field.def());
        if !asker.has_asked(&target) {
            let asks = if act.key() == Key::Notifies {
                format!("how is somebody told who has no {}?", field.noun())
            } else {
                format!("what is sent when there is no {}, or is nothing sent?", field.noun())
            };
            asker.ask(target, act.at(), act.index, known, asks).evidence(
                Where::At(Def::Field(field.owner, field.index)),
                format!("{} is declared here", field.shown()),
            );
        }
    }
}

/// Whether a value says which thing, or whose, is meant.
fn says_which(field: &Field<'_>) -> bool {
    field.is_a(&[Builtin::Text, Builtin::Id, Builtin::Email, Builtin::Phone, Builtin::Url, Builtin::Money])
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn spec(rules: &str, step: &str, rest: &str) -> String {
        format!(
            "actor Clerk\nsystem Gateway\nentity Order {{\n  coupon  Text? 1..20\n  rating  Integer? 1..5\n  mail    Email?\n  tag     Text? default \"none\"\n  rows    many Text\n}}\n{rules}spec S {{\n  status review\n  flow F {{\n    actor Clerk\n    step Go {{\n{step}    }}\n  }}\n{rest}}}\n"
        )
    }

    #[test]
    fn what_is_shown() {
        check(
            "edge/missing",
            &spec(
                "",
                "      shows Order.coupon\n      //    ^^^^^^^^^^^^ edge/missing: [Order.coupon] may be left out: what stands in its place when there is no coupon?\n",
                "",
            ),
        );
        check("edge/missing", &spec("", "      shows Order.tag\n", ""));
        check(
            "edge/missing",
            &spec("rule R {\n  for Order\n  always coupon is set\n}\n", "      shows Order.coupon\n", ""),
        );
        check(
            "edge/missing",
            &spec(
                "",
                "      shows Order.coupon\n",
                "  edge None {\n    covers missing of Order.coupon\n    when there is none\n    then a dash is shown\n  }\n",
            ),
        );
    }

    #[test]
    fn what_decides_the_order() {
        check(
            "edge/missing",
            &spec(
                "",
                "      shows Order.rows\n      ordered-by Order.rating\n      //         ^^^^^^^^^^^^ edge/missing: [Order.rating] may be left out, and decides the order: do orders without a rating stand first, last, or nowhere?\n",
                "",
            ),
        );
        check(
            "edge/missing",
            &spec(
                "",
                "      searches Order.rating\n      //       ^^^^^^^^^^^^ edge/missing: [Order.rating] may be left out, and is searched: are orders without a rating found, and how?\n",
                "",
            ),
        );
    }

    #[test]
    fn what_is_sent() {
        check(
            "edge/missing",
            &spec(
                "",
                "      reads Order.coupon\n      //    ^^^^^^^^^^^^ edge/missing: [Order.coupon] may be left out, and is read for [Gateway]: what is sent when there is no coupon, or is nothing sent?\n      calls Gateway\n",
                "",
            ),
        );
        check(
            "edge/missing",
            &spec(
                "",
                "      notifies Order.mail\n      //       ^^^^^^^^^^ edge/missing: `Go` notifies [Order.mail], which may be left out: how is somebody told who has no mail?\n",
                "",
            ),
        );
    }
}
