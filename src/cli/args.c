#include "cli/cli.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* -- lists such as "text|json|csv" */

bool pol_choice_next(pol_choice *c, const char *list) {
  const char *at = c->at ? c->at + c->n : list;
  if (!at) return false;
  at += c->at && *at == '|';
  *c = (pol_choice){at, strcspn(at, "|")};
  return c->n > 0;
}

bool pol_choice_in(const char *list, const char *word) {
  for (pol_choice c = {0}; pol_choice_next(&c, list);)
    if (strlen(word) == c.n && memcmp(word, c.at, c.n) == 0) return true;
  return false;
}

/* How far a word may be from what was meant: short words are near too much. */
static unsigned tolerance(const char *word) {
  size_t n = strlen(word) - strspn(word, "-");
  return n > 5 ? 3 : n > 3 ? 2 : 1;
}

void pol_choice_nearest(pol_text *out, const char *list, const char *word) {
  unsigned most = tolerance(word), closest = most + 1;
  pol_choice best = {0};
  for (pol_choice c = {0}; pol_choice_next(&c, list);) {
    char name[32];
    if (c.n >= sizeof name) continue;
    memcpy(name, c.at, c.n);
    name[c.n] = '\0';
    unsigned distance = pol_text_distance(word, name, most);
    if (distance < closest && distance < c.n) closest = distance, best = c;
  }
  if (best.n) pol_text_format(out, "; did you mean %.*s?", (int)best.n, best.at);
}

/* -- what the table says about an option of a command */

/* What every command takes; help opens nothing that it could give up. */
bool pol_option_taken(const pol_command *c, int option) { return option == POL_OPT_HELP || (option == POL_OPT_VERBOSE && c->options) || (c->options & POL_OPT_BIT(option)); }

bool pol_option_shown(const pol_command *c, int option) { return pol_option_taken(c, option) && !pol_option_rows[option].hidden; }

static bool has_argument(const pol_command *c, int option) {
  return pol_option_rows[option].argument || (option == POL_OPT_FORMAT && c->formats);
}

bool pol_option_choices(pol_text *out, const pol_command *c, int option) {
  const pol_option_row *row = &pol_option_rows[option];
  pol_text_clear(out);
  for (const pol_format_row *f = option == POL_OPT_FORMAT ? c->formats : NULL; f && f->name; f++)
    pol_text_format(out, "%s%s", f == c->formats ? "" : "|", f->name);
  if (row->choices) pol_text_add(out, row->choices);
  else if (row->argument && strchr(row->argument, '|')) pol_text_add(out, row->argument);
  return out->n > 0;
}

const char *pol_option_argument(const pol_command *c, int option) {
  const char *argument = pol_option_rows[option].argument;
  if (!argument) return has_argument(c, option) ? NULL : "";
  return strchr(argument, '|') ? NULL : argument;
}

/* The option whose name these n bytes are, or POL_OPTIONS. */
static int find(const pol_command *c, const char *name, size_t n) {
  int option = 0;
  while (option < POL_OPTIONS &&
         !(pol_option_taken(c, option) && strlen(pol_option_rows[option].name) == n && memcmp(pol_option_rows[option].name, name, n) == 0))
    option++;
  return option;
}

/* -- what is wrong */

/* "text, json or csv" */
static void list_choices(pol_text *out, const char *list) {
  for (pol_choice c = {0}; pol_choice_next(&c, list);) {
    const char *between = c.at == list ? "" : c.at[c.n] ? ", " : " or ";
    pol_text_format(out, "%s%.*s", between, (int)c.n, c.at);
  }
}

/* `given` is the option as it was written, up to the = of it, if any. */
static bool say_unknown(const pol_command *c, const char *given, size_t length) {
  char name[32];
  pol_text names, nearest;
  size_t dashes = strspn(given, "-"), n = dashes < length ? length - dashes : 0;
  if (n >= sizeof name) n = 0;
  memcpy(name, given + dashes, n);
  name[n] = '\0';
  pol_text_init(&names, NULL);
  pol_text_init(&nearest, NULL);
  for (int i = 0; i < POL_OPTIONS; i++)
    if (pol_option_shown(c, i)) pol_text_format(&names, "%s--%s", names.n ? "|" : "", pol_option_rows[i].name);
  char dashed[sizeof name + 2] = "--";
  memcpy(dashed + 2, name, n + 1);
  if (n > 1) pol_choice_nearest(&nearest, pol_text_get(&names), dashed);
  if (nearest.n) pol_say("%s has no option %.*s%s", c->name, (int)length, given, pol_text_get(&nearest));
  else pol_say("%s has no option %.*s; pol %s --help lists them", c->name, (int)length, given, c->name);
  pol_text_drop(&names);
  pol_text_drop(&nearest);
  return false;
}

/* Where an option has choices, its value is one of them. */
static bool is_choice(const pol_command *c, int option, const char *value) {
  pol_text choices, sentence;
  pol_text_init(&choices, NULL);
  pol_text_init(&sentence, NULL);
  bool fine = !pol_option_choices(&choices, c, option) || pol_choice_in(pol_text_get(&choices), value);
  if (!fine) {
    const char *of = option == POL_OPT_FORMAT ? " of " : "";
    pol_text_format(&sentence, "--%s%s%s is ", pol_option_rows[option].name, of, *of ? c->name : "");
    list_choices(&sentence, pol_text_get(&choices));
    pol_choice_nearest(&sentence, pol_text_get(&choices), value);
    pol_say("%s", pol_text_get(&sentence));
  }
  pol_text_drop(&choices);
  pol_text_drop(&sentence);
  return fine;
}

