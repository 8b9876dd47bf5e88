/* Desks: made, cleared, and their facts set one by one. What is plain goes straight into its lane; everything else takes the readers' way, which says what is wrong. */
#include "app/milling.h"
#include <string.h>

/* -- making and dropping */

/* Each fact as it begins. */
static bool make_facts(pol_desk *k) {
  const pol_model *m = k->d->m;
  k->facts = m->facts.n;
  size_t n = (size_t)k->facts + 1;
  k->fact = POL_NEW_N(k->keep, pol_desk_fact, n);
  k->blank = POL_NEW_N(k->keep, pol_value, n);
  k->record.value = POL_NEW_N(k->keep, pol_value, n);
  k->record.origin = POL_NEW_N(k->keep, pol_origin, n);
  k->why = POL_NEW_N(k->keep, char *, n);
  k->answer = POL_NEW_N(k->keep, pol_answer, (size_t)k->d->askeds + 1);
  k->read = POL_NEW_N(k->keep, uint8_t, (size_t)k->d->askeds + 1);
  if (!k->fact || !k->blank || !k->record.value || !k->record.origin || !k->why || !k->answer || !k->read) return false;
  for (uint32_t f = 0; f < k->facts; f++) {
    const pol_type type = m->facts.at[f].type;
    k->blank[f] = k->d->common ? k->d->common->value[f] : (pol_value){.state = POL_UNKNOWN, .type = type};
    k->fact[f] = (pol_desk_fact){.takes = type.kind == POL_T_PARTY ? POL_T_OPTION : type.kind, .least = 1};
  }
  return true;
}

static pol_status make(pol_desk *k) {
  k->turn = 1;
  k->keep = pol_arena_new(k->from);
  k->lists = pol_arena_new(k->from);
  k->work = pol_arena_new(k->from);
  k->m = &k->own.model;
  k->records = &k->record;
  POL_TRY(pol_own_begin(&k->own, k->d->program, k->as_of, k->from));
  if (!k->keep || !k->lists || !k->work || !make_facts(k)) return POL_NO_MEMORY;
  POL_TRY(pol_run_new(&k->run, &k->own.program, k->from));
  return pol_desk_lay(k, k->dated ? k->d->plan : NULL);
}

pol_result pol_desk_new(pol_desk **out, const pol_decider *d) {
  *out = NULL;
  pol_stock *stock = pol_stock_new(&d->from);
  if (!stock) return POL_OUT_OF_MEMORY;
  const pol_alloc *from = pol_stock_alloc(stock);
  pol_desk *k = from->get(from->user, sizeof *k);
  if (k) *k = (pol_desk){.d = d, .stock = stock, .from = from, .dated = d->dated, .as_of = d->as_of};
  if (!k) {
    pol_stock_drop(stock);
    return POL_OUT_OF_MEMORY;
  }
  pol_text_init(&k->id, from);
  pol_text_init(&k->told, from);
  pol_text_init(&k->cell, from);
  pol_status status = make(k);
  if (status != POL_OK) pol_desk_drop(k);
  else *out = k;
  return pol_result_of(status);
}

void pol_desk_drop(pol_desk *k) {
  if (!k) return;
  pol_desk_lay(k, NULL);
  pol_run_drop(k->run);
  pol_own_drop(&k->own);
  pol_arena_drop(k->work);
  pol_arena_drop(k->lists);
  pol_arena_drop(k->keep);
  pol_text_drop(&k->id);
  pol_text_drop(&k->told);
  for (int i = 0; i < 2; i++) pol_stencils_drop(k->telling[i].stencils);
  pol_text_drop(&k->cell);
  pol_stock_drop(k->stock); /* with the desk, and what is wrong with its facts */
}

/* -- clearing */

static void forget_why(pol_desk *k, uint32_t fact) {
  k->from->put(k->from->user, k->why[fact]);
  k->why[fact] = NULL;
}

