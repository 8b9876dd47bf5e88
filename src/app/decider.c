/* Deciders: a checked session made ready for a program that decides, and what there is in it. */
#include "app/deciding.h"
#include "app/feeding.h"
#include "render/value_json.h"
#include <string.h>

pol_kind pol_kind_of(pol_type t) {
  switch ((pol_type_kind)t.kind) {
  case POL_T_BOOL: return POL_KIND_YES_NO;
  case POL_T_OPTION: return POL_KIND_OPTION;
  case POL_T_PARTY: return POL_KIND_PARTY;
  case POL_T_PERIOD: return POL_KIND_PERIOD;
  case POL_T_DATE: return POL_KIND_DATE;
  case POL_T_TIME: return POL_KIND_TIME;
  case POL_T_TEXT: return POL_KIND_TEXT;
  case POL_T_LIST: return POL_KIND_LIST;
  case POL_T_PERMISSION: return POL_KIND_PERMISSION;
  case POL_T_SET: return POL_KIND_SET;
  case POL_T_SEQUENCE: return POL_KIND_SEQUENCE;
  case POL_T_OBLIGATIONS: return POL_KIND_OBLIGATIONS;
  default: return POL_KIND_NUMBER;
  }
}

/* -- plans */

pol_status pol_decider_plan(pol_plan **out, const pol_decider *d, pol_date as_of, const pol_fact_lane *held, uint32_t n) {
  *out = NULL;
  if (d->speed == POL_SPEED_ENGINE) return POL_OK;
  pol_arena *scratch = pol_arena_new(&d->from);
  bool *given = scratch ? POL_NEW_N(scratch, bool, d->m->facts.n + 1u) : NULL;
  pol_plan *plan = NULL;
  pol_plan_input in = {.program = d->program, .decision = d->asked, .decisions = d->askeds, .given = given, .common = d->common, .as_of = as_of, .held = held, .helds = n};
  for (uint32_t f = 0; given && f < d->m->facts.n; f++) given[f] = !held;
  for (uint32_t i = 0; given && held && i < n; i++) given[held[i].fact] = true;
  pol_status status = given ? pol_plan_make(&plan, &d->from, &in) : POL_NO_MEMORY;
  pol_arena_drop(scratch);
  if (status != POL_OK) return status;
  if (pol_plan_holds_all(plan)) *out = plan;
  else pol_plan_drop(plan);
  return POL_OK;
}

/* -- making */

/* The units of numbers, in words. */
static pol_status name_units(pol_decider *d) {
  pol_text lost; /* nothing is written there; it learns when memory runs out */
  pol_text_init(&lost, &d->from);
  pol_page page = {.to = &lost, .arena = d->s->arena};
  d->fact_unit = POL_NEW_N(d->s->arena, const char *, d->m->facts.n + 1u);
  d->decision_unit = POL_NEW_N(d->s->arena, const char *, d->askeds + 1u);
  if (!d->fact_unit || !d->decision_unit) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < d->m->facts.n; i++) {
    const pol_type t = d->m->facts.at[i].type;
    d->fact_unit[i] = t.kind == POL_T_NUMBER ? pol_type_words(&page, d->m, t) : "";
  }
  for (uint32_t i = 0; i < d->askeds; i++) {
    const pol_type t = d->m->decisions.at[d->asked[i]].type;
    d->decision_unit[i] = t.kind == POL_T_NUMBER ? pol_type_words(&page, d->m, t) : "";
  }
  return pol_text_ok(&lost) ? POL_OK : POL_NO_MEMORY;
}

static pol_status make(pol_decider *d) {
  pol_session *s = d->s;
  POL_TRY(pol_session_compile(s));
  pol_session_forget_facts(s);
  s->facts_arena = pol_arena_new(&s->from);
  if (!s->facts_arena) return POL_NO_MEMORY;
  pol_reports_init(&s->facts_reports, s->facts_arena);
  d->program = s->program;
  d->m = s->model;
  d->dated = s->dated;
  d->as_of = s->as_of;
  POL_TRY(pol_session_common(&d->common, s, s->model, NULL));
  POL_TRY(pol_session_asked(&d->asked, &d->askeds, s, s->arena, false));
  POL_TRY(pol_session_needs(&d->needed, s, s->arena));
  POL_TRY(name_units(d));
  POL_TRY(pol_fact_names_make(&d->names, s->arena, d->m, NULL));
  return d->dated ? pol_decider_plan(&d->plan, d, d->as_of, NULL, 0) : POL_OK;
}

