/* A comparison as one self-contained page. */
#include "render/comparison.h"
#include "render/html.h"

pol_status pol_comparison_html(const pol_paper *p, const pol_comparison_told *told) {
  pol_page page = pol_page_of(p);
  (void)told;
  return pol_page_end(&page);
}
