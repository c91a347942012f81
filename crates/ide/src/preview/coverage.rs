//! The edge cases a spec raises, with what became of each.

use averment_checks::edges::{Answered, Review, review_of};
use averment_model::Def;

use super::document::Page;
use super::writer::{Writer, plain};
use super::{Block, Row, Span, SpanKind, Table, Text, Tone};

/// How much is answered, and a table of every question, the open ones first. Nothing for a spec that raises none.
pub(super) fn of<'db>(page: &Page<'db>, writer: &Writer<'db>) -> Vec<Block> {
    let review = review_of(page.db, writer.item);
    if review.raised.is_empty() {
        return Vec::new();
    }
    vec![Block::Coverage(review.coverage()), Block::Table(table(page, writer, review))]
}

fn table<'db>(page: &Page<'db>, writer: &Writer<'db>, review: &Review<'db>) -> Table {
    let mut rows = Vec::new();
    for raised in &review.raised {
        let at = crate::diagnostics::locate(page.db, raised.place);
        let about = match raised.defs.last() {
            Some(def) => vec![writer.reference(raised.target.to_string(), *def)],
            None => plain(raised.target.as_str()),
        };
        let (tone, answer) = match raised.answer {
            None => (Tone::Open, question(&raised.message)),
            Some(settled) => {
                let decl = writer.body.decl(settled.by);
                let by = Def::Decl(averment_model::DeclRef { item: writer.item, decl: settled.by });
                match settled.how {
                    Answered::Waive => {
                        (Tone::Waived, decl.prose.as_ref().map(|reason| writer.prose(reason)).unwrap_or_default())
                    }
                    _ => (Tone::Settled, vec![writer.reference(decl.label().to_string(), by)]),
                }
            }
        };
        let cells = vec![plain(raised.category.word()), about, answer];
        rows.push(Row { id: None, at: Some(at), cells, tone });
    }
    // What is still to be done is read first; within that the heaviest stay first.
    rows.sort_by_key(|row| match row.tone {
        Tone::Open => 0,
        Tone::Settled | Tone::Neutral => 1,
        Tone::Waived => 2,
    });
    Table { columns: ["Edge case", "About", "Answer, or what is asked"].map(str::to_owned).to_vec(), rows }
}

/// A message of the checker: its names stand in brackets, its words of the language in backquotes.
fn question(message: &str) -> Text {
    let mut spans = Text::new();
    let mut rest = message;
    while let Some(open) = rest.find(['[', '`']) {
        let close = if rest[open..].starts_with('[') { ']' } else { '`' };
        let Some(length) = rest[open + 1..].find(close) else { break };
        spans.extend(plain(&rest[..open]));
        let text = rest[open + 1..open + 1 + length].to_owned();
        spans.push(Span { text, kind: SpanKind::Code, target: None });
        rest = &rest[open + length + 2..];
    }
    spans.extend(plain(rest));
    spans
}

#[cfg(test)]
mod tests {
    use super::question;

    #[test]
    fn names_in_questions_are_told_from_words() {
        let shown = |message: &str| {
            let spans = question(message).into_iter();
            spans.map(|span| format!("{:?}:{}", span.kind, span.text)).collect::<Vec<_>>().join("|")
        };
        assert_eq!(shown("[A.b] is `c` 🦀: why?"), "Code:A.b|Plain: is |Code:c|Plain: 🦀: why?");
        assert_eq!(shown("[never `closed"), "Plain:[never `closed");
        assert_eq!(shown(""), "");
    }
}
