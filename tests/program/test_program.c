/* What becomes of a model: sharing, folding, simplifying, frames, guards and precedence as nodes. Values are tests/eval/test_run.c's. */
#include "base/failing.h"
#include "program/build.h"
#include "support/tiny.h"
#include <string.h>

static void open_numbers(tiny *t) {
  tiny_open(t);
  tiny_fact(t, "a", tiny_type(POL_T_NUMBER));
  tiny_fact(t, "b", tiny_type(POL_T_NUMBER));
  tiny_fact(t, "yes", tiny_type(POL_T_BOOL));
  tiny_fact(t, "also", tiny_type(POL_T_BOOL));
  tiny_decision(t, "d", POL_T_NUMBER);
}
enum { A, B, YES, ALSO };

static uint32_t value_of(const tiny *t, uint32_t decision) { return t->program->decision[decision].value; }
static const pol_program_node *node(const tiny *t, uint32_t n) { return &t->program->node[n]; }

/* -- sharing and folding */

Test(program, equal_expressions_are_one_node) {
  tiny t;
  open_numbers(&t);
  pol_expr *sum1 = tiny_op(&t, POL_OP_ADD, POL_T_NUMBER, 2, tiny_given(&t, A), tiny_number(&t, 1, 2));
  pol_expr *sum2 = tiny_op(&t, POL_OP_ADD, POL_T_NUMBER, 2, tiny_given(&t, A), tiny_number(&t, 2, 4));
  tiny_rule(&t, 0, POL_E_IS, NULL, tiny_op(&t, POL_OP_MUL, POL_T_NUMBER, 2, sum1, sum2));
  tiny_make(&t);
  cr_expect_eq(sum1->slot, sum2->slot);
  cr_expect_eq(tiny_count(&t, POL_OP_ADD), 1);
  cr_expect_eq(tiny_count(&t, POL_OP_INPUT), 1);
  cr_expect_eq(node(&t, sum1->slot)->origin, sum1, "the first expression is the origin");
  tiny_close(&t);
}

Test(program, order_of_arguments_is_kept_apart) {
  tiny t;
  open_numbers(&t);
  pol_expr *ab = tiny_op(&t, POL_OP_SUB, POL_T_NUMBER, 2, tiny_given(&t, A), tiny_given(&t, B));
  pol_expr *ba = tiny_op(&t, POL_OP_SUB, POL_T_NUMBER, 2, tiny_given(&t, B), tiny_given(&t, A));
  tiny_rule(&t, 0, POL_E_IS, NULL, tiny_op(&t, POL_OP_MUL, POL_T_NUMBER, 2, ab, ba));
  tiny_make(&t);
  cr_expect_neq(ab->slot, ba->slot);
  tiny_close(&t);
}

Test(program, constants_of_different_types_are_kept_apart) {
  tiny t;
  open_numbers(&t);
  pol_expr *half = tiny_number(&t, 1, 2), *percent = tiny_number(&t, 1, 2);
  percent->type.show = POL_SHOW_PERCENT;
  tiny_rule(&t, 0, POL_E_IS, NULL,
            tiny_op(&t, POL_OP_ADD, POL_T_NUMBER, 2, tiny_op(&t, POL_OP_ADD, POL_T_NUMBER, 2, half, tiny_given(&t, A)), percent));
  tiny_make(&t);
  cr_expect_neq(half->slot, percent->slot);
  tiny_close(&t);
}

