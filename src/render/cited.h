/* Clauses as an answer cites them: id and title, and below it why, in the author's words, else the condition with its values. */
#ifndef POL_RENDER_CITED_H
#define POL_RENDER_CITED_H
#include "render/condition.h"
/* Why a rule counts: its reason, else what its condition rests on. */
const char *pol_cited_why(const pol_case *c, const pol_cited *cited);
/* Items, each clause's id and title once, with the reasons of its rules below it. `keep` picks; NULL keeps all. */
typedef bool (*pol_cited_keep)(const pol_case *c, const pol_rule *r);
typedef struct pol_cited_item { /* one clause and all that is said of it */
  uint32_t clause, rule;        /* rule: the first of it that is cited */
  POL_VEC(const char *) note;   /* why, what else there is to know, and the readings of it that nobody has confirmed */
} pol_cited_item;
typedef struct pol_cited_list {
  POL_VEC(pol_cited_item) list;
} pol_cited_list;
void pol_cited_read(pol_cited_list *out, const pol_case *c, const pol_cited *cited, uint32_t n, pol_cited_keep keep);
/* Of one rule, what else there is to know, without why it counts; `readings`: and how its clause is read. */
void pol_cited_remarks(pol_cited_item *out, const pol_case *c, uint32_t rule, bool readings);
void pol_cited_items(const pol_case *c, const pol_cited *cited, uint32_t n, pol_cited_keep keep);
size_t pol_cited_width(const pol_case *c, const pol_cited *cited, uint32_t n); /* of the column of ids */
/* The condition under which a rule holds, and the mark that its parts have when it does. NULL: always. */
const pol_expr *pol_rule_condition(const pol_rule *r, pol_mark *holds);
/* The blocks "Could have refused, and does not" and "Gave way". */
void pol_cited_spared(const pol_case *c);
void pol_cited_gave_way(const pol_case *c);
/* The interpretation notes of a clause that are still open, or all of them; one line each. */
const char *pol_reading_words(const pol_case *c, const pol_reading *r);
void pol_cited_readings(const pol_case *c, uint32_t clause, size_t indent, bool all);
#endif
