#!/usr/bin/env python3
"""Every call of the system that a command makes fails, in turn and with each of several errors; results go to a full device, to readers that leave, to descriptors that are closed; signals come at any time.
What must be so: no crash and no hang; a file has its old bytes or all of its new ones, and nothing is left beside it (but where SIGKILL leaves no time); standard output has the result, or the beginning
of it; the exit status is 0, 1 or 2 as documented, and where the result is not the usual one, 2, with a message that names a file and the cause. What is only interrupted, or done in part, is done again.
The faults are made by faulty_io.c, in the program that is linked dynamically (pol-xlsx). usage: io_faults.py BUILD [--seconds N] [--seed N] [--jobs N] [--figures FILE]"""
import argparse
import concurrent.futures
import errno
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

import figures

ROOT = figures.ROOT
DATA = os.path.join(ROOT, 'tests', 'render', 'data')
COMPARED = os.path.join(ROOT, 'tests', 'golden', 'compare')
UGLY = 'policy p "P"\n   effective from 2024-01-01\nfacts x\n a is number\n longer is number\ndecision d is permission\nclause 1\n permits   d when x.a is 1\n'
NOTES = 'policy p \u201cP\u201d\nfacts x\n  a is number\ndecision d is permission\nclause 1\n  permits d when x.a >= 1\n'
AS_OF = ['--as-of', '2024-04-01']
PLACEMENT = ['placement.pol', '--facts', 'people.json'] + AS_OF
BOTH = ['terms.pol', '--amend', 'new.pol', '--facts', 'staff.csv'] + AS_OF
HANG = 60
SHORT_TIME, SOME = 60, 4  # with fewer seconds than that, so many of the commands, as the seed has it

# What is done: what it is called, the words of the command. The folder has all that they name; a file `old…` is there before.
COMMANDS = [
    ('decide, text', ['decide'] + PLACEMENT),
    ('decide, text, into a file', ['decide'] + PLACEMENT + ['--output', 'new.txt']),
    ('decide, JSON, over a file', ['decide'] + PLACEMENT + ['--output', 'old.json', '--format', 'json']),
    ('decide, NDJSON, over a file', ['decide'] + PLACEMENT + ['--output', 'old.ndjson', '--format', 'ndjson']),
    ('decide, CSV, into a file', ['decide'] + PLACEMENT + ['--output', 'new.csv', '--format', 'csv']),
    ('decide, given to all, by threads', ['decide', 'placement.pol', '--facts', 'people.json', '--given', 'given.json', '--threads', '2', '--ask', 'eligible', '--output', 'old.csv', '--format', 'csv'] + AS_OF),
    ('decide, amended', ['decide', 'terms.pol', '--amend', 'new.pol', '--facts', 'staff.csv', '--output', 'old.csv', '--format', 'csv'] + AS_OF),
    ('a receipt', ['decide'] + PLACEMENT + ['--receipt', 'new.ndjson', '--ask', 'eligible']),
    ('a receipt, and a result into a file', ['decide'] + PLACEMENT + ['--receipt', 'new.ndjson', '--output', 'old.csv', '--format', 'csv']),
    ('replay', ['replay', 'receipt.ndjson', 'placement.pol']),
    ('fmt', ['fmt', 'ugly.pol']),
    ('fmt, a folder', ['fmt', 'several']),
    ('fmt --check', ['fmt', '--check', 'several']),
    ('fmt --diff', ['fmt', '--diff', 'ugly.pol']),
    ('check', ['check', 'placement.pol']),
    ('check --fix', ['check', '--fix', 'notes.pol']),
    ('explain', ['explain'] + PLACEMENT + ['--id', 'fine', '--ask', 'eligible']),
    ('a letter', ['explain'] + PLACEMENT + ['--id', 'fine', '--ask', 'eligible', '--format', 'html', '--letterhead', 'letterhead.txt']),
    ('compare, HTML, into a file', ['compare'] + BOTH + ['--format', 'html', '--output', 'new.html']),
    ('compare, CSV, over a file', ['compare'] + BOTH + ['--format', 'csv', '--output', 'old.csv']),
    ('compare, text', ['compare'] + BOTH),
    ('a workbook', ['compare'] + BOTH + ['--format', 'xlsx', '--output', 'old.xlsx']),
    ('test', ['test', 'covered.pol', '--mutate', '--known', 'covered.known']),
    ('test, a folder', ['test', 'several']),
    ('read', ['read', 'sayable.pol']),
    ('doc', ['doc', 'answers.pol', '--format', 'markdown']),
    ('facts', ['facts', 'placement.pol', '--format', 'json-schema']),
    ('help', ['help', 'POL0301']),
]
# What failed once, and is tried each time, whatever the time: messages in the place of a result, a policy without the files of its folder that could not be listed, a workbook with holes, calls broken off.
KEPT = [('decide, NDJSON, over a file', 'closed', [0, 2]), ('decide, CSV, into a file', 'closed', [1, 2]), ('fmt, a folder', 'readdir', 2, errno.EIO), ('test, a folder', 'readdir', 2, errno.EIO),
        ('test, a folder', 'read', 0, errno.EIO), ('test, a folder', 'stat', 0, errno.EIO), ('a workbook', 'fwrite', 200, errno.ENOSPC), ('a workbook', 'limit', 16000), ('check', 'open', 0, errno.EINTR),
        ('decide, text, into a file', 'close', 2, errno.EINTR), ('decide, text, into a file', 'close', 3, errno.EINTR), ('decide, text, into a file', 'fsync', 0, errno.EINTR)]
