/* Records told by stencils are told to the byte as they are the ordinary way: on generated records of policies that have every kind of rule, with room for many stencils and for hardly any, and
 * when memory runs out. A record's number is its seed. */
#include "render/stencil.h"
#include "support/policy.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- policies ---- */

static const char limits[] =
    "party board \"the board\"\n"
    "party other_unit \"another unit\"\n"
    "order grade \"grade\", \"grades\" is\n  - low \"a low grade\"\n  - middle \"the middle\"\n  - high \"\\\"high\\\" grade\"\n"
    "options thing is\n  - desk\n  - chair \"a chair\"\n  - lamp\n"
    "facts p \"The person\"\n"
    "  grade \"is of\" is grade\n"
    "  other_grade \"was of\" is grade\n"
    "  hours \"works\" is hours per week, 0 to 60 hours per week\n"
    "  pay \"is paid\" is money\n"
    "  bonus \"has a bonus of\" is money, presumed £10\n"
    "  part \"has a part of\" is percent\n"
    "  count \"the number of them is\" is count\n"
    "  began \"began on\" is date\n"
    "  ended \"ended on\" is date, only when p.left\n"
    "  left \"has left\" is yes or no, presumed no\n"
    "  asks_for \"asks for\" is thing\n"
    "  note \"has said\" is text\n"
    "  starts \"starts at\" is time\n"
    "define share \"the share\" is p.hours / 37 hours per week\n"
    "define long \"long service\" when p.began is before 2014-04-01\n"
    "decision amount \"The amount\" is money, rounded half up to £0.01\n"
    "decision best \"The best\" is money, greatest of all clauses\n"
    "decision days \"The days\" is days\n"
    "decision rate \"The rate\" is percent\n"
    "decision may \"May they\" is permission, may be silent \"it is not said\"\n"
    "decision then_may \"And then\" is permission, after may\n"
    "decision kit \"The kit\" is set of thing\n"
    "decision when_due \"When\" is date\n"
    "decision duties_of \"What is to be done\" is obligations\n"
    "clause 1 \"One\"\n"
    "  amount is p.pay * share\n"
    "clause 2 \"Two\"\n"
    "  adds p.bonus to amount when p.grade is at least middle\n"
    "clause 3 \"Three\"\n"
    "  multiplies amount by 2 when long\n"
    "clause 4 \"Four\"\n"
    "  amount is capped at £500\n"
    "  amount is capped at 2 * p.pay\n"
    "  amount is no less than p.bonus\n"
    "clause 5 \"Five\"\n"
    "  best is p.pay\n"
    "  best is p.bonus\n"
    "  best is £100 when p.count is more than 3\n"
    "clause 6 \"Six\"\n"
    "  days is 25 days * share\n"
    "clause 7 \"Seven\"\n"
    "  rate is p.part / 2\n"
    "clause 8 \"Eight\"\n"
    "  permits may with best when p.grade is at most middle reason \"{p.pay} at {p.part}, since {p.began}\"\n"
    "  refuses may when p.pay is more than £300 reason \"{p.note} asks for {p.asks_for}\"\n"
    "  refers may to board, other_unit when p.other_grade is more than 1 grade above p.grade and p.ended is on or after 2020-01-01\n"
    "clause 9 \"Nine\"\n"
    "  permits then_may\n"
    "  then_may only if p.starts is before 12:00 and not long\n"
    "clause 10 \"Ten\"\n"
    "  adds desk to kit\n"
    "  adds chair to kit when p.asks_for is chair\n"
    "clause 11 \"Eleven\"\n"
    "  when_due is p.began + 3 months\n";

/* ---- records ---- */

static uint64_t next(uint64_t *seed) {
  *seed = *seed * 6364136223846793005u + 1442695040888963407u;
  return *seed >> 33;
}

static pol_value number(uint64_t *seed) {
  static const int64_t below[] = {1, 1, 1, 2, 4, 100, 37, 3};
  pol_value v = {.state = POL_KNOWN};
  int64_t n = (int64_t)(next(seed) % (next(seed) % 4 ? 100 : 100000));
  (void)pol_num_ratio(&v.as.num, next(seed) % 16 ? n : -n, below[next(seed) % 8]);
  return v;
}

