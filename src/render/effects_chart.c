/* Charts as inline SVG. Each has a title and a description with all its figures, and its figures stand in it; colour only repeats what a word or a place says. */
#include "render/effects.h"
#include <string.h>

enum { LINE = 20, LABEL = 124, BAR = 130, WIDTH = 320 }; /* of a chart, in its own units: labels end, bars have room for, it ends */
enum { MOST_BANDS = 12, FARTHEST = 20 };                 /* rows; bands between 0 and what is furthest from it */

typedef struct bar { const char *label, *class; uint64_t n; } bar;

static unsigned width_of(uint64_t n, uint64_t most, unsigned room) { /* what exists is seen */
  unsigned width = most == 0 ? 0 : (unsigned)((pol_u128)n * room / most);
  return n > 0 && width == 0 ? 1 : width;
}

static void draw(const pol_effects_page *k, const char *id, const char *title, const char *lead, const bar *bars, unsigned n) {
  uint64_t most = 0;
  for (unsigned i = 0; i < n; i++) most = bars[i].n > most ? bars[i].n : most;
  pol_html(k->pg, "<figure class=\"chart\">\n<figcaption>%s</figcaption>\n<svg viewBox=\"0 0 %u %u\" role=\"img\" aria-labelledby=\"%s-title %s-words\">\n", title, (unsigned)WIDTH, n * LINE, id, id);
  pol_html(k->pg, "<title id=\"%s-title\">%s</title>\n<desc id=\"%s-words\">%s", id, title, id, lead);
  for (unsigned i = 0; i < n; i++) {
    pol_html(k->pg, "%s", i == 0 ? "" : "; ");
    pol_html_plain(k->pg, pol_page_format(k->pg, "%s: %s", bars[i].label, pol_effects_count(k, bars[i].n)));
  }
  pol_html(k->pg, ".</desc>\n");
  for (unsigned i = 0; i < n; i++) {
    unsigned width = width_of(bars[i].n, most, BAR), y = i * LINE;
    pol_html(k->pg, "<text class=\"label\" x=\"%u\" y=\"%u\">", (unsigned)LABEL, y + 14);
    pol_html_plain(k->pg, bars[i].label);
    pol_html(k->pg, "</text>");
    if (width > 0) pol_html(k->pg, "<rect class=\"%s\" x=\"%u\" y=\"%u\" width=\"%u\" height=\"14\"/>", bars[i].class, LABEL + 6u, y + 3, width);
    pol_html(k->pg, "<text x=\"%u\" y=\"%u\">%s</text>\n", LABEL + 10u + width, y + 14, pol_effects_count(k, bars[i].n));
  }
  pol_html(k->pg, "</svg>\n</figure>\n");
}

void pol_effects_chart_impacts(const pol_effects_page *k, uint32_t decision) {
  static const bar kinds[POL_IMPACTS] = {[POL_IMPACT_LOSES] = {"lose", "loses", 0},
                                         [POL_IMPACT_GAINS] = {"gain", "gains", 0},
                                         [POL_IMPACT_CHANGED] = {"change otherwise", "changed", 0},
                                         [POL_IMPACT_UNAFFECTED] = {"stay the same", "same", 0},
                                         [POL_IMPACT_UNDETERMINED] = {"not decided", "open", 0}};
  static const pol_impact order[] = {POL_IMPACT_LOSES, POL_IMPACT_GAINS, POL_IMPACT_CHANGED, POL_IMPACT_UNAFFECTED, POL_IMPACT_UNDETERMINED};
  bar bars[POL_IMPACTS];
  unsigned n = 0;
  for (unsigned i = 0; i < POL_IMPACTS; i++) {
    bar b = kinds[order[i]];
    b.n = pol_effects_of_decision(k, decision, order[i]);
    if (b.n > 0) bars[n++] = b;
  }
  draw(k, pol_page_format(k->pg, "impacts-%u", decision + 1), "People", "People who ", bars, n);
}

/* ---- the spread ---- */

