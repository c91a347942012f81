//! An item's tree to its [`Body`], [`Spans`] and [`Signature`].

mod signature;

use averment_syntax::SyntaxKind::*;
use averment_syntax::vocabulary::Kind;
use averment_syntax::{SyntaxElement, SyntaxKind, SyntaxNode, TextRange};
use smol_str::SmolStr;

use self::signature::signature;
use crate::item_body::*;
use crate::shape;

/// So many words open a clause: an article and a name of two.
const OPENING: usize = 3;

/// Lowers the root of an item's tree.
pub(crate) fn lower(item: &SyntaxNode) -> (Signature, Body, Spans) {
    let mut lower = Lower { body: Body::default(), spans: Vec::new() };
    for child in item.children() {
        match child.kind() {
            DECLARATION => {
                lower.declaration(&child, None);
            }
            MODULE => lower.module(&child),
            USE => lower.use_(&child),
            _ => {}
        }
    }
    let signature = signature(&lower.body);
    // They grew line by line, and are kept for long.
    lower.body.shrink_to_fit();
    lower.spans.shrink_to_fit();
    (signature, lower.body, Spans(lower.spans))
}

pub(crate) struct Lower {
    body: Body,
    spans: Vec<TextRange>,
}

/// The children of a kind.
fn children(node: &SyntaxNode, kind: SyntaxKind) -> impl Iterator<Item = SyntaxNode> {
    node.children().filter(move |child| child.kind() == kind)
}

fn child(node: &SyntaxNode, kind: SyntaxKind) -> Option<SyntaxNode> {
    children(node, kind).next()
}

fn token_text(node: &SyntaxNode, kind: SyntaxKind) -> Option<SmolStr> {
    token(node, kind).map(|(text, _)| text)
}

fn token(node: &SyntaxNode, kind: SyntaxKind) -> Option<(SmolStr, TextRange)> {
    let found = node.children_with_tokens().find(|element| element.kind() == kind)?;
    let token = found.into_token()?;
    Some((SmolStr::new(token.text()), token.text_range()))
}

/// The text of a string token without its quotes and escapes.
fn unquote(text: &str) -> SmolStr {
    let inner = text.strip_prefix('"').unwrap_or(text);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    if !inner.contains('\\') {
        return SmolStr::new(inner);
    }
    let mut out = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, false) => out.push(c),
            _ => match chars.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some('u') => {
                    let code: String =
                        chars.by_ref().take_while(|c| *c != '}').filter(char::is_ascii_hexdigit).collect();
                    out.extend(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32));
                }
                Some(other) => out.push(other),
                None => {}
            },
        }
    }
    SmolStr::new(out)
}

/// A transition that could not be read: it may lead from anywhere to anywhere.
fn unread(node: NodeId) -> Transition {
    Transition { from: None, to: None, on: Vec::new(), by: Vec::new(), prose: None, node }
}

impl Lower {
    fn node(&mut self, range: TextRange) -> NodeId {
        self.spans.push(range);
        NodeId(self.spans.len() as u32 - 1)
    }

    fn module(&mut self, node: &SyntaxNode) {
        let Some(path) = child(node, PATH) else { return };
        let segments = segments(&path);
        let node = self.node(path.text_range());
        self.body.module = Some(ModulePath { path: SmolStr::new(segments.join(".")), node });
    }

    fn use_(&mut self, node: &SyntaxNode) {
        let whole = self.node(node.text_range());
        let (path, path_node) = match child(node, PATH) {
            Some(path) => (segments(&path), self.path_nodes(&path)),
            None => (Vec::new(), whole),
        };
        let list = child(node, USE_LIST);
        let names = list.iter().flat_map(|list| children(list, USE_NAME)).map(|name| {
            let text = SmolStr::new(name.text().to_string());
            (text, self.node(name.text_range()))
        });
        let names: Vec<_> = names.collect();
        let alias = child(node, NAME).map(|name| (SmolStr::new(name.text().to_string()), self.node(name.text_range())));
        self.body.uses = Some(Use { path, path_node, list: list.is_some(), names, alias, node: whole });
    }

