#include "base/stock.h"
#include <stdbool.h>

/* Four sizes to each power of two, so that at most a fifth of a block is wasted; what is larger than the largest goes by itself. In debug builds nothing is kept, so that sanitizers see
 * what is used after it was put back. */
enum { SIZE_FIRST = 64, STEPS = 4, POWERS = 20, CLASSES = STEPS * POWERS };
#ifdef POL_ARENA_DEBUG
enum { KEEPS = false };
#else
enum { KEEPS = true };
#endif

typedef struct block {
  _Alignas(max_align_t) struct block *before, *after; /* of all that there are */
  struct block *next;                                 /* of those that are free */
  uint32_t class;
} block;

struct pol_stock {
  pol_alloc from, self;
  block *all;
  block *free[CLASSES + 1];
};

/* The bytes of a class: 64, 80, 96, 112, 128, 160 … */
static size_t size_of(uint32_t class) { return ((size_t)SIZE_FIRST / STEPS * (STEPS + class % STEPS)) << (class / STEPS); }

static uint32_t class_of(size_t size) {
  if (size <= SIZE_FIRST) return 0;
  uint32_t power = 63u - (uint32_t)__builtin_clzll((unsigned long long)(size - 1)); /* 2^power < size <= 2^(power + 1) */
  uint32_t class = (power - 6) * STEPS;
  if (power - 6 >= POWERS) return CLASSES;
  while (class < CLASSES && size_of(class) < size) class++;
  return class;
}

static void *get(void *user, size_t size) {
  pol_stock *s = user;
  uint32_t class = class_of(size);
  block *b = s->free[class];
  if (class < CLASSES && b) {
    s->free[class] = b->next;
    return b + 1;
  }
  size_t room = class < CLASSES && KEEPS ? size_of(class) : size;
  b = room > SIZE_MAX - sizeof *b ? NULL : s->from.get(s->from.user, sizeof *b + room);
  if (!b) return NULL;
  *b = (block){.after = s->all, .class = class};
  if (s->all) s->all->before = b;
  s->all = b;
  return b + 1;
}

static void put(void *user, void *at) {
  pol_stock *s = user;
  if (!at) return;
  block *b = (block *)at - 1;
  if (KEEPS && b->class < CLASSES) {
    b->next = s->free[b->class];
    s->free[b->class] = b;
    return;
  }
  if (b->before) b->before->after = b->after;
  else s->all = b->after;
  if (b->after) b->after->before = b->before;
  s->from.put(s->from.user, b);
}

pol_stock *pol_stock_new(const pol_alloc *from) {
  if (!from) from = pol_alloc_default();
  pol_stock *s = from->get(from->user, sizeof *s);
  if (s) *s = (pol_stock){.from = *from, .self = {get, put, s}};
  return s;
}

const pol_alloc *pol_stock_alloc(const pol_stock *s) { return &s->self; }

void pol_stock_drop(pol_stock *s) {
  if (!s) return;
  pol_alloc from = s->from;
  while (s->all) {
    block *b = s->all;
    s->all = b->after;
    from.put(from.user, b);
  }
  from.put(from.user, s);
}
