/* decide and explain: a policy, facts and a date give answers. */
#define _POSIX_C_SOURCE 200809L
#include "base/utf8.h"
#include "cli/cli.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* The only place that reads a clock. */
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

bool pol_facts_form(pol_form *out, const pol_args *args) {
  static const pol_format_row forms[] = {{"json", POL_FORM_JSON}, {"ndjson", POL_FORM_NDJSON}, {"csv", POL_FORM_CSV}};
  const char *name = args->value[POL_OPT_FACTS_FORMAT], *path = args->value[POL_OPT_FACTS], *dot = strrchr(path, '.');
  const char *wanted = name ? name : strcmp(path, "-") == 0 ? "json" : dot ? dot + 1 : ""; /* a name is one of them: args.c */
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
    *out = forms[i].form;
    if (strcmp(forms[i].name, wanted) == 0) return true;
  }
  pol_say("%s ends neither in .json nor .ndjson nor .csv; say which it is with --facts-format", path);
  return false;
}

typedef pol_result render(pol_string *out, pol_session *s, const pol_view *v); /* NULL: decisions, which are not made as one text */

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

/* Facts come in and decisions go out at the same time, however many there are. */
static pol_exit decide(pol_session *s, const pol_args *args, const pol_view *view, pol_form form) {
  pol_inflow in;
  pol_outflow out;
  if (!pol_inflow_open(&in, args->value[POL_OPT_FACTS], form)) return POL_EXIT_COULD_NOT;
  pol_outflow_open(&out);
  pol_exit status = pol_exit_of(pol_decide(&out.sink, s, view, &in.feed, NULL));
  if (!out.error) pol_policy_say_reports(s, args); /* also warnings, which stop nothing */
  if (!pol_inflow_close(&in)) status = POL_EXIT_COULD_NOT;
  return pol_outflow_close(&out, status);
}

static pol_exit answer(pol_session *s, const pol_args *args, const pol_view *view, pol_form form, render *write) {
  const char *path = args->value[POL_OPT_FACTS];
  pol_string text;
  pol_bytes facts;
  pol_exit status = pol_policy_date(s, args);
  if (status == POL_EXIT_DONE) status = pol_policy_ask(s, args);
  if (status == POL_EXIT_DONE) status = pol_policy_given(s, args);
  if (status != POL_EXIT_DONE) return status;
  if (!write) return decide(s, args, view, form);
  if (!pol_file_read(&facts, path)) return POL_EXIT_COULD_NOT;
  status = pol_exit_of(pol_session_facts(s, strcmp(path, "-") == 0 ? "standard input" : path, facts.at, facts.n, form));
  free(facts.at);
  pol_exit rendered =
      status == POL_EXIT_COULD_NOT ? status : pol_exit_of(write(&text, s, view)); /* bad news: some records are wrong, not all */
  pol_policy_say_reports(s, args);                                                /* also warnings, which stop nothing */
  if (rendered == POL_EXIT_COULD_NOT) return rendered;
  return pol_write_result(&text, rendered == POL_EXIT_DONE ? status : rendered);
}

/* A file of facts among the policies was meant to be one. */
static pol_exit say_no_facts(const pol_args *args) {
  for (size_t i = 0; i < args->operands; i++) {
    const char *dot = strrchr(args->operand[i], '.');
    if (!dot || !pol_choice_in("json|ndjson|csv", dot + 1)) continue;
    pol_say("%s needs --facts FILE; did you mean --facts %s?", args->command->name, args->operand[i]);
    return POL_EXIT_COULD_NOT;
  }
  pol_say("%s needs --facts FILE", args->command->name);
  return POL_EXIT_COULD_NOT;
}

/* What only a letter has. false: said. */
static bool letter(pol_text *letterhead, const pol_args *args, pol_view *view) {
  static const int only[] = {POL_OPT_OPEN, POL_OPT_LETTERHEAD};
  const char *path = args->value[POL_OPT_LETTERHEAD];
  pol_bytes bytes;
  for (size_t i = 0; i < sizeof only / sizeof *only; i++)
    if (args->value[only[i]] && view->form != POL_FORM_HTML) return pol_say("--%s is for --format html", pol_option_rows[only[i]].name), false;
  view->open = args->value[POL_OPT_OPEN] != NULL;
  if (!path) return true;
  if (!pol_file_read(&bytes, path)) return false;
  bool text = pol_utf8_check(bytes.at, bytes.n) == bytes.n && memchr(bytes.at, '\0', bytes.n) == NULL;
  pol_text_add_n(letterhead, bytes.at, bytes.n);
  free(bytes.at);
  view->letterhead = pol_text_get(letterhead);
  if (!text) pol_say("%s is not plain text in UTF-8, as a letterhead is", path);
  else if (!pol_text_ok(letterhead)) pol_say("out of memory");
  return text && pol_text_ok(letterhead);
}

static pol_exit tell(const pol_args *args, const pol_view *view, pol_form form, render *write) {
  pol_session *s;
  pol_exit status = pol_policy_check(&s, args);
  if (status != POL_EXIT_DONE) return status;
  status = answer(s, args, view, form, write);
  pol_session_drop(s);
  return status;
}

static pol_exit run(const pol_args *args, render *write) {
  pol_text letterhead;
  pol_form form;
  pol_view view = {.trace = args->value[POL_OPT_TRACE] != NULL,
                   .outcomes = args->value[POL_OPT_OUTCOMES] != NULL,
                   .why_not = args->value[POL_OPT_WHY_NOT],
                   .id = args->value[POL_OPT_ID]};
  view.form = pol_args_form(args);
  view.colour = pol_args_colour(args, STDOUT_FILENO);
  if (!args->value[POL_OPT_FACTS]) {
    return say_no_facts(args);
  }
  if (!pol_facts_form(&form, args)) return POL_EXIT_COULD_NOT;
  pol_text_init(&letterhead, NULL);
  pol_exit status = letter(&letterhead, args, &view) ? tell(args, &view, form, write) : POL_EXIT_COULD_NOT;
  pol_text_drop(&letterhead);
  return status;
}

pol_exit pol_decide_run(const pol_args *args) { return run(args, NULL); }
pol_exit pol_explain_run(const pol_args *args) { return run(args, pol_render_explanation); }
