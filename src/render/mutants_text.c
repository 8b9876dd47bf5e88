/* Changes that no scenario notices, for people. */
#include "render/tests.h"

enum { KEY = 10, SHOWN = 20 };

static void unnoticed(const pol_tests_page *t, uint32_t at) {
  const pol_mutant *m = &t->tested->mutation->mutants.list.at[at];
  const pol_mutant_fate *fate = &t->tested->mutation->fate[at];
  uint32_t passed = t->results->passed;
  const char *still = passed == 1 ? "the 1 scenario" : passed == 2 ? "both scenarios" : pol_page_format(&t->page, "all %u", passed);
  const char *snippet = pol_mutant_snippet(t, m);
  const char *shows = fate->witness.found ? pol_page_format(&t->page, "It shows with: %s", pol_witness_words(t, &fate->witness)) : "No case was found that shows it";
  pol_page_blank(&t->page);
  pol_page_item(&t->page, 0, "UNNOTICED", KEY, pol_page_format(&t->page, "%s %s and %s would still pass", pol_mutant_owner(t, m), pol_mutant_claim(t, m), still));
  pol_page_item(&t->page, 0, "", KEY,
                pol_page_format(&t->page, "%s  %s%s%s", pol_mutant_place(t, m, false), snippet, snippet[0] == '\0' ? "" : ". ", shows));
  pol_page_item(&t->page, 0, "", KEY, pol_page_format(&t->page, "id %s", m->id));
}

static void stale(const pol_tests_page *t) {
  static const char *const what[] = {[POL_WAIVER_NOTICED] = "a scenario notices this change now",
                                     [POL_WAIVER_UNKNOWN] = "there is no such change any more",
                                     [POL_WAIVER_WITHOUT_REASON] = "it gives no reason",
                                     [POL_WAIVER_TWICE] = "it is there twice"};
  const pol_mutation *all = t->tested->mutation;
  if (all->stale > 0) pol_page_blank(&t->page);
  for (uint32_t i = 0; i < all->waivers.n; i++) {
    const pol_waiver *w = &all->waivers.at[i];
    if (w->fate == POL_WAIVER_USED) continue;
    pol_page_item(&t->page, 0, "KNOWN", KEY, pol_page_format(&t->page, "line %u, %s: %s", w->line, w->id, what[w->fate]));
  }
}

void pol_mutants_text(const pol_tests_page *t) {
  const pol_mutation *all = t->tested->mutation;
  uint32_t shown = 0;
  pol_text counts;
  pol_text_init(&counts, pol_arena_alloc(t->page.arena));
  pol_text_format(&counts, "%u of %u are noticed by some scenario", all->noticed, all->mutants.list.n);
  if (all->waived > 0) pol_text_format(&counts, "; %u %s known", all->waived, all->waived == 1 ? "is" : "are");
  pol_page_item(&t->page, 0, "Changes", KEY, pol_page_keep(&t->page, &counts));
  for (uint32_t i = 0; i < all->mutants.list.n && (shown < SHOWN || t->tested->all); i++) {
    if (all->fate[i].noticed || all->fate[i].waived != NULL) continue;
    pol_arena_point here = pol_arena_mark(t->page.arena);
    unnoticed(t, i);
    shown++;
    pol_arena_reset(t->page.arena, here);
  }
  if (shown < all->unnoticed) {
    pol_page_blank(&t->page);
    pol_page_para(&t->page, 0, pol_page_format(&t->page, "and %u more: --trace shows them all", all->unnoticed - shown));
  }
  stale(t);
}
