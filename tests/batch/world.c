#include "batch/world.h"
#include "base/random.h"
#include "check/check.h"
#include "syntax/parse.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* -- policies */

static bool add_file(policy *p, const char *path, pol_tree *tree, uint32_t *file) {
  FILE *f = fopen(path, "rb");
  if (f == NULL) return false;
  char *text = malloc(1 << 20);
  size_t n = fread(text, 1, 1 << 20, f);
  fclose(f);
  bool fine = pol_sources_add(&p->sources, file, path, text, n) == POL_OK && pol_parse(tree, p->arena, p->atoms, &p->sources, *file, &p->reports) == POL_OK;
  free(text);
  return fine;
}

static int by_name(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }
static int is_policy(const struct dirent *d) { return strlen(d->d_name) > 4 && strcmp(d->d_name + strlen(d->d_name) - 4, ".pol") == 0; }

static void collect(world *w) {
  const pol_program *p = w->p.program;
  w->number = calloc(p->nconstants + 1, sizeof *w->number);
  w->date = calloc(p->nconstants + 1, sizeof *w->date);
  for (uint32_t i = 0; i < p->nconstants; i++) {
    const pol_value *v = &p->constants[i];
    if (v->state != POL_KNOWN) continue;
    if (v->type.kind == POL_T_NUMBER) w->number[w->numbers++] = v->as.num;
    if (v->type.kind == POL_T_DATE) w->date[w->dates++] = v->as.i;
  }
}

bool world_open(world *w, const char *path, uint64_t seed) {
  enum { FILES = 64 };
  pol_tree tree[FILES];
  uint32_t file[FILES], n = 0;
  char full[1024];
  struct stat about;
  struct dirent **names;
  *w = (world){.seed = seed};
  policy *p = &w->p;
  p->arena = pol_arena_new(NULL);
  p->atoms = pol_atoms_new(p->arena);
  pol_sources_init(&p->sources, p->arena);
  pol_reports_init(&p->reports, p->arena);
  pol_facts_init(&p->facts, p->arena);
  snprintf(full, sizeof full, "%s/%s", POL_ROOT_DIR, path);
  if (stat(full, &about) != 0) return false;
  if (!S_ISDIR(about.st_mode)) {
    if (!add_file(p, full, &tree[0], &file[0])) return false;
    n = 1;
  } else {
    int found = scandir(full, &names, is_policy, by_name);
    for (int i = 0; i < found; i++) {
      snprintf(full, sizeof full, "%s/%s/%s", POL_ROOT_DIR, path, names[i]->d_name);
      if (n < FILES && add_file(p, full, &tree[n], &file[n])) n++;
      free(names[i]);
    }
    free(names);
  }
  pol_check_input in = {.arena = p->arena, .atoms = p->atoms, .sources = &p->sources, .reports = &p->reports, .tree = tree, .file = file, .trees = n};
  if (pol_check(&p->model, &in) != POL_OK || pol_program_make(&p->program, p->arena, p->model, &p->reports) != POL_OK) return false;
  collect(w);
  return true;
}

bool world_text(world *w, const char *text, uint64_t seed) {
  *w = (world){.seed = seed};
  if (policy_open(&w->p, text, NULL) != POL_OK) {
    pol_text t;
    pol_text_init(&t, NULL);
    policy_reports(&t, &w->p, true);
    fprintf(stderr, "%s\n", pol_text_get(&t));
    pol_text_drop(&t);
    return false;
  }
  collect(w);
  return true;
}

void world_close(world *w) {
  free(w->number);
  free(w->date);
  policy_close(&w->p);
}

/* -- records */

static uint32_t below(world *w, uint32_t n) { return (uint32_t)(random_bits(&w->seed) % n); }

/* What is written without a unit, in the unit of the policy. */
static pol_num unit_of(const world *w, const pol_fact *f) {
  pol_value one;
  const char *why;
  return pol_facts_read_value(&one, w->p.arena, w->p.model, f->type, "1", 1, &why) ? one.as.num : pol_num_int(1);
}

static pol_num random_number(world *w, const pol_fact *f) {
  const bool count = f->type.show == POL_SHOW_COUNT;
  const pol_num one = unit_of(w, f);
  pol_num v = pol_num_int(0), step, hundredths = {1, 100}, quarters = {1, 4}; /* where rounding is half way */
  switch (below(w, 5)) {
  case 0: v = w->numbers > 0 ? w->number[below(w, w->numbers)] : v; break;
  case 1: v = f->low.state == POL_KNOWN && f->bound != POL_BOUND_NONE ? f->low.as.num : v; break;
  case 2: v = f->bound == POL_BOUND_RANGE && f->high.state == POL_KNOWN ? f->high.as.num : v; break;
  case 3:
    pol_num_mul(&v, pol_num_int(below(w, 80)), one);
    pol_num_mul(&v, v, quarters);
    break;
  default: pol_num_mul(&v, pol_num_int(below(w, 3000)), one); break;
  }
  pol_num_mul(&step, one, count ? pol_num_int(1) : hundredths);
  if (below(w, 2) == 0) pol_num_mul(&step, step, pol_num_int((int64_t)below(w, 5) - 2));
  else pol_num_mul(&step, step, pol_num_int(0));
  pol_num_add(&v, v, step);
  pol_num_mul(&step, one, count ? pol_num_int(1) : hundredths);
  pol_num_round(&v, v, step, POL_ROUND_DOWN);
  return v;
}

