//! Specs: a feature's header and flow, and around them as many arguments, edge cases, criteria and decisions as its
//! size asks for.

use super::file::{ModuleFile, Name};
use super::plan::{Area, FeatureFile, Place};
use super::support::{area_words, journey_words};
use super::template::{Words, blocks, columns, declared_name};
use super::words;

/// About how many lines a spec has in a file that holds more than one.
const LINES_PER_SPEC: usize = 120;

/// A feature that stands beside the journeys and brings its own entities, events and errors.
struct Side {
    verb: &'static str,
    /// A template.
    title: &'static str,
    button: &'static str,
    body: &'static str,
}

const SIDES: &[Side] = &[
    Side {
        verb: "export",
        title: "Export $entities as a file",
        button: "Export",
        body: include_str!("templates/features/export.averment.in"),
    },
    Side {
        verb: "remind of",
        title: "Remind $customers of their day",
        button: "Save",
        body: include_str!("templates/features/remind.averment.in"),
    },
    Side {
        verb: "find",
        title: "Find one of the $entities",
        button: "Search",
        body: include_str!("templates/features/search.averment.in"),
    },
    Side {
        verb: "discuss",
        title: "Settle questions about $entities between shifts",
        button: "Add",
        body: include_str!("templates/features/annotate.averment.in"),
    },
    Side {
        verb: "merge",
        title: "Merge $entities that were entered twice",
        button: "Merge",
        body: include_str!("templates/features/merge.averment.in"),
    },
    Side {
        verb: "import",
        title: "Import $entities from partners",
        button: "Take over",
        body: include_str!("templates/features/import.averment.in"),
    },
    Side {
        verb: "reprice",
        title: "Change what $entities cost from a day on",
        button: "Confirm",
        body: include_str!("templates/features/reprice.averment.in"),
    },
    Side {
        verb: "share",
        title: "Share $entities by a link",
        button: "Share",
        body: include_str!("templates/features/share.averment.in"),
    },
    Side {
        verb: "hand over",
        title: "Hand $entities to a colleague",
        button: "Hand over",
        body: include_str!("templates/features/handover.averment.in"),
    },
];

/// For whom or when a side feature is made, once its plain form has been specified.
const QUALIFIERS: &[&str] = &[
    "",
    "for partners",
    "at month end",
    "by phone",
    "on the kiosk",
    "for groups",
    "at night",
    "from the archive",
    "abroad",
    "for auditors",
    "in high season",
    "without an account",
];

/// A part of a spec that can be drawn from a list of texts.
struct Section {
    texts: &'static str,
    /// How many are there in any spec.
    least: usize,
    /// How many there are at most.
    most: usize,
}

const fn section(texts: &'static str, least: usize, most: usize) -> Section {
    Section { texts, least, most }
}

/// What stands above the flow, in this order.
const ARGUMENT: &[Section] = &[
    section(include_str!("templates/sections/problems.averment.in"), 1, 1),
    section(include_str!("templates/sections/users.averment.in"), 0, 1),
    section(include_str!("templates/sections/alternatives.averment.in"), 0, 1),
    section(include_str!("templates/sections/outcomes.averment.in"), 1, 1),
    section(include_str!("templates/sections/reasons.averment.in"), 0, 1),
    section(include_str!("templates/sections/scopes.averment.in"), 0, 1),
    section(include_str!("templates/sections/non-goals.averment.in"), 0, 1),
    section(include_str!("templates/sections/constraints.averment.in"), 0, 1),
    section(include_str!("templates/sections/metrics.averment.in"), 1, 1),
];

/// What stands below the flow, in this order.
const CONTRACT: &[Section] = &[
    section(include_str!("templates/sections/edges.averment.in"), 1, 8),
    section(include_str!("templates/sections/accepts.averment.in"), 2, 6),
    section(include_str!("templates/sections/qualities.averment.in"), 0, 2),
    section(include_str!("templates/sections/decisions.averment.in"), 0, 2),
    section(include_str!("templates/sections/questions.averment.in"), 0, 2),
    section(include_str!("templates/sections/risks.averment.in"), 0, 3),
    section(include_str!("templates/sections/rollouts.averment.in"), 0, 1),
    section(include_str!("templates/sections/singles.averment.in"), 0, 3),
    section(include_str!("templates/sections/waives.averment.in"), 0, 3),
];

