#include "base/date.h"
#include "base/limits.h"
#include "pol_parser.h"
#include "syntax/scan.h"
#include <string.h>

enum { MOST = 64 /* bytes of a date, a time or an amount; longer ones are numbers that nothing can hold anyway */ };

static const char *bytes_of(const pol_reading *r, pol_span at) { return r->text + at.start; }
static int length_of(pol_span at) { return (int)(at.end - at.start); }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

static pol_atom keep(pol_reading *r, const char *bytes, size_t n) {
  pol_atom a = pol_atom_make(r->atoms, bytes, n);
  if (n && !a) r->failed = true;
  return a;
}

static void check_length(pol_reading *r, pol_span at) {
  if (length_of(at) <= POL_LIMIT_NAME_BYTES) return;
  pol_report *p = pol_reading_report(r, POL_R_NAME_TOO_LONG, at, "a name has at most %d letters", POL_LIMIT_NAME_BYTES);
  pol_report_label(r->reports, p, "%d letters", length_of(at));
}

int pol_scan_spelt(pol_reading *r, pol_span at, int kind) {
  check_length(r, at);
  return kind;
}

/* The kind of a tidy spelling: a word, names with dots, a number with at most one dot, or a clause id. */
static int kind_of(const char *s, size_t n) {
  size_t dots = 0;
  bool letters = false, starts_with_letters = true;
  for (size_t i = 0; i < n; i++) {
    if (s[i] == '.') dots++;
    else if (!is_digit(s[i])) letters = true;
    if ((i == 0 || s[i - 1] == '.') && !is_lower(s[i])) starts_with_letters = false;
  }
  if (starts_with_letters) return dots ? TOK_DOTTED : POL_RAW_WORD;
  return letters || dots > 1 || !is_digit(s[0]) ? TOK_CLAUSE_ID : TOK_NUMBER;
}

int pol_scan_number(pol_reading *r, pol_span at) {
  check_length(r, at);
  return kind_of(bytes_of(r, at), at.end - at.start);
}

int pol_scan_capitals(pol_reading *r, pol_span at, pol_atom *text) {
  check_length(r, at);
  char *lower = pol_arena_copy(r->scratch, bytes_of(r, at), at.end - at.start);
  if (!lower) {
    r->failed = true;
    return POL_RAW_WORD;
  }
  bool folded = false;
  for (char *c = lower; *c; c++)
    if (is_upper(*c)) {
      *c = (char)(*c - 'A' + 'a');
      folded = true;
    }
  if (folded) {
    *text = keep(r, lower, strlen(lower));
    pol_scan_odd(r, POL_ODD_CAPITAL, at, lower);
  }
  return kind_of(lower, strlen(lower));
}

int pol_scan_untidy(pol_reading *r, pol_span at, pol_atom *text) {
  check_length(r, at);
  const char *s = bytes_of(r, at);
  size_t n = 0;
  char *tidy = pol_arena_copy(r->scratch, s, at.end - at.start);
  if (!tidy) {
    r->failed = true;
    return POL_RAW_WORD;
  }
  for (const char *c = s; c < s + length_of(at); c++) {
    bool last = c + 1 == s + length_of(at);
    if (*c == '.' && (last || c[1] == '.')) continue;
    tidy[n++] = is_upper(*c) ? (char)(*c - 'A' + 'a') : *c;
  }
  if (tidy[n - 1] == '.') n--; /* a..: the first of two dots was the last that counted */
  tidy[n] = '\0';
  *text = keep(r, tidy, n);
  r->scan.doubted = true;
  if (pol_scan_says(r, at)) {
    pol_report *p = pol_reading_report(r, POL_R_STRAY_DOT, at, "there is a dot too many here");
    pol_report_label(r->reports, p, "one between parts, none at the end");
    pol_report_fix(r->reports, p, at, tidy, "%s", tidy);
  }
  return kind_of(tidy, n);
}