/* Constant expressions, and what they fold to. */
Test(program, folding) {
  tiny t;
  open_numbers(&t);
  struct {
    pol_expr *e;
    const char *want;
  } rows[] = {
      {tiny_op(&t, POL_OP_ADD, POL_T_NUMBER, 2, tiny_number(&t, 1, 2), tiny_number(&t, 1, 3)), "5/6"},
      {tiny_op(&t, POL_OP_DIV, POL_T_NUMBER, 2, tiny_number(&t, 1, 1), tiny_number(&t, 0, 1)), "division by 0"},
      {tiny_op(&t, POL_OP_MUL, POL_T_NUMBER, 2, tiny_op(&t, POL_OP_ADD, POL_T_NUMBER, 2, tiny_number(&t, 1, 1), tiny_number(&t, 2, 1)),
               tiny_number(&t, 4, 1)),
       "12"},
      {tiny_op(&t, POL_OP_SELECT, POL_T_NUMBER, 3, tiny_int(&t, POL_T_BOOL, 0), tiny_number(&t, 1, 1), tiny_number(&t, 2, 1)), "2"},
      {tiny_op(&t, POL_OP_LEAST, POL_T_NUMBER, 3, tiny_number(&t, 3, 1), tiny_number(&t, 1, 1), tiny_number(&t, 2, 1)), "1"},
      {tiny_op(&t, POL_OP_PICK, POL_T_NUMBER, 4, tiny_int(&t, POL_T_BOOL, 1), tiny_number(&t, 1, 1), tiny_int(&t, POL_T_BOOL, 1),
               tiny_number(&t, 2, 1)),
       "conflict"},
  };
  uint32_t n = sizeof rows / sizeof *rows;
  for (uint32_t j = 0; j < n; j++) tiny_rule(&t, 0, POL_E_IS, tiny_given(&t, YES), rows[j].e);
  tiny_make(&t);
  for (uint32_t j = 0; j < n; j++) {
    const pol_program_node *x = node(&t, t.program->rule[j].value);
    cr_expect_eq(x->op, POL_OP_CONST, "row %u", j);
    cr_expect_str_eq(tiny_value(&t, t.program->constants[x->constant]), rows[j].want, "row %u", j);
  }
  tiny_close(&t);
}

Test(program, settled_conditions_need_no_node) {
  tiny t;
  open_numbers(&t);
  pol_expr *yes = tiny_given(&t, YES), *also = tiny_given(&t, ALSO), *true_ = tiny_int(&t, POL_T_BOOL, 1),
           *false_ = tiny_int(&t, POL_T_BOOL, 0);
  pol_expr *same[] = {
      tiny_op(&t, POL_OP_AND, POL_T_BOOL, 2, yes, true_),
      tiny_op(&t, POL_OP_OR, POL_T_BOOL, 2, false_, yes),
      tiny_op(&t, POL_OP_AND, POL_T_BOOL, 2, yes, yes),
      tiny_op(&t, POL_OP_NOT, POL_T_BOOL, 1, tiny_op(&t, POL_OP_NOT, POL_T_BOOL, 1, yes)),
      tiny_op(&t, POL_OP_HOLDS, POL_T_BOOL, 1, yes),
  };
  pol_expr *no[] = {tiny_op(&t, POL_OP_AND, POL_T_BOOL, 3, yes, false_, also)};
  for (size_t j = 0; j < sizeof same / sizeof *same; j++) tiny_rule(&t, 0, POL_E_IS, same[j], tiny_number(&t, 1, 1));
  tiny_rule(&t, 0, POL_E_IS, no[0], tiny_number(&t, 1, 1));
  tiny_make(&t);
  for (size_t j = 0; j < sizeof same / sizeof *same; j++) cr_expect_eq(same[j]->slot, yes->slot, "row %zu", j);
  cr_expect_eq(no[0]->slot, false_->slot);
  cr_expect_eq(tiny_count(&t, POL_OP_AND), 0);
  tiny_close(&t);
}

Test(program, less_shares_with_at_least) {
  static const struct {
    pol_op first, second;
  } rows[] = {{POL_OP_LT, POL_OP_GE}, {POL_OP_GE, POL_OP_LT}, {POL_OP_LE, POL_OP_GT},
              {POL_OP_GT, POL_OP_LE}, {POL_OP_EQ, POL_OP_NE}, {POL_OP_NE, POL_OP_EQ}};
  for (size_t j = 0; j < sizeof rows / sizeof *rows; j++) {
    tiny t;
    open_numbers(&t);
    pol_expr *first = tiny_op(&t, rows[j].first, POL_T_BOOL, 2, tiny_given(&t, A), tiny_number(&t, 5, 1));
    pol_expr *second = tiny_op(&t, rows[j].second, POL_T_BOOL, 2, tiny_given(&t, A), tiny_number(&t, 5, 1));
    tiny_rule(&t, 0, POL_E_IS, first, tiny_number(&t, 1, 1));
    tiny_rule(&t, 0, POL_E_IS, second, tiny_number(&t, 2, 1));
    tiny_make(&t);
    cr_expect_eq(tiny_count(&t, rows[j].second), 0, "row %zu", j);
    cr_expect_eq(node(&t, second->slot)->op, POL_OP_NOT);
    cr_expect_eq(t.program->args[node(&t, second->slot)->arg], first->slot);
    tiny_close(&t);
  }
}

