//! What an editor is offered leaves specs that are as sound as before: every fix, every code action and a new name for
//! everything that has one, applied one at a time all over `tests/specs`.
//!
//! What a word of prose is offered is much alike, so some words are tried; all of them with `AVERMENT_EVERY_WORD=1`, which takes
//! some minutes.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use averment_ide::{
    Analysis, AnalysisHost, Change, FileChange, FilePosition, FileRange, FileText, Severity, SourceEdit, SourceFile,
    TextRange, TextSize, TokenModifier,
};
use camino::{Utf8Path, Utf8PathBuf};
use rustc_hash::FxHashSet;

/// What code actions that leave out a word of the author's are called: they say so.
const TAKES_AWAY: [&str; 1] = ["write it on one line"];

/// One in so many words of prose is tried.
const EACH_WORD: usize = 20;

/// A folder of specs in a host of its own. Every file is open, as its text is changed and put back all the time.
struct Folder {
    host: AnalysisHost,
    files: Vec<(SourceFile, Utf8PathBuf, String)>,
}

/// What is wrong in a workspace, with how often.
type Findings = BTreeMap<String, usize>;

impl Folder {
    fn read(folder: &Utf8Path) -> Folder {
        let config = std::fs::read_to_string(folder.join("averment.toml")).ok();
        let root = Utf8PathBuf::from("/w");
        let mut texts = Vec::new();
        for entry in folder.read_dir_utf8().expect("a folder of specs").flatten() {
            if entry.path().extension() == Some("averment") {
                texts.push((root.join(entry.file_name()), std::fs::read_to_string(entry.path()).expect("a spec")));
            }
        }
        texts.sort();
        let mut host = AnalysisHost::new();
        let files = texts.iter().map(|(path, text)| FileChange { path: path.clone(), text: open(text) }).collect();
        host.apply(Change { roots: Some(vec![(root, config.map(Arc::from))]), files });
        let files = texts.into_iter().map(|(path, text)| (host.file(&path).expect("it was added"), path, text));
        Folder { files: files.collect(), host }
    }

    fn analysis(&self) -> Analysis {
        self.host.analysis()
    }

    /// What is wrong that no author leaves: errors, and what the language itself does not allow, however strict a status is.
    ///
    /// Questions are none of it: whether one is asked depends on what words say, and a name says other things than a word.
    fn errors(&self) -> Findings {
        let grave = |code: &str, severity| {
            let language = ["syntax/", "name/", "type/"].iter().any(|group| code.starts_with(group));
            (severity == Severity::Error || language) && !code.starts_with("edge/") && code != "name/unused"
        };
        self.findings(|code, severity, message| grave(code, severity).then(|| format!("{code}: {message}")))
    }

    fn findings(&self, name: impl Fn(&str, Severity, &str) -> Option<String>) -> Findings {
        let analysis = self.analysis();
        let mut findings = Findings::new();
        for (file, path, _) in &self.files {
            for found in analysis.diagnostics_without_fixes(*file).expect("nothing changes it") {
                if let Some(name) = name(found.code, found.severity, &found.message) {
                    *findings.entry(format!("{}: {name}", path.file_name().unwrap_or_default())).or_default() += 1;
                }
            }
        }
        findings
    }

    /// The files as an edit leaves them.
    fn after(&self, edit: &SourceEdit) -> Vec<(Utf8PathBuf, String)> {
        let changed = edit.files.iter().map(|(file, edits)| {
            let (_, path, text) = self.files.iter().find(|(other, ..)| other == file).expect("a file of the folder");
            let mut text = text.clone();
            let mut end = text.len();
            for edit in edits.iter().rev() {
                assert!(usize::from(edit.range.end()) <= end, "edits of one file do not overlap");
                end = edit.range.start().into();
                text.replace_range(std::ops::Range::<usize>::from(edit.range), &edit.text);
            }
            (path.clone(), text)
        });
        changed.collect()
    }

    /// Applies an edit, looks, and takes it back.
    fn with<T>(&mut self, edit: &SourceEdit, look: impl FnOnce(&Folder) -> T) -> T {
        let after = self.after(edit);
        let set = |path: &Utf8PathBuf, text: &str| FileChange { path: path.clone(), text: open(text) };
        let changes = after.iter().map(|(path, text)| set(path, text)).collect();
        self.host.apply(Change { roots: None, files: changes });
        let seen = look(self);
        let before = self.files.iter().filter(|(_, path, _)| after.iter().any(|(changed, _)| changed == path));
        let changes = before.map(|(_, path, text)| set(path, text)).collect();
        self.host.apply(Change { roots: None, files: changes });
        seen
    }

