#include "compare/versions.h"
#include "eval/words.h"
#include "syntax/parse.h"
#include <string.h>

static pol_status load(versions *v, uint32_t at, const char *name, const char *text) {
  POL_TRY(pol_sources_add(&v->sources, &v->file[at], name, text, strlen(text)));
  return pol_parse(&v->tree[at], v->arena, v->atoms, &v->sources, v->file[at], &v->reports);
}

pol_status versions_open(versions *v, const char *before, const char *after, bool amends, const pol_alloc *from) {
  *v = (versions){ .arena = pol_arena_new(from) };
  v->atoms = v->arena ? pol_atoms_new(v->arena) : NULL;
  if (!v->atoms) return POL_NO_MEMORY;
  pol_sources_init(&v->sources, v->arena);
  pol_reports_init(&v->reports, v->arena);
  for (int side = 0; side < 2; side++) pol_facts_init(&v->facts[side], v->arena);
  POL_TRY(load(v, 0, "before.pol", before));
  POL_TRY(load(v, 1, "after.pol", after));
  v->in = (pol_compare_input){ .arena = v->arena, .atoms = v->atoms, .sources = &v->sources, .reports = &v->reports, .amends = amends, .as_of = 19449 /* 1 April 2023 */ };
  v->in.side[POL_BEFORE] = (pol_compare_side){ .tree = v->tree, .file = v->file, .trees = 1 };
  v->in.side[POL_AFTER] = (pol_compare_side){ .tree = amends ? v->tree : v->tree + 1, .file = amends ? v->file : v->file + 1, .trees = amends ? 2 : 1 };
  return pol_comparison_make(&v->c, &v->in);
}

void versions_close(versions *v) { pol_arena_drop(v->arena); }

pol_status versions_facts(versions *v, const char *before, const char *after) {
  bool same = pol_comparison_same_facts(v->c);
  for (int side = same ? POL_AFTER : POL_BEFORE; side <= POL_AFTER; side++) {
    uint32_t file;
    const char *ndjson = side == POL_BEFORE ? before : after;
    POL_TRY(pol_sources_add(&v->sources, &file, "facts.ndjson", ndjson, strlen(ndjson)));
    POL_TRY(pol_facts_read_ndjson(&v->facts[side], v->c->model[side], &v->sources, file, &v->reports));
    v->n = v->facts[side].records.n;
    v->records[side] = POL_NEW_N(v->arena, const pol_record_facts *, v->n + 1u);
    if (!v->records[side]) return POL_NO_MEMORY;
    for (uint32_t i = 0; i < v->n; i++) v->records[side][i] = &v->facts[side].records.at[i];
  }
  if (same) v->records[POL_BEFORE] = v->records[POL_AFTER];
  return POL_OK;
}

static const char *id_of(const versions *v, int side, uint32_t clause) { return pol_atom_get(v->atoms, v->c->model[side]->clauses.at[clause].id); }

static void write_side(pol_text *out, const versions *v, const pol_effect_on *e, int side) {
  pol_text_add(out, pol_outcome_name(e->outcome[side]));
  if (e->value[side].state != POL_KNOWN || e->value[side].type.kind == POL_T_OBLIGATIONS) return;
  pol_text_char(out, ' ');
  pol_value_plain(out, v->c->model[side], &e->value[side], 0);
}

static void write_effect(pol_text *out, const versions *v, const pol_effect_on *e) {
  const pol_compared_decision *d = &v->c->decisions.at[e->decision];
  pol_text_format(out, " %s ", pol_atom_get(v->atoms, d->name));
  write_side(out, v, e, 0);
  pol_text_add(out, " > ");
  write_side(out, v, e, 1);
  pol_text_format(out, " %s", pol_impact_name(e->impact));
  if (e->has_delta) pol_text_char(out, ' ');
  if (e->has_delta) pol_num_write(out, e->delta, 0);
  for (uint32_t i = 0; i < e->changes; i++) pol_text_format(out, "%s%u", i ? "," : " by ", e->change[i]);
  for (uint32_t i = 0; i < e->becauses; i++) pol_text_format(out, "%s%s", i ? " " : " (", id_of(v, e->because[i].side, e->because[i].clause));
  if (e->becauses) pol_text_char(out, ')');
  for (uint32_t i = 0; i < e->missings; i++) pol_text_format(out, "%s%s", i ? " " : " missing ", pol_atom_get(v->atoms, v->c->model[1]->facts.at[e->missing[i]].name));
  pol_text_char(out, ';');
}

