/* The policy with some of the changes switched off: its trees with other declarations in some places, checked and compiled like any other. What is wrong with a
 * variant is nobody's mistake and is not reported; one that does not check cannot be tried. */
#include "compare/inside.h"

typedef struct variant { const uint64_t *on; pol_variant_program made; } variant;

struct pol_variants {
  const pol_compared *k;
  pol_arena *keep;
  pol_map edit_at, cut_at;    /* by node: one more than the last edit or cut of it; the others before it follow by next */
  uint32_t *edit_next, *cut_next;
  POL_VEC(variant) list;
};

/* ---- making ready ---- */

static pol_status chain(pol_map *map, uint32_t *next, const pol_node *node, uint32_t i) {
  uint32_t before = pol_map_get(map, (uint64_t)(uintptr_t)node);
  next[i] = before == POL_MAP_NONE ? 0 : before;
  return pol_map_put(map, (uint64_t)(uintptr_t)node, i + 1) ? POL_OK : POL_NO_MEMORY;
}

pol_status pol_variants_new(pol_variants **out, const pol_compared *k, pol_arena *keep) {
  pol_variants *v = POL_NEW(keep, pol_variants);
  if (!v) return POL_NO_MEMORY;
  v->k = k;
  v->keep = keep;
  pol_map_init(&v->edit_at, keep);
  pol_map_init(&v->cut_at, keep);
  v->edit_next = POL_NEW_N(keep, uint32_t, k->edits.n + 1u);
  v->cut_next = POL_NEW_N(keep, uint32_t, k->cuts.n + 1u);
  if (!v->edit_next || !v->cut_next) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < k->edits.n; i++) POL_TRY(chain(&v->edit_at, v->edit_next, k->edits.at[i].at, i));
  for (uint32_t i = 0; i < k->cuts.n; i++) POL_TRY(chain(&v->cut_at, v->cut_next, k->cuts.at[i].line, i));
  *out = v;
  return POL_OK;
}

static uint32_t first_of(const pol_map *map, const pol_node *node) {
  uint32_t found = pol_map_get(map, (uint64_t)(uintptr_t)node);
  return found == POL_MAP_NONE ? 0 : found;
}

/* ---- lines about whole sections ---- */

typedef struct making { pol_variants *v; const uint64_t *on; bool no_memory; } making;

static pol_node *node_of(making *k, const pol_node *like, pol_node_kind kind, uint32_t n) {
  pol_node *x = POL_NEW(k->v->keep, pol_node);
  pol_node **kid = POL_NEW_N(k->v->keep, pol_node *, n + 1u);
  if (!x || !kid) {
    k->no_memory = true;
    return NULL;
  }
  *x = *like;
  x->kind = (uint16_t)kind;
  x->n = 0;
  x->kid = kid;
  return x;
}

static bool is_on(const making *k, uint32_t change) { return change == POL_NO_REF || pol_set_has(k->on, change); }

/* The clauses that the line ends through their section, as far as that is switched on: named one by one. */
static void add_ended(making *k, pol_node *to, const pol_node *line) {
  const pol_compared *c = k->v->k;
  uint32_t n = 0;
  for (uint32_t i = first_of(&k->v->cut_at, line); i; i = k->v->cut_next[i - 1]) n++;
  pol_node *refs = node_of(k, line, POL_N_LIST, n), *said = node_of(k, line, POL_N_WITHDRAWS, 1);
  if (!refs || !said) return;
  for (uint32_t i = first_of(&k->v->cut_at, line); i; i = k->v->cut_next[i - 1]) {
    const pol_cut *cut = &c->cuts.at[i - 1];
    if (!is_on(k, cut->change)) continue;
    pol_node *ref = node_of(k, line, POL_N_REF, 0);
    if (!ref) return;
    ref->text = c->c.model[POL_AFTER]->clauses.at[cut->clause].id;
    refs->kid[refs->n++] = ref;
  }
  if (refs->n == 0) return;
  said->text = 0;
  said->kid[said->n++] = refs;
  to->kid[to->n++] = said;
}

