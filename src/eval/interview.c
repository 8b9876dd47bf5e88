#include "eval/settle.h"

/* In which order missing facts are asked, and what each answer then leads to: as somebody would who asks one question after the other, and asks nothing that
 * the answers so far have settled. Read from the completions that were tried. */

typedef struct interview {
  pol_answer *a;
  const pol_tried *t;
  bool *open;   /* by completion: the answers to the questions before leave it open */
  uint32_t *at; /* by completion: the question that the answers before lead to; POL_NO_REF when none is left */
} interview;

/* The completions that are open and have the fact at this value. */
static bool has(const interview *k, const pol_finite *f, uint32_t value, uint32_t c) { return k->open[c] && pol_finite_digit(f, c) == value; }

static const pol_finite *finite_of(const interview *k, uint32_t missing) {
  for (uint32_t i = 0; i < k->t->finites; i++)
    if (k->t->finite[i].fact == k->a->missing[missing].fact) return &k->t->finite[i];
  return NULL;
}

/* What the answer is when the fact has this value; NULL while that is not settled. *n: in how many completions it does. */
static const pol_finding *settled_by(const interview *k, const pol_finite *f, uint32_t value, uint32_t *n) {
  const pol_finding *first = NULL;
  bool agree = true;
  *n = 0;
  for (uint32_t c = 0; c < k->t->completions; c++) {
    if (!has(k, f, value, c)) continue;
    if (!first) first = &k->t->table[c];
    agree = agree && k->t->table[c].definite && !k->t->table[c].open && pol_finding_same(first, &k->t->table[c]);
    ++*n;
  }
  return agree ? first : NULL;
}

/* A permission whose amount is still open is one all the same. */
static const pol_finding *permitted_by(const interview *k, const pol_finite *f, uint32_t value) {
  const pol_finding *first = NULL;
  for (uint32_t c = 0; c < k->t->completions; c++) {
    if (!has(k, f, value, c)) continue;
    first = &k->t->table[c];
    if (!first->definite || first->outcome != POL_OUT_PERMITTED) return NULL;
  }
  return first;
}

/* Whether `other` still makes a difference once the fact has this value. */
static bool matters_then(const interview *k, const pol_finite *f, uint32_t value, const pol_finite *other) {
  for (uint32_t c = 0; c < k->t->completions; c++) {
    uint32_t d = pol_finite_digit(other, c);
    if (d > 0 && has(k, f, value, c) && !pol_finding_same(&k->t->table[c], &k->t->table[c - d * other->stride])) return true;
  }
  return false;
}

/* How much is settled by asking it now, and how many questions it may save. */
typedef struct worth { uint64_t settled, saved; } worth;

static worth worth_of(const interview *k, uint32_t at, uint32_t from) {
  const pol_finite *f = finite_of(k, at);
  worth w = { 0, 0 };
  for (uint32_t v = 0; f && v < f->size; v++) {
    uint32_t n;
    if (settled_by(k, f, v, &n)) w.settled += n;
    for (uint32_t i = from; i < k->a->missings; i++) {
      const pol_finite *other = i == at ? NULL : finite_of(k, i);
      if (other && !matters_then(k, f, v, other)) w.saved += n;
    }
  }
  return w;
}

static bool is_worth_more(worth a, worth b) { return a.settled != b.settled ? a.settled > b.settled : a.saved > b.saved; }

/* The most useful one is put at `from`; the others keep their order. */
static void put_first(interview *k, uint32_t from) {
  uint32_t best = from;
  worth most = worth_of(k, from, from);
  for (uint32_t i = from + 1; i < k->a->missings; i++) {
    worth w = worth_of(k, i, from);
    if (!is_worth_more(w, most)) continue;
    most = w;
    best = i;
  }
  pol_missing first = k->a->missing[best];
  for (; best > from; best--) k->a->missing[best] = k->a->missing[best - 1];
  k->a->missing[from] = first;
}

static void close_settled(interview *k, const pol_finite *f) {
  for (uint32_t v = 0; f && v < f->size; v++) {
    uint32_t n;
    if (!settled_by(k, f, v, &n)) continue;
    for (uint32_t c = 0; c < k->t->completions; c++)
      if (has(k, f, v, c)) k->open[c] = false;
  }
}

static bool is_open_with(const interview *k, const pol_finite *f, uint32_t value) {
  for (uint32_t c = 0; c < k->t->completions; c++)
    if (has(k, f, value, c) && (!k->t->table[c].definite || k->t->table[c].open)) return true;
  return false;
}

/* The question after this one that such an answer leaves open. */
static uint32_t next_after(const interview *k, uint32_t at, const pol_finite *f, uint32_t value) {
  for (uint32_t i = at + 1; i < k->a->missings; i++) {
    const pol_finite *other = finite_of(k, i);
    if (other ? matters_then(k, f, value, other) : is_open_with(k, f, value)) return i;
  }
  return POL_NO_REF;
}

static pol_status fill_then(interview *k, uint32_t at, const pol_finite *f) {
  pol_missing *m = &k->a->missing[at];
  m->then = POL_NEW_N(k->t->r->arena, pol_then, f->size);
  if (!m->then) return POL_NO_MEMORY;
  for (uint32_t v = 0; v < f->size; v++) {
    uint32_t n;
    const pol_finding *found = settled_by(k, f, v, &n);
    if (!found) found = permitted_by(k, f, v);
    pol_then *then = &m->then[v];
    *then = (pol_then){ .outcome = POL_OUT_UNDETERMINED, .gives = { .state = POL_UNKNOWN }, .next = next_after(k, at, f, v) };
    if (!found) continue;
    then->outcome = found->outcome;
    then->gives = found->value;
    then->parties = found->parties;
    then->party = POL_NEW_N(k->t->r->arena, uint32_t, found->parties + 1);
    if (!then->party) return POL_NO_MEMORY;
    for (uint32_t i = 0; i < found->parties; i++) then->party[i] = found->party[i];
    POL_TRY(pol_value_keep(&then->gives, k->t->r->arena));
  }
  return POL_OK;
}

/* Who gives the answers of a completion is led from question to question: what a value leads to is told for those who come to it. */
static pol_status lead(interview *k, uint32_t at) {
  const pol_finite *f = finite_of(k, at);
  for (uint32_t c = 0; c < k->t->completions; c++) k->open[c] = k->at[c] == at;
  if (f) POL_TRY(fill_then(k, at, f));
  for (uint32_t c = 0; c < k->t->completions; c++) {
    if (!k->open[c]) continue;
    const pol_then *then = f ? &k->a->missing[at].then[pol_finite_digit(f, c)] : NULL;
    if (then) k->at[c] = then->next;
    else k->at[c] = at + 1; /* a number or a date may lead anywhere */
  }
  return POL_OK;
}

pol_status pol_interview(pol_answer *a, const pol_tried *t, pol_arena *scratch) {
  interview k = { .a = a, .t = t, .open = POL_NEW_N(scratch, bool, t->completions + 1) };
  k.at = POL_NEW_N(scratch, uint32_t, t->completions + 1);
  if (!k.open || !k.at) return POL_NO_MEMORY;
  for (uint32_t c = 0; c < t->completions; c++) k.open[c] = true;
  for (uint32_t i = 0; i < a->missings; i++) {
    put_first(&k, i);
    close_settled(&k, finite_of(&k, i));
  }
  for (uint32_t c = 0; c < t->completions; c++) k.at[c] = 0;
  for (uint32_t i = 0; i < a->missings; i++) POL_TRY(lead(&k, i));
  return POL_OK;
}
