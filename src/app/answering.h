/* Records answered and told, some at a time: a run, its answers, their writer. Private to app/. */
#ifndef POL_APP_ANSWERING_H
#define POL_APP_ANSWERING_H
#include "app/session.h"
#include "render/stencil.h"

typedef struct pol_answering {
  pol_arena *arena; /* of one record's answers; given back after each */
  pol_run *run;
  pol_telling telling;
  pol_stencils *stencils; /* NULL: told the ordinary way */
  bool why;           /* a why-not is asked for, and this outcome: */
  pol_outcome wanted;
  uint32_t told;      /* of the last chunk: how many of its records */
  size_t *ends;       /* where to say where each record's text ends; NULL: nowhere */
  bool strict;        /* a record that is in error is not told, and nothing after it is */
  bool failed;        /* there was one: */
  const pol_record_facts *record;
  uint32_t decision;  /* what could not be decided of it; POL_NO_REF: its facts are wrong */
  const char *fault;  /* why not */
} pol_answering;

/* For many records: what is told of one helps with the next, where there is such a thing. The telling is filled in. */
pol_status pol_answering_ease(pol_answering *a, const pol_alloc *from);
/* A chunk: those records that can be decided are run together; the others are told in their places. */
pol_status pol_answering_chunk(pol_answering *a, const pol_record_facts **record, uint32_t n);
void pol_answering_drop(pol_answering *a); /* with its run and its arena */
#endif
