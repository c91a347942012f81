//! The tree: rowan, told our kinds, and a green node that compares by pointer first.

use crate::SyntaxKind;

/// The language, as rowan wants to know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Averment {}

impl rowan::Language for Averment {
    type Kind = SyntaxKind;

    fn kind_from_raw(raw: rowan::SyntaxKind) -> SyntaxKind {
        SyntaxKind::from_raw(raw.0)
    }

    fn kind_to_raw(kind: SyntaxKind) -> rowan::SyntaxKind {
        rowan::SyntaxKind(kind as u16)
    }
}

/// A node of the tree with its place in the text.
pub type SyntaxNode = rowan::SyntaxNode<Averment>;
/// A token of the tree with its place in the text.
pub type SyntaxToken = rowan::SyntaxToken<Averment>;
/// A node or a token.
pub type SyntaxElement = rowan::SyntaxElement<Averment>;

/// An immutable tree without places: cheap to clone, and it may cross threads.
///
/// Rowan compares green nodes by value all the way down, even where two trees share every subtree. This wrapper tests
/// identity at each node first, so comparing a tree with its edited successor costs the path to the edit.
#[derive(Debug, Clone)]
pub struct Green(rowan::GreenNode);

impl Green {
    /// Wraps what the builder made.
    pub(crate) fn new(node: rowan::GreenNode) -> Self {
        Green(node)
    }

    /// The root of the tree, at offset 0.
    pub fn syntax(&self) -> SyntaxNode {
        SyntaxNode::new_root(self.0.clone())
    }

    /// The wrapped node.
    pub(crate) fn node(&self) -> &rowan::GreenNode {
        &self.0
    }
}

impl PartialEq for Green {
    fn eq(&self, other: &Self) -> bool {
        let mut pending: Vec<(&rowan::GreenNodeData, &rowan::GreenNodeData)> = vec![(&self.0, &other.0)];
        while let Some((a, b)) = pending.pop() {
            if std::ptr::eq(a, b) {
                continue;
            }
            if a.kind() != b.kind() || a.text_len() != b.text_len() || a.children().len() != b.children().len() {
                return false;
            }
            for (x, y) in a.children().zip(b.children()) {
                match (x, y) {
                    (rowan::NodeOrToken::Node(x), rowan::NodeOrToken::Node(y)) => pending.push((x, y)),
                    (rowan::NodeOrToken::Token(x), rowan::NodeOrToken::Token(y)) => {
                        if !std::ptr::eq(x, y) && (x.kind() != y.kind() || x.text() != y.text()) {
                            return false;
                        }
                    }
                    _ => return false,
                }
            }
        }
        true
    }
}

impl Eq for Green {}
