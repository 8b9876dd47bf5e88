/* A case that shows a change: a scenario as it is, then with one fact another, then with two. Facts tried are those that the changed rules look at; values are all that
 * there are, or, of amounts and dates, those around the limits that the rules compare with. What is found was worked out with the change and without it. */
#include "eval/settle.h"
#include "eval/words.h"
#include "ops/column.h"
#include "scenario/coverage.h"
#include "scenario/mutate.h"
#include <string.h>

enum { RESULTS = 24, FACTS = 16, MOVES = 160, OPTIONS = 24, PAIRS = 1200, AT_ONCE = 64 };

typedef struct move { uint32_t fact; pol_value value; } move;

typedef struct seeking {
  const pol_seeking *s;
  const pol_model *m;
  pol_witness *out;
  pol_run *before, *after;
  uint32_t decision[8], decisions; /* that the change is about */
  uint32_t fact[FACTS], facts;
  move moves[MOVES];               /* of the scenario at hand */
  uint32_t n;
  pol_witness second;              /* the answer is the same, and rests on other clauses */
  pol_record_facts base;           /* its facts, of our own: other threads read those of the results */
  pol_record_facts record[AT_ONCE];
  const pol_record_facts *each[AT_ONCE];
  uint32_t made[AT_ONCE][POL_WITNESS_FACTS], count[AT_ONCE], rows; /* the moves of each variant */
} seeking;

/* ---- what came out, in words ---- */

static void add_names(pol_text *t, const pol_model *m, const pol_answer *a) {
  for (uint32_t i = 0; i < a->parties; i++) pol_text_format(t, "%s%s", i == 0 ? " to " : ", ", pol_atom_get(m->atoms, m->parties.at[a->party[i]].name));
}

static void add_value(pol_text *t, const pol_model *m, const pol_value *v) {
  bool list = v->state == POL_KNOWN && (v->type.kind == POL_T_SET || v->type.kind == POL_T_SEQUENCE);
  if (!list) pol_value_words(t, m, v);
  else if (v->as.items.n == 0) pol_text_add(t, "none");
  for (uint32_t i = 0; list && i < v->as.items.n; i++) { /* by name, as an expectation has them */
    if (i > 0) pol_text_add(t, ", ");
    pol_value_plain(t, m, &v->as.items.at[i], 0);
  }
}

static bool is_cited_before(const pol_model *m, const pol_answer *a, uint32_t i) {
  for (uint32_t j = 0; j < i; j++)
    if (m->rules.at[a->because[j].rule].clause == m->rules.at[a->because[i].rule].clause) return true;
  return false;
}

static void add_clauses(pol_text *t, const pol_model *m, const pol_answer *a) {
  const char *word = " under ";
  for (uint32_t i = 0; i < a->becauses; i++) {
    if (is_cited_before(m, a, i)) continue;
    pol_text_format(t, "%s%s", word, pol_atom_get(m->atoms, m->clauses.at[m->rules.at[a->because[i].rule].clause].id));
    word = ", ";
  }
}

static const char *answer_words(pol_arena *arena, const pol_model *m, const pol_answer *a, bool clauses) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(arena));
  bool duties = m->decisions.at[a->decision].type.kind == POL_T_OBLIGATIONS;
  if (a->outcome != POL_OUT_VALUE) pol_text_add(&t, pol_outcome_words(a->outcome));
  else if (!duties) add_value(&t, m, &a->value);
  for (uint32_t i = 0; duties && a->outcome == POL_OUT_VALUE && i < a->duties; i++)
    pol_text_format(&t, "%s%s", i == 0 ? "" : ", ", pol_atom_get(m->atoms, m->rules.at[a->duty[i].rule].duty.name));
  if (duties && a->outcome == POL_OUT_VALUE && a->duties == 0) pol_text_add(&t, "no duty");
  if (a->outcome == POL_OUT_PERMITTED && a->value.state == POL_KNOWN) {
    pol_text_add(&t, " with ");
    pol_value_words(&t, m, &a->value);
  }
  add_names(&t, m, a);
  if (clauses) add_clauses(&t, m, a);
  const char *out = pol_text_ok(&t) ? pol_arena_copy(arena, pol_text_get(&t), t.n) : NULL;
  pol_text_drop(&t);
  return out;
}

/* ---- comparing a variant ---- */

