//! The vocabulary: every kind, property and unit of the language, as data.
//!
//! The tables themselves are generated from `syntax/vocabulary.toml` (`cargo xtask codegen`). The parser asks them what
//! a line is, the checks what it may hold, the editor what could be written next. Nothing else knows a keyword.

pub use crate::generated::vocabulary::{CATEGORIES, Category, Key, Kind, UNITS};
use crate::spelling::nearest;

/// One kind of declaration (`entity`, `flow`, …).
#[derive(Debug)]
pub struct KindData {
    /// The kind this row describes.
    pub kind: Kind,
    /// The keyword an author writes.
    pub word: &'static str,
    /// What other notations call it.
    pub also: &'static [&'static str],
    /// Whether it may stand at column 0.
    pub top_level: bool,
    /// The kinds in whose block it may stand.
    pub parents: &'static [Kind],
    /// What follows the keyword.
    pub head: Head,
    /// Whether a `"title"` may follow the name.
    pub title: bool,
    /// Whether `: prose` may follow the head in place of a block.
    pub prose: bool,
    /// The line forms its block takes besides properties and nested declarations.
    pub lines: Lines,
    /// Its properties, in the order an author would write them.
    pub properties: &'static [PropertyData],
    /// One sentence: what it is.
    pub doc: &'static str,
    /// A snippet in the form of the Language Server Protocol (`${1:Name}`, `$0`).
    pub snippet: &'static str,
}

/// What follows the keyword of a declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    /// A name is required.
    Name,
    /// A name may be given.
    OptionalName,
    /// Nothing: `rollout {`, `signoff {`.
    None,
    /// A diagnostic code and perhaps `of PATH`: `waive edge/stale of Report: …`.
    Code,
}

/// The line forms a block takes besides properties and nested declarations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lines {
    /// `name Type constraints @tags`.
    pub fields: bool,
    /// `placed -> paid on Pay by Agent: when`.
    pub transitions: bool,
    /// `case expr -> result`.
    pub cases: bool,
    /// `given …`, `when …`, `then …`, `and …`, `but …`.
    pub clauses: bool,
}

/// One property of one kind. The same word may be a property of several kinds with other values.
#[derive(Debug)]
pub struct PropertyData {
    /// Its identity over all kinds: one per word.
    pub key: Key,
    /// The keyword an author writes.
    pub word: &'static str,
    /// What stands between the keyword and the `:` or the end of the line.
    pub value: &'static [Part],
    /// [`PropertyData::value`] as the reference writes it: `NAME PERCENT until DATE`.
    pub signature: &'static str,
    /// Whether prose follows after `:`.
    pub prose: Prose,
    /// Whether bullets may follow.
    pub bullets: bool,
    /// Whether it may be given more than once in a block.
    pub repeat: bool,
    /// Whether it says what a step does to the model (`reads`, `charges`, …).
    pub effect: bool,
    /// The status of the spec from which it must be present. `Draft` means always.
    pub required: Option<Status>,
    /// One sentence: what it says.
    pub doc: &'static str,
    /// A snippet in the form of the Language Server Protocol.
    pub snippet: &'static str,
}

/// Whether a property is followed by `: prose`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prose {
    /// Never: the property is structured.
    No,
    /// The property is prose: `problem: …`.
    Required,
    /// Prose may explain it.
    Optional,
}

/// A part of a property's value. Parts follow one another from left to right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A fixed word: the `until` of `stage NAME PERCENT until DATE`.
    Word(&'static str),
    /// A place for a value.
    Hole(Hole),
    /// Parts that may be left out together.
    Optional(&'static [Part]),
    /// One or more times these parts, separated by commas.
    List(&'static [Part]),
    /// One of several sequences, the first that fits.
    Either(&'static [&'static [Part]]),
}

/// A place for a value in a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hole {
    /// A new name: `option Stream: …`.
    Name,
    /// A bare word that names nothing declared (a verb, a label): `can export Report`.
    Word,
    /// A path to one of these.
    Path(&'static [Target]),
    /// One word of a closed list.
    Choice(&'static [&'static str]),
    /// A status of a spec.
    Status,
    /// States separated by `|`: `values a | b | c`.
    States,
    /// A number without unit.
    Number,
    /// A number with a unit of this dimension.
    Quantity(Dimension),
    /// A number with any unit, or a noun as its unit (`10_000 rows`), or none.
    AnyQuantity,
    /// A range of plain numbers.
    Range,
    /// `2026-11-20`, `2026-11` or `2026-Q4`.
    Date,
    /// `02:00`, on the clock of 24 hours.
    TimeOfDay,
    /// A string.
    Text,
    /// `p95`, `median`, …
    Percentile,
    /// `=`, `<`, `<=`, `>`, `>=`.
    Comparison,
    /// An expression, to the end of the line or the `:`.
    Expression,
    /// The code of a rule: `edge/stale`.
    Code,
    /// The name of an edge-case category.
    Category,
    /// A tag: `@pii`.
    Tag,
}

/// What a path in a property may lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// A declaration of this kind.
    Kind(Kind),
    /// A field of an entity, value, event or error.
    Field,
    /// A state or a constant: of a state field or an enum.
    State,
    /// Any declaration or field.
    Any,
}

