/* Rows that lanes cannot hold, or that the machine leaves: decided by the engine, some of them together. */
#include "app/milling.h"
#include <string.h>

/* -- out of an answer */

static bool put_whole(void *at, pol_cells cells, size_t row, int64_t v) {
  switch (cells) {
  case POL_CELLS_8: ((int8_t *)at)[row] = (int8_t)v; return v >= INT8_MIN && v <= INT8_MAX;
  case POL_CELLS_16: ((int16_t *)at)[row] = (int16_t)v; return v >= INT16_MIN && v <= INT16_MAX;
  case POL_CELLS_32: ((int32_t *)at)[row] = (int32_t)v; return v >= INT32_MIN && v <= INT32_MAX;
  default: ((int64_t *)at)[row] = v; return true;
  }
}

/* The cell that a value makes. false: none that is exact. */
static bool cell_of(int64_t *out, const pol_value *v, int64_t scale) {
  pol_num n;
  switch ((pol_type_kind)v->type.kind) {
  case POL_T_BOOL:
  case POL_T_OPTION:
  case POL_T_PARTY:
  case POL_T_DATE:
  case POL_T_TIME: *out = v->as.i; return true;
  case POL_T_NUMBER: return pol_num_mul(&n, v->as.num, pol_num_int(scale)) == POL_NUM_FINE && pol_num_to_i64(out, n);
  default: *out = 0; return true; /* it has no cells of its own */
  }
}

/* What is the matter with the row because of this answer. */
static uint8_t put_answer(const pol_mill *m, const pol_slice *s, uint32_t i, const pol_answer *a, size_t row) {
  const pol_cells_out *out = &s->out[i];
  int64_t cell = 0;
  bool value = a->outcome == POL_OUT_VALUE, fits = true;
  if (out->outcome) out->outcome[row] = (uint8_t)pol_decided_of(a->outcome);
  if (out->at) {
    if (value && a->value.state == POL_KNOWN) fits = cell_of(&cell, &a->value, m->a->made[i].scale);
    if (!put_whole(out->at, out->cells, row, fits ? cell : 0)) fits = put_whole(out->at, out->cells, row, 0) && false;
  }
  bool bad = a->outcome == POL_OUT_ERROR || a->outcome == POL_OUT_CONFLICT;
  return (uint8_t)((bad ? POL_ROW_BAD : 0) | (fits ? 0 : POL_ROW_UNFIT));
}

static void put_status(pol_mill *m, const pol_slice *s, size_t row, uint8_t status) {
  if (s->row) s->row[row] = status;
  m->bad |= status != POL_ROW_FINE;
}

static void put_wrong(pol_mill *m, const pol_slice *s, size_t row) {
  for (uint32_t i = 0; i < m->a->d->askeds; i++) {
    if (s->out[i].outcome) s->out[i].outcome[row] = POL_DECIDED_ERROR;
    if (s->out[i].at) put_whole(s->out[i].at, s->out[i].cells, row, 0);
  }
  put_status(m, s, row, POL_ROW_WRONG);
}

/* -- into a record */

/* false: a cell is wrong. */
static bool take_row(pol_mill *m, pol_record_facts *record, const pol_slice *s, size_t row, pol_status *status) {
  const pol_desk *k = m->desk;
  pol_giving g = {.arena = m->work, .m = k->m};
  if (k->facts) memcpy(record->value, k->blank, k->facts * sizeof *k->blank);
  for (uint32_t i = 0; i < m->a->n; i++) {
    pol_value v;
    if (!pol_arrays_given(&m->a->of[i], &s->in[i], row)) continue;
    if (!pol_arrays_cell(&v, &g, &m->a->of[i], &s->in[i], row)) {
      if (!g.why) *status = POL_NO_MEMORY;
      return false;
    }
    record->value[m->a->of[i].fact] = v;
  }
  return true;
}

pol_status pol_mill_singly_add(pol_mill *m, const pol_slice *s, size_t row) {
  pol_status status = POL_OK;
  const pol_arena_point start = pol_arena_mark(m->work);
  m->singly++;
  m->tried++;
  if (take_row(m, &m->record[m->rows], s, row, &status)) m->row[m->rows++] = row;
  else put_wrong(m, s, row);
  pol_arena_reset(m->work, start); /* what is said of a wrong one; arrays give no lists */
  return status == POL_OK && m->tried == POL_SINGLY ? pol_mill_singly_end(m, s) : status;
}

pol_status pol_mill_singly_end(pol_mill *m, const pol_slice *s) {
  const pol_decider *d = m->a->d;
  const uint32_t n = m->rows;
  m->rows = m->tried = 0;
  if (n) POL_TRY(pol_run_chunk(m->run, m->records, n, m->a->as_of));
  for (uint32_t r = 0; r < n; r++) {
    pol_arena_point start = pol_arena_mark(m->work);
    uint8_t status = POL_ROW_FINE;
    for (uint32_t i = 0; i < d->askeds; i++) {
      pol_answer answer;
      POL_TRY(pol_answer_glance(&answer, m->work, m->run, m->records[r], r, d->asked[i]));
      status |= put_answer(m, s, i, &answer, m->row[r]);
    }
    put_status(m, s, m->row[r], status);
    pol_arena_reset(m->work, start);
  }
  pol_arena_reset(m->work, (pol_arena_point){NULL, 0});
  pol_desk_clear(m->desk); /* and the texts of these rows */
  return m->desk->m->atoms ? POL_OK : POL_NO_MEMORY;
}
