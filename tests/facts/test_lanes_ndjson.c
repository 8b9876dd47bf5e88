/* NDJSON in lanes is what the exact reader reads; whatever it would report is odd, and little else. */
#include "facts/lane_route.h"
#include "facts/world.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

/* -- both readings, side by side */

typedef struct pieces { const char *text; size_t n, at, piece; } pieces;

static ptrdiff_t next_piece(void *user, char *to, size_t room) {
  pieces *p = user;
  size_t n = p->n - p->at;
  if (n > p->piece) n = p->piece;
  if (n > room) n = room;
  memcpy(to, p->text + p->at, n);
  p->at += n;
  return (ptrdiff_t)n;
}

/* Lanes for what can have one; `narrow`: small numbers only. Not for all facts: some are only checked. */
static uint32_t choose_lanes(pol_fact_lane *lane, const world *w, bool narrow) {
  uint32_t n = 0;
  for (uint32_t f = 0; f < w->model.facts.n; f++) {
    const pol_fact *fact = &w->model.facts.at[f];
    pol_fact_lane l = {.fact = f, .width = POL_LANE_8, .least = INT8_MIN, .most = INT8_MAX};
    switch ((pol_type_kind)fact->type.kind) {
    case POL_T_BOOL:
    case POL_T_OPTION:
    case POL_T_PARTY: l.least = 0; break;
    case POL_T_DATE: l.width = POL_LANE_32, l.least = POL_DATE_FIRST, l.most = POL_DATE_LAST; break;
    case POL_T_TIME: l.width = POL_LANE_16, l.least = 0, l.most = 1440; break;
    case POL_T_NUMBER:
      l.width = narrow ? POL_LANE_16 : POL_LANE_64;
      l.places = fact->type.show == POL_SHOW_COUNT ? 0 : narrow ? 1 : 2;
      l.least = narrow ? -9000 : -1000000000000000, l.most = -l.least;
      break;
    default: continue;
    }
    if (f % 7 != (narrow ? 5 : 3)) lane[n++] = l;
  }
  return n;
}

static int64_t in_lane(const pol_lane *lane, pol_lane_width width, uint32_t row) {
  switch (width) {
  case POL_LANE_8: return ((const int8_t *)lane->at)[row];
  case POL_LANE_16: return ((const int16_t *)lane->at)[row];
  case POL_LANE_32: return ((const int32_t *)lane->at)[row];
  default: return ((const int64_t *)lane->at)[row];
  }
}

static bool same_value(const pol_fact_lane *of, const pol_lane *lane, uint32_t row, const pol_value *v) {
  if (lane->stated && lane->state[row] != POL_CELL(POL_KNOWN, 0)) return lane->state[row] == POL_CELL(POL_UNKNOWN, 0) && v->state == POL_UNKNOWN;
  if (v->state != POL_KNOWN) return false;
  int64_t x = in_lane(lane, of->width, row);
  if (v->type.kind != POL_T_NUMBER) return x == v->as.i;
  pol_num n;
  int64_t scale = v->type.show == POL_SHOW_PERCENT ? 100 : 1;
  for (unsigned i = 0; i < of->places; i++) scale *= 10;
  return pol_num_ratio(&n, x, scale) == POL_NUM_FINE && pol_num_cmp(n, v->as.num) == 0;
}

typedef struct reading { /* one text, read both ways */
  world w;
  pol_fact_lane lane[32];
  uint32_t lanes;
  const char *text;
  uint32_t records, odds;
  const bool *plain; /* by record: it must not be odd; NULL: nobody knows */
} reading;

static void compare_chunk(reading *t, const pol_lanes *got) {
  uint32_t odds = 0;
  for (uint32_t i = 0; i < got->n; i++, t->records++) {
    cr_assert_lt(t->records, t->w.facts.records.n, "more records than there are");
    const pol_record_facts *r = &t->w.facts.records.at[t->records];
    odds += got->odd[i];
    const char *shown = got->text[i];
    int n = (int)got->length[i];
    cr_assert(n > 0);
    if (got->odd[i]) {
      cr_assert(!t->plain || !t->plain[t->records], "odd for nothing: %.*s", n, shown);
      cr_assert_null(got->id[i]);
      for (uint32_t k = 0; k < t->lanes; k++) {
        int64_t x = in_lane(&got->lane[k], t->lane[k].width, i);
        cr_assert(x >= t->lane[k].least && x <= t->lane[k].most, "out of range: %.*s", n, shown);
      }
      continue;
    }
    cr_assert(!r->wrong, "not odd, but wrong: %.*s", n, shown);
    cr_assert_eq(got->id[i] != NULL, r->id != NULL, "id: %.*s", n, shown);
    if (r->id) cr_assert(got->id_length[i] == r->id_length && memcmp(got->id[i], r->id, r->id_length) == 0, "id: %.*s", n, shown);
    for (uint32_t k = 0; k < t->lanes; k++)
      cr_assert(same_value(&t->lane[k], &got->lane[k], i, &r->value[t->lane[k].fact]), "%s: %.*s", pol_atom_get(t->w.atoms, t->w.model.facts.at[t->lane[k].fact].name), n, shown);
  }
  cr_assert_eq(odds, got->odds);
  t->odds += odds;
}

