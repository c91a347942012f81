//! What is not asked, each beside the same with one thing changed that makes it a question.

use super::names::meanings;
use super::names::tests::{noting, without};
use super::rules::CATEGORY_RULES;
use crate::testing::count;

/// A spec with one flow, of steps by a clerk, over a model.
fn spec(model: &str, flow: &str) -> String {
    format!("actor Clerk\n{model}\nspec S {{\n  status review\n  flow F {{\n    actor Clerk\n{flow}\n  }}\n}}\n")
}

/// A silence of `silences.toml`.
#[derive(serde::Deserialize)]
struct Silence {
    of: String,
    words: String,
    #[serde(default)]
    model: String,
    flow: String,
    asks: String,
    silent: String,
}

/// `silences.toml`.
#[derive(serde::Deserialize)]
struct Fixtures {
    /// What pages list under `Not asked`.
    silence: Vec<Silence>,
    /// What depends on a name alone.
    name: Vec<Silence>,
}

fn fixtures() -> Fixtures {
    toml::from_str(include_str!("silences.toml")).expect("a list of silences")
}

/// The names under `Not asked` of a page.
fn listed(page: &str) -> Vec<&str> {
    let Some((_, rest)) = page.split_once("\nNot asked\n\n") else { return Vec::new() };
    let lines = rest.lines().take_while(|line| !line.is_empty()).filter_map(|line| line.strip_prefix("- `"));
    lines.map(|line| line.split('`').next().expect("a name in backticks")).collect()
}

