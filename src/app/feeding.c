#include "app/feeding.h"
#include "base/limits.h"
#include <string.h>

void pol_session_forget_facts(pol_session *s) {
  pol_arena_drop(s->facts_arena);
  s->facts_arena = NULL;
  s->facts = (pol_facts){0};
  s->facts_reports = (pol_reports){0};
  if (s->facts_file != POL_NO_REF) s->sources.files.at[s->facts_file] = (pol_source){.name = "", .text = ""};
}

/* Facts texts may be longer than policies, and go when others are read: they are put into the set of sources here, from the arena of the
 * facts. */
bool pol_session_put_facts(pol_session *s, const char *name, const char *text, size_t length) {
  pol_source new = {.length = (uint32_t)length, .passing = true};
  new.name = pol_arena_copy(s->facts_arena, name, strlen(name));
  new.text = pol_arena_copy(s->facts_arena, text, length);
  if (!new.name || !new.text || !pol_source_index(&new, s->facts_arena)) return false;
  if (s->facts_file == POL_NO_REF) {
    pol_source *slot = POL_VEC_PUSH(s->arena, &s->sources.files);
    if (!slot) return false;
    s->facts_file = (uint32_t)(slot - s->sources.files.at);
  }
  s->sources.files.at[s->facts_file] = new;
  return true;
}

/* -- what holds for everybody */

pol_result pol_session_given(pol_session *s, const char *name, const char *text, size_t length) {
  pol_status status = pol_sources_add(&s->sources, &s->given_file, name, text, length);
  if (status != POL_LIMIT) return pol_result_of(status);
  pol_report_add(&s->reports, POL_R_TOO_LONG, pol_no_place, "%s is longer than %d MiB", name, POL_LIMIT_SOURCE_BYTES / 1024 / 1024);
  return s->reports.no_memory ? POL_OUT_OF_MEMORY : POL_COULD_NOT;
}

pol_status pol_session_common(const pol_record_facts **out, pol_session *s, const pol_model *m, const pol_model *other) {
  *out = NULL;
  if (s->given_file == POL_NO_REF) return POL_OK;
  pol_facts f = {.arena = s->facts_arena, .other = other};
  POL_TRY(pol_facts_read_json(&f, m, &s->sources, s->given_file, &s->facts_reports));
  if (f.records.n == 1) {
    *out = &f.records.at[0];
    return POL_OK;
  }
  pol_report_add(&s->facts_reports, POL_R_FACT_SHAPE, (pol_span){s->given_file, 0, 1}, "what holds for every record is one record, and here are %u",
                 f.records.n);
  return s->facts_reports.no_memory ? POL_NO_MEMORY : POL_REJECTED;
}

/* -- columns that a table does not have, and the decisions need */

static bool has_column(const pol_facts *f, uint32_t fact) {
  for (uint32_t i = 0; i < f->columns; i++)
    if (f->column[i] == fact) return true;
  return f->common && f->common->value[fact].state == POL_KNOWN;
}

static bool can_be_column(const pol_fact *f) { return f->type.kind != POL_T_LIST && !f->presumed && !f->only_when; }

/* Facts that are not known for anybody. Those that are presumed, or need not exist, are no surprise. */
pol_status pol_session_warn_of_columns(pol_session *s, const pol_facts *f, uint64_t records, pol_span heading) {
  uint32_t missing = 0, first = POL_NO_REF;
  bool *needed;
  POL_TRY(pol_session_compile(s));
  POL_TRY(pol_session_needs(&needed, s, s->facts_arena));
  for (uint32_t i = 0; i < s->model->facts.n; i++) {
    if (!needed[i] || !can_be_column(&s->model->facts.at[i]) || has_column(f, i)) continue;
    if (!missing++) first = i;
  }
  if (!missing || !records) return POL_OK;
  const char *file = pol_sources_get(&s->sources, s->facts_file)->name, *name = pol_atom_get(s->atoms, s->model->facts.at[first].name);
  pol_report *r = missing == 1
                      ? pol_report_add(&s->facts_reports, POL_R_FACT_NO_COLUMN, heading, "%s has no column for %s", file, name)
                      : pol_report_add(&s->facts_reports, POL_R_FACT_NO_COLUMN, heading, "%s has no column for %s, nor for %u more", file,
                                       name, missing - 1);
  if (records == 1) pol_report_label(&s->facts_reports, r, "not known for its record");
  else pol_report_label(&s->facts_reports, r, "not known for all %llu records", (unsigned long long)records);
  pol_report_help(&s->facts_reports, r, "pol facts --ask DECISION lists what a decision reads");
  return POL_OK;
}

