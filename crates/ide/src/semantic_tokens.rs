//! What each word of a file is, for colours: names by what they lead to, which no grammar of an editor can know.
//!
//! A token lies within one line and never overlaps another, so it makes no difference whether a client supports more.

mod legend;

use averment_model::{
    Db, DeclId, DeclRef, Def, Item, PathId, Place, SourceFile, body, item_ranges, items, parse, past_of, resolutions,
    spans,
};
use averment_syntax::SyntaxKind::{self, *};
use averment_syntax::vocabulary::{self, Hole, Key, Kind, Part, PropertyData, Status};
use averment_syntax::{ItemKind, SyntaxNode, SyntaxToken, TextRange};
use rustc_hash::FxHashMap;

use crate::position::{Subject, segment_defs, subject_of_token};

pub use legend::{TokenKind, TokenModifier, TokenModifiers};

/// A stretch of text with what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SemanticToken {
    /// Where, within one line.
    pub range: TextRange,
    /// What it is.
    pub kind: TokenKind,
    /// What more is to say of it.
    pub modifiers: TokenModifiers,
    /// Whether the words and signs around it say it already, so that a grammar in the editor knows it too.
    pub lexical: bool,
}

/// The tokens of a file, or of a range of it, in the order of the text.
pub(crate) fn semantic_tokens(db: &dyn Db, file: SourceFile, range: Option<TextRange>) -> Vec<SemanticToken> {
    let mut tokens = Vec::new();
    for (item, at) in items(db, file).iter().zip(item_ranges(db, file)) {
        if range.is_some_and(|range| range.intersect(*at).is_none()) {
            continue;
        }
        let shifted =
            item_tokens(db, *item).iter().map(|token| SemanticToken { range: token.range + at.start(), ..*token });
        tokens.extend(shifted.filter(|token| range.is_none_or(|range| range.intersect(token.range).is_some())));
    }
    tokens
}

/// The tokens of an item, relative to its start. Kept for the items used last, of open files.
#[salsa::tracked(lru = 1024)]
fn item_tokens<'db>(db: &'db dyn Db, item: Item<'db>) -> Vec<SemanticToken> {
    let (body, spans) = (body(db, item), spans(db, item));
    let mut classify = Classify {
        db,
        item,
        segments: FxHashMap::default(),
        names: FxHashMap::default(),
        blocks: FxHashMap::default(),
        tokens: Vec::new(),
    };
    for (id, path) in body.all_paths() {
        for index in 0..path.segments.len() {
            classify.segments.insert(spans.get(path.segment(index)), (id, index));
        }
    }
    for (id, decl) in body.all_decls() {
        classify.blocks.insert(spans.get(decl.keyword), id);
        if decl.name.is_some() {
            classify.names.insert(spans.get(decl.name_node), Def::Decl(DeclRef { item, decl: id }));
        }
        for (index, field) in (0..).zip(&decl.fields) {
            classify.names.insert(spans.get(field.name_node), Def::Field(DeclRef { item, decl: id }, index));
        }
    }
    for element in parse(db, item).green.syntax().descendants_with_tokens() {
        if let Some(token) = element.into_token() {
            classify.token(&token);
        }
    }
    classify.tokens
}

struct Classify<'db> {
    db: &'db dyn Db,
    item: Item<'db>,
    /// The segments of the item's paths, by their places.
    segments: FxHashMap<TextRange, (PathId, usize)>,
    /// What is declared in it, by the places of the names.
    names: FxHashMap<TextRange, Def<'db>>,
    /// Its declarations, by the places of their keywords.
    blocks: FxHashMap<TextRange, DeclId>,
    tokens: Vec<SemanticToken>,
}

impl<'db> Classify<'db> {
    fn add(&mut self, token: &SyntaxToken, kind: TokenKind, modifiers: TokenModifiers, lexical: bool) {
        self.tokens.push(SemanticToken { range: token.text_range(), kind, modifiers, lexical });
    }

