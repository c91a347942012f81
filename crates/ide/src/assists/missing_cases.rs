//! The cases that a decision table lacks, and those that no spec has of the states of a lifecycle.

use averment_checks::edges::{Cell, NO_TRANSITION, matrix, review_of, stubs};
use averment_checks::{Edit, Fix, Place, missing_cases};
use averment_model::{DeclId, DeclRef, Item, body, spans, subject_of};
use averment_syntax::vocabulary::{Key, Kind};

use super::Scope;
use crate::diagnostics::resolve_fix;
use crate::types::SourceEdit;

/// More than these are not what anybody would read.
const MOST: usize = 24;

pub(super) fn look(scope: &Scope<'_>) -> Vec<(String, SourceEdit)> {
    let (db, item) = (scope.db, scope.item);
    let decls = body(db, item).all_decls().filter(|(_, decl)| matches!(decl.kind, Some(Kind::Cases | Kind::Lifecycle)));
    let here = decls.filter(|(_, decl)| {
        let range = scope.range(spans(db, item).get(decl.node));
        range.contains_inclusive(scope.at.range.start())
    });
    let Some((id, decl)) = here.last() else { return Vec::new() };
    let offer = if decl.kind == Some(Kind::Cases) { table(scope, id) } else { lifecycle(scope, id) };
    offer.into_iter().collect()
}

fn counted(count: usize) -> String {
    if count == 1 { "the missing case".to_owned() } else { format!("the {count} missing cases") }
}

/// Lines for the combinations that no line of a table takes, from anywhere in it: at its name, the finding offers them.
fn table(scope: &Scope<'_>, id: DeclId) -> Option<(String, SourceEdit)> {
    let (db, item) = (scope.db, scope.item);
    let decl = body(db, item).decl(id);
    let missing = missing_cases(db, DeclRef { item, decl: id })?;
    let at_name = scope.range(spans(db, item).get(decl.name_node)).contains_inclusive(scope.at.range.start());
    if missing.is_empty() || missing.len() > MOST || at_name && !decl.cases.is_empty() {
        return None;
    }
    let last = decl.cases.last().map(|case| case.node).or(decl.property(Key::On).map(|property| property.node))?;
    let lines: Vec<_> = missing.iter().map(|condition| format!("case {condition} -> \"…\"")).collect();
    let edits = vec![Edit::AddLinesBehind(Place::node(item, last), lines.join("\n"))];
    let fix = resolve_fix(db, &Fix { label: format!("add {}", counted(missing.len())), edits });
    Some((fix.label, fix.edit))
}

/// Stubs for what happens when a step comes while a thing is in a state that no transition leads on from.
fn lifecycle(scope: &Scope<'_>, id: DeclId) -> Option<(String, SourceEdit)> {
    let (db, item) = (scope.db, scope.item);
    let head = scope.range(spans(db, item).get(body(db, item).decl(id).name_node));
    if !head.contains_inclusive(scope.at.range.start()) {
        return None;
    }
    let field = subject_of(db, DeclRef { item, decl: id })?;
    let mut specs: Vec<Item<'_>> = Vec::new();
    for step in matrix(db, field)?.steps.iter().filter(|step| step.cells.contains(&Cell::Open)) {
        if !specs.contains(&step.item) {
            specs.push(step.item);
        }
    }
    let (mut edits, mut count) = (Vec::new(), 0);
    for spec in specs {
        let asked = review_of(db, spec).hints.iter();
        let asked = asked.filter(|hint| hint.rule == NO_TRANSITION && hint.fields.contains(&field));
        let asked = asked.filter(|hint| hint.begun.is_none());
        let hints: Vec<_> = asked.cloned().collect();
        count += hints.len();
        edits.extend(stubs(db, spec, &hints));
    }
    let edit = resolve_fix(db, &Fix { label: String::new(), edits }).edit;
    (count > 0).then(|| (format!("add {} of `{}`", counted(count), field.qualified_name(db)), edit))
}

#[cfg(test)]
mod tests {
    use crate::assists::testing::{after, everywhere, labels};

    #[test]
    fn a_table_gets_the_lines_it_lacks() {
        let text = "enum Tier {\n  values a | b | c\n}\nentity Order {\n  tier Tier\n  gift Boolean\n}\ncases Fee {\n  on Order.tier, Order.gift\n  case ti$0er = a -> \"x\" // so far\n}\n";
        let expected = "  case tier = a -> \"x\" // so far\n  case tier in { b, c } -> \"…\"\n}\n";
        let changed = after("add the missing case", text);
        assert!(changed.ends_with(expected), "{changed}");
        assert!(labels(&changed.replace("-> \"…\"", "-> $0\"…\"")).iter().all(|label| !label.starts_with("add the")));
        let begun = "entity Order {\n  gift Boolean\n}\ncases $0Fee {\n  on Order.gift\n}\n";
        let changed = after("add the 2 missing cases", begun);
        assert!(
            changed.ends_with("  on Order.gift\n  case gift = yes -> \"…\"\n  case gift = no -> \"…\"\n}\n"),
            "{changed}"
        );
        let line = "entity Order {\n  gift Boolean\n}\ncases $0Fee { on Order.gift }\n";
        let changed = after("add the 2 missing cases", line);
        let expected = "cases Fee { on Order.gift\n  case gift = yes -> \"…\"\n  case gift = no -> \"…\"\n}\n";
        assert!(changed.ends_with(expected), "{changed}");
    }

    #[test]
    fn specs_get_the_cases_that_a_lifecycle_leaves_open() {
        let text = "\
//- model.averment
module m
entity Order {
  status draft | paid | cancelled
}
lifecycle Life$0 {
  for     Order.status
  initial draft
  final   cancelled
  draft -> paid on Buy.F.Pay
  draft -> cancelled
}
//- buy.averment
module m
actor A
spec Buy {
  flow F {
    actor A
    step Pay {
      when A pays
      then it is paid
      moves Order.status to paid
    }
  }
}
";
        let changed = everywhere("add the missing case of `Order.status`", text);
        assert!(
            changed.starts_with("//- buy.averment") && changed.contains("covers wrong-state of F.Pay"),
            "{changed}"
        );
    }
}
