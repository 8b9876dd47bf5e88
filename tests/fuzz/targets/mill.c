/* A mill: arrays of any layout and any cells, decided in lanes, held row by row to a desk of the engine alone that is given the same facts one by one. */
#include "fuzz/targets/bytes.h"

enum { ARRAYS = 16, ROWS = 192, DECISIONS = 32 /* at most */, DAY = 19814 /* 2024-04-01 */ };
static pol_decider *fast, *engine;
static uint32_t decisions;

typedef struct column {
  pol_cells_of of;
  pol_about_fact about;
  union { int8_t a8[ROWS]; int16_t a16[ROWS]; int32_t a32[ROWS]; int64_t a64[ROWS]; uint8_t bits[ROWS / 8 + 8]; } cells;
  uint8_t known[ROWS];
  int64_t value[ROWS];
} column;

/* What its cells may be, by the kind of the fact. */
static void lay_out(column *c, bytes *b, uint32_t fact) {
  FUZZ_HOLDS(pol_decider_fact(&c->about, fast, fact), "there is such a fact");
  c->of = (pol_cells_of){.fact = fact, .cells = (pol_cells)take_below(b, POL_CELLS_TEXT), .places = (uint8_t)(take_below(b, 8) == 7 ? take_below(b, 20) : take_below(b, 3))};
  if (c->about.kind != POL_KIND_NUMBER) c->of.places = 0;
  if (take(b) & 1) {
    c->of.least = take_number(b, 1 + take_below(b, 3));
    c->of.most = c->of.least + (take_number(b, 1 + take_below(b, 3)) & INT32_MAX);
  }
}

static int64_t narrowed(pol_cells cells, int64_t v) {
  return cells == POL_CELLS_BITS ? v & 1 : cells == POL_CELLS_8 ? (int8_t)v : cells == POL_CELLS_16 ? (int16_t)v : cells == POL_CELLS_32 ? (int32_t)v : v;
}

static int64_t plausible(const column *c, int64_t v) {
  switch (c->about.kind) {
  case POL_KIND_YES_NO: return v & 1;
  case POL_KIND_OPTION:
  case POL_KIND_PARTY: return c->about.options ? (int64_t)((uint64_t)v % c->about.options) : 0;
  case POL_KIND_DATE: return DAY + v % 20000;
  case POL_KIND_TIME: return (int64_t)((uint64_t)v % 1441);
  default: return v;
  }
}

static void fill(column *c, bytes *b, size_t rows) {
  uint8_t ways = take(b);
  unsigned width = 1 + take_below(b, 8);
  const bytes from = *b;
  for (size_t i = 0; i < rows; i++) {
    if (b->at == b->end && from.at < from.end) *b = from; /* again from here, so that short inputs fill many rows */
    int64_t v = take_number(b, width);
    if (!(ways & 1) || i % 16 != 7) v = plausible(c, (int64_t)((uint64_t)v + (ways & 2 ? i : 0)));
    c->value[i] = v = narrowed(c->of.cells, v);
    c->known[i] = !(ways & 4) || i % 5 != 3;
    if (c->of.cells == POL_CELLS_8) c->cells.a8[i] = (int8_t)v;
    else if (c->of.cells == POL_CELLS_16) c->cells.a16[i] = (int16_t)v;
    else if (c->of.cells == POL_CELLS_32) c->cells.a32[i] = (int32_t)v;
    else if (c->of.cells == POL_CELLS_64) c->cells.a64[i] = v;
    else if (v) c->cells.bits[i / 8] = (uint8_t)(c->cells.bits[i / 8] | 1 << i % 8);
  }
}

static pol_result give(pol_desk *k, const column *c, size_t row) {
  int64_t v = c->value[row];
  uint32_t fact = c->of.fact;
  if (!c->known[row]) return POL_DONE;
  switch (c->about.kind) {
  case POL_KIND_YES_NO: return v == 0 || v == 1 ? pol_desk_yes_no(k, fact, v == 1) : POL_COULD_NOT;
  case POL_KIND_OPTION:
  case POL_KIND_PARTY: return v >= 0 && v < c->about.options ? pol_desk_option(k, fact, (uint32_t)v) : POL_COULD_NOT;
  case POL_KIND_NUMBER: return pol_desk_number(k, fact, v, c->of.places);
  case POL_KIND_DATE: return v == (int32_t)v ? pol_desk_date(k, fact, (int32_t)v) : POL_COULD_NOT;
  case POL_KIND_TIME: return v == (int32_t)v ? pol_desk_time(k, fact, (int32_t)v) : POL_COULD_NOT;
  default: fuzz_fail("no array holds a fact of kind %d", (int)c->about.kind);
  }
}

typedef struct made { uint8_t outcome[DECISIONS][ROWS], row[ROWS]; int64_t value[DECISIONS][ROWS]; pol_cells_out out[DECISIONS]; } made;

