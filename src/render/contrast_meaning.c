/* A comparison without people: the decisions that can change, each with facts for which it does. */
#include "render/contrast.h"

enum { LABEL = 11 };

static void line(const pol_page *page, const char *label, const char *text) { pol_page_item(page, 2, label, LABEL, text); }

static const char *cited(const pol_contrast *t, int side, const pol_answer *a) {
  pol_case c = pol_contrast_case(t, side);
  return pol_say_cited(&c, a->because, a->becauses);
}

static void side(const pol_contrast *t, uint32_t d, int which, const pol_answer *a) {
  pol_page page = pol_page_of(t->paper);
  static const pol_value nothing = {.state = POL_UNKNOWN};
  const char *words = pol_contrast_outcome(t, d, which, a == NULL ? POL_OUT_SILENT : a->outcome, a == NULL ? &nothing : &a->value), *clauses = a == NULL ? "" : cited(t, which, a);
  line(&page, which == POL_BEFORE ? "before" : "after", clauses[0] == '\0' ? words : pol_page_format(&page, "%s, by %s", words, clauses));
}

static void witness(const pol_contrast *t, uint32_t d, const pol_compare_witness *w) {
  pol_page page = pol_page_of(t->paper);
  pol_case c = pol_contrast_case(t, POL_AFTER);
  bool first = true;
  if (w->facts == NULL) {
    line(&page, "for example", "no facts were found with which it changes");
    return;
  }
  for (uint32_t f = 0; f < c.model->facts.n; f++) {
    const pol_value *v = &w->facts->value[f];
    if (v->state != POL_KNOWN) continue;
    line(&page, first ? "for example" : "", pol_page_format(&page, "%s is %s", pol_say_atom(&c, c.model->facts.at[f].name), pol_say_value(&c, v)));
    first = false;
  }
  if (first) line(&page, "for example", "where no fact is given");
  side(t, d, POL_BEFORE, w->answer[POL_BEFORE]);
  side(t, d, POL_AFTER, w->answer[POL_AFTER]);
}

static void decision(const pol_contrast *t, uint32_t d) {
  enum { MOST = 4 };
  pol_page page = pol_page_of(t->paper);
  const pol_compared_decision *k = &t->of->decisions.at[d];
  pol_page_blank(&page);
  pol_page_ink(&page, POL_INK_STRONG);
  pol_page_para(&page, 0, pol_contrast_title(t, d));
  pol_page_ink(&page, POL_INK_PLAIN);
  if (k->in[POL_BEFORE] == POL_NO_REF) line(&page, "new", "the version before does not have this decision");
  if (k->in[POL_AFTER] == POL_NO_REF) line(&page, "gone", "the version after does not have this decision");
  for (uint32_t i = 0; i < k->changes && i < MOST; i++) line(&page, i == 0 ? "because" : "", pol_contrast_change(t, k->change[i]));
  if (k->changes > MOST) line(&page, "", pol_page_format(&page, "and %u more %s", k->changes - MOST, k->changes == MOST + 1 ? "change" : "changes"));
  if (t->witness != NULL && k->in[POL_BEFORE] != POL_NO_REF && k->in[POL_AFTER] != POL_NO_REF) witness(t, d, &t->witness[d]);
}

void pol_contrast_meaning(const pol_contrast *t) {
  pol_page page = pol_page_of(t->paper);
  pol_text same;
  pol_text_init(&same, pol_arena_alloc(page.arena));
  for (uint32_t d = 0; d < t->of->decisions.n; d++) {
    pol_arena_point here = pol_arena_mark(page.arena);
    if (t->of->decisions.at[d].can_change) decision(t, d);
    else pol_text_format(&same, "%s%s", same.n == 0 ? "" : "; ", pol_contrast_title(t, d));
    pol_arena_reset(page.arena, here);
  }
  const char *titles = pol_page_keep(&page, &same);
  if (*titles == '\0') return;
  pol_page_blank(&page);
  pol_page_para(&page, 0, pol_page_format(&page, "As before, whatever the facts: %s.", titles));
}