    /// A node for a path and one for each of its segments.
    fn path_nodes(&mut self, path: &SyntaxNode) -> NodeId {
        let node = self.node(path.text_range());
        for segment in children(path, SEGMENT) {
            self.node(segment.text_range());
        }
        node
    }

    fn path(&mut self, path: &SyntaxNode, scope: DeclId, place: Place) -> PathId {
        let node = self.path_nodes(path);
        self.body.paths.push(PathRef { segments: segments(path), scope, place, node });
        PathId(self.body.paths.len() as u32 - 1)
    }

    fn declaration(&mut self, node: &SyntaxNode, parent: Option<DeclId>) -> DeclId {
        let id = DeclId(self.body.decls.len() as u32);
        let start =
            node.children_with_tokens().find(|e| e.kind() == KEYWORD).map_or(node.text_range(), |e| e.text_range());
        let whole = self.node(TextRange::new(start.start(), node.text_range().end()));
        let (word, keyword_range) = token(node, KEYWORD).unwrap_or_default();
        let keyword = self.node(keyword_range);
        let name = child(node, NAME);
        let name_node = name.as_ref().map_or(keyword, |name| self.node(name.text_range()));
        let around = parent.and_then(|parent| self.body.decls[parent.0 as usize].kind);
        let kind = Kind::of_header(&word, around);
        let title = token_text(node, STRING).map(|text| unquote(&text));
        let name = name.map(|name| SmolStr::new(name.text().to_string()));
        let code = child(node, CODE);
        let code_node = code.as_ref().map_or(keyword, |code| self.node(code.text_range()));
        let code = code.map(|code| SmolStr::new(code.text().to_string()));
        self.body.decls.push(Decl {
            kind,
            word,
            name,
            title,
            parent,
            code,
            code_node,
            keyword,
            name_node,
            node: whole,
            children: Vec::new(),
            of: None,
            properties: Vec::new(),
            fields: Vec::new(),
            transitions: Vec::new(),
            cases: Vec::new(),
            clauses: Vec::new(),
            prose: None,
            block: None,
        });
        let of = child(node, PATH).map(|path| self.path(&path, id, Place::WaiveOf));
        let prose = child(node, PROSE).map(|prose| self.telling_prose(&prose, id));
        let block = child(node, BLOCK);
        let block_node = block.as_ref().map(|block| self.node(block.text_range()));
        let decl = &mut self.body.decls[id.0 as usize];
        (decl.of, decl.prose, decl.block) = (of, prose, block_node);
        for line in block.iter().flat_map(SyntaxNode::children) {
            self.line(&line, id, kind);
        }
        id
    }

    fn line(&mut self, line: &SyntaxNode, id: DeclId, kind: Option<Kind>) {
        let index = id.0 as usize;
        match line.kind() {
            DECLARATION => {
                let child = self.declaration(line, Some(id));
                self.body.decls[index].children.push(child);
            }
            PROPERTY => {
                let property = self.property(line, id, kind);
                // Among transitions, a line nobody knows is most likely one more.
                if property.key.is_none() && kind.is_some_and(|kind| kind.data().lines.transitions) {
                    self.body.decls[index].transitions.push(unread(property.node));
                }
                self.body.decls[index].properties.push(property);
            }
            CLAUSE => {
                let node = self.node(line.text_range());
                let word = token_text(line, KEYWORD).unwrap_or_default();
                if let Some(prose) = child(line, PROSE).map(|prose| self.telling_prose(&prose, id)) {
                    self.body.decls[index].clauses.push(Clause { word, prose, node });
                }
            }
            FIELD => {
                if let Some(field) = self.field(line, id) {
                    self.body.decls[index].fields.push(field);
                }
            }
            TRANSITION => {
                let transition = self.transition(line, id);
                self.body.decls[index].transitions.push(transition);
            }
            ERROR if kind.is_some_and(|kind| kind.data().lines.transitions) => {
                let node = self.node(line.text_range());
                self.body.decls[index].transitions.push(unread(node));
            }
            CASE => {
                let case = self.case(line, id);
                self.body.decls[index].cases.push(case);
            }
            _ => {}
        }
    }

