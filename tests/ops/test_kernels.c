/* Every operation by tables: a row is one row of columns. */
#include "ops/cell_text.h"

#define LARGEST "170141183460469231731687303715884105727"

typedef struct row {
  pol_op op;
  char v;
  int32_t k;
  uint32_t aux;
  const char *args, *want;
} row;

static void check(const row *r) {
  char text[200], got[80];
  const char *args[MOST_ARGS];
  uint32_t n = 0;
  snprintf(text, sizeof text, "%s", r->args);
  for (char *at = strtok(text, " "); at != NULL; at = strtok(NULL, " ")) args[n++] = at;
  cell_compute(got, sizeof got, (pol_kernel_call){.k = r->k, .aux = r->aux}, r->op, r->v, n, args, r->want);
  cr_expect_str_eq(got, r->want, "%s(%s) is %s, not %s", pol_op_name(r->op), r->args, got, r->want);
}

static void check_all(const row *rows, size_t n) {
  for (size_t i = 0; i < n; i++) check(&rows[i]);
}

/* -- states, exhaustively */

static const char *const states[] = {"y", "n", "?", "!", "-"};

/* The first of `order` that is among the arguments. */
static const char *first_of(const char *const *order, uint32_t n, const char *const *args) {
  for (uint32_t s = 0; s < 5; s++) {
    for (uint32_t j = 0; j < n; j++) {
      if (strcmp(order[s], args[j]) == 0) return order[s];
    }
  }
  return "";
}

Test(kernels, and_or_states) {
  static const char *const and_order[] = {"n", "?", "!", "-", "y"}, *const or_order[] = {"y", "?", "!", "-", "n"};
  char got[80];
  for (uint32_t i = 0; i < 125; i++) {
    const char *args[] = {states[i % 5], states[i / 5 % 5], states[i / 25]};
    for (uint32_t n = 1; n <= 3; n++) {
      cell_compute(got, sizeof got, (pol_kernel_call){0}, POL_OP_AND, 'i', n, args, first_of(and_order, n, args));
      cr_expect_str_eq(got, first_of(and_order, n, args), "and(%s %s %s) of %u", args[0], args[1], args[2], n);
      cell_compute(got, sizeof got, (pol_kernel_call){0}, POL_OP_OR, 'i', n, args, first_of(or_order, n, args));
      cr_expect_str_eq(got, first_of(or_order, n, args), "or(%s %s %s) of %u", args[0], args[1], args[2], n);
    }
  }
}

/* Operations that compute only from what is known, with arguments that they can compute from. */
static const struct {
  pol_op op;
  char v;
  const char *known[3];
} strict_ops[] = {
    {POL_OP_NOT, 'i', {"y"}},
    {POL_OP_EQ, 'i', {"1", "2"}},
    {POL_OP_EQ, 'n', {"1", "2"}},
    {POL_OP_EQ, 'p', {"1m2d", "1m2d"}},
    {POL_OP_NE, 'n', {"1", "2"}},
    {POL_OP_LT, 'i', {"1", "2"}},
    {POL_OP_LE, 'n', {"1", "2"}},
    {POL_OP_GT, 'i', {"1", "2"}},
    {POL_OP_GE, 'n', {"1", "2"}},
    {POL_OP_IN, 'i', {"1", "2", "3"}},
    {POL_OP_ADD, 'n', {"1", "2"}},
    {POL_OP_SUB, 'n', {"1", "2"}},
    {POL_OP_MUL, 'n', {"1", "2"}},
    {POL_OP_DIV, 'n', {"1", "2"}},
    {POL_OP_NEG, 'n', {"1"}},
    {POL_OP_LEAST, 'n', {"1", "2", "3"}},
    {POL_OP_GREATEST, 'i', {"1", "2", "3"}},
    {POL_OP_ROUND, 'n', {"5", "2"}},
    {POL_OP_WHOLE, 'n', {"5"}},
    {POL_OP_TO_PERIOD, 'n', {"5"}},
    {POL_OP_PERIOD_ADD, 'p', {"1m0d", "0m1d"}},
    {POL_OP_SHIFT_DATE, 'i', {"2024-01-01", "1m0d"}},
    {POL_OP_SHIFT_ORDER, 'i', {"0", "1"}},
    {POL_OP_ORDER_DIFF, 'i', {"0", "1"}},
    {POL_OP_DAYS_BETWEEN, 'i', {"0", "1"}},
    {POL_OP_MONTHS_BETWEEN, 'i', {"0", "1"}},
    {POL_OP_YEARS_BETWEEN, 'i', {"0", "1"}},
    {POL_OP_DATE_MAKE, 'i', {"2024", "1", "1"}},
    {POL_OP_YEAR, 'i', {"0"}},
    {POL_OP_MONTH, 'i', {"0"}},
    {POL_OP_DAY, 'i', {"0"}},
    {POL_OP_WEEKDAY, 'i', {"0"}},
    {POL_OP_LAST_OF_MONTH, 'i', {"0"}},
    {POL_OP_YEARLY_IN, 'i', {"401", "2024"}},
};

