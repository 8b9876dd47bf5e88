/* Amendments, on the rules: what goes on unchanged under a new clause, what is replaced for some cases only, and what of the base still answers. */
#include "check/rules.h"

static void inherit_notes(pol_clause *to, const pol_clause *from) {
  if (to->guidance == NULL) to->guidance = from->guidance;
  if (to->incomplete == NULL) to->incomplete = from->incomplete;
  if (to->hands_over == NULL) to->hands_over = from->hands_over;
  if (to->says == NULL) to->says = from->says, to->says_at = from->says_at;
  if (to->readings.n == 0) to->readings = from->readings;
}

static void inherit_reservations(pol_checker *c, uint32_t from, uint32_t to) {
  for (uint32_t d = 0; d < c->rules->ndecisions; d++) {
    pol_decision_work *w = &c->rules->decisions[d];
    for (uint32_t i = 0, n = w->reservations.n; i < n; i++)
      if (w->reservations.at[i] == from) POL_PUSH(c, &w->reservations, to);
  }
}

/* Every rule of the old clause stands under the new one too; the old ones end with their clause. */
static void inherit_rules(pol_checker *c, const pol_successor *s, const pol_numbers *rules) {
  pol_map copy_of;
  pol_map_init(&copy_of, c->in->arena);
  for (uint32_t i = 0; i < rules->n && !c->no_memory; i++) {
    uint32_t old = rules->at[i];
    if (c->rules->rules.at[old].table != POL_NO_REF) continue; /* rows have been given to the successor already */
    pol_rule r = c->m->rules.at[old];
    r.clause = s->to;
    if (r.exception_of != POL_NO_REF) {
      uint32_t twin = pol_map_get(&copy_of, r.exception_of);
      r.exception_of = twin == POL_MAP_NONE ? POL_NO_REF : twin;
    }
    uint32_t new = pol_rules_push(c, &r, POL_NO_REF, POL_NO_REF);
    if (new != POL_NO_REF && !pol_map_put(&copy_of, old, new)) c->no_memory = true;
  }
  for (uint32_t i = 0, n = c->rules->asides.n; i < n; i++) {
    pol_aside a = c->rules->asides.at[i];
    if (a.clause != s->from) continue;
    a.clause = s->to;
    POL_PUSH(c, &c->rules->asides, a);
  }
}

static bool restated(const pol_checker *c, const pol_rule *old, const pol_numbers *rules) {
  for (uint32_t i = 0; i < rules->n; i++) {
    const pol_rule *r = &c->m->rules.at[rules->at[i]];
    if (r->effect == old->effect && r->decision == old->decision && r->exception_of == POL_NO_REF) return true;
  }
  return false;
}

/* The referral of an exception goes with the rule that it is made from; one `sets aside` restates another. */
static bool is_restated(const pol_checker *c, const pol_rule *old, const pol_numbers *rules) {
  if (old->effect == POL_E_SETS_ASIDE) return rules->n > 0;
  return restated(c, old->exception_of != POL_NO_REF ? &c->m->rules.at[old->exception_of] : old, rules);
}

/* `replaces X for C`: the new rules hold where C does; the old ones that are restated hold where it does not, from the day on which the new ones begin: that those end, too, does not bring them back. */
static void split(pol_checker *c, const pol_successor *s, const pol_numbers *old, const pol_numbers *new) {
  for (uint32_t i = 0; i < new->n; i++) {
    uint32_t before = c->implieds;
    pol_rule *r = &c->m->rules.at[new->at[i]];
    if (r->decision != POL_NO_REF) pol_rules_enter(c, s->to, r->decision);
    pol_expr *cases = pol_check_test(c, s->cases);
    pol_rules_leave(c, before);
    r = &c->m->rules.at[new->at[i]];
    r->when = pol_rules_and(c, cases, r->when, s->cases);
  }
  const pol_clause *to = &c->m->clauses.at[s->to];
  pol_span_of_time dates = { .from_set = to->from_set, .from = to->from };
  for (uint32_t i = 0; i < old->n; i++) {
    pol_rule *r = &c->m->rules.at[old->at[i]];
    if (!is_restated(c, r, new)) continue;
    uint32_t before = c->implieds;
    if (r->decision != POL_NO_REF) pol_rules_enter(c, s->from, r->decision);
    pol_expr *cases = pol_check_test(c, s->cases);
    pol_rules_leave(c, before);
    cases = pol_rules_and(c, cases, pol_rules_dates_test(c, dates, s->cases), s->cases);
    r = &c->m->rules.at[old->at[i]];
    r->except = pol_rules_or(c, r->except, cases, s->cases);
  }
}