/// A file of specs with about this many lines: those of the journeys it is for, and side features up to its size.
pub(super) fn feature_file(place: &Place, area: &Area, plan: &FeatureFile, lines: usize, seed: u64) -> ModuleFile {
    let path = format!("{}.averment", plan.module.replace('.', "/"));
    let mut file = ModuleFile::new(seed, path, &plan.module);
    let sides = (lines / LINES_PER_SPEC).max(1).saturating_sub(plan.journeys.len());
    let mut features: Vec<Feature> =
        plan.journeys.iter().map(|journey| journey_feature(place, area, *journey)).collect();
    for round in 0..sides {
        features.push(side_feature(place, area, plan.ordinal + round * area.features.len()));
    }
    let mut left = features.len();
    for feature in &features {
        let size = lines.saturating_sub(file.lines()) / left;
        let spec = feature.spec(size, &mut file);
        file.push(&spec);
        left -= 1;
    }
    file
}

/// What one spec is about.
struct Feature {
    /// Its name in plain words: `confirm room booking`.
    name: String,
    /// A template.
    title: String,
    /// A template.
    body: &'static str,
    /// A spec that has to be built before.
    depends_on: Option<Name>,
    words: Words,
}

fn journey_feature(place: &Place, area: &Area, index: usize) -> Feature {
    let journey = &area.capability.journeys[index];
    let title = words::title(&format!("{} a {}", journey.verb, area.entity));
    let body = match () {
        () if index == 0 => include_str!("templates/features/create.averment.in"),
        () if journey.charges => include_str!("templates/features/charge.averment.in"),
        () => include_str!("templates/features/move.averment.in"),
    };
    let words = journey_words(place, area, index);
    Feature {
        name: format!("{} {}", journey.verb, area.entity),
        title: title.clone(),
        body,
        depends_on: index.checked_sub(1).map(|before| area.spec(before)),
        words: spec_words(words.text("Title", title), place, index),
    }
}

/// The side feature of a number: any two numbers differ in what is done or in for whom.
fn side_feature(place: &Place, area: &Area, number: usize) -> Feature {
    let round = number / SIDES.len();
    // Files take every n-th number. The shift lets them meet all kinds of features whatever n is.
    let side = &SIDES[(number + round) % SIDES.len()];
    let qualifier = QUALIFIERS[round % QUALIFIERS.len()];
    let wave = match round / QUALIFIERS.len() {
        0 => String::new(),
        wave => format!(" wave {}", wave + 1),
    };
    let entities = words::plural(&area.entity);
    let words = area_words(place, area)
        .text("actor", place.title(super::lexicon::Role::Clerk))
        .text("button", side.button)
        .text("verb", side.verb);
    Feature {
        name: format!("{} {entities} {qualifier}{wave}", side.verb).trim_end().to_owned(),
        title: format!("{} {qualifier}{wave}", side.title).trim_end().to_owned(),
        body: side.body,
        depends_on: Some(area.spec(0)),
        words: spec_words(words, place, number),
    }
}

/// What every spec may say, whatever its feature.
fn spec_words(words: Words, place: &Place, number: usize) -> Words {
    let (system, name) = place.system(number);
    let policy = |name: &str| Name::new("company.policies", name);
    let date = |month: usize| format!("2027-{month:02}-{:02}", 1 + number % 28);
    words
        .text("system", system.words)
        .text("SystemWord", words::pascal(system.words))
        .declaration("System", name)
        .declaration("Reference", policy("Reference"))
        .declaration("Contact", policy("Contact"))
        .declaration("Counter", policy("Counter"))
        .declaration("WorkingDay", policy("WorkingDay"))
        .declaration("Policy", policy(["PersonalData", "ContactData"][number % 2]))
        .declaration("Goal", Name::new(&place.module("goals"), place.goals[number % place.goals.len()].name))
        .text("date_1", date(2))
        .text("date_2", date(4))
        .text("date_3", date(6))
        .text("date_4", date(9))
}

