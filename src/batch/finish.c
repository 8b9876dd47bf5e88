/* The two lists of a plan out of the steps that lowering made: what nothing reads is dropped, and lanes that nothing reads any more make room for others, so that what is worked on stays near
 * the processor. */
#include "batch/lower.h"

typedef struct work {
  pol_plan *p;
  pol_lower *l;
  pol_plan_list *list;
  uint8_t bit;       /* POL_IN_… */
  bool *needed;      /* by register */
  uint32_t *last;    /* by register: the step that reads it last; the number of steps: it is read after the run */
  uint32_t *first;   /* the step that writes it first */
  bool *pinned;
} work;

/* These write nothing where all is known: their lane is that of what they take it from. */
static bool is_by_state(const pol_step *x) { return x->kernel >= POL_K_PRESUME_8 && x->kernel <= POL_K_KNOWN_OR_64; }

/* -- steps of the list, by the names that registers have there */

static bool copy_steps(work *w) {
  pol_lower *l = w->l;
  pol_plan_list *list = w->list;
  list->step = POL_NEW_N(w->p->arena, pol_step, l->steps.n + 1);
  list->operand = POL_NEW_N(w->p->arena, pol_operand, l->operands.n + 1);
  list->name = POL_NEW_N(w->p->arena, uint32_t, l->regs.n);
  list->room = POL_NEW_N(w->p->arena, uint32_t, l->regs.n);
  if (!list->step || !list->operand || !list->name || !list->room) return false;
  for (uint32_t r = 0; r < l->regs.n; r++) list->name[r] = r, list->room[r] = POL_NO_REF;
  for (uint32_t i = 0; i < l->operands.n; i++) list->operand[i] = l->operands.at[i];
  list->operands = l->operands.n;
  const uint32_t *name = list->name;
  for (uint32_t i = 0; i < l->steps.n; i++) {
    pol_step x = l->steps.at[i];
    if (!(x.lists & w->bit)) {
      if (is_by_state(&x)) list->name[x.out] = name[x.a];
      continue;
    }
    x.a = name[x.a], x.b = name[x.b], x.c = name[x.c], x.s = name[x.s];
    for (uint32_t j = 0; j < x.n; j++) {
      pol_operand *o = &list->operand[x.at + j];
      o->v = name[l->operands.at[x.at + j].v], o->s = name[l->operands.at[x.at + j].s], o->of = name[l->operands.at[x.at + j].of];
    }
    list->step[list->steps++] = x;
  }
  return true;
}

/* Where all is known, the opposite of a condition need not be made for those who can take it the other way round. */
static void take_opposites(work *w) {
  const pol_lower *l = w->l;
  for (uint32_t i = 0; i < w->list->steps; i++) {
    const pol_step *x = &w->list->step[i];
    if (x->kernel != POL_K_AND && x->kernel != POL_K_OR && x->kernel != POL_K_PERMISSION) continue;
    for (uint32_t j = 0; j < x->n; j++) {
      pol_operand *o = &w->list->operand[x->at + j];
      const pol_step *not = pol_made_by(l, o->v);
      if (not == NULL || not->kernel != POL_K_NOT || pol_makes(l, not->s)) continue;
      o->v = w->list->name[not->a];
      o->opposite ^= 1;
    }
  }
}

static void pin(work *w, uint32_t reg) {
  reg = w->list->name[reg];
  w->needed[reg] = w->pinned[reg] = true;
}

static void pin_state(work *w, uint32_t reg) {
  if (w->bit == POL_IN_STATED || w->l->regs.at[reg].makes) pin(w, reg);
}

static void pin_outs(work *w) {
  const pol_plan *p = w->p;
  for (uint32_t i = 0; i < p->verdicts; i++) {
    pin(w, p->verdict_out[i].part[0].reg);
    pin_state(w, p->verdict_out[i].state);
  }
  for (uint32_t i = 0; i < p->keeps; i++) {
    for (int j = 0; j < 2; j++) pin(w, p->kept_out[i].part[j].reg);
    pin_state(w, p->kept_out[i].state);
  }
  pin_state(w, p->again);
}

static void drop_unread(work *w) {
  pol_plan_list *list = w->list;
  uint32_t to = list->steps;
  for (uint32_t i = list->steps; i-- > 0;) {
    pol_step x = list->step[i];
    if (!w->needed[x.out] && (x.out2 == 0 || !w->needed[x.out2])) continue;
    w->needed[x.a] = w->needed[x.b] = w->needed[x.c] = w->needed[x.s] = true;
    for (uint32_t j = 0; j < x.n; j++) {
      const pol_operand *o = &list->operand[x.at + j];
      w->needed[o->v] = w->needed[o->s] = w->needed[o->of] = true;
    }
    list->step[--to] = x;
  }
  for (uint32_t i = to; i < list->steps; i++) list->step[i - to] = list->step[i];
  list->steps -= to;
}

/* -- rooms */

static void reads(work *w, uint32_t reg, uint32_t step) {
  if (!w->pinned[reg]) w->last[reg] = step;
}