static int32_t random_date(world *w) {
  int32_t about = w->dates > 0 && below(w, 3) == 0 ? w->date[below(w, w->dates)] : 19814 + (int32_t)below(w, 800) - 400; /* 2024-04-01 */
  switch (below(w, 6)) {
  case 0: pol_date_make(&about, 2024 - 4 * (int32_t)below(w, 8), 2, 29); break;
  case 1: pol_date_make(&about, 2015 + (int32_t)below(w, 12), 1 + (int32_t)below(w, 12), 28 + (int32_t)below(w, 4)); break;
  case 2: about -= 365 * (int32_t)below(w, 40); break;
  default: break;
  }
  return about + (int32_t)below(w, 5) - 2;
}

static void random_value(world *w, pol_value *v, const pol_fact *f) {
  const pol_model *m = w->p.model;
  *v = (pol_value){.state = POL_KNOWN, .type = f->type};
  switch ((pol_type_kind)f->type.kind) {
  case POL_T_BOOL: v->as.i = (int32_t)below(w, 2); break;
  case POL_T_OPTION: v->as.i = (int32_t)below(w, m->options.at[f->type.ref].n); break;
  case POL_T_PARTY: v->as.i = (int32_t)below(w, m->parties.n); break;
  case POL_T_TIME: v->as.i = (int32_t)below(w, 97) * 15; break;
  case POL_T_DATE: v->as.i = random_date(w); break;
  case POL_T_NUMBER: v->as.num = random_number(w, f); break;
  default: v->state = POL_UNKNOWN; break;
  }
}

pol_record_facts **world_records(world *w, uint32_t n, uint32_t missing) {
  const pol_model *m = w->p.model;
  pol_facts facts;
  const char *why;
  pol_facts_init(&facts, w->p.arena);
  pol_record_facts **out = POL_NEW_N(w->p.arena, pol_record_facts *, n);
  for (uint32_t i = 0; i < n; i++) {
    pol_facts one;
    pol_facts_init(&one, w->p.arena);
    out[i] = pol_facts_add(&one, m);
    for (uint32_t f = 0; f < m->facts.n; f++) {
      if (below(w, 100) < missing) continue;
      for (int tries = 0; tries < 20; tries++) {
        random_value(w, &out[i]->value[f], &m->facts.at[f]);
        if (out[i]->value[f].state != POL_KNOWN || pol_facts_in_bounds(m, &m->facts.at[f], &out[i]->value[f], w->p.arena, &why)) break;
        out[i]->value[f] = (pol_value){.state = POL_UNKNOWN, .type = m->facts.at[f].type};
      }
    }
  }
  return out;
}

/* -- lanes */

static void store(void *at, pol_lane_width width, uint32_t row, int64_t v) {
  switch (width) {
  case POL_LANE_8: ((int8_t *)at)[row] = (int8_t)v; break;
  case POL_LANE_16: ((int16_t *)at)[row] = (int16_t)v; break;
  case POL_LANE_32: ((int32_t *)at)[row] = (int32_t)v; break;
  default: ((int64_t *)at)[row] = v; break;
  }
}

/* false: not for the lane. */
static bool plain(int64_t *out, const world *w, const pol_fact_lane *f, const pol_value *v) {
  const pol_fact *fact = &w->p.model->facts.at[f->fact];
  *out = v->as.i;
  if (fact->type.kind == POL_T_NUMBER) {
    pol_num x = v->as.num;
    for (uint8_t k = 0; k < f->places; k++) pol_num_mul(&x, x, pol_num_int(10));
    pol_num_div(&x, x, unit_of(w, fact));
    if (!pol_num_to_i64(out, x)) return false;
  }
  return *out >= f->least && *out <= f->most;
}

bool lanes_make(lanes *l, const world *w, const pol_plan *plan, pol_record_facts *const *records, uint32_t n) {
  uint32_t facts;
  const pol_fact_lane *f = pol_plan_facts(plan, &facts);
  *l = (lanes){.n = n, .lane = calloc(facts + 1, sizeof(pol_lane)), .odd = calloc(n, 1)};
  unsigned char *at = l->block = aligned_alloc(64, ((size_t)facts + 1) * POL_LANE_ROWS * 9 + 64);
  if (!l->lane || !l->odd || !at) return false;
  for (uint32_t j = 0; j < facts; j++) {
    l->lane[j] = (pol_lane){.at = at, .state = at + POL_LANE_ROWS * 8};
    at += POL_LANE_ROWS * 9;
    for (uint32_t i = 0; i < n; i++) {
      const pol_value *v = &records[i]->value[f[j].fact];
      int64_t k = f[j].least + (int64_t)(i % 2) * (f[j].most - f[j].least); /* where nothing is known: either end */
      l->lane[j].state[i] = v->state;
      if (v->state != POL_KNOWN) l->lane[j].stated = true;
      else if (!plain(&k, w, &f[j], v)) l->odd[i] = 1, k = f[j].least;
      store(l->lane[j].at, f[j].width, i, k);
    }
  }
  return true;
}

void lanes_drop(lanes *l) {
  free(l->lane);
  free(l->odd);
  free(l->block);
}
