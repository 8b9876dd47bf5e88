#include "program/program.h"
#include "base/limits.h"
#include "program/build.h"
#include "program/shape.h"
#include <string.h>

static uint32_t *numbers(pol_arena *arena, uint32_t n, uint32_t value) {
  uint32_t *at = POL_NEW_N(arena, uint32_t, n + 1);
  for (uint32_t i = 0; at != NULL && i < n; i++) at[i] = value;
  return at;
}

static bool build_init(pol_build *b) {
  const pol_model *m = b->model;
  pol_map_init(&b->free_of, b->scratch);
  b->list = numbers(b->scratch, m->loops.n, POL_NO_NODE);
  b->merged = numbers(b->scratch, m->loops.n, POL_NO_REF);
  b->fact_node = numbers(b->scratch, m->facts.n, POL_NO_NODE);
  b->fact_value = numbers(b->scratch, m->facts.n, POL_NO_NODE);
  b->fact_open = POL_NEW_N(b->scratch, bool, m->facts.n + 1);
  b->rule = POL_NEW_N(b->scratch, pol_program_rule, m->rules.n + 1);
  b->decision = POL_NEW_N(b->scratch, pol_program_decision, m->decisions.n + 1);
  if (b->list == NULL || b->merged == NULL || b->fact_node == NULL || b->fact_value == NULL || b->fact_open == NULL || b->rule == NULL ||
      b->decision == NULL)
    return false;
  memset(b->rule, 0xff, m->rules.n * sizeof *b->rule); /* all of them POL_NO_NODE */
  for (uint32_t i = 0; i < m->rules.n; i++) b->rule[i].may_give_none = false;
  memset(b->decision, 0xff, m->decisions.n * sizeof *b->decision);
  return true;
}

/* `wanted` by decision; NULL: all. */
static pol_status make(pol_program **out, pol_build b, pol_arena *arena, bool *wanted) {
  if (!build_init(&b)) b.status = POL_NO_MEMORY;
  if (b.status == POL_OK && wanted != NULL) b.status = pol_add_used(b.scratch, b.model, wanted);
  if (b.status == POL_OK) pol_lower_decisions(&b, wanted);
  if (b.status == POL_OK) b.status = pol_sweep(out, &b, arena);
  for (uint32_t j = 0; b.status != POL_OK && j < b.made.n; j++) b.made.at[j].expr->slot = POL_NO_NODE;
  pol_arena_drop(b.scratch);
  return b.status;
}

pol_status pol_program_make_within(pol_program **out, pol_arena *arena, const pol_model *model, pol_reports *reports, uint32_t most) {
  pol_build b = {.scratch = pol_arena_new(pol_arena_alloc(arena)), .model = model, .reports = reports, .most = most};
  return b.scratch == NULL ? POL_NO_MEMORY : make(out, b, arena, NULL);
}

pol_status pol_program_make_for(pol_program **out, pol_arena *arena, const pol_model *model, pol_reports *reports,
                                const uint32_t *decision, uint32_t decisions) {
  pol_build b = {.scratch = pol_arena_new(pol_arena_alloc(arena)), .model = model, .reports = reports, .most = POL_LIMIT_NODES};
  bool *wanted = b.scratch == NULL ? NULL : POL_NEW_N(b.scratch, bool, model->decisions.n + 1u);
  if (wanted == NULL) {
    pol_arena_drop(b.scratch);
    return POL_NO_MEMORY;
  }
  for (uint32_t i = 0; i < decisions; i++) wanted[decision[i]] = true;
  return make(out, b, arena, wanted);
}

pol_status pol_program_make(pol_program **out, pol_arena *arena, const pol_model *model, pol_reports *reports) {
  return pol_program_make_within(out, arena, model, reports, POL_LIMIT_NODES);
}

/* -- needs */

static void mark_decision(const pol_program *p, uint32_t decision, bool *needed) {
  const pol_program_decision *d = &p->decision[decision];
  const uint32_t own[] = {d->scope, d->outcome, d->value, d->own_outcome};
  for (size_t j = 0; j < sizeof own / sizeof *own; j++) {
    if (own[j] != POL_NO_NODE) needed[own[j]] = true;
  }
  for (uint32_t r = 0; r < p->model->rules.n; r++) {
    if (p->model->rules.at[r].decision != decision) continue;
    const uint32_t part[] = {p->rule[r].guard, p->rule[r].in_force, p->rule[r].value};
    for (size_t j = 0; j < sizeof part / sizeof *part; j++) {
      if (part[j] != POL_NO_NODE) needed[part[j]] = true;
    }
  }
}

/* What the reasons of a decision's rules speak of, and of those of the decisions that it uses: an answer cites them all. */
static pol_status mark_reasons(const pol_program *p, pol_arena *arena, uint32_t decision, bool *needed) {
  bool *used = POL_NEW_N(arena, bool, p->model->decisions.n + 1u);
  if (used == NULL) return POL_NO_MEMORY;
  used[decision] = true;
  POL_TRY(pol_add_used(arena, p->model, used));
  for (uint32_t r = 0; r < p->model->rules.n; r++) {
    const pol_rule *rule = &p->model->rules.at[r];
    if (rule->decision >= p->model->decisions.n || !used[rule->decision]) continue;
    for (uint32_t j = 0; j < rule->reasons; j++) {
      const pol_expr *e = rule->reason[j].expr;
      if (e != NULL && e->slot < p->nodes) needed[e->slot] = true;
    }
  }
  return POL_OK;
}

static pol_status list_facts(const pol_program *p, pol_arena *arena, bool *needed, uint32_t **facts, uint32_t *n) {
  bool *read = POL_NEW_N(arena, bool, p->model->facts.n + 1);
  uint32_t count = 0;
  if (read == NULL) return POL_NO_MEMORY;
  for (uint32_t i = p->nodes; i-- > 0;) {
    const pol_program_node *x = &p->node[i];
    if (!needed[i]) continue;
    for (uint32_t j = 0; j < x->n; j++) needed[p->args[x->arg + j]] = true;
    if (x->frame != 0) needed[p->list[x->frame - 1]] = true;
    if (x->op != POL_OP_INPUT && x->op != POL_OP_LIST_FACT) continue;
    count += !read[x->ref];
    read[x->ref] = true;
  }
  *facts = POL_NEW_N(arena, uint32_t, count + 1);
  *n = 0;
  if (*facts == NULL) return POL_NO_MEMORY;
  for (uint32_t f = 0; f < p->model->facts.n; f++) {
    if (read[f]) (*facts)[(*n)++] = f;
  }
  return POL_OK;
}

pol_status pol_program_needs(const pol_program *p, pol_arena *arena, uint32_t decision, uint32_t **facts, uint32_t *n) {
  bool *needed = POL_NEW_N(arena, bool, p->nodes + 1);
  if (needed == NULL) return POL_NO_MEMORY;
  mark_decision(p, decision, needed);
  return list_facts(p, arena, needed, facts, n);
}

pol_status pol_program_tells(const pol_program *p, pol_arena *arena, uint32_t decision, uint32_t **facts, uint32_t *n) {
  bool *needed = POL_NEW_N(arena, bool, p->nodes + 1);
  if (needed == NULL) return POL_NO_MEMORY;
  mark_decision(p, decision, needed);
  POL_TRY(mark_reasons(p, arena, decision, needed));
  return list_facts(p, arena, needed, facts, n);
}
