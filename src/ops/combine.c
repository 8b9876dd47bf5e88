/* How the rules of a decision make its outcome or value. Rules come as in-force columns, beside their values; not applicable counts as not
 * in force, and so does a rule whose value is not applicable. What is open (in force or not, nobody knows yet) leaves a result standing
 * only where it cannot change it. */
#include "ops/cells.h"
#include "ops/kernel_set.h"

/* Ranks are those of pol_outcome: a smaller one beats a larger one. */
void pol_combine_permission(const pol_kernel_call *c) {
  for (uint32_t i = 0; i < c->n; i++) {
    uint8_t certain = POL_OUT_SILENT, open = POL_OUT_SILENT, erred = POL_OUT_SILENT, cell = POL_KNOWN;
    for (uint32_t j = 0; j < c->args; j++) {
      const pol_column *in_force = pol_arg(c, j);
      uint8_t rank = c->ranks[j];
      pol_truth truth = pol_cell_truth(in_force, i);
      if (truth == POL_TRUTH_YES && rank < certain) certain = rank;
      if (truth == POL_TRUTH_OPEN && rank < open) open = rank;
      if (truth == POL_TRUTH_ERRED && rank < erred) erred = rank, cell = in_force->state[i];
    }
    bool undetermined = open < certain, error = !undetermined && erred < certain;
    c->out.state[i] = undetermined ? (uint8_t)POL_UNKNOWN : error ? cell : (uint8_t)POL_KNOWN;
    c->out.as.i[i] = undetermined ? POL_OUT_UNDETERMINED : error ? POL_OUT_ERROR : certain;
  }
}

/* One rule with a value, in one row. */
typedef enum speaks { SPEAKS_NOT, SPEAKS, SPEAKS_PERHAPS, SPEAKS_UNKNOWN /* for all it does: unknown */, SPEAKS_ERRED } speaks;

static inline speaks rule_speaks(const pol_column *in_force, const pol_column *value, uint32_t i) {
  pol_truth truth = pol_cell_truth(in_force, i);
  pol_state state = POL_CELL_STATE(value->state[i]);
  if (truth == POL_TRUTH_NO || state == POL_NOT_APPLICABLE) return SPEAKS_NOT;
  if (truth == POL_TRUTH_ERRED) return state == POL_UNKNOWN ? SPEAKS_UNKNOWN : SPEAKS_ERRED; /* it may turn out to have no value at all */
  if (truth == POL_TRUTH_OPEN) return state == POL_KNOWN ? SPEAKS_PERHAPS : SPEAKS_UNKNOWN;
  return state == POL_KNOWN ? SPEAKS : state == POL_UNKNOWN ? SPEAKS_UNKNOWN : SPEAKS_ERRED;
}

static inline uint8_t error_of(const pol_column *in_force, const pol_column *value, uint32_t i) {
  return POL_CELL_STATE(in_force->state[i]) == POL_ERRED ? in_force->state[i] : value->state[i];
}

/* sign 0: all must agree; -1 the least; 1 the greatest. */
static inline void pick(const pol_kernel_call *c, pol_repr repr, int sign) {
  for (uint32_t i = 0; i < c->n; i++) {
    const pol_column *best = NULL;
    uint8_t erred = POL_KNOWN;
    bool conflict = false, unknown = false, perhaps = false;
    for (uint32_t j = 0; j + 1 < c->args; j += 2) {
      const pol_column *in_force = pol_arg(c, j), *value = pol_arg(c, j + 1);
      speaks what = rule_speaks(in_force, value, i);
      perhaps = perhaps || what == SPEAKS_PERHAPS;
      unknown = unknown || what == SPEAKS_UNKNOWN;
      if (what == SPEAKS_ERRED && erred == POL_KNOWN) erred = error_of(in_force, value, i);
      if (what != SPEAKS) continue;
      int compared = best == NULL ? 0 : pol_cell_compare(repr, value, i, best, i);
      if (sign == 0 && compared != 0) conflict = true;
      if (best == NULL || compared * sign > 0) best = value;
    }
    /* What may yet come into force must not change what is certain. */
    for (uint32_t j = 0; perhaps && !unknown && j + 1 < c->args; j += 2) {
      const pol_column *value = pol_arg(c, j + 1);
      if (rule_speaks(pol_arg(c, j), value, i) != SPEAKS_PERHAPS) continue;
      int compared = best == NULL ? 1 : pol_cell_compare(repr, value, i, best, i);
      unknown = best == NULL || (sign == 0 ? compared != 0 : compared * sign > 0);
    }
    if (conflict) pol_cell_none(repr, &c->out, i, POL_CELL(POL_ERRED, POL_FAULT_CONFLICT));
    else if (unknown) pol_cell_none(repr, &c->out, i, POL_UNKNOWN);
    else if (erred != POL_KNOWN) pol_cell_none(repr, &c->out, i, erred);
    else if (best == NULL) pol_cell_none(repr, &c->out, i, POL_NOT_APPLICABLE);
    else pol_cell_copy(repr, &c->out, i, best, i);
  }
}

