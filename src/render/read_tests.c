/* Conditions in sentences: what must be so, with every "not" pushed into the comparison that it is about. What several comparisons say of
 * one amount is said of it once ("at least 5 years and less than 10 years"). Long ones are lists. */
#include "render/reading.h"
#include <string.h>

enum { INLINE_MOST = 110 /* characters of a condition in the middle of a sentence; longer ones are lists */ };

/* ---- whether two expressions are the same amount ---- */

static bool same_amount(const pol_expr *a, const pol_expr *b, uint32_t depth) {
  if (a == b) return true;
  if (depth == 0 || a->op != b->op || a->ref != b->ref || a->field != b->field || a->n != b->n || a->k != b->k || a->op == POL_OP_CONST)
    return false;
  for (uint32_t i = 0; i < a->n; i++)
    if (a->arg[i] == NULL || b->arg[i] == NULL || !same_amount(a->arg[i], b->arg[i], depth - 1)) return false;
  return a->n > 0 || a->op == POL_OP_INPUT || a->op == POL_OP_ELEMENT || a->op == POL_OP_DECISION || a->op == POL_OP_AS_OF;
}

/* ---- comparisons ---- */

static bool is_order(uint8_t op) { return op == POL_OP_LT || op == POL_OP_LE || op == POL_OP_GT || op == POL_OP_GE; }

static pol_op contrary(uint8_t op) {
  switch (op) {
  case POL_OP_LT: return POL_OP_GE;
  case POL_OP_LE: return POL_OP_GT;
  case POL_OP_GT: return POL_OP_LE;
  default: return POL_OP_LT; /* GE */
  }
}

/* What follows "is": one column for each operation, LT, LE, GT, GE. */
static const char *order_words(const pol_expr *left, const pol_expr *right, pol_op op) {
  static const char *const words[][4] = {
      {"less than", "at most", "more than", "at least"},
      {"before", "on or before", "after", "on or after"},
      {"earlier than", "no later than", "later than", "no earlier than"}, /* 4 months after …: no word of it is said twice */
      {"before", "at or before", "after", "at or after"},
      {"below", "at most", "above", "at least"},
  };
  size_t row = 0;
  switch ((pol_type_kind)left->type.kind) {
  case POL_T_DATE: row = right->op == POL_OP_SHIFT_DATE && (right->flags & POL_X_DEFINE) == 0 ? 2 : 1; break;
  case POL_T_TIME: row = 3; break;
  case POL_T_OPTION: row = 4; break;
  default: break;
  }
  return words[row][op == POL_OP_LT ? 0 : op == POL_OP_LE ? 1 : op == POL_OP_GT ? 2 : 3];
}

static const char *flat_amount(pol_reader *r, const pol_expr *e) {
  r->flat++;
  const char *words = pol_read_amount(r, e);
  r->flat--;
  return words;
}

/* One side of a comparison: in parentheses where it would run into the other. */
static const char *side(pol_reader *r, const pol_expr *e) {
  const char *words = flat_amount(r, e);
  bool bare = e->op == POL_OP_CONST || words[0] == '(' || !pol_read_is_joined(words);
  pol_thing t;
  return bare || pol_read_is_term(r, e) || pol_thing_of(&t, r, e) ? words : pol_page_format(&r->c.page, "(%s)", words);
}

/* A year has no comma in it. */
static const char *year(const pol_reader *r, const pol_expr *of, const pol_expr *e) {
  return of->op == POL_OP_YEAR && e->op == POL_OP_CONST ? pol_read_plain(r, &e->value) : NULL;
}

/* "at least 5 years" */
static const char *relation(pol_reader *r, const pol_expr *e, bool negated) {
  pol_op op = negated ? contrary(e->op) : (pol_op)e->op;
  const char *in_year = year(r, e->arg[0], e->arg[1]), *operand = in_year != NULL ? in_year : side(r, e->arg[1]);
  return pol_page_format(&r->c.page, "%s %s", order_words(pol_read_bare(e->arg[0]), e->arg[1], op), operand);
}

/* Whether "are" follows what the amount reads as. */
static bool is_plural(const pol_reader *r, const pol_expr *e) {
  return !pol_read_is_term(r, e) && (e->op == POL_OP_DAYS_BETWEEN || e->op == POL_OP_MONTHS_BETWEEN || e->op == POL_OP_YEARS_BETWEEN);
}

