(block) @indent.begin
(set) @indent.begin
(use_list) @indent.begin
"}" @indent.branch @indent.end
(property (bullet)) @indent.begin
