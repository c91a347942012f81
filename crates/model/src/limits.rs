//! Limits that prose names beside a quantity: `over 100 GBP`. Only what stands right beside a number is one.

use averment_syntax::SyntaxKind::{NUMBER, QUANTITY, WORD};
use averment_syntax::{SyntaxElement, SyntaxNode};
use smol_str::SmolStr;

use crate::{Number, Quantity};

/// A limit beside a quantity.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct Limit {
    /// As it is written: `over 100 GBP`, `between 5 and 10 kg`.
    pub text: SmolStr,
    /// What stands beside it, and for `between` what it goes up to.
    pub quantities: Vec<Quantity>,
    /// Whether its words leave it to the reader what is exactly there: many write `over 18` and mean 18 as well.
    pub open: bool,
}

/// Words before a number that do not say of which side it is itself.
const OPEN: [&str; 6] = ["over", "under", "above", "below", "beyond", "between"];

/// Words before a number that do: `at least 5`, `up to 5`, `more than 5`, `exactly 5`.
const PLAIN: [&str; 7] = ["least", "most", "to", "than", "exactly", "including", "from"];

/// Words behind a number that say it, too: `over 18, inclusive`, `5 or more`.
const SAYS: [&str; 8] =
    ["inclusive", "including", "included", "exclusive", "excluding", "excluded", "exactly", "itself"];

/// The limits in the words and quantities of a clause, which are what [`words_of`] leaves of it.
pub(crate) fn limits(words: &[SyntaxElement]) -> Vec<Limit> {
    let is = |at: usize, known: &[&str]| {
        let token = words.get(at).and_then(SyntaxElement::as_token).filter(|token| token.kind() == WORD);
        token.is_some_and(|token| known.iter().any(|word| token.text().eq_ignore_ascii_case(word)))
    };
    let quantity = |at: usize| words.get(at).and_then(quantity);
    let said = (0..words.len()).any(|at| is(at, &SAYS));
    let mut limits = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let open = is(at, &OPEN);
        let Some(first) = quantity(at + 1).filter(|_| open || is(at, &PLAIN)) else { continue };
        let mut text = format!("{word} {}", first.text);
        let mut quantities = vec![first];
        if is(at, &["between"]) {
            let Some(second) = quantity(at + 3).filter(|_| is(at + 2, &["and"])) else { continue };
            text = format!("{text} and {}", second.text);
            // `between 5 and 10 MB` has its unit once.
            if quantities[0].unit.is_none() {
                quantities[0].unit.clone_from(&second.unit);
            }
            quantities.push(second);
        }
        let or_more = is(at + 2, &["or"]) && is(at + 3, &["more", "less", "fewer", "older", "younger", "longer"]);
        limits.push(Limit { text: text.into(), quantities, open: open && !said && !or_more });
    }
    limits
}

/// The words and quantities of prose: what is neither space nor a reference.
pub(crate) fn words_of(prose: &SyntaxNode) -> Vec<SyntaxElement> {
    let elements = prose.children_with_tokens();
    elements.filter(|element| matches!(element.kind(), WORD | NUMBER | QUANTITY)).collect()
}

fn quantity(element: &SyntaxElement) -> Option<Quantity> {
    match element {
        SyntaxElement::Node(node) => (node.kind() == QUANTITY).then(|| crate::lower::quantity(node)),
        SyntaxElement::Token(token) => (token.kind() == NUMBER).then(|| Quantity {
            number: Number::parse(token.text(), false),
            unit: None,
            text: SmolStr::new(token.text()),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(clause: &str) -> Vec<(String, bool)> {
        let text = format!("spec S {{\n  flow F {{\n    step A {{\n      when {clause}\n    }}\n  }}\n}}\n");
        let tree = averment_syntax::parse_file(&text).green.syntax();
        let prose = tree.descendants().find(|node| node.kind() == averment_syntax::SyntaxKind::PROSE);
        let limits = limits(&words_of(&prose.expect("prose")));
        limits.into_iter().map(|limit| (limit.text.to_string(), limit.open)).collect()
    }

    #[test]
    fn limits_stand_beside_numbers() {
        let open = |text: &str| vec![(text.to_owned(), true)];
        let plain = |text: &str| vec![(text.to_owned(), false)];
        assert_eq!(of("the amount is over 100 GBP"), open("over 100 GBP"));
        assert_eq!(of("less is left, under 5% of it"), open("under 5%"));
        assert_eq!(of("it weighs between 5 and 10 kg"), open("between 5 and 10"));
        assert_eq!(of("it weighs at least 1,000 MB"), plain("least 1,000 MB"));
        assert_eq!(of("who is over 18 or older"), plain("over 18"));
        assert_eq!(of("orders over 50 EUR, exclusive"), plain("over 50 EUR"));
        assert_eq!(of("the cursor is over a button"), []);
        assert_eq!(of("the page says \"over 100 GBP\""), []);
    }
}
