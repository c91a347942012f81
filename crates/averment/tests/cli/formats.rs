//! Every format against what defines it.

use serde_json::Value;

use crate::{BROKEN, CLEAN, DRAFT, Folder, UNUSED, briefs, findings};

/// Findings of every severity, evidence in another file, fixes, characters outside ASCII, a path that needs escaping, and
/// a file that cannot be read.
fn mixed() -> Folder {
    let folder = Folder::with(&[
        (
            "averment.toml",
            "[workspace]\nname = \"w\"\n\n[lints]\n\"no%such<&\\\"rule\" = \"off\"\n\"name/naming\" = \"information\"\n",
        ),
        ("broken.averment", BROKEN),
        ("clean.averment", CLEAN),
        ("draft.averment", DRAFT),
        ("twice.averment", "module unused\n\nactor Nobody {\n  is human\n}\n"),
        ("unused.averment", UNUSED),
        ("wide.averment", "module wide\n\nrule _Größe_one \"𝒳 ü\" {\n  for Nichts\n}\n"),
    ]);
    folder.write("not,text 100%.averment", b"module \xff\n");
    folder
}

/// A folder of specs in this repository.
fn specs() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/specs")
}

fn outputs(format: &str) -> Vec<String> {
    let empty = Folder::new();
    let specs = crate::Run::new(&specs(), &["check", "--format", format]).go();
    let mixed = mixed().run(&["check", "--format", format]).exits(1);
    let clean = Folder::with(&[("a.averment", CLEAN)]).run(&["check", "--format", format]).exits(0);
    let none = empty.run(&["check", "--format", format]).exits(2);
    [specs, mixed, clean, none].into_iter().map(|ran| ran.out).collect()
}

