//! What expressions are: numbers with what they measure, moments, texts, states, conditions.

use averment_syntax::vocabulary::{Dimension, Key, Kind};
use smol_str::SmolStr;

use crate::Db;
use crate::item::{Item, body};
use crate::item_body::*;
use crate::names::{DeclRef, Def, Resolution, Type, field_type, resolutions};

/// What an expression is.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub enum ExprType<'db> {
    /// Not known, because something in it leads nowhere or makes no sense. Nothing is concluded from it.
    Unknown,
    /// It holds or it does not.
    Condition,
    /// A number that measures something.
    Number(Measure),
    /// A day or a moment: [`Builtin::Date`] or [`Builtin::Time`].
    Moment(Builtin),
    /// Text of any sort.
    Text,
    /// What tells one thing from another.
    Id,
    /// A state of a field or a constant of an enum.
    State(Type<'db>),
    /// An entity, a value or an actor; a file, a map.
    Thing(Type<'db>),
    /// Several of these.
    Many(Box<ExprType<'db>>),
}

/// What a number measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Any of these: `0`, or a metric that does not say.
    Any,
    /// Nothing: it counts.
    Plain,
    /// A dimension, and the currency of an amount of money where it is known.
    Of(Dimension, Option<&'static str>),
}

impl Measure {
    /// What a number as written measures.
    pub fn of(quantity: &Quantity) -> Measure {
        match (quantity.dimension(), &quantity.unit) {
            (Some(dimension), _) => Measure::Of(dimension, quantity.currency()),
            (None, Some(unit)) if unit.contains('/') => Measure::Of(Dimension::Rate, None),
            (None, None) if quantity.number == Number::parse("0", false) => Measure::Any,
            (None, _) => Measure::Plain,
        }
    }

    /// What is measured in a unit. A noun says nothing: what is counted may be counted in anything.
    pub fn in_unit(unit: &SmolStr) -> Option<Measure> {
        let one = Quantity { number: Number::parse("1", false), unit: Some(unit.clone()), text: unit.clone() };
        one.dimension().map(|_| Measure::of(&one))
    }

    /// Whether two numbers can be compared. Amounts and shares may be written without their unit.
    pub fn fits(self, other: Measure) -> bool {
        match (self, other) {
            (Measure::Any, _) | (_, Measure::Any) | (Measure::Plain, Measure::Plain) => true,
            (Measure::Plain, Measure::Of(dimension, _)) | (Measure::Of(dimension, _), Measure::Plain) => {
                matches!(dimension, Dimension::Money | Dimension::Percent)
            }
            (Measure::Of(a, one), Measure::Of(b, other)) => {
                a == b && (one.is_none() || other.is_none() || one == other)
            }
        }
    }

    /// What is known of two numbers that fit.
    fn or(self, other: Measure) -> Measure {
        match (self, other) {
            (Measure::Any | Measure::Plain, known) | (known, Measure::Any | Measure::Plain) => known,
            (Measure::Of(dimension, a), Measure::Of(_, b)) => Measure::Of(dimension, a.or(b)),
        }
    }

    /// In words: `a time`.
    pub fn text(self) -> String {
        match self {
            Measure::Any | Measure::Plain => "a number".to_owned(),
            Measure::Of(Dimension::Time, _) => "a length of time".to_owned(),
            Measure::Of(Dimension::Size, _) => "a size".to_owned(),
            Measure::Of(Dimension::Percent, _) => "a percentage".to_owned(),
            Measure::Of(Dimension::Rate, _) => "a rate".to_owned(),
            Measure::Of(Dimension::Money, None) => "an amount of money".to_owned(),
            Measure::Of(Dimension::Money, Some(currency)) => format!("an amount in {currency}"),
        }
    }
}

impl<'db> ExprType<'db> {
    /// Whether two things of these types can be compared by an operator. Where one is unknown, nothing speaks against it.
    pub fn compares_with(&self, db: &'db dyn Db, operator: &str, other: &ExprType<'db>) -> bool {
        use ExprType::{Condition, Id, Many, Moment, Number, State, Text, Thing, Unknown};
        let equality = matches!(operator, "=" | "!=");
        match (self, other) {
            (Unknown, _) | (_, Unknown) => true,
            (Number(one), Number(other)) => {
                // Of a count no currency is meant.
                let is_money = |measure: &Measure| matches!(measure, Measure::Of(Dimension::Money, _));
                let mixed = *one == Measure::Plain && is_money(other) || *other == Measure::Plain && is_money(one);
                one.fits(*other) && !mixed
            }
            (Moment(_), Moment(_)) | (Text, Text) => true,
            (Text | Id, Text | Id) | (Id, Thing(_)) | (Thing(_), Id) | (Condition, Condition) => equality,
            (State(one), State(other)) => {
                let names = |ty: &Type<'db>| -> Vec<_> {
                    ty.states(db).unwrap_or_default().iter().map(|state| state.name(db)).collect()
                };
                let (one, other) = (names(one), names(other));
                equality && one.iter().any(|name| other.contains(name))
            }
            (Thing(Type::Decl(one)), Thing(Type::Decl(other))) => {
                equality && (one.with_extended(db).contains(other) || other.with_extended(db).contains(one))
            }
            (Many(_), Many(_)) => equality,
            _ => false,
        }
    }

    /// In words: `text`, `an amount in EUR`, `one of the states of Order.status`.
    pub fn text(&self, db: &'db dyn Db) -> String {
        match self {
            ExprType::Unknown => "something unknown".to_owned(),
            ExprType::Condition => "a condition".to_owned(),
            ExprType::Number(measure) => measure.text(),
            ExprType::Moment(Builtin::Date) => "a date".to_owned(),
            ExprType::Moment(_) => "a time of a day".to_owned(),
            ExprType::Text => "text".to_owned(),
            ExprType::Id => "an id".to_owned(),
            ExprType::State(Type::States(owner, field)) => {
                format!("a state of `{}`", Def::Field(*owner, *field).qualified_name(db))
            }
            ExprType::State(ty) => format!("a constant of `{}`", ty.text(db)),
            ExprType::Thing(ty) => {
                let text = ty.text(db);
                let vowel = text.starts_with(['A', 'E', 'I', 'O', 'U']);
                format!("{} `{text}`", if vowel { "an" } else { "a" })
            }
            ExprType::Many(element) => match &**element {
                ExprType::Thing(ty) => format!("many `{}`", ty.text(db)),
                _ => "many values".to_owned(),
            },
        }
    }
}

/// The ends of the range a field's values lie in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounds {
    /// The least.
    pub from: Option<Literal>,
    /// The most.
    pub to: Option<Literal>,
}

