/* Which files make a policy, and which amendments belong to it: for commands that look through folders. */
#define _POSIX_C_SOURCE 200809L
#include "cli/cli.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* -- what a file declares itself to be: by a line that begins so */

typedef enum kind { HEAD_NONE, HEAD_POLICY, HEAD_AMENDMENT } kind;
typedef struct header { kind kind; char policy[64]; } header; /* policy: its name, or that of what is amended; "" where it is not on the line */

static void take_name(header *out, const char *at, const char *end) {
  size_t n = 0;
  while (at < end && *at == ' ') at++;
  while (at + n < end && at[n] != ' ' && at[n] != '\n' && at[n] != '\r' && n + 1 < sizeof out->policy) n++;
  memcpy(out->policy, at, n);
  out->policy[n] = '\0';
}

static void read_line(header *out, const char *line, const char *end) {
  static const char policy[] = "policy ", amendment[] = "amendment ", of[] = " of ";
  size_t n = (size_t)(end - line);
  if (n > sizeof policy && memcmp(line, policy, sizeof policy - 1) == 0) {
    out->kind = HEAD_POLICY;
    take_name(out, line + sizeof policy - 1, end);
  }
  if (n <= sizeof amendment || memcmp(line, amendment, sizeof amendment - 1) != 0) return;
  out->kind = HEAD_AMENDMENT;
  for (const char *at = end - (sizeof of - 1); at > line; at--) /* the last: a title may have the word too */
    if (memcmp(at, of, sizeof of - 1) == 0) {
      take_name(out, at + sizeof of - 1, end);
      return;
    }
}

static bool read_head(header *out, const char *path) {
  pol_bytes bytes;
  *out = (header){0};
  if (!pol_file_read(&bytes, path)) return false;
  const char *line = bytes.at, *end = bytes.at + bytes.n;
  while (line < end && out->kind == HEAD_NONE) {
    const char *newline = memchr(line, '\n', (size_t)(end - line)), *stop = newline ? newline : end;
    read_line(out, line, stop);
    line = newline ? newline + 1 : end;
  }
  free(bytes.at);
  return true;
}

/* -- finding */

static bool no_memory(void) { return pol_say("out of memory"), false; }

static pol_suite *add_suite(pol_suites *s, const char *title, const header *of) {
  if (s->n == s->cap) {
    size_t cap = s->cap ? 2 * s->cap : 8;
    pol_suite *more = realloc(s->at, cap * sizeof *more);
    if (!more) return no_memory(), NULL;
    s->at = more;
    s->cap = cap;
  }
  pol_suite *new = &s->at[s->n];
  *new = (pol_suite){.title = strdup(title)};
  if (!new->title) return no_memory(), NULL;
  memcpy(new->policy, of->policy, sizeof new->policy);
  s->n++;
  return new;
}

/* Those found since `first` that are of the policy get the amendment, on top of those that they have. */
static bool attach(pol_suites *s, size_t first, const char *path, const char *policy, bool *fine) {
  bool any = false;
  for (size_t i = first; i < s->n; i++) {
    if (strcmp(s->at[i].policy, policy) != 0) continue;
    any = true;
    *fine = pol_names_add(&s->at[i].amendments, path) && *fine;
  }
  return any;
}

/* Files of one folder, or named together: one policy where just one has the head of one, else each is one. Amendments are put aside. Where one cannot be read, nobody knows what the others are. */
static bool add_files(pol_suites *s, const pol_names *files, const char *title, bool together, pol_names *amendments) {
  pol_names own = {0};
  size_t policies = 0;
  header name = {0}, h;
  bool fine = true;
  for (size_t i = 0; i < files->n; i++) {
    if (strcmp(files->at[i], "-") == 0) h = (header){0};
    else if (!read_head(&h, files->at[i])) {
      fine = false;
      continue;
    }
    if (h.kind == HEAD_POLICY) policies++, name = h;
    fine = pol_names_add(h.kind == HEAD_AMENDMENT ? amendments : &own, files->at[i]) && fine;
  }
  if (!fine) return pol_names_drop(&own), false;
  bool one = own.n && (policies == 1 || together);
  pol_suite *suite = one ? add_suite(s, title, &name) : NULL;
  for (size_t i = 0; i < own.n; i++) {
    if (!one && read_head(&h, own.at[i])) suite = add_suite(s, own.at[i], &h);
    fine = suite && pol_names_add(&suite->files, own.at[i]) && fine;
  }
  pol_names_drop(&own);
  return fine;
}

