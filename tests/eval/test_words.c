/* Values as people read them, and as programs do. */
#include "eval/words.h"
#include "support/policy.h"
#include <criterion/criterion.h>
#include <string.h>

#define DECLARED                                                                                                     \
  "party boss \"the Boss\"\noptions colour is red, dark_blue \"Dark blue\"\norder rank \"rank\", \"ranks\" is low, high_up\n"     \
  "record child\n  age is number\n"                                                                                  \
  "facts x\n  yes_no is yes or no\n  kind is colour\n  level is rank\n  who is party\n  n is number\n  count is count\n  share is percent\n"  \
  "  pay is money\n  monthly is money per month\n  week is hours per week\n  h is hours\n  d is days\n  m is months\n  y is years\n  p is period\n" \
  "  day is date\n  at is time\n  text is text\n  children is list of child\n"                                       \
  "decision z is permission, may be silent \"test\"\nclause 1.1 \"A\"\n  refuses z when all of\n"                    \
  "    - x.yes_no\n"

typedef struct row { const char *fact, *given, *words, *plain; } row;

static const row rows[] = {
  { "x.yes_no", "true", "yes", "yes" },
  { "x.yes_no", "false", "no", "no" },
  { "x.kind", "\"dark_blue\"", "Dark blue", "dark_blue" },
  { "x.level", "\"high_up\"", "high up", "high_up" },
  { "x.who", "\"boss\"", "the Boss", "boss" },
  { "x.n", "7.50", "7.5", "7.5" },
  { "x.n", "-1950", "-1,950", "-1950" },
  { "x.n", "\"750/37\"", "about 20.27 (exactly 750/37)", "750/37" },
  { "x.n", "\"-1/3\"", "about -0.33 (exactly -1/3)", "-1/3" },
  { "x.n", "\"170141183460469231731687303715884105727/3\"", "about 56,713,727,820,156,410,577,229,101,238,628,035,242.33 (exactly 170141183460469231731687303715884105727/3)",
    "170141183460469231731687303715884105727/3" },
  { "x.count", "1950", "1950", "1950" },
  { "x.count", "19500", "19,500", "19500" },
  { "x.share", "50", "50%", "50" },
  { "x.share", "12.5", "12.5%", "12.5" },
  { "x.pay", "13068", "£13,068.00", "13068.00" },
  { "x.pay", "0.125", "£0.125", "0.125" },
  { "x.pay", "-5", "-£5.00", "-5.00" },
  { "x.pay", "\"1/3\"", "about £0.33 (exactly 1/3)", "1/3" },
  { "x.pay", "\"-170141183460469231731687303715884105727/3\"", "about -£56,713,727,820,156,410,577,229,101,238,628,035,242.33 (exactly -170141183460469231731687303715884105727/3)",
    "-170141183460469231731687303715884105727/3" },
  { "x.monthly", "23.05", "£23.05 per month", "23.05" },
  { "x.week", "37", "37 hours per week", "37" },
  { "x.week", "1", "1 hour per week", "1" },
  { "x.h", "7.4", "7.4 hours", "7.4" },
  { "x.h", "1", "1 hour", "1" },
  { "x.h", "0", "0 hours", "0" },
  { "x.d", "31", "31 days", "31" },
  { "x.m", "1", "1 month", "1" },
  { "x.y", "5", "5 years", "5" },
  { "x.p", "\"3 years 6 months\"", "3 years 6 months", "3 years 6 months" },
  { "x.p", "\"1 month 1 day\"", "1 month 1 day", "1 month 1 day" },
  { "x.day", "\"2024-04-01\"", "1 April 2024", "2024-04-01" },
  { "x.at", "\"07:00\"", "07:00", "07:00" },
  { "x.text", "\"some words\"", "some words", "some words" },
  { "x.children", "[]", "0 entries", "0 entries" },
  { "x.children", "[{\"age\": 3}]", "1 entry", "1 entry" },
  { "x.n", "null", "not known", "" },
};

