#!/usr/bin/env python3
"""The suite under sanitizers and valgrind: every build is made in a folder of its own, every report is collected from files, whatever the test that met it says.
usage: sanitizers.py [--only address,thread,memory,valgrind] [--jobs N] [--builds FOLDER] [--seconds N: of each of the four] [--figures FILE] [--seed N: no matter]"""
import argparse
import glob
import os
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import figures  # noqa: E402

ROOT = figures.ROOT
# What is run: build/ and {pol} stand for the folder and the program. The unit tests are no part of memory: the library they are driven by is not built for it; nor of thread: the
# addresses that Criterion wants for itself are those of TSan. Threads are where many records are decided; a program that starts twenty times slower reads fewer generated policies.
UNITS = [('unit tests of ' + room, ['build/tests/test_' + room, '--jobs', '1']) for room in 'base source report syntax ops check program facts eval batch scenario compare render format app'.split()]
PROGRAM = [('messages and renderings', ['python3', 'tests/golden/run.py', '{pol}']),
           ('scenarios', ['{pol}', 'test', 'policies', 'tests/stdlib']),
           ('changes of a policy', ['{pol}', 'test', 'policies/benchmark', '--mutate']),
           ('the oracle', ['python3', 'tests/oracle/run.py', '--pol', '{pol}', '--cases', '300', '--seed', '77', '--people', '2', '--jobs', '1']),
           ('command line', ['python3', 'tests/cli/run.py', '{pol}']),
           ('files that are written', ['python3', 'tests/cli/rewriting.py', '{pol}']),
           ('damaged facts', ['python3', 'tests/fuzz/damage.py', '{pol}', '--step', '499'])]
MANY = [('many records, every way', ['python3', 'tests/batch/same.py', '{pol}']), ('many records at the command line', ['python3', 'tests/cli/batch.py', '{pol}'])]
SUITES = {'address': UNITS + PROGRAM + MANY, 'thread': MANY + PROGRAM[1:3], 'memory': PROGRAM + MANY, 'valgrind': PROGRAM[:3] + [('the oracle', PROGRAM[3][1][:5] + ['30'] + PROGRAM[3][1][6:] + ['--policies'])]}
TARGETS = {kind: ['pol'] + sorted({words[0][12:] for _, words in suites if words[0].startswith('build/tests/')}) for kind, suites in SUITES.items()}
BUILDS = {'address': ['-DPOL_SANITIZE=ON', '-DPOL_TESTS=ON'], 'thread': ['-DPOL_SANITIZE=thread'], 'memory': ['-DPOL_SANITIZE=memory', '-DCMAKE_C_COMPILER=clang-19'],
          'valgrind': ['-DPOL_SANDBOX=OFF', '-DPOL_STATIC=OFF', '-DCMAKE_C_FLAGS=-g -O1 -DPOL_ARENA_DEBUG']}
NAMES = {'address': 'ASan + UBSan', 'thread': 'TSan', 'memory': 'MSan (clang)', 'valgrind': 'valgrind'}
SAYING = threading.Lock()
WRAP = '#!/bin/sh\nexec valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite --log-file=%s/report.%%p %s "$@"\n'


def build(kind, folder, jobs):
    subprocess.run(['cmake', '-S', ROOT, '-B', folder, '-DCMAKE_BUILD_TYPE=Debug'] + BUILDS[kind], check=True, stdout=subprocess.DEVNULL)
    with open(os.path.join(folder, 'build.log'), 'w', encoding='utf-8') as log:
        subprocess.run(['cmake', '--build', folder, '--parallel', str(jobs), '--target', *TARGETS[kind]], check=True, stdout=log, stderr=log)


def reports(folder):
    """The first lines of each report that says something."""
    found = []
    for name in sorted(glob.glob(os.path.join(folder, 'report.*'))):
        with open(name, encoding='utf-8', errors='replace') as f:
            text = f.read()
        if text.strip():
            found.append(text)
    return found


