//! What the workspace consists of, before a line of it is written: so that any file can name what stands in any other.

use super::file::Name;
use super::lexicon::{self, Capability, Goal, Journey, Product, Role, System};
use super::random::Random;
use super::words;

/// How many areas a product has before the next product is begun.
const AREAS_PER_PRODUCT: usize = 6;

/// About how many files belong to an area, with its share of its product's files.
const FILES_PER_AREA: usize = 9;

/// The least number of files, without probes: one for the company, four for a product, two for an area and a feature.
pub(super) const FEWEST_FILES: usize = 1 + FILES_PER_PLACE + FILES_PER_MODEL + 1;

const FILES_PER_PLACE: usize = 4;
const FILES_PER_MODEL: usize = 2;

/// A product with its people and everything that can be done in it.
pub(super) struct Place {
    pub(super) product: &'static Product,
    /// The people, in the order of [`lexicon::POSITIONS`]: first and last names.
    pub(super) people: Vec<(&'static str, &'static str)>,
    pub(super) goals: Vec<&'static Goal>,
    pub(super) systems: Vec<&'static System>,
    pub(super) areas: Vec<Area>,
}

/// One capability of one product: the entity it is about and the features that move it.
pub(super) struct Area {
    pub(super) capability: &'static Capability,
    /// The entity in plain words: `room booking`.
    pub(super) entity: String,
    /// The module above those of its features.
    pub(super) module: String,
    /// The module of its entities.
    pub(super) model: String,
    /// The module of its events, errors, rules and tables.
    pub(super) signals: String,
    pub(super) features: Vec<FeatureFile>,
}

/// A file of specs.
pub(super) struct FeatureFile {
    pub(super) module: String,
    /// Its number among the files of the area.
    pub(super) ordinal: usize,
    /// The journeys of the area that are specified here.
    pub(super) journeys: Vec<usize>,
    /// How many lines it is to have, where that was asked for.
    pub(super) lines: Option<usize>,
}

/// Lays out a workspace of this many files, among them one for each probe.
pub(super) fn lay_out(files: usize, probes: &[usize], seed: u64) -> Vec<Place> {
    let random = &mut Random::new(seed, "plan");
    let most_areas = lexicon::PRODUCTS.len() * lexicon::CAPABILITIES.len();
    let area_count = ((files - probes.len()) / FILES_PER_AREA).clamp(1, most_areas);
    let place_count = area_count.div_ceil(AREAS_PER_PRODUCT).min(lexicon::PRODUCTS.len());
    let support_files = 1 + FILES_PER_PLACE * place_count + FILES_PER_MODEL * area_count;
    let mut feature_files = files - support_files - probes.len();

    let mut places: Vec<Place> = (0..place_count).map(|index| place(index, random)).collect();
    for index in 0..area_count {
        let share = feature_files.div_ceil(area_count - index);
        feature_files -= share;
        let probes = if index == 0 { probes } else { &[] };
        let product = index % place_count;
        let ordinal = places[product].areas.len();
        // Each product begins with another capability.
        let capability = &lexicon::CAPABILITIES[(product + ordinal) % lexicon::CAPABILITIES.len()];
        let mut area = Area::new(places[product].product, capability, ordinal);
        area.plan_features(share, probes);
        places[product].areas.push(area);
    }
    places
}

fn place(index: usize, random: &mut Random) -> Place {
    let product = &lexicon::PRODUCTS[index];
    let last_names = drawn(lexicon::LAST_NAMES, lexicon::POSITIONS.len(), random);
    let people = drawn(lexicon::FIRST_NAMES, lexicon::POSITIONS.len(), random).into_iter().zip(last_names);
    Place {
        product,
        people: people.map(|(first, last)| (*first, *last)).collect(),
        goals: drawn(lexicon::GOALS, 3, random),
        systems: drawn(lexicon::SYSTEMS, 3, random),
        areas: Vec::new(),
    }
}

