//! `name/unknown-property`: a line whose first word its block does not know.

use averment_model::{Cue, NodeId, Property, cues_of};
use averment_syntax::vocabulary::{Key, Kind};

use super::super::types::written::value_text;
use super::listed;
use crate::finding::{Checker, Edit};
use crate::registry::{Check, Rule};
use crate::severity::Severities;
use averment_syntax::nearest;

pub(crate) static RULE: Rule = Rule {
    code: "name/unknown-property",
    severity: Severities::ERROR,
    page: include_str!("../../../rules/name/unknown-property.md"),
    check: Check::Item(check),
};

const CLAUSES: [&str; 5] = ["given", "when", "then", "and", "but"];

/// Words of programs that start what happens only sometimes.
pub(in crate::rules) const CONDITIONS: [&str; 7] = ["if", "else", "otherwise", "unless", "while", "until", "switch"];

/// Verbs that say what a step does, under another name. Those that [`cues_of`] knows are not repeated.
const VERBS: [(Key, &[&str]); 8] = [
    (Key::Reads, &["validates", "verifies", "checks", "loads", "gets", "fetches", "retrieves"]),
    (Key::Updates, &["sets", "saves", "stores", "modifies"]),
    (Key::Creates, &["makes", "inserts"]),
    (Key::Deletes, &["erases", "destroys"]),
    (Key::Notifies, &["informs", "emails", "alerts", "tells", "messages"]),
    (Key::Emits, &["logs", "tracks", "records", "publishes", "fires", "triggers"]),
    (Key::Calls, &["invokes"]),
    (Key::Needs, &["requires"]),
];

/// What other notations call a property or a kind, where it does not look alike.
const OTHERS: [(&str, &[&str]); 13] = [
    ("initial", &["start", "starts", "begin", "begins", "first"]),
    ("final", &["end", "ends", "terminal", "last"]),
    ("ends", &["end", "finish", "finishes", "exit", "stop"]),
    ("next", &["goto", "go", "continue", "continues"]),
    ("resume", &["back", "return", "returns", "goto"]),
    ("is", &["type", "kind"]),
    ("problem", &["description", "summary", "background", "context", "motivation"]),
    ("non-goals", &["out-of-scope", "excluded"]),
    ("constraints", &["assumptions", "dependencies"]),
    ("given", &["precondition", "preconditions", "assume"]),
    ("metric", &["kpi", "kpis", "measure", "success"]),
    ("quality", &["performance", "sla", "slo"]),
    ("accept", &["acceptance", "acceptance-criteria"]),
];

/// What a word was meant as among those that may start a line of a block.
pub(in crate::rules) fn called_otherwise(word: &str, known: &[&str]) -> Option<&'static str> {
    let meant = OTHERS.iter().filter(|(_, others)| others.contains(&word)).map(|(meant, _)| *meant);
    meant.into_iter().find(|meant| known.contains(meant))
}

/// The word that two make with a hyphen between them: `depends on`.
fn joined(c: &Checker<'_>, property: &Property, known: &[&'static str]) -> Option<(&'static str, NodeId)> {
    let (value, node) = property.values.first()?;
    let whole = format!("{}-{}", property.word, value_text(c.body, value));
    known.iter().find(|known| **known == whole).map(|known| (*known, *node))
}

/// Whether a line is a sentence: more words in a row, none of them written like a name.
fn is_sentence(c: &Checker<'_>, property: &Property) -> bool {
    let is_word = |text: &str| text.starts_with(char::is_lowercase) && text.chars().all(char::is_alphabetic);
    let plain = property.values.iter().filter(|(value, _)| is_word(&value_text(c.body, value))).count();
    plain >= 2 && is_word(&property.word)
}

/// The effect that a verb was meant as: `sends` is `notifies`.
fn meant_effect(word: &str) -> Option<Key> {
    let listed = VERBS.iter().find(|(_, verbs)| verbs.contains(&word)).map(|(key, _)| *key);
    let listed = listed.or_else(|| {
        let third = format!("{word}s");
        VERBS.iter().find(|(_, verbs)| verbs.contains(&third.as_str())).map(|(key, _)| *key)
    });
    listed.or_else(|| cues_of(word).iter().find_map(|cue| if let Cue::Verb(key, _) = cue { Some(*key) } else { None }))
}

