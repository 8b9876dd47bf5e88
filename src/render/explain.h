/* Explanations in a terminal: the blocks, and the order that they come in. Each block writes nothing when it has nothing to say. */
#ifndef POL_RENDER_EXPLAIN_H
#define POL_RENDER_EXPLAIN_H
#include "render/answer_line.h"
#include "render/cited.h"
#include "render/steps.h"

typedef struct pol_explaining { /* all of one answer */
  const pol_case *c;
  const pol_edition *edition;
  const pol_why_not *why_not; /* NULL when it was not asked */
  bool trace;
  uint32_t unaffected; /* decisions asked with it that are not in error */
} pol_explaining;
void pol_explain(const pol_explaining *x);
void pol_explain_closing(const pol_explaining *x); /* "Decided for 1 April 2024 under …" */
/* *out: whether an answer can depend on the as-of date: a condition reads it, or a clause starts or ends on a date. False: out of memory. */
bool pol_explain_dated(const pol_case *c, bool *out);
void pol_explain_trace(const pol_case *c);
void pol_explain_why_not(const pol_case *c, const pol_why_not *w);

/* One for each kind of answer. */
void pol_explain_referred(const pol_case *c);
void pol_explain_undetermined(const pol_case *c);
void pol_explain_duties(const pol_case *c);
void pol_explain_conflict(const pol_case *c);
void pol_explain_error(const pol_case *c, uint32_t unaffected);
void pol_explain_outside(const pol_case *c);
void pol_explain_silent(const pol_case *c);
void pol_explain_missing(const pol_case *c, const char *lead); /* the numbered facts: shared with amounts and sets still open */

/* The readings that the blocks are written from, for letters too. */
typedef struct pol_settling { /* what values of a fact that is missing lead to */
  const char *values, *result;
} pol_settling;
uint32_t pol_explain_settlings(pol_settling **out, const pol_case *c, uint32_t missing); /* 0: they tell nothing by themselves */
const char *pol_explain_question(const pol_case *c, uint32_t fact);
const char *pol_otherwise_words(const pol_case *c, const pol_otherwise *o); /* "one step less (3.4.3a)", "REFUSED, by 2.1", "the same answer" */
const char *pol_presumption_otherwise(const pol_case *c, uint32_t fact);   /* ". If it were yes: …": what the answer would be; "" when that was not worked out */
const char *pol_presumption_words(const pol_case *c, uint32_t fact);       /* its name, and what the answer would be if it were otherwise */
const char *pol_explain_ask_again(const pol_case *c); /* of a referral */
enum { POL_DUTY_RANKS = 6 };                          /* the strongest is 0 */
size_t pol_duty_rank(const pol_rule *r);
const char *pol_duty_strength(const pol_rule *r);                                  /* "must", "is expected to" */
const char *pol_duty_due(const pol_case *c, const pol_rule *r, const pol_value *date); /* ", by 1 April 2024"; "" */
const char *pol_silent_why(const pol_case *c, uint32_t rule);                      /* why it does not speak to this case; "" */
const char *pol_silent_undated(const pol_case *c, uint32_t clauses);               /* where the day alone is why; else NULL */
bool pol_conflict_is_own(const pol_case *c);       /* its own rules give values that differ; else it rests on a contradiction */
const char *pol_conflict_words(const pol_case *c); /* "Both hold on … No answer is given. …" */
#endif
