//! Values in a row with a comma missing between them, or one too many; and what stands behind them that is no value.

use averment_model::{Decl, NodeId, PathRef, Place, Property, Value, resolve_path};
use averment_syntax::vocabulary::{Hole, Key, Part, PropertyData, Prose, category};
use smol_str::SmolStr;

use super::super::name::scope;
use super::meant::holes;
use super::written::value_text;
use crate::finding::{Checker, Edit};

/// Words between two values where a comma should stand.
const JOINTS: [&str; 4] = ["and", "or", "plus", "with"];

/// Words before a name that say nothing the effect does not say.
const NOT_NEEDED: [&str; 9] = ["a", "an", "the", "all", "any", "own", "new", "every", "this"];

/// Reports a value behind those that fit, where what it is can be told.
pub(super) fn without_commas(c: &mut Checker<'_>, decl: &Decl, property: &Property, node: NodeId) -> bool {
    let Some(data) = decl.kind.and_then(|kind| kind.property(&property.word)) else { return false };
    let Some(at) = property.values.iter().position(|(_, other)| *other == node).filter(|at| *at > 0) else {
        return false;
    };
    let values = &property.values;
    let (word, text) = (&property.word, value_text(c.body, &values[at].0));
    let (before, place) = (c.place(values[at - 1].1), c.place(node));
    let before_text = value_text(c.body, &values[at - 1].0);
    if let Some((verbs, of)) = verbs_without_commas(c, property, data, at) {
        let (first, last) = (c.place(values[0].1), c.place(values[of].1));
        let text = value_text(c.body, &values[of].0);
        let (verbs, not_needed): (Vec<_>, Vec<_>) =
            verbs.into_iter().partition(|verb| !NOT_NEEDED.contains(&verb.as_str()));
        let verbs = format!("{} {text}", verbs.join(", "));
        let (message, meant) = match &not_needed[..] {
            [own] if own == "own" && data.prose != Prose::No && property.prose.is_none() => (
                format!("which `{text}` it is goes behind a colon: write `{word} {verbs}: only their own`"),
                format!("{verbs}: only their own"),
            ),
            [] => (format!("there is no comma between the verbs of `{word}`; write `{word} {verbs}`"), verbs),
            [first, ..] => (format!("`{word}` needs no `{first}`: write `{word} {verbs}`"), verbs),
        };
        let edit = Edit::ReplaceThrough(first, last, meant.clone());
        c.report(node, message).fix(format!("write `{meant}`"), vec![edit]);
        return true;
    }
    if takes(c, property, data, &values[at].0) {
        if at == 1 && NOT_NEEDED.contains(&before_text.as_str()) {
            let message = match before_text.as_str() {
                "own" => {
                    format!("`{word}` only names what it is about: write `{word} {text}`, and say whose in a clause")
                }
                _ => format!("`{word}` needs no `{before_text}`: write `{word} {text}`"),
            };
            let edit = Edit::ReplaceThrough(before, place, text);
            c.report(values[0].1, message).fix(format!("remove `{before_text}`"), vec![edit]);
            return true;
        }
        let message = format!("there is no comma before `{text}`; put one between the values of `{word}`");
        c.report(node, message).fix("put a comma", vec![Edit::InsertAfter(before, ",".to_owned())]);
        return true;
    }
    if JOINTS.contains(&text.as_str()) && values.get(at + 1).is_some_and(|(next, _)| takes(c, property, data, next)) {
        let message = format!("a comma stands between the values of `{word}`, not `{text}`");
        let edit = Edit::ReplaceThrough(before, place, format!("{before_text},"));
        c.report(node, message).fix(format!("write a comma for `{text}`"), vec![edit]);
        return true;
    }
    // What a step does with what, and when, is for its clauses. A name has its own kind of mistake.
    let is_said = match &values[at].0 {
        Value::Comparison(_) => data.effect,
        Value::Word(word) => word.starts_with(char::is_lowercase),
        value => data.effect && is_word(value),
    };
    if decl.kind.is_some_and(|kind| kind.data().lines.clauses) && is_said {
        let rest: Vec<_> = values[at..].iter().map(|(value, _)| value_text(c.body, value)).collect();
        let rest = rest.join(" ").replace(" ,", ",");
        let message = format!("`{word}` only names what it is about; say `{rest}` in a clause, such as `then …`");
        c.report(node, message);
        return true;
    }
    false
}

/// Reports what a person reads on the screen where something of the model is named: `shows "Saved"`, `shows a message`.
pub(super) fn said(c: &mut Checker<'_>, property: &Property, data: &'static PropertyData) -> bool {
    if !is_said(c, property, data) {
        return false;
    }
    let all: Vec<_> = property.values.iter().map(|(value, _)| value_text(c.body, value)).collect();
    let (word, text) = (&property.word, all.join(" "));
    let clause = if property.key == Some(Key::Shows) { format!("then {text} is shown") } else { "then …".to_owned() };
    let message = format!("`{word}` names things of the model; say `{text}` in a clause: `{clause}`");
    let place = c.place(property.node);
    let finding = c.report(property.node, message);
    if property.key == Some(Key::Shows) {
        finding.fix(format!("write `{clause}`"), vec![Edit::Replace(place, clause)]);
    }
    true
}

