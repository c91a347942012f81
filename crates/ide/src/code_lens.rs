//! What is worth knowing of a declaration before one changes it, above its line. Where a lens stands is told at once; what
//! it says is asked for when it comes into sight.

use averment_checks::edges::review_of;
use averment_model::{
    Db, Decl, DeclId, DeclRef, Def, Item, SourceFile, Value, Workspace, body, file_words, is_mentioned, item_ranges,
    item_words, items, spans,
};
use averment_syntax::vocabulary::{Key, Kind};
use averment_syntax::{ItemKind, TextRange};
use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use crate::calendar::Day;
use crate::diagnostics::item_start;
use crate::mentions::mentions;
use crate::types::FileRange;

/// How many specs are named.
const MOST: usize = 3;

/// Something above a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeLens {
    /// The name it is about.
    pub range: TextRange,
    /// What it speaks of.
    pub about: LensAbout,
}

/// What a lens speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LensAbout {
    /// How much of what a spec raises is answered.
    Coverage,
    /// The questions of a spec that nobody has answered, and until when they are to be.
    Questions,
    /// Everywhere a declaration is named.
    References,
    /// The specs that a change to it would touch.
    Affected,
}

impl LensAbout {
    /// Every one, with a word for it.
    pub const ALL: [(LensAbout, &str); 4] = [
        (LensAbout::Coverage, "coverage"),
        (LensAbout::Questions, "questions"),
        (LensAbout::References, "references"),
        (LensAbout::Affected, "affected"),
    ];
}

/// What a lens says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LensText {
    /// In a few words.
    pub title: String,
    /// The places it speaks of, to be shown when it is chosen.
    pub places: Vec<FileRange>,
}

/// The lenses of a file, in the order of the text.
pub(crate) fn code_lenses(db: &dyn Db, file: SourceFile) -> Vec<CodeLens> {
    let mut lenses = Vec::new();
    for (item, at) in items(db, file).iter().zip(item_ranges(db, file)) {
        let ItemKind::Declaration(kind) = item.kind(db) else { continue };
        let Some(decl) = body(db, *item).decls.first().filter(|decl| decl.name.is_some()) else { continue };
        let range = spans(db, *item).get(decl.name_node) + at.start();
        let mut add = |about| lenses.push(CodeLens { range, about });
        if kind == Kind::Spec {
            if review_of(db, *item).coverage().percent().is_some() {
                add(LensAbout::Coverage);
            }
            if !open_questions(db, *item).is_empty() {
                add(LensAbout::Questions);
            }
        }
        // By word, so that no file is resolved for it. What nobody names has no lens that says so.
        let (workspace, name) = (file.workspace(db), item.name(db));
        if is_mentioned(db, workspace, name) {
            add(LensAbout::References);
            if kind != Kind::Spec && spec_names(db, workspace, name) {
                add(LensAbout::Affected);
            }
        }
    }
    lenses
}

/// What the lens about a declaration of a file says; `None` where there is nothing to say any more.
pub(crate) fn lens_text(
    db: &dyn Db,
    file: SourceFile,
    name: &str,
    about: LensAbout,
    today: Option<Day>,
) -> Option<LensText> {
    let item = *items(db, file)
        .iter()
        .find(|item| matches!(item.kind(db), ItemKind::Declaration(_)) && item.name(db) == name)?;
    match about {
        LensAbout::Coverage => coverage(db, item),
        LensAbout::Questions => questions(db, item, today),
        LensAbout::References => Some(references(db, item)),
        LensAbout::Affected => affected(db, item),
    }
}

/// Numbers that change when what the lenses of a file say may have changed. References are counted by word and file, and
/// not by what they lead to: this is asked after every pause, and must not resolve a thousand files.
pub(crate) fn lens_numbers(db: &dyn Db, file: SourceFile) -> Vec<usize> {
    let workspace = file.workspace(db);
    let mut numbers = Vec::new();
    for item in items(db, file).iter().filter(|item| matches!(item.kind(db), ItemKind::Declaration(_))) {
        if item.kind(db) == ItemKind::Declaration(Kind::Spec) {
            let coverage = review_of(db, *item).coverage();
            numbers.extend([coverage.answered, coverage.open, coverage.waived, open_questions(db, *item).len()]);
        }
        let name = item.name(db);
        if is_mentioned(db, workspace, name) {
            let closed = workspace.closed(db).iter().filter(|file| file_words(db, **file).mentioned.contains(name));
            let open = workspace.open(db).iter().flat_map(|file| items(db, *file));
            let open = open.filter(|item| item_words(db, **item).mentioned.contains(name));
            numbers.extend([closed.count(), open.count()]);
        }
    }
    numbers
}

