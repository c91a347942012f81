//! Expressions: operands of the type of the other side, and the operators their type takes.

use averment_model::{ExprType, Measure, arithmetic};

use super::names::WAYS;
use super::partial::{Awaits, Opened, Partial, Side, goes_over, sign};
use super::*;

const LENGTH: ExprType<'static> = ExprType::Number(Measure::Of(Dimension::Time, None));

impl<'db> Complete<'db, '_> {
    pub(super) fn expression(&mut self, scope: DeclRef<'db>) {
        let mut partial = self.partial(scope, &self.line.tokens[1..]);
        if partial.whole.is_none() && partial.compared.is_none() {
            partial.compared = self.compared_behind(scope);
        }
        match (partial.awaits, &partial.whole) {
            (Awaits::Brace, _) => {
                self.offer("{", SymbolKind::Keyword, 0);
            }
            (Awaits::Set, _) => {
                self.offer("set", SymbolKind::Keyword, 0);
                self.offer("unset", SymbolKind::Keyword, 1);
            }
            (Awaits::Nothing, Some(whole)) if self.line.qualifier.is_empty() => self.operators(&partial, whole),
            (Awaits::Nothing, Some(_)) => {}
            (Awaits::Nothing, None) => self.operands(scope, &partial),
        }
    }

    /// What is compared with the operand being written, where that stands behind it already.
    fn compared_behind(&self, scope: DeclRef<'db>) -> Option<(Side<'db>, &'static str)> {
        let behind = self.behind();
        let [(kind, _), rest @ ..] = &behind[..] else { return None };
        let sign = sign(*kind)?;
        let mut depth = 0;
        let ends = |token: &(SyntaxKind, &str)| {
            depth += i32::from(token.0 == L_PAREN) - i32::from(token.0 == R_PAREN);
            depth < 0 || matches!(token.0, ARROW | COLON) || matches!(token.1, "and" | "or" | "implies")
        };
        let end = rest.iter().position(ends).unwrap_or(rest.len());
        Some((self.partial(scope, &rest[..end]).whole?, sign))
    }

    /// What may follow something whole: what its type takes.
    fn operators(&mut self, partial: &Partial<'db>, whole: &Side<'db>) {
        use ExprType::{Condition, Id, Many, Moment, Number, State, Text, Thing, Unknown};
        if whole.bare && self.units_beside(partial, whole) {
            return;
        }
        let compared = partial.compared.is_some();
        let ty = if compared && partial.opened != Opened::Set { &Condition } else { &whole.ty };
        let mut next = 40..;
        let mut rank = || next.next().unwrap_or(u32::MAX);
        let typed = !self.line.word.is_empty();
        let mut words: Vec<(&str, u32)> = Vec::new();
        let mut signs: Vec<(&str, u32)> = Vec::new();
        match partial.opened {
            Opened::Set => signs.extend([(",", rank()), ("}", rank())]),
            Opened::Call(_) if !partial.condition => {
                words.push(("where", rank()));
                signs.push((")", rank()));
            }
            _ => {
                if matches!(ty, Condition | Unknown) {
                    match partial.opened {
                        Opened::Nothing if self.line.keyword() == Some("case") => signs.push(("->", rank())),
                        Opened::Nothing => {}
                        _ => signs.push((")", rank())),
                    }
                    words.extend(["and", "or", "implies"].map(|word| (word, rank())));
                }
                if !compared {
                    let takes: &[&str] = match &whole.ty {
                        Number(_) => &[">=", "<=", ">", "<", "=", "!=", "in"],
                        Moment(_) => &["<=", ">=", "<", ">", "=", "!="],
                        State(_) | Id => &["=", "in", "!="],
                        Text => &["=", "!=", "in"],
                        Thing(_) => &["=", "!="],
                        Condition if !whole.defs.is_empty() => &["=", "!="],
                        Condition | Many(_) => &[],
                        Unknown => &["=", "!=", ">=", "<=", ">", "<", "in"],
                    };
                    for sign in takes {
                        if *sign == "in" { words.push(("in", rank())) } else { signs.push((sign, rank())) }
                    }
                    if whole.may_be_unset(self.db) {
                        words.extend(["is set", "is unset"].map(|word| (word, rank())));
                    }
                }
            }
        }
        let calculations: &[&str] = match &whole.ty {
            _ if matches!(partial.opened, Opened::Set | Opened::Call(_)) && !partial.condition => &[],
            Number(_) => &["+", "-", "*", "/"],
            Moment(_) => &["+", "-"],
            _ => &[],
        };
        signs.extend(calculations.iter().map(|sign| (*sign, rank())));
        for (word, rank) in words {
            if let Some(row) = crate::language_words::word(word) {
                self.offer_word(row, rank);
            }
        }
        for (sign, rank) in signs.into_iter().filter(|_| !typed) {
            self.offer(sign, SymbolKind::Keyword, rank);
        }
    }

    /// The units of a number that has none, by what it is compared or calculated with. Says whether one has to follow.
    fn units_beside(&mut self, partial: &Partial<'db>, whole: &Side<'db>) -> bool {
        let beside = match (&whole.with, &partial.compared) {
            (Some((_, "*" | "/")), _) => return false,
            // A moment is moved by a length of time.
            (Some((ExprType::Moment(_), _)), _) => LENGTH,
            (Some((ty, _)), _) if *ty != ExprType::Number(Measure::Any) => ty.clone(),
            (_, Some((left, _))) => left.ty.clone(),
            _ => ExprType::Unknown,
        };
        match beside {
            ExprType::Number(Measure::Of(Dimension::Money, currency)) => {
                self.currencies(currency);
                false
            }
            ExprType::Number(Measure::Of(dimension, _)) => {
                self.units(Some(dimension));
                dimension != Dimension::Percent
            }
            ExprType::Number(Measure::Any) | ExprType::Unknown => {
                self.units(None);
                false
            }
            _ => false,
        }
    }

    /// Whether something of these definitions may stand where the cursor is.
    fn suits(&self, partial: &Partial<'db>, defs: &[Def<'db>]) -> bool {
        let (db, ty) = (self.db, self.type_by(defs));
        let Some(last) = defs.last() else { return false };
        if let Opened::Call(function) = partial.opened
            && !partial.condition
        {
            return goes_over(db, defs, &ty, function);
        }
        let is_value = match last {
            Def::Decl(decl) => matches!(decl.kind(db), Some(Kind::Metric | Kind::Rule)),
            Def::Module(_) => false,
            _ => true,
        };
        if let Some((left, operator)) = &partial.calculated {
            return is_value && calculates(db, operator, left, &ty);
        }
        match &partial.compared {
            Some((left, _)) if is_same(&left.defs, defs) => false,
            Some((Side { state: Some(state), .. }, _)) => match &ty {
                ExprType::State(of) => of.states(db).into_iter().flatten().any(|other| other.name(db) == *state),
                _ => false,
            },
            Some((left, operator)) => {
                let is_thing = matches!(ty, ExprType::Thing(_)) && left.ty != ExprType::Unknown;
                (is_value || is_thing) && left.ty.compares_with(db, operator, &ty)
            }
            // What is one thing of many has to be added up or counted first.
            None => {
                is_value
                    && !matches!(last, Def::State(..) | Def::Constant(..))
                    && (!matches!(ty, ExprType::Many(_) | ExprType::Thing(_))
                        || (Side { defs: defs.to_vec(), ..Side::of(ty) }).may_be_unset(db))
            }
        }
    }

    /// Whether something that suits is reached through these definitions, at most one name further on where `far`.
    fn leads_to_operand(&self, partial: &Partial<'db>, defs: &[Def<'db>], far: bool) -> bool {
        let Some(last) = defs.last().copied() else { return false };
        let kind = last.as_decl().and_then(|decl| decl.kind(self.db));
        let may_lead = match last {
            Def::Decl(_) => matches!(kind, Some(Kind::Entity | Kind::Value | Kind::Goal | Kind::Spec)),
            // A state is written by itself.
            _ => states(self.db, last).is_empty(),
        };
        if !may_lead {
            return false;
        }
        let ways: Vec<_> = members(self.db, last).into_iter().map(|(_, member)| [defs, &[member]].concat()).collect();
        ways.iter().any(|way| self.suits(partial, way))
            || far && ways.iter().any(|way| self.leads_to_operand(partial, way, false))
    }

    fn offer_operand(&mut self, partial: &Partial<'db>, name: &str, defs: &[Def<'db>], rank: u32) {
        let Some(def) = defs.last().copied() else { return };
        let around = |decl: DeclRef<'db>| self.scope.is_some_and(|scope| scope.ancestors(self.db).any(|at| at == decl));
        if def.as_decl().is_some_and(around) {
            return;
        }
        if matches!(def, Def::Module(_)) {
            self.offer_name(name, def, rank + 2 * WAYS);
        } else if self.suits(partial, defs) {
            // A share may be compared with a plain number, but is seldom meant.
            let other = partial.compared.as_ref().is_some_and(|(left, _)| left.ty != self.type_by(defs));
            self.offer_name(name, def, if other { rank + 40 } else { rank });
        } else if self.leads_to_operand(partial, defs, true) {
            self.offer_name(name, def, rank + WAYS);
        }
    }

    fn operands(&mut self, scope: DeclRef<'db>, partial: &Partial<'db>) {
        let db = self.db;
        self.given = partial.listed.clone();
        if !self.line.qualifier.is_empty() {
            let path: Vec<SmolStr> = self.line.qualifier.iter().map(SmolStr::new).collect();
            let defs = self.path_defs(scope, partial.element, &path);
            let Some(last) = defs.last().copied() else { return };
            for (rank, (name, member)) in (100..).zip(members(db, last)) {
                self.offer_operand(partial, &name, &[&defs[..], &[member]].concat(), rank);
            }
            return;
        }
        if let Some((Side { ty: ExprType::State(ty), .. }, _)) = &partial.compared {
            for (rank, state) in (0..).zip(ty.states(db).unwrap_or_default()) {
                self.offer_name(&state.name(db), state, rank);
            }
        }
        let mut seen: rustc_hash::FxHashSet<SmolStr> = rustc_hash::FxHashSet::default();
        for (rank, (name, member)) in (50..).zip(partial.element.map(|e| members(db, e)).unwrap_or_default()) {
            self.offer_operand(partial, &name, &[member], rank);
            seen.insert(name);
        }
        let gate = self.line.keyword() == Some(Key::Gate.word());
        for name in in_sight(db, self.file, self.scope) {
            if !seen.insert(name.name.clone()) || !self.is_meant(&name.name) {
                continue;
            }
            let kind = name.def.as_decl().and_then(|decl| decl.kind(db));
            let last = kind == Some(Kind::Rule) || kind == Some(Kind::Metric) && !gate;
            let rank = 100 + name.distance * 10 + if last { 500 } else { 0 };
            self.offer_operand(partial, &name.name, &[name.def], rank);
        }
        self.language_operands(partial);
        self.operands_afar(partial, &seen, gate);
    }

    /// Functions and words of the language that are of the right type.
    fn language_operands(&mut self, partial: &Partial<'db>) {
        if partial.opened == Opened::Set || matches!(partial.opened, Opened::Call(_)) && !partial.condition {
            return;
        }
        let db = self.db;
        let fits = |ty: ExprType<'db>| match (&partial.calculated, &partial.compared) {
            (Some((left, operator)), _) => calculates(db, operator, left, &ty),
            (None, Some((left, operator))) => left.state.is_none() && left.ty.compares_with(db, operator, &ty),
            (None, None) => true,
        };
        let number = ExprType::Number(Measure::Plain);
        for (rank, row) in (800..).zip(FUNCTIONS.iter()) {
            let fits = match row.word {
                "count" => fits(number.clone()),
                // What is added up may be anything that is counted or measured.
                "sum" => fits(ExprType::Number(Measure::Any)),
                _ => fits(ExprType::Condition),
            };
            if !fits {
                continue;
            }
            if let Some(completion) = self.offer(row.word, SymbolKind::Keyword, rank) {
                completion.detail = Some(row.signature.to_owned());
                completion.documentation = Some(row.doc.to_owned());
                completion.insert = format!("{}($1)", row.word);
                completion.snippet = true;
            }
        }
        let starts = partial.compared.is_none() && partial.calculated.is_none();
        let moment = |builtin| fits(ExprType::Moment(builtin));
        let words = [
            ("not", starts, 810),
            ("now", moment(Builtin::Time), if starts { 811 } else { 20 }),
            ("today", moment(Builtin::Date), if starts { 812 } else { 21 }),
            ("true", !starts && fits(ExprType::Condition), 0),
            ("false", !starts && fits(ExprType::Condition), 1),
        ];
        for (row, _, rank) in words.into_iter().filter(|(_, fits, _)| *fits) {
            if let Some(row) = word(row) {
                self.offer_word(row, rank);
            }
        }
    }

    /// The metrics and things of other modules.
    fn operands_afar(&mut self, partial: &Partial<'db>, seen: &rustc_hash::FxHashSet<SmolStr>, gate: bool) {
        let (db, file) = (self.db, self.file);
        let typed = !self.folded.is_empty();
        let wanted = |kind, name: &SmolStr| {
            let kinds = kind == Kind::Metric && (typed || gate) || typed && matches!(kind, Kind::Entity | Kind::Value);
            kinds && !seen.contains(name)
        };
        let (afar, all) = out_of_sight(db, file, &self.folded, MOST_AFAR, wanted);
        self.incomplete |= !all;
        for (rank, afar) in (1_000..).zip(afar) {
            let module = averment_model::Module::new(db, file.workspace(db), afar.module.clone());
            let Some(item) = averment_model::declared(db, module, &afar.name).first() else { continue };
            let defs = [Def::Decl(DeclRef::root(*item))];
            if self.suits(partial, &defs) {
                self.offer_afar(afar, rank);
            } else if self.leads_to_operand(partial, &defs, true) {
                self.offer_afar(afar, rank + WAYS);
            }
        }
        if typed {
            self.offer_modules();
        }
    }
}

/// Whether an operator has a result for two operands.
fn calculates<'db>(db: &'db dyn Db, operator: &str, left: &ExprType<'db>, right: &ExprType<'db>) -> bool {
    match (left, right) {
        (ExprType::Unknown, ExprType::Number(_) | ExprType::Moment(_)) => true,
        (ExprType::Number(_), ExprType::Number(_)) if matches!(operator, "+" | "-") => {
            left.compares_with(db, "=", right)
        }
        _ => arithmetic(operator, left, right) != ExprType::Unknown,
    }
}

/// Whether two paths lead to the same field of the same thing: `status`, and `Ticket.status` in a rule about tickets.
fn is_same(one: &[Def<'_>], other: &[Def<'_>]) -> bool {
    let from_owner = |defs: &[Def<'_>]| matches!(defs, [Def::Decl(_), _] | [_]);
    !one.is_empty() && (one == other || one.last() == other.last() && from_owner(one) && from_owner(other))
}
