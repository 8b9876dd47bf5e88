#!/usr/bin/env python3
"""Every allocation of some hundred scenarios fails, once and for ever: allocations.c does it, in one process for each part of the scenarios, and this makes them (scenarios.py) and shares out the time.
With less time than all of it takes, the cheap scenarios are done at every index, and the others at each n-th from one that the seed chooses; the figure says of how many it was every one.
usage: allocations.py BUILD [--seconds N] [--seed N] [--jobs N] [--figures FILE] [--only TEXT] [--fewer N]
--only: scenarios with this in their name; --fewer: each n-th scenario, for builds with sanitizers
--places: one allocation for each place that asks for memory, and for each place that asks it to, whatever the scenario; every object of an arena is an allocation then. It is what coverage.py runs
--worlds N: on so many generated policies besides"""
import argparse
import os
import subprocess
import sys
import tempfile
import time

import figures
import generated
import scenarios

HANG = 3600
ENVIRONMENT = dict(os.environ, ASAN_OPTIONS='abort_on_error=1:detect_leaks=0')  # what sanitizers find is a crash; blocks are counted here
FEW = 3        # indices, at least, of a scenario that is not done at every one
KEPT = ('report-0802.txt', 'report-0804.txt', 'map-backwards.txt', 'meaning, as sheets', 'desk of leave, best', 'desk of pending, engine', 'mill of values, best', 'told by stencils')  # where something was found: first, and at every index
GREATER = 0.8  # the part of the time that is for those that are


def look(program, path):
    """(name, allocations, seconds) of each scenario, when nothing fails."""
    p = subprocess.run([program, path, 'list'], stdout=subprocess.PIPE, env=ENVIRONMENT, check=False, timeout=HANG, universal_newlines=True)
    rows = [line.split('\t') for line in p.stdout.splitlines() if not line.startswith(('FAULT', 'CRASH'))]
    wrong = [line for line in p.stdout.splitlines() if line.startswith(('FAULT', 'CRASH'))]
    rows = [(row[0], int(row[1]), int(row[2]) / 1e6) for row in rows if len(row) == 3]
    return rows, wrong + ([] if p.returncode == 0 or wrong else ['CRASH\tlooking at them ends with %d' % p.returncode])


def cost(row, most):
    """Seconds: each index twice, and a run that fails is about half of one."""
    return min(row[1], most) * row[2] * 1.3 + row[2]


def divide(rows, seconds):
    """Those that there is time to do at every index, the cheap ones first; of the others as many as there is time for, and at how many."""
    rows, left, whole, others, most = sorted(rows, key=lambda row: (row[0] not in KEPT, cost(row, row[1]))), seconds, [], [], FEW
    while rows and cost(rows[0], rows[0][1]) <= left - seconds * (1 - GREATER):
        left -= cost(rows[0], rows[0][1])
        whole.append(rows.pop(0))
    while rows and cost(rows[0], most) <= left:
        left -= cost(rows[0], most)
        others.append(rows.pop(0))
    while others and not rows and most < 1000 and sum(cost(row, 2 * most) - cost(row, FEW) for row in others) <= left:
        most *= 2
    return whole, others, most


def share(rows, jobs, most):
    """Scenarios in parts of like length, for so many processes; the cheap ones come first, as the time may be too short for the last."""
    parts = [[0.0, []] for _ in range(jobs)]
    for row in sorted(rows, key=lambda row: -cost(row, most)):
        part = min(parts, key=lambda part: part[0])
        part[0] += cost(row, most)
        part[1].append(row[0])
    return [sorted(part[1][::-1], key=lambda name: name not in KEPT) for part in parts if part[1]]


def start(program, scratch, name, chosen, most, seed, seconds, how='try'):
    path, out = os.path.join(scratch, name), os.path.join(scratch, name + '.out')
    scenarios.write(path, chosen)
    with open(out, 'w', encoding='utf-8') as f:
        return subprocess.Popen([program, path, how, str(most), str(seed), str(max(1, int(seconds)))], env=ENVIRONMENT, stdout=f, stderr=subprocess.STDOUT), out