/* Every record stands where it stands in the text, on the line that is said. */
static void check_places(const pol_block *block, const pol_lanes *got) {
  for (uint32_t i = 0; i < got->n; i++) {
    uint64_t line = block->line;
    for (const char *p = block->text; p < got->text[i]; p++) line += *p == '\n';
    cr_assert_eq(got->line[i], line);
    const char *end = got->text[i] + got->length[i];
    cr_assert(end <= block->text + block->n && (end[-1] == '\n' || end == block->text + block->n));
    cr_assert(!memchr(got->text[i], '\n', got->length[i] - 1));
  }
}

typedef pol_way run(pol_json_lanes *j);
static run *const levels[] = {
    pol_route_run_portable,
#ifdef POL_HAS_VARIANTS
    pol_route_run_v2, pol_route_run_v3, pol_route_run_v4,
#endif
};

static void read_lanes(reading *t, size_t n, size_t piece, size_t block_bytes, run *level) {
  pieces from = {t->text, n, 0, piece};
  const pol_blocks_input in = {.form = POL_FACTS_NDJSON, .feed = {next_piece, &from}, .bytes = block_bytes};
  const pol_layout_input as = {.model = &t->w.model, .lane = t->lane, .lanes = t->lanes, .form = POL_FACTS_NDJSON, .common = t->w.facts.common, .names = t->w.facts.names};
  const pol_layout *layout;
  pol_blocks *blocks;
  pol_block block = {0};
  pol_lanes_reader *r;
  pol_lanes got;
  cr_assert_eq(pol_layout_make(&layout, t->w.arena, &as), POL_OK);
  cr_assert_eq(pol_blocks_new(&blocks, &in), POL_OK);
  cr_assert_eq(pol_lanes_reader_new(&r, layout, NULL, pol_cpu_level()), POL_OK);
  ((pol_json_lanes *)r->own)->run = level;
  t->records = t->odds = 0;
  while (pol_blocks_next(blocks, &block) == POL_OK && block.n) {
    cr_assert_eq(pol_lanes_begin(r, &block), POL_OK);
    while (pol_lanes_read(r, &got) == POL_OK && got.n) {
      compare_chunk(t, &got);
      check_places(&block, &got);
    }
  }
  cr_assert_eq(t->records, t->w.facts.records.n, "records are missing: %u of %u", t->records, t->w.facts.records.n);
  pol_lanes_reader_drop(r);
  pol_block_drop(&block, NULL);
  pol_blocks_drop(blocks);
}

typedef void prepare(world *w);

/* Gives how many were odd. */
static uint32_t compare_in(prepare *world_of, const char *text, size_t n, bool narrow, const bool *plain) {
  static const size_t blocks[] = {64, 700, 256 * 1024};
  reading t = {.text = text, .plain = narrow ? NULL : plain};
  cr_assert(world_make(&t.w, NULL));
  if (world_of) world_of(&t.w);
  t.lanes = choose_lanes(t.lane, &t.w, narrow);
  world_read(&t.w, pol_facts_read_ndjson, text, n);
  for (size_t level = 0; level < COUNT(levels); level++)
    for (size_t b = 0; b < COUNT(blocks) && level <= (size_t)pol_cpu_level(); b++) read_lanes(&t, n, b ? 1000 : 7, blocks[b], levels[level]);
  uint32_t odds = t.odds;
  world_drop(&t.w);
  return odds;
}

static uint32_t compare(const char *text, size_t n, bool narrow, const bool *plain) { return compare_in(NULL, text, n, narrow, plain); }

/* -- single lines */

static void expect_odds(const char *text, uint32_t odds) { cr_expect_eq(compare(text, strlen(text), false, NULL), odds, "%s", text); }

