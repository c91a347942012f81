//! One file being written: its module, what it uses, and its text.

use std::collections::{BTreeMap, BTreeSet};

use super::random::Random;

/// The full name of a declaration.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    pub(super) module: String,
    pub(super) name: String,
}

impl Name {
    pub(super) fn new(module: &str, name: impl Into<String>) -> Self {
        Self { module: module.to_owned(), name: name.into() }
    }
}

/// A file of one module. Its `use` lines are those that its text needs.
pub(super) struct ModuleFile {
    /// Where the file stands in the workspace.
    path: String,
    module: String,
    uses: BTreeMap<String, BTreeSet<String>>,
    /// How each declaration is written in this file: once decided, it stays.
    spellings: BTreeMap<Name, String>,
    /// The file's own source of variety.
    pub(super) random: Random,
    text: String,
}

impl ModuleFile {
    pub(super) fn new(seed: u64, path: String, module: &str) -> Self {
        let random = Random::new(seed, &path);
        let (uses, spellings) = Default::default();
        Self { path, module: module.to_owned(), uses, spellings, random, text: String::new() }
    }

    /// How a declaration is written in this file: by its name, with a `use` where it stands in another module, or now
    /// and then by its full path.
    pub(super) fn spell(&mut self, name: &Name) -> String {
        if let Some(spelling) = self.spellings.get(name) {
            return spelling.clone();
        }
        let taken = || self.spellings.values().any(|spelling| *spelling == name.name);
        let spelling = if name.module == self.module {
            name.name.clone()
        } else if self.random.one_in(12) || taken() {
            format!("{}.{}", name.module, name.name)
        } else {
            self.uses.entry(name.module.clone()).or_default().insert(name.name.clone());
            name.name.clone()
        };
        self.spellings.insert(name.clone(), spelling.clone());
        spelling
    }

    /// Adds top-level declarations, apart from what is there by a blank line.
    pub(super) fn push(&mut self, declarations: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(declarations.trim_end());
        self.text.push('\n');
    }

    /// How many lines the file has so far.
    pub(super) fn lines(&self) -> usize {
        let uses = if self.uses.is_empty() { 0 } else { self.uses.len() + 1 };
        2 + uses + self.text.lines().count()
    }

    /// The path and the text of the file.
    pub(super) fn finish(self) -> (String, String) {
        let mut text = format!("module {}\n\n", self.module);
        for (module, names) in &self.uses {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            text.push_str(&format!("use {module}.{{{}}}\n", names.join(", ")));
        }
        if !self.uses.is_empty() {
            text.push('\n');
        }
        text.push_str(&self.text);
        (self.path, text)
    }
}
