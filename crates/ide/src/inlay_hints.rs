//! What a spec leaves unsaid and follows all the same, shown where it would be written.

use averment_checks::edges::{Answered, review_of};
use averment_model::{
    ActorFacts, Db, Decl, DeclId, DeclRef, Def, Item, Property, Quantity, SourceFile, Value, actor_facts, body,
    flows_of, item_ranges, items, resolutions, spans,
};
use averment_syntax::vocabulary::{Key, Kind, Status};
use averment_syntax::{TextRange, TextSize};
use smol_str::SmolStr;

use crate::hover::inherited_rights;
use crate::types::TextEdit;

/// How much of a list is shown.
const MOST: usize = 3;

/// Something to be shown between the words of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InlayHint {
    /// Behind what it stands.
    pub at: TextSize,
    /// What is shown.
    pub label: String,
    /// Why, in Markdown.
    pub tooltip: Option<String>,
    /// The edit that writes it down.
    pub edit: Option<TextEdit>,
    /// Whether a code lens says it as well.
    pub is_lens: bool,
}

/// The hints of a file, or of a range of it, in the order of the text.
pub(crate) fn inlay_hints(db: &dyn Db, file: SourceFile, range: Option<TextRange>) -> Vec<InlayHint> {
    let mut hints = Vec::new();
    for (item, at) in items(db, file).iter().zip(item_ranges(db, file)) {
        if range.is_some_and(|range| range.intersect(*at).is_none()) {
            continue;
        }
        let mut collect = Collect { db, item: *item, start: at.start(), hints: Vec::new() };
        for (id, decl) in body(db, *item).all_decls() {
            collect.decl(id, decl);
        }
        hints.extend(collect.hints);
    }
    hints.retain(|hint| range.is_none_or(|range| range.contains_inclusive(hint.at)));
    hints.sort_by_key(|hint| hint.at);
    hints
}

struct Collect<'db> {
    db: &'db dyn Db,
    item: Item<'db>,
    start: TextSize,
    hints: Vec<InlayHint>,
}

impl<'db> Collect<'db> {
    fn decl(&mut self, id: DeclId, decl: &Decl) {
        match decl.kind {
            Some(Kind::Spec) => {
                self.status(decl);
                self.coverage(decl);
            }
            Some(Kind::Actor) => {
                self.human(id, decl);
                self.rights(id, decl);
            }
            Some(Kind::Entity) => self.fields(id, decl),
            Some(Kind::Flow) => self.actor(decl),
            Some(Kind::Edge | Kind::Fail) => self.covers(id, decl),
            Some(Kind::Rollout) => self.stages(decl),
            _ => {}
        }
    }

    fn add(&mut self, at: TextSize, label: String, tooltip: Option<String>) -> &mut InlayHint {
        let at = at + self.start;
        self.hints.push(InlayHint { at, label, tooltip, edit: None, is_lens: false });
        let last = self.hints.len() - 1;
        &mut self.hints[last]
    }

    /// The end of a declaration's first line, before its brace; `None` where it has no block.
    fn head_end(&self, decl: &Decl) -> Option<TextSize> {
        let block = spans(self.db, self.item).get(decl.block?);
        let before = self.item.text(self.db).get(..usize::from(block.start()))?.trim_end();
        Some(TextSize::from(before.len() as u32))
    }

    /// The end of what a property says on its line.
    fn end(&self, property: &Property) -> TextSize {
        let last = property.values.last().map_or(property.keyword, |(_, node)| *node);
        spans(self.db, self.item).get(last).end()
    }

    /// A line at the beginning of a block.
    fn line(&self, decl: &Decl, line: &str) -> Option<TextEdit> {
        let id = body(self.db, self.item).all_decls().find(|(_, other)| other.node == decl.node)?.0;
        crate::diagnostics::add_line(self.db, DeclRef { item: self.item, decl: id }, line)
    }

    fn unsaid(&mut self, decl: &Decl, line: String, tooltip: &str) {
        let (Some(at), edit) = (self.head_end(decl), self.line(decl, &line)) else { return };
        self.add(at, line, Some(tooltip.to_owned())).edit = edit;
    }

