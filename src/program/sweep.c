/* The finished program: what something needs, renumbered, copied out of the scratch arena in one piece a kind. */
#include "program/build.h"
#include "program/shape.h"
#include <string.h>

typedef struct sweep {
  pol_build *b;
  uint32_t *number; /* by node: 0 dead, 1 live; then its new number */
} sweep;

static void need(sweep *s, uint32_t node) {
  if (node != POL_NO_NODE) s->number[node] = 1;
}

static void need_roots(sweep *s) {
  const pol_build *b = s->b;
  for (uint32_t r = 0; r < b->model->rules.n; r++) {
    const pol_program_rule *p = &b->rule[r];
    const uint32_t part[] = {p->when, p->except, p->test, p->own, p->effective, p->guard, p->in_force, p->value};
    for (size_t j = 0; j < sizeof part / sizeof *part; j++) need(s, part[j]);
  }
  for (uint32_t d = 0; d < b->model->decisions.n; d++) {
    const pol_program_decision *p = &b->decision[d];
    const uint32_t part[] = {p->scope, p->outcome, p->value, p->base, p->added, p->multiplied, p->capped, p->own_outcome, p->own_value};
    for (size_t j = 0; j < sizeof part / sizeof *part; j++) need(s, part[j]);
  }
  for (uint32_t j = 0; j < b->made.n; j++) need(s, b->made.at[j].node); /* what the author wrote can be explained */
}

/* Every node comes after what it needs, so one walk backwards reaches all. */
static uint32_t spread(sweep *s) {
  const pol_build *b = s->b;
  uint32_t live = 0;
  for (uint32_t i = b->node.n; i-- > 0;) {
    const pol_program_node *x = &b->node.at[i];
    if (!s->number[i]) continue;
    for (uint32_t j = 0; j < x->n; j++) s->number[b->arg.at[x->arg + j]] = 1;
    if (x->frame != 0) s->number[b->list[x->frame - 1]] = 1; /* without its list a frame has no rows */
  }
  for (uint32_t i = 0; i < b->node.n; i++) {
    if (s->number[i]) s->number[i] = live++;
    else s->number[i] = POL_NO_NODE;
  }
  return live;
}

static uint32_t renumbered(const sweep *s, uint32_t node) { return node == POL_NO_NODE ? POL_NO_NODE : s->number[node]; }

static void copy_nodes(const sweep *s, pol_program *p) {
  const pol_build *b = s->b;
  for (uint32_t i = 0; i < b->node.n; i++) {
    if (s->number[i] == POL_NO_NODE) continue;
    pol_program_node x = b->node.at[i];
    uint32_t arg = p->nargs;
    for (uint32_t j = 0; j < x.n; j++) p->args[p->nargs++] = s->number[b->arg.at[x.arg + j]];
    x.arg = arg;
    if (x.op == POL_OP_CONST) {
      p->constants[p->nconstants] = b->constant.at[x.constant];
      x.constant = p->nconstants++;
    }
    p->node[p->nodes++] = x;
  }
}

static void copy_rules(const sweep *s, pol_program *p) {
  const pol_build *b = s->b;
  for (uint32_t r = 0; r < b->model->rules.n; r++) {
    const pol_program_rule *x = &b->rule[r];
    p->rule[r] = (pol_program_rule){.when = renumbered(s, x->when),
                                    .except = renumbered(s, x->except),
                                    .test = renumbered(s, x->test),
                                    .own = renumbered(s, x->own),
                                    .effective = renumbered(s, x->effective),
                                    .guard = renumbered(s, x->guard),
                                    .in_force = renumbered(s, x->in_force),
                                    .value = renumbered(s, x->value),
                                    .may_give_none = x->may_give_none};
  }
  for (uint32_t d = 0; d < b->model->decisions.n; d++) {
    const pol_program_decision *x = &b->decision[d];
    p->decision[d] = (pol_program_decision){.scope = renumbered(s, x->scope),
                                            .outcome = renumbered(s, x->outcome),
                                            .value = renumbered(s, x->value),
                                            .base = renumbered(s, x->base),
                                            .added = renumbered(s, x->added),
                                            .multiplied = renumbered(s, x->multiplied),
                                            .capped = renumbered(s, x->capped),
                                            .own_outcome = renumbered(s, x->own_outcome),
                                            .own_value = renumbered(s, x->own_value)};
  }
  for (uint32_t f = 0; f < b->model->facts.n; f++) p->fact_node[f] = renumbered(s, b->fact_node[f]);
  for (uint32_t l = 0; l < b->model->loops.n; l++) p->list[l] = renumbered(s, b->list[l]);
  for (uint32_t j = 0; j < b->made.n; j++) b->made.at[j].expr->slot = renumbered(s, b->made.at[j].node);
}

static pol_program *take(const pol_build *b, pol_arena *arena, uint32_t live) {
  const pol_model *m = b->model;
  pol_program *p = POL_NEW(arena, pol_program);
  if (p == NULL) return NULL;
  p->model = m;
  p->frames = m->loops.n + 1;
  p->node = POL_NEW_N(arena, pol_program_node, live + 1);
  p->args = POL_NEW_N(arena, uint32_t, b->arg.n + 1);
  p->constants = POL_NEW_N(arena, pol_value, b->constant.n + 1);
  p->ranks = POL_NEW_N(arena, uint8_t, b->rank.n + 1);
  p->borders = POL_NEW_N(arena, int32_t, b->border.n + 1);
  p->rule = POL_NEW_N(arena, pol_program_rule, m->rules.n + 1);
  p->decision = POL_NEW_N(arena, pol_program_decision, m->decisions.n + 1);
  p->fact_node = POL_NEW_N(arena, uint32_t, m->facts.n + 1);
  p->list = POL_NEW_N(arena, uint32_t, m->loops.n + 1);
  bool all = p->node != NULL && p->args != NULL && p->constants != NULL && p->ranks != NULL && p->borders != NULL && p->rule != NULL &&
             p->decision != NULL && p->fact_node != NULL && p->list != NULL;
  return all ? p : NULL;
}

pol_status pol_sweep(pol_program **out, pol_build *b, pol_arena *arena) {
  sweep s = {.b = b, .number = POL_NEW_N(b->scratch, uint32_t, b->node.n + 1)};
  if (s.number == NULL) return POL_NO_MEMORY;
  need_roots(&s);
  uint32_t live = spread(&s);
  pol_program *p = take(b, arena, live);
  if (p == NULL) return POL_NO_MEMORY;
  if (b->rank.n > 0) memcpy(p->ranks, b->rank.at, b->rank.n);
  if (b->border.n > 0) memcpy(p->borders, b->border.at, b->border.n * sizeof *p->borders);
  copy_nodes(&s, p);
  copy_rules(&s, p);
  *out = p;
  return POL_OK;
}
