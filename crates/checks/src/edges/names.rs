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
        let name = super::english::words(name).replace(' ', "_").to_lowercase();
        let lists = [CONVENTIONAL.0.get(meaning), self.0.get(meaning)];
        lists.into_iter().flatten().flatten().any(|pattern| matches(pattern, &name))
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
mod tests {
    use super::*;

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