static pol_value value_of(policy *p, const pol_fact *f, uint64_t *seed) {
  static const char *const said[] = {"nothing", "\"much\"", "a ] is not b", "line\nline"};
  pol_value v = {.state = POL_KNOWN};
  switch ((pol_type_kind)f->type.kind) {
  case POL_T_BOOL: v.as.i = (int32_t)(next(seed) % 2); break;
  case POL_T_OPTION: v.as.i = (int32_t)(next(seed) % p->model->options.at[f->type.ref].n); break;
  case POL_T_PARTY: v.as.i = (int32_t)(next(seed) % p->model->parties.n); break;
  case POL_T_NUMBER: v = number(seed); break;
  case POL_T_PERIOD: v.as.period = (pol_period){(int32_t)(next(seed) % 40), (int32_t)(next(seed) % 40)}; break;
  case POL_T_DATE: v.as.i = 735000 + (int32_t)(next(seed) % 5000); break;
  case POL_T_TIME: v.as.i = (int32_t)(next(seed) % 1440); break;
  case POL_T_TEXT: v.as.i = (int32_t)pol_atom_text(p->atoms, said[next(seed) % 4]); break;
  default: v.state = POL_UNKNOWN; break;
  }
  v.type = f->type;
  return v;
}

static const pol_record_facts *record_of(policy *p, uint64_t seed) {
  pol_record_facts *r = pol_facts_add(&p->facts, p->model);
  uint64_t missing = seed % 3 == 0 ? 12 : 1000;
  cr_assert_not_null(r);
  for (uint32_t f = 0; f < p->model->facts.n; f++) {
    if (next(&seed) % missing == 0) continue;
    r->value[f] = value_of(p, &p->model->facts.at[f], &seed);
    bool file = next(&seed) % 50 != 0;
    r->origin[f] = (pol_origin){.kind = file ? POL_FROM_FILE : POL_FROM_CALLER, .line = (uint32_t)next(&seed) % 1000 + 1, .column = f * 7 + 1};
  }
  r->id = "someone";
  r->id_length = 7;
  return r;
}

/* ---- both ways ---- */

typedef struct telling { pol_paper paper; pol_edition edition; uint32_t asked[64]; pol_text text; pol_telling t; } telling;

static void begin(telling *out, policy *p, pol_write_form form, bool trace) {
  *out = (telling){.paper = {.form = form, .trace = trace}, .edition = {.program = p->program}};
  pol_text_init(&out->text, NULL);
  out->paper.to = &out->text;
  out->paper.arena = pol_arena_new(NULL);
  cr_assert(pol_date_read(&out->edition.as_of, "2024-04-01", 10));
  for (uint32_t i = 0; i < p->model->decisions.n; i++) out->asked[i] = i;
  out->t = (pol_telling){.paper = &out->paper, .edition = &out->edition, .asked = out->asked, .askeds = p->model->decisions.n};
  cr_assert_eq(pol_write_begin(&out->t), POL_OK);
}

static void end(telling *t) {
  pol_arena_drop(t->paper.arena);
  pol_text_drop(&t->text);
}

static void tell_ordinarily(telling *t, pol_run *run, const pol_record_facts *record) {
  pol_answer answer[64];
  for (uint32_t i = 0; i < t->t.askeds; i++) cr_assert_eq(pol_answer_read(&answer[i], t->paper.arena, run, record, 0, t->asked[i]), POL_OK);
  cr_assert_eq(pol_write_record(&t->t, &(pol_told){.run = run, .record = record, .answer = answer}), POL_OK);
}

/* Holds two texts together from a place on; what is told where they part is short. */
static void same(const pol_text *a, const pol_text *b, size_t from, const char *what, uint64_t which) {
  size_t at = from;
  while (at < a->n && at < b->n && a->at[at] == b->at[at]) at++;
  size_t start = at > from + 100 ? at - 100 : from, ends = a->n < b->n ? a->n : b->n, n = ends - start < 250 ? ends - start : 250;
  cr_assert(at == a->n && at == b->n, "%s %llu\nby stencils  %.*s\nordinarily   %.*s", what, (unsigned long long)which, (int)n, a->at + start, (int)n, b->at + start);
}