/// Reports `can create, read, Order`: the last of the words is what the right is over.
pub(super) fn comma_too_many(c: &mut Checker<'_>, decl: &Decl, property: &Property) -> bool {
    let Some(data) = decl.kind.and_then(|kind| kind.property(&property.word)) else { return false };
    let [.., (verb, verb_node), (Value::Comma, _), (last, last_node)] = &property.values[..] else { return false };
    let [Part::List(_), Part::List(_)] = data.value else { return false };
    if !resolves(c, property, data, last) {
        return false;
    }
    let (verb, last) = (value_text(c.body, verb), value_text(c.body, last));
    let (from, to) = (c.place(*verb_node), c.place(*last_node));
    let message = format!("no comma stands between the last verb and `{last}`: write `{verb} {last}`");
    let edit = Edit::ReplaceThrough(from, to, format!("{verb} {last}"));
    c.report(*last_node, message).fix("remove the comma", vec![edit]);
    true
}

/// The verbs of `can create read Order`, which lack their commas.
fn verbs_without_commas(
    c: &Checker<'_>,
    property: &Property,
    data: &'static PropertyData,
    at: usize,
) -> Option<(Vec<String>, usize)> {
    let [Part::List([Part::Hole(Hole::Word)]), Part::List(_)] = data.value else { return None };
    // The first value that is something, behind nothing but words.
    let is_verb =
        |value: &Value| matches!(value, Value::Comma) || is_word(value) && !resolves(c, property, data, value);
    let of = property.values.iter().position(|(value, _)| !is_verb(value))?;
    if of < at || !resolves(c, property, data, &property.values[of].0) {
        return None;
    }
    let verbs = property.values[..of].iter().filter(|(value, _)| !matches!(value, Value::Comma));
    Some((verbs.map(|(value, _)| value_text(c.body, value)).filter(|verb| verb != "and").collect(), of))
}

/// Whether a word of a property that is reported as a whole is none of its values: the `new` of `creates new Order`, the
/// `read` of `can create read Order`.
pub(in crate::rules) fn is_between(c: &Checker<'_>, path: &PathRef) -> bool {
    let Place::Property(..) = path.place else { return false };
    let decl = c.body.decl(path.scope);
    let of = |property: &&Property| {
        property
            .values
            .iter()
            .any(|(value, _)| matches!(value, Value::Path(other) if c.body.path(*other).node == path.node))
    };
    let Some(property) = decl.properties.iter().find(of) else { return false };
    let Some(data) = decl.kind.and_then(|kind| kind.property(&property.word)) else { return false };
    let Some(at) = property.mismatch.as_ref().and_then(|mismatch| mismatch.at) else { return false };
    let Some(at) = property.values.iter().position(|(_, node)| *node == at) else { return false };
    if is_said(c, property, data) {
        return true;
    }
    let [word] = &path.segments[..] else { return false };
    let is_filler = NOT_NEEDED.contains(&word.as_str()) && at == 1 && takes(c, property, data, &property.values[at].0);
    is_filler || JOINTS.contains(&word.as_str()) || verbs_without_commas(c, property, data, at).is_some()
}

/// Whether the values of an effect are a sentence: texts in quotes, or words behind an article that lead nowhere.
fn is_said(c: &Checker<'_>, property: &Property, data: &'static PropertyData) -> bool {
    let values = &property.values;
    if !data.effect || values.is_empty() {
        return false;
    }
    let is_quoted = values.iter().all(|(value, _)| matches!(value, Value::Text(_)));
    let article = value_text(c.body, &values[0].0);
    let is_sentence = matches!(article.as_str(), "a" | "an" | "the" | "that" | "their" | "no") && values.len() > 1;
    is_quoted
        || is_sentence && values[1..].iter().all(|(value, _)| is_word(value) && !resolves(c, property, data, value))
}

fn is_word(value: &Value) -> bool {
    matches!(value, Value::Word(_) | Value::Path(_))
}

/// Whether a place of a list takes this value.
fn takes(c: &Checker<'_>, property: &Property, data: &'static PropertyData, value: &Value) -> bool {
    let lists = data.value.iter().filter_map(|part| if let Part::List(parts) = part { Some(*parts) } else { None });
    let text = value_text(c.body, value);
    lists.flat_map(holes).any(|hole| match hole {
        Hole::Path(_) => resolves(c, property, data, value),
        Hole::Choice(words) => words.contains(&text.as_str()),
        Hole::Category => category(&text).is_some(),
        Hole::Tag => matches!(value, Value::Tag(_)),
        Hole::Text => matches!(value, Value::Text(_)),
        Hole::TimeOfDay => matches!(value, Value::TimeOfDay(_)),
        Hole::AnyQuantity | Hole::Quantity(_) => matches!(value, Value::Quantity(_)),
        _ => false,
    })
}

/// Whether a value is a path to something that a place of the property takes.
fn resolves(c: &Checker<'_>, property: &Property, data: &'static PropertyData, value: &Value) -> bool {
    let targets = holes(data.value).into_iter().find_map(|hole| match hole {
        Hole::Path(targets) => Some(targets),
        _ => None,
    });
    let Some(targets) = targets.filter(|_| is_word(value)) else { return false };
    let segments: Vec<SmolStr> = value_text(c.body, value).split('.').map(SmolStr::new).collect();
    let Some((scope, _)) = c.body.all_decls().find(|(_, decl)| decl.properties.iter().any(|p| p.node == property.node))
    else {
        return false;
    };
    let place = Place::Property(property.key.filter(|key| *key != Key::Status), targets);
    resolve_path(c.db, c.decl_ref(scope), &segments).def().is_some_and(|def| scope::fits(c.db, &place, def))
}
