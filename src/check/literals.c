/* Conditions, taken apart for the lints: in which ways they can hold, and which of their parts cannot hold together. What cannot be told apart
 * counts as possible, so that a lint says nothing rather than something wrong. */
#include "check/rules.h"

/* -- the same amount, whatever the places. Each use of a definition makes its own loops, so loops are the same when they go over the same list. */

typedef struct twins { uint32_t a[8], b[8], n; } twins;

static bool same_loop(const twins *t, uint32_t a, uint32_t b) {
  for (uint32_t i = t->n; i-- > 0;)
    if (t->a[i] == a || t->b[i] == b) return t->a[i] == a && t->b[i] == b;
  return a == b;
}

static bool same_in(const pol_expr *a, const pol_expr *b, twins *t) {
  if (a == b || a == NULL || b == NULL) return a == b;
  if (a->op == POL_OP_CONST || a->n == 0) {
    if (a->op != POL_OP_ELEMENT && a->op != POL_OP_LIST_FIELD) return pol_expr_same(a, b);
    return a->op == b->op && a->field == b->field && same_loop(t, a->ref, b->ref);
  }
  if (a->op != b->op || a->k != b->k || a->n != b->n || a->field != b->field || a->type.kind != b->type.kind || a->type.ref != b->type.ref) return false;
  bool loop = a->op >= POL_OP_ANY && a->op <= POL_OP_AGG_GREATEST;
  if (!loop && a->ref != b->ref) return false;
  if (loop && t->n == sizeof t->a / sizeof *t->a) return false;
  if (loop) t->a[t->n] = a->ref, t->b[t->n++] = b->ref;
  bool same = true;
  for (uint32_t i = 0; i < a->n && same; i++) same = same_in(a->arg[i], b->arg[i], t);
  if (loop) t->n--;
  return same;
}

bool pol_rules_same(const pol_expr *a, const pol_expr *b) {
  twins t = { .n = 0 };
  return same_in(a, b, &t);
}

/* -- one literal: a subject and the values it may have, or a relation of two amounts */

enum { LESS = 1, EQUAL = 2, MORE = 4, ANY = 7 };

static uint8_t relation_of(const pol_expr *e) {
  switch ((pol_op)e->op) {
  case POL_OP_EQ: return EQUAL;
  case POL_OP_NE: return LESS | MORE;
  case POL_OP_LT: return LESS;
  case POL_OP_LE: return LESS | EQUAL;
  case POL_OP_GT: return MORE;
  case POL_OP_GE: return MORE | EQUAL;
  default: return 0;
  }
}

static uint8_t mirrored(uint8_t r) {
  return (uint8_t)((r & EQUAL) | ((r & LESS) != 0 ? MORE : 0) | ((r & MORE) != 0 ? LESS : 0));
}

static bool constant(const pol_expr *e) {
  return e != NULL && e->op == POL_OP_CONST && e->type.kind != POL_T_BROKEN && e->value.state == POL_KNOWN;
}

/* What the values of a subject are compared with. A yes-or-no amount is compared with yes. */
typedef struct view { const pol_expr *subject; uint8_t relation; const pol_value *value; const pol_expr *list; bool outside; } view;

static const pol_value yes_value = { .state = POL_KNOWN, .type = { .kind = POL_T_BOOL, .ref = POL_NO_REF }, .as.i = 1 };

static view look(pol_literal l) {
  view v = { 0 };
  uint8_t r = relation_of(l.e);
  if (l.e->op == POL_OP_IN && l.e->n > 0) {
    for (uint32_t i = 1; i < l.e->n; i++)
      if (!constant(l.e->arg[i])) return v;
    return (view){ .subject = l.e->arg[0], .list = l.e, .outside = !l.yes };
  }
  if (r != 0 && l.e->n == 2) {
    bool left = constant(l.e->arg[0]), right = constant(l.e->arg[1]);
    if (left == right) return v;
    if (left) r = mirrored(r);
    if (!l.yes) r = ANY & (uint8_t)~r;
    return (view){ .subject = l.e->arg[left ? 1 : 0], .relation = r, .value = &l.e->arg[left ? 0 : 1]->value };
  }
  if (r != 0) return v;
  return (view){ .subject = l.e, .relation = l.yes ? EQUAL : LESS | MORE, .value = &yes_value };
}

