/* People, chunk by chunk: both versions run on the same records, what they say is compared decision by decision, and what differs is looked into. Everything of a chunk is
 * in one arena that the next one empties. */
#include "compare/inside.h"
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

typedef struct rules_of {       /* the clauses of a version */
  uint32_t *first, *next;       /* by clause, by rule of it: the next one; POL_NO_REF: none */
  bool *row;                    /* by rule: a row of a table, which may be called */
} rules_of;

struct pol_comparing {
  const pol_compared *k;
  pol_people wanted;
  pol_arena *keep, *chunk, *remembered, *scratch;
  pol_arena_point empty;        /* of scratch */
  pol_memo memo;
  pol_run *run[2];
  pol_sayer *sayer[2];          /* by decision of the comparison */
  rules_of rules[2];
  pol_variants *variants;
  pol_summing *sum;
  uint64_t records;
  pol_said_pair *said;          /* room for the largest chunk so far */
  pol_effect_on *effect;
  uint32_t room;
};

typedef struct crowd { /* a chunk */
  pol_comparing *k;
  const pol_record_facts *const *record[2];
  uint32_t n, decisions;
  pol_said_pair *said;          /* of the decision at hand, by row */
  pol_effect_on *effect;        /* by row, then by decision */
} crowd;

/* ---- making ready ---- */

static bool says_party(const pol_model *m, const pol_rule *r, const pol_model *first_m, const pol_rule *first) {
  if (r->parties != first->parties) return false;
  for (uint32_t i = 0; i < r->parties; i++)
    if (m->parties.at[r->party[i]].name != first_m->parties.at[first->party[i]].name) return false;
  return true;
}

/* Whether all referrals, in both versions, name the same: then who it is need not be looked up. Stages may refer too. */
static bool parties_matter(const pol_compared *k, const pol_compared_decision *d) {
  const pol_rule *first = NULL;
  const pol_model *first_m = NULL;
  for (int side = 0; side < 2; side++) {
    const pol_model *m = k->c.model[side];
    for (uint32_t i = 0; d->in[side] != POL_NO_REF && i < m->rules.n; i++) {
      const pol_rule *r = &m->rules.at[i];
      if (r->effect != POL_E_REFERS || !k->hangs[side].rule[d->in[side]][i]) continue;
      if (first && !says_party(m, r, first_m, first)) return true;
      first = r;
      first_m = m;
    }
  }
  return first && first->parties > 1; /* of several, some may be named by one rule and not by another */
}

static pol_status make_sayer(pol_sayer *s, pol_comparing *c, int side, uint32_t decision) {
  const pol_compared_decision *d = &c->k->c.decisions.at[decision];
  *s = (pol_sayer){ .m = c->k->c.model[side], .decision = d->in[side], .parties_matter = parties_matter(c->k, d), .memo = &c->memo, .key = 2 * decision + (uint32_t)side };
  if (d->in[side] == POL_NO_REF) return POL_OK;
  return (c->wanted.answers ? pol_program_tells : pol_program_needs)(c->k->c.program[side], c->keep, d->in[side], &s->facts, &s->nfacts); /* whole answers have reasons */
}

static pol_status list_rules(rules_of *of, pol_arena *keep, const pol_model *m) {
  of->first = POL_NEW_N(keep, uint32_t, m->clauses.n + 1u);
  of->next = POL_NEW_N(keep, uint32_t, m->rules.n + 1u);
  of->row = POL_NEW_N(keep, bool, m->rules.n + 1u);
  if (!of->first || !of->next || !of->row) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < m->clauses.n; i++) of->first[i] = POL_NO_REF;
  for (uint32_t i = 0; i < m->rules.n; i++) {
    of->next[i] = of->first[m->rules.at[i].clause];
    of->first[m->rules.at[i].clause] = i;
  }
  for (uint32_t i = 0; i < m->tables.n; i++)
    for (uint32_t j = 0; j < m->tables.at[i].rules; j++) of->row[m->tables.at[i].rule[j]] = true;
  return POL_OK;
}

