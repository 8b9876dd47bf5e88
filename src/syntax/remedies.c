/* The mistakes that are known by sight. Each remedy makes a guess; a trial decides (mend.h). Then it says what was wrong, from what the
 * words were before, and what reading goes on with. The order of the list at the end counts: the surest guess first. */
#include "pol_parser.h"
#include "syntax/filter.h"
#include "syntax/mend.h"
#include "syntax/messages.h"
#include "syntax/near.h"
#include <string.h>

static const pol_trouble *trouble(const pol_reading *r) { return &r->trouble; }
static bool wants(const pol_reading *r, int token) { return pol_trouble_wants(&r->trouble, token); }
static bool exists(const pol_reading *r, uint32_t i) { return i >= r->from && i < r->to; }
static bool is_first(const pol_reading *r, uint32_t i) { return i >= r->to || (r->raw.at[i].flags & POL_RAW_FIRST); }
static bool is_word(const pol_reading *r, uint32_t i) { return exists(r, i) && r->raw.at[i].kind == POL_RAW_WORD; }
static bool is_kind(const pol_reading *r, uint32_t i, int kind) { return exists(r, i) && r->raw.at[i].kind == kind; }

static pol_span span_of(const pol_reading *r, uint32_t i, uint32_t n) {
  return pol_reading_span(r, r->raw.at[i].start, r->raw.at[i + n - 1].end);
}

static pol_span gap_before(const pol_reading *r, uint32_t i) {
  pol_raw w = pol_mend_sign(r, i, 0);
  return pol_reading_span(r, w.start, w.end);
}

static bool try_keyword(pol_reading *r, uint32_t at, uint32_t n, unsigned keyword) {
  pol_edit e = { .at = at, .take = n, .put = 1, .words = { pol_mend_keyword(r, at, n, keyword) }, .past = 2 };
  return pol_mend_try(r, &e);
}

static bool try_sign(pol_reading *r, uint32_t at, uint32_t n, int token, uint32_t past) {
  pol_edit e = { .at = at, .take = n, .put = 1, .words = { pol_mend_sign(r, at, token) }, .past = past };
  if (n) e.words[0].end = r->raw.at[at + n - 1].end;
  return pol_mend_try(r, &e);
}

static bool try_without(pol_reading *r, uint32_t at, uint32_t n) {
  /* What does not fit because of something at the end of the line above is only looked at itself. */
  pol_edit e = { .at = at, .take = n, .past = at < trouble(r)->raw && is_first(r, trouble(r)->raw) ? 1 : 2 };
  return pol_mend_try(r, &e);
}

static bool try_flags(pol_reading *r, uint32_t at, unsigned add, unsigned remove, uint32_t past) {
  pol_edit e = { .at = at, .take = 1, .put = 1, .words = { pol_mend_flagged(r, at, add, remove) }, .past = past };
  return pol_mend_try(r, &e);
}

/* -- misspelt words */

static bool fits_here(const pol_reading *r, const pol_keyword *k) {
  if (k->kind != POL_WORD_DECLARATION) return wants(r, k->token);
  uint32_t here = trouble(r)->raw;
  return is_first(r, here) && exists(r, here + 1) && !is_first(r, here + 1) && (here == r->from || wants(r, 0));
}

static bool fits_as_verb(const pol_reading *r, const pol_keyword *k) {
  (void)r;
  return pol_filter_is_verb(k->token);
}

static bool fits_anywhere(const pol_reading *r, const pol_keyword *k) {
  (void)r;
  return k->kind != POL_WORD_DECLARATION;
}

static bool fits_as_declaration(const pol_reading *r, const pol_keyword *k) {
  (void)r;
  return k->kind == POL_WORD_DECLARATION;
}

static bool fits_as_is(const pol_reading *r, const pol_keyword *k) {
  (void)r;
  return k->token == TOK_IS;
}

static bool starts_rule(const pol_keyword *k) { return k->token >= TOK_REFUSES && k->token <= TOK_NORMALLY; }

