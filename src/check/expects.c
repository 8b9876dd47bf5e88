/* What scenarios expect of decisions: outcomes, values, parties, the clauses under which, the facts that are missing or presumed,
 * the clauses that reserve, those that stand in the way. */
#include "check/rules.h"
#include "syntax/words.h"

/* -- outcomes by name */

static const struct { const char *word; pol_outcome outcome; bool permission; bool either; } outcomes[] = {
  { "permitted", POL_OUT_PERMITTED, true, false },         { "refused", POL_OUT_REFUSED, true, false },     { "referred", POL_OUT_REFERRED, true, false },
  { "not_applicable", POL_OUT_SILENT, false, true },       { "silent", POL_OUT_SILENT, false, false },      { "out_of_scope", POL_OUT_OUT_OF_SCOPE, false, false },
  { "undetermined", POL_OUT_UNDETERMINED, false, false }, { "conflict", POL_OUT_CONFLICT, false, false }, { "error", POL_OUT_ERROR, false, false } };

static bool own_option(const pol_checker *c, pol_type t, pol_atom name) {
  if (t.kind == POL_T_PARTY || (t.kind == POL_T_SET && t.ref == POL_PARTY_REF)) return pol_check_find(c, POL_NAME_PARTY, name) != POL_NO_REF;
  if (t.kind != POL_T_OPTION && t.kind != POL_T_SET && t.kind != POL_T_SEQUENCE) return false;
  return pol_check_option(c, t.ref, name) != POL_NO_REF;
}

static void wrong(pol_checker *c, const pol_expect *e, const pol_node *at, const char *help) {
  const pol_decision *d = &c->m->decisions.at[e->decision];
  pol_report *r = pol_check_report(c, POL_R_EXPECT_WRONG, at, "%s is %s, and this is no answer to it", pol_check_text(c, d->name), pol_check_type_name(c, d->type));
  pol_report_help(c->in->reports, r, "%s", help);
}

/* An option of the decision goes before the name of an outcome. */
static bool by_outcome(pol_checker *c, pol_expect *e, const pol_node *value) {
  pol_type t = c->m->decisions.at[e->decision].type;
  if (value->kind != POL_N_NAME || own_option(c, t, value->text)) return false;
  for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++) {
    if (!pol_rules_word(c, value->text, outcomes[i].word)) continue;
    if (outcomes[i].permission && t.kind != POL_T_PERMISSION) {
      wrong(c, e, value, "only a permission is permitted, refused or referred");
      return true;
    }
    e->has_outcome = !outcomes[i].either;
    e->not_applicable = outcomes[i].either;
    e->outcome = outcomes[i].outcome;
    return true;
  }
  return false;
}

/* -- values */

static void is_value(pol_expect *e, pol_value v) {
  e->has_outcome = e->has_value = true;
  e->outcome = POL_OUT_VALUE;
  e->value = v;
}

static bool known_duty(const pol_checker *c, uint32_t decision, pol_atom name) {
  const pol_decision *d = &c->m->decisions.at[decision];
  for (uint32_t i = 0; i < d->rules; i++)
    if (c->m->rules.at[d->rule[i]].effect == POL_E_DUTY && c->m->rules.at[d->rule[i]].duty.name == name) return true;
  return false;
}

static bool duty_item(pol_checker *c, const pol_expect *e, const pol_node *node, pol_value *out) {
  if (node->kind == POL_N_BROKEN) return false;
  *out = (pol_value){ .type = pol_rules_type(POL_T_TEXT) };
  out->as.i = (int32_t)node->text;
  if (node->kind == POL_N_NAME && known_duty(c, e->decision, node->text)) return true;
  if (c->lost & (POL_LOST_RULES | 1u << POL_KEYWORD_PARTY | 1u << POL_KEYWORD_CLAUSE)) return false;
  const pol_decision *d = &c->m->decisions.at[e->decision];
  pol_nearest near;
  pol_nearest_init(&near, pol_check_text(c, node->text));
  for (uint32_t i = 0; i < d->rules; i++)
    if (c->m->rules.at[d->rule[i]].effect == POL_E_DUTY) pol_nearest_offer(&near, pol_check_text(c, c->m->rules.at[d->rule[i]].duty.name), i);
  pol_report *r = pol_check_report(c, POL_R_EXPECT_NO_DUTY, node, "no duty of %s is called %s", pol_check_text(c, d->name), pol_check_text(c, node->text));
  if (near.best != NULL) pol_report_help(c->in->reports, r, "did you mean %s?", near.best);
  else pol_report_help(c->in->reports, r, "name the duties as their clauses do, or say: is none");
  return false;
}

