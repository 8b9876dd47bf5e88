/* What a letter keeps back: everything that would tell of a fact marked confidential. It is found by where a value comes from, not by what it is, so that "no" is
 * kept back like "yes": two records that differ in confidential facts only, and get the same answer by the same clauses, get the same letter. What is kept back
 * is said ("1 fact withheld"), never dropped. Explanations for the officer have nothing to keep back: their case has no list. */
#ifndef POL_RENDER_WITHHELD_H
#define POL_RENDER_WITHHELD_H
#include "render/say.h"

struct pol_withheld {
  const unsigned char *node; /* by node of the program: a confidential fact has a part in it */
};
bool pol_withheld_make(pol_withheld *out, const pol_program *p, pol_arena *arena); /* false: out of memory */

/* Whether it would tell of a confidential fact; false for all where the case has nothing to keep back. */
bool pol_withheld_node(const pol_case *c, uint32_t node);
bool pol_withheld_fact(const pol_case *c, uint32_t fact);
bool pol_withheld_expr(const pol_case *c, const pol_expr *e);
bool pol_withheld_reasons(const pol_case *c, const pol_rule *r);    /* the text of its reason: a value in it, or what it rests on */
bool pol_withheld_rule(const pol_case *c, uint32_t rule);           /* what became of it: of its own conditions, or of a clause above it */
bool pol_withheld_decision(const pol_case *c, uint32_t decision);   /* its answer */

/* "2 facts withheld": those that a confidential condition reads. */
const char *pol_withheld_words(const pol_case *c, const pol_expr *e);
const char *pol_withheld_rule_words(const pol_case *c, uint32_t rule);
const char *pol_withheld_decision_words(const pol_case *c, uint32_t decision);
const char *pol_withheld_count(const pol_case *c, uint32_t n);
#endif
