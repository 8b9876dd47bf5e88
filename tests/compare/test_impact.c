/* Who gains and who loses: every pair of outcomes, and values by which way is better. */
#include "compare/inside.h"
#include <criterion/criterion.h>

static const char letters[] = "glcu?";

static char impact(const pol_compared_decision *d, const pol_said said[2]) {
  pol_model m = { 0 };
  return letters[pol_impact_of(d, said, (const pol_model *const[2]){ &m, &m }).impact];
}

Test(impact, permissions_in_every_pair_of_outcomes) {
  static const pol_outcome all[] = { POL_OUT_OUT_OF_SCOPE, POL_OUT_REFUSED, POL_OUT_REFERRED, POL_OUT_PERMITTED, POL_OUT_SILENT, POL_OUT_UNDETERMINED, POL_OUT_CONFLICT, POL_OUT_ERROR };
  static const char *const want[] = { "uuggu???", "uuggu???", "llugl???", "lllul???", "uuggu???", "????????", "????????", "????????" };
  for (size_t i = 0; i < 8; i++) {
    for (size_t j = 0; j < 8; j++) {
      pol_said said[2] = { { .outcome = all[i], .value = { .state = POL_NOT_APPLICABLE } }, { .outcome = all[j], .value = { .state = POL_NOT_APPLICABLE } } };
      pol_compared_decision d = { .type = { .kind = POL_T_PERMISSION } };
      cr_expect_eq(impact(&d, said), want[i][j], "%zu %zu: %c", i, j, impact(&d, said));
      d.better = POL_BETTER_NEUTRAL;
      char neutral = want[i][j] == 'g' || want[i][j] == 'l' ? 'c' : want[i][j];
      cr_expect_eq(impact(&d, said), neutral, "%zu %zu, neutral: %c", i, j, impact(&d, said));
    }
  }
}

static pol_said value(pol_type_kind kind, int n) { /* n: INT32_MIN is none; INT32_MAX is open */
  pol_said s = { .outcome = POL_OUT_VALUE, .value = { .state = POL_KNOWN, .type = { .kind = (uint8_t)kind, .ref = POL_NO_REF } } };
  if (kind == POL_T_NUMBER) s.value.as.num = pol_num_int(n);
  else s.value.as.i = n;
  if (n == INT32_MIN) s = (pol_said){ .outcome = POL_OUT_SILENT, .value = { .state = POL_NOT_APPLICABLE } };
  if (n == INT32_MAX) s.open = true;
  return s;
}

Test(impact, values) {
  enum { N = POL_T_NUMBER, D = POL_T_DATE, B = POL_T_BOOL, NONE = INT32_MIN, OPEN = INT32_MAX };
  enum { SAID_NOT = POL_BETTER_NOT_SAID, UP = POL_BETTER_HIGHER, DOWN = POL_BETTER_LOWER, YES = POL_BETTER_YES, NO = POL_BETTER_NO, EVEN = POL_BETTER_NEUTRAL };
  static const struct { int kind; int better, before, after; char want; int delta; } rows[] = {
    { N, UP, 1, 3, 'g', 2 }, { N, UP, 3, 1, 'l', -2 }, { N, UP, 2, 2, 'u', 0 }, { N, DOWN, 1, 3, 'l', 2 }, { N, DOWN, 3, 1, 'g', -2 },
    { N, EVEN, 1, 3, 'c', 2 }, { N, SAID_NOT, 3, 1, 'c', -2 }, { N, EVEN, 2, 2, 'u', 0 },
    { N, UP, NONE, 1, 'g', NONE }, { N, UP, 1, NONE, 'l', NONE }, { N, DOWN, NONE, 1, 'g', NONE }, { N, EVEN, NONE, 1, 'c', NONE }, { N, SAID_NOT, 1, NONE, 'c', NONE },
    { N, UP, NONE, NONE, 'u', NONE }, { N, UP, 1, OPEN, '?', NONE }, { N, UP, OPEN, 1, '?', NONE },
    { D, UP, 10, 20, 'g', NONE }, { D, DOWN, 10, 20, 'l', NONE }, { D, SAID_NOT, 10, 20, 'c', NONE }, { D, EVEN, 10, 10, 'u', NONE }, { D, EVEN, NONE, 10, 'c', NONE },
    { B, YES, 0, 1, 'g', NONE }, { B, YES, 1, 0, 'l', NONE }, { B, NO, 0, 1, 'l', NONE }, { B, NO, 1, 0, 'g', NONE }, { B, NO, NONE, 0, 'g', NONE }, { B, EVEN, 0, 1, 'c', NONE },
    { B, SAID_NOT, 1, 0, 'c', NONE }, { B, YES, 1, 1, 'u', NONE },
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    pol_compared_decision d = { .type = { .kind = (uint8_t)rows[i].kind }, .better = (pol_better)rows[i].better };
    pol_said said[2] = { value((pol_type_kind)rows[i].kind, rows[i].before), value((pol_type_kind)rows[i].kind, rows[i].after) };
    pol_model m = { 0 };
    pol_impact_made made = pol_impact_of(&d, said, (const pol_model *const[2]){ &m, &m });
    cr_expect_eq(letters[made.impact], rows[i].want, "row %zu: %c", i, letters[made.impact]);
    cr_expect_eq(made.has_delta, rows[i].delta != NONE, "row %zu", i);
    if (made.has_delta) cr_expect_eq(pol_num_cmp(made.delta, pol_num_int(rows[i].delta)), 0, "row %zu", i);
  }
}

Test(impact, amounts_of_permissions_come_after_their_rank) {
  static const struct { int better, before, after; char want; } rows[] = {
    { POL_BETTER_NOT_SAID, 1, 2, 'g' }, { POL_BETTER_HIGHER, 2, 1, 'l' }, { POL_BETTER_LOWER, 2, 1, 'g' }, { POL_BETTER_NEUTRAL, 2, 1, 'c' }, { POL_BETTER_NOT_SAID, INT32_MIN, 1, 'g' },
    { POL_BETTER_NOT_SAID, 1, INT32_MIN, 'l' }, { POL_BETTER_NOT_SAID, 1, 1, 'u' }, { POL_BETTER_NOT_SAID, 1, INT32_MAX, '?' },
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    pol_compared_decision d = { .type = { .kind = POL_T_PERMISSION }, .better = (pol_better)rows[i].better };
    pol_said said[2] = { value(POL_T_NUMBER, rows[i].before), value(POL_T_NUMBER, rows[i].after) };
    said[0].outcome = said[1].outcome = POL_OUT_PERMITTED;
    cr_expect_eq(impact(&d, said), rows[i].want, "row %zu: %c", i, impact(&d, said));
    said[1].outcome = POL_OUT_REFUSED;
    if (rows[i].after != INT32_MAX) cr_expect_eq(impact(&d, said), rows[i].better == POL_BETTER_NEUTRAL ? 'c' : 'l', "row %zu", i);
  }
}
