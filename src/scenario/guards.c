#include "scenario/guards.h"
#include "ops/column.h"

/* ---- which part of a condition is a test ---- */

/* What a definition stands for: the node of its body. */
static const pol_node *body_of(const pol_define *d) {
  const pol_node *node = d->node;
  const pol_node *body = node->kid[node->kind == POL_N_DEFINE ? 2 : 1]; /* else of a value */
  return pol_is_node(body, POL_N_CONDITION) ? body->kid[0] : body;
}

const pol_node *pol_guard_words(const pol_model *m, const pol_expr *e) {
  return (e->flags & POL_X_DEFINE) != 0 ? body_of(&m->defines.at[e->define]) : e->node;
}

bool pol_guard_joins(const pol_model *m, const pol_expr *e) {
  if (e->op != POL_OP_AND && e->op != POL_OP_OR) return false;
  if ((e->flags & (POL_X_AGREED | POL_X_PENDING)) != 0) return false;
  const pol_node *node = pol_guard_words(m, e);
  if (!node) return true;
  switch (node->kind) {
  case POL_N_AND:
  case POL_N_OR:
  case POL_N_ALL_OF:
  case POL_N_ANY_OF:
  case POL_N_NOT:  /* what `none of` became */
  case POL_N_RULE:
  case POL_N_ROW:  /* the cells of a row */
  case POL_N_NAME: /* a definition that only names another, or an agreement's test */
  case POL_N_PAREN: return true;
  default: return false;
  }
}

static bool is_step(const pol_model *m, const pol_expr *e) {
  bool not = e->op == POL_OP_NOT && ((e->flags & POL_X_ADDED) != 0 || !e->node || e->node->kind == POL_N_NOT);
  return not || e->op == POL_OP_HOLDS || pol_guard_joins(m, e);
}

/* A row stands only where no row above it does: that is precedence, and none of its tests. */
static bool is_rank(const pol_expr *e) { return e->op == POL_OP_NOT && (e->flags & POL_X_ADDED) != 0 && e->node && e->node->kind == POL_N_ROW; }

/* ---- gathering ---- */

typedef struct gathering {
  pol_arena *arena;
  const pol_program *p;
  pol_guards *out;
  POL_VEC(pol_guard_test) tests; /* of the use at hand */
  pol_guard_role role;
} gathering;

static pol_status gather(gathering *g, const pol_expr *e) {
  if (is_rank(e)) return POL_OK;
  if (is_step(g->p->model, e)) {
    for (uint32_t i = 0; i < e->n; i++) POL_TRY(gather(g, e->arg[i]));
    return POL_OK;
  }
  pol_guard_test *t = POL_VEC_PUSH(g->arena, &g->tests);
  if (!t) return POL_NO_MEMORY;
  bool dates = (e->flags & POL_X_ADDED) != 0 && e->n == 2 && e->arg[0]->op == POL_OP_AS_OF;
  *t = (pol_guard_test){ .expr = e, .role = g->role, .said = e->node && !dates && e->op != POL_OP_CONST };
  return POL_OK;
}

static pol_status gather_part(gathering *g, const pol_expr *e, pol_guard_role role) {
  g->role = role;
  return e ? gather(g, e) : POL_OK;
}

static uint32_t frame_of(const pol_program *p, const pol_expr *e) { return e->slot < p->nodes ? p->node[e->slot].frame : 0; }

static uint32_t depth_of(const pol_model *m, uint32_t frame) { return frame == 0 ? 0 : m->loops.at[frame - 1].depth + 1; }

