#include "base/json.h"
#include "failing.h"

static void write_sample(pol_json *j) {
  pol_json_object(j);
  pol_json_key(j, "clause");
  pol_json_string(j, "3.7.2b");
  pol_json_key(j, "facts");
  pol_json_array(j);
  pol_json_int(j, INT64_MIN);
  pol_json_bool(j, true);
  pol_json_bool(j, false);
  pol_json_null(j);
  pol_json_object(j);
  pol_json_object_end(j);
  pol_json_array(j);
  pol_json_array(j);
  pol_json_array_end(j);
  pol_json_array_end(j);
  pol_json_array_end(j);
  pol_json_key(j, "a\"b");
  pol_json_object(j);
  pol_json_key(j, "none");
  pol_json_string(j, NULL);
  pol_json_object_end(j);
  pol_json_object_end(j);
}

Test(json, layout) {
  static const struct { int indent; const char *want; } rows[] = {
    { 0, "{\"clause\":\"3.7.2b\",\"facts\":[-9223372036854775808,true,false,null,{},[[]]],\"a\\\"b\":{\"none\":null}}" },
    { 2, "{\n  \"clause\": \"3.7.2b\",\n  \"facts\": [\n    -9223372036854775808,\n    true,\n    false,\n    null,\n    {},\n    [\n      []\n"
         "    ]\n  ],\n  \"a\\\"b\": {\n    \"none\": null\n  }\n}" },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    pol_text t;
    pol_json j;
    pol_text_init(&t, NULL);
    pol_json_init(&j, &t, rows[i].indent);
    write_sample(&j);
    cr_expect_str_eq(pol_text_get(&t), rows[i].want, "indent %d: %s", rows[i].indent, pol_text_get(&t));
    pol_text_drop(&t);
  }
}

#define JSON(text, want) { text, sizeof(text) - 1, want }
Test(json, strings) {
  static const struct { const char *text; size_t n; const char *want; } rows[] = {
    JSON("", "\"\""),
    JSON("plain", "\"plain\""),
    JSON("say \"no\"", "\"say \\\"no\\\"\""),
    JSON("a\\b/c", "\"a\\\\b/c\""),
    JSON("\b\t\n\v\f\r", "\"\\b\\t\\n\\u000b\\f\\r\""),
    JSON("\0\x01\x07\x0e\x1f x", "\"\\u0000\\u0001\\u0007\\u000e\\u001f x\""),
    JSON("\x7f", "\"\x7f\""),
    JSON("\xc2\xa3 \xe2\x82\xac \xf0\x9f\x98\x80", "\"\xc2\xa3 \xe2\x82\xac \xf0\x9f\x98\x80\""),
    JSON("\xff", "\"\xef\xbf\xbd\""),
    JSON("a\xc2", "\"a\xef\xbf\xbd\""),
    JSON("\xed\xa0\x80z", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdz\""),
    JSON("\xc3\"", "\"\xef\xbf\xbd\\\"\""),
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    pol_text t;
    pol_json j;
    pol_text_init(&t, NULL);
    pol_json_init(&j, &t, 0);
    pol_json_string_n(&j, rows[i].text, rows[i].n);
    cr_expect_str_eq(pol_text_get(&t), rows[i].want, "row %zu: %s", i, pol_text_get(&t));
    pol_text_drop(&t);
  }
}

Test(json, one_writer_writes_many_lines) {
  pol_text t;
  pol_json j;
  pol_text_init(&t, NULL);
  pol_json_init(&j, &t, 0);
  for (int i = 0; i < 3; i++) {
    pol_json_array(&j);
    pol_json_int(&j, i);
    pol_json_array_end(&j);
    pol_text_char(&t, '\n');
  }
  cr_expect_str_eq(pol_text_get(&t), "[0]\n[1]\n[2]\n");
  pol_text_drop(&t);
}

static bool json_work(const pol_alloc *from) {
  pol_text t;
  pol_json j;
  pol_text_init(&t, from);
  pol_json_init(&j, &t, 2);
  pol_json_array(&j);
  for (int i = 0; i < 20; i++) write_sample(&j);
  pol_json_array_end(&j);
  bool well = pol_text_ok(&t);
  pol_text_drop(&t);
  return well;
}

Test(json, every_allocation_may_fail) { failing_everywhere(json_work); }
