#include "syntax/dump.h"
#include <string.h>

/* The next slot in a "title? *line" list: its name in `name` (room for 32), whether it is a list; false at the end. */
static bool next_slot(const char **slots, char name[32], bool *list) {
  while (**slots == ' ') ++*slots;
  *list = **slots == '*';
  if (*list) ++*slots;
  size_t n = strcspn(*slots, " ?");
  if (!n || n >= 32) return false;
  memcpy(name, *slots, n);
  name[n] = '\0';
  *slots += n;
  if (**slots == '?') ++*slots;
  return true;
}

static void dump_or_null(pol_json *to, const pol_node *node, const pol_source *source, const pol_atoms *atoms) {
  if (node) pol_tree_dump(to, node, source, atoms);
  else pol_json_null(to);
}

/* Recursion as deep as the tree is high, which the parser has limited. */
void pol_tree_dump(pol_json *to, const pol_node *node, const pol_source *source, const pol_atoms *atoms) {
  pol_place place = pol_source_place(source, node->span.start);
  pol_json_object(to);
  pol_json_key(to, "kind");
  pol_json_string(to, pol_node_name((pol_node_kind)node->kind));
  pol_json_key(to, "text");
  if (node->text) pol_json_string_n(to, pol_atom_get(atoms, node->text), pol_atom_length(atoms, node->text));
  else pol_json_null(to);
  pol_json_key(to, "line");
  pol_json_int(to, place.line);
  pol_json_key(to, "column");
  pol_json_int(to, place.column);
  const char *slots = pol_node_slots((pol_node_kind)node->kind);
  char name[32];
  bool list;
  for (uint32_t i = 0; next_slot(&slots, name, &list); i++) {
    pol_json_key(to, name);
    if (!list) {
      dump_or_null(to, i < node->n ? node->kid[i] : NULL, source, atoms);
      continue;
    }
    pol_json_array(to);
    for (; i < node->n; i++) dump_or_null(to, node->kid[i], source, atoms);
    pol_json_array_end(to);
  }
  pol_json_object_end(to);
}
