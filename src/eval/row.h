/* One record's row of a run, and the plain questions that answers ask of it. Inside eval only. A pol_row owns nothing; what is made of it goes to its arena. */
#ifndef POL_EVAL_ROW_H
#define POL_EVAL_ROW_H
#include "eval/answer.h"

typedef struct pol_row {
  const pol_run *run;
  const pol_program *p;
  const pol_model *m;
  const pol_record_facts *record; /* NULL where only columns are read */
  uint32_t row;
  pol_arena *arena;
} pol_row;

typedef enum pol_truth { POL_NO, POL_YES, POL_OPEN, POL_BAD } pol_truth; /* of a condition: not applicable is no */

pol_row pol_row_of(pol_arena *arena, const pol_run *run, const pol_record_facts *record, uint32_t row);
/* POL_NO_NODE is a condition that always holds. */
pol_truth pol_row_truth(const pol_row *r, uint32_t node);
pol_state pol_row_state(const pol_row *r, uint32_t node);
pol_value pol_row_value(const pol_row *r, uint32_t node, const pol_type *type); /* `type`: as shown there; NULL: the node's own */

/* A permission's amount, of that node of it, and as what it is shown on that day. */
pol_value pol_row_amount(const pol_row *r, const pol_decision *d, uint32_t node);
pol_type pol_row_amount_type(const pol_row *r, const pol_decision *d);

/* Whether a rule is in force and counts: a rule that gives a value counts only where it has one. */
pol_truth pol_row_counts(const pol_row *r, uint32_t rule);
bool pol_row_has(const pol_row *r, const pol_decision *d, uint32_t option); /* whether a rule that is certain puts that element in */
pol_outcome pol_effect_outcome(pol_effect e); /* of the rules of permissions and of `applies only if`; else POL_OUT_VALUE */

/* The decision's own answer, whatever stage stands before it; an amount in error takes the permission with it. */
pol_outcome pol_row_own_outcome(const pol_row *r, uint32_t decision);
/* The stages that stand before a decision, first ones first, and at the end the decision itself. */
pol_status pol_row_stages(uint32_t **stages, uint32_t *n, const pol_row *r, uint32_t decision);

/* Whether to->rule holds and is not in force: then what it gave way to, or what set it aside. */
bool pol_row_gave_way(pol_gave_way *to, const pol_row *r);

/* Frames: the enclosing one, and the rows in `frame` of the elements that belong to `row` of the frame around it. */
uint32_t pol_frame_outer(const pol_program *p, uint32_t frame);
void pol_row_elements(const pol_row *r, uint32_t frame, uint32_t row, uint32_t *first, uint32_t *end);
#endif
