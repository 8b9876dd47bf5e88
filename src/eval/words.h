/* Values as people read them ("7.4 hours", "£23.05 per month", "1 April 2024", "yes") and as programs read them (the exact text of JSON and CSV). Names
 * come from the model; nothing here allocates but the text written to. */
#ifndef POL_EVAL_WORDS_H
#define POL_EVAL_WORDS_H
#include "check/model.h"

/* For people. Not known: "not known"; not applicable: "does not apply"; an error: "cannot be worked out". A ratio that does not end reads "about 20.27 days
 * (exactly 750/37)". Items of sets and sequences stand with commas between them, "none" when there are none; a list of records is "3 entries". */
void pol_value_words(pol_text *to, const pol_model *m, const pol_value *v);
/* The exact text that JSON has: a decimal in the type's unit with at least `places` places (money: at least 2, percent × 100), ratios that do not end as
 * n/d, dates YYYY-MM-DD, options and parties by name, yes and no. Items of sets with spaces between them. Nothing for a value that is not known. */
void pol_value_plain(pol_text *to, const pol_model *m, const pol_value *v, unsigned places);
/* In words, a number with at least `places` places: "133.20 hours". */
void pol_value_rounded(pol_text *to, const pol_model *m, const pol_value *v, unsigned places);
/* How many places the decision's declared rounding shows; 0 when it declares none. */
unsigned pol_decision_places(const pol_decision *d);
/* "hours per week", "GBP per month", "ranks": the unit alone, in the plural, as JSON's type of a value has it; nothing for a plain number. */
void pol_unit_words(pol_text *to, const pol_model *m, pol_unit u);
/* The outcome as people say it: "permitted", "outside this policy", "not decided yet" … */
const char *pol_outcome_words(pol_outcome o);
/* Whether two known values of one type are the same; items of sets in any order. */
bool pol_value_same(const pol_value *a, const pol_value *b);
/* Whether a set or a sequence has the item. */
bool pol_value_has(const pol_value *list, const pol_value *item);
/* -1, 0, 1 for known values of one type, in the order that lists of values are shown in. */
int pol_value_cmp(const pol_model *m, const pol_value *a, const pol_value *b);
#endif
