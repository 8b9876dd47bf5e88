#include "syntax/remedies.h"

/* The order counts: the surest guess first, and misspelt words before all (mend.c trusts the first three even where a line is doubted). */
pol_remedy *const pol_remedies[] = {
  pol_remedy_other_phrase,
  pol_remedy_misspelt,
  pol_remedy_misspelt_before,
  pol_remedy_idiom,
  pol_remedy_limits,
  pol_remedy_other_word,
  pol_remedy_floor_in_condition,
  pol_remedy_test_in_rule,
  pol_remedy_unit,
  pol_remedy_row,
  pol_remedy_clause_word,
  pol_remedy_unit_left_out,
  pol_remedy_brace,
  pol_remedy_declaration_in_line,
  pol_remedy_hyphen,
  pol_remedy_reserved_word,
  pol_remedy_verb,
  pol_remedy_entry,
  pol_remedy_spaces,
  pol_remedy_comma,
  pol_remedy_bracket,
  pol_remedy_bullet,
  pol_remedy_bullet_left_out,
  pol_remedy_short_of_words,
  pol_remedy_missing_word,
  pol_remedy_keyword_left_out,
  pol_remedy_sign_left_out,
  NULL,
};

pol_span pol_gap_before(const pol_reading *r, uint32_t i) {
  pol_raw w = pol_mend_sign(r, i, 0);
  return pol_reading_span(r, w.start, w.end);
}

bool pol_try_keyword(pol_reading *r, uint32_t at, uint32_t n, unsigned keyword) {
  pol_edit e = { .at = at, .take = n, .put = 1, .words = { pol_mend_keyword(r, at, n, keyword) }, .past = 2 };
  return pol_mend_try(r, &e);
}

bool pol_try_sign(pol_reading *r, uint32_t before, int token, uint32_t past) {
  pol_edit e = { .at = before, .put = 1, .words = { pol_mend_sign(r, before, token) }, .past = past };
  return pol_mend_try(r, &e);
}

bool pol_try_without(pol_reading *r, uint32_t at, uint32_t n) {
  /* What does not fit because of something at the end of the line above is only looked at itself. */
  uint32_t stopped = r->trouble.raw;
  pol_edit e = { .at = at, .take = n, .past = at < stopped && is_first(r, stopped) ? 1 : 2 };
  return pol_mend_try(r, &e);
}

bool pol_try_flags(pol_reading *r, uint32_t at, unsigned add, unsigned remove, uint32_t past) {
  pol_edit e = { .at = at, .take = 1, .put = 1, .words = { pol_mend_flagged(r, at, add, remove) }, .past = past };
  return pol_mend_try(r, &e);
}

bool pol_try_at_start(pol_reading *r, uint32_t at, pol_raw word, uint32_t past) {
  pol_edit e = { .at = at, .take = 1, .put = 2, .words = { word, pol_mend_flagged(r, at, 0, POL_RAW_FIRST) }, .past = past };
  e.words[0].start = e.words[0].end = e.words[1].start;
  e.words[0].flags = POL_RAW_FIRST;
  return pol_mend_try(r, &e);
}
