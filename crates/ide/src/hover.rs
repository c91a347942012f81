//! What the thing under the cursor is, in Markdown.

mod bounds;
mod edge_cases;
mod language;
mod signature;
mod states;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use averment_model::{Db, DeclRef, Def, body, file_module, parse, spans};
use averment_syntax::SyntaxKind;
use averment_syntax::ast::{self, AstNode as _};
use averment_syntax::vocabulary::{Dimension, Key, Kind, PropertyData, Status};
use rustc_hash::FxHashMap;

use language::rule_card;
pub(crate) use language::{kind_card, property_card};
pub(crate) use signature::inherited_rights;
use signature::{property_lines, signature};

use crate::mentions::mentions;
use crate::position::{Subject, container, file_text, subject_at, targets};
use crate::types::{FilePosition, Hover};

/// How many items are looked into for the number of uses. The first look into an item of a closed file parses and resolves
/// it, about 0.3 ms each, and somebody is waiting.
const MOST_ITEMS: usize = 12;

/// How many fields and members are listed.
const MOST_MEMBERS: usize = 24;

/// What the thing at a position is.
pub(crate) fn hover(db: &dyn Db, at: FilePosition) -> Option<Hover> {
    let found = subject_at(db, at)?;
    let markdown = match found.subject {
        Subject::Defs(defs) => {
            let mut cards: Vec<_> = defs.into_iter().map(|def| card(db, def)).collect();
            cards.dedup();
            let raised = edge_cases::of_effect(db, at);
            cards.into_iter().chain(raised).collect::<Vec<_>>().join("\n\n---\n\n")
        }
        Subject::Option(decision, name) => option(db, decision, &name),
        Subject::Kind(kind) => kind_card(kind),
        Subject::Property(kind, data) => with(property_card(Some(kind), data), edge_cases::of_effect(db, at)),
        Subject::Choice(data, word) => format!("{}\n\nOne of {}.", code(&word), choices_text(data)) + "\n\n" + data.doc,
        Subject::Status(status) => {
            let (_, word, doc) = Status::ALL[status as usize];
            format!("{}\n\n{}.", code(&format!("status {word}")), capitalised(doc))
        }
        Subject::Unit(unit) => {
            let dimension = match unit.dimension {
                Dimension::Time => "a length of time",
                Dimension::Size => "a size",
                Dimension::Percent => "a share",
                Dimension::Money => "an amount of money",
                Dimension::Rate => "a rate",
            };
            let aliases = match unit.aliases {
                [] => String::new(),
                aliases => format!("\n\nAlso written {}.", quoted(aliases)),
            };
            format!("{}\n\n{}: the unit of {dimension}.{aliases}", code(unit.word), capitalised(unit.doc))
        }
        Subject::Builtin(builtin) => format!("{}\n\n{}", code(builtin.word()), builtin.doc()),
        Subject::Category(data) => {
            let card = format!("{}\n\n{}\n\n*{}*", code(&format!("covers {}", data.word)), data.doc, data.question);
            with(card, edge_cases::of_category(db, at, data.category))
        }
        Subject::Code(rule_code) => rule_card(&rule_code)?,
        Subject::Language(word) => format!("{}\n\n{}", code(word.signature), word.doc),
    };
    Some(Hover { range: found.range, markdown })
}

fn with(card: String, more: Option<String>) -> String {
    more.map_or(card.clone(), |more| format!("{card}\n\n---\n\n{more}"))
}

