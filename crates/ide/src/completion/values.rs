//! The values of properties: words, states, units.

use averment_model::{Measure, Value};

use super::*;
use crate::names_in_sight::currencies_used;

impl<'db> Complete<'db, '_> {
    pub(super) fn property(&mut self, scope: DeclRef<'db>, data: &'static PropertyData) {
        if matches!(data.value, [vocabulary::Part::Hole(Hole::Expression)]) {
            return self.expression(scope);
        }
        if let [.., (NUMBER, _), (WORD, _), (SLASH, _)] = self.line.tokens[..] {
            return self.rates();
        }
        let written = values(&self.line.tokens[1..], data);
        let expected = expected(data, &written);
        self.ask(scope, data.key);
        self.given = self.listed_already();
        for expected in expected {
            match expected {
                Expected::Hole(Hole::Path(_)) if data.key == Key::Covers => {
                    let words = written.iter().filter_map(|value| match value {
                        Written::Path(path) if path.len() == 1 => vocabulary::category(path[0]),
                        _ => None,
                    });
                    let categories: Vec<_> = words.map(|data| data.category).collect();
                    self.answered(&categories);
                }
                Expected::Hole(Hole::Path(targets)) => self.path_value(scope, data, targets, &written),
                _ if !self.line.qualifier.is_empty() => {}
                Expected::Word(word) => {
                    self.offer(word, SymbolKind::Keyword, 5);
                }
                Expected::Unit(None) => match self.counted_in(scope) {
                    // A noun is no unit of measure, and none fits what is counted in it.
                    Some(None) => {}
                    dimension => self.units(dimension.flatten()),
                },
                Expected::Unit(dimension) => self.units(dimension),
                Expected::Hole(hole) => self.hole(scope, data, hole),
            }
        }
    }

    /// The tokens of the line behind the word being typed.
    pub(super) fn behind(&self) -> Vec<(SyntaxKind, &'db str)> {
        let text = file_text(self.db, self.file);
        let behind = text.get(usize::from(self.line.replace.end())..).unwrap_or_default();
        let behind = behind.lines().next().unwrap_or_default();
        let (mut after, mut start) = (Vec::new(), 0);
        for token in averment_syntax::lexer::lex(behind) {
            let word = &behind[start..token.end as usize];
            start = token.end as usize;
            if !matches!(token.kind, WHITESPACE | COMMENT | NEWLINE) {
                after.push((token.kind, word));
            }
        }
        after
    }

    /// What the list holds in which the cursor is, before it and behind it.
    fn listed_already(&self) -> Vec<String> {
        let after = self.behind();
        let joined = |tokens: &[(SyntaxKind, &str)]| tokens.iter().map(|(_, text)| *text).collect::<String>();
        let mut listed = Vec::new();
        // Each comma stands between two of the list. Its first follows the keyword, or a word such as `each`.
        let is_item = |kind: SyntaxKind| matches!(kind, WORD | KEYWORD | DOT | TAG);
        let before = &self.line.tokens[..];
        let mut end = before.len();
        while end > 0 && before[end - 1].0 == COMMA {
            let mut from = end - 1;
            while from > 1 && is_item(before[from - 1].0) {
                let of_path = before[from - 1].0 == DOT || before.get(from).is_some_and(|(kind, _)| *kind == DOT);
                if from < end - 1 && !of_path {
                    break;
                }
                from -= 1;
            }
            listed.push(joined(&before[from..end - 1]));
            end = from;
        }
        let mut rest = &after[..];
        while let [(COMMA, _), more @ ..] = rest {
            let len = more.iter().take_while(|(kind, _)| is_item(*kind)).count();
            listed.push(joined(&more[..len]));
            rest = &more[len..];
        }
        listed
    }

    pub(super) fn path_value(
        &mut self,
        scope: DeclRef<'db>,
        data: &'static PropertyData,
        targets: &'static [Target],
        written: &[Written<'_>],
    ) {
        if targets != [Target::State] || !self.line.qualifier.is_empty() {
            return self.names(targets);
        }
        let mut reached: Vec<Def<'db>> = Vec::new();
        let states = match data.key {
            Key::Initial | Key::Final => self.lifecycle_states(scope),
            _ => {
                let path = written.iter().rev().find_map(|value| match value {
                    Written::Path(path) if path[..] != ["to"] => Some(path),
                    _ => None,
                });
                let path: Vec<SmolStr> = path.into_iter().flatten().map(SmolStr::new).collect();
                let field = resolve(self.db, self.file, Some(scope), &path).def();
                reached = field.map(|field| self.led_to(scope, field)).unwrap_or_default();
                field.map(|field| states(self.db, field)).unwrap_or_default()
            }
        };
        if states.is_empty() {
            return self.names(targets);
        }
        for (rank, (name, state)) in (0..).zip(states) {
            // Where a lifecycle says which states are moved to, the others want a transition first.
            let late = !reached.is_empty() && !reached.contains(&state);
            self.offer_name(&name, state, if late { rank + 100 } else { rank });
        }
    }

    /// The states that the lifecycles of a field lead to.
    fn led_to(&self, scope: DeclRef<'db>, field: Def<'db>) -> Vec<Def<'db>> {
        let db = self.db;
        let lives = averment_model::lifecycles_of(db, scope.item, field).into_iter();
        let lives = lives.flat_map(|decl| {
            averment_model::lifecycles(db, decl.item).iter().filter(move |life| life.decl == decl.decl)
        });
        lives.flat_map(|life| life.changes.iter().filter_map(|change| change.to)).collect()
    }

    pub(super) fn lifecycle_states(&self, scope: DeclRef<'db>) -> Vec<(SmolStr, Def<'db>)> {
        let about = scope.signature(self.db).about.iter();
        let fields = about.filter_map(|path| resolve(self.db, self.file, scope.parent(self.db), path).def());
        fields.flat_map(|field| states(self.db, field)).collect()
    }

    pub(super) fn hole(&mut self, scope: DeclRef<'db>, data: &'static PropertyData, hole: Hole) {
        let db = self.db;
        match hole {
            Hole::Choice(words) => {
                for (rank, word) in (0..).zip(words) {
                    if let Some(completion) = self.offer(word, SymbolKind::Value, rank) {
                        completion.documentation = Some(data.doc.to_owned());
                    }
                }
            }
            Hole::Status => {
                for (rank, (_, word, doc)) in (0..).zip(Status::ALL) {
                    if let Some(completion) = self.offer(word, SymbolKind::Value, rank) {
                        completion.detail = Some(doc.to_owned());
                    }
                }
            }
            Hole::Category => self.categories(),
            Hole::Percentile => {
                for (rank, word) in (0..).zip(["p95", "p99", "median", "p50", "p90"]) {
                    self.offer(word, SymbolKind::Value, rank);
                }
            }
            Hole::Comparison if self.line.word.is_empty() => {
                for (rank, word) in (10..).zip(["<=", "<", ">=", ">", "="]) {
                    self.offer(word, SymbolKind::Keyword, rank);
                }
            }
            Hole::Word => match data.key {
                // What a policy asks of a spec: parts of it.
                Key::Needs if scope.kind(db) == Some(Kind::Policy) => {
                    for (rank, kind) in (0..).zip(Kind::ALL.iter().filter(|kind| Kind::Spec.holds(**kind))) {
                        if let Some(completion) = self.offer(kind.word(), SymbolKind::Kind(*kind), rank) {
                            completion.detail = Some(kind.data().doc.to_owned());
                        }
                    }
                    for (rank, property) in (50..).zip(Kind::Spec.data().properties) {
                        if let Some(completion) = self.offer(property.word, SymbolKind::Property, rank) {
                            completion.detail = Some(property.doc.to_owned());
                        }
                    }
                }
                Key::Can | Key::Cannot | Key::Needs => {
                    let verbs = ["create", "read", "update", "delete", "export", "approve", "share", "manage"];
                    for (rank, verb) in (50..).zip(verbs) {
                        self.offer(verb, SymbolKind::Value, rank);
                    }
                }
                Key::Chosen => {
                    let options = body(db, scope.item).decl(scope.decl).properties_of(Key::Option);
                    for (rank, (option, _)) in (0..).zip(options.flat_map(|option| option.words())) {
                        self.offer(option, SymbolKind::Property, rank);
                    }
                }
                Key::Unit => {
                    self.offer("percent", SymbolKind::Unit, 0);
                    self.units(Some(Dimension::Time));
                }
                _ => {}
            },
            Hole::Tag => {
                for (rank, row) in (0..).zip(&TAGS) {
                    if let Some(completion) = self.offer(row.signature, SymbolKind::Value, rank) {
                        completion.documentation = Some(row.doc.to_owned());
                    }
                }
            }
            Hole::Code => self.codes(),
            Hole::Date => self.dates(data.key),
            _ => {}
        }
    }

    /// What stands behind the `/` of `100 requests/s`.
    fn rates(&mut self) {
        let rates = UNITS.iter().filter(|unit| unit.dimension == Dimension::Rate);
        for (rank, unit) in (0..).zip(rates) {
            for time in unit.aliases.iter().filter_map(|alias| alias.strip_prefix('/')) {
                if let Some(completion) = self.offer(time, SymbolKind::Unit, rank) {
                    completion.detail = Some(unit.doc.to_owned());
                }
            }
        }
    }

    /// The currencies, those that the workspace uses already first; one alone where it is known.
    pub(super) fn currencies(&mut self, known: Option<&'static str>) {
        let used = currencies_used(self.db, self.file.workspace(self.db));
        let all = UNITS.iter().filter(|unit| unit.dimension == Dimension::Money);
        for (rank, unit) in (20..).zip(all.filter(|unit| known.is_none_or(|known| known == unit.word))) {
            let rank = if used.contains(unit.word) { 20 } else { rank + 1_000 };
            if let Some(completion) = self.offer(unit.word, SymbolKind::Unit, rank) {
                completion.detail = Some(unit.doc.to_owned());
            }
        }
    }

    /// What a metric is counted in, where it is a unit of measure: by its `unit`, or by the number it gives beside.
    fn counted_in(&self, scope: DeclRef<'db>) -> Option<Option<Dimension>> {
        let decl = body(self.db, scope.item).decl(scope.decl);
        if decl.kind != Some(Kind::Metric) {
            return None;
        }
        if let Some((unit, _)) = decl.property(Key::Unit).and_then(|property| property.words().next()) {
            return Some(match Measure::in_unit(unit) {
                Some(Measure::Of(dimension, _)) => Some(dimension),
                _ => None,
            });
        }
        let given = [Key::Baseline, Key::Target].into_iter().flat_map(|key| decl.properties_of(key));
        let mut given = given.flat_map(|property| &property.values).filter_map(|(value, _)| match value {
            Value::Quantity(quantity) => quantity.dimension(),
            _ => None,
        });
        given.next().map(Some)
    }

    pub(super) fn units(&mut self, dimension: Option<Dimension>) {
        if dimension == Some(Dimension::Money) {
            return self.currencies(None);
        }
        let wanted = |of: Dimension| match dimension {
            Some(dimension) => of == dimension,
            None => of != Dimension::Money,
        };
        for (rank, unit) in (20..).zip(UNITS.iter().filter(|unit| wanted(unit.dimension))) {
            if let Some(completion) = self.offer(unit.word, SymbolKind::Unit, rank) {
                completion.detail = Some(unit.doc.to_owned());
            }
            // Other spellings only where they are being written.
            let long =
                unit.aliases.iter().filter(|alias| alias.starts_with(self.line.word) && !self.line.word.is_empty());
            for alias in long.copied().collect::<Vec<_>>() {
                if let Some(completion) = self.offer(alias, SymbolKind::Unit, rank + 1_000) {
                    completion.detail = Some(unit.doc.to_owned());
                }
            }
        }
    }
}
