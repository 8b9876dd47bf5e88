/* Which decisions a decision uses: those whose answer some expression of its rules reads, and those that come before it. Looked up in the model, before
 * anything is lowered, so that a program for one decision costs no more than that decision. */
#include "base/map.h"
#include "program/build.h"

typedef struct search {
  const pol_model *model;
  bool *wanted;
  pol_arena *scratch;
  pol_map seen;  /* expressions: the argument of a definition stands wherever its body has it */
  bool *fact;    /* by fact: its conditions are being or have been searched */
  POL_VEC(const pol_expr *) open;
  bool no_memory;
} search;

static void push(search *s, const pol_expr *e) {
  uint64_t key = (uint64_t)(uintptr_t)e;
  if (e == NULL || pol_map_get(&s->seen, key) != POL_MAP_NONE) return;
  const pol_expr **slot = POL_VEC_PUSH(s->scratch, &s->open);
  if (slot == NULL || !pol_map_put(&s->seen, key, 0)) s->no_memory = true;
  if (slot != NULL) *slot = e;
}

static void push_fact(search *s, uint32_t fact) {
  if (fact >= s->model->facts.n || s->fact[fact]) return;
  s->fact[fact] = true;
  push(s, s->model->facts.at[fact].only_when);
  push(s, s->model->facts.at[fact].presumed);
}

static void search_open(search *s) {
  while (s->open.n > 0 && !s->no_memory) {
    const pol_expr *e = s->open.at[--s->open.n];
    if (e->op == POL_OP_DECISION && e->ref < s->model->decisions.n) s->wanted[e->ref] = true;
    if (e->op == POL_OP_INPUT || e->op == POL_OP_LIST_FACT) push_fact(s, e->ref);
    for (uint32_t i = 0; i < e->n; i++) push(s, e->arg[i]);
  }
}

static void search_rule(search *s, const pol_rule *r) {
  push(s, r->when);
  push(s, r->except);
  push(s, r->test);
  push(s, r->effect == POL_E_DUTY ? r->duty.date : r->value);
  for (uint32_t j = 0; j < r->reasons; j++) push(s, r->reason[j].expr);
  search_open(s);
}

pol_status pol_add_used(pol_arena *scratch, const pol_model *model, bool *wanted) {
  search s = {.model = model, .wanted = wanted, .scratch = scratch, .fact = POL_NEW_N(scratch, bool, model->facts.n + 1u)};
  if (s.fact == NULL) return POL_NO_MEMORY;
  pol_map_init(&s.seen, scratch);
  /* What is used comes first in the order: backwards, whoever uses a decision was met before it. */
  for (uint32_t j = model->decisions.n; j-- > 0 && !s.no_memory;) {
    uint32_t d = model->order[j];
    if (!wanted[d]) continue;
    for (uint32_t r = 0; r < model->rules.n; r++)
      if (model->rules.at[r].decision == d) search_rule(&s, &model->rules.at[r]);
    for (uint32_t k = 0; k < model->decisions.at[d].afters; k++) wanted[model->decisions.at[d].after[k]] = true;
  }
  return s.no_memory ? POL_NO_MEMORY : POL_OK;
}
