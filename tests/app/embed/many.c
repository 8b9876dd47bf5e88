/* Deciding many records from within a program: arrays in, arrays out. To be copied: gcc many.c $(pkg-config --cflags --libs pol) */
#include <pol.h>
#include <stdio.h>
#include <string.h>

static const char policy[] = "policy leave \"Leave\"\n"
                             "facts employee \"The member of staff\"\n"
                             "  kind         \"is\"              is one of officer, staff\n"
                             "  weekly_hours \"works each week\" is hours, 0 to 60 hours\n"
                             "  started      \"started on\"      is date\n"
                             "decision leave_days \"Annual leave\"    is days, rounded half up to 0.01 days\n"
                             "decision long_serving \"Long serving?\" is permission\n"
                             "clause 1 \"How much\"\n"
                             "  leave_days is 30 days when employee.kind is officer\n"
                             "  leave_days is 25 days * employee.weekly_hours / 37 hours when employee.kind is staff\n"
                             "clause 2 \"Long service\"\n"
                             "  permits long_serving\n"
                             "  long_serving only if employee.started is before 2010-01-01\n";

static pol_decider *load(void) {
  pol_session *s;
  pol_decider *d = NULL;
  if (pol_session_new(&s, NULL) != POL_DONE) return NULL;
  if (pol_session_add(s, "leave.pol", policy, strlen(policy)) != POL_DONE || pol_session_check(s) != POL_DONE || pol_decider_new(&d, s, POL_SPEED_BEST) != POL_DONE) pol_session_drop(s);
  return d;
}

enum { ROWS = 5 };
static const int8_t kind[ROWS] = {0, 1, 1, 1, 0};                    /* officer, staff: pol_decider_fact_option lists them */
static const int16_t hours[ROWS] = {370, 185, 90, 6100, 370};        /* tenths; the fourth is more than can be */
static const int32_t started[ROWS] = {14000, 14700, 0, 14000, 20000}; /* days since 1970-01-01 */
static const uint8_t started_known[1] = {0x1b};                       /* a bit a row, as Arrow has them: not of the third */

int main(void) {
  static const char *const words[] = {"not applicable", "refused", "referred", "permitted", "a value", "undetermined", "a conflict", "an error"};
  int32_t day = 0, days[ROWS];
  uint8_t outcome[ROWS], row[ROWS];
  pol_cells_made made;
  pol_arrays *arrays = NULL;
  pol_mill *mill = NULL; /* one a thread, each for its own slices */
  pol_decider *decider = load();
  if (!decider) return 1;
  const pol_cells_of of[3] = {{pol_decider_find_fact(decider, "employee.kind"), POL_CELLS_8, 0, 0, 0},
                              {pol_decider_find_fact(decider, "employee.weekly_hours"), POL_CELLS_16, 1, 0, 0},
                              {pol_decider_find_fact(decider, "employee.started"), POL_CELLS_32, 0, 0, 30000}};
  if (!pol_day(&day, 2024, 4, 1) || pol_arrays_new(&arrays, decider, day, of, 3) != POL_DONE || pol_mill_new(&mill, arrays) != POL_DONE) return 2;
  if (!pol_arrays_decision(&made, arrays, 0)) return 2;
  const pol_cells_in in[3] = {{kind, NULL, NULL, false, 0}, {hours, NULL, NULL, false, 0}, {started, NULL, started_known, true, 0}};
  const pol_cells_out out[2] = {{NULL, days, POL_CELLS_32}, {outcome, NULL, POL_CELLS_8}};
  const pol_slice slice = {ROWS, in, out, row};
  pol_result result = pol_mill_decide(mill, &slice);
  printf("%s; days are in parts of %d\n", result == POL_BAD_NEWS ? "some rows are in error" : "all is well", (int)made.scale);
  for (int i = 0; i < ROWS; i++) {
    if (row[i] == POL_ROW_FINE) {
      printf("%d: %d, %s\n", i, (int)days[i], words[outcome[i]]);
      continue;
    }
    pol_desk *desk = pol_mill_desk(mill, &slice, (size_t)i); /* why? */
    const char *why = desk ? pol_desk_wrong(desk, POL_NONE) : NULL;
    printf("%d: %s\n", i, why ? why : "not decided");
  }
  pol_mill_drop(mill);
  pol_arrays_drop(arrays);
  pol_decider_drop(decider);
  return 0;
}
