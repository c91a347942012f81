//! Decision tables: which combinations of what a table is about no case takes, and which two take with different results.
//!
//! What a field may be is cut into cells by what the cases compare it with: its states, or the numbers named and the
//! intervals between them. All values of one cell are alike to every case, so each case is asked about each combination of
//! cells once. Fields that are compared with one another are cut at the numbers of both, and how the two stand to each other
//! is a further thing that the table is about.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use averment_model::{
    Body, Builtin, Constraint, Db, Decl, DeclId, DeclRef, Def, ExprId, ExprKind, Item, Literal, PathId, Quantity,
    Resolution, Type, Value, body, field_type, resolutions, resolve_path,
};
use averment_syntax::vocabulary::{Key, Kind};
use smol_str::SmolStr;

use crate::finding::Checker;

/// How many combinations are looked at.
const MOST: usize = 200_000;

/// How many combinations without a case are put together into conditions. Beyond, the first few stand for all.
const MOST_JOINED: usize = 4096;

/// What is known of a decision table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Decision {
    /// The conditions of the cases that it lacks, as an author writes them: one that is added for each leaves no combination
    /// without a case.
    pub(crate) gaps: Vec<String>,
    /// Cases that give different results, by rank, and under which condition both apply.
    pub(crate) overlaps: Vec<(usize, usize, String)>,
    /// The cases that never apply, by rank.
    pub(crate) dead: Vec<usize>,
    /// Cases that cannot be decided, by rank, and what they hang on that the table is not about.
    pub(crate) open: Vec<(usize, String)>,
}

/// What can be said of a decision table; the reason where nothing can.
#[salsa::tracked]
pub(crate) fn decision<'db>(db: &'db dyn Db, item: Item<'db>, table: DeclId) -> Result<Decision, String> {
    let table = DeclRef { item, decl: table };
    let decl = body(db, table.item).decl(table.decl);
    let conditions: Option<Vec<ExprId>> = decl.cases.iter().map(|case| case.condition).collect();
    // What is wrong with the others is said there.
    let Some(conditions) = conditions else { return Ok(Decision::default()) };
    let mut looking = Table { db, body: body(db, table.item), resolutions: resolutions(db, table.item), axes: vec![] };
    looking.cut(table, &conditions)?;
    let count = looking.axes.iter().try_fold(1usize, |count, axis| count.checked_mul(axis.cells.len()));
    if looking.axes.is_empty() {
        return Ok(Decision::default());
    }
    let Some(count) = count.filter(|count| *count <= MOST) else {
        let largest = looking.axes.iter().max_by_key(|axis| axis.cells.len());
        let name = largest.map(|axis| axis.name.as_str()).unwrap_or_default();
        return Err(format!("it has more than {MOST} combinations; split it, `{name}` first"));
    };
    let mut found = Decision::default();
    let mut open: Vec<Vec<usize>> = Vec::new();
    let mut both: BTreeMap<(usize, usize), Vec<Vec<usize>>> = BTreeMap::new();
    let mut ever = vec![false; conditions.len()];
    for number in 0..count {
        let at = looking.combination(number);
        if !looking.is_consistent(&at) {
            continue;
        }
        let holds: Vec<_> = conditions.iter().map(|condition| looking.holds(*condition, &at)).collect();
        // A case that cannot be decided may be the one.
        if holds.iter().all(|holds| *holds == Some(false)) {
            open.push(at.clone());
        }
        let applying = |holds: &[Option<bool>]| (0..holds.len()).filter(|case| holds[*case] == Some(true)).collect();
        let applying: Vec<usize> = applying(&holds);
        for (rank, case) in applying.iter().enumerate() {
            for other in &applying[rank + 1..] {
                if looking.differ(&decl.cases[*case].result, &decl.cases[*other].result) {
                    both.entry((*case, *other)).or_default().push(at.clone());
                }
            }
        }
        for (ever, holds) in ever.iter_mut().zip(&holds) {
            *ever |= *holds != Some(false);
        }
    }
    found.dead = (0..ever.len()).filter(|case| !ever[*case]).collect();
    // A table without any case gets one for each value of the first thing it is about.
    let kept = usize::from(open.len() == count);
    found.gaps = looking.conditions(open, kept);
    if found.gaps.iter().any(String::is_empty) {
        found.gaps.clear();
    }
    for ((case, other), cells) in both {
        // The first part of where they meet is enough to see it.
        let condition = looking.conditions(cells, 0).into_iter().next().unwrap_or_default();
        found.overlaps.push((case, other, condition));
    }
    for (case, condition) in conditions.iter().enumerate() {
        if let Some(reason) = looking.beyond(*condition) {
            found.open.push((case, reason));
        }
    }
    Ok(found)
}