static pol_status prepare(pol_comparing *c) {
  uint32_t n = c->k->c.decisions.n;
  c->chunk = pol_arena_new(pol_arena_alloc(c->keep));
  c->remembered = pol_arena_new(pol_arena_alloc(c->keep));
  c->scratch = pol_arena_new(pol_arena_alloc(c->keep));
  if (!c->chunk || !c->remembered || !c->scratch || !POL_NEW(c->scratch, max_align_t)) return POL_NO_MEMORY;
  c->empty = pol_arena_mark(c->scratch);
  pol_memo_init(&c->memo, c->remembered);
  for (int side = 0; side < 2; side++) {
    POL_TRY(pol_run_new(&c->run[side], c->k->c.program[side], pol_arena_alloc(c->keep)));
    c->sayer[side] = POL_NEW_N(c->keep, pol_sayer, n + 1u);
    if (!c->sayer[side]) return POL_NO_MEMORY;
    for (uint32_t i = 0; i < n; i++) POL_TRY(make_sayer(&c->sayer[side][i], c, side, i));
    POL_TRY(list_rules(&c->rules[side], c->keep, c->k->c.model[side]));
  }
  POL_TRY(pol_variants_new(&c->variants, c->k, c->keep));
  return pol_summing_new(&c->sum, c->k, &c->wanted, c->keep);
}

pol_status pol_comparing_new(pol_comparing **out, pol_comparison *comparison, const pol_people *wanted) {
  *out = NULL;
  pol_arena *keep = pol_arena_new(pol_arena_alloc(comparison->in->arena));
  pol_comparing *c = keep ? POL_NEW(keep, pol_comparing) : NULL;
  if (!c) {
    pol_arena_drop(keep);
    return POL_NO_MEMORY;
  }
  c->k = (const pol_compared *)(const void *)comparison;
  c->keep = keep;
  c->wanted = *wanted;
  if (c->wanted.most == 0) c->wanted.most = 10;
  pol_status status = prepare(c);
  if (status != POL_OK) pol_comparing_drop(c);
  else *out = c;
  return status;
}

void pol_comparing_drop(pol_comparing *c) {
  if (!c) return;
  const pol_alloc from = *pol_arena_alloc(c->keep);
  from.put(from.user, c->said);
  from.put(from.user, c->effect);
  for (int side = 0; side < 2; side++) pol_run_drop(c->run[side]);
  pol_arena_drop(c->scratch);
  pol_arena_drop(c->remembered);
  pol_arena_drop(c->chunk);
  pol_arena_drop(c->keep);
}

/* ---- one decision of a chunk ---- */

static bool is_wrong(const crowd *w, uint32_t row) { return w->record[0][row]->wrong || w->record[1][row]->wrong; }

/* What both versions say. Where nothing that differs reaches the decision, the version before says the same, and is not asked. */
static pol_status say_both(crowd *w, uint32_t decision, uint32_t row) {
  pol_comparing *c = w->k;
  const pol_compared_decision *d = &c->k->c.decisions.at[decision];
  bool both = d->can_change || c->wanted.answers || !c->k->c.in->amends || d->in[POL_BEFORE] == POL_NO_REF;
  for (int side = POL_AFTER; side >= POL_BEFORE; side--) {
    const pol_sayer *s = &c->sayer[side][decision];
    pol_said *said = &w->said[row][side];
    if (side == POL_BEFORE && !both) *said = w->said[row][POL_AFTER], said->shared = true;
    else POL_TRY(pol_said_read(said, s, c->chunk, c->run[side], w->record[side][row], row));
    if (c->wanted.answers) POL_TRY(pol_said_answer(&said->answer, said, s, c->chunk, c->run[side], w->record[side][row], row));
  }
  return POL_OK;
}

