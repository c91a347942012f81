//! How a property of several parts is written, and which part comes next: all of it read off the vocabulary's notation.

use std::ops::Range;

use averment_model::{Db, hole_text};
use averment_syntax::SyntaxKind;
use averment_syntax::vocabulary::{Dimension, Hole, Kind, Part, PropertyData, Prose, Target};

use crate::completion::{enclosing, open_use};
use crate::cursor_line::{CursorLine, Mode};
use crate::expectations::{Expected, expected, values};
use crate::position::file_text;
use crate::types::FilePosition;

/// How a property is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureHelp {
    /// All of it: `stage NAME PERCENT [until DATE]`.
    pub label: String,
    /// What the property says.
    pub documentation: String,
    /// Its parts.
    pub parameters: Vec<Parameter>,
    /// The part that comes next; `None` where all is written.
    pub active: Option<usize>,
}

/// A part of a property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Where it stands in the label, in bytes.
    pub range: Range<usize>,
    /// What it wants: ``a date, such as `2026-11-20` ``.
    pub documentation: String,
}

/// How the property on the line of a position is written, if it has several parts.
pub(crate) fn signature_help(db: &dyn Db, at: FilePosition) -> Option<SignatureHelp> {
    let text = file_text(db, at.file);
    let offset = usize::from(at.offset).min(text.len());
    let from = open_use(db, at);
    let line = CursorLine::at_date(text, offset, from).unwrap_or_else(|| CursorLine::new(text, offset, from));
    if line.mode != Mode::Structure || line.at_start() {
        return None;
    }
    let kind = enclosing(db, at.file, text, &line)?.kind(db)?;
    let first = line.keyword()?;
    let Some(data) = kind.property(first) else {
        return FORMS.iter().find(|form| (form.stands)(kind, first, &line)).map(|form| form.help(&line));
    };
    let mut writer = Writer::of(data);
    if writer.parameters.len() < 2 {
        return None;
    }
    let wanted = expected(data, &values(&line.tokens[1..], data));
    // Where all is written, nothing comes next, and a client would mark the first part again.
    let active = writer.places.iter().position(|place| wanted.iter().any(|expected| place.takes(*expected)))?;
    if data.prose == Prose::Optional {
        writer.label.push_str("[: prose]");
    }
    Some(SignatureHelp {
        label: writer.label.trim_end().to_owned(),
        documentation: data.doc.to_owned(),
        parameters: writer.parameters,
        active: Some(active),
    })
}

