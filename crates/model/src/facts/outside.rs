//! What the declarations of an item say of themselves, for those who look in from outside. Each query is a firewall: it
//! holds no place and no prose, so most edits leave it equal.

use averment_syntax::vocabulary::{Key, Kind};
use smol_str::SmolStr;

use crate::Db;
use crate::item::{Item, body};
use crate::item_body::*;
use crate::names::{DeclRef, Def, resolutions, subject_of};

/// What limits and marks a field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldFacts {
    /// What limits its values.
    pub constraints: Vec<Constraint>,
    /// Its tags, without `@`.
    pub tags: Vec<SmolStr>,
}

impl FieldFacts {
    /// Whether it has a tag.
    pub fn is(&self, tag: &str) -> bool {
        self.tags.iter().any(|own| own == tag)
    }

    /// The least and the most of its values, or of how many there are.
    pub fn range(&self) -> Option<(Option<&Literal>, Option<&Literal>)> {
        self.constraints.iter().find_map(|constraint| match constraint {
            Constraint::Range(from, to) => Some((from.as_ref(), to.as_ref())),
            _ => None,
        })
    }
}

#[salsa::tracked]
fn all_field_facts<'db>(db: &'db dyn Db, item: Item<'db>) -> Vec<Vec<FieldFacts>> {
    let facts = |field: &Field| FieldFacts {
        constraints: field.constraints.iter().map(|(constraint, _)| constraint.clone()).collect(),
        tags: field.tags.iter().map(|(tag, _)| tag.clone()).collect(),
    };
    body(db, item).decls.iter().map(|decl| decl.fields.iter().map(facts).collect()).collect()
}

/// What limits and marks a field.
pub fn field_facts<'db>(db: &'db dyn Db, owner: DeclRef<'db>, field: u32) -> &'db FieldFacts {
    static NONE: FieldFacts = FieldFacts { constraints: Vec::new(), tags: Vec::new() };
    let decls = all_field_facts(db, owner.item);
    decls.get(owner.decl.0 as usize).and_then(|fields| fields.get(field as usize)).unwrap_or(&NONE)
}

/// What an actor is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActorFacts {
    /// Whether it is a machine.
    pub is_system: bool,
    /// How many there are, where it is said.
    pub population: Option<Quantity>,
    /// What they work with: `mobile`, `internal`.
    pub uses: Vec<SmolStr>,
}

/// What a system promises.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SystemFacts {
    /// How often it delivers: `exactly-once`, `at-least-once`, `at-most-once`.
    pub delivers: Option<SmolStr>,
    /// How long it takes.
    pub latency: Option<Quantity>,
    /// How much of the time it answers.
    pub availability: Option<Quantity>,
    /// What it takes at most.
    pub limit: Option<Quantity>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Promises {
    actors: Vec<Option<ActorFacts>>,
    systems: Vec<Option<SystemFacts>>,
}

#[salsa::tracked]
fn promises<'db>(db: &'db dyn Db, item: Item<'db>) -> Promises {
    let word = |decl: &Decl, key| decl.property(key)?.words().next().map(|(word, _)| word.clone());
    let quantity = |decl: &Decl, key| {
        let values = &decl.property(key)?.values;
        values.iter().find_map(|(value, _)| if let Value::Quantity(q) = value { Some(q.clone()) } else { None })
    };
    let actor = |decl: &Decl| ActorFacts {
        is_system: word(decl, Key::Is).is_some_and(|is| is == "system"),
        population: quantity(decl, Key::Population),
        uses: decl.properties_of(Key::Uses).flat_map(Property::words).map(|(word, _)| word.clone()).collect(),
    };
    let system = |decl: &Decl| SystemFacts {
        delivers: word(decl, Key::Delivers),
        latency: quantity(decl, Key::Latency),
        availability: quantity(decl, Key::Availability),
        limit: quantity(decl, Key::Limit),
    };
    let decls = &body(db, item).decls;
    Promises {
        actors: decls.iter().map(|d| (d.kind == Some(Kind::Actor)).then(|| actor(d))).collect(),
        systems: decls.iter().map(|d| (d.kind == Some(Kind::System)).then(|| system(d))).collect(),
    }
}

/// What an actor is.
pub fn actor_facts<'db>(db: &'db dyn Db, actor: DeclRef<'db>) -> Option<&'db ActorFacts> {
    promises(db, actor.item).actors.get(actor.decl.0 as usize)?.as_ref()
}

/// What a system promises.
pub fn system_facts<'db>(db: &'db dyn Db, system: DeclRef<'db>) -> Option<&'db SystemFacts> {
    promises(db, system.item).systems.get(system.decl.0 as usize)?.as_ref()
}

/// A rule or a decision table: what it is about, and what it speaks of.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct RuleFacts<'db> {
    /// The rule.
    pub decl: DeclRef<'db>,
    /// What it is about; `None` where that leads nowhere.
    pub subject: Option<Def<'db>>,
    /// The paths in its expressions, each with what all of its segments lead to.
    pub mentions: Vec<Vec<Def<'db>>>,
    /// The paths it says must be set in some case.
    pub set: Vec<Def<'db>>,
    /// The differences of two paths in it that it does not hold against a number.
    pub differences: Vec<Difference<'db>>,
    /// The pairs of paths of which it holds one against the other: the first is to be the smaller one.
    pub bounds: Vec<Bound<'db>>,
}

/// One path that may be no more than another.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct Bound<'db> {
    /// The smaller one, by what its segments lead to.
    pub less: Vec<Def<'db>>,
    /// The larger one, likewise.
    pub more: Vec<Def<'db>>,
}

