/* See desks.h. Everything that can be read of an answer is read. */
#include "evidence/desks.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t throw(uint64_t *seed) {
  *seed = *seed * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(*seed >> 33);
}

static bool no_memory(made *m, pol_result result) {
  if (result == POL_OUT_OF_MEMORY) m->result = result;
  return result == POL_OUT_OF_MEMORY;
}

/* ---- what a desk says ---- */

static bool add_value(made *m, pol_desk *k, uint32_t decision) {
  int64_t whole = 0, top = 0, bottom = 0, digits = 0;
  int32_t months = 0, days = 0;
  char cell[200];
  bool is_whole = pol_desk_whole(k, decision, &whole), is_ratio = pol_desk_ratio(k, decision, &top, &bottom);
  bool is_decimal = pol_desk_decimal(k, decision, 4, &digits), is_period = pol_desk_months(k, decision, &months, &days);
  size_t n = pol_desk_cell(k, decision, cell, sizeof cell);
  if (n == SIZE_MAX) return !no_memory(m, POL_OUT_OF_MEMORY);
  bytes_format(&m->out, "%d:%lld %d:%lld/%lld %d:%lld %d:%d/%d %zu:%s", is_whole, (long long)whole, is_ratio, (long long)top, (long long)bottom, is_decimal, (long long)digits, is_period, months, days, n, n < sizeof cell ? cell : "");
  return true;
}

static bool add_why(made *m, pol_desk *k, uint32_t decision) {
  pol_reasons why = {0};
  pol_result result = pol_desk_why(k, decision, &why);
  if (no_memory(m, result)) return false;
  bytes_format(&m->out, " why %d", (int)result);
  for (size_t i = 0; i < why.becauses; i++) {
    const pol_because *b = &why.because[i];
    bytes_format(&m->out, " [%s|%s|%s|%s]", b->clause ? b->clause : "", b->title ? b->title : "", b->effect ? b->effect : "", b->reason ? b->reason : "none");
  }
  for (size_t i = 0; i < why.missings; i++) bytes_format(&m->out, " ?%u", why.missing[i]);
  for (size_t i = 0; i < why.items; i++) bytes_format(&m->out, " +%u", why.item[i]);
  bytes_format(&m->out, " %d\n", why.out_of_scope);
  return true;
}

/* One record that is set: decided, and all that can be asked. false: out of memory. */
static bool tell(made *m, const pol_decider *d, pol_desk *k, bool trace) {
  const char *text = NULL;
  size_t n = 0;
  pol_result result = pol_desk_decide(k);
  if (no_memory(m, result)) return false;
  const char *wrong = pol_desk_wrong(k, POL_NONE);
  bytes_format(&m->out, "%d %s\n", (int)result, wrong ? wrong : "");
  for (uint32_t i = 0; i < pol_decider_decisions(d) && result != POL_COULD_NOT; i++) {
    bytes_format(&m->out, "  %u: %d ", i, (int)pol_desk_outcome(k, i));
    if (!add_value(m, k, i) || !add_why(m, k, i)) return false;
  }
  result = pol_desk_json(k, POL_NONE, trace, &text, &n);
  if (no_memory(m, result)) return false;
  bytes_format(&m->out, "%d ", (int)result);
  if (text) bytes_add(&m->out, text, n);
  bytes_add(&m->out, "\n", 1);
  return true;
}

static bool has_desk(made *m, work *w) {
  m->streamed = true;
  return w->desk || !no_memory(m, pol_desk_new(&w->desk, w->decider));
}

void desk_of_lines(made *m, work *w, const bytes *records, bool trace) {
  if (!has_desk(m, w)) return;
  for (const char *at = records->at; *at;) {
    size_t n = strcspn(at, "\n");
    if (no_memory(m, pol_desk_record(w->desk, at, n)) || !tell(m, w->decider, w->desk, trace)) return;
    at += n + (at[n] == '\n');
  }
}

/* ---- facts, each by the function of its kind ---- */

static pol_result set_option(pol_desk *k, const pol_decider *d, uint32_t fact, uint32_t options, uint64_t *seed) {
  if (!options) return pol_desk_unknown(k, fact);
  uint32_t option = throw(seed) % options;
  const char *name = pol_decider_fact_option(d, fact, option);
  if (throw(seed) % 2 || !name) return pol_desk_option(k, fact, option);
  return pol_desk_text(k, fact, name, strlen(name));
}

