#include "scenario/clone.h"

typedef struct cloning { pol_arena *arena; pol_map made; POL_VEC(pol_expr *) list; } cloning;

/* As deep as an expression is nested, which the checker bounds. */
static pol_status clone_expr(cloning *k, pol_expr **e) {
  if (!*e) return POL_OK;
  uint32_t known = pol_map_get(&k->made, (uint64_t)(uintptr_t)*e);
  if (known != POL_MAP_NONE) {
    *e = k->list.at[known];
    return POL_OK;
  }
  pol_expr *copy = POL_NEW(k->arena, pol_expr), **slot = copy ? POL_VEC_PUSH(k->arena, &k->list) : NULL;
  if (!slot || !pol_map_put(&k->made, (uint64_t)(uintptr_t)*e, k->list.n - 1)) return POL_NO_MEMORY;
  *copy = **e;
  *slot = copy;
  copy->arg = POL_NEW_N(k->arena, pol_expr *, copy->n + 1u);
  if (!copy->arg) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < copy->n; i++) {
    copy->arg[i] = (*e)->arg[i];
    POL_TRY(clone_expr(k, &copy->arg[i]));
  }
  *e = copy;
  return POL_OK;
}

static pol_status clone_reason(cloning *k, pol_rule *r) {
  pol_piece *piece = POL_NEW_N(k->arena, pol_piece, r->reasons + 1u);
  if (!piece) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < r->reasons; i++) {
    piece[i] = r->reason[i];
    POL_TRY(clone_expr(k, &piece[i].expr));
  }
  r->reason = piece;
  return POL_OK;
}

static pol_status clone_rule(cloning *k, pol_rule *r) {
  pol_expr **part[] = { &r->test, &r->when, &r->except, &r->value, &r->duty.date };
  for (size_t i = 0; i < sizeof part / sizeof *part; i++) POL_TRY(clone_expr(k, part[i]));
  return clone_reason(k, r);
}

pol_status pol_model_clone(pol_model **out, pol_arena *arena, const pol_model *m) {
  cloning k = { .arena = arena };
  pol_model *copy = POL_NEW(arena, pol_model);
  pol_map_init(&k.made, arena);
  if (!copy) return POL_NO_MEMORY;
  *copy = *m;
  copy->arena = arena;
  copy->rules.at = POL_NEW_N(arena, pol_rule, m->rules.n + 1u);
  copy->facts.at = POL_NEW_N(arena, pol_fact, m->facts.n + 1u);
  if (!copy->rules.at || !copy->facts.at) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < m->rules.n; i++) {
    copy->rules.at[i] = m->rules.at[i];
    POL_TRY(clone_rule(&k, &copy->rules.at[i]));
  }
  for (uint32_t i = 0; i < m->facts.n; i++) {
    pol_fact *f = &copy->facts.at[i];
    *f = m->facts.at[i];
    POL_TRY(clone_expr(&k, &f->presumed));
    POL_TRY(clone_expr(&k, &f->only_when));
  }
  *out = copy;
  return POL_OK;
}