static int by_number(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

/* The facts that are missing on either side, as the version after numbers them. */
static pol_status take_missing(pol_effect_on *e, const crowd *w, uint32_t row) {
  const pol_compared *k = w->k->k;
  uint32_t most = 0, n = 0;
  for (int side = 0; side < 2; side++) most += w->said[row][side].answer ? w->said[row][side].answer->missings : 0;
  uint32_t *list = POL_NEW_N(w->k->chunk, uint32_t, most + 1u);
  if (!list) return POL_NO_MEMORY;
  for (int side = 0; side < 2; side++) {
    const pol_answer *a = w->said[row][side].answer;
    for (uint32_t i = 0; a && i < a->missings; i++) {
      uint32_t f = a->missing[i].fact;
      if (side == POL_BEFORE) f = pol_model_fact(k->c.model[POL_AFTER], k->c.model[POL_BEFORE]->facts.at[f].name);
      if (f != POL_NO_REF) list[n++] = f;
    }
  }
  if (n > 1) qsort(list, n, sizeof *list, by_number);
  for (uint32_t i = 0; i < n; i++)
    if (i == 0 || list[i] != list[i - 1]) list[e->missings++] = list[i];
  e->missing = list;
  return POL_OK;
}

static pol_status compare_row(crowd *w, uint32_t decision, uint32_t row) {
  const pol_compared *k = w->k->k;
  pol_effect_on *e = &w->effect[(size_t)row * w->decisions + decision];
  const pol_said *said = w->said[row];
  POL_TRY(say_both(w, decision, row));
  pol_impact_made made = pol_impact_of(&k->c.decisions.at[decision], said, (const pol_model *const[2]){ k->c.model[0], k->c.model[1] });
  *e = (pol_effect_on){ .decision = decision, .impact = made.impact, .has_delta = made.has_delta, .delta = made.delta };
  for (int side = 0; side < 2; side++) {
    e->outcome[side] = said[side].outcome;
    e->value[side] = said[side].value;
    if (w->k->wanted.answers && k->c.decisions.at[decision].in[side] != POL_NO_REF) e->answer[side] = said[side].answer;
  }
  return e->impact == POL_IMPACT_UNDETERMINED ? take_missing(e, w, row) : POL_OK;
}

/* ---- which clauses decide ---- */

static bool has(const uint32_t *list, uint32_t n, uint32_t x) {
  for (uint32_t i = 0; i < n; i++)
    if (list[i] == x) return true;
  return false;
}

static bool is_of(const pol_compared *k, const pol_effect_on *e, int side, uint32_t clause) {
  for (uint32_t i = 0; i < e->changes; i++) {
    const pol_amendment_change *c = &k->c.changes.at[e->change[i]];
    if (side == POL_BEFORE ? has(c->before, c->befores, clause) : has(c->after, c->afters, clause)) return true;
  }
  return false;
}

static uint32_t place_of(const pol_compared *k, const pol_clause_of *x) { return k->place[x->side][x->clause]; }

/* In the order of the document, each once: lists are short. */
static void put_clause(const pol_compared *k, pol_clause_of *list, uint32_t *n, pol_clause_of x) {
  uint32_t at = *n;
  for (uint32_t i = 0; i < *n; i++)
    if (list[i].side == x.side && list[i].clause == x.clause) return;
  for (; at > 0 && place_of(k, &list[at - 1]) > place_of(k, &x); at--) list[at] = list[at - 1];
  list[at] = x;
  ++*n;
}

static const uint32_t *clauses_of(uint32_t *n, const pol_compared *k, uint32_t change, int side) {
  const pol_amendment_change *c = &k->c.changes.at[change];
  *n = side == POL_BEFORE ? c->befores : c->afters;
  return side == POL_BEFORE ? c->before : c->after;
}

static bool is_cited(const pol_model *m, const uint32_t *rule, uint32_t n, uint32_t clause) {
  for (uint32_t i = 0; i < n; i++)
    if (m->rules.at[rule[i]].clause == clause) return true;
  return false;
}

/* How a clause can decide somebody's answer: not at all; by rules of the decision itself; by those of stages, or of decisions and tables that it uses. */
typedef enum way { WAY_NONE, WAY_OWN, WAY_USED } way;

static way way_of(const pol_comparing *c, int side, uint32_t decision, uint32_t clause, uint32_t row) {
  const pol_model *m = c->k->c.model[side];
  const rules_of *of = &c->rules[side];
  way found = WAY_NONE;
  for (uint32_t i = of->first[clause]; i != POL_NO_REF && found < WAY_USED; i = of->next[i]) {
    if (!c->k->hangs[side].rule[decision][i]) continue;
    if (of->row[i]) found = WAY_USED;
    else if (pol_answer_may_rest_on(c->run[side], row, i)) found = m->rules.at[i].decision == decision ? WAY_OWN : WAY_USED;
  }
  return found;
}

/* The most that has to be looked at to know which clauses of the changes decide, beyond some rules that are known to. */
static way way_left(const crowd *w, const pol_effect_on *e, int side, uint32_t row, const uint32_t *rule, uint32_t n) {
  const pol_comparing *c = w->k;
  way most = WAY_NONE;
  for (uint32_t i = 0; i < e->changes; i++) {
    uint32_t clauses;
    const uint32_t *clause = clauses_of(&clauses, c->k, e->change[i], side);
    for (uint32_t j = 0; j < clauses; j++) {
      way one = most < WAY_USED ? way_of(c, side, c->sayer[side][e->decision].decision, clause[j], row) : most;
      if (one > most && !is_cited(c->k->c.model[side], rule, n, clause[j])) most = one;
    }
  }
  return most;
}

/* The rules that decide one side: of the whole answer where there is one, as an answer that had to be settled has no others. What cannot lead to a clause of the changes is
 * not looked up. */
static pol_status deciding_rules(uint32_t **rule, uint32_t *n, const crowd *w, const pol_effect_on *e, int side, uint32_t row) {
  const pol_comparing *c = w->k;
  const pol_sayer *s = &c->sayer[side][e->decision];
  const pol_said *said = &w->said[row][side];
  *n = 0;
  if (s->decision == POL_NO_REF || way_left(w, e, side, row, NULL, 0) == WAY_NONE) return POL_OK;
  if (!said->answer || said->glance) {
    POL_TRY(pol_answer_because(rule, n, c->scratch, c->run[side], w->record[side][row], row, s->decision, false));
    if (way_left(w, e, side, row, *rule, *n) != WAY_USED) return POL_OK;
    return pol_answer_because(rule, n, c->scratch, c->run[side], w->record[side][row], row, s->decision, true);
  }
  *rule = POL_NEW_N(c->scratch, uint32_t, said->answer->becauses + 1u);
  if (!*rule) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < said->answer->becauses; i++) (*rule)[(*n)++] = said->answer->because[i].rule;
  return POL_OK;
}

