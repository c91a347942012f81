//! How fast the syntax crate is by itself: `cargo bench --package xtask --bench throughput -- FOLDER [PASSES]`.
//!
//! `cargo xtask bench` runs this and adds its rows to the report. It is a bench target, not a part of the `xtask`
//! command, because it has to be built with optimisations, and because `cargo xtask codegen` has to work when the
//! syntax crate does not compile.
//!
//! Prints one JSON object a line: what was done, to how many bytes, and how many nanoseconds it took each time.

use std::hint::black_box;
use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;
use std::{env, fs};

use averment_syntax::{lexer, parse_file, parse_item, split};
use serde_json::json;

/// How often everything is done where nothing else is asked for.
const PASSES: usize = 20;

fn main() -> io::Result<()> {
    // Cargo itself adds `--bench`.
    let mut arguments = env::args().skip(1).filter(|argument| argument != "--bench");
    let Some(folder) = arguments.next() else {
        return Err(io::Error::other("name a folder of specs, as `cargo xtask workspace` writes it"));
    };
    let passes = arguments.next().and_then(|passes| passes.parse().ok()).unwrap_or(PASSES);
    let mut texts = Vec::new();
    read_specs(Path::new(&folder), &mut texts)?;
    let bytes = texts.iter().map(String::len).sum();

    let over_all = |work: &dyn Fn(&str)| repeated(passes, || texts.iter().for_each(|text| work(text)));
    report("lex", bytes, &over_all(&|text| drop(black_box(lexer::lex(text)))))?;
    report("parse", bytes, &over_all(&|text| drop(black_box(parse_file(text)))))?;
    let longest = texts.into_iter().max_by_key(String::len).unwrap_or_default();
    let bytes = longest.len();
    report("reparse", bytes, &reparses(longest, passes))
}

/// Collects the texts of all specs in a folder and in the folders below it.
fn read_specs(folder: &Path, texts: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read_specs(&path, texts)?;
        } else if path.extension().is_some_and(|extension| extension == "averment") {
            texts.push(fs::read_to_string(path)?);
        }
    }
    Ok(())
}

/// How long something takes each time, in nanoseconds.
fn repeated(passes: usize, mut work: impl FnMut()) -> Vec<u128> {
    let mut pass = || {
        let start = Instant::now();
        work();
        start.elapsed().as_nanos()
    };
    (0..passes).map(|_| pass()).collect()
}

/// What an edit costs: the file is cut into its items again, and the item with the new character is parsed again.
/// Characters are typed at the ends of prose lines all over the file, in each pass at so many places.
fn reparses(mut text: String, passes: usize) -> Vec<u128> {
    const PLACES: usize = 20;
    let sites: Vec<usize> = text.match_indices("\n    then ").map(|(start, found)| start + found.len()).collect();
    let step = (sites.len() / PLACES).max(1);
    let mut times = Vec::new();
    for _ in 0..passes {
        for offset in sites.iter().step_by(step) {
            text.insert(*offset, 'x');
            times.extend(repeated(1, || {
                let items: Vec<_> = split(&text).collect();
                let edited = items.partition_point(|item| usize::from(item.range.end()) <= *offset);
                black_box(parse_item(items[edited].text));
            }));
            text.remove(*offset);
        }
    }
    times
}

fn report(work: &str, bytes: usize, nanoseconds: &[u128]) -> io::Result<()> {
    let nanoseconds: Vec<u64> = nanoseconds.iter().map(|time| u64::try_from(*time).unwrap_or(u64::MAX)).collect();
    writeln!(io::stdout(), "{}", json!({ "work": work, "bytes": bytes, "nanoseconds": nanoseconds }))
}
