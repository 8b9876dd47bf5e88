/* The decisions: in a table, and each by itself with its totals, its spread and the clauses that carry the difference. */
#include "render/effects.h"

/* ---- 2: the table ---- */

static const char *total_change(const pol_effects_page *k, uint32_t decision) {
  const pol_decision_summary *s = &k->s->decision[decision];
  pol_num change;
  if (!pol_contrast_sums_up(k->t, decision, s) || pol_num_sub(&change, s->total[POL_AFTER], s->total[POL_BEFORE]) != POL_NUM_FINE) return "";
  return pol_effects_amount(k, decision, change, true);
}

static void measured_row(const pol_effects_page *k, uint32_t decision) {
  static const pol_impact order[] = {POL_IMPACT_LOSES, POL_IMPACT_GAINS, POL_IMPACT_CHANGED, POL_IMPACT_UNAFFECTED, POL_IMPACT_UNDETERMINED};
  const pol_decision_summary *s = &k->s->decision[decision];
  pol_html(k->pg, "<tr><th scope=\"row\"><a href=\"#decision-%u\">%s</a></th><td class=\"drawn\">", decision + 1, pol_effects_decision(k, decision));
  pol_effects_bar(k, s->n, k->s->people);
  pol_html(k->pg, "</td>");
  for (size_t i = 0; i < sizeof order / sizeof *order; i++) pol_effects_number(k, s->n[order[i]]);
  const char *change = total_change(k, decision);
  pol_html(k->pg, "<td class=\"amount\">%s%s</td></tr>\n", change, change[0] != '\0' && s->yearly ? pol_page_format(k->pg, "; %s", pol_effects_yearly(k, decision, s->per_year)) : "");
}

static uint32_t differing(const pol_effects_page *k) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < k->of->decisions.n; i++) n += pol_effects_differs(k, i);
  return n;
}

static void same_for_all(const pol_effects_page *k, uint32_t differ) {
  uint32_t others = k->of->decisions.n - differ, fixed = 0;
  for (uint32_t i = 0; i < k->of->decisions.n; i++) fixed += !pol_effects_differs(k, i) && !k->of->decisions.at[i].can_change;
  if (others == 0) return;
  pol_html(k->pg, "<p>%s %s the same for everybody here", pol_say_count(&k->side[POL_AFTER], others, "further decision", "further decisions"), others == 1 ? "is" : "are");
  if (fixed == others) pol_html(k->pg, ": no clause that differs reaches %s.</p>\n", others == 1 ? "it" : "them");
  else if (fixed > 0) pol_html(k->pg, "; %u of them no clause that differs can reach, whatever the facts.</p>\n", fixed);
  else pol_html(k->pg, "; for other facts %s could differ.</p>\n", others == 1 ? "it" : "they");
}

static void measured_table(const pol_effects_page *k) {
  static const char *const columns[] = {"Decision", "!Losses and gains", "#Lose", "#Gain", "#Other", "#Same", "#Not decided", "!#Change in all"};
  pol_effects_table(k, "by-decision", pol_page_format(k->pg, "How many of %s people lose and gain, by decision", pol_effects_count(k, k->s->people)), "Find a decision");
  pol_effects_head(k, columns, sizeof columns / sizeof *columns);
  for (uint32_t i = 0; i < k->of->decisions.n; i++)
    if (pol_effects_differs(k, i)) measured_row(k, i);
  pol_effects_table_end(k);
  pol_html(k->pg, "<p class=\"note\">Bars to the left of the line are people who lose, to the right people who gain. Other: changed, neither better nor worse.</p>\n");
}

/* ---- without people: what can change, and facts for which it does ---- */

static const char *answered(const pol_effects_page *k, uint32_t decision, unsigned side, const pol_answer *a) {
  return a == NULL ? "no such decision" : pol_effects_outcome(k, decision, side, a->outcome, &a->value);
}

