#include "render/amended.h"
#include "render/decisions.h"
#include "render/dot.h"
#include "render/explain.h"
#include "render/letter.h"

pol_case pol_case_of(const pol_telling *t, const pol_told *told, uint32_t i) {
  return (pol_case){.page = pol_page_of(t->paper),
                    .program = t->edition->program,
                    .model = t->edition->program->model,
                    .run = told->run,
                    .row = told->row,
                    .record = told->record,
                    .answer = &told->answer[i],
                    .as_of = t->edition->as_of};
}

static pol_status status_of(const pol_telling *t) { return pol_text_ok(t->paper->to) ? POL_OK : POL_NO_MEMORY; }

static bool has_form(const pol_telling *t) {
  switch (t->paper->form) {
  case POL_WRITE_TEXT:
  case POL_WRITE_JSON:
  case POL_WRITE_NDJSON: return true;
  case POL_WRITE_CSV: return !t->explain;
  case POL_WRITE_HTML:
  case POL_WRITE_DOT: return t->explain;
  default: return false;
  }
}

pol_status pol_write_begin(pol_telling *t) {
  if (!has_form(t)) return POL_REJECTED;
  if (t->paper->form == POL_WRITE_JSON) pol_decisions_json_begin(t);
  if (t->paper->form == POL_WRITE_CSV) pol_decisions_csv_begin(t);
  return status_of(t);
}

static void explanations(const pol_telling *t, const pol_told *told) {
  pol_page page = pol_page_of(t->paper);
  if (told->record->wrong) {
    if (t->records > 0) pol_page_blank(&page);
    const char *id =
        told->record->id == NULL ? "This record" : pol_page_shown(&page, told->record->id, told->record->id_length);
    pol_page_para(&page, 0, pol_page_format(&page, "%s is not decided: facts of it are wrong, and are reported.", id));
    return;
  }
  uint32_t unaffected = 0;
  for (uint32_t i = 0; i < t->askeds; i++) unaffected += told->answer[i].outcome != POL_OUT_ERROR;
  for (uint32_t i = 0; i < t->askeds; i++) {
    pol_case c = pol_case_of(t, told, i);
    pol_explaining x = {.c = &c,
                        .edition = t->edition,
                        .why_not = told->why_not == NULL ? NULL : &told->why_not[i],
                        .trace = t->paper->trace,
                        .unaffected = unaffected};
    pol_arena_point here = pol_arena_mark(t->paper->arena);
    if (t->records > 0 || i > 0) pol_page_blank(&page);
    pol_explain(&x);
    pol_arena_reset(t->paper->arena, here);
  }
}

/* One answer about one person, for that person: what would tell of a confidential fact is withheld. */
static pol_status for_the_person(const pol_telling *t, const pol_told *told) {
  pol_withheld withheld;
  if (told->record->wrong || t->askeds != 1 || t->records > 0) return POL_REJECTED;
  if (!pol_withheld_make(&withheld, t->edition->program, t->paper->arena)) return POL_NO_MEMORY;
  pol_case c = pol_case_of(t, told, 0);
  c.withheld = &withheld;
  pol_explaining x = {.c = &c, .edition = t->edition, .why_not = told->why_not};
  return t->paper->form == POL_WRITE_DOT ? pol_dot_write(&c) : pol_letter_write(&x, t->paper);
}

static void count(pol_telling *t, const pol_told *told) {
  t->errors += told->record->wrong ? 1u : 0u;
  for (uint32_t i = 0; i < t->askeds && !told->record->wrong; i++) {
    pol_outcome o = told->answer[i].outcome;
    t->errors += o == POL_OUT_ERROR || o == POL_OUT_CONFLICT ? 1u : 0u;
  }
}

pol_status pol_write_record(pol_telling *t, const pol_told *told) {
  pol_arena_point here = pol_arena_mark(t->paper->arena);
  pol_status status = POL_OK;
  switch (t->paper->form) {
  case POL_WRITE_HTML:
  case POL_WRITE_DOT: status = for_the_person(t, told); break;
  case POL_WRITE_TEXT:
    if (t->explain) explanations(t, told);
    else pol_decisions_text(t, told);
    break;
  case POL_WRITE_JSON:
  case POL_WRITE_NDJSON: pol_decisions_json(t, told); break;
  case POL_WRITE_CSV: pol_decisions_csv(t, told); break;
  default: return POL_REJECTED;
  }
  pol_arena_reset(t->paper->arena, here);
  count(t, told);
  t->records++;
  return status == POL_OK ? status_of(t) : status;
}

/* Every answer names its day and its policy; explanations have it in their closing paragraphs. */
static void closing(const pol_telling *t) {
  pol_page page = pol_page_of(t->paper);
  const pol_model *m = t->edition->program->model;
  pol_arena_point here = pol_arena_mark(t->paper->arena);
  pol_text date;
  pol_text_init(&date, pol_arena_alloc(t->paper->arena));
  pol_date_write_for_people(&date, t->edition->as_of);
  const char *day = pol_page_keep(&page, &date);
  const char *title = m->title != NULL ? m->title : pol_atom_get(m->atoms, m->name);
  const char *reference = m->reference == NULL ? "" : pol_page_format(&page, " (%s)", m->reference);
  pol_page_blank(&page);
  pol_page_para(&page, 0, pol_page_format(&page, "Decided for %s under %s%s%s, policy %.12s.", day, title, reference, pol_amended_by(&page, m, t->edition->as_of), m->digest));
  if (t->records > 1) {
    unsigned long long records = t->records, errors = t->errors;
    const char *missed = errors == 0   ? "."
                         : errors == 1 ? "; 1 answer could not be given."
                                       : pol_page_format(&page, "; %llu answers could not be given.", errors);
    pol_page_para(&page, 0, pol_page_format(&page, "%llu records%s", records, missed));
  }
  pol_arena_reset(t->paper->arena, here);
}

pol_status pol_write_end(pol_telling *t) {
  if (t->paper->form == POL_WRITE_JSON) pol_decisions_json_end(t);
  if (t->paper->form == POL_WRITE_TEXT && !t->explain) closing(t);
  return status_of(t);
}
