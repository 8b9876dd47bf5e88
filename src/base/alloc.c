#include "base/alloc.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static void *libc_get(void *user, size_t size) {
  (void)user;
  return malloc(size);
}

static void libc_put(void *user, void *block) {
  (void)user;
  free(block);
}

const pol_alloc *pol_alloc_default(void) {
  static const pol_alloc libc = { libc_get, libc_put, NULL };
  return &libc;
}

/* Pages form a stack, so a reset pops. Sizes double: few calls for big arenas, little waste in small ones; the size stays where it
 * was after a reset, so a scratch arena in a loop soon lives in one page. In debug builds a page holds one object and ends with it. */
enum { PAGE_FIRST = 4096, PAGE_MOST = 1024 * 1024 };
/* Small objects are cleared together: this many bytes beyond what is asked for. */
enum { CLEAR_AHEAD = 512 };
#ifdef POL_ARENA_DEBUG
enum { SHARED_PAGES = false };
#else
enum { SHARED_PAGES = true };
#endif

typedef struct page {
  _Alignas(max_align_t) struct page *before;
  size_t size; /* bytes after this header */
} page;

struct pol_arena {
  pol_alloc from;
  page *last;
  size_t used;  /* of the last page */
  size_t clear; /* of the last page: from `used` up to here all is zero; less than `used` when that is nothing */
  size_t next;  /* size of the next page, header included */
};

pol_arena *pol_arena_new(const pol_alloc *from) {
  if (!from) from = pol_alloc_default();
  pol_arena *a = from->get(from->user, sizeof *a);
  if (a) *a = (pol_arena){ .from = *from, .next = PAGE_FIRST };
  return a;
}

void pol_arena_drop(pol_arena *a) {
  if (!a) return;
  pol_arena_reset(a, (pol_arena_point){ NULL, 0 });
  pol_alloc from = a->from;
  from.put(from.user, a);
}

static bool add_page(pol_arena *a, size_t size, size_t align) {
  size_t slack = sizeof(page) + (align > _Alignof(max_align_t) ? align : 0);
  if (size > SIZE_MAX - slack) return false;
  size_t whole = size + slack;
  if (SHARED_PAGES && whole < a->next) whole = a->next;
  page *p = a->from.get(a->from.user, whole);
  if (!p) return false;
  *p = (page){ a->last, whole - sizeof *p };
  a->last = p;
  a->used = a->clear = 0;
  if (a->next < PAGE_MOST) a->next *= 2;
  return true;
}

/* Room in the last page, or NULL. Aligned by address: the page itself is only aligned as malloc aligns. */
static unsigned char *fit(pol_arena *a, size_t size, size_t align) {
  if (!a->last) return NULL;
  unsigned char *base = (unsigned char *)(a->last + 1);
  size_t skip = (size_t)(-((uintptr_t)base + a->used) & (align - 1));
  size_t left = a->last->size - a->used;
  if (skip > left || size > left - skip) return NULL;
  unsigned char *room = base + a->used + skip;
  a->used += skip + size;
  return room;
}

/* Room with any bytes in it. */
static unsigned char *take_raw(pol_arena *a, size_t size, size_t align) {
  unsigned char *room = SHARED_PAGES ? fit(a, size, align) : NULL;
  if (room) return room;
  return add_page(a, size, align) ? fit(a, size, align) : NULL;
}

/* `room` is the last object of its page. */
static void clear(pol_arena *a, unsigned char *room) {
  unsigned char *base = (unsigned char *)(a->last + 1), *from = base + a->clear;
  size_t left = a->last->size - a->used;
  a->clear = a->used + (left < CLEAR_AHEAD ? left : CLEAR_AHEAD);
  if (from < room) from = room;
  memset(from, 0, (size_t)(base + a->clear - from));
}

void *pol_arena_take(pol_arena *a, size_t size, size_t align) {
  unsigned char *room = take_raw(a, size, align);
  if (room && a->used > a->clear) clear(a, room);
  return room;
}

void *pol_arena_take_n(pol_arena *a, size_t size, size_t n, size_t align) {
  if (size && n > SIZE_MAX / size) return NULL;
  return pol_arena_take(a, size * n, align);
}

char *pol_arena_copy(pol_arena *a, const char *bytes, size_t n) {
  char *copy = n < SIZE_MAX ? (char *)take_raw(a, n + 1, 1) : NULL;
  if (!copy) return NULL;
  if (n) memcpy(copy, bytes, n);
  copy[n] = '\0';
  return copy;
}

const pol_alloc *pol_arena_alloc(const pol_arena *a) { return &a->from; }

pol_arena_point pol_arena_mark(const pol_arena *a) { return (pol_arena_point){ a->last, a->used }; }

void pol_arena_reset(pol_arena *a, pol_arena_point to) {
  while (a->last && a->last != to.page) {
    page *gone = a->last;
    a->last = gone->before;
    a->from.put(a->from.user, gone);
  }
  a->used = a->clear = to.used;
}

int pol_vec_grow(pol_arena *a, void **at, uint32_t n, uint32_t *now, uint32_t cap, size_t size) {
  unsigned char *list; /* *at is a T * in truth, so it is copied as bytes: reading it as void * would break the aliasing rules */
  memcpy(&list, at, sizeof list);
  if (!cap) cap = !*now ? 8 : *now <= UINT32_MAX / 2 ? *now * 2 : 0;
  unsigned char *bigger = cap && size <= SIZE_MAX / cap ? take_raw(a, size * cap, _Alignof(max_align_t)) : NULL;
  if (!bigger) return false;
  if (n) memcpy(bigger, list, n * size);
  memcpy(at, &bigger, sizeof bigger);
  *now = cap;
  return true;
}
