/* Records told by stencils: piece by piece, each by its own, or the ordinary way. */
#include "render/decisions.h"
#include "render/stencil_piece.h"
#include "render/value_json.h"
#include <string.h>

enum { KEYS_FIRST = 64, TRIES = 256, ASLEEP = 4096 /* records that a piece is left alone for, where more than half of its last tries missed */ };

/* ---- making ---- */

/* Marks must not be confused with what texts of the policy hold. Those of facts are told by their values, and change as they are read. */
static bool is_free_of_marks(const pol_model *m) {
  for (uint32_t i = 0; i < m->sources->files.n; i++) {
    const pol_source *s = &m->sources->files.at[i];
    if (strchr(s->name, POL_MARK_BYTE) != NULL || (!s->passing && memchr(s->text, POL_MARK_BYTE, s->length) != NULL)) return false;
  }
  return true;
}

static uint32_t pieces_of(const pol_asked *a, bool trace) { return trace ? 2 + a->list.rules.n + a->list.facts : 1; }

static void name_pieces(pol_stencils *s, uint32_t asked) {
  pol_asked *a = &s->asked[asked];
  pol_piece_of *p = &s->piece[a->piece];
  *p++ = (pol_piece_of){.kind = POL_PIECE_HEAD, .asked = asked};
  if (a->pieces == 1) return;
  for (uint32_t i = 0; i < a->list.rules.n; i++) *p++ = (pol_piece_of){.kind = POL_PIECE_RULE, .asked = asked, .of = a->list.rules.at[i].rule, .at = i};
  *p++ = (pol_piece_of){.kind = POL_PIECE_STEPS, .asked = asked, .at = a->list.rules.n};
  for (uint32_t i = 0; i < a->list.facts; i++) *p++ = (pol_piece_of){.kind = POL_PIECE_FACT, .asked = asked, .of = a->list.fact[i], .at = i};
}

static pol_status list_pieces(pol_stencils *s) {
  const pol_telling *t = s->telling;
  s->asked = POL_NEW_N(s->lasting, pol_asked, t->askeds + 1u);
  if (s->asked == NULL) return POL_NO_MEMORY;
  pol_paper paper = *t->paper;
  paper.arena = s->lasting;
  for (uint32_t i = 0; i < t->askeds; i++) {
    pol_answer answer = {.decision = t->asked[i]};
    pol_case c = {.page = pol_page_of(&paper), .program = s->program, .model = s->program->model, .answer = &answer};
    pol_asked *a = &s->asked[i];
    if (t->paper->trace) POL_TRY(pol_trace_list(&a->list, &c));
    a->keys = KEYS_FIRST;
    a->key = POL_NEW_N(s->lasting, uint8_t, KEYS_FIRST);
    if (a->key == NULL) return POL_NO_MEMORY;
    a->piece = s->pieces;
    a->pieces = pieces_of(a, t->paper->trace);
    s->pieces += a->pieces;
  }
  s->piece = POL_NEW_N(s->lasting, pol_piece_of, s->pieces + 1u);
  s->used = POL_NEW_N(s->lasting, pol_stencil *, s->pieces + 1u);
  s->keys = KEYS_FIRST;
  s->key = POL_NEW_N(s->lasting, uint8_t, KEYS_FIRST);
  if (s->piece == NULL || s->used == NULL || s->key == NULL) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < t->askeds; i++) name_pieces(s, i);
  return POL_OK;
}

static pol_status make(pol_stencils *s) {
  s->lasting = pol_arena_new(s->from);
  s->kept = pol_arena_new(s->from);
  s->scratch = pol_arena_new(s->from);
  pol_text_init(&s->texts, s->from);
  pol_text_init(&s->words, s->from);
  pol_text_init(&s->cut, s->from);
  if (s->lasting == NULL || s->kept == NULL || s->scratch == NULL) return POL_NO_MEMORY;
  POL_TRY(list_pieces(s));
  return pol_watch_start(&s->watch, s->scratch, s->lasting, s->program, &s->holes);
}

