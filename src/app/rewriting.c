/* The texts of a session's files, written anew: in the layout of the house, or with their sure mistakes mended. */
#include "app/session.h"
#include "app/strings.h"
#include "format/format.h"
#include <stdlib.h>
#include <string.h>

static pol_result finish(pol_string *out, pol_text *text, const pol_session *s, pol_status status) {
  if (status == POL_OK) return pol_string_end(out, text, s);
  pol_text_drop(text);
  return pol_result_of(status);
}

/* Whether a file was read without an error: what is wrong with its words, not with what they say. */
static bool is_read(const pol_session *s, uint32_t file) {
  enum { FIRST_OF_CHECK = 300 };
  for (uint32_t i = 0; i < s->reports.list.n; i++) {
    const pol_report *r = s->reports.list.at[i];
    if (r->severity == POL_ERROR && r->at.span.file == file && pol_code_number(r->code) < FIRST_OF_CHECK) return false;
  }
  return true;
}

pol_result pol_render_formatted(pol_string *out, pol_session *s, size_t file) {
  pol_text text;
  *out = (pol_string){0};
  if (s->rules_only || file >= s->trees.n || !s->trees.at[file].root || !is_read(s, s->files.at[file])) return POL_COULD_NOT;
  pol_format_input in = {.sources = &s->sources, .file = s->files.at[file], .tree = &s->trees.at[file], .atoms = s->atoms};
  pol_string_begin(&text, &s->from);
  return finish(out, &text, s, pol_format(&text, &in));
}

/* -- mending */

typedef struct edit { const pol_fix *fix; uint32_t report; } edit;
typedef struct edits {
  edit *at;
  uint32_t n;
  bool *refused; /* by report */
} edits;

static int by_place(const void *a, const void *b) {
  const edit *one = a, *other = b;
  if (one->fix->span.start != other->fix->span.start) return one->fix->span.start < other->fix->span.start ? -1 : 1;
  if (one->fix->span.end != other->fix->span.end) return one->fix->span.end < other->fix->span.end ? -1 : 1;
  return one->report < other->report ? -1 : one->report > other->report;
}

static bool is_all_of(const pol_report *r, uint32_t file) {
  for (uint32_t i = 0; i < r->fixes.n; i++)
    if (r->fixes.at[i].span.file != file) return false;
  return r->fixes.n > 0;
}

static bool gather(edits *e, pol_arena *arena, const pol_session *s, uint32_t file) {
  const pol_reports *all = &s->reports;
  uint32_t n = 0;
  for (uint32_t i = 0; i < all->list.n; i++) n += all->list.at[i]->fixes.n;
  *e = (edits){.at = POL_NEW_N(arena, edit, n + 1u), .refused = POL_NEW_N(arena, bool, all->list.n + 1u)};
  if (!e->at || !e->refused) return false;
  for (uint32_t i = 0; i < all->list.n; i++) {
    const pol_report *r = all->list.at[i];
    if (!is_all_of(r, file)) continue;
    for (uint32_t k = 0; k < r->fixes.n; k++) e->at[e->n++] = (edit){&r->fixes.at[k], i};
  }
  if (e->n) qsort(e->at, e->n, sizeof *e->at, by_place);
  return true;
}

/* A report whose edit is in the way of another's waits for the next time: all of its edits are made, or none. */
static void refuse_overlaps(edits *e) {
  const edit *before = NULL;
  for (uint32_t i = 0; i < e->n; i++) {
    edit *now = &e->at[i];
    if (e->refused[now->report]) continue;
    bool same = before && before->fix->span.start == now->fix->span.start && before->report != now->report;
    if (before && (now->fix->span.start < before->fix->span.end || same)) e->refused[now->report] = true;
    else before = now;
  }
}

static void write_mended(pol_text *text, edits *e, const pol_source *source, size_t *mended) {
  uint32_t at = 0;
  for (uint32_t i = 0; i < e->n; i++) {
    const pol_fix *fix = e->at[i].fix;
    if (e->refused[e->at[i].report]) continue;
    pol_text_add_n(text, source->text + at, fix->span.start - at);
    pol_text_add(text, fix->text);
    at = fix->span.end;
  }
  pol_text_add_n(text, source->text + at, source->length - at);
  for (uint32_t i = 0; i < e->n; i++) { /* each report once: the rest of its edits find it refused */
    *mended += !e->refused[e->at[i].report];
    e->refused[e->at[i].report] = true;
  }
}

pol_result pol_render_mended(pol_string *out, pol_session *s, size_t file, size_t *mended) {
  pol_text text;
  edits e;
  *out = (pol_string){0};
  *mended = 0;
  if (file >= s->files.n) return POL_COULD_NOT;
  const pol_source *source = pol_sources_get(&s->sources, s->files.at[file]);
  pol_arena *arena = pol_arena_new(&s->from);
  pol_string_begin(&text, &s->from);
  bool fine = arena && gather(&e, arena, s, s->files.at[file]);
  if (fine) {
    refuse_overlaps(&e);
    write_mended(&text, &e, source, mended);
  }
  pol_arena_drop(arena);
  return finish(out, &text, s, fine ? POL_OK : POL_NO_MEMORY);
}
