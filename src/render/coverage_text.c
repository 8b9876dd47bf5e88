/* Coverage for people: three figures with the first of what is missing; all of it with --trace, or where less is covered than was asked for. */
#include "render/tests.h"
#include <string.h>

enum { KEY = 10, SHOWN = 1, LIMITS_SHOWN = 3 };

static void item(const pol_tests_page *t, const char *key, const char *text) { pol_page_item(&t->page, 0, key, KEY, text); }

/* ---- clauses ---- */

static uint32_t count(const pol_coverage *c, pol_clause_class class) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < c->clauses.n; i++) n += c->clauses.at[i].class == class;
  return n;
}

static void classes(const pol_tests_page *t, const pol_coverage *c) {
  uint32_t headings = c->headings.n + count(c, POL_CLAUSE_HEADING), informs = count(c, POL_CLAUSE_INFORMS), lack = count(c, POL_CLAUSE_LACKS_TEXT);
  pol_text text;
  pol_text_init(&text, pol_arena_alloc(t->page.arena));
  if (headings > 0) pol_text_format(&text, "%u %s", headings, headings == 1 ? "heading" : "headings");
  if (informs > 0) pol_text_format(&text, "%s%u informational", text.n > 0 ? ", " : "", informs);
  if (lack > 0) pol_text_format(&text, "%s%u whose text is missing", text.n > 0 ? ", " : "", lack);
  const char *words = pol_page_keep(&t->page, &text);
  if (words[0] != '\0') item(t, "", pol_page_format(&t->page, "without a rule: %s", words));
}

static void clauses(const pol_tests_page *t, const pol_coverage *c) {
  uint32_t without = c->headings.n + c->clauses.n - c->ruled;
  pol_text none;
  item(t, "Clauses",
       pol_page_format(&t->page, "%u of %u with rules decide some scenario%s", c->decisive, c->ruled,
                       without == 0 ? "" : pol_page_format(&t->page, "; %u %s no rule", without, without == 1 ? "carries" : "carry")));
  classes(t, c);
  pol_text_init(&none, pol_arena_alloc(t->page.arena));
  for (uint32_t i = 0; i < c->clauses.n; i++)
    if (c->clauses.at[i].class == POL_CLAUSE_RULES && c->clauses.at[i].bys == 0)
      pol_text_format(&none, "%s%s", none.n > 0 ? ", " : "", pol_coverage_clause(t, c->clauses.at[i].clause));
  const char *list = pol_page_keep(&t->page, &none);
  if (list[0] != '\0') item(t, "", pol_page_format(&t->page, "no scenario rests on %s", list));
}

/* ---- conditions ---- */

/* "never seen not to hold: review.by_line_manager (3.15.2), 5 more" */
static void lacking(const pol_tests_page *t, const pol_coverage *c, const char *lack) {
  const pol_covered_test *first = NULL;
  uint32_t n = 0;
  for (uint32_t i = 0; i < c->tests.n; i++) {
    if (strcmp(pol_coverage_lack(&c->tests.at[i]), lack) != 0) continue;
    if (n++ == 0) first = &c->tests.at[i];
  }
  if (first == NULL) return;
  const char *more = n > SHOWN ? pol_page_format(&t->page, ", %u more", n - SHOWN) : "";
  item(t, "", pol_page_format(&t->page, "%s: %s (%s)%s", lack, pol_coverage_test(t, first), pol_coverage_clause(t, first->clause), more));
}

static void conditions(const pol_tests_page *t, const pol_coverage *c) {
  item(t, "Conditions", pol_page_format(&t->page, "%u of %u were seen both to hold and not to hold", c->both, c->tests.n));
  lacking(t, c, "never seen");
  lacking(t, c, "never seen to hold");
  lacking(t, c, "never seen not to hold");
  if (c->tests.n == 0) return;
  item(t, "", pol_page_format(&t->page, "%u of %u were shown to decide on their own", c->alone, c->tests.n));
  lacking(t, c, "seen both ways, never shown to decide on its own");
}

