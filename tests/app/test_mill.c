/* Many records from within a program: arrays in, arrays out. Row by row the same as a desk says, which test_desk.c holds to what files get. */
#include "base/failing.h"
#include "kinds.h"
#include <threads.h>

enum { ROWS = 3000, DECISIONS = 15 };

typedef struct columns { /* of the facts that arrays can hold, in several widths */
  int16_t hours[ROWS];          /* tenths */
  int8_t kind[ROWS];
  uint8_t permanent[ROWS / 8 + 2], known[ROWS / 8 + 2];
  int32_t share[ROWS];          /* hundredths of a percent */
  int32_t started[ROWS];
  int64_t begins[ROWS];
  int8_t approver[ROWS];
  int16_t children[ROWS];
  int64_t pay[ROWS];            /* pence */
  int8_t shift[ROWS];
  uint8_t shift_known[ROWS];
  int32_t rate[ROWS];
  int32_t site_at[ROWS + 1], home_at[ROWS + 1], notice_at[ROWS + 1];
  char sites[ROWS * 12], homes[ROWS * 12], notices[ROWS * 20];
} columns;

typedef struct results {
  uint8_t outcome[DECISIONS][ROWS], row[ROWS];
  int64_t value[DECISIONS][ROWS];
} results;

static void put_text(char *to, int32_t *at, int i, const char *text) {
  size_t n = strlen(text);
  memcpy(to + at[i], text, n);
  at[i + 1] = at[i] + (int32_t)n;
}

/* odd: some rows have facts that they cannot have, and some numbers are large. */
static columns *thrown(uint64_t seed, bool odd) {
  static const char *const places[] = {"Exeter", "Plymouth", "Poole", ""}, *const notices[] = {"3 months", "2 weeks", "1 month 3 days", ""};
  columns *c = calloc(1, sizeof *c);
  for (int i = 0; i < ROWS; i++) {
    bool now = odd && throw(&seed) % 50 == 0;
    c->hours[i] = (int16_t)(now ? -5 : 1 + (int)(throw(&seed) % 400));
    c->kind[i] = (int8_t)(throw(&seed) % 2);
    c->permanent[i / 8] = (uint8_t)(c->permanent[i / 8] | (throw(&seed) % 2) << i % 8);
    c->known[i / 8] = (uint8_t)(c->known[i / 8] | (throw(&seed) % 9 != 0) << i % 8);
    c->share[i] = (int32_t)(throw(&seed) % 10001);
    c->started[i] = (int32_t)(throw(&seed) % 20000);
    c->begins[i] = odd && throw(&seed) % 60 == 0 ? (int64_t)1 << 40 : throw(&seed) % 1440;
    c->approver[i] = (int8_t)(throw(&seed) % 3);
    c->children[i] = (int16_t)(throw(&seed) % 21);
    c->pay[i] = odd && throw(&seed) % 40 == 0 ? INT64_MAX - throw(&seed) : throw(&seed) % 10000000;
    c->shift[i] = (int8_t)(now ? 77 : (int)(throw(&seed) % 3));
    c->shift_known[i] = throw(&seed) % 7 ? 3 : 0;
    c->rate[i] = (int32_t)(throw(&seed) % 5000);
    put_text(c->sites, c->site_at, i, places[throw(&seed) % 4]);
    put_text(c->homes, c->home_at, i, places[throw(&seed) % 4]);
    put_text(c->notices, c->notice_at, i, now ? "soon" : notices[throw(&seed) % 4]);
  }
  return c;
}

typedef struct table { pol_cells_of of[16]; pol_cells_in in[16]; size_t n; } table;

static void add(table *t, const pol_decider *d, const char *fact, pol_cells_of of, pol_cells_in in) {
  of.fact = pol_decider_find_fact(d, fact);
  cr_assert_neq(of.fact, POL_NONE);
  t->of[t->n] = of;
  t->in[t->n++] = in;
}

