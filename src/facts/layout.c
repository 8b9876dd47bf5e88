/* What is read into lanes, found out beforehand: which column or key is which fact, what is plain of each, and what a record has that does not give it. A heading is read by
 * the reader of tables itself, so that the two never differ. */
#include "facts/lane_read.h"
#include "facts/lines.h"

typedef struct maker {
  pol_arena *arena;
  const pol_layout_input *in;
  pol_layout *l;
  pol_plain *plain;
} maker;

/* -- words */

typedef struct word { const char *text; size_t n; int32_t value; } word;

static bool make_words(pol_words *out, pol_arena *arena, const word *of, uint32_t n) {
  uint32_t cap = 4;
  while (cap < 2 * n) cap *= 2;
  pol_word_cell *cell = POL_NEW_N(arena, pol_word_cell, cap), *all = POL_NEW_N(arena, pol_word_cell, n + 1u);
  size_t longest = 0;
  if (!cell || !all) return false;
  for (uint32_t w = 0; w < n; w++) {
    char *text = pol_arena_take(arena, of[w].n + 16, 8); /* it is read eight bytes at a time */
    if (!text) return false;
    memcpy(text, of[w].text, of[w].n);
    uint64_t head = pol_plain_head(text, of[w].n);
    uint32_t i = pol_word_hash(text, of[w].n, head) & (cap - 1);
    while (cell[i].text) i = (i + 1) & (cap - 1);
    all[w] = cell[i] = (pol_word_cell){.head = head, .text = text, .n = (uint32_t)of[w].n, .value = of[w].value};
    if (of[w].n > longest) longest = of[w].n;
  }
  *out = (pol_words){cell, cap - 1, all, n, (uint32_t)longest};
  return true;
}

/* As texts: whatever the reader of values takes of them. */
static bool yes_no_words(maker *k, pol_words *out, pol_type type) {
  static const char *const written[] = {"yes", "no", "true", "false", "TRUE", "FALSE", "True", "False", "YES", "NO", "Yes", "No", "Y", "N", "y", "n", "1", "0"};
  enum { WRITTEN = sizeof written / sizeof *written };
  word words[WRITTEN];
  uint32_t n = 0;
  for (uint32_t i = 0; i < WRITTEN; i++) {
    pol_value v;
    pol_value_job job = {.arena = k->arena, .m = k->in->model, .subject = "", .in_table = k->in->form == POL_FACTS_CSV};
    if (pol_value_read(&job, &v, type, written[i], strlen(written[i]))) words[n++] = (word){written[i], strlen(written[i]), v.as.i};
  }
  return make_words(out, k->arena, words, n);
}

static bool choice_words(maker *k, pol_words *out, pol_type type) {
  const pol_model *m = k->in->model;
  uint32_t n = type.kind == POL_T_PARTY ? pol_model_somebodies(m) : m->options.at[type.ref].n;
  word *words = POL_NEW_N(k->arena, word, n + 1u);
  if (!words) return false;
  for (uint32_t i = 0; i < n; i++) {
    pol_atom name = type.kind == POL_T_PARTY ? m->parties.at[i].name : m->options.at[type.ref].at[i].name;
    words[i] = (word){pol_atom_get(m->atoms, name), pol_atom_length(m->atoms, name), (int32_t)i};
  }
  return make_words(out, k->arena, words, n);
}

/* -- numbers and bounds */

/* A value of the fact as the lane has it, rounded so; false: it cannot be told, or is larger than any lane holds (*sign says on which side). */
static bool in_lane(int64_t *out, int *sign, const pol_plain *p, const pol_value *v, pol_round how) {
  if (v->type.kind != POL_T_NUMBER) return *out = v->as.i, true;
  pol_num n = v->as.num;
  *sign = n.n < 0 ? -1 : 1;
  pol_num scale = {(pol_i128)pol_ten_to(p->places) * (v->type.show == POL_SHOW_PERCENT ? 100 : 1), 1};
  return pol_num_mul(&n, n, scale) == POL_NUM_FINE && pol_num_round(&n, n, pol_num_int(1), how) == POL_NUM_FINE && pol_num_to_i64(out, n);
}

static void keep_at_least(pol_plain *p, const pol_value *bound, bool more) {
  int64_t v;
  int sign = 0;
  if (!in_lane(&v, &sign, p, bound, more ? POL_ROUND_FLOOR : POL_ROUND_CEILING)) {
    if (sign > 0) p->kind = POL_PLAIN_NEVER;
    return;
  }
  if (more && v == INT64_MAX) p->kind = POL_PLAIN_NEVER;
  else if (v + more > p->least) p->least = v + more;
}

