//! The life of a field in text: which state leads to which, and who takes it there.

use std::fmt::Write as _;

use averment_checks::edges::{Cell, matrix};
use averment_model::{Change, Db, Def, Lifecycle, Type, body, field_type, lifecycles, lifecycles_of, subject_of};
use averment_syntax::vocabulary::Kind;

/// The lifecycle that a definition is, or that governs the field or the state it is.
pub(super) fn picture<'db>(db: &'db dyn Db, def: Def<'db>) -> Option<String> {
    let (field, at) = match def {
        Def::Decl(decl) if decl.kind(db) == Some(Kind::Lifecycle) => (subject_of(db, decl)?, None),
        Def::Field(owner, field) => {
            field_type(db, owner, field).element().states(db)?;
            (def, None)
        }
        Def::State(owner, field, _) => (Def::Field(owner, field), Some(def)),
        _ => return None,
    };
    let Def::Field(owner, index) = field else { return None };
    let states = field_type(db, owner, index).element().states(db)?;
    let shown = if let Def::Decl(decl) = def { vec![decl] } else { lifecycles_of(db, owner.item, field) };
    let mut pictures = Vec::new();
    for decl in shown {
        let Some(life) = lifecycles(db, decl.item).iter().find(|life| life.decl == decl.decl) else { continue };
        let mut text = draw(db, decl.item, life, &states, at);
        if !matches!(def, Def::Decl(_)) {
            text = format!("{}\n{text}", Def::Decl(decl).qualified_name(db));
        }
        pictures.push(text);
    }
    (!pictures.is_empty()).then(|| format!("```text\n{}\n```", pictures.join("\n\n")))
}

/// So many steps are read at a glance; of more, those are shown that meet a state nobody described.
const GLANCE: usize = 12;

/// What each step does in each state of the field that a lifecycle is for.
pub(super) fn table<'db>(db: &'db dyn Db, def: Def<'db>) -> Option<String> {
    let Def::Decl(decl) = def else { return None };
    let field = subject_of(db, decl).filter(|_| decl.kind(db) == Some(Kind::Lifecycle))?;
    let matrix = matrix(db, field)?;
    let is_open = |cells: &[Cell]| cells.iter().any(|cell| matches!(cell, Cell::Open));
    let all = matrix.steps.len();
    let steps: Vec<_> = matrix.steps.iter().filter(|step| all <= GLANCE || is_open(&step.cells)).take(GLANCE).collect();
    if steps.is_empty() {
        return None;
    }
    let mut text = String::from("|");
    for state in &matrix.states {
        let _ = write!(text, " | {}", state.name(db));
    }
    let _ = write!(text, " |\n|---{}|", "|:-:".repeat(matrix.states.len()));
    for step in steps {
        let _ = write!(text, "\n| `{}` {}", step.name, step.does);
        for cell in &step.cells {
            let mark = match cell {
                Cell::Transition => "→",
                Cell::Answered => "✓",
                Cell::Waived => "–",
                Cell::Open => "?",
                Cell::Impossible => "",
            };
            let _ = write!(text, " | {mark}");
        }
        text.push_str(" |");
    }
    text.push_str("\n\n→ a transition, ✓ answered, – waived, ? nobody says what happens");
    Some(text)
}

/// A row for each way from one state to another; the states that begin and end are marked.
fn draw<'db>(
    db: &'db dyn Db,
    item: averment_model::Item<'db>,
    life: &Lifecycle<'db>,
    states: &[Def<'db>],
    at: Option<Def<'db>>,
) -> String {
    let width = states.iter().map(|state| state.name(db).chars().count()).max().unwrap_or(0);
    let transitions = &body(db, item).decl(life.decl).transitions;
    let resolved = averment_model::resolutions(db, item);
    let mut text = String::new();
    for state in states {
        let name = state.name(db);
        let mark = match () {
            () if at == Some(*state) => '▶',
            () if life.initial.contains(&Some(*state)) => '○',
            () if life.last.contains(&Some(*state)) => '●',
            () => ' ',
        };
        let ways: Vec<(&Change<'_>, _)> =
            life.changes.iter().zip(transitions).filter(|(change, _)| change.from == Some(*state)).collect();
        if ways.is_empty() {
            let _ = writeln!(text, "{mark} {name}");
        }
        for (nth, (change, transition)) in ways.into_iter().enumerate() {
            let (mark, name) = if nth == 0 { (mark, name.as_str()) } else { (' ', "") };
            let pad = " ".repeat(width - name.chars().count());
            let to = change.to.map_or_else(|| "?".into(), |to| to.name(db));
            let _ = write!(text, "{mark} {name}{pad} → {to}");
            let names = |paths: &[averment_model::PathId]| {
                let defs = paths.iter().filter_map(|path| resolved[path.0 as usize].def());
                defs.map(|def| def.name(db).to_string()).collect::<Vec<_>>().join(", ")
            };
            for (word, paths) in [("on", &transition.on), ("by", &transition.by)] {
                let names = names(paths);
                if !names.is_empty() {
                    let _ = write!(text, " {word} {names}");
                }
            }
            text.push('\n');
        }
    }
    text.truncate(text.trim_end().len());
    text
}

/// What the values of a field are, where its type is declared elsewhere.
pub(super) fn resolved_type<'db>(db: &'db dyn Db, owner: averment_model::DeclRef<'db>, field: u32) -> Option<String> {
    let Type::Decl(decl) = field_type(db, owner, field).element() else { return None };
    let signature = decl.signature(db);
    let name = signature.name.as_deref()?;
    let kind = decl.kind(db).map_or("declaration", Kind::word);
    let members = match decl.kind(db) {
        Some(Kind::Enum) => signature.constants.join(" | "),
        _ => {
            let all = decl.with_extended(db);
            let fields: Vec<_> = all.iter().flat_map(|of| &of.signature(db).fields).map(|f| f.name.as_str()).collect();
            fields.join(", ")
        }
    };
    let of = if members.is_empty() { String::new() } else { format!(" of {members}") };
    Some(format!("`{name}` is {}{of}.", averment_model::with_article(kind)))
}