static table table_of(const pol_decider *d, const columns *c, bool texts) {
  table t = {.n = 0};
  add(&t, d, "weekly_hours", (pol_cells_of){.cells = POL_CELLS_16, .places = 1}, (pol_cells_in){.at = c->hours});
  add(&t, d, "kind", (pol_cells_of){.cells = POL_CELLS_8}, (pol_cells_in){.at = c->kind});
  add(&t, d, "permanent", (pol_cells_of){.cells = POL_CELLS_BITS}, (pol_cells_in){.at = c->permanent, .known = c->known, .known_bits = true});
  add(&t, d, "share", (pol_cells_of){.cells = POL_CELLS_32, .places = 2}, (pol_cells_in){.at = c->share});
  add(&t, d, "started", (pol_cells_of){.cells = POL_CELLS_32, .least = 0, .most = 20000}, (pol_cells_in){.at = c->started});
  add(&t, d, "begins", (pol_cells_of){.cells = POL_CELLS_64}, (pol_cells_in){.at = c->begins});
  add(&t, d, "approver", (pol_cells_of){.cells = POL_CELLS_8}, (pol_cells_in){.at = c->approver});
  add(&t, d, "children", (pol_cells_of){.cells = POL_CELLS_16}, (pol_cells_in){.at = c->children});
  add(&t, d, "pay", (pol_cells_of){.cells = POL_CELLS_64, .places = 2, .most = 10000000}, (pol_cells_in){.at = c->pay});
  add(&t, d, "employee.shift", (pol_cells_of){.cells = POL_CELLS_8}, (pol_cells_in){.at = c->shift, .known = c->shift_known});
  add(&t, d, "rate", (pol_cells_of){.cells = POL_CELLS_32, .places = 2}, (pol_cells_in){.at = c->rate});
  if (!texts) return t;
  add(&t, d, "site", (pol_cells_of){.cells = POL_CELLS_TEXT}, (pol_cells_in){.at = c->site_at, .bytes = c->sites});
  add(&t, d, "home", (pol_cells_of){.cells = POL_CELLS_TEXT}, (pol_cells_in){.at = c->home_at, .bytes = c->homes});
  add(&t, d, "notice", (pol_cells_of){.cells = POL_CELLS_TEXT}, (pol_cells_in){.at = c->notice_at, .bytes = c->notices});
  return t;
}

static int32_t day(void) {
  int32_t out = 0;
  cr_assert(pol_day(&out, 2024, 4, 1));
  return out;
}

/* The slice that begins with a row; bits begin inside a byte then. */
static pol_result decide_from(pol_mill *m, const table *t, size_t first, size_t rows, results *r) {
  pol_cells_in in[16];
  pol_cells_out out[DECISIONS];
  for (size_t i = 0; i < t->n; i++) {
    size_t width = t->of[i].cells == POL_CELLS_TEXT ? 4 : t->of[i].cells == POL_CELLS_BITS ? 0 : (size_t)1 << (t->of[i].cells - POL_CELLS_8);
    in[i] = t->in[i];
    if (t->of[i].cells == POL_CELLS_BITS) in[i].first = first;
    else in[i].at = (const char *)in[i].at + first * width;
    if (in[i].known && !in[i].known_bits) in[i].known += first;
  }
  for (int i = 0; i < DECISIONS; i++) out[i] = (pol_cells_out){r->outcome[i] + first, r->value[i] + first, POL_CELLS_64};
  const pol_slice slice = {rows, in, out, r->row + first};
  return pol_mill_decide(m, &slice);
}

