/* Work of the library, by its public header, as lines of a file say it: a step a line, its words apart by tabs. Shared by what makes the work (work.c) and who breaks it (allocations.c). */
#ifndef POL_TESTS_EVIDENCE_SCENARIO_H
#define POL_TESTS_EVIDENCE_SCENARIO_H
#include "pol.h"

typedef struct bytes { char *at; size_t n, cap; } bytes; /* of the C library: what looks on needs memory too */
void bytes_add(bytes *to, const void *at, size_t n);
void bytes_format(bytes *to, const char *format, ...) __attribute__((format(printf, 2, 3)));

enum { WORDS_MOST = 40 };
typedef struct step { char *word[WORDS_MOST + 1]; size_t n; } step;
typedef struct scenario { const char *name; step *at; size_t n, cap; } scenario;

typedef struct work { /* one run of a scenario */
  const pol_allocator *from;
  pol_session *s;
  pol_decider *decider;
  pol_desk *desk;
  pol_arrays *arrays;
  pol_mill *mill;
  pol_receipt *receipt;
  bytes store; /* what it is in */
} work;

typedef struct made { pol_result result; bytes out; bool streamed; /* what came before the end may have been put */ } made;

/* Files are read once. NULL: there is none. */
const bytes *file_of(const char *path);
void work_step(made *out, work *w, const step *s);
bool work_is_asked(const step *s); /* a rendering: it may be asked again */
void work_end(work *w);
#endif
