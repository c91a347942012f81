//! The conventional names of `names.toml`, with those a workspace adds.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Lists of names, by what they mean.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names(FxHashMap<String, Vec<String>>);

static CONVENTIONAL: LazyLock<Names> = LazyLock::new(|| {
    // The file is part of this crate, and a test reads it.
    Names(toml::from_str(include_str!("names.toml")).unwrap_or_default())
});

/// The meanings a name may have: the keys of `names.toml`.
pub(crate) fn meanings() -> Vec<&'static str> {
    let mut meanings: Vec<_> = CONVENTIONAL.0.keys().map(String::as_str).collect();
    meanings.sort_unstable();
    meanings
}

impl Names {
    /// Names that a workspace adds, by what they mean.
    pub(crate) fn add(&mut self, meaning: &str, names: impl IntoIterator<Item = String>) {
        self.0.entry(meaning.to_owned()).or_default().extend(names);
    }

    /// Whether a name has a meaning by convention, or because the workspace says so.
    pub(crate) fn means(&self, meaning: &str, name: &str) -> bool {
        debug_assert!(CONVENTIONAL.0.contains_key(meaning), "`names.toml` has no `{meaning}`");
        #[cfg(test)]
        if tests::is_forgotten(meaning) {
            return false;
        }
        let name = super::english::words(name).replace(' ', "_").to_lowercase();
        let lists = [CONVENTIONAL.0.get(meaning), self.0.get(meaning)];
        let means = lists.into_iter().flatten().flatten().any(|pattern| matches(pattern, &name));
        #[cfg(test)]
        tests::note(meaning, means);
        means
    }
}

fn matches(pattern: &str, name: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(ending), _) => name.len() > ending.len() && name.ends_with(ending),
        (_, Some(start)) => name.len() > start.len() && name.starts_with(start),
        _ => name == pattern,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    thread_local! {
        static FORGOTTEN: std::cell::Cell<Option<&'static str>> = const { std::cell::Cell::new(None) };
        static NOTED: std::cell::RefCell<Vec<String>> = const { std::cell::RefCell::new(Vec::new()) };
    }

    pub(super) fn note(meaning: &str, means: bool) {
        NOTED.with_borrow_mut(|noted| {
            if means && !noted.iter().any(|other| other == meaning) {
                noted.push(meaning.to_owned());
            }
        });
    }

    /// Does something, and says as well which meanings names had meanwhile.
    pub(in crate::edges) fn noting<T>(then: impl FnOnce() -> T) -> (T, Vec<String>) {
        NOTED.take();
        let result = then();
        (result, NOTED.take())
    }

    /// Does something as if no name had a meaning by convention.
    pub(in crate::edges) fn without<T>(meaning: &'static str, then: impl FnOnce() -> T) -> T {
        FORGOTTEN.set(Some(meaning));
        let result = then();
        FORGOTTEN.set(None);
        result
    }

    pub(super) fn is_forgotten(meaning: &str) -> bool {
        FORGOTTEN.get() == Some(meaning)
    }

    #[test]
    fn the_list_is_read() {
        assert!(meanings().contains(&"ends"));
        let names = Names::default();
        for name in ["expires_at", "valid_until", "due_date", "trial_end"] {
            assert!(names.means("ends", name), "{name}");
        }
        for name in ["friend", "spending", "untilled", "created_at"] {
            assert!(!names.means("ends", name), "{name}");
        }
        assert!(names.means("admins", "TeamOwner"));
    }

    #[test]
    fn a_workspace_adds_to_it() {
        let mut names = Names::default();
        names.add("ends", ["goes_stale_*".to_owned()]);
        assert!(names.means("ends", "goes_stale_on"));
    }
}
