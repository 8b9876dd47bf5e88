/* A row's own part of a text: what a piece's stencils look at, as a key; and its values, in the holes. */
#include "eval/words.h"
#include "render/stencil_piece.h"
#include <string.h>

enum { ORIGINS_MOST = 30, VALUES_MOST = 200, KNOWN = 4 /* a key's bytes below are states */ };

/* ---- values ---- */

static void read_cell(pol_value *v, const pol_row_of *r, uint32_t node, uint8_t repr) {
  const pol_column *c = &pol_run_columns(r->run)[node];
  v->state = (uint8_t)POL_CELL_STATE(c->state[r->row]);
  if (v->state != POL_KNOWN) return;
  switch ((pol_repr)repr) {
  case POL_REPR_INT: v->as.i = c->as.i[r->row]; break;
  case POL_REPR_NUM: v->as.num = c->as.num[r->row]; break;
  case POL_REPR_PERIOD: v->as.period = c->as.period[r->row]; break;
  case POL_REPR_LIST: v->state = POL_UNKNOWN; break; /* lists have no holes */
  }
}

/* The value that stands where an operand of a look or of a hole was read: its state and itself. */
static void read_value(pol_value *v, const pol_row_of *r, const pol_value *of) {
  if (of->from == 0) {
    v->state = of->state;
    v->as = of->as;
  } else if (of->from & POL_FROM_FACT) {
    const pol_value *given = &r->record->value[of->from & ~POL_FROM_FACT];
    v->state = given->state;
    v->as = given->as;
  } else {
    read_cell(v, r, of->from - 1, pol_run_program(r->run)->node[of->from - 1].repr);
  }
}

/* ---- keys ---- */

/* A number for where a fact came from: its kind, and of which file. */
static int origin_number(pol_stencils *s, const pol_origin *o) {
  for (uint32_t i = 0; i < s->origins.n; i++)
    if (s->origins.at[i].kind == o->kind && s->origins.at[i].file == o->file) return (int)i;
  bool file = o->kind == POL_FROM_FILE;
  if (file && pol_watch_has_mark(pol_sources_get(s->program->model->sources, o->file)->name)) return -1;
  pol_origin *at = s->origins.n < ORIGINS_MOST ? POL_VEC_PUSH(s->lasting, &s->origins) : NULL;
  if (at == NULL) return -1;
  *at = (pol_origin){.kind = o->kind, .file = o->file};
  return (int)s->origins.n - 1;
}

/* -1: there is no byte for it. */
static int fact_byte(pol_stencils *s, const pol_row_of *r, uint32_t fact) {
  const pol_value *v = &r->record->value[fact];
  int from = origin_number(s, &r->record->origin[fact]);
  bool yes = v->state == POL_KNOWN && s->program->model->facts.at[fact].type.kind == POL_T_BOOL && v->as.i != 0;
  return from < 0 ? -1 : from << 3 | (yes ? 4 : 0) | (int)(v->state & 3);
}

static int node_byte(const pol_column *column, uint32_t row, const pol_stencil_look *l) {
  const pol_column *c = &column[l->look.a.from - 1];
  pol_state state = POL_CELL_STATE(c->state[row]);
  if (state != POL_KNOWN || !l->valued) return state == POL_KNOWN ? KNOWN : (int)state;
  int32_t v = c->as.i[row];
  return v < 0 || v > VALUES_MOST ? -1 : KNOWN + 1 + v;
}

static int order_of_numbers(pol_num a, pol_num b) {
  if (a.d == b.d) return a.n < b.n ? -1 : a.n > b.n;
  return pol_num_cmp(a, b);
}

static int order_byte(const pol_stencils *s, const pol_row_of *r, const pol_stencil_look *l) {
  pol_value a, b;
  read_value(&a, r, &l->look.a);
  read_value(&b, r, &l->look.b);
  if (a.state != POL_KNOWN || b.state != POL_KNOWN) return 3;
  a.type = l->look.a.type;
  b.type = l->look.b.type;
  int order = l->number ? order_of_numbers(a.as.num, b.as.num) : pol_value_cmp(s->program->model, &a, &b);
  return order < 0 ? 0 : order > 0 ? 2 : 1;
}