FAILURES = [errno.EIO, errno.ENOSPC, errno.EMFILE, errno.EACCES]
AGAIN = ('open', 'read', 'write', 'fsync', 'close')      # which a signal may interrupt
SHORT = ('read', 'write')
BEHIND = ('fwrite', 'fclose', 'fopen')                   # by which another library writes; it does not say why it could not
LOOKS = ('unlink',)                                      # where it fails, something is left, and cannot but be
ASKED_AGAIN = ('stat', 'access')                         # what they could not say, whoever opens the file says


class Outcome:
    def __init__(self, status, out, err, files, left):
        self.status, self.out, self.err, self.files, self.left = status, out, err, files, left

    def same(self, other):
        return (self.status, self.out, self.files) == (other.status, other.out, other.files)


def make_inputs(folder):
    os.makedirs(os.path.join(folder, 'several'))
    for name in ('placement.pol', 'people.json', 'letterhead.txt', 'covered.pol', 'covered.known', 'sayable.pol', 'answers.pol'):
        shutil.copy(os.path.join(DATA, name), folder)
    for name in ('terms.pol', 'new.pol', 'staff.csv'):
        shutil.copy(os.path.join(COMPARED, name), folder)
    texts = {'ugly.pol': UGLY, 'notes.pol': NOTES, 'several/a.pol': UGLY, 'several/b.pol': UGLY.replace('policy p', 'policy q'), 'given.json': '{"host.fair": true}\n'}
    texts.update({'old.' + ending: 'what was there before\n' for ending in ('json', 'ndjson', 'csv', 'xlsx')})
    for name, text in texts.items():
        with open(os.path.join(folder, name), 'w', encoding='utf-8') as f:
            f.write(text)


def files_of(folder):
    found = {}
    for at, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(at, name)
            with open(path, 'rb') as f:
                found[os.path.relpath(path, folder)] = f.read()
    return found