/// The decision tables of an item that have cases, with what can be said of each.
pub(crate) fn decisions<'db>(
    c: &Checker<'db>,
) -> impl Iterator<Item = (DeclId, &'db Decl, &'db Result<Decision, String>)> + use<'db> {
    let (db, item) = (c.db, c.item);
    let tables = c.body.all_decls().filter(|(_, decl)| decl.kind == Some(Kind::Cases) && !decl.cases.is_empty());
    tables.map(move |(id, decl)| (id, decl, decision(db, item, id)))
}

/// The conditions of the cases that a decision table lacks, as an author writes them. `None` where it cannot be told.
pub fn missing_cases<'db>(db: &'db dyn Db, table: DeclRef<'db>) -> Option<Vec<String>> {
    let decision = decision(db, table.item, table.decl).as_ref().ok()?;
    let about = body(db, table.item).decl(table.decl).properties_of(Key::On).next();
    about.map(|_| decision.gaps.clone())
}

struct Table<'db> {
    db: &'db dyn Db,
    body: &'db Body,
    resolutions: &'db [Resolution<'db>],
    axes: Vec<Axis<'db>>,
}

/// One of the things that a table is about.
struct Axis<'db> {
    /// The field; none where it is how two others stand to each other.
    field: Option<Def<'db>>,
    /// The two that stand to each other, by rank.
    of: Option<(usize, usize)>,
    /// As a case names it; both, where it is about two.
    name: String,
    cells: Vec<Cell<'db>>,
    /// The numbers it is compared with, in order.
    numbers: Vec<Quantity>,
}

/// Values that are alike to every case.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cell<'db> {
    State(Def<'db>),
    Truth(bool),
    /// With `n` of the numbers before it, `2n` is what lies between two of them, and `2n + 1` the next one itself.
    Number(usize),
    Unset,
    /// How two fields stand to each other.
    Order(Ordering),
}

/// A set of cells of each axis.
type Cells = Vec<BTreeSet<usize>>;

