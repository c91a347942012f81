//! A definition as an author would write it, shortened to what others need to know.

use std::fmt::Write as _;

use averment_model::{Db, DeclRef, Def, Module, body, module_files, module_names, parse, rights_held, spans};
use averment_syntax::SyntaxKind;
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
            let keys = [Key::Is, Key::Extends, Key::Can, Key::Cannot, Key::Population, Key::Uses];
            lines.extend(property_lines(db, decl, &keys));
            lines
                .extend(inherited_rights(db, decl).into_iter().map(|(from, right)| format!("{right}  // from {from}")));
        }
        Some(Kind::Enum) => {
            let constants = own.constants.join(" | ");
            lines.push(format!("values {constants}"));
        }
        Some(Kind::Spec) => {
            let keys =
                [Key::Status, Key::Owner, Key::Horizon, Key::Serves, Key::DependsOn, Key::Supersedes, Key::Complies];
            lines = property_lines(db, decl, &keys);
            lines.extend(
                decl.children(db)
                    .filter(|child| child.kind(db) == Some(Kind::Flow))
                    .filter_map(|flow| Some(format!("flow {}", flow.signature(db).name.as_deref()?))),
            );
        }
        Some(Kind::Lifecycle) => {
            lines = property_lines(db, decl, &[Key::For, Key::Initial, Key::Final]);
            let data = body(db, decl.item).decl(decl.decl);
            lines.extend(data.transitions.iter().map(|transition| line_text(db, decl, transition.node)));
        }
        Some(Kind::Cases) => {
            lines = property_lines(db, decl, &[Key::On]);
            let cases = &body(db, decl.item).decl(decl.decl).cases;
            lines.extend(cases.iter().map(|case| line_text(db, decl, case.node)));
            let missing = averment_checks::missing_cases(db, decl).unwrap_or_default();
            lines.extend(missing.into_iter().map(|condition| format!("// nothing is said for: {condition}")));
        }
        _ => {
            let data = body(db, decl.item).decl(decl.decl);
            let clauses = data.clauses.iter().map(|clause| (clause.node, line_text(db, decl, clause.node)));
            let options = data.properties_of(Key::Option).filter(|option| option.prose.is_some());
            let options =
                options.filter_map(|option| Some((option.node, format!("option {}", option.words().next()?.0))));
            let structured = data.properties.iter().filter(|p| p.prose.is_none() && p.bullets.is_empty());
            let structured = structured.map(|property| (property.node, line_text(db, decl, property.node)));
            let mut written: Vec<_> = clauses.chain(options).chain(structured).collect();
            written.sort_unstable_by_key(|(node, _)| *node);
            lines.extend(written.into_iter().map(|(_, line)| line));
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

/// The rights that an actor has from those it extends and that nothing nearer to it overrides: from whom, and a line.
pub(crate) fn inherited_rights<'db>(db: &'db dyn Db, actor: DeclRef<'db>) -> Vec<(String, String)> {
    struct Line<'db> {
        from: DeclRef<'db>,
        may: bool,
        to: Vec<String>,
        verbs: Vec<String>,
    }
    let mut lines: Vec<Line<'db>> = Vec::new();
    for right in rights_held(db, actor).into_iter().filter(|right| right.actor != actor) {
        let (to, verb) = (right.to.qualified_name(db), right.verb.to_string());
        let same =
            |line: &&mut Line<'db>| line.from == right.actor && line.may == right.may && line.to == [to.as_str()];
        match lines.iter_mut().find(same) {
            Some(line) => line.verbs.push(verb),
            None => lines.push(Line { from: right.actor, may: right.may, to: vec![to], verbs: vec![verb] }),
        }
    }
    // What may be done alike is said in one line.
    let mut joined: Vec<Line<'db>> = Vec::new();
    for line in lines {
        let same =
            |other: &&mut Line<'db>| other.from == line.from && other.may == line.may && other.verbs == line.verbs;
        match joined.iter_mut().find(same) {
            Some(other) => other.to.extend(line.to),
            None => joined.push(line),
        }
    }
    let written = joined.into_iter().map(|line| {
        let from = line.from.signature(db).name.clone().unwrap_or_default().to_string();
        let word = if line.may { Key::Can } else { Key::Cannot }.word();
        (from, format!("{word} {} {}", line.verbs.join(", "), line.to.join(", ")))
    });
    written.collect()
}

/// A line of a declaration, with single spaces and without comments.
pub(super) fn line_text<'db>(db: &'db dyn Db, decl: DeclRef<'db>, node: averment_model::NodeId) -> String {
    let range = spans(db, decl.item).get(node);
    let root = parse(db, decl.item).green.syntax();
    let within = root.covering_element(range);
    let tokens = within.as_node().map(|node| node.descendants_with_tokens()).into_iter().flatten();
    let tokens = tokens.filter_map(|element| element.into_token());
    let tokens = tokens.chain(within.as_token().cloned());
    let written = tokens.filter(|token| range.contains_range(token.text_range()));
    let written = written.filter(|token| !matches!(token.kind(), SyntaxKind::COMMENT | SyntaxKind::DOC_COMMENT));
    let text: String = written.map(|token| token.text().to_owned()).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
