//! What an item says, without where it says it.
//!
//! A [`Body`] holds no offset: each part carries a [`NodeId`], whose place is in the item's [`Spans`]. Moving text about,
//! or editing prose that names nothing, leaves the body equal, and everything computed from it stands.

mod number;
mod signature;

use averment_syntax::TextRange;
use averment_syntax::vocabulary::{Key, Kind, Target};
use smol_str::SmolStr;

pub use self::number::{Number, Quantity};
pub use self::signature::{DeclSignature, FieldSignature, Signature, TypeSignature};

/// The index of a part of an item, in the order of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// The index of a declaration within its item. The item's own is [`DeclId::ROOT`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeclId(pub u32);

impl DeclId {
    /// The declaration that is the item.
    pub const ROOT: DeclId = DeclId(0);
}

/// The index of a path within its item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PathId(pub u32);

/// The index of an expression within its item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExprId(pub u32);

/// What an item says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body {
    /// Its declarations, outer before inner. Empty for `module`, `use` and the preamble.
    pub decls: Vec<Decl>,
    /// Every path in it, structured or in prose.
    pub paths: Vec<PathRef>,
    /// Every expression in it, inner before outer.
    pub exprs: Vec<Expr>,
    /// The path of a `module` item.
    pub module: Option<ModulePath>,
    /// What a `use` item brings in.
    pub uses: Option<Use>,
}

impl Body {
    /// A declaration.
    pub fn decl(&self, id: DeclId) -> &Decl {
        &self.decls[id.0 as usize]
    }

    /// A path.
    pub fn path(&self, id: PathId) -> &PathRef {
        &self.paths[id.0 as usize]
    }

    /// An expression.
    pub fn expr(&self, id: ExprId) -> &Expr {
        &self.exprs[id.0 as usize]
    }

    /// Every declaration with its id.
    pub fn all_decls(&self) -> impl Iterator<Item = (DeclId, &Decl)> {
        (0..).map(DeclId).zip(&self.decls)
    }

    /// Every path with its id.
    pub fn all_paths(&self) -> impl Iterator<Item = (PathId, &PathRef)> {
        (0..).map(PathId).zip(&self.paths)
    }

    /// Gives back what its lists have room for beyond what they hold.
    pub(crate) fn shrink_to_fit(&mut self) {
        for decl in &mut self.decls {
            decl.children.shrink_to_fit();
            decl.properties.shrink_to_fit();
            decl.fields.shrink_to_fit();
            decl.transitions.shrink_to_fit();
            decl.cases.shrink_to_fit();
            decl.clauses.shrink_to_fit();
        }
        self.decls.shrink_to_fit();
        self.paths.shrink_to_fit();
        self.exprs.shrink_to_fit();
    }

    /// The declaration and those around it, innermost first.
    pub fn ancestors(&self, id: DeclId) -> impl Iterator<Item = (DeclId, &Decl)> {
        std::iter::successors(Some(id), |id| self.decl(*id).parent).map(|id| (id, self.decl(id)))
    }
}

/// The places of an item's parts, relative to its start.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spans(pub(crate) Vec<TextRange>);

impl Spans {
    /// Where a part stands, relative to the start of its item.
    pub fn get(&self, node: NodeId) -> TextRange {
        self.0.get(node.0 as usize).copied().unwrap_or_default()
    }

    /// The number of parts.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the item has no parts.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The path of a `module` line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModulePath {
    /// `reports.export`
    pub path: SmolStr,
    /// The path.
    pub node: NodeId,
}

/// A `use` line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The segments before the list, or all of them where there is no list.
    pub path: Vec<SmolStr>,
    /// The path; its segments are the nodes that follow it.
    pub path_node: NodeId,
    /// Whether there is a list in braces.
    pub list: bool,
    /// The names in the list.
    pub names: Vec<(SmolStr, NodeId)>,
    /// The name after `as`.
    pub alias: Option<(SmolStr, NodeId)>,
    /// The whole line.
    pub node: NodeId,
}