static void say_misspelt(pol_reading *r, pol_span at, const char *words, unsigned keyword, bool begun) {
  const pol_keyword *k = pol_keyword_get(keyword);
  pol_report *p;
  if (begun) p = pol_reading_report(r, POL_R_MISSPELT, at, "the words are \"%s\", not \"%s\" alone", k->spelling, words);
  else if (k->kind == POL_WORD_DECLARATION) p = pol_reading_report(r, POL_R_NO_SUCH_LINE, at, "no declaration starts with \"%s\"", words);
  else if (k->kind != POL_WORD_LINE) p = pol_reading_report(r, POL_R_MISSPELT, at, "\"%s\" is not a word of a policy", words);
  else p = pol_reading_report(r, POL_R_NO_SUCH_LINE, at, "no %s starts with \"%s\"", starts_rule(k) ? "rule" : "line", words);
  if (p) pol_report_fix(r->reports, p, at, k->spelling, "%s", k->spelling);
}

/* The first of the keywords that reading goes on with. */
static bool take_nearest(pol_reading *r, const pol_near *near, uint32_t i, bool begun) {
  for (unsigned k = 0; k < near->n; k++) {
    uint32_t n = near->found[k].words;
    char words[64];
    if (!pol_near_join(r, i, n, words)) continue;
    pol_span at = span_of(r, i, n);
    if (!try_keyword(r, i, n, near->found[k].keyword)) continue;
    say_misspelt(r, at, words, near->found[k].keyword, begun);
    return true;
  }
  return false;
}

static bool misspelt_at(pol_reading *r, uint32_t i, pol_near_fits *fits) {
  pol_near near;
  if (!is_word(r, i)) return false;
  pol_near_misspelt(&near, r, i, fits);
  return take_nearest(r, &near, i, false);
}

/* The comma before a misspelt word was not dropped, so it is the comma that does not fit: rounded half up to 1 hour, beter when higher. */
static bool misspelt(pol_reading *r) {
  uint32_t here = trouble(r)->raw;
  return misspelt_at(r, here, fits_here) || (is_kind(r, here, TOK_COMMA) && misspelt_at(r, here + 1, fits_here));
}

static bool short_of_words(pol_reading *r) {
  pol_near near;
  for (uint32_t back = 0; back < 2; back++) {
    uint32_t i = trouble(r)->raw - back;
    if (trouble(r)->raw < r->from + 1 + back || !is_word(r, i)) continue;
    pol_near_short(&near, r, i, back ? fits_anywhere : fits_here);
    if (take_nearest(r, &near, i, true)) return true;
  }
  return false;
}

/* A misspelt word was taken for a name, and only what follows it did not fit: x is date, presumd no. */
static bool misspelt_before(pol_reading *r) {
  uint32_t here = trouble(r)->raw;
  if (here > r->from + 1 && is_first(r, here - 1) && !is_first(r, here) && misspelt_at(r, here - 1, fits_as_declaration)) return true;
  for (uint32_t back = 1; back <= 2 && here >= r->from + 1 + back; back++)
    if (!is_first(r, here - back + 1) && misspelt_at(r, here - back, fits_anywhere)) return true;
  return false;
}

/* -- words of other languages */

static bool other_at(pol_reading *r, uint32_t i) {
  uint32_t n;
  const pol_other_word *other = pol_near_other(r, i, &n);
  if (!other) return false;
  const pol_keyword *k = pol_keyword_get(other->keyword);
  if (k->kind == POL_WORD_DECLARATION && !is_first(r, i)) return false;
  pol_span at = span_of(r, i, n);
  if (!try_keyword(r, i, n, other->keyword)) return false;
  pol_report *p = pol_reading_report(r, POL_R_OTHER_WORD, at, "a policy says \"%s\", not \"%s\"", k->spelling, other->words);
  if (p && other->help) pol_report_help(r->reports, p, "%s", other->help);
  else if (p) pol_report_fix(r->reports, p, at, k->spelling, "%s", k->spelling);
  return true;
}

static bool other_word(pol_reading *r) {
  uint32_t here = trouble(r)->raw;
  return other_at(r, here) || (here > r->from && other_at(r, here - 1));
}

