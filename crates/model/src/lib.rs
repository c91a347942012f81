//! Syntax trees to meaning: names, types and expressions, as incremental queries.
//!
//! **This crate reads no file and judges nothing**: texts come in as inputs ([`SourceFile`], [`Workspace`]), and what is
//! wrong with a spec is decided in `averment-checks`. **No offset is part of an identity**, and only [`item_ranges`] and
//! [`spans`] know any.
//!
//! From a text to its meaning: [`items`] cuts a file into [`Item`]s, [`body`] says what an item says, [`signature`] what
//! others may know of it, [`resolutions`] where its paths lead. Read first: [`Body`], [`Def`], [`Resolution`].

#![allow(missing_docs, reason = "salsa's macros write items without docs; what is written here has them")]

mod cues;
mod db;
mod expr_types;
mod facts;
mod flow_graph;
mod flows;
mod item;
mod item_body;
mod limits;
mod lower;
mod names;
mod pieces;
mod shape;
mod supersession;

pub use cues::{Cue, cues_of};
pub use db::{Content, Db, RootDatabase, SourceFile, Workspace};
pub use expr_types::{Bounds, ExprType, Measure, always_set, arithmetic, expression_types, field_bounds, path_type};
pub use facts::*;
pub use flow_graph::{Branch, FlowGraph, Way, WayBy, WayTo, flow_graphs};
pub use flows::{Change, LEADS, Lead, Lifecycle, Movement, leads, lifecycles, movements};
pub use item::{Item, Words, body, file_words, item_ranges, item_words, items, parse, signature, spans, syntax_errors};
pub use item_body::*;
pub use limits::Limit;
pub use names::{
    DeclRef, Def, Import, Module, NamedItem, Resolution, Type, declared, declared_anywhere, declares, field_type,
    field_types, file_module, file_names, imports, is_mentioned, is_mentioned_by, is_spoken_of, is_waived,
    lifecycles_of, member, module_files, module_names, module_paths, names_anywhere, prepare_lifecycles, resolutions,
    resolve_full, resolve_in_file, resolve_path, subject_of, type_of,
};
pub use pieces::{Piece, Pieces};
pub use shape::{hole_text, is_percentile, targets_text, with_article};
pub use supersession::{Past, past_of, superseding};
