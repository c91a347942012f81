//! Amounts that nothing can have: a limit below zero, a wait of no time, a percentile beyond all.

use averment_model::{Number, Value, is_percentile};
use averment_syntax::vocabulary::Key;

use super::written::is_zero;
use crate::finding::Checker;

/// Looks at every property of an item.
pub(super) fn amounts(c: &mut Checker<'_>) {
    for property in c.body.decls.iter().flat_map(|decl| &decl.properties) {
        if property.mismatch.is_some() {
            continue;
        }
        let word = &property.word;
        let (of_time, of_any) = match property.key {
            Some(Key::Every | Key::Within | Key::Latency | Key::Appetite) => (true, true),
            Some(Key::Limit | Key::At) => (false, true),
            _ => (false, false),
        };
        for (value, node) in &property.values {
            let message = match value {
                Value::Quantity(quantity) if of_time && quantity.number <= Number::parse("0", false) => {
                    let how = if is_zero(quantity) { "no time at all" } else { "less than no time" };
                    format!("`{word}` takes a length of time, and `{}` is {how}; write a longer one", quantity.text)
                }
                Value::Quantity(quantity) if of_any && quantity.number < Number::parse("0", false) => {
                    format!(
                        "`{word}` takes what is counted from 0 on, and `{}` is less; write a positive number",
                        quantity.text
                    )
                }
                Value::Word(percentile) if is_percentile(percentile) && !is_share(percentile) => {
                    format!(
                        "there is no `{percentile}`: a percentile is a share of all, more than 0 and at most 100; write it as `p95`"
                    )
                }
                _ => continue,
            };
            c.report(*node, message);
        }
    }
}

/// Whether a percentile names a share of all, as `median`, `max` and `p999` do: 99.9 of a hundred.
fn is_share(percentile: &str) -> bool {
    let digits = percentile.trim_start_matches(['p', 'P']);
    let number: Option<u32> = digits.parse().ok();
    number.is_none_or(|number| number > 0 && number <= 100 || digits.starts_with('9'))
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    #[test]
    fn amounts_that_nothing_has() {
        check(
            "type/wrong-value",
            "\
system Gate {
  latency p200 < 300 ms
//        ^^^^ type/wrong-value: there is no `p200`: a percentile is a share of all, more than 0 and at most 100; write it as `p95`
  latency median < 300 ms
  latency p999 < 300 ms
  latency p0 < 300 ms
//        ^^ type/wrong-value: there is no `p0`: a percentile is a share of all, more than 0 and at most 100; write it as `p95`
  latency p99 < 0 s
//              ^^^ type/wrong-value: `latency` takes a length of time, and `0 s` is no time at all; write a longer one
  limit -5
//      ^^ type/wrong-value: `limit` takes what is counted from 0 on, and `-5` is less; write a positive number
  limit 5 MB
}
spec S {
  appetite 6 weeks
  metric M {
    baseline -5
    target -3
  }
  flow F {
    step A {
      every 0 s
//          ^^^ type/wrong-value: `every` takes a length of time, and `0 s` is no time at all; write a longer one
      within 2 s at p100
    }
  }
}
",
        );
    }
}
