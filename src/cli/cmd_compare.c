/* compare: two versions of a policy, and what becomes of people between them. */
#define _POSIX_C_SOURCE 200809L
#include "cli/cli.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* -- what is wanted */

typedef struct wishes {
  pol_measuring measuring;
  const char **by;    /* names, in `names` */
  char *names;
  bool differ;
  pol_text command;
} wishes;

/* Every --by is a name, or several with commas between them. */
static bool read_by(wishes *w, const pol_args *args) {
  size_t length = 1, most = 0;
  for (size_t i = 0; i < args->bys; i++) {
    length += strlen(args->by[i]) + 1;
    for (const char *c = args->by[i]; *c; c++) most += *c == ',';
    most++;
  }
  w->names = malloc(length);
  w->by = calloc(most + 1, sizeof *w->by);
  if (!w->names || !w->by) return pol_say("out of memory"), false;
  char *end = w->names;
  for (size_t i = 0; i < args->bys; i++)
    for (const char *at = args->by[i];; at++) {
      size_t n = strcspn(at, ",");
      if (!n) return pol_say("--by is the name of a fact, or several with commas between them, and \"%s\" is not", args->by[i]), false;
      w->by[w->measuring.bys++] = memcpy(end, at, n);
      end += n;
      *end++ = '\0';
      at += n;
      if (!*at) break;
    }
  w->measuring.by = w->by;
  return true;
}

static bool read_most(wishes *w, const char *text) {
  enum { MOST = 100000 };
  char *end;
  if (!text) return true;
  errno = 0;
  long n = strtol(text, &end, 10);
  w->measuring.most = n > 0 && n <= MOST ? (unsigned)n : 0;
  if (*text >= '0' && *text <= '9' && !*end && w->measuring.most) return true;
  return pol_say("--most is a number from 1 to %d, and %s is not", MOST, text), false;
}

static bool is_plain(const char *word) {
  for (; *word; word++)
    if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./,=@:+%", *word)) return false;
  return true;
}

static void add_word(pol_text *to, const char *option, const char *word) {
  if (option) pol_text_format(to, " --%s", option);
  if (!word) return;
  pol_text_char(to, ' ');
  if (*word && is_plain(word)) {
    pol_text_add(to, word);
    return;
  }
  pol_text_char(to, '\'');
  for (; *word; word++) pol_text_format(to, *word == '\'' ? "'\\''" : "%c", *word);
  pol_text_char(to, '\'');
}

/* The command that does this again, as a shell takes it. */
static const char *command_of(wishes *w, const pol_args *args) {
  pol_text_add(&w->command, "pol compare");
  for (size_t i = 0; i < args->operands; i++) add_word(&w->command, NULL, args->operand[i]);
  for (size_t i = 0; i < args->amends; i++) add_word(&w->command, "amend", args->amend[i]);
  if (args->value[POL_OPT_FACTS]) add_word(&w->command, "facts", args->value[POL_OPT_FACTS]);
  if (args->value[POL_OPT_FACTS_FORMAT]) add_word(&w->command, "facts-format", args->value[POL_OPT_FACTS_FORMAT]);
  if (args->value[POL_OPT_DELIMITER]) add_word(&w->command, "delimiter", args->value[POL_OPT_DELIMITER]);
  for (size_t i = 0; i < args->maps; i++) add_word(&w->command, "map", args->map[i]);
  if (args->value[POL_OPT_GIVEN]) add_word(&w->command, "given", args->value[POL_OPT_GIVEN]);
  if (args->value[POL_OPT_AS_OF]) add_word(&w->command, "as-of", args->value[POL_OPT_AS_OF]);
  for (size_t i = 0; i < args->asks; i++) add_word(&w->command, "ask", args->ask[i]);
  for (size_t i = 0; i < args->bys; i++) add_word(&w->command, "by", args->by[i]);
  if (args->value[POL_OPT_ID]) add_word(&w->command, "id", args->value[POL_OPT_ID]);
  if (args->value[POL_OPT_FORMAT]) add_word(&w->command, "format", args->value[POL_OPT_FORMAT]);
  return pol_text_get(&w->command);
}

