/* Every page of help is written from the table of commands. */
#include "cli/cli.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { WIDTH = POL_HELP_WIDTH, COLUMN = 22 };

/* Paragraphs, each ended by a newline. */
static void write_paragraphs(pol_text *t, const char *text) {
  char one[1024];
  while (*text) {
    size_t n = strcspn(text, "\n");
    size_t fits = n < sizeof one ? n : sizeof one - 1;
    memcpy(one, text, fits);
    one[fits] = '\0';
    pol_text_wrap(t, one, 0, 0, WIDTH);
    pol_text_char(t, '\n');
    text += n + (text[n] == '\n');
  }
}

/* What begins at `start` is followed by what it means, in its column. */
static void write_meaning(pol_text *t, size_t start, size_t column, const char *what) {
  size_t width = pol_text_columns(t->at ? t->at + start : "", t->n - start);
  if (width + 2 > column) {
    pol_text_char(t, '\n');
    width = 0;
  }
  pol_text_pad(t, ' ', column - width);
  pol_text_wrap(t, what, column, column, WIDTH);
  pol_text_char(t, '\n');
}

/* -- the page of all commands */

static void write_top(pol_text *t) {
  for (size_t i = 0; i < pol_top_count; i++) {
    const pol_top_row *row = &pol_top_rows[i];
    size_t start = t->n;
    if (row->letter) pol_text_format(t, "  -%c, --%s", row->letter, row->name);
    else pol_text_format(t, "      --%s", row->name);
    if (row->argument) pol_text_format(t, " %s", row->argument);
    enum { SHORT = 20 };
    write_meaning(t, start, SHORT, row->what);
  }
}

pol_exit pol_help_write(int descriptor) {
  pol_text t;
  pol_text_init(&t, NULL);
  pol_text_format(&t, "pol %s: decides facts against policies, exactly, and says why\n\nusage: pol COMMAND [OPTIONS] …\n\n", pol_version());
  for (size_t i = 0; i < pol_command_count; i++) {
    size_t start = t.n;
    pol_text_format(&t, "  %s", pol_commands[i].name);
    enum { NAMES = 11 };
    write_meaning(&t, start, NAMES, pol_commands[i].what);
  }
  pol_text_char(&t, '\n');
  write_top(&t);
  pol_text_char(&t, '\n');
  write_paragraphs(&t, pol_about);
  pol_text_add(&t, "\npol COMMAND --help says more about a command, with examples.\n");
  if (descriptor == STDOUT_FILENO) return pol_write_text(&t, POL_EXIT_DONE);
  if (pol_text_ok(&t)) pol_write_all(descriptor, pol_text_get(&t), t.n);
  pol_text_drop(&t);
  return POL_EXIT_COULD_NOT;
}

pol_exit pol_help_all(const char *none) {
  (void)none;
  return pol_help_write(STDOUT_FILENO);
}

/* -- the page of a command */

static void write_option(pol_text *t, const pol_command *c, int option) {
  size_t start = t->n;
  const char *argument = pol_option_argument(c, option);
  pol_text choices;
  pol_text_init(&choices, NULL);
  if (!argument) pol_option_choices(&choices, c, option);
  const char *after = argument ? argument : pol_text_get(&choices);
  pol_text_format(t, "  --%s%s%s", pol_option_rows[option].name, *after ? " " : "", after);
  write_meaning(t, start, COLUMN, pol_option_rows[option].what);
  pol_text_drop(&choices);
}

/* A command as it is typed; a long one goes on in the next line. */
static void write_line(pol_text *t, const char *line) {
  enum { IN = 4, FURTHER = 6 };
  size_t column = IN;
  pol_text_pad(t, ' ', IN);
  for (bool first = true; *line; first = false) {
    size_t n = strcspn(line, " "), next = n + strspn(line + n, " ");
    size_t room = WIDTH - (line[next] ? 2 : 0);
    if (!first && column + 1 + n > room) {
      pol_text_add(t, " \\\n");
      pol_text_pad(t, ' ', FURTHER);
      column = FURTHER;
    } else if (!first) {
      pol_text_char(t, ' ');
      column++;
    }
    pol_text_add_n(t, line, n);
    column += n;
    line += next;
  }
  pol_text_char(t, '\n');
}

static void write_status(pol_text *t, const pol_command *c) {
  pol_text line;
  pol_text_init(&line, NULL);
  pol_text_add(&line, "Exit status: 0 done; ");
  if (c->bad_news) pol_text_format(&line, "1 %s; ", c->bad_news);
  pol_text_add(&line, "2 could not be done.");
  pol_text_char(t, '\n');
  pol_text_wrap(t, pol_text_get(&line), 0, 0, WIDTH);
  pol_text_char(t, '\n');
  pol_text_drop(&line);
}

