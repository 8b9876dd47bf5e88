/* What an explanation tells besides: the answer if a presumption were wrong, and which clauses the answers to an interview lead to. */
#include "eval/words.h"
#include "support/policy.h"
#include <criterion/criterion.h>

#define DECLARED                                                                                                                       \
  "party boss \"the boss\"\n"                                                                                                           \
  "options step is first, second\n"                                                                                                     \
  "facts x\n  a is yes or no\n  b is yes or no\n  usual is yes or no, presumed no\n  kind is one of red, green, blue\n  n is number\n" \
  "decision p \"P\" is permission, may be silent \"test\"\ndecision s \"S\" is sequence of step, may be silent \"test\"\n"

typedef struct row { const char *decision, *rules, *facts, *want; } row;

static void write_clauses(pol_text *t, const policy *p, const uint32_t *rule, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) pol_text_format(t, "%s%s", i ? ", " : " by ", pol_atom_get(p->atoms, p->model->clauses.at[p->model->rules.at[rule[i]].clause].id));
}

static void write_led(pol_text *t, const policy *p, const pol_answer *a, const pol_outlook *o) {
  for (uint32_t i = 0; i < a->missings; i++) {
    pol_text_format(t, "%s%s", t->n ? "; " : "", pol_atom_get(p->atoms, p->model->facts.at[a->missing[i].fact].name));
    for (uint32_t v = 0; v < a->missing[i].n && o->led && o->led[i]; v++) {
      const pol_led *led = &o->led[i][v];
      pol_text_add(t, v ? ", " : ": ");
      pol_value_words(t, p->model, &a->missing[i].settles[v].value);
      if (!led->known) continue;
      pol_text_format(t, " %s", pol_outcome_name(a->missing[i].then[v].outcome));
      if (led->because) write_clauses(t, p, led->because, led->becauses);
      if (led->reservations) pol_text_format(t, " reserved %u", led->reservations);
    }
  }
}

static void outlook_line(pol_text *t, const row *r) {
  policy p;
  pol_text text;
  pol_run *run = NULL;
  pol_answer a;
  pol_outlook o;
  pol_text_init(&text, NULL);
  pol_text_format(&text, DECLARED "%s", r->rules);
  cr_assert_eq(policy_open(&p, pol_text_get(&text), NULL), POL_OK);
  pol_record_facts *record = policy_facts(&p, r->facts);
  cr_assert(record);
  cr_assert_eq(policy_run(&run, &p, record, "2024-04-01"), POL_OK);
  cr_assert_eq(pol_answer_read(&a, p.arena, run, record, 0, pol_model_decision(p.model, pol_atom_text(p.atoms, r->decision))), POL_OK);
  cr_assert_eq(pol_outlook_read(&o, p.arena, run, record, 0, &a), POL_OK);
  for (uint32_t i = 0; i < o.otherwises; i++) {
    pol_text_format(t, "%s%s ", i ? "; " : "", pol_atom_get(p.atoms, p.model->facts.at[o.otherwise[i].fact].name));
    pol_value_words(t, p.model, &o.otherwise[i].value);
    pol_text_format(t, ": %s", pol_outcome_name(o.otherwise[i].answer.outcome));
    if (o.otherwise[i].answer.outcome == POL_OUT_VALUE) pol_text_char(t, ' ');
    if (o.otherwise[i].answer.outcome == POL_OUT_VALUE) pol_value_words(t, p.model, &o.otherwise[i].answer.value);
  }
  write_led(t, &p, &a, &o);
  pol_run_drop(run);
  policy_close(&p);
  pol_text_drop(&text);
}

static void check_rows(const row *rows, size_t n) {
  for (size_t i = 0; i < n; i++) {
    pol_text line;
    pol_text_init(&line, NULL);
    outlook_line(&line, &rows[i]);
    cr_expect_str_eq(pol_text_get(&line), rows[i].want, "row %zu\n%s\n  got  %s\n  want %s", i, rows[i].rules, pol_text_get(&line), rows[i].want);
    pol_text_drop(&line);
  }
}

#define CHECK(rows) check_rows(rows, COUNT(rows))

Test(outlook, presumptions) {
  static const row rows[] = {
    { "s", "clause 1 \"A\"\n  adds first to s except when x.usual\n  adds second to s\n", "", "x.usual yes: value second" },
    { "p", "clause 1 \"A\"\n  permits p\nclause 2 \"B\"\n  refuses p when x.usual\n", "", "x.usual yes: refused" },
    { "p", "clause 1 \"A\"\n  permits p\nclause 2 \"B\"\n  refuses p when x.usual\n", "\"x.usual\": false", "" },
  };
  CHECK(rows);
}

#define ASKS "clause 1 \"A\"\n  permits p\nclause 2 \"B\"\n  refuses p when x.a and x.kind is red\nclause 3 \"C\"\n  refuses p when x.a and x.kind is green\n"
#define LOST "clause 4 \"D\"\n  incomplete \"lost\", reservation on p\n"

Test(outlook, interviews) {
  static const row rows[] = {
    { "p", ASKS, "", "x.a: yes, no permitted by 1; x.kind: red refused by 2, green refused by 3, blue permitted by 1" },
    { "p", ASKS LOST, "\"x.a\": true", "x.kind: red refused by 2, green refused by 3, blue permitted by 1 reserved 1" },
    { "p", "clause 1 \"A\"\n  permits p\nclause 2 \"B\"\n  refuses p when x.a and x.b\nclause 3 \"C\"\n  refuses p when not x.a and x.b\n"
           "clause 4 \"D\"\n  refers p to boss when not x.a and not x.b\n", "",
      "x.b: yes refused by 2, 3, no; x.a: yes permitted by 1, no referred by 4" },
    /* a number has no list of values: nothing is said of it */
    { "p", "clause 1 \"A\"\n  permits p\n  refuses p when x.n is more than 3\n", "", "x.n" },
  };
  CHECK(rows);
}
