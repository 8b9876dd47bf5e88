/* The program: looks the command up and runs it. */
#define _POSIX_C_SOURCE 200809L
#include "cli/cli.h"
#include <signal.h>
#include <string.h>
#include <unistd.h>

static pol_exit say_unknown(const char *name) {
  const char *best = NULL;
  unsigned closest = 3;
  for (size_t i = 0; i < pol_command_count; i++) {
    unsigned distance = pol_text_distance(name, pol_commands[i].name, 2);
    if (distance < closest) closest = distance, best = pol_commands[i].name;
  }
  if (best) pol_say("there is no command %s; did you mean %s?", name, best);
  else pol_say("there is no command %s; pol --help lists them", name);
  return POL_EXIT_COULD_NOT;
}

static pol_exit say_version(void) {
  pol_text t;
  pol_text_init(&t, NULL);
  pol_text_format(&t, "pol %s\n", pol_version());
  bool fine = pol_text_ok(&t) && pol_write_all(STDOUT_FILENO, t.at, t.n);
  pol_text_drop(&t);
  if (!fine) pol_say("the version could not be written");
  return fine ? POL_EXIT_DONE : POL_EXIT_COULD_NOT;
}

int main(int argc, char **argv) {
  signal(SIGPIPE, SIG_IGN); /* a reader that goes away is an error of the write, with its own exit status */
  if (argc < 2) return pol_say("a command is needed; pol --help lists them"), POL_EXIT_COULD_NOT;
  if (strcmp(argv[1], "--help") == 0) return (int)pol_help_all();
  if (strcmp(argv[1], "--version") == 0) return (int)say_version();
  const pol_command *command = pol_command_find(argv[1]);
  if (!command) return (int)say_unknown(argv[1]);
  pol_args args;
  pol_memory memory;
  pol_exit status = POL_EXIT_COULD_NOT;
  if (pol_args_read(&args, command, argv + 2, (size_t)(argc - 2))) {
    args.memory = pol_memory_start(&memory);
    status = args.value[POL_OPT_HELP] ? pol_help_command(command) : command->run(&args);
  }
  pol_args_drop(&args);
  return (int)status;
}