/* Options that stand for nothing without others. false: said. */
static bool fits(const pol_args *args) {
  static const pol_option need_facts[] = {POL_OPT_PEOPLE, POL_OPT_ID, POL_OPT_BY, POL_OPT_MOST, POL_OPT_FACTS_FORMAT, POL_OPT_DELIMITER, POL_OPT_MAP, POL_OPT_GIVEN};
  pol_form form = pol_args_form(args);
  for (size_t i = 0; !args->value[POL_OPT_FACTS] && i < sizeof need_facts / sizeof *need_facts; i++)
    if (args->value[need_facts[i]]) return pol_say("--%s needs --facts FILE", pol_option_rows[need_facts[i]].name), false;
  if (!args->value[POL_OPT_FACTS] && (form == POL_FORM_CSV || form == POL_FORM_NDJSON)) return pol_say("--format %s is a list of people, and needs --facts FILE", args->value[POL_OPT_FORMAT]), false;
  if (form != POL_FORM_TEXT && args->value[POL_OPT_PEOPLE]) return pol_say("--people is a part of the text; every other form has everybody"), false;
  if (form != POL_FORM_TEXT && args->value[POL_OPT_REDLINE]) return pol_say("--redline is a part of the text; html has every clause, old beside new"), false;
  if (form == POL_FORM_XLSX && !args->value[POL_OPT_OUTPUT] && isatty(STDOUT_FILENO)) return pol_say("a workbook is not for a terminal: --output FILE, or into a pipe"), false;
  if (args->amends || args->operands == 2) return true;
  if (args->operands == 1) pol_say("compare needs two versions: another POLICY, or --amend FILE");
  else pol_say("compare needs two versions, and there are %zu; several files of one are given as their folder", args->operands);
  return false;
}

/* -- two versions, or one and its amendments */

static pol_exit add_version(pol_session *s, const char *path, bool after) {
  pol_names files = {0};
  pol_args one = {.operand = &path, .operands = 1};
  pol_exit status = pol_files_of(&files, &one, false) ? POL_EXIT_DONE : POL_EXIT_COULD_NOT;
  for (size_t i = 0; i < files.n && status == POL_EXIT_DONE; i++) {
    pol_bytes text;
    if (!pol_file_read(&text, files.at[i])) status = POL_EXIT_COULD_NOT;
    else status = pol_exit_of((after ? pol_session_add_after : pol_session_add)(s, strcmp(files.at[i], "-") == 0 ? "standard input" : files.at[i], text.at, text.n));
    free(text.at);
  }
  pol_names_drop(&files);
  return status;
}

static pol_exit open_two(pol_session **out, const pol_args *args) {
  pol_exit status = pol_exit_of(pol_session_new(out, args->memory));
  if (status == POL_EXIT_DONE) pol_session_rules_only(*out);
  if (status == POL_EXIT_DONE) status = add_version(*out, args->operand[0], false);
  if (status == POL_EXIT_DONE) status = add_version(*out, args->operand[1], true);
  return status;
}

static pol_exit open_versions(pol_session **out, const pol_args *args) {
  pol_exit status = args->amends ? pol_policy_open(out, args) : open_two(out, args);
  if (status == POL_EXIT_DONE) status = pol_policy_date(*out, args);
  if (status == POL_EXIT_DONE) status = pol_policy_ask(*out, args);
  if (status == POL_EXIT_DONE) status = pol_policy_given(*out, args);
  if (status == POL_EXIT_DONE) {
    status = pol_exit_of(pol_session_compare(*out));
    if (status != POL_EXIT_DONE) status = POL_EXIT_COULD_NOT;
  }
  if (status == POL_EXIT_DONE) return pol_facts_map(*out, args);
  if (*out) pol_policy_say_reports(*out, args);
  return POL_EXIT_COULD_NOT;
}

/* -- the result */