static void expect_row(pol_desk *k, const pol_arrays *a, const results *r, size_t row, const pol_decider *d) {
  pol_result made = pol_desk_decide(k);
  if (pol_desk_wrong(k, POL_NONE)) {
    cr_assert_eq(r->row[row], POL_ROW_WRONG);
    for (uint32_t i = 0; i < pol_decider_decisions(d); i++) cr_assert(r->outcome[i][row] == POL_DECIDED_ERROR && r->value[i][row] == 0);
    return;
  }
  cr_assert(made == POL_DONE || made == POL_BAD_NEWS);
  cr_assert_eq((r->row[row] & POL_ROW_BAD) != 0, made == POL_BAD_NEWS);
  bool unfit = false;
  for (uint32_t i = 0; i < pol_decider_decisions(d); i++) {
    pol_cells_made form;
    pol_about_decision x;
    int64_t n = 0, under = 1;
    cr_assert(pol_arrays_decision(&form, a, i) && pol_decider_decision(&x, d, i));
    cr_assert_eq(r->outcome[i][row], pol_desk_outcome(k, i), "%s, row %zu: %d at the desk, %d", x.name, row, (int)pol_desk_outcome(k, i), r->outcome[i][row]);
    bool some = form.kind == POL_KIND_NUMBER ? pol_desk_ratio(k, i, &n, &under) : pol_desk_whole(k, i, &n);
    if (pol_desk_outcome(k, i) == POL_DECIDED_VALUE && (form.kind <= POL_KIND_NUMBER || form.kind == POL_KIND_DATE || form.kind == POL_KIND_TIME)) {
      __int128 cells = some ? (__int128)n * form.scale : 0;
      bool fits = some && cells % under == 0 && cells / under == (int64_t)(cells / under);
      unfit |= !fits;
      cr_assert(r->value[i][row] == (fits ? (int64_t)(cells / under) : 0), "%s, row %zu: %lld", x.name, row, (long long)r->value[i][row]);
    } else {
      cr_assert_eq(r->value[i][row], 0, "a period, a list and a text have no cells, and nothing has none");
    }
  }
  cr_assert_eq(r->row[row] & ~POL_ROW_BAD, unfit ? POL_ROW_UNFIT : POL_ROW_FINE, "row %zu: %d", row, r->row[row]);
}

static void expect_rows(pol_speed speed, bool texts, bool odd, bool lanes) {
  pol_decider *d = lanes ? kinds_in_lanes(speed, NULL) : kinds_decider(speed);
  pol_arrays *a;
  pol_mill *m;
  columns *c = thrown(7, odd);
  table t = table_of(d, c, texts);
  results *r = calloc(1, sizeof *r), *slices = calloc(1, sizeof *slices);
  cr_assert_eq(pol_arrays_new(&a, d, day(), t.of, t.n), POL_DONE);
  cr_assert_eq(pol_mill_new(&m, a), POL_DONE);
  pol_result made = decide_from(m, &t, 0, ROWS, r);
  if (!lanes || odd) cr_expect_eq(made, POL_BAD_NEWS, "somebody has no children to share the pay between, or facts are wrong");
  if (lanes) {
    pol_cells_made form;
    for (uint32_t i = 0; i < pol_decider_decisions(d); i++) cr_expect(pol_arrays_decision(&form, a, i) && form.fast == (speed != POL_SPEED_ENGINE), "%u", i);
    if (speed != POL_SPEED_ENGINE) cr_expect(pol_mill_singly(m) < (odd ? ROWS / 2 : ROWS / 4), "%d", (int)pol_mill_singly(m));
  }
  const pol_slice whole = {ROWS, t.in, NULL, NULL};
  for (size_t row = 0; row < ROWS; row++) {
    pol_desk *k = pol_mill_desk(m, &whole, row);
    cr_assert(k);
    expect_row(k, a, r, row, d);
  }
  static const size_t cuts[] = {0, 1, 7, 63, 64, 100, 1100, 1101, 2200, ROWS}; /* in slices it is the same, wherever they begin */
  for (size_t i = 0; i + 1 < COUNT(cuts); i++) decide_from(m, &t, cuts[i], cuts[i + 1] - cuts[i], slices);
  cr_expect_eq(memcmp(r, slices, sizeof *r), 0);
  const pol_slice none = {0, t.in, NULL, NULL};
  cr_expect_eq(pol_mill_decide(m, &none), POL_DONE);
  pol_mill_drop(m);
  pol_arrays_drop(a);
  pol_decider_drop(d);
  free(c), free(r), free(slices);
}

