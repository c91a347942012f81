//! `edge/permission`: who may do it, to what, and how those who may not are answered.

use averment_model::{Builtin, DeclRef, Def, Part};
use averment_syntax::vocabulary::{Category, Key};
use smol_str::SmolStr;

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::english;
use crate::edges::question::{Gravity, Target, Where};
use crate::edges::scene::{Act, Field, Scene};
use crate::registry::Rule;

pub(crate) static FINDING: Rule = finding("edge/permission", include_str!("../../../rules/edge/permission.md"));

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::Permission,
    finding: &FINDING,
    rules: &[
        EdgeRule { name: "not-mine", gravity: Gravity::Sure, joins: true, look: not_mine },
        EdgeRule { name: "own-case", gravity: Gravity::Sure, joins: true, look: own_case },
        EdgeRule { name: "others", gravity: Gravity::Likely, joins: true, look: others },
        EdgeRule { name: "side-channel", gravity: Gravity::Sure, joins: true, look: side_channel },
        EdgeRule { name: "revoked-later", gravity: Gravity::Sure, joins: true, look: revoked_later },
        EdgeRule { name: "credential-change", gravity: Gravity::Sure, joins: true, look: credential_change },
        EdgeRule { name: "blind-edit", gravity: Gravity::Likely, joins: true, look: blind_edit },
    ],
};

/// The actor of a step whose own kind of thing an entity is, and the field that says whose it is.
fn one_of_the_owners<'db>(
    scene: &Scene<'db>,
    act: &Act<'db>,
    entity: DeclRef<'db>,
) -> Option<(DeclRef<'db>, Field<'db>)> {
    let field = scene.owner_field(entity)?;
    let owner = scene.referred(&field)?;
    // Who is more than an owner looks after what is theirs, and may have to look into all of it.
    let actor = act.step.actors.iter().copied().find(|actor| *actor == owner)?;
    if shows_a_key(scene, act, entity) {
        return None;
    }
    // A rule that speaks of the owner says which are meant.
    (!scene.is_ruled(&[field.def()])).then_some((actor, field))
}

/// Whether a step comes with the key to an entity, such as the code of a voucher: whoever has it may use it.
fn shows_a_key<'db>(scene: &Scene<'db>, act: &Act<'db>, entity: DeclRef<'db>) -> bool {
    scene.acts_by(&[Key::Asks]).filter(|asked| asked.index <= act.index).any(|asked| {
        let field = scene.named_field(&asked.effect.target).filter(|field| scene.entity(field.def()) == Some(entity));
        field.is_some_and(|field| field.is_tagged("secret") || scene.means("guessable", field.name))
    })
}

/// Whether a right to something is the right to make one thing about it: who may `report` a message may make a report of any.
fn is_its_right<'db>(scene: &Scene<'db>, actor: DeclRef<'db>, entity: DeclRef<'db>, created: DeclRef<'db>) -> bool {
    const ROOT: usize = 4;
    let made = scene.noun(created).to_lowercase();
    scene.rights(entity).iter().any(|right| {
        let own = right.may && scene.is_or_extends(actor, right.actor);
        let same = right.verb.chars().zip(made.chars()).take_while(|(a, b)| a == b).count();
        own && !made.contains(' ')
            && same >= ROOT.min(right.verb.len())
            && !matches!(right.verb.as_str(), "read" | "create" | "update" | "delete")
    })
}

/// How a step meets what belongs to another: `opens`, with how much it hurts.
fn meets(key: Key) -> Option<(&'static str, Gravity)> {
    Some(match key {
        Key::Reads | Key::Shows => ("opens", Gravity::Likely),
        Key::Updates | Key::Moves | Key::Asks => ("changes", Gravity::Sure),
        Key::Deletes => ("deletes", Gravity::Sure),
        Key::Charges => ("pays", Gravity::Sure),
        Key::Refunds => ("asks the money back of", Gravity::Sure),
        _ => return None,
    })
}

