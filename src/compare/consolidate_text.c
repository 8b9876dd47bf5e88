/* Sources with changes in them. */
#include "compare/consolidating.h"
#include <stdlib.h>

const char *pol_consolidating_format(pol_consolidating *c, const char *format, ...) {
  pol_text t;
  va_list args;
  pol_text_init(&t, pol_arena_alloc(c->arena));
  va_start(args, format);
  pol_text_vformat(&t, format, args);
  va_end(args);
  const char *copy = pol_text_ok(&t) ? pol_arena_copy(c->arena, pol_text_get(&t), t.n) : NULL;
  pol_text_drop(&t);
  if (copy == NULL) c->no_memory = true;
  return copy != NULL ? copy : "";
}

const char *pol_consolidating_keep(pol_consolidating *c, pol_text *t) {
  const char *copy = pol_text_ok(t) ? pol_arena_copy(c->arena, pol_text_get(t), t->n) : NULL;
  pol_text_drop(t);
  if (copy == NULL) c->no_memory = true;
  return copy != NULL ? copy : "";
}

const pol_source *pol_consolidating_source(const pol_consolidating *c, const pol_node *n) { return pol_sources_get(c->m->sources, n->span.file); }

const char *pol_consolidating_name(const pol_consolidating *c, pol_atom a) { return pol_atom_get(c->m->atoms, a); }

const char *pol_consolidating_slice(pol_consolidating *c, pol_span span) {
  const char *copy = pol_arena_copy(c->arena, pol_sources_get(c->m->sources, span.file)->text + span.start, span.end - span.start);
  if (copy == NULL) c->no_memory = true;
  return copy != NULL ? copy : "";
}

void pol_consolidating_change(pol_consolidating *c, pol_changes *to, uint32_t start, uint32_t end, const char *text) {
  pol_change *one = POL_VEC_PUSH(c->arena, &to->list);
  if (one == NULL) c->no_memory = true;
  else *one = (pol_change){ start, end, text };
}

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r'; }

uint32_t pol_consolidating_line_end(const pol_source *s, uint32_t at) {
  while (at < s->length && s->text[at] != '\n') at++;
  return at < s->length ? at + 1 : at;
}

uint32_t pol_consolidating_line_start(const pol_source *s, uint32_t at) {
  while (at > 0 && s->text[at - 1] != '\n') at--;
  return at;
}

void pol_consolidating_cut_line(pol_consolidating *c, pol_changes *to, pol_span span) {
  const pol_source *s = pol_sources_get(c->m->sources, span.file);
  uint32_t start = span.start, end = span.end;
  while (start > 0 && is_space(s->text[start - 1])) start--;
  while (end < s->length && is_space(s->text[end])) end++;
  bool alone = (start == 0 || s->text[start - 1] == '\n') && (end == s->length || s->text[end] == '\n');
  if (alone && end < s->length) end++;
  pol_consolidating_change(c, to, start, end, "");
}

static int by_start(const void *a, const void *b) {
  const pol_change *x = a, *y = b;
  if (x->start != y->start) return x->start < y->start ? -1 : 1;
  return x->end < y->end ? -1 : x->end > y->end;
}

void pol_consolidating_write(pol_text *out, const pol_source *s, uint32_t from, uint32_t to, pol_changes *changes) {
  uint32_t at = from;
  if (changes->list.n > 1) qsort(changes->list.at, changes->list.n, sizeof *changes->list.at, by_start);
  for (uint32_t i = 0; i < changes->list.n; i++) {
    const pol_change *x = &changes->list.at[i];
    if (x->start < at || x->end > to) continue; /* inside what has gone, or not of this stretch */
    pol_text_add_n(out, s->text + at, x->start - at);
    pol_text_add(out, x->text);
    at = x->end;
  }
  if (to > at) pol_text_add_n(out, s->text + at, to - at);
}

/* Bullets become what they mean: a test among others cannot be bullets itself. */
static bool is_all(const pol_node *n) { return n->kind == POL_N_AND || n->kind == POL_N_ALL_OF; }
static bool is_any(const pol_node *n) { return n->kind == POL_N_OR || n->kind == POL_N_ANY_OF; }

static void add_test(pol_consolidating *c, pol_text *t, const pol_node *test, bool all, bool *first) {
  if (all ? is_all(test) : is_any(test)) {
    for (uint32_t i = 0; i < test->n; i++) add_test(c, t, test->kid[i], all, first);
    return;
  }
  if (!*first) pol_text_add(t, all ? " and " : " or ");
  *first = false;
  pol_text_add(t, pol_consolidating_test(c, test));
}

const char *pol_consolidating_test(pol_consolidating *c, const pol_node *test) {
  if (!is_all(test) && !is_any(test)) return pol_consolidating_slice(c, test->span);
  pol_text t;
  bool first = true;
  pol_text_init(&t, pol_arena_alloc(c->arena));
  pol_text_char(&t, '(');
  add_test(c, &t, test, is_all(test), &first);
  pol_text_char(&t, ')');
  return pol_consolidating_keep(c, &t);
}

const char *pol_consolidating_join(pol_consolidating *c, const pol_node_list *tests, const pol_node *last, bool all) {
  pol_text t;
  bool first = true;
  pol_text_init(&t, pol_arena_alloc(c->arena));
  for (uint32_t i = 0; i < tests->list.n; i++) add_test(c, &t, tests->list.at[i], all, &first);
  if (last != NULL) add_test(c, &t, last, all, &first);
  return pol_consolidating_keep(c, &t);
}
