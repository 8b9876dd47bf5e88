#include "facts/world.h"
#include <string.h>

enum { RANKS = 1, KINDS = 2 }; /* options; the first is weekday */
enum { HOLIDAY = 0, PART = 1 };

static bool add_options(world *w, const char *name, const char *noun, const char *nouns, bool ordered, const char *const *names,
                        uint32_t n) {
  pol_options *o = POL_VEC_PUSH(w->arena, &w->model.options);
  if (!o) return false;
  *o = (pol_options){.name = name ? pol_atom_text(w->atoms, name) : 0, .ordered = ordered, .noun = noun, .nouns = nouns, .n = n};
  o->at = POL_NEW_N(w->arena, pol_option, n);
  if (!o->at || (name && !o->name)) return false;
  for (uint32_t i = 0; i < n; i++)
    if (!(o->at[i].name = pol_atom_text(w->atoms, names[i]))) return false;
  return true;
}

static pol_value number(pol_type type, int64_t v) { return (pol_value){.type = type, .as.num = pol_num_int(v)}; }

static bool add_fact(world *w, const char *name, pol_type type, pol_bound_kind bound, int64_t low, int64_t high) {
  pol_fact *f = POL_VEC_PUSH(w->arena, &w->model.facts);
  if (!f) return false;
  *f = (pol_fact){.type = type, .bound = bound, .low = number(type, low), .high = number(type, high), .agreement = POL_NO_REF};
  f->name = pol_atom_text(w->atoms, name);
  f->group = pol_atom_make(w->atoms, name, (size_t)(strrchr(name, '.') - name));
  return f->name && f->group;
}

static bool add_record(world *w, const char *name, const char *const *field, const pol_type *type, uint32_t n) {
  pol_record *r = POL_VEC_PUSH(w->arena, &w->model.records);
  if (!r) return false;
  *r = (pol_record){.name = pol_atom_text(w->atoms, name), .n = n};
  r->at = POL_NEW_N(w->arena, pol_field, n);
  if (!r->at || !r->name) return false;
  for (uint32_t i = 0; i < n; i++) {
    r->at[i] = (pol_field){.name = pol_atom_text(w->atoms, field[i]), .type = type[i]};
    if (!r->at[i].name) return false;
  }
  return true;
}

#define OF(kind_, ...) ((pol_type){.kind = POL_T_##kind_, .ref = POL_NO_REF, __VA_ARGS__})

