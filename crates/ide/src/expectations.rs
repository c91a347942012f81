//! What may follow in a property, by the shape its vocabulary row gives it.

use averment_syntax::SyntaxKind::{self, *};
use averment_syntax::vocabulary::{Dimension, Hole, Part, PropertyData, unit};

/// A value on a line that is being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Written<'t> {
    /// A path or a word.
    Path(Vec<&'t str>),
    /// A number, with whether it has a unit.
    Quantity(bool),
    /// A range.
    Range,
    /// A date or a text.
    Literal(SyntaxKind),
    /// A tag, a separator, an operator.
    Token(SyntaxKind),
}

/// What may follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expected {
    /// This word.
    Word(&'static str),
    /// A value.
    Hole(Hole),
    /// The unit of the number before it; of this dimension, or of any.
    Unit(Option<Dimension>),
}

/// Groups the tokens after a property's keyword into values.
pub(crate) fn values<'t>(tokens: &[(SyntaxKind, &'t str)], data: &'static PropertyData) -> Vec<Written<'t>> {
    let mut fixed = Vec::new();
    fixed_words(data.value, &mut fixed);
    let mut values: Vec<Written<'t>> = Vec::new();
    let mut index = 0;
    while let Some((kind, text)) = tokens.get(index).copied() {
        index += 1;
        match kind {
            WORD | KEYWORD => {
                let mut segments = vec![text];
                while let [(DOT, _), (WORD | KEYWORD, next), ..] = tokens[index..] {
                    segments.push(next);
                    index += 2;
                }
                values.push(Written::Path(segments));
            }
            NUMBER => {
                let mut has_unit = false;
                match tokens.get(index) {
                    Some((PERCENT, _)) => has_unit = true,
                    Some((WORD, word)) => has_unit = unit(word).is_some() || !fixed.contains(word),
                    _ => {}
                }
                index += usize::from(has_unit);
                if has_unit && let [(SLASH, _), (WORD, _), ..] = tokens[index.min(tokens.len())..] {
                    index += 2;
                }
                match values.last_mut() {
                    Some(range @ Written::Token(DOT_DOT)) => *range = Written::Range,
                    _ => values.push(Written::Quantity(has_unit)),
                }
            }
            DOT_DOT => match values.last_mut() {
                Some(from @ Written::Quantity(_)) => *from = Written::Token(DOT_DOT),
                _ => values.push(Written::Token(DOT_DOT)),
            },
            STRING | DATE | TIME => values.push(Written::Literal(kind)),
            MINUS => {}
            _ => values.push(Written::Token(kind)),
        }
    }
    values
}

/// What may follow after these values.
pub(crate) fn expected(data: &'static PropertyData, values: &[Written<'_>]) -> Vec<Expected> {
    let mut fixed = Vec::new();
    fixed_words(data.value, &mut fixed);
    let mut matcher = Matcher { values, fixed, expected: Vec::new() };
    matcher.sequence(data.value, vec![0]);
    matcher.expected
}

/// Every word that some place of a property takes from a closed list.
pub(crate) fn choices(data: &'static PropertyData) -> Vec<&'static str> {
    fn collect(parts: &'static [Part], words: &mut Vec<&'static str>) {
        for part in parts {
            match part {
                Part::Hole(Hole::Choice(choices)) => words.extend(*choices),
                Part::Optional(parts) | Part::List(parts) => collect(parts, words),
                Part::Either(choices) => choices.iter().for_each(|parts| collect(parts, words)),
                Part::Hole(_) | Part::Word(_) => {}
            }
        }
    }
    let mut words = Vec::new();
    collect(data.value, &mut words);
    words
}

fn fixed_words(parts: &'static [Part], words: &mut Vec<&'static str>) {
    for part in parts {
        match part {
            Part::Word(word) => words.push(word),
            Part::Optional(parts) | Part::List(parts) => fixed_words(parts, words),
            Part::Either(choices) => choices.iter().for_each(|parts| fixed_words(parts, words)),
            Part::Hole(_) => {}
        }
    }
}

/// Follows every way the values could be read at once.
struct Matcher<'v, 't> {
    values: &'v [Written<'t>],
    fixed: Vec<&'static str>,
    expected: Vec<Expected>,
}

impl Matcher<'_, '_> {
    fn expect(&mut self, expected: Expected) {
        if !self.expected.contains(&expected) {
            self.expected.push(expected);
        }
    }

    fn sequence(&mut self, parts: &'static [Part], mut at: Vec<usize>) -> Vec<usize> {
        for part in parts {
            at = self.part(part, &at);
        }
        at
    }