static bool option_item(pol_checker *c, const pol_expect *e, const pol_node *node, pol_value *out) {
  pol_type t = c->m->decisions.at[e->decision].type;
  pol_type item = { .kind = (uint8_t)(t.ref == POL_PARTY_REF ? POL_T_PARTY : POL_T_OPTION), .ref = t.ref };
  if (node->kind == POL_N_BROKEN) return false;
  *out = pol_check_constant(c, node, &item);
  return out->state == POL_KNOWN && out->type.kind != POL_T_BROKEN;
}

static void items(pol_checker *c, pol_expect *e, uint32_t n, pol_node *const *node) {
  pol_type t = c->m->decisions.at[e->decision].type;
  pol_value v = { .type = t };
  bool none = n == 1 && node[0]->kind == POL_N_NAME && pol_rules_word(c, node[0]->text, "none") && !own_option(c, t, node[0]->text);
  if (!none) {
    v.as.items.at = POL_NEW_N(c->in->arena, pol_value, n + 1u);
    if (v.as.items.at == NULL) {
      c->no_memory = true;
      return;
    }
    for (uint32_t i = 0; i < n; i++) {
      bool fine = t.kind == POL_T_OBLIGATIONS ? duty_item(c, e, node[i], &v.as.items.at[i]) : option_item(c, e, node[i], &v.as.items.at[i]);
      if (!fine) return;
    }
    v.as.items.n = n;
  }
  is_value(e, v);
}

static pol_value constant(pol_checker *c, const pol_expect *e, const pol_node *node, const pol_type *type) {
  c->taker = pol_check_text(c, c->m->decisions.at[e->decision].name);
  pol_value v = pol_check_constant(c, node, type);
  c->taker = NULL;
  return v;
}

static const char *near_outcome(pol_checker *c, const pol_node *value) {
  pol_nearest near;
  pol_nearest_init(&near, value->kind == POL_N_NAME ? pol_check_text(c, value->text) : "");
  for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++) pol_nearest_offer(&near, outcomes[i].word, 0);
  return near.best;
}

void pol_rules_expect_values(pol_checker *c, const pol_scenario *s, pol_expect *e, uint32_t n, pol_node *const *value, const pol_node *at) {
  pol_type t = c->m->decisions.at[e->decision].type;
  (void)s;
  if (value[0]->kind == POL_N_BROKEN || t.kind == POL_T_BROKEN) return;
  if (n == 1 && by_outcome(c, e, value[0])) return;
  if (t.kind == POL_T_SET || t.kind == POL_T_SEQUENCE || t.kind == POL_T_OBLIGATIONS) {
    items(c, e, n, value);
  } else if (n > 1) {
    wrong(c, e, at, "one value; another case is another scenario");
  } else if (t.kind == POL_T_PERMISSION) {
    const char *meant = near_outcome(c, value[0]);
    wrong(c, e, value[0], meant != NULL ? pol_check_format(c, "did you mean %s?", meant) : "expect permitted, refused, referred, not_applicable, undetermined, conflict or error");
  } else {
    pol_value v = constant(c, e, value[0], &t);
    if (v.state == POL_KNOWN && v.type.kind != POL_T_BROKEN) is_value(e, v);
  }
}

/* permitted with £500 */
static void amount(pol_checker *c, pol_expect *e, const pol_node *node) {
  const pol_expr *given = c->rules->decisions[e->decision].amount;
  if (given == NULL) {
    if (c->rules->decisions[e->decision].amount_broken || (c->lost & POL_LOST_RULES)) return;
    wrong(c, e, node, "no clause permits it with an amount: leave the amount out");
    return;
  }
  pol_type type = given->type;
  e->value = constant(c, e, node, &type);
  e->has_value = e->value.state == POL_KNOWN && e->value.type.kind != POL_T_BROKEN;
}

/* -- clauses and facts */

static bool add_number(pol_checker *c, const uint32_t **list, uint32_t *n, uint32_t value) {
  uint32_t *more = POL_NEW_N(c->in->arena, uint32_t, *n + 1u);
  if (more == NULL) {
    c->no_memory = true;
    return false;
  }
  for (uint32_t i = 0; i < *n; i++) more[i] = (*list)[i];
  more[(*n)++] = value;
  *list = more;
  return true;
}