    /// A word that the author wrote and that an edit leaves nowhere, or less often: not as it was, and in no other word that
    /// the edit writes. What a `use` line brings in is nobody's word.
    fn lost(&self, edit: &SourceEdit) -> Option<String> {
        let after = self.after(edit);
        let changed = |path: &Utf8PathBuf| after.iter().any(|(changed, _)| changed == path);
        let before = self.files.iter().filter(|(_, path, _)| changed(path));
        let before = counted(before.map(|(_, _, text)| text.as_str()));
        let after = counted(after.iter().map(|(_, text)| text.as_str()));
        let times = |words: &Findings, word: &str| words.get(word).copied().unwrap_or(0);
        let is_kept = |lost: &str| {
            let lost = lost.to_lowercase();
            let mut new = after.iter().filter(|(word, count)| times(&before, word) < **count);
            new.any(|(word, _)| word.to_lowercase().contains(&lost))
        };
        before
            .iter()
            .find(|(word, count)| times(&after, word) < **count && !is_kept(word))
            .map(|(word, _)| word.clone())
    }

    /// Why an edit must not be offered; nothing where it may.
    fn harm(&mut self, before: &Findings, edit: &SourceEdit) -> Option<String> {
        let mut harm = String::new();
        for (path, text) in self.after(edit) {
            let (_, _, before) = self.files.iter().find(|(_, other, _)| *other == path).expect("a file of the folder");
            let once = averment_syntax::format::format(changed_items(before, &text));
            if averment_syntax::format::format(&once) != once {
                harm.push_str(&format!("  formatting {path} twice is not formatting it once\n"));
            }
        }
        let after = self.with(edit, |folder| folder.errors());
        for (finding, count) in after {
            if before.get(&finding).is_none_or(|before| *before < count) {
                harm.push_str(&format!("  {finding}\n"));
            }
        }
        (!harm.is_empty()).then_some(harm)
    }
}

/// The part of a text that holds every item an edit changed: what stands in column 0 begins one.
fn changed_items<'a>(before: &str, after: &'a str) -> &'a str {
    let begins = |line: &&str| line.starts_with(|c: char| !c.is_whitespace() && c != '}');
    let same = before.split_inclusive('\n').zip(after.split_inclusive('\n')).take_while(|(old, new)| old == new);
    let mut start = 0;
    let mut seen = 0;
    for (_, line) in same {
        if begins(&line) {
            start = seen;
        }
        seen += line.len();
    }
    let lines: Vec<&str> = after[start..].split_inclusive('\n').collect();
    let mut end = after.len();
    let mut left = after.len();
    for (old, new) in before.split_inclusive('\n').rev().zip(lines.into_iter().rev()) {
        if old != new {
            break;
        }
        left -= new.len();
        if begins(&new) {
            end = left;
        }
    }
    &after[start..end.max(start)]
}

fn open(text: &str) -> FileText {
    FileText::Open(Arc::from(text))
}

fn folders() -> Vec<Utf8PathBuf> {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/specs");
    let specs = Utf8PathBuf::from_path_buf(specs).expect("a path of the repository");
    let entries = specs.read_dir_utf8().expect("the specs").flatten();
    let mut folders: Vec<_> = entries.map(|entry| entry.into_path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    assert!(folders.len() > 10);
    folders
}

/// Runs a proof on every folder, on two threads, and says what it found.
fn everywhere(proof: impl Fn(&mut Folder) -> Vec<String> + Sync) {
    let folders = folders();
    let (proof, next) = (&proof, std::sync::atomic::AtomicUsize::new(0));
    let found: Vec<String> = std::thread::scope(|scope| {
        let work = || {
            let mut found = Vec::new();
            while let Some(folder) = folders.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
                let name = folder.file_name().unwrap_or_default();
                found.extend(proof(&mut Folder::read(folder)).into_iter().map(|harm| format!("{name}: {harm}")));
            }
            found
        };
        let (one, other) = (scope.spawn(work), scope.spawn(work));
        [one, other].into_iter().flat_map(|thread| thread.join().expect("the proof does not panic")).collect()
    });
    assert!(found.is_empty(), "{} edits do harm:\n{}", found.len(), found.join("\n"));
}

/// The words of a text.
fn words(text: &str) -> Vec<TextRange> {
    let mut words: Vec<TextRange> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric() || matches!(c, '_' | '-' | '{' | '}')) {
        let range = TextRange::at((at as u32).into(), (c.len_utf8() as u32).into());
        match words.last_mut().filter(|last| last.end() == range.start()) {
            Some(last) => *last = last.cover(range),
            None => words.push(range),
        }
    }
    words
}

fn place(text: &str, at: TextSize) -> String {
    let before = &text[..usize::from(at)];
    format!("{}:{}", before.matches('\n').count() + 1, before.len() - before.rfind('\n').map_or(0, |i| i + 1) + 1)
}

/// How often each word is in some texts, outside what they use. A name in brackets is a part of its word.
fn counted<'t>(texts: impl Iterator<Item = &'t str>) -> Findings {
    let mut counts = Findings::new();
    for text in texts {
        let mut in_use = false;
        for line in text.lines() {
            in_use |= line.starts_with("use ");
            if !in_use {
                let line = line.replace(['[', ']', '-'], "");
                words(&line).into_iter().for_each(|word| *counts.entry(line[word].to_owned()).or_default() += 1);
            }
            // A list may go on over several lines.
            in_use &= line.contains('{') && !line.contains('}') || !line.starts_with("use ") && !line.contains('}');
        }
    }
    counts
}