impl<'db> Table<'db> {
    fn def(&self, path: PathId) -> Option<Def<'db>> {
        self.resolutions[path.0 as usize].def()
    }

    /// Cuts what the table is about into cells.
    fn cut(&mut self, table: DeclRef<'db>, conditions: &[ExprId]) -> Result<(), String> {
        let decl = self.body.decl(table.decl);
        let about: Vec<PathId> = decl.properties_of(Key::On).flat_map(|property| property.paths()).collect();
        let fields: Vec<_> = about.iter().map(|path| self.def(*path)).collect();
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for condition in conditions {
            self.pairs(*condition, &fields, &mut pairs);
        }
        if pairs.len() > 1 {
            return Err("more than two of its fields are compared with one another".to_owned());
        }
        for (index, path) in about.iter().enumerate() {
            let with = pairs.iter().find_map(|(one, other)| match index {
                _ if index == *one => fields[*other],
                _ if index == *other => fields[*one],
                _ => None,
            });
            if let Some(axis) = self.axis(table, *path, with, conditions)? {
                self.axes.push(axis);
            }
        }
        for (one, other) in pairs {
            let [Some(first), Some(second)] = [one, other].map(|index| self.axes.get(index)) else { continue };
            let name = format!("{} and {}", first.name, second.name);
            let cells = [Ordering::Less, Ordering::Equal, Ordering::Greater].map(Cell::Order).to_vec();
            self.axes.push(Axis { field: None, of: Some((one, other)), name, cells, numbers: Vec::new() });
        }
        Ok(())
    }

    /// The fields that a condition compares with one another, each pair once.
    fn pairs(&self, expr: ExprId, fields: &[Option<Def<'db>>], found: &mut Vec<(usize, usize)>) {
        let rank = |expr: ExprId| match self.body.expr(expr).kind {
            ExprKind::Path(path) => {
                let def = self.def(path)?;
                matches!(def, Def::Field(..)).then(|| fields.iter().position(|field| *field == Some(def)))?
            }
            _ => None,
        };
        match &self.body.expr(expr).kind {
            ExprKind::Binary(_, lhs, rhs) => match (rank(*lhs), rank(*rhs)) {
                (Some(one), Some(other)) if one != other => {
                    let pair = (one.min(other), one.max(other));
                    if !self.is_logic(expr) && !found.contains(&pair) {
                        found.push(pair);
                    }
                }
                _ => [lhs, rhs].into_iter().for_each(|side| self.pairs(*side, fields, found)),
            },
            ExprKind::Not(inner) => self.pairs(*inner, fields, found),
            _ => {}
        }
    }

    fn is_logic(&self, expr: ExprId) -> bool {
        matches!(&self.body.expr(expr).kind, ExprKind::Binary(sign, ..) if matches!(sign.as_str(), "and" | "or" | "implies"))
    }

    /// A field that the table is about; `None` where it leads nowhere, which is said elsewhere. `with` is the field that it is
    /// compared with.
    fn axis(
        &self,
        table: DeclRef<'db>,
        path: PathId,
        with: Option<Def<'db>>,
        conditions: &[ExprId],
    ) -> Result<Option<Axis<'db>>, String> {
        let db = self.db;
        let Some(field @ Def::Field(owner, index)) = self.def(path) else { return Ok(None) };
        let ty = field_type(db, owner, index);
        let mut numbers: Vec<Quantity> = Vec::new();
        let mut cells: Vec<Cell<'db>> = Vec::new();
        let written = &self.body.path(path).segments;
        let own = written.last().cloned().unwrap_or_default();
        let is_plain = resolve_path(db, table, std::slice::from_ref(&own)).def() == Some(field);
        let name = if is_plain { own.to_string() } else { written.join(".") };
        if let Some(states) = ty.states(db) {
            cells.extend(states.into_iter().map(Cell::State));
        } else {
            match ty {
                Type::Builtin(Builtin::Boolean) => cells.extend([Cell::Truth(true), Cell::Truth(false)]),
                Type::Builtin(
                    Builtin::Integer | Builtin::Decimal | Builtin::Money | Builtin::Percent | Builtin::Duration,
                ) => {
                    for field in [Some(field), with].into_iter().flatten() {
                        conditions.iter().for_each(|condition| self.numbers(*condition, field, &mut numbers));
                    }
                    let mut sorted: Vec<Quantity> = Vec::new();
                    for number in numbers {
                        let at = sorted.iter().map(|other| number.compare(other)).collect::<Option<Vec<_>>>();
                        let at = at.ok_or_else(|| format!("`{name}` is compared with what has no order"))?;
                        if !at.contains(&Ordering::Equal) {
                            let before = at.iter().filter(|order| **order == Ordering::Greater).count();
                            sorted.insert(before, number);
                        }
                    }
                    numbers = sorted;
                    let whole = matches!(ty, Type::Builtin(Builtin::Integer));
                    let bounds = bounds(db, field);
                    let all = 0..=2 * numbers.len();
                    cells.extend(all.filter(|at| is_possible(*at, &numbers, &bounds, whole)).map(Cell::Number));
                }
                _ => return Err(format!("`{name}` is a `{}`, which has too many values", ty.text(db))),
            }
        }
        if owner.signature(db).fields.get(index as usize).is_some_and(|field| field.optional) {
            cells.push(Cell::Unset);
        }
        Ok((!cells.is_empty()).then_some(Axis { field: Some(field), of: None, name, cells, numbers }))
    }

    /// A combination by its number: the cell of each axis.
    fn combination(&self, number: usize) -> Vec<usize> {
        let mut rest = number;
        let cell = |axis: &Axis<'_>| {
            let cell = rest % axis.cells.len();
            rest /= axis.cells.len();
            cell
        };
        self.axes.iter().map(cell).collect()
    }

    /// Whether two fields can stand to each other as this combination says.
    fn is_consistent(&self, at: &[usize]) -> bool {
        self.axes.iter().zip(at).all(|(axis, cell)| {
            let (Some((one, other)), Cell::Order(order)) = (axis.of, axis.cells[*cell]) else { return true };
            match (self.axes[one].cells[at[one]], self.axes[other].cells[at[other]]) {
                // Between the same two numbers each may be the greater one.
                (Cell::Number(one), Cell::Number(other)) => one.cmp(&other) == order || (one == other && one % 2 == 0),
                // What is not set stands nowhere.
                _ => order == Ordering::Less,
            }
        })
    }

    /// Whether two results are not the same. Whether results in words are is for people to say.
    fn differ(
        &self,
        one: &Option<(Value, averment_model::NodeId)>,
        other: &Option<(Value, averment_model::NodeId)>,
    ) -> bool {
        match (one, other) {
            (Some((Value::Path(one), _)), Some((Value::Path(other), _))) => {
                self.body.path(*one).segments != self.body.path(*other).segments
            }
            (Some((one, _)), Some((other, _))) => one != other,
            _ => false,
        }
    }

    /// What a condition hangs on that the table is not about.
    fn beyond(&self, expr: ExprId) -> Option<String> {
        match &self.body.expr(expr).kind {
            ExprKind::Binary(_, lhs, rhs) => self.beyond(*lhs).or_else(|| self.beyond(*rhs)),
            ExprKind::Not(inner) | ExprKind::IsSet(inner, _) => self.beyond(*inner),
            ExprKind::In(subject, _) => self.beyond(*subject),
            ExprKind::Path(path) => {
                let field = self.def(*path).filter(|def| matches!(def, Def::Field(..)))?;
                let known = self.axes.iter().any(|axis| axis.field == Some(field));
                (!known).then(|| self.body.path(*path).segments.join("."))
            }
            _ => None,
        }
    }

    /// Combinations as conditions that name them; those of the first `kept` axes stay apart.
    fn conditions(&self, mut cells: Vec<Vec<usize>>, kept: usize) -> Vec<String> {
        cells.truncate(MOST_JOINED);
        let single = |at: Vec<usize>| at.into_iter().map(|cell| BTreeSet::from([cell])).collect::<Cells>();
        let mut parts: Vec<Cells> = cells.into_iter().map(single).collect();
        for axis in (kept..self.axes.len()).rev() {
            parts = self.joined(parts, axis);
        }
        parts.sort();
        parts.iter().map(|cells| self.condition(cells)).collect()
    }

    /// The numbers that a condition compares a field with.
    fn numbers(&self, expr: ExprId, field: Def<'db>, found: &mut Vec<Quantity>) {
        let mut take = |one: ExprId, other: ExprId| {
            if let (ExprKind::Path(path), ExprKind::Literal(Literal::Quantity(number))) =
                (&self.body.expr(one).kind, &self.body.expr(other).kind)
                && self.def(*path) == Some(field)
            {
                found.push(number.clone());
            }
        };
        match &self.body.expr(expr).kind {
            ExprKind::Binary(_, lhs, rhs) => {
                take(*lhs, *rhs);
                take(*rhs, *lhs);
                self.numbers(*lhs, field, found);
                self.numbers(*rhs, field, found);
            }
            ExprKind::In(subject, values) => values.iter().for_each(|value| take(*subject, *value)),
            ExprKind::Not(inner) => self.numbers(*inner, field, found),
            _ => {}
        }
    }

    /// Whether a condition holds in a combination of cells; `None` where that cannot be told.
    fn holds(&self, expr: ExprId, at: &[usize]) -> Option<bool> {
        match &self.body.expr(expr).kind {
            ExprKind::Binary(sign, lhs, rhs) => {
                let both = || (self.holds(*lhs, at), self.holds(*rhs, at));
                match sign.as_str() {
                    "and" => match both() {
                        (Some(false), _) | (_, Some(false)) => Some(false),
                        (Some(true), Some(true)) => Some(true),
                        _ => None,
                    },
                    "or" | "implies" => match both() {
                        (one, other) if one == Some(sign == "or") || other == Some(true) => Some(true),
                        (Some(_), Some(false)) => Some(false),
                        _ => None,
                    },
                    sign => match (self.cell(*lhs, at), self.cell(*rhs, at)) {
                        (Some((one, first)), Some((other, second))) => {
                            let unset = first == Cell::Unset || second == Cell::Unset;
                            let order = if unset { None } else { Some(self.order(one, other, at)?) };
                            compares(sign, order)
                        }
                        (Some((axis, cell)), None) => {
                            let order = self.compare(axis, cell, *rhs)?;
                            compares(sign, order)
                        }
                        (None, Some((axis, cell))) => {
                            let order = self.compare(axis, cell, *lhs)?;
                            compares(sign, order.map(Ordering::reverse))
                        }
                        _ => None,
                    },
                }
            }
            ExprKind::Not(inner) => self.holds(*inner, at).map(|holds| !holds),
            ExprKind::In(subject, values) => {
                let (axis, cell) = self.cell(*subject, at)?;
                let mut any = false;
                for value in values {
                    any |= self.compare(axis, cell, *value)? == Some(Ordering::Equal);
                }
                Some(any)
            }
            ExprKind::IsSet(inner, unset) => {
                let (_, cell) = self.cell(*inner, at)?;
                Some((cell == Cell::Unset) == *unset)
            }
            ExprKind::Path(_) => match self.cell(expr, at)? {
                (_, Cell::Truth(truth)) => Some(truth),
                _ => None,
            },
            _ => None,
        }
    }

    /// How two fields stand to each other in a combination.
    fn order(&self, one: &Axis<'db>, other: &Axis<'db>, at: &[usize]) -> Option<Ordering> {
        let rank = |axis: &Axis<'db>| self.axes.iter().position(|known| known.field == axis.field);
        let (one, other) = (rank(one)?, rank(other)?);
        self.axes.iter().zip(at).find_map(|(axis, cell)| match (axis.of?, axis.cells[*cell]) {
            (pair, Cell::Order(order)) if pair == (one, other) => Some(order),
            (pair, Cell::Order(order)) if pair == (other, one) => Some(order.reverse()),
            _ => None,
        })
    }

    /// The cell of the field that an expression names.
    fn cell(&self, expr: ExprId, at: &[usize]) -> Option<(&Axis<'db>, Cell<'db>)> {
        let ExprKind::Path(path) = self.body.expr(expr).kind else { return None };
        let field = self.def(path)?;
        let (axis, cell) = self.axes.iter().zip(at).find(|(axis, _)| axis.field == Some(field))?;
        Some((axis, axis.cells[*cell]))
    }

    /// How the values of a cell compare with a value: `Some(None)` where they are neither equal nor in any order, `None`
    /// where that cannot be told.
    fn compare(&self, axis: &Axis<'db>, cell: Cell<'db>, value: ExprId) -> Option<Option<Ordering>> {
        let equal = |equal: bool| Some(equal.then_some(Ordering::Equal));
        let value = &self.body.expr(value).kind;
        match (cell, value) {
            (Cell::State(state), ExprKind::Path(path)) => {
                let other = self.def(*path)?;
                matches!(other, Def::State(..) | Def::Constant(..)).then_some(())?;
                equal(state == other)
            }
            (Cell::Truth(truth), ExprKind::Path(path)) => match self.body.path(*path).segments.as_slice() {
                [word] if matches!(word.as_str(), "yes" | "true") => equal(truth),
                [word] if matches!(word.as_str(), "no" | "false") => equal(!truth),
                _ => None,
            },
            (Cell::Number(number), ExprKind::Literal(Literal::Quantity(other))) => {
                let index = axis.numbers.iter().position(|known| known.compare(other) == Some(Ordering::Equal))?;
                Some(Some(number.cmp(&(2 * index + 1))))
            }
            // What is not set is no value.
            (Cell::Unset, ExprKind::Path(_) | ExprKind::Literal(_)) => Some(None),
            _ => None,
        }
    }

    /// Combinations that differ in one axis only, as one.
    fn joined(&self, open: Vec<Cells>, axis: usize) -> Vec<Cells> {
        let mut groups: BTreeMap<Cells, BTreeSet<usize>> = BTreeMap::new();
        for mut cells in open {
            let own = std::mem::take(&mut cells[axis]);
            groups.entry(cells).or_default().extend(own);
        }
        let mut joined = Vec::new();
        for (others, own) in groups {
            for part in self.parts(axis, own) {
                let mut cells = others.clone();
                cells[axis] = part;
                joined.push(cells);
            }
        }
        joined
    }

    /// Cells of an axis, as few sets that a condition can name.
    fn parts(&self, axis: usize, cells: BTreeSet<usize>) -> Vec<BTreeSet<usize>> {
        let all = &self.axes[axis].cells;
        if cells.len() == all.len() {
            return vec![cells];
        }
        let mut parts: Vec<BTreeSet<usize>> = Vec::new();
        for cell in cells {
            let last = parts.last_mut().filter(|last| match all[cell] {
                Cell::Unset => false,
                Cell::Number(_) => last.contains(&cell.wrapping_sub(1)),
                Cell::State(_) | Cell::Truth(_) => true,
                Cell::Order(_) => false,
            });
            match last {
                Some(last) => {
                    last.insert(cell);
                }
                None => parts.push(BTreeSet::from([cell])),
            }
        }
        parts
    }

    /// The condition under which something lies in these cells.
    fn condition(&self, cells: &Cells) -> String {
        let parts = self.axes.iter().zip(cells).filter(|(axis, cells)| cells.len() < axis.cells.len());
        let parts: Vec<_> = parts.map(|(axis, cells)| axis.condition(self.db, cells)).collect();
        parts.join(" and ")
    }
}

