#include "eval/reach.h"

/* Every node stands after its arguments, so one sweep from the end finds all that is read. */
static void sweep(const pol_program *p, bool *seen) {
  for (uint32_t i = p->nodes; i-- > 0;) {
    if (!seen[i]) continue;
    const pol_program_node *n = &p->node[i];
    for (uint32_t k = 0; k < n->n; k++) seen[p->args[n->arg + k]] = true;
    if (n->frame != 0 && p->list[n->frame - 1] != POL_NO_NODE) seen[p->list[n->frame - 1]] = true;
  }
}

pol_status pol_reach_node(bool **seen, pol_arena *scratch, const pol_program *p, uint32_t node) {
  *seen = POL_NEW_N(scratch, bool, p->nodes + 1);
  if (!*seen) return POL_NO_MEMORY;
  if (node != POL_NO_NODE) (*seen)[node] = true;
  sweep(p, *seen);
  return POL_OK;
}

static void add(uint32_t *roots, uint32_t *n, uint32_t node) {
  if (node != POL_NO_NODE) roots[(*n)++] = node;
}

pol_status pol_decision_roots(uint32_t **roots, uint32_t *n, pol_arena *arena, const pol_program *p, uint32_t decision) {
  const pol_decision *d = &p->model->decisions.at[decision];
  const pol_program_decision *nodes = &p->decision[decision];
  *n = 0;
  *roots = POL_NEW_N(arena, uint32_t, (size_t)d->rules * 2 + 3);
  if (!*roots) return POL_NO_MEMORY;
  add(*roots, n, nodes->outcome);
  add(*roots, n, nodes->value);
  bool members = d->type.kind == POL_T_SET || d->type.kind == POL_T_SEQUENCE || d->type.kind == POL_T_OBLIGATIONS;
  add(*roots, n, nodes->scope);
  if (!members) return POL_OK;
  for (uint32_t i = 0; i < d->rules; i++) {
    add(*roots, n, p->rule[d->rule[i]].in_force);
    add(*roots, n, p->rule[d->rule[i]].value);
  }
  return POL_OK;
}

pol_status pol_reach_decision(bool **seen, pol_arena *scratch, const pol_program *p, uint32_t decision) {
  const pol_decision *d = &p->model->decisions.at[decision];
  uint32_t *roots, n;
  POL_TRY(pol_reach_node(seen, scratch, p, POL_NO_NODE));
  POL_TRY(pol_decision_roots(&roots, &n, scratch, p, decision));
  for (uint32_t i = 0; i < n; i++) (*seen)[roots[i]] = true;
  for (uint32_t i = 0; i < d->afters; i++) { /* the outcome of a stage holds the stages before it */
    uint32_t before = p->decision[d->after[i]].outcome;
    if (before != POL_NO_NODE) (*seen)[before] = true;
  }
  sweep(p, *seen);
  return POL_OK;
}

bool pol_reaches_as_of(const pol_program *p, const bool *seen) {
  for (uint32_t i = 0; i < p->nodes; i++)
    if (seen[i] && p->node[i].op == POL_OP_AS_OF) return true;
  return false;
}
