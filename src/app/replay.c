/* A receipt decided again: the facts from it, the texts of the session, and what was asked then. */
#include "app/replay.h"
#include "app/feeding.h"
#include "app/meaning.h"
#include "app/work.h"
#include <string.h>

enum { PUT_AT = 64 * 1024 };

typedef struct replaying {
  pol_session *s;
  pol_receipt *r;
  const pol_sink *out;
  pol_work work;
  pol_json json;
  pol_replayed of;
  struct { pol_text text; uint64_t n; } shown[2]; /* text: the first answers that are others, and the first with other reasons */
  pol_receipt_lines then;   /* its answers */
  pol_text held;            /* an answer of now, until it is a whole line */
  pol_arena *scratch;       /* of one record */
  uint64_t record;
  bool differs;             /* the record at hand, in more than words */
  pol_status status;        /* what ended it */
} replaying;

/* -- what differs, told as it is found */

static pol_status put_out(replaying *p, bool all) {
  pol_text *t = &p->work.text;
  if (!pol_text_ok(t)) return POL_NO_MEMORY;
  if (t->n < PUT_AT && !all) return POL_OK;
  if (t->n && !p->out->put(p->out->user, t->at, t->n)) return POL_NO_FILE;
  pol_text_clear(t);
  return POL_OK;
}

static pol_status tell(replaying *p, pol_replayed_answer *a) {
  a->record = p->record;
  p->of.n[a->change]++;
  if (a->change == POL_ANSWER_SAME) return POL_OK;
  p->differs = p->differs || a->change != POL_ANSWER_WORDS;
  if (p->work.paper.form == POL_WRITE_JSON) {
    pol_replay_json_answer(&p->json, &p->of, a);
    return put_out(p, false);
  }
  int which = a->change < POL_ANSWER_OTHER;
  if (a->change == POL_ANSWER_WORDS || p->shown[which].n == POL_REPLAY_SHOWN) return POL_OK;
  pol_paper paper = p->work.paper;
  paper.to = &p->shown[which].text;
  pol_replay_text_answer(&paper, a);
  p->shown[which].n++;
  p->of.shown++;
  return pol_text_ok(paper.to) ? POL_OK : POL_NO_MEMORY;
}

/* -- one record beside another */

static const pol_json_value *find_decision(const pol_json_value *record, const char *name) {
  const pol_json_value *list = pol_json_member(record, "decisions");
  for (const pol_json_value *v = list ? list->first : NULL; v; v = v->next) {
    const char *has = pol_json_member_text(v, "decision");
    if (has && strcmp(has, name) == 0) return v;
  }
  return NULL;
}

static pol_status tell_record(replaying *p, const pol_json_value *record, pol_answer_change change) {
  pol_replayed_answer a = {.change = change, .id = pol_json_member(record, "id")};
  return tell(p, &a);
}

/* Decisions of one side: those that both have are compared, once; the others are gone, or new. */
static pol_status compare_decisions(replaying *p, const pol_json_value *then, const pol_json_value *now, bool back) {
  const pol_json_value *list = pol_json_member(back ? now : then, "decisions");
  for (const pol_json_value *v = list ? list->first : NULL; v; v = v->next) {
    const char *name = pol_json_member_text(v, "decision");
    const pol_json_value *other = name ? find_decision(back ? then : now, name) : NULL;
    pol_replayed_answer a = {.id = pol_json_member(then, "id"), .decision = name, .change = back ? POL_ANSWER_NEW : POL_ANSWER_GONE, .then = back ? NULL : v, .now = back ? v : NULL};
    if (!name) return tell_record(p, then, POL_ANSWER_LOST);
    if (other && back) continue;
    if (other) POL_TRY(pol_replay_compare(&a, p->scratch, v, other));
    POL_TRY(tell(p, &a));
  }
  return POL_OK;
}

static bool same_id(const pol_json_value *then, const pol_json_value *now) {
  const pol_json_value *a = pol_json_member(then, "id"), *b = pol_json_member(now, "id");
  return a && b && a->is == b->is && a->length == b->length && (a->length == 0 || memcmp(a->text, b->text, a->length) == 0);
}

static pol_status compare_records(replaying *p, const pol_json_value *then, const pol_json_value *now) {
  if (!then || !same_id(then, now)) return tell_record(p, now, POL_ANSWER_LOST);
  bool was = pol_json_member_true(then, "wrong"), is = pol_json_member_true(now, "wrong");
  if (was || is) return was == is ? POL_OK : tell_record(p, now, is ? POL_ANSWER_UNFIT : POL_ANSWER_FITS);
  POL_TRY(compare_decisions(p, then, now, false));
  return compare_decisions(p, then, now, true);
}

