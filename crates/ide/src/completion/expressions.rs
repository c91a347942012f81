//! Expressions: operands, operators, states beside a comparison.

use super::*;

impl<'db> Complete<'db, '_> {
    pub(super) fn expression(&mut self, scope: DeclRef<'db>) {
        let tokens: Vec<(SyntaxKind, SmolStr)> =
            self.line.tokens[1..].iter().map(|(kind, text)| (*kind, SmolStr::new(text))).collect();
        let last = tokens.last().map(|(kind, text)| (*kind, text.as_str()));
        if let Some((WORD, "is")) = last {
            self.offer("set", SymbolKind::Keyword, 0);
            self.offer("unset", SymbolKind::Keyword, 1);
            return;
        }
        let operand = match last {
            None => true,
            Some((WORD, word)) => matches!(word, "and" | "or" | "not" | "implies" | "where"),
            Some((kind, _)) => {
                matches!(kind, EQ | NEQ | LT | LTE | GT | GTE | PLUS | MINUS | STAR | SLASH | L_PAREN | L_BRACE | COMMA)
            }
        };
        if !operand {
            if self.line.qualifier.is_empty() {
                if matches!(last, Some((WORD, "in"))) {
                    self.offer("{", SymbolKind::Keyword, 0);
                    return;
                }
                if matches!(last, Some((NUMBER, _))) {
                    self.units(None);
                    self.units(Some(Dimension::Money));
                }
                for (rank, row) in (0..).zip(&OPERATORS) {
                    self.offer_word(row, rank);
                }
                if self.line.word.is_empty() {
                    for (rank, sign) in (10..).zip(["=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/"]) {
                        self.offer(sign, SymbolKind::Keyword, rank);
                    }
                }
            }
            return;
        }
        let element = element_before(&tokens).and_then(|path| resolve(self.db, self.file, Some(scope), &path).def());
        if self.line.qualifier.is_empty() {
            if let Some(path) = compared(&tokens) {
                let def = resolve(self.db, self.file, Some(scope), &path).def();
                let def = element.and_then(|e| averment_model::member(self.db, e, path.first()?)).or(def);
                for (rank, (name, state)) in (0..).zip(def.map(|def| states(self.db, def)).unwrap_or_default()) {
                    self.offer_name(&name, state, rank);
                }
            }
            if let Some(element) = element {
                for (rank, (name, member)) in (50..).zip(members(self.db, element)) {
                    self.offer_name(&name, member, rank);
                }
            }
            for (rank, row) in (600..).zip(FUNCTIONS.iter()) {
                self.offer_word(row, rank);
                if let Some(completion) = self.found.last_mut().filter(|c| c.label == row.word) {
                    completion.insert = format!("{}($1)", row.word);
                    completion.snippet = true;
                }
            }
            for (rank, row) in (610..).zip(["not", "now", "today"].iter().filter_map(|row| word(row))) {
                self.offer_word(row, rank);
            }
        }
        if let (Some(element), [first, rest @ ..]) = (element, &self.line.qualifier[..])
            && let Some(start) = averment_model::member(self.db, element, &SmolStr::new(first))
        {
            let end =
                rest.iter().try_fold(start, |def, name| averment_model::member(self.db, def, &SmolStr::new(name)));
            for (rank, (name, member)) in (0..).zip(end.map(|end| members(self.db, end)).unwrap_or_default()) {
                self.offer_name(&name, member, rank);
            }
        }
        self.names(&[
            Target::Field,
            Target::State,
            Target::Kind(Kind::Entity),
            Target::Kind(Kind::Value),
            Target::Kind(Kind::Metric),
            Target::Kind(Kind::Actor),
        ]);
    }
}

/// The path that ends at the end of these tokens.
fn path_before(tokens: &[(SyntaxKind, SmolStr)]) -> Option<Vec<SmolStr>> {
    let start = tokens.iter().rposition(|(kind, _)| !matches!(kind, WORD | DOT)).map_or(0, |at| at + 1);
    // Two words without a dot between them are not one path.
    let mut path: Vec<SmolStr> = Vec::new();
    let mut dotted = true;
    for (kind, text) in tokens[start..].iter().rev() {
        match kind {
            DOT => dotted = true,
            _ if dotted => {
                path.push(text.clone());
                dotted = false;
            }
            _ => break,
        }
    }
    path.reverse();
    (!path.is_empty()).then_some(path)
}

/// The other side of the comparison at whose right side the cursor is.
fn compared(tokens: &[(SyntaxKind, SmolStr)]) -> Option<Vec<SmolStr>> {
    let (last, before) = tokens.split_last()?;
    if matches!(last.0, EQ | NEQ | LT | LTE | GT | GTE) {
        return path_before(before);
    }
    let brace = tokens.iter().rposition(|(kind, _)| *kind == L_BRACE)?;
    let closed = tokens[brace..].iter().any(|(kind, _)| *kind == R_BRACE);
    let before = tokens[..brace].strip_suffix(&[(WORD, SmolStr::new_static("in"))])?;
    if closed { None } else { path_before(before) }
}

/// The path of the innermost open call in whose condition the cursor is.
fn element_before(tokens: &[(SyntaxKind, SmolStr)]) -> Option<Vec<SmolStr>> {
    let mut depth = 0;
    let open = tokens.iter().rposition(|(kind, _)| {
        depth += match kind {
            R_PAREN => 1,
            L_PAREN => -1,
            _ => 0,
        };
        depth < 0
    })?;
    let condition = tokens[open..].iter().position(|(kind, text)| *kind == WORD && text == "where")? + open;
    path_before(&tokens[open + 1..condition])
}
