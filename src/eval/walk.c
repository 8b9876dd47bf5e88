#include "eval/walk.h"

pol_status pol_walk_start(pol_walk *w, pol_arena *scratch, const pol_row *at, pol_walk_through through) {
  *w = (pol_walk){ .at = at, .scratch = scratch, .through = through, .origin = POL_NO_NODE };
  w->fact = POL_NEW_N(scratch, uint8_t, at->m->facts.n + 1);
  w->row_rule = POL_NEW_N(scratch, bool, at->m->rules.n + 1);
  w->seen = POL_NEW_N(scratch, bool, at->p->nodes + 1);
  if (!w->fact || !w->row_rule || !w->seen) return POL_NO_MEMORY;
  pol_map_init(&w->inner, scratch);
  return POL_OK;
}

void pol_walk_leads(uint8_t *leads, const pol_program *p) {
  for (uint32_t i = 0; i < p->nodes; i++) {
    const pol_program_node *x = &p->node[i];
    bool table = x->op == POL_OP_PICK && x->origin && x->origin->op == POL_OP_PICK;
    leads[i] = x->op == POL_OP_PRESUMED ? POL_LEADS_PRESUMED : x->op == POL_OP_ANSWER || table ? POL_LEADS_ANSWER : 0;
    for (uint32_t k = 0; k < x->n; k++) leads[i] |= leads[p->args[x->arg + k]]; /* arguments come before */
  }
}

/* Whether there is nothing below a node that the walk is after. */
static bool is_idle(const pol_walk *w, uint32_t node) { return w->wants && !(pol_run_leads(w->at->run)[node] & w->wants); }

static pol_state state_at(const pol_walk *w, uint32_t node, uint32_t row) { return POL_CELL_STATE(pol_run_column(w->at->run, node)->state[row]); }

static bool yes_at(const pol_walk *w, uint32_t node, uint32_t row) {
  const pol_column *c = pol_run_column(w->at->run, node);
  return POL_CELL_STATE(c->state[row]) == POL_KNOWN && c->as.i[row] != 0;
}

/* ---- the stack ---- */

static pol_status push(pol_walk *w, uint32_t node, uint32_t row) {
  if (node == POL_NO_NODE || is_idle(w, node)) return POL_OK;
  pol_state s = state_at(w, node, row);
  if (w->through == POL_WALK_UNKNOWN && s != POL_UNKNOWN) return POL_OK;
  if (w->through == POL_WALK_ERRED && s != POL_ERRED) return POL_OK;
  w->reached++;
  if (w->at->p->node[node].frame == 0) {
    if (w->seen[node]) return POL_OK;
    w->seen[node] = true;
  } else {
    uint64_t key = POL_MAP_PAIR(node, row);
    if (pol_map_get(&w->inner, key) != POL_MAP_NONE) return POL_OK;
    if (!pol_map_put(&w->inner, key, 1)) return POL_NO_MEMORY;
  }
  pol_spot *spot = POL_VEC_PUSH(w->scratch, &w->stack);
  if (!spot) return POL_NO_MEMORY;
  *spot = (pol_spot){ node, row };
  return POL_OK;
}

/* ---- which arguments mattered ---- */

typedef struct spot_args { const pol_program_node *node; const uint32_t *arg; uint32_t row; pol_state state; bool yes; } spot_args;

static bool is_yes_or_no(const pol_walk *w, const spot_args *s, uint32_t arg, bool yes) {
  return state_at(w, arg, s->row) == POL_KNOWN && yes_at(w, arg, s->row) == yes;
}

/* `and`, with `winning` no, or `or`, with yes: when the winning answer came out, the arguments that gave it; when another state came out, those in it. */
static pol_status push_junction(pol_walk *w, const spot_args *s, bool winning) {
  for (uint32_t i = 0; i < s->node->n; i++) {
    if (is_idle(w, s->arg[i])) continue;
    bool same = s->state == POL_KNOWN ? s->yes != winning || is_yes_or_no(w, s, s->arg[i], winning) : state_at(w, s->arg[i], s->row) == s->state;
    if (same) POL_TRY(push(w, s->arg[i], s->row));
  }
  return POL_OK;
}

static pol_status push_strict(pol_walk *w, const spot_args *s) {
  for (uint32_t i = 0; i < s->node->n; i++)
    if (s->state == POL_KNOWN || state_at(w, s->arg[i], s->row) == s->state) POL_TRY(push(w, s->arg[i], s->row));
  return POL_OK;
}

