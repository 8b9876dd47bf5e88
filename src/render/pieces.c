/* The table of the pieces that an interval was cut into: when, how long, at which rate, under which clause. */
#include "render/steps.h"

enum { PIECES_SHOWN = 60, PIECE_DATE = 0, PIECE_START = 1, PIECE_LENGTH = 2, PIECE_FIELDS = 3 };

typedef struct table { /* the loop of a rule that adds up pieces */
  const pol_case *c;
  const pol_expr *sum, *rate, *pick;   /* rate: the factor beside the length; pick: the table of clauses; each may be NULL */
  const pol_expr *field[PIECE_FIELDS]; /* how the rule reads each field of a piece */
  uint32_t row[PIECES_SHOWN], frame, n, shown;
} table;

enum { ANY_FIELD = 255 };

/* The first expression with this operation, of elements with this field. */
static const pol_expr *find(const pol_expr *e, uint8_t op, uint32_t field, uint32_t *visits) {
  if (e == NULL || ++*visits > 20000) return NULL;
  if (e->op == op && (field == ANY_FIELD || e->field == field)) return e;
  for (uint32_t i = 0; i < e->n; i++) {
    const pol_expr *found = find(e->arg[i], op, field, visits);
    if (found != NULL) return found;
  }
  return NULL;
}

static bool is_length(const pol_expr *e) { return e->op == POL_OP_ELEMENT && e->field == PIECE_LENGTH; }

static bool open_table(table *t, const pol_case *c, const pol_expr *value) {
  uint32_t visits = 0;
  *t = (table){.c = c, .sum = find(value, POL_OP_SUM, ANY_FIELD, &visits)};
  if (t->sum == NULL || t->sum->arg[0]->op != POL_OP_LIST_PIECES) return false;
  const pol_expr *each = t->sum->arg[2];
  for (uint32_t k = 0; k < PIECE_FIELDS; k++) {
    visits = 0;
    t->field[k] = find(each, POL_OP_ELEMENT, k, &visits);
    if (t->field[k] == NULL) return false; /* the rule does not look at it, so the run does not hold it */
  }
  visits = 0;
  t->pick = find(each, POL_OP_PICK, ANY_FIELD, &visits);
  if (each->op == POL_OP_MUL) t->rate = is_length(each->arg[0]) ? each->arg[1] : is_length(each->arg[1]) ? each->arg[0] : NULL;
  t->n = pol_loop_rows(t->row, PIECES_SHOWN, &t->frame, c, NULL, t->sum);
  t->shown = t->n < PIECES_SHOWN ? t->n : PIECES_SHOWN;
  return t->n > 0;
}

static uint32_t clause_of(const table *t, const pol_rows *rows) { /* the rule of the row that gave the rate */
  if (t->pick == NULL) return POL_NO_REF;
  const pol_table *of = &t->c->model->tables.at[t->pick->ref];
  for (uint32_t i = 0; i < t->pick->n; i += 2) { /* a condition and an amount for each row */
    pol_value in_force;
    if (pol_expr_read(&in_force, t->c, rows, t->pick->arg[i]) && in_force.state == POL_KNOWN && in_force.as.i != 0) return of->rule[i / 2];
  }
  return POL_NO_REF;
}

static const char *number(const table *t, pol_num n, unsigned places) {
  pol_text text;
  bool about;
  pol_text_init(&text, pol_arena_alloc(t->c->page.arena));
  pol_num_write_for_people(&text, n, places, &about);
  return pol_page_keep(&t->c->page, &text);
}

static bool each_value(const table *t, uint32_t i, pol_value *out, pol_rows *rows) {
  *rows = (pol_rows){.frame = t->frame, .row = t->row[i]};
  return pol_expr_read(out, t->c, rows, t->sum->arg[2]) && out->state == POL_KNOWN;
}

static unsigned places_of(const table *t) { /* so that the counts stand under each other */
  unsigned most = 0;
  for (uint32_t i = 0; i < t->shown; i++) {
    pol_value v;
    pol_rows rows;
    unsigned places;
    if (each_value(t, i, &v, &rows) && pol_num_ends(v.as.num, &places) && places > most) most = places;
  }
  return most;
}

static bool read_piece(const table *t, const pol_rows *rows, pol_value field[PIECE_FIELDS]) {
  for (uint32_t k = 0; k < PIECE_FIELDS; k++)
    if (!pol_expr_read(&field[k], t->c, rows, t->field[k]) || field[k].state != POL_KNOWN) return false;
  return true;
}

static void add_row(pol_stretches *out, const table *t, uint32_t i, unsigned places, pol_num *hours) {
  pol_value v, field[PIECE_FIELDS], rate;
  pol_rows rows;
  if (!each_value(t, i, &v, &rows) || !read_piece(t, &rows, field)) return;
  pol_num length = field[PIECE_LENGTH].as.num, minutes;
  int64_t whole = 0;
  if (pol_num_mul(&minutes, length, pol_num_int(60)) == POL_NUM_FINE) pol_num_to_i64(&whole, minutes);
  bool rated = t->rate != NULL && pol_expr_read(&rate, t->c, &rows, t->rate) && rate.state == POL_KNOWN;
  pol_stretch row = {.date = field[PIECE_DATE].as.i,
                        .start = field[PIECE_START].as.i,
                        .end = field[PIECE_START].as.i + (int32_t)whole,
                        .hours = number(t, length, 0),
                        .rate = rated ? number(t, rate.as.num, 0) : "",
                        .counts = number(t, v.as.num, places),
                        .rule = clause_of(t, &rows)};
  pol_stretch *slot = POL_VEC_PUSH(t->c->page.arena, &out->rows);
  if (slot == NULL) pol_page_lost(&t->c->page);
  else *slot = row;
  if (pol_num_add(hours, *hours, length) != POL_NUM_FINE) *hours = pol_num_int(0);
}

