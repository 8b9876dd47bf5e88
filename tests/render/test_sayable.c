/* Every construct of the language is sayable: tests/render/data/sayable.pol has each kind of node and each effect, and what it reads back
 * (a golden file shows it) has no double negative. A new kind of node fails here until it stands there. */
#include "render/reading.h"
#include "support/policy.h"
#include "syntax/parse.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *sayable(size_t *length) {
  FILE *f = fopen(POL_TESTS_DIR "/render/data/sayable.pol", "rb");
  cr_assert_not_null(f);
  char *text = calloc(1, 1 << 16);
  *length = fread(text, 1, (1 << 16) - 1, f);
  fclose(f);
  return text;
}

static void mark(const pol_node *node, bool *seen) {
  seen[node->kind] = true;
  for (uint32_t i = 0; i < node->n; i++)
    if (node->kid[i] != NULL) mark(node->kid[i], seen);
}

/* What is no part of a rule: scenarios, mistakes, and amendments, which have a golden file of their own. */
static bool is_elsewhere(pol_node_kind kind) {
  if (kind >= POL_N_AS_OF && kind < POL_N_AND) return true; /* ORDER: nodes.def has the lines of scenarios between the tables and the conditions */
  switch (kind) {
  case POL_N_BROKEN:
  case POL_N_MIXED:
  case POL_N_SCENARIO:
  case POL_N_SCENARIOS:
  case POL_N_AMENDMENT:
  case POL_N_EFFECTIVE_APPLIED:
  case POL_N_REPLACES:
  case POL_N_WITHDRAWS:
  case POL_N_UNCHANGED:
  case POL_N_KEEPS:
  case POL_N_PLACED_AFTER: return true;
  default: return false;
  }
}

Test(sayable, every_node) {
  size_t n;
  bool seen[POL_NODE_KINDS] = {0};
  char *text = sayable(&n);
  pol_arena *arena = pol_arena_new(NULL);
  pol_atoms *atoms = pol_atoms_new(arena);
  pol_sources sources;
  pol_reports reports;
  pol_tree tree;
  uint32_t file;
  pol_sources_init(&sources, arena);
  pol_reports_init(&reports, arena);
  cr_assert_eq(pol_sources_add(&sources, &file, "sayable.pol", text, n), POL_OK);
  cr_assert_eq(pol_parse(&tree, arena, atoms, &sources, file, &reports), POL_OK);
  mark(tree.root, seen);
  for (int kind = 0; kind < POL_NODE_KINDS; kind++)
    cr_expect(seen[kind] || is_elsewhere((pol_node_kind)kind), "sayable.pol has no %s", pol_node_name((pol_node_kind)kind));
  pol_arena_drop(arena);
  free(text);
}

Test(sayable, every_effect) {
  size_t n;
  policy p;
  char *text = sayable(&n);
  bool seen[POL_E_SETS_ASIDE + 1] = {0};
  cr_assert_eq(policy_open(&p, text, NULL), POL_OK);
  for (uint32_t i = 0; i < p.model->rules.n; i++) seen[p.model->rules.at[i].effect] = true;
  for (int e = 0; e <= POL_E_SETS_ASIDE; e++) cr_expect(seen[e], "sayable.pol has no rule that \"%s\"", pol_effect_name((pol_effect)e));
  policy_close(&p);
  free(text);
}

/* How often the sentence denies something, the author's words in quotation marks and "no later than" and the like apart. */
static unsigned denials(const char *at, const char *end) {
  static const char *const words[] = {"not", "cannot", "neither", "nobody", "none", "never", "unless", "without", "anything but", NULL};
  bool quoted = false, starts = true;
  unsigned n = 0;
  for (; at < end; starts = *at == ' ' || *at == '\n', at++) {
    if (*at == '"') quoted = !quoted;
    if (quoted || !starts) continue;
    for (size_t i = 0; words[i] != NULL; i++) {
      size_t length = strlen(words[i]);
      n += strncmp(at, words[i], length) == 0 && strchr(" .,;:\n", at[length]) != NULL;
    }
  }
  return n;
}

/* A condition, or what a rule does: up to the next ", ", "; ", ". ", " when ", " and " or line end. */
static const char *part_end(const char *at) {
  static const char *const ends[] = {", ", "; ", ". ", " when ", " where ", " and ", " or ", "\n", NULL};
  for (; *at != '\0'; at++)
    for (size_t i = 0; ends[i] != NULL; i++)
      if (strncmp(at, ends[i], strlen(ends[i])) == 0) return at + strlen(ends[i]);
  return at;
}

Test(sayable, no_double_negative) {
  size_t n;
  policy p;
  pol_text to;
  char *text = sayable(&n);
  pol_text_init(&to, NULL);
  cr_assert_eq(policy_open(&p, text, NULL), POL_OK);
  pol_paper paper = {.to = &to, .arena = p.arena, .form = POL_WRITE_TEXT, .width = 100000};
  pol_edition edition = {.program = p.program};
  cr_assert_eq(pol_write_reading(&paper, &edition, &(pol_selection){.names = false}), POL_OK);
  for (const char *at = pol_text_get(&to); *at != '\0';) {
    const char *end = part_end(at);
    cr_expect_leq(denials(at, end), 1u, "denied twice: %.*s", (int)(end - at), at);
    cr_expect(strncmp(at, "  ", 2) == 0 || strchr(at, '\n') != NULL);
    at = end;
  }
  cr_expect_null(strstr(pol_text_get(&to), "(null)"));
  cr_expect_null(strstr(pol_text_get(&to), "too long for a sentence"));
  pol_text_drop(&to);
  policy_close(&p);
  free(text);
}
