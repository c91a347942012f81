//! An expression up to the cursor: what is whole, and what its next part hangs on.

use averment_model::{
    ExprType, Measure, Number, Quantity, Resolution, Type, always_set, arithmetic, member, path_type,
};

use super::*;

/// A whole operand, or a whole condition.
#[derive(Debug, Clone)]
pub(super) struct Side<'db> {
    /// What it is.
    pub(super) ty: ExprType<'db>,
    /// What its path leads through.
    pub(super) defs: Vec<Def<'db>>,
    /// Whether it ends in a number that nobody gave a unit.
    pub(super) bare: bool,
    /// A word that leads nowhere by itself: a state of what it is compared with.
    pub(super) state: Option<SmolStr>,
    /// What that number is calculated with, and by which operator.
    pub(super) with: Option<(ExprType<'db>, &'static str)>,
}

impl<'db> Side<'db> {
    pub(super) fn of(ty: ExprType<'db>) -> Self {
        Side { ty, defs: Vec::new(), bare: false, state: None, with: None }
    }

    /// Whether it makes sense to ask whether it is set.
    pub(super) fn may_be_unset(&self, db: &'db dyn Db) -> bool {
        matches!(self.defs.last(), Some(Def::Field(..) | Def::Property(..))) && always_set(db, &self.defs).is_none()
    }
}

/// What was opened and is not closed yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opened {
    /// Nothing: the expression itself.
    Nothing,
    /// A parenthesis.
    Group,
    /// The parenthesis of this function.
    Call(&'static str),
    /// The brace of a list of values.
    Set,
}

/// A word that cannot stand alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Awaits {
    /// There is none.
    Nothing,
    /// `in`, which a brace follows.
    Brace,
    /// `is`, which `set` or `unset` follows.
    Set,
}

/// The innermost part of an expression that is not whole at the cursor.
#[derive(Debug, Clone)]
pub(super) struct Partial<'db> {
    pub(super) opened: Opened,
    pub(super) awaits: Awaits,
    /// The left side of a comparison, and its operator.
    pub(super) compared: Option<(Side<'db>, &'static str)>,
    /// What is calculated with what comes next, and by which operator.
    pub(super) calculated: Option<(ExprType<'db>, &'static str)>,
    /// What stands whole right before the cursor.
    pub(super) whole: Option<Side<'db>>,
    /// What the names of a `where` are looked up in first.
    pub(super) element: Option<Def<'db>>,
    /// The members of a set, as written.
    pub(super) listed: Vec<String>,
    /// Whether a `where` was written.
    pub(super) condition: bool,
}

impl<'db> Partial<'db> {
    fn new(opened: Opened) -> Self {
        Partial {
            opened,
            awaits: Awaits::Nothing,
            compared: None,
            calculated: None,
            whole: None,
            element: None,
            listed: Vec::new(),
            condition: false,
        }
    }

    /// Forgets what is whole: something else begins.
    fn next(&mut self) {
        (self.compared, self.calculated, self.whole) = (None, None, None);
        self.awaits = Awaits::Nothing;
    }

    fn operand(&mut self, side: Side<'db>) {
        self.whole = Some(match self.calculated.take() {
            Some((left, operator)) => {
                let ty = arithmetic(operator, &left, &side.ty);
                Side { bare: side.bare, with: Some((left, operator)), ..Side::of(ty) }
            }
            None => side,
        });
    }

    /// What it is, were it whole.
    fn ty(&self) -> ExprType<'db> {
        match &self.whole {
            _ if self.compared.is_some() => ExprType::Condition,
            Some(side) => side.ty.clone(),
            None => ExprType::Unknown,
        }
    }
}

/// A sign that compares.
pub(super) fn sign(kind: SyntaxKind) -> Option<&'static str> {
    Some(match kind {
        EQ => "=",
        NEQ => "!=",
        LT => "<",
        LTE => "<=",
        GT => ">",
        GTE => ">=",
        _ => return None,
    })
}

fn calculation(kind: SyntaxKind) -> Option<&'static str> {
    Some(match kind {
        PLUS => "+",
        MINUS => "-",
        STAR => "*",
        SLASH => "/",
        _ => return None,
    })
}