static void add_unused(pol_stretches *out, const table *t) { /* clauses of the table under which no piece falls */
  if (t->pick == NULL || t->n > PIECES_SHOWN) return;
  const pol_table *of = &t->c->model->tables.at[t->pick->ref];
  for (uint32_t k = 0; k < of->rules; k++) {
    bool used = false;
    for (uint32_t i = 0; i < t->n && !used; i++) used = clause_of(t, &(pol_rows){.frame = t->frame, .row = t->row[i]}) == of->rule[k];
    uint32_t *slot = used ? NULL : POL_VEC_PUSH(t->c->page.arena, &out->unused);
    if (slot != NULL) *slot = of->rule[k];
    else if (!used) pol_page_lost(&t->c->page);
  }
}

static bool find_table(table *t, const pol_case *c) { /* of the first deciding rule that has one */
  for (uint32_t i = 0; i < c->answer->becauses; i++) {
    const pol_rule *r = pol_case_rule(c, c->answer->because[i].rule);
    if (r->value != NULL && r->decision == c->answer->decision && open_table(t, c, r->value)) return true;
  }
  return false;
}

bool pol_stretches_read(pol_stretches *out, const pol_case *c) {
  table t;
  pol_num hours = pol_num_int(0);
  pol_value total;
  *out = (pol_stretches){.hours = "", .counts = ""};
  if (!find_table(&t, c)) return false;
  unsigned places = places_of(&t);
  out->value = t.sum;
  for (uint32_t k = 0; k < t.shown; k++) add_row(out, &t, k, places, &hours);
  out->more = t.n > PIECES_SHOWN ? t.n - PIECES_SHOWN : 0;
  if (out->more == 0 && pol_expr_read(&total, c, NULL, t.sum) && total.state == POL_KNOWN) {
    out->hours = number(&t, hours, 0);
    out->counts = number(&t, total.as.num, places);
  }
  add_unused(out, &t);
  return true;
}

/* ---- as text ---- */

static void moment(pol_text *to, pol_date day, int32_t minutes) { /* "Fri  3  18:00" */
  if (minutes >= 24 * 60 && day < POL_DATE_LAST) {                /* the end of a piece may be the next day's first minute */
    minutes -= 24 * 60;
    day++;
  }
  pol_text_format(to, "%.3s %2d  ", pol_date_weekday_name(pol_date_weekday(day)), pol_date_split(day).day);
  pol_time_write(to, minutes);
}

static void right(pol_text *to, const char *text, size_t width) {
  size_t columns = pol_columns(text);
  pol_text_pad(to, ' ', columns < width ? width - columns : 1);
  pol_text_add(to, text);
}

static void month_heading(pol_text *to, pol_date day, int32_t *month) {
  pol_ymd ymd = pol_date_split(day);
  if (*month == ymd.year * 12 + ymd.month) return;
  pol_text_format(to, "%s %d\n", pol_date_month_name(ymd.month), ymd.year);
  if (*month == 0) pol_text_add(to, "from              to                hours  rate   counts  clause\n");
  *month = ymd.year * 12 + ymd.month;
}

static void row_line(const pol_case *c, const pol_stretch *row, int32_t *month) {
  pol_text *to = c->page.to;
  month_heading(to, row->date, month);
  moment(to, row->date, row->start);
  pol_text_pad(to, ' ', 5);
  moment(to, row->date, row->end);
  right(to, row->hours, 10);
  const char *factor = row->rate[0] == '\0' ? "" : pol_page_format(&c->page, "× %s", row->rate);
  pol_text_format(to, "  %s", factor);
  right(to, row->counts, pol_columns(factor) < 12 ? 13 - pol_columns(factor) : 1);
  if (row->rule != POL_NO_REF) pol_text_format(to, "  %s", pol_say_clause(c, row->rule));
  pol_text_char(to, '\n');
}

void pol_pieces_tell(const pol_case *c) {
  pol_stretches pieces;
  int32_t month = 0;
  if (!pol_stretches_read(&pieces, c)) return;
  pol_page_blank(&c->page);
  for (uint32_t i = 0; i < pieces.rows.n; i++) row_line(c, &pieces.rows.at[i], &month);
  if (pieces.more > 0) pol_page_para(&c->page, 0, pol_page_format(&c->page, "and %u more pieces", pieces.more));
  if (pieces.counts[0] != '\0') {
    right(c->page.to, pieces.hours, 41);
    right(c->page.to, pieces.counts, 15);
    pol_text_char(c->page.to, '\n');
  }
  for (uint32_t i = 0; i < pieces.unused.n; i++)
    pol_page_para(&c->page, 0,
                  pol_page_format(&c->page, "%s (%s): no piece falls under it", pol_say_clause(c, pieces.unused.at[i]),
                                  pol_say_title(c, pol_case_rule(c, pieces.unused.at[i])->clause)));
}
