//! The lines of the model: fields, transitions.

use averment_model::{Value, resolutions};

use super::*;

impl<'db> Complete<'db, '_> {
    pub(super) fn transition(&mut self, scope: DeclRef<'db>) {
        let tokens = &self.line.tokens;
        let Some(arrow) = tokens.iter().position(|(kind, _)| *kind == ARROW) else {
            self.offer("->", SymbolKind::Keyword, 0);
            return;
        };
        let after = &tokens[arrow + 1..];
        let part = after.iter().rposition(|(kind, text)| *kind == WORD && matches!(*text, "on" | "by"));
        let has = |word: &str| after.iter().any(|(_, text)| *text == word);
        match (part, after.last()) {
            (_, None) => {
                for (rank, (name, state)) in (0..).zip(self.lifecycle_states(scope)) {
                    self.offer_name(&name, state, rank);
                }
            }
            (Some(part), Some((kind, _))) if part + 1 == after.len() || *kind == COMMA => {
                let (word, given) = (after[part].1, listed(&after[part + 1..]));
                self.given = given;
                match word {
                    "on" => self.names(Place::TRANSITION_ON),
                    _ => self.names(Place::TRANSITION_BY),
                }
            }
            _ if self.line.qualifier.is_empty() => {
                // `on` stands before `by`.
                let words = [("on", has("on") || has("by")), ("by", has("by"))];
                for (rank, (word, _)) in (0..).zip(words.into_iter().filter(|(_, given)| !given)) {
                    self.offer(word, SymbolKind::Keyword, rank);
                }
            }
            _ => {}
        }
    }

    pub(super) fn field(&mut self) {
        let tokens: Vec<(SyntaxKind, SmolStr)> =
            self.line.tokens[1..].iter().map(|(kind, text)| (*kind, SmolStr::new(text))).collect();
        let last = tokens.last().map(|(kind, text)| (*kind, text.as_str()));
        let has = |word: &str| tokens.iter().any(|(kind, text)| *kind == WORD && text == word);
        match last {
            None | Some((WORD, "many" | "map" | "to")) => self.types(last.is_none()),
            Some((PIPE, _)) => {}
            Some((WORD, "default")) => {
                let end = tokens.len() - 1;
                for (rank, (index, (_, word))) in (0..).zip(tokens[..end].iter().enumerate()) {
                    let beside =
                        |at: Option<usize>| at.and_then(|at| tokens.get(at)).is_some_and(|(kind, _)| *kind == PIPE);
                    if beside(Some(index + 1)) || beside(index.checked_sub(1)) {
                        self.offer(word, SymbolKind::State, rank);
                    }
                }
                let ty: Vec<SmolStr> = path_at_start(&tokens);
                let constants =
                    resolve(self.db, self.file, self.scope, &ty).def().filter(|def| matches!(def, Def::Decl(_)));
                for (rank, (name, constant)) in (0..).zip(constants.map(|def| states(self.db, def)).unwrap_or_default())
                {
                    self.offer_name(&name, constant, rank);
                }
                if tokens.first().is_some_and(|(_, word)| word == Builtin::Date.word()) {
                    self.dates(Key::Due);
                }
                if has("Boolean") {
                    self.offer("true", SymbolKind::Value, 0);
                    self.offer("false", SymbolKind::Value, 1);
                }
            }
            Some((WORD, "one-of" | "matches")) | Some((COMMA, _)) => {}
            // Right behind the dots the other bound is being written.
            Some((DOT_DOT, _)) if !self.behind_space() => {}
            Some((kind, _)) => {
                if !self.line.qualifier.is_empty() {
                    return;
                }
                if kind == NUMBER {
                    let dimension = match () {
                        () if has("File") || has("Image") => Some(Dimension::Size),
                        () if has("Duration") => Some(Dimension::Time),
                        () if has("Money") => Some(Dimension::Money),
                        () if has("Percent") => Some(Dimension::Percent),
                        () => None,
                    };
                    if dimension.is_some() {
                        self.units(dimension);
                    }
                }
                if has("map") && !has("to") {
                    self.offer("to", SymbolKind::Keyword, 0);
                    return;
                }
                let texts = self.type_before(&tokens).is_none_or(|ty| ty.element().is_text());
                let limits = CONSTRAINTS.iter().filter(|row| !has(row.word) && (texts || row.word == "default"));
                for (rank, row) in (50..).zip(limits) {
                    self.offer_word(row, rank);
                }
                let tagged = |row: &LanguageWord| tokens.iter().any(|(_, text)| text == row.signature);
                for (rank, row) in (60..).zip(TAGS.iter().filter(|row| !tagged(row))) {
                    if let Some(completion) = self.offer(row.signature, SymbolKind::Value, rank) {
                        completion.documentation = Some(row.doc.to_owned());
                    }
                }
            }
        }
    }

    /// The type a field's line begins with, where it is known.
    fn type_before(&self, tokens: &[(SyntaxKind, SmolStr)]) -> Option<averment_model::Type<'db>> {
        use averment_model::Type;
        // Of several, or of states in a row, nothing is a text; of a map nobody knows which side is limited.
        match tokens {
            [(WORD, word), ..] if word == "many" => return self.type_before(&tokens[1..]),
            [(WORD, word), ..] if word == "map" => return None,
            [_, (PIPE, _), ..] => return Some(Type::Builtin(Builtin::Boolean)),
            [(WORD, word), ..] if Builtin::from_word(word).is_some() => {
                return Builtin::from_word(word).map(Type::Builtin);
            }
            _ => {}
        }
        match resolve(self.db, self.file, self.scope, &path_at_start(tokens)).def()? {
            Def::Decl(decl) => Some(Type::Decl(decl)),
            _ => None,
        }
    }

    pub(super) fn types(&mut self, outermost: bool) {
        if self.line.qualifier.is_empty() {
            for (rank, (builtin, word, doc)) in (10..).zip(Builtin::ALL) {
                let _ = builtin;
                if let Some(completion) = self.offer(word, SymbolKind::Keyword, rank) {
                    completion.detail = Some(doc.to_owned());
                }
            }
            if outermost {
                for (rank, row) in (0..).zip(["many", "map"].iter().filter_map(|row| word(row))) {
                    self.offer_word(row, rank);
                }
            }
        }
        self.of_type = true;
        self.names(Place::TYPES);
    }

    /// Whether white space stands before the word being typed.
    fn behind_space(&self) -> bool {
        let before = file_text(self.db, self.file).get(..usize::from(self.line.replace.start())).unwrap_or_default();
        before.ends_with([' ', '\t'])
    }

    /// What the other rows of a decision table give, and what else could be meant with it.
    pub(super) fn case_result(&mut self, scope: DeclRef<'db>) {
        let db = self.db;
        let text = scope.item.text(db);
        let mut given: Vec<&str> = Vec::new();
        let mut enums: Vec<Def<'db>> = Vec::new();
        for (value, node) in body(db, scope.item).decl(scope.decl).cases.iter().filter_map(|case| case.result.as_ref())
        {
            let written = text.get(std::ops::Range::from(spans(db, scope.item).get(*node))).unwrap_or_default().trim();
            if let Value::Path(path) = value
                && let Some(Def::Constant(decl, _)) = resolutions(db, scope.item)[path.0 as usize].def()
                && !enums.contains(&Def::Decl(decl))
            {
                enums.push(Def::Decl(decl));
            }
            if !written.is_empty() && !given.contains(&written) {
                given.push(written);
            }
        }
        if self.line.qualifier.is_empty() {
            for (rank, written) in (0..).zip(&given) {
                self.offer(written, SymbolKind::Value, rank);
            }
        }
        for (rank, (_, constant)) in (20..).zip(enums.into_iter().flat_map(|def| states(db, def))) {
            let path = constant.qualified_name(db);
            if self.line.qualifier.is_empty() && !given.contains(&path.as_str()) {
                self.offer_name(&path, constant, rank);
            }
        }
        self.names(&[Target::State, Target::Kind(Kind::Enum)]);
    }
}

/// The paths of a list, as written.
pub(super) fn listed(tokens: &[(SyntaxKind, &str)]) -> Vec<String> {
    let items = tokens.split(|(kind, _)| *kind == COMMA);
    items.map(|item| item.iter().map(|(_, text)| *text).collect()).collect()
}

/// The path a line of tokens starts with.
fn path_at_start(tokens: &[(SyntaxKind, SmolStr)]) -> Vec<SmolStr> {
    let mut path = Vec::new();
    for (index, (kind, text)) in tokens.iter().enumerate() {
        match kind {
            WORD if index % 2 == 0 => path.push(text.clone()),
            DOT if index % 2 == 1 => {}
            _ => break,
        }
    }
    path
}
