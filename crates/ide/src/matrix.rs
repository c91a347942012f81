//! The table of a field's states against the steps that meet them.

use averment_checks::edges::{Cell, matrix as table_of};
use averment_model::{Db, DeclRef, Def, SourceFile, Workspace, declared_anywhere, file_names, member};
use smol_str::SmolStr;

/// The states of a field against the steps of all specs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateMatrix {
    /// `Order.status`
    pub field: String,
    /// Its states, as written.
    pub states: Vec<String>,
    /// The steps that meet them, spec by spec.
    pub steps: Vec<StateMatrixStep>,
}

/// A step of some spec.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateMatrixStep {
    /// The spec.
    pub spec: String,
    /// `Buy.Pay`
    pub step: String,
    /// What it does: `moves to paid`.
    pub does: String,
    /// For each state: `transition`, `answered`, `waived`, `open` or `impossible`.
    pub cells: Vec<&'static str>,
}

/// The word for what a step does in a state.
fn word(cell: Cell) -> &'static str {
    match cell {
        Cell::Transition => "transition",
        Cell::Answered => "answered",
        Cell::Waived => "waived",
        Cell::Open => "open",
        Cell::Impossible => "impossible",
    }
}

/// The table of the field of states that a path leads to; a reason where it leads to none.
pub(crate) fn matrix(db: &dyn Db, workspace: Workspace, path: &str) -> Result<StateMatrix, String> {
    let segments: Vec<_> = path.split('.').map(SmolStr::new).collect();
    let Some((first, rest)) = segments.split_first().filter(|(_, rest)| !rest.is_empty()) else {
        return Err(format!("`{path}` names no field; write an entity and its field, as in `Order.status`"));
    };
    let mut starts = declared_anywhere(db, workspace, first);
    starts.extend(in_no_module(db, workspace, first));
    let mut found = starts.into_iter().filter_map(|start| {
        rest.iter().try_fold(start, |def, name| member(db, def, name)).filter(|def| matches!(def, Def::Field(..)))
    });
    let Some(field) = found.next() else {
        return Err(format!(
            "no entity here has a field `{path}`; write an entity and its field, as in `Order.status`"
        ));
    };
    let Some(matrix) = table_of(db, field) else {
        return Err(format!(
            "`{path}` has no states: only a field of an entity whose type is a list of states has a table"
        ));
    };
    let steps = matrix.steps.iter().map(|step| StateMatrixStep {
        spec: step.item.name(db).to_string(),
        step: step.name.to_string(),
        does: step.does.clone(),
        cells: step.cells.iter().copied().map(word).collect(),
    });
    Ok(StateMatrix {
        field: matrix.field.qualified_name(db),
        states: matrix.states.iter().map(|state| state.name(db).to_string()).collect(),
        steps: steps.collect(),
    })
}

/// The declarations of a name in files that belong to no module.
fn in_no_module<'db>(db: &'db dyn Db, workspace: Workspace, name: &SmolStr) -> Vec<Def<'db>> {
    let files = workspace.open(db).iter().chain(workspace.closed(db));
    let named = files.flat_map(|file: &SourceFile| file_names(db, *file)).filter(|named| named.name == *name);
    named.map(|named| Def::Decl(DeclRef::root(named.item))).collect()
}