/// What the declarations of an item say about numbers, for those who look in from outside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Limits {
    /// The bounds of each declaration's fields.
    bounds: Vec<Vec<Option<Bounds>>>,
    /// What each metric measures.
    measures: Vec<Measure>,
}

/// A firewall: most edits of a body leave it equal.
#[salsa::tracked]
fn limits<'db>(db: &'db dyn Db, item: Item<'db>) -> Limits {
    let body = body(db, item);
    let bounds_of = |field: &Field| {
        field.constraints.iter().find_map(|(constraint, _)| match constraint {
            Constraint::Range(from, to) => Some(Bounds { from: from.clone(), to: to.clone() }),
            _ => None,
        })
    };
    let measure_of = |decl: &Decl| {
        if decl.kind != Some(Kind::Metric) {
            return Measure::Any;
        }
        let unit = decl.property(Key::Unit).and_then(|property| property.words().next());
        if let Some(measure) = unit.and_then(|(unit, _)| Measure::in_unit(unit)) {
            return measure;
        }
        let written = [Key::Target, Key::Baseline].iter().filter_map(|key| decl.property(*key));
        let mut written = written.flat_map(|property| &property.values).filter_map(|(value, _)| match value {
            Value::Quantity(quantity) => Some(Measure::of(quantity)),
            _ => None,
        });
        written.next().unwrap_or(Measure::Any)
    };
    Limits {
        bounds: body.decls.iter().map(|decl| decl.fields.iter().map(bounds_of).collect()).collect(),
        measures: body.decls.iter().map(measure_of).collect(),
    }
}

/// The range that a field's values lie in, or of how many there are for `many`.
pub fn field_bounds<'db>(db: &'db dyn Db, owner: DeclRef<'db>, field: u32) -> Option<&'db Bounds> {
    limits(db, owner.item).bounds.get(owner.decl.0 as usize)?.get(field as usize)?.as_ref()
}

