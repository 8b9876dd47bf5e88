/* People by group, so that nobody can be told from the others; and what could not be decided. */
#include "render/effects.h"
#include <stdlib.h>
#include <string.h>

/* ---- 5: groups ---- */

/* A row of the tables: one group, or all that are too small to stand alone. */
typedef struct gathered {
  const char *name;
  const pol_group_summary *one; /* NULL: several */
  uint64_t people, any[POL_IMPACTS];
  uint64_t *loses;              /* by decision */
} gathered;
typedef struct gathering { const pol_effects_page *k; gathered *row; uint32_t n, merged; } gathering;

static const char *group_name(const pol_effects_page *k, const pol_group_summary *g) {
  const pol_case *c = &k->side[POL_AFTER];
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(k->pg->arena));
  for (uint32_t i = 0; i < k->t->bys; i++) pol_text_format(&t, "%s%s", i == 0 ? "" : ", ", pol_say_value(c, &g->value[i]));
  return pol_page_keep(k->pg, &t);
}

static int smaller_first(const void *a, const void *b) {
  const pol_group_summary *x = *(const pol_group_summary *const *)a, *y = *(const pol_group_summary *const *)b;
  if (x->people != y->people) return x->people < y->people ? -1 : 1;
  return x < y ? -1 : x > y; /* they are in order of their values */
}

/* How many of the smallest go together: all with too few people, and one more where even those are too few: with the totals at hand, a lone small group is no secret. */
static uint32_t too_small(pol_group_summary *const *sorted, uint32_t n) {
  uint64_t people = 0;
  uint32_t merged = 0;
  while (merged < n && sorted[merged]->people < POL_EFFECTS_LEAST_GROUP) people += sorted[merged++]->people;
  if (merged > 0 && merged < n && people < POL_EFFECTS_LEAST_GROUP) merged++;
  return merged;
}

static void take_in(gathered *row, const pol_group_summary *g, uint32_t decisions) {
  row->people += g->people;
  for (unsigned i = 0; i < POL_IMPACTS; i++) row->any[i] += g->any[i];
  for (uint32_t d = 0; d < decisions; d++) row->loses[d] += g->n[d][POL_IMPACT_LOSES];
}

static bool gather(gathering *out, const pol_effects_page *k) {
  const pol_people_summary *s = k->s;
  uint32_t n = s->groups, decisions = k->of->decisions.n;
  const pol_group_summary **sorted = POL_NEW_N(k->pg->arena, const pol_group_summary *, n + 1u);
  *out = (gathering){.k = k, .row = POL_NEW_N(k->pg->arena, gathered, n + 2u)};
  uint64_t *loses = POL_NEW_N(k->pg->arena, uint64_t, (size_t)(n + 2u) * (decisions + 1u));
  if (sorted == NULL || out->row == NULL || loses == NULL) return false;
  for (uint32_t i = 0; i < n; i++) sorted[i] = &s->group[i];
  qsort(sorted, n, sizeof *sorted, smaller_first);
  out->merged = too_small((pol_group_summary *const *)sorted, n);
  for (uint32_t i = 0; i < n; i++) {
    bool small = false;
    for (uint32_t m = 0; m < out->merged && !small; m++) small = sorted[m] == &s->group[i];
    if (small) continue;
    gathered *row = &out->row[out->n];
    *row = (gathered){.name = group_name(k, &s->group[i]), .one = &s->group[i], .loses = loses + (size_t)out->n * (decisions + 1u)};
    take_in(row, &s->group[i], decisions);
    out->n++;
  }
  if (out->merged == 0) return true;
  gathered *rest = &out->row[out->n];
  *rest = (gathered){.name = pol_page_format(k->pg, "%u small groups together", out->merged), .loses = loses + (size_t)out->n * (decisions + 1u)};
  for (uint32_t m = 0; m < out->merged; m++) take_in(rest, sorted[m], decisions);
  out->n++;
  return true;
}

static void share_cell(const pol_effects_page *k, uint64_t some, uint64_t all) {
  unsigned tenths = all == 0 ? 0 : (unsigned)((pol_u128)some * 1000 / all);
  pol_html(k->pg, "<td class=\"amount\" data-sort=\"%u\">%s</td>", tenths, pol_effects_share(k, some, all));
}

