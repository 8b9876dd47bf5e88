/* Which amendments a policy stands under, in words and as JSON. */
#include "render/amended.h"

static const char *day(const pol_page *pg, pol_date d, bool for_people) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(pg->arena));
  if (for_people) pol_date_write_for_people(&t, d);
  else pol_date_write(&t, d);
  return pol_page_keep(pg, &t);
}

const char *pol_amendment_words(const pol_page *pg, const pol_amendment *a, const pol_atoms *atoms, pol_date as_of) {
  const char *name = a->title != NULL ? a->title : pol_atom_get(atoms, a->name);
  if (!a->from_set) return name;
  return pol_page_format(pg, "%s (%s %s)", name, as_of < a->from ? "not before" : "from", day(pg, a->from, true));
}

const char *pol_amended_by(const pol_page *pg, const pol_model *m, pol_date as_of) {
  const char *text = "";
  for (uint32_t i = 0; i < m->amendments.n; i++)
    text = pol_page_format(pg, "%s%s%s", text, i == 0 ? " as amended by " : ", ", pol_amendment_words(pg, &m->amendments.at[i], m->atoms, as_of));
  return text;
}

void pol_amendments_json(pol_json *j, const pol_page *pg, const pol_model *m) {
  pol_json_key(j, "amendments");
  pol_json_array(j);
  for (uint32_t i = 0; i < m->amendments.n; i++) {
    const pol_amendment *a = &m->amendments.at[i];
    pol_json_object(j);
    pol_json_key(j, "name");
    pol_json_string(j, pol_atom_get(m->atoms, a->name));
    pol_json_key(j, "title");
    pol_json_string(j, a->title);
    pol_json_key(j, "from");
    pol_json_string(j, a->from_set ? day(pg, a->from, false) : NULL);
    pol_json_object_end(j);
  }
  pol_json_array_end(j);
}
