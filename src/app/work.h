/* What every rendering into a pol_string needs: a text to write to, an arena for scratch, the form that is asked for. Private to app/. */
#ifndef POL_APP_WORK_H
#define POL_APP_WORK_H
#include "app/session.h"
#include "app/strings.h"
#include "render/render.h"

typedef struct pol_work {
  pol_text text;
  pol_arena *arena;
  pol_paper paper; /* its form is still to be set */
} pol_work;

bool pol_work_begin(pol_work *w, const pol_alloc *from, const pol_view *v); /* false: out of memory; pol_work_end is owed all the same */
/* The form that a view asks for. false: nothing writes it yet. */
bool pol_form_of(pol_write_form *out, const pol_view *v);
/* For what is told of a checked policy without facts: compiled, begun, the form set. Anything but POL_DONE: over, and nothing is owed. */
pol_result pol_work_on_policy(pol_string *out, pol_work *w, pol_edition *edition, pol_session *s, const pol_view *v);
/* The text becomes the string's where the result is done or bad news, and is dropped with the arena. */
pol_result pol_work_end(pol_string *out, pol_work *w, const pol_session *s, pol_result result);
#endif