/* Facts are not touched: those of another turn are as they begin. */
void pol_desk_clear(pol_desk *k) {
  for (uint32_t f = 0; k->wrong && f < k->facts; f++) forget_why(k, f);
  if (k->why_record) k->from->put(k->from->user, k->why_record);
  k->why_record = NULL;
  k->wrong = k->unfit = k->laid = 0;
  k->decided = k->engaged = false;
  if (!++k->turn) {
    for (uint32_t f = 0; f < k->facts; f++) k->fact[f].turn = 0;
    k->turn = 1;
  }
  k->id.n = 0;
  k->record.id = NULL;
  pol_arena_reset(k->lists, (pol_arena_point){NULL, 0});
  pol_own_forget(&k->own); /* where that fails there are no atoms, which is asked for before they are needed */
}

bool pol_desk_as_of(pol_desk *k, int32_t day) {
  if (day < POL_DATE_FIRST || day > POL_DATE_LAST) return false;
  if (!k->dated || k->as_of != day) k->decided = k->engaged = false;
  k->as_of = k->own.edition.as_of = day;
  k->dated = true;
  return true;
}

bool pol_day(int32_t *out, int year, int month, int day) { return pol_date_make(out, year, month, day); }

bool pol_desk_id(pol_desk *k, const char *id, size_t n) {
  pol_text_clear(&k->id);
  if (id) pol_text_add_n(&k->id, id, n);
  k->record.id = id && pol_text_ok(&k->id) ? pol_text_get(&k->id) : NULL;
  k->record.id_length = k->record.id ? n : 0;
  bool fine = pol_text_ok(&k->id);
  if (!fine) pol_text_drop(&k->id); /* and begins anew */
  return fine;
}

/* -- what becomes of a fact that is set the long way */

static char *keep_why(pol_desk *k, const char *why) {
  size_t n = strlen(why);
  char *kept = k->from->get(k->from->user, n + 1);
  if (kept) memcpy(kept, why, n + 1);
  return kept;
}

bool pol_desk_is_set(const pol_desk *k, uint32_t fact) { return k->fact[fact].turn == k->turn; }

/* It is then of this turn, neither wrong nor unfit, whatever it was. */
void pol_desk_unset(pol_desk *k, uint32_t fact) {
  pol_desk_fact *f = &k->fact[fact];
  k->decided = k->engaged = false;
  if (pol_desk_is_set(k, fact)) {
    if (f->standing == POL_STANDS_WRONG) k->wrong--, forget_why(k, fact);
    k->unfit -= f->unfit;
  } else {
    f->turn = k->turn;
    k->laid += f->lane != NULL;
  }
  f->odd = f->unfit = false;
  f->standing = POL_STANDS_AS_VALUE;
}

static pol_result set_wrong(pol_desk *k, uint32_t fact, const char *why) {
  pol_desk_fact *f = &k->fact[fact];
  f->standing = POL_STANDS_WRONG;
  f->odd = true;
  k->wrong++;
  k->record.value[fact] = (pol_value){.state = POL_UNKNOWN, .type = k->m->facts.at[fact].type};
  k->why[fact] = why ? keep_why(k, why) : NULL;
  return k->why[fact] ? POL_COULD_NOT : POL_OUT_OF_MEMORY;
}

static pol_result set_value(pol_desk *k, uint32_t fact, const pol_value *v) {
  k->record.value[fact] = *v;
  k->record.origin[fact] = (pol_origin){.kind = v->state == POL_KNOWN ? POL_FROM_CALLER : POL_FROM_NOWHERE};
  pol_desk_fit(k, fact);
  return POL_DONE;
}

/* -- texts, and what is made of them */

enum { TEXTS_MOST = 4096 };

/* Texts that were set and are not there any more go, when there are many: who never clears the desk does not fill the memory. What is given for every record has none of the desk's. */
static bool thin_texts(pol_desk *k) {
  for (uint32_t f = 0; f < k->facts; f++)
    if (!pol_desk_is_set(k, f)) pol_desk_make(k, f); /* what stood there is of a turn that is over */
  return pol_own_keep(&k->own, k->record.value, k->facts) == POL_OK;
}

bool pol_desk_has_texts(pol_desk *k) { return k->m->atoms || pol_own_forget(&k->own) == POL_OK; }

static bool has_room(pol_desk *k) { return pol_desk_has_texts(k) && (pol_atoms_own(k->m->atoms) < TEXTS_MOST || thin_texts(k)); }