static inline void pol_combine_pick(const pol_kernel_call *c, pol_repr repr) { pick(c, repr, 0); }
static inline void pol_combine_pick_least(const pol_kernel_call *c, pol_repr repr) { pick(c, repr, -1); }
static inline void pol_combine_pick_greatest(const pol_kernel_call *c, pol_repr repr) { pick(c, repr, 1); }
POL_KERNELS_VALUES(pol_combine_pick)
POL_KERNELS_ORDERED(pol_combine_pick_least)
POL_KERNELS_ORDERED(pol_combine_pick_greatest)

/* The running value of additions and factors in one row. */
typedef struct running { pol_num value; bool has, unknown; uint8_t erred; } running;

static running running_from(const pol_column *base, uint32_t i) {
  running r = {.value = pol_num_int(0), .erred = POL_KNOWN};
  switch (POL_CELL_STATE(base->state[i])) {
  case POL_KNOWN:
    r.has = true;
    r.value = base->as.num[i];
    break;
  case POL_UNKNOWN: r.unknown = true; break;
  case POL_ERRED: r.erred = base->state[i]; break;
  case POL_NOT_APPLICABLE: break;
  }
  return r;
}

static void running_end(const pol_kernel_call *c, const running *r, uint32_t i) {
  c->out.state[i] = r->unknown              ? (uint8_t)POL_UNKNOWN
                    : r->erred != POL_KNOWN ? r->erred
                    : r->has                ? (uint8_t)POL_KNOWN
                                            : (uint8_t)POL_NOT_APPLICABLE;
  if (c->out.state[i] == POL_KNOWN) c->out.as.num[i] = r->value;
}

/* An addition that may yet hold changes nothing when it adds 0, except that it would start a value where there is none. */
void pol_combine_add_all(const pol_kernel_call *c) {
  for (uint32_t i = 0; i < c->n; i++) {
    running r = running_from(pol_arg(c, 0), i);
    bool may_start = false;
    for (uint32_t j = 1; j + 1 < c->args; j += 2) {
      const pol_column *in_force = pol_arg(c, j), *amount = pol_arg(c, j + 1);
      switch (rule_speaks(in_force, amount, i)) {
      case SPEAKS_NOT: break;
      case SPEAKS_UNKNOWN: r.unknown = true; break;
      case SPEAKS_PERHAPS:
        if (amount->as.num[i].n != 0) r.unknown = true;
        may_start = true;
        break;
      case SPEAKS_ERRED:
        if (r.erred == POL_KNOWN) r.erred = error_of(in_force, amount, i);
        break;
      case SPEAKS:
        r.has = true;
        if (r.erred == POL_KNOWN) r.erred = pol_cell_fault(pol_num_add(&r.value, r.value, amount->as.num[i]));
        break;
      }
    }
    if (may_start && !r.has) r.unknown = true;
    running_end(c, &r, i);
  }
}