/* Each after a line that makes the route, and before one that must not suffer from it. */
static void expect_line(const char *line, bool odd) {
  static const char first[] = "{\"id\":1,\"employee.permanent\":true,\"employee.kind\":\"other\",\"employee.grade\":3,\"employee.score\":-2.5}\n";
  char text[4096];
  int n = snprintf(text, sizeof text, "%s%s\n%s", first, line, first);
  cr_assert(n > 0 && (size_t)n < sizeof text);
  cr_expect_eq(compare(text, (size_t)n, false, NULL), odd, "%s", line);
  expect_odds(line, odd);
}

Test(lanes_ndjson, plain_lines) {
  static const char *const lines[] = {
      "{\"id\":2,\"employee.permanent\":false,\"employee.kind\":\"police_officer\",\"employee.grade\":12,\"employee.score\":99}",
      "{\"id\":\"b 2\",\"employee.permanent\":false,\"employee.kind\":\"police_officer\",\"employee.grade\":12,\"employee.score\":99.25}",
      "{\"id\":2,\"employee.permanent\":null,\"employee.kind\":null,\"employee.grade\":null,\"employee.score\":null}",
      "{\"id\":null,\"employee.permanent\":true}", "{\"id\":\"\"}", "{\"id\":1e5}", "{\"id\":-0.5E-7}", "{\"id\":\"\xc3\xa9\"}", "{}", " { } ", "\t{\t}\r",
      "{ \"id\" : 2 , \"employee.permanent\" : true , \"employee.kind\" : \"other\" , \"employee.grade\" : 3 , \"employee.score\" : 0.25 } ",
      "{\"employee.score\":1,\"employee.grade\":2,\"employee.kind\":\"other\",\"employee.permanent\":true,\"id\":7}",
      "{\"score\":1,\"grade\":2,\"kind\":\"other\",\"permanent\":true,\"id\":7}",
      "{\"employee\":{\"score\":1,\"grade\":2},\"kind\":\"other\",\"permanent\":true,\"id\":7}",
      "{\"leave\":{\"esp\":{\"taken\":1.5}}}", "{\"leave.esp\":{\"taken\":1.5}}", "{\"leave\":{\"esp.taken\":1.5}}", "{\"leave\":{},\"employee\":{}}",
      "{\"taken\":3,\"employee\":{}}", "{\"employee.grade\":\"3\"}", "{\"employee.grade\":3.0}", "{\"employee.grade\":3.000000000}", "{\"employee.score\":2.500}",
      "{\"employee.score\":\"-12.5\"}", "{\"employee.score\":123456789}", "{\"employee.score\":-123456789.25}", "{\"employee.score\":-0}", "{\"employee.score\":0.00}",
      "{\"employee.permanent\":\"yes\"}", "{\"employee.permanent\":\"no\"}", "{\"employee.start\":\"2024-02-29\"}", "{\"employee.from\":\"24:00\"}", "{\"employee.from\":\"09:05\"}",
      "{\"employee.note\":\"any \xe2\x82\xac thing at all, {even} [this]: and longer than thirty-two bytes\"}", "{\"employee.note\":\"\"}", "{\"employee.gap\":null,\"calendar.holidays\":null}",
      "{\"employee.share\":12.5}", "{\"employee.share\":100}", "{\"consent.decided_by\":\"chief_officer\"}", "{\"employee.pay\":0,\"employee.weekly_hours\":0.01}",
      "{\"employee.notice\":999.99}", "{\"employee.grade\":1}", "{\"employee.rank\":\"inspector\"}",
  };
  for (size_t i = 0; i < COUNT(lines); i++) expect_line(lines[i], false);
}

