/* How a program's arrays are laid out, and what comes out for each decision. */
#include "app/milling.h"
#include "base/limits.h"
#include <string.h>

/* -- whether an array can hold its fact */

static bool is_whole(const pol_cells_of *of) { return of->cells >= POL_CELLS_8 && of->cells <= POL_CELLS_64; }

static bool can_hold(const pol_decider *d, const pol_cells_of *of) {
  if (of->fact >= d->m->facts.n || of->cells < POL_CELLS_BITS || of->cells > POL_CELLS_TEXT || of->places > POL_TEN_TO_MOST) return false;
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

/* -- plans */

/* What an array holds, as a lane: nearly all of it, where that is said, else all that its cells can be. */
static pol_fact_lane lane_of(const pol_cells_of *of) {
  static const pol_fact_lane whole[] = {[POL_CELLS_8] = {.least = INT8_MIN, .most = INT8_MAX}, [POL_CELLS_16] = {.least = INT16_MIN, .most = INT16_MAX}, [POL_CELLS_32] = {.least = INT32_MIN, .most = INT32_MAX}};
  enum { WIDE = 48 }; /* of 64 bits only so much, or sums and products would not fit; the rest by itself */
  pol_fact_lane lane = {.fact = of->fact, .places = of->places, .least = -((int64_t)1 << WIDE), .most = (int64_t)1 << WIDE};
  if (of->cells >= POL_CELLS_8 && of->cells <= POL_CELLS_32) lane.least = whole[of->cells].least, lane.most = whole[of->cells].most;
  if (of->least != 0 || of->most != 0) lane.least = of->least, lane.most = of->most;
  return lane;
}

static pol_cells cells_of(pol_lane_width width) {
  static const pol_cells of[] = {[POL_LANE_8] = POL_CELLS_8, [POL_LANE_16] = POL_CELLS_16, [POL_LANE_32] = POL_CELLS_32, [POL_LANE_64] = POL_CELLS_64};
  return of[width];
}

/* What the lanes hold comes out so. */
static void take_forms(pol_arrays *a) {
  uint32_t n;
  const pol_verdict_form *form = pol_plan_verdicts(a->plan, &n);
  for (uint32_t i = 0; i < n; i++) {
    pol_cells_made *made = &a->made[i];
    made->fast = true;
    if (form[i].kind == POL_VERDICT_PERIOD) continue;
    made->cells = cells_of(form[i].width);
    if (form[i].kind == POL_VERDICT_NUMBER) made->scale = form[i].scale;
  }
}

static pol_status plan(pol_arrays *a) {
  pol_arena *scratch = pol_arena_new(&a->d->from);
  pol_fact_lane *held = scratch ? POL_NEW_N(scratch, pol_fact_lane, (size_t)a->n + 1) : NULL;
  for (uint32_t i = 0; held && i < a->n; i++) held[i] = lane_of(&a->of[i]);
  pol_status status = held ? pol_decider_plan(&a->plan, a->d, a->as_of, held, a->n) : POL_NO_MEMORY;
  pol_arena_drop(scratch);
  return status;
}

/* Which array gives each lane: the plan has lanes for what is held in arrays, and for nothing else. */
static pol_status match(pol_arrays *a) {
  a->lane = pol_plan_facts(a->plan, &a->lanes);
  a->array = a->d->from.get(a->d->from.user, ((size_t)a->lanes + 1) * sizeof *a->array);
  if (!a->array) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < a->lanes; i++)
    for (uint32_t k = 0; k < a->n; k++)
      if (a->of[k].fact == a->lane[i].fact) a->array[i] = k;
  return POL_OK;
}

/* -- making */

static pol_status make(pol_arrays *a) {
  const pol_decider *d = a->d;
  for (uint32_t i = 0; i < d->askeds; i++) a->made[i] = made_of(d, &d->m->decisions.at[d->asked[i]]);
  POL_TRY(plan(a));
  if (!a->plan) return POL_OK;
  take_forms(a);
  return match(a);
}

pol_result pol_arrays_new(pol_arrays **out, const pol_decider *d, int32_t as_of, const pol_cells_of *of, size_t n) {
  *out = NULL;
  if (as_of < POL_DATE_FIRST || as_of > POL_DATE_LAST || n > d->m->facts.n || !are_fine(d, of, n)) return POL_COULD_NOT;
  pol_alloc from = d->from;
  size_t bytes = sizeof(pol_arrays) + n * sizeof *of + d->askeds * sizeof(pol_cells_made);
  pol_arrays *a = from.get(from.user, bytes);
  if (!a) return POL_OUT_OF_MEMORY;
  *a = (pol_arrays){.d = d, .as_of = as_of, .n = (uint32_t)n};
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
  pol_alloc from = a->d->from;
  pol_plan_drop(a->plan);
  from.put(from.user, a->array);
  from.put(from.user, a);
}

bool pol_arrays_decision(pol_cells_made *out, const pol_arrays *a, uint32_t decision) {
  if (decision >= a->d->askeds) return false;
  *out = a->made[decision];
  return true;
}

/* -- one cell */

static bool bit(const uint8_t *bits, size_t i) { return bits[i / 8] >> (i % 8) & 1; }

bool pol_arrays_given(const pol_cells_of *of, const pol_cells_in *in, size_t row) {
  if (in->known && !(in->known_bits ? bit(in->known, in->first + row) : in->known[row] != 0)) return false;
  const int32_t *at = in->at;
  return of->cells != POL_CELLS_TEXT || at[row + 1] != at[row];
}

int64_t pol_arrays_whole(const pol_cells_of *of, const pol_cells_in *in, size_t row) {
  return of->cells == POL_CELLS_BITS ? bit(in->at, in->first + row) : pol_lane_get(in->at, (pol_lane_width)(of->cells - POL_CELLS_8), row);
}

bool pol_arrays_cell(pol_value *out, pol_giving *g, const pol_cells_of *of, const pol_cells_in *in, size_t row) {
  const pol_type type = g->m->facts.at[of->fact].type;
  if (of->cells == POL_CELLS_TEXT) {
    const int32_t *at = in->at;
    return pol_given_text(out, g, of->fact, in->bytes + at[row], (size_t)(at[row + 1] - at[row]));
  }
  int64_t whole = pol_arrays_whole(of, in, row);
  if (type.kind == POL_T_NUMBER) return pol_given_number(out, g, of->fact, whole, of->places);
  return pol_given_whole(out, g, of->fact, (pol_type_kind)type.kind, whole);
}
