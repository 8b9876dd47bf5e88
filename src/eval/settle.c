#include "base/limits.h"
#include "eval/settle.h"
#include "eval/trial.h"
#include "eval/words.h"
#include <string.h>

/* Facts of few values, tried in every combination. */
typedef struct tries {
  uint8_t *needed;        /* by fact: what the answer may hang on */
  uint8_t *endless;       /* of those without a list of values: what some completion still needs */
  uint8_t *parts;         /* of those, too: what the open part of one that is definite needs; missing once they are all the same */
  pol_finite *finite; uint32_t finites;
  uint32_t completions;   /* 0: too many */
  pol_finding *table;     /* by completion; NULL: not tried */
} tries;

typedef struct settler {
  pol_answer *a;
  const pol_row *r;       /* results go to its arena */
  pol_question q;         /* its first stage goes on to where the ways so far have led */
  pol_arena *keep;        /* findings; goes when all is settled */
  pol_arena *scratch;     /* emptied row by row */
  pol_trial trial;
  uint8_t *needed;        /* by fact: what stays missing */
  tries own, wide;        /* of the facts that the stage asks for; of those of later stages too */
  uint8_t *later;         /* by fact: what completions that get further than the stage hang on */
  bool *cited;            /* what decides in the completions, as long as they agree */
  bool *passed;           /* what decides the stages that they have gone through */
  bool agree;
  uint32_t *stage;        /* place in q of the stage that answers */
} settler;

/* ---- findings that outlive their row ---- */

pol_status pol_value_keep(pol_value *v, pol_arena *arena) {
  if (v->state != POL_KNOWN || (v->type.kind != POL_T_SET && v->type.kind != POL_T_SEQUENCE && v->type.kind != POL_T_OBLIGATIONS)) return POL_OK;
  pol_value *items = POL_NEW_N(arena, pol_value, v->as.items.n + 1);
  if (!items) return POL_NO_MEMORY;
  if (v->as.items.n) memcpy(items, v->as.items.at, v->as.items.n * sizeof *items);
  v->as.items.at = items;
  return POL_OK;
}

static pol_status keep_finding(pol_finding *out, const pol_finding *f, const pol_row *keep) {
  *out = *f;
  out->possible.at = NULL;
  out->possible.n = out->possible.cap = 0;
  out->party = POL_NEW_N(keep->arena, uint32_t, f->parties + 1);
  if (!out->party) return POL_NO_MEMORY;
  if (f->parties) memcpy(out->party, f->party, f->parties * sizeof *f->party);
  out->pending = POL_NEW_N(keep->arena, pol_value, f->pendings + 1);
  out->due = POL_NEW_N(keep->arena, pol_due, f->dues + 1);
  if (!out->pending || !out->due) return POL_NO_MEMORY;
  if (f->dues) memcpy(out->due, f->due, f->dues * sizeof *f->due);
  if (f->pendings) memcpy(out->pending, f->pending, f->pendings * sizeof *f->pending);
  for (uint32_t i = 0; i < f->possible.n; i++) POL_TRY(pol_finding_add(out, keep, &f->possible.at[i]));
  return pol_value_keep(&out->value, keep->arena);
}

static pol_row kept_row(const settler *s) {
  pol_row r = *s->r;
  r.arena = s->keep;
  return r;
}

/* The finding of one variant of the trial. */
static pol_status read_variant(pol_finding *out, settler *s, uint32_t i, bool *cited, bool *passed) {
  pol_finding f;
  pol_arena_point point = pol_arena_mark(s->scratch);
  pol_row row = pol_trial_row(&s->trial, i, s->scratch), keep = kept_row(s);
  POL_TRY(pol_finding_read(&f, &row, &s->q, cited, passed));
  POL_TRY(keep_finding(out, &f, &keep));
  pol_arena_reset(s->scratch, point);
  return POL_OK;
}

/* ---- completions ---- */

