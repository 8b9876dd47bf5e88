#include "render/condition.h"
#include "render/withheld.h"
#include <string.h>

enum {
  ELEMENTS_SHOWN = 12, /* of a list; the rest is counted */
  DEFINES_DEEP = 4,    /* named conditions inside named conditions that are opened up */
  INSERTS_MOST = 64,   /* values put into one condition */
  VISITS_MOST = 20000  /* expressions looked at for them */
};

bool pol_expr_read(pol_value *out, const pol_case *c, const pol_rows *rows, const pol_expr *e) {
  if (e->op == POL_OP_CONST) {
    *out = e->value;
    return true;
  }
  if (e->slot == POL_NO_NODE) return false;
  uint32_t frame = c->program->node[e->slot].frame;
  while (frame != 0 && rows != NULL && rows->frame != frame) rows = rows->outer;
  if (frame != 0 && rows == NULL) return false;
  *out = pol_run_value(c->run, e->slot, frame == 0 ? c->row : rows->row);
  if (pol_type_repr(out->type) == pol_type_repr(e->type) && e->type.kind != POL_T_BROKEN)
    out->type = e->type; /* a shared node may be typed by another use */
  return true;
}

static pol_mark mark_of(const pol_case *c, const pol_rows *rows, const pol_expr *e) {
  pol_value v;
  if (!pol_expr_read(&v, c, rows, e)) return POL_MARK_UNKNOWN;
  static const pol_mark otherwise[] = {[POL_UNKNOWN] = POL_MARK_UNKNOWN, [POL_ERRED] = POL_MARK_ERRED, [POL_NOT_APPLICABLE] = POL_MARK_NONE};
  return v.state != POL_KNOWN ? otherwise[v.state] : v.as.i != 0 ? POL_MARK_YES : POL_MARK_NO;
}

pol_mark pol_mark_of(const pol_case *c, const pol_rows *rows, const pol_expr *e) { return mark_of(c, rows, e); }

/* ---- the author's words with values put in ---- */

typedef struct gathering {
  const pol_case *c;
  const pol_rows *rows;
  pol_span span;
  bool people, beside; /* beside: a value stands before its name, "constable (substantive rank)" */
  pol_insert list[INSERTS_MOST];
  size_t n;
  uint32_t visits;
} gathering;

static bool inside(pol_span outer, const pol_node *node) { return pol_node_inside(outer, node); }

/* text: NULL where the name says all. */
static void add_insert(gathering *g, const pol_expr *e, const char *text) {
  uint32_t at = e->node->span.end;
  size_t i = g->n;
  for (size_t k = 0; k < g->n; k++)
    if (g->list[k].at == at) return; /* the same name, met again through a parameter or a conversion */
  if (g->n == INSERTS_MOST) return;
  for (; i > 0 && g->list[i - 1].at > at; i--) g->list[i] = g->list[i - 1];
  g->list[i] = (pol_insert){.at = at, .from = at, .text = text};
  g->n++;
  if (!g->people || e->node->kind != POL_N_NAME) return;
  pol_value v;
  bool option = e->op == POL_OP_CONST && text == NULL && pol_expr_read(&v, g->c, g->rows, e);
  g->list[i].from = e->node->span.start;
  const char *name = pol_source_words(g->c, e->node->span, NULL, 0), *field = strrchr(name, '.');
  bool element = e->op == POL_OP_ELEMENT && field != NULL; /* which one is said before */
  g->list[i].instead = option ? pol_say_value(g->c, &v) : pol_say_spaced(g->c, element ? field + 1 : name);
  if (!g->beside || option || element || text == NULL || !pol_expr_read(&v, g->c, g->rows, e) || v.state != POL_KNOWN) return;
  g->list[i].instead = pol_page_format(&g->c->page, "%s (%s)", text, g->list[i].instead);
  g->list[i].text = NULL;
}

static const char *agreement_words(const pol_case *c, uint32_t agreement) {
  const pol_agreement *a = &c->model->agreements.at[agreement];
  pol_value status = pol_case_fact(c, a->status), by = pol_case_fact(c, a->decided_by);
  if (by.state != POL_KNOWN) return pol_say_value(c, &status);
  return pol_page_format(&c->page, "%s, by %s", pol_say_value(c, &status), pol_say_value(c, &by));
}

/* Whether what stands at this node is worth its value: a name or a call whose value is not there to read already. */
static bool worth_showing(const pol_expr *e) {
  if (e->type.kind == POL_T_LIST || e->type.kind == POL_T_RECORD) return false;
  switch (e->node->kind) {
  case POL_N_NAME: return e->op != POL_OP_CONST || (e->flags & POL_X_DEFINE) != 0;
  case POL_N_AGREED:
  case POL_N_PENDING:
  case POL_N_CALL:
  case POL_N_CALL_EACH: return e->op != POL_OP_CONST;
  default: return false;
  }
}

