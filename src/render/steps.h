/* How a value was worked out: base, additions, factors, caps and floors, rounding, each with its clause; and the pieces of an interval.
 * Text and JSON read the same list. */
#ifndef POL_RENDER_STEPS_H
#define POL_RENDER_STEPS_H
#include "render/cited.h"

typedef enum pol_step_kind {
  POL_STEP_IS,
  POL_STEP_ADDS,
  POL_STEP_TIMES,
  POL_STEP_CAP,
  POL_STEP_FLOOR,
  POL_STEP_EQUALS,
  POL_STEP_ROUNDED
} pol_step_kind;
const char *pol_step_sign(pol_step_kind k); /* "×", "=", "" */
const char *pol_step_name(pol_step_kind k); /* as JSON has it: "is", "adds", "multiplies", "cap", "floor", "equals", "rounded" */

typedef struct pol_step {
  pol_step_kind kind;
  uint32_t rule;      /* POL_NO_REF for EQUALS and ROUNDED */
  const char *amount; /* "22.2 / 37", "18 days" */
  bool summed;        /* it is a sum or a product, and not the value alone */
  const char *note;   /* reason or condition, the source with its values; "" when there is none */
  pol_cited_item more; /* its notes: what else there is to know about the rule and, once, how its clause is read */
  pol_value value;
} pol_step;
typedef struct pol_steps {
  POL_VEC(pol_step) list;
} pol_steps;

void pol_steps_read(pol_steps *out, const pol_case *c);
/* Sums and products with their values: "30 days × 22.2 / 37"; else the value alone. */
const char *pol_sum_words(const pol_case *c, const pol_expr *e, const pol_value *value);
/* The pieces of an interval, where a deciding rule adds them up: when, how long, at which rate, under which clause. */
typedef struct pol_stretch {
  pol_date date;
  int32_t start, end;                 /* minutes of the date's day; the end may be in the next */
  const char *hours, *rate, *counts;  /* rate: "" when there is none */
  uint32_t rule;                      /* the row of the table that gave the rate; POL_NO_REF */
} pol_stretch;
typedef struct pol_stretches {
  POL_VEC(pol_stretch) rows;
  const char *hours, *counts;         /* their sums; "" when not all pieces are here */
  uint32_t more;                      /* pieces that are not here */
  POL_VEC(uint32_t) unused;           /* rules of the table under which no piece falls */
  const pol_expr *value;              /* of the rule */
} pol_stretches;
bool pol_stretches_read(pol_stretches *out, const pol_case *c); /* false: no deciding rule has them */

/* The blocks of an explanation: the arithmetic, and the table of pieces where a rule adds up the pieces of an interval. */
void pol_steps_tell(const pol_case *c, bool pieces); /* pieces: their table follows, and says where the sum comes from */
void pol_pieces_tell(const pol_case *c);
void pol_amount_tell(const pol_case *c); /* of a permission: the sum, without the clause that "Because" has named */
#endif
