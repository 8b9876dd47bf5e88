/* Scenarios that nobody asks for: more than half of many a policy. The scanner asks at the start of each line how much of the file it may leave out. That is
 * cautious: it may leave less out than the filter would, for the words of a scenario that were scanned are dropped when its stretch is read; never more. */
#include "pol_parser.h"
#include "syntax/filter.h"
#include "syntax/scan.h"
#include <string.h>

static bool is_small(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_blank(char c) { return c == ' ' || c == '\r' || c == '\n'; }

/* Whether the word may start a declaration: then its keyword. */
static const pol_keyword *declaration(const pol_words *words, uint8_t first) {
  for (uint8_t k = first; k != POL_NO_WORD; k = words->next[k])
    if (pol_keyword_get(k)->kind == POL_WORD_DECLARATION) return pol_keyword_get(k);
  return NULL;
}

static bool is_is(const char *text) { return (text[0] | 32) == 'i' && (text[1] | 32) == 's'; }

/* A scenario, and not the entry of that name: scenario "what it is called" is … */
static bool is_scenario(const pol_reading *r, uint32_t i) {
  uint32_t after = i + 1;
  const char *next = r->text + r->scan.at;
  while (after < r->all.n && r->all.at[after].kind == TOK_STRING) after++;
  if (after == i + 1) return false;
  if (after < r->all.n) return r->all.at[after].kind == POL_RAW_WORD && !is_is(r->text + r->all.at[after].start);
  return (is_small(*next) || *next == '|') && !is_is(next); /* the line at hand is not scanned yet */
}

/* What the line before, or the last that has words, makes of those that follow. */
static void judge(pol_reading *r) {
  pol_scan *s = &r->scan;
  if (s->line_first >= r->all.n) return;
  const pol_raw *first = &r->all.at[s->line_first];
  const pol_keyword *k = declaration(&r->words, first->word);
  if (!k) return;
  s->passing = (k->token == TOK_SCENARIO || k->token == TOK_SCENARIOS) && !(first->flags & POL_RAW_TORN) && is_scenario(r, s->line_first);
}

/* Whether a line that starts here belongs to the scenario before it. Where that takes more than a look, it does not. */
static bool goes_on(const pol_reading *r, uint32_t at) {
  uint32_t end = at;
  while (is_small(r->text[end])) end++;
  if (end > at) return !declaration(&r->words, pol_words_find(&r->words, r->text + at, end - at));
  return is_digit(r->text[at]) || strchr("|-#\"", r->text[at]);
}

void pol_scan_pass_over(pol_reading *r) {
  judge(r);
  if (!r->scan.passing) return;
  uint32_t at = r->scan.at, end = r->source->length;
  while (at < end && goes_on(r, at)) {
    const char *line_end = memchr(r->text + at, '\n', end - at);
    at = line_end ? (uint32_t)(line_end - r->text) : end;
    while (at < end && is_blank(r->text[at])) at++;
  }
  r->scan.at = at;
}

bool pol_scan_passes_over(const pol_reading *r) {
  uint32_t words;
  const pol_keyword *k = r->rules_only ? pol_filter_keyword(r, 0, &words) : NULL;
  return k && (k->token == TOK_SCENARIO || k->token == TOK_SCENARIOS) && (r->raw.at[0].flags & POL_RAW_FIRST);
}
