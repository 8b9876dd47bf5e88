/* A case that shows what a lint says: facts with values. Only facts that are compared with constants can stand in one, so that it is sure. */
#include "check/rules.h"
#include <string.h>

/* -- a value of one fact for which all literals on it hold */

bool pol_fact_takes(const pol_fact *f, const pol_value *v) {
  if (f->bound == POL_BOUND_NONE || !pol_rules_comparable(&f->low, v)) return true;
  int low = pol_rules_compare(v, &f->low);
  switch (f->bound) {
  case POL_BOUND_AT_LEAST: return low >= 0;
  case POL_BOUND_AT_MOST: return low <= 0;
  case POL_BOUND_MORE: return low > 0;
  case POL_BOUND_LESS: return low < 0;
  case POL_BOUND_RANGE: return low >= 0 && !(pol_rules_comparable(&f->high, v) && pol_rules_compare(v, &f->high) > 0);
  default: return true;
  }
}

static bool fits(const pol_checker *c, const pol_case *w, uint32_t fact, const pol_value *v) {
  if (!pol_fact_takes(&c->m->facts.at[fact], v)) return false;
  for (uint32_t i = 0; i < w->n; i++)
    if (pol_literal_fact(&w->at[i]) == fact && !pol_literal_holds(&w->at[i], v)) return false;
  return true;
}

static bool step(const pol_value *from, int by, pol_value *out) {
  *out = *from;
  if (pol_type_repr(from->type) == POL_REPR_NUM) return pol_num_add(&out->as.num, from->as.num, pol_num_int(by)) == POL_NUM_FINE;
  if (from->type.kind == POL_T_TEXT) return by == 0;
  out->as.i = from->as.i + by;
  if (from->type.kind == POL_T_TIME) return out->as.i >= 0 && out->as.i < 1440;
  return from->type.kind != POL_T_DATE || (out->as.i >= POL_DATE_FIRST && out->as.i <= POL_DATE_LAST);
}

/* Near a constant that the fact is compared with, or a bound of it. */
static bool near(const pol_checker *c, const pol_case *w, uint32_t fact, const pol_value *constant, pol_value *out) {
  if (constant->state != POL_KNOWN || constant->type.kind == POL_T_BROKEN) return false;
  for (int by = 0; by < 3; by++)
    if (step(constant, by == 2 ? -1 : by, out) && fits(c, w, fact, out)) return true;
  return false;
}

static bool from_literal(const pol_checker *c, const pol_case *w, uint32_t fact, const pol_expr *e, pol_value *out) {
  for (uint32_t i = 0; i < e->n; i++)
    if (e->arg[i] != NULL && e->arg[i]->op == POL_OP_CONST && near(c, w, fact, &e->arg[i]->value, out)) return true;
  return false;
}

static bool find_value(const pol_checker *c, const pol_case *w, uint32_t fact, pol_value *out) {
  pol_type t = c->m->facts.at[fact].type;
  uint32_t options = t.kind == POL_T_BOOL ? 2 : t.kind == POL_T_PARTY ? c->m->parties.n : t.kind == POL_T_OPTION && t.ref < c->m->options.n ? c->m->options.at[t.ref].n : 0;
  *out = (pol_value){ .state = POL_KNOWN, .type = t };
  for (uint32_t i = 0; i < options; i++) {
    out->as.i = (int32_t)i;
    if (fits(c, w, fact, out)) return true;
  }
  if (options > 0) return false;
  for (uint32_t i = 0; i < w->n; i++)
    if (pol_literal_fact(&w->at[i]) == fact && from_literal(c, w, fact, w->at[i].e, out)) return true;
  const pol_fact *f = &c->m->facts.at[fact];
  return f->bound != POL_BOUND_NONE && (near(c, w, fact, &f->low, out) || (f->bound == POL_BOUND_RANGE && near(c, w, fact, &f->high, out)));
}

/* -- adding */

static bool add(pol_checker *c, pol_case *w, pol_literal l, uint32_t depth);

/* A fact that exists only under a condition needs that condition in the case as well. */
static bool add_only_when(pol_checker *c, pol_case *w, const pol_expr *e, uint32_t depth) {
  if (e == NULL) return true;
  if (depth > 8) return false;
  if (e->op == POL_OP_HOLDS) return add_only_when(c, w, e->arg[0], depth + 1);
  if (e->op != POL_OP_AND) return add(c, w, (pol_literal){ e, true }, depth + 1);
  for (uint32_t i = 0; i < e->n; i++)
    if (!add_only_when(c, w, e->arg[i], depth + 1)) return false;
  return true;
}