static void hold_together(policy *p, pol_write_form form, bool trace, size_t bytes, pol_stencil_counts *counts) {
  telling a, b;
  pol_stencils *s;
  pol_run *run;
  begin(&a, p, form, trace);
  begin(&b, p, form, trace);
  cr_assert_eq(pol_stencils_new(&s, pol_alloc_default(), &a.t, bytes), POL_OK);
  cr_assert_eq(pol_run_new(&run, p->program, NULL), POL_OK);
  for (uint64_t seed = 0; seed < 500; seed++) {
    const pol_record_facts *record = record_of(p, seed % 50 < 40 ? seed : seed - 40);
    size_t from = a.text.n;
    cr_assert_eq(pol_run_chunk(run, &record, 1, a.edition.as_of), POL_OK);
    tell_ordinarily(&b, run, record);
    cr_assert_eq(pol_stencils_record(s, &a.t, &(pol_told){.run = run, .record = record}), POL_OK);
    same(&a.text, &b.text, from, "record", seed);
  }
  cr_expect_eq(a.t.errors, b.t.errors);
  cr_expect_eq(a.t.records, b.t.records);
  *counts = pol_stencils_counts(s);
  pol_stencils_drop(s);
  pol_run_drop(run);
  end(&a);
  end(&b);
}

static char *text_of(const char *path) {
  char whole[512];
  snprintf(whole, sizeof whole, "%s/%s", POL_ROOT_DIR, path);
  FILE *f = fopen(whole, "rb");
  cr_assert_not_null(f, "%s", whole);
  char *text = calloc(1, 1 << 16);
  cr_assert_gt(fread(text, 1, (1 << 16) - 1, f), 0);
  fclose(f);
  return text;
}

static void open_policy(policy *p, const char *text) {
  pol_text said;
  pol_text_init(&said, NULL);
  cr_assert_eq(policy_open(p, text, NULL), POL_OK);
  policy_reports(&said, p, false);
  cr_assert(p->program != NULL, "%s", pol_text_get(&said));
  pol_text_drop(&said);
}

static void hold_policy_together(const char *text) {
  static const struct { pol_write_form form; bool trace; size_t bytes; } rows[] = {
      {POL_WRITE_NDJSON, true, 2000000}, {POL_WRITE_NDJSON, true, 10000}, {POL_WRITE_JSON, true, 2000000}, {POL_WRITE_NDJSON, false, 2000000}, {POL_WRITE_JSON, false, 1}};
  policy p;
  open_policy(&p, text);
  for (size_t i = 0; i < COUNT(rows); i++) {
    pol_stencil_counts counts;
    hold_together(&p, rows[i].form, rows[i].trace, rows[i].bytes, &counts);
    if (rows[i].bytes > 1000000) cr_expect(counts.hits > 2 * counts.cuts && counts.emptied == 0, "row %zu: %llu hits, %llu cuts, %llu ordinary", i, (unsigned long long)counts.hits,
                                           (unsigned long long)counts.cuts, (unsigned long long)counts.ordinary);
    else cr_expect_gt(counts.emptied, 10);
  }
  policy_close(&p);
}

Test(stencil, every_kind_of_rule) { hold_policy_together(limits); }

Test(stencil, relocation) {
  char *text = text_of("tests/bench/second/relocation.pol");
  hold_policy_together(text);
  free(text);
}

/* ---- memory ---- */

typedef struct meter { size_t left, living; bool once; /* only one fails */ } meter;

static void *get(void *user, size_t size) {
  meter *m = user;
  bool last = m->left == 0;
  if (last && m->once) m->left = SIZE_MAX;
  if (last) return NULL;
  m->left--;
  m->living++;
  return malloc(size);
}

static void put(void *user, void *block) {
  meter *m = user;
  if (block) m->living--;
  free(block);
}

