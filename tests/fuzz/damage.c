/* Every policy damaged at every byte, in one process: cut off there, and a bit flipped. Each must end in reports or success, also when the reports are rendered; sanitizers
 * and leak checks watch. usage: damage STEP FILE… — STEP 1 is every byte, 7 every seventh, from a place that differs from file to file;
 * in long files the step is longer, since each try takes longer there. Prints 'N passed, N failed'. */
#include "pol.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BYTES_OF_A_STEP = 8192 };

static char *load(const char *path, size_t *length) {
  FILE *f = fopen(path, "rb");
  if (!f) return NULL;
  fseek(f, 0, SEEK_END);
  long n = ftell(f);
  rewind(f);
  char *text = n >= 0 ? malloc((size_t)n + 1) : NULL;
  if (text && fread(text, 1, (size_t)n, f) != (size_t)n) {
    free(text);
    text = NULL;
  }
  fclose(f);
  *length = (size_t)n;
  return text;
}

/* Whether checking the text ends in an answer that makes sense: clean, or with reports that can be shown. */
static bool survives(const char *text, size_t length) {
  pol_session *s;
  if (pol_session_new(&s, NULL) != POL_DONE) return false;
  bool fine = pol_session_add(s, "damaged.pol", text, length) != POL_OUT_OF_MEMORY;
  pol_result checked = fine ? pol_session_check(s) : POL_OUT_OF_MEMORY;
  size_t errors, warnings, notes;
  pol_session_counts(s, &errors, &warnings, &notes);
  fine = fine && (checked == POL_DONE || ((checked == POL_BAD_NEWS || checked == POL_COULD_NOT) && errors + warnings + notes > 0));
  pol_string out = {0};
  pol_view view = {0};
  fine = fine && pol_render_reports(&out, s, &view) != POL_OUT_OF_MEMORY;
  pol_string_drop(&out);
  pol_session_drop(s);
  return fine;
}

static size_t damage(const char *path, size_t step, size_t start, size_t *failed) {
  size_t length, tried = 0;
  char *text = load(path, &length);
  if (!text) {
    printf("%s cannot be read\n", path);
    ++*failed;
    return 1;
  }
  step *= 1 + length / BYTES_OF_A_STEP;
  for (size_t i = start % step; i < length; i += step) {
    char kept = text[i];
    char *cut = malloc(i + 1); /* of its own size, so that reading past its end is seen */
    if (!cut) break;
    memcpy(cut, text, i);
    bool whole = survives(cut, i);
    free(cut);
    text[i] = (char)(kept ^ (1 << (i % 8)));
    bool flipped = survives(text, length);
    text[i] = kept;
    tried += 2;
    if (!whole) printf("%s cut off at byte %zu\n", path, i), ++*failed;
    if (!flipped) printf("%s with byte %zu flipped\n", path, i), ++*failed;
  }
  free(text);
  return tried;
}

int main(int n, char **arg) {
  if (n < 3) return 2;
  size_t step = (size_t)strtoul(arg[1], NULL, 10), tried = 0, failed = 0;
  for (int i = 2; i < n; i++) tried += damage(arg[i], step ? step : 1, (size_t)i * 3, &failed);
  printf("%zu passed, %zu failed\n", tried - failed, failed);
  return failed ? 1 : 0;
}
