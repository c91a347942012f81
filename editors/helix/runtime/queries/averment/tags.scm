; Copied from `syntax/tree-sitter-averment/queries/tags.scm` by `cargo xtask codegen`; do not edit.

(
  (doc_comment)* @doc
  .
  (declaration kind: (kind) @_kind name: (name) @name) @definition.class
  (#not-any-of? @_kind "flow" "step" "branch" "rule" "cases")
  (#strip! @doc "^///\\s*")
)

((declaration kind: (kind) @_kind name: (name) @name) @definition.function
  (#any-of? @_kind "flow" "step" "branch" "rule" "cases"))

(field name: (name) @name) @definition.field

(reference (path (segment) @name .)) @reference.class
(property (path (segment) @name .)) @reference.class
(named_type (path (segment) @name .)) @reference.class