static bool is_far(const pol_bands *b) {
  int32_t low = -b->first, high = b->first + (int32_t)b->n;
  return b->n > MOST_BANDS || (low > high ? low : high) > FARTHEST;
}

static const char *edge_words(const pol_effects_page *k, pol_type type, pol_num edge) {
  pol_value v = {.state = POL_KNOWN, .type = type, .as.num = edge};
  pol_text t;
  bool about;
  pol_text_init(&t, pol_arena_alloc(k->pg->arena));
  if (edge.n < 0) pol_text_add(&t, "−"), edge.n = -edge.n;
  if (v.type.show == POL_SHOW_PERCENT) (void)pol_num_mul(&edge, edge, pol_num_int(100));
  pol_num_write_for_people(&t, edge, 0, &about);
  return pol_page_keep(k->pg, &t);
}

static const char *unit_words(const pol_effects_page *k, pol_type type) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(k->pg->arena));
  if (type.show == POL_SHOW_PERCENT) pol_text_add(&t, "percent");
  else pol_unit_words(&t, k->of->model[POL_AFTER], type.unit);
  return pol_page_keep(k->pg, &t);
}

/* Which side of 0 is a loss. */
static const char *class_of(const pol_compared_decision *d, bool below) {
  if (d->better != POL_BETTER_HIGHER && d->better != POL_BETTER_LOWER) return "changed";
  return below == (d->better == POL_BETTER_HIGHER) ? "loses" : "gains";
}

void pol_effects_chart_bands(const pol_effects_page *k, uint32_t decision) {
  const pol_compared_decision *d = &k->of->decisions.at[decision];
  const pol_decision_summary *s = &k->s->decision[decision];
  pol_bands b = s->bands;
  pol_type type = d->type;
  bar bars[MOST_BANDS];
  type.kind = POL_T_NUMBER;
  for (unsigned i = 0; i < 100 && is_far(&b); i++) pol_bands_widen(&b);
  if (b.n == 0 || b.n > MOST_BANDS) return;
  for (uint32_t i = 0; i < b.n; i++) {
    int32_t band = b.first + (int32_t)i;
    const char *low = edge_words(k, type, pol_bands_edge(&b, band)), *high = edge_words(k, type, pol_bands_edge(&b, band + 1));
    bars[i] = (bar){pol_page_format(k->pg, "%s to %s", low, high), class_of(d, band < 0), b.at[i]};
  }
  const char *unit = unit_words(k, type), *in = unit[0] == '\0' ? "" : pol_page_format(k->pg, ", in %s", unit);
  const char *said = strcmp(class_of(d, true), "changed") == 0 ? "" : strcmp(class_of(d, true), "loses") == 0 ? "; below 0 is a loss" : "; above 0 is a loss";
  draw(k, pol_page_format(k->pg, "spread-%u", decision + 1), pol_page_format(k->pg, "People by how much they gain or lose%s%s", in, said),
       "How many people there are with a difference of ", bars, b.n);
  if (b.lost) pol_html(k->pg, "<p class=\"note\">Some differences are too large a number for this chart.</p>\n");
}

/* ---- a row's own bar ---- */

void pol_effects_bar(const pol_effects_page *k, const uint64_t n[POL_IMPACTS], uint64_t all) {
  enum { HALF = 60 };
  unsigned left = width_of(n[POL_IMPACT_LOSES], all, HALF), right = width_of(n[POL_IMPACT_GAINS], all, HALF);
  pol_html(k->pg, "<svg class=\"bar\" viewBox=\"0 0 %u 12\" aria-hidden=\"true\" focusable=\"false\">", 2u * HALF);
  if (left > 0) pol_html(k->pg, "<rect class=\"loses\" x=\"%u\" y=\"1\" width=\"%u\" height=\"10\"/>", HALF - left, left);
  if (right > 0) pol_html(k->pg, "<rect class=\"gains\" x=\"%u\" y=\"1\" width=\"%u\" height=\"10\"/>", (unsigned)HALF, right);
  pol_html(k->pg, "<path class=\"axis\" d=\"M%u 0V12\"/></svg>", (unsigned)HALF);
}