/* A line that pol cannot have written is none: then, and the record is lost. */
static pol_status read_line(replaying *p, const pol_json_value **out, const char *line, size_t n) {
  *out = NULL;
  pol_status status = line ? pol_json_read(out, p->scratch, line, n) : POL_OK;
  return status == POL_REJECTED ? POL_OK : status;
}

static pol_status compare_lines(replaying *p, const char *then, size_t then_n, const char *now, size_t now_n) {
  const pol_json_value *old, *new;
  p->record++;
  if (then && then_n == now_n && memcmp(then, now, now_n) == 0) return p->of.n[POL_ANSWER_SAME]++, POL_OK;
  pol_arena_reset(p->scratch, (pol_arena_point){NULL, 0});
  p->differs = false;
  POL_TRY(read_line(p, &old, then, then_n));
  POL_TRY(read_line(p, &new, now, now_n));
  POL_TRY(compare_records(p, old, new));
  p->of.records_differ += p->differs;
  return POL_OK;
}

/* -- answers of now, as they are made */

static pol_status take_lines(replaying *p) {
  size_t used = 0;
  for (const char *end; p->held.n > used && (end = memchr(p->held.at + used, '\n', p->held.n - used)) != NULL;) {
    size_t n = (size_t)(end + 1 - (p->held.at + used)), then_n;
    const char *then;
    POL_TRY(pol_receipt_lines_next(&p->then, &then, &then_n));
    POL_TRY(compare_lines(p, then, then_n, p->held.at + used, n));
    used += n;
  }
  if (used) memmove(p->held.at, p->held.at + used, p->held.n - used), p->held.n -= used;
  return POL_OK;
}

static bool put_answers(void *user, const char *bytes, size_t n) {
  replaying *p = user;
  pol_text_add_n(&p->held, bytes, n);
  p->status = pol_text_ok(&p->held) ? take_lines(p) : POL_NO_MEMORY;
  return p->status == POL_OK;
}

/* Answers that the receipt has, and nothing of now. */
static pol_status tell_rest(replaying *p, pol_answer_change change) {
  for (;;) {
    const char *line;
    size_t n;
    const pol_json_value *record;
    POL_TRY(pol_receipt_lines_next(&p->then, &line, &n));
    if (!line) return POL_OK;
    pol_arena_reset(p->scratch, (pol_arena_point){NULL, 0});
    p->record++;
    p->of.records_differ++;
    POL_TRY(read_line(p, &record, line, n));
    POL_TRY(tell_record(p, record, change));
  }
}

/* -- what was asked then, asked again */

static pol_status ask_again(replaying *p, bool *nothing) {
  const pol_receipt_head *h = &p->r->head;
  uint32_t found = 0;
  for (uint32_t i = 0; i < h->askeds; i++) {
    pol_atom name = pol_atom_find(p->s->atoms, h->asked[i], strlen(h->asked[i]));
    if (!name || pol_model_decision(p->s->model, name) == POL_NO_REF) continue;
    if (pol_session_ask(p->s, h->asked[i]) != POL_DONE) return POL_NO_MEMORY;
    found++;
  }
  *nothing = h->askeds && !found;
  return POL_OK;
}

/* unread: a heading stands for a fact that there is no longer. */
static pol_status map_again(replaying *p) {
  const pol_receipt_head *h = &p->r->head;
  for (uint32_t i = 0; i < h->mappeds; i++) {
    pol_result result = pol_session_map(p->s, h->mapped[i].heading, h->mapped[i].fact);
    if (result == POL_OUT_OF_MEMORY) return POL_NO_MEMORY;
    if (result != POL_DONE) p->of.unread = true;
  }
  if (!h->given) return POL_OK;
  return pol_session_given(p->s, h->given, p->r->common, p->r->common_n) == POL_DONE ? POL_OK : POL_NO_MEMORY;
}

static pol_status decide_again(replaying *p, const pol_batch *how) {
  const pol_view view = {.form = POL_FORM_NDJSON, .trace = p->r->head.trace};
  const pol_sink sink = {put_answers, p};
  const pol_feed facts = pol_receipt_facts(p->r);
  pol_batch own = how ? *how : (pol_batch){0};
  own.strict = false;
  pol_result result = pol_decide(&sink, p->s, &view, &facts, &own);
  if (result == POL_OUT_OF_MEMORY) return POL_NO_MEMORY;
  if (p->status != POL_OK || p->r->failed != POL_OK) return p->status != POL_OK ? p->status : p->r->failed;
  p->of.unread = result == POL_COULD_NOT;
  return POL_OK;
}

