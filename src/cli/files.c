/* Files and folders, read and written with no more calls than it takes. */
#define _POSIX_C_SOURCE 200809L
#include "cli/cli.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* -- out */

bool pol_write_all(int descriptor, const char *bytes, size_t n) {
  while (n) {
    ssize_t written = write(descriptor, bytes, n);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes += written;
    n -= (size_t)written;
  }
  return true;
}

int pol_open(const char *path, int flags) {
  int descriptor;
  do descriptor = open(path, flags | O_CLOEXEC);
  while (descriptor < 0 && errno == EINTR);
  return descriptor;
}

bool pol_sync(int descriptor) {
  int done;
  do done = fsync(descriptor);
  while (done != 0 && errno == EINTR);
  return done == 0;
}

/* A close that is interrupted has closed, and by then somebody else may have the number. */
bool pol_close(int descriptor) { return close(descriptor) == 0 || errno == EINTR; }

void pol_say(const char *format, ...) {
  pol_text t;
  va_list args;
  pol_text_init(&t, NULL);
  pol_text_add(&t, "pol: ");
  va_start(args, format);
  pol_text_vformat(&t, format, args);
  va_end(args);
  for (size_t i = 0; i < t.n; i++) /* a name from outside must not speak to the terminal */
    if ((unsigned char)t.at[i] < ' ' || t.at[i] == 127) t.at[i] = '?';
  pol_text_char(&t, '\n');
  static const char instead[] = "pol: out of memory\n";
  if (pol_text_ok(&t)) pol_write_all(STDERR_FILENO, t.at, t.n);
  else pol_write_all(STDERR_FILENO, instead, sizeof instead - 1);
  pol_text_drop(&t);
}

static pol_exit write_out(const char *bytes, size_t n, pol_exit status) {
  if (!n || pol_write_all(STDOUT_FILENO, bytes, n)) return status;
  if (errno == EPIPE) return POL_EXIT_NO_READER;
  pol_say("the result could not be written: %s", strerror(errno));
  return POL_EXIT_COULD_NOT;
}

pol_exit pol_write_text(pol_text *result, pol_exit status) {
  if (pol_text_ok(result)) status = write_out(pol_text_get(result), result->n, status);
  else status = pol_exit_of(POL_OUT_OF_MEMORY);
  pol_text_drop(result);
  return status;
}

pol_exit pol_write_result(pol_string *result, pol_exit status) {
  status = write_out(result->text, result->text ? result->length : 0, status);
  pol_string_drop(result);
  return status;
}

/* -- in */

bool pol_say_unreadable(const char *path, int error) {
  const char *why = error == ENOENT ? "there is no such file" : error == EISDIR ? "it is a folder" : strerror(error);
  pol_text nearest;
  pol_text_init(&nearest, NULL);
  if (error == ENOENT) pol_nearby_name(&nearest, path);
  pol_say("%s cannot be read: %s (POL1001)%s", path, why, pol_text_get(&nearest));
  pol_text_drop(&nearest);
  return false;
}

/* Reads to the end, into room for `expected` bytes at first; one more byte is asked for, so that a file of that size ends without another
 * buffer. */
static bool read_whole(pol_bytes *out, int descriptor, size_t expected) {
  size_t cap = expected + 1;
  *out = (pol_bytes){malloc(cap), 0};
  while (out->at) {
    if (out->n == cap) {
      char *more = cap < SIZE_MAX / 2 ? realloc(out->at, cap *= 2) : NULL;
      if (!more) break;
      out->at = more;
    }
    ssize_t n = read(descriptor, out->at + out->n, cap - out->n);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) break;
    if (n == 0) return true;
    out->n += (size_t)n;
  }
  int error = out->at ? errno : ENOMEM;
  free(out->at);
  *out = (pol_bytes){0};
  errno = error;
  return false;
}

bool pol_file_open(int *descriptor, const char *path) {
  struct stat about;
  *descriptor = pol_open(path, O_RDONLY);
  bool fine = *descriptor >= 0 && fstat(*descriptor, &about) == 0;
  if (fine && S_ISDIR(about.st_mode)) errno = EISDIR, fine = false;
  if (fine) return true;
  int error = errno;
  if (*descriptor >= 0) close(*descriptor);
  return pol_say_unreadable(path, error);
}

bool pol_file_read(pol_bytes *out, const char *path) {
  bool standard = strcmp(path, "-") == 0;
  int descriptor = STDIN_FILENO;
  *out = (pol_bytes){0};
  if (!standard && !pol_file_open(&descriptor, path)) return false;
  struct stat about;
  bool fine = fstat(descriptor, &about) == 0;
  if (fine && S_ISDIR(about.st_mode)) errno = EISDIR, fine = false;
  enum { UNKNOWN_SIZE = 65536 };
  fine = fine && read_whole(out, descriptor, S_ISREG(about.st_mode) && about.st_size > 0 ? (size_t)about.st_size : UNKNOWN_SIZE);
  int error = errno;
  if (!standard) close(descriptor);
  return fine || pol_say_unreadable(standard ? "standard input" : path, error);
}

/* -- folders */

/* Not a link to one: links may lead in circles. What is gone by now is none. false: it cannot be seen, with errno. */
static bool look_for_folder(bool *out, const char *path) {
  struct stat about;
  int looked = lstat(path, &about);
  *out = looked == 0 && S_ISDIR(about.st_mode);
  return looked == 0 || errno == ENOENT;
}

