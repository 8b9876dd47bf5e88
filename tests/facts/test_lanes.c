/* Lanes hold what the reader of records would give, or say that they do not; the same at each level of the processor, wherever a block ends. */
#include "base/utf8.h"
#include "facts/lanes.h"
#include "facts/world.h"
#include <criterion/criterion.h>
#include <string.h>

/* -- made-up tables */

typedef struct luck { uint64_t state; } luck;

static uint32_t below(luck *l, uint32_t n) {
  uint64_t z = l->state += 0x9e3779b97f4a7c15u;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
  z = (z ^ z >> 27) * 0x94d049bb133111ebu;
  return (uint32_t)((z ^ z >> 31) % n);
}

typedef struct look { /* of a table */
  char delimiter;
  bool returns;                  /* CR LF */
  uint32_t nasty, quoted, empty; /* of a thousand fields; nasty: also rows, and what stands between them */
  uint32_t nasty_texts;          /* where every text is right: what stands about them tells */
} look;

static const char *const nasty[] = {
    "1,950", "1,950.50", "1;5", "5.", ".5", "1e3", "1E3", "50%", "18.5 hours", ("\xc2\xa3" "5"), "GBP 5", "1/3", "2 1/4", "99999999999999999999", "123456789012345678", "999999999999999999", "3.14159265358979", "0.000000001",
    "+5", "-5", "-0", "--5", "-", "007", "00000000000000000005", " 5", "5 ", "\t5", "5.5.5", "1.2.3", "12345678", "123456789", "1234567.8", "12345678.9", "0.1234567", "128", "-129", "32768", "2147483648", "-2147483649",
    "yes", "no", "true", "false", "TRUE", "FALSE", "True", "Yes", "yes ", "ye", "yess", "trueish", "1", "0", "null", "?", "n/a", "2024-02-29", "2023-02-29", "2024-13-01", "2024-00-10", "2024-01-00", "2024-1-1", "1 April 2024",
    "0000-01-01", "0001-01-01", "9999-12-31", "2024/01/01", "2024-01-01 ", "20240101", "2024-01-32", "1900-02-29", "2000-02-29", "24:00", "24:01", "7:00", "07:60", "23:59", "0a:00", "police_office", "police_officers", "constable", "sergeant",
    "inspector ", "\xff", "\xc3\xa9", "\xc3", "a\"b", "\"", "\"\"", "\"5", "5\"", "\"5\"x", "\"a\"\"b\"", "\"a\nb\"", "\"5\n\"", "\"\n", "\"5\"\r", "\r", "5\r", "a\rb", "\"yes\"", "\"\"5\"\"", "3 years", "3 years 6 months", "chief_officer", "other", "x\0y"};

static void add_nasty(pol_text *t, luck *l) {
  uint32_t i = below(l, COUNT(nasty));
  pol_text_add(t, nasty[i]);
  if (!below(l, 100)) pol_text_add_n(t, "yes\0", 4);
}

static void add_digits(pol_text *t, luck *l, uint32_t most) {
  for (uint32_t n = 1 + below(l, most); n; n--) pol_text_char(t, (char)('0' + below(l, 10)));
}

/* Right, whatever the bounds are. */
static void add_plain(pol_text *t, luck *l, const world *w, uint32_t fact) {
  const pol_fact *f = &w->model.facts.at[fact];
  uint32_t month = 1 + below(l, 12), choices = f->type.kind == POL_T_OPTION ? w->model.options.at[f->type.ref].n : pol_model_somebodies(&w->model);
  switch ((pol_type_kind)f->type.kind) {
  case POL_T_BOOL: pol_text_add(t, (const char *const[]){"yes", "no", "true", "false", "TRUE", "FALSE"}[below(l, 6)]); return;
  case POL_T_OPTION: pol_text_add(t, pol_atom_get(w->atoms, w->model.options.at[f->type.ref].at[below(l, choices)].name)); return;
  case POL_T_PARTY: pol_text_add(t, pol_atom_get(w->atoms, w->model.parties.at[below(l, choices)].name)); return;
  case POL_T_DATE: pol_text_format(t, "%04u-%02u-%02u", 1 + below(l, 9999), month, 1 + below(l, 28)); return;
  case POL_T_TIME: pol_text_format(t, "%02u:%02u", below(l, 24), below(l, 60)); return;
  case POL_T_NUMBER:
    if (f->bound == POL_BOUND_RANGE) pol_text_format(t, "%u", 1 + below(l, 12)); /* a grade */
    else if (f->type.show == POL_SHOW_PERCENT) pol_text_format(t, "%u", below(l, 101));
    else if (f->bound == POL_BOUND_LESS) pol_text_format(t, "%u.%u", below(l, 1000), below(l, 100));
    else {
      if (f->bound == POL_BOUND_NONE && below(l, 2)) pol_text_char(t, '-');
      pol_text_char(t, '1');
      add_digits(t, l, 3);
      if (below(l, 2)) pol_text_char(t, '.'), add_digits(t, l, 2);
    }
    return;
  default: pol_text_add(t, (const char *const[]){"", "a note", "5", "caf\xc3\xa9"}[below(l, 4)]);
  }
}

