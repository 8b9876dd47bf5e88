/* Scenarios of a policy, run. Every form of the results is whole and says the same; looking at what they show of the policy does not change how they end; so do small changes of it. The first byte
 * chooses the policy, and what is asked. */
#include "fuzz/fuzz.h"

static pol_session *with(const char *path, const fuzz_text *policy, const fuzz_part *text) {
  pol_session *s = fuzz_session();
  if (pol_session_add(s, path, policy->at, policy->n) == POL_DONE && pol_session_add(s, "fuzz.pol", text->at, text->n) == POL_DONE && pol_session_check(s) == POL_DONE) return s;
  fuzz_text said = {0};
  fuzz_reports(&said, s);
  fuzz_free(&said);
  pol_session_drop(s);
  return NULL;
}

static void run(pol_session *s, unsigned ways, const fuzz_part *known) {
  static const pol_form forms[] = {POL_FORM_TEXT, POL_FORM_JSON, POL_FORM_TAP, POL_FORM_JUNIT};
  pol_string out;
  pol_result first = POL_DONE;
  size_t ran[4] = {0};
  for (size_t i = 0; i < 4; i++) {
    pol_view v = {.form = forms[i], .trace = (ways & 8) != 0};
    pol_testing wanted = {.ran = &ran[i]};
    pol_result result = pol_render_tests(&out, s, &v, &wanted);
    FUZZ_HOLDS(result == POL_DONE || result == POL_BAD_NEWS, "scenarios can be run: %d", (int)result);
    if (i == 0) first = result;
    FUZZ_HOLDS(result == first && ran[i] == ran[0], "every form says the same of them: %d, %zu and %d, %zu", (int)first, ran[0], (int)result, ran[i]);
    fuzz_rendered(forms[i], "the results", &out);
  }
  pol_view v = {.form = ways & 32 ? POL_FORM_JSON : ways & 64 ? POL_FORM_HTML : POL_FORM_TEXT, .trace = (ways & 8) != 0};
  pol_testing shown = {.coverage = true};
  FUZZ_HOLDS(pol_render_tests(&out, s, &v, &shown) == first, "looking at what they show does not change how they end");
  fuzz_rendered(v.form, "what they show", &out);
  pol_testing changes = {.mutate = true, .known = known->at, .known_length = known->n};
  if (!(ways & 16) || first != POL_DONE) return;
  v.form = ways & 32 ? POL_FORM_JSON : POL_FORM_TEXT;
  pol_result result = pol_render_tests(&out, s, &v, &changes);
  FUZZ_HOLDS(result != POL_OUT_OF_MEMORY, "there is memory enough to change it");
  if (result == POL_COULD_NOT) pol_string_drop(&out);
  else fuzz_rendered(v.form, "the changes", &out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  static const char *const paths[] = {"tests/app/kinds.pol", "tests/render/data/covered.pol", "tests/golden/compare/terms.pol", "tests/golden/tables/leave.pol"};
  static fuzz_text policy[4];
  fuzz_parts p;
  fuzz_divide(&p, data, n);
  unsigned which = p.ways % 4;
  if (!policy[which].at) policy[which] = fuzz_read(paths[which]);
  pol_session *s = with(paths[which], &policy[which], &p.part[0]);
  if (s) run(s, p.ways, &p.part[1]);
  pol_session_drop(s);
  fuzz_divided(&p);
  return 0;
}
