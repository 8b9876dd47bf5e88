/* Declarations: what they make of the model, what does not belong in them, and circles. Lines count from `policy`, which is the first. */
#include "checked.h"
#include <stdio.h>
#include <string.h>

#define HEAD "policy p \"P\"\n"

static const struct { const char *text, *want; } rows[] = {
  { "  publisher \"X\"\n  reference \"R\"\n", "" },
  { "  publishr \"X\"\n", "POL0313 2:3" },
  { "  effective from 2024-05-01 to 2024-04-01\n", "POL0418 2:3" },
  { "  effective when applied\n", "POL0421 2:3" },
  { "facts a\n  x is permission\n", "POL0419 3:8" },
  { "facts a\n  x is obligations\n", "POL0419 3:8" },
  { "options o is red\nfacts a\n  x is set of o\n", "POL0419 4:8" },
  { "record r\n  x is number\nfacts a\n  x is r\n", "POL0419 5:8" },
  { "facts a\n  x is percent per month\n", "POL0419 3:8" },
  { "record r\n  x is number\ndecision d is list of r\n", "POL0419 4:15" },
  { "facts a\n  x is text, at least 5\n", "POL0421 3:14" },
  { "facts a\n  x is number, confidential, confidential\n", "POL0421 3:30" },
  { "record r\n  x is number\nfacts a\n  x is list of r, presumed 1\n", "POL0421 5:19" },
  { "record r\n  x is number, confidential\n", "POL0421 3:16" },
  { "decision d is permission, rounded half up to 1\n", "POL0421 2:27" },
  { "decision d is permission, better when higher\n", "POL0421 2:27" },
  { "decision d is number, better when yes\n", "POL0421 2:23" },
  { "decision d is permission, least of all clauses\n", "POL0421 2:27" },
  { "options o is red, green\ndecision d is o, better when red\n", "" },
  { "facts a\n  x is number, presumed yes\n", "POL0408 3:25" },
  { "facts a\n  x is number, known to boss\n", "POL0303 3:25" },
  /* lists in lists */
  { "record a\n  l is list of b\nrecord b\n  l is list of c\nrecord c\n  l is list of d\nrecord d\n  n is number\nfacts f\n  l is list of a\n", "" },
  { "record a\n  l is list of b\nrecord b\n  l is list of c\nrecord c\n  l is list of d\nrecord d\n  l is list of e\nrecord e\n  n is number\n", "POL0420 2:8" },
  { "record a\n  l is list of a\n", "POL0420 2:8" },
  { "record a\n  l is list of b\nrecord b\n  l is list of a\n", "POL0420 2:8, POL0420 4:8" },
  /* values over time */
  { "value v is\n  - 5 to 2024-03-31\n  - 6 from 2024-04-01\n", "" },
  { "value v is\n  - 6 from 2024-03-31\n  - 5 to 2024-03-31\n", "POL0417 3:7" },
  { "value v is\n  - 5 from 2024-01-01\n  - 6 from 2024-04-01\n", "POL0417 4:7" },
  { "value v is\n  - 5 when as_of is 2024-01-01\n  - 6 from 2024-04-01\n", "POL0422 3:7" },
  { "value v is\n  - 5 otherwise\n  - 6 otherwise\n", "POL0422 4:5" },
  { "value v is\n  - 5 days to 2024-03-31\n  - £6 from 2024-04-01\n", "POL0401 4:5" },
  /* and, or */
  { "facts a\n  x is yes or no\n  y is yes or no\n  z is yes or no\ndefine d when a.x or a.y and a.z\n", "POL0501 6:26" },
  { "facts a\n  x is yes or no\n  y is yes or no\n  z is yes or no\ndefine d when (a.x or a.y) and a.z\n", "" },
  /* circles */
  { "define a is b\ndefine b is a\n", "POL0414 3:13" },
  { "define b is a\ndefine a is b\ndefine c is a + b\n", "POL0414 3:13" },
  { "define a is a + 1\n", "POL0414 2:13" },
  { "define f(x) is g(x)\ndefine g(x) is f(x)\ndefine h is f(1)\ndefine i is g(1)\n", "POL0414 3:16" },
  { "decision d is number\nclause 1\n  d is d + 1\n", "POL0415 4:8" },
  { "decision d is number\ndecision e is number\nclause 1\n  d is e\n  e is d\n", "POL0415 6:8" },
  { "decision d is number\ndecision e is number\ndecision f is number\ndefine g is f\nclause 1\n  d is e\n  e is g\n  f is d\n", "POL0415 9:8" },
  { "decision d is permission, after e\ndecision e is permission, after d\n", "POL0415 3:33" },
  { "facts a\n  x is yes or no, only when y\n  y is yes or no, only when x\n", "POL0416 4:29" },
  { "facts a\n  x is yes or no, only when x\n", "POL0416 3:29" },
  { "decision d is permission\nfacts a\n  x is yes or no, only when d is permitted\n", "POL0423 4:29" },
  { "decision d is permission\ndefine e when d is permitted\nfacts a\n  x is yes or no, only when e\n", "POL0423 5:29" },
};

