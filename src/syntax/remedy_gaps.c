/* Words that are left out. */
#include "syntax/remedies.h"
#include <string.h>

/* -- rules without a verb, entries without "is" */

static bool fits_as_verb(const pol_reading *r, const pol_keyword *k) {
  (void)r;
  return pol_filter_is_verb(k->token);
}

static bool fits_as_is(const pol_reading *r, const pol_keyword *k) {
  (void)r;
  return k->token == TOK_IS;
}

static void say_no_verb(pol_reading *r, uint32_t names, uint32_t n, pol_span gap) {
  pol_report *p = pol_reading_report(r, POL_R_NO_VERB, span_of(r, names, n), "this rule has no verb");
  pol_report_also(r->reports, p, gap, "the verb belongs here");
  pol_report_help(r->reports, p, "after a decision: is, only if, applies only if; after a party: must, should");
}

/* Without its verb, the subject of a rule is no subject. */
bool pol_remedy_verb(pol_reading *r) {
  uint32_t here = r->trouble.raw, words;
  if (r->declaration != TOK_CLAUSE || !is_first(r, here) || !pol_filter_is_name(r, here)) return false;
  uint32_t after = pol_filter_after_names(r, here);
  if (after == here || !exists(r, after) || (is_first(r, after) && (is_word(r, after) || pol_filter_keyword(r, after, &words)))) return false;
  if (pol_remedy_misspelt_at(r, after, fits_as_verb) || pol_remedy_other_at(r, after) || pol_remedy_short_at(r, after, fits_as_verb)) return true;
  pol_span gap = pol_gap_before(r, after);
  if (!pol_try_keyword(r, after, 0, POL_KEYWORD_IS)) return false;
  say_no_verb(r, here, after - here, gap);
  return true;
}

static void say_fact_form(pol_reading *r, uint32_t type) {
  pol_span at = span_of(r, type, 1);
  pol_report *p = pol_reading_report(r, POL_R_FACT_FORM, at, "a fact is declared as: name is type");
  pol_report_label(r->reports, p, "\"is\" belongs before the type");
  pol_report_fix(r->reports, p, pol_reading_span(r, at.start, at.start), "is ", "put \"is\" before the type");
}

/* An entry without its "is" is no entry, so the words after its name and label are looked at. */
bool pol_remedy_entry(pol_reading *r) {
  uint32_t here = r->trouble.raw, type = here + 1;
  if ((r->declaration != TOK_FACTS && r->declaration != TOK_RECORD) || !is_first(r, here) || !is_word(r, here)) return false;
  while (is_kind(r, type, TOK_STRING)) type++;
  if (!exists(r, type) || (is_first(r, type) && type == here + 1)) return false;
  if (pol_remedy_misspelt_at(r, type, fits_as_is) || pol_remedy_other_at(r, type)) return true;
  if (!pol_try_keyword(r, type, 0, POL_KEYWORD_IS)) return false;
  say_fact_form(r, type + 1);
  return true;
}

/* -- one word in the middle of a line */

/* return date, where the file speaks of return.date: that name; NULL when it is none. The word put in stands between the two. */
static const char *fact_in_two_words(const pol_reading *r, uint32_t next) {
  if (next < r->from + 2 || !is_word(r, next) || !is_word(r, next - 2) || is_first(r, next)) return NULL;
  size_t group, name, n;
  const char *a = pol_raw_text(r, &r->raw.at[next - 2], &group), *b = pol_raw_text(r, &r->raw.at[next], &name);
  for (uint32_t i = 0; i < r->all.n; i++) {
    const pol_raw *w = &r->all.at[i];
    if (w->kind != TOK_DOTTED) continue;
    const char *text = pol_raw_text(r, w, &n);
    if (n != group + 1 + name || text[group] != '.' || memcmp(text, a, group) != 0 || memcmp(text + group + 1, b, name) != 0) continue;
    pol_atom fact = pol_atom_make(r->atoms, text, n);
    return fact ? pol_atom_get(r->atoms, fact) : NULL;
  }
  return NULL;
}

