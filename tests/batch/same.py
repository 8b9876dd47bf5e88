#!/usr/bin/env python3
"""Many records decided in every way there is: by the engine alone, and in blocks and lanes for each level of the processor, by one hand and by several. Bytes, messages and exit status must be the
same. Facts are thrown for the repository's policies and for generated ones (tests/oracle), as tables and as lines, and some are spoilt.

usage: same.py POL [--policies N] [--records N] [--seed S] [--keep DIR]

A difference is printed with its seed, which alone gives it again: --seed S --policies 1; --keep leaves its files."""
import argparse
import glob
import os
import random
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'oracle'))
import generate  # noqa: E402

POLICIES = [['policies/secondment'], ['policies/alliance/terms'], ['policies/benchmark/staff.pol'], ['tests/bench/second/relocation.pol'], ['tests/batch/ratios.pol']]
WAYS = [('best', '1'), ('best', '2'), ('portable', '1'), ('v2', '2'), ('v3', '1'), ('v4', '2')]


def run(pol, args):
    p = subprocess.run([pol] + args, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300, env={**os.environ, 'NO_COLOR': '1'})
    return p.returncode, p.stdout, p.stderr


def cells(line):
    """The fields of a row without quotation marks that mean anything: those that have some are left alone."""
    return None if '"' in line else line.split(',')


def spoil_row(dice, line):
    row = cells(line)
    if not row:
        return line
    i = dice.randrange(len(row))
    way = dice.randrange(11)
    if way == 0:
        row[i] = 'x'
    elif way == 1:
        row[i] = '"%s"' % row[i]
    elif way == 2:
        row.pop()
    elif way == 3:
        row[i] = ''
    elif way == 4:
        row[i] = ' ' + row[i]
    elif way == 5:
        row[i] += '.000' if '.' not in row[i] else '0'
    elif way == 6:
        row[i] = '-' + row[i]
    elif way == 7:
        row[i] += '7' * dice.randrange(1, 12)
    elif way == 8:
        row[0] = dice.choice(['"a,b"', '"say ""so"""', '', '"two\nlines"', ' left', 'ÄÖ', '"' + 'long ' * 9 + '"', '=1+1'])
    elif way == 9:
        return ''
    else:
        row[i] = dice.choice(['yes', 'no', 'true', '0', '1', '2024-02-29', '29/02/2024', '£5', '5 hours', '50%', '12:30', '\u00e9', '9999-12-31', '0001-01-01'])
    return ','.join(row)


def spoil_line(dice, line):
    way = dice.randrange(8)
    if way == 0:
        return line[:dice.randrange(len(line))]
    if way == 1:
        return ''
    if way == 2:
        return line.replace(':', ' : ', dice.randrange(4))
    if way == 3:
        return line.replace('true', '"yes"').replace('false', 'null')
    if way == 4:
        return line.replace('"id":"', '"id":"%s' % dice.choice([',', '\\"', '\\n', ' ', '\\u00e9', 'x' * 40]), 1)
    if way == 5:
        at = line.find('"', dice.randrange(len(line)))
        return line[:at + 1] + 'q' + line[at + 1:] if at > 0 else line
    if way == 6:
        return line.replace('0', '00', 1)
    return line.replace('}', ',"nobody":1}', 1)


def spoil(dice, text, table):
    lines = text.split('\n')[:-1]
    share = dice.choice([0, 0, 0.003, 0.05, 0.5])
    out = lines[:table]
    for line in lines[table:]:
        out.append((spoil_row if table else spoil_line)(dice, line) if dice.random() < share else line)
    end = dice.choice(['\n', '\n', '\r\n'])
    return dice.choice(['', '', '\ufeff']) + end.join(out) + dice.choice([end, end, ''])


def facts_of(pol, paths, seed, dice, records):
    """Some facts for a policy: their form, their bytes."""
    forms = ['csv', 'ndjson']
    dice.shuffle(forms)
    for form in forms:
        p = subprocess.run([sys.executable, os.path.join(ROOT, 'tests', 'bench', 'records.py'), pol] + paths + [
            '--records', str(records), '--seed', str(seed), '--form', form, '--empty', dice.choice(['0', '0', '3', '30']), '--different', '200', '--ids', dice.choice(['plain', 'plain', 'text'])],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if p.returncode == 0:
            return form, spoil(dice, p.stdout.decode(), form == 'csv')
    raise RuntimeError(p.stderr.decode())


def options_of(dice, decisions):
    options = ['--format', 'ndjson' if dice.random() < 0.1 else 'csv']
    if dice.random() < 0.4:
        options.append('--outcomes')
    if dice.random() < 0.1:
        options.append('--strict')
    if dice.random() < 0.05:
        options += ['--id', str(dice.randrange(1, 50))]
    if decisions and dice.random() < 0.7:
        for d in dice.sample(decisions, min(len(decisions), dice.choice([1, 1, 2, 3]))):
            options += ['--ask', d]
    return options


def names_of(text):
    return [w.split()[1] for w in text.split('\n') if w.startswith('decision ')]


def trial(pol, seed, wanted, folder):
    dice = random.Random(seed)
    ours = seed % 4 == 0
    if ours:
        paths = POLICIES[seed // 4 % len(POLICIES)]
        decisions = names_of(''.join(open(f, encoding='utf-8').read() for path in paths for f in ([path] if path.endswith('.pol') else sorted(glob.glob(path + '/*.pol')))))
    else:
        text = generate.policy(seed, 1)[0]
        paths, decisions = [os.path.join(folder, '%d.pol' % seed)], names_of(text)
        with open(paths[0], 'w') as f:
            f.write(text)
    form, facts = facts_of(pol, paths, seed, dice, dice.choice([60, wanted, wanted, 4 * wanted]) if ours else dice.choice([1, 60, wanted, wanted, 4 * wanted]))
    path = os.path.join(folder, '%d.%s' % (seed, form))
    with open(path, 'wb') as f:
        f.write(facts.encode())
    args = ['decide'] + paths + ['--as-of', dice.choice(['2024-04-01', '2024-02-29', '2023-12-31']), '--facts', path] + options_of(dice, decisions)
    want = run(pol, args + ['--speed', 'engine', '--threads', '1'])
    for speed, threads in WAYS:
        got = run(pol, args + ([] if speed == 'best' else ['--speed', speed]) + ['--threads', threads])
        if got == want:
            continue
        print('FAIL  seed %d: pol %s --speed %s --threads %s' % (seed, ' '.join(args), speed, threads))
        for name, a, b in (('exit status', [want[0]], [got[0]]), ('output', want[1].split(b'\n'), got[1].split(b'\n')), ('messages', want[2].split(b'\n'), got[2].split(b'\n'))):
            for i, (x, y) in enumerate(zip(a + [None], b + [None])):
                if x != y:
                    print('      %s, line %d\n      - %s\n      + %s' % (name, i + 1, x, y))
                    break
        return False
    return True


def main():
    read = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    read.add_argument('pol')
    read.add_argument('--policies', type=int, default=40)
    read.add_argument('--records', type=int, default=400)
    read.add_argument('--seed', type=int, default=1)
    read.add_argument('--keep', metavar='DIR')
    wanted = read.parse_args()
    pol = os.path.abspath(wanted.pol)
    os.chdir(ROOT)
    passed = 0
    sys.stdout.reconfigure(line_buffering=True)
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(wanted.seed, wanted.seed + wanted.policies):
            passed += trial(pol, seed, wanted.records, wanted.keep or folder)
    print('%d passed, %d failed' % (passed, wanted.policies - passed))
    return passed < wanted.policies


if __name__ == '__main__':
    sys.exit(main())
