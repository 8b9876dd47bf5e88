/* What may be typed next, from the table of commands: the shells' completions are a few lines each, and ask here. Nothing that goes wrong is said: the person is typing. */
#define _POSIX_C_SOURCE 200809L
#include "cli/cli.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What was typed: the last word is being typed. */
typedef struct typing {
  const pol_command *command;
  const char *last;
  bool given[POL_OPTIONS];
  int waiting;             /* the option whose value the last word is, or POL_OPTIONS */
  bool options;            /* there was no -- yet */
  const char **operand, **amend;
  size_t operands, amends;
} typing;

static bool starts(const char *text, const char *with) { return strncmp(text, with, strlen(with)) == 0; }

/* A candidate, when it goes on from what was typed. `before` stands in front of it in the same word. */
static void offer(pol_text *out, const char *last, const char *before, pol_choice name, const char *what) {
  pol_text whole;
  pol_text_init(&whole, NULL);
  pol_text_format(&whole, "%s%.*s", before, (int)name.n, name.at);
  if (starts(pol_text_get(&whole), last)) pol_text_format(out, "%s\t%s\n", pol_text_get(&whole), what);
  pol_text_drop(&whole);
}

static pol_choice all_of(const char *text) { return (pol_choice){text, strlen(text)}; }

static void offer_choices(pol_text *out, const char *last, const char *before, const char *choices) {
  for (pol_choice c = {0}; pol_choice_next(&c, choices);) offer(out, last, before, c, "");
}

/* Lines of a name, a tab and what it is. */
static void offer_lines(pol_text *out, const char *last, const char *before, const char *lines) {
  while (*lines) {
    size_t n = strcspn(lines, "\n");
    if (strncmp(lines, last + strlen(before), strlen(last) - strlen(before)) == 0) pol_text_format(out, "%s%.*s\n", before, (int)n, lines);
    lines += n + 1;
  }
}

static void offer_files(pol_text *out, const char *endings) {
  pol_text_add(out, ":files");
  for (pol_choice c = {0}; pol_choice_next(&c, endings);) pol_text_format(out, " %.*s", (int)c.n, c.at);
  pol_text_char(out, '\n');
}

/* -- what was typed */

static int option_named(const pol_command *c, const char *name, size_t n) {
  for (int i = 0; i < POL_OPTIONS; i++)
    if (pol_option_taken(c, i) && strlen(pol_option_rows[i].name) == n && strncmp(pol_option_rows[i].name, name, n) == 0) return i;
  return POL_OPTIONS;
}

static bool takes_value(const pol_command *c, int option) {
  const char *argument = pol_option_argument(c, option);
  return !argument || *argument;
}

static void read_word(typing *t, const char *word) {
  if (t->waiting != POL_OPTIONS) {
    if (t->waiting == POL_OPT_AMEND) t->amend[t->amends++] = word;
    t->waiting = POL_OPTIONS;
    return;
  }
  if (t->options && strcmp(word, "--") == 0) {
    t->options = false;
    return;
  }
  if (!t->options || !starts(word, "--")) {
    if (*word != '-' || !t->options) t->operand[t->operands++] = word;
    return;
  }
  size_t n = strcspn(word + 2, "=");
  int option = option_named(t->command, word + 2, n);
  if (option == POL_OPTIONS) return;
  t->given[option] = true;
  if (word[2 + n] && option == POL_OPT_AMEND) t->amend[t->amends++] = word + 3 + n;
  if (!word[2 + n] && takes_value(t->command, option)) t->waiting = option;
}

/* -- names of the policy that was typed */

/* Files only: other words are names of clauses, or still to be a file; and standard input is the terminal. */
static void keep_files(typing *t) {
  size_t n = 0;
  for (size_t i = 0; i < t->operands; i++)
    if (access(t->operand[i], R_OK) == 0) t->operand[n++] = t->operand[i];
  t->operands = n;
}

static void offer_names(pol_text *out, typing *t, const char *before, pol_names_of of) {
  pol_session *s = NULL;
  pol_string names = {0};
  keep_files(t);
  bool versions = strncmp(t->command->operands, "OLD", 3) == 0 && t->operands > 1; /* of two, the first has most of the names */
  pol_args args = {.command = t->command, .operand = t->operand, .operands = versions ? 1 : t->operands, .amend = t->amend, .amends = t->amends};
  bool fine = t->operands && pol_policy_open(&s, &args) == POL_EXIT_DONE && pol_session_check(s) == POL_DONE;
  if (fine && pol_render_names(&names, s, of) == POL_DONE) offer_lines(out, t->last, before, names.text);
  pol_string_drop(&names);
  pol_session_drop(s);
}