/* Of a condition, "is" is what is left out before a test and before an amount; before another word, more may be wrong. */
static bool is_surely_what_it_is(const pol_reading *r, uint32_t next) {
  uint32_t words;
  const pol_keyword *k = pol_filter_keyword(r, next, &words);
  return r->declaration == TOK_DECISION || (k ? k->kind == POL_WORD_TEST : !is_word(r, next));
}

/* The keyword now stands before the word at `next`. */
static void say_missing(pol_reading *r, unsigned keyword, uint32_t next) {
  const pol_keyword *k = pol_keyword_get(keyword);
  pol_span at = span_of(r, next, 1);
  pol_report *p;
  if (k->token == TOK_IS && (r->declaration == TOK_FACTS || r->declaration == TOK_RECORD)) {
    say_fact_form(r, next);
    return;
  }
  if (k->token == TOK_WHEN) p = pol_reading_report(r, POL_R_NO_WHEN, at, "a condition starts with \"when\"");
  else if (k->token == TOK_AND) p = pol_reading_report(r, POL_R_NO_WHEN, at, "between two conditions stands \"and\" or \"or\"");
  else if (k->token == TOK_BEFORE) p = pol_reading_report(r, POL_R_MISSING_WORD, at, "between a period and a date stands \"before\" or \"after\"");
  else p = pol_reading_report(r, POL_R_MISSING_WORD, at, "\"%s\" is left out here", k->spelling);
  pol_report_label(r->reports, p, "\"%s\" belongs before this", k->spelling);
  const char *fact = k->token == TOK_AND ? fact_in_two_words(r, next) : NULL;
  if (k->token == TOK_IS && is_surely_what_it_is(r, next)) pol_report_fix(r->reports, p, pol_reading_span(r, at.start, at.start), "is ", "put \"is\" there");
  else if (k->token == TOK_IS) pol_report_help(r->reports, p, "if this is what it has to be: is; a second condition starts with and, or with or");
  else if (fact) pol_report_help(r->reports, p, "if it is the fact: %s; between two conditions: and, or or", fact);
  else if (k->token == TOK_ASKS) pol_report_help(r->reports, p, "a question follows \"asks\"; the words that say the fact stand before \"is\"");
  else if (k->token == TOK_AND) pol_report_help(r->reports, p, "if both have to hold: and; if one is enough: or");
  else pol_report_help(r->reports, p, "put \"%s\" there", k->spelling);
}

static bool try_and_say(pol_reading *r, uint32_t here, unsigned keyword) {
  if (!pol_try_keyword(r, here, 0, keyword)) return false;
  say_missing(r, keyword, here + 1);
  return true;
}

static bool comma_between(pol_reading *r) {
  uint32_t here = r->trouble.raw;
  if (!wants(r, TOK_COMMA) || is_first(r, here) || !pol_try_sign(r, here, TOK_COMMA, 2)) return false;
  pol_report *p = pol_reading_report(r, POL_R_MISSING_WORD, span_of(r, here + 1, 1), "the items of a list have commas between them");
  pol_report_help(r->reports, p, "put a comma before this, if the list goes on");
  return true;
}

static bool starts_condition(int token) { return token == TOK_DOTTED || token == TOK_NAME || token == TOK_NOT || token == TOK_OPEN; }

