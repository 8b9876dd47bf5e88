/* Exact numbers a second way: as ratios of whole numbers as long as need be, in digits of 16 bits, multiplied as at school and reduced by Euclid. What fits in 127 bits over 127 is the answer, and
 * what does not is too large. Texts are read by the letter, and what is written is read back. */
#include "base/num.h"
#include "fuzz/fuzz.h"

/* -- whole numbers without a sign */
enum { LIMBS = 64 /* 1024 bits: three factors of 127 bits and some */ };
typedef struct big { uint16_t at[LIMBS]; } big; /* the lowest first */

static big of(pol_u128 v) {
  big b = {{0}};
  for (int i = 0; i < 8; i++) b.at[i] = (uint16_t)(v >> (16 * i));
  return b;
}

static int order(const big *a, const big *b) {
  for (int i = LIMBS; i-- > 0;)
    if (a->at[i] != b->at[i]) return a->at[i] < b->at[i] ? -1 : 1;
  return 0;
}

static bool is_zero(const big *a) { return order(a, &(big){{0}}) == 0; }

static big plus(const big *a, const big *b) {
  big c;
  uint32_t carry = 0;
  for (int i = 0; i < LIMBS; i++, carry >>= 16) c.at[i] = (uint16_t)(carry += (uint32_t)a->at[i] + b->at[i]);
  if (carry) abort();
  return c;
}

static big minus(const big *a, const big *b) {
  big c;
  int32_t borrow = 0;
  for (int i = 0; i < LIMBS; i++) {
    int32_t d = (int32_t)a->at[i] - b->at[i] - borrow;
    borrow = d < 0;
    c.at[i] = (uint16_t)(d + (borrow << 16));
  }
  return c;
}

static big times(const big *a, const big *b) {
  big c = {{0}};
  for (int i = 0; i < LIMBS; i++) {
    uint32_t carry = 0;
    for (int k = 0; a->at[i] && i + k < LIMBS; k++, carry >>= 16) c.at[i + k] = (uint16_t)(carry += c.at[i + k] + (uint32_t)a->at[i] * b->at[k]);
    if (carry) abort();
  }
  return c;
}

static int bits(const big *a) {
  for (int i = LIMBS; i-- > 0;)
    for (int k = 16; k-- > 0;)
      if (a->at[i] >> k & 1) return 16 * i + k + 1;
  return 0;
}

static big shifted(const big *a, int by) {
  big c = {{0}};
  for (int i = LIMBS; i-- > by / 16;) {
    c.at[i] = (uint16_t)(a->at[i - by / 16] << (by % 16));
    if (by % 16 && i - by / 16 > 0) c.at[i] |= (uint16_t)(a->at[i - by / 16 - 1] >> (16 - by % 16));
  }
  return c;
}

/* By subtraction of shifted divisors. */
static big over(const big *a, const big *b, big *rest) {
  big q = {{0}}, one = of(1);
  *rest = *a;
  for (int by = bits(a) - bits(b); by >= 0; by--) {
    big part = shifted(b, by);
    if (order(rest, &part) < 0) continue;
    *rest = minus(rest, &part);
    part = shifted(&one, by);
    q = plus(&q, &part);
  }
  return q;
}

static big common(big a, big b) {
  while (!is_zero(&b)) {
    big rest;
    over(&a, &b, &rest);
    a = b;
    b = rest;
  }
  return a;
}

/* -- ratios */
typedef struct ratio { bool negative; big n, d; } ratio;

static pol_u128 size(pol_i128 v) { return v < 0 ? -(pol_u128)v : (pol_u128)v; }
static ratio ratio_of(pol_num a) { return (ratio){a.n < 0, of(size(a.n)), of((pol_u128)a.d)}; }

static void hold_lowest(pol_num a) {
  big n = of(size(a.n)), d = of((pol_u128)a.d), one = of(1);
  FUZZ_HOLDS(a.d > 0, "a denominator is more than nothing");
  big g = common(n, d);
  FUZZ_HOLDS(order(&g, &one) == 0, "a number is in lowest terms");
}

