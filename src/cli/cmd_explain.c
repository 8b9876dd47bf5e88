/* explain: a policy, facts and a date give reasons. */
#define _POSIX_C_SOURCE 200809L
#include "base/utf8.h"
#include "cli/cli.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static pol_exit read_facts(pol_session *s, const pol_args *args, pol_form form) {
  const char *path = args->value[POL_OPT_FACTS];
  pol_bytes facts;
  if (!pol_file_read(&facts, path)) return POL_EXIT_COULD_NOT;
  pol_sandbox_close(args->sandbox, NULL);
  pol_exit status = pol_exit_of(pol_session_facts(s, strcmp(path, "-") == 0 ? "standard input" : path, facts.at, facts.n, form));
  free(facts.at);
  if (status == POL_EXIT_COULD_NOT) pol_policy_say_reports(s, args);
  return status;
}

static pol_exit answer(pol_session *s, const pol_args *args, const pol_view *view, pol_form form) {
  pol_string text;
  pol_exit status = pol_policy_ready(s, args);
  if (status == POL_EXIT_DONE) status = read_facts(s, args, form);
  if (status == POL_EXIT_COULD_NOT) return status; /* bad news: some records are wrong, not all */
  pol_exit rendered = pol_exit_of(pol_render_explanation(&text, s, view));
  pol_policy_say_reports(s, args); /* also warnings, which stop nothing */
  if (rendered == POL_EXIT_COULD_NOT) return rendered;
  return pol_write_result(&text, rendered == POL_EXIT_DONE ? status : rendered);
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

static pol_exit tell(const pol_args *args, const pol_view *view, pol_form form) {
  pol_session *s;
  pol_exit status = pol_policy_check(&s, args);
  if (status != POL_EXIT_DONE) return status;
  status = answer(s, args, view, form);
  pol_session_drop(s);
  return status;
}

pol_exit pol_explain_run(const pol_args *args) {
  pol_text letterhead;
  pol_form form;
  pol_view view = {.form = pol_args_form(args), .colour = pol_args_colour(args, STDOUT_FILENO), .trace = args->value[POL_OPT_TRACE] != NULL, .why_not = args->value[POL_OPT_WHY_NOT], .id = args->value[POL_OPT_ID]};
  if (!args->value[POL_OPT_FACTS]) return pol_facts_say_none(args);
  if (!pol_facts_form(&form, args)) return POL_EXIT_COULD_NOT;
  pol_text_init(&letterhead, NULL);
  pol_exit status = letter(&letterhead, args, &view) ? tell(args, &view, form) : POL_EXIT_COULD_NOT;
  pol_text_drop(&letterhead);
  return status;
}
