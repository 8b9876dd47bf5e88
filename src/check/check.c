/* The passes of the checker, in order, and what is asked of a finished model. */
#include "check/expr.h"
#include "base/sha256.h"
#include "syntax/parse.h"
#include <stdlib.h>
#include <string.h>

/* The model that the caller sees, with the tables that look its names up behind it. */
typedef struct named_model {
  pol_model model;
  pol_map facts, decisions, clauses;
} named_model;

static uint32_t look_up(const pol_map *m, pol_atom name) {
  uint32_t found = pol_map_get(m, name);
  return found == POL_MAP_NONE ? POL_NO_REF : found;
}

uint32_t pol_model_fact(const pol_model *m, pol_atom name) {
  return look_up(&((const named_model *)(const void *)m)->facts, name);
}

uint32_t pol_model_decision(const pol_model *m, pol_atom name) {
  return look_up(&((const named_model *)(const void *)m)->decisions, name);
}

uint32_t pol_model_clause(const pol_model *m, pol_atom id) {
  return look_up(&((const named_model *)(const void *)m)->clauses, id);
}

bool pol_model_in_question(const pol_model *m, const pol_node *node) {
  return m->is_amendment || m->amendments.n == 0 || node == NULL || node->span.file == m->amendments.at[m->amendments.n - 1].node->span.file;
}

/* -- the policy's currency: that of the first amount of money in its rules, or else in its scenarios */

/* Scenarios that were passed over are read after all. */
static pol_atom money_passed_over(pol_checker *c, const pol_loaded *l) {
  pol_tree whole;
  pol_reports unheard;
  pol_reports_init(&unheard, c->in->arena);
  pol_status status = pol_parse(&whole, c->in->arena, c->in->atoms, c->in->sources, l->file, &unheard);
  if (status == POL_NO_MEMORY || unheard.no_memory) c->no_memory = true;
  return status == POL_OK ? whole.scenario_money : 0;
}

static pol_atom find_currency(pol_checker *c) {
  pol_atom money = 0;
  for (int imported = 0; imported <= 1; imported++)
    for (uint32_t i = 0; i < c->trees.n && money == 0; i++)
      if (c->trees.at[i].imported == (imported == 1)) money = c->trees.at[i].tree->money;
  for (uint32_t i = 0; i < c->trees.n && money == 0; i++) {
    const pol_loaded *l = &c->trees.at[i];
    if (!l->imported) money = l->tree->passed_over ? money_passed_over(c, l) : l->tree->scenario_money;
  }
  if (money == 0) return pol_atom_text(c->in->atoms, "GBP");
  const char *text = pol_check_text(c, money); /* GBP 20 */
  return pol_atom_make(c->in->atoms, text, strcspn(text, " "));
}

pol_atom pol_check_currency(pol_checker *c) {
  if (c->currency == 0) c->currency = find_currency(c);
  if (c->currency == 0) c->no_memory = true;
  return c->currency;
}

/* -- the digest */

static int by_name(const void *a, const void *b) {
  const pol_source *x = *(const pol_source *const *)a, *y = *(const pol_source *const *)b;
  int order = strcmp(x->name, y->name);
  if (order != 0) return order;
  if (x->length != y->length) return x->length < y->length ? -1 : 1;
  return memcmp(x->text, y->text, x->length);
}

/* Each text is preceded by its length in bytes, in decimal digits and a line end, so that no two sets of files run together alike. */
static void set_digest(pol_checker *c) {
  uint32_t n = c->in->trees;
  const pol_source **file = POL_NEW_N(c->in->arena, const pol_source *, (size_t)n + 1);
  if (file == NULL) {
    c->no_memory = true;
    return;
  }
  for (uint32_t i = 0; i < n; i++) file[i] = pol_sources_get(c->in->sources, c->in->file[i]);
  qsort(file, n, sizeof *file, by_name);
  pol_sha256 sha;
  pol_sha256_init(&sha);
  for (uint32_t i = 0; i < n; i++) {
    const char *length = pol_check_format(c, "%u\n", file[i]->length);
    pol_sha256_add(&sha, length, strlen(length));
    pol_sha256_add(&sha, file[i]->text, file[i]->length);
  }
  pol_sha256_end(&sha, c->m->digest);
}

/* -- the passes */

static void (*const passes[])(pol_checker *c) = {
  pol_check_declarations, pol_check_clauses, pol_check_tables,    pol_check_amendments, pol_check_precedence,
  pol_check_bodies,       pol_check_order,   pol_check_scenarios, pol_check_lints,      pol_check_names_end,  set_digest,
};

static void start(pol_checker *c, const pol_check_input *in, pol_model *m) {
  *c = (pol_checker){ .in = in, .m = m, .loop = POL_NO_REF, .deciding = POL_NO_REF };
  m->arena = in->arena;
  m->atoms = in->atoms;
  m->sources = in->sources;
  for (int k = 0; k < POL_NAME_KINDS; k++) pol_map_init(&c->names[k], in->arena);
  pol_map_init(&c->use_at, in->arena);
  pol_map_init(&c->option_at, in->arena);
  pol_map_init(&c->option_home, in->arena);
  c->spare.height = c->spare.steps = 1;
  c->spare.expr.op = POL_OP_CONST;
  c->spare.expr.value.state = POL_UNKNOWN;
}

pol_status pol_check(pol_model **out, const pol_check_input *in) {
  *out = NULL;
  named_model *named = POL_NEW(in->arena, named_model);
  if (named == NULL) return POL_NO_MEMORY;
  pol_checker c;
  start(&c, in, &named->model);
  POL_TRY(pol_check_load(&c));
  for (size_t i = 0; i < sizeof passes / sizeof *passes && !c.no_memory; i++) {
    c.deciding = POL_NO_REF;
    c.implieds = 0;
    passes[i](&c);
  }
  if (c.no_memory || in->reports->no_memory) return POL_NO_MEMORY;
  named->facts = c.names[POL_NAME_FACT];
  named->decisions = c.names[POL_NAME_DECISION];
  named->clauses = c.names[POL_NAME_CLAUSE];
  *out = &named->model;
  return in->reports->errors > 0 || named->model.is_amendment ? POL_REJECTED : POL_OK;
}
