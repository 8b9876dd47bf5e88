/* Digests of what a policy's text means: two walks over each declaration at once. */
#include "app/meaning.h"
#include "base/sha256.h"
#include <stdlib.h>
#include <string.h>

typedef struct digests { pol_sha256 meaning, words; uint32_t unmeant; /* nested so deep in what is only words */ } digests;

static void add(digests *d, const char *bytes, size_t n) {
  pol_sha256_add(&d->words, bytes, n);
  if (!d->unmeant) pol_sha256_add(&d->meaning, bytes, n);
}

/* -- what is only said to people */

static bool is_words(uint16_t kind) {
  switch ((pol_node_kind)kind) {
  case POL_N_FIELD: case POL_N_ASKS: case POL_N_GUIDANCE: case POL_N_SAYS: case POL_N_CITED_AS: case POL_N_INTERPRETED: case POL_N_REASON: case POL_N_ADDED: return true;
  default: return false;
  }
}

/* The slot's name says so, too: a title or a label is never looked at by a rule. */
static bool is_slot_of_words(const char *slot, size_t n) {
  static const char *const names[] = {"title", "label", "noun", "nouns", "words", "text", "why"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strlen(names[i]) == n && memcmp(names[i], slot, n) == 0) return true;
  return false;
}

static bool is_scenario(const pol_node *node) { return node->kind == POL_N_SCENARIO || node->kind == POL_N_SCENARIOS; }

/* -- the walk. It is as deep as the tree is high, which the parser has limited. */

static void add_node(digests *d, const pol_node *node, const pol_atoms *atoms, const pol_node *without);

static void add_slot(digests *d, const pol_node *kid, const pol_atoms *atoms, bool words) {
  words = words || (kid && is_words(kid->kind));
  d->unmeant += words;
  if (kid) add_node(d, kid, atoms, NULL);
  else add(d, "-", 1);
  d->unmeant -= words;
}

/* without: a slot that is not looked at; NULL: all are. */
static void add_node(digests *d, const pol_node *node, const pol_atoms *atoms, const pol_node *without) {
  if (node->kind == POL_N_PAREN && node->n == 1 && node->kid[0]) { /* what it holds together has its place in the tree */
    add_node(d, node->kid[0], atoms, without);
    return;
  }
  const char *name = pol_node_name((pol_node_kind)node->kind), *slot = pol_node_slots((pol_node_kind)node->kind);
  add(d, "(", 1);
  add(d, name, strlen(name) + 1);
  if (node->text) add(d, pol_atom_get(atoms, node->text), pol_atom_length(atoms, node->text) + 1);
  for (uint32_t i = 0; i < node->n; i++) {
    size_t n = strcspn(slot, " ?");
    bool words = *slot != '*' && is_slot_of_words(slot, n);
    if (!without || node->kid[i] != without) add_slot(d, node->kid[i], atoms, words);
    if (*slot == '*') continue; /* the last, of any number */
    slot += n;
    slot += strspn(slot, " ?");
  }
  add(d, ")", 1);
}

/* -- declarations */

typedef struct making {
  pol_arena *arena;
  pol_session *s;
  pol_policy_file *file;
} making;

static const char *hex(pol_arena *arena, pol_sha256 *sha, size_t digits) {
  char all[65];
  pol_sha256_end(sha, all);
  return pol_arena_copy(arena, all, digits);
}

static const char *what_of(const making *m, const pol_node *node, const char *group) {
  const char *kind = node->kind == POL_N_ENTRY ? "fact" : node->kind == POL_N_DEFINE ? "definition" : pol_node_name((pol_node_kind)node->kind);
  const char *name = node->text ? pol_atom_get(m->s->atoms, node->text) : "without a name";
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(m->arena));
  pol_text_format(&t, "%s %s%s%s", kind, group ? group : "", group ? "." : "", name);
  const char *what = pol_text_ok(&t) ? pol_arena_copy(m->arena, pol_text_get(&t), t.n) : NULL;
  pol_text_drop(&t);
  return what;
}

static pol_status add_part(making *m, const pol_node *node, const char *group, const pol_node *without) {
  digests d = {.unmeant = 0};
  pol_sha256_init(&d.meaning);
  pol_sha256_init(&d.words);
  add_node(&d, node, m->s->atoms, without);
  pol_part *part = POL_VEC_PUSH(m->arena, &m->file->parts);
  if (!part) return POL_NO_MEMORY;
  *part = (pol_part){what_of(m, node, group), hex(m->arena, &d.meaning, POL_PART_DIGEST), hex(m->arena, &d.words, POL_PART_DIGEST)};
  return part->what && part->meaning && part->words ? POL_OK : POL_NO_MEMORY;
}

/* A group of facts is a part, and so is each of its facts. */
static pol_status add_declaration(making *m, const pol_node *node) {
  if (!node || is_scenario(node)) return POL_OK;
  const pol_node *entries = node->kind == POL_N_FACTS && node->n == 2 ? node->kid[1] : NULL;
  POL_TRY(add_part(m, node, NULL, entries));
  for (uint32_t i = 0; i < pol_kids(entries); i++)
    if (entries->kid[i]) POL_TRY(add_part(m, entries->kid[i], node->text ? pol_atom_get(m->s->atoms, node->text) : "", NULL));
  return POL_OK;
}