Test(program, rules_that_never_speak_are_not_picked_from) {
  tiny t;
  open_numbers(&t);
  pol_expr *no = tiny_int(&t, POL_T_BOOL, 0), *yes = tiny_int(&t, POL_T_BOOL, 1), *one = tiny_given(&t, A);
  pol_expr *pick = tiny_op(&t, POL_OP_PICK, POL_T_NUMBER, 4, no, tiny_given(&t, B), yes, one);
  pol_expr *none = tiny_op(&t, POL_OP_PICK, POL_T_NUMBER, 2, no, tiny_given(&t, B));
  pol_expr *empty = tiny_op(&t, POL_OP_PICK, POL_T_NUMBER, 0);
  tiny_rule(&t, 0, POL_E_IS, NULL, pick);
  tiny_rule(&t, 0, POL_E_IS, NULL, none);
  tiny_rule(&t, 0, POL_E_IS, NULL, empty);
  tiny_make(&t);
  cr_expect_eq(pick->slot, one->slot);
  cr_expect_eq(none->slot, empty->slot);
  cr_expect_str_eq(tiny_value(&t, t.program->constants[node(&t, none->slot)->constant]), "n/a");
  cr_expect_eq(value_of(&t, 0), one->slot, "one rule that always holds: its value");
  tiny_close(&t);
}

/* A shared subexpression under itself 60 times over is 60 nodes, not 2^60 steps. */
Test(program, shared_expressions_are_lowered_once) {
  tiny t;
  open_numbers(&t);
  pol_expr *e = tiny_given(&t, A);
  for (int j = 0; j < 60; j++) e = tiny_op(&t, POL_OP_ADD, POL_T_NUMBER, 2, e, e);
  tiny_rule(&t, 0, POL_E_IS, NULL, e);
  tiny_make(&t);
  cr_expect_eq(tiny_count(&t, POL_OP_ADD), 60);
  tiny_close(&t);
}

Test(program, too_deep_is_reported) {
  for (int depth = 3998; depth <= 4001; depth++) {
    tiny t;
    open_numbers(&t);
    pol_expr *e = tiny_given(&t, A);
    for (int j = 0; j < depth; j++) e = tiny_op(&t, POL_OP_NEG, POL_T_NUMBER, 1, e);
    tiny_rule(&t, 0, POL_E_IS, NULL, e);
    pol_status status = tiny_try(&t);
    cr_expect_eq(status, depth < 4000 ? POL_OK : POL_LIMIT, "depth %d", depth);
    cr_expect_eq(t.reports.list.n, depth < 4000 ? 0 : 1);
    if (status != POL_OK) cr_expect_eq(t.reports.list.at[0]->code, POL_R_TOO_DEEP);
    tiny_close(&t);
  }
}

Test(program, too_many_nodes_is_reported) {
  tiny t;
  open_numbers(&t);
  tiny_rule(&t, 0, POL_E_IS, tiny_given(&t, YES), tiny_op(&t, POL_OP_ADD, POL_T_NUMBER, 2, tiny_given(&t, A), tiny_given(&t, B)));
  tiny_make(&t);
  uint32_t enough = t.program->nodes + 1;
  while (pol_program_make_within(&t.program, t.arena, &t.m, &t.reports, enough - 1) == POL_OK) enough--;
  static const int steps[] = {-1, 0, 1};
  for (size_t j = 0; j < sizeof steps / sizeof *steps; j++) {
    pol_reports_init(&t.reports, t.arena);
    pol_status status = pol_program_make_within(&t.program, t.arena, &t.m, &t.reports, enough + (uint32_t)steps[j]);
    cr_expect_eq(status, steps[j] < 0 ? POL_LIMIT : POL_OK, "%d", steps[j]);
    cr_expect_eq(t.reports.list.n, steps[j] < 0);
    if (t.reports.list.n > 0) cr_expect_eq(t.reports.list.at[0]->code, POL_R_TOO_MANY_STEPS);
  }
  tiny_close(&t);
}

