/* The forms of a list of reports; reports.c picks one. The list is sorted already. */
#ifndef POL_RENDER_REPORTS_H
#define POL_RENDER_REPORTS_H
#include "render/render.h"
pol_status pol_write_reports_text(const pol_paper *p, const pol_reports *reports, const pol_sources *sources);
pol_status pol_write_reports_json(const pol_paper *p, const pol_reports *reports, const pol_sources *sources);
pol_status pol_write_reports_sarif(const pol_paper *p, const pol_reports *reports, const pol_sources *sources);
#endif