Test(kernels, strict_states) {
  static const char *const order[] = {"-", "?", "!date", "known", ""};
  static const char *const each[] = {"known", "?", "!date", "-"};
  char got[80], was[80];
  for (size_t o = 0; o < COUNT(strict_ops); o++) {
    uint32_t n = strict_ops[o].known[2] != NULL ? 3 : strict_ops[o].known[1] != NULL ? 2 : 1, all = n == 3 ? 64 : n == 2 ? 16 : 4;
    pol_kernel_call base = {.k = 1, .aux = 5};
    cell_compute(was, sizeof was, base, strict_ops[o].op, strict_ops[o].v, n, strict_ops[o].known, "!date");
    for (uint32_t i = 0; i < all; i++) {
      const char *state[] = {each[i % 4], each[i / 4 % 4], each[i / 16]}, *args[3];
      for (uint32_t j = 0; j < n; j++) args[j] = strcmp(state[j], "known") == 0 ? strict_ops[o].known[j] : state[j];
      const char *want = first_of(order, n, state);
      cell_compute(got, sizeof got, base, strict_ops[o].op, strict_ops[o].v, n, args, "!date");
      cr_expect_str_eq(got, strcmp(want, "known") == 0 ? was : want, "%s(%s %s %s)", pol_op_name(strict_ops[o].op), state[0],
                       n > 1 ? state[1] : "", n > 2 ? state[2] : "");
    }
  }
}

Test(kernels, the_first_error_gives_its_fault) {
  static const row rows[] = {
      {POL_OP_ADD, 'n', 0, 0, "!large !date", "!large"},           {POL_OP_AND, 'i', 0, 0, "y !date !large", "!date"},
      {POL_OP_DATE_MAKE, 'i', 0, 0, "2024 !zero !large", "!zero"}, {POL_OP_PICK, 'n', 0, 0, "y !date y !large", "!date"},
      {POL_OP_PICK, 'n', 0, 0, "!large !date y 1", "!large"},      {POL_OP_ADD_ALL, 'n', 0, 0, "!large y !date", "!large"},
      {POL_OP_CAP_ALL, 'n', 0, 0, "1 y !date", "!date"},
  };
  pol_kernel_call cap = {.ranks = (const uint8_t[]){0}};
  for (size_t i = 0; i + 1 < COUNT(rows); i++) check(&rows[i]);
  char got[80];
  cell_compute(got, sizeof got, cap, POL_OP_CAP_ALL, 'n', 3, (const char *const[]){"1", "y", "!date"}, "!date");
  cr_expect_str_eq(got, "!date");
}

/* SELECT, ONLY_WHEN, PRESUMED and HOLDS: what each state of the condition gives, whatever the values are. */
Test(kernels, choice_states) {
  static const char *const values[] = {"7", "8", "?", "!date", "-"};
  static const pol_op reprs_of[] = {POL_OP_SELECT, POL_OP_ONLY_WHEN, POL_OP_PRESUMED};
  char got[80];
  for (uint32_t i = 0; i < 125; i++) {
    const char *c = states[i % 5], *a = values[i / 5 % 5], *b = values[i / 25];
    const char *same = strcmp(a, b) == 0 && (a[0] == '7' || a[0] == '8') ? a : "?";
    const char *select = c[0] == 'y' ? a : c[0] == 'n' || c[0] == '-' ? b : c[0] == '?' ? same : "!zero";
    const char *only = c[0] == 'n' || c[0] == '-' ? "-" : a;
    const char *presumed = a[0] == '?' && (b[0] == '7' || b[0] == '8') ? b : a; /* what has no value is not presumed */
    for (const char *v = "in"; *v != '\0'; v++) {
      cell_compute(got, sizeof got, (pol_kernel_call){0}, reprs_of[0], *v, 3, (const char *const[]){c, a, b}, "!x");
      cr_expect_str_eq(got, select, "select(%s %s %s) %c", c, a, b, *v);
      cell_compute(got, sizeof got, (pol_kernel_call){0}, reprs_of[1], *v, 2, (const char *const[]){a, c}, "!x");
      cr_expect_str_eq(got, only, "only_when(%s %s) %c", a, c, *v);
      cell_compute(got, sizeof got, (pol_kernel_call){0}, reprs_of[2], *v, 2, (const char *const[]){a, b}, "!x");
      cr_expect_str_eq(got, presumed, "presumed(%s %s) %c", a, b, *v);
    }
  }
  static const row rows[] = {
      {POL_OP_HOLDS, 'i', 0, 0, "y", "y"},
      {POL_OP_HOLDS, 'i', 0, 0, "n", "n"},
      {POL_OP_HOLDS, 'i', 0, 0, "?", "?"},
      {POL_OP_HOLDS, 'i', 0, 0, "-", "n"},
      {POL_OP_HOLDS, 'i', 0, 0, "!date", "!date"},
      {POL_OP_APPLIES, 'n', 0, 0, "7", "y"},
      {POL_OP_APPLIES, 'n', 0, 0, "?", "?"},
      {POL_OP_APPLIES, 'n', 0, 0, "-", "n"},
      {POL_OP_APPLIES, 'n', 0, 0, "!date", "y"},
      {POL_OP_APPLIES, 'i', 0, 0, "-", "n"},
      {POL_OP_APPLIES, 'p', 0, 0, "1m2d", "y"},
      {POL_OP_SELECT, 'p', 0, 0, "? 1m2d 1m2d", "1m2d"},
      {POL_OP_SELECT, 'p', 0, 0, "? 1m2d 1m3d", "?"},
      {POL_OP_SELECT, 'p', 0, 0, "- 1m2d 1m3d", "1m3d"},
      {POL_OP_STAGE, 'i', 0, 0, "3 1", "1"},
      {POL_OP_STAGE, 'i', 0, 0, "3 ?", "?"},
      {POL_OP_STAGE, 'i', 0, 0, "1 3", "1"},
      {POL_OP_STAGE, 'i', 0, 0, "4 3", "4"},
      {POL_OP_STAGE, 'i', 0, 0, "0 ?", "0"},
      {POL_OP_STAGE, 'i', 0, 0, "? 1", "?"},
      {POL_OP_STAGE, 'i', 0, 0, "!date 1", "!date"},
  };
  check_all(rows, COUNT(rows));
}

/* -- values */

