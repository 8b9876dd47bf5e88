#!/usr/bin/env python3
"""The same bytes everywhere: decisions and traces of many records, and what else pol writes, over gcc and clang, -O0 and -O3, 1 and 2 threads, three locales (one with a decimal comma, one Turkish), three
time zones, and a faked clock; the SHA-256 of each is held to one.
Decisions of all records, and traces of a fiftieth of them, in every combination; traces of all, and of two more policies a fiftieth of the records, and all else, in a covering array.
usage: determinism.py [BUILD…] [--records N] [--seconds N] [--seed N] [--jobs N] [--figures FILE]
Without builds, four are made: gcc and clang, -O0 and -O3, dynamically linked (a clock can only be faked there). In which places what is run is a covering array first: every two values of two things meet. Then, in an
order that hangs on the seed, the rest of all combinations, until the seconds are over (without --seconds: all). What was run is told."""
import argparse
import hashlib
import itertools
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import figures

ROOT = figures.ROOT
FAKETIME = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1'
LOCALES = ('C', 'de_DE.UTF-8', 'tr_TR.UTF-8')
ZONES = ('UTC0', 'LINT-14', 'NST3:30NDT,M3.2.0/0:01,M11.1.0/0:01')
CLOCKS = ('real', '2000-02-29 23:59:58')
AS_OF = ['--as-of', '2024-04-01']
STAFF, SECONDMENT, TERMS, NEW = 'policies/benchmark/staff.pol', 'policies/secondment', 'policies/alliance/terms', 'policies/alliance/harmonisation.pol'
ROSTER = ['--facts', 'policies/alliance/roster.csv']
REFUSED = ['--facts', 'policies/secondment/facts/refused.json', '--ask', 'acting_rank_permitted']


def works(records):
    """Name, whether it is run in every combination, command."""
    yield 'staff.csv', True, ['decide', STAFF, '--facts', records['staff'], '--format', 'csv', *AS_OF]
    yield 'staff of a fiftieth, traced', True, ['decide', STAFF, '--facts', records['staff-few'], '--format', 'ndjson', '--trace', *AS_OF]
    yield 'staff.ndjson', False, ['decide', STAFF, '--facts', records['staff'], '--format', 'ndjson', *AS_OF]
    yield 'staff, traced', False, ['decide', STAFF, '--facts', records['staff'], '--format', 'ndjson', '--trace', *AS_OF]
    for name, paths in (('secondment', [SECONDMENT]), ('alliance', [TERMS, '--amend', NEW])):
        for form in ('csv', 'ndjson'):
            yield '%s.%s' % (name, form), False, ['decide', *paths, '--facts', records[name], '--format', form, *AS_OF]
        yield name + ', traced', False, ['decide', *paths, '--facts', records[name], '--format', 'ndjson', '--trace', *AS_OF]
    amended = [TERMS, '--amend', NEW]
    for what, command in (('check', ['check', '--format', 'json', *amended]), ('sarif', ['check', '--format', 'sarif', SECONDMENT]), ('compare', ['compare', *amended, *ROSTER, '--people', *AS_OF]),
                          ('compare json', ['compare', *amended, *ROSTER, '--format', 'json', *AS_OF]), ('compare html', ['compare', *amended, *ROSTER, '--format', 'html', *AS_OF]),
                          ('explain', ['explain', SECONDMENT, *REFUSED, '--trace', *AS_OF]), ('letter', ['explain', SECONDMENT, *REFUSED, '--format', 'html', *AS_OF]), ('dot', ['explain', SECONDMENT, *REFUSED, '--format', 'dot', *AS_OF]),
                          ('doc', ['doc', SECONDMENT, '--format', 'html']), ('read', ['read', TERMS]), ('test', ['test', SECONDMENT, '--format', 'json']), ('one text', ['fmt', '--consolidated', *amended, *AS_OF]),
                          ('tree', ['tree', TERMS]), ('program', ['program', TERMS]), ('schema', ['facts', TERMS, '--format', 'json-schema'])):
        yield what, False, command


# -- where