/// What a quantity measures. Values of two dimensions cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// Seconds are the base.
    Time,
    /// Bytes are the base.
    Size,
    /// A share of a whole; the number itself is the base (`30%` is 30).
    Percent,
    /// An amount in one currency. Two currencies cannot be compared.
    Money,
    /// How often in a time: `100 requests/s`. The base is per second.
    Rate,
}

/// A unit of measure.
#[derive(Debug)]
pub struct Unit {
    /// The unit as the reference writes it.
    pub word: &'static str,
    /// Other spellings.
    pub aliases: &'static [&'static str],
    /// What it measures.
    pub dimension: Dimension,
    /// How many of the dimension's base it is: numerator and denominator.
    pub factor: (u64, u64),
    /// One phrase: `seconds`.
    pub doc: &'static str,
}

/// How far a spec has come. The order is the order of strictness up to [`Status::Approved`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Status {
    /// Being written: findings nudge.
    #[default]
    Draft,
    /// Under review: findings warn.
    Review,
    /// Signed off: held to the contract.
    Approved,
    /// Being built, as strict as approved.
    Building,
    /// In the hands of users, as strict as approved.
    Shipped,
    /// Out of use: nothing is asked of it any more.
    Retired,
    /// Put aside, with a time or a condition to come back to it.
    Iceboxed,
}

impl Status {
    /// Every status with its word and what it means, in the order of a spec's life.
    pub const ALL: [(Status, &'static str, &'static str); 7] = [
        (Status::Draft, "draft", "being written: findings are hints"),
        (Status::Review, "review", "under review: findings are warnings"),
        (Status::Approved, "approved", "signed off: findings are errors"),
        (Status::Building, "building", "being built: as strict as approved"),
        (Status::Shipped, "shipped", "in the hands of users: as strict as approved"),
        (Status::Retired, "retired", "out of use: nothing more is asked of it"),
        (Status::Iceboxed, "iceboxed", "put aside until a date or a condition: as lenient as a draft"),
    ];

    /// The status an author's word names.
    pub fn from_word(word: &str) -> Option<Status> {
        Self::ALL.iter().find(|(_, w, _)| *w == word).map(|(s, _, _)| *s)
    }

    /// The word an author writes.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(s, _, _)| *s == self).map_or("draft", |(_, w, _)| w)
    }
}

impl Kind {
    /// The kind of a declaration that begins with a word: the one the word names, or else the one it was probably meant
    /// for among those that may stand there. `parent` is the kind whose block it stands in, `None` at top level and in a
    /// block nobody knows.
    pub fn of_header(word: &str, parent: Option<Kind>) -> Option<Kind> {
        Kind::from_word(word).or_else(|| Kind::meant_by(word, parent))
    }

    fn meant_by(word: &str, parent: Option<Kind>) -> Option<Kind> {
        let held = |kind: &&Kind| parent.is_none_or(|parent| parent.holds(**kind));
        let kinds = || Kind::ALL.iter().filter(held);
        let called = |kind: &&Kind| kind.data().also.iter().any(|also| also.eq_ignore_ascii_case(word));
        let meant = match kinds().find(called) {
            Some(kind) => Some(*kind),
            None => nearest(word, kinds().map(|kind| kind.word())).and_then(Kind::from_word),
        };
        // A line like a step's does not start an item for being misspelled.
        meant.filter(|kind| parent.is_some() || kind.data().top_level)
    }

    /// The property this word names in a block of this kind.
    pub fn property(self, word: &str) -> Option<&'static PropertyData> {
        self.data().properties.iter().find(|p| p.word == word)
    }

    /// Whether a block of `self` may hold a declaration of `kind`.
    pub fn holds(self, kind: Kind) -> bool {
        kind.data().parents.contains(&self)
    }
}

/// The unit a word names, by its own spelling or an alias.
pub fn unit(word: &str) -> Option<&'static Unit> {
    crate::generated::vocabulary::unit_index(word).map(|i| &UNITS[i])
}

/// A category of edge cases: something that somebody will run into if the spec does not say what happens then.
#[derive(Debug)]
pub struct CategoryData {
    /// The category this row describes.
    pub category: Category,
    /// The word an author writes after `covers` and `waive edge/`.
    pub word: &'static str,
    /// The family it belongs to.
    pub family: Family,
    /// One sentence: what it is about.
    pub doc: &'static str,
    /// The question it asks of any spec.
    pub question: &'static str,
    /// Other words that are accepted and normalised.
    pub aliases: &'static [&'static str],
}

/// A family of categories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// What the data may be.
    Data,
    /// What time does to it.
    Time,
    /// What happens between the steps.
    Flow,
    /// What it depends on.
    Dependencies,
    /// Who is there, and who is not.
    People,
}

impl Category {
    /// The word an author writes.
    pub fn word(self) -> &'static str {
        self.data().word
    }
}

/// The category a word names, by its own spelling or an alias.
pub fn category(word: &str) -> Option<&'static CategoryData> {
    Category::from_word(word).map(Category::data)
}