    fn token(&mut self, token: &SyntaxToken) {
        let Some(parent) = token.parent() else { return };
        let none = TokenModifiers::default();
        let prose = || token.parent_ancestors().any(|node| node.kind() == PROSE);
        match token.kind() {
            KEYWORD => self.add(token, TokenKind::Keyword, none, false),
            WORD => self.word(token, &parent),
            TAG => self.add(token, TokenKind::Decorator, none, true),
            COMMENT => self.add(token, TokenKind::Comment, none, true),
            DOC_COMMENT => self.add(token, TokenKind::Comment, none.with(TokenModifier::Documentation), true),
            STRING => self.add(token, TokenKind::String, none.with_if(prose(), TokenModifier::Documentation), true),
            NUMBER | DATE | TIME => {
                self.add(token, TokenKind::Number, none.with_if(prose(), TokenModifier::Documentation), true);
            }
            PERCENT if parent.kind() == UNIT => {
                self.add(token, TokenKind::Unit, none.with_if(prose(), TokenModifier::Documentation), true);
            }
            SLASH if parent.kind() == CODE => self.code(token, &parent),
            kind if is_operator(kind) && !prose() => self.add(token, TokenKind::Operator, none, true),
            _ => {}
        }
    }

    fn word(&mut self, token: &SyntaxToken, parent: &SyntaxNode) {
        let none = TokenModifiers::default();
        let range = token.text_range();
        match parent.kind() {
            _ if !matches!(self.item.kind(self.db), ItemKind::Declaration(_)) => self.outside(token),
            SEGMENT => match self.segments.get(&range).copied() {
                Some((path, index)) => self.segment(token, path, index),
                None => self.plain_word(token, parent),
            },
            NAME => match self.names.get(&range).copied() {
                Some(def) => self.name(token, def, none.with(TokenModifier::Declaration)),
                None if parent.parent().is_some_and(|call| call.kind() == CALL_EXPR) => {
                    self.add(token, TokenKind::Function, none.with(TokenModifier::DefaultLibrary), false);
                }
                None => {}
            },
            STATE => self.add(token, TokenKind::EnumMember, none.with(TokenModifier::Declaration), false),
            UNIT => {
                let prose = token.parent_ancestors().any(|node| node.kind() == PROSE);
                self.add(token, TokenKind::Unit, none.with_if(prose, TokenModifier::Documentation), false);
            }
            CODE => self.code(token, parent),
            _ => {}
        }
    }

    /// A word of a `module` or `use` line: there are few of them, so each is looked up by itself.
    fn outside(&mut self, token: &SyntaxToken) {
        match subject_of_token(self.db, self.item, token) {
            Some(Subject::Defs(defs)) => {
                if let Some(def) = defs.first() {
                    self.name(token, *def, TokenModifiers::default());
                }
            }
            _ if self.item.kind(self.db) == ItemKind::Use => {
                self.add(token, TokenKind::UnresolvedReference, TokenModifiers::default(), false);
            }
            _ => {}
        }
    }

    fn name(&mut self, token: &SyntaxToken, def: Def<'db>, modifiers: TokenModifiers) {
        let modifiers = modifiers.with_if(is_past(self.db, def), TokenModifier::Deprecated);
        self.add(token, kind_of(self.db, def), modifiers, false);
    }

    fn segment(&mut self, token: &SyntaxToken, id: PathId, index: usize) {
        let (db, item) = (self.db, self.item);
        let path = body(db, item).path(id);
        let resolution = &resolutions(db, item)[id.0 as usize];
        let last = index + 1 == path.segments.len();
        let changes = last && matches!(path.place, Place::Property(Some(key), _) if averment_model::is_change(key));
        let modifiers = TokenModifiers::default()
            .with_if(path.place == Place::Prose, TokenModifier::Documentation)
            .with_if(changes, TokenModifier::Modification);
        if matches!(resolution, averment_model::Resolution::Language) {
            return self.add(token, TokenKind::Keyword, modifiers.with(TokenModifier::DefaultLibrary), false);
        }
        match segment_defs(db, DeclRef { item, decl: path.scope }, resolution, index, &path.segments) {
            Some(defs) if !defs.is_empty() => self.name(token, defs[0], modifiers),
            // Where nothing is known of what a path hangs on, nothing is said against it.
            _ if matches!(resolution, averment_model::Resolution::Unknown) => {}
            _ => self.add(token, TokenKind::UnresolvedReference, modifiers, false),
        }
    }

