/* A program that one thread has to itself as far as its texts go: what facts of type text say is kept beside the policy's own texts, which all threads share, and can be forgotten. All else
 * is the shared program. Private to app/. */
#ifndef POL_APP_OWN_H
#define POL_APP_OWN_H
#include "render/render.h"

typedef struct pol_own {
  pol_model model;
  pol_program program;
  pol_edition edition;
  const pol_atoms *shared;
  pol_alloc from;
  pol_arena *texts;
} pol_own;

/* It stays where it is until it is dropped: what is made with its program points to it. */
pol_status pol_own_begin(pol_own *o, const pol_program *program, pol_date as_of, const pol_alloc *from);
pol_status pol_own_forget(pol_own *o); /* the texts of facts; no value that holds one may be looked at any more */
/* The same, but for the texts of these values, which stay. Values that several threads share, which have none of those texts, are not written. On POL_NO_MEMORY nothing has changed. */
pol_status pol_own_keep(pol_own *o, pol_value *kept, uint32_t n);
void pol_own_drop(pol_own *o);
#endif
