#include "eval/answer.h"
#include "eval/settle.h"
#include "eval/walk.h"
#include "eval/watch.h"
#include "eval/words.h"
#include <string.h>

typedef struct reader { /* what the parts of an answer share */
  pol_answer *a;
  const pol_row *r;    /* results go to its arena */
  pol_row s;           /* the same row, for what is thrown away */
  pol_question q;
  uint32_t stage;      /* place in q of the stage that answers */
  bool *cited;         /* by rule */
} reader;

static const pol_decision *stage_of(const reader *d) { return &d->r->m->decisions.at[d->q.stage[d->stage]]; }

static uint32_t *take_numbers(const reader *d, uint32_t most) { return POL_NEW_N(d->r->arena, uint32_t, (size_t)most + 1); }

/* ---- outcome and value ---- */

static bool is_members(const pol_decision *d) { return d->type.kind == POL_T_SET || d->type.kind == POL_T_SEQUENCE || d->type.kind == POL_T_OBLIGATIONS; }

static pol_status read_value(reader *d) {
  pol_answer *a = d->a;
  uint32_t node = d->r->p->decision[a->decision].value;
  a->value = (pol_value){ .state = POL_NOT_APPLICABLE };
  if (a->outcome == POL_OUT_VALUE && !is_members(stage_of(d))) {
    a->value = pol_row_value(d->r, node, &stage_of(d)->type);
  } else if (a->outcome == POL_OUT_PERMITTED && node != POL_NO_NODE) {
    a->value = pol_row_amount(d->r, stage_of(d), node);
    a->amount_open = a->value.state == POL_UNKNOWN;
  }
  return POL_OK;
}

/* ---- sets, sequences, obligations ---- */

static bool has_number(const uint32_t *list, uint32_t n, uint32_t wanted) {
  for (uint32_t i = 0; i < n; i++)
    if (list[i] == wanted) return true;
  return false;
}

static pol_status read_pending(reader *d, const pol_weigh *w, const pol_value *items) {
  pol_answer *a = d->a;
  a->pending = POL_NEW_N(d->r->arena, pol_value, w->n + 1);
  a->pending_rule = take_numbers(d, w->n);
  if (!a->pending || !a->pending_rule) return POL_NO_MEMORY;
  pol_value seen = { .type = w->d->type, .as.items = { a->pending, 0 } };
  for (uint32_t i = 0; i < w->n; i++) {
    pol_effect e = pol_weigh_rule(w, i)->effect;
    pol_value item = pol_weigh_item(w, i);
    if ((e != POL_E_INCLUDES && e != POL_E_DUTY) || w->in_force[i] != POL_OPEN) continue;
    if (e == POL_E_INCLUDES && pol_value_has(items, &item)) continue;
    a->pending_rule[a->pending_rules++] = w->d->rule[i];
    if (e == POL_E_INCLUDES) pol_weigh_put(&seen, a->pending, &item);
  }
  a->pendings = seen.as.items.n;
  return POL_OK;
}

static pol_status read_duties(reader *d, const pol_weigh *w) {
  pol_answer *a = d->a;
  a->duty = POL_NEW_N(d->r->arena, pol_due, w->n + 1);
  if (!a->duty) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < w->n; i++) {
    if (pol_weigh_rule(w, i)->effect != POL_E_DUTY || w->in_force[i] != POL_YES) continue;
    bool due = d->r->p->rule[w->d->rule[i]].value != POL_NO_NODE;
    a->duty[a->duties++] = (pol_due){ w->d->rule[i], due ? w->value[i] : (pol_value){ .state = POL_UNKNOWN } };
  }
  return POL_OK;
}

static pol_status read_members(reader *d) {
  pol_answer *a = d->a;
  if (!is_members(stage_of(d)) || a->outcome != POL_OUT_VALUE) return POL_OK;
  pol_weigh w;
  POL_TRY(pol_weigh_read(&w, d->r, d->q.stage[d->stage]));
  a->value = pol_weigh_outcome(&w).value;
  POL_TRY(read_pending(d, &w, &a->value));
  return read_duties(d, &w);
}

/* ---- parties, what gave way, what would come next ---- */