fn not_mine<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    // What is named in something new: a claim on a policy. What is made for each of several is made for others.
    for act in scene.acts_by(&[Key::Creates]).filter(|act| !act.effect.each) {
        let Some(created) = act.def().as_decl().and_then(|_| scene.entity(act.def())) else { continue };
        for (reference, entity) in scene.references(created) {
            let made_here = scene.creates_by(entity, act.index);
            let Some((actor, owner)) = one_of_the_owners(scene, &act, entity).filter(|_| !made_here) else { continue };
            let target = Target::decl(scene.db, entity);
            if asker.has_asked(&target) || is_its_right(scene, actor, entity, created) {
                continue;
            }
            let (who, new, old) = (scene.noun(actor), scene.noun(created), scene.noun(entity));
            let known =
                format!("{} names {}, and {} says whose it is", reference.shown(), english::a(&old), owner.shown());
            let asks = format!(
                "what happens when {} makes {} for the {old} of another {who}?",
                english::a(&who),
                english::a(&new)
            );
            let asked = asker.ask(target, act.at(), act.index, known, asks).raise(16);
            asked.evidence(Where::At(owner.def()), format!("{} says whose {} is", owner.shown(), english::a(&old)));
        }
    }
    for act in scene.acts().filter(|act| !act.effect.mentioned) {
        let (Some((verb, gravity)), Some(entity)) = (meets(act.key()), scene.entity(act.def())) else { continue };
        // A right that is asked for again is asked for by somebody who comes with a thing that was made before.
        let comes_again = act.step.needs.iter().any(|need| scene.entity(need.to.def()) == Some(entity));
        let made_here = scene.creates_by(entity, act.index) && !comes_again;
        if made_here || act.key() == Key::Asks && makes_later(scene, entity) {
            continue;
        }
        let Some((actor, owner)) = one_of_the_owners(scene, &act, entity) else { continue };
        let target = Target::decl(scene.db, entity);
        if asker.has_asked(&target) {
            continue;
        }
        let (who, thing) = (scene.noun(actor), scene.noun(entity));
        let private = scene
            .fields(entity)
            .iter()
            .any(|field| ["pii", "secret", "private"].iter().any(|tag| field.is_tagged(tag)));
        let known = format!("{} says whose {} is", owner.shown(), english::a(&thing));
        let asks = format!("what does {} see who {verb} the {thing} of another {who}?", english::a(&who));
        let gravity = if private { Gravity::Sure } else { gravity };
        let asked =
            asker.ask(target, act.at(), act.index, known, asks).gravity(gravity).raise(if private { 6 } else { 0 });
        asked.evidence(Where::At(owner.def()), format!("{} is declared here", owner.shown()));
    }
    not_mine_by_way(scene, asker);
}

/// Somebody who decides on what people like them ask for, and may have asked for it.
fn own_case<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Moves, Key::Refunds]) {
        let Some(entity) = scene.entity(act.def()) else { continue };
        let Some(owner) = scene.owner_field(entity) else { continue };
        let Some(kind) = scene.referred(&owner) else { continue };
        // Whose office it is has a right to it.
        let office = |actor: DeclRef<'db>| scene.rights(entity).iter().any(|right| right.actor == actor && right.may);
        let mut actors = act.step.actors.iter().copied();
        let judge = actors.find(|actor| *actor != kind && scene.is_or_extends(*actor, kind) && office(*actor));
        let (Some(judge), target) = (judge, act.target()) else { continue };
        // A rule that speaks of the owner says who may not.
        if scene.is_ruled(&[owner.def()]) || asker.has_asked(&target) {
            continue;
        }
        let (who, thing) = (scene.noun(judge), scene.noun(entity));
        let known = format!("{} is {} too", english::a(&who), english::a(&scene.noun(kind)));
        let asks = format!("what does {} do when the {thing} is the {who}'s own?", scene.step_name(act.step));
        let asked = asker.ask(target, act.at(), act.index, english::capitalised(&known), asks);
        asked.evidence(Where::At(owner.def()), format!("{} says whose {} is", owner.shown(), english::a(&thing)));
    }
}

/// What belongs to somebody because what it names does: the result of a sample of a patient.
fn not_mine_by_way<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts().filter(|act| !act.effect.mentioned) {
        let (Some((verb, gravity)), Some(entity)) = (meets(act.key()), scene.entity(act.def())) else { continue };
        let target = Target::decl(scene.db, entity);
        let new = act.key() == Key::Asks && makes_later(scene, entity);
        if new || scene.owner_field(entity).is_some() || scene.creates_by(entity, act.index) || asker.has_asked(&target)
        {
            continue;
        }
        // What one of several is made for is asked for where that is named.
        let ways = scene.references(entity).into_iter().filter(|(way, _)| !way.is_many());
        let found = ways.into_iter().find_map(|(way, named)| {
            let known = scene.creates_by(named, act.index) || scene.is_ruled(&[way.def()]);
            let (actor, owner) = one_of_the_owners(scene, &act, named).filter(|_| !known)?;
            let asked_there = scene.acts().any(|other| {
                !other.effect.mentioned && meets(other.key()).is_some() && scene.entity(other.def()) == Some(named)
            });
            (!asked_there).then_some((way, named, actor, owner))
        });
        let Some((way, named, actor, owner)) = found else { continue };
        let (who, thing) = (scene.noun(actor), scene.noun(entity));
        let known = format!(
            "{} says whose {} is, and {} names one",
            owner.shown(),
            english::a(&scene.noun(named)),
            way.shown()
        );
        let asks = format!("what does {} see who {verb} the {thing} of another {who}?", english::a(&who));
        let asked = asker.ask(target, act.at(), act.index, known, asks).gravity(gravity);
        asked.evidence(Where::At(owner.def()), format!("{} is declared here", owner.shown()));
    }
}

