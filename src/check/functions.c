/* Calls: the built-in functions, and those that a policy or a module defines. */
#include "check/expr.h"
#include <string.h>

/* What a built-in takes, one letter an amount: d date, n number, t time, h hours, y day of the year; and what it gives: d date, c count, D days,
 * M months, A years, w weekday, x a list of dates, N a list of numbers, Y the records of years, P the records of pieces. */
typedef struct builtin builtin;
struct builtin {
  const char *name;
  pol_expr *(*make)(pol_checker *c, const builtin *f, const pol_node *node);
  pol_op op;
  const char *takes;
  char gives;
  pol_round mode;
};

static pol_type letter_type(char letter) {
  switch (letter) {
  case 'd': return pol_type_of(POL_T_DATE);
  case 't': return pol_type_of(POL_T_TIME);
  case 'h': return pol_type_number((pol_unit){ .hour = 1 });
  case 'D': return pol_type_number((pol_unit){ .day = 1 });
  case 'M': return pol_type_number((pol_unit){ .month = 1 });
  case 'A': return pol_type_number((pol_unit){ .year = 1 });
  case 'y': return pol_type_of(POL_T_YEARLY);
  case 'w': return pol_type_ref(POL_T_OPTION, POL_OPTIONS_WEEKDAY);
  case 'c': return (pol_type){ .kind = POL_T_NUMBER, .show = POL_SHOW_COUNT, .ref = POL_NO_REF };
  case 'x': return (pol_type){ .kind = POL_T_LIST, .elem = POL_T_DATE, .ref = POL_NO_REF };
  case 'N': return (pol_type){ .kind = POL_T_LIST, .elem = POL_T_NUMBER, .ref = POL_NO_REF };
  case 'Y': return pol_type_ref(POL_T_LIST, POL_RECORD_YEAR);
  case 'P': return pol_type_ref(POL_T_LIST, POL_RECORD_PIECE);
  default: return pol_type_of(POL_T_NUMBER);
  }
}

static bool count_fits(pol_checker *c, const builtin *f, const pol_node *node, uint32_t least, uint32_t most) {
  if (node->n >= least && node->n <= most) return true;
  pol_report *r = pol_check_report(c, POL_R_ARGUMENTS, node, "%s takes %s%u amount%s, and gets %u", f->name, most > least ? "at least " : "", least, least == 1 ? "" : "s", node->n);
  pol_report_label(c->in->reports, r, "in parentheses, with commas between them");
  return false;
}

/* The first of February in a year: it is there every year, unless it is the 29th. */
static void convention(pol_checker *c, pol_op op, const pol_expr *first, const pol_node *node) {
  bool leap_day = op == POL_OP_YEARLY_IN || op == POL_OP_LIST_YEARS;
  if (leap_day && first->op == POL_OP_CONST && first->value.as.i == 229) pol_check_needs_convention(c, node);
  if (op == POL_OP_MONTHS_BETWEEN || op == POL_OP_YEARS_BETWEEN) pol_check_needs_convention(c, node);
}

static pol_expr *typed(pol_checker *c, const builtin *f, const pol_node *node) {
  uint32_t n = (uint32_t)strlen(f->takes);
  pol_expr *arg[4] = { NULL, NULL, NULL, NULL };
  if (!count_fits(c, f, node, n, n)) return pol_expr_broken(c, node);
  bool lost = false;
  for (uint32_t i = 0; i < n && i < 4; i++) {
    pol_type wanted = letter_type(f->takes[i]);
    arg[i] = pol_check_amount(c, node->kid[i], &wanted);
    lost = lost || pol_type_is(arg[i]->type, POL_T_BROKEN);
  }
  if (lost) return pol_expr_broken(c, node);
  convention(c, f->op, arg[0], node);
  return pol_expr_list(c, f->op, letter_type(f->gives), node, n, arg);
}

