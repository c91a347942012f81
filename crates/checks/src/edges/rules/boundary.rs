//! `edge/boundary`: exactly at, just past, zero, negative, rounding.

use std::cmp::Ordering;

use averment_model::{Builtin, Def, Limit, Quantity, Said, StepFacts};
use averment_syntax::vocabulary::{Category, Dimension, Key};

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::english;
use crate::edges::question::{Gravity, Target, Where};
use crate::edges::scene::{Field, Scene};
use crate::registry::Rule;

pub(crate) static FINDING: Rule = finding("edge/boundary", include_str!("../../../rules/edge/boundary.md"));

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::Boundary,
    finding: &FINDING,
    rules: &[
        EdgeRule { name: "parts-of-whole", gravity: Gravity::Sure, joins: true, look: parts_of_whole },
        EdgeRule { name: "would-break", gravity: Gravity::Sure, joins: true, look: would_break },
        EdgeRule { name: "subtract", gravity: Gravity::Sure, joins: true, look: subtract },
        EdgeRule { name: "no-bounds", gravity: Gravity::Likely, joins: false, look: no_bounds },
        EdgeRule { name: "at-bounds", gravity: Gravity::Likely, joins: true, look: at_bounds },
        EdgeRule { name: "inclusive", gravity: Gravity::Likely, joins: true, look: inclusive },
    ],
};

const NUMBERS: [Builtin; 5] = [Builtin::Integer, Builtin::Decimal, Builtin::Money, Builtin::Percent, Builtin::Duration];

fn no_bounds<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Asks]).filter(|act| scene.is_by_person(act.step)) {
        let Some(field) = scene.named_field(&act.effect.target) else { continue };
        let bounded = field.range().is_some() || field.is_one_of() || scene.is_ruled(&[field.def()]);
        let target = field.target();
        if field.is_many() || !field.is_a(&NUMBERS) || bounded || asker.has_asked(&target) {
            continue;
        }
        let known = format!("nothing bounds {}", field.shown());
        let asks =
            format!("what is {} told who enters 0, a negative number, or one far too large?", scene.who(act.step));
        let asked = asker.ask(target, act.at(), act.index, english::capitalised(&known), asks);
        asked.of_several(
            "Nothing bounds {}",
            "which numbers are taken, and what is said of 0, a negative number, or one far too large?",
        );
    }
}

fn at_bounds<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Asks]).filter(|act| scene.is_by_person(act.step)) {
        let Some(field) = scene.named_field(&act.effect.target) else { continue };
        let target = field.target();
        // An amount is asked about by `edge/invalid-input`, which asks for what is said of a wrong one.
        let numbers = [Builtin::Integer, Builtin::Decimal, Builtin::Percent, Builtin::Duration];
        let (Some((from, to)), false) = (field.range(), field.is_many()) else { continue };
        // From so few one chooses.
        let few = field.upper().is_some_and(|most| !scene.is_over(most, 31));
        if !field.is_a(&numbers) || few || asker.has_asked(&target) {
            continue;
        }
        let known = format!("{} is {}", field.shown(), english::range(from, to));
        let asks = format!(
            "what is {} told who enters something else, and is the rest of what they entered kept?",
            scene.who(act.step)
        );
        let asked = asker.ask(target, act.at(), act.index, known, asks);
        asked.of_several(
            "{} are bounded",
            "what is said of a number outside of them, and is the rest of what was entered kept?",
        );
    }
}

/// A difference of two amounts, in a rule about what the flow touches.
fn subtract<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts().filter(|act| !act.effect.mentioned) {
        let Some(entity) = scene.entity(act.def()) else { continue };
        for rule in scene.rules(entity) {
            for difference in &rule.differences {
                let (Some(whole), Some(part)) = (difference.from.last(), difference.less.last()) else { continue };
                let touched = |def: &Def<'db>| act.def() == *def || act.def() == Def::Decl(entity);
                let target = Target::def(scene.db, *part);
                if !(touched(whole) || touched(part)) || asker.has_asked(&target) {
                    continue;
                }
                let (whole_name, part_name) = (whole.qualified_name(scene.db), part.qualified_name(scene.db));
                let known = format!(
                    "`{}` takes [{part_name}] from [{whole_name}]",
                    rule.decl.signature(scene.db).name.as_deref().unwrap_or("a rule")
                );
                let asks = "what happens when they are equal, and when more is taken than there is?";
                asker
                    .ask(target, act.at(), act.index, known, asks)
                    .evidence(Where::At(Def::Decl(rule.decl)), "the rule is declared here");
            }
        }
    }
}

