/* What an answer says, read as cheaply as it can be: from the columns where they tell it, else from the whole answer, which is settled exactly as a decision is. */
#include "compare/inside.h"
#include "eval/words.h"
#include <string.h>

/* ---- remembered answers ---- */

struct pol_memo_entry { uint32_t key, next; const unsigned char *bytes; size_t n; const pol_answer *answer; };

void pol_memo_init(pol_memo *m, pol_arena *arena) {
  *m = (pol_memo){ .arena = arena };
  pol_map_init(&m->at, arena);
}

void pol_memo_forget(pol_memo *m) {
  enum { BYTES_MOST = 16 * 1024 * 1024 }; /* of the facts that they hang on: lists may be long */
  if (m->entries.n <= POL_LIMIT_REMEMBERED && m->bytes <= BYTES_MOST) return;
  pol_arena_reset(m->arena, (pol_arena_point){ NULL, 0 });
  pol_memo_init(m, m->arena);
}

static void add_value(pol_text *t, const pol_value *v) {
  pol_text_char(t, (char)(v->state + 1));
  if (v->state != POL_KNOWN) return;
  bool plain = v->type.kind == POL_T_LIST && v->type.ref == POL_NO_REF;
  if (v->type.kind == POL_T_SET || v->type.kind == POL_T_SEQUENCE || plain) {
    pol_text_add_n(t, (const char *)&v->as.items.n, sizeof v->as.items.n);
    for (uint32_t i = 0; i < v->as.items.n; i++) add_value(t, &v->as.items.at[i]);
  } else if (v->type.kind == POL_T_LIST) {
    pol_text_add_n(t, (const char *)&v->as.records.n, sizeof v->as.records.n);
    for (uint32_t i = 0; i < v->as.records.n * v->as.records.width; i++) add_value(t, &v->as.records.at[i]);
  } else if (pol_type_repr(v->type) == POL_REPR_NUM) {
    pol_text_add_n(t, (const char *)&v->as.num.n, sizeof v->as.num.n);
    pol_text_add_n(t, (const char *)&v->as.num.d, sizeof v->as.num.d);
  } else if (pol_type_repr(v->type) == POL_REPR_PERIOD) {
    pol_text_add_n(t, (const char *)&v->as.period.months, sizeof v->as.period.months);
    pol_text_add_n(t, (const char *)&v->as.period.days, sizeof v->as.period.days);
  } else {
    pol_text_add_n(t, (const char *)&v->as.i, sizeof v->as.i);
  }
}

static uint64_t hash_of(uint32_t key, const char *bytes, size_t n) {
  uint64_t h = 0xcbf29ce484222325u ^ key;
  for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)bytes[i]) * 0x100000001b3u;
  return h;
}

static const pol_answer *find(const pol_memo *m, uint64_t hash, uint32_t key, const char *bytes, size_t n) {
  for (uint32_t i = pol_map_get(&m->at, hash); i != POL_MAP_NONE; i = m->entries.at[i].next) {
    const struct pol_memo_entry *e = &m->entries.at[i];
    if (e->key == key && e->n == n && memcmp(e->bytes, bytes, n) == 0) return e->answer;
  }
  return NULL;
}

static pol_status keep(const pol_answer **out, const pol_sayer *s, uint64_t hash, pol_text *bytes, pol_run *run, const pol_record_facts *record, uint32_t row) {
  pol_memo *m = s->memo;
  pol_answer *a = POL_NEW(m->arena, pol_answer);
  const char *copy = pol_arena_copy(m->arena, pol_text_get(bytes), bytes->n);
  struct pol_memo_entry *e = a && copy ? POL_VEC_PUSH(m->arena, &m->entries) : NULL;
  if (!e) return POL_NO_MEMORY;
  *e = (struct pol_memo_entry){ s->key, pol_map_get(&m->at, hash), (const unsigned char *)copy, bytes->n, a };
  POL_TRY(pol_answer_read(a, m->arena, run, record, row, s->decision));
  if (!pol_map_put(&m->at, hash, m->entries.n - 1)) return POL_NO_MEMORY;
  m->bytes += bytes->n;
  *out = a;
  return POL_OK;
}

