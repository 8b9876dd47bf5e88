/* test: policies, alone and with their amendments, and their scenarios run. */
#include "cli/cli.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct testing {
  const pol_args *args;
  pol_view view;
  pol_testing wanted;
  pol_crew crew;
  pol_bytes known;
  pol_text out; /* of all policies: written once */
  size_t policies, ran; /* ran: scenarios */
  pol_exit status; /* the worst so far */
} testing;

static void note(testing *t, pol_exit status) {
  if (status > t->status) t->status = status;
}

/* A policy with the first of its amendments: the scenarios of the last of them, or, without one, its own. */
static void test_stage(testing *t, const pol_suite *suite, size_t amendments, const char *title) {
  pol_session *s = NULL;
  pol_string text = {0};
  pol_args one = *t->args;
  one.operand = (const char **)suite->files.at; /* not written to */
  one.operands = suite->files.n;
  one.amend = (const char **)suite->amendments.at;
  one.amends = amendments;
  if (t->policies++ && t->view.form != POL_FORM_TEXT) {
    pol_say("--format %s is for one policy at a time", t->args->value[POL_OPT_FORMAT]);
    note(t, POL_EXIT_COULD_NOT);
    return;
  }
  if (t->policies > 1 && t->known.at) {
    pol_say("--known is for one policy at a time");
    note(t, POL_EXIT_COULD_NOT);
    return;
  }
  pol_exit status = pol_policy_check(&s, &one);
  if (status == POL_EXIT_DONE) status = pol_exit_of(pol_render_tests(&text, s, &t->view, &t->wanted));
  if (text.text) {
    if (*title && t->view.form == POL_FORM_TEXT) pol_text_format(&t->out, "%s%s\n", t->out.n ? "\n" : "", title);
    pol_text_add_n(&t->out, text.text, text.length);
  }
  pol_string_drop(&text);
  pol_session_drop(s);
  note(t, status);
}

/* "policies/alliance/terms, amended by policies/alliance/harmonisation.pol" */
static void test_amended(testing *t, const pol_suite *suite, size_t amendments) {
  pol_text title;
  pol_text_init(&title, NULL);
  pol_text_add(&title, *suite->title ? suite->title : suite->files.n ? suite->files.at[0] : "");
  for (size_t i = 0; i < amendments; i++) pol_text_format(&title, "%s%s", i ? ", " : ", amended by ", suite->amendments.at[i]);
  test_stage(t, suite, amendments, pol_text_get(&title));
  pol_text_drop(&title);
}

/* Stage by stage. What has room for one stage only (--known, a form for programs) is about the amendment, where one is named by --amend. */
static void test_suite(testing *t, const pol_suite *suite) {
  size_t n = suite->amendments.n;
  bool last = t->args->amends && (t->known.at || t->view.form != POL_FORM_TEXT);
  if (n == 0) {
    test_stage(t, suite, 0, suite->title);
    return;
  }
  for (size_t k = last ? n : 0; k <= n && t->status != POL_EXIT_COULD_NOT; k++) test_amended(t, suite, k);
}

static void test_operands(testing *t, const char **path, size_t n) {
  pol_suites all;
  if (!pol_suites_find(&all, path, n)) note(t, POL_EXIT_COULD_NOT);
  bool amended = pol_suites_amend(&all, t->args->amend, t->args->amends);
  if (!amended) note(t, POL_EXIT_COULD_NOT);
  for (size_t i = 0; i < all.n && amended; i++) test_suite(t, &all.at[i]);
  for (size_t i = 0; i < all.loose.n; i++) {
    pol_say("%s is not tested: the policy that it amends is not among what is named; pol test POLICY --amend %s", all.loose.at[i], all.loose.at[i]);
    note(t, POL_EXIT_COULD_NOT);
  }
  t->policies += all.loose.n;
  pol_suites_drop(&all);
}

/* A percentage; false: said. */
static bool read_percent(unsigned *out, const pol_args *args, pol_option option) {
  const char *text = args->value[option];
  char *end;
  *out = 0;
  if (!text) return true;
  unsigned long v = strtoul(text, &end, 10);
  if (*text < '0' || *text > '9' || v > 100 || (*end && strcmp(end, "%") != 0))
    return pol_say("--%s is a percentage, 0 to 100", pol_option_rows[option].name), false;
  *out = (unsigned)v;
  return true;
}

