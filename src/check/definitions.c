/* Definitions and values in use. One without parameters is checked once, by itself, and its body then stands in every use; one with
 * parameters is checked anew for each call, with the arguments in place. What a body rests on (facts that may not exist, decisions) is asked of
 * each use, since the use decides what holds there. */
#include "check/expr.h"

typedef struct demand { uint32_t fact; const pol_node *at; } demand;

struct pol_body {
  bool checked;   /* at least once */
  bool circular;  /* reported: stands for nothing */
  pol_expr *expr; /* of a definition without parameters */
  POL_VEC(demand) demands;
  POL_VEC(uint32_t) uses;
};

static struct pol_body *body_of(pol_checker *c, uint32_t define) {
  if (c->body == NULL) c->body = POL_NEW_N(c->in->arena, struct pol_body, c->m->defines.n);
  if (c->body == NULL) c->no_memory = true;
  return c->body == NULL ? NULL : &c->body[define];
}

/* -- what a use answers for */

static void may_not_exist(pol_checker *c, uint32_t fact, const pol_node *at) {
  const pol_fact *f = &c->m->facts.at[fact];
  if (c->m->is_amendment) return;
  pol_report *r = pol_check_report(c, POL_R_FACT_MAY_NOT_EXIST, at, "%s is used where it may not exist", pol_check_text(c, f->name));
  pol_report_label(c->in->reports, r, "not applicable to everybody");
  if (f->only_when->node != NULL) pol_report_also(c->in->reports, r, f->only_when->node->span, "it exists only when this holds");
  pol_report_help(c->in->reports, r, "put that condition before it, with and; or let the decision apply only if it holds");
}

void pol_check_demand(pol_checker *c, uint32_t fact, const pol_node *at) {
  if (pol_check_exists(c, fact)) return;
  struct pol_body *b = c->in_body;
  if (b == NULL) {
    may_not_exist(c, fact, at);
    return;
  }
  for (uint32_t i = 0; i < b->demands.n; i++)
    if (b->demands.at[i].fact == fact) return;
  demand *d = POL_VEC_PUSH(c->in->arena, &b->demands);
  if (d == NULL) c->no_memory = true;
  else *d = (demand){ fact, at };
}

static void add_use(pol_checker *c, uint32_t used, const pol_node *at) {
  uint64_t pair = POL_MAP_PAIR(c->deciding, used);
  if (pol_map_get(&c->use_at, pair) != POL_MAP_NONE) return;
  uint64_t *slot = POL_VEC_PUSH(c->in->arena, &c->uses);
  const pol_node **node = POL_VEC_PUSH(c->in->arena, &c->use_node);
  if (slot == NULL || node == NULL || !pol_map_put(&c->use_at, pair, c->use_node.n - 1)) {
    c->no_memory = true;
    return;
  }
  *slot = pair;
  *node = at;
}

void pol_check_use(pol_checker *c, uint32_t used, const pol_node *at) {
  struct pol_body *b = c->in_body;
  if (b != NULL) {
    for (uint32_t i = 0; i < b->uses.n; i++)
      if (b->uses.at[i] == used) return;
    uint32_t *slot = POL_VEC_PUSH(c->in->arena, &b->uses);
    if (slot == NULL) c->no_memory = true;
    else *slot = used;
    return;
  }
  if (c->no_decisions) {
    pol_report *r = pol_check_report(c, POL_R_FACT_ON_DECISION, at, "whether a fact exists cannot hang on a decision");
    pol_report_label(c->in->reports, r, "%s is a decision", pol_check_text(c, c->m->decisions.at[used].name));
    pol_report_help(c->in->reports, r, "name the facts that the decision rests on");
    return;
  }
  if (c->deciding != POL_NO_REF) add_use(c, used, at);
}

/* -- circles */

static void mark_circle(pol_checker *c, uint32_t from) {
  for (uint32_t i = from; i < c->inlining.n; i++) {
    struct pol_body *b = body_of(c, c->inlining.at[i].define);
    if (b != NULL) b->circular = true;
  }
}

