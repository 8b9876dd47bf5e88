#include "eval/settle.h"
#include "eval/trial.h"
#include "eval/words.h"

/* What an explanation tells besides its answer. Nothing is inferred: each "if" and each "then" is a record of its own that was run. */

enum { OTHERS_MOST = 4 /* other values of a presumed fact */, WAYS_MOST = 256 /* through an interview */ };

typedef struct looking {
  pol_outlook *out;
  const pol_row *r; /* results go to its arena */
  const pol_answer *answer;
  pol_trial trial;
} looking;

static pol_status run_one(pol_answer *a, pol_arena *arena, looking *k, const pol_record_facts *record) {
  POL_TRY(pol_trial_run(&k->trial, pol_run_as_of(k->r->run)));
  return pol_answer_read(a, arena, k->trial.run, record, 0, k->answer->decision);
}

/* ---- presumptions ---- */

static pol_value presumed_value(const pol_model *m, uint32_t fact) {
  const pol_expr *e = m->facts.at[fact].presumed;
  pol_value v = { .state = POL_UNKNOWN };
  if (e && e->op == POL_OP_CONST) v = e->value;
  v.type = m->facts.at[fact].type;
  return v;
}

static pol_status read_otherwise(looking *k) {
  const pol_answer *a = k->answer;
  k->out->otherwise = POL_NEW_N(k->r->arena, pol_otherwise, (size_t)a->presumeds * OTHERS_MOST + 1);
  if (!k->out->otherwise) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < a->presumeds; i++) {
    uint32_t size = pol_domain_size(k->r->m, a->presumed[i]);
    pol_value now = presumed_value(k->r->m, a->presumed[i]);
    for (uint32_t v = 0; size <= OTHERS_MOST + 1 && v < size; v++) {
      pol_value other = pol_domain_value(k->r->m, a->presumed[i], v);
      if (now.state != POL_KNOWN || pol_value_same(&now, &other)) continue;
      pol_otherwise *o = &k->out->otherwise[k->out->otherwises++];
      o->fact = a->presumed[i];
      o->value = other;
      pol_trial_clear(&k->trial);
      pol_record_facts *record = pol_trial_add(&k->trial);
      if (!record) return POL_NO_MEMORY;
      record->value[o->fact] = other;
      POL_TRY(run_one(&o->answer, k->r->arena, k, record));
    }
  }
  return POL_OK;
}

/* ---- interviews ---- */

/* A way through the questions: which was asked, and what was answered; a fact without a list of values stays unknown. */
typedef struct step { uint32_t question, value; } step;

static pol_status start_led(looking *k) {
  const pol_answer *a = k->answer;
  pol_led **led = POL_NEW_N(k->r->arena, pol_led *, a->missings + 1);
  if (!led) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < a->missings; i++) {
    led[i] = a->missing[i].then ? POL_NEW_N(k->r->arena, pol_led, a->missing[i].n + 1) : NULL;
    if (a->missing[i].then && !led[i]) return POL_NO_MEMORY;
  }
  k->out->led = led;
  return POL_OK;
}

static bool has_clause(const pol_model *m, const pol_answer *a, uint32_t rule) {
  for (uint32_t i = 0; i < a->becauses; i++)
    if (m->rules.at[a->because[i].rule].clause == m->rules.at[rule].clause) return true;
  return false;
}

static bool same_clauses(const pol_model *m, const pol_led *led, const pol_answer *a) {
  for (uint32_t i = 0; i < led->becauses; i++)
    if (!has_clause(m, a, led->because[i])) return false;
  for (uint32_t i = 0; i < a->becauses; i++) {
    bool found = false;
    for (uint32_t n = 0; n < led->becauses && !found; n++) found = m->rules.at[led->because[n]].clause == m->rules.at[a->because[i].rule].clause;
    if (!found) return false;
  }
  return true;
}

