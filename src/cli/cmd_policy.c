/* The commands about a policy alone: check, facts, tree, program. */
#include "cli/cli.h"
#include <unistd.h>

static pol_view view_of(const pol_args *args) {
  return (pol_view){.form = pol_args_form(args), .colour = pol_args_colour(args, STDOUT_FILENO)};
}

/* A folder that holds an amendment, and its policy in a folder below: both are checked, as test has them. */
static bool whole(pol_suites *out, pol_args *one, const pol_args *args) {
  *out = (pol_suites){0};
  *one = *args;
  bool folder = args->operands == 1 && pol_is_folder(args->operand[0]);
  if (!folder || !pol_suites_find(out, (const char *const *)args->operand, 1) || out->n != 1 || !out->at[0].amendments.n) return false;
  if (!pol_suites_amend(out, args->amend, args->amends)) return false;
  one->operand = (const char **)out->at[0].files.at; /* not written to */
  one->operands = out->at[0].files.n;
  one->amend = (const char **)out->at[0].amendments.at;
  one->amends = out->at[0].amendments.n;
  return true;
}

static pol_exit check(const pol_args *args) {
  pol_session *s;
  pol_view view = view_of(args);
  pol_string text;
  pol_exit status = args->value[POL_OPT_FIX] ? pol_fix_open(&s, args) : pol_policy_open(&s, args);
  if (!s) return status;
  pol_text part;
  pol_text_init(&part, NULL);
  pol_nearby_part(&part, args); /* while files can be read */
  pol_sandbox_close(args->sandbox, NULL);
  if (status == POL_EXIT_DONE && !args->value[POL_OPT_FIX]) status = pol_exit_of(pol_session_check(s));
  if (status != POL_EXIT_COULD_NOT) {
    size_t errors, warnings, notes;
    pol_session_counts(s, &errors, &warnings, &notes);
    status = errors ? POL_EXIT_BAD_NEWS : POL_EXIT_DONE; /* an amendment by itself cannot decide, and need not have errors */
    pol_exit rendered = pol_exit_of(pol_render_reports(&text, s, &view));
    bool silent = rendered == POL_EXIT_DONE && !text.length;
    status = rendered == POL_EXIT_DONE ? pol_write_result(&text, status) : rendered;
    if (errors && status == POL_EXIT_BAD_NEWS) pol_nearby_say(&part);
    if (silent && status == POL_EXIT_DONE && isatty(STDERR_FILENO)) pol_say("nothing is wrong, as far as it shows without facts");
  }
  pol_text_drop(&part);
  pol_session_drop(s);
  return status;
}

pol_exit pol_check_run(const pol_args *args) {
  pol_suites found;
  pol_args one;
  bool amended = whole(&found, &one, args);
  pol_exit status = check(amended ? &one : args);
  pol_suites_drop(&found);
  return status;
}

pol_exit pol_facts_run(const pol_args *args) {
  pol_session *s;
  pol_view view = view_of(args);
  pol_string text;
  pol_exit status = pol_policy_check(&s, args);
  if (status != POL_EXIT_DONE) return status;
  pol_sandbox_close(args->sandbox, NULL);
  status = pol_policy_ask(s, args);
  if (status == POL_EXIT_DONE) status = pol_exit_of(pol_render_facts(&text, s, &view));
  if (status != POL_EXIT_COULD_NOT) status = pol_write_result(&text, status);
  pol_session_drop(s);
  return status;
}

pol_exit pol_tree_run(const pol_args *args) {
  pol_session *s;
  pol_string text;
  pol_exit status = pol_policy_open(&s, args);
  if (status != POL_EXIT_DONE) return status;
  pol_sandbox_close(args->sandbox, NULL);
  status = pol_exit_of(pol_render_tree(&text, s));
  if (status == POL_EXIT_BAD_NEWS) pol_policy_say_reports(s, args);
  if (status != POL_EXIT_COULD_NOT) status = pol_write_result(&text, status);
  pol_session_drop(s);
  return status;
}

pol_exit pol_program_run(const pol_args *args) {
  pol_session *s;
  pol_string text;
  pol_exit status = pol_policy_check(&s, args);
  if (status != POL_EXIT_DONE) return status;
  pol_sandbox_close(args->sandbox, NULL);
  status = pol_exit_of(pol_render_program(&text, s));
  if (status != POL_EXIT_COULD_NOT) status = pol_write_result(&text, status);
  pol_session_drop(s);
  return status;
}
