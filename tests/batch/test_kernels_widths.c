/* Kernels that there are in four widths, each in every width, at every level of the processor and for few and many rows, against the same said one row at a time in 64 bits. */
#include "base/random.h"
#include "batch/step.h"
#include "batch/world.h"
#include <criterion/criterion.h>
#include <string.h>

enum { OUT, MARKS_OUT, A, B, C, S, REGS };
typedef struct bench {
  pol_reg reg[REGS];
  _Alignas(64) int64_t lane[REGS][POL_LANE_ROWS];
  pol_operand operand[3];
  pol_step_call call;
  uint32_t bits;
} bench;

#define EACH_LEVEL for (pol_cpu level = POL_CPU_PORTABLE; level <= pol_cpu_level(); level++)
#define EACH_WIDTH for (uint32_t width = 0; width < 4; width++)
#define EACH_COUNT for (size_t of = 0; of < COUNT(counts); of++)
static const uint32_t counts[] = {0, 1, 3, 4, 37, POL_LANE_ROWS};

static int64_t narrow(int64_t x, uint32_t bits) { return bits == 8 ? (int8_t)x : bits == 16 ? (int16_t)x : bits == 32 ? (int32_t)x : x; }

static int64_t cell(const bench *b, int reg, uint32_t bits, uint32_t i) {
  const void *at = b->reg[reg].at;
  return bits == 8 ? ((const int8_t *)at)[i] : bits == 16 ? ((const int16_t *)at)[i] : bits == 32 ? ((const int32_t *)at)[i] : ((const int64_t *)at)[i];
}

static void put(bench *b, int reg, uint32_t bits, uint32_t i, int64_t x) {
  void *at = b->reg[reg].own;
  if (bits == 8) ((int8_t *)at)[i] = (int8_t)x;
  else if (bits == 16) ((int16_t *)at)[i] = (int16_t)x;
  else if (bits == 32) ((int32_t *)at)[i] = (int32_t)x;
  else ((int64_t *)at)[i] = x;
}

static uint8_t byte(const bench *b, int reg, uint32_t i) { return ((const uint8_t *)b->reg[reg].at)[i]; }

/* Numbers so small that they meet, and that no product overflows. */
static void begin(bench *b, uint32_t width, uint32_t n, uint64_t *seed) {
  memset(b, 0, sizeof *b);
  for (int r = 0; r < REGS; r++) b->reg[r].at = b->reg[r].own = b->lane[r];
  b->bits = 8u << width;
  for (uint32_t i = 0; i < n; i++) {
    uint64_t r = random_bits(seed);
    put(b, A, b->bits, i, (int64_t)(r % 11) - 5), put(b, B, b->bits, i, (int64_t)(r / 11 % 11) - 5);
  }
  b->call = (pol_step_call){.reg = b->reg, .operand = b->operand, .n = n};
}

static void run(bench *b, pol_step x, pol_cpu level) {
  x.out = OUT, x.out2 = MARKS_OUT, x.a = A, x.b = B, x.c = C, x.s = S;
  pol_batch_find((pol_batch_kernel)x.kernel, level)(&x, &b->call);
}

/* -- numbers */

static int64_t number(int kernel, int64_t a, int64_t b, int64_t k0, int64_t k1) {
  switch (kernel) {
  case POL_K_FILL_8: return k0;
  case POL_K_LIN_8: return a * k0 + k1;
  case POL_K_ADD_8: return a + b;
  case POL_K_SUB_8: return a - b;
  case POL_K_MUL_8: return a * b;
  case POL_K_MINK_8: return a < k0 ? a : k0;
  case POL_K_MAXK_8: return a > k0 ? a : k0;
  case POL_K_MIN_8: return a < b ? a : b;
  case POL_K_MAX_8: return a > b ? a : b;
  case POL_K_LTK_8: return a < k0;
  case POL_K_GTK_8: return a > k0;
  case POL_K_EQK_8: return a == k0;
  case POL_K_NEK_8: return a != k0;
  case POL_K_BETWEEN_8: return k0 <= a && a <= k1;
  case POL_K_LT_8: return a < b;
  case POL_K_LE_8: return a <= b;
  case POL_K_EQ_8: return a == b;
  default: return a != b;
  }
}