fn check(c: &mut Checker<'_>) {
    for decl in &c.body.decls {
        // Of a block of an unknown kind nobody knows what it may hold.
        let Some(kind) = decl.kind else { continue };
        for property in decl.properties.iter().filter(|property| property.key.is_none()) {
            let word = property.word.as_str();
            let block = format!("{} block", kind.word());
            let known = line_words(kind);
            let home = home(word, kind);
            let near = nearest(word, known.iter().copied());
            let article = averment_model::with_article(&block);
            if let Some((whole, last)) = joined(c, property, &known) {
                let edit = Edit::ReplaceThrough(c.place(property.keyword), c.place(last), whole.to_owned());
                c.report(
                    property.keyword,
                    format!("{article} has no `{word}`; did you mean `{whole}`, with a hyphen?"),
                )
                .fix(format!("write `{whole}`"), vec![edit]);
                continue;
            }
            if let Some(meant) = called_otherwise(word, &known) {
                let place = c.place(property.keyword);
                c.report(property.keyword, format!("{article} has no `{word}`; did you mean `{meant}`?"))
                    .fix(format!("write `{meant}`"), vec![Edit::Replace(place, meant.to_owned())]);
                continue;
            }
            if let Some(key) = meant_effect(word).filter(|key| kind.property(key.word()).is_some()) {
                let (meant, place) = (key.word(), c.place(property.keyword));
                let message = format!("{article} has no `{word}`; did you mean `{meant}`?");
                let finding = c.report(property.keyword, message);
                // What is moved is moved to a state, which the author has yet to say.
                if key != Key::Moves {
                    finding.fix(format!("write `{meant}`"), vec![Edit::Replace(place, meant.to_owned())]);
                }
                continue;
            }
            if kind.data().lines.clauses && CONDITIONS.contains(&word) {
                let message = format!(
                    "{article} has no `{word}`: what happens only sometimes is a `branch` of the flow, or stands in a `when`"
                );
                let place = c.place(property.keyword);
                let finding = c.report(property.keyword, message);
                if word == "if" {
                    finding.fix("write `when`", vec![Edit::Replace(place, "when".to_owned())]);
                }
                continue;
            }
            if kind.data().lines.clauses && near.is_none() && is_sentence(c, property) {
                let place = c.place(property.keyword);
                let mut finding = c.report(
                    property.keyword,
                    format!("{article} has no `{word}`; a sentence is a clause and starts with `when` or `then`"),
                );
                for clause in ["when", "then"] {
                    finding =
                        finding.fix(format!("write `{clause}`"), vec![Edit::InsertBefore(place, format!("{clause} "))]);
                }
                continue;
            }
            let top = Kind::from_word(word).is_some_and(|kind| kind.data().top_level && kind.data().parents.is_empty());
            let (what, meant) = match (home, near) {
                (None, _) if top => (format!("`{word}` stands at top level, in column 0"), None),
                (Some((homes, true)), _) | (Some((homes, false)), None) => {
                    (format!("`{word}` belongs in {}", in_blocks(&homes)), None)
                }
                (_, Some(near)) => (format!("did you mean `{near}`?"), Some(near)),
                (None, None) if known.is_empty() => ("it takes no lines of this kind".to_owned(), None),
                (None, None) => (format!("it takes {}", listed(&known, "and")), None),
            };
            let message = format!("{article} has no `{word}`; {what}");
            let place = c.place(property.keyword);
            let finding = c.report(property.keyword, message);
            if let Some(meant) = meant {
                finding.fix(format!("write `{meant}`"), vec![Edit::Replace(place, meant.to_owned())]);
            }
        }
    }
}

/// The words that may start a line in a block of a kind.
fn line_words(kind: Kind) -> Vec<&'static str> {
    let data = kind.data();
    let mut words: Vec<_> = data.properties.iter().map(|property| property.word).collect();
    words.extend(nested(kind).map(Kind::word));
    words.extend(CLAUSES.iter().filter(|_| data.lines.clauses));
    words.extend(data.lines.cases.then_some("case"));
    words
}

/// The kinds that a block of a kind may hold.
fn nested(kind: Kind) -> impl Iterator<Item = Kind> {
    Kind::ALL.iter().copied().filter(move |inner| kind.holds(*inner))
}

/// The kinds whose blocks know a word, as a property or as a kind; those around or in this block where there are any,
/// which the flag says.
pub(super) fn home(word: &str, kind: Kind) -> Option<(Vec<Kind>, bool)> {
    let as_kind = Kind::from_word(word);
    let knows = |home: &Kind| home.property(word).is_some() || as_kind.is_some_and(|kind| home.holds(kind));
    let homes: Vec<_> = Kind::ALL.iter().copied().filter(|home| *home != kind && knows(home)).collect();
    let close: Vec<_> = homes.iter().copied().filter(|home| is_near(*home, kind)).collect();
    match (homes.is_empty(), close.is_empty()) {
        (true, _) => None,
        (_, true) => Some((homes, false)),
        _ => Some((close, true)),
    }
}

