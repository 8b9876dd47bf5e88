/* Scenarios: what is given, what one takes over from another, and the rows of tables of them. What they expect: expects.c. */
#include "check/rules.h"
#include "syntax/words.h"
#include <string.h>

/* -- all scenarios of the run, by title */

typedef struct told { const pol_node *node; uint32_t tree; uint8_t state; /* 1: being settled, 2: done */ bool dated, date_doubtful; pol_date as_of; POL_VEC(pol_given) given; } told;
typedef struct teller {
  pol_checker *c;
  POL_VEC(told) list;
  pol_map by_title; /* the first of a title */
  pol_map twice;    /* titles that stand twice */
} teller;

static pol_atom title_of(const pol_node *node) {
  const pol_node *title = pol_kid(node, 0);
  return title == NULL ? 0 : title->text;
}

static void find_scenarios(teller *t) {
  pol_checker *c = t->c;
  for (uint32_t i = 0; i < c->trees.n; i++) {
    const pol_node *file = c->trees.at[i].tree->root;
    for (uint32_t k = 0; !c->trees.at[i].imported && k < file->n; k++) {
      const pol_node *d = file->kid[k];
      if (d->kind != POL_N_SCENARIO && d->kind != POL_N_SCENARIOS) continue;
      told s = { .node = d, .tree = i };
      pol_atom title = title_of(d);
      POL_PUSH(c, &t->list, s);
      if (title == 0 || c->no_memory) continue;
      pol_map *map = pol_map_get(&t->by_title, title) == POL_MAP_NONE ? &t->by_title : &t->twice;
      if (!pol_map_put(map, title, t->list.n - 1)) c->no_memory = true;
    }
  }
}

/* -- facts given */

/* Within the bounds that the fact declares. */
static bool within(const pol_fact *f, const pol_value *v) {
  if (f->bound == POL_BOUND_NONE || !pol_rules_comparable(&f->low, v)) return true;
  int low = pol_rules_compare(v, &f->low);
  switch (f->bound) {
  case POL_BOUND_AT_LEAST: return low >= 0;
  case POL_BOUND_AT_MOST: return low <= 0;
  case POL_BOUND_MORE: return low > 0;
  case POL_BOUND_LESS: return low < 0;
  case POL_BOUND_RANGE: return low >= 0 && (!pol_rules_comparable(&f->high, v) || pol_rules_compare(v, &f->high) <= 0);
  case POL_BOUND_NONE: break;
  }
  return true;
}

static bool one_value(pol_checker *c, const pol_fact *f, const pol_type *type, const pol_node *node, pol_value *out) {
  if (node->kind == POL_N_BROKEN) return false;
  c->taker = pol_check_text(c, f->name);
  *out = pol_check_constant(c, node, type);
  c->taker = NULL;
  if (out->state != POL_KNOWN || out->type.kind == POL_T_BROKEN) return false;
  if (within(f, out)) return true;
  pol_report *r = pol_check_report(c, POL_R_GIVEN_OUT_OF_BOUNDS, node, "%s is declared with limits, and this is outside them", pol_check_text(c, f->name));
  if (f->node != NULL) pol_report_also(c->in->reports, r, f->node->span, "the limits");
  return false;
}

