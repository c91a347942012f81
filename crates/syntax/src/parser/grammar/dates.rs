//! Dates as other notations write them.

use rowan::TextRange;

use super::super::cursor::{Parser, fix};
use crate::SyntaxKind::*;

/// Takes a date of another notation at the cursor and says how it is written here; `false` where none stands there.
/// A year and a month are a date only where nothing is calculated.
pub(super) fn of_another_notation(p: &mut Parser, calculated: bool) -> bool {
    if !p.at(NUMBER) {
        return false;
    }
    let parts = |n: &usize| p.joint(*n) && matches!(p.nth(n + 1), NUMBER | MINUS | SLASH | DOT | WORD);
    let last = (0..5).take_while(parts).count();
    let written = TextRange::new(p.range().start(), p.nth_range(last).end());
    let text = p.text_at(written);
    let Some(dates) = meant(text, calculated) else { return false };
    let message = match &dates[..] {
        [date] => format!("a date is written `{date}`, not `{text}`"),
        [one, other] => format!("a date is written `{one}` or `{other}`, not `{text}`"),
        _ if text.contains('Q') => format!("there is no `{text}`: a year has the quarters `Q1` to `Q4`"),
        _ => format!("a date is written like `2026-11-20`, not `{text}`"),
    };
    let fixes: Vec<_> = dates.iter().filter_map(|date| fix(format!("write `{date}`"), written, date)).collect();
    p.error_with_fix("unexpected", written, message, fixes);
    let marker = p.start();
    (0..=last).for_each(|_| p.bump());
    p.complete(marker, ERROR);
    true
}

/// The dates that a text may stand for, none where it is one that there is not; `None` where it is no date.
fn meant(text: &str, calculated: bool) -> Option<Vec<String>> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let number = |part: &str| part.parse::<u32>().ok().filter(|_| part.len() <= 4);
    let year = |part: &str| number(part).filter(|year| part.len() == 4 && (1900..2200).contains(year));
    let day = |year: u32, month: u32, day: u32| {
        let exists = (1..=12).contains(&month) && (1..=31).contains(&day);
        exists.then(|| format!("{year}-{month:02}-{day:02}"))
    };
    match parts[..] {
        [first, month, last] if year(first).is_some() => {
            Some(day(year(first)?, number(month)?, number(last)?).into_iter().collect())
        }
        [first, second, last] => {
            let (year, first, second) = (year(last)?, number(first)?, number(second)?);
            let mut dates = vec![day(year, second, first)];
            if text.contains('/') {
                dates.insert(0, day(year, first, second));
            }
            let mut dates: Vec<_> = dates.into_iter().flatten().collect();
            dates.dedup();
            Some(dates)
        }
        [first, second] if !calculated => {
            let quarter = second.strip_prefix('Q').filter(|_| year(first).is_some());
            if quarter.is_some_and(|quarter| number(quarter).is_some()) {
                return Some(Vec::new());
            }
            let (year, month) = match year(first) {
                Some(year) => (year, number(second)?),
                None => (year(second)?, number(first)?),
            };
            (1..=12).contains(&month).then(|| vec![format!("{year}-{month:02}")])
        }
        _ => None,
    }
}
