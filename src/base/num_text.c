#include "base/wide.h"
#include <string.h>

/* ---- reading ---- */

typedef struct digits { const char *at; size_t n; } digits; /* of a whole part, with commas perhaps */
typedef struct cursor { const char *at, *end; } cursor;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool take(cursor *c, char wanted) {
  if (c->at == c->end || *c->at != wanted) return false;
  c->at++;
  return true;
}

static bool take_digits(digits *out, cursor *c) {
  *out = (digits){ c->at, 0 };
  while (c->at < c->end && is_digit(*c->at)) c->at++;
  out->n = (size_t)(c->at - out->at);
  return out->n > 0;
}

/* 1950 or 1,950: a comma stands before each three digits, or nowhere. */
static bool take_whole(digits *out, cursor *c) {
  digits three;
  if (!take_digits(out, c)) return false;
  if (c->at == c->end || *c->at != ',') return true;
  if (out->n > 3) return false;
  while (take(c, ','))
    if (!take_digits(&three, c) || three.n != 3) return false;
  out->n = (size_t)(c->at - out->at);
  return true;
}

static bool put_digit(pol_u128 *v, char digit) {
  if (*v > ((pol_u128)1 << 127) / 10) return false;
  *v = *v * 10 + (unsigned)(digit - '0');
  return !(*v >> 127);
}

static pol_num_fault whole_value(pol_num *out, digits d) {
  pol_u128 v = 0;
  for (size_t i = 0; i < d.n; i++)
    if (d.at[i] != ',' && !put_digit(&v, d.at[i])) return POL_NUM_TOO_LARGE;
  *out = (pol_num){ (pol_i128)v, 1 };
  return POL_NUM_FINE;
}

/* f := (digit + f) / 10, for 0 <= f < 1. The sum may pass 127 bits where the tenth of it does not; it shares only 2 and 5 with 10 f.d. */
static pol_num_fault shift_in(pol_num *f, char digit) {
  static const unsigned shared[] = { 10, 1, 2, 1, 2, 5, 2, 1, 2, 1 }; /* gcd(k, 10) */
  pol_wide n = pol_wide_add(pol_wide_mul((pol_u128)f->d, (unsigned)(digit - '0')), (pol_wide){ 0, (pol_u128)f->n }), rest;
  pol_wide_div(&rest, n, (pol_wide){ 0, 10 });
  unsigned g = shared[(unsigned)rest.lo];
  pol_wide d = pol_wide_mul((pol_u128)f->d, 10 / g);
  if (d.hi || d.lo >> 127) return POL_NUM_TOO_LARGE;
  *f = (pol_num){ (pol_i128)pol_wide_div(&rest, n, (pol_wide){ 0, g }).lo, (pol_i128)d.lo };
  return POL_NUM_FINE;
}

/* The digits of a decimal in a row, and where the point stands among them: before the first when negative, after the last when large. */
typedef struct decimal { digits whole, part; int64_t point; } decimal;

static char digit_at(const decimal *d, int64_t i) {
  size_t at = (size_t)i;
  if (at < d->whole.n) return d->whole.at[at];
  return at - d->whole.n < d->part.n ? d->part.at[at - d->whole.n] : '0';
}

/* Each half is worked out from its far end, so that no step needs more room than the answer: a number too long to hold is found out
 * within some 130 digits, however many there are. */
static pol_num_fault decimal_value(pol_num *out, const decimal *d) {
  int64_t all = (int64_t)(d->whole.n + d->part.n);
  pol_u128 v = 0;
  for (int64_t i = 0; i < d->point && (v || i < all); i++)
    if (!put_digit(&v, digit_at(d, i))) return POL_NUM_TOO_LARGE;
  pol_num f = { 0, 1 };
  for (int64_t i = all - 1; i >= d->point && (f.n || i >= 0); i--) {
    pol_num_fault fault = shift_in(&f, i < 0 ? '0' : digit_at(d, i));
    if (fault) return fault;
  }
  return pol_num_add(out, (pol_num){ (pol_i128)v, 1 }, f);
}

/* Up to 18 digits, as nearly every number is. */
static pol_num_fault short_value(pol_num *out, digits whole, digits part) {
  int64_t n = 0, d = 1;
  for (size_t i = 0; i < whole.n; i++) n = n * 10 + (whole.at[i] - '0');
  for (size_t i = 0; i < part.n; i++, d *= 10) n = n * 10 + (part.at[i] - '0');
  return pol_num_ratio(out, n, d);
}

static bool take_exponent(int64_t *out, cursor *c) {
  bool minus = take(c, '-');
  if (!minus) take(c, '+');
  digits d;
  if (!take_digits(&d, c)) return false;
  *out = 0;
  for (size_t i = 0; i < d.n && *out < INT64_MAX / 100; i++) *out = *out * 10 + (d.at[i] - '0');
  if (minus) *out = -*out;
  return true;
}

/* What follows the whole part of a decimal: a fraction, an exponent, or nothing. */
static bool take_decimal(pol_num *out, pol_num_fault *fault, cursor *c, digits whole) {
  digits part = { c->at, 0 };
  int64_t exponent = 0;
  bool commas = memchr(whole.at, ',', whole.n) != NULL;
  if (take(c, '.') && !take_digits(&part, c)) return false;
  if (take(c, 'e') || take(c, 'E')) {
    if (commas || !take_exponent(&exponent, c)) return false;
  }
  if (c->at != c->end) return false;
  if (!commas && !exponent && whole.n + part.n <= 18) {
    *fault = short_value(out, whole, part);
    return true;
  }
  if (commas) { /* then there is no exponent, and each side of the point is read by itself */
    pol_num before;
    *fault = whole_value(&before, whole);
    if (!*fault) *fault = decimal_value(out, &(decimal){ { whole.at, 0 }, part, 0 });
    if (!*fault) *fault = pol_num_add(out, before, *out);
    return true;
  }
  *fault = decimal_value(out, &(decimal){ whole, part, (int64_t)whole.n + exponent });
  return true;
}