/// A declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decl {
    /// What it is; `None` for a word the vocabulary does not have.
    pub kind: Option<Kind>,
    /// The keyword as written.
    pub word: SmolStr,
    /// Its name.
    pub name: Option<SmolStr>,
    /// Its title, without quotes.
    pub title: Option<SmolStr>,
    /// What it stands in.
    pub parent: Option<DeclId>,
    /// What stands in it.
    pub children: Vec<DeclId>,
    /// The code a `waive` names.
    pub code: Option<SmolStr>,
    /// That code, or the keyword where there is none.
    pub code_node: NodeId,
    /// What a `waive` is limited to.
    pub of: Option<PathId>,
    /// Its properties.
    pub properties: Vec<Property>,
    /// Its fields.
    pub fields: Vec<Field>,
    /// Its transitions.
    pub transitions: Vec<Transition>,
    /// Its cases.
    pub cases: Vec<Case>,
    /// Its clauses.
    pub clauses: Vec<Clause>,
    /// The prose on its own line.
    pub prose: Option<Prose>,
    /// All of it.
    pub node: NodeId,
    /// Its keyword.
    pub keyword: NodeId,
    /// Its name, or its keyword where it has none.
    pub name_node: NodeId,
    /// Its block, braces included.
    pub block: Option<NodeId>,
}

impl Decl {
    /// The first property with this key.
    pub fn property(&self, key: Key) -> Option<&Property> {
        self.properties_of(key).next()
    }

    /// The properties with this key.
    pub fn properties_of(&self, key: Key) -> impl Iterator<Item = &Property> {
        self.properties.iter().filter(move |property| property.key == Some(key))
    }

    /// Its name, or its keyword, for messages.
    pub fn label(&self) -> &SmolStr {
        self.name.as_ref().unwrap_or(&self.word)
    }
}

/// A property line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// Which; `None` where its block has no such property.
    pub key: Option<Key>,
    /// The keyword as written.
    pub word: SmolStr,
    /// Its values, with separators and fixed words.
    pub values: Vec<(Value, NodeId)>,
    /// How the values depart from what the vocabulary asks for.
    pub mismatch: Option<Mismatch>,
    /// The prose after its `:`.
    pub prose: Option<Prose>,
    /// Its bullets.
    pub bullets: Vec<Prose>,
    /// All of it.
    pub node: NodeId,
    /// Its keyword.
    pub keyword: NodeId,
}

impl Property {
    /// The paths among its values that lead to declarations, fields or states.
    pub fn paths(&self) -> impl Iterator<Item = PathId> {
        self.values.iter().filter_map(|(value, _)| if let Value::Path(path) = value { Some(*path) } else { None })
    }

    /// The words among its values that lead nowhere: choices, verbs, labels, new names.
    pub fn words(&self) -> impl Iterator<Item = (&SmolStr, NodeId)> {
        self.values
            .iter()
            .filter_map(|(value, node)| if let Value::Word(word) = value { Some((word, *node)) } else { None })
    }

    /// Its expression.
    pub fn expr(&self) -> Option<ExprId> {
        self.values.iter().find_map(|(value, _)| if let Value::Expr(expr) = value { Some(*expr) } else { None })
    }
}

/// Prose, as far as it means something: what it names, not what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose {
    /// The references in it.
    pub mentions: Vec<PathId>,
    /// The words in it that hint at something: of clauses, and of what stands on the line of a declaration.
    pub cues: Vec<crate::cues::Cue>,
    /// The limits that it names beside a quantity: of clauses.
    pub limits: Vec<crate::limits::Limit>,
    /// Its first words, of clauses: in `the buyer opens a dispute` they say who does it.
    pub opening: SmolStr,
    /// Whether it holds no word.
    pub empty: bool,
    /// All of it.
    pub node: NodeId,
}

/// A clause of a step, an edge case and the like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// `given`, `when`, `then`, `and` or `but`.
    pub word: SmolStr,
    /// What it says.
    pub prose: Prose,
    /// All of it.
    pub node: NodeId,
}

/// The tags of fields that mean something to the checks. Any other is a label of its author's own.
pub const TAGS: [&str; 4] = ["pii", "secret", "private", "unique"];

/// A field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: SmolStr,
    /// Its type.
    pub ty: TypeRef,
    /// Whether it may be unset.
    pub optional: bool,
    /// The type, as written.
    pub ty_node: NodeId,
    /// What limits its values.
    pub constraints: Vec<(Constraint, NodeId)>,
    /// Its tags, without `@`.
    pub tags: Vec<(SmolStr, NodeId)>,
    /// All of it.
    pub node: NodeId,
    /// Its name.
    pub name_node: NodeId,
}