static pol_status push_select(pol_walk *w, const spot_args *s) {
  pol_state condition = state_at(w, s->arg[0], s->row);
  POL_TRY(push(w, s->arg[0], s->row));
  if (condition == POL_ERRED) return POL_OK;
  bool both = condition == POL_UNKNOWN, first = both || yes_at(w, s->arg[0], s->row);
  if (first) POL_TRY(push(w, s->arg[1], s->row));
  return both || !first ? push(w, s->arg[2], s->row) : POL_OK;
}

static pol_status push_presumed(pol_walk *w, const spot_args *s) {
  pol_state presumed = state_at(w, s->arg[1], s->row);
  if (state_at(w, s->arg[0], s->row) != POL_UNKNOWN || presumed != POL_KNOWN) {
    POL_TRY(push(w, s->arg[0], s->row));
    bool either = state_at(w, s->arg[0], s->row) == POL_UNKNOWN && presumed == POL_UNKNOWN; /* to know what is presumed would do as well */
    return either ? push(w, s->arg[1], s->row) : POL_OK;
  }
  w->fact[s->node->ref] |= POL_MARK_PRESUMED;
  return push(w, s->arg[1], s->row);
}

static pol_status push_only_when(pol_walk *w, const spot_args *s) {
  POL_TRY(push(w, s->arg[1], s->row));
  bool exists = state_at(w, s->arg[1], s->row) != POL_NOT_APPLICABLE && !is_yes_or_no(w, s, s->arg[1], false);
  return exists ? push(w, s->arg[0], s->row) : POL_OK;
}

/* The best outcome that is certain: what is worse than it cannot matter. */
static uint8_t best_rank(const pol_walk *w, const spot_args *s, const uint8_t *ranks) {
  uint8_t best = POL_OUT_SILENT;
  for (uint32_t i = 0; i < s->node->n; i++)
    if (yes_at(w, s->arg[i], s->row) && ranks[i] < best) best = ranks[i];
  return best;
}

static pol_status push_permission(pol_walk *w, const spot_args *s) {
  const uint8_t *ranks = w->at->p->ranks + s->node->aux;
  uint8_t best = best_rank(w, s, ranks);
  for (uint32_t i = 0; i < s->node->n; i++) {
    bool matters = ranks[i] < best || (s->state == POL_KNOWN && ranks[i] == best && yes_at(w, s->arg[i], s->row));
    if (matters) POL_TRY(push(w, s->arg[i], s->row));
  }
  return POL_OK;
}

/* Whether a table's row that may be in force is one of those that the walk is after. */
static bool row_mattered(const pol_walk *w, pol_state in_force, pol_state value) {
  switch (w->through) {
  case POL_WALK_ALL: return in_force == POL_KNOWN;
  case POL_WALK_UNKNOWN: return in_force == POL_UNKNOWN || value == POL_UNKNOWN;
  case POL_WALK_ERRED: return in_force == POL_ERRED || value == POL_ERRED;
  }
  return false;
}

/* Pairs of "in force" and amount: an amount matters unless its rule is certainly not in force; of what has no amount, nothing else does. */
static pol_status push_pairs(pol_walk *w, const spot_args *s, uint32_t from) {
  const pol_expr *origin = s->node->origin;
  bool table = s->node->op == POL_OP_PICK && origin && origin->op == POL_OP_PICK && origin->ref < w->at->m->tables.n && origin->n == s->node->n;
  for (uint32_t i = from; i + 1 < s->node->n; i += 2) {
    pol_state in_force = state_at(w, s->arg[i], s->row);
    bool out = in_force == POL_NOT_APPLICABLE || is_yes_or_no(w, s, s->arg[i], false);
    bool none = !out && state_at(w, s->arg[i + 1], s->row) == POL_NOT_APPLICABLE;
    if (!none) POL_TRY(push(w, s->arg[i], s->row));
    if (out) continue;
    POL_TRY(push(w, s->arg[i + 1], s->row));
    if (none) continue;
    const pol_table *t = table ? &w->at->m->tables.at[origin->ref] : NULL;
    if (t && i / 2 < t->rules && row_mattered(w, in_force, state_at(w, s->arg[i + 1], s->row))) w->row_rule[t->rule[i / 2]] = true;
  }
  return POL_OK;
}

static pol_status push_stage(pol_walk *w, const spot_args *s) {
  const pol_column *c = pol_run_column(w->at->run, s->arg[0]);
  POL_TRY(push(w, s->arg[0], s->row));
  bool through = POL_CELL_STATE(c->state[s->row]) == POL_KNOWN && c->as.i[s->row] == POL_OUT_PERMITTED;
  return through ? push(w, s->arg[1], s->row) : POL_OK;
}

static bool is_no(const pol_walk *w, uint32_t node, uint32_t row) {
  pol_state s = state_at(w, node, row);
  return s == POL_NOT_APPLICABLE || (s == POL_KNOWN && !yes_at(w, node, row));
}

