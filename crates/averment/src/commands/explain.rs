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
            // The part behind the slash is what people remember.
            let named = pages.iter().find(|page| page.code.split('/').nth(1) == Some(code));
            let distance = |page: &&averment_ide::RulePage| strsim::damerau_levenshtein(page.code, code);
            let near = named.or_else(|| pages.iter().min_by_key(distance).filter(|page| distance(page) <= 4));
            let hint = match near {
                Some(page) => format!("did you mean `{}`?", page.code),
                None => "`averment explain` lists them all".to_owned(),
            };
            Err(format!("there is no rule `{code}`; {hint}").into())
        }
    }
}
