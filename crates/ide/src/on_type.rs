//! What follows from a key: a list goes on, a brace finds its column, and the lines left behind are aligned.

use averment_model::{Db, SourceFile};
use averment_syntax::SyntaxKind::{COMMENT, L_BRACE, PROSE, R_BRACE};
use averment_syntax::vocabulary::{Key, Kind};
use averment_syntax::{TextRange, TextSize, format, lexer, parse_item};

use crate::position::{file_text, item_at};
use crate::types::{FilePosition, TextEdit};

/// The characters after which there may be something to do.
pub const TYPED: [char; 3] = ['\n', '}', '|'];

/// What goes on below a line that starts with it; longer before shorter.
const MARKS: [&str; 6] = ["- [ ]", "- [x]", "- [X]", "-", "|", "///"];

/// The edits that follow from a character typed right before a position.
pub(crate) fn on_type(db: &dyn Db, at: FilePosition, typed: char) -> Vec<TextEdit> {
    let text = file_text(db, at.file);
    let offset = usize::from(at.offset).min(text.len());
    if !text.is_char_boundary(offset) {
        return Vec::new();
    }
    let line = Line::at(text, offset);
    let mut edits = match typed {
        '\n' => entered(db, at, text, line, offset),
        '}' => closed(db, at, text, line, offset),
        '|' => continued(text, line, offset).into_iter().collect(),
        _ => Vec::new(),
    };
    edits.sort_by_key(|edit| edit.range.start());
    edits
}

/// A line without its line break.
#[derive(Debug, Clone, Copy)]
struct Line<'t> {
    start: usize,
    text: &'t str,
}

impl<'t> Line<'t> {
    fn at(text: &'t str, offset: usize) -> Line<'t> {
        let start = text[..offset].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let end = text[offset..].find(['\n', '\r']).map_or(text.len(), |at| offset + at);
        Line { start, text: &text[start..end] }
    }

    fn above(self, text: &'t str) -> Option<Line<'t>> {
        let before = &text[..self.start];
        let end = before.strip_suffix("\r\n").or_else(|| before.strip_suffix(['\n', '\r']))?.len();
        Some(Line::at(text, end))
    }

    fn indent(self) -> &'t str {
        &self.text[..self.text.len() - self.content().len()]
    }

    fn content(self) -> &'t str {
        self.text.trim_start_matches([' ', '\t'])
    }

    fn is_blank(self) -> bool {
        self.content().trim().is_empty()
    }

    /// What the line starts with, if that goes on below it, and what stands behind.
    fn mark(self) -> Option<(&'static str, &'t str)> {
        MARKS.iter().find_map(|mark| {
            let rest = self.content().strip_prefix(mark)?;
            (rest.is_empty() || rest.starts_with([' ', '\t'])).then_some((*mark, rest.trim()))
        })
    }

    /// The edit that puts other white space, and perhaps a mark, before its content.
    fn lead(self, lead: &str) -> Option<TextEdit> {
        let old = self.indent();
        (old != lead).then(|| {
            // What is there already stays, so that a cursor behind it stays where it is.
            let kept = if lead.starts_with(old) { old.len() } else { 0 };
            TextEdit { range: range(self.start + kept, self.start + old.len()), text: lead[kept..].to_owned() }
        })
    }
}

fn range(start: usize, end: usize) -> TextRange {
    TextRange::new(TextSize::from(start as u32), TextSize::from(end as u32))
}

// ---- Enter ----

fn entered(db: &dyn Db, at: FilePosition, text: &str, line: Line<'_>, offset: usize) -> Vec<TextEdit> {
    let Some(above) = line.above(text) else { return Vec::new() };
    // Only what stands before the cursor on its line is the editor's own.
    if text[line.start..offset].trim() != "" {
        return Vec::new();
    }
    let mut edits = Vec::new();
    match above.mark() {
        // Enter on an empty bullet ends the list.
        Some((mark, "")) if line.is_blank() && above.content().trim_end() == mark => {
            edits.push(TextEdit { range: range(above.start, above.start + above.text.len()), text: String::new() });
            let around = around(text, above);
            edits.extend(line.lead(&around));
            return edits;
        }
        Some(_) if line.mark().is_some() => {}
        Some((mark, _)) => {
            let next = if mark.starts_with("- [") { "- [ ]" } else { mark };
            edits.extend(line.lead(&format!("{}{next} ", above.indent())));
        }
        None => {
            let deeper = above.text.trim_end().ends_with('{') && !line.content().starts_with('}');
            if deeper {
                edits.extend(line.lead(&format!("{}  ", above.indent())));
            } else if let Some(mark) = first_mark(above).filter(|_| line.is_blank()) {
                edits.extend(line.lead(&format!("{}  {mark} ", above.indent())));
            } else {
                edits.extend(split(db, at, text, above, line).and_then(|lead| line.lead(&lead)));
            }
        }
    }
    edits.extend(aligned(text, above));
    edits
}

