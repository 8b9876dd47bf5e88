/* See failing.h. A block is a head, what was asked for, and a tail of known bytes; what is fresh is full of rubbish, and so is what was put back. Sanitizers do the latter better. */
#include "evidence/failing.h"
#include <stdlib.h>
#include <string.h>

#ifdef __SANITIZE_ADDRESS__
enum { KEPT = 0 };
#else
enum { KEPT = 1 };
#endif
/* Of a large block the beginning is looked at only, so that thousands of runs are done. */
enum { LOOKED = 1024 };
enum { TAIL = 16, FRESH = 0xa5, GONE = 0xdd, EDGE = 0xe7 };

static const uint64_t living_mark = UINT64_C(0x506f6c4c69766573), gone_mark = UINT64_C(0x506f6c20676f6e65);

typedef struct failing_block {
  struct failing_block *newer, *older;
  uint64_t mark;
  size_t size, call;
  max_align_t at[];
} block;

void failing_start(failing *f, size_t fail_at, bool for_ever) {
  *f = (failing){.fail_at = fail_at, .for_ever = for_ever};
  pthread_mutex_init(&f->lock, NULL);
}

static void found(failing *f, const char *fault, size_t call) {
  if (f->fault) return;
  f->fault = fault;
  f->fault_call = call;
}

static size_t looked(size_t n) { return n < LOOKED ? n : LOOKED; }

static bool all(const unsigned char *at, size_t n, unsigned char byte) {
  for (size_t i = 0; i < n; i++)
    if (at[i] != byte) return false;
  return true;
}

static block *make(size_t size, size_t call) {
  block *b = size < SIZE_MAX - sizeof(block) - TAIL ? malloc(sizeof(block) + size + TAIL) : NULL;
  if (!b) return NULL;
  *b = (block){.mark = living_mark, .size = size, .call = call};
  memset(b->at, FRESH, looked(size));
  memset((char *)b->at + size, EDGE, TAIL);
  return b;
}

void *failing_get(void *user, size_t size) {
  failing *f = user;
  pthread_mutex_lock(&f->lock);
  size_t call = f->calls++;
  if (f->look) f->look(f->user, call);
  bool fails = call == f->fail_at || (call > f->fail_at && f->for_ever);
  f->failed += fails;
  block *b = fails ? NULL : make(size, call);
  if (b) {
    b->older = f->out;
    if (f->out) f->out->newer = b;
    f->out = b;
    f->living++;
  }
  pthread_mutex_unlock(&f->lock);
  return b ? b->at : NULL;
}

static void let_go(failing *f, block *b) {
  if (b && KEPT && !all((unsigned char *)b->at, looked(b->size), GONE)) found(f, "a block is written to after it was put back", b->call);
  free(b);
}

void failing_put(void *user, void *at) {
  failing *f = user;
  if (!at) return;
  block *b = (block *)(void *)((char *)at - offsetof(block, at));
  pthread_mutex_lock(&f->lock);
  if (b->mark == gone_mark) {
    found(f, "a block is put back twice", b->call);
  } else if (b->mark != living_mark) {
    found(f, "what is put back is no block", 0);
  } else {
    if (!all((unsigned char *)at + b->size, TAIL, EDGE)) found(f, "the end of a block is written over", b->call);
    if (b->newer) b->newer->older = b->older;
    else f->out = b->older;
    if (b->older) b->older->newer = b->newer;
    b->mark = gone_mark;
    f->living--;
    size_t place = f->put++ % (sizeof f->back / sizeof *f->back);
    if (KEPT) {
      memset(at, GONE, looked(b->size));
      let_go(f, f->back[place]);
      f->back[place] = b;
    } else {
      free(b);
    }
  }
  pthread_mutex_unlock(&f->lock);
}

const char *failing_end(failing *f) {
  if (f->living) found(f, "a block is not put back", f->out->call);
  for (size_t i = 0; i < sizeof f->back / sizeof *f->back; i++) let_go(f, f->back[i]);
  while (f->out) {
    block *older = f->out->older;
    free(f->out);
    f->out = older;
  }
  pthread_mutex_destroy(&f->lock);
  return f->fault;
}
