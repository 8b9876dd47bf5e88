/* check --fix: what is wrong and can be mended for sure is mended; what remains is for `check` to show. */
#include "cli/cli.h"
#include <stdlib.h>
#include <string.h>

enum { ROUNDS_MOST = 10 }; /* mending one thing may uncover another */

typedef struct fixing {
  pol_names files;
  const char **date; /* of those that are amendments: "" where none is said */
  pol_bytes *text;
  size_t *mended; /* by file */
} fixing;

static bool read_files(fixing *f, const pol_args *args) {
  if (!pol_files_of(&f->files, args, false)) return false;
  size_t policy = f->files.n;
  for (size_t i = 0; i < args->amends; i++)
    if (!pol_names_add(&f->files, args->amend[i])) return false;
  f->date = calloc(f->files.n, sizeof *f->date);
  f->text = calloc(f->files.n, sizeof *f->text);
  f->mended = calloc(f->files.n, sizeof *f->mended);
  if (!f->date || !f->text || !f->mended) return pol_say("out of memory"), false;
  for (size_t i = policy; i < f->files.n; i++) {
    f->date[i] = pol_amend_split(f->files.at[i]);
    if (!f->date[i]) f->date[i] = "";
  }
  for (size_t i = 0; i < f->files.n; i++) {
    if (strcmp(f->files.at[i], "-") == 0) return pol_say("--fix writes files, and standard input (-) is none"), false;
    if (!pol_file_read(&f->text[i], f->files.at[i])) return false;
  }
  return true;
}

static pol_exit check(pol_session **s, const fixing *f) {
  pol_exit status = pol_exit_of(pol_session_new(s, NULL));
  for (size_t i = 0; i < f->files.n && status == POL_EXIT_DONE; i++)
    status = f->date[i] ? pol_policy_amend(*s, f->files.at[i], f->date[i], f->text[i]) : pol_exit_of(pol_session_add(*s, f->files.at[i], f->text[i].at, f->text[i].n));
  return status == POL_EXIT_DONE ? pol_exit_of(pol_session_check(*s)) : status;
}

static bool keep(pol_bytes *text, pol_string *mended) {
  char *copy = malloc(mended->length + 1);
  if (!copy) return pol_say("out of memory"), false;
  memcpy(copy, mended->text, mended->length + 1);
  free(text->at);
  text->at = copy;
  text->n = mended->length;
  return true;
}

/* What a round mends, in all files. false: it could not be done. */
static bool mend(fixing *f, pol_session *s, bool *any) {
  bool fine = true;
  *any = false;
  for (size_t i = 0; i < f->files.n && fine; i++) {
    pol_string text;
    size_t n = 0;
    fine = pol_exit_of(pol_render_mended(&text, s, i, &n)) == POL_EXIT_DONE;
    if (fine && n) fine = keep(&f->text[i], &text);
    pol_string_drop(&text);
    f->mended[i] += n;
    *any = *any || n;
  }
  return fine;
}

static pol_exit write_files(const fixing *f) {
  pol_exit status = POL_EXIT_DONE;
  size_t all = 0;
  for (size_t i = 0; i < f->files.n; i++) {
    all += f->mended[i];
    if (!f->mended[i]) continue;
    if (pol_file_replace(f->files.at[i], f->text[i])) pol_say("%s: %zu mended", f->files.at[i], f->mended[i]);
    else status = POL_EXIT_COULD_NOT;
  }
  if (!all) pol_say("there is nothing that can be mended for sure");
  return status;
}

static pol_exit fix(pol_session **s, fixing *f, const pol_args *args) {
  if (!read_files(f, args)) return POL_EXIT_COULD_NOT;
  pol_sandbox_write(args->sandbox, &(pol_kept){.at = (const char *const *)f->files.at, .n = f->files.n});
  for (int round = 0;; round++) {
    bool any = false;
    pol_session_drop(*s);
    *s = NULL;
    pol_exit status = check(s, f);
    if (status == POL_EXIT_COULD_NOT) {
      if (*s) pol_policy_say_reports(*s, args);
      return status;
    }
    if (round < ROUNDS_MOST && !mend(f, *s, &any)) return POL_EXIT_COULD_NOT;
    if (!any) return write_files(f) == POL_EXIT_DONE ? status : POL_EXIT_COULD_NOT;
  }
}

pol_exit pol_fix_open(pol_session **out, const pol_args *args) {
  fixing f = {0};
  *out = NULL;
  pol_exit status = fix(out, &f, args);
  for (size_t i = 0; f.text && i < f.files.n; i++) free(f.text[i].at);
  free(f.date);
  free(f.text);
  free(f.mended);
  pol_names_drop(&f.files);
  if (status != POL_EXIT_COULD_NOT) return status;
  pol_session_drop(*out);
  *out = NULL;
  return status;
}