/* x is no less than 5: right for a rule, and in a condition said with "at least". */
static bool floor_in_condition(pol_reading *r) {
  static const struct { int token; unsigned keyword; } tests[] = {
    { TOK_NO_LESS, POL_KEYWORD_AT_LEAST }, { TOK_NO_LATER, POL_KEYWORD_ON_OR_BEFORE }, { TOK_NO_EARLIER, POL_KEYWORD_ON_OR_AFTER },
  };
  uint32_t here = trouble(r)->raw;
  for (size_t k = 0; k < sizeof tests / sizeof *tests; k++) {
    if (trouble(r)->token != tests[k].token || !wants(r, TOK_IS)) continue;
    const pol_keyword *meant = pol_keyword_get(tests[k].keyword);
    pol_span at = span_of(r, here + 1, 3);
    char words[64] = "";
    pol_near_join(r, here + 1, 3, words);
    if (!try_keyword(r, here + 1, 3, tests[k].keyword)) return false;
    pol_report *p = pol_reading_report(r, POL_R_OTHER_WORD, at, "a condition says \"%s\", not \"%s\"", meant->spelling, words);
    if (p) pol_report_fix(r->reports, p, at, meant->spelling, "%s", meant->spelling);
    return true;
  }
  return false;
}

/* despite clause 3.7 */
static bool clause_word(pol_reading *r) {
  uint32_t here = trouble(r)->raw;
  for (uint32_t back = 0; back < 2; back++) {
    uint32_t i = here - back;
    size_t length;
    if (here < r->from + 1 + back || !is_word(r, i) || is_first(r, i)) continue;
    const char *word = pol_raw_text(r, &r->raw.at[i], &length);
    if (length != 6 || memcmp(word, "clause", 6) != 0) continue;
    pol_span at = pol_reading_span(r, r->raw.at[i].start, exists(r, i + 1) ? r->raw.at[i + 1].start : r->raw.at[i].end);
    pol_span named = span_of(r, i, 1);
    if (!try_without(r, i, 1)) continue;
    pol_report *p = pol_reading_report(r, POL_R_CLAUSE_WORD, named, "a clause is named by its id alone");
    if (p) pol_report_fix(r->reports, p, at, "", "take \"clause\" away");
    return true;
  }
  return false;
}

/* 37 hrs */
static bool unit(pol_reading *r) {
  static const struct { const char *written, *meant; } units[] = {
    { "h", "hours" }, { "hr", "hours" }, { "hrs", "hours" }, { "d", "days" }, { "dy", "days" }, { "wk", "weeks" }, { "wks", "weeks" },
    { "mth", "months" }, { "mths", "months" }, { "mo", "months" }, { "mos", "months" }, { "y", "years" }, { "yr", "years" }, { "yrs", "years" },
    { "min", "minutes" }, { "mins", "minutes" }, { "hour", "hours" }, { "day", "days" }, { "week", "weeks" }, { "month", "months" },
    { "year", "years" }, { "minute", "minutes" },
  };
  uint32_t here = trouble(r)->raw;
  bool after_number = trouble(r)->before == TOK_NUMBER || trouble(r)->before == TOK_PER;
  if (!after_number || is_first(r, here) || !wants(r, TOK_UNIT) || !pol_filter_is_name(r, here)) return false;
  char word[64];
  if (!pol_near_join(r, here, 1, word)) return false;
  pol_nearest nearest;
  pol_nearest_init(&nearest, word);
  const char *meant = NULL;
  for (size_t k = 0; k < sizeof units / sizeof *units && !meant; k++) {
    if (strcmp(word, units[k].written) == 0) meant = units[k].meant;
    pol_nearest_offer(&nearest, units[k].meant, 0);
  }
  if (!meant) meant = nearest.best;
  if (!meant) return false;
  pol_edit e = { .at = here, .take = 1, .put = 1, .words = { r->raw.at[here] }, .past = 1 };
  e.words[0].as.text = pol_atom_text(r->atoms, meant);
  if (!e.words[0].as.text) r->failed = true;
  pol_span at = span_of(r, here, 1);
  if (!pol_mend_try(r, &e)) return false;
  pol_report *p = pol_reading_report(r, POL_R_MISSPELT, at, "\"%s\" is not a unit", word);
  if (p) pol_report_fix(r->reports, p, at, meant, "%s", meant);
  return true;
}

/* -- names and lines */

static bool declaration_in_line(pol_reading *r) {
  uint32_t here = trouble(r)->raw, words;
  if (!is_word(r, here) || is_first(r, here) || !wants(r, 0) || !exists(r, here + 1) || is_first(r, here + 1)) return false;
  const pol_keyword *k = pol_filter_keyword(r, here, &words);
  if (!k || k->kind != POL_WORD_DECLARATION || !try_flags(r, here, POL_RAW_FIRST, 0, 0)) return false;
  pol_report *p = pol_reading_report(r, POL_R_OWN_LINE, span_of(r, here, 1), "a declaration starts on a line of its own");
  if (p) pol_report_fix(r->reports, p, gap_before(r, here), "\n", "start a new line before \"%s\"", k->spelling);
  return true;
}