Test(mill, as_the_desk_decides) {
  static const pol_speed speeds[] = {POL_SPEED_BEST, POL_SPEED_ENGINE, POL_SPEED_PORTABLE, POL_SPEED_V2, POL_SPEED_V3, POL_SPEED_V4};
  for (size_t i = 0; i < COUNT(speeds); i++) {
    expect_rows(speeds[i], i % 2, false, true);
    expect_rows(speeds[i], false, true, true);
  }
  expect_rows(POL_SPEED_BEST, true, false, false);
  expect_rows(POL_SPEED_BEST, true, true, false);
  expect_rows(POL_SPEED_ENGINE, false, true, false);
}

/* -- what comes out */

Test(mill, narrow_arrays_and_none) {
  pol_decider *d = kinds_decider(POL_SPEED_BEST);
  pol_arrays *a;
  pol_mill *m;
  static const int8_t kind[4] = {0, 1, 1, 0}, hours[4] = {37, 37, 74, 10};
  int8_t leave[4];
  int16_t leave_wide[4];
  const pol_cells_of of[] = {{.fact = pol_decider_find_fact(d, "kind"), .cells = POL_CELLS_8}, {.fact = pol_decider_find_fact(d, "weekly_hours"), .cells = POL_CELLS_8}};
  const pol_cells_in in[] = {{.at = kind}, {.at = hours}};
  pol_cells_out out[DECISIONS] = {{.at = leave, .cells = POL_CELLS_8}};
  pol_cells_made made;
  uint8_t row[4];
  cr_assert_eq(pol_arrays_new(&a, d, day(), of, 2), POL_DONE);
  cr_assert(pol_arrays_decision(&made, a, 0));
  cr_expect(made.kind == POL_KIND_NUMBER && made.scale == 100);
  cr_expect_not(pol_arrays_decision(&made, a, DECISIONS));
  cr_assert_eq(pol_mill_new(&m, a), POL_DONE);
  pol_slice slice = {4, in, out, row};
  cr_expect_eq(pol_mill_decide(m, &slice), POL_BAD_NEWS, "3000 hundredths of a day are more than 8 bits hold");
  for (int i = 0; i < 4; i++) cr_expect(leave[i] == 0 && row[i] == POL_ROW_UNFIT);
  out[0] = (pol_cells_out){.at = leave_wide, .cells = POL_CELLS_16};
  cr_expect_eq(pol_mill_decide(m, &slice), POL_DONE);
  cr_expect(leave_wide[0] == 3000 && leave_wide[1] == 2500 && leave_wide[2] == 5000 && leave_wide[3] == 3000);
  pol_mill_drop(m);
  pol_arrays_drop(a);
  pol_decider_drop(d);
}

