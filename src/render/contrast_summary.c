/* The summary of a comparison in JSON: everything that was counted. */
#include "render/contrast.h"
#include "render/value_json.h"

static void count_key(pol_json *j, const char *key, uint64_t n) { pol_json_key_int(j, key, (int64_t)n); }

static void impacts(pol_json *j, const uint64_t n[POL_IMPACTS]) {
  for (int i = 0; i < POL_IMPACTS; i++) count_key(j, pol_impact_name((pol_impact)i), n[i]);
}

static void impacts_key(pol_json *j, const char *key, const uint64_t n[POL_IMPACTS]) {
  pol_json_key(j, key);
  pol_json_object(j);
  impacts(j, n);
  pol_json_object_end(j);
}

static void number_key(pol_contrast *t, const char *key, uint32_t d, bool known, pol_num n) {
  pol_json_key(&t->json, key);
  pol_contrast_json_number(&t->json, t, d, known, n);
}

static void spread(pol_contrast *t, const char *key, uint32_t d, const pol_spread *s) {
  pol_json *j = &t->json;
  pol_json_key(j, key);
  pol_json_object(j);
  count_key(j, "n", s->n);
  count_key(j, "whole", s->whole);
  number_key(t, "sum", d, s->sum_known, s->sum);
  number_key(t, "least", d, s->n > 0, s->least);
  pol_json_key_string(j, "least_id", s->n > 0 ? s->least_id : NULL);
  number_key(t, "most", d, s->n > 0, s->most);
  pol_json_key_string(j, "most_id", s->n > 0 ? s->most_id : NULL);
  number_key(t, "middle", d, s->n > 0 && s->middle_known, s->middle);
  pol_json_object_end(j);
}

static void outcome(pol_contrast *t, const char *key, uint32_t d, int side, const pol_extreme *e) {
  pol_json *j = &t->json;
  pol_case c = pol_contrast_case(t, side);
  pol_json_key(j, key);
  if (t->of->decisions.at[d].in[side] == POL_NO_REF) {
    pol_json_null(j);
    return;
  }
  pol_json_object(j);
  pol_json_key_string(j, "outcome", pol_outcome_name(e->outcome[side]));
  pol_json_key(j, "value");
  if (e->outcome[side] == POL_OUT_VALUE && e->value[side].type.kind != POL_T_BROKEN) pol_json_plain(j, &c, &e->value[side], 0);
  else pol_json_null(j);
  pol_json_object_end(j);
}

static void extremes(pol_contrast *t, const char *key, uint32_t d, const pol_extreme *at, uint32_t n) {
  pol_json *j = &t->json;
  pol_json_key_array(j, key);
  for (uint32_t i = 0; i < n; i++) {
    pol_arena_point here = pol_arena_mark(t->paper->arena);
    pol_json_object(j);
    pol_json_key_string(j, "id", at[i].id);
    count_key(j, "record", at[i].record);
    outcome(t, "before", d, POL_BEFORE, &at[i]);
    outcome(t, "after", d, POL_AFTER, &at[i]);
    number_key(t, "delta", d, at[i].has_delta, at[i].delta);
    pol_json_key_array(j, "changes");
    for (uint32_t k = 0; k < at[i].changes; k++) pol_json_int(j, at[i].change[k]);
    pol_json_array_end(j);
    pol_json_object_end(j);
    pol_arena_reset(t->paper->arena, here);
  }
  pol_json_array_end(j);
}

static void bands(pol_contrast *t, uint32_t d, const pol_bands *b) { /* how the differences are spread: from beyond the edge nearer 0 */
  pol_json *j = &t->json;
  pol_json_key_array(j, "bands");
  for (uint32_t i = 0; i < b->n; i++) {
    if (b->at[i] == 0) continue;
    pol_json_object(j);
    number_key(t, "from", d, true, pol_bands_edge(b, b->first + (int32_t)i));
    number_key(t, "to", d, true, pol_bands_edge(b, b->first + (int32_t)i + 1));
    count_key(j, "n", b->at[i]);
    pol_json_object_end(j);
  }
  pol_json_array_end(j);
}

