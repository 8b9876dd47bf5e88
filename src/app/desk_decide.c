/* Desks: deciding, and reading outcomes and values. */
#include "app/deciding.h"
#include "eval/words.h"
#include <string.h>

pol_decided pol_decided_of(pol_outcome o) {
  static const uint8_t of[] = {
      [POL_OUT_OUT_OF_SCOPE] = POL_DECIDED_NOT_APPLICABLE, [POL_OUT_REFUSED] = POL_DECIDED_REFUSED, [POL_OUT_REFERRED] = POL_DECIDED_REFERRED,
      [POL_OUT_PERMITTED] = POL_DECIDED_PERMITTED, [POL_OUT_SILENT] = POL_DECIDED_NOT_APPLICABLE, [POL_OUT_VALUE] = POL_DECIDED_VALUE,
      [POL_OUT_UNDETERMINED] = POL_DECIDED_UNDETERMINED, [POL_OUT_CONFLICT] = POL_DECIDED_CONFLICT, [POL_OUT_ERROR] = POL_DECIDED_ERROR};
  return (pol_decided)of[o];
}

/* -- by the engine */

void pol_desk_make(pol_desk *k, uint32_t fact) {
  pol_desk_fact *f = &k->fact[fact];
  pol_value *v = &k->record.value[fact];
  const pol_type type = k->m->facts.at[fact].type;
  if (!pol_desk_is_set(k, fact)) {
    *v = k->blank[fact];
    k->record.origin[fact] = k->d->common ? k->d->common->origin[fact] : (pol_origin){.kind = POL_FROM_NOWHERE};
    return;
  }
  if (f->standing != POL_STANDS_IN_LANE) return;
  int64_t cell = pol_lane_get(f->at, (pol_lane_width)f->width, 0);
  *v = (pol_value){.state = POL_KNOWN, .type = type};
  if (type.kind == POL_T_NUMBER) pol_num_ratio(&v->as.num, cell, (pol_i128)pol_ten_to(f->lane_places) * (type.show == POL_SHOW_PERCENT ? 100 : 1));
  else v->as.i = (int32_t)cell;
  k->record.origin[fact] = (pol_origin){.kind = POL_FROM_CALLER};
  f->standing = POL_STANDS_AS_VALUE;
}

pol_result pol_desk_ready(pol_desk *k) {
  if (k->engaged) return POL_DONE;
  pol_arena_reset(k->work, (pol_arena_point){NULL, 0});
  memset(k->read, POL_READ_NOTHING, k->d->askeds);
  for (uint32_t f = 0; f < k->facts; f++) pol_desk_make(k, f);
  pol_status status = pol_desk_has_texts(k) ? pol_run_chunk(k->run, &k->records, 1, k->as_of) : POL_NO_MEMORY;
  k->engaged = status == POL_OK;
  return pol_result_of(status);
}

pol_result pol_desk_read(pol_desk *k, uint32_t decision, pol_reading_of how) {
  pol_result ready = pol_desk_ready(k);
  if (ready != POL_DONE || k->read[decision] >= how) return ready;
  pol_answer *answer = &k->answer[decision];
  pol_status status = (how == POL_READ_ALL ? pol_answer_read : pol_answer_glance)(answer, k->work, k->run, &k->record, 0, k->d->asked[decision]);
  k->read[decision] = status == POL_OK ? (uint8_t)how : POL_READ_NOTHING;
  if (status != POL_OK) k->decided = false;
  return pol_result_of(status);
}

static pol_result decide_by_engine(pol_desk *k) {
  bool bad = false;
  for (uint32_t i = 0; i < k->d->askeds; i++) {
    pol_result one = pol_desk_read(k, i, POL_READ_GLANCE);
    if (one != POL_DONE) return one;
    bad |= k->answer[i].outcome == POL_OUT_ERROR || k->answer[i].outcome == POL_OUT_CONFLICT;
  }
  k->decided = true;
  return bad ? POL_BAD_NEWS : POL_DONE;
}

pol_result pol_desk_decide(pol_desk *k) {
  k->decided = k->by_machine = false;
  if (k->wrong || !k->dated) return POL_COULD_NOT;
  if (!pol_desk_has_texts(k)) return POL_OUT_OF_MEMORY;
  if ((!k->plan || k->met != k->as_of) && pol_desk_replan(k) != POL_OK) return POL_OUT_OF_MEMORY;
  if (k->machine && pol_desk_run(k)) {
    k->decided = k->by_machine = true; /* which leaves nothing that is wrong */
    return POL_DONE;
  }
  return decide_by_engine(k);
}

/* -- outcomes and values */

static bool is_there(const pol_desk *k, uint32_t decision) { return k->decided && decision < k->d->askeds; }

static bool is_known(const pol_lane *lane) { return !lane->stated || POL_CELL_STATE(*lane->state) == POL_KNOWN; }

static pol_outcome outcome_of(const pol_desk *k, uint32_t decision) {
  if (!k->by_machine) return k->answer[decision].outcome;
  const pol_lane *lane = &k->verdicts.value[decision];
  if (k->form[decision].kind == POL_VERDICT_OUTCOME) return (pol_outcome) * (const uint8_t *)lane->at;
  return is_known(lane) ? POL_OUT_VALUE : POL_OUT_SILENT;
}

pol_decided pol_desk_outcome(const pol_desk *k, uint32_t decision) { return is_there(k, decision) ? pol_decided_of(outcome_of(k, decision)) : POL_DECIDED_UNDETERMINED; }

/* Of a number that the machine made: cell / scale. false: it did not, or there is none. */
static bool number_of(const pol_desk *k, uint32_t decision, int64_t *cell, int64_t *scale) {
  const pol_verdict_form *form = &k->form[decision];
  if (form->kind != POL_VERDICT_NUMBER || !is_known(&k->verdicts.value[decision])) return false;
  *cell = pol_lane_get(k->verdicts.value[decision].at, form->width, 0);
  *scale = form->scale;
  return true;
}