static pol_status read_parties(reader *d) {
  pol_answer *a = d->a;
  const pol_decision *s = stage_of(d);
  a->party = take_numbers(d, d->r->m->parties.n);
  if (!a->party) return POL_NO_MEMORY;
  for (uint32_t i = 0; a->outcome == POL_OUT_REFERRED && i < s->rules; i++) {
    const pol_rule *rule = &d->r->m->rules.at[s->rule[i]];
    if (rule->effect != POL_E_REFERS || pol_row_counts(d->r, s->rule[i]) != POL_YES) continue;
    for (uint32_t k = 0; k < rule->parties; k++)
      if (!has_number(a->party, a->parties, rule->party[k])) a->party[a->parties++] = rule->party[k];
  }
  for (uint32_t i = 0; a->outcome == POL_OUT_REFERRED && i < s->rules && !a->party_open; i++) { /* somebody else may still come in */
    const pol_rule *rule = &d->r->m->rules.at[s->rule[i]];
    if (rule->effect != POL_E_REFERS || pol_row_counts(d->r, s->rule[i]) != POL_OPEN) continue;
    for (uint32_t k = 0; k < rule->parties; k++) a->party_open |= !has_number(a->party, a->parties, rule->party[k]);
  }
  return POL_OK;
}

static bool says_the_same(const pol_model *m, const pol_gave_way *a, const pol_gave_way *b) {
  const pol_rule *x = &m->rules.at[a->rule], *y = &m->rules.at[b->rule];
  return x->clause == y->clause && x->line == y->line && x->effect == y->effect && m->rules.at[a->to].clause == m->rules.at[b->to].clause;
}

static pol_status read_gave_way(reader *d) {
  pol_answer *a = d->a;
  const pol_decision *s = stage_of(d);
  a->gave_way = POL_NEW_N(d->r->arena, pol_gave_way, s->rules + 1);
  if (!a->gave_way) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < s->rules; i++) {
    pol_gave_way one = { .rule = s->rule[i] };
    bool listed = !pol_row_gave_way(&one, d->r);
    for (uint32_t k = 0; k < a->gave_ways && !listed; k++) listed = says_the_same(d->r->m, &a->gave_way[k], &one);
    if (!listed) a->gave_way[a->gave_ways++] = one;
  }
  return POL_OK;
}

/* Who cures a refusal must not then meet a referral that we knew of: also one of a later stage. */
static pol_status read_next(reader *d) {
  if (d->a->outcome != POL_OUT_REFUSED) return POL_OK;
  bool *next = POL_NEW_N(d->s.arena, bool, d->r->m->rules.n + 1);
  if (!next) return POL_NO_MEMORY;
  for (uint32_t at = d->stage; at < d->q.stages; at++) {
    const pol_decision *s = &d->r->m->decisions.at[d->q.stage[at]];
    for (uint32_t i = 0; i < s->rules; i++)
      next[s->rule[i]] |= d->r->m->rules.at[s->rule[i]].effect == POL_E_REFERS && pol_row_counts(d->r, s->rule[i]) == POL_YES;
  }
  return pol_cited_list(&d->a->next, &d->a->nexts, d->r, next);
}

/* ---- reservations, presumptions, "normally" ---- */

static bool is_effective(const pol_clause *c, pol_date as_of) { return (!c->from_set || as_of >= c->from) && (!c->to_set || as_of <= c->to); }

static pol_status read_reservations(reader *d) {
  const pol_decision *of = &d->r->m->decisions.at[d->a->decision];
  if (d->a->outcome != POL_OUT_PERMITTED) return POL_OK;
  d->a->reservation = take_numbers(d, of->reservations);
  if (!d->a->reservation) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < of->reservations; i++)
    if (is_effective(&d->r->m->clauses.at[of->reservation[i]], pol_run_as_of(d->r->run))) d->a->reservation[d->a->reservations++] = of->reservation[i];
  return POL_OK;
}

/* What a permission comes with is no part of an answer that does not permit, nor of a later stage's. */
static bool is_idle_amount(const reader *d, uint32_t at, uint32_t root) {
  uint32_t decision = d->q.stage[at];
  if (d->r->m->decisions.at[decision].type.kind != POL_T_PERMISSION || root != d->r->p->decision[decision].value) return false;
  return at < d->stage || d->a->outcome != POL_OUT_PERMITTED;
}

static pol_status read_presumed(reader *d) {
  pol_walk w;
  uint32_t *roots, n, facts = d->r->m->facts.n;
  POL_TRY(pol_walk_start(&w, d->s.arena, d->r, POL_WALK_ALL));
  w.wants = POL_LEADS_PRESUMED;
  for (uint32_t at = 0; at <= d->stage; at++) {
    POL_TRY(pol_decision_roots(&roots, &n, d->s.arena, d->r->p, d->q.stage[at]));
    for (uint32_t i = 0; i < n; i++)
      if (!is_idle_amount(d, at, roots[i])) POL_TRY(pol_walk_from(&w, roots[i]));
  }
  d->a->presumed = take_numbers(d, facts);
  if (!d->a->presumed) return POL_NO_MEMORY;
  for (uint32_t f = 0; f < facts; f++)
    if (w.fact[f] & POL_MARK_PRESUMED) d->a->presumed[d->a->presumeds++] = f;
  return POL_OK;
}

