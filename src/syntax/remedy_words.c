/* Words that are misspelt, glued, reserved, or of another language. */
#include "syntax/remedies.h"
#include <string.h>

/* -- misspelt words */

/* A declaration's keyword fits where a declaration may end, and something follows it on its line. */
static bool fits_here(const pol_reading *r, const pol_keyword *k) {
  if (k->kind != POL_WORD_DECLARATION) return wants(r, k->token);
  uint32_t here = r->trouble.raw;
  return is_first(r, here) && exists(r, here + 1) && !is_first(r, here + 1) && (here == r->from || wants(r, 0));
}

static bool fits_anywhere(const pol_reading *r, const pol_keyword *k) {
  (void)r;
  return k->kind != POL_WORD_DECLARATION;
}

static bool fits_as_declaration(const pol_reading *r, const pol_keyword *k) {
  (void)r;
  return k->kind == POL_WORD_DECLARATION;
}

static bool starts_rule(const pol_keyword *k) { return k->token >= TOK_REFUSES && k->token <= TOK_NORMALLY; }

static void say_misspelt(pol_reading *r, pol_span at, const char *words, unsigned keyword, bool is_short) {
  const pol_keyword *k = pol_keyword_get(keyword);
  pol_report *p;
  if (is_short) p = pol_reading_report(r, POL_R_MISSPELT, at, "\"%s\" is not the whole phrase", words);
  else if (k->kind == POL_WORD_DECLARATION) p = pol_reading_report(r, POL_R_NO_SUCH_LINE, at, "no declaration starts with \"%s\"", words);
  else if (k->kind != POL_WORD_LINE) p = pol_reading_report(r, POL_R_MISSPELT, at, "\"%s\" is not a word of a policy", words);
  else p = pol_reading_report(r, POL_R_NO_SUCH_LINE, at, "no %s starts with \"%s\"", starts_rule(k) ? "rule" : "line", words);
  pol_report_fix(r->reports, p, at, k->spelling, "%s", k->spelling);
}

/* The first of the keywords that reading goes on with. */
static bool take_nearest(pol_reading *r, const pol_near *near, uint32_t i, bool is_short) {
  for (unsigned k = 0; k < near->n; k++) {
    uint32_t n = near->found[k].words;
    char words[64];
    if (!pol_near_join(r, i, n, words)) continue;
    pol_span at = span_of(r, i, n);
    if (!pol_try_keyword(r, i, n, near->found[k].keyword)) continue;
    say_misspelt(r, at, words, near->found[k].keyword, is_short);
    return true;
  }
  return false;
}

bool pol_remedy_misspelt_at(pol_reading *r, uint32_t i, pol_near_fits *fits) {
  pol_near near;
  if (!is_word(r, i) || (is_kind(r, i + 1, TOK_MINUS) && r->raw.at[i + 1].start == r->raw.at[i].end)) return false; /* on-call */
  pol_near_misspelt(&near, r, i, fits);
  return take_nearest(r, &near, i, false);
}

bool pol_remedy_short_at(pol_reading *r, uint32_t i, pol_near_fits *fits) {
  pol_near near;
  if (!is_word(r, i)) return false;
  pol_near_short(&near, r, i, fits);
  return take_nearest(r, &near, i, true);
}

static bool fits_after_unit(const pol_reading *r, const pol_keyword *k) {
  (void)r;
  return k->token == TOK_ABOVE || k->token == TOK_BELOW || k->token == TOK_BEFORE || k->token == TOK_AFTER;
}

/* The comma before a misspelt word was not dropped, so it is the comma that does not fit: rounded half up to 1 hour, beter when higher. */
bool pol_remedy_misspelt(pol_reading *r) {
  uint32_t here = r->trouble.raw;
  /* 1 rank aobve x: without the word after it, the noun is no unit */
  if (r->trouble.before == TOK_NUMBER && wants(r, TOK_UNIT) && !is_first(r, here + 1) && pol_remedy_misspelt_at(r, here + 1, fits_after_unit)) return true;
  return pol_remedy_misspelt_at(r, here, fits_here) || (is_kind(r, here, TOK_COMMA) && pol_remedy_misspelt_at(r, here + 1, fits_here));
}

/* A misspelt word was taken for a name, and only what follows it did not fit: x is date, presumd no. */
bool pol_remedy_misspelt_before(pol_reading *r) {
  enum { LOOK_BACK = 3 /* oen of a, b: it is the comma that does not fit */ };
  uint32_t here = r->trouble.raw;
  if (here > r->from + 1 && is_first(r, here - 1) && !is_first(r, here) && pol_remedy_misspelt_at(r, here - 1, fits_as_declaration)) return true;
  for (uint32_t back = 1; back <= LOOK_BACK && here >= r->from + 1 + back; back++)
    if (pol_remedy_misspelt_at(r, here - back, fits_anywhere)) return true;
  return false;
}

