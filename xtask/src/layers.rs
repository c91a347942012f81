//! The arrows of `ARCHITECTURE.md`, held against the manifests.

use std::collections::BTreeSet;

/// What each crate may depend on of ours, and what it must never depend on of others.
const LAYERS: [(&str, &[&str], &[&str]); 7] = [
    ("syntax", &[], &["salsa", "tokio", "tower-lsp", "serde_json", "toml"]),
    ("model", &["syntax"], &["tokio", "tower-lsp", "serde_json", "ignore", "clap"]),
    ("checks", &["syntax", "model"], &["tokio", "tower-lsp", "serde_json", "ignore", "clap"]),
    ("ide", &["syntax", "model", "checks"], &["tokio", "tower-lsp", "serde_json", "ignore", "clap"]),
    ("vfs", &["syntax"], &["salsa", "tokio", "tower-lsp", "clap"]),
    ("server", &["syntax", "ide", "vfs"], &["salsa", "clap", "annotate-snippets"]),
    ("averment", &["syntax", "ide", "vfs", "server"], &["salsa", "tower-lsp", "tokio"]),
];

fn dependencies(name: &str) -> BTreeSet<String> {
    let path = crate::root().join("crates").join(name).join("Cargo.toml");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let manifest: toml::Table = text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let table = manifest.get("dependencies").and_then(toml::Value::as_table);
    table.into_iter().flatten().map(|(name, _)| name.clone()).collect()
}

#[test]
fn arrows_run_one_way() {
    for (name, ours, never) in LAYERS {
        for dependency in dependencies(name) {
            if let Some(other) = dependency.strip_prefix("averment-") {
                assert!(ours.contains(&other), "crates/{name} must not depend on crates/{other}");
            }
            assert!(!never.contains(&dependency.as_str()), "crates/{name} must not depend on {dependency}");
        }
    }
}

#[test]
fn every_crate_has_its_layer() {
    let folders = std::fs::read_dir(crate::root().join("crates")).expect("the crates").flatten();
    let folders: BTreeSet<_> = folders.map(|folder| folder.file_name().to_string_lossy().into_owned()).collect();
    let layers: BTreeSet<_> = LAYERS.iter().map(|(name, ..)| (*name).to_owned()).collect();
    assert_eq!(folders, layers, "a crate without a layer: add it to LAYERS and to ARCHITECTURE.md");
}
