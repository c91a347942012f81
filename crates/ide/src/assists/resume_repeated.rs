//! Steps at the end of a branch that the flow has already: the branch comes back to those instead.

use averment_model::{Body, Decl, DeclId, DeclRef, Def, body, parse, resolutions, spans};
use averment_syntax::vocabulary::{Key, Kind};
use averment_syntax::{SyntaxKind, TextRange, TextSize};

use super::Scope;
use crate::diagnostics::{newline, whole_lines};
use crate::mentions::mentions;
use crate::types::{SourceEdit, TextEdit};

pub(super) fn look(scope: &Scope<'_>) -> Vec<(String, SourceEdit)> {
    let (db, item) = (scope.db, scope.item);
    let body = body(db, item);
    let here = |decl: &Decl| scope.range(spans(db, item).get(decl.node)).contains_inclusive(scope.at.range.start());
    let flows = body.all_decls().filter(|(_, decl)| decl.kind == Some(Kind::Flow) && here(decl));
    for (_, flow) in flows {
        let main = steps(body, flow);
        for branch in flow.children.iter().map(|id| body.decl(*id)) {
            if branch.kind == Some(Kind::Branch) && here(branch) {
                return Branch { scope, body, main: &main, branch }.offer().into_iter().collect();
            }
        }
    }
    Vec::new()
}

fn steps(body: &Body, decl: &Decl) -> Vec<DeclId> {
    decl.children.iter().copied().filter(|child| body.decl(*child).kind == Some(Kind::Step)).collect()
}

struct Branch<'a, 'db> {
    scope: &'a Scope<'db>,
    body: &'db Body,
    /// The steps of the flow.
    main: &'a [DeclId],
    branch: &'db Decl,
}

impl Branch<'_, '_> {
    fn offer(&self) -> Option<(String, SourceEdit)> {
        let own = steps(self.body, self.branch);
        let mut resumes = self.branch.properties_of(Key::Resume).flat_map(|property| property.paths());
        let resume = resumes.next();
        // Where it goes on behind its last step: at a step of the flow, or nowhere.
        let on = match resume {
            Some(path) => {
                let found = resolutions(self.scope.db, self.scope.item)[path.0 as usize].def()?.as_decl()?;
                self.main.iter().position(|step| *step == found.decl && found.item == self.scope.item)?
            }
            None => self.main.len(),
        };
        if resumes.next().is_some() || self.branch.property(Key::Ends).is_some() {
            return None;
        }
        let pairs = own.iter().rev().zip(self.main[..on].iter().rev());
        let count = pairs.take_while(|(own, main)| self.is_same(**own, **main)).count();
        let first = self.body.decl(*self.main.get(on - count)?);
        let (gone, kept) = (&own[own.len() - count..], own.len() - count);
        let from = self.branch.properties_of(Key::From).flat_map(|property| property.paths()).next();
        // Without a step of its own it is nothing but a way back.
        if count == 0 || kept == 0 || from.is_none() {
            return None;
        }
        let name = first.name.as_ref()?;
        let (scope, spans) = (self.scope, spans(self.scope.db, self.scope.item));
        let (text, lines) = (scope.text(), newline(scope.text()));
        let range = |id: DeclId| {
            let decl = self.body.decl(id);
            let range = scope.range(spans.get(decl.node));
            let length = text[std::ops::Range::from(range)].trim_end().len();
            TextRange::at(range.start(), TextSize::from(length as u32))
        };
        let whole = whole_lines(text, range(gone[0]).cover(range(*gone.last()?)));
        let line = &text[usize::from(whole.start())..usize::from(range(gone[0]).start())];
        if !line.trim().is_empty() {
            return None;
        }
        let mut edit = SourceEdit::default();
        let file = scope.at.file;
        match resume {
            Some(path) => {
                let written = scope.range(spans.get(self.body.path(path).node));
                edit.push(file, TextEdit { range: written, text: name.to_string() });
                edit.push(file, TextEdit { range: whole, text: String::new() });
            }
            None => edit.push(file, TextEdit { range: whole, text: format!("{line}resume {name}{lines}") }),
        }
        let repeated = if count == 1 { "repeating it".to_owned() } else { format!("repeating {count} steps") };
        Some((format!("come back to `{name}` instead of {repeated}"), edit))
    }

    /// Whether two steps say the same, and nothing but their places tells them apart.
    fn is_same(&self, own: DeclId, main: DeclId) -> bool {
        let (db, item) = (self.scope.db, self.scope.item);
        let decl = self.body.decl(own);
        let leads_on = [Key::Next, Key::Ends, Key::On, Key::Every].iter().any(|key| decl.property(*key).is_some());
        let is_named = || {
            let def = Def::Decl(DeclRef { item, decl: own });
            !mentions(db, def, None).0.is_empty()
        };
        !leads_on && self.words(own) == self.words(main) && !is_named()
    }

    /// What a step says, without its name.
    fn words(&self, step: DeclId) -> Vec<String> {
        let (db, item) = (self.scope.db, self.scope.item);
        let (decl, spans) = (self.body.decl(step), spans(db, item));
        let name = spans.get(decl.name_node);
        let range = spans.get(decl.node);
        let root = parse(db, item).green.syntax();
        let tokens = root.descendants_with_tokens().filter_map(|element| element.into_token());
        let own = tokens.filter(|token| range.contains_range(token.text_range()) && token.text_range() != name);
        let said = own.filter(|token| token.kind() != SyntaxKind::WHITESPACE);
        said.map(|token| token.text().trim().to_owned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::assists::testing::{after, labels};

    fn flow(branch: &str) -> String {
        let steps = "    step Fill {\n      when the form is filled in\n    }\n    step Pay {\n      when [A] pays\n      calls Bank\n    }\n    step Thank {\n      then thanks are said\n    }\n";
        format!(
            "actor A\nsystem Bank\nspec S {{\n  flow F {{\n    actor A\n{steps}    branch Again {{\n{branch}    }}\n  }}\n}}\n"
        )
    }

    const CORRECT: &str = "      from Fill\n      step Correct {\n        when the fo$0rm is corrected\n      }\n";
    const PAY: &str = "      step PayNow {\n        when [A] pays\n        calls Bank\n      }\n";
    const THANK: &str = "      step ThankThem {\n        then   thanks are said\n      }\n";

    #[test]
    fn what_is_repeated_is_come_back_to() {
        assert_eq!(
            after("come back to `Pay` instead of repeating 2 steps", &flow(&format!("{CORRECT}{PAY}{THANK}"))),
            flow(&format!("{CORRECT}      resume Pay\n")).replace("$0", "")
        );
        assert_eq!(
            after("come back to `Pay` instead of repeating it", &flow(&format!("{CORRECT}{PAY}      resume Thank\n"))),
            flow(&format!("{CORRECT}      resume Pay\n")).replace("$0", "")
        );
    }

    #[test]
    fn what_would_not_be_the_same_stays() {
        let named = flow(&format!("{CORRECT}{THANK}")).replace("  flow F", "  problem: [F.Again.ThankThem]\n  flow F");
        for text in [
            flow(CORRECT),
            // It does not end where the flow goes on.
            flow(&format!("{CORRECT}{PAY}")),
            flow(&format!("{CORRECT}{THANK}      ends failure\n")),
            flow(&format!("{CORRECT}{}", THANK.replace("thanks", "nothing"))),
            flow(&format!("      from Fill\n{}", THANK.replace("then", "th$0en"))),
            named,
        ] {
            let labels = labels(&text);
            assert!(labels.iter().all(|label| !label.starts_with("come back")), "{text}{labels:?}");
        }
    }
}