bool pol_remedy_short_of_words(pol_reading *r) {
  uint32_t here = r->trouble.raw;
  return pol_remedy_short_at(r, here, fits_here) || (here > r->from + 1 && pol_remedy_short_at(r, here - 1, fits_anywhere));
}

/* -- words of other languages */

bool pol_remedy_other_at(pol_reading *r, uint32_t i) {
  uint32_t n;
  const pol_other_word *other = pol_near_other(r, i, &n);
  if (!other) return false;
  const pol_keyword *k = pol_keyword_get(other->keyword);
  if (k->kind == POL_WORD_DECLARATION && !is_first(r, i)) return false;
  pol_span at = span_of(r, i, n);
  if (!pol_try_keyword(r, i, n, other->keyword)) return false;
  pol_report *p = pol_reading_report(r, POL_R_OTHER_WORD, at, "a policy says \"%s\", not \"%s\"", k->spelling, other->words);
  if (other->help) pol_report_help(r->reports, p, "%s", other->help);
  else pol_report_fix(r->reports, p, at, k->spelling, "%s", k->spelling);
  return true;
}

bool pol_remedy_other_word(pol_reading *r) {
  uint32_t here = r->trouble.raw;
  return pol_remedy_other_at(r, here) || (here > r->from && pol_remedy_other_at(r, here - 1));
}

/* Phrases of another language, before one of their words is taken for a slip: no more than, not later than. */
bool pol_remedy_other_phrase(pol_reading *r) {
  uint32_t here = r->trouble.raw, words;
  for (uint32_t back = 3; back-- > 0;)
    if (here >= r->from + back && pol_near_other(r, here - back, &words) && words > 1 && words > back && pol_remedy_other_at(r, here - back)) return true;
  return false;
}

/* x is no less than 5: right for a rule, and in a condition said with "at least". */
bool pol_remedy_floor_in_condition(pol_reading *r) {
  static const struct { int token; unsigned keyword; } tests[] = {
    { TOK_NO_LESS, POL_KEYWORD_AT_LEAST }, { TOK_NO_LATER, POL_KEYWORD_ON_OR_BEFORE }, { TOK_NO_EARLIER, POL_KEYWORD_ON_OR_AFTER },
  };
  uint32_t here = r->trouble.raw;
  for (size_t k = 0; k < sizeof tests / sizeof *tests; k++) {
    char words[64];
    if (r->trouble.token != tests[k].token || !wants(r, TOK_IS) || !pol_near_join(r, here + 1, 3, words)) continue;
    const pol_keyword *meant = pol_keyword_get(tests[k].keyword);
    pol_span at = span_of(r, here + 1, 3);
    if (!pol_try_keyword(r, here + 1, 3, tests[k].keyword)) return false;
    pol_report *p = pol_reading_report(r, POL_R_OTHER_WORD, at, "a condition says \"%s\", not \"%s\"", meant->spelling, words);
    pol_report_fix(r->reports, p, at, meant->spelling, "%s", meant->spelling);
    return true;
  }
  return false;
}

/* d is at least 5: right for a condition, and in a rule said with "is no less than". */
bool pol_remedy_test_in_rule(pol_reading *r) {
  static const struct { int token; unsigned keyword; } rules[] = {
    { TOK_AT_LEAST, POL_KEYWORD_NO_LESS }, { TOK_AT_MOST, POL_KEYWORD_CAPPED }, { TOK_ON_OR_BEFORE, POL_KEYWORD_NO_LATER }, { TOK_ON_OR_AFTER, POL_KEYWORD_NO_EARLIER },
  };
  uint32_t here = r->trouble.raw, words;
  if (r->declaration != TOK_CLAUSE || here < r->from + 2 || r->trouble.before != TOK_IS) return false;
  for (size_t k = 0; k < sizeof rules / sizeof *rules; k++) {
    const pol_keyword *test = pol_filter_keyword(r, here, &words);
    if (r->trouble.token != rules[k].token || !test) continue;
    const pol_keyword *meant = pol_keyword_get(rules[k].keyword);
    pol_span at = span_of(r, here - 1, words + 1);
    if (!pol_try_keyword(r, here - 1, words + 1, rules[k].keyword)) return false;
    pol_report *p = pol_reading_report(r, POL_R_OTHER_WORD, at, "a rule says \"%s\", not \"is %s\"", meant->spelling, test->spelling);
    pol_report_fix(r->reports, p, at, meant->spelling, "%s", meant->spelling);
    return true;
  }
  return false;
}

