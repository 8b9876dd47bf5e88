#include "base/json_read.h"
#include "base/limits.h"
#include "base/utf8.h"

typedef struct reading {
  pol_arena *arena;
  const char *at, *end;
  uint32_t depth;
} reading;

static void pass_spaces(reading *r) {
  while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r')) r->at++;
}

static bool take(reading *r, char c) {
  if (r->at == r->end || *r->at != c) return false;
  r->at++;
  return true;
}

/* -- texts */

static bool read_hex(reading *r, uint32_t *code) {
  *code = 0;
  if (r->end - r->at < 4) return false;
  for (int i = 0; i < 4; i++) {
    char c = *r->at++;
    uint32_t digit = c >= '0' && c <= '9' ? (uint32_t)(c - '0') : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10) : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10) : 16;
    if (digit > 15) return false;
    *code = *code << 4 | digit;
  }
  return true;
}

/* \u and what follows it: a half of a pair needs the other. */
static bool read_code(reading *r, char **to) {
  uint32_t code, low;
  if (!read_hex(r, &code) || (code >= 0xdc00 && code <= 0xdfff)) return false;
  if (code >= 0xd800 && code <= 0xdbff) {
    if (!take(r, '\\') || !take(r, 'u') || !read_hex(r, &low) || low < 0xdc00 || low > 0xdfff) return false;
    code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
  }
  *to += pol_utf8_put(*to, code);
  return true;
}

static bool read_escape(reading *r, char **to) {
  static const char letter[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
  if (take(r, 'u')) return read_code(r, to);
  for (size_t i = 0; i < sizeof letter - 1; i++)
    if (take(r, letter[i])) return *(*to)++ = meant[i], true;
  return false;
}

/* After its first quotation mark. What is decoded is never longer than what was written. */
static pol_status read_text(reading *r, const char **text, size_t *length) {
  const char *close = r->at;
  while (close < r->end && *close != '"') close += *close == '\\' ? 2 : 1;
  if (close >= r->end) return POL_REJECTED;
  char *to = pol_arena_take(r->arena, (size_t)(close - r->at) + 1, 1), *start = to;
  if (!to) return POL_NO_MEMORY;
  while (r->at < close) {
    unsigned char c = (unsigned char)*r->at;
    if (c < 0x20) return POL_REJECTED;
    if (c != '\\') *to++ = *r->at++;
    else if (r->at++, !read_escape(r, &to)) return POL_REJECTED;
  }
  r->at = close + 1;
  *text = start;
  *length = (size_t)(to - start);
  return POL_OK;
}

/* -- values without others in them */

static bool pass_digits(reading *r) {
  const char *from = r->at;
  while (r->at < r->end && *r->at >= '0' && *r->at <= '9') r->at++;
  return r->at > from;
}

static bool pass_number(reading *r) {
  take(r, '-');
  if (!take(r, '0') && !pass_digits(r)) return false;
  if (take(r, '.') && !pass_digits(r)) return false;
  if (take(r, 'e') || take(r, 'E')) {
    if (!take(r, '+')) take(r, '-');
    if (!pass_digits(r)) return false;
  }
  return true;
}

static bool pass_word(reading *r, const char *word) {
  size_t n = strlen(word);
  if ((size_t)(r->end - r->at) < n || memcmp(r->at, word, n) != 0) return false;
  r->at += n;
  return true;
}

static pol_status read_leaf(reading *r, pol_json_value *v) {
  if (take(r, '"')) return v->is = POL_JSON_IS_STRING, read_text(r, &v->text, &v->length);
  if (pass_word(r, "null")) return v->is = POL_JSON_IS_NULL, POL_OK;
  if (pass_word(r, "true")) return v->is = POL_JSON_IS_TRUE, POL_OK;
  if (pass_word(r, "false")) return v->is = POL_JSON_IS_FALSE, POL_OK;
  const char *from = r->at;
  if (!pass_number(r)) return POL_REJECTED;
  v->is = POL_JSON_IS_NUMBER;
  v->length = (size_t)(r->at - from);
  v->text = pol_arena_copy(r->arena, from, v->length);
  return v->text ? POL_OK : POL_NO_MEMORY;
}

/* -- all of it */

static pol_json_value *add(reading *r, pol_json_value *in) {
  pol_json_value *v = POL_NEW(r->arena, pol_json_value);
  if (!v || !in) return v;
  v->in = in;
  if (in->last) in->last->next = v;
  else in->first = v;
  in->last = v;
  return v;
}

static pol_status read_key(reading *r, pol_json_value *v) {
  size_t n = 0;
  pass_spaces(r);
  if (!take(r, '"')) return POL_REJECTED;
  POL_TRY(read_text(r, &v->key, &n));
  pass_spaces(r);
  return strlen(v->key) == n && take(r, ':') ? POL_OK : POL_REJECTED;
}

/* A value's beginning: *open when others may follow in it. */
static pol_status begin(reading *r, pol_json_value *v, bool *open) {
  if (v->in && v->in->is == POL_JSON_IS_OBJECT) POL_TRY(read_key(r, v));
  pass_spaces(r);
  *open = false;
  if (take(r, '{')) v->is = POL_JSON_IS_OBJECT;
  else if (take(r, '[')) v->is = POL_JSON_IS_ARRAY;
  else return read_leaf(r, v);
  if (++r->depth > POL_LIMIT_JSON_READ_DEPTH) return POL_REJECTED;
  pass_spaces(r);
  *open = !take(r, v->is == POL_JSON_IS_OBJECT ? '}' : ']');
  if (!*open) r->depth--;
  return POL_OK;
}

/* After a value: what the next one is in, as many ends as there are passed; NULL at the end of all. */
static pol_json_value *end(reading *r, pol_json_value *v) {
  pol_json_value *in = v->in;
  for (; in; in = in->in) {
    pass_spaces(r);
    if (!take(r, in->is == POL_JSON_IS_OBJECT ? '}' : ']')) break;
    r->depth--;
  }
  return in;
}

pol_status pol_json_read(const pol_json_value **out, pol_arena *arena, const char *bytes, size_t n) {
  reading r = {.arena = arena, .at = bytes, .end = bytes + n};
  *out = NULL;
  if (pol_utf8_check(bytes, n) < n) return POL_REJECTED;
  pol_json_value *in = NULL, *root = NULL;
  do {
    bool open;
    pol_json_value *v = add(&r, in);
    if (!v) return POL_NO_MEMORY;
    if (!root) root = v;
    POL_TRY(begin(&r, v, &open));
    in = open ? v : end(&r, v);
    if (in && !open && !take(&r, ',')) return POL_REJECTED;
  } while (in);
  pass_spaces(&r);
  if (r.at != r.end) return POL_REJECTED;
  *out = root;
  return POL_OK;
}

const pol_json_value *pol_json_member(const pol_json_value *object, const char *key) {
  if (!object || object->is != POL_JSON_IS_OBJECT) return NULL;
  for (const pol_json_value *v = object->first; v; v = v->next)
    if (strcmp(v->key, key) == 0) return v;
  return NULL;
}

const char *pol_json_member_text(const pol_json_value *object, const char *key) {
  const pol_json_value *v = pol_json_member(object, key);
  return v && v->is == POL_JSON_IS_STRING && strlen(v->text) == v->length ? v->text : NULL;
}

bool pol_json_member_true(const pol_json_value *object, const char *key) {
  const pol_json_value *v = pol_json_member(object, key);
  return v && v->is == POL_JSON_IS_TRUE;
}