static const char *by_words(const pol_effects_page *k) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(k->pg->arena));
  for (uint32_t i = 0; i < k->t->bys; i++)
    pol_text_format(&t, "%s%s", i == 0 ? "" : i + 1 == k->t->bys ? " and " : ", ", pol_say_name(&k->side[POL_AFTER], k->of->model[POL_AFTER]->facts.at[k->t->by[i]].name));
  return pol_page_keep(k->pg, &t);
}

static void overall(const gathering *g, const char *by) {
  static const char *const columns[] = {"Group", "#People", "!Losses and gains", "#Lose something", "#Share", "#Gain something", "#Share of those", "#Not decided"};
  const pol_effects_page *k = g->k;
  pol_effects_table(k, "by-group", pol_page_format(k->pg, "Who loses and gains, by %s", by), "Find a group");
  pol_effects_head(k, columns, sizeof columns / sizeof *columns);
  for (uint32_t i = 0; i < g->n && i < POL_EFFECTS_GROUPS; i++) {
    const gathered *row = &g->row[i];
    pol_html(k->pg, "<tr><th scope=\"row\">%s</th>", row->name);
    pol_effects_number(k, row->people);
    pol_html(k->pg, "<td class=\"drawn\">");
    pol_effects_bar(k, row->any, row->people);
    pol_html(k->pg, "</td>");
    pol_effects_number(k, row->any[POL_IMPACT_LOSES]);
    share_cell(k, row->any[POL_IMPACT_LOSES], row->people);
    pol_effects_number(k, row->any[POL_IMPACT_GAINS]);
    share_cell(k, row->any[POL_IMPACT_GAINS], row->people);
    pol_effects_number(k, row->any[POL_IMPACT_UNDETERMINED]);
    pol_html(k->pg, "</tr>\n");
  }
  pol_effects_table_end(k);
  if (g->n > POL_EFFECTS_GROUPS) pol_html(k->pg, "<p class=\"note\">%u more groups are not listed here; the workbook has them all.</p>\n", g->n - (unsigned)POL_EFFECTS_GROUPS);
}

/* The share that loses, of each group in each decision in which somebody does. */
static void each_decision(const gathering *g, const char *by) {
  const pol_effects_page *k = g->k;
  static const char *const columns[] = {"Decision", "Group", "#People", "#Lose", "#Share that loses"};
  uint32_t rows = 0;
  for (uint32_t d = 0; d < k->of->decisions.n; d++) {
    if (pol_effects_of_decision(k, d, POL_IMPACT_LOSES) == 0 || pol_effects_kept_back(k, d)) continue;
    for (uint32_t i = 0; i < g->n && rows < 5 * POL_EFFECTS_GROUPS; i++) {
      if (g->row[i].loses[d] == 0) continue;
      if (rows++ == 0) {
        pol_effects_table(k, "by-group-and-decision", pol_page_format(k->pg, "The share of each group that loses, by decision and %s", by), "Find a group or a decision");
        pol_effects_head(k, columns, sizeof columns / sizeof *columns);
      }
      pol_html(k->pg, "<tr><td><a href=\"#decision-%u\">%s</a></td><th scope=\"row\">%s</th>", d + 1, pol_effects_decision(k, d), g->row[i].name);
      pol_effects_number(k, g->row[i].people);
      pol_effects_number(k, g->row[i].loses[d]);
      share_cell(k, g->row[i].loses[d], g->row[i].people);
      pol_html(k->pg, "</tr>\n");
    }
  }
  if (rows > 0) pol_effects_table_end(k);
}

static const char *confidential_by(const pol_effects_page *k) {
  for (uint32_t i = 0; i < k->t->bys; i++)
    if (pol_withheld_fact(&k->side[POL_AFTER], k->t->by[i])) return pol_say_name(&k->side[POL_AFTER], k->of->model[POL_AFTER]->facts.at[k->t->by[i]].name);
  return NULL;
}

