//! Fits the values of a property to the parts its vocabulary row asks for: which words lead somewhere, which are choices,
//! labels or new names, and where the values depart from the row.

use averment_syntax::SyntaxKind::*;
use averment_syntax::vocabulary::{self, Dimension, Hole, Part, PropertyData, Status, Target};
use averment_syntax::{SyntaxElement, SyntaxNode};
use smol_str::SmolStr;

use crate::item_body::*;
use crate::lower::Lower;

/// What a value turned out to be for.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    Plain,
    Path(&'static [Target]),
}

/// A departure, at the value with this index or at the end.
struct Departure {
    at: usize,
    expected: String,
    unit: bool,
    choices: Vec<SmolStr>,
}

struct Fit<'v> {
    values: &'v [SyntaxElement],
    roles: Vec<Role>,
    /// The departure furthest to the right: it says most about what was meant.
    furthest: Option<Departure>,
}

/// Lowers the values of a property as its row says.
pub(crate) fn fit(
    lower: &mut Lower,
    values: Vec<SyntaxElement>,
    data: &'static PropertyData,
    scope: DeclId,
) -> (Vec<(Value, NodeId)>, Option<Mismatch>) {
    let mut fit = Fit { values: &values, roles: vec![Role::Plain; values.len()], furthest: None };
    let end = fit.sequence(data.value, 0);
    let departure = match end {
        Some(end) if end == values.len() => None,
        Some(end) => Some(fit.furthest.take().filter(|d| d.at >= end).unwrap_or_else(|| Departure {
            at: end,
            expected: if end == 0 { "no value".to_owned() } else { "the end of the line".to_owned() },
            unit: false,
            choices: Vec::new(),
        })),
        None => fit.furthest.take(),
    };
    let roles = fit.roles;
    let mut lowered: Vec<(Value, NodeId)> = Vec::with_capacity(values.len());
    let mut nodes = Vec::with_capacity(values.len());
    for (element, role) in values.iter().zip(roles) {
        let value = match (element, role) {
            (SyntaxElement::Node(node), Role::Path(targets)) if node.kind() == PATH => {
                let state_of = (targets == [Target::State]).then(|| last_path(&lowered)).flatten();
                let place = state_of.map_or(Place::Property(Some(data.key), targets), Place::StateOf);
                Some(lower.path_value(node, scope, place))
            }
            (SyntaxElement::Node(node), _) if is_expression(data, node) => Some(lower.expr_value(node, scope)),
            _ => lower.plain_value(element),
        };
        nodes.push(value.as_ref().map(|(_, node)| *node));
        lowered.extend(value);
    }
    let mismatch = departure.map(|d| Mismatch {
        at: nodes.get(d.at).copied().flatten(),
        expected: d.expected,
        unit: d.unit,
        choices: d.choices,
    });
    (lowered, mismatch)
}

fn last_path(values: &[(Value, NodeId)]) -> Option<PathId> {
    values.iter().rev().find_map(|(value, _)| if let Value::Path(path) = value { Some(*path) } else { None })
}

fn is_expression(data: &PropertyData, _node: &SyntaxNode) -> bool {
    matches!(data.value, [Part::Hole(Hole::Expression)])
}

