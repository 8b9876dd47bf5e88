/* Cells as text, for tables of kernel tests: "y" "n" yes and no, "7", "-3/2" numbers and ints, "2024-02-29" dates, "3m4d" periods, "?"
 * unknown, "-" not applicable, "!" an error, "!date" … an error with its fault. */
#ifndef POL_TESTS_OPS_CELL_TEXT_H
#define POL_TESTS_OPS_CELL_TEXT_H
#include "ops/kernels.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

typedef struct test_cell {
  uint8_t state;
  int32_t i;
  pol_num num;
  pol_period period;
  pol_list_ref list;
} test_cell;

static const char *const fault_names[] = {"", "zero", "large", "date", "whole", "conflict", "many"};

static inline uint8_t cell_fault(const char *name) {
  for (uint8_t j = 1; j < COUNT(fault_names); j++) {
    if (strcmp(name, fault_names[j]) == 0) return j;
  }
  return POL_FAULT_DIV_ZERO; /* "!" */
}

static inline test_cell cell_read(const char *text, char letter) {
  test_cell c = {.state = POL_KNOWN};
  pol_num_fault fault;
  pol_date d;
  size_t n = strlen(text);
  if (strcmp(text, "?") == 0) c.state = POL_UNKNOWN;
  else if (strcmp(text, "-") == 0) c.state = POL_NOT_APPLICABLE;
  else if (text[0] == '!') c.state = POL_CELL(POL_ERRED, cell_fault(text + 1));
  else if (letter == 'p') cr_assert_eq(sscanf(text, "%dm%dd", &c.period.months, &c.period.days), 2, "%s", text);
  else if (letter == 'l') cr_assert_eq(sscanf(text, "%u+%u", &c.list.first, &c.list.n), 2, "%s", text);
  else if (letter == 'n') cr_assert(pol_num_read(&c.num, &fault, text, n), "%s", text);
  else if (strcmp(text, "y") == 0 || strcmp(text, "n") == 0) c.i = text[0] == 'y';
  else if (pol_date_read(&d, text, n)) c.i = d;
  else c.i = (int32_t)strtol(text, NULL, 10);
  return c;
}

/* `like` says how an INT is meant: as what is wanted is written. */
static inline void cell_write(char *out, size_t room, const test_cell *c, char letter, const char *like) {
  pol_text t;
  pol_text_init(&t, NULL);
  pol_state state = POL_CELL_STATE(c->state);
  if (state == POL_UNKNOWN) pol_text_add(&t, "?");
  else if (state == POL_NOT_APPLICABLE) pol_text_add(&t, "-");
  else if (state == POL_ERRED) pol_text_format(&t, "!%s", like[0] == '!' && like[1] == '\0' ? "" : fault_names[POL_CELL_FAULT(c->state)]);
  else if (letter == 'p') pol_text_format(&t, "%dm%dd", c->period.months, c->period.days);
  else if (letter == 'n') pol_num_write(&t, c->num, 0);
  else if (like[0] == 'y' || like[0] == 'n') pol_text_add(&t, c->i == 1 ? "y" : c->i == 0 ? "n" : "neither yes nor no");
  else if (strlen(like) == 10 && like[4] == '-') pol_date_write(&t, c->i);
  else pol_text_int(&t, c->i);
  snprintf(out, room, "%s", pol_text_get(&t));
  pol_text_drop(&t);
}

static inline pol_column cell_column(test_cell *c, char letter) {
  pol_column column = {.state = &c->state};
  if (letter == 'n') column.as.num = &c->num;
  else if (letter == 'p') column.as.period = &c->period;
  else if (letter == 'l') column.as.list = &c->list;
  else column.as.i = &c->i;
  return column;
}

static inline pol_repr cell_repr(char letter) {
  return letter == 'n' ? POL_REPR_NUM : letter == 'p' ? POL_REPR_PERIOD : letter == 'l' ? POL_REPR_LIST : POL_REPR_INT;
}

/* The letter of each argument by the operation's shape, v put in; the result's letter comes back. */
static inline char cell_letters(char *letters, pol_op op, char v, uint32_t n) {
  const char *at = pol_op_shape(op), *end = strchr(at, '>'), *again = NULL;
  cr_assert(end != NULL, "%s has a shape", pol_op_name(op));
  for (uint32_t j = 0; j < n; j++) {
    if (*at == '(') again = ++at;
    if (*at == ')') at = again;
    cr_assert(at < end, "%s takes fewer arguments", pol_op_name(op));
    letters[j] = *at == 'v' ? v : *at;
    at++;
  }
  return end[1] == 'v' ? v : end[1];
}

enum { MOST_ARGS = 16 };

/* Runs the kernel on one row of arguments; the result as text, written like `like`. */
static inline void cell_compute(char *out, size_t room, pol_kernel_call base, pol_op op, char v, uint32_t n, const char *const *args,
                                const char *like) {
  test_cell cell[MOST_ARGS + 1] = {{0}};
  pol_column column[MOST_ARGS + 1];
  uint32_t number[MOST_ARGS];
  char letters[MOST_ARGS + 1];
  char result = cell_letters(letters, op, v, n);
  for (uint32_t j = 0; j < n; j++) {
    cell[j] = cell_read(args[j], letters[j]);
    column[j] = cell_column(&cell[j], letters[j]);
    number[j] = j;
  }
  cell[n].state = 0xff; /* the kernel must write the state, and an INT */
  cell[n].i = 77;
  base.column = column;
  base.arg = number;
  base.args = n;
  base.n = 1;
  base.out = cell_column(&cell[n], result);
  pol_kernel kernel = pol_kernel_find(op, cell_repr(v));
  cr_assert(kernel != NULL, "%s has a kernel", pol_op_name(op));
  kernel(&base);
  if (result == 'i' && cell[n].state != POL_KNOWN && op != POL_OP_PERMISSION) {
    bool yes_or_no = op <= POL_OP_GE; /* of what is neither, nobody reads the rest */
    cr_expect(yes_or_no ? cell[n].i != 77 : cell[n].i == 0, "%s writes 0 where nothing is known", pol_op_name(op));
  }
  cell_write(out, room, &cell[n], result, like);
}
#endif
