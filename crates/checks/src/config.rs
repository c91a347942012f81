//! `averment.toml`: what it may say, and what is wrong with one.

use std::ops::Range;

use averment_model::{Db, Workspace};
use averment_syntax::TextRange;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use toml::de::{DeTable, DeValue};

use crate::edges::CATEGORY_RULES;
use crate::edges::names::{Names, meanings};
use crate::registry::{RULES, rule};
use crate::severity::Severity;
use averment_syntax::nearest;

/// What a workspace asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// What the workspace is called.
    pub name: Option<SmolStr>,
    /// By the code of a rule, or `group/*`: how grave it is here, `None` for off.
    pub lints: FxHashMap<SmolStr, Option<Severity>>,
    /// How many questions about edge cases a draft shows at a time.
    pub shown_in_draft: usize,
    /// Names that mean something here, besides the conventional ones.
    pub names: Names,
}

impl Default for Config {
    fn default() -> Self {
        Config { name: None, lints: FxHashMap::default(), shown_in_draft: 7, names: Names::default() }
    }
}

impl Config {
    /// How grave a rule's findings are where its own severity is `severity`; `None` where it is off.
    pub fn severity(&self, code: &str, severity: Severity) -> Option<Severity> {
        let group = code.split_once('/').map(|(group, _)| format!("{group}/*"));
        let set = self.lints.get(code).or_else(|| self.lints.get(group?.as_str()));
        set.copied().unwrap_or(Some(severity))
    }

    /// Whether a rule, or one of the rules of a category of edge cases (`edge/empty/list-shown`), is switched off by itself.
    pub fn is_off(&self, code: &str) -> bool {
        !self.lints.is_empty() && self.lints.get(code) == Some(&None)
    }
}

/// Something wrong in `averment.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigFinding {
    /// Where, in its text.
    pub range: TextRange,
    /// What is wrong and what to do.
    pub message: String,
    /// The text that would be right there.
    pub replacement: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Parsed {
    config: Config,
    findings: Vec<ConfigFinding>,
}

#[salsa::tracked]
fn parsed(db: &dyn Db, workspace: Workspace) -> Parsed {
    // What is wrong with an editor's settings is for that editor to say; nobody else sees them.
    let base = workspace.settings(db).as_ref().map(|text| read(text).config).unwrap_or_default();
    match workspace.config(db) {
        Some(text) => read_over(base, text),
        None => Parsed { config: base, findings: Vec::new() },
    }
}

/// The configuration of a workspace; what is wrong in its file is left out.
pub fn config(db: &dyn Db, workspace: Workspace) -> &Config {
    &parsed(db, workspace).config
}

/// What is wrong with the configuration of a workspace.
pub fn config_findings(db: &dyn Db, workspace: Workspace) -> &[ConfigFinding] {
    &parsed(db, workspace).findings
}

const SECTIONS: [&str; 4] = ["hints", "lints", "names", "workspace"];
const HINTS_KEYS: [&str; 1] = ["draft"];
const WORKSPACE_KEYS: [&str; 1] = ["name"];
const LEVELS: [(&str, Option<Severity>); 5] = [
    ("off", None),
    ("hint", Some(Severity::Hint)),
    ("information", Some(Severity::Information)),
    ("warning", Some(Severity::Warning)),
    ("error", Some(Severity::Error)),
];

fn read(text: &str) -> Parsed {
    read_over(Config::default(), text)
}

/// Reads a configuration that wins over another. What it says of a group of rules wins over what the other says of one of them.
fn read_over(mut base: Config, text: &str) -> Parsed {
    let inherited = std::mem::take(&mut base.lints);
    let mut reader = Reader { parsed: Parsed { config: base, findings: Vec::new() } };
    match DeTable::parse(text) {
        Ok(table) => reader.root(table.get_ref()),
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            reader.report(span, format!("this is not TOML: {}", error.message()), None);
        }
    }
    // The table is sorted by key, its author reads from top to bottom.
    reader.parsed.findings.sort_by_key(|finding| finding.range.start());
    let own = &mut reader.parsed.config.lints;
    for (code, level) in inherited {
        let group = code.split_once('/').map(|(group, _)| format!("{group}/*"));
        if !own.contains_key(&code) && !group.is_some_and(|group| own.contains_key(group.as_str())) {
            own.insert(code, level);
        }
    }
    reader.parsed
}

