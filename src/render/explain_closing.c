/* The paragraph that closes every explanation: what it was decided under, and whether another day could change it. */
#include "render/explain.h"
#include <string.h>

/* ---- whether the calendar matters ---- */

typedef struct looking {
  const pol_program *p;
  unsigned char *seen;
  uint32_t *stack;
  uint32_t n;
} looking;

static void look(looking *l, uint32_t node) {
  if (node == POL_NO_NODE || node >= l->p->nodes || l->seen[node]) return;
  l->seen[node] = 1;
  l->stack[l->n++] = node;
}

/* Whether a clause starts or ends on another day than the policy. */
static bool has_own_dates(const pol_model *m, uint32_t rule) {
  const pol_clause *k = &m->clauses.at[m->rules.at[rule].clause];
  if (k->from_set != m->from_set || k->to_set != m->to_set) return true;
  return (k->from_set && k->from != m->from) || (k->to_set && k->to != m->to);
}

bool pol_explain_dated(const pol_case *c, bool *out) {
  const pol_program *p = c->program;
  pol_arena *arena = c->page.arena;
  looking l = {.p = p, .seen = pol_arena_take_n(arena, 1, p->nodes + 1u, 1), .stack = POL_NEW_N(arena, uint32_t, p->nodes + 1u)};
  *out = true;
  if (l.seen == NULL || l.stack == NULL) return false;
  const pol_decision *d = pol_case_decision(c);
  for (uint32_t i = 0; i < c->model->rules.n; i++) /* that the policy itself has begun is said with the date */
    if (p->rule[i].effective != POL_NO_NODE && !has_own_dates(c->model, i)) l.seen[p->rule[i].effective] = 1;
  for (uint32_t i = 0; i < d->rules; i++) {
    const pol_program_rule *r = &p->rule[d->rule[i]];
    if (r->effective != POL_NO_NODE && has_own_dates(c->model, d->rule[i])) return true;
    look(&l, r->own);
    look(&l, r->value);
  }
  while (l.n > 0) {
    const pol_program_node *node = &p->node[l.stack[--l.n]];
    if (node->op == POL_OP_AS_OF) return true;
    for (uint32_t i = 0; i < node->n; i++) look(&l, p->args[node->arg + i]);
  }
  *out = false;
  return true;
}

void pol_explain_closing(const pol_explaining *x) {
  const pol_case *c = x->c;
  const pol_model *m = c->model;
  const pol_answer *a = c->answer;
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(c->page.arena));
  pol_text_format(&t, "Decided for %s under %s", pol_say_date(c, c->as_of), m->title != NULL ? m->title : pol_say_name(c, m->name));
  if (m->reference != NULL) pol_text_format(&t, " (%s)", m->reference);
  for (uint32_t i = 0; i < x->edition->amendments; i++)
    pol_text_format(&t, "%s%s", i == 0 ? " as amended by " : ", ", x->edition->amendment[i]);
  if (m->from_set) pol_text_format(&t, ", in force from %s", pol_say_date(c, m->from));
  if (m->to_set) pol_text_format(&t, " until %s", pol_say_date(c, m->to));
  pol_text_format(&t, ", policy %.12s. ", m->digest);
  pol_text_format(&t, "%s used, %u presumed, %u not known. ", pol_say_count(c, a->facts_used, "fact", "facts"), a->facts_presumed,
                  a->facts_unknown);
  bool dated = true;
  if (!pol_explain_dated(c, &dated)) pol_page_lost(&c->page);
  if (!dated) pol_text_add(&t, "No clause here looks at the date. ");
  bool askable = x->why_not == NULL && pol_case_decision(c)->type.kind == POL_T_PERMISSION;
  const char *why_not =
      !askable ? "" : pol_page_format(&c->page, "--why-not %s", a->outcome == POL_OUT_PERMITTED ? "refused" : "permitted");
  if (!x->trace || askable) pol_text_format(&t, "More: %s%s%s", x->trace ? "" : "--trace", !x->trace && askable ? ", " : "", why_not);
  const char *text = pol_page_keep(&c->page, &t);
  size_t n = strlen(text);
  pol_page_para(&c->page, 0, pol_page_format(&c->page, "%.*s", (int)(n > 0 && text[n - 1] == ' ' ? n - 1 : n), text));
}
