//! A terminal's screen as a picture: text with escape sequences for colours, written as SVG.

use std::fmt::Write as _;

/// What a cell looks like.
#[derive(Clone, PartialEq, Default)]
struct Style {
    foreground: Option<String>,
    background: Option<String>,
    underline: Option<String>,
    bold: bool,
    italic: bool,
    reverse: bool,
    underlined: bool,
    curly: bool,
}

const CELL: (f32, f32) = (8.4, 18.0);
const MARGIN: f32 = 12.0;
/// The colours of what has none of its own.
const TEXT: &str = "#d4d4d4";
const GROUND: &str = "#1e1e1e";

/// A screen as SVG. `background` is that of the terminal, where the program paints none.
pub(super) fn svg(screen: &str, background: Option<&str>) -> String {
    let ground = background.unwrap_or(GROUND);
    let lines: Vec<Vec<(Style, String)>> = {
        let mut style = Style::default();
        screen.trim_end().lines().map(|line| runs(line, &mut style)).collect()
    };
    let columns = |line: &Vec<(Style, String)>| line.iter().map(|(_, text)| text.chars().count()).sum::<usize>();
    let width = lines.iter().map(columns).max().unwrap_or(0) as f32 * CELL.0 + 2.0 * MARGIN;
    let height = lines.len() as f32 * CELL.1 + 2.0 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\" font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" \
         font-size=\"14\">\n<rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{ground}\"/>\n"
    );
    for (row, line) in lines.iter().enumerate() {
        let top = MARGIN + row as f32 * CELL.1;
        let mut column = 0;
        for (style, text) in line {
            let count = text.chars().count();
            let (left, wide) = (MARGIN + column as f32 * CELL.0, count as f32 * CELL.0);
            column += count;
            let own = |colour: &Option<String>, other: &str| colour.clone().unwrap_or_else(|| other.to_owned());
            let (mut front, mut back) = (own(&style.foreground, TEXT), own(&style.background, ground));
            if style.reverse {
                std::mem::swap(&mut front, &mut back);
            }
            if back != ground {
                let _ = writeln!(
                    svg,
                    "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{wide:.1}\" height=\"{:.1}\" fill=\"{back}\"/>",
                    CELL.1
                );
            }
            if !text.trim().is_empty() {
                let bold = if style.bold { " font-weight=\"bold\"" } else { "" };
                let italic = if style.italic { " font-style=\"italic\"" } else { "" };
                // The length keeps columns under one another whatever font there is.
                let _ = writeln!(
                    svg,
                    "<text x=\"{left:.1}\" y=\"{:.1}\" textLength=\"{wide:.1}\" xml:space=\"preserve\" \
                     fill=\"{front}\"{bold}{italic}>{}</text>",
                    top + 13.5,
                    escape(text)
                );
            }
            if style.underlined {
                let wave = if style.curly { " stroke-dasharray=\"2 1.5\"" } else { "" };
                let _ = writeln!(
                    svg,
                    "<path d=\"M{left:.1} {0:.1}h{wide:.1}\" stroke=\"{1}\"{wave}/>",
                    top + 16.5,
                    own(&style.underline, &front)
                );
            }
        }
    }
    svg + "</svg>\n"
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The stretches of a line that look alike. The style goes on from line to line.
fn runs(line: &str, style: &mut Style) -> Vec<(Style, String)> {
    let mut runs: Vec<(Style, String)> = Vec::new();
    let mut rest = line;
    while let Some(char) = rest.chars().next() {
        if char == '\u{1b}' {
            match rest.strip_prefix("\u{1b}[").and_then(|rest| rest.split_once(|char: char| char.is_ascii_alphabetic()))
            {
                Some((parameters, after)) => {
                    if rest[..rest.len() - after.len()].ends_with('m') {
                        apply(parameters, style);
                    }
                    rest = after;
                }
                None => rest = &rest[1..],
            }
            continue;
        }
        match runs.last_mut() {
            Some((last, text)) if last == style => text.push(char),
            _ => runs.push((style.clone(), char.to_string())),
        }
        rest = &rest[char.len_utf8()..];
    }
    runs
}

/// Applies the parameters of one `CSI … m`.
fn apply(parameters: &str, style: &mut Style) {
    let mut parts = parameters.split(';');
    while let Some(part) = parts.next() {
        match part {
            "" | "0" => *style = Style::default(),
            "1" => style.bold = true,
            "3" => style.italic = true,
            "7" => style.reverse = true,
            "22" => style.bold = false,
            "23" => style.italic = false,
            "27" => style.reverse = false,
            "24" | "4:0" => (style.underlined, style.curly) = (false, false),
            "38" => style.foreground = colour(&mut parts),
            "48" => style.background = colour(&mut parts),
            "58" => style.underline = colour(&mut parts),
            "39" => style.foreground = None,
            "49" => style.background = None,
            "59" => style.underline = None,
            _ if part.starts_with('4') && (part.len() == 1 || part.starts_with("4:")) => {
                style.underlined = true;
                style.curly = part == "4:3";
            }
            _ => match part.parse::<u8>() {
                Ok(number @ 30..=37) => style.foreground = Some(indexed(number - 30)),
                Ok(number @ 40..=47) => style.background = Some(indexed(number - 40)),
                Ok(number @ 90..=97) => style.foreground = Some(indexed(number - 90 + 8)),
                Ok(number @ 100..=107) => style.background = Some(indexed(number - 100 + 8)),
                _ => {}
            },
        }
    }
}

/// `2;R;G;B` or `5;N`.
fn colour<'p>(parts: &mut impl Iterator<Item = &'p str>) -> Option<String> {
    let mut number = || parts.next()?.parse::<u8>().ok();
    match number()? {
        2 => Some(format!("#{:02x}{:02x}{:02x}", number()?, number()?, number()?)),
        5 => Some(indexed(number()?)),
        _ => None,
    }
}

/// A colour of the palette of 256.
fn indexed(number: u8) -> String {
    const BASE: [&str; 16] = [
        "#000000", "#cd3131", "#0dbc79", "#e5e510", "#2472c8", "#bc3fbc", "#11a8cd", "#e5e5e5", "#666666", "#f14c4c",
        "#23d18b", "#f5f543", "#3b8eea", "#d670d6", "#29b8db", "#ffffff",
    ];
    match number {
        0..=15 => BASE[usize::from(number)].to_owned(),
        16..=231 => {
            let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
            let number = number - 16;
            format!("#{:02x}{:02x}{:02x}", level(number / 36), level(number / 6 % 6), level(number % 6))
        }
        232..=255 => format!("#{0:02x}{0:02x}{0:02x}", 8 + 10 * (number - 232)),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn colours_and_text_are_kept() {
        let svg =
            super::svg("\u{1b}[38;2;1;2;3ma<b\u{1b}[0m \u{1b}[4:3m\u{1b}[58;5;196mx\u{1b}[0m\u{1b}[48;5;16my", None);
        assert!(svg.contains("fill=\"#010203\">a&lt;b</text>"), "{svg}");
        assert!(svg.contains("stroke=\"#ff0000\" stroke-dasharray"), "{svg}");
        assert!(svg.contains("fill=\"#000000\"/>"), "{svg}");
        assert!(!svg.contains('\u{1b}'));
    }
}
