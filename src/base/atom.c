#include "base/atom.h"
#include <string.h>

typedef struct entry { const char *text; uint32_t length, hash; } entry;

struct pol_atoms {
  pol_arena *in;
  const pol_atoms *base;  /* or NULL */
  pol_atom below;         /* the last atom of the base */
  POL_VEC(entry) entries; /* entry of atom a at a - below - 1 */
  uint32_t *slot;         /* open addressing: 0 is free, else 1 + the place among entries */
  uint32_t cap;           /* a power of two */
};

enum { SLOTS_FIRST = 64 };

static uint64_t eight(const char *bytes) {
  uint64_t word;
  memcpy(&word, bytes, sizeof word);
  return word;
}

/* Both halves of the product: the low one alone would not know of the last letters. */
static uint64_t mix(uint64_t h, uint64_t word) {
  unsigned __int128 product = (unsigned __int128)(h ^ word ^ 0x9e3779b97f4a7c15u) * 0xd1b54a32d192ed03u;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Eight bytes at a time; the last eight may overlap those before them. Unseeded: every run must do the same work. */
static uint32_t hash_of(const char *bytes, size_t n) {
  uint64_t h = n << 56;
  if (n < 8) {
    uint64_t word = 0;
    for (size_t i = 0; i < n; i++) word = word << 8 | (unsigned char)bytes[i];
    return (uint32_t)mix(h, word); /* the low bits choose the slot */
  }
  for (size_t i = 0; i + 8 < n; i += 8) h = mix(h, eight(bytes + i));
  return (uint32_t)mix(h, eight(bytes + n - 8));
}

pol_atoms *pol_atoms_new(pol_arena *in) {
  pol_atoms *t = POL_NEW(in, pol_atoms);
  if (!t) return NULL;
  t->in = in;
  t->cap = SLOTS_FIRST;
  t->slot = POL_NEW_N(in, uint32_t, t->cap);
  return t->slot ? t : NULL;
}

pol_atoms *pol_atoms_over(pol_arena *in, const pol_atoms *base) {
  pol_atoms *t = pol_atoms_new(in);
  if (!t) return NULL;
  t->base = base;
  t->below = base->below + base->entries.n;
  return t;
}

uint32_t pol_atoms_own(const pol_atoms *t) { return t->entries.n; }

/* The slot that holds the text, or the free one where it belongs. */
static uint32_t slot_of(const pol_atoms *t, const char *bytes, size_t n, uint32_t hash) {
  uint32_t i = hash & (t->cap - 1);
  for (; t->slot[i]; i = (i + 1) & (t->cap - 1)) {
    const entry *e = &t->entries.at[t->slot[i] - 1];
    if (e->hash == hash && e->length == n && memcmp(e->text, bytes, n) == 0) break;
  }
  return i;
}

static bool grow(pol_atoms *t) {
  if (t->cap > UINT32_MAX / 2) return false;
  uint32_t cap = t->cap * 2;
  uint32_t *slot = POL_NEW_N(t->in, uint32_t, cap);
  if (!slot) return false;
  for (uint32_t a = 1; a <= t->entries.n; a++) {
    uint32_t i = t->entries.at[a - 1].hash & (cap - 1);
    while (slot[i]) i = (i + 1) & (cap - 1);
    slot[i] = a;
  }
  t->slot = slot;
  t->cap = cap;
  return true;
}

static pol_atom find(const pol_atoms *t, const char *bytes, size_t n, uint32_t hash) {
  pol_atom found = 0;
  for (; t && !found; t = t->base) {
    uint32_t at = t->slot[slot_of(t, bytes, n, hash)];
    if (at) found = t->below + at;
  }
  return found;
}

pol_atom pol_atom_make(pol_atoms *t, const char *bytes, size_t n) {
  if (!n || n > UINT32_MAX) return 0;
  uint32_t hash = hash_of(bytes, n);
  pol_atom known = find(t->base, bytes, n, hash);
  if (known) return known;
  uint32_t i = slot_of(t, bytes, n, hash);
  if (t->slot[i]) return t->below + t->slot[i];
  if (t->entries.n >= t->cap / 4 * 3) {
    if (!grow(t)) return 0;
    i = slot_of(t, bytes, n, hash);
  }
  const char *text = pol_arena_copy(t->in, bytes, n);
  entry *e = text ? POL_VEC_PUSH(t->in, &t->entries) : NULL;
  if (!e) return 0;
  *e = (entry){ text, (uint32_t)n, hash };
  t->slot[i] = t->entries.n;
  return t->below + t->entries.n;
}

pol_atom pol_atom_text(pol_atoms *t, const char *text) { return pol_atom_make(t, text, strlen(text)); }

pol_atom pol_atom_find(const pol_atoms *t, const char *bytes, size_t n) { return n ? find(t, bytes, n, hash_of(bytes, n)) : 0; }

static const entry *entry_of(const pol_atoms *t, pol_atom a) {
  while (t && a <= t->below) t = t->base;
  return t && a - t->below <= t->entries.n ? &t->entries.at[a - t->below - 1] : NULL;
}

const char *pol_atom_get(const pol_atoms *t, pol_atom a) {
  const entry *e = entry_of(t, a);
  return e ? e->text : "";
}

size_t pol_atom_length(const pol_atoms *t, pol_atom a) {
  const entry *e = entry_of(t, a);
  return e ? e->length : 0;
}
