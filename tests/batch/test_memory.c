/* Plans and machines, with each of their allocations failing in turn; and a run takes none. */
#include "base/failing.h"
#include "batch/world.h"

static world w;
static bool *given;
static uint32_t decision[64];

static bool work(const pol_alloc *from) {
  pol_plan *plan = NULL;
  pol_machine *machine = NULL;
  pol_date as_of;
  pol_verdicts out;
  lanes l;
  cr_assert(pol_date_make(&as_of, 2024, 4, 1));
  pol_plan_input in = {.program = w.p.program, .decision = decision, .decisions = w.p.model->decisions.n, .given = given, .as_of = as_of};
  pol_status status = pol_plan_make(&plan, from, &in);
  if (status == POL_OK) status = pol_machine_new(&machine, plan, from, pol_cpu_level());
  if (status == POL_OK) {
    pol_record_facts **records = world_records(&w, 3, 10);
    cr_assert(lanes_make(&l, &w, plan, records, 3));
    size_t before = ((failing *)from->user)->calls;
    cr_assert_eq(pol_machine_run(machine, &out, l.lane, 3), POL_OK);
    cr_assert_eq(((failing *)from->user)->calls, before);
    lanes_drop(&l);
  }
  pol_machine_drop(machine);
  pol_plan_drop(plan);
  return status == POL_OK;
}

Test(memory, everywhere) {
  cr_assert(world_open(&w, "policies/benchmark/staff.pol", 1));
  given = POL_NEW_N(w.p.arena, bool, w.p.model->facts.n);
  for (uint32_t i = 0; i < w.p.model->facts.n; i++) given[i] = true;
  for (uint32_t i = 0; i < w.p.model->decisions.n; i++) decision[i] = i;
  failing_everywhere(work);
  world_close(&w);
}

/* What a plan looks like, for people: that it has facts, two lists and verdicts, and that comparisons with years of service are with dates. */
Test(memory, dump) {
  pol_plan *plan;
  pol_text t;
  pol_date as_of;
  static const char text[] = "facts f\n  since is date\ndecision d is permission\nclause 1 \"One\"\n  permits d when years_between(f.since, as_of) is at least 5 years\n";
  cr_assert(world_text(&w, text, 1));
  cr_assert(pol_date_make(&as_of, 2024, 4, 1));
  bool all[] = {true};
  uint32_t first = 0;
  pol_plan_input in = {.program = w.p.program, .decision = &first, .decisions = 1, .given = all, .as_of = as_of};
  cr_assert_eq(pol_plan_make(&plan, NULL, &in), POL_OK);
  pol_text_init(&t, NULL);
  pol_plan_dump(&t, plan);
  const char *expected = "f0: fact 0, 32 bits, 0 places, -62091 to 120529\n"
                         "known: 2 steps, rooms 2 0 0 0\n";
  cr_assert(strncmp(pol_text_get(&t), expected, strlen(expected)) == 0, "%s", pol_text_get(&t));
  cr_assert(strstr(pol_text_get(&t), "LTK_32 a:f0 s:f0' k 17988") != NULL, "%s", pol_text_get(&t));
  pol_text_drop(&t);
  pol_plan_drop(plan);
  world_close(&w);
}
