/* Interned text. An atom is a small number that stands for one text in one pol_atoms; 0 is no text. Equal texts have equal atoms, so
 * names compare as numbers; atoms are numbered in the order of their making, so nothing may be ordered by them. */
#ifndef POL_BASE_ATOM_H
#define POL_BASE_ATOM_H
#include "base/alloc.h"
#include <stdbool.h>
typedef uint32_t pol_atom;
typedef struct pol_atoms pol_atoms;
pol_atoms *pol_atoms_new(pol_arena *in); /* lives as long as the arena; NULL when out of memory */
/* The texts of `base` and others besides: one thread's, while nobody makes atoms in `base`, which lives longer. What `base` knows has its atom there. */
pol_atoms *pol_atoms_over(pol_arena *in, const pol_atoms *base);
uint32_t pol_atoms_own(const pol_atoms *t); /* how many it has, without its base */
pol_atom pol_atom_make(pol_atoms *t, const char *bytes, size_t n); /* 0 when out of memory, or for no bytes */
pol_atom pol_atom_text(pol_atoms *t, const char *text);            /* the same, NUL-ended */
pol_atom pol_atom_find(const pol_atoms *t, const char *bytes, size_t n); /* 0 when never made; makes nothing */
const char *pol_atom_get(const pol_atoms *t, pol_atom a);  /* NUL-ended; "" for 0 */
size_t pol_atom_length(const pol_atoms *t, pol_atom a);
#endif