static bool value_of_machine(pol_value *out, const pol_desk *k, uint32_t decision) {
  const pol_lane *lane = &k->verdicts.value[decision];
  const pol_verdict_form *form = &k->form[decision];
  if (form->kind == POL_VERDICT_OUTCOME || !is_known(lane)) return false;
  int64_t cell = pol_lane_get(lane->at, form->width, 0);
  *out = (pol_value){.state = POL_KNOWN, .type = k->m->decisions.at[k->d->asked[decision]].type};
  if (form->kind == POL_VERDICT_NUMBER) pol_num_ratio(&out->as.num, cell, form->scale);
  else if (form->kind == POL_VERDICT_PERIOD) out->as.period = (pol_period){(int32_t)(cell >> 32), (int32_t)(uint32_t)cell};
  else out->as.i = (int32_t)cell;
  return true;
}

bool pol_desk_value(pol_value *out, const pol_desk *k, uint32_t decision) {
  if (!is_there(k, decision)) return false;
  if (k->by_machine) return value_of_machine(out, k, decision);
  *out = k->answer[decision].value;
  return out->state == POL_KNOWN && (k->answer[decision].outcome == POL_OUT_VALUE || k->answer[decision].outcome == POL_OUT_PERMITTED);
}

bool pol_desk_whole(const pol_desk *k, uint32_t decision, int64_t *out) {
  pol_value v;
  if (!pol_desk_value(&v, k, decision)) return false;
  switch ((pol_type_kind)v.type.kind) {
  case POL_T_BOOL:
  case POL_T_OPTION:
  case POL_T_PARTY:
  case POL_T_DATE:
  case POL_T_TIME: *out = v.as.i; return true;
  case POL_T_NUMBER: return pol_num_to_i64(out, v.as.num);
  default: return false;
  }
}

static bool fits(pol_i128 n) { return n >= INT64_MIN && n <= INT64_MAX; }

bool pol_desk_ratio(const pol_desk *k, uint32_t decision, int64_t *numerator, int64_t *denominator) {
  pol_value v;
  if (!pol_desk_value(&v, k, decision) || v.type.kind != POL_T_NUMBER || !fits(v.as.num.n) || !fits(v.as.num.d)) return false;
  *numerator = (int64_t)v.as.num.n;
  *denominator = (int64_t)v.as.num.d;
  return true;
}

__attribute__((noinline)) static bool decimal_slowly(const pol_desk *k, uint32_t decision, unsigned places, int64_t *digits) {
  pol_value v;
  if (!pol_desk_value(&v, k, decision) || v.type.kind != POL_T_NUMBER) return false;
  pol_num n = v.as.num;
  if (v.type.show == POL_SHOW_PERCENT && pol_num_mul(&n, n, pol_num_int(100)) != POL_NUM_FINE) return false;
  return pol_num_mul(&n, n, pol_num_int(pol_ten_to(places))) == POL_NUM_FINE && pol_num_to_i64(digits, n);
}

bool pol_desk_decimal(const pol_desk *k, uint32_t decision, unsigned places, int64_t *digits) {
  int64_t cell, under;
  if (places > POL_TEN_TO_MOST || !is_there(k, decision)) return false;
  if (k->by_machine) {
    if (!number_of(k, decision, &cell, &under)) return false;
    int64_t scale = pol_ten_to(places);
    bool percent = k->m->decisions.at[k->d->asked[decision]].type.show == POL_SHOW_PERCENT;
    if (!percent && under == scale) return *digits = cell, true;
    if (!percent && under == 1) return !__builtin_mul_overflow(cell, scale, digits);
  }
  return decimal_slowly(k, decision, places, digits);
}

bool pol_desk_months(const pol_desk *k, uint32_t decision, int32_t *months, int32_t *days) {
  pol_value v;
  if (!pol_desk_value(&v, k, decision) || v.type.kind != POL_T_PERIOD) return false;
  *months = v.as.period.months;
  *days = v.as.period.days;
  return true;
}

static void write_cell(pol_desk *k, uint32_t decision) {
  const pol_decision *d = &k->m->decisions.at[k->d->asked[decision]];
  pol_outcome outcome = outcome_of(k, decision);
  pol_value v;
  if (d->type.kind == POL_T_PERMISSION) {
    pol_text_add(&k->cell, pol_outcome_name(outcome));
  } else if (outcome == POL_OUT_VALUE && d->type.kind == POL_T_OBLIGATIONS) {
    const pol_answer *a = &k->answer[decision];
    for (uint32_t i = 0; i < a->duties; i++) pol_text_format(&k->cell, "%s%s", i ? " " : "", pol_atom_get(k->m->atoms, k->m->rules.at[a->duty[i].rule].duty.name));
  } else if (outcome == POL_OUT_VALUE && pol_desk_value(&v, k, decision)) {
    pol_value_plain(&k->cell, k->m, &v, pol_decision_places(d));
  }
}

size_t pol_desk_cell(pol_desk *k, uint32_t decision, char *to, size_t room) {
  pol_text_clear(&k->cell);
  if (is_there(k, decision)) write_cell(k, decision);
  const char *text = pol_text_get(&k->cell);
  size_t n = pol_text_ok(&k->cell) ? k->cell.n : 0, fits_in = n < room ? n : room ? room - 1 : 0;
  if (room) {
    memcpy(to, text, fits_in);
    to[fits_in] = '\0';
  }
  if (pol_text_ok(&k->cell)) return n;
  pol_text_drop(&k->cell); /* and begins anew */
  return SIZE_MAX;
}
