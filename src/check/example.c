/* Examples: facts with values for which conditions hold and others do not, found by trying. Amounts are worked out by the very kernels that decide, so an
 * example that is shown is one: nothing is said where none is found, or where an amount needs a list or another decision. */
#include "check/expr.h"
#include "check/rules.h"
#include "ops/kernels.h"
#include <string.h>

enum { ARGUMENTS = 24, STEPS = 512 }; /* small, for this recurses as deep as the conditions go */

/* -- the value of an amount, in one case */

typedef union room { int32_t i; pol_num num; pol_period period; pol_list_ref list; } room;

static pol_value unknown(pol_type type) {
  return (pol_value){ .state = POL_UNKNOWN, .type = type };
}

static void put_in(room *to, pol_column *column, const pol_value *v) {
  pol_repr repr = pol_type_repr(v->type);
  *to = (room){ .i = 0 };
  if (repr == POL_REPR_NUM) {
    column->as.num = &to->num;
    if (v->state == POL_KNOWN) to->num = v->as.num;
  } else if (repr == POL_REPR_PERIOD) {
    column->as.period = &to->period;
    if (v->state == POL_KNOWN) to->period = v->as.period;
  } else {
    column->as.i = &to->i;
    if (v->state == POL_KNOWN) to->i = v->as.i;
  }
}

/* Which kernel: that of the representation which stands where the shape says `v`. */
static pol_kernel kernel_of(const pol_expr *e, const pol_value *arg) {
  const char *shape = pol_op_shape((pol_op)e->op);
  pol_repr common = POL_REPR_INT;
  uint32_t i = 0;
  for (const char *at = shape; *at != '\0' && *at != '>' && i < e->n; at++) {
    if (*at == '(' || *at == ')') continue;
    if (*at == 'v') {
      common = pol_type_repr(arg[i].type);
      break;
    }
    i++;
  }
  return pol_kernel_find((pol_op)e->op, common);
}

static uint32_t aux_of(const pol_model *m, const pol_expr *e) {
  if (e->op == POL_OP_SHIFT_ORDER) return e->ref < m->options.n ? m->options.at[e->ref].n : 0;
  return (uint32_t)m->short_months;
}

static pol_value work_out(const pol_example *x, const pol_expr *e) {
  pol_value arg[ARGUMENTS];
  room in[ARGUMENTS + 1];
  pol_column column[ARGUMENTS];
  uint8_t state[ARGUMENTS + 1];
  uint32_t number[ARGUMENTS];
  pol_value out = unknown(e->type);
  if (e->n == 0 || e->n > ARGUMENTS || pol_type_repr(e->type) == POL_REPR_LIST) return out;
  for (uint32_t i = 0; i < e->n; i++) {
    if (e->arg[i] == NULL || pol_type_repr(e->arg[i]->type) == POL_REPR_LIST) return out;
    arg[i] = pol_example_value(x, e->arg[i]);
    state[i] = POL_CELL(arg[i].state, arg[i].fault);
    column[i] = (pol_column){ .state = &state[i] };
    put_in(&in[i], &column[i], &arg[i]);
    number[i] = i;
  }
  pol_kernel kernel = kernel_of(e, arg);
  if (kernel == NULL) return out;
  pol_column result = { .state = &state[ARGUMENTS] };
  put_in(&in[ARGUMENTS], &result, &out);
  kernel(&(pol_kernel_call){ .column = column, .arg = number, .args = e->n, .n = 1, .out = result, .k = e->k, .aux = aux_of(x->c->m, e) });
  out.state = (uint8_t)POL_CELL_STATE(state[ARGUMENTS]);
  if (out.state != POL_KNOWN) return out;
  switch (pol_type_repr(e->type)) {
  case POL_REPR_NUM: out.as.num = in[ARGUMENTS].num; break;
  case POL_REPR_PERIOD: out.as.period = in[ARGUMENTS].period; break;
  default: out.as.i = in[ARGUMENTS].i; break;
  }
  return out;
}

pol_value pol_example_value(const pol_example *x, const pol_expr *e) {
  if (e->type.kind == POL_T_BROKEN) return unknown(e->type);
  switch ((pol_op)e->op) {
  case POL_OP_CONST: return e->value;
  case POL_OP_AS_OF: return (pol_value){ .state = POL_KNOWN, .type = e->type, .as.i = x->as_of };
  case POL_OP_INPUT: return x->fact[e->ref].type.kind != POL_T_BROKEN ? x->fact[e->ref] : unknown(e->type);
  default: return work_out(x, e);
  }
}

/* -- what is to hold */

static bool add_fact(pol_example *x, uint32_t fact) {
  for (uint32_t i = 0; i < x->facts; i++)
    if (x->of[i] == fact) return true;
  if (x->facts == POL_EXAMPLE_FACTS) return false;
  x->of[x->facts++] = fact;
  const pol_fact *f = &x->c->m->facts.at[fact];
  return f->only_when == NULL || pol_example_wants(x, f->only_when, true);
}

