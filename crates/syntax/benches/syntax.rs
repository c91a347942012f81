//! How fast text becomes tokens, a tree and well-formed text: `cargo bench --package averment-syntax`.

use std::path::{Path, PathBuf};

use averment_syntax::{format, lexer, parse_file, parse_item, split};
use divan::counter::BytesCount;
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

/// About how long the text of the benchmarks is.
const SIZE: usize = 1 << 20;

fn specs(folder: &Path, texts: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            specs(&path, texts);
        } else if path.extension().is_some_and(|extension| extension == "averment")
            && let Ok(text) = std::fs::read_to_string(&path)
        {
            texts.push((path, text));
        }
    }
}

/// The example specs, again and again.
fn text() -> String {
    let mut texts = Vec::new();
    specs(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/specs"), &mut texts);
    texts.sort();
    assert!(!texts.is_empty(), "there are example specs");
    texts
        .iter()
        .map(|(_, text)| text.as_str())
        .cycle()
        .scan(0, |size, text| {
            *size += text.len();
            (*size < SIZE).then_some(text)
        })
        .collect()
}

#[divan::bench]
fn lex(bencher: Bencher<'_, '_>) {
    let text = text();
    bencher.counter(BytesCount::of_str(&text)).bench(|| lexer::lex(black_box(&text)));
}

#[divan::bench]
fn split_items(bencher: Bencher<'_, '_>) {
    let text = text();
    bencher.counter(BytesCount::of_str(&text)).bench(|| split(black_box(&text)).count());
}

#[divan::bench]
fn parse(bencher: Bencher<'_, '_>) {
    let text = text();
    bencher.counter(BytesCount::of_str(&text)).bench(|| parse_file(black_box(&text)));
}

/// One character is typed into the longest item of a file of realistic length: the file is split again, and that item
/// is parsed again.
#[divan::bench]
fn reparse_after_a_character(bencher: Bencher<'_, '_>) {
    let text = text();
    let text = &text[..text[..16 << 10].rfind("\nspec ").unwrap_or(0)];
    let longest = split(text).max_by_key(|item| item.text.len()).map(|item| item.range);
    let at = longest.map_or(0, |range| usize::from(range.start()) + usize::from(range.len()) / 2);
    let at = (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let edited = format!("{}x{}", &text[..at], &text[at..]);
    bencher.counter(BytesCount::of_str(&edited)).bench(|| {
        let items: Vec<_> = split(black_box(&edited)).collect();
        let item = items.iter().find(|item| usize::from(item.range.end()) > at);
        item.map(|item| parse_item(item.text))
    });
}

#[divan::bench]
fn format_text(bencher: Bencher<'_, '_>) {
    let text = text();
    bencher.counter(BytesCount::of_str(&text)).bench(|| format::edits(black_box(&text)));
}
