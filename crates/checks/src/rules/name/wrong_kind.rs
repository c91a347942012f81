//! `name/wrong-kind`: a path to something of another kind than its place takes.

use averment_model::{
    Builtin, DeclId, DeclRef, Def, NodeId, PathRef, Place, Resolution, Type, TypeRef, field_type, imports,
    resolve_full, resolve_path, targets_text, with_article,
};
use averment_syntax::vocabulary::Key;
use smol_str::SmolStr;

use super::{listed, name_node, remove_names, scope};
use crate::finding::{self, Checker, Edit};
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
    types_for_states(c);
    amounts(c);
    uses(c);
}

/// Whether all states of a field are names of types: `Text | Integer`.
pub(super) fn are_types(c: &Checker<'_>, decl: DeclId, states: &[(SmolStr, NodeId)]) -> bool {
    let is_type = |state: &SmolStr| {
        Builtin::ALL.iter().any(|(_, word, _)| word == state)
            || matches!(
                resolve_path(c.db, c.decl_ref(decl), std::slice::from_ref(state)),
                Resolution::Found(found) if matches!(found[..], [def @ Def::Decl(_)] if scope::fits(c.db, &Place::Type, def))
            )
    };
    states.len() > 1 && states.iter().all(|(state, _)| state.starts_with(char::is_uppercase) && is_type(state))
}

fn types_for_states(c: &mut Checker<'_>) {
    for (id, decl) in c.body.all_decls() {
        for field in &decl.fields {
            let TypeRef::States(states) = &field.ty else { continue };
            if !are_types(c, id, states) {
                continue;
            }
            let names: Vec<_> = states.iter().map(|(state, _)| state).collect();
            let message = format!(
                "`|` stands between states, and {} are types; give `{}` one of them, or each a field of its own",
                listed(&names, "and"),
                field.name
            );
            let place = c.place(field.ty_node);
            let mut finding = c.report(field.ty_node, message);
            for name in names {
                finding = finding.fix(format!("write `{name}`"), vec![Edit::Replace(place, name.to_string())]);
            }
        }
    }
}

/// What is charged or refunded holds money.
fn amounts(c: &mut Checker<'_>) {
    for (_, decl) in c.body.all_decls() {
        for property in decl.properties_of(Key::Charges).chain(decl.properties_of(Key::Refunds)) {
            for id in property.paths() {
                let path = c.body.path(id);
                let Some(def) = c.def(id).filter(|def| scope::fits(c.db, &path.place, *def)) else { continue };
                let is = match def {
                    Def::Field(owner, field) if !may_be_amount(c, field_type(c.db, owner, field), 0) => {
                        format!("is `{}`", field_type(c.db, owner, field).text(c.db))
                    }
                    Def::Decl(decl) if !may_hold_amount(c, decl, 0) => "holds no money".to_owned(),
                    _ => continue,
                };
                let message =
                    format!("`{}` takes an amount, and `{}` {is}; name what holds it", property.word, path.text());
                let (node, place) = (path.node, c.place(path.node));
                let owner = def.owner();
                let amounts: Vec<String> = owner.map_or_else(Vec::new, |owner| {
                    let fields = (0..).zip(&owner.signature(c.db).fields);
                    let money =
                        fields.filter(|(index, _)| *field_type(c.db, owner, *index) == Type::Builtin(Builtin::Money));
                    let whole = match def {
                        Def::Field(..) => path.segments[..path.segments.len() - 1].join("."),
                        _ => path.text(),
                    };
                    money.map(|(_, field)| format!("{whole}.{}", field.name)).collect()
                });
                let mut finding = c.report(node, message);
                for amount in amounts.into_iter().take(3) {
                    finding = finding.fix(format!("write `{amount}`"), vec![Edit::Replace(place, amount)]);
                }
            }
        }
    }
}

/// Whether values of a type may be an amount: money, a number that stands for some, or what holds either.
fn may_be_amount(c: &Checker<'_>, ty: &Type<'_>, depth: u8) -> bool {
    match ty.element() {
        Type::Builtin(builtin) => {
            matches!(builtin, Builtin::Money | Builtin::Decimal | Builtin::Integer | Builtin::Percent | Builtin::Json)
        }
        Type::Decl(decl) => may_hold_amount(c, *decl, depth + 1),
        Type::Map(_, value) => may_be_amount(c, value, depth),
        Type::States(..) => false,
        Type::Unknown | Type::Many(_) => true,
    }
}

fn may_hold_amount(c: &Checker<'_>, decl: DeclRef<'_>, depth: u8) -> bool {
    if depth > 3 || scope::is_open(c.db, Def::Decl(decl)) {
        return true;
    }
    let mut holds = decl.with_extended(c.db).into_iter();
    let fields = |decl: DeclRef<'_>| decl.signature(c.db).fields.len() as u32;
    // What has no fields yet says nothing of what it holds.
    let empty = decl.with_extended(c.db).into_iter().all(|decl| fields(decl) == 0);
    empty || holds.any(|decl| (0..fields(decl)).any(|field| may_be_amount(c, field_type(c.db, decl, field), depth)))
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

    #[test]
    fn types_where_states_stand() {
        let text = "\
entity Order {
  a Text | Integer
//  ^^^^^^^^^^^^^^ name/wrong-kind: `|` stands between states, and `Text` and `Integer` are types; give `a` one of them, or each a field of its own
  b Order | Note
//  ^^^^^^^^^^^^ name/wrong-kind: `|` stands between states, and `Order` and `Note` are types; give `b` one of them, or each a field of its own
  c open | closed
  d Open | Note
}
entity Note
";
        check("name/wrong-kind", text);
        check("name/naming", "entity Order {\n  a Text | Integer\n}\n");
        assert_eq!(fix_edits("name/wrong-kind", text), ["write `Text`", "write `Integer`"]);
    }

    #[test]
    fn what_is_charged_holds_money() {
        let text = "\
entity Order {
  total Money
  price Price
  state open | paid
  note  Text
  count Integer
}
value Price {
  net Money
}
entity Note {
  text Text
}
entity Later
spec S {
  flow F {
    step A {
      charges Order.total, Order.price, Order.count, Order, Later
      charges Order.note, Note
//            ^^^^^^^^^^ name/wrong-kind: `charges` takes an amount, and `Order.note` is `Text`; name what holds it
//                        ^^^^ name/wrong-kind: `charges` takes an amount, and `Note` holds no money; name what holds it
      refunds Order.state
//            ^^^^^^^^^^^ name/wrong-kind: `refunds` takes an amount, and `Order.state` is `open | paid`; name what holds it
    }
  }
}
";
        check("name/wrong-kind", text);
        assert_eq!(fix_edits("name/wrong-kind", text), ["write `Order.total`"]);
    }
}