bool pol_stencil_keys(pol_stencils *s, pol_asked *a, const pol_row_of *r) {
  const pol_column *column = pol_run_columns(r->run);
  a->keyed = false;
  if (a->look.n > a->keys) {
    a->key = POL_NEW_N(s->lasting, uint8_t, (size_t)a->look.n * 2 + 8);
    a->keys = a->key == NULL ? 0 : a->look.n * 2 + 8;
    if (a->key == NULL) return false;
  }
  for (uint32_t i = 0; i < a->look.n; i++) {
    const pol_stencil_look *l = &a->look.at[i];
    int byte = l->look.kind == POL_LOOK_NODE ? node_byte(column, r->row, l) : l->look.kind == POL_LOOK_FACT ? fact_byte(s, r, l->look.a.from & ~POL_FROM_FACT) : order_byte(s, r, l);
    if (byte < 0) return false;
    a->key[i] = (uint8_t)byte;
  }
  a->keyed = true;
  return true;
}

bool pol_stencil_key(pol_stencils *s, const pol_asked *a, const pol_piece_of *p) {
  if (!a->keyed) return false;
  if (p->look.n > s->keys) {
    uint8_t *more = POL_NEW_N(s->lasting, uint8_t, (size_t)p->look.n * 2);
    if (more == NULL) return false;
    s->key = more;
    s->keys = p->look.n * 2;
  }
  for (uint32_t i = 0; i < p->look.n; i++) s->key[i] = a->key[p->look.at[i]];
  return true;
}

/* ---- holes ---- */

/* false: there is no such value, or it is one that a text may have been looked into for. */
static bool write_value(pol_stencils *s, const pol_row_of *r, const pol_hole *h) {
  const pol_model *m = s->program->model;
  pol_value v = {.from = h->a.from}, b;
  read_value(&v, r, &h->a);
  if (v.state != POL_KNOWN) return false;
  v.type = h->type;
  switch (h->kind) {
  case POL_HOLE_WORDS: pol_value_words(&s->words, m, &v); break;
  case POL_HOLE_PLAIN: pol_value_plain(&s->words, m, &v, h->places); break;
  case POL_HOLE_ROUNDED: pol_value_rounded(&s->words, m, &v, h->places); break;
  case POL_HOLE_GAP:
    read_value(&b, r, &h->b);
    if (b.state != POL_KNOWN) return false;
    if (pol_type_repr(h->a.type) != POL_REPR_NUM) v.as.num = pol_num_int((int64_t)v.as.i - b.as.i);
    else if (pol_num_sub(&v.as.num, v.as.num, b.as.num) != POL_NUM_FINE) return false;
    if (v.as.num.n < 0) v.as.num = pol_num_neg(v.as.num);
    pol_value_words(&s->words, m, &v);
    break;
  case POL_HOLE_LINE:
  case POL_HOLE_COLUMN: return false;
  }
  if (!pol_text_ok(&s->words)) return false;
  return h->type.kind != POL_T_TEXT || memchr(pol_text_get(&s->words), ']', s->words.n) == NULL;
}

/* A number of few digits. */
static bool is_small(pol_num v) { return v.n < INT64_MAX && v.n > INT64_MIN && v.d < INT64_MAX; }

/* The text of a value of a usual kind and size, at `to`; NULL: it is of none. */
static char *write_quickly(char *to, const pol_quick *q, const pol_row_of *r, const pol_hole *h) {
  pol_value v, b;
  read_value(&v, r, &h->a);
  if (v.state != POL_KNOWN) return NULL;
  bool number = pol_type_repr(h->a.from == 0 ? h->b.type : h->a.type) == POL_REPR_NUM;
  if (h->kind != POL_HOLE_GAP) return q->kind == POL_QUICK_NUMBER ? (is_small(v.as.num) ? pol_quick_number(to, q, (int64_t)v.as.num.n, (int64_t)v.as.num.d) : NULL) : pol_quick_whole(to, q, v.as.i);
  read_value(&b, r, &h->b);
  if (b.state != POL_KNOWN) return NULL;
  if (!number) return pol_quick_number(to, q, v.as.i > b.as.i ? (int64_t)v.as.i - b.as.i : (int64_t)b.as.i - v.as.i, 1);
  if (pol_num_sub(&v.as.num, v.as.num, b.as.num) != POL_NUM_FINE || !is_small(v.as.num)) return NULL;
  return pol_quick_number(to, q, (int64_t)(v.as.num.n < 0 ? -v.as.num.n : v.as.num.n), (int64_t)v.as.num.d);
}

