/* The doors' pol_render_ functions: each runs what it needs and has render/ write it. */
#include "app/feeding.h"
#include "app/work.h"
#include "base/limits.h"
#include "render/stencil.h"
#include "scenario/scenario.h"
#include "syntax/dump.h"
#include <string.h>

/* -- reports */

static bool add_reports(pol_reports *all, const pol_reports *some, uint32_t first) {
  for (uint32_t i = first; i < some->list.n; i++) {
    pol_report **slot = POL_VEC_PUSH(all->arena, &all->list);
    if (!slot) return false;
    *slot = some->list.at[i];
    all->errors += some->list.at[i]->severity == POL_ERROR;
    all->warnings += some->list.at[i]->severity == POL_WARNING;
    all->notes += some->list.at[i]->severity == POL_NOTE;
  }
  return true;
}

/* The policy's and the facts' in one list. Once something was asked of a policy that has no errors, its warnings and notes are no news. */
static bool gather(pol_reports *all, pol_arena *arena, const pol_session *s) {
  bool asked = s->stage == POL_STAGE_COMPARED || (s->stage == POL_STAGE_CHECKED && (s->facts_arena || s->reports.list.n > s->of_policy));
  pol_reports_init(all, arena);
  return add_reports(all, &s->reports, asked ? s->of_policy : 0) && add_reports(all, &s->facts_reports, 0);
}

pol_result pol_render_reports(pol_string *out, pol_session *s, const pol_view *v) {
  pol_work w;
  pol_reports all;
  *out = (pol_string){0};
  pol_write_form form;
  if (!pol_form_of(&form, v)) return POL_COULD_NOT;
  if (!pol_work_begin(&w, &s->from, v) || !gather(&all, w.arena, s)) return pol_work_end(out, &w, NULL, POL_OUT_OF_MEMORY);
  w.paper.form = form;
  return pol_work_end(out, &w, s, pol_result_of(pol_write_reports(&w.paper, &all, &s->sources)));
}

pol_result pol_render_code(pol_string *out, const pol_allocator *from, const char *code) {
  pol_work w;
  pol_alloc alloc = pol_alloc_of(from);
  *out = (pol_string){0};
  if (!pol_work_begin(&w, &alloc, NULL)) return pol_work_end(out, &w, NULL, POL_OUT_OF_MEMORY);
  return pol_work_end(out, &w, NULL, pol_result_of(pol_write_code(&w.paper, code)));
}

/* -- decisions and explanations */

typedef struct asking { /* one run through the records */
  pol_session *s;
  pol_arena *arena; /* of one record's answers; given back after each */
  pol_run *run;
  pol_telling telling;
  bool why;
  pol_outcome wanted;
  pol_stencils *stencils; /* NULL: told the ordinary way */
} asking;

enum { STENCILS_MOST = 2 * 1024 * 1024 }; /* bytes */

static pol_status make_stencils(asking *a) {
  pol_status status = pol_stencils_new(&a->stencils, &a->s->from, &a->telling, STENCILS_MOST);
  return status == POL_REJECTED ? POL_OK : status;
}

static bool is_permission(const pol_session *s, uint32_t decision) {
  return s->model->decisions.at[decision].type.kind == POL_T_PERMISSION;
}

/* Which decisions are asked: those named, else all; of a why-not, all permissions. */
static bool choose(const asking *a, const uint32_t **asked, uint32_t *n) {
  const pol_session *s = a->s;
  *asked = s->asked.at;
  *n = s->asked.n;
  if (*n) return true;
  uint32_t *all = POL_NEW_N(a->arena, uint32_t, s->model->decisions.n + 1u);
  if (!all) return false;
  for (uint32_t d = 0; d < s->model->decisions.n; d++)
    if (!a->why || is_permission(s, d)) all[(*n)++] = d;
  *asked = all;
  return true;
}

