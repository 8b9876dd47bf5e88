/* Preloaded before the program (linked dynamically): calls of the system fail where the environment says so.
 *   POL_FAULT=CALL:N:ERRNO   the n-th (from 0) call of that name fails with this number; CALL:N:ERRNO:ever also all after it
 *   POL_FAULT=CALL:N:short   it and all after it take or give one byte; of reads and writes
 *   POL_CALLS=FILE           at the end, a line a name: how many calls there were
 * close really closes, as the system does, whatever it then says. Memory is a call too: "malloc" is every way in which the program, or the C library for it, asks for it, also for pages of it; other
 * libraries are left alone, as what they do without memory is theirs. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { OPEN, READ, WRITE, FSYNC, RENAME, CLOSE, MKSTEMP, FCHMOD, STAT, FSTAT, ACCESS, REALPATH, LSEEK, OPENDIR, READDIR, UNLINK, DUP, LINK, FOPEN, FWRITE, FCLOSE, MALLOC, CALLS };
static const char *const names[CALLS] = {"open", "read", "write", "fsync", "rename", "close", "mkstemp", "fchmod", "stat", "fstat", "access", "realpath", "lseek", "opendir", "readdir", "unlink", "dup", "link", "fopen", "fwrite", "fclose", "malloc"};

static atomic_ulong calls[CALLS];
static int failing = -1, number, counts = -1;
static unsigned long at;
static int ever, is_short, ready;

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *old, size_t size);

static void read_fault(const char *text) {
  const char *colon = text ? strchr(text, ':') : NULL;
  if (!colon) return;
  for (int i = 0; i < CALLS; i++)
    if (strlen(names[i]) == (size_t)(colon - text) && strncmp(names[i], text, (size_t)(colon - text)) == 0) failing = i;
  char *end;
  at = strtoul(colon + 1, &end, 10);
  is_short = strcmp(end, ":short") == 0;
  number = is_short || *end != ':' ? 0 : (int)strtol(end + 1, &end, 10);
  ever = strcmp(end, ":ever") == 0;
}

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("POL_CALLS");
  enum { FAR = 700 }; /* out of the way of those that the program gets */
  read_fault(getenv("POL_FAULT"));
  if (path) {
    int descriptor = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    counts = (int)syscall(SYS_fcntl, descriptor, F_DUPFD_CLOEXEC, FAR);
    syscall(SYS_close, descriptor);
  }
  ready = 1;
}

__attribute__((destructor)) static void end(void) {
  ready = 0;
  for (int i = 0; i < CALLS && counts >= 0; i++) {
    char line[64];
    int n = snprintf(line, sizeof line, "%s %lu\n", names[i], (unsigned long)calls[i]);
    syscall(SYS_write, counts, line, (size_t)n);
  }
}

/* Counts; whether this one fails, with errno set. */
static int fails(int call) {
  if (!ready) return 0;
  unsigned long now = atomic_fetch_add(&calls[call], 1);
  if (call != failing || is_short || !(now == at || (ever && now > at))) return 0;
  errno = number;
  return 1;
}

static size_t shortened(int call, size_t n) { return failing == call && is_short && calls[call] > at && n > 1 ? 1 : n; }

#define NEXT(type, name, ...) \
  static type (*next)(__VA_ARGS__); \
  if (!next) *(void **)&next = dlsym(RTLD_NEXT, name)

static int opened(const char *path, int flags, mode_t mode) { return fails(OPEN) ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode); }

