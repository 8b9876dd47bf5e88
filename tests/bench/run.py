#!/usr/bin/env python3
"""Cold start, side by side with a program that only reads the same files and prints a line; and checking time a clause for generated policies. Ratios, not seconds.
usage: run.py POL [--runs 200]"""
import argparse
import glob
import os
import subprocess
import sys
import tempfile
import time

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


def timed(args):
    start = time.perf_counter()
    subprocess.run(args, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def median(xs):
    xs = sorted(xs)
    return xs[len(xs) // 2]


def side_by_side(runs, ours, floor):
    a, b = [], []
    for _ in range(runs):
        a.append(timed(ours))
        b.append(timed(floor))
    return median(a), median(b), median([x / y for x, y in zip(a, b)])


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
        source, reader = os.path.join(tmp, 'reader.c'), os.path.join(tmp, 'reader')
        with open(source, 'w') as f:
            f.write(READER)
        subprocess.run(['gcc', '-O2', '-o', reader, source], check=True)
        policy = os.path.join(ROOT, 'policies/secondment')
        facts = os.path.join(policy, 'facts/refused.json')
        files = sorted(glob.glob(os.path.join(policy, '*.pol'))) + [os.path.join(ROOT, 'stdlib/hr/police_ranks.pol'), facts]
        ours = [a.pol, 'decide', policy, '--as-of', '2024-04-01', '--facts', facts]
        mine, floor, ratio = side_by_side(a.runs, ours, [reader] + files)
        print('decide, cold: %.2f ms; reading the same %d files: %.2f ms; ratio %.2f' % (mine * 1000, len(files), floor * 1000, ratio))
        empty = min(timed([a.pol, '--version']) for _ in range(20))
        for clauses in (1000, 10000):
            path = os.path.join(tmp, '%d.pol' % clauses)
            with open(path, 'w') as f:
                f.write(generated(clauses))
            t = median([timed([a.pol, 'check', path]) for _ in range(5)])
            print('check, %d clauses: %.1f ms, %.2f microseconds a clause' % (clauses, t * 1000, (t - empty) * 1e6 / clauses))
    return 0


if __name__ == '__main__':
    sys.exit(main())
