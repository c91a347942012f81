//! Whether flows, lifecycles and decision tables can be gone through, and whether what happens in one is known to the other.

pub(crate) mod case_gap;
pub(crate) mod case_overlap;
pub(crate) mod cycle;
pub(crate) mod dead_case;
pub(crate) mod dead_target;
pub(crate) mod endless;
mod graph;
pub(crate) mod move_without_transition;
pub(crate) mod never_emitted;
pub(crate) mod no_effect;
pub(crate) mod no_exit;
pub(crate) mod resume_and_ends;
mod states;
pub(crate) mod transition_not_moved;
pub(crate) mod undecided_case;
pub(crate) mod undeclared_state;
pub(crate) mod unhandled_error;
pub(crate) mod unheld_right;
pub(crate) mod unreachable_state;
pub(crate) mod unreachable_step;
mod written;

#[cfg(test)]
mod tests {
    use crate::testing::Fixture;

    #[test]
    fn the_shipped_examples_hold_together() {
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
            let findings = fixture.findings(*file).into_iter().filter(|(_, _, finding)| finding.rule.group() == "flow");
            found.extend(findings.map(|(_, _, finding)| format!("{}: {}", finding.rule.code, finding.message)));
        }
        // "Two gaps and one overlap are in it", its author writes of the table of fees.
        assert_eq!(
            found,
            [
                "flow/case-gap: `ShippingFee` has no case for `total < 50 EUR and tier = silver`, nor for `total = 50 EUR and tier \
                 in { standard, silver }`; add cases for them",
                "flow/case-overlap: where `total >= 100 EUR and tier = silver` this case gives \"2.90 EUR\" and another gives \
                 \"free\": narrow one of the two",
            ]
        );
    }
}
