/* A policy's text, read and checked. It is fine or there are errors (an amendment by itself decides nothing, and is no error), never both; whoever reads it again is told the same; who only decides finds nothing wrong that checking does not; and what
 * is fine can be shown: its tree, its program, its names, its documentation. */
#include "fuzz/fuzz.h"

static bool is_amendment(const uint8_t *data, size_t n) {
  static const char word[] = "amendment";
  for (size_t i = 0; i + sizeof word - 1 <= n; i++)
    if (memcmp(data + i, word, sizeof word - 1) == 0) return true;
  return false;
}

static pol_result check(pol_session **out, fuzz_text *said, const uint8_t *data, size_t n, bool rules_only) {
  size_t errors, warnings, notes;
  pol_session *s = *out = fuzz_session();
  FUZZ_HOLDS(!rules_only || pol_session_rules_only(s) == POL_DONE, "a new session can be told to decide only");
  pol_result added = pol_session_add(s, "fuzz.pol", (const char *)data, n), checked = pol_session_check(s);
  FUZZ_HOLDS(added != POL_OUT_OF_MEMORY && checked != POL_OUT_OF_MEMORY, "there is memory enough");
  pol_session_counts(s, &errors, &warnings, &notes);
  FUZZ_HOLDS(checked == POL_DONE || checked == POL_BAD_NEWS || checked == POL_COULD_NOT, "the result %d is one", (int)checked);
  FUZZ_HOLDS(checked != POL_DONE || errors == 0, "what is fine has no errors");
  FUZZ_HOLDS(checked == POL_DONE || errors > 0 || (checked == POL_BAD_NEWS && is_amendment(data, n)), "what is not fine has errors, or is an amendment by itself");
  fuzz_reports(said, s);
  return checked;
}

static void show(pol_session *s) {
  pol_string out;
  pol_view text = {0};
  FUZZ_HOLDS(pol_render_tree(&out, s) == POL_DONE, "the tree of a policy without errors can be shown");
  fuzz_rendered(POL_FORM_JSON, "the tree", &out);
  FUZZ_HOLDS(pol_render_program(&out, s) == POL_DONE, "its program can");
  fuzz_rendered(POL_FORM_TEXT, "the program", &out);
  for (int of = POL_NAMES_DECISIONS; of <= POL_NAMES_FACTS; of++) {
    FUZZ_HOLDS(pol_render_names(&out, s, (pol_names_of)of) == POL_DONE, "its names can");
    pol_string_drop(&out);
  }
  FUZZ_HOLDS(pol_render_facts(&out, s, &text) == POL_DONE, "its facts can");
  fuzz_rendered(POL_FORM_TEXT, "the facts", &out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  pol_session *s, *again, *decides;
  fuzz_text said = {0}, said_again = {0}, of_rules = {0};
  pol_result fine = check(&s, &said, data, n, false);
  if (fine == POL_DONE) show(s);
  pol_session_drop(s);
  FUZZ_HOLDS(check(&again, &said_again, data, n, false) == fine, "the second time the result is the first one's");
  pol_session_drop(again);
  fuzz_hold_same("the reports of two checks", &said, &said_again);
  pol_result rules = check(&decides, &of_rules, data, n, true);
  pol_session_drop(decides);
  FUZZ_HOLDS(rules == POL_DONE || fine != POL_DONE, "what only decides finds errors where checking finds none: %s", of_rules.at);
  fuzz_free(&said);
  fuzz_free(&said_again);
  fuzz_free(&of_rules);
  return 0;
}