/* A section's own condition cannot be named by itself: then the line stays whole, and everything of the section is one change. */
static bool stays_whole(const making *k, const pol_node *line) {
  for (uint32_t i = first_of(&k->v->cut_at, line); i; i = k->v->cut_next[i - 1]) {
    const pol_cut *cut = &k->v->k->cuts.at[i - 1];
    if (k->v->k->c.model[POL_AFTER]->clauses.at[cut->clause].node->kind == POL_N_SECTION && is_on(k, cut->change)) return true;
  }
  return false;
}

static void add_plain(making *k, pol_node *to, const pol_node *line) {
  const pol_node *refs = pol_kid(line, 0);
  pol_node *kept = node_of(k, refs, POL_N_LIST, refs->n), *copy = kept ? node_of(k, line, (pol_node_kind)line->kind, line->n) : NULL;
  if (!copy) return;
  for (uint32_t i = 0; i < refs->n; i++)
    if (pol_is_node(refs->kid[i], POL_N_REF)) kept->kid[kept->n++] = refs->kid[i];
  if (kept->n == 0) return;
  for (uint32_t i = 0; i < line->n; i++) copy->kid[copy->n++] = i == 0 ? kept : line->kid[i];
  to->kid[to->n++] = copy;
}

/* The clause or the section with its lines as the switches have them. */
static pol_node *with_lines(making *k, pol_node *x, bool off) {
  const pol_node *lines = pol_kid(x, 1);
  bool touched = off;
  for (uint32_t i = 0; i < pol_kids(lines); i++) touched = touched || first_of(&k->v->cut_at, lines->kid[i]);
  if (!touched || !lines) return x;
  pol_node *copy = node_of(k, x, (pol_node_kind)x->kind, x->n), *list = node_of(k, lines, POL_N_LIST, 2 * lines->n);
  if (!copy || !list) return x;
  for (uint32_t i = 0; i < lines->n; i++) {
    pol_node *line = lines->kid[i];
    bool ends = line->kind == POL_N_REPLACES || line->kind == POL_N_WITHDRAWS, cut = first_of(&k->v->cut_at, line) != 0;
    if (cut && stays_whole(k, line)) list->kid[list->n++] = line;
    else if (cut && !off && x->kind == POL_N_CLAUSE) add_plain(k, list, line), add_ended(k, list, line);
    else if (cut) add_ended(k, list, line);
    else if (!off || !ends) list->kid[list->n++] = line;
  }
  for (uint32_t i = 0; i < x->n; i++) copy->kid[copy->n++] = i == 1 ? list : x->kid[i];
  return copy;
}

/* ---- a file ---- */

/* What stands in the place of a declaration; NULL: nothing. Only one edit is about the place itself. */
static pol_node *declaration(making *k, pol_node *x) {
  bool off = false;
  for (uint32_t i = first_of(&k->v->edit_at, x); i; i = k->v->edit_next[i - 1]) {
    const pol_edit *e = &k->v->k->edits.at[i - 1];
    if (e->behind || is_on(k, e->change)) continue;
    if (!e->instead) return NULL;
    x = e->instead;
    off = true;
    break;
  }
  return x->kind == POL_N_CLAUSE || x->kind == POL_N_SECTION ? with_lines(k, x, off) : x;
}

static uint32_t count_behind(const pol_variants *v, const pol_node *file) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < file->n; i++)
    for (uint32_t e = first_of(&v->edit_at, file->kid[i]); e; e = v->edit_next[e - 1]) n += v->k->edits.at[e - 1].behind;
  return n;
}

static pol_status make_file(making *k, pol_tree *out, const pol_tree *tree) {
  const pol_node *file = tree->root;
  pol_node *root = node_of(k, file, POL_N_FILE, file->n + count_behind(k->v, file));
  *out = *tree;
  if (!root) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < file->n; i++) {
    pol_node *x = file->kid[i], *now = declaration(k, x);
    if (now) root->kid[root->n++] = now;
    for (uint32_t e = first_of(&k->v->edit_at, x); e; e = k->v->edit_next[e - 1]) {
      const pol_edit *edit = &k->v->k->edits.at[e - 1];
      if (edit->behind && !is_on(k, edit->change)) root->kid[root->n++] = edit->instead;
    }
  }
  out->root = root;
  return k->no_memory ? POL_NO_MEMORY : POL_OK;
}

/* ---- checking and compiling ---- */

