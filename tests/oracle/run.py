#!/usr/bin/env python3
"""Holds the engine against the oracle: on generated policies and facts, and on every scenario of the repository's policies.

usage: run.py --pol build/pol [--cases 50000] [--seconds N] [--seed 1] [--jobs 2] [--census] [--figures FILE] [--keep DIR] [--policies FOLDER…]

A case is a decision: one decision of one record on one day, its whole answer compared. Generated cases come first, then the repository's, which are not counted with them. A difference is printed with the seed of its policy
and, the first few, made small; `--seed N --cases 1` runs that policy again, `--keep DIR` leaves its files there. What is never met (`--census`) is a fault in a run of 40,000 cases or more. `--plant NAME` puts a
fault into the oracle. The last line is 'N passed, N failed'."""
import argparse
import glob
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from multiprocessing import Pool

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(1, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'evidence'))
sys.setrecursionlimit(20000)
import census  # noqa: E402
import facts  # noqa: E402
import figures  # noqa: E402
import generate  # noqa: E402
import pair  # noqa: E402
import plants  # noqa: E402
import shrink  # noqa: E402
from policy import Policy  # noqa: E402
from values import iso  # noqa: E402

ROOT = pair.ROOT
AS_OF = [['2024-04-01', '2024-03-31'], ['2024-02-29', '2024-03-01'], ['2023-12-31', '2024-01-01'], ['2024-03-31', '2024-03-30'], ['2024-02-28', '2024-02-29'], ['2025-01-01', '2024-12-31'], ['2024-06-30', '2024-07-01'],
         ['2024-03-09', '2024-03-10']]
RECORDS = 24
ENOUGH, MORE = 40000, 300000  # cases in which everything is to be met, what is rare not before the second
TOLD = 8  # of so many policies one is explained and read back, too
TARGET = 1000000


def made(seed):
    text, records, amended = generate.policy(seed, RECORDS)
    return pair.Case(text, records, amended, AS_OF[seed % len(AS_OF)])


def generated(job):
    """One generated policy and its records; perhaps with amendments, and then its consolidated text too. Answers compared, of consolidated texts, differences, what was met."""
    program, seed, keep = job
    case = made(seed)
    with tempfile.TemporaryDirectory() as folder:
        folder = os.path.join(keep, str(seed)) if keep else folder
        os.makedirs(folder, exist_ok=True)
        try:
            count, again, found = pair.hold(program, case, folder)
            if seed % TOLD == 0 and count:
                found += pair.explains(program, case, folder)
        except Exception as e:  # noqa: B902: a crash of either side is a difference, named by its seed
            count, again, found = 1, 0, [shrink.fault(e)]
    return seed, count, again, [(d.kinds, d.words) for d in found], census.take()


def made_small(program, seed, kinds):
    """The case of a seed, as small as it differs in the same way; and what differs."""
    return shrink.Shrinker(program, made(seed), kinds).run()


# ---- the repository

def force(folder, people):
    """Some of the people whom a policy's generator makes up, with what is given for all of them."""
    with open(os.path.join(folder, 'calendar.json')) as f:
        calendar = json.load(f)
    thrown = subprocess.run([sys.executable, os.path.join(folder, 'force.py'), '--people', people, '--ndjson'], stdout=subprocess.PIPE, check=True).stdout
    return [dict(calendar, **json.loads(line)) for line in thrown.splitlines()]


def of_policy(program, people, path, amendment=None):
    """The facts of each scenario of a policy and of its amendment, of the facts files beside them, and of people who are made up, decided by both."""
    files = pair.trees(program, [path] + ([amendment] if amendment else []))
    policy = Policy(files)
    dated = {}
    for title, date, given in facts.Scenarios(policy, files).all:
        record = {k: facts.written(policy, policy.facts[k]['type'], v) for k, v in given.items()}
        dated.setdefault(iso(date) if date else AS_OF[0][0], []).append(dict(record, id=title))
    beside = os.path.dirname(amendment or os.path.join(path, ''))
    for name in sorted(glob.glob(os.path.join(beside, 'facts', '*.json'))):
        with open(name) as f:
            records = json.load(f)
        dated.setdefault(AS_OF[0][0], []).extend(records if isinstance(records, list) else [records])
    if os.path.exists(os.path.join(beside, 'force.py')):
        dated.setdefault(AS_OF[0][0], []).extend(force(beside, people))
    count, bad = 0, []
    for as_of, records in sorted(dated.items()):
        with tempfile.TemporaryDirectory() as folder:
            options = ['--amend', amendment] if amendment else []
            n, found = pair.compared(policy, records, as_of, pair.decide(program, [path], records, as_of, folder, options))
        count, bad = count + n, bad + ['%s, %s' % (amendment or path, d.words) for d in found]
    return count, bad


def repository(folder):
    """The policies of the repository: those of its folders, of the tests of the stdlib, and the examples of the reference."""
    terms, harmonisation = (os.path.join(ROOT, 'policies', 'alliance', name) for name in ('terms', 'harmonisation.pol'))
    alone = [os.path.join(ROOT, 'policies', 'secondment'), terms] + sorted(glob.glob(os.path.join(ROOT, 'tests', 'stdlib', '*', ''))) + [os.path.join(ROOT, 'stdlib', 'uk', m + '.pol') for m in ('holiday', 'redundancy')]
    found = [(terms, harmonisation)] + [(p,) for p in alone]
    with open(os.path.join(ROOT, 'grammar', 'README.md')) as f:
        examples = re.findall(r'```pol\n(.*?)```', f.read(), re.S)
    for i, text in enumerate(examples):
        found.append((os.path.join(folder, 'example%d.pol' % (i + 1)),))
        with open(found[-1][0], 'w') as f:
            f.write(text)
    return found


