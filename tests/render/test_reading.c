/* Reading back: every operation and every effect has words; labels denied; the hedges, numbers, roles and references of published words. */
#include "support/policy.h"
#include "render/reading.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static void open_reader(pol_reader *r, policy *p, pol_text *to) {
  const pol_model *m = p->model;
  pol_paper paper = {.to = to, .arena = p->arena};
  *r = (pol_reader){.c = {.page = pol_page_of(&paper), .program = p->program, .model = m}};
  r->define = POL_NEW_N(p->arena, const pol_expr *, m->defines.n + 1u);
  r->agreement = POL_NEW_N(p->arena, bool, m->agreements.n + 1u);
  r->presumed = POL_NEW_N(p->arena, bool, m->facts.n + 1u);
  r->call = POL_NEW_N(p->arena, const pol_expr *, m->tables.n + 1u);
  r->below = POL_NEW_N(p->arena, pol_list, m->rules.n + 1u);
  r->asides = POL_NEW_N(p->arena, pol_list, m->rules.n + 1u);
}

/* The text that pol read writes for a policy. */
static void read_back(pol_text *to, const char *text) {
  policy p;
  if (policy_open(&p, text, NULL) != POL_OK) policy_reports(to, &p, false);
  else {
    pol_paper paper = {.to = to, .arena = p.arena};
    pol_edition e = {.program = p.program};
    cr_assert_eq(pol_write_reading(&paper, &e, &(pol_selection){.names = false}), POL_OK);
  }
  policy_close(&p);
}

static const char facts[] = "party chief \"the Chief\"\n"
                            "facts person\n  grade is count\n  start is date\n  paid is yes or no\n"
                            "facts office\n  kind \"is\" is one of old, new\n"
                            "decision allowed \"Leave\" is permission\ndecision days \"Days\" is days\n";

/* The first of everything that an expression can name. */
static const char named[] = "facts person\n  grade is count\n  kinds is list of kind\nrecord kind\n  worn is yes or no\ndecision worn \"Worn\" is count\n"
                            "clause 1 \"Worn\"\n  worn is count(each k in person.kinds where k.worn) + rate(person.grade)\n"
                            "clause 2 \"Rated\"\ntable rate(grade) \"Rate\"\n  | clause | grade | rate |\n  | 2 | at most 3 | 1 |\n";

/* Whoever adds an operation adds its words: none is without, and all arguments are said. */
Test(reading, operations) {
  policy p;
  pol_text to;
  pol_reader r;
  pol_text_init(&to, NULL);
  cr_assert_eq(policy_open(&p, named, NULL), POL_OK);
  open_reader(&r, &p, &to);
  for (int op = 0; op < POL_OPS; op++) {
    const char *words = pol_saying((pol_op)op);
    cr_expect_not_null(words, "%s has no words", pol_op_name((pol_op)op));
    if (words == NULL) continue;
    for (int i = 1; i <= pol_op_arity((pol_op)op); i++) {
      char mark[3] = {'%', (char)('0' + i), '\0'};
      bool said = strstr(words, mark) != NULL || strstr(words, "%*") != NULL;
      cr_expect(said || op == POL_OP_LIST_PIECES, "%s does not say its argument %d", pol_op_name((pol_op)op), i);
    }
    pol_expr number = {.op = POL_OP_CONST, .define = POL_NO_REF, .type = {.kind = POL_T_NUMBER}, .value = {.type = {.kind = POL_T_NUMBER}, .as.num = pol_num_int(7)}};
    pol_expr *arg[3] = {&number, &number, &number};
    int arity = pol_op_arity((pol_op)op);
    pol_expr e = {.op = (uint8_t)op, .n = arity < 0 ? 3 : (uint32_t)arity, .arg = arg, .ref = 0, .define = POL_NO_REF, .type = {.kind = POL_T_NUMBER}};
    if (op == POL_OP_CONST) e = number;
    const char *sentence = pol_read_amount(&r, &e);
    cr_expect(strlen(sentence) > 0 && strchr(sentence, '%') == NULL, "%s reads \"%s\"", pol_op_name((pol_op)op), sentence);
    e.type.kind = POL_T_BOOL;
    for (int negated = 0; negated < 2; negated++)
      if (op != POL_OP_CONST) cr_expect_gt(strlen(pol_said_whole(&r, pol_read_test(&r, &e, negated != 0))), 0u, "%s as a condition", pol_op_name((pol_op)op));
  }
  pol_text_drop(&to);
  policy_close(&p);
}

