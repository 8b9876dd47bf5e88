/* Every page of help is written from the table of commands. */
#include "cli/cli.h"
#include <string.h>
#include <unistd.h>

static pol_exit print(pol_text *t, int descriptor) {
  bool fine = pol_text_ok(t) && pol_write_all(descriptor, pol_text_get(t), t->n);
  pol_text_drop(t);
  if (!fine) pol_say("the page could not be written");
  return fine ? POL_EXIT_DONE : POL_EXIT_COULD_NOT;
}

pol_exit pol_help_all(void) {
  pol_text t;
  pol_text_init(&t, NULL);
  pol_text_format(&t, "pol %s: decides facts against policies, exactly, and says why\n\nusage: pol COMMAND [OPTIONS] …\n\n", pol_version());
  for (size_t i = 0; i < pol_command_count; i++) pol_text_format(&t, "  %-8s %s\n", pol_commands[i].name, pol_commands[i].what);
  pol_text_add(&t, "\nA POLICY is a file, a folder (the .pol files in it) or - (standard input); several are read\n"
                   "as one policy. Results go to standard output, everything else to standard error.\n"
                   "Exit status: 0 done; 1 done, and the answer is bad news; 2 could not be done.\n\n"
                   "pol COMMAND --help says more about a command; pol --version says which pol this is.\n");
  return print(&t, STDOUT_FILENO);
}

static void write_formats(pol_text *t, const pol_format_row *formats) {
  for (const pol_format_row *f = formats; f->name; f++) pol_text_format(t, "%s%s", f == formats ? "" : "|", f->name);
}

static void write_option(pol_text *t, const pol_command *c, int option) {
  const pol_option_row *row = &pol_option_rows[option];
  enum { COLUMN = 34 };
  size_t start = t->n;
  pol_text_format(t, "  --%s", row->name);
  if (option == POL_OPT_FORMAT) {
    pol_text_char(t, ' ');
    write_formats(t, c->formats);
  } else if (row->argument) {
    pol_text_format(t, " %s", row->argument);
  }
  size_t width = t->n - start;
  pol_text_pad(t, ' ', width + 1 < COLUMN ? COLUMN - width : 1);
  pol_text_format(t, "%s\n", row->what);
}

pol_exit pol_help_command(const pol_command *c) {
  pol_text t;
  pol_text_init(&t, NULL);
  pol_text_format(&t, "pol %s: %s\n\nusage: pol %s%s %s\n\n", c->name, c->what, c->name, c->options ? " [OPTIONS]" : "", c->operands);
  for (int option = 0; option < POL_OPTIONS; option++)
    if (option == POL_OPT_HELP || (c->options & (1u << option))) write_option(&t, c, option);
  if (*c->more) pol_text_format(&t, "\n%s", c->more);
  return print(&t, STDOUT_FILENO);
}

/* pol help, pol help COMMAND, pol help CODE. */
pol_exit pol_help_run(const pol_args *args) {
  if (!args->operands) return pol_help_all();
  const char *about = args->operand[0];
  const pol_command *command = pol_command_find(about);
  if (args->operands > 1) return pol_say("help is about one thing at a time"), POL_EXIT_COULD_NOT;
  if (command) return pol_help_command(command);
  pol_string text;
  pol_result result = pol_render_code(&text, NULL, about);
  if (result == POL_DONE) return pol_write_result(&text, POL_EXIT_DONE);
  if (result == POL_OUT_OF_MEMORY) return pol_exit_of(result);
  pol_say("%s is neither a command nor a code such as POL0301", about);
  return POL_EXIT_COULD_NOT;
}