bool pol_remedy_missing_word(pol_reading *r) {
  static const unsigned keywords[] = { POL_KEYWORD_ASKS, POL_KEYWORD_IS, POL_KEYWORD_WHEN, POL_KEYWORD_AND,  POL_KEYWORD_TO,   POL_KEYWORD_BY,         POL_KEYWORD_BEFORE, POL_KEYWORD_OF,
                                       POL_KEYWORD_FROM, POL_KEYWORD_IN, POL_KEYWORD_FOR, POL_KEYWORD_THEN, POL_KEYWORD_AND_NOT_AS, POL_KEYWORD_AT,     POL_KEYWORD_ALL_OF };
  const pol_trouble *t = &r->trouble;
  uint32_t here = t->raw;
  if (!exists(r, here) || pol_filter_starts_line(r, here)) return false;
  /* A plain name that no keyword follows is rather one more of a list than a condition; first on its line, a subject without its verb. A
   * fact is rather a condition than a value. */
  bool plain = t->token == TOK_NAME && !(exists(r, here + 1) && !is_first(r, here + 1) && r->raw.at[here + 1].word != POL_NO_WORD);
  if (t->token == TOK_NAME && is_first(r, here) && wants(r, TOK_SUBJECT)) return false;
  if (plain && comma_between(r)) return true;
  if (t->token == TOK_DOTTED && wants(r, TOK_AND) && try_and_say(r, here, POL_KEYWORD_AND)) return true;
  for (size_t k = 0; k < sizeof keywords / sizeof *keywords; k++) {
    bool condition = keywords[k] == POL_KEYWORD_WHEN || keywords[k] == POL_KEYWORD_AND, list = keywords[k] == POL_KEYWORD_ALL_OF;
    if (!wants(r, pol_keyword_get(keywords[k])->token) || (condition && !starts_condition(t->token))) continue;
    if ((keywords[k] == POL_KEYWORD_ASKS) != (t->token == TOK_STRING && wants(r, TOK_ASKS))) continue; /* a text of its own is a question */
    if (is_first(r, here) && !condition && !list && keywords[k] != POL_KEYWORD_ASKS) continue;
    if (try_and_say(r, here, keywords[k])) return true;
  }
  return !plain && comma_between(r);
}

/* at most 4 after x.start */
bool pol_remedy_unit_left_out(pol_reading *r) {
  uint32_t here = r->trouble.raw;
  int token = r->trouble.token;
  bool ladder = token == TOK_ABOVE || token == TOK_BELOW;
  if ((!ladder && token != TOK_BEFORE && token != TOK_AFTER) || r->trouble.before != TOK_NUMBER || !wants(r, TOK_UNIT)) return false;
  pol_span number = span_of(r, here - 1, 1), word = span_of(r, here, 1);
  pol_edit e = { .at = here, .put = 1, .words = { pol_mend_sign(r, here, POL_RAW_WORD) }, .past = 2 };
  e.words[0].flags = 0;
  e.words[0].as.text = pol_atom_text(r->atoms, ladder ? "ranks" : "months");
  if (!e.words[0].as.text) r->failed = true;
  if (r->failed || !pol_mend_try(r, &e)) return false;
  pol_report *p = pol_reading_report(r, POL_R_MISSING_WORD, number, "this number has no unit");
  pol_report_label(r->reports, p, "%s of what?", ladder ? "ranks" : "days, weeks, months");
  pol_report_help(r->reports, p, "for example: %.*s %s %.*s …", (int)(number.end - number.start), r->text + number.start, ladder ? "ranks" : "months", (int)(word.end - word.start), r->text + word.start);
  return true;
}

/* Something stood between two amounts. */
bool pol_remedy_sign_left_out(pol_reading *r) {
  uint32_t here = r->trouble.raw;
  if (!r->strict || is_first(r, here) || !wants(r, TOK_STAR) || !pol_try_sign(r, here, TOK_STAR, 2)) return false;
  pol_report *p = pol_reading_report(r, POL_R_MISSING_WORD, span_of(r, here + 1, 1), "a word or a sign is left out before this");
  pol_report_help(r->reports, p, "between two amounts stands +, -, *, / or of");
  return true;
}

/* -- the first word of a line */

static bool try_before(pol_reading *r, uint32_t here, unsigned keyword) {
  if (!pol_try_at_start(r, here, pol_mend_keyword(r, here, 0, keyword), 2)) return false;
  const char *word = pol_keyword_get(keyword)->spelling;
  pol_report *p = pol_reading_report(r, POL_R_MISSING_WORD, span_of(r, here + 1, 1), "\"%s\" is left out before this", word);
  pol_report_help(r->reports, p, "if it is meant, start the line with: %s", word);
  return true;
}

static bool is_is(const pol_reading *r, uint32_t i) {
  char word[64];
  return pol_near_join(r, i, 1, word) && word[0] == 'i' && word[1] == 's' && !word[2];
}

