#!/usr/bin/env python3
"""Every limit of src/base/limits.h at one below, at, and one above: below and at, all is well; above, what is documented. The limits are read from the header, and one that has no case here is a fault.
usage: limits.py BUILD [--only NAME] [--seconds N] [--figures FILE]
A case is a function of a number: it makes an input of that size, runs pol, and says whether the limit was passed, as far as pol tells. What no input at the command line brings about is tested in C; those tests are run here."""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import figures

AS_OF = ['--as-of', '2024-04-01']
POLICY = 'policy p "P"\nrecord item\n  n is number\nfacts a "A"\n  x "is" is number\n  n "is called" is text\n  y "is so" is yes or no\n  l is list of item\ndecision d "D" is number, better when higher\n'
RULE = POLICY + 'clause 1 "C"\n  d is a.x\n'


class Bench:
    def __init__(self, build, folder):
        self.build, self.folder = os.path.abspath(build), folder

    def file(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)
        return path

    def pol(self, *words):
        ran = subprocess.run((os.path.join(self.build, 'pol'),) + words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, timeout=120)
        return ran.returncode, (ran.stdout + ran.stderr).decode()

    def told(self, code, *words):
        """Whether that code is told, and nothing else is wrong."""
        status, text = self.pol(*words)
        others = set(re.findall(r'error (POL\d+)', text)) - {code}
        if others or (status and code not in text):
            raise AssertionError('status %d, %s: %s' % (status, ' '.join(sorted(others)), text[:300]))
        return code in text

    def check(self, code, text):
        return self.told(code, 'check', self.file('p.pol', text))

    def decide(self, code, facts, name='f.json', policy=RULE, form='csv'):
        return self.told(code, 'decide', self.file('p.pol', policy), '--facts', self.file(name, facts), '--format', form, *AS_OF)


def source_bytes(b, n):
    return b.check('POL1002', RULE + '#' * (n - len(RULE)))


def source_words(b, n):
    return b.check('POL1016', 'policy p "P"\n  note' + ' "n"' * (n - 4) + '\n')


def tree_height(b, n):  # a value in a file, and the innermost
    return b.check('POL1003', 'policy p "P"\nvalue v is ' + '(' * (n - 3) + '1' + ')' * (n - 3) + '\n')


def name_bytes(b, n):
    return b.check('POL0127', 'policy p "P"\nvalue %s is 1\n' % ('v' * n))


def reports_shown(b, n):
    _, text = b.pol('check', b.file('p.pol', POLICY + ''.join('clause %d "C"\n  d is a.q%d\n' % (i, i) for i in range(n))))
    shown = text.count('error POL0301')
    if shown != min(n, 20) or '%d errors in 1 file' % n not in text:
        raise AssertionError('%d shown of %d' % (shown, n))
    return shown < n


def policy_reports(b, n):
    _, text = b.pol('check', '--format', 'json', b.file('p.pol', POLICY + ''.join('clause %d "C"\n  d is 37hours\n' % i for i in range(n))))
    made = text.count('"POL0120"')
    if made != min(n, 1000):
        raise AssertionError('%d made of %d' % (made, n))
    return made < n


def facts_reports(b, n):
    _, text = b.pol('decide', b.file('p.pol', RULE), '--facts', b.file('f.csv', 'id,a.x,a.n,a.y\n' + 'r,1\n' * n), '--format', 'csv', *AS_OF)
    return 'more than 10000' in text or 'more than 10,000' in text or 'POL0821' in text


def json_depth(b, n):  # the record and its list are two of them
    status, text = b.pol('decide', b.file('p.pol', RULE), '--facts', b.file('f.json', '{"a.x": 1, "a.l": ' + '[' * (n - 1) + ']' * (n - 1) + '}'), *AS_OF)
    if status == 0:
        raise AssertionError('lists in a list of records are right')
    return 'POL1003' in text


def facts_bytes(b, n):
    return b.decide('POL1002', '{"a.x": 1}' + ' ' * (n - 10))


def record_bytes(b, n):  # the line feed belongs to it
    return b.decide('POL1002', '{"a.x": 1' + ' ' * (n - 11) + '}\n', 'f.ndjson')