static pol_result set(pol_desk *k, const pol_decider *d, uint32_t fact, uint64_t *seed) {
  static const char *const texts[] = {"Exeter", "Plymouth Hoe and Stonehouse, with the islands", "3 months", "soon", ""};
  pol_about_fact about;
  if (!pol_decider_fact(&about, d, fact)) return POL_COULD_NOT;
  uint32_t thrown = throw(seed), odd = throw(seed) % 40;
  if (odd == 0) return pol_desk_unknown(k, fact);
  if (odd == 1) return pol_desk_text(k, fact, texts[thrown % 5], strlen(texts[thrown % 5]));
  switch (about.kind) {
    case POL_KIND_YES_NO: return pol_desk_yes_no(k, fact, thrown % 2);
    case POL_KIND_OPTION: case POL_KIND_PARTY: return set_option(k, d, fact, about.options, seed);
    case POL_KIND_NUMBER: return pol_desk_number(k, fact, thrown % (odd == 2 ? 1000000000 : 60), odd == 3 ? 1 : 0);
    case POL_KIND_PERIOD: return pol_desk_period(k, fact, (int32_t)(thrown % 40), (int32_t)(thrown % 20));
    case POL_KIND_DATE: return odd == 4 ? pol_desk_ymd(k, fact, 2024, 2, (int)(thrown % 31)) : pol_desk_date(k, fact, (int32_t)(thrown % 20000));
    case POL_KIND_TIME: return pol_desk_time(k, fact, (int32_t)(thrown % 1440));
    case POL_KIND_TEXT: return pol_desk_text(k, fact, texts[thrown % 5], strlen(texts[thrown % 5]));
    default: return pol_desk_unknown(k, fact);
  }
}

void desk_of_cells(made *m, work *w, uint64_t seed, size_t records) {
  if (!has_desk(m, w)) return;
  for (size_t i = 0; i < records; i++) {
    char id[40];
    snprintf(id, sizeof id, "record %zu", i);
    pol_desk_clear(w->desk);
    pol_desk_as_of(w->desk, 19000 + (int32_t)i);
    if (!pol_desk_id(w->desk, id, strlen(id))) {
      m->result = POL_OUT_OF_MEMORY;
      return;
    }
    for (uint32_t f = 0; f < pol_decider_facts(w->decider); f++) {
      pol_result result = throw(&seed) % 8 ? set(w->desk, w->decider, f, &seed) : POL_DONE;
      if (no_memory(m, result)) return;
      if (result == POL_COULD_NOT) {
        const char *wrong = pol_desk_wrong(w->desk, f);
        bytes_format(&m->out, "fact %u: %s\n", f, wrong ? wrong : "not wrong");
        if (throw(&seed) % 4 && no_memory(m, pol_desk_unknown(w->desk, f))) return;
      }
    }
    if (!tell(m, w->decider, w->desk, i == 0)) return;
  }
}

/* ---- arrays ---- */

enum { ARRAYS = 100, MADE = 100 };

typedef struct table {
  pol_cells_of of[ARRAYS];
  pol_cells_in in[ARRAYS];
  void *held[ARRAYS][3];
  size_t n;
} table;

static void *room(size_t n) {
  void *at = calloc(n + 64, 1);
  if (!at) fprintf(stderr, "allocations: out of memory\n"), exit(2);
  return at;
}

static int64_t thrown_cell(const pol_about_fact *about, uint64_t *seed) {
  uint32_t thrown = throw(seed), odd = throw(seed) % 50;
  if (about->kind == POL_KIND_YES_NO) return thrown % 2;
  if (about->kind == POL_KIND_OPTION || about->kind == POL_KIND_PARTY) return odd == 0 ? 120 : (int64_t)(thrown % (about->options ? about->options : 1));
  if (about->kind == POL_KIND_DATE) return thrown % 20000;
  if (about->kind == POL_KIND_TIME) return thrown % 1440;
  return odd == 1 ? -7 : odd == 2 ? 30000 : (int64_t)(thrown % 400);
}

static void fill_texts(table *t, size_t rows, uint64_t *seed) {
  static const char *const texts[] = {"Exeter", "Plymouth", "3 months", "soon", ""};
  int32_t *at = t->held[t->n][0] = room((rows + 1) * sizeof *at);
  char *letters = t->held[t->n][1] = room(rows * 10 + 1);
  for (size_t i = 0; i < rows; i++) {
    const char *text = texts[throw(seed) % 5];
    memcpy(letters + at[i], text, strlen(text));
    at[i + 1] = at[i] + (int32_t)strlen(text);
  }
  t->in[t->n] = (pol_cells_in){.at = at, .bytes = letters};
}