/// What the second half of a line stands behind that was one line before: a `|` where the two are a sentence, `//` where they
/// are a comment. What it was is seen by putting the two together again.
fn split(db: &dyn Db, at: FilePosition, text: &str, above: Line<'_>, line: Line<'_>) -> Option<String> {
    let rest = line.content();
    if rest.trim().is_empty() || above.is_blank() {
        return None;
    }
    let (_, start) = item_at(db, at.file, line_start(above))?;
    let start = usize::from(start).min(above.start);
    let before = text[start..above.start + above.text.len()].trim_end();
    let joined = format!("{before} {rest}\n");
    let behind = TextSize::from(before.len() as u32 + 1);
    let token = parse_item(&joined).green.syntax().token_at_offset(behind).right_biased()?;
    if token.kind() == COMMENT {
        return Some(format!("{}// ", above.indent())).filter(|_| token.text_range().start() < behind);
    }
    let prose = token.parent_ancestors().find(|node| node.kind() == PROSE)?;
    // Prose that begins with what stands here has not said anything above; that it goes on there is what a `|` says, too.
    let continues = prose.text_range().start() <= behind;
    continues.then(|| format!("{}  | ", above.indent()))
}

/// What the first line below a property starts with that says nothing on its own line and takes bullets.
fn first_mark(line: Line<'_>) -> Option<&'static str> {
    let word = line.content().trim_end().strip_suffix(':')?;
    let takes_bullets = Kind::ALL.iter().filter_map(|kind| kind.property(word)).any(|property| property.bullets);
    let mark = if word == Key::Checklist.word() { "- [ ]" } else { "-" };
    (takes_bullets && !line.indent().is_empty()).then_some(mark)
}

/// The indentation of what a list or a continuation belongs to.
fn around(text: &str, line: Line<'_>) -> String {
    let mut at = line;
    while let Some(above) = at.above(text) {
        at = above;
        if !above.is_blank() && above.mark().is_none() {
            return above.indent().to_owned();
        }
    }
    String::new()
}

/// The edits that align the lines down to one, from the blank line or the brace above it.
fn aligned(text: &str, last: Line<'_>) -> Vec<TextEdit> {
    let mut first = last;
    while let Some(above) = first.above(text) {
        if above.is_blank() || above.text.trim_end().ends_with('{') || above.content().starts_with('}') {
            break;
        }
        first = above;
    }
    within(text, first.start, last.start + last.text.len())
}

/// What the formatter would do to the lines between two offsets. It knows which lines it may touch: a line that is not
/// understood and an item whose braces do not match are left alone.
fn within(text: &str, start: usize, end: usize) -> Vec<TextEdit> {
    let lines = range(start, end);
    let edits = format::edits(text).into_iter().filter(|edit| lines.contains_range(edit.range));
    edits.map(|edit| TextEdit { range: edit.range, text: edit.text }).collect()
}

// ---- the other keys ----

/// A `}` that closes a block stands below the line that opened it, and what it closed is aligned.
fn closed(db: &dyn Db, at: FilePosition, text: &str, line: Line<'_>, offset: usize) -> Vec<TextEdit> {
    if text[line.start..offset].trim() != "}" {
        return Vec::new();
    }
    let Some(open) = opening(db, at, text, line) else { return Vec::new() };
    let mut edits: Vec<_> = line.lead(open.indent()).into_iter().collect();
    let inner = open.start + open.text.len();
    edits.extend(within(text, inner, line.start).into_iter().filter(|edit| edit.range.end() < line_start(line)));
    edits
}

fn line_start(line: Line<'_>) -> TextSize {
    TextSize::from(line.start as u32)
}

/// The line whose brace the `}` at the start of a line closes.
fn opening<'t>(db: &dyn Db, at: FilePosition, text: &'t str, line: Line<'t>) -> Option<Line<'t>> {
    let (_, item) = item_at(db, at.file, line_start(line))?;
    let item = usize::from(item).min(line.start);
    let mut open = Vec::new();
    let mut from = item;
    for token in lexer::lex(&text[item..line.start]) {
        match token.kind {
            L_BRACE => open.push(from),
            R_BRACE => {
                open.pop();
            }
            _ => {}
        }
        from = item + token.end as usize;
    }
    open.pop().map(|offset| Line::at(text, offset))
}

/// A `|` at the start of a line stands two columns right of the prose it continues.
fn continued(text: &str, line: Line<'_>, offset: usize) -> Option<TextEdit> {
    if text[line.start..offset].trim() != "|" {
        return None;
    }
    let above = line.above(text).filter(|above| !above.is_blank())?;
    match above.mark() {
        Some(("|", _)) => line.lead(above.indent()),
        Some(("///", _)) => None,
        _ => line.lead(&format!("{}  ", above.indent())),
    }
}

/// The edits that format the lines a range touches.
pub(crate) fn format_range(db: &dyn Db, file: SourceFile, wanted: TextRange) -> Vec<TextEdit> {
    let text = file_text(db, file);
    let clamp = |offset: TextSize| {
        let mut offset = usize::from(offset).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    };
    let (first, last) = (Line::at(text, clamp(wanted.start())), Line::at(text, clamp(wanted.end())));
    within(text, first.start, last.start + last.text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    fn apply(text: &str, edits: &[TextEdit]) -> String {
        let mut text = text.to_owned();
        for edit in edits.iter().rev() {
            text.replace_range(std::ops::Range::<usize>::from(edit.range), &edit.text);
        }
        text
    }

    /// The text after a character was typed before the cursor.
    #[track_caller]
    fn typed(text: &str, typed: char) -> String {
        let fixture = Fixture::new(text);
        let at = fixture.cursor();
        let edits = fixture.analysis().on_type(at, typed).expect("nothing changes it");
        for pair in edits.windows(2) {
            assert!(pair[0].range.end() <= pair[1].range.start(), "{edits:?}");
        }
        apply(fixture.text(at.file), &edits)
    }

    #[track_caller]
    fn enter(before: &str, after: &str) {
        assert_eq!(typed(before, '\n'), after);
    }

    #[test]
    fn enter_inside_a_sentence_leaves_it_a_sentence() {
        let spec = |inner: &str| format!("spec S {{\n{inner}\n}}\n");
        for (before, after) in [
            ("  problem: one\n  $0two [S] three", "  problem: one\n    | two [S] three"),
            ("  problem:\n  $0one", "  problem:\n    | one"),
            ("  accept A: one\n$0two", "  accept A: one\n    | two"),
            ("  accept A {\n    when one\n    $0two\n  }", "  accept A {\n    when one\n      | two\n  }"),
            (
                "  decision D {\n    option A: one\n    $0two\n  }",
                "  decision D {\n    option A: one\n      | two\n  }",
            ),
            ("  problem: one 🎉\r\n  $0zwei, drei\r", "  problem: one 🎉\r\n    | zwei, drei\r"),
            ("  // one\n  $0two", "  // one\n  // two"),
        ] {
            enter(&spec(before), &spec(after));
        }
        // What is no sentence is none behind Enter either.
        for (before, after) in [
            ("  status\n  $0draft", "  status\n  draft"),
            ("  problem: one\n  $0", "  problem: one\n  "),
            ("  quality Q {\n    target p95\n    $0<= 5 s\n  }", "  quality Q {\n    target p95\n    <= 5 s\n  }"),
            ("  risk R \"one\n  $0two\" {\n  }", "  risk R \"one\n  two\" {\n  }"),
        ] {
            enter(&spec(before), &spec(after));
        }
    }

    #[test]
    fn enter_continues_lists_and_prose() {
        enter("spec A {\n  problem: a\n    | b\n$0", "spec A {\n  problem: a\n    | b\n    | ");
        enter("spec A {\n  scope:\n    - 🍏 one\n    $0\n}\n", "spec A {\n  scope:\n    - 🍏 one\n    - \n}\n");
        enter(
            "spec A {\r\n  scope:\r\n    - one\r\n  $0\r\n}\r\n",
            "spec A {\r\n  scope:\r\n    - one\r\n    - \r\n}\r\n",
        );
        enter("  checklist:\n    - [x] one\n$0", "  checklist:\n    - [x] one\n    - [ ] ");
        enter("/// one\n$0entity A\n", "/// one\n/// entity A\n");
        // The rest of a line that was cut in two goes with it.
        enter("spec A {\n  scope:\n    - one\n    $0two\n}\n", "spec A {\n  scope:\n    - one\n    - two\n}\n");
        // An editor that has put the mark there already is not helped a second time.
        enter("spec A {\n  scope:\n    - one\n    $0- \n}\n", "spec A {\n  scope:\n    - one\n    - \n}\n");
    }

    #[test]
    fn enter_behind_a_property_of_bullets_starts_them() {
        enter("spec A {\n  scope:\n$0\n}\n", "spec A {\n  scope:\n    - \n}\n");
        enter(
            "spec A {\n  rollout {\n    checklist:\n    $0\n  }\n}\n",
            "spec A {\n  rollout {\n    checklist:\n      - [ ] \n  }\n}\n",
        );
        enter("spec A {\n  revisit-when:\n  $0\n}\n", "spec A {\n  revisit-when:\n  \n}\n");
        enter("spec A {\n  scope: all\n  $0\n}\n", "spec A {\n  scope: all\n  \n}\n");
    }

    #[test]
    fn enter_on_an_empty_bullet_ends_the_list() {
        enter("spec A {\n  scope:\n    - one\n    - \n    $0\n}\n", "spec A {\n  scope:\n    - one\n\n  \n}\n");
        enter("spec A {\n  problem: a\n    | b\n    |\n    $0\n}\n", "spec A {\n  problem: a\n    | b\n\n  \n}\n");
    }

    #[test]
    fn enter_after_a_brace_goes_deeper_and_other_lines_are_left_to_the_editor() {
        enter("spec A {\n  flow F {\n$0\n  }\n}\n", "spec A {\n  flow F {\n    \n  }\n}\n");
        enter("spec A {\n$0}\n", "spec A {\n}\n");
        enter("spec A {\n  owner B\n  $0\n}\n", "spec A {\n  owner B\n  \n}\n");
        enter("$0", "");
    }

    #[test]
    fn enter_aligns_what_was_left() {
        enter("entity A {\n  id Id\n  total Money\n  $0\n}\n", "entity A {\n  id    Id\n  total Money\n  \n}\n");
        // Lines above a blank one have columns of their own, and those below the cursor are not touched.
        enter(
            "entity A {\n  a  Id\n\n  b Id\n  long Id\n  $0\n  c   Id\n}\n",
            "entity A {\n  a  Id\n\n  b    Id\n  long Id\n  \n  c   Id\n}\n",
        );
    }

    #[test]
    fn a_brace_finds_its_column() {
        assert_eq!(
            typed("spec A {\n  flow F {\n    when x\n    }$0\n}\n", '}'),
            "spec A {\n  flow F {\n    when x\n  }\n}\n"
        );
        assert_eq!(
            typed("spec A {\n  rule R {\n    always a in { b }\n      }$0", '}'),
            "spec A {\n  rule R {\n    always a in { b }\n  }"
        );
        assert_eq!(
            typed("entity A {\n  id Id\n  total Money\n  }$0\n", '}'),
            "entity A {\n  id    Id\n  total Money\n}\n"
        );
        assert_eq!(typed("spec A {\n  problem: {\n  }$0\n", '}'), "spec A {\n  problem: {\n}\n");
        assert_eq!(typed("spec A {\n  when a }$0\n", '}'), "spec A {\n  when a }\n");
    }

    #[test]
    fn a_bar_stands_behind_its_prose() {
        assert_eq!(typed("spec A {\n  problem: a\n  |$0\n}\n", '|'), "spec A {\n  problem: a\n    |\n}\n");
        assert_eq!(typed("spec A {\n  problem: a\n    | b\n|$0", '|'), "spec A {\n  problem: a\n    | b\n    |");
        assert_eq!(typed("enum A {\n  values a |$0\n}\n", '|'), "enum A {\n  values a |\n}\n");
    }

    #[test]
    fn a_range_is_formatted_line_by_line() {
        let text = "spec A {\n      owner B\n   problem: x\n}\nspec C {\n      owner B\n}\n";
        let fixture = Fixture::new(text);
        let range = |from: &str, to: &str| {
            let (start, end) = (text.find(from).expect("it is there"), text.find(to).expect("it is there"));
            range(start, end + 1)
        };
        let analysis = fixture.analysis();
        let edits = analysis.format_range(fixture.file(0), range("owner", "owner")).expect("nothing changes it");
        assert_eq!(apply(text, &edits), text.replacen("      owner", "  owner", 1));
        let all = TextRange::new(0.into(), (text.len() as u32 + 9).into());
        let edits = analysis.format_range(fixture.file(0), all).expect("nothing changes it");
        let rest = format::format(text);
        assert_eq!(apply(text, &edits).replace("}\nspec", "}\n\nspec"), rest);
    }

    #[test]
    fn no_place_panics() {
        let text = "\u{feff}spec Ä \"🍏\" {\r\n  problem: 🎉\r\n    | ש\r\n  scope:\r\n  - \r\n}\r\n}}\n{\n|";
        let fixture = Fixture::new(text);
        for at in fixture.everywhere() {
            for typed in TYPED {
                fixture.analysis().on_type(at, typed).expect("nothing changes it");
            }
            let range = TextRange::new(at.offset, at.offset + TextSize::from(20));
            fixture.analysis().format_range(at.file, range).expect("nothing changes it");
        }
    }
}