Test(lanes_ndjson, odd_lines) {
  static const char *const lines[] = {
      "{\"id\":2,\"employee.permanent\":false,\"employee.kind\":\"police_oficer\",\"employee.grade\":12,\"employee.score\":99}",
      "{\"id\":2,\"employee.permanent\":\"false\"}", "{\"id\":true}", "{\"id\":\"a\\u0041\"}", "{\"id\":\"\xff\"}", "{\"id\":01}", "{\"id\":1.}", "{\"id\":[]}", "{\"id\":1,\"id\":2}",
      "{\"id\":1", "{", "}", "[]", "[{\"id\":1}]", "null", "1", "\"a\"", "{\"id\":1}}", "{\"id\":1} {\"id\":2}", "{\"id\":1},", "{,\"id\":1}", "{\"id\":1,}", "{\"id\":1,,\"employee.grade\":3}",
      "{\"id\" 1}", "{\"id\":}", "{id:1}", "{\"id\":1 \"employee.grade\":3}", "{'id':1}", "{\"id\":1;}", "{\"id\":1}\x01", "{\"employee.grade\":3}x",
      "{\"employee.grade\":3,\"employee.grade\":3}", "{\"grade\":3,\"employee.grade\":3}", "{\"employee\":{\"grade\":3},\"employee.grade\":3}", "{\"employee\":{\"grade\":3},\"employee\":{\"score\":3}}",
      "{\"employee\":{},\"employee\":{\"score\":3}}", "{\"employee\":3}", "{\"employee\":{\"id\":3}}", "{\"employee\":{\"employee.grade\":3}}", "{\"nothing\":null}", "{\"employee.\":1}", "{\".grade\":1}",
      "{\"employee.grade\":13}", "{\"employee.grade\":0}", "{\"employee.grade\":3.5}", "{\"employee.grade\":\"\"}", "{\"employee.grade\":03}", "{\"employee.grade\":+3}", "{\"employee.grade\":3.}",
      "{\"employee.grade\":.5}", "{\"employee.grade\":-}", "{\"employee.grade\":--3}", "{\"employee.grade\":true}", "{\"employee.grade\":[3]}", "{\"employee.grade\":{}}", "{\"employee.grade\":nul}",
      "{\"employee.grade\":nullx}", "{\"employee.permanent\":truex}", "{\"employee.permanent\":tru}", "{\"employee.permanent\":1}", "{\"employee.permanent\":\"YES\"}", "{\"employee.permanent\":yes}",
      "{\"employee.start\":\"2023-02-29\"}", "{\"employee.start\":\"2023-2-9\"}", "{\"employee.start\":\"29 February 2024\"}", "{\"employee.start\":20240229}", "{\"employee.start\":\"2024-02-29 \"}",
      "{\"employee.start\":\"0000-01-01\"}", "{\"employee.start\":\"2024-13-01\"}", "{\"employee.start\":\"2024/01/01\"}", "{\"employee.from\":\"24:01\"}", "{\"employee.from\":\"9:05\"}",
      "{\"employee.note\":12}", "{\"employee.note\":\"tab\there\"}", "{\"employee.note\":\"\xc3\"}", "{\"employee.note\":\"a", "{\"employee.note\":\"\xed\xa0\x80\"}", "{\"employee.note\":\"\\\"}",
      "{\"employee.share\":101}", "{\"employee.pay\":-1}", "{\"employee.weekly_hours\":0}", "{\"employee.notice\":1000}", "{\"employee.score\":1/3}", "{\"employee.score\":\"x\"}",
      "{\"employee.gap\":\"3\"}", "{\"employee.gap\":3}", "{\"employee.service\":\"3 parsecs\"}", "{\"consent.decided_by\":\"nobody\"}", "{\"employee.kind\":other}", "{\"employee.kind\":\"other}",
      "{\"employee.kind\":3}", "{\"employee.kind\":\"\"}", "{\"calendar.holidays\":3}", "{\"calendar.holidays\":[{]}", "{\"employee.grade\":3,\"employee.score\":1,\"\":2}", "{\"a\\u0041\":1}",
  };
  for (size_t i = 0; i < COUNT(lines); i++) expect_line(lines[i], true);
}

