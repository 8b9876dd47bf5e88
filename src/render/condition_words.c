/* The author's words on one line, and the words for what a table's cell leaves unsaid. */
#include "render/condition.h"

bool pol_node_inside(pol_span outer, const pol_node *node) {
  return node != NULL && node->span.file == outer.file && node->span.start >= outer.start && node->span.end <= outer.end;
}

static bool blank(char ch) { return ch == ' ' || ch == '\n' || ch == '\t' || ch == '\r'; }

/* Where no blank is written, whatever the layout: inside parentheses, before a comma. */
static bool joins(char before, char ch) { return before == '(' || ch == ')' || ch == ','; }

const char *pol_source_words(const pol_case *c, pol_span span, const pol_insert *list, size_t n) {
  const pol_source *s = pol_sources_get(c->model->sources, span.file);
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(c->page.arena));
  bool in_text = false, space = false;
  char last = 0;
  size_t next = 0;
  for (uint32_t i = span.start; i <= span.end && i <= s->length; i++) {
    for (; next < n && list[next].at == i; next++)
      if (list[next].text != NULL) pol_text_format(&t, " [%s]", list[next].text);
    if (i == span.end) break;
    if (next < n && list[next].instead != NULL && list[next].from == i) {
      pol_text_format(&t, "%s%s", space && last != '(' ? " " : "", list[next].instead);
      space = false, last = 'a';
      i = list[next].at - 1; /* the loop goes on behind the name */
      continue;
    }
    char ch = s->text[i];
    if (!in_text && ch == '#')
      while (i + 1 < span.end && s->text[i + 1] != '\n') i++;
    else if (!in_text && blank(ch)) space = t.n > 0;
    else {
      if (space && !joins(last, ch)) pol_text_char(&t, ' ');
      space = false;
      pol_text_char(&t, last = ch);
      if (ch == '"' && (i == 0 || s->text[i - 1] != '\\')) in_text = !in_text;
    }
  }
  return pol_page_keep(&c->page, &t);
}

/* ---- cells ---- */

static bool compares(const pol_expr *e) {
  switch (e->op) {
  case POL_OP_EQ:
  case POL_OP_NE:
  case POL_OP_LT:
  case POL_OP_LE:
  case POL_OP_GT:
  case POL_OP_GE:
  case POL_OP_IN: return true;
  default: return false;
  }
}

/* What a comparison in a cell is about; NULL when it is no comparison, or names what it is about itself. */
static const pol_expr *subject_of(const pol_expr *e, const pol_node *node) {
  while ((e->op == POL_OP_AND || e->op == POL_OP_OR || e->op == POL_OP_NOT) && e->n > 0) e = e->arg[0];
  if (!compares(e) || pol_node_inside(node->span, e->arg[0]->node)) return NULL;
  return e->arg[0];
}

const pol_expr *pol_cell_subject(const pol_expr *e, const pol_node *node) { return subject_of(e, node); }

static const char *subject_words(const pol_case *c, const pol_expr *e) {
  const pol_model *m = c->model;
  if ((e->flags & POL_X_DEFINE) != 0) return pol_say_atom(c, m->defines.at[e->define].name);
  if (e->op == POL_OP_INPUT) return pol_say_atom(c, m->facts.at[e->ref].name);
  if (e->op == POL_OP_DECISION) return pol_say_atom(c, m->decisions.at[e->ref].name);
  if (e->node != NULL) return pol_source_words(c, e->node->span, NULL, 0);
  return e->n > 0 ? subject_words(c, e->arg[0]) : "it";
}

static const char *relation_words(const pol_expr *e) {
  bool date = e->arg[0]->type.kind == POL_T_DATE, option = e->arg[0]->type.kind == POL_T_OPTION;
  switch (e->op) {
  case POL_OP_EQ: return "is";
  case POL_OP_NE: return "is not";
  case POL_OP_LT: return date ? "is before" : option ? "is below" : "is less than";
  case POL_OP_LE: return date ? "is on or before" : "is at most";
  case POL_OP_GT: return date ? "is after" : option ? "is above" : "is more than";
  case POL_OP_GE: return date ? "is on or after" : "is at least";
  default: return "is one of";
  }
}

/* "is at least 5 years"; false: it is something else */
static bool add_test(pol_text *t, const pol_case *c, const pol_rows *rows, const pol_expr *e) {
  if (e->op == POL_OP_AND || e->op == POL_OP_OR) {
    for (uint32_t i = 0; i < e->n; i++) {
      if (i > 0) pol_text_add(t, e->op == POL_OP_AND ? " and " : " or ");
      if (!add_test(t, c, rows, e->arg[i])) return false;
    }
    return true;
  }
  if (e->op == POL_OP_NOT) {
    pol_text_add(t, "not ");
    return add_test(t, c, rows, e->arg[0]);
  }
  if (!compares(e)) return false;
  pol_text_add(t, relation_words(e));
  for (uint32_t i = 1; i < e->n; i++) {
    pol_value v;
    if (!pol_expr_read(&v, c, rows, e->arg[i])) return false;
    pol_text_format(t, "%s%s", i == 1 ? " " : ", ", pol_say_value(c, &v));
  }
  return true;
}

const char *pol_cell_words(const pol_case *c, const pol_rows *rows, const pol_expr *e, const pol_node *node) {
  const pol_expr *subject = subject_of(e, node);
  pol_value v;
  pol_text t;
  if (subject == NULL) return NULL;
  pol_text_init(&t, pol_arena_alloc(c->page.arena));
  pol_text_add(&t, subject_words(c, subject));
  if (pol_expr_read(&v, c, rows, subject)) pol_text_format(&t, " [%s]", pol_say_value(c, &v));
  pol_text_char(&t, ' ');
  bool said = add_test(&t, c, rows, e);
  const char *words = pol_page_keep(&c->page, &t);
  return said ? words : NULL;
}
