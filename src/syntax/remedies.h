/* The remedies, and what they share. Each looks for its kind of mistake at r->trouble and makes a guess; a trial decides (mend.h). Then it
 * says what was wrong, from what the words were before, and returns true: reading goes on with the change. */
#ifndef POL_SYNTAX_REMEDIES_H
#define POL_SYNTAX_REMEDIES_H
#include "pol_parser.h"
#include "syntax/filter.h"
#include "syntax/mend.h"
#include "syntax/messages.h"
#include "syntax/near.h"

/* remedy_words.c: words that are misspelt, or of another language */
pol_remedy pol_remedy_misspelt, pol_remedy_misspelt_before, pol_remedy_other_word, pol_remedy_other_phrase, pol_remedy_floor_in_condition, pol_remedy_test_in_rule, pol_remedy_clause_word,
  pol_remedy_unit, pol_remedy_short_of_words, pol_remedy_declaration_in_line, pol_remedy_reserved_word, pol_remedy_hyphen, pol_remedy_spaces;
/* remedy_limits.c: what limits a rule, in another order or twice */
pol_remedy pol_remedy_limits;
/* remedy_gaps.c: words that are left out */
pol_remedy pol_remedy_verb, pol_remedy_entry, pol_remedy_missing_word, pol_remedy_keyword_left_out, pol_remedy_sign_left_out,
  pol_remedy_unit_left_out;
/* remedy_idioms.c: what a policy says in another way */
pol_remedy pol_remedy_idiom;
/* remedy_signs.c: commas, brackets, braces, bullets, rows */
pol_remedy pol_remedy_comma, pol_remedy_bracket, pol_remedy_bullet, pol_remedy_bullet_left_out, pol_remedy_row, pol_remedy_brace;

/* A word of the language that the words at `i` are a slip of the pen for, and that `fits`: put in their place and reported. */
bool pol_remedy_misspelt_at(pol_reading *r, uint32_t i, pol_near_fits *fits);
/* The same for what they are the beginning of, or nearly all of. */
bool pol_remedy_short_at(pol_reading *r, uint32_t i, pol_near_fits *fits);
/* The same for a word of another language. */
bool pol_remedy_other_at(pol_reading *r, uint32_t i);

static inline bool wants(const pol_reading *r, int token) { return pol_trouble_wants(&r->trouble, token); }
static inline bool exists(const pol_reading *r, uint32_t i) { return i >= r->from && i < r->to; }
static inline bool is_first(const pol_reading *r, uint32_t i) { return i >= r->to || (r->raw.at[i].flags & POL_RAW_FIRST); }
static inline bool is_kind(const pol_reading *r, uint32_t i, int kind) { return exists(r, i) && r->raw.at[i].kind == kind; }
static inline bool is_word(const pol_reading *r, uint32_t i) { return is_kind(r, i, POL_RAW_WORD); }
static inline pol_span span_of(const pol_reading *r, uint32_t i, uint32_t n) {
  return pol_reading_span(r, r->raw.at[i].start, r->raw.at[i + n - 1].end);
}

/* Edits. A keyword in the place of n words, or before the word at `at`; the same for a sign; n words away; a word read otherwise. */
bool pol_try_keyword(pol_reading *r, uint32_t at, uint32_t n, unsigned keyword);
bool pol_try_sign(pol_reading *r, uint32_t before, int token, uint32_t past);
bool pol_try_without(pol_reading *r, uint32_t at, uint32_t n);
bool pol_try_flags(pol_reading *r, uint32_t at, unsigned add, unsigned remove, uint32_t past);
/* A word before the one at `at`, and first on the line in its place. */
bool pol_try_at_start(pol_reading *r, uint32_t at, pol_raw word, uint32_t past);
/* Where a word would stand that is put in before the one at `i`. */
pol_span pol_gap_before(const pol_reading *r, uint32_t i);
#endif
