// Generated from `syntax/vocabulary.toml` by `cargo xtask codegen`; do not edit.

// Each kind with the kinds its block holds, its line forms and its properties. Of a property's values: the
// fixed words they are cut by, and what the free words between those are.
exports.kinds = [
  {
    "word": "person",
    "topLevel": true,
    "head": "name",
    "holds": [],
    "lines": [],
    "properties": [
      {
        "word": "role",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "email",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "team",
        "values": [
          {
            "words": "paths"
          }
        ]
      }
    ]
  },
  {
    "word": "team",
    "topLevel": true,
    "head": "name",
    "holds": [],
    "lines": [],
    "properties": [
      {
        "word": "role",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "email",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "team",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "members",
        "values": [
          {
            "words": "paths"
          }
        ]
      }
    ]
  },
  {
    "word": "goal",
    "topLevel": true,
    "head": "name",
    "holds": [
      "metric"
    ],
    "lines": [],
    "properties": [
      {
        "word": "owner",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "horizon",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "by",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "parent",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "because",
        "values": [
          {
            "words": "constants"
          }
        ]
      }
    ]
  },
  {
    "word": "metric",
    "topLevel": true,
    "head": "name",
    "holds": [],
    "lines": [],
    "properties": [
      {
        "word": "unit",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "baseline",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "target",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "by",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "source",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "event",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "guardrail",
        "values": [
          {
            "words": "paths"
          }
        ]
      }
    ]
  },
  {
    "word": "actor",
    "topLevel": true,
    "head": "name",
    "holds": [],
    "lines": [],
    "properties": [
      {
        "word": "is",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "extends",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "can",
        "values": [
          {
            "words": "verbs"
          }
        ]
      },
      {
        "word": "cannot",
        "values": [
          {
            "words": "verbs"
          }
        ]
      },
      {
        "word": "population",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "uses",
        "values": [
          {
            "words": "constants"
          }
        ]
      }
    ]
  },
  {
    "word": "entity",
    "topLevel": true,
    "head": "name",
    "holds": [],
    "lines": [
      "fields"
    ],
    "properties": [
      {
        "word": "extends",
        "values": [
          {
            "words": "paths"
          }
        ]
      }
    ]
  },
  {
    "word": "value",
    "topLevel": true,
    "head": "name",
    "holds": [],
    "lines": [
      "fields"
    ],
    "properties": []
  },
  {
    "word": "enum",
    "topLevel": true,
    "head": "name",
    "holds": [],
    "lines": [],
    "properties": [
      {
        "word": "values",
        "values": [
          {
            "words": "states"
          }
        ]
      }
    ]
  },
  {
    "word": "lifecycle",
    "topLevel": true,
    "head": "name",
    "holds": [],
    "lines": [
      "transitions"
    ],
    "properties": [
      {
        "word": "for",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "initial",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "final",
        "values": [
          {
            "words": "paths"
          }
        ]
      }
    ]
  },
  {
    "word": "event",
    "topLevel": true,
    "head": "name",
    "holds": [],
    "lines": [
      "fields"
    ],
    "properties": [
      {
        "word": "fires",
        "values": [
          {
            "words": "constants"
          }
        ]
      }
    ]
  },
  {
    "word": "error",
    "topLevel": true,
    "head": "name",
    "holds": [],
    "lines": [
      "fields"
    ],
    "properties": [
      {
        "word": "code",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "severity",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "recoverable",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "message",
        "values": [
          {
            "words": "constants"
          }
        ]
      }
    ]
  },
  {
    "word": "system",
    "topLevel": true,
    "head": "name",
    "holds": [],
    "lines": [],
    "properties": [
      {
        "word": "availability",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "latency",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "limit",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "delivers",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "owner",
        "values": [
          {
            "words": "paths"
          }
        ]
      }
    ]
  },
  {
    "word": "rule",
    "topLevel": true,
    "head": "name",
    "holds": [],
    "lines": [],
    "properties": [
      {
        "word": "for",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "always",
        "values": [
          {
            "words": "expression"
          }
        ]
      },
      {
        "word": "never",
        "values": [
          {
            "words": "expression"
          }
        ]
      },
      {
        "word": "because",
        "values": [
          {
            "words": "constants"
          }
        ]
      }
    ]
  },
  {
    "word": "cases",
    "topLevel": true,
    "head": "name",
    "holds": [],
    "lines": [
      "cases"
    ],
    "properties": [
      {
        "word": "on",
        "values": [
          {
            "words": "paths"
          }
        ]
      }
    ]
  },
  {
    "word": "policy",
    "topLevel": true,
    "head": "name",
    "holds": [],
    "lines": [],
    "properties": [
      {
        "word": "applies-to",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "needs-edges",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "needs",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "needs-approver",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "keeps-out-of",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "source",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "owner",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "because",
        "values": [
          {
            "words": "constants"
          }
        ]
      }
    ]
  },
  {
    "word": "term",
    "topLevel": true,
    "head": "name",
    "holds": [],
    "lines": [],
    "properties": [
      {
        "word": "means",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "not",
        "values": [
          {
            "words": "constants"
          }
        ]
      }
    ]
  },
  {
    "word": "spec",
    "topLevel": true,
    "head": "name",
    "holds": [
      "metric",
      "actor",
      "entity",
      "value",
      "enum",
      "lifecycle",
      "event",
      "error",
      "rule",
      "cases",
      "term",
      "flow",
      "edge",
      "fail",
      "accept",
      "quality",
      "decision",
      "question",
      "risk",
      "rollout",
      "signoff",
      "waive"
    ],
    "lines": [],
    "properties": [
      {
        "word": "status",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "owner",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "horizon",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "appetite",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "hill",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "revisit",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "revisit-when",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "serves",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "depends-on",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "supersedes",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "changes",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "complies",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "tags",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "problem",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "user",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "actor",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "alternative",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "outcome",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "scope",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "non-goals",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "constraints",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "because",
        "values": [
          {
            "words": "constants"
          }
        ]
      }
    ]
  },
  {
    "word": "flow",
    "topLevel": false,
    "head": "name",
    "holds": [
      "step",
      "branch"
    ],
    "lines": [
      "clauses"
    ],
    "properties": [
      {
        "word": "actor",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "success",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "failure",
        "values": [
          {
            "words": "constants"
          }
        ]
      }
    ]
  },
  {
    "word": "step",
    "topLevel": false,
    "head": "name",
    "holds": [],
    "lines": [
      "clauses"
    ],
    "properties": [
      {
        "word": "actor",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "on",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "every",
        "values": [
          {
            "words": "constants"
          },
          {
            "after": "at",
            "words": "constants"
          }
        ]
      },
      {
        "word": "needs",
        "values": [
          {
            "words": "verbs"
          }
        ]
      },
      {
        "word": "reads",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "searches",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "asks",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "shows",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "creates",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "updates",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "deletes",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "moves",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          },
          {
            "after": "to",
            "words": "paths"
          }
        ]
      },
      {
        "word": "calls",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "charges",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "refunds",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "notifies",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "emits",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "grants",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "revokes",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "within",
        "values": [
          {
            "words": "constants"
          },
          {
            "after": "at",
            "words": "constants"
          }
        ]
      },
      {
        "word": "ordered-by",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "idempotent",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "next",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "ends",
        "values": [
          {
            "words": "constants"
          }
        ]
      }
    ]
  },
  {
    "word": "branch",
    "topLevel": false,
    "head": "name",
    "holds": [
      "step"
    ],
    "lines": [
      "clauses"
    ],
    "properties": [
      {
        "word": "from",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "on",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "resume",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "ends",
        "values": [
          {
            "words": "constants"
          }
        ]
      }
    ]
  },
  {
    "word": "edge",
    "topLevel": false,
    "head": "name",
    "holds": [],
    "lines": [
      "clauses"
    ],
    "properties": [
      {
        "word": "covers",
        "values": [
          {
            "words": "constants"
          },
          {
            "after": "of",
            "words": "paths"
          }
        ]
      },
      {
        "word": "reads",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "searches",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "asks",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "shows",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "creates",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "updates",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "deletes",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "moves",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          },
          {
            "after": "to",
            "words": "paths"
          }
        ]
      },
      {
        "word": "calls",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "charges",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "refunds",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "notifies",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "emits",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "grants",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "revokes",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      }
    ]
  },
  {
    "word": "fail",
    "topLevel": false,
    "head": "name",
    "holds": [],
    "lines": [
      "clauses"
    ],
    "properties": [
      {
        "word": "on",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "covers",
        "values": [
          {
            "words": "constants"
          },
          {
            "after": "of",
            "words": "paths"
          }
        ]
      },
      {
        "word": "reads",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "searches",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "asks",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "shows",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "creates",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "updates",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "deletes",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "moves",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          },
          {
            "after": "to",
            "words": "paths"
          }
        ]
      },
      {
        "word": "calls",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "charges",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "refunds",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "notifies",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "emits",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "grants",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      },
      {
        "word": "revokes",
        "values": [
          {
            "words": "paths"
          },
          {
            "after": "each",
            "words": "paths"
          }
        ]
      }
    ]
  },
  {
    "word": "accept",
    "topLevel": false,
    "head": "optional-name",
    "holds": [],
    "lines": [
      "clauses"
    ],
    "properties": [
      {
        "word": "verified-by",
        "values": [
          {
            "words": "constants"
          }
        ]
      }
    ]
  },
  {
    "word": "quality",
    "topLevel": false,
    "head": "name",
    "holds": [],
    "lines": [],
    "properties": [
      {
        "word": "scale",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "target",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "limit",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "at",
        "values": [
          {
            "words": "constants"
          }
        ]
      }
    ]
  },
  {
    "word": "decision",
    "topLevel": false,
    "head": "name",
    "holds": [],
    "lines": [],
    "properties": [
      {
        "word": "status",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "driver",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "approver",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "contributors",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "informed",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "by",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "decided",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "option",
        "values": [
          {
            "words": "name"
          }
        ]
      },
      {
        "word": "chosen",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "because",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "revisit-when",
        "values": [
          {
            "words": "constants"
          }
        ]
      }
    ]
  },
  {
    "word": "question",
    "topLevel": false,
    "head": "optional-name",
    "holds": [],
    "lines": [],
    "properties": [
      {
        "word": "owner",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "due",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "answer",
        "values": [
          {
            "words": "constants"
          }
        ]
      }
    ]
  },
  {
    "word": "risk",
    "topLevel": false,
    "head": "optional-name",
    "holds": [],
    "lines": [],
    "properties": [
      {
        "word": "likelihood",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "impact",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "owner",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "mitigation",
        "values": [
          {
            "words": "constants"
          }
        ]
      }
    ]
  },
  {
    "word": "rollout",
    "topLevel": false,
    "head": "none",
    "holds": [],
    "lines": [],
    "properties": [
      {
        "word": "flag",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "stage",
        "values": [
          {
            "words": "name"
          },
          {
            "after": "until",
            "words": "constants"
          }
        ]
      },
      {
        "word": "gate",
        "values": [
          {
            "words": "expression"
          }
        ]
      },
      {
        "word": "kill-switch",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "rollback",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "cleanup",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "checklist",
        "values": [
          {
            "words": "constants"
          }
        ]
      }
    ]
  },
  {
    "word": "signoff",
    "topLevel": false,
    "head": "none",
    "holds": [],
    "lines": [],
    "properties": [
      {
        "word": "by",
        "values": [
          {
            "words": "paths"
          }
        ]
      },
      {
        "word": "on",
        "values": [
          {
            "words": "constants"
          }
        ]
      },
      {
        "word": "seal",
        "values": [
          {
            "words": "constants"
          }
        ]
      }
    ]
  },
  {
    "word": "waive",
    "topLevel": false,
    "head": "code",
    "holds": [],
    "lines": [],
    "properties": []
  }
];

