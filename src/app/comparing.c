/* Two versions of a policy: texts in, a comparison out. */
#include "app/comparing.h"
#include "syntax/parse.h"
#include <string.h>

pol_result pol_session_add_after(pol_session *s, const char *name, const char *text, size_t length) {
  if (s->stage != POL_STAGE_ADDING) return POL_COULD_NOT;
  uint32_t first = s->trees.n;
  pol_result result = pol_session_add(s, name, text, length); /* among the others, and then apart from them */
  if (s->trees.n == first || s->files.n != s->trees.n) return result;
  pol_tree *tree = POL_VEC_PUSH(s->arena, &s->after.trees);
  uint32_t *file = tree ? POL_VEC_PUSH(s->arena, &s->after.files) : NULL;
  if (!file) return POL_OUT_OF_MEMORY;
  *tree = s->trees.at[--s->trees.n];
  *file = s->files.at[--s->files.n];
  return result;
}

/* -- what is asked, by name: either version may have it */

static bool has_decision(const pol_session *s, pol_atom name) {
  const pol_comparison *c = s->comparison;
  return pol_model_decision(c->model[POL_BEFORE], name) != POL_NO_REF || pol_model_decision(c->model[POL_AFTER], name) != POL_NO_REF;
}

static void report_no_decision(pol_session *s, pol_atom name) {
  pol_report *r = pol_report_add(&s->reports, POL_R_ASKED_DECISION, pol_no_place, "neither version has a decision called %s", pol_atom_get(s->atoms, name));
  pol_nearest near;
  pol_nearest_init(&near, pol_atom_get(s->atoms, name));
  for (int side = POL_BEFORE; side <= POL_AFTER; side++)
    for (uint32_t i = 0; i < s->comparison->model[side]->decisions.n; i++)
      pol_nearest_offer(&near, pol_atom_get(s->atoms, s->comparison->model[side]->decisions.at[i].name), i);
  if (near.best) pol_report_help(&s->reports, r, "did you mean %s?", near.best);
  else pol_report_help(&s->reports, r, "pol facts lists the decisions of a policy");
}

pol_result pol_comparison_ask(pol_session *s, const char *decision) {
  pol_atom name = pol_atom_text(s->atoms, decision);
  if (!*decision) return POL_COULD_NOT;
  for (uint32_t i = 0; i < s->after.asked.n; i++)
    if (s->after.asked.at[i] == name) return POL_DONE;
  pol_atom *slot = name ? POL_VEC_PUSH(s->arena, &s->after.asked) : NULL;
  if (!slot) return POL_OUT_OF_MEMORY;
  *slot = name;
  return POL_DONE;
}

/* -- making it */

static uint32_t own_trees(const pol_session *s) { /* those before the amendments */
  uint32_t n = 0;
  while (n < s->trees.n && !s->trees.at[n].amends) n++;
  return n;
}

static pol_status compare(pol_session *s) {
  pol_compare_input *in = POL_NEW(s->arena, pol_compare_input);
  if (!in) return POL_NO_MEMORY;
  *in = (pol_compare_input){.arena = s->arena, .atoms = s->atoms, .sources = &s->sources, .reports = &s->reports, .amends = !s->after.trees.n,
                            .asked = s->after.asked.at, .askeds = s->after.asked.n, .as_of = s->as_of};
  in->side[POL_BEFORE] = (pol_compare_side){.tree = s->trees.at, .file = s->files.at, .trees = own_trees(s)};
  in->side[POL_AFTER] = in->amends ? (pol_compare_side){.tree = s->trees.at, .file = s->files.at, .trees = s->trees.n}
                                   : (pol_compare_side){.tree = s->after.trees.at, .file = s->after.files.at, .trees = s->after.trees.n};
  return pol_comparison_make(&s->comparison, in);
}

/* The likeliest mistake: an amendment given as a version. false: reported. */
static bool are_versions(pol_session *s) {
  const char *file[2] = {NULL, NULL};
  for (uint32_t i = 0; i < s->trees.n; i++)
    if (pol_tree_is_amendment(&s->trees.at[i])) file[POL_BEFORE] = pol_sources_get(&s->sources, s->files.at[i])->name;
  for (uint32_t i = 0; i < s->after.trees.n; i++)
    if (pol_tree_is_amendment(&s->after.trees.at[i])) file[POL_AFTER] = pol_sources_get(&s->sources, s->after.files.at[i])->name;
  for (int side = POL_AFTER; side >= POL_BEFORE && s->after.trees.n > 0; side--) {
    if (!file[side]) continue;
    pol_report *r = pol_report_add(&s->reports, POL_R_NO_POLICY_TEXT, pol_no_place, "%s is an amendment, and no version by itself", file[side]);
    pol_report_help(&s->reports, r, "put it on top of the policy: pol compare POLICY --amend %s", file[side]);
    return false;
  }
  return true;
}