static pol_status keep_use(gathering *g, pol_guard_use *u) {
  g->tests.n = 0;
  bool row = g->p->model->rules.at[u->rule].node->kind == POL_N_ROW;
  POL_TRY(gather_part(g, u->when, row ? POL_GUARD_CELL : POL_GUARD_WHEN));
  POL_TRY(gather_part(g, u->except, POL_GUARD_EXCEPT));
  POL_TRY(gather_part(g, u->test, POL_GUARD_ONLY_IF));
  u->n = g->tests.n;
  u->at = POL_NEW_N(g->arena, pol_guard_test, u->n + 1u);
  if (!u->at) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < u->n; i++) {
    uint32_t frame = frame_of(g->p, g->tests.at[i].expr);
    u->at[i] = g->tests.at[i];
    if (depth_of(g->p->model, frame) > depth_of(g->p->model, u->frame)) u->frame = frame;
  }
  return POL_OK;
}

static bool says_something(const pol_guard_use *u) {
  for (uint32_t i = 0; i < u->n; i++)
    if (u->at[i].said) return true;
  return false;
}

/* One more use of the guard last opened, unless it is not the same tests: a cell that one call of a table settles is still a test of the others. */
static pol_status add_use(gathering *g, pol_guard *guard, const pol_guard_use *made) {
  if (guard->uses > 0 && g->out->uses.at[guard->use].n != made->n) return POL_OK;
  pol_guard_use *u = POL_VEC_PUSH(g->arena, &g->out->uses);
  if (!u) return POL_NO_MEMORY;
  *u = *made;
  guard->uses++;
  return POL_OK;
}

static pol_status rule_uses(gathering *g, pol_guard *guard, uint32_t first) {
  const pol_model *m = g->p->model;
  for (uint32_t i = first; i < m->rules.n; i++) {
    const pol_rule *r = &m->rules.at[i];
    if (r->line != m->rules.at[first].line || r->clause != guard->clause || r->exception_of != POL_NO_REF || r->decision == POL_NO_REF) continue;
    pol_guard_use u = { .rule = i, .pick = POL_NO_NODE, .when = r->when, .except = r->except, .test = r->test };
    POL_TRY(keep_use(g, &u));
    if (says_something(&u)) POL_TRY(add_use(g, guard, &u));
  }
  return POL_OK;
}

/* The place of a rule among the rows of its table, or POL_NO_REF. */
static uint32_t row_in(const pol_table *t, uint32_t rule) {
  for (uint32_t i = 0; i < t->rules; i++)
    if (t->rule[i] == rule) return i;
  return POL_NO_REF;
}

static pol_status row_uses(gathering *g, pol_guard *guard, uint32_t rule) {
  const pol_model *m = g->p->model;
  for (uint32_t i = 0; i < g->p->nodes; i++) {
    const pol_expr *pick = g->p->node[i].op == POL_OP_PICK ? g->p->node[i].origin : NULL;
    if (!pick || pick->op != POL_OP_PICK) continue;
    uint32_t row = row_in(&m->tables.at[pick->ref], rule);
    if (row == POL_NO_REF || 2 * row + 1 >= pick->n) continue;
    pol_guard_use u = { .rule = rule, .pick = i, .when = pick->arg[(size_t)2 * row] };
    POL_TRY(keep_use(g, &u));
    if (says_something(&u)) POL_TRY(add_use(g, guard, &u));
  }
  return POL_OK;
}

static bool is_first_of_line(const pol_model *m, uint32_t rule, const uint32_t *first) {
  const pol_rule *r = &m->rules.at[rule];
  return r->exception_of == POL_NO_REF && !m->clauses.at[r->clause].imported && first[rule] == rule;
}

/* By rule: the first of its line. Rules of one line may be far apart. */
static uint32_t *first_of_lines(pol_arena *arena, const pol_model *m) {
  uint32_t *first = POL_NEW_N(arena, uint32_t, m->rules.n + 1u), lines = 0;
  for (uint32_t i = 0; first && i < m->rules.n; i++)
    if (m->rules.at[i].line >= lines) lines = m->rules.at[i].line + 1;
  uint32_t *seen = first ? POL_NEW_N(arena, uint32_t, lines + 1u) : NULL;
  if (!seen) return NULL;
  for (uint32_t i = 0; i < m->rules.n; i++) {
    const pol_rule *r = &m->rules.at[i];
    uint32_t *at = &seen[r->line];
    if (r->exception_of != POL_NO_REF) continue;
    if (*at == 0 || m->rules.at[*at - 1].clause != r->clause) *at = i + 1;
    first[i] = *at - 1;
  }
  return first;
}

