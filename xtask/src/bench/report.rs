//! What was measured, beside what it must reach.

use std::fmt::Write as _;
use std::time::Duration;

use serde_json::{Value, json};

/// One line of the report.
pub(crate) struct Row {
    /// What was done.
    pub(crate) work: String,
    /// What it took.
    pub(crate) measure: Measure,
    /// What it must reach.
    pub(crate) budgets: Vec<Budget>,
}

/// What something took.
pub(crate) enum Measure {
    /// Each time it was done.
    Times(Vec<Duration>),
    /// A number that is not a time.
    Number { value: f64, unit: &'static str },
    /// It could not be measured, for this reason.
    Missing(&'static str),
}

/// What a row must reach.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    of: Quantity,
    bound: Bound,
}

/// The quantity of a row that a budget is about.
#[derive(Debug, Clone, Copy)]
enum Quantity {
    /// The time under which this share of the times lies, in percent.
    Percentile(u32),
    /// The number itself.
    Number,
}

#[derive(Debug, Clone, Copy)]
enum Bound {
    AtMost(f64),
    AtLeast(f64),
}

impl Budget {
    /// So many percent of the times are this short.
    pub(crate) fn percentile(percent: u32, at_most: Duration) -> Self {
        Budget { of: Quantity::Percentile(percent), bound: Bound::AtMost(milliseconds(at_most)) }
    }

    /// The number is no larger.
    pub(crate) fn at_most(number: f64) -> Self {
        Budget { of: Quantity::Number, bound: Bound::AtMost(number) }
    }

    /// The number is no smaller.
    pub(crate) fn at_least(number: f64) -> Self {
        Budget { of: Quantity::Number, bound: Bound::AtLeast(number) }
    }
}

impl Row {
    /// A row for something that was done again and again.
    pub(crate) fn times(work: impl Into<String>, mut times: Vec<Duration>, budgets: &[Budget]) -> Self {
        times.sort_unstable();
        Row { work: work.into(), measure: Measure::Times(times), budgets: budgets.to_vec() }
    }

    /// A row for a number.
    pub(crate) fn number(work: impl Into<String>, value: f64, unit: &'static str, budgets: &[Budget]) -> Self {
        Row { work: work.into(), measure: Measure::Number { value, unit }, budgets: budgets.to_vec() }
    }

    /// A row for what could not be measured.
    pub(crate) fn missing(work: impl Into<String>, reason: &'static str) -> Self {
        Row { work: work.into(), measure: Measure::Missing(reason), budgets: Vec::new() }
    }

    /// The time under which this share of the times lies, in milliseconds.
    pub(crate) fn percentile(&self, percent: u32) -> Option<f64> {
        match &self.measure {
            Measure::Times(times) => {
                // The nearest rank: the smallest time that at least so many percent of the times do not pass.
                let rank = (times.len() * percent as usize).div_ceil(100).max(1);
                times.get(rank - 1).copied().map(milliseconds)
            }
            Measure::Number { .. } | Measure::Missing(_) => None,
        }
    }

    fn value(&self, quantity: Quantity) -> Option<f64> {
        match (quantity, &self.measure) {
            (Quantity::Percentile(percent), _) => self.percentile(percent),
            (Quantity::Number, Measure::Number { value, .. }) => Some(*value),
            (Quantity::Number, _) => None,
        }
    }

    /// Whether the row keeps all of its budgets; nothing where it has none, or was not measured.
    pub(crate) fn met(&self) -> Option<bool> {
        let met = |budget: &Budget| {
            let value = self.value(budget.of)?;
            Some(match budget.bound {
                Bound::AtMost(limit) => value <= limit,
                Bound::AtLeast(limit) => value >= limit,
            })
        };
        let all = self.budgets.iter().map(met).try_fold(true, |all, met| Some(all && met?))?;
        (!self.budgets.is_empty()).then_some(all)
    }

    fn unit(&self) -> &'static str {
        match self.measure {
            Measure::Times(_) => "ms",
            Measure::Number { unit, .. } => unit,
            Measure::Missing(_) => "",
        }
    }