/// What each expression of an item is, by [`ExprId`].
#[salsa::tracked]
pub fn expression_types<'db>(db: &'db dyn Db, item: Item<'db>) -> Vec<ExprType<'db>> {
    let (body, resolutions) = (body(db, item), resolutions(db, item));
    let mut types: Vec<ExprType<'db>> = Vec::with_capacity(body.exprs.len());
    let path_type = |path: PathId| path_type(db, &resolutions[path.0 as usize], &body.path(path).segments);
    for expr in &body.exprs {
        let of = |id: ExprId| &types[id.0 as usize];
        let ty = match &expr.kind {
            ExprKind::Missing => ExprType::Unknown,
            ExprKind::Path(path) => path_type(*path),
            ExprKind::Literal(literal) => match literal {
                Literal::Quantity(quantity) => ExprType::Number(Measure::of(quantity)),
                Literal::Text(_) => ExprType::Text,
                Literal::Date(_) => ExprType::Moment(Builtin::Date),
                Literal::Word(_) => ExprType::Unknown,
            },
            ExprKind::Binary(operator, lhs, rhs) => match operator.as_str() {
                "+" | "-" | "*" | "/" => arithmetic(operator, of(*lhs), of(*rhs)),
                _ => ExprType::Condition,
            },
            ExprKind::Not(_) | ExprKind::In(..) | ExprKind::IsSet(..) => ExprType::Condition,
            ExprKind::Negate(inner) => match of(*inner) {
                ty @ ExprType::Number(_) => ty.clone(),
                _ => ExprType::Unknown,
            },
            ExprKind::Call { function, path, .. } => match function.as_str() {
                "count" => ExprType::Number(Measure::Plain),
                "all" | "any" => ExprType::Condition,
                "sum" => match path.map(path_type) {
                    Some(ExprType::Many(element)) if matches!(*element, ExprType::Number(_)) => *element,
                    Some(ty @ ExprType::Number(_)) => ty,
                    _ => ExprType::Unknown,
                },
                _ => ExprType::Unknown,
            },
        };
        types.push(ty);
    }
    types
}

/// What a path of an expression stands for.
pub fn path_type<'db>(db: &'db dyn Db, resolution: &Resolution<'db>, path: &[SmolStr]) -> ExprType<'db> {
    match resolution {
        Resolution::Language => match path.first().map(|word| word.as_str()) {
            Some("now") => ExprType::Moment(Builtin::Time),
            Some("today") => ExprType::Moment(Builtin::Date),
            _ => ExprType::Condition,
        },
        Resolution::Found(defs) => {
            let Some(last) = defs.last() else { return ExprType::Unknown };
            let ty = def_type(db, *last);
            let many =
                |def: &Def<'db>| matches!(*def, Def::Field(owner, field) if is_many(field_type(db, owner, field)));
            if ty != ExprType::Unknown && !matches!(last, Def::State(..) | Def::Constant(..)) && defs.iter().any(many) {
                ExprType::Many(Box::new(ty))
            } else {
                ty
            }
        }
        Resolution::Ambiguous(_) | Resolution::Missing { .. } | Resolution::Unknown => ExprType::Unknown,
    }
}

