#include "base/failing.h"
#include "base/limits.h"
#include "facts/world.h"
#include <string.h>

static void check(reader *read, const char *text, size_t n, const char *want, const char *values) {
  world w;
  pol_text got;
  pol_text_init(&got, NULL);
  cr_assert(world_make(&w, NULL));
  pol_status status = world_read(&w, read, text, n);
  world_reports(&got, &w);
  cr_expect_str_eq(pol_text_get(&got), want, "%s\n got  %s\n want %s", text, pol_text_get(&got), want);
  cr_expect_eq(status, *want ? POL_REJECTED : POL_OK, "%s: status %d", text, status);
  if (values) {
    pol_text_clear(&got);
    for (uint32_t i = 0; i < w.facts.records.n; i++) {
      if (i) pol_text_add(&got, " | ");
      if (w.facts.records.at[i].id) pol_text_format(&got, "%s: ", w.facts.records.at[i].id);
      if (w.facts.records.at[i].wrong) pol_text_add(&got, "WRONG ");
      world_values(&got, &w, i);
    }
    cr_expect_str_eq(pol_text_get(&got), values, "%s\n got  %s\n want %s", text, pol_text_get(&got), values);
  }
  pol_text_drop(&got);
  world_drop(&w);
}

static const struct {
  const char *text, *values;
} good[] = {
    {"{}", ""},
    {" \t\r\n{ } \n", ""},
    {"\xef\xbb\xbf{\"employee\":{\"permanent\":true}}", "permanent=yes"},
    {"[]", ""},
    {"[{\"id\":\"a\",\"employee.grade\":1},{\"id\":7.50,\"employee\":{\"grade\":2}}]", "a: grade=1 | 7.50: grade=2"},
    {"{\"id\":null,\"employee\":null,\"employee.grade\":null}", ""},
    {"{\"employee\":{\"kind\":\"police_staff\"},\"employee.grade\":3,\"leave\":{\"esp\":{\"taken\":\"24 minutes\"}}}",
     "kind=police_staff grade=3 esp.taken=0.4"},
    {"{\"leave\":{\"esp.taken\":1}}", "esp.taken=1"},
    {"{\"taken\":1,\"grade\":2}", "grade=2 esp.taken=1"},
    {"{\"leave.esp\":{\"taken\":1}}", "esp.taken=1"},
    {"{\"employee.note\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t \\u0041\\u00e9\\ud83d\\ude00\"}", "note='\"\\/\b\f\n\r\t A\xc3\xa9\xf0\x9f\x98\x80'"},
    {"{\"\\u0065mployee.note\":\"\"}", "note=''"},
    {"{\"calendar.holidays\":[]}", "holidays=[]"},
    {"{\"calendar\":{\"holidays\":[{\"date\":\"2024-01-01\"},{},{\"parts\":[{\"paid\":true,\"hours\":\"1 hour\"},{}],\"date\":null}]}}",
     "holidays=[2024-01-01,?,?;?,?,?;?,?,[1,yes;?,?]]"},
    {"{\"employee.score\":-0}", "score=0"},
    {"{\"employee.score\":1.50e+2}", "score=150"},
    {"{\"employee.score\":1E-2}", "score=0.01"},
    {"{\"employee.score\":0e999999999999}", "score=0"},
};

Test(json, good) {
  for (size_t i = 0; i < COUNT(good); i++) check(pol_facts_read_json, good[i].text, strlen(good[i].text), "", good[i].values);
}