pol_result pol_session_compare(pol_session *s) {
  if (s->stage != POL_STAGE_ADDING || !s->dated) return POL_COULD_NOT;
  s->stage = POL_STAGE_REJECTED;
  if (!are_versions(s)) return s->reports.no_memory ? POL_OUT_OF_MEMORY : POL_COULD_NOT;
  if (!own_trees(s) || (!s->after.trees.n && own_trees(s) == s->trees.n)) {
    pol_report_add(&s->reports, POL_R_NO_POLICY_TEXT, pol_no_place, "there are no two versions to compare");
    return s->reports.no_memory ? POL_OUT_OF_MEMORY : POL_COULD_NOT;
  }
  pol_status status = compare(s);
  if (status == POL_NO_MEMORY || s->reports.no_memory) return POL_OUT_OF_MEMORY;
  if (status != POL_OK) return POL_BAD_NEWS;
  s->of_policy = s->reports.list.n;
  s->stage = POL_STAGE_COMPARED;
  for (uint32_t i = 0; i < s->after.asked.n; i++)
    if (!has_decision(s, s->after.asked.at[i])) report_no_decision(s, s->after.asked.at[i]);
  if (s->reports.no_memory) return POL_OUT_OF_MEMORY;
  return s->reports.list.n > s->of_policy ? POL_COULD_NOT : POL_DONE;
}

/* -- telling it */

pol_status pol_measure_put(pol_measure *m, bool all) {
  enum { MUCH = 64 * 1024 };
  pol_text *t = m->paper.to;
  if (!pol_text_ok(t)) return POL_NO_MEMORY;
  if (!m->out.sink || !t->n || (!all && t->n < MUCH)) return m->out.refused ? POL_REJECTED : POL_OK;
  if (!m->out.sink->put(m->out.sink->user, t->at, t->n)) m->out.refused = true;
  pol_text_clear(t);
  return m->out.refused ? POL_REJECTED : POL_OK;
}

static pol_status find_witnesses(pol_measure *m) {
  pol_comparison *c = m->s->comparison;
  pol_compare_witness *all = POL_NEW_N(m->arena, pol_compare_witness, c->decisions.n + 1u);
  if (!all) return POL_NO_MEMORY;
  for (uint32_t d = 0; d < c->decisions.n; d++)
    if (c->decisions.at[d].can_change) POL_TRY(pol_comparison_witness(&all[d], c, d));
  m->contrast.witness = all;
  return POL_OK;
}

static bool find_fact(pol_session *s, uint32_t *out, const char *name) {
  const pol_model *m = s->comparison->model[POL_AFTER];
  pol_atom atom = pol_atom_find(s->atoms, name, strlen(name));
  *out = atom ? pol_model_fact(m, atom) : POL_NO_REF;
  if (*out != POL_NO_REF && m->facts.at[*out].type.kind != POL_T_LIST) return true;
  if (*out != POL_NO_REF) {
    pol_report_add(&s->reports, POL_R_ASKED_FACT, pol_no_place, "%s is a list, and groups are made by single values", name);
    return false;
  }
  pol_report *r = pol_report_add(&s->reports, POL_R_ASKED_FACT, pol_no_place, "%s has no fact called %s to group by", pol_atom_get(s->atoms, m->name), name);
  pol_nearest near;
  pol_nearest_init(&near, name);
  for (uint32_t i = 0; i < m->facts.n; i++) pol_nearest_offer(&near, pol_atom_get(s->atoms, m->facts.at[i].name), i);
  if (near.best) pol_report_help(&s->reports, r, "did you mean %s?", near.best);
  else pol_report_help(&s->reports, r, "pol facts lists the facts of a policy");
  return false;
}

static pol_status find_groups(pol_measure *m, const pol_measuring *wanted) {
  uint32_t *by = POL_NEW_N(m->arena, uint32_t, wanted->bys + 1u);
  bool fine = true;
  if (!by) return POL_NO_MEMORY;
  for (size_t i = 0; i < wanted->bys; i++) fine = find_fact(m->s, &by[i], wanted->by[i]) && fine;
  m->contrast.by = by;
  m->contrast.bys = (uint32_t)wanted->bys;
  return fine ? POL_OK : POL_REJECTED;
}

static bool texts_differ(const pol_comparison *c) {
  for (int f = POL_FATE_SAME + 1; f <= POL_FATE_ENDED_SILENTLY; f++)
    if (c->fates[f]) return true;
  return c->changes.n > 0;
}

static bool outcomes_differ(const pol_people_summary *s) {
  return s && s->n[POL_IMPACT_GAINS] + s->n[POL_IMPACT_LOSES] + s->n[POL_IMPACT_CHANGED] > 0;
}

