/* What stands in the way, the nearest changes that lift it, and what comes of them; and the first date on which an answer changes by itself. */
#include "eval/words.h"
#include "support/policy.h"
#include <criterion/criterion.h>

#define DECLARED                                                                                             \
  "party boss \"the boss\"\nparty board \"the board\"\n"                                                     \
  "agreement consent of boss, in writing \"consent\"\n"                                                      \
  "order rank \"rank\", \"ranks\" is low, middle, high, top\noptions colour is red, green, blue\n"           \
  "facts x\n  a is yes or no\n  b is yes or no\n  c is yes or no\n  kind is colour, cannot change\n  now is rank, cannot change\n  level is rank\n" \
  "  n is number, 0 to 100\n  whole is count\n  pay is money\n  day is date\n  start is date\n"             \
  "decision p \"P\" is permission, may be silent \"test\"\n"

typedef struct row { const char *rules, *facts, *want; } row;

static const char *clause_of(const policy *p, uint32_t rule) { return pol_atom_get(p->atoms, p->model->clauses.at[p->model->rules.at[rule].clause].id); }

static void write_because(pol_text *t, const policy *p, const uint32_t *rule, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) pol_text_format(t, "%s%s", i ? ", " : " by ", clause_of(p, rule[i]));
}

static void write_why_not(pol_text *t, const policy *p, const pol_why_not *w) {
  for (uint32_t i = 0; i < w->blockers; i++) {
    const pol_blocker *b = &w->blocker[i];
    pol_text_format(t, "%s%s %s%s:", i ? "; " : "", clause_of(p, b->rule), pol_effect_name(p->model->rules.at[b->rule].effect), b->now == POL_NOW_OPEN ? " (open)" : "");
    for (uint32_t k = 0; k < b->nearests; k++) {
      pol_text_format(t, "%s%s ", k ? ", " : " ", pol_atom_get(p->atoms, p->model->facts.at[b->nearest[k].fact].name));
      pol_value_plain(t, p->model, &b->nearest[k].to, 0);
      if (b->nearest[k].either) pol_text_add(t, " or ");
      if (b->nearest[k].either) pol_value_plain(t, p->model, &b->nearest[k].other, 0);
    }
    if (b->nearests) pol_text_format(t, " -> %s", pol_outcome_name(b->alone));
    else pol_text_add(t, " nothing");
    write_because(t, p, b->alone_because, b->alone_becauses);
  }
  if (w->together_known) pol_text_format(t, "; together %s", pol_outcome_name(w->together));
  if (w->together_known) write_because(t, p, w->together_because, w->together_becauses);
  for (uint32_t k = 0; k < w->lacking.nearests; k++) {
    pol_text_format(t, "%s%s ", k ? ", " : "lacking ", pol_atom_get(p->atoms, p->model->facts.at[w->lacking.nearest[k].fact].name));
    pol_value_plain(t, p->model, &w->lacking.nearest[k].to, 0);
  }
  if (w->lacking.nearests) pol_text_format(t, " -> %s", pol_outcome_name(w->lacking.alone));
  if (w->lacking.nearests) write_because(t, p, w->lacking.alone_because, w->lacking.alone_becauses);
  if (w->changes_by_itself) pol_text_add(t, "; from ");
  if (w->changes_by_itself) pol_date_write(t, w->first_date);
  if (w->changes_by_itself) pol_text_format(t, " %s", pol_outcome_name(w->then));
}