/* Begins to set a fact the long way; false: memory ran out, and the fact is wrong. */
static bool begin(pol_desk *k, pol_giving *g, uint32_t fact) {
  pol_desk_unset(k, fact);
  k->record.value[fact].state = POL_UNKNOWN;
  *g = (pol_giving){.arena = k->work, .m = k->m};
  if (k->m->facts.at[fact].type.kind == POL_T_TEXT ? has_room(k) : pol_desk_has_texts(k)) return true;
  set_wrong(k, fact, "memory ran out");
  return false;
}

/* What a giving comes to. Nothing in `work` is wanted any more: it was of another decision. */
static pol_result settle(pol_desk *k, uint32_t fact, bool fine, const pol_value *v, const pol_giving *g) {
  pol_result result = fine ? set_value(k, fact, v) : set_wrong(k, fact, g->why);
  pol_arena_reset(k->work, (pol_arena_point){NULL, 0});
  return result;
}

/* -- the setters */

/* Into its lane, where that is plain. */
static inline bool set_fast(pol_desk *k, pol_desk_fact *f, int64_t cell) {
  if (cell < f->least || cell > f->most) return false;
  if (f->turn != k->turn) f->turn = k->turn, f->odd = f->unfit = false, k->laid++;
  else if (f->odd) return false;
  pol_lane_put(f->at, (pol_lane_width)f->width, 0, cell);
  f->lane->stated = false;
  f->standing = POL_STANDS_IN_LANE;
  k->decided = k->engaged = false;
  return true;
}

/* A number as its lane has it, where it has no more places. */
static inline bool set_number_fast(pol_desk *k, pol_desk_fact *f, int64_t digits, unsigned places) {
  if (f->takes != POL_T_NUMBER || places > f->lane_places) return false;
  int64_t cell;
  return !__builtin_mul_overflow(digits, pol_ten_to(f->lane_places - places), &cell) && set_fast(k, f, cell);
}

/* What is not plain is in functions of its own, so that what is has nothing to put up first. */
__attribute__((noinline)) static pol_result set_whole_slowly(pol_desk *k, uint32_t fact, pol_type_kind kind, int64_t whole) {
  if (fact >= k->facts) return POL_COULD_NOT;
  pol_value v;
  pol_giving g;
  if (!begin(k, &g, fact)) return POL_OUT_OF_MEMORY;
  return settle(k, fact, pol_given_whole(&v, &g, fact, kind, whole), &v, &g);
}

static inline pol_result set_whole(pol_desk *k, uint32_t fact, pol_type_kind kind, int64_t whole) {
  if (fact < k->facts && k->fact[fact].takes == kind && set_fast(k, &k->fact[fact], whole)) return POL_DONE;
  return set_whole_slowly(k, fact, kind, whole);
}

pol_result pol_desk_yes_no(pol_desk *k, uint32_t fact, bool yes) { return set_whole(k, fact, POL_T_BOOL, yes); }
pol_result pol_desk_option(pol_desk *k, uint32_t fact, uint32_t option) { return set_whole(k, fact, POL_T_OPTION, option); }
pol_result pol_desk_date(pol_desk *k, uint32_t fact, int32_t day) { return set_whole(k, fact, POL_T_DATE, day); }
pol_result pol_desk_time(pol_desk *k, uint32_t fact, int32_t minutes) { return set_whole(k, fact, POL_T_TIME, minutes); }

pol_result pol_desk_ymd(pol_desk *k, uint32_t fact, int year, int month, int day) {
  int32_t date = 0;
  if (fact >= k->facts) return POL_COULD_NOT;
  if (pol_date_make(&date, year, month, day) || k->m->facts.at[fact].type.kind != POL_T_DATE) return pol_desk_date(k, fact, date);
  pol_value v = {0}; /* the readers say what is wrong with it */
  pol_giving g;
  pol_text text;
  if (!begin(k, &g, fact)) return POL_OUT_OF_MEMORY;
  pol_text_init(&text, k->from);
  pol_text_format(&text, "%04d-%02d-%02d", year, month, day);
  bool written = pol_text_ok(&text), fine = written && pol_given_text(&v, &g, fact, pol_text_get(&text), text.n);
  pol_text_drop(&text);
  return settle(k, fact, fine, &v, &g);
}

