//! Edits on offer where nothing is wrong: one file each, and a line in [`ALL`].

mod declare_from_prose;
mod generate_lifecycle;
mod inline_enum;
mod link_words;
mod missing_cases;
mod move_to_module;
mod name_states;
mod one_line;
mod organize_uses;
mod prose_words;
mod resume_repeated;
mod specify_all;

use averment_model::{Db, DeclId, Item, body, parse, spans};
use averment_syntax::{SyntaxNode, SyntaxToken, TextRange, TextSize, TokenAtOffset};

use crate::position::item_at;
use crate::types::{ActionKind, CodeAction, FileRange, SourceEdit};

/// What an assist looks at.
pub(crate) struct Scope<'db> {
    pub(crate) db: &'db dyn Db,
    pub(crate) at: FileRange,
    /// The item at the start of the range.
    pub(crate) item: Item<'db>,
    /// Where that starts.
    pub(crate) start: TextSize,
}

/// An edit that may be on offer.
struct Assist {
    kind: ActionKind,
    look: Look,
}

/// How it is seen whether an edit is on offer.
enum Look {
    /// By working it out.
    Now(for<'db> fn(&Scope<'db>) -> Vec<(String, SourceEdit)>),
    /// By a look that costs less: what it would be called, and then, of these, what it is.
    Later {
        labels: for<'db> fn(&Scope<'db>) -> Vec<String>,
        edit: for<'db> fn(&Scope<'db>, &str) -> Option<SourceEdit>,
    },
}

const ALL: [Assist; 11] = [
    Assist { kind: ActionKind::Extract, look: Look::Now(declare_from_prose::look) },
    Assist { kind: ActionKind::Rewrite, look: Look::Now(generate_lifecycle::look) },
    Assist { kind: ActionKind::Inline, look: Look::Now(inline_enum::look) },
    Assist { kind: ActionKind::Rewrite, look: Look::Now(link_words::look) },
    Assist { kind: ActionKind::Rewrite, look: Look::Now(missing_cases::look) },
    Assist { kind: ActionKind::Move, look: Look::Later { labels: move_to_module::labels, edit: move_to_module::edit } },
    Assist { kind: ActionKind::Extract, look: Look::Now(name_states::look) },
    Assist { kind: ActionKind::Rewrite, look: Look::Now(one_line::look) },
    Assist { kind: ActionKind::OrganizeUses, look: Look::Now(organize_uses::look) },
    Assist { kind: ActionKind::Extract, look: Look::Now(resume_repeated::look) },
    Assist { kind: ActionKind::Rewrite, look: Look::Now(specify_all::look) },
];

/// What is on offer in a range, of these kinds. What takes long to work out is left for [`assist`] where one is `lazy`.
pub(crate) fn assists(db: &dyn Db, at: FileRange, wanted: impl Fn(ActionKind) -> bool, lazy: bool) -> Vec<CodeAction> {
    let Some(scope) = Scope::of(db, at) else { return Vec::new() };
    let action = |kind, label, edit, later| CodeAction { label, kind, answers: None, edit, later, preferred: false };
    let mut actions = Vec::new();
    for Assist { kind, look } in ALL.iter().filter(|assist| wanted(assist.kind)) {
        match look {
            Look::Now(look) => {
                actions.extend(look(&scope).into_iter().map(|(label, edit)| action(*kind, label, edit, false)))
            }
            Look::Later { labels, edit } => actions.extend(labels(&scope).into_iter().filter_map(|label| {
                let edit = if lazy { SourceEdit::default() } else { edit(&scope, &label)? };
                Some(action(*kind, label, edit, lazy))
            })),
        }
    }
    actions.retain(|action| action.later || !action.edit.files.is_empty());
    actions
}

/// The edit that was left for later: the one of this kind and label.
pub(crate) fn assist(db: &dyn Db, at: FileRange, kind: ActionKind, label: &str) -> Option<SourceEdit> {
    let scope = Scope::of(db, at)?;
    let assists = ALL.iter().filter(|assist| assist.kind == kind);
    assists
        .filter_map(|assist| match assist.look {
            Look::Now(_) => None,
            Look::Later { edit, .. } => edit(&scope, label),
        })
        .next()
}

impl<'db> Scope<'db> {
    fn of(db: &'db dyn Db, at: FileRange) -> Option<Scope<'db>> {
        let (item, start) = item_at(db, at.file, at.range.start())?;
        Some(Scope { db, at, item, start })
    }

    /// The text of the file.
    pub(crate) fn text(&self) -> &'db str {
        crate::position::file_text(self.db, self.at.file)
    }

