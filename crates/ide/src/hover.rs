//! What the thing under the cursor is, in Markdown.

use averment_model::{Db, DeclRef, Def, Module, body, file_module, module_files, module_names, parse, spans};
use averment_syntax::SyntaxKind;
use averment_syntax::ast::{self, AstNode as _};
use averment_syntax::vocabulary::{Dimension, Key, Kind, PropertyData, Prose, Status};
use rustc_hash::FxHashMap;
use std::fmt::Write as _;

use crate::mentions::mentions;
use crate::position::{Subject, container, subject_at};
use crate::types::{FilePosition, Hover};

/// How many items are looked into for the number of uses.
const MOST_ITEMS: usize = 64;

/// How many fields and members are listed.
const MOST_MEMBERS: usize = 24;

/// What the thing at a position is.
pub(crate) fn hover(db: &dyn Db, at: FilePosition) -> Option<Hover> {
    let found = subject_at(db, at)?;
    let markdown = match found.subject {
        Subject::Defs(defs) => {
            let mut cards: Vec<_> = defs.into_iter().map(|def| card(db, def)).collect();
            cards.dedup();
            cards.join("\n\n---\n\n")
        }
        Subject::Option(decision, name) => option(db, decision, &name),
        Subject::Kind(kind) => kind_card(kind),
        Subject::Property(kind, data) => property_card(Some(kind), data),
        Subject::Choice(data, word) => format!("{}\n\nOne of {}.", code(&word), choices_text(data)) + "\n\n" + data.doc,
        Subject::Status(status) => {
            let (_, word, doc) = Status::ALL[status as usize];
            format!("{}\n\n{}.", code(&format!("status {word}")), capitalised(doc))
        }
        Subject::Unit(unit) => {
            let dimension = match unit.dimension {
                Dimension::Time => "a length of time",
                Dimension::Size => "a size",
                Dimension::Percent => "a share",
                Dimension::Money => "an amount of money",
                Dimension::Rate => "a rate",
            };
            let aliases = match unit.aliases {
                [] => String::new(),
                aliases => format!("\n\nAlso written {}.", quoted(aliases)),
            };
            format!("{}\n\n{}: the unit of {dimension}.{aliases}", code(unit.word), capitalised(unit.doc))
        }
        Subject::Builtin(builtin) => format!("{}\n\n{}", code(builtin.word()), builtin.doc()),
        Subject::Category(data) => {
            format!("{}\n\n{}\n\n*{}*", code(&format!("covers {}", data.word)), data.doc, data.question)
        }
        Subject::Code(rule_code) => rule_card(&rule_code)?,
        Subject::Language(word) => format!("{}\n\n{}", code(word.signature), word.doc),
    };
    Some(Hover { range: found.range, markdown })
}

