//! "Did you mean": the likeliest of several words for one that has no meaning.

/// The candidate that differs least from a word, if it is near enough to have been meant: a letter in four may be wrong,
/// and letters that changed places count once.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let limit = (word.chars().count() / 4).clamp(1, 3);
    let scored = candidates.into_iter().filter(|candidate| *candidate != word).map(|candidate| {
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
