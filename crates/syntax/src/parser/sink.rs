//! Events and tokens to a green tree. White space and comments go where the innermost open node is when they come up,
//! before the node that starts behind them.

use std::cell::RefCell;

use rowan::{GreenNodeBuilder, NodeCache};

use super::cursor::Event;
use crate::lexer::Token;
use crate::{Green, SyntaxKind};

/// What the trees of a thread have in common: most of any spec is the same words and spaces.
#[derive(Default)]
struct Shared {
    cache: NodeCache,
    /// How much text went into it, in bytes.
    bytes: usize,
}

/// After so many bytes of text what trees have in common is collected anew, so that it does not grow for ever.
const MOST: usize = 64 << 10;

thread_local! {
    static SHARED: RefCell<Shared> = RefCell::default();
}

pub(super) fn build(text: &str, tokens: &[Token], events: &[Event]) -> Green {
    SHARED.with_borrow_mut(|shared| {
        if shared.bytes > MOST {
            *shared = Shared::default();
        }
        shared.bytes += text.len();
        build_with(&mut shared.cache, text, tokens, events)
    })
}

fn build_with(cache: &mut NodeCache, text: &str, tokens: &[Token], events: &[Event]) -> Green {
    let mut sink = Sink { text, tokens, next: 0, start: 0, builder: GreenNodeBuilder::with_cache(cache) };
    // The nodes to open at an event, outermost first; and which starts were opened early, as somebody's parent.
    let mut chain = Vec::new();
    let mut opened = vec![false; events.len()];
    for index in 0..events.len() {
        match events[index] {
            Event::Abandoned => {}
            Event::Start { .. } if opened[index] => {}
            Event::Start { kind, mut parent } => {
                chain.push(kind);
                let mut at = index;
                while parent > 0 {
                    at += parent as usize;
                    opened[at] = true;
                    let Event::Start { kind, parent: next } = events[at] else { break };
                    chain.push(kind);
                    parent = next;
                }
                if index > 0 {
                    sink.trivia();
                }
                for kind in chain.drain(..).rev() {
                    sink.builder.start_node(rowan::SyntaxKind(kind as u16));
                }
            }
            Event::Finish => {
                if index + 1 == events.len() {
                    sink.trivia();
                }
                sink.builder.finish_node();
            }
            Event::Token { kind } => {
                sink.trivia();
                sink.token(kind);
            }
        }
    }
    Green::new(sink.builder.finish())
}

struct Sink<'t, 'c> {
    text: &'t str,
    tokens: &'t [Token],
    next: usize,
    start: usize,
    builder: GreenNodeBuilder<'c>,
}

impl Sink<'_, '_> {
    fn trivia(&mut self) {
        while let Some(token) = self.tokens.get(self.next) {
            match token.kind {
                SyntaxKind::WHITESPACE | SyntaxKind::COMMENT | SyntaxKind::BOM => self.token(token.kind),
                _ => break,
            }
        }
    }

    fn token(&mut self, kind: SyntaxKind) {
        if let Some(token) = self.tokens.get(self.next) {
            let end = token.end as usize;
            self.builder.token(rowan::SyntaxKind(kind as u16), &self.text[self.start..end]);
            self.start = end;
            self.next += 1;
        }
    }
}