static void gather(gathering *g, const pol_expr *e, const pol_expr *whole) {
  if (e == NULL || g->visits++ > VISITS_MOST) return;
  if (inside(g->span, e->node) && worth_showing(e)) {
    pol_value v;
    bool agreement = (e->flags & (POL_X_AGREED | POL_X_PENDING)) != 0;
    if (agreement) add_insert(g, e, agreement_words(g->c, e->define));
    else if (pol_withheld_expr(g->c, e)) add_insert(g, e, "withheld");
    else if (pol_expr_read(&v, g->c, g->rows, e)) add_insert(g, e, pol_say_value(g->c, &v));
    if (agreement || e->node->kind == POL_N_NAME || e->node->kind == POL_N_CALL_EACH)
      return; /* what is below it stands elsewhere, or is told element by element */
  } else if (g->people && e->op == POL_OP_CONST && inside(g->span, e->node) && e->node->kind == POL_N_NAME) {
    add_insert(g, e, NULL);
  } else if ((e->flags & POL_X_DEFINE) != 0 && e != whole && !inside(g->span, e->node)) {
    return;
  }
  for (uint32_t i = 0; i < e->n; i++) gather(g, e->arg[i], whole);
}

const char *pol_words_at(const pol_case *c, const pol_rows *rows, const pol_expr *e, const pol_node *node, bool people) {
  gathering g = {.c = c, .rows = rows, .span = node->span, .people = people};
  gather(&g, e, e);
  return pol_source_words(c, g.span, g.list, g.n);
}

const char *pol_words_beside(const pol_case *c, const pol_rows *rows, const pol_expr *e, const pol_node *node) {
  gathering g = {.c = c, .rows = rows, .span = node->span, .people = true, .beside = true};
  gather(&g, e, e);
  return pol_source_words(c, g.span, g.list, g.n);
}

static const char *words_at(const pol_case *c, const pol_rows *rows, const pol_expr *e, const pol_node *node) {
  return pol_words_at(c, rows, e, node, false);
}

/* ---- lines ---- */

typedef struct walk {
  pol_lines *out;
  const pol_case *c;
  const pol_rows *rows;
  uint32_t defines;
} walk;

static bool is_junction(const pol_expr *e) { /* an `and` or `or` that the author wrote, not one that a range or a window became */
  if (e->op != POL_OP_AND && e->op != POL_OP_OR) return false;
  if (e->node == NULL) return true;
  switch (e->node->kind) {
  case POL_N_TEST:
  case POL_N_TEST_NOT:
  case POL_N_RELATION:
  case POL_N_AGREED:
  case POL_N_PENDING:
  case POL_N_CALL:
  case POL_N_CELL:
  case POL_N_NAME: return false;
  default: return true;
  }
}

/* The words of a definition, when the expression stands for its use. */
static const pol_node *body_of(const pol_case *c, const pol_expr *e) {
  const pol_node *define = c->model->defines.at[e->define].node;
  const pol_node *body = define->kid[define->kind == POL_N_DEFINE ? 2 : 1]; /* else of a value */
  return pol_is_node(body, POL_N_CONDITION) ? body->kid[0] : body;
}

const char *pol_condition_source(const pol_case *c, const pol_expr *amount) {
  return amount->node == NULL ? "" : words_at(c, NULL, amount, amount->node);
}

const char *pol_condition_people(const pol_case *c, const pol_expr *amount) {
  return amount->node == NULL ? "" : pol_words_beside(c, NULL, amount, amount->node);
}

const char *pol_condition_body(const pol_case *c, const pol_expr *amount) {
  if ((amount->flags & POL_X_DEFINE) == 0) return pol_condition_source(c, amount);
  const pol_node *body = body_of(c, amount);
  pol_expr inner = *amount; /* the same without its name */
  inner.flags = (uint8_t)(inner.flags & ~POL_X_DEFINE);
  inner.node = body;
  return words_at(c, NULL, &inner, body);
}

static pol_line *add_line(walk *w, uint32_t depth, pol_mark mark) {
  pol_line *line = POL_VEC_PUSH(w->c->page.arena, &w->out->list);
  if (line == NULL) {
    pol_page_lost(&w->c->page);
    return NULL;
  }
  *line = (pol_line){.depth = depth, .mark = mark, .text = "", .margin = "", .aside = "", .excess = "", .short_words = "", .title = "", .fact = POL_NO_REF};
  return line;
}

