/* What the lanes readers of both forms share: a layout, taken apart, and a reader's lanes. Private to facts/. */
#ifndef POL_FACTS_LANE_READ_H
#define POL_FACTS_LANE_READ_H
#include "facts/lane_values.h"
#include "facts/lanes.h"

typedef enum pol_plain_kind {
  POL_PLAIN_ANY,   /* every text is right: only checked, never a lane */
  POL_PLAIN_NEVER, /* nothing is plain */
  POL_PLAIN_WORD, POL_PLAIN_NUMBER, POL_PLAIN_DATE, POL_PLAIN_TIME
} pol_plain_kind;

typedef struct pol_plain { /* what is plain of a fact */
  uint32_t fact;
  uint8_t kind;              /* pol_plain_kind */
  uint8_t width;             /* pol_lane_width of its lane */
  uint8_t places, decimals;  /* NUMBER */
  int64_t least, most;       /* of the fact and of the lane */
  pol_words words;           /* WORD. Of yes and no: as a text of this form has them */
  uint8_t blank;             /* what a record has that does not give it: the cell's state, and its value; */
  bool blank_odd;            /* or that is not for a lane */
  int64_t blank_value;       /* within the lane's range whatever the state */
} pol_plain;

enum { POL_COLUMN_PASSED = UINT32_MAX, POL_COLUMN_OF_ID = UINT32_MAX - 1 };

struct pol_layout {
  const pol_model *model;
  pol_facts_form form;
  char delimiter;
  const pol_column_names *names; /* headings that stand for facts; NULL: none */
  const pol_plain *plain;  /* of `lanes` facts that are wanted, in their order, and after them of those that are only checked */
  uint32_t lanes, plains;
  const uint32_t *of_fact; /* by fact of the model: which of `plain`; POL_NO_REF: none (a list: never plain) */
  const uint32_t *column;  /* of a table: which of `plain`, or one of the above */
  uint32_t columns;
  bool all_odd;            /* of a table: its heading is wrong, or asks for what no lane holds */
  const bool *given;       /* of a table: by `plain`, whether a column gives it */
};

struct pol_lanes_reader {
  const pol_layout *layout;
  const pol_alloc *from;
  pol_cpu level;
  const char *at, *end;    /* what is left of the block */
  uint64_t line;           /* of `at` */
  pol_lanes out;           /* its arrays, of POL_LANE_ROWS; states are those of `blank` before each read, where a column or a key may give it */
  uint8_t *odd;
  void *room;              /* of all the arrays */
  void *own;               /* of the form's reader */
};

/* Each form's: fills r->out with up to POL_LANE_ROWS records from r->at, moves on. An odd record's lanes hold what they held before: pol_lanes_read makes that a value in range. */
pol_status pol_csv_lanes_new(pol_lanes_reader *r);
pol_status pol_csv_lanes_read(pol_lanes_reader *r);
void pol_csv_lanes_drop(pol_lanes_reader *r);
pol_status pol_ndjson_lanes_new(pol_lanes_reader *r);
pol_status pol_ndjson_lanes_read(pol_lanes_reader *r);
void pol_ndjson_lanes_drop(pol_lanes_reader *r);

/* A text that stands for a value of the fact: false: it is not plain, or outside what is kept. */
static inline bool pol_plain_read(int64_t *out, const pol_plain *p, const char *at, size_t n) {
  bool fine;
  *out = p->blank_value;
  switch ((pol_plain_kind)p->kind) {
  case POL_PLAIN_WORD: fine = pol_plain_word(out, &p->words, at, n); break;
  case POL_PLAIN_NUMBER: fine = pol_plain_number(out, at, n, p->places, p->decimals); break;
  case POL_PLAIN_DATE: fine = pol_plain_date(out, at, n); break;
  case POL_PLAIN_TIME: fine = pol_plain_time(out, at, n); break;
  case POL_PLAIN_ANY: return true;
  default: return false;
  }
  return fine && *out >= p->least && *out <= p->most;
}
#endif
