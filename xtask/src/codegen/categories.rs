//! `categories.toml`: the categories of edge cases.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde::Deserialize;

use super::pascal_case;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Categories {
    #[serde(rename = "category")]
    pub(super) rows: Vec<Category>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Category {
    pub(super) word: String,
    pub(super) family: String,
    pub(super) doc: String,
    pub(super) question: String,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
}

impl Categories {
    pub(super) fn read(text: &str) -> Categories {
        toml::from_str(text).unwrap_or_else(|error| panic!("categories.toml: {error}"))
    }
}

/// The `Category` enum and its table.
pub(super) fn emit(categories: &Categories) -> TokenStream {
    let rows = &categories.rows;
    let variants: Vec<_> = rows.iter().map(|row| format_ident!("{}", pascal_case(&row.word))).collect();
    let docs = rows.iter().map(|row| format!(" `{}`: {}", row.word, row.doc));
    let data = rows.iter().zip(&variants).map(|(row, variant)| {
        let Category { word, family, doc, question, aliases } = row;
        let family = format_ident!("{}", pascal_case(family));
        quote! {
            CategoryData {
                category: Category::#variant,
                word: #word,
                family: Family::#family,
                doc: #doc,
                question: #question,
                aliases: &[#(#aliases),*],
            }
        }
    });
    let words = rows.iter().map(|row| {
        let (word, aliases) = (&row.word, &row.aliases);
        quote!(#word #(| #aliases)*)
    });
    let count = rows.len();
    quote! {
        /// A category of edge cases.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Category {
            #(#[doc = #docs] #variants,)*
        }

        /// Every category, family by family.
        pub static CATEGORIES: [CategoryData; #count] = [#(#data),*];

        impl Category {
            /// Every category, family by family.
            pub const ALL: &[Category] = &[#(Category::#variants),*];

            /// The category this word names, by its own spelling or an alias.
            pub fn from_word(word: &str) -> Option<Category> {
                let category = match word {
                    #(#words => Category::#variants,)*
                    _ => return None,
                };
                Some(category)
            }

            /// What the table says of it.
            pub fn data(self) -> &'static CategoryData {
                &CATEGORIES[self as usize]
            }
        }
    }
}
