/* pol fmt. Every text that is read without an error can be laid out; what comes out has the same tree and as many comments, is tidy, and stays as it is when it is laid out again. What it means
 * is the same, too: the compiled program, word by word. */
#include "fuzz/fuzz.h"
#include "fuzz/laid_out.h"

static void lay_out(pol_text *out, const reading *r, pol_atoms *atoms) {
  pol_format_input in = {.sources = &r->sources, .file = r->file, .tree = &r->tree, .atoms = atoms};
  FUZZ_HOLDS(pol_format(out, &in) == POL_OK, "a text without errors can be laid out, and says the same then");
}

static bool program(fuzz_text *out, const char *text, size_t n) {
  pol_session *s = fuzz_session();
  pol_string shown;
  bool fine = pol_session_add(s, "a.pol", text, n) == POL_DONE && pol_session_check(s) == POL_DONE && pol_render_program(&shown, s) == POL_DONE;
  if (fine) {
    fuzz_add(out, shown.text, shown.length);
    pol_string_drop(&shown);
  }
  pol_session_drop(s);
  return fine;
}

static void hold_meaning(const char *before, size_t n, const pol_text *after) {
  fuzz_text one = {0}, other = {0};
  bool fine = program(&one, before, n);
  FUZZ_HOLDS(fine == program(&other, after->at, after->n), "laid out, it has errors if it had some");
  if (fine) fuzz_hold_same("the programs before and after", &one, &other);
  fuzz_free(&one);
  fuzz_free(&other);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  pol_arena *arena = pol_arena_new(NULL);
  pol_atoms *atoms = arena ? pol_atoms_new(arena) : NULL;
  reading first, again;
  if (!atoms) abort();
  get(&first, arena, atoms, (const char *)data, n);
  if (first.fine) {
    pol_text once, twice;
    pol_text_init(&once, NULL);
    pol_text_init(&twice, NULL);
    lay_out(&once, &first, atoms);
    get(&again, arena, atoms, pol_text_get(&once), once.n);
    FUZZ_HOLDS(again.fine && pol_order_is_same(first.tree.root, again.tree.root), "the tree is the same, but for the order of qualifiers");
    FUZZ_HOLDS(first.tree.comments.n == again.tree.comments.n, "there are as many comments");
    lay_out(&twice, &again, atoms);
    fuzz_hold_same("laying out once and twice", &(fuzz_text){.at = once.at, .n = once.n}, &(fuzz_text){.at = twice.at, .n = twice.n});
    FUZZ_HOLDS(is_tidy(&once), "no spaces at the ends of lines, and not too many empty lines");
    hold_meaning((const char *)data, n, &once);
    pol_text_drop(&once);
    pol_text_drop(&twice);
  }
  pol_arena_drop(arena);
  return 0;
}