int pol_scan_fraction(pol_reading *r, pol_span at) {
  const char *s = bytes_of(r, at), *below = memchr(s, '/', at.end - at.start);
  for (const char *c = below + 1; c < s + length_of(at); c++)
    if (*c != '0') return TOK_NUMBER;
  r->scan.doubted = true; /* its unit, too */
  pol_report *p = pol_reading_report(r, POL_R_NO_SUCH_NUMBER, at, "%.*s is no number: nothing can be divided by 0", length_of(at), s);
  pol_report_label(r->reports, p, "a part of 0");
  return TOK_LOST;
}

/* ½ and its like, as word processors put them for 1/2: ¼ ½ ¾ in two bytes, ⅓ to ⅞ in three. */
int pol_scan_parts(pol_reading *r, pol_span at, pol_atom *text) {
  static const struct { const char *after, *alone; } parts[] = {
    { "1/4", "0.25" }, { "1/2", "0.5" }, { "3/4", "0.75" }, { "1/3", "0 1/3" }, { "2/3", "0 2/3" }, { "1/5", "0.2" }, { "2/5", "0.4" }, { "3/5", "0.6" },
    { "4/5", "0.8" }, { "1/6", "0 1/6" }, { "5/6", "0 5/6" }, { "1/8", "0.125" }, { "3/8", "0.375" }, { "5/8", "0.625" }, { "7/8", "0.875" },
  };
  const char *s = bytes_of(r, at);
  size_t digits = 0;
  while (is_digit(s[digits])) digits++;
  unsigned char last = (unsigned char)s[length_of(at) - 1];
  bool short_one = (unsigned char)s[length_of(at) - 2] == 0xC2;
  pol_text number;
  pol_text_init(&number, pol_arena_alloc(r->scratch));
  unsigned part = short_one ? last - 0xBCu : last - 0x93u + 3;
  if (digits) pol_text_format(&number, "%.*s %s", (int)digits, s, parts[part].after);
  else pol_text_add(&number, parts[part].alone);
  *text = keep(r, pol_text_get(&number), number.n);
  if (pol_text_ok(&number)) pol_scan_odd(r, POL_ODD_PART, at, pol_text_get(&number));
  else r->failed = true;
  pol_text_drop(&number);
  return TOK_NUMBER;
}

/* Digits with their point, without thousands commas, after `n` bytes that are there already. */
static size_t plain_amount(char *out, size_t n, const char *s, const char *end) {
  for (; s < end && n < MOST; s++)
    if (is_digit(*s) || *s == '.') out[n++] = *s;
  return n;
}

int pol_scan_percent(pol_reading *r, pol_span at, pol_atom *text) {
  size_t n = at.end - at.start - 1;
  const char *s = bytes_of(r, at);
  if (s[n - 1] == ' ') n--;
  *text = keep(r, s, n);
  return TOK_PERCENT;
}

int pol_scan_money(pol_reading *r, pol_span at, pol_atom *text) {
  const char *s = bytes_of(r, at), *end = s + length_of(at);
  char money[MOST + 8] = "GBP ";
  if (is_upper(*s)) memcpy(money, s, 3);
  else if ((unsigned char)*s == 0xE2) memcpy(money, "EUR", 3);
  size_t n = plain_amount(money, 4, s, end);
  *text = keep(r, money, n);
  return TOK_MONEY;
}

/* -- dates and times */

