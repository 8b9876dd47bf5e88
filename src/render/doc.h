/* The documentation of a policy, made from what was understood of it: what it decides, every clause with its rules in sentences, the words it uses, its facts, the
 * readings taken and what is missing. One order of parts, three ways to set them down: text, Markdown, and HTML with every cross reference a link. */
#ifndef POL_RENDER_DOC_H
#define POL_RENDER_DOC_H
#include "base/map.h"
#include "render/reading.h"

typedef struct pol_doc_name { const char *words, *anchor; } pol_doc_name;

typedef struct pol_doc {
  const pol_paper *paper;
  const pol_edition *edition;
  pol_write_form form;
  pol_reading_page of;
  pol_map clause, fact;        /* the clause of an id's atom, the fact of a name's */
  POL_VEC(pol_doc_name) names; /* what stands in quotation marks in sentences, sorted: titles of decisions and of definitions */
  unsigned level;              /* of the headings of entries: 3 in a part, 4 under a heading within it */
  bool after_list;             /* Markdown: an empty line ends a list */
} pol_doc;

/* -- doc_out.c: how each part is set down. Texts are linked: ids of clauses, and titles in quotation marks. */
void pol_doc_open(pol_doc *d, const char *title);
void pol_doc_close(pol_doc *d);
void pol_doc_head(const pol_page *pg, const char *title); /* HTML: up to the first heading */
void pol_doc_part(pol_doc *d, const char *anchor, const char *title);  /* a chapter */
void pol_doc_part_end(pol_doc *d);
void pol_doc_heading(pol_doc *d, const char *anchor, const char *id, const char *title); /* of a section within one; id may be NULL */
/* A clause, a decision, a definition, a group of facts: a name, a title, and under it paragraphs and labelled lines. */
void pol_doc_entry(pol_doc *d, const char *anchor, const char *name, const char *title, const char *tag);
void pol_doc_entry_end(pol_doc *d);
void pol_doc_lines(pol_doc *d, const char *text);                      /* paragraphs; lines that begin with "- " are bullets, deeper by two spaces each */
void pol_doc_line(pol_doc *d, const char *label, const char *text);    /* "Answered by: 3.1, 3.2"; nothing when the text is "" */
void pol_doc_note(pol_doc *d, const char *text);                       /* a quiet paragraph */
void pol_doc_items(pol_doc *d);                                        /* a list of labelled items; an item's label is linked as a text is */
void pol_doc_item(pol_doc *d, const char *anchor, const char *label, const char *text); /* anchor NULL: nothing leads here, and the label may itself be a link */
void pol_doc_item_to(pol_doc *d, const char *anchor, const char *label, const char *title); /* leads to the anchor */
void pol_doc_items_end(pol_doc *d);
const char *pol_doc_anchor(const pol_doc *d, const char *kind, const char *name); /* "clause-3.1" */

/* -- doc_decisions.c, doc_facts.c, doc_gaps.c, doc_graph.c: the parts */
void pol_doc_decisions(pol_doc *d);
void pol_doc_facts(pol_doc *d);
void pol_doc_gaps(pol_doc *d);
typedef struct pol_doc_graph { const uint32_t **uses; uint32_t *n; const uint32_t **reads; uint32_t *nreads; } pol_doc_graph; /* by decision: those that it uses or comes after; the facts it reads */
bool pol_doc_graph_make(pol_doc_graph *out, pol_doc *d); /* false: out of memory */
void pol_doc_graph_draw(pol_doc *d, const pol_doc_graph *g); /* HTML only */

extern const char *const pol_doc_style[]; /* doc_style.c; NULL ends it */
#endif