/* "the request is for at least 5 days", "the return is planned for a day after …", "the rank that … is above …" */
static const char *about(pol_reader *r, const pol_expr *subject, const char *relation) {
  const pol_page *pg = &r->c.page;
  pol_thing t;
  if (pol_read_is_term(r, subject) || !pol_thing_of(&t, r, subject))
    return pol_page_format(pg, "%s %s %s", side(r, subject), is_plural(r, pol_read_bare(subject)) ? "are" : "is", relation);
  bool stated = t.whole == NULL && t.label != NULL;
  if (stated && pol_thing_is_open(&t)) return pol_page_format(pg, "%s %s %s%s", t.subject, t.label, relation, t.tag);
  if (stated && t.type.kind == POL_T_NUMBER) return pol_page_format(pg, "%s %s %s%s", t.subject, t.label, relation, t.tag);
  if (stated && t.type.kind == POL_T_DATE) return pol_page_format(pg, "%s %s a day %s%s", t.subject, t.label, relation, t.tag);
  return pol_page_format(pg, "%s %s %s", pol_thing_amount(r, &t), pol_thing_is_plural(&t) ? "are" : "is", relation);
}

/* A window of time: "on or after 1 February of the same year and before the day 6 weeks after that"; NULL: it is something else. */
static const char *window(pol_reader *r, const pol_expr *from, const pol_expr *to) {
  const pol_expr *start = from->arg[1], *end = to->arg[1];
  if (from->op != POL_OP_GE || to->op != POL_OP_LT || end->op != POL_OP_SHIFT_DATE || (end->flags & POL_X_ADDED) == 0 ||
      end->arg[0] != start)
    return NULL;
  const char *first = flat_amount(r, start);
  const pol_expr *year = start->op == POL_OP_YEARLY_IN ? pol_read_bare(start->arg[1]) : NULL;
  bool before = year != NULL && year->op == POL_OP_SUB, same = year != NULL && (before ? year->arg[0] : year)->op == POL_OP_YEAR;
  if (same && same_amount((before ? year->arg[0] : year)->arg[0], from->arg[0], 6))
    first = pol_page_format(&r->c.page, "%s of the %s", flat_amount(r, start->arg[0]), before ? "year before" : "same year");
  return pol_page_format(&r->c.page, "on or after %s and before the day %s after that", first, flat_amount(r, end->arg[1]));
}

/* Monday to Friday; Saturday to Monday, which goes round the end of the week. */
static bool is_week(const pol_expr *e) {
  const pol_expr *a = e->arg[0], *b = e->arg[1];
  const pol_type *t = &a->arg[0]->type;
  if (t->kind != POL_T_OPTION || t->ref != 0 || a->op != POL_OP_GE || b->op != POL_OP_LE) return false;
  if (a->arg[1]->op != POL_OP_CONST || b->arg[1]->op != POL_OP_CONST) return false;
  return (e->op == POL_OP_AND) == (a->arg[1]->value.as.i <= b->arg[1]->value.as.i);
}

/* Two comparisons of one amount, as one relation; NULL: they are something else. */
static const char *both_relations(pol_reader *r, const pol_expr *e, bool negated) {
  const pol_expr *a = e->arg[0], *b = e->arg[1];
  if (e->n != 2 || !is_order(a->op) || !is_order(b->op) || !same_amount(a->arg[0], b->arg[0], 6)) return NULL;
  const char *joint = (e->op == POL_OP_AND) != negated ? "and" : "or", *first = e->op == POL_OP_AND && !negated ? window(r, a, b) : NULL;
  if (first != NULL) return about(r, a->arg[0], first);
  if (!negated && is_week(e))
    return about(r, a->arg[0], pol_page_format(&r->c.page, "%s to %s", flat_amount(r, a->arg[1]), flat_amount(r, b->arg[1])));
  return about(r, a->arg[0], pol_page_format(&r->c.page, "%s %s %s", relation(r, a, negated), joint, relation(r, b, negated)));
}

/* ---- is, is not, is one of ---- */

