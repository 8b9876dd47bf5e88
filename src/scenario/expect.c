#include "scenario/expect.h"
#include "eval/row.h"
#include "eval/words.h"

/* ---- what is met ---- */

static bool has_number(const uint32_t *list, uint32_t n, uint32_t wanted) {
  for (uint32_t i = 0; i < n; i++)
    if (list[i] == wanted) return true;
  return false;
}

static bool is_not_applicable(pol_outcome o) { return o == POL_OUT_SILENT || o == POL_OUT_OUT_OF_SCOPE; }

/* An expectation of no duties, or of nobody, is met by silence, too: there are none. */
static bool expects_none(const pol_expect *e) { return e->has_value && e->value.type.kind >= POL_T_SET && e->value.as.items.n == 0; }

static bool outcome_met(const pol_expect *e, const pol_answer *a) {
  if (e->not_applicable) return is_not_applicable(a->outcome);
  if (!e->has_outcome) return true;
  if (!e->negated) return a->outcome == e->outcome || (a->outcome == POL_OUT_SILENT && expects_none(e));
  bool settled = a->outcome != POL_OUT_UNDETERMINED && a->outcome != POL_OUT_CONFLICT && a->outcome != POL_OUT_ERROR;
  return settled && a->outcome != e->outcome;
}

static bool has_duty(const pol_model *m, const pol_answer *a, pol_atom name) {
  for (uint32_t i = 0; i < a->duties; i++)
    if (m->rules.at[a->duty[i].rule].duty.name == name) return true;
  return false;
}

static bool duties_met(const pol_model *m, const pol_expect *e, const pol_answer *a) {
  const pol_value *v = &e->value;
  for (uint32_t i = 0; i < v->as.items.n; i++)
    if (!has_duty(m, a, (pol_atom)v->as.items.at[i].as.i)) return false;
  for (uint32_t i = 0; i < a->duties; i++) {
    bool named = false;
    for (uint32_t k = 0; k < v->as.items.n && !named; k++) named = (pol_atom)v->as.items.at[k].as.i == m->rules.at[a->duty[i].rule].duty.name;
    if (!named) return false;
  }
  return true;
}

static bool value_met(const pol_model *m, const pol_expect *e, const pol_answer *a) {
  if (!e->has_value) return true;
  if (expects_none(e) && a->outcome == POL_OUT_SILENT) return true;
  if (m->decisions.at[e->decision].type.kind == POL_T_OBLIGATIONS) return duties_met(m, e, a);
  return a->value.state == POL_KNOWN && pol_value_same(&e->value, &a->value);
}

static bool parties_met(const pol_expect *e, const pol_answer *a) {
  if (e->parties == 0) return true;
  for (uint32_t i = 0; i < e->parties; i++)
    if (!has_number(a->party, a->parties, e->party[i])) return false;
  return e->parties == a->parties;
}

static bool is_under(const pol_model *m, const pol_answer *a, uint32_t clause) {
  for (uint32_t i = 0; i < a->becauses; i++)
    if (m->rules.at[a->because[i].rule].clause == clause) return true;
  return false;
}

static bool clauses_met(const pol_model *m, const pol_expect *e, const pol_answer *a) {
  for (uint32_t i = 0; i < e->unders; i++)
    if (!is_under(m, a, e->under[i])) return false;
  for (uint32_t i = 0; i < e->not_unders; i++)
    if (is_under(m, a, e->not_under[i])) return false;
  return true;
}

static bool is_missing(const pol_answer *a, uint32_t fact) {
  for (uint32_t i = 0; i < a->missings; i++)
    if (a->missing[i].fact == fact) return true;
  return false;
}

/* All that is missing is named, and nothing else: who asks one fact more than expected has found something. */
static bool missing_met(const pol_expect *e, const pol_answer *a) {
  if (e->missings == 0) return true;
  for (uint32_t i = 0; i < e->missings; i++)
    if (!is_missing(a, e->missing[i])) return false;
  for (uint32_t i = 0; i < a->missings; i++)
    if (!has_number(e->missing, e->missings, a->missing[i].fact)) return false;
  return true;
}

/* Where they are stated, these and no others. */
static bool same_numbers(const uint32_t *want, uint32_t wanted, const uint32_t *got, uint32_t n) {
  for (uint32_t i = 0; i < wanted; i++)
    if (!has_number(got, n, want[i])) return false;
  for (uint32_t i = 0; wanted > 0 && i < n; i++)
    if (!has_number(want, wanted, got[i])) return false;
  return true;
}

