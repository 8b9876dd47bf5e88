/* Values in JSON: the exact text, and for answers {"type", "value", "text"}. */
#ifndef POL_RENDER_VALUE_JSON_H
#define POL_RENDER_VALUE_JSON_H
#include "base/json.h"
#include "render/say.h"
void pol_json_plain(pol_json *j, const pol_case *c, const pol_value *v, unsigned places); /* a string; null when it is not known */
/* As a facts file has it: the same, and lists as arrays of objects. Reading it again gives the value. */
void pol_json_given(pol_json *j, const pol_case *c, const pol_value *v);
/* Opens the object of a record with its id, and says where it is wrong: facts of it are reported, and nothing was decided or compared. */
void pol_json_record(pol_json *j, const pol_record_facts *record);
/* The answer's value, or null: a set's items and what is pending, duties, an amount. */
void pol_json_answer_value(pol_json *j, const pol_case *c);
const char *pol_type_words(const pol_page *pg, const pol_model *m, pol_type t); /* "hours", "police_rank", "money per month", "yes or no" */
#endif