static const char *outcome_words(pol_reader *r, const pol_value *v) {
  if (v->as.i == POL_OUT_SILENT) return "left open by the policy";
  return v->as.i == POL_OUT_OUT_OF_SCOPE ? "outside this policy" : pol_read_constant(r, v);
}

static const char *value_words(pol_reader *r, const pol_expr *e) {
  if (e->op == POL_OP_CONST && e->type.kind == POL_T_OUTCOME) return outcome_words(r, &e->value);
  return flat_amount(r, e);
}

static const char *equal(pol_reader *r, const pol_expr *e, bool negated) {
  const pol_page *pg = &r->c.page;
  const pol_expr *a = e->arg[0], *b = e->arg[1];
  pol_thing t;
  bool constant = b->op == POL_OP_CONST, thing = !pol_read_is_term(r, a) && pol_thing_of(&t, r, a);
  if (constant && b->type.kind == POL_T_BOOL) return pol_read_flat_test(r, a, negated == (b->value.as.i != 0));
  if (thing && constant) return pol_thing_is(r, &t, value_words(r, b), negated);
  if (a->type.kind == POL_T_BOOL)
    return pol_page_format(pg, "%s %s %s", flat_amount(r, a), negated ? "differs from" : "is the same as", flat_amount(r, b));
  const char *in_year = year(r, a, b);
  if (constant)
    return pol_page_format(pg, "%s is %s%s", side(r, a), negated ? "anything but " : "", in_year != NULL ? in_year : value_words(r, b));
  return pol_page_format(pg, "%s %s %s", side(r, a), negated ? "differs from" : "is the same as", side(r, b));
}

/* Collects what the subject may be from `x is a`, `x is one of a, b`, and `or` of these. */
static bool collect_values(const pol_expr *e, const pol_expr **subject, const pol_expr **value, uint32_t *n, uint32_t most) {
  if (e->op == POL_OP_OR) {
    for (uint32_t i = 0; i < e->n; i++)
      if (!collect_values(e->arg[i], subject, value, n, most)) return false;
    return true;
  }
  if ((e->op != POL_OP_EQ && e->op != POL_OP_IN) || (e->flags & (POL_X_DEFINE | POL_X_AGREED | POL_X_PENDING)) != 0)
    return false;
  if (*subject != NULL && !same_amount(*subject, e->arg[0], 6)) return false;
  *subject = e->arg[0];
  for (uint32_t i = 1; i < e->n; i++) {
    if (e->arg[i]->op != POL_OP_CONST || e->arg[i]->type.kind == POL_T_BOOL || *n == most) return false;
    value[(*n)++] = e->arg[i];
  }
  return true;
}

static const char *among(pol_reader *r, const pol_expr *e, bool negated) { /* NULL: it is something else */
  enum { MOST = 24 };
  const pol_page *pg = &r->c.page;
  const pol_expr *subject = NULL, *value[MOST];
  const char *item[MOST];
  uint32_t n = 0;
  if (!collect_values(e, &subject, value, &n, MOST) || n < 2) return NULL;
  for (uint32_t i = 0; i < n; i++) item[i] = value_words(r, value[i]);
  pol_thing t;
  bool thing = !pol_read_is_term(r, subject) && pol_thing_of(&t, r, subject);
  const char *list = pol_read_list(r, item, n, negated ? "nor" : "or");
  if (!negated && thing) return pol_thing_is(r, &t, list, false);
  if (!negated) return pol_page_format(pg, "%s is %s", flat_amount(r, subject), list);
  if (thing && pol_thing_is_open(&t)) return pol_page_format(pg, "%s %s neither %s%s", t.subject, t.label, list, t.tag);
  return pol_page_format(pg, "%s is neither %s", thing ? pol_thing_amount(r, &t) : flat_amount(r, subject), list);
}

/* ---- agreements, terms, questions, lists ---- */

static const char *agreement(pol_reader *r, const pol_expr *e, bool negated) {
  const pol_page *pg = &r->c.page;
  const pol_agreement *a = &r->c.model->agreements.at[e->define];
  const char *words = pol_say_titled(&r->c, a->label, a->name), *party = pol_say_party(&r->c, a->party);
  r->agreement[e->define] = true;
  if ((e->flags & POL_X_PENDING) != 0)
    return pol_page_format(pg, negated ? "\"%s\" does not await an answer" : "\"%s\" awaits an answer", words);
  return pol_page_format(pg, "%s %s given%s \"%s\"", party, negated ? "has not" : "has", a->in_writing ? " in writing" : "", words);
}

