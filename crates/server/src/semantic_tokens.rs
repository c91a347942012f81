//! Semantic tokens as the protocol counts them: each by how far it is from the one before.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use averment_ide::{Cancellable, TextRange, TokenKind, TokenModifier};
use camino::{Utf8Path, Utf8PathBuf};
use dashmap::DashMap;
use tower_lsp::ls_types::*;

use crate::documents::Document;
use crate::to_proto::Context;

/// The types and modifiers, by their numbers.
pub(crate) fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: TokenKind::ALL.iter().map(|(_, word, _)| SemanticTokenType::new(word)).collect(),
        token_modifiers: TokenModifier::ALL.iter().map(|(_, word, _)| SemanticTokenModifier::new(word)).collect(),
    }
}

/// The tokens of a document, or of a range of it. A client that has a grammar of its own is not told what that says too.
pub(crate) fn tokens(
    context: &Context<'_>,
    document: &Document,
    range: Option<TextRange>,
) -> Cancellable<Vec<SemanticToken>> {
    let augments = context.traits.tokens_augment;
    let tokens = context.analysis.semantic_tokens(document.file, range)?;
    let mut encoded = Vec::with_capacity(tokens.len());
    let mut last = Position::default();
    for token in tokens.into_iter().filter(|token| !(augments && token.lexical)) {
        let Range { start, end } = context.range(document.file, token.range)?;
        let same_line = start.line == last.line;
        encoded.push(SemanticToken {
            delta_line: start.line - last.line,
            delta_start: if same_line { start.character - last.character } else { start.character },
            length: end.character.saturating_sub(start.character),
            token_type: token.kind as u32,
            token_modifiers_bitset: token.modifiers.0,
        });
        last = start;
    }
    Ok(encoded)
}

/// The tokens each open document was last sent, so that the next time only what changed is.
#[derive(Clone, Default)]
pub(crate) struct Sent(Arc<DashMap<Utf8PathBuf, (String, Vec<SemanticToken>)>>);

static NEXT: AtomicU64 = AtomicU64::new(1);

impl Sent {
    /// Notes what is sent, under a new name.
    pub(crate) fn full(&self, path: Utf8PathBuf, data: Vec<SemanticToken>) -> SemanticTokens {
        let id = NEXT.fetch_add(1, Ordering::Relaxed).to_string();
        self.0.insert(path, (id.clone(), data.clone()));
        SemanticTokens { result_id: Some(id), data }
    }

    /// The same as what differs from what was sent under a name; all of it where that is not known any more.
    pub(crate) fn delta(
        &self,
        path: Utf8PathBuf,
        previous: &str,
        data: Vec<SemanticToken>,
    ) -> SemanticTokensFullDeltaResult {
        let before = self.0.get(&path).filter(|sent| sent.0 == previous).map(|sent| sent.1.clone());
        let now = self.full(path, data);
        match before {
            None => now.into(),
            Some(before) => {
                let edits = difference(&before, &now.data).into_iter().collect();
                SemanticTokensDelta { result_id: now.result_id, edits }.into()
            }
        }
    }

    /// Forgets a document that was closed.
    pub(crate) fn forget(&self, path: &Utf8Path) {
        self.0.remove(path);
    }
}

/// The one edit that turns some tokens into others. An edit counts numbers, of which a token has five.
fn difference(before: &[SemanticToken], now: &[SemanticToken]) -> Option<SemanticTokensEdit> {
    let start = before.iter().zip(now).take_while(|(a, b)| a == b).count();
    let (before, now) = (&before[start..], &now[start..]);
    let end = before.iter().rev().zip(now.iter().rev()).take_while(|(a, b)| a == b).count();
    let (before, now) = (&before[..before.len() - end], &now[..now.len() - end]);
    let edit =
        SemanticTokensEdit { start: 5 * start as u32, delete_count: 5 * before.len() as u32, data: Some(now.to_vec()) };
    (!before.is_empty() || !now.is_empty()).then_some(edit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clients_are_told_what_the_legend_means() {
        let page = include_str!("../../../editors/PROTOCOL.md");
        let kinds = TokenKind::ALL.iter().map(|(_, word, says)| (word, says));
        let rows = kinds.chain(TokenModifier::ALL.iter().map(|(_, word, says)| (word, says)));
        let missing: Vec<_> =
            rows.map(|(word, says)| format!("| `{word}` | {says} |")).filter(|row| !page.contains(row)).collect();
        assert!(missing.is_empty(), "editors/PROTOCOL.md lacks {missing:#?}");
    }

    fn tokens(kinds: &[u32]) -> Vec<SemanticToken> {
        kinds.iter().map(|kind| SemanticToken { token_type: *kind, ..Default::default() }).collect()
    }

    #[test]
    fn an_edit_turns_the_old_into_the_new() {
        let cases: [(&[u32], &[u32]); 6] = [
            (&[1, 2, 3], &[1, 2, 3]),
            (&[1, 2, 3], &[1, 3]),
            (&[], &[1]),
            (&[1], &[]),
            (&[1, 1], &[1, 1, 1]),
            (&[1, 2], &[3, 2]),
        ];
        for (before, now) in cases {
            let mut text = tokens(before);
            if let Some(edit) = difference(&tokens(before), &tokens(now)) {
                let start = edit.start as usize / 5;
                text.splice(start..start + edit.delete_count as usize / 5, edit.data.unwrap_or_default());
            } else {
                assert_eq!(before, now);
            }
            assert_eq!(text, tokens(now));
        }
    }

    #[test]
    fn what_was_sent_under_another_name_is_sent_whole() {
        let sent = Sent::default();
        let path = Utf8PathBuf::from("/a");
        let first = sent.full(path.clone(), tokens(&[1])).result_id.expect("it has a name");
        let delta = sent.delta(path.clone(), &first, tokens(&[1, 2]));
        assert!(matches!(&delta, SemanticTokensFullDeltaResult::TokensDelta(delta) if delta.edits.len() == 1));
        assert!(matches!(sent.delta(path, &first, tokens(&[1])), SemanticTokensFullDeltaResult::Tokens(_)));
    }
}