static pol_status list_finite(settler *s, tries *t, uint8_t *needed) {
  uint32_t facts = s->r->m->facts.n;
  uint64_t product = 1;
  *t = (tries){ .needed = needed, .finite = POL_NEW_N(s->keep, pol_finite, facts + 1), .endless = POL_NEW_N(s->keep, uint8_t, facts + 1), .parts = POL_NEW_N(s->keep, uint8_t, facts + 1) };
  if (!t->finite || !t->endless || !t->parts) return POL_NO_MEMORY;
  for (uint32_t f = 0; f < facts; f++) {
    uint32_t size = needed[f] ? pol_domain_size(s->r->m, f) : 0;
    if (size == 0) continue;
    t->finite[t->finites++] = (pol_finite){ f, size, (uint32_t)product };
    product = product * size > POL_LIMIT_COMPLETIONS ? POL_LIMIT_COMPLETIONS + 1 : product * size;
  }
  t->completions = product > POL_LIMIT_COMPLETIONS ? 0 : (uint32_t)product;
  return POL_OK;
}

/* Facts without a list of values stay missing where some completion still hangs on them. */
static pol_status mark_endless(settler *s, tries *t, uint32_t i, pol_finding *f) {
  uint32_t facts = s->r->m->facts.n;
  uint8_t *needs = POL_NEW_N(s->keep, uint8_t, facts + 1);
  if (!needs) return POL_NO_MEMORY;
  pol_arena_point point = pol_arena_mark(s->scratch);
  pol_row row = pol_trial_row(&s->trial, i, s->scratch);
  POL_TRY(pol_missing_mark(needs, &row, s->q.stage[f->stage], f->definite ? f->outcome : POL_OUT_UNDETERMINED));
  pol_arena_reset(s->scratch, point);
  for (uint32_t k = 0; k < facts; k++) {
    bool endless = needs[k] && pol_domain_size(s->r->m, k) == 0;
    s->later[k] |= needs[k] && f->stage > *s->stage;
    t->parts[k] |= endless && f->definite;
    needs[k] = endless && t->needed[k];
    t->endless[k] |= needs[k];
  }
  f->needs = needs;
  f->facts = facts;
  return POL_OK;
}

static pol_status read_completions(settler *s, tries *t, uint32_t first) {
  for (uint32_t i = 0; i < s->trial.n; i++) {
    pol_finding *f = &t->table[first + i];
    POL_TRY(read_variant(f, s, i, s->agree ? s->cited : NULL, s->passed));
    s->agree = s->agree && pol_finding_agrees(&t->table[0], f);
    if (!f->definite || f->open) POL_TRY(mark_endless(s, t, i, f));
  }
  return POL_OK;
}

static pol_status try_completions(settler *s, tries *t) {
  s->agree = true;
  t->table = POL_NEW_N(s->keep, pol_finding, t->completions);
  s->cited = POL_NEW_N(s->keep, bool, s->r->m->rules.n + 1);
  s->passed = POL_NEW_N(s->keep, bool, s->r->m->rules.n + 1);
  s->later = POL_NEW_N(s->keep, uint8_t, s->r->m->facts.n + 1);
  if (!t->table || !s->cited || !s->passed || !s->later) return POL_NO_MEMORY;
  for (uint32_t c = 0; c < t->completions; c += s->trial.n) {
    pol_trial_clear(&s->trial);
    while (s->trial.n < POL_TRIAL_MOST && c + s->trial.n < t->completions) {
      uint32_t number = c + s->trial.n;
      pol_record_facts *record = pol_trial_add(&s->trial);
      if (!record) return POL_NO_MEMORY;
      for (uint32_t k = 0; k < t->finites; k++) record->value[t->finite[k].fact] = pol_domain_value(s->r->m, t->finite[k].fact, pol_finite_digit(&t->finite[k], number));
    }
    POL_TRY(pol_trial_run(&s->trial, pol_run_as_of(s->r->run)));
    POL_TRY(read_completions(s, t, c));
  }
  return POL_OK;
}

/* Whether two completions that differ in this fact alone differ in what comes out. */
static bool makes_a_difference(const tries *t, const pol_finite *f) {
  for (uint32_t c = 0; c < t->completions; c++) {
    uint32_t d = pol_finite_digit(f, c);
    if (d > 0 && !pol_finding_same(&t->table[c], &t->table[c - d * f->stride])) return true;
  }
  return false;
}

static void keep_needed(settler *s) {
  const tries *t = &s->own;
  for (uint32_t i = 0; i < s->r->m->facts.n; i++) s->needed[i] = pol_domain_size(s->r->m, i) == 0 ? t->endless[i] || (s->agree && t->parts[i]) : t->needed[i];
  for (uint32_t k = 0; k < t->finites; k++)
    if (!makes_a_difference(t, &t->finite[k])) s->needed[t->finite[k].fact] = 0;
}

