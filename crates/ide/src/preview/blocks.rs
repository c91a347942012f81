//! What stands below a heading: the lines of one declaration.

use averment_model::{Decl, DeclId, Property, Value};
use averment_syntax::vocabulary::{Key, Kind};

use super::document::Page;
use super::writer::{Writer, label, plain, words};
use super::{Block, Clause, Fact, Row, Stage, Table, Text, Tone};

/// The lines of a declaration, in the order in which they are read: what it is, what is known of it, what happens, what it
/// holds. `left_out` are the properties that are shown elsewhere.
pub(super) fn of(page: &mut Page<'_>, writer: &Writer<'_>, id: DeclId, left_out: &[Key]) -> Vec<Block> {
    let decl = writer.body.decl(id);
    let mut blocks = Vec::new();
    blocks.extend(writer.doc(id).map(Block::Prose));
    if decl.title.is_some() || !prose_is_heading(decl) {
        blocks.extend(decl.prose.as_ref().map(|prose| Block::Prose(writer.prose(prose))));
    }
    let shown = |property: &&Property| property.key.is_none_or(|key| !left_out.contains(&key));
    let of_table = |key: Option<Key>| matches!(key, Some(Key::Stage | Key::Option));
    let (tabled, plain): (Vec<_>, Vec<_>) =
        decl.properties.iter().filter(shown).partition(|property| of_table(property.key));
    let (told, known): (Vec<_>, Vec<_>) = plain.into_iter().partition(|property| property.prose.is_some());
    // What happens in a step is read before what that does to the model.
    let clauses = clauses(writer, decl);
    if decl.kind == Some(Kind::Step) {
        push(&mut blocks, clauses, Block::Clauses);
        push(&mut blocks, facts(writer, &known), Block::Facts);
    } else {
        push(&mut blocks, facts(writer, &known), Block::Facts);
        push(&mut blocks, clauses, Block::Clauses);
    }
    push(&mut blocks, stages(page, writer, &tabled), Block::Stages);
    blocks.extend(options(page, writer, decl, &tabled).map(Block::Table));
    push(&mut blocks, facts(writer, &told), Block::Facts);
    blocks.extend(fields(page, writer, decl).map(Block::Table));
    blocks.extend(transitions(page, writer, decl).map(Block::Table));
    blocks.extend(cases(page, writer, decl).map(Block::Table));
    blocks
}

/// Whether the prose of a declaration without title is its heading: `accept ColumnsMatch: the columns …`.
pub(super) fn prose_is_heading(decl: &Decl) -> bool {
    decl.block.is_none() && !matches!(decl.kind, Some(Kind::Waive | Kind::Term))
}

fn push<T>(blocks: &mut Vec<Block>, parts: Vec<T>, block: impl Fn(Vec<T>) -> Block) {
    if !parts.is_empty() {
        blocks.push(block(parts));
    }
}

/// Properties with their values; those with the same keyword are one.
fn facts(writer: &Writer<'_>, properties: &[&Property]) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    for property in properties {
        let mut text = writer.values(property);
        if let Some(prose) = &property.prose {
            if !text.is_empty() {
                text.extend(plain(": "));
            }
            text.extend(writer.prose(prose));
        }
        let (label, bullets) = (label(&property.word), writer.bullets(property));
        if text.is_empty() && bullets.is_empty() {
            continue;
        }
        match facts.iter_mut().find(|fact| fact.label == label) {
            Some(fact) => {
                fact.text.extend(plain(if property.prose.is_some() { "; " } else { ", " }));
                fact.text.extend(text);
                fact.bullets.extend(bullets);
            }
            None => facts.push(Fact { label, text, bullets }),
        }
    }
    facts
}

fn clauses(writer: &Writer<'_>, decl: &Decl) -> Vec<Clause> {
    let clause =
        |clause: &averment_model::Clause| Clause { word: clause.word.to_string(), text: writer.prose(&clause.prose) };
    decl.clauses.iter().map(clause).collect()
}

/// The share of a quantity in percent, for drawing it; the text says exactly what it is.
fn percent(text: &str) -> u8 {
    let number: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    number.parse::<f64>().map_or(0, |share| share.clamp(0.0, 100.0).round() as u8)
}

