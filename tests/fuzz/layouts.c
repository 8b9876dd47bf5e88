/* Lays out many texts in one process, from standard input: what holds for each is said in tests/format/run.py, which writes them. A group is a line of four lengths in bytes and
 * then four texts: a policy, and the same badly written, milder from text to text. Laid out are the policy and the first of the others that still says the same.
 * Prints a line a fault, "GROUP TEXT what", and at the end how many were laid out and how many of them as badly written as each of the three. */
#include "fuzz/laid_out.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXTS = 4, FAULTS_SHOWN = 100 }; /* whoever feeds us reads at the end only */

/* What is wrong with the layout of a text that was read; NULL: nothing. */
static const char *fault_of(pol_arena *arena, pol_atoms *atoms, const reading *old) {
  pol_text once, twice;
  reading again;
  const char *fault = NULL;
  pol_text_init(&once, NULL);
  pol_text_init(&twice, NULL);
  pol_format_input in = {.sources = &old->sources, .file = old->file, .tree = &old->tree, .atoms = atoms};
  if (pol_format(&once, &in) != POL_OK) fault = "it is not laid out, or would be another";
  else {
    get(&again, arena, atoms, pol_text_get(&once), once.n);
    in = (pol_format_input){.sources = &again.sources, .file = again.file, .tree = &again.tree, .atoms = atoms};
    if (!again.fine || !pol_order_is_same(old->tree.root, again.tree.root)) fault = "the tree is another";
    else if (old->tree.comments.n != again.tree.comments.n) fault = "the comments are others";
    else if (pol_format(&twice, &in) != POL_OK || once.n != twice.n || memcmp(once.at, twice.at, once.n) != 0) fault = "laying out twice is not laying out once";
    else if (!is_tidy(&once)) fault = "spaces at the end of a line, or too many empty lines";
  }
  pol_text_drop(&once);
  pol_text_drop(&twice);
  return fault;
}

typedef struct counts { size_t groups, laid, as[TEXTS], faults; } counts;

static void lay_out(counts *c, char *const text[TEXTS], const size_t length[TEXTS]) {
  pol_arena *arena = pol_arena_new(NULL);
  pol_atoms *atoms = arena ? pol_atoms_new(arena) : NULL;
  reading first = {0};
  for (size_t i = 0; atoms && i < TEXTS; i++) {
    reading r;
    get(&r, arena, atoms, text[i], length[i]);
    if (i == 0) first = r;
    bool same = r.fine && pol_order_is_same(first.tree.root, r.tree.root);
    const char *fault = same ? fault_of(arena, atoms, &r) : i == 0 || i + 1 == TEXTS ? "it has mistakes, or says something else" : NULL;
    if (fault && c->faults++ < FAULTS_SHOWN) printf("%zu %zu %s\n", c->groups, i, fault);
    c->laid += same;
    c->as[i] += same;
    if (i > 0 && same) break;
  }
  if (!atoms) c->faults++;
  pol_arena_drop(arena);
}

static bool read_text(char **out, size_t n) {
  *out = malloc(n + 1);
  return *out && fread(*out, 1, n, stdin) == n;
}

int main(void) {
  counts c = {0};
  size_t length[TEXTS];
  bool fine = true;
  while (fine && scanf("%zu %zu %zu %zu", &length[0], &length[1], &length[2], &length[3]) == TEXTS && getchar() == '\n') {
    char *text[TEXTS] = {0};
    for (size_t i = 0; i < TEXTS && fine; i++) fine = read_text(&text[i], length[i]);
    if (fine) lay_out(&c, text, length);
    for (size_t i = 0; i < TEXTS; i++) free(text[i]);
    c.groups++;
  }
  printf("laid out %zu of %zu: wild %zu, broken %zu, spaced %zu\n", c.laid, c.groups, c.as[1], c.as[2], c.as[3]);
  return c.faults || !fine || !c.groups;
}