/// One in so many, or all of them.
fn one_in(each: usize) -> impl FnMut() -> bool {
    let each = if std::env::var_os("AVERMENT_EVERY_WORD").is_some() { 1 } else { each };
    let mut count = 0;
    move || {
        count += 1;
        count % each == 0
    }
}

#[test]
fn no_fix_makes_a_new_error() {
    everywhere(|folder| {
        let before = folder.errors();
        let mut found = Vec::new();
        for (file, path, text) in folder.files.clone() {
            let all = FileRange { file, range: TextRange::up_to((text.len() as u32).into()) };
            let actions = folder.analysis().code_actions(all).expect("nothing changes it");
            for action in actions {
                if let Some(harm) = folder.harm(&before, &action.edit) {
                    let answered = action.answers.expect("a fix answers a finding");
                    let at = place(&text, answered.range.start());
                    found.push(format!("{path}:{at}: {}: `{}`\n{harm}", answered.code, action.label));
                }
            }
            let edit = folder.analysis().fix_all(file).expect("nothing changes it");
            found.extend(folder.harm(&before, &edit).map(|harm| format!("{path}: fix all\n{harm}")));
        }
        found
    });
}

#[test]
fn no_code_action_makes_a_new_error() {
    let offered = std::sync::Mutex::new(std::collections::BTreeSet::new());
    everywhere(|folder| {
        let before = folder.errors();
        // Everything is asked before anything is applied: each edit costs what it changes to be read again.
        let (mut edits, mut tried, mut in_prose) = (Vec::new(), FxHashSet::default(), one_in(EACH_WORD));
        let mut found = Vec::new();
        for (file, path, text) in folder.files.clone() {
            let (words, mut selected) = (words(&text), one_in(EACH_WORD));
            let two = words.windows(2).map(|two| two[0].cover(two[1])).filter(|_| selected()).collect::<Vec<_>>();
            for range in words.into_iter().chain(two) {
                let at = FileRange { file, range };
                let actions = folder.analysis().assists(at, |_| true).expect("nothing changes it");
                for action in actions {
                    let label = action.label;
                    offered.lock().expect("no thread panics").insert(format!("{:?}", action.kind));
                    // What every word of prose is offered.
                    let of_a_word = ["declare ", "make it an open", "link "].iter().any(|word| label.starts_with(word));
                    let mut is_new = || tried.insert(format!("{:?}{:?}", action.kind, action.edit));
                    if if of_a_word { in_prose() } else { is_new() } {
                        let at = format!("{path}:{}: `{label}`", place(&text, range.start()));
                        let says_so = TAKES_AWAY.iter().any(|said| label.starts_with(said));
                        let lost = folder.lost(&action.edit).filter(|_| !says_so);
                        found.extend(lost.map(|lost| format!("{at} loses `{lost}`")));
                        edits.push((at, action.edit));
                    }
                }
            }
        }
        let harm = |(at, edit)| Some(format!("{at}\n{}", folder.harm(&before, &edit)?));
        found.extend(edits.into_iter().filter_map(harm));
        found
    });
    let offered = offered.into_inner().expect("no thread panics");
    // No field of these specs is just one of an enumeration, which is what is inlined.
    assert_eq!(offered.into_iter().collect::<Vec<_>>(), ["Extract", "Move", "OrganizeUses", "Rewrite"]);
}

#[test]
fn another_name_changes_no_finding() {
    everywhere(|folder| {
        // Messages hold the name, so what is wrong is told by its code. Questions are asked by what a name says, too.
        let codes =
            |folder: &Folder| folder.findings(|code, _, _| (!code.starts_with("edge/")).then(|| code.to_owned()));
        let before = codes(folder);
        let mut found = Vec::new();
        for (file, path, text) in folder.files.clone() {
            let tokens = folder.analysis().semantic_tokens(file, None).expect("nothing changes it");
            let names = tokens.into_iter().filter(|token| token.modifiers.has(TokenModifier::Declaration));
            for token in names {
                let old = &text[std::ops::Range::<usize>::from(token.range)];
                let upper = old.chars().next().is_some_and(char::is_uppercase);
                let new = if upper { "AnotherName" } else { "another_name" };
                let at = FilePosition { file, offset: token.range.start() };
                let edit = folder.analysis().rename(at, new).expect("nothing changes it");
                let harm = match edit {
                    Err(reason) => Some(format!("  refused: {reason}\n")),
                    Ok(edit) => {
                        let after = folder.with(&edit, codes);
                        (after != before).then(|| difference(&before, &after))
                    }
                };
                found.extend(harm.map(|harm| format!("{path}:{}: `{old}`\n{harm}", place(&text, token.range.start()))));
            }
        }
        found
    });
}

fn difference(before: &Findings, after: &Findings) -> String {
    let names: std::collections::BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let count = |findings: &Findings, name: &String| findings.get(name).copied().unwrap_or(0);
    let differ = names.into_iter().filter(|name| count(before, name) != count(after, name));
    differ.map(|name| format!("  {name}: {} before, {} after\n", count(before, name), count(after, name))).collect()
}
