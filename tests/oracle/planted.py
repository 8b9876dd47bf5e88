#!/usr/bin/env python3
"""A fault put into the oracle is found, and its case is made small.

usage: planted.py --pol build/pol [--plants NAME…] [--seed 1] [--seconds 60]

Each plant is tried in a process of its own, on policies from the seed on until one differs. What is left of that policy must be short; the last line is 'N passed, N failed'."""
import argparse
import os
import sys
from multiprocessing import Process, Queue

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import plants  # noqa: E402
import run  # noqa: E402
import shrink  # noqa: E402

MOST_LINES, MOST_FACTS = 20, 4
FEW = 6  # records that are tried of each policy


def find(program, name, seed, seconds, told):
    """Puts the fault in and looks for it; tells what was found, in words, and whether that is small."""
    plants.PLANTS[name]()
    for s in range(seed, seed + 2000):
        case = run.made(s)
        case.records = case.records[:FEW]
        found = shrink.differences(program, case)
        if found:
            break
    else:
        told.put((False, 'not found with seeds %d to %d' % (seed, s)))
        return
    shrinker = shrink.Shrinker(program, case, found[0].kinds, seconds)
    small, difference = shrinker.run()
    lines = sum(text.count('\n') for text in [small.text] + [t for t, _ in small.amended])
    facts = sum(len(record) - 1 for record in small.records)
    fine = difference is not None and lines <= MOST_LINES and facts <= MOST_FACTS
    words = 'seed %d, %d lines and %d facts of %d lines and %d records, after %d trials' % (s, lines, facts, case.text.count('\n'), len(case.records), shrinker.tried)
    told.put((fine, words if fine else words + '\n' + shrink.shown(small, difference, s)))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--pol', default='build/pol')
    ap.add_argument('--plants', nargs='*', default=sorted(plants.PLANTS))
    ap.add_argument('--seed', type=int, default=1)
    ap.add_argument('--seconds', type=float, default=120, help='for making one case small')
    a = ap.parse_args()
    bad, told = 0, Queue()
    for name in a.plants:
        p = Process(target=find, args=(a.pol, name, a.seed, a.seconds, told))
        p.start()
        fine, words = told.get()
        p.join()
        bad += not fine
        print('%s  %s (%s): %s' % ('ok  ' if fine else 'FAIL', name, plants.PLANTS[name].__doc__.split('\n')[0], words))
    print('%d passed, %d failed' % (len(a.plants) - bad, bad))
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
