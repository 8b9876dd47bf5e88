/* fmt: files in the layout of the house. */
#include "cli/cli.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct formatting {
  const pol_args *args;
  bool check, diff, colour;
  bool filter; /* standard input went to standard output */
  pol_text out; /* names or differences: written once */
  size_t changed;
  pol_exit status; /* the worst so far */
} formatting;

static void note(formatting *f, pol_exit status) {
  if (status > f->status) f->status = status;
}

static const char *shown(const char *path) { return strcmp(path, "-") == 0 ? "standard input" : path; }

/* The text in the layout; POL_EXIT_COULD_NOT: said why. */
static pol_exit lay_out(pol_string *out, const formatting *f, const char *path, pol_bytes text) {
  pol_session *s;
  size_t errors, warnings, notes;
  *out = (pol_string){0};
  if (pol_exit_of(pol_session_new(&s, NULL)) != POL_EXIT_DONE) return POL_EXIT_COULD_NOT;
  pol_result result = pol_session_add(s, shown(path), text.at, text.n);
  if (result == POL_DONE) result = pol_render_formatted(out, s, 0);
  pol_exit status = pol_exit_of(result);
  pol_session_counts(s, &errors, &warnings, &notes);
  if (errors) pol_policy_say_reports(s, f->args);
  else if (result == POL_COULD_NOT) pol_say("%s could not be laid out without a change of meaning; it is as it was, and this is a fault of pol", shown(path));
  pol_session_drop(s);
  return status;
}

static void take(formatting *f, const char *path, pol_bytes old, pol_bytes new) {
  bool same = old.n == new.n && (new.n == 0 || memcmp(old.at, new.at, new.n) == 0);
  if (strcmp(path, "-") == 0 && !f->check && !f->diff) {
    pol_text_add_n(&f->out, new.at, new.n);
    f->filter = true;
    return;
  }
  if (same) return;
  f->changed++;
  if (f->diff && !pol_diff_write(&f->out, shown(path), old, new, f->colour)) note(f, pol_exit_of(POL_OUT_OF_MEMORY));
  if (!f->diff) pol_text_format(&f->out, "%s\n", shown(path));
  if (f->check) note(f, POL_EXIT_BAD_NEWS);
  else if (!f->diff && !pol_file_replace(path, new)) note(f, POL_EXIT_COULD_NOT);
}

static void format_file(formatting *f, const char *path) {
  pol_bytes old;
  pol_string new;
  if (!pol_file_read(&old, path)) {
    note(f, POL_EXIT_COULD_NOT);
    return;
  }
  pol_exit status = lay_out(&new, f, path, old);
  note(f, status);
  if (status == POL_EXIT_DONE) take(f, path, old, (pol_bytes){new.text, new.length});
  pol_string_drop(&new);
  free(old.at);
}

/* For people only, who would wonder at a name alone, or at nothing. */
static void say_how_many(const formatting *f, size_t files) {
  if (!isatty(STDERR_FILENO) || f->status == POL_EXIT_COULD_NOT || f->filter) return;
  const char *is = f->changed == 1 ? "is" : "are", *s = files == 1 ? "" : "s";
  if (!f->changed) pol_say("%zu file%s in the layout", files, files == 1 ? " is" : "s are");
  else if (f->check || f->diff) pol_say("%zu of %zu file%s %s not in the layout: pol fmt changes that", f->changed, files, s, is);
  else pol_say("%zu of %zu file%s %s laid out anew", f->changed, files, s, is);
}

/* -- one text of a policy and its amendments */

static pol_exit print_consolidated(pol_session *s) {
  pol_string text;
  pol_text out;
  pol_result result = pol_render_consolidated(&text, s);
  if (result == POL_BAD_NEWS) pol_say("nothing of the policy is in force that day: give another one with --as-of");
  if (result == POL_COULD_NOT) pol_say("the amendments could not be carried out in one text that means the same; this is a fault of pol");
  pol_exit status = pol_exit_of(result);
  pol_text_init(&out, NULL);
  if (result == POL_DONE) pol_text_add_n(&out, text.text, text.length);
  pol_string_drop(&text);
  return result == POL_DONE ? pol_write_text(&out, status) : (pol_text_drop(&out), status);
}

static pol_exit consolidate(const pol_args *args) {
  pol_session *s;
  if (args->value[POL_OPT_CHECK] || args->value[POL_OPT_DIFF]) return pol_say("--consolidated prints a text, and --%s compares files: one of the two", args->value[POL_OPT_CHECK] ? "check" : "diff"), POL_EXIT_COULD_NOT;
  pol_exit status = pol_policy_check(&s, args);
  if (status != POL_EXIT_DONE) return status;
  status = pol_policy_date(s, args);
  pol_sandbox_write(args->sandbox, &(pol_kept){0});
  pol_sandbox_close(args->sandbox, NULL);
  if (status == POL_EXIT_DONE) status = print_consolidated(s);
  pol_session_drop(s);
  return status;
}

pol_exit pol_fmt_run(const pol_args *args) {
  if (args->value[POL_OPT_CONSOLIDATED]) return consolidate(args);
  if (args->amends || args->value[POL_OPT_AS_OF]) return pol_say("--%s goes with --consolidated", args->amends ? "amend" : "as-of"), POL_EXIT_COULD_NOT;
  formatting f = {.args = args, .check = args->value[POL_OPT_CHECK] != NULL, .diff = args->value[POL_OPT_DIFF] != NULL};
  pol_names files = {0};
  f.colour = pol_args_colour(args, STDOUT_FILENO);
  pol_text_init(&f.out, NULL);
  if (!pol_files_of(&files, args, true)) note(&f, POL_EXIT_COULD_NOT);
  bool nothing = f.check || f.diff || f.filter;
  pol_sandbox_write(args->sandbox, &(pol_kept){.at = (const char *const *)files.at, .n = nothing ? 0 : files.n});
  for (size_t i = 0; i < files.n; i++) format_file(&f, files.at[i]);
  pol_exit status = pol_write_text(&f.out, f.status);
  say_how_many(&f, files.n);
  pol_names_drop(&files);
  return status;
}
