#include "scenario/mutants.h"
#include "base/sha256.h"
#include <stdlib.h>
#include <string.h>

/* ---- whose words ---- */

static bool is_inside(pol_span outer, pol_span inner) { return outer.file == inner.file && inner.start >= outer.start && inner.end <= outer.end; }

/* The words of a clause or of a definition: of modules, of facts and of nobody nothing is changed. */
static bool find_owner(const pol_model *m, pol_mutant *mutant) {
  mutant->clause = mutant->define = POL_NO_REF;
  for (uint32_t i = 0; i < m->rules.n; i++) {
    if (!is_inside(m->rules.at[i].node->span, mutant->cut)) continue;
    mutant->clause = m->rules.at[i].clause;
    return !m->clauses.at[mutant->clause].imported;
  }
  for (uint32_t i = 0; i < m->defines.n; i++) {
    if (!is_inside(m->defines.at[i].node->span, mutant->cut)) continue;
    mutant->define = i;
    return !m->defines.at[i].imported;
  }
  return false;
}

/* ---- adding ---- */

static bool same_span(pol_span a, pol_span b) { return a.file == b.file && a.start == b.start && a.end == b.end; }

static pol_mutant *find(const pol_mutating *k, const pol_mutant_said *said) {
  for (uint32_t i = k->out->list.n; i-- > 0;) {
    pol_mutant *x = &k->out->list.at[i];
    if (x->cut.start != said->cut.start || x->kind != said->kind || !same_span(x->cut, said->cut)) continue;
    if (!x->instead == !said->instead && (!x->instead || strcmp(x->instead, said->instead) == 0)) return x;
  }
  return NULL;
}

static pol_status concerns(pol_mutating *k, pol_mutant *mutant, uint32_t rule) {
  for (uint32_t i = 0; i < mutant->rules; i++)
    if (mutant->rule[i] == rule) return POL_OK;
  uint32_t *list = POL_NEW_N(k->arena, uint32_t, mutant->rules + 1u);
  if (!list) return POL_NO_MEMORY;
  if (mutant->rules > 0) memcpy(list, mutant->rule, mutant->rules * sizeof *list);
  list[mutant->rules++] = rule;
  mutant->rule = list;
  return POL_OK;
}

pol_status pol_mutant_add(pol_mutant **out, pol_mutating *k, const pol_mutant_said *said) {
  pol_mutant made = { .kind = said->kind, .context = said->context, .cut = said->cut, .instead = said->instead, .lead = said->lead ? said->lead : "" };
  *out = find(k, said);
  if (!*out) {
    if (!find_owner(k->m, &made)) return POL_OK;
    *out = POL_VEC_PUSH(k->arena, &k->out->list);
    if (!*out) return POL_NO_MEMORY;
    **out = made;
  }
  return concerns(k, *out, k->rule);
}

pol_status pol_mutant_expr(pol_mutating *k, pol_mutant *mutant, pol_expr *at, const pol_expr *becomes) {
  for (uint32_t i = 0; i < mutant->exprs.n; i++)
    if (mutant->exprs.at[i].at == at) return POL_OK; /* met again through another rule */
  pol_expr_edit *e = POL_VEC_PUSH(k->arena, &mutant->exprs);
  if (!e) return POL_NO_MEMORY;
  *e = (pol_expr_edit){ at, *becomes };
  return POL_OK;
}

pol_status pol_mutant_line(pol_mutating *k, pol_mutant *mutant, uint32_t rule, const pol_rule *becomes) {
  pol_rule_edit *e = POL_VEC_PUSH(k->arena, &mutant->lines);
  if (!e) return POL_NO_MEMORY;
  *e = (pol_rule_edit){ rule, *becomes };
  return concerns(k, mutant, rule);
}

void pol_mutant_swap(pol_mutant *mutant, pol_model *copy) {
  for (uint32_t i = 0; i < mutant->exprs.n; i++) {
    pol_expr_edit *e = &mutant->exprs.at[i];
    pol_expr was = *e->at;
    *e->at = e->becomes;
    e->becomes = was;
  }
  for (uint32_t i = 0; i < mutant->lines.n; i++) {
    pol_rule_edit *e = &mutant->lines.at[i];
    pol_rule was = copy->rules.at[e->rule];
    copy->rules.at[e->rule] = e->becomes;
    e->becomes = was;
  }
}

/* ---- ids ---- */

static const char *owner_name(const pol_model *m, const pol_mutant *x) {
  return pol_atom_get(m->atoms, x->clause != POL_NO_REF ? m->clauses.at[x->clause].id : m->defines.at[x->define].name);
}

static void hash_words(pol_sha256 *s, const pol_model *m, pol_span span) {
  const pol_source *source = pol_sources_get(m->sources, span.file);
  bool blank = false;
  for (uint32_t i = span.start; i < span.end && i < source->length; i++) { /* another layout is no other text */
    bool now = source->text[i] == ' ' || source->text[i] == '\n' || source->text[i] == '\r' || source->text[i] == '\t';
    if (now && !blank) pol_sha256_add(s, " ", 1);
    if (!now) pol_sha256_add(s, &source->text[i], 1);
    blank = now;
  }
  pol_sha256_add(s, "", 1);
}

