/* A policy and its facts, in two parts: what the engine decides is what lanes and stencils decide, in every form; and a decision that is asked for alone is the one that is given among all. */
#include "fuzz/fuzz.h"

static void decide(fuzz_text *out, pol_session *s, const fuzz_part *facts, unsigned ways, pol_speed speed) {
  static const pol_form to[] = {POL_FORM_CSV, POL_FORM_JSON, POL_FORM_NDJSON, POL_FORM_TEXT};
  enum { MANY = 64 };
  bool json = facts->n && (facts->at[0] == '{' || facts->at[0] == '[');
  fuzz_deciding how = {.to = to[ways % 4], .trace = (ways & 4) != 0, .outcomes = (ways & 8) != 0, .speed = speed, .piece = ways & 16 ? 5 : 0}; /* lanes are for tables */
  fuzz_text many = {0};
  how.from = !json ? POL_FORM_CSV : ways & 32 ? POL_FORM_JSON : POL_FORM_NDJSON;
  if (how.from == POL_FORM_JSON || how.to != POL_FORM_CSV) fuzz_add(&many, facts->at, facts->n);
  else fuzz_repeat(&many, facts->at, facts->n, how.from == POL_FORM_CSV, MANY);
  fuzz_decide(out, s, many.n ? many.at : "", many.n, &how);
  fuzz_free(&many);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  fuzz_parts p;
  fuzz_text by_engine = {0}, as_ever = {0};
  pol_session *s = fuzz_session();
  fuzz_divide(&p, data, n);
  FUZZ_HOLDS(pol_session_rules_only(s) == POL_DONE, "a new session can be told to decide only");
  bool decides = pol_session_add(s, "fuzz.pol", p.part[0].at, p.part[0].n) == POL_DONE && pol_session_check(s) == POL_DONE && pol_session_as_of(s, "2024-04-01") == POL_DONE;
  if (decides) {
    decide(&by_engine, s, &p.part[1], p.ways, POL_SPEED_ENGINE);
    decide(&as_ever, s, &p.part[1], p.ways, p.ways & 128 ? POL_SPEED_PORTABLE : POL_SPEED_BEST);
    fuzz_hold_same("by the engine and as ever", &by_engine, &as_ever);
  }
  pol_session_drop(s);
  fuzz_free(&by_engine);
  fuzz_free(&as_ever);
  fuzz_divided(&p);
  return 0;
}
