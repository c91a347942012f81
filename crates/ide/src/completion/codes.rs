//! Categories of edge cases and codes of rules: first those that are open in the spec, with what they ask.

use averment_checks::edges::{Hint, review_of};
use averment_checks::{config, item_findings};

use super::*;

/// How many open questions are offered with what they are about.
const MOST_OPEN: usize = 30;

impl<'db> Complete<'db, '_> {
    /// What the spec around the cursor is still asked, the heaviest first.
    fn open_questions(&self) -> Vec<&'db Hint<'db>> {
        let db = self.db;
        let Some(scope) = self.scope.filter(|scope| DeclRef::root(scope.item).kind(db) == Some(Kind::Spec)) else {
            return Vec::new();
        };
        let (config, status) = (config(db, self.file.workspace(db)), averment_checks::status(db, scope.item));
        let asked = |hint: &&Hint<'_>| {
            let code = format!("edge/{}", hint.category.word());
            config.severity(&code, hint.gravity.severities().at(status)).is_some()
        };
        review_of(db, scope.item).hints.iter().filter(asked).take(MOST_OPEN).collect()
    }

    /// A category after `covers`, of what is asked where that is known.
    pub(super) fn categories(&mut self) {
        let (open, more) = (self.open_questions(), self.line.more);
        let first = self.line.tokens.len() == 1;
        for (rank, (hint, target)) in
            (0..).zip(open.iter().flat_map(|hint| hint.targets.iter().map(move |t| (*hint, t))))
        {
            if first && !more {
                let label = format!("{} of {target}", hint.category.word());
                if let Some(completion) = self.offer(&label, SymbolKind::Value, rank) {
                    completion.detail = Some(hint.message.clone());
                }
            }
        }
        for (rank, data) in (100..).zip(&vocabulary::CATEGORIES) {
            let question = open.iter().find(|hint| hint.category == data.category).map(|hint| hint.message.as_str());
            let rank = if question.is_some() { rank - 50 } else { rank };
            if let Some(completion) = self.offer(data.word, SymbolKind::Value, rank) {
                completion.detail = Some(question.unwrap_or(data.question).to_owned());
                completion.documentation = Some(data.doc.to_owned());
            }
        }
    }

    pub(super) fn waive(&mut self) {
        let tokens = &self.line.tokens;
        match tokens.last() {
            Some((SLASH, _)) => {
                let group = tokens.get(1).map_or("", |(_, text)| *text).to_owned();
                if group == "edge" {
                    self.categories();
                } else {
                    for (rank, (code, message)) in (0..).zip(self.found()) {
                        if let Some(name) = code.strip_prefix(&group).and_then(|name| name.strip_prefix('/'))
                            && let Some(completion) = self.offer(name, SymbolKind::Value, rank)
                        {
                            completion.detail = Some(message.to_owned());
                        }
                    }
                }
            }
            Some((WORD, "of")) if tokens.len() > 2 => {
                let category = tokens.iter().rev().nth(1).and_then(|(_, word)| vocabulary::category(word));
                match category {
                    Some(data) => self.answered(&[data.category]),
                    None => self.names(ANY),
                }
            }
            _ if tokens.len() == 1 => self.codes(),
            _ if tokens.iter().any(|(_, text)| *text == "of") => {}
            Some((WORD, _)) if tokens.iter().any(|(kind, _)| *kind == SLASH) => {
                self.offer("of", SymbolKind::Keyword, 0);
            }
            _ => {}
        }
    }

    /// The code of a rule that can be waived; first those that say something about the spec.
    pub(super) fn codes(&mut self) {
        let more = self.line.more;
        let open = self.open_questions();
        for (rank, (hint, target)) in
            (0..).zip(open.iter().flat_map(|hint| hint.targets.iter().map(move |t| (*hint, t))))
        {
            let code = format!("edge/{} of {target}", hint.category.word());
            if more {
                continue;
            }
            if let Some(completion) = self.offer(&code, SymbolKind::Value, rank) {
                completion.detail = Some(hint.message.clone());
                completion.insert.push_str(": ");
            }
        }
        let found = self.found();
        for (rank, (code, message)) in (100..).zip(&found) {
            if let Some(completion) = self.offer(code, SymbolKind::Value, rank) {
                completion.detail = Some((*message).to_owned());
            }
        }
        // What is not said here would waive nothing; of what edge cases are asked later, nobody knows.
        if self.folded.is_empty() && !(open.is_empty() && found.is_empty()) {
            self.incomplete = true;
            return;
        }
        for (rank, category) in (500..).zip(&vocabulary::CATEGORIES) {
            let code = format!("edge/{}", category.word);
            if found.iter().all(|(found, _)| *found != code)
                && let Some(completion) = self.offer(&code, SymbolKind::Value, rank)
            {
                completion.detail = Some(category.question.to_owned());
            }
        }
    }

    /// What is said of the item around the cursor and could be waived, and what is waived there already.
    fn found(&self) -> Vec<(&'static str, &'db str)> {
        let (db, Some(scope)) = (self.db, self.scope) else { return Vec::new() };
        let said = item_findings(db, scope.item).iter();
        let mut found: Vec<(&'static str, &'db str)> = Vec::new();
        // What is said of an answer itself has a code, but is no category to be waived.
        let named = |code: &str| code.strip_prefix("edge/").is_none_or(|name| vocabulary::category(name).is_some());
        for finding in said.filter(|finding| finding.rule.waivable() && named(finding.rule.code)) {
            if found.iter().all(|(code, _)| *code != finding.rule.code) {
                found.push((finding.rule.code, &finding.message));
            }
        }
        let waived = body(db, scope.item).decls.iter().filter_map(|decl| decl.code.as_deref());
        for rule in waived.filter_map(averment_checks::rule).filter(|rule| rule.waivable()) {
            if found.iter().all(|(code, _)| *code != rule.code) {
                found.push((rule.code, rule.summary()));
            }
        }
        found
    }

    /// What an answer to questions of some categories may be about: what is asked, then what has been, then what the
    /// steps touch.
    pub(super) fn answered(&mut self, categories: &[vocabulary::Category]) {
        (self.asked, self.key) = (Asked::Touched, Some(Key::Covers));
        if self.line.qualifier.is_empty() {
            let open = self.open_questions();
            let open = open.into_iter().filter(|hint| categories.contains(&hint.category));
            let mut targets: Vec<(&SmolStr, &str)> =
                open.flat_map(|hint| hint.targets.iter().map(|target| (target, hint.message.as_str()))).collect();
            if let Some(scope) = self.scope.filter(|scope| DeclRef::root(scope.item).kind(self.db) == Some(Kind::Spec))
            {
                let raised = review_of(self.db, scope.item).raised.iter();
                let raised = raised.filter(|raised| categories.contains(&raised.category));
                targets.extend(raised.map(|raised| (&raised.target, raised.message.as_str())));
            }
            let mut listed: Vec<String> = Vec::new();
            for (rank, (target, message)) in (0..).zip(targets) {
                if listed.iter().any(|listed| listed == target.as_str()) {
                    continue;
                }
                if let Some(completion) = self.offer(target, SymbolKind::Value, rank) {
                    completion.detail = Some(message.to_owned());
                }
                listed.push(target.to_string());
            }
            self.given.extend(listed);
        }
        self.names(ANY);
    }
}
