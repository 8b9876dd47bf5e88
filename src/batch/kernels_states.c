/* Kernels over what is true, over outcomes, and over states: all in bytes. */
#include "batch/rows.h"

#define OPERAND(j) c->operand[s->at + (j)]
#define BYTES(r) POL_LANE(const uint8_t, r)

/* -- conditions of which all is known */

POL_KERNEL(NOT) {
  uint8_t *out = POL_LANE(uint8_t, s->out);
  const uint8_t *a = BYTES(s->a);
  const uint32_t n = c->n;
  POL_EACH_ROW(out[i] = a[i] ^ 1);
}

/* Two at first, then two more at a time; each, or its opposite. */
#define CONNECT(name, sign)                                                                                   \
  POL_KERNEL(name) {                                                                                          \
    uint8_t *out = POL_LANE(uint8_t, s->out);                                                                 \
    const uint32_t n = c->n;                                                                                  \
    const uint8_t *v = BYTES(OPERAND(0).v), *w = BYTES(OPERAND(1).v);                                         \
    uint8_t vo = OPERAND(0).opposite, wo = OPERAND(1).opposite;                                               \
    if (s->n == 3) {                                                                                          \
      const uint8_t *x = BYTES(OPERAND(2).v), xo = OPERAND(2).opposite;                                       \
      POL_EACH_ROW(out[i] = (uint8_t)((v[i] ^ vo) sign (w[i] ^ wo) sign (x[i] ^ xo)));                         \
      return;                                                                                                 \
    }                                                                                                         \
    POL_EACH_ROW(out[i] = (uint8_t)((v[i] ^ vo) sign (w[i] ^ wo)));                                            \
    for (uint32_t j = 2; j < s->n; j += 2) {                                                                  \
      const uint32_t k = j + 1 < s->n ? j + 1 : j;                                                            \
      v = BYTES(OPERAND(j).v), w = BYTES(OPERAND(k).v), vo = OPERAND(j).opposite, wo = OPERAND(k).opposite;   \
      POL_EACH_ROW(out[i] = (uint8_t)(out[i] sign (v[i] ^ vo) sign (w[i] ^ wo)));                              \
    }                                                                                                         \
  }
CONNECT(AND, &)
CONNECT(OR, |)

/* -- and those of which something is not. While the operands are gone through, bits say what was among them: 1 what decides, 2 open, 4 not applicable */

static bool any_stated(const pol_step *s, const pol_step_call *c) {
  for (uint32_t j = 0; j < s->n; j++)
    if (c->reg[OPERAND(j).s].stated) return true;
  return false;
}

/* The bytes of a state, whether or not they are to be read. */
static const uint8_t *state_of(const pol_step_call *c, uint32_t reg) { return BYTES(c->reg[reg].stated ? reg : (uint32_t)POL_REG_KNOWN); }

static inline void connected(const pol_step *s, const pol_step_call *c, uint8_t deciding) {
  const uint32_t n = c->n;
  uint8_t any = 0;
  c->reg[s->out].stated = false;
  if (!any_stated(s, c)) return;
  uint8_t *state = POL_LANE(uint8_t, s->out);
  for (uint32_t j = 0; j < s->n; j++) {
    const uint8_t *v = BYTES(OPERAND(j).v), *st = state_of(c, OPERAND(j).s);
    POL_EACH_ROW({
      uint8_t open = st[i] & 1, none = st[i] >> 1, decides = (uint8_t)(((v[i] ^ deciding ^ 1) & 1) & ~open);
      uint8_t seen = (uint8_t)(decides | ((open & ~none) << 1) | (none << 2));
      state[i] = j == 0 ? seen : (uint8_t)(state[i] | seen);
    });
  }
  POL_EACH_ROW({
    uint8_t seen = state[i];
    state[i] = (uint8_t)(seen & 1 ? POL_ST_KNOWN : seen & 2 ? POL_ST_OPEN : seen & 4 ? POL_ST_NONE : POL_ST_KNOWN);
    any |= state[i];
  });
  c->reg[s->out].stated = any != 0;
}

POL_KERNEL(AND_STATE) { connected(s, c, 0); }
POL_KERNEL(OR_STATE) { connected(s, c, 1); }

/* In place, and only where there is something to mask. */
POL_KERNEL(MASK) {
  uint8_t *out = POL_LANE(uint8_t, s->out);
  const uint8_t *state = BYTES(s->s);
  const uint32_t n = c->n;
  if (c->reg[s->s].stated) POL_EACH_ROW(out[i] = (uint8_t)(out[i] & (state[i] == POL_ST_KNOWN)));
}

