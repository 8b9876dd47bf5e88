#include "base/map.h"

/* Open addressing with linear steps; the capacity is a power of two and at most half are in use. */
typedef struct pol_map_cell { uint64_t key; uint32_t value, used; } pol_map_cell;

/* The finisher of splitmix64: keys are small numbers and pairs of them, whose low bits alone would cluster. */
static uint64_t mix(uint64_t key) {
  key = (key ^ (key >> 30)) * 0xbf58476d1ce4e5b9u;
  key = (key ^ (key >> 27)) * 0x94d049bb133111ebu;
  return key ^ (key >> 31);
}

/* The cell of the key, or the free one where it belongs. */
static pol_map_cell *find(pol_map_cell *cell, uint32_t cap, uint64_t key) {
  uint32_t i = (uint32_t)mix(key) & (cap - 1);
  while (cell[i].used && cell[i].key != key) i = (i + 1) & (cap - 1);
  return &cell[i];
}

void pol_map_init(pol_map *m, pol_arena *arena) { *m = (pol_map){ .arena = arena }; }

static bool grow(pol_map *m) {
  if (m->cap > UINT32_MAX / 2) return false;
  uint32_t cap = m->cap ? m->cap * 2 : 16;
  pol_map_cell *cell = POL_NEW_N(m->arena, pol_map_cell, cap);
  if (!cell) return false;
  for (uint32_t i = 0; i < m->cap; i++)
    if (m->cell[i].used) *find(cell, cap, m->cell[i].key) = m->cell[i];
  m->cell = cell;
  m->cap = cap;
  return true;
}

bool pol_map_put(pol_map *m, uint64_t key, uint32_t value) {
  pol_map_cell *c = m->cap ? find(m->cell, m->cap, key) : NULL;
  if (!c || (!c->used && m->n >= m->cap / 2)) {
    if (!grow(m)) return false;
    c = find(m->cell, m->cap, key);
  }
  m->n += !c->used;
  *c = (pol_map_cell){ key, value, true };
  return true;
}

uint32_t pol_map_get(const pol_map *m, uint64_t key) {
  if (!m->cap) return POL_MAP_NONE;
  const pol_map_cell *c = find(m->cell, m->cap, key);
  return c->used ? c->value : POL_MAP_NONE;
}