static pol_status push_elements(pol_walk *w, const spot_args *s) {
  uint32_t loop = s->node->ref, where = s->arg[1], value = s->node->n > 2 ? s->arg[2] : POL_NO_NODE, first, end;
  POL_TRY(push(w, s->arg[0], s->row));
  if (state_at(w, s->arg[0], s->row) != POL_KNOWN) return POL_OK;
  pol_row_elements(w->at, loop + 1, s->row, &first, &end);
  for (uint32_t row = first; row < end; row++) {
    if (where != POL_NO_NODE) POL_TRY(push(w, where, row));
    if (value != POL_NO_NODE && (where == POL_NO_NODE || !is_no(w, where, row))) POL_TRY(push(w, value, row));
  }
  return POL_OK;
}

/* A list inside the element of another is given with that other: the fact is the outermost one. */
static void mark_list(pol_walk *w, uint32_t loop, uint8_t mark) {
  for (uint32_t list = w->at->p->list[loop]; list != POL_NO_NODE; list = w->at->p->list[loop]) {
    const pol_program_node *node = &w->at->p->node[list];
    if (node->op == POL_OP_LIST_FACT) w->fact[node->ref] |= mark;
    if (node->op != POL_OP_LIST_FIELD) return;
    loop = node->ref;
  }
}

static void mark_leaf(pol_walk *w, const spot_args *s) {
  uint8_t mark = s->state == POL_UNKNOWN ? POL_MARK_MISSING : POL_MARK_READ;
  if (s->node->op == POL_OP_INPUT || s->node->op == POL_OP_LIST_FACT) w->fact[s->node->ref] |= mark;
  if (s->node->op == POL_OP_ELEMENT || s->node->op == POL_OP_LIST_FIELD) mark_list(w, s->node->ref, mark);
}

static pol_status push_outer(pol_walk *w, const spot_args *s) {
  uint32_t frame = s->node->frame, row = s->row, to = w->at->p->node[s->arg[0]].frame;
  for (; frame != to; frame = pol_frame_outer(w->at->p, frame)) row = pol_run_parents(w->at->run, frame)[row];
  return push(w, s->arg[0], row);
}

static pol_status push_args(pol_walk *w, const spot_args *s) {
  switch ((pol_op)s->node->op) {
  case POL_OP_CONST:
  case POL_OP_INPUT:
  case POL_OP_AS_OF:
  case POL_OP_ELEMENT:
  case POL_OP_LIST_FACT:
  case POL_OP_LIST_FIELD: mark_leaf(w, s); return POL_OK;
  case POL_OP_BROADCAST: return push_outer(w, s);
  case POL_OP_ANSWER:
    if (!w->answer) return push_strict(w, s);
    w->answer[s->node->ref] = true;
    return POL_OK;
  case POL_OP_PRESUMED: return push_presumed(w, s);
  case POL_OP_ONLY_WHEN: return push_only_when(w, s);
  case POL_OP_AND: return push_junction(w, s, false);
  case POL_OP_OR: return push_junction(w, s, true);
  case POL_OP_SELECT: return push_select(w, s);
  case POL_OP_PERMISSION: return push_permission(w, s);
  case POL_OP_PICK:
  case POL_OP_PICK_LEAST:
  case POL_OP_PICK_GREATEST: return push_pairs(w, s, 0);
  case POL_OP_ADD_ALL:
  case POL_OP_MUL_ALL:
  case POL_OP_CAP_ALL: POL_TRY(push(w, s->arg[0], s->row)); return push_pairs(w, s, 1);
  case POL_OP_STAGE: return push_stage(w, s);
  case POL_OP_ANY:
  case POL_OP_EVERY:
  case POL_OP_COUNT:
  case POL_OP_SUM:
  case POL_OP_AGG_LEAST:
  case POL_OP_AGG_GREATEST: return push_elements(w, s);
  default: return push_strict(w, s);
  }
}

pol_status pol_walk_from(pol_walk *w, uint32_t node) {
  POL_TRY(push(w, node, w->at->row));
  while (w->stack.n > 0) {
    pol_spot spot = w->stack.at[--w->stack.n];
    const pol_program_node *n = &w->at->p->node[spot.node];
    pol_state state = state_at(w, spot.node, spot.row);
    bool yes = state == POL_KNOWN && n->repr == POL_REPR_INT && yes_at(w, spot.node, spot.row);
    uint32_t before = w->reached;
    POL_TRY(push_args(w, &(spot_args){ n, w->at->p->args + n->arg, spot.row, state, yes }));
    if (w->through == POL_WALK_ERRED && w->reached == before && w->origin == POL_NO_NODE) w->origin = spot.node;
  }
  return POL_OK;
}
