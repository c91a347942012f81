//! Words where a name stands that are no misspelt name: an author meant something that is written otherwise.

use averment_model::{DeclRef, NodeId, PathRef, Place, Property};
use averment_syntax::vocabulary::Key;
use smol_str::SmolStr;

use super::super::scope;
use crate::finding::{Checker, Edit};

/// Reports a name that stands for something else; `false` where it is just a name that leads nowhere.
pub(super) fn otherwise(c: &mut Checker<'_>, path: &PathRef, scope: DeclRef<'_>) -> bool {
    let [name] = &path.segments[..] else { return false };
    let node = path.segment(0);
    match path.place {
        Place::Expr { .. } => difference(c, name, node, scope),
        Place::Property(Some(Key::Next), _) => end_of_flow(c, path, name),
        Place::Property(Some(key @ (Key::Can | Key::Cannot)), _)
            if stands_alone(c, path, key) && matches!(name.as_str(), "all" | "everything" | "anything") =>
        {
            let message = format!("a right names what it is about, one after the other, and has no `{name}`");
            c.report(node, message);
            true
        }
        _ => false,
    }
}

/// Whether the line of a path says nothing more that does not fit, which would be reported itself.
fn stands_alone(c: &Checker<'_>, path: &PathRef, key: Key) -> bool {
    let mut lines = c.body.decl(path.scope).properties_of(key);
    let of_path = |property: &&Property| property.paths().any(|id| c.body.path(id).node == path.node);
    lines.find(of_path).is_some_and(|property| property.mismatch.is_none())
}

/// `a-b`, which is one word, for `a - b`.
fn difference(c: &mut Checker<'_>, name: &SmolStr, node: NodeId, scope: DeclRef<'_>) -> bool {
    if !name.contains('-') {
        return false;
    }
    let known = scope::names(c.db, scope);
    let stands = |word: &str| word.bytes().all(|b| b.is_ascii_digit()) || known.iter().any(|(name, _)| name == word);
    // The words of a difference may have hyphens of their own.
    let at = name.match_indices('-').map(|(at, _)| at).find(|at| stands(&name[..*at]) && stands(&name[at + 1..]));
    let Some(at) = at else { return false };
    let meant = format!("{} - {}", &name[..at], &name[at + 1..]);
    let message = format!("`{name}` is one word; a minus has spaces around it: `{meant}`");
    let place = c.place(node);
    c.report(node, message).fix(format!("write `{meant}`"), vec![Edit::Replace(place, meant)]);
    true
}

/// `next success`: a flow that is over `ends`.
fn end_of_flow(c: &mut Checker<'_>, path: &PathRef, name: &SmolStr) -> bool {
    let meant = match name.to_lowercase().as_str() {
        "success" | "end" | "done" | "finish" | "finished" => "ends success",
        "failure" | "fail" | "error" => "ends failure",
        _ => return false,
    };
    let next = c.body.decl(path.scope).properties_of(Key::Next).next().map(|property| property.keyword);
    let message = format!("`next` leads to a step; where a flow is over, it `{meant}`");
    let node = path.segment(0);
    let edit = next.map(|keyword| Edit::ReplaceThrough(c.place(keyword), c.place(node), meant.to_owned()));
    let finding = c.report(node, message);
    if let Some(edit) = edit {
        finding.fix(format!("write `{meant}`"), vec![edit]);
    }
    true
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits};

    #[test]
    fn words_that_are_no_names() {
        let text = "\
entity Order {
  paid  Integer
  total Integer
}
actor Clerk {
  can read everything
//         ^^^^^^^^^^ name/unresolved: a right names what it is about, one after the other, and has no `everything`
}
rule R {
  for Order
  always total-paid >= 0
//       ^^^^^^^^^^ name/unresolved: `total-paid` is one word; a minus has spaces around it: `total - paid`
  always total-1 >= 0
//       ^^^^^^^ name/unresolved: `total-1` is one word; a minus has spaces around it: `total - 1`
  always total-zebra >= 0
//       ^^^^^^^^^^^ name/unresolved: there is no `total-zebra` in scope; declare it, or write a name that is
}
spec S {
  flow F {
    step A {
      next success
//         ^^^^^^^ name/unresolved: `next` leads to a step; where a flow is over, it `ends success`
    }
  }
}
";
        check("name/unresolved", text);
        let fix = |line: &str| {
            fix_edits(
                "name/unresolved",
                &format!("entity O {{\n  a Integer\n  b Integer\n}}\nrule R {{\n  for O\n  {line}\n}}\n"),
            )
        };
        assert_eq!(fix("always a-b > 0"), ["write `a - b`"]);
        let flow = "spec S {\n  flow F {\n    step A {\n      next failure\n    }\n  }\n}\n";
        assert_eq!(fix_edits("name/unresolved", flow), ["write `ends failure`"]);
    }
}
