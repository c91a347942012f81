//! A flow with what its steps do, by itself.

use averment_syntax::vocabulary::{Key, Kind, PropertyData};
use smol_str::SmolStr;

use crate::Db;
use crate::cues::Cue;
use crate::item::{Item, body};
use crate::item_body::*;
use crate::limits::Limit;
use crate::names::{DeclRef, Def, resolutions};

/// A flow of a spec. Its identity is its name (and its rank among equals), never its place.
#[salsa::tracked(debug)]
pub struct Flow<'db> {
    /// The spec.
    #[returns(copy)]
    pub item: Item<'db>,
    /// Its name.
    pub name: SmolStr,
    /// What it says.
    #[tracked]
    pub facts: FlowFacts<'db>,
}

/// A part of a flow: how many parts of the item stand between it and the flow's own. The same while text around the flow
/// comes and goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part(pub u32);

/// What a flow says.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct FlowFacts<'db> {
    /// Its title.
    pub title: Option<SmolStr>,
    /// Who goes through it; the spec's actors where it names none.
    pub actors: Vec<DeclRef<'db>>,
    /// Its clauses: what is true at the beginning.
    pub given: Vec<Said<'db>>,
    /// Its branches, as written.
    pub branches: Vec<BranchFacts<'db>>,
    /// Its steps, as written: those of branches where they stand.
    pub steps: Vec<StepFacts<'db>>,
}

/// A variant of a flow.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct BranchFacts<'db> {
    /// Its name.
    pub name: SmolStr,
    /// Its title.
    pub title: Option<SmolStr>,
    /// Its name, or its keyword.
    pub at: Part,
    /// The names of the steps it leaves.
    pub from: Vec<SmolStr>,
    /// The errors and states that make it leave.
    pub on: Vec<Def<'db>>,
    /// What its clauses say.
    pub said: Vec<Said<'db>>,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct StepFacts<'db> {
    /// Its name; its keyword where it has none.
    pub name: SmolStr,
    /// Its title.
    pub title: Option<SmolStr>,
    /// Its name, or its keyword.
    pub at: Part,
    /// The branch it stands in, by its index.
    pub branch: Option<usize>,
    /// Who acts: its own actors or the flow's. None where a system, an event or the clock starts it.
    pub actors: Vec<DeclRef<'db>>,
    /// The systems and events that start it.
    pub on: Vec<Named<'db>>,
    /// How often it starts by itself: a length of time, or a word such as `month`.
    pub every: Option<Value>,
    /// The times of day at which it starts by itself: `02:00`.
    pub at_times: Vec<SmolStr>,
    /// How long it may take.
    pub within: Option<Quantity>,
    /// Whether doing it twice is said to be the same as doing it once.
    pub idempotent: bool,
    /// What decides the order of what is shown or written.
    pub ordered_by: Vec<Named<'db>>,
    /// The rights without which it is refused.
    pub needs: Vec<Need<'db>>,
    /// What it does to the model, in the order of its lines.
    pub effects: Vec<Effect<'db>>,
    /// What its clauses say.
    pub said: Vec<Said<'db>>,
}

/// A right without which a step is refused.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct Need<'db> {
    /// The verb, as written.
    pub verb: SmolStr,
    /// To what.
    pub to: Named<'db>,
}

/// One thing a step does to one part of the model.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct Effect<'db> {
    /// What it does: [`Key::Reads`], [`Key::Charges`], …
    pub key: Key,
    /// Whether it does so to one after the other of several.
    pub each: bool,
    /// To what.
    pub target: Named<'db>,
    /// The state that a `moves` leads to.
    pub to: Option<Def<'db>>,
    /// Whether it is only named in a clause, which counts as being read.
    pub mentioned: bool,
}

/// Whether an effect changes what it names.
pub fn is_change(key: Key) -> bool {
    matches!(
        key,
        Key::Creates
            | Key::Updates
            | Key::Deletes
            | Key::Moves
            | Key::Charges
            | Key::Refunds
            | Key::Grants
            | Key::Revokes
    )
}

/// A path with what it leads to.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct Named<'db> {
    /// Where it stands.
    pub at: Part,
    /// As written.
    pub text: SmolStr,
    /// What its segments lead to, the last one last. Never empty.
    pub defs: Vec<Def<'db>>,
}

