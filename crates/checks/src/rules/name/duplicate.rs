//! `name/duplicate`: two things of one name in one place.

use averment_model::{
    Db, Decl, DeclId, DeclRef, Def, Item, Module, NodeId, Property, SourceFile, TypeRef, body, declared, file_module,
    items,
};
use averment_syntax::ItemKind;
use averment_syntax::vocabulary::{Key, Kind};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::finding::{Checker, Edit, Place};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "name/duplicate",
    severity: Severities::BROKEN,
    page: include_str!("../../../rules/name/duplicate.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    in_module(c);
    modules(c);
    for (id, decl) in c.body.all_decls() {
        nested(c, id, decl);
        fields(c, decl);
        words(c, decl.properties_of(Key::Option), decl, "option");
        if decl.kind == Some(Kind::Enum) {
            words(c, decl.properties_of(Key::Values), decl, "constant");
        }
    }
}

/// The second and later ones of each name, with the first.
fn repeated<'n, T: Copy>(names: impl IntoIterator<Item = (&'n SmolStr, T)>) -> Vec<(&'n SmolStr, T, T)> {
    let mut first: FxHashMap<&SmolStr, T> = FxHashMap::default();
    let mut repeated = Vec::new();
    for (name, at) in names {
        match first.get(name) {
            Some(before) => repeated.push((name, *before, at)),
            None => drop(first.insert(name, at)),
        }
    }
    repeated
}

fn in_module(c: &mut Checker<'_>) {
    let Some(decl) = c.body.decls.first() else { return };
    let Some(name) = &decl.name else { return };
    let file = c.item.file(c.db);
    let path = file_module(c.db, file);
    let module = Module::new(c.db, file.workspace(c.db), path.clone());
    // A term is about a word, and may have the name of what the word is for.
    let is_term = |item: Item<'_>| Def::Decl(DeclRef::root(item)).is_term(c.db);
    let mut alike = declared(c.db, module, name).iter().filter(|item| is_term(**item) == is_term(c.item));
    let Some(first) = alike.next().filter(|first| **first != c.item) else { return };
    let place = Place::decl(c.db, DeclRef::root(*first));
    let message = match path.as_str() {
        "" => format!("`{name}` is already declared; give one of the two another name"),
        path => format!("`{path}` already declares `{name}`; give one of the two another name"),
    };
    c.report(decl.name_node, message).related(place, format!("the first `{name}`"));
}

/// A file belongs to the module that its first `module` line names; what the second says would be ignored.
fn modules(c: &mut Checker<'_>) {
    if c.body.module.is_none() {
        return;
    }
    let Some(first) = first_module(c.db, c.item.file(c.db)).filter(|first| *first != c.item) else { return };
    let module_node = |item| body(c.db, item).module.as_ref().map(|module| module.node);
    let (Some(node), Some(before)) = (module_node(c.item), module_node(first)) else { return };
    let path = file_module(c.db, c.item.file(c.db));
    let (place, before) = (c.place(node), Place::node(first, before));
    c.report(
        node,
        format!("this file belongs to `{path}` already, and a file belongs to one module; keep one of the two"),
    )
    .related(before, "the first `module`")
    .fix("remove this line", vec![Edit::DeleteLines(place)]);
}

/// The first `module` line of a file. A query, so that another item more does not check the line again.
#[salsa::tracked(returns(copy))]
fn first_module<'db>(db: &'db dyn Db, file: SourceFile) -> Option<Item<'db>> {
    items(db, file).iter().copied().find(|item| item.kind(db) == ItemKind::Module)
}

fn nested(c: &mut Checker<'_>, id: DeclId, decl: &Decl) {
    let named = |child: &DeclId| Some((c.body.decl(*child).name.as_ref()?, *child));
    let (terms, things): (Vec<_>, Vec<_>) =
        decl.children.iter().filter_map(named).partition(|(_, child)| c.body.decl(*child).kind == Some(Kind::Term));
    for (name, first, second) in repeated(things).into_iter().chain(repeated(terms)) {
        let place = Place::decl(c.db, c.decl_ref(first));
        let whole = c.body.decl(id).label();
        let message = format!("`{whole}` already holds `{name}`; give one of the two another name");
        c.report(c.body.decl(second).name_node, message).related(place, format!("the first `{name}`"));
    }
}

fn fields(c: &mut Checker<'_>, decl: &Decl) {
    let fields = decl.fields.iter().map(|field| (&field.name, field));
    for (name, first, second) in repeated(fields) {
        let message = format!("`{}` already has a field `{name}`; remove one of the two, or rename it", decl.label());
        let (place, line) = (c.place(first.name_node), c.place(second.node));
        c.report(second.name_node, message)
            .related(place, format!("the first `{name}`"))
            .fix("remove this line", vec![Edit::DeleteLines(line)]);
    }
    for field in &decl.fields {
        let TypeRef::States(states) = unwrapped(&field.ty) else { continue };
        let optional = if field.optional { "?" } else { "" };
        for (name, first, second) in repeated(states.iter().map(|(state, node)| (state, *node))) {
            let message = format!("`{}` already has a state `{name}`; remove one of the two", field.name);
            let place = c.place(first);
            let ty = c.place(field.ty_node);
            let direct = matches!(field.ty, TypeRef::States(_));
            let finding = c.report(second, message).related(place, format!("the first `{name}`"));
            if direct {
                let text = format!("{}{optional}", without(states, second));
                finding.fix(format!("remove the second `{name}`"), vec![Edit::Replace(ty, text)]);
            }
        }
    }
}