    // ---- what counts where nothing is said ----

    fn status(&mut self, decl: &Decl) {
        if decl.property(Key::Status).is_none() {
            let (_, word, doc) = Status::ALL[Status::default() as usize];
            self.unsaid(decl, format!("status {word}"), &format!("A spec that names no status is one that is {doc}."));
        }
    }

    fn human(&mut self, id: DeclId, decl: &Decl) {
        let inherits = DeclRef { item: self.item, decl: id }.signature(self.db).extends.is_empty();
        if decl.property(Key::Is).is_none() && inherits {
            self.unsaid(decl, "is human".to_owned(), "An actor is a person where it is not said.");
        }
    }

    /// Who goes through a flow that names nobody.
    fn actor(&mut self, decl: &Decl) {
        let body = body(self.db, self.item);
        let spec = decl.parent.map(|parent| body.decl(parent)).filter(|parent| parent.kind == Some(Kind::Spec));
        let named = spec.into_iter().flat_map(|spec| spec.properties_of(Key::Actor)).flat_map(Property::paths);
        let names: Vec<_> = named.map(|path| body.path(path).text()).collect();
        if decl.property(Key::Actor).is_none() && !names.is_empty() {
            let line = format!("actor {}", names.join(", "));
            self.unsaid(decl, line, "Flows that name no actor are those of the spec's.");
        }
    }

    // ---- what is inherited ----

    fn rights(&mut self, id: DeclId, decl: &Decl) {
        let db = self.db;
        let rights = inherited_rights(db, DeclRef { item: self.item, decl: id });
        let lines = rights.into_iter().map(|(_, right)| right);
        self.inherited(decl, &lines.collect::<Vec<_>>(), "; ", "Inherited rights:");
    }

    fn fields(&mut self, id: DeclId, decl: &Decl) {
        let db = self.db;
        let all = DeclRef { item: self.item, decl: id }.with_extended(db);
        let fields = all[1..].iter().flat_map(|of| &of.signature(db).fields);
        let names: Vec<_> = fields.map(|field| field.name.to_string()).collect();
        self.inherited(decl, &names, ", ", "Inherited fields:");
    }

    fn inherited(&mut self, decl: &Decl, all: &[String], separator: &str, title: &str) {
        let Some(extends) = decl.property(Key::Extends).filter(|_| !all.is_empty()) else { return };
        let shown = all[..all.len().min(MOST)].join(separator);
        let more = if all.len() > MOST { format!("{separator}and {} more", all.len() - MOST) } else { String::new() };
        let list: Vec<_> = all.iter().map(|line| format!("- `{line}`")).collect();
        let at = self.end(extends);
        self.add(at, format!("{shown}{more}"), Some(format!("{title}\n\n{}", list.join("\n"))));
    }

    // ---- edge cases ----

    fn coverage(&mut self, decl: &Decl) {
        let review = review_of(self.db, self.item);
        let coverage = review.coverage();
        let (Some(at), Some(_)) = (self.head_end(decl), coverage.percent()) else { return };
        let waived = if coverage.waived == 0 { String::new() } else { format!(", {} waived", coverage.waived) };
        let all = coverage.answered + coverage.open;
        let label = format!("{} of {all} edge cases answered{waived}", coverage.answered);
        let open: Vec<_> = review.hints.iter().take(10).map(|hint| format!("- {}", hint.message)).collect();
        let tooltip = (!open.is_empty()).then(|| format!("Still open:\n\n{}", open.join("\n")));
        self.add(at, label, tooltip).is_lens = true;
    }

