/* A comparison as one self-contained page. */
#include "render/contrast.h"
#include "render/html.h"

void pol_contrast_html(const pol_contrast *t, const pol_people_summary *summary) {
  (void)t;
  (void)summary;
}
