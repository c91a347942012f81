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
    look: for<'db> fn(&Scope<'db>) -> Vec<(String, SourceEdit)>,
}

const ALL: [Assist; 11] = [
    Assist { kind: ActionKind::Extract, look: declare_from_prose::look },
    Assist { kind: ActionKind::Rewrite, look: generate_lifecycle::look },
    Assist { kind: ActionKind::Inline, look: inline_enum::look },
    Assist { kind: ActionKind::Rewrite, look: link_words::look },
    Assist { kind: ActionKind::Rewrite, look: missing_cases::look },
    Assist { kind: ActionKind::Move, look: move_to_module::look },
    Assist { kind: ActionKind::Extract, look: name_states::look },
    Assist { kind: ActionKind::Rewrite, look: one_line::look },
    Assist { kind: ActionKind::OrganizeUses, look: organize_uses::look },
    Assist { kind: ActionKind::Extract, look: resume_repeated::look },
    Assist { kind: ActionKind::Rewrite, look: specify_all::look },
];

/// What is on offer in a range, of these kinds.
pub(crate) fn assists(db: &dyn Db, at: FileRange, wanted: impl Fn(ActionKind) -> bool) -> Vec<CodeAction> {
    let Some((item, start)) = item_at(db, at.file, at.range.start()) else { return Vec::new() };
    let scope = Scope { db, at, item, start };
    let assists = ALL.iter().filter(|assist| wanted(assist.kind));
    let actions = assists.flat_map(|assist| (assist.look)(&scope).into_iter().map(|found| (assist.kind, found)));
    actions
        .filter(|(_, (_, edit))| !edit.files.is_empty())
        .map(|(kind, (label, edit))| CodeAction { label, kind, answers: None, edit, preferred: false })
        .collect()
}

impl<'db> Scope<'db> {
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

    #[track_caller]
    fn take(label: &str, text: &str, length: usize) -> String {
        let fixture = Fixture::new(text);
        let at = fixture.cursor();
        let range = TextRange::at(at.offset, TextSize::from(length as u32));
        let actions =
            fixture.analysis().assists(FileRange { file: at.file, range }, |_| true).expect("nothing changes it");
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
