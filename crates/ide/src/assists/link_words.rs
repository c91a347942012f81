//! A plain word that is the name of something in sight, as a reference to it. What stands around the name stays.

use averment_model::{DeclRef, Def, resolve_path};
use averment_syntax::SyntaxKind::DECLARATION;
use averment_syntax::TextRange;
use averment_syntax::vocabulary::Kind;
use smol_str::SmolStr;

use super::{Scope, prose_words};
use crate::language_words::pascal;
use crate::types::SourceEdit;

/// What a sentence is about. Words that are not written as the name is mean one of these, or are just words: a step `Leave` is
/// none that somebody who leaves names.
const THINGS: [Kind; 13] = [
    Kind::Actor,
    Kind::Entity,
    Kind::Enum,
    Kind::Error,
    Kind::Event,
    Kind::Goal,
    Kind::Metric,
    Kind::Person,
    Kind::Policy,
    Kind::System,
    Kind::Team,
    Kind::Term,
    Kind::Value,
];

pub(super) fn look(scope: &Scope<'_>) -> Vec<(String, SourceEdit)> {
    let Some((range, words, name, ending)) = link(scope) else { return Vec::new() };
    vec![(format!("link `{words}` to `{name}`"), scope.replace(range, format!("[{name}]{ending}")))]
}

/// The words, what they name, and the ending that the sentence gives them.
fn link<'t>(scope: &Scope<'t>) -> Option<(TextRange, &'t str, SmolStr, &'t str)> {
    let (range, words) = prose_words::words(scope)?;
    let declaration = scope.token()?.parent_ancestors().find(|node| node.kind() == DECLARATION)?;
    let decl = DeclRef { item: scope.item, decl: scope.decl_of(&declaration)? };
    let named = |stem: &str| {
        let written = SmolStr::new(stem);
        let name = SmolStr::new(pascal(stem));
        let def = |name: &SmolStr| resolve_path(scope.db, decl, std::slice::from_ref(name)).def();
        if matches!(def(&written), Some(Def::Decl(_) | Def::Field(..))) {
            return Some(written);
        }
        let is_thing =
            |def| matches!(def, Def::Decl(decl) if decl.kind(scope.db).is_some_and(|kind| THINGS.contains(&kind)));
        def(&name).is_some_and(is_thing).then_some(name)
    };
    prose_words::without_ending(words).find_map(|(stem, ending)| Some((range, words, named(stem)?, ending)))
}

#[cfg(test)]
mod tests {
    use crate::assists::testing::{after, labels};

    #[test]
    fn a_word_becomes_a_reference() {
        let text = |word: &str| format!("entity Order {{\n}}\nspec S {{\n  problem: an {word} is late\n}}\n");
        assert_eq!(after("link", &text("ord$0er")), text("[Order]"));
        for ending in ["s", "'s", "s'", "’s"] {
            assert_eq!(after("link", &text(&format!("ord$0er{ending}"))), text(&format!("[Order]{ending}")));
        }
        assert_eq!(after("link", &text("Or$0ders")), text("[Order]s"));
        for none in ["[Or$0der]", "bi$0ll", "`or$0der`", "\"or$0der\""] {
            assert!(labels(&text(none)).iter().all(|label| !label.starts_with("link")), "{none}");
        }
    }

    #[test]
    fn several_words_without_their_article() {
        let text = |words: &str| format!("system CardGateway\nspec S {{\n  problem: {words} are slow\n}}\n");
        assert_eq!(after("link", &text("$0the card gateways$1")), text("the [CardGateway]s"));
    }

    #[test]
    fn a_word_that_a_step_is_called_is_just_a_word() {
        let text =
            |word: &str| format!("spec S {{\n  flow F {{\n    step Leave {{\n      then {word}\n    }}\n  }}\n}}\n");
        assert!(labels(&text("they le$0ave")).iter().all(|label| !label.starts_with("link")));
    }
}