    fn budgets_text(&self) -> String {
        let unit = self.unit();
        let text = |budget: &Budget| {
            let of = match budget.of {
                Quantity::Percentile(percent) => format!("p{percent} "),
                Quantity::Number => String::new(),
            };
            match budget.bound {
                Bound::AtMost(limit) => format!("{of}≤ {} {unit}", to_thousandths(limit)),
                Bound::AtLeast(limit) => format!("{of}≥ {} {unit}", to_thousandths(limit)),
            }
        };
        self.budgets.iter().map(text).collect::<Vec<_>>().join(", ")
    }

    fn json(&self) -> Value {
        let mut json = json!({ "work": self.work, "unit": self.unit() });
        match &self.measure {
            Measure::Times(times) => {
                json["samples"] = times.len().into();
                for (name, percent) in [("p50", 50), ("p95", 95), ("p99", 99), ("max", 100)] {
                    json[name] = self.percentile(percent).map(to_thousandths).into();
                }
            }
            Measure::Number { value, .. } => json["value"] = to_thousandths(*value).into(),
            Measure::Missing(reason) => json["missing"] = (*reason).into(),
        }
        if !self.budgets.is_empty() {
            json["budget"] = self.budgets_text().into();
            json["met"] = self.met().into();
        }
        json
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Times in milliseconds are told to the microsecond, and other numbers as finely.
fn to_thousandths(number: f64) -> f64 {
    (number * 1e3).round() / 1e3
}

/// The rows as a table for people.
pub(crate) fn table(rows: &[Row]) -> String {
    let width = rows.iter().map(|row| row.work.chars().count()).max().unwrap_or_default();
    let mut table = format!("{:width$}  {:>10} {:>10} {:>10} {:>6}  budget\n", "ms", "p50", "p95", "p99", "n");
    for row in rows {
        let _ = write!(table, "{:width$}", row.work);
        match &row.measure {
            Measure::Times(times) => {
                for percent in [50, 95, 99] {
                    let _ = write!(table, " {:>10.3}", row.percentile(percent).unwrap_or_default());
                }
                let _ = write!(table, " {:>6}", times.len());
            }
            Measure::Number { value, unit } => {
                let number = format!("{value:.2} {unit}");
                let _ = write!(table, " {number:>39}");
            }
            Measure::Missing(reason) => {
                let _ = write!(table, " {reason:>39}");
            }
        }
        let _ = match row.met() {
            Some(true) => writeln!(table, "  {}: met", row.budgets_text()),
            Some(false) => writeln!(table, "  {}: MISSED", row.budgets_text()),
            None => writeln!(table),
        };
    }
    table
}

/// The rows for machines.
pub(crate) fn json(rows: &[Row], quick: bool) -> Value {
    json!({
        "quick": quick,
        "cores": std::thread::available_parallelism().map_or(0, usize::from),
        "rows": rows.iter().map(Row::json).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hundred() -> Vec<Duration> {
        (1..=100).rev().map(Duration::from_millis).collect()
    }

    #[test]
    fn percentiles_are_nearest_ranks() {
        let row = Row::times("work", hundred(), &[]);
        assert_eq!([50, 95, 99, 100].map(|percent| row.percentile(percent)), [50.0, 95.0, 99.0, 100.0].map(Some));
        let one = Row::times("work", vec![Duration::from_micros(1500)], &[]);
        assert_eq!(one.percentile(99), Some(1.5));
    }

    #[test]
    fn all_budgets_have_to_be_kept() {
        let budget = |percent, limit| Budget::percentile(percent, Duration::from_millis(limit));
        let met = |budgets: &[Budget]| Row::times("work", hundred(), budgets).met();
        assert_eq!(met(&[]), None);
        assert_eq!(met(&[budget(50, 50), budget(99, 99)]), Some(true));
        assert_eq!(met(&[budget(50, 50), budget(99, 98)]), Some(false));
        assert_eq!(Row::number("work", 40.0, "MB/s", &[Budget::at_least(40.0)]).met(), Some(true));
        assert_eq!(Row::number("work", 1.4, "×", &[Budget::at_most(1.3)]).met(), Some(false));
        assert_eq!(Row::missing("work", "not offered").met(), None);
    }
}