def covering(columns, seed):
    """Rows of one value of each column, so that every two values of two columns meet in some row: greedily, each row the best of some thrown ones."""
    dice, rows = random.Random(seed), []
    left = {(i, a, j, b) for i, j in itertools.combinations(range(len(columns)), 2) for a in columns[i] for b in columns[j]}
    while left:
        best = max((tuple(dice.choice(column) for column in columns) for _ in range(200)), key=lambda row: sum((i, row[i], j, row[j]) in left for i, j in itertools.combinations(range(len(row)), 2)))
        gone = {(i, best[i], j, best[j]) for i, j in itertools.combinations(range(len(best)), 2)} & left
        left -= gone
        if gone:
            rows.append(best)
    return rows


def build_all(folder, jobs):
    builds = []
    for compiler, level in itertools.product(('gcc', 'clang'), ('-O0', '-O3')):
        build = os.path.join(folder, compiler + level)
        flags = ['-DCMAKE_C_COMPILER=' + compiler, '-DCMAKE_BUILD_TYPE=None', '-DCMAKE_C_FLAGS=' + level, '-DPOL_STATIC=OFF', '-DPOL_XLSX=OFF', '-DPOL_SANDBOX=OFF']
        for command in (['cmake', '-S', ROOT, '-B', build, *flags], ['cmake', '--build', build, '--target', 'pol', '--parallel', str(jobs)]):
            ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, universal_newlines=True)
            if ran.returncode:
                sys.exit('determinism: %s: %s' % (' '.join(command), ran.stdout[-2000:]))
        optimized(build, level)
        builds.append(build)
    return builds


def optimized(build, level):
    """The level is the one that counts for every file: the last that is said. Variants of kernels may say their own."""
    with open(os.path.join(build, 'compile_commands.json'), encoding='utf-8') as f:
        said = {each['file']: re.findall(r'(?<!\S)-O\S', each['command'])[-1:] for each in json.load(f) if '/src/' in each['file']}
    wrong = sorted(file for file in said if said[file] != [level])
    if wrong:
        sys.exit('determinism: %s is not built with %s: %s' % (os.path.relpath(wrong[0], ROOT), level, said[wrong[0]]))


def is_dynamic(pol):
    with open(pol, 'rb') as f:
        return b'/ld-linux' in f.read(4096)


