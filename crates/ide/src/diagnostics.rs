//! Findings with their offsets and severities, and the edits that answer them.

use averment_checks::{Anchor, Edit, Finding, Place, Severity, config, config_findings, file_findings, rule, status};
use averment_model::{Content, Db, DeclRef, Item, SourceFile, Spans, Workspace, body, item_ranges, items, spans};
use averment_syntax::vocabulary::Prose;
use averment_syntax::{ItemKind, TextRange, TextSize};
use rustc_hash::FxHashMap;

use crate::types::{
    ActionKind, AnsweredFinding, CodeAction, Diagnostic, FileRange, Fix, Related, SourceEdit, TextEdit,
};

/// What is wrong in a file, in the order of its text, with the edits that answer it.
pub(crate) fn diagnostics(db: &dyn Db, file: SourceFile) -> Vec<Diagnostic> {
    let mut locator = Locator::new(db);
    let found = found(&mut locator, file);
    let with_fixes =
        found.iter().map(|found| Diagnostic { fixes: found.fixes(db).collect(), ..found.diagnostic(&mut locator) });
    unreadable(db, file).into_iter().chain(with_fixes).collect()
}

/// The same without the edits, for those who ask for them when they are wanted: with every keystroke, working them out is
/// most of what there is to do.
pub(crate) fn diagnostics_without_fixes(db: &dyn Db, file: SourceFile) -> Vec<Diagnostic> {
    let mut locator = Locator::new(db);
    let found = found(&mut locator, file);
    unreadable(db, file).into_iter().chain(found.iter().map(|found| found.diagnostic(&mut locator))).collect()
}

/// A finding with where it is and how grave.
struct Found<'db> {
    finding: &'db Finding<'db>,
    severity: Severity,
    range: TextRange,
}

impl Found<'_> {
    fn diagnostic<'db>(&self, locator: &mut Locator<'db>) -> Diagnostic
    where
        Self: 'db,
    {
        let finding = self.finding;
        Diagnostic {
            code: finding.rule.code,
            severity: self.severity,
            range: self.range,
            message: finding.message.clone(),
            related: related(locator, finding),
            unnecessary: finding.unnecessary,
            deprecated: finding.deprecated,
            fixes: Vec::new(),
            question: finding.question.clone(),
        }
    }

    fn fixes(&self, db: &dyn Db) -> impl Iterator<Item = Fix> {
        self.finding.fixes.iter().map(move |fix| resolve_fix(db, fix))
    }
}

/// The findings of a file that are not switched off, in the order of its text.
fn found<'db>(locator: &mut Locator<'db>, file: SourceFile) -> Vec<Found<'db>> {
    let db = locator.db;
    let config = config(db, file.workspace(db));
    let findings = file_findings(db, file).into_iter().filter_map(|finding| {
        let severity = finding.severity.at(status(db, finding.place.item));
        let severity = config.severity(finding.rule.code, severity)?;
        Some(Found { finding, severity, range: locator.locate(finding.place).range })
    });
    let mut found: Vec<_> = findings.collect();
    found.sort_by_key(|found| (found.range.start(), found.range.end(), found.finding.rule.code));
    found
}

fn unreadable(db: &dyn Db, file: SourceFile) -> Option<Diagnostic> {
    let Content::Unreadable(reason) = file.content(db) else { return None };
    let rule = rule("syntax/unreadable")?;
    let severity = rule.severity.at(averment_syntax::vocabulary::Status::Review);
    let severity = config(db, file.workspace(db)).severity(rule.code, severity)?;
    Some(Diagnostic {
        code: rule.code,
        severity,
        range: TextRange::default(),
        message: reason.clone(),
        related: Vec::new(),
        unnecessary: false,
        deprecated: false,
        fixes: Vec::new(),
        question: None,
    })
}

