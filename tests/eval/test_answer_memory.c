/* Every allocation that an answer, a why-not or a run of scenarios makes can fail: they say so, leak nothing, and work once there is memory. */
#include "base/failing.h"
#include "scenario/scenario.h"
#include "support/policy.h"

static const char text[] =
  "party boss \"the boss\"\nagreement consent of boss, in writing \"consent\"\noptions colour is red, green, blue\n"
  "record child\n  age is number\n"
  "facts x\n  a is yes or no\n  b is yes or no\n  usual is yes or no, presumed no\n  n is number\n  day is date\n  children is list of child\n"
  "decision first \"First\" is permission\n"
  "decision p \"P\" is permission, after first\ndecision v \"V\" is number, may be silent \"test\"\n"
  "decision s \"S\" is set of colour, may be silent \"test\"\ndecision q \"Q\" is sequence of colour, may be silent \"test\"\n"
  "decision o \"O\" is obligations, may be silent \"test\"\n"
  "clause 1.1 \"A\"\n  permits first\n  refuses first when x.a except when agreed consent reason \"{x.n} is known\"\n"
  "clause 1.2 \"B\"\n  permits p\n  p only if x.n is at most v when not x.usual\n  refers p to boss when x.b\n"
  "clause 1.3 \"C\"\n  v is count(each k in x.children where k.age is less than 18)\n  adds x.n to v when x.b\n"
  "clause 1.4 \"D\"\n  adds red to s\n  adds blue to s when x.b\n  adds red to q\n  adds green to q when x.b\n  boss must call \"call\" by 3 months before x.day in o when x.b\n"
  "scenario \"One\"\n  given not x.a and not x.b and x.n is 3\n  expect p is refused\n  expect first is permitted under 1.1\n";

typedef pol_status work(policy *p, const pol_record_facts *record, pol_run *run);

static pol_status read_all(policy *p, const pol_record_facts *record, pol_run *run) {
  pol_arena *arena = pol_arena_new(pol_arena_alloc(p->arena));
  pol_status status = arena ? POL_OK : POL_NO_MEMORY;
  for (uint32_t d = 0; d < p->model->decisions.n && status == POL_OK; d++) {
    pol_answer a;
    status = pol_answer_read(&a, arena, run, record, 0, d);
  }
  pol_arena_drop(arena);
  return status;
}

static pol_status look_ahead(policy *p, const pol_record_facts *record, pol_run *run) {
  pol_arena *arena = pol_arena_new(pol_arena_alloc(p->arena));
  pol_status status = arena ? POL_OK : POL_NO_MEMORY;
  for (uint32_t d = 0; d < p->model->decisions.n && status == POL_OK; d++) {
    pol_answer a;
    pol_outlook o;
    status = pol_answer_read(&a, arena, run, record, 0, d);
    if (status == POL_OK) status = pol_outlook_read(&o, arena, run, record, 0, &a);
  }
  pol_arena_drop(arena);
  return status;
}

static pol_status ask_why_not(policy *p, const pol_record_facts *record, pol_run *run) {
  pol_answer a;
  pol_why_not w;
  uint32_t d = pol_model_decision(p->model, pol_atom_text(p->atoms, "p"));
  pol_arena *arena = pol_arena_new(pol_arena_alloc(p->arena));
  pol_status status = arena ? pol_answer_read(&a, arena, run, record, 0, d) : POL_NO_MEMORY;
  if (status == POL_OK) status = pol_why_not_read(&w, arena, run, record, 0, &a, POL_OUT_PERMITTED);
  pol_arena_drop(arena);
  return status;
}

static pol_status run_scenarios(policy *p, const pol_record_facts *record, pol_run *run) {
  (void)record, (void)run;
  pol_scenario_results r;
  pol_arena *arena = pol_arena_new(pol_arena_alloc(p->arena));
  pol_status status = arena ? pol_scenarios_run(&r, arena, p->program, NULL, 19814) : POL_NO_MEMORY;
  if (status == POL_OK) pol_scenarios_drop(&r);
  pol_arena_drop(arena);
  return status;
}

/* Each of the first allocations fails in its turn, then every 17th: what comes late is the same work again. */
static void with_every_failure(work *what, const char *facts) {
  failing f;
  pol_alloc from = failing_alloc(&f, SIZE_MAX);
  policy p;
  pol_run *run = NULL;
  cr_assert_eq(policy_open(&p, text, &from), POL_OK);
  pol_record_facts *record = policy_facts(&p, facts);
  cr_assert(record);
  cr_assert_eq(policy_run(&run, &p, record, "2024-04-01"), POL_OK);
  size_t living = f.living, n = 0;
  pol_status status = POL_NO_MEMORY;
  for (; status != POL_OK && n < 1000000; n += n < 300 ? 1 : 17) {
    f.fail_at = f.calls + n;
    status = what(&p, record, run);
    cr_assert(status == POL_OK || status == POL_NO_MEMORY, "failing at %zu", n);
    cr_assert_eq(f.living, living, "failing at %zu leaks", n);
  }
  cr_expect_eq(status, POL_OK);
  cr_expect_gt(n, 10, "there was something to fail");
  f.fail_at = SIZE_MAX;
  pol_run_drop(run);
  policy_close(&p);
}

Test(memory, outlooks) { with_every_failure(look_ahead, "\"x.a\": true, \"x.n\": 2"); }
Test(memory, answers_that_are_definite) { with_every_failure(read_all, "\"x.a\": false, \"x.b\": true, \"x.n\": 2, \"x.day\": \"2024-05-31\", \"x.children\": []"); }

Test(memory, answers_that_are_open) { with_every_failure(read_all, ""); }

Test(memory, why_not) { with_every_failure(ask_why_not, "\"x.a\": true, \"x.b\": true, \"x.n\": 2, \"consent.status\": \"not_sought\", \"x.children\": []"); }

Test(memory, scenarios) { with_every_failure(run_scenarios, ""); }
