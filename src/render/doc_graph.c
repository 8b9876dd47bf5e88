/* How a policy's questions rest on each other, as a drawing: those that rest on none at the left, each other one to the right of all that it rests on. Questions that
 * stand alone are not drawn. The same is in the words of each question, so the drawing is for the eye alone. */
#include "render/doc.h"
#include "render/html.h"
#include <string.h>

enum { BOX_WIDTH = 190, BOX_COLUMNS = 26, LINE_HEIGHT = 15, BOX_PADDING = 8, GAP_ACROSS = 70, GAP_DOWN = 14, MARGIN = 4, LINES_MOST = 4 };

typedef struct box { bool drawn; uint32_t level, x, y, height, lines; const char *text; } box;
typedef struct drawing { pol_doc *d; const pol_doc_graph *g; box *at; uint32_t n, levels, width, height; } drawing;

static const pol_page *page(const drawing *k) { return &k->d->of.r.c.page; }

/* A question comes after those that it rests on; there are no circles. */
static void find_levels(drawing *k) {
  const pol_model *m = k->d->of.r.c.model;
  for (uint32_t i = 0; i < k->n; i++)
    for (uint32_t u = 0; u < k->g->n[i]; u++) k->at[i].drawn = k->at[k->g->uses[i][u]].drawn = true;
  for (uint32_t i = 0; i < k->n; i++) { /* used ones first */
    box *b = &k->at[m->order[i]];
    for (uint32_t u = 0; u < k->g->n[m->order[i]]; u++) {
      const box *used = &k->at[k->g->uses[m->order[i]][u]];
      if (used->level + 1 > b->level) b->level = used->level + 1;
    }
    if (b->drawn && b->level + 1 > k->levels) k->levels = b->level + 1;
  }
}

static uint32_t count_lines(const char *text) {
  uint32_t n = 1;
  for (; *text != '\0'; text++) n += *text == '\n';
  return n;
}

static void wrap(drawing *k, box *b, const char *title) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(page(k)->arena));
  pol_text_wrap(&t, title, 0, 0, BOX_COLUMNS);
  b->text = pol_page_keep(page(k), &t);
  b->lines = count_lines(b->text);
  if (b->lines > LINES_MOST) b->lines = LINES_MOST;
  b->height = b->lines * LINE_HEIGHT + 2 * BOX_PADDING;
}

/* Where the boxes that it rests on are, on average: crossings are few when each stands beside its own. */
static uint32_t wish(const drawing *k, uint32_t i) {
  uint64_t sum = 0;
  if (k->g->n[i] == 0) return 0;
  for (uint32_t u = 0; u < k->g->n[i]; u++) sum += k->at[k->g->uses[i][u]].y;
  return (uint32_t)(sum / k->g->n[i]);
}

static bool place(drawing *k) {
  uint32_t *order = POL_NEW_N(page(k)->arena, uint32_t, k->n + 1u), *wishes = POL_NEW_N(page(k)->arena, uint32_t, k->n + 1u);
  if (order == NULL || wishes == NULL) return false;
  for (uint32_t level = 0; level < k->levels; level++) {
    uint32_t n = 0, y = MARGIN;
    for (uint32_t i = 0; i < k->n; i++) {
      if (!k->at[i].drawn || k->at[i].level != level) continue;
      uint32_t slot = n++;
      wishes[i] = wish(k, i);
      for (; slot > 0 && wishes[order[slot - 1]] > wishes[i]; slot--) order[slot] = order[slot - 1];
      order[slot] = i;
    }
    for (uint32_t i = 0; i < n; i++) {
      box *b = &k->at[order[i]];
      if (level > 0 && wishes[order[i]] > y) y = wishes[order[i]];
      b->x = MARGIN + level * (BOX_WIDTH + GAP_ACROSS);
      b->y = y;
      y += b->height + GAP_DOWN;
    }
    if (y > k->height) k->height = y;
  }
  k->width = 2 * MARGIN + k->levels * BOX_WIDTH + (k->levels > 0 ? k->levels - 1 : 0) * GAP_ACROSS;
  return true;
}

