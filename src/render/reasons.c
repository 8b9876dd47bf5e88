/* A condition as one sentence: the parts that made it what it is. What several yes-or-no facts of one thing have in common is said once: "the
 * review is satisfactory, was completed by the line manager: both yes". */
#include "render/condition.h"
#include "render/withheld.h"

static bool starts_group(const pol_lines *lines, uint32_t i) {
  return lines->list.at[i].group && i + 1 < lines->list.n && lines->list.at[i + 1].depth > lines->list.at[i].depth;
}

static uint32_t past_parts(const pol_lines *lines, uint32_t i) { /* the last line of what belongs to this one */
  uint32_t depth = lines->list.at[i].depth;
  while (i + 1 < lines->list.n && lines->list.at[i + 1].depth > depth) i++;
  return i;
}

/* Whether two lines say the same of one thing. */
static bool goes_with(const pol_case *c, const pol_line *a, const pol_line *b) {
  if (a->fact == POL_NO_REF || b->fact == POL_NO_REF || a->fact == b->fact || a->depth != b->depth || a->mark != b->mark || b->group) return false;
  const pol_fact *x = &c->model->facts.at[a->fact], *y = &c->model->facts.at[b->fact];
  if (x->group != y->group || pol_label_stands_alone(x->label) || pol_label_stands_alone(y->label)) return false;
  pol_value v = pol_case_fact(c, a->fact), w = pol_case_fact(c, b->fact);
  return pol_value_same(&v, &w);
}

/* The lines from i on that go together; at least 1. */
static uint32_t run_of(const pol_case *c, const pol_lines *lines, uint32_t i) {
  uint32_t n = 1;
  while (i + n < lines->list.n && goes_with(c, &lines->list.at[i], &lines->list.at[i + n])) n++;
  return n;
}

/* Of parts that must all hold, one that does not is enough: beside a plain one, a named one need not say why. */
static bool is_enough_without(const pol_lines *lines, uint32_t i, pol_mark wanted) {
  const pol_line *line = &lines->list.at[i];
  if (line->brief_words == NULL || line->depth > 0 || wanted != POL_MARK_NO || strcmp(lines->joined, "all of") != 0) return false;
  for (uint32_t k = 0; k < lines->list.n; k++) {
    const pol_line *other = &lines->list.at[k];
    if (other->depth == 0 && other->mark == wanted && other->brief_words == NULL && !other->group) return true;
  }
  return false;
}

static void add_run(pol_text *t, const pol_case *c, const pol_lines *lines, uint32_t i, uint32_t n, pol_mark wanted) {
  const pol_line *first = &lines->list.at[i];
  if (n == 1) {
    pol_text_add(t, is_enough_without(lines, i, wanted) ? first->brief_words : first->short_words);
    return;
  }
  pol_value v = pol_case_fact(c, first->fact);
  pol_text_add(t, pol_say_fact(c, first->fact));
  for (uint32_t k = 1; k < n; k++) pol_text_format(t, ", %s", c->model->facts.at[lines->list.at[i + k].fact].label);
  pol_text_format(t, ": %s %s", n == 2 ? "both" : "all", pol_say_value(c, &v));
}

static const char *sentence(const pol_case *c, const pol_lines *lines, uint32_t from, uint32_t to, pol_mark wanted, bool margins) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(c->page.arena));
  const char *title = "";
  for (uint32_t i = from; i < to; i++) {
    const pol_line *line = &lines->list.at[i];
    if (line->mark == POL_MARK_WITHHELD && starts_group(lines, i)) continue;
    if (line->mark != wanted && line->mark != POL_MARK_WITHHELD) { /* nothing under it made the whole what it is */
      i = past_parts(lines, i);
      continue;
    }
    if (starts_group(lines, i)) {
      if (line->title[0] != '\0') title = line->title;
      continue;
    }
    uint32_t n = run_of(c, lines, i);
    const char *is = wanted == POL_MARK_NO ? ": no; " : wanted == POL_MARK_UNKNOWN ? ": not known; " : ": "; /* its title alone would say that it holds */
    pol_text_format(&t, "%s%s%s", t.n > 0 ? "; " : "", title, title[0] != '\0' ? is : "");
    title = "";
    add_run(&t, c, lines, i, n, wanted);
    if (margins && line->aside[0] != '\0') pol_text_format(&t, ", %s", line->aside);
    i = past_parts(lines, i + n - 1); /* it has said why itself */
  }
  return pol_page_keep(&c->page, &t);
}

static const char *condition_words(const pol_case *c, const pol_expr *condition, pol_mark wanted, bool margins) {
  pol_lines lines;
  pol_condition_lines(&lines, c, condition);
  const char *words = sentence(c, &lines, 0, lines.list.n, wanted, margins);
  if (words[0] != '\0') return words;
  if (pol_withheld_expr(c, condition)) return pol_withheld_words(c, condition);
  if (condition->node == NULL) return words; /* a `none of`, say: the whole of it */
  return pol_page_format(&c->page, "%s%s", wanted == POL_MARK_NO ? "not so: " : "", pol_words_at(c, NULL, condition, condition->node, true));
}

const char *pol_condition_words(const pol_case *c, const pol_expr *condition, pol_mark wanted) { return condition_words(c, condition, wanted, true); }

const char *pol_condition_bare_words(const pol_case *c, const pol_expr *condition, pol_mark wanted) {
  return condition_words(c, condition, wanted, false);
}

const char *pol_lines_words(const pol_case *c, const pol_lines *lines, uint32_t from, uint32_t to, pol_mark wanted) {
  return sentence(c, lines, from, to, wanted, false);
}
