/* Facts as JSON. What is no JSON is not read; what is read is decided, and every form of the decisions is whole; a record at a desk is decided as it is in a file; the first byte chooses the
 * policy and the as-of date. */
#include "fuzz/fuzz.h"

static const char *const paths[] = {"tests/app/kinds.pol", "tests/render/data/placement.pol", "tests/batch/ratios.pol", "tests/render/data/values.pol"};
enum { POLICIES = sizeof paths / sizeof *paths };
static pol_session *session[POLICIES];
static pol_decider *decider[POLICIES];

static void open(size_t i) {
  if (session[i]) return;
  session[i] = fuzz_policy(paths[i], "2024-04-01");
  FUZZ_HOLDS(pol_decider_new(&decider[i], fuzz_policy(paths[i], "2024-04-01"), POL_SPEED_BEST) == POL_DONE, "a decider can be made");
}

static void render(pol_session *s) {
  static const pol_form forms[] = {POL_FORM_TEXT, POL_FORM_JSON, POL_FORM_NDJSON, POL_FORM_CSV};
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
    pol_view v = {.form = forms[i], .trace = i % 2 == 1};
    pol_string out;
    pol_result result = pol_render_decisions(&out, s, &v);
    FUZZ_HOLDS(result == POL_DONE || result == POL_BAD_NEWS, "records without a mistake are decided");
    fuzz_rendered(forms[i], "the decisions", &out);
  }
}

/* One record in a file and at a desk, where its id is a text and so in both. */
static void hold_desk(size_t policy, const char *facts, size_t n, bool read) {
  pol_session *s = session[policy];
  pol_desk *desk;
  const char *json;
  size_t length;
  pol_string out;
  pol_view v = {.form = POL_FORM_NDJSON};
  FUZZ_HOLDS(pol_desk_new(&desk, decider[policy]) == POL_DONE, "a desk can be had");
  pol_result taken = pol_desk_record(desk, facts, n);
  if (read && pol_session_records(s) == 1 && pol_render_decisions(&out, s, &v) != POL_COULD_NOT) {
    size_t at = 0;
    while (at < n && strchr(" \t\r\n", facts[at])) at++;
    if (at < n && facts[at] == '{') {
      FUZZ_HOLDS(taken == POL_DONE, "a record that a file may have is taken at a desk: %d", (int)taken);
      pol_result decided = pol_desk_decide(desk);
      FUZZ_HOLDS(decided == POL_DONE || decided == POL_BAD_NEWS, "and decided");
      FUZZ_HOLDS(pol_desk_json(desk, POL_NONE, false, &json, &length) == POL_DONE, "and told");
      while (out.length && out.text[out.length - 1] == '\n') out.length--;
      fuzz_hold_same("in a file and at a desk", &(fuzz_text){.at = out.text, .n = out.length}, &(fuzz_text){.at = (char *)(uintptr_t)json, .n = length});
    }
    pol_string_drop(&out);
  }
  pol_desk_drop(desk);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  static const char *const days[] = {"2024-04-01", "2024-02-29", "2019-12-31", "9999-12-31"};
  size_t policy = n ? data[0] % POLICIES : 0, day = n ? data[0] / POLICIES % 4 : 0;
  const char *facts = (const char *)data + (n > 0);
  enum { DEPTH = 64 };
  n -= n > 0;
  open(policy);
  pol_session *s = session[policy];
  FUZZ_HOLDS(pol_session_as_of(s, days[day]) == POL_DONE, "a day");
  pol_result read = pol_session_facts(s, "facts.json", facts, n, POL_FORM_JSON);
  FUZZ_HOLDS(read != POL_OUT_OF_MEMORY, "there is memory enough");
  size_t mark = n >= 3 && memcmp(facts, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  FUZZ_HOLDS(read != POL_DONE || fuzz_json_ends(facts + mark, n - mark, DEPTH), "what is read is JSON");
  fuzz_text reports = {0};
  fuzz_reports(&reports, s);
  fuzz_free(&reports);
  if (read == POL_DONE) render(s);
  if (day == 0 && mark == 0) hold_desk(policy, facts, n, read == POL_DONE);
  return 0;
}
