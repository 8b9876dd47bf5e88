/* From the operands of a command to a session. */
#define _POSIX_C_SOURCE 200809L
#include "cli/cli.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

pol_exit pol_exit_of(pol_result result) {
  if (result == POL_OUT_OF_MEMORY) pol_say("out of memory");
  return result == POL_DONE ? POL_EXIT_DONE : result == POL_BAD_NEWS ? POL_EXIT_BAD_NEWS : POL_EXIT_COULD_NOT;
}

void pol_policy_say_reports(pol_session *s, const pol_args *args) {
  pol_view view = {.colour = pol_args_colour(args, STDERR_FILENO)};
  pol_string text;
  if (pol_exit_of(pol_render_reports(&text, s, &view)) == POL_EXIT_COULD_NOT) return;
  pol_write_all(STDERR_FILENO, text.text, text.length);
  pol_string_drop(&text);
}

static pol_exit add_file(pol_session *s, const char *path) {
  pol_bytes bytes;
  if (!pol_file_read(&bytes, path)) return POL_EXIT_COULD_NOT;
  pol_exit status = pol_exit_of(pol_session_add(s, strcmp(path, "-") == 0 ? "standard input" : path, bytes.at, bytes.n));
  free(bytes.at);
  return status;
}

/* What follows the last @ is a date, unless a file has the whole name; with points or slashes, where a file has the name before it: 1.4.2024 is to be told of. */
const char *pol_amend_split(char *given) {
  char *at = strrchr(given, '@');
  if (!at || at == given || access(given, F_OK) == 0) return NULL;
  *at = '\0';
  if (!strpbrk(at + 1, "/.") || access(given, F_OK) == 0) return at + 1;
  *at = '@';
  return NULL;
}

pol_exit pol_policy_amend(pol_session *s, const char *file, const char *date, pol_bytes text) {
  size_t before, after, warnings, notes;
  pol_session_counts(s, &before, &warnings, &notes);
  pol_result result = pol_session_amend(s, strcmp(file, "-") == 0 ? "standard input" : file, text.at, text.n, *date ? date : NULL);
  pol_session_counts(s, &after, &warnings, &notes);
  if (result == POL_COULD_NOT && before == after) pol_say("--amend FILE@DATE: the date is one such as 2024-04-01, and %s is not", date);
  return pol_exit_of(result);
}

static pol_exit add_amendment(pol_session *s, const char *given, const pol_receipt *receipt) {
  pol_bytes text;
  pol_exit status = POL_EXIT_COULD_NOT;
  char *file = strdup(given);
  if (!file) return pol_say("out of memory"), POL_EXIT_COULD_NOT;
  const char *date = pol_amend_split(file);
  if (!date && receipt) date = pol_receipt_amended_from(receipt, file);
  if (pol_file_read(&text, file)) {
    status = pol_policy_amend(s, file, date ? date : "", text);
    free(text.at);
  }
  free(file);
  return status;
}

pol_exit pol_policy_add(pol_session *s, const pol_args *args, const pol_receipt *receipt) {
  pol_names files = {0};
  pol_exit status = pol_files_of(&files, args, false) ? POL_EXIT_DONE : POL_EXIT_COULD_NOT;
  for (size_t i = 0; i < files.n && status == POL_EXIT_DONE; i++) status = add_file(s, files.at[i]);
  pol_names_drop(&files);
  for (size_t i = 0; i < args->amends && status == POL_EXIT_DONE; i++) status = add_amendment(s, args->amend[i], receipt);
  return status;
}

bool pol_policy_standard_input_twice(const pol_args *args) {
  size_t times = args->value[POL_OPT_FACTS] && strcmp(args->value[POL_OPT_FACTS], "-") == 0;
  for (size_t i = 0; i < args->amends; i++) times += strcmp(args->amend[i], "-") == 0 || strncmp(args->amend[i], "-@", 2) == 0;
  times += args->value[POL_OPT_GIVEN] && strcmp(args->value[POL_OPT_GIVEN], "-") == 0;
  for (size_t i = 0; i < args->operands; i++) times += strcmp(args->operand[i], "-") == 0;
  if (times > 1) pol_say("standard input (-) can be read once only");
  return times > 1;
}

pol_exit pol_policy_open(pol_session **out, const pol_args *args) {
  *out = NULL;
  if (pol_policy_standard_input_twice(args)) return POL_EXIT_COULD_NOT;
  pol_exit status = pol_exit_of(pol_session_new(out, args->memory));
  bool decides = args->command->options & POL_OPT_BIT(POL_OPT_FACTS);
  if (status == POL_EXIT_DONE && decides) pol_session_rules_only(*out);
  if (status == POL_EXIT_DONE) status = pol_policy_add(*out, args, NULL);
  if (status == POL_EXIT_DONE) return status;
  if (*out) pol_policy_say_reports(*out, args);
  pol_session_drop(*out);
  *out = NULL;
  return status;
}

pol_exit pol_policy_check(pol_session **out, const pol_args *args) {
  pol_exit status = pol_policy_open(out, args);
  if (status != POL_EXIT_DONE) return status;
  if (pol_exit_of(pol_session_check(*out)) == POL_EXIT_DONE) return POL_EXIT_DONE;
  pol_policy_say_reports(*out, args);
  pol_nearby_say_part(args);
  pol_session_drop(*out);
  *out = NULL;
  return POL_EXIT_COULD_NOT;
}

pol_exit pol_policy_ask(pol_session *s, const pol_args *args) {
  pol_exit status = POL_EXIT_DONE;
  for (size_t i = 0; i < args->asks; i++)
    if (pol_exit_of(pol_session_ask(s, args->ask[i])) != POL_EXIT_DONE) status = POL_EXIT_COULD_NOT;
  if (status != POL_EXIT_DONE) pol_policy_say_reports(s, args);
  return status;
}