    /// The token at the start of the range; at a border the one that is a word.
    pub(crate) fn token(&self) -> Option<SyntaxToken> {
        let root = parse(self.db, self.item).green.syntax();
        let offset = self.at.range.start().checked_sub(self.start)?;
        match root.token_at_offset(offset.min(root.text_range().end())) {
            TokenAtOffset::None => None,
            TokenAtOffset::Single(token) => Some(token),
            TokenAtOffset::Between(left, right) => {
                Some(if right.kind() == averment_syntax::SyntaxKind::WORD { right } else { left })
            }
        }
    }

    /// A range of the item, as one of the file.
    pub(crate) fn range(&self, range: TextRange) -> TextRange {
        range + self.start
    }

    /// The declaration whose node this is.
    pub(crate) fn decl_of(&self, node: &SyntaxNode) -> Option<DeclId> {
        let spans = spans(self.db, self.item);
        let declared = body(self.db, self.item).all_decls();
        declared.filter(|(_, decl)| spans.get(decl.node).start() == node.text_range().start()).map(|(id, _)| id).next()
    }

    /// Replaces a range of the file.
    pub(crate) fn replace(&self, range: TextRange, text: impl Into<String>) -> SourceEdit {
        let mut edit = SourceEdit::default();
        edit.push(self.at.file, crate::TextEdit { range, text: text.into() });
        edit
    }
}

#[cfg(test)]
pub(crate) mod testing {
    use averment_syntax::{TextRange, TextSize};

    use crate::fixture::Fixture;
    use crate::{ActionKind, FileRange};

    /// The file after taking the assist whose label begins so; `$0` is the cursor, and a second `$1` the end of a selection.
    #[track_caller]
    pub(crate) fn after(label: &str, text: &str) -> String {
        let length = text.find("$1").map_or(0, |end| end - text.find("$0").expect("a cursor") - 2);
        let shown = take(label, &text.replace("$1", ""), length);
        shown.split_once('\n').map(|(_, text)| text.to_owned()).unwrap_or_default()
    }

    /// Every file that the assist changes, behind its name.
    #[track_caller]
    pub(crate) fn everywhere(label: &str, text: &str) -> String {
        take(label, text, 0)
    }

    /// The labels of what is on offer for what stands from `$0` to `$1`.
    #[track_caller]
    pub(crate) fn labels_of_selection(text: &str) -> Vec<String> {
        let length = text.find("$1").expect("a selection") - text.find("$0").expect("a cursor") - 2;
        let fixture = Fixture::new(&text.replace("$1", ""));
        let at = fixture.cursor();
        let range = TextRange::at(at.offset, TextSize::from(length as u32));
        let actions = fixture.analysis().assists(FileRange { file: at.file, range }, |_| true);
        actions.expect("nothing changes it").into_iter().map(|action| action.label).collect()
    }

    #[track_caller]
    fn take(label: &str, text: &str, length: usize) -> String {
        let fixture = Fixture::new(text);
        let at = fixture.cursor();
        let range = TextRange::at(at.offset, TextSize::from(length as u32));
        let actions =
            fixture.analysis().assists(FileRange { file: at.file, range }, |_| true).expect("nothing changes it");
        let at = FileRange { file: at.file, range };
        let lazy = fixture.analysis().assists_lazily(at, |_| true).expect("nothing changes it");
        for (now, mut later) in actions.iter().zip(lazy) {
            if later.later {
                let edit = fixture.analysis().assist(at, later.kind, &later.label).expect("nothing changes it");
                (later.edit, later.later) = (edit.expect("it was offered"), false);
            }
            assert_eq!(*now, later, "what is left for later is what is offered at once");
        }
        let labels: Vec<_> = actions.iter().map(|action| action.label.as_str()).collect();
        let found = actions.iter().find(|action| action.label.starts_with(label));
        let found = found.unwrap_or_else(|| panic!("no `{label}` among {labels:#?}"));
        fixture.apply(&found.edit)
    }

    /// The labels of what is on offer at the cursor.
    #[track_caller]
    pub(crate) fn labels(text: &str) -> Vec<String> {
        let fixture = Fixture::new(text);
        let at = fixture.cursor();
        let range = FileRange { file: at.file, range: TextRange::empty(at.offset) };
        let actions =
            fixture.analysis().assists(range, |kind| kind != ActionKind::OrganizeUses).expect("nothing changes it");
        actions.into_iter().map(|action| action.label).collect()
    }

    #[test]
    fn no_place_panics() {
        let text = "module m\nuse b.{A}\nentity E {\n  state a | b\n}\nspec S {\n  problem: 🎉 an E and [E]\n  accept A: it works\n  flow F {\n    step G {\n      shows E.x\n    }\n  }\n}\n";
        for text in [text, "\u{feff}spec Ä {\r\n  problem: 🎉\r\n  | x\r\n", "\n"] {
            let fixture = Fixture::new(text);
            for at in fixture.everywhere() {
                let range = FileRange { file: at.file, range: TextRange::empty(at.offset) };
                fixture.analysis().assists(range, |_| true).expect("nothing changes it");
            }
        }
    }
}