Test(words, of_values) {
  policy p;
  pol_text words, plain, facts;
  cr_assert_eq(policy_open(&p, DECLARED, NULL), POL_OK);
  for (size_t i = 0; i < COUNT(rows); i++) {
    pol_text_init(&words, NULL);
    pol_text_init(&plain, NULL);
    pol_text_init(&facts, NULL);
    pol_text_format(&facts, "\"%s\": %s", rows[i].fact, rows[i].given);
    pol_record_facts *record = policy_facts(&p, pol_text_get(&facts));
    uint32_t fact = pol_model_fact(p.model, pol_atom_text(p.atoms, rows[i].fact));
    if (!record || fact == POL_NO_REF) {
      policy_reports(&words, &p, false);
      cr_expect(false, "%s is %s: %s", rows[i].fact, rows[i].given, pol_text_get(&words));
    } else {
      pol_value_words(&words, p.model, &record->value[fact]);
      pol_value_plain(&plain, p.model, &record->value[fact], 0);
      cr_expect_str_eq(pol_text_get(&words), rows[i].words, "%s is %s: %s", rows[i].fact, rows[i].given, pol_text_get(&words));
      cr_expect_str_eq(pol_text_get(&plain), rows[i].plain, "%s is %s: %s", rows[i].fact, rows[i].given, pol_text_get(&plain));
    }
    pol_text_drop(&words);
    pol_text_drop(&plain);
    pol_text_drop(&facts);
  }
  policy_close(&p);
}

/* ---- order and sameness of lists; what lies behind the end of one is not its own */

static pol_value option(int32_t i) { return (pol_value){.state = POL_KNOWN, .type.kind = POL_T_OPTION, .as.i = i}; }

Test(words, order_of_lists) {
  static const struct { int32_t a[3], b[3]; uint32_t n, m; int order; bool set, sequence; } lists[] = {
    { { 1, 2, 0 }, { 1, 2, 0 }, 2, 2, 0, true, true },
    { { 1, 2, 9 }, { 1, 2, 3 }, 2, 3, -1, false, false },
    { { 1, 2, 3 }, { 1, 2, 9 }, 3, 2, 1, false, false },
    { { 1, 2, 9 }, { 1, 2, 3 }, 2, 2, 0, true, true },
    { { 1, 2, 3 }, { 1, 3, 2 }, 3, 3, -1, true, false },
    { { 2, 1, 1 }, { 1, 2, 2 }, 1, 2, 1, false, false },
    { { 5, 0, 0 }, { 1, 0, 0 }, 0, 1, -1, false, false },
    { { 5, 0, 0 }, { 1, 0, 0 }, 0, 0, 0, true, true },
    { { 1, 2, 0 }, { 2, 1, 0 }, 2, 2, -1, true, false },
  };
  for (size_t i = 0; i < COUNT(lists); i++) {
    pol_value a[3], b[3];
    for (size_t k = 0; k < 3; k++) a[k] = option(lists[i].a[k]), b[k] = option(lists[i].b[k]);
    pol_value x = {.state = POL_KNOWN, .type.kind = POL_T_SET, .as.items = {a, lists[i].n}}, y = {.state = POL_KNOWN, .type.kind = POL_T_SET, .as.items = {b, lists[i].m}};
    cr_expect_eq(pol_value_cmp(NULL, &x, &y), lists[i].order, "row %zu", i);
    cr_expect_eq(pol_value_cmp(NULL, &y, &x), -lists[i].order, "row %zu, turned round", i);
    cr_expect_eq(pol_value_same(&x, &y), lists[i].set, "row %zu as sets", i);
    x.type.kind = y.type.kind = POL_T_SEQUENCE;
    cr_expect_eq(pol_value_same(&x, &y), lists[i].sequence, "row %zu as sequences", i);
  }
}

/* ---- lists of records: as many, as wide, the same in each cell, whatever lies behind */