/* "--why-not needs OUTCOME after it: permitted, referred or refused" */
static bool say_no_value(const pol_command *c, int option) {
  const char *argument = pol_option_argument(c, option);
  pol_text choices, list;
  pol_text_init(&choices, NULL);
  pol_text_init(&list, NULL);
  if (pol_option_choices(&choices, c, option)) list_choices(&list, pol_text_get(&choices));
  const char *between = argument && list.n ? ": " : "";
  pol_say("--%s needs %s after it%s%s", pol_option_rows[option].name, argument ? argument : pol_text_get(&list), between, argument ? pol_text_get(&list) : "");
  pol_text_drop(&choices);
  pol_text_drop(&list);
  return false;
}

/* -- reading */

/* The option at argv[*i], and its argument after = or in the next place. */
static bool take_option(pol_args *out, char **argv, size_t n, size_t *i) {
  const pol_command *c = out->command;
  const char *given = argv[*i], *equals = strchr(given, '=');
  size_t length = equals ? (size_t)(equals - given) : strlen(given);
  int option = strncmp(given, "--", 2) == 0 ? find(c, given + 2, length - 2) : POL_OPTIONS;
  if (strcmp(given, "-h") == 0) option = POL_OPT_HELP;
  if (strcmp(given, "-v") == 0 && pol_option_taken(c, POL_OPT_VERBOSE)) option = POL_OPT_VERBOSE;
  if (option == POL_OPTIONS) return say_unknown(c, given, length);
  const pol_option_row *row = &pol_option_rows[option];
  const char *value = "";
  if (has_argument(c, option)) {
    if (!equals && *i + 1 == n) return say_no_value(c, option);
    value = equals ? equals + 1 : argv[++*i];
    if (!is_choice(c, option, value)) return false;
  } else if (equals) {
    return pol_say("--%s takes nothing after it", row->name), false;
  }
  if (row->repeated) {
    if (option == POL_OPT_AMEND) out->amend[out->amends++] = value;
    else if (option == POL_OPT_MAP) out->map[out->maps++] = value;
    else if (option == POL_OPT_BY) out->by[out->bys++] = value;
    else out->ask[out->asks++] = value;
  } else if (out->value[option] && option != POL_OPT_HELP) {
    return pol_say("--%s is given twice", row->name), false;
  }
  out->value[option] = value;
  return true;
}

/* Help is given whatever else is wrong. */
static bool asks_for_help(char **argv, size_t n) {
  for (size_t i = 0; i < n && strcmp(argv[i], "--") != 0; i++)
    if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) return true;
  return false;
}

bool pol_args_read(pol_args *out, const pol_command *command, char **argv, size_t n) {
  *out = (pol_args){.command = command};
  out->operand = calloc(5 * n + 1, sizeof *out->operand);
  if (!out->operand) return pol_say("out of memory"), false;
  out->ask = out->operand + n;
  out->amend = out->ask + n;
  out->by = out->amend + n;
  out->map = out->by + n;
  if (asks_for_help(argv, n)) {
    out->value[POL_OPT_HELP] = "";
    return true;
  }
  bool options = true;
  for (size_t i = 0; i < n; i++) {
    if (options && strcmp(argv[i], "--") == 0) options = false;
    else if (!*argv[i]) return pol_say("one of the names after %s is empty", command->name), false;
    else if (!options || argv[i][0] != '-' || !argv[i][1]) out->operand[out->operands++] = argv[i];
    else if (!take_option(out, argv, n, &i)) return false;
  }
  if (command->needs_operand && !out->operands)
    return pol_say("%s needs a policy: pol %s %s", command->name, command->name, command->operands), false;
  return true;
}

void pol_args_drop(pol_args *args) { free(args->operand); }

pol_form pol_args_form(const pol_args *args) {
  const char *name = args->value[POL_OPT_FORMAT];
  const pol_format_row *formats = args->command->formats;
  for (const pol_format_row *f = formats; name && f->name; f++)
    if (strcmp(f->name, name) == 0) return f->form;
  return formats ? formats[0].form : POL_FORM_TEXT;
}

static bool is_set(const char *variable) {
  const char *value = getenv(variable);
  return value && *value;
}

/* What the environment wishes: https://no-color.org and https://bixense.com/clicolors. */
static bool is_colourful(int descriptor) {
  const char *force = getenv("CLICOLOR_FORCE"), *terminal = getenv("TERM");
  if (is_set("NO_COLOR")) return false;
  if (force && *force && strcmp(force, "0") != 0) return true;
  return isatty(descriptor) && !(terminal && strcmp(terminal, "dumb") == 0);
}

bool pol_args_colour(const pol_args *args, int descriptor) {
  const char *choice = args->value[POL_OPT_COLOR];
  if (!choice || strcmp(choice, "auto") == 0) return is_colourful(descriptor);
  return strcmp(choice, "always") == 0;
}
