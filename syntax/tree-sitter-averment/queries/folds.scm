(block) @fold
(use_list) @fold
(property (bullet)) @fold
(comment)+ @fold
(doc_comment)+ @fold
