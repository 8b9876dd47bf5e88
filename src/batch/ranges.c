/* What a fact's lane may hold: as its bounds say; where they leave much, as what was seen says, with plenty to spare. What does not fit is read the long way, so that nothing here can be wrong. */
#include "batch/lower.h"

enum { PLACES = 2, MOST_PLACES = 6, SPARE = 8, THOUSANDS = 10000, UNSEEN = 1000000 };

/* v / one × 10^places, rounded down or up; false: too large. */
static bool in_lane(int64_t *out, pol_num v, pol_num one, uint32_t places, bool up) {
  pol_num n;
  if (pol_num_div(&n, v, one) != POL_NUM_FINE || pol_num_mul(&n, n, pol_num_int(pol_ten_to(places))) != POL_NUM_FINE) return false;
  if (pol_num_round(&n, n, pol_num_int(1), up ? POL_ROUND_CEILING : POL_ROUND_FLOOR) != POL_NUM_FINE) return false;
  if (n.n <= -POL_PART_MOST || n.n >= POL_PART_MOST) return false;
  *out = (int64_t)n.n;
  return true;
}

static bool bare(pol_num *out, const pol_value *v, pol_num one) { return v->state == POL_KNOWN && pol_num_div(out, v->as.num, one) == POL_NUM_FINE; }

/* How large and how fine what was seen is, as it is written without a unit. */
typedef struct seen { pol_num most; unsigned places; bool below; uint32_t n; } seen;

static void look(seen *s, const pol_value *v, pol_num one) {
  pol_num x;
  unsigned places;
  if (!bare(&x, v, one)) return;
  s->n++;
  if (x.n < 0) s->below = true, x = pol_num_neg(x);
  if (pol_num_cmp(x, s->most) > 0) s->most = x;
  if (pol_num_ends(x, &places) && places <= MOST_PLACES && places > s->places) s->places = places;
}

static seen look_at_all(const pol_lower *l, uint32_t fact, pol_num one) {
  seen s = {.most = pol_num_int(0)};
  for (uint32_t j = 0; j < l->in->seens; j++) look(&s, &l->in->seen[j]->value[fact], one);
  if (l->in->common != NULL) look(&s, &l->in->common->value[fact], one);
  return s;
}

static void bound_below(int64_t *lo, int64_t k) { *lo = k > *lo ? k : *lo; }
static void bound_above(int64_t *hi, int64_t k) { *hi = k < *hi ? k : *hi; }

/* The bounds of the fact itself, in its lane. A bound that is too large for it bounds nothing there. */
static void number_bounds(int64_t *lo, int64_t *hi, const pol_fact *f, pol_num one, uint32_t places) {
  int64_t up, down;
  if (f->bound == POL_BOUND_NONE || f->low.state != POL_KNOWN || !in_lane(&up, f->low.as.num, one, places, true) || !in_lane(&down, f->low.as.num, one, places, false)) return;
  switch (f->bound) {
  case POL_BOUND_AT_LEAST: bound_below(lo, up); break;
  case POL_BOUND_MORE: bound_below(lo, down + 1); break;
  case POL_BOUND_AT_MOST: bound_above(hi, down); break;
  case POL_BOUND_LESS: bound_above(hi, up - 1); break;
  case POL_BOUND_RANGE:
    bound_below(lo, up);
    if (f->high.state == POL_KNOWN && in_lane(&down, f->high.as.num, one, places, false)) bound_above(hi, down);
    break;
  case POL_BOUND_NONE: break;
  }
}

static const pol_fact_lane *held(const pol_lower *l, uint32_t fact) {
  for (uint32_t i = 0; i < l->in->helds; i++)
    if (l->in->held[i].fact == fact) return &l->in->held[i];
  return NULL;
}

static bool number_range(pol_lower *l, pol_fact_lane *lane, pol_form *f) {
  enum { WIDE = 1 << 24 };
  const pol_fact *fact = &l->p->model->facts.at[lane->fact];
  const char *why;
  pol_value one;
  if (!pol_facts_read_value(&one, l->scratch, l->p->model, fact->type, "1", 1, &why) || one.as.num.n <= 0) return false;
  seen s = look_at_all(l, lane->fact, one.as.num);
  uint32_t places = fact->type.show == POL_SHOW_COUNT ? 0 : s.places > PLACES ? s.places : PLACES;
  int64_t most, lo = -POL_PART_MOST + 1, hi = POL_PART_MOST - 1, likely = 0;
  const pol_fact_lane *as = held(l, lane->fact);
  if (as != NULL) places = as->places, bound_below(&lo, as->least), bound_above(&hi, as->most);
  if (!in_lane(&most, s.most, pol_num_int(1), places, true) || most > WIDE * (int64_t)WIDE) return false;
  if (as == NULL) likely = (s.n == 0 ? UNSEEN : THOUSANDS) * pol_ten_to(places); /* what is held is said, and may have more places than that has room for */
  if (most * SPARE > likely) likely = most * SPARE;
  number_bounds(&lo, &hi, fact, one.as.num, places);
  if (as == NULL && hi > WIDE && hi > likely) hi = likely;
  if (as == NULL && lo < -WIDE && lo < -likely) lo = s.below || hi < 0 ? -likely : 0;
  if (lo > hi) return false;
  lane->places = (uint8_t)places;
  lane->least = lo, lane->most = hi;
  f->kind = POL_FORM_NUM, f->up = f->down = 1;
  return pol_form_scale(f, one.as.num) && pol_form_scale(f, (pol_num){1, pol_ten_to(places)});
}

