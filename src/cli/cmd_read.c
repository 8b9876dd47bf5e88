/* The command read: operands that are files are the policy, the others are clauses of it. */
#include "cli/cli.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The first operand is a policy whatever it looks like, so that a slip in it is told as one in a file's name. */
static bool is_file(const char *operand, size_t place) {
  size_t n = strlen(operand);
  bool named = n > 4 && strcmp(operand + n - 4, ".pol") == 0;
  return place == 0 || named || strcmp(operand, "-") == 0 || strchr(operand, '/') || access(operand, F_OK) == 0;
}

static pol_exit select_clauses(pol_session *s, const char *const *clause, size_t n, const pol_args *args) {
  pol_exit status = POL_EXIT_DONE;
  for (size_t i = 0; i < n; i++)
    if (pol_exit_of(pol_session_read(s, clause[i])) != POL_EXIT_DONE) status = POL_EXIT_COULD_NOT;
  if (status != POL_EXIT_DONE) pol_policy_say_reports(s, args);
  return status;
}

static pol_exit read_back(const pol_args *files, const char *const *clause, size_t clauses, const pol_view *view) {
  pol_session *s;
  pol_string text;
  pol_exit status = pol_policy_check(&s, files);
  if (status != POL_EXIT_DONE) return status;
  pol_sandbox_close(files->sandbox, NULL);
  status = select_clauses(s, clause, clauses, files);
  if (status == POL_EXIT_DONE) status = pol_exit_of(pol_render_reading(&text, s, view));
  if (status != POL_EXIT_COULD_NOT) status = pol_write_result(&text, status);
  pol_session_drop(s);
  return status;
}

pol_exit pol_read_run(const pol_args *args) {
  pol_view view = {.names = args->value[POL_OPT_NAMES] != NULL};
  view.form = pol_args_form(args);
  view.colour = pol_args_colour(args, STDOUT_FILENO);
  const char **sorted = calloc(2 * args->operands + 1, sizeof *sorted);
  if (!sorted) return pol_say("out of memory"), POL_EXIT_COULD_NOT;
  const char **clause = sorted + args->operands;
  size_t clauses = 0;
  pol_args files = *args;
  files.operand = sorted;
  files.operands = 0;
  for (size_t i = 0; i < args->operands; i++)
    if (is_file(args->operand[i], i)) sorted[files.operands++] = args->operand[i];
    else clause[clauses++] = args->operand[i];
  pol_exit status = read_back(&files, clause, clauses, &view);
  free(sorted);
  return status;
}
