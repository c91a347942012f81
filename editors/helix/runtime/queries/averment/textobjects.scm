((declaration kind: (kind) @_kind body: (block) @function.inside) @function.around
  (#any-of? @_kind "flow" "step" "branch" "edge" "fail"))
((declaration kind: (kind) @_kind body: (block) @class.inside) @class.around
  (#not-any-of? @_kind "flow" "step" "branch" "edge" "fail"))

(property (path) @parameter.inside)
(field) @entry.around
(bullet) @entry.around
(comment) @comment.inside
(comment)+ @comment.around
(doc_comment)+ @comment.around