/// A rule that sets one number against another, and a step that changes only one of them.
fn would_break<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Updates]).filter(|act| scene.is_by_person(act.step)) {
        let Some(field) = scene.named_field(&act.effect.target).filter(|field| field.is_a(&NUMBERS)) else { continue };
        // What the step does when it does not fit is what a branch that leaves it is for.
        let branches = scene.facts.branches.iter().any(|branch| branch.from.contains(&act.step.name));
        let target = Target::def(scene.db, field.def());
        if branches || asker.has_asked(&target) {
            continue;
        }
        let changes =
            |def: &Def<'db>| scene.acts_in(act.index).any(|other| other.key() == Key::Updates && other.def() == *def);
        let found = scene.rules(field.owner).iter().find_map(|rule| {
            rule.bounds.iter().find_map(|bound| {
                let (less, more) = (*bound.less.last()?, *bound.more.last()?);
                let other = if more == field.def() { less } else { more };
                // The smaller one is changed with the rule in mind; of money it is asked all the same.
                let concerned = more == field.def() || less == field.def() && scene.is_money(&field);
                (concerned && !changes(&other)).then_some((rule, other))
            })
        });
        let Some((rule, other)) = found else { continue };
        let (step, who) = (scene.step_name(act.step), scene.who(act.step));
        let known = format!(
            "{step} changes {}, and `{}` sets it against [{}]",
            field.shown(),
            rule.decl.signature(scene.db).name.as_deref().unwrap_or("a rule"),
            other.qualified_name(scene.db)
        );
        let asks = format!("what does {step} do, and what is {who} told, when the two would not fit any more?");
        let asked = asker.ask(target, act.at(), act.index, known, asks);
        asked.evidence(Where::At(Def::Decl(rule.decl)), "the rule is declared here");
    }
}

/// A part of an amount that was charged as a whole.
fn parts_of_whole<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Refunds]) {
        let Some(field) = scene.named_field(&act.effect.target).filter(|field| scene.is_money(field)) else { continue };
        // What is charged under the same name is given back whole.
        let whole = scene
            .touches(field.owner)
            .iter()
            .any(|touch| touch.key == Key::Charges && touch.defs.last() == Some(&field.def()));
        // A rule about what has been given back says how much that may be.
        let ruled = scene.acts_in(act.index).any(|other| {
            let sum = scene.named_field(&other.effect.target).filter(|sum| scene.is_money(sum));
            other.key() == Key::Updates && sum.is_some_and(|sum| scene.is_ruled(&[sum.def()]))
        });
        let target = field.target();
        if !whole && !ruled && !scene.is_ruled(&[field.def()]) && !asker.has_asked(&target) {
            let known = format!("{} may be a part of what was paid", field.shown());
            let asks = "can several of them be more than the whole, and who gets the cent that is left over?";
            asker.ask(target, act.at(), act.index, known, asks);
        }
    }
}

