#include "eval/watch.h"
#include "base/text.h"
#include "eval/words.h"
#include <string.h>

pol_status pol_watch_start(pol_watch *w, pol_arena *scratch, pol_arena *lasting, const pol_program *p, pol_holes *holes) {
  *w = (pol_watch){ .scratch = scratch, .lasting = lasting, .program = p, .holes = holes };
  w->node = POL_NEW_N(lasting, bool, p->nodes + 1u);
  w->fact = POL_NEW_N(lasting, bool, p->model->facts.n + 1u);
  return w->node && w->fact ? POL_OK : POL_NO_MEMORY;
}

void pol_watch_forget(pol_watch *w) {
  for (uint32_t i = 0; i < w->look.n; i++) {
    uint32_t from = w->look.at[i].a.from;
    if (w->look.at[i].kind == POL_LOOK_NODE) w->node[from - 1] = false;
    if (w->look.at[i].kind == POL_LOOK_FACT) w->fact[from & ~POL_FROM_FACT] = false;
  }
  memset(&w->look, 0, sizeof w->look);
  pol_arena_reset(w->scratch, (pol_arena_point){ 0 });
  w->lost = w->no_memory = false;
}

void pol_watch_lost(pol_watch *w) {
  if (w) w->lost = true;
}

/* ---- looks ---- */

bool pol_look_is_valued(const pol_program *p, uint32_t from) {
  if (from & POL_FROM_FACT) return p->model->facts.at[from & ~POL_FROM_FACT].type.kind == POL_T_BOOL;
  if (p->node[from - 1].repr != POL_REPR_INT) return false;
  pol_type_kind kind = (pol_type_kind)pol_run_type(p, from - 1).kind;
  return kind == POL_T_BOOL || kind == POL_T_OUTCOME || kind == POL_T_PERMISSION;
}

/* false: out of memory; it is not among what is looked at then, and must not pass for it. */
static bool look(pol_watch *w, pol_look_kind kind, const pol_value *a, const pol_value *b) {
  pol_look *one = POL_VEC_PUSH(w->scratch, &w->look);
  if (!one) w->no_memory = w->lost = true;
  else *one = (pol_look){ .kind = kind, .a = *a, .b = *b };
  return one != NULL;
}

void pol_watch_node(pol_watch *w, uint32_t node) {
  const pol_program_node *x = &w->program->node[node];
  if (x->op == POL_OP_CONST || x->op == POL_OP_AS_OF) return; /* the same in every row */
  if (x->frame != 0) w->lost = true; /* which rows those are is not listed */
  if (w->node[node] || w->lost) return;
  w->node[node] = look(w, POL_LOOK_NODE, &(pol_value){ .from = node + 1 }, &(pol_value){ 0 });
}

void pol_watch_fact(pol_watch *w, uint32_t fact) {
  if (w->fact[fact] || w->lost) return;
  w->fact[fact] = look(w, POL_LOOK_FACT, &(pol_value){ .from = POL_FROM_FACT | fact }, &(pol_value){ 0 });
}

static bool same_operand(const pol_value *a, const pol_value *b) {
  return a->from == b->from && (a->from != 0 || (a->type.kind == b->type.kind && pol_value_same(a, b)));
}

int pol_watch_cmp(pol_watch *w, const pol_model *m, const pol_value *a, const pol_value *b) {
  int order = pol_value_cmp(m, a, b);
  if (!w || w->lost || (a->from == 0 && b->from == 0) || a->from == b->from) return order;
  if (a->state != POL_KNOWN || b->state != POL_KNOWN) return order; /* their states are looked at already */
  if (pol_type_repr(a->type) == POL_REPR_LIST || pol_type_repr(a->type) != pol_type_repr(b->type)) w->lost = true;
  for (uint32_t i = 0; i < w->look.n; i++) {
    const pol_look *l = &w->look.at[i];
    if (l->kind == POL_LOOK_ORDER && same_operand(&l->a, a) && same_operand(&l->b, b)) return order;
  }
  look(w, POL_LOOK_ORDER, a, b);
  return order;
}

/* ---- holes ---- */

static void write_mark(pol_text *to, uint32_t number) {
  pol_text_char(to, POL_MARK_BYTE);
  for (int shift = 4 * (POL_MARK_DIGITS - 1); shift >= 0; shift -= 4) pol_text_char(to, "0123456789abcdef"[number >> shift & 15]);
}

static bool same_type(const pol_type *a, const pol_type *b) {
  return a->kind == b->kind && a->show == b->show && a->ref == b->ref && a->unit.order == b->unit.order && pol_unit_same(a->unit, b->unit);
}

static bool same_hole(const pol_hole *a, const pol_hole *b) {
  return a->kind == b->kind && a->places == b->places && same_type(&a->type, &b->type) && same_operand(&a->a, &b->a) && same_operand(&a->b, &b->b);
}

static bool put_hole(pol_watch *w, pol_text *to, const pol_hole *h) {
  uint32_t i = 0;
  while (i < w->holes->n && !same_hole(&w->holes->at[i], h)) i++;
  pol_hole *at = i < w->holes->n ? &w->holes->at[i] : i >= POL_MARK_NOTHING ? NULL : POL_VEC_PUSH(w->lasting, w->holes);
  if (!at) w->no_memory = w->lost = true;
  else *at = *h;
  write_mark(to, at ? i : POL_MARK_NOTHING);
  return true;
}

static bool is_told_by_look(const pol_watch *w, const pol_value *v) { return v->from == 0 || v->state != POL_KNOWN || pol_look_is_valued(w->program, v->from); }

bool pol_watch_hole(pol_watch *w, pol_text *to, pol_hole_kind kind, const pol_value *v, unsigned places) {
  if (!w) return false;
  bool place = kind == POL_HOLE_LINE || kind == POL_HOLE_COLUMN;
  if (!place && is_told_by_look(w, v)) return false;
  if (!place && pol_type_repr(v->type) == POL_REPR_LIST) {
    write_mark(to, POL_MARK_NOTHING);
    return true;
  }
  pol_hole h = { .kind = kind, .places = places, .type = v->type, .a = { .from = v->from } };
  return put_hole(w, to, &h);
}

bool pol_watch_gap(pol_watch *w, pol_text *to, const pol_type *type, const pol_value *a, const pol_value *b) {
  if (!w || (a->from == 0 && b->from == 0)) return false;
  return put_hole(w, to, &(pol_hole){ .kind = POL_HOLE_GAP, .type = *type, .a = *a, .b = *b });
}

/* ---- marks ---- */

bool pol_watch_has_mark(const char *text) { return strchr(text, POL_MARK_BYTE) != NULL; }

bool pol_watch_mark(uint32_t *hole, const char *digits, size_t n) {
  *hole = 0;
  for (size_t i = 0; i < POL_MARK_DIGITS; i++) {
    char c = i < n ? digits[i] : '\0';
    bool digit = c >= '0' && c <= '9', letter = c >= 'a' && c <= 'f';
    if (!digit && !letter) return false;
    *hole = *hole << 4 | (uint32_t)(digit ? c - '0' : c - 'a' + 10);
  }
  return true;
}
