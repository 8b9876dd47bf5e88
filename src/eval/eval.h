/* A program run over a chunk of records: a column a node. Every node is computed; what a trace or an answer needs is read from the columns afterwards. */
#ifndef POL_EVAL_EVAL_H
#define POL_EVAL_EVAL_H
#include "facts/facts.h"
#include "ops/column.h"
#include "program/program.h"

typedef struct pol_run pol_run;
pol_status pol_run_new(pol_run **out, const pol_program *p, const pol_alloc *from); /* reused from chunk to chunk */
void pol_run_drop(pol_run *r);
const pol_program *pol_run_program(const pol_run *r);
/* Computes all nodes for `n` records (1 to POL_LIMIT_CHUNK). The records stay the caller's and must live until the next chunk. After anything but POL_OK
 * there are no columns to read, and the next chunk may be tried. */
pol_status pol_run_chunk(pol_run *r, const pol_record_facts *const *records, uint32_t n, pol_date as_of);
const pol_column *pol_run_column(const pol_run *r, uint32_t node);
const pol_column *pol_run_columns(const pol_run *r); /* all of them, by node, past whoever watches */
/* Typed by the node's origin. A node may serve several decisions: where a decision says its own type, that is the one to show. Lists that are given come back as
 * given; computed ones with n and no elements, which are in the columns of the loop's ELEMENT nodes. */
pol_value pol_run_value(const pol_run *r, uint32_t node, uint32_t row);
/* Rows of a frame: for frame l + 1 the elements of loop l; `parent` gives the row of the enclosing frame each belongs to. */
uint32_t pol_run_rows(const pol_run *r, uint32_t frame);
const uint32_t *pol_run_parents(const pol_run *r, uint32_t frame);
/* The row of an outer frame that a row of `frame` belongs to; the row itself when it is the same frame. */
uint32_t pol_run_row_in(const pol_run *r, uint32_t frame, uint32_t row, uint32_t outer);
uint32_t pol_run_best_chunk(const pol_program *p); /* records at a time that keep the columns in the processor's caches, at least 16 */
pol_date pol_run_as_of(const pol_run *r);
pol_type pol_run_type(const pol_program *p, uint32_t node); /* that pol_run_value gives it */
/* Notes from now on what is read of the run (watch.h); NULL: no more. */
typedef struct pol_watch pol_watch;
void pol_run_watch(pol_run *r, pol_watch *w);
pol_watch *pol_run_watching(const pol_run *r); /* NULL: nobody, or there is no run */
#endif
