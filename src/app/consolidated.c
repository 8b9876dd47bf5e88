/* A session's policy with its amendments carried out, as one text. It is read again: scenarios that do not hold of it any more are left out, and then it must be
 * without an error and laid out. */
#include "app/session.h"
#include "app/strings.h"
#include "compare/consolidate.h"
#include "format/format.h"
#include "scenario/scenario.h"
#include <string.h>

typedef struct attempt {
  pol_session *inner;              /* of the text at hand */
  POL_VEC(pol_scenario_gone) gone; /* in it */
  uint32_t left_out;               /* so far */
  bool faulty;                     /* something else is wrong: a fault of ours */
} attempt;

static pol_status leave_out(attempt *a, const pol_node *node, uint32_t row) {
  for (uint32_t i = 0; i < a->gone.n; i++)
    if (a->gone.at[i].node == node && a->gone.at[i].row == row) return POL_OK;
  pol_scenario_gone *slot = POL_VEC_PUSH(a->inner->arena, &a->gone);
  if (!slot) return POL_NO_MEMORY;
  *slot = (pol_scenario_gone){node, row};
  return POL_OK;
}

static bool holds_place(const pol_node *n, pol_span at) { return n->span.start <= at.start && at.start < n->span.end; }

/* The scenario, or the row of a table of them, that stands there. */
static pol_status leave_out_at(attempt *a, pol_span at) {
  const pol_node *file = a->inner->trees.at[0].root;
  for (uint32_t i = 0; i < file->n; i++) {
    const pol_node *n = file->kid[i];
    if ((n->kind != POL_N_SCENARIO && n->kind != POL_N_SCENARIOS) || !holds_place(n, at)) continue;
    const pol_node *rows = n->kind == POL_N_SCENARIOS ? n->kid[2] : NULL;
    if (!rows) return leave_out(a, n, 0);
    for (uint32_t k = 1; k < rows->n; k++)
      if (holds_place(rows->kid[k], at)) return leave_out(a, n, k);
    for (uint32_t k = 1; k < rows->n; k++) POL_TRY(leave_out(a, n, k));
    return POL_OK;
  }
  a->faulty = true;
  return POL_OK;
}

static pol_status hear_errors(attempt *a) {
  for (uint32_t i = 0; i < a->inner->reports.list.n && !a->faulty; i++)
    if (a->inner->reports.list.at[i]->severity == POL_ERROR) POL_TRY(leave_out_at(a, a->inner->reports.list.at[i]->at.span));
  return POL_OK;
}

static pol_status run_scenarios(attempt *a, pol_date as_of) {
  pol_scenario_results results;
  POL_TRY(pol_scenarios_run(&results, a->inner->arena, a->inner->program, NULL, as_of));
  pol_status status = POL_OK;
  for (uint32_t i = 0; i < results.results.n && status == POL_OK; i++) {
    const pol_scenario_result *r = &results.results.at[i];
    if (!r->passed) status = leave_out_at(a, r->scenario->node->span);
  }
  pol_scenarios_drop(&results);
  return status;
}

static pol_result open_inner(attempt *a, const pol_session *s, const pol_text *text) {
  pol_allocator from = {s->from.get, s->from.put, s->from.user};
  pol_session_drop(a->inner);
  a->inner = NULL;
  a->gone.n = a->gone.cap = 0;
  a->gone.at = NULL;
  pol_result result = pol_session_new(&a->inner, &from);
  if (result == POL_DONE) result = pol_session_add(a->inner, "the consolidated text", text->at, text->n);
  return result == POL_DONE ? pol_session_check(a->inner) : result;
}

/* Until nothing more has to be left out: each time there are fewer scenarios. */
static pol_status settle(attempt *a, const pol_session *s, pol_text *text) {
  for (;;) {
    pol_result result = open_inner(a, s, text);
    if (result == POL_OUT_OF_MEMORY) return POL_NO_MEMORY;
    if (result == POL_COULD_NOT) return POL_REJECTED;
    POL_TRY(result == POL_BAD_NEWS ? hear_errors(a) : run_scenarios(a, s->as_of));
    if (a->faulty) return POL_REJECTED;
    if (!a->gone.n) return POL_OK;
    pol_text less;
    pol_text_init(&less, &s->from);
    pol_status status = pol_consolidate_without(&less, &a->inner->trees.at[0], pol_sources_get(&a->inner->sources, a->inner->files.at[0]), a->gone.at, a->gone.n);
    if (less.n >= text->n) a->faulty = true; /* each time there is less */
    a->left_out += a->gone.n;
    pol_text_drop(text);
    *text = less;
    if (status != POL_OK || a->faulty) return status != POL_OK ? status : POL_REJECTED;
  }
}

/* At the end of the comment at the head, which an empty line ends. */
static void say_left_out(pol_text *to, const pol_text *text, uint32_t n) {
  const char *end = strstr(text->at, "\n\n");
  size_t head = end ? (size_t)(end - text->at) + 1 : 0;
  pol_text_add_n(to, text->at, head);
  if (n) pol_text_format(to, "# Left out: %u %s of before that %s no longer.\n", n, n == 1 ? "scenario" : "scenarios", n == 1 ? "holds" : "hold");
  pol_text_add_n(to, text->at + head, text->n - head);
}

static pol_status lay_out(pol_text *out, const pol_session *s, const attempt *a, const pol_text *text) {
  pol_text whole;
  pol_allocator from = {s->from.get, s->from.put, s->from.user};
  pol_session *last = NULL;
  pol_text_init(&whole, &s->from);
  say_left_out(&whole, text, a->left_out);
  pol_status status = pol_text_ok(&whole) && pol_session_new(&last, &from) == POL_DONE ? POL_OK : POL_NO_MEMORY;
  if (status == POL_OK && pol_session_add(last, "the consolidated text", whole.at, whole.n) != POL_DONE) status = POL_NO_MEMORY;
  if (status == POL_OK) {
    pol_format_input in = {.sources = &last->sources, .file = last->files.at[0], .tree = &last->trees.at[0], .atoms = last->atoms};
    status = pol_format(out, &in);
  }
  pol_session_drop(last);
  pol_text_drop(&whole);
  return status;
}

/* POL_REJECTED: no text means the same, or nothing is in force (`nothing`). */
static pol_status write_text(pol_text *laid, pol_session *s, bool keeps_rows, bool *nothing) {
  attempt a = {0};
  pol_text text;
  pol_consolidate_input in = {.arena = s->arena, .model = s->model, .tree = s->trees.at, .file = s->files.at, .trees = s->trees.n, .as_of = s->as_of, .keeps_rows = keeps_rows};
  pol_text_init(&text, &s->from);
  pol_status status = pol_consolidate(&text, &in);
  *nothing = status == POL_REJECTED;
  if (status == POL_OK) status = settle(&a, s, &text);
  if (status == POL_OK) status = lay_out(laid, s, &a, &text);
  pol_session_drop(a.inner);
  pol_text_drop(&text);
  return status;
}

pol_result pol_render_consolidated(pol_string *out, pol_session *s) {
  pol_text laid;
  bool nothing;
  *out = (pol_string){0};
  if (s->stage != POL_STAGE_CHECKED || s->rules_only || !s->dated) return POL_COULD_NOT;
  pol_string_begin(&laid, &s->from);
  pol_status status = write_text(&laid, s, false, &nothing);
  if (status == POL_REJECTED && !nothing) status = write_text(&laid, s, true, &nothing);
  if (status == POL_OK) return pol_string_end(out, &laid, s);
  pol_text_drop(&laid);
  return nothing ? POL_BAD_NEWS : pol_result_of(status);
}
