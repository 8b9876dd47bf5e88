/* The program: looks the command up and runs it. */
#define _POSIX_C_SOURCE 200809L
#include "cli/cli.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* -- what is no command */

static pol_exit say_unknown(const char *name) {
  pol_text names, nearest;
  pol_text_init(&names, NULL);
  pol_text_init(&nearest, NULL);
  for (size_t i = 0; i < pol_command_count; i++) {
    pol_text_format(&names, "%s%s", i ? "|" : "", pol_commands[i].name);
    if (!nearest.n && pol_choice_in(pol_commands[i].also, name)) pol_text_format(&nearest, "; did you mean %s?", pol_commands[i].name);
  }
  for (size_t i = 0; i < pol_top_count && !nearest.n; i++)
    if (strcmp(pol_top_rows[i].name, name) == 0) pol_text_format(&nearest, "; did you mean --%s?", name);
  if (!nearest.n) pol_choice_nearest(&nearest, pol_text_get(&names), name);
  if (nearest.n) pol_say("there is no command %s%s", name, pol_text_get(&nearest));
  else if (strchr(name, '.') || strchr(name, '/')) pol_say("a command comes first, as in pol check %s; pol --help lists them", name);
  else pol_say("there is no command %s; pol --help lists them", name);
  pol_text_drop(&names);
  pol_text_drop(&nearest);
  return POL_EXIT_COULD_NOT;
}

static pol_exit say_unknown_option(const char *given) {
  pol_text names, nearest;
  pol_text_init(&names, NULL);
  pol_text_init(&nearest, NULL);
  for (size_t i = 0; i < pol_top_count; i++) pol_text_format(&names, "%s--%s", i ? "|" : "", pol_top_rows[i].name);
  for (int i = 0; i < POL_OPTIONS && !nearest.n; i++)
    if (!pol_option_rows[i].hidden && strncmp(given, "--", 2) == 0 && strncmp(given + 2, pol_option_rows[i].name, strcspn(given + 2, "=")) == 0 && given[2])
      pol_text_format(&nearest, ": pol COMMAND %s", given);
  if (nearest.n) pol_say("options come after the command%s", pol_text_get(&nearest));
  else {
    if (strcmp(given, "-v") == 0) pol_text_add(&nearest, "; did you mean -V?");
    else pol_choice_nearest(&nearest, pol_text_get(&names), given);
    pol_say("there is no option %s%s", given, nearest.n ? pol_text_get(&nearest) : "; pol --help lists them");
  }
  pol_text_drop(&names);
  pol_text_drop(&nearest);
  return POL_EXIT_COULD_NOT;
}

/* -- options without a command */

static const pol_top_row *find_top(const char *given, size_t length) {
  for (size_t i = 0; i < pol_top_count; i++) {
    const pol_top_row *row = &pol_top_rows[i];
    if (row->letter && length == 2 && given[1] == row->letter) return row;
    if (length == strlen(row->name) + 2 && strncmp(given, "--", 2) == 0 && strncmp(given + 2, row->name, length - 2) == 0) return row;
  }
  return NULL;
}

static pol_exit run_top(int argc, char **argv) {
  const char *given = argv[1], *equals = strchr(given, '=');
  const pol_top_row *row = find_top(given, equals ? (size_t)(equals - given) : strlen(given));
  if (!row) return say_unknown_option(given);
  bool apart = row->argument && !equals;
  if (equals && !row->argument) return pol_say("--%s takes nothing after it", row->name), POL_EXIT_COULD_NOT;
  if (apart && argc < 3) return pol_say("--%s needs what follows it: pol --help", row->name), POL_EXIT_COULD_NOT;
  if (argc > (apart ? 3 : 2)) return pol_say("--%s stands alone", row->name), POL_EXIT_COULD_NOT;
  return row->run(equals ? equals + 1 : apart ? argv[2] : NULL);
}

/* -- */

/* The files that rewrite files say themselves which, once they know. */
static void give_up(pol_sandbox *s, const pol_args *args) {
  const char *written[3];
  pol_kept kept = {.at = written};
  pol_sandbox_start(s);
  if (args->command->run == pol_fmt_run || args->value[POL_OPT_FIX]) return;
  if (args->value[POL_OPT_OUTPUT]) written[kept.n++] = args->value[POL_OPT_OUTPUT];
  if (args->value[POL_OPT_RECEIPT]) written[kept.n++] = args->value[POL_OPT_RECEIPT];
  if (pol_args_form(args) == POL_FORM_XLSX) written[kept.n++] = pol_xlsx_folder();
  pol_sandbox_write(s, &kept);
}

/* One that writes a workbook may have to become another program first. */
static pol_exit run_in_sandbox(pol_args *args) {
  pol_sandbox sandbox;
  if (args->value[POL_OPT_HELP]) return pol_help_command(args->command);
  if (pol_args_form(args) == POL_FORM_XLSX && pol_xlsx_ready(args->words) != POL_EXIT_DONE) return POL_EXIT_COULD_NOT;
  give_up(&sandbox, args);
  args->sandbox = &sandbox;
  pol_exit status = args->command->run(args);
  args->sandbox = NULL;
  if (args->value[POL_OPT_VERBOSE]) pol_sandbox_say(&sandbox);
  return status;
}

static pol_exit run_command(const pol_command *command, char **argv, size_t n) {
  pol_args args;
  pol_memory memory;
  pol_exit status = POL_EXIT_COULD_NOT;
  if (pol_args_read(&args, command, argv, n)) {
    args.memory = pol_memory_start(&memory);
    args.words = argv - 2; /* before the command and the program */
    status = run_in_sandbox(&args);
  }
  pol_args_drop(&args);
  return status;
}

static pol_exit run(int argc, char **argv) {
  if (argc < 2) return pol_help_write(STDERR_FILENO);
  if (strcmp(argv[1], "__complete") == 0) return pol_complete_run(argv + 2, (size_t)(argc - 2));
  if (argv[1][0] == '-' && argv[1][1]) return run_top(argc, argv);
  const pol_command *command = pol_command_find(argv[1]);
  return command ? run_command(command, argv + 2, (size_t)(argc - 2)) : say_unknown(argv[1]);
}

/* Where standard input, output or error is closed, the first files that are opened would take its place: what is said would be written into them. Something else takes it, which can be neither
 * read nor written in that place, so that a result that is lost there is told. */
static bool fill_places(void) {
  for (int place = STDIN_FILENO; place <= STDERR_FILENO; place++)
    if (fcntl(place, F_GETFD) < 0 && open("/dev/null", place == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0 && open("/", O_RDONLY) < 0) return false;
  return true;
}

/* A reader that goes away is met where results are written, so that files that are being written are written whole; then we end as every filter does. */
int main(int argc, char **argv) {
  signal(SIGPIPE, SIG_IGN);
  if (!fill_places()) return POL_EXIT_COULD_NOT;
  pol_exit status = run(argc, argv);
  if (status == POL_EXIT_NO_READER) {
    signal(SIGPIPE, SIG_DFL);
    raise(SIGPIPE);
  }
  if (!pol_close(STDOUT_FILENO)) { /* some disks say only now that they are full */
    pol_say("the result could not be written: %s", strerror(errno));
    status = POL_EXIT_COULD_NOT;
  }
  return (int)status;
}