    fn prose(&mut self, prose: &SyntaxNode, scope: DeclId) -> Prose {
        let node = self.node(prose.text_range());
        let paths = children(prose, REFERENCE).filter_map(|reference| child(&reference, PATH));
        let mentions = paths.map(|path| self.path(&path, scope, Place::Prose)).collect();
        let empty = prose.children_with_tokens().all(|e| matches!(e.kind(), WHITESPACE | NEWLINE | PIPE | PUNCT));
        Prose { mentions, cues: Vec::new(), limits: Vec::new(), opening: SmolStr::default(), empty, node }
    }

    /// The prose of a clause, in which some words hint at something.
    fn telling_prose(&mut self, prose: &SyntaxNode, scope: DeclId) -> Prose {
        let words = crate::limits::words_of(prose);
        let plain = words.iter().filter_map(SyntaxElement::as_token).filter(|token| token.kind() == WORD);
        let cues = plain.flat_map(|word| crate::cues::cues_of(word.text()).iter().copied()).collect();
        let first = words.iter().take(OPENING).map_while(|word| Some(word.as_token()?.text()));
        let opening = SmolStr::new(first.collect::<Vec<_>>().join(" ").to_lowercase());
        Prose { cues, limits: crate::limits::limits(&words), opening, ..self.prose(prose, scope) }
    }

    fn property(&mut self, line: &SyntaxNode, scope: DeclId, kind: Option<Kind>) -> Property {
        let node = self.node(line.text_range());
        let (word, range) = token(line, KEYWORD).unwrap_or_default();
        let keyword = self.node(range);
        let data = kind.and_then(|kind| kind.property(&word));
        let mut raw = Vec::new();
        for element in line.children_with_tokens().skip_while(|e| e.kind() != KEYWORD).skip(1) {
            match &element {
                SyntaxElement::Node(node) if matches!(node.kind(), PROSE | BULLET_ITEM) => break,
                SyntaxElement::Node(node) if node.kind() == ERROR => {}
                SyntaxElement::Token(token)
                    if matches!(token.kind(), WHITESPACE | COMMENT | NEWLINE | COLON | LEX_ERROR) => {}
                _ => raw.push(element),
            }
        }
        let (values, mismatch) = match data {
            Some(data) => shape::fit(self, raw, data, scope),
            None => (raw.iter().filter_map(|element| self.plain_value(element)).collect(), None),
        };
        let prose = child(line, PROSE).map(|prose| self.prose(&prose, scope));
        let bullets: Vec<_> = children(line, BULLET_ITEM).filter_map(|bullet| child(&bullet, PROSE)).collect();
        let bullets = bullets.iter().map(|prose| self.prose(prose, scope)).collect();
        Property { key: data.map(|data| data.key), word, values, mismatch, prose, bullets, node, keyword }
    }

    /// A value that leads nowhere.
    pub(crate) fn plain_value(&mut self, element: &SyntaxElement) -> Option<(Value, NodeId)> {
        let node = self.node(element.text_range());
        Some((plain(element)?, node))
    }

    /// A value that is a path to something.
    pub(crate) fn path_value(&mut self, path: &SyntaxNode, scope: DeclId, place: Place) -> (Value, NodeId) {
        let id = self.path(path, scope, place);
        (Value::Path(id), self.body.path(id).node)
    }

    /// A value that is an expression.
    pub(crate) fn expr_value(&mut self, node: &SyntaxNode, scope: DeclId) -> (Value, NodeId) {
        let id = self.expr(node, scope, None, None);
        (Value::Expr(id), self.body.expr(id).node)
    }

