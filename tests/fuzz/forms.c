/* Readers of the forms that pol writes, none of which shares code with what writes them. */
#include "fuzz.h"

/* -- UTF-8 */

/* Bytes of the character at the start; 0: it is none. */
static size_t character(uint32_t *code, const unsigned char *s, size_t n) {
  static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
  size_t length = s[0] < 0x80 ? 1 : s[0] >= 0xF0 ? 4 : s[0] >= 0xE0 ? 3 : s[0] >= 0xC0 ? 2 : 0;
  if (!length || length > n || s[0] >= 0xF8) return 0;
  *code = length == 1 ? s[0] : s[0] & (0xFFu >> (length + 1));
  for (size_t i = 1; i < length; i++) {
    if ((s[i] & 0xC0) != 0x80) return 0;
    *code = *code << 6 | (s[i] & 0x3F);
  }
  return *code < least[length] || *code > 0x10FFFF || (*code >= 0xD800 && *code < 0xE000) ? 0 : length;
}

static bool is_bidi(uint32_t code) { return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) || code == 0x200E || code == 0x200F || code == 0x061C; }

/* plain: for people, so that nothing acts on a terminal or turns what stands round it. */
static void hold_text(const char *what, const char *text, size_t n, bool plain) {
  for (size_t i = 0, length; i < n; i += length) {
    uint32_t code;
    length = character(&code, (const unsigned char *)text + i, n - i);
    FUZZ_HOLDS(length, "%s is UTF-8 at byte %zu", what, i);
    FUZZ_HOLDS(!plain || !((code < 32 && code != '\n') || (code >= 127 && code < 160) || is_bidi(code)), "%s has U+%04X at byte %zu", what, (unsigned)code, i);
  }
}

/* -- JSON (RFC 8259) */

typedef struct json { const char *at, *end; size_t depth; } json;

static void space(json *j) {
  while (j->at < j->end && (*j->at == ' ' || *j->at == '\t' || *j->at == '\n' || *j->at == '\r')) j->at++;
}

static bool take(json *j, char c) {
  if (j->at == j->end || *j->at != c) return false;
  j->at++;
  return true;
}

static bool take_word(json *j, const char *word) {
  size_t n = strlen(word);
  if ((size_t)(j->end - j->at) < n || memcmp(j->at, word, n) != 0) return false;
  j->at += n;
  return true;
}

static bool take_digits(json *j) {
  const char *from = j->at;
  while (j->at < j->end && *j->at >= '0' && *j->at <= '9') j->at++;
  return j->at > from;
}

static bool take_number(json *j) {
  take(j, '-');
  if (!take(j, '0') && !take_digits(j)) return false;
  if (take(j, '.') && !take_digits(j)) return false;
  if (!take(j, 'e') && !take(j, 'E')) return true;
  if (!take(j, '+')) take(j, '-');
  return take_digits(j);
}

static bool take_string(json *j) {
  if (!take(j, '"')) return false;
  while (j->at < j->end && *j->at != '"') {
    if ((unsigned char)*j->at < 32) return false;
    if (*j->at++ != '\\') continue;
    if (j->at == j->end || !strchr("\"\\/bfnrtu", *j->at) || *j->at == '\0') return false;
    if (*j->at++ != 'u') continue;
    for (int i = 0; i < 4; i++, j->at++)
      if (j->at == j->end || *j->at == '\0' || !strchr("0123456789abcdefABCDEF", *j->at)) return false;
  }
  return take(j, '"');
}

static bool take_value(json *j);

static bool take_members(json *j, char close, bool keys) {
  if (j->depth-- == 0) return false;
  space(j);
  for (bool more = !take(j, close); more; more = !take(j, close)) {
    space(j);
    if (keys && !take_string(j)) return false;
    if (keys) space(j);
    if (keys && !take(j, ':')) return false;
    if (!take_value(j)) return false;
    if (take(j, close)) break;
    if (!take(j, ',')) return false;
    space(j);
    if (j->at < j->end && *j->at == close) return false;
  }
  j->depth++;
  return true;
}

static bool take_value(json *j) {
  space(j);
  bool read = take(j, '{')                      ? take_members(j, '}', true)
              : take(j, '[')                    ? take_members(j, ']', false)
              : j->at < j->end && *j->at == '"' ? take_string(j)
                                                : take_word(j, "true") || take_word(j, "false") || take_word(j, "null") || take_number(j);
  space(j);
  return read;
}