static void hold_row(pol_desk *k, const pol_arrays *arrays, const column *c, size_t columns, const made *m, size_t row) {
  bool wrong = false;
  pol_desk_clear(k);
  FUZZ_HOLDS(pol_desk_as_of(k, DAY), "a day");
  for (size_t i = 0; i < columns; i++) wrong = give(k, &c[i], row) != POL_DONE || wrong;
  FUZZ_HOLDS(wrong == ((m->row[row] & POL_ROW_WRONG) != 0), "row %zu is wrong (%d) or not (%d)", row, wrong, m->row[row]);
  if (wrong) return;
  pol_result result = pol_desk_decide(k);
  bool unfit = false;
  FUZZ_HOLDS((result == POL_BAD_NEWS) == ((m->row[row] & POL_ROW_BAD) != 0), "row %zu is bad news or not", row);
  for (uint32_t d = 0; d < decisions; d++) {
    pol_cells_made about;
    int64_t wanted = 0, top = 0, bottom = 1;
    FUZZ_HOLDS(pol_arrays_decision(&about, arrays, d), "there is such a decision");
    FUZZ_HOLDS(pol_desk_outcome(k, d) == (pol_decided)m->outcome[d][row], "row %zu, decision %u: %d at the desk, %d of the mill", row, d, (int)pol_desk_outcome(k, d), m->outcome[d][row]);
    bool has = about.kind == POL_KIND_NUMBER || about.kind == POL_KIND_PERMISSION ? pol_desk_ratio(k, d, &top, &bottom) : pol_desk_whole(k, d, &wanted);
    if (about.kind == POL_KIND_NUMBER || about.kind == POL_KIND_PERMISSION) {
      __extension__ __int128 all = (__extension__(__int128)top) * about.scale;
      bool fits = has && bottom && all % bottom == 0 && all / bottom == (int64_t)(all / bottom);
      wanted = fits ? (int64_t)(all / bottom) : 0;
      unfit = unfit || (has && !fits);
    }
    FUZZ_HOLDS(m->value[d][row] == wanted || (m->row[row] & POL_ROW_UNFIT), "row %zu, decision %u: %lld at the desk, %lld of the mill", row, d, (long long)wanted, (long long)m->value[d][row]);
  }
  FUZZ_HOLDS(!unfit || (m->row[row] & POL_ROW_UNFIT), "row %zu has a value that does not fit", row);
}

static void grind(const pol_arrays *arrays, column *c, size_t columns, size_t rows) {
  static made m;
  pol_cells_in in[ARRAYS] = {{0}};
  pol_mill *mill;
  pol_desk *desk;
  memset(&m, 0, sizeof m);
  for (size_t i = 0; i < columns; i++) in[i] = (pol_cells_in){.at = &c[i].cells, .known = c[i].known};
  for (size_t d = 0; d < decisions; d++) m.out[d] = (pol_cells_out){.outcome = m.outcome[d], .at = m.value[d], .cells = POL_CELLS_64};
  FUZZ_HOLDS(pol_mill_new(&mill, arrays) == POL_DONE && pol_desk_new(&desk, engine) == POL_DONE, "a mill and a desk can be had");
  pol_slice slice = {.rows = rows, .in = in, .out = m.out, .row = m.row};
  pol_result result = pol_mill_decide(mill, &slice);
  FUZZ_HOLDS(result == POL_DONE || result == POL_BAD_NEWS, "rows are decided: %d", (int)result);
  for (size_t row = 0; row < rows; row++) hold_row(desk, arrays, c, columns, &m, row);
  pol_mill_drop(mill);
  pol_desk_drop(desk);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  static column c[ARRAYS];
  pol_cells_of of[ARRAYS];
  pol_arrays *arrays;
  bytes b = {data, data + n};
  if (!fast) {
    FUZZ_HOLDS(pol_decider_new(&fast, fuzz_policy("tests/app/kinds.pol", "2024-04-01"), POL_SPEED_BEST) == POL_DONE, "a decider can be made");
    FUZZ_HOLDS(pol_decider_new(&engine, fuzz_policy("tests/app/kinds.pol", "2024-04-01"), POL_SPEED_ENGINE) == POL_DONE, "so can another");
    decisions = pol_decider_decisions(engine);
    FUZZ_HOLDS(decisions <= DECISIONS && pol_decider_facts(fast) >= ARRAYS, "there is room for what is decided");
  }
  size_t columns = 1 + take_below(&b, 12), rows = 1 + take_below(&b, ROWS);
  uint32_t fact = take_below(&b, pol_decider_facts(fast));
  memset(c, 0, sizeof c);
  for (size_t i = 0; i < columns; i++, fact = (fact + 1) % pol_decider_facts(fast)) lay_out(&c[i], &b, fact), of[i] = c[i].of;
  pol_result laid = pol_arrays_new(&arrays, fast, DAY, of, columns);
  FUZZ_HOLDS(laid == POL_DONE || laid == POL_COULD_NOT, "arrays can be laid out so, or not");
  if (laid == POL_DONE) {
    for (size_t i = 0; i < columns; i++) fill(&c[i], &b, rows);
    grind(arrays, c, columns, rows);
    pol_arrays_drop(arrays);
  }
  return 0;
}
