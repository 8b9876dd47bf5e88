/* Lists for those who type: names of a policy, and the codes of all that can be wrong. A line each: the name, a tab, what it is. */
#include "app/session.h"
#include "app/strings.h"

static void add_line(pol_text *t, const char *name, const char *what) { pol_text_format(t, "%s\t%s\n", name, what ? what : ""); }

pol_result pol_render_names(pol_string *out, pol_session *s, pol_names_of of) {
  pol_text t;
  *out = (pol_string){0};
  if (s->stage != POL_STAGE_CHECKED) return POL_COULD_NOT;
  pol_string_begin(&t, &s->from);
  if (of == POL_NAMES_DECISIONS)
    for (uint32_t i = 0; i < s->model->decisions.n; i++)
      add_line(&t, pol_atom_get(s->atoms, s->model->decisions.at[i].name), s->model->decisions.at[i].title);
  for (uint32_t i = 0; of == POL_NAMES_CLAUSES && i < s->model->clauses.n; i++) {
    const pol_clause *c = &s->model->clauses.at[i];
    if (!c->imported) add_line(&t, pol_atom_get(s->atoms, c->id), c->title);
  }
  for (uint32_t i = 0; of == POL_NAMES_FACTS && i < s->model->facts.n; i++) add_line(&t, pol_atom_get(s->atoms, s->model->facts.at[i].name), s->model->facts.at[i].question);
  return pol_string_end(out, &t, s);
}

pol_result pol_render_codes(pol_string *out, const pol_allocator *from) {
  pol_text t;
  pol_alloc alloc = pol_alloc_of(from);
  *out = (pol_string){0};
  pol_string_begin(&t, &alloc);
  for (unsigned number = 0, next; ; number = next) { /* in the order of their numbers */
    unsigned best = POL_CODES;
    for (unsigned c = 0; c < POL_CODES; c++)
      if (pol_code_number((pol_code)c) > number && (best == POL_CODES || pol_code_number((pol_code)c) < pol_code_number((pol_code)best))) best = c;
    if (best == POL_CODES) break;
    next = pol_code_number((pol_code)best);
    pol_text_format(&t, "POL%04u\t%s\n", next, pol_code_summary((pol_code)best));
  }
  return pol_string_end(out, &t, NULL);
}
