//! The files that features build on: the company's policies, a product's people, goals and actors, an area's model and
//! its events, errors, rules and tables.

use super::file::ModuleFile;
use super::lexicon::{self, Role};
use super::plan::{Area, Place};
use super::template::{Words, blocks, columns};
use super::words;

/// The policies and terms of the company.
pub(super) fn company(seed: u64) -> ModuleFile {
    let mut file = ModuleFile::new(seed, "company/policies.averment".to_owned(), "company.policies");
    file.push(include_str!("templates/company.averment.in"));
    file
}

/// The people and teams of a product.
pub(super) fn people(place: &Place, seed: u64) -> ModuleFile {
    let mut file = place_file(place, "people", seed);
    let teams = place_words(place).fill(include_str!("templates/people.averment.in"), &mut file);
    file.push(&teams);
    for (index, (first, last)) in place.people.iter().enumerate() {
        let position = lexicon::POSITIONS[index];
        let team = file.spell(&place.team(if index < 3 { "Front" } else { "Platform" }));
        file.push(&format!(
            "person {first} \"{first} {last}\" {{\n  role: {position}, {}\n  team {team}\n}}",
            place.product.module
        ));
    }
    file
}

/// The goals of a product and their metrics.
pub(super) fn goals(place: &Place, seed: u64) -> ModuleFile {
    let mut file = place_file(place, "goals", seed);
    for (index, goal) in place.goals.iter().enumerate() {
        let words = place_words(place);
        let filled = |template: &str, file: &mut ModuleFile| words.fill(template, file);
        let (title, because, metric_title) =
            (filled(goal.title, &mut file), filled(goal.because, &mut file), filled(goal.metric_title, &mut file));
        let words = words
            .text("Goal", goal.name)
            .text("goal_title", words::title(&title))
            .text("goal_because", because)
            .text("goal_metric", goal.metric)
            .text("metric_title", words::title(&metric_title))
            .text("metric_source", goal.source)
            .text("horizon", ["now", "next", "later"][index % 3])
            .text("quarter", (index % 4 + 1).to_string())
            .text("baseline", goal.from_to.0.to_string())
            .text("target", goal.from_to.1.to_string());
        let goal = words.fill(include_str!("templates/goal.averment.in"), &mut file);
        file.push(&goal);
    }
    file
}

/// What a product offers.
pub(super) fn catalogue(place: &Place, seed: u64) -> ModuleFile {
    let mut file = place_file(place, "catalogue", seed);
    let declarations = place_words(place).fill(include_str!("templates/catalogue.averment.in"), &mut file);
    file.push(&declarations);
    file
}

/// Who acts in a product, with their rights, and the systems it depends on.
pub(super) fn actors(place: &Place, seed: u64) -> ModuleFile {
    let mut file = place_file(place, "actors", seed);
    let words = place_words(place)
        .text("customer_rights", rights(place, Role::Customer, &mut file))
        .text("clerk_rights", rights(place, Role::Clerk, &mut file))
        .text("manager_rights", rights(place, Role::Manager, &mut file));
    let actors = words.fill(include_str!("templates/actors.averment.in"), &mut file);
    file.push(&actors);
    for index in 0..place.systems.len() {
        let (system, name) = place.system(index);
        let words = words
            .clone()
            .declaration("System", name)
            .text("system_about", system.about)
            .text("availability", system.availability)
            .text("latency", system.latency)
            .text("limit", system.limit)
            .text("delivers", system.delivers);
        let system = words.fill(include_str!("templates/system.averment.in"), &mut file);
        file.push(&system);
    }
    file
}

/// What a role may do to the entities of the product: a line for each area.
fn rights(place: &Place, role: Role, file: &mut ModuleFile) -> String {
    let mut lines = Vec::new();
    for area in &place.areas {
        let journeys = area.capability.journeys.iter().filter(|journey| journey.role == role);
        let mut verbs: Vec<&str> = journeys.map(|journey| journey.verb).collect();
        verbs.extend(match role {
            Role::Customer => &["create", "read"][..],
            Role::Clerk => &["create", "read", "update"],
            // What a manager may do besides, they inherit.
            Role::Manager => &[],
        });
        if !verbs.is_empty() {
            lines.push(format!("{:<10} {} {}", "can", verbs.join(", "), file.spell(&area.in_model(""))));
        }
    }
    lines.join("\n")
}

/// The entities of an area and their lifecycle.
pub(super) fn model(place: &Place, area: &Area, seed: u64) -> ModuleFile {
    let mut file = area_file(area, "model", &area.model, seed);
    let words = area_words(place, area);
    let fields = columns(&words.fill(include_str!("templates/fields.averment.in"), &mut file));
    let transitions = transitions(place, area, &mut file);
    let words = words.text("fields", fields).text("transitions", transitions);
    let declarations = words.fill(include_str!("templates/model.averment.in"), &mut file);
    file.push(&declarations);
    file
}

