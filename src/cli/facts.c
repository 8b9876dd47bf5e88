/* What is said about facts: where they are, in which form, what a table's headings stand for, for which day. */
#define _POSIX_C_SOURCE 200809L
#include "cli/cli.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* -- the day */

/* The only place that reads a calendar. */
static bool today(char out[11]) {
  time_t now = time(NULL);
  struct tm local;
  return localtime_r(&now, &local) && strftime(out, 11, "%Y-%m-%d", &local) == 10;
}

const char *pol_policy_day(char room[11], const pol_args *args) {
  const char *given = args->value[POL_OPT_AS_OF];
  if (given || today(room)) return given ? given : room;
  pol_say("the clock cannot be read; give --as-of");
  return NULL;
}

pol_exit pol_policy_date(pol_session *s, const pol_args *args) {
  char room[11];
  const char *day = pol_policy_day(room, args);
  if (!day) return POL_EXIT_COULD_NOT;
  if (pol_session_as_of(s, day) == POL_DONE) return POL_EXIT_DONE;
  pol_say("--as-of is a date such as 2024-04-01, and %s is not", day);
  return POL_EXIT_COULD_NOT;
}

/* -- the file */

/* A file of facts among the policies was meant to be one. */
pol_exit pol_facts_say_none(const pol_args *args) {
  for (size_t i = 0; i < args->operands; i++) {
    const char *dot = strrchr(args->operand[i], '.');
    if (!dot || !pol_choice_in("json|ndjson|csv", dot + 1)) continue;
    pol_say("%s needs --facts FILE; did you mean --facts %s?", args->command->name, args->operand[i]);
    return POL_EXIT_COULD_NOT;
  }
  pol_say("%s needs --facts FILE", args->command->name);
  return POL_EXIT_COULD_NOT;
}

bool pol_facts_form(pol_form *out, const pol_args *args) {
  static const pol_format_row forms[] = {{"json", POL_FORM_JSON}, {"ndjson", POL_FORM_NDJSON}, {"csv", POL_FORM_CSV}};
  const char *name = args->value[POL_OPT_FACTS_FORMAT], *path = args->value[POL_OPT_FACTS], *dot = strrchr(path, '.');
  const char *wanted = name ? name : strcmp(path, "-") == 0 ? "json" : dot ? dot + 1 : ""; /* a name is one of them: args.c */
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
    *out = forms[i].form;
    if (strcmp(forms[i].name, wanted) == 0) return true;
  }
  const char *tabs = strcmp(wanted, "tsv") == 0 || strcmp(wanted, "tab") == 0 ? " csv --delimiter tab" : "";
  pol_say("%s ends neither in .json nor .ndjson nor .csv; say which it is with --facts-format%s", path, tabs);
  return false;
}

pol_exit pol_policy_given(pol_session *s, const pol_args *args) {
  const char *path = args->value[POL_OPT_GIVEN];
  pol_bytes bytes;
  if (!path) return POL_EXIT_DONE;
  if (!pol_file_read(&bytes, path)) return POL_EXIT_COULD_NOT;
  pol_exit status = pol_exit_of(pol_session_given(s, strcmp(path, "-") == 0 ? "standard input" : path, bytes.at, bytes.n));
  free(bytes.at);
  if (status != POL_EXIT_DONE) pol_policy_say_reports(s, args);
  return status;
}

/* -- its columns */

static bool say_delimiter(const char *given) {
  const char *shown = strcmp(given, "\n") == 0 || strcmp(given, "\\n") == 0 ? "a line end" : *given ? given : "nothing";
  pol_say("--delimiter is one character that is no letter, digit or quotation mark, or tab, and %s is not", shown);
  return false;
}

/* A tab is hard to type in a shell: its name and its escape stand for it. */
static bool read_delimiter(char *out, const pol_args *args) {
  const char *given = args->value[POL_OPT_DELIMITER];
  *out = '\0';
  if (!given) return true;
  if (strcmp(given, "tab") == 0 || strcmp(given, "\\t") == 0) *out = '\t';
  else if (strlen(given) == 1) *out = *given;
  return *out ? true : say_delimiter(given);
}

/* A heading may hold a = itself, and the name of a fact does not. */
static pol_exit map_one(pol_session *s, const char *given) {
  const char *equals = strrchr(given, '=');
  if (!equals || equals == given) {
    pol_say("--map is HEADING=FACT, as in --map \"%s=employee.hours\", and %s is not", equals || !*given ? "Hours" : given, *given ? given : "nothing");
    return POL_EXIT_COULD_NOT;
  }
  char *heading = strdup(given);
  if (!heading) return pol_exit_of(POL_OUT_OF_MEMORY);
  heading[equals - given] = '\0';
  pol_exit status = pol_exit_of(pol_session_map(s, heading, equals + 1));
  free(heading);
  return status;
}

pol_exit pol_facts_map(pol_session *s, const pol_args *args) {
  char delimiter;
  pol_form form;
  pol_exit status = POL_EXIT_DONE;
  size_t before, after, warnings, notes;
  if (!read_delimiter(&delimiter, args)) return POL_EXIT_COULD_NOT;
  if (delimiter && pol_session_delimiter(s, delimiter) != POL_DONE) return say_delimiter(args->value[POL_OPT_DELIMITER]), POL_EXIT_COULD_NOT;
  if (delimiter && args->value[POL_OPT_FACTS] && !pol_facts_form(&form, args)) return POL_EXIT_COULD_NOT;
  if (delimiter && args->value[POL_OPT_FACTS] && form != POL_FORM_CSV) {
    pol_say("--delimiter is about tables (CSV), and %s is none", strcmp(args->value[POL_OPT_FACTS], "-") == 0 ? "standard input" : args->value[POL_OPT_FACTS]);
    return POL_EXIT_COULD_NOT;
  }
  pol_session_counts(s, &before, &warnings, &notes);
  for (size_t i = 0; i < args->maps; i++)
    if (map_one(s, args->map[i]) != POL_EXIT_DONE) status = POL_EXIT_COULD_NOT;
  pol_session_counts(s, &after, &warnings, &notes);
  if (after > before) pol_policy_say_reports(s, args);
  return status;
}

pol_exit pol_policy_ready(pol_session *s, const pol_args *args) {
  pol_exit status = pol_policy_date(s, args);
  if (status == POL_EXIT_DONE) status = pol_policy_ask(s, args);
  if (status == POL_EXIT_DONE) status = pol_facts_map(s, args);
  if (status == POL_EXIT_DONE) status = pol_policy_given(s, args);
  return status;
}
