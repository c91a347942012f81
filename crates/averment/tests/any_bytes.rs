//! What must hold of any bytes from outside, of the specs of the tests, of the seeds of the fuzz targets, and of what random
//! damage makes of both: the same each time, for those who have no fuzzer at hand. `FUZZ=100` makes a hundred times as much of it.

#[path = "../../../fuzz/src/lib.rs"]
#[allow(unreachable_pub, reason = "it is the library of another package")]
mod properties;

use std::path::{Path, PathBuf};

use properties::PROPERTIES;

/// Into how many damaged ones each seed is turned.
const DAMAGED: usize = 6;

/// Bytes that mean something to one reader or another.
const PIECES: [&[u8]; 24] = [
    b"\0",
    b"\xff",
    b"\xe2\x82",
    b"\r",
    b"\r\n",
    b"\n\n",
    b"\xef\xbb\xbf",
    b"\"",
    b"'",
    b"{",
    b"}",
    b"[",
    b"]",
    b"=",
    b"%",
    b"%C3",
    b"://",
    b"..",
    b"Content-Length: 9\r\n\r\n",
    b"\\u0000",
    b"\xf0\x9f\xa6\x80",
    b"\x7f",
    b"-1",
    b"99999999999999999999",
];

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    /// A number below `sides`.
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn damage(&mut self, bytes: &mut Vec<u8>) {
        let start = self.roll(bytes.len() + 1);
        let end = (start + self.roll(40)).min(bytes.len());
        match self.roll(5) {
            0 => drop(bytes.drain(start..end)),
            1 => {
                let copy = bytes[start..end].to_vec();
                let place = self.roll(bytes.len() + 1);
                drop(bytes.splice(place..place, copy));
            }
            2 if start < bytes.len() => bytes[start] = self.roll(256) as u8,
            3 => bytes.truncate(end),
            _ => drop(bytes.splice(start..start, PIECES[self.roll(PIECES.len())].iter().copied())),
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|file| file.path()).collect();
    files.sort();
    files.into_iter().flat_map(|path| if path.is_dir() { self::files(&path) } else { vec![path] }).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What a property is tried on: seeds of its own, or the specs of the tests.
fn seeds(name: &str) -> Vec<Vec<u8>> {
    let own = files(&root().join("fuzz/seeds").join(name));
    let specs = files(&root().join("tests/specs")).into_iter();
    let specs = specs.filter(|path| path.extension().is_some_and(|extension| extension == "averment"));
    let paths = if own.is_empty() { specs.collect() } else { own };
    let read = |path: &PathBuf| std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    paths.iter().map(read).collect()
}

/// Says what the bytes were when something panics.
struct Tried<'a>(&'a str, &'a [u8]);

impl Drop for Tried<'_> {
    #[allow(clippy::print_stderr, reason = "a test that fails has nothing else to say it with")]
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("`{}` does not hold of b\"{}\"", self.0, self.1.escape_ascii());
        }
    }
}

#[track_caller]
fn holds(name: &str) {
    let (_, property) = PROPERTIES.iter().find(|(other, _)| *other == name).expect("a property of this name");
    let times = std::env::var("FUZZ").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    let seeds = seeds(name);
    // What grows on few seeds is grown further.
    let damaged = (DAMAGED * times).max(300 * times / seeds.len());
    for (number, seed) in seeds.iter().enumerate() {
        let mut dice = Dice(number as u64);
        let tried = Tried(name, seed);
        property(seed);
        drop(tried);
        for _ in 0..damaged {
            let mut bytes = seed.clone();
            for _ in 0..1 + dice.roll(5) {
                dice.damage(&mut bytes);
            }
            let _tried = Tried(name, &bytes);
            property(&bytes);
        }
    }
}

macro_rules! hold {
    ($($name:ident)*) => {
        $(#[test] fn $name() { holds(stringify!($name)); })*

        #[test]
        fn every_property_is_tried_and_has_a_target() {
            let tried = [$(stringify!($name)),*];
            assert_eq!(PROPERTIES.map(|(name, _)| name), tried);
            let manifest = std::fs::read_to_string(root().join("fuzz/Cargo.toml")).expect("the manifest of the targets");
            for name in tried {
                assert!(manifest.contains(&format!("\nname = \"{name}\"\n")), "{name}");
                assert!(root().join(format!("fuzz/fuzz_targets/{name}.rs")).is_file(), "{name}");
            }
        }
    };
}

hold!(changes check config format frames questions round_trip settings split_whole uri);