impl Fit<'_> {
    /// Fits parts from a position on; the position behind them, or `None`.
    fn sequence(&mut self, parts: &'static [Part], mut at: usize) -> Option<usize> {
        for part in parts {
            at = self.part(part, at)?;
        }
        Some(at)
    }

    fn part(&mut self, part: &'static Part, at: usize) -> Option<usize> {
        match part {
            Part::Word(word) => match self.values.get(at) {
                Some(SyntaxElement::Token(token)) if token.kind() == KEYWORD && token.text() == *word => Some(at + 1),
                _ => self.depart(at, format!("`{word}`")),
            },
            Part::Hole(hole) => self.hole(*hole, at),
            Part::Optional(parts) => Some(self.sequence(parts, at).unwrap_or(at)),
            Part::Either(choices) => choices.iter().find_map(|parts| self.sequence(parts, at)),
            Part::List(parts) => {
                let mut at = self.sequence(parts, at)?;
                while self.token_at(at, COMMA) {
                    at = self.sequence(parts, at + 1)?;
                }
                Some(at)
            }
        }
    }

    fn token_at(&self, at: usize, kind: averment_syntax::SyntaxKind) -> bool {
        self.values.get(at).is_some_and(|element| element.kind() == kind)
    }

    fn depart<T>(&mut self, at: usize, expected: impl Into<String>) -> Option<T> {
        self.depart_with(at, expected.into(), false, Vec::new())
    }

    fn depart_with<T>(&mut self, at: usize, expected: String, unit: bool, choices: Vec<SmolStr>) -> Option<T> {
        match &mut self.furthest {
            Some(furthest) if furthest.at > at => {}
            Some(furthest) if furthest.at == at && !furthest.expected.contains(&expected) && !furthest.unit => {
                furthest.expected = format!("{} or {expected}", furthest.expected);
                furthest.choices.extend(choices);
            }
            Some(furthest) if furthest.at == at => {}
            _ => self.furthest = Some(Departure { at, expected, unit, choices }),
        }
        None
    }

    /// A single word without dots.
    fn word_at(&self, at: usize) -> Option<SmolStr> {
        let node = self.values.get(at)?.as_node()?;
        (node.kind() == PATH && node.children().count() == 1).then(|| SmolStr::new(node.text().to_string()))
    }

    fn hole(&mut self, hole: Hole, at: usize) -> Option<usize> {
        let fits = match hole {
            Hole::Name | Hole::Word => self.word_at(at).is_some(),
            Hole::Path(targets) => {
                if self.token_at(at, PATH) {
                    self.roles[at] = Role::Path(targets);
                    return Some(at + 1);
                }
                false
            }
            Hole::Choice(words) => {
                return self.choice(at, words.iter().map(|word| SmolStr::new_static(word)).collect());
            }
            Hole::Status => {
                return self.choice(at, Status::ALL.iter().map(|(_, word, _)| SmolStr::new_static(word)).collect());
            }
            Hole::States => {
                let mut at = at;
                loop {
                    if self.word_at(at).is_none() {
                        return self.depart(at, hole_text(hole));
                    }
                    at += 1;
                    if !self.token_at(at, PIPE) {
                        return Some(at);
                    }
                    at += 1;
                }
            }
            Hole::Number => match self.quantity_at(at) {
                Some(quantity) if quantity.unit.is_none() => true,
                Some(_) => return self.depart_with(at, "a number without a unit".to_owned(), true, Vec::new()),
                None => false,
            },
            Hole::Quantity(dimension) => match self.quantity_at(at) {
                Some(quantity) if measures(&quantity, dimension) => true,
                Some(_) => return self.depart_with(at, hole_text(hole), true, Vec::new()),
                None => false,
            },
            Hole::AnyQuantity => self.quantity_at(at).is_some(),
            Hole::Range => self.token_at(at, RANGE),
            Hole::Date => self.literal_at(at, DATE),
            Hole::TimeOfDay => self.literal_at(at, TIME),
            Hole::Text => self.literal_at(at, STRING),
            Hole::Percentile => self.word_at(at).is_some_and(|word| is_percentile(&word)),
            Hole::Comparison => [EQ, LT, LTE, GT, GTE].iter().any(|kind| self.token_at(at, *kind)),
            // An expression that is missing was reported by the parser.
            Hole::Expression => return Some(self.values.len()),
            Hole::Code => self.token_at(at, CODE),
            Hole::Category => {
                if self.word_at(at).is_some_and(|word| vocabulary::category(&word).is_some()) {
                    return Some(at + 1);
                }
                let words = vocabulary::CATEGORIES.iter().map(|data| SmolStr::new_static(data.word)).collect();
                return self.depart_with(at, hole_text(hole), false, words);
            }
            Hole::Tag => self.token_at(at, TAG),
        };
        if fits { Some(at + 1) } else { self.depart(at, hole_text(hole)) }
    }

    fn choice(&mut self, at: usize, words: Vec<SmolStr>) -> Option<usize> {
        if self.word_at(at).is_some_and(|word| words.contains(&word)) {
            return Some(at + 1);
        }
        self.depart_with(at, one_of(words.iter().map(SmolStr::as_str)), false, words)
    }

    fn quantity_at(&self, at: usize) -> Option<Quantity> {
        let node = self.values.get(at)?.as_node()?;
        (node.kind() == QUANTITY).then(|| crate::lower::quantity(node))
    }

    fn literal_at(&self, at: usize, token: averment_syntax::SyntaxKind) -> bool {
        let node = self.values.get(at).and_then(SyntaxElement::as_node);
        node.is_some_and(|node| node.kind() == LITERAL && node.first_token().is_some_and(|first| first.kind() == token))
    }
}

