/* Clauses, tables, precedence, amendments, scenarios and lints when memory runs out: the check says so, and nothing is left behind. */
#include "base/failing.h"
#undef COUNT
#include "ruled.h"

static const char *const texts[] = {
  "policy base \"B\"\n  short months use the last day\nparty hr \"HR\"\nagreement deal of hr\noptions step is one_, two_\nrecord day\n  on is date\nfacts a\n  x is yes or no\n  y is yes or no\n  n is number, 0 to 10\n"
  "  days is list of day\n  spare is number\n  sub is number, only when x\ndefine service is a.n * 1 year\ndecision d is permission\ndecision v is number\ndecision s is set of step\ndecision o is obligations\n"
  "decision idle is number\nsection 1 \"One\"\n  applies only if a.x\nclause 1.1 \"T\"\n  guidance \"g\"\n  guidance \"h\"\n  interpreted as \"a\" and not as \"b\" agreed by \"HR\", 2024-01-01\n"
  "  incomplete \"x\" reservation on d\n  refuses d when a.y and a.sub is 3 except when agreed deal reason \"{a.n} is it\"\n  normally refuses d, despite 1.2 when a.n is 4, departure decided by hr\n  refuses d, despite 1.2\n"
  "clause 1.2\n  permits d with 5, despite 1.1 when a.x\n  sets aside the refusals of 1.1, 2.1 when a.y\n  adds one_ to s\n  hr must call \"call\" by 2024-01-01 in o\n  v is rate(a.n)\n  effective from 2024-04-01\n"
  "clause 1.3\n  v is 1 when a.n is 3 or a.y and a.x\n  v is capped at 5\n  v is 2 when a.x and not a.x\n  d is 5\n  refers d to nobody, despite 9\nclause 1.4\nclause 1.4\n  effective to 2024-01-01\n"
  "table rate(x)\n  | clause | x | rate | despite |\n  | 1.3 | at least 3 | 1 | others |\n  | 1.2 | any | 2 | |\ntable v by service\n  | clause | service | v |\n  | 1.2 | from 0 years | 1 |\n  | 1.3 | from 5 years | 2 |\n"
  "scenario \"S\"\n  as of 2024-01-01\n  given a.x and a.n is 3 and a.days is 2024-01-01\n  expect d is refused under 1.1, missing a.y\nscenario \"T\"\n  like \"S\"\n  but a.n is 40\n  expect s is one_\n  expect o is call\n"
  "scenario \"U\"\n  like \"R\"\nscenarios \"W\"\n  | a.n | v | under |\n  | 3 | 1 | 1.3 |\n  | 4 | 2 | |\n",
  "amendment am \"A\" of base\nclause 1.9\n  replaces 1.1 for a.y\n  refuses d when a.n is 7\nclause 1.8\n  unchanged from 1.2\nsection 2 \"Two\"\n  placed after section 1\nclause 2.1\n  replaces 1.33\n"
  "table v by service\n  replaces table v\n  | clause | service | v |\n  | 1.9 | from 0 years | 1 |\n",
  NULL
};

Test(check_rules_memory, runs_out) {
  for (size_t at = 0;; at += 1 + at / 128) {
    failing f;
    pol_alloc from = failing_alloc(&f, at);
    checked k;
    checked_open(&k, &from, texts);
    bool well = k.status != POL_NO_MEMORY;
    checked_close(&k);
    cr_assert_eq(f.living, 0, "allocation %zu fails, and %zu blocks are left", at, f.living);
    cr_assert(well == (f.calls <= at), "allocation %zu of %zu fails, and the check says %d", at, f.calls, well);
    if (well) return;
  }
}
