(block) @indent
(set) @indent
(use_list) @indent
"}" @outdent