Test(widths, numbers) {
  static const int kernel[] = {POL_K_FILL_8, POL_K_LIN_8, POL_K_ADD_8, POL_K_SUB_8, POL_K_MUL_8, POL_K_MINK_8, POL_K_MAXK_8, POL_K_MIN_8, POL_K_MAX_8};
  static const int test[] = {POL_K_LTK_8, POL_K_GTK_8, POL_K_EQK_8, POL_K_NEK_8, POL_K_BETWEEN_8, POL_K_LT_8, POL_K_LE_8, POL_K_EQ_8, POL_K_NE_8};
  static bench b;
  uint64_t seed = 3;
  EACH_LEVEL EACH_WIDTH EACH_COUNT {
    begin(&b, width, counts[of], &seed);
    for (size_t j = 0; j < COUNT(kernel) + COUNT(test); j++) {
      const bool is_test = j >= COUNT(kernel);
      const int which = is_test ? test[j - COUNT(kernel)] : kernel[j];
      run(&b, (pol_step){.kernel = (uint16_t)(which + (int)width), .k = {-2, 3}}, level);
      for (uint32_t i = 0; i < counts[of]; i++) {
        int64_t is = is_test ? byte(&b, OUT, i) : cell(&b, OUT, b.bits, i), wanted = number(which, cell(&b, A, b.bits, i), cell(&b, B, b.bits, i), -2, 3);
        cr_assert_eq(is, narrow(wanted, b.bits), "%s, row %u of %u: %lld, not %lld", pol_batch_kernel_name((pol_batch_kernel)(which + (int)width)), i, counts[of], (long long)is, (long long)wanted);
      }
    }
  }
}

Test(widths, one_of_several) {
  static bench b;
  uint64_t seed = 4;
  EACH_LEVEL EACH_WIDTH EACH_COUNT {
    begin(&b, width, counts[of], &seed);
    b.operand[0].k = -4, b.operand[1].k = 0, b.operand[2].k = 5;
    for (uint32_t n = 1; n <= 3; n++) {
      run(&b, (pol_step){.kernel = (uint16_t)(POL_K_IN_8 + (int)width), .n = n}, level);
      for (uint32_t i = 0; i < counts[of]; i++) {
        int64_t a = cell(&b, A, b.bits, i);
        cr_assert_eq(byte(&b, OUT, i), a == -4 || (n > 1 && a == 0) || (n > 2 && a == 5), "%lld of %u", (long long)a, n);
      }
    }
    for (uint32_t i = 0; i < counts[of]; i++) put(&b, A, b.bits, i, i % 40);
    for (int64_t most = 31; most <= 39; most += 8) { /* below 32, and not */
      const uint64_t set = most < 32 ? 0x80000041 : 0x4180000041;
      run(&b, (pol_step){.kernel = (uint16_t)(POL_K_BITS_8 + (int)width), .k = {(int64_t)set, most}}, level);
      for (uint32_t i = 0; i < counts[of]; i++)
        if (i % 40 <= most) cr_assert_eq(byte(&b, OUT, i), set >> i % 40 & 1, "bit %u", i % 40);
    }
  }
}

Test(widths, wider_and_narrower) {
  static const struct { int kernel; uint32_t from, to; } way[] = {
      {POL_K_TO_8_16, 8, 16}, {POL_K_TO_8_32, 8, 32}, {POL_K_TO_8_64, 8, 64}, {POL_K_TO_16_32, 16, 32}, {POL_K_TO_16_64, 16, 64}, {POL_K_TO_32_64, 32, 64},
      {POL_K_TO_16_8, 16, 8}, {POL_K_TO_32_8, 32, 8}, {POL_K_TO_64_8, 64, 8}, {POL_K_TO_32_16, 32, 16}, {POL_K_TO_64_16, 64, 16}, {POL_K_TO_64_32, 64, 32}};
  static bench b;
  uint64_t seed = 5;
  EACH_LEVEL EACH_COUNT for (size_t j = 0; j < COUNT(way); j++) {
    begin(&b, 0, counts[of], &seed);
    for (uint32_t i = 0; i < counts[of]; i++) put(&b, A, way[j].from, i, (int64_t)i % 250 - 125);
    run(&b, (pol_step){.kernel = (uint16_t)way[j].kernel}, level);
    for (uint32_t i = 0; i < counts[of]; i++) cr_assert_eq(cell(&b, OUT, way[j].to, i), (int64_t)i % 250 - 125, "%u to %u, row %u", way[j].from, way[j].to, i);
  }
}

/* -- quotients, by the arithmetic of C, whose quotients go towards 0 */

