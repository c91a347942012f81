//! Days, months and quarters as they are written.

use averment_model::{Body, Constraint, ExprKind, Literal, NodeId, Value};
use smol_str::SmolStr;

/// The first and the last day of a date, a month or a quarter as written, as numbers whose order is that of time; `None`
/// where there is no such day.
pub(super) fn days(date: &str) -> Option<(u32, u32)> {
    let mut parts = date.split('-');
    let year: u32 = parts.next()?.parse().ok()?;
    let month = parts.next()?;
    let day = |month: u32, day: u32| (year * 100 + month) * 100 + day;
    if let Some(quarter) = month.strip_prefix('Q') {
        let quarter: u32 = quarter.parse().ok().filter(|quarter| (1..=4).contains(quarter))?;
        return Some((day(quarter * 3 - 2, 1), day(quarter * 3, last_day(year, quarter * 3))));
    }
    let month: u32 = month.parse().ok().filter(|month| (1..=12).contains(month))?;
    match parts.next() {
        None => Some((day(month, 1), day(month, last_day(year, month)))),
        Some(written) => {
            let written: u32 = written.parse().ok().filter(|day| (1..=last_day(year, month)).contains(day))?;
            Some((day(month, written), day(month, written)))
        }
    }
}

/// Why there is no such day.
pub(super) fn missing_day(date: &str) -> String {
    let mut parts = date.split('-').map(|part| part.parse::<u32>().ok());
    match (parts.next().flatten(), parts.next().flatten(), parts.next().flatten()) {
        (Some(year), Some(month), Some(_)) if (1..=12).contains(&month) => {
            format!("{year}-{month:02} has {} days", last_day(year, month))
        }
        _ => "months are written `01` to `12`".to_owned(),
    }
}

/// The last day of a month, as it is written.
pub(super) fn last_day_text(year: u32, month: u32) -> String {
    format!("{year}-{month:02}-{}", last_day(year, month))
}

fn last_day(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Every date in the body of an item, with where it stands.
pub(super) fn dates(body: &Body) -> Vec<(&SmolStr, NodeId)> {
    let mut dates = Vec::new();
    for decl in &body.decls {
        for (value, node) in decl.properties.iter().flat_map(|property| &property.values) {
            of_value(value, *node, &mut dates);
        }
        for (constraint, node) in decl.fields.iter().flat_map(|field| &field.constraints) {
            match constraint {
                Constraint::Range(from, to) => {
                    of_literal(from.as_ref(), *node, &mut dates);
                    of_literal(to.as_ref(), *node, &mut dates);
                }
                Constraint::Default(value) => of_literal(Some(value), *node, &mut dates),
                Constraint::OneOf(_) | Constraint::Matches(_) => {}
            }
        }
        for (value, node) in decl.cases.iter().filter_map(|case| case.result.as_ref()) {
            of_value(value, *node, &mut dates);
        }
    }
    for expr in &body.exprs {
        if let ExprKind::Literal(literal) = &expr.kind {
            of_literal(Some(literal), expr.node, &mut dates);
        }
    }
    dates
}

fn of_literal<'b>(literal: Option<&'b Literal>, node: NodeId, dates: &mut Vec<(&'b SmolStr, NodeId)>) {
    if let Some(Literal::Date(date)) = literal {
        dates.push((date, node));
    }
}

fn of_value<'b>(value: &'b Value, node: NodeId, dates: &mut Vec<(&'b SmolStr, NodeId)>) {
    match value {
        Value::Date(date) => dates.push((date, node)),
        Value::Range(from, to) => {
            of_literal(from.as_ref(), node, dates);
            of_literal(to.as_ref(), node, dates);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::days;

    #[test]
    fn days_that_exist() {
        assert_eq!(days("2026-11-20"), Some((20_261_120, 20_261_120)));
        assert_eq!(days("2024-02"), Some((20_240_201, 20_240_229)));
        assert_eq!(days("1900-02"), Some((19_000_201, 19_000_228)));
        assert_eq!(days("2026-Q4"), Some((20_261_001, 20_261_231)));
    }

    #[test]
    fn days_that_do_not() {
        for date in ["2026-02-29", "2026-02-30", "2026-04-31", "2026-13", "2026-00", "2026-13-01", "2026-01-00"] {
            assert_eq!(days(date), None, "{date}");
        }
    }
}