static bool allows(const view *v, const pol_value *x) {
  if (v->list != NULL) {
    for (uint32_t i = 1; i < v->list->n; i++) {
      const pol_value *one = &v->list->arg[i]->value;
      if (!pol_rules_comparable(one, x)) return true;
      if (pol_rules_compare(one, x) == 0) return !v->outside;
    }
    return v->outside;
  }
  if (!pol_rules_comparable(v->value, x)) return true;
  int order = pol_rules_compare(x, v->value);
  return (v->relation & (order < 0 ? LESS : order > 0 ? MORE : EQUAL)) != 0;
}

/* -- two views of one subject */

static uint32_t options_of(const pol_model *m, pol_type t) {
  if (t.kind == POL_T_BOOL) return 2;
  if (t.kind == POL_T_PARTY) return m->parties.n;
  return t.kind == POL_T_OPTION && t.ref < m->options.n ? m->options.at[t.ref].n : 0;
}

/* Few values: try them all. */
static bool no_option(const view *a, const view *b, pol_type t, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    pol_value x = { .state = POL_KNOWN, .type = t, .as.i = (int32_t)i };
    if (allows(a, &x) && allows(b, &x)) return false;
  }
  return true;
}

static bool points_outside(const view *points, const view *other) {
  if (points->list == NULL) return points->relation == EQUAL && !allows(other, points->value);
  if (points->outside) return false;
  for (uint32_t i = 1; i < points->list->n; i++)
    if (allows(other, &points->list->arg[i]->value)) return false;
  return true;
}

/* Two ranges with no value in common: the one ends before the other begins. */
static bool ranges_apart(const view *a, const view *b) {
  if (a->list != NULL || b->list != NULL || !pol_rules_comparable(a->value, b->value)) return false;
  int order = pol_rules_compare(a->value, b->value);
  if (order == 0) return (a->relation & b->relation) == 0;
  const view *low = order < 0 ? a : b, *high = order < 0 ? b : a;
  return (low->relation & MORE) == 0 && (high->relation & LESS) == 0;
}

static bool views_clash(const pol_model *m, const view *a, const view *b) {
  uint32_t n = options_of(m, a->subject->type);
  if (n > 0 && n <= 256) return no_option(a, b, a->subject->type, n);
  return points_outside(a, b) || points_outside(b, a) || ranges_apart(a, b);
}

bool pol_literals_clash(const pol_model *m, pol_literal a, pol_literal b) {
  view x = look(a), y = look(b);
  if (x.subject != NULL && y.subject != NULL) return pol_rules_same(x.subject, y.subject) && views_clash(m, &x, &y);
  uint8_t r = relation_of(a.e), s = relation_of(b.e);
  if (r == 0 || s == 0 || a.e->n != 2 || b.e->n != 2) return a.yes != b.yes && pol_rules_same(a.e, b.e);
  if (!a.yes) r = ANY & (uint8_t)~r;
  if (!b.yes) s = ANY & (uint8_t)~s;
  if (pol_rules_same(a.e->arg[0], b.e->arg[0]) && pol_rules_same(a.e->arg[1], b.e->arg[1])) return (r & s) == 0;
  if (pol_rules_same(a.e->arg[0], b.e->arg[1]) && pol_rules_same(a.e->arg[1], b.e->arg[0])) return (r & mirrored(s)) == 0;
  return false;
}

uint32_t pol_literal_fact(const pol_literal *l) {
  view v = look(*l);
  return v.subject != NULL && v.subject->op == POL_OP_INPUT && v.subject->type.kind != POL_T_BROKEN ? v.subject->ref : POL_NO_REF;
}

