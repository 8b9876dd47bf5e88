#include "app/decisions.h"
#include "app/work.h"
#include "base/limits.h"

enum { HELD_MOST = 1024 * 1024 }; /* bytes that wait until it is certain that there is a result */
enum { BLOCK_BYTES = 128 * 1024, BLOCK_BYTES_TOLD = 16 * 1024, BLOCK_BYTES_TRACED = 4 * 1024 }; /* so that what is told of a block is still near when it is put */

static pol_status put_all(pol_decisions *d) {
  if (!pol_text_ok(d->text)) return POL_NO_MEMORY;
  if (d->text->n && !d->out->put(d->out->user, d->text->at, d->text->n)) return POL_NO_FILE;
  pol_text_clear(d->text);
  return POL_OK;
}

pol_status pol_decisions_put(pol_decisions *d, const pol_text *told, bool hopeless) {
  bool certain = d->feeding.right && (!d->id || d->found);
  if (hopeless) {
    pol_text_clear(d->text);
    return POL_OK;
  }
  if (told && certain && !d->text->n && pol_text_ok(d->text)) return told->n && !d->out->put(d->out->user, told->at, told->n) ? POL_NO_FILE : POL_OK;
  if (told) pol_text_add_n(d->text, told->at, told->n);
  return certain || d->text->n > HELD_MOST ? put_all(d) : POL_OK;
}

void pol_decisions_why(pol_text *to, const pol_answering *a, const pol_model *m) {
  if (a->decision == POL_NO_REF) return;
  pol_text_format(to, "%s of ", pol_atom_get(m->atoms, m->decisions.at[a->decision].name));
  pol_text_add(to, a->record->id ? "record " : "a record");
  if (a->record->id) pol_text_add_shown(to, a->record->id, a->record->id_length);
  pol_text_format(to, " is in error: %s", a->fault);
}

void pol_decisions_fail(pol_decisions *d, const char *why) {
  d->failed = true;
  d->errors++;
  if (*why) pol_report_add(&d->s->reports, POL_R_STRICT, pol_no_place, "%s", why);
}

/* -- the plain way */

/* The records of one call of the feed, run together as far as they are wanted. */
static pol_status decide_some(pol_decisions *d, const pol_facts *facts) {
  pol_answering *a = &d->answering;
  const pol_arena_point start = pol_arena_mark(a->arena);
  const pol_record_facts **chunk = POL_NEW_N(a->arena, const pol_record_facts *, facts->records.n + 1u);
  uint32_t n = 0;
  bool wrong = false;
  if (!chunk) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < facts->records.n; i++) {
    wrong = wrong || facts->records.at[i].wrong;
    if (pol_record_is(&facts->records.at[i], d->id)) chunk[n++] = &facts->records.at[i], d->unfit += facts->records.at[i].wrong;
  }
  if (n) POL_TRY(pol_answering_chunk(a, chunk, n));
  d->found += n;
  if (a->failed || (wrong && a->strict)) {
    pol_text why;
    pol_text_init(&why, pol_arena_alloc(a->arena));
    if (a->failed) pol_decisions_why(&why, a, d->s->model);
    pol_decisions_fail(d, pol_text_get(&why));
    if (!pol_text_ok(&why)) d->s->reports.no_memory = true;
    pol_text_drop(&why);
  }
  pol_arena_reset(a->arena, start);
  return POL_OK;
}

static void tell_progress(const pol_decisions *d) {
  if (d->how->progress) d->how->progress(d->how->user, d->feeding.records, d->feeding.bytes);
}

/* Where errors are not put up with, no record is read before the one before it is decided. */
static pol_status decide_plainly(pol_decisions *d) {
  pol_feeding *f = &d->feeding;
  uint32_t most = pol_run_best_chunk(d->s->program);
  const pol_facts *read[2];
  if (most > POL_LIMIT_CHUNK) most = POL_LIMIT_CHUNK;
  if (d->how->strict) most = 1;
  POL_TRY(pol_run_new(&d->answering.run, d->s->program, &d->s->from));
  if (d->how->speed != POL_SPEED_ENGINE) POL_TRY(pol_answering_ease(&d->answering, &d->s->from));
  while (!d->failed) {
    POL_TRY(pol_feeding_next(f, read, most));
    if (!read[0]->records.n) break;
    POL_TRY(decide_some(d, read[0]));
    POL_TRY(pol_decisions_put(d, NULL, f->stream && pol_facts_stream_hopeless(f->stream)));
    tell_progress(d);
  }
  d->errors += d->answering.telling.errors;
  return POL_OK;
}