bool fuzz_json_ends(const char *text, size_t n, size_t depth) {
  json j = {text, text + n, depth};
  return take_value(&j) && j.at == j.end;
}

static void hold_lines(const char *what, const char *text, size_t n) {
  enum { DEPTH = 1000 };
  FUZZ_HOLDS(n == 0 || text[n - 1] == '\n', "%s ends its last line", what);
  for (size_t from = 0, to; from < n; from = to + 1) {
    for (to = from; text[to] != '\n';) to++;
    FUZZ_HOLDS(fuzz_json_ends(text + from, to - from, DEPTH), "%s is JSON in each line: %.*s", what, (int)(to - from), text + from);
  }
}

/* -- CSV (RFC 4180): as many fields in each row as in the first */

static void hold_table(const char *what, const char *text, size_t n) {
  size_t wanted = 0, row = 0, i = 0;
  while (i < n) {
    size_t fields = 1;
    for (bool ended = false; !ended;) {
      if (i < n && text[i] == '"') {
        for (i++; i < n && (text[i] != '"' || (i + 1 < n && text[i + 1] == '"')); i++) i += text[i] == '"';
        FUZZ_HOLDS(i < n, "%s closes its quotation marks, row %zu", what, row);
        i++;
      } else {
        while (i < n && !strchr(",\"\n\r", text[i])) i++;
      }
      FUZZ_HOLDS(i < n && text[i] != '"' && text[i] != '\0', "%s has whole fields, row %zu", what, row);
      i += text[i] == '\r';
      ended = text[i++] == '\n';
      fields += !ended;
    }
    if (row++ == 0) wanted = fields;
    FUZZ_HOLDS(fields == wanted, "%s has %zu fields in row %zu, and %zu in its heading", what, fields, row, wanted);
  }
}

/* -- HTML and XML: elements close, attributes are quoted, & begins an entity */

enum { DEEP = 256, NAME = 40 };
typedef struct markup { const char *what, *at, *end; char open[DEEP][NAME]; size_t depth; bool html; } markup;

static bool is_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == ':' || c == '_'; }

static size_t name_at(const markup *m, char out[NAME]) {
  size_t n = 0;
  while (m->at + n < m->end && n + 1 < NAME && is_name(m->at[n])) out[n] = m->at[n], n++;
  out[n] = '\0';
  return n;
}

static bool is_void(const char *name) {
  static const char *const names[] = {"meta", "link", "br", "hr", "img", "input", "col", "wbr", "source"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strcmp(name, names[i]) == 0) return true;
  return false;
}

static void hold_entity(const markup *m) {
  const char *p = m->at + 1;
  while (p < m->end && p - m->at < 12 && (is_name(*p) || *p == '#')) p++;
  FUZZ_HOLDS(p < m->end && *p == ';' && p > m->at + 1, "%s has a bare &: %.20s", m->what, m->at);
}

static void pass(markup *m, const char *end_mark) { /* up to its end */
  size_t n = strlen(end_mark);
  while ((size_t)(m->end - m->at) >= n && memcmp(m->at, end_mark, n) != 0) m->at++;
  FUZZ_HOLDS((size_t)(m->end - m->at) >= n, "%s has its %s", m->what, end_mark);
  m->at += n;
}

static bool take_attributes(markup *m) { /* whether the element is closed with it */
  for (; m->at < m->end && *m->at != '>'; m->at++) {
    if (*m->at == '/' && m->at + 1 < m->end && m->at[1] == '>') return m->at += 2, true;
    FUZZ_HOLDS(*m->at != '<', "%s has < in a tag", m->what);
    if (*m->at != '"') continue;
    for (m->at++; m->at < m->end && *m->at != '"'; m->at++) {
      FUZZ_HOLDS(*m->at != '<' || m->html, "%s has < in an attribute", m->what);
      if (*m->at == '&') hold_entity(m);
    }
  }
  FUZZ_HOLDS(m->at < m->end, "%s ends its tags", m->what);
  m->at++;
  return false;
}