bool pol_is_folder(const char *path) {
  struct stat about;
  return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

void pol_names_drop(pol_names *names) {
  for (size_t i = 0; i < names->n; i++) free(names->at[i]);
  free(names->at);
  *names = (pol_names){0};
}

static bool add_name(pol_names *names, const char *folder, const char *name) {
  if (names->n == names->cap) {
    size_t cap = names->cap ? names->cap * 2 : 16;
    char **more = realloc(names->at, cap * sizeof *more);
    if (!more) return false;
    names->at = more;
    names->cap = cap;
  }
  size_t length = strlen(folder);
  while (length > 1 && folder[length - 1] == '/') length--;
  bool here = length == 1 && *folder == '.';
  char *whole = malloc(length + strlen(name) + 2);
  if (!whole) return false;
  char *end = whole;
  if (!here) {
    memcpy(end, folder, length);
    end += length;
    if (folder[length - 1] != '/') *end++ = '/';
  }
  memcpy(end, name, strlen(name) + 1);
  names->at[names->n++] = whole;
  return true;
}

static int by_bytes(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static bool ends_in_pol(const char *name) {
  size_t n = strlen(name);
  return n > 4 && strcmp(name + n - 4, ".pol") == 0;
}

/* Files of a folder whose names end in .pol, and, where folders is not NULL, its folders; names that begin with a dot and links to folders are left out. false, with errno: these are not all. */
static bool read_entries(pol_names *files, pol_names *folders, DIR *open, const char *path) {
  for (struct dirent *entry; errno = 0, (entry = readdir(open)) != NULL;) {
    if (entry->d_name[0] == '.') continue;
    if (ends_in_pol(entry->d_name)) {
      if (!add_name(files, path, entry->d_name)) return false;
      continue;
    }
    if (!folders) continue;
    if (!add_name(folders, path, entry->d_name)) return false;
    bool is_folder;
    if (!look_for_folder(&is_folder, folders->at[folders->n - 1])) return false;
    if (!is_folder) free(folders->at[--folders->n]);
  }
  return errno == 0;
}

bool pol_folder_read(pol_names *files, pol_names *folders, const char *path) {
  DIR *open = opendir(path);
  if (!open) return pol_say_unreadable(path, errno);
  bool fine = read_entries(files, folders, open, path);
  int error = errno;
  closedir(open);
  if (!fine) {
    pol_names_drop(files); /* a part of a policy is another policy */
    if (folders) pol_names_drop(folders);
    return pol_say_unreadable(path, error);
  }
  if (files->n) qsort(files->at, files->n, sizeof *files->at, by_bytes);
  if (folders && folders->n) qsort(folders->at, folders->n, sizeof *folders->at, by_bytes);
  return true;
}

/* Whether a file of the list is this one, by whatever name: a folder and a file in it may be given together. */
static bool has_file(const pol_names *names, const char *path) {
  struct stat one, other;
  if (strcmp(path, "-") == 0 || stat(path, &one) != 0) return false;
  for (size_t i = 0; i < names->n; i++)
    if (stat(names->at[i], &other) == 0 && one.st_dev == other.st_dev && one.st_ino == other.st_ino) return true;
  return false;
}

static bool say_no_memory(void) { return pol_say("out of memory"), false; }

bool pol_names_add(pol_names *names, const char *name) { return add_name(names, ".", name) || say_no_memory(); }

/* The .pol files of a folder, and those of the folders in it when `below`. The recursion is as deep as the folders are, which the file system limits. */
static bool add_folder(pol_names *out, const char *path, bool below, unsigned depth) {
  enum { DEEPEST = 100 };
  pol_names files = {0}, folders = {0};
  if (depth > DEEPEST) return pol_say("%s: folders are nested more than %d deep", path, DEEPEST), false;
  bool fine = pol_folder_read(&files, below ? &folders : NULL, path);
  for (size_t i = 0; i < files.n && fine; i++) fine = pol_names_add(out, files.at[i]);
  for (size_t i = 0; i < folders.n && fine; i++) fine = add_folder(out, folders.at[i], below, depth + 1);
  pol_names_drop(&files);
  pol_names_drop(&folders);
  return fine;
}

static bool say_no_policy(const char *folder) {
  pol_text folders;
  pol_text_init(&folders, NULL);
  pol_nearby_folders(&folders, folder);
  pol_say("the folder %s has no .pol file%s", folder, pol_text_get(&folders));
  pol_text_drop(&folders);
  return false;
}

static bool add_operand(pol_names *out, const char *path, bool below, bool alone) {
  if (strcmp(path, "-") == 0 || !pol_is_folder(path)) return has_file(out, path) || pol_names_add(out, path);
  if (alone) return add_folder(out, path, below, 0) && (out->n || say_no_policy(path));
  pol_names inside = {0};
  bool fine = add_folder(&inside, path, below, 0);
  if (fine && !inside.n) fine = say_no_policy(path);
  for (size_t i = 0; i < inside.n && fine; i++) fine = has_file(out, inside.at[i]) || pol_names_add(out, inside.at[i]);
  pol_names_drop(&inside);
  return fine;
}

bool pol_files_of(pol_names *out, const pol_args *args, bool below) {
  for (size_t i = 0; i < args->operands; i++)
    if (!add_operand(out, args->operand[i], below, args->operands == 1)) return false;
  return true;
}
