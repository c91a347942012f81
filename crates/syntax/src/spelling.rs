//! "Did you mean": the likeliest of several words for one that has no meaning.

/// The candidate that differs least from a word, if it is near enough to have been meant: a letter in four may be wrong,
/// and letters that changed places count once.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let limit = limit(word);
    let scored = candidates.into_iter().filter(|candidate| may_be_meant(word, candidate)).map(|candidate| {
        let distance =
            if candidate.eq_ignore_ascii_case(word) { 0 } else { strsim::damerau_levenshtein(word, candidate) };
        (distance, candidate)
    });
    let near = scored.filter(|(distance, candidate)| *distance <= limit && *distance < candidate.chars().count());
    near.min_by(|a, b| a.cmp(b)).map(|(_, candidate)| candidate)
}

/// How many letters of a word may be wrong.
fn limit(word: &str) -> usize {
    (word.chars().count() / 4).clamp(1, 3)
}

/// Whether [`nearest`] could find a candidate for a word: a quick look that says no to nearly everything, for those who
/// have thousands of candidates.
pub fn may_be_meant(word: &str, candidate: &str) -> bool {
    // One edit changes the length by one at most, and the set of letters by two.
    let letters = |word: &str| word.bytes().fold(0u32, |set, byte| set | 1 << (byte.to_ascii_lowercase() & 31));
    let limit = limit(word);
    candidate != word
        && candidate.chars().count().abs_diff(word.chars().count()) <= limit
        && (!word.is_ascii()
            || !candidate.is_ascii()
            || (letters(word) ^ letters(candidate)).count_ones() as usize <= 2 * limit)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        assert_eq!(nearest("Reprot", ["Report", "Row"]), Some("Report"));
        assert_eq!(nearest("report", ["Report", "Reports"]), Some("Report"));
        assert_eq!(nearest("Ro", ["Ra", "Report"]), Some("Ra"));
        assert_eq!(nearest("Order", ["Report"]), None);
        assert_eq!(nearest("a", ["b"]), None);
    }
}