fn unwrapped(ty: &TypeRef) -> &TypeRef {
    if let TypeRef::Many(ty) = ty { unwrapped(ty) } else { ty }
}

fn without(words: &[(SmolStr, NodeId)], removed: NodeId) -> String {
    let kept: Vec<_> = words.iter().filter(|(_, node)| *node != removed).map(|(word, _)| word.as_str()).collect();
    kept.join(" | ")
}

/// Options and constants: words that a property brings into being.
fn words<'b>(c: &mut Checker<'_>, properties: impl Iterator<Item = &'b Property>, decl: &Decl, what: &str) {
    for (name, first, second) in repeated(properties.flat_map(Property::words)) {
        let article = averment_model::with_article(what);
        let message = format!("`{}` already has {article} `{name}`; remove one of the two, or rename it", decl.label());
        let place = c.place(first);
        let values = values_without(c, decl, second);
        let finding = c.report(second, message).related(place, format!("the first `{name}`"));
        if let Some(edit) = values {
            finding.fix(format!("remove the second `{name}`"), vec![edit]);
        }
    }
}

/// Removes a constant from the line of an enum that lists it with others.
fn values_without<'db>(c: &Checker<'db>, decl: &Decl, constant: NodeId) -> Option<Edit<'db>> {
    let mut lines = decl.properties_of(Key::Values).filter(|line| line.mismatch.is_none());
    let line = lines.find(|line| line.words().any(|(_, node)| node == constant))?;
    let words: Vec<_> = line.words().map(|(word, node)| (word.clone(), node)).collect();
    let ((_, first), (_, last)) = (words.first()?, words.last()?);
    let text = without(&words, constant);
    (words.len() > 1).then(|| Edit::ReplaceThrough(c.place(*first), c.place(*last), text))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_term_may_have_the_name_of_the_thing() {
        let entity = "entity Order {\n  state open | paid\n}\n";
        let term = "term Order {\n  means: what somebody wants to have\n}\n";
        let spec = "spec S {\n  flow F {\n    step A {\n      creates Order\n      moves Order.state to paid\n      then the [Order] is in the [Basket]\n    }\n  }\n  rule R {\n    for Order\n    always state = paid\n  }\n  entity Basket {\n    order Order\n  }\n}\n";
        check("name/", &format!("module m\n{term}{entity}{spec}"));
        check("name/", &format!("module m\n{entity}{term}{spec}"));
        // In another file of the module, in the spec itself, in a file that uses the entity.
        check("name/", &format!("//- /a.averment\nmodule m\n{term}//- /b.averment\nmodule m\n{entity}{spec}"));
        let nested = spec.replace("spec S {\n", "spec S {\n  term Order: what somebody wants to have\n");
        check("name/", &format!("module m\n{entity}{nested}"));
        check(
            "name/",
            &format!("//- /a.averment\nmodule m\n{entity}//- /b.averment\nmodule n\nuse m.{{Order}}\n{term}{spec}"),
        );
        check(
            "name/duplicate",
            "term A: a\nterm A: b\n//   ^ name/duplicate: `A` is already declared; give one of the two another name\n",
        );
    }

    use crate::testing::{check, fix_edits, related};

    #[test]
    fn in_a_module_across_files() {
        let text = "\
//- /a.averment
module m
entity Order
//- /b.averment
module m
actor Order
//    ^^^^^ name/duplicate: `m` already declares `Order`; give one of the two another name
//- /c.averment
module n
entity Order
//- /d.averment
entity Order
entity Order
//     ^^^^^ name/duplicate: `Order` is already declared; give one of the two another name
";
        check("name/duplicate", text);
        assert_eq!(related("name/duplicate", text), ["Order: the first `Order`"]);
    }

    #[test]
    fn a_file_belongs_to_one_module() {
        let text = "\
//- /a.averment
module m
module n
//     ^ name/duplicate: this file belongs to `m` already, and a file belongs to one module; keep one of the two
entity Order
//- /b.averment
module m
";
        check("name/duplicate", text);
        assert_eq!(fix_edits("name/duplicate", text), ["remove this line"]);
        assert_eq!(related("name/duplicate", text), ["m: the first `module`"]);
    }

    #[test]
    fn in_a_block() {
        check(
            "name/duplicate",
            "\
entity Order {
  total Money
  total Integer
//^^^^^ name/duplicate: `Order` already has a field `total`; remove one of the two, or rename it
  status draft | paid | draft
//                      ^^^^^ name/duplicate: `status` already has a state `draft`; remove one of the two
}

enum Size {
  values small | large | small
//                       ^^^^^ name/duplicate: `Size` already has a constant `small`; remove one of the two, or rename it
}

spec S {
  accept: one without a name
  accept: and another
  edge Twice: it happens
  fail Twice: it fails
//     ^^^^^ name/duplicate: `S` already holds `Twice`; give one of the two another name
  decision D {
    option A: this
    option B: that
    option A: and this
//         ^ name/duplicate: `D` already has an option `A`; remove one of the two, or rename it
  }
  flow F {
    step Pay {
      then it is paid
    }
    branch B {
      step Pay {
        then it is paid otherwise
      }
    }
  }
}
",
        );
    }

    #[test]
    fn fixes() {
        let fields = "entity Order {\n  total Money\n  total Integer\n}\n";
        assert_eq!(fix_edits("name/duplicate", fields), ["remove this line"]);
        let states = "entity Order {\n  status a | b | a\n}\n";
        assert_eq!(fix_edits("name/duplicate", states), ["remove the second `a`"]);
    }
}
