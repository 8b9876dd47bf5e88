/* The columns of a ledger: what their cells can say, made once; and what lanes hold that has no loop, row by row beforehand. */
#include "render/decisions.h"
#include "render/ledger_column.h"
#include <string.h>

struct pol_ledger {
  pol_arena *arena;
  const pol_model *model;
  const pol_verdict_form *form;
  pol_ledger_column *column;
  pol_text *text;             /* by column: of TEXT */
  size_t **end;               /* by column: of TEXT, POL_LANE_ROWS */
  uint32_t columns;
  bool outcomes;
  size_t most;
  pol_ledger_loop *loop;
};

/* -- words */

/* A field, and the outcome after it where they are asked for. */
static bool make_word(pol_ledger *t, pol_ledger_word *out, const char *field, const char *outcome) {
  pol_text text;
  pol_text_init(&text, pol_arena_alloc(t->arena));
  if (field) pol_csv_field(&text, field, strlen(field), false);
  if (t->outcomes) pol_csv_field(&text, outcome, strlen(outcome), false);
  char *room = POL_NEW_N(t->arena, char, text.n < POL_CELL_ROOM ? POL_CELL_ROOM : text.n);
  bool made = room && pol_text_ok(&text);
  if (made) {
    if (text.n) memcpy(room, text.at, text.n);
    *out = (pol_ledger_word){(uint32_t)text.n, room};
  }
  pol_text_drop(&text);
  return made;
}

static bool make_outcomes(pol_ledger *t, pol_ledger_column *c, pol_ledger_word *word) {
  for (uint32_t i = 0; i <= POL_OUT_ERROR; i++)
    if (!make_word(t, &word[i], pol_outcome_name((pol_outcome)i), pol_outcome_name((pol_outcome)i))) return false;
  c->words = POL_OUT_ERROR + 1;
  return true;
}

static bool make_values(pol_ledger *t, pol_ledger_column *c, pol_ledger_word *word, pol_type type) {
  pol_text text;
  bool made = true;
  pol_text_init(&text, pol_arena_alloc(t->arena));
  for (uint32_t i = 0; i < c->words && made; i++) {
    const pol_value v = {.type = type, .as.i = (int32_t)i};
    pol_text_clear(&text);
    pol_value_plain(&text, t->model, &v, 0);
    made = pol_text_ok(&text) && make_word(t, &word[i], pol_text_get(&text), pol_outcome_name(POL_OUT_VALUE));
  }
  pol_text_drop(&text);
  return made;
}

static bool make_words(pol_ledger *t, pol_ledger_column *c, const pol_verdict_form *f) {
  pol_type type = t->model->decisions.at[f->decision].type;
  uint32_t n = f->kind == POL_VERDICT_OUTCOME  ? POL_OUT_ERROR + 1
               : f->kind == POL_VERDICT_YES_NO ? 2
               : f->kind == POL_VERDICT_PARTY  ? t->model->parties.n
                                               : t->model->options.at[type.ref].n;
  pol_ledger_word *word = POL_NEW_N(t->arena, pol_ledger_word, n + 1u);
  c->kind = POL_LEDGER_WORD;
  c->word = word;
  c->words = n;
  return word && (f->kind == POL_VERDICT_OUTCOME ? make_outcomes(t, c, word) : make_values(t, c, word, type));
}

/* -- numbers */

static bool is_within(const pol_verdict_form *f, int64_t times, int64_t most) { return f->least > -most / times && f->most < most / times; }

/* A lane's value is the lane over its scale, a hundred times as much where it is shown as a percentage: as a decimal, the lane times something, so many places. false: it has none that
 * ends within 15 places or has 16 digits at most. */