Test(kernels, comparisons) {
  static const char *const pairs[][3] = {{"1", "2", "<"}, {"2", "2", "="}, {"3", "2", ">"}, {"-5", "-4", "<"}};
  static const struct {
    pol_op op;
    const char *yes;
  } ops[] = {{POL_OP_EQ, "="}, {POL_OP_NE, "<>"}, {POL_OP_LT, "<"}, {POL_OP_LE, "<="}, {POL_OP_GT, ">"}, {POL_OP_GE, ">="}};
  char got[80];
  for (size_t o = 0; o < COUNT(ops); o++) {
    for (size_t p = 0; p < COUNT(pairs); p++) {
      for (const char *v = "in"; *v != '\0'; v++) {
        cell_compute(got, sizeof got, (pol_kernel_call){0}, ops[o].op, *v, 2, pairs[p], "y");
        cr_expect_str_eq(got, strchr(ops[o].yes, pairs[p][2][0]) != NULL ? "y" : "n", "%s(%s %s) %c", pol_op_name(ops[o].op), pairs[p][0],
                         pairs[p][1], *v);
      }
    }
  }
  static const row rows[] = {
      {POL_OP_EQ, 'n', 0, 0, "1/3 2/6", "y"},
      {POL_OP_LT, 'n', 0, 0, "1/3 0.3334", "y"},
      {POL_OP_EQ, 'p', 0, 0, "1m2d 1m3d", "n"},
      {POL_OP_NE, 'p', 0, 0, "1m2d 2m2d", "y"},
      {POL_OP_IN, 'i', 0, 0, "3 1 2 3", "y"},
      {POL_OP_IN, 'i', 0, 0, "4 1 2 3", "n"},
      {POL_OP_IN, 'n', 0, 0, "1/2 0.5", "y"},
      {POL_OP_IN, 'p', 0, 0, "1m0d 0m1d 1m0d", "y"},
      {POL_OP_LEAST, 'n', 0, 0, "3 1/2 2", "0.5"},
      {POL_OP_GREATEST, 'n', 0, 0, "3 1/2 2", "3"},
      {POL_OP_LEAST, 'i', 0, 0, "2024-03-01 2024-02-29", "2024-02-29"},
      {POL_OP_GREATEST, 'i', 0, 0, "5", "5"},
  };
  check_all(rows, COUNT(rows));
}

Test(kernels, arithmetic) {
  static const char most[] = "170141183460469231731687303715884105727"; /* 2^127 - 1 */
  static const row rows[] = {
      {POL_OP_ADD, 'n', 0, 0, "1/3 1/6", "0.5"},
      {POL_OP_SUB, 'n', 0, 0, "1/3 1/3", "0"},
      {POL_OP_MUL, 'n', 0, 0, "2/3 3/4", "0.5"},
      {POL_OP_DIV, 'n', 0, 0, "1 3", "1/3"},
      {POL_OP_DIV, 'n', 0, 0, "1 0", "!zero"},
      {POL_OP_DIV, 'n', 0, 0, "0 0", "!zero"},
      {POL_OP_NEG, 'n', 0, 0, "7.5", "-7.5"},
      {POL_OP_ROUND, 'n', POL_ROUND_HALF_UP, 0, "2.5 1", "3"},
      {POL_OP_ROUND, 'n', POL_ROUND_HALF_EVEN, 0, "2.5 1", "2"},
      {POL_OP_ROUND, 'n', POL_ROUND_UP, 0, "2.01 0.25", "2.25"},
      {POL_OP_ROUND, 'n', POL_ROUND_DOWN, 0, "-2.9 1", "-2"},
      {POL_OP_ROUND, 'n', 0, 0, "2 0", "!zero"},
      {POL_OP_ROUND, 'n', 0, 0, "2 -1", "!zero"},
      {POL_OP_WHOLE, 'n', 0, 0, "2.9", "2"},
      {POL_OP_WHOLE, 'n', 0, 0, "-2.1", "-3"},
      {POL_OP_WHOLE, 'n', 0, 0, "4", "4"},
  };
  check_all(rows, COUNT(rows));
  char got[80];
  cell_compute(got, sizeof got, (pol_kernel_call){0}, POL_OP_ADD, 'n', 2, (const char *const[]){most, "1"}, "!x");
  cr_expect_str_eq(got, "!large");
  cell_compute(got, sizeof got, (pol_kernel_call){0}, POL_OP_MUL, 'n', 2, (const char *const[]){most, "2"}, "!x");
  cr_expect_str_eq(got, "!large");
}

enum { LAST_DAY = POL_SHORT_LAST_DAY, NEXT_FIRST = POL_SHORT_NEXT_FIRST };