struct Reader {
    parsed: Parsed,
}

impl Reader {
    fn report(&mut self, span: Range<usize>, message: String, replacement: Option<String>) {
        let range = TextRange::new((span.start as u32).into(), (span.end.max(span.start) as u32).into());
        self.parsed.findings.push(ConfigFinding { range, message, replacement });
    }

    fn unknown(&mut self, span: Range<usize>, what: &str, word: &str, known: &[&str]) {
        let near = nearest(word, known.iter().copied());
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there is {}", listed(known)),
        };
        self.report(span, format!("there is no {what} `{word}`; {hint}"), near.map(str::to_owned));
    }

    fn root(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            let (word, span) = (key.get_ref().as_ref(), key.span());
            match (word, value.get_ref()) {
                ("workspace", DeValue::Table(table)) => self.workspace(table),
                ("lints", DeValue::Table(table)) => self.lints(table),
                ("hints", DeValue::Table(table)) => self.hints(table),
                ("names", DeValue::Table(table)) => self.names(table),
                ("workspace" | "lints" | "hints" | "names", _) => {
                    self.report(span, format!("`{word}` is a section: write `[{word}]` on a line of its own"), None);
                }
                _ => self.unknown(span, "section", word, &SECTIONS),
            }
        }
    }

    fn workspace(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("name", DeValue::String(name)) => self.parsed.config.name = Some(SmolStr::new(name)),
                ("name", _) => {
                    self.report(value.span(), "the name is a text in quotes, `name = \"reports\"`".to_owned(), None)
                }
                (word, _) => self.unknown(key.span(), "setting", word, &WORKSPACE_KEYS),
            }
        }
    }

    fn hints(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("draft", DeValue::Integer(number)) => match number.as_str().parse() {
                    Ok(shown) => self.parsed.config.shown_in_draft = shown,
                    Err(_) => self.report(
                        value.span(),
                        "`draft` is a number from 0 on: how many questions a draft shows".to_owned(),
                        None,
                    ),
                },
                ("draft", _) => {
                    self.report(
                        value.span(),
                        "`draft` is a number: how many questions a draft shows, `draft = 7`".to_owned(),
                        None,
                    );
                }
                (word, _) => self.unknown(key.span(), "setting", word, &HINTS_KEYS),
            }
        }
    }

    fn names(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            let (meaning, known) = (key.get_ref().as_ref(), meanings());
            if !known.contains(&meaning) {
                self.unknown(key.span(), "meaning of names", meaning, &known);
                continue;
            }
            let names = if let DeValue::Array(names) = value.get_ref() { names.iter().collect() } else { Vec::new() };
            let texts: Option<Vec<_>> = names
                .iter()
                .map(|name| if let DeValue::String(name) = name.get_ref() { Some(name.to_string()) } else { None })
                .collect();
            match texts.filter(|texts| !texts.is_empty()) {
                Some(texts) => self.parsed.config.names.add(meaning, texts),
                None => {
                    let message = format!("names are listed in brackets, `{meaning} = [\"sold_*\"]`");
                    self.report(value.span(), message, None);
                }
            }
        }
    }

    fn lints(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            let code = key.get_ref().as_ref();
            if !is_code(code) {
                let known: Vec<_> = RULES.iter().map(|rule| rule.code).collect();
                self.unknown_rule(key.span(), code, &known);
                continue;
            }
            let level = if let DeValue::String(level) = value.get_ref() { level.as_ref() } else { "" };
            match LEVELS.iter().find(|(word, _)| *word == level) {
                Some((_, None)) if code.starts_with("syntax/") => {
                    self.report(value.span(), "what is not Averment cannot be switched off".to_owned(), None);
                }
                Some((_, level)) => {
                    self.parsed.config.lints.insert(SmolStr::new(code), *level);
                }
                None => {
                    let words: Vec<_> = LEVELS.iter().map(|(word, _)| *word).collect();
                    let message = format!("a lint is set to {}, in quotes", listed(&words));
                    self.report(value.span(), message, nearest(level, words).map(|word| format!("{word:?}")));
                }
            }
        }
    }

    fn unknown_rule(&mut self, span: Range<usize>, code: &str, known: &[&str]) {
        let near = nearest(code, known.iter().copied());
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`averment explain` lists them".to_owned(),
        };
        self.report(span, format!("there is no rule `{code}`; {hint}"), near.map(|near| format!("{near:?}")));
    }
}