/* The keywords of declarations that may be left out before what starts the line here, the likeliest first. */
static size_t keywords_before(const pol_reading *r, uint32_t here, unsigned out[8]) {
  uint32_t next = here + 1;
  while (exists(r, next) && !is_first(r, next)) next++;
  bool rows = false;
  for (uint32_t i = next; i < r->to && !rows; i++) rows = is_kind(r, i, TOK_PIPE) && is_first(r, i);
  bool entries = is_word(r, next) && (is_kind(r, next + 1, TOK_STRING) || is_is(r, next + 1));
  const pol_keyword *same = pol_keyword_of(r->declaration);
  int kind = r->raw.at[here].kind;
  size_t n = 0;
  if (kind == TOK_STRING) out[n++] = rows ? POL_KEYWORD_SCENARIOS : POL_KEYWORD_SCENARIO;
  if (kind == TOK_DOTTED && next == here + 1) out[n++] = POL_KEYWORD_USE;
  if (kind == TOK_NUMBER || kind == TOK_CLAUSE_ID || kind == TOK_DOTTED) {
    out[n++] = POL_KEYWORD_CLAUSE;
    out[n++] = POL_KEYWORD_SECTION;
  }
  if (kind == POL_RAW_WORD && entries && next == here + 1) out[n++] = POL_KEYWORD_FACTS;
  if (kind != POL_RAW_WORD || !exists(r, here + 1) || is_first(r, here + 1)) return n;
  if (rows) out[n++] = POL_KEYWORD_TABLE;
  if (same) out[n++] = (unsigned)(same->token - TOK_POLICY);
  out[n++] = POL_KEYWORD_DECISION;
  out[n++] = POL_KEYWORD_DEFINE;
  if (entries) out[n++] = POL_KEYWORD_FACTS;
  out[n++] = POL_KEYWORD_PARTY;
  return n;
}

static bool is_head(int declaration) { return declaration == TOK_POLICY || declaration == TOK_AMENDMENT; }

static bool is_scenario_line(int token) { return token == TOK_AS_OF || token == TOK_LIKE || token == TOK_GIVEN || token == TOK_BUT || token == TOK_EXPECT; }

/* The line above went on with what stands before it, and only what comes now does not fit: the title of a scenario, the name of a group of facts, a module. */
static bool left_out_above(pol_reading *r, uint32_t here) {
  uint32_t line = here - 1;
  while (line > r->from && !is_first(r, line)) line--;
  if (line == r->from) return false;
  if (is_head(r->declaration) && is_word(r, line) && (is_is(r, here + 1) || (is_kind(r, here + 1, TOK_STRING) && is_is(r, here + 2)))) return try_before(r, line, POL_KEYWORD_FACTS);
  bool lone = line + 1 == here;
  if (is_scenario_line(r->trouble.token) && is_kind(r, line, TOK_STRING)) return try_before(r, line, POL_KEYWORD_SCENARIO);
  bool entries = r->declaration == TOK_FACTS || r->declaration == TOK_RECORD;
  if (entries && exists(r, here) && is_word(r, line) && pol_filter_starts_line(r, here) && (lone || is_kind(r, line + 1, TOK_STRING))) return try_before(r, line, POL_KEYWORD_FACTS);
  return r->declaration == TOK_POLICY && lone && is_word(r, line) && try_before(r, line, POL_KEYWORD_USE);
}

/* 3.4.3a "Ordinarily, apply to the host first" */
bool pol_remedy_keyword_left_out(pol_reading *r) {
  uint32_t here = r->trouble.raw;
  uint32_t line = here; /* in the head of a policy, the "is" of an entry is what does not fit */
  while (is_head(r->declaration) && line > r->from && !is_first(r, line)) line--;
  if (r->strict && line > r->from + 1 && is_first(r, line) && left_out_above(r, line)) return true;
  if (!r->strict || !exists(r, here) || !is_first(r, here)) return false;
  if (wants(r, TOK_EXPECT) && try_before(r, here, POL_KEYWORD_EXPECT)) return true;
  unsigned guesses[8];
  size_t n = wants(r, 0) ? keywords_before(r, here, guesses) : 0;
  for (size_t k = 0; k < n; k++)
    if (try_before(r, here, guesses[k])) return true;
  return false;
}
