/* A block in lanes: read, decided and written some hundreds of records at a time; those that lanes do not hold are read, decided and told one by one, and put into their places. */
#include "app/hand.h"

enum { SLOWS_KEPT = 128 };

void pol_hand_leave_lanes(pol_hand *h) {
  pol_lanes_reader_drop(h->reader);
  pol_machine_drop(h->machine);
  pol_ledger_drop(h->ledger);
  h->reader = NULL;
  h->machine = NULL;
  h->ledger = NULL;
  h->scheme = NULL;
}

static pol_status enter_lanes(pol_hand *h, const pol_scheme *scheme) {
  const pol_alloc *from = pol_stock_alloc(h->stock);
  pol_hand_leave_lanes(h);
  if (!h->told_end) {
    pol_text_init(&h->told, from);
    h->told_end = from->get(from->user, POL_LANE_ROWS * sizeof *h->told_end);
    h->slow = from->get(from->user, POL_LANE_ROWS);
  }
  if (!h->told_end || !h->slow) return POL_NO_MEMORY;
  POL_TRY(pol_lanes_reader_new(&h->reader, scheme->layout, from, h->task->level));
  POL_TRY(pol_machine_new(&h->machine, scheme->plan, from, h->task->level));
  POL_TRY(pol_ledger_new(&h->ledger, from, &h->answering.telling, scheme->form, h->task->level));
  h->scheme = scheme;
  return POL_OK;
}

/* -- the records that lanes do not hold */

typedef struct slowly { /* of the records of one reading */
  pol_hand *h;
  pol_share *s;
  const pol_lanes *lanes;
  uint32_t row;      /* where to go on */
  uint32_t tolds;    /* rows that have their text */
  uint32_t n;        /* of h->chunk */
  uint32_t *place;   /* by record of h->chunk: its row */
} slowly;

static void remember(pol_share *s, const pol_block_record *r) {
  s->slows++;
  pol_block_record *slot = s->slow.n < SLOWS_KEPT ? POL_VEC_PUSH(s->arena, &s->slow) : NULL;
  if (slot) *slot = *r; /* it only helps */
}

/* As many as are run together. Where errors are not put up with, none after one that is wrong. */
static pol_status read_slowly(slowly *w) {
  const pol_hand *h = w->h;
  const pol_lanes *l = w->lanes;
  bool over = false;
  POL_TRY(pol_hand_forget(w->h));
  for (w->n = 0; w->row < l->n && w->n < h->most && !over; w->row++) {
    const pol_record_facts *record;
    if (!h->slow[w->row]) continue;
    const pol_block_record r = {l->text[w->row], l->length[w->row], l->line[w->row]};
    POL_TRY(pol_hand_read(&record, w->h, w->s, &r));
    if (!record) continue;
    if (!record->wrong) remember(w->s, &r); /* no other lanes would help with that */
    pol_hand_take(w->h, w->s, record, w->n);
    w->place[w->n++] = w->row;
    over = record->wrong && h->task->strict;
  }
  return POL_OK;
}

/* Their texts, in the places of their rows: those that are no record have none. */
static void place_texts(slowly *w, uint32_t from, const size_t *end) {
  size_t last = w->tolds ? w->h->told_end[w->tolds - 1] : 0;
  uint32_t i = 0;
  for (uint32_t row = from; row < w->row; row++) {
    if (!w->h->slow[row]) continue;
    if (i < w->n && w->place[i] == row) last = end[i++];
    w->h->told_end[w->tolds++] = last;
  }
}

/* *n: so many rows are to be written; fewer where a record is in error that is not put up with. */
static pol_status go_slowly(slowly *w, uint32_t *n) {
  pol_hand *h = w->h;
  size_t *end = POL_NEW_N(h->arena, size_t, h->most);
  w->place = POL_NEW_N(h->arena, uint32_t, h->most);
  if (!end || !w->place) return POL_NO_MEMORY;
  h->paper.to = &h->told;
  pol_text_clear(&h->told);
  while (w->row < *n && !w->s->failed) {
    uint32_t from = w->row, wrong = w->s->wrong.n;
    POL_TRY(read_slowly(w));
    if (w->n) POL_TRY(pol_hand_tell(h, w->s, w->n, end));
    place_texts(w, from, end);
    if (w->s->failed) *n = w->place[h->answering.told];
    if (w->s->why.n) w->s->wrong.n = wrong; /* what is wrong stands after that */
  }
  return pol_text_ok(&h->told) ? POL_OK : POL_NO_MEMORY;
}

/* -- all of them */

static uint32_t mark_slow(pol_hand *h, const pol_lanes *l, const pol_verdicts *v) {
  uint32_t n = 0;
  if (!l->odds && !v->agains) return 0;
  for (uint32_t i = 0; i < l->n; i++) {
    h->slow[i] = (l->odds && l->odd[i]) || (v->agains && v->again[i]);
    n += h->slow[i];
  }
  return n;
}

static pol_status tell_some(pol_hand *h, pol_share *s, const pol_lanes *l) {
  pol_verdicts verdicts;
  POL_TRY(pol_machine_run(h->machine, &verdicts, l->lane, l->n));
  uint32_t n = l->n, slow = mark_slow(h, l, &verdicts);
  pol_ledger_rows rows = {.id = l->id, .id_length = l->id_length, .value = verdicts.value, .told = slow ? h->slow : NULL};
  if (slow) {
    const pol_arena_point start = pol_arena_mark(h->arena);
    slowly w = {.h = h, .s = s, .lanes = l};
    POL_TRY(go_slowly(&w, &n));
    pol_arena_reset(h->arena, start);
    rows.told_text = pol_text_get(&h->told);
    rows.told_end = h->told_end;
  }
  rows.n = n;
  uint32_t fast = n;
  for (uint32_t i = 0; slow && i < n; i++) fast -= h->slow[i];
  s->records += fast;
  s->right += fast;
  s->found += fast;
  return pol_ledger_write(h->ledger, &s->told, &rows);
}

pol_status pol_hand_work_in_lanes(pol_hand *h, pol_share *s) {
  pol_lanes lanes;
  if (h->scheme != s->scheme) POL_TRY(enter_lanes(h, s->scheme));
  POL_TRY(pol_lanes_begin(h->reader, &s->block));
  for (;;) {
    POL_TRY(pol_lanes_read(h->reader, &lanes));
    if (!lanes.n || s->failed) return POL_OK;
    POL_TRY(tell_some(h, s, &lanes));
  }
}
