/* Characters: those that cannot be read, and those that are read as meant. */
#include "base/utf8.h"
#include "pol_parser.h"
#include "syntax/lookalikes.h"
#include "syntax/scan.h"
#include <string.h>

/* -- before scanning */

/* What a byte of an older encoding (Windows-1252) was, as far as one ASCII byte can say it: enough for the words around it to be read. */
static char stand_in(unsigned char byte) {
  switch (byte) {
  case 0x91: case 0x92: return '\'';
  case 0x93: case 0x94: return '"';
  case 0x95: case 0x96: case 0x97: return '-';
  case 0xA3: return (char)byte; /* the scanner knows this pound sign */
  default: return byte >= 0xC0 ? '_' : ' ';
  }
}

static const char *direction_name(uint32_t code) {
  switch (code) {
  case 0x061C: return "ARABIC LETTER MARK";
  case 0x200E: return "LEFT-TO-RIGHT MARK";
  case 0x200F: return "RIGHT-TO-LEFT MARK";
  case 0x202A: return "LEFT-TO-RIGHT EMBEDDING";
  case 0x202B: return "RIGHT-TO-LEFT EMBEDDING";
  case 0x202C: return "POP DIRECTIONAL FORMATTING";
  case 0x202D: return "LEFT-TO-RIGHT OVERRIDE";
  case 0x202E: return "RIGHT-TO-LEFT OVERRIDE";
  case 0x2066: return "LEFT-TO-RIGHT ISOLATE";
  case 0x2067: return "RIGHT-TO-LEFT ISOLATE";
  case 0x2068: return "FIRST STRONG ISOLATE";
  case 0x2069: return "POP DIRECTIONAL ISOLATE";
  default: return NULL;
  }
}

typedef struct unreadable { pol_report *bad, *nul, *control; uint32_t bads, nuls, controls; } unreadable;

static void spoil(pol_reading *r, uint32_t at) {
  uint32_t *slot = POL_VEC_PUSH(r->scratch, &r->spoilt);
  if (slot) *slot = at;
  else r->failed = true;
}

/* One report a kind and file, at the first place. What stands in for the byte is returned. */
static char clean_byte(pol_reading *r, unreadable *u, uint32_t at) {
  unsigned char byte = (unsigned char)r->text[at];
  pol_span here = pol_reading_span(r, at, at + 1);
  spoil(r, at);
  if (byte == 0) {
    if (!u->nuls++) u->nul = pol_reading_report(r, POL_R_NUL, here, "a policy is text, and this is a NUL byte");
    return ' ';
  }
  if (byte < 0x80) {
    if (!u->controls++) u->control = pol_reading_report(r, POL_R_ODD_CHARACTER, here, "the invisible character U+%04X has no meaning in a policy", byte);
    return ' ';
  }
  if (!u->bads++) u->bad = pol_reading_report(r, POL_R_NOT_UTF8, here, "the byte %02X is not UTF-8, in which policies are written", byte);
  return stand_in(byte);
}

static void say_direction(pol_reading *r, pol_span at, uint32_t code) {
  pol_report *p = pol_reading_report(r, POL_R_HIDDEN_DIRECTION, at, "an invisible character: %s (U+%04X)", direction_name(code), code);
  pol_report_label(r->reports, p, "turns the direction of writing");
  pol_report_note(r->reports, p, "a line with it can read otherwise than it counts");
  pol_report_fix(r->reports, p, at, "", "take it away");
}

/* What is not seen is not read either: the line is told of once. */
static void say_hidden(pol_reading *r, pol_span at, uint32_t code, const char *name) {
  spoil(r, at.start);
  pol_report *p = pol_reading_report(r, POL_R_HIDDEN_CHARACTER, at, "an invisible character: %s (U+%04X)", name, code);
  pol_report_label(r->reports, p, "nobody sees it");
  pol_report_note(r->reports, p, "two texts that look the same can differ by it");
  pol_report_fix(r->reports, p, at, "", "take it away");
}