    /// A word that leads to no declaration: a choice, a type of the language, an option.
    fn plain_word(&mut self, token: &SyntaxToken, segment: &SyntaxNode) {
        let Some(line) = segment.parent().and_then(|path| path.parent()) else { return };
        let language = TokenModifiers::default().with(TokenModifier::DefaultLibrary);
        if line.kind() == NAMED_TYPE {
            if averment_model::Builtin::from_word(token.text()).is_some() {
                self.add(token, TokenKind::Type, language, false);
            }
            return;
        }
        let Some((_, data)) = self.property_of(&line) else { return };
        let declared = TokenModifiers::default().with(TokenModifier::Declaration);
        let none = TokenModifiers::default();
        match data.key {
            Key::Values => self.add(token, TokenKind::EnumMember, declared, false),
            Key::Option | Key::Stage => self.add(token, TokenKind::Parameter, declared, false),
            Key::Chosen => self.add(token, TokenKind::Parameter, none, false),
            _ if averment_model::is_percentile(token.text()) && takes(data.value, Hole::Percentile) => {
                self.add(token, TokenKind::Number, language, false);
            }
            _ if is_listed(data, token.text()) => self.add(token, TokenKind::EnumMember, language, false),
            _ => {}
        }
    }

    /// The property a line of the tree is, with the kind of its block.
    fn property_of(&self, line: &SyntaxNode) -> Option<(Kind, &'static PropertyData)> {
        let property = line.ancestors().find(|node| node.kind() == PROPERTY)?;
        let declaration = property.ancestors().find(|node| node.kind() == DECLARATION)?;
        let decl = *self.blocks.get(&keyword(&declaration)?.text_range())?;
        let kind = body(self.db, self.item).decl(decl).kind?;
        Some((kind, kind.property(keyword(&property)?.text())?))
    }

    /// The code of a rule; struck out where it is waived.
    fn code(&mut self, token: &SyntaxToken, code: &SyntaxNode) {
        let waived = code.parent().is_some_and(|parent| parent.kind() == DECLARATION);
        let modifiers = TokenModifiers::default().with_if(waived, TokenModifier::Deprecated);
        self.add(token, TokenKind::Macro, modifiers, false);
    }
}

fn keyword(node: &SyntaxNode) -> Option<SyntaxToken> {
    node.children_with_tokens().filter_map(|element| element.into_token()).find(|token| token.kind() == KEYWORD)
}

fn is_operator(kind: SyntaxKind) -> bool {
    matches!(kind, ARROW | EQ | NEQ | LT | LTE | GT | GTE | PLUS | MINUS | STAR | SLASH)
}

/// Whether a word is one of a closed list that a property takes.
fn is_listed(data: &'static PropertyData, word: &str) -> bool {
    crate::expectations::choices(data).contains(&word)
        || (takes(data.value, Hole::Category) && vocabulary::category(word).is_some())
        || (takes(data.value, Hole::Status) && Status::from_word(word).is_some())
}

fn takes(parts: &[Part], wanted: Hole) -> bool {
    parts.iter().any(|part| match part {
        Part::Word(_) => false,
        Part::Hole(hole) => *hole == wanted,
        Part::Optional(parts) | Part::List(parts) => takes(parts, wanted),
        Part::Either(choices) => choices.iter().any(|parts| takes(parts, wanted)),
    })
}

