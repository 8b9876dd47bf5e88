/* Headings of tables and keys of JSON that stand for facts, as whoever brings the file says. */
#include "app/feeding.h"
#include "facts/names.h"
#include <string.h>

/* The versions that a session has, as far as they are there. */
static void versions_of(const pol_session *s, const pol_model *model[2]) {
  bool two = s->stage == POL_STAGE_COMPARED;
  model[0] = two ? s->comparison->model[POL_AFTER] : s->model;
  model[1] = two ? s->comparison->model[POL_BEFORE] : NULL;
}

/* The fact's full name, of the first version that knows it; NULL: none does. */
static pol_status find_fact(const char **out, pol_arena *scratch, const pol_session *s, const char *fact) {
  const pol_model *model[2];
  versions_of(s, model);
  *out = !*fact || strcmp(fact, "id") == 0 ? fact : NULL;
  for (int v = 0; v < 2 && model[v] && !*out; v++) {
    pol_fact_names names;
    POL_TRY(pol_fact_names_make(&names, scratch, model[v], NULL));
    const pol_fact_name *name = pol_fact_names_find(&names, fact, strlen(fact));
    if (name && name->fact != POL_NO_REF) *out = pol_atom_get(s->atoms, model[v]->facts.at[name->fact].name);
  }
  return POL_OK;
}

static bool is_fact(pol_session *s, pol_arena *scratch, const char *name) {
  const char *found = NULL;
  if (*name && find_fact(&found, scratch, s, name) != POL_OK) s->reports.no_memory = true;
  return found && strcmp(found, "id") != 0;
}

static void no_such_fact(pol_session *s, pol_arena *scratch, const char *heading, const char *fact) {
  const pol_model *model[2];
  versions_of(s, model);
  pol_report *r = model[1] ? pol_report_add(&s->reports, POL_R_ASKED_COLUMN, pol_no_place, "\"%s\" is to stand for %s, and neither version has such a fact", heading, fact)
                           : pol_report_add(&s->reports, POL_R_ASKED_COLUMN, pol_no_place, "\"%s\" is to stand for %s, and %s has no such fact", heading, fact, pol_atom_get(s->atoms, model[0]->name));
  if (is_fact(s, scratch, heading)) {
    pol_report_help(&s->reports, r, "the heading of the file stands first: \"%s=%s\"", fact, heading);
    return;
  }
  pol_nearest near;
  pol_nearest_init(&near, fact);
  for (int v = 0; v < 2 && model[v]; v++)
    for (uint32_t i = 0; i < model[v]->facts.n; i++) pol_nearest_offer(&near, pol_atom_get(s->atoms, model[v]->facts.at[i].name), i);
  if (near.best) pol_report_help(&s->reports, r, "did you mean %s?", near.best);
  else pol_report_help(&s->reports, r, "pol facts lists the facts of a policy");
}

/* Whether nothing was said before that is in the way. */
static bool is_free(pol_session *s, const char *heading, const char *fact) {
  for (uint32_t i = 0; i < s->mapped.n; i++) {
    const pol_mapped *m = &s->mapped.at[i];
    bool same_heading = strcmp(m->written, heading) == 0, same_fact = *fact && strcmp(m->fact, fact) == 0;
    if (same_heading && same_fact) pol_report_add(&s->reports, POL_R_ASKED_COLUMN, pol_no_place, "it is said twice that \"%s\" stands for %s", heading, fact);
    else if (same_heading && *fact && *m->fact) pol_report_add(&s->reports, POL_R_ASKED_COLUMN, pol_no_place, "\"%s\" cannot stand for both %s and %s", heading, m->fact, fact);
    else if (same_heading) pol_report_add(&s->reports, POL_R_ASKED_COLUMN, pol_no_place, "\"%s\" cannot stand for %s and be passed over", heading, *fact ? fact : m->fact);
    else if (same_fact) pol_report_add(&s->reports, POL_R_ASKED_COLUMN, pol_no_place, "\"%s\" and \"%s\" cannot both stand for %s", m->written, heading, fact);
    if (same_heading || same_fact) return false;
  }
  return true;
}

pol_result pol_session_map(pol_session *s, const char *heading, const char *fact) {
  if ((s->stage != POL_STAGE_CHECKED && s->stage != POL_STAGE_COMPARED) || !*heading) return POL_COULD_NOT;
  const char *found;
  pol_arena *scratch = pol_arena_new(&s->from);
  if (!scratch) return POL_OUT_OF_MEMORY;
  pol_status status = find_fact(&found, scratch, s, fact);
  if (status == POL_OK && !found) no_such_fact(s, scratch, heading, fact);
  pol_arena_drop(scratch);
  if (status != POL_OK || s->reports.no_memory) return POL_OUT_OF_MEMORY;
  if (!found || !is_free(s, heading, found)) return s->reports.no_memory ? POL_OUT_OF_MEMORY : POL_COULD_NOT;
  pol_mapped m = {pol_arena_copy(s->arena, heading, strlen(heading)), pol_arena_copy(s->arena, found, strlen(found))};
  pol_mapped *slot = m.written && m.fact ? POL_VEC_PUSH(s->arena, &s->mapped) : NULL;
  if (!slot) return POL_OUT_OF_MEMORY;
  *slot = m;
  return POL_DONE;
}

pol_status pol_session_names(const pol_column_names **out, pol_session *s, const pol_model *m) {
  *out = NULL;
  if (!s->mapped.n) return POL_OK;
  pol_column_names *names = POL_NEW(s->facts_arena, pol_column_names);
  pol_column_name *at = POL_NEW_N(s->facts_arena, pol_column_name, s->mapped.n);
  if (!names || !at) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < s->mapped.n; i++) {
    const char *fact = s->mapped.at[i].fact;
    at[i] = (pol_column_name){s->mapped.at[i].written, strlen(s->mapped.at[i].written), POL_COLUMN_NONE};
    if (!*fact) continue;
    pol_atom atom = pol_atom_find(s->atoms, fact, strlen(fact));
    uint32_t found = strcmp(fact, "id") == 0 ? m->facts.n : atom ? pol_model_fact(m, atom) : POL_NO_REF;
    if (found != POL_NO_REF) at[i].fact = found; /* else it is the other version's */
  }
  *names = (pol_column_names){at, s->mapped.n};
  *out = names;
  return POL_OK;
}

pol_result pol_session_delimiter(pol_session *s, char delimiter) {
  bool letter = (delimiter >= 'a' && delimiter <= 'z') || (delimiter >= 'A' && delimiter <= 'Z') || (delimiter >= '0' && delimiter <= '9');
  if (letter || delimiter == '"' || delimiter == '\n' || delimiter == '\r' || (unsigned char)delimiter > 0x7f) return POL_COULD_NOT;
  s->delimiter = delimiter;
  return POL_DONE;
}