/* -- a document */

static pol_status too_long(pol_feeding *f) {
  pol_report_add(&f->s->facts_reports, POL_R_TOO_LONG, pol_no_place, "%s is longer than %d MiB", f->feed->name, POL_LIMIT_FACTS_BYTES / 1024 / 1024);
  return POL_REJECTED;
}

/* All that the feed has. */
static pol_status read_feed(pol_feeding *f, pol_text *text) {
  enum { PIECE = 65536 };
  char *piece = POL_NEW_N(f->s->facts_arena, char, PIECE);
  if (!piece) return POL_NO_MEMORY;
  for (size_t n = 1; n > 0;) {
    if (!f->feed->get(f->feed->user, piece, PIECE, &n) || n > PIECE) return POL_NO_FILE;
    pol_text_add_n(text, piece, n);
    if (!pol_text_ok(text)) return POL_NO_MEMORY;
    if (text->n > POL_LIMIT_FACTS_BYTES) return too_long(f);
  }
  return POL_OK;
}

static pol_status read_document(pol_feeding *f) {
  pol_session *s = f->s;
  pol_text text;
  pol_text_init(&text, &s->from);
  pol_status status = read_feed(f, &text);
  if (status == POL_OK && !pol_session_put_facts(s, f->feed->name, pol_text_get(&text), text.n)) status = POL_NO_MEMORY;
  pol_text_drop(&text);
  for (uint32_t v = 0; v < 2 && f->model[v] && status == POL_OK; v++) {
    pol_status one = pol_facts_read_json(&f->facts[v], f->model[v], &s->sources, s->facts_file, &s->facts_reports);
    if (one != POL_REJECTED) status = one;
  }
  for (uint32_t i = 0; f->model[1] && status == POL_OK && i < f->facts[0].records.n; i++) { /* wrong for one is wrong for both */
    bool wrong = f->facts[0].records.at[i].wrong || f->facts[1].records.at[i].wrong;
    f->facts[0].records.at[i].wrong = f->facts[1].records.at[i].wrong = wrong;
  }
  return status;
}

static void next_part(pol_feeding *f, const pol_facts *read[2], uint32_t most) {
  uint32_t left = f->facts[0].records.n - f->next, n = left < most ? left : most;
  for (uint32_t v = 0; v < 2 && f->model[v]; v++) {
    f->part[v] = f->facts[v];
    f->part[v].records.at = n ? f->facts[v].records.at + f->next : NULL;
    f->part[v].records.n = n;
    read[v] = &f->part[v];
  }
  f->next += n;
}

/* -- any form */

static ptrdiff_t ask_feed(void *user, char *to, size_t room) {
  pol_feeding *f = user;
  size_t n;
  if (!f->feed->get(f->feed->user, to, room, &n) || n > room) return -1;
  f->bytes += n;
  return (ptrdiff_t)n;
}

static pol_status make_input(pol_feeding *f) {
  pol_session *s = f->s;
  pol_facts_input *in = &f->input;
  if (!pol_session_put_facts(s, f->feed->name, "", 0)) return POL_NO_MEMORY;
  *in = (pol_facts_input){.from = &s->from, .sources = &s->sources, .file = s->facts_file, .reports = &s->facts_reports};
  in->delimiter = f->facts[0].delimiter;
  in->form = f->feed->form == POL_FORM_CSV ? POL_FACTS_CSV : POL_FACTS_NDJSON;
  in->feed = (pol_facts_feed){ask_feed, f};
  for (uint32_t v = 0; v < 2; v++) {
    in->model[v] = f->model[v];
    in->given[v] = f->facts[v].common;
    in->names[v] = f->facts[v].names;
  }
  return POL_OK;
}