    fn field(&mut self, line: &SyntaxNode, scope: DeclId) -> Option<Field> {
        let node = self.node(line.text_range());
        let name = child(line, NAME)?;
        let name_node = self.node(name.text_range());
        let ty_syntax = line.children().find(|c| matches!(c.kind(), NAMED_TYPE | MANY_TYPE | MAP_TYPE | STATES_TYPE));
        let ty_node = ty_syntax.as_ref().map_or(name_node, |ty| self.node(ty.text_range()));
        let optional = ty_syntax.as_ref().is_some_and(|ty| token(ty, QUESTION).is_some());
        let ty = ty_syntax.map_or(TypeRef::Missing, |ty| self.type_(&ty, scope));
        let constraints = line.children().filter_map(|node| {
            let constraint = constraint(&node)?;
            Some((constraint, self.node(node.text_range())))
        });
        let constraints = constraints.collect();
        // Of a built-in type no word is a name.
        if matches!(ty, TypeRef::States(_) | TypeRef::Path(_))
            && let Some(word) = child(line, DEFAULT).and_then(|default| child(&default, PATH))
        {
            let index = self.body.decl(scope).fields.len() as u32;
            self.path(&word, scope, Place::DefaultOf(index));
        }
        let tags = line.children_with_tokens().filter(|element| element.kind() == TAG).map(|tag| {
            let text = tag.as_token().map_or("", |token| token.text());
            (SmolStr::new(text.trim_start_matches('@')), self.node(tag.text_range()))
        });
        let tags = tags.collect();
        Some(Field {
            name: SmolStr::new(name.text().to_string()),
            ty,
            optional,
            ty_node,
            constraints,
            tags,
            node,
            name_node,
        })
    }

    fn type_(&mut self, ty: &SyntaxNode, scope: DeclId) -> TypeRef {
        let mut inner = ty.children().filter(|c| matches!(c.kind(), NAMED_TYPE | MANY_TYPE | MAP_TYPE | STATES_TYPE));
        match ty.kind() {
            NAMED_TYPE => match child(ty, PATH) {
                Some(path) => match Builtin::from_word(&path.text().to_string()) {
                    Some(builtin) => TypeRef::Builtin(builtin),
                    None => TypeRef::Path(self.path(&path, scope, Place::Type)),
                },
                None => TypeRef::Missing,
            },
            MANY_TYPE => TypeRef::Many(Box::new(inner.next().map_or(TypeRef::Missing, |ty| self.type_(&ty, scope)))),
            MAP_TYPE => {
                let key = inner.next().map_or(TypeRef::Missing, |ty| self.type_(&ty, scope));
                let value = inner.next().map_or(TypeRef::Missing, |ty| self.type_(&ty, scope));
                TypeRef::Map(Box::new(key), Box::new(value))
            }
            _ => TypeRef::States(
                children(ty, STATE).map(|s| (SmolStr::new(s.text().to_string()), self.node(s.text_range()))).collect(),
            ),
        }
    }

    fn transition(&mut self, line: &SyntaxNode, scope: DeclId) -> Transition {
        let node = self.node(line.text_range());
        let arrow = token(line, ARROW).map_or(line.text_range().end(), |(_, range)| range.start());
        let (mut from, mut to) = (None, None);
        for path in children(line, PATH) {
            let id = self.path(&path, scope, Place::LifecycleState);
            if path.text_range().end() <= arrow { from = Some(id) } else { to = Some(id) }
        }
        let mut part = |kind, place: Place| -> Vec<PathId> {
            let part = child(line, kind);
            part.iter()
                .flat_map(|part| children(part, PATH))
                .map(|path| self.path(&path, scope, place.clone()))
                .collect()
        };
        let on = part(TRANSITION_ON, Place::TransitionOn);
        let by = part(TRANSITION_BY, Place::TransitionBy);
        let prose = child(line, PROSE).map(|prose| self.prose(&prose, scope));
        // Of a line that could not be read as a whole, nobody knows where it leads.
        if child(line, ERROR).is_some() {
            (from, to) = (None, None);
        }
        Transition { from, to, on, by, prose, node }
    }

