/* The trees of a run: the policy's own, and before them the modules that they use, each once, each after those that it uses itself. */
#include "check/expr.h"
#include "syntax/parse.h"
#include "syntax/words.h"

typedef struct visit { const pol_tree *tree; uint32_t file, next; bool imported; } visit;
typedef POL_VEC(visit) visits;

/* Gives the module that was most likely meant: it is read in its place, so that what it declares is not missed as well. NULL: there is none. */
static const char *report_no_module(pol_checker *c, const pol_node *use) {
  pol_report *r = pol_report_add(c->in->reports, POL_R_NO_MODULE, use->span, "the standard library has no module %s", pol_check_text(c, use->text));
  pol_report_label(c->in->reports, r, "not there");
  pol_nearest near;
  pol_nearest_init(&near, pol_check_text(c, use->text));
  const char *all = "";
  for (size_t i = 0; i < pol_stdlib_count(); i++) {
    pol_nearest_offer(&near, pol_stdlib_name(i), (uint32_t)i);
    all = pol_check_format(c, "%s%s%s", all, i > 0 ? ", " : "", pol_stdlib_name(i));
  }
  if (near.best != NULL) pol_report_help(c->in->reports, r, "did you mean %s?", near.best);
  if (near.best != NULL) c->no_convention = true; /* that a module which is not named yet needs one is for later */
  else c->lost |= 1u << POL_KEYWORD_USE; /* any name may have come from it */
  if (near.best == NULL && *all != '\0') pol_report_help(c->in->reports, r, "its modules are %s", all);
  return near.best;
}

static pol_status visit_module(pol_checker *c, visits *open, const pol_node *use, pol_map *seen) {
  if (pol_map_get(seen, use->text) != POL_MAP_NONE) return POL_OK;
  if (!pol_map_put(seen, use->text, 1)) return POL_NO_MEMORY;
  size_t length = 0;
  const char *shown = NULL;
  const char *text = pol_stdlib_find(pol_check_text(c, use->text), &length, &shown);
  if (text == NULL) {
    const char *meant = report_no_module(c, use);
    pol_atom name = meant != NULL ? pol_atom_text(c->in->atoms, meant) : 0;
    if (meant != NULL && name == 0) return POL_NO_MEMORY;
    if (name == 0 || pol_map_get(seen, name) != POL_MAP_NONE) return POL_OK;
    if (!pol_map_put(seen, name, 1)) return POL_NO_MEMORY;
    text = pol_stdlib_find(meant, &length, &shown);
  }
  uint32_t file = 0;
  POL_TRY(pol_sources_add(c->in->sources, &file, shown, text, length));
  pol_tree *tree = POL_NEW(c->in->arena, pol_tree);
  if (tree == NULL) return POL_NO_MEMORY;
  POL_TRY(pol_parse_rules(tree, c->in->arena, c->in->atoms, c->in->sources, file, c->in->reports));
  visit *v = POL_VEC_PUSH(c->in->arena, open);
  if (v == NULL) return POL_NO_MEMORY;
  *v = (visit){ tree, file, 0, true };
  return POL_OK;
}

static pol_status add_tree(pol_checker *c, const visit *v) {
  pol_loaded *l = POL_VEC_PUSH(c->in->arena, &c->trees);
  if (l == NULL) return POL_NO_MEMORY;
  *l = (pol_loaded){ v->tree, v->file, v->imported };
  return POL_OK;
}

/* Modules use modules as deep as they like: a list of open ones stands in for recursion. A circle of uses ends at the first that is open. */
static pol_status load_uses(pol_checker *c, const pol_tree *tree, uint32_t file, pol_map *seen) {
  visits open = { 0 };
  visit *first = POL_VEC_PUSH(c->in->arena, &open);
  if (first == NULL) return POL_NO_MEMORY;
  *first = (visit){ tree, file, 0, false };
  while (open.n > 0) {
    visit *v = &open.at[open.n - 1];
    const pol_node *root = v->tree->root;
    if (v->next == root->n) {
      if (v->imported) POL_TRY(add_tree(c, v));
      open.n--;
      continue;
    }
    const pol_node *node = root->kid[v->next++];
    if (pol_is_node(node, POL_N_USE)) POL_TRY(visit_module(c, &open, node, seen));
  }
  return POL_OK;
}

static const pol_node *head_of(const pol_tree *tree) {
  for (uint32_t i = 0; i < tree->root->n; i++) {
    const pol_node *node = tree->root->kid[i];
    if (node->kind == POL_N_POLICY || node->kind == POL_N_AMENDMENT) return node;
  }
  return NULL;
}

/* The same policy or amendment twice: most often a folder that holds the amendment, and the amendment beside it. The second is left out, so that nothing else is said of it. */
static bool given_again(pol_checker *c, uint32_t tree, const pol_node *head) {
  const pol_node *first = NULL;
  for (uint32_t i = 0; i < tree && head != NULL && first == NULL; i++) {
    const pol_node *other = head_of(&c->in->tree[i]);
    if (other != NULL && other->kind == head->kind && other->text == head->text && head->text != 0) first = other;
  }
  if (first == NULL) return false;
  bool policy = head->kind == POL_N_POLICY;
  pol_report *r = pol_report_add(c->in->reports, POL_R_GIVEN_AGAIN, pol_check_name_span(c, head, head->text), "%s %s is given twice", policy ? "policy" : "amendment", pol_check_text(c, head->text));
  pol_report_also(c->in->reports, r, pol_check_name_span(c, first, first->text), "first");
  if (policy) pol_report_help(c->in->reports, r, "name its files once; what changes a policy is an amendment: amendment … of %s", pol_check_text(c, head->text));
  else pol_report_help(c->in->reports, r, "name its file once: among the files of the policy, or with --amend");
  return true;
}

pol_status pol_check_load(pol_checker *c) {
  pol_map seen;
  pol_map_init(&seen, c->in->arena);
  bool policy = false, amendment = false;
  for (uint32_t i = 0; i < c->in->trees; i++) {
    const pol_node *head = head_of(&c->in->tree[i]);
    if (pol_is_node(head, POL_N_POLICY)) policy = true;
    if (pol_is_node(head, POL_N_AMENDMENT)) amendment = true;
    POL_TRY(load_uses(c, &c->in->tree[i], c->in->file[i], &seen));
  }
  c->m->is_amendment = amendment && !policy;
  for (int amendments = 0; amendments <= 1; amendments++) {
    for (uint32_t i = 0; i < c->in->trees; i++) {
      const pol_node *head = head_of(&c->in->tree[i]);
      bool is_amendment = pol_is_node(head, POL_N_AMENDMENT);
      if (is_amendment == (amendments == 1) && !given_again(c, i, head)) POL_TRY(add_tree(c, &(visit){ &c->in->tree[i], c->in->file[i], 0, false }));
    }
  }
  return POL_OK;
}