static bool write_hole(pol_stencils *s, const pol_row_of *r, uint32_t hole) {
  const pol_hole *h = &s->holes.at[hole];
  if (h->kind == POL_HOLE_LINE || h->kind == POL_HOLE_COLUMN) {
    const pol_origin *o = &r->record->origin[h->a.from & ~POL_FROM_FACT];
    pol_text_int(&s->texts, h->kind == POL_HOLE_LINE ? o->line : o->column);
    return pol_text_room(&s->texts, POL_STENCIL_SLACK);
  }
  pol_quick *q = &s->quick[hole];
  if (q->kind == POL_QUICK_NEW) pol_quick_learn(q, s, h);
  if (q->kind != POL_QUICK_NOT && pol_text_room(&s->texts, POL_QUICK_MOST)) {
    char *end = write_quickly(s->texts.at + s->texts.n, q, r, h);
    if (end != NULL) {
      s->texts.n = (size_t)(end - s->texts.at);
      return true;
    }
  }
  pol_text_clear(&s->words);
  if (!write_value(s, r, h)) return false;
  pol_json_escape(&s->texts, pol_text_get(&s->words), s->words.n);
  return pol_text_room(&s->texts, POL_STENCIL_SLACK);
}

/* Each value is written once a record, however often it is told. */
static const pol_hole_text *hole_text(pol_stencils *s, const pol_row_of *r, uint32_t hole) {
  pol_hole_text *t = &s->hole_text[hole];
  if (t->of == s->record) return t;
  *t = (pol_hole_text){.of = s->record, .at = (uint32_t)s->texts.n};
  t->fails = !write_hole(s, r, hole);
  t->n = (uint32_t)s->texts.n - t->at;
  return t;
}

/* Most texts here are short: some bytes more are copied than there are, into room and out of slack. */
static inline char *copy(char *to, const char *from, uint32_t n) {
  char *end = to + n;
  for (;;) {
    memcpy(to, from, POL_STENCIL_SLACK);
    if (n <= POL_STENCIL_SLACK) return end;
    to += POL_STENCIL_SLACK;
    from += POL_STENCIL_SLACK;
    n -= POL_STENCIL_SLACK;
  }
}

bool pol_stencil_fill(pol_stencils *s, pol_text *to, const pol_stencil *of, const pol_row_of *r) {
  size_t before = to->n, room = of->bytes + (size_t)of->parts * POL_QUICK_MOST + (size_t)2 * POL_STENCIL_SLACK;
  const char *text = of->text;
  if (!pol_text_room(to, room)) return true; /* the text knows */
  char *at = to->at + before;
  for (uint32_t i = 0; i < of->parts; i++) {
    const pol_stencil_part *part = &of->part[i];
    at = copy(at, text, part->n);
    text += part->n;
    if (part->hole == POL_NO_HOLE) break;
    const pol_hole_text *t = hole_text(s, r, part->hole);
    if (t->fails) {
      to->n = before;
      return false;
    }
    if (t->n <= POL_QUICK_MOST) {
      at = copy(at, s->texts.at + t->at, t->n);
      continue;
    }
    to->n = (size_t)(at - to->at); /* a long one */
    if (!pol_text_room(to, room + t->n)) return true;
    at = to->at + to->n;
    memcpy(at, s->texts.at + t->at, t->n);
    at += t->n;
  }
  to->n = (size_t)(at - to->at);
  return true;
}