    /// What a `covers` without `of` answers.
    fn covers(&mut self, id: DeclId, decl: &Decl) {
        let review = review_of(self.db, self.item);
        for property in decl.properties_of(Key::Covers) {
            if property.paths().next().is_some() {
                continue;
            }
            let words: Vec<_> = property.words().map(|(word, _)| word.clone()).collect();
            let by = |raised: &&averment_checks::edges::Raised<'_>| {
                let named = averment_syntax::vocabulary::category(raised.category.word());
                let named = named.is_some_and(|data| {
                    words.iter().any(|word| *word == data.word || data.aliases.contains(&word.as_str()))
                });
                named && raised.answer.is_some_and(|a| a.by == id && matches!(a.how, Answered::Edge | Answered::Fail))
            };
            let targets: Vec<_> = review.raised.iter().filter(by).map(|raised| raised.target.as_str()).collect();
            let mut distinct: Vec<&str> = Vec::new();
            targets.iter().for_each(|target| {
                if !distinct.contains(target) {
                    distinct.push(target);
                }
            });
            if distinct.is_empty() {
                continue;
            }
            let shown = distinct[..distinct.len().min(MOST)].join(", ");
            let more =
                if distinct.len() > MOST { format!(" and {} more", distinct.len() - MOST) } else { String::new() };
            let at = self.end(property);
            let list: Vec<_> = distinct.iter().map(|target| format!("- `{target}`")).collect();
            let tooltip =
                format!("Without `of` it answers for the whole spec. What the spec asks:\n\n{}", list.join("\n"));
            let start = self.start;
            let hint = self.add(at, format!("of {shown}{more}"), Some(tooltip));
            if let [only] = distinct[..] {
                hint.edit = Some(TextEdit { range: TextRange::empty(at + start), text: format!(" of {only}") });
            }
        }
    }

    // ---- how many people ----

    fn stages(&mut self, decl: &Decl) {
        let people = self.people();
        if people.is_empty() {
            return;
        }
        for stage in decl.properties_of(Key::Stage) {
            let percent = stage.values.iter().find_map(|(value, _)| match value {
                Value::Quantity(quantity) if quantity.unit.is_some() => number(quantity),
                _ => None,
            });
            let Some(percent) = percent.filter(|percent| (0.0..=100.0).contains(percent)) else { continue };
            let share = |count: f64| (count * percent / 100.0).round();
            let parts: Vec<_> = people
                .iter()
                .map(|(name, count)| format!("{} of {} {name}", grouped(share(*count)), grouped(*count)))
                .collect();
            let at = self.end(stage);
            let tooltip =
                "The share of each actor's `population`, of those who go through the spec's flows.".to_owned();
            self.add(at, format!("≈ {}", parts.join(", ")), Some(tooltip));
        }
    }

    /// The actors of the spec's flows of whom it is known how many there are.
    fn people(&self) -> Vec<(SmolStr, f64)> {
        let db = self.db;
        let body = body(db, self.item);
        let of_spec = body.decls.first().into_iter().flat_map(|spec| spec.properties_of(Key::Actor));
        let of_spec = of_spec
            .flat_map(Property::paths)
            .filter_map(|path| resolutions(db, self.item)[path.0 as usize].def().and_then(Def::as_decl));
        let of_flows = flows_of(db, self.item).iter().flat_map(|flow| flow.facts(db).actors.iter().copied());
        let mut people: Vec<(SmolStr, f64)> = Vec::new();
        for actor in of_spec.chain(of_flows) {
            let Some(ActorFacts { is_system: false, population: Some(population), .. }) = actor_facts(db, actor) else {
                continue;
            };
            let name = actor.signature(db).name.clone().unwrap_or_default();
            if let Some(count) = number(population)
                && !people.iter().any(|(other, _)| *other == name)
            {
                people.push((name, count));
            }
        }
        people.truncate(MOST);
        people
    }
}

/// The number of a quantity, near enough to be shown.
fn number(quantity: &Quantity) -> Option<f64> {
    let digits: String = quantity.text.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '_' | '.')).collect();
    digits.replace('_', "").parse().ok()
}