fn code(text: &str) -> String {
    format!("```averment\n{text}\n```")
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn choices_text(data: &'static PropertyData) -> String {
    quoted(&crate::expectations::choices(data))
}

fn option(db: &dyn Db, decision: DeclRef<'_>, name: &str) -> String {
    let data = body(db, decision.item).decl(decision.decl);
    let mut card = code(&format!("option {name}"));
    if let Some(line) = stage(db, decision, name) {
        return code(&line);
    }
    let property = data.properties_of(Key::Option).find(|p| p.words().any(|(word, _)| word == name));
    let Some(property) = property else { return card };
    if let Some(prose) = &property.prose {
        let text = decision.item.text(db);
        let text = text.get(std::ops::Range::from(spans(db, decision.item).get(prose.node))).unwrap_or_default();
        let _ = write!(card, "\n\n{}", text.trim());
    }
    let chosen = data.properties_of(Key::Chosen).any(|p| p.words().any(|(word, _)| word == name));
    if chosen {
        card.push_str("\n\n*the option that was chosen*");
    }
    card
}

/// The line of a stage of a rollout.
fn stage<'db>(db: &'db dyn Db, rollout: DeclRef<'db>, name: &str) -> Option<String> {
    let mut stages = body(db, rollout.item).decl(rollout.decl).properties_of(Key::Stage);
    let stage = stages.find(|stage| stage.words().next().is_some_and(|(word, _)| word == name))?;
    Some(signature::line_text(db, rollout, stage.node))
}

/// What a definition is, in Markdown: also what completion shows beside a name, without the uses.
pub(crate) fn summary<'db>(db: &'db dyn Db, def: Def<'db>) -> String {
    let mut card = code(&signature(db, def));
    let description = description(db, def);
    if !description.is_empty() {
        card.push_str("\n\n");
        card.push_str(&description);
    }
    card
}

fn card<'db>(db: &'db dyn Db, def: Def<'db>) -> String {
    let mut card = summary(db, def);
    if let Def::Module(_) = def {
        return card;
    }
    let place = place(db, def).map(|place| format!(", {place}")).unwrap_or_default();
    if let Some(container) = container(db, def) {
        let module = def.file(db).map_or("", |file| file_module(db, file));
        let nested = !matches!(def, Def::Decl(decl) if decl.parent(db).is_none()) && !module.is_empty();
        let module = if nested { format!(" of `{module}`") } else { String::new() };
        let _ = write!(card, "\n\n*in `{container}`{module}{place}*");
    } else if let Some(place) = place.strip_prefix(", ") {
        let _ = write!(card, "\n\n*{place}*");
    }
    let (mentions, all) = mentions(db, def, Some(MOST_ITEMS));
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for mention in &mentions {
        *counts.entry(mention.place).or_default() += 1;
    }
    let total: usize = counts.values().sum();
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let parts: Vec<_> = counts.iter().map(|(place, count)| format!("{place} {count}")).collect();
    match (total, all) {
        (0, true) if is_made_to_be_named(db, def) => card.push_str("\n\n*not used anywhere*"),
        (0, true) => {}
        (0, false) => {}
        (1, true) => {
            let _ = write!(card, "\n\n*used once: {}*", counts[0].0);
        }
        _ => {
            let more = if all { "" } else { "more than " };
            let _ = write!(card, "\n\n*used {more}{total} times: {}*", parts.join(", "));
        }
    }
    if let Def::Decl(decl) = def
        && let Some(raised) = edge_cases::of_decl(db, decl)
    {
        let _ = write!(card, "\n\n{raised}");
    }
    card
}

/// Whether something is declared so that others speak of it: an edge case that nobody names is as good as any.
fn is_made_to_be_named(db: &dyn Db, def: Def<'_>) -> bool {
    !matches!(def, Def::Decl(decl) if decl.kind(db).is_none_or(|kind| kind == Kind::Spec || !kind.data().top_level))
}

/// Where a definition stands, as a person would say it: the file, below the folder of the workspace, and the line.
fn place<'db>(db: &'db dyn Db, def: Def<'db>) -> Option<String> {
    let target = targets(db, def).into_iter().next()?;
    let path = target.file.path(db);
    let path = path.strip_prefix(target.file.workspace(db).root(db)).unwrap_or(path);
    let before = file_text(db, target.file).get(..usize::from(target.focus.start()))?;
    let breaks = before.replace("\r\n", "\n").matches(['\n', '\r']).count();
    Some(format!("{path}:{}", breaks + 1))
}