class World:
    """Where commands run: a folder of their own each time."""

    def __init__(self, program, shim, scratch):
        self.program, self.shim, self.scratch = program, shim, scratch
        self.inputs = os.path.join(scratch, 'inputs')
        os.makedirs(self.inputs)
        make_inputs(self.inputs)
        subprocess.run([program, 'decide'] + PLACEMENT + ['--receipt', 'receipt.ndjson', '--ask', 'eligible'], cwd=self.inputs, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        self.before = files_of(self.inputs)
        self.lock, self.made = threading.Lock(), 0

    def folder(self):
        with self.lock:
            self.made += 1
            here = os.path.join(self.scratch, 'run-%d' % self.made)
        shutil.copytree(self.inputs, here, copy_function=os.link)  # who writes into a file, and not beside it, spoils the inputs, and is found out
        os.makedirs(here + '.tmp')
        return here

    def environment(self, here, fault=None, calls=None):
        env = {k: v for k, v in os.environ.items() if k not in ('LD_PRELOAD', 'POL_FAULT', 'POL_CALLS')}
        env.update(TMPDIR=here + '.tmp', LC_ALL='C')
        if fault or calls:
            env.update(LD_PRELOAD=self.shim, **({'POL_FAULT': fault} if fault else {}), **({'POL_CALLS': calls} if calls else {}))
        return env

    def outcome(self, here, status, out, err):
        found = Outcome(status, out, err, files_of(here), sorted(os.listdir(here + '.tmp')))
        shutil.rmtree(here)
        shutil.rmtree(here + '.tmp')
        return found

    def run(self, words, fault=None, calls=None, **more):
        here = self.folder()
        more = dict({'stdin': subprocess.DEVNULL, 'stdout': subprocess.PIPE, 'stderr': subprocess.PIPE}, **more)
        try:
            p = subprocess.run([self.program] + words, cwd=here, env=self.environment(here, fault, calls), check=False, timeout=HANG, **more)
        except subprocess.TimeoutExpired:
            return self.outcome(here, 'hangs', b'', b'')
        return self.outcome(here, p.returncode, p.stdout or b'', p.stderr or b'')


def torn(got, right, before):
    """What is wrong with the files, in words."""
    for name, held in sorted(got.files.items()):
        if name not in before and name not in right.files:
            yield '%s is left behind' % name
        elif held not in (before.get(name), right.files.get(name)):
            yield '%s is torn: %d bytes' % (name, len(held))
    for name in sorted(before):
        if name not in got.files:
            yield '%s is gone' % name


def is_part(part, whole, words):
    """The beginning of the result; of several files or policies, what is said of some of them."""
    if words[0] in ('fmt', 'test'):
        return set(part.splitlines()) <= set(whole.splitlines())
    return whole.startswith(part)


def judge(got, right, before, cause, words, may_leave=False, names=True):
    """What is wrong where something failed; cause: what the message says of it, or None."""
    for line in torn(got, right, before):
        if not (may_leave and 'left behind' in line):
            yield line
    if got.left and not may_leave:
        yield 'left in the folder for temporary files: %s' % ', '.join(got.left)
    if got.status not in (0, 1, 2):
        yield 'its status is %s' % got.status
        return
    if not is_part(got.out, right.out, words):
        yield 'standard output has what is not the beginning of the result'
    if got.same(right):
        return
    said = got.err.decode('utf-8', 'replace')
    if got.status != 2:
        yield 'it exits with %d, and the result is another one' % got.status
    if cause and cause not in said:
        yield 'it does not say why: %r' % said[-200:]
    if names and not any(os.path.basename(w) in said for w in words if '.' in w or w == 'several') and 'the result could not be written' not in said and 'the workbook' not in said:
        yield 'it does not say which file: %r' % said[-200:]


class Report:
    def __init__(self):
        self.lock, self.runs, self.faults, self.by = threading.Lock(), 0, [], {}

    def add(self, kind, what, wrong):
        with self.lock:
            self.runs += 1
            self.by[kind] = self.by.get(kind, 0) + 1
            for line in wrong:
                self.faults.append('%s: %s' % (what, line))
                print('FAULT  %s: %s' % (what, line), flush=True)


# ---- calls that fail

def calls_of(world, name, words, report):
    """What comes out when nothing fails, and how many calls there are of each name."""
    path = os.path.join(world.scratch, 'calls')
    right = world.run(words, calls=path)
    again = world.run(words)
    if not right.same(again) or right.err != again.err:
        report.add('clean', name, ['it does not do the same twice'])
    report.add('clean', name, list(judge(right, right, world.before, None, words)))
    with open(path, encoding='ascii') as f:
        return right, {line.split()[0]: int(line.split()[1]) for line in f}


def plan_calls(world, chosen, report):
    """All calls, those for memory too."""
    for name, words in chosen:
        right, calls = calls_of(world, name, words, report)
        for call, n in sorted(calls.items()):
            if call == 'malloc':
                yield from ((name, words, right, call, i, how, '') for i in range(n) for how in (errno.ENOMEM, 'ENOMEM for ever'))
                continue
            errors = list(FAILURES) + ([errno.EINTR] if call in AGAIN else []) + (['short'] if call in SHORT else [])
            yield from ((name, words, right, call, i, error, '') for i in range(n) for error in errors)


def try_call(world, report, case):
    name, words, right, call, i, error, _ = case
    fault = '%s:%d:short' % (call, i) if error == 'short' else '%s:%d:%d:ever' % (call, i, errno.ENOMEM) if error == 'ENOMEM for ever' else '%s:%d:%d' % (call, i, error)
    got = world.run(words, fault=fault)
    what = '%s, %s' % (name, fault)
    if error in ('short', errno.EINTR):
        wrong = [] if got.same(right) and got.err == right.err and not got.left else ['it is not simply done again: status %s for %s, %r' % (got.status, right.status, got.err[-200:].decode('utf-8', 'replace'))]
        wrong += list(torn(got, right, world.before))
    else:
        memory = call == 'malloc'
        cause = 'memory' if memory else None if call in BEHIND + ASKED_AGAIN else os.strerror(error)
        wrong = list(judge(got, right, world.before, cause, words, may_leave=call in LOOKS, names=not memory))
    report.add('memory' if call == 'malloc' else 'calls', what, wrong)


# ---- where results go, and what is open

def closed(which):
    def close():
        for d in which:
            os.close(d)
    return close


def plan_ends(world, chosen, report):
    for name, words in chosen:
        right = world.run(words)
        for bits in range(1, 8):
            yield name, words, right, 'closed', [d for d in range(3) if bits >> d & 1]
        yield name, words, right, 'full', [1]
        yield name, words, right, 'full', [2]
        yield name, words, right, 'full', [1, 2]
        for bytes_read in (0, 1, 100):
            yield name, words, right, 'left', bytes_read
        for size in (0, 1, 100, 4096, 20000):
            yield name, words, right, 'limit', size


def try_end(world, report, case):
    name, words, right, kind, which = case
    what = '%s, %s %s' % (name, kind, which)
    if kind == 'closed':
        got = world.run(words, preexec_fn=closed(which))
        lost = 1 in which and right.out
        wrong = list(judge(got, right, world.before, None, words, names=lost and 2 not in which)) if lost else [] if got.status == right.status and got.files == right.files else ['status %s for %s, or another result; %r' % (got.status, right.status, got.err)]
    elif kind == 'full':
        with open('/dev/full', 'wb') as full:
            got = world.run(words, **({'stdout': full} if 1 in which else {}), **({'stderr': full} if 2 in which else {}))
        lost = 1 in which and right.out
        wrong = list(judge(got, right, world.before, os.strerror(errno.ENOSPC) if 2 not in which else None, words, names=2 not in which)) if lost else [] if got.status == right.status and got.files == right.files else ['status %s for %s, or another result' % (got.status, right.status)]
        if lost and got.status != 2:
            wrong.append('the result is lost, and the status is %s' % got.status)
    elif kind == 'limit':
        got = world.run(words, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (which, which)), restore_signals=False)
        wrong = list(judge(got, right, world.before, None, words))
    else:
        wrong = try_reader(world, words, right, which)
    report.add('ends', what, wrong + list(torn(got, right, world.before) if kind in ('closed', 'full') else []))


