/* A comparison by people: their facts come piece by piece, are read for both versions, compared, and told, in memory that does not grow with their number. */
#include "app/comparing.h"
#include "app/feeding.h"
#include "base/limits.h"

static pol_status tell_person(void *user, const pol_compared_person *p) {
  pol_measure *m = user;
  POL_TRY(pol_contrast_person(&m->contrast, p));
  return pol_measure_put(m, false);
}

static pol_status compare_chunk(pol_measure *m, const pol_facts *const read[2]) {
  const pol_arena_point here = pol_arena_mark(m->arena);
  const pol_facts *old = read[0], *new = read[1] ? read[1] : read[0]; /* one reading serves both where they have the same facts */
  uint32_t n = old->records.n;
  const pol_record_facts **before = POL_NEW_N(m->arena, const pol_record_facts *, n + 1u), **after = POL_NEW_N(m->arena, const pol_record_facts *, n + 1u);
  if (!before || !after) return POL_NO_MEMORY;
  uint32_t wanted = 0;
  for (uint32_t i = 0; i < n; i++)
    if (pol_record_is(&new->records.at[i], m->id)) before[wanted] = &old->records.at[i], after[wanted++] = &new->records.at[i];
  const pol_record_facts *const *records[2] = {before, after};
  pol_status status = wanted ? pol_comparing_chunk(m->comparing, records, wanted) : POL_OK;
  m->found += wanted;
  pol_arena_reset(m->arena, here);
  return status;
}

static pol_status compare_all(pol_measure *m, const pol_measuring *wanted, pol_feeding *people) {
  uint32_t most = pol_run_best_chunk(m->s->comparison->program[POL_AFTER]);
  if (most > POL_LIMIT_CHUNK) most = POL_LIMIT_CHUNK;
  for (;;) {
    const pol_facts *read[2];
    POL_TRY(pol_feeding_next(people, read, most));
    if (people->stream && pol_facts_stream_hopeless(people->stream)) return POL_REJECTED;
    if (!read[0]->records.n) return POL_OK;
    POL_TRY(compare_chunk(m, read));
    if (wanted->progress) wanted->progress(wanted->user, people->records);
  }
}

pol_status pol_measure_people(pol_measure *m, const pol_measuring *wanted, const pol_feed *facts, const pol_people_summary **summary) {
  bool all = m->paper.form == POL_WRITE_JSON || m->paper.form == POL_WRITE_NDJSON;
  const pol_comparison *c = m->s->comparison;
  bool brief = m->paper.form == POL_WRITE_TEXT && !m->contrast.people && m->contrast.most == 0; /* it tells of nobody in particular */
  const pol_people people = {.answers = all, .brief = brief, .by = m->contrast.by, .bys = m->contrast.bys, .most = wanted->most, .person = tell_person, .user = m};
  bool once = pol_comparison_same_facts(c);
  const pol_model *const models[2] = {c->model[once ? POL_AFTER : POL_BEFORE], once ? NULL : c->model[POL_AFTER]};
  pol_feeding feeding;
  m->id = wanted->id;
  POL_TRY(pol_comparing_new(&m->comparing, m->s->comparison, &people));
  pol_status status = pol_feeding_begin(&feeding, m->s, facts, models);
  feeding.compared = once;
  if (status == POL_OK) status = compare_all(m, wanted, &feeding);
  if (status == POL_OK) {
    pol_result result = pol_feeding_end(&feeding);
    if (result == POL_OUT_OF_MEMORY) status = POL_NO_MEMORY;
    if (result == POL_COULD_NOT) status = POL_REJECTED; /* no record is right: nobody was compared */
  }
  pol_feeding_drop(&feeding);
  if (status == POL_OK && m->id && !m->found) {
    pol_report_add(&m->s->reports, POL_R_ASKED_RECORD, pol_no_place, "no record has the id %s", m->id);
    status = POL_REJECTED;
  }
  return status == POL_OK ? pol_comparing_end(m->comparing, summary) : status;
}