/// What is wrong with the `averment.toml` of a workspace; ranges are into its text.
pub(crate) fn config_diagnostics(db: &dyn Db, workspace: Workspace) -> Vec<Diagnostic> {
    config_findings(db, workspace).iter().map(|finding| of_config(finding.range, &finding.message)).collect()
}

/// What is wrong with an `averment.toml` that is there and cannot be read, for this reason.
pub fn unread_config(reason: &str) -> Diagnostic {
    of_config(TextRange::default(), reason)
}

fn of_config(range: TextRange, message: &str) -> Diagnostic {
    Diagnostic {
        code: "config/invalid",
        severity: averment_checks::Severity::Error,
        range,
        message: message.to_owned(),
        related: Vec::new(),
        unnecessary: false,
        deprecated: false,
        fixes: Vec::new(),
        question: None,
    }
}

/// One edit with every fix of a file that leaves no choice: what only has to go, and what is not laid out as the language
/// demands.
pub(crate) fn fix_all(db: &dyn Db, file: SourceFile) -> SourceEdit {
    let mut all = SourceEdit::default();
    for found in found(&mut Locator::new(db), file) {
        let code = found.finding.rule.code;
        let certain = found.finding.unnecessary && code != "name/unused" || code.starts_with("syntax/");
        if !certain {
            continue;
        }
        // The last one for a name that is used nowhere takes the others of its line along.
        let mut fixes = found.fixes(db);
        let fix = if code == "name/unused-use" { fixes.last() } else { fixes.next() };
        let Some(fix) = fix else { continue };
        let edits: Vec<_> =
            fix.edit.files.iter().flat_map(|(file, edits)| edits.iter().map(|e| (*file, e.clone()))).collect();
        let meets = |(file, edit): &(SourceFile, TextEdit)| {
            let others = all.files.iter().filter(|(other, _)| other == file).flat_map(|(_, edits)| edits);
            others.into_iter().any(|other| meet(other.range, edit.range))
        };
        // Two that change the same would spoil one another; the second is there the next time.
        if !edits.iter().any(meets) {
            edits.into_iter().for_each(|(file, edit)| all.push(file, edit));
        }
    }
    all
}

/// Whether two edits change the same characters, or put something in the same place.
fn meet(one: TextRange, other: TextRange) -> bool {
    let common = one.intersect(other);
    common.is_some_and(|common| !common.is_empty() || one.is_empty() || other.is_empty())
}

/// The edits on offer in a range: those of the findings it touches.
pub(crate) fn code_actions(db: &dyn Db, at: FileRange) -> Vec<CodeAction> {
    let mut actions = Vec::new();
    for found in found(&mut Locator::new(db), at.file).iter().filter(|found| found.range.intersect(at.range).is_some())
    {
        for (index, fix) in found.fixes(db).enumerate() {
            actions.push(CodeAction {
                label: fix.label,
                kind: ActionKind::QuickFix,
                answers: Some(AnsweredFinding {
                    code: found.finding.rule.code,
                    range: found.range,
                    message: found.finding.message.clone(),
                }),
                edit: fix.edit,
                later: false,
                preferred: index == 0,
            });
        }
    }
    actions
}

fn related<'db>(locator: &mut Locator<'db>, finding: &Finding<'db>) -> Vec<Related> {
    let related = finding.related.iter();
    related.map(|(place, message)| Related { at: locator.locate(*place), message: message.clone() }).collect()
}

/// Says where many places are. Most are in the same few items, of which it asks once.
struct Locator<'db> {
    db: &'db dyn Db,
    items: FxHashMap<Item<'db>, (SourceFile, TextSize, &'db Spans)>,
}

impl<'db> Locator<'db> {
    fn new(db: &'db dyn Db) -> Self {
        Locator { db, items: FxHashMap::default() }
    }

    /// Where a place is in its file.
    fn locate(&mut self, place: Place<'db>) -> FileRange {
        let (db, item) = (self.db, place.item);
        let (file, start, spans) =
            self.items.entry(item).or_insert_with(|| (item.file(db), item_start(db, item), spans(db, item)));
        let range = match place.anchor {
            Anchor::Node(node) => spans.get(node),
            Anchor::Range(range) => range,
        };
        FileRange { file: *file, range: range + *start }
    }
}