static void keep_at_most(pol_plain *p, const pol_value *bound, bool less) {
  int64_t v;
  int sign = 0;
  if (!in_lane(&v, &sign, p, bound, less ? POL_ROUND_CEILING : POL_ROUND_FLOOR)) {
    if (sign < 0) p->kind = POL_PLAIN_NEVER;
    return;
  }
  if (less && v == INT64_MIN) p->kind = POL_PLAIN_NEVER;
  else if (v - less < p->most) p->most = v - less;
}

static void keep_bounds(pol_plain *p, const pol_fact *f) {
  if (f->low.state != POL_KNOWN) return;
  switch (f->bound) {
  case POL_BOUND_NONE: return;
  case POL_BOUND_AT_LEAST: keep_at_least(p, &f->low, false); return;
  case POL_BOUND_MORE: keep_at_least(p, &f->low, true); return;
  case POL_BOUND_AT_MOST: keep_at_most(p, &f->low, false); return;
  case POL_BOUND_LESS: keep_at_most(p, &f->low, true); return;
  case POL_BOUND_RANGE: keep_at_least(p, &f->low, false), keep_at_most(p, &f->high, false); return;
  }
}

/* -- what is plain of one fact */

static bool find_kind(maker *k, pol_plain *p, pol_type type) {
  p->kind = POL_PLAIN_NEVER;
  switch ((pol_type_kind)type.kind) {
  case POL_T_BOOL: p->kind = POL_PLAIN_WORD; return yes_no_words(k, &p->words, type);
  case POL_T_OPTION:
  case POL_T_PARTY: p->kind = POL_PLAIN_WORD; return choice_words(k, &p->words, type);
  case POL_T_NUMBER: p->kind = POL_PLAIN_NUMBER; return true;
  case POL_T_DATE: p->kind = POL_PLAIN_DATE; return true;
  case POL_T_TIME: p->kind = POL_PLAIN_TIME; return true;
  case POL_T_TEXT: p->kind = POL_PLAIN_ANY; return true;
  default: return true; /* periods are never without a unit; lists have no lanes */
  }
}

static void find_blank(maker *k, pol_plain *p) {
  const pol_value *v = k->in->common ? &k->in->common->value[p->fact] : NULL;
  int64_t value;
  p->blank = POL_CELL(POL_UNKNOWN, 0);
  p->blank_value = p->least <= 0 && p->most >= 0 ? 0 : p->least;
  if (!v || v->state == POL_UNKNOWN || p->kind == POL_PLAIN_ANY) return;
  const pol_fact_lane kept = {.fact = p->fact, .width = (pol_lane_width)p->width, .places = p->places, .least = p->least, .most = p->most};
  p->blank_odd = p->kind == POL_PLAIN_NEVER || !pol_lane_cell(&value, &kept, v);
  if (p->blank_odd) return;
  p->blank = POL_CELL(POL_KNOWN, 0);
  p->blank_value = value;
}

static bool make_plain(maker *k, pol_plain *p, const pol_fact_lane *lane) {
  static const struct { int64_t least, most; } held[POL_LANE_WIDTHS] = {{INT8_MIN, INT8_MAX}, {INT16_MIN, INT16_MAX}, {INT32_MIN, INT32_MAX}, {INT64_MIN, INT64_MAX}};
  const pol_fact *f = &k->in->model->facts.at[lane->fact];
  *p = (pol_plain){.fact = lane->fact, .width = (uint8_t)lane->width, .places = lane->places, .least = lane->least, .most = lane->most};
  p->decimals = f->type.kind == POL_T_NUMBER && f->type.show == POL_SHOW_COUNT ? 0 : p->places;
  if (p->least < held[lane->width].least) p->least = held[lane->width].least;
  if (p->most > held[lane->width].most) p->most = held[lane->width].most;
  if (!find_kind(k, p, f->type)) return false;
  keep_bounds(p, f);
  if (p->least > p->most) p->kind = POL_PLAIN_NEVER, p->most = p->least = pol_lane_within(lane);
  find_blank(k, p);
  return true;
}

