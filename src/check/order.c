/* Which decision must come before which, and which facts hang on which: circles are reported link by link, and what has none gets its order. */
#include "check/expr.h"

/* What each thing rests on: those of thing i are to[first[i]] to to[first[i + 1] - 1], in the order in which they were found. */
typedef struct graph {
  uint32_t n;
  uint32_t *first, *to;
  const pol_node **at; /* where it says so */
} graph;

typedef struct step { uint32_t thing, next; } step;

typedef struct walk {
  const graph *g;
  step *path;     /* from where we began to where we are */
  uint32_t depth;
  uint32_t *done; /* what has been finished, in that order */
  uint32_t dones;
  uint8_t *mark;  /* 0 not met, 1 on the path, 2 finished */
} walk;

static bool new_graph(pol_checker *c, graph *g, uint32_t n, uint32_t edges) {
  *g = (graph){ .n = n };
  g->first = POL_NEW_N(c->in->arena, uint32_t, (size_t)n + 1);
  g->to = POL_NEW_N(c->in->arena, uint32_t, (size_t)edges + 1);
  g->at = POL_NEW_N(c->in->arena, const pol_node *, (size_t)edges + 1);
  if (g->first == NULL || g->to == NULL || g->at == NULL) c->no_memory = true;
  return !c->no_memory;
}

static bool new_walk(pol_checker *c, walk *w, const graph *g) {
  *w = (walk){ .g = g };
  w->path = POL_NEW_N(c->in->arena, step, (size_t)g->n + 1);
  w->done = POL_NEW_N(c->in->arena, uint32_t, (size_t)g->n + 1);
  w->mark = POL_NEW_N(c->in->arena, uint8_t, (size_t)g->n + 1);
  if (w->path == NULL || w->done == NULL || w->mark == NULL) c->no_memory = true;
  return !c->no_memory;
}

typedef void circle_report(pol_checker *c, const walk *w, uint32_t from, uint32_t edge);

static void follow(pol_checker *c, walk *w, uint32_t start, circle_report *report) {
  w->path[0] = (step){ start, w->g->first[start] };
  w->depth = 1;
  w->mark[start] = 1;
  while (w->depth > 0) {
    step *s = &w->path[w->depth - 1];
    if (s->next == w->g->first[s->thing + 1]) {
      w->mark[s->thing] = 2;
      w->done[w->dones++] = s->thing;
      w->depth--;
      continue;
    }
    uint32_t edge = s->next++, to = w->g->to[edge];
    if (w->mark[to] == 0) {
      w->mark[to] = 1;
      w->path[w->depth++] = (step){ to, w->g->first[to] };
    } else if (w->mark[to] == 1) {
      uint32_t from = w->depth - 1;
      while (w->path[from].thing != to) from--;
      report(c, w, from, edge);
    }
  }
}

static void follow_all(pol_checker *c, walk *w, circle_report *report) {
  for (uint32_t i = 0; i < w->g->n; i++)
    if (w->mark[i] == 0) follow(c, w, i, report);
}

/* The edge by which a step of the path went on to the next. */
static const pol_node *link_at(const walk *w, uint32_t i) {
  return w->g->at[w->path[i].next - 1];
}

/* -- decisions */

static const char *decision_name(pol_checker *c, uint32_t d) {
  return pol_check_text(c, c->m->decisions.at[d].name);
}

static void decision_circle(pol_checker *c, const walk *w, uint32_t from, uint32_t edge) {
  uint32_t last = w->depth - 1;
  const char *first_name = decision_name(c, w->path[from].thing), *last_name = decision_name(c, w->path[last].thing);
  pol_span at = w->g->at[edge]->span;
  uint32_t links = last - from + 1;
  pol_report *r;
  if (links == 1) r = pol_report_add(c->in->reports, POL_R_CIRCLE_OF_DECISIONS, at, "%s rests on itself", first_name);
  else if (links == 2) r = pol_report_add(c->in->reports, POL_R_CIRCLE_OF_DECISIONS, at, "%s and %s rest on each other", first_name, last_name);
  else r = pol_report_add(c->in->reports, POL_R_CIRCLE_OF_DECISIONS, at, "%u decisions rest on one another, in a circle from %s", links, first_name);
  pol_report_label(c->in->reports, r, "%s rests on %s", last_name, first_name);
  for (uint32_t i = from; i < last; i++)
    pol_report_also(c->in->reports, r, link_at(w, i)->span, "%s rests on %s", decision_name(c, w->path[i].thing), decision_name(c, w->path[i + 1].thing));
  pol_report_help(c->in->reports, r, "one of them has to be decided without the others");
}

