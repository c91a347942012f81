//! Days, for what is said relative to today. Nothing here asks a clock: today comes in with the question.

use std::fmt;

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: i32,
    month: u32,
    day: u32,
}

const WEEKDAYS: [&str; 7] = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];

impl Day {
    /// A day, where there is such a day.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Day> {
        let there =
            (0..=9999).contains(&year) && (1..=12).contains(&month) && (1..=last_day(year, month)).contains(&day);
        there.then_some(Day { year, month, day })
    }

    /// Reads `2026-11-20`; of a month or a quarter, `2026-11` or `2026-Q4`, the last day.
    pub fn parse(text: &str) -> Option<Day> {
        let mut parts = text.split('-');
        let year = parts.next()?.parse().ok()?;
        let month = parts.next()?;
        if let Some(quarter) = month.strip_prefix('Q') {
            let month = quarter.parse::<u32>().ok().filter(|quarter| (1..=4).contains(quarter))? * 3;
            return Day::new(year, month, last_day(year, month));
        }
        let month = month.parse().ok()?;
        let day = match parts.next() {
            Some(day) => day.parse().ok()?,
            None => last_day(year, month),
        };
        Day::new(year, month, day)
    }

    /// So many days after the first of January 1970.
    fn number(self) -> i64 {
        let (year, month) = (i64::from(self.year), i64::from(self.month));
        // Years that begin in March have the leap day at their end.
        let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        year * 365 + year.div_euclid(4) - year.div_euclid(100)
            + year.div_euclid(400)
            + (month * 153 + 2) / 5
            + i64::from(self.day)
            - 719_469
    }

    /// The day so many days after the first of January 1970.
    pub fn from_number(number: i64) -> Option<Day> {
        let mut year = i32::try_from(1970 + number.div_euclid(365)).ok()?;
        while Day::new(year, 1, 1)?.number() > number {
            year -= 1;
        }
        let mut left = u32::try_from(number - Day::new(year, 1, 1)?.number()).ok()?;
        let mut month = 1;
        while left >= last_day(year, month) {
            left -= last_day(year, month);
            month += 1;
        }
        Day::new(year, month, left + 1)
    }

    /// How many days from here to another; negative where that is before.
    pub fn days_to(self, other: Day) -> i64 {
        other.number() - self.number()
    }

    /// So many days later.
    pub fn plus_days(self, days: i64) -> Day {
        Day::from_number(self.number() + days).unwrap_or(self)
    }

    /// The same day so many months later, or the last of that month where it is shorter.
    pub fn plus_months(self, months: u32) -> Day {
        let index = self.month - 1 + months;
        let (year, month) = (self.year + (index / 12) as i32, index % 12 + 1);
        Day::new(year, month, self.day.min(last_day(year, month))).unwrap_or(self)
    }

    /// The last day of its month.
    pub fn month_end(self) -> Day {
        Day { day: last_day(self.year, self.month), ..self }
    }

    /// Its month, as it is written: `2026-11`.
    pub fn month_text(self) -> String {
        format!("{:04}-{:02}", self.year, self.month)
    }

    /// Its quarter, as it is written: `2026-Q4`.
    pub fn quarter_text(self) -> String {
        format!("{:04}-Q{}", self.year, self.month.div_ceil(3))
    }

    /// The day of the week.
    pub fn weekday(self) -> &'static str {
        WEEKDAYS[self.number().rem_euclid(7) as usize]
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn last_day(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("it is a day")
    }

    #[test]
    fn days_are_counted_over_leap_years() {
        assert_eq!(Day::from_number(0), Day::new(1970, 1, 1));
        assert_eq!(day("1970-01-01").weekday(), "Thursday");
        assert_eq!(day("2026-11-21").weekday(), "Saturday");
        assert_eq!(day("2024-02-28").plus_days(1).to_string(), "2024-02-29");
        assert_eq!(day("2023-02-28").plus_days(1).to_string(), "2023-03-01");
        assert_eq!(day("2024-01-31").plus_months(1).to_string(), "2024-02-29");
        assert_eq!(day("2026-11-21").plus_months(14).to_string(), "2028-01-21");
        let mut day = day("1999-12-30");
        for _ in 0..1_000 {
            let next = day.plus_days(1);
            assert!(next > day && day.days_to(next) == 1, "{day}");
            day = next;
        }
    }

    #[test]
    fn months_and_quarters_end_on_their_last_day() {
        assert_eq!(day("2026-02").to_string(), "2026-02-28");
        assert_eq!(day("2026-Q4").to_string(), "2026-12-31");
        assert_eq!(day("2026-11-21").quarter_text(), "2026-Q4");
        for text in ["2026-13", "2026-02-30", "2026-Q5", "soon", "2026"] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }
}