bool pol_expect_met(const pol_model *m, const pol_expect *e, const pol_answer *a) {
  return outcome_met(e, a) && value_met(m, e, a) && parties_met(e, a) && clauses_met(m, e, a) && missing_met(e, a) &&
         same_numbers(e->presumed, e->presumeds, a->presumed, a->presumeds) && same_numbers(e->reserved, e->reserveds, a->reservation, a->reservations) &&
         same_numbers(e->blocked, e->blockeds, a->blocked, a->blockeds);
}

/* ---- in words ---- */

static void comma(pol_text *t, uint32_t i) {
  if (i > 0) pol_text_add(t, ", ");
}

static void write_outcome(pol_text *t, pol_outcome o) {
  bool two = is_not_applicable(o); /* people are told which of the two it is */
  pol_text_add(t, two ? pol_outcome_words(o) : pol_outcome_name(o));
}

static void write_expected_value(pol_text *t, const pol_model *m, const pol_expect *e) {
  if (m->decisions.at[e->decision].type.kind != POL_T_OBLIGATIONS) {
    pol_value_words(t, m, &e->value);
    return;
  }
  for (uint32_t i = 0; i < e->value.as.items.n; i++) {
    comma(t, i);
    pol_text_add(t, pol_atom_get(m->atoms, (pol_atom)e->value.as.items.at[i].as.i));
  }
  if (e->value.as.items.n == 0) pol_text_add(t, "none");
}

static void write_got_value(pol_text *t, const pol_model *m, const pol_answer *a) {
  if (m->decisions.at[a->decision].type.kind != POL_T_OBLIGATIONS) {
    pol_value_words(t, m, &a->value);
    return;
  }
  for (uint32_t i = 0; i < a->duties; i++) {
    comma(t, i);
    pol_text_add(t, pol_atom_get(m->atoms, m->rules.at[a->duty[i].rule].duty.name));
  }
  if (a->duties == 0) pol_text_add(t, "none");
}

static void write_parties(pol_text *t, const pol_model *m, const uint32_t *party, uint32_t n) {
  if (n > 0) pol_text_add(t, " to ");
  for (uint32_t i = 0; i < n; i++) {
    comma(t, i);
    pol_text_add(t, pol_atom_get(m->atoms, m->parties.at[party[i]].name));
  }
}

static void write_clauses(pol_text *t, const pol_model *m, const char *word, const uint32_t *clause, uint32_t n) {
  if (n > 0) pol_text_format(t, " %s ", word);
  for (uint32_t i = 0; i < n; i++) {
    comma(t, i);
    pol_text_add(t, pol_atom_get(m->atoms, m->clauses.at[clause[i]].id));
  }
}

static void write_missing(pol_text *t, const pol_model *m, uint32_t n, uint32_t i, uint32_t fact) {
  pol_text_add(t, i > 0 ? ", " : t->n > 0 ? ", missing " : "missing ");
  if (i < n) pol_text_add(t, pol_atom_get(m->atoms, m->facts.at[fact].name));
}

static void write_presumed(pol_text *t, const pol_model *m, const uint32_t *fact, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) pol_text_format(t, "%s%s", i > 0 ? ", " : ", presumed ", pol_atom_get(m->atoms, m->facts.at[fact[i]].name));
}

static void write_reserved(pol_text *t, const pol_model *m, const uint32_t *clause, uint32_t n) {
  if (n > 0) pol_text_char(t, ',');
  write_clauses(t, m, "reserved by", clause, n);
}

/* Alone where nothing else is stated, as what is missing. */
static void write_blocked(pol_text *t, const pol_model *m, const uint32_t *clause, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    pol_text_format(t, "%s%s", i > 0 ? ", " : t->n > 0 ? ", blocked by " : "blocked by ", pol_atom_get(m->atoms, m->clauses.at[clause[i]].id));
}

static void write_expected(pol_text *t, const pol_model *m, const pol_expect *e) {
  if (e->negated) pol_text_add(t, "not ");
  if (e->not_applicable) pol_text_add(t, "not applicable");
  else if (e->has_value && e->outcome != POL_OUT_PERMITTED) write_expected_value(t, m, e);
  else if (e->has_outcome) write_outcome(t, e->outcome);
  if (e->has_value && e->outcome == POL_OUT_PERMITTED) {
    pol_text_add(t, " with ");
    pol_value_words(t, m, &e->value);
  }
  write_parties(t, m, e->party, e->parties);
  write_clauses(t, m, "under", e->under, e->unders);
  if (e->unders > 0 && e->not_unders > 0) pol_text_char(t, ',');
  write_clauses(t, m, "not under", e->not_under, e->not_unders);
  for (uint32_t i = 0; i < e->missings; i++) write_missing(t, m, e->missings, i, e->missing[i]);
  write_presumed(t, m, e->presumed, e->presumeds);
  write_reserved(t, m, e->reserved, e->reserveds);
  write_blocked(t, m, e->blocked, e->blockeds);
}