/* A key that the route has passed, or a group that it has entered, is noticed when it comes again. */
Test(lanes_ndjson, again_off_the_route) {
  static const struct { const char *route, *line; uint32_t odd; } cases[] = {
      {"{\"id\":1,\"grade\":1,\"score\":2,\"pay\":3,\"notice\":4}", "{\"score\":2,\"id\":1,\"grade\":1,\"score\":2,\"pay\":3,\"notice\":4}", 1},
      {"{\"id\":1,\"grade\":1,\"score\":2,\"pay\":3,\"notice\":4}", "{\"pay\":3,\"grade\":1,\"score\":2,\"pay\":3,\"notice\":4}", 1},
      {"{\"id\":1,\"grade\":1,\"score\":2,\"pay\":3,\"notice\":4}", "{\"pay\":3,\"grade\":1,\"score\":2,\"notice\":4}", 0},
      {"{\"id\":1,\"grade\":1,\"score\":2,\"pay\":3,\"notice\":4}", "{\"id\":1,\"grade\":1,\"score\":2,\"grade\":3,\"notice\":4}", 1},
      {"{\"id\":1,\"employee\":{\"grade\":1}}", "{\"employee\":{},\"id\":1,\"employee\":{\"grade\":1}}", 1},
      {"{\"id\":1,\"employee\":{\"grade\":1}}", "{\"id\":1,\"employee\":{\"grade\":1},\"employee\":{\"score\":1}}", 1},
      {"{\"id\":1,\"employee\":{\"grade\":1},\"pay\":2}", "{\"id\":1,\"employee\":{\"score\":1,\"grade\":1},\"pay\":2}", 0},
      {"{\"id\":1,\"employee\":{\"grade\":1},\"pay\":2}", "{\"id\":1,\"grade\":1,\"employee\":{},\"pay\":2}", 0},
      {"{\"id\":1,\"employee\":{\"grade\":1},\"pay\":2}", "{\"id\":1,\"employee\":{\"grade\":1,\"pay\":2},\"pay\":2}", 1},
      {"{\"id\":1,\"employee\":{\"grade\":1},\"pay\":2}", "{\"employee.grade\":1,\"id\":1,\"employee\":{\"grade\":1},\"pay\":2}", 1},
      {"{\"leave\":{\"esp\":{\"taken\":1}},\"pay\":2}", "{\"leave\":{\"esp.taken\":1}},\"pay\":2}", 1},
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    char text[1024];
    int n = snprintf(text, sizeof text, "%s\n%s\n%s\n%s\n", cases[i].route, cases[i].route, cases[i].line, cases[i].route);
    cr_assert(n > 0 && (size_t)n < sizeof text);
    expect_odds(text, cases[i].odd);
  }
}

/* Right, but not plain: the long way says so. */
Test(lanes_ndjson, right_lines_that_are_odd) {
  static const char *const lines[] = {
      "{\"employee.score\":1e3}", "{\"employee.score\":0.125}", "{\"employee.score\":\"1,950.50\"}", "{\"employee.weekly_hours\":\"37 hours\"}", "{\"employee.gap\":\"3 months\"}",
      "{\"employee.kind\":\"\\u006fther\"}", "{\"employee.k\\u0069nd\":\"other\"}", "{\"calendar.holidays\":[]}", "{\"employee.score\":1234567890123456789}", "{\"employee\":null}",
  };
  for (size_t i = 0; i < COUNT(lines); i++) expect_line(lines[i], true);
}

Test(lanes_ndjson, ends_of_lines_and_files) {
  expect_odds("", 0);
  expect_odds("\n\n \t\r\n", 0);
  expect_odds("{}", 0);
  expect_odds("{}\r\n{}\r\n\r\n{}", 0);
  expect_odds("{\"id\":1}\n{\"id\":2}\r\n{\"id\":3}", 0);
  expect_odds("{\"id\":1}\n{\"id\":2}\r\n{\"id\":3", 1);
  expect_odds("\xef\xbb\xbf{\"id\":1}\n{\"id\":2}\n", 0);
  expect_odds("\xef\xbb\xbf\n{\"id\":2}\n", 0);
  expect_odds("{\"id\":1}\n\xef\xbb\xbf{\"id\":2}\n", 1);
  static const char zero[] = "{\"id\":1}\n{\"id\":2}\0\n{\"id\":3}\n\0\n{\"id\":4}", cut[] = "{\"id\":1}\n{\"id\":2,\0}\n";
  cr_expect_eq(compare(zero, sizeof zero - 1, false, NULL), 2);
  cr_expect_eq(compare(cut, sizeof cut - 1, false, NULL), 1);
}

static void map_names(world *w) {
  static pol_column_name at[] = {{"FTE", 3, 0}, {"Staff No.", 9, 0}, {"junk", 4, POL_COLUMN_NONE}, {"more.junk", 9, POL_COLUMN_NONE}};
  static const pol_column_names names = {at, COUNT(at)};
  at[1].fact = w->model.facts.n;
  w->facts.names = &names;
}

