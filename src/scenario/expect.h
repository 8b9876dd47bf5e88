/* One expectation against one answer. Inside scenario only. */
#ifndef POL_SCENARIO_EXPECT_H
#define POL_SCENARIO_EXPECT_H
#include "scenario/scenario.h"

bool pol_expect_met(const pol_model *m, const pol_expect *e, const pol_answer *a);
/* What was expected and what came, said side by side: only what the expectation speaks of. Texts are in the arena. */
pol_status pol_expect_words(const char **expected, const char **got, pol_arena *arena, const pol_model *m, const pol_expect *e, const pol_answer *a);
/* The rules that show where the two part: see pol_failure. */
pol_status pol_expect_led(const uint32_t **rules, uint32_t *n, pol_arena *arena, const pol_model *m, const pol_expect *e, const pol_answer *a);
#endif