static void find_lives(work *w) {
  const pol_plan_list *list = w->list;
  for (uint32_t r = 0; r < w->l->regs.n; r++) w->first[r] = POL_NO_REF, w->last[r] = w->pinned[r] ? list->steps : 0;
  for (uint32_t i = 0; i < list->steps; i++) {
    const pol_step *x = &list->step[i];
    const uint32_t out[2] = {x->out, x->out2};
    for (int j = 0; j < 2; j++) {
      if (w->first[out[j]] == POL_NO_REF) w->first[out[j]] = i;
      reads(w, out[j], i); /* what nobody reads is in the way for one step */
    }
    reads(w, x->a, i), reads(w, x->b, i), reads(w, x->c, i), reads(w, x->s, i);
    for (uint32_t j = 0; j < x->n; j++) {
      const pol_operand *o = &list->operand[x->at + j];
      reads(w, o->v, i), reads(w, o->s, i), reads(w, o->of, i);
    }
  }
  for (uint32_t i = list->steps; i-- > 0;) {
    const pol_step *x = &list->step[i];
    if (is_by_state(x) && w->last[x->out] > w->last[x->a]) w->last[x->a] = w->last[x->out];
  }
}

static bool has_room(const work *w, uint32_t reg) { return reg >= POL_REG_FIRST && w->l->regs.at[reg].lane == POL_NO_REF; }

/* One room after another of each width; those that are free are taken first. */
static bool give_rooms(work *w) {
  pol_plan_list *list = w->list;
  uint32_t *spare[POL_LANE_WIDTHS], spares[POL_LANE_WIDTHS] = {0};
  for (int k = 0; k < POL_LANE_WIDTHS; k++)
    if ((spare[k] = POL_NEW_N(w->l->scratch, uint32_t, w->l->regs.n)) == NULL) return false;
  /* Registers by the step that reads them last: heads[i], then next[r]. */
  uint32_t *head = POL_NEW_N(w->l->scratch, uint32_t, list->steps + 1), *next = POL_NEW_N(w->l->scratch, uint32_t, w->l->regs.n);
  if (head == NULL || next == NULL) return false;
  for (uint32_t r = POL_REG_FIRST; r < w->l->regs.n; r++) {
    if (!has_room(w, r) || w->first[r] == POL_NO_REF) continue;
    next[r] = head[w->last[r]], head[w->last[r]] = r; /* 0, a register that has no room, ends it */
  }
  for (uint32_t i = 0; i < list->steps; i++) {
    const uint32_t out[2] = {list->step[i].out, list->step[i].out2};
    for (int j = 0; j < 2; j++) {
      if (!has_room(w, out[j]) || w->first[out[j]] != i) continue;
      uint8_t width = w->l->regs.at[out[j]].width;
      list->room[out[j]] = spares[width] > 0 ? spare[width][--spares[width]] : list->rooms[width]++;
    }
    for (uint32_t r = head[i]; r != 0; r = next[r]) {
      uint8_t width = w->l->regs.at[r].width;
      spare[width][spares[width]++] = list->room[r];
    }
  }
  return true;
}

static pol_status make_list(pol_plan *p, pol_lower *l, int which, bool *used) {
  work w = {.p = p, .l = l, .list = &p->list[which], .bit = which == POL_LIST_KNOWN ? POL_IN_KNOWN : POL_IN_STATED};
  const uint32_t n = l->regs.n;
  w.needed = POL_NEW_N(l->scratch, bool, n), w.pinned = POL_NEW_N(l->scratch, bool, n);
  w.first = POL_NEW_N(l->scratch, uint32_t, n), w.last = POL_NEW_N(l->scratch, uint32_t, n);
  if (!w.needed || !w.pinned || !w.first || !w.last || !copy_steps(&w)) return POL_NO_MEMORY;
  if (which == POL_LIST_KNOWN) take_opposites(&w);
  pin_outs(&w);
  drop_unread(&w);
  find_lives(&w);
  if (!give_rooms(&w)) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < l->facts.n; i++) used[i] |= w.needed[l->fact_value.at[i]] || w.needed[l->fact_state.at[i]];
  return POL_OK;
}

pol_status pol_plan_finish(pol_plan *p, pol_lower *l) {
  bool *used = POL_NEW_N(l->scratch, bool, l->facts.n + 1);
  if (used == NULL) return POL_NO_MEMORY;
  for (int which = 0; which < POL_LISTS; which++) POL_TRY(make_list(p, l, which, used));
  p->reg = POL_NEW_N(p->arena, pol_plan_reg, l->regs.n);
  p->fact = POL_NEW_N(p->arena, pol_fact_lane, l->facts.n + 1);
  p->fact_value = POL_NEW_N(p->arena, uint32_t, l->facts.n + 1);
  p->fact_state = POL_NEW_N(p->arena, uint32_t, l->facts.n + 1);
  if (!p->reg || !p->fact || !p->fact_value || !p->fact_state) return POL_NO_MEMORY;
  p->regs = l->regs.n;
  for (uint32_t r = 0; r < p->regs; r++) p->reg[r] = l->regs.at[r];
  for (uint32_t i = 0; i < l->facts.n; i++) {
    if (!used[i]) continue;
    p->fact[p->facts] = l->facts.at[i];
    p->fact_value[p->facts] = l->fact_value.at[i], p->fact_state[p->facts] = l->fact_state.at[i];
    p->reg[p->fact_value[p->facts]].lane = p->reg[p->fact_state[p->facts]].lane = p->facts;
    p->facts++;
  }
  return POL_OK;
}