impl Axis<'_> {
    fn condition(&self, db: &dyn Db, cells: &BTreeSet<usize>) -> String {
        let name = &self.name;
        let (Some(first), Some(last)) = (cells.first(), cells.last()) else { return String::new() };
        match (self.cells[*first], self.cells[*last]) {
            (Cell::Unset, _) => format!("{name} is unset"),
            (Cell::Order(order), _) => {
                let sign = match order {
                    Ordering::Less => "<",
                    Ordering::Equal => "=",
                    Ordering::Greater => ">",
                };
                name.replacen(" and ", &format!(" {sign} "), 1)
            }
            (Cell::Truth(truth), _) => format!("{name} = {}", if truth { "yes" } else { "no" }),
            (Cell::Number(low), Cell::Number(high)) => {
                let number = |at: usize| self.numbers[at].text.as_str();
                if low == high && low % 2 == 1 {
                    return format!("{name} = {}", number(low / 2));
                }
                let mut parts = Vec::new();
                if *first > 0 {
                    let sign = if low % 2 == 1 { ">=" } else { ">" };
                    parts.push(format!("{name} {sign} {}", number((low - 1) / 2)));
                }
                if self.cells.get(last + 1).is_some_and(|next| *next != Cell::Unset) {
                    let sign = if high % 2 == 1 { "<=" } else { "<" };
                    parts.push(format!("{name} {sign} {}", number(high / 2)));
                }
                parts.join(" and ")
            }
            _ => {
                let states = cells.iter().filter_map(|cell| match self.cells[*cell] {
                    Cell::State(state) => Some(state.name(db)),
                    _ => None,
                });
                let states: Vec<SmolStr> = states.collect();
                match &states[..] {
                    [state] => format!("{name} = {state}"),
                    _ => format!("{name} in {{ {} }}", states.join(", ")),
                }
            }
        }
    }
}

