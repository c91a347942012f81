//! The typed nodes: one struct per node of the grammar, one enum per choice.
//!
//! An accessor returns the first child, or all children, that can be cast to its type. Where two accessors of a node
//! could return the same child (`from:Path '->' to:Path`), a token that stands between them in the grammar and nowhere
//! else in the rule tells them apart; without one, they are told apart by number (`lhs:Expr rhs:Expr`).

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::grammar::{Grammar, NodeRule, Part, Shape, What};
use super::syntax_kind::{node_kind, token_kind};
use super::{rust, snake_case};

pub(super) fn emit(grammar: &Grammar) -> String {
    let nodes = grammar.rules.iter().map(|rule| match &rule.shape {
        Shape::Struct(parts) => emit_struct(grammar, rule, parts),
        Shape::Choice(variants) => emit_choice(grammar, rule, variants),
    });
    rust(
        "syntax/averment.ungram",
        quote! {
            use crate::ast::{AstNode, support};
            use crate::{SyntaxKind, SyntaxNode, SyntaxToken};

            #(#nodes)*
        },
    )
}

fn doc(rule: &NodeRule) -> TokenStream {
    let comment = rule.comment.lines();
    let source = std::iter::once("```text").chain(rule.source.lines()).chain(["```"]).map(|line| format!(" {line}"));
    let blank = (!rule.comment.is_empty()).then(|| quote!(#[doc = ""]));
    quote! {
        #(#[doc = #comment])*
        #blank
        #(#[doc = #source])*
    }
}

fn emit_struct(grammar: &Grammar, rule: &NodeRule, parts: &[Part]) -> TokenStream {
    let name = format_ident!("{}", rule.name);
    let kind = node_kind(&rule.name);
    let doc = doc(rule);
    let accessors = parts.iter().enumerate().filter_map(|(index, part)| match &part.what {
        What::Node(child) => Some(emit_node_accessor(grammar, rule, parts, index, child)),
        // A second token of the same kind has no accessor of its own.
        What::Token(token) => {
            let first = parts.iter().position(|other| other.what == part.what) == Some(index);
            first.then(|| emit_token_accessor(part, token))
        }
    });
    quote! {
        #doc
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct #name {
            syntax: SyntaxNode,
        }

        impl AstNode for #name {
            fn can_cast(kind: SyntaxKind) -> bool {
                kind == SyntaxKind::#kind
            }

            fn cast(syntax: SyntaxNode) -> Option<Self> {
                Self::can_cast(syntax.kind()).then_some(Self { syntax })
            }

            fn syntax(&self) -> &SyntaxNode {
                &self.syntax
            }
        }

        impl #name {
            #(#accessors)*
        }
    }
}

fn emit_token_accessor(part: &Part, token: &str) -> TokenStream {
    let kind = token_kind(token);
    let name = match &part.label {
        Some(label) => format_ident!("{label}_token"),
        None if part.many => format_ident!("{}_tokens", kind.to_lowercase()),
        None => format_ident!("{}_token", kind.to_lowercase()),
    };
    let kind = format_ident!("{kind}");
    if part.many {
        let doc = format!(" Its tokens `{token}`.");
        quote! {
            #[doc = #doc]
            pub fn #name(&self) -> impl Iterator<Item = SyntaxToken> + use<> {
                support::tokens(&self.syntax, SyntaxKind::#kind)
            }
        }
    } else {
        let doc = format!(" Its token `{token}`.");
        quote! {
            #[doc = #doc]
            pub fn #name(&self) -> Option<SyntaxToken> {
                support::token(&self.syntax, SyntaxKind::#kind)
            }
        }
    }
}