fn makes_later<'db>(scene: &Scene<'db>, entity: DeclRef<'db>) -> bool {
    scene.acts_by(&[Key::Creates]).any(|act| scene.entity(act.def()) == Some(entity))
}

/// An operation for which rights may be given.
struct Operation<'db> {
    verb: SmolStr,
    entity: DeclRef<'db>,
    index: usize,
    at: Part,
    durable: bool,
    /// Whether a `needs` says that the right is asked for.
    needed: bool,
    actors: &'db [DeclRef<'db>],
}

fn operations<'db>(scene: &Scene<'db>) -> Vec<Operation<'db>> {
    let mut operations = Vec::new();
    for (index, step) in scene.steps() {
        for need in &step.needs {
            let Some(entity) = scene.entity(need.to.def()) else { continue };
            let (verb, at) = (need.verb.clone(), need.to.at);
            operations.push(Operation { verb, entity, index, at, durable: true, needed: true, actors: &step.actors });
        }
        for act in scene.acts_in(index).filter(|act| !act.effect.mentioned) {
            let Some(entity) = scene.entity(act.def()) else { continue };
            let (verb, durable) = match act.key() {
                Key::Creates => ("create", true),
                Key::Updates => ("update", true),
                Key::Deletes => ("delete", true),
                Key::Reads | Key::Shows | Key::Searches => ("read", false),
                _ => continue,
            };
            let verb = SmolStr::new_static(verb);
            operations.push(Operation {
                verb,
                entity,
                index,
                at: act.at(),
                durable,
                needed: false,
                actors: &step.actors,
            });
        }
    }
    operations
}

fn others<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for operation in operations(scene) {
        let Operation { verb, entity, index, at, durable, needed, actors } = operation;
        let may = |actor: &DeclRef<'db>| scene.is_human(*actor) && scene.may(*actor, &verb, entity) == Some(true);
        let granted = actors.iter().copied().find(may);
        let (Some(actor), target) = (granted, Target::decl(scene.db, entity)) else { continue };
        let mut refused: Vec<DeclRef<'db>> = Vec::new();
        for right in scene.rights(entity) {
            let other = right.actor;
            let counts = scene.is_human(other) && !refused.contains(&other) && !actors.contains(&other);
            let may = scene.may(other, &verb, entity);
            // Who is told that they may not; or who has a say in it, and not this one.
            // Where the right is asked for, who has others may come as far as that.
            let left_out = needed && right.may && right.verb != "read";
            if counts && (may == Some(false) || may.is_none() && left_out) {
                refused.push(other);
            }
        }
        if refused.is_empty() || asker.has_asked(&target) {
            continue;
        }
        let names: Vec<_> = refused.iter().map(|other| english::a(&scene.noun(*other))).collect();
        let (who, thing) = (scene.noun(actor), scene.noun(entity));
        let not = names.iter().map(|name| name.split_once(' ').map_or(name.as_str(), |(_, noun)| noun));
        let not: Vec<_> = not.map(|noun| format!("the {noun}")).collect();
        let known = format!("the {who} may {verb} {}, and {} may not", english::a(&thing), english::list(&not));
        let asks =
            format!("what does {} see who tries, from an old page or a shared address?", english::choice(&names));
        let gravity = if durable { Gravity::Sure } else { Gravity::Likely };
        let asked = asker.ask(target, at, index, english::capitalised(&known), asks).gravity(gravity).raise(5);
        asked.evidence(Where::At(Def::Decl(refused[0])), format!("the rights of {} are declared here", not[0]));
    }
}