static void walk_expr(walk *w, const pol_expr *e, const pol_node *node, uint32_t depth);

/* A rule made from an exception looks at the same words as the exception, and asks whether the answer is awaited. */
static const char *pending_words(const pol_case *c, const pol_expr *e) {
  return pol_page_format(&c->page, "pending %s [%s]", pol_say_atom(c, c->model->agreements.at[e->define].name),
                         agreement_words(c, e->define));
}

static const pol_expr *bare(const pol_expr *e) { /* without what stands around a fact */
  while (e->op == POL_OP_PRESUMED || e->op == POL_OP_ONLY_WHEN || e->op == POL_OP_HOLDS) e = e->arg[0];
  return e;
}

/* The fact that a condition is about, when it is about one alone: itself, or whether it is this or that. */
static uint32_t sole_fact(const pol_expr *e) {
  if (e->op == POL_OP_NOT) e = e->arg[0];
  if ((e->flags & (POL_X_AGREED | POL_X_PENDING)) != 0) return POL_NO_REF;
  bool chosen = e->op == POL_OP_EQ || e->op == POL_OP_NE || e->op == POL_OP_IN;
  for (uint32_t i = 1; chosen && i < e->n; i++) chosen = e->arg[i]->op == POL_OP_CONST;
  e = bare(chosen ? bare(e)->arg[0] : e);
  bool options = chosen && (e->type.kind == POL_T_OPTION || e->type.kind == POL_T_PARTY);
  return e->op == POL_OP_INPUT && (options || e->type.kind == POL_T_BOOL) ? e->ref : POL_NO_REF;
}

static uint32_t yes_or_no_fact(const pol_case *c, const pol_expr *e) { /* known, of a group: several of them can be told together */
  uint32_t fact = sole_fact(e);
  if (fact == POL_NO_REF || c->model->facts.at[fact].type.kind != POL_T_BOOL || c->model->facts.at[fact].label == NULL) return POL_NO_REF;
  return pol_case_fact(c, fact).state == POL_KNOWN ? fact : POL_NO_REF;
}

/* A condition on one fact as the fact and its value: "the review is satisfactory: yes", "the host is charity". NULL for any other. */
static const char *fact_words(const pol_case *c, const pol_expr *e) {
  const pol_expr *inner = e->op == POL_OP_NOT ? e->arg[0] : e;
  if ((inner->flags & (POL_X_AGREED | POL_X_PENDING)) != 0) {
    const char *label = c->model->agreements.at[inner->define].label;
    if (label == NULL) label = pol_say_name(c, c->model->agreements.at[inner->define].name);
    return pol_page_format(&c->page, "%s: %s", label, agreement_words(c, inner->define));
  }
  uint32_t fact = sole_fact(e);
  if (fact == POL_NO_REF) return NULL;
  pol_value v = pol_case_fact(c, fact);
  return pol_say_statement(c, fact, &v);
}

static const char *element_name(const pol_case *c, const pol_expr *loop) { /* the record's name, else the element's */
  const pol_model *m = c->model;
  uint32_t record = m->loops.at[loop->ref].record;
  return pol_say_name(c, record < m->records.n ? m->records.at[record].name : m->loops.at[loop->ref].name);
}

static void elements(walk *w, const pol_expr *loop, uint32_t depth) { /* of any, every, count: where for each */
  uint32_t row[ELEMENTS_SHOWN], frame = 0;
  uint32_t n = pol_loop_rows(row, ELEMENTS_SHOWN, &frame, w->c, w->rows, loop);
  const pol_expr *where = loop->arg[1];
  if (where == NULL) return;
  const char *name = element_name(w->c, loop);
  for (uint32_t i = 0; i < n && i < ELEMENTS_SHOWN; i++) {
    pol_rows inner = {.outer = w->rows, .frame = frame, .row = row[i]};
    pol_line *line = add_line(w, depth, mark_of(w->c, &inner, where));
    if (line == NULL) return;
    line->text = pol_page_format(&w->c->page, "%s %u: %s", name, i + 1, words_at(w->c, &inner, where, where->node));
    line->short_words =
        pol_page_format(&w->c->page, "%s %u: %s", name, i + 1, pol_phrase(w->c, &inner, where, where->node, line->mark, line->text));
    line->margin = pol_margin(w->c, &inner, where);
    line->aside = pol_margin_aside(w->c, &inner, where);
    line->excess = pol_margin_excess(w->c, &inner, where);
  }
  if (n > ELEMENTS_SHOWN) {
    pol_line *line = add_line(w, depth, POL_MARK_NONE);
    if (line != NULL) line->text = line->short_words = pol_page_format(&w->c->page, "and %u more", n - ELEMENTS_SHOWN);
  }
}