static void why_not_line(pol_text *t, const char *rules, const char *facts) {
  policy p;
  pol_text text;
  pol_run *run = NULL;
  pol_answer a;
  pol_why_not w;
  pol_text_init(&text, NULL);
  pol_text_format(&text, DECLARED "%s", rules);
  pol_status status = policy_open(&p, pol_text_get(&text), NULL);
  pol_record_facts *record = status == POL_OK ? policy_facts(&p, facts) : NULL;
  if (!record) {
    policy_reports(t, &p, false);
  } else {
    uint32_t d = pol_model_decision(p.model, pol_atom_text(p.atoms, "p"));
    cr_assert_eq(policy_run(&run, &p, record, "2024-04-01"), POL_OK);
    cr_assert_eq(pol_answer_read(&a, p.arena, run, record, 0, d), POL_OK);
    cr_assert_eq(pol_why_not_read(&w, p.arena, run, record, 0, &a, POL_OUT_PERMITTED), POL_OK);
    write_why_not(t, &p, &w);
    pol_run_drop(run);
  }
  policy_close(&p);
  pol_text_drop(&text);
}

static void check_rows(const row *rows, size_t n) {
  for (size_t i = 0; i < n; i++) {
    pol_text line;
    pol_text_init(&line, NULL);
    why_not_line(&line, rows[i].rules, rows[i].facts);
    cr_expect_str_eq(pol_text_get(&line), rows[i].want, "row %zu, facts %s\n%s\n  got  %s\n  want %s", i, rows[i].facts, rows[i].rules, pol_text_get(&line),
                     rows[i].want);
    pol_text_drop(&line);
  }
}

#define CHECK(rows) check_rows(rows, COUNT(rows))

#define TWO                                                                       \
  "clause 1.1 \"A\"\n  p only if x.a\n  permits p\n"                              \
  "clause 1.2 \"B\"\n  refuses p when x.level is more than 1 rank above x.now\n"

Test(why_not, blockers) {
  static const row rows[] = {
    { TWO, "\"x.a\": false, \"x.now\": \"low\", \"x.level\": \"high\"",
      "1.1 only if: x.a yes -> refused by 1.2; 1.2 refuses: x.level middle -> refused by 1.1; together permitted by 1.1" },
    { TWO, "\"x.a\": true, \"x.now\": \"low\", \"x.level\": \"top\"", "1.2 refuses: x.level middle -> permitted by 1.1; together permitted by 1.1" },
    { TWO, "\"x.a\": true, \"x.now\": \"low\", \"x.level\": \"middle\"", "" },
    { TWO, "\"x.now\": \"low\", \"x.level\": \"middle\"", "1.1 only if (open): x.a yes -> permitted by 1.1; together permitted by 1.1" },
    /* a referral stands in the way as well, also one behind a refusal */
    { "clause 1.1 \"A\"\n  refers p to boss when x.a\nclause 1.2 \"B\"\n  permits p\nclause 1.3 \"C\"\n  refuses p when x.b\n", "\"x.a\": true, \"x.b\": true",
      "1.1 refers: x.a no -> refused by 1.3; 1.3 refuses: x.b no -> referred by 1.1; together permitted by 1.2" },
    /* one a clause and effect: all its rules are lifted together */
    { "clause 1.1 \"A\"\n  p only if x.a\n  p only if x.b\n  permits p\n", "\"x.a\": false, \"x.b\": false",
      "1.1 only if: x.a yes, x.b yes -> permitted by 1.1; together permitted by 1.1" },
    /* what cannot change is never proposed */
    { "clause 1.1 \"A\"\n  refuses p when x.kind is red\n  permits p\n", "\"x.kind\": \"red\"", "1.1 refuses: nothing" },
    /* but nobody has said what it is: it must turn out so */
    { "clause 1.1 \"A\"\n  p only if x.kind is red\n  permits p\n", "", "1.1 only if (open): x.kind red -> permitted by 1.1; together permitted by 1.1" },
    { "clause 1.1 \"A\"\n  p only if x.kind is red or x.a\n  permits p\n", "\"x.kind\": \"green\", \"x.a\": false",
      "1.1 only if: x.a yes -> permitted by 1.1; together permitted by 1.1" },
  };
  CHECK(rows);
}

