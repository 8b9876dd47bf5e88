/* replay: what a receipt says beside what comes out today. */
#define _POSIX_C_SOURCE 200809L
#include "cli/cli.h"
#include <string.h>
#include <unistd.h>

static const char *last_part(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static bool is_among(const pol_names *files, const pol_args *args, const char *name) {
  for (size_t i = 0; i < files->n; i++)
    if (strcmp(last_part(files->at[i]), last_part(name)) == 0) return true;
  for (size_t i = 0; i < args->amends; i++) {
    const char *file = last_part(args->amend[i]);
    size_t n = strlen(last_part(name));
    if (strncmp(file, last_part(name), n) == 0 && (!file[n] || file[n] == '@')) return true;
  }
  return false;
}

/* A policy with mistakes may be one without some of its files. */
static void say_absent(const pol_args *args, const pol_receipt *r) {
  pol_names files = {0};
  pol_text absent;
  pol_text_init(&absent, NULL);
  const char *name;
  bool fine = pol_files_of(&files, args, false);
  for (size_t i = 0; fine && (name = pol_receipt_file(r, i)) != NULL; i++)
    if (!is_among(&files, args, name)) pol_text_format(&absent, "%s%s", absent.n ? ", " : "", name);
  if (absent.n && pol_text_ok(&absent)) pol_say("what the receipt was decided by, and is not among these files: %s", pol_text_get(&absent));
  pol_text_drop(&absent);
  pol_names_drop(&files);
}

/* The policy of the files that follow the receipt, as decide reads it. */
static pol_exit open_policy(pol_session *s, const pol_args *args, const pol_receipt *r) {
  pol_args policy = *args;
  policy.operand++;
  policy.operands--;
  pol_exit status = pol_policy_add(s, &policy, r);
  if (status == POL_EXIT_DONE) status = pol_exit_of(pol_session_check(s));
  if (status == POL_EXIT_DONE) return status;
  pol_policy_say_reports(s, args);
  say_absent(&policy, r);
  return POL_EXIT_COULD_NOT;
}

static pol_exit replay(pol_session *s, const pol_args *args, pol_receipt *r, const pol_crew *crew) {
  pol_output out;
  const pol_sink sink = {.put = pol_output_put, .user = &out};
  const pol_view view = {.form = pol_args_form(args), .trace = args->value[POL_OPT_TRACE] != NULL, .colour = pol_args_colour(args, STDOUT_FILENO)};
  const pol_batch how = {.crew = crew, .speed = pol_args_speed(args)};
  if (!pol_output_open(&out, NULL)) return POL_EXIT_COULD_NOT;
  pol_sandbox_close(args->sandbox, NULL);
  pol_exit status = pol_output_close(&out, pol_exit_of(pol_replay(&sink, s, r, &view, &how)));
  if (status != POL_EXIT_NO_READER) pol_policy_say_reports(s, args);
  return status;
}

pol_exit pol_replay_run(const pol_args *args) {
  pol_session *s;
  pol_receipt *r = NULL;
  pol_stored stored;
  pol_crew crew;
  const char *path = args->operand[0];
  if (args->operands < 2) return pol_say("replay needs a receipt and a policy: pol replay RECEIPT POLICY…"), POL_EXIT_COULD_NOT;
  if (pol_policy_standard_input_twice(args) || !pol_args_crew(&crew, args) || !pol_stored_open(&stored, path)) return POL_EXIT_COULD_NOT;
  pol_exit status = pol_exit_of(pol_session_new(&s, args->memory));
  const pol_store store = {.get = pol_stored_get, .user = &stored};
  if (status == POL_EXIT_DONE) {
    pol_session_rules_only(s);
    status = pol_exit_of(pol_receipt_read(&r, s, strcmp(path, "-") == 0 ? "standard input" : path, &store));
    if (status != POL_EXIT_DONE) pol_policy_say_reports(s, args);
    else status = open_policy(s, args, r);
    if (status == POL_EXIT_DONE) status = replay(s, args, r, &crew);
    pol_receipt_drop(r);
    pol_session_drop(s);
  }
  return pol_stored_close(&stored) ? status : POL_EXIT_COULD_NOT;
}
