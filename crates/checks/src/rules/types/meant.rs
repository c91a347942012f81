//! What an author most likely meant by values that their place does not take, where they have one reading: `Q4 2027` is
//! `2027-Q4`, `at least once` is `at-least-once`, `1.5M` is `1_500_000`.

use averment_model::{Body, Literal, Mismatch, NodeId, Property, Quantity, Value};
use averment_syntax::naming::{kebab_case, pascal_case};
use averment_syntax::vocabulary::{Dimension, Hole, Part, PropertyData, unit};

use super::calendar::last_day_text;
use super::written::{number_text, unit_text, value_text, with_unit};
use crate::finding::{Checker, Edit};

/// The one reading of several values.
pub(super) struct Meant {
    /// The first of them.
    pub from: NodeId,
    /// The last of them.
    pub to: NodeId,
    /// What they say.
    pub written: String,
    /// What should stand there.
    pub text: String,
}

impl Meant {
    /// Reports a value that does not fit with what was meant by it.
    pub(super) fn report(self, c: &mut Checker<'_>, property: &Property, mismatch: &Mismatch) {
        let (word, Meant { written, text, .. }) = (&property.word, &self);
        let message = match mismatch.expected.as_str() {
            // What stands before it fits, and so says nothing of what is wrong.
            "the end of the line" => format!("`{word}` does not know `{written}`; did you mean `{text}`?"),
            expected => format!("`{word}` takes {expected}, not `{written}`; did you mean `{text}`?"),
        };
        let edit = Edit::ReplaceThrough(c.place(self.from), c.place(self.to), self.text.clone());
        let node = mismatch.at.unwrap_or(property.keyword);
        c.report(node, message).fix(format!("write `{text}`"), vec![edit]);
    }
}

/// A word of the values: a value is cut at its spaces, so that `2027 March` is read like `March 2027`.
struct Piece {
    text: String,
    node: NodeId,
    /// Whether its value ends with it.
    is_last: bool,
}

/// What the values of a property say from the one on that does not fit.
pub(super) fn meant(body: &Body, property: &Property, data: &'static PropertyData) -> Option<Meant> {
    let mismatch = property.mismatch.as_ref()?;
    let at = property.values.iter().position(|(_, node)| Some(*node) == mismatch.at)?;
    let (value, node) = &property.values[at];
    let whole = |text: String| Meant { from: *node, to: *node, written: value_text(body, value), text };
    if let Some(text) = missing_word(body, data.value, value, &mismatch.expected) {
        return Some(whole(text));
    }
    if let Some(meant) = rate(body, property).or_else(|| share(property, data)) {
        return Some(meant);
    }
    let pieces = pieces(body, &property.values[at..]);
    let words: Vec<&str> = pieces.iter().map(|piece| piece.text.as_str()).collect();
    let mut readings = holes(data.value).into_iter().filter_map(|hole| match hole {
        Hole::Date => date(&words).map(|(text, count)| (behind(data.value, hole, &mismatch.expected) + &text, count)),
        Hole::TimeOfDay => {
            time_of_day(&words).map(|(text, count)| (behind(data.value, hole, &mismatch.expected) + &text, count))
        }
        Hole::Quantity(dimension) => longest(&property.values[at..], dimension).or_else(|| multiple(value)),
        Hole::Number => multiple(value),
        Hole::Choice(_) | Hole::Status | Hole::Category => {
            choice(&words, |word| mismatch.choices.iter().find(|choice| **choice == *word).map(ToString::to_string))
        }
        Hole::Word | Hole::Name => match value {
            Value::Text(text) => {
                let name = if hole == Hole::Name { pascal_case(text) } else { kebab_case(text) };
                (!name.is_empty()).then(|| (name, text.split_whitespace().count()))
            }
            _ => None,
        },
        _ => None,
    });
    readings.find_map(|(text, count)| {
        let taken = pieces.get(..count)?;
        let last = taken.last().filter(|piece| piece.is_last)?;
        let written = taken.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(" ");
        let written = written.replace(" ,", ",").replace(" -", "-");
        Some(Meant { from: taken[0].node, to: last.node, written, text })
    })
}