Test(why_not, sets_of_changes) {
  static const row rows[] = {
    { "clause 1.1 \"A\"\n  p only if x.a and x.b and x.c\n  permits p\n", "\"x.a\": false, \"x.b\": false, \"x.c\": false",
      "1.1 only if: x.a yes, x.b yes, x.c yes -> permitted by 1.1; together permitted by 1.1" },
    { "facts y\n  d is yes or no\nclause 1.1 \"A\"\n  p only if x.a and x.b and x.c and y.d\n  permits p\n",
      "\"x.a\": false, \"x.b\": false, \"x.c\": false, \"y.d\": false", "1.1 only if: nothing" },
    { "clause 1.1 \"A\"\n  refuses p except when agreed consent\nclause 1.2 \"B\"\n  permits p\n", "\"consent.status\": \"not_sought\"",
      "1.1 refuses: consent.status given_in_writing, consent.decided_by boss -> permitted by 1.2; together permitted by 1.2" },
    /* a change that would only put the question outside the policy is not the nearest where another cures it */
    { "clause 1.1 \"A\"\n  p applies only if x.a\n  refuses p when x.a and x.b\n  permits p\n", "\"x.a\": true, \"x.b\": true",
      "1.1 refuses: x.b no -> permitted by 1.1; together permitted by 1.1" },
  };
  CHECK(rows);
}

Test(why_not, the_nearest_of_several) {
#define LADDER "order grade \"grade\", \"grades\" is g1, g2, g3, g4, g5, g6, g7, g8, g9, g10\nfacts y\n  has is grade, cannot change\n  wants is grade\n"
  static const row rows[] = {
    /* of a long ladder, the nearest step that does not lead out of the policy */
    { LADDER "clause 1.1 \"A\"\n  p applies only if y.wants is above y.has\n  refuses p when y.wants is more than 2 grades above y.has\n  permits p\n",
      "\"y.has\": \"g5\", \"y.wants\": \"g9\"", "1.1 refuses: y.wants g7 -> permitted by 1.1; together permitted by 1.1" },
    /* two ways with the same answer, because something else refuses as well: the one that puts nothing new in the way */
    { "clause 1.1 \"A\"\n  p only if x.a or x.b\nclause 1.2 \"B\"\n  refuses p when x.a\nclause 1.3 \"C\"\n  p only if x.c\n  permits p\n",
      "\"x.a\": false, \"x.b\": false, \"x.c\": false",
      "1.1 only if: x.b yes -> refused by 1.3; 1.3 only if: x.c yes -> refused by 1.1; together permitted by 1.3" },
  };
  CHECK(rows);
}

/* Of as many changes: what is not known, or an agreement, before what an exception or a negation names, before what the case is about. */
Test(why_not, what_is_rather_changed) {
#define AWAITS "clause 1.1 \"A\"\n  refuses p when x.a\n  permits p\nclause 1.2 \"B\"\n  sets aside the refusals of 1.1 when agreed consent\n"
  static const row rows[] = {
    { AWAITS, "\"x.a\": true, \"consent.status\": \"not_sought\"",
      "1.1 refuses: consent.status given_in_writing, consent.decided_by boss -> permitted by 1.1, 1.2; together permitted by 1.1, 1.2" },
    { AWAITS, "\"x.a\": true, \"consent.status\": \"given_in_writing\", \"consent.decided_by\": \"board\"",
      "1.1 refuses: consent.decided_by boss -> permitted by 1.1, 1.2; together permitted by 1.1, 1.2" },
    { AWAITS, "", "1.1 refuses (open): x.a no -> permitted by 1.1; together permitted by 1.1" },
    { "clause 1.1 \"A\"\n  refers p to boss when x.a and not x.b\n  permits p\n", "\"x.a\": true, \"x.b\": false",
      "1.1 refers: x.b yes -> permitted by 1.1; together permitted by 1.1" },
    { "clause 1.1 \"A\"\n  refuses p when x.a except when x.b\n  permits p\n", "\"x.a\": true, \"x.b\": false",
      "1.1 refuses: x.b yes -> permitted by 1.1; together permitted by 1.1" },
  };
  CHECK(rows);
}