static void add_field(pol_text *t, luck *l, const world *w, uint32_t fact, const look *how, uint32_t row) {
  bool quoted = below(l, 1000) < how->quoted;
  bool text = fact == POL_NO_REF || w->model.facts.at[fact].type.kind == POL_T_TEXT;
  if (below(l, 1000) < how->nasty + (text ? how->nasty_texts : 0)) {
    add_nasty(t, l);
    return;
  }
  if (quoted) pol_text_char(t, '"');
  if (fact == POL_NO_REF) pol_text_format(t, "S%u", row);
  else if (w->model.facts.at[fact].type.kind == POL_T_PERIOD) pol_text_add(t, "");
  else if (below(l, 1000) >= how->empty) add_plain(t, l, w, fact);
  if (quoted) pol_text_char(t, '"');
}

static void add_row_end(pol_text *t, luck *l, const look *how) {
  if (below(l, 1000) < how->nasty) pol_text_char(t, how->delimiter);
  if (how->returns) pol_text_char(t, '\r');
  pol_text_char(t, '\n');
  if (below(l, 2000) < how->nasty) pol_text_add(t, how->returns ? "\r\n" : "\n");
}

enum { COLUMNS_MOST = 32 };
typedef struct table { pol_text text; uint32_t column[COLUMNS_MOST], columns; } table; /* POL_NO_REF: the id */

static void make_table(table *t, luck *l, const world *w, const look *how, uint32_t rows) {
  pol_text_init(&t->text, NULL);
  t->columns = 0;
  for (uint32_t f = 0; f <= w->model.facts.n; f++) {
    bool is_id = f == w->model.facts.n;
    if ((!is_id && w->model.facts.at[f].type.kind == POL_T_LIST) || !below(l, 4)) continue;
    uint32_t at = below(l, t->columns + 1);
    memmove(t->column + at + 1, t->column + at, (t->columns++ - at) * sizeof *t->column);
    t->column[at] = is_id ? POL_NO_REF : f;
  }
  if (!t->columns) t->column[t->columns++] = POL_NO_REF;
  if (!below(l, 4)) pol_text_add(&t->text, "\xef\xbb\xbf");
  for (uint32_t c = 0; c < t->columns; c++) {
    if (c) pol_text_char(&t->text, how->delimiter);
    pol_text_add(&t->text, t->column[c] == POL_NO_REF ? "id" : pol_atom_get(w->atoms, w->model.facts.at[t->column[c]].name));
  }
  add_row_end(&t->text, l, &(const look){.returns = how->returns});
  for (uint32_t row = 0; row < rows; row++) {
    uint32_t fields = below(l, 1000) < how->nasty ? below(l, t->columns) + 1 : t->columns;
    for (uint32_t c = 0; c < fields; c++) {
      if (c) pol_text_char(&t->text, how->delimiter);
      add_field(&t->text, l, w, t->column[c], how, row);
    }
    add_row_end(&t->text, l, how);
  }
  if (!below(l, 3)) t->text.n -= 1; /* no line feed at the end */
}

/* -- what is wanted of it */

enum { LANES_MOST = 32 };

