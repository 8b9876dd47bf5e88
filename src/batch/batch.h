/* A program over lanes: what eval computes, for many records at once, as narrow as the ranges of the facts allow. A plan is made of a program, for the decisions asked and the facts that a
 * file gives; a machine, one a thread, runs it. Whatever does not fit (a number outside its lane, an answer that missing facts leave open, a node that has no kernel here) is marked to be
 * decided again by eval: so an answer that is given here is the answer that eval would give, and tests hold the two together. */
#ifndef POL_BATCH_BATCH_H
#define POL_BATCH_BATCH_H
#include "base/cpu.h"
#include "eval/eval.h"
#include "ops/lane.h"

typedef struct pol_plan pol_plan;
typedef struct pol_plan_input {
  const pol_program *program;
  const uint32_t *decision; uint32_t decisions;  /* those that are asked, in their order */
  const bool *given;                             /* by fact: a record may give it. Of others only what `common` says is known */
  const pol_record_facts *common;                /* what every record has that does not say otherwise; NULL: nothing */
  const pol_record_facts *const *seen; uint32_t seens; /* some records, to judge by how large and how fine numbers are: they change how fast it goes, never what comes out */
  const pol_fact_lane *held; uint32_t helds;     /* lanes as a program holds them: their places are taken as they are, and their range as far as the fact's own bounds go; how wide is the plan's to say */
  pol_date as_of;                                /* folded in: another date is another plan */
  const uint32_t *keep; uint32_t keeps;          /* nodes of the program, of frame 0, whose lanes are to be read after a run; POL_NO_NODE is passed over */
} pol_plan_input;
pol_status pol_plan_make(pol_plan **out, const pol_alloc *from, const pol_plan_input *in);
void pol_plan_drop(pol_plan *p);
const pol_fact_lane *pol_plan_facts(const pol_plan *p, uint32_t *n); /* what is to be read: in the order in which pol_machine_run takes it */
void pol_plan_dump(pol_text *to, const pol_plan *p);                 /* a line a step */

typedef enum pol_verdict_kind {
  POL_VERDICT_LONG,    /* every record is to be decided again: its answer is no single cell (a set, duties), or needs what lanes cannot hold */
  POL_VERDICT_OUTCOME, /* a permission: pol_outcome, 8 bits */
  POL_VERDICT_YES_NO, POL_VERDICT_OPTION, POL_VERDICT_PARTY, POL_VERDICT_DATE, POL_VERDICT_TIME, POL_VERDICT_PERIOD /* two 32-bit lanes in one of 64: months above, days below */,
  POL_VERDICT_NUMBER   /* value = lane / scale */
} pol_verdict_kind;
typedef struct pol_verdict_form {
  pol_verdict_kind kind;
  uint32_t decision;
  pol_lane_width width;
  int64_t scale;          /* NUMBER */
  int64_t least, most;    /* of the lane */
} pol_verdict_form;
const pol_verdict_form *pol_plan_verdicts(const pol_plan *p, uint32_t *n); /* in the order asked */
bool pol_plan_holds_all(const pol_plan *p);                                 /* none of them is LONG */

/* What is kept of a node that `keep` names. Its state is KNOWN, NOT_APPLICABLE, or else UNKNOWN: then it may as well be an error, or what eval can tell after all, so that it is eval's to say. */
typedef enum pol_kept_kind {
  POL_KEPT_NONE,    /* no lane holds it: eval says */
  POL_KEPT_WHOLE,   /* yes or no, options, outcomes, parties, dates, times: as in a column of INT */
  POL_KEPT_NUMBER,  /* value = lane / scale */
  POL_KEPT_RATIO,   /* value = lane / (second lane x scale) */
  POL_KEPT_PERIOD   /* months in the first lane, days in the second */
} pol_kept_kind;
typedef struct pol_kept_form { pol_kept_kind kind; pol_lane_width width, second; int64_t scale; } pol_kept_form;
pol_kept_form pol_plan_kept(const pol_plan *p, uint32_t i); /* of keep[i] */

typedef struct pol_machine pol_machine;
pol_status pol_machine_new(pol_machine **out, const pol_plan *p, const pol_alloc *from, pol_cpu level); /* level: at most that of pol_cpu_level */
void pol_machine_drop(pol_machine *m);

typedef struct pol_verdicts { /* the machine's, until its next run */
  const pol_lane *value;   /* by decision asked: for a permission the outcome, which is always known; else the value, known or not applicable (silent or out of scope) */
  const uint8_t *again;    /* by record: 1 where the record is to be decided the long way, whatever `value` says; NULL: none is */
  uint32_t agains;
} pol_verdicts;
/* `lane`: one for each of pol_plan_facts, whose rows are known or unknown; n up to POL_LANE_ROWS. Allocates nothing. */
pol_status pol_machine_run(pol_machine *m, pol_verdicts *out, const pol_lane *lane, uint32_t n);
/* The lane of keep[i] after a run, until the next; a second lane (RATIO, PERIOD) follows it, and has no states of its own. NULL for POL_KEPT_NONE. Constants are there too, in every row. */
const pol_lane *pol_machine_kept(const pol_machine *m, uint32_t i);
#endif
