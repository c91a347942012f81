//! `averment hints`

use std::process::ExitCode;

use averment_ide::{AnalysisHost, SpecReview};
use averment_syntax::vocabulary::{CATEGORIES, category};
use camino::Utf8PathBuf;
use clap::{Args, ValueEnum};

use crate::source::Source;
use crate::{Failure, findings, print, report};

/// The arguments of `averment hints`.
#[derive(Args)]
pub(crate) struct HintsArgs {
    /// Specs and folders of specs.
    #[arg(default_value = ".")]
    paths: Vec<Utf8PathBuf>,
    /// Only questions of these categories: empty, duplicate, permission, …
    #[arg(long, value_parser = category_word, value_delimiter = ',')]
    category: Vec<&'static str>,
    /// Also what is answered or waived already, and by what.
    #[arg(long)]
    all: bool,
    /// Count instead of listing: how much is answered, by spec and category.
    #[arg(long)]
    coverage: bool,
    /// Print the states of a field, such as `Order.status`, against the steps that meet them.
    #[arg(long, value_name = "PATH", conflicts_with_all = ["category", "all", "coverage"])]
    matrix: Option<String>,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For people: each spec with its questions.
    Human,
    /// One document; its schema is `schemas/hints.schema.json`.
    Json,
    /// Workflow commands of GitHub Actions: annotations on a pull request.
    Github,
}

fn category_word(word: &str) -> Result<&'static str, String> {
    category(word).map(|data| data.word).ok_or_else(|| {
        let words: Vec<_> = CATEGORIES.iter().map(|data| data.word).collect();
        format!("the categories are {}", words.join(", "))
    })
}

/// A spec with the file it stands in.
pub(crate) struct Reviewed<'a> {
    pub(crate) source: &'a Source,
    pub(crate) review: &'a SpecReview,
}

/// What is printed of each spec.
pub(crate) struct Scope<'a> {
    categories: &'a [&'static str],
    /// Whether what is answered is listed too.
    pub(crate) all: bool,
    /// Whether only counts are wanted.
    pub(crate) coverage: bool,
}

impl Scope<'_> {
    /// Whether a category is wanted.
    pub(crate) fn has(&self, category: &str) -> bool {
        self.categories.is_empty() || self.categories.contains(&category)
    }
}

/// Runs it.
pub(crate) fn run(arguments: &HintsArgs) -> Result<ExitCode, Failure> {
    let asked = findings::look(&arguments.paths);
    let host = findings::load(&asked.found)?;
    if let Some(path) = &arguments.matrix {
        return matrix(&host, path, arguments.format);
    }
    let mut files = findings::in_parallel(&host, &asked, |analysis, file| analysis.edge_cases(file))?;
    files.sort_by(|(a, _), (b, _)| a.path.cmp(&b.path));
    let specs =
        files.iter().flat_map(|(source, reviews)| reviews.iter().map(move |review| Reviewed { source, review }));
    let specs: Vec<_> = specs.collect();
    let scope = Scope { categories: &arguments.category, all: arguments.all, coverage: arguments.coverage };
    let text = match arguments.format {
        Format::Human => report::hints::human(&specs, &scope),
        Format::Json => report::hints::json(&specs, &scope, |file| {
            let analysis = host.analysis();
            let path = analysis.path(file).ok()?;
            Some(Source::new(findings::shown(&path), analysis.text(file).ok()?))
        })?,
        Format::Github => report::hints::github(&specs, &scope),
    };
    print(&text)?;
    // Nobody can say of what was left out that nothing is missing in it.
    Ok(if asked.incomplete { ExitCode::from(2) } else { ExitCode::SUCCESS })
}

/// Prints the table of a field of states, of the first workspace that has it.
fn matrix(host: &AnalysisHost, path: &str, format: Format) -> Result<ExitCode, Failure> {
    let analysis = host.analysis();
    let mut reason = format!("there is no spec here, and so no `{path}`");
    for workspace in analysis.workspaces().map_err(|_| "the question was cancelled")? {
        match analysis.matrix(workspace, path).map_err(|_| "the question was cancelled")? {
            Ok(matrix) => {
                print(&match format {
                    Format::Json => report::matrix::json(&matrix)?,
                    Format::Human | Format::Github => report::matrix::human(&matrix),
                })?;
                return Ok(ExitCode::SUCCESS);
            }
            Err(why) => reason = why,
        }
    }
    Err(reason.into())
}
