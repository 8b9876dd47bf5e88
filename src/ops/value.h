/* Types, units and single values: what check infers, ops compute on, facts read and render writes. */
#ifndef POL_OPS_VALUE_H
#define POL_OPS_VALUE_H
#include "base/atom.h"
#include "base/date.h"
#include "base/num.h"

typedef enum pol_type_kind {
  POL_T_BROKEN = 0,  /* agrees with everything; already reported */
  POL_T_BOOL,        /* repr INT: 0, 1 */
  POL_T_OPTION,      /* repr INT: index in its options; ref = options. Orders and weekday are options with ordered set */
  POL_T_PARTY,       /* repr INT: index in the model's parties */
  POL_T_NUMBER,      /* repr NUM: number, count, percent, money, hours, days, rank steps …: see unit and show */
  POL_T_PERIOD,      /* repr PERIOD: months and days mixed; pure ones are numbers with a unit */
  POL_T_DATE,        /* repr INT: pol_date */
  POL_T_YEARLY,      /* repr INT: month * 100 + day; only as a constant */
  POL_T_TIME,        /* repr INT: minutes */
  POL_T_TEXT,        /* repr INT: an atom */
  POL_T_LIST,        /* repr LIST; ref = record, or POL_NO_RECORD with elem for lists of plain values */
  POL_T_RECORD,      /* an element of a list; never a column */
  POL_T_OUTCOME,     /* repr INT: pol_outcome; a permission used in an expression */
  POL_T_SET,         /* of options `ref` (POL_PARTY_REF: of parties); decisions and given facts only */
  POL_T_SEQUENCE,
  POL_T_PERMISSION,
  POL_T_OBLIGATIONS
} pol_type_kind;

typedef enum pol_show { POL_SHOW_PLAIN, POL_SHOW_COUNT, POL_SHOW_PERCENT } pol_show;

/* Exponents of each dimension. Working time (hours; minutes are 1/60 hour), calendar days, weeks, months and years are kept apart; as plain
 * spans (exponent 1, nothing else) years compare with months and weeks with days. step: ranks of one order. */
typedef struct pol_unit { int8_t money, hour, day, week, month, year, step; pol_atom currency; uint32_t order; } pol_unit;

#define POL_NO_REF UINT32_MAX
#define POL_PARTY_REF (UINT32_MAX - 1)
#define POL_FROM_FACT 0x80000000u
typedef struct pol_type {
  uint8_t kind; /* pol_type_kind */
  uint8_t show; /* pol_show, for numbers */
  uint8_t elem; /* lists of plain values: the element's kind */
  uint32_t ref; /* options, record */
  pol_unit unit;
} pol_type;

bool pol_unit_same(pol_unit a, pol_unit b);
bool pol_unit_none(pol_unit a);
pol_unit pol_unit_mul(pol_unit a, pol_unit b, int sign); /* sign -1: divided by b */

typedef enum pol_repr { POL_REPR_INT, POL_REPR_NUM, POL_REPR_PERIOD, POL_REPR_LIST } pol_repr;
pol_repr pol_type_repr(pol_type t);

/* The state of a value. In strict operations: not applicable wins, then unknown, then error (whichever argument has it first gives its fault).
 * In `and`: no wins, then unknown, error, not applicable, yes; `or` is the dual. So an answer never changes from one definite to another when
 * a fact is added. */
typedef enum pol_state { POL_KNOWN = 0, POL_UNKNOWN = 1, POL_ERRED = 2, POL_NOT_APPLICABLE = 3 } pol_state;
typedef enum pol_fault { POL_FAULT_NONE, POL_FAULT_DIV_ZERO, POL_FAULT_TOO_LARGE, POL_FAULT_DATE_RANGE, POL_FAULT_NOT_WHOLE, POL_FAULT_CONFLICT, POL_FAULT_TOO_MANY } pol_fault;

/* One value on its own: constants, facts given, values in answers. */
typedef struct pol_value {
  uint8_t state; /* pol_state */
  uint8_t fault; /* pol_fault when erred */
  pol_type type;
  uint32_t from; /* where in a run it was read: a node + 1, or a fact and POL_FROM_FACT. 0: nowhere, or that is not known. For eval/watch.h; no part of the value */
  union {
    int32_t i;
    pol_num num;
    pol_period period;
    struct { struct pol_value *at; uint32_t n; } items; /* sets and sequences: options; lists of plain values */
    struct { struct pol_value *at; uint32_t n, width; } records; /* lists of records: n rows of `width` fields, row by row */
  } as;
} pol_value;

typedef enum pol_outcome { /* ranked: a smaller one beats a larger one for permissions */
  POL_OUT_OUT_OF_SCOPE = 0, POL_OUT_REFUSED, POL_OUT_REFERRED, POL_OUT_PERMITTED, POL_OUT_SILENT,
  POL_OUT_VALUE, POL_OUT_UNDETERMINED, POL_OUT_CONFLICT, POL_OUT_ERROR
} pol_outcome;
const char *pol_outcome_name(pol_outcome o); /* JSON's outcome: "not_applicable" for OUT_OF_SCOPE and SILENT */
#endif
