//! Dates, counted from today.

use super::*;

impl<'db> Complete<'db, '_> {
    /// Offers dates where a date is being written and nothing else can be meant; says whether that was so.
    pub(super) fn dates_only(&mut self) -> bool {
        let (Some(scope), Some(first)) = (self.scope, self.line.keyword()) else { return false };
        let Some(data) = scope.kind(self.db).and_then(|kind| kind.property(first)) else { return false };
        let written = values(&self.line.tokens[1..], data);
        let wanted = expected(data, &written).contains(&Expected::Hole(Hole::Date));
        if wanted {
            self.dates(data.key);
        }
        wanted
    }

    pub(super) fn dates(&mut self, key: Key) {
        let Some(today) = self.options.today else { return };
        // What is on record has happened; everything else lies ahead.
        let dates = match key {
            Key::Decided | Key::On => past(today),
            _ => ahead(today),
        };
        // Who types letters means the words, and not the date.
        let in_words = self.folded.starts_with(char::is_alphabetic);
        self.incomplete |= self.folded.is_empty();
        let mut seen: Vec<String> = Vec::new();
        for (rank, (date, says)) in (0..).zip(dates) {
            if seen.contains(&date) && !in_words {
                continue;
            }
            let label = if in_words { says.split(',').next().unwrap_or_default() } else { &date };
            if let Some(completion) = self.offer(label, SymbolKind::Value, rank) {
                completion.detail = Some(if in_words { says.replacen(label, &date, 1) } else { says });
                completion.insert.clone_from(&date);
            }
            seen.push(date);
        }
    }
}

fn named(day: Day, says: &str) -> (String, String) {
    (day.to_string(), format!("{says}, a {}", day.weekday()))
}

/// The day itself, or the Monday after a weekend: nothing is due when nobody works.
fn workday(day: Day) -> Day {
    match day.weekday() {
        "Saturday" => day.plus_days(2),
        "Sunday" => day.plus_days(1),
        _ => day,
    }
}

fn past(today: Day) -> Vec<(String, String)> {
    [(0, "today"), (-1, "yesterday"), (-7, "a week ago")]
        .map(|(days, says)| named(today.plus_days(days), says))
        .to_vec()
}

fn ahead(today: Day) -> Vec<(String, String)> {
    let mut dates = vec![
        named(workday(today.plus_days(7)), "in a week"),
        named(workday(today.plus_days(14)), "in two weeks"),
        named(workday(today.plus_months(1)), "in a month"),
        named(workday(today.plus_months(3)), "in three months"),
        named(today.month_end(), "the end of this month"),
        named(today, "today"),
        named(today.plus_days(1), "tomorrow"),
    ];
    dates.push((today.quarter_text(), "this quarter".to_owned()));
    dates.push((today.plus_months(3).quarter_text(), "the next quarter".to_owned()));
    dates.push((today.plus_months(1).month_text(), "next month".to_owned()));
    dates
}

/// A snippet whose dates lie ahead: the first one a month, the second two, and so on. What is on record was today.
pub(super) fn dated(snippet: &str, today: Option<Day>) -> String {
    let Some(today) = today else { return snippet.to_owned() };
    let mut out = String::with_capacity(snippet.len());
    let (mut rest, mut months) = (snippet, 0);
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let end = rest[at..].find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).map_or(rest.len(), |n| at + n);
        let word = &rest[at..end];
        out.push_str(&rest[..at]);
        if word.len() > 4 && Day::parse(word).is_some() {
            let line = out.lines().next_back().unwrap_or_default().split_whitespace().next();
            if line.is_some_and(|word| [Key::Decided.word(), Key::On.word()].contains(&word)) {
                out.push_str(&today.to_string());
            } else {
                months += 1;
                let day = today.plus_months(months);
                out.push_str(&if word.contains('Q') { day.plus_months(2).quarter_text() } else { day.to_string() });
            }
        } else {
            out.push_str(word);
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}
