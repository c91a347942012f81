//! The values of properties: words, states, units.

use super::*;

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
        for expected in expected {
            match expected {
                Expected::Hole(Hole::Path(targets)) => self.path_value(scope, data, targets, &written),
                _ if !self.line.qualifier.is_empty() => {}
                Expected::Word(word) => {
                    self.offer(word, SymbolKind::Keyword, 5);
                }
                Expected::Unit(dimension) => self.units(dimension),
                Expected::Hole(hole) => self.hole(scope, data, hole),
            }
        }
    }

    pub(super) fn path_value(
        &mut self,
        scope: DeclRef<'db>,
        data: &'static PropertyData,
        targets: &'static [Target],
        written: &[Written<'_>],
    ) {
        // What is moved, and what has a lifecycle, has states.
        self.stateful =
            data.key == Key::Moves || (data.key == Key::For && scope.kind(self.db) == Some(Kind::Lifecycle));
        if targets != [Target::State] || !self.line.qualifier.is_empty() {
            return self.names(targets);
        }
        let states = match data.key {
            Key::Initial | Key::Final => self.lifecycle_states(scope),
            _ => {
                let path = written.iter().rev().find_map(|value| match value {
                    Written::Path(path) if path[..] != ["to"] => Some(path),
                    _ => None,
                });
                let path: Vec<SmolStr> = path.into_iter().flatten().map(SmolStr::new).collect();
                let field = resolve(self.db, self.file, Some(scope), &path).def();
                field.map(|field| states(self.db, field)).unwrap_or_default()
            }
        };
        if states.is_empty() {
            return self.names(targets);
        }
        for (rank, (name, state)) in (0..).zip(states) {
            self.offer_name(&name, state, rank);
        }
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

    pub(super) fn units(&mut self, dimension: Option<Dimension>) {
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