fn pieces(body: &Body, values: &[(Value, NodeId)]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (value, node) in values {
        let text = value_text(body, value);
        let start = pieces.len();
        pieces.extend(text.split_whitespace().map(|word| Piece { text: word.to_owned(), node: *node, is_last: false }));
        if pieces.len() > start
            && let Some(last) = pieces.last_mut()
        {
            last.is_last = true;
        }
    }
    pieces
}

/// Every place for a value, from left to right.
pub(super) fn holes(parts: &'static [Part]) -> Vec<Hole> {
    parts
        .iter()
        .flat_map(|part| match part {
            Part::Hole(hole) => vec![*hole],
            Part::Word(_) => Vec::new(),
            Part::Optional(parts) | Part::List(parts) => holes(parts),
            Part::Either(choices) => choices.iter().flat_map(|parts| holes(parts)).collect(),
        })
        .collect()
}

/// The fixed word that is expected before a place, with a space: the `until ` of a date.
fn behind(parts: &'static [Part], hole: Hole, expected: &str) -> String {
    let here = parts.windows(2).find_map(|pair| match pair {
        [Part::Word(word), next] if holes(std::slice::from_ref(next)).first() == Some(&hole) => Some(*word),
        _ => None,
    });
    let inner = parts.iter().find_map(|part| match part {
        Part::Optional(parts) | Part::List(parts) => {
            Some(behind(parts, hole, expected)).filter(|word| !word.is_empty())
        }
        _ => None,
    });
    match here {
        Some(word) if expected.contains(&format!("`{word}`")) => format!("{word} "),
        _ => inner.unwrap_or_default(),
    }
}

/// `within 2 s p95` lacks its `at`: the value fits behind a fixed word that is expected where it stands.
fn missing_word(body: &Body, parts: &'static [Part], value: &Value, expected: &str) -> Option<String> {
    for (index, part) in parts.iter().enumerate() {
        let inner = match part {
            Part::Word(word) if expected.contains(&format!("`{word}`")) => {
                let next = holes(&parts[index + 1..]).into_iter().next()?;
                let text = value_text(body, value);
                let fits = match next {
                    Hole::TimeOfDay => matches!(value, Value::TimeOfDay(_)),
                    Hole::Date => matches!(value, Value::Date(_)),
                    Hole::Percentile => averment_model::is_percentile(&text),
                    Hole::Path(_) => matches!(value, Value::Word(_) | Value::Path(_)),
                    _ => false,
                };
                fits.then(|| format!("{word} {text}"))
            }
            Part::Optional(parts) | Part::List(parts) => missing_word(body, parts, value, expected),
            Part::Either(choices) => choices.iter().find_map(|parts| missing_word(body, parts, value, expected)),
            Part::Word(_) | Part::Hole(_) => None,
        };
        if inner.is_some() {
            return inner;
        }
    }
    None
}

/// `Q4 2027`, `March 2027`, `14 March 2027`, `March 14, 2027`, `end of 2027`, and how many words it is.
fn date(words: &[&str]) -> Option<(String, usize)> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let number = |word: &str| word.bytes().all(|b| b.is_ascii_digit()).then(|| word.parse::<u32>().ok()).flatten();
    let is_end = words.first().is_some_and(|word| word.eq_ignore_ascii_case("end"));
    let mut count = if is_end { 1 + usize::from(words.get(1) == Some(&"of")) } else { 0 };
    let (mut year, mut quarter, mut month, mut day) = (None, None, None, None);
    for word in &words[count..] {
        let lower = word.to_ascii_lowercase();
        let month_of = |(_, name): &(usize, &&str)| lower.len() >= 3 && name.starts_with(&lower);
        if let Some(of) = number(&lower).filter(|n| (1_900..2_200).contains(n) && year.is_none()) {
            year = Some(of);
        } else if let Some(of) = lower.strip_prefix('q').and_then(number).filter(|n| (1..=4).contains(n)) {
            quarter = Some(of);
        } else if let Some((index, _)) = MONTHS.iter().enumerate().find(month_of) {
            month = Some(index as u32 + 1);
        } else if let Some(of) = number(lower.trim_end_matches(char::is_alphabetic)).filter(|n| (1..=31).contains(n)) {
            day = Some(of);
        } else if lower != "," {
            break;
        }
        count += 1;
    }
    let year = year?;
    let text = match (quarter, month, day) {
        (Some(quarter), None, None) => format!("{year}-Q{quarter}"),
        (None, Some(month), Some(day)) => format!("{year}-{month:02}-{day:02}"),
        (None, Some(month), None) if is_end => last_day_text(year, month),
        (None, Some(month), None) => format!("{year}-{month:02}"),
        (None, None, None) => format!("{year}-12-31"),
        _ => return None,
    };
    Some((text, count))
}