/* The facts that those of another try needed, and what completions hang on that got further; NULL: no more of few values, or no memory. */
static uint8_t *needed_later(const settler *s, const tries *t, pol_status *status) {
  uint32_t facts = s->r->m->facts.n, more = 0;
  uint8_t *needed = POL_NEW_N(s->keep, uint8_t, facts + 1);
  *status = needed ? POL_OK : POL_NO_MEMORY;
  for (uint32_t i = 0; needed && i < facts; i++) {
    needed[i] = t->needed[i] || s->later[i];
    more += needed[i] && !t->needed[i] && pol_domain_size(s->r->m, i) > 0;
  }
  return more > 0 ? needed : NULL;
}

/* Nobody is asked for the facts of later stages yet. But what is possible, and what a value settles, is what comes out when those of few values are tried, too: again and again, since each may lead further. */
static pol_status widen(settler *s) {
  pol_status status;
  s->wide = s->own;
  for (uint8_t *needed; (needed = needed_later(s, &s->wide, &status)) != NULL;) {
    tries more;
    POL_TRY(list_finite(s, &more, needed));
    if (more.completions == 0) return POL_OK;
    POL_TRY(try_completions(s, &more));
    s->wide = more;
    if (s->agree) s->own = more;
  }
  return status;
}

/* ---- the answer ---- */

static pol_status settle_outcome(settler *s, bool *cited);
static pol_status settle_parts(settler *s, bool *cited);

/* What is still needed is the caller's to say. */
static pol_status take_definite(settler *s, const pol_finding *f, const bool *decides, bool *cited) {
  pol_answer *a = s->a;
  a->outcome = f->outcome;
  a->error.fault = f->fault;
  a->value = f->value;
  a->amount_open = f->open && f->outcome == POL_OUT_PERMITTED;
  a->party_open = f->open && f->outcome == POL_OUT_REFERRED;
  a->parties = f->parties;
  a->pendings = f->pendings;
  a->party = POL_NEW_N(s->r->arena, uint32_t, f->parties + 1);
  a->pending = POL_NEW_N(s->r->arena, pol_value, f->pendings + 1);
  if (!a->party || !a->pending) return POL_NO_MEMORY;
  if (f->parties) memcpy(a->party, f->party, f->parties * sizeof *f->party);
  if (f->pendings) memcpy(a->pending, f->pending, f->pendings * sizeof *f->pending);
  for (uint32_t i = 0; i < s->r->m->rules.n; i++) cited[i] = decides[i] && !pol_outcome_drops(f->outcome, &s->r->m->rules.at[i]);
  *s->stage = f->stage;
  return pol_value_keep(&a->value, s->r->arena);
}

static bool is_ranged(const pol_type *t) { return t->kind == POL_T_NUMBER || t->kind == POL_T_DATE; }

/* Possible values stand in their order, so the ends of the range are the ends of the list. That a value may also be in conflict or in error is not listed:
 * nobody could be told it. */
static pol_status take_possible(settler *s, const pol_finding *f) {
  pol_answer *a = s->a;
  uint32_t n = 0;
  bool permission = s->r->m->decisions.at[s->q.decision].type.kind == POL_T_PERMISSION;
  a->possible = POL_NEW_N(s->r->arena, pol_possible, f->possible.n + 1);
  if (!a->possible) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < f->possible.n; i++) {
    pol_outcome o = f->possible.at[i].outcome;
    if (!permission && (o == POL_OUT_CONFLICT || o == POL_OUT_ERROR)) continue;
    a->possible[n] = f->possible.at[i];
    POL_TRY(pol_value_keep(&a->possible[n++].value, s->r->arena));
  }
  a->possibles = n;
  a->range = n > 1 && !f->vague && a->possible[n - 1].outcome == POL_OUT_VALUE && is_ranged(&a->possible[0].value.type);
  if (a->range) a->low = a->possible[0].value, a->high = a->possible[n - 1].value;
  return POL_OK;
}

/* The first stage that some completion does not get through. */
static uint32_t least_stage(const settler *s) {
  uint32_t least = s->q.stages;
  for (uint32_t c = 0; c < s->own.completions; c++)
    if (s->own.table[c].stage < least) least = s->own.table[c].stage;
  return least;
}