def locales(folder):
    """Made here: a machine has those that its owner wanted. Those that cannot be made are left out, and that is told."""
    made = ['C']
    for name in LOCALES[1:]:
        source = name.split('.')[0]
        if shutil.which('localedef') and subprocess.run(['localedef', '-i', source, '-f', 'UTF-8', os.path.join(folder, name)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode in (0, 1):
            if os.path.isdir(os.path.join(folder, name)):
                made.append(name)
    return made


def make_records(pol, folder, number):
    records = {}
    for name, policy, form, many in (('staff', STAFF, 'csv', number), ('staff-few', STAFF, 'csv', number // 50), ('secondment', SECONDMENT, 'ndjson', number // 50), ('alliance', TERMS, 'csv', number // 50)):
        records[name] = os.path.join(folder, '%s.%s' % (name, form))
        with open(records[name], 'wb') as out:
            subprocess.run([sys.executable, 'tests/bench/records.py', pol, policy, '--records', str(many), '--form', form], stdout=out, check=True, cwd=ROOT)
    return records


# -- running

class Trial:
    def __init__(self, folder):
        self.folder, self.lock, self.faults = folder, threading.Lock(), []
        self.first, self.runs, self.bytes, self.met = {}, 0, 0, set()

    def run(self, place, work):
        name, _, command = work
        build, threads, locale, zone, clock = place
        env = {'PATH': os.environ.get('PATH', ''), 'LANG': locale, 'LC_ALL': locale, 'LOCPATH': self.folder, 'TZ': zone}
        if clock != 'real':
            env.update({'LD_PRELOAD': FAKETIME, 'FAKETIME': '@' + clock, 'FAKETIME_DONT_FAKE_MONOTONIC': '1'})
        words = [os.path.join(build, 'pol'), *command] + (['--threads', str(threads)] if command[0] == 'decide' else [])
        digest, length = hashlib.sha256(), 0
        with subprocess.Popen(words, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as p:
            while True:
                piece = p.stdout.read(1 << 20)
                if not piece:
                    break
                digest.update(piece)
                length += len(piece)
        said = (digest.hexdigest(), p.returncode)
        with self.lock:
            self.runs, self.bytes = self.runs + 1, self.bytes + length
            self.met.add(place)
            first = self.first.setdefault(name, (said, place))
            if first[0] != said or not length or p.returncode not in (0, 1):
                self.faults.append('%s: %s, status %d, with %s; %s, status %d, with %s' % (name, said[0][:12], said[1], ' '.join(map(str, place)), first[0][0][:12], first[0][1], ' '.join(map(str, first[1]))))
                print('determinism: ' + self.faults[-1])

    def all(self, work, jobs, until):
        work, lock = list(work), threading.Lock()

        def hand():
            while not until or time.monotonic() < until:
                with lock:
                    if not work:
                        return
                    place, what = work.pop(0)
                self.run(place, what)
        hands = [threading.Thread(target=hand) for _ in range(jobs)]
        for each in hands:
            each.start()
        for each in hands:
            each.join()
        return not work

    def digest(self):
        """One for all: of the digests in the order of their names."""
        return hashlib.sha256(''.join('%s %s\n' % (name, self.first[name][0][0]) for name in sorted(self.first)).encode()).hexdigest()


def arguments():
    ask = argparse.ArgumentParser()
    ask.add_argument('build', nargs='*')
    ask.add_argument('--records', type=int, default=100000)
    ask.add_argument('--seconds', type=float)
    ask.add_argument('--seed', type=int, default=1)
    ask.add_argument('--jobs', type=int, default=1)
    ask.add_argument('--figures')
    return ask.parse_args()


def main():
    options = arguments()
    with tempfile.TemporaryDirectory() as folder:
        builds = [os.path.abspath(each) for each in options.build] or build_all(folder, options.jobs)
        clocks = CLOCKS if os.path.exists(FAKETIME) and all(is_dynamic(os.path.join(build, 'pol')) for build in builds) else CLOCKS[:1]
        columns = (builds, (1, 2), locales(folder), ZONES, clocks)
        every, cover = list(itertools.product(*columns)), covering(columns, options.seed)
        tasks = list(works(make_records(os.path.join(builds[-1], 'pol'), folder, options.records)))
        begun = time.monotonic()  # building, and making records, is not what the budget is for
        until = begun + options.seconds if options.seconds else None
        trial = Trial(folder)
        # What takes longest comes last, so that a short budget shows something of everything.
        tasks.sort(key=lambda task: 2 if task[0] == 'staff, traced' else 1 if task[1] else 0)
        covered = trial.all([(place, task) for task in tasks for place in cover], options.jobs, until)
        rest = [(place, task) for task in tasks if task[1] for place in every if place not in cover]
        random.Random(options.seed).shuffle(rest)
        whole = covered and trial.all(rest, options.jobs, until)
        number = len(cover) * len(tasks) + len(rest)
    one = trial.digest()
    print('determinism: %d of %d runs (seed %d), %d places, %d records, %.1f GB, one SHA-256 %s, %d faults (%.0f s)' % (
        trial.runs, number, options.seed, len(trial.met), options.records, trial.bytes / 1e9, one[:16], len(trial.faults), time.monotonic() - begun))
    if options.figures:
        kinds = len(builds) == 4 and len(columns[2]) == 3 and len(clocks) == 2
        notes = ['decisions of %d records of the policy of the benchmark, and traces of %d of them: %s' % (
            options.records, options.records // 50, 'in each of all %d combinations' % len(every) if whole else '%d of %d runs over all combinations fitted the time' % (trial.runs, number)),
                 'the decisions as NDJSON, the traces of all %d records, decisions and traces of %d records each of two other policies, and %d other outputs: in %d combinations in which every two values meet' % (
                     options.records, options.records // 50, len(tasks) - 10, len(cover))]
        if not covered:
            notes.append('not even the combinations in which every two values meet fitted the time')
        if not kinds:
            notes.append('builds: %d, locales: %d, clocks: %d' % (len(builds), len(columns[2]), len(clocks)))
        figures.write(options.figures, 10, 'Determinism', '%s: %d runs in %d combinations, %d records, %.1f GB; %d differences' % ('one SHA-256, ' + one[:16] + '…' if not trial.faults else 'different bytes', trial.runs, len(trial.met),
                                                                                                                               options.records, trial.bytes / 1e9, len(trial.faults)),
                      'one SHA-256', not trial.faults and whole and kinds and options.records >= 100000, 'tests/evidence/determinism.py', notes)
    return 1 if trial.faults else 0


if __name__ == '__main__':
    sys.exit(main())
