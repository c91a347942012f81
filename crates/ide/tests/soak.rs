//! Every question there is, about specs that were cut, doubled and sprinkled with anything: nothing panics, whatever is
//! answered lies within the text, and a host that saw every edit says what one says that saw only the last.
//!
//! The same cases every time. `SOAK=200 cargo test -p averment-ide --test soak` asks 200 times as much, of other cases.

use std::fmt::Debug;
use std::sync::Arc;

use averment_ide::{
    ActionKind, Analysis, AnalysisHost, Change, CodeAction, CompletionOptions, Day, DocumentSymbol, FileChange,
    FilePosition, FileRange, FileText, NavigationTarget, SourceEdit, SourceFile, TYPED, TextEdit, TextRange, TextSize,
};
use camino::Utf8PathBuf;

/// How many mutilated texts there are of each folder of specs, and how many places are asked about in each.
const CASES: usize = 8;
const PLACES: usize = 8;

/// What may get into a text: what means something, what means something elsewhere, and what means nothing.
const PIECES: [&str; 36] = [
    " ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "\"",
    "`",
    "|",
    "//",
    "///",
    "..",
    "->",
    "==",
    ":",
    ",",
    "@",
    "5 min",
    "99999999999999999999",
    "2026-13-45",
    "🦀",
    "é\u{301}",
    "\u{0}",
    "\u{feff}",
    "\u{2028}",
    "spec",
    "use ",
    "\n  step ",
    "\n  moves status ",
    "\n| a | b |\n|---|\n",
    "\nedge empty on ",
];

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    /// A number below `sides`.
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    /// A place between two characters of a text.
    fn place(&mut self, text: &str) -> usize {
        let mut place = self.roll(text.len() + 1);
        while !text.is_char_boundary(place) {
            place -= 1;
        }
        place
    }

    /// A stretch of a text, most often a short one.
    fn stretch(&mut self, text: &str) -> std::ops::Range<usize> {
        let (start, most) = (self.place(text), [8, 8, 60, 2_000][self.roll(4)]);
        let mut end = (start + self.roll(most)).min(text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        start..end
    }

    /// Damages a text; `other` is what may be pasted into it.
    fn mutilate(&mut self, text: &mut String, other: &str) {
        let stretch = self.stretch(text);
        match self.roll(7) {
            0 | 1 => text.replace_range(stretch, ""),
            2 => {
                let copy = text[stretch].to_owned();
                let place = self.place(text);
                text.insert_str(place, &copy);
            }
            3 => text.truncate(stretch.end),
            4 => text.insert_str(stretch.start, &other[self.stretch(other)]),
            _ => {
                let piece = PIECES[self.roll(PIECES.len())];
                text.replace_range(stretch.start..stretch.start, piece);
            }
        }
    }
}

/// A workspace and what its files hold.
struct Specs {
    root: Option<Arc<str>>,
    files: Vec<(Utf8PathBuf, String)>,
}

impl Specs {
    /// Every folder of the specs of the tests.
    fn all() -> Vec<(String, Specs)> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/specs");
        let folders = std::fs::read_dir(folder).expect("the specs of the tests").flatten();
        let mut folders: Vec<_> = folders.map(|folder| folder.path()).filter(|path| path.is_dir()).collect();
        folders.sort();
        let name = |path: &std::path::Path| path.file_name().expect("a name").to_string_lossy().into_owned();
        let specs = |folder: &std::path::PathBuf| {
            let files = std::fs::read_dir(folder).expect("a folder").flatten().map(|file| file.path());
            let mut files: Vec<_> = files.filter(|path| path.extension().is_some_and(|e| e == "averment")).collect();
            files.sort();
            let read = |path: &std::path::PathBuf| {
                (Utf8PathBuf::from("/w").join(name(path)), std::fs::read_to_string(path).expect("a text"))
            };
            let root = std::fs::read_to_string(folder.join("averment.toml")).ok().map(Arc::from);
            Specs { root, files: files.iter().map(read).collect() }
        };
        folders.iter().map(|folder| (name(folder), specs(folder))).collect()
    }

    fn host(&self) -> AnalysisHost {
        let mut host = AnalysisHost::new();
        let files = self.files.iter();
        let files =
            files.map(|(path, text)| FileChange { path: path.clone(), text: FileText::Open(text.as_str().into()) });
        host.apply(Change { roots: Some(vec![("/w".into(), self.root.clone())]), files: files.collect() });
        host
    }
}

