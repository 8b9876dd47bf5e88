/* The inside of deciders and desks: what decider.c and the files called desk share with arrays.c and the files called mill. Private to app/.
 *
 * A desk has each fact in up to two forms: as a value, for the engine, and in a lane of one row, for the machine. What is set is put into its lane at once, and becomes a value when the engine
 * is asked. The policy and its program are the desk's own copies, one level deep, so that texts that no policy has can be atoms of the desk's alone. */
#ifndef POL_APP_DECIDING_H
#define POL_APP_DECIDING_H
#include "app/own.h"
#include "app/session.h"
#include "base/stock.h"
#include "batch/batch.h"
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
  pol_cpu level;
  pol_plan *plan;                  /* for as_of; NULL: the engine decides */
};
/* Of what a program asks for; *out NULL: there are no lanes for it, and the engine decides. */
pol_status pol_decider_plan(pol_plan **out, const pol_decider *d, pol_date as_of, const pol_fact_lane *held, uint32_t n);

/* How a fact stands at a desk. One that was not set since the desk was cleared is as it begins, whatever is here: its `turn` is another. */
typedef enum pol_standing { POL_STANDS_AS_VALUE, POL_STANDS_IN_LANE /* known; its value is still to be made of what is there */, POL_STANDS_WRONG } pol_standing;

typedef struct pol_desk_fact { /* ORDER: what a setter looks at is on one line of the cache */
  uint32_t turn;
  uint8_t takes;         /* pol_type_kind; OPTION for parties too */
  uint8_t standing;
  bool odd;              /* wrong, or unfit: not to be set the short way */
  bool unfit;            /* the machine needs it, and its lane cannot hold it */
  /* its lane, where it has one; else least is more than most */
  uint8_t width, lane_places;
  bool blank_unfit;
  int64_t least, most;
  void *at;              /* its cell */
  pol_lane *lane;
  const pol_fact_lane *of;
  int64_t blank;         /* what is in the lane at the beginning */
} pol_desk_fact;

/* Whole records as JSON, of which many are told after one another. */
typedef struct pol_desk_telling {
  pol_paper paper;
  pol_edition edition;
  pol_telling telling;
  uint64_t asked_for;      /* how often */
  bool tried;              /* for the edition's date */
  pol_stencils *stencils;  /* from the second on; NULL: told the ordinary way */
} pol_desk_telling;

struct pol_desk {
  const pol_decider *d;
  pol_stock *stock;
  const pol_alloc *from;   /* the stock's */
  pol_own own;             /* the policy, with texts of the desk's own */
  const pol_model *m;      /* the same */
  uint32_t facts, turn;
  pol_desk_fact *fact;
  pol_value *blank;        /* by fact: what is given for every record, or unknown */
  pol_record_facts record; /* its values and origins are the engine's */
  const pol_record_facts *records;
  char **why;              /* by fact: what is wrong; NULL: nothing */
  char *why_record;        /* of a record that was given whole */
  uint32_t wrong, unfit, laid; /* how many facts are; how many with a lane were set */
  bool dated, decided, engaged; /* engaged: the run has this record */
  pol_date as_of;
  pol_text id, told, cell;
  pol_desk_telling telling[2]; /* without the trace, with it */
  pol_arena *keep;         /* what outlives everything but the desk */
  pol_arena *lists;        /* of a record that was given whole; empty: none was */
  pol_arena *work;         /* of what was decided last, and of scratch */
  /* the engine */
  pol_run *run;
  pol_answer *answer;      /* by decision asked */
  uint8_t *read;           /* by decision asked: pol_reading_of */
  /* the machine: NULL where there is none */
  const pol_plan *plan;
  pol_plan *own_plan;      /* of another date than the decider's */
  pol_date met; uint32_t meets; /* a date that there is no plan for, and how often it was decided on */
  pol_machine *machine;
  pol_arena *laying;       /* of the lanes */
  pol_lane *lane; uint32_t lanes;
  uint32_t *laid_of;       /* by lane: its fact */
  const pol_verdict_form *form;
  pol_verdicts verdicts;
  bool by_machine;         /* decided by it */
};
typedef enum pol_reading_of { POL_READ_NOTHING, POL_READ_GLANCE, POL_READ_ALL } pol_reading_of;

/* desk.c */
void pol_desk_unset(pol_desk *k, uint32_t fact);       /* what it was is over; it is to be set */
bool pol_desk_is_set(const pol_desk *k, uint32_t fact);
bool pol_desk_has_texts(pol_desk *k);                  /* begun again, where a clearing could not; false: memory ran out */
pol_result pol_desk_cell_of(pol_desk *k, const pol_cells_of *of, const pol_cells_in *in, size_t row); /* sets a fact to a cell */
/* desk_lanes.c */
pol_status pol_desk_lay(pol_desk *k, const pol_plan *plan);  /* the facts get the lanes of a plan; NULL: none */
void pol_desk_fit(pol_desk *k, uint32_t fact);               /* a fact that was set, as a value, into its lane */
bool pol_desk_run(pol_desk *k);                              /* by the machine; false: not by it */
pol_status pol_desk_replan(pol_desk *k);                     /* for the date at hand, where it is worth it */
/* desk_decide.c */
void pol_desk_make(pol_desk *k, uint32_t fact);        /* its value, of what is in its lane, or as it begins */
pol_result pol_desk_ready(pol_desk *k);                /* for the engine: every fact a value, the program run */
pol_result pol_desk_read(pol_desk *k, uint32_t decision, pol_reading_of how); /* the engine's answer, at least as much of it */
bool pol_desk_value(pol_value *out, const pol_desk *k, uint32_t decision);    /* false: none */
pol_decided pol_decided_of(pol_outcome o);
/* decider.c */
pol_kind pol_kind_of(pol_type t);
#endif