/// Where an item starts in its file.
pub(crate) fn item_start(db: &dyn Db, item: Item<'_>) -> TextSize {
    let file = item.file(db);
    let index = items(db, file).iter().position(|other| *other == item);
    index.and_then(|index| item_ranges(db, file).get(index)).map_or(0.into(), |range| range.start())
}

/// Where a place is in its file.
pub(crate) fn locate<'db>(db: &'db dyn Db, place: Place<'db>) -> FileRange {
    Locator::new(db).locate(place)
}

fn text_of(db: &dyn Db, file: SourceFile) -> &str {
    if let Content::Text(text) = file.content(db) { text } else { "" }
}

pub(crate) fn resolve_fix(db: &dyn Db, fix: &averment_checks::Fix<'_>) -> Fix {
    let mut edit = SourceEdit::default();
    for change in &fix.edits {
        let (file, change) = match change {
            Edit::Replace(place, text) => {
                let at = locate(db, *place);
                (at.file, Some(TextEdit { range: at.range, text: text.clone() }))
            }
            Edit::ReplaceThrough(from, to, text) => {
                let (from, to) = (locate(db, *from), locate(db, *to));
                (from.file, Some(TextEdit { range: from.range.cover(to.range), text: text.clone() }))
            }
            Edit::InsertAfter(place, text) => {
                let at = locate(db, *place);
                (at.file, Some(TextEdit { range: TextRange::empty(at.range.end()), text: text.clone() }))
            }
            Edit::InsertBefore(place, text) => {
                let at = locate(db, *place);
                (at.file, Some(TextEdit { range: TextRange::empty(at.range.start()), text: text.clone() }))
            }
            Edit::Remove(place) => {
                let at = locate(db, *place);
                let before = text_of(db, at.file)[..usize::from(at.range.start())].trim_end_matches([' ', '\t']).len();
                let range = TextRange::new((before as u32).into(), at.range.end());
                (at.file, Some(TextEdit { range, text: String::new() }))
            }
            Edit::Escape(place) => {
                let at = locate(db, *place);
                let bracket = text_of(db, at.file)[..usize::from(at.range.start())].rfind('[');
                let escaped = bracket.map(|bracket| TextRange::empty((bracket as u32).into()));
                (at.file, escaped.map(|range| TextEdit { range, text: "\\".to_owned() }))
            }
            Edit::DeleteLines(place) => {
                let at = locate(db, *place);
                (at.file, Some(TextEdit { range: whole_lines(text_of(db, at.file), at.range), text: String::new() }))
            }
            Edit::AddLine(decl, line) => (decl.item.file(db), add_line(db, *decl, line)),
            Edit::AddBehind { decl, text, apart } => {
                let node = body(db, decl.item).decl(decl.decl).node;
                (decl.item.file(db), Some(add_behind(db, Place::node(decl.item, node), text, *apart)))
            }
            Edit::AddLinesBehind(place, lines) => (place.item.file(db), Some(add_behind(db, *place, lines, false))),
            Edit::AddUse(item, module, name) => (item.file(db), Some(add_use(db, item.file(db), module, name))),
        };
        if let Some(change) = change {
            edit.push(file, change);
        }
    }
    Fix { label: fix.label.clone(), edit }
}

impl SourceEdit {
    /// Adds a replacement in a file, keeping the order of its text.
    pub fn push(&mut self, file: SourceFile, change: TextEdit) {
        match self.files.iter_mut().find(|(other, _)| *other == file) {
            Some((_, edits)) => {
                let at = edits.partition_point(|edit| edit.range.start() <= change.range.start());
                edits.insert(at, change);
            }
            None => self.files.push((file, vec![change])),
        }
    }
}