fn code(text: &str) -> String {
    format!("```averment\n{text}\n```")
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn choices_text(data: &'static PropertyData) -> String {
    quoted(&crate::expectations::choices(data))
}

/// A kind as the reference shows it.
pub(crate) fn kind_card(kind: Kind) -> String {
    let data = kind.data();
    let mut card = format!("{}\n\n{}", code(&kind_signature(kind)), data.doc);
    let nested: Vec<_> = Kind::ALL.iter().filter(|inner| kind.holds(**inner)).map(|inner| inner.word()).collect();
    let properties: Vec<_> = data.properties.iter().map(|property| property.word).collect();
    if !properties.is_empty() {
        let _ = write!(card, "\n\n**Properties:** {}", quoted(&properties));
    }
    if !nested.is_empty() {
        let _ = write!(card, "\n\n**Holds:** {}", quoted(&nested));
    }
    if !data.parents.is_empty() {
        let parents: Vec<_> = data.parents.iter().map(|parent| parent.word()).collect();
        let top = if data.top_level { "top level, " } else { "" };
        let _ = write!(card, "\n\n**Stands in:** {top}{}", quoted(&parents));
    }
    card
}

fn kind_signature(kind: Kind) -> String {
    use averment_syntax::vocabulary::Head;
    let data = kind.data();
    let head = match data.head {
        Head::Name => " Name",
        Head::OptionalName => " Name?",
        Head::None => "",
        Head::Code => " CODE (of PATH)?",
    };
    let title = if data.title { " \"title\"?" } else { "" };
    format!("{}{head}{title}", data.word)
}

/// A property as the reference shows it.
pub(crate) fn property_card(kind: Option<Kind>, data: &PropertyData) -> String {
    let value = if data.signature.is_empty() { String::new() } else { format!(" {}", data.signature) };
    let prose = match data.prose {
        Prose::Required => ": prose",
        Prose::Optional => " (: prose)?",
        Prose::No => "",
    };
    let mut card = format!("{}\n\n{}", code(&format!("{}{value}{prose}", data.word)), data.doc);
    let mut notes = Vec::new();
    if let Some(kind) = kind {
        notes.push(format!("a property of `{}`", kind.word()));
    }
    if data.repeat {
        notes.push("may be given more than once".to_owned());
    }
    if data.bullets {
        notes.push("takes bullets".to_owned());
    }
    match data.required {
        Some(Status::Draft) => notes.push("required".to_owned()),
        Some(status) => notes.push(format!("required from status `{}` on", status.word())),
        None => {}
    }
    if !notes.is_empty() {
        let _ = write!(card, "\n\n*{}*", notes.join("; "));
    }
    card
}

fn rule_card(rule_code: &str) -> Option<String> {
    if let Some(rule) = averment_checks::rule(rule_code) {
        return Some(format!("{}\n\n{}", code(rule.code), rule.summary()));
    }
    let category = averment_syntax::vocabulary::category(rule_code.strip_prefix("edge/")?)?;
    Some(format!("{}\n\n{}\n\n*{}*", code(rule_code), category.doc, category.question))
}

fn option(db: &dyn Db, decision: DeclRef<'_>, name: &str) -> String {
    let data = body(db, decision.item).decl(decision.decl);
    let mut card = code(&format!("option {name}"));
    let property = data.properties_of(Key::Option).find(|p| p.words().any(|(word, _)| word == name));
    let Some(property) = property else { return card };
    if let Some(prose) = &property.prose {
        let text = decision.item.text(db);
        let text = text.get(std::ops::Range::from(spans(db, decision.item).get(prose.node))).unwrap_or_default();
        let _ = write!(card, "\n\n{}", text.trim());
    }
    let chosen = data.properties_of(Key::Chosen).any(|p| p.words().any(|(word, _)| word == name));
    if chosen {
        card.push_str("\n\n*the option that was chosen*");
    }
    card
}

/// What a definition is, in Markdown: also what completion shows beside a name, without the uses.
pub(crate) fn summary<'db>(db: &'db dyn Db, def: Def<'db>) -> String {
    let mut card = code(&signature(db, def));
    let description = description(db, def);
    if !description.is_empty() {
        card.push_str("\n\n");
        card.push_str(&description);
    }
    card
}

fn card<'db>(db: &'db dyn Db, def: Def<'db>) -> String {
    let mut card = summary(db, def);
    if let Def::Module(_) = def {
        return card;
    }
    if let Some(container) = container(db, def) {
        let module = def.file(db).map_or("", |file| file_module(db, file));
        let nested = !matches!(def, Def::Decl(decl) if decl.parent(db).is_none()) && !module.is_empty();
        let module = if nested { format!(" of `{module}`") } else { String::new() };
        let _ = write!(card, "\n\n*in `{container}`{module}*");
    }
    let (mentions, all) = mentions(db, def, Some(MOST_ITEMS));
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for mention in &mentions {
        *counts.entry(mention.place).or_default() += 1;
    }
    let total: usize = counts.values().sum();
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let parts: Vec<_> = counts.iter().map(|(place, count)| format!("{place} {count}")).collect();
    match (total, all) {
        (0, true) => card.push_str("\n\n*not used anywhere*"),
        (0, false) => {}
        (1, true) => {
            let _ = write!(card, "\n\n*used once: {}*", counts[0].0);
        }
        _ => {
            let more = if all { "" } else { "more than " };
            let _ = write!(card, "\n\n*used {more}{total} times: {}*", parts.join(", "));
        }
    }
    card
}

/// The title and doc comment of a definition.
fn description<'db>(db: &'db dyn Db, def: Def<'db>) -> String {
    let mut parts = Vec::new();
    if let Def::Decl(decl) = def
        && let Some(title) = &decl.signature(db).title
    {
        parts.push(format!("**{title}**"));
    }
    parts.extend(doc(db, def));
    if let Def::Decl(decl) = def
        && decl.kind(db) == Some(Kind::Metric)
    {
        let value =
            |key| property_lines(db, decl, &[key]).first().and_then(|line| Some(line.split_once(' ')?.1.to_owned()));
        if let (Some(baseline), Some(target)) = (value(Key::Baseline), value(Key::Target)) {
            parts.push(format!("{baseline} → {target}"));
        }
    }
    if let Def::Decl(decl) = def
        && let Some(prose) = &body(db, decl.item).decl(decl.decl).prose
    {
        let node = parse(db, decl.item).green.syntax();
        let range = spans(db, decl.item).get(prose.node);
        let prose = node.descendants().filter(|n| n.text_range() == range).find_map(ast::Prose::cast);
        parts.extend(prose.map(|prose| prose.text()).filter(|text| !text.is_empty()));
    }
    parts.join("\n\n")
}