/// `2 am`, `14.30`, `noon`
fn time_of_day(words: &[&str]) -> Option<(String, usize)> {
    let first = words.first()?.to_ascii_lowercase();
    match first.as_str() {
        "noon" | "midday" => return Some(("12:00".to_owned(), 1)),
        "midnight" => return Some(("00:00".to_owned(), 1)),
        _ => {}
    }
    let digits = first.trim_end_matches(char::is_alphabetic);
    let (suffix, count) = match &first[digits.len()..] {
        "" => match words.get(1).map(|word| word.to_ascii_lowercase()) {
            Some(word) if matches!(word.as_str(), "am" | "pm" | "h" | "hours" | "o'clock") => (word, 2),
            _ => (String::new(), 1),
        },
        suffix => (suffix.to_owned(), 1),
    };
    let (hour, minute) = digits.split_once(['.', ':']).unwrap_or((digits, "0"));
    let (hour, minute) = (hour.parse::<u32>().ok()?, minute.parse::<u32>().ok().filter(|minute| *minute < 60)?);
    let hour = match (suffix.as_str(), hour) {
        ("am", 1..=12) => hour % 12,
        ("pm", 1..=12) => hour % 12 + 12,
        ("" | "h" | "hours" | "o'clock", 0..=24) => hour % 24,
        _ => return None,
    };
    Some((format!("{hour:02}:{minute:02}"), count))
}

/// `6-8 weeks`, `6 to 8 weeks`, `6..8 weeks` where one length of time is asked for: the longest.
fn longest(values: &[(Value, NodeId)], dimension: Dimension) -> Option<(String, usize)> {
    let measures = |quantity: &Quantity| quantity.dimension() == Some(dimension);
    let words = |quantity: &Quantity| quantity.text.split_whitespace().count();
    match values {
        [(Value::Range(_, Some(Literal::Quantity(to))), _), ..] if measures(to) => {
            Some((to.text.to_string(), words(to)))
        }
        [(Value::Quantity(from), _), (Value::Quantity(to), _), ..] if measures(to) => {
            let joint = from.unit.as_deref().is_none_or(|unit| matches!(unit, "to" | "or"));
            let text = to.text.trim_start_matches('-').trim_start();
            joint.then(|| (text.to_owned(), words(from) + words(to)))
        }
        _ => None,
    }
}

/// `1.5M`, `250k`, `2 million`: a number that is written out.
fn multiple(value: &Value) -> Option<(String, usize)> {
    let Value::Quantity(quantity) = value else { return None };
    let zeros = match quantity.unit.as_deref()? {
        "k" | "K" | "thousand" => 3,
        "m" | "M" | "mio" | "million" | "millions" => 6,
        "bn" | "B" | "billion" | "billions" => 9,
        _ => return None,
    };
    let plain = number_text(quantity).replace('_', "");
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = format!("{whole}{fraction}{}", "0".repeat(usize::checked_sub(zeros, fraction.len())?));
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits.as_str()), |digits| ("-", digits));
    let digits = digits.trim_start_matches('0');
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    (!text.is_empty()).then(|| (format!("{sign}{text}"), quantity.text.split_whitespace().count()))
}

/// `100 per minute`, `100 requests per minute`
fn rate(body: &Body, property: &Property) -> Option<Meant> {
    let at = property.values.iter().position(|(value, _)| matches!(value, Value::Quantity(_)))?;
    let (Value::Quantity(quantity), from) = &property.values[at] else { return None };
    let rest = pieces(body, &property.values[at + 1..]);
    let rest: Vec<_> = rest.iter().take(2).collect();
    let (noun, time) = match (unit_text(quantity).trim(), &rest[..]) {
        ("per" | "a" | "an", [time, ..]) => ("requests", *time),
        (noun, [per, time]) if matches!(per.text.as_str(), "per" | "a" | "an") && !noun.is_empty() => (noun, *time),
        _ => return None,
    };
    let of = unit(&time.text).filter(|unit| unit.dimension == Dimension::Time && time.is_last)?;
    // Only for some lengths of time there are rates.
    unit(&format!("/{}", of.word))?;
    let text = with_unit(number_text(quantity), &format!("{noun}/{}", of.word));
    let words = std::iter::once(quantity.text.as_str()).chain(rest.iter().map(|piece| piece.text.as_str()));
    let upto = words.take(if noun == "requests" && unit_text(quantity).trim() != noun { 2 } else { 3 });
    Some(Meant { from: *from, to: time.node, written: upto.collect::<Vec<_>>().join(" "), text })
}