static pol_status tell(pol_measure *m, const pol_measuring *wanted, const pol_feed *facts) {
  const pol_people_summary *summary = NULL;
  POL_TRY(find_groups(m, wanted));
  if (!facts && !wanted->redline) POL_TRY(find_witnesses(m));
  pol_status status = pol_contrast_begin(&m->contrast);
  if (status == POL_OK && facts) status = pol_measure_people(m, wanted, facts, &summary);
  if (status == POL_OK) status = pol_contrast_end(&m->contrast, summary);
  if (status == POL_OK) status = pol_measure_put(m, true);
  if (status == POL_OK && wanted->differ) *wanted->differ = texts_differ(m->s->comparison) || outcomes_differ(summary);
  pol_contrast_drop(&m->contrast);
  return status;
}

/* One telling, to a sink or to a grid. */
static pol_result measure(pol_session *s, const pol_view *v, pol_write_form form, const pol_sink *sink, const pol_write_grid *grid, const pol_measuring *wanted, const pol_feed *facts) {
  static const pol_measuring nothing_more = {0};
  pol_measure m = {.s = s, .out = {.sink = sink}, .arena = pol_arena_new(&s->from)};
  if (!wanted) wanted = &nothing_more;
  pol_text_init(&m.text, &s->from);
  m.paper = (pol_paper){.to = &m.text, .arena = pol_arena_new(&s->from), .form = form, .version = pol_version()};
  if (v) m.paper.width = v->width, m.paper.colour = v->colour;
  m.contrast = (pol_contrast){.paper = &m.paper, .of = s->comparison, .measured = facts != NULL, .people = wanted->people, .most = wanted->most, .redline = wanted->redline,
                              .grid = grid, .facts = facts ? facts->name : NULL, .command = wanted->command};
  pol_status status = m.arena && m.paper.arena ? tell(&m, wanted, facts) : POL_NO_MEMORY;
  pol_comparing_drop(m.comparing);
  pol_text_drop(&m.text);
  pol_arena_drop(m.paper.arena);
  pol_arena_drop(m.arena);
  if (s->reports.no_memory || s->facts_reports.no_memory) return POL_OUT_OF_MEMORY;
  pol_result result = pol_result_of(status);
  return result == POL_DONE && m.contrast.wrong ? POL_BAD_NEWS : result;
}

pol_result pol_render_comparison(const pol_sink *out, pol_session *s, const pol_view *v, const pol_measuring *wanted, const pol_feed *facts) {
  static const struct { pol_form form; pol_write_form write; } forms[] = {
      {POL_FORM_TEXT, POL_WRITE_TEXT}, {POL_FORM_JSON, POL_WRITE_JSON}, {POL_FORM_NDJSON, POL_WRITE_NDJSON}, {POL_FORM_CSV, POL_WRITE_CSV}, {POL_FORM_HTML, POL_WRITE_HTML}};
  for (size_t i = 0; s->stage == POL_STAGE_COMPARED && i < sizeof forms / sizeof *forms; i++)
    if (forms[i].form == (v ? v->form : POL_FORM_TEXT)) return measure(s, v, forms[i].write, out, NULL, wanted, facts);
  return POL_COULD_NOT;
}

/* -- sheets */

static pol_cell cell_of(const pol_write_cell *c) {
  static const pol_cell_kind kinds[] = {[POL_WRITE_CELL_EMPTY] = POL_CELL_EMPTY, [POL_WRITE_CELL_TEXT] = POL_CELL_TEXT, [POL_WRITE_CELL_NUMBER] = POL_CELL_NUMBER, [POL_WRITE_CELL_DATE] = POL_CELL_DATE};
  return (pol_cell){.kind = kinds[c->kind], .text = c->text, .length = c->length, .unit = c->unit, .heading = c->heading};
}

static bool to_sheet(void *user, const char *title) {
  const pol_grid *grid = user;
  return grid->sheet(grid->user, title);
}

static bool to_row(void *user, const pol_write_cell *cell, size_t cells) {
  enum { MOST = 256 };
  const pol_grid *grid = user;
  pol_cell row[MOST];
  if (cells > MOST) cells = MOST;
  for (size_t i = 0; i < cells; i++) row[i] = cell_of(&cell[i]);
  return grid->row(grid->user, row, cells);
}

pol_result pol_fill_comparison(const pol_grid *out, pol_session *s, const pol_measuring *wanted, const pol_feed *facts) {
  pol_grid grid = *out;
  const pol_write_grid write = {.sheet = to_sheet, .row = to_row, .user = &grid};
  return s->stage == POL_STAGE_COMPARED ? measure(s, NULL, POL_WRITE_CELLS, NULL, &write, wanted, facts) : POL_COULD_NOT;
}
