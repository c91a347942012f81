//! `edge/no-category`: an edge case that does not say which question it answers.

use averment_model::{Cue, Decl, cues_of, resolve_path};
use averment_syntax::naming::pascal_case;
use averment_syntax::vocabulary::{Category, Key, Kind};
use smol_str::SmolStr;

use crate::edges::english;
use crate::finding::{Checker, Edit};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "edge/no-category",
    severity: Severities::ADVICE,
    page: include_str!("../../../rules/edge/no-category.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    let edges = c.body.all_decls().filter(|(_, decl)| decl.kind == Some(Kind::Edge));
    let says_something = |decl: &Decl| decl.block.is_some() || decl.prose.is_some();
    for (id, decl) in edges.filter(|(_, decl)| decl.property(Key::Covers).is_none() && says_something(decl)) {
        let clauses = decl.clauses.iter().filter(|clause| clause.word != "then").flat_map(|clause| &clause.prose.cues);
        let clauses = clauses.chain(decl.prose.iter().flat_map(|prose| &prose.cues));
        let title = decl.name.iter().chain(&decl.title).map(|name| english::words(name)).collect::<Vec<_>>().join(" ");
        let title: Vec<Cue> = title.split(' ').flat_map(cues_of).copied().collect();
        // What is said most often is what it is about; then what the name and the title say, as the clauses may say much else.
        let mut said: Vec<(Category, usize)> = Vec::new();
        for cue in title.iter().chain(clauses) {
            // A word that is the name of something here says what it happens to: an `Order` is no order of a list.
            let Cue::Category(category, word) = cue else { continue };
            let name = SmolStr::new(pascal_case(word));
            let named = resolve_path(c.db, c.decl_ref(id), &[name]).def().and_then(|def| def.as_decl());
            let thing = [Kind::Entity, Kind::Value, Kind::Actor, Kind::System, Kind::Event];
            if named.and_then(|named| named.kind(c.db)).is_some_and(|kind| thing.contains(&kind)) {
                continue;
            }
            match said.iter_mut().find(|(other, _)| other == category) {
                Some((_, times)) => *times += 1,
                None => said.push((*category, 1)),
            }
        }
        said.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
        let most = said.first().map_or(0, |(_, times)| *times);
        let likely: Vec<_> = said.iter().filter(|(_, times)| *times == most).collect();
        // Of three that are as likely none is.
        let suggested = match &likely[..] {
            [] | [_, _, _, ..] => "add `covers` and a category".to_owned(),
            likely => {
                let covers: Vec<_> =
                    likely.iter().map(|(category, _)| format!("`covers {}`", category.word())).collect();
                format!("its words suggest {}", covers.join(" or "))
            }
        };
        let message = format!("`{}` does not say which question it answers; {suggested}", decl.label());
        let suggested: Vec<Category> = said.into_iter().map(|(category, _)| category).collect();
        let mut finding = c.report_at(decl.name_node, message);
        for category in suggested.into_iter().take(3) {
            let edit = Edit::AddLine(c.decl_ref(id), format!("covers {}", category.word()));
            finding
                .fixes
                .push(crate::finding::Fix { label: format!("add `covers {}`", category.word()), edits: vec![edit] });
        }
        c.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits};

    #[test]
    fn words_suggest_a_category() {
        let text = "spec S {\n  edge Twice \"The clerk presses twice\" {\n//     ^^^^^ edge/no-category: `Twice` does not say which question it answers; its words suggest `covers duplicate`\n    when the button is pressed again\n    then nothing happens\n  }\n}\n";
        check("edge/no-category", text);
        assert_eq!(fix_edits("edge/no-category", text), ["add `covers duplicate`"]);
        // What is said twice counts for more than a word that begins the name.
        let names = "spec S {\n  edge NoSecond \"Pressed twice\" {\n    when the clerk presses twice\n    then one order is made\n  }\n}\n";
        assert_eq!(fix_edits("edge/no-category", names)[0], "add `covers duplicate`");
        // What is the name of something here is no word for a category, and of two that are as likely both are offered.
        check(
            "edge/no-category",
            "entity Order {\n  note Text\n}\nspec S {\n  edge Theirs \"The order of another customer\" {\n//     ^^^^^^ edge/no-category: `Theirs` does not say which question it answers; its words suggest `covers permission`\n    when it is opened\n    then nothing is shown\n  }\n  edge Gone {\n//     ^^^^ edge/no-category: `Gone` does not say which question it answers; its words suggest `covers orphaned` or `covers offline`\n    when there is no more connection\n    then it is said\n  }\n}\n"
                .replace("no more", "a")
                .as_str(),
        );
        // One line can say no category, so it becomes a block.
        check(
            "edge/no-category",
            "spec S {\n  edge Twice: what is pressed twice is done once\n//     ^^^^^ edge/no-category: `Twice` does not say which question it answers; its words suggest `covers duplicate`\n}\n",
        );
        check(
            "edge/no-category",
            "spec S {\n  edge Odd {\n//     ^^^ edge/no-category: `Odd` does not say which question it answers; add `covers` and a category\n    when it rains\n    then it is wet\n  }\n}\n",
        );
        check(
            "edge/no-category",
            "spec S {\n  edge Twice {\n    covers duplicate\n    when the button is pressed again\n    then nothing happens\n  }\n}\n",
        );
    }
}
