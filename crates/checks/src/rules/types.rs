//! Whether values are what their places ask for.

pub(crate) mod always_set;
mod amount;
mod calendar;
pub(crate) mod comparison;
pub(crate) mod constraint;
pub(crate) mod default_outside;
mod meant;
pub(crate) mod missing_property;
pub(crate) mod range_reversed;
pub(crate) mod repeated_property;
pub(super) mod several;
pub(crate) mod unit;
pub(crate) mod unknown_state;
pub(super) mod written;
pub(crate) mod wrong_value;

use averment_model::{Db, Def};

use super::name::listed;
use crate::finding::Place;

/// Where a field is declared, and how: evidence for what is said about its values.
fn declared_as<'db>(db: &'db dyn Db, def: Def<'db>) -> Option<(Place<'db>, String)> {
    let Def::Field(owner, field) = def else { return None };
    let signature = &owner.signature(db).fields[field as usize];
    Some((Place::def(db, def)?, format!("`{}` is declared `{}`", signature.name, signature.text)))
}

#[cfg(test)]
mod tests {
    use crate::testing::Fixture;

    #[test]
    fn the_shipped_examples_lack_an_owner_and_a_problem() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/specs");
        let mut text = String::new();
        for folder in std::fs::read_dir(root).expect("the examples").flatten() {
            for file in std::fs::read_dir(folder.path()).expect("a folder of examples").flatten() {
                let path = file.path();
                if path.extension().is_some_and(|extension| extension == "averment") {
                    text.push_str(&format!("//- {}\n", path.display()));
                    text.push_str(&std::fs::read_to_string(path).expect("an example"));
                }
            }
        }
        let fixture = Fixture::new(&text);
        let mut found = Vec::new();
        for (file, _) in &fixture.files {
            let findings = fixture.findings(*file).into_iter().filter(|(_, _, finding)| finding.rule.group() == "type");
            found.extend(findings.map(|(_, _, finding)| format!("{}: {}", finding.rule.code, finding.message)));
        }
        found.sort();
        assert_eq!(
            found,
            [
                "type/missing-property: `Checkout` has no `owner`, which every spec needs from review on: who answers for it",
                "type/missing-property: `Checkout` has no `problem`, which every spec needs from review on: who has which \
                 problem, how often, and what it costs them",
            ]
        );
    }
}