/// Whether a file with a spec in it holds a word.
fn spec_names(db: &dyn Db, workspace: Workspace, word: &SmolStr) -> bool {
    let is_spec = |item: &&Item<'_>| item.kind(db) == ItemKind::Declaration(Kind::Spec);
    let mut open = workspace.open(db).iter().flat_map(|file| items(db, *file)).filter(is_spec);
    open.any(|spec| item_words(db, *spec).mentioned.contains(word))
        || workspace.closed(db).iter().any(|file| {
            file_words(db, *file).mentioned.contains(word) && items(db, *file).iter().any(|item| is_spec(&item))
        })
}

fn counted(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

fn coverage(db: &dyn Db, item: Item<'_>) -> Option<LensText> {
    let review = review_of(db, item);
    let coverage = review.coverage();
    let percent = coverage.percent()?;
    let all = counted(coverage.answered + coverage.open, "edge case");
    let title = format!("{} of {all} answered ({percent}%)", coverage.answered);
    let places = review.hints.iter().map(|hint| crate::diagnostics::locate(db, hint.place)).collect();
    Some(LensText { title, places })
}

/// The questions of a spec without an answer.
fn open_questions<'db>(db: &'db dyn Db, item: Item<'db>) -> Vec<(DeclId, &'db Decl)> {
    let questions = body(db, item).all_decls().filter(|(_, decl)| decl.kind == Some(Kind::Question));
    questions.filter(|(_, decl)| decl.property(Key::Answer).is_none()).collect()
}

fn questions(db: &dyn Db, item: Item<'_>, today: Option<Day>) -> Option<LensText> {
    let open = open_questions(db, item);
    let start = item_start(db, item);
    let places = open
        .iter()
        .map(|(_, decl)| FileRange { file: item.file(db), range: spans(db, item).get(decl.name_node) + start });
    let due = |decl: &Decl| {
        let mut values = decl.property(Key::Due)?.values.iter();
        values.find_map(|(value, _)| if let Value::Date(date) = value { Day::parse(date) } else { None })
    };
    let next = open.iter().filter_map(|(_, decl)| due(decl)).min();
    let mut title = counted(open.len(), "open question");
    if let (Some(next), Some(today)) = (next, today) {
        title.push_str(&match today.days_to(next) {
            0 => ", due today".to_owned(),
            1 => ", due tomorrow".to_owned(),
            days @ 2.. => format!(", due in {days} days"),
            days => format!(", overdue by {}", counted(days.unsigned_abs() as usize, "day")),
        });
    }
    (!open.is_empty()).then(|| LensText { title, places: places.collect() })
}

fn references(db: &dyn Db, item: Item<'_>) -> LensText {
    let (found, _) = mentions(db, Def::Decl(DeclRef::root(item)), None);
    let mut places: Vec<_> = found
        .iter()
        .map(|mention| FileRange {
            file: mention.item.file(db),
            range: spans(db, mention.item).get(mention.node) + item_start(db, mention.item),
        })
        .collect();
    places.sort_by(|a, b| (a.file.path(db), a.range.start()).cmp(&(b.file.path(db), b.range.start())));
    places.dedup();
    LensText { title: counted(places.len(), "reference"), places }
}