/* The why-not that a view asks for. false: it cannot be asked, and a report says so. */
static bool read_wanted(asking *a, const char *name) {
  static const pol_outcome outcomes[] = {POL_OUT_PERMITTED, POL_OUT_REFERRED, POL_OUT_REFUSED};
  pol_session *s = a->s;
  if (!name) return true;
  for (uint32_t i = 0; i < s->asked.n; i++) {
    const pol_decision *d = &s->model->decisions.at[s->asked.at[i]];
    if (is_permission(s, s->asked.at[i])) continue;
    pol_report_add(&s->reports, POL_R_ASKED_WHY_NOT, pol_no_place, "%s is no permission, so nothing stands in its way",
                   pol_atom_get(s->atoms, d->name));
    return false;
  }
  a->why = true;
  for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++) {
    a->wanted = outcomes[i];
    if (strcmp(name, pol_outcome_name(outcomes[i])) == 0) return true;
  }
  pol_report *r = pol_report_add(&s->reports, POL_R_ASKED_WHY_NOT, pol_no_place, "%s is not an outcome to ask a why-not for", name);
  pol_report_help(&s->reports, r, "permitted, referred or refused");
  return false;
}

static pol_status look_ahead(asking *a, pol_answer *answer, const pol_record_facts *record, uint32_t row) {
  pol_outlook *outlook = POL_NEW(a->arena, pol_outlook);
  if (!outlook) return POL_NO_MEMORY;
  POL_TRY(pol_outlook_read(outlook, a->arena, a->run, record, row, answer));
  answer->outlook = outlook;
  return POL_OK;
}

static pol_status tell(asking *a, const pol_record_facts *record, uint32_t row) {
  if (a->stencils) return pol_stencils_record(a->stencils, &a->telling, &(pol_told){.run = a->run, .row = row, .record = record});
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
  POL_TRY(pol_write_record(&a->telling, &told));
  pol_arena_reset(a->arena, start);
  return POL_OK;
}

/* A chunk: those records that can be decided are run together; the others are told in their places. */
static pol_status tell_chunk(asking *a, const pol_record_facts **record, uint32_t n) {
  const pol_record_facts **decided = POL_NEW_N(a->arena, const pol_record_facts *, n);
  uint32_t rows = 0, row = 0;
  if (!decided) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < n; i++)
    if (!record[i]->wrong) decided[rows++] = record[i];
  if (rows) POL_TRY(pol_run_chunk(a->run, decided, rows, a->s->as_of));
  for (uint32_t i = 0; i < n; i++) {
    POL_TRY(tell(a, record[i], record[i]->wrong ? 0 : row));
    row += !record[i]->wrong;
  }
  return POL_OK;
}

static pol_status tell_records(asking *a, const char *id) {
  const pol_facts *facts = &a->s->facts;
  uint32_t n = 0, found = 0, most = pol_run_best_chunk(a->s->program);
  if (most > POL_LIMIT_CHUNK) most = POL_LIMIT_CHUNK;
  const pol_record_facts **chunk = POL_NEW_N(a->arena, const pol_record_facts *, most);
  if (!chunk) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < facts->records.n; i++) {
    if (pol_record_is(&facts->records.at[i], id)) chunk[n++] = &facts->records.at[i], found++;
    if (n == 0 || (n < most && i + 1 < facts->records.n)) continue;
    const pol_arena_point start = pol_arena_mark(a->arena);
    POL_TRY(tell_chunk(a, chunk, n));
    pol_arena_reset(a->arena, start);
    n = 0;
  }
  if (found || !id) return POL_OK;
  pol_report_add(&a->s->reports, POL_R_ASKED_RECORD, pol_no_place, "no record has the id %s", id);
  return POL_REJECTED;
}

/* A letter is for one person and answers one question: in a file with several, somebody would read what is somebody else's. */
static bool is_for_one(asking *a, const char *id) {
  const pol_session *s = a->s;
  bool letter = a->telling.paper->form == POL_WRITE_HTML;
  uint32_t records = 0;
  if (!letter && a->telling.paper->form != POL_WRITE_DOT) return true;
  for (uint32_t i = 0; i < s->facts.records.n; i++) records += pol_record_is(&s->facts.records.at[i], id);
  if (records <= 1 && a->telling.askeds == 1 && (records == 1 || id)) return true; /* an id that no record has is reported by itself */
  pol_report *r = pol_report_add(&a->s->reports, POL_R_ASKED_LETTER, pol_no_place, "%s, and there %s %u %s", letter ? "a letter is for one person and one question" : "a drawing is of one answer",
                                 (records != 1 ? records : a->telling.askeds) == 1 ? "is" : "are", records != 1 ? records : a->telling.askeds, records != 1 ? "records" : "decisions");
  pol_report_help(&a->s->reports, r, records != 1 ? "choose a record with --id" : "choose a decision with --ask");
  return false;
}