def prepare(kind, folder):
    """Where reports go, and the program to run."""
    logs = os.path.join(folder, 'reports')
    shutil.rmtree(logs, ignore_errors=True)
    os.makedirs(logs)
    to = 'log_path=%s/report' % logs
    env = dict(os.environ, ASAN_OPTIONS=to + ':detect_stack_use_after_return=1', UBSAN_OPTIONS=to + ':print_stacktrace=1', TSAN_OPTIONS=to + ':second_deadlock_stack=1', MSAN_OPTIONS=to)
    pol = os.path.join(folder, 'pol')
    if kind == 'valgrind':
        wrapper = os.path.join(folder, 'bin', 'pol')
        os.makedirs(os.path.dirname(wrapper), exist_ok=True)
        with open(wrapper, 'w', encoding='utf-8') as f:
            f.write(WRAP % (logs, pol))
        os.chmod(wrapper, 0o755)
        pol = wrapper
    return logs, pol, env


def try_suite(kind, folder, pol, env, suite, until):
    """Its name, and how it went: None where it was left out for time."""
    name, words = suite
    begun = time.monotonic()
    if begun > until:
        return name, None
    words = [folder + word[5:] if word.startswith('build/') else word.replace('{pol}', pol) for word in words]
    try:
        p = subprocess.run(words, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=1800)
    except subprocess.TimeoutExpired:
        return name, None
    with SAYING:
        if p.returncode:
            print('%s, %s: status %d\n%s' % (NAMES[kind], name, p.returncode, p.stdout.decode(errors='replace')[-3000:]))
        print('%s: %s (%.0f s)' % (NAMES[kind], name, time.monotonic() - begun), flush=True)
    return name, p.returncode


def run(kind, folder, jobs, seconds):
    """The suites that ran to their end, those that failed, those that were left out, and the reports."""
    begun = time.monotonic()
    build(kind, folder, jobs)
    print('%s: built (%.0f s)' % (NAMES[kind], time.monotonic() - begun), flush=True)
    logs, pol, env = prepare(kind, folder)
    env['POL'] = pol
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(jobs) as pool:
        went = list(pool.map(lambda suite: try_suite(kind, folder, pol, env, suite, until), SUITES[kind]))
    done, failed, left = ([name for name, status in went if test(status)] for test in (lambda s: s is not None, bool, lambda s: s is None))
    return done, failed, left, reports(logs)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--only', default=','.join(SUITES))
    parser.add_argument('--jobs', type=int, default=2)
    parser.add_argument('--builds', default=os.path.join(ROOT, 'build-trust'))
    parser.add_argument('--seconds', type=float, default=3600)
    parser.add_argument('--figures')
    parser.add_argument('--seed')
    args = parser.parse_args()
    kinds, parts, notes, wrong = args.only.split(','), [], [], 0
    for kind in kinds:
        done, failed, left, found = run(kind, os.path.join(os.path.abspath(args.builds), kind), args.jobs, args.seconds)
        wrong += len(failed) + len(found)
        parts.append('%s: %d suites, %d reports%s' % (NAMES[kind], len(done), len(found), ', %d failed' % len(failed) if failed else ''))
        notes += ['%s ran: %s.' % (NAMES[kind], ', '.join(done))] + ['%s left out for time: %s.' % (NAMES[kind], ', '.join(left))] * bool(left)
        for text in found[:5]:
            print(text[:3000])
    print('sanitizers: ' + '; '.join(parts))
    if args.figures:
        figures.write(args.figures, 11, 'Sanitizers and valgrind', '; '.join(parts), '0 findings; suppressions counted, each with a reason', not wrong and set(kinds) == set(SUITES) and not any('left out' in n for n in notes),
                      'tests/evidence/sanitizers.py', notes + ['No suppressions. The unit tests are not run under MSan, as Criterion is not built for it, nor under TSan, which has the addresses that Criterion wants.'], part=1)
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