/* Nothing is proposed that does not lead to what is wanted, with what the other clauses need. */
Test(why_not, only_what_leads_there) {
  static const row rows[] = {
    { "clause 1.1 \"A\"\n  refuses p when x.a\nclause 1.2 \"B\"\n  refuses p when not x.a and x.b\n  permits p\n", "\"x.a\": true, \"x.b\": true",
      "1.1 refuses: x.a no, x.b no -> permitted by 1.2; together permitted by 1.2" },
    { "clause 1.1 \"A\"\n  refuses p when x.a\n  permits p when x.b\n", "\"x.a\": true, \"x.b\": false",
      "1.1 refuses: x.a no, x.b yes -> permitted by 1.1; together permitted by 1.1" },
    { "clause 1.1 \"A\"\n  refuses p when x.a\n", "\"x.a\": true", "1.1 refuses: nothing" },
    { "clause 1.1 \"A\"\n  p applies only if x.level is above x.now\n  refuses p when x.level is more than 1 rank above x.now\n  permits p\n"
      "clause 1.2 \"B\"\n  p only if x.a\n", "\"x.a\": false, \"x.now\": \"low\", \"x.level\": \"high\"",
      "1.1 refuses: x.level middle -> refused by 1.2; 1.2 only if: x.a yes -> refused by 1.1; together permitted by 1.1" },
    /* one fact that both need to be different things */
    { "clause 1.1 \"A\"\n  refuses p when x.level is high\n  permits p\nclause 1.2 \"B\"\n  p only if x.level is at least high\n  p only if x.a\n",
      "\"x.a\": false, \"x.level\": \"high\"",
      "1.1 refuses: x.level top -> refused by 1.2; 1.2 only if: x.a yes -> refused by 1.1; together permitted by 1.1" },
  };
  CHECK(rows);
}

Test(why_not, amounts_and_dates) {
  static const row rows[] = {
    { "clause 1.1 \"A\"\n  p only if x.n is at most 40\n  permits p\n", "\"x.n\": 41.5", "1.1 only if: x.n 40 -> permitted by 1.1; together permitted by 1.1" },
    { "clause 1.1 \"A\"\n  p only if x.whole is more than 7\n  permits p\n", "\"x.whole\": 3",
      "1.1 only if: x.whole 8 -> permitted by 1.1; together permitted by 1.1" },
    { "clause 1.1 \"A\"\n  p only if x.pay is less than £10\n  permits p\n", "\"x.pay\": 12", "1.1 only if: x.pay 9.99 -> permitted by 1.1; together permitted by 1.1" },
    { "clause 1.1 \"A\"\n  p only if x.n * 2 + 5 is at least 20\n  permits p\n", "\"x.n\": 1", "1.1 only if: x.n 7.5 -> permitted by 1.1; together permitted by 1.1" },
    { "clause 1.1 \"A\"\n  p only if x.n is at least 200\n  permits p\n", "\"x.n\": 1", "1.1 only if: nothing" },
    { "clause 1.1 \"A\"\n  p only if x.n is at most 40\n  permits p\n", "", "1.1 only if (open): x.n 40 -> permitted by 1.1; together permitted by 1.1" },
    { "clause 1.1 \"A\"\n  p only if x.day is within 6 weeks from 1 February\n  permits p\n", "\"x.day\": \"2023-03-15\"",
      "1.1 only if: x.day 2023-03-14 or 2024-02-01 -> permitted by 1.1; together permitted by 1.1" },
    { "clause 1.1 \"A\"\n  p only if x.day is within 6 weeks from 1 February\n  permits p\n", "\"x.day\": \"2023-12-15\"",
      "1.1 only if: x.day 2024-02-01 or 2023-03-14 -> permitted by 1.1; together permitted by 1.1" },
    { "clause 1.1 \"A\"\n  p only if x.day is on or after 3 months before 2024-08-31\n  permits p\n", "\"x.day\": \"2024-05-30\"",
      "1.1 only if: x.day 2024-05-31 -> permitted by 1.1; together permitted by 1.1" },
  };
  CHECK(rows);
}