/* Whatever is missing, this stage permits: what is asked is the next one, with facts of its own. What decides stages from there on is not passed yet. */
static pol_status go_on(settler *s, uint32_t to, bool *cited) {
  for (uint32_t at = to; at < s->q.stages; at++) {
    const pol_decision *d = &s->r->m->decisions.at[s->q.stage[at]];
    for (uint32_t i = 0; i < d->rules; i++) s->passed[d->rule[i]] = false;
  }
  s->q.first = to;
  s->q.passed = s->passed;
  s->own = (tries){ 0 };
  return settle_outcome(s, cited);
}

/* They all come to the same answer. */
static pol_status take_agreed(settler *s, bool *cited) {
  pol_finding one = s->own.table[0];
  for (uint32_t c = 1; c < s->own.completions; c++) pol_finding_merge(&one, &s->own.table[c]);
  return take_definite(s, &one, s->cited, cited);
}

static pol_status settle_by_completions(settler *s, bool *cited) {
  pol_row keep = kept_row(s);
  pol_finding all = { 0 };
  POL_TRY(try_completions(s, &s->own));
  if (!s->agree && least_stage(s) > *s->stage) return go_on(s, least_stage(s), cited);
  if (!s->agree) POL_TRY(widen(s));
  keep_needed(s);
  if (s->agree) return take_agreed(s, cited);
  for (uint32_t c = 0; c < s->wide.completions; c++) {
    const pol_finding *f = &s->wide.table[c];
    all.vague |= f->vague;
    for (uint32_t i = 0; i < f->possible.n; i++) POL_TRY(pol_finding_add(&all, &keep, &f->possible.at[i]));
  }
  return take_possible(s, &all);
}

/* The stages that settling its guards leads through may be more than the columns show: what is needed and cited is that of the one where it stopped. */
static pol_status settle_outcome(settler *s, bool *cited) {
  pol_finding f;
  pol_row row = kept_row(s);
  bool *decides = POL_NEW_N(s->keep, bool, s->r->m->rules.n + 1);
  if (!decides) return POL_NO_MEMORY;
  POL_TRY(pol_finding_read(&f, &row, &s->q, decides, NULL));
  memset(s->needed, 0, s->r->m->facts.n * sizeof *s->needed);
  if (!f.definite || f.open) POL_TRY(pol_missing_mark(s->needed, &row, s->q.stage[f.stage], f.definite ? f.outcome : POL_OUT_UNDETERMINED));
  if (f.definite) {
    POL_TRY(take_definite(s, &f, decides, cited));
    return f.open ? settle_parts(s, cited) : POL_OK;
  }
  *s->stage = f.stage;
  for (uint32_t i = 0; i < s->r->m->rules.n; i++) cited[i] = decides[i];
  POL_TRY(list_finite(s, &s->own, s->needed));
  if (s->own.finites > 0 && s->own.completions > 0) return settle_by_completions(s, cited);
  return take_possible(s, &f);
}

/* ---- open parts of what is definite ---- */

static bool has_pending(const pol_finding *f, const pol_value *item) {
  pol_value list = { .type = f->value.type, .as.items = { f->pending, f->pendings } };
  return pol_value_has(&list, item);
}

/* Pending is what comes in in some completion, or may. */
static bool comes_in(const settler *s, const pol_value *item) {
  for (uint32_t c = 0; c < s->own.completions; c++) {
    const pol_finding *f = &s->own.table[c];
    if (!f->definite || (f->outcome == POL_OUT_VALUE && (pol_value_has(&f->value, item) || has_pending(f, item)))) return true;
  }
  return false;
}

/* Of sets the rules follow their elements; duties are told by their rules. Those that are in stay: a deadline may be open. */
static pol_status keep_pending(settler *s) {
  pol_answer *a = s->a;
  pol_weigh w;
  uint32_t decision = s->q.stage[*s->stage], items = 0, rules = 0;
  pol_row row = kept_row(s);
  for (uint32_t i = 0; i < a->pendings; i++)
    if (comes_in(s, &a->pending[i])) a->pending[items++] = a->pending[i];
  a->pendings = items;
  POL_TRY(pol_weigh_read(&w, &row, decision));
  for (uint32_t i = 0, k = 0; i < a->pending_rules; i++) { /* both ascend */
    while (k < w.n && w.d->rule[k] != a->pending_rule[i]) k++;
    pol_value item = k < w.n ? pol_weigh_item(&w, k) : (pol_value){ .state = POL_UNKNOWN };
    if (k < w.n && comes_in(s, &item) && !(s->agree && pol_value_has(&a->value, &item))) a->pending_rule[rules++] = a->pending_rule[i];
  }
  a->pending_rules = rules;
  return POL_OK;
}

