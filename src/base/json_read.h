/* A JSON text read into a tree of values, strictly (RFC 8259) and whole: for what pol itself has written, and whatever has become of it since. No recursion, so that no
 * nesting ends us; members keep their order. Facts have a reader of their own, which mends and reports (facts/json_scan.h). */
#ifndef POL_BASE_JSON_READ_H
#define POL_BASE_JSON_READ_H
#include "base/alloc.h"
#include "base/status.h"
#include <stdbool.h>

typedef enum pol_json_is { POL_JSON_IS_NULL, POL_JSON_IS_FALSE, POL_JSON_IS_TRUE, POL_JSON_IS_NUMBER, POL_JSON_IS_STRING, POL_JSON_IS_ARRAY, POL_JSON_IS_OBJECT } pol_json_is;

typedef struct pol_json_value pol_json_value;
struct pol_json_value {
  pol_json_is is;
  const char *key;             /* of a member of an object; NUL-ended, and without a NUL in it */
  const char *text;            /* of a string, decoded; of a number, as it is written; NUL-ended too */
  size_t length;
  pol_json_value *first, *last; /* items, or members */
  pol_json_value *next;
  pol_json_value *in;          /* what it is an item or a member of; NULL: nothing */
};

/* POL_REJECTED: this is no JSON text, or one over POL_LIMIT_JSON_READ_DEPTH, or not UTF-8. All in the arena. */
pol_status pol_json_read(const pol_json_value **out, pol_arena *arena, const char *bytes, size_t n);
const pol_json_value *pol_json_member(const pol_json_value *object, const char *key); /* the first of that name; NULL: there is none, or it is no object */
const char *pol_json_member_text(const pol_json_value *object, const char *key);      /* of a string without a NUL in it; NULL: it is none, or not there */
bool pol_json_member_true(const pol_json_value *object, const char *key);
#endif