static void add_constant(pol_example *x, const pol_value *v) {
  if (v->state != POL_KNOWN || v->type.kind == POL_T_BROKEN) return;
  for (uint32_t i = 0; i < x->constants; i++)
    if (x->constant[i] == v) return;
  if (x->constants < POL_EXAMPLE_CONSTANTS) x->constant[x->constants++] = v;
}

bool pol_example_reads(pol_example *x, const pol_expr *e) {
  if (pol_expr_steps(e) > STEPS) return false;
  if (e->op == POL_OP_CONST) add_constant(x, &e->value);
  if (e->op == POL_OP_AS_OF) x->dated = true;
  if (e->op == POL_OP_INPUT) return add_fact(x, e->ref);
  for (uint32_t i = 0; i < e->n; i++)
    if (e->arg[i] != NULL && !pol_example_reads(x, e->arg[i])) return false;
  return true;
}

bool pol_example_wants(pol_example *x, const pol_expr *e, bool yes) {
  if (e == NULL) return true;
  if (x->wants == POL_EXAMPLE_WANTS) return false;
  x->want[x->wants++] = (pol_condition){ e, yes };
  return pol_example_reads(x, e);
}

static bool is_yes(const pol_value *v) {
  return v->state == POL_KNOWN && v->as.i != 0;
}

/* Whether this may still be: a condition that is to hold is not no, one that is not to hold is not yes. settled: it is so. */
static bool may_be(const pol_example *x, bool settled) {
  for (uint32_t i = 0; i < x->wants; i++) {
    pol_value v = pol_example_value(x, x->want[i].e);
    bool no = v.state == POL_NOT_APPLICABLE || (v.state == POL_KNOWN && v.as.i == 0);
    if (x->want[i].yes ? no : is_yes(&v)) return false;
    if (settled && !(x->want[i].yes ? is_yes(&v) : no)) return false;
  }
  for (uint32_t i = 0; i < x->choices; i++) {
    bool one = false, open = false;
    for (uint32_t k = 0; k < x->choice[i].n; k++) {
      pol_value v = pol_example_value(x, x->choice[i].of[k].e);
      bool no = v.state == POL_NOT_APPLICABLE || (v.state == POL_KNOWN && v.as.i == 0), met = x->choice[i].of[k].yes ? is_yes(&v) : no;
      one = one || met;
      open = open || v.state == POL_UNKNOWN;
    }
    if (!one && (settled || !open)) return false;
  }
  return true;
}

bool pol_example_wants_one(pol_example *x, const pol_condition *of, uint32_t n) {
  uint32_t kept = 0;
  if (x->choices == POL_EXAMPLE_WANTS) return false;
  for (uint32_t i = 0; i < n && kept < POL_EXAMPLE_ONE_OF; i++) {
    if (of[i].e == NULL) continue;
    x->choice[x->choices].of[kept++] = of[i];
    if (!pol_example_reads(x, of[i].e)) return false;
  }
  x->choice[x->choices++].n = kept;
  return kept > 0;
}

/* -- values to try */

typedef struct trying { pol_value at[48]; uint32_t n; } trying;

static void offer(const pol_example *x, uint32_t fact, trying *t, const pol_value *v) {
  const pol_fact *f = &x->c->m->facts.at[fact];
  if (t->n == sizeof t->at / sizeof *t->at || !pol_fact_takes(f, v)) return;
  if (f->type.show == POL_SHOW_COUNT && pol_num_cmp(v->as.num, pol_num_int(0)) < 0) return;
  for (uint32_t i = 0; i < t->n; i++)
    if (pol_rules_comparable(&t->at[i], v) && pol_rules_compare(&t->at[i], v) == 0) return;
  t->at[t->n++] = *v;
  t->at[t->n - 1].type = f->type;
}

static void offer_number(const pol_example *x, uint32_t fact, trying *t, pol_num v, int by) {
  pol_value one = { .state = POL_KNOWN, .type = x->c->m->facts.at[fact].type };
  if (pol_num_add(&one.as.num, v, pol_num_int(by)) == POL_NUM_FINE) offer(x, fact, t, &one);
}

static void offer_numbers(const pol_example *x, uint32_t fact, trying *t) {
  const pol_fact *f = &x->c->m->facts.at[fact];
  for (uint32_t i = 0; i < x->constants; i++) {
    const pol_value *v = x->constant[i];
    if (v->type.kind != POL_T_NUMBER || !pol_unit_same(v->type.unit, f->type.unit)) continue;
    offer_number(x, fact, t, v->as.num, 0);
    offer_number(x, fact, t, v->as.num, 1);
    offer_number(x, fact, t, v->as.num, -1);
  }
  if (f->bound != POL_BOUND_NONE && f->low.state == POL_KNOWN) offer_number(x, fact, t, f->low.as.num, 0), offer_number(x, fact, t, f->low.as.num, 1);
  if (f->bound == POL_BOUND_RANGE && f->high.state == POL_KNOWN) offer_number(x, fact, t, f->high.as.num, 0);
  for (int i = 1; i >= 0; i--) offer_number(x, fact, t, pol_num_int(i), 0);
}

