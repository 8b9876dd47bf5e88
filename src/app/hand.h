/* One hand: what it has to itself. Private to share.c, which reads record by record, and share_lanes.c. */
#ifndef POL_APP_HAND_H
#define POL_APP_HAND_H
#include "app/share.h"
#include "base/stock.h"
#include "render/ledger.h"

typedef struct pol_hand_count { uint64_t records, right; } pol_hand_count; /* of a share, when a record of it was read */

struct pol_hand {
  const pol_task *task;
  pol_stock *stock;           /* its memory: what it does over and over asks nothing of anybody */
  pol_own own;
  pol_arena *arena, *scratch; /* of one chunk (answering drops it); the writer's */
  pol_paper paper;
  pol_answering answering;
  pol_one *one;
  pol_facts_input input;
  const pol_record_facts **chunk;
  pol_hand_count *counted;    /* by record of the chunk */
  uint32_t most;
  /* in lanes */
  const pol_scheme *scheme;   /* what these are for; NULL: none */
  pol_lanes_reader *reader;
  pol_machine *machine;
  pol_ledger *ledger;
  pol_text told;              /* of records that lanes do not hold, one after the other */
  size_t *told_end;
  uint8_t *slow;              /* by row: it is one of them */
};

/* Begins to read some records, forgetting those before. */
pol_status pol_hand_forget(pol_hand *h);
/* *out NULL: there is none. One that is wrong is marked in the share. */
pol_status pol_hand_read(const pol_record_facts **out, pol_hand *h, pol_share *s, const pol_block_record *r);
/* Puts a record that was read last at the end of h->chunk, as number n. */
void pol_hand_take(pol_hand *h, const pol_share *s, const pol_record_facts *record, uint32_t n);
/* Tells the first n of h->chunk; ends: where to say where each one's text ends, or NULL. */
pol_status pol_hand_tell(pol_hand *h, pol_share *s, uint32_t n, size_t *ends);

pol_status pol_hand_work_in_lanes(pol_hand *h, pol_share *s);
void pol_hand_leave_lanes(pol_hand *h);
#endif