/// `latency < 300 ms`, `latency 300 ms at p95`: a length of time for a share of the times, said another way round.
fn share(property: &Property, data: &'static PropertyData) -> Option<Meant> {
    let [Part::Hole(Hole::Percentile), Part::Hole(Hole::Comparison), Part::Hole(Hole::Quantity(dimension))] =
        data.value
    else {
        return None;
    };
    let (mut percentile, mut comparison, mut most) = (None, None, None);
    let mut written = Vec::new();
    for (value, _) in &property.values {
        let text = match value {
            Value::Quantity(quantity) if quantity.dimension() == Some(*dimension) => {
                most.replace(&quantity.text).is_none().then_some(quantity.text.as_str())
            }
            Value::Comparison(text) => comparison.replace(text).is_none().then_some(text.as_str()),
            Value::Word(word) if averment_model::is_percentile(word) => {
                percentile.replace(word).is_none().then_some(word.as_str())
            }
            Value::Keyword(word) | Value::Word(word) if word == "at" || word == "for" => Some(word.as_str()),
            _ => None,
        };
        written.push(text?);
    }
    let (percentile, comparison) = (percentile.map_or("p95", |word| word), comparison.map_or("<", |text| text));
    let text = format!("{percentile} {comparison} {}", most?);
    let (first, last) = (property.values.first()?.1, property.values.last()?.1);
    Some(Meant { from: first, to: last, written: written.join(" "), text })
}

/// Words that name a choice with hyphens, or behind a word that says nothing: `at least once`, `in review`.
fn choice(words: &[&str], known: impl Fn(&str) -> Option<String>) -> Option<(String, usize)> {
    let fillers = words.iter().take_while(|word| matches!(**word, "in" | "is" | "=" | "the" | "as" | "a")).count();
    let words = words.get(fillers..)?;
    let most = words.len().min(4);
    let joined = (1..=most).rev().map(|count| (words[..count].join("-").to_ascii_lowercase(), count));
    let mut joined = joined.filter(|(_, count)| fillers + count > 1);
    joined.find_map(|(word, count)| Some((known(&word)?, fillers + count)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_people_write_them() {
        let read = |text: &str| date(&text.split_whitespace().collect::<Vec<_>>()).map(|(text, _)| text);
        for (written, meant) in [
            ("Q4 2027", "2027-Q4"),
            ("2027 q1", "2027-Q1"),
            ("March 2027", "2027-03"),
            ("14 March 2027", "2027-03-14"),
            ("Mar 14th , 2027", "2027-03-14"),
            ("end of 2027", "2027-12-31"),
            ("end of February 2028", "2028-02-29"),
            ("2027", "2027-12-31"),
        ] {
            assert_eq!(read(written).as_deref(), Some(meant), "{written}");
        }
        for nothing in ["soon", "March", "14 2027", "end of the year", ""] {
            assert_eq!(read(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn times_of_day_as_people_write_them() {
        let read = |text: &str| time_of_day(&text.split_whitespace().collect::<Vec<_>>()).map(|(text, _)| text);
        for (written, meant) in [
            ("2am", "02:00"),
            ("2 am", "02:00"),
            ("12 am", "00:00"),
            ("12pm", "12:00"),
            ("2.30 pm", "14:30"),
            ("14", "14:00"),
            ("14.30", "14:30"),
            ("midnight", "00:00"),
            ("noon", "12:00"),
        ] {
            assert_eq!(read(written).as_deref(), Some(meant), "{written}");
        }
        for nothing in ["25", "14 pm", "13.75", "later", ""] {
            assert_eq!(read(nothing), None, "{nothing}");
        }
    }
}