/// This many of the items, none twice.
fn drawn<T>(items: &'static [T], count: usize, random: &mut Random) -> Vec<&'static T> {
    let mut drawn: Vec<&T> = items.iter().collect();
    random.shuffle(&mut drawn);
    drawn.truncate(count);
    drawn
}

impl Area {
    /// An area of a product, so far without features.
    fn new(product: &Product, capability: &'static Capability, ordinal: usize) -> Self {
        let module = format!("{}.{}", product.module, words::snake(capability.noun));
        // Half of the areas keep what they are about in one module, as small teams do.
        let inner = |name: &str| if ordinal.is_multiple_of(2) { module.clone() } else { format!("{module}.{name}") };
        let (model, signals) = (inner("model"), inner("signals"));
        let entity = format!("{} {}", product.thing, capability.noun);
        Area { capability, entity, module, model, signals, features: Vec::new() }
    }

    /// Spreads the journeys over this many files, and adds one for each probe.
    fn plan_features(&mut self, files: usize, probes: &[usize]) {
        let journeys = self.capability.journeys;
        for ordinal in 0..files {
            let own: Vec<usize> = (ordinal..journeys.len()).step_by(files).collect();
            let name =
                own.first().map_or_else(|| format!("more_{ordinal}"), |first| words::snake(journeys[*first].verb));
            self.add_file(&name, own, None);
        }
        for (index, lines) in probes.iter().enumerate() {
            self.add_file(&format!("probe_{index}"), Vec::new(), Some(*lines));
        }
    }

    fn add_file(&mut self, name: &str, journeys: Vec<usize>, lines: Option<usize>) {
        let module = format!("{}.{name}", self.module);
        self.features.push(FeatureFile { module, ordinal: self.features.len(), journeys, lines });
    }

    /// The name of the entity, `RoomBooking`, and of what begins with it.
    pub(super) fn in_model(&self, suffix: &str) -> Name {
        Name::new(&self.model, words::pascal(&self.entity) + suffix)
    }

    /// The event or error of a journey, by what is appended to the name of the entity.
    pub(super) fn in_signals(&self, suffix: &str) -> Name {
        Name::new(&self.signals, words::pascal(&self.entity) + &words::pascal(suffix))
    }

    /// The spec of a journey.
    pub(super) fn spec(&self, journey: usize) -> Name {
        let file = self.features.iter().find(|file| file.journeys.contains(&journey));
        let module = file.map_or("", |file| &file.module);
        let verb = self.capability.journeys[journey].verb;
        Name::new(module, words::pascal(&format!("{verb} {}", self.entity)))
    }

    /// The states from which no journey leads on.
    pub(super) fn final_states(&self) -> Vec<&'static str> {
        let journeys = self.capability.journeys;
        let leads_on = |state: &str| journeys.iter().any(|journey| journey.from.contains(&state));
        journeys.iter().map(|journey| journey.to).filter(|state| !leads_on(state)).collect()
    }
}

impl Journey {
    /// The field that keeps when it was done.
    pub(super) fn stamp(&self) -> String {
        words::snake(self.to) + "_at"
    }
}

impl Place {
    /// A module of the product.
    pub(super) fn module(&self, name: &str) -> String {
        format!("{}.{name}", self.product.module)
    }

    /// The actor of a role.
    pub(super) fn actor(&self, role: Role) -> Name {
        Name::new(&self.module("actors"), words::pascal(self.title(role)))
    }

    /// The actor of a role, in plain words.
    pub(super) fn title(&self, role: Role) -> &'static str {
        match role {
            Role::Customer => self.product.customer,
            Role::Clerk => self.product.clerk,
            Role::Manager => self.product.manager,
        }
    }

    /// A person, by position.
    pub(super) fn person(&self, position: usize) -> Name {
        Name::new(&self.module("people"), self.people[position % self.people.len()].0)
    }

    /// A team, by what it is for.
    pub(super) fn team(&self, name: &str) -> Name {
        Name::new(&self.module("people"), words::pascal(self.product.module) + name)
    }

    /// What the product offers, and of what kinds.
    pub(super) fn in_catalogue(&self, suffix: &str) -> Name {
        Name::new(&self.module("catalogue"), words::pascal(self.product.thing) + suffix)
    }

    /// One of the systems that the product depends on.
    pub(super) fn system(&self, index: usize) -> (&'static System, Name) {
        let system = self.systems[index % self.systems.len()];
        (system, Name::new(&self.module("actors"), words::pascal(system.words)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_journey_has_a_spec_in_any_size() {
        for files in [FEWEST_FILES, 10, 30, 100, 1000, 9000] {
            let places = lay_out(files, &[], 1);
            for area in places.iter().flat_map(|place| &place.areas) {
                for journey in 0..area.capability.journeys.len() {
                    assert_ne!(area.spec(journey).module, "", "{} of {files}", area.module);
                }
            }
        }
    }

    #[test]
    fn the_states_of_a_capability_form_one_life() {
        for capability in lexicon::CAPABILITIES {
            let reached = |state: &str| capability.journeys.iter().any(|journey| journey.to == state);
            assert!(!reached(capability.initial), "{}: nothing leads back to the start", capability.noun);
            for state in capability.journeys.iter().flat_map(|journey| journey.from) {
                assert!(reached(state) || *state == capability.initial, "{}: {state}", capability.noun);
            }
            assert!(capability.journeys[0].from.contains(&capability.initial), "{}", capability.noun);
        }
    }
}