static bool same_cell(const seeking *k, uint32_t a, uint32_t b, uint32_t row) {
  if (a == POL_NO_NODE || b == POL_NO_NODE) return a == b;
  pol_value x = pol_run_value(k->before, a, row), y = pol_run_value(k->after, b, row);
  if (x.state != y.state) return false;
  y.type = x.type; /* one may be a constant now */
  return x.state != POL_KNOWN || pol_value_same(&x, &y);
}

/* Whether an answer can differ: what is in force, and what it comes to. */
static bool may_differ(const seeking *k, uint32_t decision, uint32_t row) {
  const pol_program *p = k->s->before, *q = k->s->after;
  const pol_decision *d = &k->m->decisions.at[decision];
  if (!same_cell(k, p->decision[decision].outcome, q->decision[decision].outcome, row)) return true;
  if (!same_cell(k, p->decision[decision].value, q->decision[decision].value, row)) return true;
  for (uint32_t i = 0; i < d->rules; i++) {
    const pol_program_rule *x = &p->rule[d->rule[i]], *y = &q->rule[d->rule[i]];
    if (!same_cell(k, x->in_force, y->in_force, row) || !same_cell(k, x->value, y->value, row)) return true;
  }
  return k->s->after->model->rules.at[k->s->mutant->rule[0]].effect != k->m->rules.at[k->s->mutant->rule[0]].effect;
}

typedef enum parting { SAME, OTHER_CLAUSES, OTHER_ANSWER } parting;

static pol_status differs(parting *out, pol_witness *said, seeking *k, uint32_t decision, uint32_t row) {
  pol_answer before, after;
  pol_arena *scratch = k->s->scratch;
  pol_arena_point here = pol_arena_mark(scratch);
  POL_TRY(pol_answer_read(&before, scratch, k->before, k->each[row], row, decision));
  POL_TRY(pol_answer_read(&after, scratch, k->after, k->each[row], row, decision));
  *out = SAME;
  for (uint32_t pass = 0; pass < 2 && *out == SAME; pass++) { /* the same answer may rest on other clauses */
    pol_arena_point kept = pol_arena_mark(k->s->keep);
    said->before = answer_words(k->s->keep, k->m, &before, pass == 1);
    said->after = answer_words(k->s->keep, k->m, &after, pass == 1);
    if (!said->before || !said->after) return POL_NO_MEMORY;
    if (strcmp(said->before, said->after) != 0) *out = pass == 0 ? OTHER_ANSWER : OTHER_CLAUSES;
    if (*out == SAME || (*out == OTHER_CLAUSES && k->second.found)) pol_arena_reset(k->s->keep, kept);
  }
  pol_arena_reset(scratch, here);
  return POL_OK;
}

static void note(const seeking *k, pol_witness *w, uint32_t result, uint32_t decision, uint32_t row) {
  w->found = true;
  w->result = result;
  w->decision = decision;
  w->changes = k->count[row];
  for (uint32_t i = 0; i < k->count[row]; i++) {
    w->change[i].fact = k->moves[k->made[row][i]].fact;
    w->change[i].value = k->moves[k->made[row][i]].value;
  }
}

/* Runs the variants gathered so far; the first whose answer is another is the witness, and second best one whose answer rests on other clauses. */
static pol_status run_variants(seeking *k, uint32_t result) {
  pol_date as_of = k->s->all->results->results.at[result].as_of;
  uint32_t rows = k->rows;
  k->rows = 0;
  if (rows == 0) return POL_OK;
  for (uint32_t i = 0; i < rows; i++) k->each[i] = &k->record[i];
  POL_TRY(pol_run_chunk(k->before, k->each, rows, as_of));
  POL_TRY(pol_run_chunk(k->after, k->each, rows, as_of));
  for (uint32_t row = 0; row < rows; row++) {
    for (uint32_t d = 0; d < k->decisions; d++) {
      pol_witness said = { 0 };
      parting how;
      if (!may_differ(k, k->decision[d], row)) continue;
      POL_TRY(differs(&how, &said, k, k->decision[d], row));
      if (how == SAME || (how == OTHER_CLAUSES && k->second.found)) continue;
      note(k, &said, result, k->decision[d], row);
      *(how == OTHER_ANSWER ? k->out : &k->second) = said;
      if (how == OTHER_ANSWER) return POL_OK;
    }
  }
  return POL_OK;
}

