/* Lists that are computed: their elements, and their limits. */
#include "ops/generate.h"
#include "ops/cell_text.h"

static void generate(pol_text *out, pol_op op, const char *const *args, uint32_t n, uint32_t how, const int32_t *border, uint32_t borders) {
  test_cell cell[3];
  pol_column column[3];
  char letters[3];
  cell_letters(letters, op, 'i', n);
  for (uint32_t j = 0; j < n; j++) {
    cell[j] = cell_read(args[j], letters[j]);
    column[j] = cell_column(&cell[j], letters[j]);
  }
  pol_kernel_call call = {.column = column, .arg = (const uint32_t[]){0, 1, 2}, .args = n, .n = 1, .aux = how};
  pol_elements made;
  uint8_t state;
  pol_elements_init(&made, pol_alloc_default());
  cr_assert(pol_generate(&made, &state, &(pol_generation){op, &call, border, borders}, 0));
  if (state != POL_KNOWN) pol_text_format(out, "!%s %u", fault_names[POL_CELL_FAULT(state)], made.n);
  for (uint32_t j = 0; j < made.n && made.n <= 8; j++) {
    const pol_element *e = &made.at[j];
    if (j > 0) pol_text_add(out, " ");
    if (op == POL_OP_LIST_NUMBERS) pol_num_write(out, e->num, 0);
    else pol_date_write(out, e->i[0]);
    if (op == POL_OP_LIST_YEARS) pol_text_add(out, "/"), pol_date_write(out, e->i[1]);
    if (op == POL_OP_LIST_PIECES)
      pol_text_add(out, "T"), pol_time_write(out, e->i[1]), pol_text_add(out, "+"), pol_num_write(out, e->num, 0);
  }
  if (made.n > 8) pol_text_format(out, "%u elements", made.n);
  pol_elements_drop(&made);
}

Test(generate, lists) {
  static const int32_t night[] = {420, 1140}; /* 07:00, 19:00 */
  static const struct {
    pol_op op;
    const char *args[3];
    uint32_t how;
    const char *want;
  } rows[] = {
      {POL_OP_LIST_DAYS, {"2024-02-28", "2024-03-01"}, 0, "2024-02-28 2024-02-29"},
      {POL_OP_LIST_DAYS, {"2024-03-01", "2024-03-01"}, 0, ""},
      {POL_OP_LIST_DAYS, {"2024-03-01", "2024-02-01"}, 0, ""},
      {POL_OP_LIST_DAYS, {"1900-01-01", "2079-06-07"}, 0, "65536 elements"},
      {POL_OP_LIST_DAYS, {"1900-01-01", "2079-06-08"}, 0, "!many 0"},
      {POL_OP_LIST_NUMBERS, {"1", "3"}, 0, "1 2 3"},
      {POL_OP_LIST_NUMBERS, {"3", "1"}, 0, ""},
      {POL_OP_LIST_NUMBERS, {"-1", "0"}, 0, "-1 0"},
      {POL_OP_LIST_NUMBERS, {"1/2", "3"}, 0, "!whole 0"},
      {POL_OP_LIST_NUMBERS, {"1", "65535"}, 0, "65535 elements"},
      {POL_OP_LIST_NUMBERS, {"1", "65536"}, 0, "65536 elements"},
      {POL_OP_LIST_NUMBERS, {"1", "65537"}, 0, "!many 0"},
      {POL_OP_LIST_NUMBERS, {"-9000000000000000000", "9000000000000000000"}, 0, "!many 0"},
      {POL_OP_LIST_NUMBERS, {"1", "99999999999999999999"}, 0, "!large 0"},
      {POL_OP_LIST_YEARS, {"401", "2024-05-01", "2024-06-01"}, 0, "2024-04-01/2025-04-01"},
      {POL_OP_LIST_YEARS, {"401", "2024-03-31", "2024-04-02"}, 0, "2023-04-01/2024-04-01 2024-04-01/2025-04-01"},
      {POL_OP_LIST_YEARS, {"401", "2024-03-31", "2024-04-01"}, 0, "2023-04-01/2024-04-01"},
      {POL_OP_LIST_YEARS, {"401", "2024-04-01", "2024-04-01"}, 0, ""},
      {POL_OP_LIST_YEARS, {"229", "2023-03-05", "2023-03-06"}, POL_SHORT_LAST_DAY, "2023-02-28/2024-02-29"},
      {POL_OP_LIST_YEARS, {"401", "0001-01-01", "0001-01-05"}, 0, "!date 0"},
      {POL_OP_LIST_YEARS, {"401", "9999-05-01", "9999-06-01"}, 0, "!date 0"},
      {POL_OP_LIST_PIECES, {"2023-03-03", "1080", "8"}, 0, "2023-03-03T18:00+1 2023-03-03T19:00+5 2023-03-04T00:00+2"},
      {POL_OP_LIST_PIECES, {"2023-03-03", "1080", "1/2"}, 0, "2023-03-03T18:00+0.5"},
      {POL_OP_LIST_PIECES, {"2023-03-03", "1080", "1"}, 0, "2023-03-03T18:00+1"},
      {POL_OP_LIST_PIECES, {"2023-03-03", "1080", "0"}, 0, ""},
      {POL_OP_LIST_PIECES, {"2023-03-03", "1080", "-1"}, 0, ""},
      {POL_OP_LIST_PIECES, {"2023-03-03", "1440", "1"}, 0, "2023-03-04T00:00+1"},
      {POL_OP_LIST_PIECES, {"2023-03-03", "1139", "1/60"}, 0, "2023-03-03T18:59+1/60"},
      {POL_OP_LIST_PIECES, {"2023-03-03", "1139", "1/50"}, 0, "2023-03-03T18:59+1/60 2023-03-03T19:00+1/300"},
      {POL_OP_LIST_PIECES, {"9999-12-31", "1380", "2"}, 0, "!date 0"},
      {POL_OP_LIST_PIECES, {"2023-03-03", "0", "32760"}, 0, "4095 elements"},
      {POL_OP_LIST_PIECES, {"2023-03-03", "0", "32767"}, 0, "4096 elements"},
      {POL_OP_LIST_PIECES, {"2023-03-03", "0", "32768"}, 0, "!many 0"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    pol_text got;
    pol_text_init(&got, NULL);
    generate(&got, rows[i].op, rows[i].args, rows[i].args[2] == NULL ? 2 : 3, rows[i].how, night, 2);
    cr_expect_str_eq(pol_text_get(&got), rows[i].want, "%s(%s %s %s) is %s", pol_op_name(rows[i].op), rows[i].args[0], rows[i].args[1],
                     rows[i].args[2] ? rows[i].args[2] : "", pol_text_get(&got));
    pol_text_drop(&got);
  }
}