static pol_status take_led(looking *k, pol_led *led, const pol_answer *a) {
  if (led->known) {
    if (led->because && !same_clauses(k->r->m, led, a)) led->because = NULL;
    return POL_OK;
  }
  led->known = true;
  led->reservations = a->reservations;
  led->becauses = a->becauses;
  led->because = POL_NEW_N(k->r->arena, uint32_t, a->becauses + 1);
  if (!led->because) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < a->becauses; i++) led->because[i] = a->because[i].rule;
  return POL_OK;
}

/* The answer at the end of a way; `fits` says whether it is the one that the interview promises. */
static pol_status try_way(looking *k, const step *way, uint32_t n, bool *fits) {
  pol_answer a;
  const pol_missing *last = &k->answer->missing[way[n - 1].question];
  pol_led *led = &k->out->led[way[n - 1].question][way[n - 1].value];
  pol_arena *scratch = pol_arena_new(pol_arena_alloc(k->r->arena));
  if (!scratch) return POL_NO_MEMORY;
  pol_trial_clear(&k->trial);
  pol_record_facts *record = pol_trial_add(&k->trial);
  pol_status status = record ? POL_OK : POL_NO_MEMORY;
  for (uint32_t i = 0; record && i < n; i++) {
    const pol_missing *m = &k->answer->missing[way[i].question];
    if (m->then) record->value[m->fact] = m->settles[way[i].value].value;
  }
  if (status == POL_OK) status = run_one(&a, scratch, k, record);
  *fits = status == POL_OK && a.outcome == last->then[way[n - 1].value].outcome;
  if (*fits) status = take_led(k, led, &a);
  pol_arena_drop(scratch);
  return status;
}

/* To the next question of the way, or back to the last that has another answer; false at the end. */
static bool go_on(const looking *k, step *way, uint32_t *n) {
  const pol_answer *a = k->answer;
  const pol_missing *m = &a->missing[way[*n - 1].question];
  uint32_t next = m->then ? m->then[way[*n - 1].value].next : way[*n - 1].question + 1;
  bool settled = m->then && m->then[way[*n - 1].value].outcome != POL_OUT_UNDETERMINED;
  if (!settled && next < a->missings) {
    way[(*n)++] = (step){ next, 0 };
    return true;
  }
  for (; *n > 0; --*n) {
    m = &a->missing[way[*n - 1].question];
    if (m->then && ++way[*n - 1].value < m->n) return true;
  }
  return false;
}

/* Where there are more ways than are tried, or one comes to something else, nothing is said of where they lead. */
static pol_status read_led(looking *k) {
  const pol_answer *a = k->answer;
  step *way = POL_NEW_N(k->r->arena, step, a->missings + 1);
  uint32_t n = 1, tried = 0;
  bool all = true;
  if (!way) return POL_NO_MEMORY;
  way[0] = (step){ 0, 0 };
  POL_TRY(start_led(k));
  do {
    const pol_missing *m = &a->missing[way[n - 1].question];
    if (!m->then || m->n == 0 || m->then[way[n - 1].value].outcome == POL_OUT_UNDETERMINED) continue;
    bool fits = ++tried <= WAYS_MOST;
    if (fits) POL_TRY(try_way(k, way, n, &fits));
    all = all && fits;
  } while (all && go_on(k, way, &n));
  if (!all) k->out->led = NULL;
  return POL_OK;
}

pol_status pol_outlook_read(pol_outlook *out, pol_arena *arena, pol_run *run, const pol_record_facts *record, uint32_t row, const pol_answer *answer) {
  pol_row r = pol_row_of(arena, run, record, row);
  looking k = { .out = out, .r = &r, .answer = answer };
  *out = (pol_outlook){ .otherwises = 0 };
  bool asks = answer->outcome == POL_OUT_UNDETERMINED && answer->missings > 0;
  if (answer->presumeds == 0 && !asks) return POL_OK;
  pol_status status = pol_trial_start(&k.trial, arena, &r);
  if (status == POL_OK) status = read_otherwise(&k);
  if (status == POL_OK && asks) status = read_led(&k);
  pol_trial_end(&k.trial);
  return status;
}