static void counted(pol_contrast *t, const pol_decision_summary *s) {
  pol_json *j = &t->json;
  pol_json_key_array(j, "causes");
  for (uint32_t i = 0; i < s->causes; i++) {
    pol_json_object(j);
    count_key(j, "change", s->cause[i].of);
    impacts(j, s->cause[i].n);
    pol_json_object_end(j);
  }
  pol_json_array_end(j);
  pol_json_key_array(j, "missing");
  for (uint32_t i = 0; i < s->missings; i++) {
    pol_json_object(j);
    pol_json_key_string(j, "fact", pol_contrast_fact(t, POL_AFTER, s->missing[i].of));
    count_key(j, "n", s->missing[i].n[POL_IMPACT_UNDETERMINED]);
    pol_json_object_end(j);
  }
  pol_json_array_end(j);
}

static void per_year(pol_contrast *t, uint32_t d, const pol_decision_summary *s) {
  pol_case c = pol_contrast_case(t, pol_contrast_side(t, d));
  pol_value v = pol_contrast_value(t, d, s->per_year);
  if (!s->yearly) v.state = POL_UNKNOWN;
  pol_json_key(&t->json, "per_year");
  pol_json_plain(&t->json, &c, &v, 0);
}

static void decision(pol_contrast *t, uint32_t d, const pol_decision_summary *s) {
  pol_json *j = &t->json;
  pol_json_object(j);
  pol_json_key_string(j, "decision", pol_atom_get(t->of->model[POL_AFTER]->atoms, t->of->decisions.at[d].name));
  impacts(j, s->n);
  pol_json_key(j, "amounts");
  if (!s->amounts) {
    pol_json_null(j);
  } else {
    pol_json_object(j);
    pol_json_key_string(j, "unit", pol_contrast_unit_name(t, d));
    number_key(t, "before", d, s->total_known, s->total[0]);
    number_key(t, "after", d, s->total_known, s->total[1]);
    per_year(t, d, s);
    spread(t, "gains", d, &s->gains);
    spread(t, "losses", d, &s->losses);
    spread(t, "all", d, &s->all);
    bands(t, d, &s->bands);
    pol_json_object_end(j);
  }
  extremes(t, "largest_gains", d, s->gain, s->ngain);
  extremes(t, "largest_losses", d, s->loss, s->nloss);
  extremes(t, "open", d, s->open, s->nopen);
  counted(t, s);
  count_key(j, "untried", s->untried);
  pol_json_object_end(j);
}

static void group(pol_contrast *t, const pol_group_summary *g) {
  pol_json *j = &t->json;
  pol_case c = pol_contrast_case(t, POL_AFTER);
  pol_json_object(j);
  pol_json_key(j, "by");
  pol_json_object(j);
  for (uint32_t i = 0; i < t->bys; i++) {
    pol_json_key(j, pol_contrast_fact(t, POL_AFTER, t->by[i]));
    pol_json_plain(j, &c, &g->value[i], 0);
  }
  pol_json_object_end(j);
  count_key(j, "people", g->people);
  impacts_key(j, "people_with", g->any);
  pol_json_key_array(j, "decisions");
  for (uint32_t d = 0; d < t->of->decisions.n; d++) {
    pol_json_object(j);
    pol_json_key_string(j, "decision", pol_atom_get(c.model->atoms, t->of->decisions.at[d].name));
    impacts(j, g->n[d]);
    number_key(t, "delta", d, g->delta_known[d], g->delta[d]);
    pol_json_object_end(j);
  }
  pol_json_array_end(j);
  pol_json_object_end(j);
}

void pol_contrast_json_summary(pol_contrast *t, const pol_people_summary *s) {
  pol_json *j = &t->json;
  pol_json_object(j);
  count_key(j, "people", s->people);
  count_key(j, "wrong", s->wrong);
  impacts_key(j, "effects", s->n);
  impacts_key(j, "people_with", s->any);
  count_key(j, "better", s->better);
  count_key(j, "worse", s->worse);
  count_key(j, "mixed", s->mixed);
  count_key(j, "open", s->open);
  count_key(j, "same", s->same);
  pol_json_key_array(j, "decisions");
  for (uint32_t d = 0; d < t->of->decisions.n; d++) {
    pol_arena_point here = pol_arena_mark(t->paper->arena);
    decision(t, d, &s->decision[d]);
    pol_arena_reset(t->paper->arena, here);
  }
  pol_json_array_end(j);
  pol_json_key_array(j, "groups");
  for (uint32_t i = 0; i < s->groups; i++) {
    pol_arena_point here = pol_arena_mark(t->paper->arena);
    group(t, &s->group[i]);
    pol_arena_reset(t->paper->arena, here);
  }
  pol_json_array_end(j);
  pol_json_key(j, "too_many_groups");
  pol_json_bool(j, s->too_many_groups);
  pol_json_object_end(j);
}
