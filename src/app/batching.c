/* Blocks of records, decided by several hands at once and put in their order. A hand takes the next block of the feed, and with it the next number; what it told of that one is put when
 * everything before it is, by whoever comes to it: nobody waits for that, unless too many blocks wait already. Hands that work one after the other do all the same. */
#include "app/decisions.h"
#include "app/share.h"
#include "base/limits.h"
#include <pthread.h>

enum { FEW = 48 /* records, for which lanes are not worth their while */, SCHEMES_MOST = 3, SLOW_PERCENT = 5 };
enum { SHARES_A_HAND = 2, ENOUGH_BYTES = 32 * 1024 };

typedef struct batching {
  pol_decisions *d;
  pol_task task;
  pthread_mutex_t feed, order;
  pthread_cond_t moved;          /* `put`, or `stop` */
  pol_share *share; uint32_t shares;
  /* whoever holds `feed` */
  uint64_t taken;                /* blocks */
  bool ended;
  pol_share *begun;              /* a block that was taken before the hands were called, */
  pol_hand *hand;                /* and the hand that worked on those before it; or NULL */
  bool considered;               /* whether it is to be decided in lanes */
  /* whoever holds `order` */
  pol_scheme *scheme[SCHEMES_MOST]; uint32_t schemes; /* the last is the one to use; none: records are decided one by one. Not under `feed`: who holds that may be waiting for the block that asks */
  uint32_t tries;                /* to make one */
  bool thinking;                 /* somebody tries */
  uint64_t put;                  /* blocks that are */
  bool putting;                  /* somebody does, and looks for what comes next */
  bool stop;
  pol_status status;             /* of what went wrong */
} batching;

/* -- taking blocks */

static bool has_room(batching *b, uint64_t number) {
  pthread_mutex_lock(&b->order);
  while (!b->stop && b->put + b->shares <= number) pthread_cond_wait(&b->moved, &b->order);
  bool stop = b->stop;
  pthread_mutex_unlock(&b->order);
  return !stop;
}

static void clear(pol_share *s) {
  pol_text_clear(&s->told);
  pol_text_clear(&s->why);
  s->wrong.n = s->slow.n = 0;
  s->scheme = NULL;
  s->slows = 0;
  s->records = s->right = s->found = s->unfit = s->errors = s->bytes = 0;
  s->failed = false; /* `done` is so already: whoever put it saw to that */
  s->status = POL_OK;
}

static pol_share *take_next(batching *b) {
  pol_share *s = &b->share[b->taken % b->shares];
  if (b->ended || !has_room(b, b->taken)) return NULL;
  clear(s);
  s->status = pol_blocks_next(b->d->feeding.blocks, &s->block);
  s->bytes = b->d->feeding.bytes;
  b->ended = s->status != POL_OK || s->block.last || !s->block.n;
  if (s->status == POL_OK && !s->block.n) return NULL;
  pthread_mutex_lock(&b->order);
  s->scheme = b->schemes ? b->scheme[b->schemes - 1] : NULL;
  pthread_mutex_unlock(&b->order);
  b->taken++;
  return s;
}

static pol_share *take(batching *b, pol_hand **h) {
  pthread_mutex_lock(&b->feed);
  pol_share *s = b->begun;
  b->begun = NULL;
  if (s) *h = b->hand, b->hand = NULL;
  if (!s) s = take_next(b);
  pthread_mutex_unlock(&b->feed);
  return s;
}

/* -- putting what was told of them, in their order: one at a time */

/* The records that are wrong, read by the one reader that reports. */
static pol_status report_wrong(batching *b, const pol_share *s) {
  pol_feeding *f = &b->d->feeding;
  for (uint32_t i = 0; i < s->wrong.n; i++) {
    const pol_record_facts *record = NULL;
    const pol_wrong *w = &s->wrong.at[i];
    pol_one_clear(f->one);
    POL_TRY((s->block.too_long ? pol_one_too_long : pol_one_read)(&record, f->one, s->block.text + w->at, w->n, w->line));
  }
  return s->wrong.n ? pol_own_forget(&f->own) : POL_OK;
}

static pol_status put_share(batching *b, const pol_share *s) {
  pol_decisions *d = b->d;
  POL_TRY(s->status);
  POL_TRY(report_wrong(b, s));
  d->feeding.records += s->records;
  d->feeding.right += s->right;
  d->found += s->found;
  d->unfit += s->unfit;
  d->errors += s->errors;
  if (s->failed) pol_decisions_fail(d, s->why.n ? s->why.at : "");
  POL_TRY(pol_decisions_put(d, &s->told, pol_one_hopeless(d->feeding.one)));
  if (d->how->progress) d->how->progress(d->how->user, d->feeding.records, s->bytes);
  return pol_text_ok(d->text) ? POL_OK : POL_NO_MEMORY;
}

static void stop(batching *b, pol_status status) {
  if (b->status == POL_OK) b->status = status;
  b->stop = true;
  pthread_cond_broadcast(&b->moved);
}

/* The share is done: it is put, and all that waited for it, unless somebody is at it already, who then comes to it. */
static void finish(batching *b, pol_share *mine) {
  pthread_mutex_lock(&b->order);
  mine->done = true;
  if (!b->putting) {
    b->putting = true;
    for (pol_share *s; s = &b->share[b->put % b->shares], s->done && !b->stop;) {
      pthread_mutex_unlock(&b->order);
      pol_status status = put_share(b, s);
      pthread_mutex_lock(&b->order);
      s->done = false;
      b->put++;
      if (status != POL_OK || s->failed) stop(b, status);
      else pthread_cond_broadcast(&b->moved);
    }
    b->putting = false;
  }
  pthread_mutex_unlock(&b->order);
}