/// What a comparison of two values says that are in this order.
fn compares(sign: &str, order: Option<Ordering>) -> Option<bool> {
    Some(match (sign, order) {
        ("=", order) => order == Some(Ordering::Equal),
        ("!=", order) => order != Some(Ordering::Equal),
        ("<", order) => order == Some(Ordering::Less),
        ("<=", order) => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        (">", order) => order == Some(Ordering::Greater),
        (">=", order) => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
        _ => return None,
    })
}

/// The least and the greatest value of a field.
fn bounds(db: &dyn Db, field: Def<'_>) -> (Option<Quantity>, Option<Quantity>) {
    let Def::Field(owner, index) = field else { return (None, None) };
    let field = body(db, owner.item).decl(owner.decl).fields.get(index as usize);
    let range = field.into_iter().flat_map(|field| &field.constraints).find_map(|(constraint, _)| match constraint {
        Constraint::Range(least, most) => Some((least, most)),
        _ => None,
    });
    let quantity = |literal: &Option<Literal>| match literal {
        Some(Literal::Quantity(quantity)) => Some(quantity.clone()),
        _ => None,
    };
    range.map_or((None, None), |(least, most)| (quantity(least), quantity(most)))
}

/// Whether a field can have a value in a cell of numbers.
fn is_possible(at: usize, numbers: &[Quantity], bounds: &(Option<Quantity>, Option<Quantity>), whole: bool) -> bool {
    let (least, most) = bounds;
    let order = |number: &Quantity, bound: &Option<Quantity>| number.compare(bound.as_ref()?);
    if at % 2 == 1 {
        let number = &numbers[at / 2];
        return order(number, least) != Some(Ordering::Less) && order(number, most) != Some(Ordering::Greater);
    }
    let above = (at / 2).checked_sub(1).map(|below| &numbers[below]);
    let below = numbers.get(at / 2);
    // Between a bound and itself, and between two whole numbers that follow one another, lies nothing.
    let too_low = below.is_some_and(|below| matches!(order(below, least), Some(Ordering::Less | Ordering::Equal)));
    let too_high = above.is_some_and(|above| matches!(order(above, most), Some(Ordering::Greater | Ordering::Equal)));
    let value = |quantity: &Quantity| quantity.text.replace('_', "").parse::<i128>().ok();
    let follow = |(above, below)| Some(value(above)?.checked_add(1)? >= value(below)?);
    let empty = whole && above.zip(below).and_then(follow) == Some(true);
    !(too_low || too_high || empty)
}

