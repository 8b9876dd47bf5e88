/* An amendment of a policy, in one part or two. Where the policy can be given as one text as it stands on a day, that text is a policy without errors, is laid out as it should be, and decides as
 * the policy and its amendments do. The first byte chooses the policy and the day. */
#include "fuzz/fuzz.h"

typedef struct base { const char *path, *facts; } base;
static const base bases[] = {{"tests/golden/compare/terms.pol", "tests/golden/compare/staff.csv"}, {"tests/golden/amendments/terms.pol", NULL}, {"tests/app/kinds.pol", NULL}, {"tests/golden/tables/leave.pol", "tests/golden/tables/good.csv"}};
enum { BASES = sizeof bases / sizeof *bases };
static fuzz_text policy[BASES], staff[BASES];

static const char *day_of(unsigned ways) {
  static const char *const days[] = {"2024-04-01", "2023-12-31", "2024-02-29", "2030-01-01"};
  return days[ways / BASES % 4];
}

/* What is decided of the facts on the day; nothing where it cannot be. */
static void decide(fuzz_text *out, pol_session *s, const fuzz_text *facts) {
  fuzz_deciding how = {.from = POL_FORM_CSV, .to = POL_FORM_CSV, .outcomes = true};
  fuzz_text whole = {0};
  if (!facts->n) return;
  fuzz_decide(&whole, s, facts->at, facts->n, &how);
  const char *result = whole.at ? strstr(whole.at, "\nresult ") : NULL;
  if (result) fuzz_add(out, whole.at, (size_t)(result - whole.at));
  fuzz_free(&whole);
}

static void hold_one_text(pol_session *s, unsigned ways, const char *text, size_t n) {
  fuzz_text apart = {0}, together = {0};
  pol_string laid_out;
  pol_session *one = fuzz_session();
  bool fine = pol_session_add(one, "one.pol", text, n) == POL_DONE && pol_session_check(one) == POL_DONE;
  if (!fine) {
    fuzz_reports(&together, one);
    fuzz_fail("the one text has no errors: %s\n%.*s", together.at, (int)n, text);
  }
  FUZZ_HOLDS(pol_render_formatted(&laid_out, one, 0) == POL_DONE, "the one text can be laid out");
  fuzz_hold_same("the one text, laid out", &(fuzz_text){.at = laid_out.text, .n = laid_out.length}, &(fuzz_text){.at = (char *)(uintptr_t)text, .n = n});
  pol_string_drop(&laid_out);
  FUZZ_HOLDS(pol_session_as_of(one, day_of(ways)) == POL_DONE, "a day");
  decide(&apart, s, &staff[ways % BASES]);
  decide(&together, one, &staff[ways % BASES]);
  fuzz_hold_same("what the texts decide, apart and as one", &apart, &together);
  fuzz_free(&apart);
  fuzz_free(&together);
  pol_session_drop(one);
}

static pol_session *add(const fuzz_parts *p) {
  const base *b = &bases[p->ways % BASES];
  pol_session *s = fuzz_session();
  bool fine = pol_session_add(s, b->path, policy[p->ways % BASES].at, policy[p->ways % BASES].n) == POL_DONE;
  for (size_t i = 0; i < 2 && fine; i++)
    if (i == 0 || p->part[i].n) pol_session_amend(s, i ? "second.pol" : "first.pol", p->part[i].at, p->part[i].n, p->ways & 64 ? "2024-01-01" : NULL);
  return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  fuzz_parts p;
  pol_string one;
  fuzz_divide(&p, data, n);
  unsigned which = p.ways % BASES;
  if (!policy[which].at) {
    policy[which] = fuzz_read(bases[which].path);
    if (bases[which].facts) staff[which] = fuzz_read(bases[which].facts);
  }
  pol_session *s = add(&p);
  if (pol_session_check(s) == POL_DONE && pol_session_as_of(s, day_of(p.ways)) == POL_DONE) {
    pol_result result = pol_render_consolidated(&one, s);
    FUZZ_HOLDS(result != POL_OUT_OF_MEMORY, "there is memory enough");
    if (result == POL_DONE) hold_one_text(s, p.ways, one.text, one.length);
    if (result == POL_DONE) pol_string_drop(&one);
  }
  fuzz_text reports = {0};
  fuzz_reports(&reports, s);
  fuzz_free(&reports);
  pol_session_drop(s);
  fuzz_divided(&p);
  return 0;
}
