; Copied from `syntax/tree-sitter-averment/queries/locals.scm` by `cargo xtask codegen`; do not edit.

(source_file) @local.scope
(block) @local.scope

(declaration name: (name) @local.definition)
(field name: (name) @local.definition)
(use alias: (name) @local.definition)

(path . (segment) @local.reference)
