/* Every rendering of a policy and one record of facts, in two parts: what is made is whole in its form, and nothing of the texts and facts, whatever is in them, becomes anything else in it. */
#include "fuzz/fuzz.h"

static const char *const outcomes[] = {NULL, "permitted", "referred", "refused"};

static void document(pol_session *s) {
  static const pol_form forms[] = {POL_FORM_TEXT, POL_FORM_MARKDOWN, POL_FORM_HTML};
  pol_string out;
  for (size_t i = 0; i < 3; i++) {
    pol_view v = {.form = forms[i]};
    FUZZ_HOLDS(pol_render_doc(&out, s, &v) == POL_DONE, "a policy has its documentation");
    fuzz_rendered(forms[i], "the documentation", &out);
  }
  pol_view json = {.form = POL_FORM_JSON}, text = {.width = 30}, schema = {.form = POL_FORM_JSON_SCHEMA}, table = {.form = POL_FORM_CSV};
  FUZZ_HOLDS(pol_render_reading(&out, s, &json) == POL_DONE, "it can be read back as JSON");
  fuzz_rendered(POL_FORM_JSON, "the reading", &out);
  FUZZ_HOLDS(pol_render_reading(&out, s, &text) == POL_DONE, "it can be read back");
  fuzz_rendered(POL_FORM_TEXT, "the reading", &out);
  FUZZ_HOLDS(pol_render_facts(&out, s, &schema) == POL_DONE, "its facts have a schema");
  fuzz_rendered(POL_FORM_JSON_SCHEMA, "the schema", &out);
  if (pol_render_facts(&out, s, &table) == POL_DONE) fuzz_rendered(POL_FORM_CSV, "the heading", &out);
}

static void explain(pol_session *s, unsigned ways, bool one_decision) {
  static const pol_form forms[] = {POL_FORM_TEXT, POL_FORM_JSON, POL_FORM_HTML, POL_FORM_DOT};
  static const char head[] = "A <b> & \"office\"\n---\nDear colleague,\n---\nYours,";
  pol_string out;
  for (size_t i = 0; i < 4; i++) {
    pol_view v = {.form = forms[i], .why_not = outcomes[ways % 4], .trace = (ways & 4) != 0, .open = (ways & 8) != 0, .names = (ways & 16) != 0, .letterhead = ways & 32 ? head : NULL, .width = ways & 64 ? 24 : 0};
    pol_result result = pol_render_explanation(&out, s, &v);
    FUZZ_HOLDS(result != POL_OUT_OF_MEMORY, "there is memory enough");
    if (result != POL_COULD_NOT) fuzz_rendered(forms[i], "the explanation", &out);
    else FUZZ_HOLDS(i >= 2 || v.why_not, "a decision can be explained");
    FUZZ_HOLDS(result != POL_COULD_NOT || !one_decision || v.why_not || pol_session_records(s) != 1, "so can it in a letter and a drawing, alone");
  }
}

static void decisions(pol_session *s) {
  static const pol_form forms[] = {POL_FORM_TEXT, POL_FORM_JSON, POL_FORM_NDJSON, POL_FORM_CSV};
  pol_string out;
  for (size_t i = 0; i < 4; i++) {
    pol_view v = {.form = forms[i], .trace = true, .outcomes = true};
    pol_result result = pol_render_decisions(&out, s, &v);
    FUZZ_HOLDS(result == POL_DONE || result == POL_BAD_NEWS, "records without a mistake are decided");
    fuzz_rendered(forms[i], "the decisions", &out);
  }
}

/* The decision that is asked: one of the policy's, so that letters and drawings can be made. */
static bool ask(pol_session *s, unsigned which) {
  pol_string names;
  char name[256];
  size_t from = 0, lines = 0;
  if (pol_render_names(&names, s, POL_NAMES_DECISIONS) != POL_DONE) return false;
  for (size_t i = 0; i < names.length; i++) lines += names.text[i] == '\n';
  for (size_t skip = lines ? which % lines : 0; skip > 0; from++) skip -= names.text[from] == '\n';
  size_t n = strcspn(names.text + from, "\t\n");
  bool asked = lines > 0 && n < sizeof name;
  if (asked) {
    memcpy(name, names.text + from, n);
    name[n] = '\0';
    FUZZ_HOLDS(pol_session_ask(s, name) == POL_DONE, "a decision that is listed can be asked: %s", name);
  }
  pol_string_drop(&names);
  return asked;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  fuzz_parts p;
  fuzz_divide(&p, data, n);
  pol_session *s = fuzz_session();
  bool decides = pol_session_add(s, "fuzz.pol", p.part[0].at, p.part[0].n) == POL_DONE && pol_session_check(s) == POL_DONE && pol_session_as_of(s, "2024-04-01") == POL_DONE;
  if (decides) {
    document(s);
    bool one = (p.ways & 128) && ask(s, p.ways);
    if (pol_session_facts(s, "facts.json", p.part[1].at, p.part[1].n, POL_FORM_JSON) == POL_DONE) {
      decisions(s);
      explain(s, p.ways, one);
    }
    fuzz_text reports = {0};
    fuzz_reports(&reports, s);
    fuzz_free(&reports);
  }
  pol_session_drop(s);
  fuzz_divided(&p);
  return 0;
}
