#include "facts/json_scan.h"
#include "base/limits.h"
#include "base/utf8.h"
#include <string.h>

void pol_json_scan_init(pol_json_scan *s, const char *text, uint32_t length, const pol_alloc *from, pol_complaints *complaints) {
  *s = (pol_json_scan){.text = text, .at = text, .end = text + length, .line_start = text, .line = 1, .complaints = complaints};
  pol_text_init(&s->decoded, from);
  if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) s->at += 3, s->wide = 3; /* it is no character that anybody sees */
}

void pol_json_scan_drop(pol_json_scan *s) { pol_text_drop(&s->decoded); }

static uint32_t offset_of(const pol_json_scan *s, const char *p) { return (uint32_t)(p - s->text); }

pol_span pol_json_span(const pol_json_scan *s, const pol_json_piece *piece) {
  return pol_complaints_span(s->complaints, piece->start, piece->end);
}

static pol_report *complain(pol_json_scan *s, pol_code code, const char *from, const char *to, const char *message) {
  return pol_complain(s->complaints, code, offset_of(s, from), offset_of(s, to), "%s", message);
}

static void help(pol_json_scan *s, pol_report *r, const char *text) {
  if (r) pol_report_help(s->complaints->reports, r, "%s", text);
}

static void skip_space(pol_json_scan *s) {
  for (; s->at < s->end; s->at++) {
    if (*s->at == '\n') s->line++, s->line_start = s->at + 1, s->wide = 0;
    else if (*s->at != ' ' && *s->at != '\t' && *s->at != '\r') return;
  }
}

/* -- texts */

static bool hex4(uint32_t *out, const char *p, const char *end) {
  if (end - p < 4) return false;
  *out = 0;
  for (int i = 0; i < 4; i++) {
    char c = p[i];
    uint32_t digit = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
                     : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
                     : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10)
                                            : 16;
    if (digit == 16) return false;
    *out = *out << 4 | digit;
  }
  return true;
}

/* \uXXXX at p, a pair of them for characters above U+FFFF. Gives where it ends. */
static const char *unicode_escape(pol_json_scan *s, const char *p) {
  uint32_t code, low;
  if (!hex4(&code, p + 2, s->end)) {
    help(s, complain(s, POL_R_FACTS_TEXT, p, p + 2, "\\u needs four hexadecimal digits"), "\\u00e9, or the character itself");
    return p + 2;
  }
  if (code >= 0xd800 && code <= 0xdbff && s->end - p >= 8 && p[6] == '\\' && p[7] == 'u' && hex4(&low, p + 8, s->end) && low >= 0xdc00 &&
      low <= 0xdfff) {
    code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    p += 6;
  } else if (code >= 0xd800 && code <= 0xdfff) {
    help(s, complain(s, POL_R_FACTS_TEXT, p, p + 6, "half of a character: its other half is missing"), "write the character itself");
    return p + 6;
  }
  char bytes[4];
  pol_text_add_n(&s->decoded, bytes, pol_utf8_put(bytes, code));
  return p + 6;
}

/* The escape at p (a backslash), decoded. Gives where it ends. */
static const char *escape(pol_json_scan *s, const char *p) {
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  char c = s->end - p >= 2 ? p[1] : '\0';
  if (c == 'u') return unicode_escape(s, p);
  const char *found = c ? strchr(from, c) : NULL;
  if (found) {
    pol_text_char(&s->decoded, to[found - from]);
    return p + 2;
  }
  help(s, complain(s, POL_R_FACTS_TEXT, p, p + 1, "a backslash before a character that needs none"),
       "a backslash itself is written twice: \\\\");
  return p + 1;
}

/* One character that is neither plain ASCII, a quotation mark nor an escape. Gives where it ends, or NULL where the text ends without its
 * mark. */
static const char *odd_character(pol_json_scan *s, const char *p) {
  unsigned char c = (unsigned char)*p;
  if (c >= 0x80) {
    uint32_t code;
    unsigned size = pol_utf8_next(&code, p, (size_t)(s->end - p));
    if (!size) {
      pol_report *r = complain(s, POL_R_FACTS_UTF8, p, p + 1, "a byte that is not UTF-8");
      help(s, r, "save the file as UTF-8");
      return p + 1;
    }
    s->wide += size - 1;
    return p + size;
  }
  if (c == '\n' || c == '\r') return NULL;
  pol_report *r = complain(s, POL_R_FACTS_TEXT, p, p + 1, c == '\t' ? "a tab inside a text" : "a control character inside a text");
  help(s, r, c == '\t' ? "\\t" : "take it away");
  return p + 1;
}

