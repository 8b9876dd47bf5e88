/* decide: a policy, facts and a date give answers, however many records there are. */
#define _POSIX_C_SOURCE 200809L
#include "base/limits.h"
#include "cli/cli.h"
#include <errno.h>
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

static bool read_wishes(wishes *w, const pol_args *args) {
  *w = (wishes){.view = {.form = pol_args_form(args), .trace = args->value[POL_OPT_TRACE] != NULL, .outcomes = args->value[POL_OPT_OUTCOMES] != NULL, .id = args->value[POL_OPT_ID]}};
  w->view.colour = !args->value[POL_OPT_OUTPUT] && pol_args_colour(args, STDOUT_FILENO);
  w->how = (pol_batch){.crew = &w->crew, .strict = args->value[POL_OPT_STRICT] != NULL, .speed = pol_args_speed(args)};
  return pol_args_crew(&w->crew, args) && pol_facts_form(&w->form, args);
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
static void say_tally(const pol_tally *t, pol_exit status) {
  pol_text line;
  if (!t->stopped && ((!t->wrong && !t->faults) || t->records < 2)) return;
  pol_text_init(&line, NULL);
  if (t->stopped) {
    pol_text_add(&line, "stopped at record ");
    pol_count_write(&line, t->read);
    pol_text_add(&line, ", which is in error; nothing after it is decided");
  } else {
    if (t->wrong) add_records(&line, t, status);
    if (t->wrong && t->faults) pol_text_add(&line, "; ");
    if (t->faults) add_answers(&line, t->faults);
  }
  pol_text_char(&line, '\n');
  if (pol_text_ok(&line)) pol_write_all(STDERR_FILENO, line.at, line.n);
  pol_text_drop(&line);
}

typedef struct passage { const pol_inflow *in; pol_feed facts; pol_output *out; } passage; /* facts: of `in`, or what a receipt has of it */

/* Facts come in and decisions go out at the same time. */
static pol_exit flow(pol_session *s, const pol_args *args, wishes *w, const passage *of) {
  pol_output *out = of->out;
  pol_progress progress;
  pol_tally tally = {0};
  const pol_sink sink = {.put = pol_output_put, .user = out};
  w->how.progress = pol_progress_tell;
  w->how.user = &progress;
  w->how.tally = &tally;
  pol_progress_start(&progress, of->in, out);
  pol_exit status = pol_exit_of(pol_decide(&sink, s, &w->view, &of->facts, &w->how));
  pol_progress_end(&progress);
  if (!out->error) pol_policy_say_reports(s, args); /* also warnings, which stop nothing */
  if (!out->error) say_tally(&tally, status);
  out->part = tally.stopped;
  return status;
}

/* -- with a receipt */

typedef struct kept { pol_output *out; pol_stored back; } kept; /* what is written, and the same read back */

static bool keep(void *user, const char *bytes, size_t n) { return pol_output_put(((kept *)user)->out, bytes, n); }
static bool get_back(void *user, uint64_t at, char *bytes, size_t room, size_t *n) { return pol_stored_get(&((kept *)user)->back, at, bytes, room, n); }

/* The receipt first: nobody gets a decision of which there is none. */
static pol_exit write_receipt(pol_receipt **out, pol_session *s, const pol_args *args, wishes *w, const passage *of, kept *k) {
  pol_progress progress;
  pol_tally tally = {0};
  const pol_store store = {keep, get_back, k};
  w->how.progress = pol_progress_tell;
  w->how.user = &progress;
  w->how.tally = &tally;
  pol_progress_start(&progress, of->in, of->out);
  pol_exit status = pol_exit_of(pol_receipt_write(out, s, &store, &of->facts, &w->how));
  pol_progress_end(&progress);
  if (status == POL_EXIT_DONE || k->out->error) return status;
  pol_policy_say_reports(s, args);
  if (tally.stopped) say_tally(&tally, status), k->out->part = true;
  return status;
}

static pol_exit flow_with_receipt(pol_session *s, const pol_args *args, wishes *w, passage *of, pol_output *receipt) {
  pol_receipt *r = NULL;
  kept k = {.out = receipt, .back = {.path = receipt->path, .descriptor = dup(receipt->descriptor)}};
  if (k.back.descriptor < 0) return pol_say("%s cannot be written: %s", receipt->path, strerror(errno)), pol_output_close(receipt, POL_EXIT_COULD_NOT);
  pol_exit status = pol_output_close(receipt, write_receipt(&r, s, args, w, of, &k));
  if (status == POL_EXIT_BAD_NEWS) of->out->part = true; /* stopped */
  if (status == POL_EXIT_DONE) {
    of->facts = pol_receipt_facts(r);
    status = flow(s, args, w, of);
  }
  pol_receipt_drop(r);
  return pol_stored_close(&k.back) ? status : POL_EXIT_COULD_NOT;
}

static pol_exit decide(pol_session *s, const pol_args *args, wishes *w) {
  pol_inflow in;
  pol_output out, receipt;
  const char *path = args->value[POL_OPT_RECEIPT];
  if (!pol_inflow_open(&in, args->value[POL_OPT_FACTS], w->form)) return POL_EXIT_COULD_NOT;
  bool open = pol_output_open(&out, args->value[POL_OPT_OUTPUT]), both = open && (!path || pol_output_open_new(&receipt, path));
  const char *named[2];
  pol_kept outputs = {.at = named};
  if (open && out.beside) named[outputs.n++] = out.real;
  if (both && path) named[outputs.n++] = receipt.real;
  pol_sandbox_close_but(args->sandbox, &outputs);
  passage of = {&in, in.feed, &out};
  pol_exit status = !both ? POL_EXIT_COULD_NOT : path ? flow_with_receipt(s, args, w, &of, &receipt) : flow(s, args, w, &of);
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

static bool can_have_receipt(const pol_args *args) {
  const char *path = args->value[POL_OPT_RECEIPT], *output = args->value[POL_OPT_OUTPUT];
  if (args->value[POL_OPT_ONLY_NEEDED]) return pol_say("--only-needed decides nothing, so that there is no receipt of it"), false;
  if (args->value[POL_OPT_ID]) return pol_say("--receipt has all the facts of its file: to have those of one record alone, give a file with nothing else"), false;
  if (strcmp(path, "-") == 0) return pol_say("--receipt is a file of its own; standard output is none"), false;
  if (output && strcmp(path, output) == 0) return pol_say("--receipt and --output are two files, and %s is one", path), false;
  return true;
}

pol_exit pol_decide_run(const pol_args *args) {
  wishes w = {0};
  bool list = args->value[POL_OPT_ONLY_NEEDED] != NULL;
  pol_form form = pol_args_form(args);
  if (list && form != POL_FORM_TEXT && form != POL_FORM_CSV) return pol_say("--only-needed is a list of columns: --format text or csv; pol facts has them as a schema"), POL_EXIT_COULD_NOT;
  if (list && args->value[POL_OPT_OUTPUT]) return pol_say("--only-needed is a list, and goes to standard output"), POL_EXIT_COULD_NOT;
  if (args->value[POL_OPT_RECEIPT] && !can_have_receipt(args)) return POL_EXIT_COULD_NOT;
  if (!list && !args->value[POL_OPT_FACTS]) return pol_facts_say_none(args);
  return list || read_wishes(&w, args) ? run(args, &w) : POL_EXIT_COULD_NOT;
}