static bool reserved_word(pol_reading *r) {
  uint32_t here = trouble(r)->raw, words;
  const pol_keyword *k = is_word(r, here) ? pol_filter_keyword(r, here, &words) : NULL;
  if (!k || !wants(r, TOK_NAME) || (is_first(r, here) && !pol_filter_is_open(trouble(r)->before))) return false;
  size_t length;
  const char *word = pol_raw_text(r, &r->raw.at[here], &length);
  if (!try_flags(r, here, POL_RAW_PLAIN, 0, 2)) return false;
  pol_report *p = pol_reading_report(r, POL_R_RESERVED_WORD, span_of(r, here, 1), "\"%.*s\" is a word of the language and cannot be a name", (int)length, word);
  if (p) pol_report_help(r->reports, p, "choose another name; %.*s_1 would do", (int)length, word);
  return true;
}

static bool hyphen(pol_reading *r) {
  uint32_t here = trouble(r)->raw;
  for (uint32_t minus = here; minus + 2 >= here && minus > r->from; minus--) {
    if (!is_kind(r, minus, TOK_MINUS) || !is_word(r, minus - 1) || !is_word(r, minus + 1)) continue;
    const pol_raw *w = &r->raw.at[minus];
    if (w[-1].end != w->start || w->end != w[1].start) continue;
    pol_span at = span_of(r, minus - 1, 3);
    char name[128];
    size_t n = at.end - at.start;
    if (n >= sizeof name) return false;
    memcpy(name, r->text + at.start, n);
    name[n] = '\0';
    name[w->start - at.start] = '_';
    pol_edit e = { .at = minus - 1, .take = 3, .put = 1, .words = { w[-1] }, .past = 2 };
    e.words[0].end = at.end;
    e.words[0].word = POL_NO_WORD;
    e.words[0].as.text = pol_atom_make(r->atoms, name, n);
    if (!pol_mend_try(r, &e)) return false;
    pol_report *p = pol_reading_report(r, POL_R_HYPHEN, at, "a name has _ where %.*s has a hyphen", (int)n, r->text + at.start);
    if (p) pol_report_fix(r->reports, p, at, name, "%s", name);
    return true;
  }
  return false;
}

/* -- rules without a verb, entries without "is" */

static void say_no_verb(pol_reading *r, uint32_t names, uint32_t n, pol_span gap) {
  pol_span at = span_of(r, names, n);
  pol_report *p = pol_reading_report(r, POL_R_NO_VERB, at, "this rule has no verb");
  if (!p) return;
  pol_report_also(r->reports, p, gap, "the verb belongs here");
  pol_report_help(r->reports, p, "after a decision: is, only if, applies only if; after a party: must, should");
}

static bool verb(pol_reading *r) {
  uint32_t here = trouble(r)->raw;
  if (r->declaration != TOK_CLAUSE || !is_first(r, here) || !pol_filter_is_name(r, here)) return false;
  uint32_t after = pol_filter_after_names(r, here);
  uint32_t words;
  if (after == here || !exists(r, after) || (is_first(r, after) && (is_word(r, after) || pol_filter_keyword(r, after, &words)))) return false;
  if (misspelt_at(r, after, fits_as_verb) || other_at(r, after)) return true;
  pol_near near;
  pol_near_short(&near, r, after, fits_as_verb);
  if (take_nearest(r, &near, after, true)) return true;
  pol_span gap = gap_before(r, after);
  if (!try_keyword(r, after, 0, POL_KEYWORD_IS)) return false;
  say_no_verb(r, here, after - here, gap);
  return true;
}

static void say_fact_form(pol_reading *r, uint32_t type) {
  pol_report *p = pol_reading_report(r, POL_R_FACT_FORM, span_of(r, type, 1), "a fact is declared as: name is type");
  if (!p) return;
  pol_report_label(r->reports, p, "\"is\" belongs before the type");
  pol_report_fix(r->reports, p, gap_before(r, type), "is ", "put \"is\" before the type");
}

