//! How much of the edge cases that specs raise is answered, without the questions themselves.

use averment_checks::edges::{Coverage, review_of};
use averment_checks::status;
use averment_model::{Db, DeclRef, Workspace, body, items, spans};
use averment_syntax::ItemKind;
use averment_syntax::vocabulary::{Kind, Status};

use crate::diagnostics::item_start;
use crate::types::FileRange;

/// The coverage of one spec.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecCoverage {
    /// Its name.
    pub name: String,
    /// Its title, where it has one.
    pub title: Option<String>,
    /// Its status.
    pub status: Status,
    /// Its name, in its file.
    pub at: FileRange,
    /// What is answered.
    pub coverage: Coverage,
}

/// The coverage of every spec of a workspace that is still in use, in the order of their files.
pub(crate) fn coverage(db: &dyn Db, workspace: Workspace) -> Vec<SpecCoverage> {
    let mut files: Vec<_> = workspace.open(db).iter().chain(workspace.closed(db)).copied().collect();
    files.sort_by(|a, b| a.path(db).cmp(b.path(db)));
    let specs = files.into_iter().flat_map(|file| items(db, file));
    let specs = specs.filter(|item| item.kind(db) == ItemKind::Declaration(Kind::Spec)).map(|item| {
        let signature = DeclRef::root(*item).signature(db);
        let name = body(db, *item).decls.first().map_or_else(Default::default, |d| spans(db, *item).get(d.name_node));
        SpecCoverage {
            name: signature.name.clone().unwrap_or_default().to_string(),
            title: signature.title.as_ref().map(ToString::to_string),
            status: status(db, *item),
            at: FileRange { file: item.file(db), range: name + item_start(db, *item) },
            coverage: review_of(db, *item).coverage(),
        }
    });
    specs.filter(|spec| spec.status != Status::Retired).collect()
}

#[cfg(test)]
mod tests {
    use averment_checks::edges::Coverage;

    use crate::fixture::Fixture;

    #[test]
    fn specs_in_use_are_counted() {
        let spec = |name: &str, status: &str, edge: &str| {
            format!(
                "spec {name} {{\n  status {status}\n  flow F {{\n    actor A\n    step B {{\n      shows E.rows\n    }}\n  }}\n{edge}}}\n"
            )
        };
        let text = format!(
            "//- b.averment\n{}{}//- a.averment\nactor A\nentity E {{\n  rows many Row\n}}\nvalue Row {{\n  x Text\n}}\n{}spec D \"No flow\" {{\n}}\n",
            spec("Open", "draft", ""),
            spec("Gone", "retired", ""),
            spec("Told", "draft", "  edge None {\n    covers empty of E.rows\n    then it says so\n  }\n"),
        );
        let fixture = Fixture::new(&text);
        let analysis = fixture.analysis();
        let workspace = analysis.workspace(fixture.file(0)).expect("nothing changes it");
        let specs = analysis.coverage(workspace).expect("nothing changes it");
        let shown: Vec<_> = specs.iter().map(|spec| (fixture.show(spec.at), spec.coverage.answered > 0)).collect();
        let expected = [("a.averment:8:Told", true), ("a.averment:21:D", false), ("b.averment:1:Open", false)];
        assert_eq!(shown, expected.map(|(at, answered)| (at.to_owned(), answered)));
        assert_eq!(specs[1].coverage, Coverage::default());
        assert_eq!(specs[1].coverage.percent(), None);
        assert!(specs[2].coverage.open > 0 && specs[2].coverage.percent() == Some(0));
    }
}
