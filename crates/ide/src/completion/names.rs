//! Names that lead to declarations, and the `use` and `module` lines that bring them in.

use averment_model::item_words;

use super::*;
use crate::names_in_sight::Afar;

impl<'db> Complete<'db, '_> {
    /// How well a definition fits a place: 0 by itself, 5 as the way to something that does.
    pub(super) fn fit(&self, targets: &[Target], def: Def<'db>) -> Option<u32> {
        let db = self.db;
        let wants = |target| targets.contains(&target);
        let any = wants(Target::Any);
        match def {
            Def::Module(_) => Some(8),
            Def::State(..) | Def::Constant(..) => wants(Target::State).then_some(0),
            Def::Field(owner, field) if self.stateful && states(db, def).is_empty() => {
                let ty = averment_model::field_type(db, owner, field).element();
                matches!(ty, averment_model::Type::Decl(_)).then_some(5)
            }
            Def::Field(..) | Def::Property(..) if any || wants(Target::Field) => Some(0),
            Def::Property(..) => None,
            Def::Field(..) => (wants(Target::State) && !states(db, def).is_empty()).then_some(5),
            Def::Decl(decl) => self.fit_of_kind(targets, decl.kind(db)?),
        }
    }

    /// The same, of a declaration of a kind.
    fn fit_of_kind(&self, targets: &[Target], kind: Kind) -> Option<u32> {
        let wants = |target| targets.contains(&target);
        if wants(Target::Any) || wants(Target::Kind(kind)) {
            return Some(0);
        }
        let has_fields = kind.data().lines.fields;
        if has_fields && (wants(Target::Field) || wants(Target::State)) {
            return Some(5);
        }
        if kind == Kind::Enum && wants(Target::State) {
            return Some(5);
        }
        let leads = targets.iter().any(|target| match target {
            Target::Kind(wanted) => {
                let parents = wanted.data().parents;
                let within = parents.contains(&kind) || parents.iter().any(|parent| kind.holds(*parent));
                within && (kind != Kind::Spec || !wanted.data().top_level || !self.line.qualifier.is_empty())
            }
            _ => false,
        });
        leads.then_some(6)
    }

    /// The names that lead to one of these, or to something that holds one.
    pub(super) fn names(&mut self, targets: &'static [Target]) {
        if !self.line.qualifier.is_empty() {
            return self.members(targets);
        }
        let (db, file) = (self.db, self.file);
        let sight = in_sight(db, file, self.scope);
        let here = self.scope.map(|scope| item_words(db, scope.item));
        for name in &sight {
            let Some(fit) = self.fit(targets, name.def) else { continue };
            // What this declaration speaks of already, it is likely to speak of again.
            let used = if here.is_some_and(|words| words.mentioned.contains(&name.name)) { 6 } else { 0 };
            let leads = if fit == 0 { 0 } else { 300 + fit };
            self.offer_name(&name.name, name.def, 100 + name.distance * 10 + leads - used);
        }
        let seen: rustc_hash::FxHashSet<&SmolStr> = sight.iter().map(|name| &name.name).collect();
        let this: &Self = self;
        let wanted =
            |kind, name: &SmolStr| this.fit_of_kind(targets, kind).is_some_and(|fit| fit < 6) && !seen.contains(name);
        let (afar, all) = out_of_sight(db, file, &self.folded, MOST_AFAR, wanted);
        self.incomplete |= !all;
        for (rank, afar) in (1_000..).zip(afar) {
            self.offer_afar(afar, rank);
        }
        if !self.folded.is_empty() {
            self.offer_modules();
        }
    }

    /// A name of another module. What is said of it is known from the list of names: its item is not looked into.
    fn offer_afar(&mut self, afar: Afar, rank: u32) {
        let close = self.line.mode == Mode::Reference(false);
        let Some(completion) = self.offer(&afar.name, SymbolKind::Kind(afar.kind), rank) else { return };
        completion.detail = Some(afar.kind.word().to_owned());
        completion.label_detail = Some(format!("use {}", afar.module));
        completion.description = Some(afar.module.to_string());
        completion.commits = if kind_has_members(afar.kind) { &["."] } else { &[] };
        if close {
            completion.insert.push(']');
        }
        completion.source =
            Some(CompletionSource::Name { module: afar.module, path: afar.name.to_string(), uses: true });
    }

    /// The modules that fit the word best, for paths that are written out in full.
    fn offer_modules(&mut self) {
        let workspace = self.file.workspace(self.db);
        let fitting = module_paths(self.db, workspace).iter().filter_map(|path| {
            let misfit = misfit(&self.folded, &path.to_lowercase(), path)?;
            Some((misfit, path))
        });
        let mut fitting: Vec<_> = fitting.collect();
        fitting.sort_unstable();
        self.incomplete |= fitting.len() > MOST_MODULES;
        for (_, path) in fitting.into_iter().take(MOST_MODULES) {
            let module = averment_model::Module::new(self.db, workspace, path.clone());
            self.offer_name(path, Def::Module(module), 2_000);
        }
    }

    pub(super) fn members(&mut self, targets: &'static [Target]) {
        let path: Vec<SmolStr> = self.line.qualifier.iter().map(SmolStr::new).collect();
        let Some(def) = resolve(self.db, self.file, self.scope, &path).def() else { return };
        for (rank, (name, member)) in (100..).zip(members(self.db, def)) {
            if let Some(fit) = self.fit(targets, member) {
                self.offer_name(&name, member, rank + fit * 100);
            }
        }
    }

    pub(super) fn use_line(&mut self) {
        let (db, workspace) = (self.db, self.file.workspace(self.db));
        let Some(brace) = self.line.tokens.iter().position(|(kind, _)| *kind == L_BRACE) else {
            if self.line.tokens.iter().any(|(_, text)| *text == "as") {
                return;
            }
            return match self.line.qualifier[..] {
                [] if self.line.tokens.len() == 1 => self.module_paths(true),
                [] if !self.line.more => {
                    self.offer("as", SymbolKind::Keyword, 0);
                }
                [] => {}
                _ => {
                    let path: Vec<SmolStr> = self.line.qualifier.iter().map(SmolStr::new).collect();
                    if let Some(def) = resolve_full(db, workspace, &path).def() {
                        for (rank, (name, member)) in (0..).zip(members(db, def)) {
                            if matches!(member, Def::Decl(_) | Def::Module(_)) {
                                self.offer_name(&name, member, rank);
                            }
                        }
                    }
                }
            };
        };
        if self.line.tokens.iter().any(|(kind, _)| *kind == R_BRACE) {
            return;
        }
        let words = |tokens: &[(SyntaxKind, &str)]| -> Vec<SmolStr> {
            tokens.iter().filter(|(kind, _)| *kind == WORD).map(|(_, text)| SmolStr::new(text)).collect()
        };
        let path = words(&self.line.tokens[1..brace]);
        let mut there = words(&self.line.tokens[brace..]);
        // The names behind the cursor are there as well.
        if let Some((item, start)) = item_at(db, self.file, averment_syntax::TextSize::from(self.line.offset as u32))
            && let Some(uses) = &body(db, item).uses
        {
            let here = self.line.replace;
            let others = uses.names.iter().filter(|(_, node)| spans(db, item).get(*node) + start != here);
            there.extend(others.map(|(name, _)| name.clone()));
        }
        let Some(def) = resolve_full(db, workspace, &path).def() else { return };
        for (rank, (name, member)) in (0..).zip(members(db, def)) {
            if matches!(member, Def::Decl(_)) && !there.contains(&name) {
                self.offer_name(&name, member, rank);
            }
        }
    }

    pub(super) fn module_paths(&mut self, list: bool) {
        let (db, workspace) = (self.db, self.file.workspace(self.db));
        let prefix: String = self.line.qualifier.iter().map(|word| format!("{word}.")).collect();
        if self.line.tokens.len() > 1 {
            return;
        }
        let own = file_module(db, self.file);
        for (rank, path) in (0..).zip(module_paths(db, workspace)) {
            let Some(rest) = path.strip_prefix(prefix.as_str()).filter(|_| !list || path != own) else { continue };
            let module = averment_model::Module::new(db, workspace, path.clone());
            let more = self.line.more;
            if let Some(completion) = self.offer_name(rest, Def::Module(module), rank).filter(|_| list && !more) {
                completion.insert = format!("{rest}.{{$1}}");
                completion.snippet = true;
            }
        }
    }
}