static bool decision_graph(pol_checker *c, graph *g) {
  uint32_t n = c->m->decisions.n;
  if (!new_graph(c, g, n, c->uses.n)) return false;
  for (uint32_t i = 0; i < c->uses.n; i++) g->first[(uint32_t)(c->uses.at[i] >> 32) + 1]++;
  for (uint32_t i = 0; i < n; i++) g->first[i + 1] += g->first[i];
  uint32_t *fill = POL_NEW_N(c->in->arena, uint32_t, (size_t)n + 1);
  if (fill == NULL) {
    c->no_memory = true;
    return false;
  }
  for (uint32_t i = 0; i < c->uses.n; i++) {
    uint32_t user = (uint32_t)(c->uses.at[i] >> 32), where = pol_map_get(&c->use_at, c->uses.at[i]);
    uint32_t slot = g->first[user] + fill[user]++;
    g->to[slot] = (uint32_t)c->uses.at[i];
    g->at[slot] = where != POL_MAP_NONE ? c->use_node.at[where] : c->m->decisions.at[user].node;
  }
  return true;
}

/* -- facts, through their `only when` */

typedef struct edges { POL_VEC(uint32_t) to; } edges;

static void facts_in(pol_checker *c, const pol_expr *e, edges *out) {
  if (e == NULL) return;
  if (e->op == POL_OP_INPUT || e->op == POL_OP_LIST_FACT) {
    uint32_t *slot = POL_VEC_PUSH(c->in->arena, &out->to);
    if (slot == NULL) c->no_memory = true;
    else *slot = e->ref;
  }
  for (uint32_t i = 0; i < e->n; i++) facts_in(c, e->arg[i], out);
}

static void fact_circle(pol_checker *c, const walk *w, uint32_t from, uint32_t edge) {
  uint32_t last = w->depth - 1;
  const char *name = pol_check_text(c, c->m->facts.at[w->path[last].thing].name);
  pol_report *r = pol_report_add(c->in->reports, POL_R_CIRCLE_OF_FACTS, w->g->at[edge]->span, "whether %s exists hangs on itself", name);
  for (uint32_t i = from; i < last; i++)
    pol_report_also(c->in->reports, r, link_at(w, i)->span, "%s exists only when this holds", pol_check_text(c, c->m->facts.at[w->path[i].thing].name));
  pol_report_help(c->in->reports, r, "one of these facts has to exist whatever the others are");
}

static bool fact_graph(pol_checker *c, graph *g) {
  uint32_t n = c->m->facts.n;
  edges all = { 0 };
  uint32_t *first = POL_NEW_N(c->in->arena, uint32_t, (size_t)n + 1);
  if (first == NULL) c->no_memory = true;
  for (uint32_t i = 0; i < n && !c->no_memory; i++) {
    facts_in(c, c->m->facts.at[i].only_when, &all);
    first[i + 1] = all.to.n;
  }
  if (c->no_memory || !new_graph(c, g, n, all.to.n)) return false;
  g->first = first;
  for (uint32_t i = 0; i < n; i++) {
    for (uint32_t k = first[i]; k < first[i + 1]; k++) {
      g->to[k] = all.to.at[k];
      g->at[k] = c->m->facts.at[i].only_when->node;
    }
  }
  return true;
}

void pol_check_order(pol_checker *c) {
  graph g;
  walk w;
  if (!fact_graph(c, &g) || !new_walk(c, &w, &g)) return;
  follow_all(c, &w, fact_circle);
  if (c->lost & POL_LOST_RULES) return; /* a rule with a mistake may say otherwise */
  if (!decision_graph(c, &g) || !new_walk(c, &w, &g)) return;
  follow_all(c, &w, decision_circle);
  c->m->order = w.done;
}
