//! `cargo xtask workspace`: writes a workspace of specs as a company would have it, of any size.
//!
//! What the files say is data: the products and what can be done in them are in `workspace/lexicon.rs`, the specs with
//! gaps for their words in `workspace/templates`. A plan (`workspace/plan.rs`) decides what exists and where before
//! anything is written, so that any file can refer to any other and every name leads somewhere. The same seed gives the
//! same files.

mod feature;
mod file;
mod lexicon;
mod plan;
pub(crate) mod random;
mod support;
mod template;
mod words;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use self::file::ModuleFile;
use self::plan::{FEWEST_FILES, Place};
use self::random::Random;

/// How many lines a file has on average, where nothing else is asked for.
pub(crate) const LINES_PER_FILE: usize = 100;

/// Arguments of `cargo xtask workspace`.
#[derive(clap::Args)]
pub(crate) struct WorkspaceArgs {
    /// How many files to write
    #[arg(long)]
    files: usize,
    /// The folder to write to, which is created, or is empty
    #[arg(long, default_value = "target/workspace")]
    out: PathBuf,
    /// The same seed gives the same files
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many lines a file has on average
    #[arg(long, default_value_t = LINES_PER_FILE)]
    lines: usize,
    /// Make one of the files this long (may be given more than once)
    #[arg(long, value_name = "LINES")]
    probe: Vec<usize>,
}

impl WorkspaceArgs {
    /// Writes the workspace and says on standard output what was written.
    pub(crate) fn run(self) -> Result<(), Box<dyn std::error::Error>> {
        use std::io::Write;

        if fs::read_dir(&self.out).is_ok_and(|mut entries| entries.next().is_some()) {
            return Err(format!("{} is not empty: remove it, or name another folder", self.out.display()).into());
        }
        let recipe = Recipe { files: self.files, lines: self.lines, seed: self.seed, probes: self.probe };
        let workspace = recipe.generate()?;
        workspace.write_to(&self.out)?;
        let (files, lines) = (workspace.files.len(), workspace.lines());
        writeln!(io::stdout(), "{files} files with {lines} lines in {}", self.out.display())?;
        Ok(())
    }
}

/// What a generated workspace is to be like.
#[derive(Debug, Clone)]
pub(crate) struct Recipe {
    /// How many files it has.
    pub(crate) files: usize,
    /// How many lines a file has on average, probes apart.
    pub(crate) lines: usize,
    /// The same seed gives the same files.
    pub(crate) seed: u64,
    /// The sizes, in lines, of files to try things on. They are files of specs like the others.
    pub(crate) probes: Vec<usize>,
}

/// A generated workspace.
pub(crate) struct Workspace {
    files: Vec<SpecFile>,
    /// Where the probes of the recipe stand among the files, in its order.
    probes: Vec<usize>,
}

/// A file of a generated workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SpecFile {
    /// Its path in the workspace, with `/` between folders.
    pub(crate) path: String,
    /// What it says.
    pub(crate) text: String,
}

impl Recipe {
    /// Writes the texts. Fails when there are too few files for a product and all that belongs to it.
    pub(crate) fn generate(&self) -> Result<Workspace, TooFewFiles> {
        let fewest = FEWEST_FILES + self.probes.len();
        if self.files < fewest {
            return Err(TooFewFiles { files: self.files, fewest });
        }
        let places = plan::lay_out(self.files, &self.probes, self.seed);
        let mut files = self.support(&places);
        let probes = self.features(&places, &mut files);
        Ok(Workspace { files, probes })
    }

    /// The files that features build on.
    fn support(&self, places: &[Place]) -> Vec<SpecFile> {
        let mut files = vec![support::company(self.seed)];
        for place in places {
            for write in [support::people, support::goals, support::catalogue, support::actors] {
                files.push(write(place, self.seed));
            }
            for area in &place.areas {
                files.push(support::model(place, area, self.seed));
                files.push(support::signals(place, area, self.seed));
            }
        }
        files.into_iter().map(SpecFile::from).collect()
    }

    /// Adds the files of specs, of different sizes, so that the average over all files comes out. Returns where the
    /// probes are.
    fn features(&self, places: &[Place], files: &mut Vec<SpecFile>) -> Vec<usize> {
        let features: Vec<_> = places
            .iter()
            .flat_map(|place| place.areas.iter().map(move |area| (place, area)))
            .flat_map(|(place, area)| area.features.iter().map(move |plan| (place, area, plan)))
            .collect();
        let random = &mut Random::new(self.seed, "sizes");
        let weights: Vec<usize> = features.iter().map(|_| random.between(50, 150)).collect();
        let is_probe = |index: &usize| features[*index].2.lines.is_some();
        let mut weight_left: usize =
            (0..features.len()).filter(|index| !is_probe(index)).map(|index| weights[index]).sum();
        let mut lines_left = (self.lines * (self.files - self.probes.len()))
            .saturating_sub(files.iter().map(|file| file.text.lines().count()).sum());
        let mut probes = Vec::new();
        for (index, (place, area, plan)) in features.iter().enumerate() {
            let lines = plan.lines.unwrap_or_else(|| lines_left * weights[index] / weight_left);
            let file = SpecFile::from(feature::feature_file(place, area, plan, lines, self.seed));
            if plan.lines.is_some() {
                probes.push(files.len());
            } else {
                lines_left = lines_left.saturating_sub(file.text.lines().count());
                weight_left -= weights[index];
            }
            files.push(file);
        }
        probes
    }
}

impl From<ModuleFile> for SpecFile {
    fn from(file: ModuleFile) -> Self {
        let (path, text) = file.finish();
        SpecFile { path, text }
    }
}

