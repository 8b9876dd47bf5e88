#include "base/json.h"
#include "base/utf8.h"
#include <stdbool.h>
#include <string.h>

void pol_json_init(pol_json *j, pol_text *to, int indent) { *j = (pol_json){ .to = to, .indent = indent, .first = true }; }

static void new_line(pol_json *j) {
  if (!j->indent) return;
  pol_text_char(j->to, '\n');
  pol_text_pad(j->to, ' ', (size_t)j->indent * (size_t)j->depth);
}

/* What comes before a value or a key. At the top there is one value, or a caller who parts them by lines (NDJSON). */
static void begin(pol_json *j) {
  if (!j->after_key && j->depth) {
    if (!j->first) pol_text_char(j->to, ',');
    new_line(j);
  }
  j->after_key = j->first = false;
}

static void enter(pol_json *j, char bracket) {
  begin(j);
  pol_text_char(j->to, bracket);
  j->depth++;
  j->first = true;
}

static void leave(pol_json *j, char bracket) {
  j->depth--;
  if (!j->first) new_line(j); /* an empty one stays on its line */
  pol_text_char(j->to, bracket);
  j->first = false;
}

void pol_json_object(pol_json *j) { enter(j, '{'); }
void pol_json_object_end(pol_json *j) { leave(j, '}'); }
void pol_json_array(pol_json *j) { enter(j, '['); }
void pol_json_array_end(pol_json *j) { leave(j, ']'); }

static void escape(pol_text *t, unsigned char c) {
  static const char letters[] = "btn\0fr"; /* from 8 on; 11, vertical tab, has none */
  pol_text_char(t, '\\');
  if (c == '"' || c == '\\') pol_text_char(t, (char)c);
  else if (c >= '\b' && c <= '\r' && letters[c - '\b']) pol_text_char(t, letters[c - '\b']);
  else pol_text_format(t, "u%04x", c);
}

void pol_json_escape(pol_text *t, const char *bytes, size_t n) {
  size_t from = 0, i = 0; /* bytes not yet written start at `from` */
  while (i < n) {
    unsigned char c = (unsigned char)bytes[i];
    uint32_t code;
    unsigned size = c < 0x80 ? 1 : pol_utf8_next(&code, bytes + i, n - i);
    bool odd = size > 1 && code <= 0xffff && pol_utf8_odd(code); /* exact, and whoever looks at it sees it */
    if (size && c >= 0x20 && c != '"' && c != '\\' && !odd) {
      i += size;
      continue;
    }
    pol_text_add_n(t, bytes + from, i - from);
    if (odd) pol_text_format(t, "\\u%04x", code);
    else if (size) escape(t, c);
    else pol_text_add(t, "\xef\xbf\xbd"); /* not UTF-8: U+FFFD, so that the output is always JSON */
    from = i += size ? size : 1;
  }
  pol_text_add_n(t, bytes + from, n - from);
}

static void quote(pol_text *t, const char *bytes, size_t n) {
  pol_text_char(t, '"');
  pol_json_escape(t, bytes, n);
  pol_text_char(t, '"');
}

void pol_json_key(pol_json *j, const char *key) {
  begin(j);
  quote(j->to, key, strlen(key));
  pol_text_add(j->to, j->indent ? ": " : ":");
  j->after_key = true;
}

void pol_json_string(pol_json *j, const char *text) {
  if (text) pol_json_string_n(j, text, strlen(text));
  else pol_json_null(j);
}

void pol_json_string_n(pol_json *j, const char *bytes, size_t n) {
  begin(j);
  quote(j->to, bytes, n);
}

void pol_json_raw(pol_json *j, const char *value) {
  begin(j);
  pol_text_add(j->to, value);
}

void pol_json_int(pol_json *j, int64_t v) {
  begin(j);
  pol_text_int(j->to, v);
}

void pol_json_bool(pol_json *j, bool v) {
  begin(j);
  pol_text_add(j->to, v ? "true" : "false");
}

void pol_json_null(pol_json *j) {
  begin(j);
  pol_text_add(j->to, "null");
}

void pol_json_key_string(pol_json *j, const char *key, const char *text) {
  pol_json_key(j, key);
  pol_json_string(j, text);
}

void pol_json_key_int(pol_json *j, const char *key, int64_t v) {
  pol_json_key(j, key);
  pol_json_int(j, v);
}

void pol_json_key_array(pol_json *j, const char *key) {
  pol_json_key(j, key);
  pol_json_array(j);
}
