/* Receipts: written while a policy decides, read back years later. Facts and answers stay in the store, in any number, and go by line by line. Private to app/. */
#ifndef POL_APP_RECEIPT_H
#define POL_APP_RECEIPT_H
#include "app/session.h"
#include "base/sha256.h"
#include "render/receipt.h"

/* Lines of a store, from a place of it on. */
typedef struct pol_receipt_lines {
  const pol_store *store;
  uint64_t at;           /* where in the store what is not held yet begins */
  uint64_t end;          /* nothing beyond it is read */
  pol_text held;
  size_t used, looked;   /* of what is held: given already; without a line end up to there */
} pol_receipt_lines;

typedef enum pol_receipt_altered { POL_RECEIPT_WHOLE, POL_RECEIPT_FACTS, POL_RECEIPT_ANSWERS, POL_RECEIPT_REST } pol_receipt_altered;

struct pol_receipt {
  pol_alloc from;
  pol_arena *arena;      /* the receipt is in it */
  pol_store store;
  pol_receipt_head head;
  const char *common; size_t common_n;      /* what is given for every record */
  uint64_t facts_at, answers_at, end_at;    /* places in the store */
  pol_receipt_end end;                      /* as it is said there */
  pol_receipt_altered altered;              /* what does not fit it */
  char digest[65];                          /* of what is there */
  /* of the facts, read back */
  pol_receipt_lines facts;
  pol_arena *line;
  pol_text piece; size_t piece_used;
  pol_status failed;                        /* POL_OK: nothing did */
};

pol_status pol_receipt_new(pol_receipt **out, const pol_alloc *from, const pol_store *store);

void pol_receipt_lines_begin(pol_receipt_lines *l, const pol_store *store, uint64_t at, uint64_t end, const pol_alloc *from);
void pol_receipt_lines_drop(pol_receipt_lines *l);
/* The next line, with its end if it has one, until the next call. *line NULL: there is none. POL_NO_FILE: the store cannot be read; POL_LIMIT: it is longer than POL_LIMIT_RECEIPT_LINE. */
pol_status pol_receipt_lines_next(pol_receipt_lines *l, const char **line, size_t *n);
/* The text of a line of facts, or of what is given, appended. POL_REJECTED: it is no such line. */
pol_status pol_receipt_piece(pol_text *to, pol_arena *scratch, const char *key, const char *line, size_t n);
#endif
