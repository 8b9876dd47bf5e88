/* An allocator that counts, fails where it is told to, and looks at every block that it gets back: that it is ours, was not put back before, and that nothing was written behind its end. */
#ifndef POL_TESTS_EVIDENCE_FAILING_H
#define POL_TESTS_EVIDENCE_FAILING_H
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct failing {
  size_t calls;      /* so far, from 0 */
  size_t fail_at;    /* the call that fails; SIZE_MAX: none */
  bool for_ever;     /* and all after it */
  size_t failed;     /* how many did */
  size_t living;     /* blocks that are out */
  const char *fault; /* the first that was seen; NULL: none */
  size_t fault_call; /* the block's */
  struct failing_block *out; /* the newest first */
  struct failing_block *back[256]; /* put back, and kept a while: to be put back twice, or written to */
  size_t put;
  void (*look)(void *user, size_t call); /* at each call; NULL: nobody looks */
  void *user;
  pthread_mutex_t lock;
} failing;

void failing_start(failing *f, size_t fail_at, bool for_ever);
void *failing_get(void *user, size_t size);
void failing_put(void *user, void *at);
/* When all should be back: frees what is left, and says what was found (NULL: nothing). */
const char *failing_end(failing *f);
#endif
