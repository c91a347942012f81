//! Words in the shapes a spec writes them in.

/// `room booking` → `RoomBooking`, the shape of a declaration's name.
pub(super) fn pascal(words: &str) -> String {
    words.split([' ', '-', '_']).map(capitalised).collect()
}

/// `room booking` → `room_booking`, the shape of a field's or a module's name.
pub(super) fn snake(words: &str) -> String {
    words.replace([' ', '-'], "_")
}

/// `hand-out` → `Hand out`, the shape of a title or a button.
pub(super) fn title(words: &str) -> String {
    capitalised(&words.replace('-', " "))
}

/// `room booking` → `room bookings`.
pub(super) fn plural(words: &str) -> String {
    match words.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o']) => format!("{stem}ies"),
        _ if words.ends_with(['s', 'x']) || words.ends_with("ch") => format!("{words}es"),
        _ => format!("{words}s"),
    }
}

/// `12500` → `12_500`.
pub(super) fn grouped(number: usize) -> String {
    if number < 1000 { number.to_string() } else { format!("{}_{:03}", grouped(number / 1000), number % 1000) }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        assert_eq!(pascal("room double-booked"), "RoomDoubleBooked");
        assert_eq!(snake("written-off"), "written_off");
        assert_eq!(title("hand-out"), "Hand out");
        assert_eq!(
            ["entry", "class", "tray", "batch", "berth"].map(plural),
            ["entries", "classes", "trays", "batches", "berths"]
        );
        assert_eq!([7, 999, 1000, 12_050, 1_000_001].map(grouped), ["7", "999", "1_000", "12_050", "1_000_001"]);
    }
}
