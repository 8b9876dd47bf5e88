/* Who loses and who gains the most, by decision, then by person. Where an answer rests on something confidential nobody is named. */
#include "render/effects.h"

static void because(const pol_effects_page *k, const pol_extreme *e) {
  pol_html(k->pg, "<td>");
  for (uint32_t i = 0; i < e->changes && i < 3; i++) { /* the whole list is in the sheets */
    const pol_amendment_change *c = &k->of->changes.at[e->change[i]];
    unsigned side = c->afters > 0 ? POL_AFTER : POL_BEFORE;
    const uint32_t *clause = c->afters > 0 ? c->after : c->before, n = c->afters > 0 ? c->afters : c->befores;
    if (c->what != NULL) pol_html(k->pg, "%s%s", i == 0 ? "" : ", ", c->what);
    for (uint32_t x = 0; c->what == NULL && x < n && x < 3; x++) {
      pol_html(k->pg, "%s%s", i + x == 0 ? "" : ", ", side == POL_BEFORE && x == 0 ? "the end of " : "");
      pol_effects_clause_link(k, side, clause[x]);
    }
  }
  pol_html(k->pg, "%s</td>", e->changes > 3 ? ", …" : "");
}

static void extreme(const pol_effects_page *k, uint32_t decision, const pol_extreme *e) {
  pol_html(k->pg, "<tr><td><a href=\"#decision-%u\">%s</a></td><th scope=\"row\">", decision + 1, pol_effects_decision(k, decision));
  pol_effects_person(k, e->id, e->record);
  pol_html(k->pg, "</th>");
  for (unsigned side = 0; side < 2; side++)
    pol_html(k->pg, "<td class=\"amount\">%s</td>", pol_effects_outcome(k, decision, side, e->outcome[side], &e->value[side]));
  if (e->has_delta) pol_html(k->pg, "<td class=\"amount\" data-sort=\"%s\">%s</td>", pol_effects_plain(k, e->delta), pol_effects_amount(k, decision, e->delta, true));
  else pol_html(k->pg, "<td class=\"amount\"></td>");
  because(k, e);
  pol_html(k->pg, "</tr>\n");
}

typedef struct listing { const char *id, *caption, *field, *heading, *none; pol_impact impact; } listing;

static void kept_back(const pol_effects_page *k, pol_impact impact) {
  for (uint32_t i = 0; i < k->of->decisions.n; i++) {
    uint64_t n = pol_effects_of_decision(k, i, impact);
    if (n > 0 && pol_effects_kept_back(k, i))
      pol_html(k->pg, "<p class=\"note\">%s: %s, and nobody is named, because the answer rests on something confidential.</p>\n", pol_effects_decision(k, i),
               impact == POL_IMPACT_LOSES ? pol_effects_people_words(k, n, "loses", "lose") : pol_effects_people_words(k, n, "gains", "gain"));
  }
}

/* Gives how many are in the table, and how many there are. */
static void rows(const pol_effects_page *k, const listing *l, uint64_t *listed, uint64_t *all) {
  static const char *const columns[] = {"Decision", "Person", "!#Before", "!#After", "#Difference", "Because"};
  for (uint32_t i = 0; i < k->of->decisions.n; i++) {
    const pol_decision_summary *s = &k->s->decision[i];
    const pol_extreme *e = l->impact == POL_IMPACT_LOSES ? s->loss : s->gain;
    uint32_t n = l->impact == POL_IMPACT_LOSES ? s->nloss : s->ngain;
    if (pol_effects_kept_back(k, i)) continue;
    *all += s->n[l->impact];
    for (uint32_t x = 0; x < n; x++) {
      if ((*listed)++ == 0) {
        pol_effects_table(k, l->id, l->caption, l->field);
        pol_effects_head(k, columns, sizeof columns / sizeof *columns);
      }
      extreme(k, i, &e[x]);
    }
  }
  if (*listed > 0) pol_effects_table_end(k);
}

static void list(const pol_effects_page *k, const listing *l) {
  uint64_t listed = 0, all = 0;
  pol_html(k->pg, "<h3>%s</h3>\n", l->heading);
  rows(k, l, &listed, &all);
  if (k->s->any[l->impact] == 0) pol_html(k->pg, "<p>%s</p>\n", l->none);
  if (all > listed)
    pol_html(k->pg, "<p class=\"note\">The largest of each decision. %s not listed here; all of them are in the CSV file and in the workbook (<code>--format csv</code>, <code>--format xlsx</code>).</p>\n",
             all - listed == 1 ? "1 more is" : pol_page_format(k->pg, "%s more are", pol_effects_count(k, all - listed)));
  kept_back(k, l->impact);
}

void pol_effects_people(const pol_effects_page *k) {
  static const listing losing = {"losses", "Losses, by decision; the largest first", "Find a loss", "Losses", "Nobody loses.", POL_IMPACT_LOSES};
  static const listing gaining = {"gains", "Gains, by decision; the largest first", "Find a gain", "Gains", "Nobody gains.", POL_IMPACT_GAINS};
  if (k->s == NULL) return;
  pol_effects_section(k, "people", "Who loses, and who gains");
  list(k, &losing);
  list(k, &gaining);
  pol_effects_section_end(k);
}
