/* JSON read into a tree: what is accepted and what is not, how texts are decoded, how deep it may be, memory that runs out. */
#include "base/json_read.h"
#include "base/json.h"
#include "base/limits.h"
#include <criterion/criterion.h>
#include <stdlib.h>

static void write_value(pol_json *j, const pol_json_value *v) {
  switch (v->is) {
  case POL_JSON_IS_NULL: pol_json_null(j); return;
  case POL_JSON_IS_FALSE: pol_json_bool(j, false); return;
  case POL_JSON_IS_TRUE: pol_json_bool(j, true); return;
  case POL_JSON_IS_NUMBER: pol_json_raw(j, v->text); return;
  case POL_JSON_IS_STRING: pol_json_string_n(j, v->text, v->length); return;
  case POL_JSON_IS_ARRAY: pol_json_array(j); break;
  case POL_JSON_IS_OBJECT: pol_json_object(j); break;
  }
  for (const pol_json_value *i = v->first; i; i = i->next) {
    cr_assert_eq(i->in, v);
    if (i->key) pol_json_key(j, i->key);
    write_value(j, i);
  }
  if (v->is == POL_JSON_IS_ARRAY) pol_json_array_end(j);
  else pol_json_object_end(j);
}

/* What a text says, written again; NULL: it is refused. */
static const char *again(const char *text, size_t n) {
  static char out[512];
  const pol_json_value *v;
  pol_arena *arena = pol_arena_new(NULL);
  pol_status status = pol_json_read(&v, arena, text, n);
  if (status == POL_OK) {
    pol_text to;
    pol_json j;
    pol_text_init(&to, NULL);
    pol_json_init(&j, &to, 0);
    write_value(&j, v);
    cr_assert_lt(to.n, sizeof out);
    strcpy(out, pol_text_get(&to));
    pol_text_drop(&to);
  } else cr_assert_eq(status, POL_REJECTED);
  pol_arena_drop(arena);
  return status == POL_OK ? out : NULL;
}

static const struct { const char *text, *means; } rows[] = {
    {"null", "null"}, {" true ", "true"}, {"\tfalse\r\n", "false"}, {"0", "0"}, {"-0.5e+10", "-0.5e+10"}, {"12E-3", "12E-3"}, {"\"\"", "\"\""}, {"[]", "[]"}, {"{}", "{}"},
    {"[ 1 , [ ] , { } ]", "[1,[],{}]"}, {"{ \"a\" : 1 , \"b\" : [ 2 , { \"c\" : null } ] }", "{\"a\":1,\"b\":[2,{\"c\":null}]}"}, {"{\"a\":1,\"a\":2}", "{\"a\":1,\"a\":2}"},
    {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\\"\\\\/\\b\\f\\n\\r\\t\""}, {"\"\\u00e9\\uD83D\\uDE00\\u0000x\"", "\"\u00e9\U0001F600\\u0000x\""}, {"\"\u20ac\"", "\"\u20ac\""},
    {"", NULL}, {" ", NULL}, {"nul", NULL}, {"nulll", NULL}, {"True", NULL}, {"01", NULL}, {"-", NULL}, {".5", NULL}, {"1.", NULL}, {"1e", NULL}, {"1e+", NULL}, {"+1", NULL}, {"1 2", NULL},
    {"[", NULL}, {"[1", NULL}, {"[1,", NULL}, {"[1,]", NULL}, {"[,1]", NULL}, {"[1 2]", NULL}, {"]", NULL}, {"[}", NULL}, {"{]", NULL}, {"[1]]", NULL},
    {"{", NULL}, {"{\"a\"", NULL}, {"{\"a\":", NULL}, {"{\"a\":1", NULL}, {"{\"a\":1,", NULL}, {"{\"a\":1,}", NULL}, {"{a:1}", NULL}, {"{1:1}", NULL}, {"{\"a\" 1}", NULL}, {"{\"a\":1 \"b\":2}", NULL}, {"{\"a\\u0000\":1}", NULL},
    {"\"", NULL}, {"\"a", NULL}, {"\"\\", NULL}, {"\"\\\"", NULL}, {"\"\\x\"", NULL}, {"\"\\u12\"", NULL}, {"\"\\u12g4\"", NULL}, {"\"\\ud800\"", NULL}, {"\"\\ud800\\n\"", NULL}, {"\"\\ud800\\u0041\"", NULL},
    {"\"\\udc00\"", NULL}, {"\"\n\"", NULL}, {"\"\x01\"", NULL}, {"\"\xff\"", NULL}, {"\"\xc0\x80\"", NULL}, {"'a'", NULL}, {"\xef\xbb\xbfnull", NULL}, {"// x\nnull", NULL}, {"NaN", NULL},
};

