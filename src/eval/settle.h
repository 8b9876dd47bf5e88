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
  uint32_t stage;    /* place in the question of the stage that it is the answer of */
  pol_outcome outcome;
  pol_value value;   /* when definite; unknown where only the amount is open */
  pol_fault fault;   /* of an error */
  pol_value *pending; uint32_t pendings; /* elements, or names of duties, that may still come in */
  uint32_t *party, parties; /* referred: to whom, in the order of the rules, each once */
  POL_VEC(pol_possible) possible; /* in the order that answers list them; a definite one has itself */
  pol_due *due; uint32_t dues; /* duties in force, with their dates */
  const uint8_t *needs; uint32_t facts; /* of a completion that is open, by fact: those without a list of values that it hangs on; NULL: none */
} pol_finding;

/* The answer of a row, its guards settled where it is undetermined. What decides it, or keeps it open, is marked in cited[], what decides the stages before
 * it in passed[], unless NULL. */
pol_status pol_finding_read(pol_finding *out, const pol_row *r, const pol_question *q, bool *cited, bool *passed);
pol_status pol_finding_add(pol_finding *f, const pol_row *r, const pol_possible *p); /* keeps order, each once */
/* Of two outcomes that are one answer: not applicable in two ways is silent, since nothing certain says that it is out of scope. */
pol_outcome pol_outcome_merge(pol_outcome a, pol_outcome b);
/* Whether a rule decides nothing of such an answer after all. */
bool pol_outcome_drops(pol_outcome o, const pol_rule *rule);
/* Whether two definite findings are one answer: permissions are, whatever their amounts. And the one that they are: then only the amount is open. */
bool pol_finding_agrees(const pol_finding *a, const pol_finding *b);
void pol_finding_merge(pol_finding *into, const pol_finding *f);
/* Whether two findings come to the same: outcome, value, parties and deadlines when definite; else what is possible, and what that hangs on. */
bool pol_finding_same(const pol_finding *a, const pol_finding *b);

/* -- missing facts (missing.c) */
/* Marks the facts that the open parts of an answer need. `stage` is the decision whose own answer it is. */
pol_status pol_missing_mark(uint8_t *fact, const pol_row *r, uint32_t stage, pol_outcome outcome);
/* How many values a fact can take, when they can be listed; else 0. And each of them. */
uint32_t pol_domain_size(const pol_model *m, uint32_t fact);
pol_value pol_domain_value(const pol_model *m, uint32_t fact, uint32_t i);

/* -- completions of missing facts, and the order that they are asked in (interview.c) */
/* One missing fact whose values can be listed, and where its digit stands in the number of a completion. */
typedef struct pol_finite { uint32_t fact, size, stride; } pol_finite;
static inline uint32_t pol_finite_digit(const pol_finite *f, uint32_t completion) { return completion / f->stride % f->size; }
typedef struct pol_tried { const pol_row *r; const pol_finite *finite; uint32_t finites; const pol_finding *table; uint32_t completions; } pol_tried;
/* Puts a->missing in order and fills `then`. */
pol_status pol_interview(pol_answer *a, const pol_tried *t, pol_arena *scratch);
pol_status pol_value_keep(pol_value *v, pol_arena *arena); /* the items of a set get their own room */

/* -- settling (settle.c) */
/* Fills what is missing, possible and settled in an answer that is undetermined or has open parts; `stage` is the place in the question of the stage that
 * answers. Of an undetermined one it also marks cited[], and may find that it is definite after all, perhaps in a later stage: then outcome, value, parties and
 * pending are set. Of one with open parts it marks cited[] too where these come out the same whatever is missing. */
pol_status pol_settle(pol_answer *a, uint32_t *stage, const pol_row *r, const pol_question *q, bool *cited);
#endif