pol_result pol_decider_new(pol_decider **out, pol_session *s, pol_speed speed) {
  *out = NULL;
  if (s->stage != POL_STAGE_CHECKED) return POL_COULD_NOT;
  pol_decider *d = s->from.get(s->from.user, sizeof *d);
  if (!d) return POL_OUT_OF_MEMORY;
  *d = (pol_decider){.from = s->from, .s = s, .speed = speed, .level = pol_level_of(speed)};
  pol_status status = make(d);
  if (status != POL_OK) s->from.put(s->from.user, d);
  else *out = d;
  return pol_result_of(status);
}

void pol_decider_drop(pol_decider *d) {
  if (!d) return;
  pol_alloc from = d->from;
  pol_plan_drop(d->plan);
  pol_session_drop(d->s);
  from.put(from.user, d);
}

/* -- what there is */

uint32_t pol_decider_facts(const pol_decider *d) { return d->m->facts.n; }
uint32_t pol_decider_decisions(const pol_decider *d) { return d->askeds; }

static uint32_t choices(const pol_model *m, pol_type t) {
  bool any = t.kind == POL_T_OPTION || t.kind == POL_T_PARTY || t.kind == POL_T_SET || t.kind == POL_T_SEQUENCE;
  if (!any) return 0;
  if (t.kind == POL_T_PARTY || t.ref == POL_PARTY_REF) return m->parties.n;
  return t.ref < m->options.n ? m->options.at[t.ref].n : 0;
}

static const char *choice(const pol_model *m, pol_type t, uint32_t i) {
  if (i >= choices(m, t)) return NULL;
  bool party = t.kind == POL_T_PARTY || t.ref == POL_PARTY_REF;
  return pol_atom_get(m->atoms, party ? m->parties.at[i].name : m->options.at[t.ref].at[i].name);
}

bool pol_decider_fact(pol_about_fact *out, const pol_decider *d, uint32_t fact) {
  if (fact >= d->m->facts.n) return false;
  const pol_fact *f = &d->m->facts.at[fact];
  *out = (pol_about_fact){.name = pol_atom_get(d->m->atoms, f->name), .kind = pol_kind_of(f->type), .unit = d->fact_unit[fact], .options = f->type.kind == POL_T_PARTY ? pol_model_somebodies(d->m) : choices(d->m, f->type), .needed = d->needed[fact]};
  out->given = d->common && d->common->value[fact].state == POL_KNOWN;
  return true;
}

bool pol_decider_decision(pol_about_decision *out, const pol_decider *d, uint32_t decision) {
  if (decision >= d->askeds) return false;
  const pol_decision *x = &d->m->decisions.at[d->asked[decision]];
  const char *name = pol_atom_get(d->m->atoms, x->name);
  *out = (pol_about_decision){.name = name, .title = x->title ? x->title : name, .kind = pol_kind_of(x->type), .unit = d->decision_unit[decision], .options = choices(d->m, x->type)};
  return true;
}

uint32_t pol_decider_find_fact(const pol_decider *d, const char *name) {
  pol_fact_names names = d->names; /* a look-up remembers the one before: here there is none, and what it writes is in this copy */
  const pol_fact_name *found = pol_fact_names_find(&names, name, strlen(name));
  return found ? found->fact : POL_NONE;
}

uint32_t pol_decider_find_decision(const pol_decider *d, const char *name) {
  pol_atom atom = pol_atom_find(d->m->atoms, name, strlen(name));
  for (uint32_t i = 0; atom && i < d->askeds; i++)
    if (d->m->decisions.at[d->asked[i]].name == atom) return i;
  return POL_NONE;
}

const char *pol_decider_fact_option(const pol_decider *d, uint32_t fact, uint32_t option) {
  return fact < d->m->facts.n ? choice(d->m, d->m->facts.at[fact].type, option) : NULL;
}

const char *pol_decider_decision_option(const pol_decider *d, uint32_t decision, uint32_t option) {
  return decision < d->askeds ? choice(d->m, d->m->decisions.at[d->asked[decision]].type, option) : NULL;
}

uint32_t pol_decider_find_option(const pol_decider *d, uint32_t fact, const char *name) {
  const char *option = "";
  for (uint32_t i = 0; (option = pol_decider_fact_option(d, fact, i)) != NULL; i++)
    if (strcmp(option, name) == 0) return i;
  return POL_NONE;
}

const char *pol_decider_party(const pol_decider *d, uint32_t party) { return party < d->m->parties.n ? pol_atom_get(d->m->atoms, d->m->parties.at[party].name) : NULL; }