/* Bytes that stand for themselves: not a quotation mark, a backslash, a control or beyond ASCII. Eight at a time: the usual tricks for
 * "some byte is". */
static const char *plain_run(const char *p, const char *end) {
  const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
  uint64_t w;
  while ((size_t)(end - p) >= sizeof w) {
    memcpy(&w, p, sizeof w);
    uint64_t quote = w ^ ones * '"', slash = w ^ ones * '\\';
    if ((((w - ones * 0x20) | (quote - ones) | (slash - ones) | w) & tops) != 0) break;
    p += sizeof w;
  }
  while (p < end && (unsigned char)*p >= 0x20 && (unsigned char)*p < 0x80 && *p != '"' && *p != '\\') p++;
  return p;
}

static void scan_text(pol_json_scan *s, pol_json_piece *out) {
  const char *start = s->at + 1, *p = start, *copied = start;
  bool copying = false, wrong_before = s->complaints->wrong;
  s->complaints->wrong = false;
  for (;;) {
    p = plain_run(p, s->end);
    if (p == s->end || *p == '"') break;
    if (*p == '\\') {
      if (!copying) pol_text_clear(&s->decoded), copying = true;
      pol_text_add_n(&s->decoded, copied, (size_t)(p - copied));
      copied = p = escape(s, p);
      continue;
    }
    const char *next = odd_character(s, p);
    if (!next) break;
    p = next;
  }
  bool closed = p < s->end && *p == '"';
  if (!closed) {
    pol_report *r = complain(s, POL_R_FACTS_MARKS, s->at, p, "a text without its closing quotation mark");
    if (r) pol_report_label(s->complaints->reports, r, "begins here");
  }
  if (copying) {
    pol_text_add_n(&s->decoded, copied, (size_t)(p - copied));
    if (!pol_text_ok(&s->decoded)) s->complaints->no_memory = s->lost = true;
  }
  out->text = copying ? pol_text_get(&s->decoded) : start;
  out->length = copying ? s->decoded.n : (size_t)(p - start);
  s->at = closed ? p + 1 : p;
  out->kind = s->complaints->wrong ? POL_JSON_BROKEN : POL_JSON_TEXT; /* one report a text is enough */
  s->complaints->wrong |= wrong_before;
}

/* -- numbers and words */

static const char *digits(const char *p, const char *end) {
  while (p < end && *p >= '0' && *p <= '9') p++;
  return p;
}

/* Where the number at p ends by JSON's grammar, or NULL. */
static const char *number_end(const char *p, const char *end) {
  if (p < end && *p == '-') p++;
  const char *q = digits(p, end);
  if (q == p || (*p == '0' && q > p + 1)) return NULL;
  if (q < end && *q == '.') {
    p = q + 1;
    if ((q = digits(p, end)) == p) return NULL;
  }
  if (q < end && (*q == 'e' || *q == 'E')) {
    p = q + 1;
    if (p < end && (*p == '+' || *p == '-')) p++;
    if ((q = digits(p, end)) == p) return NULL;
  }
  return q;
}

static bool ends_word(char c) { return strchr(" \t\r\n,:[]{}\"", c) != NULL; /* also for NUL, which no word holds */ }

static void scan_word(pol_json_scan *s, pol_json_piece *out) {
  static const struct {
    const char *word;
    pol_json_kind kind;
  } words[] = {{"true", POL_JSON_YES}, {"false", POL_JSON_NO}, {"null", POL_JSON_NOTHING}};
  const char *start = s->at, *p = start;
  do {
    if (((unsigned char)*p & 0xc0) == 0x80) s->wide++;
    p++;
  } while (p < s->end && !ends_word(*p));
  s->at = p;
  out->text = start;
  out->length = (size_t)(p - start);
  out->kind = POL_JSON_WORD;
  if (number_end(start, p) == p) out->kind = POL_JSON_NUMBER;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strlen(words[i].word) == out->length && memcmp(words[i].word, start, out->length) == 0) out->kind = words[i].kind;
}