pol_status pol_stencils_new(pol_stencils **out, const pol_alloc *from, const pol_telling *t, size_t bytes) {
  bool json = t->paper->form == POL_WRITE_JSON || t->paper->form == POL_WRITE_NDJSON;
  *out = NULL;
  if (!json || t->explain || !is_free_of_marks(t->edition->program->model)) return POL_REJECTED;
  pol_stencils *s = from->get(from->user, sizeof *s);
  if (s == NULL) return POL_NO_MEMORY;
  *s = (pol_stencils){.from = from, .telling = t, .program = t->edition->program, .most = bytes};
  pol_status status = make(s);
  if (status == POL_OK) *out = s;
  else pol_stencils_drop(s);
  return status;
}

void pol_stencils_drop(pol_stencils *s) {
  if (s == NULL) return;
  pol_arena_drop(s->lasting);
  pol_arena_drop(s->kept);
  pol_arena_drop(s->scratch);
  pol_text_drop(&s->texts);
  pol_text_drop(&s->words);
  pol_text_drop(&s->cut);
  s->from->put(s->from->user, s);
}

pol_stencil_counts pol_stencils_counts(const pol_stencils *s) { return s->counts; }

/* ---- one piece, the ordinary way ---- */

typedef struct telling_one { /* a record that is being told */
  pol_stencils *s;
  pol_telling *t;
  pol_row_of at;
  pol_json base;         /* where the list of decisions is open */
  uint32_t asked;
  pol_answer answer;     /* of the decision being told, where it had to be read */
  bool read;
  bool passing;          /* a piece of it is told the ordinary way for now, not for good */
} telling_one;

static pol_case case_of(const telling_one *o) {
  return (pol_case){.page = pol_page_of(o->t->paper),
                    .program = o->s->program,
                    .model = o->s->program->model,
                    .run = o->at.run,
                    .row = o->at.row,
                    .record = o->at.record,
                    .answer = &o->answer,
                    .as_of = o->t->edition->as_of};
}

static pol_status read_answer(telling_one *o) {
  if (o->read) return POL_OK;
  POL_TRY(pol_answer_read(&o->answer, o->t->paper->arena, o->at.run, o->at.record, o->at.row, o->t->asked[o->asked]));
  o->read = true;
  return POL_OK;
}

static pol_json json_at(const telling_one *o, pol_text *to, int deeper, bool first) {
  pol_json j = o->base;
  j.to = to;
  j.depth += deeper;
  j.first = first;
  return j;
}

static const pol_asked *asked_of(const telling_one *o) { return &o->s->asked[o->asked]; }

static void write_piece(const telling_one *o, pol_text *to, const pol_piece_of *p) {
  pol_case c = case_of(o);
  pol_json j = json_at(o, to, p->kind == POL_PIECE_HEAD ? 0 : 3, p->kind == POL_PIECE_HEAD ? o->asked == 0 : p->at == 0);
  switch (p->kind) {
  case POL_PIECE_HEAD:
    pol_decision_json_head(&j, &c);
    if (o->t->paper->trace) {
      pol_json_key(&j, "trace");
      pol_trace_json_begin(&j, &asked_of(o)->list);
    } else {
      pol_json_object_end(&j);
    }
    break;
  case POL_PIECE_RULE: pol_trace_json_rule(&j, &c, p->of); break;
  case POL_PIECE_STEPS: pol_trace_json_steps(&j, &c); break;
  case POL_PIECE_FACT: pol_trace_json_fact(&j, &c, p->of); break;
  }
}

static pol_status tell_ordinarily(telling_one *o, const pol_piece_of *p) {
  o->s->counts.ordinary++;
  POL_TRY(read_answer(o));
  write_piece(o, o->t->paper->to, p);
  return POL_OK;
}

/* ---- a stencil ---- */