/* A list of records with a single entry can be given by the values of that entry; `none` is the empty list. */
static bool list_value(pol_checker *c, const pol_fact *f, uint32_t n, pol_node *const *node, pol_value *out) {
  bool none = n == 1 && node[0]->kind == POL_N_NAME && pol_rules_word(c, node[0]->text, "none");
  const pol_record *record = f->type.ref < c->m->records.n ? &c->m->records.at[f->type.ref] : NULL;
  *out = (pol_value){ .state = POL_KNOWN, .type = f->type };
  out->as.records.width = record == NULL ? 1 : record->n;
  if (none) return true;
  if (record != NULL && pol_check_is_covered(c, record->node)) return false;
  if (record != NULL && record->n != 1) {
    pol_report *r = pol_check_report(c, POL_R_GIVEN_LIST, node[0], "an item of %s has %u entries, which one value cannot give", pol_check_text(c, f->name), record->n);
    pol_report_help(c->in->reports, r, "give it in a facts file; here, only: %s is none", pol_check_text(c, f->name));
    return false;
  }
  pol_type type = record != NULL ? record->at[0].type : pol_rules_type((pol_type_kind)f->type.elem);
  out->as.records.at = POL_NEW_N(c->in->arena, pol_value, n);
  if (out->as.records.at == NULL) {
    c->no_memory = true;
    return false;
  }
  pol_fact entry = *f;
  entry.bound = POL_BOUND_NONE;
  for (uint32_t i = 0; i < n; i++)
    if (!one_value(c, &entry, &type, node[i], &out->as.records.at[i])) return false;
  out->as.records.n = n;
  return true;
}

static void put_given(pol_checker *c, pol_scenario *s, pol_given given) {
  for (uint32_t i = 0; i < s->given.n; i++) {
    if (s->given.at[i].fact != given.fact) continue;
    s->given.at[i] = given;
    return;
  }
  POL_PUSH(c, &s->given, given);
}

static void drop_given(pol_scenario *s, uint32_t fact) {
  for (uint32_t i = 0; i < s->given.n; i++) {
    if (s->given.at[i].fact != fact) continue;
    for (; i + 1 < s->given.n; i++) s->given.at[i] = s->given.at[i + 1];
    s->given.n--;
    return;
  }
}

static bool says_unknown(pol_checker *c, const pol_fact *f, uint32_t n, pol_node *const *value) {
  if (n != 1 || value[0]->kind != POL_N_NAME || !pol_rules_word(c, value[0]->text, "unknown")) return false;
  return (f->type.kind != POL_T_OPTION && f->type.kind != POL_T_PARTY) || pol_check_option(c, f->type.kind == POL_T_PARTY ? POL_PARTY_REF : f->type.ref, value[0]->text) == POL_NO_REF;
}

/* `from`: what is given before it comes from another scenario, and may be said again. */
void pol_rules_given(pol_checker *c, pol_scenario *s, uint32_t fact, uint32_t n, pol_node *const *value, const pol_node *at, uint32_t from) {
  const pol_fact *f = &c->m->facts.at[fact];
  pol_given given = { .fact = fact, .node = at };
  for (uint32_t i = 0; i < s->given.n; i++) {
    if (s->given.at[i].fact != fact || s->given.at[i].node == NULL || i < from) continue;
    pol_report *r = pol_check_report(c, POL_R_GIVEN_TWICE, at, "%s is given twice", pol_check_text(c, f->name));
    pol_report_also(c->in->reports, r, s->given.at[i].node->span, "first");
    pol_report_help(c->in->reports, r, "keep the one that is right");
    return;
  }
  if (says_unknown(c, f, n, value)) {
    drop_given(s, fact);
    return;
  }
  bool fine;
  if (f->type.kind == POL_T_BROKEN) return;
  if (f->type.kind == POL_T_LIST) {
    fine = n > 0 && list_value(c, f, n, value, &given.value);
  } else if (n > 1) {
    pol_report *r = pol_check_report(c, POL_R_GIVEN_TWICE, at, "%s is one value, and %u are given", pol_check_text(c, f->name), n);
    pol_report_help(c->in->reports, r, "one scenario for each value, or a table of scenarios");
    fine = false;
  } else {
    fine = one_value(c, f, &f->type, value[0], &given.value);
  }
  if (fine) put_given(c, s, given);
}