static pol_status add_variant(seeking *k, uint32_t result, const uint32_t *moves, uint32_t n) {
  const pol_record_facts *base = k->s->all->results->results.at[result].facts;
  pol_record_facts *r = &k->record[k->rows];
  pol_value *value = r->value ? r->value : POL_NEW_N(k->s->scratch, pol_value, k->m->facts.n + 1u);
  if (!value) return POL_NO_MEMORY;
  if (k->m->facts.n > 0) memcpy(value, base->value, k->m->facts.n * sizeof *value);
  *r = *base;
  r->value = value;
  for (uint32_t i = 0; i < n; i++) {
    value[k->moves[moves[i]].fact] = k->moves[moves[i]].value;
    k->made[k->rows][i] = moves[i];
  }
  k->count[k->rows++] = n;
  return k->rows == AT_ONCE ? run_variants(k, result) : POL_OK;
}

/* ---- facts ---- */

static void take_fact(seeking *k, uint32_t fact) {
  for (uint32_t i = 0; i < k->facts; i++)
    if (k->fact[i] == fact) return;
  if (k->facts < FACTS) k->fact[k->facts++] = fact;
}

static void take_facts(seeking *k, const pol_record_facts *base, const pol_expr *e) {
  if (!e || k->facts == FACTS) return;
  if (e->op == POL_OP_INPUT) take_fact(k, e->ref);
  for (uint32_t i = 0; i < e->n; i++) take_facts(k, base, e->arg[i]);
}

typedef void (*looking)(seeking *k, const pol_record_facts *base, const pol_expr *e);

/* Everything that the changed rules say, then everything that the other rules of their decisions do. */
static void look_at_rules(seeking *k, const pol_record_facts *base, looking look) {
  const pol_mutant *mutant = k->s->mutant;
  for (uint32_t i = 0; i < mutant->rules; i++) {
    const pol_rule *r = &k->m->rules.at[mutant->rule[i]];
    const pol_expr *part[] = { r->when, r->except, r->test, r->value, r->duty.date };
    for (size_t j = 0; j < sizeof part / sizeof *part; j++) look(k, base, part[j]);
  }
  for (uint32_t d = 0; d < k->decisions; d++) {
    const pol_decision *decision = &k->m->decisions.at[k->decision[d]];
    for (uint32_t i = 0; i < decision->rules; i++) {
      const pol_rule *r = &k->m->rules.at[decision->rule[i]];
      const pol_expr *part[] = { r->when, r->except, r->test };
      for (size_t j = 0; j < sizeof part / sizeof *part; j++) look(k, base, part[j]);
    }
  }
}

static void gather_facts(seeking *k) {
  const pol_mutant *mutant = k->s->mutant;
  for (uint32_t i = 0; i < mutant->exprs.n; i++) take_facts(k, NULL, &mutant->exprs.at[i].becomes); /* the words themselves come first: made, they are what stood there */
  look_at_rules(k, NULL, take_facts);
}

static void gather_decisions(seeking *k) {
  for (uint32_t i = 0; i < k->s->mutant->rules; i++) {
    uint32_t d = k->m->rules.at[k->s->mutant->rule[i]].decision;
    bool known = d == POL_NO_REF || k->decisions == sizeof k->decision / sizeof *k->decision;
    for (uint32_t j = 0; j < k->decisions; j++) known = known || k->decision[j] == d;
    if (!known) k->decision[k->decisions++] = d;
  }
}

/* ---- values ---- */

static void add_move(seeking *k, const pol_record_facts *base, uint32_t fact, const pol_value *value) {
  const pol_value *now = &base->value[fact];
  const char *why;
  if (k->n == MOVES || (now->state == POL_KNOWN && pol_value_same(now, value))) return;
  for (uint32_t i = 0; i < k->n; i++)
    if (k->moves[i].fact == fact && pol_value_same(&k->moves[i].value, value)) return;
  if (!pol_facts_in_bounds(k->m, &k->m->facts.at[fact], value, k->s->scratch, &why)) return;
  k->moves[k->n++] = (move){ fact, *value };
}

static void listed_values(seeking *k, const pol_record_facts *base, uint32_t fact) {
  uint32_t n = pol_domain_size(k->m, fact);
  for (uint32_t i = 0; i < n && i < OPTIONS; i++) {
    pol_value v = pol_domain_value(k->m, fact, i);
    add_move(k, base, fact, &v);
  }
}

static bool read_number(pol_num *out, const seeking *k, const pol_expr *e) {
  const pol_program *p = k->s->before;
  if (e->slot >= p->nodes || p->node[e->slot].frame != 0) return false;
  const pol_column *c = pol_run_column(k->before, e->slot);
  if (POL_CELL_STATE(c->state[0]) != POL_KNOWN) return false;
  pol_repr repr = (pol_repr)p->node[e->slot].repr;
  if (repr != POL_REPR_NUM && repr != POL_REPR_INT) return false;
  *out = repr == POL_REPR_NUM ? c->as.num[0] : pol_num_int(c->as.i[0]);
  return true;
}