/// The lines a range touches, with the line break behind them.
pub(crate) fn whole_lines(text: &str, range: TextRange) -> TextRange {
    let (start, end) = (usize::from(range.start()), usize::from(range.end()));
    let start = text[..start].rfind(['\n', '\r']).map_or(0, |i| i + 1);
    let rest = &text[end..];
    let end = match rest.find(['\n', '\r']) {
        Some(i) if rest[i..].starts_with("\r\n") => end + i + 2,
        Some(i) => end + i + 1,
        None => text.len(),
    };
    TextRange::new((start as u32).into(), (end as u32).into())
}

/// The line break a file uses.
pub(crate) fn newline(text: &str) -> &'static str {
    match text.find(['\n', '\r']) {
        Some(i) if text[i..].starts_with("\r\n") => "\r\n",
        _ => "\n",
    }
}

/// Puts a line first into the block of a declaration.
pub(crate) fn add_line(db: &dyn Db, decl: DeclRef<'_>, line: &str) -> Option<TextEdit> {
    let text = text_of(db, decl.item.file(db));
    let start = item_start(db, decl.item);
    let data = body(db, decl.item);
    let data = data.decl(decl.decl);
    let whole = spans(db, decl.item).get(data.node) + start;
    let line_start = text[..usize::from(whole.start())].rfind(['\n', '\r']).map_or(0, |i| i + 1);
    let indent: String = text[line_start..].chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
    let newline = newline(text);
    match data.block {
        Some(block) => {
            let open = spans(db, decl.item).get(block).start() + start + TextSize::from(1);
            let rest = &text[usize::from(open)..];
            let tail = if rest.starts_with('}') { format!("{newline}{indent}") } else { String::new() };
            Some(TextEdit { range: TextRange::empty(open), text: format!("{newline}{indent}  {line}{tail}") })
        }
        None if data.prose.is_none() => {
            let trimmed = text[std::ops::Range::from(whole)].trim_end().len() as u32;
            let end = whole.start() + TextSize::from(trimmed);
            let text = format!(" {{{newline}{indent}  {line}{newline}{indent}}}");
            Some(TextEdit { range: TextRange::empty(end), text })
        }
        // `edge Late: the order is cancelled` says its outcome on its one line; a further line makes it a block.
        None => {
            let said = on_one_line(db, decl)?;
            let further = format!("{newline}{indent}  ");
            let first = said.line.map_or_else(String::new, |said| format!("{further}{said}"));
            // Who has it and what it is of stands before what comes of it.
            let lines = match data.kind.is_some_and(|kind| kind.data().lines.clauses) {
                true => format!("{further}{line}{first}"),
                false => format!("{first}{further}{line}"),
            };
            Some(TextEdit { range: said.range, text: format!("{} {{{lines}{newline}{indent}}}", said.title) })
        }
    }
}

/// What a declaration says behind the `:` of its one line, as one with a block would say it.
pub(crate) struct OnOneLine {
    /// From the end of its head to the end of what it says.
    pub(crate) range: TextRange,
    /// The title that says it, with a space before it; empty where a line of the block does.
    pub(crate) title: String,
    /// The line of its block that says it.
    pub(crate) line: Option<String>,
}

