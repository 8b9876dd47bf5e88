/* Models that several tests of eval start from. */
#ifndef POL_TESTS_EVAL_SMALL_H
#define POL_TESTS_EVAL_SMALL_H
#include "support/tiny.h"
#include <criterion/criterion.h>
#include <string.h>

#ifndef COUNT
#define COUNT(rows) (sizeof(rows) / sizeof *(rows))
#endif

enum { MOST_FACTS = 6 };

/* The cell of a node for one record on its own. */
static inline const char *alone(tiny *t, const pol_record_facts *r, uint32_t node) {
  pol_run *run = tiny_run(t, r, 0);
  const char *cell = tiny_cell(t, run, node, 0);
  pol_run_drop(run);
  return cell;
}

/* Conditions c0 … c5 as yes-or-no facts, set from a string of y, n and ?. */
static inline void open_conditions(tiny *t, uint32_t n) {
  static const char *const names[MOST_FACTS] = {"c0", "c1", "c2", "c3", "c4", "c5"};
  tiny_open(t);
  for (uint32_t j = 0; j < n; j++) tiny_fact(t, names[j], tiny_type(POL_T_BOOL));
}

static inline pol_record_facts *conditions(tiny *t, const char *values) {
  pol_record_facts *r = tiny_person(t);
  for (uint32_t j = 0; values[j] != '\0'; j++) {
    if (values[j] != '?') tiny_set_int(r, j, values[j] == 'y');
  }
  return r;
}

static inline pol_expr *when(tiny *t, uint32_t condition) { return tiny_given(t, condition); }

#define UNKNOWN INT64_MIN

/* people: records of a yes-or-no and a number. */
static inline uint32_t open_people(tiny *t, uint32_t *people, uint32_t *loop) {
  pol_type fields[2];
  tiny_open(t);
  fields[0] = tiny_type(POL_T_BOOL);
  fields[1] = tiny_type(POL_T_NUMBER);
  *people = tiny_fact(t, "people", tiny_list_of(tiny_record(t, 2, fields)));
  *loop = tiny_loop(t, POL_NO_REF);
  return tiny_decision(t, "d", POL_T_NUMBER);
}
#endif
