#include "app/own.h"

static pol_status over(pol_own *o) {
  o->model.atoms = pol_atoms_over(o->texts, o->shared);
  return o->model.atoms ? POL_OK : POL_NO_MEMORY;
}

pol_status pol_own_begin(pol_own *o, const pol_program *program, pol_date as_of, const pol_alloc *from) {
  *o = (pol_own){.model = *program->model, .program = *program, .shared = program->model->atoms, .texts = pol_arena_new(from)};
  o->program.model = &o->model;
  o->edition = (pol_edition){.program = &o->program, .as_of = as_of};
  return o->texts ? over(o) : POL_NO_MEMORY;
}

pol_status pol_own_forget(pol_own *o) {
  if (o->model.atoms && !pol_atoms_own(o->model.atoms)) return POL_OK;
  pol_arena_reset(o->texts, (pol_arena_point){NULL, 0});
  return over(o);
}

void pol_own_drop(pol_own *o) { pol_arena_drop(o->texts); }
