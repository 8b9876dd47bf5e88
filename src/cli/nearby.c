/* What was perhaps meant, where a name on the command line leads nowhere: looked for beside it and below it, one folder deep. */
#include "cli/cli.h"
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The folder of a path, with its slash: "" for one without. NULL: no memory. */
static char *folder_of(const char *path, const char **name) {
  const char *slash = strrchr(path, '/');
  size_t n = slash ? (size_t)(slash + 1 - path) : 0;
  char *folder = malloc(n + 1);
  if (!folder) return NULL;
  memcpy(folder, path, n);
  folder[n] = '\0';
  *name = path + n;
  return folder;
}

/* The nearest of the names in a folder: of those as near, the first by bytes, so that the answer is always the same. */
static bool nearest_in(char best[256], const char *folder, const char *name) {
  unsigned most = strlen(name) > 3 ? 3 : 1, closest = most + 1;
  DIR *open = opendir(*folder ? folder : ".");
  if (!open) return false;
  for (struct dirent *entry; (entry = readdir(open)) != NULL;) {
    if (entry->d_name[0] == '.') continue;
    unsigned distance = pol_text_distance(name, entry->d_name, most);
    bool nearer = distance < closest || (distance == closest && distance <= most && strcmp(entry->d_name, best) < 0);
    if (!nearer || distance >= strlen(entry->d_name)) continue;
    closest = distance;
    memcpy(best, entry->d_name, strlen(entry->d_name) + 1); /* a name is at most 255 bytes long */
  }
  closedir(open);
  return closest <= most;
}

void pol_nearby_name(pol_text *out, const char *path) {
  char plain[1024], best[256];
  const char *name;
  size_t n = strlen(path);
  while (n > 1 && path[n - 1] == '/') n--;
  if (n >= sizeof plain) return;
  memcpy(plain, path, n);
  plain[n] = '\0';
  char *folder = folder_of(plain, &name);
  if (folder && *name && nearest_in(best, folder, name)) pol_text_format(out, "; did you mean %s%s?", folder, best);
  free(folder);
}

static bool has_files(const char *path) {
  pol_names files = {0};
  bool any = pol_folder_read(&files, NULL, path) && files.n;
  pol_names_drop(&files);
  return any;
}

void pol_nearby_folders(pol_text *out, const char *path) {
  enum { NAMED = 3 };
  pol_names files = {0}, folders = {0};
  size_t found = 0;
  bool fine = pol_folder_read(&files, &folders, path);
  for (size_t i = 0; i < folders.n && fine && found <= NAMED; i++) {
    if (!has_files(folders.at[i])) continue;
    if (found < NAMED) pol_text_format(out, "%s%s", found ? ", " : "; there are some in ", folders.at[i]);
    else pol_text_add(out, " …");
    found++;
  }
  pol_names_drop(&files);
  pol_names_drop(&folders);
}

/* -- a part for the whole */

static bool has_header(const char *path) {
  pol_bytes bytes;
  bool found = false;
  if (!pol_file_read(&bytes, path)) return true;
  for (const char *line = bytes.at, *end = bytes.at + bytes.n; line && line < end && !found;) {
    size_t left = (size_t)(end - line);
    found = (left > 7 && memcmp(line, "policy ", 7) == 0) || (left > 10 && memcmp(line, "amendment ", 10) == 0);
    const char *newline = memchr(line, '\n', left);
    line = newline ? newline + 1 : NULL;
  }
  free(bytes.at);
  return found;
}

/* An amendment, or a folder of one, was given for the policy: perhaps the policy is below. */
static void add_amendment(pol_text *out, const pol_args *args) {
  pol_suites found;
  bool folder = args->operands == 1 && pol_is_folder(args->operand[0]);
  if (!folder) return;
  bool one = pol_suites_find(&found, (const char *const *)args->operand, 1) && found.n == 1 && found.at[0].amendments.n;
  if (one && strcmp(found.at[0].title, args->operand[0]) != 0)
    pol_text_format(out, "pol: %s holds an amendment; the policy is in %s: pol %s %s --amend %s\n", args->operand[0], found.at[0].title, args->command->name, found.at[0].title, found.at[0].amendments.at[0]);
  pol_suites_drop(&found);
}

void pol_nearby_part(pol_text *out, const pol_args *args) {
  const char *name;
  add_amendment(out, args);
  if (args->operands != 1 || strcmp(args->operand[0], "-") == 0 || pol_is_folder(args->operand[0]) || has_header(args->operand[0])) return;
  char *folder = folder_of(args->operand[0], &name);
  size_t n = folder ? strlen(folder) : 0;
  if (n > 1) folder[n - 1] = '\0'; /* its slash */
  pol_names files = {0};
  bool among_others = folder && pol_folder_read(&files, NULL, n ? folder : ".") && files.n > 1;
  if (among_others) pol_text_format(out, "pol: %s has no policy line: perhaps it is a part of the policy in %s\n", args->operand[0], n ? folder : "this folder, .");
  pol_names_drop(&files);
  free(folder);
}

void pol_nearby_say(const pol_text *part) {
  if (part->n && pol_text_ok(part)) pol_write_all(STDERR_FILENO, part->at, part->n);
}

void pol_nearby_say_part(const pol_args *args) {
  pol_text part;
  pol_text_init(&part, NULL);
  pol_nearby_part(&part, args);
  pol_nearby_say(&part);
  pol_text_drop(&part);
}