static void report_circle(pol_checker *c, uint32_t from, const pol_node *node) {
  const pol_model *m = c->m;
  uint32_t links = c->inlining.n - from;
  const char *first = pol_check_text(c, m->defines.at[c->inlining.at[from].define].name);
  const char *last = pol_check_text(c, m->defines.at[c->inlining.at[c->inlining.n - 1].define].name);
  pol_report *r;
  if (links == 1) r = pol_report_add(c->in->reports, POL_R_CIRCLE_OF_DEFINITIONS, node->span, "%s rests on itself", first);
  else if (links == 2) r = pol_report_add(c->in->reports, POL_R_CIRCLE_OF_DEFINITIONS, node->span, "%s and %s rest on each other", first, last);
  else r = pol_report_add(c->in->reports, POL_R_CIRCLE_OF_DEFINITIONS, node->span, "%u definitions rest on one another, in a circle from %s", links, first);
  pol_report_label(c->in->reports, r, "%s rests on %s", last, first);
  for (uint32_t i = from + 1; i < c->inlining.n; i++)
    pol_report_also(c->in->reports, r, c->inlining.at[i].use->span, "%s rests on %s", pol_check_text(c, m->defines.at[c->inlining.at[i - 1].define].name),
                    pol_check_text(c, m->defines.at[c->inlining.at[i].define].name));
  pol_report_help(c->in->reports, r, "one of them has to be said without the others");
  mark_circle(c, from);
}

/* -- checking a body */

static const pol_node *body_node(const pol_node *define) {
  uint32_t at = define->kind == POL_N_DEFINE ? 2 : 1;
  return at < define->n ? define->kid[at] : NULL;
}

static pol_expr *check_body(pol_checker *c, uint32_t define) {
  const char *taker = c->taker;
  bool adding = c->adding;
  c->taker = c->m->defines.at[define].is_value ? pol_check_text(c, c->m->defines.at[define].name) : NULL;
  c->adding = false;
  pol_expr *e = pol_check_body(c, body_node(c->m->defines.at[define].node), NULL);
  c->taker = taker;
  c->adding = adding;
  return e;
}

/* By itself: nothing of the place of its first use may get into a body that all uses share. */
static void check_alone(pol_checker *c, uint32_t define, struct pol_body *b) {
  struct pol_body *in_body = c->in_body;
  const pol_scope *scope = c->scope;
  const pol_expr **implied = c->implied;
  uint32_t implieds = c->implieds, implied_cap = c->implied_cap, loop = c->loop;
  pol_atom group = c->group;
  c->in_body = b;
  c->scope = NULL;
  c->implied = NULL;
  c->implieds = c->implied_cap = 0;
  c->loop = POL_NO_REF;
  c->group = 0;
  b->expr = check_body(c, define);
  b->checked = true;
  c->in_body = in_body;
  c->scope = scope;
  c->implied = implied;
  c->implieds = implieds;
  c->implied_cap = implied_cap;
  c->loop = loop;
  c->group = group;
}

static pol_expr *check_call(pol_checker *c, uint32_t define, uint32_t n, pol_expr **arg) {
  const pol_node *node = c->m->defines.at[define].node;
  const pol_node *params = node->kid[0];
  pol_scope *scope = POL_NEW_N(c->in->arena, pol_scope, n);
  if (scope == NULL) {
    c->no_memory = true;
    return pol_expr_broken(c, node);
  }
  for (uint32_t i = 0; i < n; i++) {
    const pol_node *name = params->kid[i];
    scope[i] = (pol_scope){ i > 0 ? &scope[i - 1] : NULL, name->text, arg[i], POL_NO_REF };
  }
  const pol_scope *outer = c->scope;
  pol_atom group = c->group;
  c->scope = &scope[n - 1];
  c->group = 0;
  pol_expr *e = check_body(c, define);
  c->scope = outer;
  c->group = group;
  return e;
}

