/* What was perhaps meant by a value that could not be read: as spreadsheets and other programs write it. A hint is only given where what it says can be read. */
#include "facts/value.h"
#include "report/report.h"
#include <string.h>

typedef struct hint { pol_value_job *job; pol_type type; } hint;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

/* Whether that can be read; nothing is said where it cannot. */
static bool reads(const hint *h, const char *text) {
  pol_value v;
  pol_value_job quiet = {.arena = h->job->arena, .m = h->job->m, .subject = h->job->subject, .field = h->job->field, .in_table = h->job->in_table};
  bool fine = pol_value_try(&quiet, &v, h->type, text, strlen(text));
  if (quiet.lost) h->job->lost = true; /* it may be readable */
  return fine;
}

/* As it is to be written: in JSON all but numbers in quotation marks. */
static bool suggest(const hint *h, const char *text) {
  if (!reads(h, text)) return false;
  bool bare = h->job->in_table || (h->type.kind == POL_T_NUMBER && !text[strspn(text, "0123456789.")]);
  pol_value_help(h->job, bare ? "did you mean %s?" : "did you mean \"%s\"?", text);
  return true;
}

/* -- dates */

typedef struct parts { int32_t part[3]; size_t digits[3]; } parts;

/* Three numbers with points, dashes or slashes between them. */
static bool take_parts(parts *out, const char *text) {
  char between = '\0';
  *out = (parts){{0}, {0}};
  for (int i = 0; i < 3; i++) {
    for (; is_digit(*text) && out->digits[i] < 5; text++) out->part[i] = out->part[i] * 10 + (*text - '0'), out->digits[i]++;
    if (!out->digits[i]) return false;
    if (i == 2) break;
    if (!strchr("/.-", *text) || !*text || (between && *text != between)) return false;
    between = *text++;
  }
  return !*text || *text == ' ' || *text == 'T'; /* a time of day may follow */
}

static void write_day(const hint *h, char out[11], pol_date d) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(h->job->arena));
  pol_date_write(&t, d);
  *out = '\0';
  const char *words = pol_value_said(h->job, &t);
  if (t.n == 10) memcpy(out, words, 11);
  pol_text_drop(&t);
}

/* 45383, as a spreadsheet counts days, and 20240401. */
static bool hint_number_of_day(const hint *h, const char *text) {
  enum { FIRST = -25569 /* 1899-12-30 */, EARLY = 10000, LATE = 80000 };
  int32_t n = 0;
  size_t digits = strspn(text, "0123456789");
  char day[11];
  pol_date d;
  if (text[digits] || (digits != 5 && digits != 8)) return false;
  for (size_t i = 0; i < digits; i++) n = n * 10 + (text[i] - '0');
  if (digits == 8) {
    if (!pol_date_make(&d, n / 10000, n / 100 % 100, n % 100)) return false;
    write_day(h, day, d);
    return suggest(h, day);
  }
  if (n < EARLY || n > LATE) return false;
  write_day(h, day, FIRST + n);
  if (h->job->in_table) pol_value_help(h->job, "a spreadsheet counts days so: %s is %s; show the column as YYYY-MM-DD", text, day);
  else pol_value_help(h->job, "a spreadsheet counts days so: %s is \"%s\"", text, day);
  return true;
}

/* 01/04/2024: which is the day is for whoever wrote it to say. */
static bool hint_day_and_month(const hint *h, const parts *p) {
  char first[11], second[11];
  pol_date d[2];
  bool day_first = pol_date_make(&d[0], p->part[2], p->part[1], p->part[0]), month_first = pol_date_make(&d[1], p->part[2], p->part[0], p->part[1]);
  if (!day_first && !month_first) return false;
  write_day(h, first, day_first ? d[0] : d[1]);
  if (!day_first || !month_first || d[0] == d[1]) return suggest(h, first);
  write_day(h, second, d[1]);
  if (h->job->in_table) pol_value_help(h->job, "%s where the day comes first, %s where the month does", first, second);
  else pol_value_help(h->job, "\"%s\" where the day comes first, \"%s\" where the month does", first, second);
  return true;
}

static bool hint_date(const hint *h, const char *text) {
  parts p;
  char day[11];
  pol_date d;
  if (hint_number_of_day(h, text)) return true;
  if (!take_parts(&p, text)) return false;
  if (p.digits[0] == 4 && pol_date_make(&d, p.part[0], p.part[1], p.part[2])) {
    write_day(h, day, d);
    return suggest(h, day);
  }
  if (p.digits[0] == 4 && p.part[0] >= 1 && p.part[1] >= 1 && p.part[1] <= 12 && p.part[2] > 28) {
    pol_value_help(h->job, "%s %d has %d days", pol_date_month_name(p.part[1]), p.part[0], pol_date_month_length(p.part[0], p.part[1]));
    return true;
  }
  return p.digits[2] == 4 && hint_day_and_month(h, &p);
}

/* -- others */

static bool is_like(const char *text, const char *word) {
  while (*word && lower(*text) == *word) text++, word++;
  return !*word && !*text;
}

static bool hint_yes_no(const hint *h, const char *text) {
  static const char *const words[2][4] = {{"no", "n", "false", "0"}, {"yes", "y", "true", "1"}};
  for (int yes = 0; yes < 2; yes++)
    for (size_t i = 0; i < sizeof words[0] / sizeof *words[0]; i++)
      if (is_like(text, words[yes][i])) return suggest(h, yes ? "yes" : "no");
  return false;
}

/* How many bytes of what may stand between thousands are here: a point, a blank, or one that is not to be broken at. */
static size_t between_thousands(const char *c) {
  static const char *const blanks[] = {".", " ", "\xc2\xa0", "\xe2\x80\xaf"};
  for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++)
    if (strncmp(c, blanks[i], strlen(blanks[i])) == 0) return strlen(blanks[i]);
  return 0;
}

/* A comma where we have a point, and points or blanks between thousands: 1.234,56 */
static bool hint_number(const hint *h, const char *text) {
  char out[64];
  size_t n = 0;
  const char *comma = strchr(text, ',');
  if (!comma || strchr(comma + 1, ',') || !is_digit(comma[1]) || strlen(text) >= sizeof out) return false;
  for (const char *c = text; *c; c++) {
    size_t more = c < comma ? between_thousands(c) : 0;
    if (more) c += more - 1;
    else out[n++] = c == comma ? '.' : *c;
  }
  out[n] = '\0';
  return suggest(h, out);
}

static bool hint_kind(const hint *h, const char *text) {
  switch ((pol_type_kind)h->type.kind) {
  case POL_T_BOOL: return hint_yes_no(h, text);
  case POL_T_DATE: return hint_date(h, text);
  case POL_T_NUMBER:
  case POL_T_PERIOD: return hint_number(h, text);
  case POL_T_OPTION:
  case POL_T_PARTY: return true; /* the nearest choice is named already */
  default: return false;
  }
}

void pol_value_hint(pol_value_job *job, pol_type type, const char *bytes, size_t n) {
  enum { MOST = 64 };
  char text[MOST];
  while (n && (*bytes == ' ' || *bytes == '\t')) bytes++, n--; /* what is only blanks too much */
  while (n && (bytes[n - 1] == ' ' || bytes[n - 1] == '\t')) n--;
  if (!job->what || !n || n >= MOST || memchr(bytes, '\0', n)) return;
  memcpy(text, bytes, n);
  text[n] = '\0';
  const hint h = {job, type};
  if (!hint_kind(&h, text)) suggest(&h, text);
}
