#include "render/html.h"
#include "base/date.h"
#include "base/utf8.h"
#include <string.h>

typedef enum setting { SETTING_ATTRIBUTE, SETTING_PLAIN, SETTING_WORDS } setting;

static bool is_word(char ch) {
  return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || (unsigned char)ch >= 0x80;
}

/* The length of a full date ("1 April 2024") at the start of text; 0. */
static size_t date_at(pol_date *out, const char *text) {
  static const char digits[] = "0123456789";
  size_t day = strspn(text, digits);
  if (day == 0 || day > 2 || text[day] != ' ' || text[day + 1] < 'A' || text[day + 1] > 'Z') return 0;
  size_t month = strcspn(text + day + 1, " "), year = day + 1 + month;
  if (month < 3 || month > 9 || text[year] != ' ') return 0;
  size_t n = strspn(text + year + 1, digits), end = year + 1 + n;
  if (n == 0 || n > 4 || is_word(text[end])) return 0;
  return pol_date_read(out, text, end) ? end : 0;
}

static void add_date(pol_text *to, pol_date date, const char *text, size_t n) {
  pol_text_add(to, "<time datetime=\"");
  pol_date_write(to, date);
  pol_text_format(to, "\">%.*s</time>", (int)n, text);
}

/* Straight quotation marks are all that a policy's texts may have: opening where a word begins, closing behind one. */
static void add_quote(pol_text *to, char ch, const char *text, size_t at) {
  char before = at == 0 ? ' ' : text[at - 1];
  bool opens = before == ' ' || before == '\n' || before == '(' || before == '[';
  if (ch == '"') pol_text_add(to, opens ? "“" : "”");
  else pol_text_add(to, opens && is_word(text[at + 1]) ? "‘" : "’");
}

static void add_char(pol_text *to, const char *text, size_t at, size_t n, setting s) {
  switch (text[at]) {
  case '&': pol_text_add(to, "&amp;"); return;
  case '<': pol_text_add(to, "&lt;"); return;
  case '>': pol_text_add(to, "&gt;"); return;
  case '"':
  case '\'':
    if (s == SETTING_WORDS) add_quote(to, text[at], text, at);
    else if (text[at] == '"' && s == SETTING_ATTRIBUTE) pol_text_add(to, "&quot;");
    else pol_text_char(to, text[at]);
    return;
  default: pol_text_add_n(to, text + at, n);
  }
}

static void add_escaped(pol_text *to, const char *text, setting s) {
  size_t length = strlen(text);
  for (size_t at = 0; at < length;) {
    pol_date date;
    size_t dated = s == SETTING_WORDS && (at == 0 || !is_word(text[at - 1])) ? date_at(&date, text + at) : 0;
    uint32_t code;
    unsigned n = pol_utf8_next(&code, text + at, length - at);
    if (dated > 0) add_date(to, date, text + at, dated);
    else if (n == 0 || pol_utf8_odd(code)) pol_text_add(to, "\xef\xbf\xbd");
    else if (code == '\t') pol_text_char(to, ' '); /* as in text */
    else add_char(to, text, at, n, s);
    at += dated > 0 ? dated : n == 0 ? 1 : n;
  }
}

void pol_html(const pol_page *pg, const char *markup, ...) {
  pol_text *to = pg->to;
  bool in_tag = false;
  va_list args;
  va_start(args, markup);
  for (const char *at = markup; *at != '\0'; at++) {
    if (*at == '<') in_tag = true;
    if (*at == '>') in_tag = false;
    if (*at != '%') {
      pol_text_char(to, *at);
    } else if (*++at == 's') {
      const char *text = va_arg(args, const char *); /* NULL is as good as nothing */
      add_escaped(to, text == NULL ? "" : text, in_tag ? SETTING_ATTRIBUTE : SETTING_WORDS);
    } else if (*at == 'u') {
      pol_text_format(to, "%u", va_arg(args, unsigned));
    } else {
      pol_text_char(to, '%');
    }
  }
  va_end(args);
}

void pol_html_plain(const pol_page *pg, const char *text) { add_escaped(pg->to, text, SETTING_PLAIN); }

static bool stands_for_itself(uint32_t code) {
  return code == ' ' || code == ',' || code == '.' || code == ':' || code == '(' || code == ')' || code == '-' || code >= 0xa0 ||
         (code < 0x80 && is_word((char)code));
}

void pol_html_css(const pol_page *pg, const char *text) {
  static const char digit[] = "0123456789abcdef";
  size_t length = strlen(text);
  pol_text_char(pg->to, '"');
  for (size_t at = 0; at < length;) {
    uint32_t code;
    unsigned n = pol_utf8_next(&code, text + at, length - at);
    if (n == 0 || pol_utf8_odd(code)) pol_text_add(pg->to, "\xef\xbf\xbd");
    else if (stands_for_itself(code)) pol_text_add_n(pg->to, text + at, n);
    else { /* ASCII, as its number: the blank behind it ends it */
      char hex[4] = {'\\', digit[code >> 4], digit[code & 15], ' '};
      pol_text_add_n(pg->to, hex, sizeof hex);
    }
    at += n == 0 ? 1 : n;
  }
  pol_text_char(pg->to, '"');
}