/* The clauses of the changes that carry the difference, as far as they decide before or after. */
static pol_status take_because(crowd *w, pol_effect_on *e, uint32_t row) {
  pol_comparing *c = w->k;
  uint32_t *rule[2] = { NULL, NULL }, n[2];
  for (int side = 0; side < 2; side++) POL_TRY(deciding_rules(&rule[side], &n[side], w, e, side, row));
  pol_clause_of *list = POL_NEW_N(c->chunk, pol_clause_of, n[0] + n[1] + 1u);
  if (!list) return POL_NO_MEMORY;
  for (uint8_t side = 0; side < 2; side++) {
    for (uint32_t i = 0; i < n[side]; i++) {
      uint32_t clause = c->k->c.model[side]->rules.at[rule[side][i]].clause;
      if (is_of(c->k, e, side, clause)) put_clause(c->k, list, &e->becauses, (pol_clause_of){ side, clause });
    }
  }
  e->because = list;
  pol_arena_reset(c->scratch, c->empty);
  return POL_OK;
}

static pol_status look_into(crowd *w, uint32_t decision) {
  pol_comparing *c = w->k;
  const pol_compared_decision *d = &c->k->c.decisions.at[decision];
  uint32_t *row = POL_NEW_N(c->chunk, uint32_t, w->n + 1u), rows = 0;
  pol_effect_on **effect = POL_NEW_N(c->chunk, pol_effect_on *, w->n + 1u);
  if (!row || !effect) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < w->n; i++) {
    pol_effect_on *e = &w->effect[(size_t)i * w->decisions + decision];
    if (is_wrong(w, i) || e->impact > POL_IMPACT_CHANGED) continue;
    effect[rows] = e;
    row[rows++] = i;
  }
  if (rows == 0 || d->changes == 0) return POL_OK;
  pol_attributing a = { .k = c->k, .variants = c->variants, .arena = c->chunk, .memo = &c->memo, .decision = decision, .parties_matter = c->sayer[POL_AFTER][decision].parties_matter, .record = { w->record[0], w->record[1] },
                        .said = (const pol_said_pair *)w->said, .row = row, .rows = rows, .effect = effect };
  POL_TRY(pol_attribute(&a));
  for (uint32_t i = 0; c->wanted.person && !c->wanted.brief && i < rows; i++) POL_TRY(take_because(w, effect[i], row[i]));
  return POL_OK;
}