/// Whether a key is the code of a rule, or of a group of rules.
fn is_code(code: &str) -> bool {
    let of_category = |(code, name): (&str, &str)| {
        CATEGORY_RULES
            .iter()
            .any(|rules| rules.finding.code == code && rules.rules.iter().any(|rule| rule.name == name))
    };
    rule(code).is_some()
        || code.rsplit_once('/').is_some_and(of_category)
        || code.strip_suffix("/*").is_some_and(|group| RULES.iter().any(|rule| rule.group() == group))
}

fn listed(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    match &quoted[..] {
        [most @ .., last] if !most.is_empty() => format!("{} or {last}", most.join(", ")),
        _ => quoted.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workspace_wins_over_the_settings_of_an_editor() {
        let settings =
            read("[hints]\ndraft = 3\n[lints]\n\"edge/empty\" = \"off\"\n\"name/unused\" = \"error\"\n").config;
        let unchanged = read_over(settings.clone(), "[workspace]\nname = \"a\"\n").config;
        assert_eq!((unchanged.shown_in_draft, &unchanged.lints), (3, &settings.lints));
        let config = read_over(settings, "[hints]\ndraft = 9\n[lints]\n\"edge/*\" = \"warning\"\n").config;
        assert_eq!(config.shown_in_draft, 9);
        assert_eq!(config.severity("edge/empty", Severity::Hint), Some(Severity::Warning));
        assert_eq!(config.severity("name/unused", Severity::Hint), Some(Severity::Error));
    }

    fn messages(text: &str) -> Vec<String> {
        let findings = read(text).findings.into_iter();
        findings.map(|f| format!("{:?}: {}", &text[Range::<usize>::from(f.range)], f.message)).collect()
    }

    #[test]
    fn a_right_one_is_read() {
        let parsed = read(
            "[workspace]\nname = \"reports\"\n\n[lints]\n\"syntax/unexpected\" = \"warning\"\n\"syntax/*\" = \"hint\"\n",
        );
        assert_eq!(parsed.findings, []);
        assert_eq!(parsed.config.name.as_deref(), Some("reports"));
        assert_eq!(parsed.config.severity("syntax/unexpected", Severity::Error), Some(Severity::Warning));
        assert_eq!(parsed.config.severity("syntax/stray-brace", Severity::Error), Some(Severity::Hint));
    }

    #[test]
    fn its_page_shows_all_that_it_may_say() {
        let page = rule("config/invalid").expect("the rule").page;
        let (_, example) = page.split_once("```toml\n").expect("an example");
        let (example, _) = example.split_once("```").expect("its end");
        assert_eq!(messages(example), [""; 0]);
        for section in SECTIONS {
            assert!(example.contains(&format!("[{section}]")), "{section}");
        }
        for word in meanings().into_iter().chain(HINTS_KEYS).chain(WORKSPACE_KEYS) {
            assert!(page.contains(word), "{word}");
        }
        for (level, _) in LEVELS {
            assert!(page.contains(level), "{level}");
        }
    }

    #[test]
    fn wrong_ones_are_told_what_to_write() {
        expect_test::expect![[r#"
            [
                "\"\\\"syntax/unexpcted\\\"\": there is no rule `syntax/unexpcted`; did you mean `syntax/unexpected`?",
                "\"\\\"of\\\"\": a lint is set to `off`, `hint`, `information`, `warning` or `error`, in quotes",
                "\"\\\"off\\\"\": what is not Averment cannot be switched off",
                "\"worksace\": there is no section `worksace`; did you mean `workspace`?",
            ]
        "#]]
        .assert_debug_eq(&messages(
            "[lints]\n\"syntax/unexpcted\" = \"off\"\n\"syntax/*\" = \"of\"\n\"syntax/unexpected\" = \"off\"\n[worksace]\n",
        ));
        assert_eq!(messages("[lints\n").len(), 1);
    }
}
