/* Sessions: texts in, a checked and compiled policy out. */
#include "app/session.h"
#include "base/limits.h"
#include <string.h>

pol_result pol_result_of(pol_status s) { return s == POL_OK ? POL_DONE : s == POL_NO_MEMORY ? POL_OUT_OF_MEMORY : POL_COULD_NOT; }

bool pol_date_of(pol_date *out, const char *text) {
  size_t n = strlen(text);
  return n == 10 && text[4] == '-' && pol_date_read(out, text, n);
}

pol_alloc pol_alloc_of(const pol_allocator *from) {
  if (!from) return *pol_alloc_default();
  return (pol_alloc){from->get, from->put, from->user};
}

pol_cpu pol_level_of(pol_speed speed) {
  pol_cpu has = pol_cpu_level(), wanted = speed == POL_SPEED_PORTABLE ? POL_CPU_PORTABLE : speed == POL_SPEED_V2 ? POL_CPU_V2 : speed == POL_SPEED_V3 ? POL_CPU_V3 : POL_CPU_V4;
  return wanted < has ? wanted : has;
}

pol_result pol_session_new(pol_session **out, const pol_allocator *from) {
  pol_alloc alloc = pol_alloc_of(from);
  *out = NULL;
  pol_arena *arena = pol_arena_new(&alloc);
  if (!arena) return POL_OUT_OF_MEMORY;
  pol_session *s = POL_NEW(arena, pol_session);
  pol_atoms *atoms = s ? pol_atoms_new(arena) : NULL;
  if (!atoms) {
    pol_arena_drop(arena);
    return POL_OUT_OF_MEMORY;
  }
  *s = (pol_session){.from = alloc, .arena = arena, .atoms = atoms, .facts_file = POL_NO_REF, .given_file = POL_NO_REF};
  pol_sources_init(&s->sources, arena);
  pol_reports_init(&s->reports, arena);
  *out = s;
  return POL_DONE;
}

void pol_session_drop(pol_session *s) {
  if (!s) return;
  pol_arena_drop(s->facts_arena);
  pol_arena_drop(s->arena); /* the session itself is in it */
}

pol_result pol_session_rules_only(pol_session *s) {
  if (s->trees.n) return POL_COULD_NOT;
  s->rules_only = true;
  return POL_DONE;
}

pol_result pol_session_add(pol_session *s, const char *name, const char *text, size_t length) {
  if (s->stage != POL_STAGE_ADDING) return POL_COULD_NOT;
  uint32_t file;
  pol_status status = pol_sources_add(&s->sources, &file, name, text, length);
  if (status == POL_LIMIT) {
    pol_report_add(&s->reports, POL_R_TOO_LONG, pol_no_place, "%s is longer than %d MiB", name, POL_LIMIT_SOURCE_BYTES / 1024 / 1024);
    return s->reports.no_memory ? POL_OUT_OF_MEMORY : POL_COULD_NOT;
  }
  if (status != POL_OK) return pol_result_of(status);
  pol_tree *tree = POL_VEC_PUSH(s->arena, &s->trees);
  uint32_t *slot = tree ? POL_VEC_PUSH(s->arena, &s->files) : NULL;
  if (!slot) return POL_OUT_OF_MEMORY;
  *slot = file;
  status = (s->rules_only ? pol_parse_rules : pol_parse)(tree, s->arena, s->atoms, &s->sources, file, &s->reports);
  if (s->reports.no_memory) return POL_OUT_OF_MEMORY;
  return pol_result_of(status);
}

pol_result pol_session_amend(pol_session *s, const char *name, const char *text, size_t length, const char *date) {
  pol_date from = 0;
  if (s->stage != POL_STAGE_ADDING || (date && !pol_date_of(&from, date))) return POL_COULD_NOT;
  uint32_t before = s->trees.n;
  pol_result result = pol_session_add(s, name, text, length);
  if (s->trees.n == before || s->trees.n != s->files.n) return result;
  pol_tree *tree = &s->trees.at[before];
  tree->amends = true;
  tree->dated = date != NULL;
  tree->from = from;
  return result;
}

/* -- an amended policy is right only where what it amends is: the policy alone, then with each amendment but the last, in their order */