static uint32_t want_lanes(pol_fact_lane *lane, luck *l, const world *w, bool narrow) {
  uint32_t n = 0;
  for (uint32_t f = 0; f < w->model.facts.n; f++) {
    pol_type type = w->model.facts.at[f].type;
    if (type.kind == POL_T_LIST || type.kind == POL_T_TEXT || type.kind == POL_T_PERIOD || !below(l, 4)) continue;
    pol_fact_lane *to = &lane[n++];
    bool date = type.kind == POL_T_DATE, number = type.kind == POL_T_NUMBER;
    *to = (pol_fact_lane){.fact = f, .width = date ? POL_LANE_32 : type.kind == POL_T_TIME ? POL_LANE_16 : POL_LANE_8, .least = INT8_MIN, .most = INT8_MAX};
    if (date) to->least = POL_DATE_FIRST, to->most = POL_DATE_LAST;
    if (type.kind == POL_T_TIME) to->least = 0, to->most = 1440;
    if (!number) continue;
    to->width = narrow ? (pol_lane_width)below(l, POL_LANE_WIDTHS) : POL_LANE_32 + (pol_lane_width)below(l, 2);
    to->places = (uint8_t)(type.show == POL_SHOW_COUNT ? 0 : narrow ? below(l, 5) : 2);
    to->least = to->width == POL_LANE_64 ? INT64_MIN : -(INT64_C(1) << ((8 << to->width) - 1)) + (narrow ? below(l, 9) : 0);
    to->most = to->width == POL_LANE_64 ? INT64_MAX : (INT64_C(1) << ((8 << to->width) - 1)) - 1;
  }
  return n;
}

static int64_t cell(const pol_lane *lane, pol_lane_width width, uint32_t row) {
  switch (width) {
  case POL_LANE_8: return ((const int8_t *)lane->at)[row];
  case POL_LANE_16: return ((const int16_t *)lane->at)[row];
  case POL_LANE_32: return ((const int32_t *)lane->at)[row];
  default: return ((const int64_t *)lane->at)[row];
  }
}

/* -- read both ways */

typedef struct pieces { const char *text; size_t n, at, piece; } pieces;

static ptrdiff_t next_piece(void *user, char *to, size_t room) {
  pieces *p = user;
  size_t n = p->n - p->at < p->piece ? p->n - p->at : p->piece;
  if (n > room) n = room;
  memcpy(to, p->text + p->at, n);
  p->at += n;
  return (ptrdiff_t)n;
}

typedef struct trial {
  world w;
  const pol_record_facts *common;
  pol_facts_form form;
  char delimiter;
  const char *text; size_t n;
  const pol_fact_lane *lane; uint32_t lanes;
  pol_cpu level;
  size_t bytes, piece;
  pol_text seen;      /* all that came out, in words */
  uint64_t records, odds;
} trial;

static void check_cell(trial *t, const pol_lanes *got, uint32_t i, uint32_t row, const pol_value *v, bool odd) {
  const pol_fact_lane *lane = &t->lane[i];
  int64_t is = cell(&got->lane[i], lane->width, row);
  const char *name = pol_atom_get(t->w.atoms, t->w.model.facts.at[lane->fact].name);
  cr_assert(is >= lane->least && is <= lane->most, "%s holds %lld, outside its range", name, (long long)is);
  if (odd) return;
  pol_state state = got->lane[i].stated ? POL_CELL_STATE(got->lane[i].state[row]) : POL_KNOWN;
  cr_assert_eq(state, v->state, "%s in line %llu is %d, not %d: %.*s", name, (unsigned long long)got->line[row], (int)state, v->state, (int)got->length[row], got->text[row]);
  pol_text_format(&t->seen, " %lld/%d", (long long)(state ? 0 : is), (int)state);
  if (state != POL_KNOWN) return;
  pol_num as = {0, 1};
  if (v->type.kind == POL_T_NUMBER) {
    int64_t scale = v->type.show == POL_SHOW_PERCENT ? 100 : 1;
    for (unsigned k = 0; k < lane->places; k++) scale *= 10;
    pol_num_ratio(&as, is, scale);
  }
  bool same = v->type.kind == POL_T_NUMBER ? pol_num_cmp(as, v->as.num) == 0 : v->as.i == is;
  cr_assert(same, "%s in line %llu is %lld: %.*s", name, (unsigned long long)got->line[row], (long long)is, (int)got->length[row], got->text[row]);
}