static void hold_is(const char *what, const ratio *wanted, pol_num_fault fault, pol_num got) {
  big g = common(wanted->n, wanted->d), rest, n = over(&wanted->n, &g, &rest), d = over(&wanted->d, &g, &rest);
  bool fits = bits(&n) <= 127 && bits(&d) <= 127;
  FUZZ_HOLDS(fault == (fits ? POL_NUM_FINE : POL_NUM_TOO_LARGE), "%s is there when it fits (%d), and only then (%d)", what, fits, (int)fault);
  if (fault) return;
  hold_lowest(got);
  ratio r = ratio_of(got);
  FUZZ_HOLDS(order(&r.n, &n) == 0 && order(&r.d, &d) == 0 && (r.negative == wanted->negative || is_zero(&n)), "%s is what it is a second way", what);
}

static ratio sum(const ratio *a, const ratio *b) {
  big x = times(&a->n, &b->d), y = times(&b->n, &a->d);
  ratio s = {a->negative, {{0}}, times(&a->d, &b->d)};
  if (a->negative == b->negative) s.n = plus(&x, &y);
  else if (order(&x, &y) >= 0) s.n = minus(&x, &y);
  else s.n = minus(&y, &x), s.negative = b->negative;
  return s;
}

static void hold_arithmetic(pol_num a, pol_num b) {
  ratio x = ratio_of(a), y = ratio_of(b), less = {!y.negative, y.n, y.d}, wanted;
  pol_num got = {0, 1};
  pol_num_fault fault = pol_num_add(&got, a, b);
  wanted = sum(&x, &y);
  hold_is("a sum", &wanted, fault, got);
  fault = pol_num_sub(&got, a, b);
  wanted = sum(&x, &less);
  hold_is("a difference", &wanted, fault, got);
  int sign = is_zero(&wanted.n) ? 0 : wanted.negative ? -1 : 1;
  FUZZ_HOLDS(pol_num_cmp(a, b) == sign && pol_num_cmp(b, a) == -sign, "comparing is subtracting");
  fault = pol_num_mul(&got, a, b);
  wanted = (ratio){x.negative != y.negative, times(&x.n, &y.n), times(&x.d, &y.d)};
  hold_is("a product", &wanted, fault, got);
  fault = pol_num_div(&got, a, b);
  wanted = (ratio){x.negative != y.negative, times(&x.n, &y.d), times(&x.d, &y.n)};
  if (b.n) hold_is("a quotient", &wanted, fault, got);
  else FUZZ_HOLDS(fault == POL_NUM_DIV_ZERO, "nothing is divided by zero");
}

static void hold_rounding(pol_num a, pol_num grain, pol_round mode) {
  pol_num got = {0, 1};
  pol_num_fault fault = pol_num_round(&got, a, grain, mode);
  if (grain.n <= 0) {
    FUZZ_HOLDS(fault == POL_NUM_DIV_ZERO, "there is no such grain");
    return;
  }
  ratio x = ratio_of(a), g = ratio_of(grain);
  big n = times(&x.n, &g.d), d = times(&x.d, &g.n), rest, one = of(1), q = over(&n, &d, &rest), twice = plus(&rest, &rest);
  int half = order(&twice, &d);
  bool away = false;
  switch (mode) {
  case POL_ROUND_HALF_UP: away = half >= 0; break;
  case POL_ROUND_HALF_EVEN: away = half > 0 || (half == 0 && (q.at[0] & 1)); break;
  case POL_ROUND_HALF_DOWN: away = half > 0; break;
  case POL_ROUND_UP: away = true; break;
  case POL_ROUND_DOWN: break;
  case POL_ROUND_FLOOR: away = x.negative; break;
  case POL_ROUND_CEILING: away = !x.negative; break;
  }
  if (!is_zero(&rest) && away) q = plus(&q, &one);
  ratio wanted = {x.negative, times(&q, &g.n), g.d};
  hold_is("what is rounded", &wanted, fault, got);
}

/* -- texts */

