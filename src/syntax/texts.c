/* Texts: where one ends, and what is in it. A text ends on its line. A lost quotation mark would turn the rest of its line inside out, so
 * the marks of a line are counted when the first is met: when they do not pair, the line is torn. Then what stands on both sides of each
 * mark tells opening marks from closing ones, one report says which is missing, and whatever else seems wrong on the line is not said. */
#include "base/utf8.h"
#include "pol_parser.h"
#include "syntax/scan.h"
#include <string.h>

enum { WRAPS_MOST = 20, /* lines over which a text may run on by mistake */
       FILL_MOST = 500  /* bytes between { and } */ };

static uint32_t mark_length(const pol_reading *r, uint32_t at) {
  const unsigned char *s = (const unsigned char *)r->text + at;
  if (*s == '"') return 1;
  return *s == 0xE2 && s[1] == 0x80 && s[2] >= 0x9C && s[2] <= 0x9F ? 3 : 0;
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0'; }

static bool looks_closing(const pol_reading *r, uint32_t at) {
  char before = at ? r->text[at - 1] : ' ', after = r->text[at + mark_length(r, at)];
  return !is_blank(before) && before != '(' && before != '|' && (is_blank(after) || strchr(",)|.}", after));
}

static bool looks_opening(const pol_reading *r, uint32_t at) {
  char before = at ? r->text[at - 1] : ' ', after = r->text[at + mark_length(r, at)];
  return (is_blank(before) || before == '(' || before == '|' || before == ',') && !is_blank(after);
}

static bool is_escaped(const pol_reading *r, uint32_t from, uint32_t at) {
  bool escaped = false;
  for (; at > from && r->text[at - 1] == '\\'; at--) escaped = !escaped;
  return escaped;
}

static uint32_t next_straight(const pol_reading *r, uint32_t from, uint32_t to) {
  for (uint32_t at = from; at < to; at++) {
    const char *mark = memchr(r->text + at, '"', to - at);
    if (!mark) return to;
    at = (uint32_t)(mark - r->text);
    if (!is_escaped(r, from, at)) return at;
  }
  return to;
}

/* The next mark in from … to, or `to`. Straight only: curly ones are letters of the text then. */
static uint32_t next_mark(const pol_reading *r, uint32_t from, uint32_t to, bool straight) {
  uint32_t mark = next_straight(r, from, to);
  if (straight || !r->scan.has_curly) return mark;
  for (uint32_t at = from; at < mark; at++)
    if (mark_length(r, at) > 1) return at; /* a straight one before `mark` is escaped */
  return mark;
}

/* Past what is to be filled in: {f("x")} has marks of its own. */
static uint32_t next_mark_outside_braces(const pol_reading *r, uint32_t from, uint32_t to, bool straight) {
  uint32_t mark = next_mark(r, from, to, straight);
  if (r->scan.filling) return mark;
  for (uint32_t at = from; at < mark; at++) {
    const char *open = memchr(r->text + at, '{', mark - at);
    if (!open) return mark;
    at = (uint32_t)(open - r->text);
    if (is_escaped(r, from, at)) continue;
    const char *close = memchr(open, '}', to - at < FILL_MOST ? to - at : FILL_MOST);
    if (!close) return mark;
    at = (uint32_t)(close - r->text);
    if (at > mark) mark = next_mark(r, at, to, straight);
  }
  return mark;
}

/* The closing mark of the text that opens at `at`, or `end`, the end of the line. */
static uint32_t closing_mark(const pol_reading *r, uint32_t at, uint32_t end) {
  uint32_t from = at + mark_length(r, at);
  bool straight = r->text[at] == '"';
  uint32_t mark = next_mark_outside_braces(r, from, end, straight);
  return mark == end && straight ? next_mark_outside_braces(r, from, end, false) : mark;
}

/* The closing mark some lines further on, when the text that opens on this line seems to be meant to run on; else 0. */
static uint32_t closing_mark_below(const pol_reading *r, uint32_t end) {
  uint32_t at = end;
  for (int lines = 0; lines < WRAPS_MOST && at < r->source->length; lines++) {
    uint32_t line = at + (r->text[at] == '\r') + 1, line_end = pol_scan_line_end(r, line);
    uint32_t mark = next_mark(r, line, line_end, false);
    if (mark < line_end) return looks_closing(r, mark) ? mark : 0;
    at = line_end;
  }
  return 0;
}

static void report_mark(pol_reading *r, pol_code code, uint32_t at) {
  bool opening = code == POL_R_NO_OPENING_QUOTE;
  pol_report *p = pol_reading_report(r, code, pol_reading_span(r, at, at + mark_length(r, at)), "this text has no %s quotation mark on its line",
                                     opening ? "opening" : "closing");
  pol_report_label(r->reports, p, opening ? "ends here" : "starts here");
  pol_report_help(r->reports, p, "write \" where the text %s", opening ? "starts" : "ends");
}

/* Which mark of a torn line misses its other half. */
static void report_torn(pol_reading *r, uint32_t first, uint32_t end) {
  uint32_t open = UINT32_MAX;
  for (uint32_t at = first; at < end; at = next_mark(r, at + mark_length(r, at), end, false)) {
    if (open == UINT32_MAX && looks_closing(r, at)) {
      report_mark(r, POL_R_NO_OPENING_QUOTE, at);
      return;
    }
    if (open != UINT32_MAX && looks_opening(r, at) && !looks_closing(r, at)) break;
    open = open == UINT32_MAX ? at : UINT32_MAX;
  }
  report_mark(r, POL_R_NO_CLOSING_QUOTE, open == UINT32_MAX ? first : open);
}

/* Whether the marks of the line pair; if not, and no text of it is meant to run on, the line is torn. */
void pol_scan_measure(pol_reading *r, uint32_t line) {
  uint32_t end = pol_scan_line_end(r, line), first = next_mark(r, line, end, false), at = first;
  for (uint32_t from = line; at < end; from = at + mark_length(r, at), at = next_mark(r, from, end, false)) {
    if (memchr(r->text + from, '#', at - from)) return;
    uint32_t close = closing_mark(r, at, end);
    if (close == end) break;
    at = close;
  }
  if (at >= end || (looks_opening(r, at) && closing_mark_below(r, end))) return;
  r->scan.torn = end;
  report_torn(r, first, end);
}

static void report_wrap(pol_reading *r, uint32_t open, uint32_t close) {
  pol_report *p = pol_reading_report(r, POL_R_TEXT_OVER_LINES, pol_reading_span(r, open, open + mark_length(r, open)), "a text ends on its line");
  pol_report_label(r->reports, p, "goes on on the next line");
  for (uint32_t at = open, end; (end = pol_scan_line_end(r, at)) < close;) {
    uint32_t words = end;
    while (words > at && is_blank(r->text[words - 1])) words--;
    pol_report_fix(r->reports, p, pol_reading_span(r, words, end), "\"", "close the text at the end of the line and open it again on the next");
    for (at = end; is_blank(r->text[at]);) at++;
    pol_report_fix(r->reports, p, pol_reading_span(r, at, at), "\"", "%s", "");
  }
}

static void start_text(pol_reading *r, uint32_t mark, uint32_t end, bool closes) {
  pol_scan *s = &r->scan;
  s->text_start = mark;
  s->text_end = end;
  s->text_closes = closes;
  s->text_piece = TOK_STRING;
  pol_text_clear(&s->text);
}

bool pol_scan_opens(pol_reading *r, pol_span mark) {
  pol_scan *s = &r->scan;
  uint32_t end = pol_scan_line_end(r, mark.start);
  if (pol_scan_is_torn(r, mark.start)) {
    if (looks_closing(r, mark.start)) return false;
    uint32_t next = next_mark(r, mark.end, end, false);
    start_text(r, mark.start, next, next < end && (looks_closing(r, next) || !looks_opening(r, next)));
    return true;
  }
  if (mark.end - mark.start > 1) pol_scan_odd(r, POL_ODD_CURLY, mark, "\"");
  uint32_t close = closing_mark(r, mark.start, s->filling ? s->outer_end : end);
  if (close < end) {
    if (mark_length(r, close) > 1) pol_scan_odd(r, POL_ODD_CURLY, pol_reading_span(r, close, close + 3), "\"");
    start_text(r, mark.start, close, true);
    return true;
  }
  close = closing_mark_below(r, end);
  if (close) report_wrap(r, mark.start, close);
  start_text(r, mark.start, close ? close : end, close != 0);
  return true;
}

size_t pol_scan_plain(const pol_reading *r, uint32_t at) {
  static const bool other[256] = { [0] = true, ['"'] = true, ['\\'] = true, ['{'] = true, ['\r'] = true, ['\n'] = true, [128 ... 255] = true };
  const unsigned char *s = (const unsigned char *)r->text + at;
  size_t n = 0;
  while (!other[s[n]]) n++;
  return n;
}

void pol_scan_text_add(pol_reading *r, const char *bytes, size_t n) { pol_text_add_n(&r->scan.text, bytes, n); }

void pol_scan_text_wraps(pol_reading *r) {
  pol_text *t = &r->scan.text;
  while (t->n && is_blank(t->at[t->n - 1])) t->n--;
  pol_text_char(t, ' ');
}

int pol_scan_text_piece(pol_reading *r, int kind, pol_atom *text) {
  pol_text *t = &r->scan.text;
  if (!r->scan.text_closes && kind != TOK_TEXT_HEAD && kind != TOK_TEXT_MID)
    while (t->n && is_blank(t->at[t->n - 1])) t->n--;
  *text = pol_atom_make(r->atoms, t->at, t->n);
  if ((t->n && !*text) || !pol_text_ok(t)) r->failed = true;
  if (!pol_utf8_is_ascii(t->at, t->n)) pol_scan_mixed(r, pol_reading_span(r, r->scan.text_start, r->scan.at));
  pol_text_clear(t);
  return kind;
}

int pol_scan_single(pol_reading *r, pol_span at, pol_atom *text) {
  uint32_t mark = r->text[at.start] == '\'' ? 1 : 3;
  const char *words = r->text + at.start + mark;
  size_t n = at.end - at.start - 2 * mark;
  *text = pol_atom_make(r->atoms, words, n);
  if (n && !*text) r->failed = true;
  pol_scan_odd(r, POL_ODD_SINGLE, pol_reading_span(r, at.start, at.start + mark), "\"");
  pol_scan_odd(r, POL_ODD_SINGLE, pol_reading_span(r, at.end - mark, at.end), "\"");
  return TOK_STRING;
}

/* -- {…} */

static void report_brace(pol_reading *r, pol_span brace, const char *message, const char *help) {
  if (!pol_scan_says(r, brace)) return;
  pol_report *p = pol_reading_report(r, POL_R_BRACE, brace, "%s", message);
  pol_report_help(r->reports, p, "%s", help);
}

int pol_scan_fill(pol_reading *r, pol_span brace) {
  pol_scan *s = &r->scan;
  if (s->filling || pol_scan_is_torn(r, brace.start)) return 0;
  uint32_t left = s->text_end > brace.end ? s->text_end - brace.end : 0;
  if (!memchr(r->text + brace.end, '}', left < FILL_MOST ? left : FILL_MOST)) {
    report_brace(r, brace, "this { has no } after it in its text", "for the sign itself, write \\{");
    return 0;
  }
  s->filling = true;
  s->outer_end = s->text_end;
  s->outer_closes = s->text_closes;
  return s->text_piece == TOK_STRING ? TOK_TEXT_HEAD : TOK_TEXT_MID;
}

bool pol_scan_filled(pol_reading *r, pol_span brace) {
  pol_scan *s = &r->scan;
  if (!s->filling) {
    report_brace(r, brace, "there is no { before this }", "take it away");
    pol_scan_doubt(r, brace);
    return false;
  }
  s->filling = false;
  start_text(r, brace.start, s->outer_end, s->outer_closes);
  s->text_piece = TOK_TEXT_TAIL;
  return true;
}
