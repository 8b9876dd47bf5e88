#include "app/own.h"

static pol_status over(pol_own *o) {
  o->model.atoms = pol_atoms_over(o->texts, o->shared);
  return o->model.atoms ? POL_OK : POL_NO_MEMORY;
}

pol_status pol_own_begin(pol_own *o, const pol_program *program, pol_date as_of, const pol_alloc *from) {
  *o = (pol_own){.model = *program->model, .program = *program, .shared = program->model->atoms, .texts = pol_arena_new(from), .from = *from};
  o->program.model = &o->model;
  o->edition = (pol_edition){.program = &o->program, .as_of = as_of};
  return o->texts ? over(o) : POL_NO_MEMORY;
}

pol_status pol_own_forget(pol_own *o) {
  if (o->model.atoms && !pol_atoms_own(o->model.atoms)) return POL_OK;
  pol_arena_reset(o->texts, (pol_arena_point){NULL, 0});
  return over(o);
}

/* The values in a list; *n 0: it is none. Lists in lists nest at most POL_LIMIT_LIST_NESTING deep. */
static pol_value *inside(size_t *n, const pol_value *v) {
  bool list = v->state == POL_KNOWN && v->type.kind == POL_T_LIST, records = list && v->type.ref != POL_NO_REF;
  *n = records ? (size_t)v->as.records.n * v->as.records.width : list ? v->as.items.n : 0;
  return records ? v->as.records.at : list ? v->as.items.at : NULL;
}

static bool is_text(const pol_value *v) { return v->state == POL_KNOWN && v->type.kind == POL_T_TEXT && v->as.i; }

static bool copy_texts(pol_atoms *to, const pol_atoms *from, const pol_value *v, size_t n) {
  for (size_t i = 0; i < n; i++) {
    size_t more;
    const pol_value *in = inside(&more, &v[i]);
    if (!copy_texts(to, from, in, more)) return false;
    if (is_text(&v[i]) && !pol_atom_make(to, pol_atom_get(from, (pol_atom)v[i].as.i), pol_atom_length(from, (pol_atom)v[i].as.i))) return false;
  }
  return true;
}

static void name_anew(const pol_atoms *to, const pol_atoms *from, pol_value *v, size_t n) {
  for (size_t i = 0; i < n; i++) {
    size_t more;
    pol_value *in = inside(&more, &v[i]);
    name_anew(to, from, in, more);
    if (!is_text(&v[i])) continue;
    pol_atom atom = pol_atom_find(to, pol_atom_get(from, (pol_atom)v[i].as.i), pol_atom_length(from, (pol_atom)v[i].as.i));
    if ((int32_t)atom != v[i].as.i) v[i].as.i = (int32_t)atom;
  }
}

pol_status pol_own_keep(pol_own *o, pol_value *kept, uint32_t n) {
  pol_arena *texts = pol_arena_new(&o->from);
  pol_atoms *atoms = texts ? pol_atoms_over(texts, o->shared) : NULL;
  if (!atoms || !copy_texts(atoms, o->model.atoms, kept, n)) {
    pol_arena_drop(texts);
    return POL_NO_MEMORY;
  }
  name_anew(atoms, o->model.atoms, kept, n); /* they are all there: it cannot fail any more */
  pol_arena_drop(o->texts);
  o->texts = texts;
  o->model.atoms = atoms;
  return POL_OK;
}

void pol_own_drop(pol_own *o) { pol_arena_drop(o->texts); }
