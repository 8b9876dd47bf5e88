/* From nodes of a program to steps over registers: what the files of lowering share. Private to batch. */
#ifndef POL_BATCH_LOWER_H
#define POL_BATCH_LOWER_H
#include "batch/step.h"

/* A lane, or one and the same number in every row. */
typedef struct pol_part {
  bool constant;
  uint8_t width;
  uint32_t reg;
  int64_t lo, hi;      /* of a constant: itself, twice */
} pol_part;

typedef enum pol_form_kind {
  POL_FORM_NONE,   /* not to be had here */
  POL_FORM_CONST,  /* v, exactly: also where it is unknown, in error or not applicable */
  POL_FORM_INT,
  POL_FORM_NUM,    /* part 0 × up / down */
  POL_FORM_RATIO,  /* part 0 / part 1 × up / down; part 1 is above 0 */
  POL_FORM_PERIOD  /* months, days */
} pol_form_kind;
typedef struct pol_form {
  pol_form_kind kind;
  uint32_t state;   /* register */
  pol_part part[2];
  int64_t up, down; /* above 0, nothing in common */
  pol_value v;
} pol_form;

typedef struct pol_lower {
  const pol_plan_input *in;
  const pol_program *p;
  pol_arena *arena, *scratch; /* arena: the plan's */
  pol_form *form;             /* by node */
  POL_VEC(pol_plan_reg) regs;
  POL_VEC(pol_step) steps;
  POL_VEC(pol_operand) operands;
  POL_VEC(pol_fact_lane) facts;
  POL_VEC(uint32_t) fact_value;
  POL_VEC(uint32_t) fact_state;
  POL_VEC(pol_operand) agains; /* states where a record is to be decided again */
  uint32_t *shared, shares;   /* steps by what they compute: a table of 2^n, step + 1 */
  pol_status status;          /* what failed, if anything: then nothing that is made is used */
} pol_lower;

/* -- emit.c: steps and registers. With no memory left register KNOWN comes back, and the status says so */
uint32_t pol_reg_new(pol_lower *l, uint8_t width);
uint32_t pol_emit(pol_lower *l, pol_step x, uint8_t width);                      /* a value: its register; the same step is the same register */
uint32_t pol_emit_truth(pol_lower *l, pol_step x);                               /* masked by x.s */
uint32_t pol_emit_state(pol_lower *l, pol_step x, bool makes, bool open, bool none);
uint32_t pol_emit_with_state(pol_lower *l, pol_step x, uint8_t width, uint32_t *state, bool open); /* out and out2; it makes the state */
void pol_emit_plain(pol_lower *l, pol_step x);                                   /* as it is, into registers that there are */
const pol_step *pol_made_by(const pol_lower *l, uint32_t reg);                   /* the step; NULL: a fact, or one that is always there */
uint32_t pol_operands(pol_lower *l, const pol_operand *o, uint32_t n);           /* where they are */
uint8_t pol_lists_of(const pol_lower *l, const uint32_t *state, uint32_t n);     /* in which lists a step for these states is: BOTH if one is made where all facts are known */
bool pol_makes(const pol_lower *l, uint32_t state);
bool pol_may_open(const pol_lower *l, uint32_t state);
bool pol_may_none(const pol_lower *l, uint32_t state);
uint32_t pol_strictest(pol_lower *l, const uint32_t *state, uint32_t n);
uint32_t pol_stricter(pol_lower *l, uint32_t a, uint32_t b);