static const struct {
  const char *text, *want;
} bad[] = {
    /* names */
    {"{\"employee.weekly_hrs\":1}",
     "POL0801 1:2 no fact is called employee.weekly_hrs [not declared] help: did you mean employee.weekly_hours?"},
    {"{\"employee\":{\"weekly_hrs\":1}}",
     "POL0801 1:14 no fact is called employee.weekly_hrs [not declared] help: did you mean employee.weekly_hours?"},
    {"{\"weekly_hrs\":1}", "POL0801 1:2 no fact is called weekly_hrs [not declared] help: did you mean weekly_hours?"},
    {"{\"grade\":1,\"employee\":{\"grade\":1}}", "POL0803 1:32 employee.grade is given twice, as 1 and as 1 [again; neither is used] <first 1:10> help: keep the one that is right"},
    {"{\"leave\":{\"taken\":1}}", "POL0801 1:11 no fact is called leave.taken [not declared]"},
    {"{\"emploee\":{\"grade\":1}}", "POL0801 1:2 no facts are called emploee [not declared] help: did you mean employee?"},
    {"{\"xyz\":[{\"a\":[1,{}]}]}", "POL0801 1:2 no fact is called xyz [not declared]"},
    {"[{\"xyz\":1},{\"xyz\":2},{\"xyz\":3}]", "POL0801 1:3 no fact is called xyz [not declared] note: it is in 2 other records too"},
    {"{\"\":1}", "POL0801 1:2 no fact is called  [not declared]"},
    {"{\"employee\":5}", "POL0810 1:13 employee is several facts, and here is no brace help: \"employee\": { \"fact\": value, … }"},
    /* twice */
    {"{\"employee.permanent\":true,\n \"employee.permanent\":false}",
     "POL0803 2:23 employee.permanent is given twice, as yes and as no [again; neither is used] <first 1:23> help: keep the one that is "
     "right"},
    {"{\"employee.grade\":5,\"employee\":{\"grade\":null}}",
     "POL0803 1:41 employee.grade is given twice, as 5 and as null [again; neither is used] <first 1:19> help: keep the one that is right"},
    {"{\"calendar.holidays\":[],\"calendar\":{\"holidays\":[{}]}}",
     "POL0803 1:48 calendar.holidays is given twice [again; neither is used] <first 1:22> help: keep the one that is right"},
    {"{\"employee\":{},\"employee\":{}}", "POL0803 1:16 the facts of employee stand in two places <first 1:2> help: put them together"},
    {"{\"calendar.holidays\":[{\"name\":\"a\",\"name\":\"b\"}]}",
     "POL0803 1:42 calendar.holidays.name is given twice in one item [again] <first 1:31> help: keep the one that is right"},
    {"{\"id\":1,\"id\":2}", "POL0803 1:14 a record has two ids"},
    {"{\"id\":true}", "POL0820 1:7 an id is a text or a number"},
    /* shapes */
    {"{\"employee.grade\":[1]}", "POL0810 1:19 employee.grade is one value, and here is a list"},
    {"{\"employee.grade\":{\"a\":1}}", "POL0810 1:19 employee.grade is one value, and here are braces"},
    {"{\"calendar.holidays\":5}", "POL0810 1:22 calendar.holidays is a list, and here is one value help: [{ … }, { … }], or [] for none"},
    {"{\"calendar.holidays\":{}}", "POL0810 1:22 calendar.holidays is a list, and here are braces"},
    {"{\"calendar.holidays\":[1]}", "POL0810 1:23 an item of calendar.holidays is not in braces help: { \"name\": value, … }"},
    {"{\"calendar.holidays\":[{\"nme\":\"x\"}]}", "POL0811 1:24 an item of calendar.holidays has no nme help: did you mean name?"},
    {"{\"calendar.holidays\":[{\"parts\":[{\"hours\":\"x\"}]}]}", "POL0802 1:42 calendar.holidays.parts.hours is in hours, and \"x\" is "
                                                                  "not a number help: 30 or \"30 hours\"; leave it out if it is not known"},
    {"{\"calendar.holidays\":[{\"parts\":[{\"hours\":24},{\"hours\":25}]}]}",
     "POL0808 1:55 calendar.holidays.parts.hours is at most 24 hours, and 25 hours is not"},
    {"5", "POL0810 1:1 a facts file holds a record in braces, or a list of them"},
    {"[5]", "POL0810 1:2 a record is not in braces"},
    {"", "POL0817 1:1 facts holds no record"},
    {" \n ", "POL0817 2:2 facts holds no record"},
    /* marks */
    {"{\"employee.grade\":1,}", "POL0812 1:20 a comma with nothing after it"},
    {"{,\"employee.grade\":1}", "POL0812 1:2 a comma with nothing before it"},
    {"{\"employee.grade\":1 \"employee.note\":\"x\"}", "POL0812 1:21 a comma is missing before this"},
    {"[{},,{}]", "POL0812 1:5 a comma with nothing before it"},
    {"[{} {}]", "POL0812 1:5 a comma is missing before this"},
    {"{\"employee.grade\" 1}", "POL0812 1:2 a colon is missing after this name"},
    {"{\"employee.grade\"}", "POL0812 1:18 a value is missing"},
    {"{\"employee.grade\":}", "POL0812 1:19 a value is missing"},
    {"{\"employee.grade\",\"employee.note\":\"x\"}", "POL0812 1:18 a value is missing"},
    {"{employee.grade:1}", "POL0812 1:2 the name employee.grade is not in quotation marks help: \"employee.grade\""},
    {"{null:1}", "POL0812 1:2 the name null is not in quotation marks help: \"null\""},
    {"{\"employee.grade\":1", "POL0812 1:20 the text ends before this brace is closed [ends here] <opened here 1:1>"},
    {"[{}", "POL0812 1:4 the text ends before this bracket is closed [ends here] <opened here 1:1>"},
    {"{\"employee.grade\":", "POL0812 1:19 the text ends before this brace is closed [ends here] <opened here 1:1>"},
    {"[{}}", "POL0812 1:4 a bracket is not closed, or one too many is [a comma or ] belongs here] <opened here 1:1>"},
    {"{\"employee\":{]}", "POL0812 1:14 a brace is not closed, or one too many is [a name or } belongs here] <opened here 1:13>"},
    {"{{}}", "POL0812 1:2 a brace is not closed, or one too many is [a name or } belongs here] <opened here 1:1>"},
    {"{\"employee.note\":\"x", "POL0812 1:18 a text without its closing quotation mark [begins here]\nPOL0812 1:20 the text ends before "
                               "this brace is closed [ends here] <opened here 1:1>"},
    {"{\"employee.note\":\"x\n}", "POL0812 1:18 a text without its closing quotation mark [begins here]"},
    /* words and numbers */
    {"{\"employee.permanent\":yes}",
     "POL0810 1:23 yes needs quotation marks help: straight double ones, as in \"yes\"; leave the fact out if it is not known"},
    {"{\"employee.note\":'a b',\"employee.grade\":1}",
     "POL0810 1:18 'a b' needs quotation marks help: straight double ones, as in \"yes\"; leave the fact out if it is not known"},
    {"{\"employee.note\":\xe2\x80\x9cx\xe2\x80\x9d}", "POL0810 1:18 \xe2\x80\x9cx\xe2\x80\x9d needs quotation marks help: straight double "
                                                      "ones, as in \"yes\"; leave the fact out if it is not known"},
    {"{\"employee.score\":01}", "POL0815 1:19 01 is not written as JSON writes numbers help: digits with one point, as in 18.5, or a text "
                                "in straight quotation marks"},
    {"{\"employee.score\":1.}", "POL0815 1:19 1. is not written as JSON writes numbers help: digits with one point, as in 18.5, or a text "
                                "in straight quotation marks"},
    {"{\"employee.score\":.5}", "POL0815 1:19 .5 is not written as JSON writes numbers help: digits with one point, as in 18.5, or a text "
                                "in straight quotation marks"},
    {"{\"employee.score\":+5}", "POL0815 1:19 +5 is not written as JSON writes numbers help: digits with one point, as in 18.5, or a text "
                                "in straight quotation marks"},
    {"{\"employee.score\":-}",
     "POL0815 1:19 - is not written as JSON writes numbers help: digits with one point, as in 18.5, or a text in straight quotation marks"},
    {"{\"employee.score\":1e}", "POL0815 1:19 1e is not written as JSON writes numbers help: digits with one point, as in 18.5, or a text "
                                "in straight quotation marks"},
    {"{\"employee.start\":2024-04-01}", "POL0815 1:19 2024-04-01 is not written as JSON writes numbers help: digits with one point, as in "
                                        "18.5, or a text in straight quotation marks"},
    {"{\"employee.score\":1e999}", "POL0818 1:19 employee.score is a number, and \"1e999\" is too large to be exact"},
    {"{\"employee.score\":1e-999}", "POL0818 1:19 employee.score is a number, and \"1e-999\" is too large to be exact"},
    /* texts */
    {"{\"employee.note\":\"a\tb\"}", "POL0813 1:20 a tab inside a text help: \\t"},
    {"{\"employee.note\":\"a\x01"
     "b\"}",
     "POL0813 1:20 a control character inside a text help: take it away"},
    {"{\"employee.note\":\"\\x\"}",
     "POL0813 1:19 a backslash before a character that needs none help: a backslash itself is written twice: \\\\"},
    {"{\"employee.note\":\"\\u12g4\"}", "POL0813 1:19 \\u needs four hexadecimal digits help: \\u00e9, or the character itself"},
    {"{\"employee.note\":\"\\ud800\"}", "POL0813 1:19 half of a character: its other half is missing help: write the character itself"},
    {"{\"employee.note\":\"\\udc00\\ud800\"}",
     "POL0813 1:19 half of a character: its other half is missing help: write the character itself\n"
     "POL0813 1:25 half of a character: its other half is missing help: write the character itself"},
    {"{\"employee.note\":\"\xff\"}", "POL0814 1:19 a byte that is not UTF-8 help: save the file as UTF-8"},
    {"{\"employee.note\":\"\xc0\x80\"}", "POL0814 1:19 a byte that is not UTF-8 help: save the file as UTF-8\nPOL0814 1:20 a byte that is "
                                         "not UTF-8 help: save the file as UTF-8"},
    {"{\"employee.note\":\xff}", "POL0814 1:18 bytes that are not UTF-8 help: save the file as UTF-8"},
    /* after the end; places count characters */
    {"{}\n{}", "POL0816 2:1 something follows the end of the record help: for several records: [ {…}, {…} ], or one a line in a file whose "
               "name ends in .ndjson"},
    {"{\"employee.note\":\"\xc3\xa9\xf0\x9f\x98\x80\",\"x\":1}", "POL0801 1:23 no fact is called x [not declared]"},
};

