/* Steps and registers, as lowering makes them: each value once. */
#include "batch/lower.h"
#include <string.h>

static void *failed(pol_lower *l) {
  if (l->status == POL_OK) l->status = POL_NO_MEMORY;
  return NULL;
}

uint32_t pol_reg_new(pol_lower *l, uint8_t width) {
  pol_plan_reg *r = POL_VEC_PUSH(l->scratch, &l->regs);
  if (r == NULL) return failed(l), (uint32_t)POL_REG_KNOWN;
  *r = (pol_plan_reg){.width = width, .lane = POL_NO_REF};
  return l->regs.n - 1;
}

uint32_t pol_operands(pol_lower *l, const pol_operand *o, uint32_t n) {
  uint32_t at = l->operands.n;
  for (uint32_t j = 0; j < n; j++) {
    pol_operand *to = POL_VEC_PUSH(l->scratch, &l->operands);
    if (to == NULL) return failed(l), 0;
    *to = o[j];
  }
  return at;
}

void pol_emit_plain(pol_lower *l, pol_step x) {
  pol_step *to = POL_VEC_PUSH(l->scratch, &l->steps);
  if (to == NULL) {
    failed(l);
    return;
  }
  *to = x;
  if (l->regs.at[x.out].made == 0) l->regs.at[x.out].made = l->steps.n;
}

const pol_step *pol_made_by(const pol_lower *l, uint32_t reg) { return l->regs.at[reg].made == 0 ? NULL : &l->steps.at[l->regs.at[reg].made - 1]; }

/* -- steps that are there already */

static bool same(const pol_lower *l, const pol_step *a, const pol_step *b) {
  if (a->kernel != b->kernel || a->lists != b->lists || a->a != b->a || a->b != b->b || a->c != b->c || a->s != b->s || a->n != b->n) return false;
  if (memcmp(a->k, b->k, sizeof a->k) != 0) return false;
  for (uint32_t j = 0; j < a->n; j++) {
    const pol_operand *x = &l->operands.at[a->at + j], *y = &l->operands.at[b->at + j];
    if (x->v != y->v || x->s != y->s || x->of != y->of || x->rank != y->rank || x->k != y->k) return false;
  }
  return true;
}

static uint64_t mix(uint64_t h, uint64_t x) {
  h = (h ^ x) * 0x9e3779b97f4a7c15u;
  return h ^ h >> 29;
}

static uint32_t hash(const pol_lower *l, const pol_step *x) {
  uint64_t h = mix(mix(mix(x->kernel, x->a), x->b), x->c);
  h = mix(h, x->s);
  for (int j = 0; j < 5; j++) h = mix(h, (uint64_t)x->k[j]);
  for (uint32_t j = 0; j < x->n; j++) h = mix(mix(h, l->operands.at[x->at + j].v), l->operands.at[x->at + j].s);
  return (uint32_t)(h >> 16);
}

static bool grow(pol_lower *l) {
  uint32_t n = l->shares == 0 ? 256 : 2 * l->shares, *to = POL_NEW_N(l->scratch, uint32_t, n);
  if (to == NULL) return failed(l), false;
  for (uint32_t i = 0; i < l->shares; i++) {
    uint32_t one = l->shared[i], at = one == 0 ? 0 : hash(l, &l->steps.at[one - 1]) & (n - 1);
    if (one == 0) continue;
    while (to[at] != 0) at = (at + 1) & (n - 1);
    to[at] = one;
  }
  l->shared = to;
  l->shares = n;
  return true;
}

/* The step that computes the same, or NULL; then the next that is made is found for it. */
static const pol_step *find(pol_lower *l, const pol_step *x) {
  if (l->status != POL_OK) return NULL; /* its operands may not be there */
  if (l->steps.n * 2 >= l->shares && !grow(l)) return NULL;
  uint32_t at = hash(l, x) & (l->shares - 1);
  for (; l->shared[at] != 0; at = (at + 1) & (l->shares - 1)) {
    if (same(l, &l->steps.at[l->shared[at] - 1], x)) return &l->steps.at[l->shared[at] - 1];
  }
  l->shared[at] = l->steps.n + 1;
  return NULL;
}