/* Far enough from the ends of the calendar for dates to be moved about; what was seen is within it, though it be 31 December 9999. */
static void date_range(const pol_lower *l, pol_fact_lane *lane) {
  enum { FIRST = -62091 /* 1800-01-01 */, LAST = 120529 /* 2299-12-31 */ };
  lane->least = FIRST, lane->most = LAST;
  for (uint32_t j = 0; j <= l->in->seens; j++) {
    const pol_record_facts *r = j < l->in->seens ? l->in->seen[j] : l->in->common;
    if (r == NULL || r->value[lane->fact].state != POL_KNOWN) continue;
    int64_t at = r->value[lane->fact].as.i;
    if (at < lane->least) lane->least = at;
    if (at > lane->most) lane->most = at;
  }
}

/* Whole numbers that are no quantities: dates, times, options. */
static bool whole_range(const pol_lower *l, pol_fact_lane *lane) {
  const pol_model *m = l->p->model;
  const pol_fact *fact = &m->facts.at[lane->fact];
  switch ((pol_type_kind)fact->type.kind) {
  case POL_T_BOOL: lane->most = 1; break;
  case POL_T_OPTION: lane->most = (int64_t)m->options.at[fact->type.ref].n - 1; break;
  case POL_T_PARTY: lane->most = (int64_t)pol_model_somebodies(m) - 1; break;
  case POL_T_TIME: lane->most = INT64_C(24) * 60; break;
  case POL_T_DATE: date_range(l, lane); break;
  default: return false;
  }
  const pol_fact_lane *as = held(l, lane->fact);
  if (as != NULL) bound_below(&lane->least, as->least), bound_above(&lane->most, as->most);
  if (fact->low.state == POL_KNOWN) {
    int64_t low = fact->low.as.i;
    if (fact->bound == POL_BOUND_AT_LEAST || fact->bound == POL_BOUND_RANGE) bound_below(&lane->least, low);
    if (fact->bound == POL_BOUND_MORE) bound_below(&lane->least, low + 1);
    if (fact->bound == POL_BOUND_AT_MOST) bound_above(&lane->most, low);
    if (fact->bound == POL_BOUND_LESS) bound_above(&lane->most, low - 1);
    if (fact->bound == POL_BOUND_RANGE && fact->high.state == POL_KNOWN) bound_above(&lane->most, fact->high.as.i);
  }
  return lane->least <= lane->most;
}

pol_form pol_form_of_fact(pol_lower *l, uint32_t fact) {
  pol_fact_lane lane = {.fact = fact};
  pol_form f = {.kind = POL_FORM_INT};
  bool is_number = l->p->model->facts.at[fact].type.kind == POL_T_NUMBER;
  if (!(is_number ? number_range(l, &lane, &f) : whole_range(l, &lane))) return pol_form_none;
  lane.width = (pol_lane_width)pol_width_for(lane.least, lane.most);
  uint32_t value = pol_reg_new(l, (uint8_t)lane.width), state = pol_reg_new(l, POL_LANE_8);
  pol_fact_lane *to = POL_VEC_PUSH(l->scratch, &l->facts);
  uint32_t *to_value = POL_VEC_PUSH(l->scratch, &l->fact_value), *to_state = POL_VEC_PUSH(l->scratch, &l->fact_state);
  if (to == NULL || to_value == NULL || to_state == NULL || l->status != POL_OK) return l->status = POL_NO_MEMORY, pol_form_none;
  *to = lane, *to_value = value, *to_state = state;
  l->regs.at[value].lane = l->facts.n - 1;
  l->regs.at[state] = (pol_plan_reg){.width = POL_LANE_8, .is_state = true, .open = true, .lane = l->facts.n - 1};
  f.part[0] = pol_part_reg(value, (uint8_t)lane.width, lane.least, lane.most);
  f.state = state;
  return f;
}