/// A condition that goes by a limit and leaves open what is exactly there: `over 100 GBP`.
fn inclusive<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    let limits = || {
        scene.steps().flat_map(|(index, step)| {
            step.said.iter().flat_map(move |said| said.limits.iter().map(move |limit| (index, step, said, limit)))
        })
    };
    let meets = |a: &Limit, b: &Limit| {
        a.quantities.iter().any(|one| b.quantities.iter().any(|other| one.compare(other) == Some(Ordering::Equal)))
    };
    let mut seen: Vec<&Limit> = Vec::new();
    for (index, step, said, limit) in limits() {
        // What is said to happen is a promise, and no condition. Of two moments nothing is exactly at one of them.
        let promised = !is_condition(step, said);
        let times = limit.quantities.iter().any(|quantity| quantity.dimension() == Some(Dimension::Time));
        // One clause that says it says it for the others; one question is enough for both sides of a limit.
        let said_elsewhere = limits().any(|(.., other)| !other.open && meets(limit, other));
        if !limit.open || promised || times || said_elsewhere || seen.iter().any(|other| meets(limit, other)) {
            continue;
        }
        seen.push(limit);
        let field = limited_field(scene, index, &limit.quantities[0]);
        if field.as_ref().is_some_and(|field| is_bounded_there(field, limit)) {
            continue;
        }
        let exactly: Vec<_> =
            limit.quantities.iter().map(|quantity| format!("exactly {}", english::quantity(quantity))).collect();
        let known = format!("{} says \"{}\"", scene.step_name(step), limit.text);
        let asks = format!("what happens at {}?", english::list(&exactly));
        let target = field.map_or(Target::Step(index), |field| field.target());
        let mut asked = asker.ask(target, said.at, index, known, asks);
        let others = limits().filter(|(.., other)| other.open && *other != limit && meets(limit, other));
        for (.., said, other) in others {
            asked = asked.raise(10).evidence(Where::Here(said.at), format!("\"{}\" begins there as well", other.text));
        }
    }
}

/// Whether a clause says when a step is taken: `given`, `when`, and what follows them.
fn is_condition<'db>(step: &StepFacts<'db>, said: &Said<'db>) -> bool {
    let before = step.said.iter().take_while(|other| other.at != said.at).chain([said]);
    let lead = before.filter(|said| matches!(said.word.as_str(), "given" | "when" | "then")).last();
    lead.is_some_and(|lead| lead.word != "then")
}

/// The one field that a quantity can be about: of what the step deals with, the only one that is measured so.
fn limited_field<'db>(scene: &Scene<'db>, step: usize, quantity: &Quantity) -> Option<Field<'db>> {
    let builtins: &[Builtin] = match quantity.dimension()? {
        Dimension::Money => &[Builtin::Money],
        Dimension::Percent => &[Builtin::Percent],
        Dimension::Size => &[Builtin::File, Builtin::Image],
        Dimension::Time | Dimension::Rate => return None,
    };
    let mut entities = scene.acts_in(step).filter_map(|act| scene.entity(act.def()));
    let entity = entities.next()?;
    let fields: Vec<_> = scene.fields(entity).into_iter().filter(|field| field.is_a(builtins)).collect();
    match <[Field<'db>; 1]>::try_from(fields) {
        Ok([field]) if entities.all(|other| other == entity) => Some(field),
        _ => None,
    }
}