static void given_line(teller *t, pol_scenario *s, const pol_node *line, uint32_t from) {
  pol_checker *c = t->c;
  for (uint32_t i = 0; i < line->n && !c->no_memory; i++) {
    const pol_node *g = line->kid[i];
    if (g->kind != POL_N_GIVEN_FACT && g->kind != POL_N_GIVEN_NOT) continue;
    uint32_t fact = pol_check_resolve(c, POL_NAME_FACT, g->text, g);
    if (fact == POL_NO_REF) continue;
    pol_node *said = NULL;
    if (g->kind == POL_N_GIVEN_NOT || g->n == 0) {
      said = pol_rules_node(c, g->kind == POL_N_GIVEN_NOT ? POL_N_NO : POL_N_YES, g->span, 0, 0, NULL);
      if (said == NULL) return;
      pol_rules_given(c, s, fact, 1, &said, g, from);
    } else {
      pol_rules_given(c, s, fact, g->n, g->kid, g, from);
    }
  }
}

/* -- like … but … */

/* The only scenario with the title in an amendment's own file: that is meant, whatever titles the policy has. */
static uint32_t own_title(const teller *t, pol_atom title, uint32_t by) {
  uint32_t found = POL_NO_REF;
  if (pol_map_get(&t->twice, title) == POL_MAP_NONE || !t->c->rules->amended) return POL_NO_REF;
  for (uint32_t i = 0; i < t->list.n; i++) {
    if (t->list.at[i].tree != t->list.at[by].tree || title_of(t->list.at[i].node) != title) continue;
    if (found != POL_NO_REF) return POL_NO_REF;
    found = i;
  }
  return found;
}

static uint32_t liked(teller *t, const pol_node *like, uint32_t by) {
  pol_checker *c = t->c;
  const pol_node *title = pol_kid(like, 0);
  if (title->text == 0) return POL_NO_REF;
  uint32_t found = own_title(t, title->text, by);
  if (found != POL_NO_REF) return found;
  found = pol_map_get(&t->by_title, title->text);
  if (found == POL_MAP_NONE) {
    if (c->lost & (1u << POL_KEYWORD_SCENARIO | 1u << POL_KEYWORD_SCENARIOS)) return POL_NO_REF;
    pol_report **first = pol_check_missing(c, POL_MAP_PAIR(POL_MISSING_TITLE, title->text), title);
    if (first == NULL) return POL_NO_REF;
    pol_report *r = *first = pol_check_report(c, POL_R_LIKE_UNKNOWN, title, "no scenario has this title");
    pol_nearest near;
    pol_nearest_init(&near, pol_check_text(c, title->text));
    for (uint32_t i = 0; i < t->list.n; i++)
      if (i != by) pol_nearest_offer(&near, pol_check_text(c, title_of(t->list.at[i].node)), i);
    if (near.best != NULL) pol_report_help(c->in->reports, r, "did you mean \"%s\"?", near.best);
    else pol_report_help(c->in->reports, r, "write the title of a scenario as it stands there");
    return POL_NO_REF;
  }
  if (pol_map_get(&t->twice, title->text) != POL_MAP_NONE) {
    pol_report *r = pol_check_report(c, POL_R_LIKE_UNKNOWN, title, "two scenarios have this title, so it does not say which is meant");
    pol_report_also(c->in->reports, r, pol_kid(t->list.at[found].node, 0)->span, "one of them");
    pol_report_help(c->in->reports, r, "give one of them another title");
    return POL_NO_REF;
  }
  return found;
}

static void settle(teller *t, uint32_t index, uint32_t depth);

static void take_over(teller *t, uint32_t index, const pol_node *like, pol_scenario *s, uint32_t depth) {
  pol_checker *c = t->c;
  uint32_t from = liked(t, like, index);
  if (from == POL_NO_REF) {
    s->date_doubtful = true;
    return;
  }
  if (t->list.at[from].state == 1 || depth > POL_LIMIT_TREE_HEIGHT) {
    pol_report *r = pol_check_report(c, POL_R_LIKE_CIRCLE, like, "this scenario is like one that is like this one");
    pol_report_also(c->in->reports, r, pol_kid(t->list.at[from].node, 0)->span, "goes back to here");
    pol_report_help(c->in->reports, r, "let one of them say all that it is given");
    return;
  }
  settle(t, from, depth + 1);
  const told *base = &t->list.at[from];
  for (uint32_t i = 0; i < base->given.n; i++) put_given(c, s, base->given.at[i]);
  s->date_doubtful = s->date_doubtful || base->date_doubtful;
  if (base->dated && !s->dated) s->dated = true, s->as_of = base->as_of;
}