/* An entry without its "is" is no entry, so the words after its name and label are looked at. */
static bool entry(pol_reading *r) {
  uint32_t here = trouble(r)->raw, type = here + 1;
  if ((r->declaration != TOK_FACTS && r->declaration != TOK_RECORD) || !is_first(r, here) || !is_word(r, here)) return false;
  while (is_kind(r, type, TOK_STRING)) type++;
  if (!exists(r, type) || (is_first(r, type) && type == here + 1)) return false;
  if (misspelt_at(r, type, fits_as_is) || other_at(r, type)) return true;
  if (!try_keyword(r, type, 0, POL_KEYWORD_IS)) return false;
  say_fact_form(r, type + 1);
  return true;
}

/* -- words left out */

static void say_missing(pol_reading *r, unsigned keyword, pol_span gap, uint32_t next) {
  const pol_keyword *k = pol_keyword_get(keyword);
  pol_span at = exists(r, next) ? span_of(r, next, 1) : gap;
  pol_report *p;
  if (k->token == TOK_IS && (r->declaration == TOK_FACTS || r->declaration == TOK_RECORD)) {
    say_fact_form(r, next);
    return;
  }
  if (k->token == TOK_WHEN) p = pol_reading_report(r, POL_R_NO_WHEN, at, "a condition starts with \"when\"");
  else if (k->token == TOK_AND) p = pol_reading_report(r, POL_R_NO_WHEN, at, "between two conditions stands \"and\" or \"or\"");
  else if (k->token == TOK_BEFORE) p = pol_reading_report(r, POL_R_MISSING_WORD, at, "between a period and a date stands \"before\" or \"after\"");
  else p = pol_reading_report(r, POL_R_MISSING_WORD, at, "\"%s\" is left out here", k->spelling);
  if (!p) return;
  pol_report_label(r->reports, p, "\"%s\" belongs before this", k->spelling);
  if (k->token == TOK_IS) pol_report_fix(r->reports, p, pol_reading_span(r, at.start, at.start), "is ", "put \"is\" there");
  else if (k->token == TOK_AND) pol_report_help(r->reports, p, "if both have to hold: and; if one is enough: or");
  else pol_report_help(r->reports, p, "put \"%s\" there", k->spelling);
}

static bool comma_between(pol_reading *r) {
  uint32_t here = trouble(r)->raw;
  if (!wants(r, TOK_COMMA) || is_first(r, here) || !try_sign(r, here, 0, TOK_COMMA, 2)) return false;
  pol_report *p = pol_reading_report(r, POL_R_MISSING_WORD, span_of(r, here + 1, 1), "the items of a list have commas between them");
  if (p) pol_report_help(r->reports, p, "put a comma before this, if the list goes on");
  return true;
}

static bool missing_word(pol_reading *r) {
  static const unsigned keywords[] = { POL_KEYWORD_IS, POL_KEYWORD_WHEN, POL_KEYWORD_AND, POL_KEYWORD_TO, POL_KEYWORD_BY, POL_KEYWORD_BEFORE, POL_KEYWORD_OF,
                                       POL_KEYWORD_FROM, POL_KEYWORD_IN, POL_KEYWORD_FOR, POL_KEYWORD_THEN, POL_KEYWORD_AND_NOT_AS,
                                       POL_KEYWORD_AT, POL_KEYWORD_ALL_OF };
  uint32_t here = trouble(r)->raw;
  if (!exists(r, here) || pol_filter_starts_line(r, here)) return false;
  bool condition_may_start = trouble(r)->token == TOK_DOTTED || trouble(r)->token == TOK_NAME || trouble(r)->token == TOK_NOT || trouble(r)->token == TOK_OPEN;
  bool plain = trouble(r)->token == TOK_NAME && !(exists(r, here + 1) && r->raw.at[here + 1].word != POL_NO_WORD);
  if (plain && comma_between(r)) return true;
  for (size_t k = 0; k < sizeof keywords / sizeof *keywords; k++) {
    int token = pol_keyword_get(keywords[k])->token;
    bool condition = token == TOK_WHEN || token == TOK_AND;
    if (!wants(r, token) || (condition && !condition_may_start) || (is_first(r, here) && !condition && token != TOK_ALL_OF)) continue;
    pol_span gap = gap_before(r, here);
    if (!try_keyword(r, here, 0, keywords[k])) continue;
    say_missing(r, keywords[k], gap, here + 1);
    return true;
  }
  return !plain && comma_between(r);
}