Test(json_read, texts) {
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const char *out = again(rows[i].text, strlen(rows[i].text));
    cr_assert_eq(out != NULL, rows[i].means != NULL, "%s is %s", rows[i].text, out ? out : "refused");
    if (out) cr_assert_str_eq(out, rows[i].means);
  }
  cr_assert_null(again("null\0", 5));
  cr_assert_str_eq(again("[1]x", 3), "[1]");
}

Test(json_read, members) {
  static const char text[] = "{\"a\": \"x\", \"b\": true, \"c\": 1, \"d\": \"x\\u0000y\", \"e\": {\"a\": \"z\"}, \"a\": \"later\"}";
  const pol_json_value *v;
  pol_arena *arena = pol_arena_new(NULL);
  cr_assert_eq(pol_json_read(&v, arena, text, sizeof text - 1), POL_OK);
  cr_assert_str_eq(pol_json_member_text(v, "a"), "x");
  cr_assert_str_eq(pol_json_member_text(pol_json_member(v, "e"), "a"), "z");
  cr_assert(pol_json_member_true(v, "b") && !pol_json_member_true(v, "c") && !pol_json_member_true(v, "f"));
  cr_assert_null(pol_json_member_text(v, "c"));
  cr_assert_null(pol_json_member_text(v, "d"));
  cr_assert_null(pol_json_member(v, "f"));
  cr_assert_null(pol_json_member(NULL, "a"));
  cr_assert_null(pol_json_member(pol_json_member(v, "a"), "a"));
  pol_arena_drop(arena);
}

/* At the limit and beside it; far beyond it nothing of ours grows with the nesting. */
Test(json_read, depth) {
  enum { FAR = 1000000 };
  static const size_t depths[] = {POL_LIMIT_JSON_READ_DEPTH - 1, POL_LIMIT_JSON_READ_DEPTH, POL_LIMIT_JSON_READ_DEPTH + 1, FAR};
  char *text = malloc(2 * FAR);
  cr_assert_not_null(text);
  for (size_t i = 0; i < sizeof depths / sizeof *depths; i++) {
    const pol_json_value *v;
    pol_arena *arena = pol_arena_new(NULL);
    memset(text, '[', depths[i]);
    memset(text + depths[i], ']', depths[i]);
    cr_assert_eq(pol_json_read(&v, arena, text, 2 * depths[i]), depths[i] <= POL_LIMIT_JSON_READ_DEPTH ? POL_OK : POL_REJECTED, "%zu", depths[i]);
    pol_arena_drop(arena);
  }
  free(text);
}

typedef struct failing { size_t at, made; } failing;

static void *get(void *user, size_t size) {
  failing *f = user;
  return f->made++ == f->at ? NULL : malloc(size);
}

static void put(void *user, void *block) {
  (void)user;
  free(block);
}

Test(json_read, memory) {
  static char text[20000] = "[";
  for (size_t n = 1; n + 12 < sizeof text; n += 10) memcpy(text + n, "{\"a\":\"b\"},", 10), text[n + 9] = n + 22 < sizeof text ? ',' : ']';
  bool failed = true;
  for (size_t at = 0; failed; at++) {
    failing f = {.at = at};
    const pol_alloc from = {get, put, &f};
    const pol_json_value *v;
    pol_arena *arena = pol_arena_new(&from);
    pol_status status = arena ? pol_json_read(&v, arena, text, strlen(text)) : POL_NO_MEMORY;
    failed = f.made > at;
    cr_assert_eq(status, failed ? POL_NO_MEMORY : POL_OK, "%zu: %d", at, (int)status);
    pol_arena_drop(arena);
  }
}