static pol_status list_facts(pol_variant_program *out, pol_arena *keep, const pol_compared *c, const uint32_t *decision, uint32_t decisions) {
  uint32_t **facts = POL_NEW_N(keep, uint32_t *, decisions + 1u), *n = POL_NEW_N(keep, uint32_t, decisions + 1u);
  if (!facts || !n) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < decisions; i++) {
    uint32_t d = pol_model_decision(out->program->model, c->c.decisions.at[decision[i]].name);
    if (d != POL_NO_REF) POL_TRY(pol_program_needs(out->program, keep, d, &facts[i], &n[i]));
  }
  out->facts = facts;
  out->nfacts = n;
  return POL_OK;
}

static pol_status compile(pol_variant_program *out, making *k, const pol_tree *tree, const uint32_t *decision, uint32_t decisions) {
  const pol_compared *c = k->v->k;
  pol_reports unheard;
  pol_reports_init(&unheard, k->v->keep);
  pol_check_input in = { .arena = k->v->keep, .atoms = c->c.in->atoms, .sources = c->c.in->sources, .reports = &unheard,
                         .tree = tree, .file = c->file, .trees = c->trees, .rules_only = true };
  pol_model *m = NULL;
  pol_status status = pol_check(&m, &in);
  if (status != POL_OK) return status == POL_NO_MEMORY ? status : POL_OK;
  uint32_t *asked = POL_NEW_N(k->v->keep, uint32_t, decisions + 1u), n = 0;
  if (!asked) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < decisions; i++) {
    uint32_t d = pol_model_decision(m, c->c.decisions.at[decision[i]].name);
    if (d != POL_NO_REF) asked[n++] = d;
  }
  pol_program *p = NULL;
  status = pol_program_make_for(&p, k->v->keep, m, &unheard, asked, n);
  if (status != POL_OK) return status == POL_NO_MEMORY ? status : POL_OK;
  if (!c->c.in->amends) { /* what is put back may bring facts of its own */
    pol_fact_source *from;
    POL_TRY(pol_sources_of_facts(&from, k->v->keep, c, m));
    if (!from) return POL_OK;
    out->from = from;
  }
  out->program = p;
  return list_facts(out, k->v->keep, c, decision, decisions);
}

static bool same_set(const uint64_t *a, const uint64_t *b, uint32_t words) {
  for (uint32_t i = 0; i < words; i++)
    if (a[i] != b[i]) return false;
  return true;
}

static bool serves(const pol_variant_program *p, const uint32_t *decision, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    bool found = false;
    for (uint32_t j = 0; j < p->decisions && !found; j++) found = p->decision[j] == decision[i];
    if (!found) return false;
  }
  return true;
}

pol_status pol_variants_get(const pol_variant_program **out, pol_variants *v, const uint64_t *on, const uint32_t *decision, uint32_t decisions) {
  static const pol_variant_program none = { 0 };
  for (uint32_t i = 0; i < v->list.n; i++) {
    *out = &v->list.at[i].made;
    if (same_set(v->list.at[i].on, on, v->k->words) && serves(*out, decision, decisions)) return POL_OK;
  }
  *out = &none;
  if (v->list.n == POL_LIMIT_VARIANTS) return POL_OK;
  uint64_t *set = POL_NEW_N(v->keep, uint64_t, v->k->words);
  uint32_t *list = POL_NEW_N(v->keep, uint32_t, decisions + 1u);
  pol_tree *tree = POL_NEW_N(v->keep, pol_tree, v->k->trees + 1u);
  if (!set || !list || !tree || !POL_VEC_ROOM(v->keep, &v->list)) return POL_NO_MEMORY;
  memcpy(set, on, v->k->words * sizeof *set);
  if (decisions) memcpy(list, decision, decisions * sizeof *list);
  making k = { .v = v, .on = set };
  pol_variant_program made = { .number = v->list.n, .decision = list, .decisions = decisions };
  for (uint32_t i = 0; i < v->k->trees; i++) POL_TRY(make_file(&k, &tree[i], &v->k->tree[i]));
  POL_TRY(compile(&made, &k, tree, list, decisions));
  variant *x = POL_VEC_PUSH(v->keep, &v->list);
  if (!x) return POL_NO_MEMORY;
  *x = (variant){ .on = set, .made = made };
  *out = &x->made;
  return POL_OK;
}
