/* Which changes carry a difference: alone, together, several of which one would do, and such as cancel each other out. And the figures of it all. */
#include "compare/versions.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BASE                                                                                                                                                    \
  "policy p short months use the last day\nparty boss \"the boss\"\nparty board \"the board\"\noptions kind is small, large\nfacts e\n  n is number\n  a is yes or no\n  b is yes or no\n  kind is kind\n" \
  "decision may \"May\" is permission, may be silent \"x\"\ndecision pay \"Pay\" is money per month, better when higher, may be silent \"x\"\n"                    \
  "decision set \"Set\" is set of kind, may be silent \"x\"\n"                                                                                                  \
  "section m \"May\"\nclause m.1 \"One\"\n  refuses may when e.a\nclause m.2 \"Two\"\n  refuses may when e.b\nclause m.3 \"Yes\"\n  permits may when e.n is at least 1\n" \
  "section o \"Pay\"\nclause o.1 \"Pay\"\n  pay is £10 per month\nclause o.2 \"More\"\n  adds £1 per month * e.n to pay\n"                                        \
  "section s \"Set\"\nclause s.1 \"Small\"\n  adds small to set\n"
#define HEAD "amendment a \"New\" of p\n  effective when applied\n"
#define A "{\"id\":\"A\",\"e.n\":1,\"e.a\":true,\"e.b\":true,\"e.kind\":\"small\"}\n"
#define B "{\"id\":\"B\",\"e.n\":0,\"e.a\":false,\"e.b\":false,\"e.kind\":\"large\"}\n"

typedef struct row { const char *amendment, *facts, *want; } row;

static void expect_rows(const row *rows, size_t n) {
  for (size_t i = 0; i < n; i++) {
    versions v;
    pol_text t, r;
    pol_text_init(&t, NULL);
    pol_text_init(&r, NULL);
    pol_status status = versions_open(&v, BASE, rows[i].amendment, true, NULL);
    versions_reports(&r, &v);
    cr_assert_eq(status, POL_OK, "row %zu: %s", i, pol_text_get(&r));
    cr_assert_eq(versions_facts(&v, rows[i].facts, rows[i].facts), POL_OK);
    cr_assert_eq(versions_compare(&t, NULL, &v, &(pol_people){ 0 }, 4096), POL_OK);
    cr_expect(strstr(pol_text_get(&t), rows[i].want), "row %zu\n%s\n%s", i, pol_text_get(&t), rows[i].want);
    pol_text_drop(&t);
    pol_text_drop(&r);
    versions_close(&v);
  }
}

Test(attribution, by_experiment) {
  static const row rows[] = {
    /* both are needed */
    { HEAD "section m \"May\"\nclause m.n1 \"Out\"\n  withdraws m.1\nclause m.n2 \"Out\"\n  withdraws m.2\n", A, "may refused > permitted gains by 0,1 (m.1 m.2)" },
    /* one does nothing here */
    { HEAD "section m \"May\"\nclause m.n1 \"Out\"\n  withdraws m.1\nclause m.n2 \"Less\"\n  replaces m.3\n  permits may when e.n is at least 0\n", B, "may not_applicable > permitted gains by 0 (m.n2)" },
    /* each would do */
    { HEAD "section m \"May\"\nclause m.n1 \"No\"\n  refuses may when e.n is 0\nclause m.n2 \"No\"\n  refuses may when e.n is less than 1\nclause m.n3 \"Yes\"\n  replaces m.3\n  permits may when e.n is at most 1\n",
      "{\"id\":\"C\",\"e.n\":0,\"e.a\":false,\"e.b\":false}\n", "may not_applicable > refused unaffected;" },
    { HEAD "section m \"May\"\nclause m.n1 \"No\"\n  refuses may when e.n is 1\nclause m.n2 \"No\"\n  refuses may when e.n is less than 2\n",
      "{\"id\":\"C\",\"e.n\":1,\"e.a\":false,\"e.b\":false}\n", "may permitted > refused loses by 0,1 (m.n1 m.n2)" },
    /* the last is needed, and one of the first two: alone they move nothing, and without one the other does */
    { HEAD "section m \"May\"\nclause m.n1 \"Yes\"\n  permits may when e.n is 0\nclause m.n2 \"Yes\"\n  permits may when e.n is less than 1\nclause m.n3 \"Out\"\n  withdraws m.1\n",
      "{\"id\":\"C\",\"e.n\":0,\"e.a\":true,\"e.b\":false}\n", "may refused > permitted gains by 0,1,2 (m.n1 m.n2 m.1)" },
    /* they cancel each other out */
    { HEAD "section o \"Pay\"\nclause o.n1 \"Up\"\n  adds £2 per month to pay\nclause o.n2 \"Down\"\n  adds -£2 per month to pay\n", A, "pay value 11.00 > value 11.00 unaffected 0;" },
    /* each has its part of the amount */
    { HEAD "section o \"Pay\"\nclause o.n1 \"Up\"\n  adds £2 per month to pay\nclause o.n2 \"Up\"\n  adds £3 per month to pay when e.a\nclause o.n3 \"Up\"\n  adds £3 per month to pay when not e.a\n", A,
      "pay value 11.00 > value 16.00 gains 5 by 0,1 (o.n1 o.n2)" },
    /* silently ended with its section, each alone */
    { HEAD "section m \"May\"\n  replaces section m\nclause m.n3 \"Yes\"\n  replaces m.3\n  permits may when e.n is at least 1\n", A, "may refused > permitted gains by 0,1 (m.1 m.2)" },
    { HEAD "section m \"May\"\n  replaces section m\nclause m.n3 \"Yes\"\n  replaces m.3\n  permits may when e.n is at least 0\n", B, "may not_applicable > permitted gains by 2 (m.n3)" },
    /* to whom */
    { HEAD "section m \"May\"\nclause m.n3 \"Ask\"\n  replaces m.3\n  refers may to boss when e.n is 0\nclause m.n4 \"Ask too\"\n  refers may to board when e.n is 0\n", B, "may not_applicable > referred gains by 0,1 (m.n3 m.n4)" },
    /* sets */
    { HEAD "section s \"Set\"\nclause s.n1 \"Large\"\n  adds large to set when e.a\n", A, "set value small > value small large changed by 0 (s.n1)" },
    { HEAD "section s \"Set\"\nclause s.n1 \"Large\"\n  adds large to set when e.a\n", B, "set value small > value small unaffected;" },
  };
  expect_rows(rows, COUNT(rows));
}