/* However many records of a file are wrong, they take the room of one; those that are right have their own. */
Test(json, wrong_records_share_their_values) {
  static const char *const texts[] = { "[{\"x\":1},{\"employee.grade\":1},{\"x\":1},{\"employee.grade\":2},{\"x\":1}]", "{\"x\":1}\n{\"employee.grade\":1}\n{\"x\":1}\n{\"employee.grade\":2}\n{\"x\":1}\n" };
  for (size_t i = 0; i < COUNT(texts); i++) {
    world w;
    pol_text got;
    pol_text_init(&got, NULL);
    cr_assert(world_make(&w, NULL));
    cr_expect_eq(world_read(&w, i ? pol_facts_read_ndjson : pol_facts_read_json, texts[i], strlen(texts[i])), POL_REJECTED);
    const pol_record_facts *r = w.facts.records.at;
    cr_assert_eq(w.facts.records.n, 5);
    cr_expect(r[0].wrong && !r[1].wrong && r[2].wrong && !r[3].wrong && r[4].wrong);
    cr_expect(r[0].value == r[2].value && r[2].value == r[4].value && r[0].origin == r[4].origin);
    for (uint32_t k = 0; k < 5; k++) world_values(&got, &w, k), pol_text_char(&got, ';');
    cr_expect_str_eq(pol_text_get(&got), ";grade=1;;grade=2;;");
    pol_text_drop(&got);
    world_drop(&w);
  }
}