/* "/37", after the digits of the numerator. Each part must fit by itself. */
static bool take_ratio(pol_num *out, pol_num_fault *fault, cursor *c, digits top) {
  digits bottom;
  pol_num n = {0}, d = {0};
  if (!take(c, '/') || !take_whole(&bottom, c) || c->at != c->end) return false;
  *fault = whole_value(&n, top);
  if (!*fault) *fault = whole_value(&d, bottom);
  if (!*fault) *fault = pol_num_ratio(out, n.n, d.n);
  return true;
}

static bool take_mixed(pol_num *out, pol_num_fault *fault, cursor *c, digits whole) {
  digits top;
  pol_num w = {0}, part;
  if (!take(c, ' ') || !take_digits(&top, c) || !take_ratio(&part, fault, c, top)) return false;
  if (!*fault) *fault = whole_value(&w, whole);
  if (!*fault) *fault = pol_num_add(out, w, part);
  return true;
}

bool pol_num_read(pol_num *out, pol_num_fault *fault, const char *bytes, size_t n) {
  cursor c = { bytes, bytes + n };
  digits whole;
  *out = pol_num_int(0);
  *fault = POL_NUM_FINE;
  bool minus = take(&c, '-');
  if (!take_whole(&whole, &c)) return false;
  char next = c.at < c.end ? *c.at : '\0';
  bool read = next == '/'   ? take_ratio(out, fault, &c, whole)
              : next == ' ' ? take_mixed(out, fault, &c, whole)
                            : take_decimal(out, fault, &c, whole);
  if (*fault) *out = pol_num_int(0); /* what is no number has left it so */
  if (minus) *out = pol_num_neg(*out);
  return read;
}

/* ---- writing ---- */

bool pol_num_ends(pol_num a, unsigned *places) {
  pol_u128 d = (pol_u128)a.d;
  unsigned twos = 0, fives = 0;
  for (; !(d & 1); d >>= 1) twos++;
  for (; d % 5 == 0; d /= 5) fives++;
  *places = twos > fives ? twos : fives;
  return d == 1;
}

static void write_whole(pol_text *t, pol_u128 v, bool commas) {
  char room[64], *end = room + sizeof room, *p = end;
  unsigned count = 0;
  do {
    if (commas && count && count % 3 == 0) *--p = ',';
    *--p = (char)('0' + (unsigned)(v % 10));
    count++;
  } while (v /= 10);
  pol_text_add_n(t, p, (size_t)(end - p));
}

/* The next digit of rest / d, and the new rest. Ten times the rest can pass 128 bits, so it is made by doubling, less d where that
 * goes: 10 r = 2 (2 × 2 r + r). */
static unsigned next_digit(pol_u128 *rest, pol_u128 d) {
  pol_u128 r = *rest;
  unsigned digit = 0;
  for (int step = 0; step < 3; step++) {
    r *= 2, digit *= 2;
    if (r >= d) r -= d, digit++;
    if (step != 1) continue;
    r += *rest;
    if (r >= d) r -= d, digit++;
  }
  *rest = r;
  return digit;
}

static void write_decimal(pol_text *t, pol_num a, unsigned needed, unsigned places, bool commas) {
  pol_u128 n = a.n < 0 ? -(pol_u128)a.n : (pol_u128)a.n, d = (pol_u128)a.d, rest = n % d;
  if (a.n < 0) pol_text_char(t, '-');
  write_whole(t, n / d, commas);
  if (needed || places) pol_text_char(t, '.');
  for (unsigned i = 0; i < needed; i++) pol_text_char(t, (char)('0' + next_digit(&rest, d)));
  if (places > needed) pol_text_pad(t, '0', places - needed);
}

void pol_num_write(pol_text *t, pol_num a, unsigned places) {
  unsigned needed;
  if (pol_num_ends(a, &needed)) {
    write_decimal(t, a, needed, places, false);
    return;
  }
  if (a.n < 0) pol_text_char(t, '-');
  write_whole(t, a.n < 0 ? -(pol_u128)a.n : (pol_u128)a.n, false);
  pol_text_char(t, '/');
  write_whole(t, (pol_u128)a.d, false);
}

void pol_num_write_hundredths(pol_text *t, pol_num a) {
  pol_u128 n = a.n < 0 ? -(pol_u128)a.n : (pol_u128)a.n, d = (pol_u128)a.d, whole = n / d, rest = n % d;
  unsigned hundredths = next_digit(&rest, d) * 10;
  hundredths += next_digit(&rest, d);
  if (rest >= d - rest) hundredths++; /* no tie can be: it would end */
  whole += hundredths / 100;
  hundredths %= 100;
  if (a.n < 0 && (whole || hundredths)) pol_text_char(t, '-');
  write_whole(t, whole, true);
  pol_text_format(t, ".%02u", hundredths);
}

void pol_num_write_for_people(pol_text *t, pol_num a, unsigned places, bool *about) {
  unsigned needed;
  *about = !pol_num_ends(a, &needed);
  if (!*about) {
    write_decimal(t, a, needed, places, true);
    return;
  }
  pol_text_add(t, "about ");
  pol_num_write_hundredths(t, a);
}
