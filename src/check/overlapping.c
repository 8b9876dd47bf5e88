/* Cases of one amount that can hold at once (POL0519): the one written first is taken, and nothing else in a policy hangs on the order of its lines. It is
 * said only with a case in which both hold and give different amounts. */
#include "check/expr.h"
#include "check/rules.h"

enum { CASES = 32, ANY_DAY = 19814 /* 1 April 2024 */ };

typedef struct walk { pol_checker *c; pol_arena *in; pol_map seen; const char *name; } walk; /* name: of the definition that we are in */

static bool a_case(const pol_expr *e) {
  return e->op == POL_OP_SELECT && e->arg[0]->node != NULL && (e->arg[0]->flags & POL_X_ADDED) == 0;
}

/* The next case of a list: what is left where the first does not hold. */
static const pol_expr *next_case(const pol_expr *e) {
  const pol_expr *next = e->n == 3 ? e->arg[2] : NULL;
  return next != NULL && a_case(next) && pol_is_node(next->node, POL_N_CASE) ? next : NULL;
}

static void say(walk *w, const pol_expr *first, const pol_expr *second, const pol_example *x) {
  pol_reports *to = w->c->in->reports;
  pol_value one = pol_example_value(x, first->arg[1]), other = pol_example_value(x, second->arg[1]);
  pol_report *r = pol_check_report(w->c, POL_R_CASES_OVERLAP, second->arg[0]->node, "two cases of %s can hold at once", w->name != NULL ? w->name : "one amount");
  pol_report_label(to, r, "not taken where the first holds");
  pol_report_also(to, r, first->arg[0]->node->span, "the first");
  pol_report_note(to, r, "for example: %s: %s, and not %s", pol_example_words(x), pol_check_value_words(w->c, &one), pol_check_value_words(w->c, &other));
  pol_report_help(to, r, "add to one of them what keeps them apart, so that their order means nothing");
}

static bool overlap(walk *w, const pol_expr *first, const pol_expr *second) {
  pol_condition of[2] = { { first->arg[0], true }, { second->arg[0], true } };
  pol_branches a = pol_rules_branches(w->c, w->in, &of[0], 1, true), b = pol_rules_branches(w->c, w->in, &of[1], 1, true);
  if (pol_branches_exclude(w->c->m, &a, &b) || pol_rules_same(first->arg[1], second->arg[1])) return false;
  pol_example x;
  if (!pol_example_begin(&x, w->c, w->in, w->c->m->from_set ? w->c->m->from : ANY_DAY)) return false;
  x.differ[0] = first->arg[1];
  x.differ[1] = second->arg[1];
  bool fine = pol_example_wants(&x, first->arg[0], true) && pol_example_wants(&x, second->arg[0], true) && pol_example_reads(&x, first->arg[1]) &&
              pol_example_reads(&x, second->arg[1]) && pol_example_find(&x);
  if (fine) say(w, first, second, &x);
  return fine;
}

static void look_at(walk *w, const pol_expr *head) {
  const pol_expr *list[CASES];
  uint32_t n = 0;
  for (const pol_expr *e = head; e != NULL && n < CASES; e = next_case(e)) list[n++] = e;
  for (uint32_t j = 1; j < n; j++)
    for (uint32_t i = 0; i < j; i++)
      if (overlap(w, list[i], list[j])) return; /* one pair of a list is enough */
}

static void go(walk *w, const pol_expr *e) {
  if (e == NULL || e->n == 0 || w->c->no_memory) return;
  uint64_t key = (uint64_t)(uintptr_t)e;
  if (pol_map_get(&w->seen, key) != POL_MAP_NONE) return;
  if (!pol_map_put(&w->seen, key, 1)) w->c->no_memory = true;
  const char *outer = w->name;
  if ((e->flags & POL_X_DEFINE) != 0 && e->define != POL_NO_REF) w->name = pol_check_text(w->c, w->c->m->defines.at[e->define].name);
  if (a_case(e) && next_case(e) != NULL && !pol_rules_imported(w->c, e->arg[0]->node)) look_at(w, e);
  for (uint32_t i = 0; i < e->n; i++) go(w, e->arg[i]);
  w->name = outer;
}

void pol_rules_overlapping(pol_checker *c, pol_arena *scratch) {
  walk w = { .c = c, .in = scratch };
  pol_map_init(&w.seen, scratch);
  for (uint32_t i = 0; i < c->m->rules.n && !c->no_memory; i++) {
    const pol_rule *r = &c->m->rules.at[i];
    go(&w, r->test);
    go(&w, r->when);
    go(&w, r->except);
    go(&w, r->value);
  }
}
