/* Limits that no input of the command line brings about in a moment: how many sets of changes are tried, and how many answers are remembered. */
#include "base/limits.h"
#include "compare/inside.h"
#include "compare/versions.h"
#include <criterion/criterion.h>

#define HEAD "policy p short months use the last day\nfacts e\n  a is yes or no\n  n is number\ndecision may \"May\" is permission, may be silent \"x\"\n"
#define BASE HEAD "clause m.1 \"Yes\"\n  permits may when e.a and e.n is at least 1\n"
#define AMENDMENT "amendment a \"New\" of p\n  effective when applied\nclause m.n1 \"Yes\"\n  replaces m.1\n  permits may when e.a and e.n is at least 2\n"

static void open(versions *v) { cr_assert_eq(versions_open(v, BASE, AMENDMENT, true, NULL), POL_OK); }

/* Sets that differ in changes which there are not are sets all the same: one change does for as many as are wanted. */
Test(limits, variants) {
  versions v;
  open(&v);
  const pol_compared *k = (const pol_compared *)(const void *)v.c;
  const pol_variant_program *made, *first = NULL;
  pol_variants *all;
  cr_assert_eq(pol_variants_new(&all, k, v.arena), POL_OK);
  cr_assert_eq(k->words, 1);
  for (uint64_t i = 0; i < POL_LIMIT_VARIANTS + 1; i++) {
    cr_assert_eq(pol_variants_get(&made, all, &i, NULL, 0), POL_OK);
    if (i < POL_LIMIT_VARIANTS) cr_assert(made->program && made->number == i, "the set after %u others is not tried", (unsigned)i);
    else cr_expect_null(made->program, "a set beyond the limit is tried");
  }
  for (uint64_t i = 0; i < POL_LIMIT_VARIANTS; i += POL_LIMIT_VARIANTS - 1) { /* those that were made are still there */
    cr_assert_eq(pol_variants_get(&first, all, &i, NULL, 0), POL_OK);
    cr_expect(first->program && first->number == i);
  }
  versions_close(&v);
}

typedef struct asking {
  versions v;
  pol_arena *arena, *remembered;
  pol_run *run;
  pol_memo memo;
  pol_sayer sayer;
} asking;

static void begin(asking *a) {
  open(&a->v);
  pol_program *p = ((const pol_compared *)(const void *)a->v.c)->c.program[POL_BEFORE];
  a->arena = pol_arena_new(NULL);
  a->remembered = pol_arena_new(NULL);
  cr_assert(a->arena && a->remembered && pol_run_new(&a->run, p, pol_alloc_default()) == POL_OK);
  pol_memo_init(&a->memo, a->remembered);
  a->sayer = (pol_sayer){ .m = p->model, .decision = 0, .memo = &a->memo };
  cr_assert_eq(pol_program_tells(p, a->v.arena, 0, &a->sayer.facts, &a->sayer.nfacts), POL_OK);
}

/* Whether e.a is so is not known, and e.n is one of many numbers: an answer for each. */
static void ask(asking *a, uint32_t number) {
  const pol_model *m = a->sayer.m;
  pol_value value[2] = { { .state = POL_UNKNOWN, .type = m->facts.at[0].type }, { .state = POL_KNOWN, .type = m->facts.at[1].type, .as.num = pol_num_int((int64_t)number + 1) } };
  pol_origin origin[2] = { { 0 }, { 0 } };
  const pol_record_facts record = { .value = value, .origin = origin }, *each = &record;
  pol_said said;
  cr_assert_eq(pol_run_chunk(a->run, &each, 1, 19449), POL_OK);
  cr_assert_eq(pol_said_read(&said, &a->sayer, a->arena, a->run, each, 0), POL_OK);
  cr_assert_eq(said.outcome, POL_OUT_UNDETERMINED);
  pol_arena_reset(a->arena, (pol_arena_point){ NULL, 0 });
}

static void end(asking *a) {
  pol_run_drop(a->run);
  pol_arena_drop(a->arena);
  pol_arena_drop(a->remembered);
  versions_close(&a->v);
}

/* An answer that is remembered is not worked out again; one more than the limit, and all are forgotten at the end of the chunk. */
Test(limits, remembered) {
  asking a;
  begin(&a);
  for (uint32_t i = 0; i < POL_LIMIT_REMEMBERED - 1; i++) ask(&a, i);
  pol_memo_forget(&a.memo);
  cr_assert_eq(a.memo.entries.n, POL_LIMIT_REMEMBERED - 1);
  ask(&a, 0);
  cr_expect_eq(a.memo.entries.n, POL_LIMIT_REMEMBERED - 1, "what is remembered is worked out again");
  ask(&a, POL_LIMIT_REMEMBERED - 1);
  pol_memo_forget(&a.memo);
  cr_assert_eq(a.memo.entries.n, POL_LIMIT_REMEMBERED, "at the limit something is forgotten");
  ask(&a, 0);
  cr_expect_eq(a.memo.entries.n, POL_LIMIT_REMEMBERED);
  ask(&a, POL_LIMIT_REMEMBERED);
  cr_expect_eq(a.memo.entries.n, POL_LIMIT_REMEMBERED + 1, "within a chunk nothing is forgotten");
  pol_memo_forget(&a.memo);
  cr_expect_eq(a.memo.entries.n, 0, "beyond the limit nothing is forgotten");
  ask(&a, 0);
  cr_expect_eq(a.memo.entries.n, 1);
  end(&a);
}
