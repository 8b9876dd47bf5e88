#!/usr/bin/env python3
"""Metamorphic checks: what must hold between two runs of pol, whatever the right answer is. Seven relations, on generated policies (tests/oracle) and those of the repository; metamorphic/README.md says
what each promises and what it leaves out.

usage: metamorphic.py BUILD [--seconds N] [--checks 100000] [--seed 1] [--jobs N] [--only RELATION]… [--figures FILE] [--show N] [--planted]

A fault is printed with its seed, shrunk to a small policy; --only RELATION --seed S --worlds 1 makes it again. --planted puts a fault in for each relation, and asks that it is found."""
import argparse
import json
import multiprocessing
import os
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(HERE, 'metamorphic'))
sys.path.insert(0, HERE)
import completing  # noqa: E402
import engine  # noqa: E402
import faulty  # noqa: E402
import figures  # noqa: E402
import relations  # noqa: E402
import removing  # noqa: E402
import shrinking  # noqa: E402
import worlds  # noqa: E402

# relation: (what it says, the function, whether amendments are made too, records a policy)
RELATIONS = {
    'order': ('shuffling clauses, rules, rows and files changes nothing', relations.order, True, 48),
    'facts': ('more facts never turn a definite answer into another', relations.more_facts, True, 36),
    'possible': ('what is possible is what completions reach', completing.possible, True, 24),
    'missing': ('every missing fact makes a difference', completing.missing, True, 24),
    'removal': ('removing a clause that decides changes the answer', removing.decisive, False, 96),
    'layout': ('fmt changes nothing', relations.layout, True, 96),
    'chunk': ('alone or with 2,048 others: the same answers and traces', relations.together, True, 24),
}


def checked(job):
    """One relation on one world: checks made, faults in words, worlds that the relation could not be tried on."""
    build, name, seed, show, planted = job
    e = (faulty.PLANTS[name] if planted else engine.Engine)(os.path.join(build, 'pol'))
    _, check, amendments, records = RELATIONS[name]
    if name == 'chunk':
        def check(e, w, dice):
            return relations.together(e, w, dice, [os.path.join(build, 'tests', 'alone')] + (['--planted'] if planted else []))
    try:
        w = worlds.of(e, seed, records, amendments)
        count, faults = check(e, w, worlds.dice_of(seed, name))
        told = []
        if faults and show:
            w, fault = shrinking.smallest(e, w, faults[0], lambda v: check(e, v, worlds.dice_of(seed, name))[1])
            told.append(words(name, seed, w, fault))
        return name, seed, count, len(faults), told, 0
    except engine.Refused as x:
        if x.crash or not worlds.may_be_refused(str(x)):
            return name, seed, 1, 1, ['FAULT  %s, seed %d: %s' % (name, seed, x)], 0
        return name, seed, 0, 0, [], 1
    finally:
        e.close()


def words(name, seed, w, fault):
    text = '\n'.join(w.texts + ['# amendment%s\n%s' % (', from ' + day if day else '', t) for t, day in w.amended])
    return 'FAULT  %s, seed %d, %s, as of %s: %s\n%s\n    facts  %s\n    %s\n    one    %s\n    other  %s' % (
        name, seed, w.label, w.as_of, fault.what, text, json.dumps(fault.record, ensure_ascii=False), fault.more, fault.one, fault.other)


class Tally:
    def __init__(self):
        self.checks, self.faults, self.worlds, self.refused, self.seconds = 0, 0, 0, 0, 0.0


def run(pool, name, wanted, until):
    """World after world until there are enough checks, or the time is up."""
    t, begun, seed = Tally(), time.monotonic(), wanted.seed
    most = wanted.worlds or 1 << 30
    batch = 1 if wanted.worlds == 1 else wanted.jobs * (1 if name == 'chunk' else 2)
    while t.checks < wanted.checks and t.worlds + t.refused < most and (t.worlds == 0 or time.monotonic() < until):
        n = min(batch if time.monotonic() < until else 1, most - t.worlds - t.refused)  # each is tried once, however late it is
        jobs = [(wanted.build, name, s, wanted.show > t.faults, False) for s in range(seed, seed + n)]
        for _, _, count, faults, told, refused in pool.imap_unordered(checked, jobs):
            t.checks, t.faults, t.worlds, t.refused = t.checks + count, t.faults + faults, t.worlds + 1 - refused, t.refused + refused
            for text in told:
                print(text)
        seed += len(jobs)
    t.seconds = time.monotonic() - begun
    return t