/* The deciding clauses, each once. */
static bool list_clauses(uint32_t **out, uint32_t *n, pol_arena *arena, const pol_model *m, const pol_answer *a) {
  *n = 0;
  *out = POL_NEW_N(arena, uint32_t, a->becauses + 1);
  if (!*out) return false;
  for (uint32_t i = 0; i < a->becauses; i++) {
    uint32_t clause = m->rules.at[a->because[i].rule].clause;
    if (!has_number(*out, *n, clause)) (*out)[(*n)++] = clause;
  }
  return true;
}

static void write_got(pol_text *t, const pol_model *m, const pol_expect *e, const pol_answer *a, const uint32_t *clause, uint32_t clauses) {
  if (a->outcome == POL_OUT_VALUE) write_got_value(t, m, a);
  else write_outcome(t, a->outcome);
  if (a->outcome == POL_OUT_PERMITTED && a->value.state == POL_KNOWN) {
    pol_text_add(t, " with ");
    pol_value_words(t, m, &a->value);
  }
  write_parties(t, m, a->party, a->parties);
  write_clauses(t, m, "under", clause, clauses);
  for (uint32_t i = 0; i < a->missings; i++) write_missing(t, m, a->missings, i, a->missing[i].fact);
  if (e->missings > 0 && a->missings == 0) pol_text_add(t, ", nothing missing");
  if (e->presumeds > 0) write_presumed(t, m, a->presumed, a->presumeds);
  if (e->presumeds > 0 && a->presumeds == 0) pol_text_add(t, ", nothing presumed");
  if (e->reserveds > 0) write_reserved(t, m, a->reservation, a->reservations);
  if (e->reserveds > 0 && a->reservations == 0) pol_text_add(t, ", no reservation");
  if (e->blockeds > 0) write_blocked(t, m, a->blocked, a->blockeds);
  if (e->blockeds > 0 && a->blockeds == 0) pol_text_add(t, ", nothing in the way");
}

static const char *kept(pol_text *t, pol_arena *arena) {
  const char *out = pol_text_ok(t) ? pol_arena_copy(arena, pol_text_get(t), t->n) : NULL;
  pol_text_clear(t);
  return out;
}

pol_status pol_expect_words(const char **expected, const char **got, pol_arena *arena, const pol_model *m, const pol_expect *e, const pol_answer *a) {
  uint32_t *clause, clauses;
  pol_text t;
  if (!list_clauses(&clause, &clauses, arena, m, a)) return POL_NO_MEMORY;
  pol_text_init(&t, pol_arena_alloc(arena));
  write_expected(&t, m, e);
  *expected = kept(&t, arena);
  write_got(&t, m, e, a, clause, clauses);
  *got = kept(&t, arena);
  pol_text_drop(&t);
  return *expected && *got ? POL_OK : POL_NO_MEMORY;
}

/* ---- where the two part ---- */

/* In the way and not expected to be, or the other way round. */
static bool parts_in_the_way(const pol_expect *e, const pol_answer *a, const pol_rule *rule) {
  bool could = pol_effect_outcome(rule->effect) < POL_OUT_PERMITTED && rule->decision == e->decision && e->blockeds > 0;
  return could && has_number(e->blocked, e->blockeds, rule->clause) != has_number(a->blocked, a->blockeds, rule->clause);
}

static bool parts_at(const pol_model *m, const pol_expect *e, const pol_answer *a, const pol_rule *rule, bool strangers) {
  if (strangers) return has_number(e->not_under, e->not_unders, rule->clause) && is_under(m, a, rule->clause);
  return rule->decision == e->decision && has_number(e->under, e->unders, rule->clause) && !is_under(m, a, rule->clause);
}

static bool decides(const pol_answer *a, uint32_t rule) {
  for (uint32_t i = 0; i < a->becauses; i++)
    if (a->because[i].rule == rule) return true;
  return false;
}

pol_status pol_expect_led(const uint32_t **rules, uint32_t *n, pol_arena *arena, const pol_model *m, const pol_expect *e, const pol_answer *a) {
  uint32_t *list = POL_NEW_N(arena, uint32_t, m->rules.n + 1);
  if (!list) return POL_NO_MEMORY;
  *rules = list;
  *n = 0;
  for (uint32_t i = 0; i < m->rules.n; i++) {
    const pol_rule *rule = &m->rules.at[i];
    if (parts_at(m, e, a, rule, false) || parts_in_the_way(e, a, rule) || (decides(a, i) && parts_at(m, e, a, rule, true))) list[(*n)++] = i;
  }
  for (uint32_t i = 0; *n == 0 && i < a->becauses; i++) list[i] = a->because[i].rule;
  if (*n == 0) *n = a->becauses;
  return POL_OK;
}