static void offer_date(const pol_example *x, uint32_t fact, trying *t, pol_date day, int32_t by) {
  pol_value one = { .state = POL_KNOWN, .type = x->c->m->facts.at[fact].type, .as.i = day + by };
  if (one.as.i >= POL_DATE_FIRST && one.as.i <= POL_DATE_LAST) offer(x, fact, t, &one);
}

/* Some years or months before the day of the decision, where the conditions count years or months; days that they name. */
static void offer_dates(const pol_example *x, uint32_t fact, trying *t) {
  for (uint32_t i = 0; i < x->constants; i++) {
    const pol_value *v = x->constant[i];
    int64_t n = 0;
    pol_date day = 0;
    if (v->type.kind == POL_T_DATE) {
      for (int by = 0; by < 3; by++) offer_date(x, fact, t, v->as.i, by == 2 ? -1 : by);
    } else if (v->type.kind == POL_T_NUMBER && pol_num_to_i64(&n, v->as.num) && n > 0 && n < 1200 && (v->type.unit.year == 1 || v->type.unit.month == 1)) {
      pol_period back = { (int32_t)n * (v->type.unit.year == 1 ? 12 : 1), 0 };
      if (pol_date_add(&day, x->as_of, back, -1, POL_SHORT_LAST_DAY)) offer_date(x, fact, t, day, 0), offer_date(x, fact, t, day, 1);
    }
  }
  offer_date(x, fact, t, x->as_of, 0); /* the days after it are offered only where a condition names them: who has not begun yet asks nothing */
  offer_date(x, fact, t, x->as_of, -400);
}

static void candidates(const pol_example *x, uint32_t fact, trying *t) {
  pol_type type = x->c->m->facts.at[fact].type;
  const pol_model *m = x->c->m;
  uint32_t options = type.kind == POL_T_BOOL ? 2 : type.kind == POL_T_PARTY ? m->parties.n : type.kind == POL_T_OPTION && type.ref < m->options.n ? m->options.at[type.ref].n : 0;
  t->n = 0;
  for (uint32_t i = 0; i < options && t->n < sizeof t->at / sizeof *t->at; i++) t->at[t->n++] = (pol_value){ .state = POL_KNOWN, .type = type, .as.i = (int32_t)i };
  if (options > 0) return;
  if (type.kind == POL_T_NUMBER) offer_numbers(x, fact, t);
  if (type.kind == POL_T_DATE) offer_dates(x, fact, t);
  for (uint32_t i = 0; i < x->constants && (type.kind == POL_T_TIME || type.kind == POL_T_TEXT); i++)
    if (x->constant[i]->type.kind == type.kind) offer(x, fact, t, x->constant[i]);
}

/* -- looking */

static bool values_differ(const pol_example *x) {
  if (x->differ[0] == NULL) return true;
  pol_value a = pol_example_value(x, x->differ[0]), b = pol_example_value(x, x->differ[1]);
  if (!pol_rules_comparable(&a, &b)) return false;
  return pol_rules_compare(&a, &b) != 0;
}

static bool look(pol_example *x, uint32_t next) {
  enum { TRIES = 3000 };
  if (x->tries++ > TRIES || !may_be(x, false)) return false;
  if (next == x->facts) return may_be(x, true) && values_differ(x);
  uint32_t fact = x->of[next];
  trying t;
  candidates(x, fact, &t);
  for (uint32_t i = 0; i < t.n; i++) {
    x->fact[fact] = t.at[i];
    if (look(x, next + 1)) return true;
  }
  x->fact[fact] = (pol_value){ .state = POL_UNKNOWN };
  return false;
}

bool pol_example_begin(pol_example *x, pol_checker *c, pol_arena *in, pol_date as_of) {
  *x = (pol_example){ .c = c, .as_of = as_of, .fact = POL_NEW_N(in, pol_value, c->m->facts.n + 1u) };
  if (x->fact == NULL) c->no_memory = true;
  for (uint32_t i = 0; x->fact != NULL && i < c->m->facts.n; i++) x->fact[i] = (pol_value){ .state = POL_UNKNOWN };
  return x->fact != NULL;
}

bool pol_example_find(pol_example *x) {
  x->tries = 0;
  return look(x, 0);
}

const char *pol_example_words(const pol_example *x) {
  const char *words = "";
  for (uint32_t i = 0; i < x->facts; i++)
    words = pol_check_format(x->c, "%s%s%s is %s", words, i > 0 ? ", " : "", pol_check_text(x->c, x->c->m->facts.at[x->of[i]].name), pol_check_value_words(x->c, &x->fact[x->of[i]]));
  if (x->dated) words = pol_check_format(x->c, "%s%son %s", words, x->facts > 0 ? ", " : "", pol_rules_day(x->c, x->as_of));
  return words;
}
