/* Mills: a piece of a program's arrays into lanes, and verdicts into its arrays. */
#include "app/milling.h"
#include <string.h>

enum { LINE = 64 };

pol_status pol_mill_lanes(pol_mill *m) {
  const pol_arrays *a = m->a;
  m->lane = POL_NEW_N(m->keep, pol_lane, (size_t)a->lanes + 1);
  m->room = POL_NEW_N(m->keep, pol_lane, (size_t)a->lanes + 1);
  m->spare = pol_arena_take(m->keep, POL_LANE_ROWS, LINE);
  if (!m->lane || !m->room || !m->spare) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < a->lanes; i++) {
    m->room[i].at = pol_arena_take(m->keep, POL_LANE_ROWS * POL_LANE_BYTES(a->lane[i].width), LINE);
    m->room[i].state = pol_arena_take(m->keep, POL_LANE_ROWS, LINE);
    if (!m->room[i].at || !m->room[i].state) return POL_NO_MEMORY;
  }
  return POL_OK;
}

/* -- into a lane, cell by cell */

static void mark(pol_mill *m, uint32_t row) {
  m->odd[row] = 1;
  m->odds = true;
}

static void unknown(const pol_lane *lane, const pol_fact_lane *of, uint32_t row) {
  pol_lane_put(lane->at, of->width, row, pol_lane_within(of));
  lane->state[row] = POL_CELL(POL_UNKNOWN, 0);
}

/* One value; what does not fit makes the row odd. */
static void put_value(pol_mill *m, pol_lane *lane, const pol_fact_lane *of, uint32_t row, const pol_value *v) {
  int64_t cell;
  unknown(lane, of, row);
  lane->stated |= v->state != POL_KNOWN;
  if (v->state != POL_KNOWN) return;
  lane->state[row] = POL_CELL(POL_KNOWN, 0);
  if (pol_lane_cell(&cell, of, v)) pol_lane_put(lane->at, of->width, row, cell);
  else mark(m, row);
}

static pol_status load_texts(pol_mill *m, pol_lane *lane, const pol_fact_lane *of, const pol_cells_of *array, const pol_cells_in *in, size_t first, uint32_t n) {
  pol_giving g = {.arena = m->work, .m = m->desk->m};
  for (uint32_t i = 0; i < n; i++) {
    pol_value v;
    bool given = pol_arrays_given(array, in, first + i), fine = !given || pol_arrays_cell(&v, &g, array, in, first + i);
    if (!fine && !g.why) return POL_NO_MEMORY;
    if (fine) put_value(m, lane, of, i, given ? &v : &m->desk->blank[of->fact]);
    else unknown(lane, of, i), mark(m, i);
  }
  return POL_OK;
}

/* -- into a lane, all cells at once */

static int64_t rounded(int64_t n, int64_t under, bool up) { /* n / under */
  int64_t q = n / under;
  return up ? q + (n % under > 0) : q - (n % under < 0);
}

static bool is_aligned(const void *at) { return ((uintptr_t)at & (LINE - 1)) == 0; }

/* Whether something that may be known was outside. The lane reads it where it stands, or a copy. */
static bool move(pol_mill *m, pol_lane *lane, const pol_fact_lane *of, const pol_cells_of *array, const void *from, uint32_t n) {
  static const int64_t least[] = {INT8_MIN, INT16_MIN, INT32_MIN, INT64_MIN}, most[] = {INT8_MAX, INT16_MAX, INT32_MAX, INT64_MAX};
  const pol_lane_width in = (pol_lane_width)(array->cells - POL_CELLS_8);
  pol_cells_job job = {.from = from, .to = lane->at, .n = n, .factor = pol_ten_to(of->places - array->places)};
  job.least = rounded(of->least, job.factor, true), job.most = rounded(of->most, job.factor, false);
  bool all = job.least <= least[in] && job.most >= most[in];
  if (job.least < least[in]) job.least = least[in];
  if (job.most > most[in]) job.most = most[in];
  if (in == of->width && job.factor == 1 && is_aligned(from) && n == POL_LANE_ROWS && (all || !m->cells->scan[in](&job))) {
    lane->at = (void *)(uintptr_t)from; /* it is only read */
    return false;
  }
  return m->cells->move[in][of->width](&job);
}

static void load_states(pol_mill *m, pol_lane *lane, const pol_cells_in *in, size_t first, uint32_t n) {
  const uint8_t *known = in->known + first;
  if (in->known_bits) m->cells->spread(m->spare, in->known, in->first + first, n), known = m->spare;
  m->cells->states(lane->state, known, n);
  uint8_t any = 0;
  for (uint32_t i = 0; i < n; i++) any |= lane->state[i];
  lane->stated = any != 0;
}