static void take_tag(markup *m) {
  char name[NAME], raw[NAME + 4];
  bool closes = m->at + 1 < m->end && m->at[1] == '/';
  m->at += closes ? 2 : 1;
  size_t n = name_at(m, name);
  FUZZ_HOLDS(n, "%s has a bare <: %.20s", m->what, m->at);
  m->at += n;
  if (closes) {
    FUZZ_HOLDS(m->depth > 0 && strcmp(m->open[m->depth - 1], name) == 0, "%s closes %s where %s is open", m->what, name, m->depth ? m->open[m->depth - 1] : "nothing");
    m->depth--;
    pass(m, ">");
    return;
  }
  if (take_attributes(m) || (m->html && is_void(name))) return;
  if (m->html && (strcmp(name, "script") == 0 || strcmp(name, "style") == 0)) {
    snprintf(raw, sizeof raw, "</%s>", name);
    pass(m, raw);
    return;
  }
  FUZZ_HOLDS(m->depth < DEEP, "%s is not so deep", m->what);
  memcpy(m->open[m->depth++], name, sizeof name);
}

static void hold_markup(const char *what, const char *text, size_t n, bool html) {
  markup m = {.what = what, .at = text, .end = text + n, .html = html};
  while (m.at < m.end) {
    if (*m.at == '&') hold_entity(&m);
    if (*m.at != '<') m.at++;
    else if (m.end - m.at > 4 && memcmp(m.at, "<!--", 4) == 0) pass(&m, "-->");
    else if (m.end - m.at > 1 && (m.at[1] == '!' || m.at[1] == '?')) pass(&m, ">");
    else take_tag(&m);
  }
  FUZZ_HOLDS(m.depth == 0, "%s closes its %s", what, m.depth ? m.open[m.depth - 1] : "");
}

/* -- drawings, test results */

static void hold_drawing(const char *what, const char *text, size_t n) {
  size_t depth = 0;
  bool quoted = false;
  for (size_t i = 0; i < n; i++) {
    if (quoted && text[i] == '\\') i++;
    else if (text[i] == '"') quoted = !quoted;
    else if (!quoted && text[i] == '{') depth++;
    else if (!quoted && text[i] == '}') FUZZ_HOLDS(depth-- > 0, "%s has its { before }", what);
  }
  FUZZ_HOLDS(!quoted && !depth, "%s closes what it opens", what);
}

static void hold_points(const char *what, const char *text, size_t n) {
  unsigned long wanted = 0, had = 0;
  for (size_t from = 0, to; from < n; from = to + 1) {
    for (to = from; to < n && text[to] != '\n';) to++;
    if (to - from > 3 && memcmp(text + from, "1..", 3) == 0) wanted = strtoul(text + from + 3, NULL, 10);
    had += (to - from > 3 && memcmp(text + from, "ok ", 3) == 0) || (to - from > 7 && memcmp(text + from, "not ok ", 7) == 0);
  }
  FUZZ_HOLDS(wanted == had, "%s has %lu points of %lu", what, had, wanted);
}

void fuzz_well_formed(pol_form form, const char *what, const char *text, size_t n) {
  enum { DEPTH = 1000 };
  bool for_people = form == POL_FORM_TEXT || form == POL_FORM_MARKDOWN || form == POL_FORM_HTML || form == POL_FORM_DOT || form == POL_FORM_JUNIT || form == POL_FORM_TAP;
  hold_text(what, text, n, for_people);
  switch (form) {
  case POL_FORM_JSON:
  case POL_FORM_SARIF:
  case POL_FORM_JSON_SCHEMA: FUZZ_HOLDS(fuzz_json_ends(text, n, DEPTH), "%s is JSON: %.400s", what, text); break;
  case POL_FORM_NDJSON: hold_lines(what, text, n); break;
  case POL_FORM_CSV: hold_table(what, text, n); break;
  case POL_FORM_HTML: hold_markup(what, text, n, true); break;
  case POL_FORM_JUNIT: hold_markup(what, text, n, false); break;
  case POL_FORM_DOT: hold_drawing(what, text, n); break;
  case POL_FORM_TAP: hold_points(what, text, n); break;
  case POL_FORM_TEXT:
  case POL_FORM_MARKDOWN:
  case POL_FORM_XLSX: break;
  }
}

void fuzz_rendered(pol_form form, const char *what, pol_string *s) {
  FUZZ_HOLDS(s->text && strlen(s->text) == s->length, "%s ends with its NUL", what);
  fuzz_well_formed(form, what, s->text, s->length);
  pol_string_drop(s);
}
