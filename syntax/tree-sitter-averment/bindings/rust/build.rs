//! Compiles the generated parser and its scanner.

fn main() {
    let mut build = cc::Build::new();
    build.include("src").std("c11").warnings(false);
    for file in ["src/parser.c", "src/scanner.c"] {
        build.file(file);
        println!("cargo::rerun-if-changed={file}");
    }
    println!("cargo::rerun-if-changed=src/words.h");
    build.compile("tree-sitter-averment");
}