/* The body as it stands at one use. An agreement's test keeps its own mark, one level down. */
static pol_expr *at_use(pol_checker *c, pol_expr *body, uint32_t define, const pol_node *node) {
  if (pol_type_is(body->type, POL_T_BROKEN)) return pol_expr_broken(c, node);
  bool agreement = (body->flags & (POL_X_AGREED | POL_X_PENDING)) != 0;
  pol_expr *e = agreement ? pol_expr_new(c, POL_OP_AND, body->type, node, 1, body) : pol_expr_copy(c, body);
  e->flags |= POL_X_DEFINE;
  e->define = define;
  e->node = node;
  return e;
}

static bool arguments_fit(pol_checker *c, uint32_t define, const pol_node *node, uint32_t n) {
  const pol_define *d = &c->m->defines.at[define];
  if (n == d->params) return true;
  const char *name = pol_check_text(c, d->name);
  pol_report *r = pol_check_report(c, POL_R_ARGUMENTS, node, "%s takes %u amount%s, and gets %u", name, d->params, d->params == 1 ? "" : "s", n);
  if (!d->imported) pol_report_also(c->in->reports, r, pol_check_name_span(c, d->node, d->name), "declared here");
  if (d->params == 0) pol_report_help(c->in->reports, r, "write it without parentheses: %s", name);
  return false;
}

static pol_expr *expand(pol_checker *c, uint32_t define, struct pol_body *b, const pol_node *node, uint32_t n, pol_expr **arg) {
  if (n == 0 && b->checked) return b->expr;
  for (uint32_t i = 0; i < c->inlining.n; i++) {
    if (c->inlining.at[i].define != define) continue;
    report_circle(c, i, node);
    return pol_expr_broken(c, node);
  }
  pol_inlining *in = POL_VEC_PUSH(c->in->arena, &c->inlining);
  if (in == NULL) {
    c->no_memory = true;
    return pol_expr_broken(c, node);
  }
  *in = (pol_inlining){ define, node };
  pol_expr *e;
  if (n == 0) {
    check_alone(c, define, b);
    e = b->expr;
  } else {
    e = check_call(c, define, n, arg);
    b->checked = true;
  }
  c->inlining.n--;
  return e;
}

pol_expr *pol_check_use_define(pol_checker *c, uint32_t define, const pol_node *node, uint32_t n, pol_expr **arg) {
  struct pol_body *b = body_of(c, define);
  if (pol_check_is_covered(c, c->m->defines.at[define].node)) return pol_expr_broken(c, node);
  if (b == NULL || b->circular || !arguments_fit(c, define, node, n)) return pol_expr_broken(c, node);
  pol_expr *e = expand(c, define, b, node, n, arg);
  if (b->circular) return pol_expr_broken(c, node);
  if (n == 0 && e == b->expr) {
    for (uint32_t i = 0; i < b->demands.n; i++) pol_check_demand(c, b->demands.at[i].fact, node);
    for (uint32_t i = 0; i < b->uses.n; i++) pol_check_use(c, b->uses.at[i], node);
  }
  return at_use(c, e, define, node);
}

/* What nobody used is checked too: without arguments to go by, a function's parameters agree with everything. */
static void check_unused(pol_checker *c, uint32_t define) {
  const pol_define *d = &c->m->defines.at[define];
  struct pol_body *b = body_of(c, define);
  if (b == NULL || b->checked || b->circular || d->imported) return;
  pol_expr **arg = POL_NEW_N(c->in->arena, pol_expr *, d->params > 0 ? d->params : 1);
  if (arg == NULL) {
    c->no_memory = true;
    return;
  }
  for (uint32_t i = 0; i < d->params; i++) arg[i] = pol_expr_broken(c, d->node);
  struct pol_body scratch = { .checked = false };
  c->in_body = &scratch; /* what it demands, it demands of its uses: there are none */
  expand(c, define, b, d->node, d->params, arg);
  c->in_body = NULL;
}

void pol_check_bodies(pol_checker *c) {
  c->deciding = POL_NO_REF;
  c->implieds = 0;
  for (uint32_t i = 0; i < c->m->defines.n && !c->no_memory; i++) check_unused(c, i);
}