static const struct { const char *rule, *sentence; } rules[] = {
    {"permits allowed", "\"Leave\" is permitted."},
    {"refuses allowed when not person.paid", "\"Leave\" is refused when \"paid\" is not so of the person."},
    {"refers allowed to chief when person.grade is at least 3", "\"Leave\" is referred to the Chief when the grade of the person is at least 3."},
    {"refers allowed to chief when not person.grade is at least 3", "\"Leave\" is referred to the Chief when the grade of the person is less than 3."},
    {"refers allowed to chief when person.grade is not 3 to 5", "when the grade of the person is less than 3 or more than 5."},
    {"refers allowed to unnamed when person.paid", "\"Leave\" is referred to somebody, the document does not say who, when \"paid\" is so of the person."},
    {"allowed only if office.kind is not old", "\"Leave\" can be permitted only when the office is not old; otherwise it is refused."},
    {"allowed applies only if office.kind is old", "The question \"Leave\" arises only when the office is old; otherwise it is outside this policy."},
    {"allowed only if not (office.kind is old and person.paid)", "only when the office is not old or \"paid\" is not so of the person; otherwise it is refused."},
    {"permits allowed when person.start is on or after 2024-04-01", "when the start of the person is on or after 1 April 2024."},
    {"permits allowed when not person.start is before 2024-04-01", "when the start of the person is on or after 1 April 2024."},
    {"permits allowed when person.start is at most 3 months after as_of", "when the start of the person is no later than 3 months after the day of the decision."},
    {"permits allowed when person.start is at least 3 months before as_of", "when the start of the person is no earlier than 3 months before the day of the decision."},
    {"permits allowed when person.start is monday", "when the weekday of the start of the person is Monday."},
    {"days is 3 days when person.paid", "\"Days\" is 3 days when \"paid\" is so of the person."},
    {"days is 2 days * person.grade when person.paid", "\"Days\" is 2 days times the grade of the person, when \"paid\" is so of the person."},
    {"days is (2 days + 3 days) * person.grade", "\"Days\" is (2 days plus 3 days) times the grade of the person."},
    {"days is 9 days - (3 days - 1 days)", "\"Days\" is 9 days minus (3 days minus 1 day)."},
    {"adds 1 days to days", "\"Days\" is increased by 1 day."},
    {"multiplies days by 50%", "\"Days\" is multiplied by 50%."},
    {"days is capped at 5 days", "\"Days\" is 5 days wherever it would be more."},
    {"days is no less than 5 days", "\"Days\" is 5 days wherever it would be less."},
    {"days is round_half_up(1 days * person.grade, 0.5 days)", "\"Days\" is (1 day times the grade of the person), rounded (a half goes up) to a multiple of 0.5 days."},
};

Test(reading, rules) {
  for (size_t i = 0; i < COUNT(rules); i++) {
    pol_text to, flat;
    char text[2048];
    pol_text_init(&to, NULL);
    pol_text_init(&flat, NULL);
    snprintf(text, sizeof text, "%sclause 1\n  %s\n", facts, rules[i].rule);
    read_back(&to, text);
    for (const char *at = pol_text_get(&to); *at != '\0'; at++) /* as one line */
      if (*at != '\n' && !(*at == ' ' && at[1] == ' ')) pol_text_char(&flat, *at);
    cr_expect_not_null(strstr(pol_text_get(&flat), rules[i].sentence), "%s\nreads\n%s", rules[i].rule, pol_text_get(&to));
    pol_text_drop(&to);
    pol_text_drop(&flat);
  }
}