Test(json, bad) {
  for (size_t i = 0; i < COUNT(bad); i++) check(pol_facts_read_json, bad[i].text, strlen(bad[i].text), bad[i].want, NULL);
}

static const struct {
  const char *text, *want, *values;
} lines[] = {
    {"", "", ""},
    {"\n\r\n  \n", "", ""},
    {"{\"id\":\"a\",\"employee.grade\":1}\n\n{\"id\":\"b\"}", "", "a: grade=1 | b: "},
    {"{\"id\":\"a\"\n{\"id\":\"b\",\"employee.grade\":2}\n",
     "POL0812 1:10 the text ends before this brace is closed [ends here] <opened here 1:1>", "a: WRONG  | b: grade=2"},
    {"[{}]\n{}\nfoo bar\n",
     "POL0810 1:1 a record is not in braces\nPOL0810 3:1 foo bar needs quotation marks help: straight double ones, as in \"yes\"; leave "
     "the fact out if it is not known",
     "WRONG  |  | WRONG "},
    {"{} {}\n{}", "POL0816 1:4 a line holds more than its record", "WRONG  | "},
    {"{\"id\":\"S07\",\"employee.permanent\":2}",
     "POL0809 1:34 employee.permanent is yes or no, and 2 is neither [record S07] help: \"yes\" or \"no\"; leave it out if it is not known",
     "S07: WRONG "},
    {"{\"x\":1}\n{\"x\":1}\n", "POL0801 1:2 no fact is called x [not declared] note: it is in 1 other record too", "WRONG  | WRONG "},
};