/* -- facts */

Test(program, facts_are_wrapped_in_their_conditions) {
  tiny t;
  open_numbers(&t);
  t.m.facts.at[A].only_when = tiny_given(&t, YES);
  t.m.facts.at[A].presumed = tiny_number(&t, 7, 1);
  pol_expr *a = tiny_given(&t, A);
  tiny_rule(&t, 0, POL_E_IS, NULL, a);
  tiny_make(&t);
  const pol_program_node *presumed = node(&t, a->slot);
  cr_assert_eq(presumed->op, POL_OP_PRESUMED);
  const pol_program_node *only = node(&t, t.program->args[presumed->arg]);
  cr_assert_eq(only->op, POL_OP_ONLY_WHEN);
  cr_expect_eq(presumed->ref, A);
  cr_expect_eq(only->ref, A);
  cr_expect_eq(t.program->args[only->arg], t.program->fact_node[A], "fact_node is the raw input");
  cr_expect_eq(node(&t, t.program->fact_node[A])->op, POL_OP_INPUT);
  cr_expect_eq(t.program->fact_node[B], POL_NO_NODE, "nothing reads b");
  tiny_close(&t);
}

Test(program, facts_whose_conditions_ask_for_each_other_end) {
  tiny t;
  open_numbers(&t);
  t.m.facts.at[YES].only_when = tiny_given(&t, ALSO);
  t.m.facts.at[ALSO].only_when = tiny_given(&t, YES);
  tiny_rule(&t, 0, POL_E_IS, tiny_given(&t, YES), tiny_number(&t, 1, 1));
  tiny_make(&t);
  tiny_close(&t);
}

/* -- needs, dump, verify */

static const char *needs(tiny *t, uint32_t decision) {
  uint32_t *facts, n;
  pol_text text;
  pol_text_init(&text, NULL);
  cr_assert_eq(pol_program_needs(t->program, t->arena, decision, &facts, &n), POL_OK);
  for (uint32_t j = 0; j < n; j++) pol_text_format(&text, "%s%s", j > 0 ? " " : "", pol_atom_get(t->atoms, t->m.facts.at[facts[j]].name));
  const char *kept = pol_arena_copy(t->arena, pol_text_get(&text), strlen(pol_text_get(&text)));
  pol_text_drop(&text);
  return kept;
}

Test(program, needs_go_through_other_decisions_and_set_asides) {
  tiny t;
  open_numbers(&t);
  uint32_t p = tiny_decision(&t, "p", POL_T_PERMISSION), other = tiny_decision(&t, "other", POL_T_NUMBER);
  tiny_rule(&t, 0, POL_E_IS, tiny_given(&t, YES), tiny_given(&t, A));
  uint32_t refuse = tiny_rule(&t, p, POL_E_REFUSES, tiny_op(&t, POL_OP_GT, POL_T_BOOL, 2, tiny_answer(&t, 0), tiny_number(&t, 3, 1)), NULL);
  uint32_t aside = tiny_rule(&t, p, POL_E_SETS_ASIDE, tiny_given(&t, ALSO), NULL);
  t.m.rules.at[aside].target = &refuse;
  t.m.rules.at[aside].targets = 1;
  tiny_rule(&t, other, POL_E_IS, NULL, tiny_given(&t, B));
  tiny_make(&t);
  cr_expect_str_eq(needs(&t, 0), "a yes");
  cr_expect_str_eq(needs(&t, p), "a yes also");
  cr_expect_str_eq(needs(&t, other), "b");
  tiny_close(&t);
}

