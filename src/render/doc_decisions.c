/* What a policy decides: each question, who answers it, and what it rests on. */
#include "render/doc.h"
#include <string.h>

static const pol_page *page(const pol_doc *d) { return &d->of.r.c.page; }

/* ---- the graph ---- */

typedef struct gathering { pol_doc *d; bool *seen; uint32_t *at, n; } gathering;

static void gather_used(gathering *g, const pol_expr *e) {
  if (e == NULL) return;
  if (e->op == POL_OP_DECISION && !g->seen[e->ref]) {
    g->seen[e->ref] = true;
    g->at[g->n++] = e->ref;
  }
  for (uint32_t i = 0; i < e->n; i++) gather_used(g, e->arg[i]);
}

static bool gather(pol_doc_graph *out, pol_doc *d, uint32_t decision) {
  const pol_model *m = d->of.r.c.model;
  const pol_decision *x = &m->decisions.at[decision];
  gathering g = {.d = d, .seen = POL_NEW_N(page(d)->arena, bool, m->decisions.n + 1u), .at = POL_NEW_N(page(d)->arena, uint32_t, m->decisions.n + 1u)};
  if (g.seen == NULL || g.at == NULL) return false;
  g.seen[decision] = true;
  for (uint32_t i = 0; i < x->afters; i++)
    if (!g.seen[x->after[i]]) g.seen[x->after[i]] = true, g.at[g.n++] = x->after[i];
  for (uint32_t i = 0; i < x->rules; i++) {
    const pol_rule *r = &m->rules.at[x->rule[i]];
    const pol_expr *const all[] = {r->test, r->when, r->except, r->value, r->duty.date};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) gather_used(&g, all[k]);
  }
  out->uses[decision] = g.at;
  out->n[decision] = g.n;
  uint32_t *facts = NULL;
  if (pol_program_needs(d->of.r.c.program, page(d)->arena, decision, &facts, &out->nreads[decision]) != POL_OK) return false;
  out->reads[decision] = facts;
  return true;
}

bool pol_doc_graph_make(pol_doc_graph *out, pol_doc *d) {
  uint32_t n = d->of.r.c.model->decisions.n + 1u;
  pol_arena *a = page(d)->arena;
  *out = (pol_doc_graph){POL_NEW_N(a, const uint32_t *, n), POL_NEW_N(a, uint32_t, n), POL_NEW_N(a, const uint32_t *, n), POL_NEW_N(a, uint32_t, n)};
  if (out->uses == NULL || out->n == NULL || out->reads == NULL || out->nreads == NULL) return false;
  for (uint32_t i = 0; i + 1 < n; i++)
    if (!gather(out, d, i)) return false;
  return true;
}

/* ---- in words ---- */

static const char *answered_by(const pol_doc *d, const pol_decision *x) {
  const pol_model *m = d->of.r.c.model;
  const char *list = "";
  uint32_t last = POL_NO_REF;
  for (uint32_t i = 0; i < x->rules; i++) {
    uint32_t clause = m->rules.at[x->rule[i]].clause;
    if (clause == last || pol_read_is_ended(&m->clauses.at[clause])) continue;
    last = clause;
    list = pol_page_format(page(d), "%s%s%s", list, list[0] == '\0' ? "" : ", ", pol_say_atom(&d->of.r.c, m->clauses.at[clause].id));
  }
  return list;
}

static const char *used(const pol_doc *d, const uint32_t *decision, uint32_t n) {
  const char *list = "";
  for (uint32_t i = 0; i < n; i++) list = pol_page_format(page(d), "%s%s%s", list, i == 0 ? "" : ", ", pol_read_title(&d->of.r, decision[i]));
  return list;
}

static const char *facts_read(const pol_doc *d, const uint32_t *fact, uint32_t n) {
  const pol_model *m = d->of.r.c.model;
  const char *list = "";
  for (uint32_t i = 0; i < n; i++) list = pol_page_format(page(d), "%s%s%s", list, i == 0 ? "" : ", ", pol_say_atom(&d->of.r.c, m->facts.at[fact[i]].name));
  return list;
}

static const char *kind_of(const pol_doc *d, const pol_decision *x) {
  pol_text t;
  switch (x->type.kind) {
  case POL_T_PERMISSION: return "permission";
  case POL_T_OBLIGATIONS: return "obligations";
  case POL_T_SET: return "set";
  case POL_T_SEQUENCE: return "sequence";
  case POL_T_BOOL: return "yes or no";
  case POL_T_DATE: return "date";
  case POL_T_TIME: return "time";
  case POL_T_PERIOD: return "period";
  case POL_T_NUMBER: break;
  default: return "choice";
  }
  if (x->type.show == POL_SHOW_PERCENT) return "percentage";
  pol_text_init(&t, pol_arena_alloc(page(d)->arena));
  pol_unit_words(&t, d->of.r.c.model, x->type.unit);
  const char *unit = pol_page_keep(page(d), &t);
  return unit[0] == '\0' ? "number" : unit;
}

static void decision(pol_doc *d, const pol_doc_graph *g, uint32_t at) {
  const pol_model *m = d->of.r.c.model;
  const pol_decision *x = &m->decisions.at[at];
  const char *name = pol_say_atom(&d->of.r.c, x->name);
  pol_doc_entry(d, pol_doc_anchor(d, "decision", name), name, x->title != NULL ? x->title : pol_say_spaced(&d->of.r.c, name), kind_of(d, x));
  pol_doc_line(d, "Answered by", answered_by(d, x));
  pol_doc_line(d, "Rests on", used(d, g->uses[at], g->n[at]));
  pol_doc_line(d, "Reads", facts_read(d, g->reads[at], g->nreads[at]));
  for (uint32_t i = 0; i < d->of.questions.n; i++)
    if (strcmp(d->of.questions.at[i].name, name) == 0) pol_doc_lines(d, d->of.questions.at[i].text);
  pol_doc_entry_end(d);
}

void pol_doc_decisions(pol_doc *d) {
  pol_doc_graph g;
  if (!pol_doc_graph_make(&g, d)) {
    pol_page_lost(page(d));
    return;
  }
  pol_doc_part(d, "decisions", "What is decided");
  pol_doc_graph_draw(d, &g);
  for (uint32_t i = 0; i < d->of.r.c.model->decisions.n; i++) decision(d, &g, i);
  pol_doc_part_end(d);
}