__attribute__((noinline)) static pol_result set_number_slowly(pol_desk *k, uint32_t fact, int64_t digits, unsigned places) {
  pol_value v;
  pol_giving g;
  if (fact >= k->facts) return POL_COULD_NOT;
  if (!begin(k, &g, fact)) return POL_OUT_OF_MEMORY;
  g.why = "a number has at most 18 places"; /* refused is wrong: what the fact was before would be decided on */
  return settle(k, fact, places <= POL_TEN_TO_MOST && pol_given_number(&v, &g, fact, digits, places), &v, &g);
}

pol_result pol_desk_number(pol_desk *k, uint32_t fact, int64_t digits, unsigned places) {
  if (fact < k->facts && set_number_fast(k, &k->fact[fact], digits, places)) return POL_DONE;
  return set_number_slowly(k, fact, digits, places);
}

pol_result pol_desk_period(pol_desk *k, uint32_t fact, int32_t months, int32_t days) {
  if (fact >= k->facts) return POL_COULD_NOT;
  pol_value v;
  pol_giving g;
  if (!begin(k, &g, fact)) return POL_OUT_OF_MEMORY;
  return settle(k, fact, pol_given_period(&v, &g, fact, months, days), &v, &g);
}

pol_result pol_desk_unknown(pol_desk *k, uint32_t fact) {
  if (fact >= k->facts) return POL_COULD_NOT;
  pol_desk_unset(k, fact);
  const pol_value none = {.state = POL_UNKNOWN, .type = k->d->m->facts.at[fact].type};
  return set_value(k, fact, &none);
}

pol_result pol_desk_text(pol_desk *k, uint32_t fact, const char *text, size_t n) {
  pol_value v;
  pol_giving g;
  if (fact >= k->facts) return POL_COULD_NOT;
  if (!begin(k, &g, fact)) return POL_OUT_OF_MEMORY;
  return settle(k, fact, pol_given_text(&v, &g, fact, text, n), &v, &g);
}

/* -- a cell of an array */

pol_result pol_desk_cell_of(pol_desk *k, const pol_cells_of *of, const pol_cells_in *in, size_t row) {
  pol_value v;
  pol_giving g;
  if (!pol_arrays_given(of, in, row)) return POL_DONE; /* it stays as it begins */
  if (!begin(k, &g, of->fact)) return POL_OUT_OF_MEMORY;
  return settle(k, of->fact, pol_arrays_cell(&v, &g, of, in, row), &v, &g);
}

/* -- a whole record */

static void set_record(pol_desk *k, const pol_record_facts *record) {
  for (uint32_t f = 0; f < k->facts; f++) {
    if (record->origin[f].kind != POL_FROM_CALLER) continue; /* as it begins */
    pol_desk_unset(k, f);
    set_value(k, f, &record->value[f]);
  }
}

pol_result pol_desk_record(pol_desk *k, const char *json, size_t n) {
  pol_record_facts record;
  pol_giving g = {.arena = k->lists, .m = k->m};
  pol_desk_clear(k);
  pol_status status = has_room(k) ? pol_given_record(&record, &g, k->d->common, json, n) : POL_NO_MEMORY;
  if (status == POL_OK) {
    set_record(k, &record);
    if (!record.id || pol_desk_id(k, record.id, record.id_length)) return POL_DONE;
    status = POL_NO_MEMORY;
  }
  k->why_record = keep_why(k, status == POL_REJECTED ? g.why : "memory ran out");
  k->wrong++;
  return status == POL_REJECTED && k->why_record ? POL_COULD_NOT : POL_OUT_OF_MEMORY;
}

const char *pol_desk_wrong(const pol_desk *k, uint32_t fact) {
  static const char lost[] = "memory ran out";
  if (fact == POL_NONE && k->why_record) return k->why_record;
  for (uint32_t f = fact == POL_NONE ? 0 : fact; f < k->facts && (f == fact || fact == POL_NONE); f++)
    if (pol_desk_is_set(k, f) && k->fact[f].standing == POL_STANDS_WRONG) return k->why[f] ? k->why[f] : lost;
  return fact == POL_NONE && k->wrong ? lost : NULL;
}
