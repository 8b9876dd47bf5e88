/* Limits, size, and memory that runs out at every point. */
#include "base/failing.h"
#include "base/limits.h"
#undef COUNT
#include "checked.h"
#include <stdio.h>
#include <string.h>

#define HEAD "policy p \"P\"\n  short months use the last day\n"

static char *repeated(const char *head, const char *format, int from, int to, const char *tail) {
  size_t room = strlen(head) + strlen(tail) + (size_t)(to - from + 1) * (strlen(format) + 60) + 1, n = 0;
  char *text = malloc(room);
  cr_assert(text);
  n += (size_t)snprintf(text, room, "%s", head);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  for (int i = from; i < to; i++) n += (size_t)snprintf(text + n, room - n, format, i + 1, i, i);
#pragma GCC diagnostic pop
  snprintf(text + n, room - n, "%s", tail);
  return text;
}

static const char *errors_of(checked *k, char *text) {
  checked_one(k, text);
  free(text);
  return checked_errors(k);
}

/* Each definition rests on the one before: as high as expressions may be, and one higher. */
Test(check_limits, height) {
  checked k;
  cr_expect_str_eq(errors_of(&k, repeated(HEAD "define d0 is 1\n", "define d%d is d%d + 1\n", 0, 399, "")), "");
  checked_close(&k);
  cr_expect_str_eq(errors_of(&k, repeated(HEAD "define d0 is 1\n", "define d%d is d%d + 1\n", 0, 400, "")), "POL0424 403:16");
  checked_close(&k);
  /* Declared the other way round, it is the checker's own depth that ends it. */
  char text[65536] = HEAD;
  for (int i = 2000; i > 0; i--) snprintf(text + strlen(text), 64, "define d%d is d%d + 1\n", i, i - 1);
  strcat(text, "define d0 is 1\n");
  checked_one(&k, text);
  cr_expect(strncmp(checked_errors(&k), "POL0424", 7) == 0, "%s", checked_errors(&k));
  checked_close(&k);
}

/* Each definition uses the one before twice: 2^16 parts at most. */
Test(check_limits, steps) {
  checked k;
  cr_expect_str_eq(errors_of(&k, repeated(HEAD "define d0 is 1\n", "define d%d is d%d + d%d\n", 0, 15, "")), "");
  checked_close(&k);
  cr_expect_str_eq(errors_of(&k, repeated(HEAD "define d0 is 1\n", "define d%d is d%d + d%d\n", 0, 60, "")), "POL0424 19:15");
  checked_close(&k);
}

Test(check_limits, lists_in_lists) {
  static const struct { int deep; const char *want; } rows[] = { { 4, "" }, { 5, "POL0420" } };
  for (size_t i = 0; i < 2; i++) {
    char text[2048] = HEAD "define x when ";
    for (int d = 0; d < rows[i].deep; d++) snprintf(text + strlen(text), 80, "any(each v%d in numbers(1, 2) where ", d);
    strcat(text, "v0 is 1");
    for (int d = 0; d < rows[i].deep; d++) strcat(text, ")");
    strcat(text, "\n");
    checked k;
    checked_one(&k, text);
    cr_expect(strncmp(checked_errors(&k), rows[i].want, 7) == 0, "%d deep: %s", rows[i].deep, checked_errors(&k));
    checked_close(&k);
  }
}

Test(check_limits, options) {
  for (int n = POL_LIMIT_OPTIONS - 1; n <= POL_LIMIT_OPTIONS + 1; n++) {
    checked k;
    const char *errors = errors_of(&k, repeated(HEAD "options o is\n", "  - n%d\n", 0, n, ""));
    cr_expect_eq(strstr(errors, "POL0425") != NULL, n > POL_LIMIT_OPTIONS, "%d options: %s", n, errors);
    checked_close(&k);
  }
}