/* Twice the same words in one clause: told apart by their order. */
static uint8_t occurrence(const pol_mutants *all, const char *const *id, uint32_t n, const char *made) {
  uint8_t count = 0;
  for (uint32_t i = 0; i < n && i < all->list.n; i++) count = (uint8_t)(count + (strcmp(id[i], made) == 0));
  return count;
}

static pol_status name(pol_mutating *k, pol_mutant *x, const char **plain, uint32_t at) {
  enum { DIGITS = 6 };
  pol_sha256 s;
  char digits[65];
  uint8_t kind = (uint8_t)x->kind;
  pol_text t;
  pol_sha256_init(&s);
  pol_sha256_add(&s, &kind, 1);
  hash_words(&s, k->m, (pol_span){ x->context.file, x->context.start, x->cut.start });
  hash_words(&s, k->m, x->cut);
  hash_words(&s, k->m, (pol_span){ x->context.file, x->cut.end, x->context.end });
  if (x->instead) pol_sha256_add(&s, x->instead, strlen(x->instead));
  pol_sha256_end(&s, digits);
  pol_text_init(&t, pol_arena_alloc(k->arena));
  pol_text_format(&t, "%s-%.*s", owner_name(k->m, x), DIGITS, digits);
  plain[at] = pol_text_ok(&t) ? pol_arena_copy(k->arena, pol_text_get(&t), t.n) : NULL;
  if (plain[at]) {
    uint8_t before = occurrence(k->out, plain, at, plain[at]);
    if (before > 0) pol_text_format(&t, "-%u", before + 1u);
    x->id = pol_text_ok(&t) ? pol_arena_copy(k->arena, pol_text_get(&t), t.n) : NULL;
  }
  pol_text_drop(&t);
  return plain[at] && x->id ? POL_OK : POL_NO_MEMORY;
}

static pol_status name_all(pol_mutating *k) {
  const char **plain = POL_NEW_N(k->arena, const char *, k->out->list.n + 1u);
  if (!plain) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < k->out->list.n; i++) POL_TRY(name(k, &k->out->list.at[i], plain, i));
  return POL_OK;
}

/* ---- all of them ---- */

/* In the order of the text; what begins at one place the longer first, then by kind, then as found: up before down. */
static int by_place(const void *a, const void *b) {
  const pol_mutant *x = a, *y = b;
  if (x->cut.file != y->cut.file) return x->cut.file < y->cut.file ? -1 : 1;
  if (x->cut.start != y->cut.start) return x->cut.start < y->cut.start ? -1 : 1;
  if (x->cut.end != y->cut.end) return x->cut.end > y->cut.end ? -1 : 1;
  if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
  return strcmp(x->instead ? x->instead : "", y->instead ? y->instead : "");
}

/* The times at which a table of rates changes are kept with the interval, too. */
static pol_status find_pieces(pol_mutating *k, pol_expr *e) {
  if (!e) return POL_OK;
  if (e->op == POL_OP_LIST_PIECES) {
    pol_expr **slot = POL_VEC_PUSH(k->arena, &k->pieces);
    if (!slot) return POL_NO_MEMORY;
    *slot = e;
  }
  for (uint32_t i = 0; i < e->n; i++) POL_TRY(find_pieces(k, e->arg[i]));
  return POL_OK;
}

static pol_status walk_rules(pol_mutating *k) {
  for (k->rule = 0; k->rule < k->m->rules.n; k->rule++) {
    const pol_rule *r = &k->m->rules.at[k->rule];
    if (r->decision == POL_NO_REF) continue; /* rows of tables are walked where they are called */
    pol_expr *part[] = { r->when, r->except, r->test, r->value, r->duty.date };
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) POL_TRY(pol_mutate_walk(k, part[i]));
    if (r->exception_of == POL_NO_REF) POL_TRY(pol_mutate_alone(k, r->when));
    POL_TRY(pol_mutate_alone(k, r->test));
  }
  return POL_OK;
}

/* Of an amended policy, only the words of the last amendment: the others have scenarios of their own. */
static bool in_question(const pol_model *m, const pol_mutant *x) {
  return m->is_amendment || m->amendments.n == 0 || x->context.file == m->amendments.at[m->amendments.n - 1].node->span.file;
}

/* Words that change nothing here: a rank among rules that do not meet. */
static void drop_empty(const pol_model *m, pol_mutants *out) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < out->list.n; i++)
    if (out->list.at[i].exprs.n + out->list.at[i].lines.n > 0 && in_question(m, &out->list.at[i])) out->list.at[n++] = out->list.at[i];
  out->list.n = n;
}

pol_status pol_mutants_find(pol_mutants *out, pol_arena *arena, pol_model *copy) {
  pol_mutating k = { .arena = arena, .m = copy, .out = out };
  *out = (pol_mutants){ 0 };
  for (uint32_t i = 0; i < copy->rules.n; i++) POL_TRY(find_pieces(&k, copy->rules.at[i].value));
  POL_TRY(walk_rules(&k));
  POL_TRY(pol_mutate_lines(&k));
  drop_empty(copy, out);
  if (out->list.n > 0) qsort(out->list.at, out->list.n, sizeof *out->list.at, by_place);
  return name_all(&k);
}