/* -- outcomes */

/* A stronger one overrules those before it; those of one rank go two at a time. */
POL_KERNEL(PERMISSION) {
  uint8_t *out = POL_LANE(uint8_t, s->out);
  const uint32_t n = c->n;
  for (uint32_t j = 0; j < s->n;) {
    const uint8_t rank = OPERAND(j).rank;
    const uint32_t k = j + 1 < s->n && OPERAND(j + 1).rank == rank ? j + 1 : j;
    const uint8_t *v = BYTES(OPERAND(j).v), *w = BYTES(OPERAND(k).v), vo = OPERAND(j).opposite, wo = OPERAND(k).opposite;
    if (j == 0) POL_EACH_ROW(out[i] = (v[i] ^ vo) | (w[i] ^ wo) ? rank : (uint8_t)POL_OUT_SILENT);
    else POL_EACH_ROW(out[i] = (v[i] ^ vo) | (w[i] ^ wo) ? rank : out[i]);
    j = k + 1;
  }
}

POL_KERNEL(PERMISSION_STATE) {
  const uint8_t *certain = BYTES(s->a);
  const uint32_t n = c->n;
  c->reg[s->out].stated = false;
  if (!any_stated(s, c)) return;
  uint8_t *state = POL_LANE(uint8_t, s->out), any = 0;
  POL_EACH_ROW(state[i] = POL_OUT_SILENT); /* the best that is open */
  for (uint32_t j = 0; j < s->n; j++) {
    const uint8_t *st = state_of(c, OPERAND(j).s), rank = OPERAND(j).rank;
    POL_EACH_ROW(state[i] = st[i] == POL_ST_OPEN && rank < state[i] ? rank : state[i]);
  }
  POL_EACH_ROW({
    state[i] = state[i] < certain[i] ? POL_ST_OPEN : POL_ST_KNOWN;
    any |= state[i];
  });
  c->reg[s->out].stated = any != 0;
}

POL_KERNEL(STAGE) {
  uint8_t *out = POL_LANE(uint8_t, s->out);
  const uint8_t *a = BYTES(s->a), *b = BYTES(s->b);
  const uint32_t n = c->n;
  POL_EACH_ROW(out[i] = a[i] == POL_OUT_PERMITTED ? b[i] : a[i]);
}

/* -- states of what is made of several. Each says at once that all is known where it is so in all that it is made of */

static void end(const pol_step_call *c, uint32_t reg) { c->reg[reg].stated = pol_any_byte(POL_LANE(const uint8_t, reg), c->n); }

POL_KERNEL(STAGE_STATED) {
  const uint8_t *earlier = BYTES(s->a), *before = state_of(c, s->b), *own = state_of(c, s->c);
  const uint32_t n = c->n;
  c->reg[s->out].stated = false;
  if (!c->reg[s->b].stated && !c->reg[s->c].stated) return;
  uint8_t *out = POL_LANE(uint8_t, s->out);
  POL_EACH_ROW(out[i] = earlier[i] == POL_OUT_PERMITTED && before[i] == POL_ST_KNOWN ? own[i] : before[i]);
  end(c, s->out);
}

POL_KERNEL(STATES) {
  uint8_t *out = POL_LANE(uint8_t, s->out);
  const uint8_t *a = state_of(c, s->a), *b = state_of(c, s->b);
  const uint32_t n = c->n;
  c->reg[s->out].stated = c->reg[s->a].stated || c->reg[s->b].stated;
  if (c->reg[s->out].stated) POL_EACH_ROW(out[i] = (uint8_t)(a[i] | b[i]));
}

POL_KERNEL(MARKS) {
  uint8_t *out = POL_LANE(uint8_t, s->out), any = 0;
  const uint8_t *mark = BYTES(s->a);
  const uint32_t n = c->n;
  POL_EACH_ROW({
    out[i] = (uint8_t)(mark[i] == 0 ? POL_ST_NONE : mark[i] >> 1);
    any |= out[i];
  });
  c->reg[s->out].stated = any != 0;
}

