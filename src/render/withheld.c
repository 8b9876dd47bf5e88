#include "render/withheld.h"

enum { VISITS_MOST = 20000 }; /* expressions looked at below one that has no node of its own */

/* What a node is worked out from directly: its arguments, and in a loop the list. */
static bool is_touched(const pol_program *p, const unsigned char *node, uint32_t i) {
  const pol_program_node *x = &p->node[i];
  const pol_model *m = p->model;
  if ((x->op == POL_OP_INPUT || x->op == POL_OP_LIST_FACT || x->op == POL_OP_PRESUMED) && m->facts.at[x->ref].confidential)
    return true;
  for (uint32_t k = 0; k < x->n; k++)
    if (node[p->args[x->arg + k]] != 0) return true;
  return x->frame != 0 && p->list[x->frame - 1] != POL_NO_NODE && node[p->list[x->frame - 1]] != 0;
}

bool pol_withheld_make(pol_withheld *out, const pol_program *p, pol_arena *arena) {
  unsigned char *node = pol_arena_take_n(arena, 1, p->nodes + 1u, 1);
  *out = (pol_withheld){.node = node};
  if (node == NULL) return false;
  for (uint32_t i = 0; i < p->nodes; i++) node[i] = is_touched(p, node, i) ? 1 : 0; /* arguments come before */
  return true;
}

bool pol_withheld_node(const pol_case *c, uint32_t node) {
  return c->withheld != NULL && node != POL_NO_NODE && c->withheld->node[node] != 0;
}

bool pol_withheld_fact(const pol_case *c, uint32_t fact) {
  if (c->withheld == NULL) return false;
  const pol_fact *f = &c->model->facts.at[fact];
  return f->confidential || pol_withheld_expr(c, f->only_when) || pol_withheld_expr(c, f->presumed); /* whether it exists tells, too */
}

static bool touched(const pol_case *c, const pol_expr *e, uint32_t *visits) {
  if (e == NULL || ++*visits > VISITS_MOST) return e != NULL; /* too much to look at: kept back */
  if (e->slot != POL_NO_NODE) return pol_withheld_node(c, e->slot);
  if ((e->op == POL_OP_INPUT || e->op == POL_OP_LIST_FACT) && c->model->facts.at[e->ref].confidential) return true;
  for (uint32_t i = 0; i < e->n; i++)
    if (touched(c, e->arg[i], visits)) return true;
  return false;
}

bool pol_withheld_expr(const pol_case *c, const pol_expr *e) {
  uint32_t visits = 0;
  return c->withheld != NULL && touched(c, e, &visits);
}

/* An author's reason says in its own words what the condition comes to. */
bool pol_withheld_reasons(const pol_case *c, const pol_rule *r) {
  if (c->withheld == NULL) return false;
  for (uint32_t i = 0; i < r->reasons; i++)
    if (pol_withheld_expr(c, r->reason[i].expr)) return true;
  return pol_withheld_expr(c, r->test) || pol_withheld_expr(c, r->when) || pol_withheld_expr(c, r->except);
}

bool pol_withheld_rule(const pol_case *c, uint32_t rule) {
  if (c->withheld == NULL) return false;
  const pol_program_rule *nodes = &c->program->rule[rule];
  return pol_withheld_node(c, nodes->in_force) || pol_withheld_node(c, nodes->guard) || pol_withheld_reasons(c, pol_case_rule(c, rule));
}

static uint32_t answer_node(const pol_case *c, uint32_t decision) {
  const pol_program_decision *d = &c->program->decision[decision];
  return d->outcome != POL_NO_NODE ? d->outcome : d->value;
}

bool pol_withheld_decision(const pol_case *c, uint32_t decision) {
  if (c->withheld == NULL) return false;
  const pol_decision *d = &c->model->decisions.at[decision];
  const pol_program_decision *nodes = &c->program->decision[decision];
  if (pol_withheld_node(c, answer_node(c, decision)) || pol_withheld_node(c, nodes->value) || pol_withheld_node(c, nodes->scope)) return true;
  for (uint32_t i = 0; i < d->rules; i++)
    if (pol_withheld_rule(c, d->rule[i])) return true;
  for (uint32_t i = 0; i < d->afters; i++) /* its stages are in its outcome; what only asks for them may not be */
    if (pol_withheld_node(c, answer_node(c, d->after[i]))) return true;
  return false;
}

/* ---- how many ---- */

typedef struct counting {
  const pol_case *c;
  unsigned char *seen;
  uint32_t *stack;
  uint32_t n, facts;
} counting;

static bool count_start(counting *k, const pol_case *c) {
  *k = (counting){.c = c,
                  .seen = pol_arena_take_n(c->page.arena, 1, c->program->nodes + 1u, 1),
                  .stack = POL_NEW_N(c->page.arena, uint32_t, c->program->nodes + 1u)};
  if (k->seen != NULL && k->stack != NULL) return true;
  pol_page_lost(&c->page);
  return false;
}

static void count_push(counting *k, uint32_t node) {
  if (!pol_withheld_node(k->c, node) || k->seen[node] != 0) return;
  k->seen[node] = 1;
  k->stack[k->n++] = node;
}

static void count_from(counting *k, uint32_t node) { /* the confidential facts below it */
  const pol_program *p = k->c->program;
  count_push(k, node);
  while (k->n > 0) {
    const pol_program_node *x = &p->node[k->stack[--k->n]];
    if (x->op == POL_OP_INPUT || x->op == POL_OP_LIST_FACT) k->facts++;
    for (uint32_t i = 0; i < x->n; i++) count_push(k, p->args[x->arg + i]);
    if (x->frame != 0) count_push(k, p->list[x->frame - 1]);
  }
}

static void count_below(counting *k, const pol_expr *e, uint32_t *visits) {
  if (e == NULL || ++*visits > VISITS_MOST) return;
  if (e->slot != POL_NO_NODE) count_from(k, e->slot);
  else
    for (uint32_t i = 0; i < e->n; i++) count_below(k, e->arg[i], visits);
}

const char *pol_withheld_count(const pol_case *c, uint32_t n) {
  return pol_page_format(&c->page, "%s withheld", pol_say_count(c, n == 0 ? 1 : n, "fact", "facts"));
}

const char *pol_withheld_words(const pol_case *c, const pol_expr *e) {
  counting k;
  uint32_t visits = 0;
  if (!count_start(&k, c)) return "";
  count_below(&k, e, &visits);
  return pol_withheld_count(c, k.facts);
}

const char *pol_withheld_rule_words(const pol_case *c, uint32_t rule) {
  counting k;
  uint32_t visits = 0;
  const pol_rule *r = pol_case_rule(c, rule);
  if (!count_start(&k, c)) return "";
  count_from(&k, c->program->rule[rule].in_force);
  count_from(&k, c->program->rule[rule].guard);
  count_below(&k, r->test, &visits);
  count_below(&k, r->when, &visits);
  count_below(&k, r->except, &visits);
  for (uint32_t i = 0; i < r->reasons; i++) count_below(&k, r->reason[i].expr, &visits);
  return pol_withheld_count(c, k.facts);
}

const char *pol_withheld_decision_words(const pol_case *c, uint32_t decision) {
  counting k;
  if (!count_start(&k, c)) return "";
  count_from(&k, answer_node(c, decision));
  count_from(&k, c->program->decision[decision].value);
  for (uint32_t i = 0; i < c->model->decisions.at[decision].rules; i++) count_from(&k, c->program->rule[c->model->decisions.at[decision].rule[i]].in_force);
  return pol_withheld_count(c, k.facts);
}
