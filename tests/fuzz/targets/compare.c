/* Two versions of a policy, compared by text, by meaning and by people: parts one and two, or a policy of ours and an amendment of it. Every form is whole, and all say alike whether they differ;
 * what is compared with itself does not. */
#include "fuzz/fuzz.h"

typedef struct reading { const fuzz_text *of; size_t next; } reading;

static bool get(void *user, char *bytes, size_t room, size_t *n) {
  reading *r = user;
  *n = r->of->n - r->next < room ? r->of->n - r->next : room;
  if (*n) memcpy(bytes, r->of->at + r->next, *n);
  r->next += *n;
  return true;
}

static bool put(void *user, const char *bytes, size_t n) {
  fuzz_add(user, bytes, n);
  return true;
}

static bool cell(void *user, const pol_cell *cells, size_t n) {
  size_t *bytes = user;
  for (size_t i = 0; i < n; i++) {
    FUZZ_HOLDS(cells[i].kind == POL_CELL_EMPTY || cells[i].text[cells[i].length] == '\0', "a cell's text ends");
    *bytes += cells[i].length;
  }
  return true;
}

static bool sheet(void *user, const char *title) {
  (void)user;
  FUZZ_HOLDS(strlen(title) <= 4 * 31, "a title is short"); /* 31 characters */
  return true;
}

/* Whether it differs, as every form has it. `facts` may be empty: then by text and by meaning. */
static bool render(pol_session *s, const fuzz_text *facts, unsigned ways) {
  static const pol_form forms[] = {POL_FORM_TEXT, POL_FORM_JSON, POL_FORM_HTML, POL_FORM_CSV, POL_FORM_NDJSON};
  bool differ[5] = {false}, told = false;
  for (size_t i = 0; i < (facts->n ? 5u : 3u); i++) {
    fuzz_text out = {0};
    reading r = {.of = facts};
    pol_feed feed = {.name = "facts.csv", .form = POL_FORM_CSV, .get = get, .user = &r};
    pol_view v = {.form = forms[i]};
    pol_measuring wanted = {.differ = &differ[i], .people = (ways & 16) != 0, .redline = (ways & 32) != 0, .most = ways & 64 ? 1 : 0};
    pol_result result = pol_render_comparison(&(pol_sink){.put = put, .user = &out}, s, &v, &wanted, facts->n ? &feed : NULL);
    FUZZ_HOLDS(result != POL_OUT_OF_MEMORY, "there is memory enough to compare");
    if (result == POL_DONE || result == POL_BAD_NEWS) {
      fuzz_well_formed(forms[i], "the comparison", out.n ? out.at : "", out.n);
      FUZZ_HOLDS(!told || differ[i] == differ[0], "every form says alike whether they differ");
      told = true;
    } else FUZZ_HOLDS(!told, "what one form can say, the others can");
    fuzz_free(&out);
  }
  reading r = {.of = facts};
  size_t bytes = 0;
  pol_feed feed = {.name = "facts.csv", .form = POL_FORM_CSV, .get = get, .user = &r};
  pol_measuring wanted = {.most = 3};
  pol_fill_comparison(&(pol_grid){.sheet = sheet, .row = cell, .user = &bytes}, s, &wanted, facts->n ? &feed : NULL);
  fuzz_text reports = {0};
  fuzz_reports(&reports, s);
  fuzz_free(&reports);
  return differ[0];
}

static bool compare(const fuzz_part *before, const fuzz_part *after, bool amends, const fuzz_text *facts, unsigned ways) {
  pol_session *s = fuzz_session();
  bool differ = false;
  pol_session_add(s, "before.pol", before->at, before->n);
  if (amends) pol_session_amend(s, "after.pol", after->at, after->n, NULL);
  else pol_session_add_after(s, "after.pol", after->at, after->n);
  FUZZ_HOLDS(pol_session_as_of(s, "2024-04-01") == POL_DONE, "a day");
  pol_result result = pol_session_compare(s);
  FUZZ_HOLDS(result != POL_OUT_OF_MEMORY, "there is memory enough");
  if (result == POL_DONE) differ = render(s, facts, ways);
  fuzz_text reports = {0};
  fuzz_reports(&reports, s);
  fuzz_free(&reports);
  pol_session_drop(s);
  return differ;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  static fuzz_text terms, staff;
  fuzz_parts p;
  if (!terms.at) terms = fuzz_read("tests/golden/compare/terms.pol"), staff = fuzz_read("tests/golden/compare/staff.csv");
  fuzz_divide(&p, data, n);
  const fuzz_text none = {0}, ours = {.at = p.part[2].at, .n = p.part[2].n};
  const fuzz_part office = {.at = terms.at, .n = terms.n};
  if (p.ways % 4 == 0) compare(&office, &p.part[0], true, p.ways & 8 ? &none : &staff, p.ways);
  else if (p.ways % 4 == 1) compare(&office, &p.part[0], false, p.ways & 8 ? &none : &staff, p.ways);
  else if (p.ways % 4 == 2) compare(&p.part[0], &p.part[1], false, p.ways & 8 ? &none : &ours, p.ways);
  else FUZZ_HOLDS(!compare(&p.part[0], &p.part[0], false, p.ways & 8 ? &none : &ours, p.ways), "what is compared with itself does not differ");
  fuzz_divided(&p);
  return 0;
}