void pol_rules_expect_under(pol_checker *c, const pol_scenario *s, pol_expect *e, uint32_t n, pol_node *const *ref, bool negated) {
  for (uint32_t i = 0; i < n; i++) {
    const pol_node *r = ref[i];
    if (r->text == 0) continue; /* of a cell, what is no clause */
    if (r->kind == POL_N_REF_KIND) {
      pol_report *report = pol_check_report(c, POL_R_EXPECT_WRONG, r, "an answer is given under clauses, not under a section or a table");
      pol_report_help(c->in->reports, report, "name the clauses");
      continue;
    }
    uint32_t x = pol_check_resolve(c, POL_NAME_CLAUSE, r->text, r);
    if (x == POL_NO_REF) continue;
    x = pol_rules_version_at(c, x, s->dated, s->as_of);
    if (negated) (void)add_number(c, &e->not_under, &e->not_unders, x);
    else (void)add_number(c, &e->under, &e->unders, x);
  }
}

static void add_facts(pol_checker *c, const uint32_t **list, uint32_t *listed, uint32_t n, pol_node *const *name) {
  for (uint32_t i = 0; i < n; i++) {
    if (name[i]->kind == POL_N_BROKEN) continue;
    uint32_t fact = pol_check_resolve(c, POL_NAME_FACT, name[i]->text, name[i]);
    if (fact != POL_NO_REF) (void)add_number(c, list, listed, fact);
  }
}

void pol_rules_expect_missing(pol_checker *c, pol_expect *e, uint32_t n, pol_node *const *name) {
  add_facts(c, &e->missing, &e->missings, n, name);
}

/* Only what is presumed of some fact can be expected to be. */
void pol_rules_expect_presumed(pol_checker *c, pol_expect *e, uint32_t n, pol_node *const *name) {
  add_facts(c, &e->presumed, &e->presumeds, n, name);
  for (uint32_t i = 0; i < e->presumeds; i++) {
    const pol_fact *f = &c->m->facts.at[e->presumed[i]];
    if (f->presumed != NULL) continue;
    pol_report *r = pol_check_report(c, POL_R_EXPECT_WRONG, name[0], "nothing is presumed of %s", pol_check_text(c, f->name));
    pol_report_help(c->in->reports, r, "a fact with a presumption says so: presumed no");
  }
}

void pol_rules_expect_reserved(pol_checker *c, pol_expect *e, uint32_t n, pol_node *const *ref) {
  for (uint32_t i = 0; i < n; i++) {
    const pol_node *r = ref[i];
    if (r->text == 0) continue; /* of a cell, what is no clause */
    uint32_t x = r->kind == POL_N_REF_KIND ? POL_NO_REF : pol_check_resolve(c, POL_NAME_CLAUSE, r->text, r);
    if (x == POL_NO_REF && r->kind != POL_N_REF_KIND) continue;
    if (x != POL_NO_REF && c->m->clauses.at[x].incomplete != NULL) {
      (void)add_number(c, &e->reserved, &e->reserveds, x);
      continue;
    }
    pol_report *report = pol_check_report(c, POL_R_EXPECT_WRONG, r, "an answer is reserved by clauses whose text is missing");
    pol_report_help(c->in->reports, report, "name those that say: incomplete \"…\", reservation on …");
  }
}

/* Of what is not permitted, or not said to be. */
static bool may_be_blocked(pol_checker *c, const pol_expect *e, const pol_node *at) {
  const pol_decision *d = &c->m->decisions.at[e->decision];
  bool permission = d->type.kind == POL_T_PERMISSION, permitted = e->has_outcome && !e->negated && e->outcome == POL_OUT_PERMITTED;
  if (d->type.kind == POL_T_BROKEN || (permission && !permitted)) return d->type.kind != POL_T_BROKEN;
  const char *name = pol_check_text(c, d->name);
  pol_report *r = permission ? pol_check_report(c, POL_R_EXPECT_WRONG, at, "nothing stands in the way of %s where it is permitted", name)
                             : pol_check_report(c, POL_R_EXPECT_WRONG, at, "clauses stand in the way of a permission, and %s is %s", name, pol_check_type_name(c, d->type));
  pol_report_help(c->in->reports, r, permission ? "leave \"blocked by\" out, or expect it refused or referred" : "leave \"blocked by\" out");
  return false;
}