static pol_exit write_workbook(pol_session *s, const pol_args *args, const wishes *w, const pol_feed *facts, const pol_sink *sink) {
  pol_xlsx *book;
  char room[11];
  const char *day = pol_policy_day(room, args);
  pol_exit status = day ? pol_xlsx_open(&book, day) : POL_EXIT_COULD_NOT;
  if (status != POL_EXIT_DONE) return status;
  const pol_grid grid = pol_xlsx_grid(book);
  return pol_xlsx_close(book, sink, pol_exit_of(pol_fill_comparison(&grid, s, &w->measuring, facts)));
}

typedef struct watch { pol_progress progress; const pol_inflow *in; } watch; /* of what is compared */

static void tell_progress(void *user, uint64_t records) {
  watch *w = user;
  pol_progress_tell(&w->progress, records, w->in->read);
}

static pol_exit write_form(pol_session *s, const pol_args *args, wishes *w, const pol_inflow *in) {
  pol_output out;
  watch watched = {.in = in};
  pol_view view = {.form = pol_args_form(args), .colour = !args->value[POL_OPT_OUTPUT] && pol_args_colour(args, STDOUT_FILENO)};
  if (!pol_output_open(&out, args->value[POL_OPT_OUTPUT])) return POL_EXIT_COULD_NOT;
  const pol_sink sink = {.put = pol_output_put, .user = &out};
  const pol_feed *facts = in ? &in->feed : NULL;
  if (view.form != POL_FORM_XLSX) pol_sandbox_close(args->sandbox, out.beside ? out.real : NULL); /* a workbook is made of temporary files */
  if (in) {
    pol_progress_start(&watched.progress, in, &out);
    w->measuring.progress = tell_progress;
    w->measuring.user = &watched;
  }
  pol_exit status = view.form == POL_FORM_XLSX ? write_workbook(s, args, w, facts, &sink) : pol_exit_of(pol_render_comparison(&sink, s, &view, &w->measuring, facts));
  pol_progress_end(&watched.progress);
  w->measuring.user = NULL; /* who watched is gone */
  return pol_output_close(&out, status);
}

static pol_exit measure(pol_session *s, const pol_args *args, wishes *w) {
  const char *path = args->value[POL_OPT_FACTS];
  pol_form form;
  pol_inflow in;
  pol_exit status;
  if (!path) {
    status = write_form(s, args, w, NULL);
  } else {
    if (!pol_facts_form(&form, args) || !pol_inflow_open(&in, path, form)) return POL_EXIT_COULD_NOT;
    status = write_form(s, args, w, &in);
    if (!pol_inflow_close(&in)) status = POL_EXIT_COULD_NOT;
  }
  if (status != POL_EXIT_NO_READER) pol_policy_say_reports(s, args);
  return status;
}

pol_exit pol_compare_run(const pol_args *args) {
  pol_session *s = NULL;
  wishes w = {.measuring = {.people = args->value[POL_OPT_PEOPLE] || args->value[POL_OPT_ID], .id = args->value[POL_OPT_ID], .redline = args->value[POL_OPT_REDLINE] != NULL}};
  if (!fits(args) || pol_policy_standard_input_twice(args)) return POL_EXIT_COULD_NOT;
  pol_text_init(&w.command, NULL);
  bool fine = read_by(&w, args) && read_most(&w, args->value[POL_OPT_MOST]);
  pol_exit status = fine ? open_versions(&s, args) : POL_EXIT_COULD_NOT;
  if (status == POL_EXIT_DONE) {
    w.measuring.command = command_of(&w, args);
    w.measuring.differ = &w.differ;
    status = pol_text_ok(&w.command) ? measure(s, args, &w) : pol_exit_of(POL_OUT_OF_MEMORY);
    if (status == POL_EXIT_DONE && args->value[POL_OPT_EXIT_CODE] && w.differ) status = POL_EXIT_BAD_NEWS;
  }
  pol_session_drop(s);
  pol_text_drop(&w.command);
  free(w.by);
  free(w.names);
  return status;
}