/* Whether a rule is open, or in force with a value that is: 1 in the rows where it is so. */
static void open_rules(uint8_t *out, const pol_step *s, const pol_step_call *c) {
  const uint32_t n = c->n;
  POL_EACH_ROW(out[i] = 0);
  for (uint32_t j = 0; j < s->n; j++) {
    const uint8_t *v = BYTES(OPERAND(j).v), *st = state_of(c, OPERAND(j).s), *of = state_of(c, OPERAND(j).of);
    if (!c->reg[OPERAND(j).s].stated && !c->reg[OPERAND(j).of].stated) continue;
    POL_EACH_ROW(out[i] = (uint8_t)(out[i] | (st[i] == POL_ST_OPEN) | (v[i] & (of[i] == POL_ST_OPEN))));
  }
}

static bool rules_stated(const pol_step *s, const pol_step_call *c) {
  for (uint32_t j = 0; j < s->n; j++)
    if (c->reg[OPERAND(j).s].stated || c->reg[OPERAND(j).of].stated) return true;
  return false;
}

/* The same where rules are open, or their values: what is open outdoes it. */
POL_KERNEL(OPENS) {
  uint8_t *out = POL_LANE(uint8_t, s->out);
  const uint8_t *mark = BYTES(s->a);
  const uint32_t n = c->n;
  if (!rules_stated(s, c)) {
    MARKS(s, c);
    return;
  }
  open_rules(out, s, c);
  POL_EACH_ROW(out[i] = (uint8_t)(out[i] ? POL_ST_OPEN : mark[i] == 0 ? POL_ST_NONE : mark[i] >> 1));
  end(c, s->out);
}

POL_KERNEL(STATE_ADD) {
  uint8_t *out = POL_LANE(uint8_t, s->out);
  const uint8_t *base = state_of(c, s->a);
  const uint32_t n = c->n;
  c->reg[s->out].stated = false;
  if (!c->reg[s->a].stated && !rules_stated(s, c)) return;
  open_rules(out, s, c);
  POL_EACH_ROW(out[i] = (uint8_t)(out[i] | (base[i] == POL_ST_OPEN) | (base[i] & 2)));
  for (uint32_t j = 0; j < s->n; j++) { /* a rule that adds makes a value where there is none */
    const uint8_t *v = BYTES(OPERAND(j).v);
    POL_EACH_ROW(out[i] = (uint8_t)(out[i] & (v[i] ? 1 : 3)));
  }
  POL_EACH_ROW(out[i] = (uint8_t)(out[i] & 1 ? POL_ST_OPEN : out[i] ? POL_ST_NONE : POL_ST_KNOWN));
  end(c, s->out);
}

POL_KERNEL(STATE_AFTER) {
  uint8_t *out = POL_LANE(uint8_t, s->out);
  const uint8_t *base = state_of(c, s->a);
  const uint32_t n = c->n;
  c->reg[s->out].stated = false;
  if (!c->reg[s->a].stated && !rules_stated(s, c)) return;
  open_rules(out, s, c);
  POL_EACH_ROW(out[i] = (uint8_t)(out[i] | base[i]));
  end(c, s->out);
}

POL_KERNEL(STATE_SELECT) {
  uint8_t *out = POL_LANE(uint8_t, s->out);
  const uint8_t *when = BYTES(s->a), *st = state_of(c, s->b), *yes = state_of(c, s->c), *no = state_of(c, s->s);
  const uint32_t n = c->n;
  c->reg[s->out].stated = false;
  if (!c->reg[s->b].stated && !c->reg[s->c].stated && !c->reg[s->s].stated) return;
  POL_EACH_ROW(out[i] = (uint8_t)(st[i] == POL_ST_OPEN ? POL_ST_OPEN : when[i] ? yes[i] : no[i]));
  end(c, s->out);
}

POL_KERNEL(STATE_PRESUME) {
  uint8_t *out = POL_LANE(uint8_t, s->out);
  const uint8_t *given = state_of(c, s->a), *presumed = state_of(c, s->b);
  const uint32_t n = c->n;
  c->reg[s->out].stated = false;
  if (!c->reg[s->a].stated) return;
  POL_EACH_ROW(out[i] = (uint8_t)(given[i] == POL_ST_OPEN && presumed[i] == POL_ST_KNOWN ? POL_ST_KNOWN : given[i]));
  end(c, s->out);
}

POL_KERNEL(STATE_ONLY) {
  uint8_t *out = POL_LANE(uint8_t, s->out);
  const uint8_t *a = state_of(c, s->a), *when = BYTES(s->b), *st = state_of(c, s->c);
  const uint32_t n = c->n;
  POL_EACH_ROW(out[i] = (uint8_t)(when[i] == 0 && st[i] != POL_ST_OPEN ? POL_ST_NONE : a[i]));
  end(c, s->out);
}

