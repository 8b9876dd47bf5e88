/* Documentation: of a session's policy, and of the modules of the standard library. */
#include "app/session.h"
#include "app/strings.h"
#include "render/render.h"
#include <string.h>

static bool form_of(pol_write_form *out, const pol_view *v) {
  pol_form form = v ? v->form : POL_FORM_TEXT;
  *out = form == POL_FORM_HTML ? POL_WRITE_HTML : form == POL_FORM_MARKDOWN ? POL_WRITE_MARKDOWN : POL_WRITE_TEXT;
  return form == POL_FORM_HTML || form == POL_FORM_MARKDOWN || form == POL_FORM_TEXT;
}

pol_result pol_render_doc(pol_string *out, pol_session *s, const pol_view *v) {
  pol_text text;
  pol_write_form form;
  *out = (pol_string){0};
  if (s->stage != POL_STAGE_CHECKED || !form_of(&form, v)) return POL_COULD_NOT;
  pol_result compiled = pol_result_of(pol_session_compile(s));
  if (compiled != POL_DONE) return compiled;
  pol_arena *arena = pol_arena_new(&s->from);
  if (!arena) return POL_OUT_OF_MEMORY;
  pol_string_begin(&text, &s->from);
  pol_paper paper = {.to = &text, .arena = arena, .form = form, .width = v ? v->width : 0, .colour = v && v->colour, .version = pol_version()};
  pol_edition edition = {.program = s->program, .as_of = s->as_of};
  pol_status status = pol_write_doc(&paper, &edition);
  pol_arena_drop(arena);
  if (status == POL_OK) return pol_string_end(out, &text, s);
  pol_text_drop(&text);
  return pol_result_of(status);
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

static pol_status list_modules(pol_text *to, pol_arena *arena, const char *module, const pol_view *v) {
  shelf k = {.arena = arena, .atoms = pol_atoms_new(arena)};
  pol_write_form form;
  if (!k.atoms) return POL_NO_MEMORY;
  if (!form_of(&form, v)) return POL_REJECTED;
  pol_sources_init(&k.sources, arena);
  pol_reports_init(&k.reports, arena);
  for (size_t i = 0; i < pol_stdlib_count(); i++)
    if (!module || strcmp(module, pol_stdlib_name(i)) == 0) POL_TRY(put_on(&k, pol_stdlib_name(i)));
  if (!k.modules.n) return POL_REJECTED;
  pol_paper paper = {.to = to, .arena = arena, .form = form, .width = v ? v->width : 0, .colour = v && v->colour};
  return pol_write_modules(&paper, &k.sources, k.atoms, k.modules.at, k.modules.n);
}

pol_result pol_render_modules(pol_string *out, const pol_allocator *from, const char *module, const pol_view *v) {
  pol_text text;
  pol_alloc alloc = pol_alloc_of(from);
  *out = (pol_string){0};
  pol_arena *arena = pol_arena_new(&alloc);
  if (!arena) return POL_OUT_OF_MEMORY;
  pol_string_begin(&text, &alloc);
  pol_status status = list_modules(&text, arena, module, v);
  pol_arena_drop(arena);
  if (status == POL_OK) return pol_string_end(out, &text, NULL);
  pol_text_drop(&text);
  return pol_result_of(status);
}