/* despite clause 3.7 */
bool pol_remedy_clause_word(pol_reading *r) {
  uint32_t here = r->trouble.raw;
  for (uint32_t back = 0; back < 2; back++) {
    uint32_t i = here - back;
    char word[64];
    if (here < r->from + 1 + back || is_first(r, i) || !pol_near_join(r, i, 1, word) || strcmp(word, "clause") != 0) continue;
    pol_span named = span_of(r, i, 1);
    pol_span with_gap = pol_reading_span(r, named.start, exists(r, i + 1) ? r->raw.at[i + 1].start : named.end);
    if (!pol_try_without(r, i, 1)) continue;
    pol_report *p = pol_reading_report(r, POL_R_CLAUSE_WORD, named, "a clause is named by its id alone");
    pol_report_fix(r->reports, p, with_gap, "", "take \"clause\" away");
    return true;
  }
  return false;
}

/* -- units: 37 hrs */

static const char *unit_meant(const char *word) {
  static const struct { const char *written, *meant; } units[] = {
    { "h", "hours" }, { "hr", "hours" }, { "hrs", "hours" }, { "d", "days" }, { "wk", "weeks" }, { "wks", "weeks" }, { "mo", "months" },
    { "mos", "months" }, { "mth", "months" }, { "mths", "months" }, { "y", "years" }, { "yr", "years" }, { "yrs", "years" }, { "min", "minutes" },
    { "mins", "minutes" }, { "hour", "hours" }, { "day", "days" }, { "week", "weeks" }, { "month", "months" }, { "year", "years" },
    { "minute", "minutes" },
  };
  pol_nearest nearest;
  pol_nearest_init(&nearest, word);
  for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
    if (strcmp(word, units[k].written) == 0) return units[k].meant;
    pol_nearest_offer(&nearest, units[k].meant, 0);
  }
  return nearest.best;
}

bool pol_remedy_unit(pol_reading *r) {
  uint32_t here = r->trouble.raw;
  bool after_number = r->trouble.before == TOK_NUMBER || r->trouble.before == TOK_PER;
  char word[64];
  if (!after_number || is_first(r, here) || !wants(r, TOK_UNIT) || !pol_filter_is_name(r, here) || !pol_near_join(r, here, 1, word)) return false;
  const char *meant = unit_meant(word);
  if (!meant) return false;
  pol_edit e = { .at = here, .take = 1, .put = 1, .words = { r->raw.at[here] }, .past = 1 };
  e.words[0].as.text = pol_atom_text(r->atoms, meant);
  if (!e.words[0].as.text) r->failed = true;
  pol_span at = span_of(r, here, 1);
  if (!pol_mend_try(r, &e)) return false;
  pol_report *p = pol_reading_report(r, POL_R_MISSPELT, at, "\"%s\" is not a unit", word);
  pol_report_fix(r->reports, p, at, meant, "%s", meant);
  return true;
}

/* -- names, and words in the wrong place */

bool pol_remedy_declaration_in_line(pol_reading *r) {
  uint32_t here = r->trouble.raw, words;
  if (!is_word(r, here) || is_first(r, here) || !wants(r, 0) || !exists(r, here + 1) || is_first(r, here + 1)) return false;
  const pol_keyword *k = pol_filter_keyword(r, here, &words);
  if (!k || k->kind != POL_WORD_DECLARATION || !pol_try_flags(r, here, POL_RAW_FIRST, 0, 0)) return false;
  pol_report *p = pol_reading_report(r, POL_R_OWN_LINE, span_of(r, here, 1), "a declaration starts on a line of its own");
  pol_report_fix(r->reports, p, pol_gap_before(r, here), "\n", "start a new line before \"%s\"", k->spelling);
  return true;
}

bool pol_remedy_reserved_word(pol_reading *r) {
  uint32_t here = r->trouble.raw, words;
  const pol_keyword *k = is_word(r, here) ? pol_filter_keyword(r, here, &words) : NULL;
  if (!k || k->token == TOK_IS || !wants(r, TOK_NAME) || (is_first(r, here) && !pol_filter_is_open(r->trouble.before))) return false;
  char word[64];
  if (!pol_near_join(r, here, 1, word) || !pol_try_flags(r, here, POL_RAW_PLAIN, 0, 2)) return false;
  pol_report *p = pol_reading_report(r, POL_R_RESERVED_WORD, span_of(r, here, 1), "\"%s\" is a word of the language and cannot be a name", word);
  pol_report_help(r->reports, p, "choose another name; %s_1 would do", word);
  return true;
}