/* What the answer was read from is in the key of the head, which heads and steps have, and rules as far as they ask of it. */
static pol_status watch_piece(telling_one *o, const pol_piece_of *p) {
  pol_stencils *s = o->s;
  bool of_answer = p->kind == POL_PIECE_HEAD || p->kind == POL_PIECE_STEPS;
  telling_one watched = *o;
  if (of_answer) {
    watched.read = false;
    POL_TRY(read_answer(&watched)); /* with marks in its reasons */
    if (p->kind == POL_PIECE_STEPS) pol_watch_forget(&s->watch);
  }
  write_piece(&watched, &s->cut, p);
  if (p->kind == POL_PIECE_HEAD) *o = watched;
  return pol_text_ok(&s->cut) && pol_text_ok(o->t->paper->to) ? POL_OK : POL_NO_MEMORY;
}

static pol_status keep_citing(telling_one *o, pol_stencil *head) {
  const pol_asked *a = asked_of(o);
  bool *cited = pol_arena_take_n(o->s->kept, sizeof *cited, a->list.rules.n + 1u, 1);
  head->ordinary = head->ordinary || cited == NULL; /* it is kept already, and is not to be told by */
  if (cited == NULL) return POL_NO_MEMORY;
  o->s->bytes += a->list.rules.n + 1u;
  for (uint32_t i = 0; i < a->list.rules.n; i++) cited[i] = pol_answer_cites(o->at.run, &o->answer, a->list.rules.at[i].rule);
  head->cited = cited;
  head->outcome = o->answer.outcome;
  return POL_OK;
}

static pol_status cut_piece(pol_stencil **out, telling_one *o, pol_piece_of *p, uint32_t extra) {
  pol_stencils *s = o->s;
  if (p->kind == POL_PIECE_RULE || p->kind == POL_PIECE_FACT) POL_TRY(read_answer(o));
  pol_arena_point here = pol_arena_mark(o->t->paper->arena);
  pol_watch_forget(&s->watch);
  pol_text_clear(&s->cut);
  pol_run_watch(o->at.run, &s->watch);
  pol_status status = watch_piece(o, p);
  pol_run_watch(o->at.run, NULL);
  if (status == POL_OK) {
    s->counts.cuts++;
    *out = pol_stencil_cut(s, p, &o->at, extra);
    if (*out != NULL && p->kind == POL_PIECE_HEAD) status = keep_citing(o, *out);
  }
  o->read = o->read && p->kind != POL_PIECE_HEAD; /* its reasons have marks */
  pol_arena_reset(o->t->paper->arena, here);
  return status;
}

/* Where nearly every record is different, making stencils costs more than it saves. */
static bool is_asleep(uint32_t *asleep, uint32_t *tries, uint32_t *misses) {
  if (*asleep > 0) {
    --*asleep;
    return true;
  }
  if (++*tries <= TRIES) return false;
  if (*misses > TRIES / 2) *asleep = ASLEEP;
  *tries = *misses = 0;
  return false;
}

/* NULL in *out: it is to be told the ordinary way. */
static pol_status stencil_for(pol_stencil **out, telling_one *o, pol_piece_of *p, uint32_t extra) {
  *out = NULL;
  if (is_asleep(&p->asleep, &p->tries, &p->misses) || !pol_stencil_key(o->s, asked_of(o), p)) {
    o->passing = true;
    return POL_OK;
  }
  *out = pol_stencil_find(o->s, p, extra);
  if (*out == NULL) {
    p->misses++;
    POL_TRY(cut_piece(out, o, p, extra));
  }
  if (*out != NULL && (*out)->ordinary) *out = NULL;
  return POL_OK;
}

static pol_status tell_piece(telling_one *o, const pol_piece_of *p, const pol_stencil *by) {
  if (by == NULL || !pol_stencil_fill(o->s, o->t->paper->to, by, &o->at)) return tell_ordinarily(o, p);
  o->s->counts.hits++;
  return POL_OK;
}

/* ---- a decision ---- */

static pol_status tell_whole(telling_one *o) {
  POL_TRY(read_answer(o));
  pol_case c = case_of(o);
  pol_json j = json_at(o, o->t->paper->to, 0, o->asked == 0);
  pol_decision_json(&j, &c, false, NULL, o->t->paper->trace);
  o->s->counts.ordinary += asked_of(o)->pieces;
  o->t->errors += o->answer.outcome == POL_OUT_ERROR || o->answer.outcome == POL_OUT_CONFLICT;
  return POL_OK;
}