static pol_status decide(replaying *p, const pol_batch *how) {
  bool nothing;
  POL_TRY(ask_again(p, &nothing));
  POL_TRY(map_again(p));
  if (!nothing && !p->of.unread) POL_TRY(decide_again(p, how));
  return tell_rest(p, nothing ? POL_ANSWER_GONE : p->of.unread ? POL_ANSWER_UNFIT : POL_ANSWER_LOST);
}

/* -- all of it */

static const struct { const char *name, *words; } altered[] = {
    [POL_RECEIPT_WHOLE] = {NULL, NULL},
    [POL_RECEIPT_FACTS] = {"facts", "its facts are not those that were written"},
    [POL_RECEIPT_ANSWERS] = {"answers", "its answers are not those that were written"},
    [POL_RECEIPT_REST] = {"rest", "what it says of how it was decided is not what was written"},
};

static pol_status begin(replaying *p, pol_arena *arena, const pol_view *v) {
  pol_receipt *r = p->r;
  pol_policy_files *now = POL_NEW(arena, pol_policy_files);
  if (!now) return POL_NO_MEMORY;
  p->of = (pol_replayed){.head = &r->head, .engine = pol_version(), .title = p->s->model->title, .digest = p->s->model->digest, .receipt = r->digest,
                         .altered = altered[r->altered].words, .altered_name = altered[r->altered].name, .records = r->end.records, .trace = v && v->trace};
  if (pol_session_as_of(p->s, r->head.as_of) != POL_DONE) return POL_REJECTED;
  POL_TRY(pol_meaning_make(now, arena, p->s));
  POL_TRY(pol_replay_texts(&p->of, arena, &r->head.files, now));
  pol_receipt_lines_drop(&p->then);
  pol_receipt_lines_begin(&p->then, &r->store, r->answers_at, r->end_at, &r->from);
  return POL_OK;
}

static pol_status replay(replaying *p, pol_arena *arena, const pol_view *v, const pol_batch *how) {
  const pol_paper *paper = &p->work.paper;
  POL_TRY(begin(p, arena, v));
  if (paper->form == POL_WRITE_JSON) pol_replay_json_begin(&p->json, paper, &p->of);
  POL_TRY(decide(p, how));
  if (paper->form == POL_WRITE_JSON) pol_replay_json_end(&p->json, paper, &p->of);
  else {
    pol_text_add_n(&p->shown[0].text, p->shown[1].text.at, p->shown[1].text.n);
    if (!pol_text_ok(&p->shown[0].text)) return POL_NO_MEMORY;
    POL_TRY(pol_replay_text(paper, &p->of, pol_text_get(&p->shown[0].text)));
  }
  return put_out(p, true);
}

pol_result pol_replay(const pol_sink *out, pol_session *s, pol_receipt *r, const pol_view *v, const pol_batch *how) {
  pol_write_form form;
  if (s->stage != POL_STAGE_CHECKED || s->asked.n || !pol_form_of(&form, v) || (form != POL_WRITE_TEXT && form != POL_WRITE_JSON)) return POL_COULD_NOT;
  replaying p = {.s = s, .r = r, .out = out};
  pol_arena *arena = pol_arena_new(&s->from);
  bool made = pol_work_begin(&p.work, &s->from, v);
  pol_text_clear(&p.work.text);
  p.work.paper.form = form;
  p.scratch = pol_arena_new(&s->from);
  for (int i = 0; i < 2; i++) pol_text_init(&p.shown[i].text, &s->from);
  pol_text_init(&p.held, &s->from);
  pol_receipt_lines_begin(&p.then, &r->store, 0, 0, &r->from);
  pol_status status = arena && made && p.scratch ? replay(&p, arena, v, how) : POL_NO_MEMORY;
  bool differs = status == POL_OK && pol_replay_differs(&p.of); /* what it looks at is the arena's */
  pol_receipt_lines_drop(&p.then);
  for (int i = 0; i < 2; i++) pol_text_drop(&p.shown[i].text);
  pol_text_drop(&p.held);
  pol_arena_drop(p.scratch);
  pol_arena_drop(arena);
  pol_arena_drop(p.work.arena);
  pol_text_drop(&p.work.text);
  if (s->reports.no_memory || s->facts_reports.no_memory) return POL_OUT_OF_MEMORY;
  if (status != POL_OK) return pol_result_of(status);
  return differs ? POL_BAD_NEWS : POL_DONE;
}