impl<'db> Named<'db> {
    /// What it leads to.
    pub fn def(&self) -> Def<'db> {
        self.defs[self.defs.len() - 1]
    }
}

/// What a clause says, as far as it means something here.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct Said<'db> {
    /// `given`, `when`, `then`, `and` or `but`.
    pub word: SmolStr,
    /// Where its prose stands.
    pub at: Part,
    /// What it names.
    pub mentions: Vec<Named<'db>>,
    /// The words in it that hint at something.
    pub cues: Vec<Cue>,
    /// Its first words: in `the buyer opens a dispute` they say who does it.
    pub opening: SmolStr,
    /// The limits that it names beside a quantity.
    pub limits: Vec<Limit>,
}

/// The flows of a spec, in the order of its text.
#[salsa::tracked]
pub fn flows_of<'db>(db: &'db dyn Db, item: Item<'db>) -> Vec<Flow<'db>> {
    let body = body(db, item);
    let all = body.all_decls().filter(|(_, decl)| decl.kind == Some(Kind::Flow));
    all.map(|(_, decl)| {
        let reader = Reader { db, item, body, start: decl.node.0 };
        Flow::new(db, item, decl.name.clone().unwrap_or_default(), reader.flow(decl))
    })
    .collect()
}

/// The steps of a flow, in the order of [`FlowFacts::steps`].
pub fn steps_of(body: &Body, flow: DeclId) -> Vec<DeclId> {
    let of_kind = |id: DeclId, kind: Kind| {
        body.decl(id).children.iter().copied().filter(move |child| body.decl(*child).kind == Some(kind))
    };
    let mut steps = Vec::new();
    for child in body.decl(flow).children.iter().copied() {
        match body.decl(child).kind {
            Some(Kind::Step) => steps.push(child),
            Some(Kind::Branch) => steps.extend(of_kind(child, Kind::Step)),
            _ => {}
        }
    }
    steps
}

struct Reader<'db> {
    db: &'db dyn Db,
    item: Item<'db>,
    body: &'db Body,
    start: u32,
}

impl<'db> Reader<'db> {
    fn part(&self, node: NodeId) -> Part {
        Part(node.0.saturating_sub(self.start))
    }

