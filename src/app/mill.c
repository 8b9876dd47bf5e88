/* Mills: a program's arrays into lanes, through the machine, and out again, piece by piece. */
#include "app/milling.h"
#include <string.h>

/* -- making and dropping */

static pol_status make(pol_mill *m) {
  m->keep = pol_arena_new(m->from);
  m->work = pol_arena_new(m->from);
  if (!m->keep || !m->work) return POL_NO_MEMORY;
  if (pol_desk_new(&m->desk, m->a->d) != POL_DONE || !pol_desk_as_of(m->desk, m->a->as_of)) return POL_NO_MEMORY;
  m->odd = POL_NEW_N(m->keep, uint8_t, POL_LANE_ROWS);
  if (!m->odd) return POL_NO_MEMORY;
  const size_t facts = (size_t)m->desk->facts + 1;
  for (uint32_t i = 0; i < POL_SINGLY; i++) {
    m->record[i] = (pol_record_facts){.value = POL_NEW_N(m->keep, pol_value, facts), .origin = POL_NEW_N(m->keep, pol_origin, facts)};
    m->records[i] = &m->record[i];
    if (!m->record[i].value || !m->record[i].origin) return POL_NO_MEMORY;
  }
  POL_TRY(pol_run_new(&m->run, &m->desk->own.program, m->from));
  if (!m->a->plan) return POL_OK;
  POL_TRY(pol_mill_lanes(m));
  return pol_machine_new(&m->machine, m->a->plan, m->from, m->a->d->level);
}

pol_result pol_mill_new(pol_mill **out, const pol_arrays *a) {
  *out = NULL;
  pol_stock *stock = pol_stock_new(&a->d->from);
  const pol_alloc *from = stock ? pol_stock_alloc(stock) : NULL;
  pol_mill *m = from ? from->get(from->user, sizeof *m) : NULL;
  if (!m) {
    pol_stock_drop(stock);
    return POL_OUT_OF_MEMORY;
  }
  *m = (pol_mill){.a = a, .stock = stock, .from = from, .cells = pol_cells_at(a->d->level)};
  pol_status status = make(m);
  if (status != POL_OK) pol_mill_drop(m);
  else *out = m;
  return pol_result_of(status);
}

void pol_mill_drop(pol_mill *m) {
  if (!m) return;
  pol_machine_drop(m->machine);
  pol_run_drop(m->run);
  pol_desk_drop(m->desk);
  pol_arena_drop(m->work);
  pol_arena_drop(m->keep);
  pol_stock_drop(m->stock); /* with the mill */
}

uint64_t pol_mill_singly(const pol_mill *m) { return m->singly; }

/* -- a piece */

static pol_status by_machine(pol_mill *m, const pol_slice *s, size_t first, uint32_t n) {
  pol_verdicts verdicts;
  memset(m->odd, 0, n);
  m->odds = false;
  POL_TRY(pol_mill_load(m, s, first, n));
  POL_TRY(pol_machine_run(m->machine, &verdicts, m->lane, n));
  return pol_mill_store(m, s, &verdicts, first, n);
}

static pol_status decide_piece(pol_mill *m, const pol_slice *s, size_t first, uint32_t n) {
  if (s->row) memset(s->row + first, POL_ROW_FINE, n);
  if (m->machine) POL_TRY(by_machine(m, s, first, n));
  for (uint32_t i = 0; (!m->machine || m->odds) && i < n; i++)
    if (!m->machine || m->odd[i]) POL_TRY(pol_mill_singly_add(m, s, first + i));
  return POL_OK;
}

pol_result pol_mill_decide(pol_mill *m, const pol_slice *s) {
  m->bad = false;
  m->rows = m->tried = 0;
  pol_desk_clear(m->desk);
  pol_status status = m->desk->m->atoms ? POL_OK : POL_NO_MEMORY;
  for (size_t at = 0; at < s->rows && status == POL_OK; at += POL_LANE_ROWS) {
    size_t left = s->rows - at;
    status = decide_piece(m, s, at, left < POL_LANE_ROWS ? (uint32_t)left : POL_LANE_ROWS);
  }
  if (status == POL_OK) status = pol_mill_singly_end(m, s);
  return status == POL_OK && m->bad ? POL_BAD_NEWS : pol_result_of(status);
}

/* -- one row, to ask why */

pol_desk *pol_mill_desk(pol_mill *m, const pol_slice *s, size_t row) {
  pol_desk *k = m->desk;
  pol_desk_clear(k);
  if (!k->m->atoms) return NULL;
  for (uint32_t i = 0; i < m->a->n; i++) {
    const pol_cells_of *of = &m->a->of[i];
    if (pol_desk_cell_of(k, of, &s->in[i], row) == POL_OUT_OF_MEMORY) return NULL;
  }
  return k;
}
