#include "cli/cli.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool takes(const pol_command *c, int option) { return option == POL_OPT_HELP || (c->options & (1u << option)); }

static bool has_argument(const pol_command *c, int option) {
  return pol_option_rows[option].argument || (option == POL_OPT_FORMAT && c->formats);
}

/* The option whose name these n bytes are, or POL_OPTIONS. */
static int find(const pol_command *c, const char *name, size_t n) {
  int option = 0;
  while (option < POL_OPTIONS &&
         !(takes(c, option) && strlen(pol_option_rows[option].name) == n && memcmp(pol_option_rows[option].name, name, n) == 0))
    option++;
  return option;
}

/* `given` is the option as it was written, up to the = of it, if any. */
static bool say_unknown(const pol_command *c, const char *given, size_t length) {
  char name[32];
  const char *best = NULL;
  unsigned closest = 4;
  size_t dashes = strspn(given, "-"), n = dashes < length ? length - dashes : 0;
  if (n >= sizeof name) n = 0;
  memcpy(name, given + dashes, n);
  name[n] = '\0';
  for (int i = 0; n && i < POL_OPTIONS; i++) {
    unsigned distance = pol_text_distance(name, pol_option_rows[i].name, n > 3 ? 3 : 1);
    if (takes(c, i) && distance < closest && distance <= (n > 3 ? 3 : 1)) closest = distance, best = pol_option_rows[i].name;
  }
  if (best) pol_say("%s has no option %.*s; did you mean --%s?", c->name, (int)length, given, best);
  else pol_say("%s has no option %.*s; pol %s --help lists them", c->name, (int)length, given, c->name);
  return false;
}

/* The option at argv[*i], and its argument after = or in the next place. */
static bool take_option(pol_args *out, char **argv, size_t n, size_t *i) {
  const pol_command *c = out->command;
  const char *given = argv[*i], *equals = strchr(given, '=');
  size_t length = equals ? (size_t)(equals - given) : strlen(given);
  int option = strncmp(given, "--", 2) == 0 ? find(c, given + 2, length - 2) : POL_OPTIONS;
  if (option == POL_OPTIONS) return say_unknown(c, given, length);
  const pol_option_row *row = &pol_option_rows[option];
  const char *value = "";
  if (has_argument(c, option)) {
    if (!equals && *i + 1 == n) return pol_say("--%s needs what follows it: pol %s --help", row->name, c->name), false;
    value = equals ? equals + 1 : argv[++*i];
  } else if (equals) {
    return pol_say("--%s takes nothing after it", row->name), false;
  }
  if (row->repeated) {
    out->ask[out->asks++] = value;
  } else if (out->value[option]) {
    return pol_say("--%s is given twice", row->name), false;
  }
  out->value[option] = value;
  return true;
}

bool pol_args_read(pol_args *out, const pol_command *command, char **argv, size_t n) {
  *out = (pol_args){.command = command};
  out->operand = calloc(2 * n + 1, sizeof *out->operand);
  if (!out->operand) return pol_say("out of memory"), false;
  out->ask = out->operand + n;
  bool options = true;
  for (size_t i = 0; i < n; i++) {
    if (options && strcmp(argv[i], "--") == 0) options = false;
    else if (!options || argv[i][0] != '-' || !argv[i][1]) out->operand[out->operands++] = argv[i];
    else if (!take_option(out, argv, n, &i)) return false;
  }
  if (out->value[POL_OPT_HELP]) return true;
  if (command->needs_operand && !out->operands)
    return pol_say("%s needs a policy: pol %s %s", command->name, command->name, command->operands), false;
  return true;
}

void pol_args_drop(pol_args *args) { free(args->operand); }

bool pol_args_form(pol_form *out, const pol_args *args) {
  const char *name = args->value[POL_OPT_FORMAT];
  const pol_format_row *formats = args->command->formats;
  *out = formats ? formats[0].form : POL_FORM_TEXT;
  if (!name) return true;
  for (const pol_format_row *f = formats; f->name; f++) {
    *out = f->form;
    if (strcmp(f->name, name) == 0) return true;
  }
  pol_text list;
  pol_text_init(&list, NULL);
  for (const pol_format_row *f = formats; f->name; f++)
    pol_text_format(&list, "%s%s", f == formats ? "" : f[1].name ? ", " : " or ", f->name);
  pol_say("--format of %s is %s", args->command->name, pol_text_get(&list));
  pol_text_drop(&list);
  return false;
}

bool pol_args_colour(bool *out, const pol_args *args, int descriptor) {
  const char *choice = args->value[POL_OPT_COLOR], *no_colour = getenv("NO_COLOR");
  *out = choice && strcmp(choice, "always") == 0;
  if (!choice || strcmp(choice, "auto") == 0) *out = !(no_colour && *no_colour) && isatty(descriptor);
  else if (!*out && strcmp(choice, "never") != 0) return pol_say("--color is auto, always or never"), false;
  return true;
}