/* Duties are told each by itself, with its deadline: they are one answer where no completion leaves one open, and all have the same on the same days. */
static bool same_duties(const settler *s) {
  const tries *t = &s->own;
  for (uint32_t c = 0; c < t->completions; c++)
    if (t->table[c].open || !pol_finding_same(&t->table[c], &t->table[0])) return false;
  return true;
}

static pol_status take_duties(settler *s) {
  const pol_finding *f = &s->own.table[0];
  s->a->duty = POL_NEW_N(s->r->arena, pol_due, f->dues + 1);
  if (!s->a->duty) return POL_NO_MEMORY;
  if (f->dues) memcpy(s->a->duty, f->due, f->dues * sizeof *f->due);
  s->a->duties = f->dues;
  return POL_OK;
}

/* Nothing is certain, and nothing comes in: what is left is silence and what cannot be worked out, and which of them is not known. */
static pol_status take_neither(settler *s, bool *cited) {
  pol_row row = kept_row(s);
  pol_finding all = { 0 };
  s->a->outcome = POL_OUT_UNDETERMINED;
  s->a->value = (pol_value){ .state = POL_NOT_APPLICABLE };
  memset(cited, 0, s->r->m->rules.n * sizeof *cited);
  POL_TRY(pol_cite_stage(cited, &row, s->q.stage[*s->stage], POL_OUT_UNDETERMINED));
  POL_TRY(pol_cite_uses(cited, &row, POL_OUT_UNDETERMINED));
  for (uint32_t c = 0; c < s->own.completions; c++)
    for (uint32_t i = 0; i < s->own.table[c].possible.n; i++) POL_TRY(pol_finding_add(&all, &row, &s->own.table[c].possible.at[i]));
  return take_possible(s, &all);
}

/* Facts of few values are tried here too: what comes out the same is no longer open, and what makes no difference is not missing. */
static pol_status settle_parts(settler *s, bool *cited) {
  pol_answer *a = s->a;
  pol_row row = kept_row(s);
  bool duties = s->r->m->decisions.at[s->q.stage[*s->stage]].type.kind == POL_T_OBLIGATIONS;
  POL_TRY(pol_missing_mark(s->needed, &row, s->q.stage[*s->stage], a->outcome));
  POL_TRY(list_finite(s, &s->own, s->needed));
  if (s->own.finites == 0 || s->own.completions == 0) return POL_OK;
  POL_TRY(try_completions(s, &s->own));
  keep_needed(s);
  s->agree = s->agree && (!duties || same_duties(s));
  if (s->agree) POL_TRY(take_agreed(s, cited));
  if (s->agree && duties) POL_TRY(take_duties(s));
  if (a->outcome != POL_OUT_VALUE) return POL_OK;
  POL_TRY(keep_pending(s));
  return a->value.as.items.n + a->pendings + a->pending_rules > 0 ? POL_OK : take_neither(s, cited);
}

/* ---- what each value settles ---- */

static pol_status put_settles(settler *s, pol_missing *missing, uint32_t value, const pol_finding *f) {
  pol_settles *to = &missing->settles[value];
  to->value = pol_domain_value(s->r->m, missing->fact, value);
  to->outcome = f && f->definite ? f->outcome : POL_OUT_UNDETERMINED;
  to->gives = f && f->definite ? f->value : (pol_value){ .state = POL_UNKNOWN };
  return pol_value_keep(&to->gives, s->r->arena);
}

/* From the table: a value settles the answer when all completions that have it agree. */
static pol_status settle_from_table(settler *s, pol_missing *missing, const tries *t, const pol_finite *f, uint32_t *settled) {
  for (uint32_t v = 0; v < f->size; v++) {
    pol_finding all = { 0 };
    bool any = false, agree = true;
    for (uint32_t c = 0; c < t->completions && agree; c++) {
      if (pol_finite_digit(f, c) != v) continue;
      agree = t->table[c].definite && (!any || pol_finding_agrees(&all, &t->table[c]));
      if (!any) all = t->table[c];
      else if (agree) pol_finding_merge(&all, &t->table[c]);
      any = true;
    }
    POL_TRY(put_settles(s, missing, v, agree ? &all : NULL));
    *settled += agree && !all.open;
  }
  return POL_OK;
}