pol_exit pol_help_command(const pol_command *c) {
  pol_text t;
  pol_text_init(&t, NULL);
  pol_text_format(&t, "pol %s: %s\n\nusage: pol %s%s %s\n\n", c->name, c->what, c->name, c->options ? " [OPTIONS]" : "", c->operands);
  for (int option = 0; option < POL_OPTIONS; option++)
    if (pol_option_shown(c, option)) write_option(&t, c, option);
  if (*c->more) {
    pol_text_char(&t, '\n');
    write_paragraphs(&t, c->more);
  }
  write_status(&t, c);
  pol_text_add(&t, "\nExamples\n");
  for (const pol_example *e = c->examples; e->line; e++) {
    pol_text_pad(&t, ' ', 2);
    pol_text_wrap(&t, e->shows, 2, 2, WIDTH);
    pol_text_char(&t, '\n');
    write_line(&t, e->line);
  }
  return pol_write_text(&t, POL_EXIT_DONE);
}

/* -- the command `help`: pol help, pol help COMMAND, pol help CODE, pol help codes */

/* A number as in POL0301, pol301 and 301; 0: it is none. */
static unsigned code_number(const char *about) {
  unsigned n = 0;
  if (strncmp(about, "POL", 3) == 0 || strncmp(about, "pol", 3) == 0) about += 3;
  size_t digits = strspn(about, "0123456789");
  for (size_t i = 0; i < digits && digits <= 4; i++) n = n * 10 + (unsigned)(about[i] - '0');
  return about[digits] ? 0 : n;
}

/* The next code there is, down or up from a number; 0: none within a range. */
static unsigned next_code(unsigned from, int step) {
  enum { FARTHEST = 99 };
  for (int i = 1; i <= FARTHEST && (int)from + i * step > 0; i++) {
    char code[16];
    pol_string text;
    snprintf(code, sizeof code, "%u", (unsigned)((int)from + i * step));
    pol_result found = pol_render_code(&text, NULL, code);
    if (found != POL_DONE) continue;
    pol_string_drop(&text);
    return (unsigned)((int)from + i * step);
  }
  return 0;
}

static pol_exit say_no_code(unsigned number) {
  unsigned below = next_code(number, -1), above = next_code(number, 1);
  if (below && above) pol_say("there is no code POL%04u; POL%04u and POL%04u are the nearest, and pol help codes lists them all", number, below, above);
  else if (below || above) pol_say("there is no code POL%04u; POL%04u is the nearest, and pol help codes lists them all", number, below ? below : above);
  else pol_say("there is no code POL%04u; pol help codes lists them all", number);
  return POL_EXIT_COULD_NOT;
}

static pol_exit say_unknown(const char *about) {
  pol_text names, nearest;
  pol_text_init(&names, NULL);
  pol_text_init(&nearest, NULL);
  for (size_t i = 0; i < pol_command_count; i++) pol_text_format(&names, "%s%s", i ? "|" : "", pol_commands[i].name);
  pol_text_add(&names, "|codes");
  pol_choice_nearest(&nearest, pol_text_get(&names), about);
  pol_say("%s is neither a command nor a code such as POL0301%s", about, pol_text_get(&nearest));
  pol_text_drop(&names);
  pol_text_drop(&nearest);
  return POL_EXIT_COULD_NOT;
}

/* A line each, in two columns. */
static pol_exit list_codes(void) {
  pol_string codes;
  pol_text t;
  pol_result result = pol_render_codes(&codes, NULL);
  if (result != POL_DONE) return pol_exit_of(result);
  pol_text_init(&t, NULL);
  for (const char *at = codes.text; *at; at++) pol_text_add_n(&t, *at == '\t' ? "  " : at, *at == '\t' ? 2 : 1);
  pol_string_drop(&codes);
  return pol_write_text(&t, POL_EXIT_DONE);
}

pol_exit pol_help_run(const pol_args *args) {
  if (!args->operands) return pol_help_all(NULL);
  const char *about = args->operand[0];
  const pol_command *command = pol_command_find(about);
  if (args->operands > 1) return pol_say("help is about one thing at a time"), POL_EXIT_COULD_NOT;
  if (command) return pol_help_command(command);
  if (strcmp(about, "codes") == 0) return list_codes();
  pol_string text;
  pol_result result = pol_render_code(&text, NULL, about);
  if (result == POL_DONE) return pol_write_result(&text, POL_EXIT_DONE);
  if (result == POL_OUT_OF_MEMORY) return pol_exit_of(result);
  return code_number(about) ? say_no_code(code_number(about)) : say_unknown(about);
}