# ---- the run

class Run:
    def __init__(self, a):
        self.a, self.count, self.again, self.policies, self.others, self.bad, self.met = a, 0, 0, 0, 0, [], Counter()
        self.since, self.seed = time.monotonic(), a.seed

    def generate(self):
        """Policies by seed, until there are enough cases or the time is up."""
        a = self.a
        jobs = ((a.pol, s, a.keep) for s in (range(a.seed, a.seed + 1) if a.cases == 1 else itertools.count(a.seed)))
        with Pool(a.jobs) as pool:
            for seed, n, again, found, met in ahead(pool, generated, jobs, 4 * a.jobs):
                self.count, self.again, self.policies, self.seed = self.count + n, self.again + again, self.policies + 1, seed
                self.bad += [(seed, kinds, words) for kinds, words in found]
                self.met += met
                if self.count >= a.cases or (a.seconds and time.monotonic() - self.since > a.seconds):
                    pool.terminate()
                    return

    def repository(self):
        a = self.a
        with tempfile.TemporaryDirectory() as folder, Pool(a.jobs) as pool:
            policies = [] if a.cases == 1 else repository(folder) if a.policies is None else [(p,) for p in a.policies]
            for n, bad in pool.starmap(of_policy, [(a.pol, a.people, *p) for p in policies], 1):
                self.others += n
                self.bad += [(None, frozenset(), words) for words in bad]

    def tell(self):
        a, told = self.a, set()
        for seed, _, words in self.bad[:a.show]:
            print('%s%s' % ('seed %d, ' % seed if seed else '', words))
        for seed, kinds, _ in [b for b in self.bad if b[0]]:
            if kinds not in told and len(told) < a.shrink:
                told.add(kinds)
                case, difference = made_small(a.pol, seed, kinds)
                print('\n%s\n' % shrink.shown(case, difference, seed))
        lines, never = census.table(self.met, self.count)
        if a.census:
            print('\n'.join(lines))
        if self.count >= ENOUGH:
            never = [x for x in never if self.count >= MORE or x not in census.RARE]
            for x in never:
                print('never met: ' + x)
        else:
            never = []
        took = time.monotonic() - self.since
        print('oracle: %d decisions of %d generated policies (seeds %d to %d, %d records each on 2 days) in %.0f seconds; %d more of consolidated texts, %d of the repository; %d differences; never met: %d' % (
            self.count, self.policies, a.seed, self.seed, RECORDS, took, self.again, self.others, len(self.bad), len(never)))
        if a.figures:
            self.write(never)
        print('%d passed, %d failed' % (self.count + self.again + self.others - len(self.bad), len(self.bad) + len(never)))
        return 1 if self.bad or never else 0

    def write(self, never):
        notes = ['a decision: one decision of one record on one day, its whole answer compared (outcome, reason, value, parties, rules that decide, what gave way, what would come next, reservations, presumptions, what is possible, missing facts in order '
                 'with what each value settles, duties, pending); %d generated policies, seeds %d to %d' % (self.policies, self.a.seed, self.seed),
                 'not counted: %d answers of consolidated texts held against the amended policies, %d answers of the policies of the repository' % (self.again, self.others),
                 'the oracle finds an answer once for all records of a policy that agree in the facts which it asks for; the engine decides each']
        if never:
            notes.append('never met: ' + ', '.join(never))
        figures.write(self.a.figures, 1, 'Differential testing against the oracle', '%s decisions, %d differences' % (format(self.count, ','), len(self.bad)), '1,000,000 decisions, 0 differences',
                      self.count >= TARGET and not self.bad and not never, 'python3 tests/oracle/run.py --pol build/pol --cases %d --seed %d' % (self.a.cases, self.a.seed), notes)


def ahead(pool, function, jobs, many):
    """The results in the order of the jobs, of which no more than so many are begun before they are asked for."""
    begun = [pool.apply_async(function, (job,)) for job in itertools.islice(jobs, many)]
    while begun:
        yield begun.pop(0).get()
        begun += [pool.apply_async(function, (job,)) for job in itertools.islice(jobs, 1)]


def arguments():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--pol', default='build/pol')
    ap.add_argument('--cases', type=int, default=50000)
    ap.add_argument('--seconds', type=float, default=0, help='at most so long on generated cases; 0: as long as it takes')
    ap.add_argument('--seed', type=int, default=1)
    ap.add_argument('--jobs', type=int, default=os.cpu_count())
    ap.add_argument('--people', default='100', help='of each generated force')
    ap.add_argument('--census', action='store_true')
    ap.add_argument('--figures')
    ap.add_argument('--keep')
    ap.add_argument('--show', type=int, default=10)
    ap.add_argument('--shrink', type=int, default=3, help='so many kinds of difference are made small')
    ap.add_argument('--plant', choices=sorted(plants.PLANTS))
    ap.add_argument('--policies', nargs='*')
    return ap.parse_args()


def main():
    a = arguments()
    if a.plant:
        plants.PLANTS[a.plant]()
    run = Run(a)
    run.generate()
    run.repository()
    return run.tell()


if __name__ == '__main__':
    sys.exit(main())