/// Reads what stands on the one line of a declaration; `None` where there is nothing, or its kind has no other place for it.
pub(crate) fn on_one_line(db: &dyn Db, decl: DeclRef<'_>) -> Option<OnOneLine> {
    let text = text_of(db, decl.item.file(db));
    let start = item_start(db, decl.item);
    let data = body(db, decl.item).decl(decl.decl);
    let kind = data.kind.filter(|_| data.block.is_none())?.data();
    let at = |node| spans(db, decl.item).get(node) + start;
    let (whole, prose) = (at(data.node), at(data.prose.as_ref()?.node));
    let said = text[std::ops::Range::from(prose)].trim();
    let head = text[usize::from(whole.start())..usize::from(prose.start())].trim_end().strip_suffix(':')?.trim_end();
    let end = prose.start() + TextSize::from(text[std::ops::Range::from(prose)].trim_end().len() as u32);
    let range = TextRange::new(whole.start() + TextSize::from(head.len() as u32), end);
    let first = kind.properties.first().filter(|property| property.prose == Prose::Required && !property.bullets);
    let (title, line) = match first {
        _ if kind.lines.clauses => (String::new(), Some(format!("then {said}"))),
        Some(property) => (String::new(), Some(format!("{}: {said}", property.word))),
        None if kind.title && data.title.is_none() && !kind.properties.is_empty() => {
            // A title is one line of characters: a reference and an escape are none.
            if said.contains(['[', '\\', '\n', '\r']) {
                return None;
            }
            (format!(" \"{}\"", said.replace('"', "\\\"")), None)
        }
        None => return None,
    };
    Some(OnOneLine { range, title, line })
}

/// Puts lines behind a place, as far in as it is.
fn add_behind(db: &dyn Db, place: Place<'_>, lines: &str, apart: bool) -> TextEdit {
    let FileRange { file, range: whole } = locate(db, place);
    let text = text_of(db, file);
    let start = usize::from(whole.start());
    let line_start = text[..start].rfind(['\n', '\r']).map_or(0, |i| i + 1);
    let mut indent: String = text[line_start..].chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
    let newline = newline(text);
    let end = start + text[std::ops::Range::from(whole)].trim_end().len();
    // A comment behind it belongs to its line.
    let line_end = text[end..].find(['\n', '\r']).map_or(text.len(), |i| end + i);
    let mut tail = String::new();
    let mut range = TextRange::empty((line_end as u32).into());
    if text[end..line_end].trim_start().starts_with('}') {
        // The block ends on this line, and goes on after it now.
        tail = format!("{newline}{indent}");
        indent.push_str("  ");
        let blank = text[end..].len() - text[end..].trim_start().len();
        range = TextRange::at((end as u32).into(), (blank as u32).into());
    }
    let mut added = String::new();
    if apart {
        added.push_str(newline);
    }
    for line in lines.lines() {
        added.push_str(newline);
        if !line.is_empty() {
            added.push_str(&indent);
            added.push_str(line);
        }
    }
    TextEdit { range, text: added + &tail }
}

/// Makes a file use a name of a module: in the list that is there for the module, or on a line of its own.
pub(crate) fn add_use(db: &dyn Db, file: SourceFile, module: &str, name: &str) -> TextEdit {
    let text = text_of(db, file);
    let (mut after, mut first) = (None, true);
    for (item, range) in items(db, file).iter().zip(item_ranges(db, file)) {
        let kind = item.kind(db);
        if !matches!(kind, ItemKind::Module | ItemKind::Use) {
            continue;
        }
        first &= kind == ItemKind::Module;
        if let Some(uses) = &body(db, *item).uses
            && uses.list
            && uses.path.join(".") == module
        {
            let whole = spans(db, *item).get(uses.node) + range.start();
            if let Some(close) = text[std::ops::Range::from(whole)].rfind('}') {
                let before = text[usize::from(whole.start())..usize::from(whole.start()) + close].trim_end();
                let at = whole.start() + TextSize::from(before.len() as u32);
                let separator = match before.as_bytes().last() {
                    Some(b'{') => "",
                    Some(b',') => " ",
                    _ => ", ",
                };
                return TextEdit { range: TextRange::empty(at), text: format!("{separator}{name}") };
            }
        }
        let content = text[std::ops::Range::from(*range)].trim_end().len() as u32;
        after = Some(range.start() + TextSize::from(content));
    }
    let newline = newline(text);
    match after {
        Some(at) => {
            let gap = if first { newline } else { "" };
            TextEdit { range: TextRange::empty(at), text: format!("{newline}{gap}use {module}.{{{name}}}") }
        }
        None => {
            let at = behind_first_comment(text);
            TextEdit { range: TextRange::empty(at), text: format!("use {module}.{{{name}}}{newline}{newline}") }
        }
    }
}

