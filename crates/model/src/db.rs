//! The database and its inputs. Everything else is derived from these by queries.

use std::sync::Arc;

use averment_syntax::vocabulary::Status;
use camino::Utf8PathBuf;

use crate::pieces::Pieces;

/// A file of a workspace, whether on disk or only in an editor. The handle stays the same for as long as the database
/// lives, through edits, closing and deletion.
#[salsa::input(debug)]
pub struct SourceFile {
    /// The absolute, normalised path.
    pub path: Utf8PathBuf,
    /// The workspace it belongs to.
    #[returns(copy)]
    pub workspace: Workspace,
    /// What it holds.
    pub content: Content,
    /// Its text in pieces, while an editor has it open.
    pub pieces: Pieces,
}

impl SourceFile {
    /// Whether an editor has it open.
    pub fn is_open(self, db: &dyn Db) -> bool {
        self.pieces(db).used().is_some()
    }
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Its text.
    Text(Arc<str>),
    /// It is there but cannot be read as text; the reason, for its author.
    Unreadable(String),
    /// It is not there (any more).
    Absent,
}

/// The files under one folder, which see one another's names.
#[salsa::input(debug)]
pub struct Workspace {
    /// The folder, absolute and normalised.
    pub root: Utf8PathBuf,
    /// The text of its `averment.toml`, where there is one.
    pub config: Option<Arc<str>>,
    /// The files an editor has open. Kept apart from the others, so that a keystroke never looks at a closed file.
    pub open: Vec<SourceFile>,
    /// The other files.
    pub closed: Vec<SourceFile>,
    /// A status to judge every spec by, whatever it says of itself.
    #[returns(copy)]
    pub status_override: Option<Status>,
    /// What the settings of an editor ask for, written as an `averment.toml` would: it counts where the workspace's own says
    /// nothing.
    pub settings: Option<Arc<str>>,
}

/// What a query needs.
#[salsa::db]
pub trait Db: salsa::Database {}

/// The database.
#[salsa::db]
#[derive(Clone, Default)]
pub struct RootDatabase {
    storage: salsa::Storage<Self>,
}

#[salsa::db]
impl salsa::Database for RootDatabase {}

#[salsa::db]
impl Db for RootDatabase {}

impl RootDatabase {
    /// A database that reports every salsa event, for tests that count what an edit recomputes.
    pub fn with_events(callback: impl Fn(salsa::Event) + Send + Sync + 'static) -> Self {
        RootDatabase { storage: salsa::Storage::new(Some(Box::new(callback))) }
    }
}