#define AMENDED                                                                                                                                        \
  HEAD "facts e\n  late is yes or no\nsection m \"May\"\nclause m.n1 \"Out\"\n  withdraws m.1\nclause m.n2 \"Less\"\n  replaces m.3\n  permits may when e.n is at least 0 and not e.late\n" \
       "section o \"Pay\"\nclause o.n1 \"Up\"\n  adds £2 per month to pay when e.kind is large\nclause o.n2 \"Down\"\n  adds -£1 per month * e.n to pay when e.a\n"

static char *many(uint32_t n) { /* a few kinds of people, with what is not known for some */
  char *text = malloc((size_t)n * 128 + 1), *at = text;
  for (uint32_t i = 0; i < n; i++) {
    at += sprintf(at, "{\"id\":\"P%u\",\"e.a\":%s,\"e.b\":%s", i, i % 2 ? "true" : "false", i % 3 ? "false" : "true");
    if (i % 5) at += sprintf(at, ",\"e.n\":%u", i % 4);
    if (i % 7) at += sprintf(at, ",\"e.kind\":\"%s\"", i % 4 == 1 ? "large" : "small");
    if (i % 11) at += sprintf(at, ",\"e.late\":%s", i % 6 == 1 ? "true" : "false");
    at += sprintf(at, "}\n");
  }
  return text;
}

Test(attribution, the_size_of_chunks_makes_no_difference) {
  static const uint32_t chunk[] = { 4096, 1, 7 };
  char *facts = many(60);
  pol_text t[3];
  for (size_t i = 0; i < COUNT(chunk); i++) {
    versions v;
    const pol_people_summary *s;
    pol_text_init(&t[i], NULL);
    cr_assert_eq(versions_open(&v, BASE, AMENDED, true, NULL), POL_OK);
    cr_assert_eq(versions_facts(&v, facts, facts), POL_OK);
    uint32_t by = pol_model_fact(v.c->model[1], pol_atom_text(v.atoms, "e.kind"));
    cr_assert_eq(versions_compare(&t[i], &s, &v, &(pol_people){ .by = &by, .bys = 1, .most = 3 }, chunk[i]), POL_OK);
    versions_summary(&t[i], &v, s);
    cr_expect_str_eq(pol_text_get(&t[i]), pol_text_get(&t[0]));
    versions_close(&v);
  }
  for (size_t i = 0; i < COUNT(chunk); i++) pol_text_drop(&t[i]);
  free(facts);
}