static pol_status tell_all(asking *a, const char *id) {
  if (!is_for_one(a, id)) return POL_REJECTED;
  POL_TRY(pol_run_new(&a->run, a->s->program, &a->s->from));
  POL_TRY(pol_write_begin(&a->telling));
  POL_TRY(make_stencils(a));
  POL_TRY(tell_records(a, id));
  return pol_write_end(&a->telling);
}

/* -- decisions, while their facts come in */

enum { HELD_MOST = 1024 * 1024 }; /* bytes that wait until it is certain that there is a result */

typedef struct deciding {
  asking *a;
  const pol_sink *out;
  pol_text *text;      /* what was told and not put yet */
  const char *id;      /* the only record wanted; NULL: all are */
  uint64_t found, wrong;
} deciding;

static pol_status put(deciding *d) {
  if (!pol_text_ok(d->text)) return POL_NO_MEMORY;
  if (d->text->n && !d->out->put(d->out->user, d->text->at, d->text->n)) return POL_NO_FILE;
  pol_text_clear(d->text);
  return POL_OK;
}

/* The records of one call of the feed, run together as far as they are wanted. */
static pol_status decide_some(deciding *d, const pol_facts *facts) {
  const pol_arena_point start = pol_arena_mark(d->a->arena);
  const pol_record_facts **chunk = POL_NEW_N(d->a->arena, const pol_record_facts *, facts->records.n + 1u);
  uint32_t n = 0;
  if (!chunk) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < facts->records.n; i++)
    if (pol_record_is(&facts->records.at[i], d->id)) chunk[n++] = &facts->records.at[i], d->wrong += facts->records.at[i].wrong;
  if (n) POL_TRY(tell_chunk(d->a, chunk, n));
  d->found += n;
  pol_arena_reset(d->a->arena, start);
  return POL_OK;
}

/* Nothing is put before there is a record that can be decided, and the one that is asked for: else there is no result. */
static pol_status decide_all(deciding *d, pol_feeding *f) {
  uint32_t most = pol_run_best_chunk(d->a->s->program);
  const pol_facts *read[2];
  if (most > POL_LIMIT_CHUNK) most = POL_LIMIT_CHUNK;
  POL_TRY(pol_run_new(&d->a->run, d->a->s->program, &d->a->s->from));
  POL_TRY(pol_write_begin(&d->a->telling));
  POL_TRY(make_stencils(d->a));
  for (;;) {
    POL_TRY(pol_feeding_next(f, read, most));
    if (!read[0]->records.n) break;
    POL_TRY(decide_some(d, read[0]));
    bool certain = f->right && (!d->id || d->found), hopeless = f->stream && pol_facts_stream_hopeless(f->stream);
    if (hopeless) pol_text_clear(d->text);
    else if (certain || d->text->n > HELD_MOST) POL_TRY(put(d));
  }
  POL_TRY(pol_write_end(&d->a->telling));
  if (d->found || !d->id) return POL_OK;
  pol_report_add(&d->a->s->reports, POL_R_ASKED_RECORD, pol_no_place, "no record has the id %s", d->id);
  return POL_REJECTED;
}

static pol_result decide_feed(deciding *d, pol_feeding *f, const pol_feed *facts) {
  pol_session *s = d->a->s;
  pol_status status = pol_feeding_begin(f, s, facts, (const pol_model *const[]){s->model, NULL});
  if (status == POL_OK) status = decide_all(d, f);
  if (status == POL_NO_MEMORY || status == POL_NO_FILE) return pol_result_of(status);
  pol_result of_facts = pol_feeding_end(f);
  if (status != POL_OK || of_facts == POL_COULD_NOT || of_facts == POL_OUT_OF_MEMORY) return of_facts == POL_OUT_OF_MEMORY ? of_facts : POL_COULD_NOT;
  status = put(d);
  if (status != POL_OK) return pol_result_of(status);
  return d->a->telling.errors ? POL_BAD_NEWS : of_facts;
}

