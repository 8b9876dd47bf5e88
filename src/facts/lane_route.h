/* NDJSON into lanes. Records mostly give the same keys in the same order, so the way through one of them, once it was found key by key, is kept as a *route*: for each value the bytes that
 * stand before it. The next records are read along the route, by comparing bytes (lane_route.c, once for each level of the processor); a record that leaves it is read key by key until it is
 * back on it (lane_keys.c). Which way a record was read changes how fast it goes, never what comes out. Private to facts/.
 *
 * A block ends with zeros, which stand nowhere in JSON: so nothing here looks for its end. */
#ifndef POL_FACTS_LANE_ROUTE_H
#define POL_FACTS_LANE_ROUTE_H
#include "base/limits.h"
#include "base/variant.h"
#include "facts/lane_read.h"
#include "facts/names.h"

enum { POL_LEAD_FIRST = 32, POL_LEAD_MOST = 96, POL_ROUTE_DEPTH = 8 };

typedef enum pol_json_form { /* how a value is written plainly */
  POL_JSON_WHOLE,  /* a number without places, not below 0 */
  POL_JSON_POINT,  /* … with places */
  POL_JSON_SIGNED, /* … that may be below 0 */
  POL_JSON_YES_NO, POL_JSON_CHOICE, POL_JSON_DATE,
  POL_JSON_ID,
  POL_JSON_PASSED, /* whatever is written under a key that stands for nothing */
  POL_JSON_OTHER   /* by pol_value_at */
} pol_json_form;

typedef struct pol_json_column { /* a fact, or, after the last of them, the id, and what is passed over */
  const pol_plain *plain;        /* NULL: of those, and of what is never plain */
  char *at;                      /* its lane, or room for what is only checked */
  int64_t least; uint64_t span;
  uint8_t form, shift, places;   /* pol_json_form; shift: of a row's place in the lane */
  uint32_t lane;                 /* POL_NO_REF: it is only checked */
} pol_json_column;

typedef struct pol_lead { /* bytes that stand before a value, or after the last */
  uint32_t counts;                 /* a bit for each of the first POL_LEAD_FIRST that there is */
  uint32_t n;
  unsigned char at[POL_LEAD_MOST]; /* zeros after their end */
} pol_lead;

/* Inside which braces: the path of their names, and how much of it each has, with those around it. */
typedef struct pol_json_level { const char *path; uint32_t depth; uint8_t upto[POL_ROUTE_DEPTH]; } pol_json_level;

typedef struct pol_stop { /* a value of the route */
  pol_json_column column; /* what it gives */
  pol_lead lead;          /* since the value before: a comma, braces, the key, a colon, spaces */
  uint32_t place;         /* which column that is */
  uint32_t group, groups; /* those that the lead enters: where they stand in the route's list */
  pol_json_level level;
} pol_stop;

typedef struct pol_route {
  pol_stop *stop; uint32_t n, room;
  pol_lead tail;                      /* what follows the last value, with the line's end */
  uint32_t *group; uint32_t groups;
  uint32_t *at_column, *at_group;     /* 1 + the stop that has it, or 0 */
  uint32_t *absent; uint32_t absents; /* lanes that have no stop */
  bool known;
} pol_route;

typedef enum pol_way {
  POL_WAY_FULL,   /* the lanes are */
  POL_WAY_OFF,    /* what stands at `at` is not on the route */
  POL_WAY_ODD,    /* the value at `at` is not plain */
  POL_WAY_THROUGH /* the record ends at `at`, but has been astray */
} pol_way;

typedef struct pol_json_lanes { /* one thread's, in the arena */
  pol_arena *arena;
  pol_lanes_reader *r;
  pol_json_column *column; uint32_t columns; /* by fact of the model, and those after them */
  pol_fact_names names;
  pol_route route;
  pol_way (*run)(struct pol_json_lanes *j);
  bool learn;                   /* the next record becomes the route */
  /* the record at hand */
  const char *record, *at;      /* where it begins; where reading is: at its start, after a value, or where the route ended */
  uint32_t stop, from;          /* where on the route that is, and where it was last joined */
  uint32_t row;
  bool has_id;                  /* and its row has it */
  bool astray;                  /* it has been off the route: then these say what it has given */
  uint32_t serial, *given, *entered; /* by column, by group: the serial number of the last record that did */
  uint32_t past;                /* of the route no stop before this may be joined: it was passed, or its group was entered */
  uint32_t keys;                /* that were read one by one */
  pol_json_level level;
  bool fresh;                   /* a brace was just opened */
  char path[POL_LIMIT_NAME_BYTES + 1];
} pol_json_lanes;

/* The value at p, into its lane; where it ends, or NULL: it is not plain. Of all forms, however written (lane_keys.c). */
const char *pol_value_at(pol_json_lanes *j, uint32_t place, const char *p);
/* Nothing is known of a lane's fact but what all records have. false: that is not for a lane. */
bool pol_value_absent(pol_json_lanes *j, uint32_t lane);

static inline bool pol_in_lane(const pol_json_column *c, int64_t v) { return (uint64_t)v - (uint64_t)c->least <= c->span; }

/* The record at hand is done: it ends before `end`, and the next begins there. */
static inline void pol_json_record(pol_json_lanes *j, const char *end) {
  pol_lanes *out = &j->r->out;
  uint32_t row = j->row++;
  if (!j->has_id) out->id[row] = NULL;
  out->text[row] = j->record;
  out->length[row] = (uint32_t)(end - j->record);
  out->line[row] = j->r->line++;
  j->record = end;
  j->has_id = false;
}

/* As far as the record at hand, key by key, until it ends (POL_WAY_THROUGH) or is back on the route (POL_WAY_FULL). */
pol_way pol_keys_read(pol_json_lanes *j);
/* What the record has given on the route since it joined it; of one that was on it from the start, all. */
void pol_keys_recall(pol_json_lanes *j);

/* One a level. */
pol_way pol_route_run_portable(pol_json_lanes *j);
#ifdef POL_HAS_VARIANTS
pol_way pol_route_run_v2(pol_json_lanes *j);
pol_way pol_route_run_v3(pol_json_lanes *j);
pol_way pol_route_run_v4(pol_json_lanes *j);
#endif
#endif