Test(lanes_ndjson, mapped_names) {
  static const char text[] = "{\"Staff No.\":\"a\",\"FTE\":37,\"junk\":\"\",\"more.junk\":1,\"grade\":3}\n"
                             "{\"Staff No.\":\"b\",\"FTE\":36,\"junk\":null,\"more.junk\":true,\"grade\":4}\n"
                             "{\"Staff No.\":\"c\",\"junk\":-1.5e7,\"more\":{\"junk\":false},\"junk\":\"\xc3\xa9\",\"grade\":5}\n"
                             "{\"more\":{\"junk\":false},\"FTE\":18.5,\"junk\":1,\"Staff No.\":7,\"more.junk\":1}\n{\"id\":8}\n";
  static const char odd[] = "{\"Staff No.\":\"a\",\"FTE\":37,\"junk\":1,\"grade\":3}\n{\"Staff No.\":\"a\",\"FTE\":37,\"junk\":{},\"grade\":3}\n{\"Staff No.\":\"a\",\"id\":2}\n"
                            "{\"FTE\":37,\"weekly_hours\":37}\n{\"junk\":\"\xff\"}\n{\"junk\":01}\n{\"junk\":trve}\n{\"junk\":\"\\u0041\"}\n{\"Staff No\":1}\n";
  cr_expect_eq(compare_in(map_names, text, sizeof text - 1, false, NULL), 0);
  cr_expect_eq(compare_in(map_names, odd, sizeof odd - 1, false, NULL), 8);
}

/* What holds of all records is what one has that says nothing else. */
static void hold_in_common(world *w) {
  pol_record_facts *common = pol_facts_add(&w->facts, &w->model);
  cr_assert(common);
  pol_record_facts *kept = POL_NEW(w->arena, pol_record_facts);
  *kept = *common;
  w->facts.records.n = 0;
  pol_value *v = kept->value;
  uint32_t grade = world_fact(w, "employee.grade"), score = world_fact(w, "employee.score"), pay = world_fact(w, "employee.pay"), note = world_fact(w, "employee.note");
  v[grade].state = v[score].state = v[pay].state = v[note].state = POL_KNOWN;
  v[grade].as.num = pol_num_int(4), v[score].as.num = pol_num_int(-7);
  cr_assert_eq(pol_num_ratio(&v[pay].as.num, 1, 3), POL_NUM_FINE); /* no lane holds it */
  v[note].as.i = (int32_t)pol_atom_text(w->atoms, "held");
  w->facts.common = kept;
}

Test(lanes_ndjson, common_facts) {
  static const char text[] = "{\"id\":1,\"grade\":3,\"score\":1,\"pay\":2}\n{\"id\":2,\"grade\":5,\"score\":2,\"pay\":3}\n{\"id\":3,\"grade\":null,\"pay\":4}\n{\"pay\":3,\"id\":4}\n"
                             "{\"id\":5,\"grade\":3,\"score\":1,\"pay\":null}\n{\"id\":6}\n";
  cr_expect_eq(compare_in(hold_in_common, text, sizeof text - 1, false, NULL), 2);
}

/* Words that differ in the middle only, or are longer than what is compared at once. */
static void add_parties(world *w) {
  static const char *const names[] = {"eight_by", "eight_bytes_or_more", "eight_by_and_by_more", "eight_by_any_by_more", "eight_by_then_a_more_so_in_fact", "eight_by_then_a_less_so_in_fact", "e", "sixteen_bytes_it_", "unnamed"};
  for (size_t i = 0; i < COUNT(names); i++) {
    pol_party *p = POL_VEC_PUSH(w->arena, &w->model.parties);
    cr_assert(p && (p->name = pol_atom_text(w->atoms, names[i])));
  }
}

Test(lanes_ndjson, long_words) {
  static const char *const right[] = {"eight_by", "eight_bytes_or_more", "eight_by_and_by_more", "eight_by_any_by_more", "eight_by_then_a_more_so_in_fact", "eight_by_then_a_less_so_in_fact", "e", "sixteen_bytes_it_", "chief_officer"};
  static const char *const wrong[] = {"eight_bx", "eight_bytes_ox_more", "eight_by_anz_by_more", "eight_by_ans_by_more", "eight_by_then_a_mess_so_in_fact", "eight_by_then_a_less_so_in_facs", "f", "sixteen_byteS_it_", "eight_by_and_by_mor", "eight_by_and_by_more_", ""};
  for (size_t i = 0; i < COUNT(right) + COUNT(wrong); i++) {
    char text[512];
    int n = snprintf(text, sizeof text, "{\"decided_by\":\"other\",\"grade\":2}\n{\"decided_by\":\"%s\",\"grade\":3}\n", i < COUNT(right) ? right[i] : wrong[i - COUNT(right)]);
    cr_assert(n > 0 && (size_t)n < sizeof text);
    cr_expect_eq(compare_in(add_parties, text, (size_t)n, false, NULL), i >= COUNT(right), "%s", text);
  }
}