static pol_status remembered(const pol_answer **out, const pol_sayer *s, pol_run *run, const pol_record_facts *record, uint32_t row) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(s->memo->arena));
  for (uint32_t i = 0; i < s->nfacts; i++) add_value(&t, &record->value[s->facts[i]]);
  if (!pol_text_ok(&t)) {
    pol_text_drop(&t);
    return POL_NO_MEMORY;
  }
  uint64_t hash = hash_of(s->key, pol_text_get(&t), t.n);
  *out = find(s->memo, hash, s->key, pol_text_get(&t), t.n);
  pol_status status = *out ? POL_OK : keep(out, s, hash, &t, run, record, row);
  pol_text_drop(&t);
  return status;
}

/* ---- reading ---- */

static bool is_members(pol_type t) { return t.kind == POL_T_SET || t.kind == POL_T_SEQUENCE || t.kind == POL_T_OBLIGATIONS; }

static pol_value cell(const pol_run *run, uint32_t node, uint32_t row, pol_type type) {
  const pol_column *c = pol_run_column(run, node);
  pol_value v = { .state = (uint8_t)POL_CELL_STATE(c->state[row]), .fault = (uint8_t)POL_CELL_FAULT(c->state[row]), .type = type };
  if (v.state != POL_KNOWN) return v;
  switch ((pol_repr)pol_run_program(run)->node[node].repr) {
  case POL_REPR_INT: v.as.i = c->as.i[row]; break;
  case POL_REPR_NUM: v.as.num = c->as.num[row]; break;
  case POL_REPR_PERIOD: v.as.period = c->as.period[row]; break;
  case POL_REPR_LIST: v.state = POL_UNKNOWN; break; /* no decision is a list */
  }
  return v;
}

static pol_type amount_type(const pol_sayer *s) {
  const pol_decision *d = &s->m->decisions.at[s->decision];
  for (uint32_t i = 0; i < d->rules; i++) {
    const pol_rule *r = &s->m->rules.at[d->rule[i]];
    if (r->effect == POL_E_PERMITS && r->value) return r->value->type;
  }
  return (pol_type){ .kind = POL_T_NUMBER, .ref = POL_NO_REF };
}

static void take_answer(pol_said *out, const pol_sayer *s, const pol_answer *a) {
  bool members = is_members(s->m->decisions.at[s->decision].type);
  out->answer = a;
  out->outcome = a->outcome;
  out->value = a->value;
  out->open = a->amount_open || a->party_open || (members && a->outcome == POL_OUT_VALUE && (a->pendings > 0 || a->pending_rules > 0));
}

/* The columns do not say it all: what is undetermined may be settled, lists are made of rules, and a referral names somebody. */
static bool needs_answer(const pol_sayer *s, const pol_said *said, const pol_run *run) {
  const pol_decision *d = &s->m->decisions.at[s->decision];
  if (said->outcome == POL_OUT_UNDETERMINED) return true;
  if (said->outcome == POL_OUT_REFERRED) return s->parties_matter;
  (void)run;
  return said->outcome == POL_OUT_VALUE && is_members(d->type);
}

pol_status pol_said_read(pol_said *out, const pol_sayer *s, pol_arena *arena, pol_run *run, const pol_record_facts *record, uint32_t row) {
  *out = (pol_said){ .outcome = POL_OUT_SILENT, .value = { .state = POL_NOT_APPLICABLE } };
  if (s->decision == POL_NO_REF) return POL_OK;
  const pol_decision *d = &s->m->decisions.at[s->decision];
  uint32_t node = pol_run_program(run)->decision[s->decision].value;
  const pol_answer *a;
  out->outcome = pol_answer_outcome(run, row, s->decision);
  if (out->outcome == POL_OUT_PERMITTED && node != POL_NO_NODE) out->value = cell(run, node, row, amount_type(s));
  if (out->outcome == POL_OUT_VALUE && !is_members(d->type)) out->value = cell(run, node, row, d->type);
  bool open = out->outcome == POL_OUT_PERMITTED && out->value.state == POL_UNKNOWN;
  if (!open && !needs_answer(s, out, run)) return POL_OK;
  if (open || out->outcome == POL_OUT_UNDETERMINED) {
    POL_TRY(remembered(&a, s, run, record, row));
  } else {
    pol_answer *seen = POL_NEW(arena, pol_answer);
    if (!seen) return POL_NO_MEMORY;
    POL_TRY(pol_answer_glance(seen, arena, run, record, row, s->decision));
    out->glance = true;
    a = seen;
  }
  take_answer(out, s, a);
  return POL_OK;
}