/* guidance "see {page}": only a reason is filled in. The pieces become the text that they were. */
static bool brace(pol_reading *r) {
  uint32_t here = trouble(r)->raw, last = here;
  if (trouble(r)->token != TOK_TEXT_HEAD || !wants(r, TOK_STRING)) return false;
  while (exists(r, last) && r->raw.at[last].kind != TOK_TEXT_TAIL) last++;
  if (!exists(r, last)) return false;
  pol_span text = span_of(r, here, last + 1 - here);
  pol_edit e = { .at = here, .take = last + 1 - here, .put = 1, .words = { r->raw.at[here] }, .past = 1 };
  e.words[0].kind = TOK_STRING;
  e.words[0].end = text.end;
  e.words[0].as.text = pol_atom_make(r->atoms, r->text + text.start + 1, text.end - text.start - 2);
  uint32_t at = r->raw.at[here].end;
  if (!pol_mend_try(r, &e)) return false;
  pol_report *p = pol_reading_report(r, POL_R_BRACE, pol_reading_span(r, at - 1, at), "only the text of a reason is filled in with {…}");
  if (p) pol_report_help(r->reports, p, "for the sign itself, write \\{");
  return true;
}

/* -- commas, brackets, bullets, rows */

static bool comma_at(pol_reading *r, uint32_t i, bool before) {
  if (!is_kind(r, i, TOK_COMMA)) return false;
  pol_span at = span_of(r, i, 1);
  if (!try_without(r, i, 1)) return false;
  pol_report *p;
  if (before) {
    p = pol_reading_report(r, POL_R_STRAY_COMMA, at, "after this comma the list does not go on");
    if (p) pol_report_help(r->reports, p, "take it away, or write what comes after it");
  } else {
    p = pol_reading_report(r, POL_R_STRAY_COMMA, at, "a comma stands only between the items of a list");
    if (p) pol_report_fix(r->reports, p, at, "", "take it away");
  }
  return true;
}

/* A comma too many: where reading stopped, just before, or in the middle of a phrase that was not recognised for it (applies, only if). */
static bool comma(pol_reading *r) {
  uint32_t here = trouble(r)->raw;
  if (comma_at(r, here, false) || (here > r->from && comma_at(r, here - 1, true))) return true;
  for (uint32_t i = here + 1; r->strict && i <= here + 4 && exists(r, i) && !is_first(r, i); i++)
    if (comma_at(r, i, false)) return true;
  if (!is_kind(r, here, TOK_COMMA) || !wants(r, TOK_AND)) return false;
  pol_span at = span_of(r, here, 1);
  if (!try_keyword(r, here, 1, POL_KEYWORD_AND)) return false;
  pol_report *p = pol_reading_report(r, POL_R_NO_WHEN, at, "between two conditions stands \"and\" or \"or\", not a comma");
  if (p) pol_report_help(r->reports, p, "if both have to hold: and; if one is enough: or");
  return true;
}

/* The opening bracket that is not closed before `to`, or `to`. */
static uint32_t open_bracket(const pol_reading *r, uint32_t to) {
  uint32_t depth = 0;
  for (uint32_t i = to; i-- > r->from;) {
    if (r->raw.at[i].kind == TOK_CLOSE) depth++;
    else if (r->raw.at[i].kind == TOK_OPEN && depth-- == 0) return i;
  }
  return to;
}

static bool bracket(pol_reading *r) {
  uint32_t here = trouble(r)->raw;
  if (trouble(r)->token == TOK_CLOSE) {
    pol_span at = span_of(r, here, 1);
    if (open_bracket(r, here) != here || !try_without(r, here, 1)) return false;
    pol_report *p = pol_reading_report(r, POL_R_STRAY_BRACKET, at, "this bracket closes nothing");
    if (p) pol_report_help(r->reports, p, "take it away, or write ( where it should open");
    return true;
  }
  uint32_t open = open_bracket(r, here);
  if (!wants(r, TOK_CLOSE) || open == here) return false;
  pol_span gap = gap_before(r, here);
  if (!try_sign(r, here, 0, TOK_CLOSE, 1)) return false;
  pol_report *p = pol_reading_report(r, POL_R_OPEN_BRACKET, span_of(r, open, 1), "this bracket is not closed");
  if (p) pol_report_also(r->reports, p, gap, ") at the latest here");
  if (p) pol_report_help(r->reports, p, "write ) where it ends");
  return true;
}

