/* Decides every record of a facts file twice, by stencils and by the engine alone, as NDJSON and JSON, with and without the trace, and holds the bytes together.
 * usage: stencils AS_OF FACTS POLICY… ; FACTS ends in .csv, .ndjson or .json. Prints where they part; exit status 1 then.
 * With STENCILS_TIMES in the environment: how long each takes. */
#include "pol.h"
#include "support/bytes.h"
#include <time.h>

static pol_form form_of(const char *path) {
  const char *end = strrchr(path, '.');
  return end != NULL && strcmp(end, ".csv") == 0 ? POL_FORM_CSV : end != NULL && strcmp(end, ".json") == 0 ? POL_FORM_JSON : POL_FORM_NDJSON;
}

static text decide(double *seconds, pol_session *s, const char *path, text *facts, pol_view v, pol_speed speed) {
  text out = {0};
  add(&out, "", 0);
  facts->next = 0;
  pol_feed feed = {.name = path, .form = form_of(path), .get = get, .user = facts};
  pol_batch how = {.speed = speed};
  clock_t begun = clock();
  pol_result result = pol_decide(&(pol_sink){.put = put, .user = &out}, s, &v, &feed, &how);
  *seconds = (double)(clock() - begun) / CLOCKS_PER_SEC;
  char line[40];
  int n = snprintf(line, sizeof line, "result %d\n", (int)result);
  add(&out, line, (size_t)n);
  return out;
}

/* The line on which they part, with what stands there. */
static void tell_difference(const text *a, const text *b, pol_view v) {
  size_t at = 0, from = 0;
  while (at < a->n && at < b->n && a->at[at] == b->at[at]) at++;
  from = at > 200 ? at - 200 : 0;
  printf("%s%s differ at byte %zu:\n  by stencils  %.*s\n  by engine    %.*s\n", v.form == POL_FORM_JSON ? "JSON" : "NDJSON", v.trace ? " with trace" : "", at, (int)(a->n - from > 400 ? 400 : a->n - from), a->at + from,
         (int)(b->n - from > 400 ? 400 : b->n - from), b->at + from);
}

int main(int argc, char **argv) {
  pol_session *s;
  int differ = 0;
  if (argc < 4 || pol_session_new(&s, NULL) != POL_DONE || pol_session_rules_only(s) != POL_DONE) return 2;
  for (int i = 3; i < argc; i++) {
    text t = read_file(argv[i]);
    if (pol_session_add(s, argv[i], t.at, t.n) != POL_DONE) return 2;
    free(t.at);
  }
  if (pol_session_check(s) != POL_DONE || pol_session_as_of(s, argv[1]) != POL_DONE) {
    printf("%s does not decide\n", argv[3]);
    return 2;
  }
  text facts = read_file(argv[2]);
  for (int k = 0; k < 4; k++) {
    pol_view v = {.form = k & 1 ? POL_FORM_JSON : POL_FORM_NDJSON, .trace = (k & 2) != 0};
    double stencils, engine;
    text a = decide(&stencils, s, argv[2], &facts, v, POL_SPEED_BEST), b = decide(&engine, s, argv[2], &facts, v, POL_SPEED_ENGINE);
    if (a.n != b.n || memcmp(a.at, b.at, a.n) != 0) {
      tell_difference(&a, &b, v);
      differ = 1;
    } else if (getenv("STENCILS_TIMES") != NULL) {
      printf("%s%s: %zu bytes, %.0f ms by stencils, %.0f ms by the engine\n", v.form == POL_FORM_JSON ? "JSON" : "NDJSON", v.trace ? " with trace" : "", a.n, 1e3 * stencils, 1e3 * engine);
    }
    free(a.at);
    free(b.at);
  }
  free(facts.at);
  pol_session_drop(s);
  return differ;
}