/* police-officer, where a difference of two names cannot stand */
bool pol_remedy_hyphen(pol_reading *r) {
  uint32_t here = r->trouble.raw;
  for (uint32_t minus = here; minus + 2 >= here && minus > r->from; minus--) {
    if (!is_kind(r, minus, TOK_MINUS) || !is_word(r, minus - 1) || !is_word(r, minus + 1)) continue;
    const pol_raw *w = &r->raw.at[minus];
    if (w[-1].end != w->start || w->end != w[1].start) continue;
    pol_span at = span_of(r, minus - 1, 3);
    char name[64];
    uint32_t n = at.end - at.start;
    if (n >= sizeof name) return false;
    memcpy(name, r->text + at.start, n);
    name[n] = '\0';
    name[w->start - at.start] = '_';
    pol_edit e = { .at = minus - 1, .take = 3, .put = 1, .words = { w[-1] }, .past = 2 };
    e.words[0].end = at.end;
    e.words[0].word = POL_NO_WORD;
    e.words[0].as.text = pol_atom_make(r->atoms, name, n);
    if (!pol_mend_try(r, &e)) return false;
    pol_report *p = pol_reading_report(r, POL_R_HYPHEN, at, "a name has _ where this has a hyphen");
    pol_report_fix(r->reports, p, at, name, "%s", name);
    return true;
  }
  return false;
}

/* -- police officer, for police_officer */

static bool same_letters(const char *text, size_t n, const char *name) {
  size_t i = 0;
  for (; i < n && name[i]; i++) {
    char c = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] - 'A' + 'a') : text[i] == ' ' ? '_' : text[i];
    if (c != name[i]) return false;
  }
  return i == n && !name[i];
}

/* The name of the file that has these parts: in itself, as its last part, or in the words that say it to people. NULL: there is none. */
static const pol_raw *named_so(const pol_reading *r, const char *name) {
  for (uint32_t i = 0; i < r->all.n; i++) {
    const pol_raw *w = &r->all.at[i];
    size_t n;
    const char *text = pol_raw_text(r, w, &n);
    if (w->kind == TOK_STRING && i && w[-1].kind == POL_RAW_WORD && same_letters(text, n, name)) return w - 1;
    if (w->kind == POL_RAW_WORD && n == strlen(name) && memcmp(text, name, n) == 0) return w;
  }
  return NULL;
}

/* A declared name, or else only one that may be meant. */
static void say_spaces(pol_reading *r, pol_span at, const char *name, bool known) {
  pol_report *p = pol_reading_report(r, POL_R_HYPHEN, at, "a name is one word, with _ between its parts");
  if (known) pol_report_fix(r->reports, p, at, name, "%s", name);
  else pol_report_help(r->reports, p, "if it is one name: %s; a second condition starts with and, or with or", name);
}

static bool join_names(pol_reading *r, uint32_t from, uint32_t n) {
  char name[64];
  if (!pol_near_join(r, from, n, name)) return false;
  for (char *c = name; *c; c++)
    if (*c == ' ') *c = '_';
  const pol_raw *known = named_so(r, name);
  uint32_t words;
  const pol_keyword *before = from > r->from ? pol_filter_keyword(r, from - 1, &words) : NULL;
  if (!known && (n > 2 || !before || (before->token != TOK_IS && before->token != TOK_NOT))) return false;
  size_t length = strlen(name);
  const char *text = known ? pol_raw_text(r, known, &length) : name;
  pol_span at = span_of(r, from, n);
  pol_edit e = { .at = from, .take = n, .put = 1, .words = { r->raw.at[from] }, .past = 2 };
  e.words[0].end = at.end;
  e.words[0].word = POL_NO_WORD;
  e.words[0].as.text = pol_atom_make(r->atoms, text, length);
  if (!e.words[0].as.text) r->failed = true;
  if (r->failed || !pol_mend_try(r, &e)) return false;
  say_spaces(r, at, pol_atom_get(r->atoms, e.words[0].as.text), known);
  return true;
}

bool pol_remedy_spaces(pol_reading *r) {
  enum { MOST = 4 };
  uint32_t here = r->trouble.raw, n = 1;
  if (here < r->from + 2 || r->trouble.token != TOK_NAME || r->trouble.before != TOK_NAME || is_first(r, here) || !is_word(r, here - 1)) return false;
  while (n < MOST && is_word(r, here - 1 + n) && !is_first(r, here - 1 + n)) n++;
  for (; n > 1; n--)
    if (join_names(r, here - 1, n)) return true;
  return false;
}