Test(kernels, dates) {
  static const row rows[] = {
      {POL_OP_TO_PERIOD, 'n', 0, 0, "10", "0m10d"},
      {POL_OP_TO_PERIOD, 'n', 1, 0, "2", "0m14d"},
      {POL_OP_TO_PERIOD, 'n', 2, 0, "-3", "-3m0d"},
      {POL_OP_TO_PERIOD, 'n', 3, 0, "2", "24m0d"},
      {POL_OP_TO_PERIOD, 'n', 0, 0, "1/2", "!whole"},
      {POL_OP_TO_PERIOD, 'n', 3, 0, "2000000000", "!large"},
      {POL_OP_TO_PERIOD, 'n', 0, 0, "99999999999", "!large"},
      {POL_OP_TO_PERIOD, 'n', 0, 0, "2147483647", "0m2147483647d"},
      {POL_OP_TO_PERIOD, 'n', 0, 0, "2147483648", "!large"},
      {POL_OP_TO_PERIOD, 'n', 0, 0, "-2147483648", "0m-2147483648d"},
      {POL_OP_TO_PERIOD, 'n', 0, 0, "-2147483649", "!large"},
      {POL_OP_TO_PERIOD, 'n', 0, 0, "9223372036854775808", "!large"},
      {POL_OP_TO_PERIOD, 'n', 1, 0, "306783379", "!large"},
      {POL_OP_TO_PERIOD, 'n', 1, 0, "-306783379", "!large"},
      {POL_OP_TO_PERIOD, 'n', 1, 0, "306783378", "0m2147483646d"},
      {POL_OP_TO_PERIOD, 'n', 3, 0, "178956970", "2147483640m0d"},
      {POL_OP_TO_PERIOD, 'n', 3, 0, "178956971", "!large"},
      {POL_OP_TO_PERIOD, 'n', 3, 0, "-178956971", "!large"},
      {POL_OP_PERIOD_ADD, 'p', 1, 0, "2147483646m0d 1m0d", "2147483647m0d"},
      {POL_OP_PERIOD_ADD, 'p', 1, 0, "0m2147483647d 0m1d", "!large"},
      {POL_OP_PERIOD_ADD, 'p', -1, 0, "-2147483647m0d 1m0d", "-2147483648m0d"},
      {POL_OP_PERIOD_ADD, 'p', -1, 0, "-2147483647m0d 2m0d", "!large"},
      {POL_OP_PERIOD_ADD, 'p', -1, 0, "0m-2147483647d 0m1d", "0m-2147483648d"},
      {POL_OP_PERIOD_ADD, 'p', -1, 0, "0m-2147483647d 0m2d", "!large"},
      {POL_OP_PERIOD_ADD, 'p', 1, 0, "1m2d 3m4d", "4m6d"},
      {POL_OP_PERIOD_ADD, 'p', -1, 0, "1m2d 3m4d", "-2m-2d"},
      {POL_OP_PERIOD_ADD, 'p', 1, 0, "2147483647m0d 1m0d", "!large"},
      {POL_OP_SHIFT_DATE, 'i', 1, LAST_DAY, "2024-01-31 1m0d", "2024-02-29"},
      {POL_OP_SHIFT_DATE, 'i', 1, NEXT_FIRST, "2023-01-31 1m0d", "2023-03-01"},
      {POL_OP_SHIFT_DATE, 'i', -1, LAST_DAY, "2024-03-31 1m1d", "2024-02-28"},
      {POL_OP_SHIFT_DATE, 'i', 1, LAST_DAY, "9999-12-31 0m1d", "!date"},
      {POL_OP_SHIFT_DATE, 'i', -1, LAST_DAY, "0001-01-01 0m1d", "!date"},
      {POL_OP_SHIFT_DATE, 'i', 1, 0, "2024-01-15 1m0d", "2024-02-15"},
      {POL_OP_DAYS_BETWEEN, 'i', 0, 0, "2024-02-28 2024-03-01", "2"},
      {POL_OP_DAYS_BETWEEN, 'i', 0, 0, "2024-03-01 2024-02-28", "-2"},
      {POL_OP_MONTHS_BETWEEN, 'i', 0, LAST_DAY, "2024-01-31 2024-02-29", "1"},
      {POL_OP_MONTHS_BETWEEN, 'i', 0, NEXT_FIRST, "2024-01-31 2024-02-29", "0"},
      {POL_OP_MONTHS_BETWEEN, 'i', 0, NEXT_FIRST, "2024-01-31 2024-03-01", "1"},
      {POL_OP_YEARS_BETWEEN, 'i', 0, LAST_DAY, "2004-02-29 2023-02-28", "19"},
      {POL_OP_YEARS_BETWEEN, 'i', 0, NEXT_FIRST, "2004-02-29 2023-02-28", "18"},
      {POL_OP_YEARS_BETWEEN, 'i', 0, LAST_DAY, "2024-04-01 2024-03-31", "-1"},
      {POL_OP_YEARS_BETWEEN, 'i', 0, LAST_DAY, "2024-04-01 2023-04-01", "-1"},
      {POL_OP_YEARS_BETWEEN, 'i', 0, LAST_DAY, "2024-04-01 2023-03-31", "-2"},
      {POL_OP_DATE_MAKE, 'i', 0, 0, "2024 2 29", "2024-02-29"},
      {POL_OP_DATE_MAKE, 'i', 0, 0, "2023 2 29", "!date"},
      {POL_OP_DATE_MAKE, 'i', 0, 0, "2023 1.5 1", "!whole"},
      {POL_OP_DATE_MAKE, 'i', 0, 0, "10000 1 1", "!date"},
      {POL_OP_DATE_MAKE, 'i', 0, 0, "99999999999 1 1", "!date"},
      {POL_OP_YEAR, 'i', 0, 0, "2024-02-29", "2024"},
      {POL_OP_MONTH, 'i', 0, 0, "2024-02-29", "2"},
      {POL_OP_DAY, 'i', 0, 0, "2024-02-29", "29"},
      {POL_OP_WEEKDAY, 'i', 0, 0, "2024-04-01", "0"},
      {POL_OP_WEEKDAY, 'i', 0, 0, "2024-03-31", "6"},
      {POL_OP_LAST_OF_MONTH, 'i', 0, 0, "2024-02-01", "2024-02-29"},
      {POL_OP_LAST_OF_MONTH, 'i', 0, 0, "9999-12-31", "9999-12-31"},
      {POL_OP_YEARLY_IN, 'i', 0, LAST_DAY, "229 2024", "2024-02-29"},
      {POL_OP_YEARLY_IN, 'i', 0, LAST_DAY, "229 2023", "2023-02-28"},
      {POL_OP_YEARLY_IN, 'i', 0, NEXT_FIRST, "229 2023", "2023-03-01"},
      {POL_OP_YEARLY_IN, 'i', 0, 0, "229 2023", "!date"},
      {POL_OP_YEARLY_IN, 'i', 0, 0, "401 2023", "2023-04-01"},
      {POL_OP_YEARLY_IN, 'i', 0, 0, "401 0", "!date"},
      {POL_OP_YEARLY_IN, 'i', 0, 0, "401 1", "0001-04-01"},
      {POL_OP_YEARLY_IN, 'i', 0, 0, "1231 9999", "9999-12-31"},
      {POL_OP_YEARLY_IN, 'i', 0, 0, "401 10000", "!date"},
      {POL_OP_YEARLY_IN, 'i', 0, LAST_DAY, "229 0", "!date"},
      {POL_OP_YEARLY_IN, 'i', 0, LAST_DAY, "229 10001", "!date"},
      {POL_OP_YEARLY_IN, 'i', 0, NEXT_FIRST, "229 -1", "!date"},
      {POL_OP_YEARLY_IN, 'i', 0, NEXT_FIRST, "229 10001", "!date"},
      {POL_OP_YEARLY_IN, 'i', 0, NEXT_FIRST, "229 9999", "9999-03-01"},
      {POL_OP_YEARLY_IN, 'i', 0, LAST_DAY, "229 99999999999", "!date"},
      {POL_OP_YEARLY_IN, 'i', 0, 0, "401 1.5", "!whole"},
      {POL_OP_SHIFT_ORDER, 'i', 1, 5, "3 1", "4"},
      {POL_OP_SHIFT_ORDER, 'i', 1, 5, "4 1", "-"},
      {POL_OP_SHIFT_ORDER, 'i', -1, 5, "0 1", "-"},
      {POL_OP_SHIFT_ORDER, 'i', -1, 5, "4 4", "0"},
      {POL_OP_SHIFT_ORDER, 'i', 1, 5, "0 1/2", "!whole"},
      {POL_OP_SHIFT_ORDER, 'i', 1, 5, "0 99999999999", "-"},
      {POL_OP_SHIFT_ORDER, 'i', 1, 5, "0 2147483647", "-"},
      {POL_OP_SHIFT_ORDER, 'i', -1, 5, "1 -2147483648", "-"},
      {POL_OP_SHIFT_ORDER, 'i', -1, 5, "1 9223372036854775808", "-"},
      {POL_OP_SHIFT_ORDER, 'i', 1, 5, "1 36893488147419103231/2", "!whole"},
      {POL_OP_SHIFT_ORDER, 'i', 1, 5, "2 -2", "0"},
      {POL_OP_SHIFT_ORDER, 'i', 1, 5, "2 -3", "-"},
      {POL_OP_SHIFT_ORDER, 'i', -1, 5, "2 -2", "4"},
      {POL_OP_ORDER_DIFF, 'i', 0, 0, "1 4", "-3"},
  };
  check_all(rows, COUNT(rows));
}