static bool stands_in_some_way(const pol_checker *c, uint32_t clause) {
  for (uint32_t i = 0; i < c->m->rules.n; i++) {
    const pol_rule *r = &c->m->rules.at[i];
    if (r->clause == clause && (r->effect == POL_E_REFUSES || r->effect == POL_E_ONLY_IF || r->effect == POL_E_REFERS || r->effect == POL_E_APPLIES_ONLY_IF)) return true;
  }
  return (c->lost & (POL_LOST_RULES | 1u << POL_KEYWORD_CLAUSE)) != 0;
}

void pol_rules_expect_blocked(pol_checker *c, const pol_scenario *s, pol_expect *e, uint32_t n, pol_node *const *ref) {
  if (!may_be_blocked(c, e, ref[0])) return;
  for (uint32_t i = 0; i < n; i++) {
    const pol_node *r = ref[i];
    if (r->text == 0) continue; /* of a cell, what is no clause */
    uint32_t x = r->kind == POL_N_REF_KIND ? POL_NO_REF : pol_check_resolve(c, POL_NAME_CLAUSE, r->text, r);
    if (x == POL_NO_REF && r->kind != POL_N_REF_KIND) continue;
    if (x != POL_NO_REF) x = pol_rules_version_at(c, x, s->dated, s->as_of);
    if (x != POL_NO_REF && stands_in_some_way(c, x)) {
      (void)add_number(c, &e->blocked, &e->blockeds, x);
      continue;
    }
    pol_report *report = pol_check_report(c, POL_R_EXPECT_WRONG, r, "only what refuses, refers or sets a condition can stand in the way");
    pol_report_help(c->in->reports, report, "name those that pol explain lists with --why-not permitted");
  }
}

/* -- one line */

/* `expect d`: permitted, or yes; `expect not d`: not permitted, or no. */
static void bare(pol_checker *c, pol_expect *e, const pol_node *at, bool no, bool more) {
  pol_type t = c->m->decisions.at[e->decision].type;
  if (t.kind == POL_T_BOOL) {
    pol_value v = { .type = t };
    v.as.i = !no;
    is_value(e, v);
  } else if (t.kind == POL_T_PERMISSION && (no || !more)) {
    e->has_outcome = true;
    e->outcome = POL_OUT_PERMITTED;
    e->negated = no;
  } else if (t.kind != POL_T_BROKEN && !more) {
    wrong(c, e, at, "say what it is: expect … is …");
  }
}

static bool same_values(const pol_value *a, const pol_value *b) {
  pol_repr x = pol_type_repr(a->type);
  if (a->type.kind != b->type.kind) return false;
  if (a->type.kind == POL_T_SET || a->type.kind == POL_T_SEQUENCE || a->type.kind == POL_T_OBLIGATIONS) return a->as.items.n == b->as.items.n;
  if (x == POL_REPR_NUM) return pol_num_cmp(a->as.num, b->as.num) == 0;
  return x != POL_REPR_INT || a->as.i == b->as.i;
}

static bool contradicts(const pol_expect *a, const pol_expect *b) {
  if (a->negated != b->negated) return a->has_outcome && b->has_outcome && a->outcome == b->outcome;
  if (a->negated) return false;
  if (a->not_applicable && b->has_outcome) return b->outcome != POL_OUT_SILENT && b->outcome != POL_OUT_OUT_OF_SCOPE;
  if (b->not_applicable && a->has_outcome) return a->outcome != POL_OUT_SILENT && a->outcome != POL_OUT_OUT_OF_SCOPE;
  if (a->has_outcome && b->has_outcome && a->outcome != b->outcome) return true;
  return a->has_value && b->has_value && !same_values(&a->value, &b->value);
}

/* "is refused" of "expect D is refused under 3.15.3"; a cell of a table is its own place. */
static pol_span answer_span(const pol_checker *c, const pol_node *node) {
  const pol_node *first = pol_kid(node, 0);
  if (node->kind != POL_N_EXPECT || !pol_is_node(first, POL_N_EXPECT_IS)) return node->span;
  const pol_source *s = pol_sources_get(c->in->sources, node->span.file);
  pol_span at = { node->span.file, pol_check_name_span(c, node, node->text).end, first->span.end };
  while (at.start < at.end && s->text[at.start] == ' ') at.start++;
  return at;
}