impl Workspace {
    /// The files.
    pub(crate) fn files(&self) -> &[SpecFile] {
        &self.files
    }

    /// The file of the n-th probe of the recipe.
    pub(crate) fn probe(&self, index: usize) -> &SpecFile {
        &self.files[self.probes[index]]
    }

    /// How many lines the files have together.
    pub(crate) fn lines(&self) -> usize {
        self.files.iter().map(|file| file.text.lines().count()).sum()
    }

    /// Writes the files and `averment.toml` into a folder, which is created.
    pub(crate) fn write_to(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        fs::write(folder.join("averment.toml"), "[workspace]\nname = \"generated\"\n")?;
        for file in &self.files {
            let path = folder.join(&file.path);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(path, &file.text)?;
        }
        Ok(())
    }
}

/// A workspace of so few files would refer to what is not in it.
#[derive(Debug)]
pub(crate) struct TooFewFiles {
    files: usize,
    fewest: usize,
}

impl std::fmt::Display for TooFewFiles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a workspace of {} files cannot be complete; the smallest has {}", self.files, self.fewest)
    }
}

impl std::error::Error for TooFewFiles {}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    fn recipe(files: usize, probes: &[usize]) -> Recipe {
        Recipe { files, lines: LINES_PER_FILE, seed: 1, probes: probes.to_vec() }
    }

    fn generated(files: usize, probes: &[usize]) -> Workspace {
        recipe(files, probes).generate().expect("there are enough files")
    }

    #[test]
    fn the_same_seed_gives_the_same_files() {
        let files = |seed| Recipe { seed, ..recipe(60, &[]) }.generate().expect("there are enough files").files;
        assert_eq!(files(1), files(1));
        assert_ne!(files(1), files(2));
    }

    #[test]
    fn there_are_as_many_files_and_lines_as_asked_for() {
        for count in [FEWEST_FILES + 2, 10, 57, 300] {
            let workspace = generated(count, &[250, 4000]);
            assert_eq!(workspace.files.len(), count);
            for (index, lines) in [250usize, 4000].into_iter().enumerate() {
                let actual = workspace.probe(index).text.lines().count();
                assert!(actual.abs_diff(lines) <= lines / 20, "{actual} lines instead of {lines}");
            }
        }
        let lines = generated(300, &[]).lines();
        assert!((27_000..=33_000).contains(&lines), "{lines} lines in 300 files");
    }

    #[test]
    fn a_workspace_that_cannot_be_complete_is_refused() {
        assert!(recipe(FEWEST_FILES - 1, &[]).generate().is_err());
        assert!(recipe(FEWEST_FILES + 19, &[250; 20]).generate().is_err());
        assert_eq!(generated(FEWEST_FILES + 20, &[250; 20]).files.len(), FEWEST_FILES + 20);
    }

    #[test]
    fn every_file_is_ascii_and_parses() {
        for file in generated(300, &[250, 4000]).files() {
            let errors = averment_syntax::parse_file(&file.text).errors;
            assert!(errors.is_empty(), "{}: {errors:#?}", file.path);
            assert!(file.text.is_ascii(), "{}", file.path);
            assert_eq!(file.text.lines().filter(|line| line.starts_with("module ")).count(), 1, "{}", file.path);
        }
    }

    #[test]
    fn every_use_leads_to_a_declaration_and_is_needed() {
        let workspace = generated(300, &[250, 4000]);
        let mut declared: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for file in workspace.files() {
            declared.entry(module(&file.text)).or_default().extend(declarations(&file.text, ""));
        }
        for file in workspace.files() {
            let (uses, rest): (Vec<&str>, Vec<&str>) = file.text.lines().partition(|line| line.starts_with("use "));
            let rest = rest.join("\n");
            for (module, names) in uses.iter().filter_map(|line| line["use ".len()..].split_once(".{")) {
                for name in names.trim_end_matches('}').split(", ") {
                    assert!(declared[module].contains(name), "{}: {module}.{name}", file.path);
                    assert!(words(&rest).any(|word| word == name), "{}: {module}.{name} is not needed", file.path);
                }
            }
        }
    }

    #[test]
    fn no_name_is_declared_twice() {
        let workspace = generated(300, &[250, 4000]);
        let mut declared = BTreeSet::new();
        for file in workspace.files() {
            for name in declarations(&file.text, "") {
                assert!(declared.insert((module(&file.text), name)), "{}: {name}", file.path);
            }
            for spec in file.text.split("\nspec ").skip(1) {
                let names: Vec<&str> = declarations(spec, "  ").collect();
                let distinct: BTreeSet<&str> = names.iter().copied().collect();
                assert_eq!(distinct.len(), names.len(), "{}: {names:?}", file.path);
            }
        }
    }

    fn module(text: &str) -> &str {
        text.lines().next().and_then(|line| line.strip_prefix("module ")).expect("a file begins with its module")
    }

    /// The names of the declarations at an indentation: a word, a name in capitals, and a title, a block or prose.
    fn declarations<'t>(text: &'t str, indent: &'t str) -> impl Iterator<Item = &'t str> {
        let lines = text.lines().filter_map(move |line| line.strip_prefix(indent));
        lines.filter(|line| !line.starts_with(' ')).filter_map(|line| {
            let mut words = line.split([' ', ':']);
            let (keyword, name) = (words.next()?, words.next()?);
            let is_keyword = !keyword.is_empty() && keyword.chars().all(|c| c.is_ascii_lowercase());
            let opens = line.ends_with('{') || line.contains(':');
            (is_keyword && opens && name.starts_with(char::is_uppercase)).then_some(name)
        })
    }

    fn words(text: &str) -> impl Iterator<Item = &str> {
        text.split(|c: char| !c.is_alphanumeric() && c != '_')
    }
}
