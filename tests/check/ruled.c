#include "ruled.h"
#include <string.h>

static const char *keep(checked *k, pol_text *t) {
  const char *kept = pol_arena_copy(k->arena, pol_text_get(t), t->n);
  pol_text_drop(t);
  cr_assert(kept);
  return kept;
}

const char *ruled_reports(checked *k) {
  pol_text t;
  pol_text_init(&t, NULL);
  for (uint32_t i = 0; i < k->reports.list.n; i++) {
    const pol_report *r = k->reports.list.at[i];
    if (r->code == POL_R_FACT_UNUSED) continue;
    const pol_source *s = pol_sources_get(&k->sources, r->at.span.file);
    pol_place place = pol_source_place(s, r->at.span.start);
    pol_text_format(&t, "%sPOL%04u %s%u:%u", t.n > 0 ? ", " : "", pol_code_number(r->code), strcmp(s->name, "2.pol") == 0 ? "2.pol " : "", place.line, place.column);
  }
  return keep(k, &t);
}

uint32_t ruled_decision(const checked *k, const char *name) {
  return pol_model_decision(k->m, pol_atom_find(k->atoms, name, strlen(name)));
}

uint32_t ruled_clause(const checked *k, const char *id) {
  return pol_model_clause(k->m, pol_atom_find(k->atoms, id, strlen(id)));
}

static void numbers(const checked *k, pol_text *t, const char *word, const pol_decision *d, const uint32_t *rule, uint32_t n) {
  if (n == 0) return;
  pol_text_format(t, " %s", word);
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t at = 0; at < d->rules; at++)
      if (d->rule[at] == rule[i]) pol_text_format(t, " %u", at);
  (void)k;
}

static void part(checked *k, pol_text *t, const char *word, const pol_expr *e) {
  if (e != NULL) pol_text_format(t, " %s %s", word, checked_expr(k, e));
}

static void one(checked *k, pol_text *t, const pol_decision *d, uint32_t rule) {
  const pol_rule *r = &k->m->rules.at[rule];
  pol_text_format(t, "%s %s", pol_atom_get(k->atoms, k->m->clauses.at[r->clause].id), pol_effect_name(r->effect));
  for (uint32_t i = 0; i < r->parties; i++) pol_text_format(t, " %s", pol_atom_get(k->atoms, k->m->parties.at[r->party[i]].name));
  if (r->option != POL_NO_REF) pol_text_format(t, " %u", r->option);
  if (r->duty.name != 0) pol_text_format(t, " %s %s", r->duty.strength, pol_atom_get(k->atoms, r->duty.name));
  if (r->duty.relation != NULL) pol_text_format(t, " %s", r->duty.relation);
  if (r->duty.event != NULL) pol_text_format(t, " \"%s\"", r->duty.event);
  part(k, t, "on", r->duty.date);
  part(k, t, "value", r->value);
  part(k, t, "test", r->test);
  part(k, t, "when", r->when);
  part(k, t, "except", r->except);
  numbers(k, t, "above", d, r->above, r->aboves);
  numbers(k, t, "targets", d, r->target, r->targets);
  if (r->exception_of != POL_NO_REF) numbers(k, t, "exception of", d, &r->exception_of, 1);
  if (r->normally) pol_text_format(t, " normally %s", r->departure == POL_NO_REF ? "-" : pol_atom_get(k->atoms, k->m->parties.at[r->departure].name));
  pol_text_char(t, '\n');
}

const char *ruled_rules(checked *k, const char *decision) {
  uint32_t d = ruled_decision(k, decision);
  pol_text t;
  pol_text_init(&t, NULL);
  cr_assert_neq(d, POL_NO_REF, "%s", decision);
  for (uint32_t i = 0; i < k->m->decisions.at[d].rules; i++) one(k, &t, &k->m->decisions.at[d], k->m->decisions.at[d].rule[i]);
  return keep(k, &t);
}

static void expect(const char *const *texts, const char *want) {
  checked k;
  checked_open(&k, NULL, texts);
  cr_assert_neq(k.status, POL_NO_MEMORY);
  cr_expect_str_eq(ruled_reports(&k), want, "%s%s\n  want: %s\n  got:  %s", texts[0], texts[1] == NULL ? "" : texts[1], want, ruled_reports(&k));
  checked_close(&k);
}

void ruled_expect(const char *text, const char *want) {
  expect((const char *const[]){ text, NULL }, want);
}

void ruled_expect_two(const char *first, const char *second, const char *want) {
  expect((const char *const[]){ first, second, NULL }, want);
}
