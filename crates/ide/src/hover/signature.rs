//! A definition as an author would write it, shortened to what others need to know.

use std::fmt::Write as _;

use averment_model::{Db, DeclRef, Def, Module, body, module_files, module_names, spans};
use averment_syntax::vocabulary::{Key, Kind};

use super::MOST_MEMBERS;

/// A definition as an author would write it, shortened to what others need to know.
pub(super) fn signature<'db>(db: &'db dyn Db, def: Def<'db>) -> String {
    match def {
        Def::Module(module) => module_signature(db, module),
        Def::Decl(decl) => decl_signature(db, decl),
        Def::Field(decl, field) => {
            let field = &decl.signature(db).fields[field as usize];
            format!("{}: {}", def.qualified_name(db), field.text)
        }
        Def::State(decl, field, _) => {
            format!("{}: one of {}", def.qualified_name(db), decl.signature(db).fields[field as usize].text)
        }
        Def::Property(decl, key) => {
            let line = property_lines(db, decl, &[key]).into_iter().next();
            let value = line.and_then(|line| Some(line.split_once(' ')?.1.to_owned()));
            let value = value.unwrap_or_else(|| "not said".to_owned());
            format!("{}: {value}", def.qualified_name(db))
        }
        Def::Constant(decl, _) => {
            format!("{}: one of {}", def.qualified_name(db), decl.signature(db).constants.join(" | "))
        }
    }
}

pub(super) fn module_signature<'db>(db: &'db dyn Db, module: Module<'db>) -> String {
    let mut text = format!("module {}", module.path(db));
    for named in module_names(db, module).iter().take(MOST_MEMBERS) {
        let _ = write!(text, "\n  {} {}", DeclRef::root(named.item).kind(db).map_or("", Kind::word), named.name);
    }
    let (names, files) = (module_names(db, module).len(), module_files(db, module).len());
    if names > MOST_MEMBERS {
        let _ = write!(text, "\n  // and {} more", names - MOST_MEMBERS);
    }
    if files > 1 {
        let _ = write!(text, "\n  // in {files} files");
    }
    text
}

pub(super) fn decl_signature<'db>(db: &'db dyn Db, decl: DeclRef<'db>) -> String {
    let own = decl.signature(db);
    let mut text = Def::Decl(decl).word(db).to_owned();
    if own.name.is_some() {
        let _ = write!(text, " {}", Def::Decl(decl).qualified_name(db));
    }
    let mut lines: Vec<String> = Vec::new();
    match own.kind {
        Some(Kind::Actor) => {
            for of in decl.with_extended(db) {
                let from = if of == decl {
                    String::new()
                } else {
                    format!("  // from {}", of.signature(db).name.as_deref().unwrap_or_default())
                };
                let keys = [Key::Is, Key::Extends, Key::Can, Key::Cannot, Key::Population, Key::Uses];
                let keys = if of == decl { &keys[..] } else { &keys[2..4] };
                lines.extend(property_lines(db, of, keys).into_iter().map(|line| line + &from));
            }
        }
        Some(Kind::Enum) => {
            let constants = own.constants.join(" | ");
            lines.push(format!("values {constants}"));
        }
        Some(Kind::Spec) => {
            lines = property_lines(db, decl, &[Key::Status, Key::Owner, Key::Horizon, Key::Serves]);
        }
        Some(Kind::Lifecycle) => {
            lines = property_lines(db, decl, &[Key::For, Key::Initial, Key::Final]);
            let data = body(db, decl.item).decl(decl.decl);
            lines.extend(data.transitions.iter().map(|transition| line_text(db, decl, transition.node)));
        }
        _ => {
            let data = body(db, decl.item).decl(decl.decl);
            let structured = data.properties.iter().filter(|p| p.prose.is_none() && p.bullets.is_empty());
            lines.extend(structured.map(|property| line_text(db, decl, property.node)));
            let all = decl.with_extended(db);
            let width =
                all.iter().flat_map(|of| &of.signature(db).fields).map(|field| field.name.chars().count()).max();
            for of in all {
                let from = if of == decl {
                    String::new()
                } else {
                    format!("  // from {}", of.signature(db).name.as_deref().unwrap_or_default())
                };
                let fields = of.signature(db).fields.iter();
                lines.extend(fields.map(|f| {
                    format!("{}{} {}{from}", f.name, " ".repeat(width.unwrap_or(0) - f.name.chars().count()), f.text)
                }));
            }
        }
    }
    if !lines.is_empty() {
        text.push_str(" {");
        for line in lines.iter().take(MOST_MEMBERS) {
            text.push_str("\n  ");
            text.push_str(line);
        }
        if lines.len() > MOST_MEMBERS {
            let _ = write!(text, "\n  // and {} more", lines.len() - MOST_MEMBERS);
        }
        text.push_str("\n}");
    }
    text
}

pub(super) fn property_lines<'db>(db: &'db dyn Db, decl: DeclRef<'db>, keys: &[Key]) -> Vec<String> {
    let data = body(db, decl.item).decl(decl.decl);
    let wanted = data.properties.iter().filter(|p| p.key.is_some_and(|key| keys.contains(&key)));
    wanted.map(|property| line_text(db, decl, property.node)).collect()
}

/// A line of a declaration, with single spaces.
pub(super) fn line_text<'db>(db: &'db dyn Db, decl: DeclRef<'db>, node: averment_model::NodeId) -> String {
    let range = std::ops::Range::<usize>::from(spans(db, decl.item).get(node));
    let text = decl.item.text(db).get(range).unwrap_or_default();
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}