static void withheld(walk *w, const pol_expr *e, uint32_t depth) { /* in its place, how much it is */
  pol_line *line = add_line(w, depth, POL_MARK_WITHHELD);
  if (line == NULL) return;
  line->text = line->short_words = pol_withheld_words(w->c, e);
  line->of = e;
}

/* Whether nothing of a condition can be told: not even which of its parts hold. */
static bool is_withheld(const pol_case *c, const pol_expr *e) {
  if (!pol_withheld_expr(c, e)) return false;
  const pol_expr *junction = e->op == POL_OP_NOT ? e->arg[0] : e;
  for (uint32_t i = 0; is_junction(junction) && i < junction->n; i++)
    if (!pol_withheld_expr(c, junction->arg[i])) return false;
  return true;
}

static void leaf(walk *w, const pol_expr *e, const pol_node *node, uint32_t depth) {
  pol_line *line = add_line(w, depth, mark_of(w->c, w->rows, e));
  if (line == NULL) return;
  line->of = e;
  uint32_t at = w->out->list.n - 1;
  const char *text = node == NULL ? "" : (e->flags & POL_X_PENDING) != 0 ? pending_words(w->c, e) : pol_cell_words(w->c, w->rows, e, node);
  if (text == NULL) text = words_at(w->c, w->rows, e, node);
  const char *reason = fact_words(w->c, e);
  const char *margin = pol_margin(w->c, w->rows, e), *aside = pol_margin_aside(w->c, w->rows, e), *excess = pol_margin_excess(w->c, w->rows, e);
  line = &w->out->list.at[at];
  line->text = text;
  line->margin = margin;
  line->aside = aside;
  line->excess = excess;
  line->fact = yes_or_no_fact(w->c, e);
  line->short_words = reason != NULL || node == NULL ? reason : pol_phrase(w->c, w->rows, e, node, line->mark, text);
  if (line->short_words == NULL) line->short_words = text;
  const pol_expr *loop = e->op == POL_OP_NOT ? e->arg[0] : e;
  if (loop->op != POL_OP_ANY && loop->op != POL_OP_EVERY) return;
  line->group = true;
  elements(w, loop, depth + 1);
}

static void parts(walk *w, const pol_expr *e, uint32_t depth) { /* an `and` inside an `and` is the same list */
  for (uint32_t i = 0; i < e->n; i++) {
    const pol_expr *part = e->arg[i];
    if (part->op == POL_OP_HOLDS && part->node == NULL) part = part->arg[0];
    if (part->op == e->op && is_junction(part)) parts(w, part, depth);
    else walk_expr(w, part, part->node, depth);
  }
}

/* The same without its name; in the arena, for lines point to it. */
static pol_expr *unnamed(const walk *w, const pol_expr *e) {
  pol_expr *inner = POL_NEW(w->c->page.arena, pol_expr);
  if (inner == NULL) {
    pol_page_lost(&w->c->page);
    return NULL;
  }
  *inner = *e;
  inner->flags = (uint8_t)(inner->flags & ~POL_X_DEFINE);
  return inner;
}

static void named(walk *w, const pol_expr *e, uint32_t depth) { /* a condition that has a name: its use, then what it stands for */
  const pol_node *body = body_of(w->c, e);
  bool hidden = pol_withheld_expr(w->c, e);
  bool use = e->node->kind == POL_N_NAME || e->node->kind == POL_N_CALL;
  pol_line *line = add_line(w, depth, hidden ? POL_MARK_WITHHELD : mark_of(w->c, w->rows, e));
  if (line == NULL) return;
  line->of = e;
  uint32_t at = w->out->list.n - 1;
  const char *text = hidden ? "a condition of which part is withheld" : use ? words_at(w->c, w->rows, e, e->node) : pol_say_atom(w->c, w->c->model->defines.at[e->define].name);
  line = &w->out->list.at[at];
  line->text = line->short_words = text;
  line->group = true;
  if (!hidden && w->c->model->defines.at[e->define].title != NULL) line->title = w->c->model->defines.at[e->define].title;
  w->defines++;
  pol_expr *inner = unnamed(w, e);
  if (inner == NULL) return;
  if (use) inner->node = body;
  walk_expr(w, inner, inner->node, depth + 1);
  w->defines--;
}

