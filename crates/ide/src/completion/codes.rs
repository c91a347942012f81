//! Categories of edge cases and codes of rules.

use super::*;

impl<'db> Complete<'db, '_> {
    pub(super) fn waive(&mut self) {
        let tokens = &self.line.tokens;
        match tokens.last() {
            Some((SLASH, _)) => {
                let group = tokens.get(1).map_or("", |(_, text)| *text).to_owned();
                if group == "edge" {
                    for (rank, category) in (0..).zip(&vocabulary::CATEGORIES) {
                        if let Some(completion) = self.offer(category.word, SymbolKind::Value, rank) {
                            completion.detail = Some(category.question.to_owned());
                        }
                    }
                } else {
                    let codes =
                        averment_checks::RULES.iter().filter_map(|rule| Some((rule.code.split_once('/')?, rule)));
                    for (rank, ((_, name), rule)) in (0..).zip(codes.filter(|((of, _), _)| *of == group)) {
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

    pub(super) fn codes(&mut self) {
        for (rank, category) in (0..).zip(&vocabulary::CATEGORIES) {
            let code = format!("edge/{}", category.word);
            if let Some(completion) = self.offer(&code, SymbolKind::Value, rank) {
                completion.detail = Some(category.question.to_owned());
            }
        }
        let fixed = ["syntax/", "name/", "type/", "edge/"];
        let rules =
            averment_checks::RULES.iter().filter(|rule| !fixed.iter().any(|group| rule.code.starts_with(group)));
        for (rank, rule) in (100..).zip(rules) {
            if let Some(completion) = self.offer(rule.code, SymbolKind::Value, rank) {
                completion.detail = Some(rule.summary().to_owned());
            }
        }
    }
}
