//! To where a name is declared, and from there to where it is used.

use averment_model::{Db, spans};

use crate::diagnostics::item_start;
use crate::mentions::mentions;
use crate::position::{Subject, option_places, option_target, subject_at, targets};
use crate::types::{FilePosition, FileRange, NavigationTarget};

/// Where the name at a position leads.
pub(crate) fn definition(db: &dyn Db, at: FilePosition) -> Vec<NavigationTarget> {
    match subject_at(db, at).map(|found| found.subject) {
        Some(Subject::Defs(defs)) => defs.into_iter().flat_map(|def| targets(db, def)).collect(),
        Some(Subject::Option(decision, name)) => option_target(db, decision, &name).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Everywhere the thing at a position is named.
pub(crate) fn references(db: &dyn Db, at: FilePosition, include_declaration: bool) -> Vec<FileRange> {
    let mut ranges = Vec::new();
    match subject_at(db, at).map(|found| found.subject) {
        Some(Subject::Defs(defs)) => {
            for def in defs {
                if include_declaration {
                    let targets = targets(db, def).into_iter();
                    ranges.extend(targets.map(|target| FileRange { file: target.file, range: target.focus }));
                }
                for mention in mentions(db, def, None).0 {
                    let range = spans(db, mention.item).get(mention.node) + item_start(db, mention.item);
                    ranges.push(FileRange { file: mention.item.file(db), range });
                }
            }
        }
        Some(Subject::Option(decision, name)) => {
            let file = decision.item.file(db);
            let places = option_places(db, decision, &name).into_iter();
            let places = places.filter(|(_, declares)| include_declaration || !declares);
            ranges.extend(places.map(|(range, _)| FileRange { file, range }));
        }
        _ => {}
    }
    ranges.sort_by(|a, b| {
        let key = |r: &FileRange| (r.file.path(db), r.range.start());
        key(a).cmp(&key(b))
    });
    ranges.dedup();
    ranges
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::fixture::Fixture;

    const MODEL: &str = "//- model.averment
module shop.model
entity Order {
  id Id
  status draft | paid
  lines many Line
}
value Line {
  price Money
}
enum Size {
  values small | large
}
";

    #[track_caller]
    fn leads_to(text: &str, expected: Expect) {
        let fixture = Fixture::new(&format!("{MODEL}//- a.averment\n{text}"));
        let targets = fixture.analysis().definition(fixture.cursor()).expect("nothing changes it");
        let shown: Vec<_> = targets.iter().map(|t| fixture.show(FileRange { file: t.file, range: t.focus })).collect();
        expected.assert_eq(&shown.join("\n"));
    }

    #[track_caller]
    fn used_at(text: &str, expected: Expect) {
        let fixture = Fixture::new(&format!("{MODEL}//- a.averment\n{text}"));
        let ranges = fixture.analysis().references(fixture.cursor(), true).expect("nothing changes it");
        let shown: Vec<_> = ranges.into_iter().map(|range| fixture.show(range)).collect();
        expected.assert_eq(&shown.join("\n"));
    }

    #[test]
    fn every_segment_leads_to_its_own() {
        let spec = |path: &str| format!("module b\nuse shop.model.Order\nspec A {{\n  problem: 🎉 is [{path}]?\n}}\n");
        leads_to(&spec("Or$0der.status.paid"), expect!["model.averment:2:Order"]);
        leads_to(&spec("Order.sta$0tus.paid"), expect!["model.averment:4:status"]);
        leads_to(&spec("Order.status.paid$0"), expect!["model.averment:4:paid"]);
        leads_to(&spec("Order.lines.$0price"), expect!["model.averment:8:price"]);
        leads_to(&spec("shop.mo$0del.Size.small"), expect!["model.averment:1:shop.model"]);
        leads_to(&spec("shop.model.Size.sm$0all"), expect!["model.averment:11:small"]);
        leads_to(&spec("Or$0der.nothing"), expect!["model.averment:2:Order"]);
        leads_to(&spec("Order.noth$0ing"), expect![""]);
    }

    #[test]
    fn uses_and_modules_lead_to_files() {
        leads_to("module b\nuse shop.mo$0del.{Order}\n", expect!["model.averment:1:shop.model"]);
        leads_to("module b\r\nuse shop.model.{Line, Or$0der}\r\n", expect!["model.averment:2:Order"]);
        leads_to("module b\nuse shop.model.Order as Kau$0f\n", expect!["model.averment:2:Order"]);
        leads_to("module b$0\n", expect!["a.averment:1:b"]);
    }

    #[test]
    fn a_declaration_leads_to_itself() {
        leads_to("entity Äp$0fel {\n}\n", expect!["a.averment:1:Äpfel"]);
        leads_to("entity A {\n  sta$0te a | b\n}\n", expect!["a.averment:2:state"]);
        leads_to("entity A {\n  state a | b$0\n}\n", expect!["a.averment:2:b"]);
        leads_to("enum A {\n  values a | b$0\n}\n", expect!["a.averment:2:b"]);
    }

    #[test]
    fn structured_paths_lead_somewhere() {
        let step = |line: &str| {
            format!(
                "use shop.model.{{Order, Line}}\nspec A {{\n  flow F {{\n    step S {{\n      {line}\n    }}\n  }}\n}}\n"
            )
        };
        leads_to(&step("moves Order.status to pa$0id"), expect!["model.averment:4:paid"]);
        leads_to(&step("reads each Order.lin$0es"), expect!["model.averment:5:lines"]);
        leads_to(&step("next S$0"), expect!["a.averment:4:S"]);
        leads_to(&step("rea$0ds Order"), expect![""]);
        leads_to("use shop.model.Line\nentity A {\n  lines many Li$0ne\n}\n", expect!["model.averment:7:Line"]);
        leads_to(
            "use shop.model.Order\nrule A {\n  for Order\n  always status = pa$0id\n}\n",
            expect!["model.averment:4:paid"],
        );
        leads_to(
            "use shop.model.Order\nlifecycle A {\n  for Order.status\n  draft -> pa$0id\n}\n",
            expect!["model.averment:4:paid"],
        );
    }

    #[test]
    fn the_chosen_leads_to_its_option() {
        let text = "spec A {\n  decision D {\n    option Un: one\n    option Deux: two\n    chosen De$0ux\n  }\n}\n";
        leads_to(text, expect!["a.averment:4:Deux"]);
        used_at(
            text,
            expect![[r#"
            a.averment:4:Deux
            a.averment:5:Deux"#]],
        );
    }

    #[test]
    fn references_are_found_in_structure_and_prose() {
        let text = "module b\nuse shop.model.{Order, Line}\nspec A {\n  problem: an [Order] and its [Order.lines]\n  changes Or$0der\n  entity Line {\n    order shop.model.Order\n  }\n}\n";
        used_at(
            text,
            expect![[r#"
            a.averment:2:Order
            a.averment:4:Order
            a.averment:4:Order
            a.averment:5:Order
            a.averment:7:Order
            model.averment:2:Order"#]],
        );
        let text = "module b\nuse shop.model.{Order}\nspec A {\n  problem: [Order.status.pa$0id]\n}\nrule R {\n  for Order\n  always status = paid\n}\n";
        used_at(
            text,
            expect![[r#"
            a.averment:4:paid
            a.averment:8:paid
            model.averment:4:paid"#]],
        );
    }

    #[test]
    fn references_know_other_names_and_shadowed_ones() {
        let text = "module b\nuse shop.model.Order as Kauf\nspec A {\n  changes Ka$0uf\n  problem: no [Order]\n}\n";
        used_at(
            text,
            expect![[r#"
            a.averment:2:Order
            a.averment:2:Kauf
            a.averment:4:Kauf
            model.averment:2:Order"#]],
        );
        let text = "module b\nuse shop.model.Line\nspec A {\n  changes Li$0ne\n  entity Line {\n  }\n}\nspec B {\n  changes Line\n}\n";
        used_at(
            text,
            expect![[r#"
            a.averment:4:Line
            a.averment:5:Line"#]],
        );
    }

    #[test]
    fn references_of_a_module() {
        used_at(
            "module b\nuse shop.mo$0del.{Order}\nspec A {\n  changes shop.model.Line\n}\n",
            expect![[r#"
            a.averment:2:model
            a.averment:4:model
            model.averment:1:shop.model"#]],
        );
    }

    #[test]
    fn what_every_error_has_is_a_name() {
        let text = |line: &str| {
            format!("error Declined {{\n  message \"No 🍏\"\n  reason Text\n}}\nspec A {{\n  {line}\n}}\n")
        };
        leads_to(&text("problem: [Declined.mes$0sage] is shown"), expect!["a.averment:2:message"]);
        // One that is not written down leads to the error.
        leads_to(&text("problem: [Declined.sev$0erity]"), expect!["a.averment:1:Declined"]);
        leads_to(&text("problem: [Declined.rea$0son]"), expect!["a.averment:3:reason"]);
        leads_to(&text("problem: [Declined.nothing$0]"), expect![""]);
        used_at(
            &text("problem: [Declined.mes$0sage], again [Declined.message]"),
            expect![[r#"
                a.averment:2:message
                a.averment:6:message
                a.averment:6:message"#]],
        );
    }

    #[test]
    fn no_place_panics() {
        let text = "\u{feff}module é\r\nuse é.{Ä}\r\nspec Ä \"🍏\" {\r\n  problem: 🎉[Ä.x] 5 s\r\n  waive edge/empty of Ä: x\r\n  lösche é.é\r\n";
        for text in [MODEL, text] {
            let fixture = Fixture::new(text);
            let analysis = fixture.analysis();
            for at in fixture.everywhere() {
                analysis.definition(at).expect("nothing changes it");
                analysis.references(at, true).expect("nothing changes it");
                analysis.hover(at).expect("nothing changes it");
            }
        }
    }
}