/// The transitions of the area's lifecycle: one for each state a journey starts from.
fn transitions(place: &Place, area: &Area, file: &mut ModuleFile) -> String {
    let journeys = area.capability.journeys;
    let width = |states: &mut dyn Iterator<Item = &&str>| states.map(|state| state.len()).max().unwrap_or_default();
    let from_width = width(&mut journeys.iter().flat_map(|journey| journey.from));
    let to_width = width(&mut journeys.iter().map(|journey| &journey.to));
    let mut lines = Vec::new();
    for (index, journey) in journeys.iter().enumerate() {
        let step = format!("{}.{}.Decide", file.spell(&area.spec(index)), words::pascal(journey.verb));
        let actor = file.spell(&place.actor(journey.role));
        for from in journey.from {
            lines.push(format!("{from:from_width$} -> {:to_width$} on {step} by {actor}", journey.to));
        }
    }
    lines.join("\n")
}

/// The events and errors of an area, its rules and its decision tables.
pub(super) fn signals(place: &Place, area: &Area, seed: u64) -> ModuleFile {
    let mut file = area_file(area, "signals", &area.signals, seed);
    for index in 0..area.capability.journeys.len() {
        let words = journey_words(place, area, index);
        for block in blocks(include_str!("templates/signals.averment.in")) {
            let declaration = words.fill(block, &mut file);
            file.push(&declaration);
        }
    }
    let rules = area_words(place, area).fill(include_str!("templates/rules.averment.in"), &mut file);
    file.push(&rules);
    file
}

fn place_file(place: &Place, name: &str, seed: u64) -> ModuleFile {
    ModuleFile::new(seed, format!("{}/{name}.averment", place.product.module), &place.module(name))
}

fn area_file(area: &Area, name: &str, module: &str, seed: u64) -> ModuleFile {
    ModuleFile::new(seed, format!("{}/{name}.averment", area.module.replace('.', "/")), module)
}

/// What every template may say about a product.
fn place_words(place: &Place) -> Words {
    Words::default()
        .text("product", place.product.module)
        .text("thing", place.product.thing)
        .text("thing_about", words::title(place.product.about))
        .text("Thing_noun", words::pascal(place.product.thing))
        .text("kinds", place.product.kinds.join(" | "))
        .text("customer", place.product.customer)
        .text("customers", words::plural(place.product.customer))
        .text("clerk", place.product.clerk)
        .text("manager", place.product.manager)
        .declaration("Customer", place.actor(Role::Customer))
        .declaration("Clerk", place.actor(Role::Clerk))
        .declaration("Manager", place.actor(Role::Manager))
        .declaration("Thing", place.in_catalogue(""))
        .declaration("Kind", place.in_catalogue("Kind"))
        .declaration("Opening", place.in_catalogue("Opening"))
        .declaration("Product_team", place.team("Front"))
        .declaration("Platform_team", place.team("Platform"))
        .declaration("Owner", place.person(0))
        .declaration("Approver", place.person(1))
        .declaration("Driver", place.person(2))
        .declaration("Engineer", place.person(3))
        .declaration("Support", place.person(4))
        .declaration("Operations", place.person(5))
}

/// What every template may say about an area.
pub(super) fn area_words(place: &Place, area: &Area) -> Words {
    let capability = area.capability;
    let states = capability.journeys.iter().map(|journey| journey.to);
    let states: Vec<&str> = std::iter::once(capability.initial).chain(states).collect();
    let stamps: Vec<String> = capability.journeys.iter().map(|journey| format!("{} Time?", journey.stamp())).collect();
    let first = &capability.journeys[0];
    place_words(place)
        .text("entity_about", capability.about)
        .text("entity", area.entity.clone())
        .text("entities", words::plural(&area.entity))
        .text("Noun", words::pascal(&area.entity))
        .text("Nouns", words::pascal(&words::plural(&area.entity)))
        .text("line", capability.line)
        .text("lines", words::plural(capability.line))
        .text("initial", capability.initial)
        .text("finals", area.final_states().join(", "))
        .text("states", states.join(" | "))
        .text("stamps", stamps.join("\n"))
        .text("to", first.to)
        .text("stamp", first.stamp())
        .declaration("Entity", area.in_model(""))
        .declaration("Line", area.in_model(&words::pascal(capability.line)))
}

/// What every template may say about a journey of an area.
pub(super) fn journey_words(place: &Place, area: &Area, index: usize) -> Words {
    let journey = &area.capability.journeys[index];
    let (obstacle, message) = journey.obstacle;
    let code = |words: &str| words.chars().take(3).collect::<String>().to_uppercase();
    area_words(place, area)
        .text("verb", journey.verb)
        .text("Verb", words::pascal(journey.verb))
        .text("button", words::title(journey.verb))
        .text("from", journey.from[0])
        .text("to", journey.to)
        .text("stamp", journey.stamp())
        .text("actor", place.title(journey.role))
        .text("Obstacle", words::pascal(obstacle))
        .text("message", message)
        .text("code", format!("{}-{}-{index:02}", code(place.product.module), code(area.capability.noun)))
        .text("severity", if journey.charges { "high" } else { "medium" })
        .text("recoverable", if area.final_states().contains(&journey.to) { "no" } else { "yes" })
        .declaration("Actor", place.actor(journey.role))
        .declaration("Event", area.in_signals(journey.to))
        .declaration("Error", area.in_signals(obstacle))
}
