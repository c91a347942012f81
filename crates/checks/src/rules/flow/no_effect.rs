//! `flow/no-effect`: a step whose prose says that it changes something, and that has no effect.

use averment_model::{
    Builtin, Cue, DeclRef, Def, FlowFacts, Named, Said, StepFacts, Type, field_type, flows_of, steps_of, type_of,
};
use averment_syntax::vocabulary::{Key, Kind};

use crate::finding::{Checker, Edit};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "flow/no-effect",
    severity: Severities::ADVICE,
    page: include_str!("../../../rules/flow/no-effect.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    let flows = c.body.all_decls().filter(|(_, decl)| decl.kind == Some(Kind::Flow));
    for (flow, (id, _)) in flows_of(c.db, c.item).iter().zip(flows) {
        let facts = flow.facts(c.db);
        for (step, decl) in facts.steps.iter().zip(steps_of(c.body, id)) {
            let Some((verb, effect)) = suggested(c, facts, step).filter(|_| says_nothing_else(c, decl)) else {
                continue;
            };
            let (decl_ref, name) = (c.decl_ref(decl), &step.name);
            let node = c.body.decl(decl).name_node;
            let message = format!(
                "`{name}` says \"{verb}\" and has no effect, so nothing else knows of it; add `{effect}`, or whatever it does"
            );
            let edits = vec![Edit::AddLine(decl_ref, effect.clone())];
            c.report(node, message).about(Def::Decl(decl_ref)).fix(format!("add `{effect}`"), edits);
        }
    }
}

/// Whether a step has nothing but clauses, who acts, how long it takes and where it leads.
fn says_nothing_else(c: &Checker<'_>, step: averment_model::DeclId) -> bool {
    let plain = |key: Option<Key>| matches!(key, Some(Key::Actor | Key::Within | Key::Next | Key::Ends));
    c.body.decl(step).properties.iter().all(|property| plain(property.key))
}

/// The verb of the one clause that says what a step changes, and the effect it stands for.
fn suggested<'db>(c: &Checker<'db>, facts: &FlowFacts<'db>, step: &StepFacts<'db>) -> Option<(&'static str, String)> {
    let mut found = None;
    let mut lead = "";
    for said in &step.said {
        if !matches!(said.word.as_str(), "and" | "but") {
            lead = &said.word;
        }
        let Some((key, verb)) = plain_verb(said, lead) else { continue };
        let Some(thing) = one_thing(said) else { continue };
        let Some((key, path, def)) = effect(c, key, verb, thing.def(), &thing.text) else { continue };
        // Two clauses that change something are a story, of which no one line can be guessed.
        if found.is_some() {
            return None;
        }
        let known = facts.steps.iter().flat_map(|other| &other.effects).any(|other| {
            !other.mentioned
                && averment_model::is_change(other.key) == averment_model::is_change(key)
                && other.target.def().owner() == def.owner()
        });
        if known {
            return None;
        }
        found = Some((verb, format!("{} {path}", key.word())));
    }
    found
}

/// The one thing that a clause names: it alone, or it and what it has: `adds a [Doc] and enters [Doc.name]`.
fn one_thing<'a, 'db>(said: &'a Said<'db>) -> Option<&'a Named<'db>> {
    let first = said.mentions.first()?;
    let whole = said.mentions.iter().find(|named| matches!(named.def(), Def::Decl(_)));
    let same = said.mentions.iter().all(|named| named.def().owner() == first.def().owner());
    (same && (said.mentions.len() == 1 || whole.is_some())).then_some(whole.unwrap_or(first))
}