static pol_expr *least_or_greatest(pol_checker *c, const builtin *f, const pol_node *node) {
  if (!count_fits(c, f, node, 2, UINT32_MAX)) return pol_expr_broken(c, node);
  pol_expr **arg = POL_NEW_N(c->in->arena, pol_expr *, node->n);
  if (arg == NULL) {
    c->no_memory = true;
    return pol_expr_broken(c, node);
  }
  bool lost = false;
  for (uint32_t i = 0; i < node->n; i++) {
    arg[i] = pol_check_infer(c, node->kid[i], i > 0 ? &arg[0]->type : NULL);
    lost = lost || pol_type_is(arg[i]->type, POL_T_BROKEN);
  }
  if (lost) return pol_expr_broken(c, node);
  /* The common type grows from left to right; a second round brings the earlier ones to it. */
  for (uint32_t round = 0; round < 2; round++) {
    for (uint32_t i = 1; i < node->n; i++) {
      pol_expr *a = arg[0], *b = arg[i];
      pol_expr *compared = pol_check_ordered(c, POL_OP_LE, a, b, node->kid[i]);
      if (pol_type_is(compared->type, POL_T_BROKEN)) return pol_expr_broken(c, node);
      arg[0] = compared->arg[0];
      arg[i] = compared->arg[1];
    }
  }
  return pol_expr_list(c, f->op, arg[0]->type, node, node->n, arg);
}

static pol_expr *whole(pol_checker *c, const builtin *f, const pol_node *node) {
  if (!count_fits(c, f, node, 1, 1)) return pol_expr_broken(c, node);
  pol_expr *x = pol_check_infer(c, node->kid[0], NULL);
  pol_type number = pol_type_of(POL_T_NUMBER);
  if (!pol_type_is(x->type, POL_T_NUMBER)) x = pol_check_convert(c, x, &number, node->kid[0]);
  return pol_type_is(x->type, POL_T_BROKEN) ? x : pol_expr_new(c, POL_OP_WHOLE, x->type, node, 1, x);
}

static pol_expr *rounded(pol_checker *c, const builtin *f, const pol_node *node) {
  if (!count_fits(c, f, node, 2, 2)) return pol_expr_broken(c, node);
  pol_expr *x = pol_check_infer(c, node->kid[0], NULL);
  pol_type number = pol_type_of(POL_T_NUMBER);
  if (!pol_type_is(x->type, POL_T_NUMBER)) x = pol_check_convert(c, x, &number, node->kid[0]);
  if (pol_type_is(x->type, POL_T_BROKEN)) return pol_expr_broken(c, node);
  pol_value grain = pol_check_constant(c, node->kid[1], &x->type);
  if (grain.state != POL_KNOWN) return pol_expr_broken(c, node);
  if (grain.as.num.n <= 0) {
    pol_report *r = pol_check_report(c, POL_R_NOT_FIXED, node->kid[1], "rounding needs a step above 0");
    pol_report_help(c->in->reports, r, "for example: %s(x, 0.5)", f->name);
    return pol_expr_broken(c, node);
  }
  pol_expr *e = pol_expr_new(c, POL_OP_ROUND, x->type, node, 2, x, pol_expr_const(c, grain, node->kid[1]));
  e->k = (int16_t)f->mode;
  return e;
}

/* The table says where the day is cut; it is named, not called. */
static pol_expr *pieces(pol_checker *c, const builtin *f, const pol_node *node) {
  if (!count_fits(c, f, node, 4, 4)) return pol_expr_broken(c, node);
  pol_expr *arg[3];
  bool lost = false;
  for (uint32_t i = 0; i < 3; i++) {
    pol_type wanted = letter_type(f->takes[i]);
    arg[i] = pol_check_amount(c, node->kid[i], &wanted);
    lost = lost || pol_type_is(arg[i]->type, POL_T_BROKEN);
  }
  const pol_node *name = node->kid[3];
  if (!pol_is_node(name, POL_N_NAME)) {
    if (name != NULL) pol_check_report(c, POL_R_NO_TABLE, name, "pieces takes the name of a table last");
    return pol_expr_broken(c, node);
  }
  uint32_t table = pol_check_resolve(c, POL_NAME_TABLE, name->text, name);
  if (lost || table == POL_NO_REF) return pol_expr_broken(c, node);
  pol_expr *e = pol_expr_list(c, POL_OP_LIST_PIECES, letter_type('P'), node, 3, arg);
  e->border = c->m->tables.at[table].border;
  e->borders = c->m->tables.at[table].borders;
  return e;
}