SOON = 20  # worlds


def plant(pool, wanted):
    """Each relation with a fault of its own: the first world in which it is found."""
    lost = 0
    for name in wanted.only or list(RELATIONS):
        jobs = [(wanted.build, name, s, False, True) for s in range(wanted.seed, wanted.seed + SOON)]
        found = next((seed for _, seed, _, faults, _, _ in pool.imap(checked, jobs[:2]) if faults), None)
        found = found or next((seed for _, seed, _, faults, _, _ in map(checked, jobs[2:]) if faults), None)
        print('%-9s %s' % (name, 'its fault is found with seed %d' % found if found else 'FAULT: what was planted is not found'))
        lost += found is None
    print('metamorphic: %d relations that can fail, %d that did not' % (len(wanted.only or RELATIONS) - lost, lost))
    return 1 if lost else 0


def main():
    read = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    read.add_argument('build')
    read.add_argument('--seconds', type=float, default=1800)
    read.add_argument('--checks', type=int, default=100000)
    read.add_argument('--seed', type=int, default=1)
    read.add_argument('--jobs', type=int, default=min(2, os.cpu_count()))
    read.add_argument('--only', action='append', choices=list(RELATIONS))
    read.add_argument('--worlds', type=int, default=0, help='at most so many policies a relation; 0: as many as it takes')
    read.add_argument('--figures', metavar='FILE')
    read.add_argument('--show', type=int, default=3, help='so many faults a relation are shrunk and printed')
    read.add_argument('--planted', action='store_true')
    wanted = read.parse_args()
    wanted.build = os.path.abspath(wanted.build)
    sys.stdout.reconfigure(line_buffering=True)
    names, found, until = wanted.only or list(RELATIONS), {}, time.monotonic() + wanted.seconds
    with multiprocessing.Pool(wanted.jobs) as pool:
        if wanted.planted:
            return plant(pool, wanted)
        for i, name in enumerate(names):
            share = (until - time.monotonic()) / (len(names) - i)  # what one leaves, the others have
            t = found[name] = run(pool, name, wanted, time.monotonic() + share)
            print('%-9s %8d checks, %d faults: %s (%d policies from seed %d, %.0f s)' % (name, t.checks, t.faults, RELATIONS[name][0], t.worlds, wanted.seed, t.seconds))
    faults = sum(t.faults for t in found.values())
    if wanted.figures:
        least, refused = min(t.checks for t in found.values()), sum(t.refused for t in found.values())
        figures.write(wanted.figures, 2, 'Metamorphic checks', '%d relations, at least %s checks each; %d failures' % (len(found), format(least, ','), faults), '100,000 each, 0 failures',
                      faults == 0 and least >= 100000 and len(found) == len(RELATIONS), 'tests/evidence/metamorphic.py build --seconds %d' % wanted.seconds,
                      ['%s: %s checks on %s policies, %d failures' % (RELATIONS[n][0], format(t.checks, ','), format(t.worlds, ','), t.faults) for n, t in found.items()]
                      + (['%d generated policies could not be amended as they say, and were passed over' % refused] if refused else []) + LEFT_OUT)
    print('metamorphic: %d checks of %d relations, %d failed' % (sum(t.checks for t in found.values()), len(found), faults))
    return 1 if faults else 0


LEFT_OUT = [
    'facts, possible, missing: a set or obligations of which nothing is certain yet, and something may come in, is told as a value with that pending, and may come out as not applicable; let pass',
    'facts, possible, missing: a definite answer of which a rule was open may come out in error, since an open rule is taken to hold or not to hold, not to be impossible to work out: one of its own, or one that the failure cites; let pass',
    'missing: what a value is said to settle, and a fact that is not listed, where only completions in error or conflict tell otherwise and a rule was open; let pass',
    'missing: an undetermined decision with stages lists the facts of its first open stage only',
    'order: which of several clauses that prevail over one is named as the one that it gave way to is the first in the document; of several rules in error it is the first that says what is wrong',
    'missing and possible: facts whose values cannot be listed (numbers, dates, lists) are known there; at most 96 completions a record',
    'removal: a rule that is open is cited where it would decide if it held, a conflict of limits names all that are in force; let pass',
    'removal: clauses that speak to the decision or its stages; not those cited because a condition of theirs uses another decision or a table',
]

if __name__ == '__main__':
    sys.exit(main())
