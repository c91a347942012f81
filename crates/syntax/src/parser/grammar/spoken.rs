//! Comparisons in words, and how an expression writes them.

use rowan::TextRange;

use super::super::cursor::Parser;
use crate::SyntaxKind::*;

/// What words of a comparison stand for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Spoken {
    /// A sign, which an operand follows.
    Sign(&'static str),
    /// `is set`, `is unset`: nothing follows.
    Set(&'static str),
    /// What is compared with stands in braces.
    OneOf,
    /// Two bounds follow.
    Between,
    /// An expression cannot say it.
    Pattern,
}

use Spoken::*;

/// Longer ones stand before those they begin with.
const PHRASES: [(&str, Spoken); 44] = [
    ("greater than or equal to", Sign(">=")),
    ("less than or equal to", Sign("<=")),
    ("at least", Sign(">=")),
    ("no less than", Sign(">=")),
    ("not less than", Sign(">=")),
    ("at most", Sign("<=")),
    ("no more than", Sign("<=")),
    ("not more than", Sign("<=")),
    ("up to", Sign("<=")),
    ("greater than", Sign(">")),
    ("more than", Sign(">")),
    ("larger than", Sign(">")),
    ("higher than", Sign(">")),
    ("longer than", Sign(">")),
    ("later than", Sign(">")),
    ("above", Sign(">")),
    ("over", Sign(">")),
    ("after", Sign(">")),
    ("exceeds", Sign(">")),
    ("less than", Sign("<")),
    ("fewer than", Sign("<")),
    ("smaller than", Sign("<")),
    ("lower than", Sign("<")),
    ("shorter than", Sign("<")),
    ("earlier than", Sign("<")),
    ("below", Sign("<")),
    ("under", Sign("<")),
    ("before", Sign("<")),
    ("not equal to", Sign("!=")),
    ("different from", Sign("!=")),
    ("equal to", Sign("=")),
    ("equals", Sign("=")),
    ("one of", OneOf),
    ("any of", OneOf),
    ("between", Between),
    ("not empty", Set("is set")),
    ("not null", Set("is set")),
    ("exists", Set("is set")),
    ("null", Set("is unset")),
    ("empty", Set("is unset")),
    ("contains", Pattern),
    ("starts with", Pattern),
    ("ends with", Pattern),
    ("matches", Pattern),
];

/// What may stand before them and says nothing more.
const FILLERS: [&str; 7] = ["must be", "should be", "has to be", "is", "are", "must", "be"];

/// Words that say what an expression says with a sign, and where they stand.
pub(super) struct Phrase {
    pub(super) meant: Spoken,
    pub(super) tokens: usize,
    pub(super) range: TextRange,
}

/// The comparison in words at the cursor, behind what is compared.
pub(super) fn comparison(p: &Parser) -> Option<Phrase> {
    if !p.at(WORD) {
        return None;
    }
    let filler = FILLERS.iter().find(|filler| stands_at(p, 0, filler)).map_or(0, |filler| words(filler));
    let phrase = |tokens: usize, meant| {
        let range = TextRange::new(p.range().start(), p.nth_range(tokens - 1).end());
        Some(Phrase { meant, tokens, range })
    };
    if filler > 0 {
        let sign = match p.nth(filler) {
            EQ if p.nth(filler + 1) != GT => Some("="),
            NEQ => Some("!="),
            LT => Some("<"),
            LTE => Some("<="),
            GT => Some(">"),
            GTE => Some(">="),
            _ => None,
        };
        if let Some(sign) = sign {
            return phrase(filler + 1, Sign(sign));
        }
    }
    let (text, meant) = PHRASES.iter().find(|(text, _)| stands_at(p, filler, text))?;
    let tokens = filler + words(text);
    let operand = matches!(p.nth(tokens), WORD | NUMBER | STRING | DATE | MINUS | L_PAREN | L_BRACE | L_BRACK);
    // Without what it takes, a word like `after` may be the name of a state, and `null` that of nothing.
    let fits = match meant {
        Set(_) => {
            !operand || p.nth_text(tokens) == "and" || p.nth_text(tokens) == "or" || p.nth_text(tokens) == "implies"
        }
        _ => operand,
    };
    // `a null` is not what anybody writes, and `is between` alone says nothing.
    let alone = filler > 0 || !matches!(*text, "null" | "empty" | "not empty" | "not null");
    if fits && alone { phrase(tokens, *meant) } else { None }
}

fn words(text: &str) -> usize {
    text.split(' ').count()
}

fn stands_at(p: &Parser, from: usize, text: &str) -> bool {
    text.split(' ').enumerate().all(|(n, word)| p.nth(from + n) == WORD && p.nth_text(from + n) == word)
}