static const char *in_list(pol_reader *r, const pol_expr *e, bool negated) {
  const pol_page *pg = &r->c.page;
  bool any = e->op == POL_OP_ANY, some = any != negated;
  const char *noun = pol_loop_noun(r, e->ref), *list = flat_amount(r, e->arg[0]);
  if (e->arg[1] == NULL) return pol_page_format(pg, some ? "there is at least one %s in %s" : "there is no %s in %s", noun, list);
  const char *where = pol_read_flat_test(r, e->arg[1], !any && negated);
  if (any && negated) return pol_page_format(pg, "there is no %s in %s for which %s", noun, list, where);
  return pol_page_format(pg, some ? "for at least one %s in %s, %s" : "for every %s in %s, %s", noun, list, where);
}

/* ---- one test ---- */

static const char *yes_or_no(pol_reader *r, const pol_expr *e, bool negated) {
  const pol_page *pg = &r->c.page;
  pol_thing t;
  if (pol_thing_of(&t, r, e)) return pol_thing_holds(r, &t, negated);
  if (e->op == POL_OP_CONST) return (e->value.as.i != 0) != negated ? "always" : "never";
  if (e->op == POL_OP_APPLIES) return pol_page_format(pg, negated ? "there is no %s" : "there is %s", flat_amount(r, e->arg[0]));
  return pol_page_format(pg, "%s is %s", flat_amount(r, e), negated ? "no" : "yes");
}

static const char *one_test(pol_reader *r, const pol_expr *e, bool negated) {
  switch (e->op) {
  case POL_OP_EQ:
  case POL_OP_NE: return equal(r, e, negated != (e->op == POL_OP_NE));
  case POL_OP_LT:
  case POL_OP_LE:
  case POL_OP_GT:
  case POL_OP_GE: return about(r, e->arg[0], relation(r, e, negated));
  case POL_OP_IN: {
    const char *words = among(r, e, negated);
    return words != NULL ? words : pol_page_format(&r->c.page, "it is %s %s", negated ? "not so" : "so", pol_read_saying(r, e));
  }
  case POL_OP_ANY:
  case POL_OP_EVERY: return in_list(r, e, negated);
  default: return yes_or_no(r, e, negated);
  }
}

/* ---- several ---- */

typedef struct parts {
  pol_said *at;
  uint32_t n;
  bool lists;
  size_t length;
} parts;

static bool add_part(parts *all, pol_reader *r, const pol_expr *e, bool negated, uint32_t most);

static bool is_named(const pol_reader *r, const pol_expr *e) {
  return pol_read_is_term(r, e) || (e->flags & (POL_X_AGREED | POL_X_PENDING)) != 0;
}

/* The parts of a junction; an `and` inside an `and` is the same list. */
static bool add_parts(parts *all, pol_reader *r, const pol_expr *e, bool negated, uint32_t most) {
  for (uint32_t i = 0; i < e->n; i++) {
    const pol_expr *part = pol_read_bare(e->arg[i]);
    bool flip = negated;
    while (part->op == POL_OP_NOT && !is_named(r, part)) {
      flip = !flip;
      part = pol_read_bare(part->arg[0]);
    }
    bool junction = part->op == POL_OP_AND || part->op == POL_OP_OR,
         alike = junction && ((part->op == POL_OP_AND) != flip) == ((e->op == POL_OP_AND) != negated);
    if (alike && !is_named(r, part) && both_relations(r, part, flip) == NULL && (part->op != POL_OP_OR || among(r, part, flip) == NULL)) {
      if (!add_parts(all, r, part, flip, most)) return false;
    } else if (!add_part(all, r, part, flip, most)) {
      return false;
    }
  }
  return true;
}

static bool add_part(parts *all, pol_reader *r, const pol_expr *e, bool negated, uint32_t most) {
  if (all->n == most) return false;
  pol_said s = pol_read_test(r, e, negated);
  all->lists = all->lists || s.items != NULL || pol_read_is_joined(s.lead);
  all->length += strlen(s.lead);
  all->at[all->n++] = s;
  return true;
}