static void no_such_date(pol_reading *r, pol_span at, int32_t year, int32_t month, int32_t day) {
  r->scan.doubted = true;
  if (pol_scan_is_torn(r, at.start)) return;
  if (month < 1 || month > 12 || day < 1 || year == 0) {
    pol_report *p = pol_reading_report(r, POL_R_NO_SUCH_DATE, at, "there is no date %.*s", length_of(at), bytes_of(r, at));
    if (month < 1 || month > 12) pol_report_label(r->reports, p, "the months are 1 to 12");
    else pol_report_label(r->reports, p, year == 0 ? "the years are 1 to 9999" : "the days start at 1");
    return;
  }
  const char *name = pol_date_month_name(month);
  /* 29 February is there in some years, so the message has to name the year. */
  pol_report *p = month == 2 && day == 29 ? pol_reading_report(r, POL_R_NO_SUCH_DATE, at, "there is no 29 February %d", year)
                                          : pol_reading_report(r, POL_R_NO_SUCH_DATE, at, "there is no %d %s", day, name);
  int32_t days = pol_date_month_length(year < 0 ? 4 : year, month);
  if (year < 0) {
    pol_report_label(r->reports, p, "%s has %d days", name, days);
    pol_report_help(r->reports, p, "%d %s for its last day, 1 %s for the day after", days, name, pol_date_month_name(month % 12 + 1));
    return;
  }
  pol_report_label(r->reports, p, "%s %d has %d days", name, year, days);
  pol_report_help(r->reports, p, "%04d-%02d-%02d for its last day, %04d-%02d-01 for the day after", year, month, days,
                  month == 12 ? year + 1 : year, month % 12 + 1);
}

static int32_t number_at(const char **s, const char *end) {
  int32_t n = 0;
  while (*s < end && !is_digit(**s)) ++*s;
  for (; *s < end && is_digit(**s) && n < 100000; ++*s) n = n * 10 + (**s - '0');
  return n;
}

/* The month whose English name starts here, by its first three letters: the scanner has checked the rest. */
static int32_t month_at(const char *s) {
  for (int32_t m = 1; m <= 12; m++) {
    const char *name = pol_date_month_name(m);
    if ((*s == name[0] || *s - 'a' + 'A' == name[0]) && memcmp(s + 1, name + 1, 2) == 0) return m;
  }
  return 0;
}

/* The text of a date that exists, or a report and a lost word. A year of -1: every year. */
static int date_of(pol_reading *r, pol_span at, const int32_t ymd[3], pol_atom *text) {
  pol_date date;
  if (!pol_date_make(&date, ymd[0] < 0 ? 4 : ymd[0], ymd[1], ymd[2])) {
    no_such_date(r, at, ymd[0], ymd[1], ymd[2]);
    return TOK_LOST;
  }
  pol_text form;
  pol_text_init(&form, pol_arena_alloc(r->scratch));
  pol_date_write(&form, date);
  const char *whole = pol_text_get(&form);
  *text = !pol_text_ok(&form) ? 0 : ymd[0] < 0 ? keep(r, whole + 5, 5) : keep(r, whole, 10);
  if (!*text) r->failed = true;
  pol_text_drop(&form);
  return ymd[0] < 0 ? TOK_YEARLY : TOK_DATE;
}

static void report_form(pol_reading *r, pol_span at, const char *message, pol_atom date) {
  r->scan.doubted = true;
  if (!date || pol_scan_is_torn(r, at.start)) return;
  pol_report *p = pol_reading_report(r, POL_R_DATE_FORM, at, "%s", message);
  pol_report_fix(r->reports, p, at, pol_atom_get(r->atoms, date), "%s", pol_atom_get(r->atoms, date));
}

int pol_scan_date(pol_reading *r, pol_span at, pol_atom *text) {
  const char *s = bytes_of(r, at), *end = s + length_of(at);
  int32_t first = number_at(&s, end);
  if (*s == '-') {
    int32_t month = number_at(&s, end), day = number_at(&s, end);
    int kind = date_of(r, at, (int32_t[]){ first, month, day }, text);
    if (length_of(at) != 10) report_form(r, at, "a date in figures has two for the month and two for the day", *text);
    return kind;
  }
  bool ordinal = *s != ' ';
  const char *name = memchr(s, ' ', (size_t)(end - s)) ;
  int32_t month = month_at(name + 1);
  const char *year = memchr(name + 1, ' ', (size_t)(end - name - 1));
  int kind = date_of(r, at, (int32_t[]){ year ? number_at(&year, end) : -1, month, first }, text);
  if (!ordinal || !*text || pol_scan_is_torn(r, at.start)) return kind;
  pol_report *p = pol_reading_report(r, POL_R_DATE_FORM, at, "the day of a date is a number alone: %d, not %d%.2s", first, first, s);
  uint32_t suffix = (uint32_t)(s - r->text);
  pol_report_fix(r->reports, p, pol_reading_span(r, suffix, suffix + 2), "", "%d%.*s", first, (int)(end - name), name);
  return kind;
}

