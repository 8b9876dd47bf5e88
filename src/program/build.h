/* A program in the making: nodes are asked for by what they compute, and come back shared, folded and in their frame. Private to program/.
 * A function that makes a node gives POL_NO_NODE when something failed; the build's status then says what, sticks, and every later call gives
 * POL_NO_NODE too, so callers test once at the end. */
#ifndef POL_PROGRAM_BUILD_H
#define POL_PROGRAM_BUILD_H
#include "base/map.h"
#include "base/status.h"
#include "program/program.h"

typedef struct pol_build {
  pol_arena *scratch; /* everything here; the finished program is copied out of it */
  const pol_model *model;
  pol_reports *reports;
  pol_status status;
  pol_span at;        /* where we are in the source, for reports */
  uint32_t most;      /* nodes */

  POL_VEC(pol_program_node) node;
  POL_VEC(uint32_t) arg;
  POL_VEC(pol_value) constant;
  POL_VEC(uint8_t) rank;
  POL_VEC(int32_t) border;
  POL_VEC(uint32_t) hash;      /* by node */
  POL_VEC(bool) may_be_na;     /* by node: whether a row of it can be not applicable */
  uint32_t *slot, slots;       /* nodes by their hash, each plus 1; 0 is free */

  uint32_t *list;   /* by loop: the node that makes its elements, once it is entered */
  uint32_t *merged; /* by loop: itself, or the loop over the same list that stands for it; POL_NO_REF before it is entered */

  POL_VEC(struct { pol_expr *expr; uint32_t node; }) made; /* until the end an expression's slot says where it is in here */
  pol_map free_of;  /* expression → index in free_loops (lower.c) */
  POL_VEC(struct pol_free_loops) free_loops;
  uint32_t depth;

  uint32_t *fact_node, *fact_value; /* by fact: raw, and after only_when and presumption; POL_NO_NODE when not used */
  bool *fact_open;                  /* its condition is being lowered */
  pol_program_rule *rule;
  pol_program_decision *decision;
} pol_build;

typedef struct pol_free_loops { uint32_t n, loop[8]; } pol_free_loops; /* the loops whose elements an expression reads from outside */

/* program.c: pol_program_make with a limit of its own, for tests. */
pol_status pol_program_make_within(pol_program **out, pol_arena *arena, const pol_model *model, pol_reports *reports, uint32_t most);

/* What a node computes, apart from its arguments. */
typedef struct pol_what {
  pol_op op;
  int32_t k;
  uint32_t ref, field, aux;
  const uint8_t *ranks;  /* PERMISSION: one an argument; CAP_ALL: one a limit */
  const int32_t *border; /* LIST_PIECES: `field` of them */
  const pol_expr *origin;
} pol_what;

/* The node for an operation on arguments of any frames: they are brought to the deepest of them. */
uint32_t pol_build_op(pol_build *b, const pol_what *what, uint32_t n, const uint32_t *arg);
/* The same in a given frame: sources and loops, whose arguments' frames are the caller's business. */
uint32_t pol_build_in(pol_build *b, const pol_what *what, uint32_t frame, pol_repr repr, uint32_t n, const uint32_t *arg);
uint32_t pol_build_const(pol_build *b, const pol_value *value, uint32_t frame, const pol_expr *origin);
uint32_t pol_build_yes_or_no(pol_build *b, bool value, uint32_t frame);
uint32_t pol_build_none(pol_build *b, pol_repr repr, uint32_t frame); /* a constant that is not applicable */
uint32_t pol_build_find(const pol_build *b, const pol_program_node *node, const uint32_t *arg); /* one that is there already, or POL_NO_NODE */
/* The node's value in a frame that is its own or inside it. */
uint32_t pol_build_bring(pol_build *b, uint32_t node, uint32_t frame);
uint32_t pol_build_outer(const pol_build *b, uint32_t frame); /* the frame around it */
uint32_t pol_build_depth(const pol_build *b, uint32_t frame); /* 0 for frame 0 */

/* Shorthands; origin NULL. */
uint32_t pol_build_1(pol_build *b, pol_op op, uint32_t a);
uint32_t pol_build_2(pol_build *b, pol_op op, uint32_t a, uint32_t c);

uint32_t pol_build_fail(pol_build *b, pol_status status); /* POL_NO_NODE */
uint32_t pol_build_broken(pol_build *b, const char *what); /* a model that the checker should not have passed: reported */

/* simplify.c: a node that has the same value in every row, or POL_NO_NODE. `n` and `arg` (all of `frame`) may be shortened. */
uint32_t pol_simplify(pol_build *b, const pol_what *what, uint32_t frame, uint32_t *n, uint32_t *arg);
/* fold.c: the value of an operation on constants, by its kernel. false: it has to be computed each time, or memory ran out (see status). */
bool pol_fold(pol_build *b, pol_value *out, const pol_what *what, uint32_t n, const uint32_t *arg);

/* lower.c: the node of an expression; of a list, its elements in the given frame. */
uint32_t pol_lower(pol_build *b, pol_expr *e);
uint32_t pol_lower_fact(pol_build *b, uint32_t node, uint32_t fact); /* the raw node as its only_when and its presumption make it */
uint32_t pol_lower_note(pol_build *b, pol_expr *e, uint32_t node);  /* remembers which node an expression became, and gives it back */
uint32_t pol_lower_known(const pol_build *b, const pol_expr *e);     /* that node, or POL_NO_NODE */
/* loops.c: lists, the frames of their elements, and what is computed over them. */
uint32_t pol_lower_element(pol_build *b, pol_expr *e);
uint32_t pol_lower_aggregate(pol_build *b, pol_expr *e);
uint32_t pol_lower_list(pol_build *b, pol_expr *e, uint32_t frame);
/* rules.c: everything that rules and decisions need, by way of model->order. `wanted` by decision, closed over what they use; NULL: all. */
void pol_lower_decisions(pol_build *b, const bool *wanted);
/* used.c: adds the decisions that those wanted use, directly or through others. */
pol_status pol_add_used(pol_arena *scratch, const pol_model *model, bool *wanted);
/* sweep.c: the live nodes, copied into the arena in order. */
pol_status pol_sweep(pol_program **out, pol_build *b, pol_arena *arena);
#endif
