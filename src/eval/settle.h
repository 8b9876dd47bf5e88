/* What an answer could still become: guards that are not known settled in every combination, and missing facts of few values tried one and all. Inside
 * eval only. */
#ifndef POL_EVAL_SETTLE_H
#define POL_EVAL_SETTLE_H
#include "eval/cite.h"

/* -- findings (finding.c): an answer, or what is left of one */
typedef struct pol_finding {
  bool definite;     /* one outcome, whatever the open rules do */
  bool open;         /* definite, but an amount or an element is still open */
  bool vague;        /* some way of settling gives a value that cannot be told: possible is not all */
  pol_outcome outcome;
  pol_value value;   /* when definite */
  uint32_t *party, parties; /* referred: to whom, in the order of the rules, each once */
  POL_VEC(pol_possible) possible; /* in the order that answers list them; a definite one has itself */
} pol_finding;

/* The answer of a row, its guards settled where it is undetermined. Where it is definite its deciding rules are marked in cited[], unless NULL. */
pol_status pol_finding_read(pol_finding *out, const pol_row *r, const pol_question *q, bool *cited);
pol_status pol_finding_add(pol_finding *f, const pol_row *r, const pol_possible *p); /* keeps order, each once */
/* Of two outcomes that are one answer: not applicable in two ways is silent, since nothing certain says that it is out of scope. */
pol_outcome pol_outcome_merge(pol_outcome a, pol_outcome b);
/* Whether two findings say the same: outcome, value and parties when definite; else what is possible. */
bool pol_finding_same(const pol_finding *a, const pol_finding *b);

/* -- missing facts (missing.c) */
/* Marks the facts that the open parts of an answer need. `stage` is the decision whose own answer it is. */
pol_status pol_missing_mark(uint8_t *fact, const pol_row *r, uint32_t stage, pol_outcome outcome);
/* How many values a fact can take, when they can be listed; else 0. And each of them. */
uint32_t pol_domain_size(const pol_model *m, uint32_t fact);
pol_value pol_domain_value(const pol_model *m, uint32_t fact, uint32_t i);

/* -- settling (settle.c) */
/* Fills what is missing, possible and settled in an answer that is undetermined or has open parts, given the facts that it needs. May find that the answer
 * is definite after all: then the outcome, the value, and cited[] are set. */
pol_status pol_settle(pol_answer *a, const pol_row *r, const pol_question *q, const uint8_t *needed, bool *cited);
#endif
