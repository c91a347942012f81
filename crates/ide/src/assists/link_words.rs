//! A plain word that is the name of something in sight, as a reference to it.

use averment_model::{DeclRef, Def, resolve_path};
use averment_syntax::SyntaxKind::{DECLARATION, PROSE, WORD};
use smol_str::SmolStr;

use super::Scope;
use crate::language_words::pascal;
use crate::types::SourceEdit;

pub(super) fn look(scope: &Scope<'_>) -> Vec<(String, SourceEdit)> {
    link(scope).into_iter().collect()
}

fn link(scope: &Scope<'_>) -> Option<(String, SourceEdit)> {
    let token = scope.token().filter(|token| token.kind() == WORD)?;
    token.parent().filter(|parent| parent.kind() == PROSE)?;
    let declaration = token.parent_ancestors().find(|node| node.kind() == DECLARATION)?;
    let decl = DeclRef { item: scope.item, decl: scope.decl_of(&declaration)? };
    let word = token.text();
    let one = word.strip_suffix('s').unwrap_or(word);
    let candidates = [SmolStr::new(word), SmolStr::new(pascal(word)), SmolStr::new(pascal(one))];
    let name = candidates.into_iter().find(|name| {
        let def = resolve_path(scope.db, decl, std::slice::from_ref(name)).def();
        matches!(def, Some(Def::Decl(_) | Def::Field(..)))
    })?;
    Some((format!("link `{word}` to `{name}`"), scope.replace(scope.range(token.text_range()), format!("[{name}]"))))
}

#[cfg(test)]
mod tests {
    use crate::assists::testing::{after, labels};

    #[test]
    fn a_word_becomes_a_reference() {
        let text = |word: &str| format!("entity Order {{\n}}\nspec S {{\n  problem: an {word} is late\n}}\n");
        assert_eq!(after("link", &text("ord$0er")), text("[Order]"));
        assert_eq!(after("link", &text("Or$0ders")), text("[Order]"));
        assert!(labels(&text("[Or$0der]")).iter().all(|label| !label.starts_with("link")));
        assert!(labels(&text("bi$0ll")).iter().all(|label| !label.starts_with("link")));
    }
}
