//! Selected words of prose as what they may name: without their article, and without the ending that a sentence gives them.

use averment_syntax::SyntaxKind::{CODE_SPAN, PROSE, REFERENCE, STRING, WORD};
use averment_syntax::{TextRange, TextSize};

use super::Scope;

const ARTICLES: [&str; 3] = ["the", "a", "an"];

/// Words that hold a sentence together: what holds one is no name.
const OF_SENTENCES: [&str; 58] = [
    "about", "after", "all", "and", "are", "as", "at", "be", "because", "been", "before", "but", "by", "can", "each",
    "every", "for", "from", "had", "has", "have", "he", "how", "if", "in", "into", "is", "it", "its", "may", "must",
    "never", "no", "not", "of", "on", "one", "only", "or", "she", "so", "than", "that", "their", "then", "there",
    "they", "this", "to", "was", "were", "what", "when", "where", "which", "who", "will", "with",
];

/// The word under the cursor, or what is selected, where that is words of prose in a row.
pub(super) fn words<'t>(scope: &Scope<'t>) -> Option<(TextRange, &'t str)> {
    let token = scope.token()?;
    let plain = |token: &averment_syntax::SyntaxToken| {
        !token.parent_ancestors().any(|node| node.kind() == REFERENCE) && !matches!(token.kind(), CODE_SPAN | STRING)
    };
    token.parent_ancestors().find(|node| node.kind() == PROSE).filter(|_| plain(&token))?;
    if scope.at.range.is_empty() {
        let range = scope.range(token.text_range());
        return (token.kind() == WORD).then(|| (range, &scope.text()[range]));
    }
    let selected = scope.text().get(std::ops::Range::from(scope.at.range))?;
    let is_words = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '’');
    let whole = selected.trim() == selected && selected.chars().all(is_words);
    let first = selected.split(' ').next().filter(|first| ARTICLES.contains(&first.to_lowercase().as_str()));
    let skipped = first.map_or(0, |article| {
        selected[article.len()..].len() - selected[article.len()..].trim_start().len() + article.len()
    });
    let rest = &selected[skipped..];
    let range = TextRange::new(scope.at.range.start() + TextSize::from(skipped as u32), scope.at.range.end());
    (whole && !rest.is_empty()).then_some((range, rest))
}

/// Whether some words may be what a thing is called: few, and none that only holds a sentence together.
pub(super) fn may_be_a_name(words: &str) -> bool {
    let mut all = words.split([' ', '-']).filter(|word| !word.is_empty());
    let few = all.clone().count() <= 3;
    few && words.starts_with(char::is_alphabetic)
        && !all.any(|word| OF_SENTENCES.contains(&word.to_lowercase().as_str()))
}

/// Words without an ending that a sentence gives them, and that ending; as they are first.
pub(super) fn without_ending(words: &str) -> impl Iterator<Item = (&str, &str)> {
    let endings = ["", "s", "es", "'s", "’s", "s'", "s’"];
    let cut = endings.into_iter().filter_map(|ending| words.strip_suffix(ending));
    cut.filter(|stem| stem.ends_with(char::is_alphanumeric)).map(|stem| (stem, &words[stem.len()..]))
}