/// A value that not everybody may see, in what leaves the page it was entered on.
fn side_channel<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    let hidden = |field: &Field<'db>| {
        let tags = ["secret", "private", "pii"];
        tags.into_iter().find(|tag| field.is_tagged(tag))
    };
    let writes_file = |index: usize| {
        scene
            .acts_by(&[Key::Creates])
            .any(|act| act.index >= index && scene.leaves(&act.effect.target).iter().any(|f| f.is_a(&[Builtin::File])))
    };
    for act in scene.acts().filter(|act| !act.effect.mentioned) {
        let (leaves, where_) = match act.key() {
            Key::Emits => {
                (act.def().as_decl().map(|event| scene.fields(event)).unwrap_or_default(), "a recorded event")
            }
            Key::Searches => (scene.leaves(&act.effect.target), "what is searched"),
            Key::Reads if writes_file(act.index) && !scene.creates_by_upload(act.index) => {
                (scene.leaves(&act.effect.target), "a file")
            }
            _ => continue,
        };
        for field in leaves {
            let Some(tag) = hidden(&field) else { continue };
            let target = Target::def(scene.db, field.def());
            if asker.has_asked(&target) {
                continue;
            }
            // Who may read it finds nothing out by searching for it, and a search over everything is no way to one value.
            let may_read = |actor: &DeclRef<'db>| scene.may(*actor, "read", field.owner) == Some(true);
            if act.key() == Key::Searches && (act.def() != field.def() || act.step.actors.iter().any(may_read)) {
                continue;
            }
            let known = format!("{} is @{tag}, and ends up in {where_}", field.shown());
            let asks = match act.key() {
                Key::Emits => "who can read the events, and is it left out or made unreadable there?".to_owned(),
                Key::Searches => {
                    format!("can somebody who may not see {} find out by searching for it?", field.shown())
                }
                _ => format!("who may have a file with {} in it, and is it left out for the others?", field.shown()),
            };
            asker
                .ask(target, act.at(), act.index, known, asks)
                .evidence(Where::At(field.def()), format!("{} is tagged here", field.shown()));
        }
    }
}

fn revoked_later<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Revokes]) {
        let target = act.target();
        if asker.has_asked(&target) {
            continue;
        }
        let known = format!("{} takes away [{}]", scene.step_name(act.step), act.effect.target.text);
        let asks = "what still works afterwards: an open page, a running job, a link or file that was handed on, and for how long?";
        let asked = asker.ask(target, act.at(), act.index, known, asks).raise(5);
        asked.of_several(
            "{} are taken away",
            "what still works afterwards: an open page, a running job, a link or file that was handed on, and for how long?",
        );
    }
}

fn credential_change<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Updates]) {
        let Some(field) = scene
            .named_field(&act.effect.target)
            .filter(|field| field.is_tagged("secret") && scene.means("credentials", field.name))
        else {
            continue;
        };
        let target = field.target();
        if !asker.has_asked(&target) {
            let known = format!("{} changes {}, which is @secret", scene.step_name(act.step), field.shown());
            let asks = format!(
                "which sessions, devices and tokens that were let in by the old {} end, and who is told of the change?",
                field.noun()
            );
            asker.ask(target, act.at(), act.index, known, asks).raise(5);
        }
    }
}