/// The specs that name a declaration, or anything in it.
fn affected(db: &dyn Db, item: Item<'_>) -> Option<LensText> {
    // Whoever names a field of it names it first.
    let (found, _) = mentions(db, Def::Decl(DeclRef::root(item)), None);
    let mut seen: FxHashSet<Item<'_>> = FxHashSet::default();
    let mut specs: Vec<(String, FileRange)> = Vec::new();
    for mention in found {
        let other = mention.item;
        if other.kind(db) == ItemKind::Declaration(Kind::Spec) && seen.insert(other) {
            let decl = body(db, other).decls.first()?;
            let range = spans(db, other).get(decl.name_node) + item_start(db, other);
            specs.push((decl.label().to_string(), FileRange { file: other.file(db), range }));
        }
    }
    specs.sort_by(|a, b| a.0.cmp(&b.0));
    let names: Vec<_> = specs.iter().take(MOST).map(|(name, _)| name.as_str()).collect();
    let more = if specs.len() > MOST { format!(" and {} more", specs.len() - MOST) } else { String::new() };
    let title =
        if specs.is_empty() { "affects no spec".to_owned() } else { format!("affects {}{more}", names.join(", ")) };
    Some(LensText { title, places: specs.iter().map(|(_, place)| *place).collect() })
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::fixture::Fixture;

    #[track_caller]
    fn check(text: &str, index: usize, expected: Expect) {
        let fixture = Fixture::new(text);
        let (file, analysis) = (fixture.file(index), fixture.analysis());
        let lenses = analysis.code_lenses(file).expect("nothing changes it");
        let lines = lenses.iter().map(|lens| {
            let name = &fixture.text(file)[std::ops::Range::<usize>::from(lens.range)];
            let says = analysis.lens_text(file, name, lens.about, Day::new(2026, 11, 21)).expect("nothing changes it");
            match says {
                // How many edge cases there are is for those who ask them; there is at least one.
                Some(says) if lens.about == LensAbout::Coverage => {
                    assert!(
                        says.title.starts_with("0 of ") && says.title.ends_with(" answered (0%)"),
                        "{}",
                        says.title
                    );
                    assert!(!says.places.is_empty());
                    format!("{name}: coverage")
                }
                Some(says) => {
                    let places: Vec<_> = says.places.iter().map(|place| fixture.show(*place)).collect();
                    format!("{name}: {} [{}]", says.title, places.join(", "))
                }
                None => format!("{name}: nothing"),
            }
        });
        expected.assert_eq(&lines.collect::<Vec<_>>().join("\n"));
    }

    const MODEL: &str = "//- model.averment
module shop
entity Report {
  rows many Row 0..100
}
value Row {
  a Text ..9
}
actor Reader
";

    const SPECS: &str = "//- a.averment
module shop
spec S {
  flow F {
    actor Reader
    step A {
      when 🎉 x
      shows Report.rows
    }
  }
  question When {
    due 2026-12-01
  }
  question Who: we do not know
  question What {
    answer: this
  }
}
spec T {
  changes Report
  question Late {
    due 2026-11
  }
}
spec U {
  problem: [Report] of [Report.rows]
}
spec V {
  problem: [Report]
}
";

    #[test]
    fn lenses_say_what_a_change_would_touch() {
        check(
            &format!("{MODEL}{SPECS}"),
            0,
            expect![[r#"
                Report: 5 references [a.averment:7:Report, a.averment:19:Report, a.averment:25:Report, a.averment:25:Report, a.averment:28:Report]
                Report: affects S, T, U and 1 more [a.averment:2:S, a.averment:18:T, a.averment:24:U, a.averment:27:V]
                Row: 1 reference [model.averment:3:Row]
                Reader: 1 reference [a.averment:4:Reader]
                Reader: affects S [a.averment:2:S]"#]],
        );
        check(
            &format!("{MODEL}{SPECS}"),
            1,
            expect![[r#"
                S: coverage
                S: 2 open questions, due in 10 days [a.averment:10:When, a.averment:13:Who]
                T: 1 open question, due in 9 days [a.averment:20:Late]"#]],
        );
        check(
            &format!("{MODEL}{}", SPECS.replace("2026-11\n", "2026-11-20\n")),
            1,
            expect![[r#"
                S: coverage
                S: 2 open questions, due in 10 days [a.averment:10:When, a.averment:13:Who]
                T: 1 open question, overdue by 1 day [a.averment:20:Late]"#]],
        );
    }

    #[test]
    fn what_has_no_name_or_is_never_named_has_no_lens() {
        check("actor A\nentity B {\n  a A\n}\n", 0, expect!["A: 1 reference [a.averment:3:A]"]);
        for text in ["actor Nobody\n", "spec {\n}\n", "module a\nuse b.C\n", "nonsense A\n"] {
            check(text, 0, expect![[""]]);
        }
    }
}
