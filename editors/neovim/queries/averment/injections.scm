; Copied from `syntax/tree-sitter-averment/queries/injections.scm` by `cargo xtask codegen`; do not edit.

([(comment) (doc_comment)] @injection.content
  (#set! injection.language "comment"))

; The pattern of a `matches`.
((field
  (keyword) @_keyword
  .
  (string) @injection.content)
  (#eq? @_keyword "matches")
  (#set! injection.language "regex"))