static pol_status read_normally(reader *d) {
  pol_answer *a = d->a;
  a->normally = take_numbers(d, a->becauses);
  if (!a->normally) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < a->becauses; i++)
    if (d->r->m->rules.at[a->because[i].rule].normally) a->normally[a->normallys++] = a->because[i].rule;
  return POL_OK;
}

/* ---- facts ---- */

static bool exists(const reader *d, const pol_fact *f) {
  if (!f->only_when || f->only_when->slot >= d->r->p->nodes || d->r->p->node[f->only_when->slot].frame != 0) return true;
  return pol_row_truth(d->r, f->only_when->slot) != POL_NO;
}

/* A presumption with a history may have no value on the as-of date. */
static bool is_presumed(const reader *d, const pol_fact *f) {
  if (!f->presumed || f->presumed->op == POL_OP_CONST) return f->presumed != NULL;
  return f->presumed->slot != POL_NO_NODE && pol_run_value(d->r->run, f->presumed->slot, d->r->row).state == POL_KNOWN;
}

static pol_status count_facts(reader *d) {
  uint32_t *facts, n;
  if (pol_run_watching(d->r->run)) return POL_OK; /* who watches does not tell it */
  POL_TRY(pol_program_needs(d->r->p, d->s.arena, d->a->decision, &facts, &n));
  for (uint32_t i = 0; i < n; i++) {
    const pol_fact *f = &d->r->m->facts.at[facts[i]];
    if (d->r->record->value[facts[i]].state != POL_UNKNOWN) d->a->facts_used++;
    else if (!exists(d, f)) continue;
    else if (is_presumed(d, f)) d->a->facts_presumed++;
    else d->a->facts_unknown++;
  }
  return POL_OK;
}

pol_status pol_answer_facts(uint32_t **facts, uint32_t *n, pol_arena *arena, const pol_run *run, uint32_t decision) {
  return pol_program_needs(pol_run_program(run), arena, decision, facts, n);
}

/* ---- errors ---- */

/* What a rule of an answer in error has that is in error itself: whether it is in force, or its value. */
static uint32_t erring(const reader *d, const pol_program_rule *nodes) {
  pol_truth in_force = pol_row_truth(d->r, nodes->in_force);
  if (in_force == POL_BAD) return nodes->in_force;
  return nodes->value != POL_NO_NODE && in_force == POL_YES && pol_row_state(d->r, nodes->value) == POL_ERRED ? nodes->value : POL_NO_NODE;
}

/* The fault that the answer came to: of several, the one that its steps meet first. */
static pol_fault came_to(const reader *d, uint32_t stage) {
  const pol_program_decision *p = &d->r->p->decision[stage];
  uint32_t node[] = { p->own_outcome, p->own_value };
  for (uint32_t i = 0; i < 2 && d->a->error.fault == POL_FAULT_NONE; i++) {
    uint8_t cell = node[i] == POL_NO_NODE ? (uint8_t)POL_KNOWN : pol_run_column(d->r->run, node[i])->state[d->r->row];
    if (POL_CELL_STATE(cell) == POL_ERRED) return POL_CELL_FAULT(cell);
  }
  return d->a->error.fault;
}

/* The first rule in error that matters, with the fault if there is one to look for: those that answer before those that say what is in scope. */
static uint32_t first_erring(const reader *d, pol_fault fault, uint32_t *rule) {
  const pol_decision *s = stage_of(d);
  for (int scope = 0; scope < 2; scope++) {
    for (uint32_t i = 0; i < s->rules; i++) {
      const pol_rule *r = &d->r->m->rules.at[s->rule[i]];
      if ((r->effect == POL_E_APPLIES_ONLY_IF) != (scope == 1) || (r->effect == POL_E_INCLUDES && pol_row_has(d->r, s, r->option))) continue;
      uint32_t from = erring(d, &d->r->p->rule[s->rule[i]]);
      if (from == POL_NO_NODE || (fault != POL_FAULT_NONE && POL_CELL_FAULT(pol_run_column(d->r->run, from)->state[d->r->row]) != fault)) continue;
      *rule = s->rule[i];
      return from;
    }
  }
  return POL_NO_NODE;
}