bool pol_tree_is_amendment(const pol_tree *tree) {
  for (uint32_t i = 0; i < tree->root->n; i++) {
    const pol_node *node = tree->root->kid[i];
    if (node && (node->kind == POL_N_POLICY || node->kind == POL_N_AMENDMENT)) return node->kind == POL_N_AMENDMENT;
  }
  return false;
}

/* The trees of the policy and of its first amendments; how many there are. */
static uint32_t take_trees(const pol_session *s, pol_tree *tree, uint32_t *file, uint32_t amendments) {
  uint32_t n = 0, taken = 0;
  for (uint32_t i = 0; i < s->trees.n; i++) {
    if (pol_tree_is_amendment(&s->trees.at[i]) && taken++ >= amendments) continue;
    tree[n] = s->trees.at[i];
    file[n++] = s->files.at[i];
  }
  return n;
}

static pol_status check_before(pol_session *s, const pol_check_input *whole) {
  uint32_t amendments = 0;
  for (uint32_t i = 0; i < s->trees.n; i++) amendments += pol_tree_is_amendment(&s->trees.at[i]);
  if (s->rules_only || amendments == s->trees.n) return POL_OK;
  for (uint32_t k = 0; k < amendments; k++) {
    pol_check_input in = *whole;
    pol_model *model;
    pol_tree *tree = POL_NEW_N(s->arena, pol_tree, s->trees.n);
    uint32_t *file = POL_NEW_N(s->arena, uint32_t, s->trees.n);
    if (!tree || !file) return POL_NO_MEMORY;
    in.tree = tree;
    in.file = file;
    in.trees = take_trees(s, tree, file, k);
    if (pol_check(&model, &in) == POL_NO_MEMORY) return POL_NO_MEMORY; /* what is wrong is among the reports, once */
  }
  return POL_OK;
}

/* Checks, and compiles unless it is still to be said what is asked. POL_REJECTED when the reports hold an error. */
static pol_status compile(pol_session *s) {
  pol_check_input in = {.arena = s->arena,
                        .atoms = s->atoms,
                        .sources = &s->sources,
                        .reports = &s->reports,
                        .tree = s->trees.at,
                        .file = s->files.at,
                        .trees = s->trees.n,
                        .rules_only = s->rules_only};
  POL_TRY(pol_check(&s->model, &in));
  if (!s->reports.errors) POL_TRY(check_before(s, &in));
  if (s->reports.errors) return POL_REJECTED;
  return s->rules_only ? POL_OK : pol_session_compile(s);
}

pol_status pol_session_compile(pol_session *s) {
  if (s->program) return POL_OK;
  if (!s->rules_only || !s->asked.n) return pol_program_make(&s->program, s->arena, s->model, &s->reports);
  return pol_program_make_for(&s->program, s->arena, s->model, &s->reports, s->asked.at, s->asked.n);
}

pol_result pol_session_check(pol_session *s) {
  if (s->stage != POL_STAGE_ADDING) return s->stage == POL_STAGE_CHECKED ? POL_DONE : POL_BAD_NEWS;
  s->stage = POL_STAGE_REJECTED;
  if (!s->trees.n) {
    pol_report_add(&s->reports, POL_R_NO_POLICY_TEXT, pol_no_place, "there is no policy to read");
    return s->reports.no_memory ? POL_OUT_OF_MEMORY : POL_COULD_NOT;
  }
  pol_status status = compile(s);
  if (status == POL_NO_MEMORY || s->reports.no_memory) return POL_OUT_OF_MEMORY;
  if (status != POL_OK) return POL_BAD_NEWS;
  s->stage = POL_STAGE_CHECKED;
  s->of_policy = s->reports.list.n;
  return POL_DONE;
}

void pol_session_counts(const pol_session *s, size_t *errors, size_t *warnings, size_t *notes) {
  *errors = (size_t)s->reports.errors + s->facts_reports.errors;
  *warnings = (size_t)s->reports.warnings + s->facts_reports.warnings;
  *notes = (size_t)s->reports.notes + s->facts_reports.notes;
}

const char *pol_version(void) { return POL_VERSION; }