fn stages(page: &mut Page<'_>, writer: &Writer<'_>, properties: &[&Property]) -> Vec<Stage> {
    let mut stages = Vec::new();
    for property in properties.iter().filter(|property| property.key == Some(Key::Stage)) {
        let name = property.words().next().map(|(word, _)| word.to_string()).unwrap_or_default();
        let quantity = property.values.iter().find_map(|(value, _)| match value {
            Value::Quantity(quantity) => Some(quantity.text.to_string()),
            _ => None,
        });
        let until = property.values.iter().find_map(|(value, _)| match value {
            Value::Date(date) => Some(date.to_string()),
            _ => None,
        });
        let at = writer.at(property.node);
        page.place(at, &format!("stage.{name}"));
        let text = quantity.unwrap_or_default();
        stages.push(Stage { name, percent: percent(&text), text, until, at });
    }
    stages
}

/// The options of a decision, with the one that was chosen.
fn options(page: &mut Page<'_>, writer: &Writer<'_>, decl: &Decl, properties: &[&Property]) -> Option<Table> {
    let chosen: Vec<_> = decl.properties_of(Key::Chosen).flat_map(Property::words).map(|(word, _)| word).collect();
    let mut rows = Vec::new();
    for property in properties.iter().filter(|property| property.key == Some(Key::Option)) {
        let name = property.words().next().map(|(word, _)| word.clone()).unwrap_or_default();
        let tone = if chosen.contains(&&name) { Tone::Settled } else { Tone::Neutral };
        let prose = property.prose.as_ref().map(|prose| writer.prose(prose)).unwrap_or_default();
        let cells = vec![plain(name.as_str()), prose];
        rows.push(page.row(writer.at(property.node), &format!("{}.{name}", decl.label()), cells, tone));
    }
    table(&["Option", "What it means"], rows)
}

fn fields(page: &mut Page<'_>, writer: &Writer<'_>, decl: &Decl) -> Option<Table> {
    let mut rows = Vec::new();
    for field in &decl.fields {
        let mut ty = writer.part(field.ty_node);
        if field.optional && !words(&ty).ends_with('?') {
            ty.extend(plain("?"));
        }
        let limits = field.constraints.iter().map(|(_, node)| writer.part(*node));
        let tags = field.tags.iter().map(|(tag, _)| plain(format!("@{tag}")));
        let cells = vec![plain(field.name.as_str()), ty, joined(limits.chain(tags), ", ")];
        rows.push(page.row(writer.at(field.node), &format!("{}.{}", decl.label(), field.name), cells, Tone::Neutral));
    }
    table(&["Field", "Type", "Limits"], rows)
}

fn transitions(page: &mut Page<'_>, writer: &Writer<'_>, decl: &Decl) -> Option<Table> {
    let mut rows = Vec::new();
    for (index, transition) in decl.transitions.iter().enumerate() {
        let path = |path: &averment_model::PathId| writer.part(writer.body.path(*path).node);
        let optional = |state: Option<averment_model::PathId>| state.as_ref().map(path).unwrap_or_default();
        let prose = transition.prose.as_ref().map(|prose| writer.prose(prose)).unwrap_or_default();
        let cells = vec![
            optional(transition.from),
            optional(transition.to),
            joined(transition.on.iter().map(path), ", "),
            joined(transition.by.iter().map(path), ", "),
            prose,
        ];
        let name = format!("{}.transition{index}", decl.label());
        rows.push(page.row(writer.at(transition.node), &name, cells, Tone::Neutral));
    }
    table(&["From", "To", "On", "By", ""], rows)
}

fn cases(page: &mut Page<'_>, writer: &Writer<'_>, decl: &Decl) -> Option<Table> {
    let mut rows = Vec::new();
    for (index, case) in decl.cases.iter().enumerate() {
        let condition = case.condition.map(|condition| writer.part(writer.body.expr(condition).node));
        let result = case.result.as_ref().map(|(_, node)| writer.part(*node));
        let prose = case.prose.as_ref().map(|prose| writer.prose(prose));
        let cells = [condition, result, prose].map(Option::unwrap_or_default).to_vec();
        let name = format!("{}.case{index}", decl.label());
        rows.push(page.row(writer.at(case.node), &name, cells, Tone::Neutral));
    }
    table(&["When", "Then", ""], rows)
}