Test(json, lines) {
  for (size_t i = 0; i < COUNT(lines); i++)
    check(pol_facts_read_ndjson, lines[i].text, strlen(lines[i].text), lines[i].want, lines[i].values);
}

Test(json, broken_document_decides_nothing) {
  static const char text[] = "[{\"id\":\"a\"},{\"id\":\"b\"}";
  check(pol_facts_read_json, text, sizeof text - 1,
        "POL0812 1:23 the text ends before this bracket is closed [ends here] <opened here 1:1>", "a: WRONG  | b: WRONG ");
}

Test(json, nul_bytes) {
  check(pol_facts_read_json, "{\"employee.note\":\"\0\"}", 21, "POL0813 1:19 a control character inside a text help: take it away", NULL);
  check(pol_facts_read_json, "{}\0", 3,
        "POL0816 1:3 something follows the end of the record help: for several records: [ {…}, {…} ], or one a line in a file whose name "
        "ends in .ndjson",
        NULL);
}

/* -- origins */

Test(json, origins) {
  static const char text[] = "{\n  \"employee\": {\"note\": \"\xc3\xa9\", \"grade\": 3},\n  \"consent.decided_by\": null}";
  world w;
  cr_assert(world_make(&w, NULL));
  cr_assert_eq(world_read(&w, pol_facts_read_json, text, sizeof text - 1), POL_OK);
  const pol_origin *o = w.facts.records.at[0].origin;
  uint32_t grade = world_fact(&w, "employee.grade"), by = world_fact(&w, "consent.decided_by");
  cr_expect_eq(o[grade].kind, POL_FROM_FILE);
  cr_expect_eq(o[grade].line, 2);
  cr_expect_eq(o[grade].column, 38);
  cr_expect_eq(o[by].kind, POL_FROM_NOWHERE, "nothing was given");
  world_drop(&w);
}

/* -- limits */

static void nested(pol_text *t, int depth) { /* braces and brackets, an unknown name inside */
  pol_text_clear(t);
  pol_text_add(t, "{\"x\":");
  pol_text_pad(t, '[', (size_t)depth - 1);
  pol_text_pad(t, ']', (size_t)depth - 1);
  pol_text_char(t, '}');
}

