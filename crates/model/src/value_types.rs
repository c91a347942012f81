//! The types of expressions: what can be compared with what.

use averment_syntax::vocabulary::{Dimension, Kind};
use smol_str::SmolStr;

use crate::item_body::*;
use crate::names::{DeclRef, Def, Resolution, Type, resolutions, type_of};
use crate::{Db, Item, body};

/// What an expression gives.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub enum ValueType<'db> {
    /// Not known, or it follows from something that leads nowhere. Nothing is concluded from it.
    Unknown,
    /// Yes or no.
    Boolean,
    /// A plain number.
    Number,
    /// A number with a unit of this dimension other than money.
    Measure(Dimension),
    /// An amount of money, and its currency where it is said.
    Money(Option<&'static str>),
    /// Text, an address, a number to call.
    Text,
    /// A day or a moment.
    Date,
    /// What tells things apart.
    Id,
    /// One of the states of this type.
    State(Type<'db>),
    /// A thing of this kind.
    Thing(DeclRef<'db>),
    /// Several of these.
    Many(Type<'db>),
}

/// The type of each expression of an item, by [`ExprId`].
#[salsa::tracked]
pub fn expr_types<'db>(db: &'db dyn Db, item: Item<'db>) -> Vec<ValueType<'db>> {
    let (body, resolutions) = (body(db, item), resolutions(db, item));
    // Inner expressions come before the ones around them.
    let mut types: Vec<ValueType<'db>> = Vec::with_capacity(body.exprs.len());
    for expr in &body.exprs {
        let ty = infer(db, &expr.kind, resolutions, &types);
        types.push(ty);
    }
    types
}

fn infer<'db>(
    db: &'db dyn Db,
    expr: &ExprKind,
    resolutions: &[Resolution<'db>],
    types: &[ValueType<'db>],
) -> ValueType<'db> {
    let of = |expr: &ExprId| types.get(expr.0 as usize).cloned().unwrap_or(ValueType::Unknown);
    match expr {
        ExprKind::Missing => ValueType::Unknown,
        ExprKind::Path(path) => match &resolutions[path.0 as usize] {
            // `now`, `today`, `yes`, …: told apart by nothing but their words, which any side of a comparison knows.
            Resolution::Language => ValueType::Unknown,
            other => other.def().map_or(ValueType::Unknown, |def| value_type(db, def)),
        },
        ExprKind::Literal(Literal::Quantity(quantity)) => match quantity.dimension() {
            Some(Dimension::Money) => ValueType::Money(quantity.currency()),
            Some(dimension) => ValueType::Measure(dimension),
            // A noun is no unit to compare by: `10 rows` is a number of rows.
            None => ValueType::Number,
        },
        ExprKind::Literal(Literal::Text(_)) => ValueType::Text,
        ExprKind::Literal(Literal::Date(_)) => ValueType::Date,
        ExprKind::Literal(Literal::Word(_)) => ValueType::Unknown,
        ExprKind::Not(_) | ExprKind::In(..) | ExprKind::IsSet(..) => ValueType::Boolean,
        ExprKind::Negate(inner) => of(inner),
        ExprKind::Binary(operator, lhs, rhs) => match operator.as_str() {
            "+" | "-" | "*" | "/" => arithmetic(operator, of(lhs), of(rhs)),
            _ => ValueType::Boolean,
        },
        ExprKind::Call { function, path, .. } => match function.as_str() {
            "count" => ValueType::Number,
            "all" | "any" => ValueType::Boolean,
            "sum" => {
                let def = path.and_then(|path| resolutions[path.0 as usize].def());
                def.map_or(ValueType::Unknown, |def| from_type(db, type_of(db, def).element()))
            }
            _ => ValueType::Unknown,
        },
    }
}

fn arithmetic<'db>(operator: &SmolStr, lhs: ValueType<'db>, rhs: ValueType<'db>) -> ValueType<'db> {
    use ValueType::{Date, Measure, Money, Number, Unknown};
    match (operator.as_str(), &lhs, &rhs) {
        ("-", Date, Date) => Measure(Dimension::Time),
        ("+" | "-", Date, Measure(Dimension::Time)) => Date,
        ("+", Measure(Dimension::Time), Date) => Date,
        ("+" | "-", Money(a), Money(b)) => Money(a.or(*b)),
        ("+" | "-", a, b) if a == b => lhs,
        // A share of something is of its kind; a ratio of two amounts is a number.
        ("*", Number | Measure(Dimension::Percent), _) => rhs,
        ("*" | "/", _, Number | Measure(Dimension::Percent)) => lhs,
        ("/", a, b) if a == b => Number,
        ("/", Money(_), Money(_)) => Number,
        _ => Unknown,
    }
}

/// What a definition is as a value.
pub fn value_type<'db>(db: &'db dyn Db, def: Def<'db>) -> ValueType<'db> {
    match def {
        Def::Decl(decl) if decl.kind(db) == Some(Kind::Metric) => ValueType::Unknown,
        Def::Decl(decl) => ValueType::Thing(decl),
        Def::Module(_) => ValueType::Unknown,
        _ => from_type(db, &type_of(db, def)),
    }
}

fn from_type<'db>(db: &'db dyn Db, ty: &Type<'db>) -> ValueType<'db> {
    match ty {
        Type::Unknown | Type::Map(..) => ValueType::Unknown,
        Type::Builtin(builtin) => match builtin {
            Builtin::Integer | Builtin::Decimal => ValueType::Number,
            Builtin::Money => ValueType::Money(None),
            Builtin::Percent => ValueType::Measure(Dimension::Percent),
            Builtin::Duration => ValueType::Measure(Dimension::Time),
            Builtin::File | Builtin::Image => ValueType::Measure(Dimension::Size),
            Builtin::Boolean => ValueType::Boolean,
            Builtin::Date | Builtin::Time => ValueType::Date,
            Builtin::Text | Builtin::Url | Builtin::Email | Builtin::Phone => ValueType::Text,
            Builtin::Id => ValueType::Id,
            Builtin::Json => ValueType::Unknown,
        },
        Type::States(..) => ValueType::State(ty.clone()),
        Type::Decl(decl) if decl.kind(db) == Some(Kind::Enum) => ValueType::State(ty.clone()),
        Type::Decl(decl) => ValueType::Thing(*decl),
        Type::Many(element) => ValueType::Many((**element).clone()),
    }
}