/* ---- limits ---- */

static void limits(const pol_tests_page *t, const pol_coverage *c) {
  if (c->limits.n == 0) return;
  pol_text text;
  uint32_t n = 0, missing = c->limits.n - c->on_both_sides;
  pol_text_init(&text, pol_arena_alloc(t->page.arena));
  pol_text_format(&text, "%u of %u have a scenario on both sides", c->on_both_sides, c->limits.n);
  for (uint32_t i = 0; i < c->limits.n && n < LIMITS_SHOWN; i++) {
    const pol_covered_limit *l = &c->limits.at[i];
    if (pol_coverage_side(t, l)[0] == '\0') continue;
    pol_text_format(&text, "%s%s: %s", n++ == 0 ? "; not " : ", ", pol_coverage_clause(t, l->clause), pol_coverage_limit(t, l));
  }
  if (missing > n) pol_text_format(&text, ", %u more", missing - n);
  item(t, "Limits", pol_page_keep(&t->page, &text));
}

/* ---- everything that is missing ---- */

static void gap(const pol_tests_page *t, uint32_t clause, const pol_node *node, const char *what, const char *lack) {
  pol_page_heading(&t->page, 2, pol_page_format(&t->page, "%s  %s", pol_coverage_clause(t, clause), what), node == NULL ? "" : pol_test_place(t, node, false));
  pol_page_para(&t->page, 6, lack);
}

static bool is_short(const pol_covered_clause *c) { return c->class == POL_CLAUSE_RULES && c->bys == 0; }

static void gaps(const pol_tests_page *t, const pol_coverage *c) {
  bool all = t->tested->all, any = false;
  const pol_tested *wanted = t->tested;
  pol_page_blank(&t->page);
  pol_page_line(&t->page, POL_INK_STRONG, "Gaps");
  for (uint32_t i = 0; i < c->clauses.n && (all || wanted->min_clause > 0); i++) {
    const pol_clause *clause = &t->model->clauses.at[c->clauses.at[i].clause];
    if (!is_short(&c->clauses.at[i])) continue;
    any = true;
    gap(t, c->clauses.at[i].clause, clause->node, clause->title == NULL ? "" : clause->title, "no scenario rests on it");
  }
  for (uint32_t i = 0; i < c->tests.n && (all || wanted->min_condition > 0); i++) {
    const pol_covered_test *test = &c->tests.at[i];
    const char *lack = pol_coverage_lack(test);
    if (lack[0] == '\0') continue;
    any = true;
    gap(t, test->clause, test->expr->node, pol_coverage_test(t, test), lack);
  }
  for (uint32_t i = 0; i < c->limits.n && all; i++) {
    const char *lack = pol_coverage_side(t, &c->limits.at[i]);
    if (lack[0] == '\0') continue;
    any = true;
    gap(t, c->limits.at[i].clause, c->limits.at[i].comparison->node, pol_coverage_limit(t, &c->limits.at[i]), lack);
  }
  if (!any) pol_page_para(&t->page, 2, "none");
}

/* Said last: what was asked for and is not there. */
static void falls_short(const pol_tests_page *t, const char *what, uint32_t some, uint32_t all, unsigned least) {
  if ((uint64_t)some * 100 >= (uint64_t)least * all) return;
  pol_page_para(&t->page, 0, pol_page_format(&t->page, "%s: %u%% is covered, and at least %u%% is asked for", what, pol_percent(some, all), least));
}

void pol_coverage_text(const pol_tests_page *t) {
  const pol_coverage *c = t->tested->coverage;
  clauses(t, c);
  conditions(t, c);
  limits(t, c);
  bool suffices = pol_coverage_suffices(t->tested);
  if (t->tested->all || !suffices) gaps(t, c);
  if (suffices) return;
  pol_page_blank(&t->page);
  falls_short(t, "Clauses", c->decisive, c->ruled, t->tested->min_clause);
  falls_short(t, "Conditions", c->alone, c->tests.n, t->tested->min_condition);
}