static void as_of_line(pol_checker *c, pol_scenario *s, const pol_node *line) {
  pol_type type = pol_rules_type(POL_T_DATE);
  pol_value v = pol_check_constant(c, pol_kid(line, 0), &type);
  if (v.state != POL_KNOWN || v.type.kind != POL_T_DATE) {
    s->date_doubtful = true;
    return;
  }
  s->dated = true;
  s->as_of = v.as.i;
}

/* How many lines are of one kind or the other. */
static uint32_t count_lines(const pol_node *lines, pol_node_kind one, pol_node_kind other) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < pol_kids(lines); i++) n += pol_is_node(lines->kid[i], one) || pol_is_node(lines->kid[i], other);
  return n;
}

/* Most give and expect little, and there may be tens of thousands of them: room for what they have. */
#define RESERVE(c, v, n) ((c)->no_memory = (c)->no_memory || ((n) > 0 && !POL_VEC_RESERVE((c)->in->arena, (v), (n))))

/* What a scenario's lines give, with what it takes over; each scenario once. */
static void settle(teller *t, uint32_t index, uint32_t depth) {
  pol_checker *c = t->c;
  if (t->list.at[index].state == 2) return;
  t->list.at[index].state = 1;
  pol_scenario s = { .date_doubtful = pol_check_is_covered(c, t->list.at[index].node) };
  const pol_node *lines = pol_kid(t->list.at[index].node, 1);
  for (uint32_t i = 0; i < pol_kids(lines); i++)
    if (pol_is_node(lines->kid[i], POL_N_LIKE)) take_over(t, index, lines->kid[i], &s, depth);
  uint32_t from = s.given.n;
  RESERVE(c, &s.given, from + count_lines(lines, POL_N_GIVEN, POL_N_BUT));
  for (uint32_t i = 0; i < pol_kids(lines) && !c->no_memory; i++) {
    const pol_node *line = lines->kid[i];
    if (line->kind == POL_N_AS_OF) as_of_line(c, &s, line);
    if (line->kind == POL_N_GIVEN || line->kind == POL_N_BUT) given_line(t, &s, line, from);
  }
  told *out = &t->list.at[index];
  out->dated = s.dated;
  out->date_doubtful = s.date_doubtful;
  out->as_of = s.as_of;
  out->given.at = s.given.at;
  out->given.n = s.given.n;
  out->given.cap = s.given.n; /* whoever adds to a copy of it takes new room */
  out->state = 2;
}

/* -- scenarios into the model */

static pol_scenario begin(teller *t, uint32_t index, uint32_t row) {
  const told *from = &t->list.at[index];
  pol_scenario s = { .title = pol_check_words(t->c, pol_kid(from->node, 0)), .row = row, .dated = from->dated, .date_doubtful = from->date_doubtful, .as_of = from->as_of, .node = from->node };
  pol_span_of_time dates = t->c->rules->trees.at[from->tree].dates;
  if (!s.dated && t->c->rules->amended && dates.from_set) s.dated = true, s.as_of = dates.from; /* of an amendment: on its first day */
  const pol_node *lines = pol_kid(from->node, 1);
  RESERVE(t->c, &s.given, from->given.n);
  RESERVE(t->c, &s.expects, count_lines(lines, POL_N_EXPECT, POL_N_EXPECT) + (row > 0));
  for (uint32_t i = 0; i < from->given.n; i++) POL_PUSH(t->c, &s.given, from->given.at[i]);
  for (uint32_t i = 0; i < pol_kids(lines); i++)
    if (pol_is_node(lines->kid[i], POL_N_EXPECT)) pol_rules_expect(t->c, &s, lines->kid[i]);
  return s;
}

static bool has_expect(const pol_node *lines) {
  for (uint32_t i = 0; i < pol_kids(lines); i++)
    if (lines->kid[i]->kind == POL_N_EXPECT || lines->kid[i]->kind == POL_N_BROKEN) return true;
  return false;
}