static void count_others(pol_reading *r, pol_report *p, uint32_t times) {
  if (times > 1) pol_report_note(r->reports, p, "and %u more in this file", times - 1);
}

/* Whether one of eight bytes is a control character (line ends too) or no ASCII. */
static bool stands_out(const char *text) {
  const uint64_t each = 0x0101010101010101u;
  uint64_t eight;
  memcpy(&eight, text, sizeof eight);
  return (eight | (eight - 0x20 * each) | (eight + each)) & 0x80 * each; /* borrowed by one below 0x20, carried by 0x7F */
}

/* The first byte from `at` on that is no plain ASCII character or line end. */
static uint32_t next_special(const char *text, uint32_t at, uint32_t end) {
  static const bool special[256] = {
    [0 ... 8] = true, [11 ... 31] = true, [127 ... 255] = true, /* all but tab and line feed */
  };
  for (;;) {
    while (end - at >= 8 && !stands_out(text + at)) at += 8;
    for (uint32_t stop = end - at < 8 ? end : at + 8; at < stop; at++)
      if (special[(unsigned char)text[at]]) return at;
    if (at == end) return at;
  }
}

/* The text is read as it is while nothing in it has to be replaced; then a copy. */
static char *own_text(pol_reading *r) {
  if (r->text == r->source->text) {
    char *copy = pol_arena_copy(r->scratch, r->source->text, r->source->length);
    if (!copy) {
      r->failed = true;
      return NULL;
    }
    r->text = copy;
    return copy;
  }
  return (char *)(uintptr_t)r->text; /* made here */
}

pol_status pol_scan_clean(pol_reading *r) {
  uint32_t n = r->source->length;
  r->text = r->source->text;
  unreadable u = { 0 };
  for (uint32_t at = 0, before = 0; (at = next_special(r->text, at, n)) < n && !r->failed;) {
    if (r->text[at] == '\r' && (at + 1 == n || r->text[at + 1] == '\n')) { /* elsewhere it takes a terminal back to the start of the line */
      at++;
      continue;
    }
    uint32_t code = 0, last = before;
    unsigned length = (unsigned char)r->text[at] >= 0x80 ? pol_utf8_next(&code, r->text + at, n - at) : 0;
    if (at && (unsigned char)r->text[at - 1] < 0x80) last = 0;
    before = code;
    if (code >= 0x201C && code <= 0x201F) r->scan.has_curly = true;
    const char *hidden = length && (at || code != 0xFEFF) ? pol_hidden_name(code, last) : NULL; /* that at the start of a file is a byte order mark */
    if (!length || hidden || direction_name(code)) {
      char *text = own_text(r);
      if (!text) break;
      if (!length) text[at] = clean_byte(r, &u, at);
      else if (hidden) say_hidden(r, pol_reading_span(r, at, at + length), code, hidden);
      else say_direction(r, pol_reading_span(r, at, at + length), code);
      if (length) memset(text + at, ' ', length);
    }
    at += length ? length : 1;
  }
  count_others(r, u.bad, u.bads);
  count_others(r, u.nul, u.nuls);
  count_others(r, u.control, u.controls);
  if (u.bad) pol_report_help(r->reports, u.bad, "save the file as UTF-8");
  return r->failed ? POL_NO_MEMORY : POL_OK;
}

/* -- read as meant */

enum { FIXES_MOST = 65536 /* edits of one kind that are kept; after them, mend the file again */ };