Test(program, one_for_some_decisions_has_what_they_use_and_no_more) {
  tiny t;
  open_numbers(&t);
  enum { D };
  uint32_t p = tiny_decision(&t, "p", POL_T_PERMISSION), after = tiny_decision(&t, "after", POL_T_PERMISSION), other = tiny_decision(&t, "other", POL_T_NUMBER),
           hidden = tiny_decision(&t, "hidden", POL_T_NUMBER);
  t.m.facts.at[ALSO].presumed = tiny_op(&t, POL_OP_GT, POL_T_BOOL, 2, tiny_answer(&t, other), tiny_number(&t, 1, 1));
  uint32_t rule[] = {
      [D] = tiny_rule(&t, D, POL_E_IS, tiny_given(&t, YES), tiny_given(&t, A)),
      tiny_rule(&t, p, POL_E_REFUSES, tiny_op(&t, POL_OP_GT, POL_T_BOOL, 2, tiny_answer(&t, D), tiny_number(&t, 3, 1)), NULL),
      tiny_rule(&t, after, POL_E_PERMITS, tiny_given(&t, YES), NULL),
      tiny_rule(&t, other, POL_E_IS, NULL, tiny_given(&t, B)),
      tiny_rule(&t, hidden, POL_E_IS, tiny_given(&t, ALSO), tiny_number(&t, 1, 1)),
  };
  t.m.decisions.at[after].after = &p;
  t.m.decisions.at[after].afters = 1;
  uint32_t order[] = {D, p, after, other, hidden};
  t.m.order = order;
  const struct {
    uint32_t asked;
    bool has[5];
  } rows[] = {
      {D, {true}},
      {p, {true, true}},             /* used in a condition */
      {after, {true, true, true}},   /* a stage */
      {other, {[3] = true}},
      {hidden, {[3] = true, [4] = true}}, /* through a fact's presumption */
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    cr_assert_eq(pol_program_make_for(&t.program, t.arena, &t.m, &t.reports, &rows[i].asked, 1), POL_OK);
    cr_expect(pol_program_verify(t.program));
    for (uint32_t d = 0; d < 5; d++) cr_expect_eq(t.program->rule[rule[d]].guard != POL_NO_NODE, rows[i].has[d], "asked %zu, decision %u", i, d);
  }
  cr_expect_eq(t.program->fact_node[A], POL_NO_NODE, "nothing reads a");
  tiny_close(&t);
}

Test(program, dump) {
  tiny t;
  open_numbers(&t);
  tiny_rule(&t, 0, POL_E_IS, tiny_given(&t, YES), tiny_op(&t, POL_OP_ADD, POL_T_NUMBER, 2, tiny_given(&t, A), tiny_number(&t, 1, 2)));
  tiny_make(&t);
  pol_text text;
  pol_text_init(&text, NULL);
  pol_program_dump(&text, t.program);
  cr_expect_str_eq(pol_text_get(&text),
                   "0 int input yes\n1 num input a\n2 num const 0.5\n3 num add 1 2\n4 num pick 0 3\ndecision d: value 4\n");
  pol_text_drop(&text);
  tiny_close(&t);
}

/* Each kind of damage to a program is seen. */
Test(program, verify_sees_damage) {
  tiny t;
  open_numbers(&t);
  uint32_t people = tiny_fact(&t, "people", tiny_list_of(POL_NO_REF)), l = tiny_loop(&t, POL_NO_REF);
  pol_expr *where = tiny_op(&t, POL_OP_GT, POL_T_BOOL, 2, tiny_element(&t, l, 0, POL_T_NUMBER), tiny_given(&t, A));
  tiny_rule(&t, 0, POL_E_IS, tiny_given(&t, YES),
            tiny_each(&t, POL_OP_SUM, POL_T_NUMBER, l, tiny_list(&t, people), where, tiny_element(&t, l, 0, POL_T_NUMBER)));
  tiny_make(&t);
  pol_program *p = t.program;
  for (uint32_t i = 0; i < p->nodes; i++) {
    pol_program_node was = p->node[i];
    p->node[i].op = POL_OPS;
    cr_expect_not(pol_program_verify(p), "no such operation at %u", i);
    p->node[i] = was;
    p->node[i].frame = 1 - was.frame;
    cr_expect_not(pol_program_verify(p), "the other frame at %u", i);
    p->node[i] = was;
    p->node[i].repr = was.repr == POL_REPR_NUM ? POL_REPR_INT : POL_REPR_NUM;
    if (was.op != POL_OP_INPUT && was.op != POL_OP_ELEMENT) cr_expect_not(pol_program_verify(p), "another representation at %u", i);
    p->node[i] = was;
    p->node[i].n = was.n + 1;
    cr_expect_not(pol_program_verify(p), "an argument more at %u", i);
    p->node[i] = was;
    if (was.n == 0) continue;
    uint32_t arg = p->args[was.arg];
    p->args[was.arg] = i;
    cr_expect_not(pol_program_verify(p), "its own argument at %u", i);
    p->args[was.arg] = arg;
  }
  cr_expect(pol_program_verify(p));
  p->rule[0].value = p->nodes;
  cr_expect_not(pol_program_verify(p), "a result that is not there");
  tiny_close(&t);
}

