//! Selected words of prose, as a term, an actor, a system, or an open question.

use averment_checks::{Edit, Fix};
use averment_model::{Db, DeclRef, Resolution, body, resolve_in_file, resolve_path};
use averment_syntax::SyntaxKind::PROSE;
use averment_syntax::vocabulary::Kind;
use smol_str::SmolStr;

use super::{Scope, prose_words};
use crate::diagnostics::{newline, resolve_fix};
use crate::language_words::pascal;
use crate::types::{SourceEdit, TextEdit};

pub(super) fn look(scope: &Scope<'_>) -> Vec<(String, SourceEdit)> {
    let (db, file) = (scope.db, scope.at.file);
    if scope.at.range.is_empty() {
        return Vec::new();
    }
    let mut offers = Vec::new();
    let is_known = |words: &str| {
        let names = prose_words::without_ending(words).map(|(stem, _)| SmolStr::new(pascal(stem)));
        names.into_iter().any(|name| resolve_in_file(db, file, &[name]).def().is_some())
    };
    let named = prose_words::words(scope).filter(|(_, words)| prose_words::may_be_a_name(words) && !is_known(words));
    if let Some((range, words)) = named {
        let (text, name) = (scope.text(), pascal(words));
        let end = newline(text);
        let behind = if text.ends_with(['\n', '\r']) { end.to_owned() } else { format!("{end}{end}") };
        for kind in [Kind::Term, Kind::Actor, Kind::System] {
            let word = kind.word();
            let mut edit = scope.replace(range, format!("[{name}]"));
            let at = averment_syntax::TextRange::empty((text.len() as u32).into());
            edit.push(file, TextEdit { range: at, text: format!("{behind}{word} {name}: …{end}") });
            offers.push((format!("declare the {word} `{name}`"), edit));
        }
    }
    offers.extend(question(scope).map(|edit| ("make it an open question".to_owned(), edit)));
    offers
}

/// A question that asks what is selected, in the spec that it is selected in. What is to be found out takes some words to say.
fn question(scope: &Scope<'_>) -> Option<SourceEdit> {
    let (db, text) = (scope.db, scope.text());
    let selected = text.get(std::ops::Range::from(scope.at.range))?;
    let words = selected.trim();
    let in_prose = scope.token()?.parent_ancestors().any(|node| node.kind() == PROSE);
    let plain = !words.contains(['\n', '\r']) && words.len() == selected.len();
    if !in_prose || !plain || words.split_whitespace().count() < 3 {
        return None;
    }
    let spec = body(db, scope.item).decls.first().filter(|decl| decl.kind == Some(Kind::Spec))?;
    let last = *spec.children.last()?;
    let words = words.trim_end_matches(['.', '?']);
    let named = prose_words::words(scope).filter(|_| words.split_whitespace().count() <= 4);
    let base = named.map(|(_, words)| pascal(words)).filter(|name| name.starts_with(char::is_alphabetic));
    let name = free_name(db, DeclRef::root(scope.item), base.as_deref().unwrap_or("Open"));
    let behind = Edit::AddBehind {
        decl: DeclRef { item: scope.item, decl: last },
        text: format!("question {name}: {words}?"),
        apart: true,
    };
    Some(resolve_fix(db, &Fix { label: String::new(), edits: vec![behind] }).edit)
}

/// A name that means nothing yet in a declaration, so that what it holds goes on to mean what it does.
fn free_name(db: &dyn Db, within: DeclRef<'_>, base: &str) -> String {
    let asked = format!("{base}Question");
    let numbered = [base.to_owned(), asked.clone()].into_iter().chain((2..).map(|n| format!("{asked}{n}")));
    let means = |name: &String| matches!(resolve_path(db, within, &[SmolStr::new(name)]), Resolution::Missing { .. });
    numbered.into_iter().find(means).unwrap_or(asked)
}

#[cfg(test)]
mod tests {
    use crate::assists::testing::{after, labels_of_selection};

    #[test]
    fn words_are_declared() {
        let text = "spec S {\n  problem: $0the card gateway$1 is slow\n  accept A: x\n}\n";
        assert_eq!(
            after("declare the system", text),
            "spec S {\n  problem: the [CardGateway] is slow\n  accept A: x\n}\n\nsystem CardGateway: …\n"
        );
        assert_eq!(
            after("make it an open question", "spec S {\n  problem: $0who pays the fee$1\n  accept A: x\n}\n"),
            "spec S {\n  problem: who pays the fee\n  accept A: x\n\n  question WhoPaysTheFee: who pays the fee?\n}\n"
        );
        // A question with the name of what it asks about would stand before it.
        let about = after(
            "make it an open question",
            "spec S {\n  problem: $0the late fee$1\n  changes LateFee\n  accept A: x\n}\nentity LateFee\n",
        );
        assert!(about.contains("  question LateFeeQuestion: the late fee?\n"), "{about}");
    }

    #[test]
    fn what_is_known_or_no_name_is_not_declared() {
        for words in
            ["the buyer", "buyers", "Order from", "it works", "whose price is that", "now, or later", "[Buyer]"]
        {
            let text = format!("actor Buyer\nspec S {{\n  problem: $0{words}$1 ends\n  accept A: x\n}}\n");
            let labels = labels_of_selection(&text);
            assert!(labels.iter().all(|label| !label.starts_with("declare")), "{words}: {labels:?}");
            let asks = labels.iter().any(|label| label.starts_with("make it"));
            assert_eq!(asks, words.split(' ').count() > 2, "{words}: {labels:?}");
        }
    }
}
