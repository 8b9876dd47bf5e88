/* The limits of a rule, which stand in one order and once each: despite, when, except when, reason. */
#include "syntax/remedies.h"
#include <string.h>

typedef struct limit { uint32_t at, words; const pol_keyword *keyword; } limit;

static int rank_of(int token) {
  switch (token) {
  case TOK_DESPITE: case TOK_SUBJECT_TO: return 1;
  case TOK_WHEN: return 2;
  case TOK_EXCEPT_WHEN: return 3;
  case TOK_REASON: case TOK_ADDED: case TOK_DEPARTURE: return 4;
  default: return 0;
  }
}

static bool limit_at(const pol_reading *r, uint32_t i, limit *out) {
  *out = (limit){ .at = i };
  out->keyword = pol_filter_keyword(r, i, &out->words);
  return out->keyword && rank_of(out->keyword->token);
}

static uint32_t rule_start(const pol_reading *r, uint32_t i) {
  while (i > r->from && !(is_first(r, i) && pol_filter_starts_line(r, i))) i--;
  return i;
}

/* The limit's last word is before this one. */
static uint32_t limit_end(const pol_reading *r, const limit *l) {
  limit next;
  uint32_t i = l->at + l->words;
  while (i < r->to && !limit_at(r, i, &next) && !(is_first(r, i) && pol_filter_starts_line(r, i))) i++;
  return i > l->at + l->words && is_kind(r, i - 1, TOK_COMMA) ? i - 1 : i;
}

/* The first limit of the rule before `here` that belongs after this one, or else the last that is the same again. */
static bool limit_before(const pol_reading *r, uint32_t here, int token, limit *found) {
  bool any = false;
  for (uint32_t i = rule_start(r, here); i < here; i++) {
    limit l;
    if (!limit_at(r, i, &l)) continue;
    bool later = rank_of(l.keyword->token) > rank_of(token), same = l.keyword->token == token && rank_of(token) > 1 && rank_of(token) < 4;
    if (later || same) *found = l, any = true;
    if (later) return true;
    i += l.words - 1;
  }
  return any;
}

/* What may be moved is moved; when after except when may also be meant to limit the exception. */
static void fix_order(pol_reading *r, pol_report *p, const limit *early, uint32_t cut, uint32_t from, uint32_t to) {
  const char *moved = r->text + from;
  char text[256];
  uint32_t n = to - from;
  if (memchr(moved, '#', n) || n + 2 > sizeof text) return;
  memcpy(text, moved, n);
  memcpy(text + n, " ", 2);
  uint32_t before = r->raw.at[early->at].start;
  pol_report_fix(r->reports, p, pol_reading_span(r, before, before), text, "put it before \"%s\"", early->keyword->spelling);
  pol_report_fix(r->reports, p, pol_reading_span(r, cut, to), "", "%s", "");
}

static bool move_limit(pol_reading *r, const limit *late, const limit *early) {
  uint32_t end = limit_end(r, late), from = is_kind(r, late->at - 1, TOK_COMMA) ? late->at - 1 : late->at;
  pol_span at = span_of(r, late->at, late->words), other = span_of(r, early->at, early->words);
  uint32_t cut = r->raw.at[from - 1].end, to = r->raw.at[end - 1].end;
  limit first = *early;
  pol_edit e = { .at = from, .take = end - from, .past = is_first(r, end) ? 1 : 2 };
  if (!pol_mend_try(r, &e)) return false;
  pol_report *p = pol_reading_report(r, POL_R_LIMIT_ORDER, at, "\"%s\" stands before \"%s\"", late->keyword->spelling, early->keyword->spelling);
  if (!p) return true;
  pol_report_also(r->reports, p, other, "this comes after it");
  if (late->keyword->token != TOK_WHEN || early->keyword->token != TOK_EXCEPT_WHEN) fix_order(r, p, &first, cut, at.start, to);
  if (!p->fixes.n) pol_report_help(r->reports, p, "a rule says in this order: despite …, when …, except when …, reason …");
  return true;
}

static bool join_limits(pol_reading *r, const limit *again, const limit *first) {
  bool when = again->keyword->token == TOK_WHEN;
  pol_span at = span_of(r, again->at, again->words), other = span_of(r, first->at, first->words);
  const char *word = again->keyword->spelling;
  if (!pol_try_keyword(r, again->at, again->words, when ? POL_KEYWORD_AND : POL_KEYWORD_OR)) return false;
  pol_report *p = pol_reading_report(r, POL_R_LIMIT_ORDER, at, "a rule says \"%s\" once", word);
  pol_report_also(r->reports, p, other, "the first");
  if (when) pol_report_help(r->reports, p, "if both have to hold: and; if one is enough: or; or make it two rules");
  else pol_report_help(r->reports, p, "if one of the two is enough: or; if both have to hold: and");
  return true;
}

bool pol_remedy_limits(pol_reading *r) {
  limit late, early;
  uint32_t here = r->trouble.raw;
  if (r->declaration != TOK_CLAUSE || !exists(r, here) || here < r->from + 2 || !limit_at(r, here, &late)) return false;
  if (!limit_before(r, here, late.keyword->token, &early)) return false;
  return early.keyword->token == late.keyword->token ? join_limits(r, &late, &early) : move_limit(r, &late, &early);
}