/// The one verb of a clause, where it is plain that it happens: `the clerk submits`, or behind a `then` also `is submitted`.
fn plain_verb(said: &Said<'_>, lead: &str) -> Option<(Key, &'static str)> {
    let mut verbs: Vec<(Key, &'static str)> = Vec::new();
    let mut happens = false;
    for cue in &said.cues {
        match cue {
            Cue::Hedge => return None,
            // What is entered goes into what is done with it.
            Cue::Verb(Key::Asks, _) => {}
            Cue::Verb(key, verb) if !verbs.contains(&(*key, *verb)) => verbs.push((*key, *verb)),
            Cue::Does(..) => happens = true,
            Cue::Done(..) => happens |= lead == "then",
            _ => {}
        }
    }
    match verbs[..] {
        [verb] if happens && lead != "given" => Some(verb),
        _ => None,
    }
}

/// The effect that a verb stands for, done to what a clause names; `None` where the two do not go together.
fn effect<'db>(c: &Checker<'db>, key: Key, verb: &str, def: Def<'db>, path: &str) -> Option<(Key, String, Def<'db>)> {
    let db = c.db;
    let is_entity = |decl: DeclRef<'db>| decl.kind(db) == Some(Kind::Entity);
    match (key, def) {
        (Key::Creates | Key::Deletes, Def::Decl(decl)) if is_entity(decl) => Some((key, path.to_owned(), def)),
        // Of a part of a thing, both are changes of the thing.
        (Key::Creates | Key::Updates | Key::Deletes, Def::Field(owner, _)) if is_entity(owner) => {
            Some((Key::Updates, path.to_owned(), def))
        }
        (Key::Updates, Def::Decl(decl)) if is_entity(decl) => Some((key, path.to_owned(), def)),
        (Key::Charges | Key::Refunds, Def::Decl(decl)) if is_entity(decl) => {
            let field = only_field(c, decl, |ty| matches!(ty, Type::Builtin(Builtin::Money)))?;
            Some((key, format!("{path}.{}", field.name(db)), field))
        }
        (Key::Charges | Key::Refunds, Def::Field(owner, field)) => {
            let money = matches!(field_type(db, owner, field), Type::Builtin(Builtin::Money));
            money.then(|| (key, path.to_owned(), def))
        }
        (Key::Notifies, Def::Decl(decl)) if decl.kind(db) == Some(Kind::Actor) => Some((key, path.to_owned(), def)),
        (Key::Notifies, Def::Field(owner, field)) => {
            let address = matches!(field_type(db, owner, field), Type::Builtin(Builtin::Email | Builtin::Phone));
            address.then(|| (key, path.to_owned(), def))
        }
        (Key::Moves, Def::Decl(decl)) if is_entity(decl) => {
            let field = only_field(c, decl, |ty| matches!(ty, Type::States(..)))?;
            let to = state_for(c, verb, field)?;
            Some((key, format!("{path}.{} to {to}", field.name(db)), field))
        }
        (Key::Moves, Def::Field(..)) => {
            let to = state_for(c, verb, def)?;
            Some((key, format!("{path} to {to}"), def))
        }
        _ => None,
    }
}

/// The field of an entity whose type is such, where there is one.
fn only_field<'db>(c: &Checker<'db>, entity: DeclRef<'db>, is: impl Fn(&Type<'db>) -> bool) -> Option<Def<'db>> {
    let fields = entity
        .with_extended(c.db)
        .into_iter()
        .flat_map(|owner| (0..owner.signature(c.db).fields.len() as u32).map(move |field| (owner, field)));
    let fields: Vec<_> = fields.filter(|(owner, field)| is(field_type(c.db, *owner, *field))).collect();
    if let [(owner, field)] = fields[..] { Some(Def::Field(owner, field)) } else { None }
}