static void hold_written(pol_num a, unsigned places) {
  pol_text t;
  pol_num back;
  pol_num_fault fault;
  bool about;
  pol_text_init(&t, NULL);
  pol_num_write(&t, a, places);
  FUZZ_HOLDS(pol_num_read(&back, &fault, t.at, t.n) && !fault && back.n == a.n && back.d == a.d, "%s is read as it is written", pol_text_get(&t));
  pol_text_clear(&t);
  pol_num_write_for_people(&t, a, places, &about);
  if (!about) FUZZ_HOLDS(pol_num_read(&back, &fault, t.at, t.n) && !fault && back.n == a.n && back.d == a.d, "%s is read as it is written for people", pol_text_get(&t));
  pol_text_drop(&t);
}

static size_t digits(const char *s, size_t n) {
  size_t i = 0;
  while (i < n && s[i] >= '0' && s[i] <= '9') i++;
  return i;
}

static big value(const char *s, size_t n) {
  big v = {{0}}, ten = of(10);
  for (size_t i = 0; i < n; i++) {
    big digit = of((unsigned)(s[i] - '0'));
    v = times(&v, &ten);
    v = plus(&v, &digit);
  }
  return v;
}

/* Plain decimals, "-12.50", and ratios, "750/37", that are not too long for us: by the letter. */
static void hold_read(const char *s, size_t n) {
  enum { MOST = 60 };
  pol_num got;
  pol_num_fault fault;
  bool read = pol_num_read(&got, &fault, s, n), negative = n && *s == '-';
  if (read && !fault) {
    hold_lowest(got);
    hold_written(got, 2);
  }
  FUZZ_HOLDS(read || !fault, "what is no number is not too large");
  s += negative, n -= negative;
  size_t whole = digits(s, n), part = whole < n ? digits(s + whole + 1, n - whole - 1) : 0;
  if (n > MOST || !whole || (whole < n && (!part || whole + 1 + part != n || (s[whole] != '.' && s[whole] != '/')))) return;
  ratio wanted = {negative, value(s, whole), of(1)};
  FUZZ_HOLDS(read, "a number as it should be is read");
  if (whole < n && s[whole] == '/') {
    wanted.d = value(s + whole + 1, part);
    if (is_zero(&wanted.d)) {
      FUZZ_HOLDS(fault, "nothing is divided by zero");
      return;
    }
    if (bits(&wanted.n) > 127 || bits(&wanted.d) > 127) return; /* each part must fit by itself */
  } else if (whole < n) {
    big ten = of(10);
    for (size_t i = 0; i < part; i++) wanted.n = times(&wanted.n, &ten), wanted.d = times(&wanted.d, &ten);
    big after = value(s + whole + 1, part);
    wanted.n = plus(&wanted.n, &after);
  }
  hold_is("what is read", &wanted, fault, got);
}

static pol_num number(const uint8_t *at, size_t n, unsigned narrow) {
  pol_i128 parts[2] = {0, 0};
  memcpy(parts, at, n < sizeof parts ? n : sizeof parts);
  for (int i = 0; i < 2; i++) parts[i] >>= narrow; /* as wide as they are, or as policies have them */
  if (parts[0] == -parts[0]) parts[0] = 0; /* the least that there is has no size */
  pol_num out = {0, 1};
  if (parts[1] <= 0) parts[1] = 1;
  if (pol_num_ratio(&out, parts[0], parts[1])) out = pol_num_int(1);
  return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  enum { EACH = 2 * sizeof(pol_i128) };
  if (n && data[0] < 128) {
    hold_read((const char *)data, n);
    return 0;
  }
  if (n < 3) return 0;
  unsigned narrow = data[1] % 4u * 32 + data[0] % 16u, mode = data[2] % 7u;
  size_t one = n - 3 < EACH ? n - 3 : EACH;
  pol_num a = number(data + 3, one, narrow), b = number(data + 3 + one, n - 3 - one, data[1] & 4 ? narrow : 64);
  hold_lowest(a);
  hold_lowest(b);
  hold_arithmetic(a, b);
  hold_rounding(a, b, (pol_round)mode);
  hold_written(a, data[2] % 5u);
  hold_written(b, 0);
  return 0;
}