/* The same for what sets aside: those rules are made later than the others. */
void pol_rules_split_asides(pol_checker *c) {
  for (uint32_t i = 0; i < c->rules->successors.n && !c->no_memory; i++) {
    pol_successor s = c->rules->successors.at[i];
    pol_numbers old = { 0 }, new = { 0 };
    for (uint32_t k = 0; s.cases != NULL && k < c->m->rules.n; k++) {
      const pol_rule *r = &c->m->rules.at[k];
      if (r->effect == POL_E_SETS_ASIDE && r->clause == s.from) POL_PUSH(c, &old, k);
      if (r->effect == POL_E_SETS_ASIDE && r->clause == s.to) POL_PUSH(c, &new, k);
    }
    if (s.cases != NULL) split(c, &s, &old, &new);
  }
}

/* -- what of the policy still answers */

/* What goes on unchanged is no news: only what is written in the amendment touches a decision. */
static void touch(pol_checker *c, uint32_t *decided) {
  for (uint32_t i = 0; i < c->m->rules.n; i++) {
    const pol_rule *r = &c->m->rules.at[i];
    uint32_t tree = c->rules->clauses.at[r->clause].tree;
    if (r->decision == POL_NO_REF || !c->rules->trees.at[tree].amendment || r->node->span.file != c->trees.at[tree].file) continue;
    if (!c->rules->decisions[r->decision].touched) decided[r->decision] = i;
    c->rules->decisions[r->decision].touched = true;
  }
}

static bool answers_before(const pol_checker *c, const pol_rule *r, uint32_t decision) {
  const pol_clause_work *w = &c->rules->clauses.at[r->clause];
  return r->decision == decision && !w->ended && !w->is_section && !w->missed && w->said_by == POL_NO_REF && !c->rules->trees.at[w->tree].amendment && !c->m->clauses.at[r->clause].imported;
}

enum { STILL_ALONE = 3, STILL_SHOWN = 5 }; /* so many decisions have a note each; of more, one note names the first */

typedef struct still { uint32_t decision, by, clauses; const char *words; } still; /* by: the first rule that touches it */

/* The clauses of the base that still answer a decision which the amendment touches: worth a look, and often right. */
static still still_of(pol_checker *c, uint32_t decision, uint32_t by, const pol_numbers *rules) {
  still s = { .decision = decision, .by = by, .words = "" };
  const char *before = "";
  pol_map told; /* clauses: the rows of tables come after all other rules */
  pol_map_init(&told, c->in->arena);
  for (uint32_t i = 0; i < rules->n; i++) {
    const pol_rule *r = &c->m->rules.at[rules->at[i]];
    if (!answers_before(c, r, decision) || pol_map_get(&told, r->clause) != POL_MAP_NONE) continue;
    if (!pol_map_put(&told, r->clause, i)) c->no_memory = true;
    const char *id = pol_check_text(c, c->m->clauses.at[r->clause].id);
    if (++s.clauses <= STILL_SHOWN) s.words = pol_check_format(c, "%s%s%s", s.words, s.clauses > 1 ? ", " : "", pol_rules_short_id(before, id));
    before = id;
  }
  if (s.clauses > STILL_SHOWN) s.words = pol_check_format(c, "%s and %u more", s.words, s.clauses - STILL_SHOWN);
  return s;
}

