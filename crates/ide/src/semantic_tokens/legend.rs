//! The words for what a token is, which clients are told once.

macro_rules! legend {
    ($(#[$doc:meta])* $name:ident { $($(#[$row:meta])* $variant:ident = $word:literal, $says:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $(#[doc = $says] $variant,)* }

        impl $name {
            /// Every one, with the word the protocol has for it and what it stands for here. Clients are told them in this
            /// order.
            pub const ALL: &[($name, &str, &str)] = &[$(($name::$variant, $word, $says),)*];
        }
    };
}

legend! {
    /// What a token is. The words are those of the protocol wherever it has one that fits, so that every theme has a colour
    /// for it.
    TokenKind {
        Namespace = "namespace", "A module or a spec.";
        Type = "type", "An actor, a person, a team, a term, or a type of the language.";
        Class = "class", "An entity.";
        Enum = "enum", "An enumeration or a lifecycle.";
        Interface = "interface", "A system.";
        Struct = "struct", "A value or an error.";
        Event = "event", "An event.";
        Property = "property", "A field.";
        EnumMember = "enumMember", "A state, a constant, or a word of a closed list: a status, a category of edge cases.";
        Variable = "variable", "A goal, a metric or a quality.";
        Parameter = "parameter", "An option of a decision or a stage of a rollout.";
        Function = "function", "A flow or a branch, or a function of expressions.";
        Method = "method", "A step.";
        Macro = "macro", "A rule, a decision table, a policy, or the code of a rule.";
        Label = "label", "An edge case, a failure, a criterion, a decision, a question, a risk.";
        Keyword = "keyword", "A word of the language: a kind, a property, a clause.";
        Decorator = "decorator", "A tag.";
        Number = "number", "A number or a date.";
        Unit = "unit", "A unit of measure.";
        String = "string", "A text in quotes.";
        Operator = "operator", "An operator or an arrow.";
        Comment = "comment", "A comment.";
        UnresolvedReference = "unresolvedReference", "A name that leads nowhere.";
    }
}

legend! {
    /// What more is to say of a token.
    TokenModifier {
        Declaration = "declaration", "The name stands where it is declared.";
        Modification = "modification", "What it names is changed by the step: created, updated, deleted, moved.";
        Documentation = "documentation", "It stands in prose or in a doc comment.";
        DefaultLibrary = "defaultLibrary", "It belongs to the language and is not declared anywhere.";
        Deprecated = "deprecated", "A spec that is retired or superseded, or the code of a finding that is waived.";
    }
}

/// A set of modifiers: bit `n` is the `n`th of [`TokenModifier::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct TokenModifiers(pub u32);

impl TokenModifiers {
    pub(super) fn with(self, modifier: TokenModifier) -> Self {
        TokenModifiers(self.0 | 1 << modifier as u32)
    }

    pub(super) fn with_if(self, condition: bool, modifier: TokenModifier) -> Self {
        if condition { self.with(modifier) } else { self }
    }

    /// Whether one is in the set.
    pub fn has(self, modifier: TokenModifier) -> bool {
        self.0 & 1 << modifier as u32 != 0
    }
}