typedef struct telling { pol_text *out; const versions *v; } telling;

static pol_status tell(void *user, const pol_compared_person *p) {
  telling *t = user;
  pol_text_format(t->out, "%.*s:", (int)p->record->id_length, p->record->id ? p->record->id : "");
  for (uint32_t i = 0; i < p->effects; i++) write_effect(t->out, t->v, &p->effect[i]);
  pol_text_char(t->out, '\n');
  return POL_OK;
}

pol_status versions_compare(pol_text *out, const pol_people_summary **summary, versions *v, const pol_people *wanted, uint32_t chunk) {
  pol_comparing *k;
  const pol_people_summary *s;
  pol_people all = *wanted;
  telling t = { out, v };
  all.person = out ? tell : NULL;
  all.user = &t;
  POL_TRY(pol_comparing_new(&k, v->c, &all));
  pol_status status = POL_OK;
  for (uint32_t i = 0; i < v->n && status == POL_OK; i += chunk) {
    const pol_record_facts *const *records[2] = { v->records[0] + i, v->records[1] + i };
    status = pol_comparing_chunk(k, records, v->n - i < chunk ? v->n - i : chunk);
  }
  if (status == POL_OK) status = pol_comparing_end(k, summary ? summary : &s);
  pol_comparing_drop(k);
  return status;
}

void versions_reports(pol_text *out, const versions *v) {
  for (uint32_t i = 0; i < v->reports.list.n; i++) {
    const pol_report *r = v->reports.list.at[i];
    const pol_source *source = pol_sources_get(&v->sources, r->at.span.file);
    pol_place at = source ? pol_source_place(source, r->at.span.start) : (pol_place){ 0 };
    pol_text_format(out, "%s%04u %u:%u %s", i ? "; " : "", pol_code_number(r->code), at.line, at.column, r->message);
  }
}

static const char *const fates[] = { "same", "added", "replaced", "in part", "adopted", "reworded", "moved", "withdrawn", "silently" };

void versions_pairs(pol_text *out, const versions *v) {
  for (uint32_t i = 0; i < v->c->clauses.n; i++) {
    const pol_clause_pair *p = &v->c->clauses.at[i];
    pol_text_format(out, "%s%s", i ? "; " : "", fates[p->fate]);
    for (uint32_t j = 0; j < p->befores; j++) pol_text_format(out, " %s", id_of(v, 0, p->before[j]));
    pol_text_format(out, " -> %s", p->after == POL_NO_REF ? "" : id_of(v, 1, p->after));
  }
}

void versions_changes(pol_text *out, const versions *v) {
  for (uint32_t i = 0; i < v->c->changes.n; i++) {
    const pol_amendment_change *c = &v->c->changes.at[i];
    pol_text_format(out, "%s[", i ? " " : "");
    for (uint32_t j = 0; j < c->befores; j++) pol_text_format(out, "%s ", id_of(v, 0, c->before[j]));
    pol_text_add(out, "->");
    for (uint32_t j = 0; j < c->afters; j++) pol_text_format(out, " %s", id_of(v, 1, c->after[j]));
    if (c->what) pol_text_format(out, " %s", c->what);
    pol_text_char(out, ']');
  }
}

void versions_reach(pol_text *out, const versions *v) {
  for (uint32_t i = 0; i < v->c->decisions.n; i++) {
    const pol_compared_decision *d = &v->c->decisions.at[i];
    pol_text_format(out, "%s%s:", i ? "; " : "", pol_atom_get(v->atoms, d->name));
    for (uint32_t j = 0; j < d->changes; j++) pol_text_format(out, " %u", d->change[j]);
  }
}

