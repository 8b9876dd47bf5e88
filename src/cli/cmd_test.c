/* test: which files make a policy, and their scenarios run. */
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

/* One policy: these files or folders together. */
static void test_policy(testing *t, const char *const *path, size_t n, const char *title) {
  pol_session *s = NULL;
  pol_string text = {0};
  pol_args one = *t->args;
  one.operand = (const char **)path; /* not written to */
  one.operands = n;
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
    if (title && t->view.form == POL_FORM_TEXT) pol_text_format(&t->out, "%s%s\n", t->out.n ? "\n" : "", title);
    pol_text_add_n(&t->out, text.text, text.length);
  }
  pol_string_drop(&text);
  pol_session_drop(s);
  note(t, status);
}

/* -- folders */

typedef enum header { HEADER_NONE, HEADER_POLICY, HEADER_AMENDMENT } header;

/* What a file declares itself to be: by a line that begins so. */
static header header_of(const char *path, bool *fine) {
  pol_bytes bytes;
  header found = HEADER_NONE;
  *fine = pol_file_read(&bytes, path);
  const char *line = bytes.at, *end = bytes.at ? bytes.at + bytes.n : NULL;
  while (*fine && line < end && found == HEADER_NONE) {
    size_t left = (size_t)(end - line);
    if (left > 7 && memcmp(line, "policy ", 7) == 0) found = HEADER_POLICY;
    if (left > 10 && memcmp(line, "amendment ", 10) == 0) found = HEADER_AMENDMENT;
    const char *newline = memchr(line, '\n', left);
    line = newline ? newline + 1 : end;
  }
  free(bytes.at);
  return found;
}

/* One policy when just one file has a policy header; else each file is one. Amendments are left out: they are tested with what they amend.
 */
static void test_files(testing *t, pol_names *files, const char *folder) {
  size_t policies = 0, n = 0;
  for (size_t i = 0; i < files->n; i++) {
    bool fine;
    header h = header_of(files->at[i], &fine);
    if (!fine) note(t, POL_EXIT_COULD_NOT);
    policies += h == HEADER_POLICY;
    if (h == HEADER_AMENDMENT || !fine) free(files->at[i]);
    else files->at[n++] = files->at[i];
  }
  files->n = n;
  const char *const *path = (const char *const *)files->at;
  if (policies == 1) test_policy(t, path, n, folder);
  else
    for (size_t i = 0; i < n; i++) test_policy(t, &path[i], 1, path[i]);
}

/* A folder and those inside it. The recursion is as deep as the folders are, which the file system limits. */
static void test_folder(testing *t, const char *path, unsigned depth) {
  enum { DEEPEST = 100 }; /* a link to a folder above would go on for ever */
  pol_names files = {0}, folders = {0};
  if (depth > DEEPEST) {
    pol_say("%s: folders are nested more than %d deep", path, DEEPEST);
    note(t, POL_EXIT_COULD_NOT);
    return;
  }
  if (!pol_folder_read(&files, &folders, path)) note(t, POL_EXIT_COULD_NOT);
  test_files(t, &files, path);
  for (size_t i = 0; i < folders.n; i++) test_folder(t, folders.at[i], depth + 1);
  pol_names_drop(&files);
  pol_names_drop(&folders);
}

static void test_operands(testing *t, const char **path, size_t n) {
  size_t files = 0;
  for (size_t i = 0; i < n; i++) files += !pol_is_folder(path[i]);
  if (files == n) {
    test_policy(t, path, n, NULL);
    return;
  }
  for (size_t i = 0; i < n; i++) {
    if (pol_is_folder(path[i])) test_folder(t, path[i], 0);
    else test_policy(t, &path[i], 1, path[i]);
  }
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
  t->crew = pol_crew_start();
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
