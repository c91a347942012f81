//! `averment explain`

use std::process::ExitCode;

use averment_ide::{rule_page, rule_pages};
use clap::Args;

use crate::{Failure, print};

/// The arguments of `averment explain`.
#[derive(Args)]
pub(crate) struct ExplainArgs {
    /// The code of a rule, such as `name/unresolved`. Without one, all rules are listed.
    code: Option<String>,
}

/// Runs it.
pub(crate) fn run(arguments: &ExplainArgs) -> Result<ExitCode, Failure> {
    let Some(code) = &arguments.code else {
        let pages = rule_pages();
        let width = pages.iter().map(|page| page.code.len()).max().unwrap_or(0);
        let lines = pages.iter().map(|page| format!("{:width$}  {}\n", page.code, page.summary.replace('\n', " ")));
        print(&lines.collect::<String>())?;
        return Ok(ExitCode::SUCCESS);
    };
    match rule_page(code) {
        Some(page) => {
            print(page.page)?;
            Ok(ExitCode::SUCCESS)
        }
        None => {
            let pages = rule_pages();
            let nearest = pages.iter().min_by_key(|page| strsim::damerau_levenshtein(page.code, code));
            let near = nearest.filter(|page| strsim::damerau_levenshtein(page.code, code) <= 4);
            let hint = match near {
                Some(page) => format!("did you mean `{}`?", page.code),
                None => "`averment explain` lists them all".to_owned(),
            };
            Err(format!("there is no rule `{code}`; {hint}").into())
        }
    }
}
