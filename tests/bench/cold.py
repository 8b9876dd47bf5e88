#!/usr/bin/env python3
"""Cold start, side by side with a program that only reads the same files and prints a line; and checking time a clause for generated policies. Ratios, not seconds.
usage: run.py POL [--runs 200]"""
import argparse
import glob
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
READER = r'''
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
int main(int n, char **name) {
  size_t total = 0;
  for (int i = 1; i < n; i++) {
    struct stat s;
    int f = open(name[i], O_RDONLY);
    if (f < 0 || fstat(f, &s)) return 2;
    char *text = malloc((size_t)s.st_size + 1);
    ssize_t got = read(f, text, (size_t)s.st_size);
    if (got < 0) return 2;
    for (ssize_t k = 0; k < got; k++) total += (unsigned char)text[k];
    free(text);
    close(f);
  }
  printf("%zu\n", total);
  return 0;
}
'''

# Runs commands in turn, each from its start to its exit, and prints a line a command: microseconds by the clock, and of the processor. Starting them
# from Python would add a millisecond to each.
RUNNER = r"""
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}
int main(int n, char **arg) { /* RUNS { -- COMMAND ARGUMENT… }… */
  int runs = atoi(arg[1]), commands = 0;
  char **command[16];
  for (int i = 2; i < n; i++)
    if (strcmp(arg[i], "--") == 0) {
      arg[i] = NULL;
      command[commands++] = arg + i + 1;
    }
  struct { double clock, processor; } *took = calloc((size_t)runs * (size_t)commands, sizeof *took);
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", O_WRONLY, 0);
  for (int r = 0; r < runs; r++)
    for (int c = 0; c < commands; c++) {
      double start = now();
      pid_t child;
      if (posix_spawn(&child, command[c][0], &quiet, NULL, command[c], environ)) return 1;
      struct rusage use;
      wait4(child, NULL, 0, &use);
      took[c * runs + r].clock = now() - start;
      took[c * runs + r].processor = (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1e6 + (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec);
    }
  for (int c = 0; c < commands; c++)
    for (int r = 0; r < runs; r++) printf("%.1f %.1f%c", took[c * runs + r].clock, took[c * runs + r].processor, r + 1 < runs ? ' ' : '\n');
  return 0;
}
"""


def compiled(folder, name, source):
    path = os.path.join(folder, name)
    with open(path + '.c', 'w') as f:
        f.write(source)
    subprocess.run(['gcc', '-O2', '-o', path, path + '.c'], check=True)
    return path


def median(xs):
    xs = sorted(xs)
    return xs[len(xs) // 2]


def timed(runner, runs, *commands):
    """For each command the microseconds of its runs: by the clock, and of the processor, which is steadier where others work too."""
    args = [runner, str(runs)]
    for command in commands:
        args += ['--'] + command
    out = subprocess.run(args, stdout=subprocess.PIPE, check=True, universal_newlines=True).stdout
    rows = [[float(x) for x in line.split()] for line in out.splitlines()]
    return [(row[0::2], row[1::2]) for row in rows]


def generated(clauses):
    lines = ['policy big "Big"', 'facts f', '  x is number', '  b is yes or no', '  kind is one of red, green, blue']
    per = 20
    for i in range(0, clauses, per):
        lines.append('decision d%d "Question %d" is permission' % (i // per, i // per))
    for i in range(clauses):
        d = i // per
        line = 'permits d%d when f.x is at least %d' % (d, i) if i % per == 0 else 'refuses d%d%s when f.kind is red and f.x is more than %d' % (
            d, ', despite c.%da' % (i - 1) if i % per == 2 else '', i)
        lines += ['clause c.%da "Clause %d"' % (i, i), '  ' + line]
    return '\n'.join(lines) + '\n'


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('pol')
    ap.add_argument('--runs', type=int, default=200)
    a = ap.parse_args()
    with tempfile.TemporaryDirectory() as tmp:
        reader, runner = compiled(tmp, 'reader', READER), compiled(tmp, 'runner', RUNNER)
        policy = os.path.join(ROOT, 'policies/secondment')
        facts = os.path.join(policy, 'facts/refused.json')
        files = sorted(glob.glob(os.path.join(policy, '*.pol'))) + [os.path.join(ROOT, 'stdlib/hr/police_ranks.pol'), facts]
        ours = [a.pol, 'decide', policy, '--as-of', '2024-04-01', '--facts', facts]
        mine, floor = timed(runner, a.runs, ours, [reader] + files)
        for what, x, y in zip(('by the clock', 'of the processor'), mine, floor):
            print('decide, cold, %s: %.2f ms, at best %.2f; reading the same %d files: %.2f ms, at best %.2f; ratio %.2f, at best %.2f' % (
                what, median(x) / 1000, min(x) / 1000, len(files), median(y) / 1000, min(y) / 1000, median(x) / median(y), min(x) / min(y)))
        empty = timed(runner, 20, [a.pol, '--version'])[0]
        for clauses in (1000, 10000):
            path = os.path.join(tmp, '%d.pol' % clauses)
            with open(path, 'w') as f:
                f.write(generated(clauses))
            clock, processor = timed(runner, 11, [a.pol, 'check', path])[0]
            print('check, %d clauses: %.1f ms; %.2f microseconds a clause by the clock, %.2f of the processor' % (
                clauses, median(clock) / 1000, (median(clock) - min(empty[0])) / clauses, (median(processor) - min(empty[1])) / clauses))
    return 0


if __name__ == '__main__':
    sys.exit(main())
