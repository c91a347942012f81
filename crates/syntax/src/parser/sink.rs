//! Events and tokens to a green tree. White space and comments go where the innermost open node is when they come up,
//! before the node that starts behind them.

use rowan::GreenNodeBuilder;

use super::cursor::Event;
use crate::lexer::Token;
use crate::{Green, SyntaxKind};

pub(super) fn build(text: &str, tokens: &[Token], events: &[Event]) -> Green {
    let mut sink = Sink { text, tokens, next: 0, start: 0, builder: GreenNodeBuilder::new() };
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

struct Sink<'t> {
    text: &'t str,
    tokens: &'t [Token],
    next: usize,
    start: usize,
    builder: GreenNodeBuilder<'static>,
}

impl Sink<'_> {
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
