//! Reads workspaces and collects what is wrong with them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io::ErrorKind;
use std::sync::{Arc, LazyLock};

use averment_ide::{
    Analysis, AnalysisHost, Cancellable, Cancelled, Change, Diagnostic, FileChange, FileText, Severity, SourceFile,
};
use averment_syntax::vocabulary::Status;
use averment_vfs::{CONFIG_NAME, Contents, EXTENSION, Found, Root};
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use crate::source::Source;
use crate::{Failure, complain};

/// A file with what is wrong in it.
pub(crate) struct Checked {
    pub(crate) source: Source,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// What a check gives.
pub(crate) struct Outcome {
    /// The files that were asked for, sorted by path.
    pub(crate) files: Vec<Checked>,
    /// The texts of the files that findings point into and that their fixes edit.
    pub(crate) sources: HashMap<SourceFile, Source>,
}

/// The stack of a thread that checks: that of the main thread, whatever the system's default is.
const STACK: usize = 16 << 20;

impl Outcome {
    /// Every finding with its file.
    pub(crate) fn findings(&self) -> impl Iterator<Item = (&Source, &Diagnostic)> {
        self.files.iter().flat_map(|file| file.diagnostics.iter().map(|d| (&file.source, d)))
    }

    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.findings().filter(|(_, d)| d.severity == severity).count()
    }
}

/// A path as it is shown: relative to where the command was started, with forward slashes.
pub(crate) fn shown(path: &Utf8Path) -> String {
    static HERE: LazyLock<Utf8PathBuf> = LazyLock::new(|| averment_vfs::normalise(Utf8Path::new(".")));
    path.strip_prefix(&*HERE).unwrap_or(path).as_str().replace('\\', "/")
}

/// What a command was asked to look at.
pub(crate) struct Asked {
    /// The paths that are there, absolute.
    pub(crate) paths: Vec<Utf8PathBuf>,
    /// What was found at them and around them.
    pub(crate) found: Found,
    /// Whether something was asked for that could not be looked at, which standard error was told.
    pub(crate) incomplete: bool,
}

impl Asked {
    /// The specs that were asked for, without those that are only looked at to judge them.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Utf8PathBuf> {
        self.found.files.iter().filter(|file| self.paths.iter().any(|asked| file.starts_with(asked)))
    }
}

/// Looks for the specs at the paths that a command was given. What is not there, cannot be read or holds no spec is told on
/// standard error, and the rest is looked at all the same: a mistyped path must not pass for a clean one.
pub(crate) fn look(given: &[Utf8PathBuf]) -> Asked {
    let (mut paths, mut incomplete) = (Vec::new(), false);
    for path in given {
        let Err(error) = path.symlink_metadata() else {
            paths.push(averment_vfs::normalise(path));
            continue;
        };
        incomplete = true;
        complain(&match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => {
                format!("there is nothing at `{path}`; give a spec or a folder of specs")
            }
            _ => format!("`{path}` cannot be read: {}", averment_vfs::reason(&error)),
        });
    }
    let found = averment_vfs::discover(&paths);
    for problem in &found.problems {
        incomplete = true;
        complain(&format!("{}: {}", shown(&problem.path), problem.reason));
    }
    for path in paths.iter().filter(|path| path.is_dir()) {
        let first = found.files.partition_point(|file| file < path);
        if !found.files[first..].first().is_some_and(|file| file.starts_with(path)) {
            incomplete = true;
            let shown = Some(shown(path)).filter(|shown| !shown.is_empty()).unwrap_or_else(|| ".".to_owned());
            complain(&format!(
                "there is no spec in `{shown}`: no file in it, apart from hidden and ignored ones, ends in `.{EXTENSION}`"
            ));
        }
    }
    Asked { paths, found, incomplete }
}

/// A host with the workspaces of some paths. To be called once: it also starts the threads that everything in parallel
/// runs on.
pub(crate) fn load(found: &Found) -> Result<AnalysisHost, Failure> {
    let threads = rayon::ThreadPoolBuilder::new().stack_size(STACK).build_global();
    threads.map_err(|error| format!("no thread could be started: {error}"))?;
    let many = found.files.len() > 200 && std::io::IsTerminal::is_terminal(&std::io::stderr());
    let bar =
        if many { indicatif::ProgressBar::new(found.files.len() as u64) } else { indicatif::ProgressBar::hidden() };
    let read = found.files.par_iter().map(|path| {
        let text = match averment_vfs::read(path) {
            // Every file is asked about, so what is known of its parts is worth keeping, as it is in an editor.
            Some(Contents::Text(text)) => FileText::Open(text),
            Some(Contents::Unreadable(reason)) => FileText::Unreadable(reason),
            None => FileText::Absent,
        };
        bar.inc(1);
        FileChange { path: path.clone(), text }
    });
    let files = read.collect();
    bar.finish_and_clear();
    let roots = found.roots.iter().map(|root| (root.path.clone(), root.config.clone()));
    let mut host = AnalysisHost::new();
    host.apply(Change { roots: Some(roots.collect()), files });
    Ok(host)
}