static void check_record(trial *t, const pol_lanes *got, uint32_t row, const pol_record_facts *one, const pol_record_facts *all) {
  const pol_model *m = &t->w.model;
  cr_assert(one && all);
  cr_assert_eq(one->wrong, all->wrong);
  for (uint32_t f = 0; f < m->facts.n; f++) {
    cr_assert_eq(one->value[f].state, all->value[f].state);
    cr_assert(one->origin[f].line == all->origin[f].line && one->origin[f].column == all->origin[f].column, "line %llu: %.*s", (unsigned long long)got->line[row], (int)got->length[row], got->text[row]);
  }
  bool odd = got->odd[row];
  t->odds += odd;
  pol_text_format(&t->seen, "\n%llu %.*s", (unsigned long long)got->line[row], (int)got->length[row], got->text[row]);
  if (odd) pol_text_add(&t->seen, " odd");
  for (uint32_t i = 0; i < t->lanes; i++) check_cell(t, got, i, row, &one->value[t->lane[i].fact], odd);
  if (odd) return;
  cr_assert(!one->wrong, "line %llu is wrong: %.*s", (unsigned long long)got->line[row], (int)got->length[row], got->text[row]);
  cr_assert_eq(one->id != NULL, got->id[row] != NULL, "line %llu: %.*s", (unsigned long long)got->line[row], (int)got->length[row], got->text[row]);
  if (one->id) cr_assert(one->id_length == got->id_length[row] && memcmp(one->id, got->id[row], one->id_length) == 0, "line %llu: %.*s", (unsigned long long)got->line[row], (int)got->length[row], got->text[row]);
}

static void check_lanes(trial *t, const pol_lanes *got, pol_one *one, pol_facts_stream *s) {
  for (uint32_t row = 0; row < got->n; row++) {
    const pol_record_facts *single;
    const pol_facts *read[2];
    cr_assert_eq(pol_one_read(&single, one, got->text[row], got->length[row], got->line[row]), POL_OK);
    if (!single) {
      cr_assert(got->odd[row]);
      continue;
    }
    cr_assert_eq(pol_facts_stream_next(s, read, 1), POL_OK);
    cr_assert_eq(read[0]->records.n, 1u);
    check_record(t, got, row, single, &read[0]->records.at[0]);
    pol_one_clear(one);
    t->records++;
  }
}

static void begin_stream(trial *t, pol_facts_stream **s, pol_one **one, const char *heading, size_t n, pieces *from) {
  uint32_t file;
  cr_assert_eq(pol_sources_add(&t->w.sources, &file, "facts", "", 0), POL_OK);
  pol_facts_input in = {.model = {&t->w.model}, .given = {t->common}, .sources = &t->w.sources, .file = file, .form = t->form, .delimiter = t->delimiter, .feed = {next_piece, from}, .reports = &t->w.reports};
  cr_assert_eq(pol_facts_stream_new(s, &in), POL_OK);
  in.reports = NULL;
  cr_assert_eq(pol_one_new(one, &in, heading, n), POL_OK);
}

static void run(trial *t) {
  pieces blocks_from = {t->text, t->n, 0, t->piece}, stream_from = {t->text, t->n, 0, SIZE_MAX / 2};
  pol_blocks *blocks;
  pol_block block = {0};
  pol_facts_stream *s;
  pol_one *one;
  pol_lanes_reader *lanes;
  pol_lanes got;
  const pol_facts *read[2];
  const pol_layout *layout;
  pol_layout_input in = {.model = &t->w.model, .lane = t->lane, .lanes = t->lanes, .common = t->common, .form = t->form, .delimiter = t->delimiter};
  cr_assert_eq(pol_blocks_new(&blocks, &(pol_blocks_input){.form = t->form, .feed = {next_piece, &blocks_from}, .delimiter = t->delimiter, .bytes = t->bytes}), POL_OK);
  if (t->form == POL_FACTS_CSV) cr_assert_eq(pol_blocks_heading(blocks, &in.heading, &in.heading_n), POL_OK);
  cr_assert_eq(pol_layout_make(&layout, t->w.arena, &in), POL_OK);
  cr_assert_eq(pol_lanes_reader_new(&lanes, layout, NULL, t->level), POL_OK);
  begin_stream(t, &s, &one, in.heading, in.heading_n, &stream_from);
  while (pol_blocks_next(blocks, &block) == POL_OK && block.n) {
    cr_assert_eq(pol_lanes_begin(lanes, &block), POL_OK);
    while (pol_lanes_read(lanes, &got) == POL_OK && got.n) check_lanes(t, &got, one, s);
  }
  cr_assert_eq(pol_facts_stream_next(s, read, 1), POL_OK);
  cr_assert_eq(read[0]->records.n, 0u, "the stream has more records than %llu", (unsigned long long)t->records);
  pol_facts_stream_drop(s);
  pol_one_drop(one);
  pol_lanes_reader_drop(lanes);
  pol_block_drop(&block, NULL);
  pol_blocks_drop(blocks);
}