/// A line that is no property: how it is written, and which part comes next.
struct Form {
    stands: fn(Kind, &str, &CursorLine<'_>) -> bool,
    label: &'static str,
    doc: &'static str,
    /// The parts, as they stand in the label, with what they want.
    parts: &'static [(&'static str, &'static str)],
    active: fn(&CursorLine<'_>) -> usize,
}

fn has(line: &CursorLine<'_>, word: &str) -> bool {
    line.tokens.iter().skip(1).any(|(kind, text)| *kind == SyntaxKind::WORD && *text == word)
}

fn has_arrow(line: &CursorLine<'_>) -> bool {
    line.tokens.iter().any(|(kind, _)| *kind == SyntaxKind::ARROW)
}

static FORMS: [Form; 3] = [
    Form {
        stands: |kind, first, _| kind.holds(Kind::Waive) && Kind::from_word(first) == Some(Kind::Waive),
        label: "waive CODE [of PATH]: reason",
        doc: "What does not apply, and why.",
        parts: &[
            ("CODE", "the code of a finding, such as `edge/stale`"),
            ("of PATH", "what it is limited to"),
            ("reason", "why it does not apply"),
        ],
        active: |line| if has(line, "of") { 1 } else { 0 },
    },
    Form {
        stands: |kind, first, _| kind.data().lines.cases && first == "case",
        label: "case CONDITION -> RESULT[: prose]",
        doc: "A row of a decision table: when it applies, and what it gives.",
        parts: &[("CONDITION", "when it applies"), ("RESULT", "a text, a number, a state or a constant")],
        active: |line| usize::from(has_arrow(line)),
    },
    Form {
        stands: |kind, _, line| kind.data().lines.transitions && has_arrow(line),
        label: "STATE -> STATE [on STEP|EVENT, …] [by ACTOR|SYSTEM, …][: prose]",
        doc: "A way from one state to another.",
        parts: &[
            ("STATE -> ", "the state it leaves"),
            ("STATE [", "the state it leads to"),
            ("on STEP|EVENT", "the steps or events that make it"),
            ("by ACTOR|SYSTEM", "who may make it"),
        ],
        active: |line| match line.tokens.last() {
            Some((SyntaxKind::ARROW, _)) => 1,
            _ if has(line, "by") => 3,
            _ => 2,
        },
    },
];

impl Form {
    fn help(&self, line: &CursorLine<'_>) -> SignatureHelp {
        let parameters = self.parts.iter().map(|(part, documentation)| {
            let start = self.label.find(part).unwrap_or_default();
            let len = part.trim_end_matches([' ', '[', '-', '>']).len();
            Parameter { range: start..start + len, documentation: (*documentation).to_owned() }
        });
        SignatureHelp {
            label: self.label.to_owned(),
            documentation: self.doc.to_owned(),
            parameters: parameters.collect(),
            active: Some((self.active)(line)),
        }
    }
}

/// What a parameter takes: a value, perhaps behind a fixed word.
struct Place {
    word: Option<&'static str>,
    hole: Hole,
}

impl Place {
    fn takes(&self, expected: Expected) -> bool {
        match expected {
            Expected::Hole(hole) => hole == self.hole,
            Expected::Word(word) => self.word == Some(word),
            // A number is written but not its unit.
            Expected::Unit(Some(dimension)) => self.hole == Hole::Quantity(dimension),
            Expected::Unit(None) => self.hole == Hole::AnyQuantity,
        }
    }
}

/// Writes the label and notes where the parameters stand in it.
#[derive(Default)]
struct Writer {
    label: String,
    parameters: Vec<Parameter>,
    places: Vec<Place>,
    /// A fixed word right before the next value, and where it starts.
    word: Option<(&'static str, usize)>,
}

impl Writer {
    fn of(data: &'static PropertyData) -> Writer {
        let mut writer = Writer { label: format!("{} ", data.word), ..Writer::default() };
        writer.sequence(data.value);
        writer.label.push(' ');
        writer
    }

    fn sequence(&mut self, parts: &'static [Part]) {
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                self.label.push(' ');
            }
            self.part(part);
        }
        self.word = None;
    }

    fn part(&mut self, part: &'static Part) {
        match part {
            Part::Word(word) => {
                self.word = Some((word, self.label.len()));
                self.label.push_str(word);
            }
            Part::Optional(parts) => {
                self.label.push('[');
                self.sequence(parts);
                self.label.push(']');
            }
            Part::List(parts @ ([Part::Either(_)] | [_, _, ..])) => {
                self.label.push('(');
                self.sequence(parts);
                self.label.push_str("), …");
            }
            Part::List(parts) => {
                // A fixed word before the list belongs to its first value.
                parts.iter().for_each(|part| self.part(part));
                self.label.push_str(", …");
            }
            Part::Either(choices) => {
                for (index, parts) in choices.iter().enumerate() {
                    if index > 0 {
                        self.label.push_str(" | ");
                    }
                    self.sequence(parts);
                }
            }
            Part::Hole(hole) => {
                let (word, start) = self.word.take().unzip();
                let start = start.unwrap_or(self.label.len());
                self.label.push_str(&hole_word(*hole));
                let documentation = hole_text(*hole);
                self.parameters.push(Parameter { range: start..self.label.len(), documentation });
                self.places.push(Place { word, hole: *hole });
            }
        }
    }
}

/// A place for a value, as the reference writes it.
fn hole_word(hole: Hole) -> String {
    let word = match hole {
        Hole::Path(targets) if targets.len() > 3 || targets.contains(&Target::Any) => "PATH",
        Hole::Path(targets) => {
            let words = targets.iter().map(|target| match target {
                Target::Kind(kind) => kind.word(),
                Target::Field => "field",
                Target::State => "state",
                Target::Any => "path",
            });
            return words.collect::<Vec<_>>().join("|").to_uppercase();
        }
        Hole::Choice(words) => return words.join("|"),
        Hole::Quantity(dimension) => match dimension {
            Dimension::Time => "DURATION",
            Dimension::Size => "SIZE",
            Dimension::Percent => "PERCENT",
            Dimension::Money => "MONEY",
            Dimension::Rate => "RATE",
        },
        Hole::Comparison => "OP",
        Hole::Percentile => "PERCENTILE",
        Hole::States => "A | B | …",
        Hole::Name => "NAME",
        Hole::Word => "WORD",
        Hole::Status => "STATUS",
        Hole::Number => "NUMBER",
        Hole::AnyQuantity => "QUANTITY",
        Hole::Range => "RANGE",
        Hole::Date => "DATE",
        Hole::TimeOfDay => "HH:MM",
        Hole::Text => "TEXT",
        Hole::Expression => "EXPRESSION",
        Hole::Code => "CODE",
        Hole::Category => "CATEGORY",
        Hole::Tag => "TAG",
    };
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    /// The label with the part that comes next in `«»`.
    #[track_caller]
    fn help(text: &str) -> String {
        let fixture = Fixture::new(text);
        let help = fixture.analysis().signature_help(fixture.cursor()).expect("nothing changes it");
        help.map_or_else(String::new, |help| {
            let mut label = help.label;
            if let Some(active) = help.active {
                let range = help.parameters[active].range.clone();
                label.insert(range.end, '»');
                label.insert(range.start, '«');
            }
            label
        })
    }

    fn within(kind: &str, line: &str) -> String {
        help(&format!("spec S {{\n  {kind} K {{\n    {line}\n  }}\n}}\n"))
    }

    #[test]
    fn the_part_that_comes_next_is_marked() {
        let stage = |line: &str| help(&format!("spec S {{\n  rollout {{\n    {line}\n  }}\n}}\n"));
        assert_eq!(stage("stage $0"), "stage «NAME» PERCENT [until DATE]");
        assert_eq!(stage("stage be$0"), "stage «NAME» PERCENT [until DATE]");
        assert_eq!(stage("stage beta $0"), "stage NAME «PERCENT» [until DATE]");
        assert_eq!(stage("stage beta 5$0"), "stage NAME «PERCENT» [until DATE]");
        assert_eq!(stage("stage beta 5% $0"), "stage NAME PERCENT [«until DATE»]");
        assert_eq!(stage("stage beta 5% until 2026-$0"), "stage NAME PERCENT [«until DATE»]");
        assert_eq!(stage("stage beta 5% until 2026-12-01 $0"), "");
        assert_eq!(stage("stage $0 5% until 2026-12-01"), "stage «NAME» PERCENT [until DATE]");
        assert_eq!(within("quality", "target $0"), "target [«PERCENTILE»] [OP] QUANTITY");
        assert_eq!(within("quality", "target p95 $0"), "target [PERCENTILE] [«OP»] QUANTITY");
        assert_eq!(within("quality", "target p95 <= $0"), "target [PERCENTILE] [OP] «QUANTITY»");
        assert_eq!(within("edge", "covers $0"), "covers «CATEGORY», … [of PATH]");
        assert_eq!(within("edge", "covers empty, st$0"), "covers «CATEGORY», … [of PATH]");
        assert_eq!(within("edge", "covers empty of $0"), "covers CATEGORY, … [«of PATH»]");
        assert_eq!(within("edge", "moves A.b $0"), "moves [each] FIELD «to STATE»");
        assert_eq!(help("actor A {\n  can $0\n}\n"), "can «WORD», … ENTITY|VALUE|FIELD, … [: prose]");
    }

    #[test]
    fn lines_that_are_no_properties_have_parts_too() {
        let life = |line: &str| help(&format!("lifecycle L {{\n  {line}\n}}\n"));
        let way = |marked: &str| marked.to_owned() + "[: prose]";
        assert_eq!(life("open -> $0"), way("STATE -> «STATE» [on STEP|EVENT, …] [by ACTOR|SYSTEM, …]"));
        assert_eq!(life("open -> held $0"), way("STATE -> STATE [«on STEP|EVENT», …] [by ACTOR|SYSTEM, …]"));
        assert_eq!(life("open -> held on A by $0"), way("STATE -> STATE [on STEP|EVENT, …] [«by ACTOR|SYSTEM», …]"));
        let case = |line: &str| help(&format!("cases C {{\n  case {line}\n}}\n"));
        assert_eq!(case("a > $0"), "case «CONDITION» -> RESULT[: prose]");
        assert_eq!(case("a > 5 -> $0"), "case CONDITION -> «RESULT»[: prose]");
        assert_eq!(help("spec S {\n  waive edge/$0\n}\n"), "waive «CODE» [of PATH]: reason");
        assert_eq!(help("spec S {\n  waive edge/stale of $0\n}\n"), "waive CODE [«of PATH»]: reason");
    }

    #[test]
    fn nothing_is_said_of_simple_lines() {
        for line in ["$0", "status $0", "owner $0", "problem: $0", "serves A, $0", "revisit 2026-$0", "nothing $0"] {
            assert_eq!(help(&format!("spec S {{\n  {line}\n}}\n")), "", "{line}");
        }
        assert_eq!(within("rollout {\n  stage beta 5%", "when $0"), "");
    }

    #[test]
    fn labels_are_those_of_the_reference_and_no_place_is_there_twice() {
        for data in Kind::ALL.iter().flat_map(|kind| kind.data().properties) {
            let writer = Writer::of(data);
            assert_eq!(writer.label.trim_end(), format!("{} {}", data.word, data.signature).trim_end());
            for (index, place) in writer.places.iter().enumerate() {
                let again = writer.places[..index].iter().any(|other| other.hole == place.hole);
                assert!(!again, "`{}` has two places alike: which one comes next cannot be told", data.word);
                assert!(!writer.parameters[index].documentation.is_empty());
            }
        }
    }

    #[test]
    fn no_place_panics() {
        let text = "\u{feff}spec Ä {\r\n  🎉 rollout {\r\n    stage é 5% until 2026-\r\n    latency p95";
        let fixture = Fixture::new(text);
        for at in fixture.everywhere() {
            fixture.analysis().signature_help(at).expect("nothing changes it");
        }
    }
}
