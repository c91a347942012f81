//! `name/wrong-kind`: a path to something of another kind than its place takes.

use averment_model::{Def, PathRef, Place, Resolution, imports, resolve_full, targets_text, with_article};

use super::{name_node, remove_names, scope};
use crate::finding::{self, Checker};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "name/wrong-kind",
    severity: Severities::BROKEN,
    page: include_str!("../../../rules/name/wrong-kind.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    for (id, path) in c.body.all_paths() {
        let Resolution::Found(found) = c.resolution(id) else { continue };
        let Some(def) = found.last().copied() else { continue };
        if scope::fits(c.db, &path.place, def) {
            continue;
        }
        let Some(targets) = path.place.targets() else { continue };
        // A `use` of what no `use` takes is reported there.
        let is_part = !matches!(def, Def::Module(_) | Def::Decl(_));
        if is_part && found.len() == 1 && path.segments.len() == 1 && is_imported(c, &path.segments[0]) {
            continue;
        }
        let is = with_article(def.word(c.db));
        let message = format!("`{}` is {is}; {} {}", path.text(), place_text(c, path), targets_text(targets));
        let declared = finding::Place::def(c.db, def);
        let finding = c.report(path.node, message);
        if let Some(place) = declared {
            finding.related(place, format!("`{}` is declared here", path.text()));
        }
    }
    uses(c);
}

fn is_imported(c: &Checker<'_>, name: &str) -> bool {
    imports(c.db, c.item.file(c.db)).iter().any(|import| import.name == name)
}

/// The place of a path, and that it takes something: `` `serves` takes``.
fn place_text(c: &Checker<'_>, path: &PathRef) -> String {
    match &path.place {
        Place::Property(Some(key), _) => {
            let decl = c.body.decl(path.scope);
            let word = decl.properties_of(*key).next().map(|property| property.word.as_str()).unwrap_or_default();
            format!("`{word}` takes")
        }
        Place::StateOf(_) => "`moves … to` takes".to_owned(),
        Place::LifecycleState => "a transition leads from and to".to_owned(),
        Place::TransitionOn => "the `on` of a transition takes".to_owned(),
        Place::TransitionBy => "the `by` of a transition takes".to_owned(),
        Place::Type => "the type of a field is a built-in one,".to_owned(),
        _ => "here stands".to_owned(),
    }
}

/// A field or a state is reached through its owner, which is what a `use` line brings in.
fn uses(c: &mut Checker<'_>) {
    let Some(uses) = &c.body.uses else { return };
    let workspace = c.item.file(c.db).workspace(c.db);
    let names: Vec<_> = if uses.list {
        (0..)
            .zip(&uses.names)
            .map(|(index, (name, _))| (Some(index), [&uses.path[..], std::slice::from_ref(name)].concat()))
            .collect()
    } else {
        vec![(None, uses.path.clone())]
    };
    for (index, path) in names {
        let Some(def) = resolve_full(c.db, workspace, &path).def() else { continue };
        if matches!(def, Def::Module(_) | Def::Decl(_)) {
            continue;
        }
        let (word, owner) = (with_article(def.word(c.db)), path[..path.len() - 1].join("."));
        let message = format!(
            "`{}` is {word}; a `use` takes a declaration: use `{owner}`, and reach it from there",
            path.join(".")
        );
        let remove = remove_names(c, uses, index.as_slice());
        let label = format!("remove `{}`", path[path.len() - 1]);
        c.report(name_node(uses, index), message).fix(label, remove);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits, related};

    const SERVES: &str = "\
entity Report

spec S {
  serves Report
//       ^^^^^^ name/wrong-kind: `Report` is an entity; `serves` takes a goal or a metric
}
";

    #[test]
    fn in_properties() {
        check("name/wrong-kind", SERVES);
        assert_eq!(related("name/wrong-kind", SERVES), ["Report: `Report` is declared here"]);
        check(
            "name/wrong-kind",
            "\
module m

actor Agent
entity Order {
  agent  Agent
  total  Money
  status draft | paid
}

lifecycle L {
  for     Order.status
  initial Order.total
//        ^^^^^^^^^^^ name/wrong-kind: `Order.total` is a field; `initial` takes a state
  draft -> paid on S.F.A, S.F, Order by Agent, Order
//                             ^^^^^ name/wrong-kind: `Order` is an entity; the `on` of a transition takes a step or an event
//                                             ^^^^^ name/wrong-kind: `Order` is an entity; the `by` of a transition takes an actor or a system
}

spec S {
  depends-on m
//           ^ name/wrong-kind: `m` is a module; `depends-on` takes a spec
  flow F {
    actor Order.total
//        ^^^^^^^^^^^ name/wrong-kind: `Order.total` is a field; `actor` takes an actor
    step A {
      actor    Order.agent
      notifies Order.agent, Agent
      moves    Order.status to Order.total
//                             ^^^^^^^^^^^ name/wrong-kind: `Order.total` is a field; `moves … to` takes a state
      then [Order] and [Order.total] and [F] and [m]
      next A, F
//            ^ name/wrong-kind: `F` is a flow; `next` takes a step or a branch
    }
  }
}
",
        );
    }

    #[test]
    fn in_types_and_uses() {
        let text = "\
//- /a.averment
module a
metric Sales
person Ana
entity Order {
  sales Sales
//      ^^^^^ name/wrong-kind: `Sales` is a metric; the type of a field is a built-in one, an entity, a value, an enum or an actor
  owner Ana
  total Money
}
//- /b.averment
module b
use a.{Order, Ana}
use a.Order.total
//          ^^^^^ name/wrong-kind: `a.Order.total` is a field; a `use` takes a declaration: use `a.Order`, and reach it from there
use a.Order.total as Sum
//                   ^^^ name/wrong-kind: `a.Order.total` is a field; a `use` takes a declaration: use `a.Order`, and reach it from there
spec S {
  serves Sum
}
use a
";
        check("name/wrong-kind", text);
        assert_eq!(fix_edits("name/wrong-kind", &text.replace("sales Sales", "sales Text")), ["remove `total`"]);
    }

    #[test]
    fn nothing_is_said_of_what_leads_nowhere_or_is_of_an_unknown_kind() {
        check(
            "name/wrong-kind",
            "\
spec S {
  serves Nothing, Odd
  thing Odd {
  }
}
",
        );
    }
}