/// A snapshot with the means to tell whether an answer is one.
struct Asked<'a> {
    analysis: &'a Analysis,
    file: SourceFile,
    text: Arc<str>,
}

impl Asked<'_> {
    fn text(&self, file: SourceFile) -> Arc<str> {
        if file == self.file { self.text.clone() } else { self.analysis.text(file).expect("nothing cancels here") }
    }

    #[track_caller]
    fn inside(&self, at: FileRange) {
        let text = self.text(at.file);
        assert!(text.get(std::ops::Range::<usize>::from(at.range)).is_some(), "{:?} of {}", at.range, text.len());
    }

    #[track_caller]
    fn here(&self, range: TextRange) {
        self.inside(FileRange { file: self.file, range });
    }

    /// Whatever an answer holds, at any depth, that names a file and a stretch of it.
    #[track_caller]
    fn ranges(&self, answer: &impl Debug) {
        let text = format!("{answer:?}");
        for part in text.split("FileRange { file: ").skip(1) {
            let (file, rest) = part.split_once(", range: ").expect("the fields of a range");
            let (range, _) = rest.split_once(' ').expect("the end of a range");
            let (start, end) = range.split_once("..").expect("two ends");
            let offset = |text: &str| TextSize::new(text.parse().expect("a number"));
            let range = TextRange::new(offset(start), offset(end));
            let all = self.analysis.workspaces().expect("nothing cancels here").into_iter();
            let mut all = all.flat_map(|workspace| self.analysis.files(workspace).expect("nothing cancels here"));
            let file = all.find(|other| format!("{other:?}") == file).expect("a file of the workspace");
            self.inside(FileRange { file, range });
        }
    }

    #[track_caller]
    fn edits(&self, file: SourceFile, edits: &[TextEdit]) {
        let mut last = TextSize::new(0);
        for edit in edits {
            self.inside(FileRange { file, range: edit.range });
            assert!(edit.range.start() >= last, "edits overlap or are out of order: {edits:?}");
            last = edit.range.end();
        }
    }

    #[track_caller]
    fn edit(&self, edit: &SourceEdit) {
        for (file, edits) in &edit.files {
            self.edits(*file, edits);
        }
    }

    #[track_caller]
    fn targets(&self, targets: &[NavigationTarget]) {
        for target in targets {
            self.inside(FileRange { file: target.file, range: target.range });
            self.inside(FileRange { file: target.file, range: target.focus });
            assert!(target.range.contains_range(target.focus), "{target:?}");
        }
    }

    #[track_caller]
    fn symbols(&self, symbols: &[DocumentSymbol]) {
        for symbol in symbols {
            self.here(symbol.range);
            assert!(symbol.range.contains_range(symbol.focus), "{symbol:?}");
            self.symbols(&symbol.children);
        }
    }

    #[track_caller]
    fn actions(&self, actions: &[CodeAction]) {
        for action in actions {
            self.edit(&action.edit);
        }
    }

    /// Everything that is asked about a whole file.
    fn whole(&self, range: TextRange) -> averment_ide::Cancellable<()> {
        let (analysis, file) = (self.analysis, self.file);
        let workspace = analysis.workspace(file)?;
        analysis.prepare(workspace)?;
        analysis.read(file)?;
        for diagnostic in analysis.diagnostics(file)? {
            self.here(diagnostic.range);
            diagnostic.related.iter().for_each(|related| self.inside(related.at));
            diagnostic.fixes.iter().for_each(|fix| self.edit(&fix.edit));
        }
        self.edit(&analysis.fix_all(file)?);
        for review in analysis.edge_cases(file)? {
            self.here(review.range);
            review.raised.iter().for_each(|question| self.here(question.range));
            for question in &review.open {
                self.here(question.range);
                question.evidence.iter().for_each(|evidence| self.inside(evidence.at));
                question.fixes.iter().for_each(|fix| self.edit(&fix.edit));
            }
        }
        self.symbols(&analysis.document_symbols(file)?);
        for fold in analysis.folds(file)? {
            self.here(fold.range);
        }
        for link in analysis.links(file)? {
            self.here(link.range);
        }
        for range in [None, Some(range)] {
            let mut last = TextSize::new(0);
            for token in analysis.semantic_tokens(file, range)? {
                self.here(token.range);
                assert!(token.range.start() >= last, "tokens overlap or are out of order: {token:?}");
                last = token.range.end();
            }
            for hint in analysis.inlay_hints(file, range)? {
                self.here(TextRange::empty(hint.at));
                self.edits(file, hint.edit.as_slice());
            }
        }
        analysis.lens_numbers(file)?;
        for lens in analysis.code_lenses(file)? {
            self.here(lens.range);
            let name = self.text[std::ops::Range::<usize>::from(lens.range)].to_owned();
            for name in [name.as_str(), "Nobody"] {
                let text = analysis.lens_text(file, name, lens.about, Day::new(2026, 11, 20))?;
                text.iter().flat_map(|text| &text.places).for_each(|place| self.inside(*place));
            }
        }
        self.edits(file, &analysis.format(file)?);
        self.edits(file, &analysis.format_range(file, range)?);
        for query in ["", "or", "é🦀"] {
            self.targets(&analysis.workspace_symbols(workspace, query, 20)?);
        }
        for spec in analysis.coverage(workspace)? {
            self.inside(spec.at);
        }
        for path in ["Order.status", ".", "é..🦀", ""] {
            let _ = analysis.matrix(workspace, path)?;
        }
        if let Some(edit) = analysis.file_renamed(file, "other")? {
            self.edit(&edit);
        }
        Ok(())
    }

    /// Everything that is asked about a place, or from there to another one.
    fn at(&self, offset: TextSize, range: TextRange, word: &str) -> averment_ide::Cancellable<()> {
        let (analysis, file) = (self.analysis, self.file);
        let at = FilePosition { file, offset };
        if let Some(hover) = analysis.hover(at)? {
            self.here(hover.range);
        }
        for lazy in [false, true] {
            let options = CompletionOptions { today: Day::new(2026, 11, 20), lazy };
            for (number, completion) in analysis.completions(at, &options)?.items.iter().enumerate() {
                self.here(completion.replace);
                self.edits(file, &completion.additional);
                if let Some(source) = completion.source.as_ref().filter(|_| number < 5) {
                    self.edits(file, &analysis.completion_details(file, source)?.additional);
                }
            }
        }
        let targets = [
            analysis.definition(at)?,
            analysis.type_definition(at)?,
            analysis.implementation(at)?,
            analysis.impact_at(at)?,
            analysis.kin_at(at)?,
            analysis.supertypes(at)?,
            analysis.subtypes(at)?,
        ];
        targets.iter().for_each(|targets| self.targets(targets));
        for relation in analysis.incoming(at)?.into_iter().chain(analysis.outgoing(at)?) {
            self.targets(&[relation.target]);
            relation.at.iter().for_each(|place| self.inside(*place));
        }
        analysis.references(at, true)?.into_iter().for_each(|place| self.inside(place));
        analysis.highlights(at)?.into_iter().for_each(|highlight| self.here(highlight.range));
        analysis.linked(at)?.into_iter().for_each(|range| self.here(range));
        let mut inner = TextRange::empty(offset);
        for selection in analysis.selections(at)? {
            self.here(selection);
            assert!(selection.contains_range(inner), "{selection:?} does not hold {inner:?}");
            inner = selection;
        }
        if let Ok((range, _)) = analysis.prepare_rename(at)? {
            self.here(range);
        }
        if let Ok(edit) = analysis.rename(at, word)? {
            self.edit(&edit);
        }
        if let Some(help) = analysis.signature_help(at)? {
            help.parameters.iter().for_each(|parameter| assert!(help.label.get(parameter.range.clone()).is_some()));
            assert!(help.active.is_none_or(|active| active < help.parameters.len()), "{help:?}");
        }
        for typed in TYPED {
            self.edits(file, &analysis.on_type(at, typed)?);
        }
        self.ranges(&analysis.preview(at)?);
        for range in [TextRange::empty(offset), range] {
            self.actions(&analysis.code_actions(FileRange { file, range })?);
            self.actions(&analysis.assists(FileRange { file, range }, |kind| kind != ActionKind::QuickFix)?);
        }
        Ok(())
    }
}

