/* Two versions of a small policy from their texts, and what a comparison of them says, in one line a thing. */
#ifndef POL_TESTS_VERSIONS_H
#define POL_TESTS_VERSIONS_H
#include "compare/compare.h"
#include "facts/facts.h"

#ifndef COUNT
#define COUNT(rows) (sizeof(rows) / sizeof *(rows))
#endif

typedef struct versions {
  pol_arena *arena;
  pol_atoms *atoms;
  pol_sources sources;
  pol_reports reports;
  pol_tree tree[4];
  uint32_t file[4];
  pol_compare_input in;
  pol_comparison *c;
  pol_facts facts[2];
  const pol_record_facts **records[2];
  uint32_t n;
} versions;

/* `amends`: the second text is an amendment of the first, else a version of its own. */
pol_status versions_open(versions *v, const char *before, const char *after, bool amends, const pol_alloc *from);
void versions_close(versions *v);
pol_status versions_facts(versions *v, const char *before, const char *after);
/* Everybody in chunks of `chunk`, with a line a person added to `out`; *summary may be NULL. */
pol_status versions_compare(pol_text *out, const pol_people_summary **summary, versions *v, const pol_people *wanted, uint32_t chunk);
void versions_reports(pol_text *out, const versions *v);
/* "replaced old.1 -> new.1; same c.1 -> c.1": the pairs; "+": those that are the same are left out. */
void versions_pairs(pol_text *out, const versions *v);
/* "[old.1 -> new.1] [gone.1 -> ]": the changes. */
void versions_changes(pol_text *out, const versions *v);
/* "p: 0 1; q: ": which changes reach which decision. */
void versions_reach(pol_text *out, const versions *v);
/* The figures, a line each. */
void versions_summary(pol_text *out, const versions *v, const pol_people_summary *s);
#endif