bool pol_literal_holds(const pol_literal *l, const pol_value *x) {
  view v = look(*l);
  return v.subject != NULL && allows(&v, x);
}

/* -- ways in which conditions hold */

typedef struct maker { pol_checker *c; pol_arena *in; bool whole; } maker; /* whole: nothing has been passed over so far */

static pol_branches make(maker *k, uint32_t n) {
  pol_branches b = { .at = POL_NEW_N(k->in, pol_branch, n + 1u), .n = n };
  if (b.at != NULL) return b;
  k->c->no_memory = true;
  k->whole = false;
  return (pol_branches){ 0 };
}

static pol_branch joined(maker *k, const pol_branch *a, const pol_branch *b) {
  uint32_t n = a->n + b->n;
  if (a->n == POL_RULES_CONJUNCTS && b->n > 0) { /* nothing more fits: a long chain is not copied at each of its links */
    k->whole = false;
    return *a;
  }
  if (n > POL_RULES_CONJUNCTS) n = POL_RULES_CONJUNCTS, k->whole = false;
  pol_branch r = { .at = POL_NEW_N(k->in, pol_literal, n + 1u) };
  if (r.at == NULL) {
    k->c->no_memory = true;
    return r;
  }
  for (; r.n < n; r.n++) r.at[r.n] = r.n < a->n ? a->at[r.n] : b->at[r.n - a->n];
  return r;
}

/* Both hold. Where that is too many ways, the second is passed over: what is left holds in more cases than the author wrote, never in fewer. */
static pol_branches both(maker *k, pol_branches a, pol_branches b) {
  if (a.n * b.n > POL_RULES_BRANCHES) {
    k->whole = false;
    return a;
  }
  pol_branches r = make(k, a.n * b.n);
  for (uint32_t i = 0; i < r.n; i++) r.at[i] = joined(k, &a.at[i / b.n], &b.at[i % b.n]);
  return r;
}

static pol_branches always(maker *k) {
  return make(k, 1);
}

static pol_branches either(maker *k, pol_branches a, pol_branches b) {
  if (a.n + b.n > POL_RULES_BRANCHES) {
    k->whole = false;
    return always(k);
  }
  pol_branches r = make(k, a.n + b.n);
  for (uint32_t i = 0; i < r.n; i++) r.at[i] = i < a.n ? a.at[i] : b.at[i - a.n];
  return r;
}

static pol_branches ways(maker *k, const pol_expr *e, bool yes) {
  while (e->op == POL_OP_NOT || e->op == POL_OP_HOLDS) {
    if (e->op == POL_OP_NOT) yes = !yes;
    e = e->arg[0];
  }
  if (e->op == POL_OP_AND || e->op == POL_OP_OR) {
    bool all = (e->op == POL_OP_AND) == yes;
    pol_branches r = all ? always(k) : make(k, 0);
    for (uint32_t i = 0; i < e->n; i++) r = all ? both(k, r, ways(k, e->arg[i], yes)) : either(k, r, ways(k, e->arg[i], yes));
    return r;
  }
  if (e->op == POL_OP_CONST && e->type.kind == POL_T_BOOL && e->value.state == POL_KNOWN) return (e->value.as.i != 0) == yes ? always(k) : make(k, 0);
  if (e->type.kind == POL_T_BROKEN) k->whole = false;
  pol_branches r = make(k, 1);
  if (r.n == 0) return r;
  r.at[0].at = POL_NEW(k->in, pol_literal);
  if (r.at[0].at == NULL) {
    k->c->no_memory = true;
    return r;
  }
  r.at[0].at[0] = (pol_literal){ e, yes };
  r.at[0].n = 1;
  return r;
}