/* Facts that nobody asks for are checked all the same, as what is wrong with them is to be said. */
static bool make_plains(maker *k) {
  enum { CHECKED_PLACES = 6 };
  const pol_layout_input *in = k->in;
  const pol_model *m = in->model;
  uint32_t *of_fact = POL_NEW_N(k->arena, uint32_t, m->facts.n + 1u);
  k->plain = POL_NEW_N(k->arena, pol_plain, in->lanes + m->facts.n + 2u);
  if (!of_fact || !k->plain) return false;
  for (uint32_t f = 0; f < m->facts.n; f++) of_fact[f] = POL_NO_REF;
  for (uint32_t i = 0; i < in->lanes; i++) {
    if (!make_plain(k, &k->plain[i], &in->lane[i])) return false;
    of_fact[in->lane[i].fact] = i;
  }
  k->l->lanes = k->l->plains = in->lanes;
  for (uint32_t f = 0; f < m->facts.n; f++) {
    if (of_fact[f] != POL_NO_REF || m->facts.at[f].type.kind == POL_T_LIST) continue;
    bool number = m->facts.at[f].type.kind == POL_T_NUMBER;
    const pol_fact_lane checked = {.fact = f, .width = POL_LANE_64, .places = number ? CHECKED_PLACES : 0, .least = INT64_MIN, .most = INT64_MAX};
    if (!make_plain(k, &k->plain[k->l->plains], &checked)) return false;
    k->plain[k->l->plains].blank_odd = false;
    of_fact[f] = k->l->plains++;
  }
  k->l->plain = k->plain;
  k->l->of_fact = of_fact;
  return true;
}

/* -- the heading of a table */

static pol_status take_columns(maker *k, const pol_csv_reader *c) {
  uint32_t *column = POL_NEW_N(k->arena, uint32_t, c->columns.n + 1u);
  bool *given = POL_NEW_N(k->arena, bool, k->l->plains + 1u);
  if (!column || !given) return POL_NO_MEMORY;
  uint32_t nothing = k->l->plains++; /* what is plain in a column without a heading */
  k->plain[nothing] = (pol_plain){.fact = POL_NO_REF, .kind = POL_PLAIN_NEVER, .blank = POL_CELL(POL_UNKNOWN, 0)};
  for (uint32_t i = 0; i < c->columns.n; i++) {
    uint32_t is = c->columns.at[i];
    column[i] = is == POL_COLUMN_ID ? (uint32_t)POL_COLUMN_OF_ID : is == POL_COLUMN_UNREAD ? (uint32_t)POL_COLUMN_PASSED : is == POL_COLUMN_BLANK ? nothing : k->l->of_fact[is];
    if (is < k->in->model->facts.n && column[i] != POL_NO_REF) given[column[i]] = true;
  }
  k->l->column = column;
  k->l->columns = c->columns.n;
  k->l->given = given;
  return POL_OK;
}

static pol_status read_heading(maker *k) {
  const pol_layout_input *in = k->in;
  pol_line_reader reader;
  pol_facts facts = {.arena = k->arena, .names = in->names, .delimiter = in->delimiter};
  const pol_facts_input as = {.model = {in->model}, .form = in->form};
  bool mark = in->heading_n >= 3 && memcmp(in->heading, "\xef\xbb\xbf", 3) == 0;
  k->l->all_odd = in->heading_n <= (mark ? 3 : 0) || in->heading_n > POL_LIMIT_RECORD_BYTES;
  if (k->l->all_odd) return take_columns(k, &(pol_csv_reader){.line = 1});
  memset(&reader, 0, sizeof reader);
  POL_TRY(pol_line_init(&reader, k->arena, &facts, &as, NULL, 0));
  reader.r.text = in->heading;
  pol_line_read(&reader, in->form, &(pol_stretch){.at = in->heading, .end = in->heading + in->heading_n, .line = 1, .wide = mark ? 3 : 0}, false);
  pol_status status = reader.r.complaints.no_memory ? POL_NO_MEMORY : take_columns(k, &reader.csv);
  k->l->all_odd = reader.csv.heading_wrong;
  pol_line_drop(&reader, in->form);
  return status;
}

/* A fact that is wanted and that no column gives is what is held of all; that has to be something for a lane. */
static bool can_be_filled(const maker *k) {
  for (uint32_t i = 0; i < k->l->lanes; i++)
    if (!k->l->given[i] && k->plain[i].blank_odd) return false;
  return true;
}

pol_status pol_layout_make(const pol_layout **out, pol_arena *arena, const pol_layout_input *in) {
  *out = NULL;
  maker k = {.arena = arena, .in = in, .l = POL_NEW(arena, pol_layout)};
  if (!k.l) return POL_NO_MEMORY;
  *k.l = (pol_layout){.model = in->model, .form = in->form, .delimiter = in->delimiter ? in->delimiter : ',', .names = in->names};
  if (!make_plains(&k)) return POL_NO_MEMORY;
  if (in->form == POL_FACTS_CSV) {
    POL_TRY(read_heading(&k));
    k.l->all_odd |= !can_be_filled(&k);
  }
  *out = k.l;
  return POL_OK;
}
