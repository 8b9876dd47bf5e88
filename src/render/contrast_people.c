/* A line a person whose outcome differs: those who lose before those who gain, the largest differences first. Only the largest of each decision are kept, however many
 * people there are. */
#include "render/contrast.h"

enum { MOST_DEFAULT = 10, KEPT = 3 };
static const pol_impact order[KEPT] = {POL_IMPACT_LOSES, POL_IMPACT_GAINS, POL_IMPACT_CHANGED};
static const char *const verbs[KEPT] = {"LOSES", "GAINS", "CHANGES"};

typedef struct kept_line {
  pol_text text;        /* id, from what to what, why: each ended by a NUL */
  bool has_delta, measured;
  pol_num size;         /* of the difference; where there was nothing before, or is nothing after, all of it */
} kept_line;

typedef struct kept_list { kept_line **at; uint32_t n; } kept_list; /* the largest first; of equals those that came first */

struct pol_kept_people {
  pol_arena *arena;
  uint32_t decisions, most;
  kept_list *list;      /* by decision, then by impact in the order above */
};

pol_status pol_kept_people_new(pol_kept_people **out, const pol_contrast *t) {
  pol_arena *arena = t->paper->arena;
  pol_kept_people *k = POL_NEW(arena, pol_kept_people);
  if (k == NULL) return POL_NO_MEMORY;
  *k = (pol_kept_people){.arena = pol_arena_new(pol_arena_alloc(arena)), .decisions = t->of->decisions.n, .most = t->most == 0 ? MOST_DEFAULT : t->most};
  if (k->arena != NULL) k->list = POL_NEW_N(k->arena, kept_list, k->decisions * KEPT + 1u);
  *out = k;
  if (k->list != NULL) return POL_OK;
  pol_arena_drop(k->arena);
  return POL_NO_MEMORY;
}

void pol_kept_people_drop(pol_kept_people *k) {
  if (k == NULL) return;
  for (uint32_t i = 0; i < k->decisions * KEPT; i++)
    for (uint32_t n = 0; n < k->list[i].n; n++) pol_text_drop(&k->list[i].at[n]->text);
  pol_arena_drop(k->arena);
}

static bool is_larger(const pol_num *size, const kept_line *than) {
  if (size == NULL || !than->measured) return size != NULL && !than->measured;
  return pol_num_cmp(*size, than->size) > 0;
}

/* A line that may be written to, at its place in the list; NULL: out of memory, or there are enough that are larger. */
static kept_line *place(pol_kept_people *k, kept_list *list, const pol_effect_on *e, const pol_num *size, pol_status *status) {
  kept_line *line;
  uint32_t at = list->n;
  if (list->n == k->most && !is_larger(size, list->at[list->n - 1])) return NULL;
  if (list->at == NULL) list->at = POL_NEW_N(k->arena, kept_line *, k->most);
  if (list->at != NULL && list->n < k->most) {
    line = POL_NEW(k->arena, kept_line);
    if (line != NULL) pol_text_init(&line->text, pol_arena_alloc(k->arena)), list->n++;
  } else {
    line = list->at == NULL ? NULL : list->at[--at];
  }
  if (line == NULL) {
    *status = POL_NO_MEMORY;
    return NULL;
  }
  for (; at > 0 && is_larger(size, list->at[at - 1]); at--) list->at[at] = list->at[at - 1];
  list->at[at] = line;
  line->has_delta = e->has_delta;
  line->measured = size != NULL;
  line->size = size != NULL ? *size : pol_num_int(0);
  pol_text_clear(&line->text);
  return line;
}

static void add_part(pol_text *to, const char *part) {
  pol_text_add(to, part);
  pol_text_char(to, '\0');
}

static void fill(kept_line *line, const pol_contrast *t, const pol_compared_person *p, const pol_effect_on *e) {
  pol_page page = pol_page_of(t->paper);
  const pol_record_facts *r = p->record;
  add_part(&line->text, r->id == NULL ? pol_page_format(&page, "%llu", (unsigned long long)t->records + 1) : pol_page_shown(&page, r->id, r->id_length));
  add_part(&line->text, pol_contrast_step(t, e->decision, e->outcome, e->value));
  add_part(&line->text, pol_contrast_because(t, e->because, e->becauses));
}

pol_status pol_kept_people_look(pol_kept_people *k, const pol_contrast *t, const pol_compared_person *p) {
  pol_status status = POL_OK;
  for (uint32_t i = 0; i < p->effects; i++) {
    const pol_effect_on *e = &p->effect[i];
    pol_num size;
    bool measured = pol_effect_size(&size, e);
    for (uint32_t o = 0; o < KEPT; o++) {
      if (e->impact != order[o]) continue;
      kept_line *line = place(k, &k->list[e->decision * KEPT + o], e, measured ? &size : NULL, &status);
      if (line == NULL) continue;
      fill(line, t, p, e);
      if (!pol_text_ok(&line->text)) return POL_NO_MEMORY;
    }
    if (status != POL_OK) return status;
  }
  return POL_OK;
}