def list_nesting(b, n):
    text = 'policy p "P"\nrecord r1\n  n is number\n' + ''.join('record r%d\n  l is list of r%d\n' % (i, i - 1) for i in range(2, n + 1))
    return b.check('POL0420', text + 'facts a "A"\n  l is list of r%d, for information\n' % n)


def list_length(b, n):
    return b.decide('POL0819', '{"a.x": 1, "a.l": [' + ','.join(['{"n":1}'] * n) + ']}')


def pieces(b, n):  # three a day, from midnight on: to 7, to 19, to midnight
    policy = '''policy p "P"
facts w "W"
  date is date
  start is time
  length is hours
decision d "D" is number
clause 1 "C"
  d is count(each q in pieces(w.date, w.start, w.length, t))
clause 2 "T"
table t(day, time)
  | clause | day | time           | t |
  | 2      | any | 07:00 to 19:00 | 1 |
  | 2      | any | 19:00 to 07:00 | 2 |
'''
    hours = n // 3 * 24 + (0, 7, 19)[n % 3]
    status, text = b.pol('decide', b.file('p.pol', policy), '--facts', b.file('f.json', '{"w.date": "2023-03-01", "w.start": "00:00", "w.length": %d}' % hours), '--format', 'csv', *AS_OF)
    right = text.strip().endswith(',%d' % n)
    if right == (status != 0):
        raise AssertionError('%d pieces: %s' % (n, text))
    return not right


def chunk(b, n):
    """Records beyond a chunk are in the next one: nothing is to be seen of it."""
    rows = 'id,a.x,a.n,a.y\n' + ''.join('r%d,%d,k,yes\n' % (i, i) for i in range(n))
    _, text = b.pol('decide', b.file('p.pol', RULE), '--facts', b.file('f.csv', rows), '--format', 'csv', *AS_OF)
    if text.split('\n')[1:-1] != ['r%d,%d' % (i, i) for i in range(n)]:
        raise AssertionError('%d records are not those that were given' % n)
    return None


def completions(b, n):
    """A missing fact of n values is tried with each: the answer is definite whatever it is."""
    policy = 'policy p "P"\noptions o is ' + ', '.join('o%d' % i for i in range(n)) + '\nfacts a "A"\n  c is o\ndecision e "E" is permission\nclause 1 "C"\n  permits e when a.c is o0 or a.c is one of ' + ', '.join('o%d' % i for i in range(1, n)) + '\n'
    policy = policy.replace('permits e when a.c is o0 or a.c is one of', 'permits e when a.c is o0\n  permits e when a.c is one of')
    _, text = b.pol('decide', b.file('p.pol', policy), '--facts', b.file('f.json', '{"id": "r"}'), '--format', 'csv', *AS_OF)
    outcome = text.strip().split('\n')[-1]
    if outcome not in ('r,permitted', 'r,undetermined'):
        raise AssertionError(outcome)
    return outcome.endswith('undetermined')


def compared(b, n, *more):
    rows = 'id,a.x,a.n,a.y\n' + ''.join('r%d,%d,n%d,yes\n' % (i, i + 1, i) for i in range(n))
    status, text = b.pol('compare', b.file('p.pol', RULE), b.file('q.pol', RULE.replace('d is a.x', 'd is a.x * 2')), '--facts', b.file('f.csv', rows), '--format', 'json', *more, *AS_OF)
    if status:
        raise AssertionError(text[:300])
    return json.loads(text)


def found(of, key):
    if isinstance(of, dict):
        for k, v in of.items():
            if k == key:
                yield v
            else:
                yield from found(v, key)
    elif isinstance(of, list):
        for each in of:
            yield from found(each, key)


def distinct(b, n):
    middles = [each for each in found(compared(b, n), 'middle')]
    if not middles:
        raise AssertionError('no middle is told')
    return any(each is None for each in middles[:1])


def groups(b, n):
    return any(found(compared(b, n, '--by', 'a.n'), 'too_many_groups'))


def options(b, n):
    return b.check('POL0425', 'policy p "P"\noptions o is ' + ', '.join('o%d' % i for i in range(n)) + '\n')


def hands(b, n):
    status, text = b.pol('decide', b.file('p.pol', RULE), '--facts', b.file('f.csv', 'id,a.x,a.n,a.y\nr,1,k,yes\n'), '--format', 'csv', '--threads', str(n), *AS_OF)
    if status not in (0, 2) or (status == 2) != ('--threads is a number from 1 to' in text):
        raise AssertionError(text)
    return status == 2