static bool bullet(pol_reading *r) {
  uint32_t here = trouble(r)->raw;
  if (trouble(r)->token == TOK_BULLET) {
    if (wants(r, TOK_MINUS) && !wants(r, TOK_ALL_OF) && try_flags(r, here, 0, POL_RAW_FIRST, 2)) {
      pol_report *p = pol_reading_report(r, POL_R_STRAY_BULLET, span_of(r, here, 1), "a line that starts with - is a bullet, and no list is open here");
      if (p) pol_report_help(r->reports, p, "if it takes something off, write the - at the end of the line above");
      return true;
    }
    if (!wants(r, TOK_ALL_OF) || !try_keyword(r, here, 0, POL_KEYWORD_ALL_OF)) return false;
    pol_report *p = pol_reading_report(r, POL_R_STRAY_BULLET, span_of(r, here + 1, 1), "before these bullets stands \"all of\" or \"any of\"");
    if (p) pol_report_help(r->reports, p, "if all have to hold: all of; if one is enough: any of");
    return true;
  }
  if (!wants(r, TOK_BULLET) || !is_first(r, here) || (trouble(r)->token != TOK_AND && trouble(r)->token != TOK_OR)) return false;
  pol_span at = span_of(r, here, 1);
  pol_edit e = { .at = here, .take = 1, .put = 1, .words = { pol_mend_sign(r, here, TOK_MINUS) }, .past = 2 };
  e.words[0].flags = POL_RAW_FIRST;
  if (!pol_mend_try(r, &e)) return false;
  pol_report *p = pol_reading_report(r, POL_R_AFTER_BULLETS, at, "a condition does not go on after its last bullet");
  if (p) pol_report_help(r->reports, p, "make it one more bullet, or write it before \"all of\" or \"any of\"");
  return true;
}

static bool row_start(pol_reading *r, uint32_t first) {
  uint32_t bar = first;
  while (exists(r, bar) && (bar == first || !is_first(r, bar)) && r->raw.at[bar].kind != TOK_PIPE) bar++;
  if (!exists(r, bar) || bar == first || is_first(r, bar)) return false;
  pol_edit e = { .at = first, .take = 1, .put = 2, .words = { pol_mend_sign(r, first, TOK_PIPE), pol_mend_flagged(r, first, 0, POL_RAW_FIRST) }, .past = 2 };
  e.words[0].start = e.words[0].end = e.words[1].start;
  e.words[0].flags = POL_RAW_FIRST;
  if (!pol_mend_try(r, &e)) return false;
  pol_report *p = pol_reading_report(r, POL_R_ROW_END, span_of(r, first + 1, 1), "a row starts with |");
  if (p) pol_report_fix(r->reports, p, pol_reading_span(r, e.words[0].start, e.words[0].start), "| ", "put | before it");
  return true;
}

/* A row has a | at its start, between its cells and at its end. */
static bool row(pol_reading *r) {
  uint32_t here = trouble(r)->raw, first = here;
  if (wants(r, TOK_ROW) && is_first(r, here)) return row_start(r, here);
  while (first > r->from && !is_first(r, first)) first--;
  if (trouble(r)->token == TOK_PIPE && first > r->from && row_start(r, first)) return true;
  bool ends = trouble(r)->token == TOK_ROW_END;
  if (!wants(r, TOK_PIPE) || here == r->from || (is_first(r, here) && !ends) || !try_sign(r, here, 0, TOK_PIPE, ends ? 1 : 2)) return false;
  pol_span last = span_of(r, here - 1, 1);
  pol_report *p = pol_reading_report(r, POL_R_ROW_END, last, ends ? "a row ends with |" : "between two cells stands |");
  if (p) pol_report_fix(r->reports, p, pol_reading_span(r, last.end, last.end), " |", ends ? "put | at its end" : "put | after this");
  return true;
}

static bool bullet_left_out(pol_reading *r) {
  uint32_t here = trouble(r)->raw;
  if (!wants(r, TOK_BULLET) || !exists(r, here) || !is_first(r, here) || pol_filter_starts_line(r, here)) return false;
  pol_edit e = { .at = here, .take = 1, .put = 2, .words = { pol_mend_sign(r, here, TOK_MINUS), pol_mend_flagged(r, here, 0, POL_RAW_FIRST) }, .past = 2 };
  e.words[0].start = e.words[0].end = e.words[1].start;
  e.words[0].flags = POL_RAW_FIRST;
  if (!pol_mend_try(r, &e)) return false;
  pol_report *p = pol_reading_report(r, POL_R_MISSING_WORD, span_of(r, here + 1, 1), "this line of the list has no bullet");
  if (p) pol_report_fix(r->reports, p, pol_reading_span(r, e.words[0].start, e.words[0].start), "- ", "put - before it");
  return true;
}