static bool add(pol_checker *c, pol_case *w, pol_literal l, uint32_t depth) {
  uint32_t fact = pol_literal_fact(&l);
  pol_value v;
  if (fact == POL_NO_REF || w->n == POL_RULES_CONJUNCTS) return false;
  w->at[w->n++] = l;
  return find_value(c, w, fact, &v) && add_only_when(c, w, c->m->facts.at[fact].only_when, depth);
}

bool pol_case_add(pol_checker *c, pol_case *w, pol_literal l) {
  uint32_t before = w->n;
  if (add(c, w, l, 0)) return true;
  w->n = before;
  return false;
}

/* -- words */

/* "£220.56 per year", "£12": pence where there are any. */
static void money_words(pol_checker *c, pol_text *t, const pol_value *v) {
  const char *code = pol_check_text(c, v->type.unit.currency), *unit = pol_check_type_name(c, v->type);
  bool pounds = strcmp(code, "GBP") == 0;
  pol_text_format(t, "%s%s", pounds ? "£" : code, pounds ? "" : " ");
  int64_t whole;
  pol_num_write(t, v->as.num, pol_num_to_i64(&whole, v->as.num) ? 0 : 2);
  if (strncmp(unit, "money", 5) == 0) pol_text_add(t, unit + 5);
}

static void number_words(pol_checker *c, pol_text *t, const pol_value *v) {
  if (v->type.show == POL_SHOW_PERCENT) {
    pol_num hundred;
    if (pol_num_mul(&hundred, v->as.num, pol_num_int(100)) == POL_NUM_FINE) pol_num_write(t, hundred, 0);
    pol_text_char(t, '%');
    return;
  }
  if (v->type.unit.currency != 0) {
    money_words(c, t, v);
    return;
  }
  pol_num_write(t, v->as.num, 0);
  if (pol_unit_none(v->type.unit)) return;
  const char *unit = pol_check_type_name(c, v->type);
  bool one = pol_num_cmp(v->as.num, pol_num_int(1)) == 0 && strchr(unit, ' ') == NULL && unit[0] != '\0';
  pol_text_format(t, " %.*s", (int)(strlen(unit) - (one ? 1 : 0)), unit);
}

static bool value_words(pol_checker *c, pol_text *t, const pol_value *v) {
  switch ((pol_type_kind)v->type.kind) {
  case POL_T_BOOL: pol_text_add(t, v->as.i != 0 ? "yes" : "no"); return true;
  case POL_T_OPTION: pol_text_add(t, pol_check_text(c, c->m->options.at[v->type.ref].at[v->as.i].name)); return true;
  case POL_T_PARTY: pol_text_add(t, pol_check_text(c, c->m->parties.at[v->as.i].name)); return true;
  case POL_T_DATE: pol_date_write_for_people(t, v->as.i); return true;
  case POL_T_TIME: pol_time_write(t, v->as.i); return true;
  case POL_T_TEXT: pol_text_format(t, "\"%s\"", pol_check_text(c, (pol_atom)v->as.i)); return true;
  case POL_T_NUMBER: number_words(c, t, v); return true;
  default: return false;
  }
}

const char *pol_check_value_words(pol_checker *c, const pol_value *v) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(c->in->arena));
  (void)value_words(c, &t, v);
  if (!pol_text_ok(&t)) c->no_memory = true;
  const char *words = pol_check_format(c, "%s", pol_text_get(&t));
  pol_text_drop(&t);
  return words;
}

const char *pol_case_words(pol_checker *c, const pol_case *w) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(c->in->arena));
  for (uint32_t i = 0; i < w->n; i++) {
    uint32_t fact = pol_literal_fact(&w->at[i]);
    bool said = false;
    for (uint32_t k = 0; k < i; k++) said = said || pol_literal_fact(&w->at[k]) == fact;
    pol_value v;
    if (said || !find_value(c, w, fact, &v)) continue;
    if (t.n > 0) pol_text_add(&t, ", ");
    pol_text_format(&t, "%s is ", pol_check_text(c, c->m->facts.at[fact].name));
    (void)value_words(c, &t, &v);
  }
  if (!pol_text_ok(&t)) c->no_memory = true;
  const char *words = t.n > 0 && pol_text_ok(&t) ? pol_check_format(c, "%s", pol_text_get(&t)) : NULL;
  pol_text_drop(&t);
  return words;
}