static const struct { pol_code code; const char *message, *label, *fix; } odd_kinds[POL_ODD_KINDS] = {
  [POL_ODD_CURLY] = { POL_R_CURLY_QUOTES, "curly quotation marks; a policy uses straight ones", "", "straight quotation marks" },
  [POL_ODD_SPACE] = { POL_R_ODD_SPACE, "a no-break space, as word processors paste it", "looks like a space and is not one", "an ordinary space" },
  [POL_ODD_TAB] = { POL_R_TAB, "a tab; a policy uses spaces", "", "spaces" },
  [POL_ODD_SINGLE] = { POL_R_SINGLE_QUOTES, "single quotation marks; a policy uses double ones", "", "double quotation marks" },
  [POL_ODD_DASH] = { POL_R_LONG_DASH, "a long dash; a policy uses a hyphen", "", "a hyphen" },
  [POL_ODD_BULLET] = { POL_R_ODD_BULLET, "a round bullet; a policy uses a hyphen", "", "a hyphen" },
  [POL_ODD_CAPITAL] = { POL_R_CAPITALS, "capital letters; words and names are written small", "", "small letters" },
  [POL_ODD_SIGN] = { POL_R_ODD_SIGN, "signs of printed sums; a policy writes * and /", "", "* for times, / for divided by" },
  [POL_ODD_PART] = { POL_R_ODD_SIGN, "a fraction in one sign; a policy writes it in figures", "", "figures" },
  [POL_ODD_MARK] = { POL_R_BYTE_ORDER_MARK, "a byte order mark, which a policy does not need", "", "take it away" },
};

void pol_scan_odd(pol_reading *r, pol_odd kind, pol_span at, const char *instead) {
  if (kind == POL_ODD_SPACE && at.start == 0 && memcmp(r->text, "\xEF\xBB\xBF", 3) == 0) {
    kind = POL_ODD_MARK;
    instead = "";
  }
  if (pol_scan_is_torn(r, at.start)) return;
  pol_odd_note *note = &r->scan.odd[kind];
  if (!note->times++) {
    note->report = pol_reading_report(r, odd_kinds[kind].code, at, "%s", odd_kinds[kind].message);
    if (note->report && *odd_kinds[kind].label) pol_report_label(r->reports, note->report, "%s", odd_kinds[kind].label);
  }
  if (note->report && note->times <= FIXES_MOST) pol_report_fix(r->reports, note->report, at, instead, "%s", odd_kinds[kind].fix);
}

void pol_scan_odd_end(pol_reading *r) {
  for (int kind = 0; kind < POL_ODD_KINDS; kind++) {
    pol_odd_note *note = &r->scan.odd[kind];
    /* Quotation marks come in pairs: a place is a text. */
    uint32_t places = kind == POL_ODD_CURLY || kind == POL_ODD_SINGLE ? note->times / 2 : note->times;
    if (!note->report || places < 2) continue;
    pol_text_clear(&r->scan.text);
    pol_text_format(&r->scan.text, "%s, here and in %u other place%s", odd_kinds[kind].fix, places - 1, places == 2 ? "" : "s");
    const char *fix = pol_text_ok(&r->scan.text) ? pol_arena_copy(r->arena, pol_text_get(&r->scan.text), r->scan.text.n) : NULL;
    if (fix) note->report->fix_text = fix;
    else r->failed = true;
  }
}

/* -- not used in the language */

void pol_scan_odd_character(pol_reading *r, pol_span at) {
  bool says = pol_scan_says(r, at);
  pol_scan_doubt(r, at);
  if (!says || pol_scan_lookalikes(r, at)) return;
  int length = (int)(at.end - at.start);
  const char *s = r->text + at.start;
  pol_report *p = pol_reading_report(r, POL_R_ODD_CHARACTER, at, "%.*s has no meaning in a policy", length, s);
  if (*s == '{') pol_report_help(r->reports, p, "between { and } stands one name or sum; for the sign itself, write \\{");
  else if (*s == '$') pol_report_help(r->reports, p, "write the currency in letters: USD 20");
  else if (*s == '&') pol_report_help(r->reports, p, "write: and");
  else if (*s == '%') pol_report_help(r->reports, p, "a percentage is written 50%%");
  else pol_report_help(r->reports, p, "take it away, or put it in a text in quotation marks");
}