int pol_scan_slashed_date(pol_reading *r, pol_span at, pol_atom *text) {
  const char *s = bytes_of(r, at), *end = s + length_of(at);
  int32_t day = number_at(&s, end), month = number_at(&s, end), year = number_at(&s, end);
  pol_date there;
  bool british = pol_date_make(&there, year, month, day), american = pol_date_make(&there, year, day, month);
  int kind = date_of(r, at, british || !american ? (int32_t[]){ year, month, day } : (int32_t[]){ year, day, month }, text);
  if (!*text || pol_scan_is_torn(r, at.start)) return kind;
  pol_report *p = pol_reading_report(r, POL_R_DATE_FORM, at, "a date is written 2024-04-01 or 1 April 2024, not with strokes");
  if (british && american && day != month)
    pol_report_help(r->reports, p, "%04d-%02d-%02d if the day comes first, %04d-%02d-%02d if the month does", year, month, day, year, day, month);
  else pol_report_fix(r->reports, p, at, pol_atom_get(r->atoms, *text), "%s", pol_atom_get(r->atoms, *text));
  return kind;
}

int pol_scan_time(pol_reading *r, pol_span at, pol_atom *text) {
  const char *s = bytes_of(r, at);
  char form[6] = "0";
  bool short_hour = length_of(at) == 4;
  memcpy(form + short_hour, s, (size_t)length_of(at));
  int32_t minutes;
  if (pol_time_read(&minutes, form, 5)) {
    *text = keep(r, form, 5);
    return TOK_TIME;
  }
  r->scan.doubted = true;
  pol_report *p = pol_scan_is_torn(r, at.start) ? NULL : pol_reading_report(r, POL_R_NO_SUCH_TIME, at, "there is no time %.*s", length_of(at), s);
  pol_report_label(r->reports, p, "00:00 to 24:00, and 60 minutes an hour");
  return TOK_LOST;
}

/* -- words that are none */

int pol_scan_glued(pol_reading *r, pol_span at) {
  const char *s = bytes_of(r, at);
  int digits = 0;
  while (digits < length_of(at) && !is_lower(s[digits])) digits++;
  if (!pol_word_unit(s + digits, (size_t)(length_of(at) - digits))) return 0;
  if (pol_scan_is_torn(r, at.start)) return digits;
  pol_report *p = pol_reading_report(r, POL_R_NUMBER_AND_WORD, at, "a space belongs between a number and its unit");
  uint32_t gap = at.start + (uint32_t)digits;
  pol_report_fix(r->reports, p, pol_reading_span(r, gap, gap), " ", "%.*s %.*s", digits, s, length_of(at) - digits, s + digits);
  return digits;
}

void pol_scan_odd_name(pol_reading *r, pol_span at) {
  check_length(r, at);
  r->scan.doubted = true;
  if (!pol_scan_says(r, at) || pol_scan_lookalikes(r, at)) return;
  const char *s = bytes_of(r, at);
  pol_report *p = pol_reading_report(r, POL_R_NAME_LETTERS, at, "a name has only the letters a to z, figures and _");
  if (*s == '_') pol_report_label(r->reports, p, "and starts with a letter");
  else pol_report_label(r->reports, p, "has another letter");
}
