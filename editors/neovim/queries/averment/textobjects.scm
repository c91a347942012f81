; For nvim-treesitter-textobjects.
((declaration kind: (kind) @_kind) @function.outer
  (#any-of? @_kind "flow" "step" "branch" "edge" "fail"))
((declaration kind: (kind) @_kind body: (block) @function.inner)
  (#any-of? @_kind "flow" "step" "branch" "edge" "fail"))
((declaration kind: (kind) @_kind) @class.outer
  (#not-any-of? @_kind "flow" "step" "branch" "edge" "fail"))
((declaration kind: (kind) @_kind body: (block) @class.inner)
  (#not-any-of? @_kind "flow" "step" "branch" "edge" "fail"))

(property) @statement.outer
(field) @statement.outer
(clause) @statement.outer
(transition) @statement.outer
(bullet) @statement.outer
(property (path) @parameter.inner)
(comment) @comment.outer
(doc_comment)+ @comment.outer