static bool declare(world *w) {
  static const char *const days[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
  static const char *const ranks[] = {"constable", "sergeant", "inspector"};
  static const char *const kinds[] = {"police_officer", "police_staff", "other"};
  static const char *const holiday[] = {"date", "name", "parts"};
  static const char *const part[] = {"hours", "paid"};
  static const char *const parties[] = {"chief_officer", "other", "unnamed"};
  const pol_type hours = OF(NUMBER, .unit.hour = 1);
  const pol_type holiday_types[] = {OF(DATE, .show = 0), OF(TEXT, .show = 0), {.kind = POL_T_LIST, .ref = PART}},
                 part_types[] = {hours, OF(BOOL, .show = 0)};
  bool fine = add_options(w, "weekday", "day", "days", true, days, 7) && add_options(w, "police_rank", "rank", "ranks", true, ranks, 3) &&
              add_options(w, NULL, NULL, NULL, false, kinds, 3) && add_record(w, "holiday", holiday, holiday_types, 3) &&
              add_record(w, "part", part, part_types, 2);
  if (fine) {
    pol_field *f = &w->model.records.at[PART].at[0];
    f->bound = POL_BOUND_AT_MOST;
    f->low = number(hours, 24);
  }
  for (size_t i = 0; fine && i < COUNT(parties); i++) {
    pol_party *p = POL_VEC_PUSH(w->arena, &w->model.parties);
    fine = p && (p->name = pol_atom_text(w->atoms, parties[i]));
  }
  const pol_unit money = {.money = 1, .currency = fine ? pol_atom_text(w->atoms, "GBP") : 0};
  pol_unit rate = money;
  rate.hour = -1;
  const struct {
    const char *name;
    pol_type type;
    pol_bound_kind bound;
    int64_t low, high;
  } facts[] = {
      {"employee.weekly_hours", hours, POL_BOUND_MORE, 0, 0},
      {"employee.start", OF(DATE, .show = 0), POL_BOUND_NONE, 0, 0},
      {"employee.permanent", OF(BOOL, .show = 0), POL_BOUND_NONE, 0, 0},
      {"employee.kind", {.kind = POL_T_OPTION, .ref = KINDS}, POL_BOUND_NONE, 0, 0},
      {"employee.rank", {.kind = POL_T_OPTION, .ref = RANKS}, POL_BOUND_NONE, 0, 0},
      {"employee.grade", OF(NUMBER, .show = POL_SHOW_COUNT), POL_BOUND_RANGE, 1, 12},
      {"employee.share", OF(NUMBER, .show = POL_SHOW_PERCENT), POL_BOUND_AT_MOST, 1, 0},
      {"employee.score", OF(NUMBER, .show = 0), POL_BOUND_NONE, 0, 0},
      {"employee.pay", OF(NUMBER, .unit = money), POL_BOUND_AT_LEAST, 0, 0},
      {"employee.rate", OF(NUMBER, .unit = rate), POL_BOUND_NONE, 0, 0},
      {"employee.gap", OF(PERIOD, .show = 0), POL_BOUND_NONE, 0, 0},
      {"employee.notice", OF(NUMBER, .unit.day = 1), POL_BOUND_LESS, 1000, 0},
      {"employee.service", OF(NUMBER, .unit.year = 1), POL_BOUND_NONE, 0, 0},
      {"employee.shifts", OF(NUMBER, .unit.week = -1), POL_BOUND_NONE, 0, 0},
      {"employee.from", OF(TIME, .show = 0), POL_BOUND_NONE, 0, 0},
      {"employee.note", OF(TEXT, .show = 0), POL_BOUND_NONE, 0, 0},
      {"employee.above", OF(NUMBER, .unit = {.step = 1, .order = RANKS}), POL_BOUND_NONE, 0, 0},
      {"consent.decided_by", OF(PARTY, .show = 0), POL_BOUND_NONE, 0, 0},
      {"leave.esp.taken", hours, POL_BOUND_NONE, 0, 0},
      {"calendar.holidays", {.kind = POL_T_LIST, .ref = HOLIDAY}, POL_BOUND_NONE, 0, 0},
  };
  for (size_t i = 0; fine && i < COUNT(facts); i++)
    fine = add_fact(w, facts[i].name, facts[i].type, facts[i].bound, facts[i].low, facts[i].high);
  return fine;
}

bool world_make(world *w, const pol_alloc *from) {
  *w = (world){.arena = pol_arena_new(from)};
  w->atoms = w->arena ? pol_atoms_new(w->arena) : NULL;
  if (!w->atoms) return false;
  w->model.arena = w->arena;
  w->model.atoms = w->atoms;
  w->model.sources = &w->sources;
  pol_sources_init(&w->sources, w->arena);
  pol_reports_init(&w->reports, w->arena);
  pol_facts_init(&w->facts, w->arena);
  return declare(w);
}

void world_drop(world *w) { pol_arena_drop(w->arena); }

pol_status world_read(world *w, reader *read, const char *text, size_t n) {
  uint32_t file;
  POL_TRY(pol_sources_add(&w->sources, &file, "facts", text, n));
  return read(&w->facts, &w->model, &w->sources, file, &w->reports);
}

uint32_t world_fact(const world *w, const char *name) {
  for (uint32_t f = 0; f < w->model.facts.n; f++)
    if (strcmp(pol_atom_get(w->atoms, w->model.facts.at[f].name), name) == 0) return f;
  return POL_NO_REF;
}

void world_reports(pol_text *out, world *w) {
  pol_reports_sort(&w->reports);
  for (uint32_t i = 0; i < w->reports.list.n; i++) {
    const pol_report *r = w->reports.list.at[i];
    pol_place at = pol_source_place(pol_sources_get(&w->sources, r->at.span.file), r->at.span.start);
    pol_text_format(out, "%sPOL%04u %u:%u %s", i ? "\n" : "", pol_code_number(r->code), at.line, at.column, r->message);
    if (*r->at.text) pol_text_format(out, " [%s]", r->at.text);
    for (uint32_t k = 0; k < r->also.n; k++) {
      pol_place also = pol_source_place(pol_sources_get(&w->sources, r->also.at[k].span.file), r->also.at[k].span.start);
      pol_text_format(out, " <%s %u:%u>", r->also.at[k].text, also.line, also.column);
    }
    for (uint32_t k = 0; k < r->notes.n; k++) pol_text_format(out, " note: %s", r->notes.at[k]);
    if (r->help) pol_text_format(out, " help: %s", r->help);
  }
}

static void write_value(pol_text *out, const world *w, const pol_value *v) {
  if (v->state != POL_KNOWN) {
    pol_text_add(out, "?");
    return;
  }
  switch ((pol_type_kind)v->type.kind) {
  case POL_T_NUMBER: pol_num_write(out, v->as.num, 0); return;
  case POL_T_PERIOD: pol_text_format(out, "%dm%dd", v->as.period.months, v->as.period.days); return;
  case POL_T_OPTION: pol_text_add(out, pol_atom_get(w->atoms, w->model.options.at[v->type.ref].at[v->as.i].name)); return;
  case POL_T_PARTY: pol_text_add(out, pol_atom_get(w->atoms, w->model.parties.at[v->as.i].name)); return;
  case POL_T_TEXT: pol_text_format(out, "'%s'", pol_atom_get(w->atoms, (pol_atom)v->as.i)); return;
  case POL_T_LIST:
    pol_text_char(out, '[');
    for (uint32_t i = 0; i < v->as.records.n * v->as.records.width; i++) {
      if (i) pol_text_char(out, i % v->as.records.width ? ',' : ';');
      write_value(out, w, &v->as.records.at[i]);
    }
    pol_text_char(out, ']');
    return;
  case POL_T_DATE: pol_date_write(out, v->as.i); return;
  case POL_T_TIME: pol_time_write(out, v->as.i); return;
  default: pol_text_add(out, v->as.i ? "yes" : "no"); return;
  }
}

void world_values(pol_text *out, const world *w, uint32_t record) {
  const char *space = "";
  const pol_record_facts *r = &w->facts.records.at[record];
  for (uint32_t f = 0; f < w->model.facts.n; f++) {
    if (r->value[f].state != POL_KNOWN) continue;
    pol_text_format(out, "%s%s=", space, strchr(pol_atom_get(w->atoms, w->model.facts.at[f].name), '.') + 1);
    write_value(out, w, &r->value[f]);
    space = " ";
  }
}
