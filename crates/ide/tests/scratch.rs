use averment_ide::*;
#[test]
#[allow(missing_docs)]
fn scratch() {
    let mut host = AnalysisHost::new();
    let mut files = vec![];
    fn walk(p: &std::path::Path, out: &mut Vec<std::path::PathBuf>) { for e in std::fs::read_dir(p).unwrap().flatten() { let p = e.path(); if p.is_dir() { walk(&p, out) } else if p.extension().is_some_and(|x| x == "averment") { out.push(p) } } }
    let root = std::env::var("ROOT").unwrap_or(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/specs").into());
    walk(std::path::Path::new(&root), &mut files);
    let changes = files.iter().map(|p| FileChange { path: camino::Utf8PathBuf::from_path_buf(p.clone()).unwrap(), text: FileText::Closed(std::fs::read_to_string(p).unwrap().into()) }).collect();
    let t = std::time::Instant::now();
    host.apply(Change { roots: Some(vec![(root.clone().into(), None)]), files: changes });
    let a = host.analysis();
    for p in &files {
        let f = host.file(camino::Utf8Path::from_path(p).unwrap()).unwrap();
        let text = a.text(f).unwrap();
        for d in a.diagnostics(f).unwrap() {
            let line = text[..d.range.start().into()].matches('\n').count() + 1;
            println!("{}:{line} {:?} {} {:?}: {}", p.file_name().unwrap().to_string_lossy(), d.severity, d.code, &text[std::ops::Range::<usize>::from(d.range)].chars().take(40).collect::<String>(), d.message);
        }
    }
    println!("{:?}", t.elapsed());
}