static void say_nothing_expected(pol_checker *c, const pol_node *scenario) {
  bool many = scenario->kind == POL_N_SCENARIOS;
  pol_span word = scenario->span; /* the declaration's span runs over all its lines */
  word.end = word.start + (uint32_t)strlen(many ? "scenarios" : "scenario");
  pol_report *r = pol_report_add(c->in->reports, POL_R_EXPECTS_NOTHING, word, "%s", many ? "these scenarios expect nothing" : "this scenario expects nothing");
  const char *name = c->m->decisions.n > 0 ? pol_check_text(c, c->m->decisions.at[0].name) : "…";
  if (many) pol_report_help(c->in->reports, r, "add a column with the name of a decision, for example %s", name);
  else if (c->m->decisions.n > 0 && c->m->decisions.at[0].type.kind == POL_T_PERMISSION)
    pol_report_help(c->in->reports, r, "add what the document says, for example: expect %s is permitted", name);
  else pol_report_help(c->in->reports, r, "add what the document says, for example: expect %s is …", name);
}

typedef struct row_state { uint32_t decision; uint32_t expect; bool decided; } row_state; /* the decision to the left; its expectation, or POL_NO_REF */

static pol_expect *left_of(pol_checker *c, pol_scenario *s, const row_state *state, const pol_node *column) {
  if (!state->decided) {
    pol_report *r = pol_check_report(c, POL_R_SCENARIO_COLUMN, column, "this column speaks of the decision to its left, and there is none");
    pol_report_help(c->in->reports, r, "put it to the right of the decision that it is about");
    return NULL;
  }
  return state->expect < s->expects.n ? &s->expects.at[state->expect] : NULL; /* NO_REF, or memory ran out */
}

static void decide_cell(pol_checker *c, pol_scenario *s, uint32_t decision, const pol_node *cell, row_state *state) {
  *state = (row_state){ .decision = decision, .expect = POL_NO_REF, .decided = true };
  if (cell->n == 0) return;
  pol_expect e = { .decision = decision, .node = cell };
  uint32_t before = c->in->reports->errors;
  pol_rules_expect_cell(c, s, &e, cell);
  if (c->in->reports->errors != before && !e.has_outcome && !e.not_applicable) return;
  state->expect = s->expects.n;
  POL_PUSH(c, &s->expects, e);
}

bool pol_rules_expects_more(pol_checker *c, const pol_node *column) {
  static const char *const words[] = { "under", "not_under", "missing", "presumed", "reserved_by", "blocked_by" };
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (pol_rules_word(c, column->text, words[i])) return true;
  return false;
}

static void more_cell(pol_checker *c, const pol_scenario *s, pol_expect *e, pol_atom word, const pol_node *cell) {
  if (pol_rules_word(c, word, "missing")) pol_rules_expect_missing(c, e, cell->n, cell->kid);
  else if (pol_rules_word(c, word, "presumed")) pol_rules_expect_presumed(c, e, cell->n, cell->kid);
  else if (pol_rules_word(c, word, "reserved_by")) pol_rules_expect_reserved(c, e, cell->n, cell->kid);
  else if (pol_rules_word(c, word, "blocked_by")) pol_rules_expect_blocked(c, s, e, cell->n, cell->kid);
  else pol_rules_expect_under(c, s, e, cell->n, cell->kid, pol_rules_word(c, word, "not_under"));
}