def try_reader(world, words, right, n):
    """A reader that leaves after so many bytes."""
    here = world.folder()
    p = subprocess.Popen([world.program] + words, cwd=here, env=world.environment(here), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if n:
        p.stdout.read(n)
    p.stdout.close()
    err = p.stderr.read()
    p.stderr.close()
    got = world.outcome(here, p.wait(HANG), b'', err)
    wrong = list(torn(got, right, world.before)) + (['left: %s' % got.left] if got.left else [])
    if got.status == -signal.SIGPIPE:
        return wrong + (['it says %r when nobody reads' % err] if b'written' in err or b'pipe' in err.lower() else [])
    return wrong + ([] if got.status == right.status else ['its status is %s' % got.status])


# ---- signals at any time

def make_many(world):
    """A table that takes a while."""
    with open(os.path.join(world.inputs, 'staff.csv'), encoding='utf-8') as f:
        heading, *rows = f.read().splitlines()
    with open(os.path.join(world.inputs, 'many.csv'), 'w', encoding='utf-8') as f:
        f.write(heading + '\n')
        for i in range(1200):
            for row in rows:
                f.write('%d-%s\n' % (i, row))
    world.before = files_of(world.inputs)


MANY = ['terms.pol', '--amend', 'new.pol', '--facts', 'many.csv'] + AS_OF
LONG = [('decide many', ['decide'] + MANY + ['--format', 'ndjson', '--trace', '--output', 'old.ndjson']),
        ('decide many into a new file', ['decide'] + MANY + ['--format', 'csv', '--output', 'new.csv']),
        ('compare many', ['compare'] + MANY + ['--format', 'html', '--output', 'new.html']),
        ('a large workbook', ['compare'] + MANY + ['--format', 'xlsx', '--output', 'old.xlsx'])]


def plan_signals(world, chosen, random_of, report):
    for name, words in chosen:
        begun = time.monotonic()
        right = world.run(words)
        took = time.monotonic() - begun
        report.add('clean', name, list(judge(right, right, world.before, None, words)))
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            for _ in range(12):
                yield name, words, right, number, random_of.uniform(0, took * 1.05)


def try_signal(world, report, case):
    name, words, right, number, delay = case
    here = world.folder()
    p = subprocess.Popen([world.program] + words, cwd=here, env=world.environment(here), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    time.sleep(delay)
    p.send_signal(number)
    err = p.stderr.read()
    p.stderr.close()
    got = world.outcome(here, p.wait(HANG), b'', err)
    left = [line for line in torn(got, right, world.before) if not (number == signal.SIGKILL and 'left behind' in line)]
    if got.left and number != signal.SIGKILL:
        left.append('left in the folder for temporary files: %s' % ', '.join(got.left))
    if got.status not in (-number, right.status):
        left.append('its status is %s: %r' % (got.status, err))
    if got.status == right.status and got.files != right.files:
        left.append('it ends as if it were done, and is not')
    report.add('signals', '%s, %s after %.3f s' % (name, signal.Signals(number).name, delay), left)


def try_kept(world, report):
    for name, kind, *which in KEPT:
        words = dict(COMMANDS)[name]
        right = world.run(words)
        if kind in ('closed', 'limit'):
            try_end(world, report, (name, words, right, kind, which[0]))
        else:
            try_call(world, report, (name, words, right, kind, which[0], which[1], ''))


# ----

def work(jobs, deadline, function, cases):
    """How many there were, and how many were tried."""
    tried = 0
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for begin in range(0, len(cases), 5 * jobs):
            if begin and time.monotonic() > deadline:
                break
            tried += len(list(pool.map(function, cases[begin:begin + 5 * jobs])))
    return len(cases), tried


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('build')
    parser.add_argument('--seconds', type=float, default=100000)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--jobs', type=int, default=2)
    parser.add_argument('--figures')
    args = parser.parse_args()
    program, shim = (os.path.abspath(os.path.join(args.build, *p)) for p in (('pol-xlsx',), ('tests', 'faulty_io.so')))
    for path in (program, shim):
        if not os.path.exists(path):
            print('%s is not there' % path)
            return 1
    begun, report, thrown = time.monotonic(), Report(), random.Random(args.seed)
    scratch = tempfile.mkdtemp(prefix='pol-io-')
    counts = {}
    try:
        world = World(program, shim, scratch)
        try_kept(world, report)
        chosen = COMMANDS if args.seconds >= SHORT_TIME else thrown.sample(COMMANDS, SOME)
        calls = list(plan_calls(world, chosen, report))
        parts = [('calls', try_call, [case for case in calls if case[3] != 'malloc'], 0.45), ('memory', try_call, [case for case in calls if case[3] == 'malloc'], 0.6),
                 ('ends', try_end, list(plan_ends(world, chosen, report)), 0.8), ('signals', try_signal, None, 1.0)]
        for part, function, cases, until in parts:
            if cases is None:
                make_many(world)
                cases = list(plan_signals(world, LONG if args.seconds >= SHORT_TIME else thrown.sample(LONG, 1), thrown, report))
            thrown.shuffle(cases)
            counts[part] = work(args.jobs, begun + args.seconds * until, lambda case, f=function: f(world, report, case), cases)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    whole = len(chosen) == len(COMMANDS) and all(n == tried for n, tried in counts.values())
    names = {'calls': 'calls that fail', 'memory': 'allocations that fail', 'ends': 'full, closed and limited ends', 'signals': 'signals'}
    figure = '%d commands: %s; %d faults' % (len(chosen), ', '.join('%s %d of %d' % (names[part], tried, n) for part, (n, tried) in counts.items()), len(report.faults))
    print('I/O faults: %s (seed %d, %.0f s)' % (figure, args.seed, time.monotonic() - begun))
    if args.figures:
        notes = ['each call with EIO, ENOSPC, EMFILE and EACCES; EINTR where a signal may break it off; short counts; the n-th allocation of the command line, and all from it on',
                 'allocations of libxlsxwriter itself are left out: what it does without memory is its own']
        figures.write(args.figures, 7, 'I/O faults', figure, 'every call, 0 torn files and other faults', whole and not report.faults, 'tests/evidence/io_faults.py build --seed %d --seconds %d' % (args.seed, args.seconds),
                      notes + ([] if whole else ['the time did not suffice for every call']))
    return 1 if report.faults else 0


if __name__ == '__main__':
    sys.exit(main())
