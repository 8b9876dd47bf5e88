/* Changes, for programs: the value of "mutation" in {"schema": "pol.tests/1"} (schema/tests.schema.json). Scenarios are given by their place in "scenarios". */
#include "render/tests.h"

static void count_key(pol_json *j, const char *key, uint32_t n) {
  pol_json_key(j, key);
  pol_json_int(j, n);
}

static void witness(pol_json *j, const pol_tests_page *t, const pol_witness *w) {
  pol_json_key(j, "shows_with");
  if (!w->found) {
    pol_json_null(j);
    return;
  }
  pol_json_object(j);
  count_key(j, "like", w->result);
  pol_json_key(j, "but");
  pol_json_array(j);
  for (uint32_t i = 0; i < w->changes; i++) pol_json_string(j, pol_witness_change(t, w, i));
  pol_json_array_end(j);
  pol_json_key_string(j, "decision", pol_atom_get(t->model->atoms, t->model->decisions.at[w->decision].name));
  pol_json_key_string(j, "as_it_stands", w->before);
  pol_json_key_string(j, "with_the_change", w->after);
  pol_json_object_end(j);
}

static void mutant(pol_json *j, const pol_tests_page *t, uint32_t at) {
  static const char *const kind[] = {[POL_MUTANT_EDGE] = "edge", [POL_MUTANT_CONSTANT] = "constant", [POL_MUTANT_JUNCTION] = "and or or",
                                     [POL_MUTANT_CONDITION] = "condition left out", [POL_MUTANT_EXCEPTION] = "exception left out", [POL_MUTANT_EFFECT] = "effect",
                                     [POL_MUTANT_RANK] = "precedence left out", [POL_MUTANT_RULE] = "line left out"};
  const pol_mutant *m = &t->tested->mutation->mutants.list.at[at];
  const pol_mutant_fate *fate = &t->tested->mutation->fate[at];
  const pol_source *s = pol_sources_get(t->model->sources, m->cut.file);
  pol_json_object(j);
  pol_json_key_string(j, "id", m->id);
  pol_json_key_string(j, "kind", kind[m->kind]);
  pol_json_key_string(j, m->clause != POL_NO_REF ? "clause" : "definition", pol_mutant_owner(t, m));
  pol_json_key_string(j, "claim", pol_mutant_claim(t, m));
  pol_json_key_string(j, "file", s->name);
  count_key(j, "line", pol_source_place(s, m->cut.start).line);
  pol_json_key_string(j, "fate", fate->noticed ? "noticed" : fate->waived != NULL ? "known" : "unnoticed");
  pol_json_key(j, "noticed_by");
  if (fate->noticed) pol_json_int(j, fate->by);
  else pol_json_null(j);
  pol_json_key_string(j, "reason", fate->noticed ? NULL : fate->waived);
  witness(j, t, &fate->witness);
  pol_json_object_end(j);
}

static void waiver(pol_json *j, const pol_waiver *w) {
  static const char *const fate[] = {[POL_WAIVER_USED] = "used", [POL_WAIVER_NOTICED] = "noticed now", [POL_WAIVER_UNKNOWN] = "no such change",
                                     [POL_WAIVER_WITHOUT_REASON] = "without a reason", [POL_WAIVER_TWICE] = "there twice"};
  pol_json_object(j);
  pol_json_key_string(j, "id", w->id);
  count_key(j, "line", w->line);
  pol_json_key_string(j, "fate", fate[w->fate]);
  pol_json_object_end(j);
}

void pol_mutants_json(pol_json *j, const pol_tests_page *t) {
  const pol_mutation *all = t->tested->mutation;
  pol_json_key(j, "mutation");
  pol_json_object(j);
  count_key(j, "changes_in_all", all->mutants.list.n);
  count_key(j, "noticed", all->noticed);
  count_key(j, "known", all->waived);
  count_key(j, "unnoticed", all->unnoticed);
  pol_json_key(j, "changes");
  pol_json_array(j);
  for (uint32_t i = 0; i < all->mutants.list.n; i++) {
    pol_arena_point here = pol_arena_mark(t->page.arena);
    mutant(j, t, i);
    pol_arena_reset(t->page.arena, here);
  }
  pol_json_array_end(j);
  pol_json_key(j, "known_file");
  pol_json_array(j);
  for (uint32_t i = 0; i < all->waivers.n; i++) waiver(j, &all->waivers.at[i]);
  pol_json_array_end(j);
  pol_json_object_end(j);
}
