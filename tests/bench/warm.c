/* One record after the other through the library, warm: facts set one by one, decided, and every answer read; then the record as a line of JSON with the whole trace.
 * usage: warm POLICY TABLE. Prints microseconds a record: of one record again and again (plain_us, trace_us), and of the table's records in turn (turn_plain_us, turn_trace_us). */
#include "table.h"

static void set(pol_desk *k, const table *t, size_t row) {
  const cell *at = t->at + row * t->columns;
  pol_desk_clear(k);
  for (size_t c = 0; c < t->columns; c++) {
    const column *of = &t->column[c];
    if (of->fact == POL_NONE || !at[c].known) continue;
    pol_result done = POL_DONE;
    switch (of->kind) {
    case POL_KIND_YES_NO: done = pol_desk_yes_no(k, of->fact, at[c].is != 0); break;
    case POL_KIND_OPTION:
    case POL_KIND_PARTY: done = pol_desk_option(k, of->fact, (uint32_t)at[c].is); break;
    case POL_KIND_DATE: done = pol_desk_date(k, of->fact, (int32_t)at[c].is); break;
    case POL_KIND_TIME: done = pol_desk_time(k, of->fact, (int32_t)at[c].is); break;
    default: done = pol_desk_number(k, of->fact, at[c].is, of->places); break;
    }
    if (done) give_up(pol_desk_wrong(k, of->fact));
  }
}

static uint64_t answers(const pol_desk *k, uint32_t decisions) {
  uint64_t sum = 0;
  for (uint32_t d = 0; d < decisions; d++) {
    int64_t digits = 0;
    sum += (uint64_t)pol_desk_outcome(k, d);
    if (pol_desk_decimal(k, d, 2, &digits)) sum += (uint64_t)digits;
  }
  return sum;
}

static double one_run(pol_desk *k, const table *t, uint32_t decisions, bool trace, size_t turns, size_t rows, uint64_t *sum) {
  double begin = now();
  for (size_t i = 0, row = 0; i < turns; i++, row = row + 1 < rows ? row + 1 : 0) {
    const char *text;
    size_t n = 0;
    set(k, t, row);
    if (pol_desk_decide(k)) give_up("not decided");
    if (!trace) *sum += answers(k, decisions);
    else if (pol_desk_json(k, POL_NONE, true, &text, &n)) give_up("no JSON");
    else *sum += n;
  }
  return (now() - begin) / (double)turns * 1e6;
}

int main(int n, char **arg) {
  if (n != 3) give_up("usage: warm POLICY TABLE");
  pol_decider *d = decider_of(arg[1], "2024-04-01");
  table t;
  pol_desk *k;
  uint64_t sum = 0;
  read_table(&t, d, arg[2], 1000);
  if (pol_desk_new(&k, d)) give_up("out of memory");
  uint32_t decisions = pol_decider_decisions(d);
  static const char *const name[2][2] = {{"plain_us", "trace_us"}, {"turn_plain_us", "turn_trace_us"}};
  for (int turn = 0; turn < 2; turn++)
    for (int trace = 0; trace < 2; trace++) {
      size_t rows = turn ? t.rows : 1;
      double took = one_run(k, &t, decisions, trace != 0, 2 * rows, rows, &sum); /* so that everything is there */
      size_t turns = (size_t)(0.4e6 / (took + 0.01)) + rows;
      for (int i = 0; i < 3; i++) {
        double again = one_run(k, &t, decisions, trace != 0, turns, rows, &sum);
        if (i == 0 || again < took) took = again;
      }
      printf("%s %.4f\n", name[turn][trace], took);
    }
  fprintf(stderr, "sum %llu\n", (unsigned long long)sum);
  pol_desk_drop(k);
  pol_decider_drop(d);
  free(t.at);
  return 0;
}
