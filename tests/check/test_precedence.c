/* What stands above what: clauses, sections, tables, transitively, and only where both speak to the same decision. */
#include "base/random.h"
#include "ruled.h"
#include <stdio.h>

#define HEAD "policy p \"P\"\nfacts a\n  x is yes or no\n  y is yes or no\ndecision d is permission\ndecision e is permission\ndecision v is number\n"

static const struct { const char *text, *decision, *want; } rules[] = {
  { "clause 1\n  refuses d\nclause 2\n  permits d, despite 1\n", "d", "1 refuses above 1\n2 permits\n" },
  { "clause 1\n  refuses d, subject to 2\nclause 2\n  permits d\n", "d", "1 refuses above 1\n2 permits\n" },
  { "clause 1\n  refuses d\nclause 2\n  permits d, despite 1\nclause 3\n  refuses d, despite 2\n", "d", "1 refuses above 1 2\n2 permits above 2\n3 refuses\n" },
  { "clause 1\n  refuses e\nclause 2\n  permits d, e, despite 1\n", "d", "2 permits\n" },
  { "section 1\nclause 1.1\n  refuses d\nclause 1.2\n  refuses e\nclause 1.3\n  refuses d\nsection 2\nclause 2.1\n  permits d, despite section 1\n", "d",
    "1.1 refuses above 2\n1.3 refuses above 2\n2.1 permits\n" },
  /* a clause does not stand above itself */
  { "section 1\nclause 1.1\n  refuses d\n  permits d, despite section 1\nclause 1.2\n  refuses d\n", "d", "1.1 refuses\n1.1 permits\n1.2 refuses above 1\n" },
  { "clause 1\n  refuses d when a.x, despite 1\n", "d", NULL },
  { "clause 1\nclause 2\ntable t_\n  | clause | a.x | v |\n  | 1 | yes | 5 |\n  | 2 | any | 6 |\nclause 3\n  v is 7, despite table t_ when a.y\n", "v",
    "1 is value 5 when (is a.x yes) above 2\n2 is value 6 above 2\n3 is value 7 when a.y\n" },
  { "clause 1\nclause 2\nclause 3\ntable t_\n  | clause | a.x | v | despite |\n  | 1 | yes | 5 | |\n  | 2 | any | 6 | 1 |\n  | 3 | no | 7 | others |\n", "v",
    "1 is value 5 when (is a.x yes) above 1 2\n2 is value 6 above 2\n3 is value 7 when (is a.x no)\n" },
  { "clause 1\n  refuses d when a.x\nclause 2\n  sets aside the refusals of 1 when a.y\nclause 3\n  permits d, despite 2, 1\n", "d",
    "1 refuses when a.x above 2\n2 sets aside when a.y targets 0\n3 permits\n" },
  /* versions of one clause are both meant */
  { "clause 1\n  effective to 2024-03-31\n  refuses d\nclause 1\n  effective from 2024-04-01\n  refuses d\nclause 2\n  permits d, despite 1\n", "d", "1 refuses above 2\n1 refuses above 2\n2 permits\n" },
};

Test(check_precedence, above) {
  char text[2048];
  for (size_t i = 0; i < COUNT(rules); i++) {
    checked k;
    if (rules[i].want == NULL) continue;
    snprintf(text, sizeof text, "%s%s", HEAD, rules[i].text);
    checked_one(&k, text);
    cr_expect_eq(k.reports.errors, 0, "%s: %s", rules[i].text, ruled_reports(&k));
    cr_expect_str_eq(ruled_rules(&k, rules[i].decision), rules[i].want, "%s\n  want: %s\n  got:  %s", rules[i].text, rules[i].want, ruled_rules(&k, rules[i].decision));
    checked_close(&k);
  }
}

#define QUIET "policy p \"P\"\nfacts a\n  x is yes or no\n  y is yes or no\ndecision d is permission, may be silent \"-\"\ndecision e is permission, may be silent \"-\"\nclause 0\n  permits e\n"

static const struct { const char *text, *want; } reports[] = {
  { "clause 1\n  refuses d, despite 2\nclause 2\n  permits d, despite 1\n", "POL0502 10:22" },
  { "clause 1\n  refuses d, despite 2\nclause 2\n  permits d, despite 3\nclause 3\n  permits d, despite 1\n", "POL0502 10:22" },
  { "clause 1\n  refuses d, subject to 2\nclause 2\n  permits d, subject to 1\n", "POL0502 10:25" },
  { "clause 1\n  refuses d, despite 2 subject to 2\nclause 2\n  permits d\n", "POL0502 10:22" },
  { "clause 1\n  refuses d, e, despite 2\nclause 2\n  permits d, e, despite 1\n", "POL0502 10:25" },
  /* not a circle: they meet on no decision */
  { "clause 1\n  refuses d, despite 2\nclause 2\n  permits e, despite 1\n", "POL0515 10:22, POL0515 12:22" },
  { "clause 1\n  refuses d, despite 9\n", "POL0302 10:22" },
  { "clause 1\n  refuses d, despite section 9\n", "POL0318 10:30" },
  { "clause 1\n  refuses d, despite table t_\n", "POL0308 10:28" },
  { "clause 1\n  refuses d, despite 0\n", "POL0515 10:22" },
  { "clause 1\n  refuses d, e, despite 0\n", "" },
  { "section 3\nclause 3.1\n  permits e\nclause 1\n  refuses d, despite section 3\n", "POL0515 13:22" },
  { "section 3\nclause 3.1\n  permits e\nclause 1\n  refuses d, subject to section 3\n", "POL0515 13:25" },
  { "section 3\nclause 3.1\n  refuses e\nclause 1\n  refuses d, e, despite section 3\n", "POL0606 8:3" },
  { "clause 1\n  refuses d, despite table t_\nclause 2\ntable t_\n  | clause | a.x | e |\n  | 2 | yes | permitted |\n", "POL0515 10:22" },
  { "clause 1\n  refuses d, despite 1\n", "POL0515 10:22" },
  { "clause 1\n  permits d\n  sets aside the refusals of 0 when a.x\n", "POL0508 11:30" },
  { "clause 1\n  permits d\n  sets aside the refusals of 9 when a.x\n", "POL0302 11:30" },
};