fn blind_edit<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Updates, Key::Deletes]) {
        let Some(entity) = scene.entity(act.def()) else { continue };
        let blind = act.step.actors.iter().find(|actor| scene.may(**actor, "read", entity) == Some(false));
        let (Some(actor), target) = (blind, Target::decl(scene.db, entity)) else { continue };
        if !asker.has_asked(&target) {
            let (who, thing) = (scene.noun(*actor), scene.noun(entity));
            let verb = if act.key() == Key::Deletes { "deletes" } else { "changes" };
            let known = format!("the {who} {verb} {}, and may not read one", english::a(&thing));
            let asks = format!("what of the {thing} does the {who} see while they do that?");
            asker.ask(target, act.at(), act.index, english::capitalised(&known), asks);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    const MODEL: &str = "
actor Holder {
  can read Policy
}
actor Broker {
  can read Policy
  can update Policy
}
actor Guest {
  cannot update Policy
}
entity Policy {
  holder Holder
  note   Text 1..80
  pin    Text 4..8 @secret
}
entity Claim {
  policy Policy
  file   File ..1 MB
}
event Read {
  pin Text @secret
}
";

    fn spec(actor: &str, step: &str, rest: &str) -> String {
        format!(
            "{MODEL}\nspec S {{\n  status review\n  flow F {{\n    actor {actor}\n    step Go {{\n{step}    }}\n  }}\n{rest}}}\n"
        )
    }

    #[test]
    fn what_belongs_to_another() {
        check(
            "edge/permission",
            &spec(
                "Holder",
                "      creates Claim\n      //      ^^^^^ edge/permission: [Claim.policy] names a policy, and [Policy.holder] says whose it is: what happens when a holder makes a claim for the policy of another holder?\n",
                "",
            ),
        );
        check(
            "edge/permission",
            &spec(
                "Holder",
                "      reads Policy.note\n      //    ^^^^^^^^^^^ edge/permission: [Policy.holder] says whose a policy is: what does a holder see who opens the policy of another holder?\n",
                "",
            ),
        );
    }

    #[test]
    fn a_rule_says_whose() {
        check(
            "edge/permission",
            &format!(
                "rule Own {{\n  for Claim\n  always policy.holder is set\n}}\n{}",
                spec("Holder", "      creates Claim\n", "")
            ),
        );
        check(
            "edge/permission",
            &spec(
                "Holder",
                "      creates Claim\n",
                "  edge Foreign {\n    covers permission of Claim.policy\n    when the policy is of another holder\n    then \"No such policy\" is shown\n  }\n",
            ),
        );
        check(
            "edge/permission",
            &spec(
                "Holder",
                "      creates Claim\n",
                "  waive edge/permission of Policy: only own policies can be chosen\n",
            ),
        );
    }

    #[test]
    fn those_who_may_not() {
        check(
            "edge/permission",
            &spec(
                "Broker",
                "      updates Policy.note\n      //      ^^^^^^^^^^^ edge/permission: The broker may update a policy, and the guest may not: what does a guest see who tries, from an old page or a shared address?\n",
                "",
            ),
        );
    }

    #[test]
    fn a_secret_in_an_event() {
        check(
            "edge/permission",
            &spec(
                "Broker",
                "      emits Read\n      //    ^^^^ edge/permission: [Read.pin] is @secret, and ends up in a recorded event: who can read the events, and is it left out or made unreadable there?\n",
                "",
            ),
        );
    }

    #[test]
    fn a_secret_that_changes() {
        check(
            "edge/permission",
            &spec(
                "Guest",
                "      updates Policy.pin\n      //      ^^^^^^^^^^ edge/permission: `Go` changes [Policy.pin], which is @secret: which sessions, devices and tokens that were let in by the old pin end, and who is told of the change?\n",
                "",
            ),
        );
    }

    #[test]
    fn a_right_that_is_taken_away() {
        check(
            "edge/permission",
            &spec(
                "Broker",
                "      revokes Holder\n      //      ^^^^^^ edge/permission: `Go` takes away [Holder]: what still works afterwards: an open page, a running job, a link or file that was handed on, and for how long?\n",
                "",
            ),
        );
    }

    #[test]
    fn who_acts_by_office_or_by_right_is_no_stranger() {
        let model = "actor Member {\n  can report Message\n}\nactor Moderator {\n  extends Member\n  can hide Message\n}\nactor Guest {\n  extends Member\n}\nentity Message {\n  author Member\n  text Text\n  code Text 4..8 @secret\n  status open | hidden\n}\nentity Report {\n  message Message\n}\nentity Copy {\n  message Message\n}\n";
        let asked = |actor: &str, words: &str, step: &str| {
            let spec = format!(
                "{model}spec S {{\n  status review\n  flow F {{\n    actor {actor}\n    step Go {{\n{step}    }}\n  }}\n}}\n"
            );
            crate::testing::count("edge/permission", words, &spec)
        };
        assert_eq!(asked("Member", "another member", "      updates Message.text\n"), 1);
        assert_eq!(asked("Guest", "another guest", "      updates Message.text\n"), 0);
        assert_eq!(asked("Moderator", "another moderator", "      updates Message.text\n"), 0);
        assert_eq!(asked("Member", "another member", "      creates Copy\n"), 1);
        assert_eq!(asked("Member", "another member", "      creates Report\n"), 0);
        assert_eq!(asked("Member", "another member", "      asks Message.code\n      updates Message.text\n"), 0);
        let decides = "      moves Message.status to hidden\n";
        assert_eq!(asked("Moderator", "when the message is the moderator's own?", decides), 1);
        assert_eq!(asked("Member", "own?", decides), 0);
        assert_eq!(asked("Member", "opens the copy of another member", "      reads Copy\n"), 1);
        assert_eq!(asked("Moderator", "opens the copy", "      reads Copy\n"), 0);
    }
}