Test(stencil, memory_runs_out) {
  policy p;
  open_policy(&p, limits);
  pol_run *run;
  cr_assert_eq(pol_run_new(&run, p.program, NULL), POL_OK);
  telling right, t;
  begin(&right, &p, POL_WRITE_NDJSON, true);
  const pol_record_facts *record = record_of(&p, 1);
  cr_assert_eq(pol_run_chunk(run, &record, 1, right.edition.as_of), POL_OK);
  tell_ordinarily(&right, run, record);
  bool whole = false;
  for (size_t left = 0; left < 3000 && !whole; left += left < 100 ? 1 : 17) {
    meter m = {.left = left};
    const pol_alloc from = {get, put, &m};
    pol_stencils *s = NULL;
    begin(&t, &p, POL_WRITE_NDJSON, true);
    pol_status status = pol_stencils_new(&s, &from, &t.t, 100000);
    for (int i = 0; i < 2 && status == POL_OK; i++) {
      pol_text_clear(&t.text);
      status = pol_stencils_record(s, &t.t, &(pol_told){.run = run, .record = record});
      if (status == POL_OK) same(&t.text, &right.text, 0, "allocations", left);
    }
    cr_expect(status == POL_OK || status == POL_NO_MEMORY);
    whole = status == POL_OK && m.left > 0;
    pol_stencils_drop(s);
    cr_expect_eq(m.living, 0, "%zu allocations: %zu are left", left, m.living);
    end(&t);
  }
  cr_expect(whole);
  end(&right);
  pol_run_drop(run);
  policy_close(&p);
}

/* A single allocation fails, and there is memory again: what is told then is whole, whatever it was that was not there. Lines and columns come first in what facts say. */
Test(stencil, memory_runs_out_once) {
  policy p;
  open_policy(&p, "facts p\n  old is yes or no\ndecision may is permission\nclause 1 \"One\"\n  permits may when p.old\n");
  pol_run *run;
  cr_assert_eq(pol_run_new(&run, p.program, NULL), POL_OK);
  telling right, t;
  begin(&right, &p, POL_WRITE_NDJSON, true);
  const pol_record_facts *record = record_of(&p, 1);
  record->value[0].state = POL_KNOWN;
  record->origin[0] = (pol_origin){.kind = POL_FROM_FILE, .line = 4294967295, .column = 4294967295};
  cr_assert_eq(pol_run_chunk(run, &record, 1, right.edition.as_of), POL_OK);
  tell_ordinarily(&right, run, record);
  bool none = false;
  for (size_t left = 0; !none; left++) {
    meter m = {.left = left, .once = true};
    const pol_alloc from = {get, put, &m};
    pol_stencils *s = NULL;
    begin(&t, &p, POL_WRITE_NDJSON, true);
    pol_status status = pol_stencils_new(&s, &from, &t.t, 100000);
    for (int i = 0; i < 3 && s; i++) {
      pol_text_clear(&t.text);
      status = pol_stencils_record(s, &t.t, &(pol_told){.run = run, .record = record});
      cr_assert(status == POL_OK || (i < 2 && m.left > SIZE_MAX / 2), "after %zu allocations", left);
      if (status == POL_OK) same(&t.text, &right.text, 0, "allocations", left);
    }
    none = m.left < SIZE_MAX / 2;
    pol_stencils_drop(s);
    cr_expect_eq(m.living, 0);
    end(&t);
  }
  end(&right);
  pol_run_drop(run);
  policy_close(&p);
}

/* ---- what hangs on values ---- */

/* One record is told by both; which: of what is said where they part. */
typedef struct both { policy *p; telling a, b; pol_stencils *s; pol_run *run; uint64_t told; } both;

static void both_begin(both *x, policy *p) {
  *x = (both){.p = p};
  begin(&x->a, p, POL_WRITE_NDJSON, true);
  begin(&x->b, p, POL_WRITE_NDJSON, true);
  cr_assert_eq(pol_stencils_new(&x->s, pol_alloc_default(), &x->a.t, 2000000), POL_OK);
  cr_assert_eq(pol_run_new(&x->run, p->program, NULL), POL_OK);
}

static void both_tell(both *x, const pol_record_facts *record) {
  pol_text_clear(&x->a.text);
  pol_text_clear(&x->b.text);
  cr_assert_eq(pol_run_chunk(x->run, &record, 1, x->a.edition.as_of), POL_OK);
  tell_ordinarily(&x->b, x->run, record);
  cr_assert_eq(pol_stencils_record(x->s, &x->a.t, &(pol_told){.run = x->run, .record = record}), POL_OK);
  same(&x->a.text, &x->b.text, 0, "record", x->told++);
}