/* A colon that stands for a word: return_notice: 3 months; from 1 January 2027: … */
static bool say_colon(pol_reading *r, pol_report *p, pol_span at) {
  uint32_t next = at.end;
  while (strchr(" \t", r->text[next]) && r->text[next]) next++;
  if (r->text[at.start] != ':' || r->scan.fresh || !r->all.n || !r->text[next] || strchr("\r\n\"#", r->text[next])) return false;
  const pol_raw *w = &r->all.at[r->all.n - 1];
  if (w->kind == TOK_DATE) {
    pol_report_help(r->reports, p, "what holds from a day on says so in a condition, at its end: when … is on or after %.*s", (int)(w->end - w->start), r->text + w->start);
    return true;
  }
  if (!(w->flags & POL_RAW_FIRST) || w->kind != POL_RAW_WORD || w->word != POL_NO_WORD) return false;
  pol_report_help(r->reports, p, "if this is what it is: %.*s is …", (int)(w->end - w->start), r->text + w->start);
  return true;
}

void pol_scan_sign(pol_reading *r, pol_span at) {
  bool says = pol_scan_says(r, at);
  pol_scan_doubt(r, at);
  if (!says) return;
  pol_report *p = pol_reading_report(r, POL_R_STRAY_SIGN, at, "a policy has no %s", r->text[at.start] == ':' ? "colons" : "semicolons");
  if (!say_colon(r, p, at)) pol_report_fix(r->reports, p, at, "", "take it away");
}

int pol_scan_comparison(pol_reading *r, pol_span at) {
  static const struct { const char *sign, *words; int keyword; } signs[] = {
    { ">=", "is at least", POL_KEYWORD_AT_LEAST }, { "=>", "is at least", POL_KEYWORD_AT_LEAST }, { "\xE2\x89\xA5", "is at least", POL_KEYWORD_AT_LEAST },
    { "<=", "is at most", POL_KEYWORD_AT_MOST },   { "=<", "is at most", POL_KEYWORD_AT_MOST },   { "\xE2\x89\xA4", "is at most", POL_KEYWORD_AT_MOST },
    { ">", "is more than", POL_KEYWORD_MORE_THAN }, { "<", "is less than", POL_KEYWORD_LESS_THAN },
    { "!=", "is not", POL_KEYWORD_NOT }, { "<>", "is not", POL_KEYWORD_NOT }, { "\xE2\x89\xA0", "is not", POL_KEYWORD_NOT },
    { "=", "is", POL_KEYWORD_IS }, { "==", "is", POL_KEYWORD_IS },
  };
  size_t n = at.end - at.start, k = 0;
  while (k + 1 < sizeof signs / sizeof *signs && (strlen(signs[k].sign) != n || memcmp(signs[k].sign, r->text + at.start, n) != 0)) k++;
  if (pol_scan_is_torn(r, at.start)) return signs[k].keyword;
  const char *meant = signs[k].words + (pol_scan_after_is(r) ? 2 : 0); /* without a second "is" */
  if (*meant == ' ') meant++;
  const char *said = r->all.n && r->all.at[r->all.n - 1].kind == TOK_PIPE && *meant ? meant : signs[k].words; /* a cell has its "is" from the heading */
  pol_report *p = pol_reading_report(r, POL_R_COMPARISON_SIGN, at, "a policy compares in words: %s", said);
  bool glued_before = at.start && !strchr(" \t\r\n", r->text[at.start - 1]), glued_after = !strchr(" \t\r\n", r->text[at.end]);
  char words[24]; /* the longest has 12 */
  size_t length = strlen(meant), before = glued_before, after = glued_after;
  memset(words, ' ', sizeof words);
  memcpy(words + before, meant, length);
  words[before + length + after] = '\0';
  pol_report_fix(r->reports, p, at, words, "%s", said);
  r->scan.doubted = glued_before && glued_after; /* it may have been a slip in a name */
  return signs[k].keyword;
}
