//! Names made of texts.

use crate::lexer::is_word;

/// A name for a declaration: `PayAtTheDoor` for "Pay at the door". Empty where the text makes none.
pub fn pascal_case(text: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    checked(words(text).map(capital).collect())
}

/// A name for a flag or a label: `new-checkout` for "New checkout!". Empty where the text makes none.
pub fn kebab_case(text: &str) -> String {
    checked(words(text).map(str::to_lowercase).collect::<Vec<_>>().join("-"))
}

/// A name for a state or a field: `in_review` for "In review". Empty where the text makes none.
pub fn snake_case(text: &str) -> String {
    checked(words(text).map(str::to_lowercase).collect::<Vec<_>>().join("_"))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

fn checked(name: String) -> String {
    if is_word(&name) { name } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_become_names() {
        assert_eq!(pascal_case("Pay at the door"), "PayAtTheDoor");
        assert_eq!(pascal_case("\"don't\""), "DonT");
        assert_eq!(kebab_case("New checkout!"), "new-checkout");
        assert_eq!(snake_case("in review"), "in_review");
        assert_eq!(pascal_case("2nd try"), "");
        assert_eq!(pascal_case("…"), "");
    }
}