static void fill_numbers(table *t, size_t rows, const pol_about_fact *about, uint64_t *seed) {
  int16_t *at = t->held[t->n][0] = room(rows * sizeof *at);
  uint8_t *known = t->held[t->n][2] = room(rows);
  for (size_t i = 0; i < rows; i++) {
    at[i] = (int16_t)thrown_cell(about, seed);
    known[i] = throw(seed) % 6 != 0;
  }
  t->in[t->n] = (pol_cells_in){.at = at, .known = throw(seed) % 3 ? known : NULL};
}

static void fill(table *t, const pol_decider *d, size_t rows, uint64_t seed, bool texts) {
  *t = (table){.n = 0};
  for (uint32_t f = 0; f < pol_decider_facts(d) && t->n < ARRAYS; f++) {
    pol_about_fact about;
    bool is_text = false;
    if (!pol_decider_fact(&about, d, f) || about.kind == POL_KIND_LIST) continue;
    is_text = about.kind == POL_KIND_TEXT || about.kind == POL_KIND_PERIOD;
    if (is_text && !texts) continue;
    t->of[t->n] = (pol_cells_of){.fact = f, .cells = is_text ? POL_CELLS_TEXT : POL_CELLS_16, .places = about.kind == POL_KIND_NUMBER ? (uint8_t)(f % 2) : 0};
    if (is_text) fill_texts(t, rows, &seed);
    else fill_numbers(t, rows, &about, &seed);
    t->n++;
  }
}

static void empty(table *t) {
  for (size_t i = 0; i < t->n; i++)
    for (size_t j = 0; j < 3; j++) free(t->held[i][j]);
}

static bool has_mill(made *m, work *w, const table *t) {
  if (w->arrays && w->mill) return true;
  if (!w->arrays) {
    pol_result result = pol_arrays_new(&w->arrays, w->decider, 19500, t->of, t->n);
    if (no_memory(m, result)) return false;
    if (result != POL_DONE) return bytes_format(&m->out, "no arrays: %d\n", (int)result), false;
  }
  return !no_memory(m, pol_mill_new(&w->mill, w->arrays));
}

static void tell_slice(made *m, work *w, const pol_slice *slice, uint32_t decisions, pol_result result, uint64_t before) {
  bytes_format(&m->out, "%d\n", (int)result);
  for (uint32_t i = 0; i < decisions; i++) {
    pol_cells_made about;
    pol_arrays_decision(&about, w->arrays, i);
    bytes_format(&m->out, "%d %d %lld %d\n", (int)about.kind, (int)about.cells, (long long)about.scale, about.fast);
    bytes_add(&m->out, slice->out[i].outcome, slice->rows);
    bytes_add(&m->out, slice->out[i].at, slice->rows * sizeof(int64_t));
  }
  bytes_add(&m->out, slice->row, slice->rows);
  bytes_format(&m->out, "\nby themselves: %llu\n", (unsigned long long)(pol_mill_singly(w->mill) - before));
}

static void tell_row(made *m, work *w, const pol_slice *slice, size_t row) {
  pol_desk *k = pol_mill_desk(w->mill, slice, row);
  if (!k) m->result = POL_OUT_OF_MEMORY;
  else tell(m, w->decider, k, true);
}

void mill_of_arrays(made *m, work *w, uint64_t seed, size_t rows, bool texts) {
  table t;
  pol_cells_out out[MADE];
  uint32_t decisions = pol_decider_decisions(w->decider);
  if (decisions > MADE) decisions = MADE;
  fill(&t, w->decider, rows, seed, texts);
  uint8_t *row = room(rows);
  for (uint32_t i = 0; i < decisions; i++) out[i] = (pol_cells_out){room(rows), room(rows * sizeof(int64_t)), POL_CELLS_64};
  m->streamed = true;
  if (has_mill(m, w, &t)) {
    const pol_slice slice = {rows, t.in, out, row};
    uint64_t before = pol_mill_singly(w->mill);
    pol_result result = pol_mill_decide(w->mill, &slice);
    if (!no_memory(m, result)) {
      tell_slice(m, w, &slice, decisions, result, before);
      tell_row(m, w, &slice, rows / 2);
      if (m->result == POL_DONE) tell_row(m, w, &slice, 0);
    }
  }
  for (uint32_t i = 0; i < decisions; i++) free(out[i].outcome), free(out[i].at);
  free(row);
  empty(&t);
}