/// The doc comment above a declaration or field.
fn doc<'db>(db: &'db dyn Db, def: Def<'db>) -> Option<String> {
    let decl = def.owner()?;
    let data = body(db, decl.item).decls.get(decl.decl.0 as usize)?;
    let node = match def {
        Def::Decl(_) => data.name_node,
        Def::Field(_, field) => data.fields.get(field as usize)?.name_node,
        _ => return None,
    };
    let range = spans(db, decl.item).get(node);
    let token = parse(db, decl.item).green.syntax().token_at_offset(range.start()).right_biased()?;
    let owner = match def {
        Def::Decl(_) => SyntaxKind::DECLARATION,
        _ => SyntaxKind::FIELD,
    };
    let node = token.parent_ancestors().find(|node| node.kind() == owner)?;
    match def {
        Def::Decl(_) => ast::Declaration::cast(node)?.doc(),
        _ => ast::Field::cast(node)?.doc(),
    }
}

/// A definition as an author would write it, shortened to what others need to know.
fn signature<'db>(db: &'db dyn Db, def: Def<'db>) -> String {
    match def {
        Def::Module(module) => module_signature(db, module),
        Def::Decl(decl) => decl_signature(db, decl),
        Def::Field(decl, field) => {
            let field = &decl.signature(db).fields[field as usize];
            format!("{}: {}", def.qualified_name(db), field.text)
        }
        Def::State(decl, field, _) => {
            format!("{}: one of {}", def.qualified_name(db), decl.signature(db).fields[field as usize].text)
        }
        Def::Constant(decl, _) => {
            format!("{}: one of {}", def.qualified_name(db), decl.signature(db).constants.join(" | "))
        }
    }
}

fn module_signature<'db>(db: &'db dyn Db, module: Module<'db>) -> String {
    let mut text = format!("module {}", module.path(db));
    for named in module_names(db, module).iter().take(MOST_MEMBERS) {
        let _ = write!(text, "\n  {} {}", DeclRef::root(named.item).kind(db).map_or("", Kind::word), named.name);
    }
    let (names, files) = (module_names(db, module).len(), module_files(db, module).len());
    if names > MOST_MEMBERS {
        let _ = write!(text, "\n  // and {} more", names - MOST_MEMBERS);
    }
    if files > 1 {
        let _ = write!(text, "\n  // in {files} files");
    }
    text
}

fn decl_signature<'db>(db: &'db dyn Db, decl: DeclRef<'db>) -> String {
    let own = decl.signature(db);
    let mut text = Def::Decl(decl).word(db).to_owned();
    if own.name.is_some() {
        let _ = write!(text, " {}", Def::Decl(decl).qualified_name(db));
    }
    let mut lines: Vec<String> = Vec::new();
    match own.kind {
        Some(Kind::Actor) => {
            for of in decl.with_extended(db) {
                let from = if of == decl {
                    String::new()
                } else {
                    format!("  // from {}", of.signature(db).name.as_deref().unwrap_or_default())
                };
                let keys = [Key::Is, Key::Extends, Key::Can, Key::Cannot, Key::Population, Key::Uses];
                let keys = if of == decl { &keys[..] } else { &keys[2..4] };
                lines.extend(property_lines(db, of, keys).into_iter().map(|line| line + &from));
            }
        }
        Some(Kind::Enum) => {
            let constants = own.constants.join(" | ");
            lines.push(format!("values {constants}"));
        }
        Some(Kind::Spec) => {
            lines = property_lines(db, decl, &[Key::Status, Key::Owner, Key::Horizon, Key::Serves]);
        }
        Some(Kind::Lifecycle) => {
            lines = property_lines(db, decl, &[Key::For, Key::Initial, Key::Final]);
            let data = body(db, decl.item).decl(decl.decl);
            lines.extend(data.transitions.iter().map(|transition| line_text(db, decl, transition.node)));
        }
        _ => {
            let data = body(db, decl.item).decl(decl.decl);
            let structured = data.properties.iter().filter(|p| p.prose.is_none() && p.bullets.is_empty());
            lines.extend(structured.map(|property| line_text(db, decl, property.node)));
            let all = decl.with_extended(db);
            let width =
                all.iter().flat_map(|of| &of.signature(db).fields).map(|field| field.name.chars().count()).max();
            for of in all {
                let from = if of == decl {
                    String::new()
                } else {
                    format!("  // from {}", of.signature(db).name.as_deref().unwrap_or_default())
                };
                let fields = of.signature(db).fields.iter();
                lines.extend(fields.map(|f| {
                    format!("{}{} {}{from}", f.name, " ".repeat(width.unwrap_or(0) - f.name.chars().count()), f.text)
                }));
            }
        }
    }
    if !lines.is_empty() {
        text.push_str(" {");
        for line in lines.iter().take(MOST_MEMBERS) {
            text.push_str("\n  ");
            text.push_str(line);
        }
        if lines.len() > MOST_MEMBERS {
            let _ = write!(text, "\n  // and {} more", lines.len() - MOST_MEMBERS);
        }
        text.push_str("\n}");
    }
    text
}

