//! What a line may start with: kinds, properties, clauses.

use super::dates::dated;
use super::*;

impl<'db> Complete<'db, '_> {
    pub(super) fn top_level(&mut self) {
        let (db, more) = (self.db, self.line.more);
        let here = self.line.offset;
        let mut modules = items(db, self.file).iter().zip(item_ranges(db, self.file));
        let has_module = modules.any(|(item, range)| {
            let range = std::ops::Range::<usize>::from(*range);
            item.kind(db) == ItemKind::Module && !(range.start..=range.start + "module".len()).contains(&here)
        });
        for (rank, (row, snippet)) in
            (0..).zip([("module", "module ${1:name}"), ("use", "use ${1:module}.{${2:Name}}")])
        {
            if row == "module" && has_module {
                continue;
            }
            let data = word(row);
            if let Some(completion) = self.offer(row, SymbolKind::Keyword, rank) {
                completion.detail = data.map(|data| data.signature.to_owned());
                completion.documentation = data.map(|data| data.doc.to_owned());
                (completion.insert, completion.snippet) =
                    if more { (row.to_owned(), false) } else { (snippet.to_owned(), true) };
            }
        }
        for (rank, kind) in (10..).zip(Kind::ALL.iter().filter(|kind| kind.data().top_level)) {
            self.kind(*kind, rank);
        }
    }

    pub(super) fn kind(&mut self, kind: Kind, rank: u32) {
        let (more, today) = (self.line.more, self.options.today);
        if let Some(completion) = self.offer(kind.word(), SymbolKind::Kind(kind), rank) {
            completion.detail = Some(kind.data().doc.to_owned());
            completion.source = Some(CompletionSource::Kind(kind));
            if !more && !kind.data().snippet.is_empty() {
                completion.insert = dated(kind.data().snippet, today);
                completion.snippet = true;
            }
        }
    }

    /// Everything that may start a line of a block.
    pub(super) fn line_start(&mut self, scope: DeclRef<'db>, kind: Kind) {
        let (db, more) = (self.db, self.line.more);
        let data = kind.data();
        let own = body(db, scope.item).decl(scope.decl);
        let item_start = crate::diagnostics::item_start(db, scope.item);
        let offset = self.line.offset;
        let given = |key: Key| {
            own.properties_of(key).any(|property| {
                let keyword = std::ops::Range::<usize>::from(spans(db, scope.item).get(property.keyword) + item_start);
                !(keyword.start..=keyword.end).contains(&offset)
            })
        };
        self.bullet(kind);
        if data.lines.clauses {
            for (rank, row) in (0..).zip(&CLAUSES) {
                self.offer_word(row, rank);
                if let Some(completion) = self.found.last_mut().filter(|c| c.label == row.word && !more) {
                    completion.insert.push(' ');
                }
            }
        }
        if data.lines.cases
            && let Some(completion) = self.offer("case", SymbolKind::Keyword, 0)
        {
            completion.detail = word("case").map(|row| row.signature.to_owned());
            completion.documentation = word("case").map(|row| row.doc.to_owned());
            if !more {
                completion.insert = "case ${1:condition} -> ${2:result}".to_owned();
                completion.snippet = true;
            }
        }
        let (status, today) = (averment_checks::status(db, scope.item), self.options.today);
        for (rank, property) in (100..).zip(data.properties) {
            let there = given(property.key);
            if !property.repeat && there {
                continue;
            }
            // What the spec's status asks for comes first.
            let asked = !there && property.required.is_some_and(|from| from <= status && status < Status::Retired);
            let rank = if asked { rank - 80 } else { rank };
            if let Some(completion) = self.offer(property.word, SymbolKind::Property, rank) {
                completion.detail = Some(property.signature.to_owned()).filter(|signature| !signature.is_empty());
                completion.source = Some(CompletionSource::Property(kind, property.word.to_owned()));
                if !more && !property.snippet.is_empty() {
                    completion.insert = dated(property.snippet, today);
                    completion.snippet = true;
                }
            }
        }
        for (rank, nested) in (200..).zip(Kind::ALL.iter().filter(|nested| kind.holds(**nested))) {
            self.kind(*nested, rank);
        }
        if data.lines.transitions {
            for (rank, (name, state)) in (50..).zip(self.lifecycle_states(scope)) {
                self.offer_name(&name, state, rank);
            }
        }
    }

    /// A bullet, below the line of a property that takes them, or below another one.
    fn bullet(&mut self, kind: Kind) {
        let text = file_text(self.db, self.file);
        let start = text[..self.line.offset].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let above = text[..start].lines().rev().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
        let word = above.split(':').next().unwrap_or_default().trim();
        let opens = kind.property(word).is_some_and(|property| property.bullets && above.contains(':'));
        let mark = match above {
            _ if !self.line.word.is_empty() || self.line.more => return,
            _ if opens && word == Key::Checklist.word() => "- [ ] ",
            _ if ["- [ ]", "- [x]", "- [X]"].iter().any(|mark| above.starts_with(mark)) => "- [ ] ",
            _ if opens || above.starts_with("- ") => "- ",
            _ => return,
        };
        if let Some(completion) = self.offer(mark.trim_end(), SymbolKind::Keyword, 0) {
            completion.detail = Some("one more of the list above".to_owned());
            completion.insert = mark.to_owned();
        }
    }
}