static uint32_t count_parts(const pol_expr *e) { /* at most so many */
  uint32_t n = 0;
  if (e->op == POL_OP_NOT || e->op == POL_OP_HOLDS) return count_parts(e->arg[0]);
  if (e->op != POL_OP_AND && e->op != POL_OP_OR) return 1;
  for (uint32_t i = 0; i < e->n; i++) n += count_parts(e->arg[i]);
  return n;
}

static const char *indented(const pol_reader *r, const char *text) { /* after every line end, two spaces more */
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(r->c.page.arena));
  for (; *text != '\0'; text++) {
    pol_text_char(&t, *text);
    if (*text == '\n') pol_text_add(&t, "  ");
  }
  return pol_page_keep(&r->c.page, &t);
}

static const char *bullets(const pol_reader *r, const parts *all) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(r->c.page.arena));
  for (uint32_t i = 0; i < all->n; i++) pol_text_format(&t, "\n- %s", indented(r, pol_said_whole(r, all->at[i])));
  return pol_page_keep(&r->c.page, &t);
}

static const char *on_one_line(const pol_reader *r, const parts *all, const char *joint) {
  const char **item = POL_NEW_N(r->c.page.arena, const char *, all->n + 1u);
  if (item == NULL) return pol_page_lost(&r->c.page), "";
  for (uint32_t i = 0; i < all->n; i++) {
    const char *words = pol_said_whole(r, all->at[i]);
    item[i] = pol_read_is_joined(words) && all->n > 1 ? pol_page_format(&r->c.page, "(%s)", words) : words;
  }
  return pol_read_list(r, item, all->n, joint);
}

static pol_said several(pol_reader *r, const pol_expr *e, bool negated) {
  uint32_t most = count_parts(e);
  parts all = {.at = POL_NEW_N(r->c.page.arena, pol_said, most + 1u)};
  bool every = (e->op == POL_OP_AND) != negated;
  if (all.at == NULL) return pol_page_lost(&r->c.page), (pol_said){.lead = ""};
  add_parts(&all, r, e, negated, most + 1);
  if (all.n == 1) return all.at[0];
  bool short_enough = all.n == 2 && !all.lists && all.length <= INLINE_MOST;
  if (r->flat > 0 || short_enough) return (pol_said){.lead = on_one_line(r, &all, every ? "and" : "or")};
  return (pol_said){.lead = every ? "all of these are so" : "at least one of these is so", .items = bullets(r, &all)};
}

pol_said pol_read_test(pol_reader *r, const pol_expr *e, bool negated) {
  enum { SAID_MOST = 4000 };
  if (++r->said > SAID_MOST) return (pol_said){.lead = "a condition that is too long for a sentence holds"};
  if (pol_read_is_term(r, e))
    return (pol_said){.lead = pol_page_format(&r->c.page, "%s %s", pol_read_term(r, e), negated ? "does not hold" : "holds")};
  if ((e->flags & (POL_X_AGREED | POL_X_PENDING)) != 0)
    return (pol_said){.lead = agreement(r, e, negated)};
  const pol_expr *bare = pol_read_bare(e);
  if (bare != e) return pol_read_test(r, bare, negated);
  if (e->op == POL_OP_NOT) return pol_read_test(r, e->arg[0], !negated);
  if (e->op != POL_OP_AND && e->op != POL_OP_OR) return (pol_said){.lead = one_test(r, e, negated)};
  const char *as_one = both_relations(r, e, negated);
  if (as_one == NULL && e->op == POL_OP_OR) as_one = among(r, e, negated);
  if (as_one != NULL) return (pol_said){.lead = as_one};
  return several(r, e, negated);
}

const char *pol_read_flat_test(pol_reader *r, const pol_expr *e, bool negated) {
  r->flat++;
  const char *words = pol_said_whole(r, pol_read_test(r, e, negated));
  r->flat--;
  return words;
}

const char *pol_said_whole(const pol_reader *r, pol_said s) {
  return s.items == NULL ? s.lead : pol_page_format(&r->c.page, "%s:%s", s.lead, s.items);
}