static void check_two(pol_checker *c, const pol_scenario *s, const pol_expect *e) {
  for (uint32_t i = 0; i < s->expects.n; i++) {
    if (s->expects.at[i].decision != e->decision || !contradicts(&s->expects.at[i], e)) continue;
    pol_report *r = pol_report_add(c->in->reports, POL_R_EXPECTS_TWO, answer_span(c, e->node), "this scenario expects two different answers");
    pol_report_label(c->in->reports, r, "no facts can give both");
    pol_report_also(c->in->reports, r, answer_span(c, s->expects.at[i].node), "%s", "");
    pol_report_help(c->in->reports, r, "keep one, or make two scenarios with: like \"…\" but …");
    return;
  }
}

static void expect_is(pol_checker *c, const pol_scenario *s, pol_expect *e, const pol_node *tail) {
  const pol_node *values = pol_kid(tail, 0), *parties = pol_kid(tail, 1), *with = pol_kid(tail, 2);
  if (values != NULL) pol_rules_expect_values(c, s, e, values->n, values->kid, tail);
  if (parties != NULL) e->party = pol_rules_parties(c, parties, &e->parties);
  if (parties != NULL && e->has_outcome && e->outcome != POL_OUT_REFERRED) wrong(c, e, parties, "only what is referred is referred to somebody");
  if (with != NULL) amount(c, e, with);
}

void pol_rules_expect(pol_checker *c, pol_scenario *s, const pol_node *node) {
  const pol_node *name = pol_rules_node(c, POL_N_NAME, pol_check_name_span(c, node, node->text), node->text, 0, NULL);
  if (name == NULL) return;
  pol_expect e = { .decision = pol_check_resolve(c, POL_NAME_DECISION, node->text, name), .node = node };
  if (e.decision == POL_NO_REF) return;
  const pol_node *first = pol_kid(node, 0);
  bool is = pol_is_node(first, POL_N_EXPECT_IS), no = pol_is_node(first, POL_N_EXPECT_NO), more = false;
  for (uint32_t i = 0; i < node->n; i++) more = more || pol_is_node(node->kid[i], POL_N_MISSING) || pol_is_node(node->kid[i], POL_N_BLOCKED_BY);
  if (is) expect_is(c, s, &e, first);
  else bare(c, &e, node, no, more);
  for (uint32_t i = 0; i < node->n && !c->no_memory; i++) {
    const pol_node *tail = node->kid[i];
    if (tail == NULL) continue;
    if (tail->kind == POL_N_UNDER || tail->kind == POL_N_NOT_UNDER) pol_rules_expect_under(c, s, &e, tail->n, tail->kid, tail->kind == POL_N_NOT_UNDER);
    if (tail->kind == POL_N_MISSING) pol_rules_expect_missing(c, &e, tail->n, tail->kid);
    if (tail->kind == POL_N_EXPECT_PRESUMED) pol_rules_expect_presumed(c, &e, tail->n, tail->kid);
    if (tail->kind == POL_N_RESERVED_BY) pol_rules_expect_reserved(c, &e, tail->n, tail->kid);
    if (tail->kind == POL_N_BLOCKED_BY) pol_rules_expect_blocked(c, s, &e, tail->n, tail->kid);
  }
  check_two(c, s, &e);
  POL_PUSH(c, &s->expects, e);
}

/* `referred to P` reads as one value to another. */
static const pol_node *referral(const pol_checker *c, const pol_expect *e, const pol_node *cell) {
  const pol_node *range = pol_kid(cell, 0), *from = pol_kid(range, 0), *to = pol_kid(range, 1);
  if (c->m->decisions.at[e->decision].type.kind != POL_T_PERMISSION || from == NULL || to == NULL || range->kind != POL_N_RELATION) return NULL;
  return from->kind == POL_N_NAME && to->kind == POL_N_NAME && pol_rules_word(c, from->text, "referred") ? range : NULL;
}

void pol_rules_expect_cell(pol_checker *c, const pol_scenario *s, pol_expect *e, const pol_node *cell) {
  const pol_node *range = cell->text == 0 ? NULL : referral(c, e, cell);
  if (range != NULL) {
    pol_rules_expect_values(c, s, e, 1, range->kid, cell);
    const pol_node *party = pol_rules_node(c, POL_N_LIST, range->kid[1]->span, 0, 1, &range->kid[1]);
    e->party = pol_rules_parties(c, party, &e->parties);
  } else if (cell->text != 0) {
    pol_report *r = pol_check_report(c, POL_R_EXPECT_WRONG, cell, "a cell under a decision says what is expected, and nothing else");
    pol_report_help(c->in->reports, r, "put the value itself here");
  } else {
    pol_rules_expect_values(c, s, e, cell->n, cell->kid, cell);
  }
}
