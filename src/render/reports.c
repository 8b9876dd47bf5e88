#include "render/reports.h"
#include "render/layout.h"
#include <string.h>

pol_status pol_write_reports(const pol_paper *p, pol_reports *reports, const pol_sources *sources) {
  pol_reports_sort(reports);
  switch (p->form) {
  case POL_WRITE_TEXT: return pol_write_reports_text(p, reports, sources);
  case POL_WRITE_JSON: return pol_write_reports_json(p, reports, sources);
  case POL_WRITE_SARIF: return pol_write_reports_sarif(p, reports, sources);
  default: return POL_REJECTED;
  }
}

static bool code_of(pol_code *out, const char *text) {
  if (strncmp(text, "POL", 3) == 0 || strncmp(text, "pol", 3) == 0) text += 3;
  unsigned number = 0;
  size_t n = 0;
  for (; text[n] >= '0' && text[n] <= '9' && n < 5; n++) number = number * 10 + (unsigned)(text[n] - '0');
  if (n == 0 || text[n] != '\0') return false;
  for (unsigned c = 0; c < POL_CODES; c++)
    if (pol_code_number((pol_code)c) == number) {
      *out = (pol_code)c;
      return true;
    }
  return false;
}

static void example(const pol_page *pg, const char *word, const char *lines) {
  if (lines[0] == '\0') return;
  pol_page_blank(pg);
  pol_page_line(pg, POL_INK_STRONG, word);
  for (const char *at = lines, *end; (end = strchr(at, '\n')) != NULL; at = end + 1)
    pol_page_line(pg, POL_INK_PLAIN, pol_page_format(pg, "  %.*s", (int)(end - at), at));
}

static void explain(const pol_page *pg, pol_code c) {
  const pol_explanation *e = pol_code_explain(c);
  if (e == NULL) return;
  pol_page_blank(pg);
  pol_page_para(pg, 0, e->text);
  example(pg, "wrong", e->wrong);
  example(pg, "right", e->right);
}

pol_status pol_write_code(const pol_paper *p, const char *code) {
  static const char *const means[] = {"error: no answers until it is mended.", "warning: answers come, and somebody may be surprised.",
                                      "note: worth knowing; nothing has to be done."};
  pol_code c;
  if (!code_of(&c, code)) return POL_REJECTED;
  pol_page pg = pol_page_of(p);
  pol_arena_point here = pol_arena_mark(p->arena);
  pol_page_line(&pg, POL_INK_STRONG, pol_page_format(&pg, "POL%04u  %s", pol_code_number(c), pol_code_summary(c)));
  pol_page_item(&pg, 0, "about", 7, pol_code_range(c));
  pol_page_item(&pg, 0, "kind", 7, means[pol_code_severity(c)]);
  explain(&pg, c);
  pol_arena_reset(p->arena, here);
  return pol_page_end(&pg);
}
