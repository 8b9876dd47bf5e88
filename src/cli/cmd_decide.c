/* decide: a policy, facts and a date give answers, however many records there are. */
#define _POSIX_C_SOURCE 200809L
#include "base/limits.h"
#include "cli/cli.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* -- what is wanted */

typedef struct wishes {
  pol_view view;
  pol_form form; /* of the facts */
  pol_crew crew;
  pol_batch how;
} wishes;

/* --threads: a whole number. false: said. */
static bool read_threads(wishes *w, const char *given) {
  size_t n = 0;
  for (const char *c = given; c && *c; c++) n = *c >= '0' && *c <= '9' && n <= POL_LIMIT_HANDS ? n * 10 + (size_t)(*c - '0') : POL_LIMIT_HANDS + 1;
  if (given && (n < 1 || n > POL_LIMIT_HANDS)) return pol_say("--threads is a number from 1 to %d, and %s is not", POL_LIMIT_HANDS, *given ? given : "nothing"), false;
  w->crew = pol_crew_start(n);
  return true;
}

static pol_speed speed_of(const char *given) {
  static const struct { const char *name; pol_speed speed; } speeds[] = {
      {"engine", POL_SPEED_ENGINE}, {"portable", POL_SPEED_PORTABLE}, {"v2", POL_SPEED_V2}, {"v3", POL_SPEED_V3}, {"v4", POL_SPEED_V4}};
  for (size_t i = 0; given && i < sizeof speeds / sizeof *speeds; i++)
    if (strcmp(speeds[i].name, given) == 0) return speeds[i].speed;
  return POL_SPEED_BEST;
}

static bool read_wishes(wishes *w, const pol_args *args) {
  *w = (wishes){.view = {.form = pol_args_form(args), .trace = args->value[POL_OPT_TRACE] != NULL, .outcomes = args->value[POL_OPT_OUTCOMES] != NULL, .id = args->value[POL_OPT_ID]}};
  w->view.colour = !args->value[POL_OPT_OUTPUT] && pol_args_colour(args, STDOUT_FILENO);
  w->how = (pol_batch){.crew = &w->crew, .strict = args->value[POL_OPT_STRICT] != NULL, .speed = speed_of(args->value[POL_OPT_SPEED])};
  return read_threads(w, args->value[POL_OPT_THREADS]) && pol_facts_form(&w->form, args);
}

/* -- deciding */

static void add_answers(pol_text *to, uint64_t faults) {
  pol_count_write(to, faults);
  pol_text_add(to, faults == 1 ? " answer is an error or a contradiction" : " answers are an error or a contradiction");
}

static void add_records(pol_text *to, const pol_tally *t, pol_exit status) {
  pol_count_write(to, t->wrong);
  pol_text_add(to, " of ");
  pol_count_write(to, t->records);
  pol_text_add(to, t->wrong == 1 ? " records is in error" : " records are in error");
  if (status == POL_EXIT_BAD_NEWS) pol_text_add(to, t->records - t->wrong == 1 ? "; the other is decided" : "; the others are decided");
}

/* The reports tell of some faults; this is of all records. Of a single one they, or the answers, have told everything. */
static void say_tally(const pol_tally *t, pol_exit status, bool stopped) {
  pol_text line;
  if ((!t->wrong && !t->faults) || t->records < 2) return;
  pol_text_init(&line, NULL);
  if (stopped) {
    pol_text_add(&line, "stopped at record ");
    pol_count_write(&line, t->records);
    pol_text_add(&line, ", which is in error");
  } else {
    if (t->wrong) add_records(&line, t, status);
    if (t->wrong && t->faults) pol_text_add(&line, "; ");
    if (t->faults) add_answers(&line, t->faults);
  }
  pol_text_char(&line, '\n');
  if (pol_text_ok(&line)) pol_write_all(STDERR_FILENO, line.at, line.n);
  pol_text_drop(&line);
}

/* Facts come in and decisions go out at the same time. */
static pol_exit flow(pol_session *s, const pol_args *args, wishes *w, pol_inflow *in, pol_output *out) {
  pol_progress progress;
  pol_tally tally = {0};
  const pol_sink sink = {.put = pol_output_put, .user = out};
  w->how.progress = pol_progress_tell;
  w->how.user = &progress;
  w->how.tally = &tally;
  pol_progress_start(&progress, in, out);
  pol_exit status = pol_exit_of(pol_decide(&sink, s, &w->view, &in->feed, &w->how));
  pol_progress_end(&progress);
  if (!out->error) pol_policy_say_reports(s, args); /* also warnings, which stop nothing */
  bool stopped = w->how.strict && (tally.wrong || tally.faults);
  if (!out->error) say_tally(&tally, status, stopped);
  if (!stopped) return status;
  out->part = true;
  return POL_EXIT_BAD_NEWS;
}

static pol_exit decide(pol_session *s, const pol_args *args, wishes *w) {
  pol_inflow in;
  pol_output out;
  if (!pol_inflow_open(&in, args->value[POL_OPT_FACTS], w->form)) return POL_EXIT_COULD_NOT;
  bool open = pol_output_open(&out, args->value[POL_OPT_OUTPUT]);
  pol_sandbox_close(args->sandbox, open && out.beside ? out.real : NULL);
  pol_exit status = open ? flow(s, args, w, &in, &out) : POL_EXIT_COULD_NOT;
  if (!pol_inflow_close(&in)) status = POL_EXIT_COULD_NOT;
  return open ? pol_output_close(&out, status) : status;
}

/* -- what there is to be decided from */

static pol_exit list_needed(pol_session *s, const pol_args *args) {
  const pol_view view = {.form = pol_args_form(args), .colour = pol_args_colour(args, STDOUT_FILENO), .brief = true};
  pol_string text;
  pol_sandbox_close(args->sandbox, NULL);
  pol_exit status = pol_policy_ask(s, args);
  if (status == POL_EXIT_DONE) status = pol_exit_of(pol_render_facts(&text, s, &view));
  return status == POL_EXIT_DONE ? pol_write_result(&text, status) : status;
}

static pol_exit run(const pol_args *args, wishes *w) {
  pol_session *s;
  pol_exit status = pol_policy_check(&s, args);
  if (status != POL_EXIT_DONE) return status;
  if (args->value[POL_OPT_ONLY_NEEDED]) status = list_needed(s, args);
  else if ((status = pol_policy_ready(s, args)) == POL_EXIT_DONE) status = decide(s, args, w);
  pol_session_drop(s);
  return status;
}

pol_exit pol_decide_run(const pol_args *args) {
  wishes w = {0};
  bool list = args->value[POL_OPT_ONLY_NEEDED] != NULL;
  pol_form form = pol_args_form(args);
  if (list && form != POL_FORM_TEXT && form != POL_FORM_CSV) return pol_say("--only-needed is a list of columns: --format text or csv; pol facts has them as a schema"), POL_EXIT_COULD_NOT;
  if (list && args->value[POL_OPT_OUTPUT]) return pol_say("--only-needed is a list, and goes to standard output"), POL_EXIT_COULD_NOT;
  if (!list && !args->value[POL_OPT_FACTS]) return pol_facts_say_none(args);
  return list || read_wishes(&w, args) ? run(args, &w) : POL_EXIT_COULD_NOT;
}