/* The first rule with that fault says where; when it is the combination itself that fails (a sum too large, say), or each way of settling, there is none. */
static pol_status read_error(reader *d) {
  pol_answer *a = d->a;
  a->error.rule = a->error.node = POL_NO_REF;
  if (a->outcome != POL_OUT_ERROR && a->outcome != POL_OUT_CONFLICT) return POL_OK;
  pol_watch_lost(pol_run_watching(d->r->run)); /* there is a fault in it, which is not listed */
  uint32_t stage = d->q.stage[d->stage], from = first_erring(d, came_to(d, stage), &a->error.rule);
  if (from == POL_NO_NODE) from = d->r->p->decision[stage].value != POL_NO_NODE ? d->r->p->decision[stage].value : d->r->p->decision[stage].own_outcome;
  if (from == POL_NO_NODE) return POL_OK;
  uint8_t cell = pol_run_column(d->r->run, from)->state[d->r->row];
  if (POL_CELL_STATE(cell) == POL_ERRED) a->error.fault = POL_CELL_FAULT(cell);
  pol_walk w;
  POL_TRY(pol_walk_start(&w, d->s.arena, d->r, POL_WALK_ERRED));
  POL_TRY(pol_walk_from(&w, from));
  a->error.node = w.origin == POL_NO_NODE ? POL_NO_REF : w.origin;
  return POL_OK;
}

/* ---- all of it ---- */

static bool is_open(const reader *d) {
  const pol_answer *a = d->a;
  if (a->outcome == POL_OUT_UNDETERMINED || a->amount_open || a->party_open || a->pending_rules > 0) return true;
  for (uint32_t i = 0; i < a->duties; i++) {
    uint32_t node = d->r->p->rule[a->duty[i].rule].value;
    if (node != POL_NO_NODE && a->duty[i].date.state == POL_UNKNOWN) return true;
  }
  return false;
}

/* Rules and dates of a list that was settled: settling says which elements and duties are in, and which may still come. */
static pol_status reread_members(reader *d) {
  pol_answer *a = d->a;
  pol_weigh w;
  pol_value pending = { .type = stage_of(d)->type, .as.items = { a->pending, a->pendings } };
  POL_TRY(pol_weigh_read(&w, d->r, d->q.stage[d->stage]));
  a->pending_rule = take_numbers(d, w.n);
  a->duty = POL_NEW_N(d->r->arena, pol_due, w.n + 1);
  if (!a->pending_rule || !a->duty) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < w.n; i++) {
    pol_effect e = pol_weigh_rule(&w, i)->effect;
    pol_value item = pol_weigh_item(&w, i), none = { .state = POL_UNKNOWN };
    bool dated = d->r->p->rule[w.d->rule[i]].value != POL_NO_NODE;
    if ((e != POL_E_INCLUDES && e != POL_E_DUTY) || w.in_force[i] == POL_NO) continue;
    if (pol_value_has(&pending, &item)) a->pending_rule[a->pending_rules++] = w.d->rule[i];
    else if (e == POL_E_DUTY && pol_value_has(&a->value, &item)) a->duty[a->duties++] = (pol_due){ w.d->rule[i], dated ? w.value[i] : none };
  }
  if (stage_of(d)->type.kind == POL_T_OBLIGATIONS) a->pendings = 0; /* duties are told by their rules */
  return POL_OK;
}

static pol_status settle_open(reader *d) {
  bool undetermined = d->a->outcome == POL_OUT_UNDETERMINED;
  if (!is_open(d)) return POL_OK;
  pol_watch_lost(pol_run_watching(d->r->run)); /* other runs are read */
  POL_TRY(pol_settle(d->a, &d->stage, d->r, &d->q, d->cited));
  return undetermined && d->a->outcome == POL_OUT_VALUE && is_members(stage_of(d)) ? reread_members(d) : POL_OK;
}

static pol_status begin(reader *d) {
  POL_TRY(pol_question_make(&d->q, &d->s, d->a->decision));
  d->stage = pol_question_stage(&d->q, d->r, &d->a->outcome);
  d->cited = POL_NEW_N(d->s.arena, bool, d->r->m->rules.n + 1);
  if (!d->cited) return POL_NO_MEMORY;
  POL_TRY(read_value(d));
  return read_members(d);
}