Test(words, sameness_of_records) {
  pol_value unknown = {.state = POL_UNKNOWN}, none = {.state = POL_NOT_APPLICABLE};
  pol_value cells[] = { option(1), option(2), option(3), option(1), option(2), option(3), option(1), option(2), option(4), option(1), option(2), unknown, option(1), option(2), none };
  static const struct { uint32_t a, an, awide, b, bn, bwide; bool same; } pairs[] = {
    { 0, 1, 3, 3, 1, 3, true },  { 0, 1, 3, 6, 1, 3, false },  { 0, 1, 2, 6, 1, 2, true },   { 0, 1, 3, 3, 1, 2, false }, { 0, 1, 3, 0, 2, 3, false }, { 0, 3, 1, 3, 1, 3, false },
    { 0, 2, 3, 0, 2, 3, true },  { 0, 2, 3, 3, 2, 3, false },  { 9, 1, 3, 9, 1, 3, true },   { 9, 1, 3, 0, 1, 3, false }, { 9, 1, 3, 12, 1, 3, false }, { 12, 1, 3, 12, 1, 3, true },
    { 0, 0, 3, 6, 0, 3, true },  { 0, 0, 3, 6, 1, 3, false },  { 2, 1, 1, 8, 1, 1, false },  { 2, 1, 1, 5, 1, 1, true },
  };
  for (size_t i = 0; i < COUNT(pairs); i++) {
    pol_value x = {.state = POL_KNOWN, .type = {.kind = POL_T_LIST, .ref = 1}}, y = x;
    x.as.records.at = &cells[pairs[i].a], x.as.records.n = pairs[i].an, x.as.records.width = pairs[i].awide;
    y.as.records.at = &cells[pairs[i].b], y.as.records.n = pairs[i].bn, y.as.records.width = pairs[i].bwide;
    cr_expect_eq(pol_value_same(&x, &y), pairs[i].same, "row %zu", i);
    cr_expect_eq(pol_value_same(&y, &x), pairs[i].same, "row %zu, turned round", i);
    y.state = POL_UNKNOWN;
    cr_expect(!pol_value_same(&x, &y) && !pol_value_same(&y, &x), "row %zu, unknown", i);
  }
}

/* ---- single values, each kind in its order; the states before and after them */

Test(words, order_of_values) {
  const pol_value rising[][5] = {
    { option(-1), option(0), option(1), {.state = POL_UNKNOWN, .type.kind = POL_T_OPTION, .as.i = 7}, {.state = POL_NOT_APPLICABLE, .type.kind = POL_T_OPTION, .as.i = 5} },
    { {.type.kind = POL_T_NUMBER, .as.num = {-1, 2}}, {.type.kind = POL_T_NUMBER, .as.num = {1, 3}}, {.type.kind = POL_T_NUMBER, .as.num = {1, 2}}, {.type.kind = POL_T_NUMBER, .as.num = {2, 1}},
      {.state = POL_UNKNOWN, .type.kind = POL_T_NUMBER, .as.num = {0, 1}} },
    { {.type.kind = POL_T_PERIOD, .as.period = {-1, 40}}, {.type.kind = POL_T_PERIOD, .as.period = {1, 2}}, {.type.kind = POL_T_PERIOD, .as.period = {1, 3}}, {.type.kind = POL_T_PERIOD, .as.period = {2, -5}},
      {.state = POL_UNKNOWN, .type.kind = POL_T_PERIOD, .as.period = {9, 9}} },
  };
  for (size_t k = 0; k < COUNT(rising); k++)
    for (size_t i = 0; i < 5; i++)
      for (size_t j = 0; j < 5; j++) {
        const pol_value *a = &rising[k][i], *b = &rising[k][j];
        int order = a->state != b->state ? (a->state > b->state) - (a->state < b->state) : (i > j) - (i < j);
        cr_expect_eq(pol_value_cmp(NULL, a, b), order, "row %zu: %zu against %zu", k, i, j);
        cr_expect_eq(pol_value_same(a, b), i == j, "row %zu: %zu and %zu", k, i, j);
      }
}
