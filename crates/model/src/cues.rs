//! Words in prose that hint at something a spec can be asked about. The only words of prose that mean anything to the
//! model: whatever else a clause says may change without a thought being given to it.

use averment_syntax::vocabulary::{CATEGORIES, Category, Key};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a word hints at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cue {
    /// A movement that not every hand can make: `drag`.
    Gesture(&'static str),
    /// What a step does to something it names: `submits` hints at `creates`.
    Verb(Key, &'static str),
    /// The same as a plain statement that somebody does it: `submits`, and neither `submitted` nor `submitting`.
    Does(Key, &'static str),
    /// The same as a plain statement that it is done: `submitted`.
    Done(Key, &'static str),
    /// That what the clause says is perhaps not so: `may`, `unless`, `not`.
    Hedge,
    /// That somebody does it with a hand: `presses`.
    Hand,
    /// A category of edge cases: `twice` hints at `duplicate`.
    Category(Category, &'static str),
    /// A language or a market: `German`.
    Language(&'static str),
    /// That somebody who waits sees something meanwhile: `progress`.
    Progress,
    /// That somebody is known to be signed in.
    SignedIn,
}

const GESTURES: [&str; 6] = ["drag", "swipe", "hover", "pinch", "shake", "double-tap"];

const PROGRESS: [&str; 5] = ["progress", "spinner", "percentage", "loading", "indicator"];

/// What the verbs of steps suggest. Closed on purpose: a verb that may mean two things is not in it.
const VERBS: [(Key, &[&str]); 11] = [
    (Key::Creates, &["add", "submit", "register", "export", "download", "print"]),
    (Key::Reads, &["open", "see", "list", "view"]),
    (Key::Searches, &["find", "filter", "search"]),
    (Key::Updates, &["edit", "rename", "assign", "change"]),
    (Key::Deletes, &["remove", "clear", "delete"]),
    (Key::Charges, &["pay", "renew", "checkout", "charge"]),
    (Key::Refunds, &["refund"]),
    (Key::Notifies, &["send", "invite", "remind", "notify"]),
    (Key::Asks, &["upload", "import", "enter", "type"]),
    (Key::Moves, &["approve", "cancel", "ship", "reject", "archive", "close"]),
    (Key::Shows, &["show", "display"]),
];

/// The verbs among them that change something and can hardly be read as nouns, for what reads a sentence from them.
const PLAIN_VERBS: [&str; 18] = [
    "add", "submit", "register", "edit", "rename", "assign", "remove", "delete", "pay", "refund", "send", "invite",
    "remind", "notify", "approve", "cancel", "reject", "archive",
];

/// Forms that no ending makes.
const IRREGULAR: [(&str, &[&str]); 5] =
    [("send", &["sent"]), ("pay", &["paid"]), ("show", &["shown"]), ("see", &["seen"]), ("find", &["found"])];

const HEDGES: [&str; 17] = [
    "can", "cannot", "could", "may", "might", "must", "should", "would", "not", "never", "no", "nothing", "nobody",
    "unless", "without", "until", "already",
];

const HANDS: [&str; 9] = ["press", "click", "tap", "enter", "type", "choose", "select", "mark", "tick"];

/// Words of everyday language that name an edge case, besides the aliases of its category.
const PLAIN: [(Category, &[&str]); 26] = [
    (Category::Empty, &["no", "nothing", "without"]),
    (Category::Large, &["large", "larger", "huge", "many", "million"]),
    (Category::Boundary, &["exactly", "maximum", "minimum", "rounded", "exceed"]),
    (Category::Missing, &["blank", "absent", "unset"]),
    (Category::InvalidInput, &["invalid", "malformed", "wrong", "mistyped", "typo"]),
    (Category::SpecialCharacters, &["comma", "quote", "emoji", "accent", "umlaut", "character"]),
    (Category::Duplicate, &["twice", "again", "already", "double"]),
    (Category::Order, &["sorted", "order", "tie"]),
    (Category::Migration, &["existing", "migrated", "legacy"]),
    (Category::Calendar, &["midnight", "timezone", "leap", "summer"]),
    (Category::Expired, &["expire", "expired", "expires", "late", "overdue"]),
    (Category::Stale, &["stale", "outdated", "meanwhile", "changed"]),
    (Category::Concurrent, &["simultaneously", "concurrently", "both", "moment"]),
    (Category::Interrupted, &["closes", "leaves", "interrupted", "abandons", "reload", "crash", "breaks"]),
    (Category::WrongState, &["cancelled", "archived", "locked"]),
    (Category::Undo, &["undo", "revert", "withdraw"]),
    (Category::Orphaned, &["deleted", "removed", "gone"]),
    (Category::Unavailable, &["down", "unreachable", "unavailable", "outage", "fails"]),
    (Category::Timeout, &["timeout", "slow", "late"]),
    (Category::PartialFailure, &["partially", "some", "rest"]),
    (Category::Offline, &["offline", "network", "connection", "tunnel"]),
    (Category::RateLimit, &["often", "limit", "flood", "attempts"]),
    (Category::Permission, &["right", "permission", "allowed", "forbidden", "stranger", "else", "another"]),
    (Category::SignedOut, &["signed-out", "anonymous", "logged"]),
    (Category::Retention, &["kept", "erased", "retention"]),
    (Category::Audit, &["log", "recorded", "trail"]),
];

const LANGUAGES: [&str; 16] = [
    "Arabic",
    "Chinese",
    "Danish",
    "Dutch",
    "English",
    "French",
    "German",
    "Hebrew",
    "Hindi",
    "Italian",
    "Japanese",
    "Korean",
    "Polish",
    "Portuguese",
    "Spanish",
    "Turkish",
];

/// Every cue by every form of its word, so that a word of prose is looked up once.
static CUES: LazyLock<FxHashMap<String, Vec<Cue>>> = LazyLock::new(|| {
    let mut cues: FxHashMap<String, Vec<Cue>> = FxHashMap::default();
    let mut add = |word: &str, cue: Cue| {
        for form in forms(word) {
            let known = cues.entry(form).or_default();
            if !known.contains(&cue) {
                known.push(cue);
            }
        }
    };
    GESTURES.iter().for_each(|word| add(word, Cue::Gesture(word)));
    for (key, words) in VERBS {
        words.iter().for_each(|word| add(word, Cue::Verb(key, word)));
    }
    HANDS.iter().for_each(|word| add(word, Cue::Hand));
    for data in &CATEGORIES {
        for word in [data.word].iter().chain(data.aliases) {
            add(word, Cue::Category(data.category, word));
        }
    }
    for (category, words) in PLAIN {
        words.iter().for_each(|word| add(word, Cue::Category(category, word)));
    }
    LANGUAGES.iter().for_each(|word| add(word, Cue::Language(word)));
    add("signed-in", Cue::SignedIn);
    PROGRESS.iter().for_each(|word| add(word, Cue::Progress));
    let mut add_form = |form: String, cue: Cue| cues.entry(form).or_default().push(cue);
    HEDGES.iter().for_each(|word| add_form((*word).to_owned(), Cue::Hedge));
    for (key, words) in VERBS {
        for word in words.iter().filter(|word| PLAIN_VERBS.contains(word)) {
            for form in forms(word) {
                let done = form.ends_with("ed") || irregular(word).contains(&form.as_str());
                if form.ends_with('s') {
                    add_form(form, Cue::Does(key, word));
                } else if done {
                    add_form(form, Cue::Done(key, word));
                }
            }
        }
    }
    cues
});

fn irregular(word: &str) -> &'static [&'static str] {
    IRREGULAR.iter().find(|(known, _)| *known == word).map_or(&[], |(_, forms)| forms)
}

/// The forms of a word: `submit`, `submits`, `submitted`, `submitting`.
fn forms(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned()];
    forms.extend(irregular(word).iter().map(ToString::to_string));
    let endings: &[&str] = if word.ends_with('e') { &["s", "d"] } else { &["s", "es", "ed", "ing"] };
    forms.extend(endings.iter().map(|ending| format!("{word}{ending}")));
    if let Some(stem) = word.strip_suffix('e') {
        forms.push(format!("{stem}ing"));
    }
    if let Some(stem) = word.strip_suffix('y') {
        forms.push(format!("{stem}ies"));
        forms.push(format!("{stem}ied"));
    }
    if let Some(last) = word.chars().last().filter(|last| last.is_ascii_lowercase() && !"aeiouy".contains(*last)) {
        forms.extend(["ed", "ing"].map(|ending| format!("{word}{last}{ending}")));
    }
    forms
}

/// What a word of prose hints at, in whatever form it stands there.
pub fn cues_of(word: &str) -> &'static [Cue] {
    let find = |word: &str| CUES.get(word).map(Vec::as_slice);
    if let Some(cues) = find(word) {
        return cues;
    }
    let capital = word.bytes().any(|byte| byte.is_ascii_uppercase());
    if capital { find(&word.to_lowercase()).unwrap_or_default() } else { &[] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_in_every_form() {
        for word in ["submit", "submits", "Submitted", "submitting"] {
            assert!(cues_of(word).contains(&Cue::Verb(Key::Creates, "submit")), "{word}");
        }
        assert!(cues_of("submits").contains(&Cue::Does(Key::Creates, "submit")));
        assert!(!cues_of("submitted").contains(&Cue::Does(Key::Creates, "submit")));
        assert!(cues_of("cancelled").contains(&Cue::Done(Key::Moves, "cancel")));
        assert!(cues_of("sent").contains(&Cue::Done(Key::Notifies, "send")));
        assert!(cues_of("dragged").contains(&Cue::Gesture("drag")));
        assert!(cues_of("twice").contains(&Cue::Category(Category::Duplicate, "twice")));
        assert!(cues_of("German").contains(&Cue::Language("German")));
        assert_eq!(cues_of("the"), []);
        assert_eq!(cues_of(""), []);
    }
}
