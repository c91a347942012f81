//! What open documents show besides their text, and whether an edit elsewhere changed it: the client cannot know that it has
//! to ask again, so it is told, and only then.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use averment_ide::{Cancellable, SourceFile};
use dashmap::DashMap;
use tower_lsp::Client;

use crate::capabilities::Refreshes;
use crate::to_proto::Context;

/// Something a client shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Shown {
    Tokens,
    Hints,
    Lenses,
}

/// What was shown last, without places: that text moves is no news to who moved it.
#[derive(Clone, Default)]
pub(crate) struct LastShown(Arc<DashMap<(SourceFile, Shown), (i32, u64)>>);

impl LastShown {
    /// What the client has to be told of, of the open documents given with their versions.
    pub(crate) fn changes(
        &self,
        context: &Context<'_>,
        open: &[(SourceFile, Option<i32>)],
        wanted: Refreshes,
    ) -> Cancellable<Vec<Shown>> {
        let all = [(Shown::Tokens, wanted.tokens), (Shown::Hints, wanted.hints), (Shown::Lenses, wanted.lenses)];
        let mut now = Vec::new();
        for (shown, _) in all.into_iter().filter(|(_, wanted)| *wanted) {
            for (file, version) in open {
                let Some(version) = version else { continue };
                now.push(((*file, shown), (*version, of(context, *file, shown)?)));
            }
        }
        let mut changed = Vec::new();
        // Noted only once nothing can end this any more: what was noted and not told would never be told.
        for ((file, shown), (version, hash)) in now {
            let before = self.0.insert((file, shown), (version, hash));
            // An edit of the document itself makes the client ask anyway.
            let is_news = before.is_some_and(|(before, other)| before == version && other != hash);
            if is_news && !changed.contains(&shown) {
                changed.push(shown);
            }
        }
        Ok(changed)
    }

    /// The same where nothing has been noted yet.
    pub(crate) fn note_first(
        &self,
        context: &Context<'_>,
        file: SourceFile,
        version: i32,
        shown: Shown,
    ) -> Cancellable<()> {
        if self.0.contains_key(&(file, shown)) { Ok(()) } else { self.note(context, file, version, shown) }
    }

    /// Notes what a client was shown before the workspace was read, so that it is told when that changes it.
    pub(crate) fn note(&self, context: &Context<'_>, file: SourceFile, version: i32, shown: Shown) -> Cancellable<()> {
        let hash = of(context, file, shown)?;
        self.0.insert((file, shown), (version, hash));
        Ok(())
    }
}

fn of(context: &Context<'_>, file: SourceFile, shown: Shown) -> Cancellable<u64> {
    let mut hasher = rustc_hash::FxHasher::default();
    match shown {
        Shown::Tokens => {
            for token in context.analysis.semantic_tokens(file, None)? {
                (token.kind, token.modifiers).hash(&mut hasher);
            }
        }
        Shown::Hints => {
            let hints = context.analysis.inlay_hints(file, None)?.into_iter();
            for hint in hints.filter(|hint| context.traits.shows_hint(hint)) {
                hint.label.hash(&mut hasher);
            }
        }
        Shown::Lenses => context.analysis.lens_numbers(file)?.hash(&mut hasher),
    }
    Ok(hasher.finish())
}

/// Tells the client to ask again. The answer to it may take as long as it likes.
pub(crate) fn tell(client: &Client, shown: Shown) {
    let client = client.clone();
    tokio::spawn(async move {
        let answer = match shown {
            Shown::Tokens => client.semantic_tokens_refresh().await,
            Shown::Hints => client.inlay_hint_refresh().await,
            Shown::Lenses => client.code_lens_refresh().await,
        };
        if let Err(error) = answer {
            tracing::debug!("the client does not ask again: {error}");
        }
    });
}