    fn named(&self, path: PathId) -> Option<Named<'db>> {
        let written = self.body.path(path);
        let resolution = &resolutions(self.db, self.item)[path.0 as usize];
        let defs = match resolution {
            crate::names::Resolution::Found(defs) => defs.clone(),
            other => vec![other.def()?],
        };
        Some(Named { at: self.part(written.node), text: SmolStr::new(written.text()), defs })
    }

    fn all(&self, decl: &Decl, key: Key) -> Vec<Named<'db>> {
        decl.properties_of(key).flat_map(Property::paths).filter_map(|path| self.named(path)).collect()
    }

    fn actors(&self, decl: &Decl) -> Option<Vec<DeclRef<'db>>> {
        decl.property(Key::Actor)?;
        let actors = self.all(decl, Key::Actor).into_iter().filter_map(|named| named.def().as_decl());
        Some(actors.filter(|actor| actor.kind(self.db) == Some(Kind::Actor)).collect())
    }

    fn said(&self, decl: &Decl) -> Vec<Said<'db>> {
        let said = decl.clauses.iter().map(|clause| Said {
            word: clause.word.clone(),
            at: self.part(clause.prose.node),
            mentions: clause.prose.mentions.iter().filter_map(|path| self.named(*path)).collect(),
            cues: clause.prose.cues.clone(),
            opening: clause.prose.opening.clone(),
            limits: clause.prose.limits.clone(),
        });
        said.collect()
    }

    fn flow(&self, flow: &Decl) -> FlowFacts<'db> {
        let spec = flow.parent.map(|id| self.body.decl(id));
        let actors = self.actors(flow).or_else(|| self.actors(spec?)).unwrap_or_default();
        let (mut steps, mut branches) = (Vec::new(), Vec::new());
        for child in flow.children.iter().map(|id| self.body.decl(*id)) {
            match child.kind {
                Some(Kind::Step) => steps.push(self.step(child, None, &actors)),
                Some(Kind::Branch) => {
                    let branch = Some(branches.len());
                    branches.push(self.branch(child));
                    let inner = child.children.iter().map(|id| self.body.decl(*id));
                    let inner = inner.filter(|decl| decl.kind == Some(Kind::Step));
                    steps.extend(inner.map(|step| self.step(step, branch, &actors)));
                }
                _ => {}
            }
        }
        FlowFacts { title: flow.title.clone(), actors, given: self.said(flow), branches, steps }
    }

    fn branch(&self, branch: &Decl) -> BranchFacts<'db> {
        let from = branch.properties_of(Key::From).flat_map(Property::paths);
        BranchFacts {
            name: branch.label().clone(),
            title: branch.title.clone(),
            at: self.part(branch.name_node),
            from: from.filter_map(|path| self.body.path(path).segments.last().cloned()).collect(),
            on: self.all(branch, Key::On).iter().map(Named::def).collect(),
            said: self.said(branch),
        }
    }

    fn step(&self, step: &Decl, branch: Option<usize>, actors: &[DeclRef<'db>]) -> StepFacts<'db> {
        let value = |key| step.property(key).map(|property| &property.values);
        let on = self.all(step, Key::On);
        let every = value(Key::Every).and_then(|values| values.first()).map(|(value, _)| value.clone());
        let times = value(Key::Every).into_iter().flatten();
        let times =
            times.filter_map(|(value, _)| if let Value::TimeOfDay(time) = value { Some(time.clone()) } else { None });
        let at_times = times.collect();
        let within = value(Key::Within).and_then(|values| {
            values.iter().find_map(|(value, _)| if let Value::Quantity(q) = value { Some(q.clone()) } else { None })
        });
        let acting = match self.actors(step) {
            Some(own) => own,
            None if step.property(Key::On).is_some() || every.is_some() => Vec::new(),
            None => actors.to_vec(),
        };
        let needs = step.properties_of(Key::Needs).flat_map(|property| {
            let verbs: Vec<_> = property.words().map(|(word, _)| word.clone()).collect();
            let paths = property.paths().filter_map(|path| self.named(path));
            paths.flat_map(move |to| verbs.clone().into_iter().map(move |verb| Need { verb, to: to.clone() }))
        });
        let said = self.said(step);
        let mut effects = self.effects(step);
        for mention in said.iter().flat_map(|said| &said.mentions) {
            let told = matches!(mention.def(), Def::Field(..)) || is_thing(self.db, mention.def());
            if told && !effects.iter().any(|effect| effect.target.def() == mention.def()) {
                let target = mention.clone();
                effects.push(Effect { key: Key::Reads, each: false, target, to: None, mentioned: true });
            }
        }
        StepFacts {
            name: step.label().clone(),
            title: step.title.clone(),
            at: self.part(step.name_node),
            branch,
            actors: acting,
            on,
            every,
            at_times,
            within,
            idempotent: step.property(Key::Idempotent).is_some_and(|p| p.words().any(|(word, _)| word == "yes")),
            ordered_by: self.all(step, Key::OrderedBy),
            needs: needs.collect(),
            effects,
            said,
        }
    }

    fn effects(&self, step: &Decl) -> Vec<Effect<'db>> {
        let mut effects = Vec::new();
        for property in &step.properties {
            let Some(key) = property.key.filter(|_| data(property).is_some_and(|data| data.effect)) else { continue };
            let each = property.values.iter().any(|(value, _)| matches!(value, Value::Keyword(word) if word == "each"));
            let mut paths = property.paths().filter_map(|path| self.named(path));
            if key == Key::Moves {
                let Some(target) = paths.next() else { continue };
                let to = paths.next().map(|state| state.def());
                effects.push(Effect { key, each, target, to, mentioned: false });
            } else {
                effects.extend(paths.map(|target| Effect { key, each, target, to: None, mentioned: false }));
            }
        }
        effects
    }
}

fn data(property: &Property) -> Option<&'static PropertyData> {
    Kind::Step.property(&property.word)
}

fn is_thing(db: &dyn Db, def: Def<'_>) -> bool {
    def.as_decl().and_then(|decl| decl.kind(db)).is_some_and(|kind| matches!(kind, Kind::Entity | Kind::Value))
}
