/* People by groups: how many in each have something that they gain or lose. */
#include "render/contrast.h"

static const char *by_words(const pol_contrast *t) {
  pol_page page = pol_page_of(t->paper);
  pol_text words;
  pol_text_init(&words, pol_arena_alloc(page.arena));
  for (uint32_t i = 0; i < t->bys; i++) pol_text_format(&words, "%s%s", i == 0 ? "By " : ", ", pol_contrast_fact(t, POL_AFTER, t->by[i]));
  return pol_page_keep(&page, &words);
}

static const char *group_words(const pol_contrast *t, const pol_group_summary *g) {
  pol_page page = pol_page_of(t->paper);
  pol_case c = pol_contrast_case(t, POL_AFTER);
  pol_text words;
  pol_text_init(&words, pol_arena_alloc(page.arena));
  for (uint32_t i = 0; i < t->bys; i++) pol_text_format(&words, "%s%s", i == 0 ? "" : ", ", pol_say_value(&c, &g->value[i]));
  for (size_t i = 0; pol_text_ok(&words) && i < words.n; i++) /* a text may have lines of its own: a row has one */
    if (words.at[i] == '\n' || words.at[i] == '\t') words.at[i] = ' ';
  return pol_page_keep(&page, &words);
}

static size_t widest_group(const pol_contrast *t, const pol_people_summary *s) {
  pol_page page = pol_page_of(t->paper);
  size_t widest = 0;
  for (uint32_t i = 0; i < s->groups; i++) {
    pol_arena_point here = pol_arena_mark(page.arena);
    size_t n = pol_columns(group_words(t, &s->group[i])) + 2;
    if (n > widest) widest = n;
    pol_arena_reset(page.arena, here);
  }
  return widest;
}

static bool differs(const pol_people_summary *s, uint32_t d) {
  const uint64_t *n = s->decision[d].n;
  return n[POL_IMPACT_GAINS] + n[POL_IMPACT_LOSES] + n[POL_IMPACT_CHANGED] > 0;
}

static void one_decision(const pol_contrast *t, const pol_people_summary *s, const pol_counts_table *w, uint32_t d) {
  pol_page page = pol_page_of(t->paper);
  pol_page_blank(&page);
  pol_page_para(&page, 0, pol_page_format(&page, "%s: %s", by_words(t), pol_contrast_title(t, d)));
  pol_counts_heading(&page, w, "");
  for (uint32_t i = 0; i < s->groups; i++) {
    pol_arena_point here = pol_arena_mark(page.arena);
    const pol_group_summary *g = &s->group[i];
    pol_counts_row(&page, w, pol_page_format(&page, "  %s", group_words(t, g)), g->n[d]);
    pol_arena_reset(page.arena, here);
  }
}

/* With many decisions: how many people of each group have at least one gain, one loss … */
static void all_decisions(const pol_contrast *t, const pol_people_summary *s, size_t widest) {
  pol_page page = pol_page_of(t->paper);
  size_t title = widest < 28 ? 28 : widest > 38 ? 38 : widest;
  pol_page_blank(&page);
  pol_page_para(&page, 0, pol_page_format(&page, "%s: people with at least one …", by_words(t)));
  pol_text_pad(page.to, ' ', title);
  pol_text_add(page.to, "   people     gain     loss   change     open\n");
  for (uint32_t i = 0; i < s->groups; i++) {
    pol_arena_point here = pol_arena_mark(page.arena);
    const pol_group_summary *g = &s->group[i];
    uint64_t n[] = {g->people, g->any[POL_IMPACT_GAINS], g->any[POL_IMPACT_LOSES], g->any[POL_IMPACT_CHANGED], g->any[POL_IMPACT_UNDETERMINED]};
    const char *words = pol_page_format(&page, "  %s", group_words(t, g));
    size_t taken = pol_columns(words);
    pol_text_add(page.to, words);
    if (taken > title) pol_text_char(page.to, '\n'), taken = 0;
    pol_text_pad(page.to, ' ', title - taken);
    for (size_t k = 0; k < sizeof n / sizeof n[0]; k++) {
      const char *count = pol_contrast_count(&page, n[k]);
      pol_text_pad(page.to, ' ', pol_columns(count) < 9 ? 9 - pol_columns(count) : 1);
      pol_text_add(page.to, count);
    }
    pol_text_char(page.to, '\n');
    pol_arena_reset(page.arena, here);
  }
}

void pol_contrast_groups(const pol_contrast *t, const pol_people_summary *s) {
  enum { MOST = 3 };
  pol_page page = pol_page_of(t->paper);
  uint32_t differing = 0;
  if (t->bys == 0) return;
  size_t widest = widest_group(t, s);
  pol_counts_table w = pol_counts_table_of(&page, widest, s->people);
  for (uint32_t d = 0; d < t->of->decisions.n; d++) differing += differs(s, d);
  if (t->of->decisions.n > 1) all_decisions(t, s, widest);
  for (uint32_t d = 0; d < t->of->decisions.n && differing <= MOST; d++)
    if (differs(s, d)) one_decision(t, s, &w, d);
  if (differing > MOST) pol_page_para(&page, 0, "Of one decision: --ask DECISION.");
  if (s->too_many_groups) pol_page_para(&page, 0, "There are more groups than are kept apart; people of the others are in none of these.");
}
