/* Which rules decide an answer: those of the decision itself, of the stages before it where it was reached through them, of the decisions that those rules
 * use, and the rows of tables that gave them a value. Inside eval only. */
#ifndef POL_EVAL_CITE_H
#define POL_EVAL_CITE_H
#include "eval/weigh.h"

typedef struct pol_question { /* a decision, the stages before it, and how far they lead */
  uint32_t decision;
  uint32_t *stage, stages; /* the last is the decision itself */
  uint32_t first;          /* stages before this place are known to permit */
  const bool *passed;      /* by rule: what decides them, with uses; NULL: nothing */
} pol_question;

pol_status pol_question_make(pol_question *out, const pol_row *r, uint32_t decision);
/* The stage whose answer is the decision's, and that answer. */
uint32_t pol_question_stage(const pol_question *q, const pol_row *r, pol_outcome *outcome);

/* Marks in cited[], by rule, what decides the decision's own answer, without uses. */
pol_status pol_cite_stage(bool *cited, const pol_row *r, uint32_t decision, pol_outcome outcome);
/* The same with the stages before it: an answer that was reached through them rests on them, too. */
pol_status pol_cite_stages(bool *cited, const pol_row *r, const pol_question *q, pol_outcome *outcome);
/* The next that is marked, from one on; n: none. Few of thousands are. */
uint32_t pol_cite_next(const bool *set, uint32_t from, uint32_t n);
/* Marks what decides the answer of this row; of an undetermined one, what keeps it open. */
pol_status pol_cite(bool *cited, const pol_row *r, const pol_question *q);
/* Marks what the rules marked so far use, and so on; `outcome` is the answer that they give. */
pol_status pol_cite_uses(bool *cited, const pol_row *r, pol_outcome outcome);

/* The marked rules as a list: in the order of the document, each written rule once, with its reason filled in. */
pol_status pol_cited_list(pol_cited **out, uint32_t *n, const pol_row *r, const bool *cited);
/* The reason of a rule with its values; NULL when it has none, or when one of them is not known. */
pol_status pol_reason(const char **out, const pol_row *r, uint32_t rule);
#endif
