/* Stencils made of what was told, kept by their keys, and found again. */
#include "render/stencil_piece.h"
#include <string.h>

enum { LOOKS_MOST = 400, PLACES_FIRST = 8 };

/* ---- finding ---- */

static uint64_t mix(uint64_t h, uint64_t v) {
  h = (h ^ v) * 0x9e3779b97f4a7c15u;
  return h ^ h >> 29;
}

static uint64_t hash_of(const uint8_t *key, uint32_t n, uint32_t extra) {
  uint64_t h = mix(n, extra), word = 0;
  for (; n >= 8; n -= 8, key += 8) {
    memcpy(&word, key, 8);
    h = mix(h, word);
  }
  word = 0;
  if (n > 0) memcpy(&word, key, n);
  return mix(h, word);
}

pol_stencil *pol_stencil_find(const pol_stencils *s, const pol_piece_of *p, uint32_t extra) {
  uint64_t hash = hash_of(s->key, p->look.n, extra);
  if (p->places == 0) return NULL;
  for (pol_stencil *at = p->place[hash & (p->places - 1)]; at != NULL; at = at->next)
    if (at->hash == hash && at->extra == extra && at->looks == p->look.n && memcmp(at->key, s->key, p->look.n) == 0) return at;
  return NULL;
}

/* ---- keeping ---- */

static void *take(pol_stencils *s, size_t size, size_t align) {
  s->bytes += size;
  return pol_arena_take(s->kept, size, align);
}

static bool widen(pol_stencils *s, pol_piece_of *p) {
  uint32_t places = p->places == 0 ? PLACES_FIRST : p->places * 2;
  pol_stencil **place = take(s, places * sizeof *place, _Alignof(pol_stencil *));
  if (place == NULL) return false;
  for (uint32_t i = 0; i < p->places; i++)
    for (pol_stencil *at = p->place[i], *next; at != NULL; at = next) {
      next = at->next;
      at->next = place[at->hash & (places - 1)];
      place[at->hash & (places - 1)] = at;
    }
  p->place = place;
  p->places = places;
  return true;
}

static void forget(pol_piece_of *p) {
  p->place = NULL;
  p->places = p->stencils = 0;
}

static void forget_assemblies(pol_asked *a) {
  a->place = NULL;
  a->places = a->assemblies = 0;
}

void pol_stencils_empty(pol_stencils *s) {
  pol_arena_reset(s->kept, (pol_arena_point){0});
  for (uint32_t i = 0; i < s->pieces; i++) forget(&s->piece[i]);
  for (uint32_t i = 0; i < s->telling->askeds; i++) forget_assemblies(&s->asked[i]);
  s->bytes = 0;
  s->counts.emptied++;
}

/* ---- assemblies ---- */

pol_assembly *pol_assembly_find(pol_stencils *s, const pol_asked *a) {
  s->hash = hash_of(a->key, a->look.n, 0);
  if (a->places == 0) return NULL;
  for (pol_assembly *at = a->place[s->hash & (a->places - 1)]; at != NULL; at = at->next)
    if (at->hash == s->hash && memcmp(at->key, a->key, a->look.n) == 0) return at;
  return NULL;
}

static bool widen_assemblies(pol_stencils *s, pol_asked *a) {
  uint32_t places = a->places == 0 ? PLACES_FIRST : a->places * 2;
  pol_assembly **place = take(s, places * sizeof *place, _Alignof(pol_assembly *));
  if (place == NULL) return false;
  for (uint32_t i = 0; i < a->places; i++)
    for (pol_assembly *at = a->place[i], *next; at != NULL; at = next) {
      next = at->next;
      at->next = place[at->hash & (places - 1)];
      place[at->hash & (places - 1)] = at;
    }
  a->place = place;
  a->places = places;
  return true;
}

void pol_assembly_keep(pol_stencils *s, pol_asked *a) {
  size_t stencils = a->pieces * sizeof(pol_stencil *);
  if (a->assemblies >= a->places && !widen_assemblies(s, a)) return;
  pol_assembly *out = take(s, sizeof *out + stencils, _Alignof(pol_assembly));
  uint8_t *key = take(s, a->look.n + 1u, 1);
  if (out == NULL || key == NULL) return;
  memcpy(key, a->key, a->look.n);
  memcpy(out->stencil, s->used, stencils);
  pol_assembly **place = &a->place[s->hash & (a->places - 1)];
  out->hash = s->hash;
  out->key = key;
  out->next = *place;
  *place = out;
  a->assemblies++;
}

/* ---- what was looked at ---- */

static bool same_side(const pol_value *a, const pol_value *b) {
  if (a->from != b->from) return false;
  return a->from != 0 || (a->type.kind == b->type.kind && pol_value_same(a, b));
}

static bool same_look(const pol_look *a, const pol_look *b) { return a->kind == b->kind && same_side(&a->a, &b->a) && same_side(&a->b, &b->b); }

