/* The doors' pol_render_ functions: each runs what it needs and has render/ write it. */
#include "app/answering.h"
#include "app/work.h"
#include "base/limits.h"
#include "render/render.h"
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

/* -- decisions and explanations of the facts that the session has */

/* The why-not that a view asks for. false: it cannot be asked, and a report says so. */
static bool read_wanted(pol_answering *a, pol_session *s, const char *name) {
  static const pol_outcome outcomes[] = {POL_OUT_PERMITTED, POL_OUT_REFERRED, POL_OUT_REFUSED};
  if (!name) return true;
  for (uint32_t i = 0; i < s->asked.n; i++) {
    const pol_decision *d = &s->model->decisions.at[s->asked.at[i]];
    if (d->type.kind == POL_T_PERMISSION) continue;
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

static pol_status tell_records(pol_answering *a, pol_session *s, const char *id) {
  const pol_facts *facts = &s->facts;
  uint32_t n = 0, found = 0, most = pol_run_best_chunk(s->program);
  if (most > POL_LIMIT_CHUNK) most = POL_LIMIT_CHUNK;
  const pol_record_facts **chunk = POL_NEW_N(a->arena, const pol_record_facts *, most);
  if (!chunk) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < facts->records.n; i++) {
    if (pol_record_is(&facts->records.at[i], id)) chunk[n++] = &facts->records.at[i], found++;
    if (n == 0 || (n < most && i + 1 < facts->records.n)) continue;
    const pol_arena_point start = pol_arena_mark(a->arena);
    POL_TRY(pol_answering_chunk(a, chunk, n));
    pol_arena_reset(a->arena, start);
    n = 0;
  }
  if (found || !id) return POL_OK;
  pol_report_add(&s->reports, POL_R_ASKED_RECORD, pol_no_place, "no record has the id %s", id);
  return POL_REJECTED;
}

/* A letter is for one person and answers one question: in a file with several, somebody would read what is somebody else's. */
static bool is_for_one(const pol_answering *a, pol_session *s, const char *id) {
  bool letter = a->telling.paper->form == POL_WRITE_HTML;
  uint32_t records = 0;
  if (!letter && a->telling.paper->form != POL_WRITE_DOT) return true;
  for (uint32_t i = 0; i < s->facts.records.n; i++) records += pol_record_is(&s->facts.records.at[i], id);
  if (records <= 1 && a->telling.askeds == 1 && (records == 1 || id)) return true; /* an id that no record has is reported by itself */
  pol_report *r = pol_report_add(&s->reports, POL_R_ASKED_LETTER, pol_no_place, "%s, and there %s %u %s", letter ? "a letter is for one person and one question" : "a drawing is of one answer",
                                 (records != 1 ? records : a->telling.askeds) == 1 ? "is" : "are", records != 1 ? records : a->telling.askeds, records != 1 ? "records" : "decisions");
  pol_report_help(&s->reports, r, records != 1 ? "choose a record with --id" : "choose a decision with --ask");
  return false;
}

static pol_status tell_all(pol_answering *a, pol_session *s, const char *id) {
  if (!is_for_one(a, s, id)) return POL_REJECTED;
  POL_TRY(pol_run_new(&a->run, s->program, &s->from));
  POL_TRY(pol_write_begin(&a->telling));
  POL_TRY(pol_answering_ease(a, &s->from));
  POL_TRY(tell_records(a, s, id));
  return pol_write_end(&a->telling);
}

static pol_result render_answers(pol_string *out, pol_session *s, const pol_view *v, bool explain) {
  pol_work w;
  *out = (pol_string){0};
  pol_write_form form;
  if (s->stage != POL_STAGE_CHECKED || !s->facts_arena || !s->dated || !pol_form_of(&form, v)) return POL_COULD_NOT;
  pol_result compiled = pol_result_of(pol_session_compile(s));
  if (compiled != POL_DONE) return compiled;
  bool made = pol_work_begin(&w, &s->from, v);
  w.paper.form = form;
  pol_answering a = {.arena = pol_arena_new(&s->from)};
  pol_edition edition = {.program = s->program, .as_of = s->as_of};
  a.telling = (pol_telling){.paper = &w.paper, .edition = &edition, .explain = explain};
  pol_status status = made && a.arena ? POL_OK : POL_NO_MEMORY;
  if (status == POL_OK && !read_wanted(&a, s, explain && v ? v->why_not : NULL)) status = POL_REJECTED;
  if (status == POL_OK) status = pol_session_asked(&a.telling.asked, &a.telling.askeds, s, a.arena, a.why);
  if (status == POL_OK) status = tell_all(&a, s, v ? v->id : NULL);
  pol_answering_drop(&a);
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
