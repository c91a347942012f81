; Copied from `syntax/tree-sitter-averment/queries/highlights.scm` by `cargo xtask codegen`; do not edit.

; The captures are those that Neovim, Helix and tree-sitter's own highlighter share. Later patterns win.

(comment) @comment
(doc_comment) @comment.documentation

(operator) @keyword.operator

; Words of the language.
[(kind) (key) (keyword)] @keyword
(clause key: (keyword) @keyword.control)

; Names and what leads to them. A word that a predicate looks at gets its own colour again: not every highlighter goes
; on with a pattern of which another has taken a part.
(path (segment) @variable)
(constant) @constant
(state) @constant
(property name: (name) @label)
(use alias: (name) @type)
(use_list (segment) @type)
(module path: (path (segment) @namespace))
(use path: (path (segment) @namespace))

(declaration name: (name) @type)
((declaration kind: (kind) @keyword name: (name) @function)
  (#any-of? @keyword "flow" "step" "branch" "rule" "cases"))
((declaration kind: (kind) @keyword name: (name) @label)
  (#any-of? @keyword "edge" "fail" "accept" "quality" "decision" "question" "risk"))
(declaration code: (code) @constant)

(field name: (name) @variable.member)
(named_type (path (segment) @type))
((named_type (path . (segment) @type.builtin .))
  (#any-of? @type.builtin
    "Text" "Integer" "Decimal" "Money" "Percent" "Boolean" "Date" "Time" "Duration" "File" "Image" "Url" "Email" "Phone" "Id"
    "Json"))

((path (segment) @type)
  (#match? @type "^[A-Z]"))
(transition from: (path (segment) @constant))
(transition to: (path (segment) @constant))
(call function: (name) @function.builtin)
(tag) @attribute

; Values.
(number) @number
(unit) @type.builtin
(date) @number
(time) @number
(string) @string
(code) @constant
(range ".." @operator)
["->" "=" "!=" "<" "<=" ">" ">=" "+" "*"] @operator

["{" "}"] @punctuation.bracket
["," ":" "."] @punctuation.delimiter
"|" @punctuation.delimiter
(bullet "-" @punctuation.special)
(checkbox) @punctuation.special

; Prose.
(reference ["[" "]"] @punctuation.bracket)
(reference (path (segment) @markup.link.label))
(code_span) @markup.raw
(url) @markup.link.url
(escape) @string.escape
