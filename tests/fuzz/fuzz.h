/* What the fuzz targets share. A target is LLVMFuzzerTestOneInput in targets/NAME.c: it takes any bytes, and says by fuzz_fail when something does not hold that should hold of all bytes.
 * Built with libFuzzer (POL_FUZZ) it looks for such bytes; built with replay.c it is given those of corpus/NAME. */
#ifndef POL_TESTS_FUZZ_H
#define POL_TESTS_FUZZ_H
#include "pol.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Says what does not hold, and ends the process so that a fuzzer keeps the input. */
_Noreturn void fuzz_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
#define FUZZ_HOLDS(condition, ...)           \
  do {                                       \
    if (!(condition)) fuzz_fail(__VA_ARGS__); \
  } while (0)

/* -- parts of an input: they are divided by lines of %%%%, so that what is kept can be read and edited */
typedef struct fuzz_part { char *at; size_t n; } fuzz_part; /* each an allocation of its own size, so that reading past its end is seen */
enum { FUZZ_PARTS = 4 };
typedef struct fuzz_parts { unsigned ways; /* the first byte: which of the ways there are; 0 where there is none */ fuzz_part part[FUZZ_PARTS]; size_t parts; } fuzz_parts;
void fuzz_divide(fuzz_parts *out, const uint8_t *data, size_t n); /* what is divided further is in the last part */
void fuzz_divided(fuzz_parts *p);                                /* frees them */

/* -- texts that grow; zero: empty */
typedef struct fuzz_text { char *at; size_t n, cap; } fuzz_text;
void fuzz_add(fuzz_text *t, const char *bytes, size_t n); /* NUL-ended after it */
void fuzz_free(fuzz_text *t);
bool fuzz_same(const fuzz_text *a, const fuzz_text *b);
fuzz_text fuzz_read(const char *path); /* a file of the repository, by its path there */

/* -- sessions */
pol_session *fuzz_session(void);
pol_session *fuzz_policy(const char *path, const char *as_of); /* of a file of the repository that has no errors, checked */
/* The reports as JSON: what was said, to be held against what is said another time. */
void fuzz_reports(fuzz_text *out, pol_session *s);

typedef struct fuzz_deciding { pol_form from, to; pol_speed speed; bool trace, outcomes; char delimiter; size_t piece; /* bytes that the feed gives at once; 0: all */ } fuzz_deciding;
/* pol_decide over the facts; its result, then what it put, and after that the reports. */
pol_result fuzz_decide(fuzz_text *out, pol_session *s, const char *facts, size_t n, const fuzz_deciding *how);
/* Records enough for lanes: the lines after the first `head` ones again and again. */
void fuzz_repeat(fuzz_text *out, const char *facts, size_t n, size_t head, size_t lines);
/* Holds two texts together and, where they part, says where. */
void fuzz_hold_same(const char *what, const fuzz_text *a, const fuzz_text *b);

/* -- forms, judged by readers of their own. They say by fuzz_fail what is wrong */
bool fuzz_json_ends(const char *text, size_t n, size_t depth); /* whether it is one JSON value and nothing else, nested at most so deep */
void fuzz_well_formed(pol_form form, const char *what, const char *text, size_t n);
/* A rendering, held to its form; dropped again. */
void fuzz_rendered(pol_form form, const char *what, pol_string *s);
#endif
