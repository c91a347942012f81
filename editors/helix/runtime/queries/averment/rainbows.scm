[(block) (set) (use_list)] @rainbow.scope
["{" "}"] @rainbow.bracket