/* The fact so moved that the comparison is at its limit, and one unit to either side; exact where nothing but sums stand between. */
static void move_to_limit(seeking *k, const pol_record_facts *base, const pol_expr *e, const pol_expr *fact, pol_num difference, bool left) {
  const pol_value *now = &base->value[fact->ref];
  pol_type type = k->m->facts.at[fact->ref].type;
  bool number = type.kind == POL_T_NUMBER, whole = type.kind == POL_T_DATE || type.kind == POL_T_TIME;
  pol_num at, unit;
  if ((!number && !whole) || now->state != POL_KNOWN || !pol_unit_of_change(&unit, e->arg[0]->type, NULL)) return;
  at = number ? now->as.num : pol_num_int(now->as.i);
  if ((left ? pol_num_sub : pol_num_add)(&at, at, difference) != POL_NUM_FINE) return;
  for (int step = -1; step <= 1; step++) {
    pol_value v = { .state = POL_KNOWN, .type = type };
    pol_num moved = at;
    int64_t i;
    if (step != 0 && (step < 0 ? pol_num_sub : pol_num_add)(&moved, at, unit) != POL_NUM_FINE) continue;
    if (number) v.as.num = moved;
    else if (pol_num_to_i64(&i, moved) && i > INT32_MIN / 2 && i < INT32_MAX / 2) v.as.i = (int32_t)i;
    else continue;
    add_move(k, base, fact->ref, &v);
  }
}

/* A date that years or months are counted from, up to the day of the decision: that many before it, and a day to either side. */
static void move_back(seeking *k, const pol_record_facts *base, uint32_t fact, const pol_expr *counted, pol_num limit) {
  const pol_unit *u = &counted->type.unit;
  int64_t n;
  pol_date at;
  if (k->m->facts.at[fact].type.kind != POL_T_DATE || counted->type.kind != POL_T_NUMBER || !pol_num_to_i64(&n, limit) || n < -9999 || n > 9999) return;
  pol_period back = { .months = (int32_t)(u->year ? 12 * n : u->month ? n : 0), .days = (int32_t)(u->week ? 7 * n : u->day ? n : 0) };
  if (!pol_date_add(&at, pol_run_as_of(k->before), back, -1, k->m->short_months)) return;
  for (int step = -1; step <= 1; step++) {
    pol_value v = { .state = POL_KNOWN, .type = k->m->facts.at[fact].type, .as.i = at + step };
    add_move(k, base, fact, &v);
  }
}

static void count_back(seeking *k, const pol_record_facts *base, const pol_expr *side, const pol_expr *counted, pol_num limit) {
  if (side->op == POL_OP_INPUT && side != counted) move_back(k, base, side->ref, counted, limit);
  for (uint32_t i = 0; i < side->n; i++)
    if (side->arg[i]) count_back(k, base, side->arg[i], counted, limit);
}

static void move_side(seeking *k, const pol_record_facts *base, const pol_expr *e, const pol_expr *side, pol_num difference, bool left) {
  if (!side) return;
  if (side->op == POL_OP_INPUT) move_to_limit(k, base, e, side, difference, left);
  for (uint32_t i = 0; i < side->n; i++) move_side(k, base, e, side->arg[i], difference, left);
}

/* A fact that is not given, compared with an amount that is known. */
static void give_limit(seeking *k, const pol_record_facts *base, const pol_expr *e) {
  pol_num limit;
  const pol_expr *fact = e->arg[0];
  if (fact->op != POL_OP_INPUT || base->value[fact->ref].state == POL_KNOWN || !read_number(&limit, k, e->arg[1])) return;
  pol_type type = k->m->facts.at[fact->ref].type;
  pol_value given = { .state = POL_KNOWN, .type = type };
  int64_t i = 0;
  if (type.kind == POL_T_NUMBER) given.as.num = limit;
  else if ((type.kind == POL_T_DATE || type.kind == POL_T_TIME) && pol_num_to_i64(&i, limit)) given.as.i = (int32_t)i;
  else return;
  pol_value was = base->value[fact->ref];
  base->value[fact->ref] = given; /* as if it had been given */
  move_to_limit(k, base, e, fact, pol_num_int(0), true);
  base->value[fact->ref] = was;
  add_move(k, base, fact->ref, &given);
}