Test(attribution, figures) {
  versions v;
  pol_text t;
  const pol_people_summary *s;
  const char *facts = "{\"id\":\"A\",\"e.n\":1,\"e.a\":true,\"e.b\":false,\"e.kind\":\"large\",\"e.late\":false}\n{\"id\":\"B\",\"e.n\":0,\"e.a\":false,\"e.b\":false,\"e.kind\":\"small\",\"e.late\":false}\n"
                      "{\"id\":\"C\",\"e.n\":4,\"e.a\":true,\"e.b\":true,\"e.kind\":\"large\",\"e.late\":true}\n{\"id\":\"D\",\"e.n\":3,\"e.b\":false,\"e.kind\":\"large\"}\n";
  pol_text_init(&t, NULL);
  cr_assert_eq(versions_open(&v, BASE, AMENDED, true, NULL), POL_OK);
  cr_assert_eq(versions_facts(&v, facts, facts), POL_OK);
  uint32_t by = pol_model_fact(v.c->model[1], pol_atom_text(v.atoms, "e.kind"));
  cr_assert_eq(versions_compare(NULL, &s, &v, &(pol_people){ .by = &by, .bys = 1 }, 4096), POL_OK);
  versions_summary(&t, &v, s);
  cr_expect_str_eq(pol_text_get(&t),
                   "4 people, 0 wrong, effects 3/1/0/6/2 any 2/1/0/4/1 worse 1 better 2 mixed 0 same 0 open 1\n"
                   "may 2/0/0/1/1 most gains A#1+1,B#2+0 open D#4 by 0:1/0/0/0/0 by 1:1/0/0/0/0 missing e.a:0/0/0/0/1 missing e.late:0/0/0/0/1\n"
                   "pay 1/1/0/1/1 total 35 > 34 a year -12 gains 1 from 1 A to 1 A middle 1 sum 1 losses 1 from 2 C to 2 C middle 2 sum 2 all 3 from -2 C to 1 A middle 0 sum -1 "
                   "most gains A#1+2+3 most losses C#3+2+3 open D#4 by 2:1/1/0/0/0 by 3:1/1/0/0/0 missing e.a:0/0/0/0/1\n"
                   "set 0/0/0/4/0\n"
                   "small: 1 any 1/0/0/1/0; 1/0/0/0/0 0; 0/0/0/1/0 0; 0/0/0/1/0 0\n"
                   "large: 3 any 1/1/0/3/1; 1/0/0/1/1 0; 1/1/0/0/1 -1; 0/0/0/3/0 0\n", "%s", pol_text_get(&t));
  pol_text_drop(&t);
  versions_close(&v);
}

/* ---- memory that runs out at every allocation in turn */

typedef struct rationed { uint64_t left; } rationed;

static void *get(void *user, size_t size) {
  rationed *r = user;
  if (r->left == 0) return NULL;
  r->left--;
  return malloc(size);
}

static void put(void *user, void *block) {
  (void)user;
  free(block);
}

static pol_status compare_all(const char *facts, const pol_alloc *from, bool amends) {
  versions v;
  pol_text t;
  const pol_people_summary *s;
  pol_text_init(&t, NULL);
  pol_status status = versions_open(&v, BASE, amends ? AMENDED : BASE "clause o.3 \"More\"\n  adds £1 per month to pay when e.a\nclause o.4 \"Less\"\n  adds -£2 per month to pay when e.b\n", amends, from);
  if (status == POL_OK) status = versions_facts(&v, facts, facts);
  uint32_t by = status == POL_OK ? pol_model_fact(v.c->model[1], pol_atom_text(v.atoms, "e.kind")) : 0;
  pol_compare_witness w;
  if (status == POL_OK) status = pol_comparison_witness(&w, v.c, 0);
  if (status == POL_OK) status = versions_compare(&t, &s, &v, &(pol_people){ .by = &by, .bys = 1, .answers = true }, 4);
  versions_close(&v);
  pol_text_drop(&t);
  return status;
}

Test(attribution, memory_fails_at_every_allocation) {
  char *facts = many(6);
  for (int amends = 0; amends < 2; amends++) {
    uint64_t n = 0, step = 1;
    pol_status status = POL_NO_MEMORY;
    for (; status == POL_NO_MEMORY && n < 200000; n += step) {
      rationed r = { n };
      pol_alloc from = { get, put, &r };
      status = compare_all(amends ? facts : A B, &from, amends == 1);
      if (n > 600) step = 7; /* the later ones are alike */
    }
    cr_expect_eq(status, POL_OK, "after %llu allocations: %d", (unsigned long long)n, (int)status);
    cr_expect_gt(n, 100);
  }
  free(facts);
}