/// A table without the columns that are empty from top to bottom; none without rows.
fn table(columns: &[&str], rows: Vec<Row>) -> Option<Table> {
    let used: Vec<_> = (0..columns.len()).filter(|column| rows.iter().any(|r| !r.cells[*column].is_empty())).collect();
    let keep = |mut row: Row| {
        row.cells = used.iter().map(|column| std::mem::take(&mut row.cells[*column])).collect();
        row
    };
    let columns = used.iter().map(|column| columns[*column].to_owned()).collect();
    (!rows.is_empty()).then(|| Table { columns, rows: rows.into_iter().map(keep).collect() })
}

/// Declarations of one kind, a row each: their headings, then the properties that any of them has, as the vocabulary orders
/// them. `None` where one of them holds more than a row can show.
pub(super) fn tabled(page: &mut Page<'_>, writer: &Writer<'_>, kind: Kind, decls: &[DeclId]) -> Option<Table> {
    let fits = |decl: &Decl| {
        let simple = decl.children.is_empty() && decl.fields.is_empty() && decl.clauses.is_empty();
        simple && decl.properties.iter().all(|property| property.bullets.is_empty())
    };
    let all: Vec<_> = decls.iter().map(|id| writer.body.decl(*id)).collect();
    if !all.iter().all(|decl| fits(decl)) || all.is_empty() {
        return None;
    }
    let keys = kind.data().properties.iter().filter(|data| all.iter().any(|decl| decl.property(data.key).is_some()));
    let keys: Vec<_> = keys.collect();
    let said = kind == Kind::Waive || all.iter().any(|decl| decl.prose.is_some() && decl.title.is_some());
    let mut columns = vec![label(kind.word())];
    columns.extend(keys.iter().map(|data| label(data.word)));
    columns.extend(said.then(|| if kind == Kind::Waive { "Because" } else { "" }.to_owned()));
    let mut rows = Vec::new();
    for (id, decl) in decls.iter().zip(&all) {
        let mut cells = vec![name(writer, decl)];
        for data in &keys {
            let of_key: Vec<_> = decl.properties_of(data.key).collect();
            cells.push(facts(writer, &of_key).into_iter().next().map(|fact| fact.text).unwrap_or_default());
        }
        let prose = || decl.prose.as_ref().map(|prose| writer.prose(prose)).unwrap_or_default();
        cells.extend(said.then(prose));
        let tone = if kind == Kind::Waive { Tone::Waived } else { Tone::Neutral };
        let label = page.id(writer, *id);
        rows.push(page.row(writer.at(decl.node), &label, cells, tone));
    }
    Some(Table { columns, rows })
}

/// What a row calls a declaration: its title, its one sentence, what it waives, or its name.
fn name(writer: &Writer<'_>, decl: &Decl) -> Text {
    if let Some(title) = &decl.title {
        return plain(title.as_str());
    }
    if decl.kind == Some(Kind::Waive) {
        let mut text = plain(decl.code.clone().unwrap_or_default().as_str());
        if let Some(of) = decl.of {
            text.extend(plain(" of "));
            text.extend(writer.part(writer.body.path(of).node));
        }
        return text;
    }
    match &decl.prose {
        Some(prose) => writer.prose(prose),
        None => plain(decl.label().as_str()),
    }
}

/// Texts with something between.
pub(super) fn joined(texts: impl Iterator<Item = Text>, between: &str) -> Text {
    let mut all = Text::new();
    for text in texts.filter(|text| !text.is_empty()) {
        if !all.is_empty() {
            all.extend(plain(between));
        }
        all.extend(text);
    }
    all
}

/// The section of one property that is told in prose.
pub(super) fn told(writer: &Writer<'_>, property: &Property) -> Vec<Block> {
    let mut blocks = Vec::new();
    let text = property.prose.as_ref().map(|prose| writer.prose(prose)).unwrap_or_default();
    if !text.is_empty() {
        blocks.push(Block::Prose(text));
    }
    push(&mut blocks, writer.bullets(property), Block::Bullets);
    blocks
}
