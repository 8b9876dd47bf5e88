#include "render/dot.h"
#include "render/answer_line.h"
#include "render/cited.h"
#include "render/trace.h"
#include "render/withheld.h"
#include <string.h>

enum { LABEL_WIDTH = 36, VISITS_MOST = 20000, SILENT_SHOWN = 12 };

typedef struct drawing {
  const pol_case *c;
  unsigned char *fact; /* by fact: drawn already */
  uint32_t lines;      /* conditions drawn so far: their names are numbers */
} drawing;

static void add_quoted(pol_text *to, const char *text) { /* as it stands within quotation marks */
  for (const char *at = text; *at != '\0'; at++) {
    if (*at == '"' || *at == '\\') pol_text_char(to, '\\');
    if (*at == '\n') pol_text_add(to, "\\n");
    else pol_text_char(to, *at);
  }
}

/* label="…", wrapped; a second part starts on a line of its own. */
static void label(const drawing *d, const char *first, const char *second) {
  const pol_page *pg = &d->c->page;
  pol_text wrapped;
  pol_text_init(&wrapped, pol_arena_alloc(pg->arena));
  pol_text_wrap(&wrapped, first, 0, 0, LABEL_WIDTH);
  if (first[0] != '\0' && second[0] != '\0') pol_text_char(&wrapped, '\n');
  pol_text_wrap(&wrapped, second, 0, 0, LABEL_WIDTH);
  pol_text_add(pg->to, "label=\"");
  add_quoted(pg->to, pol_page_keep(pg, &wrapped));
  pol_text_char(pg->to, '"');
}

/* ---- facts ---- */

static void fact(drawing *d, uint32_t fact, uint32_t line) {
  const pol_case *c = d->c;
  pol_text *to = c->page.to;
  if (pol_withheld_fact(c, fact)) return; /* its condition says so */
  if (d->fact[fact] == 0) {
    pol_value v = pol_case_fact(c, fact);
    d->fact[fact] = 1;
    pol_text_format(to, "  fact%u [shape=ellipse, ", fact);
    label(d, pol_say_fact(c, fact), pol_say_value(c, &v));
    pol_text_add(to, "];\n");
  }
  pol_text_format(to, "  fact%u -> condition%u;\n", fact, line);
}

typedef struct looking {
  unsigned char *seen; /* facts that this condition looks at already */
  uint32_t visits;
} looking;

static void facts_of(drawing *d, looking *l, const pol_expr *e, uint32_t line) {
  if (e == NULL || ++l->visits > VISITS_MOST) return;
  if ((e->op == POL_OP_INPUT || e->op == POL_OP_LIST_FACT) && l->seen[e->ref] == 0) {
    l->seen[e->ref] = 1;
    fact(d, e->ref, line);
  }
  for (uint32_t i = 0; i < e->n; i++) facts_of(d, l, e->arg[i], line);
}

/* ---- conditions ---- */

static uint32_t line(drawing *d, const pol_lines *lines, uint32_t i, const char *parent, const char *role) {
  const pol_page *pg = &d->c->page;
  const pol_line *at = &lines->list.at[i];
  uint32_t number = ++d->lines, next = i + 1;
  const char *name = pol_page_format(pg, "condition%u", number);
  const char *margin = at->margin[0] == '\0' ? "" : pol_page_format(pg, ", %s", at->margin);
  pol_text_format(pg->to, "  %s [", name);
  label(d, pol_mark_words(at->mark), pol_page_format(pg, "%s%s", at->text, margin));
  pol_text_format(pg->to, "];\n  %s -> %s", name, parent);
  if (role[0] != '\0') pol_text_format(pg->to, " [label=\"%s\"]", role);
  pol_text_add(pg->to, ";\n");
  bool parts = next < lines->list.n && lines->list.at[next].depth > at->depth;
  while (next < lines->list.n && lines->list.at[next].depth > at->depth) next = line(d, lines, next, name, ""); /* as deep as the lines */
  if (parts || at->of == NULL || at->mark == POL_MARK_WITHHELD) return next;
  looking l = {.seen = pol_arena_take_n(pg->arena, 1, d->c->model->facts.n + 1u, 1)};
  if (l.seen == NULL) pol_page_lost(pg);
  else facts_of(d, &l, at->of, number);
  return next;
}

static void condition(drawing *d, const pol_expr *e, const char *parent, const char *role) {
  pol_lines lines;
  if (e == NULL) return;
  pol_condition_lines(&lines, d->c, e);
  const char *joined = lines.joined[0] == '\0' ? role : pol_page_format(&d->c->page, "%s %s", role, lines.joined);
  for (uint32_t i = 0; i < lines.list.n;) i = line(d, &lines, i, parent, joined);
}