pol_status pol_said_answer(const pol_answer **out, const pol_said *said, const pol_sayer *s, pol_arena *arena, pol_run *run, const pol_record_facts *record, uint32_t row) {
  *out = said->answer;
  if ((*out && !said->glance) || s->decision == POL_NO_REF) return POL_OK;
  pol_answer *a = POL_NEW(arena, pol_answer);
  if (!a) return POL_NO_MEMORY;
  *out = a;
  return pol_answer_read(a, arena, run, record, row, s->decision);
}

/* ---- the same or not ---- */

static pol_atom name_of(const pol_value *v, const pol_model *m) {
  uint32_t i = (uint32_t)v->as.i;
  if (v->type.kind == POL_T_PARTY || v->type.ref == POL_PARTY_REF) return i < m->parties.n ? m->parties.at[i].name : 0;
  if (v->type.ref >= m->options.n || i >= m->options.at[v->type.ref].n) return 0;
  return m->options.at[v->type.ref].at[i].name;
}

static bool items_same(const pol_value *a, const pol_model *am, const pol_value *b, const pol_model *bm, bool ordered) {
  if (a->as.items.n != b->as.items.n) return false;
  for (uint32_t i = 0; i < a->as.items.n; i++) {
    bool found = false;
    for (uint32_t j = ordered ? i : 0; j < (ordered ? i + 1 : b->as.items.n) && !found; j++) found = pol_values_same(&a->as.items.at[i], am, &b->as.items.at[j], bm);
    if (!found) return false;
  }
  return true;
}

bool pol_values_same(const pol_value *a, const pol_model *am, const pol_value *b, const pol_model *bm) {
  if (a->state != b->state) return false;
  if (a->state != POL_KNOWN) return true;
  if (a->type.kind != b->type.kind) return false;
  switch ((pol_type_kind)a->type.kind) {
  case POL_T_OPTION:
  case POL_T_PARTY: return name_of(a, am) == name_of(b, bm);
  case POL_T_SET:
  case POL_T_SEQUENCE: return items_same(a, am, b, bm, a->type.kind == POL_T_SEQUENCE);
  case POL_T_NUMBER: return pol_unit_same(a->type.unit, b->type.unit) && pol_num_cmp(a->as.num, b->as.num) == 0;
  default: return pol_value_same(a, b);
  }
}

bool pol_said_parties_same(const pol_said *a, const pol_model *am, const pol_said *b, const pol_model *bm) {
  const pol_answer *x = a->answer, *y = b->answer;
  if (!x || !y) return true; /* they do not matter, or nobody is named */
  if (x->parties != y->parties) return false;
  for (uint32_t i = 0; i < x->parties; i++) {
    bool found = false;
    for (uint32_t j = 0; j < y->parties && !found; j++) found = am->parties.at[x->party[i]].name == bm->parties.at[y->party[j]].name;
    if (!found) return false;
  }
  return true;
}

static bool duties_same(const pol_answer *x, const pol_model *am, const pol_answer *y, const pol_model *bm) {
  if (x->duties != y->duties || x->pending_rules != y->pending_rules) return false;
  for (uint32_t i = 0; i < x->duties; i++) {
    bool found = false;
    const pol_rule *r = &am->rules.at[x->duty[i].rule];
    for (uint32_t j = 0; j < y->duties && !found; j++) {
      const pol_rule *q = &bm->rules.at[y->duty[j].rule];
      found = r->duty.name == q->duty.name && strcmp(r->duty.strength, q->duty.strength) == 0 && pol_values_same(&x->duty[i].date, am, &y->duty[j].date, bm);
    }
    if (!found) return false;
  }
  return true;
}

bool pol_said_same(const pol_said *a, const pol_model *am, const pol_said *b, const pol_model *bm) {
  bool none = (a->outcome == POL_OUT_SILENT || a->outcome == POL_OUT_OUT_OF_SCOPE) && (b->outcome == POL_OUT_SILENT || b->outcome == POL_OUT_OUT_OF_SCOPE);
  if (none) return true;
  if (a->outcome != b->outcome || a->open != b->open) return false;
  if (a->outcome == POL_OUT_REFERRED) return pol_said_parties_same(a, am, b, bm);
  if (a->value.type.kind == POL_T_OBLIGATIONS && a->answer && b->answer) return duties_same(a->answer, am, b->answer, bm);
  return pol_values_same(&a->value, am, &b->value, bm);
}
