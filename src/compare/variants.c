/* The policy with some of the changes switched off: its trees with other declarations in some places, checked and compiled like any other. */
#include "compare/inside.h"

typedef struct variant {
  const uint64_t *on;
  uint32_t decision;          /* POL_NO_REF: all that the few changes switched here reach */
  pol_program *program;       /* NULL: it does not check, so it cannot be tried */
} variant;

struct pol_variants {
  const pol_compared *k;
  pol_arena *keep;
  pol_map edit_at, cut_at;    /* by node: the first edit, the first cut; the others follow */
  POL_VEC(variant) list;
};

pol_status pol_variants_new(pol_variants **out, const pol_compared *k, pol_arena *keep) {
  pol_variants *v = POL_NEW(keep, pol_variants);
  *out = v;
  if (!v) return POL_NO_MEMORY;
  v->k = k;
  v->keep = keep;
  return POL_OK;
}

void pol_variants_drop(pol_variants *v) { (void)v; }