static void try_table(uint64_t seed, const look *how, uint32_t rows, size_t bytes, bool narrow, const pol_record_facts *common, pol_text *seen, uint64_t *odds) {
  pol_text first;
  pol_text_init(&first, NULL);
  *odds = 0;
  for (pol_cpu level = POL_CPU_PORTABLE; level <= pol_cpu_level(); level++) {
    luck l = {seed};
    trial t = {.form = POL_FACTS_CSV, .delimiter = how->delimiter, .level = level, .bytes = bytes, .common = common};
    table made;
    pol_fact_lane lane[LANES_MOST];
    cr_assert(world_make(&t.w, NULL));
    make_table(&made, &l, &t.w, how, rows);
    t.text = made.text.at, t.n = made.text.n;
    t.lane = lane, t.lanes = want_lanes(lane, &l, &t.w, narrow);
    t.piece = 1 + below(&l, 5000);
    pol_text_init(&t.seen, NULL);
    run(&t);
    if (level == POL_CPU_PORTABLE) pol_text_add_n(&first, t.seen.at, t.seen.n);
    else cr_assert(first.n == t.seen.n && memcmp(first.at, t.seen.at, first.n) == 0, "%s gives other lanes, seed %llu", pol_cpu_name(level), (unsigned long long)seed);
    *odds = t.odds;
    pol_text_drop(&t.seen);
    pol_text_drop(&made.text);
    world_drop(&t.w);
  }
  if (seen) pol_text_add_n(seen, first.at, first.n);
  pol_text_drop(&first);
}

Test(lanes, plain_tables_have_no_odd_record) {
  static const look looks[] = {{',', false, 0, 0, 0, 0}, {',', true, 0, 0, 0, 0}, {';', false, 0, 0, 300, 0}, {',', true, 0, 1000, 200, 0}, {'\t', false, 0, 200, 100, 0}};
  for (uint64_t seed = 0; seed < 40; seed++)
    for (size_t i = 0; i < COUNT(looks); i++) {
      uint64_t odds;
      try_table(seed * 100 + i, &looks[i], 200, 1 << 16, false, NULL, NULL, &odds);
      cr_expect_leq(odds, 1u, "%llu odd records, seed %llu, look %zu", (unsigned long long)odds, (unsigned long long)seed, i); /* the last, where it has no line feed */
    }
}

Test(lanes, nasty_tables_come_out_right_or_odd) {
  static const look looks[] = {{',', false, 20, 0, 100, 0}, {',', true, 20, 100, 100, 0}, {',', false, 200, 200, 100, 0}, {',', true, 5, 20, 300, 0}, {',', false, 3, 500, 0, 0}, {',', true, 0, 100, 100, 200}, {',', false, 1, 100, 100, 200}};
  for (uint64_t seed = 0; seed < 60; seed++)
    for (size_t i = 0; i < COUNT(looks); i++) {
      uint64_t odds;
      try_table(seed * 1000 + i, &looks[i], 150, (size_t)1 << (8 + seed % 10), true, NULL, NULL, &odds);
    }
}

Test(lanes, blocks_may_end_anywhere) {
  static const look how = {',', true, 15, 300, 100, 50};
  pol_text whole, part;
  uint64_t odds;
  pol_text_init(&whole, NULL);
  pol_text_init(&part, NULL);
  try_table(7, &how, 40, 1 << 20, false, NULL, &whole, &odds);
  for (size_t bytes = 1; bytes < 1500; bytes += bytes < 300 ? 1 : 37) {
    pol_text_clear(&part);
    try_table(7, &how, 40, bytes, false, NULL, &part, &odds);
    cr_assert(whole.n == part.n && memcmp(whole.at, part.at, whole.n) == 0, "blocks of %zu bytes give other lanes", bytes);
  }
  pol_text_drop(&whole);
  pol_text_drop(&part);
}
