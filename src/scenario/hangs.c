#include "scenario/hangs.h"
#include "eval/reach.h"

pol_status pol_hangs_start(pol_hangs *h, pol_arena *arena, const pol_program *p) {
  *h = (pol_hangs){ .arena = arena, .p = p };
  h->rule = POL_NEW_N(arena, bool *, p->model->decisions.n + 1u);
  h->node = POL_NEW_N(arena, bool *, p->model->decisions.n + 1u);
  return h->rule && h->node ? POL_OK : POL_NO_MEMORY;
}

static bool is_call(const pol_program *p, uint32_t node) {
  const pol_expr *origin = p->node[node].op == POL_OP_PICK ? p->node[node].origin : NULL;
  return origin && origin->op == POL_OP_PICK;
}

/* The decision, and with it the stages before it; decisions that are used are reached through their nodes, with all that they rest on. */
static pol_status close_over(pol_hangs *h, uint32_t decision, bool *decisions, bool *nodes, pol_arena *scratch) {
  const pol_decision *d = &h->p->model->decisions.at[decision];
  bool *reached;
  if (decisions[decision]) return POL_OK;
  decisions[decision] = true;
  POL_TRY(pol_reach_decision(&reached, scratch, h->p, decision));
  for (uint32_t i = 0; i < h->p->nodes; i++) {
    if (!reached[i]) continue;
    if (h->p->node[i].op == POL_OP_ANSWER) POL_TRY(close_over(h, h->p->node[i].ref, decisions, nodes, scratch));
    if (is_call(h->p, i)) nodes[i] = true;
  }
  for (uint32_t i = 0; i < d->afters; i++) POL_TRY(close_over(h, d->after[i], decisions, nodes, scratch));
  return POL_OK;
}

static void mark_rules(const pol_hangs *h, bool *rule, const bool *decisions, const bool *nodes) {
  const pol_model *m = h->p->model;
  for (uint32_t i = 0; i < m->rules.n; i++) rule[i] = m->rules.at[i].decision != POL_NO_REF && decisions[m->rules.at[i].decision];
  for (uint32_t i = 0; i < h->p->nodes; i++) {
    if (!nodes[i]) continue;
    const pol_table *t = &m->tables.at[h->p->node[i].origin->ref];
    for (uint32_t k = 0; k < t->rules; k++) rule[t->rule[k]] = true;
  }
}

pol_status pol_hangs_look(pol_hangs *h, uint32_t decision) {
  if (h->rule[decision]) return POL_OK;
  bool *rule = POL_NEW_N(h->arena, bool, h->p->model->rules.n + 1u), *node = POL_NEW_N(h->arena, bool, h->p->nodes + 1u);
  pol_arena *scratch = pol_arena_new(pol_arena_alloc(h->arena));
  bool *decisions = scratch ? POL_NEW_N(scratch, bool, h->p->model->decisions.n + 1u) : NULL;
  pol_status status = rule && node && decisions ? close_over(h, decision, decisions, node, scratch) : POL_NO_MEMORY;
  if (status == POL_OK) mark_rules(h, rule, decisions, node);
  pol_arena_drop(scratch);
  if (status != POL_OK) return status;
  h->rule[decision] = rule;
  h->node[decision] = node;
  return POL_OK;
}
