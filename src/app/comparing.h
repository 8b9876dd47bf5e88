/* What a comparison runs on, shared by comparing.c and measuring.c. Private to app/. */
#ifndef POL_APP_COMPARING_H
#define POL_APP_COMPARING_H
#include "app/session.h"
#include "compare/compare.h"
#include "render/render.h"

typedef struct pol_put { /* where what is written goes */
  const pol_sink *sink;
  bool refused;          /* it takes no more */
} pol_put;

typedef struct pol_measure { /* one telling of a comparison */
  pol_session *s;
  pol_contrast contrast;
  pol_paper paper;
  pol_text text;
  pol_put out;
  pol_arena *arena;
  pol_comparing *comparing;
  const char *id;        /* the only record wanted; NULL: all are */
  uint64_t found;        /* of those wanted */
} pol_measure;

/* Reads the facts and compares people by them, telling each. POL_REJECTED: the facts cannot be read at all, or what is told is not taken. */
pol_status pol_measure_people(pol_measure *m, const pol_measuring *wanted, const pol_feed *facts, const pol_people_summary **summary);
pol_status pol_measure_put(pol_measure *m, bool all); /* hands on what was written: all of it, or once there is much */
#endif