static void witness(const pol_effects_page *k, uint32_t decision) {
  const pol_compare_witness *w = k->t->witness == NULL ? NULL : &k->t->witness[decision];
  const pol_case *c = &k->side[POL_AFTER];
  uint32_t n = 0;
  if (w == NULL || w->facts == NULL) {
    pol_html(k->pg, "%s", k->t->witness == NULL ? "" : "no facts were found with which it changes");
    return;
  }
  pol_html(k->pg, "%s → %s", answered(k, decision, POL_BEFORE, w->answer[POL_BEFORE]), answered(k, decision, POL_AFTER, w->answer[POL_AFTER]));
  for (uint32_t f = 0; f < c->model->facts.n && n < POL_EFFECTS_LISTED; f++)
    if (w->facts->value[f].state == POL_KNOWN) pol_html(k->pg, "%s%s", n++ == 0 ? ", where " : "; ", pol_say_statement(c, f, &w->facts->value[f]));
}

static void possible_table(const pol_effects_page *k) {
  static const char *const columns[] = {"Decision", "#Changes that reach it", "!For example"};
  pol_effects_table(k, "by-decision", "Decisions that can change, and facts for which they do", "Find a decision");
  pol_effects_head(k, columns, sizeof columns / sizeof *columns);
  for (uint32_t i = 0; i < k->of->decisions.n; i++) {
    if (!pol_effects_differs(k, i)) continue;
    pol_html(k->pg, "<tr><th scope=\"row\">%s</th>", pol_effects_decision(k, i));
    pol_effects_number(k, k->of->decisions.at[i].changes);
    pol_html(k->pg, "<td>");
    witness(k, i);
    pol_html(k->pg, "</td></tr>\n");
  }
  pol_effects_table_end(k);
}

/* ---- 3: one by one ---- */

static const char *people_of(const pol_effects_page *k, uint64_t n) { return n == 1 ? "1 person" : pol_page_format(k->pg, "%s people", pol_effects_count(k, n)); }

static void extent(const pol_effects_page *k, uint32_t decision, const char *term, const pol_spread *s) {
  bool named = !pol_effects_kept_back(k, decision);
  if (s->n + s->whole == 0) return;
  pol_html(k->pg, "<div><dt>%s</dt><dd>", term);
  if (s->whole > 0) pol_html(k->pg, "%s: %s%s", people_of(k, s->whole), s == &k->s->decision[decision].gains ? "had none" : "all of it", s->n > 0 ? "; " : "");
  if (s->n > 0) pol_html(k->pg, "%s: ", people_of(k, s->n));
  if (s->n == 0) {
  } else if (pol_num_cmp(s->least, s->most) == 0) {
    pol_html(k->pg, "%s%s", pol_effects_amount(k, decision, s->least, false), s->n == 1 ? "" : " each");
  } else {
    pol_html(k->pg, "from %s", pol_effects_amount(k, decision, s->least, false));
    if (named && s->least_id != NULL) pol_html(k->pg, " (<span class=\"id\">"), pol_html_plain(k->pg, s->least_id), pol_html(k->pg, "</span>)");
    pol_html(k->pg, " to %s", pol_effects_amount(k, decision, s->most, false));
    if (named && s->most_id != NULL) pol_html(k->pg, " (<span class=\"id\">"), pol_html_plain(k->pg, s->most_id), pol_html(k->pg, "</span>)");
    if (s->middle_known) pol_html(k->pg, ", middle %s", pol_effects_amount(k, decision, s->middle, false));
    if (s->sum_known) pol_html(k->pg, ", together %s", pol_effects_amount(k, decision, s->sum, false));
  }
  pol_html(k->pg, "</dd></div>\n");
}

static void totals(const pol_effects_page *k, uint32_t decision) {
  const pol_decision_summary *s = &k->s->decision[decision];
  if (!s->amounts) return;
  pol_html(k->pg, "<dl>\n");
  if (pol_contrast_sums_up(k->t, decision, s))
    pol_html(k->pg, "<div><dt>In all</dt><dd>%s before, %s after: <strong>%s</strong></dd></div>\n", pol_effects_amount(k, decision, s->total[POL_BEFORE], false),
             pol_effects_amount(k, decision, s->total[POL_AFTER], false), total_change(k, decision));
  if (s->yearly) pol_html(k->pg, "<div><dt>In a year</dt><dd><strong>%s</strong></dd></div>\n", pol_effects_yearly(k, decision, s->per_year));
  extent(k, decision, "Gains", &s->gains);
  extent(k, decision, "Losses", &s->losses);
  pol_html(k->pg, "</dl>\n");
}

