#include "app/answering.h"

enum { STENCILS_MOST = 2 * 1024 * 1024 }; /* bytes */

pol_status pol_answering_ease(pol_answering *a, const pol_alloc *from) {
  pol_status status = pol_stencils_new(&a->stencils, from, &a->telling, STENCILS_MOST);
  return status == POL_REJECTED ? POL_OK : status;
}

void pol_answering_drop(pol_answering *a) {
  pol_stencils_drop(a->stencils);
  pol_run_drop(a->run);
  pol_arena_drop(a->arena);
}

static pol_status look_ahead(pol_answering *a, pol_answer *answer, const pol_record_facts *record, uint32_t row) {
  pol_outlook *outlook = POL_NEW(a->arena, pol_outlook);
  if (!outlook) return POL_NO_MEMORY;
  POL_TRY(pol_outlook_read(outlook, a->arena, a->run, record, row, answer));
  answer->outlook = outlook;
  return POL_OK;
}

/* Of whom it is that a record is in error: a glance at an answer does not tell why. */
static pol_status fail(pol_answering *a, const pol_told *told) {
  a->failed = true;
  a->record = told->record;
  a->decision = POL_NO_REF;
  for (uint32_t i = 0; i < a->telling.askeds && !told->record->wrong && a->decision == POL_NO_REF; i++) {
    pol_answer answer;
    POL_TRY(pol_answer_read(&answer, a->arena, a->run, told->record, told->row, a->telling.asked[i]));
    if (answer.outcome != POL_OUT_ERROR && answer.outcome != POL_OUT_CONFLICT) continue;
    a->decision = a->telling.asked[i];
    a->fault = pol_say_fault(answer.outcome == POL_OUT_CONFLICT ? POL_FAULT_CONFLICT : answer.error.fault);
  }
  return POL_OK;
}

static pol_status write(pol_answering *a, const pol_told *told) {
  const pol_telling before = a->telling;
  size_t n = before.paper->to->n;
  POL_TRY(a->stencils ? pol_stencils_record(a->stencils, &a->telling, told) : pol_write_record(&a->telling, told));
  if (!a->strict || a->telling.errors == before.errors) return POL_OK;
  before.paper->to->n = n;
  a->telling = before;
  return fail(a, told);
}

static pol_status tell(pol_answering *a, const pol_record_facts *record, uint32_t row) {
  if (a->stencils) return write(a, &(pol_told){.run = a->run, .row = row, .record = record});
  const pol_arena_point start = pol_arena_mark(a->arena);
  uint32_t n = a->telling.askeds;
  pol_answer *answer = POL_NEW_N(a->arena, pol_answer, n + 1u);
  pol_why_not *why = a->why ? POL_NEW_N(a->arena, pol_why_not, n + 1u) : NULL;
  if (!answer || (a->why && !why)) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < n && !record->wrong; i++) {
    bool brief = a->telling.paper->form == POL_WRITE_CSV; /* it has no room for why */
    POL_TRY((brief ? pol_answer_glance : pol_answer_read)(&answer[i], a->arena, a->run, record, row, a->telling.asked[i]));
    if (a->telling.explain) POL_TRY(look_ahead(a, &answer[i], record, row));
    if (a->why) POL_TRY(pol_why_not_read(&why[i], a->arena, a->run, record, row, &answer[i], a->wanted));
  }
  pol_told told = {.run = a->run, .row = row, .record = record, .answer = answer, .why_not = record->wrong ? NULL : why};
  POL_TRY(write(a, &told));
  pol_arena_reset(a->arena, start);
  return POL_OK;
}

pol_status pol_answering_chunk(pol_answering *a, const pol_record_facts **record, uint32_t n) {
  const pol_record_facts **decided = POL_NEW_N(a->arena, const pol_record_facts *, n);
  uint32_t rows = 0, row = 0;
  if (!decided) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < n; i++)
    if (!record[i]->wrong) decided[rows++] = record[i];
  if (rows) POL_TRY(pol_run_chunk(a->run, decided, rows, a->telling.edition->as_of));
  for (a->told = 0; a->told < n; a->told++) {
    const pol_record_facts *one = record[a->told];
    POL_TRY(tell(a, one, one->wrong ? 0 : row));
    if (a->failed) break;
    row += !one->wrong;
    if (a->ends) a->ends[a->told] = a->telling.paper->to->n;
  }
  return POL_OK;
}