static void offer_codes(pol_text *out, const char *last) {
  pol_string codes;
  if (pol_render_codes(&codes, NULL) != POL_DONE) return;
  offer_lines(out, last, "", codes.text);
  pol_string_drop(&codes);
}

static void offer_commands(pol_text *out, const char *last) {
  for (size_t i = 0; i < pol_command_count; i++) offer(out, last, "", all_of(pol_commands[i].name), pol_commands[i].what);
}

/* -- what may stand there */

static void offer_value(pol_text *out, typing *t, int option, const char *before) {
  const pol_option_row *row = &pol_option_rows[option];
  pol_text choices;
  pol_text_init(&choices, NULL);
  const char *argument = pol_option_argument(t->command, option);
  if (pol_option_choices(&choices, t->command, option)) offer_choices(out, t->last, before, pol_text_get(&choices));
  else if (strcmp(argument, "DECISION") == 0) offer_names(out, t, before, POL_NAMES_DECISIONS);
  else if (strcmp(argument, "CLAUSE") == 0) offer_names(out, t, before, POL_NAMES_CLAUSES);
  else if (strcmp(argument, "FACT") == 0) offer_names(out, t, before, POL_NAMES_FACTS);
  else if (strncmp(argument, "FILE", 4) == 0) offer_files(out, row->endings);
  pol_text_drop(&choices);
}

static void offer_options(pol_text *out, const typing *t) {
  for (int i = 0; i < POL_OPTIONS; i++)
    if (pol_option_shown(t->command, i) && (!t->given[i] || pol_option_rows[i].repeated))
      offer(out, t->last, "--", all_of(pol_option_rows[i].name), pol_option_rows[i].what);
}

static void offer_operand(pol_text *out, typing *t) {
  const char *operands = t->command->operands;
  if (strstr(operands, "COMMAND")) offer_commands(out, t->last);
  if (strstr(operands, "CODE")) {
    offer_codes(out, t->last);
    offer(out, t->last, "", all_of("codes"), "all of them");
  }
  if (strstr(operands, "CLAUSE")) offer_names(out, t, "", POL_NAMES_CLAUSES);
  if (!strstr(operands, "CODE")) offer_files(out, strncmp(operands, "RECEIPT", 7) == 0 && !t->operands ? "ndjson" : "pol");
}

static void offer_next(pol_text *out, typing *t) {
  size_t n = strcspn(t->last, "=");
  int option = t->options && starts(t->last, "--") && t->last[n] ? option_named(t->command, t->last + 2, n - 2) : POL_OPTIONS;
  if (t->waiting != POL_OPTIONS) offer_value(out, t, t->waiting, "");
  else if (option != POL_OPTIONS && takes_value(t->command, option)) {
    pol_text before;
    pol_text_init(&before, NULL);
    pol_text_add_n(&before, t->last, n + 1);
    offer_value(out, t, option, pol_text_get(&before));
    pol_text_drop(&before);
  } else if (t->options && t->last[0] == '-') offer_options(out, t);
  else offer_operand(out, t);
}

/* Before there is a command. */
static void offer_top(pol_text *out, char **word, size_t n) {
  const char *last = word[n - 1];
  for (size_t i = 0; i < pol_top_count; i++) {
    const pol_top_row *row = &pol_top_rows[i];
    pol_text before;
    pol_text_init(&before, NULL);
    pol_text_format(&before, "--%s=", row->name);
    if (n == 1 && *last == '-' && !strchr(last, '=')) offer(out, last, "--", all_of(row->name), row->what);
    else if (n == 1 && row->argument && starts(last, pol_text_get(&before))) offer_choices(out, last, pol_text_get(&before), row->argument);
    else if (n == 2 && row->argument && starts(word[0], "--") && strcmp(word[0] + 2, row->name) == 0) offer_choices(out, last, "", row->argument);
    pol_text_drop(&before);
  }
  if (n == 1 && *last != '-') offer_commands(out, last);
}

pol_exit pol_complete_run(char **word, size_t n) {
  pol_text out;
  if (!n) return POL_EXIT_DONE;
  int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere >= 0) dup2(nowhere, STDERR_FILENO);
  pol_text_init(&out, NULL);
  typing t = {.command = pol_command_find(word[0]), .last = word[n - 1], .waiting = POL_OPTIONS, .options = true};
  if (n == 1 || !t.command) offer_top(&out, word, n);
  else if ((t.operand = calloc(2 * n, sizeof *t.operand)) != NULL) {
    t.amend = t.operand + n;
    for (size_t i = 1; i + 1 < n; i++) read_word(&t, word[i]);
    offer_next(&out, &t);
  }
  free(t.operand);
  return pol_write_text(&out, POL_EXIT_DONE);
}