Test(check_declare, rows) {
  for (size_t i = 0; i < COUNT(rows); i++) {
    char text[2048];
    snprintf(text, sizeof text, HEAD "%s", rows[i].text);
    checked k;
    checked_one(&k, text);
    const char *got = checked_errors(&k);
    cr_expect_str_eq(got, rows[i].want, "%s\n  is   %s\n  want %s", rows[i].text, got, rows[i].want);
    checked_close(&k);
  }
}

/* A fact with `only when` may be used where its condition is implied: 0620 elsewhere. The facts take lines 2 to 8. */
#define ONLY                                                                                               \
  "order rank \"rank\", \"ranks\" is constable, sergeant\n"                                              \
  "facts a\n  kind is one of officer, special, staff\n  rank is rank, only when kind is officer\n"       \
  "  beat is number, only when kind is one of officer, special\n  ok is yes or no\ndecision d is permission\n"
static const struct { const char *text, *want; } only[] = {
  { "clause 1\n  permits d when a.rank is sergeant\n", "POL0620 10:18" },
  { "clause 1\n  permits d when a.kind is officer and a.rank is sergeant\n", "" },
  { "clause 1\n  permits d when a.rank is sergeant and a.kind is officer\n", "POL0620 10:18" },
  { "clause 1\n  permits d when a.kind is staff and a.rank is sergeant\n", "" },
  { "clause 1\n  permits d when a.rank is sergeant and a.rank is not constable\n", "POL0620 10:18" }, /* once */
  { "clause 1\n  permits d when not a.rank is sergeant and a.beat + 1 is 3 and a.beat is 2\n", "POL0620 10:22, POL0620 10:45" },
  { "clause 1\n  permits d when a.kind is officer or a.rank is sergeant\n", "POL0620 10:39" },
  { "clause 1\n  permits d when a.kind is not officer or a.rank is sergeant\n", "" },
  { "clause 1\n  permits d when a.ok or not a.kind is officer or a.rank is sergeant\n", "" },
  { "clause 1\n  permits d when a.rank is sergeant or a.kind is not officer\n", "POL0620 10:18" },
  { "clause 1\n  permits d when (a.kind is not officer or a.ok) and a.rank is sergeant\n", "POL0620 10:54" },
  { "define outside when a.kind is staff or a.kind is special\nclause 1\n  permits d when outside or not a.kind is officer or a.beat is 3\n", "" },
  { "clause 1\n  permits d when all of\n    - a.kind is officer\n    - (a.ok or a.rank is sergeant)\n", "" },
  { "clause 1\n  permits d when a.kind is officer and a.beat is 3\n", "" },
  { "clause 1\n  permits d when a.kind is special and a.beat is 3\n", "" },
  { "clause 1\n  permits d when a.kind is one of special, officer and a.beat is 3\n", "" },
  { "clause 1\n  permits d when a.kind is one of special, staff and a.beat is 3\n", "POL0620 10:54" },
  { "clause 1\n  d applies only if a.kind is officer\nclause 2\n  permits d when a.rank is sergeant\n", "" },
  { "section 1\n  applies only if a.kind is officer\nclause 1.1\n  permits d when a.rank is sergeant\n", "" },
  { "define senior when a.rank is sergeant\nclause 1\n  permits d when senior\n", "POL0620 11:18" },
  { "define senior when a.rank is sergeant\nclause 1\n  permits d when a.kind is officer and senior\n", "" },
  { "define senior when a.kind is officer and a.rank is sergeant\nclause 1\n  permits d when senior\n", "" },
  { "define is_officer when a.kind is officer\nclause 1\n  permits d when is_officer and a.rank is sergeant\n", "" },
  { "define steps is\n  - 2 when a.kind is officer and a.rank is sergeant\n  - 1 otherwise\nclause 1\n  permits d when steps is 1\n", "" },
};

Test(check_declare, only_when) {
  for (size_t i = 0; i < COUNT(only); i++) {
    char text[2048];
    snprintf(text, sizeof text, HEAD ONLY "%s", only[i].text);
    checked k;
    checked_one(&k, text);
    const char *got = checked_errors(&k);
    cr_expect_str_eq(got, only[i].want, "%s\n  is   %s\n  want %s", only[i].text, got, only[i].want);
    checked_close(&k);
  }
}

/* -- what comes of the declarations */

