/* A JSON writer: values in order, commas and escapes taken care of. Indented or on one line. It writes; it never reads. */
#ifndef POL_BASE_JSON_H
#define POL_BASE_JSON_H
#include "base/text.h"
#include <stdint.h>
typedef struct pol_json { pol_text *to; int indent; int depth; bool first; bool after_key; } pol_json;
void pol_json_init(pol_json *j, pol_text *to, int indent); /* indent 0: one line */
void pol_json_object(pol_json *j);
void pol_json_object_end(pol_json *j);
void pol_json_array(pol_json *j);
void pol_json_array_end(pol_json *j);
void pol_json_key(pol_json *j, const char *key);
void pol_json_string(pol_json *j, const char *text); /* NULL writes null */
void pol_json_string_n(pol_json *j, const char *bytes, size_t n);
void pol_json_raw(pol_json *j, const char *value); /* a value as it is to stand there */
void pol_json_int(pol_json *j, int64_t v);
void pol_json_bool(pol_json *j, bool v);
void pol_json_null(pol_json *j);
void pol_json_escape(pol_text *t, const char *bytes, size_t n); /* what stands between the quotation marks of a string */
/* A key and its value; an array is then open. */
void pol_json_key_string(pol_json *j, const char *key, const char *text);
void pol_json_key_int(pol_json *j, const char *key, int64_t v);
void pol_json_key_array(pol_json *j, const char *key);
#endif
