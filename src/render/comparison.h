/* Two versions of a policy compared, in the forms that people and programs read; comparison.c picks one. Private to render/. */
#ifndef POL_RENDER_COMPARISON_H
#define POL_RENDER_COMPARISON_H
#include "compare/compare.h"
#include "render/layout.h"

typedef struct pol_comparison_told { /* what there is to tell */
  const pol_comparison *comparison;
  const pol_people_summary *people;  /* NULL: without facts */
  const pol_people *wanted;          /* what it was grouped by; NULL without facts */
  const char *const *amendment; uint32_t amendments; /* what is applied to the version before, by name; 0: the version after is a policy of its own */
  const char *const *amendment_digest;               /* of each, 64 digits; NULL: not known */
  const char *facts;                 /* the file of records, as it is shown; NULL: none */
  const char *command;               /* how to do it again: the command line; NULL: not said */
} pol_comparison_told;

/* One self-contained page. What is confidential is left out: it may be passed on. */
pol_status pol_comparison_html(const pol_paper *p, const pol_comparison_told *told);
#endif