/// The field that a path leads to by these definitions, where it always has a value: nothing on the way may be left out.
pub fn always_set<'db>(db: &'db dyn Db, defs: &[Def<'db>]) -> Option<(DeclRef<'db>, u32)> {
    let field = |def: &Def<'db>| if let Def::Field(owner, field) = *def { Some((owner, field)) } else { None };
    let (owner, index) = defs.last().and_then(field)?;
    let optional = |(owner, field): (DeclRef<'db>, u32)| owner.signature(db).fields[field as usize].optional;
    let known = *field_type(db, owner, index).element() != Type::Unknown;
    (known && !defs.iter().filter_map(field).any(optional)).then_some((owner, index))
}

fn is_many(ty: &Type<'_>) -> bool {
    matches!(ty, Type::Many(_))
}

fn def_type<'db>(db: &'db dyn Db, def: Def<'db>) -> ExprType<'db> {
    match def {
        Def::Module(_) | Def::Property(..) => ExprType::Unknown,
        Def::State(owner, field, _) => ExprType::State(Type::States(owner, field)),
        Def::Constant(owner, _) => ExprType::State(Type::Decl(owner)),
        Def::Decl(decl) => match decl.kind(db) {
            Some(Kind::Entity | Kind::Value | Kind::Actor) => ExprType::Thing(Type::Decl(decl)),
            Some(Kind::Metric) => {
                let measures = &limits(db, decl.item).measures;
                ExprType::Number(measures.get(decl.decl.0 as usize).copied().unwrap_or(Measure::Any))
            }
            Some(Kind::Rule) => ExprType::Condition,
            _ => ExprType::Unknown,
        },
        Def::Field(owner, field) => {
            let ty = field_type(db, owner, field);
            match ty.element() {
                // Of several, the range says how many.
                Type::Builtin(Builtin::Money) if !is_many(ty) => {
                    let bounds = field_bounds(db, owner, field);
                    let ends = bounds.iter().flat_map(|bounds| [&bounds.from, &bounds.to]).flatten();
                    let currency = ends.filter_map(|end| match end {
                        Literal::Quantity(quantity) => quantity.currency(),
                        _ => None,
                    });
                    ExprType::Number(Measure::Of(Dimension::Money, currency.into_iter().next()))
                }
                element => of_type(db, element),
            }
        }
    }
}

fn of_type<'db>(db: &'db dyn Db, ty: &Type<'db>) -> ExprType<'db> {
    let number = |dimension| ExprType::Number(Measure::Of(dimension, None));
    match ty {
        Type::Unknown => ExprType::Unknown,
        Type::Builtin(builtin) => match builtin {
            Builtin::Text | Builtin::Url | Builtin::Email | Builtin::Phone => ExprType::Text,
            Builtin::Integer | Builtin::Decimal => ExprType::Number(Measure::Plain),
            Builtin::Money => number(Dimension::Money),
            Builtin::Percent => number(Dimension::Percent),
            Builtin::Duration => number(Dimension::Time),
            // A file is compared by its size, as its range bounds it.
            Builtin::File | Builtin::Image => number(Dimension::Size),
            Builtin::Boolean => ExprType::Condition,
            Builtin::Date | Builtin::Time => ExprType::Moment(*builtin),
            Builtin::Id => ExprType::Id,
            // Its shape is not said.
            Builtin::Json => ExprType::Unknown,
        },
        Type::States(..) => ExprType::State(ty.clone()),
        Type::Decl(decl) => match decl.kind(db) {
            Some(Kind::Enum) => ExprType::State(ty.clone()),
            Some(Kind::Entity | Kind::Value | Kind::Actor) => ExprType::Thing(ty.clone()),
            _ => ExprType::Unknown,
        },
        Type::Many(element) => of_type(db, element),
        Type::Map(..) => ExprType::Thing(ty.clone()),
    }
}

/// The type of a sum, a difference, a product or a quotient; unknown where there is none, or none is named here.
pub fn arithmetic<'db>(operator: &str, lhs: &ExprType<'db>, rhs: &ExprType<'db>) -> ExprType<'db> {
    use ExprType::{Moment, Number};
    const TIME: Measure = Measure::Of(Dimension::Time, None);
    match (operator, lhs, rhs) {
        ("+" | "-", Number(a), Number(b)) if a.fits(*b) => Number(a.or(*b)),
        ("+" | "-", moment @ Moment(_), Number(b)) | ("+", Number(b), moment @ Moment(_)) if b.fits(TIME) => {
            moment.clone()
        }
        ("-", Moment(_), Moment(_)) => Number(TIME),
        ("*", Number(a), Number(b)) => match (a, b) {
            (Measure::Any, _) | (_, Measure::Any) => Number(Measure::Any),
            (Measure::Plain, other) | (other, Measure::Plain) => Number(*other),
            (Measure::Of(Dimension::Percent, _), other) | (other, Measure::Of(Dimension::Percent, _)) => Number(*other),
            _ => ExprType::Unknown,
        },
        ("/", Number(a), Number(b)) => match (a, b) {
            (Measure::Any, _) | (_, Measure::Any) => Number(Measure::Any),
            (other, Measure::Plain) => Number(*other),
            // A share of one in another may be written as a number or in percent.
            (Measure::Of(a, _), Measure::Of(b, _)) if a == b => Number(Measure::Any),
            _ => ExprType::Unknown,
        },
        _ => ExprType::Unknown,
    }
}