/* By running the record with that one value more. */
static pol_status settle_alone(settler *s, pol_missing *missing, uint32_t *settled) {
  for (uint32_t v = 0; v < missing->n; v += s->trial.n) {
    pol_trial_clear(&s->trial);
    for (uint32_t i = v; i < missing->n && s->trial.n < POL_TRIAL_MOST; i++) {
      pol_record_facts *record = pol_trial_add(&s->trial);
      if (!record) return POL_NO_MEMORY;
      record->value[missing->fact] = pol_domain_value(s->r->m, missing->fact, i);
    }
    POL_TRY(pol_trial_run(&s->trial, pol_run_as_of(s->r->run)));
    for (uint32_t i = 0; i < s->trial.n; i++) {
      pol_finding f;
      POL_TRY(read_variant(&f, s, i, NULL, NULL));
      POL_TRY(put_settles(s, missing, v + i, &f));
      *settled += f.definite && !f.open;
    }
  }
  return POL_OK;
}

static const pol_finite *finite_of(const tries *t, uint32_t fact) {
  for (uint32_t k = 0; t->table && k < t->finites; k++)
    if (t->finite[k].fact == fact) return &t->finite[k];
  return NULL;
}

static pol_status fill_missing(settler *s, pol_missing *missing, uint32_t *settled) {
  uint32_t size = pol_domain_size(s->r->m, missing->fact);
  const tries *t = s->wide.table ? &s->wide : &s->own;
  const pol_finite *f = finite_of(t, missing->fact);
  *settled = 0;
  if (size == 0 || size > POL_LIMIT_COMPLETIONS) return POL_OK;
  missing->n = size;
  missing->settles = POL_NEW_N(s->r->arena, pol_settles, size);
  if (!missing->settles) return POL_NO_MEMORY;
  return f ? settle_from_table(s, missing, t, f, settled) : settle_alone(s, missing, settled);
}

/* The one that settles most first; ties stand as they were declared. */
static bool settles_more(const pol_missing *a, uint32_t a_settled, const pol_missing *b, uint32_t b_settled) {
  return (uint64_t)a_settled * (b->n ? b->n : 1) > (uint64_t)b_settled * (a->n ? a->n : 1);
}

static pol_status list_missing(settler *s) {
  pol_answer *a = s->a;
  uint32_t facts = s->r->m->facts.n, most = 0;
  for (uint32_t f = 0; f < facts; f++) most += s->needed[f] != 0;
  a->missing = POL_NEW_N(s->r->arena, pol_missing, most + 1);
  uint32_t *settled = POL_NEW_N(s->keep, uint32_t, most + 1);
  if (!a->missing || !settled) return POL_NO_MEMORY;
  for (uint32_t f = 0; f < facts; f++) {
    if (!s->needed[f]) continue;
    pol_missing one = { .fact = f };
    uint32_t count, at = a->missings++;
    POL_TRY(fill_missing(s, &one, &count));
    for (; !s->own.table && at > 0 && settles_more(&one, count, &a->missing[at - 1], settled[at - 1]); at--) a->missing[at] = a->missing[at - 1], settled[at] = settled[at - 1];
    a->missing[at] = one;
    settled[at] = count;
  }
  const tries *t = &s->own;
  return t->table ? pol_interview(a, &(pol_tried){ s->r, t->finite, t->finites, t->table, t->completions }, s->keep) : POL_OK;
}

static pol_status settle(settler *s, bool *cited) {
  s->needed = POL_NEW_N(s->keep, uint8_t, s->r->m->facts.n + 1);
  if (!s->needed) return POL_NO_MEMORY;
  POL_TRY(pol_trial_start(&s->trial, s->keep, s->r));
  POL_TRY(s->a->outcome == POL_OUT_UNDETERMINED ? settle_outcome(s, cited) : settle_parts(s, cited));
  return list_missing(s);
}

pol_status pol_settle(pol_answer *a, uint32_t *stage, const pol_row *r, const pol_question *q, bool *cited) {
  const pol_alloc *from = pol_arena_alloc(r->arena);
  settler s = { .a = a, .r = r, .q = *q, .stage = stage, .keep = pol_arena_new(from), .scratch = pol_arena_new(from) };
  pol_status status = s.keep && s.scratch ? settle(&s, cited) : POL_NO_MEMORY;
  pol_trial_end(&s.trial);
  pol_arena_drop(s.scratch);
  pol_arena_drop(s.keep);
  return status;
}