void pol_combine_mul_all(const pol_kernel_call *c) {
  pol_num one = pol_num_int(1);
  for (uint32_t i = 0; i < c->n; i++) {
    running r = running_from(pol_arg(c, 0), i);
    bool nothing = !r.has && !r.unknown && r.erred == POL_KNOWN; /* no value: nothing to multiply */
    for (uint32_t j = 1; j + 1 < c->args && !nothing; j += 2) {
      const pol_column *in_force = pol_arg(c, j), *factor = pol_arg(c, j + 1);
      switch (rule_speaks(in_force, factor, i)) {
      case SPEAKS_NOT: break;
      case SPEAKS_UNKNOWN: r.unknown = true; break;
      case SPEAKS_PERHAPS:
        if (pol_num_cmp(factor->as.num[i], one) != 0) r.unknown = true;
        break;
      case SPEAKS_ERRED:
        if (r.erred == POL_KNOWN) r.erred = error_of(in_force, factor, i);
        break;
      case SPEAKS:
        if (r.has && r.erred == POL_KNOWN) r.erred = pol_cell_fault(pol_num_mul(&r.value, r.value, factor->as.num[i]));
        break;
      }
    }
    running_end(c, &r, i);
  }
}

/* The least cap and the greatest floor; NULL where there is none. */
typedef struct bounds { const pol_column *cap, *floor; } bounds;

static inline void tighten(pol_repr repr, bounds *b, const pol_column *limit, bool is_floor, uint32_t i) {
  const pol_column **side = is_floor ? &b->floor : &b->cap;
  if (*side == NULL || pol_cell_compare(repr, limit, i, *side, i) * (is_floor ? 1 : -1) > 0) *side = limit;
}

/* The column that has the bounded value, or NULL when a floor is above a cap. */
static inline const pol_column *bounded(pol_repr repr, const bounds *b, const pol_column *base, uint32_t i) {
  if (b->cap != NULL && b->floor != NULL && pol_cell_compare(repr, b->floor, i, b->cap, i) > 0) return NULL;
  if (b->cap != NULL && pol_cell_compare(repr, base, i, b->cap, i) > 0) return b->cap;
  if (b->floor != NULL && pol_cell_compare(repr, base, i, b->floor, i) < 0) return b->floor;
  return base;
}

static inline void pol_combine_cap_all(const pol_kernel_call *c, pol_repr repr) {
  const pol_column *base = pol_arg(c, 0);
  for (uint32_t i = 0; i < c->n; i++) {
    bounds certain = {NULL, NULL}, all = {NULL, NULL}; /* all: with those that may yet hold */
    bool unknown = POL_CELL_STATE(base->state[i]) == POL_UNKNOWN;
    uint8_t erred = POL_CELL_STATE(base->state[i]) == POL_ERRED ? base->state[i] : (uint8_t)POL_KNOWN;
    for (uint32_t j = 1; j + 1 < c->args; j += 2) {
      const pol_column *in_force = pol_arg(c, j), *limit = pol_arg(c, j + 1);
      bool is_floor = c->ranks[(j - 1) / 2] != 0;
      speaks what = rule_speaks(in_force, limit, i);
      if (what == SPEAKS) tighten(repr, &certain, limit, is_floor, i);
      if (what == SPEAKS || what == SPEAKS_PERHAPS) tighten(repr, &all, limit, is_floor, i);
      if (what == SPEAKS_UNKNOWN) unknown = true;
      if (what == SPEAKS_ERRED && erred == POL_KNOWN) erred = error_of(in_force, limit, i);
    }
    if (POL_CELL_STATE(base->state[i]) == POL_NOT_APPLICABLE) {
      pol_cell_none(repr, &c->out, i, POL_NOT_APPLICABLE);
      continue;
    }
    /* With all in and with all out the same: then so is it with any of them, for a bound only ever tightens. */
    const pol_column *without = NULL, *with = NULL;
    if (!unknown && erred == POL_KNOWN) without = bounded(repr, &certain, base, i), with = bounded(repr, &all, base, i);
    bool settled = without != NULL && with != NULL && pol_cell_compare(repr, without, i, with, i) == 0;
    if (unknown) pol_cell_none(repr, &c->out, i, POL_UNKNOWN);
    else if (erred != POL_KNOWN) pol_cell_none(repr, &c->out, i, erred);
    else if (without == NULL) pol_cell_none(repr, &c->out, i, POL_CELL(POL_ERRED, POL_FAULT_CONFLICT));
    else if (!settled) pol_cell_none(repr, &c->out, i, POL_UNKNOWN);
    else pol_cell_copy(repr, &c->out, i, without, i);
  }
}
POL_KERNELS_ORDERED(pol_combine_cap_all)
