#include "ops/generate.h"
#include "base/limits.h"
#include "ops/cells.h"
#include "ops/dates.h"

#define ERRED(fault) POL_CELL(POL_ERRED, fault)

void pol_elements_init(pol_elements *e, const pol_alloc *from) { *e = (pol_elements){.from = from}; }

void pol_elements_drop(pol_elements *e) {
  if (e->at != NULL) e->from->put(e->from->user, e->at);
  *e = (pol_elements){.from = e->from};
}

void pol_list_states(const pol_kernel_call *c) { pol_strict(c); }

static bool reserve(pol_elements *e, uint32_t more) {
  if (more <= e->cap - e->n) return true;
  uint64_t cap = (uint64_t)e->n + more;
  if (cap < 2 * (uint64_t)e->cap) cap = 2 * (uint64_t)e->cap;
  if (cap > UINT32_MAX / 2) return false;
  pol_element *at = e->from->get(e->from->user, (size_t)cap * sizeof *at);
  if (at == NULL) return false;
  if (e->n > 0) memcpy(at, e->at, e->n * sizeof *at);
  if (e->at != NULL) e->from->put(e->from->user, e->at);
  e->at = at;
  e->cap = (uint32_t)cap;
  return true;
}

static bool days(pol_elements *out, uint8_t *cell, const pol_kernel_call *c, uint32_t row) {
  int32_t from = pol_arg(c, 0)->as.i[row], to = pol_arg(c, 1)->as.i[row];
  int64_t n = to > from ? (int64_t)to - from : 0;
  if (n > POL_LIMIT_LIST_LENGTH) return *cell = ERRED(POL_FAULT_TOO_MANY), true;
  if (!reserve(out, (uint32_t)n)) return false;
  for (int32_t d = from; d < to; d++) out->at[out->n++].i[0] = d;
  return true;
}

static bool numbers(pol_elements *out, uint8_t *cell, const pol_kernel_call *c, uint32_t row) {
  pol_num a = pol_arg(c, 0)->as.num[row], b = pol_arg(c, 1)->as.num[row];
  int64_t from, to;
  if (!pol_num_is_int(a) || !pol_num_is_int(b)) return *cell = ERRED(POL_FAULT_NOT_WHOLE), true;
  if (!pol_num_to_i64(&from, a) || !pol_num_to_i64(&to, b)) return *cell = ERRED(POL_FAULT_TOO_LARGE), true;
  if (to < from) return true;
  uint64_t n = (uint64_t)to - (uint64_t)from; /* one less than how many: cannot overflow */
  if (n >= POL_LIMIT_LIST_LENGTH) return *cell = ERRED(POL_FAULT_TOO_MANY), true;
  if (!reserve(out, (uint32_t)n + 1)) return false;
  for (uint32_t j = 0; j <= n; j++) out->at[out->n++].num = pol_num_int(from + (int64_t)j);
  return true;
}

/* Every year that shares a day with [from, to): it begins before `to` and ends after `from`. */
static bool years(pol_elements *out, uint8_t *cell, const pol_kernel_call *c, uint32_t row) {
  int32_t yearly = pol_arg(c, 0)->as.i[row], from = pol_arg(c, 1)->as.i[row], to = pol_arg(c, 2)->as.i[row];
  pol_short_months how = (pol_short_months)c->aux;
  if (from >= to) return true;
  int32_t year = pol_date_split(from).year;
  pol_date start, end;
  if (!pol_dates_in_year(&start, yearly, year, how)) return *cell = ERRED(POL_FAULT_DATE_RANGE), true;
  if (start > from && !pol_dates_in_year(&start, yearly, --year, how)) return *cell = ERRED(POL_FAULT_DATE_RANGE), true;
  uint32_t before = out->n;
  for (; start < to; start = end) {
    if (!pol_dates_in_year(&end, yearly, ++year, how)) return out->n = before, *cell = ERRED(POL_FAULT_DATE_RANGE), true;
    if (!reserve(out, 1)) return false;
    out->at[out->n].i[0] = start;
    out->at[out->n++].i[1] = end;
  }
  return true;
}

enum { DAY_MINUTES = 24 * 60 };

/* The next cut after a time of day: a border, or midnight. */
static int32_t next_cut(const pol_generation *g, int32_t minute) {
  for (uint32_t j = 0; j < g->borders; j++) {
    if (g->border[j] > minute && g->border[j] < DAY_MINUTES) return g->border[j];
  }
  return DAY_MINUTES;
}

static bool pieces(pol_elements *out, uint8_t *cell, const pol_generation *g, uint32_t row) {
  int32_t date = pol_arg(g->call, 0)->as.i[row], minute = pol_arg(g->call, 1)->as.i[row];
  pol_num left = pol_arg(g->call, 2)->as.num[row];
  uint32_t before = out->n;
  if (minute >= DAY_MINUTES) date++, minute = 0; /* 24:00 */
  while (left.n > 0) {
    int32_t cut = next_cut(g, minute);
    pol_num room, rest;
    pol_num_fault fault = pol_num_ratio(&room, cut - minute, 60);
    if (fault == POL_NUM_FINE) fault = pol_num_sub(&rest, left, room);
    if (fault != POL_NUM_FINE) *cell = pol_cell_fault(fault);
    else if (date > POL_DATE_LAST) *cell = ERRED(POL_FAULT_DATE_RANGE);
    else if (out->n - before >= POL_LIMIT_PIECES) *cell = ERRED(POL_FAULT_TOO_MANY);
    if (*cell != POL_KNOWN) return out->n = before, true;
    if (!reserve(out, 1)) return false;
    out->at[out->n++] = (pol_element){{date, minute}, rest.n > 0 ? room : left};
    left = rest;
    minute = cut;
    if (minute == DAY_MINUTES) date++, minute = 0;
  }
  return true;
}

bool pol_generate(pol_elements *out, uint8_t *cell, const pol_generation *g, uint32_t row) {
  *cell = POL_KNOWN;
  switch (g->op) {
  case POL_OP_LIST_DAYS: return days(out, cell, g->call, row);
  case POL_OP_LIST_NUMBERS: return numbers(out, cell, g->call, row);
  case POL_OP_LIST_YEARS: return years(out, cell, g->call, row);
  case POL_OP_LIST_PIECES: return pieces(out, cell, g, row);
  default: return true;
  }
}

void pol_element_store(const pol_column *out, uint32_t row, pol_op list, uint32_t field, const pol_element *e) {
  out->state[row] = POL_KNOWN;
  if (list == POL_OP_LIST_NUMBERS || (list == POL_OP_LIST_PIECES && field == 2)) out->as.num[row] = e->num;
  else out->as.i[row] = e->i[field & 1];
}