void pol_json_scan_next(pol_json_scan *s, pol_json_piece *out) {
  if (s->has_ahead) {
    s->has_ahead = false;
    *out = s->ahead;
    return;
  }
  skip_space(s);
  out->start = offset_of(s, s->at);
  out->line = s->line;
  out->column = (uint32_t)(s->at - s->line_start) - s->wide + 1;
  out->text = "";
  out->length = 0;
  pol_json_kind kind = POL_JSON_END;
  if (s->at < s->end && !s->lost) {
    switch (*s->at) {
    case '{': kind = POL_JSON_OPEN; break;
    case '}': kind = POL_JSON_CLOSE; break;
    case '[': kind = POL_JSON_LIST; break;
    case ']': kind = POL_JSON_LIST_END; break;
    case ':': kind = POL_JSON_COLON; break;
    case ',': kind = POL_JSON_COMMA; break;
    case '"': scan_text(s, out); break;
    default: scan_word(s, out); break;
    }
    if (kind == POL_JSON_END) kind = out->kind;
    else s->at++;
  }
  out->kind = kind;
  out->end = offset_of(s, s->at);
}

void pol_json_scan_back(pol_json_scan *s, const pol_json_piece *piece) {
  s->ahead = *piece;
  s->has_ahead = true;
}

/* A number or word that JSON does not have, where a value belongs. What follows it on the line is taken for a part of it: `'a b'`, `3
 * hours`. */
static void broken_word(pol_json_scan *s, pol_json_piece *out) {
  while (s->at < s->end && !strchr(",:[]{}\"\n", *s->at)) {
    if (((unsigned char)*s->at & 0xc0) == 0x80) s->wide++;
    s->at++;
  }
  const char *start = s->text + out->start, *end = s->at;
  while (end > start && strchr(" \t\r", end[-1])) end--;
  char quoted[POL_QUOTED_BYTES];
  pol_complaints_quote(quoted, start, (size_t)(end - start));
  out->end = offset_of(s, end);
  out->kind = POL_JSON_BROKEN;
  if (pol_utf8_check(start, (size_t)(end - start)) < (size_t)(end - start)) {
    help(s, complain(s, POL_R_FACTS_UTF8, start, end, "bytes that are not UTF-8"), "save the file as UTF-8");
    return;
  }
  bool number = strchr("+-.0123456789", *start) != NULL;
  pol_report *r = pol_complain(s->complaints, number ? POL_R_FACTS_NUMBER : POL_R_FACT_SHAPE, out->start, out->end,
                               number ? "%s is not written as JSON writes numbers" : "%s needs quotation marks", quoted);
  if (r && number) pol_report_help(s->complaints->reports, r, "digits with one point, as in 18.5, or a text in straight quotation marks");
  else if (r) pol_report_help(s->complaints->reports, r, "straight double ones, as in \"yes\"; leave the fact out if it is not known");
}

void pol_json_scan_value(pol_json_scan *s, pol_json_piece *out) {
  pol_json_scan_next(s, out);
  if (s->lost) {
    out->kind = POL_JSON_BROKEN;
    return;
  }
  switch (out->kind) {
  case POL_JSON_WORD: broken_word(s, out); return;
  case POL_JSON_END:
  case POL_JSON_CLOSE:
  case POL_JSON_LIST_END:
  case POL_JSON_COLON:
  case POL_JSON_COMMA: break;
  default: return;
  }
  if (out->kind != POL_JSON_END) /* the end is reported by whoever waits for the closing bracket */
    pol_complain(s->complaints, POL_R_FACTS_MARKS, out->start, out->end, "a value is missing");
  if (out->kind != POL_JSON_COLON) pol_json_scan_back(s, out);
  out->kind = POL_JSON_BROKEN;
}

/* -- members and items */

static void lose(pol_json_scan *s, const pol_json_piece *open, const pol_json_piece *at) {
  bool ended = at->kind == POL_JSON_END, brace = open->kind == POL_JSON_OPEN;
  if (!s->lost) {
    pol_report *r = pol_complain(s->complaints, POL_R_FACTS_MARKS, at->start, at->end, "%s",
                                 ended ? brace ? "the text ends before this brace is closed" : "the text ends before this bracket is closed"
                                 : brace ? "a brace is not closed, or one too many is"
                                         : "a bracket is not closed, or one too many is");
    if (r) {
      pol_report_label(s->complaints->reports, r, "%s",
                       ended   ? "ends here"
                       : brace ? "a name or } belongs here"
                               : "a comma or ] belongs here");
      pol_report_also(s->complaints->reports, r, pol_json_span(s, open), "opened here");
    }
  }
  s->lost = true;
}

