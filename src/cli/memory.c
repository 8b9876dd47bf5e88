/* Where the memory of a session comes from: large regions of the system, cut into blocks of a few dozen sizes. Malloc would do, but
 * gives every big block back to the system when it is freed, so that the next one is cleared and faulted in again, page by small page; a
 * command lives for milliseconds, and a third of them went there. What is put back is given out again; the rest ends with the process. */
#define _DEFAULT_SOURCE
#include "cli/cli.h"
#include <sys/mman.h>

enum {
  SMALLEST = 64,        /* bytes of a block … */
  LARGEST = 1 << 20,    /* … to these; larger ones are regions by themselves, and go back to the system */
  HUGE = 1 << 21,       /* the system may clear and map so much at a time, where it starts at a multiple of that */
  HUGE_MOST = 1 << 24,  /* a region larger than this is not asked for whole: of what it holds, as much as a fifth is never touched */
  REGION_FIRST = HUGE,  /* enough for a policy of some hundred clauses */
  REGION_MOST = 1 << 26
};

/* In front of every block; blocks keep the alignment of the largest type. */
typedef union head { struct { union head *next; size_t size; } is; max_align_t aligned; } head;

static void *region(size_t size) {
  void *at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (at == MAP_FAILED) return NULL;
#ifdef MADV_HUGEPAGE
  if (size <= HUGE_MOST) madvise(at, size, MADV_HUGEPAGE); /* a wish: nothing depends on it */
#endif
  return at;
}

/* Sizes are eighths of a power of two, from five on: at most a fifth is wasted. The number of the size, from 0; it is rounded up. */
static size_t size_class(size_t *size) {
  if (*size < SMALLEST) *size = SMALLEST;
  unsigned top = 63 - (unsigned)__builtin_clzll(*size - 1), shift = top - 2;
  size_t eighths = ((*size - 1) >> shift) + 1;
  *size = eighths << shift;
  return (size_t)(top - 5) * 4 + (eighths - 5);
}

static head *large(size_t size) {
  size_t whole = size + sizeof(head);
  head *block = whole > size ? region(whole) : NULL;
  if (block) block->is.size = size;
  return block;
}

/* From the region at hand, or from a new one: what is left of the old one is lost. */
static head *cut(pol_memory *m, size_t block_size) {
  size_t whole = block_size + sizeof(head);
  if ((size_t)(m->end - m->next) < whole) {
    size_t size = m->region;
    while (size < whole) size *= 2;
    char *fresh = region(size + HUGE);
    if (!fresh) return NULL;
    m->next = fresh + (-(uintptr_t)fresh & (HUGE - 1));
    m->end = m->next + size;
    if (m->region < REGION_MOST) m->region *= 4;
  }
  head *block = (head *)(void *)m->next;
  m->next += whole;
  block->is.size = block_size;
  return block;
}

static void lock(pol_memory *m) {
  while (atomic_flag_test_and_set_explicit(&m->busy, memory_order_acquire)) {}
}

static void unlock(pol_memory *m) { atomic_flag_clear_explicit(&m->busy, memory_order_release); }

static void *get(void *user, size_t size) {
  pol_memory *m = user;
  head *block;
  if (size > LARGEST) {
    block = large(size);
  } else {
    head **kept = &m->free[size_class(&size)];
    lock(m);
    block = *kept;
    if (block) *kept = block->is.next;
    else block = cut(m, size);
    unlock(m);
  }
  return block ? block + 1 : NULL;
}

static void put(void *user, void *at) {
  pol_memory *m = user;
  if (!at) return;
  head *block = (head *)at - 1;
  size_t size = block->is.size;
  if (size > LARGEST) {
    munmap(block, size + sizeof(head));
    return;
  }
  head **kept = &m->free[size_class(&size)];
  lock(m);
  block->is.next = *kept;
  *kept = block;
  unlock(m);
}

const pol_allocator *pol_memory_start(pol_memory *m) {
#ifdef POL_ARENA_DEBUG /* sanitizers know malloc's blocks */
  (void)get, (void)put, (void)m;
  return NULL;
#else
  *m = (pol_memory){.hook = {get, put, m}, .region = REGION_FIRST, .busy = ATOMIC_FLAG_INIT};
  return &m->hook;
#endif
}