Test(why_not, nothing_in_the_way) {
  static const row rows[] = {
    { "clause 1.1 \"A\"\n  permits p when x.a and x.n is at least 10\n", "\"x.a\": true, \"x.n\": 5", "lacking x.n 10 -> permitted by 1.1" },
    { "clause 1.1 \"A\"\n  permits p when x.a\n", "", "lacking x.a yes -> permitted by 1.1" },
    { "clause 1.1 \"A\"\n  permits p when x.kind is red\n", "\"x.kind\": \"blue\"", "" },
    { "clause 1.1 \"A\"\n  permits p when x.a\n", "\"x.a\": true", "" },
  };
  CHECK(rows);
}

/* Of two dates that would do, the one that moves less. */
Test(why_not, the_shortest_way) {
  static const row rows[] = {
    { "clause 1.1 \"A\"\n  p only if x.day is at most 4 months after x.start\n  permits p\n", "\"x.start\": \"2023-07-01\", \"x.day\": \"2026-07-01\"",
      "1.1 only if: x.day 2023-11-01 -> permitted by 1.1; together permitted by 1.1" },
  };
  CHECK(rows);
}

/* A date may be moved either way; the other way is told where the same comes of it, alone and with all other changes. */
Test(why_not, both_directions) {
  static const row rows[] = {
    { "clause 1.1 \"A\"\n  refuses p when x.day is 2024-05-01 to 2024-05-10\n  permits p\n", "\"x.day\": \"2024-05-03\"",
      "1.1 refuses: x.day 2024-04-30 or 2024-05-11 -> permitted by 1.1; together permitted by 1.1" },
    { "clause 1.1 \"A\"\n  p only if x.day is within 6 weeks from 1 February\n  permits p\nclause 1.2 \"B\"\n  refuses p when x.day is before 2023-06-01 and x.a\n",
      "\"x.day\": \"2023-03-15\", \"x.a\": true",
      "1.1 only if: x.day 2023-03-14 -> refused by 1.2; 1.2 refuses: x.a no -> refused by 1.1; together permitted by 1.1" },
    { "clause 1.1 \"A\"\n  refuses p when x.day is after 2024-05-10\n  permits p\n", "\"x.day\": \"2024-05-13\"",
      "1.1 refuses: x.day 2024-05-10 -> permitted by 1.1; together permitted by 1.1" },
  };
  CHECK(rows);
}

Test(why_not, the_first_date) {
  static const row rows[] = {
    { "clause 1.1 \"A\"\n  refuses p when as_of is before 2024-05-01\nclause 1.2 \"B\"\n  permits p\n", "", "1.1 refuses: nothing; from 2024-05-01 permitted" },
    { "clause 1.1 \"A\"\n  effective to 2024-04-30\n  refuses p\nclause 1.2 \"B\"\n  permits p\n", "", "1.1 refuses: nothing; from 2024-05-01 permitted" },
    { "clause 1.1 \"A\"\n  refuses p when as_of is before 2034-04-01\nclause 1.2 \"B\"\n  permits p\n", "", "1.1 refuses: nothing; from 2034-04-01 permitted" },
    { "clause 1.1 \"A\"\n  effective to 2024-04-30\n  refuses p when x.a\nclause 1.2 \"B\"\n  effective from 2024-06-01\n  permits p\n", "\"x.a\": true",
      "1.1 refuses: nothing; from 2024-05-01 not_applicable" },
    { "clause 1.1 \"A\"\n  refuses p when as_of is before 2034-04-03\nclause 1.2 \"B\"\n  permits p\n", "", "1.1 refuses: nothing" },
    { "clause 1.1 \"A\"\n  p only if years_between(x.start, as_of) is at least 5 years\n  permits p\n", "\"x.start\": \"2019-04-03\"",
      "1.1 only if: x.start 2019-04-01 -> permitted by 1.1; together permitted by 1.1; from 2024-04-03 permitted" },
  };
  CHECK(rows);
}
