//! Names that lead to declarations, and the `use` and `module` lines that bring them in.

use averment_model::item_words;

use super::*;
use crate::names_in_sight::Afar;

/// What has to be true of what a path leads to, besides its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// Nothing more.
    Nothing,
    /// It has states: what is moved, and what has a lifecycle.
    States,
    /// It is an amount of money: what is charged.
    Money,
    /// An edge case can be about it.
    Touched,
}

/// Where the names begin that only lead on to something that fits: behind all that fit by themselves.
pub(super) const WAYS: u32 = 1_500;

/// What effects and steps speak of, and they themselves: what an edge case is about.
fn is_touched(kind: Kind) -> bool {
    let takes = |part: &vocabulary::Part| match part {
        vocabulary::Part::Hole(Hole::Path(targets)) => targets.contains(&Target::Kind(kind)),
        vocabulary::Part::List(parts) => parts.iter().any(
            |part| matches!(part, vocabulary::Part::Hole(Hole::Path(targets)) if targets.contains(&Target::Kind(kind))),
        ),
        _ => false,
    };
    let mut acts = Kind::Step.data().properties.iter().filter(|property| property.effect || property.key == Key::On);
    matches!(kind, Kind::Step | Kind::Flow) || acts.any(|property| property.value.iter().any(takes))
}