// The units of measure that are words.
exports.units = [
  "ms",
  "millisecond",
  "milliseconds",
  "s",
  "sec",
  "secs",
  "second",
  "seconds",
  "min",
  "mins",
  "minute",
  "minutes",
  "h",
  "hr",
  "hrs",
  "hour",
  "hours",
  "day",
  "d",
  "days",
  "week",
  "w",
  "wk",
  "weeks",
  "month",
  "months",
  "quarter",
  "quarters",
  "year",
  "y",
  "yr",
  "yrs",
  "years",
  "B",
  "byte",
  "bytes",
  "KB",
  "kB",
  "MB",
  "GB",
  "TB",
  "KiB",
  "MiB",
  "GiB",
  "TiB",
  "percent",
  "requests/s",
  "requests/min",
  "requests/h",
  "requests/day",
  "requests/week",
  "requests/month",
  "AED",
  "AFN",
  "ALL",
  "AMD",
  "AOA",
  "ARS",
  "AUD",
  "AWG",
  "AZN",
  "BAM",
  "BBD",
  "BDT",
  "BHD",
  "BIF",
  "BMD",
  "BND",
  "BOB",
  "BRL",
  "BSD",
  "BTN",
  "BWP",
  "BYN",
  "BZD",
  "CAD",
  "CDF",
  "CHF",
  "CLP",
  "CNY",
  "COP",
  "CRC",
  "CUP",
  "CVE",
  "CZK",
  "DJF",
  "DKK",
  "DOP",
  "DZD",
  "EGP",
  "ERN",
  "ETB",
  "EUR",
  "FJD",
  "FKP",
  "GBP",
  "GEL",
  "GHS",
  "GIP",
  "GMD",
  "GNF",
  "GTQ",
  "GYD",
  "HKD",
  "HNL",
  "HTG",
  "HUF",
  "IDR",
  "ILS",
  "INR",
  "IQD",
  "IRR",
  "ISK",
  "JMD",
  "JOD",
  "JPY",
  "KES",
  "KGS",
  "KHR",
  "KMF",
  "KPW",
  "KRW",
  "KWD",
  "KYD",
  "KZT",
  "LAK",
  "LBP",
  "LKR",
  "LRD",
  "LSL",
  "LYD",
  "MAD",
  "MDL",
  "MGA",
  "MKD",
  "MMK",
  "MNT",
  "MOP",
  "MRU",
  "MUR",
  "MVR",
  "MWK",
  "MXN",
  "MYR",
  "MZN",
  "NAD",
  "NGN",
  "NIO",
  "NOK",
  "NPR",
  "NZD",
  "OMR",
  "PAB",
  "PEN",
  "PGK",
  "PHP",
  "PKR",
  "PLN",
  "PYG",
  "QAR",
  "RON",
  "RSD",
  "RUB",
  "RWF",
  "SAR",
  "SBD",
  "SCR",
  "SDG",
  "SEK",
  "SGD",
  "SHP",
  "SLE",
  "SOS",
  "SRD",
  "SSP",
  "STN",
  "SVC",
  "SYP",
  "SZL",
  "THB",
  "TJS",
  "TMT",
  "TND",
  "TOP",
  "TRY",
  "TTD",
  "TWD",
  "TZS",
  "UAH",
  "UGX",
  "USD",
  "UYU",
  "UZS",
  "VED",
  "VES",
  "VND",
  "VUV",
  "WST",
  "XAF",
  "XCD",
  "XCG",
  "XOF",
  "XPF",
  "YER",
  "ZAR",
  "ZMW",
  "ZWG"
];