/// A type as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeRef {
    /// A built-in type.
    Builtin(Builtin),
    /// A declared type.
    Path(PathId),
    /// `many T`
    Many(Box<TypeRef>),
    /// `map K to V`
    Map(Box<TypeRef>, Box<TypeRef>),
    /// States in a row.
    States(Vec<(SmolStr, NodeId)>),
    /// None was written.
    Missing,
}

/// What limits the values of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Constraint {
    /// `1..120`
    Range(Option<Literal>, Option<Literal>),
    /// `one-of "csv", "xlsx"`
    OneOf(Vec<SmolStr>),
    /// `matches "[A-Z]+"`
    Matches(SmolStr),
    /// `default VALUE`
    Default(Literal),
}

/// A value that stands for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal {
    /// A number, perhaps with a unit.
    Quantity(Quantity),
    /// A text, without quotes.
    Text(SmolStr),
    /// A date, a month or a quarter.
    Date(SmolStr),
    /// A word: a state, `true`, `yes`.
    Word(SmolStr),
}

/// `placed -> paid on Pay by Customer: …`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// The state it leaves.
    pub from: Option<PathId>,
    /// The state it leads to.
    pub to: Option<PathId>,
    /// The steps that move it.
    pub on: Vec<PathId>,
    /// The actors who may.
    pub by: Vec<PathId>,
    /// What is said about it.
    pub prose: Option<Prose>,
    /// All of it.
    pub node: NodeId,
}

/// `case condition -> result: …`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// When it applies.
    pub condition: Option<ExprId>,
    /// What it gives.
    pub result: Option<(Value, NodeId)>,
    /// What is said about it.
    pub prose: Option<Prose>,
    /// All of it.
    pub node: NodeId,
}

/// One value of a property, or what stands between two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A path that leads to something.
    Path(PathId),
    /// A word that leads nowhere: a choice, a verb, a label, a new name.
    Word(SmolStr),
    /// A fixed word of the property: `until`.
    Keyword(SmolStr),
    /// A number, perhaps with a unit.
    Quantity(Quantity),
    /// A range.
    Range(Option<Literal>, Option<Literal>),
    /// A text, without quotes.
    Text(SmolStr),
    /// A date, a month or a quarter.
    Date(SmolStr),
    /// A time of day: `02:00`.
    TimeOfDay(SmolStr),
    /// `=`, `<`, `<=`, `>`, `>=`, `!=`
    Comparison(SmolStr),
    /// `,`
    Comma,
    /// `|`
    Pipe,
    /// A tag, without `@`.
    Tag(SmolStr),
    /// The code of a rule.
    Code(SmolStr),
    /// An expression.
    Expr(ExprId),
}

/// How a property's values depart from what the vocabulary asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The value that does not fit; `None` where one is missing at the end.
    pub at: Option<NodeId>,
    /// What was expected there: ``a date, such as `2026-11-20` ``.
    pub expected: String,
    /// Whether it is only the unit that does not fit.
    pub unit: bool,
    /// The words that would fit, where they are a closed list.
    pub choices: Vec<SmolStr>,
}

/// A path as written, with what is known of where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathRef {
    /// Its words.
    pub segments: Vec<SmolStr>,
    /// The declaration it stands in.
    pub scope: DeclId,
    /// What it is for.
    pub place: Place,
    /// All of it. Its segments are the nodes that follow.
    pub node: NodeId,
}

impl PathRef {
    /// One segment of it.
    pub fn segment(&self, index: usize) -> NodeId {
        NodeId(self.node.0 + 1 + index as u32)
    }

    /// As written.
    pub fn text(&self) -> String {
        self.segments.join(".")
    }
}

/// What a path is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A value of a property, which may lead to these.
    Property(Option<Key>, &'static [Target]),
    /// A state of the field that another path leads to.
    StateOf(PathId),
    /// A state of the lifecycle it stands in.
    LifecycleState,
    /// The step of a transition.
    TransitionOn,
    /// The actor of a transition.
    TransitionBy,
    /// The type of a field.
    Type,
    /// The default of a field with this index, where it is a word: one of the field's states.
    DefaultOf(u32),
    /// A part of an expression. A bare name may be one of the element of `within` (in a `where`), or a state of the
    /// value it is compared with.
    Expr {
        /// The path before the `where`.
        within: Option<PathId>,
        /// The other side of a comparison, where that is a path.
        against: Option<PathId>,
    },
    /// A reference in prose.
    Prose,
    /// What a `waive` is limited to.
    WaiveOf,
}

