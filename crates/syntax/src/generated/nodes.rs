//! Generated from `syntax/averment.ungram` by `cargo xtask codegen`; do not edit.

use crate::ast::{AstNode, support};
use crate::{SyntaxKind, SyntaxNode, SyntaxToken};
/// ```text
/// SourceFile = Item*
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SourceFile {
    syntax: SyntaxNode,
}
impl AstNode for SourceFile {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::SOURCE_FILE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl SourceFile {
    /// Its [`Item`] children.
    pub fn items(&self) -> impl Iterator<Item = Item> + use<> {
        support::children(&self.syntax)
    }
}
/// A top-level item with what follows it up to the next one. The first may hold no item at all: what precedes the first
/// line in column 0 that starts one.
///
/// ```text
/// Item = (Module | Use | Declaration)?
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Item {
    syntax: SyntaxNode,
}
impl AstNode for Item {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::ITEM
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl Item {
    /// Its [`Module`] child.
    pub fn module(&self) -> Option<Module> {
        support::children(&self.syntax).next()
    }
    /// Its [`Use`] child.
    pub fn use_(&self) -> Option<Use> {
        support::children(&self.syntax).next()
    }
    /// Its [`Declaration`] child.
    pub fn declaration(&self) -> Option<Declaration> {
        support::children(&self.syntax).next()
    }
}
/// ```text
/// Module = 'keyword' Path
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Module {
    syntax: SyntaxNode,
}
impl AstNode for Module {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::MODULE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl Module {
    /// Its token `keyword`.
    pub fn keyword_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::KEYWORD)
    }
    /// Its [`Path`] child.
    pub fn path(&self) -> Option<Path> {
        support::children(&self.syntax).next()
    }
}
/// ```text
/// Use = 'keyword' Path '.' UseList ('keyword' alias:Name)?
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Use {
    syntax: SyntaxNode,
}
impl AstNode for Use {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::USE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl Use {
    /// Its token `keyword`.
    pub fn keyword_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::KEYWORD)
    }
    /// Its [`Path`] child.
    pub fn path(&self) -> Option<Path> {
        support::children(&self.syntax).next()
    }
    /// Its token `.`.
    pub fn dot_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::DOT)
    }
    /// Its [`UseList`] child.
    pub fn use_list(&self) -> Option<UseList> {
        support::children(&self.syntax).next()
    }
    /// Its [`Name`] child in the place of `alias`.
    pub fn alias(&self) -> Option<Name> {
        support::children(&self.syntax).next()
    }
}
/// ```text
/// UseList = '{' UseName* '}'
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UseList {
    syntax: SyntaxNode,
}
impl AstNode for UseList {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::USE_LIST
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl UseList {
    /// Its token `{`.
    pub fn l_brace_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::L_BRACE)
    }
    /// Its [`UseName`] children.
    pub fn use_names(&self) -> impl Iterator<Item = UseName> + use<> {
        support::children(&self.syntax)
    }
    /// Its token `}`.
    pub fn r_brace_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::R_BRACE)
    }
}
/// ```text
/// UseName = 'word'
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UseName {
    syntax: SyntaxNode,
}
impl AstNode for UseName {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::USE_NAME
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl UseName {
    /// Its token `word`.
    pub fn word_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::WORD)
    }
}
/// ```text
/// Name = 'word'
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Name {
    syntax: SyntaxNode,
}
impl AstNode for Name {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::NAME
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl Name {
    /// Its token `word`.
    pub fn word_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::WORD)
    }
}
/// ```text
/// Declaration = 'doc_comment'* 'keyword' Name? Code? 'keyword' Path title:'string' ':' Prose Block
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Declaration {
    syntax: SyntaxNode,
}
impl AstNode for Declaration {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::DECLARATION
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl Declaration {
    /// Its tokens `doc_comment`.
    pub fn doc_comment_tokens(&self) -> impl Iterator<Item = SyntaxToken> + use<> {
        support::tokens(&self.syntax, SyntaxKind::DOC_COMMENT)
    }
    /// Its token `keyword`.
    pub fn keyword_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::KEYWORD)
    }
    /// Its [`Name`] child.
    pub fn name(&self) -> Option<Name> {
        support::children(&self.syntax).next()
    }
    /// Its [`Code`] child.
    pub fn code(&self) -> Option<Code> {
        support::children(&self.syntax).next()
    }
    /// Its [`Path`] child.
    pub fn path(&self) -> Option<Path> {
        support::children(&self.syntax).next()
    }
    /// Its token `string`.
    pub fn title_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::STRING)
    }
    /// Its token `:`.
    pub fn colon_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::COLON)
    }
    /// Its [`Prose`] child.
    pub fn prose(&self) -> Option<Prose> {
        support::children(&self.syntax).next()
    }
    /// Its [`Block`] child.
    pub fn block(&self) -> Option<Block> {
        support::children(&self.syntax).next()
    }
}
/// `edge/stale`, or a whole group: `edge/*`.
///
/// ```text
/// Code = 'word' '/'
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Code {
    syntax: SyntaxNode,
}
impl AstNode for Code {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::CODE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl Code {
    /// Its token `word`.
    pub fn word_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::WORD)
    }
    /// Its token `/`.
    pub fn slash_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::SLASH)
    }
}
/// ```text
/// Block = '{' Line* '}'
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Block {
    syntax: SyntaxNode,
}
impl AstNode for Block {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::BLOCK
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl Block {
    /// Its token `{`.
    pub fn l_brace_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::L_BRACE)
    }
    /// Its [`Line`] children.
    pub fn lines(&self) -> impl Iterator<Item = Line> + use<> {
        support::children(&self.syntax)
    }
    /// Its token `}`.
    pub fn r_brace_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::R_BRACE)
    }
}
/// ```text
/// Line = Declaration | Property | Clause | BulletItem | Field | Transition | Case
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Line {
    /// A [`Declaration`].
    Declaration(Declaration),
    /// A [`Property`].
    Property(Property),
    /// A [`Clause`].
    Clause(Clause),
    /// A [`BulletItem`].
    BulletItem(BulletItem),
    /// A [`Field`].
    Field(Field),
    /// A [`Transition`].
    Transition(Transition),
    /// A [`Case`].
    Case(Case),
}
impl AstNode for Line {
    fn can_cast(kind: SyntaxKind) -> bool {
        Declaration::can_cast(kind) || Property::can_cast(kind) || Clause::can_cast(kind)
            || BulletItem::can_cast(kind) || Field::can_cast(kind)
            || Transition::can_cast(kind) || Case::can_cast(kind)
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        let kind = syntax.kind();
        if Declaration::can_cast(kind) {
            return Declaration::cast(syntax).map(Self::Declaration);
        }
        if Property::can_cast(kind) {
            return Property::cast(syntax).map(Self::Property);
        }
        if Clause::can_cast(kind) {
            return Clause::cast(syntax).map(Self::Clause);
        }
        if BulletItem::can_cast(kind) {
            return BulletItem::cast(syntax).map(Self::BulletItem);
        }
        if Field::can_cast(kind) {
            return Field::cast(syntax).map(Self::Field);
        }
        if Transition::can_cast(kind) {
            return Transition::cast(syntax).map(Self::Transition);
        }
        if Case::can_cast(kind) {
            return Case::cast(syntax).map(Self::Case);
        }
        None
    }
    fn syntax(&self) -> &SyntaxNode {
        match self {
            Self::Declaration(node) => node.syntax(),
            Self::Property(node) => node.syntax(),
            Self::Clause(node) => node.syntax(),
            Self::BulletItem(node) => node.syntax(),
            Self::Field(node) => node.syntax(),
            Self::Transition(node) => node.syntax(),
            Self::Case(node) => node.syntax(),
        }
    }
}
/// Between the values stand commas, `|` and comparisons, as the vocabulary says; a fixed word is a keyword, a tag a token.
///
/// ```text
/// Property = 'keyword' Value* 'tag'* ':' Prose BulletItem*
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Property {
    syntax: SyntaxNode,
}
impl AstNode for Property {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::PROPERTY
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl Property {
    /// Its token `keyword`.
    pub fn keyword_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::KEYWORD)
    }
    /// Its [`Value`] children.
    pub fn values(&self) -> impl Iterator<Item = Value> + use<> {
        support::children(&self.syntax)
    }
    /// Its tokens `tag`.
    pub fn tag_tokens(&self) -> impl Iterator<Item = SyntaxToken> + use<> {
        support::tokens(&self.syntax, SyntaxKind::TAG)
    }
    /// Its token `:`.
    pub fn colon_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::COLON)
    }
    /// Its [`Prose`] child.
    pub fn prose(&self) -> Option<Prose> {
        support::children(&self.syntax).next()
    }
    /// Its [`BulletItem`] children.
    pub fn bullet_items(&self) -> impl Iterator<Item = BulletItem> + use<> {
        support::children(&self.syntax)
    }
}
/// ```text
/// Clause = 'keyword' Prose
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Clause {
    syntax: SyntaxNode,
}
impl AstNode for Clause {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::CLAUSE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl Clause {
    /// Its token `keyword`.
    pub fn keyword_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::KEYWORD)
    }
    /// Its [`Prose`] child.
    pub fn prose(&self) -> Option<Prose> {
        support::children(&self.syntax).next()
    }
}
/// ```text
/// BulletItem = '-' 'checkbox' Prose
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BulletItem {
    syntax: SyntaxNode,
}
impl AstNode for BulletItem {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::BULLET_ITEM
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl BulletItem {
    /// Its token `-`.
    pub fn minus_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::MINUS)
    }
    /// Its token `checkbox`.
    pub fn checkbox_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::CHECKBOX)
    }
    /// Its [`Prose`] child.
    pub fn prose(&self) -> Option<Prose> {
        support::children(&self.syntax).next()
    }
}
/// ```text
/// Field = 'doc_comment'* Name Type Constraint* 'tag'*
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Field {
    syntax: SyntaxNode,
}
impl AstNode for Field {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::FIELD
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl Field {
    /// Its tokens `doc_comment`.
    pub fn doc_comment_tokens(&self) -> impl Iterator<Item = SyntaxToken> + use<> {
        support::tokens(&self.syntax, SyntaxKind::DOC_COMMENT)
    }
    /// Its [`Name`] child.
    pub fn name(&self) -> Option<Name> {
        support::children(&self.syntax).next()
    }
    /// Its [`Type`] child.
    pub fn ty(&self) -> Option<Type> {
        support::children(&self.syntax).next()
    }
    /// Its [`Constraint`] children.
    pub fn constraints(&self) -> impl Iterator<Item = Constraint> + use<> {
        support::children(&self.syntax)
    }
    /// Its tokens `tag`.
    pub fn tag_tokens(&self) -> impl Iterator<Item = SyntaxToken> + use<> {
        support::tokens(&self.syntax, SyntaxKind::TAG)
    }
}
/// ```text
/// Transition = from:Path '->' to:Path TransitionOn TransitionBy ':' Prose
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Transition {
    syntax: SyntaxNode,
}
impl AstNode for Transition {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::TRANSITION
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl Transition {
    /// Its [`Path`] child in the place of `from`.
    pub fn from(&self) -> Option<Path> {
        support::children_before(&self.syntax, SyntaxKind::ARROW).next()
    }
    /// Its token `->`.
    pub fn arrow_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::ARROW)
    }
    /// Its [`Path`] child in the place of `to`.
    pub fn to(&self) -> Option<Path> {
        support::children_after(&self.syntax, SyntaxKind::ARROW).next()
    }
    /// Its [`TransitionOn`] child.
    pub fn transition_on(&self) -> Option<TransitionOn> {
        support::children(&self.syntax).next()
    }
    /// Its [`TransitionBy`] child.
    pub fn transition_by(&self) -> Option<TransitionBy> {
        support::children(&self.syntax).next()
    }
    /// Its token `:`.
    pub fn colon_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::COLON)
    }
    /// Its [`Prose`] child.
    pub fn prose(&self) -> Option<Prose> {
        support::children(&self.syntax).next()
    }
}
/// ```text
/// TransitionOn = 'keyword' Path*
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TransitionOn {
    syntax: SyntaxNode,
}
impl AstNode for TransitionOn {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::TRANSITION_ON
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl TransitionOn {
    /// Its token `keyword`.
    pub fn keyword_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::KEYWORD)
    }
    /// Its [`Path`] children.
    pub fn paths(&self) -> impl Iterator<Item = Path> + use<> {
        support::children(&self.syntax)
    }
}
/// ```text
/// TransitionBy = 'keyword' Path*
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TransitionBy {
    syntax: SyntaxNode,
}
impl AstNode for TransitionBy {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::TRANSITION_BY
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl TransitionBy {
    /// Its token `keyword`.
    pub fn keyword_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::KEYWORD)
    }
    /// Its [`Path`] children.
    pub fn paths(&self) -> impl Iterator<Item = Path> + use<> {
        support::children(&self.syntax)
    }
}
/// ```text
/// Case = 'keyword' condition:Expr '->' CaseResult ':' Prose
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Case {
    syntax: SyntaxNode,
}
impl AstNode for Case {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::CASE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl Case {
    /// Its token `keyword`.
    pub fn keyword_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::KEYWORD)
    }
    /// Its [`Expr`] child in the place of `condition`.
    pub fn condition(&self) -> Option<Expr> {
        support::children_before(&self.syntax, SyntaxKind::ARROW).next()
    }
    /// Its token `->`.
    pub fn arrow_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::ARROW)
    }
    /// Its [`CaseResult`] child.
    pub fn case_result(&self) -> Option<CaseResult> {
        support::children_after(&self.syntax, SyntaxKind::ARROW).next()
    }
    /// Its token `:`.
    pub fn colon_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::COLON)
    }
    /// Its [`Prose`] child.
    pub fn prose(&self) -> Option<Prose> {
        support::children(&self.syntax).next()
    }
}
/// ```text
/// CaseResult = Path | Quantity | Literal
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum CaseResult {
    /// A [`Path`].
    Path(Path),
    /// A [`Quantity`].
    Quantity(Quantity),
    /// A [`Literal`].
    Literal(Literal),
}
impl AstNode for CaseResult {
    fn can_cast(kind: SyntaxKind) -> bool {
        Path::can_cast(kind) || Quantity::can_cast(kind) || Literal::can_cast(kind)
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        let kind = syntax.kind();
        if Path::can_cast(kind) {
            return Path::cast(syntax).map(Self::Path);
        }
        if Quantity::can_cast(kind) {
            return Quantity::cast(syntax).map(Self::Quantity);
        }
        if Literal::can_cast(kind) {
            return Literal::cast(syntax).map(Self::Literal);
        }
        None
    }
    fn syntax(&self) -> &SyntaxNode {
        match self {
            Self::Path(node) => node.syntax(),
            Self::Quantity(node) => node.syntax(),
            Self::Literal(node) => node.syntax(),
        }
    }
}
/// Types and constraints of fields.
///
/// ```text
/// Type = NamedType | ManyType | MapType | StatesType
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// A [`NamedType`].
    NamedType(NamedType),
    /// A [`ManyType`].
    ManyType(ManyType),
    /// A [`MapType`].
    MapType(MapType),
    /// A [`StatesType`].
    StatesType(StatesType),
}
impl AstNode for Type {
    fn can_cast(kind: SyntaxKind) -> bool {
        NamedType::can_cast(kind) || ManyType::can_cast(kind) || MapType::can_cast(kind)
            || StatesType::can_cast(kind)
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        let kind = syntax.kind();
        if NamedType::can_cast(kind) {
            return NamedType::cast(syntax).map(Self::NamedType);
        }
        if ManyType::can_cast(kind) {
            return ManyType::cast(syntax).map(Self::ManyType);
        }
        if MapType::can_cast(kind) {
            return MapType::cast(syntax).map(Self::MapType);
        }
        if StatesType::can_cast(kind) {
            return StatesType::cast(syntax).map(Self::StatesType);
        }
        None
    }
    fn syntax(&self) -> &SyntaxNode {
        match self {
            Self::NamedType(node) => node.syntax(),
            Self::ManyType(node) => node.syntax(),
            Self::MapType(node) => node.syntax(),
            Self::StatesType(node) => node.syntax(),
        }
    }
}
/// ```text
/// NamedType = Path '?'
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NamedType {
    syntax: SyntaxNode,
}
impl AstNode for NamedType {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::NAMED_TYPE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl NamedType {
    /// Its [`Path`] child.
    pub fn path(&self) -> Option<Path> {
        support::children(&self.syntax).next()
    }
    /// Its token `?`.
    pub fn question_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::QUESTION)
    }
}
/// ```text
/// ManyType = 'keyword' Type
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ManyType {
    syntax: SyntaxNode,
}
impl AstNode for ManyType {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::MANY_TYPE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl ManyType {
    /// Its token `keyword`.
    pub fn keyword_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::KEYWORD)
    }
    /// Its [`Type`] child.
    pub fn ty(&self) -> Option<Type> {
        support::children(&self.syntax).next()
    }
}
/// ```text
/// MapType = 'keyword' key:Type 'keyword' value:Type
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MapType {
    syntax: SyntaxNode,
}
impl AstNode for MapType {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::MAP_TYPE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl MapType {
    /// Its token `keyword`.
    pub fn keyword_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::KEYWORD)
    }
    /// Its [`Type`] child in the place of `key`.
    pub fn key(&self) -> Option<Type> {
        support::children(&self.syntax).next()
    }
    /// Its [`Type`] child in the place of `value`.
    pub fn value(&self) -> Option<Type> {
        support::children(&self.syntax).nth(1)
    }
}
/// ```text
/// StatesType = State* '?'
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StatesType {
    syntax: SyntaxNode,
}
impl AstNode for StatesType {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::STATES_TYPE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl StatesType {
    /// Its [`State`] children.
    pub fn states(&self) -> impl Iterator<Item = State> + use<> {
        support::children(&self.syntax)
    }
    /// Its token `?`.
    pub fn question_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::QUESTION)
    }
}
/// ```text
/// State = 'word'
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct State {
    syntax: SyntaxNode,
}
impl AstNode for State {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::STATE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl State {
    /// Its token `word`.
    pub fn word_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::WORD)
    }
}
/// ```text
/// Constraint = Range | OneOf | Matches | Default
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Constraint {
    /// A [`Range`].
    Range(Range),
    /// A [`OneOf`].
    OneOf(OneOf),
    /// A [`Matches`].
    Matches(Matches),
    /// A [`Default`].
    Default(Default),
}
impl AstNode for Constraint {
    fn can_cast(kind: SyntaxKind) -> bool {
        Range::can_cast(kind) || OneOf::can_cast(kind) || Matches::can_cast(kind)
            || Default::can_cast(kind)
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        let kind = syntax.kind();
        if Range::can_cast(kind) {
            return Range::cast(syntax).map(Self::Range);
        }
        if OneOf::can_cast(kind) {
            return OneOf::cast(syntax).map(Self::OneOf);
        }
        if Matches::can_cast(kind) {
            return Matches::cast(syntax).map(Self::Matches);
        }
        if Default::can_cast(kind) {
            return Default::cast(syntax).map(Self::Default);
        }
        None
    }
    fn syntax(&self) -> &SyntaxNode {
        match self {
            Self::Range(node) => node.syntax(),
            Self::OneOf(node) => node.syntax(),
            Self::Matches(node) => node.syntax(),
            Self::Default(node) => node.syntax(),
        }
    }
}
/// ```text
/// Range = start:Bound '..' end:Bound
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Range {
    syntax: SyntaxNode,
}
impl AstNode for Range {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::RANGE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl Range {
    /// Its [`Bound`] child in the place of `start`.
    pub fn start(&self) -> Option<Bound> {
        support::children_before(&self.syntax, SyntaxKind::DOT_DOT).next()
    }
    /// Its token `..`.
    pub fn dot_dot_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::DOT_DOT)
    }
    /// Its [`Bound`] child in the place of `end`.
    pub fn end(&self) -> Option<Bound> {
        support::children_after(&self.syntax, SyntaxKind::DOT_DOT).next()
    }
}
/// ```text
/// Bound = (Quantity | Literal)?
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Bound {
    syntax: SyntaxNode,
}
impl AstNode for Bound {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::BOUND
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl Bound {
    /// Its [`Quantity`] child.
    pub fn quantity(&self) -> Option<Quantity> {
        support::children(&self.syntax).next()
    }
    /// Its [`Literal`] child.
    pub fn literal(&self) -> Option<Literal> {
        support::children(&self.syntax).next()
    }
}
/// ```text
/// OneOf = 'keyword' Literal*
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OneOf {
    syntax: SyntaxNode,
}
impl AstNode for OneOf {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::ONE_OF
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl OneOf {
    /// Its token `keyword`.
    pub fn keyword_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::KEYWORD)
    }
    /// Its [`Literal`] children.
    pub fn literals(&self) -> impl Iterator<Item = Literal> + use<> {
        support::children(&self.syntax)
    }
}
/// ```text
/// Matches = 'keyword' Literal
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Matches {
    syntax: SyntaxNode,
}
impl AstNode for Matches {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::MATCHES
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl Matches {
    /// Its token `keyword`.
    pub fn keyword_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::KEYWORD)
    }
    /// Its [`Literal`] child.
    pub fn literal(&self) -> Option<Literal> {
        support::children(&self.syntax).next()
    }
}
/// ```text
/// Default = 'keyword' Value
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Default {
    syntax: SyntaxNode,
}
impl AstNode for Default {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::DEFAULT
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl Default {
    /// Its token `keyword`.
    pub fn keyword_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::KEYWORD)
    }
    /// Its [`Value`] child.
    pub fn value(&self) -> Option<Value> {
        support::children(&self.syntax).next()
    }
}
/// Values of properties. A word that names nothing (a choice, a verb, a percentile) is a path like any other.
///
/// ```text
/// Value = Range | Code | Expr
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// A [`Range`].
    Range(Range),
    /// A [`Code`].
    Code(Code),
    /// A [`Expr`].
    Expr(Expr),
}
impl AstNode for Value {
    fn can_cast(kind: SyntaxKind) -> bool {
        Range::can_cast(kind) || Code::can_cast(kind) || Expr::can_cast(kind)
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        let kind = syntax.kind();
        if Range::can_cast(kind) {
            return Range::cast(syntax).map(Self::Range);
        }
        if Code::can_cast(kind) {
            return Code::cast(syntax).map(Self::Code);
        }
        if Expr::can_cast(kind) {
            return Expr::cast(syntax).map(Self::Expr);
        }
        None
    }
    fn syntax(&self) -> &SyntaxNode {
        match self {
            Self::Range(node) => node.syntax(),
            Self::Code(node) => node.syntax(),
            Self::Expr(node) => node.syntax(),
        }
    }
}
/// ```text
/// Path = Segment*
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Path {
    syntax: SyntaxNode,
}
impl AstNode for Path {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::PATH
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl Path {
    /// Its [`Segment`] children.
    pub fn segments(&self) -> impl Iterator<Item = Segment> + use<> {
        support::children(&self.syntax)
    }
}
/// ```text
/// Segment = 'word'
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Segment {
    syntax: SyntaxNode,
}
impl AstNode for Segment {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::SEGMENT
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl Segment {
    /// Its token `word`.
    pub fn word_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::WORD)
    }
}
/// `5 s`, `30%`, `-1`, `100 requests/s`. The unit is one node, so that `requests/s` reads as one.
///
/// ```text
/// Quantity = '-' 'number' Unit
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Quantity {
    syntax: SyntaxNode,
}
impl AstNode for Quantity {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::QUANTITY
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl Quantity {
    /// Its token `-`.
    pub fn minus_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::MINUS)
    }
    /// Its token `number`.
    pub fn number_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::NUMBER)
    }
    /// Its [`Unit`] child.
    pub fn unit(&self) -> Option<Unit> {
        support::children(&self.syntax).next()
    }
}
/// ```text
/// Unit = 'word'
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Unit {
    syntax: SyntaxNode,
}
impl AstNode for Unit {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::UNIT
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl Unit {
    /// Its token `word`.
    pub fn word_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::WORD)
    }
}
/// ```text
/// Literal = 'string' | 'date' | 'time'
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Literal {
    syntax: SyntaxNode,
}
impl AstNode for Literal {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::LITERAL
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl Literal {
    /// Its token `string`.
    pub fn string_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::STRING)
    }
    /// Its token `date`.
    pub fn date_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::DATE)
    }
    /// Its token `time`.
    pub fn time_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::TIME)
    }
}
/// ```text
/// Expr = BinExpr | PrefixExpr | ParenExpr | CallExpr | InExpr | IsExpr | Path | Quantity | Literal
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Expr {
    /// A [`BinExpr`].
    BinExpr(BinExpr),
    /// A [`PrefixExpr`].
    PrefixExpr(PrefixExpr),
    /// A [`ParenExpr`].
    ParenExpr(ParenExpr),
    /// A [`CallExpr`].
    CallExpr(CallExpr),
    /// A [`InExpr`].
    InExpr(InExpr),
    /// A [`IsExpr`].
    IsExpr(IsExpr),
    /// A [`Path`].
    Path(Path),
    /// A [`Quantity`].
    Quantity(Quantity),
    /// A [`Literal`].
    Literal(Literal),
}
impl AstNode for Expr {
    fn can_cast(kind: SyntaxKind) -> bool {
        BinExpr::can_cast(kind) || PrefixExpr::can_cast(kind)
            || ParenExpr::can_cast(kind) || CallExpr::can_cast(kind)
            || InExpr::can_cast(kind) || IsExpr::can_cast(kind) || Path::can_cast(kind)
            || Quantity::can_cast(kind) || Literal::can_cast(kind)
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        let kind = syntax.kind();
        if BinExpr::can_cast(kind) {
            return BinExpr::cast(syntax).map(Self::BinExpr);
        }
        if PrefixExpr::can_cast(kind) {
            return PrefixExpr::cast(syntax).map(Self::PrefixExpr);
        }
        if ParenExpr::can_cast(kind) {
            return ParenExpr::cast(syntax).map(Self::ParenExpr);
        }
        if CallExpr::can_cast(kind) {
            return CallExpr::cast(syntax).map(Self::CallExpr);
        }
        if InExpr::can_cast(kind) {
            return InExpr::cast(syntax).map(Self::InExpr);
        }
        if IsExpr::can_cast(kind) {
            return IsExpr::cast(syntax).map(Self::IsExpr);
        }
        if Path::can_cast(kind) {
            return Path::cast(syntax).map(Self::Path);
        }
        if Quantity::can_cast(kind) {
            return Quantity::cast(syntax).map(Self::Quantity);
        }
        if Literal::can_cast(kind) {
            return Literal::cast(syntax).map(Self::Literal);
        }
        None
    }
    fn syntax(&self) -> &SyntaxNode {
        match self {
            Self::BinExpr(node) => node.syntax(),
            Self::PrefixExpr(node) => node.syntax(),
            Self::ParenExpr(node) => node.syntax(),
            Self::CallExpr(node) => node.syntax(),
            Self::InExpr(node) => node.syntax(),
            Self::IsExpr(node) => node.syntax(),
            Self::Path(node) => node.syntax(),
            Self::Quantity(node) => node.syntax(),
            Self::Literal(node) => node.syntax(),
        }
    }
}
/// ```text
/// BinExpr = lhs:Expr rhs:Expr
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BinExpr {
    syntax: SyntaxNode,
}
impl AstNode for BinExpr {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::BIN_EXPR
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl BinExpr {
    /// Its [`Expr`] child in the place of `lhs`.
    pub fn lhs(&self) -> Option<Expr> {
        support::children(&self.syntax).next()
    }
    /// Its [`Expr`] child in the place of `rhs`.
    pub fn rhs(&self) -> Option<Expr> {
        support::children(&self.syntax).nth(1)
    }
}
/// ```text
/// PrefixExpr = Expr
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PrefixExpr {
    syntax: SyntaxNode,
}
impl AstNode for PrefixExpr {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::PREFIX_EXPR
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl PrefixExpr {
    /// Its [`Expr`] child.
    pub fn expr(&self) -> Option<Expr> {
        support::children(&self.syntax).next()
    }
}
/// ```text
/// ParenExpr = '(' Expr ')'
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ParenExpr {
    syntax: SyntaxNode,
}
impl AstNode for ParenExpr {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::PAREN_EXPR
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl ParenExpr {
    /// Its token `(`.
    pub fn l_paren_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::L_PAREN)
    }
    /// Its [`Expr`] child.
    pub fn expr(&self) -> Option<Expr> {
        support::children(&self.syntax).next()
    }
    /// Its token `)`.
    pub fn r_paren_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::R_PAREN)
    }
}
/// `count(path where e)`, `sum(path)`, `all(path where e)`, `any(path where e)`.
///
/// ```text
/// CallExpr = function:Name '(' Path 'keyword' Expr ')'
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CallExpr {
    syntax: SyntaxNode,
}
impl AstNode for CallExpr {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::CALL_EXPR
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl CallExpr {
    /// Its [`Name`] child in the place of `function`.
    pub fn function(&self) -> Option<Name> {
        support::children(&self.syntax).next()
    }
    /// Its token `(`.
    pub fn l_paren_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::L_PAREN)
    }
    /// Its [`Path`] child.
    pub fn path(&self) -> Option<Path> {
        support::children_before(&self.syntax, SyntaxKind::KEYWORD).next()
    }
    /// Its token `keyword`.
    pub fn keyword_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::KEYWORD)
    }
    /// Its [`Expr`] child.
    pub fn expr(&self) -> Option<Expr> {
        support::children_after(&self.syntax, SyntaxKind::KEYWORD).next()
    }
    /// Its token `)`.
    pub fn r_paren_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::R_PAREN)
    }
}
/// ```text
/// InExpr = Expr 'keyword' '{' Value* '}'
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct InExpr {
    syntax: SyntaxNode,
}
impl AstNode for InExpr {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::IN_EXPR
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl InExpr {
    /// Its [`Expr`] child.
    pub fn expr(&self) -> Option<Expr> {
        support::children_before(&self.syntax, SyntaxKind::KEYWORD).next()
    }
    /// Its token `keyword`.
    pub fn keyword_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::KEYWORD)
    }
    /// Its token `{`.
    pub fn l_brace_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::L_BRACE)
    }
    /// Its [`Value`] children.
    pub fn values(&self) -> impl Iterator<Item = Value> + use<> {
        support::children_after(&self.syntax, SyntaxKind::KEYWORD)
    }
    /// Its token `}`.
    pub fn r_brace_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::R_BRACE)
    }
}
/// `total is set`, `total is unset`
///
/// ```text
/// IsExpr = Expr 'keyword'*
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct IsExpr {
    syntax: SyntaxNode,
}
impl AstNode for IsExpr {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::IS_EXPR
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl IsExpr {
    /// Its [`Expr`] child.
    pub fn expr(&self) -> Option<Expr> {
        support::children(&self.syntax).next()
    }
    /// Its tokens `keyword`.
    pub fn keyword_tokens(&self) -> impl Iterator<Item = SyntaxToken> + use<> {
        support::tokens(&self.syntax, SyntaxKind::KEYWORD)
    }
}
/// Prose: the rest of a line after its marker, with its `|` continuations.
///
/// ```text
/// Prose = Reference* Quantity*
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Prose {
    syntax: SyntaxNode,
}
impl AstNode for Prose {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::PROSE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl Prose {
    /// Its [`Reference`] children.
    pub fn references(&self) -> impl Iterator<Item = Reference> + use<> {
        support::children(&self.syntax)
    }
    /// Its [`Quantity`] children.
    pub fn quantities(&self) -> impl Iterator<Item = Quantity> + use<> {
        support::children(&self.syntax)
    }
}
/// `[Report.rows]`
///
/// ```text
/// Reference = '[' Path ']'
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reference {
    syntax: SyntaxNode,
}
impl AstNode for Reference {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::REFERENCE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Self::can_cast(syntax.kind()).then_some(Self { syntax })
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}
impl Reference {
    /// Its token `[`.
    pub fn l_brack_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::L_BRACK)
    }
    /// Its [`Path`] child.
    pub fn path(&self) -> Option<Path> {
        support::children(&self.syntax).next()
    }
    /// Its token `]`.
    pub fn r_brack_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::R_BRACK)
    }
}