/// A whole number as the language writes it: `12_000`.
fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('_');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::fixture::Fixture;

    /// The lines that have hints, with the hints in `«»`.
    #[track_caller]
    fn check(text: &str, expected: Expect) {
        let fixture = Fixture::new(text);
        let file = fixture.file(0);
        let hints = fixture.analysis().inlay_hints(file, None).expect("nothing changes it");
        let mut shown = fixture.text(file).to_owned();
        for hint in hints.iter().rev() {
            // How many edge cases there are is for those who ask them.
            let label = match hint.label.split_once(" edge case") {
                Some((_, rest)) => format!("n of n edge case{rest}"),
                None => hint.label.clone(),
            };
            shown.insert_str(hint.at.into(), &format!(" «{label}»"));
        }
        let lines: Vec<_> = shown.lines().filter(|line| line.contains('«')).map(str::trim).collect();
        expected.assert_eq(&lines.join("\n"));
    }

    const SPEC: &str = "actor Reader {
  population 12_500
  can read, export Report
}
actor Editor \"Who 🎉 edits\" {
  extends Reader
  can update Report
}
actor Robot {
  is system
  population 9
}
entity Report {
  rows many Row 0..100
}
entity Draft {
  extends Report
  note Text
}
value Row {
  a Text ..9
}
spec S \"Äpfel\" { // why
  actor Reader
  flow F {
    step A {
      when x
      shows Report.rows
    }
  }
  edge None {
    covers empty
    then y
  }
  rollout {
    stage beta 10% until 2026-12-01
    stage half 0.5%
    stage odd 1_000%
  }
}
spec T {
  status review
}
";

    #[test]
    fn what_is_unsaid_is_shown() {
        check(
            SPEC,
            expect![[r#"
                actor Reader «is human» {
                extends Reader «can read, export Report»
                extends Report «rows»
                spec S "Äpfel" «status draft» «n of n edge cases answered» { // why
                flow F «actor Reader» {
                covers empty «of Report.rows»
                stage beta 10% until 2026-12-01 «≈ 1_250 of 12_500 Reader»
                stage half 0.5% «≈ 63 of 12_500 Reader»"#]],
        );
        check(
            &SPEC.replace('\n', "\r\n"),
            expect![[r#"
                actor Reader «is human» {
                extends Reader «can read, export Report»
                extends Report «rows»
                spec S "Äpfel" «status draft» «n of n edge cases answered» { // why
                flow F «actor Reader» {
                covers empty «of Report.rows»
                stage beta 10% until 2026-12-01 «≈ 1_250 of 12_500 Reader»
                stage half 0.5% «≈ 63 of 12_500 Reader»"#]],
        );
    }

    #[test]
    fn accepting_a_hint_writes_it_down() {
        let fixture = Fixture::new(SPEC);
        let file = fixture.file(0);
        let hints = fixture.analysis().inlay_hints(file, None).expect("nothing changes it");
        let mut text = fixture.text(file).to_owned();
        let mut edits: Vec<_> = hints.iter().filter_map(|hint| hint.edit.clone()).collect();
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.range.start()));
        for edit in &edits {
            text.replace_range(std::ops::Range::<usize>::from(edit.range), &edit.text);
        }
        for line in [
            "spec S \"Äpfel\" {\n  status draft",
            "flow F {\n    actor Reader",
            "covers empty of Report.rows",
            "actor Reader {\n  is human",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        let after = Fixture::new(&text);
        let left = after.analysis().inlay_hints(after.file(0), None).expect("nothing changes it");
        assert!(left.iter().all(|hint| hint.edit.is_none()), "what is written down is not shown again: {left:#?}");
    }

    #[test]
    fn a_range_has_its_own_hints_and_no_place_panics() {
        let fixture = Fixture::new(SPEC);
        let (file, analysis) = (fixture.file(0), fixture.analysis());
        let all = analysis.inlay_hints(file, None).expect("nothing changes it");
        for start in (0..SPEC.len() as u32).step_by(41) {
            let range = TextRange::new(start.into(), (start + 120).into());
            let part = analysis.inlay_hints(file, Some(range)).expect("nothing changes it");
            let wanted: Vec<_> = all.iter().filter(|hint| range.contains_inclusive(hint.at)).cloned().collect();
            assert_eq!(part, wanted);
        }
        for text in ["spec {\n  covers", "actor A {\n extends A", "spec S {\n rollout {\n stage 5% 5%"] {
            let fixture = Fixture::new(text);
            fixture.analysis().inlay_hints(fixture.file(0), None).expect("nothing changes it");
        }
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!([0.0, 12.0, 999.0, 1000.0, 1_234_567.0].map(grouped), ["0", "12", "999", "1_000", "1_234_567"]);
    }
}