static bool make_number(pol_ledger *t, pol_ledger_column *c, const pol_verdict_form *f) {
  const pol_decision *d = &t->model->decisions.at[f->decision];
  int64_t scale = f->scale, times = d->type.show == POL_SHOW_PERCENT ? 100 : 1, power = 1;
  uint32_t least = pol_decision_places(d), places = 0;
  if (d->type.unit.money != 0 && least < 2) least = 2;
  while (times > 1 && scale % 10 == 0) scale /= 10, times /= 10;
  while (places < 15 && (places < least || power * times % scale != 0)) power *= 10, places++;
  if (power * times % scale != 0 || least > places || power * times / scale > INT32_MAX) return false;
  times = power * times / scale;
  c->times = (int32_t)times;
  c->places = (uint8_t)places;
  c->least = (uint8_t)least;
  c->negative = f->least < 0;
  c->kind = places >= 8 || !is_within(f, times, 100000000) ? POL_LEDGER_LONG : places || c->negative ? POL_LEDGER_PLACES : POL_LEDGER_WHOLE;
  return is_within(f, times, (int64_t)10000000000000000);
}

/* -- what has no loop */

static pol_value value_of(const pol_ledger *t, const pol_verdict_form *f, const void *at, uint32_t row) {
  pol_value v = {.type = t->model->decisions.at[f->decision].type};
  int64_t n = f->width == POL_LANE_8 ? ((const int8_t *)at)[row] : f->width == POL_LANE_16 ? ((const int16_t *)at)[row] : f->width == POL_LANE_32 ? ((const int32_t *)at)[row] : ((const int64_t *)at)[row];
  if (f->kind == POL_VERDICT_PERIOD) v.as.period = (pol_period){(int32_t)(n >> 32), (int32_t)(uint32_t)(uint64_t)n};
  else if (f->kind != POL_VERDICT_NUMBER) v.as.i = (int32_t)n;
  else if (pol_num_ratio(&v.as.num, n, f->scale) != POL_NUM_FINE) v.state = POL_ERRED;
  return v;
}

/* The cells of a TEXT column, one after the other. */
static bool make_texts(pol_ledger *t, uint32_t column, const pol_ledger_rows *rows) {
  const pol_verdict_form *f = &t->form[column];
  pol_ledger_column *c = &t->column[column];
  pol_text *to = &t->text[column], cell;
  uint32_t n = 0;
  pol_text_clear(to);
  pol_text_init(&cell, to->from);
  for (uint32_t i = 0; i < rows->n; i++) {
    if (rows->told && rows->told[i]) continue;
    pol_text_clear(&cell);
    if (!c->state || !c->state[i]) {
      pol_value v = value_of(t, f, c->at, i);
      pol_value_plain(&cell, t->model, &v, pol_decision_places(&t->model->decisions.at[f->decision]));
      pol_csv_field(to, cell.n ? cell.at : "", cell.n, false);
      pol_text_add_n(to, c->known.text, c->known.n);
    }
    t->end[column][n++] = to->n;
  }
  bool made = pol_text_ok(&cell) && pol_text_ok(to);
  pol_text_drop(&cell);
  c->text = to->n ? to->at : "";
  c->end = t->end[column];
  return made;
}

/* -- a ledger */

static bool make_column(pol_ledger *t, uint32_t i) {
  const pol_verdict_form *f = &t->form[i];
  pol_ledger_column *c = &t->column[i];
  c->width = f->width;
  if (!make_word(t, &c->absent, "", pol_outcome_name(POL_OUT_SILENT)) || !make_word(t, &c->known, NULL, pol_outcome_name(POL_OUT_VALUE))) return false;
  switch (f->kind) {
  case POL_VERDICT_OUTCOME:
  case POL_VERDICT_YES_NO:
  case POL_VERDICT_OPTION:
  case POL_VERDICT_PARTY: return make_words(t, c, f);
  case POL_VERDICT_DATE: return c->kind = POL_LEDGER_DATE, true;
  case POL_VERDICT_TIME: return c->kind = POL_LEDGER_TIME, true;
  case POL_VERDICT_NUMBER:
    if (!make_number(t, c, f)) break;
    if (c->kind != POL_LEDGER_LONG) c->strip = POL_NEW(t->arena, pol_ledger_strip);
    return c->kind == POL_LEDGER_LONG || c->strip;
  case POL_VERDICT_PERIOD:
  case POL_VERDICT_LONG: break;
  }
  c->kind = POL_LEDGER_TEXT;
  return (t->end[i] = POL_NEW_N(t->arena, size_t, POL_LANE_ROWS)) != NULL;
}