/* Much of a block that lanes did not hold: perhaps others do. It is tried so often and no more, whether it helps or not, and by one hand at a time. */
static pol_status think_again(batching *b, const pol_share *s) {
  pol_scheme *better;
  if (!s->scheme || s->slows * 100 <= s->records * SLOW_PERCENT) return POL_OK;
  pthread_mutex_lock(&b->order);
  bool mine = !b->thinking && b->tries < SCHEMES_MOST && s->scheme == b->scheme[b->schemes - 1];
  b->thinking |= mine;
  b->tries += mine;
  pthread_mutex_unlock(&b->order);
  if (!mine) return POL_OK;
  pol_status status = pol_scheme_make(&better, &b->task, &s->block, s->slow.at, s->slow.n);
  pthread_mutex_lock(&b->order);
  if (better) b->scheme[b->schemes++] = better;
  b->thinking = false;
  pthread_mutex_unlock(&b->order);
  return status;
}

static void work_on(batching *b, pol_hand **h, pol_share *s) {
  if (!*h && s->status == POL_OK) s->status = pol_hand_new(h, &b->task);
  if (s->status == POL_OK) s->status = pol_hand_work(*h, s);
  if (s->status == POL_OK) s->status = think_again(b, s);
  finish(b, s);
}

static void lend_a_hand(void *task, size_t i) {
  batching *b = task;
  pol_hand *h = NULL;
  (void)i;
  for (pol_share *s; (s = take(b, &h)) != NULL;) work_on(b, &h, s);
  pol_hand_drop(h);
}

/* -- all of it */

static pol_status make_shares(batching *b, uint32_t n) {
  const pol_alloc *from = b->task.from;
  b->share = from->get(from->user, n * sizeof *b->share);
  if (!b->share) return POL_NO_MEMORY;
  for (; b->shares < n; b->shares++) {
    pol_share *s = &b->share[b->shares];
    *s = (pol_share){.arena = pol_arena_new(from)};
    pol_text_init(&s->told, from);
    pol_text_init(&s->why, from);
    if (!s->arena) b->status = POL_NO_MEMORY;
  }
  return b->status;
}

static void drop_shares(batching *b) {
  const pol_alloc *from = b->task.from;
  for (uint32_t i = 0; i < b->shares; i++) {
    pol_share *s = &b->share[i];
    pol_block_drop(&s->block, from);
    pol_text_drop(&s->told);
    pol_text_drop(&s->why);
    pol_arena_drop(s->arena);
  }
  from->put(from->user, b->share);
}

static bool are_many(const pol_block *block) {
  uint32_t n = 0;
  for (size_t i = 0; i < block->n && n <= FEW; i++) n += block->text[i] == '\n';
  return n > FEW;
}

/* Answers in a table, of records that are many, may be given in lanes. */
static pol_status consider_lanes(batching *b, pol_share *s) {
  pol_scheme *scheme;
  if (b->considered || s->status != POL_OK || b->task.id || b->task.paper->form != POL_WRITE_CSV || !are_many(&s->block)) return POL_OK;
  b->considered = true;
  b->tries++;
  POL_TRY(pol_scheme_make(&scheme, &b->task, &s->block, NULL, 0));
  if (!scheme) return POL_OK;
  b->scheme[b->schemes++] = scheme;
  s->scheme = scheme;
  return POL_OK;
}

/* A single hand does what comes in small pieces: hands are called when there is enough for several. */
static pol_status run(batching *b) {
  const pol_crew *crew = b->d->how->crew;
  size_t hands = crew && crew->hands > 1 ? crew->hands : 1;
  if (hands > POL_LIMIT_HANDS) hands = POL_LIMIT_HANDS;
  POL_TRY(make_shares(b, SHARES_A_HAND * (uint32_t)hands));
  for (pol_share *s; (s = take_next(b)) != NULL;) {
    if (s->status == POL_OK) s->status = consider_lanes(b, s);
    if (hands > 1 && !b->ended && (s->block.n >= ENOUGH_BYTES || s->block.n * 2 >= b->d->block_bytes)) {
      b->begun = s;
      crew->run(crew->user, lend_a_hand, b, hands);
      break;
    }
    work_on(b, &b->hand, s);
  }
  pol_hand_drop(b->hand);
  return b->status;
}

pol_status pol_decisions_blocks(pol_decisions *d) {
  pol_feeding *f = &d->feeding;
  pol_facts_input input = f->input;
  input.reports = NULL;
  batching b = {.d = d};
  b.task = (pol_task){.from = &d->s->from, .program = d->s->program, .as_of = d->s->as_of, .paper = d->answering.telling.paper, .id = d->id, .strict = d->how->strict};
  b.task.asked = d->answering.telling.asked;
  b.task.askeds = d->answering.telling.askeds;
  b.task.input = &input;
  b.task.heading = f->heading;
  b.task.heading_n = f->heading_n;
  b.task.level = pol_level_of(d->how->speed);
  if (pthread_mutex_init(&b.feed, NULL) != 0) return POL_NO_MEMORY;
  bool order = pthread_mutex_init(&b.order, NULL) == 0, moved = pthread_cond_init(&b.moved, NULL) == 0;
  pol_status status = order && moved ? run(&b) : POL_NO_MEMORY;
  drop_shares(&b);
  for (uint32_t i = 0; i < b.schemes; i++) pol_scheme_drop(b.scheme[i], b.task.from);
  if (moved) pthread_cond_destroy(&b.moved);
  if (order) pthread_mutex_destroy(&b.order);
  pthread_mutex_destroy(&b.feed);
  return status;
}
