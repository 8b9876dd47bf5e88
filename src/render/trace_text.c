/* The trace for people, below the default form. */
#include "render/explain.h"
#include "render/trace.h"

enum { HEAD = 8, MARK = 3, LEAF = 10, DEEPER = 2 };

static void line_text(const pol_case *c, const pol_line *line) {
  const char *mark = pol_mark_word(line->mark);
  size_t indent = LEAF + DEEPER * (size_t)line->depth;
  pol_text_pad(c->page.to, ' ', MARK);
  pol_text_add(c->page.to, mark);
  size_t taken = MARK + pol_columns(mark);
  pol_page rest = c->page;
  pol_text wrapped; /* the mark stands in the margin of the first line */
  pol_text_init(&wrapped, pol_arena_alloc(c->page.arena));
  rest.to = &wrapped;
  pol_page_ends(&rest, indent, indent, line->text, line->margin);
  const char *text = pol_page_keep(&c->page, &wrapped);
  pol_text_add(c->page.to, taken < pol_columns(text) ? text + taken : text);
}

static void rule_text(const pol_case *c, const pol_trace_rule *t) {
  pol_page_ends(&c->page, HEAD, HEAD + DEEPER, t->head, pol_trace_status_words(c, t));
  for (uint32_t i = 0; i < t->conditions; i++) {
    const pol_trace_condition *condition = &t->condition[i];
    if (i > 0) {
      const char *word = condition->role == POL_ROLE_WHEN ? "when" : "except when";
      const char *joined = condition->lines.joined;
      pol_page_para(&c->page, HEAD, pol_page_format(&c->page, "%s%s%s", word, joined[0] == '\0' ? "" : " ", joined));
    }
    for (uint32_t k = 0; k < condition->lines.list.n; k++) line_text(c, &condition->lines.list.at[k]);
  }
}

static void clauses(const pol_case *c, const pol_trace *t) {
  for (uint32_t i = 0; i < t->rules.n; i++) { /* the rules of one clause together, at the place of its first */
    uint32_t clause = pol_case_rule(c, t->rules.at[i].rule)->clause;
    bool told = false;
    for (uint32_t k = 0; k < i && !told; k++) told = pol_case_rule(c, t->rules.at[k].rule)->clause == clause;
    if (told) continue;
    const char *id = pol_say_clause(c, t->rules.at[i].rule);
    size_t wide = pol_columns(id); /* a long one stands over its column: the title stays beside it */
    pol_page_item(&c->page, 0, id, wide > HEAD - 2 && wide <= (size_t)2 * HEAD ? wide : HEAD - 2, pol_say_title(c, clause));
    pol_cited_readings(c, clause, HEAD, true);
    for (uint32_t k = i; k < t->rules.n; k++)
      if (pol_case_rule(c, t->rules.at[k].rule)->clause == clause) rule_text(c, &t->rules.at[k]);
  }
}

static void fact_row(const pol_case *c, uint32_t fact, size_t name, size_t value) {
  pol_value v = pol_case_fact(c, fact);
  pol_text *to = c->page.to;
  const char *label = pol_say_atom(c, c->model->facts.at[fact].name), *words = pol_say_value(c, &v), *from = pol_say_origin(c, fact);
  size_t start = name + 5, taken = pol_columns(words) < value ? value : pol_columns(words);
  pol_text_format(to, "  %s", label);
  pol_text_pad(to, ' ', name - pol_columns(label) + 3);
  pol_text_add(to, words);
  if (start + taken + 2 + pol_columns(from) < c->page.width) {
    pol_text_pad(to, ' ', taken - pol_columns(words) + 2);
  } else { /* no room beside it */
    pol_text_char(to, '\n');
    pol_text_pad(to, ' ', start);
  }
  pol_text_format(to, "%s\n", from);
}

/* The value's column is as wide as the values, but leaves room for where they come from; what is wider has its origin on a line below. */
static void facts(const pol_case *c, const pol_trace *t) {
  size_t name = 5, value = 5, from = 4;
  for (uint32_t i = 0; i < t->facts; i++) {
    pol_value v = pol_case_fact(c, t->fact[i]);
    size_t label = pol_columns(pol_say_atom(c, c->model->facts.at[t->fact[i]].name)), words = pol_columns(pol_say_value(c, &v));
    size_t origin = pol_columns(pol_say_origin(c, t->fact[i]));
    if (label > name) name = label;
    if (words > value) value = words;
    if (origin > from) from = origin;
  }
  size_t taken = name + 5 + 2 + from + 1, most = taken + 8 < c->page.width ? c->page.width - taken : 8;
  if (value > most) value = most;
  pol_text *to = c->page.to;
  pol_page_blank(&c->page);
  pol_text_add(to, "Facts");
  pol_text_pad(to, ' ', name);
  pol_text_add(to, "value");
  pol_text_pad(to, ' ', value - 5 + 2);
  pol_text_add(to, "from\n");
  for (uint32_t i = 0; i < t->facts; i++) fact_row(c, t->fact[i], name, value);
}

static bool uses_mark(const pol_trace *t, pol_mark mark) {
  for (uint32_t i = 0; i < t->rules.n; i++)
    for (uint32_t k = 0; k < t->rules.at[i].conditions; k++) {
      const pol_lines *lines = &t->rules.at[i].condition[k].lines;
      for (uint32_t n = 0; n < lines->list.n; n++)
        if (lines->list.at[n].mark == mark) return true;
    }
  return false;
}

void pol_explain_trace(const pol_case *c) {
  pol_trace t;
  if (pol_trace_read(&t, c) != POL_OK) {
    pol_page_lost(&c->page);
    return;
  }
  pol_page_line(&c->page, POL_INK_STRONG,
                pol_page_format(&c->page, "%s to this question, %u %s not",
                                t.clauses == 1 ? "1 clause speaks" : pol_page_format(&c->page, "%u clauses speak", t.clauses), t.others,
                                t.others == 1 ? "does" : "do"));
  pol_page_line(&c->page, POL_INK_PLAIN, "yes  it holds    no  it does not    ?  cannot be told    !  cannot be worked out");
  if (uses_mark(&t, POL_MARK_NONE)) pol_page_line(&c->page, POL_INK_PLAIN, "-  does not apply here");
  pol_page_blank(&c->page);
  clauses(c, &t);
  if (t.facts > 0) facts(c, &t);
}