static void say_still(pol_checker *c, const still *s) {
  const char *name = pol_check_text(c, c->m->decisions.at[s->decision].name);
  pol_report *r = pol_check_report(c, POL_R_STILL_ANSWERS, c->m->rules.at[s->by].node, "%u %s of the policy as it was still %s %s", s->clauses, s->clauses == 1 ? "clause" : "clauses",
                                   s->clauses == 1 ? "answers" : "answer", name);
  pol_report_note(c->in->reports, r, "%s", s->words);
}

static void say_all(pol_checker *c, const still *list, uint32_t n) {
  uint32_t last = c->trees.n - 1; /* amendments come last */
  const pol_node *head = c->rules->trees.at[last].head;
  if (head == NULL) return;
  pol_report *r = pol_report_add(c->in->reports, POL_R_STILL_ANSWERS, pol_check_name_span(c, head, head->text), "clauses of the policy as it was still answer %u decisions", n);
  pol_report_label(c->in->reports, r, "amended, and not replaced by name");
  for (uint32_t i = 0; i < n && i < STILL_SHOWN; i++) pol_report_note(c->in->reports, r, "%s: %s", pol_check_text(c, c->m->decisions.at[list[i].decision].name), list[i].words);
  if (n > STILL_SHOWN) pol_report_note(c->in->reports, r, "and %u more", n - STILL_SHOWN);
  pol_report_help(c->in->reports, r, "where that is meant, say so: keeps …");
}

static void still_answers(pol_checker *c) {
  uint32_t n = c->rules->ndecisions, found = 0;
  uint32_t *by = POL_NEW_N(c->in->arena, uint32_t, n + 1u);
  pol_numbers *of = POL_NEW_N(c->in->arena, pol_numbers, n + 1u);
  still *list = POL_NEW_N(c->in->arena, still, n + 1u);
  if (by == NULL || of == NULL || list == NULL) {
    c->no_memory = true;
    return;
  }
  touch(c, by);
  for (uint32_t i = 0; i < c->m->rules.n; i++)
    if (c->m->rules.at[i].decision != POL_NO_REF && c->rules->decisions[c->m->rules.at[i].decision].touched) POL_PUSH(c, &of[c->m->rules.at[i].decision], i);
  for (uint32_t d = 0; d < n && !c->no_memory; d++) {
    if (!c->rules->decisions[d].touched) continue;
    list[found] = still_of(c, d, by[d], &of[d]);
    found += list[found].clauses > 0;
  }
  if (found > STILL_ALONE) say_all(c, list, found);
  for (uint32_t i = 0; i < found && found <= STILL_ALONE; i++) say_still(c, &list[i]);
}

void pol_check_amendments(pol_checker *c) {
  if (!pol_rules_ready(c) || c->rules->decisions == NULL || !c->rules->amended) return;
  uint32_t clauses = c->m->clauses.n;
  pol_numbers *of = POL_NEW_N(c->in->arena, pol_numbers, clauses + 1u);
  if (of == NULL) {
    c->no_memory = true;
    return;
  }
  for (uint32_t i = 0; i < c->m->rules.n; i++) POL_PUSH(c, &of[c->m->rules.at[i].clause], i);
  if (!c->no_memory && !c->rules->amends_nothing) pol_rules_topics(c, of);
  for (uint32_t i = 0; i < c->rules->successors.n && !c->no_memory; i++) {
    pol_successor s = c->rules->successors.at[i];
    if (s.unchanged) {
      uint32_t first = c->m->rules.n;
      inherit_notes(&c->m->clauses.at[s.to], &c->m->clauses.at[s.from]);
      inherit_reservations(c, s.from, s.to);
      inherit_rules(c, &s, &of[s.from]);
      for (uint32_t k = first; k < c->m->rules.n; k++) POL_PUSH(c, &of[s.to], k); /* an amendment of the amendment finds them */
    } else if (s.cases != NULL) {
      split(c, &s, &of[s.from], &of[s.to]);
    }
  }
  if (!c->no_memory && !c->rules->amends_nothing) still_answers(c);
}