/* What stands in texts in a lane is what a desk reads; what does not fit a narrow array makes its row unfit, and arrays that nobody asks for are not needed. */
Test(mill, texts_and_narrow_arrays_in_lanes) {
  static const char *const hours[] = {"37", "18.5", "", "soon", "0", "9999999", "37 hours", "12.345"}, *const kinds[] = {"officer", "staff", "neither", ""}, *const days[] = {"2020-02-29", "", "2021-13-01", "1999-12-31"};
  static const pol_speed speeds[] = {POL_SPEED_BEST, POL_SPEED_PORTABLE, POL_SPEED_ENGINE};
  enum { FEW = 64 };
  for (size_t s = 0; s < COUNT(speeds); s++) {
    pol_decider *d = kinds_in_lanes(speeds[s], NULL);
    columns *c = thrown(3, false);
    results *r = calloc(1, sizeof *r);
    int32_t at[3][FEW + 1] = {{0}};
    char text[3][FEW * 12];
    for (int i = 0; i < FEW; i++) {
      put_text(text[0], at[0], i, hours[i % 8]);
      put_text(text[1], at[1], i, kinds[i / 8 % 4]);
      put_text(text[2], at[2], i, days[i / 3 % 4]);
    }
    table t = {.n = 0};
    add(&t, d, "weekly_hours", (pol_cells_of){.cells = POL_CELLS_TEXT}, (pol_cells_in){.at = at[0], .bytes = text[0]});
    add(&t, d, "kind", (pol_cells_of){.cells = POL_CELLS_TEXT}, (pol_cells_in){.at = at[1], .bytes = text[1]});
    add(&t, d, "started", (pol_cells_of){.cells = POL_CELLS_TEXT}, (pol_cells_in){.at = at[2], .bytes = text[2]});
    add(&t, d, "share", (pol_cells_of){.cells = POL_CELLS_32, .places = 2}, (pol_cells_in){.at = c->share});
    add(&t, d, "begins", (pol_cells_of){.cells = POL_CELLS_64}, (pol_cells_in){.at = c->begins});
    pol_arrays *a;
    pol_mill *m;
    cr_assert_eq(pol_arrays_new(&a, d, day(), t.of, t.n), POL_DONE);
    cr_assert_eq(pol_mill_new(&m, a), POL_DONE);
    decide_from(m, &t, 0, FEW, r);
    const pol_slice whole = {FEW, t.in, NULL, NULL};
    for (size_t row = 0; row < FEW; row++) expect_row(pol_mill_desk(m, &whole, row), a, r, row, d);
    for (pol_cells width = POL_CELLS_8; width <= POL_CELLS_32; width++) {
      pol_cells_out out[DECISIONS] = {{0}};
      int32_t value[DECISIONS][FEW];
      uint8_t rows[FEW];
      for (uint32_t i = 0; i < pol_decider_decisions(d); i++)
        if (i % 4 != 3) out[i] = (pol_cells_out){.at = value[i], .cells = width};
      const pol_slice narrow = {FEW, t.in, out, width == POL_CELLS_16 ? NULL : rows};
      pol_mill_decide(m, &narrow);
      for (size_t row = 0; row < FEW; row++)
        for (uint32_t i = 0; i < pol_decider_decisions(d); i++) {
          if (i % 4 == 3) continue;
          int64_t most = ((int64_t)1 << (8 << (width - POL_CELLS_8)) >> 1) - 1, n = width == POL_CELLS_8 ? ((int8_t *)value[i])[row] : width == POL_CELLS_16 ? ((int16_t *)value[i])[row] : value[i][row];
          bool fits = r->value[i][row] >= -most - 1 && r->value[i][row] <= most;
          cr_assert_eq(n, fits ? r->value[i][row] : 0, "decision %u, row %zu", i, row);
          if (!fits && narrow.row) cr_assert_eq(rows[row] & ~POL_ROW_BAD, POL_ROW_UNFIT);
        }
    }
    pol_mill_drop(m);
    pol_arrays_drop(a);
    pol_decider_drop(d);
    free(c), free(r);
  }
}

Test(mill, arrays_that_cannot_be) {
  pol_decider *d = kinds_decider(POL_SPEED_BEST);
  pol_arrays *a;
  const uint32_t hours = pol_decider_find_fact(d, "weekly_hours"), kind = pol_decider_find_fact(d, "kind"), site = pol_decider_find_fact(d, "site"), notice = pol_decider_find_fact(d, "notice"),
                 absences = pol_decider_find_fact(d, "absences");
  const pol_cells_of none[] = {{.fact = 99, .cells = POL_CELLS_8},     {.fact = hours, .cells = POL_CELLS_BITS},   {.fact = hours, .cells = POL_CELLS_8, .places = 19},
                               {.fact = kind, .cells = POL_CELLS_8, .places = 1}, {.fact = site, .cells = POL_CELLS_32}, {.fact = notice, .cells = POL_CELLS_64},
                               {.fact = absences, .cells = POL_CELLS_TEXT}, {.fact = hours, .cells = POL_CELLS_8, .least = 2, .most = 1}};
  for (size_t i = 0; i < COUNT(none); i++) cr_expect_eq(pol_arrays_new(&a, d, day(), &none[i], 1), POL_COULD_NOT, "%zu", i);
  const pol_cells_of twice[] = {{.fact = hours, .cells = POL_CELLS_8}, {.fact = hours, .cells = POL_CELLS_16}};
  cr_expect_eq(pol_arrays_new(&a, d, day(), twice, 2), POL_COULD_NOT);
  cr_expect_eq(pol_arrays_new(&a, d, 2932897, twice, 1), POL_COULD_NOT);
  cr_expect_null(a);
  cr_assert_eq(pol_arrays_new(&a, d, day(), NULL, 0), POL_DONE, "nothing is known, and that can be decided");
  pol_arrays_drop(a);
  pol_arrays_drop(NULL);
  pol_mill_drop(NULL);
  pol_decider_drop(d);
}

