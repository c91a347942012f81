// The tokens of Averment that take more than their own characters to recognise: where lines end and go on, comments
// (there are none in prose), the brackets of a reference, strings.
//
// The scanner has no state: everything is seen from the rest of the line and the start of the next.

#include "tree_sitter/parser.h"

typedef struct {
  uint32_t start, end;
} Range;

#include "words.h"

// In the order of `externals` in `grammar.js`.
enum Token {
  NEWLINE,
  CONTINUATION,
  PROSE_CONTINUATION,
  ITEM_BORDER,
  COMMENT,
  DOC_COMMENT,
  STRING,
  REFERENCE_OPEN,
  CHECKBOX,
  IN_SET,
  RECOVERING,
};

static bool in_ranges(int32_t c, const Range *ranges, size_t count) {
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if ((uint32_t)c > ranges[middle].end) {
      low = middle + 1;
    } else if ((uint32_t)c < ranges[middle].start) {
      high = middle;
    } else {
      return true;
    }
  }
  return false;
}

static bool is_letter(int32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static bool starts_word(int32_t c) {
  if (c < 0x80) return is_letter(c) || c == '_';
  return in_ranges(c, WORD_START, sizeof WORD_START / sizeof *WORD_START);
}

static bool continues_word(int32_t c) {
  if (c < 0x80) return is_letter(c) || c == '_' || (c >= '0' && c <= '9');
  return in_ranges(c, WORD_CONTINUE, sizeof WORD_CONTINUE / sizeof *WORD_CONTINUE);
}

static bool is_line_break(int32_t c) { return c == '\n' || c == '\r'; }

static bool is_blank(int32_t c) {
  return c == ' ' || c == '\t' || c == 0x0B || c == 0x0C || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F ||
         c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

static void advance(TSLexer *lexer) { lexer->advance(lexer, false); }

static void skip(TSLexer *lexer) { lexer->advance(lexer, true); }

static bool at_line_end(TSLexer *lexer) { return lexer->eof(lexer) || is_line_break(lexer->lookahead); }

static void take_line_break(TSLexer *lexer) {
  bool carriage_return = lexer->lookahead == '\r';
  advance(lexer);
  if (carriage_return && lexer->lookahead == '\n') advance(lexer);
}

// Reads a word, with its inner hyphens: whether there is one. A hyphen at its end was read and is no part of it.
// Where `text` is given, the first bytes of an ASCII word are left in it, ended by a zero.
static bool read_word(TSLexer *lexer, char *text, size_t size) {
  if (!starts_word(lexer->lookahead)) return false;
  size_t length = 0;
  for (;;) {
    int32_t c = lexer->lookahead;
    if (!continues_word(c) && c != '-') break;
    if (text && length + 1 < size) text[length++] = c < 0x80 ? (char)c : '?';
    advance(lexer);
    if (c == '-' && !continues_word(lexer->lookahead)) {
      if (length > 0) length--;
      break;
    }
  }
  if (text) text[length] = '\0';
  return true;
}

static bool same(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return *a == *b;
}

static bool is_one_of(const char *text, const char *const *words, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (same(text, words[i])) return true;
  }
  return false;
}

static bool is_item_word(const char *text) {
  return is_one_of(text, ITEM_WORDS, sizeof ITEM_WORDS / sizeof *ITEM_WORDS);
}

// Whether the line at the cursor, which is in column 0, starts an item.
static bool starts_item(TSLexer *lexer) {
  char text[32];
  return is_letter(lexer->lookahead) && read_word(lexer, text, sizeof text) && is_item_word(text);
}

// Whether the line at the cursor, behind its indentation, is one that carries nothing on: it starts an item, or it is
// prose from its first word or sign.
static bool stands_apart(TSLexer *lexer, bool indented) {
  static const char *const CLAUSE_WORDS[] = {"given", "when", "then", "and", "but"};
  char text[32] = "";
  bool sign = lexer->lookahead == '-' || lexer->lookahead == '|';
  if (sign) {
    advance(lexer);
  } else if (!is_letter(lexer->lookahead) || !read_word(lexer, text, sizeof text)) {
    return false;
  }
  bool spaced = at_line_end(lexer) || lexer->lookahead == ' ' || lexer->lookahead == '\t';
  if (spaced && (sign || is_one_of(text, CLAUSE_WORDS, sizeof CLAUSE_WORDS / sizeof *CLAUSE_WORDS))) return true;
  return !indented && is_item_word(text);
}

static bool found(TSLexer *lexer, enum Token token) {
  lexer->result_symbol = (TSSymbol)token;
  return true;
}

// At a line break where a line may end, go on, or both. The end of a line is empty: the break itself is white space
// before what follows, so that no node reaches into the next line.
static bool scan_line_break(TSLexer *lexer, const bool *valid) {
  lexer->mark_end(lexer);
  if (!valid[CONTINUATION] && !valid[PROSE_CONTINUATION]) return found(lexer, NEWLINE);
  take_line_break(lexer);
  bool indented = false;
  while (is_blank(lexer->lookahead)) {
    indented = true;
    advance(lexer);
  }
  if (valid[PROSE_CONTINUATION]) {
    // Only with a space behind it is the `|` a mark of prose.
    if (lexer->lookahead == '|') {
      lexer->mark_end(lexer);
      advance(lexer);
      if (at_line_end(lexer) || lexer->lookahead == ' ' || lexer->lookahead == '\t') {
        return found(lexer, PROSE_CONTINUATION);
      }
      return false;
    }
    return valid[NEWLINE] && found(lexer, NEWLINE);
  }
  bool ends = at_line_end(lexer) || lexer->lookahead == '}';
  // What has to be read to know is read from a mark behind the break, whichever token it turns out to be.
  if (!ends) lexer->mark_end(lexer);
  if (!ends && lexer->lookahead == '/') {
    advance(lexer);
    ends = lexer->lookahead == '/';
  } else if (!ends) {
    ends = stands_apart(lexer, indented);
  }
  if (!ends) return found(lexer, CONTINUATION);
  return valid[NEWLINE] && found(lexer, NEWLINE);
}

// `// …`, `/// …`, `//// …`
static bool scan_comment(TSLexer *lexer) {
  advance(lexer);
  if (lexer->lookahead != '/') return false;
  advance(lexer);
  bool doc = lexer->lookahead == '/';
  if (doc) {
    advance(lexer);
    doc = lexer->lookahead != '/';
  }
  while (!at_line_end(lexer)) advance(lexer);
  lexer->mark_end(lexer);
  return found(lexer, doc ? DOC_COMMENT : COMMENT);
}

// `"…"`. One that is never closed ends with its line, before a `{` there: it must not swallow the block.
static bool scan_string(TSLexer *lexer) {
  advance(lexer);
  lexer->mark_end(lexer);
  while (!at_line_end(lexer)) {
    int32_t c = lexer->lookahead;
    advance(lexer);
    if (c == '"') {
      lexer->mark_end(lexer);
      break;
    }
    if (c == '\\' && !at_line_end(lexer)) {
      advance(lexer);
      lexer->mark_end(lexer);
    } else if (c != '{' && !is_blank(c)) {
      lexer->mark_end(lexer);
    }
  }
  return found(lexer, STRING);
}

// At a `[`: a checkbox, or a reference if the brackets hold a path.
static bool scan_bracket(TSLexer *lexer, const bool *valid) {
  advance(lexer);
  lexer->mark_end(lexer);
  if (valid[CHECKBOX] && (lexer->lookahead == ' ' || lexer->lookahead == 'x' || lexer->lookahead == 'X')) {
    bool blank = lexer->lookahead == ' ';
    advance(lexer);
    if (lexer->lookahead == ']') {
      advance(lexer);
      lexer->mark_end(lexer);
      return found(lexer, CHECKBOX);
    }
    if (blank) return false;
    // What follows was the first letter of a word.
    if (continues_word(lexer->lookahead) || lexer->lookahead == '-') {
      while (continues_word(lexer->lookahead)) advance(lexer);
      while (lexer->lookahead == '-') {
        advance(lexer);
        if (!continues_word(lexer->lookahead)) return false;
        while (continues_word(lexer->lookahead)) advance(lexer);
      }
    }
  } else if (!starts_word(lexer->lookahead)) {
    return false;
  }
  for (;;) {
    if (starts_word(lexer->lookahead)) {
      advance(lexer);
      while (continues_word(lexer->lookahead)) advance(lexer);
      while (lexer->lookahead == '-') {
        advance(lexer);
        if (!continues_word(lexer->lookahead)) return false;
        while (continues_word(lexer->lookahead)) advance(lexer);
      }
    }
    if (lexer->lookahead == ']') return found(lexer, REFERENCE_OPEN);
    if (lexer->lookahead != '.') return false;
    advance(lexer);
    if (!starts_word(lexer->lookahead)) return false;
  }
}

void *tree_sitter_averment_external_scanner_create(void) { return NULL; }

void tree_sitter_averment_external_scanner_destroy(void *payload) { (void)payload; }

unsigned tree_sitter_averment_external_scanner_serialize(void *payload, char *buffer) {
  (void)payload;
  (void)buffer;
  return 0;
}

void tree_sitter_averment_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  (void)payload;
  (void)buffer;
  (void)length;
}