uint32_t pol_emit(pol_lower *l, pol_step x, uint8_t width) {
  const pol_step *there = find(l, &x);
  if (there != NULL) return there->out;
  x.out = pol_reg_new(l, width);
  pol_emit_plain(l, x);
  return x.out;
}

uint32_t pol_emit_truth(pol_lower *l, pol_step x) {
  const pol_step *there = find(l, &x);
  if (there != NULL) return there->out;
  x.out = pol_reg_new(l, POL_LANE_8);
  pol_emit_plain(l, x);
  if (x.s != POL_REG_KNOWN) pol_emit_plain(l, (pol_step){.kernel = POL_K_MASK, .lists = pol_lists_of(l, &x.s, 1), .out = x.out, .s = x.s});
  return x.out;
}

static uint32_t state_reg(pol_lower *l, bool makes, bool open, bool none) {
  uint32_t reg = pol_reg_new(l, POL_LANE_8);
  if (reg == POL_REG_KNOWN) return reg;
  pol_plan_reg *r = &l->regs.at[reg];
  r->is_state = true, r->makes = makes, r->open = open, r->none = none;
  return reg;
}

uint32_t pol_emit_state(pol_lower *l, pol_step x, bool makes, bool open, bool none) {
  const pol_step *there = find(l, &x);
  if (there != NULL) return there->out;
  x.out = state_reg(l, makes, open, none);
  pol_emit_plain(l, x);
  return x.out;
}

uint32_t pol_emit_with_state(pol_lower *l, pol_step x, uint8_t width, uint32_t *state, bool open) {
  const pol_step *there = find(l, &x);
  if (there != NULL) return *state = there->out2, there->out;
  x.out = pol_reg_new(l, width);
  *state = x.out2 = state_reg(l, true, open, !open);
  pol_emit_plain(l, x);
  return x.out;
}

/* -- states */

bool pol_makes(const pol_lower *l, uint32_t state) { return l->regs.at[state].makes; }
bool pol_may_open(const pol_lower *l, uint32_t state) { return l->regs.at[state].open; }
bool pol_may_none(const pol_lower *l, uint32_t state) { return l->regs.at[state].none; }

uint8_t pol_lists_of(const pol_lower *l, const uint32_t *state, uint32_t n) {
  for (uint32_t j = 0; j < n; j++)
    if (pol_makes(l, state[j])) return POL_IN_BOTH;
  return POL_IN_STATED;
}

uint32_t pol_stricter(pol_lower *l, uint32_t a, uint32_t b) {
  if (a == b || b == POL_REG_KNOWN) return a;
  if (a == POL_REG_KNOWN) return b;
  if (a == POL_REG_NONE || b == POL_REG_NONE) return POL_REG_NONE;
  if (a == POL_REG_OPEN && !pol_may_none(l, b)) return a;
  if (b == POL_REG_OPEN && !pol_may_none(l, a)) return b;
  uint32_t both[2] = {a < b ? a : b, a < b ? b : a};
  bool makes = pol_makes(l, a) || pol_makes(l, b), open = pol_may_open(l, a) || pol_may_open(l, b), none = pol_may_none(l, a) || pol_may_none(l, b);
  /* Two at a time, so that what is asked of the same facts is asked once. */
  return pol_emit_state(l, (pol_step){.kernel = POL_K_STATES, .lists = pol_lists_of(l, both, 2), .a = both[0], .b = both[1]}, makes, open, none);
}

uint32_t pol_strictest(pol_lower *l, const uint32_t *state, uint32_t n) {
  uint32_t all = POL_REG_KNOWN;
  for (uint32_t j = 0; j < n; j++) all = pol_stricter(l, all, state[j]);
  return all;
}
