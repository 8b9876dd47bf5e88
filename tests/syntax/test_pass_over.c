/* Rules read without their scenarios are the rules that are read with them, wherever nothing is wrong: in odd layouts, and in files that are right after some
 * damage. */
#include "said.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static bool is_scenario(const pol_node *node) { return node->kind == POL_N_SCENARIO || node->kind == POL_N_SCENARIOS; }

/* The declarations that are no scenarios, with their places; how many there are that are. */
static uint32_t write_rules(pol_text *out, const said *s, const pol_tree *tree) {
  uint32_t scenarios = 0;
  pol_text_clear(out);
  for (uint32_t i = 0; i < tree->root->n; i++) {
    const pol_node *node = tree->root->kid[i];
    if (is_scenario(node)) {
      scenarios++;
      continue;
    }
    pol_text_format(out, "%u-%u ", node->span.start, node->span.end);
    said_node(out, s, node);
    pol_text_char(out, '\n');
  }
  return scenarios;
}

/* Whether the text is right as a whole; then its rules must be the same alone. */
static bool compare(const char *text, size_t n, const char *what) {
  said s;
  pol_text whole, alone;
  pol_tree rules;
  pol_reports none;
  said_open(&s, text, n, NULL);
  cr_assert_eq(s.status, POL_OK);
  bool right = s.reports.errors == 0;
  if (right) {
    pol_text_init(&whole, NULL);
    pol_text_init(&alone, NULL);
    uint32_t scenarios = write_rules(&whole, &s, &s.tree);
    pol_reports_init(&none, s.arena);
    cr_assert_eq(pol_parse_rules(&rules, s.arena, s.atoms, &s.sources, s.file, &none), POL_OK);
    cr_expect_eq(none.errors, 0, "%s", what);
    cr_expect_eq(write_rules(&alone, &s, &rules), 0, "%s", what);
    cr_expect_str_eq(pol_text_get(&alone), pol_text_get(&whole), "%s", what);
    cr_expect_eq(rules.passed_over, scenarios > 0, "%s", what);
    cr_expect(!s.tree.passed_over && rules.money == s.tree.money && !rules.scenario_money, "%s", what);
    pol_text_drop(&whole);
    pol_text_drop(&alone);
  }
  said_close(&s);
  return right;
}

#define SCENARIO "scenario \"s\"\n  as of 2024-01-01\n  given f.x is £5\n  expect d is refused\n"

static const char *const rows[] = {
  "",
  SCENARIO,
  SCENARIO "party p\n" SCENARIO SCENARIO "party q\n",
  "scenario \"one line\" given f.x is 1 expect d is refused\nparty p\n",
  "scenario \"a title\"\n  \"in two lines\"\n  given f.x is 1\n  expect d is refused\nparty p\n",
  "scenario \"s\"\n# a comment\n\n  given f.x is 1\n# clause in a comment\n  expect d is refused\nparty p\n",
  "  scenario \"s\"\n    given f.x is 1\n    expect d is refused\n      party p\n",
  "scenario \"s\"\r\n  given f.x is 1\r\n  expect d is refused\r\n\r\nparty p\r\n",
  "scenario \"s\"\n  given f.x is 1\n  expect d is refused\n\tparty p\n",
  "scenario \"s\"\n  given f.x is 1\n  expect d is refused\nParty p\n",
  "scenario \"s\"\n  given f.x is 1\n  expect d is refused\n\xC2\xA0party p\n",
  "Scenario \"s\"\n  given f.x is 1\n  expect d is refused\nparty p\n",
  "scenario \xE2\x80\x9Cs\xE2\x80\x9D\n  given f.x is 1\n  expect d is refused\nparty p\n",
  "scenario \"s\"\n  given f.x is \"party p\"\n  expect d is refused\nparty q",
  "scenario \"s\"\n  given f.kind is one, f.party is clause\n  expect d is refused\nparty q",
  "scenarios \"t\"\n  given f.x is 1\n  | f.y | d |\n  | 1 | refused |\n  | 2 | permitted |\nparty p\n",
  "scenarios \"t\"\n  | value | d |\n  | 1 | refused |\nvalue v is £7\n",
  "scenario \"s\"\n  given\n    - f.x is 1\n    - f.y is 2\n  expect d is refused\nparty p\n",
  "facts f\n  scenario is number\n  x is number\n",
  "facts f\n  scenario \"what it is called\" is number\n  party \"who\" is number\n",
  "facts f\n  scenario \"what it is called\"\n    is number\n  clause \"which\" is number\n",
  "facts f\n  scenario \"what\"\n    \"it is called\" is number\n  clause \"which\" is number\n",
  "facts f\n  scenario \"what\"\n# a comment\n    is number\n  clause \"which\" is number\n",
  "facts f\n  scenarios \"how many\" is number\n  issue is number\n" SCENARIO "facts g\n  y is number\n",
  "record r\n  scenario \"what it is called\" Is number\n  clause is number\n",
  "clause 1 \"Is it scenario?\"\n  refuses d when f.scenario is 1\n" SCENARIO "clause 2 \"x\"\n  permits d\n",
  "clause 1 \"x\"\n  refuses d\n    reason \"scenario\"\nscenario \"s\"\n  expect d is refused under 1\n  expect not under 2\nclause 3\n  permits d with £20\n",
  "order o \"above\", \"below\" is a, b\n" SCENARIO "order q is c, d\n",
};

