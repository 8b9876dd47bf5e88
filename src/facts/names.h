/* From the written name of a fact, in bytes, to the fact: what a facts file looks up once for each of its keys. Every beginning of a dotted name is
 * there too, as a group: JSON may nest where the policy writes dots. So is the last part of a name, where one fact alone has it: sheets rarely carry our groups. Private to facts/. */
#ifndef POL_FACTS_NAMES_H
#define POL_FACTS_NAMES_H
#include "facts/facts.h"

typedef struct pol_fact_name {
  const char *text; /* NULL: a free cell */
  struct pol_fact_name *next; /* what was looked up after it, the last time: records give their facts in the same order, mostly */
  uint32_t length, hash;
  uint32_t fact;    /* POL_NO_REF when it is only a group, or stands for several; as a pol_column_name has it, where it is one of those */
  uint32_t group;   /* POL_NO_REF when it is no group, else its number: 0, 1 … */
  enum { POL_NAME_WHOLE, POL_NAME_LAST, POL_NAME_SHARED, POL_NAME_MAPPED } kind; /* the last part of a fact's name; of several facts' names, and so of none; a pol_column_name */
  bool met;         /* whoever looks names up may note that here */
} pol_fact_name;

typedef struct pol_fact_names { pol_fact_name *cell; uint32_t cap, groups; pol_fact_name *last; pol_fact_name none; } pol_fact_names;

pol_status pol_fact_names_make(pol_fact_names *out, pol_arena *arena, const pol_model *m, const pol_column_names *also); /* also: what else stands for facts, and before their own names; NULL: nothing */
pol_fact_name *pol_fact_names_find(pol_fact_names *t, const char *bytes, size_t n); /* NULL when there is none */
#endif