static const struct { const char *label, *denied; } labels[] = {
    {"is satisfactory", "the x is not satisfactory"},
    {"is not satisfactory", "the x is satisfactory"},
    {"can be moved", "the x cannot be moved"},
    {"has been asked", "the x has not been asked"},
    {"has a car", "the x does not have a car"},
    {"had the answer", "the x did not have the answer"},
    {"works for the force", "the x does not work for the force"},
    {"applies", "the x does not apply"},
    {"complied with the rules", "the x did not comply with the rules"},
    {"agreed to it", "the x did not agree to it"},
    {"still stands", "the x no longer stands"},
    {"requirements are met: qualified", "the x requirements are not met: qualified"},
    {"costs are approved", "the x costs are not approved"},
    {"rests on grounds that somebody has accepted", "the x does not rest on grounds that somebody has accepted"},
    {"began with no notice", "it is not so that the x began with no notice"},
    {"is met without delay", "it is not so that the x is met without delay"},
    {"advice on what is outstanding has been received", "it is not so that the x advice on what is outstanding has been received"},
    {"gallops", "it is not so that the x gallops"},
};

Test(reading, labels) {
  policy p;
  pol_text to;
  pol_reader r;
  pol_text_init(&to, NULL);
  cr_assert_eq(policy_open(&p, facts, NULL), POL_OK);
  open_reader(&r, &p, &to);
  for (size_t i = 0; i < COUNT(labels); i++) {
    pol_thing t = {.subject = "the x", .label = labels[i].label, .name = "x", .tag = "", .type = {.kind = POL_T_BOOL}};
    cr_expect_str_eq(pol_thing_holds(&r, &t, true), labels[i].denied, "%s: %s", labels[i].label, pol_thing_holds(&r, &t, true));
  }
  pol_text_drop(&to);
  policy_close(&p);
}

static const struct { const char *rule, *says, *left; } published[] = {
    {"permits allowed", "The member of staff may leave.", "role member of staff"},
    {"permits allowed", "Chief Officers may, where appropriate, agree.", "role Chief Officers, hedge where appropriate"},
    {"permits allowed when person.grade is 4", "From grade four upwards.", ""},
    {"permits allowed when person.grade is 4", "From grade 5 upwards.", "number 5"},
    {"permits allowed when person.start is after 4 months before as_of", "within four (4) calendar months", ""},
    {"permits allowed when person.start is after 1 years before as_of", "twelve months", ""},
    {"permits allowed when person.start is after 2 weeks before as_of", "fourteen days' notice; one of them; twenty-one days", "number twenty-one days"},
    {"days is 3 days", "See section 4.2, 3.7.2b, Annex A and L1280.", "cross reference section 4.2, cross reference 3.7.2b, cross reference Annex A, cross reference L1280"},
    {"chief must act in duties", "The Chief must act as soon as possible.", "hedge as soon as possible"},
    {"chief should act in duties", "The Chief must usually act.", "hedge must, hedge usually"},
    {"days is 50% of 8 days", "half of eight days, 50 per cent", ""},
    {"guidance \"x\"", "It will normally be so: exceptionally, not.", "hedge will, hedge normally, hedge exceptionally"},
    {"permits allowed", "", ""},
    {"permits allowed", "\xe2\x80\x9cNormally\xe2\x80\x9d \xe2\x80\x93 \xc2\xa3" "22.00", "hedge Normally, number \xc2\xa3" "22.00"},
};

Test(reading, published_words) {
  for (size_t i = 0; i < COUNT(published); i++) {
    policy p;
    pol_text to, got;
    pol_reader r;
    char text[2048];
    pol_lefts left = {0};
    pol_sentences sentences = {0};
    pol_text_init(&to, NULL);
    pol_text_init(&got, NULL);
    snprintf(text, sizeof text, "%sdecision duties \"Duties\" is obligations\nclause 1\n  %s\n  says \"%s\"\n", facts, published[i].rule, published[i].says);
    cr_assert_eq(policy_open(&p, text, NULL), POL_OK, "%s", text);
    open_reader(&r, &p, &to);
    uint32_t clause = pol_model_clause(p.model, pol_atom_find(p.atoms, "1", 1));
    cr_assert(pol_read_clause(&sentences, &r, clause));
    cr_assert(pol_read_published(&left, &r, clause, sentences.n > 0 ? sentences.at[0].text : ""));
    for (uint32_t k = 0; k < left.n; k++) pol_text_format(&got, "%s%s %s", k > 0 ? ", " : "", pol_left_name(left.at[k].kind), left.at[k].words);
    cr_expect_str_eq(pol_text_get(&got), published[i].left, "%s: %s", published[i].says, pol_text_get(&got));
    pol_text_drop(&to);
    pol_text_drop(&got);
    policy_close(&p);
  }
}