/* -- frames */

Test(program, what_does_not_depend_on_the_element_is_outside) {
  tiny t;
  open_numbers(&t);
  uint32_t people = tiny_fact(&t, "people", tiny_list_of(POL_NO_REF)), l = tiny_loop(&t, POL_NO_REF);
  pol_expr *outside = tiny_op(&t, POL_OP_MUL, POL_T_NUMBER, 2, tiny_given(&t, A), tiny_given(&t, B));
  pol_expr *where = tiny_op(&t, POL_OP_GT, POL_T_BOOL, 2, tiny_element(&t, l, 0, POL_T_NUMBER), outside);
  tiny_rule(&t, 0, POL_E_IS, NULL, tiny_each(&t, POL_OP_COUNT, POL_T_NUMBER, l, tiny_list(&t, people), where, NULL));
  tiny_make(&t);
  cr_expect_eq(node(&t, outside->slot)->frame, 0);
  cr_expect_eq(node(&t, where->slot)->frame, l + 1);
  cr_expect_eq(tiny_count(&t, POL_OP_BROADCAST), 1);
  cr_expect_eq(node(&t, t.program->list[l])->op, POL_OP_LIST_FACT);
  tiny_close(&t);
}

Test(program, loops_over_one_list_are_one) {
  tiny t;
  open_numbers(&t);
  uint32_t people = tiny_fact(&t, "people", tiny_list_of(POL_NO_REF)), l = tiny_loop(&t, POL_NO_REF), k = tiny_loop(&t, POL_NO_REF);
  pol_expr *e1 = tiny_element(&t, l, 0, POL_T_NUMBER), *e2 = tiny_element(&t, k, 0, POL_T_NUMBER);
  pol_expr *sum1 = tiny_each(&t, POL_OP_SUM, POL_T_NUMBER, l, tiny_list(&t, people), NULL, e1);
  pol_expr *sum2 = tiny_each(&t, POL_OP_SUM, POL_T_NUMBER, k, tiny_list(&t, people), NULL, e2);
  pol_expr *most = tiny_each(&t, POL_OP_AGG_GREATEST, POL_T_NUMBER, k, tiny_list(&t, people), NULL, e2);
  tiny_rule(&t, 0, POL_E_IS, NULL, tiny_op(&t, POL_OP_ADD, POL_T_NUMBER, 2, tiny_op(&t, POL_OP_ADD, POL_T_NUMBER, 2, sum1, sum2), most));
  tiny_make(&t);
  cr_expect_eq(sum1->slot, sum2->slot);
  cr_expect_eq(e1->slot, e2->slot);
  cr_expect_eq(tiny_count(&t, POL_OP_LIST_FACT), 1);
  cr_expect_eq(t.program->list[k], POL_NO_NODE, "the second loop has no list of its own");
  tiny_close(&t);
}