static pol_status read_answer(reader *d) {
  pol_answer *a = d->a;
  POL_TRY(begin(d));
  POL_TRY(read_parties(d));
  if (a->outcome != POL_OUT_UNDETERMINED) POL_TRY(pol_cite(d->cited, &d->s, &d->q));
  POL_TRY(settle_open(d));
  POL_TRY(pol_cited_list(&a->because, &a->becauses, d->r, d->cited));
  POL_TRY(read_gave_way(d));
  POL_TRY(read_next(d));
  POL_TRY(read_reservations(d));
  POL_TRY(read_presumed(d));
  POL_TRY(read_normally(d));
  POL_TRY(read_error(d));
  return count_facts(d);
}

/* What the columns say already, as almost always they do: no list, and nothing open. */
static bool read_cells(reader *d, pol_status *status) {
  pol_answer *a = d->a;
  const pol_decision *of = &d->r->m->decisions.at[a->decision];
  a->outcome = pol_answer_outcome(d->r->run, d->r->row, a->decision);
  if (is_members(of) || of->afters || a->outcome == POL_OUT_UNDETERMINED) return false;
  uint32_t node = d->r->p->decision[a->decision].value;
  a->value = (pol_value){ .state = POL_NOT_APPLICABLE };
  if (a->outcome == POL_OUT_VALUE) a->value = pol_row_value(d->r, node, &of->type);
  else if (a->outcome == POL_OUT_PERMITTED && node != POL_NO_NODE) a->value = pol_row_amount(d->r, of, node);
  d->q = (pol_question){ .stage = &a->decision, .stages = 1 };
  if (a->outcome == POL_OUT_REFERRED) *status = read_parties(d);
  return a->value.state != POL_UNKNOWN && !a->party_open;
}

pol_status pol_answer_glance(pol_answer *out, pol_arena *arena, pol_run *run, const pol_record_facts *record, uint32_t row, uint32_t decision) {
  *out = (pol_answer){ .decision = decision };
  pol_row r = pol_row_of(arena, run, record, row);
  reader d = { .a = out, .r = &r, .s = r };
  pol_status status = POL_OK;
  if (read_cells(&d, &status)) return status;
  *out = (pol_answer){ .decision = decision };
  d.s.arena = pol_arena_new(pol_arena_alloc(arena));
  status = d.s.arena ? begin(&d) : POL_NO_MEMORY;
  if (status == POL_OK) status = read_parties(&d);
  if (status == POL_OK) status = settle_open(&d);
  pol_arena_drop(d.s.arena);
  return status;
}

bool pol_answer_may_rest_on(const pol_run *run, uint32_t row, uint32_t rule) {
  pol_row r = pol_row_of(NULL, run, NULL, row);
  const pol_rule *of = &r.m->rules.at[rule];
  const pol_program_rule *nodes = &r.p->rule[rule];
  return pol_row_truth(&r, of->effect == POL_E_SETS_ASIDE ? nodes->guard : nodes->in_force) != POL_NO;
}

pol_status pol_answer_because(uint32_t **rule, uint32_t *n, pol_arena *arena, pol_run *run, const pol_record_facts *record, uint32_t row, uint32_t decision, bool uses) {
  pol_row r = pol_row_of(arena, run, record, row);
  pol_question q;
  pol_outcome outcome;
  uint32_t all = r.m->rules.n, most = 0;
  bool *cited = POL_NEW_N(arena, bool, all + 1);
  *n = 0;
  if (!cited) return POL_NO_MEMORY;
  POL_TRY(pol_question_make(&q, &r, decision));
  POL_TRY(pol_cite_stages(cited, &r, &q, &outcome));
  if (uses) POL_TRY(pol_cite_uses(cited, &r, outcome));
  for (uint32_t i = pol_cite_next(cited, 0, all); i < all; i = pol_cite_next(cited, i + 1, all)) most++;
  *rule = POL_NEW_N(arena, uint32_t, most + 1);
  if (!*rule) return POL_NO_MEMORY;
  for (uint32_t i = pol_cite_next(cited, 0, all); i < all; i = pol_cite_next(cited, i + 1, all)) (*rule)[(*n)++] = i;
  return POL_OK;
}

pol_status pol_answer_read(pol_answer *out, pol_arena *arena, pol_run *run, const pol_record_facts *record, uint32_t row, uint32_t decision) {
  *out = (pol_answer){ .decision = decision };
  pol_row r = pol_row_of(arena, run, record, row);
  reader d = { .a = out, .r = &r, .s = r };
  d.s.arena = pol_arena_new(pol_arena_alloc(arena));
  pol_status status = d.s.arena ? read_answer(&d) : POL_NO_MEMORY;
  pol_arena_drop(d.s.arena);
  return status;
}
