//! `averment.ungram`, read into what the typed nodes need: which rules are nodes, which are choices, and what each holds.

use std::collections::HashMap;

use ungrammar::{Node, Rule, Token};

/// The grammar, in the order of its file.
pub(super) struct Grammar {
    pub(super) rules: Vec<NodeRule>,
}

/// One rule of the grammar.
pub(super) struct NodeRule {
    /// `SourceFile`
    pub(super) name: String,
    /// The comment above the rule and the rule itself, as the file has them.
    pub(super) comment: String,
    pub(super) source: String,
    pub(super) shape: Shape,
}

/// What a rule is in the tree.
pub(super) enum Shape {
    /// A node of its own kind.
    Struct(Vec<Part>),
    /// One of several nodes.
    Choice(Vec<String>),
}

/// Something a node may hold.
#[derive(Clone)]
pub(super) struct Part {
    pub(super) label: Option<String>,
    pub(super) what: What,
    pub(super) many: bool,
}

#[derive(Clone, PartialEq)]
pub(super) enum What {
    /// A node or a choice of nodes, by the name of its rule.
    Node(String),
    /// A token, by its name in the grammar.
    Token(String),
}

impl Grammar {
    pub(super) fn read(text: &str) -> Grammar {
        let grammar: ungrammar::Grammar = text.parse().unwrap_or_else(|error| panic!("averment.ungram: {error}"));
        let sources = sources(text);
        let mut rules: Vec<NodeRule> = grammar
            .iter()
            .map(|node| {
                let name = grammar[node].name.clone();
                let (comment, source) = sources.get(&name).cloned().unwrap_or_default();
                NodeRule { shape: shape(&grammar, node), name, comment, source }
            })
            .collect();
        // The parser of the grammar lists rules as they are first mentioned.
        rules.sort_by_key(|rule| text.find(&rule.source));
        Grammar { rules }
    }

    /// The names of the rules that are nodes.
    pub(super) fn structs(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().filter(|rule| matches!(rule.shape, Shape::Struct(_))).map(|rule| rule.name.as_str())
    }

    pub(super) fn rule(&self, name: &str) -> &NodeRule {
        self.rules.iter().find(|rule| rule.name == name).unwrap_or_else(|| panic!("no rule {name}"))
    }

    /// The nodes that can stand where this rule is named: itself, or what its choice comes down to.
    pub(super) fn nodes_of(&self, name: &str) -> Vec<String> {
        match &self.rule(name).shape {
            Shape::Struct(_) => vec![name.to_owned()],
            Shape::Choice(variants) => variants.iter().flat_map(|variant| self.nodes_of(variant)).collect(),
        }
    }
}

/// A rule that is nothing but a choice of two or more nodes is a choice; every other rule is a node.
fn shape(grammar: &ungrammar::Grammar, node: Node) -> Shape {
    let rule = &grammar[node].rule;
    if let Rule::Alt(variants) = rule {
        let names: Option<Vec<String>> = variants
            .iter()
            .map(|variant| match variant {
                Rule::Node(node) => Some(grammar[*node].name.clone()),
                _ => None,
            })
            .collect();
        if let Some(names) = names {
            return Shape::Choice(names);
        }
    }
    let mut parts = Vec::new();
    collect(grammar, rule, None, false, &mut parts);
    Shape::Struct(parts)
}

fn collect(grammar: &ungrammar::Grammar, rule: &Rule, label: Option<&String>, many: bool, parts: &mut Vec<Part>) {
    let mut push = |what| {
        let part = Part { label: label.cloned(), what, many };
        parts.push(part);
    };
    match rule {
        Rule::Node(node) => push(What::Node(grammar[*node].name.clone())),
        Rule::Token(token) => push(What::Token(token_name(grammar, *token))),
        Rule::Labeled { label, rule } => collect(grammar, rule, Some(label), many, parts),
        Rule::Seq(rules) | Rule::Alt(rules) => {
            for rule in rules {
                collect(grammar, rule, label, many, parts);
            }
        }
        Rule::Opt(rule) => collect(grammar, rule, label, many, parts),
        Rule::Rep(rule) => collect(grammar, rule, label, true, parts),
    }
}

fn token_name(grammar: &ungrammar::Grammar, token: Token) -> String {
    grammar[token].name.clone()
}

/// For each rule, the comment directly above it and its own lines.
fn sources(text: &str) -> HashMap<String, (String, String)> {
    let mut sources = HashMap::new();
    for paragraph in text.split("\n\n") {
        let mut comment = String::new();
        let mut current: Option<String> = None;
        for line in paragraph.lines() {
            if let Some(line) = line.strip_prefix("//") {
                comment.push_str(line);
                comment.push('\n');
            } else if let Some((name, _)) = line.split_once(" =") {
                sources.insert(name.to_owned(), (std::mem::take(&mut comment), line.to_owned()));
                current = Some(name.to_owned());
            } else if let Some((_, source)) = current.as_ref().and_then(|name| sources.get_mut(name)) {
                source.push('\n');
                source.push_str(line);
            }
        }
    }
    sources
}