/// One path less another.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct Difference<'db> {
    /// What something is taken from, by what its segments lead to.
    pub from: Vec<Def<'db>>,
    /// What is taken, likewise.
    pub less: Vec<Def<'db>>,
}

/// The rules and decision tables of an item.
#[salsa::tracked]
pub fn rules<'db>(db: &'db dyn Db, item: Item<'db>) -> Vec<RuleFacts<'db>> {
    let (body, resolutions) = (body(db, item), resolutions(db, item));
    let decided = |decl: &Decl| matches!(decl.kind, Some(Kind::Rule | Kind::Cases));
    let rules = body.all_decls().filter(|(_, decl)| decided(decl)).map(|(id, _)| {
        let decl = DeclRef { item, decl: id };
        let paths = body.all_paths().filter(|(_, path)| path.scope == id && matches!(path.place, Place::Expr { .. }));
        let chain = |path: PathId| match &resolutions[path.0 as usize] {
            crate::names::Resolution::Found(defs) => defs.clone(),
            other => other.def().into_iter().collect(),
        };
        let set = body.exprs.iter().filter_map(|expr| match expr.kind {
            ExprKind::IsSet(inner, false) => match body.expr(inner).kind {
                ExprKind::Path(path) if body.path(path).scope == id => resolutions[path.0 as usize].def(),
                _ => None,
            },
            _ => None,
        });
        let path_of = |expr: ExprId| match body.expr(expr).kind {
            ExprKind::Path(path) if body.path(path).scope == id => Some(chain(path)),
            _ => None,
        };
        // `total - off >= 0` says itself what the difference may be.
        let compared = |expr: ExprId| {
            body.exprs.iter().any(|other| match &other.kind {
                ExprKind::Binary(sign, lhs, rhs) if matches!(sign.as_str(), "<" | "<=" | ">" | ">=") => {
                    let literal = |id: ExprId| matches!(body.expr(id).kind, ExprKind::Literal(_));
                    (*lhs == expr && literal(*rhs)) || (*rhs == expr && literal(*lhs))
                }
                _ => false,
            })
        };
        let differences = (0..).map(ExprId).zip(&body.exprs).filter_map(|(id, expr)| match &expr.kind {
            ExprKind::Binary(sign, lhs, rhs) if sign == "-" && !compared(id) => {
                Some(Difference { from: path_of(*lhs)?, less: path_of(*rhs)? })
            }
            _ => None,
        });
        let differences = differences.collect();
        // Only what is to hold, and not what something else depends on.
        let always = body.decl(id).properties_of(Key::Always).flat_map(|always| &always.values);
        let always = always.filter_map(|(value, _)| if let Value::Expr(expr) = value { Some(*expr) } else { None });
        let bounds = always.filter_map(|expr| match &body.expr(expr).kind {
            ExprKind::Binary(sign, lhs, rhs) => {
                let (lhs, rhs) = (path_of(*lhs)?, path_of(*rhs)?);
                match sign.as_str() {
                    "<" | "<=" => Some(Bound { less: lhs, more: rhs }),
                    ">" | ">=" => Some(Bound { less: rhs, more: lhs }),
                    _ => None,
                }
            }
            _ => None,
        });
        let bounds = bounds.collect();
        let subject = subject_of(db, decl).or_else(|| {
            let about = [Key::For, Key::On].into_iter().find_map(|key| body.decl(id).property(key)?.paths().next());
            about.and_then(|path| resolutions[path.0 as usize].def())
        });
        RuleFacts {
            decl,
            subject,
            mentions: paths.map(|(path, _)| chain(path)).collect(),
            set: set.collect(),
            differences,
            bounds,
        }
    });
    rules.collect()
}

/// What a spec says of what was there before it, and of how it comes.
#[derive(Debug, Clone, Default, PartialEq, Eq, salsa::SalsaValue)]
pub struct LaunchFacts<'db> {
    /// What exists already and becomes different.
    pub changes: Vec<Def<'db>>,
    /// Whether some have it before others: a rollout has a stage of less than all.
    pub staged: bool,
    /// Whether there is a rollout.
    pub rollout: bool,
    /// Whether it says how to go back.
    pub rollback: bool,
}

/// What a spec says of what was there before it, and of how it comes.
#[salsa::tracked]
pub fn launch_facts<'db>(db: &'db dyn Db, item: Item<'db>) -> LaunchFacts<'db> {
    let (body, resolutions) = (body(db, item), resolutions(db, item));
    let mut facts = LaunchFacts::default();
    let Some(spec) = body.decls.first().filter(|decl| decl.kind == Some(Kind::Spec)) else { return facts };
    let changes = spec.properties_of(Key::Changes).flat_map(Property::paths);
    facts.changes.extend(changes.filter_map(|path| resolutions[path.0 as usize].def()));
    for rollout in body.decls.iter().filter(|decl| decl.kind == Some(Kind::Rollout)) {
        facts.rollout = true;
        facts.rollback |=
            rollout.property(Key::Rollback).and_then(|p| p.prose.as_ref()).is_some_and(|prose| !prose.empty);
        let stages = rollout.properties_of(Key::Stage).flat_map(|stage| &stage.values);
        let all = Number::parse("100", false);
        let mut shares =
            stages.filter_map(|(value, _)| if let Value::Quantity(share) = value { Some(share) } else { None });
        facts.staged |= shares.any(|share| share.number < all);
    }
    facts
}