pol_result pol_decide(const pol_sink *out, pol_session *s, const pol_view *v, const pol_feed *facts, const pol_batch *how) {
  pol_work w;
  pol_write_form form;
  pol_feeding f = {0};
  if (s->stage != POL_STAGE_CHECKED || !s->dated || !pol_form_of(&form, v)) return POL_COULD_NOT;
  pol_result result = pol_result_of(pol_session_compile(s));
  if (result != POL_DONE) return result;
  bool made = pol_work_begin(&w, &s->from, v);
  pol_text_clear(&w.text);
  w.paper.form = form;
  asking a = {.s = s, .arena = pol_arena_new(&s->from)};
  pol_edition edition = {.program = s->program, .as_of = s->as_of};
  a.telling = (pol_telling){.paper = &w.paper, .edition = &edition};
  deciding d = {.a = &a, .out = out, .text = &w.text, .id = v ? v->id : NULL};
  bool chosen = made && a.arena && choose(&a, &a.telling.asked, &a.telling.askeds);
  result = chosen ? decide_feed(&d, &f, facts) : POL_OUT_OF_MEMORY;
  bool hopeless = f.stream && pol_facts_stream_hopeless(f.stream);
  if (how && how->tally) *how->tally = hopeless ? (pol_tally){0} : (pol_tally){.records = d.found, .wrong = d.wrong, .faults = a.telling.errors > d.wrong ? a.telling.errors - d.wrong : 0};
  pol_feeding_drop(&f);
  pol_stencils_drop(a.stencils);
  pol_run_drop(a.run);
  pol_arena_drop(a.arena);
  pol_arena_drop(w.arena);
  pol_text_drop(&w.text);
  return s->reports.no_memory ? POL_OUT_OF_MEMORY : result;
}

/* -- decisions and explanations of the facts that the session has */

static pol_result render_answers(pol_string *out, pol_session *s, const pol_view *v, bool explain) {
  pol_work w;
  *out = (pol_string){0};
  pol_write_form form;
  if (s->stage != POL_STAGE_CHECKED || !s->facts_arena || !s->dated || !pol_form_of(&form, v)) return POL_COULD_NOT;
  pol_result compiled = pol_result_of(pol_session_compile(s));
  if (compiled != POL_DONE) return compiled;
  bool made = pol_work_begin(&w, &s->from, v);
  w.paper.form = form;
  asking a = {.s = s, .arena = pol_arena_new(&s->from)};
  pol_edition edition = {.program = s->program, .as_of = s->as_of};
  a.telling = (pol_telling){.paper = &w.paper, .edition = &edition, .explain = explain};
  pol_status status = made && a.arena ? POL_OK : POL_NO_MEMORY;
  if (status == POL_OK && !read_wanted(&a, explain && v ? v->why_not : NULL)) status = POL_REJECTED;
  if (status == POL_OK && !choose(&a, &a.telling.asked, &a.telling.askeds)) status = POL_NO_MEMORY;
  if (status == POL_OK) status = tell_all(&a, v ? v->id : NULL);
  pol_stencils_drop(a.stencils);
  pol_run_drop(a.run);
  pol_arena_drop(a.arena);
  if (s->reports.no_memory) status = POL_NO_MEMORY;
  pol_result result = pol_result_of(status);
  if (result == POL_DONE && a.telling.errors) result = POL_BAD_NEWS;
  return pol_work_end(out, &w, s, result);
}

pol_result pol_render_decisions(pol_string *out, pol_session *s, const pol_view *v) { return render_answers(out, s, v, false); }
pol_result pol_render_explanation(pol_string *out, pol_session *s, const pol_view *v) { return render_answers(out, s, v, true); }

/* -- facts, tests, trees, programs */

pol_result pol_render_facts(pol_string *out, pol_session *s, const pol_view *v) {
  pol_work w;
  pol_edition edition;
  pol_result ready = pol_work_on_policy(out, &w, &edition, s, v);
  if (ready != POL_DONE) return ready;
  return pol_work_end(out, &w, s, pol_result_of(pol_write_facts(&w.paper, &edition, s->asked.at, s->asked.n)));
}

pol_result pol_render_reading(pol_string *out, pol_session *s, const pol_view *v) {
  pol_work w;
  pol_edition edition;
  pol_selection of = {.clause = s->read.at, .clauses = s->read.n, .names = v && v->names};
  pol_result ready = pol_work_on_policy(out, &w, &edition, s, v);
  if (ready != POL_DONE) return ready;
  return pol_work_end(out, &w, s, pol_result_of(pol_write_reading(&w.paper, &edition, &of)));
}

typedef struct testing { /* what one run of the scenarios leaves behind */
  pol_scenario_results results;
  pol_coverage coverage;
  pol_mutation mutation;
  pol_tested tested;
} testing;

