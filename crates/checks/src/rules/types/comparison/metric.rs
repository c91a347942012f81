//! The numbers of a metric, which are compared with one another.

use averment_model::{Decl, Measure, NodeId, Value};
use averment_syntax::vocabulary::{Key, Kind};

use crate::finding::Checker;

/// Looks at every metric.
pub(super) fn metrics(c: &mut Checker<'_>) {
    for decl in c.body.decls.iter().filter(|decl| decl.kind == Some(Kind::Metric)) {
        let unit = decl.property(Key::Unit).and_then(|property| {
            let (word, node) = property.words().next()?;
            Some((Measure::in_unit(word)?, node, format!("unit {word}")))
        });
        let given = [Key::Baseline, Key::Target].into_iter().filter_map(|key| given(decl, key));
        let mut seen: Vec<(Measure, NodeId, String)> = unit.into_iter().collect();
        let counted = seen.first().map(|(measure, ..)| *measure);
        for (measure, node, text) in given {
            // A plain number is of the unit that is given beside it.
            let measure = counted.filter(|_| measure == Measure::Plain).unwrap_or(measure);
            let differs = seen.iter().find(|(other, ..)| !other.fits(measure));
            if let Some((other, place, said)) = differs {
                let message = format!(
                    "`{text}` is {} and `{said}` {}; give both in the same kind of unit",
                    measure.text(),
                    if said.starts_with("unit") {
                        format!("counts {}", other.text())
                    } else {
                        format!("is {}", other.text())
                    },
                );
                let place = c.place(*place);
                c.report(node, message).related(place, format!("`{said}`"));
                break;
            }
            seen.push((measure, node, text));
        }
    }
}

fn given(decl: &Decl, key: Key) -> Option<(Measure, NodeId, String)> {
    let property = decl.property(key).filter(|property| property.mismatch.is_none())?;
    property.values.iter().find_map(|(value, node)| match value {
        Value::Quantity(quantity) => {
            Some((Measure::of(quantity), *node, format!("{} {}", property.word, quantity.text)))
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    #[test]
    fn numbers_that_measure_different_things() {
        check(
            "type/comparison",
            "\
spec S {
  metric A {
    unit EUR
    baseline 5%
//           ^^ type/comparison: `baseline 5%` is a percentage and `unit EUR` counts an amount in EUR; give both in the same kind of unit
    target 10 s
  }
  metric B {
    baseline 5%
    target < 10 s
//           ^^^^ type/comparison: `target 10 s` is a length of time and `baseline 5%` is a percentage; give both in the same kind of unit
  }
  metric C {
    unit orders
    baseline 5
    target 20 per_day
  }
  metric D {
    unit percent
    baseline 0
    target 20%
  }
  metric E {
    unit days
    baseline 5
    target 48 h
  }
}
",
        );
    }
}