#[test]
fn every_silence_of_every_page_is_shown() {
    let Fixtures { silence: silences, name: names } = fixtures();
    let shown: Vec<_> = silences.iter().map(|silence| silence.of.clone()).collect();
    let mut on_pages = Vec::new();
    for rules in CATEGORY_RULES {
        let category = rules.category.word();
        let names = listed(rules.finding.page);
        assert!(!names.is_empty(), "the page of edge/{category} says under `Not asked` where it is silent");
        on_pages.extend(names.into_iter().map(|name| format!("{category}/{name}")));
    }
    let missing: Vec<_> = on_pages.iter().filter(|name| !shown.contains(name)).collect();
    assert_eq!(missing, [""; 0], "listed under `Not asked`, with no fixture in `silences.toml`");
    let unknown: Vec<_> = shown.iter().filter(|name| !on_pages.contains(name)).collect();
    assert_eq!(unknown, [""; 0], "in `silences.toml`, and under `Not asked` of no page");
    let mut problems = Vec::new();
    for Silence { of, words, model, flow, asks, silent } in silences.iter().chain(&names) {
        let code = format!("edge/{}", of.split('/').next().expect("a category"));
        if !model.contains(asks.as_str()) && !flow.contains(asks.as_str()) {
            problems.push(format!("{of}: {asks:?} is not in its text"));
            continue;
        }
        let indented = |flow: &str| flow.trim_end().lines().map(|line| format!("    {line}\n")).collect::<String>();
        let text = spec(model.trim_end(), indented(flow).trim_end());
        let changed = spec(
            model.replace(asks.as_str(), silent).trim_end(),
            indented(&flow.replace(asks.as_str(), silent)).trim_end(),
        );
        for text in [&text, &changed] {
            let mistakes = mistakes(text);
            if !mistakes.is_empty() {
                problems.push(format!("{of}: is no Averment: {mistakes:#?}\n{text}"));
            }
        }
        match (count(&code, words, &text), count(&code, words, &changed)) {
            (0, _) => problems.push(format!("{of}: asks nothing of\n{text}")),
            (_, 0) => {}
            (_, some) => problems.push(format!("{of}: asks {some} of\n{changed}")),
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n\n"));
}

/// What a page shows as bad is answered by an edge with an outcome and by a waiver with a reason, and by nothing that says less.
#[test]
fn every_category_is_answered_in_each_way() {
    for rules in CATEGORY_RULES {
        let (code, category) = (rules.finding.code, rules.category.word());
        let examples = crate::testing::blocks(rules.finding.page);
        let (_, bad) = examples.iter().find(|(info, _)| info == "averment bad").expect("a bad example");
        let with = |answer: &str| {
            let open = bad.trim_end().strip_suffix('}').expect("a spec at the end");
            let text = format!("{open}{answer}\n}}\n");
            assert_eq!(mistakes(&text), [""; 0], "{text}");
            (count(code, "", &text), count("edge/unfinished", "", &text))
        };
        let asked = count(code, "", bad);
        assert_ne!(asked, 0, "{code}");
        assert_eq!(
            with(&format!("  edge E {{\n    covers {category}\n    when it happens\n    then it is said\n  }}")),
            (0, 0),
            "{code}"
        );
        assert_eq!(with(&format!("  waive edge/{category}: it is said elsewhere")), (0, 0), "{code}");
        assert_eq!(with("  waive edge/*: it is a sketch"), (0, 0), "{code}");
        // What waits for its author holds the question, and says itself that it does.
        assert_eq!(with(&format!("  waive edge/{category}: …")), (0, 1), "{code}");
        // Without an outcome, without `covers`, or about something else.
        let other = if category == "empty" { "large" } else { "empty" };
        for less in [
            format!("  edge E {{\n    covers {category}\n    when it happens\n  }}"),
            "  edge E {\n    when it happens\n    then it is said\n  }".to_owned(),
            format!("  waive edge/{other}: it is said elsewhere"),
        ] {
            assert_eq!(with(&less), (asked, 0), "{code} is answered by\n{less}");
        }
    }
}

/// Every list of conventional names decides something: without it, one of two specs that differ in a name is no longer asked what
/// it was asked, or no longer spared it.
#[test]
fn every_list_of_names_is_shown() {
    let indented = |flow: &str| flow.trim_end().lines().map(|line| format!("    {line}\n")).collect::<String>();
    let Fixtures { silence: silences, name: names } = fixtures();
    let specs: Vec<(String, String, String)> = silences
        .into_iter()
        .chain(names)
        .flat_map(|Silence { of, words, model, flow, asks, silent }| {
            let code = format!("edge/{}", of.split('/').next().expect("a category"));
            let with = |word: &str| {
                let (model, flow) = (model.replace(asks.as_str(), word), flow.replace(asks.as_str(), word));
                spec(model.trim_end(), indented(&flow).trim_end())
            };
            [(code.clone(), words.clone(), with(&asks)), (code, words, with(&silent))]
        })
        .collect();
    let before: Vec<_> = specs.iter().map(|(code, words, text)| noting(|| count(code, words, text))).collect();
    let decides = |meaning: &&'static str| {
        let with = specs.iter().zip(&before).filter(|(_, (_, noted))| noted.iter().any(|other| other == meaning));
        let mut with = with.map(|((code, words, text), (before, _))| (code, words, text, *before));
        with.any(|(code, words, text, before)| without(meaning, || count(code, words, text)) != before)
    };
    let unseen: Vec<_> = meanings().into_iter().filter(|meaning| !decides(meaning)).collect();
    assert_eq!(unseen, [""; 0], "lists of `names.toml` that no fixture in `silences.toml` depends on");
}

/// What keeps a fixture from meaning what it says.
fn mistakes(text: &str) -> Vec<String> {
    let fixture = crate::testing::Fixture::new(text);
    let files = fixture.files.iter().flat_map(|(file, _)| fixture.findings(*file));
    let wrong = files.filter(|(_, _, finding)| {
        ["syntax/", "name/unresolved", "name/unknown-property", "type/wrong"]
            .iter()
            .any(|code| finding.rule.code.starts_with(code))
    });
    wrong.map(|(_, _, finding)| format!("{}: {}", finding.rule.code, finding.message)).collect()
}

#[track_caller]
fn only_the_first_asks(code: &str, message: &str, asks: &str, silent: &str) {
    assert_ne!(count(code, message, asks), 0, "{code} asks nothing of\n{asks}");
    assert_eq!(count(code, message, silent), 0, "{code} asks of\n{silent}");
}

#[test]
fn a_whole_thing_that_is_read_does_not_unfold_into_its_lists() {
    let model = "entity Home {\n  locks many Text 0..9\n}";
    let step = |effect: &str| spec(model, &format!("    step A {{\n      when they look\n      {effect}\n    }}"));
    let code = "edge/empty";
    only_the_first_asks(code, "locks", &step("reads Home.locks"), &step("reads Home"));
    only_the_first_asks(code, "locks", &step("shows Home"), &step("then it belongs to another [Home]"));
}

#[test]
fn nobody_watches_a_step_that_takes_hours_or_looks_at_what_is_deleted() {
    let model = "entity Post {\n  photos many Image 0..9\n}";
    let step = |within: &str, rest: &str| {
        spec(model, &format!("    step A {{\n      reads Post.photos\n      within {within}\n    }}\n{rest}"))
    };
    only_the_first_asks("edge/empty", "photos", &step("5 s", ""), &step("48 h", ""));
    let gone = "    step B {\n      deletes Post\n    }";
    only_the_first_asks("edge/empty", "photos", &step("5 s", ""), &step("5 s", gone));
}

#[test]
fn matching_each_of_many_is_no_search_of_a_person() {
    let model = "entity Contact {\n  mail Email\n  rows many Text\n}";
    let step = |each: &str| spec(model, &format!("    step A {{\n      searches Contact.mail\n{each}    }}"));
    only_the_first_asks("edge/empty", "no contact matches", &step(""), &step("      reads each Contact.rows\n"));
}

#[test]
fn a_limit_in_time_counts_once_it_is_set_and_until_somebody_ends_it() {
    let model = "entity Key {\n  note Text\n  expires_at Time\n  state open | used | revoked\n}";
    let flow = |first: &str, last: &str| {
        spec(model, &format!("    step A {{\n      {first}\n    }}\n    step B {{\n      {last}\n    }}"))
    };
    let seen = flow("reads Key.note", "updates Key.note");
    only_the_first_asks("edge/expired", "between", &seen, &flow("reads Key.note", "updates Key.expires_at"));
    only_the_first_asks("edge/expired", "between", &seen, &flow("reads Key.note", "moves Key.state to revoked"));
    let one = spec(model, "    step A {\n      updates Key.note\n    }");
    only_the_first_asks("edge/expired", "may have passed", &one, &flow("asks Key.note", "creates Key"));
}

#[test]
fn an_error_that_says_it_is_over_answers_what_happens_when_it_is() {
    let model = "entity Link {\n  opened Integer\n  status open | expired\n}\nlifecycle L {\n  for Link.status\n  initial open\n  final expired\n  open -> expired\n}\nerror LinkGone\nerror LinkBroken";
    let flow = |error: &str| {
        let branch = format!("    branch B {{\n      from A\n      on {error}\n    }}");
        spec(model, &format!("    step A {{\n      updates Link.opened\n    }}\n{branch}"))
    };
    only_the_first_asks("edge/wrong-state", "expired", &flow("LinkBroken"), &flow("LinkGone"));
}

#[test]
fn one_flow_that_moves_a_thing_on_says_from_where() {
    let model = "entity Job {\n  status queued | building | ready | failed\n}";
    let first = "    step A {\n      creates Job\n      moves Job.status to queued\n    }\n";
    let then = "    step B {\n      moves Job.status to building\n    }";
    let code = "edge/wrong-state";
    only_the_first_asks(code, "building", &spec(model, then), &spec(model, &format!("{first}{then}")));
}

#[test]
fn a_rate_that_no_night_fills_is_no_limit() {
    let flow = "    step A {\n      every day\n      calls Bank\n      updates each Job.note\n    }";
    let limit =
        |limit: &str| spec(&format!("entity Job {{\n  note Text\n}}\nsystem Bank {{\n  limit {limit}\n}}"), flow);
    only_the_first_asks("edge/rate-limit", "Bank", &limit("5 requests/s"), &limit("500 requests/s"));
    only_the_first_asks(
        "edge/rate-limit",
        "Bank takes 500 rows".replace("Bank", "[Bank]").as_str(),
        &limit("500 rows"),
        &limit("500 MB"),
    );
}

#[test]
fn what_a_failure_of_the_second_says_answers_what_becomes_of_the_first() {
    let model = "system One\nsystem Two";
    let flow = "    step A {\n      calls One, Two\n    }\n  }\n  fail F {\n    on SYSTEM\n    when it is down\n    then it is tried again";
    let of = |system: &str| spec(model, &flow.replace("SYSTEM", system));
    only_the_first_asks("edge/partial-failure", "[Two] then fails", &of("One"), &of("Two"));
}

#[test]
fn two_who_change_different_fields_do_not_meet() {
    let model = "actor Boss\nentity Order {\n  note Text\n  price Text\n}";
    let flow = |field: &str| {
        let other = format!("  }}\n  flow G {{\n    actor Boss\n    step B {{\n      updates Order.{field}\n    }}");
        spec(model, &format!("    step A {{\n      updates Order.note\n    }}\n{other}"))
    };
    only_the_first_asks("edge/concurrent", "same order", &flow("note"), &flow("price"));
}

#[test]
fn what_runs_once_a_day_does_not_meet_itself() {
    let every = |every: &str| {
        spec(
            "entity Job {\n  note Text\n}",
            &format!("    step A {{\n      every {every}\n      updates each Job.note\n    }}"),
        )
    };
    only_the_first_asks("edge/concurrent", "runs again", &every("15 min"), &every("day"));
    only_the_first_asks("edge/interrupted", "runs by itself", &every("day"), &every("15 min"));
}

#[test]
fn who_has_a_desktop_is_served_by_a_page() {
    let uses = |uses: &str| {
        let actor = format!("actor Rider {{\n  uses {uses}\n}}\nentity Ride {{\n  note Text\n}}");
        spec(&actor, "    step A {\n      actor Rider\n      creates Ride\n    }")
    };
    only_the_first_asks("edge/offline", "no network", &uses("mobile"), &uses("mobile, desktop"));
}

#[test]
fn an_error_answers_for_the_step_it_leaves_and_not_for_others() {
    let model = "entity Order {\n  mail Email\n}\nentity Visit {\n  phone Phone\n}\nerror InvalidInput";
    let flow = "    step A {\n      asks Order.mail\n    }\n    step B {\n      asks Visit.phone\n    }\n    branch C {\n      from STEP\n      on InvalidInput\n    }";
    let of = |step: &str| spec(model, &flow.replace("STEP", step));
    only_the_first_asks("edge/invalid-input", "phone", &of("A"), &of("B"));
}
