/**
 * @file The grammar of Averment, a language for product specs.
 * @license MIT OR Apache-2.0
 *
 * The language is line-regular: what a line is follows from its first word or character and from the kind whose block
 * it stands in. So there is one block rule per kind of the vocabulary, each of the same few line forms, and on a line
 * hardly anything is refused: a spec that is being written is a tree without errors wherever that can be.
 *
 * What a word means is data (`vocabulary.js`, generated). Here are only forms.
 */

/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

const { kinds, units } = require("./vocabulary.js");

const ruleName = (prefix, word) => `_${prefix}_${word.replaceAll("-", "_")}`;
const WORD = /[\p{XID_Start}_]\p{XID_Continue}*(-\p{XID_Continue}+)*/;

/** A choice of any number of rules. */
const any = (...rules) => (rules.length === 1 ? rules[0] : choice(...rules));

/** The values of a property: stretches, each behind its fixed word. */
function values($, stretches) {
  const words = (kind) =>
    ({
      paths: () => repeat(choice($.path, $._value)),
      constants: () => repeat(choice(alias($._word, $.constant), $._value)),
      states: () => repeat(choice(alias($._word, $.state), $._value)),
      name: () =>
        choice(seq(field("name", alias($._word, $.name)), repeat(choice($.path, $._value))), repeat1($._value), blank()),
      verbs: () =>
        optional(
          seq(
            alias($._word, $.constant),
            repeat(prec(1, seq(",", optional($._continuation), alias($._word, $.constant)))),
            repeat(choice($.path, $._value)),
          ),
        ),
      expression: () => optional($.expression),
    })[kind]();
  // A fixed word that may open the line leaves an empty stretch before it.
  return seq(
    ...stretches.map(({ after, words: kind }) =>
      after ? optional(seq(alias(after, $.keyword), words(kind))) : words(kind),
    ),
  );
}

/** Properties whose values have the same form, together. */
function byValues(properties) {
  const groups = new Map();
  for (const { word, values } of properties) {
    const key = JSON.stringify(values);
    groups.set(key, [...(groups.get(key) ?? []), word]);
  }
  return [...groups].map(([key, words]) => ({ words, values: JSON.parse(key) }));
}

/**
 * Whether a word starts both a declaration and a property in the block of a kind: `actor Analyst` is a property where
 * `actor Analyst "…" {` is a declaration. The first has neither title nor colon nor block.
 */
const isBoth = (parent, word) =>
  parent.holds.includes(word) && parent.properties.some((property) => property.word === word);

const rules = {};

for (const kind of kinds) {
  const has = (line) => kind.lines.includes(line);

  const both = kind.properties.filter((property) => isBoth(kind, property.word));
  const only = kind.properties.filter((property) => !both.includes(property));

  const declaration = (endings) => ($) => {
    const head = {
      name: optional(field("name", alias($._word, $.name))),
      "optional-name": optional(field("name", alias($._word, $.name))),
      none: blank(),
      code: seq(
        optional(field("code", $.code)),
        optional(seq(alias("of", $.keyword), field("target", optional($.path)))),
      ),
    }[kind.head];
    return prec.right(
      1,
      seq(
        field("kind", alias(kind.word, $.kind)),
        head,
        optional(field("title", $.string)),
        choice(
          seq(":", optional($.prose), $._newline),
          field("body", alias($[ruleName("block", kind.word)], $.block)),
          ...endings($),
        ),
      ),
    );
  };
  rules[ruleName("declaration", kind.word)] = declaration(($) => [$._newline]);
  if (kinds.some((parent) => isBoth(parent, kind.word))) {
    rules[ruleName("declaration_with_head", kind.word)] = declaration(() => []);
  }

  rules[ruleName("block", kind.word)] = ($) => {
    const lines = [
      ...kind.holds.map((held) => {
        const form = isBoth(kind, held) ? "declaration_with_head" : "declaration";
        return alias($[ruleName(form, held)], $.declaration);
      }),
      $.clause,
      $.bullet,
      alias($._stray_prose, $.prose),
    ];
    if (kind.properties.length) lines.push(alias($[ruleName("property", kind.word)], $.property));
    if (has("fields")) lines.push($.field);
    else if (has("transitions")) lines.push($.transition, alias($._unknown_after_path, $.property));
    else lines.push(alias($._unknown_property, $.property));
    if (has("cases")) lines.push($.case);
    lines.push(alias($._unknown_declaration, $.declaration));
    return seq("{", repeat(choice(...lines)), choice("}", $._item_border));
  };

  if (kind.properties.length) {
    rules[ruleName("property", kind.word)] = ($) => {
      const forms = byValues(only).map((group) =>
        seq(
          field("key", any(...group.words.map((word) => alias(word, $.key)))),
          values($, group.values),
          choice($._line_end, alias($._block_any, $.block)),
        ),
      );
      for (const { word } of both) {
        forms.push(
          seq(
            field("key", alias(word, $.key)),
            optional(seq($.path, repeat(seq(",", optional($._continuation), $.path)))),
            $._newline,
          ),
        );
      }
      return prec.right(any(...forms));
    };
  }
}

