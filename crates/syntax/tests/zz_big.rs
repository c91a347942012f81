#[test]
fn big() {
    for unit in [" ", "{", "}", "{}\n", "}\n", "{\n"] {
        let text = unit.repeat((50 << 20) / unit.len());
        let start = std::time::Instant::now();
        let n = averment_syntax::parse_file(&text).errors.len();
        println!("{unit:?} {n} {:?}", start.elapsed());
    }
}
