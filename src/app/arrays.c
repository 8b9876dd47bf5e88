/* How a program's arrays are laid out, and what comes out for each decision. */
#include "app/milling.h"
#include "base/limits.h"
#include <string.h>

/* -- whether an array can hold its fact */

static bool is_whole(const pol_cells_of *of) { return of->cells >= POL_CELLS_8 && of->cells <= POL_CELLS_64; }

static bool can_hold(const pol_decider *d, const pol_cells_of *of) {
  enum { PLACES_MOST = 18 };
  if (of->fact >= d->m->facts.n || of->cells < POL_CELLS_BITS || of->cells > POL_CELLS_TEXT || of->places > PLACES_MOST) return false;
  const pol_type type = d->m->facts.at[of->fact].type;
  if (type.kind == POL_T_LIST || (of->places && type.kind != POL_T_NUMBER) || of->least > of->most) return false;
  if (of->cells == POL_CELLS_TEXT) return true;
  if (type.kind == POL_T_TEXT || type.kind == POL_T_PERIOD) return false;
  return of->cells == POL_CELLS_BITS ? type.kind == POL_T_BOOL : is_whole(of);
}

static bool are_fine(const pol_decider *d, const pol_cells_of *of, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (!can_hold(d, &of[i])) return false;
    for (size_t k = 0; k < i; k++)
      if (of[k].fact == of[i].fact) return false;
  }
  return true;
}

/* -- what comes out, where no plan says it */

static int64_t scale_of(const pol_decision *d) {
  enum { SCALE = 1000000 };
  if (d->type.show == POL_SHOW_COUNT) return 1;
  return d->rounded && d->grain.d <= INT64_MAX ? (int64_t)d->grain.d : SCALE;
}

static pol_cells_made made_of(const pol_decider *d, const pol_decision *x) {
  pol_cells_made made = {.kind = pol_kind_of(x->type), .cells = POL_CELLS_8, .scale = 1};
  switch ((pol_type_kind)x->type.kind) {
  case POL_T_OPTION: made.cells = d->m->options.at[x->type.ref].n > INT8_MAX ? POL_CELLS_16 : POL_CELLS_8; break;
  case POL_T_PARTY: made.cells = d->m->parties.n > INT8_MAX ? POL_CELLS_32 : POL_CELLS_8; break;
  case POL_T_DATE: made.cells = POL_CELLS_32; break;
  case POL_T_TIME: made.cells = POL_CELLS_16; break;
  case POL_T_NUMBER:
    made.cells = POL_CELLS_64;
    made.scale = scale_of(x);
    break;
  default: break;
  }
  return made;
}
_Static_assert(POL_LIMIT_OPTIONS <= INT16_MAX, "an option fits");

/* -- making */

static pol_status make(pol_arrays *a) {
  const pol_decider *d = a->d;
  for (uint32_t i = 0; i < d->askeds; i++) a->made[i] = made_of(d, &d->m->decisions.at[d->asked[i]]);
  return POL_OK;
}

pol_result pol_arrays_new(pol_arrays **out, const pol_decider *d, int32_t as_of, const pol_cells_of *of, size_t n) {
  *out = NULL;
  if (as_of < POL_DATE_FIRST || as_of > POL_DATE_LAST || n > d->m->facts.n || !are_fine(d, of, n)) return POL_COULD_NOT;
  pol_alloc from = d->from;
  size_t bytes = sizeof(pol_arrays) + n * sizeof *of + d->askeds * sizeof(pol_cells_made);
  pol_arrays *a = from.get(from.user, bytes);
  if (!a) return POL_OUT_OF_MEMORY;
  *a = (pol_arrays){.from = from, .d = d, .as_of = as_of, .n = (uint32_t)n};
  a->of = (pol_cells_of *)(void *)(a + 1);
  a->made = (pol_cells_made *)(void *)(a->of + n);
  if (n) memcpy(a->of, of, n * sizeof *of);
  pol_status status = make(a);
  if (status != POL_OK) pol_arrays_drop(a);
  else *out = a;
  return pol_result_of(status);
}

void pol_arrays_drop(pol_arrays *a) {
  if (!a) return;
  pol_alloc from = a->from;
  from.put(from.user, a);
}

bool pol_arrays_decision(pol_cells_made *out, const pol_arrays *a, uint32_t decision) {
  if (decision >= a->d->askeds) return false;
  *out = a->made[decision];
  return true;
}

/* -- one cell */

static bool bit(const uint8_t *bits, size_t i) { return bits[i / 8] >> (i % 8) & 1; }

static bool is_known(const pol_cells_in *in, size_t row) {
  return !in->known || (in->known_bits ? bit(in->known, in->first + row) : in->known[row] != 0);
}

static int64_t whole_at(const pol_cells_of *of, const pol_cells_in *in, size_t row) {
  switch (of->cells) {
  case POL_CELLS_BITS: return bit(in->at, in->first + row);
  case POL_CELLS_8: return ((const int8_t *)in->at)[row];
  case POL_CELLS_16: return ((const int16_t *)in->at)[row];
  case POL_CELLS_32: return ((const int32_t *)in->at)[row];
  default: return ((const int64_t *)in->at)[row];
  }
}

bool pol_arrays_cell(pol_value *out, bool *given, pol_giving *g, const pol_cells_of *of, const pol_cells_in *in, size_t row) {
  const pol_type type = g->m->facts.at[of->fact].type;
  *given = is_known(in, row);
  if (!*given) return true;
  if (of->cells == POL_CELLS_TEXT) {
    const int32_t *at = in->at;
    *given = at[row + 1] != at[row];
    return pol_given_text(out, g, of->fact, in->bytes + at[row], (size_t)(at[row + 1] - at[row]));
  }
  int64_t whole = whole_at(of, in, row);
  if (type.kind == POL_T_NUMBER) return pol_given_number(out, g, of->fact, whole, of->places);
  return pol_given_whole(out, g, of->fact, (pol_type_kind)type.kind, whole);
}