static void clauses_of(const pol_effects_page *k, unsigned side, const uint32_t *clause, uint32_t n) {
  pol_html(k->pg, "<td>");
  for (uint32_t i = 0; i < n; i++) {
    if (i > 0) pol_html(k->pg, "<br>");
    pol_effects_clause_link(k, side, clause[i]);
    pol_html(k->pg, " %s", pol_say_title(&k->side[side], clause[i]));
  }
  pol_html(k->pg, "%s</td>", n == 0 ? "nothing" : "");
}

static void causes(const pol_effects_page *k, uint32_t decision) {
  static const char *const columns[] = {"!Before", "!After", "#People"};
  const pol_decision_summary *s = &k->s->decision[decision];
  if (s->causes == 0) return;
  pol_effects_table(k, pol_page_format(k->pg, "causes-%u", decision + 1), "The clauses that carry the difference", NULL);
  pol_effects_head(k, columns, sizeof columns / sizeof *columns);
  for (uint32_t i = 0; i < s->causes && i < POL_EFFECTS_LISTED; i++) {
    const pol_amendment_change *c = &k->of->changes.at[s->cause[i].of];
    uint64_t n = 0;
    for (unsigned impact = 0; impact < POL_IMPACTS; impact++) n += s->cause[i].n[impact];
    pol_html(k->pg, "<tr>");
    if (c->what != NULL) pol_html(k->pg, "<td>%s</td><td>%s</td>", c->what, c->what);
    else clauses_of(k, POL_BEFORE, c->before, c->befores), clauses_of(k, POL_AFTER, c->after, c->afters);
    pol_effects_number(k, n);
    pol_html(k->pg, "</tr>\n");
  }
  pol_effects_table_end(k);
  if (s->causes > POL_EFFECTS_LISTED) pol_html(k->pg, "<p class=\"note\">%u more changes carry a part of it.</p>\n", s->causes - POL_EFFECTS_LISTED);
  if (s->untried > 0) pol_html(k->pg, "<p class=\"note\">%s.</p>\n", pol_page_format(k->pg, "F%s", pol_contrast_untried(k->t, s->untried) + 1));
}

static bool differs(const pol_spread *s) { return s->n > 0 && pol_num_cmp(s->least, s->most) != 0; }

static void one_decision(const pol_effects_page *k, uint32_t decision) {
  const pol_decision_summary *s = &k->s->decision[decision];
  pol_html(k->pg, "<article id=\"decision-%u\" class=\"decision\" aria-labelledby=\"decision-%u-heading\">\n<h3 id=\"decision-%u-heading\">%s</h3>\n", decision + 1, decision + 1, decision + 1,
           pol_effects_decision(k, decision));
  totals(k, decision);
  pol_html(k->pg, "<div class=\"charts\">\n");
  pol_effects_chart_impacts(k, decision);
  if (s->amounts && (differs(&s->gains) || differs(&s->losses))) pol_effects_chart_bands(k, decision); /* else the figures above say all of it */
  pol_html(k->pg, "</div>\n");
  causes(k, decision);
  pol_html(k->pg, "</article>\n");
}

void pol_effects_decisions(const pol_effects_page *k) {
  uint32_t differ = differing(k);
  pol_effects_section(k, "decisions", "By decision");
  if (differ == 0) pol_html(k->pg, "<p>%s</p>\n", k->s == NULL ? "No decision can change." : "No decision differs for anybody.");
  else if (k->s != NULL) measured_table(k);
  else possible_table(k);
  same_for_all(k, differ);
  pol_effects_section_end(k);
  if (k->s == NULL || differ == 0) return;
  pol_effects_section(k, "each", "Each decision");
  for (uint32_t i = 0; i < k->of->decisions.n; i++)
    if (pol_effects_differs(k, i)) one_decision(k, i);
  pol_effects_section_end(k);
}