/* Finds or makes the stencils of all its pieces; *whole: the head has none, so that nothing is told by them. */
static pol_status find_stencils(telling_one *o, bool *whole) {
  pol_stencils *s = o->s;
  const pol_asked *a = asked_of(o);
  pol_piece_of *p = &s->piece[a->piece];
  POL_TRY(stencil_for(&s->used[0], o, p, 0));
  const pol_stencil *head = s->used[0];
  *whole = head == NULL;
  for (uint32_t i = 1; i < a->pieces && !*whole; i++) {
    uint32_t extra = p[i].kind == POL_PIECE_RULE ? head->cited[p[i].at] : p[i].kind == POL_PIECE_STEPS ? head->serial : 0;
    POL_TRY(stencil_for(&s->used[i], o, &p[i], extra));
  }
  return POL_OK;
}

static pol_status tell_by(telling_one *o, pol_stencil *const *by) {
  const pol_asked *a = asked_of(o);
  if (!pol_stencil_fill(o->s, o->t->paper->to, by[0], &o->at)) return tell_whole(o);
  o->s->counts.hits++;
  for (uint32_t i = 1; i < a->pieces; i++) POL_TRY(tell_piece(o, &o->s->piece[a->piece + i], by[i]));
  if (!o->t->paper->trace) return POL_OK;
  pol_json j = json_at(o, o->t->paper->to, 3, a->list.facts == 0);
  pol_trace_json_end(&j);
  pol_json_object_end(&j);
  return POL_OK;
}

static pol_status tell_decision(telling_one *o) {
  pol_stencils *s = o->s;
  pol_asked *a = &s->asked[o->asked];
  bool whole;
  o->read = o->passing = false;
  if (!pol_stencil_keys(s, a, &o->at)) return tell_whole(o);
  bool asleep = is_asleep(&a->asleep, &a->tries, &a->misses);
  pol_assembly *found = asleep ? NULL : pol_assembly_find(s, a);
  if (found != NULL) {
    s->counts.whole++;
    return tell_by(o, found->stencil);
  }
  a->misses += !asleep;
  uint64_t cuts = s->counts.cuts;
  POL_TRY(find_stencils(o, &whole));
  if (whole) return tell_whole(o);
  if (!asleep && !o->passing && a->keyed && cuts == s->counts.cuts) pol_assembly_keep(s, a);
  return tell_by(o, s->used);
}

/* ---- a record ---- */

/* Where memory ran out over a text, there may be some now. */
static void begin_anew(pol_text *t) {
  pol_text_clear(t);
  if (!pol_text_ok(t)) pol_text_drop(t);
}

pol_status pol_stencils_record(pol_stencils *s, pol_telling *t, const pol_told *told) {
  if (told->record->wrong) return pol_write_record(t, told);
  pol_json line, *j = &t->json;
  bool lines = t->paper->form == POL_WRITE_NDJSON;
  if (lines) {
    j = &line;
    pol_json_init(j, t->paper->to, 0);
  }
  if (s->bytes > s->most) pol_stencils_empty(s);
  s->record++;
  begin_anew(&s->texts);
  begin_anew(&s->words);
  begin_anew(&s->cut);
  pol_json_record(j, told->record);
  pol_json_key_array(j, "decisions");
  telling_one one = {.s = s, .t = t, .at = {told->run, told->row, told->record}, .base = *j};
  for (one.asked = 0; one.asked < t->askeds; one.asked++) {
    pol_arena_point here = pol_arena_mark(t->paper->arena);
    POL_TRY(tell_decision(&one));
    pol_arena_reset(t->paper->arena, here);
  }
  j->first = t->askeds == 0;
  pol_json_array_end(j);
  pol_json_object_end(j);
  if (lines) pol_text_char(t->paper->to, '\n');
  t->records++;
  return pol_text_ok(t->paper->to) ? POL_OK : POL_NO_MEMORY;
}
