//! Texts no person writes: deep, long and broken. None may overflow the stack or cost more than its length.

use std::time::Duration;

use averment_syntax::{format, parse_file};

/// How much shorter the texts are without optimisations: what is deep is still deeper than any stack, and what costs more
/// than its length still shows.
const LESS: usize = if cfg!(debug_assertions) { 8 } else { 1 };

/// Parses on a small stack and checks that the tree is the text.
fn parse(text: String) {
    let work = move || {
        let parse = parse_file(&text);
        assert_eq!(usize::from(parse.green.syntax().text_range().len()), text.len());
        assert!(parse.errors.len() <= text.lines().count().max(1), "at most one error per line");
        format::edits(&text);
    };
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(work).expect("a thread");
    assert!(thread.join().is_ok());
}

/// The processor time this thread has used: unlike the time of day, it does not count what else the machine does.
#[cfg(unix)]
fn time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

#[cfg(not(unix))]
fn time() -> Duration {
    std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default()
}

/// Checks that eight times the text costs about eight times the time.
#[track_caller]
fn linear(unit: &str) {
    let cost = |count: usize| {
        let text = format!("spec A {{\n  {}", unit.repeat(count));
        let start = time();
        drop(parse_file(&text));
        time().saturating_sub(start)
    };
    let count = (1 << 17) / unit.len() / LESS;
    cost(count);
    let small = (0..3).map(|_| cost(count)).min().unwrap_or_default().max(Duration::from_millis(1));
    let large = (0..3).map(|_| cost(8 * count)).min().unwrap_or_default();
    assert!(large < small * 40, "{unit:?}: {small:?}, eight times as much {large:?}");
}

#[test]
fn deep_nesting() {
    for (open, close) in
        [("{", "}"), ("(", ")"), ("spec A {\n", "}\n"), ("step A {\n ", "}\n"), ("many ", ""), ("not ", ""), ("- ", "")]
    {
        for (prefix, middle) in
            [("", ""), ("spec A {\n  ", "\n"), ("rule A {\n  always ", " a"), ("entity A {\n  a ", "Text")]
        {
            parse(format!("{prefix}{}", open.repeat(100_000 / LESS)));
            parse(format!("{prefix}{}{middle}{}\n}}\n", open.repeat(100_000 / LESS), close.repeat(100_000 / LESS)));
        }
    }
}

#[test]
fn long_chains() {
    for link in ["a + ", "a and ", "a implies ", "a.", "a, ", "a | ", "1..", "\"a\" ", "f(", "a in { ", "a is set "] {
        parse(format!("rule R {{\n  always {}a\n}}\n", link.repeat(100_000 / LESS)));
        parse(format!(
            "spec S {{\n  serves {}a\n  tags {}\n}}\n",
            link.repeat(100_000 / LESS),
            link.repeat(100_000 / LESS)
        ));
    }
    parse(format!("spec S {{\n  problem: {}\n}}\n", "| word [Ref] 5 s ".repeat(60_000 / LESS)));
    parse("spec S {\n".repeat(50_000 / LESS));
    parse("entity".repeat(200_000 / LESS));
}

#[test]
fn time_is_linear() {
    for unit in [
        "{",
        "}",
        "{}",
        "{ ",
        "} ",
        " ",
        "a{}",
        "a } ",
        "\n",
        "}\n",
        "{\n",
        "a {\n",
        "\"",
        "\"a",
        "€",
        "€ ",
        "a: ",
        ":",
        "-",
        "- a\n  ",
        "| a\n",
        "/// a\n",
        "// a\n",
        "step A {\n",
        "flow F\n    when a\n  ",
        "* a\n  ",
        "problem:\n\n",
        "problem:\n\n- a\n\n",
        "(",
        "a (",
        "metric a ",
        "metric A {\n  }\n ",
        "edge A: b\n  ",
        ",",
        ", ",
        "\r",
        "\r\n  ",
        "when a\n",
        "flow F {\n}\n",
        "status: draft\n",
        "spec A {",
        "spec A {\n  ",
        "  spec A {\n",
    ] {
        linear(unit);
    }
}