/* Bytes of a row without its id and without TEXT, and with what may be written beyond its end. */
static size_t most_of(const pol_ledger *t) {
  size_t most = (size_t)2 * POL_CELL_ROOM;
  for (uint32_t i = 0; i < t->columns; i++) {
    const pol_ledger_column *c = &t->column[i];
    size_t cell = POL_CELL_MOST + c->absent.n + c->known.n;
    for (uint32_t w = 0; c->kind == POL_LEDGER_WORD && w < c->words; w++)
      if (c->word[w].n > cell) cell = c->word[w].n;
    most += cell;
  }
  return most;
}

static pol_status make(pol_ledger *t, pol_cpu level) {
#define ROW(of, name) [of] = name,
  static pol_ledger_loop *const loop[POL_CPUS] = {POL_VARIANTS(ROW, pol_ledger_write_rows)};
#undef ROW
  while (level > POL_CPU_PORTABLE && !loop[level]) level--;
  t->loop = loop[level];
  t->column = POL_NEW_N(t->arena, pol_ledger_column, t->columns + 1u);
  t->end = POL_NEW_N(t->arena, size_t *, t->columns + 1u);
  t->text = POL_NEW_N(t->arena, pol_text, t->columns + 1u);
  if (!t->column || !t->end || !t->text) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < t->columns; i++) pol_text_init(&t->text[i], pol_arena_alloc(t->arena));
  for (uint32_t i = 0; i < t->columns; i++)
    if (!make_column(t, i)) return POL_NO_MEMORY;
  t->most = most_of(t);
  return POL_OK;
}

pol_status pol_ledger_new(pol_ledger **out, const pol_alloc *from, const pol_telling *t, const pol_verdict_form *form, pol_cpu level) {
  *out = NULL;
  pol_arena *arena = pol_arena_new(from);
  pol_ledger *new = arena ? POL_NEW(arena, pol_ledger) : NULL;
  if (!new) {
    pol_arena_drop(arena);
    return POL_NO_MEMORY;
  }
  *new = (pol_ledger){.arena = arena, .model = t->edition->program->model, .form = form, .columns = t->askeds, .outcomes = t->paper->outcomes};
  pol_status status = make(new, level);
  if (status != POL_OK) pol_ledger_drop(new);
  else *out = new;
  return status;
}

void pol_ledger_drop(pol_ledger *t) {
  if (!t) return;
  for (uint32_t i = 0; t->text && i < t->columns; i++) pol_text_drop(&t->text[i]);
  pol_arena_drop(t->arena); /* the ledger itself is in it */
}

/* -- rows */

static bool prepare(pol_ledger *t, const pol_ledger_rows *rows, size_t *most) {
  for (uint32_t i = 0; i < t->columns; i++) {
    pol_ledger_column *c = &t->column[i];
    c->at = rows->value[i].at;
    c->state = rows->value[i].stated ? rows->value[i].state : NULL;
    if (c->kind != POL_LEDGER_TEXT) continue;
    if (!make_texts(t, i, rows)) return false;
    *most += t->text[i].n;
  }
  return true;
}

pol_status pol_ledger_write(pol_ledger *t, pol_text *to, const pol_ledger_rows *rows) {
  enum { AT_ONCE = 8 };
  pol_ledger_run run = {.rows = rows, .column = t->column, .columns = t->columns, .most = t->most};
  if (!prepare(t, rows, &run.most)) return POL_NO_MEMORY;
  while (run.row < rows->n) {
    size_t told = rows->told && rows->told[run.row] ? rows->told_end[run.tolds] - (run.tolds ? rows->told_end[run.tolds - 1] : 0) : 0;
    size_t id = rows->id[run.row] ? rows->id_length[run.row] : 0, room = AT_ONCE * run.most + told + 2 * id + 2;
    if (!pol_text_room(to, room)) return POL_NO_MEMORY;
    char *at = to->at + to->n;
    run.end = to->at + to->cap;
    to->n += (size_t)(t->loop(&run, at) - at);
  }
  return POL_OK;
}