/* -- rules */

Test(kernels, permission) {
  static const struct {
    const char *ranks, *in_force, *want;
  } rows[] = {
      {"0123", "nnnn", "4"}, {"0123", "----", "4"}, {"0123", "nnny", "3"}, {"0123", "nnyy", "2"}, {"0123", "nyyy", "1"},
      {"0123", "yyyy", "0"}, {"0123", "nn?y", "?"}, {"0123", "nny?", "2"}, {"0123", "nnn?", "?"}, {"0123", "?nny", "?"},
      {"0123", "n?yn", "?"}, {"0123", "ny??", "1"}, {"0123", "nn!y", "!"}, {"0123", "nny!", "2"}, {"0123", "n!?y", "?"},
      {"0123", "n?!y", "?"}, {"0123", "nnn!", "!"}, {"33", "?y", "3"},     {"33", "!y", "3"},     {"11", "!?", "?"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    uint8_t ranks[4];
    char text[4][2] = {{0}}, got[80];
    const char *args[4];
    uint32_t n = (uint32_t)strlen(rows[i].ranks);
    for (uint32_t j = 0; j < n; j++) {
      ranks[j] = (uint8_t)(rows[i].ranks[j] - '0');
      text[j][0] = rows[i].in_force[j];
      args[j] = text[j];
    }
    cell_compute(got, sizeof got, (pol_kernel_call){.ranks = ranks}, POL_OP_PERMISSION, 'i', n, args, rows[i].want);
    cr_expect_str_eq(got, rows[i].want, "%s of %s is %s", rows[i].in_force, rows[i].ranks, got);
  }
}

Test(kernels, pick) {
  static const row rows[] = {
      {POL_OP_PICK, 'n', 0, 0, "n 1 n 2", "-"},
      {POL_OP_PICK, 'n', 0, 0, "y 1 n 2", "1"},
      {POL_OP_PICK, 'n', 0, 0, "y 1 y 1", "1"},
      {POL_OP_PICK, 'n', 0, 0, "y 1 y 2", "!conflict"},
      {POL_OP_PICK, 'n', 0, 0, "y 1 y 2 ? 3", "!conflict"},
      {POL_OP_PICK, 'n', 0, 0, "y 1 y 2 ! 3", "!conflict"},
      {POL_OP_PICK, 'n', 0, 0, "y 1 y ?", "?"},
      {POL_OP_PICK, 'n', 0, 0, "y 1 ? 1", "1"},
      {POL_OP_PICK, 'n', 0, 0, "y 1 ? 2", "?"},
      {POL_OP_PICK, 'n', 0, 0, "y 1 ? ?", "?"},
      {POL_OP_PICK, 'n', 0, 0, "? 1 ? 1", "?"},
      {POL_OP_PICK, 'n', 0, 0, "y 1 ! 2", "!"},
      {POL_OP_PICK, 'n', 0, 0, "! 1 ? 2", "?"},
      {POL_OP_PICK, 'n', 0, 0, "y !date n 2", "!date"},
      {POL_OP_PICK, 'n', 0, 0, "y -", "-"},
      {POL_OP_PICK, 'n', 0, 0, "y - y 2", "2"},
      {POL_OP_PICK, 'n', 0, 0, "? - y 2", "2"},
      {POL_OP_PICK, 'n', 0, 0, "! - y 2", "2"},
      {POL_OP_PICK, 'n', 0, 0, "- 1 y 2", "2"},
      {POL_OP_PICK, 'n', 0, 0, "? ! y 2", "?"},
      {POL_OP_PICK, 'i', 0, 0, "y 2024-01-01 y 2024-01-01", "2024-01-01"},
      {POL_OP_PICK, 'p', 0, 0, "y 1m1d y 1m1d", "1m1d"},
      {POL_OP_PICK, 'p', 0, 0, "y 1m1d y 1m2d", "!conflict"},
      {POL_OP_PICK_LEAST, 'n', 0, 0, "y 3 y 2 n 1", "2"},
      {POL_OP_PICK_LEAST, 'n', 0, 0, "y 3 ? 4", "3"},
      {POL_OP_PICK_LEAST, 'n', 0, 0, "y 3 ? 3", "3"},
      {POL_OP_PICK_LEAST, 'n', 0, 0, "y 3 ? 2", "?"},
      {POL_OP_PICK_LEAST, 'n', 0, 0, "? 3", "?"},
      {POL_OP_PICK_LEAST, 'n', 0, 0, "n 3", "-"},
      {POL_OP_PICK_LEAST, 'n', 0, 0, "y 3 ? 4 ? 2", "?"},
      {POL_OP_PICK_GREATEST, 'n', 0, 0, "y 3 y 2 n 9", "3"},
      {POL_OP_PICK_GREATEST, 'n', 0, 0, "y 3 ? 2", "3"},
      {POL_OP_PICK_GREATEST, 'n', 0, 0, "y 3 ? 4", "?"},
      {POL_OP_PICK_GREATEST, 'i', 0, 0, "y 2024-01-01 y 2024-05-01", "2024-05-01"},
      {POL_OP_PICK_GREATEST, 'n', 0, 0, "y 3 y ?", "?"},
      {POL_OP_PICK_GREATEST, 'n', 0, 0, "y 3 ! 1", "!"},
  };
  check_all(rows, COUNT(rows));
}

Test(kernels, additions_and_factors) {
  static const row rows[] = {
      {POL_OP_ADD_ALL, 'n', 0, 0, "10", "10"},
      {POL_OP_ADD_ALL, 'n', 0, 0, "10 y 2 n 5 y 3", "15"},
      {POL_OP_ADD_ALL, 'n', 0, 0, "- y 2", "2"},
      {POL_OP_ADD_ALL, 'n', 0, 0, "- n 2", "-"},
      {POL_OP_ADD_ALL, 'n', 0, 0, "- y 0", "0"},
      {POL_OP_ADD_ALL, 'n', 0, 0, "- ? 2", "?"},
      {POL_OP_ADD_ALL, 'n', 0, 0, "- ? 0", "?"},
      {POL_OP_ADD_ALL, 'n', 0, 0, "- ? 0 y 3", "3"},
      {POL_OP_ADD_ALL, 'n', 0, 0, "10 ? 2", "?"},
      {POL_OP_ADD_ALL, 'n', 0, 0, "10 ? 0", "10"},
      {POL_OP_ADD_ALL, 'n', 0, 0, "10 y ?", "?"},
      {POL_OP_ADD_ALL, 'n', 0, 0, "10 ! 2", "!"},
      {POL_OP_ADD_ALL, 'n', 0, 0, "10 ! 2 ? 1", "?"},
      {POL_OP_ADD_ALL, 'n', 0, 0, "? y 2", "?"},
      {POL_OP_ADD_ALL, 'n', 0, 0, "!date y 2", "!date"},
      {POL_OP_ADD_ALL, 'n', 0, 0, "10 y -", "10"},
      {POL_OP_ADD_ALL, 'n', 0, 0, "- y -", "-"},
      {POL_OP_ADD_ALL, 'n', 0, 0, "10 ? -", "10"},
      {POL_OP_ADD_ALL, 'n', 0, 0, "!conflict y 2", "!conflict"},
      {POL_OP_ADD_ALL, 'n', 0, 0, LARGEST " y 1", "!large"},
      {POL_OP_ADD_ALL, 'n', 0, 0, LARGEST " y 1 y -1", "!large"},
      {POL_OP_ADD_ALL, 'n', 0, 0, LARGEST " n 1 y 0", LARGEST},
      {POL_OP_ADD_ALL, 'n', 0, 0, LARGEST " y 1 y !date", "!large"},
      {POL_OP_MUL_ALL, 'n', 0, 0, LARGEST " y 2", "!large"},
      {POL_OP_MUL_ALL, 'n', 0, 0, LARGEST " y 2 y 1/2", "!large"},
      {POL_OP_MUL_ALL, 'n', 0, 0, LARGEST " n 2 y 1", LARGEST},
      {POL_OP_MUL_ALL, 'n', 0, 0, LARGEST " y 2 y !date", "!large"},
      {POL_OP_MUL_ALL, 'n', 0, 0, "10 y 1/2 n 3 y 4", "20"},
      {POL_OP_MUL_ALL, 'n', 0, 0, "- y 2", "-"},
      {POL_OP_MUL_ALL, 'n', 0, 0, "- ? 2", "-"},
      {POL_OP_MUL_ALL, 'n', 0, 0, "10 ? 1", "10"},
      {POL_OP_MUL_ALL, 'n', 0, 0, "10 ? 2", "?"},
      {POL_OP_MUL_ALL, 'n', 0, 0, "10 y ?", "?"},
      {POL_OP_MUL_ALL, 'n', 0, 0, "10 y -", "10"},
      {POL_OP_MUL_ALL, 'n', 0, 0, "10 y !date", "!date"},
      {POL_OP_MUL_ALL, 'n', 0, 0, "? y !date", "?"},
      {POL_OP_MUL_ALL, 'n', 0, 0, "!date y ?", "?"},
      {POL_OP_MUL_ALL, 'n', 0, 0, "- y !date", "-"},
  };
  check_all(rows, COUNT(rows));
}

Test(kernels, caps_and_floors) {
  /* kinds: c a cap, f a floor */
  static const struct {
    const char *kinds, *args, *want;
  } rows[] = {
      {"c", "10 y 8", "8"},      {"c", "10 y 12", "10"},       {"f", "10 y 12", "12"},      {"f", "10 y 8", "10"},
      {"cc", "10 y 9 y 7", "7"}, {"ff", "10 y 11 y 13", "13"}, {"cf", "10 y 12 y 8", "10"}, {"cf", "10 y 8 y 9", "!conflict"},
      {"cf", "10 y 8 y 8", "8"}, {"c", "10 n 8", "10"},        {"c", "10 ? 12", "10"},      {"c", "10 ? 8", "?"},
      {"cc", "10 y 8 ? 9", "8"}, {"cf", "10 y 8 ? 9", "?"},    {"c", "10 y ?", "?"},        {"c", "10 ? ?", "?"},
      {"c", "10 y -", "10"},     {"c", "- y 8", "-"},          {"cf", "- y 8 y 9", "-"},    {"c", "- ? 8", "-"},
      {"c", "? y 8", "?"},       {"cf", "? y 8 y 9", "?"},     {"c", "!date y 8", "!date"}, {"c", "10 ! 8", "!"},
      {"cc", "10 ! 8 ? 9", "!"}, {"f", "10 ? 8", "10"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    uint8_t ranks[4];
    char text[80], got[80];
    const char *args[MOST_ARGS];
    uint32_t n = 0;
    for (size_t j = 0; rows[i].kinds[j] != '\0'; j++) ranks[j] = rows[i].kinds[j] == 'f';
    snprintf(text, sizeof text, "%s", rows[i].args);
    for (char *at = strtok(text, " "); at != NULL; at = strtok(NULL, " ")) args[n++] = at;
    for (const char *v = "in"; *v != '\0'; v++) {
      cell_compute(got, sizeof got, (pol_kernel_call){.ranks = ranks}, POL_OP_CAP_ALL, *v, n, args, rows[i].want);
      cr_expect_str_eq(got, rows[i].want, "%s of %s is %s, not %s", rows[i].args, rows[i].kinds, got, rows[i].want);
    }
  }
}

/* -- lists */

enum { MOST_ELEMENTS = 4 };

/* One list over `wheres` and `values`, element by element. */
static void check_each(pol_op op, char v, const char *list, const char *wheres, const char *const *values, const char *want) {
  test_cell ref = cell_read(list, 'l'), out = {.state = 0xff};
  uint8_t where_state[MOST_ELEMENTS], value_state[MOST_ELEMENTS];
  int32_t where_i[MOST_ELEMENTS], value_i[MOST_ELEMENTS];
  pol_num value_num[MOST_ELEMENTS];
  uint32_t n = (uint32_t)strlen(wheres);
  for (uint32_t j = 0; j < n; j++) {
    test_cell w = cell_read((const char[]){wheres[j], '\0'}, 'i'), value = cell_read(values == NULL ? "0" : values[j], v);
    where_state[j] = w.state, where_i[j] = w.i;
    value_state[j] = value.state, value_i[j] = value.i, value_num[j] = value.num;
  }
  pol_column column[] = {{&ref.state, {.list = &ref.list}}, {where_state, {.i = where_i}}, {value_state, {.i = value_i}}};
  if (v == 'n') column[2].as.num = value_num;
  char letters[3], got[80], result = cell_letters(letters, op, v, values == NULL ? 2 : 3);
  pol_kernel_call call = {
      .column = column, .arg = (const uint32_t[]){0, 1, 2}, .args = values == NULL ? 2 : 3, .n = 1, .out = cell_column(&out, result)};
  pol_kernel_find(op, cell_repr(v))(&call);
  cell_write(got, sizeof got, &out, result, want);
  cr_expect_str_eq(got, want, "%s over %s of %s is %s, not %s", pol_op_name(op), list, wheres, got, want);
}

Test(kernels, quantifiers) {
  static const struct {
    const char *where, *any, *every, *count;
  } rows[] = {
      {"", "n", "y", "0"},   {"y", "y", "y", "1"},  {"n", "n", "n", "0"},  {"yn", "y", "n", "1"},
      {"y?", "y", "?", "?"}, {"n?", "?", "n", "?"}, {"?!", "?", "?", "?"}, {"!?", "?", "?", "?"},
      {"y!", "y", "!", "!"}, {"n!", "!", "n", "!"}, {"-", "n", "n", "0"},  {"y-", "y", "n", "1"},
      {"-?", "?", "n", "?"}, {"?y", "y", "?", "?"}, {"!y", "y", "!", "!"}, {"?n", "?", "n", "?"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    char list[24];
    snprintf(list, sizeof list, "0+%zu", strlen(rows[i].where));
    check_each(POL_OP_ANY, 'i', list, rows[i].where, NULL, rows[i].any);
    check_each(POL_OP_EVERY, 'i', list, rows[i].where, NULL, rows[i].every);
    check_each(POL_OP_COUNT, 'i', list, rows[i].where, NULL, rows[i].count);
  }
  static const pol_op ops[] = {POL_OP_ANY, POL_OP_EVERY, POL_OP_COUNT};
  for (size_t o = 0; o < COUNT(ops); o++) { /* what the list is, the result is */
    for (const char *const *s = (const char *const[]){"?", "-", "!date", NULL}; *s != NULL; s++) check_each(ops[o], 'i', *s, "", NULL, *s);
  }
  check_each(POL_OP_ANY, 'i', "1+1", "yn", NULL, "n"); /* only its own rows */
  check_each(POL_OP_COUNT, 'i', "1+2", "yny", NULL, "1");
}

Test(kernels, sums_and_extremes) {
  static const struct {
    const char *where, *value[MOST_ELEMENTS], *sum, *least, *greatest;
  } rows[] = {
      {"", {NULL}, "0", "-", "-"},           {"yy", {"2", "5"}, "7", "2", "5"},
      {"yn", {"2", "?"}, "2", "2", "2"},     {"y?", {"2", "5"}, "?", "?", "?"},
      {"yy", {"2", "?"}, "?", "?", "?"},     {"yy", {"2", "-"}, "2", "2", "2"},
      {"y", {"-"}, "0", "-", "-"},           {"yy", {"2", "!date"}, "!date", "!date", "!date"},
      {"yy", {"!date", "?"}, "?", "?", "?"}, {"!y", {"1", "?"}, "?", "?", "?"},
      {"!y", {"1", "2"}, "!", "!", "!"},     {"-y", {"1", "2"}, "2", "2", "2"},
      {"?", {"-"}, "?", "?", "?"},           {"yyy", {"3", "1", "2"}, "6", "1", "3"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    char list[24];
    snprintf(list, sizeof list, "0+%zu", strlen(rows[i].where));
    check_each(POL_OP_SUM, 'n', list, rows[i].where, rows[i].value, rows[i].sum);
    for (const char *v = "in"; *v != '\0'; v++) {
      check_each(POL_OP_AGG_LEAST, *v, list, rows[i].where, rows[i].value, rows[i].least);
      check_each(POL_OP_AGG_GREATEST, *v, list, rows[i].where, rows[i].value, rows[i].greatest);
    }
  }
  check_each(POL_OP_SUM, 'n', "?", "", (const char *const[]){NULL}, "?");
  check_each(POL_OP_AGG_LEAST, 'i', "-", "", (const char *const[]){NULL}, "-");
}

/* -- the table */

Test(kernels, every_operation_is_there) {
  for (int op = 0; op < POL_OPS; op++) {
    const char *shape = pol_op_shape((pol_op)op);
    int arity = pol_op_arity((pol_op)op);
    cr_expect(shape[0] == '\0' || strchr(shape, '>') != NULL, "%s", pol_op_name((pol_op)op));
    if (shape[0] == '\0') cr_expect_eq(arity, 0, "%s has arguments and no shape", pol_op_name((pol_op)op));
    else if (arity > 0 && strchr(shape, '(') == NULL && shape[0] != 'l')
      cr_expect_eq((int)(strchr(shape, '>') - shape), arity, "%s", pol_op_name((pol_op)op));
    else if (arity == -1) cr_expect(strchr(shape, '(') != NULL, "%s takes any number", pol_op_name((pol_op)op));
  }
  cr_expect_null(pol_kernel_find(POL_OPS, POL_REPR_INT));
  cr_expect_null(pol_kernel_find(POL_OP_LT, POL_REPR_PERIOD), "periods have no order");
  cr_expect_str_eq(pol_op_shape(POL_OPS), "");
}

/* All rows of a column, not only the first: each kernel on 100 rows gives what it gives on one. */
Test(kernels, many_rows) {
  enum { ROWS = 100 };
  static const pol_op ops[] = {POL_OP_ADD, POL_OP_MUL, POL_OP_DIV, POL_OP_LT, POL_OP_EQ, POL_OP_LEAST};
  uint8_t state[2][ROWS], out_state[ROWS];
  pol_num num[2][ROWS], out_num[ROWS];
  int32_t out_i[ROWS];
  for (int r = 0; r < ROWS; r++) {
    for (int a = 0; a < 2; a++) {
      state[a][r] = (uint8_t)((r + a) % 7 == 0 ? POL_UNKNOWN : (r * (a + 2)) % 11 == 3 ? POL_NOT_APPLICABLE : POL_KNOWN);
      num[a][r] = pol_num_int(r % 5 - a);
    }
  }
  for (size_t o = 0; o < COUNT(ops); o++) {
    pol_column all[] = {{state[0], {.num = num[0]}}, {state[1], {.num = num[1]}}};
    char letters[2];
    bool is_num = cell_letters(letters, ops[o], 'n', 2) == 'n';
    pol_column out = {.state = out_state};
    if (is_num) out.as.num = out_num;
    else out.as.i = out_i;
    pol_kernel_call call = {.column = all, .arg = (const uint32_t[]){0, 1}, .args = 2, .n = ROWS, .out = out};
    pol_kernel_find(ops[o], POL_REPR_NUM)(&call);
    for (int r = 0; r < ROWS; r++) {
      pol_column one[] = {{&state[0][r], {.num = &num[0][r]}}, {&state[1][r], {.num = &num[1][r]}}};
      test_cell cell = {.state = 0xff};
      pol_kernel_call single = call;
      single.column = one, single.n = 1, single.out = cell_column(&cell, is_num ? 'n' : 'i');
      pol_kernel_find(ops[o], POL_REPR_NUM)(&single);
      cr_expect_eq(cell.state, out_state[r], "%s row %d", pol_op_name(ops[o]), r);
      if (cell.state != POL_KNOWN) continue;
      cr_expect(is_num ? pol_num_cmp(cell.num, out_num[r]) == 0 : cell.i == out_i[r], "%s row %d", pol_op_name(ops[o]), r);
    }
  }
}