/* Of all that begin alike and are as long, one is a word. */
Test(lanes_ndjson, nearly_words) {
  pol_text text;
  pol_text_init(&text, NULL);
  pol_text_add(&text, "{\"decided_by\":\"other\"}\n");
  for (uint32_t i = 0; i < 26 * 26; i++) pol_text_format(&text, "{\"decided_by\":\"eight_by_and_by_mo%c%c\"}\n", 'a' + (int)(i / 26), 'a' + (int)(i % 26));
  cr_expect_eq(compare_in(add_parties, pol_text_get(&text), text.n, false, NULL), 26 * 26 - 1);
  pol_text_drop(&text);
}

/* -- random records */

typedef struct maker { pol_text text; uint64_t seed; bool nested, brief, spaces, crlf, plain; } maker;

static uint32_t any(maker *m, uint32_t below) {
  m->seed = m->seed * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(m->seed >> 33) % below;
}

static const struct fact { const char *name; const char *plain[8], *other[6]; } facts[] = {
    {"employee.permanent", {"true", "false", "true", "false", "true", "\"yes\"", "\"no\"", "null"}, {"\"true\"", "1", "t", "\"Yes\"", "TRUE", "{}"}},
    {"employee.kind", {"\"other\"", "\"police_officer\"", "\"police_staff\"", "\"other\"", "null", "\"other\"", "\"police_officer\"", "\"police_staff\""}, {"\"othe\"", "\"police_staffs\"", "\"\\u006fther\"", "3", "\"", "[]"}},
    {"employee.grade", {"1", "2", "12", "10", "7", "3.0", "null", "\"4\""}, {"0", "13", "01", "1.5", "-1", "1e0"}},
    {"employee.score", {"0", "-1", "12.5", "-12.25", "123456.75", "99999999.25", "7", "0.5"}, {"0.125", "1e2", "-", "\"x\"", "12345678901234567890", "1.2.3"}},
    {"employee.pay", {"0", "1", "12.50", "4433", "4433.1", "0.01", "10000000", "null"}, {"-1", "\"GBP 5\"", "5.", "\"5 hours\"", ".5", "true"}},
    {"employee.start", {"\"2024-04-01\"", "\"1994-07-21\"", "\"2000-02-29\"", "\"0001-01-01\"", "\"9999-12-31\"", "null", "\"2023-12-01\"", "\"1900-02-28\""}, {"\"1900-02-29\"", "\"2024-00-01\"", "\"2024-4-1\"", "\"1 April 2024\"", "20240401", "\"2024-04-01"}},
    {"employee.from", {"\"00:00\"", "\"24:00\"", "\"12:34\"", "null", "\"19:00\"", "\"07:00\"", "\"23:59\"", "\"00:01\""}, {"\"24:01\"", "\"7:00\"", "\"12:60\"", "12", "\"\"", "\"noon\""}},
    {"employee.note", {"\"\"", "\"a note\"", "\"{,}\"", "\"a long note, with a comma and \xc3\xa9: it goes on and on and on\"", "null", "\"}\"", "\"[\"", "\"\xf0\x9f\x98\x80\""}, {"\"\x80\"", "\"\\x\"", "3", "\"\t\"", "\"", "\"\xc3\""}},
    {"employee.weekly_hours", {"37", "18.5", "0.01", "null", "37.0", "36.75", "40", "99"}, {"0", "-1", "\"37 hours\"", "37h", "0.0", "0.001"}},
    {"employee.notice", {"0", "1", "999", "null", "-5", "30", "28", "7"}, {"1000", "\"1 month\"", "1e1", "0x1", "1000.5", "\"1 weak\""}},
    {"leave.esp.taken", {"1", "2.5", "-3", "0", "null", "744", "12345.67", "0.25"}, {"\"soon\"", "1,5", "{\"a\":1}", "false", "1 ", "00"}},
    {"consent.decided_by", {"\"chief_officer\"", "\"other\"", "\"other\"", "null", "\"other\"", "\"chief_officer\"", "\"other\"", "\"chief_officer\""}, {"\"unnamed\"", "chief_officer", "0", "\"chief_officer \"", "[\"other\"]", "\"nobody_that_anybody_knows_of_at_all\""}},
};

static void add_space(maker *m) {
  if (m->spaces) pol_text_char(&m->text, ' ');
  if (!m->plain && !any(m, 200)) pol_text_char(&m->text, "\t\r "[any(m, 3)]);
}