/* A chain, each clause above the next: n rules are n (n - 1) / 2 pairs, and 1,448 are the last that fit. The chain stops one link short of its end, and the last rule stands alone or not. */
Test(check_limits, pairs_of_ranks) {
  enum { RULES = 1448 };
  _Static_assert(RULES * (RULES - 1) / 2 < POL_LIMIT_RANK_PAIRS && (RULES + 1) * RULES / 2 > POL_LIMIT_RANK_PAIRS, "no longer chain fits");
  int left = POL_LIMIT_RANK_PAIRS - RULES * (RULES - 1) / 2; /* as many as a last clause may stand below */
  for (int i = 0; i < 6; i++) {
    int below = left - 1 + i / 2, more = below + i % 2;
    char tail[96];
    snprintf(tail, sizeof tail, "clause z\n  e is 1, subject to c%d\n%s", RULES - below, i % 2 ? "clause y\n  e is 1, subject to c1447\n" : ""); /* 1447: the top one */
    checked k;
    const char *errors = errors_of(&k, repeated(HEAD "decision e is number\nclause c0\n  e is 1\n", "clause c%d\n  e is 1, despite c%d\n", 0, RULES - 1, tail));
    cr_expect_eq(strstr(errors, "POL0520") != NULL, more > left, "%d more pairs: %s", more, errors);
    checked_close(&k);
  }
}

/* Ten thousand clauses, each with a fact, a definition and a decision of its own. */
Test(check_limits, ten_thousand) {
  checked k;
  char *facts = repeated(HEAD "facts a\n", "  f%d \"x\" is number, only when f%d is 1\n", 0, 10000, "");
  char *defines = repeated("  f0 is number\n", "define d%d is a.f%d + 1\n", 0, 10000, "");
  char *decisions = repeated("", "decision e%d is number\n", 0, 10000, "decision e0 is number\n");
  char *clauses = repeated("", "clause 1.%d\n  e%d is d%d\n", 0, 9999, "");
  size_t room = strlen(facts) + strlen(defines) + strlen(decisions) + strlen(clauses) + 1;
  char *text = malloc(room);
  cr_assert(text);
  snprintf(text, room, "%s%s%s%s", facts, defines, decisions, clauses);
  checked_one(&k, text);
  cr_expect_eq(k.reports.errors, 1, "e0 is d0 is not there: %u", k.reports.errors);
  free(facts), free(defines), free(decisions), free(clauses), free(text);
  checked_close(&k);
}

/* Whatever allocation fails, the check ends with no memory and nothing is left behind. */
static const char *const everything[] = {
  HEAD "  publisher \"X\"\nuse calendar\nparty boss \"the boss\"\nagreement nod of boss\norder rank \"rank\", \"ranks\" is constable, sergeant\n"
       "record trip\n  cost is money\nfacts a \"A\"\n  k is one of red, dark_green\n  r is rank, only when k is red\n  d is date, at least 2000-01-01\n  l is list of trip\n"
       "value v is\n  - £5 to 2024-01-01\n  - £6 from 2024-01-02\ndefine f(x) is x + 1 month\ndefine s is sum(t.cost for each t in a.l where t.cost is at least v)\n"
       "decision p is permission\ndecision m is money, after p, rounded half up to £0.01\n"
       "clause 1 \"One\"\n  permits p when agreed nod and f(a.d) is within 6 weeks from 1 December\n  m is s\n  m is wrong + 2 days\n  p only if a.x or a.k is red and a.r is 3\n",
  NULL
};

Test(check_limits, memory_runs_out) {
  for (size_t at = 0;; at += 1 + at / 64) {
    failing f;
    pol_alloc from = failing_alloc(&f, at);
    checked k;
    checked_open(&k, &from, everything);
    bool well = k.status != POL_NO_MEMORY;
    checked_close(&k);
    cr_assert_eq(f.living, 0, "allocation %zu fails, and %zu blocks are left", at, f.living);
    if (f.calls <= at) {
      cr_assert(well);
      return;
    }
    cr_assert(!well || f.calls <= at, "allocation %zu of %zu fails, and nobody notices", at, f.calls);
  }
}