/* ---- clauses ---- */

static const char *value_words(const pol_case *c, uint32_t rule) {
  pol_value v;
  const pol_rule *r = pol_case_rule(c, rule);
  if (r->effect == POL_E_REFERS) return pol_page_format(&c->page, "refers to %s", pol_say_parties(c, r->party, r->parties, "and"));
  if (r->value == NULL || r->effect == POL_E_DUTY) return pol_effect_name(r->effect);
  if (pol_withheld_expr(c, r->value)) return pol_page_format(&c->page, "%s: %s", pol_effect_name(r->effect), pol_withheld_words(c, r->value));
  if (!pol_case_rule_value(&v, c, rule) || v.state != POL_KNOWN) return pol_effect_name(r->effect);
  return pol_page_format(&c->page, "%s %s", pol_effect_name(r->effect), pol_say_value(c, &v));
}

static void clause(drawing *d, uint32_t rule, const char *way, const char *to) {
  const pol_case *c = d->c;
  const pol_rule *r = pol_case_rule(c, rule);
  const char *name = pol_page_format(&c->page, "rule%u", rule);
  pol_text_format(c->page.to, "  %s [style=%s, ", name, way[0] == '\0' ? "solid" : "dashed");
  label(d, pol_page_format(&c->page, "%s %s", pol_say_clause(c, rule), pol_say_title(c, r->clause)), value_words(c, rule));
  pol_text_format(c->page.to, "];\n  %s -> %s", name, to);
  if (way[0] != '\0') pol_text_format(c->page.to, " [style=dashed, label=\"%s\"]", way);
  pol_text_add(c->page.to, ";\n");
  condition(d, r->test, name, "only if");
  condition(d, r->when, name, "when");
  condition(d, r->except, name, "except when");
  if (r->value != NULL && r->value->op != POL_OP_CONST && !pol_withheld_expr(c, r->value) && r->effect != POL_E_DUTY) {
    uint32_t number = ++d->lines;
    looking l = {.seen = pol_arena_take_n(c->page.arena, 1, c->model->facts.n + 1u, 1)};
    pol_text_format(c->page.to, "  condition%u [style=dotted, ", number);
    label(d, "", pol_condition_source(c, r->value));
    pol_text_format(c->page.to, "];\n  condition%u -> %s;\n", number, name);
    if (l.seen == NULL) pol_page_lost(&c->page);
    else facts_of(d, &l, r->value, number);
  }
}

static bool decides(const pol_case *c, uint32_t rule) {
  for (uint32_t i = 0; i < c->answer->becauses; i++)
    if (c->answer->because[i].rule == rule) return true;
  return false;
}

static void clauses(drawing *d) {
  const pol_case *c = d->c;
  const pol_answer *a = c->answer;
  for (uint32_t i = 0; i < a->becauses; i++) clause(d, a->because[i].rule, pol_case_speaks(c, pol_case_rule(c, a->because[i].rule)) ? "" : "used by it", "answer");
  for (uint32_t i = 0; i < a->gave_ways; i++) {
    const pol_gave_way *g = &a->gave_way[i];
    if (decides(c, g->rule) || pol_withheld_rule(c, g->rule)) continue;
    bool drawn = g->to != POL_NO_REF && decides(c, g->to);
    clause(d, g->rule, g->set_aside ? "set aside by" : "gives way to", drawn ? pol_page_format(&c->page, "rule%u", g->to) : "answer");
  }
  const pol_decision *decision = pol_case_decision(c);
  for (uint32_t i = 0; a->outcome == POL_OUT_SILENT && i < decision->rules && i < SILENT_SHOWN; i++)
    clause(d, decision->rule[i], pol_withheld_rule(c, decision->rule[i]) ? "withheld" : "does not apply", "answer");
}

pol_status pol_dot_write(const pol_case *c) {
  drawing d = {.c = c, .fact = pol_arena_take_n(c->page.arena, 1, c->model->facts.n + 1u, 1)};
  pol_text *to = c->page.to;
  if (d.fact == NULL) return POL_NO_MEMORY;
  pol_text_add(to, "digraph reasons {\n  graph [rankdir=RL, nodesep=0.2, ranksep=0.5];\n"
                   "  node [shape=box, fontname=\"Helvetica\", fontsize=11, margin=\"0.12,0.08\"];\n"
                   "  edge [fontname=\"Helvetica\", fontsize=10, arrowsize=0.7];\n  answer [penwidth=2, ");
  label(&d, pol_say_question(c, c->answer->decision), pol_answer_line(c, false));
  pol_text_add(to, "];\n");
  clauses(&d);
  pol_text_add(to, "}\n");
  return pol_page_end(&c->page);
}