static pol_status compare_decision(crowd *w, uint32_t decision) {
  for (uint32_t row = 0; row < w->n; row++)
    if (!is_wrong(w, row)) POL_TRY(compare_row(w, decision, row));
  return look_into(w, decision);
}

/* ---- a chunk ---- */

/* Answers of people live until the next chunk, so what is remembered goes between two. */
static void forget(pol_comparing *c) {
  pol_arena_reset(c->chunk, (pol_arena_point){ NULL, 0 });
  pol_memo_forget(&c->memo);
}

/* What is as large as a chunk keeps its room: it would be given back and asked for again each time. */
static pol_status make_room(pol_comparing *c, uint32_t n) {
  const pol_alloc *from = pol_arena_alloc(c->keep);
  if (n <= c->room) return POL_OK;
  from->put(from->user, c->said);
  from->put(from->user, c->effect);
  c->room = 0;
  c->said = from->get(from->user, n * sizeof *c->said);
  c->effect = from->get(from->user, (size_t)n * (c->k->c.decisions.n + 1u) * sizeof *c->effect);
  if (!c->said || !c->effect) return POL_NO_MEMORY;
  c->room = n;
  return POL_OK;
}

pol_status pol_comparing_chunk(pol_comparing *c, const pol_record_facts *const *records[2], uint32_t n) {
  forget(c);
  crowd w = { .k = c, .record = { records[0], records[1] }, .n = n, .decisions = c->k->c.decisions.n };
  if (n > POL_LIMIT_CHUNK) return POL_LIMIT;
  POL_TRY(make_room(c, n));
  w.said = c->said;
  w.effect = c->effect;
  for (int side = 0; side < 2; side++) POL_TRY(pol_run_chunk(c->run[side], records[side], n, c->k->c.in->as_of));
  for (uint32_t d = 0; d < w.decisions; d++) POL_TRY(compare_decision(&w, d));
  for (uint32_t row = 0; row < n; row++) {
    pol_compared_person p = { .record = records[POL_AFTER][row], .before = records[POL_BEFORE][row], .run = { c->run[0], c->run[1] }, .row = row };
    if (!is_wrong(&w, row)) {
      p.effect = &w.effect[(size_t)row * w.decisions];
      p.effects = w.decisions;
    } else if (!p.record->wrong) {
      p.record = records[POL_BEFORE][row];
    }
    POL_TRY(pol_summing_add(c->sum, &p, ++c->records));
    if (c->wanted.person) POL_TRY(c->wanted.person(c->wanted.user, &p));
  }
  return POL_OK;
}

pol_status pol_comparing_end(pol_comparing *c, const pol_people_summary **out) { return pol_summing_end(c->sum, out); }
