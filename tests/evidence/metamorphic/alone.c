/* Decides every record of a file of NDJSON together with the others, in every way that there is (lanes, the engine alone), and by itself; as NDJSON with the trace, and as CSV. The bytes must be the same.
 * usage: alone [--planted] AS_OF FACTS POLICY… [--amend FILE DATE|-]…
 * Prints for each record that differs a line of JSON: its number, the byte from which on, and what stands there. Exit status 1 then.
 * --planted: by itself, a record is decided with its first fact under another name, so that there is something to find. */
#include "pol.h"
#include "support/bytes.h"

static void decide(text *out, pol_session *s, text *facts, pol_form form, pol_speed speed) {
  out->n = 0;
  facts->next = 0;
  pol_view v = {.form = form, .trace = form == POL_FORM_NDJSON, .outcomes = true};
  pol_feed feed = {.name = "facts", .form = POL_FORM_NDJSON, .get = get, .user = facts};
  pol_batch how = {.speed = speed};
  if (pol_decide(&(pol_sink){.put = put, .user = out}, s, &v, &feed, &how) > POL_BAD_NEWS) give_up("not decided");
}

static void print_text(const char *at, size_t n) {
  putchar('"');
  for (size_t i = 0; i < n; i++) {
    if (at[i] == '"' || at[i] == '\\') printf("\\%c", at[i]);
    else if ((unsigned char)at[i] < 32) printf(" ");
    else putchar(at[i]);
  }
  putchar('"');
}

static size_t line_end(const char *at, size_t n, size_t from) {
  const char *end = from < n ? memchr(at + from, '\n', n - from) : NULL;
  return end == NULL ? n : (size_t)(end - at);
}

static bool tell(size_t record, const char *one, size_t n, const char *all, size_t m) {
  size_t at = 0;
  while (at < n && at < m && one[at] == all[at]) at++;
  if (at == n && n == m) return false;
  size_t from = at > 120 ? at - 120 : 0;
  printf("{\"record\":%zu,\"byte\":%zu,\"alone\":", record, at);
  print_text(one + from, n - from > 400 ? 400 : n - from);
  printf(",\"together\":");
  print_text(all + from, m - from > 400 ? 400 : m - from);
  printf("}\n");
  return true;
}

/* Its name for the report is the first thing that a record has. */
static void plant(text *record, size_t from) {
  for (size_t i = from; i + 4 < record->n; i++)
    if (memcmp(record->at + i, "\"id\"", 4) == 0) record->at[i + 1] = 'o';
}

static bool compare(pol_session *s, text *facts, pol_form form, bool planted) {
  static const pol_speed speed[] = {POL_SPEED_BEST, POL_SPEED_ENGINE};
  static text together[2], single, alone;
  bool differ = false;
  size_t at[2] = {0, 0}, record = 0;
  for (int k = 0; k < 2; k++) decide(&together[k], s, facts, form, speed[k]);
  if (form == POL_FORM_CSV)
    for (int k = 0; k < 2; k++) at[k] = line_end(together[k].at, together[k].n, 0) + 1;
  for (size_t from = 0, end; from < facts->n; from = end + 1, record++) {
    end = line_end(facts->at, facts->n, from);
    single.n = 0;
    for (size_t i = 0; i < record; i++) add(&single, "\n", 1); /* it stands in its line: places are told */
    add(&single, facts->at + from, end - from);
    if (planted) plant(&single, record);
    decide(&alone, s, &single, form, POL_SPEED_BEST);
    size_t begin = form == POL_FORM_CSV ? line_end(alone.at, alone.n, 0) + 1 : 0;
    for (int k = 0; k < 2; k++) {
      size_t stop = line_end(together[k].at, together[k].n, at[k]), own = line_end(alone.at, alone.n, begin);
      differ |= tell(record, alone.at + begin, own - begin, together[k].at + at[k], stop - at[k]);
      at[k] = stop < together[k].n ? stop + 1 : stop;
    }
  }
  return differ;
}

int main(int argc, char **argv) {
  pol_session *s;
  bool planted = argc > 1 && strcmp(argv[1], "--planted") == 0;
  if (planted) argc--, argv++;
  if (argc < 4 || pol_session_new(&s, NULL) != POL_DONE || pol_session_rules_only(s) != POL_DONE) give_up("usage: alone [--planted] AS_OF FACTS POLICY… [--amend FILE DATE|-]…");
  for (int i = 3; i < argc; i++) {
    bool amends = strcmp(argv[i], "--amend") == 0 && i + 2 < argc;
    const char *path = argv[amends ? i + 1 : i];
    text t = read_file(path);
    pol_result added = amends ? pol_session_amend(s, path, t.at, t.n, strcmp(argv[i + 2], "-") == 0 ? NULL : argv[i + 2]) : pol_session_add(s, path, t.at, t.n);
    if (added != POL_DONE) give_up(path);
    if (amends) i += 2;
    free(t.at);
  }
  if (pol_session_check(s) != POL_DONE || pol_session_as_of(s, argv[1]) != POL_DONE) give_up("the policy does not decide");
  text facts = read_file(argv[2]);
  bool differ = compare(s, &facts, POL_FORM_NDJSON, planted);
  differ |= compare(s, &facts, POL_FORM_CSV, planted);
  free(facts.at);
  pol_session_drop(s);
  return differ;
}