/// Says which case it was when something panics in it.
struct Case<'a>(String, &'a str);

impl Drop for Case<'_> {
    #[allow(clippy::print_stderr, reason = "a test that fails has nothing else to say it with")]
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("in case {}, of this text:\n{}\n", self.0, self.1);
        }
    }
}

/// What a host says of all its files, as text.
fn said(analysis: &Analysis, files: &[SourceFile]) -> averment_ide::Cancellable<Vec<String>> {
    let all = |file: &SourceFile| {
        let diagnostics = analysis.diagnostics(*file)?;
        let diagnostics = diagnostics.iter().map(|d| format!("{} {:?} {}", d.code, d.range, d.message));
        Ok(diagnostics.collect::<Vec<_>>().join("\n"))
    };
    files.iter().map(all).collect()
}

/// The folders are dealt out to so many tests, which run side by side.
const SHARES: usize = 4;

fn soak(share: usize) {
    let times = std::env::var("SOAK").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    for (number, (name, specs)) in Specs::all().into_iter().enumerate().filter(|(n, _)| n % SHARES == share) {
        let mut host = specs.host();
        let files: Vec<_> = specs.files.iter().map(|(path, _)| host.file(path).expect("it was set")).collect();
        for case in 0..CASES * times {
            let seed = (number * 1_000_003 + case) as u64;
            let mut dice = Dice(seed);
            let which = dice.roll(files.len());
            let mut mutilated = specs.files.clone();
            for _ in 0..1 + dice.roll(4) {
                let other = &specs.files[dice.roll(files.len())].1;
                dice.mutilate(&mut mutilated[which].1, other);
            }
            let (path, text) = &mutilated[which];
            let _case = Case(format!("{seed} of {name}, {path}"), text);
            let change = FileChange { path: path.clone(), text: FileText::Open(text.as_str().into()) };
            host.apply(Change { roots: None, files: vec![change] });
            {
                let analysis = host.analysis();
                let asked = Asked { analysis: &analysis, file: files[which], text: text.as_str().into() };
                let size = |offset: usize| TextSize::try_from(offset).expect("a short text");
                let span = |range: std::ops::Range<usize>| TextRange::new(size(range.start), size(range.end));
                asked.whole(span(dice.stretch(text))).expect("nothing cancels here");
                for _ in 0..PLACES {
                    let (at, range) = (dice.place(text), dice.stretch(text));
                    let word = ["Other", "x", "", "a b", "{", "é", "spec"][dice.roll(7)];
                    asked.at(size(at), span(range), word).expect("nothing cancels here");
                }
                if case % 4 == 0 {
                    let specs = Specs { root: specs.root.clone(), files: mutilated.clone() };
                    let fresh = specs.host();
                    let same: Vec<_> =
                        specs.files.iter().map(|(path, _)| fresh.file(path).expect("as above")).collect();
                    assert_eq!(said(&analysis, &files), said(&fresh.analysis(), &same));
                }
            }
            let (path, text) = &specs.files[which];
            let change = FileChange { path: path.clone(), text: FileText::Open(text.as_str().into()) };
            host.apply(Change { roots: None, files: vec![change] });
        }
    }
}

#[test]
fn nothing_panics_0() {
    soak(0);
}

#[test]
fn nothing_panics_1() {
    soak(1);
}

#[test]
fn nothing_panics_2() {
    soak(2);
}

#[test]
fn nothing_panics_3() {
    soak(3);
}