static pol_status begin(pol_feeding *f, pol_session *s, const pol_feed *feed, const pol_model *const model[2]) {
  *f = (pol_feeding){.s = s, .feed = feed, .model = {model[0], model[1]}};
  pol_session_forget_facts(s);
  s->facts_arena = pol_arena_new(&s->from);
  if (!s->facts_arena) return POL_NO_MEMORY;
  pol_reports_init(&s->facts_reports, s->facts_arena);
  for (uint32_t v = 0; v < 2 && model[v]; v++) {
    f->facts[v] = (pol_facts){.arena = s->facts_arena, .other = model[!v], .delimiter = feed->delimiter ? feed->delimiter : s->delimiter};
    POL_TRY(pol_session_common(&f->facts[v].common, s, model[v], model[!v]));
    POL_TRY(pol_session_names(&f->facts[v].names, s, model[v]));
  }
  return POL_OK;
}

pol_status pol_feeding_begin(pol_feeding *f, pol_session *s, const pol_feed *feed, const pol_model *const model[2]) {
  POL_TRY(begin(f, s, feed, model));
  if (feed->form == POL_FORM_JSON) return read_document(f);
  if (feed->form != POL_FORM_CSV && feed->form != POL_FORM_NDJSON) return POL_REJECTED;
  POL_TRY(make_input(f));
  return pol_facts_stream_new(&f->stream, &f->input);
}

pol_status pol_feeding_begin_blocks(pol_feeding *f, pol_session *s, const pol_feed *feed, size_t bytes) {
  POL_TRY(begin(f, s, feed, (const pol_model *const[]){s->model, NULL}));
  POL_TRY(make_input(f));
  POL_TRY(pol_own_begin(&f->own, s->program, s->as_of, &s->from));
  f->input.model[0] = &f->own.model;
  const pol_blocks_input in = {.from = &s->from, .form = f->input.form, .feed = f->input.feed, .delimiter = f->input.delimiter, .bytes = bytes};
  POL_TRY(pol_blocks_new(&f->blocks, &in));
  if (feed->form == POL_FORM_CSV) POL_TRY(pol_blocks_heading(f->blocks, &f->heading, &f->heading_n));
  return pol_one_new(&f->one, &f->input, f->heading, f->heading_n);
}

pol_status pol_feeding_next(pol_feeding *f, const pol_facts *read[2], uint32_t most) {
  read[0] = read[1] = NULL;
  if (f->stream) POL_TRY(pol_facts_stream_next(f->stream, read, most));
  else next_part(f, read, most);
  f->records += read[0]->records.n;
  for (uint32_t i = 0; i < read[0]->records.n; i++) f->right += !read[0]->records.at[i].wrong;
  f->part[0] = *read[0];
  return POL_OK;
}

pol_result pol_feeding_end(pol_feeding *f) {
  pol_session *s = f->s;
  pol_status status = f->stream ? pol_facts_stream_end(f->stream) : f->one ? pol_one_end(f->one) : s->facts_reports.errors ? POL_REJECTED : POL_OK;
  bool table = f->feed->form == POL_FORM_CSV;
  if (status == POL_OK && table && !f->model[1] && !f->compared)
    status = pol_session_warn_of_columns(s, f->one ? pol_one_facts(f->one) : &f->part[0], f->records, f->one ? pol_one_heading(f->one) : pol_facts_stream_heading(f->stream));
  if (status == POL_NO_MEMORY || s->facts_reports.no_memory) return POL_OUT_OF_MEMORY;
  if (status != POL_REJECTED) return pol_result_of(status);
  return f->right ? POL_BAD_NEWS : POL_COULD_NOT;
}

void pol_feeding_drop(pol_feeding *f) {
  pol_facts_stream_drop(f->stream);
  pol_one_drop(f->one);
  pol_blocks_drop(f->blocks);
  pol_own_drop(&f->own);
  *f = (pol_feeding){0};
}
