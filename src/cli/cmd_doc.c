/* The command doc: of a policy, or of the standard library and its modules. */
#include "cli/cli.h"
#include <string.h>
#include <unistd.h>

static pol_exit of_policy(const pol_args *args, const pol_view *view) {
  pol_session *s;
  pol_string text;
  pol_exit status = pol_policy_check(&s, args);
  if (status != POL_EXIT_DONE) return status;
  pol_sandbox_close(args->sandbox, NULL);
  status = pol_exit_of(pol_render_doc(&text, s, view));
  if (status != POL_EXIT_COULD_NOT) status = pol_write_result(&text, status);
  pol_session_drop(s);
  return status;
}

static pol_exit of_modules(const pol_args *args, const char *module, const pol_view *view) {
  pol_string text;
  pol_exit status = pol_exit_of(pol_render_modules(&text, args->memory, module, view));
  if (status == POL_EXIT_COULD_NOT) return pol_say("the standard library has no module %s; pol doc stdlib lists them", module ? module : "at all"), status;
  return pol_write_result(&text, status);
}

/* `stdlib`, or the dotted name of a module, where no file is called that. */
static bool is_module(const char *operand) {
  size_t n = strlen(operand);
  bool file = n > 4 && strcmp(operand + n - 4, ".pol") == 0; /* hr.police_ranks is none */
  bool named = strcmp(operand, "calendar") == 0 || (strchr(operand, '.') && !strchr(operand, '/') && !file);
  return (strcmp(operand, "stdlib") == 0 || named) && access(operand, F_OK) != 0;
}

pol_exit pol_doc_run(const pol_args *args) {
  pol_view view = {.form = pol_args_form(args), .colour = pol_args_colour(args, STDOUT_FILENO)};
  const char *first = args->operand[0];
  if (args->operands == 1 && strcmp(first, "stdlib") == 0) return of_modules(args, NULL, &view); /* also beside a folder of that name: its files are no policy */
  if (args->operands == 1 && is_module(first)) return of_modules(args, first, &view);
  return of_policy(args, &view);
}
