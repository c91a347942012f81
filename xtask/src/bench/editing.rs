//! How long an edit takes until its findings are there.

use std::time::Duration;

use super::document::{Edit, Place, Typist};
use super::report::{Budget, Row};
use super::session::{Bench, Session};
use crate::lsp_client::{ClientError, Diagnostics};

/// Keystrokes before the first that counts, so that caches are filled and allocators warm.
const WARM_UP: usize = 32;

/// How many edits are sent at once where many are.
const BURST: usize = 500;

/// How long each of so many keystrokes takes until the findings that were asked for are there.
pub(super) fn keystrokes(
    bench: &Bench,
    probe: usize,
    places: &[Place],
    count: usize,
) -> Result<Vec<(Place, Duration)>, ClientError> {
    let mut session = bench.settled(probe, Diagnostics::Pull)?;
    let mut typist = Typist::new(session.document.text(), places);
    let mut times = Vec::with_capacity(count);
    for stroke in 0..WARM_UP + count {
        let (place, edit) = typist.stroke();
        let time = session.edit_and_pull(&[edit])?;
        if stroke >= WARM_UP {
            times.push((place, time));
        }
    }
    session.client.stop()?;
    Ok(times)
}

/// A row for all keystrokes, which is held to the budgets, and one for each place they fell on.
pub(super) fn keystroke_rows(work: &str, times: &[(Place, Duration)], budgets: &[Budget]) -> Vec<Row> {
    let all = Row::times(work, times.iter().map(|(_, time)| *time).collect(), budgets);
    let of_place = |place| times.iter().filter(|(other, _)| *other == place).map(|(_, time)| *time).collect();
    let place_row = |(place, words)| Row::times(format!("{work}, {words}"), of_place(place), &[]);
    let places = [(Place::Prose, "in prose"), (Place::Field, "in a field"), (Place::Name, "in a name")];
    std::iter::once(all).chain(places.map(place_row)).collect()
}

/// How long each of so many keystrokes takes until the server has sent findings by itself.
///
/// Every keystroke falls on a name, because a server need not send again what has not changed.
pub(super) fn pushes(bench: &Bench, probe: usize, count: usize) -> Result<Vec<Duration>, ClientError> {
    let mut session = bench.settled(probe, Diagnostics::Push)?;
    let mut typist = Typist::new(session.document.text(), &[Place::Name]);
    let times = (0..count).map(|_| session.edit_and_wait(&typist.stroke().1)).collect::<Result<_, _>>()?;
    session.client.stop()?;
    Ok(times)
}

/// How long it takes until the findings after many edits, sent at once, are there.
pub(super) fn bursts(bench: &Bench, probe: usize, count: usize) -> Result<Vec<Duration>, ClientError> {
    let mut session: Session = bench.settled(probe, Diagnostics::Pull)?;
    let mut typist = Typist::new(session.document.text(), &Place::ALL);
    let mut times = Vec::with_capacity(count);
    for _ in 0..count {
        let edits: Vec<Edit> = (0..BURST).map(|_| typist.stroke().1).collect();
        times.push(session.edit_and_pull(&edits)?);
    }
    session.client.stop()?;
    Ok(times)
}