module.exports = grammar({
  name: "averment",

  word: ($) => $._word,

  externals: ($) => [
    // The end of a line; also before a `}` and at the end of the file.
    $._newline,
    // The end of a line that goes on on the next, after a comma or an operator.
    $._continuation,
    // The end of a line of prose before a line that starts with `|`.
    $._prose_continuation,
    // Nothing, before a line in column 0 that starts an item, and at the end of the file: an unclosed block ends there.
    $._item_border,
    $.comment,
    $.doc_comment,
    $.string,
    // The `[` of a reference: only where the brackets hold a path.
    $._reference_open,
    $.checkbox,
    // Never there. Its being allowed tells the scanner that a `}` closes a set and not a block.
    $._in_set,
    // Never there, and allowed only while the parser recovers from an error.
    $._recovering,
  ],

  extras: ($) => [/[\s\u00A0\u2000-\u200A\u202F\u205F\u3000\uFEFF]/, $.comment, $.doc_comment],

  conflicts: ($) => [
    [$._unknown_declaration, $.path],
    [$._use_path],
  ],

  rules: {
    source_file: ($) =>
      repeat(
        choice(
          $.module,
          $.use,
          // Those that belong into a block, too: it may have lost its `{` or have a `}` too many.
          ...kinds.map((kind) => alias($[ruleName("declaration", kind.word)], $.declaration)),
          $._stray,
        ),
      ),

    module: ($) => seq(alias("module", $.keyword), optional(field("path", $.path)), $._newline),

    use: ($) =>
      seq(
        alias("use", $.keyword),
        optional(field("path", alias($._use_path, $.path))),
        optional(seq(".", $.use_list)),
        optional(seq(alias("as", $.keyword), optional(field("alias", alias($._word, $.name))))),
        $._newline,
      ),

    _use_path: ($) => seq(alias($._word, $.segment), repeat(seq(".", alias($._word, $.segment)))),

    use_list: ($) => seq("{", repeat(choice(alias($._word, $.segment), ",")), choice("}", $._item_border)),

    ...rules,

    // What no kind knows: a block below something unknown, and lines whose first word means nothing where it stands.
    _block_any: ($) =>
      seq(
        "{",
        repeat(
          choice(
            ...kinds.map((kind) => alias($[ruleName("declaration", kind.word)], $.declaration)),
            $.clause,
            $.bullet,
            alias($._stray_prose, $.prose),
            alias($._unknown_property, $.property),
            alias($._unknown_declaration, $.declaration),
          ),
        ),
        choice("}", $._item_border),
      ),

    _unknown_property: ($) =>
      seq(field("key", alias($._word, $.key)), repeat(choice($.path, $._value)), $._line_end),

    _unknown_after_path: ($) => seq($.path, repeat(choice($.path, $._value)), $._line_end),

    _unknown_declaration: ($) =>
      prec.dynamic(
        1,
        seq(
          field("kind", alias($._word, $.kind)),
          optional(field("name", alias($._word, $.name))),
          optional(field("title", $.string)),
          field("body", alias($._block_any, $.block)),
        ),
      ),

    _stray: ($) =>
      choice(
        "}",
        $.clause,
        $.bullet,
        alias($._stray_prose, $.prose),
        alias($._unknown_property, $.property),
        alias($._unknown_declaration, $.declaration),
      ),

    // The line forms.

    clause: ($) =>
      seq(
        field("key", any(...["given", "when", "then", "and", "but"].map((word) => alias(word, $.keyword)))),
        optional(":"),
        optional($.prose),
        $._newline,
      ),

    bullet: ($) => seq("-", optional($.checkbox), optional($.prose), $._newline),

    field: ($) =>
      seq(
        field("name", alias($._word, $.name)),
        choice(
          seq(
            field("type", $._type),
            repeat(
              choice(
                ...["one-of", "matches", "default"].map((word) => alias(word, $.keyword)),
                alias($._word, $.constant),
                $._value,
              ),
            ),
          ),
          repeat($._value),
        ),
        $._line_end,
      ),

    _type: ($) => choice($.named_type, $.many_type, $.map_type, $.states_type),
    named_type: ($) => prec.right(seq($.path, optional("?"))),
    many_type: ($) => seq(alias("many", $.keyword), $._type),
    map_type: ($) =>
      prec.right(seq(alias("map", $.keyword), $._type, optional(seq(alias("to", $.keyword), $._type)))),
    states_type: ($) =>
      prec.right(
        seq(
          $._first_state,
          repeat(choice(alias($._word, $.state), seq("|", optional($._continuation)))),
          optional("?"),
        ),
      ),
    // The bar tells a state from a type.
    _first_state: ($) => prec.right(2, seq(alias($._word, $.state), "|", optional($._continuation))),

    transition: ($) =>
      prec(
        1,
        seq(
          field("from", $.path),
          "->",
          optional($._continuation),
          optional(field("to", $.path)),
          optional(seq(alias("on", $.keyword), repeat(choice($.path, $._value)))),
          optional(seq(alias("by", $.keyword), repeat(choice($.path, $._value)))),
          $._line_end,
        ),
      ),

    case: ($) =>
      seq(
        alias("case", $.keyword),
        optional(field("condition", $.expression)),
        optional(seq("->", optional($._continuation), optional(field("result", $._result)))),
        $._line_end,
      ),
    _result: ($) => repeat1(choice($.path, $._value)),

    // The end of a structured line: prose after a colon with its bullets, or nothing.
    _line_end: ($) =>
      prec.right(choice(seq(":", optional($.prose), $._newline, repeat($.bullet)), $._newline)),

    // Values.

    path: ($) => seq(alias($._word, $.segment), repeat(seq(".", alias($._word, $.segment)))),

    _value: ($) => choice($.range, $.quantity, $.string, $.date, $.time, $.tag, $.code, $._operator, $._punctuation),

    _operator: ($) =>
      seq(
        field(
          "operator",
          choice(",", "|", "->", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/"),
        ),
        optional($._continuation),
      ),
    _punctuation: ($) => choice("?", "(", ")", "[", "]", $._character),
    // Any other character means nothing outside prose.
    _character: (_) => token(prec(-10, /[^\s{}:"]/)),

    range: ($) => {
      const bound = choice($.quantity, $.date);
      return prec.right(1, choice(seq(bound, "..", optional(bound)), seq("..", optional(bound))));
    },

    quantity: ($) => prec.right(seq($.number, optional($.unit))),
    number: (_) => /[0-9][0-9_]*(\.[0-9][0-9_]*)?/,
    unit: ($) =>
      prec.right(choice("%", seq($._word, optional(seq(token.immediate(prec(1, "/")), $._word))))),
    date: (_) => token(prec(1, /[0-9]{4}-([0-9]{2}(-[0-9]{2})?|Q[1-4])/)),
    time: (_) => /[0-9]{1,2}:[0-9]{2}/,
    tag: (_) => /@[\p{XID_Start}_]\p{XID_Continue}*(-\p{XID_Continue}+)*/,
    code: ($) => seq($._word, token.immediate(prec(1, "/")), choice($._word, "*")),

    // An expression is flat: its operators have their precedence in the server, colours need none.
    expression: ($) => prec.right(repeat1($._term)),
    _term: ($) =>
      choice(
        $.path,
        $.call,
        prec.right(2, seq(alias("in", $.operator), optional($.set))),
        $.range,
        $.quantity,
        $.string,
        $.date,
        $.time,
        $.tag,
        $.code,
        seq(
          field("operator", choice(",", "|", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/")),
          optional($._continuation),
        ),
        ...["and", "or", "not", "implies"].map((word) => seq(alias(word, $.operator), optional($._continuation))),
        ...["is", "where", "set", "unset"].map((word) => alias(word, $.operator)),
        "(",
        ")",
        "?",
        $._character,
      ),
    call: ($) => prec(1, seq(field("function", alias($._word, $.name)), "(")),
    set: ($) =>
      prec.right(
        seq(
          "{",
          repeat(choice($.path, $.range, $.quantity, $.string, $.date, $.code, seq(",", optional($._continuation)))),
          optional(choice("}", $._in_set)),
        ),
      ),

    // Prose.

    prose: ($) =>
      prec.right(
        choice(
          seq($._prose_line, repeat($._prose_more)),
          repeat1($._prose_more),
        ),
      ),
    _prose_more: ($) => prec.right(seq($._prose_continuation, "|", optional($._prose_line))),
    _stray_prose: ($) => seq("|", optional($._prose_line), repeat($._prose_more), $._newline),

    _prose_line: ($) =>
      prec.right(
        repeat1(
          choice(
            $.reference,
            $.code_span,
            $.url,
            $.escape,
            alias($._prose_string, $.string),
            alias($._prose_quantity, $.quantity),
            alias($._prose_date, $.date),
            $._prose_word,
            $._prose_character,
          ),
        ),
      ),

    reference: ($) => seq(alias($._reference_open, "["), $.path, "]"),
    code_span: (_) => /`[^`\n\r]*`/,
    url: (_) => token(prec(2, /https?:\/\/[^ \t\n\r<>"`\])}]*[^ \t\n\r<>"`\])}.,;:!?]/)),
    escape: (_) => /\\[\[\]\\"`]/,
    _prose_string: (_) => choice(/"([^"\\\n\r]|\\[^\n\r])*"/, /“[^”\n\r]*”/),
    // A number is a quantity without a unit, as on structured lines.
    _prose_quantity: ($) => prec.right(seq(alias($._prose_number, $.number), optional(alias($._prose_unit, $.unit)))),
    // No precedence, which would win over length: `s` is no unit in `5 steps`. Of two as long, the first rule wins.
    _prose_unit: (_) => token(any("%", ...units)),
    _prose_number: (_) => /[0-9]+([_.,][0-9]+)*/,
    _prose_date: (_) => token(prec(1, /[0-9]{4}-([0-9]{2}(-[0-9]{2})?|Q[1-4])/)),
    _prose_word: (_) => /[\p{XID_Start}_]\p{XID_Continue}*([-'’]\p{XID_Continue}+)*/,
    _prose_character: (_) => token(prec(-10, /[^\s]/)),

    _word: (_) => WORD,
  },
});
