/* What the program gives up, so that a mistake in it, met by a file made for the purpose, has nowhere to go: at once, new privileges, other programs and sockets (seccomp), and writing to any
 * folder but those that the command writes to (Landlock); once all it needs is open, every file by name. What a system does not have is passed over: --verbose says what was given up.
 * Linux alone; not in builds with sanitizers or for coverage, which open files of their own at the end. */
#define _GNU_SOURCE
#include "cli/cli.h"
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined POL_SANDBOX && defined __linux__ && __has_include(<linux/landlock.h>) && __has_include(<linux/seccomp.h>) && (defined __x86_64__ || defined __aarch64__)
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

/* -- calls */

#ifdef __x86_64__
#define OUR_MACHINE AUDIT_ARCH_X86_64
#else
#define OUR_MACHINE AUDIT_ARCH_AARCH64
#endif
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define ANSWER(what) BPF_STMT(BPF_RET | BPF_K, what)
#define DENIED ANSWER(SECCOMP_RET_ERRNO | EPERM)
#define DENY(call) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_##call, 0, 1), DENIED

/* Threads are started by clone3, whose flags a filter cannot see; without it the C library starts them by clone, whose flags it can. */
static bool give_up_calls(void) {
  struct sock_filter filter[] = {
      LOAD(arch), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OUR_MACHINE, 1, 0), ANSWER(SECCOMP_RET_KILL_PROCESS),
      LOAD(nr),
#ifdef __x86_64__
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000 /* calls of the x32 kind */, 0, 1), DENIED,
      DENY(fork), DENY(vfork),
#endif
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone3, 0, 1), ANSWER(SECCOMP_RET_ERRNO | ENOSYS),
      DENY(execve), DENY(execveat),
      DENY(socket), DENY(socketpair), DENY(connect), DENY(bind), DENY(listen), DENY(accept), DENY(accept4), DENY(sendto), DENY(sendmsg), DENY(sendmmsg), DENY(recvfrom), DENY(recvmsg), DENY(recvmmsg),
      DENY(ptrace), DENY(process_vm_readv), DENY(process_vm_writev), DENY(kcmp), DENY(pidfd_getfd),
      DENY(io_uring_setup), DENY(bpf), DENY(perf_event_open), DENY(userfaultfd), DENY(keyctl), DENY(add_key), DENY(request_key),
      DENY(mount), DENY(umount2), DENY(pivot_root), DENY(chroot), DENY(unshare), DENY(setns), DENY(open_by_handle_at), DENY(init_module), DENY(finit_module), DENY(delete_module), DENY(kexec_load),
      DENY(setuid), DENY(setgid), DENY(setreuid), DENY(setregid), DENY(setresuid), DENY(setresgid), DENY(setgroups), DENY(capset), DENY(personality),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone, 0, 3), LOAD(args[0]), BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0), DENIED,
      ANSWER(SECCOMP_RET_ALLOW)};
  struct sock_fprog program = {.len = (unsigned short)(sizeof filter / sizeof *filter), .filter = filter};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

/* -- files */

enum { READING = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR };

/* What each version of Landlock knows of files; the later ones only add. */
static uint64_t file_rights(long version) {
  uint64_t rights = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
  if (version >= 2) rights |= UINT64_C(1) << 13; /* REFER: from one folder to another */
  if (version >= 3) rights |= UINT64_C(1) << 14; /* TRUNCATE */
  if (version >= 5) rights |= UINT64_C(1) << 15; /* IOCTL_DEV */
  return rights;
}

/* The folder that a file is in, or is to be in; of a folder, itself. What a link leads to, not the link. NULL: there is none, or no memory. */
static char *folder_of(const char *path) {
  char *real = realpath(path, NULL);
  char *folder = real ? real : strdup(path);
  if (!folder || pol_is_folder(folder)) return folder;
  char *slash = strrchr(folder, '/');
  if (slash) slash[slash == folder] = '\0';
  else free(folder), folder = strdup(".");
  return folder;
}

/* Below this folder, or in that of this file, these rights are kept. */
static bool keep(int rules, const char *path, uint64_t rights) {
  char *folder = folder_of(path);
  struct landlock_path_beneath_attr beneath = {.allowed_access = rights, .parent_fd = folder ? open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC) : -1};
  free(folder);
  if (beneath.parent_fd < 0) return errno == ENOENT; /* then nothing can be written there, which is told of where it is tried */
  bool done = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) == 0;
  close(beneath.parent_fd);
  return done;
}

/* Gives up these rights on all files but those at these paths, where it keeps some. */
static bool give_up_files(uint64_t wanted, const pol_kept *kept, uint64_t rights) {
  struct landlock_ruleset_attr handled = {.handled_access_fs = wanted};
  int rules = (int)syscall(SYS_landlock_create_ruleset, &handled, sizeof handled.handled_access_fs, 0);
  if (rules < 0) return false;
  bool fine = true;
  for (size_t i = 0; i < kept->n && fine; i++) fine = keep(rules, kept->at[i], rights & wanted);
  fine = fine && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
  close(rules);
  return fine;
}

void pol_sandbox_start(pol_sandbox *s) {
  *s = (pol_sandbox){.privileges = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0};
  if (!s->privileges) return;
  s->calls = give_up_calls();
  s->version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

void pol_sandbox_write(pol_sandbox *s, const pol_kept *only) {
  if (!s || s->version < 1 || s->writing) return;
  uint64_t all = file_rights(s->version);
  s->writing = give_up_files(all & ~(uint64_t)READING, only, all);
  s->some = only->n > 0;
}

void pol_sandbox_close_but(pol_sandbox *s, const pol_kept *outputs) {
  if (!s || s->version < 1 || s->reading) return;
  s->reading = give_up_files(file_rights(s->version), outputs, LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE); /* a file made under another name is given its own, or goes */
}

#else
void pol_sandbox_start(pol_sandbox *s) { *s = (pol_sandbox){0}; }

void pol_sandbox_write(pol_sandbox *s, const pol_kept *only) {
  (void)s;
  (void)only;
}

void pol_sandbox_close_but(pol_sandbox *s, const pol_kept *outputs) {
  (void)s;
  (void)outputs;
}
#endif

void pol_sandbox_close(pol_sandbox *s, const char *output) { pol_sandbox_close_but(s, &(pol_kept){.at = &output, .n = output != NULL}); }

/* -- what was given up, for --verbose */

void pol_sandbox_say(const pol_sandbox *s) {
  if (!s->privileges) {
    pol_say("sandbox: nothing was given up; this system, or this build, has no way to");
    return;
  }
  static const char unable[] = "kept, as this system has no way to give it up";
  pol_say("sandbox: new privileges: given up");
  pol_say("sandbox: other programs, sockets, other processes (seccomp): %s", s->calls ? "given up" : unable);
  pol_say("sandbox: writing files (Landlock): %s", !s->writing ? unable : s->some ? "given up, but where the result goes" : "given up");
  pol_say("sandbox: reading files (Landlock): %s", s->reading ? "given up once all were open" : s->writing ? "kept, as this command goes on reading" : unable);
}