fn measures(quantity: &Quantity, dimension: Dimension) -> bool {
    let unit = quantity.unit.as_ref();
    quantity.dimension() == Some(dimension)
        || (dimension == Dimension::Rate && unit.is_some_and(|unit| unit.contains('/')))
}

/// `p95`, `p99.9`, `median`
pub fn is_percentile(word: &str) -> bool {
    word == "median" || word.strip_prefix('p').is_some_and(|digits| digits.len() <= 4 && digits.parse::<u32>().is_ok())
}

fn dimension_text(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Time => "a time, such as `5 s` or `2 weeks`",
        Dimension::Size => "a size, such as `10 MB`",
        Dimension::Percent => "a percentage, such as `30%`",
        Dimension::Money => "an amount of money, such as `50 EUR`",
        Dimension::Rate => "a rate, such as `100 requests/s`",
    }
}

fn one_of<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let quoted: Vec<_> = words.map(|word| format!("`{word}`")).collect();
    match &quoted[..] {
        [most @ .., last] if !most.is_empty() => format!("{} or {last}", most.join(", ")),
        _ => quoted.concat(),
    }
}

/// What a place for a value wants, in words: ``a date, such as `2026-11-20` ``.
pub fn hole_text(hole: Hole) -> String {
    let text = match hole {
        Hole::Name => "a name",
        Hole::Word => "a word",
        Hole::Path(targets) => return targets_text(targets),
        Hole::Choice(words) => return one_of(words.iter().copied()),
        Hole::Status => return one_of(Status::ALL.iter().map(|(_, word, _)| *word)),
        Hole::States => "names separated by `|`, such as `small | large`",
        Hole::Number | Hole::AnyQuantity => "a number",
        Hole::Quantity(dimension) => dimension_text(dimension),
        Hole::Range => "a range, such as `1..10`",
        Hole::Date => "a date, such as `2026-11-20`, `2026-11` or `2026-Q4`",
        Hole::TimeOfDay => "a time of day, such as `02:00`",
        Hole::Text => "a text in quotes",
        Hole::Percentile => "a percentile, such as `p95`",
        Hole::Comparison => "`<`, `<=`, `=`, `>=` or `>`",
        Hole::Expression => "an expression",
        Hole::Code => "the code of a rule, such as `edge/stale`",
        Hole::Category => "a category of edge cases, such as `empty` or `permission`",
        Hole::Tag => "a tag, such as `@pii`",
    };
    text.to_owned()
}

/// What a path may lead to, in words: ``an actor or an entity``.
pub fn targets_text(targets: &[Target]) -> String {
    let words: Vec<_> = targets.iter().map(|target| target_text(*target)).collect();
    match &words[..] {
        [most @ .., last] if !most.is_empty() => format!("{} or {last}", most.join(", ")),
        _ => words.concat(),
    }
}

fn target_text(target: Target) -> String {
    match target {
        Target::Kind(kind) => with_article(kind.word()),
        Target::Field => "a field".to_owned(),
        Target::State => "a state".to_owned(),
        Target::Any => "something declared".to_owned(),
    }
}

/// A word with `a` or `an` before it.
pub fn with_article(word: &str) -> String {
    let vowel = word.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O']);
    format!("{} {word}", if vowel { "an" } else { "a" })
}