/* Numbers with as many places as there may be: by the machine or not, they are what a desk says. */
Test(mill, every_number_of_places) {
  for (uint8_t places = 0; places <= 18; places++) {
    pol_decider *d = kinds_in_lanes(POL_SPEED_BEST, NULL);
    pol_arrays *a;
    pol_mill *m;
    int64_t rate[40];
    int32_t share[40];
    int8_t kind[40];
    for (int i = 0; i < 40; i++) rate[i] = i * 1000003, share[i] = i * 31, kind[i] = (int8_t)(i % 2);
    table t = {.n = 0};
    add(&t, d, "rate", (pol_cells_of){.cells = POL_CELLS_64, .places = places, .most = 40000120}, (pol_cells_in){.at = rate});
    add(&t, d, "share", (pol_cells_of){.cells = POL_CELLS_32, .places = places}, (pol_cells_in){.at = share});
    add(&t, d, "kind", (pol_cells_of){.cells = POL_CELLS_8}, (pol_cells_in){.at = kind});
    results *r = calloc(1, sizeof *r);
    cr_assert_eq(pol_arrays_new(&a, d, day(), t.of, t.n), POL_DONE);
    cr_assert_eq(pol_mill_new(&m, a), POL_DONE);
    decide_from(m, &t, 0, 40, r);
    const pol_slice whole = {40, t.in, NULL, NULL};
    for (size_t row = 0; row < 40; row++) expect_row(pol_mill_desk(m, &whole, row), a, r, row, d);
    pol_mill_drop(m);
    pol_arrays_drop(a);
    pol_decider_drop(d);
    free(r);
  }
}

/* -- memory and threads */

#ifndef POL_ARENA_DEBUG /* every object is an allocation then */
Test(mill, nothing_is_allocated_any_more) {
  for (int lanes = 0; lanes < 2; lanes++) {
    size_t calls = 0, before = 0;
    const pol_allocator from = {count_get, count_put, &calls};
    pol_decider *d = NULL;
    pol_arrays *a;
    pol_mill *m;
    columns *c = thrown(3, true);
    results *r = calloc(1, sizeof *r);
    if (lanes) d = kinds_in_lanes(POL_SPEED_BEST, &from);
    else cr_assert_eq(pol_decider_new(&d, kinds_session(&from), POL_SPEED_BEST), POL_DONE);
    table t = table_of(d, c, true);
    cr_assert_eq(pol_arrays_new(&a, d, day(), t.of, t.n), POL_DONE);
    cr_assert_eq(pol_mill_new(&m, a), POL_DONE);
    for (int i = 0; i < 16; i++) { /* scratch grows until all of it is in one page */
      if (i == 12) before = calls;
      cr_expect_eq(decide_from(m, &t, 0, ROWS, r), POL_BAD_NEWS);
    }
    cr_expect_eq(calls, before, "%zu more", calls - before);
    pol_mill_drop(m);
    pol_arrays_drop(a);
    pol_decider_drop(d);
    free(c), free(r);
  }
}

