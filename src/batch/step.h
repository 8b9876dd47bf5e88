/* A plan inside: registers, and steps over them. Private to batch.
 *
 * A register holds a lane of values or of states. What is true or false is 0 or 1, and 0 wherever nothing is known; other values are, where nothing is known, some value within the range
 * of their register. Of states there are three: known 0, open 1 (not known here; what eval has in error is open too), not applicable 3: so that the strictest of two states is their or.
 * Steps are in two lists: `known` is run where every fact of a chunk is given, and has no step that is for states alone; `stated` is run where some is not. */
#ifndef POL_BATCH_STEP_H
#define POL_BATCH_STEP_H
#include "base/variant.h"
#include "batch/batch.h"

#define POL_BATCH_WIDE(K, name) K(name##_8) K(name##_16) K(name##_32) K(name##_64)
typedef enum pol_batch_kernel {
#define K(name) POL_K_##name,
#define W(name) POL_BATCH_WIDE(K, name)
#include "batch/kernels.def"
#undef W
#undef K
  POL_BATCH_KERNELS
} pol_batch_kernel;
const char *pol_batch_kernel_name(pol_batch_kernel k);

enum { POL_REG_KNOWN, POL_REG_OPEN, POL_REG_NONE /* not applicable */, POL_REG_YES, POL_REG_FIRST }; /* registers that never change; KNOWN serves as no, too */
enum { POL_IN_KNOWN = 1, POL_IN_STATED = 2, POL_IN_BOTH = 3 };
enum { POL_ST_KNOWN = 0, POL_ST_OPEN = 1, POL_ST_NONE = 3 };

typedef struct pol_operand { uint32_t v, s, of; uint8_t rank, opposite; int64_t k; } pol_operand; /* a condition (or its opposite, 1), its state, the state of what it is the condition of; for PERMISSION its rank; for IN a constant */
typedef struct pol_step {
  uint16_t kernel;
  uint8_t lists;
  uint32_t out, out2, a, b, c, s;
  uint32_t at, n;    /* operands */
  int64_t k[5];
} pol_step;

typedef struct pol_reg { /* of a machine */
  void *at, *own;    /* own: its room in the machine; NULL: none */
  bool stated;       /* of states: some row is not known. Else `at` is not to be read */
} pol_reg;

/* What a kernel is called with: the step, all registers, the operands of the plan, and how many rows. */
typedef struct pol_step_call { pol_reg *reg; const pol_operand *operand; uint32_t n; } pol_step_call;
typedef void (*pol_step_kernel)(const pol_step *s, const pol_step_call *c);

/* What a register of a plan is. */
typedef struct pol_plan_reg {
  uint8_t width;
  bool is_state, makes;   /* makes: some row may be not known though every fact is */
  bool open, none;        /* which states there may be */
  uint32_t lane;          /* lane of that fact of the plan; POL_NO_REF: no fact's */
  uint32_t made;          /* while lowering: the step that makes it, from 1; 0: none */
} pol_plan_reg;

/* One of the two lists, whose registers are its own. */
typedef struct pol_plan_list {
  pol_step *step; uint32_t steps;
  pol_operand *operand; uint32_t operands;
  uint32_t *name;                   /* by register: the one that has its lane here */
  uint32_t *room;                   /* by register: which of the rooms of its width; POL_NO_REF: none */
  uint32_t rooms[POL_LANE_WIDTHS];  /* how many there are */
} pol_plan_list;
enum { POL_LIST_KNOWN, POL_LIST_STATED, POL_LISTS };

typedef struct pol_plan_out { /* what is read after a run */
  struct { uint32_t reg; bool constant; uint8_t width; int64_t k; } part[2];
  uint32_t state;
} pol_plan_out;

struct pol_plan {
  pol_arena *arena;
  pol_plan_reg *reg; uint32_t regs;
  pol_plan_list list[POL_LISTS];
  pol_fact_lane *fact; uint32_t facts;
  uint32_t *fact_value, *fact_state;          /* registers, by lane */
  pol_verdict_form *verdict; pol_plan_out *verdict_out; uint32_t verdicts;
  pol_kept_form *kept; pol_plan_out *kept_out; uint32_t keeps;
  uint32_t again;                             /* a state: open where a record is to be decided again */
};

/* A file of kernels has a table with NULL for those of other files. */
pol_step_kernel pol_batch_find(pol_batch_kernel kernel, pol_cpu level);
#define POL_BATCH_TABLES(X) X(pol_batch_numbers) X(pol_batch_choices) X(pol_batch_dates) X(pol_batch_states)
#define POL_BATCH_DECLARE(level, name) extern const pol_step_kernel name[POL_BATCH_KERNELS];
#define POL_BATCH_DECLARE_ALL(name) POL_VARIANTS(POL_BATCH_DECLARE, name)
POL_BATCH_TABLES(POL_BATCH_DECLARE_ALL)
#endif