Test(json, depth) {
  pol_text t;
  pol_text_init(&t, NULL);
  for (int depth = POL_LIMIT_JSON_DEPTH - 1; depth <= POL_LIMIT_JSON_DEPTH; depth++) {
    nested(&t, depth);
    check(pol_facts_read_json, pol_text_get(&t), t.n, "POL0801 1:2 no fact is called x [not declared]", NULL);
  }
  nested(&t, POL_LIMIT_JSON_DEPTH + 1);
  check(pol_facts_read_json, pol_text_get(&t), t.n,
        "POL0801 1:2 no fact is called x [not declared]\nPOL1003 1:69 braces and brackets are nested more than 64 deep", NULL);
  nested(&t, 1000000);
  check(pol_facts_read_json, pol_text_get(&t), t.n,
        "POL0801 1:2 no fact is called x [not declared]\nPOL1003 1:69 braces and brackets are nested more than 64 deep", NULL);
  pol_text_drop(&t);
}

Test(json, name_length) {
  pol_text t;
  for (size_t n = POL_LIMIT_NAME_BYTES - 1; n <= POL_LIMIT_NAME_BYTES + 1; n++) {
    pol_text_init(&t, NULL);
    pol_text_add(&t, "{\"");
    pol_text_pad(&t, 'z', n);
    pol_text_add(&t, "\":1}");
    check(pol_facts_read_json, pol_text_get(&t), t.n, "POL0801 1:2 no fact is called zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz… [not declared]", NULL);
    pol_text_drop(&t);
  }
}

Test(json, list_length) {
  for (int extra = -1; extra <= 1; extra++) {
    world w;
    pol_text t, got;
    pol_text_init(&t, NULL);
    pol_text_init(&got, NULL);
    pol_text_add(&t, "{\"calendar.holidays\":[{}");
    for (int i = 1; i < POL_LIMIT_LIST_LENGTH + extra; i++) pol_text_add(&t, ",{}");
    pol_text_add(&t, "]}");
    cr_assert(world_make(&w, NULL));
    pol_status status = world_read(&w, pol_facts_read_json, pol_text_get(&t), t.n);
    world_reports(&got, &w);
    cr_expect_eq(status, extra > 0 ? POL_REJECTED : POL_OK);
    cr_expect_str_eq(pol_text_get(&got), extra > 0 ? "POL0819 1:196631 calendar.holidays has more than 65536 items" : "");
    pol_text_drop(&t);
    pol_text_drop(&got);
    world_drop(&w);
  }
}

Test(json, file_length) {
  for (int extra = -1; extra <= 1; extra++) {
    size_t n = (size_t)(POL_LIMIT_FACTS_BYTES + extra);
    char *text = malloc(n + 1);
    cr_assert(text);
    memset(text, ' ', n);
    text[0] = '{', text[n - 1] = '}', text[n] = '\0';
    world w;
    pol_text got;
    pol_text_init(&got, NULL);
    cr_assert(world_make(&w, NULL));
    static const uint32_t starts[] = {0};
    pol_source *s = POL_VEC_PUSH(w.arena, &w.sources.files); /* longer than pol_sources_add takes */
    *s = (pol_source){.name = "facts", .text = text, .length = (uint32_t)n, .line = starts, .lines = 1};
    pol_status status = pol_facts_read_json(&w.facts, &w.model, &w.sources, 0, &w.reports);
    world_reports(&got, &w);
    cr_expect_eq(status, extra > 0 ? POL_REJECTED : POL_OK);
    cr_expect_str_eq(pol_text_get(&got), extra > 0 ? "POL1002 1:1 facts is longer than 64 MiB" : "");
    pol_text_drop(&got);
    world_drop(&w);
    free(text);
  }
}

