/* The inside of deciders and desks: what decider.c and the files called desk share with columns.c and mill.c. Private to app/.
 *
 * A desk has each fact in up to two forms: as a value, for the engine, and in a lane of one row, for the machine. What is set is put into its lane at once, and becomes a value when the engine
 * is asked. The policy and its program are the desk's own copies, one level deep, so that texts that no policy has can be atoms of the desk's alone. */
#ifndef POL_APP_DECIDING_H
#define POL_APP_DECIDING_H
#include "app/session.h"
#include "base/stock.h"
#include "facts/given.h"
#include "facts/names.h"
#include "ops/lane.h"
#include "render/stencil.h"

struct pol_decider {
  pol_alloc from;
  pol_session *s;
  const pol_program *program;
  const pol_model *m;
  const uint32_t *asked; uint32_t askeds;
  const pol_record_facts *common;  /* what is given for every record; NULL: nothing */
  pol_fact_names names;
  bool *needed;                    /* by fact */
  const char **fact_unit, **decision_unit; /* by fact; by decision asked */
  bool dated;
  pol_date as_of;
  pol_speed speed;
};

/* How a fact stands at a desk. */
typedef enum pol_standing { POL_STANDS_AS_VALUE, POL_STANDS_AS_DIGITS /* its value is still to be made of them */, POL_STANDS_WRONG } pol_standing;

typedef struct pol_desk_fact {
  uint8_t takes;         /* pol_type_kind; OPTION for parties too */
  uint8_t standing;
  uint8_t places;        /* of digits */
  bool unfit;            /* known, needed by the machine, and not to be put into its lane; or wrong */
  /* its lane; width POL_LANE_WIDTHS: it has none */
  uint8_t width, lane_places;
  int64_t least, most;
  pol_lane *lane;
  int64_t digits;
} pol_desk_fact;

/* Whole records as JSON, of which many are told after one another. */
typedef struct pol_desk_telling {
  pol_paper paper;
  pol_edition edition;
  pol_telling telling;
  uint64_t asked_for;      /* how often */
  pol_stencils *stencils;  /* from the second on; NULL: told the ordinary way */
} pol_desk_telling;

struct pol_desk {
  const pol_decider *d;
  pol_stock *stock;
  const pol_alloc *from;   /* the stock's */
  pol_model m;
  pol_program program;
  uint32_t facts;
  pol_desk_fact *fact, *blank_fact;
  pol_value *blank;        /* by fact: what is given for every record, or unknown */
  pol_record_facts record; /* its values and origins are the engine's */
  const pol_record_facts *records;
  char **why;              /* by fact: what is wrong; NULL: nothing */
  char *why_record;        /* of a record that was given whole */
  uint32_t wrong, unfit;   /* how many facts are */
  bool dated, decided, engaged; /* engaged: the run has this record */
  pol_date as_of;
  pol_text id, told, cell;
  pol_desk_telling telling[2]; /* without the trace, with it */
  pol_arena *keep;         /* what outlives everything but the desk */
  pol_arena *texts;        /* atoms and lists of the record at hand */
  pol_arena *work;         /* of what was decided last, and of scratch */
  pol_run *run;
  pol_answer *answer;      /* by decision asked */
  uint8_t *read;           /* by decision asked: pol_reading_of */
};
typedef enum pol_reading_of { POL_READ_NOTHING, POL_READ_GLANCE, POL_READ_ALL } pol_reading_of;

/* desk.c */
pol_result pol_desk_cell_of(pol_desk *k, const pol_cells_of *of, const pol_cells_in *in, size_t row); /* sets a fact to a cell */
pol_result pol_desk_ready(pol_desk *k);                /* for the engine: every fact a value, the program run */
pol_result pol_desk_read(pol_desk *k, uint32_t decision, pol_reading_of how); /* the engine's answer, at least as much of it */
bool pol_desk_value(pol_value *out, const pol_desk *k, uint32_t decision);    /* false: none */
pol_decided pol_decided_of(pol_outcome o);
pol_kind pol_kind_of(pol_type t);
#endif
