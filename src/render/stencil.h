/* Stencils: answers as JSON for many records. For a record that is the same as one before in all that was looked at (eval/watch.h), the text is the same but for its values: so it is
 * copied, and the values are put into their places by the functions that write them anywhere. Whatever cannot be told so is told the ordinary way, which is the judge. One thread's. */
#ifndef POL_RENDER_STENCIL_H
#define POL_RENDER_STENCIL_H
#include "render/render.h"

typedef struct pol_stencils pol_stencils;
/* For the decisions, the form and the trace of a telling that is no explanation. Of at most about `bytes` of text, after which they begin anew. POL_REJECTED: not for this policy or form. */
pol_status pol_stencils_new(pol_stencils **out, const pol_alloc *from, const pol_telling *t, size_t bytes);
/* As pol_write_record: told->answer is not looked at, but read as needed. */
pol_status pol_stencils_record(pol_stencils *s, pol_telling *t, const pol_told *told);
/* Of pieces: told again, told with a stencil made of it, told as ever. How often all were thrown away. Decisions whose stencils were found all at once. */
typedef struct pol_stencil_counts { uint64_t hits, cuts, ordinary, emptied, whole; } pol_stencil_counts;
pol_stencil_counts pol_stencils_counts(const pol_stencils *s);
void pol_stencils_drop(pol_stencils *s);
#endif