/* Its number among those of the decision, where it may be new; UINT32_MAX: out of memory, or too many. */
static uint32_t look_number(pol_stencils *s, pol_asked *a, const pol_look *l) {
  for (uint32_t i = 0; i < a->look.n; i++)
    if (same_look(&a->look.at[i].look, l)) return i;
  pol_stencil_look *at = a->look.n < LOOKS_MOST ? POL_VEC_PUSH(s->lasting, &a->look) : NULL;
  if (at == NULL) return UINT32_MAX;
  bool number = l->kind == POL_LOOK_ORDER && pol_type_repr(l->a.type) == POL_REPR_NUM && pol_type_repr(l->b.type) == POL_REPR_NUM;
  *at = (pol_stencil_look){.look = *l, .valued = l->kind == POL_LOOK_NODE && pol_look_is_valued(s->program, l->a.from), .number = number};
  return a->look.n - 1;
}

/* What a stencil does not look at, it does not rest on; what another of its piece looks at is in every key. Those made before have shorter ones, and go. */
static bool add_looks(pol_stencils *s, pol_piece_of *p) {
  pol_asked *a = &s->asked[p->asked];
  uint32_t before = p->look.n, of_all = a->look.n;
  bool fine = true;
  for (uint32_t i = 0; i < s->watch.look.n && fine; i++) {
    uint32_t number = look_number(s, a, &s->watch.look.at[i]);
    bool has = false;
    for (uint32_t k = 0; k < p->look.n && !has; k++) has = p->look.at[k] == number;
    uint32_t *at = has || number == UINT32_MAX ? NULL : POL_VEC_PUSH(s->lasting, &p->look);
    if (at != NULL) *at = number;
    fine = has || at != NULL;
  }
  if (p->look.n > before) forget(p);
  if (p->look.n > before || a->look.n > of_all) forget_assemblies(a);
  return fine;
}

/* ---- cutting ---- */

/* The next mark, and how many bytes it takes; NULL: there is none. Within strings JSON has escaped its first byte. */
static const char *next_mark(const char *at, const char *end, size_t *bytes) {
  static const char escaped[] = "\\u0001";
  for (; at < end; at++) {
    if (*at == POL_MARK_BYTE) {
      *bytes = 1;
      return at;
    }
    if (*at != '\\') continue;
    *bytes = sizeof escaped - 1;
    if ((size_t)(end - at) >= *bytes && memcmp(at, escaped, *bytes) == 0) return at;
    at++; /* what is escaped: a backslash, say */
  }
  return NULL;
}

static bool room_for_holes(pol_stencils *s) {
  if (s->holes.n <= s->hole_texts) return true;
  uint32_t most = s->holes.n * 2;
  pol_hole_text *more = POL_NEW_N(s->lasting, pol_hole_text, most);
  pol_quick *quick = POL_NEW_N(s->lasting, pol_quick, most);
  if (more == NULL || quick == NULL) return false;
  if (s->hole_texts > 0) {
    memcpy(more, s->hole_text, s->hole_texts * sizeof *more);
    memcpy(quick, s->quick, s->hole_texts * sizeof *quick);
  }
  s->quick = quick;
  s->hole_text = more;
  s->hole_texts = most;
  return true;
}

/* false: it has a mark for what cannot be told again, or there is no memory. */
static bool cut(pol_stencils *s, pol_stencil *out) {
  const char *at = pol_text_get(&s->cut), *end = at + s->cut.n, *mark;
  size_t bytes;
  uint32_t parts = 1;
  for (const char *p = at; (p = next_mark(p, end, &bytes)) != NULL; p += bytes) parts++;
  out->part = take(s, parts * sizeof *out->part, _Alignof(pol_stencil_part));
  char *to = take(s, s->cut.n + POL_STENCIL_SLACK, 1);
  if (out->part == NULL || to == NULL) return false;
  out->text = to;
  while ((mark = next_mark(at, end, &bytes)) != NULL) {
    pol_stencil_part *part = &out->part[out->parts++];
    size_t n = (size_t)(mark - at);
    memcpy(to, at, n);
    to += n;
    out->bytes += (uint32_t)n;
    at = mark + bytes;
    part->n = (uint32_t)n;
    if (!pol_watch_mark(&part->hole, at, (size_t)(end - at)) || part->hole >= s->holes.n) return false;
    at += POL_MARK_DIGITS;
  }
  memcpy(to, at, (size_t)(end - at));
  out->bytes += (uint32_t)(end - at);
  out->part[out->parts++] = (pol_stencil_part){.n = (uint32_t)(end - at), .hole = POL_NO_HOLE};
  return room_for_holes(s);
}

pol_stencil *pol_stencil_cut(pol_stencils *s, pol_piece_of *p, const pol_row_of *r, uint32_t extra) {
  pol_asked *a = &s->asked[p->asked];
  bool whole = add_looks(s, p) && pol_stencil_keys(s, a, r) && pol_stencil_key(s, a, p);
  if (!whole || (p->stencils >= p->places && !widen(s, p))) return NULL;
  pol_stencil *out = take(s, sizeof *out, _Alignof(pol_stencil));
  uint8_t *key = take(s, p->look.n + 1u, 1);
  if (out == NULL || key == NULL) return NULL;
  *out = (pol_stencil){.serial = ++s->serial, .extra = extra, .looks = p->look.n, .key = key, .hash = hash_of(s->key, p->look.n, extra)};
  memcpy(key, s->key, p->look.n);
  out->ordinary = s->watch.lost || s->watch.no_memory || !pol_text_ok(&s->cut) || !cut(s, out);
  if (out->ordinary) out->parts = 0;
  pol_stencil **place = &p->place[out->hash & (p->places - 1)];
  out->next = *place;
  *place = out;
  p->stencils++;
  return out;
}