/* -- any way */

static void tally(const pol_decisions *d) {
  const pol_feeding *f = &d->feeding;
  bool hopeless = (f->stream && pol_facts_stream_hopeless(f->stream)) || (f->one && pol_one_hopeless(f->one));
  if (!d->how->tally || hopeless) return;
  *d->how->tally = (pol_tally){d->found, d->unfit, 0, f->records, d->failed};
  if (d->errors > d->unfit) d->how->tally->faults = d->errors - d->unfit;
}

/* Lines and rows in any number are decided in blocks; what is one document, or told for people, is not worth it. */
static bool is_many(const pol_decisions *d, const pol_feed *facts) {
  pol_write_form form = d->answering.telling.paper->form;
  return facts->form != POL_FORM_JSON && (form == POL_WRITE_CSV || form == POL_WRITE_NDJSON) && d->how->speed != POL_SPEED_ENGINE;
}

static pol_status decide_all(pol_decisions *d, bool many) {
  POL_TRY(pol_write_begin(&d->answering.telling));
  POL_TRY(many ? pol_decisions_blocks(d) : decide_plainly(d));
  POL_TRY(pol_write_end(&d->answering.telling));
  if (d->found || !d->id) return POL_OK;
  if (!d->failed) pol_report_add(&d->s->reports, POL_R_ASKED_RECORD, pol_no_place, "no record has the id %s", d->id);
  return POL_REJECTED;
}

static pol_result decide_feed(pol_decisions *d, const pol_feed *facts) {
  bool many = is_many(d, facts);
  const pol_paper *paper = d->answering.telling.paper;
  d->block_bytes = paper->form == POL_WRITE_CSV ? BLOCK_BYTES : paper->trace ? BLOCK_BYTES_TRACED : BLOCK_BYTES_TOLD;
  pol_status status = many ? pol_feeding_begin_blocks(&d->feeding, d->s, facts, d->block_bytes)
                           : pol_feeding_begin(&d->feeding, d->s, facts, (const pol_model *const[]){d->s->model, NULL});
  if (status == POL_OK) status = decide_all(d, many);
  if (status == POL_NO_MEMORY || status == POL_NO_FILE) return pol_result_of(status);
  pol_result of_facts = pol_feeding_end(&d->feeding);
  if (status != POL_OK || of_facts == POL_COULD_NOT || of_facts == POL_OUT_OF_MEMORY) return of_facts == POL_OUT_OF_MEMORY ? of_facts : POL_COULD_NOT;
  status = put_all(d);
  if (status != POL_OK) return pol_result_of(status);
  return d->errors ? POL_BAD_NEWS : of_facts;
}

pol_result pol_decide(const pol_sink *out, pol_session *s, const pol_view *v, const pol_feed *facts, const pol_batch *how) {
  static const pol_batch plain = {0};
  pol_work w;
  pol_write_form form;
  if (s->stage != POL_STAGE_CHECKED || !s->dated || !pol_form_of(&form, v)) return POL_COULD_NOT;
  pol_result result = pol_result_of(pol_session_compile(s));
  if (result != POL_DONE) return result;
  bool made = pol_work_begin(&w, &s->from, v);
  pol_text_clear(&w.text);
  w.paper.form = form;
  pol_edition edition = {.program = s->program, .as_of = s->as_of};
  pol_decisions d = {.s = s, .out = out, .how = how ? how : &plain, .id = v ? v->id : NULL, .text = &w.text};
  d.answering = (pol_answering){.arena = pol_arena_new(&s->from), .telling = {.paper = &w.paper, .edition = &edition}, .strict = d.how->strict};
  bool chosen = made && d.answering.arena && pol_session_asked(&d.answering.telling.asked, &d.answering.telling.askeds, s, d.answering.arena, false) == POL_OK;
  if (d.how->tally) *d.how->tally = (pol_tally){0};
  result = chosen ? decide_feed(&d, facts) : POL_OUT_OF_MEMORY;
  tally(&d);
  pol_feeding_drop(&d.feeding);
  pol_answering_drop(&d.answering);
  pol_arena_drop(w.arena);
  pol_text_drop(&w.text);
  return s->reports.no_memory ? POL_OUT_OF_MEMORY : result;
}