static void limits_in(seeking *k, const pol_record_facts *base, const pol_expr *e) {
  pol_num a, b, difference;
  if (!e) return;
  bool compares = e->n == 2 && (e->op == POL_OP_EQ || e->op == POL_OP_NE || (e->op >= POL_OP_LT && e->op <= POL_OP_GE));
  if (compares && read_number(&a, k, e->arg[0]) && read_number(&b, k, e->arg[1]) && pol_num_sub(&difference, a, b) == POL_NUM_FINE) {
    move_side(k, base, e, e->arg[0], difference, true);
    move_side(k, base, e, e->arg[1], difference, false);
    count_back(k, base, e->arg[0], e->arg[0], b);
  } else if (compares) {
    give_limit(k, base, e);
  }
  for (uint32_t i = 0; i < e->n; i++) limits_in(k, base, e->arg[i]);
}

/* What is worth trying for this scenario. The run holds its facts as they are, in its first row. */
static pol_status gather_moves(seeking *k, uint32_t result) {
  const pol_record_facts *base = &k->base, *given = k->s->all->results->results.at[result].facts;
  if (!k->base.value) k->base.value = POL_NEW_N(k->s->scratch, pol_value, k->m->facts.n + 1u);
  if (!k->base.value) return POL_NO_MEMORY;
  if (k->m->facts.n > 0) memcpy(k->base.value, given->value, k->m->facts.n * sizeof *given->value);
  k->n = 0;
  for (uint32_t i = 0; i < k->facts; i++) listed_values(k, base, k->fact[i]);
  look_at_rules(k, base, limits_in);
  return POL_OK;
}

/* ---- trying ---- */

static pol_status try_alone(seeking *k, uint32_t result) {
  POL_TRY(add_variant(k, result, NULL, 0));
  POL_TRY(run_variants(k, result));
  POL_TRY(gather_moves(k, result));
  for (uint32_t i = 0; i < k->n && !k->out->found; i++) POL_TRY(add_variant(k, result, &i, 1));
  return k->out->found ? POL_OK : run_variants(k, result);
}

static pol_status try_pairs(seeking *k, uint32_t result, uint32_t *left) {
  POL_TRY(add_variant(k, result, NULL, 0));
  POL_TRY(run_variants(k, result));
  POL_TRY(gather_moves(k, result));
  for (uint32_t i = 0; i < k->n && !k->out->found; i++) {
    for (uint32_t j = i + 1; j < k->n && !k->out->found && *left > 0; j++) {
      if (k->moves[i].fact == k->moves[j].fact) continue;
      --*left;
      POL_TRY(add_variant(k, result, (uint32_t[]){ i, j }, 2));
    }
  }
  return k->out->found ? POL_OK : run_variants(k, result);
}

static bool is_near(const seeking *k, uint32_t result) {
  const pol_scenario *s = k->s->all->results->results.at[result].scenario;
  for (uint32_t e = 0; e < s->expects.n; e++)
    for (uint32_t i = 0; i < k->s->mutant->rules; i++)
      if (k->s->hangs[s->expects.at[e].decision][k->s->mutant->rule[i]]) return true;
  return false;
}

/* Scenarios that hang on the change; where none does, any. */
static pol_status try_results(seeking *k, bool near) {
  const pol_scenario_results *all = k->s->all->results;
  for (uint32_t pass = 0; pass < 2; pass++) {
    uint32_t tried = 0, left = PAIRS;
    for (uint32_t i = 0; i < all->results.n && tried < RESULTS && !k->out->found; i++) {
      if (!all->results.at[i].passed || is_near(k, i) != near) continue;
      tried++;
      POL_TRY(pass == 0 ? try_alone(k, i) : try_pairs(k, i, &left));
    }
    if (!k->out->found && k->second.found) *k->out = k->second;
    if (k->out->found) return POL_OK;
  }
  return POL_OK;
}

pol_status pol_witness_find(pol_witness *out, const pol_seeking *s) {
  seeking *k = POL_NEW(s->scratch, seeking);
  if (!k) return POL_NO_MEMORY;
  *k = (seeking){ .s = s, .m = s->before->model, .out = out };
  gather_decisions(k);
  gather_facts(k);
  POL_TRY(pol_run_new(&k->before, s->before, pol_arena_alloc(s->scratch)));
  pol_status status = pol_run_new(&k->after, s->after, pol_arena_alloc(s->scratch));
  if (status == POL_OK) status = try_results(k, true);
  if (status == POL_OK && !out->found) status = try_results(k, false);
  pol_run_drop(k->after);
  pol_run_drop(k->before);
  return status;
}