pol_status pol_guards_read(pol_guards *out, pol_arena *arena, const pol_program *p) {
  const pol_model *m = p->model;
  gathering g = { .arena = arena, .p = p, .out = out };
  uint32_t *first = first_of_lines(arena, m);
  *out = (pol_guards){ 0 };
  if (!first) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < m->rules.n; i++) {
    if (!is_first_of_line(m, i, first)) continue;
    pol_guard guard = { .clause = m->rules.at[i].clause, .rule = i, .use = out->uses.n };
    POL_TRY(m->rules.at[i].decision == POL_NO_REF ? row_uses(&g, &guard, i) : rule_uses(&g, &guard, i));
    if (guard.uses == 0) continue;
    pol_guard *kept = POL_VEC_PUSH(arena, &out->guards);
    if (!kept) return POL_NO_MEMORY;
    *kept = guard;
  }
  return POL_OK;
}

/* ---- levels ---- */

void pol_guard_levels(uint8_t *level, const pol_guard_use *u, const pol_run *run, uint32_t row) {
  const pol_program *p = pol_run_program(run);
  for (uint32_t i = 0; i < u->n; i++) {
    uint32_t node = u->at[i].expr->slot;
    level[i] = POL_LEVEL_UNSURE;
    if (node >= p->nodes) continue;
    const pol_column *c = pol_run_column(run, node);
    uint32_t at = pol_run_row_in(run, u->frame, row, p->node[node].frame);
    switch ((pol_state)POL_CELL_STATE(c->state[at])) {
    case POL_KNOWN: level[i] = c->as.i[at] != 0 ? POL_LEVEL_YES : POL_LEVEL_NO; break;
    case POL_NOT_APPLICABLE: level[i] = POL_LEVEL_NONE; break;
    case POL_UNKNOWN:
    case POL_ERRED: break;
    }
  }
}

typedef struct weighing { const pol_model *m; const uint8_t *level; uint32_t next; } weighing;

static pol_level opposite(pol_level l) { return l == POL_LEVEL_YES ? POL_LEVEL_NO : l == POL_LEVEL_NO ? POL_LEVEL_YES : l; }

static pol_level weigh(weighing *w, const pol_expr *e) {
  if (is_rank(e)) return POL_LEVEL_YES;
  if (!is_step(w->m, e)) return (pol_level)w->level[w->next++];
  pol_level out = POL_LEVEL_YES;
  for (uint32_t i = 0; i < e->n; i++) { /* an `or` is the opposite of an `and` of opposites */
    pol_level l = weigh(w, e->arg[i]);
    if (e->op == POL_OP_OR) l = opposite(l);
    if (l < out) out = l;
  }
  if (e->op == POL_OP_HOLDS) return out == POL_LEVEL_NONE ? POL_LEVEL_NO : out;
  return e->op == POL_OP_OR || e->op == POL_OP_NOT ? opposite(out) : out;
}

/* Not applicable never makes a rule hold, and never excepts from it. */
static pol_level held(pol_level l) { return l == POL_LEVEL_NONE ? POL_LEVEL_NO : l; }

pol_level pol_guard_outcome(const pol_model *m, const pol_guard_use *u, const uint8_t *level) {
  weighing w = { .m = m, .level = level };
  pol_level out = u->when ? held(weigh(&w, u->when)) : POL_LEVEL_YES;
  if (u->except) {
    pol_level l = opposite(held(weigh(&w, u->except)));
    if (l < out) out = l;
  }
  if (u->test) {
    pol_level l = held(opposite(weigh(&w, u->test)));
    if (l < out) out = l;
  }
  return out;
}
