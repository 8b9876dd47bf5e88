/* Going through a list: sum(E for each x in L where C), count, any, every, least, greatest. Each makes a loop, in whose frame its condition and
 * its amount are worked out element by element. */
#include "check/expr.h"
#include <string.h>

static const struct { const char *name; pol_op op; bool takes_value, condition; } quantifiers[] = {
  { "any", POL_OP_ANY, false, true },       { "every", POL_OP_EVERY, false, true },       { "count", POL_OP_COUNT, false, false },
  { "sum", POL_OP_SUM, true, false },       { "least", POL_OP_AGG_LEAST, true, false },   { "greatest", POL_OP_AGG_GREATEST, true, false },
};
enum { QUANTIFIERS = sizeof quantifiers / sizeof *quantifiers, VALUE = 0, EACH, LIST, WHERE };

static uint32_t new_loop(pol_checker *c, const pol_expr *list, const pol_node *each) {
  pol_loop *l = POL_VEC_PUSH(c->in->arena, &c->m->loops);
  if (l == NULL) {
    c->no_memory = true;
    return POL_NO_REF;
  }
  uint32_t depth = c->loop == POL_NO_REF ? 0 : c->m->loops.at[c->loop].depth + 1;
  *l = (pol_loop){ .record = list->type.ref, .depth = depth, .outer = c->loop, .name = each->text };
  return c->m->loops.n - 1;
}

static pol_expr *element(pol_checker *c, const pol_expr *list, uint32_t loop, const pol_node *each) {
  pol_type type = list->type.ref == POL_NO_REF ? pol_type_of((pol_type_kind)list->type.elem) : pol_type_ref(POL_T_RECORD, list->type.ref);
  if (pol_type_is(list->type, POL_T_BROKEN)) return pol_expr_broken(c, each);
  pol_expr *e = pol_expr_new(c, POL_OP_ELEMENT, type, each, 0);
  e->ref = loop;
  return e;
}

static bool fits(pol_checker *c, size_t q, const pol_node *node) {
  const char *name = quantifiers[q].name;
  bool value = node->kid[VALUE] != NULL;
  pol_report *r = NULL;
  if (quantifiers[q].takes_value && !value) {
    r = pol_check_report(c, POL_R_ARGUMENTS, node, "%s does not say what of each one", name);
    pol_report_help(c->in->reports, r, "%s(x.amount for each x in LIST)", name);
  } else if (!quantifiers[q].takes_value && value) {
    r = pol_check_report(c, POL_R_ARGUMENTS, node->kid[VALUE], "%s says whether or how many, and takes no amount of each", name);
    pol_report_help(c->in->reports, r, "%s(each x in LIST where …)", name);
  } else if (quantifiers[q].op == POL_OP_EVERY && node->kid[WHERE] == NULL) {
    r = pol_check_report(c, POL_R_ARGUMENTS, node, "every does not say what has to hold for each one");
    pol_report_help(c->in->reports, r, "every(each x in LIST where …)");
  }
  return r == NULL;
}

static pol_type result_type(size_t q, const pol_expr *value) {
  if (quantifiers[q].condition) return pol_type_of(POL_T_BOOL);
  if (value == NULL) return (pol_type){ .kind = POL_T_NUMBER, .show = POL_SHOW_COUNT, .ref = POL_NO_REF };
  return value->type;
}

static bool value_fits(pol_checker *c, size_t q, const pol_expr *value, const pol_node *node) {
  if (value == NULL) return true;
  if (pol_type_is(value->type, POL_T_BROKEN)) return false;
  bool fits = quantifiers[q].op == POL_OP_SUM ? pol_type_is(value->type, POL_T_NUMBER) : pol_type_ordered(c, value->type);
  if (fits) return true;
  pol_report *r = pol_check_report(c, POL_R_NOT_RECKONED, node, "%s of each cannot be %s", pol_check_type_name(c, value->type),
                                   quantifiers[q].op == POL_OP_SUM ? "added up" : "the least or the greatest");
  pol_report_label(c->in->reports, r, "%s", pol_check_type_name(c, value->type));
  return false;
}

/* The frame: the element is in sight, and an amount may rest on the condition before it. */
static pol_expr *in_frame(pol_checker *c, size_t q, const pol_node *node, pol_expr *list, uint32_t loop) {
  pol_scope scope = { c->scope, node->kid[EACH]->text, element(c, list, loop, node->kid[EACH]), loop };
  uint32_t outer = c->loop, before = c->implieds;
  c->scope = &scope;
  c->loop = loop;
  pol_expr *where = node->kid[WHERE] != NULL ? pol_check_test(c, node->kid[WHERE]) : NULL;
  pol_check_imply(c, where);
  pol_expr *value = node->kid[VALUE] != NULL ? pol_check_infer(c, node->kid[VALUE], NULL) : NULL;
  c->scope = scope.outer;
  c->loop = outer;
  c->implieds = before;
  bool lost = pol_type_is(list->type, POL_T_BROKEN) || (where != NULL && pol_type_is(where->type, POL_T_BROKEN));
  if (!value_fits(c, q, value, node->kid[VALUE]) || lost) return pol_expr_broken(c, node);
  pol_expr *e = pol_expr_new(c, quantifiers[q].op, result_type(q, value), node, 3, list, where, value);
  e->ref = loop;
  return e;
}

static pol_expr *list_of(pol_checker *c, const pol_node *node) {
  pol_expr *list = pol_check_infer(c, node, NULL);
  if (pol_type_is(list->type, POL_T_LIST) || pol_type_is(list->type, POL_T_BROKEN)) return list;
  pol_report *r = pol_check_report(c, POL_R_WRONG_KIND, node, "this is %s, and not a list", pol_check_type_name(c, list->type));
  pol_report_label(c->in->reports, r, "%s", pol_check_type_name(c, list->type));
  pol_report_help(c->in->reports, r, "name a fact that is a list, declared as: is list of RECORD");
  return pol_expr_broken(c, node);
}

pol_expr *pol_check_each(pol_checker *c, const pol_node *node) {
  size_t q = 0;
  const char *name = pol_check_text(c, node->text);
  while (q < QUANTIFIERS && strcmp(quantifiers[q].name, name) != 0) q++;
  pol_expr *list = list_of(c, node->kid[LIST]);
  if (q == QUANTIFIERS) {
    pol_report *r = pol_check_report(c, POL_R_NO_NAME, node, "%s does not go through a list", name);
    pol_report_help(c->in->reports, r, "these do: sum, count, any, every, least, greatest");
    return pol_expr_broken(c, node);
  }
  if (!fits(c, q, node)) return pol_expr_broken(c, node);
  if (c->loop != POL_NO_REF && c->m->loops.at[c->loop].depth + 1 >= POL_LIMIT_LIST_NESTING) {
    pol_report *r = pol_check_report(c, POL_R_LISTS_TOO_DEEP, node, "lists are gone through inside lists, more than %d deep", (int)POL_LIMIT_LIST_NESTING);
    pol_report_help(c->in->reports, r, "make a decision of the innermost one, where it does not need the others");
    return pol_expr_broken(c, node);
  }
  uint32_t loop = new_loop(c, list, node->kid[EACH]);
  return loop == POL_NO_REF ? pol_expr_broken(c, node) : in_frame(c, q, node, list, loop);
}