/* -- many parts as one digest: sorted, so that their order is none of its business */

static int by_part(const void *a, const void *b) {
  const pol_part *x = *(const pol_part *const *)a, *y = *(const pol_part *const *)b;
  int order = strcmp(x->what, y->what);
  if (order == 0) order = strcmp(x->meaning, y->meaning);
  return order ? order : strcmp(x->words, y->words);
}

static pol_status sum_up(const char **meaning, const char **words, pol_arena *arena, const pol_part **part, size_t n) {
  pol_sha256 of_meaning, of_words;
  pol_sha256_init(&of_meaning);
  pol_sha256_init(&of_words);
  qsort(part, n, sizeof *part, by_part);
  for (size_t i = 0; i < n; i++) {
    size_t length = strlen(part[i]->what) + 1;
    pol_sha256_add(&of_meaning, part[i]->what, length);
    pol_sha256_add(&of_meaning, part[i]->meaning, POL_PART_DIGEST);
    pol_sha256_add(&of_words, part[i]->what, length);
    pol_sha256_add(&of_words, part[i]->words, POL_PART_DIGEST);
  }
  *meaning = hex(arena, &of_meaning, 64);
  *words = hex(arena, &of_words, 64);
  return *meaning && *words ? POL_OK : POL_NO_MEMORY;
}

static pol_status sum_up_files(const char **meaning, const char **words, pol_arena *arena, const pol_policy_file *file, uint32_t files) {
  size_t n = 0;
  for (uint32_t i = 0; i < files; i++) n += file[i].parts.n;
  const pol_part **part = POL_NEW_N(arena, const pol_part *, n + 1);
  if (!part) return POL_NO_MEMORY;
  n = 0;
  for (uint32_t i = 0; i < files; i++)
    for (uint32_t k = 0; k < file[i].parts.n; k++) part[n++] = &file[i].parts.at[k];
  return sum_up(meaning, words, arena, part, n);
}

/* -- files */

static pol_status add_file(pol_policy_files *out, pol_arena *arena, pol_session *s, const pol_tree *tree, uint32_t source, pol_file_role role) {
  const pol_source *text = pol_sources_get(&s->sources, source);
  pol_policy_file *f = POL_VEC_PUSH(arena, &out->files);
  if (!f) return POL_NO_MEMORY;
  pol_sha256 sha;
  pol_sha256_init(&sha);
  pol_sha256_add(&sha, text->text, text->length);
  *f = (pol_policy_file){.role = role, .name = pol_arena_copy(arena, text->name, strlen(text->name)), .digest = hex(arena, &sha, 64)};
  if (!f->name || !f->digest) return POL_NO_MEMORY;
  if (tree->dated) {
    pol_text day;
    pol_text_init(&day, pol_arena_alloc(arena));
    pol_date_write(&day, tree->from);
    f->from = pol_text_ok(&day) ? pol_arena_copy(arena, pol_text_get(&day), day.n) : NULL;
    pol_text_drop(&day);
    if (!f->from) return POL_NO_MEMORY;
  }
  making m = {arena, s, f};
  for (uint32_t i = 0; i < tree->root->n; i++) POL_TRY(add_declaration(&m, tree->root->kid[i]));
  return sum_up_files(&f->meaning, &f->words, arena, f, 1);
}

static bool is_own(const pol_session *s, uint32_t source) {
  for (uint32_t i = 0; i < s->files.n; i++)
    if (s->files.at[i] == source) return true;
  return source == s->facts_file || source == s->given_file;
}

/* Sources that nobody gave are modules of the standard library. They were read by the checker, which keeps no trees. */
static pol_status add_module(pol_policy_files *out, pol_arena *arena, pol_session *s, uint32_t source) {
  pol_tree tree;
  pol_reports ignored;
  const char *name = pol_sources_get(&s->sources, source)->name;
  for (uint32_t i = 0; i < out->files.n; i++)
    if (out->files.at[i].role == POL_FILE_MODULE && strcmp(out->files.at[i].name, name) == 0) return POL_OK;
  pol_reports_init(&ignored, arena);
  POL_TRY(pol_parse_rules(&tree, arena, s->atoms, &s->sources, source, &ignored));
  return ignored.no_memory ? POL_NO_MEMORY : add_file(out, arena, s, &tree, source, POL_FILE_MODULE);
}

static int by_name(const void *a, const void *b) { return strcmp(((const pol_policy_file *)a)->name, ((const pol_policy_file *)b)->name); }

pol_status pol_meaning_make(pol_policy_files *out, pol_arena *arena, pol_session *s) {
  const char *words;
  *out = (pol_policy_files){.meaning = NULL};
  for (uint32_t i = 0; i < s->trees.n; i++)
    POL_TRY(add_file(out, arena, s, &s->trees.at[i], s->files.at[i], pol_tree_is_amendment(&s->trees.at[i]) ? POL_FILE_AMENDMENT : POL_FILE_POLICY));
  uint32_t own = out->files.n;
  for (uint32_t i = 0; i < s->sources.files.n; i++)
    if (!is_own(s, i)) POL_TRY(add_module(out, arena, s, i));
  if (out->files.n > own) qsort(out->files.at + own, out->files.n - own, sizeof *out->files.at, by_name);
  return sum_up_files(&out->meaning, &words, arena, out->files.at, out->files.n);
}