#[track_caller]
pub(crate) fn assert_valid(schema: &str, documents: &[String], spoil: impl Fn(&mut Value)) {
    let schema: Value = serde_json::from_str(schema).expect("a schema");
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap_or_else(|error| panic!("the schema: {error}"));
    for document in documents {
        let value: Value = serde_json::from_str(document).expect("JSON");
        let errors: Vec<_> = validator.iter_errors(&value).map(|e| format!("{} at {}", e, e.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        let mut spoiled = value;
        spoil(&mut spoiled);
        assert!(!validator.is_valid(&spoiled), "the schema takes anything");
    }
}

#[test]
fn the_mix_is_mixed() {
    let found = mixed().findings(&[]);
    for severity in ["error", "warning", "information", "hint"] {
        assert!(found.iter().any(|f| f.severity == severity), "{severity}: {:?}", briefs(&found));
    }
    for code in ["config/invalid", "name/duplicate", "syntax/unreadable", "name/unresolved"] {
        assert!(found.iter().any(|f| f.code == code), "{code}: {:?}", briefs(&found));
    }
}

#[test]
fn json_keeps_to_its_schema() {
    let documents = outputs("json");
    let schema: Value = serde_json::from_str(include_str!("../../schemas/check.schema.json")).expect("a schema");
    jsonschema::draft202012::meta::validate(&schema).unwrap_or_else(|error| panic!("the schema itself: {error}"));
    assert_valid(include_str!("../../schemas/check.schema.json"), &documents, |value| {
        value["another"] = Value::from(1)
    });
    assert_valid(include_str!("../../schemas/check.schema.json"), &documents, |value| {
        value["version"] = Value::from(2)
    });
    // The mix reaches every part of the schema.
    assert!(documents[1].contains("\"label\"") && documents[1].contains("\"text\""), "fixes");
    let mixed: Value = serde_json::from_str(&documents[1]).expect("JSON");
    let all = mixed["findings"].as_array().expect("findings");
    assert!(all.iter().any(|f| !f["related"].as_array().expect("an array").is_empty()), "evidence elsewhere");
}

#[test]
fn json_counts_add_up() {
    for document in outputs("json") {
        let value: Value = serde_json::from_str(&document).expect("JSON");
        for (severity, name) in
            [("error", "errors"), ("warning", "warnings"), ("information", "informations"), ("hint", "hints")]
        {
            let counted = findings(&document).iter().filter(|f| f.severity == severity).count();
            assert_eq!(value["summary"][name], Value::from(counted), "{severity}");
        }
    }
}

/// Line, column and offset of every place agree with the text, whatever its characters and line breaks.
#[test]
fn json_places() {
    let text = "module wide\r\n\r\nspec Wide \"𝒳 ü\" {\r\n  problem: ü𝒳 [Nothing]\r\n}\r\n";
    let folder = Folder::with(&[("a.averment", text)]);
    let ran = folder.run(&["check", "--format", "json"]);
    let document: Value = serde_json::from_str(&ran.out).expect("JSON");
    let all = document["findings"].as_array().expect("findings");
    let unresolved = all.iter().find(|f| f["code"] == "name/unresolved").unwrap_or_else(|| panic!("{}", ran.out));
    let start = &unresolved["range"]["start"];
    assert_eq!((start["line"].as_u64(), start["column"].as_u64()), (Some(4), Some(16)), "{unresolved}");
    let at = |place: &str| unresolved["range"][place]["offset"].as_u64().expect("an offset") as usize;
    assert_eq!(&text[at("start")..at("end")], "Nothing");
}

/// Applying the edits of a fix as they are printed removes the finding.
#[test]
fn json_fixes_apply() {
    let folder = Folder::with(&[("a.averment", UNUSED)]);
    let ran = folder.run(&["check", "--format", "json"]);
    let document: Value = serde_json::from_str(&ran.out).expect("JSON");
    let edit = &document["findings"][0]["fixes"][0]["edits"][0];
    assert_eq!(edit["path"], "a.averment");
    let offset = |place: &str| edit["range"][place]["offset"].as_u64().expect("an offset") as usize;
    let mut text = UNUSED.to_owned();
    text.replace_range(offset("start")..offset("end"), edit["text"].as_str().expect("a text"));
    folder.write("a.averment", text.as_bytes());
    folder.run(&["check", "--deny", "hints"]).exits(0);
}

#[test]
fn sarif_keeps_to_its_schema() {
    // Its pattern for languages has a bracket too many, which the standard's flavour of patterns refuses.
    let schema = include_str!("../schemas/sarif-2.1.0.json").replace("{2}]?$", "{2}$");
    assert_valid(&schema, &outputs("sarif"), |value| value["runs"][0]["another"] = Value::from(1));
}

#[test]
fn sarif_says_what_json_says() {
    let folder = mixed();
    let sarif: Value = serde_json::from_str(&folder.run(&["check", "--format", "sarif"]).out).expect("JSON");
    let run = &sarif["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let results = run["results"].as_array().expect("results");
    let expected = folder.findings(&[]);
    assert_eq!(results.len(), expected.len());
    for (result, finding) in results.iter().zip(expected) {
        assert_eq!(result["ruleId"], finding.code.as_str());
        let index = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(rules[index]["id"], finding.code.as_str());
        let level = if finding.severity == "error" || finding.severity == "warning" {
            finding.severity.as_str()
        } else {
            "note"
        };
        assert_eq!(result["level"], level);
        assert_eq!(result["message"]["text"], finding.message.as_str());
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["region"]["startLine"], finding.line);
        assert_eq!(place["region"]["startColumn"], finding.column);
        let uri = place["artifactLocation"]["uri"].as_str().expect("a URI");
        assert_eq!(uri, finding.path.replace('%', "%25").replace(' ', "%20").replace(',', "%2C"));
    }
}

#[test]
fn junit_is_xml_whose_counts_add_up() {
    for document in outputs("junit") {
        let xml = roxmltree::Document::parse(&document).expect("XML");
        let root = xml.root_element();
        assert_eq!(root.tag_name().name(), "testsuites");
        let number = |node: roxmltree::Node<'_, '_>, name: &str| -> usize {
            node.attribute(name).and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{name} of {node:?}"))
        };
        let named =
            |node: roxmltree::Node<'_, '_>, name: &str| node.descendants().filter(|n| n.has_tag_name(name)).count();
        assert_eq!(number(root, "tests"), named(root, "testcase"));
        assert_eq!(number(root, "failures"), named(root, "failure"));
        for suite in root.children().filter(roxmltree::Node::is_element) {
            assert_eq!(suite.tag_name().name(), "testsuite");
            assert_eq!(number(suite, "tests"), named(suite, "testcase"));
            assert_eq!(number(suite, "failures"), named(suite, "failure"));
            assert!(number(suite, "tests") > 0);
        }
    }
}

#[test]
fn junit_says_what_json_says() {
    let folder = mixed();
    let document = folder.run(&["check", "--format", "junit"]).out;
    let xml = roxmltree::Document::parse(&document).expect("XML");
    let expected = folder.findings(&[]);
    let cases: Vec<_> = xml.descendants().filter(|n| n.has_tag_name("testcase")).collect();
    let clean: Vec<_> = cases.iter().filter(|n| n.attribute("name") == Some("no findings")).collect();
    assert_eq!(clean.len(), 1);
    assert_eq!(clean[0].attribute("classname"), Some("clean.averment"));
    let told: Vec<_> = cases.iter().filter(|n| n.attribute("name") != Some("no findings")).collect();
    assert_eq!(told.len(), expected.len());
    for (case, finding) in told.iter().zip(expected) {
        assert_eq!(case.attribute("classname"), Some(finding.path.as_str()));
        let name = format!("{} at {}:{}", finding.code, finding.line, finding.column);
        assert_eq!(case.attribute("name"), Some(name.as_str()));
        let inside = case.first_element_child().expect("a message");
        if finding.severity == "error" {
            assert_eq!(inside.tag_name().name(), "failure");
            assert_eq!(inside.attribute("type"), Some(finding.severity.as_str()));
            assert_eq!(inside.attribute("message"), Some(finding.message.as_str()));
        } else {
            assert_eq!(inside.tag_name().name(), "system-out");
            assert_eq!(inside.text(), Some(format!("{}: {}", finding.severity, finding.message).as_str()));
        }
    }
}

#[test]
fn junit_fails_what_fails_the_run() {
    let failures = |text: &str, arguments: &[&str]| {
        let ran = Folder::with(&[("a.averment", text)]).run(&[&["check", "--format", "junit"], arguments].concat());
        (ran.code, ran.out.matches("<failure").count(), ran.out.matches("<system-out").count())
    };
    assert_eq!(failures(UNUSED, &[]), (Some(0), 0, 1));
    assert_eq!(failures(UNUSED, &["--deny", "warnings"]), (Some(0), 0, 1));
    assert_eq!(failures(UNUSED, &["--deny", "hints"]), (Some(1), 1, 0));
    let (code, failed, told) = failures(DRAFT, &[]);
    assert_eq!((code, failed), (Some(0), 0));
    assert_eq!(failures(DRAFT, &["--deny", "hints"]), (Some(1), told, 0));
    let (code, failed, _) = failures(DRAFT, &["--deny", "warnings"]);
    assert_eq!((code, failed), (Some(1), 1));
}

#[test]
fn junit_takes_characters_that_xml_does_not() {
    let folder = Folder::with(&[("a.averment", "module a\n\u{1}\n\u{fffe}\n\u{b}\n")]);
    let ran = folder.run(&["check", "--format", "junit"]).exits(1);
    roxmltree::Document::parse(&ran.out).expect("XML");
}

#[test]
fn github_lines() {
    let folder = Folder::with(&[("a.averment", BROKEN), ("b.averment", UNUSED), ("c.averment", DRAFT)]);
    let ran = folder.run(&["check", "--format", "github"]).exits(1);
    let lines: Vec<_> = ran.out.lines().filter(|line| line.contains("title=name/")).collect();
    assert_eq!(lines.len(), 3, "{}", ran.out);
    let starts = [
        "::error file=a.averment,line=2,endLine=2,col=5,endColumn=12,title=name/unresolved::there is no module `nowhere`",
        "::notice file=b.averment,line=2,endLine=2,col=7,endColumn=13,title=name/unused::nothing mentions the actor `Nobody`",
        "::warning file=c.averment,line=5,endLine=5,col=10,endColumn=17,title=name/unresolved::",
    ];
    for (line, start) in lines.iter().zip(starts) {
        assert!(line.starts_with(start), "{line}");
    }
    assert_eq!(Folder::with(&[("a.averment", CLEAN)]).run(&["check", "--format", "github"]).exits(0).out, "");
}

#[test]
fn github_escapes() {
    let folder = mixed();
    let ran = folder.run(&["check", "--format", "github"]).exits(1);
    let expected = folder.findings(&[]);
    let lines: Vec<_> = ran.out.lines().collect();
    assert_eq!(lines.len(), expected.len(), "one line each");
    for (line, finding) in lines.iter().zip(expected) {
        let (properties, message) = line.strip_prefix("::").and_then(|rest| rest.split_once("::")).expect("a command");
        assert_eq!(message.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%"), finding.message);
        assert_eq!(properties.matches(',').count(), 5, "{properties}");
        assert!(properties.contains(&format!("line={},", finding.line)), "{properties}");
    }
    assert!(ran.out.contains("file=not%2Ctext 100%25.averment,"), "{}", ran.out);
    assert!(ran.out.contains("no%25such<&\"rule"), "{}", ran.out);
}

/// A line break in a name must not start a workflow command of its own.
#[cfg(unix)]
#[test]
fn github_commands_cannot_be_smuggled_in() {
    let folder = Folder::with(&[("a\n::error::b:c.averment", BROKEN)]);
    let ran = folder.run(&["check", "--format", "github"]).exits(1);
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
    assert!(ran.out.starts_with("::error file=a%0A%3A%3Aerror%3A%3Ab%3Ac.averment,"), "{}", ran.out);
}

#[test]
fn human_shows_the_line_and_the_fix() {
    let folder = Folder::with(&[("a.averment", UNUSED)]);
    let ran = folder.run(&["check"]).exits(0);
    let expected = "hint[name/unused]: nothing mentions the actor `Nobody`; use it, or remove it
 --> a.averment:2:7
  |
2 | actor Nobody {
  |       ^^^^^^
  |
  = help: keep it for later, as `_Nobody`

1 hint in 1 file
";
    assert_eq!(ran.out, expected);
}
