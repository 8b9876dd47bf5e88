#!/usr/bin/env python3
"""Runs the evidence within a budget and writes tests/TRUST.md from what is found; tests/trust installs what it needs and calls this.
usage: trust.py [--minutes N] [--only 1,3,…] [--jobs N] [--seed N] [--write: only the table, from what was found before]"""
import argparse
import os
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import figures  # noqa: E402

ROOT = figures.ROOT
PAGE = os.path.join(ROOT, 'tests', 'TRUST.md')

# Row, its file of figures, its share of the budget, its command; {seconds} {jobs} {seed} {fresh} are filled in. A share of 0: it takes what it takes.
CHECKS = [
    (1, '01-oracle', 22, 'python3 tests/oracle/run.py --pol build/pol --cases 1000000 --seconds {seconds} --seed {seed} --jobs {jobs}'),
    (2, '02-metamorphic', 14, 'python3 tests/evidence/metamorphic.py build --seconds {seconds} --seed {seed} --jobs {jobs}'),
    (3, '03-fuzz', 34, 'python3 tests/evidence/fuzz.py --seconds {seconds} --seed {seed} --jobs {jobs} --state build-trust/fuzz.json'),
    (4, '04-coverage', 0, 'python3 tests/evidence/coverage.py --jobs {jobs}'),
    (5, '05-mutants', 12, 'python3 tests/evidence/mutants.py --seconds {seconds} --seed {seed} --jobs {jobs}'),
    (6, '06-allocations', 4, 'python3 tests/evidence/allocations.py build --seconds {seconds} --seed {seed} --jobs {jobs}'),
    (7, '07-io', 8, 'python3 tests/evidence/io_faults.py build --seconds {seconds} --seed {seed} --jobs {jobs}'),
    (8, '08-hostile', 2, 'python3 tests/evidence/hostile.py build --seconds {seconds} --seed {seed} --jobs {jobs}'),
    (9, '09-limits', 0, 'python3 tests/evidence/limits.py build'),
    (10, '10-determinism', 5, 'python3 tests/evidence/determinism.py --seconds {seconds} --jobs {jobs}'),
    (11, '11-sanitizers', 7, 'python3 tests/evidence/sanitizers.py --seconds {quarter} --jobs {jobs}'),
    (11, '11-analysers', 0, 'python3 tests/evidence/analysers.py build --jobs {jobs}'),
    (12, '12-shipped', 0, 'python3 tests/evidence/shipped.py build'),
]
NAMES = ['', 'The engine against a second interpreter', 'What must not matter, and what must', 'Fuzzing', 'Coverage of the library', 'Mutants of the C code', 'Allocations that fail', 'Input and output that fail', 'Hostile input',
         'Limits, at −1, 0 and +1', 'The same bytes everywhere', 'Sanitizers, valgrind, analysers', 'What is shipped']
INTRODUCTION = """# Trust

What was done to find out whether pol is right, and whether it survives what the world does to it. `tests/trust --minutes N` does all of it again within a budget and writes this page; `--only 3` does one row.
Each row stands with the figure it is meant to reach, what was found, and the commit that it was found on (with a plus: and changes to it); figures are rounded towards the worse. Nothing here is
written by hand.

| # | what | meant | found | reached | commit, day |
|---|---|---|---|---|---|
"""


def cell(text):
    return text.replace('|', '\\|').replace('\n', ' ')


def page():
    found = figures.kept()
    lines = [INTRODUCTION]
    for row in range(1, len(NAMES)):
        parts = [each for each in found if each['row'] == row]
        if not parts:
            lines.append('| %d | %s | | not yet measured | no | |\n' % (row, NAMES[row]))
        for each in parts:
            lines.append('| %d | %s | %s | %s | %s | %s, %s |\n' % (row, cell(each['what']), cell(each['target']), cell(each['figure']), 'yes' if each['met'] else '**no**', each['commit'], each['day']))
    lines.append('\n## The commands, and what is to be said of each row\n')
    for each in found:
        lines.append('\n### %d. %s\n\n`%s`\n' % (each['row'], each['what'], each['command']))
        lines += ['\n'] * bool(each['notes']) + ['- %s\n' % note for note in each['notes']]
    with open(PAGE + '.part', 'w', encoding='utf-8') as f:
        f.write(''.join(lines))
    os.replace(PAGE + '.part', PAGE)


def build():
    """What the checks take as `build`."""
    folder = os.path.join(ROOT, 'build')
    subprocess.run(['cmake', '-S', ROOT, '-B', folder, '-DCMAKE_BUILD_TYPE=Release', '-DPOL_TESTS=ON'], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(['cmake', '--build', folder, '--parallel', str(os.cpu_count())], check=True, stdout=subprocess.DEVNULL)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n', maxsplit=1)[0])
    parser.add_argument('--minutes', type=float, default=60)
    parser.add_argument('--only', default='')
    parser.add_argument('--jobs', type=int, default=os.cpu_count() or 1)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--write', action='store_true')
    args = parser.parse_args()
    rows = [int(each) for each in args.only.split(',')] if args.only else list(range(1, len(NAMES)))
    wanted = [check for check in CHECKS if check[0] in rows and not args.write]
    whole, wrong = sum(share for _, _, share, _ in wanted) or 1, []
    for folder in (figures.KEPT, os.path.join(ROOT, 'build-trust')):
        os.makedirs(folder, exist_ok=True)
    if wanted:
        build()
    for row, name, share, command in wanted:
        seconds = int(args.minutes * 60 * share / whole)
        words = command.format(seconds=seconds, quarter=seconds // 4, jobs=args.jobs, seed=args.seed).split() + ['--figures', os.path.join(figures.KEPT, name + '.json')]
        print('\n== %d. %s: %s' % (row, NAMES[row], ' '.join(words[:-2])), flush=True)
        begun = time.monotonic()
        if subprocess.run((['nice', '-n', '5'] if shutil.which('nice') else []) + words, cwd=ROOT, check=False).returncode:
            wrong.append(name)
        print('(%.0f s)' % (time.monotonic() - begun), flush=True)
        page()
    page()
    print('\n== tests/TRUST.md is written%s' % ('; something is wrong in ' + ', '.join(wrong) if wrong else ''))
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
