/* Ways of saying things that a policy has not: they are named, with the form that a policy has, and the line is given up. */
#include "base/text.h"
#include "syntax/remedies.h"
#include <string.h>

enum { ITEMS_MOST = 8 };

static const struct { const char *words, *help; } idioms[] = {
#define POL_IDIOM(words, help) { words, help },
#include "syntax/idioms.def"
#undef POL_IDIOM
};

static const char *const numbers[] = { "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve" };
static const char *const months[] = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December" };
static const char *const days[] = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" };

static char small(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

/* Whether the n letters begin the word, whatever their size. */
static bool begins(const char *word, const char *text, size_t n) {
  size_t i = 0;
  while (i < n && word[i] && small(word[i]) == small(text[i])) i++;
  return i == n;
}

static int number_of(const char *text, size_t n) {
  for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
    if (strlen(numbers[k]) == n && begins(numbers[k], text, n)) return (int)k;
  return -1;
}

static const char *month_of(const char *text, size_t n) {
  for (size_t k = 0; n >= 3 && k < sizeof months / sizeof *months; k++)
    if (begins(months[k], text, n) && (n == 3 || n == 4 || n == strlen(months[k]))) return months[k];
  return NULL;
}

static const char *day_of(const char *text, size_t n) {
  for (size_t k = 0; k < sizeof days / sizeof *days; k++) {
    size_t length = strlen(days[k]);
    if ((n == length || (n == length + 1 && small(text[n - 1]) == 's')) && begins(days[k], text, length)) return days[k];
  }
  return NULL;
}

static bool is_literal(const char *item, size_t n) { return n > 1 || !strchr("#%W~@.*DM!", *item); }

/* Whether the word at `i` is what the item of an idiom stands for. */
static bool fits(const pol_reading *r, uint32_t i, const char *item, size_t n) {
  size_t length;
  const char *text = pol_raw_text(r, &r->raw.at[i], &length);
  int kind = r->raw.at[i].kind;
  if (is_literal(item, n)) return length == n && memcmp(text, item, n) == 0;
  switch (*item) {
  case '#': return kind == TOK_NUMBER;
  case 'D': return kind == TOK_DATE;
  case '.': return kind == TOK_DOTTED;
  case '@': return kind == TOK_DOTTED || (is_word(r, i) && pol_filter_is_name(r, i));
  case '!': return kind != TOK_STRING && kind != TOK_TEXT_HEAD;
  default: break;
  }
  if (!is_word(r, i)) return kind == TOK_DOTTED && *item == '*';
  if (*item == '%') return pol_word_unit(text, length) != NULL;
  if (*item == 'W') return number_of(text, length) >= 0;
  if (*item == 'M') return month_of(text, length) != NULL;
  return *item == '*' || day_of(text, length);
}

/* How many words of one line, from `i` on, the idiom stands for; 0: others stand there. */
static uint32_t match(const pol_reading *r, uint32_t i, const char *idiom, const char *items[ITEMS_MOST]) {
  uint32_t n = 0;
  if (*idiom == '^') {
    if (!is_first(r, i)) return 0;
    idiom += 2;
  }
  for (; *idiom && n < ITEMS_MOST; n++) {
    size_t length = strcspn(idiom, " ");
    if (!exists(r, i + n) || (n && is_first(r, i + n)) || !fits(r, i + n, idiom, length)) return 0;
    items[n] = idiom;
    idiom += length + (idiom[length] == ' ');
  }
  return n && *items[n - 1] == '!' ? n - 1 : n;
}

/* The word as a policy writes it. */
static void add_meant(const pol_reading *r, pol_text *out, uint32_t i, char item) {
  size_t n;
  const char *text = pol_raw_text(r, &r->raw.at[i], &n);
  const pol_raw *w = &r->raw.at[i];
  if (item == 'W') pol_text_format(out, "%d", number_of(text, n));
  else if (item == 'M') pol_text_format(out, "%s", month_of(text, n));
  else if (item == '~') pol_text_format(out, "%s", day_of(text, n));
  else if (w->kind == POL_RAW_WORD) pol_text_format(out, "%.*s", (int)n, text);
  else pol_text_format(out, "%.*s", (int)(w->end - w->start), r->text + w->start);
}

/* Capital letters that all stand in these words are part of what is said of them: 1 Jan 2027. */
static void withdraw_capitals(pol_reading *r, pol_span inside) {
  pol_odd_note *note = &r->scan.odd[POL_ODD_CAPITAL];
  const pol_report *p = note->report;
  if (!p) return;
  for (uint32_t i = 0; i < p->fixes.n; i++)
    if (p->fixes.at[i].span.start < inside.start || p->fixes.at[i].span.end > inside.end) return;
  pol_reports_withdraw(r->reports, POL_R_CAPITALS, inside);
  note->report = NULL;
}

static void say(pol_reading *r, uint32_t i, uint32_t n, const char *help, const char *const items[ITEMS_MOST]) {
  pol_span at = span_of(r, i, n);
  pol_report *p = pol_reading_report(r, POL_R_OTHER_WORD, at, "a policy does not say \"%.*s\"", (int)(at.end - at.start), r->text + at.start);
  if (!p) return;
  withdraw_capitals(r, at);
  pol_text *out = &r->scan.text;
  pol_text_clear(out);
  for (const char *c = help; *c; c++) {
    uint32_t item = c[0] == '$' && c[1] >= '1' && c[1] <= '8' ? (uint32_t)(c[1] - '1') : n;
    if (item < n) add_meant(r, out, i + item, is_literal(items[item], strcspn(items[item], " ")) ? '*' : *items[item]), c++;
    else pol_text_format(out, "%c", *c);
  }
  if (pol_text_ok(out)) pol_report_help(r->reports, p, "%s", pol_text_get(out));
  else r->failed = true;
}

bool pol_remedy_idiom(pol_reading *r) {
  uint32_t here = r->trouble.raw, i = here;
  const char *items[ITEMS_MOST];
  if (i > r->from && is_first(r, i)) i--; /* the line above may be what breaks off */
  while (i > r->from && !is_first(r, i)) i--;
  for (uint32_t words = 1; i <= here + 1 && exists(r, i); i += words) {
    for (size_t k = 0; k < sizeof idioms / sizeof *idioms; k++) {
      uint32_t n = match(r, i, idioms[k].words, items);
      if (!n || i + n + 2 < here) continue;
      say(r, i, n, idioms[k].help, items);
      return pol_mend_give_up(r);
    }
    if (!pol_filter_keyword(r, i, &words)) words = 1;
  }
  return false;
}