static void cell(teller *t, pol_scenario *s, const pol_node *column, const pol_node *cell, row_state *state, uint32_t from) {
  pol_checker *c = t->c;
  if (column->text == 0 || !pol_is_node(cell, POL_N_CELL)) return;
  uint32_t fact = pol_check_find(c, POL_NAME_FACT, column->text), decision = pol_check_find(c, POL_NAME_DECISION, column->text);
  if (decision != POL_NO_REF && fact == POL_NO_REF) {
    decide_cell(c, s, decision, cell, state);
  } else if (pol_rules_word(c, column->text, "as_of")) {
    if (cell->n > 0) as_of_line(c, s, cell);
  } else if (pol_rules_expects_more(c, column)) {
    pol_expect *e = left_of(c, s, state, column);
    if (e != NULL && cell->n > 0) more_cell(c, s, e, column->text, cell);
  } else if (cell->n > 0 || fact == POL_NO_REF) {
    if (fact == POL_NO_REF) {
      s->date_doubtful = true;
      *state = (row_state){ .decision = POL_NO_REF, .expect = POL_NO_REF, .decided = true }; /* perhaps a decision */
      fact = pol_check_resolve(c, strchr(pol_check_text(c, column->text), '.') != NULL ? POL_NAME_FACT : POL_NAME_DECISION, column->text, column);
    }
    if (fact != POL_NO_REF && cell->n > 0) pol_rules_given(c, s, fact, cell->n, cell->kid, cell, from);
  }
}

/* A column of a decision, or of what may have been meant as one. */
static bool may_decide(pol_checker *c, const pol_node *column) {
  if (pol_check_find(c, POL_NAME_DECISION, column->text) != POL_NO_REF) return true;
  if (pol_rules_word(c, column->text, "as_of") || pol_rules_expects_more(c, column)) return false;
  return pol_check_find(c, POL_NAME_FACT, column->text) == POL_NO_REF;
}

static void table(teller *t, uint32_t index) {
  pol_checker *c = t->c;
  const pol_node *node = t->list.at[index].node, *rows = pol_kid(node, 2), *head = pol_kid(rows, 0);
  bool decides = has_expect(pol_kid(node, 1));
  for (uint32_t k = 0; k < pol_kids(head); k++)
    decides = decides || head->kid[k]->kind != POL_N_COLUMN || may_decide(c, head->kid[k]);
  if (!decides && !c->m->is_amendment) say_nothing_expected(c, node);
  for (uint32_t i = 1; pol_is_node(head, POL_N_HEAD) && i < rows->n && !c->no_memory; i++) {
    const pol_node *row = rows->kid[i];
    if (!pol_is_node(row, POL_N_ROW)) continue;
    pol_scenario s = begin(t, index, i);
    row_state state = { .expect = POL_NO_REF };
    uint32_t from = s.given.n;
    /* the date first: it says which version of a clause is meant */
    for (uint32_t k = 0; k < head->n && k < row->n; k++)
      if (pol_rules_word(c, head->kid[k]->text, "as_of")) cell(t, &s, head->kid[k], row->kid[k], &state, from);
    for (uint32_t k = 0; k < head->n && k < row->n; k++)
      if (!pol_rules_word(c, head->kid[k]->text, "as_of")) cell(t, &s, head->kid[k], row->kid[k], &state, from);
    s.node = row;
    POL_PUSH(c, &c->m->scenarios, s);
  }
}

static void one(teller *t, uint32_t index) {
  pol_checker *c = t->c;
  const pol_node *node = t->list.at[index].node;
  settle(t, index, 0);
  if (c->no_memory) return;
  if (node->kind == POL_N_SCENARIOS) {
    table(t, index);
    return;
  }
  if (!has_expect(pol_kid(node, 1))) say_nothing_expected(c, node);
  pol_scenario s = begin(t, index, 0);
  POL_PUSH(c, &c->m->scenarios, s);
}

void pol_check_scenarios(pol_checker *c) {
  if (!pol_rules_ready(c) || c->rules->decisions == NULL) return;
  teller t = { .c = c };
  pol_map_init(&t.by_title, c->in->arena);
  pol_map_init(&t.twice, c->in->arena);
  c->deciding = POL_NO_REF;
  find_scenarios(&t);
  for (uint32_t i = 0; i < t.list.n && !c->no_memory; i++)
    if (!c->rules->amended || t.list.at[i].tree == c->trees.n - 1) one(&t, i); /* those of the policy, and of amendments before the last, hold for what they stand on */
  if (!c->no_memory) pol_rules_undated(c);
}
