/* The man page, in the macros of man(7), from the table of commands. */
#include "cli/cli.h"
#include <string.h>

/* Text as roff reads it as text: no sign of ours is one of its commands, hyphens are those of options, and what is not ASCII is spelt by its number. */
static void add_n(pol_text *t, const char *text, size_t n) {
  for (size_t i = 0; i < n; i++) {
    unsigned char c = (unsigned char)text[i];
    bool first = !t->n || t->at[t->n - 1] == '\n';
    if (first && (c == '.' || c == '\'')) pol_text_add(t, "\\&");
    if (c == '\\') pol_text_add(t, "\\e");
    else if (c == '-') pol_text_add(t, "\\-");
    else if (c == '"') pol_text_add(t, "\\(dq");
    else if (c == 0xE2 && i + 2 < n && (unsigned char)text[i + 1] == 0x80 && (unsigned char)text[i + 2] == 0xA6) pol_text_add(t, "\\&..."), i += 2; /* … */
    else pol_text_char(t, (char)c);
  }
}

static void add(pol_text *t, const char *text) { add_n(t, text, strlen(text)); }

/* A line of a macro with texts after it. */
static void line(pol_text *t, const char *macro, const char *text) {
  pol_text_format(t, ".%s ", macro);
  add(t, text);
  pol_text_char(t, '\n');
}

/* One sentence, its lines not too long for people who read the source. */
static void sentence(pol_text *t, const char *text, size_t n) {
  enum { LONGEST = 72 };
  pol_text one, lines;
  pol_text_init(&one, NULL);
  pol_text_init(&lines, NULL);
  pol_text_add_n(&one, text, n);
  pol_text_wrap(&lines, pol_text_get(&one), 0, 0, LONGEST);
  for (const char *at = pol_text_get(&lines), *end; *at; at = end + (*end != '\0')) {
    end = at + strcspn(at, "\n");
    add_n(t, at, (size_t)(end - at));
    pol_text_char(t, '\n');
  }
  pol_text_drop(&one);
  pol_text_drop(&lines);
}

/* Sentences begin lines of their own: roff leaves the room between them, and differences are small. A newline ends a paragraph. */
static void sentences(pol_text *t, const char *text) {
  while (*text) {
    const char *stop = strstr(text, ". "), *newline = strchr(text, '\n'), *end = text + strlen(text);
    bool paragraph = newline && newline[1] && (!stop || newline < stop);
    if (stop) end = stop + 1;
    if (newline && newline < end) end = newline;
    sentence(t, text, (size_t)(end - text));
    if (paragraph) pol_text_add(t, ".PP\n");
    text = end + (*end != '\0');
  }
}

static void capital(pol_text *t, const char *text) {
  pol_text whole;
  pol_text_init(&whole, NULL);
  pol_text_format(&whole, "%s.", text);
  if (whole.n && !whole.failed && *text >= 'a' && *text <= 'z') whole.at[0] = (char)(*text - 'a' + 'A');
  sentences(t, pol_text_get(&whole));
  pol_text_drop(&whole);
}

/* -- the parts */

static void option(pol_text *t, const pol_command *c, int which) {
  const char *argument = pol_option_argument(c, which);
  pol_text choices;
  pol_text_init(&choices, NULL);
  if (!argument) pol_option_choices(&choices, c, which);
  pol_text_add(t, ".TP\n\\fB");
  if (which == POL_OPT_HELP || which == POL_OPT_VERBOSE) pol_text_add(t, which == POL_OPT_HELP ? "\\-h\\fR, \\fB" : "\\-v\\fR, \\fB");
  add(t, "--");
  add(t, pol_option_rows[which].name);
  pol_text_add(t, "\\fR");
  if (argument && *argument) {
    pol_text_add(t, " \\fI");
    add(t, argument);
    pol_text_add(t, "\\fR");
  }
  for (pol_choice one = {0}; !argument && pol_choice_next(&one, pol_text_get(&choices));) {
    pol_text_add(t, one.at == choices.at ? " \\fB" : "|\\fB");
    add_n(t, one.at, one.n);
    pol_text_add(t, "\\fR");
  }
  pol_text_char(t, '\n');
  capital(t, pol_option_rows[which].what);
  pol_text_drop(&choices);
}

