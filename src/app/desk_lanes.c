/* Desks: facts in lanes of one row, and the machine. */
#include "app/deciding.h"
#include <string.h>

enum { LINE = 64, PATIENCE = 64 /* how often a date is met before it gets a plan of its own */ };

/* -- into a lane */

static void put(const pol_desk_fact *f, int64_t cell) { pol_lane_put(f->at, (pol_lane_width)f->width, 0, cell); }

static void state(const pol_desk_fact *f, bool known) {
  *f->lane->state = known ? POL_CELL(POL_KNOWN, 0) : POL_CELL(POL_UNKNOWN, 0);
  f->lane->stated = !known;
}

void pol_desk_fit(pol_desk *k, uint32_t fact) {
  pol_desk_fact *f = &k->fact[fact];
  int64_t cell;
  if (!f->lane) return;
  const pol_value *v = &k->record.value[fact];
  if (pol_lane_cell(&cell, f->of, v)) put(f, cell);
  else if (v->state == POL_KNOWN) k->unfit++, f->odd = f->unfit = true;
  state(f, v->state == POL_KNOWN);
}

/* -- lanes for the facts of a plan */

static void lay_lane(pol_desk *k, uint32_t i, const pol_fact_lane *of, unsigned char *at) {
  pol_desk_fact *f = &k->fact[of->fact];
  int64_t cell;
  k->lane[i] = (pol_lane){.at = at, .state = at + LINE};
  k->laid_of[i] = of->fact;
  f->lane = &k->lane[i];
  f->of = of;
  f->at = at;
  f->width = (uint8_t)of->width;
  f->lane_places = of->places;
  f->least = of->least;
  f->most = of->most;
  const pol_value *blank = &k->blank[of->fact];
  bool fine = pol_lane_cell(&cell, of, blank);
  f->blank = fine ? cell : pol_lane_within(of);
  f->blank_unfit = !fine && blank->state == POL_KNOWN;
  put(f, f->blank); /* a fact that is set and not known writes only that: what stands in the lane is within its range from the beginning */
}

static void forget_lanes(pol_desk *k) {
  for (uint32_t i = 0; i < k->lanes; i++)
    if (pol_desk_is_set(k, k->laid_of[i])) pol_desk_make(k, k->laid_of[i]); /* a value of what is in a lane that goes */
  pol_machine_drop(k->machine);
  pol_plan_drop(k->own_plan);
  k->machine = NULL;
  k->own_plan = NULL;
  k->plan = NULL;
  for (uint32_t i = 0; i < k->lanes; i++) {
    pol_desk_fact *f = &k->fact[k->laid_of[i]];
    f->lane = NULL;
    f->of = NULL;
    f->least = 1, f->most = 0;
    f->unfit = false;
    f->odd = pol_desk_is_set(k, k->laid_of[i]) && f->standing == POL_STANDS_WRONG;
  }
  k->lanes = k->unfit = k->laid = 0;
  pol_arena_drop(k->laying); /* which facts those were stands in it */
  k->laying = NULL;
}

static pol_status lay(pol_desk *k, const pol_plan *plan) {
  uint32_t n, verdicts;
  const pol_fact_lane *of = pol_plan_facts(plan, &n);
  k->laying = pol_arena_new(k->from);
  if (!k->laying) return POL_NO_MEMORY;
  k->lane = POL_NEW_N(k->laying, pol_lane, (size_t)n + 1);
  k->laid_of = POL_NEW_N(k->laying, uint32_t, (size_t)n + 1);
  unsigned char *block = pol_arena_take_n(k->laying, (size_t)2 * LINE, (size_t)n + 1, LINE);
  if (!k->lane || !k->laid_of || !block) return POL_NO_MEMORY;
  POL_TRY(pol_machine_new(&k->machine, plan, k->from, k->d->level));
  for (; k->lanes < n; k->lanes++) lay_lane(k, k->lanes, &of[k->lanes], block + (size_t)2 * LINE * k->lanes);
  k->form = pol_plan_verdicts(plan, &verdicts);
  k->plan = plan;
  return POL_OK;
}

/* Facts that were set already, into their new lanes. */
static void move_facts(pol_desk *k) {
  for (uint32_t i = 0; i < k->lanes; i++) {
    if (!pol_desk_is_set(k, k->laid_of[i])) continue;
    k->laid++;
    if (k->fact[k->laid_of[i]].standing == POL_STANDS_AS_VALUE) pol_desk_fit(k, k->laid_of[i]);
  }
}

pol_status pol_desk_lay(pol_desk *k, const pol_plan *plan) {
  forget_lanes(k);
  k->met = k->as_of;
  pol_status status = plan ? lay(k, plan) : POL_OK;
  if (status != POL_OK) forget_lanes(k);
  else move_facts(k);
  return status;
}

/* A plan is of one date. */
pol_status pol_desk_replan(pol_desk *k) {
  if (k->d->speed == POL_SPEED_ENGINE) return POL_OK;
  if (k->met != k->as_of) {
    if (k->lanes || k->machine) POL_TRY(pol_desk_lay(k, NULL));
    k->met = k->as_of;
    k->meets = 0;
  }
  if (k->meets > PATIENCE || ++k->meets < (k->d->dated && k->as_of == k->d->as_of ? 1 : PATIENCE)) return POL_OK;
  k->meets = PATIENCE + 1; /* it is tried once */
  if (k->d->dated && k->as_of == k->d->as_of) return pol_desk_lay(k, k->d->plan);
  pol_plan *plan = NULL;
  POL_TRY(pol_decider_plan(&plan, k->d, k->as_of, NULL, 0));
  pol_status status = pol_desk_lay(k, plan);
  if (status != POL_OK) pol_plan_drop(plan);
  else k->own_plan = plan;
  return status;
}

/* -- a run */

/* Facts that were not set this turn are as they begin. false: one of them does not fit. */
static bool lay_blanks(pol_desk *k) {
  bool fine = true;
  for (uint32_t i = 0; i < k->lanes; i++) {
    const pol_desk_fact *f = &k->fact[k->laid_of[i]];
    if (f->turn == k->turn) continue;
    put(f, f->blank);
    state(f, k->blank[k->laid_of[i]].state == POL_KNOWN);
    fine &= !f->blank_unfit;
  }
  return fine;
}

bool pol_desk_run(pol_desk *k) {
  if (k->unfit || (k->laid < k->lanes && !lay_blanks(k))) return false;
  return pol_machine_run(k->machine, &k->verdicts, k->lane, 1) == POL_OK && !k->verdicts.agains;
}