static void draw_edges(const drawing *k) {
  const pol_model *m = k->d->of.r.c.model;
  for (uint32_t i = 0; i < k->n; i++)
    for (uint32_t u = 0; u < k->g->n[i]; u++) {
      uint32_t used = k->g->uses[i][u];
      const box *from = &k->at[used], *to = &k->at[i];
      uint32_t x1 = from->x + BOX_WIDTH, y1 = from->y + from->height / 2, x2 = to->x, y2 = to->y + to->height / 2, bend = GAP_ACROSS / 2;
      bool stage = false;
      for (uint32_t s = 0; s < m->decisions.at[i].afters; s++) stage = stage || m->decisions.at[i].after[s] == used;
      pol_html(page(k), "<path class=\"%s\" d=\"M%u %u C%u %u %u %u %u %u\"/>\n", stage ? "stage" : "use", x1, y1, x1 + bend, y1, x2 - bend, y2, x2, y2);
    }
}

static void draw_box(const drawing *k, uint32_t i) {
  const box *b = &k->at[i];
  const char *name = pol_say_atom(&k->d->of.r.c, k->d->of.r.c.model->decisions.at[i].name), *text = b->text;
  pol_html(page(k), "<a href=\"#%s\"><rect x=\"%u\" y=\"%u\" width=\"%u\" height=\"%u\" rx=\"3\"/>", pol_doc_anchor(k->d, "decision", name), b->x, b->y, (unsigned)BOX_WIDTH, b->height);
  pol_html(page(k), "<text x=\"%u\" y=\"%u\">", b->x + BOX_PADDING, b->y + BOX_PADDING - 3);
  for (uint32_t line = 0; line < b->lines; line++) {
    size_t n = strcspn(text, "\n");
    bool more = line + 1 == b->lines && text[n] == '\n';
    pol_html(page(k), "<tspan x=\"%u\" dy=\"%u\">%s</tspan>", b->x + BOX_PADDING, (unsigned)LINE_HEIGHT, pol_page_format(page(k), "%.*s%s", (int)n, text, more ? " …" : ""));
    text += n + (text[n] == '\n');
  }
  pol_html(page(k), "</text></a>\n");
}

void pol_doc_graph_draw(pol_doc *d, const pol_doc_graph *g) {
  const pol_model *m = d->of.r.c.model;
  if (d->form != POL_WRITE_HTML) return;
  drawing k = {.d = d, .g = g, .n = m->decisions.n, .at = POL_NEW_N(d->of.r.c.page.arena, box, m->decisions.n + 1u)};
  if (k.at == NULL) {
    pol_page_lost(&d->of.r.c.page);
    return;
  }
  find_levels(&k);
  if (k.levels == 0) return;
  uint32_t alone = 0;
  for (uint32_t i = 0; i < k.n; i++) {
    const char *title = m->decisions.at[i].title;
    alone += !k.at[i].drawn;
    if (k.at[i].drawn) wrap(&k, &k.at[i], pol_say_titled(&d->of.r.c, title, m->decisions.at[i].name));
  }
  if (!place(&k)) {
    pol_page_lost(&d->of.r.c.page);
    return;
  }
  pol_html(page(&k), "<figure>\n<figcaption>Which questions rest on which: an answer goes from the left to the right; dashed where a question is asked only once another is permitted.");
  if (alone > 0) pol_html(page(&k), " %s.", alone == 1 ? "One question stands alone" : pol_page_format(page(&k), "%u questions stand alone", alone));
  pol_html(page(&k), "</figcaption>\n<section class=\"wide\" tabindex=\"0\" aria-label=\"Drawing of the questions\">\n<svg viewBox=\"0 0 %u %u\" width=\"%u\" height=\"%u\">\n", k.width, k.height, k.width, k.height);
  draw_edges(&k);
  for (uint32_t i = 0; i < k.n; i++)
    if (k.at[i].drawn) draw_box(&k, i);
  pol_html(page(&k), "</svg>\n</section>\n</figure>\n");
}