/* An amendment amends the policy of its own folder, or of one below it. The recursion is as deep as the folders are, which the file system limits. */
static bool add_folder(pol_suites *s, const char *path, unsigned depth) {
  enum { DEEPEST = 100 }; /* a link to a folder above would go on for ever */
  pol_names files = {0}, folders = {0}, amendments = {0};
  size_t first = s->n;
  header h;
  if (depth > DEEPEST) return pol_say("%s: folders are nested more than %d deep", path, DEEPEST), false;
  bool fine = pol_folder_read(&files, &folders, path);
  fine = add_files(s, &files, path, false, &amendments) && fine;
  for (size_t i = 0; i < folders.n; i++) fine = add_folder(s, folders.at[i], depth + 1) && fine;
  for (size_t i = 0; i < amendments.n; i++) {
    if (!read_head(&h, amendments.at[i])) fine = false;
    else if (!attach(s, first, amendments.at[i], h.policy, &fine)) fine = pol_names_add(&s->loose, amendments.at[i]) && fine;
  }
  pol_names_drop(&files);
  pol_names_drop(&folders);
  pol_names_drop(&amendments);
  return fine;
}

/* Amendments of other folders, and those named by themselves: of any policy that was found. Where there is just one policy, pol itself says what is wrong with them. */
static bool attach_named(pol_suites *s, const pol_names *named) {
  pol_names left = {0};
  bool fine = true;
  for (int pass = 0; pass < 2; pass++) {
    const pol_names *list = pass == 0 ? named : &s->loose;
    for (size_t i = 0; i < list->n; i++) {
      header h;
      bool one = pass == 0 && s->n == 1;
      if (!one && !read_head(&h, list->at[i])) fine = false;
      else if (one) fine = pol_names_add(&s->at[0].amendments, list->at[i]) && fine;
      else if (!attach(s, 0, list->at[i], h.policy, &fine)) fine = pol_names_add(&left, list->at[i]) && fine;
    }
  }
  pol_names_drop(&s->loose);
  s->loose = left;
  return fine;
}

bool pol_suites_find(pol_suites *out, const char *const *path, size_t n) {
  pol_names files = {0}, amendments = {0};
  bool fine = true;
  size_t folders = 0;
  *out = (pol_suites){0};
  for (size_t i = 0; i < n; i++) {
    if (pol_is_folder(path[i])) fine = add_folder(out, path[i], 0) && fine, folders++;
    else fine = pol_names_add(&files, path[i]) && fine;
  }
  fine = add_files(out, &files, n ? path[0] : "", folders == 0, &amendments) && fine;
  if (folders == 0 && out->n) out->at[0].title[0] = '\0'; /* whoever named the files knows them */
  fine = attach_named(out, &amendments) && fine;
  pol_names_drop(&files);
  pol_names_drop(&amendments);
  return fine;
}

/* --amend: of the only policy, or of the one that it says it amends. */
bool pol_suites_amend(pol_suites *s, const char *const *given, size_t n) {
  bool fine = true;
  for (size_t i = 0; i < n; i++) {
    if (s->n == 1) {
      fine = pol_names_add(&s->at[0].amendments, given[i]) && fine;
      continue;
    }
    char *file = strdup(given[i]);
    header h;
    if (!file) return no_memory();
    (void)pol_amend_split(file);
    bool read = read_head(&h, file);
    size_t before = s->n;
    if (!read || !attach(s, 0, given[i], h.policy, &fine) || before == 0) {
      if (read) pol_say("--amend %s: no policy called %s is among what is named", file, h.policy);
      fine = false;
    }
    free(file);
  }
  return fine;
}

void pol_suites_drop(pol_suites *s) {
  for (size_t i = 0; i < s->n; i++) {
    pol_names_drop(&s->at[i].files);
    pol_names_drop(&s->at[i].amendments);
    free(s->at[i].title);
  }
  free(s->at);
  pol_names_drop(&s->loose);
  *s = (pol_suites){0};
}