/* Passes the comma before a member or an item, and mends its absence; `close` is what ends the whole. false: closed or lost. */
static bool next_part(pol_json_scan *s, const pol_json_piece *open, pol_json_kind close, bool *first, pol_json_piece *part) {
  pol_json_scan_next(s, part);
  bool comma = false;
  pol_json_piece last = *part;
  while (part->kind == POL_JSON_COMMA) {
    if (comma || *first) pol_complain(s->complaints, POL_R_FACTS_MARKS, part->start, part->end, "a comma with nothing before it");
    comma = true;
    *first = false;
    last = *part;
    pol_json_scan_next(s, part);
  }
  if (s->lost) return false;
  if (part->kind == close) {
    if (comma) pol_complain(s->complaints, POL_R_FACTS_MARKS, last.start, last.end, "a comma with nothing after it");
    return false;
  }
  if (part->kind == POL_JSON_END || part->kind == POL_JSON_CLOSE || part->kind == POL_JSON_LIST_END) {
    lose(s, open, part);
    return false;
  }
  if (!*first && !comma) pol_complain(s->complaints, POL_R_FACTS_MARKS, part->start, part->end, "a comma is missing before this");
  *first = false;
  return true;
}

bool pol_json_scan_member(pol_json_scan *s, const pol_json_piece *open, bool *first, pol_json_piece *name) {
  if (!next_part(s, open, POL_JSON_CLOSE, first, name)) return false;
  if (name->kind == POL_JSON_WORD || name->kind == POL_JSON_NUMBER || (name->kind >= POL_JSON_YES && name->kind <= POL_JSON_NOTHING)) {
    char quoted[POL_QUOTED_BYTES];
    pol_complaints_quote(quoted, s->text + name->start, name->end - name->start);
    pol_report *r = pol_complain(s->complaints, POL_R_FACTS_MARKS, name->start, name->end, "the name %s is not in quotation marks", quoted);
    if (r) pol_report_help(s->complaints->reports, r, "\"%s\"", quoted);
    name->kind = POL_JSON_BROKEN;
  } else if (name->kind != POL_JSON_TEXT && name->kind != POL_JSON_BROKEN) {
    lose(s, open, name);
    return false;
  }
  pol_json_piece colon;
  pol_json_scan_next(s, &colon);
  if (colon.kind == POL_JSON_COLON) return true;
  pol_json_scan_back(s, &colon);
  if (colon.kind == POL_JSON_END || colon.kind == POL_JSON_CLOSE || colon.kind == POL_JSON_LIST_END || colon.kind == POL_JSON_COMMA)
    return true; /* the value is missed */
  pol_complain(s->complaints, POL_R_FACTS_MARKS, name->start, name->end, "a colon is missing after this name");
  name->kind = POL_JSON_BROKEN;
  return true;
}

bool pol_json_scan_item(pol_json_scan *s, const pol_json_piece *open, bool *first, pol_json_piece *item) {
  if (!next_part(s, open, POL_JSON_LIST_END, first, item)) return false;
  pol_json_scan_back(s, item);
  pol_json_scan_value(s, item);
  return !s->lost;
}

bool pol_json_scan_enter(pol_json_scan *s, const pol_json_piece *open) {
  if (s->depth == POL_LIMIT_JSON_DEPTH) {
    if (!s->lost)
      pol_complain(s->complaints, POL_R_TOO_DEEP, open->start, open->end, "braces and brackets are nested more than %d deep",
                   POL_LIMIT_JSON_DEPTH);
    s->lost = true;
    return false;
  }
  s->depth++;
  return true;
}

void pol_json_scan_leave(pol_json_scan *s) { s->depth--; }

/* Recursion is bounded by POL_LIMIT_JSON_DEPTH. */
void pol_json_scan_skip(pol_json_scan *s, const pol_json_piece *first) {
  if ((first->kind != POL_JSON_OPEN && first->kind != POL_JSON_LIST) || !pol_json_scan_enter(s, first)) return;
  bool start = true;
  pol_json_piece part, value;
  if (first->kind == POL_JSON_OPEN) {
    while (pol_json_scan_member(s, first, &start, &part)) {
      pol_json_scan_value(s, &value);
      pol_json_scan_skip(s, &value);
    }
  } else {
    while (pol_json_scan_item(s, first, &start, &value)) pol_json_scan_skip(s, &value);
  }
  pol_json_scan_leave(s);
}