/// The state of a field that a verb leads to: `cancel` to `cancelled` or `canceled`.
fn state_for<'db>(c: &Checker<'db>, verb: &str, field: Def<'db>) -> Option<String> {
    let states = type_of(c.db, field).states(c.db)?;
    let leads = |state: &str| {
        let doubled = verb.chars().last().is_some_and(|last| state == format!("{verb}{last}ed"));
        doubled || state == format!("{verb}ed") || state == format!("{}ed", verb.trim_end_matches('e'))
    };
    states.into_iter().map(|state| state.name(c.db).to_string()).find(|name| leads(name))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, count, fix_edits};

    /// A spec with one step of these clauses and lines.
    fn spec(step: &str) -> String {
        format!(
            "actor Clerk\nactor Buyer\nentity Claim {{\n  note   Text\n  mail   Email\n  amount Money\n  status open | approved | cancelled\n}}\nspec S {{\n  status review\n  flow F {{\n    actor Clerk\n    step Go {{\n{step}    }}\n  }}\n}}\n"
        )
    }

    fn fixes(step: &str) -> Vec<String> {
        let text = spec(step);
        if count("flow/no-effect", "", &text) == 0 { Vec::new() } else { fix_edits("flow/no-effect", &text) }
    }

    #[test]
    fn a_step_that_says_what_it_does_in_words_alone() {
        check(
            "flow/no-effect",
            &spec("      when the clerk submits the [Claim]\n      then its number is on the page\n").replace(
                "    step Go {\n",
                "    step Go {\n    //   ^^ flow/no-effect: `Go` says \"submit\" and has no effect, so nothing else knows of it; add `creates Claim`, or whatever it does\n",
            ),
        );
    }

    #[test]
    fn the_effect_is_what_the_verb_does_to_such_a_thing() {
        for (clause, effect) in [
            ("when the clerk deletes the [Claim]", "deletes Claim"),
            ("when the clerk deletes [Claim.note]", "updates Claim.note"),
            ("when the clerk edits the [Claim]", "updates Claim"),
            ("then [Claim.note] is removed", "updates Claim.note"),
            ("then the clerk pays the [Claim]", "charges Claim.amount"),
            ("then the [Buyer] is notified", "notifies Buyer"),
            ("then a letter is sent to [Claim.mail]", "notifies Claim.mail"),
            ("when the clerk adds a [Claim] and enters [Claim.note]", "creates Claim"),
            ("when the clerk cancels the [Claim]", "moves Claim.status to cancelled"),
            ("then the [Claim] is approved", "moves Claim.status to approved"),
        ] {
            assert_eq!(fixes(&format!("      {clause}\n")), [format!("add `{effect}`")], "{clause}");
        }
    }

    #[test]
    fn what_is_not_plain_is_left_alone() {
        for clause in [
            // A condition, and no deed.
            "when the [Claim] is submitted",
            "given the clerk submits the [Claim]",
            // Perhaps not.
            "then the clerk cannot edit the [Claim] who submits it",
            "then nothing is sent to the [Buyer]",
            // Only shown.
            "then the approved [Claim] is shown",
            "when the clerk opens the [Claim]",
            // Nothing that is declared, or two things.
            "when the clerk submits the form",
            "when the clerk adds [Claim.note] for the [Buyer]",
            // Two verbs.
            "when the clerk edits and submits the [Claim]",
            // What cannot be done to such a thing.
            "when the clerk rejects the [Claim]",
            "then the [Claim] is sent to the archive",
            "when the clerk pays [Claim.note]",
            "when the clerk assigns the [Buyer]",
        ] {
            assert_eq!(fixes(&format!("      {clause}\n")), [""; 0], "{clause}");
        }
    }

    #[test]
    fn a_step_that_says_more_is_left_alone() {
        let clause = "      when the clerk submits the [Claim]\n";
        for line in ["creates Claim", "reads Claim", "needs create Claim", "on Claim", "every day"] {
            assert_eq!(fixes(&format!("{clause}      {line}\n")), [""; 0], "{line}");
        }
        assert_eq!(fixes(&format!("{clause}      within 5 s\n")).len(), 1);
        assert_eq!(fixes(&format!("{clause}      and deletes the [Claim]\n")), [""; 0]);
        let elsewhere = format!("{clause}    }}\n    step Then {{\n      creates Claim\n");
        assert_eq!(fixes(&elsewhere), [""; 0]);
    }

    #[test]
    fn a_waiver_with_a_reason_silences_it() {
        let text = spec("      when the clerk submits the [Claim]\n");
        let waived = text.replace("\n  flow F {", "\n  waive flow/no-effect: the old system does it\n  flow F {");
        check("flow/no-effect", &waived);
    }
}