    fn case(&mut self, line: &SyntaxNode, scope: DeclId) -> Case {
        let node = self.node(line.text_range());
        let arrow = token(line, ARROW).map_or(line.text_range().end(), |(_, range)| range.start());
        let mut condition = None;
        let mut result = None;
        for child in line.children().filter(|child| !matches!(child.kind(), PROSE | ERROR)) {
            if child.text_range().end() <= arrow {
                condition = Some(self.expr(&child, scope, None, None));
            } else if child.kind() == PATH && child.children().count() > 1 {
                result = Some(self.path_value(&child, scope, Place::Expr { within: None, against: None }));
            } else {
                result = self.plain_value(&SyntaxElement::Node(child));
            }
        }
        let prose = child(line, PROSE).map(|prose| self.prose(&prose, scope));
        Case { condition, result, prose, node }
    }

    fn expr(&mut self, node: &SyntaxNode, scope: DeclId, within: Option<PathId>, against: Option<PathId>) -> ExprId {
        let parts: Vec<_> = node.children().filter(|child| child.kind() != ERROR).collect();
        let range = node.text_range();
        let kind = match node.kind() {
            PATH => ExprKind::Path(self.path(node, scope, Place::Expr { within, against })),
            PAREN_EXPR => match parts.first() {
                Some(inner) => return self.expr(inner, scope, within, None),
                None => ExprKind::Missing,
            },
            PREFIX_EXPR => {
                let inner = self.operand(parts.first(), scope, within, range);
                if token(node, MINUS).is_some() { ExprKind::Negate(inner) } else { ExprKind::Not(inner) }
            }
            BIN_EXPR => {
                let operator = node.children_with_tokens().filter_map(SyntaxElement::into_token);
                let operator = operator
                    .filter(|t| !matches!(t.kind(), WHITESPACE | NEWLINE | COMMENT))
                    .map(|t| SmolStr::new(t.text()));
                let operator = operator.into_iter().next().unwrap_or_default();
                let lhs = self.operand(parts.first(), scope, within, range);
                let lhs_path = self.path_of(lhs);
                let rhs = match parts.get(1) {
                    Some(rhs) => self.expr(rhs, scope, within, lhs_path),
                    None => self.operand(None, scope, within, range),
                };
                if let (Some(lhs), Some(rhs)) = (lhs_path, self.path_of(rhs)) {
                    self.set_against(lhs, rhs);
                }
                ExprKind::Binary(operator, lhs, rhs)
            }
            IN_EXPR => {
                let subject = self.operand(parts.first(), scope, within, range);
                let against = self.path_of(subject);
                let set = parts.iter().skip(1).map(|part| self.expr(part, scope, within, against)).collect();
                ExprKind::In(subject, set)
            }
            IS_EXPR => {
                let subject = self.operand(parts.first(), scope, within, range);
                let unset = node.children_with_tokens().any(|e| e.as_token().is_some_and(|t| t.text() == "unset"));
                ExprKind::IsSet(subject, unset)
            }
            CALL_EXPR => {
                let name = child(node, NAME);
                let function = name.as_ref().map(|name| SmolStr::new(name.text().to_string())).unwrap_or_default();
                let function_node = self.node(name.map_or(range, |name| name.text_range()));
                let path = child(node, PATH).map(|path| self.path(&path, scope, Place::Expr { within, against: None }));
                let after = child(node, PATH).map_or(range.start(), |path| path.text_range().end());
                let condition = parts.iter().find(|part| {
                    part.kind() != NAME
                        && part.text_range().start() >= after
                        && part.text_range().start() > range.start()
                });
                let condition = condition.map(|part| self.expr(part, scope, path, None));
                ExprKind::Call { function, function_node, path, condition }
            }
            _ => literal(node).map_or(ExprKind::Missing, ExprKind::Literal),
        };
        let node = self.node(range);
        self.body.exprs.push(Expr { kind, node });
        ExprId(self.body.exprs.len() as u32 - 1)
    }

    fn operand(
        &mut self,
        node: Option<&SyntaxNode>,
        scope: DeclId,
        within: Option<PathId>,
        around: TextRange,
    ) -> ExprId {
        if let Some(node) = node {
            return self.expr(node, scope, within, None);
        }
        let node = self.node(around);
        self.body.exprs.push(Expr { kind: ExprKind::Missing, node });
        ExprId(self.body.exprs.len() as u32 - 1)
    }