fn emit_node_accessor(grammar: &Grammar, rule: &NodeRule, parts: &[Part], index: usize, child: &str) -> TokenStream {
    let part = &parts[index];
    let name = accessor_name(part, child);
    let child_type = format_ident!("{child}");
    let rivals: Vec<usize> =
        (0..parts.len()).filter(|&other| other != index && overlap(grammar, part, &parts[other])).collect();
    let before = rivals.iter().filter(|&&rival| rival < index).max();
    let after = rivals.iter().filter(|&&rival| rival > index).min();
    let mut number = 0;
    let children = match (before, after) {
        (None, None) => quote!(support::children(&self.syntax)),
        (Some(&rival), None) => match separator(&parts[rival + 1..index], parts) {
            Some(token) => quote!(support::children_after(&self.syntax, SyntaxKind::#token)),
            None => {
                assert!(!part.many, "averment.ungram: {}: nothing separates `{name}` from one like it", rule.name);
                number = rivals.len();
                quote!(support::children(&self.syntax))
            }
        },
        (None, Some(&rival)) => match separator(&parts[index + 1..rival], parts) {
            Some(token) => quote!(support::children_before(&self.syntax, SyntaxKind::#token)),
            None => quote!(support::children(&self.syntax)),
        },
        (Some(_), Some(_)) => panic!("averment.ungram: {}: `{name}` stands between two like it", rule.name),
    };
    if part.many {
        let doc = format!(" Its [`{child}`] children.");
        quote! {
            #[doc = #doc]
            pub fn #name(&self) -> impl Iterator<Item = #child_type> + use<> {
                #children
            }
        }
    } else {
        let doc = match &part.label {
            Some(label) => format!(" Its [`{child}`] child in the place of `{label}`."),
            None => format!(" Its [`{child}`] child."),
        };
        let pick = match number {
            0 => quote!(next()),
            _ => {
                let number = Literal::usize_unsuffixed(number);
                quote!(nth(#number))
            }
        };
        quote! {
            #[doc = #doc]
            pub fn #name(&self) -> Option<#child_type> {
                #children.#pick
            }
        }
    }
}

fn accessor_name(part: &Part, child: &str) -> Ident {
    let name = match &part.label {
        Some(label) => label.clone(),
        None if part.many => plural(&snake_case(child)),
        None => snake_case(child),
    };
    match name.as_str() {
        "use" => format_ident!("use_"),
        "type" => format_ident!("ty"),
        _ => format_ident!("{name}"),
    }
}

fn plural(name: &str) -> String {
    match name.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{name}s"),
    }
}

/// Whether a child could be taken for either part.
fn overlap(grammar: &Grammar, a: &Part, b: &Part) -> bool {
    match (&a.what, &b.what) {
        (What::Node(a), What::Node(b)) => {
            let nodes = grammar.nodes_of(b);
            grammar.nodes_of(a).iter().any(|node| nodes.contains(node))
        }
        _ => false,
    }
}

/// A token among `between` that the rule names only once.
fn separator(between: &[Part], parts: &[Part]) -> Option<Ident> {
    between.iter().find_map(|part| match &part.what {
        What::Token(token) if parts.iter().filter(|other| other.what == part.what).count() == 1 => {
            Some(format_ident!("{}", token_kind(token)))
        }
        _ => None,
    })
}

fn emit_choice(grammar: &Grammar, rule: &NodeRule, variants: &[String]) -> TokenStream {
    let name = format_ident!("{}", rule.name);
    let doc = doc(rule);
    for (index, variant) in variants.iter().enumerate() {
        let nodes = grammar.nodes_of(variant);
        let seen = variants[..index].iter().flat_map(|other| grammar.nodes_of(other)).find(|node| nodes.contains(node));
        assert!(seen.is_none(), "averment.ungram: {} holds {seen:?} twice", rule.name);
    }
    let variants: Vec<Ident> = variants.iter().map(|variant| format_ident!("{variant}")).collect();
    let docs: Vec<String> = variants.iter().map(|variant| format!(" A [`{variant}`].")).collect();
    quote! {
        #doc
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum #name {
            #(#[doc = #docs] #variants(#variants),)*
        }

        impl AstNode for #name {
            fn can_cast(kind: SyntaxKind) -> bool {
                #(#variants::can_cast(kind))||*
            }

            fn cast(syntax: SyntaxNode) -> Option<Self> {
                let kind = syntax.kind();
                #(
                    if #variants::can_cast(kind) {
                        return #variants::cast(syntax).map(Self::#variants);
                    }
                )*
                None
            }

            fn syntax(&self) -> &SyntaxNode {
                match self {
                    #(Self::#variants(node) => node.syntax(),)*
                }
            }
        }
    }
}