Test(pass_over, layouts) {
  for (size_t i = 0; i < COUNT(rows); i++) compare(rows[i], strlen(rows[i]), rows[i]);
}

Test(pass_over, most_of_a_scenario_is_not_even_scanned) {
  said s;
  pol_tree rules;
  pol_reports none;
  static const char text[] = "party p\nscenario \"s\"\n  given a_word_that_is_nowhere_else is 1\n  expect d is \"refused\nparty q\n";
  said_open(&s, text, sizeof text - 1, NULL);
  pol_reports_init(&none, s.arena);
  cr_expect(s.reports.errors > 0);
  cr_assert_eq(pol_parse_rules(&rules, s.arena, s.atoms, &s.sources, s.file, &none), POL_OK);
  cr_expect_eq(none.errors, 0, "what is wrong in a scenario is not said");
  cr_expect_eq(rules.root->n, 2);
  said_close(&s);
}

/* -- files that are still right after some damage */

enum { ROOM = 16384 };

static void damage_everywhere(const char *text, size_t n, const char *name, unsigned *right) {
  static const char *const bits[] = { "\n", " ", "\t", "#", "\"", "| ", "scenario ", "clause ", "\nparty p\n", "\nscenario \"s\"\n" };
  char damaged[ROOM + 64], what[128];
  for (size_t at = 0; at <= n; at++) {
    for (size_t k = 0; k < COUNT(bits); k++) {
      if (at > 0 && text[at - 1] != '\n' && (k > 3 || text[at - 1] != ' ')) continue;
      size_t more = strlen(bits[k]);
      memcpy(damaged, text, at);
      memcpy(damaged + at, bits[k], more);
      memcpy(damaged + at + more, text + at, n - at);
      snprintf(what, sizeof what, "%s, %s put in at %zu", name, bits[k], at);
      *right += compare(damaged, n + more, what);
    }
    if (at == n || (text[at] != '\n' && text[at] != ' ' && text[at] != '"')) continue;
    memcpy(damaged, text, at);
    memcpy(damaged + at, text + at + 1, n - at - 1);
    snprintf(what, sizeof what, "%s without its byte %zu", name, at);
    *right += compare(damaged, n - 1, what);
  }
}

Test(pass_over, damaged_files) {
  static const char *const names[] = { "leave.pol", "posting.pol", "tables.pol" };
  unsigned right = 0;
  for (size_t i = 0; i < COUNT(names); i++) {
    char path[512], text[ROOM];
    snprintf(path, sizeof path, "%s/syntax/data/%s", POL_TESTS_DIR, names[i]);
    FILE *f = fopen(path, "rb");
    cr_assert_not_null(f, "%s", path);
    size_t n = fread(text, 1, sizeof text, f);
    fclose(f);
    cr_assert(n > 0 && n < sizeof text && compare(text, n, names[i]));
    damage_everywhere(text, n, names[i], &right);
  }
  cr_expect(right > 2000, "only %u files were right", right);
}
