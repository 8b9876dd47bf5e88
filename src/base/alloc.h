/* Where memory comes from: the caller's allocator, and arenas on top of it. An arena owns everything taken from it; nothing is
 * freed by itself. Compiled with POL_ARENA_DEBUG every object is its own allocation, so that sanitizers see overruns. */
#ifndef POL_BASE_ALLOC_H
#define POL_BASE_ALLOC_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct pol_alloc {
  void *(*get)(void *user, size_t size); /* NULL when there is none */
  void (*put)(void *user, void *block);  /* accepts NULL */
  void *user;
} pol_alloc;

const pol_alloc *pol_alloc_default(void); /* malloc and free */

typedef struct pol_arena pol_arena;
pol_arena *pol_arena_new(const pol_alloc *from); /* NULL: the default allocator. NULL back when out of memory */
void pol_arena_drop(pol_arena *a);               /* accepts NULL */
void *pol_arena_take(pol_arena *a, size_t size, size_t align);             /* zeroed; NULL when out of memory */
void *pol_arena_take_n(pol_arena *a, size_t size, size_t n, size_t align); /* the product is checked */
char *pol_arena_copy(pol_arena *a, const char *bytes, size_t n);           /* NUL added */
const pol_alloc *pol_arena_alloc(const pol_arena *a);

/* Scratch: everything taken after a mark goes at the reset. */
typedef struct pol_arena_point { void *page; size_t used; } pol_arena_point;
pol_arena_point pol_arena_mark(const pol_arena *a);
void pol_arena_reset(pol_arena *a, pol_arena_point to);

#define POL_NEW(a, T) ((T *)pol_arena_take((a), sizeof(T), _Alignof(T)))
#define POL_NEW_N(a, T, n) ((T *)pol_arena_take_n((a), sizeof(T), (n), _Alignof(T)))

/* A growing list in an arena: struct { T *at; uint32_t n, cap; }. POL_VEC_PUSH gives a zeroed new element, or NULL. */
#define POL_VEC(T) \
  struct {         \
    T *at;         \
    uint32_t n, cap; \
  }
/* Room for `cap` elements (0: twice as many as now); the old block stays in the arena. false: out of memory, nothing changed. */
int pol_vec_grow(pol_arena *a, void **at, uint32_t n, uint32_t *now, uint32_t cap, size_t size);
#define POL_VEC_RESERVE(a, v, cap_) \
  ((cap_) <= (v)->cap || pol_vec_grow((a), (void **)&(v)->at, (v)->n, &(v)->cap, (cap_), sizeof *(v)->at))
#define POL_VEC_ROOM(a, v) ((v)->n < (v)->cap || pol_vec_grow((a), (void **)&(v)->at, (v)->n, &(v)->cap, 0, sizeof *(v)->at))
/* Elements that were popped have left their bytes, and new room has any. */
#define POL_VEC_PUSH(a, v) ((__typeof__((v)->at))pol_vec_push((a), (void **)&(v)->at, &(v)->n, &(v)->cap, sizeof *(v)->at))
static inline void *pol_vec_push(pol_arena *a, void **at, uint32_t *n, uint32_t *cap, size_t size) {
  unsigned char *list;
  if (*n == *cap && !pol_vec_grow(a, at, *n, cap, 0, size)) return NULL;
  memcpy(&list, at, sizeof list); /* as in pol_vec_grow */
  return memset(list + (size_t)(*n)++ * size, 0, size);
}
#endif
