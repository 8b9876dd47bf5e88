/* Documentation: of a session's policy, and of the modules of the standard library. */
#include "app/work.h"
#include <string.h>

pol_result pol_render_doc(pol_string *out, pol_session *s, const pol_view *v) {
  pol_work w;
  pol_edition edition;
  pol_result ready = pol_work_on_policy(out, &w, &edition, s, v);
  if (ready != POL_DONE) return ready;
  return pol_work_end(out, &w, s, pol_result_of(pol_write_doc(&w.paper, &edition)));
}

/* -- modules */

typedef struct shelf { pol_arena *arena; pol_atoms *atoms; pol_sources sources; pol_reports reports; POL_VEC(pol_module) modules; } shelf;

static pol_status put_on(shelf *k, const char *name) {
  size_t length;
  const char *shown, *text = pol_stdlib_find(name, &length, &shown);
  pol_module *m = POL_VEC_PUSH(k->arena, &k->modules);
  pol_tree *tree = POL_NEW(k->arena, pol_tree);
  if (!m || !tree) return POL_NO_MEMORY;
  *m = (pol_module){.name = name, .tree = tree};
  POL_TRY(pol_sources_add(&k->sources, &m->file, shown, text, length));
  return pol_parse(tree, k->arena, k->atoms, &k->sources, m->file, &k->reports);
}

static pol_status list_modules(const pol_paper *paper, const char *module) {
  shelf k = {.arena = paper->arena, .atoms = pol_atoms_new(paper->arena)};
  if (!k.atoms) return POL_NO_MEMORY;
  pol_sources_init(&k.sources, k.arena);
  pol_reports_init(&k.reports, k.arena);
  for (size_t i = 0; i < pol_stdlib_count(); i++)
    if (!module || strcmp(module, pol_stdlib_name(i)) == 0) POL_TRY(put_on(&k, pol_stdlib_name(i)));
  return k.modules.n ? pol_write_modules(paper, &k.sources, k.atoms, k.modules.at, k.modules.n) : POL_REJECTED;
}

pol_result pol_render_modules(pol_string *out, const pol_allocator *from, const char *module, const pol_view *v) {
  pol_work w;
  pol_alloc alloc = pol_alloc_of(from);
  pol_write_form form;
  *out = (pol_string){0};
  if (!pol_form_of(&form, v)) return POL_COULD_NOT;
  if (!pol_work_begin(&w, &alloc, v)) return pol_work_end(out, &w, NULL, POL_OUT_OF_MEMORY);
  w.paper.form = form;
  return pol_work_end(out, &w, NULL, pol_result_of(list_modules(&w.paper, module)));
}