void pol_effects_groups(const pol_effects_page *k) {
  gathering g;
  if (k->s == NULL || k->t->bys == 0) return;
  const char *secret = confidential_by(k);
  pol_effects_section(k, "groups", "By group");
  if (secret != NULL) {
    pol_html(k->pg, "<p>Groups are left out: <strong>%s</strong> is confidential, and this page may be passed on. Group by other facts, or ask for text, JSON or a workbook, which are for the officer.</p>\n", secret);
  } else if (!gather(&g, k)) {
    pol_page_lost(k->pg);
  } else if (k->s->people < POL_EFFECTS_LEAST_GROUP) {
    pol_html(k->pg, "<p>Groups are left out: with fewer than %u people in all, each would tell of somebody.</p>\n", (unsigned)POL_EFFECTS_LEAST_GROUP);
  } else {
    const char *by = by_words(k);
    overall(&g, by);
    if (g.merged > 0) pol_html(k->pg, "<p class=\"note\">Groups of fewer than %u people are put together, so that nobody can be told from the others.</p>\n", (unsigned)POL_EFFECTS_LEAST_GROUP);
    if (k->s->too_many_groups) pol_html(k->pg, "<p class=\"note\">There are more groups than can be kept; the rest are not counted here. Group by fewer facts.</p>\n");
    each_decision(&g, by);
  }
  pol_effects_section_end(k);
}

/* ---- 6: what could not be decided ---- */

static void lacking(const pol_effects_page *k, uint32_t decision) {
  const pol_decision_summary *s = &k->s->decision[decision];
  const pol_case *c = &k->side[POL_AFTER];
  for (uint32_t i = 0; i < s->missings && i < POL_EFFECTS_LISTED; i++) {
    uint64_t n = 0;
    for (unsigned impact = 0; impact < POL_IMPACTS; impact++) n += s->missing[i].n[impact];
    pol_html(k->pg, i == 0 ? "%s (<code>" : "<br>%s (<code>", pol_say_fact(c, s->missing[i].of));
    pol_html_plain(k->pg, pol_say_atom(c, c->model->facts.at[s->missing[i].of].name));
    pol_html(k->pg, "</code>): %s", pol_effects_count(k, n));
  }
  if (s->missings > POL_EFFECTS_LISTED) pol_html(k->pg, "<br>and %u more", s->missings - POL_EFFECTS_LISTED);
  if (s->missings == 0) pol_html(k->pg, "none that a single answer would settle");
}

static void for_example(const pol_effects_page *k, uint32_t decision) {
  const pol_decision_summary *s = &k->s->decision[decision];
  if (pol_effects_kept_back(k, decision)) {
    pol_html(k->pg, "not named: confidential");
    return;
  }
  for (uint32_t i = 0; i < s->nopen && i < 5; i++) {
    pol_html(k->pg, "%s<span class=\"id\">", i == 0 ? "" : ", ");
    pol_effects_person(k, s->open[i].id, s->open[i].record);
    pol_html(k->pg, "</span>");
  }
  if (s->n[POL_IMPACT_UNDETERMINED] > 5 && s->nopen >= 5) pol_html(k->pg, ", …");
}

void pol_effects_open(const pol_effects_page *k) {
  static const char *const columns[] = {"Decision", "#People", "!Facts it takes, and for how many they are missing", "!For example"};
  uint64_t n = 0;
  if (k->s == NULL) return;
  pol_effects_section(k, "open", "What could not be decided");
  for (uint32_t d = 0; d < k->of->decisions.n; d++) {
    if (pol_effects_of_decision(k, d, POL_IMPACT_UNDETERMINED) == 0) continue;
    if (n++ == 0) {
      pol_effects_table(k, "undecided", "Decisions that could not be told for some people", "Find a decision or a fact");
      pol_effects_head(k, columns, sizeof columns / sizeof *columns);
    }
    pol_html(k->pg, "<tr><th scope=\"row\">%s</th>", pol_effects_decision(k, d));
    pol_effects_number(k, pol_effects_of_decision(k, d, POL_IMPACT_UNDETERMINED));
    pol_html(k->pg, "<td>");
    lacking(k, d);
    pol_html(k->pg, "</td><td>");
    for_example(k, d);
    pol_html(k->pg, "</td></tr>\n");
  }
  if (n > 0) pol_effects_table_end(k);
  else pol_html(k->pg, "<p>Everything could be decided.</p>\n");
  if (k->s->wrong > 0)
    pol_html(k->pg, "<p>%s wrong facts and %s not compared; the reports say what is wrong.</p>\n", k->s->wrong == 1 ? "1 record has" : pol_page_format(k->pg, "%s records have", pol_effects_count(k, k->s->wrong)),
             k->s->wrong == 1 ? "was" : "were");
  pol_effects_section_end(k);
}
