/* What the parts of a comparison's page share: a case of each version to say things with, short phrases, tables that sort, and charts. Private to effects_*.c. */
#ifndef POL_RENDER_EFFECTS_H
#define POL_RENDER_EFFECTS_H
#include "render/answer_line.h"
#include "render/contrast.h"
#include "render/html.h"
#include "render/withheld.h"

typedef struct pol_effects_page {
  const pol_contrast *t;
  const pol_comparison *of;
  const pol_people_summary *s; /* NULL: people are not compared */
  const pol_page *pg;
  pol_case side[2];            /* withholds */
} pol_effects_page;

enum { POL_EFFECTS_LISTED = 12, POL_EFFECTS_GROUPS = 200, POL_EFFECTS_LEAST_GROUP = 5 };

extern const char *const pol_effects_style[];  /* line by line; ends with NULL */
extern const char *const pol_effects_script[]; /* the same */

/* -- parts: each a section; nothing where there is nothing to tell */
void pol_effects_decisions(const pol_effects_page *k); /* effects_decisions.c: 2, the table; 3, one by one */
void pol_effects_people(const pol_effects_page *k);    /* effects_people.c: 4, who loses and gains */
void pol_effects_groups(const pol_effects_page *k);    /* effects_groups.c: 5, by group; 6, what cannot be told */
void pol_effects_open(const pol_effects_page *k);
void pol_effects_text(const pol_effects_page *k);      /* effects_text.c: 7, the clauses */

/* -- charts, effects_chart.c: drawn, with a title and all their figures in words */
void pol_effects_chart_impacts(const pol_effects_page *k, uint32_t decision);
void pol_effects_chart_bands(const pol_effects_page *k, uint32_t decision);
void pol_effects_bar(const pol_effects_page *k, const uint64_t n[POL_IMPACTS], uint64_t all); /* losses to the left, gains to the right; figures stand beside it */

/* -- phrases, effects.c; scratch text */
const char *pol_effects_count(const pol_effects_page *k, uint64_t n);                                     /* "10,000" */
const char *pol_effects_people_words(const pol_effects_page *k, uint64_t n, const char *one, const char *many); /* "1 person gains", "7,412 people gain" */
const char *pol_effects_share(const pol_effects_page *k, uint64_t some, uint64_t all);                    /* "12.5%", "less than 0.1%", "0%" */
const char *pol_effects_decision(const pol_effects_page *k, uint32_t decision);                           /* its title */
const char *pol_effects_amount(const pol_effects_page *k, uint32_t decision, pol_num n, bool sign);       /* "+28.94 hours", "about 20.27 days" */
const char *pol_effects_yearly(const pol_effects_page *k, uint32_t decision, pol_num n);                  /* "+£216.00 per year" */
const char *pol_effects_outcome(const pol_effects_page *k, uint32_t decision, unsigned side, pol_outcome o, const pol_value *v); /* "185 hours", "refused" */
const char *pol_effects_clause(const pol_effects_page *k, unsigned side, uint32_t clause);                /* its id */
const char *pol_effects_plain(const pol_effects_page *k, pol_num n);                                      /* for sorting: "-24.8" */
bool pol_effects_kept_back(const pol_effects_page *k, uint32_t decision); /* its answers rest on something confidential: nobody is named */
bool pol_effects_differs(const pol_effects_page *k, uint32_t decision);   /* for somebody; without people: it can change */
uint64_t pol_effects_of_decision(const pol_effects_page *k, uint32_t decision, pol_impact i); /* how many people */

/* -- pieces of markup */
void pol_effects_section(const pol_effects_page *k, const char *id, const char *heading);
void pol_effects_section_end(const pol_effects_page *k);
void pol_effects_table(const pol_effects_page *k, const char *id, const char *caption, const char *filter); /* filter: what its field is called; NULL: none */
void pol_effects_head(const pol_effects_page *k, const char *const *column, size_t n);                      /* its names: ! in front of one that nothing is sorted by, then # of numbers */
void pol_effects_table_end(const pol_effects_page *k);
void pol_effects_number(const pol_effects_page *k, uint64_t n);                                             /* a cell */
void pol_effects_person(const pol_effects_page *k, const char *id, uint64_t record);                        /* a name, in no cell */
bool pol_effects_is_shown(const pol_effects_page *k, uint32_t pairs, unsigned side, uint32_t clause); /* by one of the first pairs of clauses */
void pol_effects_clause_link(const pol_effects_page *k, unsigned side, uint32_t clause);                    /* to where its text stands */
#endif