    fn part(&mut self, part: &'static Part, at: &[usize]) -> Vec<usize> {
        let mut next = Vec::new();
        match part {
            Part::Word(word) => {
                for &at in at {
                    match self.values.get(at) {
                        None => self.expect(Expected::Word(word)),
                        Some(Written::Path(path)) if path[..] == [*word] => next.push(at + 1),
                        Some(_) => {}
                    }
                }
            }
            Part::Hole(hole) => {
                for &at in at {
                    if at == self.values.len() {
                        self.expect(Expected::Hole(*hole));
                    } else {
                        next.extend(self.hole(*hole, at));
                    }
                }
            }
            Part::Optional(parts) => {
                next.extend_from_slice(at);
                next.extend(self.sequence(parts, at.to_vec()));
            }
            Part::Either(choices) => {
                for parts in *choices {
                    next.extend(self.sequence(parts, at.to_vec()));
                }
            }
            Part::List(parts) => {
                let mut current = self.sequence(parts, at.to_vec());
                while !current.is_empty() {
                    next.extend_from_slice(&current);
                    let commas = current.iter().filter(|at| self.values.get(**at) == Some(&Written::Token(COMMA)));
                    let after: Vec<_> = commas.map(|at| at + 1).collect();
                    current = self.sequence(parts, after);
                }
            }
        }
        next.sort_unstable();
        next.dedup();
        next
    }

    fn hole(&mut self, hole: Hole, at: usize) -> Option<usize> {
        let fits = match (hole, &self.values[at]) {
            (Hole::Quantity(_) | Hole::AnyQuantity, Written::Quantity(has_unit)) => {
                if !has_unit && at + 1 == self.values.len() {
                    let dimension = if let Hole::Quantity(dimension) = hole { Some(dimension) } else { None };
                    self.expect(Expected::Unit(dimension));
                }
                *has_unit || hole == Hole::AnyQuantity
            }
            (Hole::Number, Written::Quantity(false)) | (Hole::Range, Written::Range) => true,
            (Hole::Date, Written::Literal(kind)) => *kind == DATE,
            (Hole::TimeOfDay, Written::Literal(kind)) => *kind == TIME,
            (Hole::Text, Written::Literal(kind)) => *kind == STRING,
            (Hole::Comparison, Written::Token(kind)) => matches!(kind, EQ | LT | LTE | GT | GTE),
            (Hole::Tag, Written::Token(kind)) => *kind == TAG,
            (Hole::Path(_), Written::Path(path)) => !matches!(path[..], [word] if self.fixed.contains(&word)),
            (Hole::Choice(words), Written::Path(path)) => matches!(path[..], [word] if words.contains(&word)),
            (Hole::Percentile, Written::Path(path)) => {
                matches!(path[..], [word] if averment_model::is_percentile(word))
            }
            (Hole::Name | Hole::Word | Hole::Status | Hole::Category | Hole::States, Written::Path(path)) => {
                matches!(path[..], [word] if !self.fixed.contains(&word))
            }
            _ => false,
        };
        fits.then_some(at + 1)
    }
}

#[cfg(test)]
mod tests {
    use averment_syntax::lexer::lex;
    use averment_syntax::vocabulary::Kind;

    use super::*;

    fn after(kind: Kind, line: &str) -> Vec<Expected> {
        let mut start = 0;
        let mut tokens = Vec::new();
        for token in lex(line) {
            let text = &line[start..token.end as usize];
            start = token.end as usize;
            if token.kind != WHITESPACE {
                tokens.push((token.kind, text));
            }
        }
        let data = kind.property(tokens[0].1).expect("it is a property");
        expected(data, &values(&tokens[1..], data))
    }

    #[test]
    fn words_follow_where_they_may() {
        assert!(matches!(after(Kind::Step, "moves")[..], [Expected::Word("each"), Expected::Hole(Hole::Path(_))]));
        assert_eq!(after(Kind::Step, "moves Order.status"), [Expected::Word("to")]);
        assert!(matches!(after(Kind::Step, "moves Order.status to")[..], [Expected::Hole(Hole::Path(_))]));
        assert_eq!(after(Kind::Edge, "covers empty"), [Expected::Word("of")]);
        assert_eq!(after(Kind::Edge, "covers empty,"), [Expected::Hole(Hole::Category)]);
    }

    #[test]
    fn a_number_wants_its_unit() {
        let time = Expected::Unit(Some(Dimension::Time));
        assert_eq!(after(Kind::Step, "within 2"), [time], "it is no length of time without one");
        assert_eq!(after(Kind::Step, "within 2 s"), [Expected::Word("at")]);
        assert_eq!(after(Kind::Step, "within 2 s at"), [Expected::Hole(Hole::Percentile)]);
        assert_eq!(after(Kind::Quality, "at 10_000 rows, 50"), [Expected::Unit(None)]);
    }

    #[test]
    fn lists_of_words_come_before_paths() {
        assert_eq!(after(Kind::Actor, "can"), [Expected::Hole(Hole::Word)]);
        assert!(matches!(after(Kind::Actor, "can read")[..], [Expected::Hole(Hole::Path(_))]));
        assert!(matches!(after(Kind::Actor, "can read,")[..], [Expected::Hole(Hole::Word)]));
    }
}