/// Whether a field ends at a limit: its range says that what is exactly there is in.
fn is_bounded_there(field: &Field<'_>, limit: &Limit) -> bool {
    let ends = [field.lower(), field.upper()];
    ends.into_iter()
        .flatten()
        .any(|end| limit.quantities.iter().any(|quantity| quantity.compare(end) == Some(Ordering::Equal)))
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn spec(rules: &str, step: &str, rest: &str) -> String {
        format!(
            "actor Buyer\nentity Order {{\n  total Money\n  off   Money\n  net   Money\n  count Integer 1..99\n  size  Decimal\n}}\nentity Back {{\n  amount Money\n}}\n{rules}spec S {{\n  status review\n  flow F {{\n    actor Buyer\n    step Go {{\n{step}    }}\n  }}\n{rest}}}\n"
        )
    }

    #[test]
    fn a_number_of_any_size() {
        check(
            "edge/boundary",
            &spec(
                "",
                "      asks Order.size\n      //   ^^^^^^^^^^ edge/boundary: Nothing bounds [Order.size]: what is the buyer told who enters 0, a negative number, or one far too large?\n",
                "",
            ),
        );
        check("edge/boundary", &spec("rule R {\n  for Order\n  always size > 0\n}\n", "      asks Order.size\n", ""));
        check(
            "edge/boundary",
            &spec(
                "",
                "      asks Order.size\n",
                "  edge Size {\n    covers boundary of Order.size\n    when it is 0\n    then it is refused\n  }\n",
            ),
        );
    }

    #[test]
    fn a_number_with_bounds() {
        check(
            "edge/boundary",
            &spec(
                "",
                "      asks Order.count\n      //   ^^^^^^^^^^^ edge/boundary: [Order.count] is 1 to 99: what is the buyer told who enters something else, and is the rest of what they entered kept?\n",
                "",
            ),
        );
    }

    #[test]
    fn a_part_of_a_whole() {
        check(
            "edge/boundary",
            &spec(
                "",
                "      refunds Back.amount\n      //      ^^^^^^^^^^^ edge/boundary: [Back.amount] may be a part of what was paid: can several of them be more than the whole, and who gets the cent that is left over?\n",
                "",
            ),
        );
        check("edge/boundary", &spec("", "      refunds Order.total\n      charges Order.total\n", ""));
    }

    #[test]
    fn a_rule_that_would_not_hold_any_more() {
        const RULE: &str = "rule Enough {\n  for Order\n  always off <= total\n}\n";
        check(
            "edge/boundary",
            &spec(
                RULE,
                "      updates Order.total\n      //      ^^^^^^^^^^^ edge/boundary: `Go` changes [Order.total], and `Enough` sets it against [Order.off]: what does `Go` do, and what is the buyer told, when the two would not fit any more?\n",
                "",
            ),
        );
        // Both at once are changed with the rule in mind.
        check("edge/boundary", &spec(RULE, "      updates Order.total, Order.off\n", ""));
        let branch = "  error TooMuch\n  flow G {\n    actor Buyer\n    step Set {\n      updates Order.total\n    }\n    branch B {\n      from Set\n      on   TooMuch\n    }\n  }\n";
        check("edge/boundary", &spec(RULE, "", branch));
        check(
            "edge/boundary",
            &spec("rule Sum {\n  for Order\n  always total = off + net\n}\n", "      updates Order.total\n", ""),
        );
    }

    #[test]
    fn a_difference() {
        check(
            "edge/boundary",
            &spec(
                "rule Net {\n  for Order\n  always net = total - off\n}\n",
                "      updates Order.off\n      //      ^^^^^^^^^ edge/boundary: `Net` takes [Order.off] from [Order.total]: what happens when they are equal, and when more is taken than there is?\n",
                "",
            ),
        );
        check(
            "edge/boundary",
            &spec("rule Net {\n  for Order\n  always total - off >= 0\n}\n", "      updates Order.off\n", ""),
        );
    }

    #[test]
    fn a_limit_in_words() {
        let step = |clauses: &str| spec("", &format!("{clauses}      updates Back\n"), "");
        check(
            "edge/boundary",
            &step(
                "      when the amount is over 100 EUR\n      //   ^^^^^^^^^^^^^^^^^^^^^^^^^^ edge/boundary: `Go` says \"over 100 EUR\": what happens at exactly 100 EUR?\n",
            ),
        );
        check(
            "edge/boundary",
            &step(
                "      when the parcel is between 5 and 1,000 cm long\n      //   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ edge/boundary: `Go` says \"between 5 and 1,000\": what happens at exactly 5 and exactly 1,000?\n",
            ),
        );
        // It is asked once, whichever side it stands on.
        check(
            "edge/boundary",
            &step(
                "      when the amount is under 100 EUR\n      //   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ edge/boundary: `Go` says \"under 100 EUR\": what happens at exactly 100 EUR?\n      and it was over 100 EUR before\n",
            ),
        );
        for answered in [
            "  edge Hundred {\n    covers boundary of Back.amount\n    when it is exactly 100 EUR\n    then a lead looks at it\n  }\n",
            "  waive edge/boundary of F.Go: the lead knows\n",
        ] {
            let target = if answered.contains("waive") { "updates Order" } else { "updates Back" };
            let step = format!("      when the amount is over 100 EUR\n      {target}\n");
            check("edge/boundary", &spec("", &step, answered));
        }
    }
}
