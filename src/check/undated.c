/* A scenario whose answer can hang on the as-of date must state it: otherwise it would pass on one day and fail on another. */
#include "check/rules.h"

typedef struct dater { pol_checker *c; uint8_t *decision; pol_map seen; } dater; /* decision: 0 not looked at, 1 being looked at, 2 hangs on no date, 3 does */

static bool hangs(dater *k, uint32_t decision);

static bool expr_hangs(dater *k, const pol_expr *e) {
  if (e == NULL) return false;
  if (e->op == POL_OP_AS_OF) return true;
  if (e->op == POL_OP_DECISION) return hangs(k, e->ref);
  if (e->op == POL_OP_INPUT && e->ref < k->c->m->facts.n) return expr_hangs(k, k->c->m->facts.at[e->ref].only_when);
  if (e->n == 0) return false;
  uint64_t key = (uint64_t)(uintptr_t)e;
  uint32_t known = pol_map_get(&k->seen, key);
  if (known != POL_MAP_NONE) return known == 1;
  bool r = false;
  for (uint32_t i = 0; i < e->n && !r; i++) r = expr_hangs(k, e->arg[i]);
  if (!pol_map_put(&k->seen, key, r)) k->c->no_memory = true;
  return r;
}

static bool rule_hangs(dater *k, const pol_rule *r) {
  const pol_clause *x = &k->c->m->clauses.at[r->clause];
  if (x->from_set || (x->to_set && x->to >= POL_DATE_FIRST)) return true;
  return expr_hangs(k, r->test) || expr_hangs(k, r->when) || expr_hangs(k, r->except) || expr_hangs(k, r->value) || expr_hangs(k, r->duty.date);
}

static bool hangs(dater *k, uint32_t decision) {
  if (k->decision[decision] != 0) return k->decision[decision] == 3;
  k->decision[decision] = 1; /* a circle of decisions is reported elsewhere */
  const pol_decision *d = &k->c->m->decisions.at[decision];
  bool r = false;
  for (uint32_t i = 0; i < d->rules && !r; i++) r = rule_hangs(k, &k->c->m->rules.at[d->rule[i]]);
  for (uint32_t i = 0; i < d->afters && !r; i++) r = hangs(k, d->after[i]);
  k->decision[decision] = r ? 3 : 2;
  return r;
}

/* The title that stands over a scenario, or over the table of its row. */
static const pol_node *place_of(const pol_scenario *s) {
  const pol_node *title = s->node->kind == POL_N_SCENARIO ? pol_kid(s->node, 0) : NULL;
  return title != NULL ? title : s->node;
}

void pol_rules_undated(pol_checker *c) {
  dater k = { .c = c, .decision = POL_NEW_N(c->in->arena, uint8_t, c->m->decisions.n + 1u) };
  if (k.decision == NULL) {
    c->no_memory = true;
    return;
  }
  pol_map_init(&k.seen, c->in->arena);
  const char *told = NULL;
  for (uint32_t i = 0; i < c->m->scenarios.n && !c->no_memory; i++) {
    const pol_scenario *s = &c->m->scenarios.at[i];
    if (s->row > 0 && s->title == told) continue; /* a table is told of once */
    for (uint32_t e = 0; !s->dated && !s->date_doubtful && e < s->expects.n; e++) {
      if (!hangs(&k, s->expects.at[e].decision)) continue;
      if (s->row > 0) told = s->title;
      const char *name = pol_check_text(c, c->m->decisions.at[s->expects.at[e].decision].name);
      pol_report *r = pol_check_report(c, POL_R_SCENARIO_DATE, place_of(s), "this scenario does not say on which day, and %s can hang on it", name);
      pol_report_help(c->in->reports, r, s->row > 0 ? "add a column with the days: as of" : "add a line with the day: as of …");
      break;
    }
  }
}
