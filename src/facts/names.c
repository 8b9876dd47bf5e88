#include "facts/names.h"
#include <string.h>

static uint32_t hash_of(const char *bytes, size_t n) {
  uint32_t h = 0x811c9dc5u; /* FNV-1a */
  for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)bytes[i]) * 0x01000193u;
  return h ^ h >> 15;
}

static pol_fact_name *cell_of(const pol_fact_names *t, const char *bytes, size_t n) {
  uint32_t hash = hash_of(bytes, n), i = hash & (t->cap - 1);
  for (; t->cell[i].text; i = (i + 1) & (t->cap - 1)) {
    const pol_fact_name *c = &t->cell[i];
    if (c->hash == hash && c->length == n && memcmp(c->text, bytes, n) == 0) break;
  }
  return &t->cell[i];
}

static pol_fact_name *add(pol_fact_names *t, const char *bytes, size_t n) {
  pol_fact_name *c = cell_of(t, bytes, n);
  if (!c->text)
    *c = (pol_fact_name){.text = bytes, .length = (uint32_t)n, .hash = hash_of(bytes, n), .fact = POL_NO_REF, .group = POL_NO_REF};
  return c;
}

/* After all whole names, which come first. `id` is that of the record. */
static void add_last(pol_fact_names *t, const char *name, uint32_t fact) {
  const char *dot = strrchr(name, '.'), *last = dot ? dot + 1 : NULL;
  if (!last || strcmp(last, "id") == 0) return;
  pol_fact_name *c = add(t, last, strlen(last));
  if (c->kind == POL_NAME_WHOLE && c->fact != POL_NO_REF) return;
  c->fact = c->kind == POL_NAME_WHOLE ? fact : POL_NO_REF;
  c->kind = c->kind == POL_NAME_WHOLE ? POL_NAME_LAST : POL_NAME_SHARED;
}

/* Every beginning of a dotted name. */
static void add_groups(pol_fact_names *t, const char *name, size_t n) {
  for (const char *end = name + n, *dot = name; (dot = memchr(dot, '.', (size_t)(end - dot))) != NULL; dot++) {
    pol_fact_name *group = add(t, name, (size_t)(dot - name));
    if (group->group == POL_NO_REF) group->group = t->groups++;
  }
}

static size_t beginnings(const char *name, size_t n) {
  size_t dots = 0;
  for (size_t i = 0; i < n; i++) dots += name[i] == '.';
  return dots;
}

pol_status pol_fact_names_make(pol_fact_names *out, pol_arena *arena, const pol_model *m, const pol_column_names *also) {
  size_t most = 0;
  for (uint32_t i = 0; also && i < also->n; i++) most += 1 + beginnings(also->at[i].written, also->at[i].written_n);
  for (uint32_t f = 0; f < m->facts.n; f++) {
    const char *name = pol_atom_get(m->atoms, m->facts.at[f].name);
    most += 2 + beginnings(name, strlen(name));
  }
  *out = (pol_fact_names){.cap = 16};
  while (out->cap < most * 2 && out->cap < UINT32_MAX / 2) out->cap *= 2;
  out->cell = POL_NEW_N(arena, pol_fact_name, out->cap);
  if (!out->cell) return POL_NO_MEMORY;
  for (uint32_t f = 0; f < m->facts.n; f++) {
    const char *name = pol_atom_get(m->atoms, m->facts.at[f].name);
    add(out, name, strlen(name))->fact = f;
    add_groups(out, name, strlen(name));
  }
  for (uint32_t f = 0; f < m->facts.n; f++) add_last(out, pol_atom_get(m->atoms, m->facts.at[f].name), f);
  for (uint32_t i = 0; also && i < also->n; i++) {
    const pol_column_name *c = &also->at[i];
    pol_fact_name *name = add(out, c->written, c->written_n);
    name->fact = c->fact;
    name->kind = POL_NAME_MAPPED;
    add_groups(out, c->written, c->written_n);
  }
  return POL_OK;
}

pol_fact_name *pol_fact_names_find(pol_fact_names *t, const char *bytes, size_t n) {
  pol_fact_name *last = t->last ? t->last : &t->none, *c = last->next;
  if (!c || c->length != n || memcmp(c->text, bytes, n) != 0) {
    c = cell_of(t, bytes, n);
    if (!c->text) return NULL;
    last->next = c;
  }
  t->last = c;
  return c;
}