static const builtin builtins[] = {
  { "least", least_or_greatest, POL_OP_LEAST, "", 0, 0 },
  { "greatest", least_or_greatest, POL_OP_GREATEST, "", 0, 0 },
  { "date", typed, POL_OP_DATE_MAKE, "nnn", 'd', 0 },
  { "year", typed, POL_OP_YEAR, "d", 'c', 0 },
  { "month", typed, POL_OP_MONTH, "d", 'c', 0 },
  { "day", typed, POL_OP_DAY, "d", 'c', 0 },
  { "weekday", typed, POL_OP_WEEKDAY, "d", 'w', 0 },
  { "last_day_of_month", typed, POL_OP_LAST_OF_MONTH, "d", 'd', 0 },
  { "yearly_in", typed, POL_OP_YEARLY_IN, "yn", 'd', 0 },
  { "days_between", typed, POL_OP_DAYS_BETWEEN, "dd", 'D', 0 },
  { "months_between", typed, POL_OP_MONTHS_BETWEEN, "dd", 'M', 0 },
  { "years_between", typed, POL_OP_YEARS_BETWEEN, "dd", 'A', 0 },
  { "whole", whole, POL_OP_WHOLE, "", 0, 0 },
  { "round_up", rounded, POL_OP_ROUND, "", 0, POL_ROUND_UP },
  { "round_down", rounded, POL_OP_ROUND, "", 0, POL_ROUND_DOWN },
  { "round_half_up", rounded, POL_OP_ROUND, "", 0, POL_ROUND_HALF_UP },
  { "round_half_even", rounded, POL_OP_ROUND, "", 0, POL_ROUND_HALF_EVEN },
  { "days_from", typed, POL_OP_LIST_DAYS, "dd", 'x', 0 },
  { "numbers", typed, POL_OP_LIST_NUMBERS, "nn", 'N', 0 },
  { "years_beginning", typed, POL_OP_LIST_YEARS, "ydd", 'Y', 0 },
  { "pieces", pieces, POL_OP_LIST_PIECES, "dth", 'P', 0 },
};
enum { BUILTINS = sizeof builtins / sizeof *builtins };

static const char *const quantifiers[] = { "sum", "count", "any", "every" }; /* lists.c: only with each */
enum { QUANTIFIERS = sizeof quantifiers / sizeof *quantifiers };

const char *pol_check_function_name(uint32_t i) {
  if (i < BUILTINS) return builtins[i].name;
  return i - BUILTINS < QUANTIFIERS ? quantifiers[i - BUILTINS] : NULL;
}

pol_expr *pol_check_builtin(pol_checker *c, const pol_node *node) {
  const char *name = pol_check_text(c, node->text);
  for (size_t i = 0; i < BUILTINS; i++)
    if (strcmp(builtins[i].name, name) == 0) return builtins[i].make(c, &builtins[i], node);
  for (size_t i = 0; i < QUANTIFIERS; i++) {
    if (strcmp(quantifiers[i], name) != 0) continue;
    pol_report *r = pol_check_report(c, POL_R_ARGUMENTS, node, "%s goes through a list, and none is named", name);
    pol_report_help(c->in->reports, r, strcmp(name, "sum") == 0 ? "sum(x.amount for each x in LIST)" : "%s(each x in LIST where …)", name);
    return pol_expr_broken(c, node);
  }
  return NULL;
}

/* -- calls */

static pol_expr **arguments(pol_checker *c, const pol_node *node) {
  pol_expr **arg = POL_NEW_N(c->in->arena, pol_expr *, node->n);
  if (arg == NULL) c->no_memory = true;
  for (uint32_t i = 0; arg != NULL && i < node->n; i++) arg[i] = pol_check_infer(c, node->kid[i], NULL);
  return arg;
}

static pol_expr *call(pol_checker *c, const pol_node *node) {
  pol_expr *e = pol_check_builtin(c, node);
  if (e != NULL) return e;
  uint32_t define = pol_check_find(c, POL_NAME_DEFINE, node->text);
  uint32_t table = pol_check_find(c, POL_NAME_TABLE, node->text);
  pol_expr **arg = arguments(c, node);
  if (arg == NULL) return pol_expr_broken(c, node);
  if (define != POL_NO_REF) return pol_check_use_define(c, define, node, node->n, arg);
  if (table != POL_NO_REF) return pol_check_table_call(c, table, node, node->n, arg);
  pol_check_resolve(c, POL_NAME_DEFINE, node->text, node);
  return pol_expr_broken(c, node);
}

pol_expr *pol_check_call(pol_checker *c, const pol_node *node) {
  const char *taker = c->taker;
  c->taker = NULL; /* an argument is not what the decision is given */
  pol_expr *e = call(c, node);
  c->taker = taker;
  return e;
}