/* The members of facts from..to in that order, those that are there; in groups where records are nested. */
static void add_members(maker *m, const uint32_t *order, uint32_t n, bool *plain) {
  char group[64] = "";
  bool first = true;
  for (uint32_t i = 0; i < n; i++) {
    const struct fact *f = &facts[order[i]];
    const char *dot = strchr(f->name, '.');
    bool same = m->nested && *group && strncmp(group, f->name, (size_t)(dot - f->name) + 1) == 0;
    if (*group && !same) pol_text_add(&m->text, "}"), *group = 0;
    pol_text_add(&m->text, first ? "" : ",");
    add_space(m);
    if (m->nested && !same) {
      memcpy(group, f->name, (size_t)(dot - f->name) + 1);
      group[dot - f->name + 1] = 0;
      pol_text_format(&m->text, "\"%.*s\":{", (int)(dot - f->name), f->name);
    }
    pol_text_format(&m->text, "\"%s\":", m->nested ? dot + 1 : m->brief ? strrchr(f->name, '.') + 1 : f->name);
    add_space(m);
    bool other = !m->plain && !any(m, 40);
    *plain = *plain && !other;
    pol_text_add(&m->text, other ? f->other[any(m, 6)] : f->plain[any(m, 8)]);
    first = false;
  }
  if (*group) pol_text_add(&m->text, "}");
}

static bool add_record(maker *m, const uint32_t *usual) {
  uint32_t order[COUNT(facts)], n = 0;
  bool plain = true, grouped = m->nested;
  for (uint32_t i = 0; i < COUNT(facts); i++)
    if (any(m, 12)) order[n++] = usual[i];
  for (uint32_t i = 0; !grouped && n && !any(m, 6) && i < 4; i++) { /* some out of order */
    uint32_t a = any(m, n), b = any(m, n), was = order[a];
    order[a] = order[b], order[b] = was;
  }
  pol_text_char(&m->text, '{');
  uint32_t id = any(m, 5);
  if (id == 1) pol_text_format(&m->text, "\"id\":\"r%u\"", any(m, 1000));
  else if (id) pol_text_format(&m->text, "\"id\":%u", any(m, 100000000));
  if (id && n) pol_text_char(&m->text, ',');
  add_members(m, order, n, &plain);
  if (!m->plain && n && !any(m, 30)) { /* again */
    pol_text_char(&m->text, ',');
    add_members(m, order, 1, &plain);
    plain = false;
  }
  if (!m->plain && !any(m, 40)) pol_text_add(&m->text, ",\"unheard_of\":1"), plain = false;
  pol_text_add(&m->text, !m->plain && !any(m, 50) ? (plain = false, "]") : "}");
  if (!m->plain && !any(m, 50)) pol_text_char(&m->text, "x}, "[any(m, 4)]), plain = false;
  pol_text_add(&m->text, m->crlf ? "\r\n" : "\n");
  if (!any(m, 20)) pol_text_add(&m->text, m->crlf ? " \r\n" : "\n");
  return plain;
}

static void compare_random(uint64_t seed, bool plain) {
  enum { RECORDS = 150 };
  bool is_plain[RECORDS];
  uint32_t usual[COUNT(facts)];
  maker m = {.seed = seed * 0x9e3779b97f4a7c15u + 1, .plain = plain};
  pol_text_init(&m.text, NULL);
  m.nested = any(&m, 3) == 0, m.brief = any(&m, 2), m.spaces = any(&m, 2), m.crlf = any(&m, 3) == 0;
  for (uint32_t i = 0; i < COUNT(facts); i++) usual[i] = i;
  for (uint32_t i = 0; !m.nested && i < COUNT(facts); i++) {
    uint32_t with = any(&m, COUNT(facts)), was = usual[i];
    usual[i] = usual[with], usual[with] = was;
  }
  for (uint32_t i = 0; i < RECORDS; i++) is_plain[i] = add_record(&m, usual);
  if (any(&m, 2)) m.text.n -= m.crlf ? 2 : 1; /* the last line has no end */
  compare(pol_text_get(&m.text), m.text.n, false, is_plain);
  compare(pol_text_get(&m.text), m.text.n, true, NULL);
  pol_text_drop(&m.text);
}

Test(lanes_ndjson, random_plain_records) {
  for (uint64_t seed = 0; seed < 60; seed++) compare_random(seed, true);
}

Test(lanes_ndjson, random_records) {
  for (uint64_t seed = 0; seed < 120; seed++) compare_random(seed, false);
}