Test(widths, quotients_below_0) {
  static bench b;
  uint64_t seed = 6;
  EACH_LEVEL for (uint32_t width = 2; width < 4; width++) EACH_COUNT {
    begin(&b, width, counts[of], &seed);
    const int64_t by = width == 2 ? (int64_t)(((uint64_t)1 << 34) / 6 + 1) : (int64_t)(uint64_t)(((pol_u128)1 << 66) / 6 + 1), shift = width == 2 ? 34 : 2; /* a sixth */
    for (uint32_t i = 0; i < counts[of]; i++) put(&b, A, b.bits, i, (int64_t)(random_bits(&seed) % 2001) - 1000);
    run(&b, (pol_step){.kernel = width == 2 ? POL_K_QUOTIENT_32 : POL_K_QUOTIENT_64, .k = {1, 1000, by, shift}}, level);
    for (uint32_t i = 0; i < counts[of]; i++) cr_assert_eq(cell(&b, OUT, b.bits, i), (cell(&b, A, b.bits, i) + 1000) / 6);
    run(&b, (pol_step){.kernel = width == 2 ? POL_K_QUOTIENT_SIGNED_32 : POL_K_QUOTIENT_SIGNED_64, .k = {5, 3, by, shift}}, level);
    for (uint32_t i = 0; i < counts[of]; i++) {
      int64_t x = 5 * cell(&b, A, b.bits, i), most = ((x < 0 ? -x : x) + 3) / 6; /* half up, away from 0 */
      cr_assert_eq(cell(&b, OUT, b.bits, i), x < 0 ? -most : most, "%lld / 6", (long long)x);
    }
    memcpy(b.reg[B].at, b.reg[OUT].at, sizeof b.lane[0]);
    run(&b, (pol_step){.kernel = width == 2 ? POL_K_EVEN_32 : POL_K_EVEN_64, .k = {5, 3, 6}}, level);
    for (uint32_t i = 0; i < counts[of]; i++) {
      int64_t x = 5 * cell(&b, A, b.bits, i), size = x < 0 ? -x : x, most = (size + 3) / 6;
      if (size % 6 == 3 && most % 2) most--;
      cr_assert_eq(cell(&b, OUT, b.bits, i), x < 0 ? -most : most, "%lld / 6, to even", (long long)x);
    }
  }
}

/* How many times the divisor goes into it, rounded: worked out from twice what is left, in no way that the kernel does. */
static int64_t rounded(int64_t top, int64_t by, pol_round mode) {
  int64_t down = top / by - (top % by < 0), twice = 2 * (top - down * by); /* towards minus infinity */
  const bool up = twice > 0, closer_up = twice > by, half = twice == by, below = top < 0;
  switch (mode) {
  case POL_ROUND_FLOOR: return down;
  case POL_ROUND_CEILING: return down + up;
  case POL_ROUND_DOWN: return down + (up && below);
  case POL_ROUND_UP: return down + (up && !below);
  case POL_ROUND_HALF_UP: return down + (closer_up || (half && !below));
  case POL_ROUND_HALF_DOWN: return down + (closer_up || (half && below));
  case POL_ROUND_HALF_EVEN: return down + (closer_up || (half && down % 2 != 0));
  }
  return 0;
}

Test(widths, ratios) {
  static const pol_round mode[] = {POL_ROUND_HALF_UP, POL_ROUND_HALF_EVEN, POL_ROUND_HALF_DOWN, POL_ROUND_UP, POL_ROUND_DOWN, POL_ROUND_FLOOR, POL_ROUND_CEILING};
  static bench b;
  uint64_t seed = 7;
  EACH_LEVEL EACH_COUNT for (size_t j = 0; j < COUNT(mode); j++) {
    begin(&b, 3, counts[of], &seed);
    for (uint32_t i = 0; i < counts[of]; i++) put(&b, A, 64, i, (int64_t)i % 61 - 30), put(&b, B, 64, i, 1 + i % 7);
    run(&b, (pol_step){.kernel = POL_K_ROUND_RATIO, .k = {3, 2, mode[j]}}, level);
    for (uint32_t i = 0; i < counts[of]; i++) {
      int64_t top = 3 * cell(&b, A, 64, i), by = 2 * cell(&b, B, 64, i);
      cr_assert_eq(cell(&b, OUT, 64, i), rounded(top, by, mode[j]), "%lld / %lld, mode %d: %lld", (long long)top, (long long)by, mode[j], (long long)cell(&b, OUT, 64, i));
    }
  }
}

/* -- choices */

Test(widths, one_of_two) {
  static bench b;
  uint64_t seed = 8;
  EACH_LEVEL EACH_WIDTH EACH_COUNT {
    begin(&b, width, counts[of], &seed);
    for (uint32_t i = 0; i < counts[of]; i++) put(&b, C, 8, i, (int64_t)(random_bits(&seed) & 1));
    for (int j = 0; j < 4; j++) {
      static const int kernel[] = {POL_K_SELECT_8, POL_K_SELECT_LK_8, POL_K_SELECT_KL_8, POL_K_SELECT_KK_8};
      run(&b, (pol_step){.kernel = (uint16_t)(kernel[j] + (int)width), .k = {77, -78}}, level);
      for (uint32_t i = 0; i < counts[of]; i++) {
        int64_t yes = j < 2 ? cell(&b, A, b.bits, i) : 77, no = j % 2 ? -78 : cell(&b, B, b.bits, i);
        cr_assert_eq(cell(&b, OUT, b.bits, i), byte(&b, C, i) ? yes : no);
      }
    }
  }
}