/* any(each a in L where any(each b in L where C)): where C reads a, b's rows stand inside a's; else b's loop is computed once. */
Test(program, inner_loops_stand_where_they_must) {
  for (int reads = 0; reads < 2; reads++) {
    tiny t;
    open_numbers(&t);
    uint32_t people = tiny_fact(&t, "people", tiny_list_of(POL_NO_REF)), a = tiny_loop(&t, POL_NO_REF), b = tiny_loop(&t, a);
    pol_expr *inner = tiny_op(&t, POL_OP_EQ, POL_T_BOOL, 2, tiny_element(&t, b, 0, POL_T_NUMBER),
                              reads ? tiny_element(&t, a, 0, POL_T_NUMBER) : tiny_given(&t, A));
    pol_expr *any = tiny_each(&t, POL_OP_ANY, POL_T_BOOL, b, tiny_list(&t, people), inner, NULL);
    pol_expr *both = tiny_op(&t, POL_OP_AND, POL_T_BOOL, 2, any,
                             tiny_op(&t, POL_OP_GT, POL_T_BOOL, 2, tiny_element(&t, a, 0, POL_T_NUMBER), tiny_number(&t, 0, 1)));
    tiny_rule(&t, 0, POL_E_IS, NULL, tiny_each(&t, POL_OP_COUNT, POL_T_NUMBER, a, tiny_list(&t, people), both, NULL));
    tiny_make(&t);
    cr_expect_eq(node(&t, any->slot)->frame, reads ? a + 1 : 0);
    cr_expect_eq(tiny_count(&t, POL_OP_LIST_FACT), reads ? 2 : 1, "the same list in the same frame is one");
    tiny_close(&t);
  }
}

/* -- models that the checker should not have passed */

Test(program, broken_models_are_refused) {
  for (int which = 0; which < 7; which++) {
    tiny t;
    open_numbers(&t);
    uint32_t people = tiny_fact(&t, "people", tiny_list_of(POL_NO_REF)), l = tiny_loop(&t, POL_NO_REF), k = tiny_loop(&t, POL_NO_REF);
    pol_expr *e = NULL;
    switch (which) {
    case 0: e = tiny_op(&t, POL_OP_ADD, POL_T_NUMBER, 2, tiny_given(&t, A), tiny_given(&t, YES)); break;
    case 1: e = tiny_op(&t, POL_OP_ADD, POL_T_NUMBER, 1, tiny_given(&t, A)); break;
    case 2: e = tiny_op(&t, POL_OP_ADD, POL_T_NUMBER, 2, tiny_given(&t, A), NULL); break;
    case 3: e = tiny_element(&t, l, 0, POL_T_NUMBER); break;
    case 4: e = tiny_answer(&t, 0); break; /* itself */
    case 5: e = tiny_op(&t, POL_OP_CONST, POL_T_BROKEN, 0); break;
    case 6: e = tiny_each(&t, POL_OP_SUM, POL_T_NUMBER, l, tiny_list(&t, people), NULL, tiny_element(&t, k, 0, POL_T_NUMBER)); break;
    default: break;
    }
    tiny_rule(&t, 0, POL_E_IS, NULL, e);
    cr_expect_eq(tiny_try(&t), POL_REJECTED, "case %d", which);
    cr_expect_eq(t.reports.list.n, 1, "case %d", which);
    if (t.reports.list.n > 0) cr_expect_eq(t.reports.list.at[0]->code, POL_R_BROKEN_PROGRAM);
    tiny_close(&t);
  }
}

/* -- memory */

static tiny shared; /* a test process runs one test */

static bool make_with(const pol_alloc *from) {
  pol_arena *arena = pol_arena_new(from);
  pol_program *p;
  bool well = arena != NULL && pol_program_make(&p, arena, &shared.m, &shared.reports) == POL_OK && pol_program_verify(p) &&
              pol_program_make_for(&p, arena, &shared.m, &shared.reports, &(uint32_t){0}, 1) == POL_OK;
  pol_arena_drop(arena);
  return well;
}

Test(program, every_allocation_may_fail) {
  open_numbers(&shared);
  uint32_t people = tiny_fact(&shared, "people", tiny_list_of(POL_NO_REF)), l = tiny_loop(&shared, POL_NO_REF);
  pol_expr *where = tiny_op(&shared, POL_OP_GT, POL_T_BOOL, 2, tiny_element(&shared, l, 0, POL_T_NUMBER), tiny_given(&shared, A));
  tiny_rule(&shared, 0, POL_E_IS, tiny_given(&shared, YES),
            tiny_each(&shared, POL_OP_COUNT, POL_T_NUMBER, l, tiny_list(&shared, people), where, NULL));
  tiny_rule(&shared, 0, POL_E_CAP, NULL,
            tiny_op(&shared, POL_OP_ADD, POL_T_NUMBER, 2, tiny_number(&shared, 1, 1), tiny_number(&shared, 2, 1)));
  tiny_try(&shared);
  failing_everywhere(make_with);
  tiny_close(&shared);
}