bool tree_sitter_averment_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  (void)payload;
  bool line_may_end = valid[NEWLINE] || valid[CONTINUATION] || valid[PROSE_CONTINUATION];
  while (is_blank(lexer->lookahead) || (!line_may_end && is_line_break(lexer->lookahead))) skip(lexer);

  if (lexer->eof(lexer)) {
    lexer->mark_end(lexer);
    if (valid[RECOVERING]) return false;
    if (valid[NEWLINE]) return found(lexer, NEWLINE);
    return valid[ITEM_BORDER] && found(lexer, ITEM_BORDER);
  }
  if (is_line_break(lexer->lookahead)) return scan_line_break(lexer, valid);
  if (valid[ITEM_BORDER] && !valid[NEWLINE] && is_letter(lexer->lookahead) && lexer->get_column(lexer) == 0) {
    lexer->mark_end(lexer);
    return starts_item(lexer) && found(lexer, ITEM_BORDER);
  }
  // Only in prose is a reference allowed; there `//` is text, and so is a quote that nothing closes.
  bool in_prose = valid[REFERENCE_OPEN] && !valid[RECOVERING];
  switch (lexer->lookahead) {
    case '}':
      if (!valid[NEWLINE] || in_prose || valid[IN_SET]) return false;
      lexer->mark_end(lexer);
      return found(lexer, NEWLINE);
    case '/':
      return !in_prose && scan_comment(lexer);
    case '"':
      return valid[STRING] && !in_prose && scan_string(lexer);
    case '[':
      return (in_prose || valid[CHECKBOX]) && scan_bracket(lexer, valid);
    default:
      return false;
  }
}