int open(const char *path, int flags, ...) {
  va_list args;
  va_start(args, flags);
  mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
  va_end(args);
  return opened(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  va_list args;
  va_start(args, flags);
  mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
  va_end(args);
  return opened(path, flags, mode);
}

int __open_2(const char *path, int flags) { return opened(path, flags, 0); }
ssize_t read(int descriptor, void *to, size_t n) { return fails(READ) ? -1 : syscall(SYS_read, descriptor, to, shortened(READ, n)); }
ssize_t __read_chk(int descriptor, void *to, size_t n, size_t room) { return n > room ? (abort(), 0) : read(descriptor, to, n); }
ssize_t pread(int descriptor, void *to, size_t n, off_t from) { return fails(READ) ? -1 : syscall(SYS_pread64, descriptor, to, shortened(READ, n), from); }
ssize_t __pread_chk(int descriptor, void *to, size_t n, off_t from, size_t room) { return n > room ? (abort(), 0) : pread(descriptor, to, n, from); }
int dup(int descriptor) { return fails(DUP) ? -1 : (int)syscall(SYS_dup, descriptor); }
int link(const char *from, const char *to) { return fails(LINK) ? -1 : (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0); }
ssize_t write(int descriptor, const void *from, size_t n) { return fails(WRITE) ? -1 : syscall(SYS_write, descriptor, from, shortened(WRITE, n)); }
int fsync(int descriptor) { return fails(FSYNC) ? -1 : (int)syscall(SYS_fsync, descriptor); }

int rename(const char *from, const char *to) {
  NEXT(int, "rename", const char *, const char *);
  return fails(RENAME) ? -1 : next(from, to);
}

int close(int descriptor) {
  int failed = fails(CLOSE), error = errno, closed = (int)syscall(SYS_close, descriptor);
  if (!failed) return closed;
  errno = error;
  return -1;
}

int mkstemp(char *path) {
  NEXT(int, "mkstemp", char *);
  return fails(MKSTEMP) ? -1 : next(path);
}

int fchmod(int descriptor, mode_t mode) {
  NEXT(int, "fchmod", int, mode_t);
  return fails(FCHMOD) ? -1 : next(descriptor, mode);
}

int stat(const char *path, struct stat *about) {
  NEXT(int, "stat", const char *, struct stat *);
  return fails(STAT) ? -1 : next(path, about);
}

int lstat(const char *path, struct stat *about) {
  NEXT(int, "lstat", const char *, struct stat *);
  return fails(STAT) ? -1 : next(path, about);
}

int fstat(int descriptor, struct stat *about) {
  NEXT(int, "fstat", int, struct stat *);
  return fails(FSTAT) ? -1 : next(descriptor, about);
}

int access(const char *path, int how) {
  NEXT(int, "access", const char *, int);
  return fails(ACCESS) ? -1 : next(path, how);
}

char *realpath(const char *path, char *to) {
  NEXT(char *, "realpath", const char *, char *);
  return fails(REALPATH) ? NULL : next(path, to);
}

off_t lseek(int descriptor, off_t to, int whence) { return fails(LSEEK) ? -1 : syscall(SYS_lseek, descriptor, to, whence); }

DIR *opendir(const char *path) {
  NEXT(DIR *, "opendir", const char *);
  return fails(OPENDIR) ? NULL : next(path);
}

struct dirent *readdir(DIR *folder) {
  NEXT(struct dirent *, "readdir", DIR *);
  return fails(READDIR) ? NULL : next(folder);
}

int unlink(const char *path) {
  NEXT(int, "unlink", const char *);
  return fails(UNLINK) ? -1 : next(path);
}

FILE *fopen(const char *path, const char *how) {
  NEXT(FILE *, "fopen", const char *, const char *);
  return fails(FOPEN) ? NULL : next(path, how);
}

FILE *fopen64(const char *path, const char *how) {
  NEXT(FILE *, "fopen64", const char *, const char *);
  return fails(FOPEN) ? NULL : next(path, how);
}

/* As a stream that met an error is: nothing is taken, and the stream remembers. */
size_t fwrite(const void *from, size_t size, size_t n, FILE *to) {
  enum { REMEMBERS = 0x20 }; /* the C library's own mark */
  NEXT(size_t, "fwrite", const void *, size_t, size_t, FILE *);
  if (!fails(FWRITE)) return next(from, size, n, to);
  to->_flags |= REMEMBERS;
  return 0;
}

int fclose(FILE *stream) {
  NEXT(int, "fclose", FILE *);
  int failed = fails(FCLOSE), error = errno, closed = next(stream);
  if (!failed) return closed;
  errno = error;
  return EOF;
}

/* ---- memory ---- */

typedef struct stretch { uintptr_t from, to; } stretch;
static stretch ours[8];
static int stretches;

static int take_object(struct dl_phdr_info *object, size_t size, void *first) {
  int wanted = *(int *)first || strstr(object->dlpi_name, "/libc.so") != NULL; /* the program comes first */
  (void)size;
  *(int *)first = 0;
  for (int i = 0; i < object->dlpi_phnum && wanted; i++) {
    const ElfW(Phdr) *p = &object->dlpi_phdr[i];
    if (p->p_type == PT_LOAD && (p->p_flags & PF_X) && stretches < 8) ours[stretches++] = (stretch){object->dlpi_addr + p->p_vaddr, object->dlpi_addr + p->p_vaddr + p->p_memsz};
  }
  return 0;
}

__attribute__((constructor)) static void look_at_objects(void) {
  int first = 1;
  dl_iterate_phdr(take_object, &first);
}

static int runs_out(const void *from) {
  for (int i = 0; i < stretches; i++)
    if ((uintptr_t)from >= ours[i].from && (uintptr_t)from < ours[i].to) return fails(MALLOC);
  return 0;
}

#define CALLER __builtin_extract_return_addr(__builtin_return_address(0))
void *malloc(size_t size) { return runs_out(CALLER) ? NULL : __libc_malloc(size); }
void *calloc(size_t n, size_t size) { return runs_out(CALLER) ? NULL : __libc_calloc(n, size); }
void *realloc(void *old, size_t size) { return runs_out(CALLER) ? NULL : __libc_realloc(old, size); }

void *mmap(void *wanted, size_t size, int rights, int how, int descriptor, off_t from) {
  if ((how & MAP_ANONYMOUS) && runs_out(CALLER)) return MAP_FAILED;
  return (void *)syscall(SYS_mmap, wanted, size, rights, how, descriptor, from);
}