/// Checks what was asked for: each file in the light of its whole workspace.
pub(crate) fn check(asked: &Asked, status: Option<Status>) -> Result<Outcome, Failure> {
    let Asked { paths, found, .. } = asked;
    let mut host = load(found)?;
    host.set_status_override(status);
    let checked = in_parallel(&host, asked, |analysis, file| analysis.diagnostics(file))?;
    let mut files: Vec<_> = checked.into_iter().map(|(source, diagnostics)| Checked { source, diagnostics }).collect();
    let analysis = host.analysis();
    let cancelled = |_| Failure::from("the check was cancelled");
    for root in
        found.roots.iter().filter(|root| paths.iter().any(|p| root.path.starts_with(p) || p.starts_with(&root.path)))
    {
        files.extend(check_config(root).map_err(cancelled)?);
    }
    files.sort_by(|a, b| a.source.path.cmp(&b.source.path));
    let mut sources = HashMap::new();
    let pointed_at = files.iter().flat_map(|f| &f.diagnostics).flat_map(|d| {
        let edited = d.fixes.iter().flat_map(|fix| fix.edit.files.iter().map(|(file, _)| *file));
        d.related.iter().map(|related| related.at.file).chain(edited)
    });
    for file in pointed_at {
        if let Entry::Vacant(entry) = sources.entry(file) {
            let path = analysis.path(file).map_err(cancelled)?;
            entry.insert(Source::new(shown(&path), analysis.text(file).map_err(cancelled)?));
        }
    }
    // The process ends soon and gives everything back at once.
    std::mem::forget(host);
    Ok(Outcome { files, sources })
}

/// What `work` says of each of the files that were asked for.
pub(crate) fn in_parallel<T: Send>(
    host: &AnalysisHost,
    asked: &Asked,
    work: impl Fn(&Analysis, SourceFile) -> Cancellable<T> + Sync,
) -> Result<Vec<(Source, T)>, Failure> {
    let found = &asked.found;
    let wanted = asked.files().collect();
    let all = |paths: Vec<_>| -> Vec<_> {
        paths.into_iter().filter_map(|path: &Utf8PathBuf| Some((path.as_path(), host.file(path)?))).collect()
    };
    // What is asked about the whole workspace one thread answers while the others wait, so everything that a file adds to
    // such an answer is worked out before.
    let read = all(found.files.iter().collect());
    let read = read.into_par_iter().try_for_each_with(host.analysis(), |analysis, (_, file)| analysis.read(file));
    let done = all(wanted).into_par_iter().map_with(host.analysis(), |analysis, (path, file)| {
        Ok((Source::new(shown(path), analysis.text(file)?), work(analysis, file)?))
    });
    let done: Cancellable<_> = read.and_then(|()| done.collect());
    done.map_err(|_| "the check was cancelled".into())
}

/// What is wrong with the configuration of a root, which may have no specs.
fn check_config(root: &Root) -> Result<Option<Checked>, Cancelled> {
    let path = root.path.join(CONFIG_NAME);
    let Some(config) = &root.config else {
        let Some(unread) = &root.unread else { return Ok(None) };
        let diagnostics = vec![averment_ide::unread_config(unread)];
        return Ok(Some(Checked { source: Source::new(shown(&path), Arc::from("")), diagnostics }));
    };
    // It is judged by itself, so a host of its own will do.
    let mut host = AnalysisHost::new();
    host.apply(Change { roots: Some(vec![(root.path.clone(), Some(config.clone()))]), files: Vec::new() });
    let analysis = host.analysis();
    let mut diagnostics = Vec::new();
    for workspace in analysis.workspaces()? {
        diagnostics.extend(analysis.config_diagnostics(workspace)?);
    }
    let found = !diagnostics.is_empty();
    Ok(found.then(|| Checked { source: Source::new(shown(&path), config.clone()), diagnostics }))
}