/* A condition that has a name, denied: as a reason it is its title with "no", and why. */
static void denied(walk *w, const pol_expr *e, const pol_node *node, uint32_t depth) {
  const pol_expr *of = e->arg[0];
  const char *title = w->c->model->defines.at[of->define].title;
  pol_mark mark = mark_of(w->c, w->rows, of);
  pol_line *line = add_line(w, depth, mark_of(w->c, w->rows, e));
  if (line == NULL) return;
  line->of = e;
  uint32_t at = w->out->list.n - 1;
  const char *text = words_at(w->c, w->rows, e, node);
  w->defines++;
  pol_expr *inner = unnamed(w, of);
  if (inner == NULL) return;
  inner->node = body_of(w->c, of);
  walk_expr(w, inner, inner->node, depth + 1);
  w->defines--;
  const char *why = mark == POL_MARK_YES || mark == POL_MARK_NO ? pol_lines_words(w->c, w->out, at + 1, w->out->list.n, mark) : "";
  if (title == NULL) title = pol_say_name(w->c, w->c->model->defines.at[of->define].name);
  const char *is = mark == POL_MARK_YES ? "yes" : mark == POL_MARK_NO ? "no" : "not known";
  line = &w->out->list.at[at];
  line->text = text;
  line->brief_words = pol_page_format(&w->c->page, "%s: %s", title, is);
  line->short_words = why[0] == '\0' ? line->brief_words : pol_page_format(&w->c->page, "%s (%s)", line->brief_words, why);
}

static bool is_denied(const walk *w, const pol_expr *e) {
  if (e->op != POL_OP_NOT || e->node == NULL || (e->flags & POL_X_DEFINE) != 0 || w->defines >= DEFINES_DEEP) return false;
  const pol_expr *of = e->arg[0];
  return (of->flags & POL_X_DEFINE) != 0 && (of->node->kind == POL_N_NAME || of->node->kind == POL_N_CALL);
}

static void walk_expr(walk *w, const pol_expr *e, const pol_node *node, uint32_t depth) {
  if (e->op == POL_OP_HOLDS && (e->flags & POL_X_DEFINE) == 0) e = e->arg[0]; /* put in by the checker */
  bool hidden = pol_withheld_expr(w->c, e);
  if (is_withheld(w->c, e)) {
    withheld(w, e, depth);
  } else if ((e->flags & POL_X_DEFINE) != 0 && w->defines < DEFINES_DEEP) {
    named(w, e, depth);
  } else if (is_denied(w, e) && !hidden) {
    denied(w, e, node, depth);
  } else if (is_junction(e)) {
    pol_line *line = add_line(w, depth, hidden ? POL_MARK_WITHHELD : mark_of(w->c, w->rows, e));
    if (line == NULL) return;
    line->of = e;
    line->text = line->short_words = e->op == POL_OP_AND ? "all of" : "any of";
    line->group = true;
    parts(w, e, depth + 1);
  } else if (e->op == POL_OP_NOT && is_junction(e->arg[0])) {
    pol_line *line = add_line(w, depth, hidden ? POL_MARK_WITHHELD : mark_of(w->c, w->rows, e));
    if (line == NULL) return;
    line->of = e;
    line->text = line->short_words = e->arg[0]->op == POL_OP_AND ? "not all of" : "none of";
    line->group = true;
    parts(w, e->arg[0], depth + 1);
  } else {
    leaf(w, e, node, depth);
  }
}

void pol_condition_lines(pol_lines *out, const pol_case *c, const pol_expr *condition) {
  walk w = {.out = out, .c = c};
  *out = (pol_lines){.joined = ""};
  if (is_junction(condition) && !is_withheld(c, condition)) {
    out->joined = condition->op == POL_OP_AND ? "all of" : "any of";
    parts(&w, condition, 0);
  } else {
    walk_expr(&w, condition, condition->node, 0);
  }
}

/* ---- loops ---- */

uint32_t pol_loop_rows(uint32_t *row, uint32_t most, uint32_t *frame, const pol_case *c, const pol_rows *rows, const pol_expr *loop) {
  if (loop->slot == POL_NO_NODE) return 0;
  const pol_program_node *node = &c->program->node[loop->slot];
  if (node->op != loop->op) return 0; /* folded away */
  *frame = node->ref + 1;
  const pol_rows *around = rows;
  while (around != NULL && around->frame != node->frame) around = around->outer;
  if (node->frame != 0 && around == NULL) return 0;
  uint32_t parent = node->frame == 0 ? c->row : around->row, n = 0;
  const uint32_t *parents = pol_run_parents(c->run, *frame);
  for (uint32_t i = 0, rows_in = pol_run_rows(c->run, *frame); i < rows_in; i++)
    if (parents != NULL && parents[i] == parent) {
      if (n < most) row[n] = i;
      n++;
    }
  return n;
}