Test(check_declare, the_model) {
  checked k;
  checked_one(&k, HEAD "  reference \"R1\"\n  publisher \"Us\"\n  effective from 2021-07-01\n  short months use the first day of the next month\n"
                       "party boss \"the boss\"\nparty head_of_it\n"
                       "agreement leave_of_boss of boss, in writing \"the boss's leave\"\n"
                       "options colour is red \"bright red\", dark_green\norder grade is low, high\n"
                       "facts a \"About A\"\n  n \"has\" is count, 1 to 12, asks \"How many?\", presumed 3, confidential, cannot change, known to boss\n"
                       "  c is colour, only when n is 3\n"
                       "decision x is hours, rounded half even to 0.5 hours, better when lower, greatest of all clauses, may be silent \"so\"\n"
                       "decision p is permission\ndecision q is permission, after p\n"
                       "table r(day, time)\n  | clause | time | r |\n  | 1 | 19:00 to 07:00 | 1 |\n  | 1 | 07:00 to 19:00 | 2 |\nclause 1\n  permits p, q\n  x is 1 hour\n");
  cr_expect_str_eq(checked_errors(&k), "");
  const pol_model *m = k.m;
  cr_expect_str_eq(m->title, "P");
  cr_expect_str_eq(m->reference, "R1");
  cr_expect_str_eq(m->publisher, "Us");
  cr_expect(m->from_set && !m->to_set);
  cr_expect_eq(m->short_months, POL_SHORT_NEXT_FIRST);
  cr_expect_eq(m->parties.n, 4);
  cr_expect_str_eq(m->parties.at[1].label, "head of it");
  cr_expect_str_eq(pol_atom_get(k.atoms, m->parties.at[2].name), "other");
  cr_expect_str_eq(pol_atom_get(k.atoms, m->parties.at[3].name), "unnamed");
  cr_expect_str_eq(m->options.at[0].at[6].label, "Sunday");
  cr_expect_str_eq(m->options.at[2].at[0].label, "bright red");
  cr_expect_str_eq(m->options.at[2].at[1].label, "dark green");
  cr_expect(m->options.at[3].ordered);
  cr_expect_str_eq(m->options.at[3].nouns, "grades");
  const pol_fact *n = &m->facts.at[pol_model_fact(m, pol_atom_text(k.atoms, "a.n"))];
  cr_expect_str_eq(n->group_title, "About A");
  cr_expect_str_eq(n->question, "How many?");
  cr_expect_eq(n->bound, POL_BOUND_RANGE);
  cr_expect_eq(pol_num_cmp(n->high.as.num, pol_num_int(12)), 0);
  cr_expect(n->confidential && n->fixed && n->known_tos == 1 && n->presumed != NULL);
  const pol_fact *c = &m->facts.at[pol_model_fact(m, pol_atom_text(k.atoms, "a.c"))];
  cr_expect_str_eq(checked_expr(&k, c->only_when), "(is a.n 3)");
  const pol_agreement *a = &m->agreements.at[0];
  cr_expect(a->in_writing && a->party == 0);
  cr_expect_str_eq(pol_atom_get(k.atoms, m->facts.at[a->status].name), "leave_of_boss.status");
  cr_expect_str_eq(m->facts.at[a->decided_by].question, "Who decided on the boss's leave?");
  const pol_decision *x = &m->decisions.at[0];
  cr_expect(x->rounded && x->round == POL_ROUND_HALF_EVEN && x->better == POL_BETTER_LOWER && x->combine == POL_COMBINE_GREATEST);
  cr_expect_str_eq(x->may_be_silent, "so");
  cr_expect(m->decisions.at[2].afters == 1 && m->decisions.at[2].after[0] == 1);
  cr_expect(m->tables.at[0].borders == 2 && m->tables.at[0].border[0] == 420 && m->tables.at[0].border[1] == 1140);
  cr_expect_eq(strlen(m->digest), 64);
  checked_close(&k);
}

/* Decisions in order: one comes after those that it uses, through definitions and stages too. */
Test(check_declare, the_order) {
  checked k;
  checked_one(&k, HEAD "decision d is number\ndecision e is permission, after g\ndecision f is number\ndecision g is permission\ndefine x is f\n"
                       "clause 1\n  d is x + 1\n  permits e when d is 2\n  f is 3\n  permits g\n");
  cr_expect_str_eq(checked_errors(&k), "");
  uint32_t at[4];
  for (uint32_t i = 0; i < 4; i++) at[k.m->order[i]] = i;
  cr_expect(at[0] > at[2] && at[1] > at[3] && at[1] > at[0]);
  checked_close(&k);
}

/* The digest is of the texts, whatever the order in which the files were named; it changes with them. */
Test(check_declare, the_digest) {
  checked a, b, c;
  checked_open(&a, NULL, (const char *const[]){ "policy p \"P\"\n", "party x\n", NULL });
  checked_open(&b, NULL, (const char *const[]){ "policy p \"P\"\n", "party x\n", NULL });
  checked_open(&c, NULL, (const char *const[]){ "policy p \"P\"\nparty x", "\n", NULL });
  cr_expect_str_eq(a.m->digest, b.m->digest);
  cr_expect_str_neq(a.m->digest, c.m->digest);
  checked_close(&a);
  checked_close(&b);
  checked_close(&c);
}

/* A module is loaded once, with its own modules; its definitions are known, and its names cannot be declared again. */
Test(check_declare, modules) {
  checked k;
  checked_open(&k, NULL, (const char *const[]){ HEAD "  short months use the last day\nuse calendar\nfacts a\n  d is date\ndefine x is whole_years(a.d, as_of)\n", "use calendar\n", NULL });
  cr_expect_str_eq(checked_errors(&k), "");
  cr_expect_eq(k.sources.files.n, 3);
  checked_close(&k);
}