/* Rows whose cell is known and outside are odd; where a cell is not known, there may be something that is given for every record. */
static void look_again(pol_mill *m, pol_lane *lane, const pol_fact_lane *of, const pol_cells_of *array, const pol_cells_in *in, size_t first, uint32_t n, bool outside) {
  const pol_value *blank = &m->desk->blank[of->fact];
  int64_t factor = array->cells == POL_CELLS_BITS ? 1 : pol_ten_to(of->places - array->places);
  for (uint32_t i = 0; i < n; i++) {
    bool known = pol_arrays_given(array, in, first + i);
    if (!known && blank->state == POL_KNOWN) put_value(m, lane, of, i, blank);
    if (!known || !outside) continue;
    int64_t cell, whole = pol_arrays_whole(array, in, first + i);
    if (__builtin_mul_overflow(whole, factor, &cell) || cell < of->least || cell > of->most) mark(m, i);
  }
}

static pol_status load(pol_mill *m, uint32_t at, const pol_slice *s, size_t first, uint32_t n) {
  const pol_fact_lane *of = &m->a->lane[at];
  const pol_cells_of *array = &m->a->of[m->a->array[at]];
  const pol_cells_in *in = &s->in[m->a->array[at]];
  pol_lane *lane = &m->lane[at];
  bool outside;
  *lane = m->room[at];
  if (array->cells == POL_CELLS_TEXT || array->places > of->places) return load_texts(m, lane, of, array, in, first, n);
  if (in->known) load_states(m, lane, in, first, n);
  if (array->cells == POL_CELLS_BITS) {
    m->cells->spread(m->spare, in->at, in->first + first, n);
    const pol_cells_of bytes = {.cells = POL_CELLS_8};
    outside = move(m, lane, of, &bytes, m->spare, n);
    if (lane->at == m->spare) lane->at = memcpy(m->room[at].at, m->spare, n);
  } else {
    const size_t width = POL_LANE_BYTES(array->cells - POL_CELLS_8);
    outside = move(m, lane, of, array, (const char *)in->at + first * width, n);
  }
  if (lane->stated && m->desk->blank[of->fact].state == POL_KNOWN) {
    if (lane->at != m->room[at].at) lane->at = memcpy(m->room[at].at, lane->at, n * POL_LANE_BYTES(of->width));
    lane->stated = false; /* put_value says it again */
    look_again(m, lane, of, array, in, first, n, outside);
  } else if (outside) {
    look_again(m, lane, of, array, in, first, n, true);
  }
  return POL_OK;
}

pol_status pol_mill_load(pol_mill *m, const pol_slice *s, size_t first, uint32_t n) {
  for (uint32_t i = 0; i < m->a->lanes; i++) POL_TRY(load(m, i, s, first, n));
  pol_arena_reset(m->work, (pol_arena_point){NULL, 0});
  return POL_OK;
}

/* -- out of lanes */

static void zero_unknown(void *at, size_t width, const uint8_t *state, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (POL_CELL_STATE(state[i]) != POL_KNOWN) memset((char *)at + i * width, 0, width);
}

/* Rows whose value does not fit where it should go are odd: the engine's way says so. */
static void store_values(pol_mill *m, const pol_cells_out *out, const pol_verdict_form *form, const pol_lane *lane, size_t first, uint32_t n) {
  static const int64_t least[] = {INT8_MIN, INT16_MIN, INT32_MIN, INT64_MIN}, most[] = {INT8_MAX, INT16_MAX, INT32_MAX, INT64_MAX};
  const pol_lane_width to = (pol_lane_width)(out->cells - POL_CELLS_8), from = form->width;
  const size_t width = POL_LANE_BYTES(to);
  const int64_t low = least[to < from ? to : from], high = most[to < from ? to : from];
  char *at = (char *)out->at + first * width;
  if (form->kind == POL_VERDICT_OUTCOME || form->kind == POL_VERDICT_PERIOD) {
    memset(at, 0, n * width);
    return;
  }
  pol_cells_job job = {.from = lane->at, .to = at, .n = n, .least = low, .most = high, .factor = 1};
  if (to == from) memcpy(at, lane->at, n * width);
  else if (m->cells->move[from][to](&job)) {
    for (uint32_t i = 0; i < n; i++) {
      int64_t cell = pol_lane_get(lane->at, from, i);
      if (cell < low || cell > high) mark(m, i);
    }
  }
  if (lane->stated) zero_unknown(at, width, lane->state, n);
}

static void store_outcomes(const pol_mill *m, uint8_t *to, const pol_verdict_form *form, const pol_lane *lane, uint32_t n) {
  if (form->kind == POL_VERDICT_OUTCOME) m->cells->outcomes(to, lane->at, n);
  else if (lane->stated) m->cells->values(to, lane->state, n);
  else memset(to, POL_DECIDED_VALUE, n);
}

pol_status pol_mill_store(pol_mill *m, const pol_slice *s, const pol_verdicts *v, size_t first, uint32_t n) {
  uint32_t decisions;
  const pol_verdict_form *form = pol_plan_verdicts(m->a->plan, &decisions);
  for (uint32_t i = 0; i < decisions; i++) {
    const pol_cells_out *out = &s->out[i];
    if (out->outcome) store_outcomes(m, out->outcome + first, &form[i], &v->value[i], n);
    if (out->at) store_values(m, out, &form[i], &v->value[i], first, n);
  }
  for (uint32_t i = 0; v->again && i < n; i++)
    if (v->again[i]) mark(m, i);
  return POL_OK;
}