Test(check_precedence, reports) {
  char text[2048];
  for (size_t i = 0; i < COUNT(reports); i++) {
    snprintf(text, sizeof text, "%s%s", QUIET, reports[i].text);
    ruled_expect(text, reports[i].want);
  }
}

/* A circle is told link by link. */
Test(check_precedence, circle) {
  checked k;
  checked_one(&k, QUIET "clause 1\n  refuses d, despite 2\nclause 2\n  permits d, despite 3\nclause 3\n  permits d, despite 1\n");
  const pol_report *r = checked_report(&k, 502);
  cr_assert(r);
  cr_expect_str_eq(r->message, "3 clauses stand above one another in a circle");
  cr_expect_str_eq(r->at.text, "puts 1 above 2");
  cr_assert_eq(r->also.n, 2);
  cr_expect_str_eq(r->also.at[0].text, "puts 2 above 3");
  cr_expect_str_eq(r->also.at[1].text, "puts 3 above 1");
  checked_close(&k);
}

/* Many clauses under one, and a long chain on other decisions: the cost is that of what stands above what. */
Test(check_precedence, many) {
  enum { N = 3000 };
  pol_text t;
  pol_text_init(&t, NULL);
  pol_text_add(&t, HEAD "section 1\n");
  for (int i = 0; i < N; i++) pol_text_format(&t, "clause 1.%d\n  refuses d when a.x\n", i);
  pol_text_add(&t, "section 2\nclause 2.1\n  permits d, despite section 1\n");
  checked k;
  checked_one(&k, pol_text_get(&t));
  const pol_decision *d = &k.m->decisions.at[ruled_decision(&k, "d")];
  cr_assert_eq(d->rules, N + 1);
  for (uint32_t i = 0; i < N; i++) cr_assert(k.m->rules.at[d->rule[i]].aboves == 1 && k.m->rules.at[d->rule[i]].above[0] == d->rule[N]);
  checked_close(&k);
  pol_text_drop(&t);
}

/* ---- held against a closure that is found the slow way */

enum { CLAUSES = 24 };

typedef struct { bool stands[CLAUSES][CLAUSES]; int n; } order; /* the first above the second */

/* Some of n clauses above others, all in one direction of a random line, so that there is no circle; `despite` or `subject to`, some more than once. */
static void draw(order *o, pol_text *t, uint64_t *seed) {
  int line[CLAUSES];
  *o = (order){.n = 2 + (int)(random_bits(seed) % (CLAUSES - 1))};
  for (int i = 0, j; i < o->n; i++) {
    j = (int)(random_bits(seed) % (unsigned)(i + 1));
    line[i] = line[j];
    line[j] = i;
  }
  uint64_t rare = 1 + random_bits(seed) % 6;
  for (int i = 0; i < o->n; i++) {
    pol_text_format(t, "clause %d\n  permits d", i);
    for (int below = 0; below < 2; below++)
      for (int j = 0, said = 0; j < o->n; j++) {
        if (line[j] == line[i] || (line[j] > line[i]) != below || random_bits(seed) % (rare + 2)) continue;
        for (uint64_t times = 1 + random_bits(seed) % 2; times > 0; times--) pol_text_format(t, "%s%d", said++ ? ", " : below ? " subject to " : ", despite ", j);
        *(below ? &o->stands[j][i] : &o->stands[i][j]) = true;
      }
    pol_text_add(t, "\n");
  }
  for (int k = 0; k < o->n; k++)
    for (int i = 0; i < o->n; i++)
      for (int j = 0; j < o->n; j++) o->stands[i][j] = o->stands[i][j] || (o->stands[i][k] && o->stands[k][j]);
}

Test(check_precedence, closure) {
  uint64_t seed = 1;
  for (int times = 0; times < 400; times++) {
    order o;
    pol_text t;
    checked k;
    pol_text_init(&t, NULL);
    pol_text_add(&t, HEAD);
    draw(&o, &t, &seed);
    checked_one(&k, pol_text_get(&t));
    cr_assert_eq(k.reports.errors, 0, "%s: %s", pol_text_get(&t), ruled_reports(&k));
    const pol_decision *d = &k.m->decisions.at[ruled_decision(&k, "d")];
    for (int i = 0; i < o.n; i++) {
      const pol_rule *r = &k.m->rules.at[d->rule[i]];
      uint32_t n = 0;
      for (int j = 0; j < o.n; j++)
        if (o.stands[j][i]) cr_assert(n < r->aboves && r->above[n++] == d->rule[j], "%s\n%d above %d", pol_text_get(&t), j, i);
      cr_assert_eq(n, r->aboves, "%s\n%d has %u above it, not %u", pol_text_get(&t), i, r->aboves, n);
    }
    checked_close(&k);
    pol_text_drop(&t);
  }
}