static void examples(pol_text *t, const pol_command *c) {
  for (const pol_example *e = c->examples; e->line; e++) {
    pol_text_add(t, ".PP\n");
    capital(t, e->shows);
    pol_text_add(t, ".PP\n.RS 4\n.nf\n");
    add(t, e->line);
    pol_text_add(t, "\n.fi\n.RE\n");
  }
}

static void command(pol_text *t, const pol_command *c) {
  pol_text_add(t, ".SS pol ");
  add(t, c->name);
  pol_text_add(t, "\n\\fBpol ");
  add(t, c->name);
  pol_text_add(t, c->options ? "\\fR [\\fIOPTIONS\\fR] \\fI" : "\\fR \\fI");
  add(t, c->operands);
  pol_text_add(t, "\\fR\n.PP\n");
  capital(t, c->what);
  if (*c->more) sentences(t, c->more);
  for (int which = 0; which < POL_OPTIONS; which++)
    if (pol_option_shown(c, which)) option(t, c, which);
  if (c->bad_news) {
    pol_text status;
    pol_text_init(&status, NULL);
    pol_text_format(&status, "exit status 1: %s", c->bad_news);
    pol_text_add(t, ".PP\n");
    capital(t, pol_text_get(&status));
    pol_text_drop(&status);
  }
  examples(t, c);
}

static void top(pol_text *t, const pol_top_row *row) {
  pol_text_add(t, ".TP\n");
  if (row->letter) pol_text_format(t, "\\fB\\-%c\\fR, ", row->letter);
  pol_text_add(t, "\\fB");
  add(t, "--");
  add(t, row->name);
  pol_text_add(t, "\\fR");
  if (row->argument) {
    pol_text_add(t, " \\fI");
    add(t, row->argument);
    pol_text_add(t, "\\fR");
  }
  pol_text_char(t, '\n');
  capital(t, row->what);
}

static void closing(pol_text *t) {
  static const struct { const char *status, *means; } statuses[] = {
      {"0", "Done."},
      {"1", "Done, and the answer is bad news; each command says when. A refusal is not bad news."},
      {"2", "Could not be done: a command that is not understood, or input that cannot be read or is wrong."}};
  line(t, "SH", "EXIT STATUS");
  for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
    pol_text_format(t, ".TP\n\\fB%s\\fR\n", statuses[i].status);
    sentences(t, statuses[i].means);
  }
  line(t, "SH", "ENVIRONMENT");
  for (const pol_variable *v = pol_variables; v->name; v++) {
    pol_text_format(t, ".TP\n\\fB%s\\fR\n", v->name);
    capital(t, v->what);
  }
}

static void completions(pol_text *t) {
  line(t, "SH", "COMPLETION");
  pol_text_add(t, "An installed pol comes with completions for bash, zsh and fish.\nWithout installing:\n.PP\n.RS 4\n.nf\n");
  add(t, "source <(pol --generate complete-bash)");
  pol_text_char(t, '\n');
  add(t, "source <(pol --generate complete-zsh)");
  pol_text_char(t, '\n');
  add(t, "pol --generate complete-fish | source");
  pol_text_add(t, "\n.fi\n.RE\n");
}

void pol_man_write(pol_text *out) {
  pol_text_format(out, ".\\\" Written by pol --generate man from its table of commands.\n.TH POL 1 %s \"pol %s\" \"User Commands\"\n.SH NAME\n", POL_DATE, pol_version());
  add(out, "pol - decide facts against policies, exactly, and say why");
  pol_text_add(out, "\n.SH SYNOPSIS\n\\fBpol\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR] \\&...\n.br\n\\fBpol\\fR \\fB\\-\\-help\\fR | \\fB\\-\\-version\\fR | \\fB\\-\\-generate\\fR \\fIKIND\\fR\n"
                    ".SH DESCRIPTION\n");
  sentences(out, "pol reads policies written as rules that read like the clauses of the document, and decides facts about a person or a request against them. "
                 "Every answer is exact, never guesses about a fact that is missing, and cites the clauses that decided it, gave way, or could still change it.");
  pol_text_add(out, ".PP\n");
  sentences(out, pol_about);
  pol_text_add(out, ".PP\n");
  sentences(out, pol_about_options);
  line(out, "SH", "OPTIONS WITHOUT A COMMAND");
  for (size_t i = 0; i < pol_top_count; i++) top(out, &pol_top_rows[i]);
  line(out, "SH", "COMMANDS");
  for (size_t i = 0; i < pol_command_count; i++) command(out, &pol_commands[i]);
  closing(out);
  completions(out);
}