/// Whether one of two kinds may stand in the other, at whatever depth.
fn is_near(one: Kind, other: Kind) -> bool {
    let within = |inner: Kind, outer: Kind| {
        let mut around = vec![inner];
        let mut next = 0;
        while let Some(kind) = around.get(next).copied() {
            next += 1;
            around.extend(
                kind.data().parents.iter().filter(|parent| !around.contains(parent)).copied().collect::<Vec<_>>(),
            );
        }
        around.contains(&outer)
    };
    within(one, other) || within(other, one)
}

pub(super) fn in_blocks(homes: &[Kind]) -> String {
    let words: Vec<_> = homes.iter().map(|home| home.word()).collect();
    match &words[..] {
        [] => String::new(),
        [first, ..] => {
            let article = if first.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
            format!("{article} {}", listed(&words, "or"))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits};

    #[test]
    fn words_that_a_block_does_not_know() {
        check(
            "name/unknown-property",
            "\
person Ana {
  mail \"ana@example.com\"
//^^^^ name/unknown-property: a person block has no `mail`; did you mean `email`?
}

enum Size {
  colour red
//^^^^^^ name/unknown-property: an enum block has no `colour`; it takes `values`
}

cases Fee {
  cse 1 = 1
//^^^ name/unknown-property: a cases block has no `cse`; did you mean `case`?
}

spec S {
  statsu draft
//^^^^^^ name/unknown-property: a spec block has no `statsu`; did you mean `status`?
  acept Works: it works
//^^^^^ name/unknown-property: a spec block has no `acept`; did you mean `accept`?
  fires: whenever
//^^^^^ name/unknown-property: a spec block has no `fires`; `fires` belongs in an `event`
  flow F {
    within 5 s
//  ^^^^^^ name/unknown-property: a flow block has no `within`; `within` belongs in a `step`
    giben a cart
//  ^^^^^ name/unknown-property: a flow block has no `giben`; did you mean `given`?
    problem: it is slow
//  ^^^^^^^ name/unknown-property: a flow block has no `problem`; `problem` belongs in a `spec`
    step A {
      person Ana: who pays
//    ^^^^^^ name/unknown-property: a step block has no `person`; `person` stands at top level, in column 0
      question Why: is it so
//    ^^^^^^^^ name/unknown-property: a step block has no `question`; `question` belongs in a `spec`
    }
  }
}
",
        );
        assert_eq!(fix_edits("name/unknown-property", "spec S {\n  statsu draft\n}\n"), ["write `status`"]);
        assert!(fix_edits("name/unknown-property", "spec S {\n  hippo 1\n}\n").is_empty());
    }

    #[test]
    fn words_of_other_notations() {
        let text = "\
entity Order {
  state a | b
}
lifecycle L {
  for Order.state
  start a
//^^^^^ name/unknown-property: a lifecycle block has no `start`; did you mean `initial`?
  end b
//^^^ name/unknown-property: a lifecycle block has no `end`; did you mean `final`?
  a -> b
}
actor A {
  type human
//^^^^ name/unknown-property: an actor block has no `type`; did you mean `is`?
}
spec S {
  depends on T
//^^^^^^^ name/unknown-property: a spec block has no `depends`; did you mean `depends-on`, with a hyphen?
  non goals: nothing
//^^^ name/unknown-property: a spec block has no `non`; did you mean `non-goals`, with a hyphen?
  flow F {
    step A {
      user enters an email
//    ^^^^ name/unknown-property: a step block has no `user`; a sentence is a clause and starts with `when` or `then`
      goto B
//    ^^^^ name/unknown-property: a step block has no `goto`; did you mean `next`?
      validate Order.state
//    ^^^^^^^^ name/unknown-property: a step block has no `validate`; did you mean `reads`?
    }
    step B
  }
}
";
        check("name/unknown-property", text);
        let in_step = |line: &str| {
            fix_edits(
                "name/unknown-property",
                &format!("spec S {{\n  flow F {{\n    step A {{\n      {line}\n    }}\n  }}\n}}\n"),
            )
        };
        assert_eq!(in_step("user enters an email"), ["write `when`", "write `then`"]);
        assert_eq!(in_step("goto B"), ["write `next`"]);
        assert_eq!(fix_edits("name/unknown-property", "spec S {\n  depends on T\n}\n"), ["write `depends-on`"]);
    }

    #[test]
    fn silent_in_a_block_of_an_unknown_kind() {
        check("name/unknown-property", "spec S {\n  entty Odd {\n    hippo 1\n  }\n}\n");
    }

    #[test]
    fn a_field_may_be_called_anything() {
        check("name/unknown-property", "entity Order {\n  within Duration\n  hippo Text\n}\n");
    }
}
