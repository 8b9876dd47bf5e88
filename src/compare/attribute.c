#include "compare/inside.h"

pol_status pol_attribute(const pol_attributing *a) {
  const pol_compared_decision *d = &a->k->c.decisions.at[a->decision];
  for (uint32_t i = 0; i < a->rows; i++) {
    a->effect[i]->change = d->change;
    a->effect[i]->changes = d->changes;
  }
  return POL_OK;
}
