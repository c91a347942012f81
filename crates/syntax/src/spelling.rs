//! "Did you mean": the likeliest of several words for one that has no meaning.

/// The candidate that differs least from a word, if it is near enough to have been meant: a letter in four may be wrong,
/// and letters that changed places count once.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let length = word.chars().count();
    let limit = (length / 4).clamp(1, 3);
    // What is longer or shorter by more differs by more, which need not be counted letter by letter.
    let alike = |candidate: &&str| *candidate != word && candidate.chars().count().abs_diff(length) <= limit;
    let scored = candidates.into_iter().filter(alike).map(|candidate| {
        let distance =
            if candidate.eq_ignore_ascii_case(word) { 0 } else { strsim::damerau_levenshtein(word, candidate) };
        (distance, candidate)
    });
    let near = scored.filter(|(distance, candidate)| *distance <= limit && *distance < candidate.chars().count());
    near.min_by(|a, b| a.cmp(b)).map(|(_, candidate)| candidate)
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
