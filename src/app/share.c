#include "app/decisions.h"
#include "app/hand.h"
#include "base/limits.h"

static pol_status begin(pol_hand *h) {
  const pol_task *t = h->task;
  h->stock = pol_stock_new(t->from);
  if (!h->stock) return POL_NO_MEMORY;
  const pol_alloc *from = pol_stock_alloc(h->stock);
  POL_TRY(pol_own_begin(&h->own, t->program, t->as_of, from));
  h->arena = pol_arena_new(from);
  h->scratch = pol_arena_new(from);
  if (!h->arena || !h->scratch) return POL_NO_MEMORY;
  h->paper = *t->paper;
  h->paper.arena = h->scratch;
  h->answering = (pol_answering){.arena = h->arena, .strict = t->strict};
  h->answering.telling = (pol_telling){.paper = &h->paper, .edition = &h->own.edition, .asked = t->asked, .askeds = t->askeds};
  h->input = *t->input;
  h->input.from = from;
  h->input.model[0] = &h->own.model;
  POL_TRY(pol_run_new(&h->answering.run, &h->own.program, from));
  POL_TRY(pol_answering_ease(&h->answering, from));
  POL_TRY(pol_one_new(&h->one, &h->input, t->heading, t->heading_n));
  h->most = pol_run_best_chunk(t->program);
  if (h->most > POL_LIMIT_CHUNK) h->most = POL_LIMIT_CHUNK;
  h->chunk = POL_NEW_N(h->arena, const pol_record_facts *, h->most);
  h->counted = POL_NEW_N(h->arena, pol_hand_count, h->most);
  return h->chunk && h->counted ? POL_OK : POL_NO_MEMORY;
}

pol_status pol_hand_new(pol_hand **out, const pol_task *task) {
  *out = task->from->get(task->from->user, sizeof **out);
  if (!*out) return POL_NO_MEMORY;
  **out = (pol_hand){.task = task};
  pol_status status = begin(*out);
  if (status == POL_OK) return POL_OK;
  pol_hand_drop(*out);
  *out = NULL;
  return status;
}

void pol_hand_drop(pol_hand *h) {
  if (!h) return;
  const pol_alloc from = *h->task->from;
  pol_hand_leave_lanes(h);
  pol_one_drop(h->one);
  pol_answering_drop(&h->answering);
  pol_arena_drop(h->scratch);
  pol_own_drop(&h->own);
  /* the rest goes with the stock */
  pol_stock_drop(h->stock);
  from.put(from.user, h);
}

/* -- record by record */

static pol_status mark_wrong(pol_share *s, size_t at, size_t n, uint64_t line) {
  pol_wrong *wrong = POL_VEC_PUSH(s->arena, &s->wrong);
  if (!wrong) return POL_NO_MEMORY;
  *wrong = (pol_wrong){at, n, line};
  return POL_OK;
}

pol_status pol_hand_read(const pol_record_facts **record, pol_hand *h, pol_share *s, const pol_block_record *r) {
  const pol_block *b = &s->block;
  POL_TRY(b->too_long ? pol_one_too_long(record, h->one, r->text, r->n, r->line) : pol_one_read(record, h->one, r->text, r->n, r->line));
  if (!*record) return POL_OK;
  s->records++;
  s->right += !(*record)->wrong;
  return (*record)->wrong ? mark_wrong(s, (size_t)(r->text - b->text), r->n, r->line) : POL_OK;
}

void pol_hand_take(pol_hand *h, const pol_share *s, const pol_record_facts *record, uint32_t n) {
  h->chunk[n] = record;
  h->counted[n] = (pol_hand_count){s->records, s->right};
}

pol_status pol_hand_tell(pol_hand *h, pol_share *s, uint32_t n, size_t *ends) {
  pol_answering *a = &h->answering;
  const pol_arena_point start = pol_arena_mark(h->arena);
  uint64_t before = a->telling.errors;
  a->ends = ends;
  POL_TRY(pol_answering_chunk(a, h->chunk, n));
  if (a->failed) { /* what was read after that one is as if it were not */
    n = a->told + 1;
    s->records = h->counted[a->told].records;
    s->right = h->counted[a->told].right;
  }
  s->found += n;
  for (uint32_t i = 0; i < n; i++) s->unfit += h->chunk[i]->wrong;
  s->errors += a->telling.errors - before;
  if (a->failed) s->failed = true, pol_decisions_why(&s->why, a, &h->own.model);
  pol_arena_reset(h->arena, start);
  return POL_OK;
}

pol_status pol_hand_forget(pol_hand *h) {
  pol_one_clear(h->one);
  return pol_own_forget(&h->own);
}

/* Some records, as many as are run together. Where errors are not put up with, none after one that is wrong. */
static pol_status read_some(pol_hand *h, pol_share *s, pol_block_walk *walk, uint32_t *n) {
  pol_block_record next;
  const pol_record_facts *record = NULL;
  POL_TRY(pol_hand_forget(h));
  for (*n = 0; *n < h->most && !s->failed && pol_block_walk_next(walk, &next);) {
    POL_TRY(pol_hand_read(&record, h, s, &next));
    if (!record) continue;
    s->failed = record->wrong && h->task->strict;
    if (pol_record_is(record, h->task->id)) pol_hand_take(h, s, record, (*n)++);
  }
  return POL_OK;
}

static pol_status work_singly(pol_hand *h, pol_share *s) {
  pol_block_walk walk = pol_block_walk_of(&s->block, h->input.form, h->input.delimiter);
  h->paper.to = &s->told;
  while (walk.at < walk.end && !s->failed) {
    uint32_t n, wrong = s->wrong.n;
    POL_TRY(read_some(h, s, &walk, &n));
    if (n) POL_TRY(pol_hand_tell(h, s, n, NULL));
    if (s->why.n) s->wrong.n = wrong; /* what is wrong stands after that */
  }
  return POL_OK;
}

pol_status pol_hand_work(pol_hand *h, pol_share *s) {
  h->answering.failed = false;
  POL_TRY(s->scheme && !s->block.too_long ? pol_hand_work_in_lanes(h, s) : work_singly(h, s));
  return pol_text_ok(&s->told) && pol_text_ok(&s->why) ? POL_OK : POL_NO_MEMORY;
}