/// The title and doc comment of a definition.
fn description<'db>(db: &'db dyn Db, def: Def<'db>) -> String {
    let mut parts = Vec::new();
    if let Def::Decl(decl) = def
        && let Some(title) = &decl.signature(db).title
    {
        parts.push(format!("**{title}**"));
    }
    parts.extend(doc(db, def));
    if let Def::Field(owner, field) = def {
        parts.extend(bounds::bounds(db, owner, field).map(|bounds| format!("{}.", capitalised(&bounds))));
        parts.extend(states::resolved_type(db, owner, field));
    }
    parts.extend(states::picture(db, def));
    parts.extend(states::table(db, def));
    if let Def::Decl(decl) = def {
        parts.extend(way_of(db, decl));
        let measures = decl
            .children(db)
            .filter_map(|child| Some(format!("`{}`: {}", child.signature(db).name.as_deref()?, way_of(db, child)?)));
        let measures: Vec<_> = measures.collect();
        if decl.kind(db) == Some(Kind::Goal) && !measures.is_empty() {
            parts.push(measures.join("\n\n"));
        }
        if matches!(decl.kind(db), Some(Kind::Person | Kind::Team)) {
            let role = body(db, decl.item).decl(decl.decl).property(Key::Role).and_then(|role| role.prose.as_ref());
            parts.extend(role.and_then(|role| prose_at(db, decl, role.node)));
        }
    }
    if let Def::Decl(decl) = def
        && let Some(prose) = &body(db, decl.item).decl(decl.decl).prose
    {
        parts.extend(prose_at(db, decl, prose.node));
    }
    parts.join("\n\n")
}

/// Where a metric is and where it is to be: `10% → 20%, by 2027-Q1`.
fn way_of<'db>(db: &'db dyn Db, decl: DeclRef<'db>) -> Option<String> {
    if decl.kind(db) != Some(Kind::Metric) {
        return None;
    }
    let value =
        |key| property_lines(db, decl, &[key]).first().and_then(|line| Some(line.split_once(' ')?.1.to_owned()));
    let by = value(Key::By).map(|by| format!(", by {by}")).unwrap_or_default();
    Some(format!("{} → {}{by}", value(Key::Baseline)?, value(Key::Target)?))
}

/// The text of a prose part of a declaration.
fn prose_at<'db>(db: &'db dyn Db, decl: DeclRef<'db>, node: averment_model::NodeId) -> Option<String> {
    let range = spans(db, decl.item).get(node);
    let root = parse(db, decl.item).green.syntax();
    let prose = root.descendants().filter(|node| node.text_range() == range).find_map(ast::Prose::cast);
    prose.map(|prose| prose.text()).filter(|text| !text.is_empty())
}

/// The doc comment above a declaration or field.
pub(crate) fn doc<'db>(db: &'db dyn Db, def: Def<'db>) -> Option<String> {
    let decl = def.owner()?;
    let data = body(db, decl.item).decls.get(decl.decl.0 as usize)?;
    let node = match def {
        Def::Decl(_) => data.name_node,
        Def::Field(_, field) => data.fields.get(field as usize)?.name_node,
        _ => return None,
    };
    let range = spans(db, decl.item).get(node);
    let token = parse(db, decl.item).green.syntax().token_at_offset(range.start()).right_biased()?;
    let owner = match def {
        Def::Decl(_) => SyntaxKind::DECLARATION,
        _ => SyntaxKind::FIELD,
    };
    let node = token.parent_ancestors().find(|node| node.kind() == owner)?;
    match def {
        Def::Decl(_) => ast::Declaration::cast(node)?.doc(),
        _ => ast::Field::cast(node)?.doc(),
    }
}