def collect(process, out, done, faults):
    status = process.wait(HANG)
    with open(out, encoding='utf-8', errors='replace') as f:
        lines = f.read().splitlines()
    for line in lines:
        word, *rest = line.split('\t')
        if word == 'DONE':
            done.append((rest[0], int(rest[1]), int(rest[2])))
        elif word in ('FAULT', 'CRASH'):
            faults.append(line)
    if status != 0 and not any(line.startswith('FAULT') for line in lines):
        faults.append('CRASH\tit ends with %d: %s' % (status, ' '.join(lines[-30:])[-2000:]))


def at_places(program, scratch, every, args, done, faults):
    """Those with few steps come first, so that a place is met in a cheap one."""
    names = sorted(every, key=lambda name: len(every[name]))
    for process, out in [start(program, scratch, 'places-%d' % i, [(name, every[name]) for name in names[i::args.jobs]], 0, args.seed, args.seconds, 'places') for i in range(args.jobs)]:
        collect(process, out, done, faults)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('build')
    parser.add_argument('--seconds', type=float, default=100000)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--jobs', type=int, default=2)
    parser.add_argument('--figures')
    parser.add_argument('--only', default='')
    parser.add_argument('--fewer', type=int, default=1)
    parser.add_argument('--places', action='store_true')
    parser.add_argument('--worlds', type=int, default=0)
    args = parser.parse_args()
    begun, done, faults = time.monotonic(), [], []
    program = os.path.abspath(os.path.join(args.build, 'tests', 'allocations_each' if args.places else 'allocations'))
    every = {name: steps for name, steps in scenarios.scenarios() if args.only in name}
    with tempfile.TemporaryDirectory(prefix='pol-allocations-') as scratch:
        every.update((name, steps) for name, steps in generated.scenarios(os.path.abspath(args.build), scratch, args.worlds) if args.only in name)
        path, rows = os.path.join(scratch, 'all'), []
        scenarios.write(path, list(every.items())[args.seed % args.fewer::args.fewer])
        if args.places:
            at_places(program, scratch, every, args, done, faults)
        else:
            rows, wrong = look(program, path)
            faults += wrong
        left = max(0.0, args.seconds - (time.monotonic() - begun))
        whole, others, most = divide(rows, left * args.jobs * 0.9)
        for kind, some, indices in (('whole', whole, 10 ** 9), ('others', others, most)):
            runs = [start(program, scratch, '%s-%d' % (kind, i), [(name, every[name]) for name in part], indices, args.seed, args.seconds * (GREATER if kind == 'whole' else 1) - (time.monotonic() - begun)) for i, part in enumerate(share(some, args.jobs, indices))]
            for run in runs:
                collect(*run, done, faults)
    whole, indices, all_of_them = sum(n == tried for _, n, tried in done), sum(tried for _, _, tried in done), sum(n for _, n, _ in done)
    for line in faults:
        print(line)
    figure = '%d scenarios, %d of them at every index; %d of %d allocations, each once and for ever; %d faults' % (len(done), whole, indices, all_of_them, len(faults))
    print('allocation failures: %s (seed %d, %.0f s)' % (figure, args.seed, time.monotonic() - begun))
    if args.figures:
        notes = ['not at every index: ' + ', '.join('%s (%d of %d)' % (name, tried, n) for name, n, tried in done if n != tried)[:1500]] if whole < len(done) else []
        notes += ['%d scenarios were not begun, as there was no time' % (len(every) - len(done))] if len(done) < len(every) else []
        notes.append('an allocation is one that the library asks its allocator for: an arena asks for pages, and with sanitizers for every object; in the scenarios with threads, which call fails is not the same each time')
        figures.write(args.figures, 6, 'Allocation failures', figure, 'at every index of at least 200 scenarios, 0 faults', whole >= 200 and not faults,
                      'tests/evidence/allocations.py build --seed %d --seconds %d' % (args.seed, args.seconds), notes)
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