    fn path_of(&self, expr: ExprId) -> Option<PathId> {
        if let ExprKind::Path(path) = self.body.expr(expr).kind { Some(path) } else { None }
    }

    fn set_against(&mut self, path: PathId, other: PathId) {
        if let Place::Expr { against, .. } = &mut self.body.paths[path.0 as usize].place {
            *against = Some(other);
        }
    }
}

fn segments(path: &SyntaxNode) -> Vec<SmolStr> {
    children(path, SEGMENT).map(|segment| SmolStr::new(segment.text().to_string())).collect()
}

/// A value that stands for itself, from its node or token.
fn plain(element: &SyntaxElement) -> Option<Value> {
    let token = match element {
        SyntaxElement::Node(node) => {
            return Some(match node.kind() {
                RANGE => {
                    let (from, to) = range_bounds(node);
                    Value::Range(from, to)
                }
                CODE => Value::Code(SmolStr::new(node.text().to_string())),
                LITERAL if token(node, TIME).is_some() => Value::TimeOfDay(token_text(node, TIME)?),
                _ => match literal(node)? {
                    Literal::Quantity(quantity) => Value::Quantity(quantity),
                    Literal::Text(text) => Value::Text(text),
                    Literal::Date(date) => Value::Date(date),
                    Literal::Word(word) => Value::Word(word),
                },
            });
        }
        SyntaxElement::Token(token) => token,
    };
    Some(match token.kind() {
        COMMA => Value::Comma,
        PIPE => Value::Pipe,
        KEYWORD => Value::Keyword(SmolStr::new(token.text())),
        TAG => Value::Tag(SmolStr::new(token.text().trim_start_matches('@'))),
        EQ | NEQ | LT | LTE | GT | GTE => Value::Comparison(SmolStr::new(token.text())),
        _ => return None,
    })
}

fn literal(node: &SyntaxNode) -> Option<Literal> {
    Some(match node.kind() {
        QUANTITY => Literal::Quantity(quantity(node)),
        LITERAL => match token(node, STRING) {
            Some((text, _)) => Literal::Text(unquote(&text)),
            None => Literal::Date(token_text(node, DATE)?),
        },
        PATH => Literal::Word(SmolStr::new(node.text().to_string())),
        _ => return None,
    })
}

pub(crate) fn quantity(node: &SyntaxNode) -> Quantity {
    let number = token_text(node, NUMBER).unwrap_or_default();
    let negative = token(node, MINUS).is_some();
    let unit = child(node, UNIT).map(|unit| SmolStr::new(unit.text().to_string()));
    Quantity { number: Number::parse(&number, negative), unit, text: SmolStr::new(node.text().to_string()) }
}

/// The bounds of a range. `1..10 MB` has its unit once: it holds for both.
fn range_bounds(node: &SyntaxNode) -> (Option<Literal>, Option<Literal>) {
    let dots = token(node, DOT_DOT).map_or(node.text_range().end(), |(_, range)| range.start());
    let (mut from, mut to) = (None, None);
    for bound in children(node, BOUND) {
        let value = bound.children().next().and_then(|inner| literal(&inner));
        if bound.text_range().start() < dots { from = value } else { to = value }
    }
    if let (Some(Literal::Quantity(from)), Some(Literal::Quantity(to))) = (&mut from, &to)
        && from.unit.is_none()
    {
        from.unit.clone_from(&to.unit);
    }
    (from, to)
}

fn constraint(node: &SyntaxNode) -> Option<Constraint> {
    Some(match node.kind() {
        RANGE => {
            let (from, to) = range_bounds(node);
            Constraint::Range(from, to)
        }
        ONE_OF => {
            Constraint::OneOf(children(node, LITERAL).filter_map(|l| Some(unquote(&token_text(&l, STRING)?))).collect())
        }
        MATCHES => Constraint::Matches(unquote(&token_text(&child(node, LITERAL)?, STRING)?)),
        DEFAULT => Constraint::Default(node.children().find_map(|value| literal(&value))?),
        _ => return None,
    })
}