/* Marks are in B, whether the other rule speaks in S, its value in C. */
Test(widths, value_of_several_rules) {
  static const int kernel[] = {POL_K_PICK_8, POL_K_PICK_LK_8, POL_K_PICK_KL_8, POL_K_PICK_KK_8, POL_K_PICK_LEAST_8, POL_K_PICK_GREATEST_8};
  static bench b;
  uint64_t seed = 9;
  EACH_LEVEL EACH_WIDTH EACH_COUNT {
    begin(&b, width, counts[of], &seed);
    for (uint32_t i = 0; i < counts[of]; i++) {
      static const int64_t mark[] = {0, 1, 3};
      uint64_t r = random_bits(&seed);
      put(&b, B, 8, i, mark[r % 3]), put(&b, S, 8, i, (int64_t)(r >> 8 & 1)), put(&b, C, b.bits, i, (int64_t)((r >> 16) % 11) - 5);
    }
    for (size_t j = 0; j < COUNT(kernel); j++) {
      run(&b, (pol_step){.kernel = (uint16_t)(kernel[j] + (int)width), .k = {2, 4}}, level);
      for (uint32_t i = 0; i < counts[of]; i++) {
        const bool spoke = byte(&b, B, i) != 0, speaks = byte(&b, S, i) != 0, extreme = j >= 4;
        int64_t x = j == 2 || j == 3 ? 2 : cell(&b, A, b.bits, i), y = j == 1 || j == 3 ? 4 : cell(&b, C, b.bits, i);
        int64_t wanted = !speaks ? x : !spoke ? y : j == 4 && y < x ? y : j == 5 && y > x ? y : x;
        int marks = byte(&b, B, i) | speaks | (!extreme && speaks && spoke && x != y ? 2 : 0);
        cr_assert_eq(cell(&b, OUT, b.bits, i), wanted, "%s: %lld or %lld", pol_batch_kernel_name((pol_batch_kernel)(kernel[j] + (int)width)), (long long)x, (long long)y);
        cr_assert_eq(byte(&b, MARKS_OUT, i), marks);
      }
    }
  }
}

Test(widths, by_states) {
  static const int kernel[] = {POL_K_PRESUME_8, POL_K_PRESUME_K_8, POL_K_KNOWN_OR_8};
  static const int64_t states[] = {POL_ST_KNOWN, POL_ST_OPEN, POL_ST_NONE};
  static bench b;
  uint64_t seed = 10;
  EACH_LEVEL EACH_WIDTH EACH_COUNT for (int stated = 0; stated < 2; stated++) {
    begin(&b, width, counts[of], &seed);
    for (uint32_t i = 0; i < counts[of]; i++) put(&b, S, 8, i, stated ? states[random_bits(&seed) % 3] : POL_ST_KNOWN);
    b.reg[S].stated = stated;
    for (size_t j = 0; j < COUNT(kernel); j++) {
      run(&b, (pol_step){.kernel = (uint16_t)(kernel[j] + (int)width), .k = {99}}, level);
      cr_assert_eq(b.reg[OUT].at, stated ? b.reg[OUT].own : b.reg[A].at);
      for (uint32_t i = 0; i < counts[of]; i++) {
        const uint8_t state = byte(&b, S, i);
        int64_t a = cell(&b, A, b.bits, i), other = j == 0 ? cell(&b, B, b.bits, i) : 99;
        cr_assert_eq(cell(&b, OUT, b.bits, i), (j == 2 ? state != POL_ST_KNOWN : state == POL_ST_OPEN) ? other : a);
      }
    }
  }
}

Test(widths, periods) {
  static bench b;
  uint64_t seed = 11;
  EACH_LEVEL EACH_COUNT {
    begin(&b, 2, counts[of], &seed);
    run(&b, (pol_step){.kernel = POL_K_PACK_PERIOD}, level);
    for (uint32_t i = 0; i < counts[of]; i++) {
      int64_t is = cell(&b, OUT, 64, i);
      cr_assert(is >> 32 == cell(&b, A, 32, i) && (int32_t)(is & UINT32_MAX) == cell(&b, B, 32, i));
    }
  }
}