IN_C = {  # the room whose tests have it, and what they are called there
    'SETTLE_RULES': ('eval', 'settle/as_many_guards_as_the_limit_says'),
    'RANK_PAIRS': ('check', 'check_limits/pairs_of_ranks'),
    'JSON_READ_DEPTH': ('base', 'json_read/depth'),
    'RECEIPT_LINE': ('app', 'receipt/longest_line'),
    'NODES': ('program', 'program/too_many_nodes_is_reported'),
    'LOOP_ROWS': ('eval', 'loops/*'),
    'VARIANTS': ('compare', 'limits/variants'),
    'REMEMBERED': ('compare', 'limits/remembered'),
}
CASES = {case.__name__.upper(): case for case in (source_bytes, source_words, tree_height, name_bytes, reports_shown, policy_reports, facts_reports, json_depth, facts_bytes, record_bytes, list_nesting, list_length, pieces,
                                                  chunk, completions, distinct, groups, options, hands)}


def limits(root):
    with open(os.path.join(root, 'src', 'base', 'limits.h'), encoding='utf-8') as f:
        text = f.read()
    for name, number in re.findall(r'POL_LIMIT_(\w+) = ([0-9* ]+)', text):
        product = 1
        for factor in number.split('*'):
            product *= int(factor)
        yield name, product


def elsewhere(root):
    """Limits that are called so are in the header, and nowhere else."""
    for folder, _, names in os.walk(os.path.join(root, 'src')):
        for name in names:
            path = os.path.join(folder, name)
            if name.endswith(('.c', '.h')) and not path.endswith(os.path.join('base', 'limits.h')):
                with open(path, encoding='utf-8') as f:
                    for made in re.findall(r'(POL_LIMIT_\w+) = ', f.read()):
                        if made != 'POL_LIMIT_INDENT':
                            yield '%s is in %s, and not in base/limits.h' % (made, os.path.relpath(path, root))


def try_one(bench, name, number, faults):
    if name in IN_C:
        room, test = IN_C[name]
        ran = subprocess.run((os.path.join(bench.build, 'tests', 'test_' + room), '--filter', test, '--jobs', '1'), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if ran.returncode or b'Tested: 0' in ran.stdout or b'Tested: \x1b[0;1m0' in ran.stdout:
            faults.append('%s: %s of the tests of %s fails, or is not there' % (name, test, room))
        return
    for n in (number - 1, number, number + 1):
        try:
            over = CASES[name](bench, n)
        except (AssertionError, subprocess.TimeoutExpired) as wrong:
            faults.append('%s, %d: %s' % (name, n, wrong))
            continue
        if over is not None and over != (n > number):
            faults.append('%s, %d: the limit of %d is %s' % (name, n, number, 'passed' if over else 'not noticed'))


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument('build')
    ask.add_argument('--only', default='')
    ask.add_argument('--seconds')
    ask.add_argument('--seed')
    ask.add_argument('--jobs')
    ask.add_argument('--figures')
    options_ = ask.parse_args()
    root, faults, tried, begun = figures.ROOT, [], 0, time.monotonic()
    faults += elsewhere(root)
    every = list(limits(root))
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options_.build, folder)
        for name, number in every:
            if options_.only not in name:
                continue
            if name not in CASES and name not in IN_C:
                faults.append('%s has no case in tests/evidence/limits.py' % name)
                continue
            tried += 1
            try_one(bench, name, number, faults)
    names = {name for name, _ in every}
    faults += ['%s is no limit any more' % name for name in list(CASES) + list(IN_C) if name not in names]
    for text in faults:
        print('limits: ' + text)
    print('limits: %d of %d at one below, at and one above, %d faults (%.0f s)' % (tried, len(every), len(faults), time.monotonic() - begun))
    if options_.figures:
        figures.write(options_.figures, 9, 'Limits', '%d of %d limits at -1, 0 and +1; %d faults' % (tried, len(every), len(faults)), 'all', not faults and tried == len(every), 'tests/evidence/limits.py BUILD',
                      ['of %s, the tests in C are run' % ', '.join(sorted(IN_C))])
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