fn property_lines<'db>(db: &'db dyn Db, decl: DeclRef<'db>, keys: &[Key]) -> Vec<String> {
    let data = body(db, decl.item).decl(decl.decl);
    let wanted = data.properties.iter().filter(|p| p.key.is_some_and(|key| keys.contains(&key)));
    wanted.map(|property| line_text(db, decl, property.node)).collect()
}

/// A line of a declaration, with single spaces.
fn line_text<'db>(db: &'db dyn Db, decl: DeclRef<'db>, node: averment_model::NodeId) -> String {
    let range = std::ops::Range::<usize>::from(spans(db, decl.item).get(node));
    let text = decl.item.text(db).get(range).unwrap_or_default();
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use crate::fixture::{Fixture, slice};

    #[track_caller]
    fn check(text: &str, expected: Expect) {
        let fixture = Fixture::new(text);
        let hover = fixture.analysis().hover(fixture.cursor()).expect("nothing changes it");
        let shown = hover.map(|hover| {
            format!("[{}]\n{}\n", slice(fixture.text(fixture.cursor().file), hover.range), hover.markdown)
        });
        expected.assert_eq(&shown.unwrap_or_default());
    }

    const MODEL: &str = "//- model.averment
module shop.model
/// What somebody buys.
/// Or not.
entity Order \"A purchase\" {
  /// It never changes.
  id Id @unique
  total Money 0..
  status draft | paid
}
entity Gift {
  extends Order
  note Text? ..200
}
actor Viewer {
  can read Order
}
actor Buyer {
  is human
  extends Viewer
  can create, update Order
}
metric Sales \"Orders each week\" {
  unit percent
  baseline 10%
  target 20%
  source: the shop
}
";

    #[test]
    fn a_declaration_with_what_stands_above_it() {
        check(
            &format!(
                "{MODEL}//- a.averment\nuse shop.model.Order\nspec A {{\n  problem: 🎉 an [Or$0der] of [Order.total]\n  changes Order\n}}\n"
            ),
            expect![[r#"
            [Order]
            ```averment
            entity Order {
              id     Id @unique
              total  Money 0..
              status draft | paid
            }
            ```

            **A purchase**

            What somebody buys.
            Or not.

            *in `shop.model`*

            *used 6 times: can 2, prose 2, changes 1, extends 1*
        "#]],
        );
        check(
            &format!("{MODEL}//- a.averment\r\nuse shop.model.Gift\r\nspec A {{\r\n  changes Gi$0ft\r\n}}\r\n"),
            expect![[r#"
            [Gift]
            ```averment
            entity Gift {
              extends Order
              note   Text? ..200
              id     Id @unique  // from Order
              total  Money 0..  // from Order
              status draft | paid  // from Order
            }
            ```

            *in `shop.model`*

            *used once: changes*
        "#]],
        );
    }

    #[test]
    fn fields_and_states() {
        check(
            &format!("{MODEL}//- a.averment\nuse shop.model.Order\nspec A {{\n  problem: [Order.i$0d]\n}}\n"),
            expect![[r#"
            [id]
            ```averment
            Order.id: Id @unique
            ```

            It never changes.

            *in `Order` of `shop.model`*

            *used once: prose*
        "#]],
        );
        check(
            &format!("{MODEL}//- a.averment\nuse shop.model.Order\nspec A {{\n  problem: [Order.status.pa$0id]\n}}\n"),
            expect![[r#"
            [paid]
            ```averment
            Order.status.paid: one of draft | paid
            ```

            *in `Order.status` of `shop.model`*

            *used once: prose*
        "#]],
        );
    }

    #[test]
    fn rights_are_inherited() {
        check(
            &format!("{MODEL}//- a.averment\nuse shop.model.Buyer\nspec A {{\n  actor Buy$0er\n}}\n"),
            expect![[r#"
            [Buyer]
            ```averment
            actor Buyer {
              is human
              extends Viewer
              can create, update Order
              can read Order  // from Viewer
            }
            ```

            *in `shop.model`*

            *used once: actor*
        "#]],
        );
    }

    #[test]
    fn numbers_that_move() {
        check(
            &format!("{MODEL}//- a.averment\nspec A {{\n  serves shop.model.Sa$0les\n}}\n"),
            expect![[r#"
            [Sales]
            ```averment
            metric Sales {
              unit percent
              baseline 10%
              target 20%
            }
            ```

            **Orders each week**

            10% → 20%

            *in `shop.model`*

            *used once: serves*
        "#]],
        );
    }

    #[test]
    fn words_of_the_language() {
        check(
            "sp$0ec A {\n}\n",
            expect![[r#"
            [spec]
            ```averment
            spec Name "title"?
            ```

            One feature: what the user experiences, what can go wrong, what success is, and why.

            **Properties:** `status`, `owner`, `horizon`, `appetite`, `hill`, `revisit`, `revisit-when`, `serves`, `depends-on`, `supersedes`, `changes`, `complies`, `tags`, `problem`, `user`, `actor`, `alternative`, `outcome`, `scope`, `non-goals`, `constraints`, `because`

            **Holds:** `metric`, `actor`, `entity`, `value`, `enum`, `lifecycle`, `event`, `error`, `rule`, `cases`, `term`, `flow`, `edge`, `fail`, `accept`, `quality`, `decision`, `question`, `risk`, `rollout`, `signoff`, `waive`
        "#]],
        );
        check(
            "spec A {\n  flow F {\n    step S {\n      with$0in 2 s at p95\n    }\n  }\n}\n",
            expect![[r#"
            [within]
            ```averment
            within DURATION [at p95]
            ```

            How long it may take, and for what share of the times.

            *a property of `step`*
        "#]],
        );
        check(
            "spec A {\n  problem: within 2 min$0 of it\n}\n",
            expect![[r#"
            [min]
            ```averment
            min
            ```

            Minutes: the unit of a length of time.

            Also written `mins`, `minute`, `minutes`.
        "#]],
        );
        check(
            "entity A {\n  a Mon$0ey\n}\n",
            expect![[r#"
            [Money]
            ```averment
            Money
            ```

            An amount of money. Bounds may name a currency.
        "#]],
        );
        check(
            "spec A {\n  edge E {\n    covers em$0pty\n    when x\n  }\n}\n",
            expect![[r#"
            [empty]
            ```averment
            covers empty
            ```

            There are none: no rows, no results, nothing yet.

            *What does the person see when there are none?*
        "#]],
        );
        check(
            "spec A {\n  status app$0roved\n}\n",
            expect![[r#"
            [approved]
            ```averment
            status approved
            ```

            Signed off: findings are errors.
        "#]],
        );
        check(
            "entity A {\n  a Text @pi$0i\n}\n",
            expect![[r#"
            [@pii]
            ```averment
            @pii
            ```

            It identifies a person.
        "#]],
        );
        check(
            "spec A {\n  waive edge/em$0pty: none\n}\n",
            expect![[r#"
                [edge/empty]
                ```averment
                edge/empty
                ```

                There are none: no rows, no results, nothing yet.
            "#]],
        );
        check("spec A {\n  problem: when$0 it is\n}\n", expect![[r#""#]]);
        check(
            "actor A {\n  can re$0ad A\n}\n",
            expect![[r#"
            [read]
            ```averment
            can WORD, … ENTITY|VALUE|FIELD, … (: prose)?
            ```

            What it may do to what.

            *a property of `actor`; may be given more than once*
        "#]],
        );
    }

    #[test]
    fn options_and_modules() {
        check(
            "spec A {\n  decision D {\n    option Un: cheap, and slow\n    chosen U$0n\n  }\n}\n",
            expect![[r#"
            [Un]
            ```averment
            option Un
            ```

            cheap, and slow

            *the option that was chosen*
        "#]],
        );
        check(
            &format!("{MODEL}//- a.averment\nuse shop.mod$0el.Order\n"),
            expect![[r#"
            [model]
            ```averment
            module shop.model
              actor Buyer
              entity Gift
              entity Order
              metric Sales
              actor Viewer
            ```
        "#]],
        );
    }
}