impl Place {
    /// What may be the type of a field that is not built in.
    pub const TYPES: &[Target] =
        &[Target::Kind(Kind::Entity), Target::Kind(Kind::Value), Target::Kind(Kind::Enum), Target::Kind(Kind::Actor)];
    /// What may stand behind the `on` of a transition.
    pub const TRANSITION_ON: &[Target] = &[Target::Kind(Kind::Step), Target::Kind(Kind::Event)];
    /// What may stand behind the `by` of a transition.
    pub const TRANSITION_BY: &[Target] = &[Target::Kind(Kind::Actor), Target::Kind(Kind::System)];

    /// What a path may lead to in its place; `None` where it may lead to anything.
    pub fn targets(&self) -> Option<&'static [Target]> {
        match self {
            Place::Property(_, targets) => Some(targets),
            Place::StateOf(_) | Place::LifecycleState => Some(&[Target::State]),
            Place::TransitionOn => Some(Place::TRANSITION_ON),
            Place::TransitionBy => Some(Place::TRANSITION_BY),
            Place::Type => Some(Place::TYPES),
            Place::Expr { .. } | Place::DefaultOf(_) | Place::Prose | Place::WaiveOf => None,
        }
    }
}

/// An expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// All of it.
    pub node: NodeId,
}

/// What an expression is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExprKind {
    /// A part that was not written.
    Missing,
    /// A path.
    Path(PathId),
    /// A value.
    Literal(Literal),
    /// Two expressions and what joins them: `and`, `<=`, `+`.
    Binary(SmolStr, ExprId, ExprId),
    /// `not e`
    Not(ExprId),
    /// `-e`
    Negate(ExprId),
    /// `count(path where e)`
    Call {
        /// `count`, `sum`, `all`, `any`, or what was written instead.
        function: SmolStr,
        /// The function's name.
        function_node: NodeId,
        /// What it runs over.
        path: Option<PathId>,
        /// The condition after `where`.
        condition: Option<ExprId>,
    },
    /// `e in { … }`
    In(ExprId, Vec<ExprId>),
    /// `e is set`; `true` for `unset`.
    IsSet(ExprId, bool),
}

/// A type of the language itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "they are called what they are")]
pub enum Builtin {
    Text,
    Integer,
    Decimal,
    Money,
    Percent,
    Boolean,
    Date,
    Time,
    Duration,
    File,
    Image,
    Url,
    Email,
    Phone,
    Id,
    Json,
}

impl Builtin {
    /// Every built-in type with its word and what it holds.
    pub const ALL: [(Builtin, &'static str, &'static str); 16] = [
        (Builtin::Text, "Text", "Text. A range bounds its length in characters."),
        (Builtin::Integer, "Integer", "A whole number."),
        (Builtin::Decimal, "Decimal", "A number with decimals."),
        (Builtin::Money, "Money", "An amount of money. Bounds may name a currency."),
        (Builtin::Percent, "Percent", "A share of a whole."),
        (Builtin::Boolean, "Boolean", "Yes or no."),
        (Builtin::Date, "Date", "A day of the calendar, without a time."),
        (Builtin::Time, "Time", "A moment: a date with a time of day."),
        (Builtin::Duration, "Duration", "A length of time."),
        (Builtin::File, "File", "A file. A range bounds its size."),
        (Builtin::Image, "Image", "A picture. A range bounds its size."),
        (Builtin::Url, "Url", "A web address."),
        (Builtin::Email, "Email", "An e-mail address."),
        (Builtin::Phone, "Phone", "A telephone number."),
        (Builtin::Id, "Id", "What tells one thing from another of its kind."),
        (Builtin::Json, "Json", "Structured data whose shape is not said."),
    ];

    /// The type a word names.
    pub fn from_word(word: &str) -> Option<Builtin> {
        Self::ALL.iter().find(|(_, w, _)| *w == word).map(|(b, _, _)| *b)
    }

    /// The word an author writes.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(b, _, _)| *b == self).map_or("", |(_, w, _)| w)
    }

    /// What it holds, in a sentence.
    pub fn doc(self) -> &'static str {
        Self::ALL.iter().find(|(b, _, _)| *b == self).map_or("", |(_, _, d)| d)
    }
}
