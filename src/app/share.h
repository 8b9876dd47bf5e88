/* Many records decided by several hands, record by record or in lanes: what one hand has to itself, and what becomes of one block. Private to app/. */
#ifndef POL_APP_SHARE_H
#define POL_APP_SHARE_H
#include "app/answering.h"
#include "app/scheme.h"

typedef struct pol_wrong { size_t at, n; uint64_t line; } pol_wrong; /* a record of a block that is in error: to be read again by who reports it */

typedef struct pol_share { /* a block, and what is told of its records */
  pol_block block;
  pol_text told;
  pol_text why;                /* of a record that could not be decided, where nothing is to be told after it: which, and why. Empty: its facts are wrong */
  pol_arena *arena; POL_VEC(pol_wrong) wrong;
  const pol_scheme *scheme;    /* to decide it in lanes; NULL: record by record */
  POL_VEC(pol_block_record) slow; /* some of those that lanes did not hold, though nothing is wrong with them */
  uint64_t slows;              /* how many there were */
  uint64_t records, right;     /* those that were read; those whose facts are not wrong */
  uint64_t found, unfit;       /* those that were asked for; those of them whose facts are wrong */
  uint64_t errors;             /* as pol_telling has them */
  uint64_t bytes;              /* of the feed, up to its end */
  bool failed;                 /* nothing is to be told after it: a record is in error, and that is not put up with */
  bool done;
  pol_status status;
} pol_share;

typedef struct pol_hand pol_hand;
pol_status pol_hand_new(pol_hand **out, const pol_task *task);
/* Tells the records of the share's block. What is wrong is marked in the share. The scheme of the share before this one may be gone only after this. */
pol_status pol_hand_work(pol_hand *h, pol_share *share);
void pol_hand_drop(pol_hand *h);
#endif
