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
                    let rules = averment_checks::RULES.iter().filter(|rule| rule.waivable() && rule.group() == group);
                    for (rank, rule) in (0..).zip(rules) {
                        let name = rule.code.rsplit('/').next().unwrap_or(rule.code);
                        if let Some(completion) = self.offer(name, SymbolKind::Value, rank) {
                            completion.detail = Some(rule.summary().to_owned());
                        }
                    }
                }
            }
            Some((WORD, "of")) if tokens.len() > 2 => self.names(ANY),
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
        let found = self.scope.map(|scope| item_findings(self.db, scope.item)).into_iter().flatten();
        let mut messages: Vec<(&'static str, &str)> = Vec::new();
        for finding in found.filter(|finding| finding.rule.waivable()) {
            if !messages.iter().any(|(code, _)| *code == finding.rule.code) {
                messages.push((finding.rule.code, &finding.message));
            }
        }
        for (rank, rule) in (300..).zip(averment_checks::RULES.iter().filter(|rule| rule.waivable())) {
            let message = messages.iter().find(|(code, _)| *code == rule.code).map(|(_, message)| *message);
            let rank = if message.is_some() { rank - 200 } else { rank };
            if let Some(completion) = self.offer(rule.code, SymbolKind::Value, rank) {
                completion.detail = Some(message.map_or_else(|| rule.summary().to_owned(), str::to_owned));
            }
        }
        let pages: Vec<_> = averment_checks::RULES.iter().map(|rule| rule.code).collect();
        for (rank, category) in (500..).zip(&vocabulary::CATEGORIES) {
            let code = format!("edge/{}", category.word);
            if !pages.contains(&code.as_str())
                && let Some(completion) = self.offer(&code, SymbolKind::Value, rank)
            {
                completion.detail = Some(category.question.to_owned());
            }
        }
    }
}