impl Feature {
    /// The spec of the feature, with about this many lines.
    fn spec(&self, lines: usize, file: &mut ModuleFile) -> String {
        let words = self.words.clone().text("flag", words::snake(&self.name));
        let header = self.header(file);
        let body = words.fill(self.body, file);
        let taken = header.lines().count() + body.lines().count() + 3;
        let mut drawn = draw(lines.saturating_sub(taken), file);
        let contract = drawn.split_off(ARGUMENT.len());

        let metric = drawn.last().and_then(|metrics| metrics.first()).and_then(|metric| declared_name(metric));
        let words = words.text("Metric", metric.unwrap_or_default());
        let mut spec = header;
        for section in &drawn {
            push_section(&mut spec, section, &words, file);
        }
        spec.push('\n');
        spec.push_str(&body);
        for section in &contract {
            push_section(&mut spec, section, &words, file);
        }
        spec.push_str("}\n");
        spec
    }

    /// The first lines of the spec: its name, its status and what it serves.
    fn header(&self, file: &mut ModuleFile) -> String {
        let title = self.words.fill(&self.title, file);
        let doc = *file.random.pick(DOCS);
        let doc = self.words.fill(doc, file);
        let status = *file.random.pick(STATUSES);
        let mut rows = self.words.fill(status, file);
        rows.push('\n');
        rows.push_str(&self.words.fill("owner $Owner\nappetite $few weeks\nserves $Goal\ncomplies $Policy\n", file));
        if let Some(before) = &self.depends_on {
            rows.push_str(&format!("depends-on {}\n", file.spell(before)));
        }
        let rows = columns(&rows).replace('\n', "\n  ");
        format!("/// {doc}\nspec {} \"{title}\" {{\n  {rows}\n", words::pascal(&self.name))
    }
}

/// Doc comments.
const DOCS: &[&str] = &[
    "Asked for by the $clerk in the round of 2026-09.",
    "One of the things the $customer asks about first.",
    "Part of the plan to take work off the $manager.",
];

/// How far specs have come, the frequent ones more than once.
const STATUSES: &[&str] = &[
    "status draft\nhorizon next\nhill 10",
    "status draft\nhorizon later\nhill 0",
    // A draft need not say that it is one.
    "horizon now\nhill 30",
    "status review\nhorizon now\nhill 50",
    "status review\nhorizon next\nhill 60",
    "status review\nhorizon now\nhill 70",
    "status iceboxed\nhorizon later\nrevisit $date_3",
];

/// Draws texts for the sections of a spec: the least of each, and then more of any until there are this many lines.
fn draw(lines: usize, file: &mut ModuleFile) -> Vec<Vec<&'static str>> {
    let mut left = lines;
    let mut sections = Vec::new();
    let mut more = Vec::new();
    for (index, section) in ARGUMENT.iter().chain(CONTRACT).enumerate() {
        let mut texts: Vec<&str> = blocks(section.texts).collect();
        file.random.shuffle(&mut texts);
        texts.truncate(section.most);
        more.extend(texts.split_off(section.least).into_iter().map(|text| (index, text)));
        left = left.saturating_sub(texts.iter().map(|text| cost(text)).sum());
        sections.push(texts);
    }
    file.random.shuffle(&mut more);
    for (index, text) in more {
        if cost(text) <= left {
            left -= cost(text);
            sections[index].push(text);
        }
    }
    sections
}

/// How many lines a text adds to a spec.
fn cost(text: &str) -> usize {
    match text.lines().count() {
        1 => 1,
        lines => lines + 1,
    }
}

/// Adds the texts of a section. Texts of one line stand together, longer ones apart.
fn push_section(spec: &mut String, texts: &[&str], words: &Words, file: &mut ModuleFile) {
    let mut apart = true;
    for text in texts {
        let long = text.contains('\n');
        if apart || long {
            spec.push('\n');
        }
        apart = long;
        spec.push_str(&words.fill(text, file));
        spec.push('\n');
    }
}
