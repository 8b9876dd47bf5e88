/* Desks: why something was decided, and the whole record as JSON. Worked out by the engine, whoever decided. */
#include "app/deciding.h"
#include <string.h>

enum { STENCILS_MOST = 1024 * 1024 }; /* bytes */

static pol_status list_because(pol_desk *k, const pol_answer *a, pol_reasons *out) {
  pol_because *because = POL_NEW_N(k->work, pol_because, (size_t)a->becauses + 1);
  if (!because) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < a->becauses; i++) {
    const pol_rule *r = &k->m->rules.at[a->because[i].rule];
    const pol_clause *c = &k->m->clauses.at[r->clause];
    because[i] = (pol_because){.clause = pol_atom_get(k->m->atoms, c->id), .title = c->title, .effect = pol_effect_name(r->effect), .reason = a->because[i].reason};
  }
  out->because = because;
  out->becauses = a->becauses;
  return POL_OK;
}

static pol_status list_missing(pol_desk *k, const pol_answer *a, pol_reasons *out) {
  uint32_t *missing = POL_NEW_N(k->work, uint32_t, (size_t)a->missings + 1);
  if (!missing) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < a->missings; i++) missing[i] = a->missing[i].fact;
  out->missing = missing;
  out->missings = a->missings;
  return POL_OK;
}

static pol_status list_items(pol_desk *k, const pol_answer *a, pol_reasons *out) {
  const pol_type_kind kind = (pol_type_kind)k->m->decisions.at[a->decision].type.kind;
  bool list = (kind == POL_T_SET || kind == POL_T_SEQUENCE) && a->outcome == POL_OUT_VALUE && a->value.state == POL_KNOWN;
  uint32_t n = list ? a->value.as.items.n : a->parties, *item = POL_NEW_N(k->work, uint32_t, (size_t)n + 1);
  if (!item) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < n; i++) item[i] = list ? (uint32_t)a->value.as.items.at[i].as.i : a->party[i];
  out->item = item;
  out->items = n;
  return POL_OK;
}

pol_result pol_desk_why(pol_desk *k, uint32_t decision, pol_reasons *out) {
  *out = (pol_reasons){0};
  if (!k->decided || decision >= k->d->askeds) return POL_COULD_NOT;
  pol_result read = pol_desk_read(k, decision, POL_READ_ALL);
  if (read != POL_DONE) return read;
  const pol_answer *a = &k->answer[decision];
  pol_status status = list_because(k, a, out);
  if (status == POL_OK) status = list_missing(k, a, out);
  if (status == POL_OK) status = list_items(k, a, out);
  out->out_of_scope = a->outcome == POL_OUT_OUT_OF_SCOPE;
  return pol_result_of(status);
}

/* -- JSON */

static void begin_telling(pol_desk_telling *t, pol_desk *k, uint32_t first, uint32_t n, bool trace) {
  t->paper = (pol_paper){.to = &k->told, .arena = k->work, .form = POL_WRITE_NDJSON, .trace = trace, .version = pol_version()};
  t->edition = k->own.edition;
  t->telling = (pol_telling){.paper = &t->paper, .edition = &t->edition, .asked = k->d->asked + first, .askeds = n};
}

/* Stencils are worth it for those who tell more than one record, all on one day. NULL: the ordinary way. */
static pol_stencils *stencils_of(pol_desk *k, bool trace) {
  pol_desk_telling *t = &k->telling[trace];
  if (t->asked_for++ == 0) return NULL;
  if (t->tried && t->edition.as_of == k->as_of) return t->stencils;
  t->tried = true;
  pol_stencils_drop(t->stencils);
  begin_telling(t, k, 0, k->d->askeds, trace);
  pol_status status = pol_stencils_new(&t->stencils, k->from, &t->telling, STENCILS_MOST);
  return status == POL_OK ? t->stencils : NULL; /* without memory for them there may still be enough for what was asked */
}

static pol_status write_json(pol_desk *k, uint32_t first, uint32_t n, bool trace, pol_stencils *by) {
  pol_arena_point here = pol_arena_mark(k->work);
  pol_desk_telling once;
  pol_told told = {.run = k->run, .record = &k->record, .answer = k->answer + first};
  k->record.wrong = k->wrong != 0;
  pol_text_clear(&k->told);
  if (!by) begin_telling(&once, k, first, n, trace);
  pol_status status = by ? pol_stencils_record(by, &k->telling[trace].telling, &told) : pol_write_record(&once.telling, &told);
  k->record.wrong = false;
  pol_arena_reset(k->work, here);
  return status;
}

pol_result pol_desk_json(pol_desk *k, uint32_t decision, bool trace, const char **text, size_t *n) {
  uint32_t first = decision == POL_NONE ? 0 : decision, many = decision == POL_NONE ? k->d->askeds : 1;
  *text = "";
  *n = 0;
  if ((!k->decided && !k->wrong) || (decision != POL_NONE && decision >= k->d->askeds)) return POL_COULD_NOT;
  pol_stencils *by = decision == POL_NONE && !k->wrong ? stencils_of(k, trace) : NULL;
  for (uint32_t i = first; i < first + many && !k->wrong && !by; i++) {
    pol_result read = pol_desk_read(k, i, POL_READ_ALL);
    if (read != POL_DONE) return read;
  }
  if (by) {
    pol_result ready = pol_desk_ready(k);
    if (ready != POL_DONE) return ready;
  }
  pol_status status = write_json(k, first, many, trace, by);
  if (status != POL_OK || !pol_text_ok(&k->told)) {
    pol_text_drop(&k->told); /* and begins anew */
    return POL_OUT_OF_MEMORY;
  }
  while (k->told.n && k->told.at[k->told.n - 1] == '\n') k->told.n--;
  *text = pol_text_get(&k->told);
  *n = k->told.n;
  return POL_DONE;
}