/* Rows that are wrong leave nothing behind: many need no more than few. */
Test(mill, wrong_rows_take_no_memory) {
  for (int lanes = 0; lanes < 2; lanes++) {
    size_t calls = 0;
    const pol_allocator from = {count_get, count_put, &calls};
    pol_decider *d = NULL;
    pol_arrays *a;
    pol_mill *m;
    columns *c = thrown(3, false);
    results *r = calloc(1, sizeof *r);
    for (int i = 0; i < ROWS; i++) c->hours[i] = -5;
    if (lanes) d = kinds_in_lanes(POL_SPEED_BEST, &from);
    else cr_assert_eq(pol_decider_new(&d, kinds_session(&from), POL_SPEED_BEST), POL_DONE);
    table t = table_of(d, c, true);
    cr_assert_eq(pol_arrays_new(&a, d, day(), t.of, t.n), POL_DONE);
    cr_assert_eq(pol_mill_new(&m, a), POL_DONE);
    for (int i = 0; i < 3; i++) cr_assert_eq(decide_from(m, &t, 0, 100, r), POL_BAD_NEWS);
    const size_t before = calls;
    cr_assert_eq(decide_from(m, &t, 0, ROWS, r), POL_BAD_NEWS);
    cr_expect_eq(calls, before, "%zu more", calls - before);
    for (int i = 0; i < ROWS; i++) cr_assert_eq(r->row[i], POL_ROW_WRONG);
    pol_mill_drop(m);
    pol_arrays_drop(a);
    pol_decider_drop(d);
    free(c), free(r);
  }
}
#endif

static bool mill_work(const pol_alloc *from, bool lanes) {
  const pol_allocator use = {from->get, from->put, from->user};
  pol_session *s = NULL;
  pol_decider *d = NULL;
  pol_arrays *a = NULL;
  pol_mill *m = NULL;
  columns *c = thrown(5, true);
  results *r = calloc(1, sizeof *r);
  bool well = kinds_try(&s, &use) && (!lanes || kinds_ask(s)) && pol_decider_new(&d, s, POL_SPEED_BEST) == POL_DONE;
  if (!d) pol_session_drop(s);
  table t = {.n = 0};
  if (d) t = table_of(d, c, true);
  well = well && pol_arrays_new(&a, d, day(), t.of, t.n) == POL_DONE;
  well = well && pol_mill_new(&m, a) == POL_DONE;
  well = well && decide_from(m, &t, 0, 100, r) == POL_BAD_NEWS;
  pol_mill_drop(m);
  pol_arrays_drop(a);
  pol_decider_drop(d);
  free(c), free(r);
  return well;
}

static bool by_engine(const pol_alloc *from) { return mill_work(from, false); }
static bool by_machine(const pol_alloc *from) { return mill_work(from, true); }

Test(mill, every_allocation_may_fail, .timeout = 300) {
  failing_each(by_engine, FAILING_SPARSE);
  failing_each(by_machine, FAILING_SPARSE);
}

typedef struct shared { const pol_arrays *a; const table *t; results *r; size_t first, rows; } shared;

static int decide_part(void *at) {
  shared *with = at;
  pol_mill *m;
  if (pol_mill_new(&m, with->a) != POL_DONE) return -1;
  pol_result made = decide_from(m, with->t, with->first, with->rows, with->r);
  pol_mill_drop(m);
  return (int)made;
}

Test(mill, threads_share_arrays) {
  enum { THREADS = 4 };
  pol_decider *d = kinds_decider(POL_SPEED_BEST);
  pol_arrays *a;
  columns *c = thrown(11, true);
  table t = table_of(d, c, true);
  results *r = calloc(1, sizeof *r), *alone = calloc(1, sizeof *alone);
  thrd_t thread[THREADS];
  shared part[THREADS];
  cr_assert_eq(pol_arrays_new(&a, d, day(), t.of, t.n), POL_DONE);
  for (size_t i = 0; i < THREADS; i++) {
    part[i] = (shared){a, &t, r, i * ROWS / THREADS, ROWS / THREADS};
    cr_assert_eq(thrd_create(&thread[i], decide_part, &part[i]), thrd_success);
  }
  for (size_t i = 0; i < THREADS; i++) {
    int made = -1;
    cr_expect_eq(thrd_join(thread[i], &made), thrd_success);
    cr_expect_eq(made, (int)POL_BAD_NEWS);
  }
  shared whole = {a, &t, alone, 0, ROWS};
  cr_expect_eq(decide_part(&whole), (int)POL_BAD_NEWS);
  cr_expect_eq(memcmp(r, alone, sizeof *r), 0);
  pol_arrays_drop(a);
  pol_decider_drop(d);
  free(c), free(r), free(alone);
}