static bool try_before(pol_reading *r, uint32_t here, unsigned keyword) {
  pol_edit e = { .at = here, .put = 1, .words = { pol_mend_keyword(r, here, 0, keyword) }, .past = 2 };
  e.words[0].start = e.words[0].end = r->raw.at[here].start;
  e.words[0].flags = POL_RAW_FIRST;
  if (!pol_mend_try(r, &e)) return false;
  const char *word = pol_keyword_get(keyword)->spelling;
  pol_report *p = pol_reading_report(r, POL_R_MISSING_WORD, span_of(r, here + 1, 1), "\"%s\" is left out before this", word);
  if (p) pol_report_help(r->reports, p, "if it is meant, start the line with: %s", word);
  return true;
}

/* The keywords of declarations that may be left out before what starts the line here, the likeliest first. */
static size_t keywords_before(const pol_reading *r, uint32_t here, unsigned out[8]) {
  uint32_t next = here + 1;
  while (exists(r, next) && !is_first(r, next)) next++;
  bool rows = false;
  for (uint32_t i = next; i < r->to && !rows; i++) rows = is_kind(r, i, TOK_PIPE) && is_first(r, i);
  bool entry_follows = is_word(r, next) && exists(r, next + 1) && (is_kind(r, next + 1, TOK_STRING) || r->raw.at[next + 1].word == POL_KEYWORD_IS);
  const pol_keyword *same = pol_keyword_of(r->declaration);
  int kind = r->raw.at[here].kind;
  size_t n = 0;
  if (kind == TOK_STRING) out[n++] = rows ? POL_KEYWORD_SCENARIOS : POL_KEYWORD_SCENARIO;
  if (kind == TOK_NUMBER || kind == TOK_CLAUSE_ID || kind == TOK_DOTTED) {
    out[n++] = POL_KEYWORD_CLAUSE;
    out[n++] = POL_KEYWORD_SECTION;
  }
  if (kind != POL_RAW_WORD || !exists(r, here + 1) || is_first(r, here + 1)) return n;
  if (rows) out[n++] = POL_KEYWORD_TABLE;
  if (same) out[n++] = (unsigned)(same->token - TOK_POLICY);
  out[n++] = POL_KEYWORD_DECISION;
  out[n++] = POL_KEYWORD_DEFINE;
  if (entry_follows) out[n++] = POL_KEYWORD_FACTS;
  out[n++] = POL_KEYWORD_PARTY;
  return n;
}

/* 3.4.3a "Ordinarily, apply to the host first": the keyword of a declaration or line is left out. */
static bool keyword_left_out(pol_reading *r) {
  uint32_t here = trouble(r)->raw;
  if (!r->strict || !exists(r, here) || !is_first(r, here)) return false;
  if (wants(r, TOK_EXPECT) && try_before(r, here, POL_KEYWORD_EXPECT)) return true;
  unsigned guesses[8];
  size_t n = wants(r, 0) ? keywords_before(r, here, guesses) : 0;
  for (size_t k = 0; k < n; k++)
    if (try_before(r, here, guesses[k])) return true;
  return false;
}

/* Something stood between two amounts. */
static bool sign_left_out(pol_reading *r) {
  uint32_t here = trouble(r)->raw;
  if (!r->strict || is_first(r, here) || !wants(r, TOK_STAR) || !try_sign(r, here, 0, TOK_STAR, 2)) return false;
  pol_report *p = pol_reading_report(r, POL_R_MISSING_WORD, span_of(r, here + 1, 1), "a word or a sign is left out before this");
  if (p) pol_report_help(r->reports, p, "between two amounts stands +, -, *, / or of");
  return true;
}

pol_remedy *const pol_remedies[] = {
  misspelt, misspelt_before, other_word, floor_in_condition, row, clause_word, unit, brace, declaration_in_line, reserved_word, verb, entry, comma,
  bracket, bullet, bullet_left_out, hyphen, short_of_words, missing_word, keyword_left_out, sign_left_out, NULL,
};