impl<'db> Complete<'db, '_> {
    /// How well a definition fits a place: 0 by itself, 5 as the way to something that does.
    pub(super) fn fit(&self, targets: &[Target], def: Def<'db>) -> Option<u32> {
        if self.is_refused(def) {
            return None;
        }
        match def {
            Def::Module(_) => Some(8),
            _ if self.fits(targets, def) => Some(0),
            // What the cursor is in need not be named to reach what it holds.
            Def::Decl(decl)
                if self.scope.is_some_and(|scope| scope.ancestors(self.db).any(|around| around == decl)) =>
            {
                None
            }
            _ => self.leads(targets, def, true).then_some(5),
        }
    }

    /// Whether a definition may stand in a place by itself.
    fn fits(&self, targets: &[Target], def: Def<'db>) -> bool {
        let db = self.db;
        let wants = |target| targets.contains(&target);
        match def {
            Def::Module(_) => false,
            Def::State(..) | Def::Constant(..) => wants(Target::State),
            Def::Property(..) => wants(Target::Any) || wants(Target::Field),
            Def::Field(owner, field) => {
                let ty = averment_model::field_type(db, owner, field);
                let holds = |decl: &DeclRef<'db>| decl.kind(db).is_some_and(|kind| wants(Target::Kind(kind)));
                match self.asked {
                    Asked::States if states(db, def).is_empty() => return false,
                    Asked::Money if *ty.element() != averment_model::Type::Builtin(Builtin::Money) => return false,
                    _ => {}
                }
                // A field stands for what it holds: `actor Order.customer`.
                let stands_for = matches!(ty.element(), averment_model::Type::Decl(decl) if holds(decl));
                wants(Target::Any) || wants(Target::Field) || stands_for && !self.line.qualifier.is_empty()
            }
            Def::Decl(decl) => decl.kind(db).is_some_and(|kind| self.fits_by_kind(targets, kind)),
        }
    }

    fn fits_by_kind(&self, targets: &[Target], kind: Kind) -> bool {
        let kinds = targets.contains(&Target::Any) || targets.contains(&Target::Kind(kind));
        match self.asked {
            // A thing with an amount is charged by naming the amount.
            Asked::Money => false,
            Asked::Touched => kinds && is_touched(kind),
            _ => kinds,
        }
    }

    /// Whether something that fits is reached through a definition, at most one name further on where `far`.
    pub(super) fn leads(&self, targets: &[Target], def: Def<'db>, far: bool) -> bool {
        let db = self.db;
        match def {
            Def::Module(_) | Def::State(..) | Def::Constant(..) | Def::Property(..) => return false,
            Def::Decl(decl) if !decl.kind(db).is_some_and(|kind| may_lead(targets, kind)) => return false,
            _ => {}
        }
        let members = members(db, def);
        let mut near = members.iter().filter(|(_, member)| !self.is_refused(*member));
        near.clone().any(|(_, member)| self.fits(targets, *member))
            || far && near.any(|(_, member)| self.leads(targets, *member, false))
    }

    /// Whether what may stand here by its kind would be a mistake all the same: the declaration itself, what leads back
    /// to it, a step of another flow.
    fn is_refused(&self, def: Def<'db>) -> bool {
        let (Def::Decl(decl), Some(scope), Some(key)) = (def, self.scope, self.key) else { return false };
        let db = self.db;
        if decl == scope {
            return true;
        }
        match key {
            Key::Next | Key::From | Key::Resume if matches!(decl.kind(db), Some(Kind::Step | Kind::Branch)) => {
                let flow_of = |decl: DeclRef<'db>| decl.ancestors(db).find(|at| at.kind(db) == Some(Kind::Flow));
                flow_of(decl) != flow_of(scope) || decl.ancestors(db).any(|around| around == scope)
            }
            _ => self.leads_back && leads_back(db, decl, scope, key),
        }
    }

    /// Where names are looked up from: types, what something extends and what it is about, from outside of it.
    fn looked_up_from(&self) -> Option<DeclRef<'db>> {
        match self.key {
            Some(Key::Extends | Key::For | Key::On) => self.scope?.parent(self.db),
            _ if self.of_type => self.scope?.parent(self.db),
            _ => self.scope,
        }
    }

    /// Sets what the value of a property asks of a name.
    pub(super) fn ask(&mut self, scope: DeclRef<'db>, key: Key) {
        let db = self.db;
        self.key = Some(key);
        self.asked = match key {
            Key::Moves => Asked::States,
            Key::For if scope.kind(db) == Some(Kind::Lifecycle) => Asked::States,
            Key::Charges | Key::Refunds => Asked::Money,
            Key::Covers => Asked::Touched,
            _ => Asked::Nothing,
        };
        // Where nobody names it by this property, nothing leads back to it.
        let may_lead = averment_model::LEADS.iter().any(|(kind, by)| *by == key && scope.kind(db) == Some(*kind));
        self.leads_back = may_lead
            && scope
                .signature(db)
                .name
                .as_ref()
                .is_some_and(|name| averment_model::is_mentioned_by(db, self.file.workspace(db), key, name));
    }

    /// How far a name is from what a text or an edge case is likely to speak of: what the steps touch.
    fn beside_the_point(&self, def: Def<'db>, mentioned: bool) -> u32 {
        let about = matches!(self.line.mode, Mode::Reference(_)) || self.asked == Asked::Touched;
        let Def::Decl(decl) = def else { return 0 };
        let around = |scope: DeclRef<'db>| scope.ancestors(self.db).any(|around| around == decl);
        match decl.kind(self.db) {
            _ if !about => 0,
            _ if self.scope.is_some_and(around) => 400,
            Some(kind) if is_touched(kind) && mentioned => 0,
            Some(kind) if is_touched(kind) => 200,
            _ => 400,
        }
    }

    /// The names that lead to one of these, or to something that holds one.
    pub(super) fn names(&mut self, targets: &'static [Target]) {
        if !self.line.qualifier.is_empty() {
            return self.members(targets);
        }
        let (db, file) = (self.db, self.file);
        let sight = in_sight(db, file, self.looked_up_from());
        let here = self.scope.map(|scope| item_words(db, scope.item));
        for name in &sight {
            if !self.is_meant(&name.name) {
                continue;
            }
            let Some(fit) = self.fit(targets, name.def) else { continue };
            // What this declaration speaks of already, it is likely to speak of again.
            let used = if here.is_some_and(|words| words.mentioned.contains(&name.name)) { 6 } else { 0 };
            let leads = if fit == 0 { 0 } else { WAYS + fit };
            let rank = 100 + name.distance * 10 + leads - used + self.beside_the_point(name.def, used > 0);
            self.offer_name(&name.name, name.def, rank);
        }
        let seen: rustc_hash::FxHashSet<&SmolStr> = sight.iter().map(|name| &name.name).collect();
        let this: &Self = self;
        let wanted = |kind, name: &SmolStr| {
            (this.fits_by_kind(targets, kind) || leads_by_kind(targets, kind)) && !seen.contains(name)
        };
        // Before the first letter anything at all would be too much.
        let any = targets.contains(&Target::Any) && self.folded.is_empty();
        let (afar, all) =
            if any { (Vec::new(), false) } else { out_of_sight(db, file, &self.folded, MOST_AFAR, wanted) };
        self.incomplete |= !all;
        for (rank, afar) in (1_000..).zip(afar) {
            let fits = self.fits_by_kind(targets, afar.kind);
            if !fits || self.leads_back {
                let module = averment_model::Module::new(db, file.workspace(db), afar.module.clone());
                let items = averment_model::declared(db, module, &afar.name);
                let Some(def) = items.first().map(|item| Def::Decl(DeclRef::root(*item))) else { continue };
                if self.fit(targets, def).is_none() {
                    continue;
                }
            }
            self.offer_afar(afar, if fits { rank } else { rank + WAYS });
        }
        if !self.folded.is_empty() {
            self.offer_modules();
        }
    }

    /// A name of another module. What is said of it is known from the list of names: its item is not looked into.
    pub(super) fn offer_afar(&mut self, afar: Afar, rank: u32) {
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
    pub(super) fn offer_modules(&mut self) {
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
            self.offer_name(path, Def::Module(module), 4_000);
        }
    }

    pub(super) fn members(&mut self, targets: &'static [Target]) {
        let path: Vec<SmolStr> = self.line.qualifier.iter().map(SmolStr::new).collect();
        let Some(def) = resolve(self.db, self.file, self.looked_up_from(), &path).def() else { return };
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

/// Whether a declaration names another, by a property that must not lead in a circle, from which that one is reached.
fn leads_back<'db>(db: &'db dyn Db, from: DeclRef<'db>, to: DeclRef<'db>, key: Key) -> bool {
    let mut seen = vec![from];
    let mut next = 0;
    while let Some(decl) = seen.get(next).copied() {
        next += 1;
        let named =
            averment_model::leads(db, decl.item).iter().filter(|lead| lead.from == decl.decl && lead.key == key);
        for lead in named {
            if lead.to == to {
                return true;
            }
            if !seen.contains(&lead.to) {
                seen.push(lead.to);
            }
        }
    }
    false
}

/// Whether declarations of a kind may hold something that fits.
fn may_lead(targets: &[Target], kind: Kind) -> bool {
    let within = |target: &Target| match target {
        Target::Kind(wanted) => {
            let parents = wanted.data().parents;
            parents.contains(&kind) || parents.iter().any(|parent| kind.holds(*parent))
        }
        _ => false,
    };
    leads_by_kind(targets, kind) || targets.iter().any(within)
}

/// Whether declarations of a kind have fields or states that may fit. Events and errors are asked only where the place
/// takes them too.
fn leads_by_kind(targets: &[Target], kind: Kind) -> bool {
    let wants = |target| targets.contains(&target);
    let kinds = matches!(kind, Kind::Entity | Kind::Value) || wants(Target::Kind(kind));
    match kind {
        Kind::Enum => wants(Target::State),
        _ => kind.data().lines.fields && kinds && (wants(Target::Field) || wants(Target::State)),
    }
}