pol_branches pol_rules_branches(pol_checker *c, pol_arena *in, const pol_condition *of, uint32_t n, bool all) {
  maker k = { .c = c, .in = in, .whole = true };
  pol_branches r = all ? always(&k) : make(&k, 0);
  for (uint32_t i = 0; i < n; i++) {
    if (of[i].e == NULL) continue;
    r = all ? both(&k, r, ways(&k, of[i].e, of[i].yes)) : either(&k, r, ways(&k, of[i].e, of[i].yes));
  }
  r.whole = k.whole;
  return r;
}

/* A fact that does not exist fails every test: two that are to fail may both do so. */
static bool both_fail(const pol_model *m, pol_literal a, pol_literal b) {
  uint32_t fact = pol_literal_fact(&a);
  return !a.yes && !b.yes && (fact == POL_NO_REF || m->facts.at[fact].only_when != NULL);
}

/* Each two of them may hold together and all of them not: kind is not a, is not b, is not c, and there is no d. */
static bool none_left(const pol_model *m, const pol_branch *b, uint32_t first, pol_literal *other) {
  enum { MOST = 256 };
  view v = look(b->at[first]);
  uint32_t n = v.subject != NULL ? options_of(m, v.subject->type) : 0, last = first;
  if (n == 0 || n > MOST || both_fail(m, b->at[first], b->at[first])) return false;
  for (uint32_t x = 0; x < n; x++) {
    pol_value option = { .state = POL_KNOWN, .type = v.subject->type, .as.i = (int32_t)x };
    bool fits = true;
    for (uint32_t i = first; i < b->n && fits; i++) {
      view w = look(b->at[i]);
      if (w.subject == NULL || !pol_rules_same(v.subject, w.subject) || allows(&w, &option)) continue;
      fits = false;
      if (i > last) last = i;
    }
    if (fits) return false;
  }
  *other = b->at[last];
  return true;
}

bool pol_literal_out_of_bounds(const pol_model *m, pol_literal l) {
  view v = look(l);
  if (v.subject == NULL || v.subject->op != POL_OP_INPUT || v.subject->ref >= m->facts.n) return false;
  const pol_fact *f = &m->facts.at[v.subject->ref];
  view low = { .subject = v.subject, .value = &f->low }, high = { .subject = v.subject, .value = &f->high };
  switch (f->bound) {
  case POL_BOUND_NONE: return false;
  case POL_BOUND_AT_LEAST: low.relation = MORE | EQUAL; break;
  case POL_BOUND_AT_MOST: low.relation = LESS | EQUAL; break;
  case POL_BOUND_MORE: low.relation = MORE; break;
  case POL_BOUND_LESS: low.relation = LESS; break;
  case POL_BOUND_RANGE:
    low.relation = MORE | EQUAL;
    high.relation = LESS | EQUAL;
    break;
  }
  return views_clash(m, &v, &low) || (high.relation != 0 && views_clash(m, &v, &high));
}

bool pol_branch_impossible(const pol_model *m, const pol_branch *b, pol_literal *one, pol_literal *other) {
  for (uint32_t i = 0; i < b->n; i++) {
    *one = *other = b->at[i];
    for (uint32_t j = i + 1; j < b->n; j++)
      if (pol_literals_clash(m, b->at[i], b->at[j]) && !both_fail(m, b->at[i], b->at[j])) {
        *other = b->at[j];
        return true;
      }
    if (none_left(m, b, i, other) || pol_literal_out_of_bounds(m, b->at[i])) return true;
  }
  return false;
}

static bool branches_apart(const pol_model *m, const pol_branch *a, const pol_branch *b) {
  for (uint32_t i = 0; i < a->n; i++)
    for (uint32_t j = 0; j < b->n; j++)
      if (pol_literals_clash(m, a->at[i], b->at[j])) return true;
  return false;
}

bool pol_branches_exclude(const pol_model *m, const pol_branches *a, const pol_branches *b) {
  for (uint32_t i = 0; i < a->n; i++)
    for (uint32_t j = 0; j < b->n; j++)
      if (!branches_apart(m, &a->at[i], &b->at[j])) return false;
  return true;
}
