#!/usr/bin/env python3
"""What pol prints of policies that the generator of the oracle makes: explanations with their traces, what would have to change, the policy read back, laid out, consolidated and compared with itself as
amended; and of the same policies with mistakes in them, and records in other hands. The oracle knows the decisions of such policies, not how they are explained; too much is printed to keep, so that generated.digests has a digest of each. A digest that changed says that something is
told otherwise than before, in places where no golden file looks: print it with the pol before and the pol now (--keep DIR leaves the policies there, and the commands), and read the difference.
usage: generated.py POL [--keep DIR]      POL_GOLDEN=write rewrites generated.digests"""
import hashlib
import json
import os
import random
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
DIGESTS = os.path.join(HERE, 'generated.digests')
sys.path.insert(0, os.path.join(ROOT, 'tests', 'oracle'))
import generate  # noqa: E402  (its folder is added above)

SEEDS, RECORDS, WRONG = range(1, 25), 3, 6
WORD = re.compile(r'"[^"\n]*"|[\w.£%]+|[^\w\s]')
ODD = ['and', 'or', 'not', 'is', 'at most', '5', '£7', '3%', '2024-02-30', '2024-05-05', '12:60', 'red', 'low', 'p', 'ag', 'f.b1', 'f.x', 'f.d1', 'f.items', 'dec0', 'unless', 'never', '(', ')', ',', '"', '"words"',
       '1.1', 'section 1', 'yes', 'unknown', 'month', '10 hours', '2 months', 'as_of', 'others', 'each', 'holds', 'lowest', 'rank', 'every', '=', '>=', '7.125', 'f.words', 'f.nothing', 'despite 9', 'agreed p']


def write(folder, name, text):
    with open(os.path.join(folder, name), 'w', encoding='utf-8', newline='\n') as f:
        f.write(text)


def commands(folder, seed):
    """(name, arguments) of one policy, which is written to the folder, where they run."""
    text, records, amended = generate.policy(seed, RECORDS)
    policy, facts = '%d.pol' % seed, '%d.json' % seed
    write(folder, policy, text)
    write(folder, facts, json.dumps(records))
    amends = []
    for i, (change, day) in enumerate(amended):
        name = '%d-%d.pol' % (seed, i + 1)
        write(folder, name, change)
        amends += ['--amend', name + ('@' + day if day else '')]
    asked = [policy] + amends + ['--facts', facts, '--as-of']
    yield 'trace', ['explain'] + asked + ['2024-04-01', '--trace']
    yield 'earlier', ['explain'] + asked + ['2024-02-29', '--format', 'json']
    for each in ('refused', 'permitted'):
        yield 'not-' + each, ['explain'] + asked + ['2024-04-01', '--why-not', each, '--format', 'text' if seed % 2 else 'json']
    yield 'decisions', ['decide'] + asked + ['2024-04-01', '--format', 'csv']
    yield 'read', ['read', policy] + amends
    yield 'check', ['check', policy] + amends
    yield 'laid-out', ['fmt', policy, '--diff']
    yield 'letter', ['explain'] + asked + ['2024-04-01', '--format', 'html', '--id', '1', '--ask', 'dec0']
    yield 'documented', ['doc', policy] + amends + ['--format', ('text', 'markdown', 'html')[seed % 3]]
    yield 'facts', ['facts', policy] + amends + ['--format', ('text', 'json-schema', 'csv')[seed % 3]]
    yield from wrong(folder, seed)
    if amends:
        yield 'one-text', ['fmt', policy] + amends + ['--consolidated', '--as-of', '2024-04-01']
        yield 'compared', ['compare', policy, policy] + amends + ['--facts', facts, '--as-of', '2024-04-01']


def mistaken(text, draw):
    """The policy with a few mistakes: words that stand elsewhere or are odd, lines that are gone, twice there, or in another place."""
    lines = text.split('\n')
    for _ in range(draw.choice([1, 1, 2, 4, 8])):
        at, how = draw.randrange(1, len(lines)), draw.random()
        words = list(WORD.finditer(lines[at]))
        if how < 0.65 and words:
            word = draw.choice(words)
            others = WORD.findall(draw.choice(lines))
            new = draw.choice(others) if others and draw.random() < 0.5 else draw.choice(ODD)
            lines[at] = lines[at][:word.start()] + new + lines[at][word.end():]
        elif how < 0.75:
            del lines[at]
        elif how < 0.85:
            lines.insert(at, lines[at])
        else:
            lines.insert(at, lines.pop(draw.randrange(1, len(lines))))
    return '\n'.join(lines)