static void both_end(both *x) {
  pol_stencils_drop(x->s);
  pol_run_drop(x->run);
  end(&x->a);
  end(&x->b);
}

/* Of numbers whose difference is too large there is no margin, and of the next ones, that are alike in all else, there is. */
Test(stencil, a_margin_that_is_too_large) {
  policy p;
  both x;
  open_policy(&p, "facts p\n  pay is money\n  least is money\ndecision may is permission\nclause 1 \"One\"\n  permits may when p.pay is at least p.least\n");
  for (int order = 0; order < 2; order++) {
    both_begin(&x, &p);
    for (int i = 0; i < 4; i++) {
      pol_record_facts *r = pol_facts_add(&p.facts, p.model);
      const pol_i128 most = (pol_i128)INT64_MAX << 62;
      bool large = i % 2 == order;
      for (uint32_t f = 0; f < 2; f++) r->value[f] = (pol_value){.state = POL_KNOWN, .type = p.model->facts.at[f].type, .as.num = {large ? most * 3 : 40, 1}};
      r->value[1].as.num = (pol_num){large ? -most * 3 : 30, 1};
      both_tell(&x, r);
    }
    both_end(&x);
  }
  policy_close(&p);
}

/* ---- sleep ---- */

/* With a rule that looks at many facts, of which `bits` says each, and that changes nothing. */
static const char many_looks[] = "facts p\n  b0 is yes or no\n  b1 is yes or no\n  b2 is yes or no\n  b3 is yes or no\n  b4 is yes or no\n  b5 is yes or no\n  b6 is yes or no\n  b7 is yes or no\n"
                                 "  b8 is yes or no\n  b9 is yes or no\n  never is yes or no\ndecision may is permission\nclause 1 \"One\"\n  permits may\nclause 2 \"Two\"\n"
                                 "  refuses may when (p.b0 and p.b1 and p.b2 and p.b3 and p.b4 and p.b5 and p.b6 and p.b7 and p.b8 and p.b9) and p.never\n";

static void tell_bits(both *x, unsigned bits) {
  pol_record_facts *r = pol_facts_add(&x->p->facts, x->p->model);
  for (uint32_t f = 0; f < 11; f++) r->value[f] = (pol_value){.state = POL_KNOWN, .type = x->p->model->facts.at[f].type, .as.i = f < 10 && (bits >> f & 1)};
  both_tell(x, r);
}

/* A piece that is hardly ever told again is left alone for a while; what is told meanwhile is not told the long way ever after. */
Test(stencil, a_piece_wakes, .timeout = 120) {
  policy p;
  both x;
  open_policy(&p, many_looks);
  both_begin(&x, &p);
  for (unsigned i = 0; i < 900; i++) tell_bits(&x, i % 8 < 5 ? 0 : 1 + i % 1000);
  const uint64_t before = pol_stencils_counts(x.s).ordinary;
  tell_bits(&x, 0x3ff);
  cr_assert_gt(pol_stencils_counts(x.s).ordinary, before, "the rule sleeps");
  for (unsigned i = 0; i < 5000; i++) tell_bits(&x, 0x3ff);
  const pol_stencil_counts then = pol_stencils_counts(x.s);
  for (unsigned i = 0; i < 100; i++) tell_bits(&x, 0x3ff);
  cr_expect_eq(pol_stencils_counts(x.s).ordinary, then.ordinary);
  cr_expect_eq(pol_stencils_counts(x.s).whole, then.whole + 100);
  both_end(&x);
  policy_close(&p);
}

/* So is a decision, whose pieces are then looked for one by one; and what is asleep misses nothing. */
Test(stencil, a_decision_wakes, .timeout = 120) {
  policy p;
  both x;
  open_policy(&p, many_looks);
  both_begin(&x, &p);
  for (unsigned i = 0; i < 600; i++) tell_bits(&x, i);
  for (unsigned i = 0; i < 4096 + 600; i++) tell_bits(&x, 7);
  const uint64_t before = pol_stencils_counts(x.s).whole;
  for (unsigned i = 0; i < 100; i++) tell_bits(&x, 7);
  cr_expect_eq(pol_stencils_counts(x.s).whole, before + 100);
  both_end(&x);
  policy_close(&p);
}