/* -- parts.c: arithmetic on parts. false: it does not fit in 62 bits */
#define POL_PART_MOST ((int64_t)1 << 62)
pol_part pol_part_const(int64_t k);
pol_part pol_part_reg(uint32_t reg, uint8_t width, int64_t lo, int64_t hi);
uint8_t pol_width_for(int64_t lo, int64_t hi);
pol_part pol_part_wider(pol_lower *l, pol_part p, uint8_t width);  /* or narrower, if it fits */
uint32_t pol_part_lane(pol_lower *l, pol_part p, uint8_t width);   /* its register, of that width; a constant in every row */
bool pol_part_lin(pol_lower *l, pol_part *out, pol_part p, int64_t m, int64_t add);
bool pol_part_add(pol_lower *l, pol_part *out, pol_part a, pol_part b, int sign);
bool pol_part_mul(pol_lower *l, pol_part *out, pol_part a, pol_part b);
pol_part pol_part_extreme(pol_lower *l, pol_part a, pol_part b, bool greatest);
pol_part pol_part_select(pol_lower *l, uint32_t condition, pol_part yes, pol_part no);
/* A truth, masked by the state. */
pol_part pol_part_compare(pol_lower *l, pol_op op, pol_part a, pol_part b, uint32_t state);
pol_part pol_part_not(pol_lower *l, pol_part p, uint32_t state);
/* and, or: of values alone, since what is not known is 0. Operands may come in another order. */
uint32_t pol_all_or_any(pol_lower *l, bool any, pol_operand *o, uint32_t n);
bool pol_are_opposites(const pol_lower *l, uint32_t a, uint32_t b);
uint32_t pol_part_truth(pol_lower *l, pol_part p, uint32_t state); /* its register; 0 where the state is not known */
bool pol_part_is_truth(pol_part p);
/* (p × m + add) / d, d > 0: in a mode; floor for what is to be below 0 too. */
bool pol_part_round(pol_lower *l, pol_part *out, pol_part p, int64_t m, int64_t d, pol_round mode);

/* -- lower_ratios.c: parts 0 and 1 of ratios in one unit; `a` changes. false: it does not fit */
bool pol_ratio_mul(pol_lower *l, pol_part a[2], const pol_part b[2]);
bool pol_ratio_add(pol_lower *l, pol_part a[2], const pol_part b[2]);
void pol_ratio_select(pol_lower *l, pol_part out[2], uint32_t condition, const pol_part yes[2], const pol_part no[2]);
bool pol_ratio_extreme(pol_lower *l, pol_part a[2], uint32_t when, const pol_part b[2], bool greatest); /* b where `when` holds and b is the less, or the greater */

/* -- simpler.c */
/* a against the constant k, for what a was made of, with another comparison and constant: false when there is nothing simpler. */
bool pol_part_simpler(const pol_lower *l, pol_op *op, pol_part *a, int64_t *k);

/* -- forms.c */
extern const pol_form pol_form_none;
pol_form pol_form_const(pol_value v);
pol_form pol_form_state(pol_state state);                          /* a constant that is not known */
pol_form pol_form_int(pol_part p, uint32_t state);
pol_form pol_form_truth(bool yes);
/* What a form is in lanes: constants become parts of their representation. false: it cannot be (too large for a lane). Of what is not known the parts are 0. */
bool pol_form_open(pol_form *out, const pol_lower *l, const pol_form *f, pol_repr repr);
bool pol_form_join(pol_lower *l, pol_form *const *f, uint32_t n); /* numbers: all in one unit; with one ratio among them all are */
bool pol_form_scale(pol_form *f, pol_num by);
bool pol_form_truth_lane(pol_lower *l, const pol_form *f, uint32_t *v, uint32_t *state); /* of a condition */
bool pol_form_fold(pol_form *out, pol_lower *l, uint32_t node); /* all arguments are constant: so is the node */
const pol_form *pol_form_arg(const pol_lower *l, uint32_t node, uint32_t j);
pol_form pol_form_of_fact(pol_lower *l, uint32_t fact);              /* ranges.c */

pol_form pol_form_sealed(pol_lower *l, pol_form f);                   /* what is 0 or 1 is 0 where nothing is known */

/* -- lower_….c: one node */
pol_form pol_lower_logic(pol_lower *l, uint32_t node);
pol_form pol_lower_compare(pol_lower *l, uint32_t node);
pol_form pol_lower_number(pol_lower *l, uint32_t node);
pol_form pol_lower_date(pol_lower *l, uint32_t node);
pol_form pol_lower_choice(pol_lower *l, uint32_t node);
pol_form pol_lower_rules(pol_lower *l, uint32_t node);

/* -- finish.c: what nothing reads is dropped, registers get their rooms. What is read after a run is in the plan already */
pol_status pol_plan_finish(pol_plan *p, pol_lower *l);
#endif