/* Runs them, and looks at what they show where that is asked for. */
static pol_status test(testing *t, const pol_work *w, pol_session *s, const pol_testing *wanted) {
  bool covers = wanted->coverage || wanted->min_clause || wanted->min_condition || w->paper.form == POL_WRITE_HTML;
  pol_edition edition = {.program = s->program, .as_of = s->as_of};
  pol_hands hands = {0};
  t->tested = (pol_tested){.results = &t->results, .min_clause = wanted->min_clause, .min_condition = wanted->min_condition, .all = w->paper.trace};
  POL_TRY(pol_scenarios_run(&t->results, w->arena, s->program, wanted->filter, s->as_of));
  if (wanted->ran) *wanted->ran += t->results.results.n;
  if (covers) POL_TRY(pol_coverage_read(&t->coverage, w->arena, &t->results));
  if (wanted->crew) hands = (pol_hands){.run = wanted->crew->run, .user = wanted->crew->user, .most = wanted->crew->hands};
  if (wanted->mutate) POL_TRY(pol_mutation_run(&t->mutation, w->arena, &t->results, wanted->known, wanted->known_length, &hands));
  t->tested.coverage = covers ? &t->coverage : NULL;
  t->tested.mutation = wanted->mutate ? &t->mutation : NULL;
  return pol_write_tests(&w->paper, &edition, &t->tested);
}

static bool is_bad_news(const testing *t) {
  bool missed = t->tested.mutation && (t->mutation.unnoticed > 0 || t->mutation.stale > 0);
  return t->results.failed > 0 || missed || !pol_coverage_suffices(&t->tested);
}

pol_result pol_render_tests(pol_string *out, pol_session *s, const pol_view *v, const pol_testing *wanted) {
  static const pol_testing nothing_more = {0};
  pol_work w;
  testing t = {0};
  *out = (pol_string){0};
  pol_write_form form;
  if (s->stage != POL_STAGE_CHECKED || s->rules_only || !pol_form_of(&form, v)) return POL_COULD_NOT;
  if (!pol_work_begin(&w, &s->from, v)) return pol_work_end(out, &w, NULL, POL_OUT_OF_MEMORY);
  w.paper.form = form;
  pol_result result = pol_result_of(test(&t, &w, s, wanted ? wanted : &nothing_more));
  if (result == POL_DONE && is_bad_news(&t)) result = POL_BAD_NEWS;
  pol_mutation_drop(&t.mutation);
  pol_scenarios_drop(&t.results);
  return pol_work_end(out, &w, s, result);
}

pol_result pol_render_tree(pol_string *out, pol_session *s) {
  pol_work w;
  pol_json j;
  *out = (pol_string){0};
  if (s->rules_only) return POL_COULD_NOT;
  if (!pol_work_begin(&w, &s->from, NULL)) return pol_work_end(out, &w, NULL, POL_OUT_OF_MEMORY);
  pol_json_init(&j, &w.text, 1);
  pol_json_object(&j);
  pol_json_key(&j, "schema");
  pol_json_string(&j, "pol.tree/1");
  pol_json_key(&j, "files");
  pol_json_array(&j);
  for (uint32_t i = 0; i < s->trees.n; i++) {
    const pol_source *source = pol_sources_get(&s->sources, s->files.at[i]);
    pol_json_object(&j);
    pol_json_key(&j, "file");
    pol_json_string(&j, source->name);
    pol_json_key(&j, "tree");
    if (s->trees.at[i].root) pol_tree_dump(&j, s->trees.at[i].root, source, s->atoms);
    else pol_json_null(&j);
    pol_json_object_end(&j);
  }
  pol_json_array_end(&j);
  pol_json_object_end(&j);
  pol_text_char(&w.text, '\n');
  return pol_work_end(out, &w, s, s->reports.errors ? POL_BAD_NEWS : POL_DONE);
}

pol_result pol_render_program(pol_string *out, pol_session *s) {
  pol_work w;
  *out = (pol_string){0};
  if (s->stage != POL_STAGE_CHECKED) return POL_COULD_NOT;
  pol_result compiled = pol_result_of(pol_session_compile(s));
  if (compiled != POL_DONE) return compiled;
  if (!pol_work_begin(&w, &s->from, NULL)) return pol_work_end(out, &w, NULL, POL_OUT_OF_MEMORY);
  pol_program_dump(&w.text, s->program);
  return pol_work_end(out, &w, s, POL_DONE);
}
