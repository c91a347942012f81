//! Which lines of a block are aligned with which, and at what column.

use super::layout::Layout;

/// A line of a block, as far as columns go.
pub(super) enum Member {
    /// A structured property or a field, with where its values start if they are a plain row.
    Row {
        /// Its line.
        line: usize,
        /// Its values among the pieces.
        cells: Vec<usize>,
    },
    /// A property with prose.
    Prose,
    /// A clause.
    Clause {
        /// Its line.
        line: usize,
    },
    /// A transition, with its arrow and its first `on` or `by`.
    Transition {
        /// Its line.
        line: usize,
        /// The arrow among the pieces.
        arrow: Option<usize>,
        /// The `on` or `by` among the pieces.
        part: Option<usize>,
    },
    /// A case, with its arrow.
    Case {
        /// Its line.
        line: usize,
        /// The arrow among the pieces.
        arrow: Option<usize>,
    },
    /// Anything else.
    Other,
}

/// The word a line starts with, and its width.
pub(super) struct Head {
    /// The word among the pieces; the token after it is the one that is aligned.
    pub(super) first: usize,
    /// How wide it is.
    pub(super) width: usize,
}

/// The lines of one block since its last blank line that have not found their columns.
#[derive(Default)]
pub(super) struct Columns {
    rows: Vec<(usize, Vec<usize>)>,
    /// Whether the last line was one of `rows`.
    adjacent: bool,
    clauses: Vec<usize>,
    /// Whether `rows` end right above `clauses`.
    joined: bool,
    transitions: Vec<(usize, usize, Option<usize>)>,
    cases: Vec<(usize, usize)>,
}

impl Columns {
    pub(super) fn push(&mut self, member: Member, layout: &mut Layout<'_>) {
        match member {
            Member::Clause { line } => {
                self.end_arrows(layout);
                if self.clauses.is_empty() {
                    self.joined = self.adjacent;
                }
                self.clauses.push(line);
                self.adjacent = false;
            }
            Member::Row { line, cells } => {
                self.end_runs(layout);
                // A run of one word is adjacent to itself only.
                if !self.adjacent {
                    self.rows.push((usize::MAX, Vec::new()));
                }
                self.rows.push((line, cells));
                self.adjacent = true;
            }
            Member::Prose | Member::Other => {
                self.end_runs(layout);
                self.adjacent = false;
            }
            Member::Transition { line, arrow, part } => {
                self.end_clauses(layout);
                self.end_cases(layout);
                self.adjacent = false;
                self.transitions.extend(arrow.map(|arrow| (line, arrow, part)));
            }
            Member::Case { line, arrow } => {
                self.end_clauses(layout);
                self.end_transitions(layout);
                self.adjacent = false;
                self.cases.extend(arrow.map(|arrow| (line, arrow)));
            }
        }
    }

    /// Aligns all that is left.
    pub(super) fn finish(mut self, layout: &mut Layout<'_>) {
        self.end_runs(layout);
        self.end_rows(0, layout);
    }

    fn end_runs(&mut self, layout: &mut Layout<'_>) {
        self.end_clauses(layout);
        self.end_arrows(layout);
    }

    fn end_arrows(&mut self, layout: &mut Layout<'_>) {
        self.end_transitions(layout);
        self.end_cases(layout);
    }

    fn end_clauses(&mut self, layout: &mut Layout<'_>) {
        let clauses = std::mem::take(&mut self.clauses);
        if clauses.is_empty() {
            return;
        }
        let heads: Vec<Head> = clauses.iter().filter_map(|&line| layout.head(line)).collect();
        let width = heads.iter().map(|head| head.width).max().unwrap_or(0);
        align(&heads, width, layout);
        self.end_rows(if self.joined { width } else { 0 }, layout);
    }

    /// Aligns the rows, at least at a column if none of them is wider.
    fn end_rows(&mut self, column: usize, layout: &mut Layout<'_>) {
        let rows = std::mem::take(&mut self.rows);
        self.adjacent = false;
        let heads: Vec<Head> = rows.iter().filter_map(|(line, _)| layout.head(*line)).collect();
        let widest = heads.iter().map(|head| head.width).max().unwrap_or(0);
        align(&heads, widest.max(column), layout);
        let mut rest = &rows[..];
        while let [first, ..] = rest {
            let same = rest.iter().take_while(|row| same_word(first.0, row.0, layout)).count().max(1);
            align_cells(&rest[..same], layout);
            rest = &rest[same..];
        }
    }

    fn end_transitions(&mut self, layout: &mut Layout<'_>) {
        let mut transitions = std::mem::take(&mut self.transitions);
        transitions.retain(|(line, ..)| layout.head(*line).is_some());
        let starts = transitions.iter().map(|&(line, arrow, _)| (layout.lines[line].pieces.0, arrow));
        align_at(starts.collect(), layout);
        let targets = transitions.iter().filter_map(|&(_, arrow, part)| part.map(|part| (arrow, part)));
        align_at(targets.collect(), layout);
    }

    fn end_cases(&mut self, layout: &mut Layout<'_>) {
        let mut cases = std::mem::take(&mut self.cases);
        cases.retain(|(line, _)| layout.head(*line).is_some());
        let starts = cases.iter().map(|&(line, arrow)| (layout.lines[line].pieces.0, arrow));
        align_at(starts.collect(), layout);
    }
}

fn align(heads: &[Head], width: usize, layout: &mut Layout<'_>) {
    for head in heads {
        layout.pad(head.first + 1, width - head.width + 1);
    }
}

/// Puts the second token of each pair in one column, where the first ones stand in one already.
fn align_at(pairs: Vec<(usize, usize)>, layout: &mut Layout<'_>) {
    let widths: Vec<usize> = pairs.iter().map(|&(from, to)| layout.width(from, to)).collect();
    let widest = widths.iter().copied().max().unwrap_or(0);
    for (&(_, to), width) in pairs.iter().zip(widths) {
        layout.pad(to, widest - width + 1);
    }
}

/// Whether two lines start with the same word.
fn same_word(a: usize, b: usize, layout: &Layout<'_>) -> bool {
    let word = |line| layout.head(line).map(|head| layout.piece_text(&layout.pieces[head.first]));
    word(a).is_some() && word(a) == word(b)
}

/// Puts the values of lines that start with the same word in columns.
fn align_cells(rows: &[(usize, Vec<usize>)], layout: &mut Layout<'_>) {
    if rows.len() < 2 {
        return;
    }
    for column in 0.. {
        let pairs: Vec<_> =
            rows.iter().filter_map(|(_, cells)| Some((*cells.get(column)?, *cells.get(column + 1)?))).collect();
        if pairs.is_empty() {
            return;
        }
        align_at(pairs, layout);
    }
}
