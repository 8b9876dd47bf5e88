/* The facts that a policy declares, or those that some decisions read: chosen once, written in three forms. */
#ifndef POL_RENDER_FACTS_H
#define POL_RENDER_FACTS_H
#include "render/value_json.h"

typedef struct pol_facts_page {
  pol_page page;
  const pol_model *model;
  bool *wanted; /* by fact */
  const uint32_t *asked;
  uint32_t askeds; /* decisions that are listed; 0: all */
} pol_facts_page;

void pol_facts_text(const pol_facts_page *f);
void pol_facts_columns(const pol_facts_page *f);
void pol_facts_schema(const pol_facts_page *f);
void pol_facts_csv(const pol_facts_page *f);
const char *pol_facts_value(const pol_facts_page *f, const pol_value *v);     /* for people */
const char *pol_facts_type(const pol_facts_page *f, pol_type t);              /* "hours per week", "list of holiday" */
const char *pol_facts_bound(const pol_facts_page *f, const pol_fact *fact);   /* "at least 0 hours", "" when it has none */
const char *pol_facts_choices(const pol_facts_page *f, const pol_fact *fact); /* "constable, sergeant, …", "" when it has none */
#endif
