#include "facts/facts.h"

void pol_facts_init(pol_facts *f, pol_arena *arena) { *f = (pol_facts){.arena = arena}; }

pol_record_facts *pol_facts_add(pol_facts *f, const pol_model *m) {
  pol_value *value = POL_NEW_N(f->arena, pol_value, m->facts.n + 1u);
  pol_origin *origin = POL_NEW_N(f->arena, pol_origin, m->facts.n + 1u);
  if (!value || !origin) return NULL;
  pol_record_facts *record = POL_VEC_PUSH(f->arena, &f->records);
  if (!record) return NULL;
  for (uint32_t i = 0; i < m->facts.n; i++) value[i] = (pol_value){.state = POL_UNKNOWN, .type = m->facts.at[i].type};
  *record = (pol_record_facts){.value = value, .origin = origin};
  return record;
}