static void write_counts(pol_text *out, const uint64_t *n) {
  for (int i = 0; i < POL_IMPACTS; i++) pol_text_format(out, "%s%llu", i ? "/" : "", (unsigned long long)n[i]);
}

static void write_spread(pol_text *out, const char *name, const pol_spread *s) {
  if (s->n == 0) return;
  pol_text_format(out, " %s %llu from ", name, (unsigned long long)s->n);
  pol_num_write(out, s->least, 0);
  pol_text_format(out, " %s to ", s->least_id ? s->least_id : "");
  pol_num_write(out, s->most, 0);
  pol_text_format(out, " %s middle ", s->most_id ? s->most_id : "");
  pol_num_write(out, s->middle, 0);
  pol_text_add(out, " sum ");
  pol_num_write(out, s->sum, 0);
}

static void write_extremes(pol_text *out, const char *name, const pol_extreme *x, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    pol_text_format(out, "%s%s#%llu", i ? "," : name, x[i].id ? x[i].id : "", (unsigned long long)x[i].record);
    for (uint32_t j = 0; j < x[i].changes; j++) pol_text_format(out, "+%u", x[i].change[j]);
  }
}

void versions_summary(pol_text *out, const versions *v, const pol_people_summary *s) {
  pol_text_format(out, "%llu people, %llu wrong, effects ", (unsigned long long)s->people, (unsigned long long)s->wrong);
  write_counts(out, s->n);
  pol_text_add(out, " any ");
  write_counts(out, s->any);
  pol_text_format(out, " worse %llu better %llu mixed %llu same %llu open %llu\n", (unsigned long long)s->worse, (unsigned long long)s->better, (unsigned long long)s->mixed, (unsigned long long)s->same,
                  (unsigned long long)s->open);
  for (uint32_t i = 0; i < v->c->decisions.n; i++) {
    const pol_decision_summary *d = &s->decision[i];
    pol_text_format(out, "%s ", pol_atom_get(v->atoms, v->c->decisions.at[i].name));
    write_counts(out, d->n);
    if (d->amounts) pol_text_add(out, " total ");
    if (d->amounts) pol_num_write(out, d->total[0], 0);
    if (d->amounts) pol_text_add(out, " > ");
    if (d->amounts) pol_num_write(out, d->total[1], 0);
    if (d->yearly) pol_text_add(out, " a year ");
    if (d->yearly) pol_num_write(out, d->per_year, 0);
    write_spread(out, "gains", &d->gains);
    write_spread(out, "losses", &d->losses);
    write_spread(out, "all", &d->all);
    write_extremes(out, " most gains ", d->gain, d->ngain);
    write_extremes(out, " most losses ", d->loss, d->nloss);
    write_extremes(out, " open ", d->open, d->nopen);
    for (uint32_t j = 0; j < d->causes; j++) pol_text_format(out, " by %u:", d->cause[j].of), write_counts(out, d->cause[j].n);
    for (uint32_t j = 0; j < d->missings; j++) pol_text_format(out, " missing %s:", pol_atom_get(v->atoms, v->c->model[1]->facts.at[d->missing[j].of].name)), write_counts(out, d->missing[j].n);
    pol_text_char(out, '\n');
  }
  for (uint32_t i = 0; i < s->groups; i++) {
    const pol_group_summary *g = &s->group[i];
    if (g->value[0].state == POL_KNOWN) pol_value_plain(out, v->c->model[1], &g->value[0], 0);
    else pol_text_add(out, "not given");
    pol_text_format(out, ": %llu any ", (unsigned long long)g->people);
    write_counts(out, g->any);
    for (uint32_t d = 0; d < v->c->decisions.n; d++) {
      pol_text_add(out, "; ");
      write_counts(out, g->n[d]);
      pol_text_char(out, ' ');
      pol_num_write(out, g->delta[d], 0);
    }
    pol_text_char(out, '\n');
  }
}
