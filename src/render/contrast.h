/* Two versions of a policy compared, in the forms that people and programs read. What a pol_contrast function of render.h does for a form. Private to render/. */
#ifndef POL_RENDER_CONTRAST_H
#define POL_RENDER_CONTRAST_H
#include "render/layout.h"

/* HTML, contrast_html.c: one self-contained page, written at the end. What is confidential is left out: it may be passed on. summary NULL: people are not compared. */
void pol_contrast_html(const pol_contrast *t, const pol_people_summary *summary);
/* CELLS, contrast_cells.c: sheets Summary, Decisions, People (rows as they come), Groups, Undetermined, Text. POL_REJECTED: the grid takes no more. */
pol_status pol_contrast_cells_begin(pol_contrast *t);
pol_status pol_contrast_cells_person(pol_contrast *t, const pol_compared_person *p);
pol_status pol_contrast_cells_end(pol_contrast *t, const pol_people_summary *summary);
#endif
