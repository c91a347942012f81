; Copied from `syntax/tree-sitter-averment/queries/folds.scm` by `cargo xtask codegen`; do not edit.

(block) @fold
(use_list) @fold
(property (bullet)) @fold
(comment)+ @fold
(doc_comment)+ @fold