POL_KERNEL(STATE_HOLDS) {
  uint8_t *out = POL_LANE(uint8_t, s->out);
  const uint8_t *a = BYTES(s->a);
  const uint32_t n = c->n;
  c->reg[s->out].stated = false;
  if (!c->reg[s->a].stated) return;
  POL_EACH_ROW(out[i] = a[i] == POL_ST_OPEN);
  end(c, s->out);
}

/* Of what eval has in error it says yes; here that is open. */
POL_KERNEL(APPLIES) {
  uint8_t *out = POL_LANE(uint8_t, s->out), *state = POL_LANE(uint8_t, s->out2);
  const uint8_t *a = state_of(c, s->a);
  const uint32_t n = c->n;
  POL_EACH_ROW({
    out[i] = a[i] == POL_ST_KNOWN;
    state[i] = a[i] == POL_ST_OPEN;
  });
  end(c, s->out2);
}

POL_KERNEL(SPEAKS) {
  uint8_t *out = POL_LANE(uint8_t, s->out), *state = POL_LANE(uint8_t, s->out2);
  const uint8_t *v = BYTES(s->a), *st = state_of(c, s->b), *of = state_of(c, s->c);
  const uint32_t n = c->n;
  POL_EACH_ROW({
    uint8_t speaks = of[i] != POL_ST_NONE;
    out[i] = (uint8_t)(v[i] & speaks);
    state[i] = (uint8_t)(speaks ? st[i] : POL_ST_KNOWN);
  });
  end(c, s->out2);
}

POL_KERNEL(TO_STATE) {
  uint8_t *out = POL_LANE(uint8_t, s->out);
  const uint8_t *a = BYTES(s->a);
  const uint32_t n = c->n;
  POL_EACH_ROW(out[i] = a[i]);
  end(c, s->out);
}

POL_KERNEL(AGAIN) {
  uint8_t *out = POL_LANE(uint8_t, s->out);
  const uint32_t n = c->n;
  bool begun = false;
  for (uint32_t j = 0; j < s->n; j++) {
    if (!c->reg[OPERAND(j).s].stated) continue;
    const uint8_t *a = BYTES(OPERAND(j).s);
    if (begun) POL_EACH_ROW(out[i] = (uint8_t)(out[i] | (a[i] == POL_ST_OPEN)));
    else POL_EACH_ROW(out[i] = a[i] == POL_ST_OPEN);
    begun = true;
  }
  c->reg[s->out].stated = begun && pol_any_byte(out, n);
}

POL_KERNEL(SILENT) {
  uint8_t *out = POL_LANE(uint8_t, s->out);
  const uint8_t *a = BYTES(s->a), *state = state_of(c, s->s);
  const uint32_t n = c->n;
  POL_EACH_ROW(out[i] = (uint8_t)(state[i] == POL_ST_NONE ? POL_OUT_SILENT : a[i]));
}

const pol_step_kernel POL_VARIED(pol_batch_states)[POL_BATCH_KERNELS] = {
    [POL_K_NOT] = NOT, [POL_K_AND] = AND, [POL_K_OR] = OR, [POL_K_AND_STATE] = AND_STATE, [POL_K_OR_STATE] = OR_STATE,
    [POL_K_PERMISSION] = PERMISSION, [POL_K_PERMISSION_STATE] = PERMISSION_STATE, [POL_K_STAGE] = STAGE, [POL_K_STAGE_STATED] = STAGE_STATED,
    [POL_K_MASK] = MASK, [POL_K_MARKS] = MARKS, [POL_K_STATES] = STATES, [POL_K_OPENS] = OPENS,
    [POL_K_STATE_ADD] = STATE_ADD, [POL_K_STATE_AFTER] = STATE_AFTER, [POL_K_STATE_SELECT] = STATE_SELECT, [POL_K_STATE_PRESUME] = STATE_PRESUME,
    [POL_K_STATE_ONLY] = STATE_ONLY, [POL_K_STATE_HOLDS] = STATE_HOLDS, [POL_K_APPLIES] = APPLIES, [POL_K_SPEAKS] = SPEAKS, [POL_K_TO_STATE] = TO_STATE,
    [POL_K_AGAIN] = AGAIN, [POL_K_SILENT] = SILENT,
};