/// Whether a name is that of a spec whose time is over.
pub(crate) fn is_past<'db>(db: &'db dyn Db, def: Def<'db>) -> bool {
    matches!(def, Def::Decl(decl) if decl.decl == DeclId::ROOT && decl.kind(db) == Some(Kind::Spec) && past_of(db, decl.item).is_some())
}

fn kind_of(db: &dyn Db, def: Def<'_>) -> TokenKind {
    match def {
        Def::Module(_) => TokenKind::Namespace,
        Def::Field(..) | Def::Property(..) => TokenKind::Property,
        Def::State(..) | Def::Constant(..) => TokenKind::EnumMember,
        Def::Decl(decl) => match decl.kind(db) {
            Some(Kind::Spec) => TokenKind::Namespace,
            Some(Kind::Entity) => TokenKind::Class,
            Some(Kind::Value | Kind::Error) => TokenKind::Struct,
            Some(Kind::Enum | Kind::Lifecycle) => TokenKind::Enum,
            Some(Kind::Event) => TokenKind::Event,
            Some(Kind::System) => TokenKind::Interface,
            Some(Kind::Goal | Kind::Metric | Kind::Quality) => TokenKind::Variable,
            Some(Kind::Flow | Kind::Branch) => TokenKind::Function,
            Some(Kind::Step) => TokenKind::Method,
            Some(Kind::Rule | Kind::Cases | Kind::Policy) => TokenKind::Macro,
            Some(Kind::Actor | Kind::Person | Kind::Team | Kind::Term) => TokenKind::Type,
            _ => TokenKind::Label,
        },
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::fixture::{Fixture, slice};

    /// The tokens of the last file, a line of it on a line, without what a grammar says as well.
    #[track_caller]
    fn check(text: &str, index: usize, expected: Expect) {
        let fixture = Fixture::new(text);
        let file = fixture.file(index);
        let tokens = fixture.analysis().semantic_tokens(file, None).expect("nothing changes it");
        let text = fixture.text(file);
        let (mut shown, mut line) = (String::new(), 0);
        for token in tokens.iter().filter(|token| !token.lexical && token.kind != TokenKind::Keyword) {
            let here = text[..usize::from(token.range.start())].matches('\n').count();
            if !shown.is_empty() {
                shown.push(if here == line { ' ' } else { '\n' });
            }
            line = here;
            let words = TokenModifier::ALL.iter().filter(|(modifier, ..)| token.modifiers.has(*modifier));
            let modifiers: String = words.map(|(_, word, _)| format!(".{word}")).collect();
            let (_, kind, _) = TokenKind::ALL[token.kind as usize];
            shown.push_str(&format!("{}={kind}{modifiers}", slice(text, token.range)));
        }
        expected.assert_eq(&shown);
    }

    const MODEL: &str = "//- model.averment
module shop.model
entity Order {
  id Id @unique
  status draft | paid
}
actor Buyer {
  can read Order
}
system Bank {
  latency p99 < 300 ms
}
metric Sales {
  target 20%
}
";

    #[test]
    fn names_are_what_they_lead_to() {
        check(
            &format!(
                "{MODEL}//- a.averment\nmodule b\nuse shop.model.{{Order, Buyer, Gone}}\nspec A {{\n  status review\n  problem: 🎉 an [Order.status.paid] in 5 s, not [Nothing]\n  serves shop.model.Sales\n  flow F {{\n    actor Buyer\n    step S {{\n      creates Order\n      moves Order.status to paid\n      calls shop.model.Bank\n      within 2 s at p95\n    }}\n  }}\n}}\n"
            ),
            1,
            expect![[r#"
                b=namespace
                shop=namespace model=namespace Order=class Buyer=type Gone=unresolvedReference
                A=namespace.declaration
                review=enumMember.defaultLibrary
                Order=class.documentation status=property.documentation paid=enumMember.documentation s=unit.documentation Nothing=unresolvedReference.documentation
                shop=namespace model=namespace Sales=variable
                F=function.declaration
                Buyer=type
                S=method.declaration
                Order=class.modification
                Order=class status=property.modification paid=enumMember
                shop=namespace model=namespace Bank=interface
                s=unit p95=number.defaultLibrary"#]],
        );
    }

    #[test]
    fn fields_states_and_constants() {
        check(
            "entity E {\r\n  state a | b\r\n  size Size? default small\r\n  file File ..10 MB\r\n  spec Text\r\n}\r\nenum Size {\r\n  values small | large\r\n}\r\nrule R {\r\n  for E\r\n  always count(state) > 1 and state = b and now > 2\r\n}\r\n",
            0,
            expect![[r#"
                E=class.declaration
                state=property.declaration a=enumMember.declaration b=enumMember.declaration
                size=property.declaration Size=enum small=enumMember
                file=property.declaration File=type.defaultLibrary MB=unit
                spec=property.declaration Text=type.defaultLibrary
                Size=enum.declaration
                small=enumMember.declaration large=enumMember.declaration
                R=macro.declaration
                E=class
                count=function.defaultLibrary state=property state=property b=enumMember"#]],
        );
    }

    #[test]
    fn what_is_over_is_struck_out() {
        check(
            "spec Old {\n}\nspec Gone {\n  status retired\n}\nspec New {\n  supersedes Old\n  depends-on Gone, New\n  waive edge/stale of New: see [Old]\n  edge E {\n    covers empty, stale of New\n  }\n  decision D {\n    option Un: a\n    chosen Un\n  }\n  rollout {\n    stage beta 5%\n  }\n}\n",
            0,
            expect![[r#"
                Old=namespace.declaration.deprecated
                Gone=namespace.declaration.deprecated
                retired=enumMember.defaultLibrary
                New=namespace.declaration
                Old=namespace.deprecated
                Gone=namespace.deprecated New=namespace
                edge=macro.deprecated /=macro.deprecated stale=macro.deprecated New=namespace Old=namespace.documentation.deprecated
                E=label.declaration
                empty=enumMember.defaultLibrary stale=enumMember.defaultLibrary New=namespace
                D=label.declaration
                Un=parameter.declaration
                Un=parameter
                beta=parameter.declaration"#]],
        );
    }

    #[test]
    fn tokens_are_in_order_within_lines_and_apart() {
        let examples = [
            include_str!("../../../tests/specs/checkout/checkout.averment"),
            include_str!("../../../tests/specs/claims/claims.averment"),
            "\u{feff}module é\r\nuse é.{Ä}\r\nspec Ä \"🍏\" {\r\n  problem: 🎉[Ä.x] 5 s\r\n | שלום [Ä]\r\n  lösche é.é\r\n",
            "spec {\n  waive\n  moves to to\n  \"open\n",
        ];
        for text in examples {
            let fixture = Fixture::new(text);
            let file = fixture.file(0);
            let analysis = fixture.analysis();
            let all = analysis.semantic_tokens(file, None).expect("nothing changes it");
            assert!(all.len() > 3);
            for pair in all.windows(2) {
                assert!(pair[0].range.end() <= pair[1].range.start(), "{pair:?}");
            }
            assert!(all.iter().all(|token| !slice(text, token.range).contains(['\n', '\r'])));
            // A range gives exactly those of all that it touches.
            for start in (0..text.len()).step_by(97) {
                let range = TextRange::new((start as u32).into(), ((start + 150).min(text.len()) as u32).into());
                let part = analysis.semantic_tokens(file, Some(range)).expect("nothing changes it");
                let wanted: Vec<_> = all.iter().filter(|t| t.range.intersect(range).is_some()).copied().collect();
                assert_eq!(part, wanted);
            }
        }
    }

    #[test]
    fn the_legend_is_in_the_order_of_the_numbers() {
        assert!(TokenKind::ALL.iter().enumerate().all(|(index, (kind, ..))| *kind as usize == index));
        assert!(TokenModifier::ALL.iter().enumerate().all(|(index, (modifier, ..))| *modifier as usize == index));
    }
}