Test(json, many_faults) {
  world w;
  pol_text t, got;
  pol_text_init(&t, NULL);
  pol_text_init(&got, NULL);
  for (int i = 0; i < 10010; i++) pol_text_add(&t, "1\n");
  cr_assert(world_make(&w, NULL));
  cr_expect_eq(world_read(&w, pol_facts_read_ndjson, pol_text_get(&t), t.n), POL_REJECTED);
  cr_expect_eq(w.reports.list.n, 10001);
  cr_expect_eq(w.facts.records.n, 10010);
  cr_expect(w.facts.records.at[10009].wrong);
  world_reports(&got, &w);
  cr_expect(strstr(pol_text_get(&got), "POL0821 10001:1 facts has more than 10000 faults"));
  pol_text_drop(&t);
  pol_text_drop(&got);
  world_drop(&w);
}

/* -- hostile texts */

static const char whole[] =
    "{\"id\": \"S07\", \"employee\": {\"weekly_hours\": \"18.5 hours\", \"permanent\": true, \"note\": \"\\u00e9\xc3\xa9\\ud83d\\ude00\", "
    "\"score\": -1.5e2},\n"
    " \"calendar.holidays\": [{\"date\": \"2024-01-01\", \"parts\": [{\"paid\": false}]}], \"leave\": {\"esp\": {\"taken\": null}}}";

Test(json, every_beginning) {
  for (size_t n = 0; n < sizeof whole; n++) {
    world w;
    char *text = malloc(n + 1); /* of its own, so that a read past the end is seen */
    cr_assert(text);
    memcpy(text, whole, n);
    text[n] = '\0';
    cr_assert(world_make(&w, NULL));
    pol_status status = world_read(&w, pol_facts_read_json, text, n);
    cr_expect_eq(status, n == sizeof whole - 1 ? POL_OK : POL_REJECTED, "%zu bytes", n);
    for (uint32_t i = 0; status == POL_REJECTED && i < w.facts.records.n; i++) cr_expect(w.facts.records.at[i].wrong, "%zu bytes", n);
    world_drop(&w);
    free(text);
  }
}

Test(json, every_byte_changed) {
  static const char others[] = {'\0', '"', '{', '}', '[', ']', ',', ':', '\\', '\n', '0', 'x', (char)0xff, (char)0xc3};
  char text[sizeof whole];
  for (size_t at = 0; at + 1 < sizeof whole; at++)
    for (size_t k = 0; k < sizeof others; k++) {
      world w;
      memcpy(text, whole, sizeof whole);
      text[at] = others[k];
      cr_assert(world_make(&w, NULL));
      pol_status status = world_read(&w, k % 2 ? pol_facts_read_json : pol_facts_read_ndjson, text, sizeof whole - 1);
      cr_expect(status == POL_OK || status == POL_REJECTED);
      cr_expect_eq(status == POL_REJECTED, w.reports.list.n > 0);
      world_drop(&w);
    }
}

static bool read_with(const pol_alloc *from) {
  static const char text[] =
      "[{\"id\":\"S07\",\"employee\":{\"weekly_hours\":\"18.5 "
      "hours\",\"note\":\"a\\u00e9\",\"xyz\":1,\"xyz\":2,\"grade\":99,\"kind\":\"polic\",\"pay\":\"x\",\"notice\":\"1 hour\"},\"calendar\":"
      "{\"holidays\":[{\"date\":\"2024-01-01\",\"nam\":3},{\"parts\":[{\"hours\":\"z\"}]},3]}},{\"xyz\":1}";
  world w;
  bool well = world_make(&w, from);
  if (well) {
    pol_status status = world_read(&w, pol_facts_read_json, text, sizeof text - 1);
    cr_expect(status == POL_REJECTED || status == POL_NO_MEMORY);
    well = status == POL_REJECTED;
  }
  world_drop(&w);
  return well;
}

Test(json, no_memory) { failing_everywhere(read_with); }
