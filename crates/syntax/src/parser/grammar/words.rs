//! What the vocabulary says of the values of a line: its fixed words, and whether it holds an expression.

use crate::vocabulary::{Hole, Kind, Part};

/// The fixed words of a value: words that are keywords there, not names and not units.
#[derive(Clone, Copy)]
pub(super) enum Words {
    /// Those among the parts of a property.
    Of(&'static [Part]),
    /// These, on a line that is not a property.
    Fixed(&'static [&'static str]),
}

impl Words {
    pub(super) const NONE: Words = Words::Fixed(&[]);

    pub(super) fn contains(self, word: &str) -> bool {
        match self {
            Words::Of(parts) => any_part(parts, &|part| matches!(part, Part::Word(fixed) if *fixed == word)),
            Words::Fixed(words) => words.contains(&word),
        }
    }

    /// Whether the value is names with `|` between them.
    pub(super) fn states(self) -> bool {
        match self {
            Words::Of(parts) => any_part(parts, &|part| matches!(part, Part::Hole(Hole::States))),
            Words::Fixed(_) => false,
        }
    }

    /// Whether a sign of comparison may stand in the value.
    pub(super) fn compares(self) -> bool {
        match self {
            Words::Of(parts) => any_part(parts, &|part| matches!(part, Part::Hole(Hole::Comparison))),
            Words::Fixed(_) => false,
        }
    }

    /// Whether the value begins with something there must be, which is no name that is new.
    pub(super) fn required(self) -> bool {
        matches!(self, Words::Of([Part::List(_) | Part::Hole(Hole::Word), ..]))
    }

    /// Whether the value is an expression.
    pub(super) fn expression(self) -> bool {
        match self {
            Words::Of(parts) => any_part(parts, &|part| matches!(part, Part::Hole(Hole::Expression))),
            Words::Fixed(_) => false,
        }
    }
}

/// Whether a line that starts with this word holds an expression, in whichever block.
pub(super) fn holds_expression(word: &str) -> bool {
    let of = |kind: &Kind| kind.property(word).is_some_and(|data| Words::Of(data.value).expression());
    word == "case" || Kind::ALL.iter().any(of)
}

fn any_part(parts: &[Part], test: &dyn Fn(&Part) -> bool) -> bool {
    parts.iter().any(|part| match part {
        Part::Word(_) | Part::Hole(_) => test(part),
        Part::Optional(parts) | Part::List(parts) => any_part(parts, test),
        Part::Either(choices) => choices.iter().any(|parts| any_part(parts, test)),
    })
}
