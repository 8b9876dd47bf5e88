/* The paragraph that closes every explanation: what it was decided under, and whether another day could change it. */
#include "render/amended.h"
#include "render/explain.h"
#include <string.h>

bool pol_explain_dated(const pol_case *c, bool *out) {
  *out = true;
  return pol_answer_dated(out, c->page.arena, c->run, c->answer->decision) == POL_OK;
}

void pol_explain_closing(const pol_explaining *x) {
  const pol_case *c = x->c;
  const pol_model *m = c->model;
  const pol_answer *a = c->answer;
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(c->page.arena));
  pol_text_format(&t, "Decided for %s under %s", pol_say_date(c, c->as_of), pol_say_titled(c, m->title, m->name));
  if (m->reference != NULL) pol_text_format(&t, " (%s)", m->reference);
  pol_text_add(&t, pol_amended_by(&c->page, m, x->edition->as_of));
  if (m->from_set) pol_text_format(&t, ", in force from %s", pol_say_date(c, m->from));
  if (m->to_set) pol_text_format(&t, " until %s", pol_say_date(c, m->to));
  pol_text_format(&t, ", policy %.12s. ", m->digest);
  uint32_t idle = a->facts_presumed > a->presumeds ? a->facts_presumed - a->presumeds : 0; /* every other one is told with the answer */
  const char *none = idle == 0                   ? ""
                     : idle < a->facts_presumed  ? pol_page_format(&c->page, " (%u without effect)", idle)
                                                 : " without effect";
  pol_text_format(&t, "%s used, %u presumed%s, %u not known. ", pol_say_count(c, a->facts_used, "fact", "facts"), a->facts_presumed, none,
                  a->facts_unknown);
  bool dated = true;
  if (!pol_explain_dated(c, &dated)) pol_page_lost(&c->page);
  if (!dated) pol_text_add(&t, "No clause here looks at the date. ");
  bool askable = x->why_not == NULL && pol_case_decision(c)->type.kind == POL_T_PERMISSION;
  const char *why_not =
      !askable ? "" : pol_page_format(&c->page, "--why-not %s", a->outcome == POL_OUT_PERMITTED ? "refused" : "permitted");
  if (!x->trace || askable) pol_text_format(&t, "More: %s%s%s", x->trace ? "" : "--trace", !x->trace && askable ? ", " : "", why_not);
  const char *text = pol_page_keep(&c->page, &t);
  size_t n = strlen(text);
  pol_page_para(&c->page, 0, pol_page_format(&c->page, "%.*s", (int)(n > 0 && text[n - 1] == ' ' ? n - 1 : n), text));
}
