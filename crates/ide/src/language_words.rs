//! The words of the language that the vocabulary has no row for: clauses, types, constraints, operators, tags.

/// A word with what it means.
#[derive(Debug)]
pub(crate) struct LanguageWord {
    /// The word.
    pub(crate) word: &'static str,
    /// How it is written.
    pub(crate) signature: &'static str,
    /// What it means, in a sentence.
    pub(crate) doc: &'static str,
}

const fn row(word: &'static str, signature: &'static str, doc: &'static str) -> LanguageWord {
    LanguageWord { word, signature, doc }
}

/// The words that start a clause.
pub(crate) static CLAUSES: [LanguageWord; 5] = [
    row("given", "given PROSE", "What is true before it happens."),
    row("when", "when PROSE", "What happens."),
    row("then", "then PROSE", "What follows, as somebody could see it."),
    row("and", "and PROSE", "One more of the clause above."),
    row("but", "but PROSE", "What does not follow, or what differs."),
];

/// The tags that mean something to the checks.
pub(crate) static TAGS: [LanguageWord; 4] = [
    row("pii", "@pii", "It identifies a person."),
    row("secret", "@secret", "Nobody may see it: a password, a key."),
    row("private", "@private", "Only its owner may see it."),
    row("unique", "@unique", "No two have the same."),
];

/// The words that limit the values of a field.
pub(crate) static CONSTRAINTS: [LanguageWord; 3] = [
    row("one-of", "one-of \"a\", \"b\"", "It is one of these texts."),
    row("matches", "matches \"regex\"", "It matches this regular expression."),
    row("default", "default VALUE", "What it is when nobody said."),
];

/// The functions of expressions.
pub(crate) static FUNCTIONS: [LanguageWord; 4] = [
    row("count", "count(path where e)", "How many there are, of those for which the condition holds."),
    row("sum", "sum(path)", "The sum over all of them."),
    row("all", "all(path where e)", "Whether the condition holds for all of them."),
    row("any", "any(path where e)", "Whether the condition holds for at least one of them."),
];

/// The operators between two operands that are words.
pub(crate) static OPERATORS: [LanguageWord; 6] = [
    row("and", "a and b", "Both hold."),
    row("or", "a or b", "At least one of them holds."),
    row("implies", "a implies b", "Where the first holds, the second does too."),
    row("in", "a in { b, c }", "It is one of these."),
    row("is set", "a is set", "It has a value."),
    row("is unset", "a is unset", "It has no value."),
];

static OTHERS: [LanguageWord; 19] = [
    row("module", "module path", "The module whose names this file adds to. Files may share one."),
    row("use", "use module.{Name, Name}", "Brings names of another module into this file."),
    row("as", "use path as Name", "The name it has in this file."),
    row("many", "many T", "Several of a type. A range bounds how many."),
    row("map", "map K to V", "A value for each key."),
    row("to", "map K to V", "The type of the values."),
    row("case", "case EXPRESSION -> RESULT", "A row of a decision table: when it applies, and what it gives."),
    row("on", "a -> b on Step", "The steps that make the transition."),
    row("by", "a -> b by Actor", "The actors who may make the transition."),
    row("of", "of PATH", "What it is limited to."),
    row("where", "count(path where e)", "The condition, in which the names of the element come first."),
    row("not", "not e", "It does not hold."),
    row("is", "a is set", "Whether it has a value."),
    row("set", "a is set", "It has a value."),
    row("unset", "a is unset", "It has no value."),
    row("now", "now", "The moment it is evaluated."),
    row("today", "today", "The day it is evaluated."),
    row("true", "true", "Yes."),
    row("false", "false", "No."),
];

/// A clause word.
pub(crate) fn clause(word: &str) -> Option<&'static LanguageWord> {
    CLAUSES.iter().find(|row| row.word == word)
}

/// A tag, without `@`.
pub(crate) fn tag(word: &str) -> Option<&'static LanguageWord> {
    TAGS.iter().find(|row| row.word == word)
}

/// Any other word.
pub(crate) fn word(word: &str) -> Option<&'static LanguageWord> {
    let tables = OTHERS.iter().chain(&CONSTRAINTS).chain(&FUNCTIONS).chain(&OPERATORS);
    tables.into_iter().find(|row| row.word == word)
}

/// Words as a name in PascalCase: `card gateway` is `CardGateway`.
pub(crate) fn pascal(words: &str) -> String {
    let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words
        .map(|word| {
            let mut chars = word.chars();
            chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_tags_are_those_of_the_checks() {
        assert_eq!(super::TAGS.each_ref().map(|row| row.word), averment_model::TAGS);
    }
}