def changed(text, draw):
    """The policy as somebody might change it: other numbers, the other outcome, another condition, a clause less."""
    swaps = [('permits', 'refuses'), ('refuses', 'permits'), (' and ', ' or '), (' or ', ' and '), ('at most', 'at least'), ('more than', 'less than'), (' not ', ' '), ('is above', 'is below'), ('yes', 'no'), ('red', 'blue'),
             ('low', 'middle'), ('despite', 'subject to'), ('to p', 'to q'), ('2024-', '2023-'), ('otherwise', 'when f.b2'), ('agreed', 'pending'), ('when ', 'when f.b1 and '), ('refers', 'permits')]
    for named in draw.sample([r'(party \w+) "[^"]*"', r'(decision \w+) "[^"]*"', r'(agreement \w+ of \w+(?:, in writing)?) "[^"]*"', r'(clause \S+) "[^"]*"', r'(clause \S+)'], 2):
        text = re.sub('^' + named, r'\1', text, flags=re.M)  # what has no words is told by its name
    lines = text.split('\n')
    for _ in range(draw.choice([1, 2, 4, 8])):
        for at in draw.sample(range(20, len(lines)), 12):
            fitting = [swap for swap in swaps if swap[0] in lines[at]]
            if draw.random() < 0.3 and re.search(r'[1-9]', lines[at][2:]) and not lines[at].startswith(('clause', 'section', '  |')):
                number = draw.choice(list(re.finditer(r'[1-9]', lines[at][2:])))
                lines[at] = lines[at][:number.start() + 2] + draw.choice('123456789') + lines[at][number.end() + 2:]
            elif fitting:
                lines[at] = lines[at].replace(*draw.choice(fitting))
            elif not lines[at].startswith('clause'):
                continue
            else:
                del lines[at:at + 2]
            break
    return '\n'.join(lines)


def wrong(folder, seed):
    """Mistakes in the policy, and in what is known of people."""
    text, records, _ = generate.policy(seed, RECORDS)
    draw = random.Random(seed)
    for n in range(WRONG):
        name = '%d-wrong%d.pol' % (seed, n)
        write(folder, name, mistaken(text, draw))
        yield 'wrong%d' % n, ['check', name] + (['--format', 'json'] if n % 3 == 2 else [])
    for n in range(WRONG):
        name = '%d-other%d.pol' % (seed, n)
        write(folder, name, changed(text, draw))
        yield 'other%d' % n, ['check', name]
        yield 'told%d' % n, ['explain', name, '--facts', '%d.json' % seed, '--as-of', '2024-03-30', '--id', str(n % RECORDS)] + [['--trace'], ['--format', 'json'], ['--why-not', 'permitted']][n % 3]
        if n < 2:
            yield 'read%d' % n, ['read', name, '--names'][:2 + n]
        yield 'differs%d' % n, ['compare', '%d.pol' % seed, name, '--facts', '%d.json' % seed, '--as-of', '2024-04-01', '--format', ('text', 'json', 'html', 'csv')[(seed + n) % 4]]
    given = [(key, value) for r in records for key, value in r.items() if key != 'id']
    odd = [dict([(k, draw.choice(given)[1] if draw.random() < 0.01 else v) for k, v in r.items()]) for r in records]
    write(folder, '%d-odd.ndjson' % seed, ''.join(json.dumps(r) + '\n' for r in odd))
    keys = sorted({k for r in records for k, v in r.items() if not isinstance(v, (dict, list))})
    cell = lambda v: '' if v is None or isinstance(v, (dict, list)) else str(v).lower() if isinstance(v, bool) else str(v)  # noqa: E731
    write(folder, '%d.csv' % seed, '\n'.join(';'.join('"%s"' % c.replace('"', '""') if ';' in c or '"' in c else c for c in row) for row in [keys] + [[cell(r.get(k)) for k in keys] for r in odd]) + '\n')
    yield 'odd', ['decide', '%d.pol' % seed, '--facts', '%d-odd.ndjson' % seed, '--as-of', '2024-04-01', '--format', 'ndjson']
    yield 'sheet', ['decide', '%d.pol' % seed, '--facts', '%d.csv' % seed, '--delimiter', ';', '--as-of', '2024-04-01', '--outcomes']


def digest(pol, folder, arguments):
    p = subprocess.run([pol] + arguments, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, timeout=120, env={k: v for k, v in os.environ.items() if k != 'NO_COLOR'})
    return '%d %d %s' % (p.returncode, len(p.stdout), hashlib.sha256(p.stdout + b'\0' + p.stderr).hexdigest()[:16])


def main():
    pol, keep = os.path.abspath(sys.argv[1]), sys.argv[3] if sys.argv[2:3] == ['--keep'] else None
    found = {}
    with tempfile.TemporaryDirectory(prefix='pol-generated-') as scratch:
        folder = keep or scratch
        os.makedirs(folder, exist_ok=True)
        for seed in SEEDS:
            for name, arguments in commands(folder, seed):
                found['%d %s' % (seed, name)] = digest(pol, folder, arguments), arguments
    if os.environ.get('POL_GOLDEN') == 'write':
        write(HERE, 'generated.digests', ''.join('%s %s\n' % (key, value) for key, (value, _) in found.items()))
    with open(DIGESTS, encoding='utf-8') as f:
        wanted = dict((' '.join(line.split()[:2]), ' '.join(line.split()[2:])) for line in f if line.strip())
    faults = ['%s: %s, before %s: pol %s' % (key, found[key][0] if key in found else 'not asked any more', wanted.get(key, 'not asked'), ' '.join(found[key][1]) if key in found else '')
              for key in sorted(set(found) | set(wanted)) if key not in found or found[key][0] != wanted.get(key)]
    print('\n'.join(faults + ['generated: %d commands, %d told otherwise' % (len(found), len(faults))]))
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