/* -- as lines */

static const char *part(kept_line *line, int which) {
  const char *at = pol_text_get(&line->text);
  for (; which > 0; which--)
    while (*at++ != '\0') {}
  return at;
}

typedef struct widths { size_t id, title, step; } widths;

static size_t widest(size_t now, const char *text, size_t most) {
  size_t n = pol_columns(text);
  return n > now ? n < most ? n : most : now;
}

static widths widths_of(const pol_kept_people *k, const pol_contrast *t) {
  enum { GAPS = 6, LAST = 15 }; /* between the columns; "LOSES £1,234.00" */
  size_t room = pol_page_of(t->paper).width - 1;
  widths w = {2, 8, 8};
  for (uint32_t i = 0; i < k->decisions * KEPT; i++)
    for (uint32_t n = 0; n < k->list[i].n; n++) {
      w.id = widest(w.id, part(k->list[i].at[n], 0), 16);
      w.title = widest(w.title, pol_contrast_title(t, i / KEPT), 28);
    }
  size_t most = room > w.id + w.title + GAPS + LAST + 8 ? room - w.id - w.title - GAPS - LAST : 8;
  for (uint32_t i = 0; i < k->decisions * KEPT; i++)
    for (uint32_t n = 0; n < k->list[i].n; n++) w.step = widest(w.step, part(k->list[i].at[n], 1), most);
  return w;
}

static const char *wrapped(const pol_page *page, const char *text, size_t width) {
  pol_text words;
  pol_text_init(&words, pol_arena_alloc(page->arena));
  pol_text_wrap(&words, text, 0, 0, width);
  return pol_page_keep(page, &words);
}

static size_t next_line(const char **text) {
  size_t n = 0;
  while ((*text)[n] != '\0' && (*text)[n] != '\n') n++;
  *text += n + ((*text)[n] == '\n');
  return n;
}

static void column(const pol_page *page, const char **text, size_t width, bool last) {
  const char *at = *text;
  size_t n = next_line(text), columns = pol_text_columns(at, n);
  pol_text_add_n(page->to, at, n);
  if (!last) pol_text_pad(page->to, ' ', columns < width ? width - columns : 0);
}

static void write_line(const pol_contrast *t, const widths *w, uint32_t decision, uint32_t o, kept_line *line) {
  pol_page page = pol_page_of(t->paper);
  static const pol_ink inks[KEPT] = {POL_INK_ERROR, POL_INK_NOTE, POL_INK_WARNING};
  const char *title = wrapped(&page, pol_contrast_title(t, decision), w->title), *step = wrapped(&page, part(line, 1), w->step), *why = part(line, 2), *id = part(line, 0);
  for (bool first = true; first || *title != '\0' || *step != '\0'; first = false) {
    if (first) pol_text_add(page.to, id);
    size_t taken = first ? pol_columns(id) : 0;
    if (taken > w->id) pol_text_char(page.to, '\n'), taken = 0;
    pol_text_pad(page.to, ' ', w->id + 2 - taken);
    column(&page, &title, w->title + 2, false);
    column(&page, &step, w->step + 2, !first && *title == '\0');
    if (first) {
      pol_page_ink(&page, inks[o]);
      pol_text_add(page.to, verbs[o]);
      pol_page_ink(&page, POL_INK_PLAIN);
      if (line->has_delta) pol_text_format(page.to, " %s", pol_contrast_amount(t, decision, line->size, false, false));
    }
    pol_page_end_line(&page);
  }
  if (why[0] != '\0') pol_page_para(&page, w->id + 2, why);
}

void pol_kept_people_write(const pol_kept_people *k, const pol_contrast *t, const pol_people_summary *s) {
  pol_page page = pol_page_of(t->paper);
  widths w = widths_of(k, t);
  uint64_t more = 0;
  bool begun = false;
  for (uint32_t o = 0; o < KEPT; o++)
    for (uint32_t d = 0; d < k->decisions; d++) {
      const kept_list *list = &k->list[d * KEPT + o];
      if (list->n > 0 && !begun) pol_page_blank(&page);
      for (uint32_t i = 0; i < list->n; i++) {
        pol_arena_point here = pol_arena_mark(page.arena);
        write_line(t, &w, d, o, list->at[i]);
        pol_arena_reset(page.arena, here);
      }
      begun = begun || list->n > 0;
      more += s->decision[d].n[order[o]] - list->n;
    }
  if (more > 0)
    pol_page_para(&page, 0, pol_page_format(&page, "and %s more; of each decision, the largest %u who lose, gain or change are shown. --most N shows more, --format csv all of them.", pol_contrast_count(&page, more), k->most));
}