static bool read_wanted(pol_testing *out, const pol_args *args) {
  *out = (pol_testing){.filter = args->value[POL_OPT_FILTER], .coverage = args->value[POL_OPT_COVERAGE] != NULL, .mutate = args->value[POL_OPT_MUTATE] != NULL};
  if (args->value[POL_OPT_MIN_CLAUSE] || args->value[POL_OPT_MIN_CONDITION]) out->coverage = true;
  pol_form form = pol_args_form(args);
  if ((out->coverage || out->mutate) && (form == POL_FORM_TAP || form == POL_FORM_JUNIT))
    return pol_say("--format %s has no place for what is covered or noticed; text, json and html do", args->value[POL_OPT_FORMAT]), false;
  return read_percent(&out->min_clause, args, POL_OPT_MIN_CLAUSE) && read_percent(&out->min_condition, args, POL_OPT_MIN_CONDITION);
}

/* --known, and who looks at changes. */
static bool read_known(testing *t, const pol_args *args) {
  const char *path = args->value[POL_OPT_KNOWN];
  t->crew = pol_crew_start(0);
  t->wanted.crew = &t->crew;
  if (!path) return true;
  if (!t->wanted.mutate) return pol_say("--known is about --mutate"), false;
  if (!pol_file_read(&t->known, path)) return false;
  t->wanted.known = t->known.at;
  t->wanted.known_length = t->known.n;
  return true;
}

/* A filter that leaves everything out shows nothing, and must not look as if it did: most often the text is misspelt. */
static void refuse_nothing(testing *t) {
  if (!t->wanted.filter || t->ran || t->status == POL_EXIT_COULD_NOT) return;
  pol_say("no scenario has %s in its title", t->wanted.filter);
  pol_text_drop(&t->out);
  pol_text_init(&t->out, NULL);
  t->status = POL_EXIT_COULD_NOT;
}

static pol_exit test_once(const pol_args *args, const char **path, size_t n) {
  testing t = {.args = args};
  t.view.form = pol_args_form(args);
  t.view.colour = pol_args_colour(args, STDOUT_FILENO);
  if (!read_wanted(&t.wanted, args) || !read_known(&t, args)) return POL_EXIT_COULD_NOT;
  t.view.trace = args->value[POL_OPT_TRACE] != NULL;
  t.wanted.ran = &t.ran;
  pol_text_init(&t.out, NULL);
  test_operands(&t, path, n);
  if (!t.policies && t.status == POL_EXIT_DONE) {
    pol_say("there is no policy to test");
    t.status = POL_EXIT_COULD_NOT;
  }
  refuse_nothing(&t);
  free(t.known.at);
  return pol_write_text(&t.out, t.status);
}

/* Until it is interrupted; only what keeps it from starting, and a reader that has gone, ends it. */
static pol_exit test_again_and_again(const pol_args *args, const char **path, size_t n) {
  const char **watched = calloc(n + 1, sizeof *watched);
  bool fine = watched != NULL;
  if (!fine) pol_say("out of memory");
  for (size_t i = 0; i < n && fine; i++) {
    watched[i] = path[i];
    fine = strcmp(path[i], "-") != 0;
    if (!fine) pol_say("standard input does not change: --watch needs files");
  }
  if (fine) watched[n] = args->value[POL_OPT_KNOWN];
  pol_testing wanted;
  fine = fine && read_wanted(&wanted, args);
  while (fine) {
    uint64_t before = pol_watch_look(watched, n + 1);
    test_once(args, path, n);
    pol_say("waiting for a change; Ctrl-C ends it");
    pol_watch_wait(before, watched, n + 1);
    fine = pol_write_all(STDOUT_FILENO, "\n", 1);
  }
  free(watched);
  return POL_EXIT_COULD_NOT;
}

pol_exit pol_test_run(const pol_args *args) {
  static const char *here[] = {"."};
  const char **path = args->operands ? args->operand : here;
  size_t n = args->operands ? args->operands : 1;
  return args->value[POL_OPT_WATCH] ? test_again_and_again(args, path, n) : test_once(args, path, n);
}