impl<'db> Complete<'db, '_> {
    /// Reads an expression up to the cursor.
    pub(super) fn partial(&self, scope: DeclRef<'db>, tokens: &[(SyntaxKind, &str)]) -> Partial<'db> {
        let mut stack = vec![Partial::new(Opened::Nothing)];
        let mut at = 0;
        while let Some((kind, text)) = tokens.get(at).copied() {
            at += 1;
            let element = stack.iter().rev().find_map(|part| part.element);
            let top = stack.len() - 1;
            let part = &mut stack[top];
            match (kind, text) {
                (WORD | KEYWORD, "and" | "or" | "implies" | "not") => part.next(),
                (WORD | KEYWORD, "where") => {
                    part.element = part.whole.as_ref().and_then(|whole| whole.defs.last().copied());
                    part.condition = true;
                    part.next();
                }
                (WORD | KEYWORD, "in") if part.whole.is_some() => {
                    part.compared = part.whole.take().map(|side| (side, "="));
                    part.awaits = Awaits::Brace;
                }
                (WORD | KEYWORD, "is") if part.whole.is_some() => part.awaits = Awaits::Set,
                (WORD | KEYWORD, "set" | "unset") if part.awaits == Awaits::Set => {
                    part.next();
                    part.whole = Some(Side::of(ExprType::Condition));
                }
                (WORD | KEYWORD, word) => {
                    let function = FUNCTIONS.iter().find(|row| row.word == word);
                    if let (Some(row), Some((L_PAREN, _))) = (function, tokens.get(at)) {
                        at += 1;
                        stack.push(Partial::new(Opened::Call(row.word)));
                        continue;
                    }
                    let mut path = vec![SmolStr::new(word)];
                    while let [(DOT, _), (WORD | KEYWORD, next), ..] = tokens[at..] {
                        path.push(SmolStr::new(next));
                        at += 2;
                    }
                    let side = self.side(scope, element, part.compared.as_ref().map(|(left, _)| left), &path);
                    part.operand(side);
                }
                (NUMBER, _) => {
                    let (side, after) = quantity(tokens, at - 1);
                    at = after;
                    part.operand(side);
                }
                (STRING, _) => part.operand(Side::of(ExprType::Text)),
                (DATE, _) => part.operand(Side::of(ExprType::Moment(Builtin::Date))),
                (L_PAREN, _) => stack.push(Partial::new(Opened::Group)),
                (L_BRACE, _) => {
                    let mut set = Partial::new(Opened::Set);
                    set.compared = part.compared.clone();
                    part.awaits = Awaits::Nothing;
                    stack.push(set);
                }
                (R_PAREN, _) if top > 0 => {
                    let inner = stack.remove(top);
                    let ty = match inner.opened {
                        Opened::Call("count") => ExprType::Number(Measure::Plain),
                        Opened::Call("all" | "any") => ExprType::Condition,
                        Opened::Call(_) => match inner.ty() {
                            ExprType::Many(element) => *element,
                            ty => ty,
                        },
                        _ => inner.ty(),
                    };
                    stack[top - 1].operand(Side::of(ty));
                }
                (R_BRACE, _) if top > 0 => {
                    stack.remove(top);
                    stack[top - 1].next();
                    stack[top - 1].whole = Some(Side::of(ExprType::Condition));
                }
                (COMMA, _) => {
                    let from = tokens[..at - 1].iter().rposition(|(kind, _)| matches!(kind, COMMA | L_BRACE));
                    let written = &tokens[from.map_or(0, |from| from + 1)..at - 1];
                    part.listed.push(written.iter().map(|(_, text)| *text).collect());
                    (part.whole, part.calculated) = (None, None);
                }
                _ => {
                    if let Some(sign) = sign(kind) {
                        part.compared = part.whole.take().map(|side| (side, sign));
                    } else if let Some(operator) = calculation(kind) {
                        // Before an operand, `-` makes a number negative.
                        let left = part.whole.take().map_or(ExprType::Number(Measure::Any), |side| side.ty);
                        part.calculated = Some((left, operator));
                    }
                }
            }
        }
        let element = stack.iter().rev().find_map(|part| part.element);
        let mut innermost = stack.pop().unwrap_or_else(|| Partial::new(Opened::Nothing));
        innermost.element = element;
        innermost
    }

    /// A path as an operand. Its first word may be a name of the element of a `where`, or a state of what it is compared
    /// with.
    fn side(
        &self,
        scope: DeclRef<'db>,
        element: Option<Def<'db>>,
        against: Option<&Side<'db>>,
        path: &[SmolStr],
    ) -> Side<'db> {
        let db = self.db;
        if let [word] = path
            && matches!(word.as_str(), "now" | "today" | "true" | "false" | "yes" | "no")
        {
            return Side::of(path_type(db, &Resolution::Language, path));
        }
        let defs = self.path_defs(scope, element, path);
        if defs.is_empty()
            && let Some(ExprType::State(ty)) = against.map(|side| &side.ty)
            && let Some(state) = ty.states(db).into_iter().flatten().find(|state| [state.name(db)] == *path)
        {
            return Side { defs: vec![state], ..Side::of(ExprType::State(ty.clone())) };
        }
        let state = if let [word] = path { Some(word.clone()).filter(|_| defs.is_empty()) } else { None };
        Side { defs: defs.clone(), state, ..Side::of(self.type_by(&defs)) }
    }

    /// What a path leads through; nothing where it leads nowhere.
    pub(super) fn path_defs(&self, scope: DeclRef<'db>, element: Option<Def<'db>>, path: &[SmolStr]) -> Vec<Def<'db>> {
        if let Some(start) = element.and_then(|element| member(self.db, element, path.first()?)) {
            let mut defs = vec![start];
            for name in &path[1..] {
                match defs.last().and_then(|def| member(self.db, *def, name)) {
                    Some(def) => defs.push(def),
                    None => return Vec::new(),
                }
            }
            return defs;
        }
        match resolve(self.db, self.file, Some(scope), path) {
            Resolution::Found(defs) => defs,
            _ => Vec::new(),
        }
    }

    /// What these definitions, one behind the other, stand for in an expression.
    pub(super) fn type_by(&self, defs: &[Def<'db>]) -> ExprType<'db> {
        match defs {
            [] => ExprType::Unknown,
            defs => path_type(self.db, &Resolution::Found(defs.to_vec()), &[]),
        }
    }
}

/// A number with its unit, and the index of the token behind them.
fn quantity<'db>(tokens: &[(SyntaxKind, &str)], at: usize) -> (Side<'db>, usize) {
    let (number, mut after) = (tokens[at].1, at + 1);
    let mut unit = String::new();
    match tokens.get(after) {
        Some((PERCENT, _)) => {
            unit.push('%');
            after += 1;
        }
        Some((WORD, word)) if OPERATORS.iter().all(|row| row.word.split(' ').next() != Some(word)) => {
            unit.push_str(word);
            after += 1;
            if let [(SLASH, _), (WORD, time), ..] = tokens[after..] {
                unit.push('/');
                unit.push_str(time);
                after += 2;
            }
        }
        _ => {}
    }
    let bare = unit.is_empty();
    let quantity = Quantity {
        number: Number::parse(number, false),
        unit: (!bare).then(|| SmolStr::new(unit)),
        text: SmolStr::new(number),
    };
    let ty = match Measure::of(&quantity) {
        // What is counted is not known of a number alone.
        Measure::Plain if bare => Measure::Any,
        measure => measure,
    };
    (Side { bare, ..Side::of(ExprType::Number(ty)) }, after)
}

/// Whether several are meant, or all there are of a thing.
pub(super) fn goes_over(db: &dyn Db, defs: &[Def<'_>], ty: &ExprType<'_>, function: &str) -> bool {
    match ty {
        ExprType::Many(element) if function == "sum" => matches!(**element, ExprType::Number(_) | ExprType::Unknown),
        ExprType::Many(_) => true,
        ExprType::Number(_) => function == "sum" && defs.len() > 1,
        ExprType::Thing(Type::Decl(_)) => {
            function != "sum"
                && matches!(defs.last(), Some(Def::Decl(decl)) if matches!(decl.kind(db), Some(Kind::Entity | Kind::Value)))
        }
        _ => false,
    }
}