#[cfg(test)]
mod tests {
    use averment_model::{DeclId, items};
    use averment_syntax::ItemKind;
    use averment_syntax::vocabulary::Kind;

    use super::*;
    use crate::testing::Fixture;

    const ORDER: &str = "\
enum Tier {
  values standard | silver | gold
}
entity Order {
  total Money 0 EUR..
  tier  Tier
  state draft | paid | sent
  items Integer 0..10
  most  Integer 0..10
  gift  Boolean
  note  Integer?
  name  Text
}
";

    #[track_caller]
    fn check(table: &str, expected: Option<&[&str]>) {
        let fixture = Fixture::new(&format!("{ORDER}cases Fee {{\n{table}}}\n"));
        let (db, file) = (&fixture.db, fixture.files[0].0);
        let item = items(db, file).iter().find(|item| item.kind(db) == ItemKind::Declaration(Kind::Cases));
        let table = DeclRef { item: *item.expect("a table"), decl: DeclId::ROOT };
        let missing = missing_cases(db, table);
        let expected = expected.map(|lines| lines.iter().map(|line| line.to_string()).collect::<Vec<_>>());
        assert_eq!(missing, expected);
    }

    #[test]
    fn states_and_truths() {
        check("  on Order.tier\n", Some(&["tier = standard", "tier = silver", "tier = gold"]));
        check("  on Order.tier\n  case tier = gold -> 0 EUR\n", Some(&["tier in { standard, silver }"]));
        check("  on Order.tier\n  case not tier = gold -> 0 EUR\n  case tier in { gold } -> 1 EUR\n", Some(&[]));
        check(
            "  on Order.tier, Order.gift\n  case tier != gold and gift = yes -> 0 EUR\n  case tier = gold or gift -> 1 EUR\n",
            Some(&["tier in { standard, silver } and gift = no"]),
        );
        check("  on Order.gift\n  case gift implies gift = no -> 0 EUR\n", Some(&["gift = yes"]));
    }

    #[test]
    fn numbers_and_what_lies_between() {
        let under = "  case total < 50 EUR -> 1 EUR\n";
        check(&format!("  on Order.total\n{under}"), Some(&["total >= 50 EUR"]));
        check(&format!("  on Order.total\n{under}  case 50 EUR < total -> 0 EUR\n"), Some(&["total = 50 EUR"]));
        check(
            &format!("  on Order.total, Order.tier\n{under}  case total >= 90 EUR and tier = gold -> 0 EUR\n"),
            Some(&["total >= 50 EUR and total < 90 EUR", "total >= 90 EUR and tier in { standard, silver }"]),
        );
        // No number lies below the least one, above the greatest one, or between 3 and 4.
        check("  on Order.items\n  case items > 0 and items <= 3 -> 1\n  case items >= 4 -> 2\n", Some(&["items = 0"]));
        check("  on Order.items\n  case items < 10 -> 1\n", Some(&["items = 10"]));
        check("  on Order.note\n  case note < 10 -> 1\n", Some(&["note >= 10", "note is unset"]));
        check("  on Order.note\n  case note is set -> 1\n", Some(&["note is unset"]));
    }

    #[test]
    fn what_cannot_be_told() {
        check("  on Order.name\n  case name = \"a\" -> 1\n", None);
        check("  case total > 1 EUR -> 1\n", None);
        check("  on Order.total\n  case total > 1 EUR -> 1\n  case total < 1 USD -> 1\n", None);
        // What a case says of something else may be so.
        check("  on Order.tier\n  case tier = gold -> 1\n  case items > 3 -> 2\n", Some(&[]));
    }

    #[test]
    fn two_fields_are_compared() {
        let on = "  on Order.items, Order.most\n";
        check(&format!("{on}  case items < most -> 1\n  case items = most -> 2\n"), Some(&["items > most"]));
        // Where one is 3 or less and the other more, it is clear which is the greater.
        check(
            &format!(
                "{on}  case items <= 3 -> 1\n  case items > 3 and most > 3 and items >= most -> 2\n  case items > 3 and most <= 3 -> 3\n"
            ),
            Some(&["items > 3 and most > 3 and items < most"]),
        );
        check(
            &format!("{on}  case items <= 3 and most > 3 and items > most -> 1\n  case items >= 0 -> 2\n"),
            Some(&[]),
        );
    }
}
