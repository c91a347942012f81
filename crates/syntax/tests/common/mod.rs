//! What the tests of this crate share.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::path::{Path, PathBuf};

/// The example specs of the repository.
pub fn specs() -> Vec<(PathBuf, String)> {
    fn collect(folder: &Path, specs: &mut Vec<(PathBuf, String)>) {
        for entry in std::fs::read_dir(folder).expect("the folder of the example specs").flatten() {
            let path = entry.path();
            if path.is_dir() {
                collect(&path, specs);
            } else if path.extension().is_some_and(|extension| extension == "averment") {
                specs.push((path.clone(), std::fs::read_to_string(&path).expect("an example spec")));
            }
        }
    }
    let mut specs = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/specs"), &mut specs);
    specs.sort();
    assert!(!specs.is_empty());
    specs
}
