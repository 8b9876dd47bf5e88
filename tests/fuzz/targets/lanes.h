/* Facts of a feed, decided in every way there is: the exact reader and the engine are the judge of lanes. */
#ifndef POL_TESTS_FUZZ_LANES_H
#define POL_TESTS_FUZZ_LANES_H
#include "fuzz/fuzz.h"

/* The first byte chooses the policy, what comes out, and in which pieces the feed comes; of tables the second is what divides the fields. */
static inline void fuzz_lanes(pol_form from, const uint8_t *data, size_t n) {
  static const char *const paths[] = {"tests/app/kinds.pol", "tests/batch/ratios.pol", "tests/render/data/placement.pol", "tests/bench/second/relocation.pol"};
  static const pol_speed speeds[] = {POL_SPEED_BEST, POL_SPEED_PORTABLE, POL_SPEED_V2, POL_SPEED_V3};
  static const size_t pieces[] = {0, 1, 7, 64};
  static pol_session *session[4];
  enum { MANY = 64, HEAD = 2 };
  if (n < HEAD) return;
  unsigned ways = data[0];
  pol_session **s = &session[ways % 4];
  if (!*s) *s = fuzz_policy(paths[ways % 4], "2024-04-01");
  fuzz_deciding how = {.from = from, .to = ways & 4 ? POL_FORM_NDJSON : POL_FORM_CSV, .outcomes = (ways & 8) != 0, .piece = pieces[ways / 16 % 4], .speed = POL_SPEED_ENGINE};
  how.delimiter = from == POL_FORM_CSV && strchr(";\t|:,", data[1]) ? (char)data[1] : '\0';
  fuzz_text many = {0}, engine = {0}, lanes = {0};
  const char *facts = (const char *)data + HEAD;
  if ((ways & 64) || how.to != POL_FORM_CSV) fuzz_add(&many, facts, n - HEAD);
  else fuzz_repeat(&many, facts, n - HEAD, from == POL_FORM_CSV, MANY);
  pol_result judged = fuzz_decide(&engine, *s, many.n ? many.at : "", many.n, &how);
  how.speed = speeds[ways / 128 ? n % 4 : 0];
  how.piece = 0;
  pol_result decided = fuzz_decide(&lanes, *s, many.n ? many.at : "", many.n, &how);
  fuzz_hold_same("by the engine and in lanes", &engine, &lanes);
  FUZZ_HOLDS(judged == decided, "the result is the same");
  fuzz_free(&many);
  fuzz_free(&engine);
  fuzz_free(&lanes);
}
#endif