/// Where the first line of a file may stand: below a comment that stands apart from what follows, such as a licence.
fn behind_first_comment(text: &str) -> TextSize {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let (mut at, mut commented) = (start, false);
    for line in text[start..].split_inclusive('\n') {
        let is_comment = line.starts_with("//") && (!line.starts_with("///") || line.starts_with("////"));
        at += line.len();
        if line.trim().is_empty() && commented {
            return TextSize::from(at as u32);
        }
        commented |= is_comment;
        if !is_comment {
            break;
        }
    }
    TextSize::from(start as u32)
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    /// The file after the first fix on offer at the cursor whose label begins so.
    #[track_caller]
    fn fixed(label: &str, text: &str) -> String {
        let fixture = Fixture::new(text);
        let at = fixture.cursor();
        let range = crate::FileRange { file: at.file, range: averment_syntax::TextRange::empty(at.offset) };
        let actions = fixture.analysis().code_actions(range).expect("nothing changes it");
        let found = actions.iter().find(|action| action.label.starts_with(label));
        fixture.apply(&found.unwrap_or_else(|| panic!("no `{label}` among {actions:#?}")).edit)
    }

    #[test]
    fn a_name_that_leads_nowhere_is_declared_or_is_no_name() {
        let text = "spec S {\n  problem: an [Or$0der.total] and a [Bill] 🎉\n}\n";
        let after = fixed("write `\\[", text);
        assert_eq!(after, "//- a.averment\nspec S {\n  problem: an \\[Order.total] and a [Bill] 🎉\n}\n");
        let text = "spec S {\r\n  owner No$0body\r\n}\r\ngoal G\r\n";
        let after = fixed("declare the person", text);
        assert_eq!(after, "//- a.averment\nspec S {\r\n  owner Nobody\r\n}\r\n\r\nperson Nobody: …\r\ngoal G\r\n");
    }

    #[test]
    fn a_use_stands_below_the_comment_at_the_top_and_above_that_of_a_declaration() {
        let model = "//- m.averment\nmodule m\nentity Order\n";
        let changes = "spec S {\n  changes Or$0der\n}\n";
        for (before, after) in [
            ("// Licence\n// of ours\n\n// why\n", "// Licence\n// of ours\n\nuse m.{Order}\n\n// why\n"),
            ("// why\n", "use m.{Order}\n\n// why\n"),
            ("/// what\n\n", "use m.{Order}\n\n/// what\n\n"),
            ("\u{feff}// A\r\n\r\n", "\u{feff}// A\r\n\r\nuse m.{Order}\r\n\r\n"),
        ] {
            let text = format!("{model}//- a.averment\n{before}{changes}");
            let expected = format!("//- a.averment\n{after}{}", changes.replace("$0", ""));
            assert_eq!(fixed("use `m.Order`", &text), expected);
        }
    }

    #[test]
    fn a_part_of_a_line_is_taken_out_with_the_space_before_it() {
        let after = fixed("remove `1..3`", "entity E {\n  a Boolean  1.$0.3 default true\n}\n");
        assert_eq!(after, "//- a.averment\nentity E {\n  a Boolean default true\n}\n");
    }

    #[test]
    fn every_fix_without_a_choice_is_made_at_once() {
        let text = "//- p.averment\nmodule p\nactor Ana\nactor Cee\nactor One\nactor Two\n//- a.averment\nmodule m\nuse p.{Cee}\nuse p.{Ana, One, Two}\nuse p\nspec S {\n  problem: [Ana] waits\n}\n";
        let fixture = Fixture::new(text);
        let edit = fixture.analysis().fix_all(fixture.file(1)).expect("nothing changes it");
        let after = fixture.apply(&edit);
        assert_eq!(after, "//- a.averment\nmodule m\nuse p.{Ana}\nspec S {\n  problem: [Ana] waits\n}\n");
    }
}
