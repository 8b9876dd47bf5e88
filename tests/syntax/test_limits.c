/* Files that are long, deep or hostile, and memory that runs out. */
#include "base/failing.h"
#include "base/limits.h"
#include "said.h"
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static void repeat(pol_text *out, const char *bit, size_t times) {
  for (size_t i = 0; i < times; i++) pol_text_add(out, bit);
}

static unsigned highest(const pol_node *node) {
  unsigned most = node->height;
  for (uint32_t i = 0; i < node->n; i++) {
    unsigned h = node->kid[i] ? highest(node->kid[i]) : 0;
    if (h > most) most = h;
  }
  return most;
}

/* Nesting at the limit reads; one more is reported, once, and the next declaration is read. An expression of n levels stands in a VALUE in a FILE. */
static const struct { const char *before, *open, *inner, *close; size_t fits; bool deep; } nests[] = {
  { "value a is ", "(", "b", ")", POL_LIMIT_TREE_HEIGHT - 3, true },
  { "value a is ", "f(", "b", ")", POL_LIMIT_TREE_HEIGHT - 3, true },
  { "value a is ", "- ", "b", "", POL_LIMIT_TREE_HEIGHT - 3, true },
  { "value a is ", "b + ", "b", "", POL_LIMIT_TREE_HEIGHT - 3, true },
  { "value a is ", "b of ", "b", "", POL_LIMIT_TREE_HEIGHT - 3, true },
  { "define a when ", "not ", "b", "", POL_LIMIT_TREE_HEIGHT - 4, true },
  { "define a when ", "b and ", "b", "", 5000, false }, /* a list is not deep */
};

Test(limits, nesting) {
  pol_text text;
  pol_text_init(&text, NULL);
  for (size_t i = 0; i < COUNT(nests); i++) {
    size_t tries[] = { nests[i].fits - 1, nests[i].fits, nests[i].fits + 1, 20000 };
    for (size_t k = 0; k < COUNT(tries); k++) {
      pol_text_clear(&text);
      pol_text_add(&text, nests[i].before);
      repeat(&text, nests[i].open, tries[k]);
      pol_text_add(&text, nests[i].inner);
      repeat(&text, nests[i].close, tries[k]);
      pol_text_add(&text, "\nparty p\n");
      said s;
      said_open(&s, pol_text_get(&text), text.n, NULL);
      bool over = nests[i].deep && tries[k] > nests[i].fits;
      cr_expect_eq(s.reports.errors, over, "%s %zu times: %u reports", nests[i].open, tries[k], s.reports.errors);
      cr_expect(!over || s.reports.list.at[0]->code == POL_R_TOO_DEEP);
      cr_expect(highest(s.tree.root) <= POL_LIMIT_TREE_HEIGHT);
      cr_expect_eq(s.tree.root->kid[s.tree.root->n - 1]->kind, POL_N_PARTY);
      said_close(&s);
    }
  }
  pol_text_drop(&text);
}

static const struct { const char *head, *bit; size_t times; } longs[] = {
  { "", "clause a.1 \"x\"\n  refuses d when a.b reason \"{a.b}\"\n", 10000 },
  { "", "clause a.1 \"x\"\n  refsues d\n", 10000 },
  { "facts f\n", "  a \"x\" is yes or no, presumed no\n", 20000 },
  { "facts f\n", "  a \"x\" yes or no\n", 2000 },
  { "clause a.1\n  refuses d", ", d", 100000 },
  { "value a is ", "\"x\" ", 100000 },
  { "value a is ", "\"", 100001 },
  { "clause a.1\n  refuses d reason ", "\"{\" ", 100000 },
  { "clause a.1\n  refuses d reason ", "\"{a}\" ", 100000 },
  { "", "@ ", 200000 },
  { "", "\"x", 200000 },
  { "", "'", 200000 },
  { "", "}", 200000 },
  { "", "\xE2\x80\x9C", 100000 },
  { "", "\x80", 200000 },
  { "", "\xE2\x80\xAE", 100000 },
  { "", "\t", 400000 },
  { "", "-\n", 200000 },
  { "", "|\n", 200000 },
  { "", "a\n", 200000 },
  { "", "(", 200000 },
  { "", "party party ", 50000 },
  { "scenario \"x\"\n  given a", " and a", 100000 },
};

/* Long files end in time (the test's own limit), whatever they hold. */
Test(limits, length, .timeout = 60) {
  pol_text text;
  pol_text_init(&text, NULL);
  for (size_t i = 0; i < COUNT(longs); i++) {
    pol_text_clear(&text);
    pol_text_add(&text, longs[i].head);
    repeat(&text, longs[i].bit, longs[i].times);
    said s;
    said_open(&s, pol_text_get(&text), text.n, NULL);
    cr_expect_eq(s.status, POL_OK, "%s", longs[i].bit);
    cr_expect(s.reports.errors <= 1001, "%s: %u reports", longs[i].bit, s.reports.errors);
    said_close(&s);
  }
  pol_text_drop(&text);
}

static bool read_all(const pol_alloc *from) {
  static const char text[] =
    "# a comment\nParty a “the chair”\nfacts f\n  a \"x\" is date, presumd no\noptions o is\n  - b \"c\" \"d\"\n"
    "clause a.1 \"x\"\n  refuses d when a.b and (a.c or a.d) reason \"{a.b} is\" \"over\"\n  d is 3 months before 1 April 2024\n"
    "  d onyl if all of\n    - a.b\n    a.c\n  foo\ntable t\n  | a | b |\n  | 1 |\nscenario \"s\"\n  expect d is £20\n\x80";
  said s;
  said_open(&s, text, sizeof text - 1, from);
  bool well = s.status == POL_OK && !s.reports.no_memory;
  cr_expect(!well || s.reports.errors == 6, "%u", s.reports.errors);
  said_close(&s);
  return well;
}

/* Every allocation fails once: the status says so, nothing leaks (the failing allocator counts), nothing is touched that is not there. */
Test(limits, memory) { failing_everywhere(read_all); }
